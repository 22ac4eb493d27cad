//! The table of handles: what C holds is a number, and a number that is stale, made up or of
//! another kind is found out.
//!
//! A handle is the number of a slot and the slot's generation, which grows each time something
//! in it is freed. One atomic word for each slot says who is inside:
//!
//! ```text
//! 63 ───────────── 32   31   30   29  28 ─────────── 0
//!     generation        excl clos pois     sharers
//! ```
//! Objects whose methods take `&self` are shared by any number of threads; the others are used
//! by one call at a time, and calls that come meanwhile wait. Freeing waits for the calls that are
//! inside. Whoever is called back from inside a call never waits, since it might wait for itself.

use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::callback;
use crate::failure::{Failure, Misuse};
use crate::fork;
use crate::object::{Handled, Object};

/// 2^22 handles at a time: more is a leak.
pub(crate) const MAX_HANDLES: usize = FIRST_SEGMENT * ((1 << SEGMENTS) - 1);

const FIRST_SEGMENT: usize = 64;
const SEGMENTS: usize = 16;

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

/// Segment n has `FIRST_SEGMENT << n` slots. They are made when needed and stay for good, so that
/// a stale handle always has a slot to be compared with.
static TABLE: [OnceLock<Box<[Slot]>>; SEGMENTS] = [const { OnceLock::new() }; SEGMENTS];

static FREE: Mutex<Free> = Mutex::new(Free { reusable: VecDeque::new(), unused: 0, live: 0 });

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
    unsafe { *slot.object.get() = Some(object.into_object()) };
    slot.word.store(generation << 32, Release);
    Ok((generation << 32) | u64::from(index))
}

/// Lets `f` use the object, beside others that do.
#[inline]
pub(crate) fn share<T: Handled, R>(
    handle: u64,
    f: impl FnOnce(&T) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let slot = Slot::of(handle)?;
    slot.enter(handle, 1)?;
    let inside = Inside { slot, handle, entered: 1, is_done: false };
    // SAFETY: entered as a sharer.
    let object = unsafe { &*slot.object.get() };
    let result = match object.as_ref().and_then(T::from_ref) {
        Some(object) => f(object),
        None => Err(wrong_kind::<T>(object.as_ref())),
    };
    inside.leave();
    result
}

/// Lets `f` use the object, alone.
#[inline]
pub(crate) fn exclude<T: Handled, R>(
    handle: u64,
    f: impl FnOnce(&mut T) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let slot = Slot::of(handle)?;
    slot.enter(handle, EXCLUSIVE)?;
    let inside = Inside { slot, handle, entered: EXCLUSIVE, is_done: false };
    // SAFETY: entered alone.
    let object = unsafe { &mut *slot.object.get() };
    let result = if object.as_ref().and_then(T::from_ref).is_none() {
        Err(wrong_kind::<T>(object.as_ref()))
    } else {
        match object.as_mut().and_then(T::from_mut) {
            Some(object) => f(object),
            None => Err(Misuse::Stale.into()),
        }
    };
    inside.leave();
    result
}

/// Takes the object out of the table, once the calls inside it are over. Zero is nothing.
pub(crate) fn remove<T: Handled>(handle: u64) -> Result<(), Failure> {
    if handle == 0 {
        return Ok(());
    }
    let slot = Slot::of(handle)?;
    slot.close::<T>(handle)?;
    // SAFETY: closed, so alone.
    let object = unsafe { (*slot.object.get()).take() };
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

/// Gives how many handles are live, so that a program can look for those it forgot.
pub(crate) fn live() -> usize {
    FREE.lock().unwrap_or_else(PoisonError::into_inner).live
}

#[cold]
fn wrong_kind<T: Handled>(object: Option<&Object>) -> Failure {
    match object {
        Some(object) => Misuse::WrongKind { wanted: T::KIND, is: object.kind() }.into(),
        None => Misuse::Stale.into(),
    }
}

#[inline]
fn index_of(handle: u64) -> u32 {
    u32::try_from(handle & u64::from(u32::MAX)).unwrap_or(u32::MAX)
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
    #[inline]
    fn of(handle: u64) -> Result<&'static Self, Failure> {
        let (segment, offset) = place(index_of(handle));
        let slots = TABLE.get(segment).and_then(OnceLock::get);
        match slots.and_then(|slots| slots.get(offset)) {
            Some(slot) if handle != 0 => Ok(slot),
            _ => Err(not_there(handle)),
        }
    }

    /// Adds `who`, one sharer or the exclusive bit, to those inside.
    #[inline]
    fn enter(&self, handle: u64, who: u64) -> Result<(), Failure> {
        fork::check()?;
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
        fork::check()?;
        let generation = handle & GENERATION;
        // From inside, where nobody can be alone and so nobody stores the word over ours.
        self.enter_busy(generation, 1, 0)?;
        // SAFETY: entered as a sharer.
        let object = unsafe { &*self.object.get() };
        if object.as_ref().and_then(T::from_ref).is_none() {
            let failure = wrong_kind::<T>(object.as_ref());
            self.word.fetch_sub(1, Release);
            return Err(failure);
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
fn not_there(handle: u64) -> Failure {
    match handle {
        0 => Misuse::NoHandle.into(),
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
            0..=64 => std::hint::spin_loop(),
            65..=96 => std::thread::yield_now(),
            _ => std::thread::sleep(Duration::from_micros(50)),
        }
        Ok(())
    }
}
