//! The engine's words from JavaScript's numbers and names.

use core::num::NonZeroU16;
use core::time::Duration;

use frameseal::codec::Codec;
use frameseal::transparent::{Envelope, Padding};
use frameseal::{BaseKey, CipherSuite, RatchetBits};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroize;

use crate::failure::{failure, refused};

/// Gives the suite with an IANA number.
pub(crate) fn suite(id: u16) -> Result<CipherSuite, JsValue> {
    CipherSuite::try_from(id).map_err(refused)
}

/// Takes a base key and wipes the bytes that JavaScript handed over.
pub(crate) fn base_key(bytes: &mut [u8]) -> Result<BaseKey, JsValue> {
    let key = BaseKey::new(bytes).map_err(refused);
    bytes.zeroize();
    key
}

pub(crate) fn ratchet_bits(bits: u8) -> Result<RatchetBits, JsValue> {
    RatchetBits::new(bits).map_err(refused)
}

/// Takes bytes of a fixed length.
pub(crate) fn array<const N: usize>(what: &str, bytes: &[u8]) -> Result<[u8; N], JsValue> {
    bytes.try_into().map_err(|_| {
        let len = bytes.len();
        failure("WrongLength", &format!("{what} has {len} bytes where {N} are wanted"))
    })
}

/// Takes a time in milliseconds from any fixed point, as `performance.now()` gives it.
pub(crate) fn time(milliseconds: f64) -> Duration {
    Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default()
}

/// Gives the number of a codec by its name in SDP or a MIME type, 1 to 6. Plain SFrame is 0.
///
/// # Errors
/// Codes `Red` and `Unsupported`.
#[wasm_bindgen(js_name = codecNumber)]
pub fn codec_number(name: &str) -> Result<u32, JsValue> {
    let codec = Codec::from_mime_type(name).map_err(refused)?;
    let at = Codec::ALL.iter().position(|&known| known == codec).unwrap_or_default();
    u32::try_from(at.saturating_add(1)).map_err(refused)
}

/// Gives the codec with a number.
#[inline]
pub(crate) fn codec(number: u32) -> Option<Codec> {
    Codec::ALL.get(usize::try_from(number.checked_sub(1)?).ok()?).copied()
}

/// What a frame is put into: none for plain SFrame. `None` for a number of no codec.
#[inline]
pub(crate) fn envelope(number: u32, padding: u16) -> Option<Option<Envelope>> {
    if number == 0 {
        return Some(None);
    }
    let padding = NonZeroU16::new(padding).map_or(Padding::None, Padding::Multiple);
    Some(Some(Envelope::new(codec(number)?).with_padding(padding)))
}

/// Makes a plain object.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Cannot fail on an object that was just made.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}
