//! What a forked child lets go of, as the interpreters of other languages do at their end, says nothing to
//! the app's storage.

#![cfg(unix)]
#![allow(unsafe_code, clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use frameseal_uniffi::words::CipherSuite;
use frameseal_uniffi::{
    BaseKey, CallState, Decryptor, DecryptorConfig, DeviceIdentity, Encryptor, Secret,
    StateStorage, UniFfiTag,
};
use uniffi::{Lift, Lower};

/// How often this process was asked to save something.
static SAVED: AtomicU32 = AtomicU32::new(0);

struct Storage;

impl StateStorage for Storage {
    fn save_blob(&self, _blob: Vec<u8>) -> bool {
        SAVED.fetch_add(1, Relaxed);
        true
    }

    fn save_anchor(&self, _anchor: Vec<u8>) -> bool {
        SAVED.fetch_add(1, Relaxed);
        true
    }
}

#[test]
fn a_child_that_lets_go_of_objects_saves_nothing() {
    let key = <Vec<u8> as Lower<UniFfiTag>>::lower(vec![7; 32]);
    let key = <Secret as Lift<UniFfiTag>>::try_lift(key).unwrap();
    let identity = DeviceIdentity::generate().unwrap();
    let state = CallState::create(key, &identity, Arc::new(Storage)).unwrap();
    let base_key = BaseKey::generate().unwrap();
    let make =
        || Encryptor::with_state(CipherSuite::Aes128GcmSha256, 7, &base_key, &state).unwrap();
    let (encryptor, decryptor) = (make(), Decryptor::new(DecryptorConfig::Plain).unwrap());
    // A long frame is charged to the state when the encryptor goes.
    encryptor.encrypt(vec![1; 4000], None).unwrap();
    let before = SAVED.load(Relaxed);
    // SAFETY: the child calls nothing but what is tested, and ends.
    let child = unsafe { libc::fork() };
    if child == 0 {
        drop((encryptor, decryptor));
        let is_well = SAVED.load(Relaxed) == before;
        // SAFETY: it ends.
        unsafe { libc::_exit(if is_well { 42 } else { 1 }) };
    }
    let mut status = 0;
    // SAFETY: waits for the child above.
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    assert!(libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 42, "{status:#x}");
    drop(encryptor); // here it does
    assert!(SAVED.load(Relaxed) > before);
}
