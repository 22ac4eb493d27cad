//! Panics in the app's own code, which the engine calls.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use frameseal::CounterStore;
use frameseal::expert::{CryptoError, GcmKey, RUST_CRYPTO};

use super::*;

/// Unwinds without a message: as a cipher always, as a store at the second lease if the first is `good`.
struct Panics {
    good: AtomicBool,
}

impl CounterStore for Panics {
    fn lease(&self, _: &KeyFingerprint, _: u64) -> Result<u64, CounterStoreError> {
        if self.good.swap(false, Relaxed) { Ok(0) } else { resume_unwind(Box::new(())) }
    }
}

impl GcmKey for Panics {
    fn seal(
        &self,
        _: &[u8; 12],
        _: &[u8],
        _: &mut [u8],
        _: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        resume_unwind(Box::new(()))
    }
    fn open(&self, _: &[u8; 12], _: &[u8], _: &mut [u8]) -> Result<(), CryptoError> {
        resume_unwind(Box::new(()))
    }
}

/// Code of the app's that panics under the engine's feet: in a counter store, while a key is made or a
/// frame sealed, and in a cipher.
#[test]
fn none_leaves_a_secret_behind() {
    let panics = |act: &mut dyn FnMut()| assert!(catch_unwind(AssertUnwindSafe(act)).is_err());
    static PANICS: CryptoProvider =
        RUST_CRYPTO.with_gcm("panics", |_| Ok(Box::new(Panics { good: false.into() })));
    no_trace(
        |suite| secrets_of(suite, KID, 1, 0),
        |suite, provider| {
            let with_store = |good: bool| {
                let mut config = sending(provider);
                config.counters = Arc::new(Panics { good: good.into() });
                config.lease = 1;
                Encryptor::with_config(suite, KID, base(1), config)
            };
            panics(&mut || drop(with_store(false)));
            let alice = with_store(true).unwrap();
            alice.encrypt_to_vec(b"the lease's frame", META).unwrap();
            panics(&mut || drop(alice.encrypt_to_vec(b"panics", META)));
            drop(alice);
            if suite.enc_key_len().is_none() {
                let frame = sender(suite, KID, 1).encrypt_to_vec(b"x", META).unwrap();
                let mut bob = receiving(&PANICS, KidLayout::Plain);
                bob.add_key(suite, KID, base(1)).unwrap();
                panics(&mut || drop(open(&mut bob, &frame)));
                let alice = Encryptor::with_config(suite, KID, base(1), sending(&PANICS)).unwrap();
                panics(&mut || drop(alice.encrypt_to_vec(b"x", META)));
            }
        },
    );
}
