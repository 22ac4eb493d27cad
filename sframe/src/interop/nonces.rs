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
//! * All timestamps of a stream lie within one turn of the clock.

use hashbrown::HashMap;

/// 0xFFFF: what the formats take the count modulo.
pub(super) const COUNTS: u64 = 0xffff;

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

    /// Says whether a frame may be sent, and remembers it. Counts must grow from call to call.
    #[inline]
    pub(super) fn admit(&mut self, ssrc: u32, timestamp: u32, count: u64) -> bool {
        if let Some(sent) = self.0.get_mut(&ssrc) {
            let next = sent.after(timestamp, count);
            *sent = next.unwrap_or(*sent);
            return next.is_some();
        }
        let is_room = self.0.len() < MAX_SENT_STREAMS;
        if is_room {
            self.0.insert(ssrc, Sent::first(timestamp, count));
        }
        is_room
    }
}

/// What was sent with one SSRC; timestamps count the turns of the clock, from 1.
#[derive(Clone, Copy)]
struct Sent {
    oldest: u64,
    newest: u64,
    block: u64,
    /// The newest timestamps by the end of the blocks three, two and one before this one.
    ends: [u64; 3],
}

impl Sent {
    const fn first(timestamp: u32, count: u64) -> Self {
        let timestamp = (1 << 32) | timestamp as u64;
        Self { oldest: timestamp, newest: timestamp, block: count / BLOCK, ends: [0; 3] }
    }

    /// Gives the state after a further frame, `None` if its nonce could be a repetition.
    fn after(self, timestamp: u32, count: u64) -> Option<Self> {
        let timestamp = unwrapped(self.newest, timestamp);
        let block = count / BLOCK;
        let [_, two, one] = self.ends;
        let ends = match block.checked_sub(self.block)? {
            0 => self.ends,
            1 => [two, one, self.newest],
            2 => [one, self.newest, self.newest],
            _ => [self.newest; 3],
        };
        let oldest = self.oldest.min(timestamp);
        let newest = self.newest.max(timestamp);
        let [floor, ..] = ends;
        let one_turn = newest.wrapping_sub(oldest) <= u32::MAX.into();
        (timestamp > floor && one_turn).then_some(Self { oldest, newest, block, ends })
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
    fn an_ordinary_call_lasts_thirteen_hours_of_video() {
        let (mut sent, mut timestamp, mut frames) = (SentStreams::new(), 0xffff_0000_u32, 0);
        while sent.admit(7, timestamp, frames) {
            timestamp = timestamp.wrapping_add(3000);
            frames += 1;
        }
        assert_eq!(frames, (1 << 32) / 3000 + 1);
    }

    #[test]
    fn a_clock_that_stands_still_is_stopped_before_counts_repeat() {
        let mut sent = SentStreams::new();
        let admitted = (0..2 * COUNTS).take_while(|&count| sent.admit(7, 1000, count)).count();
        assert_eq!(admitted as u64, 3 * BLOCK);
        // It goes on with the clock, but not behind where it stood.
        assert!(sent.admit(7, 1001, COUNTS));
        assert!(!sent.admit(7, 999, COUNTS + 1));
    }

    #[test]
    fn frames_may_be_out_of_order_by_a_block() {
        let mut sent = SentStreams::new();
        for count in 0..5 * COUNTS {
            // Pairs of layers, every third one late by 1000 frames.
            let late = if count % 3 == 0 { 3000 * 1000 } else { 0 };
            let timestamp = (100_000_000 + count / 2 * 3000 - late) as u32;
            assert!(sent.admit(7, timestamp, count), "{count}");
        }
    }

    #[test]
    fn streams_at_the_limit_and_one_beyond() {
        let mut sent = SentStreams::new();
        for ssrc in 0..MAX_SENT_STREAMS as u32 {
            assert!(sent.admit(ssrc, 5, ssrc.into()));
        }
        assert!(!sent.admit(MAX_SENT_STREAMS as u32, 5, 1000));
        assert!(sent.admit(3, 6, 1001));
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
                if sent.admit(7, timestamp, count) {
                    prop_assert!(seen.insert((timestamp, count % COUNTS)));
                }
            }
        }
    }
}
