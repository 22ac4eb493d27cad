//! What LiveKit leaves clear of a frame.
//!
//! H.264 and H.265 are told apart by the NAL units themselves, whatever codec was negotiated;
//! sender and receiver do it alike, so it is part of the format.

use crate::codec::{Codec, CodecError, nal, vp8};
use crate::interop::LegacyDecryptError;

/// 1 byte: the TOC (RFC 6716 section 3.1).
const OPUS_LEN: usize = 1;

/// 2 bytes from the start of the first slice on: the NAL header and what is behind it.
const SLICE_LEN: usize = 2;

/// 3 bytes: a NAL unit that begins so close to the end of a frame is not looked at.
const UNSEEN_END: usize = 3;

/// The first bytes of a frame, that stay clear.
pub(super) struct Clear {
    pub(super) len: usize,
    /// Whether start codes matter.
    pub(super) is_nal: bool,
}

pub(super) fn find(codec: Codec, frame: &[u8]) -> Result<Clear, CodecError> {
    let (len, is_nal) = match codec {
        Codec::Opus => (OPUS_LEN, false),
        Codec::Vp8 if vp8::is_key_frame(frame) => (vp8::KEY_HEADER_LEN, false),
        Codec::Vp8 => (vp8::DELTA_HEADER_LEN, false),
        Codec::Vp9 => (0, false),
        Codec::H264 | Codec::H265 => {
            let slice = first_slice(frame)
                .ok_or(CodecError::Malformed { codec, what: "there is no slice in it" })?;
            (slice.saturating_add(SLICE_LEN), true)
        }
        Codec::Av1 => return Err(CodecError::Unsupported),
    };
    if len > frame.len() {
        return Err(CodecError::Malformed { codec, what: "it ends inside its header" });
    }
    Ok(Clear { len, is_nal })
}

/// What a receiver says to the same errors.
pub(super) fn refusal(error: CodecError) -> LegacyDecryptError {
    match error {
        CodecError::Unsupported => LegacyDecryptError::Codec(error),
        _ => LegacyDecryptError::NotThisFormat,
    }
}

/// Finds the first H.264 slice, and if there is none the first H.265 slice. The other way
/// round, an access unit delimiter of H.264 would be taken for one of H.265.
fn first_slice(frame: &[u8]) -> Option<usize> {
    let end = frame.len().checked_sub(UNSEEN_END)?;
    let mut h265 = None;
    let mut before = frame;
    for unit in nal::units(frame) {
        // Nothing but zeros stands before the first start code.
        let leading = before.get(..unit.start_code.start).unwrap_or_default();
        if leading.iter().any(|&byte| byte != 0) {
            return None;
        }
        before = &[];
        let start = unit.start_code.end;
        let Some(header) = frame.get(start).filter(|_| start < end) else { break };
        if matches!(header & 0x1f, 1 | 5) {
            return Some(start);
        }
        if h265.is_none() && matches!(header >> 1 & 0x3f, 0..=9 | 16..=21) {
            h265 = Some(start);
        }
    }
    h265
}

/// Copies clear bytes with start codes of 4 bytes, as depacketizers write them, and gives
/// their length. `None` if they do not fit.
pub(super) fn normalize(header: &[u8], out: &mut [u8]) -> Option<usize> {
    let (mut read, mut len) = (0, 0);
    for unit in nal::units(header).filter(|unit| unit.start_code.len() == 3) {
        let start = unit.start_code.start;
        len = copy(header.get(read..start)?, out.get_mut(len..)?)?.checked_add(len)?;
        *out.get_mut(len)? = 0;
        len = len.checked_add(1)?;
        read = start;
    }
    copy(header.get(read..)?, out.get_mut(len..)?)?.checked_add(len)
}

/// Copies to the start of `out` and gives the length.
pub(super) fn copy(bytes: &[u8], out: &mut [u8]) -> Option<usize> {
    out.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(bytes.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::vec::Vec;

    use super::*;

    fn len(codec: Codec, frame: &[u8]) -> Option<usize> {
        find(codec, frame).ok().map(|clear| clear.len)
    }

    #[test]
    fn the_first_slice_of_either_codec() {
        for (frame, expected) in [
            (&[0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x65, 0x88, 7, 7][..], Some(11)),
            (&[0, 0, 1, 0x41, 0x9a, 7, 7], Some(5)),
            (&[0, 0, 1, 0x42, 0x9a, 7, 7], None), // data partitioning
            (&[0, 0, 1, 0x02, 0x01, 0xd0, 7], Some(5)), // H.265: TRAIL_R
            (&[0, 0, 1, 0x26, 0x01, 0xaf, 7], Some(5)), // IDR_W_RADL
            (&[0, 0, 1, 0x40, 0x01, 0x0c, 7], None), // VPS
            (&[0, 0, 1, 0x09, 0xf0, 0, 0, 1, 0x41, 9, 9, 9], Some(10)), // AUD, then a slice
            (&[0, 0, 1, 0x41, 0x9a, 7], None),    // too close to the end
            (&[0, 0, 0, 0, 0, 1, 0x41, 0x9a, 7, 7], Some(8)), // more zeros before
            (&[9, 0, 0, 1, 0x41, 0x9a, 7, 7], None), // something before
            (&[0, 0, 0, 0], None),
            (&[0, 0], None),
        ] {
            assert_eq!(len(Codec::H264, frame), expected, "{frame:?}");
            assert_eq!(len(Codec::H265, frame), expected, "{frame:?}");
        }
    }

    #[test]
    fn fixed_lengths() {
        assert_eq!(len(Codec::Opus, &[0x78]), Some(1));
        assert_eq!(len(Codec::Vp9, &[0x82]), Some(0));
        assert_eq!(len(Codec::Vp8, &[0x10; 10]), Some(10));
        assert_eq!(len(Codec::Vp8, &[0x10; 9]), None);
        assert_eq!(len(Codec::Vp8, &[0x31; 3]), Some(3));
        assert_eq!(len(Codec::Vp8, &[0x31; 2]), None);
        assert_eq!(find(Codec::Av1, &[0x12, 0]).map(drop), Err(CodecError::Unsupported));
    }

    #[test]
    fn short_start_codes_get_a_byte() {
        let header = [0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x68, 0, 0, 1, 0x65, 0x88];
        let expected = [0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x68, 0, 0, 0, 1, 0x65, 0x88];
        let mut out = [0xaa; 17];
        assert_eq!(normalize(&header, &mut out), Some(17));
        assert_eq!(out, expected);
        assert_eq!(normalize(&header, &mut out[..16]), None);
    }

    proptest! {
        #[test]
        fn normalizing_once_is_enough(header in prop::collection::vec(prop::sample::select(&[0, 0, 0, 1, 1, 9][..]), 0..60)) {
            let (mut once, mut twice): (Vec<_>, Vec<_>) = (std::vec![7; 90], std::vec![7; 90]);
            let len = normalize(&header, &mut once).unwrap();
            prop_assert!(len <= header.len() + header.len() / 3);
            prop_assert_eq!(normalize(&once[..len], &mut twice), Some(len));
            prop_assert_eq!(&once[..len], &twice[..len]);
        }
    }
}
