//! Counter stores: C's own, so that counters outlive the process.

use std::ffi::c_void;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use frameseal::{CounterStore, CounterStoreError, KeyFingerprint};

use crate::boundary::boundary;
use crate::callback;
use crate::failure::{Failure, Misuse};
use crate::fork;
use crate::handle;
use crate::result::{ResultNumber, frameseal_result};

/// A counter store. Zero is none: where a store is asked for, counters then live as long as the
/// process.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_counter_store {
    /// The handle; zero is none.
    pub id: u64,
}

/// Reserves `count` counters of the key named by 16 bytes at `key` and writes the first to
/// `first`. A new key starts at 0. The end of the lease must be saved for good before this
/// returns.
///
/// Gives `FRAMESEAL_RESULT_OK`, or `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and then nothing is
/// encrypted; any other number is taken for that.
pub type frameseal_lease_callback = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        key: *const u8,
        count: u64,
        first: *mut u64,
    ) -> ResultNumber,
>;

/// Adds `blocks` cipher blocks to those spent with the key named by 16 bytes at `key`, and gives
/// the sum, so that a key's usage limit outlives the process.
pub type frameseal_charge_callback =
    Option<unsafe extern "C" fn(context: *mut c_void, key: *const u8, blocks: u64) -> u64>;

/// Says that a context is not used any more.
pub type frameseal_release_callback = Option<unsafe extern "C" fn(context: *mut c_void)>;

/// The functions of a counter store. They are called from whatever thread encrypts, never two at
/// a time, and must not throw. From inside one, library calls that would have to wait give
/// `FRAMESEAL_RESULT_BUSY`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_counter_store_callbacks {
    /// Handed to every callback as it is.
    pub context: *mut c_void,
    /// Reserves counters. Must not be null.
    pub lease: frameseal_lease_callback,
    /// Counts cipher blocks; null leaves the count to each encryptor.
    pub charge: frameseal_charge_callback,
    /// Called once, when the store was freed and no encryptor uses it any more; may be null.
    pub release: frameseal_release_callback,
}

/// A store that C has a handle to: its own functions, or a saved state.
pub(crate) struct Store(pub(crate) Arc<dyn CounterStore>);

/// A store of the app's, with what keeps its calls apart.
pub(crate) struct Counters {
    callbacks: Mutex<frameseal_counter_store_callbacks>,
    /// Whether there is a handle: a store that could not be made leaves its context to the caller.
    is_kept: AtomicBool,
}

// SAFETY: the contract of `frameseal_counter_store_new` is that the context may be used from any
// thread; the mutex keeps calls apart.
unsafe impl Send for Counters {}
// SAFETY: as above.
unsafe impl Sync for Counters {}

/// Makes a counter store from the app's functions (RFC 9605 section 9.1: a counter must never
/// repeat under one key). An app that keeps base keys longer than a process lives keeps the
/// leases beside them; `examples/c/restart.c` does it in a file.
///
/// Encryptors that use the store keep it: it may be freed at once after they are made.
///
/// When this fails, `release` is not called and the context stays the caller's.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NULL_POINTER` without `lease`,
/// `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_counter_store_new(
    callbacks: *const frameseal_counter_store_callbacks,
    out: *mut frameseal_counter_store,
) -> frameseal_result {
    boundary!(|args| {
        let callbacks = args.optional("callbacks", callbacks)?;
        let callbacks = callbacks.ok_or(Misuse::Null { what: "callbacks" })?;
        let out = args.output("out", out)?;
        if callbacks.lease.is_none() {
            return Err(Misuse::Null { what: "lease" }.into());
        }
        let store = Arc::new(Counters {
            callbacks: Mutex::new(callbacks),
            is_kept: AtomicBool::new(false),
        });
        let handle = frameseal_counter_store::insert(Arc::<Counters>::clone(&store) as Arc<_>)?;
        store.is_kept.store(true, Relaxed);
        out.write(handle);
        Ok(())
    })
}

/// Frees a counter store. Encryptors that use it go on; its `release` is called when the last of
/// them is freed. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_counter_store_free(
    store: frameseal_counter_store,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Store>(store.id))
}

impl frameseal_counter_store {
    /// Gives the store, or none for zero.
    pub(crate) fn get(self) -> Result<Option<Arc<dyn CounterStore>>, Failure> {
        if self.id == 0 {
            return Ok(None);
        }
        handle::share(self.id, |Store(store)| Ok(Some(Arc::<dyn CounterStore>::clone(store))))
    }

    pub(crate) fn insert(store: Arc<dyn CounterStore>) -> Result<Self, Failure> {
        Ok(Self { id: handle::insert(Store(store))? })
    }
}

impl Counters {
    /// Runs one callback. From inside another it does not wait, since it might be that one's, and in a
    /// forked child never.
    fn with<R>(&self, f: impl FnOnce(&frameseal_counter_store_callbacks) -> R) -> Option<R> {
        fork::check().ok()?;
        let callbacks = if callback::is_running() {
            match self.callbacks.try_lock() {
                Ok(callbacks) => callbacks,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => return None,
            }
        } else {
            self.callbacks.lock().unwrap_or_else(PoisonError::into_inner)
        };
        callback::ask(|| f(&callbacks))
    }
}

impl CounterStore for Counters {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        let mut first = 0;
        let result = self.with(|callbacks| {
            let lease = callbacks.lease?;
            // SAFETY: the contract of `frameseal_counter_store_new`; key and `first` outlive it.
            Some(unsafe {
                lease(callbacks.context, key.as_bytes().as_ptr(), count, &raw mut first)
            })
        });
        match result.flatten() {
            Some(result) if result == frameseal_result::Ok as u32 => Ok(first),
            _ => Err(CounterStoreError::Unavailable),
        }
    }

    fn charge(&self, key: &KeyFingerprint, blocks: u64) -> u64 {
        let sum = self.with(|callbacks| {
            let charge = callbacks.charge?;
            // SAFETY: as above.
            Some(unsafe { charge(callbacks.context, key.as_bytes().as_ptr(), blocks) })
        });
        sum.flatten().unwrap_or(0)
    }
}

impl Drop for Counters {
    fn drop(&mut self) {
        let callbacks = self.callbacks.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(release) = callbacks.release
            && *self.is_kept.get_mut()
        {
            // SAFETY: the contract of `frameseal_counter_store_new`; nobody else has the context.
            callback::run(|| unsafe { release(callbacks.context) });
        }
    }
}
