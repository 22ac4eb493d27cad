//! What is remembered of senders, for a bounded number of them.

use core::hash::Hash;
use core::mem;
use core::time::Duration;

use hashbrown::HashMap;

/// 32 768 senders whose state had to go, of each of which the newest frame is still known: 6 MB at
/// most. What they sent stays refused; beyond it the oldest are forgotten.
pub(super) const MAX_PAST: usize = 32_768;

/// The state of a sender, of which a little is kept when there is no room for all of it.
pub(super) trait State {
    /// What tells frames that were ahead of all others from the others.
    type Newest: Copy;

    fn newest(&self) -> Self::Newest;

    /// Makes the state of one who comes back: what is not ahead of `newest` counts as seen.
    fn after(newest: Self::Newest) -> Self;
}

/// State by sender; beyond the limit the one that was heard longest ago gives way.
///
/// Only frames that were authenticated may come to [`commit`](Self::commit).
pub(super) struct Heard<K, V: State> {
    entries: HashMap<K, Entry<V>>,
    past: Past<K, V::Newest>,
    limit: usize,
    frames: u64,
    now: Duration,
}

struct Entry<V> {
    value: V,
    frame: u64,
    time: Duration,
}

/// What is known of a sender.
pub(super) enum Known<'a, V: State> {
    Nothing,
    All(&'a V),
    Newest(V::Newest),
}

impl<K: Copy + Eq + Hash, V: State> Heard<K, V> {
    pub(super) fn new(limit: usize) -> Self {
        Self { entries: HashMap::new(), past: Past::new(), limit, frames: 0, now: Duration::ZERO }
    }

    #[inline]
    pub(super) fn find(&self, sender: &K) -> Known<'_, V> {
        match self.entries.get(sender) {
            Some(entry) => Known::All(&entry.value),
            None => self.past.find(sender).map_or(Known::Nothing, Known::Newest),
        }
    }

    /// Gives the state of a sender to record a frame in, made by `first` if nothing is known.
    #[inline]
    pub(super) fn commit(&mut self, sender: K, first: impl FnOnce() -> V) -> &mut V {
        self.frames = self.frames.saturating_add(1);
        let (frame, time) = (self.frames, self.now);
        if self.entries.len() >= self.limit && !self.entries.contains_key(&sender) {
            self.let_one_go();
        }
        let past = &self.past;
        let entry = self.entries.entry(sender).or_insert_with(|| {
            let value = past.find(&sender).map_or_else(first, V::after);
            Entry { value, frame, time }
        });
        (entry.frame, entry.time) = (frame, time);
        &mut entry.value
    }

    #[cold]
    fn let_one_go(&mut self) {
        let longest_ago = self.entries.iter().min_by_key(|(_, entry)| entry.frame);
        if let Some(sender) = longest_ago.map(|(&sender, _)| sender)
            && let Some(entry) = self.entries.remove(&sender)
        {
            self.past.insert(sender, Left { newest: entry.value.newest(), time: entry.time });
        }
    }

    /// Tells the time, and forgets who was not heard for longer than `idle`.
    pub(super) fn advance(&mut self, now: Duration, idle: Duration) {
        self.now = self.now.max(now);
        let now = self.now;
        let is_recent = |time| now.saturating_sub(time) <= idle;
        self.entries.retain(|_, entry| is_recent(entry.time));
        self.past.young.retain(|_, left| is_recent(left.time));
        self.past.old.retain(|_, left| is_recent(left.time));
    }
}

/// What is left of senders without state: of the last [`MAX_PAST`], and of as many more at times.
struct Past<K, N> {
    young: HashMap<K, Left<N>>,
    old: HashMap<K, Left<N>>,
}

struct Left<N> {
    newest: N,
    time: Duration,
}

impl<K: Eq + Hash, N: Copy> Past<K, N> {
    fn new() -> Self {
        Self { young: HashMap::new(), old: HashMap::new() }
    }

    /// The later of two entries counts.
    fn find(&self, sender: &K) -> Option<N> {
        self.young.get(sender).or_else(|| self.old.get(sender)).map(|left| left.newest)
    }

    fn insert(&mut self, sender: K, left: Left<N>) {
        if self.young.len() >= MAX_PAST && !self.young.contains_key(&sender) {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(sender, left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl State for u32 {
        type Newest = u32;

        fn newest(&self) -> u32 {
            *self
        }

        fn after(newest: u32) -> u32 {
            newest + 100
        }
    }

    /// All that is known, or the newest as a negative number.
    fn known(heard: &Heard<usize, u32>, sender: usize) -> Option<i64> {
        match heard.find(&sender) {
            Known::Nothing => None,
            Known::All(&state) => Some(state.into()),
            Known::Newest(newest) => Some(-i64::from(newest)),
        }
    }

    #[test]
    fn the_one_heard_longest_ago_gives_way() {
        let mut heard = Heard::new(3);
        for sender in [1, 2, 3, 1] {
            *heard.commit(sender, || 0) += 1;
        }
        assert_eq!([1, 2, 3].map(|sender| known(&heard, sender)), [Some(2), Some(1), Some(1)]);
        heard.commit(4, || 7);
        assert_eq!(heard.entries.len(), 3);
        let after = [1, 2, 3, 4].map(|sender| known(&heard, sender));
        assert_eq!(after, [Some(2), Some(-1), Some(1), Some(7)]);
        // It comes back with what was left of it, and goes again with what it has then.
        assert_eq!(*heard.commit(2, || 0), 101);
        (5..8).for_each(|sender| *heard.commit(sender, || 0) = 0);
        assert_eq!(known(&heard, 2), Some(-101));
    }

    #[test]
    fn the_past_at_the_limit_and_one_beyond() {
        let mut heard = Heard::new(1);
        (0..=MAX_PAST).for_each(|sender| *heard.commit(sender, || 5) += 1);
        assert_eq!((known(&heard, 0), known(&heard, MAX_PAST)), (Some(-6), Some(6)));
        // As many more take the place of the first.
        (MAX_PAST + 1..=2 * MAX_PAST).for_each(|sender| *heard.commit(sender, || 5) += 1);
        assert_eq!(known(&heard, 0), Some(-6), "at least so many");
        heard.commit(2 * MAX_PAST + 1, || 5);
        let after = [0, MAX_PAST - 1, MAX_PAST].map(|sender| known(&heard, sender));
        assert_eq!(after, [None, None, Some(-6)]);
        assert!(heard.past.young.len() + heard.past.old.len() <= 2 * MAX_PAST);
    }

    #[test]
    fn idle_at_the_limit_and_beyond() {
        let (second, mut heard) = (Duration::from_secs(1), Heard::new(1));
        heard.commit(1, || 0);
        heard.commit(2, || 0);
        heard.advance(5 * second, 5 * second);
        assert_eq!([1, 2].map(|sender| known(&heard, sender)), [Some(0), Some(0)]);
        heard.commit(3, || 0);
        heard.advance(6 * second, 5 * second);
        assert_eq!([1, 2, 3].map(|sender| known(&heard, sender)), [None, None, Some(0)]);
        heard.advance(second, 5 * second); // time does not go back
        heard.advance(10 * second, 5 * second);
        assert_eq!(known(&heard, 3), Some(0));
    }
}
