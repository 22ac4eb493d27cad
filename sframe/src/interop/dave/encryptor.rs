//! The sending side: take the frame apart, next nonce, AEAD, put it together, look for start codes.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use memchr::memmem;
use zeroize::Zeroize;

use super::generation::Generation;
use super::parts::{MAX_NAL_UNITS, Parts};
use super::trailer::{MAX_TRAILER_LEN, Trailer};
use super::{GENERATION_SHIFT, SenderSecret};
use crate::codec::Codec;
use crate::counter::{CounterStore, Counters, DEFAULT_LEASE, KeyFingerprint};
use crate::error::{CounterStoreError, KeyError};
use crate::interop::LegacyEncryptError;
use crate::provider::kdf::Prk;
use crate::suite::Hash;

/// 10 nonces for one frame of H.264 or H.265, as libdave has it: a start code stands in one
/// ciphertext of 16 MB by two to three, in all ten of 1 MB by 10^-12.
pub const MAX_ATTEMPTS: u32 = 10;

/// 65 536 generations or 10^12 frames: a counter store that skips more has lost count, and a
/// ratchet is that slow to follow.
pub const MAX_GENERATIONS_SKIPPED: u32 = 1 << 16;

/// 511 bytes: the longest trailer, and one byte for each start code.
pub const MAX_OVERHEAD: usize = MAX_TRAILER_LEN + MAX_NAL_UNITS;

/// Ours, not Discord's: names the secret without helping to guess it.
const FINGERPRINT_LABEL: &[u8] = b"FrameSeal 1.0 DAVE fingerprint";

const START_CODE: [u8; 3] = [0, 0, 1];

/// Encrypts the frames of one participant in one epoch.
///
/// All tracks share it: the nonces of a second one over the same secret are far from those of
/// the first, so that receivers refuse whichever is behind as too old. After a change of epoch,
/// make another with the new secret. It cannot be cloned, and nobody can hand it a nonce.
pub struct Encryptor {
    generation: Generation,
    counters: Counters,
    parts: Parts,
}

impl Encryptor {
    /// Makes an encryptor. Should this process have encrypted with the same secret before, the
    /// nonces go on where they stopped.
    ///
    /// # Errors
    /// [`KeyError::Counters`] when no nonces can be had.
    #[cfg(feature = "std")]
    pub fn new(secret: SenderSecret) -> Result<Self, KeyError> {
        Self::with_counters(secret, crate::counter::MemoryCounters::of_this_process())
    }

    /// Makes an encryptor that leases its nonces from a store of your own.
    ///
    /// # Errors
    /// As [`Encryptor::new`].
    pub fn with_counters(
        secret: SenderSecret,
        counters: Arc<dyn CounterStore>,
    ) -> Result<Self, KeyError> {
        let mut fingerprint = KeyFingerprint([0; 16]);
        Prk::extract(Hash::Sha256, b"", secret.0.expose())
            .expand(&[FINGERPRINT_LABEL], &mut fingerprint.0)?;
        Ok(Self {
            generation: Generation::first(&secret)?,
            counters: Counters::new(counters, fingerprint, DEFAULT_LEASE)?,
            parts: Parts::new(),
        })
    }

    /// Gives how long the result is at most for a frame of so many bytes: [`MAX_OVERHEAD`] more.
    pub const fn max_len(frame_len: usize) -> usize {
        frame_len.saturating_add(MAX_OVERHEAD)
    }

    /// Encrypts `frame` into `out` and gives the length of the result in bytes. Only the codecs
    /// of video are looked into; an empty frame has a result too.
    ///
    /// # Errors
    /// [`LegacyEncryptError`]. `out` then holds nothing of the frame that is not clear anyway.
    pub fn encrypt(
        &mut self,
        codec: Codec,
        frame: &[u8],
        out: &mut [u8],
    ) -> Result<usize, LegacyEncryptError> {
        // Offsets have 32 bits.
        u32::try_from(frame.len()).map_err(|_| LegacyEncryptError::FrameTooLong)?;
        self.parts.take(codec, frame)?;
        let media_len = self.parts.media_len;
        let needed = media_len.saturating_add(Trailer::max_len(self.parts.ranges()));
        let available = out.len();
        let Some(out) = out.get_mut(..needed) else {
            return Err(LegacyEncryptError::BufferTooSmall { needed, available });
        };
        for _ in 0..MAX_ATTEMPTS {
            let nonce = self.next_nonce()?;
            let len = self.seal(nonce, frame, out)?;
            if self.is_as_packetizers_need_it(codec, out.get(..len).unwrap_or_default()) {
                return Ok(len);
            }
        }
        out.zeroize();
        Err(LegacyEncryptError::StartCode { attempts: MAX_ATTEMPTS })
    }

    /// Encrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`encrypt`](Self::encrypt).
    pub fn encrypt_to_vec(
        &mut self,
        codec: Codec,
        frame: &[u8],
    ) -> Result<Vec<u8>, LegacyEncryptError> {
        let mut out = alloc::vec![0; Self::max_len(frame.len())];
        let len = self.encrypt(codec, frame, &mut out)?;
        out.truncate(len);
        Ok(out)
    }

    /// Seals the parts that were taken, and gives the length of the result.
    fn seal(&self, nonce: u32, frame: &[u8], out: &mut [u8]) -> Result<usize, LegacyEncryptError> {
        let Parts { clear, media_len, .. } = &self.parts;
        let ranges = self.parts.ranges();
        let (media, trailer) =
            out.split_at_mut_checked(*media_len).ok_or(LegacyEncryptError::FrameTooLong)?;
        let hidden = media.get_mut(clear.len()..).unwrap_or_default();
        self.parts.copy_hidden(frame, hidden);
        let sealed = self.generation.key.seal(nonce, clear, hidden);
        let tag = sealed.map_err(|_| LegacyEncryptError::FrameTooLong)?;
        ranges.weave(media, clear);
        let trailer_len = Trailer::write(tag, nonce, ranges, trailer);
        Ok(media_len.saturating_add(trailer_len.ok_or(LegacyEncryptError::TooManyParts)?))
    }

    /// Takes the next nonce, the first is 1, and moves the ratchet to its generation.
    fn next_nonce(&mut self) -> Result<u32, LegacyEncryptError> {
        let counter = self.counters.take().map_err(|error| match error {
            CounterStoreError::Exhausted => LegacyEncryptError::KeyUsedUp,
            error => LegacyEncryptError::Key(error.into()),
        })?;
        let used_up = LegacyEncryptError::KeyUsedUp;
        let number = counter.checked_add(1).ok_or(used_up)?;
        let generation = u32::try_from(number >> GENERATION_SHIFT).map_err(|_| used_up)?;
        let steps = generation.checked_sub(self.generation.number).ok_or(used_up)?;
        if steps > MAX_GENERATIONS_SKIPPED {
            return Err(used_up);
        }
        if steps > 0 {
            self.generation = self.generation.later(generation)?;
        }
        let [a, b, c, d, ..] = number.to_le_bytes();
        Ok(u32::from_le_bytes([a, b, c, d]))
    }

    /// Says whether no start code came about besides those that were written: packetizers of
    /// H.264 and H.265 would cut the frame there.
    fn is_as_packetizers_need_it(&self, codec: Codec, sealed: &[u8]) -> bool {
        !matches!(codec, Codec::H264 | Codec::H265)
            || memmem::find_iter(sealed, &START_CODE).count() == self.parts.start_codes
    }
}

impl fmt::Debug for Encryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encryptor")
            .field("generation", &self.generation.number)
            .finish_non_exhaustive()
    }
}
