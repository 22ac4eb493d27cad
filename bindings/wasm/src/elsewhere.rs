//! AES-GCM keys that WebCrypto holds beside wasm.
//!
//! WebCrypto is faster for long frames; how long is measured when the worker starts. A key is
//! handed over when it is made, in one copy that JavaScript wipes as soon as WebCrypto has it; no
//! script can read it from there.

use core::cell::RefCell;
use std::sync::LazyLock;

use frameseal::expert::{CryptoError, GcmKey, RUST_CRYPTO};
use frameseal::{CryptoProvider, KeyError};
use js_sys::{Function, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What JavaScript does with keys.
struct Hands {
    /// Called with a number and the bytes of a key.
    take: Function,
    /// Called with the number of a key that is not used any more.
    forget: Function,
}

thread_local! {
    static HANDS: RefCell<Option<Hands>> = const { RefCell::new(None) };
    static NEXT: RefCell<u32> = const { RefCell::new(0) };
}

static BOTH: LazyLock<CryptoProvider> =
    LazyLock::new(|| RUST_CRYPTO.with_gcm("wasm and WebCrypto", both));

/// From now on keys are given to WebCrypto too: `take(number, bytes)` and `forget(number)`.
#[wasm_bindgen(js_name = useElsewhere)]
pub fn use_elsewhere(take: Function, forget: Function) {
    HANDS.with_borrow_mut(|hands| *hands = Some(Hands { take, forget }));
}

/// Gives the provider for media keys.
pub(crate) fn provider() -> &'static CryptoProvider {
    &BOTH
}

struct Both {
    here: Box<dyn GcmKey>,
    number: u32,
}

fn both(key: &[u8]) -> Result<Box<dyn GcmKey>, KeyError> {
    let here = frameseal_wasm_aead::gcm(key)?;
    let number = NEXT.with_borrow_mut(|next| {
        *next = next.wrapping_add(1);
        *next
    });
    let taken = HANDS.with_borrow(|hands| {
        let hands = hands.as_ref()?;
        let bytes = Uint8Array::from(key);
        hands.take.call2(&JsValue::NULL, &number.into(), &bytes).ok()
    });
    // Without it frames are sealed here, which is always right.
    Ok(if taken.is_some() { Box::new(Both { here, number }) } else { here })
}

impl GcmKey for Both {
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        self.here.seal(nonce, aad, in_out, tag)
    }

    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError> {
        self.here.open(nonce, aad, in_out)
    }

    fn elsewhere(&self) -> Option<u32> {
        Some(self.number)
    }
}

impl Drop for Both {
    fn drop(&mut self) {
        HANDS.with_borrow(|hands| {
            if let Some(hands) = hands {
                // What it throws is its own affair.
                let _ = hands.forget.call1(&JsValue::NULL, &self.number.into());
            }
        });
    }
}
