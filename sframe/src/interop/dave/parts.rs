//! Which bytes of a frame stay clear, by codec, and what else a frame is made to look like.

use alloc::vec::Vec;
use core::ops::Range;

use super::trailer::{MAX_RANGES_LEN, Ranges, push_range};
use crate::codec::{Codec, av1, h264, h265, leb128, nal, vp8};
use crate::interop::LegacyEncryptError;

/// 256 NAL units in one frame: three times the slices that the list of clear ranges has room
/// for, and a bound on what longer start codes add.
pub const MAX_NAL_UNITS: usize = 256;

/// 00 00 01 becomes this: depacketizers write it so.
const START_CODE: [u8; 4] = [0, 0, 0, 1];

/// 1 byte of a delta frame: its first bit says that it is one.
const VP8_DELTA_HEADER_LEN: usize = 1;

/// A frame taken apart. It is kept from frame to frame, for its memory; clear bytes are no
/// secret.
pub(super) struct Parts {
    /// The clear bytes in one piece: the associated data.
    pub(super) clear: Vec<u8>,
    /// Where the hidden bytes lie in the frame, in order, none of them empty.
    pub(super) hidden: Vec<Range<usize>>,
    /// Where the clear bytes will lie in the media bytes, as the trailer lists them.
    ranges: Vec<u8>,
    /// The clear range that may still grow.
    last: Range<usize>,
    /// How many media bytes there will be.
    pub(super) media_len: usize,
    /// How many start codes are among the clear bytes.
    pub(super) start_codes: usize,
}

/// Why a frame cannot be taken apart.
enum Unfit {
    /// It is not one of the codec's.
    Codec,
    /// It has too many parts.
    TooMany,
}

impl Parts {
    pub(super) fn new() -> Self {
        Self {
            clear: Vec::with_capacity(1024),
            hidden: Vec::with_capacity(MAX_RANGES_LEN / 2),
            ranges: Vec::with_capacity(2 * MAX_RANGES_LEN),
            last: 0..0,
            media_len: 0,
            start_codes: 0,
        }
    }

    pub(super) fn ranges(&self) -> Ranges<'_> {
        Ranges(&self.ranges)
    }

    /// Takes a frame apart. One that is none of the codec's is hidden as a whole.
    pub(super) fn take(&mut self, codec: Codec, frame: &[u8]) -> Result<(), LegacyEncryptError> {
        self.reset();
        match self.split(codec, frame).and_then(|()| self.list_last()) {
            Ok(()) => Ok(()),
            Err(Unfit::TooMany) => Err(LegacyEncryptError::TooManyParts),
            Err(Unfit::Codec) => {
                self.reset();
                self.hide(0..frame.len());
                Ok(())
            }
        }
    }

    /// Copies the hidden bytes of the frame one behind the other.
    pub(super) fn copy_hidden(&self, frame: &[u8], out: &mut [u8]) {
        let mut filled = 0usize;
        for range in &self.hidden {
            let next = filled.saturating_add(range.len());
            if let (Some(to), Some(from)) = (out.get_mut(filled..next), frame.get(range.clone())) {
                to.copy_from_slice(from);
            }
            filled = next;
        }
    }

    fn split(&mut self, codec: Codec, frame: &[u8]) -> Result<(), Unfit> {
        match codec {
            Codec::Opus | Codec::Vp9 => {
                self.hide(0..frame.len());
                Ok(())
            }
            Codec::Vp8 => self.vp8(frame),
            Codec::H264 => self.nal_units(codec, frame, h264_clear_len),
            Codec::H265 => self.nal_units(codec, frame, h265_clear_len),
            Codec::Av1 => self.av1(frame),
        }
    }

    fn vp8(&mut self, frame: &[u8]) -> Result<(), Unfit> {
        let key_frame = vp8::is_key_frame(frame);
        let len = if key_frame { vp8::KEY_HEADER_LEN } else { VP8_DELTA_HEADER_LEN };
        self.keep(frame.get(..len).ok_or(Unfit::Codec)?)?;
        self.hide(len..frame.len());
        Ok(())
    }

    fn nal_units(
        &mut self,
        codec: Codec,
        frame: &[u8],
        clear_len: fn(&[u8]) -> usize,
    ) -> Result<(), Unfit> {
        let mut units = nal::byte_stream(frame, codec).map_err(|_| Unfit::Codec)?.peekable();
        while let Some(nal::NalUnit { unit, .. }) = units.next() {
            if self.start_codes == MAX_NAL_UNITS {
                return Err(Unfit::TooMany);
            }
            self.start_codes = self.start_codes.saturating_add(1);
            self.keep(&START_CODE)?;
            // Zeros behind a unit go with it: an encrypted unit may end in them.
            let end = units.peek().map_or(frame.len(), |next| next.start_code.start);
            let nal = frame.get(unit.start..end).unwrap_or_default();
            let (clear, hidden) = nal.split_at_checked(clear_len(nal)).unwrap_or((nal, &[]));
            self.keep(clear)?;
            self.hide(end.saturating_sub(hidden.len())..end);
        }
        Ok(())
    }

    fn av1(&mut self, frame: &[u8]) -> Result<(), Unfit> {
        use av1::obu_type::{PADDING, TEMPORAL_DELIMITER, TILE_LIST};
        for obu in av1::obus(frame) {
            let obu = obu.map_err(|_| Unfit::Codec)?;
            // Packetizers drop them, and then the frame would not be what was sealed.
            if matches!(obu.kind, TEMPORAL_DELIMITER | TILE_LIST | PADDING) {
                continue;
            }
            // The trailer comes behind the last one, so that must go on to the end.
            let last = obu.payload.end == frame.len();
            let without = if last { av1::HAS_SIZE } else { 0 };
            let header = frame.get(obu.header.start).copied().unwrap_or_default();
            self.keep(&[header & !without])?;
            self.keep(frame.get(obu.extension).unwrap_or_default())?;
            if !last && !obu.size.is_empty() {
                // Packetizers write it as short as can be.
                let size = u32::try_from(obu.payload.len()).map_err(|_| Unfit::Codec)?;
                let mut spelled = [0; leb128::MAX_WRITTEN_LEN];
                let len = leb128::write(size, &mut spelled).unwrap_or_default();
                self.keep(spelled.get(..len).unwrap_or_default())?;
            }
            self.hide(obu.payload);
        }
        Ok(())
    }

    /// Adds clear bytes to the media bytes.
    fn keep(&mut self, bytes: &[u8]) -> Result<(), Unfit> {
        if self.last.end != self.media_len {
            self.list_last()?;
            self.last = self.media_len..self.media_len;
        }
        self.clear.extend_from_slice(bytes);
        self.media_len = self.media_len.saturating_add(bytes.len());
        self.last.end = self.media_len;
        Ok(())
    }

    /// Adds a range of the frame to the media bytes, hidden.
    fn hide(&mut self, range: Range<usize>) {
        self.media_len = self.media_len.saturating_add(range.len());
        if !range.is_empty() {
            self.hidden.push(range);
        }
    }

    /// Lists the last clear range.
    fn list_last(&mut self) -> Result<(), Unfit> {
        if self.last.is_empty() {
            return Ok(());
        }
        push_range(&self.last, &mut self.ranges).ok_or(Unfit::TooMany)
    }

    fn reset(&mut self) {
        self.clear.clear();
        self.hidden.clear();
        self.ranges.clear();
        self.last = 0..0;
        self.media_len = 0;
        self.start_codes = 0;
    }
}

/// Slices: the header up to the PPS id. Units that hold no picture: all. Of others, and of slices
/// that cannot be read: the NAL header.
fn h264_clear_len(nal: &[u8]) -> usize {
    use h264::nal_type::{IDR_SLICE, LAST_NON_VCL, SEI, SLICE};
    match h264::nal_unit_type(nal) {
        Some(SLICE | IDR_SLICE) => h264::slice_header_len(nal).unwrap_or(h264::NAL_HEADER_LEN),
        Some(SEI..=LAST_NON_VCL) => nal.len(),
        _ => h264::NAL_HEADER_LEN,
    }
}

/// Units that hold no picture: all. Of others: the NAL header.
fn h265_clear_len(nal: &[u8]) -> usize {
    use h265::nal_type::{SUFFIX_SEI, VPS};
    match h265::nal_unit_type(nal) {
        Some(VPS..=SUFFIX_SEI) => nal.len(),
        _ => h265::NAL_HEADER_LEN,
    }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;

    /// The clear ranges of the media bytes, and the media bytes.
    fn taken(codec: Codec, frame: &[u8]) -> (Vec<Range<usize>>, Vec<u8>) {
        let mut parts = Parts::new();
        parts.take(codec, frame).unwrap();
        let mut media = vec![0; parts.media_len];
        parts.copy_hidden(frame, &mut media[parts.clear.len()..]);
        parts.ranges().weave(&mut media, &parts.clear);
        (parts.ranges().collect(), media)
    }

    fn units(units: &[&[u8]]) -> Vec<u8> {
        units.iter().flat_map(|unit| [&START_CODE, *unit].concat()).collect()
    }

    #[test]
    fn nothing_the_first_byte_or_ten() {
        assert_eq!(taken(Codec::Opus, &[0x78, 2, 3]), (vec![], vec![0x78, 2, 3]));
        assert_eq!(taken(Codec::Vp9, &[0x82, 2, 3]), (vec![], vec![0x82, 2, 3]));
        assert_eq!(taken(Codec::Vp8, &[0x10; 20]), (vec![0..10], vec![0x10; 20]));
        assert_eq!(taken(Codec::Vp8, &[0x10; 10]), (vec![0..10], vec![0x10; 10]));
        assert_eq!(taken(Codec::Vp8, &[0x31; 20]), (vec![0..1], vec![0x31; 20]));
        assert_eq!(taken(Codec::Vp8, &[0x31]), (vec![0..1], vec![0x31]));
    }

    #[test]
    fn every_slice_of_h264() {
        let frame = units(&[
            &[0x67, 0x42, 0xc0],
            &[0x65, 0xb8, 0x11, 0x12, 0x13], // 1 011 1
            &[0x06, 0x05, 0x11],
            &[0x41, 0xa2, 0x11, 0x12, 0x13], // 1 010 00101
        ]);
        assert_eq!(taken(Codec::H264, &frame), (vec![0..13, 16..30], frame));
    }

    #[test]
    fn every_slice_of_h265() {
        let frame = units(&[
            &[0x40, 0x01, 0x0c],
            &[0x26, 0x01, 0xaf, 0x11],
            &[0x4e, 0x01, 0x05],
            &[0x02, 0x01, 0xaf, 0x11],
        ]);
        assert_eq!(taken(Codec::H265, &frame), (vec![0..13, 15..28], frame));
    }

    /// Of what may hold a picture, only the NAL header is clear, whether libdave knows it or not.
    #[test]
    fn units_of_every_kind() {
        for kind in 0..32 {
            let frame = [0, 0, 0, 1, kind | 0x60, 0xb8, 0x11, 0x12];
            let clear = match kind {
                1 | 5 => 6,
                6..=16 => 8,
                _ => 5,
            };
            assert_eq!(taken(Codec::H264, &frame).0, vec![0..clear], "{kind}");
        }
        for kind in 0..64 {
            let frame = [0, 0, 0, 1, kind << 1, 1, 0xaf, 0x12];
            let clear = if (32..=40).contains(&kind) { 8 } else { 6 };
            assert_eq!(taken(Codec::H265, &frame).0, vec![0..clear], "{kind}");
        }
    }

    #[test]
    fn short_start_codes_grow_and_zeros_stay() {
        let frame =
            [0, 0, 1, 0x67, 0x42, 0, 0, 0, 0, 1, 0x65, 0xb8, 7, 0, 0, 0, 1, 0x41, 0xb8, 7, 0];
        let expected =
            [0, 0, 0, 1, 0x67, 0x42, 0, 0, 0, 0, 1, 0x65, 0xb8, 7, 0, 0, 0, 1, 0x41, 0xb8, 7, 0];
        let (clear, media) = taken(Codec::H264, &frame);
        assert_eq!((clear, &media[..]), (vec![0..13, 14..20], &expected[..]));
        // Zeros before the first one go.
        assert_eq!(taken(Codec::H264, &[&[0, 0][..], &expected].concat()).1, expected);
    }

    #[test]
    fn slices_that_end_too_early_show_their_nal_header() {
        for (frame, clear) in [
            (&[0, 0, 0, 1, 0x65][..], 0..5),
            (&[0, 0, 0, 1, 0x65, 0x00, 0x01], 0..5),
            (&[0, 0, 0, 1, 0x65, 0, 0, 0, 0, 0x80, 7], 0..5), // 32 zeros
            (&[0, 0, 0, 1], 0..4),
        ] {
            assert_eq!(taken(Codec::H264, frame), (vec![clear], frame.to_vec()));
        }
        assert_eq!(taken(Codec::H265, &[0, 0, 0, 1, 0x26]).0, [0..5]);
    }

    #[test]
    fn obus_lose_what_packetizers_drop() {
        let frame = [0x12, 0, 0x0a, 2, 7, 7, 0x7a, 1, 9, 0x42, 1, 9, 0x36, 0x48, 3, 8, 8, 8];
        let expected = [0x0a, 2, 7, 7, 0x34, 0x48, 8, 8, 8];
        assert_eq!(taken(Codec::Av1, &frame), (vec![0..2, 4..6], expected.to_vec()));
        // A size that is too long is made short, and stays if padding was last.
        let frame = [0x32, 0x83, 0x80, 0, 8, 8, 8, 0x7a, 1, 9];
        assert_eq!(taken(Codec::Av1, &frame), (vec![0..2], vec![0x32, 3, 8, 8, 8]));
        assert_eq!(taken(Codec::Av1, &[0x30, 8, 8]), (vec![0..1], vec![0x30, 8, 8]));
        assert_eq!(taken(Codec::Av1, &[0x12, 0]), (vec![], vec![]));
    }

    #[test]
    fn other_frames_are_hidden_as_a_whole() {
        for (codec, frame) in [
            (Codec::Vp8, &[0x10; 9][..]),
            (Codec::H264, &[0, 0, 0, 4, 0x65, 0xb8, 7, 7]),
            (Codec::H264, &[9, 0, 0, 1, 0x65, 0xb8, 7, 7]),
            (Codec::H265, &[0; 9]),
            (Codec::Av1, &[0x0a, 1, 7, 0x32, 0x20, 1]),
            (Codec::Av1, &[0x0a, 1, 7, 0x92]),
        ] {
            assert_eq!(taken(codec, frame), (vec![], frame.to_vec()), "{codec:?}");
        }
        for codec in Codec::ALL {
            assert_eq!(taken(codec, &[]), (vec![], vec![]));
        }
    }

    #[test]
    fn units_at_the_limit_and_one_beyond() {
        let frame = |count| [0, 0, 1, 0x68].repeat(count);
        let (clear, media) = taken(Codec::H264, &frame(MAX_NAL_UNITS));
        assert_eq!((clear, media), (vec![0..1280], [0, 0, 0, 1, 0x68].repeat(MAX_NAL_UNITS)));
        let refused = Parts::new().take(Codec::H264, &frame(MAX_NAL_UNITS + 1));
        assert_eq!(refused, Err(LegacyEncryptError::TooManyParts));
    }

    #[test]
    fn ranges_at_the_limit_and_one_beyond() {
        // The first takes 2 bytes and the others, beyond offset 127, take 3.
        let slice = |len: usize| [&[0, 0, 0, 1, 0x65, 0xb8][..], &vec![7; len - 6]].concat();
        let frame = |count| [slice(200), slice(20).repeat(count - 1)].concat();
        let most = (MAX_RANGES_LEN - 2) / 3 + 1;
        assert_eq!((most, 2 + 3 * (most - 1)), (80, MAX_RANGES_LEN));
        assert_eq!(taken(Codec::H264, &frame(most)).0.len(), most);
        let refused = Parts::new().take(Codec::H264, &frame(most + 1));
        assert_eq!(refused, Err(LegacyEncryptError::TooManyParts));
    }
}
