//! The formats a call can be sealed in, and what is peculiar to each as a call sees it.

use std::borrow::Cow;
use std::ops::Range;

use clap::ValueEnum;
use frameseal::interop::jframe::FrameKind;

use crate::media::{Clip, Codec};

/// Bytes of a slice that DAVE may show at most: NAL header and slice header up to its PPS id.
const DAVE_SLICE: usize = 10;

/// What frames are sealed in. All travel in the same RTP payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// SFrame (RFC 9605)
    Sframe,
    /// SFrame inside frames that look like their codec
    Transparent,
    /// Legacy: LiveKit
    Livekit,
    /// Legacy: Jitsi Meet and Nextcloud Talk (JFrame)
    Jframe,
    /// Legacy: Discord (DAVE 1.1)
    Dave,
    /// Legacy: GetStream Video
    Getstream,
}

impl Format {
    /// Gives the name that the command line has for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sframe => "sframe",
            Self::Transparent => "transparent",
            Self::Livekit => "livekit",
            Self::Jframe => "jframe",
            Self::Dave => "dave",
            Self::Getstream => "getstream",
        }
    }

    /// Says whether keys, KIDs and counters are those of SFrame.
    pub fn is_sframe(self) -> bool {
        matches!(self, Self::Sframe | Self::Transparent)
    }

    /// Says whether a frame could be changed on the way and still be the same frame: what is
    /// laid out around the ciphertext is not authenticated to the bit.
    pub fn has_other_spellings(self) -> bool {
        !matches!(self, Self::Sframe | Self::Jframe)
    }

    /// Takes out the clips of codecs that the format cannot seal, and says so. What else is
    /// to be known about the others is among the notes, too.
    pub fn choose(self, clips: Vec<Clip>) -> (Vec<Clip>, Vec<String>) {
        let (kept, left_out): (Vec<_>, Vec<_>) =
            clips.into_iter().partition(|clip| self.seals(clip.codec));
        let mut notes: Vec<_> = left_out
            .iter()
            .map(|Clip { name, codec, .. }| {
                format!("{name} was left out: {} has no frames of {}", self.name(), codec.name())
            })
            .collect();
        if self != Self::Sframe {
            let transport = "frames travel in SFrame's RTP payload, whatever their format";
            notes.push(transport.to_owned());
        }
        if !self.is_sframe() {
            let keys = "apps of this format have their own way to agree on keys, which is not part \
                        of the library; here they are handed out inside the members' process";
            notes.push(format!("{}: {keys}", self.name()));
        }
        if kept.iter().any(|clip| self.respells(clip.codec)) {
            let units = "frames come out in another spelling (start codes, OBU sizes) by design; \
                         they are compared unit by unit";
            notes.push(format!("{}: {units}", self.name()));
        }
        if self == Self::Dave {
            let epochs = "frames do not say their epoch, so those of an epoch that a member does \
                          not have count as altered or as replayed";
            notes.push(format!("{}: {epochs}", self.name()));
        }
        (kept, notes)
    }

    fn seals(self, codec: Codec) -> bool {
        match self {
            Self::Livekit => codec != Codec::Av1,
            Self::Getstream => !matches!(codec, Codec::Av1 | Codec::H265),
            Self::Sframe | Self::Transparent | Self::Jframe | Self::Dave => true,
        }
    }

    /// Says whether what comes out may be spelled otherwise than what went in.
    fn respells(self, codec: Codec) -> bool {
        match codec {
            Codec::H264 | Codec::H265 => matches!(self, Self::Livekit | Self::Dave),
            Codec::Av1 => self == Self::Dave,
            Codec::Opus | Codec::Vp8 | Codec::Vp9 => false,
        }
    }

    /// Gives the one spelling by which frames are compared; for most it is the frame itself.
    pub fn spelling(self, codec: Codec, frame: &[u8]) -> Cow<'_, [u8]> {
        match codec {
            _ if !self.respells(codec) => Cow::Borrowed(frame),
            Codec::Av1 => {
                obus(frame).map_or(Cow::Borrowed(frame), |obus| Cow::Owned(listed(&obus)))
            }
            _ => Cow::Owned(listed(&nal_units(frame))),
        }
    }

    /// Gives the parts of a frame that nobody else must see: everything but what the format
    /// shows by design.
    pub fn hidden(self, codec: Codec, frame: &[u8]) -> Vec<Range<usize>> {
        let end = frame.len();
        match self {
            Self::Sframe => std::iter::once(0..end).collect(),
            Self::Transparent => match codec.wire().inspect(frame) {
                Ok(inspection) => without(inspection.clear(), end),
                Err(_) => std::iter::once(0..end).collect(),
            },
            Self::Dave => dave_hidden(codec, frame),
            Self::Livekit | Self::Jframe | Self::Getstream => {
                let start = self.clear_len(codec, frame).unwrap_or(0).min(end);
                std::iter::once(start..end).collect()
            }
        }
    }

    /// Gives how many bytes at the front of a frame LiveKit, Jitsi or GetStream leave clear.
    /// `None` if it is no frame of the codec's.
    pub fn clear_len(self, codec: Codec, frame: &[u8]) -> Option<usize> {
        match (self, codec) {
            (Self::Jframe, _) => Some(frame_kind(codec, frame).clear_len()),
            (_, Codec::Opus) => Some(1),
            (_, Codec::Vp8) => Some(if frame.first()? & 1 == 0 { 10 } else { 3 }),
            (Self::Getstream, Codec::Vp9) => {
                let key = codec.wire().inspect(frame).ok()?.key_frame;
                Some(if key { 10 } else { 3 })
            }
            (_, Codec::Vp9 | Codec::Av1) => Some(0),
            (_, Codec::H264 | Codec::H265) => first_slice(codec, frame).map(|slice| slice + 2),
        }
    }
}

/// Says of which kind a frame is by its first bytes, which sealed frames have as well. A real
/// client knows it from WebRTC; of H.264 it is a guess here.
pub fn frame_kind(codec: Codec, frame: &[u8]) -> FrameKind {
    let key = match (codec, frame) {
        (Codec::Opus, _) => return FrameKind::Audio,
        (Codec::Vp8, [first, ..]) => first & 1 == 0,
        (Codec::Vp9, [first, ..]) => first & 0x04 == 0,
        // A temporal delimiter, then a sequence header or not.
        (Codec::Av1, [0x12, 0, next, ..]) => next >> 3 & 0x0f == 1,
        (Codec::H264, [0, 0, 0, 1, header, ..] | [0, 0, 1, header, ..]) => {
            matches!(header & 0x1f, 5..=9)
        }
        (Codec::H265, [0, 0, 0, 1, header, ..] | [0, 0, 1, header, ..]) => {
            matches!(header >> 1 & 0x3f, 16..=21 | 32..=35)
        }
        _ => false,
    };
    if key { FrameKind::Key } else { FrameKind::Delta }
}

/// Gives what is left of `0..end` without the ranges, which are in ascending order.
fn without(ranges: &[Range<usize>], end: usize) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(ranges.iter().map(|range| range.end));
    let ends = ranges.iter().map(|range| range.start).chain([end]);
    starts.zip(ends).map(|(start, end)| start..end.max(start)).collect()
}

fn dave_hidden(codec: Codec, frame: &[u8]) -> Vec<Range<usize>> {
    let within = |range: &Range<usize>, skip: usize| (range.start + skip).min(range.end)..range.end;
    match codec {
        Codec::Opus | Codec::Vp9 => std::iter::once(0..frame.len()).collect(),
        Codec::Vp8 => {
            let clear = if frame.first().is_some_and(|first| first & 1 == 0) { 10 } else { 1 };
            std::iter::once(within(&(0..frame.len()), clear)).collect()
        }
        Codec::H264 | Codec::H265 => {
            let slices = nal_ranges(frame).into_iter().filter(|unit| is_slice(codec, frame, unit));
            slices.map(|slice| within(&slice, DAVE_SLICE)).collect()
        }
        // What is not an AV1 frame is hidden as a whole.
        Codec::Av1 => obus(frame).map_or_else(
            || std::iter::once(0..frame.len()).collect(),
            |obus| obus.into_iter().map(|obu| obu.payload).collect(),
        ),
    }
}

fn first_slice(codec: Codec, frame: &[u8]) -> Option<usize> {
    let slice = nal_ranges(frame).into_iter().find(|unit| is_slice(codec, frame, unit));
    slice.map(|slice| slice.start)
}

fn is_slice(codec: Codec, frame: &[u8], unit: &Range<usize>) -> bool {
    frame.get(unit.start).is_some_and(|header| match codec {
        Codec::H265 => header >> 1 & 0x3f <= 31,
        _ => matches!(header & 0x1f, 1 | 5),
    })
}

/// Finds the NAL units between start codes, without zeros at their ends.
fn nal_ranges(frame: &[u8]) -> Vec<Range<usize>> {
    let codes = frame.windows(3).enumerate().filter(|(_, bytes)| *bytes == [0, 0, 1]);
    let codes: Vec<_> = codes.map(|(at, _)| at).collect();
    let ends = codes.iter().copied().skip(1).chain([frame.len()]);
    let units = codes.iter().map(|code| code + 3).zip(ends);
    units
        .map(|(start, end)| {
            let unit = frame.get(start..end).unwrap_or_default();
            let zeros = unit.iter().rev().take_while(|&&byte| byte == 0).count();
            start..(start + unit.len() - zeros)
        })
        .collect()
}

/// A unit of a frame: what it is, and what it says.
struct Unit<'a> {
    header: Vec<u8>,
    bytes: &'a [u8],
    payload: Range<usize>,
}

fn nal_units(frame: &[u8]) -> Vec<Unit<'_>> {
    let unit = |payload: Range<usize>| {
        let bytes = frame.get(payload.clone()).unwrap_or_default();
        Unit { header: Vec::new(), bytes, payload }
    };
    nal_ranges(frame).into_iter().map(unit).collect()
}

/// Takes a temporal unit apart (AV1 specification section 5.3): all OBUs but temporal
/// delimiters, tile lists and padding.
fn obus(frame: &[u8]) -> Option<Vec<Unit<'_>>> {
    const EXTENSION: u8 = 0x04;
    const HAS_SIZE: u8 = 0x02;
    let (mut at, mut obus) = (0, Vec::new());
    while let Some(&first) = frame.get(at) {
        at += 1;
        let mut header = vec![first & !HAS_SIZE];
        if first & EXTENSION != 0 {
            header.push(*frame.get(at)?);
            at += 1;
        }
        let mut len = frame.len() - at;
        if first & HAS_SIZE != 0 {
            len = 0;
            for shift in (0..56).step_by(7) {
                let byte = *frame.get(at)?;
                at += 1;
                len |= usize::from(byte & 0x7f) << shift;
                if byte & 0x80 == 0 {
                    break;
                }
            }
        }
        let payload = at..at.checked_add(len)?;
        let bytes = frame.get(payload.clone())?;
        at = payload.end;
        if !matches!(first >> 3 & 0x0f, 2 | 8 | 15) {
            obus.push(Unit { header, bytes, payload });
        }
    }
    Some(obus)
}

/// Writes units one behind another, each with its lengths.
fn listed(units: &[Unit<'_>]) -> Vec<u8> {
    let parts = units.iter().flat_map(|unit| [unit.header.as_slice(), unit.bytes]);
    let listed = parts.flat_map(|part| [&(part.len() as u64).to_be_bytes(), part].concat());
    listed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_frame_are_one_and_of_others_are_not() {
        let (dave, h264, av1) = (Format::Dave, Codec::H264, Codec::Av1);
        let three = [0, 0, 1, 0x67, 0x42, 0, 0, 1, 0x65, 0x88, 7];
        let four = [0, 0, 0, 1, 0x67, 0x42, 0, 0, 0, 1, 0x65, 0x88, 7];
        let other = [0, 0, 0, 1, 0x67, 0x42, 0, 0, 0, 1, 0x65, 0x88, 8];
        let merged = [0, 0, 0, 1, 0x67, 0x42, 0x65, 0x88, 7];
        assert_eq!(dave.spelling(h264, &three), dave.spelling(h264, &four));
        assert_ne!(dave.spelling(h264, &three), dave.spelling(h264, &other));
        assert_ne!(dave.spelling(h264, &three), dave.spelling(h264, &merged));
        assert_eq!(Format::Getstream.spelling(h264, &three), Cow::Borrowed(&three[..]));

        let sized = [0x12, 0, 0x0a, 1, 9, 0x32, 2, 7, 7];
        let unsized_last = [0x0a, 1, 9, 0x30, 7, 7];
        assert_eq!(dave.spelling(av1, &sized), dave.spelling(av1, &unsized_last));
        assert_ne!(dave.spelling(av1, &sized), dave.spelling(av1, &[0x0a, 1, 9, 0x30, 7, 8]));
        assert_eq!(dave.spelling(av1, &[0x0a, 9, 9]), Cow::Borrowed(&[0x0a, 9, 9][..]));
    }

    #[test]
    fn hidden_parts_leave_out_what_is_clear_by_design() {
        let frame = [&[0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x65, 0x88][..], &[7; 40]].concat();
        for (format, start) in [
            (Format::Sframe, 0),
            (Format::Livekit, 11),
            (Format::Getstream, 11),
            (Format::Dave, 9 + DAVE_SLICE),
            (Format::Jframe, 10),
        ] {
            let hidden = format.hidden(Codec::H264, &frame);
            assert_eq!(hidden.as_slice(), std::slice::from_ref(&(start..51)), "{format:?}");
        }
        assert_eq!(without(&[2..4, 6..9], 12), [0..2, 4..6, 9..12]);
    }

    #[test]
    fn every_left_out_clip_has_a_note() {
        let built_in = crate::media::built_in().unwrap();
        for (format, left) in [(Format::Sframe, 4), (Format::Dave, 4), (Format::Livekit, 3)] {
            let (clips, notes) = format.choose(built_in.clone());
            assert_eq!(clips.len(), left);
            let left_out = notes.iter().filter(|note| note.contains("left out")).count();
            assert_eq!(left_out, 4 - left);
        }
    }
}
