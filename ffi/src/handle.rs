//! The table of handles: what C holds is a number, and a number that is stale, made up or of
//! another kind is found out.
//!
//! A handle is the number of a slot, the kind of the object, and the slot's generation, which grows
//! each time something in it is freed. One atomic word for each slot says who is inside:
//!
//! ```text
//! handle  63 ── 32 generation   31 ── 24 kind   23 ── 0 slot
//! word    63 ───────────── 32   31   30   29  28 ─────────── 0
//!             generation        excl clos pois     sharers
//! ```
//! Objects whose methods take `&self` are shared by any number of threads; the others are used
//! by one call at a time, and calls that come meanwhile wait. Freeing waits for the calls that are
//! inside. Whoever is called back from inside a call never waits, since it might wait for itself.
//!
//! A call that is inside one object enters another only in this order, so that no two calls wait
//! for each other: session, MLS keys, decryptor, encryptor.

use std::collections::VecDeque;
use std::sync::PoisonError;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::time::Duration;

use crate::callback;
use crate::failure::{Failure, Misuse};
use crate::fork;
use crate::object::{self, Handled, Object};
use crate::sync::{
    AtomicU64, Mutex, OnceLock, UnsafeCell, process_wide, sleep, spin_loop, yield_now,
};

/// 2^22 handles at a time: more is a leak.
pub(crate) const MAX_HANDLES: usize = FIRST_SEGMENT * ((1 << SEGMENTS) - 1);

/// One where every order is tried, so that two threads soon need another.
const FIRST_SEGMENT: usize = if cfg!(loom) { 1 } else { 64 };
const SEGMENTS: usize = 16;

const KIND_SHIFT: u32 = 24;
const SLOT: u64 = (1 << KIND_SHIFT) - 1;
const GENERATION: u64 = !(u32::MAX as u64);
const EXCLUSIVE: u64 = 1 << 31;
const CLOSING: u64 = 1 << 30;
const POISONED: u64 = 1 << 29;
const SHARERS: u64 = POISONED - 1;

struct Slot {
    word: AtomicU64,
    object: UnsafeCell<Option<Object>>,
}

// SAFETY: `object` is reached through `Shared` and `Exclusive` only, which the word keeps apart,
// and whatever is in it may be used and dropped by any thread.
unsafe impl Sync for Slot where Object: Send + Sync {}

process_wide! {
    /// Segment n has `FIRST_SEGMENT << n` slots. They are made when needed and stay for good, so
    /// that a stale handle always has a slot to be compared with.
    static TABLE: [OnceLock<Box<[Slot]>>; SEGMENTS] = [const { OnceLock::new() }; SEGMENTS];

    static FREE: Mutex<Free> = Mutex::new(Free { reusable: VecDeque::new(), unused: 0, live: 0 });
}

struct Free {
    /// The slot that was freed longest ago comes first.
    reusable: VecDeque<u32>,
    /// The first slot that never held anything.
    unused: usize,
    live: usize,
}

/// Puts an object into the table and gives its handle.
pub(crate) fn insert<T: Handled>(object: T) -> Result<u64, Failure> {
    fork::watch()?;
    let index = {
        let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        let index = match free.reusable.pop_front() {
            Some(index) => index,
            None if free.unused < MAX_HANDLES => {
                let index = free.unused;
                free.unused = index.saturating_add(1);
                u32::try_from(index).map_err(|_| Misuse::TooManyHandles)?
            }
            None => return Err(Misuse::TooManyHandles.into()),
        };
        free.live = free.live.saturating_add(1);
        index
    };
    let (segment, offset) = place(index);
    let slots = TABLE.get(segment).ok_or(Misuse::TooManyHandles)?.get_or_init(|| {
        (0..FIRST_SEGMENT << segment)
            .map(|_| Slot {
                word: AtomicU64::new(EXCLUSIVE | CLOSING),
                object: UnsafeCell::new(None),
            })
            .collect()
    });
    let slot = slots.get(offset).ok_or(Misuse::TooManyHandles)?;
    // Nobody has a handle to the slot: it is fresh or was freed, and came from the list.
    let generation = (slot.word.load(Relaxed) >> 32).saturating_add(1);
    // SAFETY: until the word is stored, every handle to this slot is stale.
    slot.object.with_mut(|place| unsafe { *place = Some(object.into_object()) });
    slot.word.store(generation << 32, Release);
    Ok((generation << 32) | (T::NUMBER << KIND_SHIFT) | u64::from(index))
}

/// Lets `f` use the object, beside others that do.
#[inline]
pub(crate) fn share<T: Handled, R>(
    handle: u64,
    f: impl FnOnce(&T) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let slot = Slot::of::<T>(handle)?;
    slot.enter(handle, 1)?;
    let inside = Inside { slot, handle, entered: 1, is_done: false };
    let result = slot.object.with(|object| {
        // SAFETY: entered as a sharer.
        match unsafe { &*object }.as_ref().and_then(T::from_ref) {
            Some(object) => f(object),
            None => Err(Misuse::Stale.into()), // somebody made up the kind in the handle
        }
    });
    inside.leave();
    result
}

/// Lets `f` use the object, alone.
#[inline]
pub(crate) fn exclude<T: Handled, R>(
    handle: u64,
    f: impl FnOnce(&mut T) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let slot = Slot::of::<T>(handle)?;
    slot.enter(handle, EXCLUSIVE)?;
    let inside = Inside { slot, handle, entered: EXCLUSIVE, is_done: false };
    let result = slot.object.with_mut(|object| {
        // SAFETY: entered alone.
        match unsafe { &mut *object }.as_mut().and_then(T::from_mut) {
            Some(object) => f(object),
            None => Err(Misuse::Stale.into()),
        }
    });
    inside.leave();
    result
}

/// Takes the object out of the table, once the calls inside it are over. Zero is nothing.
pub(crate) fn remove<T: Handled>(handle: u64) -> Result<(), Failure> {
    if handle == 0 {
        return Ok(());
    }
    let slot = Slot::of::<T>(handle)?;
    slot.close::<T>(handle)?;
    // SAFETY: closed, so alone.
    let object = slot.object.with_mut(|object| unsafe { (*object).take() });
    let generation = handle >> 32;
    // The last generation stays closed for good rather than starting over.
    let is_reusable = generation < u64::from(u32::MAX);
    slot.word.store((generation << 32) | EXCLUSIVE | CLOSING, Release);
    {
        let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        free.live = free.live.saturating_sub(1);
        if is_reusable {
            free.reusable.push_back(index_of(handle));
        }
    }
    // Here, where no slot is held: what is dropped may call back into C.
    drop(object);
    Ok(())
}

/// Says whether there is room for one more object, where making it has effects outside.
pub(crate) fn room() -> Result<(), Failure> {
    if live() < MAX_HANDLES { Ok(()) } else { Err(Misuse::TooManyHandles.into()) }
}

/// Gives how many handles are live, so that a program can look for those it forgot.
pub(crate) fn live() -> usize {
    // In a forked child nobody may ever give the lock back.
    if fork::check().is_err() {
        return 0;
    }
    FREE.lock().unwrap_or_else(PoisonError::into_inner).live
}

#[inline]
fn index_of(handle: u64) -> u32 {
    u32::try_from(handle & SLOT).unwrap_or(u32::MAX)
}

/// Gives segment and offset of a slot.
#[inline]
fn place(index: u32) -> (usize, usize) {
    let position = (index as usize).saturating_add(FIRST_SEGMENT);
    let bits = position.checked_ilog2().unwrap_or(0);
    let first = FIRST_SEGMENT.ilog2();
    (bits.saturating_sub(first) as usize, position.saturating_sub(1 << bits))
}

impl Slot {
    /// Finds the slot of a handle of a kind. That is looked at before anybody waits: whoever passes
    /// one handle in two places would else wait for itself.
    #[inline]
    fn of<T: Handled>(handle: u64) -> Result<&'static Self, Failure> {
        match Self::at(handle) {
            Some(slot) if (handle & !GENERATION) >> KIND_SHIFT == T::NUMBER => Ok(slot),
            slot => Err(not_of_kind::<T>(handle, slot)),
        }
    }

    #[inline]
    fn at(handle: u64) -> Option<&'static Self> {
        let (segment, offset) = place(index_of(handle));
        TABLE.get(segment).and_then(OnceLock::get).and_then(|slots| slots.get(offset))
    }

    /// Adds `who`, one sharer or the exclusive bit, to those inside.
    #[inline]
    fn enter(&self, handle: u64, who: u64) -> Result<(), Failure> {
        // Most often nobody is inside.
        let alone = handle & GENERATION;
        match self.word.compare_exchange(alone, alone | who, Acquire, Relaxed) {
            Ok(_) => Ok(()),
            Err(_) => self.enter_busy(alone, who, POISONED),
        }
    }

    #[cold]
    fn enter_busy(&self, generation: u64, who: u64, refused: u64) -> Result<(), Failure> {
        let in_the_way = if who == EXCLUSIVE { EXCLUSIVE | SHARERS } else { EXCLUSIVE };
        let mut patience = Patience::default();
        loop {
            let word = self.word.load(Relaxed);
            if word & GENERATION != generation || word & CLOSING != 0 {
                return Err(Misuse::Stale.into());
            }
            if word & refused != 0 {
                return Err(Misuse::Poisoned.into());
            }
            if word & in_the_way != 0 {
                patience.wait()?;
                continue;
            }
            let entered = word.wrapping_add(who);
            if self.word.compare_exchange_weak(word, entered, Acquire, Relaxed).is_ok() {
                return Ok(());
            }
        }
    }

    /// Keeps everybody out and waits until nobody is inside. What is poisoned can be closed.
    fn close<T: Handled>(&self, handle: u64) -> Result<(), Failure> {
        let generation = handle & GENERATION;
        // From inside, where nobody can be alone and so nobody stores the word over ours.
        self.enter_busy(generation, 1, 0)?;
        let is_of_kind = self.object.with(|object| {
            // SAFETY: entered as a sharer.
            unsafe { &*object }.as_ref().and_then(T::from_ref).is_some()
        });
        if !is_of_kind {
            self.word.fetch_sub(1, Release);
            return Err(Misuse::Stale.into());
        }
        let mut patience = Patience::default();
        let mut is_mine = false;
        loop {
            let word = self.word.load(Relaxed);
            if word & CLOSING != 0 && !is_mine {
                self.word.fetch_sub(1, Release);
                return Err(Misuse::Stale.into());
            }
            if word & SHARERS == 1 {
                let closed = generation | EXCLUSIVE | CLOSING;
                if self.word.compare_exchange_weak(word, closed, Acquire, Relaxed).is_ok() {
                    return Ok(());
                }
                continue;
            }
            if !is_mine {
                if callback::is_running() {
                    self.word.fetch_sub(1, Release);
                    return Err(Misuse::Busy.into());
                }
                is_mine = self.word.fetch_or(CLOSING, Relaxed) & CLOSING == 0;
                continue;
            }
            patience.wait()?;
        }
    }
}

#[cold]
fn not_of_kind<T: Handled>(handle: u64, slot: Option<&Slot>) -> Failure {
    if handle == 0 {
        return Misuse::NoHandle.into();
    }
    let is_live = slot.is_some_and(|slot| {
        let word = slot.word.load(Relaxed);
        word & GENERATION == handle & GENERATION && word & CLOSING == 0
    });
    match object::kind((handle & !GENERATION) >> KIND_SHIFT) {
        Some(is) if is_live => Misuse::WrongKind { wanted: T::KIND, is }.into(),
        _ => Misuse::Stale.into(),
    }
}

/// Somebody inside a slot. A panic, which does not come to `leave`, poisons the object.
struct Inside {
    slot: &'static Slot,
    handle: u64,
    entered: u64,
    is_done: bool,
}

impl Inside {
    #[inline]
    fn leave(mut self) {
        self.is_done = true;
    }
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        let poison = if self.is_done { 0 } else { POISONED };
        if self.entered == EXCLUSIVE {
            // Nobody moves the word of a slot that somebody is alone in, so a plain store will
            // do, which is several times cheaper than an exchange.
            self.slot.word.store((self.handle & GENERATION) | poison, Release);
        } else {
            if poison != 0 {
                self.slot.word.fetch_or(poison, Relaxed);
            }
            self.slot.word.fetch_sub(1, Release);
        }
    }
}

/// Waits a little longer each time: frames take microseconds, a store that writes milliseconds.
#[derive(Default)]
struct Patience(u32);

impl Patience {
    fn wait(&mut self) -> Result<(), Failure> {
        if callback::is_running() {
            return Err(Misuse::Busy.into());
        }
        self.0 = self.0.saturating_add(1);
        match self.0 {
            0..=64 => spin_loop(),
            65..=96 => yield_now(),
            _ => sleep(Duration::from_micros(50)),
        }
        Ok(())
    }
}

#[cfg(all(test, loom))]
mod models;

#[cfg(all(test, not(loom)))]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;
    use std::thread;

    use frameseal::{BaseKey, CipherSuite, Encryptor, KeyId, RatchetBits, SenderKey};

    use super::*;

    const GCM: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

    fn sender_key() -> Box<SenderKey> {
        let base_key = BaseKey::new(&[7; 16]).unwrap();
        Box::new(SenderKey::new(GCM, RatchetBits::new(4).unwrap(), 0, base_key).unwrap())
    }

    fn encryptor() -> Arc<Encryptor> {
        let base_key = BaseKey::new(&[7; 16]).unwrap();
        Arc::new(Encryptor::new(GCM, KeyId::new(1), base_key).unwrap())
    }

    fn step(handle: u64) -> Result<u64, Failure> {
        exclude(handle, |key: &mut Box<SenderKey>| Ok(key.id().step))
    }

    fn misuse<T>(result: Result<T, Failure>) -> Misuse {
        match result.map(drop) {
            Err(Failure::Misuse(misuse)) => misuse,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn slots_have_places_without_gaps() {
        let mut expected = (0, 0);
        for index in 0..100_000 {
            assert_eq!(place(index), expected);
            expected.1 += 1;
            if expected.1 == FIRST_SEGMENT << expected.0 {
                expected = (expected.0 + 1, 0);
            }
        }
        let beyond = u32::try_from(MAX_HANDLES).unwrap();
        assert_eq!(place(beyond - 1).0, SEGMENTS - 1);
        assert_eq!(place(beyond), (SEGMENTS, 0));
    }

    #[test]
    fn what_is_freed_stays_stale_when_its_slot_is_used_again() {
        let first = insert(sender_key()).unwrap();
        assert_eq!(step(first).unwrap(), 0);
        remove::<Box<SenderKey>>(first).unwrap();
        assert_eq!(misuse(step(first)), Misuse::Stale);
        assert_eq!(misuse(remove::<Box<SenderKey>>(first)), Misuse::Stale);
        // Until the slot comes round again: it is at the end of the list.
        let slot = index_of(first);
        let mut others = Vec::new();
        loop {
            let next = insert(sender_key()).unwrap();
            others.push(next);
            if index_of(next) == slot {
                assert_ne!(next, first);
                break;
            }
            assert!(others.len() < 100_000);
        }
        assert_eq!(misuse(step(first)), Misuse::Stale);
        assert_eq!(misuse(remove::<Box<SenderKey>>(first)), Misuse::Stale);
        others.into_iter().for_each(|other| remove::<Box<SenderKey>>(other).unwrap());
    }

    #[test]
    fn made_up_and_wrong_kinds() {
        // (Slot 0 may hold something of another test.)
        for handle in [1, 5, u64::MAX, u64::MAX << 32, (1 << 32) | 0xffff_ffff] {
            assert_eq!(misuse(step(handle)), Misuse::Stale);
        }
        let handle = insert(encryptor()).unwrap();
        let retold = handle & !(0xff << KIND_SHIFT) | (<Box<SenderKey>>::NUMBER << KIND_SHIFT);
        assert_eq!(misuse(step(retold)), Misuse::Stale);
        remove::<Arc<Encryptor>>(handle).unwrap();
        assert_eq!(misuse(step(0)), Misuse::NoHandle);
        remove::<Box<SenderKey>>(0).unwrap();
        let handle = insert(encryptor()).unwrap();
        let wrong = Misuse::WrongKind { wanted: "sender key", is: "encryptor" };
        assert_eq!(misuse(step(handle)), wrong);
        assert_eq!(misuse(remove::<Box<SenderKey>>(handle)), wrong);
        // Even from inside it, where waiting would have no end.
        share(handle, |_: &Arc<Encryptor>| {
            assert_eq!(misuse(step(handle)), wrong);
            Ok(())
        })
        .unwrap();
        remove::<Arc<Encryptor>>(handle).unwrap();
    }

    #[test]
    fn the_last_generation_is_not_followed_by_the_first() {
        let handle = insert(sender_key()).unwrap();
        let slot = Slot::of::<Box<SenderKey>>(handle).unwrap();
        let last = handle | GENERATION;
        slot.word.store(last & GENERATION, Release); // as if it had been used so often
        assert_eq!(step(last).unwrap(), 0);
        remove::<Box<SenderKey>>(last).unwrap();
        assert_eq!(misuse(step(last)), Misuse::Stale);
        let free = FREE.lock().unwrap();
        assert!(!free.reusable.contains(&index_of(handle)));
    }

    #[test]
    fn a_panic_poisons_what_it_was_in_and_nothing_else() {
        let (one, other) = (insert(sender_key()).unwrap(), insert(sender_key()).unwrap());
        let shared = insert(encryptor()).unwrap();
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            exclude(one, |_: &mut Box<SenderKey>| -> Result<(), Failure> { panic!("on purpose") })
        }));
        assert!(panicked.is_err());
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            share(shared, |_: &Arc<Encryptor>| -> Result<(), Failure> { panic!("on purpose") })
        }));
        assert!(panicked.is_err());
        assert_eq!(misuse(step(one)), Misuse::Poisoned);
        assert_eq!(misuse(share(shared, |_: &Arc<Encryptor>| Ok(()))), Misuse::Poisoned);
        assert_eq!(step(other).unwrap(), 0);
        remove::<Box<SenderKey>>(one).unwrap();
        remove::<Arc<Encryptor>>(shared).unwrap();
        remove::<Box<SenderKey>>(other).unwrap();
        assert_eq!(misuse(step(one)), Misuse::Stale);
    }

    #[test]
    fn from_inside_a_callback_nobody_waits() {
        let key = insert(sender_key()).unwrap();
        let shared = insert(encryptor()).unwrap();
        exclude(key, |_: &mut Box<SenderKey>| {
            callback::run(|| {
                assert_eq!(misuse(step(key)), Misuse::Busy);
                assert_eq!(misuse(remove::<Box<SenderKey>>(key)), Misuse::Busy);
                share(shared, |_: &Arc<Encryptor>| Ok(())) // free to be had
            })
        })
        .unwrap();
        share(shared, |_: &Arc<Encryptor>| {
            callback::run(|| assert_eq!(misuse(remove::<Arc<Encryptor>>(shared)), Misuse::Busy));
            share(shared, |_: &Arc<Encryptor>| Ok(())) // by another call at the same time
        })
        .unwrap();
        assert_eq!(step(key).unwrap(), 0);
        remove::<Box<SenderKey>>(key).unwrap();
        remove::<Arc<Encryptor>>(shared).unwrap();
    }

    #[test]
    fn one_at_a_time_and_freed_once_by_many_threads() {
        for _ in 0..200 {
            let handle = insert(sender_key()).unwrap();
            let (inside, freed) = (AtomicUsize::new(0), AtomicUsize::new(0));
            thread::scope(|scope| {
                for n in 0..4 {
                    let (inside, freed) = (&inside, &freed);
                    scope.spawn(move || {
                        for _ in 0..50 {
                            let result = exclude(handle, |key: &mut Box<SenderKey>| {
                                assert_eq!(inside.fetch_add(1, Acquire), 0);
                                key.ratchet();
                                inside.fetch_sub(1, Release);
                                Ok(())
                            });
                            assert!(result.is_ok() || misuse(result) == Misuse::Stale);
                        }
                        if n > 1 && remove::<Box<SenderKey>>(handle).is_ok() {
                            freed.fetch_add(1, Relaxed);
                        }
                    });
                }
            });
            assert_eq!(freed.load(Relaxed), 1);
        }
    }

    #[test]
    fn freeing_is_not_starved_by_those_who_share() {
        let handle = insert(encryptor()).unwrap();
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(move || {
                    while share(handle, |encryptor: &Arc<Encryptor>| {
                        let mut out = [0; 64];
                        Ok(encryptor.encrypt(&[1; 20], &[], &mut out)?)
                    })
                    .is_ok()
                    {}
                });
            }
            sleep(Duration::from_millis(20));
            remove::<Arc<Encryptor>>(handle).unwrap();
        });
    }
}
