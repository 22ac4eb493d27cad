//! Nonces made of SSRC, RTP timestamp and 16 bits of a count, without repetition.
//!
//! ```text
//! SSRC(4) ‖ timestamp(4) ‖ count mod 0xFFFF, or the timestamp minus it (4)
//! ```
//! The count alone repeats after 22 minutes of 50 frames a second, and timestamps wrap after 13
//! hours of video. LiveKit and Jitsi trust that both never coincide; here they cannot:
//! * Counts are cut into blocks of a third of 0xFFFF. A frame must have a later timestamp than
//!   all frames of its stream three blocks and more before, so frames with equal counts have
//!   different timestamps. A whole block may be reordered, and stand still.
//! * The count fills half of the last word only. The other half, 0 in LiveKit and Jitsi, counts
//!   the turns of the clock. Receivers take the word as it is.

use hashbrown::HashMap;

/// 0xFFFF: what the formats take the count modulo.
const COUNTS: u64 = 0xffff;

const BLOCK: u64 = COUNTS / 3;

/// 256 SSRCs that one key sends with: a participant has about ten, and takes new ones when it
/// publishes again. What is known of one is never forgotten, so there is an end.
pub(super) const MAX_SENT_STREAMS: usize = 256;

/// What was sent under one key.
pub(super) struct SentStreams(HashMap<u32, Sent>);

impl SentStreams {
    pub(super) fn new() -> Self {
        Self(HashMap::new())
    }

    /// Remembers a frame and gives 32 bits that no other frame with its SSRC and timestamp has:
    /// the turns of the clock and the count. `None` if it may not be sent.
    ///
    /// Counts must grow from call to call.
    #[inline]
    pub(super) fn next(&mut self, ssrc: u32, timestamp: u32, count: u64) -> Option<u32> {
        if !self.0.contains_key(&ssrc) && self.0.len() >= MAX_SENT_STREAMS {
            return None;
        }
        let sent = self.0.entry(ssrc).or_insert_with(|| Sent::first(timestamp, count));
        let (next, turn) = sent.after(timestamp, count)?;
        *sent = next;
        let count = u32::try_from(count % COUNTS).ok()?;
        Some(u32::from(turn) << 16 | count)
    }
}

/// What was sent with one SSRC. Timestamps are continued over 32 bits.
#[derive(Clone, Copy)]
struct Sent {
    /// Half a turn before the first timestamp, where turns are counted from.
    origin: u64,
    newest: u64,
    block: u64,
    /// The newest timestamps by the end of the blocks three, two and one before this one.
    ends: [u64; 3],
}

impl Sent {
    const fn first(timestamp: u32, count: u64) -> Self {
        let newest = (1 << 32) | timestamp as u64;
        let origin = newest.wrapping_sub(1 << 31);
        Self { origin, newest, block: count / BLOCK, ends: [0; 3] }
    }

    /// Gives the state after a further frame and its turn, `None` if its nonce could be a
    /// repetition.
    fn after(self, timestamp: u32, count: u64) -> Option<(Self, u16)> {
        let timestamp = unwrapped(self.newest, timestamp);
        let block = count / BLOCK;
        let [_, two, one] = self.ends;
        let ends = match block.checked_sub(self.block)? {
            0 => self.ends,
            1 => [two, one, self.newest],
            2 => [one, self.newest, self.newest],
            _ => [self.newest; 3],
        };
        let [floor, ..] = ends;
        let turn = u16::try_from(timestamp.checked_sub(self.origin)? >> 32).ok()?;
        let newest = self.newest.max(timestamp);
        (timestamp > floor).then_some((Self { newest, block, ends, ..self }, turn))
    }
}

/// Continues a timestamp over 32 bits, taking it to be the one closest to `newest`.
#[allow(clippy::cast_possible_truncation)] // the low 32 bits are meant
fn unwrapped(newest: u64, timestamp: u32) -> u64 {
    let step = timestamp.wrapping_sub(newest as u32).cast_signed();
    newest.wrapping_add_signed(step.into())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_call_goes_on_when_its_clock_wraps() {
        let (mut sent, mut timestamp, mut seen) =
            (SentStreams::new(), 0xffff_0000_u32, HashSet::new());
        for count in 0..500_000 {
            let word = sent.next(7, timestamp, count).unwrap();
            // As LiveKit and Jitsi have it, for the first half of a turn.
            let half = (1 << 31) / 30_000;
            assert_eq!(u64::from(word) == count % COUNTS, count <= half, "{count}");
            assert!(seen.insert((timestamp, word)));
            timestamp = timestamp.wrapping_add(30_000);
        }
    }

    #[test]
    fn a_clock_that_stands_still_is_stopped_before_counts_repeat() {
        let mut sent = SentStreams::new();
        let frames = (0..2 * COUNTS).take_while(|&count| sent.next(7, 1000, count).is_some());
        assert_eq!(frames.count() as u64, 3 * BLOCK);
        // It goes on with the clock, but not behind where it stood.
        assert!(sent.next(7, 1001, COUNTS).is_some());
        assert!(sent.next(7, 999, COUNTS + 1).is_none());
    }

    #[test]
    fn frames_may_be_out_of_order_by_a_block() {
        let mut sent = SentStreams::new();
        for count in 0..5 * COUNTS {
            // Pairs of layers, every third one late by 1000 frames.
            let late = if count % 3 == 0 { 3000 * 1000 } else { 0 };
            let timestamp = (100_000_000 + count / 2 * 3000 - late) as u32;
            assert!(sent.next(7, timestamp, count).is_some(), "{count}");
        }
    }

    #[test]
    fn streams_at_the_limit_and_one_beyond() {
        let mut sent = SentStreams::new();
        for ssrc in 0..MAX_SENT_STREAMS as u32 {
            assert!(sent.next(ssrc, 5, ssrc.into()).is_some());
        }
        assert!(sent.next(MAX_SENT_STREAMS as u32, 5, 1000).is_none());
        assert!(sent.next(3, 6, 1001).is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Clocks that jump as they like, and counts that skip as leases do.
        #[test]
        fn no_nonce_comes_twice(
            start in any::<u32>(),
            steps in prop::collection::vec(prop_oneof![
                10 => Just((0u32, 1u64)),
                10 => (0..4u32, 1..100u64),
                2 => (any::<u32>(), 1..100u64),
                1 => (0..4u32, prop::sample::select(&[COUNTS - 1, COUNTS, COUNTS + 1, BLOCK][..])),
                1 => (u32::MAX - 4..=u32::MAX, prop::sample::select(&[BLOCK, 2 * COUNTS][..])),
            ], 1..2000),
        ) {
            let (mut sent, mut seen) = (SentStreams::new(), HashSet::new());
            let (mut timestamp, mut count) = (start, 0u64);
            for (step, counts) in steps {
                timestamp = timestamp.wrapping_add(step);
                count += counts;
                if let Some(word) = sent.next(7, timestamp, count) {
                    prop_assert_eq!(u64::from(word & 0xffff), count % COUNTS);
                    prop_assert!(seen.insert((timestamp, word)));
                }
            }
        }
    }
}
