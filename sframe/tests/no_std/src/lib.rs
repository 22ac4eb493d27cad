//! Links the engine without std. Building it is the test.
#![no_std]

extern crate alloc;

use alloc::sync::Arc;
use core::alloc::{GlobalAlloc, Layout};

use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, Decryptor, Encryptor, EncryptorConfig,
    KeyFingerprint, KeyId,
};

struct NoHeap;

// SAFETY: it never hands out memory.
unsafe impl GlobalAlloc for NoHeap {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static HEAP: NoHeap = NoHeap;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

struct Flash;

impl CounterStore for Flash {
    fn lease(&self, _: &KeyFingerprint, _: u64) -> Result<u64, CounterStoreError> {
        Err(CounterStoreError::Unavailable)
    }
}

#[unsafe(no_mangle)]
extern "C" fn seal_and_open(frame: &mut [u8; 64]) -> bool {
    let suite = CipherSuite::AES_128_CTR_HMAC_SHA256_80;
    let key = || BaseKey::new(&[1; 16]);
    let (Ok(sending), Ok(receiving)) = (key(), key()) else { return false };
    let config = EncryptorConfig::with_counters(Arc::new(Flash));
    let Ok(encryptor) = Encryptor::with_config(suite, KeyId::new(1), sending, config) else {
        return false;
    };
    let mut decryptor = Decryptor::new();
    decryptor.add_key(suite, KeyId::new(1), receiving).is_ok()
        && encryptor.encrypt_in_place(frame, 16..32, b"").is_ok()
        && decryptor.decrypt_in_place(frame, b"").is_ok()
}
