//! **Legacy**: GetStream Video's frame encryption, version 1.
//!
//! ```text
//! clear bytes ‖ ciphertext ‖ tag(16) ‖ counter(4) ‖ prefix(8) ‖ key index(1)
//!             ‖ 8000 if escaped | clear length(2) ‖ version 01 ‖ E2EEFEED
//! ```
//! Used by `@stream-io/video-client` (web) and meant for GetStream's other SDKs; tested
//! against `@stream-io/video-client` 1.60.0 and the vectors of its specification. AES-GCM with
//! a key of 16 or 32 bytes that the app distributes; the nonce is prefix ‖ counter, the AAD
//! the clear bytes. Frames describe themselves: the receiver needs no codec. H.265 and AV1
//! cannot be encrypted in this format.
//!
//! # Weaknesses that remain
//! * Participants who share a key rely on their prefixes being different: 8 bytes that must
//!   come from a cryptographic random number generator.
//! * The key is used as it is, and says neither which participant nor which track a frame is
//!   of: a member can send in the name of another, and the operator swap tracks.
//! * The flag that says whether a frame is escaped is not authenticated. Turning it over damages
//!   the frame or changes nothing.
//! * An H.264 frame without a slice is encrypted whole and not escaped, so packetizers may cut
//!   it. No encoder in use sends one.
//! * GetStream's clients pass on frames without the marks at the end as if they were fine;
//!   [`Decryptor`] refuses them.
//! * Clients pass on frames without bytes, which nobody vouches for: encoders mark dropped frames
//!   so. [`Encryptor`] gives them as they are, [`Decryptor`] refuses them and says so.
//! * Replays are refused of so many senders: 1024 prefixes are remembered in full, of at least
//!   32 768 before them the newest counter, so that only frames ahead of it are taken from one that
//!   comes back. What was recorded of older ones can be replayed unless the key has changed.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::heard::{Heard, Known, State};
use super::key_ring::{GcmBox, KeyNumber, KeyNumbers, KeyRing};
use super::{LegacyDecryptError, LegacyEncryptError, rbsp};
use crate::codec::{Codec, CodecError, nal, vp8};
use crate::counter::{CounterStore, Counters, DEFAULT_LEASE};
use crate::error::KeyError;
use crate::replay::ReplayWindow;
use crate::secret::Secret;

/// 8 bytes of randomness that every encryptor starts its nonces with.
pub const PREFIX_LEN: usize = 8;

/// 4096 frames behind the newest one of a sender are told from replays: 29 s of one with 140
/// frames a second, since all its tracks have one counter and arrive at different times.
pub const REPLAY_WINDOW: usize = 4096;

/// 1024 prefixes, 1 MB, of which it is known which counters came; beyond it, of the one heard longest
/// ago, only what the newest was. A participant takes a new one with each key.
pub const MAX_PREFIXES: usize = 1024;

/// 256 keys, as many as one byte tells apart.
const SLOTS: usize = 256;

const TAG_LEN: usize = 16;
const COUNTER_LEN: usize = 4;
const TRAILER_LEN: usize = COUNTER_LEN + PREFIX_LEN + 1 + ENDING_LEN;
const OVERHEAD: usize = TAG_LEN + TRAILER_LEN;

/// Clear length and flag, version, magic: as no three of them are 00 00 0x, they stand at the
/// end of escaped frames too.
const ENDING_LEN: usize = 2 + 5;
const ESCAPED: u16 = 0x8000;
const VERSION: u8 = 1;
const MAGIC: [u8; 4] = [0xe2, 0xee, 0xfe, 0xed];

/// A key of one participant or of the whole call, as the app distributes it.
///
/// It prints as `Key(..)`, cannot be cloned, and is wiped on drop.
pub struct Key(Secret);

impl Key {
    /// Takes 16 bytes (AES-128-GCM) or 32 (AES-256-GCM).
    ///
    /// # Errors
    /// [`KeyError::WrongLength`] for all others.
    pub fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        match bytes.len() {
            16 | 32 => Ok(Self(Secret::copy_of(bytes))),
            len => Err(KeyError::WrongLength { what: "key", len, want: 16 }),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Gives the most bytes that a frame of `len` bytes can become: 36 more, with H.264 half as
/// much again for escapes.
pub const fn max_len(codec: Codec, len: usize) -> usize {
    let sealed = len.saturating_add(OVERHEAD);
    match codec {
        Codec::H264 => sealed.saturating_add(rbsp::max_growth(sealed)),
        _ => sealed,
    }
}

/// Encrypts the frames that one participant sends, on all its tracks.
///
/// It is bound to its key for life; to rotate, make a new one with a fresh prefix. Its counter
/// comes from a counter store, so encryptors over the same key have different counters even if
/// their prefixes are the same. Share it in an `Arc`.
///
/// ```
/// use frameseal::codec::Codec;
/// use frameseal::interop::getstream::{Decryptor, Encryptor, Key};
/// let prefix = [0xa5, 0x0b, 0x9d, 0x10, 0x7c, 0x22, 0x4e, 0x68]; // random in earnest
/// let encryptor = Encryptor::new(&Key::new(&[0x42; 16])?, 0, prefix)?;
/// let sealed = encryptor.encrypt_to_vec(Codec::Opus, &[0x78, 1, 2, 3])?;
/// let mut decryptor = Decryptor::new();
/// decryptor.set_key(0, &Key::new(&[0x42; 16])?)?;
/// assert_eq!(decryptor.decrypt_to_vec(&sealed)?, [0x78, 1, 2, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Encryptor {
    index: u8,
    prefix: [u8; PREFIX_LEN],
    key: GcmBox,
    counters: Counters,
}

impl Encryptor {
    /// Makes an encryptor for the key at `index`. `prefix` must be fresh from a cryptographic
    /// random number generator.
    ///
    /// # Errors
    /// [`KeyError::Counters`] when counters cannot be leased.
    #[cfg(feature = "std")]
    pub fn new(key: &Key, index: u8, prefix: [u8; PREFIX_LEN]) -> Result<Self, KeyError> {
        let counters = crate::counter::MemoryCounters::of_this_process();
        Self::with_counters(key, index, prefix, counters)
    }

    /// Makes an encryptor that leases its counters from a store of your own.
    ///
    /// # Errors
    /// As [`Encryptor::new`].
    pub fn with_counters(
        key: &Key,
        index: u8,
        prefix: [u8; PREFIX_LEN],
        counters: Arc<dyn CounterStore>,
    ) -> Result<Self, KeyError> {
        let key = GcmBox::new(key.0.expose())?;
        let counters = Counters::new(counters, key.fingerprint, DEFAULT_LEASE)?;
        Ok(Self { index, prefix, key, counters })
    }

    /// Gives the key's index.
    pub fn index(&self) -> u8 {
        self.index
    }

    /// Encrypts `frame` into `out` and gives the result's length in bytes.
    ///
    /// A frame without bytes stays one: encoders mark dropped frames so.
    ///
    /// # Errors
    /// [`LegacyEncryptError::BufferTooSmall`] unless `out` has [`max_len`] bytes;
    /// [`LegacyEncryptError::Codec`] for H.265, AV1 and frames that are not the codec's;
    /// [`LegacyEncryptError::KeyUsedUp`] after 2^32 frames; [`LegacyEncryptError::Counters`].
    pub fn encrypt(
        &self,
        codec: Codec,
        frame: &[u8],
        out: &mut [u8],
    ) -> Result<usize, LegacyEncryptError> {
        if frame.is_empty() {
            return Ok(0);
        }
        let clear = clear_len(codec, frame)?;
        let (needed, available) = (max_len(codec, frame.len()), out.len());
        let too_small = LegacyEncryptError::BufferTooSmall { needed, available };
        let out = out.get_mut(..needed).ok_or(too_small)?;

        // What is to be escaped is put to the end, to be moved to the front in one pass.
        let is_escaped = codec == Codec::H264 && clear > 0;
        let start = if is_escaped {
            needed.saturating_sub(OVERHEAD.saturating_add(frame.len()))
        } else {
            0
        };
        let start = start.saturating_add(usize::from(clear));
        let (header, payload) = frame.split_at_checked(clear.into()).ok_or(too_small)?;
        let (front, body) = out.split_at_mut_checked(start).ok_or(too_small)?;
        let body = body.get_mut(..payload.len().saturating_add(OVERHEAD)).ok_or(too_small)?;
        let end = start.saturating_add(body.len());

        let flag = if is_escaped { ESCAPED } else { 0 };
        let trailer = self.next_trailer(clear | flag)?;
        front.get_mut(..header.len()).ok_or(too_small)?.copy_from_slice(header);
        body.get_mut(..payload.len()).ok_or(too_small)?.copy_from_slice(payload);
        if self.seal(&trailer, header, body).is_none() {
            body.fill(0);
            return Err(LegacyEncryptError::FrameTooLong);
        }
        match is_escaped {
            true => {
                rbsp::escape(out, start..end, header.len(), zeros_at_end(header)).ok_or(too_small)
            }
            false => Ok(end),
        }
    }

    /// Encrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`encrypt`](Self::encrypt).
    pub fn encrypt_to_vec(
        &self,
        codec: Codec,
        frame: &[u8],
    ) -> Result<Vec<u8>, LegacyEncryptError> {
        let mut out = alloc::vec![0; max_len(codec, frame.len())];
        let len = self.encrypt(codec, frame, &mut out)?;
        out.truncate(len);
        Ok(out)
    }

    /// Counts from 1, as GetStream's clients do.
    fn next_trailer(&self, flags: u16) -> Result<Trailer, LegacyEncryptError> {
        let counter = self.counters.take()?.checked_add(1);
        let counter = counter.and_then(|counter| u32::try_from(counter).ok());
        let counter = counter.ok_or(LegacyEncryptError::KeyUsedUp)?;
        Ok(Trailer { counter, prefix: self.prefix, index: self.index, flags })
    }

    /// Seals the plaintext at the start of `body` and writes what follows it.
    fn seal(&self, trailer: &Trailer, header: &[u8], body: &mut [u8]) -> Option<()> {
        let (sealed, end) = body.split_last_chunk_mut::<TRAILER_LEN>()?;
        let (plaintext, tag) = sealed.split_last_chunk_mut::<TAG_LEN>()?;
        self.key.gcm.seal(&trailer.nonce(), header, plaintext, tag).ok()?;
        *end = trailer.to_bytes();
        Some(())
    }
}

impl fmt::Debug for Encryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encryptor").field("index", &self.index).finish_non_exhaustive()
    }
}

/// Decrypts the frames of one participant, or of all who share keys.
///
/// Nothing changes unless a frame is authentic.
pub struct Decryptor {
    keys: KeyRing<(KeyNumber, GcmBox)>,
    numbers: KeyNumbers,
    seen: Heard<(KeyNumber, [u8; PREFIX_LEN]), ReplayWindow>,
}

impl Decryptor {
    /// Makes a decryptor without keys.
    pub fn new() -> Self {
        Self {
            keys: KeyRing::new(SLOTS),
            numbers: KeyNumbers::new(),
            seen: Heard::new(MAX_PREFIXES),
        }
    }

    /// Sets the key at `index` in place of the one that may be there. A new key begins with nothing
    /// seen; one of the last 4096 goes on with what was seen of it.
    ///
    /// # Errors
    /// [`KeyError::NotProvided`]
    pub fn set_key(&mut self, index: u8, key: &Key) -> Result<(), KeyError> {
        let key = GcmBox::new(key.0.expose())?;
        self.keys.set(index, (self.numbers.of(&key), key))
    }

    /// Removes the key at `index` and says whether there was one. What was seen is remembered.
    pub fn remove_key(&mut self, index: u8) -> bool {
        self.keys.remove(index)
    }

    /// Decrypts `frame` where it lies and gives the length of the result, at its start.
    ///
    /// # Errors
    /// [`LegacyDecryptError`]; of a frame without bytes, which encoders mark dropped frames with and
    /// everybody can send, it is [`CodecError::Empty`]. After [`LegacyDecryptError::Authentication`] everything behind
    /// the clear bytes is zeroed; after any other error it is as it was but for escapes.
    pub fn decrypt_in_place(&mut self, frame: &mut [u8]) -> Result<usize, LegacyDecryptError> {
        if frame.is_empty() {
            return Err(CodecError::Empty.into());
        }
        let flags = read_flags(frame)?;
        let malformed = LegacyDecryptError::NotThisFormat;
        let clear = usize::from(flags & !ESCAPED);
        let (header, body) = frame.split_at_mut_checked(clear).ok_or(malformed)?;
        let len = match flags & ESCAPED {
            0 => body.len(),
            _ => rbsp::unescape(body, zeros_at_end(header)),
        };
        let (sealed, end) = body
            .get_mut(..len)
            .and_then(<[u8]>::split_last_chunk_mut::<TRAILER_LEN>)
            .filter(|(sealed, _)| sealed.len() >= TAG_LEN)
            .ok_or(malformed)?;
        let trailer = Trailer::of(end, flags).ok_or(malformed)?;

        let unknown = LegacyDecryptError::UnknownKey { index: trailer.index.into() };
        let (number, key) = self.keys.find(trailer.index).ok_or(unknown)?;
        let (counter, sender) = (u64::from(trailer.counter), (*number, trailer.prefix));
        let is_new = match self.seen.find(&sender) {
            Known::Nothing => true,
            Known::All(seen) => seen.check(counter).is_ok(),
            Known::Newest(newest) => counter > newest,
        };
        if !is_new {
            return Err(LegacyDecryptError::Replayed);
        }
        if key.gcm.open(&trailer.nonce(), header, sealed).is_err() {
            body.fill(0);
            return Err(LegacyDecryptError::Authentication);
        }
        let seen = self.seen.commit(sender, || ReplayWindow::new(REPLAY_WINDOW, None));
        seen.commit(counter);
        Ok(clear.saturating_add(sealed.len().saturating_sub(TAG_LEN)))
    }

    /// Decrypts `frame` into `out` and gives the length of the result.
    ///
    /// # Errors
    /// As [`decrypt_in_place`](Self::decrypt_in_place), and
    /// [`LegacyDecryptError::BufferTooSmall`] unless `out` has as many bytes as the frame.
    pub fn decrypt(&mut self, frame: &[u8], out: &mut [u8]) -> Result<usize, LegacyDecryptError> {
        let (needed, available) = (frame.len(), out.len());
        let too_small = LegacyDecryptError::BufferTooSmall { needed, available };
        let copy = out.get_mut(..needed).ok_or(too_small)?;
        copy.copy_from_slice(frame);
        self.decrypt_in_place(copy)
    }

    /// Decrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`decrypt_in_place`](Self::decrypt_in_place).
    pub fn decrypt_to_vec(&mut self, frame: &[u8]) -> Result<Vec<u8>, LegacyDecryptError> {
        let mut copy = frame.to_vec();
        let len = self.decrypt_in_place(&mut copy)?;
        copy.truncate(len);
        Ok(copy)
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

impl State for ReplayWindow {
    type Newest = u64;

    fn newest(&self) -> u64 {
        ReplayWindow::newest(self).unwrap_or_default()
    }

    fn after(newest: u64) -> Self {
        Self::new(REPLAY_WINDOW, Some(newest))
    }
}

/// What stands behind the tag.
struct Trailer {
    counter: u32,
    prefix: [u8; PREFIX_LEN],
    index: u8,
    /// Clear length and [`ESCAPED`].
    flags: u16,
}

impl Trailer {
    fn of(bytes: &[u8; TRAILER_LEN], flags: u16) -> Option<Self> {
        let (counter, rest) = bytes.split_first_chunk::<COUNTER_LEN>()?;
        let (prefix, rest) = rest.split_first_chunk::<PREFIX_LEN>()?;
        let counter = u32::from_be_bytes(*counter);
        Some(Self { counter, prefix: *prefix, index: *rest.first()?, flags })
    }

    fn to_bytes(&self) -> [u8; TRAILER_LEN] {
        let fields = [
            &self.counter.to_be_bytes()[..],
            &self.prefix,
            &[self.index],
            &self.flags.to_be_bytes(),
            &[VERSION],
            &MAGIC,
        ];
        concat(&fields)
    }

    fn nonce(&self) -> [u8; PREFIX_LEN + COUNTER_LEN] {
        concat(&[&self.prefix, &self.counter.to_be_bytes()])
    }
}

fn concat<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
    let mut all = [0; N];
    let bytes = parts.iter().copied().flatten();
    all.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
    all
}

/// Reads clear length and flag, if a frame ends as those of version 1 do.
fn read_flags(frame: &[u8]) -> Result<u16, LegacyDecryptError> {
    let Some(&[high, low, version, ref magic @ ..]) = frame.last_chunk::<ENDING_LEN>() else {
        return Err(LegacyDecryptError::NotThisFormat);
    };
    match version {
        _ if *magic != MAGIC => Err(LegacyDecryptError::NotThisFormat),
        VERSION => Ok(u16::from_be_bytes([high, low])),
        version => Err(LegacyDecryptError::UnsupportedVersion { version }),
    }
}

/// Gives how many bytes stay clear: all of them in frames that are shorter.
fn clear_len(codec: Codec, frame: &[u8]) -> Result<u16, CodecError> {
    let len = match codec {
        Codec::Opus => 1,
        Codec::Vp8 if vp8::is_key_frame(frame) => 10,
        Codec::Vp9 if Codec::Vp9.inspect(frame)?.key_frame => 10,
        Codec::Vp8 | Codec::Vp9 => 3,
        Codec::H264 => first_slice(frame).map_or(0, |slice| slice.saturating_add(2)),
        Codec::H265 | Codec::Av1 => return Err(CodecError::Unsupported),
    };
    let len = len.min(frame.len());
    let limit = ESCAPED.saturating_sub(1);
    let fits = u16::try_from(len).ok().filter(|&len| len <= limit);
    fits.ok_or(CodecError::ClearTooLong { len, limit: limit.into() })
}

/// Finds the first NAL unit with a whole slice.
fn first_slice(frame: &[u8]) -> Option<usize> {
    let mut starts = nal::units(frame).map(|unit| unit.start_code.end);
    starts.find(|&start| frame.get(start).is_some_and(|header| matches!(header & 0x1f, 1 | 5)))
}

/// Gives how many zeros, 2 at most, clear bytes end with.
fn zeros_at_end(clear: &[u8]) -> usize {
    clear.iter().rev().take(2).take_while(|&&byte| byte == 0).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    fn encryptor(count: u64) -> Encryptor {
        struct StartAt(u64);
        impl CounterStore for StartAt {
            fn lease(
                &self,
                _: &crate::KeyFingerprint,
                _: u64,
            ) -> Result<u64, crate::CounterStoreError> {
                Ok(self.0)
            }
        }
        let key = Key::new(&[7; 16]).unwrap();
        Encryptor::with_counters(&key, 0, [1; 8], Arc::new(StartAt(count))).unwrap()
    }

    #[test]
    fn the_last_counter_and_one_beyond() {
        let encryptor = encryptor(u64::from(u32::MAX) - 1);
        let sealed = encryptor.encrypt_to_vec(Codec::Opus, b"x").unwrap();
        let trailer = sealed.last_chunk().unwrap();
        assert_eq!(Trailer::of(trailer, 1).unwrap().counter, u32::MAX);
        let used_up = Err(LegacyEncryptError::KeyUsedUp);
        assert_eq!(encryptor.encrypt_to_vec(Codec::Opus, b"x"), used_up);
    }

    #[test]
    fn clear_bytes_of_every_codec() {
        for (codec, frame, expected) in [
            (Codec::Opus, &[0x78][..], Ok(1)),
            (Codec::Vp8, &[0x10; 12], Ok(10)),
            (Codec::Vp8, &[0x10; 9], Ok(9)),
            (Codec::Vp8, &[0x31; 12], Ok(3)),
            (Codec::Vp9, &[0x82, 0x49, 0x83, 0x42, 0, 0, 0, 0, 0, 0, 0], Ok(10)),
            (Codec::Vp9, &[0x86, 0], Ok(2)),
            (Codec::H264, &[0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x65, 0x88, 7], Ok(11)),
            (Codec::H264, &[9, 0, 0, 1, 0x65], Ok(5)),
            (Codec::H264, &[0, 0, 1, 0x67, 1], Ok(0)),
            (Codec::H264, &[0, 0, 1], Ok(0)),
            (Codec::H265, &[0, 0, 1, 0x26, 1, 0xaf], Err(CodecError::Unsupported)),
            (Codec::Av1, &[0x12, 0], Err(CodecError::Unsupported)),
        ] {
            assert_eq!(clear_len(codec, frame), expected, "{codec:?} {frame:?}");
        }
    }

    #[test]
    fn clear_bytes_at_the_limit_and_one_beyond() {
        for (len, expected) in [(0x7fff, true), (0x8000, false)] {
            let mut frame = vec![9; 0x9000];
            frame[len - 5..len].copy_from_slice(&[0, 0, 1, 0x65, 0x88]);
            assert_eq!(encryptor(0).encrypt_to_vec(Codec::H264, &frame).is_ok(), expected);
        }
    }
}
