//! H.265 (ITU-T H.265 sections 7.3.1 and 7.3.6): as H.264, with a NAL header of 2 bytes and
//! a slice header that begins with one or two flags.

use super::bits::Bits;
use super::{Codec, nal};

/// `nal_unit_type`s (table 7-1).
pub(crate) mod nal_type {
    /// `BLA_W_LP`: intra random access points begin here, pictures that a decoder can start at.
    pub(crate) const FIRST_IRAP: u8 = 16;
    /// `CRA_NUT`.
    pub(crate) const LAST_IRAP: u8 = 21;
    /// `RSV_IRAP_VCL23`: also reserved ones have the syntax of random access points.
    pub(crate) const LAST_RESERVED_IRAP: u8 = 23;
    pub(crate) const LAST_VCL: u8 = 31;
    pub(crate) const VPS: u8 = 32;
    pub(crate) const SPS: u8 = 33;
    pub(crate) const PPS: u8 = 34;
    /// 41 to 63 are reserved or left to others, who may put pictures into them.
    pub(crate) const SUFFIX_SEI: u8 = 40;
}

/// 2 bytes.
pub(crate) const NAL_HEADER_LEN: usize = 2;

/// Gives the `nal_unit_type` of a NAL unit, `None` if it is empty.
pub(crate) fn nal_unit_type(nal: &[u8]) -> Option<u8> {
    nal.first().map(|header| header >> 1 & 0x3f)
}

/// Says whether a NAL unit is a slice segment (VCL).
pub(crate) const fn is_slice(nal_unit_type: u8) -> bool {
    nal_unit_type <= nal_type::LAST_VCL
}

/// Says whether a NAL unit is needed to decode those behind it, and no picture itself.
pub(crate) const fn is_parameter_set(nal_unit_type: u8) -> bool {
    matches!(nal_unit_type, nal_type::VPS | nal_type::SPS | nal_type::PPS)
}

/// Says whether this can be an H.265 NAL unit (section 7.4.2.2): with a temporal id, of a layer
/// below 32, and of the lowest in both if it is a VPS or SPS.
fn is_plausible(nal: &[u8]) -> bool {
    let (Some(kind), Some(&[first, second])) = (nal_unit_type(nal), nal.first_chunk()) else {
        return false;
    };
    let lowest = second == 1 || !matches!(kind, nal_type::VPS | nal_type::SPS);
    first & 1 == 0 && second & 7 != 0 && lowest
}

/// Says whether a slice is of a picture that a decoder can start at (IRAP).
pub(crate) const fn is_random_access(nal_unit_type: u8) -> bool {
    matches!(nal_unit_type, nal_type::FIRST_IRAP..=nal_type::LAST_IRAP)
}

/// Gives how many bytes of a slice NAL unit hold its header and the slice header up to
/// `slice_pic_parameter_set_id`, emulation prevention bytes included: 15 at most.
///
/// `None` if the unit ends before.
pub(crate) fn slice_header_len(nal: &[u8]) -> Option<usize> {
    let kind = nal_unit_type(nal)?;
    let mut bits = Bits::new(nal.get(NAL_HEADER_LEN..)?);
    bits.bit()?; // first_slice_segment_in_pic_flag
    if matches!(kind, nal_type::FIRST_IRAP..=nal_type::LAST_RESERVED_IRAP) {
        bits.bit()?; // no_output_of_prior_pics_flag
    }
    bits.skip_ue()?;
    Some(bits.bytes_taken().saturating_add(NAL_HEADER_LEN))
}

/// How an access unit is read.
pub(super) const SYNTAX: nal::Syntax = nal::Syntax {
    codec: Codec::H265,
    nal_unit_type,
    is_parameter_set,
    is_plausible,
    is_slice,
    is_key: is_random_access,
    slice_header_len,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{CodecError, MAX_CLEAR_LEN, MAX_PARAMETER_SETS};

    #[test]
    fn parameter_sets_and_the_first_slice() {
        let frame = [
            0, 0, 0, 1, 0x46, 0x01, 0x10, // access unit delimiter
            0, 0, 0, 1, 0x40, 0x01, 0x0c, 0x01, // VPS at 11..15
            0, 0, 0, 1, 0x42, 0x01, 0x01, // SPS at 19..22
            0, 0, 1, 0x44, 0x01, 0xc1, // PPS at 25..28
            0, 0, 1, 0x4e, 0x01, 0x05, 0x80, // SEI
            0, 0, 1, 0x26, 0x01, 0xaf, 0x09, // IDR slice at 38..42: 1 0 1…
            0, 0, 1, 0x26, 0x01, // and one that is not looked at
        ];
        let inspection = Codec::H265.inspect(&frame).unwrap();
        assert!(inspection.key_frame);
        assert_eq!(inspection.clear(), [11..15, 19..22, 25..28, 38..41]);
        let without_slice = Codec::H265.inspect(&frame[..28]).unwrap();
        assert!(!without_slice.key_frame);
        assert_eq!(without_slice.clear(), [11..15, 19..22, 25..28]);
    }

    #[test]
    fn every_kind_of_unit() {
        for kind in 0..64u8 {
            // One flag, 0000001 with its suffix: two bytes. Two flags, 000001: the same two.
            let frame = [0, 0, 1, kind << 1, 0x01, 0b1000_0001, 0b0111_1111, 0xff];
            let inspection = Codec::H265.inspect(&frame).unwrap();
            let expected = match kind {
                0..=31 => &[3..7][..],
                32..=34 => &[3..8],
                _ => &[],
            };
            assert_eq!(inspection.clear(), expected, "{kind}");
            assert_eq!(inspection.key_frame, (16..=21).contains(&kind), "{kind}");
        }
    }

    #[test]
    fn random_access_points_have_one_flag_more() {
        // A flag and 0001000 end with the byte, two flags and 00100 before.
        for (kind, expected) in [(15, 3), (16, 3), (23, 3), (24, 3)] {
            assert_eq!(slice_header_len(&[kind << 1, 1, 0b1000_1000]), Some(expected), "{kind}");
        }
        // With one flag the number is 1, with two it is 000010000 and goes on to the next byte.
        for (kind, expected) in [(15, 3), (16, 4), (23, 4), (24, 3)] {
            assert_eq!(slice_header_len(&[kind << 1, 1, 0b1100_0010, 0]), Some(expected), "{kind}");
        }
    }

    #[test]
    fn the_longest_slice_header_has_fifteen_bytes() {
        // Two flags, 31 zeros, a one and 31 more: 65 bits, with three bytes put in between.
        let nal = [0x26, 1, 0, 0, 3, 0, 0, 0x40, 0, 0, 3, 0, 0, 0xff];
        assert_eq!(slice_header_len(&nal), Some(13));
        assert_eq!(slice_header_len(&nal[..12]), None);
        assert_eq!(slice_header_len(&[0x26, 1, 0, 0, 3, 0, 0, 0x20, 0, 0, 3, 0, 0, 0xff]), None);
    }

    #[test]
    fn what_is_no_byte_stream_is_refused() {
        let refused = Err(CodecError::NotAnnexB { codec: Codec::H265 });
        assert_eq!(Codec::H265.inspect(&[0, 0, 0, 3, 0x26, 1, 0xaf]), refused);
        let forbidden = Codec::H265.malformed("the forbidden bit of a NAL unit is set");
        assert_eq!(Codec::H265.inspect(&[0, 0, 1, 0xa6, 1, 0xaf]), Err(forbidden));
        let broken = Codec::H265.malformed("a broken slice header");
        for cut in [&[0, 0, 1, 0x26, 1][..], &[0, 0, 1, 0x26, 1, 0x01]] {
            assert_eq!(Codec::H265.inspect(cut), Err(broken), "{cut:x?}");
        }
    }

    #[test]
    fn parameter_sets_at_the_limits_and_one_beyond() {
        let slice = [0, 0, 1, 0x02, 1, 0xff];
        let frame = |count| [&[0, 0, 1, 0x44, 1, 0xc1].repeat(count)[..], &slice].concat();
        let inspection = Codec::H265.inspect(&frame(MAX_PARAMETER_SETS)).unwrap();
        assert_eq!(inspection.clear().len(), MAX_PARAMETER_SETS + 1);
        let refused = CodecError::TooManyParameterSets { limit: MAX_PARAMETER_SETS };
        assert_eq!(Codec::H265.inspect(&frame(MAX_PARAMETER_SETS + 1)), Err(refused));

        let frame = |len| [&[0, 0, 1, 0x44][..], &std::vec![7; len - 4], &slice].concat();
        assert_eq!(Codec::H265.inspect(&frame(MAX_CLEAR_LEN)).unwrap().clear_len(), MAX_CLEAR_LEN);
        let refused = CodecError::ClearTooLong { len: MAX_CLEAR_LEN + 1, limit: MAX_CLEAR_LEN };
        assert_eq!(Codec::H265.inspect(&frame(MAX_CLEAR_LEN + 1)), Err(refused));
    }
}
