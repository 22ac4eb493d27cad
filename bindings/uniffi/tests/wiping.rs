//! No secret that comes in is left behind in memory that is given back.

#![allow(unsafe_code, clippy::unwrap_used, missing_docs)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use frameseal_uniffi::words::CipherSuite;
use frameseal_uniffi::{
    BaseKey, CallSecret, CallState, DeviceIdentity, MlsKeys, Secret, SecretText, StateStorage,
    UniFfiTag,
};
use uniffi::{Lift, Lower, RustBuffer};

/// What every secret here is made of.
const PATTERN: [u8; 16] = [0x7e; 16];

/// Counts what is given back with the pattern in it.
struct Watching;

static LEFT_BEHIND: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's, which looks at what is given back first; it is the caller's until then, and
// was initialised by all who are tested here.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the same contract. Zeroed, so that it can be looked at.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as many bytes as were allocated.
        let bytes = unsafe { std::slice::from_raw_parts(at, layout.size()) };
        if bytes.windows(PATTERN.len()).any(|run| run == PATTERN) {
            LEFT_BEHIND.fetch_add(1, Relaxed);
        }
        // SAFETY: the same contract.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static WATCHING: Watching = Watching;

struct Nowhere;

impl StateStorage for Nowhere {
    fn save_blob(&self, _blob: Vec<u8>) -> bool {
        true
    }

    fn save_anchor(&self, _anchor: Vec<u8>) -> bool {
        true
    }
}

/// As many bytes of a secret, as another language sends them.
fn sent(len: usize) -> RustBuffer {
    <Vec<u8> as Lower<UniFfiTag>>::lower(vec![0x7e; len])
}

fn secret(len: usize) -> Secret {
    <Secret as Lift<UniFfiTag>>::try_lift(sent(len)).unwrap()
}

#[test]
fn what_comes_in_is_wiped() {
    // Making the pattern leaves it behind, and so does uniffi's own way: the test sees it.
    drop(<Vec<u8> as Lift<UniFfiTag>>::try_lift(sent(32)).unwrap());
    assert!(LEFT_BEHIND.load(Relaxed) >= 2);

    let identity = DeviceIdentity::generate().unwrap();
    let group = MlsKeys::new(CipherSuite::Aes128GcmSha256, 4, None, None).unwrap();
    let secrets: Vec<_> = [32, 32, 32, 32, 16, 15, 33, 33].map(secret).into();
    let [key, call, seed, state, epoch, short, long, longer] =
        <[Secret; 8]>::try_from(secrets).ok().unwrap();

    LEFT_BEHIND.store(0, Relaxed);
    drop(BaseKey::new(key).unwrap());
    drop(CallSecret::new(call).unwrap());
    drop(DeviceIdentity::import_from(seed).unwrap());
    drop(CallState::create(state, &identity, Arc::new(Nowhere)).unwrap());
    group.add_epoch(1, epoch, 2, 0, false).unwrap();
    drop(group);
    // What is refused, too.
    assert!(BaseKey::new(short).is_err());
    assert!(CallSecret::new(long).is_err() && DeviceIdentity::import_from(longer).is_err());
    assert_eq!(LEFT_BEHIND.load(Relaxed), 0);

    // The buffer they came in: making one leaves the pattern behind, lifting it does not.
    let sent = [sent(32), sent(32)];
    LEFT_BEHIND.store(0, Relaxed);
    for buffer in sent {
        drop(<Secret as Lift<UniFfiTag>>::try_lift(buffer).unwrap());
    }
    assert_eq!(LEFT_BEHIND.load(Relaxed), 0);

    // A passphrase, here one that is too weak.
    let text = RustBuffer::from_vec(vec![0x7e; 40]);
    LEFT_BEHIND.store(0, Relaxed);
    let text = <SecretText as Lift<UniFfiTag>>::try_lift(text).unwrap();
    assert!(CallSecret::from_passphrase(text, b"call".to_vec()).is_err());
    assert_eq!(LEFT_BEHIND.load(Relaxed), 0);
}
