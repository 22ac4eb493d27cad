//! Errors as other languages have them.

use core::fmt::{self, Display};

use frameseal::{DecryptError, KeyError, KeyId};
use frameseal_ffi::error::frameseal_error_class;
use frameseal_ffi::shared::Refusal;

/// What is wrong, and what to do about it.
///
/// `code` is the error's name, which does not change: that of `frameseal.h`, `UnknownKey` for
/// `FRAMESEAL_RESULT_UNKNOWN_KEY`. `reason` is a sentence for people, `kid` the key it is about.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Error)]
#[non_exhaustive]
pub enum FrameSealError {
    /// A frame is not what its sender sealed: forged, damaged, or another key or metadata.
    Authentication {
        /// Its name.
        code: String,
        /// A sentence.
        reason: String,
    },
    /// There is no usable key for a frame's KID.
    KeyId {
        /// Its name.
        code: String,
        /// A sentence.
        reason: String,
        /// The KID.
        kid: u64,
    },
    /// Bytes are not a frame.
    Syntax {
        /// Its name.
        code: String,
        /// A sentence.
        reason: String,
    },
    /// A genuine frame that was seen before, or is too old to tell. Drop it in silence.
    Replay {
        /// Its name.
        code: String,
        /// A sentence.
        reason: String,
        /// The KID.
        kid: u64,
    },
    /// A message of a call was not taken. Most need nothing done.
    Message {
        /// Its name.
        code: String,
        /// A sentence.
        reason: String,
    },
    /// A mistake of the app's, or something that it has to see to.
    Usage {
        /// Its name.
        code: String,
        /// A sentence.
        reason: String,
    },
}

impl FrameSealError {
    /// Gives a mistake that only other languages can make a name and a sentence.
    pub(crate) fn usage(code: &str, reason: &str) -> Self {
        Self::Usage { code: code.to_owned(), reason: reason.to_owned() }
    }

    /// Makes one of the engine's.
    pub(crate) fn of(error: impl Into<Refusal>) -> Self {
        use frameseal_error_class as Class;
        let error = error.into();
        let (code, reason) = (format!("{:?}", error.result()), error.to_string());
        let kid = error.kid().map_or(0, KeyId::as_u64);
        match error.class() {
            Class::Authentication => Self::Authentication { code, reason },
            Class::KeyId => Self::KeyId { code, reason, kid },
            Class::Syntax => Self::Syntax { code, reason },
            Class::Replay => Self::Replay { code, reason, kid },
            Class::Message => Self::Message { code, reason },
            Class::Usage => Self::Usage { code, reason },
        }
    }
}

impl Display for FrameSealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Authentication { reason, .. }
        | Self::KeyId { reason, .. }
        | Self::Syntax { reason, .. }
        | Self::Replay { reason, .. }
        | Self::Message { reason, .. }
        | Self::Usage { reason, .. }) = self;
        f.write_str(reason)
    }
}

impl core::error::Error for FrameSealError {}

impl From<Refusal> for FrameSealError {
    fn from(error: Refusal) -> Self {
        Self::of(error)
    }
}

impl From<DecryptError> for FrameSealError {
    fn from(error: DecryptError) -> Self {
        Self::of(error)
    }
}

impl From<KeyError> for FrameSealError {
    fn from(error: KeyError) -> Self {
        Self::of(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frameseal::codec::CodecError;
    use frameseal::{CounterStoreError, EncryptError};

    #[test]
    fn codes_are_those_of_c() {
        let unavailable = EncryptError::Counters(CounterStoreError::Unavailable);
        for (error, code) in [
            (FrameSealError::of(DecryptError::MalformedEnvelope), "MalformedEnvelope"),
            (FrameSealError::of(CodecError::Empty), "EmptyFrame"),
            (FrameSealError::of(unavailable), "CountersUnavailable"),
        ] {
            let (FrameSealError::Syntax { code: is, .. } | FrameSealError::Usage { code: is, .. }) =
                error
            else {
                panic!("{error:?}")
            };
            assert_eq!(is, code);
        }
    }

    #[test]
    fn classes_and_kids_are_kept() {
        let error = FrameSealError::from(DecryptError::UnknownKey { kid: KeyId::new(7) });
        assert!(
            matches!(error, FrameSealError::KeyId { kid: 7, ref code, .. } if code == "UnknownKey")
        );
        let error = FrameSealError::from(DecryptError::Authentication);
        assert!(matches!(error, FrameSealError::Authentication { .. }));
    }
}
