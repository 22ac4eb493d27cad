//! Why a call failed: every error of the engine, and the caller's own mistakes, with the number
//! that C sees. The last one of each thread is kept, so that C can ask for more.

use std::cell::Cell;
use std::fmt;

use frameseal::call::{
    MemberId, MessageError, PassphraseError, SasError, SessionError, StateError,
};
use frameseal::codec::CodecError;
use frameseal::interop::{LegacyDecryptError, LegacyEncryptError};
use frameseal::rtp::RtpError;
use frameseal::transparent::SealError;
use frameseal::{
    CounterStoreError, DecryptError, EncryptError, ErrorClass, KeyError, KeyId, MlsKeysError,
};

use crate::error::frameseal_error_class;
use crate::log;
use crate::result::frameseal_result as R;

thread_local! {
    static LAST: Cell<Option<Failure>> = const { Cell::new(None) };
}

/// Gives the last failure of this thread.
pub(crate) fn last() -> Option<Failure> {
    LAST.with(Cell::get)
}

/// What a caller did wrong, or what happened to it at the boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misuse {
    Null { what: &'static str },
    Overlap,
    LengthTooLarge { what: &'static str, len: usize },
    BadValue { what: &'static str, value: u64 },
    BufferTooSmall { needed: usize, available: usize },
    NotUtf8 { what: &'static str },
    Unaligned { what: &'static str },
    WrongLength { what: &'static str, len: usize, want: usize },
    NoHandle,
    Stale,
    WrongKind { wanted: &'static str, is: &'static str },
    Busy,
    Poisoned,
    Panicked,
    TooManyHandles,
    Forked,
    NoRandomness,
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null { what } => write!(f, "{what} is null; only a slice of length 0 may be"),
            Self::Overlap => f.write_str(
                "an output buffer overlaps another buffer; use the function that works in place",
            ),
            Self::LengthTooLarge { what, len } => {
                write!(f, "{what} has {len} bytes, more than any object; was it a negative number?")
            }
            Self::BadValue { what, value } => write!(f, "{value} is no {what}"),
            Self::BufferTooSmall { needed, available } => {
                write!(f, "the output needs {needed} and the buffer has {available}")
            }
            Self::NotUtf8 { what } => write!(f, "{what} is not UTF-8"),
            Self::Unaligned { what } => {
                write!(f, "{what} is not aligned as its type has to be; is it the pointer meant?")
            }
            Self::WrongLength { what, len, want } => {
                write!(f, "{what} has {len} bytes and must have {want}")
            }
            Self::NoHandle => f.write_str("the handle is zero; make the object first"),
            Self::Stale => {
                f.write_str("the handle is stale: its object was freed, or there never was one")
            }
            Self::WrongKind { wanted, is } => {
                write!(f, "the handle stands for another kind of object ({is}, not {wanted})")
            }
            Self::Busy => f.write_str(
                "a callback would have to wait for the call that it is part of; return first",
            ),
            Self::Poisoned => {
                f.write_str("an earlier call panicked inside this object; free it and make another")
            }
            Self::Panicked => f.write_str(
                "the library panicked, which is a bug in it; the object can only be freed now",
            ),
            Self::TooManyHandles => f.write_str("too many objects are live; free some"),
            Self::Forked => f.write_str(
                "this process was forked from one that used the library; it would repeat nonces. \
                 Start another program, or fork before the first call",
            ),
            Self::NoRandomness => f.write_str("the system gave no random numbers; try again"),
        }
    }
}

/// Why a call failed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Failure {
    /// There is nothing to give. Not kept and not logged.
    Nothing,
    Misuse(Misuse),
    Key(KeyError),
    Seal(SealError),
    Decrypt(DecryptError),
    Rtp(RtpError),
    LegacyEncrypt(LegacyEncryptError),
    LegacyDecrypt(LegacyDecryptError),
    ServerInjected,
    Mls(MlsKeysError),
    Message(MessageError),
    Session(SessionError),
    State(StateError),
    Passphrase(PassphraseError),
    Sas(SasError),
}

macro_rules! from {
    ($($error:ty => $wrap:expr,)*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                $wrap(error)
            }
        })*
    };
}

from! {
    Misuse => Self::Misuse,
    KeyError => Self::Key,
    CodecError => |error| Self::Seal(SealError::Codec(error)),
    EncryptError => |error| Self::Seal(SealError::Encrypt(error)),
    SealError => Self::Seal,
    DecryptError => Self::Decrypt,
    RtpError => Self::Rtp,
    LegacyEncryptError => Self::LegacyEncrypt,
    LegacyDecryptError => Self::LegacyDecrypt,
    MlsKeysError => Self::Mls,
    MessageError => Self::Message,
    SessionError => Self::Session,
    StateError => Self::State,
    PassphraseError => Self::Passphrase,
    SasError => Self::Sas,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("there is nothing to give"),
            Self::Misuse(error) => error.fmt(f),
            Self::Key(error) => error.fmt(f),
            Self::Seal(error) => error.fmt(f),
            Self::Decrypt(error) => error.fmt(f),
            Self::Rtp(error) => error.fmt(f),
            Self::LegacyEncrypt(error) => error.fmt(f),
            Self::LegacyDecrypt(error) => error.fmt(f),
            Self::ServerInjected => {
                f.write_str("the server made this frame itself; nobody authenticates it")
            }
            Self::Mls(error) => error.fmt(f),
            Self::Message(error) => error.fmt(f),
            Self::Session(error) => error.fmt(f),
            Self::State(error) => error.fmt(f),
            Self::Passphrase(error) => error.fmt(f),
            Self::Sas(error) => error.fmt(f),
        }
    }
}

impl Failure {
    /// Keeps it for `frameseal_last_error` and gives its number.
    #[cold]
    pub(crate) fn report(self) -> R {
        if let Self::Nothing = self {
            return R::Nothing;
        }
        LAST.with(|last| last.set(Some(self)));
        // Frames are refused as often as an attacker likes, and asking for a size is no mistake.
        let is_usual = matches!(
            self,
            Self::Decrypt(_)
                | Self::LegacyDecrypt(_)
                | Self::ServerInjected
                | Self::Misuse(Misuse::BufferTooSmall { .. })
        );
        if !is_usual {
            log::failure(&self);
            // The log may have made calls of its own.
            LAST.with(|last| last.set(Some(self)));
        }
        self.result()
    }

    pub(crate) fn result(&self) -> R {
        match self {
            Self::Nothing => R::Nothing,
            Self::Misuse(error) => misuse(error),
            Self::Key(error) => key(error),
            Self::Seal(SealError::Codec(error)) => codec(error),
            Self::Seal(SealError::Encrypt(error)) => encrypt(error),
            Self::Seal(_) => R::Unknown,
            Self::Decrypt(error) => decrypt(error),
            Self::Rtp(error) => rtp(error),
            Self::LegacyEncrypt(error) => legacy_encrypt(error),
            Self::LegacyDecrypt(error) => legacy_decrypt(error),
            Self::ServerInjected => R::ServerInjected,
            Self::Mls(error) => mls(error),
            Self::Message(error) => message(error),
            Self::Session(error) => session(error),
            Self::State(error) => state(error),
            Self::Passphrase(error) => passphrase(error),
            Self::Sas(error) => sas(error),
        }
    }

    pub(crate) fn class(&self) -> frameseal_error_class {
        match self {
            Self::Decrypt(error) => match error.class() {
                ErrorClass::Authentication => frameseal_error_class::Authentication,
                ErrorClass::KeyId => frameseal_error_class::KeyId,
                ErrorClass::Syntax => frameseal_error_class::Syntax,
                ErrorClass::Replay => frameseal_error_class::Replay,
                _ => frameseal_error_class::Usage,
            },
            Self::LegacyDecrypt(error) => match error {
                LegacyDecryptError::Authentication => frameseal_error_class::Authentication,
                LegacyDecryptError::UnknownKey { .. } | LegacyDecryptError::Key(_) => {
                    frameseal_error_class::KeyId
                }
                LegacyDecryptError::Replayed => frameseal_error_class::Replay,
                LegacyDecryptError::BufferTooSmall { .. } => frameseal_error_class::Usage,
                _ => frameseal_error_class::Syntax,
            },
            Self::Message(_) | Self::Sas(_) => frameseal_error_class::Message,
            _ => frameseal_error_class::Usage,
        }
    }

    pub(crate) fn kid(&self) -> Option<KeyId> {
        match *self {
            Self::Decrypt(
                DecryptError::UnknownKey { kid }
                | DecryptError::RatchetTooFar { kid, .. }
                | DecryptError::Reflected { kid }
                | DecryptError::Replayed { kid, .. }
                | DecryptError::TooOld { kid, .. },
            ) => Some(kid),
            Self::Key(error)
            | Self::Decrypt(DecryptError::Key(error))
            | Self::Mls(MlsKeysError::Key(error))
            | Self::Message(MessageError::Key(error))
            | Self::Session(SessionError::Key(error))
            | Self::State(StateError::Key(error)) => match error {
                KeyError::KeyIdInUse { kid }
                | KeyError::KeyIdRetired { kid }
                | KeyError::OwnSendKey { kid } => Some(kid),
                _ => None,
            },
            Self::LegacyDecrypt(LegacyDecryptError::UnknownKey { index }) => {
                Some(KeyId::new(index.into()))
            }
            _ => None,
        }
    }

    pub(crate) fn member(&self) -> Option<MemberId> {
        match *self {
            Self::Message(
                MessageError::UnknownSender { from }
                | MessageError::NotAdmitted { from }
                | MessageError::Gone { from }
                | MessageError::NoCommonExchange { from }
                | MessageError::OtherPolicy { from }
                | MessageError::Passphrase { from }
                | MessageError::KeyIdsInUse { from },
            ) => Some(from),
            Self::Message(MessageError::NotEntitled { author }) => Some(author),
            Self::Session(SessionError::NoSuchMember { member }) => Some(member),
            _ => None,
        }
    }

    pub(crate) fn needed(&self) -> usize {
        match *self {
            Self::Misuse(Misuse::BufferTooSmall { needed, .. })
            | Self::Seal(SealError::Encrypt(EncryptError::BufferTooSmall { needed, .. }))
            | Self::Decrypt(DecryptError::BufferTooSmall { needed, .. })
            | Self::Rtp(RtpError::BufferTooSmall { needed, .. })
            | Self::LegacyEncrypt(LegacyEncryptError::BufferTooSmall { needed, .. })
            | Self::LegacyDecrypt(LegacyDecryptError::BufferTooSmall { needed, .. }) => needed,
            _ => 0,
        }
    }
}

fn misuse(error: &Misuse) -> R {
    match error {
        Misuse::Null { .. } => R::NullPointer,
        Misuse::Overlap => R::Overlap,
        Misuse::LengthTooLarge { .. } => R::LengthTooLarge,
        Misuse::BadValue { .. } => R::BadValue,
        Misuse::BufferTooSmall { .. } => R::BufferTooSmall,
        Misuse::NotUtf8 { .. } => R::NotUtf8,
        Misuse::Unaligned { .. } => R::Unaligned,
        Misuse::WrongLength { .. } => R::WrongLength,
        Misuse::NoHandle => R::NoHandle,
        Misuse::Stale => R::StaleHandle,
        Misuse::WrongKind { .. } => R::WrongKind,
        Misuse::Busy => R::Busy,
        Misuse::Poisoned => R::Poisoned,
        Misuse::Panicked => R::Panicked,
        Misuse::TooManyHandles => R::TooManyHandles,
        Misuse::Forked => R::Forked,
        Misuse::NoRandomness => R::NoRandomness,
    }
}

// The engine's enums may grow; a test finds every variant that has no line here.

fn key(error: &KeyError) -> R {
    match error {
        KeyError::BaseKeyTooShort { .. } => R::BaseKeyTooShort,
        KeyError::UnknownSuite { .. } => R::UnknownSuite,
        KeyError::FieldTooWide { .. } => R::FieldTooWide,
        KeyError::KeyIdInUse { .. } => R::KeyIdInUse,
        KeyError::KeyIdRetired { .. } => R::KeyIdRetired,
        KeyError::OwnSendKey { .. } => R::OwnSendKey,
        KeyError::WrongLayout => R::WrongLayout,
        KeyError::TooManyKeys { .. } => R::TooManyKeys,
        KeyError::WrongLength { .. } => R::WrongKeyLength,
        KeyError::NotProvided => R::NotProvided,
        KeyError::Counters(error) => counters(error),
        _ => R::Unknown,
    }
}

fn counters(error: &CounterStoreError) -> R {
    match error {
        CounterStoreError::Unavailable => R::CountersUnavailable,
        CounterStoreError::WentBack => R::CountersWentBack,
        CounterStoreError::Exhausted => R::CountersExhausted,
        CounterStoreError::Full { .. } => R::CounterStoreFull,
        _ => R::Unknown,
    }
}

fn encrypt(error: &EncryptError) -> R {
    match error {
        EncryptError::BufferTooSmall { .. } => R::BufferTooSmall,
        EncryptError::NoRoom { .. } => R::NoRoom,
        EncryptError::KeyUsedUp => R::KeyUsedUp,
        EncryptError::Counters(error) => counters(error),
        EncryptError::FrameTooLong => R::FrameTooLong,
        _ => R::Unknown,
    }
}

fn decrypt(error: &DecryptError) -> R {
    match error {
        DecryptError::Truncated { .. } => R::Truncated,
        DecryptError::NonMinimalHeader => R::NonMinimalHeader,
        DecryptError::MalformedEnvelope => R::MalformedEnvelope,
        DecryptError::EnvelopeVersion { .. } => R::EnvelopeVersion,
        DecryptError::UnknownKey { .. } => R::UnknownKey,
        DecryptError::RatchetTooFar { .. } => R::RatchetTooFar,
        DecryptError::Reflected { .. } => R::Reflected,
        DecryptError::Replayed { .. } => R::Replayed,
        DecryptError::TooOld { .. } => R::TooOld,
        DecryptError::Authentication => R::Authentication,
        DecryptError::BufferTooSmall { .. } => R::BufferTooSmall,
        DecryptError::Key(error) => key(error),
        _ => R::Unknown,
    }
}

fn codec(error: &CodecError) -> R {
    match error {
        CodecError::Red => R::Red,
        CodecError::Unsupported => R::UnsupportedCodec,
        CodecError::Empty => R::EmptyFrame,
        CodecError::NotAnnexB { .. } => R::NotAnnexB,
        CodecError::Malformed { .. } => R::MalformedFrame,
        CodecError::TooManyParameterSets { .. } => R::TooManyParameterSets,
        CodecError::ClearTooLong { .. } => R::ClearTooLong,
        _ => R::Unknown,
    }
}

fn rtp(error: &RtpError) -> R {
    match error {
        RtpError::Empty => R::EmptyPayload,
        RtpError::BufferTooSmall { .. } => R::BufferTooSmall,
        RtpError::Mixed => R::MixedFragments,
        RtpError::TooLong { .. } => R::PacketTooLong,
        _ => R::Unknown,
    }
}

fn legacy_encrypt(error: &LegacyEncryptError) -> R {
    match error {
        LegacyEncryptError::Codec(error) => codec(error),
        LegacyEncryptError::NoKey => R::NoSendKey,
        LegacyEncryptError::Key(error) => key(error),
        LegacyEncryptError::BufferTooSmall { .. } => R::BufferTooSmall,
        LegacyEncryptError::TooShort { .. } => R::FrameTooShort,
        LegacyEncryptError::Counters(error) => counters(error),
        LegacyEncryptError::KeyUsedUp => R::KeyUsedUp,
        LegacyEncryptError::FrameTooLong => R::FrameTooLong,
        LegacyEncryptError::TooManyParts => R::TooManyParts,
        LegacyEncryptError::StartCode { .. } => R::StartCode,
        _ => R::Unknown,
    }
}

fn legacy_decrypt(error: &LegacyDecryptError) -> R {
    match error {
        LegacyDecryptError::NotThisFormat => R::NotThisFormat,
        LegacyDecryptError::UnsupportedVersion { .. } => R::UnsupportedVersion,
        LegacyDecryptError::Codec(error) => codec(error),
        LegacyDecryptError::Silence => R::Silence,
        LegacyDecryptError::UnknownKey { .. } => R::UnknownKey,
        LegacyDecryptError::Replayed => R::Replayed,
        LegacyDecryptError::Authentication => R::Authentication,
        LegacyDecryptError::Key(error) => key(error),
        LegacyDecryptError::BufferTooSmall { .. } => R::BufferTooSmall,
        _ => R::Unknown,
    }
}

fn mls(error: &MlsKeysError) -> R {
    match error {
        MlsKeysError::DelayTooLong => R::DelayTooLong,
        MlsKeysError::NotInTree { .. } => R::NotInTree,
        MlsKeysError::OtherEpoch { .. } => R::OtherEpoch,
        MlsKeysError::SameSecret { .. } => R::SameSecret,
        MlsKeysError::Over { .. } => R::EpochOver,
        MlsKeysError::TooOld { .. } => R::EpochTooOld,
        MlsKeysError::UnknownEpoch { .. } => R::UnknownEpoch,
        MlsKeysError::SendingIsNewer { .. } => R::SendingIsNewer,
        MlsKeysError::NoEpoch => R::NoEpoch,
        MlsKeysError::TooManyContexts { .. } => R::TooManyContexts,
        MlsKeysError::Key(error) => key(error),
        _ => R::Unknown,
    }
}

fn message(error: &MessageError) -> R {
    match error {
        MessageError::TooLong { .. } => R::MessageTooLong,
        MessageError::Malformed => R::MalformedMessage,
        MessageError::Version { .. } => R::MessageVersion,
        MessageError::OtherCall => R::OtherCall,
        MessageError::NotForMe => R::NotForMe,
        MessageError::Reflected => R::ReflectedMessage,
        MessageError::UnknownSender { .. } => R::UnknownSender,
        MessageError::NotAdmitted { .. } => R::NotAdmitted,
        MessageError::Gone { .. } => R::Gone,
        MessageError::Signature => R::Signature,
        MessageError::Authentication => R::MessageAuthentication,
        MessageError::Replayed => R::ReplayedMessage,
        MessageError::Downgrade => R::Downgrade,
        MessageError::NoCommonExchange { .. } => R::NoCommonExchange,
        MessageError::OtherPolicy { .. } => R::OtherPolicy,
        MessageError::Passphrase { .. } => R::WrongPassphrase,
        MessageError::Full { .. } => R::CallFull,
        MessageError::NotEntitled { .. } => R::AuthorNotEntitled,
        MessageError::KeyIdsInUse { .. } => R::KeyIdsOfAnother,
        MessageError::Ended => R::SessionEnded,
        MessageError::Key(error) => key(error),
        _ => R::Unknown,
    }
}

fn session(error: &SessionError) -> R {
    match error {
        SessionError::FieldTooLong { .. } => R::FieldTooLong,
        SessionError::NoExchange => R::NoExchange,
        SessionError::NoSuchMember { .. } => R::NoSuchMember,
        SessionError::NotEntitled => R::NotEntitled,
        SessionError::NotLetIn => R::NotLetIn,
        SessionError::EncryptionRequired => R::EncryptionRequired,
        SessionError::TooManyDecisions { .. } => R::TooManyDecisions,
        SessionError::Ended => R::SessionEnded,
        SessionError::Key(error) => key(error),
        SessionError::Encrypt(error) => encrypt(error),
        _ => R::Unknown,
    }
}

fn state(error: &StateError) -> R {
    match error {
        StateError::WentBack { .. } => R::StateWentBack,
        StateError::OtherBlob { .. } => R::StateOther,
        StateError::OtherHistory { .. } => R::StateOtherHistory,
        StateError::AnchorBehind { .. } => R::AnchorBehind,
        StateError::NoState => R::NoState,
        StateError::Format { .. } => R::StateFormat,
        StateError::TooLong { .. } => R::StateTooLong,
        StateError::Authentication => R::StateAuthentication,
        StateError::Malformed => R::StateMalformed,
        StateError::TooManyPeers { .. } => R::TooManyPeers,
        StateError::TooManyKeys { .. } => R::TooManyCountedKeys,
        StateError::NameTooLong { .. } => R::NameTooLong,
        StateError::UsedUp => R::StateUsedUp,
        StateError::Storage(_) => R::StorageFailed,
        StateError::Key(error) => key(error),
        _ => R::Unknown,
    }
}

fn passphrase(error: &PassphraseError) -> R {
    match error {
        PassphraseError::TooWeak { .. } => R::PassphraseTooWeak,
        PassphraseError::TooLong { .. } => R::PassphraseTooLong,
        PassphraseError::NoCallId => R::NoCallId,
        PassphraseError::NoMemory => R::NoMemory,
        _ => R::Unknown,
    }
}

fn sas(error: &SasError) -> R {
    match error {
        SasError::NoMessage => R::NoSasMessage,
        SasError::OutOfOrder => R::SasOutOfOrder,
        SasError::WrongCommitment => R::SasWrongCommitment,
        SasError::Reflected => R::SasReflected,
        SasError::Ended => R::SasEnded,
        SasError::Key(error) => key(error),
        _ => R::Unknown,
    }
}
