//! **Legacy**: JFrame, the frame encryption of Jitsi Meet, and of Nextcloud Talk.
//!
//! ```text
//! clear bytes ‖ ciphertext ‖ tag(16) ‖ IV(12) ‖ 0C ‖ key index(1)
//! ```
//! Tested against lib-jitsi-meet of August 2026. Of every codec 1 byte of audio, 10 bytes of
//! a key frame and 3 of a delta frame stay clear; sender and receiver must agree on which of
//! the three a frame is.
//!
//! # Weaknesses that remain
//! * The nonce is the SSRC, the timestamp and a count, of 16 bits in Jitsi's clients, which can
//!   repeat it. With ours the count, of 32 bits, comes from a counter store, over which no nonce of
//!   a key comes twice. Several participants over one shared key have a store each, and rely on
//!   their SSRCs being different; so does a key that outlives its store.
//! * The key index, the SSRC and the timestamp are not authenticated by themselves. A frame
//!   says neither which participant nor which track it is of.
//! * When somebody joins, the others ratchet and tell nobody: a frame that does not open is
//!   tried with the keys of the next steps, so whoever knows several of them can make frames
//!   that open with each.
//! * Jitsi's clients have no replay protection. [`Decryptor`] has, for half a turn of a
//!   stream's clock: 6.6 hours of video, 12.4 of audio. What was recorded before that can be
//!   replayed unless the key has changed. 1024 streams are remembered in full, of at least 32 768
//!   before them the newest timestamp, so that only frames ahead of it are taken from one that
//!   comes back; what was recorded of older ones can be replayed, too.
//! * Nothing is escaped. One ciphertext of H.264 or H.265 in 16 MB has a start code in it, where
//!   packetizers may cut the frame.
//!
//! Finished AES keys, which lib-jitsi-meet takes where keys are managed outside of it, are not
//! supported.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use super::key_ring::{Kdf, Material};
use super::trailing_iv::{self, OVERHEAD, Receiver, Sender};
use super::{LegacyDecryptError, LegacyEncryptError};
use crate::codec::{Codec, CodecError};
use crate::counter::CounterStore;
use crate::error::KeyError;
use crate::provider::kdf::Prk;
use crate::secret::MIN_BASE_KEY_LEN;
use crate::suite::Hash;

pub use trailing_iv::Stream;

/// 16 keys that a receiver holds, under the indices 0 to 15.
pub const KEYRING_SIZE: u8 = trailing_iv::SLOTS;

/// 8 ratchet steps that a receiver tries ahead by default.
pub const DEFAULT_RATCHET_WINDOW: usize = trailing_iv::DEFAULT_RATCHET_WINDOW;

/// 16 ratchet steps at most, since every forged frame is tried with as many keys.
pub const MAX_RATCHET_WINDOW: usize = trailing_iv::MAX_RATCHET_WINDOW;

const KEY_SALT: &[u8] = b"JFrameEncryptionKey";
const RATCHET_SALT: &[u8] = b"JFrameRatchetKey";

/// What a participant's keys are derived from.
///
/// It prints as `KeyMaterial(..)`, cannot be cloned, and is wiped on drop.
pub struct KeyMaterial(Material);

impl KeyMaterial {
    /// Takes random bytes; Jitsi's clients make 32.
    ///
    /// # Errors
    /// [`KeyError::BaseKeyTooShort`] below 16 bytes.
    pub fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() < MIN_BASE_KEY_LEN {
            return Err(KeyError::BaseKeyTooShort { len: bytes.len() });
        }
        Ok(Self(Material::new(Kdf { derive, is_slow: false }, bytes)))
    }
}

impl fmt::Debug for KeyMaterial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyMaterial(..)")
    }
}

fn derive(material: &[u8], key: &mut [u8; 16], next: &mut [u8; 32]) -> Result<(), KeyError> {
    Prk::extract(Hash::Sha256, KEY_SALT, material).expand(&[], key)?;
    Prk::extract(Hash::Sha256, RATCHET_SALT, material).expand(&[], next)
}

/// What WebRTC calls a frame (`RTCEncodedVideoFrame.type`; audio frames have none).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // the format knows no others
pub enum FrameKind {
    /// Audio.
    Audio,
    /// Video that a decoder can start at.
    Key,
    /// Video that refers to frames before.
    Delta,
}

impl FrameKind {
    /// Finds out from a frame's own bytes, before it is encrypted.
    ///
    /// # Errors
    /// [`CodecError`]
    pub fn of(codec: Codec, frame: &[u8]) -> Result<Self, CodecError> {
        let key_frame = codec.inspect(frame)?.key_frame;
        Ok(match codec {
            Codec::Opus => Self::Audio,
            _ if key_frame => Self::Key,
            _ => Self::Delta,
        })
    }

    /// Gives how many bytes stay clear.
    pub const fn clear_len(self) -> usize {
        match self {
            Self::Audio => 1,
            Self::Key => 10,
            Self::Delta => 3,
        }
    }
}

/// Gives how many bytes a frame of `len` bytes becomes: 30 more.
pub const fn max_len(len: usize) -> usize {
    len.saturating_add(OVERHEAD)
}

/// Encrypts the frames that one participant sends.
///
/// It is bound to its material for life; to rotate, make a new one. Two encryptors over the
/// same material and counter store never use a nonce twice, whatever their SSRCs and timestamps do.
///
/// ```
/// use frameseal::interop::jframe::{Decryptor, Encryptor, FrameKind, KeyMaterial, Stream};
/// let material = || KeyMaterial::new(&[0x42; 32]);
/// let mut encryptor = Encryptor::new(&material()?, 0)?;
/// let stream = Stream { ssrc: 0x1122_3344, timestamp: 960 };
/// let sealed = encryptor.encrypt_to_vec(FrameKind::Audio, &[0x78, 1, 2, 3], stream)?;
/// let mut decryptor = Decryptor::new();
/// decryptor.set_key(0, &material()?)?;
/// assert_eq!(decryptor.decrypt_to_vec(FrameKind::Audio, &sealed)?, [0x78, 1, 2, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Encryptor(Sender);

impl Encryptor {
    /// Makes an encryptor for the key at `index`, 0 to 15.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] beyond that; [`KeyError::Counters`].
    #[cfg(feature = "std")]
    pub fn new(material: &KeyMaterial, index: u8) -> Result<Self, KeyError> {
        Self::with_counters(material, index, crate::counter::MemoryCounters::of_this_process())
    }

    /// Makes an encryptor that leases its counts from a store of your own.
    ///
    /// # Errors
    /// As [`Encryptor::new`].
    pub fn with_counters(
        material: &KeyMaterial,
        index: u8,
        counters: Arc<dyn CounterStore>,
    ) -> Result<Self, KeyError> {
        Ok(Self(Sender::new(&material.0, index, counters)?))
    }

    /// Goes to the next key, as Jitsi's clients do when somebody joins. The index stays the
    /// same, and the old key is wiped.
    ///
    /// # Errors
    /// [`KeyError::Counters`]; then nothing has changed.
    pub fn ratchet(&mut self) -> Result<(), KeyError> {
        self.0.ratchet()
    }

    /// Gives the key's index.
    pub fn index(&self) -> u8 {
        self.0.index()
    }

    /// Encrypts `frame` into `out` and gives the result's length in bytes.
    ///
    /// # Errors
    /// [`LegacyEncryptError::TooShort`] if the frame is shorter than what stays clear;
    /// [`LegacyEncryptError::BufferTooSmall`] unless `out` has [`max_len`] bytes;
    /// [`LegacyEncryptError::KeyUsedUp`] after 2^32 frames; [`LegacyEncryptError::Counters`].
    pub fn encrypt(
        &mut self,
        kind: FrameKind,
        frame: &[u8],
        stream: Stream,
        out: &mut [u8],
    ) -> Result<usize, LegacyEncryptError> {
        let (len, clear) = (frame.len(), kind.clear_len());
        if len < clear {
            return Err(LegacyEncryptError::TooShort { len, clear });
        }
        let (needed, available) = (max_len(len), out.len());
        let too_small = LegacyEncryptError::BufferTooSmall { needed, available };
        let out = out.get_mut(..needed).ok_or(too_small)?;
        let iv = self.0.next_iv(stream, |_timestamp, count| count)?;
        out.get_mut(..len).ok_or(too_small)?.copy_from_slice(frame);
        let (header, body) = out.split_at_mut_checked(clear).ok_or(too_small)?;
        self.0.seal(&iv, header, body)?;
        Ok(needed)
    }

    /// Encrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`encrypt`](Self::encrypt).
    pub fn encrypt_to_vec(
        &mut self,
        kind: FrameKind,
        frame: &[u8],
        stream: Stream,
    ) -> Result<Vec<u8>, LegacyEncryptError> {
        let mut out = alloc::vec![0; max_len(frame.len())];
        self.encrypt(kind, frame, stream, &mut out)?;
        Ok(out)
    }
}

impl fmt::Debug for Encryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encryptor").field("index", &self.index()).finish_non_exhaustive()
    }
}

/// Decrypts the frames of one participant, or of all who share a key.
///
/// Nothing changes unless a frame is authentic. A frame without bytes is refused.
pub struct Decryptor(Receiver);

impl Decryptor {
    /// Makes a decryptor that follows ratchets by up to 8 steps.
    pub fn new() -> Self {
        Self::with_ratchet_window(DEFAULT_RATCHET_WINDOW)
    }

    /// Makes a decryptor that tries so many ratchet steps, [`MAX_RATCHET_WINDOW`] at most,
    /// with a frame that does not open. 0 is right for shared keys.
    ///
    /// The keys of these steps are derived when the first frame fails, and kept.
    pub fn with_ratchet_window(steps: usize) -> Self {
        Self(Receiver::new(steps))
    }

    /// Sets the key at `index`, 0 to 15, in place of the one that may be there. A new key begins
    /// with nothing seen; one of the last 4096, ratchet steps counted, goes on with what was seen of it.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] beyond that.
    pub fn set_key(&mut self, index: u8, material: &KeyMaterial) -> Result<(), KeyError> {
        self.0.set_key(index, &material.0)
    }

    /// Removes the key at `index` and says whether there was one. What was seen is remembered.
    pub fn remove_key(&mut self, index: u8) -> bool {
        self.0.remove_key(index)
    }

    /// Tells how much time has passed since some fixed moment.
    ///
    /// Who calls it once a minute lets streams go on that were silent for more than 6 hours;
    /// their old frames cannot be told from new ones then. Without it such a stream stays
    /// refused when half a turn of its clock has passed: 6.6 hours of video, 12.4 of audio.
    pub fn advance(&mut self, now: Duration) {
        self.0.advance(now);
    }

    /// Decrypts `frame` into `out` and gives the length of the result.
    ///
    /// # Errors
    /// [`LegacyDecryptError`]. Unless `out` has as many bytes as the frame, it is
    /// [`LegacyDecryptError::BufferTooSmall`].
    pub fn decrypt(
        &mut self,
        kind: FrameKind,
        frame: &[u8],
        out: &mut [u8],
    ) -> Result<usize, LegacyDecryptError> {
        self.0.open(frame, kind.clear_len(), false, out)
    }

    /// Decrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn decrypt_to_vec(
        &mut self,
        kind: FrameKind,
        frame: &[u8],
    ) -> Result<Vec<u8>, LegacyDecryptError> {
        let mut out = alloc::vec![0; frame.len()];
        let len = self.decrypt(kind, frame, &mut out)?;
        out.truncate(len);
        Ok(out)
    }
}

impl Default for Decryptor {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Decryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decryptor").finish_non_exhaustive()
    }
}
