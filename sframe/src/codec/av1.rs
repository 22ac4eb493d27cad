//! AV1 (AV1 specification sections 5.3 and 5.9.2): sequence headers whole, and of the first
//! frame its OBU header and the byte that says what kind of frame it is.
//!
//! ```text
//!  0 1 2 3 4 5 6 7
//! +-+-+-+-+-+-+-+-+-----------------+----------------+---------+
//! |F| type  |X|S|0| extension if X  | size if S      | payload |
//! +-+-+-+-+-+-+-+-+-----------------+----------------+---------+
//!                   T(3) L(2) 0(3)    leb128
//! ```

use core::iter::FusedIterator;
use core::ops::Range;

use super::{Codec, CodecError, Inspection, leb128};

/// `obu_type`s (section 6.2.2).
pub(crate) mod obu_type {
    pub(crate) const SEQUENCE_HEADER: u8 = 1;
    pub(crate) const TEMPORAL_DELIMITER: u8 = 2;
    pub(crate) const FRAME_HEADER: u8 = 3;
    pub(crate) const METADATA: u8 = 5;
    pub(crate) const FRAME: u8 = 6;
    pub(crate) const TILE_LIST: u8 = 8;
    pub(crate) const PADDING: u8 = 15;
}

const FORBIDDEN_BIT: u8 = 0x80;
const EXTENSION_FLAG: u8 = 0x04;
/// In an OBU header: a size is behind it (`obu_has_size_field`).
pub(crate) const HAS_SIZE: u8 = 0x02;

/// In a sequence header's first byte: its frames are key frames and do not say so.
const REDUCED_STILL_PICTURE: u8 = 0x08;

/// In a frame header's first byte: an earlier frame is shown again, or what follows is a key
/// frame (`show_existing_frame`, `frame_type`).
const SHOW_EXISTING_FRAME: u8 = 0x80;
const FRAME_TYPE: u8 = 0x60;

/// One OBU: its parts as ranges of the frame, each beginning where the one before ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Obu {
    /// `obu_type`.
    pub(crate) kind: u8,
    /// `temporal_id`, 0 without extension.
    pub(crate) temporal_id: u8,
    /// `spatial_id`, 0 without extension.
    pub(crate) spatial_id: u8,
    /// 1 byte.
    pub(crate) header: Range<usize>,
    /// 1 byte, or none.
    pub(crate) extension: Range<usize>,
    /// 1 to 8 bytes, or none: then the payload goes on to the end of the frame.
    pub(crate) size: Range<usize>,
    /// What the size counts.
    pub(crate) payload: Range<usize>,
}

/// Cuts a temporal unit in the low-overhead format into its OBUs. Ends behind the first error.
pub(crate) const fn obus(frame: &[u8]) -> Obus<'_> {
    Obus { frame, at: 0 }
}

/// Iterator of [`obus`].
pub(crate) struct Obus<'a> {
    frame: &'a [u8],
    at: usize,
}

impl Obus<'_> {
    fn read(&self, header: u8) -> Result<Obu, CodecError> {
        if header & FORBIDDEN_BIT != 0 {
            return Err(Codec::Av1.malformed("the forbidden bit of an OBU is set"));
        }
        let cut = Codec::Av1.malformed("an OBU ends behind the frame");
        let behind_header = self.at.saturating_add(1);
        let mut layers = 0;
        let mut behind_extension = behind_header;
        if header & EXTENSION_FLAG != 0 {
            layers = *self.frame.get(behind_header).ok_or(cut)?;
            behind_extension = behind_header.saturating_add(1);
        }
        let (mut behind_size, mut end) = (behind_extension, self.frame.len());
        if header & HAS_SIZE != 0 {
            let rest = self.frame.get(behind_extension..).unwrap_or_default();
            let broken = Codec::Av1.malformed("an OBU without a valid size");
            let (size, len) = leb128::read(rest).ok_or(broken)?;
            behind_size = behind_extension.saturating_add(len);
            let size = usize::try_from(size).map_err(|_| cut)?;
            end =
                behind_size.checked_add(size).filter(|&end| end <= self.frame.len()).ok_or(cut)?;
        }
        Ok(Obu {
            kind: header >> 3 & 0x0f,
            temporal_id: layers >> 5,
            spatial_id: layers >> 3 & 0x03,
            header: self.at..behind_header,
            extension: behind_header..behind_extension,
            size: behind_extension..behind_size,
            payload: behind_size..end,
        })
    }
}

impl Iterator for Obus<'_> {
    type Item = Result<Obu, CodecError>;

    fn next(&mut self) -> Option<Self::Item> {
        let obu = self.read(*self.frame.get(self.at)?);
        self.at = obu.as_ref().map_or(self.frame.len(), |obu| obu.payload.end);
        Some(obu)
    }
}

impl FusedIterator for Obus<'_> {}

pub(super) fn inspect(frame: &[u8]) -> Result<Inspection, CodecError> {
    let mut inspection = Inspection::new(false);
    let mut sequence_header = None;
    for obu in obus(frame) {
        let obu = obu?;
        let first = frame.get(obu.payload.clone()).and_then(|payload| payload.first()).copied();
        match obu.kind {
            obu_type::SEQUENCE_HEADER => {
                sequence_header = first;
                inspection.add_parameter_set(obu.header.start..obu.payload.end)?;
            }
            obu_type::FRAME | obu_type::FRAME_HEADER => {
                let first = first.ok_or(Codec::Av1.malformed("a frame header without bytes"))?;
                inspection.key_frame = sequence_header.is_some_and(|header| {
                    header & REDUCED_STILL_PICTURE != 0
                        || first & (SHOW_EXISTING_FRAME | FRAME_TYPE) == 0
                });
                let behind_first = obu.payload.start.saturating_add(1);
                if obu.size.is_empty() {
                    inspection.add(obu.header.start..behind_first)?;
                } else {
                    inspection.add(obu.header.start..obu.extension.end)?;
                    inspection.add(obu.payload.start..behind_first)?;
                }
                break;
            }
            _ => {}
        }
    }
    Ok(inspection)
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::codec::{MAX_CLEAR_LEN, MAX_PARAMETER_SETS};

    /// Temporal delimiter, sequence header, metadata, frame: with a size each.
    const KEY_FRAME: [u8; 17] =
        [0x12, 0, 0x0a, 3, 0x00, 0x11, 0x22, 0x2a, 1, 7, 0x32, 4, 0x10, 9, 9, 9, 9];

    #[test]
    fn sequence_header_and_the_frame_beside_its_size() {
        let inspection = Codec::Av1.inspect(&KEY_FRAME[..16]).unwrap();
        assert!(inspection.key_frame);
        assert_eq!(inspection.clear(), [2..7, 10..11, 12..13]);
        assert_eq!(inspection.clear_len(), 5 + 1 + 1);
    }

    #[test]
    fn the_last_obu_may_lack_its_size() {
        let inspection = Codec::Av1.inspect(&[0x12, 0, 0x30, 0x30, 9, 9]).unwrap();
        assert_eq!((inspection.key_frame, inspection.clear()), (false, &[2..4][..]));
        let extended = Codec::Av1.inspect(&[0x34, 0x48, 0x30, 9, 9]).unwrap();
        assert_eq!((extended.key_frame, extended.clear()), (false, &[0..3][..]));
    }

    #[test]
    fn the_parts_of_an_obu() {
        let frame = [0x36, 0x51, 0x82, 0x80, 0x00, 7, 7, 0x18];
        let mut obus = obus(&frame);
        let expected = Obu {
            kind: obu_type::FRAME,
            temporal_id: 2,
            spatial_id: 2,
            header: 0..1,
            extension: 1..2,
            size: 2..5,
            payload: 5..7,
        };
        assert_eq!(obus.next(), Some(Ok(expected)));
        let expected = Obu {
            kind: obu_type::FRAME_HEADER,
            temporal_id: 0,
            spatial_id: 0,
            header: 7..8,
            extension: 8..8,
            size: 8..8,
            payload: 8..8,
        };
        assert_eq!(obus.next(), Some(Ok(expected)));
        assert_eq!(obus.next(), None);
        let inspection = Codec::Av1.inspect(&frame).unwrap();
        assert_eq!(inspection.clear(), [0..2, 5..6]);
    }

    #[test]
    fn key_frames_have_a_sequence_header_and_say_so() {
        let sequence = |first| [0x0a, 1, first];
        for (first, key_frame) in
            [(0x00, true), (0x1f, true), (0x20, false), (0x40, false), (0x60, false), (0x80, false)]
        {
            for kind in [obu_type::FRAME, obu_type::FRAME_HEADER] {
                let frame = [kind << 3 | HAS_SIZE, 1, first];
                let with = Codec::Av1.inspect(&[sequence(0), frame].concat()).unwrap();
                assert_eq!(with.key_frame, key_frame, "{first:x}");
                assert!(!Codec::Av1.inspect(&frame).unwrap().key_frame);
                let still = Codec::Av1.inspect(&[sequence(0x18), frame].concat()).unwrap();
                assert!(still.key_frame);
            }
        }
    }

    #[test]
    fn what_is_behind_the_first_frame_does_not_count() {
        let frame = [0x32, 1, 0x30, 0x0a, 1, 0, 0xff];
        let inspection = Codec::Av1.inspect(&frame).unwrap();
        assert_eq!((inspection.key_frame, inspection.clear()), (false, &[0..1, 2..3][..]));
    }

    #[test]
    fn other_kinds_are_passed_over() {
        for kind in (0..16).filter(|kind| ![1, 3, 6].contains(kind)) {
            let frame = [kind << 3 | HAS_SIZE, 2, 7, 7];
            let inspection = Codec::Av1.inspect(&frame).unwrap();
            assert_eq!((inspection.key_frame, inspection.clear()), (false, &[][..]), "{kind}");
        }
    }

    #[test]
    fn what_is_no_temporal_unit_is_refused() {
        for (frame, what) in [
            (&[0x92, 0][..], "the forbidden bit of an OBU is set"),
            (&[0x0a, 4, 0, 0, 0], "an OBU ends behind the frame"),
            (&[0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f, 0], "an OBU ends behind the frame"),
            (&[0x12, 0, 0x34], "an OBU ends behind the frame"),
            (&[0x0a], "an OBU without a valid size"),
            (&[0x36, 0], "an OBU without a valid size"),
            (
                &[0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0],
                "an OBU without a valid size",
            ),
            (&[0x32, 0], "a frame header without bytes"),
            (&[0x12, 0, 0x18], "a frame header without bytes"),
        ] {
            assert_eq!(Codec::Av1.inspect(frame), Err(Codec::Av1.malformed(what)), "{frame:x?}");
            assert!(obus(frame).count() <= 2);
        }
    }

    #[test]
    fn sequence_headers_at_the_limits_and_one_beyond() {
        let last = [0x32, 1, 0x10];
        let frame = |count| [&[0x0a, 1, 0].repeat(count)[..], &last].concat();
        let inspection = Codec::Av1.inspect(&frame(MAX_PARAMETER_SETS)).unwrap();
        assert_eq!(inspection.clear().len(), MAX_PARAMETER_SETS + 2);
        let refused = CodecError::TooManyParameterSets { limit: MAX_PARAMETER_SETS };
        assert_eq!(Codec::Av1.inspect(&frame(MAX_PARAMETER_SETS + 1)), Err(refused));

        let frame = |len: usize| -> Vec<u8> {
            let mut frame = std::vec![0x0a, 0, 0];
            let size = len - 3 - 2;
            frame[1..3].copy_from_slice(&[size as u8 | 0x80, (size >> 7) as u8]);
            frame.resize(len - 2, 7);
            frame.extend(last);
            frame
        };
        assert_eq!(Codec::Av1.inspect(&frame(MAX_CLEAR_LEN)).unwrap().clear_len(), MAX_CLEAR_LEN);
        let refused = CodecError::ClearTooLong { len: MAX_CLEAR_LEN + 1, limit: MAX_CLEAR_LEN };
        assert_eq!(Codec::Av1.inspect(&frame(MAX_CLEAR_LEN + 1)), Err(refused));
    }
}
