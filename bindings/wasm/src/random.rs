//! The browser's random numbers.

use getrandom::SysRng;
use getrandom::rand_core::TryRng;
#[cfg(feature = "call")]
use getrandom::rand_core::UnwrapErr;
use wasm_bindgen::JsValue;
#[cfg(feature = "call")]
use zeroize::Zeroize;

use crate::failure::failure;

/// The browser's generator, as the engine wants it.
#[cfg(feature = "call")]
pub(crate) type System = UnwrapErr<SysRng>;

#[cfg(feature = "call")]
/// Gives the browser's generator, once it has shown that it works: the engine has no way to say
/// that it does not.
pub(crate) fn system() -> Result<System, JsValue> {
    let mut probe = [0; 32];
    SysRng.try_fill_bytes(&mut probe).map_err(|_| {
        failure("NoRandomness", "this environment has no crypto.getRandomValues; keys need it")
    })?;
    probe.zeroize();
    Ok(UnwrapErr(SysRng))
}

/// Draws random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], JsValue> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(|_| {
        failure("NoRandomness", "this environment has no crypto.getRandomValues; keys need it")
    })?;
    Ok(bytes)
}
