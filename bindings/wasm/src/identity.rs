//! Who a device is, and what a call's passphrase becomes.

use frameseal::call::{CallPassphrase, CallSecret, DeviceIdentity, IdentityKey, SafetyNumber};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroize;

use crate::failure::refused;
use crate::{random, words};

/// The signing key of a device (Ed25519).
#[wasm_bindgen]
pub struct Identity(pub(crate) DeviceIdentity);

#[wasm_bindgen]
impl Identity {
    /// Draws a new one.
    ///
    /// # Errors
    /// Code `NoRandomness`.
    pub fn generate() -> Result<Self, JsValue> {
        Ok(Self(DeviceIdentity::generate(&mut random::system()?)))
    }

    /// Takes the 32 bytes that [`export`](Self::export) gave, and wipes them.
    ///
    /// # Errors
    /// Code `WrongLength`.
    pub fn import(seed: &mut [u8]) -> Result<Self, JsValue> {
        let mut copy = words::array("seed", seed)?;
        seed.zeroize();
        let identity = DeviceIdentity::import(&copy);
        copy.zeroize();
        Ok(Self(identity))
    }

    /// Gives the 32 secret bytes, to be stored where only this device can read them.
    pub fn export(&self) -> Uint8Array {
        Uint8Array::from(self.0.export().as_slice())
    }

    /// Gives the public key of 32 bytes.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> Vec<u8> {
        self.0.key().as_bytes().to_vec()
    }
}

/// Gives what two devices compare once and for all: `{ digits, qrText, svg }` of their public keys
/// of 32 bytes.
///
/// # Errors
/// Code `WrongLength`.
#[wasm_bindgen(js_name = safetyNumber)]
pub fn safety_number(a: &[u8], b: &[u8]) -> Result<JsValue, JsValue> {
    let (a, b) = (words::array("public key", a)?, words::array("public key", b)?);
    let number = SafetyNumber::between(&IdentityKey::new(a), &IdentityKey::new(b));
    Ok(words::object(&[
        ("digits", JsValue::from(number.digits())),
        ("qrText", JsValue::from(number.qr_text())),
        ("svg", JsValue::from(number.to_svg())),
    ]))
}

/// The secret of one call, which all members need to have.
#[wasm_bindgen]
pub struct Secret(pub(crate) CallSecret);

#[wasm_bindgen]
impl Secret {
    /// Takes 32 random bytes, and wipes them.
    ///
    /// # Errors
    /// Code `WrongLength`.
    pub fn import(bytes: &mut [u8]) -> Result<Self, JsValue> {
        let mut copy = words::array("call secret", bytes)?;
        bytes.zeroize();
        let secret = CallSecret::new(&copy);
        copy.zeroize();
        Ok(Self(secret))
    }

    /// Gives its 32 bytes, to be handed to another instance.
    pub fn export(&self) -> Uint8Array {
        Uint8Array::from(self.0.export().as_slice())
    }

    /// Stretches a passphrase with Argon2id over 64 MiB, which takes about a second and which this
    /// module's memory keeps: call it in an instance that is thrown away.
    ///
    /// # Errors
    /// Codes `TooWeak`, `TooLong`, `NoCallId`, `NoMemory`.
    pub fn stretch(passphrase: &str, call_id: &[u8]) -> Result<Self, JsValue> {
        let passphrase = CallPassphrase::new(passphrase).map_err(refused)?;
        Ok(Self(passphrase.stretch(call_id).map_err(refused)?))
    }
}

/// Draws a passphrase of 6 words, 60 bits.
///
/// # Errors
/// Code `NoRandomness`.
#[wasm_bindgen(js_name = generatePassphrase)]
pub fn generate_passphrase() -> Result<String, JsValue> {
    Ok(CallPassphrase::generate(&mut random::system()?).as_str().to_owned())
}
