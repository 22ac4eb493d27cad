//! Which frames of a key were opened before (RFC 9605 section 9.3).

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use core::hash::Hash;

use hashbrown::HashMap;

/// 1024 frames: 4 s of a sender with 250 frames a second over all its tracks, and 128 bytes.
pub const DEFAULT_REPLAY_WINDOW: usize = 1024;

/// 65 536 frames, 8 KB a key: more tells of a transport that does not deliver.
pub const MAX_REPLAY_WINDOW: usize = 1 << 16;

/// 32 768 keys, steps or epochs, 2.7 MB, and as many generations, 3.5 MB: how many of those that
/// went a decryptor remembers so that none comes back with an empty window. Beyond it the oldest
/// are forgotten.
pub(crate) const MAX_RETIRED: usize = 32_768;

/// Why a counter is not acceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stale {
    Seen,
    TooOld,
}

/// A sliding window over the counters of one key: a ring of one bit for each of the newest.
///
/// `check` asks, `commit` records. Only a frame that was authenticated may be committed, so a
/// forged counter of 2^64 − 1 moves nothing.
pub(crate) struct ReplayWindow {
    /// The highest counter committed, or accepted before the key was removed and added again;
    /// 0 at the beginning, when its bit is still clear.
    newest: u64,
    /// One bit for each counter of the window, at the counter modulo the ring's size: a power
    /// of two of words.
    ring: Box<[u64]>,
}

impl ReplayWindow {
    /// Makes a window over `frames` counters, rounded up to a power of two. Counters up to
    /// `stale_through` count as seen.
    pub(crate) fn new(frames: usize, stale_through: Option<u64>) -> Self {
        let words = frames.clamp(64, MAX_REPLAY_WINDOW).div_ceil(64).next_power_of_two();
        let bits = if stale_through.is_some() { u64::MAX } else { 0 };
        let newest = stale_through.unwrap_or(0);
        Self { newest, ring: alloc::vec![bits; words].into_boxed_slice() }
    }

    #[inline]
    pub(crate) fn check(&self, counter: u64) -> Result<(), Stale> {
        let Some(age) = self.newest.checked_sub(counter) else { return Ok(()) };
        if age >= self.span() {
            return Err(Stale::TooOld);
        }
        let (word, bit) = self.place(counter);
        match self.ring.get(word) {
            Some(seen) if seen & bit == 0 => Ok(()),
            _ => Err(Stale::Seen),
        }
    }

    /// Records a counter that `check` accepted.
    #[inline(always)]
    pub(crate) fn commit(&mut self, counter: u64) {
        if counter > self.newest {
            self.advance(counter);
        }
        let (word, bit) = self.place(counter);
        if let Some(word) = self.ring.get_mut(word) {
            *word |= bit;
        }
    }

    /// Moves the window up to `counter`. The counters between the newest one and this one take
    /// over the bits of those that leave the window.
    #[inline]
    fn advance(&mut self, counter: u64) {
        let newest = core::mem::replace(&mut self.newest, counter);
        if counter.wrapping_sub(newest) < self.span() {
            self.clear(newest.wrapping_add(1), counter);
        } else {
            self.ring.fill(0);
        }
    }

    /// Clears the bits from counter `first` to `last`, word by word.
    #[inline]
    fn clear(&mut self, first: u64, last: u64) {
        for word in first / 64..=last / 64 {
            let from = if word == first / 64 { first % 64 } else { 0 };
            let to = if word == last / 64 { last % 64 } else { 63 };
            let bits = (u64::MAX << from) & (u64::MAX >> (63 ^ to));
            let (place, _) = self.place(word.wrapping_mul(64));
            if let Some(word) = self.ring.get_mut(place) {
                *word &= !bits;
            }
        }
    }

    /// Gives the highest counter that the key ever accepted.
    pub(crate) fn newest(&self) -> Option<u64> {
        let (word, bit) = self.place(self.newest);
        self.ring.get(word).filter(|&seen| seen & bit != 0).map(|_| self.newest)
    }

    /// Gives how many counters the window holds.
    #[inline]
    fn span(&self) -> u64 {
        (self.ring.len() as u64).wrapping_mul(64)
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)] // an index below the ring's length
    fn place(&self, counter: u64) -> (usize, u64) {
        let mask = (self.ring.len() as u64).wrapping_sub(1);
        (((counter / 64) & mask) as usize, 1 << (counter % 64))
    }
}

/// Remembers the last things under a key, [`MAX_RETIRED`] or a limit of their own, oldest
/// forgotten first.
pub(crate) struct Retired<K, V> {
    entries: HashMap<K, V>,
    order: VecDeque<K>,
    limit: usize,
}

impl<K: Copy + Eq + Hash, V> Retired<K, V> {
    pub(crate) fn new(limit: usize) -> Self {
        Self { entries: HashMap::default(), order: VecDeque::new(), limit }
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        if self.entries.insert(key, value).is_some() {
            self.order.retain(|&earlier| earlier != key); // it counts as new again
        }
        self.order.push_back(key);
        if self.order.len() > self.limit
            && let Some(oldest) = self.order.pop_front()
        {
            self.entries.remove(&oldest);
        }
    }

    pub(crate) fn find(&self, key: &K) -> Option<&V> {
        self.entries.get(key)
    }

    pub(crate) fn contains(&self, key: &K) -> bool {
        self.entries.contains_key(key)
    }
}

impl<K: Copy + Eq + Hash, V> Default for Retired<K, V> {
    fn default() -> Self {
        Self::new(MAX_RETIRED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use proptest::prelude::*;

    proptest! {
        /// Against a plain set of everything seen.
        #[test]
        fn agrees_with_a_set(jumps in prop::collection::vec(prop_oneof![-300i64..300, -3i64..4], 1..400), start in prop::sample::select(alloc::vec![0u64, 500, u64::MAX - 4000])) {
            let mut window = ReplayWindow::new(128, None);
            let (mut seen, mut at) = (BTreeSet::new(), start);
            for jump in jumps {
                at = at.saturating_add_signed(jump);
                let newest = seen.last().copied();
                let expected = if seen.contains(&at) && newest.unwrap() - at < 128 {
                    Err(Stale::Seen)
                } else if newest.is_some_and(|n| n > at && n - at >= 128) {
                    Err(Stale::TooOld)
                } else {
                    Ok(())
                };
                prop_assert_eq!(window.check(at), expected, "{}", at);
                if expected.is_ok() {
                    window.commit(at);
                    seen.insert(at);
                }
            }
        }
    }

    #[test]
    fn the_window_ends_where_it_says() {
        for size in [64, 128, DEFAULT_REPLAY_WINDOW, MAX_REPLAY_WINDOW] {
            let mut window = ReplayWindow::new(size, None);
            let newest = 10 * size as u64;
            window.commit(newest);
            assert_eq!(window.check(newest - size as u64 + 1), Ok(()));
            assert_eq!(window.check(newest - size as u64), Err(Stale::TooOld));
        }
        let larger = ReplayWindow::new(MAX_REPLAY_WINDOW + 1, None);
        assert_eq!(larger.span(), MAX_REPLAY_WINDOW as u64);
        assert_eq!(ReplayWindow::new(65, None).span(), 128, "rounded up to a power of two");
    }

    #[test]
    fn a_window_that_took_nothing_has_no_newest() {
        let mut window = ReplayWindow::new(64, None);
        assert_eq!(window.newest(), None);
        window.commit(0);
        assert_eq!(window.newest(), Some(0));
        assert_eq!(ReplayWindow::new(64, Some(5)).newest(), Some(5));
    }

    #[test]
    fn the_last_counter_of_all_is_accepted_once() {
        let mut window = ReplayWindow::new(64, None);
        window.commit(u64::MAX);
        assert_eq!(window.check(u64::MAX), Err(Stale::Seen));
        let again = ReplayWindow::new(64, window.newest());
        assert_eq!(again.check(u64::MAX), Err(Stale::Seen));
    }

    #[test]
    fn retired_keys_at_the_limit_and_one_beyond() {
        let mut retired = Retired::default();
        for n in 0..MAX_RETIRED {
            retired.insert(n, ());
        }
        assert!(retired.find(&0).is_some());
        retired.insert(MAX_RETIRED, ());
        assert!(retired.find(&0).is_none() && retired.find(&1).is_some());
        retired.insert(1, ()); // it counts as new again
        retired.insert(MAX_RETIRED + 1, ());
        assert!(retired.contains(&1) && !retired.contains(&2) && retired.contains(&3));
    }
}
