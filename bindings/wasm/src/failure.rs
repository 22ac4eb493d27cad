//! Errors as JavaScript sees them.

use core::fmt::{Debug, Display};

use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// Makes an `Error` with a `code`.
pub(crate) fn failure(code: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name("FrameSealError");
    // Cannot fail on an object that was just made.
    let _ = Reflect::set(&error, &JsValue::from_str("code"), &JsValue::from_str(code));
    error.into()
}

/// Makes an `Error` of one of the engine's. Its `code` is the name of the innermost variant.
pub(crate) fn refused(error: impl Display + Debug) -> JsValue {
    failure(&code_of(&error), &error.to_string())
}

fn code_of(error: &dyn Debug) -> String {
    let shown = format!("{error:?}");
    let names = shown.split(" {").next().unwrap_or_default();
    let innermost = names.rsplit('(').find(|part| part.starts_with(char::is_alphabetic));
    innermost.unwrap_or(names).trim_end_matches(')').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use frameseal::codec::{Codec, CodecError};
    use frameseal::transparent::SealError;
    use frameseal::{CounterStoreError, DecryptError, EncryptError, KeyError, KeyId};

    #[test]
    fn codes_are_the_names_of_the_innermost_variants() {
        let malformed = CodecError::Malformed { codec: Codec::Vp8, what: "a (b) {c}" };
        let kid = KeyId::new(7);
        let unavailable = CounterStoreError::Unavailable;
        for (error, code) in [
            (&DecryptError::Authentication as &dyn Debug, "Authentication"),
            (&DecryptError::UnknownKey { kid }, "UnknownKey"),
            (&DecryptError::Key(KeyError::KeyIdInUse { kid }), "KeyIdInUse"),
            (&SealError::Codec(malformed), "Malformed"),
            (&SealError::Encrypt(EncryptError::Counters(unavailable)), "Unavailable"),
            (&KeyError::Counters(unavailable), "Unavailable"),
        ] {
            assert_eq!(code_of(error), code);
        }
    }
}
