//! The clear bytes of an envelope: written by the sender, and read in a canonical form, in
//! which start codes have four bytes and sizes of OBUs are as short as they can be, whatever
//! became of them on the way.

use core::ops::Range;

use super::trailer::Form;
use crate::codec::{Codec, Inspection, MAX_CLEAR_LEN, MAX_PARAMETER_SETS, av1, leb128};

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

/// What of a frame is shown.
pub(super) struct Dressing<'a> {
    codec: Codec,
    inspection: &'a Inspection,
}

/// Where [`Dressing::write`] put it.
pub(super) struct Clear {
    /// The size field of the last OBU, which is not authenticated: what it says is.
    pub(super) size: Range<usize>,
    pub(super) end: usize,
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

impl<'a> Dressing<'a> {
    pub(super) fn new(codec: Codec, inspection: &'a Inspection) -> Self {
        Self { codec, inspection }
    }

    /// Gives the form, with as many bytes as fit its field: none has more.
    pub(super) fn form(&self) -> Form {
        #[allow(clippy::cast_possible_truncation)] // at most 15
        let len = |len: usize| len as u8;
        match self.codec {
            Codec::Opus | Codec::Vp9 => Form::Prefix(len(self.inspection.clear_len())),
            Codec::Vp8 => {
                Form::Prefix(len(self.inspection.clear_len().saturating_add(VP8_HEADER_BITS.len())))
            }
            Codec::H264 | Codec::H265 => Form::Nal(len(match self.inspection.carrier() {
                Some(carrier) => carrier.len(),
                None => self.sei().len(),
            })),
            Codec::Av1 => Form::Obu(u8::from(self.inspection.carrier().is_some())),
        }
    }

    pub(super) fn is_byte_stream(&self) -> bool {
        matches!(self.codec, Codec::H264 | Codec::H265)
    }

    /// Gives the most bytes that [`write`](Self::write) writes.
    pub(super) fn len(&self) -> usize {
        match self.form() {
            Form::Prefix(len) => usize::from(len),
            // A start code or a size for each range, and what carries the rest.
            _ => self
                .inspection
                .clear()
                .len()
                .saturating_add(1)
                .saturating_mul(7)
                .saturating_add(self.inspection.clear_len()),
        }
    }

    /// Writes it to the start of `out`, for `body_len` bytes that will follow.
    pub(super) fn write(&self, frame: &[u8], body_len: usize, out: &mut [u8]) -> Option<Clear> {
        let mut writer = Writer { out, at: 0 };
        let mut size = None;
        match self.codec {
            Codec::Opus | Codec::Vp8 | Codec::Vp9 => {
                for range in self.inspection.clear() {
                    writer.put(frame.get(range.clone())?)?;
                }
                if self.codec == Codec::Vp8 {
                    writer.put(&VP8_HEADER_BITS)?;
                }
            }
            Codec::H264 | Codec::H265 => {
                for range in self.inspection.parameter_sets() {
                    writer.put(&START_CODE)?;
                    writer.put(frame.get(range.clone())?)?;
                }
                writer.put(&START_CODE)?;
                writer.put(match self.inspection.carrier() {
                    Some(range) => frame.get(range)?,
                    None => self.sei(),
                })?;
            }
            Codec::Av1 => {
                for range in self.inspection.parameter_sets() {
                    let obu = frame.get(range.clone())?;
                    let parts = av1::obus(obu).next()?.ok()?;
                    obu_header(obu, &parts, |bytes| writer.put(bytes))?;
                    writer.put_size(parts.payload.len())?;
                    writer.put(obu.get(parts.payload)?)?;
                }
                let first = match self.inspection.carrier() {
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
                size = Some(start..writer.at);
                writer.put(first)?;
            }
        }
        let end = writer.at;
        Some(Clear { size: size.unwrap_or(end..end), end })
    }

    fn sei(&self) -> &'static [u8] {
        if self.codec == Codec::H264 { H264_SEI } else { H265_SEI }
    }
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
    fn put(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.at.checked_add(bytes.len())?;
        self.out.get_mut(self.at..end)?.copy_from_slice(bytes);
        self.at = end;
        Some(())
    }

    fn put_size(&mut self, size: usize) -> Option<()> {
        let mut bytes = [0; leb128::MAX_WRITTEN_LEN];
        let len = leb128::write(u32::try_from(size).ok()?, &mut bytes)?;
        self.put(bytes.get(..len)?)
    }
}
