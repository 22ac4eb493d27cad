//! What stands behind the media bytes, and how clear and hidden bytes are woven together.

use alloc::vec::Vec;
use core::ops::Range;

use super::short_tag::TAG_LEN;
use crate::codec::leb128;

/// The last two bytes of every frame.
const MARKER: [u8; 2] = [0xfa, 0xfa];

/// 3 bytes: the size of the trailer and the marker.
const END_LEN: usize = 3;

/// 255 bytes: as much as one byte of size can say.
pub(super) const MAX_TRAILER_LEN: usize = u8::MAX as usize;

/// 239 bytes of ranges leave room for tag, longest nonce, size and marker: 80 ranges in a frame
/// below 16 KB, 60 in a longer one.
pub(super) const MAX_RANGES_LEN: usize =
    MAX_TRAILER_LEN - TAG_LEN - leb128::MAX_WRITTEN_LEN - END_LEN;

/// The parts of a trailer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trailer<'a> {
    /// Bytes before the trailer.
    pub(super) media_len: usize,
    pub(super) tag: &'a [u8; TAG_LEN],
    pub(super) nonce: u32,
    pub(super) ranges: Ranges<'a>,
    /// Bytes of all ranges together.
    pub(super) clear_len: usize,
}

impl<'a> Trailer<'a> {
    /// Reads a frame's trailer, if it is spelled as senders spell it: numbers as short as can
    /// be, ranges not empty, in ascending order, apart or touching, within the media bytes.
    pub(super) fn parse(frame: &'a [u8]) -> Option<Self> {
        u32::try_from(frame.len()).ok()?; // no 64 GiB, where counter mode would start over
        let (front, marker) = frame.split_last_chunk()?;
        let (&size, front) = front.split_last()?;
        let media_len = frame.len().checked_sub(usize::from(size))?;
        let (tag, rest) = front.get(media_len..)?.split_first_chunk()?;
        let (nonce, ranges) = number(rest)?;
        if *marker != MARKER {
            return None;
        }
        let (mut clear_len, mut end, mut rest) = (0usize, 0, ranges);
        while !rest.is_empty() {
            let (range, behind) = range(rest)?;
            if range.start < end || range.is_empty() || range.end > media_len {
                return None;
            }
            clear_len = clear_len.checked_add(range.len())?;
            (end, rest) = (range.end, behind);
        }
        Some(Self { media_len, tag, nonce, ranges: Ranges(ranges), clear_len })
    }

    /// Gives the length in bytes of a trailer with the longest nonce.
    pub(super) const fn max_len(ranges: Ranges<'_>) -> usize {
        let others = TAG_LEN.saturating_add(leb128::MAX_WRITTEN_LEN).saturating_add(END_LEN);
        ranges.0.len().saturating_add(others)
    }

    /// Writes a trailer to the start of `out` and gives its length in bytes; `None` when there is
    /// no room for it, or no byte can say its length.
    pub(super) fn write(
        tag: [u8; TAG_LEN],
        nonce: u32,
        ranges: Ranges<'_>,
        out: &mut [u8],
    ) -> Option<usize> {
        let nonce_len = leb128::len(nonce);
        let len = TAG_LEN.checked_add(nonce_len)?.checked_add(ranges.0.len())?;
        let len = len.checked_add(END_LEN)?;
        let (front, rest) = out.get_mut(..len)?.split_first_chunk_mut()?;
        *front = tag;
        leb128::write(nonce, rest)?;
        let (listed, end) = rest.get_mut(nonce_len..)?.split_at_mut_checked(ranges.0.len())?;
        listed.copy_from_slice(ranges.0);
        end.copy_from_slice(&[u8::try_from(len).ok()?, MARKER[0], MARKER[1]]);
        Some(len)
    }
}

/// The clear ranges of the media bytes, as they stand in a trailer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ranges<'a>(pub(super) &'a [u8]);

impl Iterator for Ranges<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let (range, rest) = range(self.0)?;
        self.0 = rest;
        Some(range)
    }
}

impl Ranges<'_> {
    /// Takes `media` apart: the clear bytes to `clear`, the hidden ones to `hidden`, which has
    /// just that length.
    pub(super) fn part(self, media: &[u8], clear: &mut Vec<u8>, hidden: &mut [u8]) {
        clear.clear();
        let (mut at, mut filled) = (0, 0usize);
        let end = media.len()..media.len();
        for range in self.chain([end]) {
            let gap = media.get(at..range.start).unwrap_or_default();
            let next = filled.saturating_add(gap.len());
            if let Some(part) = hidden.get_mut(filled..next) {
                part.copy_from_slice(gap);
            }
            (at, filled) = (range.end, next);
            clear.extend_from_slice(media.get(range).unwrap_or_default());
        }
    }

    /// Puts it together again: `media` ends with the hidden bytes in one piece, behind as
    /// many bytes as `clear` has.
    pub(super) fn weave(self, media: &mut [u8], clear: &[u8]) {
        let (mut at, mut rest) = (0usize, clear);
        for range in self {
            // Hidden bytes move to the front by as many clear bytes as are still to come.
            let from = rest.len();
            match media.get_mut(at..range.start.saturating_add(from)) {
                Some(part) if part.len() >= from => part.copy_within(from.., 0),
                _ => return,
            }
            let Some((front, behind)) = rest.split_at_checked(range.len()) else { return };
            at = range.end;
            rest = behind;
            if let Some(part) = media.get_mut(range) {
                part.copy_from_slice(front);
            }
        }
    }
}

/// Adds one range to a list; `None` when there is no room for it or its numbers exceed 32 bits.
pub(super) fn push_range(range: &Range<usize>, list: &mut Vec<u8>) -> Option<()> {
    for number in [range.start, range.len()] {
        let mut spelled = [0; leb128::MAX_WRITTEN_LEN];
        let len = leb128::write(u32::try_from(number).ok()?, &mut spelled)?;
        list.extend_from_slice(spelled.get(..len)?);
    }
    (list.len() <= MAX_RANGES_LEN).then_some(())
}

/// Reads a range and gives what is behind it.
fn range(bytes: &[u8]) -> Option<(Range<usize>, &[u8])> {
    let (start, bytes) = number(bytes)?;
    let (len, bytes) = number(bytes)?;
    let (start, len) = (usize::try_from(start).ok()?, usize::try_from(len).ok()?);
    Some((start..start.checked_add(len)?, bytes))
}

/// Reads a number in its shortest spelling and gives what is behind it.
fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (value, len) = leb128::read(bytes)?;
    (leb128::len(value) == len).then_some((value, bytes.get(len..)?))
}

#[cfg(test)]
mod tests {
    use std::vec;

    use proptest::prelude::*;

    use super::*;

    const TAG: [u8; 8] = *b"the tag.";

    /// Media bytes, tag, fields, size and marker.
    fn frame(media: &[u8], fields: &[u8]) -> Vec<u8> {
        let size = (TAG_LEN + fields.len() + END_LEN) as u8;
        [media, &TAG, fields, &[size, 0xfa, 0xfa]].concat()
    }

    fn ranges(frame: &[u8]) -> Option<Vec<Range<usize>>> {
        Trailer::parse(frame).map(|trailer| trailer.ranges.collect())
    }

    #[test]
    fn the_parts_of_a_trailer() {
        let frame = frame(&[7; 200], &[0x85, 0x01, 0, 10, 0x80, 0x01, 0x48]);
        let expected = Trailer {
            media_len: 200,
            tag: &TAG,
            nonce: 0x85,
            ranges: Ranges(&[0, 10, 0x80, 0x01, 0x48]),
            clear_len: 10 + 72,
        };
        assert_eq!(Trailer::parse(&frame), Some(expected));
        assert_eq!(ranges(&frame), Some(vec![0..10, 128..200]));
        let mut written = [0; 30];
        let len = Trailer::write(TAG, 0x85, Ranges(&[0, 10, 0x80, 0x01, 0x48]), &mut written);
        assert_eq!(len, Some(18));
        assert_eq!(written[..18], frame[200..]);
        assert_eq!(Trailer::write(TAG, 0x85, Ranges(&[0, 10]), &mut written[..14]), None);
    }

    #[test]
    fn the_longest_list_of_ranges_and_one_byte_more() {
        let mut out = [0; 300];
        let list = [1; MAX_RANGES_LEN + 1];
        let longest = Trailer::write(TAG, u32::MAX, Ranges(&list[1..]), &mut out);
        assert_eq!(longest, Some(MAX_TRAILER_LEN));
        assert_eq!(Trailer::max_len(Ranges(&list[1..])), MAX_TRAILER_LEN);
        assert_eq!(Trailer::write(TAG, u32::MAX, Ranges(&list), &mut out), None);

        let mut list = vec![];
        for n in 0..MAX_RANGES_LEN / 2 {
            assert_eq!(push_range(&(n..n + 1), &mut list), Some(()), "{n}");
        }
        assert_eq!(list.len(), MAX_RANGES_LEN - 1);
        assert_eq!(push_range(&(7..9), &mut list), None);
        #[cfg(target_pointer_width = "64")] // elsewhere there is no such range
        assert_eq!(push_range(&(1 << 32..1 << 33), &mut vec![]), None);
    }

    #[test]
    fn ranges_ascend_within_the_media_bytes() {
        let some = |fields: &[u8]| ranges(&frame(&[7; 100], &[&[1], fields].concat()));
        assert_eq!(some(&[]), Some(vec![]));
        assert_eq!(some(&[0, 100]), Some(vec![0..100]));
        assert_eq!(some(&[99, 1]), Some(vec![99..100]));
        assert_eq!(some(&[0, 1, 1, 1]), Some(vec![0..1, 1..2]));
        for refused in [
            &[0, 101][..],     // behind the end
            &[99, 2],          // half of it
            &[100, 1],         // all of it
            &[0, 0],           // empty
            &[100, 0],         // the same at the end
            &[5, 10, 0, 5],    // descending
            &[5, 10, 14, 5],   // overlapping
            &[5, 10, 5, 10],   // twice
            &[0, 100, 0, 100], // a bomb
            &[5],              // half a range
            &[5, 10, 20],      // one and a half
            &[5, 0x8a, 0x00],  // longer than needed
            &[0x85, 0x00, 10], // the same in the offset
            &[5, 0x8a],        // without end
            &[0xff, 0xff, 0xff, 0xff, 0x0f, 1],
            &[1, 0xff, 0xff, 0xff, 0xff, 0x0f],
            &[0xff, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x0f],
            &[0x80, 0x80, 0x80, 0x80, 0x10, 1], // 2^32
            &[0xff; 12],
        ] {
            assert_eq!(some(refused), None, "{refused:x?}");
        }
    }

    #[test]
    fn nonces_and_sizes() {
        let frame = |fields: &[u8]| frame(&[7; 9], fields);
        let nonce = |fields: &[u8]| Trailer::parse(&frame(fields)).map(|trailer| trailer.nonce);
        assert_eq!(nonce(&[0]), Some(0));
        assert_eq!(nonce(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Some(u32::MAX));
        assert_eq!(nonce(&[0x80, 0x80, 0x80, 0x80, 0x10]), None);
        assert_eq!(nonce(&[0x80, 0x00]), None);
        assert_eq!(nonce(&[0x80]), None);
        assert_eq!(nonce(&[]), None);
        let mut frame = frame(&[1]);
        let at = frame.len() - 3;
        for size in 0..=255 {
            frame[at] = size;
            // At 13 and above the tag and the nonce are somewhere else, and not all are numbers.
            let possible = (12..=21).contains(&size);
            assert!(possible || Trailer::parse(&frame).is_none(), "{size}");
            assert!(size != 12 || Trailer::parse(&frame).is_some());
        }
        for bit in 0..16 {
            frame[at] = 12;
            frame[at + 1 + bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Trailer::parse(&frame), None);
            frame[at + 1 + bit / 8] ^= 1 << (bit % 8);
        }
    }

    proptest! {
        #[test]
        fn weaving_undoes_parting(
            media in prop::collection::vec(any::<u8>(), 0..80),
            lens in prop::collection::vec(1usize..9, 0..20),
        ) {
            let (mut list, mut at, mut hidden_len) = (vec![], 0, media.len());
            for pair in lens.chunks_exact(2) {
                let range = at + pair[0] - 1..at + pair[0] - 1 + pair[1];
                at = range.end;
                if at > media.len() {
                    break;
                }
                hidden_len -= range.len();
                push_range(&range, &mut list).unwrap();
            }
            let mut woven = vec![0x5a; media.len()];
            let mut clear = vec![1, 2, 3];
            let clear_len = media.len() - hidden_len;
            Ranges(&list).part(&media, &mut clear, &mut woven[clear_len..]);
            prop_assert_eq!(clear.len(), clear_len);
            Ranges(&list).weave(&mut woven, &clear);
            prop_assert_eq!(woven, media);
        }

        #[test]
        fn any_bytes_have_an_answer(
            front in prop::collection::vec(any::<u8>(), 0..40),
            fields in prop::collection::vec(prop_oneof![0u8..20, any::<u8>()], 0..30),
        ) {
            let frame = frame(&front, &fields);
            if let Some(trailer) = Trailer::parse(&frame) {
                let clear: Vec<_> = trailer.ranges.collect();
                prop_assert!(clear.iter().all(|range| range.end <= trailer.media_len));
                let mut again = vec![];
                clear.iter().for_each(|range| push_range(range, &mut again).unwrap());
                prop_assert_eq!(Ranges(&again), trailer.ranges);
                let mut out = [0; 255];
                let len = Trailer::write(TAG, trailer.nonce, trailer.ranges, &mut out).unwrap();
                prop_assert_eq!(&out[..len], &frame[trailer.media_len..]);
            }
        }
    }
}
