//! The receiving side: trailer, generation, replay screen, AEAD, commit, put together.

use alloc::vec::Vec;
use core::fmt;
use core::mem;

use super::generation::Generation;
use super::trailer::Trailer;
use super::{GENERATION_SHIFT, SILENCE, SenderSecret};
use crate::error::KeyError;
use crate::interop::LegacyDecryptError;
use crate::replay::ReplayWindow;

/// 1024 nonces behind the newest can still be told from replays: 6 s of a sender with voice and
/// two video tracks. libdave remembers 1000 missing ones.
pub const REPLAY_WINDOW: usize = 1024;

/// 32 generations ahead of the newest that was authenticated are followed, a month of silence
/// from a sender with voice and two video tracks: a forged frame costs 33 hashes at most.
/// libdave follows 250.
pub const MAX_GENERATIONS_AHEAD: u8 = 32;

/// 64 KiB of clear bytes: more than parameter sets, captions and slice headers of a frame have. A
/// frame that says that it has more, genuine or not, leaves no more memory behind.
const KEPT_CLEAR: usize = 64 << 10;

/// Decrypts the frames of one sender in one epoch.
///
/// It changes nothing before a frame is authenticated. Every failure is an error and leaves no
/// plaintext behind.
pub struct Decryptor {
    /// That of the newest frame.
    current: Generation,
    /// The one before, as long as its last nonces are in the window.
    previous: Option<Generation>,
    window: ReplayWindow,
    /// The clear bytes of the frame at hand; kept for its memory, up to [`KEPT_CLEAR`].
    clear: Vec<u8>,
}

impl Decryptor {
    /// Makes a decryptor that has seen no frame yet.
    ///
    /// Never make a second one for the secret: it would open every frame again.
    ///
    /// # Errors
    /// [`KeyError`] when the key cannot be expanded.
    pub fn new(secret: SenderSecret) -> Result<Self, KeyError> {
        Ok(Self {
            current: Generation::first(&secret)?,
            previous: None,
            window: ReplayWindow::new(REPLAY_WINDOW, None),
            clear: Vec::with_capacity(1024),
        })
    }

    /// Decrypts `frame` into `out` and gives the length of the plaintext in bytes, less than
    /// that of the frame.
    ///
    /// # Errors
    /// [`LegacyDecryptError`]. After [`LegacyDecryptError::Authentication`] what was written
    /// is zeroed, after any other error `out` is untouched.
    pub fn decrypt(&mut self, frame: &[u8], out: &mut [u8]) -> Result<usize, LegacyDecryptError> {
        if frame == SILENCE {
            return Err(LegacyDecryptError::Silence);
        }
        let trailer = Trailer::parse(frame).ok_or(LegacyDecryptError::NotThisFormat)?;
        let Trailer { media_len, tag, nonce, ranges, clear_len } = trailer;
        let generation = self.generation_of(nonce)?;
        let number = full_number(generation, nonce);
        self.window.check(number).map_err(|_| LegacyDecryptError::Replayed)?;
        let (needed, available) = (media_len, out.len());
        let Some(out) = out.get_mut(..media_len) else {
            return Err(LegacyDecryptError::BufferTooSmall { needed, available });
        };

        let ahead = match generation > self.current.number {
            true => Some(self.current.later(generation)?),
            false => None,
        };
        let known = [ahead.as_ref(), Some(&self.current), self.previous.as_ref()];
        let found = known.into_iter().flatten().find(|known| known.number == generation);
        let key = &found.ok_or(LegacyDecryptError::Replayed)?.key;

        let media = frame.get(..media_len).unwrap_or_default();
        let (front, hidden) =
            out.split_at_mut_checked(clear_len).ok_or(LegacyDecryptError::NotThisFormat)?;
        ranges.part(media, &mut self.clear, hidden);
        if key.open(nonce, &self.clear, hidden, tag).is_err() {
            front.fill(0);
            self.give_memory_back();
            return Err(LegacyDecryptError::Authentication);
        }
        self.commit(number, ahead);
        ranges.weave(out, &self.clear);
        self.give_memory_back();
        Ok(media_len)
    }

    fn give_memory_back(&mut self) {
        self.clear.clear();
        self.clear.shrink_to(KEPT_CLEAR);
    }

    /// Decrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn decrypt_to_vec(&mut self, frame: &[u8]) -> Result<Vec<u8>, LegacyDecryptError> {
        let mut out = alloc::vec![0; frame.len()];
        let len = self.decrypt(frame, &mut out)?;
        out.truncate(len);
        Ok(out)
    }

    /// Completes a nonce's generation, of which the frame has 8 bits: a little ahead of the
    /// newest, or else behind it.
    fn generation_of(&self, nonce: u32) -> Result<u32, LegacyDecryptError> {
        let [low, ..] = (nonce >> GENERATION_SHIFT).to_le_bytes();
        let newest = self.current.number;
        let [newest_low, ..] = newest.to_le_bytes();
        let ahead = low.wrapping_sub(newest_low);
        if ahead <= MAX_GENERATIONS_AHEAD {
            newest.checked_add(u32::from(ahead))
        } else {
            newest.checked_sub(u32::from(ahead.wrapping_neg()))
        }
        .ok_or(LegacyDecryptError::UnknownKey { index: u32::from(low) })
    }

    /// Takes note of a frame that was authenticated.
    fn commit(&mut self, number: u64, ahead: Option<Generation>) {
        self.window.commit(number);
        if let Some(newer) = ahead {
            let older = mem::replace(&mut self.current, newer);
            let is_next = older.number.checked_add(1) == Some(self.current.number);
            self.previous = is_next.then_some(older);
        }
        let newest = self.window.newest().unwrap_or_default();
        let begun = full_number(self.current.number, 0);
        if begun.saturating_add(REPLAY_WINDOW as u64) <= newest.saturating_add(1) {
            self.previous = None; // its last nonce has left the window
        }
    }
}

/// Puts generation and nonce together: it counts on where the nonce starts over.
fn full_number(generation: u32, nonce: u32) -> u64 {
    const IN_GENERATION: u32 = (1 << GENERATION_SHIFT) - 1;
    u64::from(generation) << GENERATION_SHIFT | u64::from(nonce & IN_GENERATION)
}

impl fmt::Debug for Decryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decryptor")
            .field("generation", &self.current.number)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Codec;
    use crate::counter::{CounterStore, KeyFingerprint};
    use crate::error::CounterStoreError;
    use crate::interop::dave::Encryptor;

    struct StartAt(u64);

    impl CounterStore for StartAt {
        fn lease(&self, _: &KeyFingerprint, _: u64) -> Result<u64, CounterStoreError> {
            Ok(self.0)
        }
    }

    fn seal(number: u64) -> Vec<u8> {
        let secret = SenderSecret::new(&[7; 16]).unwrap();
        let counters = alloc::sync::Arc::new(StartAt(number - 1));
        let mut encryptor = Encryptor::with_counters(secret, counters).unwrap();
        encryptor.encrypt_to_vec(Codec::Opus, b"frame").unwrap()
    }

    /// The numbers of the generations whose keys are held.
    fn held(decryptor: &Decryptor) -> (u32, Option<u32>) {
        (decryptor.current.number, decryptor.previous.as_ref().map(|previous| previous.number))
    }

    #[test]
    fn a_key_stays_for_as_long_as_its_last_nonces_do() {
        let mut decryptor = Decryptor::new(SenderSecret::new(&[7; 16]).unwrap()).unwrap();
        assert_eq!(held(&decryptor), (0, None));
        for (number, expected) in [
            (9, (0, None)),
            (1 << 24, (1, Some(0))),
            ((1 << 24) + 1022, (1, Some(0))),
            ((1 << 24) - 1, (1, Some(0))), // the oldest in the window
            ((1 << 24) + 1023, (1, None)),
            (2 << 24, (2, Some(1))),
            (4 << 24, (4, None)), // what came between is lost
            ((5 << 24) + 5000, (5, None)),
        ] {
            assert_eq!(decryptor.decrypt_to_vec(&seal(number)).unwrap(), b"frame", "{number}");
            assert_eq!(held(&decryptor), expected, "{number}");
        }
    }

    #[test]
    fn generations_around_the_newest() {
        let mut decryptor = Decryptor::new(SenderSecret::new(&[7; 16]).unwrap()).unwrap();
        let ahead = u32::from(MAX_GENERATIONS_AHEAD);
        for newest in [0, 1, 31, 250, 255, 256, 1000, u32::MAX - 300] {
            decryptor.current.number = newest;
            for generation in newest.saturating_sub(255 - ahead)..=newest + ahead {
                let found = decryptor.generation_of(generation << GENERATION_SHIFT | 5);
                assert_eq!(found, Ok(generation), "{newest}");
            }
            // The next one looks like one long ago.
            let next = decryptor.generation_of((newest + ahead + 1) << GENERATION_SHIFT);
            let long_ago = (newest + ahead + 1).checked_sub(256);
            let index = (newest + ahead + 1) % 256;
            assert_eq!(next, long_ago.ok_or(LegacyDecryptError::UnknownKey { index }));
        }
        decryptor.current.number = u32::MAX;
        let beyond = decryptor.generation_of(0);
        assert_eq!(beyond, Err(LegacyDecryptError::UnknownKey { index: 0 }));
    }
}
