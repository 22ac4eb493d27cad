//! What is remembered of senders, for a bounded number of them.

use core::hash::Hash;
use core::time::Duration;

use hashbrown::HashMap;

/// State by sender; beyond the limit the one that was heard longest ago is forgotten.
///
/// Only frames that were authenticated may come to [`commit`](Self::commit).
pub(super) struct Heard<K, V> {
    entries: HashMap<K, Entry<V>>,
    limit: usize,
    frames: u64,
    now: Duration,
}

struct Entry<V> {
    value: V,
    frame: u64,
    time: Duration,
}

impl<K: Copy + Eq + Hash, V> Heard<K, V> {
    pub(super) fn new(limit: usize) -> Self {
        Self { entries: HashMap::new(), limit, frames: 0, now: Duration::ZERO }
    }

    #[inline]
    pub(super) fn find(&self, sender: &K) -> Option<&V> {
        self.entries.get(sender).map(|entry| &entry.value)
    }

    /// Gives the state of a sender to record a frame in, made by `first` if there is none.
    #[inline]
    pub(super) fn commit(&mut self, sender: K, first: impl FnOnce() -> V) -> &mut V {
        self.frames = self.frames.saturating_add(1);
        let (frame, time) = (self.frames, self.now);
        if self.entries.len() >= self.limit && !self.entries.contains_key(&sender) {
            self.forget_one();
        }
        let entry = self.entries.entry(sender);
        let entry = entry.or_insert_with(|| Entry { value: first(), frame, time });
        (entry.frame, entry.time) = (frame, time);
        &mut entry.value
    }

    #[cold]
    fn forget_one(&mut self) {
        let longest_ago = self.entries.iter().min_by_key(|(_, entry)| entry.frame);
        if let Some(sender) = longest_ago.map(|(&sender, _)| sender) {
            self.entries.remove(&sender);
        }
    }

    /// Tells the time, and forgets who was not heard for longer than `idle`.
    pub(super) fn advance(&mut self, now: Duration, idle: Duration) {
        self.now = self.now.max(now);
        let now = self.now;
        self.entries.retain(|_, entry| now.saturating_sub(entry.time) <= idle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_heard_longest_ago_goes() {
        let mut heard = Heard::new(3);
        for sender in [1, 2, 3, 1] {
            *heard.commit(sender, || 0) += 1;
        }
        assert_eq!(
            [1, 2, 3].map(|sender| heard.find(&sender).copied()),
            [Some(2), Some(1), Some(1)]
        );
        heard.commit(4, || 7);
        assert_eq!(heard.entries.len(), 3);
        assert_eq!(
            [1, 2, 3, 4].map(|sender| heard.find(&sender).is_some()),
            [true, false, true, true]
        );
    }

    #[test]
    fn idle_at_the_limit_and_beyond() {
        let (second, mut heard) = (Duration::from_secs(1), Heard::new(3));
        heard.commit(1, || ());
        heard.advance(5 * second, 5 * second);
        assert!(heard.find(&1).is_some());
        heard.commit(2, || ());
        heard.advance(6 * second, 5 * second);
        assert!(heard.find(&1).is_none() && heard.find(&2).is_some());
        heard.advance(second, 5 * second); // time does not go back
        heard.advance(10 * second, 5 * second);
        assert!(heard.find(&2).is_some());
    }
}
