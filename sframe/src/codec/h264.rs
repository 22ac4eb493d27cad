//! H.264 (ITU-T H.264 sections 7.3.1 and 7.3.3): parameter sets whole, and of the first slice
//! what says which picture and parameter set it belongs to.

use super::bits::Bits;
use super::{Codec, nal};

/// `nal_unit_type`s (table 7-1).
pub(crate) mod nal_type {
    pub(crate) const SLICE: u8 = 1;
    pub(crate) const PARTITION_A: u8 = 2;
    pub(crate) const IDR_SLICE: u8 = 5;
    pub(crate) const SEI: u8 = 6;
    pub(crate) const SPS: u8 = 7;
    pub(crate) const PPS: u8 = 8;
    pub(crate) const SPS_EXTENSION: u8 = 13;
    pub(crate) const SUBSET_SPS: u8 = 15;
    /// Depth parameter sets; 17 and 18 are reserved, and from 19 on there are pictures again.
    pub(crate) const LAST_NON_VCL: u8 = 16;
}

/// 1 byte.
pub(crate) const NAL_HEADER_LEN: usize = 1;

/// 15 bytes, the NAL header among them: the numbers of the largest picture (level 6.2) take 59
/// bits, so these are twice what any encoder needs.
pub(crate) const MAX_SLICE_HEADER_LEN: usize = 15;

/// Gives the `nal_unit_type` of a NAL unit, `None` if it is empty.
pub(crate) fn nal_unit_type(nal: &[u8]) -> Option<u8> {
    nal.first().map(|header| header & 0x1f)
}

/// Says whether a NAL unit is the first or only part of a slice: one with a slice header.
pub(crate) const fn is_slice(nal_unit_type: u8) -> bool {
    matches!(nal_unit_type, nal_type::SLICE | nal_type::PARTITION_A | nal_type::IDR_SLICE)
}

/// Says whether a NAL unit is needed to decode those behind it, and no picture itself.
pub(crate) const fn is_parameter_set(nal_unit_type: u8) -> bool {
    use nal_type::{PPS, SPS, SPS_EXTENSION, SUBSET_SPS};
    matches!(nal_unit_type, SPS | PPS | SPS_EXTENSION | SUBSET_SPS)
}

/// Says whether this can be an H.264 NAL unit: of a kind that is specified (table 7-1), a
/// parameter set with `nal_ref_idc` other than 0 (section 7.4.1), a PPS with an id below 31.
fn is_plausible(nal: &[u8]) -> bool {
    let Some(kind) = nal_unit_type(nal) else { return false };
    let referenced = nal.first().is_some_and(|header| header & 0x60 != 0);
    let small_id = nal.get(1).is_some_and(|&byte| byte >= 8);
    (1..24).contains(&kind)
        && (referenced || !is_parameter_set(kind))
        && (small_id || kind != nal_type::PPS)
}

/// Gives how many bytes of a slice NAL unit hold its header, `first_mb_in_slice`, `slice_type`
/// and `pic_parameter_set_id`, emulation prevention bytes included.
///
/// `None` if the unit ends before, or they take more than [`MAX_SLICE_HEADER_LEN`] bytes.
pub(crate) fn slice_header_len(nal: &[u8]) -> Option<usize> {
    let mut bits = Bits::new(nal.get(NAL_HEADER_LEN..)?);
    for _ in ["first_mb_in_slice", "slice_type", "pic_parameter_set_id"] {
        bits.skip_ue()?;
    }
    let len = bits.bytes_taken().saturating_add(NAL_HEADER_LEN);
    (len <= MAX_SLICE_HEADER_LEN).then_some(len)
}

/// How an access unit is read.
pub(super) const SYNTAX: nal::Syntax = nal::Syntax {
    codec: Codec::H264,
    nal_unit_type,
    is_parameter_set,
    is_plausible,
    is_slice,
    is_key: |kind| kind == nal_type::IDR_SLICE,
    slice_header_len,
};

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::codec::{CodecError, MAX_CLEAR_LEN, MAX_PARAMETER_SETS};

    /// A picture of two slices and everything that may come before them.
    const KEY_FRAME: [u8; 40] = [
        0, 0, 0, 1, 0x09, 0x10, // access unit delimiter
        0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x1e, // SPS at 10..14
        0, 0, 0, 1, 0x68, 0xce, 0x3c, // PPS at 18..21
        0, 0, 1, 0x06, 0x05, 0x01, 0x80, // SEI
        0, 0, 1, 0x65, 0xb8, 0x40, 0x7f, // slice at 31..35: 1 011 1…
        0, 0, 1, 0x65, 0x00, // and one that is not looked at
    ];

    #[test]
    fn parameter_sets_and_the_first_slice() {
        let inspection = Codec::H264.inspect(&KEY_FRAME).unwrap();
        assert!(inspection.key_frame);
        assert_eq!(inspection.clear(), [10..14, 18..21, 31..33]);
        assert_eq!(inspection.clear_len(), 4 + 3 + 2);
    }

    #[test]
    fn every_kind_of_unit() {
        for kind in 0..32u8 {
            // Behind the header: 1, 00101, 1 and the rest of the byte.
            let frame = [0, 0, 1, kind | 0x60, 0b1001_0110, 0xff];
            let Ok(inspection) = Codec::H264.inspect(&frame) else {
                assert!(kind == 0 || kind > 23, "{kind}");
                continue;
            };
            let expected = match kind {
                1 | 2 | 5 => &[3..5][..],
                7 | 8 | 13 | 15 => &[3..6],
                _ => &[],
            };
            assert_eq!(inspection.clear(), expected, "{kind}");
            assert_eq!(inspection.key_frame, kind == 5, "{kind}");
        }
    }

    #[test]
    fn three_numbers_to_the_byte_they_end_in() {
        let len = |nal: &[u8]| slice_header_len(nal);
        assert_eq!(len(&[0x41, 0b1110_0000]), Some(2));
        assert_eq!(len(&[0x41, 0b1010_0000, 0]), None); // 1 010 and the start of a third
        assert_eq!(len(&[0x41, 0b0101_0110, 0xff]), Some(2)); // 010 1 011
        assert_eq!(len(&[0x41, 0b0010_0010, 0b1111_1111]), Some(3)); // 00100 010 1
        assert_eq!(len(&[0x41]), None);
        assert_eq!(len(&[]), None);
        // 17 zeros before the one: an emulation prevention byte is inside and stays there.
        assert_eq!(len(&[0x41, 0, 0, 3, 0x40, 0, 0x3f, 0xff]), Some(7));
        // It is not part of what is clear when nothing behind it is.
        assert_eq!(len(&[0x41, 0x12, 0x68, 0, 0, 3, 1]), Some(3)); // 0001001 00110 1
    }

    #[test]
    fn a_slice_header_at_the_limit_and_one_beyond() {
        // 35 + 37 + 39 bits are 111, with the NAL header 15 bytes.
        let longest = slice([17, 18, 19]);
        assert_eq!(slice_header_len(&longest), Some(MAX_SLICE_HEADER_LEN));
        assert_eq!(slice_header_len(&longest[..MAX_SLICE_HEADER_LEN - 1]), None);
        assert_eq!(slice_header_len(&slice([17, 19, 19])), None); // 113 bits
        assert_eq!(slice_header_len(&slice([31, 23, 0])), None); // 111 and a byte put in between
    }

    /// A slice whose three numbers begin with so many zeros.
    fn slice(zeros: [usize; 3]) -> Vec<u8> {
        let bits = zeros.map(|zeros| [&std::vec![0; zeros][..], &std::vec![1; zeros + 1]].concat());
        let bits = bits.concat();
        let mut nal = std::vec![0x41];
        for byte in bits.chunks(8) {
            let byte = byte.iter().rev().fold(0x00, |byte, bit| byte >> 1 | bit << 7);
            if nal.ends_with(&[0, 0]) && byte <= 3 {
                nal.push(3);
            }
            nal.push(byte);
        }
        nal
    }

    #[test]
    fn a_frame_without_slice_has_parameter_sets_only() {
        let inspection = Codec::H264.inspect(&KEY_FRAME[..21]).unwrap();
        assert_eq!((inspection.key_frame, inspection.clear()), (false, &[10..14, 18..21][..]));
        let inspection = Codec::H264.inspect(&KEY_FRAME[..6]).unwrap();
        assert_eq!((inspection.key_frame, inspection.clear()), (false, &[][..]));
    }

    #[test]
    fn what_is_no_byte_stream_is_refused() {
        let avcc = [0, 0, 0, 4, 0x67, 0x42, 0xc0, 0x1e, 0, 0, 0, 2, 0x65, 0xb8];
        let refused = Err(CodecError::NotAnnexB { codec: Codec::H264 });
        assert_eq!(Codec::H264.inspect(&avcc), refused);
        assert_eq!(Codec::H264.inspect(&KEY_FRAME[4..]), refused);
        assert_eq!(Codec::H264.inspect(&[0; 9]), refused);
        let forbidden = Codec::H264.malformed("the forbidden bit of a NAL unit is set");
        assert_eq!(Codec::H264.inspect(&[0, 0, 1, 0xe5, 0xb8]), Err(forbidden));
        let broken = Codec::H264.malformed("a broken slice header");
        assert_eq!(Codec::H264.inspect(&[0, 0, 1, 0x65, 0x00]), Err(broken));
    }

    #[test]
    fn parameter_sets_at_the_limit_and_one_beyond() {
        let frame = |count| {
            let mut frame: Vec<u8> = [0, 0, 1, 0x68, 0xce].repeat(count);
            frame.extend([0, 0, 0, 1, 0x41, 0xe0]);
            frame
        };
        let inspection = Codec::H264.inspect(&frame(MAX_PARAMETER_SETS)).unwrap();
        assert_eq!(inspection.clear().len(), MAX_PARAMETER_SETS + 1);
        let refused = CodecError::TooManyParameterSets { limit: MAX_PARAMETER_SETS };
        assert_eq!(Codec::H264.inspect(&frame(MAX_PARAMETER_SETS + 1)), Err(refused));
    }

    #[test]
    fn clear_bytes_at_the_limit_and_one_beyond() {
        let frame =
            |len| [&[0, 0, 1, 0x67][..], &std::vec![7; len - 3], &[0, 0, 1, 0x41, 0xe0]].concat();
        let inspection = Codec::H264.inspect(&frame(MAX_CLEAR_LEN)).unwrap();
        assert_eq!(inspection.clear_len(), MAX_CLEAR_LEN);
        let refused = CodecError::ClearTooLong { len: MAX_CLEAR_LEN + 1, limit: MAX_CLEAR_LEN };
        assert_eq!(Codec::H264.inspect(&frame(MAX_CLEAR_LEN + 1)), Err(refused));
    }
}
