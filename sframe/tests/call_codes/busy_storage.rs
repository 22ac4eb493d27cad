//! A storage that uses what waits for it.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::thread;
use std::time::Duration;

use frameseal::call::{
    Anchor, CallState, DeviceIdentity, IdentityKey, StateStorage, StorageFailed, VerifiedPeer,
};
use frameseal::{
    BaseKey, CipherSuite, CounterStoreError, EncryptError, Encryptor, EncryptorConfig, KeyId,
};

use super::numbers::Numbers;
use super::state::{key, rng};

/// The storage of a state encrypts with an encryptor whose counters the state leases, while another
/// thread waits for the state with that encryptor in its hand.
#[test]
fn a_storage_that_encrypts_does_not_wait_for_who_waits_for_it() {
    struct Busy {
        encryptor: OnceLock<Weak<Encryptor>>,
        go: Mutex<Sender<()>>,
        seen: Mutex<Vec<Result<usize, EncryptError>>>,
    }
    impl StateStorage for Busy {
        fn save_blob(&self, _: &[u8]) -> Result<(), StorageFailed> {
            if let Some(encryptor) = self.encryptor.get().and_then(Weak::upgrade) {
                let first = self.seen.lock().unwrap().is_empty();
                if first {
                    self.go.lock().unwrap().send(()).unwrap();
                    thread::sleep(Duration::from_millis(100)); // the other waits for the state now
                }
                let sealed = encryptor.encrypt_to_vec(b"frame", b"").map(|sealed| sealed.len());
                self.seen.lock().unwrap().push(sealed);
            }
            Ok(())
        }
        fn save_anchor(&self, _: &Anchor) -> Result<(), StorageFailed> {
            Ok(())
        }
    }

    let (go, gone) = channel();
    let busy =
        Arc::new(Busy { encryptor: OnceLock::new(), go: Mutex::new(go), seen: Mutex::default() });
    let identity = DeviceIdentity::generate(&mut Numbers::new(5));
    let state =
        Arc::new(CallState::create(key(), identity, Arc::clone(&busy) as _, rng(5)).unwrap());
    let mut config = EncryptorConfig::with_counters(Arc::clone(&state) as _);
    config.lease = 1;
    let base_key = BaseKey::new(&[9; 16]).unwrap();
    let suite = CipherSuite::AES_128_GCM_SHA256_128;
    let encryptor = Encryptor::with_config(suite, KeyId::new(1), base_key, config).unwrap();
    encryptor.encrypt_to_vec(b"frame", b"").unwrap(); // the next one leases
    let encryptor = Arc::new(encryptor);
    busy.encryptor.set(Arc::downgrade(&encryptor)).unwrap();
    thread::scope(|scope| {
        let encryptor = &encryptor;
        scope.spawn(move || {
            gone.recv().unwrap();
            let _ = encryptor.encrypt_to_vec(b"frame", b"");
        });
        let peer = VerifiedPeer { name: "Bob".into(), verified_at: 1, last_seen_name: None };
        state.remember_peer(IdentityKey::new([1; 32]), peer).unwrap();
    });
    let unavailable = Err(EncryptError::Counters(CounterStoreError::Unavailable));
    assert_eq!(busy.seen.lock().unwrap()[0], unavailable);
}
