//! Providers and stores that fail when they are told to.

use std::sync::Mutex;

use frameseal::expert::{CryptoError, GcmKey, RUST_CRYPTO};
use frameseal::{CounterStore, CounterStoreError, CryptoProvider, KeyError, KeyFingerprint};

/// Seals and opens nothing, as a cipher does with a frame that is longer than it can take.
struct Refusing;

impl GcmKey for Refusing {
    fn seal(
        &self,
        _: &[u8; 12],
        _: &[u8],
        _: &mut [u8],
        _: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        Err(CryptoError)
    }

    fn open(&self, _: &[u8; 12], _: &[u8], _: &mut [u8]) -> Result<(), CryptoError> {
        Err(CryptoError)
    }
}

/// A provider whose AES-GCM takes no frame.
pub(crate) static REFUSING: CryptoProvider =
    RUST_CRYPTO.with_gcm("refusing", |_| Ok(Box::new(Refusing)));

/// A provider without AES-GCM.
pub(crate) static WITHOUT_GCM: CryptoProvider =
    RUST_CRYPTO.with_gcm("without GCM", |_| Err(KeyError::NotProvided));

/// Gives the leases it was told, in order, and then none.
pub(crate) struct Script(pub(crate) Mutex<Vec<Result<u64, CounterStoreError>>>);

impl Script {
    pub(crate) fn of(leases: &[Result<u64, CounterStoreError>]) -> std::sync::Arc<Self> {
        std::sync::Arc::new(Self(Mutex::new(leases.iter().rev().copied().collect())))
    }
}

impl CounterStore for Script {
    fn lease(&self, _: &KeyFingerprint, _: u64) -> Result<u64, CounterStoreError> {
        self.0.lock().unwrap().pop().unwrap_or(Err(CounterStoreError::Unavailable))
    }
}
