//! Counters that are never used twice: not by two threads, not by two encryptors over one
//! key, not after a key was removed and added, not after a crash.
//!
//! An encryptor does not own numbers, it leases them. A [`CounterStore`] remembers for each
//! key, by its fingerprint, the first counter that nobody has leased; it saves the end of a
//! lease before the encryptor uses its first counter. Whoever comes later with the same key
//! starts behind that end. What a crash leaves of a lease is skipped, which costs nothing:
//! there are 2^64 counters.

use alloc::sync::Arc;
use core::fmt;
use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use crate::error::CounterStoreError;
use crate::sync::AtomicU64;

/// 4096 counters: at 250 frames a second the store is asked every 16 s, and a crash makes
/// the next counters at most two bytes longer.
pub const DEFAULT_LEASE: u64 = 4096;

/// 2^20 counters, an hour of 250 a second. What a crash leaves of a lease is lost to the key's
/// usage limit, too: 60 crashes take a third of it.
pub const MAX_LEASE: u64 = 1 << 20;

/// Names a key in a [`CounterStore`] without revealing it: 16 bytes derived from base key,
/// KID and suite.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyFingerprint(pub(crate) [u8; 16]);

impl KeyFingerprint {
    /// Takes the 16 bytes that [`as_bytes`](Self::as_bytes) gave.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Gives the 16 bytes, for use as a file name or a database key.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for KeyFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// Remembers which counters of which key have been leased (RFC 9605 section 9.1: a counter
/// must never repeat under one key).
///
/// The default lives as long as the process. An app that keeps base keys longer than that
/// keeps the leases beside them: `examples/restart` does it in a file.
pub trait CounterStore: Send + Sync {
    /// Reserves `count` counters of `key` and gives the first. A new key starts at 0: a key's
    /// usage limit is charged by its counters too, so a store that starts high spends it.
    ///
    /// The end of the lease must be saved for good before this returns. Two calls must never
    /// overlap, whatever thread or process they come from. The store must not encrypt with an
    /// encryptor that it is leasing to; with std that is an error, without it waits for ever.
    ///
    /// # Errors
    /// [`CounterStoreError`]; then nothing is encrypted and the frame may be tried again.
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError>;

    /// Adds the cipher blocks that an encryptor spent on long frames before it was dropped,
    /// and gives the sum for the key, from which the next encryptor's usage limit goes on.
    ///
    /// A store that does not keep them lets every encryptor start with the whole limit for
    /// long frames; short ones are counted by their counters.
    fn charge(&self, key: &KeyFingerprint, blocks: u64) -> u64 {
        let _ = (key, blocks);
        0
    }
}

/// Hands out the counters of one key to any number of threads.
///
/// `next` only grows, never past the end of the lease, and whoever moves it from a value that
/// lies in the lease owns that value.
pub(crate) struct Counters {
    next: AtomicU64,
    start: AtomicU64,
    end: AtomicU64,
    renewal: renewal::Lock,
    store: Arc<dyn CounterStore>,
    key: KeyFingerprint,
    lease: u64,
}

impl Counters {
    /// Takes the first lease at once, so that a broken store shows before the first frame.
    pub(crate) fn new(
        store: Arc<dyn CounterStore>,
        key: KeyFingerprint,
        lease: u64,
    ) -> Result<Self, CounterStoreError> {
        let counters = Self {
            next: AtomicU64::new(0),
            start: AtomicU64::new(0),
            end: AtomicU64::new(0),
            renewal: renewal::Lock::default(),
            store,
            key,
            lease: lease.clamp(1, MAX_LEASE),
        };
        counters.renew()?;
        Ok(counters)
    }

    /// Gives a counter that nobody else has or will have.
    #[inline]
    pub(crate) fn take(&self) -> Result<u64, CounterStoreError> {
        let mut counter = self.next.load(Relaxed);
        loop {
            if !self.leased(counter) {
                self.renew()?;
                counter = self.next.load(Relaxed);
                continue;
            }
            // `next` never goes back, so if it still is `counter`, the lease has not changed.
            let after = counter.wrapping_add(1);
            match self.next.compare_exchange_weak(counter, after, Relaxed, Relaxed) {
                Ok(_) => return Ok(counter),
                Err(now) => counter = now,
            }
        }
    }

    #[inline]
    fn leased(&self, counter: u64) -> bool {
        // `end` first: a thread that sees a new end also sees its start.
        let end = self.end.load(Acquire);
        counter < end && counter >= self.start.load(Relaxed)
    }

    /// Adds to, and gives, the blocks that the store remembers for the key.
    pub(crate) fn charge(&self, blocks: u64) -> u64 {
        self.store.charge(&self.key, blocks)
    }

    /// Says how many counters have been handed out or skipped.
    pub(crate) fn peek(&self) -> u64 {
        self.next.load(Relaxed)
    }

    #[cold]
    fn renew(&self) -> Result<(), CounterStoreError> {
        let _only_one = self.renewal.lock().ok_or(CounterStoreError::Unavailable)?;
        if self.leased(self.next.load(Relaxed)) {
            return Ok(()); // another thread was faster
        }
        let end = self.end.load(Relaxed);
        let first = self.store.lease(&self.key, self.lease)?;
        if first < end {
            return Err(CounterStoreError::WentBack);
        }
        let new_end = first.checked_add(self.lease).ok_or(CounterStoreError::Exhausted)?;
        self.next.fetch_max(first, Relaxed);
        self.start.store(first, Relaxed);
        self.end.store(new_end, Release);
        Ok(())
    }
}

/// Runs code of the app's that must not wait for a renewal, since one may be waiting for it.
#[cfg(feature = "call")]
pub(crate) fn without_waiting<T>(f: impl FnOnce() -> T) -> T {
    let _inside = renewal::Inside::enter();
    f()
}

/// The default store and the lock of a lease's renewal, with an operating system below.
#[cfg(feature = "std")]
mod renewal {
    use core::cell::Cell;
    use std::sync::{PoisonError, TryLockError};

    use crate::sync::{Mutex, MutexGuard, thread_local};

    thread_local! {
        /// Renewals, and storages of states, that this thread is inside.
        static INSIDE: Cell<u32> = const { Cell::new(0) };
    }

    #[derive(Default)]
    pub(super) struct Lock(Mutex<()>);

    pub(super) struct Guard<'a>(#[allow(dead_code)] MutexGuard<'a, ()>, Inside); // held, not read

    /// A thread that runs the app's code while others may wait for it.
    pub(super) struct Inside;

    impl Inside {
        pub(super) fn enter() -> Self {
            INSIDE.with(|inside| inside.set(inside.get().saturating_add(1)));
            Self
        }
    }

    impl Drop for Inside {
        fn drop(&mut self) {
            INSIDE.with(|inside| inside.set(inside.get().saturating_sub(1)));
        }
    }

    impl Lock {
        /// Locks; `None` for a store that encrypts with what is just asking it for counters, and
        /// would wait for itself.
        pub(super) fn lock(&self) -> Option<Guard<'_>> {
            let guard = match (INSIDE.with(Cell::get), self.0.try_lock()) {
                (_, Ok(guard)) => guard,
                (_, Err(TryLockError::Poisoned(poisoned))) => poisoned.into_inner(),
                (0, Err(TryLockError::WouldBlock)) => {
                    self.0.lock().unwrap_or_else(PoisonError::into_inner)
                }
                (_, Err(TryLockError::WouldBlock)) => return None,
            };
            Some(Guard(guard, Inside::enter()))
        }
    }
}

/// The same lock without one: it guards atomics only, so a flag is enough.
#[cfg(not(feature = "std"))]
use flag as renewal;

#[cfg(any(not(feature = "std"), all(test, loom)))]
mod flag {
    use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};

    use crate::sync::{AtomicBool, spin_loop};

    #[derive(Default)]
    pub(super) struct Lock(AtomicBool);

    pub(super) struct Guard<'a>(&'a AtomicBool);

    impl Lock {
        pub(super) fn lock(&self) -> Option<Guard<'_>> {
            while self.0.compare_exchange_weak(false, true, Acquire, Relaxed).is_err() {
                spin_loop();
            }
            Some(Guard(&self.0))
        }
    }

    impl Drop for Guard<'_> {
        fn drop(&mut self) {
            self.0.store(false, Release);
        }
    }
}

#[cfg(feature = "std")]
pub use memory::MemoryCounters;

#[cfg(feature = "std")]
mod memory {
    use alloc::collections::BTreeMap;
    use alloc::sync::Arc;
    use std::sync::{OnceLock, PoisonError};

    use super::{CounterStore, KeyFingerprint};
    use crate::error::CounterStoreError;
    use crate::sync::Mutex;

    /// Remembers leases in memory.
    #[derive(Debug, Default)]
    pub struct MemoryCounters(Mutex<BTreeMap<KeyFingerprint, Spent>>);

    /// What is spent of a key: the counters below `next`, and blocks of long frames.
    #[derive(Debug, Default)]
    struct Spent {
        next: u64,
        blocks: u64,
    }

    impl MemoryCounters {
        /// 2^20 keys, about 40 MB: a participant that changes its key every second gets
        /// there in twelve days. A leak of keys is then an error and not a slow death.
        pub const MAX_KEYS: usize = 1 << 20;

        /// Gives the store that every encryptor of this process shares by default.
        pub fn of_this_process() -> Arc<dyn CounterStore> {
            static LEDGER: OnceLock<Arc<MemoryCounters>> = OnceLock::new();
            Arc::clone(LEDGER.get_or_init(Arc::default)) as Arc<dyn CounterStore>
        }
    }

    impl CounterStore for MemoryCounters {
        fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
            let mut ledger = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if ledger.len() >= Self::MAX_KEYS && !ledger.contains_key(key) {
                return Err(CounterStoreError::Full { limit: Self::MAX_KEYS });
            }
            let spent = ledger.entry(*key).or_default();
            let first = spent.next;
            spent.next = first.checked_add(count).ok_or(CounterStoreError::Exhausted)?;
            Ok(first)
        }

        fn charge(&self, key: &KeyFingerprint, blocks: u64) -> u64 {
            let mut ledger = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            ledger.get_mut(key).map_or(0, |spent| {
                spent.blocks = spent.blocks.saturating_add(blocks);
                spent.blocks
            })
        }
    }
}

#[cfg(all(test, loom))]
mod models;

#[cfg(all(test, feature = "std", not(loom)))]
mod tests {
    use super::*;
    use crate::error::CounterStoreError as Error;
    use alloc::vec;
    use alloc::vec::Vec;
    use std::sync::Mutex;

    const KEY: KeyFingerprint = KeyFingerprint([7; 16]);

    /// Hands out the leases it was given, in order.
    struct Script(Mutex<Vec<Result<u64, Error>>>);

    impl CounterStore for Script {
        fn lease(&self, _: &KeyFingerprint, _: u64) -> Result<u64, Error> {
            self.0.lock().unwrap().remove(0)
        }
    }

    fn scripted(leases: Vec<Result<u64, Error>>) -> Counters {
        Counters::new(Arc::new(Script(Mutex::new(leases))), KEY, 2).unwrap()
    }

    #[test]
    fn a_gap_between_leases_belongs_to_somebody_else() {
        let counters = scripted(vec![Ok(0), Ok(100), Ok(102)]);
        let taken: Vec<_> = (0..5).map(|_| counters.take().unwrap()).collect();
        assert_eq!(taken, [0, 1, 100, 101, 102]);
    }

    #[test]
    fn a_store_that_takes_counters_itself_does_not_wait_for_itself() {
        use std::sync::{OnceLock, Weak};

        #[derive(Default)]
        struct Greedy {
            own: OnceLock<Weak<Counters>>,
            next: Mutex<u64>,
            refused: Mutex<Option<Error>>,
        }

        impl CounterStore for Greedy {
            fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, Error> {
                if let Some(own) = self.own.get().and_then(Weak::upgrade) {
                    *self.refused.lock().unwrap() = own.take().err();
                }
                let mut next = self.next.lock().unwrap();
                *next += count;
                Ok(*next - count)
            }
        }

        let store = Arc::new(Greedy::default());
        let counters = Arc::new(Counters::new(store.clone(), KEY, 1).unwrap());
        store.own.set(Arc::downgrade(&counters)).ok().unwrap();
        assert_eq!([counters.take(), counters.take()], [Ok(0), Ok(1)]);
        assert_eq!(*store.refused.lock().unwrap(), Some(Error::Unavailable));
    }

    #[test]
    fn a_store_that_goes_back_is_refused() {
        let counters = scripted(vec![Ok(10), Ok(11), Ok(12)]);
        assert_eq!((counters.take(), counters.take()), (Ok(10), Ok(11)));
        assert_eq!(counters.take(), Err(Error::WentBack));
        assert_eq!(counters.take(), Ok(12), "and nothing is lost once it recovers");
    }

    #[test]
    fn a_store_that_cannot_write_stops_the_sender_and_loses_nothing() {
        let counters = scripted(vec![Ok(0), Err(Error::Unavailable), Ok(2)]);
        counters.take().unwrap();
        counters.take().unwrap();
        assert_eq!(counters.take(), Err(Error::Unavailable));
        assert!(counters.take().unwrap() >= 2);
    }

    #[test]
    fn the_last_counters_of_a_key_and_then_none() {
        let last = u64::MAX - 2;
        let counters = scripted(vec![Ok(last), Ok(u64::MAX), Ok(u64::MAX)]);
        assert_eq!((counters.take(), counters.take()), (Ok(last), Ok(last + 1)));
        assert_eq!(counters.take(), Err(Error::Exhausted));
        assert_eq!(counters.take(), Err(Error::Exhausted));
    }

    #[test]
    fn memory_counters_continue_where_any_encryptor_stopped() {
        let store: Arc<dyn CounterStore> = Arc::new(MemoryCounters::default());
        let a = Counters::new(store.clone(), KEY, 4).unwrap();
        let b = Counters::new(store.clone(), KEY, 4).unwrap();
        let mut seen: Vec<_> =
            (0..40).map(|i| if i % 3 == 0 { &a } else { &b }.take().unwrap()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 40);
    }

    #[test]
    fn memory_counters_hold_the_limit_and_refuse_one_more() {
        let store = MemoryCounters::default();
        for n in 0..MemoryCounters::MAX_KEYS as u128 {
            store.lease(&KeyFingerprint(n.to_be_bytes()), 1).unwrap();
        }
        let limit = MemoryCounters::MAX_KEYS;
        assert_eq!(store.lease(&KeyFingerprint([0xff; 16]), 1), Err(Error::Full { limit }));
        assert_eq!(store.lease(&KeyFingerprint([0; 16]), 1), Ok(1), "known keys go on");
    }
}
