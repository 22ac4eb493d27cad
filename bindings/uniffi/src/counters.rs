//! Counters that the app keeps, so that none comes twice after a restart.

use std::sync::{Arc, Mutex, PoisonError};

use frameseal::{CounterStoreError, KeyFingerprint};
use frameseal_ffi::shared;

/// Remembers which counters of which key have been reserved (RFC 9605 section 9.1). An app that
/// keeps base keys longer than its process lives keeps these beside them.
#[uniffi::export(with_foreign)]
pub trait CounterStore: Send + Sync {
    /// Reserves `count` counters of the key with this fingerprint of 16 bytes, and gives the first;
    /// a new key starts at 0. Their end must be saved for good before this returns. It is called
    /// from whatever thread encrypts, never two at a time in a process, and must not use the library
    /// itself.
    ///
    /// Nothing where they cannot be reserved: then no frame is encrypted. Throwing means the same.
    fn reserve(&self, fingerprint: Vec<u8>, count: u64) -> Option<u64>;
}

/// The engine's side of a store. What long frames spent of a key's usage limit it does not keep.
pub(crate) struct Store(pub(crate) Arc<dyn CounterStore>);

/// Keeps calls apart, whichever store they go to: one of the app's comes here as several.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

impl frameseal::CounterStore for Store {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        if shared::is_in_callback() {
            return Err(CounterStoreError::Unavailable); // it would wait for itself
        }
        let _kept_apart = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let reserved = shared::call_app(|| self.0.reserve(key.as_bytes().to_vec(), count));
        reserved.flatten().ok_or(CounterStoreError::Unavailable)
    }
}
