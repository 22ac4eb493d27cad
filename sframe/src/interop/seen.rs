//! Which nonces of SSRC, RTP timestamp and count were seen.

use alloc::collections::VecDeque;
use core::time::Duration;

use super::heard::{Heard, Known, State};
use super::key_ring::KeyNumber;

/// 512 frames of a stream are told from replays: 10 s of audio, 5 s of three video layers.
/// What comes later still is too late for every jitter buffer.
pub(super) const SEEN_FRAMES: usize = 512;

/// 1024 SSRCs, 5 MB: those that a room of 200 participants sends with. Of those before them the
/// newest timestamp is known ([`MAX_PAST`](super::heard::MAX_PAST)).
pub(super) const MAX_SEEN_STREAMS: usize = 1024;

/// 6 h: a stream silent for longer counts as new, since video timestamps have turned half
/// around by then and could not be told from older ones.
pub(super) const IDLE: Duration = Duration::from_secs(6 * 3600);

/// A quarter of a turn: how far timestamps that were seen may lie apart.
const SPAN: u32 = 1 << 30;

/// SSRC, timestamp and the last word, as they are in the frame.
#[derive(Clone, Copy)]
pub(super) struct Nonce {
    pub(super) ssrc: u32,
    pub(super) timestamp: u32,
    pub(super) word: u32,
}

/// The frames that were opened lately, by key and SSRC. Whether a key is held makes no difference:
/// one that comes back does not make old frames new.
pub(super) struct SeenStreams(Heard<(KeyNumber, u32), Seen>);

impl SeenStreams {
    pub(super) fn new() -> Self {
        Self(Heard::new(MAX_SEEN_STREAMS))
    }

    /// Says whether a frame is new under a key.
    #[inline]
    pub(super) fn is_new(&self, key: KeyNumber, nonce: Nonce) -> bool {
        match self.0.find(&(key, nonce.ssrc)) {
            Known::Nothing => true,
            Known::All(seen) => seen.is_new(nonce),
            Known::Newest(newest) => is_ahead(nonce.timestamp, newest),
        }
    }

    /// Records a frame that was new and is authentic.
    #[inline]
    pub(super) fn commit(&mut self, key: KeyNumber, nonce: Nonce) {
        self.0.commit((key, nonce.ssrc), || Seen::new(nonce.timestamp)).record(nonce);
    }

    pub(super) fn advance(&mut self, now: Duration) {
        self.0.advance(now, IDLE);
    }
}

/// Says whether a timestamp is ahead of another by less than half a turn.
fn is_ahead(timestamp: u32, newest: u32) -> bool {
    timestamp.wrapping_sub(newest).cast_signed() > 0
}

/// One stream. Timestamps are on a circle: half a turn ahead of the newest is new, everything
/// else is old.
struct Seen {
    newest: u32,
    /// Frames up to here are too old to be told; at most [`SPAN`] behind the newest.
    floor: u32,
    /// The frames since, by timestamp and word.
    frames: VecDeque<(u32, u32)>,
}

impl State for Seen {
    type Newest = u32;

    fn newest(&self) -> u32 {
        self.newest
    }

    fn after(newest: u32) -> Self {
        Self { floor: newest, ..Self::new(newest) }
    }
}

impl Seen {
    fn new(timestamp: u32) -> Self {
        let floor = timestamp.wrapping_sub(SPAN);
        // One more, for the moment between taking one in and giving one up.
        let frames = VecDeque::with_capacity(SEEN_FRAMES.saturating_add(1));
        Self { newest: timestamp, floor, frames }
    }

    #[inline]
    fn is_new(&self, nonce: Nonce) -> bool {
        let age = self.age_of_floor(nonce.timestamp);
        let is_recent = age > 0 && age <= self.age_of_floor(self.newest);
        is_ahead(nonce.timestamp, self.newest) || is_recent && self.place(nonce).is_err()
    }

    fn record(&mut self, nonce: Nonce) {
        if is_ahead(nonce.timestamp, self.newest) {
            self.newest = nonce.timestamp;
            if self.age_of_floor(self.newest) > SPAN {
                self.floor = self.newest.wrapping_sub(SPAN);
                let newest = self.newest;
                self.frames.retain(|&(timestamp, _)| newest.wrapping_sub(timestamp) < SPAN);
            }
        }
        if let Err(place) = self.place(nonce) {
            self.frames.insert(place, (nonce.timestamp, nonce.word));
        }
        if self.frames.len() > SEEN_FRAMES
            && let Some((oldest, _)) = self.frames.pop_front()
        {
            self.floor = oldest;
        }
    }

    /// Gives how far a timestamp is ahead of the floor.
    fn age_of_floor(&self, timestamp: u32) -> u32 {
        timestamp.wrapping_sub(self.floor)
    }

    fn place(&self, nonce: Nonce) -> Result<usize, usize> {
        let key = |timestamp: u32, word: u32| (self.age_of_floor(timestamp), word);
        let wanted = key(nonce.timestamp, nonce.word);
        // Nearly always it is the last one.
        if self.frames.back().is_none_or(|&(timestamp, word)| key(timestamp, word) < wanted) {
            return Err(self.frames.len());
        }
        self.frames.binary_search_by_key(&wanted, |&(timestamp, word)| key(timestamp, word))
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn nonce(timestamp: u32, word: u32) -> Nonce {
        Nonce { ssrc: 7, timestamp, word }
    }

    const KEY: KeyNumber = KeyNumber(3);

    /// Takes a frame in if it is new.
    fn take(seen: &mut SeenStreams, nonce: Nonce) -> bool {
        let is_new = seen.is_new(KEY, nonce);
        if is_new {
            seen.commit(KEY, nonce);
        }
        is_new
    }

    #[test]
    fn the_window_ends_where_it_says() {
        let mut seen = SeenStreams::new();
        let frame = |n: usize| nonce(0xffff_f000u32.wrapping_add(960 * n as u32), n as u32);
        for n in 0..2 * SEEN_FRAMES {
            assert!(n == SEEN_FRAMES / 2 || take(&mut seen, frame(n)));
        }
        // Given up were the oldest ones, up to the one before the last 512.
        let last_given_up = SEEN_FRAMES - 1;
        assert!(!seen.is_new(KEY, frame(SEEN_FRAMES / 2)), "too old to tell");
        for n in last_given_up..2 * SEEN_FRAMES {
            assert!(!seen.is_new(KEY, frame(n)));
        }
        let beside = |n| Nonce { word: u32::MAX, ..frame(n) };
        assert!(!seen.is_new(KEY, beside(last_given_up)));
        assert!(take(&mut seen, beside(last_given_up + 1)), "another layer");
        assert!(!take(&mut seen, beside(last_given_up + 1)));
    }

    #[test]
    fn a_day_of_video_goes_through() {
        let mut seen = SeenStreams::new();
        let (mut timestamp, mut replays) = (12_345, 0);
        for frame in 0..3_000_000u32 {
            timestamp = u32::wrapping_add(timestamp, 3000);
            assert!(take(&mut seen, nonce(timestamp, frame % 0xffff)), "{frame}");
            let before =
                nonce(timestamp.wrapping_sub(3000 * 300), frame.wrapping_sub(300) % 0xffff);
            replays += u32::from(frame < 300 || seen.is_new(KEY, before));
        }
        assert_eq!(replays, 300);
    }

    #[test]
    fn pauses_up_to_half_a_turn_and_longer_ones_with_a_clock() {
        let half = 1u32 << 31;
        for (pause, opens) in [(half - 1, true), (half, false), (half + 1, false), (0, false)] {
            let mut seen = SeenStreams::new();
            take(&mut seen, nonce(5, 1));
            assert_eq!(seen.is_new(KEY, nonce(5u32.wrapping_add(pause), 1)), opens, "{pause:x}");
            seen.advance(IDLE);
            assert_eq!(seen.is_new(KEY, nonce(5u32.wrapping_add(pause), 1)), opens);
            seen.advance(IDLE + Duration::from_secs(1));
            assert!(seen.is_new(KEY, nonce(5u32.wrapping_add(pause), 1)));
        }
    }

    #[test]
    fn streams_do_not_disturb_each_other() {
        let mut seen = SeenStreams::new();
        let frame = |ssrc, timestamp| Nonce { ssrc, timestamp, word: 5 };
        for ssrc in 0..MAX_SEEN_STREAMS as u32 {
            seen.commit(KEY, frame(ssrc, 5));
            seen.commit(KEY, frame(ssrc, 8));
        }
        assert!(seen.is_new(KEY, frame(0, 7)), "late");
        seen.commit(KEY, frame(u32::MAX, 5));
        // The limit: of the stream heard longest ago only the newest timestamp is known.
        let new = |seen: &SeenStreams, ssrc| {
            [5, 7, 8, 9].map(|timestamp| seen.is_new(KEY, frame(ssrc, timestamp)))
        };
        assert_eq!(new(&seen, 0), [false, false, false, true]);
        assert_eq!(new(&seen, 1), [false, true, false, true]);
        // It goes on from there.
        seen.commit(KEY, frame(0, 11));
        assert_eq!(new(&seen, 0), [false, false, false, true]);
        assert!(seen.is_new(KEY, frame(0, 10)) && !seen.is_new(KEY, frame(0, 11)));
    }

    #[test]
    fn keys_do_not_disturb_each_other() {
        let mut seen = SeenStreams::new();
        let other = KeyNumber(4);
        assert!(take(&mut seen, nonce(1000, 1)));
        assert!(!seen.is_new(KEY, nonce(1000, 1)) && seen.is_new(other, nonce(1000, 1)));
        seen.commit(other, nonce(5, 1));
        assert!(!seen.is_new(other, nonce(5, 1)) && !seen.is_new(KEY, nonce(1000, 1)));
    }

    proptest! {
        /// Nothing is taken twice, and nothing refused that is late by less than the window.
        #[test]
        fn agrees_with_a_list_of_everything(
            start in any::<u32>(),
            steps in prop::collection::vec((-40i64..60, 0..3u32), 1..3000),
        ) {
            let (mut seen, mut all) = (SeenStreams::new(), Vec::new());
            let mut at = i64::from(start);
            for (step, word) in steps {
                at += step;
                let is_new = take(&mut seen, nonce(at as u32, word));
                let known = all.contains(&(at, word));
                let younger = all.iter().filter(|&&(other, _)| other >= at).count();
                prop_assert!(!(is_new && known));
                prop_assert!(is_new || known || younger >= SEEN_FRAMES);
                if is_new {
                    all.push((at, word));
                }
            }
        }
    }
}
