//! Counters that the app keeps, so that none comes twice after a restart.

use std::sync::Arc;

use frameseal::{CounterStoreError, KeyFingerprint};

/// Remembers which counters of which key have been reserved (RFC 9605 section 9.1). An app that
/// keeps base keys longer than its process lives keeps these beside them.
#[uniffi::export(with_foreign)]
pub trait CounterStore: Send + Sync {
    /// Reserves `count` counters of the key with this fingerprint of 16 bytes, and gives the first;
    /// a new key starts at 0. Their end must be saved for good before this returns. It may be
    /// called from any thread, and must not overlap with itself.
    ///
    /// Nothing where they cannot be reserved: then no frame is encrypted.
    fn reserve(&self, fingerprint: Vec<u8>, count: u64) -> Option<u64>;
}

/// The engine's side of a store.
pub(crate) struct Store(pub(crate) Arc<dyn CounterStore>);

impl frameseal::CounterStore for Store {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        self.0.reserve(key.as_bytes().to_vec(), count).ok_or(CounterStoreError::Unavailable)
    }
}
