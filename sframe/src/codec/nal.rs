//! NAL units in a byte stream (ITU-T H.264 annex B, the same in H.265).
//!
//! ```text
//! leading zeros ─ [00] 00 00 01 ─ NAL unit ─ trailing zeros ─ [00] 00 00 01 ─ NAL unit ─ …
//! ```

use core::iter::FusedIterator;
use core::ops::Range;

use memchr::memmem;

use super::{Codec, CodecError, Inspection};

const START_CODE: [u8; 3] = [0, 0, 1];

/// Where a NAL unit is in its frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NalUnit {
    /// 00 00 01, and the zero byte right before it if there is one: 3 or 4 bytes.
    pub(crate) start_code: Range<usize>,
    /// The NAL unit from its header on, without zeros at its end; empty if there is nothing
    /// else.
    ///
    /// From here to the next start code or the end of the frame follow zeros only
    /// (`trailing_zero_8bits`; genuine units end in another byte, encrypted ones may not). Who
    /// copies a frame byte for byte copies to there; who wants an encrypted unit as it was
    /// written takes them too.
    pub(crate) unit: Range<usize>,
}

/// Finds the NAL units of a frame, in time linear in the frame, whatever it holds.
pub(crate) fn units(frame: &[u8]) -> Units<'_> {
    let mut codes = memmem::find_iter(frame, &START_CODE);
    let next = codes.next();
    Units { frame, codes, next }
}

/// What H.264 and H.265 name differently.
pub(super) struct Syntax {
    pub(super) codec: Codec,
    pub(super) nal_unit_type: fn(&[u8]) -> Option<u8>,
    pub(super) is_parameter_set: fn(u8) -> bool,
    /// Says whether a NAL unit header is one that encoders of this codec write: most headers of
    /// the other codec are not, so that an app which names the wrong one hears of it.
    pub(super) is_plausible: fn(&[u8]) -> bool,
    pub(super) is_slice: fn(u8) -> bool,
    /// Of a slice.
    pub(super) is_key: fn(u8) -> bool,
    /// Gives how many bytes of a slice are its NAL unit header and up to its parameter set's
    /// number.
    pub(super) slice_header_len: fn(&[u8]) -> Option<usize>,
}

const FORBIDDEN_ZERO_BIT: u8 = 0x80;

/// 15 bytes: the longest slice header that is accepted.
const MAX_SLICE_FRONT: usize = 15;

/// 32 bytes of a unit are looked at before its end is searched.
const FRONT: usize = 32;

/// Inspects an access unit up to its first slice, of whose end nobody needs to know.
pub(super) fn inspect(frame: &[u8], syntax: &Syntax) -> Result<Inspection, CodecError> {
    let mut inspection = Inspection::new(false);
    let mut units = byte_stream(frame, syntax.codec)?;
    while let Some((start, front)) = units.peek() {
        let kind = (syntax.nal_unit_type)(front);
        let is_slice = kind.is_some_and(syntax.is_slice);
        // The end of a long slice does not matter. A short one, or one of zeros, ends before the
        // zeros behind it.
        let is_long = front.iter().skip(MAX_SLICE_FRONT).any(|&byte| byte != 0);
        let (nal, unit) = if is_slice && is_long {
            (front, start..start)
        } else {
            let Some(NalUnit { unit, .. }) = units.next() else { break };
            (frame.get(unit.clone()).unwrap_or_default(), unit)
        };
        let Some(kind) = (syntax.nal_unit_type)(nal) else { continue };
        if nal.first().is_some_and(|header| header & FORBIDDEN_ZERO_BIT != 0) {
            return Err(syntax.codec.malformed("the forbidden bit of a NAL unit is set"));
        }
        if !(syntax.is_plausible)(nal) {
            return Err(syntax.codec.malformed("a NAL unit header of another codec"));
        }
        if (syntax.is_parameter_set)(kind) {
            inspection.add_parameter_set(unit)?;
        } else if (syntax.is_slice)(kind) {
            let broken = syntax.codec.malformed("a broken slice header");
            let len = (syntax.slice_header_len)(nal).ok_or(broken)?;
            let shown = nal.get(..len).unwrap_or_default();
            if shown.windows(3).any(|three| matches!(three, [0, 0, 0..=2])) {
                return Err(broken); // these three cannot be inside a NAL unit
            }
            inspection.key_frame = (syntax.is_key)(kind);
            inspection.add(start..start.saturating_add(len))?;
            break;
        }
    }
    Ok(inspection)
}

/// As [`units`], for a frame that must begin with a start code or zeros before one.
pub(crate) fn byte_stream(frame: &[u8], codec: Codec) -> Result<Units<'_>, CodecError> {
    match frame.iter().position(|&byte| byte != 0) {
        Some(zeros) if zeros >= 2 && frame.get(zeros) == Some(&1) => Ok(units(frame)),
        _ => Err(CodecError::NotAnnexB { codec }),
    }
}

/// Iterator of [`units`].
pub(crate) struct Units<'a> {
    frame: &'a [u8],
    codes: memmem::FindIter<'a, 'static>,
    /// Where the next 00 00 01 is.
    next: Option<usize>,
}

impl<'a> Units<'a> {
    /// Gives where the next unit begins, and up to 32 bytes of it, without looking for its end.
    fn peek(&self) -> Option<(usize, &'a [u8])> {
        let start = self.next?.saturating_add(START_CODE.len());
        let rest = self.frame.get(start..)?;
        let front = rest.get(..FRONT).unwrap_or(rest);
        let end = memmem::find(front, &START_CODE).unwrap_or(front.len());
        Some((start, front.get(..end)?))
    }
}

impl Iterator for Units<'_> {
    type Item = NalUnit;

    fn next(&mut self) -> Option<NalUnit> {
        let code = self.next?;
        self.next = self.codes.next();
        let start = code.saturating_add(START_CODE.len());
        let end = self.next.unwrap_or(self.frame.len());
        let unit = self.frame.get(start..end).unwrap_or_default();
        let len = unit.iter().rposition(|&byte| byte != 0).map_or(0, |last| last.saturating_add(1));
        // The byte before lies behind the unit before: its last byte is not zero.
        let zero_byte = code.checked_sub(1).filter(|&at| self.frame.get(at) == Some(&0));
        Some(NalUnit {
            start_code: zero_byte.unwrap_or(code)..start,
            unit: start..start.saturating_add(len),
        })
    }
}

impl FusedIterator for Units<'_> {}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn found(frame: &[u8]) -> Vec<(Range<usize>, Range<usize>)> {
        units(frame).map(|found| (found.start_code, found.unit)).collect()
    }

    #[test]
    fn short_and_long_start_codes() {
        assert_eq!(found(&[0, 0, 1, 9, 0, 0, 0, 1, 7, 7]), [(0..3, 3..4), (4..8, 8..10)]);
        assert_eq!(found(&[0, 0, 0, 1, 9, 0, 0, 1, 7, 7]), [(0..4, 4..5), (5..8, 8..10)]);
        assert_eq!(found(&[5, 0, 0, 1, 9]), [(1..4, 4..5)]);
        assert_eq!(found(&[9, 0, 0, 3, 1]), []);
        assert_eq!(found(&[0, 0]), []);
        assert_eq!(found(&[]), []);
    }

    #[test]
    fn zeros_around_units_belong_to_none() {
        let frame = [0, 0, 0, 0, 1, 9, 0, 0, 0, 0, 0, 1, 7, 0, 7, 0, 0];
        assert_eq!(found(&frame), [(1..5, 5..6), (8..12, 12..15)]);
    }

    #[test]
    fn units_may_be_empty() {
        assert_eq!(found(&[0, 0, 1]), [(0..3, 3..3)]);
        assert_eq!(found(&[0, 0, 1, 0]), [(0..3, 3..3)]);
        assert_eq!(
            found(&[0, 0, 1, 0, 0, 1, 0, 0, 0, 1]),
            [(0..3, 3..3), (3..6, 6..6), (6..10, 10..10)]
        );
    }

    #[test]
    fn a_byte_stream_begins_with_zeros_and_a_start_code() {
        for (frame, expected) in [
            (&[0, 0, 1][..], true),
            (&[0, 0, 0, 1], true),
            (&[0, 0, 0, 0, 0, 1, 5], true),
            (&[0, 1, 5, 0, 0, 1, 5], false),
            (&[1, 0, 0, 1, 5], false),
            (&[0, 0, 2, 0, 0, 1, 5], false),
            (&[0, 0, 0, 5, 0, 0, 1, 5], false),
            (&[0, 0, 0], false),
            (&[], false),
        ] {
            assert_eq!(byte_stream(frame, Codec::H264).is_ok(), expected, "{frame:?}");
        }
    }

    proptest! {
        #[test]
        fn they_are_what_a_slow_scan_finds(frame in prop::collection::vec(prop::sample::select(&[0, 0, 0, 1, 1, 3, 9][..]), 0..60)) {
            let mut starts = Vec::new();
            let mut at = 0;
            while at + 3 <= frame.len() {
                let found = frame[at..at + 3] == [0, 0, 1];
                starts.extend(found.then_some(at));
                at += if found { 3 } else { 1 };
            }
            let units = found(&frame);
            prop_assert_eq!(units.iter().map(|(code, _)| code.end - 3).collect::<Vec<_>>(), starts);
            // Start codes, units and nothing but zeros between them are the frame again.
            let mut copy: Vec<u8> = Vec::new();
            let first = units.first().map_or(frame.len(), |(code, _)| code.start);
            copy.extend_from_slice(&frame[..first]);
            for (n, (code, unit)) in units.iter().enumerate() {
                let next = units.get(n + 1).map_or(frame.len(), |(code, _)| code.start);
                prop_assert!(frame[unit.end..next].iter().all(|&byte| byte == 0));
                prop_assert!(frame[unit.clone()].last() != Some(&0));
                let zero_before = code.end > 3 && frame[code.end - 4] == 0;
                prop_assert_eq!(code.len(), if zero_before { 4 } else { 3 });
                for range in [code.clone(), unit.clone(), unit.end..next] {
                    copy.extend_from_slice(&frame[range]);
                }
            }
            prop_assert_eq!(copy, frame);
        }
    }
}
