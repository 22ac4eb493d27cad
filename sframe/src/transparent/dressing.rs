//! The clear bytes of an envelope: written by the sender, and read in a canonical form, in
//! which start codes have four bytes and sizes of OBUs are as short as they can be, whatever
//! became of them on the way.

use core::ops::Range;

use super::trailer::Form;
use crate::codec::{Codec, CodecError, Inspection, MAX_CLEAR_LEN, MAX_PARAMETER_SETS, av1, leb128};

pub(super) const START_CODE: [u8; 4] = [0, 0, 0, 1];

/// 1150 bytes: the clear bytes of a frame, a start code or size for each parameter set, and
/// what carries the ciphertext.
pub const MAX_DRESSING_LEN: usize = MAX_CLEAR_LEN + 7 * (MAX_PARAMETER_SETS + 2);

/// Zeros behind the frame tag of VP8: GStreamer's payloader reads the bits that follow it, and
/// takes these for one partition and nothing special.
const VP8_HEADER_BITS: [u8; 2] = [0; 2];

/// What carries a frame that has parameter sets only: the header of an SEI message.
const H264_SEI: &[u8] = &[0x06];
const H265_SEI: &[u8] = &[0x4e, 0x01];

/// The header of a metadata OBU.
const AV1_METADATA: u8 = av1::obu_type::METADATA << 3;
const AV1_METADATA_LEN: usize = 1;

/// What of a frame is shown.
pub(super) struct Dressing {
    codec: Codec,
    shown: Shown,
}

#[allow(clippy::large_enum_variant)] // on the stack for one call; a box would be on the heap
enum Shown {
    /// So many bytes of its front.
    Front(usize),
    Ranges(Inspection),
}

/// Where [`Dressing::write`] put it.
pub(super) struct Clear {
    pub(super) start: usize,
    /// The size field of the last OBU, which is not authenticated: what it says is.
    pub(super) size: Range<usize>,
    pub(super) end: usize,
}

impl Clear {
    /// Says the same from another point.
    pub(super) fn moved_by(self, by: usize) -> Self {
        let to = |at: usize| at.saturating_add(by);
        let size = to(self.size.start)..to(self.size.end);
        Self { start: to(self.start), size, end: to(self.end) }
    }
}

/// Gives the most bytes that a frame of the codec can show.
pub(super) const fn max_len(codec: Codec) -> usize {
    match codec {
        Codec::Opus => 1,
        Codec::Vp8 => 12,
        Codec::Vp9 => 10,
        Codec::H264 | Codec::H265 | Codec::Av1 => MAX_DRESSING_LEN,
    }
}

impl Dressing {
    /// Finds what to show of a frame.
    #[inline(always)] // moving it out of a call costs 20 ns
    pub(super) fn of(codec: Codec, frame: &[u8]) -> Result<Self, CodecError> {
        let shown = match codec {
            Codec::Opus | Codec::Vp8 | Codec::Vp9 => Shown::Front(codec.prefix(frame)?.len),
            Codec::H264 | Codec::H265 | Codec::Av1 => Shown::Ranges(codec.inspect(frame)?),
        };
        Ok(Self { codec, shown })
    }

    /// Gives the form, with as many bytes as fit its field: none has more.
    #[allow(clippy::cast_possible_truncation)] // at most 15
    pub(super) fn form(&self) -> Form {
        match &self.shown {
            Shown::Front(len) => Form::Prefix(len.saturating_add(self.zeros().len()) as u8),
            Shown::Ranges(inspection) => match (self.codec, inspection.carrier()) {
                (Codec::Av1, carrier) => Form::Obu(u8::from(carrier.is_some())),
                (_, Some(carrier)) => Form::Nal(carrier.len() as u8),
                (_, None) => Form::Nal(self.sei().len() as u8),
            },
        }
    }

    pub(super) fn is_byte_stream(&self) -> bool {
        matches!(self.codec, Codec::H264 | Codec::H265)
    }

    /// Gives how many bytes [`write`](Self::write) writes, for OBUs at most.
    #[inline]
    pub(super) fn len(&self) -> usize {
        match &self.shown {
            Shown::Front(len) => len.saturating_add(self.zeros().len()),
            Shown::Ranges(inspection) => {
                // What carries the ciphertext is one more.
                let units = inspection.parameter_sets().len().saturating_add(1);
                let (each, carrier) = match (self.codec, inspection.carrier()) {
                    // A size may become longer, and the flag that there is one be set.
                    (Codec::Av1, _) => (leb128::MAX_WRITTEN_LEN, AV1_METADATA_LEN),
                    (_, None) => (START_CODE.len(), self.sei().len()),
                    (_, Some(_)) => (START_CODE.len(), 0),
                };
                inspection
                    .clear_len()
                    .saturating_add(units.saturating_mul(each))
                    .saturating_add(carrier)
            }
        }
    }

    /// Writes it to the start of `out`, for `body_len` bytes that will follow.
    #[inline(always)]
    pub(super) fn write(&self, frame: &[u8], body_len: usize, out: &mut [u8]) -> Option<Clear> {
        let mut writer = Writer { out, at: 0 };
        let size = match &self.shown {
            Shown::Front(len) => {
                writer.put(frame.get(..*len)?)?;
                if !self.zeros().is_empty() {
                    writer.put(self.zeros())?;
                }
                None
            }
            Shown::Ranges(inspection) if self.codec == Codec::Av1 => {
                Some(write_obus(inspection, frame, body_len, &mut writer)?)
            }
            Shown::Ranges(inspection) => {
                for range in inspection.parameter_sets() {
                    writer.put(&START_CODE)?;
                    writer.put(frame.get(range.clone())?)?;
                }
                writer.put(&START_CODE)?;
                writer.put(match inspection.carrier() {
                    Some(range) => frame.get(range)?,
                    None => self.sei(),
                })?;
                None
            }
        };
        let end = writer.at;
        Some(Clear { start: 0, size: size.unwrap_or(end..end), end })
    }

    fn zeros(&self) -> &'static [u8] {
        if self.codec == Codec::Vp8 { &VP8_HEADER_BITS } else { &[] }
    }

    fn sei(&self) -> &'static [u8] {
        if self.codec == Codec::H264 { H264_SEI } else { H265_SEI }
    }
}

/// Writes OBUs and gives where the size of the last is.
fn write_obus(
    inspection: &Inspection,
    frame: &[u8],
    body_len: usize,
    writer: &mut Writer<'_>,
) -> Option<Range<usize>> {
    for range in inspection.parameter_sets() {
        let obu = frame.get(range.clone())?;
        let parts = av1::obus(obu).next()?.ok()?;
        obu_header(obu, &parts, |bytes| writer.put(bytes))?;
        writer.put_size(parts.payload.len())?;
        writer.put(obu.get(parts.payload)?)?;
    }
    let first: &[u8] = match inspection.carrier() {
        Some(range) => {
            let obu = frame.get(range.start..)?;
            let parts = av1::obus(obu).next()?.ok()?;
            obu_header(obu, &parts, |bytes| writer.put(bytes))?;
            obu.get(parts.payload)?.get(..1)?
        }
        None => {
            writer.put(&[AV1_METADATA | av1::HAS_SIZE])?;
            &[]
        }
    };
    let start = writer.at;
    writer.put_size(body_len.checked_add(first.len())?)?;
    let size = start..writer.at;
    writer.put(first)?;
    Some(size)
}

/// Gives header and extension of an OBU in canonical form: as if it had a size.
pub(super) fn obu_header(
    frame: &[u8],
    obu: &av1::Obu,
    mut put: impl FnMut(&[u8]) -> Option<()>,
) -> Option<()> {
    put(&[*frame.get(obu.header.start)? | av1::HAS_SIZE])?;
    put(frame.get(obu.extension.clone())?)
}

struct Writer<'a> {
    out: &'a mut [u8],
    at: usize,
}

impl Writer<'_> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.at.checked_add(bytes.len())?;
        let room = self.out.get_mut(self.at..end)?;
        match (bytes, room) {
            ([byte], [place]) => *place = *byte, // Opus, 50 times a second and sender
            (bytes, room) => room.copy_from_slice(bytes),
        }
        self.at = end;
        Some(())
    }

    fn put_size(&mut self, size: usize) -> Option<()> {
        let mut bytes = [0; leb128::MAX_WRITTEN_LEN];
        let len = leb128::write(u32::try_from(size).ok()?, &mut bytes)?;
        self.put(bytes.get(..len)?)
    }
}
