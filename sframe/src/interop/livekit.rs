//! **Legacy**: LiveKit's frame encryption.
//!
//! ```text
//! clear bytes ‖ ciphertext ‖ tag(16) ‖ IV(12) ‖ 0C ‖ key index(1)
//! ```
//! Used by `livekit-client` (web) and by LiveKit's SDKs for mobile and desktop apps; tested
//! against `livekit-client` 2.23.0. The receiver must know the codec, as LiveKit's does. AV1
//! cannot be encrypted in this format.
//!
//! # Weaknesses that remain
//! * The nonce is the SSRC, the timestamp and a count, of 16 bits in LiveKit's clients, which can
//!   repeat it. With ours the count, of 32 bits, comes from a counter store, over which no nonce of
//!   a key comes twice. Several participants over one shared key have a store each, and rely on
//!   their SSRCs being different; so does a key that outlives its store.
//! * A passphrase goes through 100 000 rounds of PBKDF2 with a salt that is the same for
//!   everybody: whoever records a call can try passphrases at leisure. Use random bytes.
//! * The key index, the SSRC and the timestamp are not authenticated by themselves. A frame
//!   says neither which participant nor which track it is of.
//! * LiveKit's clients have no replay protection. [`Decryptor`] has, for half a turn of a
//!   stream's clock: 6.6 hours of video, 12.4 of audio. What was recorded before that can be
//!   replayed unless the key has changed. 1024 streams are remembered in full, of at least 32 768
//!   before them the newest timestamp, so that only frames ahead of it are taken from one that
//!   comes back; what was recorded of older ones can be replayed, too.
//! * Whoever has the trailer of server-injected frames can send silence and black pictures in
//!   anybody's name: see [`Decrypted::ServerInjected`].
//! * A frame that does not open is tried with the keys of the next ratchet steps, so whoever
//!   knows several of them can make frames that open with each.
//!
//! Other `ratchetSalt`s than LiveKit's default and keys of 256 bits are not supported, and
//! metadata trailers (`LKTS`) must be taken off before.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use hmac::Hmac;
use sha2::Sha256;

use super::key_ring::{Kdf, Material};
use super::trailing_iv::{self, OVERHEAD, Receiver, Sender};
use super::{LegacyDecryptError, LegacyEncryptError, rbsp};
use crate::codec::Codec;
use crate::counter::CounterStore;
use crate::error::KeyError;
use crate::provider::kdf::Prk;
use crate::secret::MIN_BASE_KEY_LEN;
use crate::suite::Hash;

mod clear;
mod injected;

pub use trailing_iv::Stream;

/// 16 keys that a receiver holds, under the indices 0 to 15 (`keyringSize`).
pub const KEYRING_SIZE: u8 = trailing_iv::SLOTS;

/// 8 ratchet steps that a receiver tries ahead by default (`ratchetWindowSize`).
pub const DEFAULT_RATCHET_WINDOW: usize = trailing_iv::DEFAULT_RATCHET_WINDOW;

/// 16 ratchet steps at most, since every forged frame is tried with as many keys.
pub const MAX_RATCHET_WINDOW: usize = trailing_iv::MAX_RATCHET_WINDOW;

/// LiveKit's default `ratchetSalt`, which is the salt of all derivations.
const SALT: &[u8] = b"LKFrameEncryptionKey";
const ROUNDS: u32 = 100_000;
const HKDF_INFO: &[u8] = &[0; 128];

/// What a participant's keys are derived from: a passphrase or random bytes.
///
/// It prints as `KeyMaterial(..)`, cannot be cloned, and is wiped on drop.
pub struct KeyMaterial(Material);

impl KeyMaterial {
    /// Takes a passphrase (PBKDF2), as the SDKs do with a string; in UTF-8.
    ///
    /// Every key and every ratchet step derived from it takes 100 000 rounds, some 15 to 60 ms.
    ///
    /// # Errors
    /// [`KeyError::BaseKeyTooShort`] if it is empty.
    pub fn passphrase(passphrase: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let passphrase = passphrase.as_ref();
        if passphrase.is_empty() {
            return Err(KeyError::BaseKeyTooShort { len: 0 });
        }
        Ok(Self(Material::new(PBKDF2, passphrase)))
    }

    /// Takes random bytes (HKDF), as `livekit-client` does with an `ArrayBuffer`.
    ///
    /// # Errors
    /// [`KeyError::BaseKeyTooShort`] below 16 bytes.
    pub fn raw(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() < MIN_BASE_KEY_LEN {
            return Err(KeyError::BaseKeyTooShort { len: bytes.len() });
        }
        Ok(Self(Material::new(HKDF, bytes)))
    }

    /// Takes 32 bytes that somebody else derived, such as WebCrypto from a `CryptoKey` that
    /// `livekit-client`'s key providers hold: `deriveBits` with LiveKit's salt. Their first half
    /// is the key, and all of them are the material of the next ratchet step.
    ///
    /// ```
    /// # use frameseal::interop::livekit::{Derivation, KeyMaterial};
    /// // deriveBits({ name: "PBKDF2", salt: "LKFrameEncryptionKey", hash: "SHA-256", iterations: 100000 }, key, 256)
    /// let bits = [7; 32];
    /// let material = KeyMaterial::derived(Derivation::Pbkdf2, &bits);
    /// ```
    pub fn derived(derivation: Derivation, bits: &[u8; 32]) -> Self {
        let after = match derivation {
            Derivation::Pbkdf2 => PBKDF2,
            Derivation::Hkdf => HKDF,
        };
        Self(Material::derived(DONE, after, bits))
    }
}

/// How material was derived, and is again at every ratchet step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// PBKDF2 with SHA-256, 100 000 rounds and LiveKit's salt: passphrases.
    Pbkdf2,
    /// HKDF with SHA-256, LiveKit's salt and 128 zero bytes as `info`: random bytes.
    Hkdf,
}

impl fmt::Debug for KeyMaterial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyMaterial(..)")
    }
}

const PBKDF2: Kdf = Kdf { derive: from_passphrase, is_slow: true };
const HKDF: Kdf = Kdf { derive: from_raw, is_slow: false };
const DONE: Kdf = Kdf { derive: as_it_is, is_slow: false };

fn from_passphrase(
    material: &[u8],
    key: &mut [u8; 16],
    next: &mut [u8; 32],
) -> Result<(), KeyError> {
    // Cannot fail, as HMAC takes keys of every length.
    pbkdf2::pbkdf2::<Hmac<Sha256>>(material, SALT, ROUNDS, next)
        .map_err(|_| KeyError::NotProvided)?;
    first_half(key, next);
    Ok(())
}

fn from_raw(material: &[u8], key: &mut [u8; 16], next: &mut [u8; 32]) -> Result<(), KeyError> {
    Prk::extract(Hash::Sha256, SALT, material).expand(&[HKDF_INFO], next)?;
    first_half(key, next);
    Ok(())
}

fn as_it_is(material: &[u8], key: &mut [u8; 16], next: &mut [u8; 32]) -> Result<(), KeyError> {
    next.iter_mut().zip(material).for_each(|(to, byte)| *to = *byte);
    first_half(key, next);
    Ok(())
}

/// Both derivations have the same parameters but for the length, so the key is the first half
/// of the next step's material.
fn first_half(key: &mut [u8; 16], next: &[u8; 32]) {
    key.iter_mut().zip(next).for_each(|(to, byte)| *to = *byte);
}

/// Gives the most bytes that a frame of `len` bytes can become: 30 more, with H.264 and H.265
/// half as much again for start codes and escapes.
pub const fn max_len(codec: Codec, len: usize) -> usize {
    let sealed = len.saturating_add(OVERHEAD);
    match codec {
        Codec::H264 | Codec::H265 => sealed.saturating_add(rbsp::max_growth(sealed)),
        _ => sealed,
    }
}

/// Encrypts the frames that one participant sends.
///
/// It is bound to its material for life; to rotate, make a new one. Two encryptors over the
/// same material and counter store never use a nonce twice, whatever their SSRCs and timestamps do.
///
/// ```
/// use frameseal::codec::Codec;
/// use frameseal::interop::livekit::{Decrypted, Decryptor, Encryptor, KeyMaterial, Stream};
/// let material = || KeyMaterial::raw(&[0x42; 32]);
/// let mut encryptor = Encryptor::new(&material()?, 0)?;
/// let stream = Stream { ssrc: 0x1122_3344, timestamp: 960 };
/// let sealed = encryptor.encrypt_to_vec(Codec::Opus, &[0x78, 1, 2, 3], stream)?;
/// let mut decryptor = Decryptor::new();
/// decryptor.set_key(0, &material()?)?;
/// let opened = decryptor.decrypt_to_vec(Codec::Opus, &sealed)?;
/// assert_eq!(opened, Decrypted::Opened(vec![0x78, 1, 2, 3]));
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

    /// Goes to the next key (`ratchetKey`). The index stays the same, and the old key is wiped.
    ///
    /// Web receivers follow one step by themselves, others as many as their window has.
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
    /// A frame without bytes stays one: encoders mark dropped frames so.
    ///
    /// # Errors
    /// [`LegacyEncryptError::BufferTooSmall`] unless `out` has [`max_len`] bytes;
    /// [`LegacyEncryptError::Codec`] for AV1 and frames that are not the codec's;
    /// [`LegacyEncryptError::KeyUsedUp`] after 2^32 frames; [`LegacyEncryptError::Counters`].
    pub fn encrypt(
        &mut self,
        codec: Codec,
        frame: &[u8],
        stream: Stream,
        out: &mut [u8],
    ) -> Result<usize, LegacyEncryptError> {
        if frame.is_empty() {
            return Ok(0);
        }
        let clear = clear::find(codec, frame)?;
        let (needed, available) = (max_len(codec, frame.len()), out.len());
        let too_small = LegacyEncryptError::BufferTooSmall { needed, available };
        let out = out.get_mut(..needed).ok_or(too_small)?;
        let iv = self.0.next_iv(stream, |timestamp, count| timestamp.wrapping_sub(count))?;

        let (header, payload) = frame.split_at_checked(clear.len).ok_or(too_small)?;
        let header_len = match clear.is_nal {
            true => clear::normalize(header, out).ok_or(too_small)?,
            false => clear::copy(header, out).ok_or(too_small)?,
        };
        // What is to be escaped is put to the end, to be moved to the front in one pass.
        let sealed_len = payload.len().saturating_add(OVERHEAD);
        let start = if clear.is_nal { needed.saturating_sub(sealed_len) } else { header_len };
        let end = start.saturating_add(sealed_len);
        let (front, body) = out.split_at_mut_checked(start).ok_or(too_small)?;
        let body = body.get_mut(..sealed_len).ok_or(too_small)?;
        clear::copy(payload, body).ok_or(too_small)?;
        self.0.seal(&iv, front.get(..header_len).unwrap_or_default(), body)?;
        match clear.is_nal {
            true => rbsp::escape(out, start..end, header_len, 0).ok_or(too_small),
            false => Ok(end),
        }
    }

    /// Encrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`encrypt`](Self::encrypt).
    pub fn encrypt_to_vec(
        &mut self,
        codec: Codec,
        frame: &[u8],
        stream: Stream,
    ) -> Result<Vec<u8>, LegacyEncryptError> {
        let mut out = alloc::vec![0; max_len(codec, frame.len())];
        let len = self.encrypt(codec, frame, stream, &mut out)?;
        out.truncate(len);
        Ok(out)
    }
}

impl fmt::Debug for Encryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encryptor").field("index", &self.index()).finish_non_exhaustive()
    }
}

/// What a received frame was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "only an opened frame was encrypted and comes from a participant"]
pub enum Decrypted<T> {
    /// It was encrypted and is authentic. How long it is, or the frame.
    Opened(T),
    /// **Not encrypted**: the server sent it. Silence or a black picture, one of a few fixed
    /// payloads, with the trailer that the app set. Play it or drop it, but do not let it
    /// count as a sign of the participant.
    ServerInjected(T),
    /// It had no bytes, as in both directions of LiveKit's clients. Nobody vouches for it.
    Empty,
}

/// Decrypts the frames of one participant, or of all who share a key.
///
/// With a shared key make one decryptor for the room: every key costs a derivation. Nothing
/// changes unless a frame is authentic, and unlike LiveKit's clients no number of forged
/// frames makes it give up a key.
pub struct Decryptor {
    frames: Receiver,
    trailer: Vec<u8>,
}

impl Decryptor {
    /// Makes a decryptor that follows ratchets by up to 8 steps.
    pub fn new() -> Self {
        Self::with_ratchet_window(DEFAULT_RATCHET_WINDOW)
    }

    /// Makes a decryptor that tries so many ratchet steps, [`MAX_RATCHET_WINDOW`] at most,
    /// with a frame that does not open. 0 is right for shared keys.
    ///
    /// The keys of these steps are derived when a frame fails, and kept. With a passphrase that is
    /// one for each such frame, so that a forged one costs 15 to 60 ms and not as much for every
    /// step; of a sender who has gone so many steps at once the first frames, as many, are lost.
    pub fn with_ratchet_window(steps: usize) -> Self {
        Self { frames: Receiver::new(steps), trailer: Vec::new() }
    }

    /// Sets the key at `index`, 0 to 15, in place of the one that may be there. A new key begins
    /// with nothing seen; one of the last 4096, ratchet steps counted, goes on with what was seen of it.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] beyond that.
    pub fn set_key(&mut self, index: u8, material: &KeyMaterial) -> Result<(), KeyError> {
        self.frames.set_key(index, &material.0)
    }

    /// Removes the key at `index` and says whether there was one. What was seen is remembered.
    pub fn remove_key(&mut self, index: u8) -> bool {
        self.frames.remove_key(index)
    }

    /// Sets the trailer that marks server-injected frames in this room (`sifTrailer`, which
    /// the server sends when a client joins). Without one they are refused.
    pub fn set_sif_trailer(&mut self, trailer: &[u8]) {
        self.trailer.clear();
        self.trailer.extend_from_slice(trailer);
    }

    /// Tells how much time has passed since some fixed moment.
    ///
    /// Who calls it once a minute lets streams go on that were silent for more than 6 hours;
    /// their old frames cannot be told from new ones then. Without it such a stream stays
    /// refused when half a turn of its clock has passed: 6.6 hours of video, 12.4 of audio.
    pub fn advance(&mut self, now: Duration) {
        self.frames.advance(now);
    }

    /// Decrypts `frame` into `out` and gives what it was and the length.
    ///
    /// # Errors
    /// [`LegacyDecryptError`]. Unless `out` has as many bytes as the frame, it is
    /// [`LegacyDecryptError::BufferTooSmall`].
    pub fn decrypt(
        &mut self,
        codec: Codec,
        frame: &[u8],
        out: &mut [u8],
    ) -> Result<Decrypted<usize>, LegacyDecryptError> {
        if frame.is_empty() {
            return Ok(Decrypted::Empty);
        }
        if !self.trailer.is_empty()
            && let Some(payload) = frame.strip_suffix(self.trailer.as_slice())
        {
            return self.pass_injected(codec, payload, out);
        }
        let clear = clear::find(codec, frame).map_err(clear::refusal)?;
        self.frames.open(frame, clear.len, clear.is_nal, out).map(Decrypted::Opened)
    }

    fn pass_injected(
        &self,
        codec: Codec,
        payload: &[u8],
        out: &mut [u8],
    ) -> Result<Decrypted<usize>, LegacyDecryptError> {
        if !injected::is_known(codec, payload) {
            return Err(LegacyDecryptError::NotThisFormat);
        }
        let (needed, available) = (payload.len(), out.len());
        let too_small = LegacyDecryptError::BufferTooSmall { needed, available };
        clear::copy(payload, out).map(Decrypted::ServerInjected).ok_or(too_small)
    }

    /// Decrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn decrypt_to_vec(
        &mut self,
        codec: Codec,
        frame: &[u8],
    ) -> Result<Decrypted<Vec<u8>>, LegacyDecryptError> {
        let mut out = alloc::vec![0; frame.len()];
        Ok(match self.decrypt(codec, frame, &mut out)? {
            Decrypted::Opened(len) => {
                out.truncate(len);
                Decrypted::Opened(out)
            }
            Decrypted::ServerInjected(len) => {
                out.truncate(len);
                Decrypted::ServerInjected(out)
            }
            Decrypted::Empty => Decrypted::Empty,
        })
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
