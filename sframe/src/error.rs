//! What can go wrong, who is at fault and what to do about it.
//!
//! Four enums, one for each thing an app does: handle keys, keep counters, encrypt, decrypt.
//! A failed call has changed nothing: no counter that may be used again, no replay state, no
//! key. The AEAD failure carries no detail on purpose.

use thiserror::Error;

use crate::key_id::KeyId;

/// A key could not be made or added. The app, or whoever sent it the key, is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The base key is shorter than [`MIN_BASE_KEY_LEN`](crate::MIN_BASE_KEY_LEN).
    #[error(
        "the base key has {len} bytes; RFC 9605 keys need at least 16 bytes from a key agreement or a KDF"
    )]
    BaseKeyTooShort {
        /// Its length in bytes.
        len: usize,
    },
    /// No suite has this number.
    #[error("cipher suite {id} is not assigned; the IANA registry has 1 to 8")]
    UnknownSuite {
        /// The number that was asked for.
        id: u16,
    },
    /// A part of a structured KID does not fit the bits that the layout gives it.
    #[error(
        "{field} {value} does not fit into {bits} bits of the KID; widen the field or start over at 0 with a fresh key"
    )]
    FieldTooWide {
        /// Which part: `generation`, `sender index`, `context`, `ratchet bits`, ….
        field: &'static str,
        /// Its value.
        value: u64,
        /// The bits it has.
        bits: u32,
    },
    /// Another base key is already there for this KID.
    #[error(
        "KID {kid} already has another base key; give every key a KID of its own, or remove the old key first"
    )]
    KeyIdInUse {
        /// The KID.
        kid: KeyId,
    },
    /// The key was here, was removed, and coming back would accept its old frames again.
    #[error(
        "KID {kid} was removed and cannot come back with older key material; ask the sender for a fresh generation or epoch"
    )]
    KeyIdRetired {
        /// The KID.
        kid: KeyId,
    },
    /// The key is one this participant sends with; its frames coming back are a reflection.
    #[error("KID {kid} is this participant's own send key; a key serves one direction only")]
    OwnSendKey {
        /// The KID.
        kid: KeyId,
    },
    /// The decryptor reads KIDs in another layout.
    #[error(
        "the decryptor was made for another KID layout; pass the matching `KidLayout` in its configuration"
    )]
    WrongLayout,
    /// The store is full.
    #[error("{limit} keys are held already; remove those of members who left, or raise the limit")]
    TooManyKeys {
        /// The limit in keys.
        limit: usize,
    },
    /// A length the caller chose does not fit the suite.
    #[error("{what} has {len} bytes where the suite wants {want}")]
    WrongLength {
        /// What: `key`, `tag buffer`, ….
        what: &'static str,
        /// Its length in bytes.
        len: usize,
        /// The length that was expected, in bytes.
        want: usize,
    },
    /// The provider has no implementation of an algorithm that the suite needs.
    #[error(
        "the crypto provider does not implement this cipher suite; use `rust_crypto`, which has all eight"
    )]
    NotProvided,
    /// The counters for this key could not be reserved.
    #[error(transparent)]
    Counters(#[from] CounterStoreError),
}

/// Counters could not be reserved, so nothing may be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CounterStoreError {
    /// The store could not write. The frame was not encrypted; try again when it can.
    #[error(
        "the counter store could not save a lease; nothing was encrypted, try again once it can write"
    )]
    Unavailable,
    /// The store gave out counters that were given out before: a restored backup or a bug.
    #[error(
        "the counter store went back in time (a restored backup?); change to a fresh key, this one must not encrypt again"
    )]
    WentBack,
    /// All 2^64 counters of the key are used up.
    #[error("all counters of this key are used up; change to a fresh key")]
    Exhausted,
    /// The store holds as many keys as it may.
    #[error(
        "the counter store remembers {limit} keys and is full; use a store of your own through `EncryptorConfig::counters`"
    )]
    Full {
        /// The limit in keys.
        limit: usize,
    },
}

/// A frame could not be encrypted. Nothing left the encryptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EncryptError {
    /// The buffer cannot hold the result. No counter was used.
    #[error(
        "the output needs {needed} bytes and the buffer has {available}; size it with `max_overhead`"
    )]
    BufferTooSmall {
        /// Bytes needed.
        needed: usize,
        /// Bytes there.
        available: usize,
    },
    /// The range given for an in-place frame lies outside its buffer or leaves no room for
    /// the header in front of it.
    #[error(
        "the frame must lie inside the buffer with at least {headroom} bytes before and {tailroom} bytes behind it"
    )]
    NoRoom {
        /// Bytes needed before the frame.
        headroom: usize,
        /// Bytes needed behind the frame.
        tailroom: usize,
    },
    /// The key reached its usage limit (draft-irtf-cfrg-aead-limits).
    #[error("this key has encrypted as much as it safely can; rotate to a fresh base key")]
    KeyUsedUp,
    /// Counters could not be reserved.
    #[error(transparent)]
    Counters(#[from] CounterStoreError),
    /// The AEAD refused: the frame is longer than its mode can take.
    #[error("the frame is longer than the cipher can take in one piece")]
    FrameTooLong,
}

/// A frame was refused. Nothing about the decryptor's keys or replay windows has changed, and
/// no plaintext is in the output buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecryptError {
    /// The frame ends before its header or tag does: not an SFrame, or cut on the way.
    #[error("the frame is cut short: {len} bytes cannot hold an SFrame header and tag")]
    Truncated {
        /// Its length in bytes.
        len: usize,
    },
    /// The header spends more bytes on KID or CTR than needed (RFC 9605 section 4.3). No
    /// conforming sender writes this, and accepting it would give one frame many spellings.
    #[error(
        "the header does not use the shortest encoding; the sender is broken or the frame forged"
    )]
    NonMinimalHeader,
    /// The frame is laid out as no envelope of [`transparent`](crate::transparent) is: its
    /// sender does not use them, or it was damaged.
    #[error(
        "the frame is no transparent envelope; its sender does not use them, or it was damaged"
    )]
    MalformedEnvelope,
    /// The envelope is of a version that this library does not know.
    #[error(
        "the frame is an envelope of version {version} and this library reads version 1; update it, or the frame is no envelope"
    )]
    EnvelopeVersion {
        /// The version, 0 to 7.
        version: u8,
    },
    /// No key is known for this KID: it is late, was removed, or the frame is forged.
    #[error("no key for KID {kid}; ask its sender for the key, or park the frame until it comes")]
    UnknownKey {
        /// The KID.
        kid: KeyId,
    },
    /// The frame claims a ratchet step further ahead than the decryptor is willing to go.
    #[error(
        "KID {kid} is {steps} ratchet steps ahead of the key held; ask the sender for its current key"
    )]
    RatchetTooFar {
        /// The KID.
        kid: KeyId,
        /// Steps from the held key to the frame's.
        steps: u64,
    },
    /// The frame carries this participant's own send key: the operator reflected it.
    #[error("KID {kid} is this participant's own send key: the frame was reflected")]
    Reflected {
        /// The KID.
        kid: KeyId,
    },
    /// The same frame was opened before, or may have been before its key was removed and added
    /// again.
    #[error("frame {counter} of KID {kid} was opened before; drop it")]
    Replayed {
        /// The KID.
        kid: KeyId,
        /// The frame's counter.
        counter: u64,
    },
    /// The frame is older than the replay window reaches, so a replay could not be told.
    #[error(
        "frame {counter} of KID {kid} is older than the replay window; drop it, or widen the window"
    )]
    TooOld {
        /// The KID.
        kid: KeyId,
        /// The frame's counter.
        counter: u64,
    },
    /// The AEAD refused: key, metadata or bytes are not what the sender used.
    #[error("authentication failed")]
    Authentication,
    /// The buffer cannot hold the result.
    #[error(
        "the output needs {needed} bytes and the buffer has {available}; a buffer as long as the frame is always enough"
    )]
    BufferTooSmall {
        /// Bytes needed.
        needed: usize,
        /// Bytes there.
        available: usize,
    },
    /// Deriving the key for this frame hit a limit of the store.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// The classes in which W3C's WebRTC encoded transform reports errors, and two of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// `authentication`: the frame is not what its sender sealed.
    Authentication,
    /// `keyID`: no usable key for the frame's KID.
    KeyId,
    /// `syntax`: the bytes are not an SFrame.
    Syntax,
    /// A genuine frame, seen before or too old to tell. Drop it in silence.
    Replay,
    /// The caller's own mistake, such as a buffer that is too small.
    Usage,
}

impl DecryptError {
    /// Says which class the error belongs to.
    pub const fn class(&self) -> ErrorClass {
        match self {
            Self::Truncated { .. }
            | Self::NonMinimalHeader
            | Self::MalformedEnvelope
            | Self::EnvelopeVersion { .. } => ErrorClass::Syntax,
            Self::UnknownKey { .. } | Self::RatchetTooFar { .. } | Self::Reflected { .. } => {
                ErrorClass::KeyId
            }
            Self::Key(_) => ErrorClass::KeyId,
            Self::Replayed { .. } | Self::TooOld { .. } => ErrorClass::Replay,
            Self::Authentication => ErrorClass::Authentication,
            Self::BufferTooSmall { .. } => ErrorClass::Usage,
        }
    }
}
