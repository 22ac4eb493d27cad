//! **Legacy**: the end-to-end encryption formats that are deployed today.
//!
//! For clients that must talk to rooms in which others speak LiveKit's, Jitsi's (also Nextcloud
//! Talk's), Discord's or GetStream's format. None of them is RFC 9605, each has weaknesses by
//! design that no implementation can mend, and each module says which. Nothing here is ever
//! chosen by itself or fallen back to: the app names the format, and a decryptor of one format
//! refuses frames of every other.
//!
//! What our side adds without breaking the format: no nonce is used twice over one counter store,
//! replays that the format lets be told are refused, nothing changes before a frame is
//! authenticated, and all state is bounded.
//!
//! There is no usage limit as SFrame's encryptors have it: frames are counted, cipher blocks are
//! not. 2^34 blocks (256 GiB), which [`Encryptor`](crate::Encryptor) ends a key at, are three days
//! of 8 Mbit/s: change keys that live longer. DAVE does it by itself, every 2^24 frames.

use thiserror::Error;

use crate::codec::CodecError;
use crate::error::{CounterStoreError, KeyError};

pub mod dave;
pub mod getstream;
pub mod jframe;
pub mod livekit;

mod heard;
mod key_ring;
mod rbsp;
mod seen;
mod trailing_iv;

/// A frame could not be encrypted. Nothing left the encryptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LegacyEncryptError {
    /// The frame is not one of the codec's.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// No key was set for sending. Nothing is sent in the clear instead.
    #[error("no key is set for sending; set one before the first frame")]
    NoKey,
    /// A key could not be derived.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The buffer cannot hold the result. No counter was used.
    #[error(
        "the output needs {needed} bytes and the buffer has {available}; size it with `max_len`"
    )]
    BufferTooSmall {
        /// Bytes needed.
        needed: usize,
        /// Bytes there.
        available: usize,
    },
    /// The frame is shorter than the bytes that stay clear of it.
    #[error("the frame has {len} bytes, of which {clear} would stay clear; drop it")]
    TooShort {
        /// Its length in bytes.
        len: usize,
        /// Bytes that would stay clear.
        clear: usize,
    },
    /// Counters could not be reserved.
    #[error(transparent)]
    Counters(#[from] CounterStoreError),
    /// Going on would repeat a nonce under this key.
    #[error("the counters of this key are used up; change to a fresh key")]
    KeyUsedUp,
    /// The cipher refused: the frame is longer than it can take.
    #[error("the frame is longer than the cipher can take in one piece")]
    FrameTooLong,
    /// The frame has more parts that stay clear than the format can list. No counter was used.
    #[error(
        "the frame has more slices or OBUs than the format can list; configure the encoder for fewer"
    )]
    TooManyParts,
    /// Every ciphertext had a start code in it, where packetizers would cut the frame.
    #[error("{attempts} nonces in a row gave a ciphertext with a start code in it; drop the frame")]
    StartCode {
        /// How many were tried.
        attempts: u32,
    },
}

/// A frame was refused. No key, ratchet or replay state has changed, and no plaintext is in the
/// output buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LegacyDecryptError {
    /// The frame does not end as the format has it: not encrypted, in another format, or cut.
    #[error("the frame is not in this format; it may be unencrypted or damaged, drop it")]
    NotThisFormat,
    /// The frame is in a version of the format that is not known here.
    #[error("the frame is in version {version} of this format; the sender's app is newer")]
    UnsupportedVersion {
        /// The version.
        version: u8,
    },
    /// The format has no frames of this codec, or the frame has no bytes.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// The server's stand-in for somebody who is muted: silence, the same bytes always, and not
    /// authenticated by anybody.
    #[error("the server's silence, which everybody can send; play silence of your own, or nothing")]
    Silence,
    /// No key is known under the frame's index.
    #[error("no key with index {index}; ask its sender for the key")]
    UnknownKey {
        /// The index.
        index: u32,
    },
    /// The same frame was opened before, or is too old to tell.
    #[error("the frame was opened before or is too old; drop it")]
    Replayed,
    /// The AEAD refused: key or bytes are not what the sender used.
    #[error("authentication failed")]
    Authentication,
    /// A key could not be derived.
    #[error(transparent)]
    Key(#[from] KeyError),
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
}
