//! `H ‖ C ‖ T(16) ‖ IV(12) ‖ 0C ‖ KID`: the layout that LiveKit and JFrame share.
//!
//! AES-128-GCM with the clear bytes H as AAD. The IV is the sender's SSRC, the RTP timestamp
//! and a word that has to do with a count, each 4 bytes; the receiver only reads it.
//!
//! ```text
//! SSRC(4) ‖ timestamp(4) ‖ count, or the timestamp minus it (4)
//! ```
//! LiveKit and Jitsi take the count modulo 0xFFFF, which it is again after 22 minutes of 50 frames
//! a second, and trust that it never is with the timestamp of then. Here it is all 32 bits of a
//! count that comes from a counter store, so that no nonce comes twice for key and store, whatever
//! SSRCs and timestamps do, whichever encryptor asks. The first 65 535 frames of a key have the
//! same bytes either way.

use alloc::sync::Arc;
use core::time::Duration;

use super::key_ring::{Chain, KeyNumbers, KeyRing, Link, Material, no_slot};
use super::seen::{Nonce, SeenStreams};
use super::{LegacyDecryptError, LegacyEncryptError, rbsp};
use crate::counter::{CounterStore, Counters, DEFAULT_LEASE};
use crate::error::KeyError;

/// 30 bytes by which a frame grows: tag, IV, the IV's length and the key's index.
pub(super) const OVERHEAD: usize = TAG_LEN + TRAILER_LEN;

/// 16 keys, as LiveKit's clients have by default and Jitsi's always.
pub(super) const SLOTS: u8 = 16;

/// 8 steps that a receiver tries ahead when a frame does not open, as the clients do.
pub(super) const DEFAULT_RATCHET_WINDOW: usize = 8;

/// 16 steps: every forged frame is tried with as many keys.
pub(super) const MAX_RATCHET_WINDOW: usize = 16;

const TAG_LEN: usize = 16;
const IV_LEN: usize = 12;
/// The same, as it stands in a frame.
const IV_LEN_BYTE: u8 = 0x0c;
const TRAILER_LEN: usize = IV_LEN + 2;

/// The RTP stream that a frame goes out on, as the encoder side has it
/// (`RTCEncodedVideoFrame`: `getMetadata().synchronizationSource` and `timestamp`).
///
/// Both become part of the nonce. The SSRC must be random, as WebRTC makes it: it is what keeps
/// the nonces of several participants with one key apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // a struct of two numbers that callers make
pub struct Stream {
    /// The synchronization source.
    pub ssrc: u32,
    /// The RTP timestamp.
    pub timestamp: u32,
}

/// Seals frames under one key, which may be ratcheted.
pub(super) struct Sender {
    index: u8,
    link: Link,
    store: Arc<dyn CounterStore>,
    counters: Counters,
}

impl Sender {
    pub(super) fn new(
        material: &Material,
        index: u8,
        store: Arc<dyn CounterStore>,
    ) -> Result<Self, KeyError> {
        if index >= SLOTS {
            return Err(no_slot(index, SLOTS.into()));
        }
        let link = material.link()?;
        let counters = Counters::new(Arc::clone(&store), link.key.fingerprint, DEFAULT_LEASE)?;
        Ok(Self { index, link, store, counters })
    }

    /// Goes one step forward. The old key is wiped.
    pub(super) fn ratchet(&mut self) -> Result<(), KeyError> {
        let next = Self::new(&self.link.next, self.index, Arc::clone(&self.store))?;
        *self = next;
        Ok(())
    }

    pub(super) fn index(&self) -> u8 {
        self.index
    }

    /// Makes a nonce that this key has not seen. `word` makes its end of timestamp and count, and
    /// something else of each count.
    #[inline]
    pub(super) fn next_iv(
        &self,
        stream: Stream,
        word: fn(u32, u32) -> u32,
    ) -> Result<[u8; IV_LEN], LegacyEncryptError> {
        let Stream { ssrc, timestamp } = stream;
        let count = self.counters.take()?;
        let count = u32::try_from(count).map_err(|_| LegacyEncryptError::KeyUsedUp)?;
        let mut iv = [0; IV_LEN];
        let words = [ssrc, timestamp, word(timestamp, count)];
        let bytes = words.into_iter().flat_map(u32::to_be_bytes);
        iv.iter_mut().zip(bytes).for_each(|(to, byte)| *to = byte);
        Ok(iv)
    }

    /// Seals the plaintext at the start of `body`, which has [`OVERHEAD`] bytes more, and
    /// writes what follows it. On failure `body` is zeroed.
    #[inline]
    pub(super) fn seal(
        &self,
        iv: &[u8; IV_LEN],
        header: &[u8],
        body: &mut [u8],
    ) -> Result<(), LegacyEncryptError> {
        let sealed = self.seal_parts(iv, header, body);
        if sealed.is_none() {
            body.fill(0);
        }
        sealed.ok_or(LegacyEncryptError::FrameTooLong)
    }

    fn seal_parts(&self, iv: &[u8; IV_LEN], header: &[u8], body: &mut [u8]) -> Option<()> {
        let (sealed, trailer) = body.split_last_chunk_mut::<TRAILER_LEN>()?;
        let (plaintext, tag) = sealed.split_last_chunk_mut::<TAG_LEN>()?;
        self.link.key.gcm.seal(iv, header, plaintext, tag).ok()?;
        let (front, back) = trailer.split_first_chunk_mut::<IV_LEN>()?;
        *front = *iv;
        back.copy_from_slice(&[IV_LEN_BYTE, self.index]);
        Some(())
    }
}

/// Opens frames with the keys of a ring.
pub(super) struct Receiver {
    keys: KeyRing<Chain>,
    numbers: KeyNumbers,
    window: usize,
    seen: SeenStreams,
}

impl Receiver {
    pub(super) fn new(window: usize) -> Self {
        Self {
            keys: KeyRing::new(SLOTS.into()),
            numbers: KeyNumbers::new(),
            window: window.min(MAX_RATCHET_WINDOW),
            seen: SeenStreams::new(),
        }
    }

    pub(super) fn set_key(&mut self, index: u8, material: &Material) -> Result<(), KeyError> {
        if index >= SLOTS {
            return Err(no_slot(index, SLOTS.into()));
        }
        self.keys.set(index, Chain::new(material, &mut self.numbers)?)
    }

    pub(super) fn remove_key(&mut self, index: u8) -> bool {
        self.keys.remove(index)
    }

    pub(super) fn advance(&mut self, now: Duration) {
        self.seen.advance(now);
    }

    /// Opens a frame with `clear` clear bytes into `out` and gives the plaintext's length.
    #[inline]
    pub(super) fn open(
        &mut self,
        frame: &[u8],
        clear: usize,
        is_escaped: bool,
        out: &mut [u8],
    ) -> Result<usize, LegacyDecryptError> {
        // An escape never gets between these two or behind them.
        let Some(&[.., iv_len, index]) = frame.get(clear..).filter(|rest| rest.len() >= OVERHEAD)
        else {
            return Err(LegacyDecryptError::NotThisFormat);
        };
        if iv_len != IV_LEN_BYTE {
            return Err(LegacyDecryptError::NotThisFormat);
        }
        let (needed, available) = (frame.len(), out.len());
        let too_small = LegacyDecryptError::BufferTooSmall { needed, available };
        let out = out.get_mut(..needed).ok_or(too_small)?;
        let unknown = LegacyDecryptError::UnknownKey { index: index.into() };
        let chain = self.keys.find(index).ok_or(unknown)?;
        let received = Received { frame, clear, is_escaped };
        let opened =
            open_with(chain, &mut self.numbers, self.window, &mut self.seen, received, out);
        if opened.is_err() {
            out.fill(0);
        }
        opened
    }
}

#[derive(Clone, Copy)]
struct Received<'a> {
    frame: &'a [u8],
    clear: usize,
    is_escaped: bool,
}

/// Tries the chain's keys one after another on fresh copies of the frame.
#[inline]
fn open_with(
    chain: &mut Chain,
    numbers: &mut KeyNumbers,
    window: usize,
    seen: &mut SeenStreams,
    received: Received<'_>,
    out: &mut [u8],
) -> Result<usize, LegacyDecryptError> {
    let Received { frame, clear, is_escaped } = received;
    let mut slow = true;
    for steps in 0..=window {
        out.copy_from_slice(frame);
        let parts = Parts::of(out, clear, is_escaped).ok_or(LegacyDecryptError::NotThisFormat)?;
        let Some((number, key)) = chain.ahead(steps, &mut slow, numbers)? else { break };
        if !seen.is_new(number, parts.nonce) {
            return Err(LegacyDecryptError::Replayed);
        }
        let len = clear.saturating_add(parts.sealed.len().saturating_sub(TAG_LEN));
        if key.gcm.open(&parts.iv, parts.header, parts.sealed).is_ok() {
            seen.commit(number, parts.nonce);
            chain.advance(steps);
            return Ok(len);
        }
    }
    Err(LegacyDecryptError::Authentication)
}

/// A received frame without escapes, cut up.
struct Parts<'a> {
    header: &'a [u8],
    /// Ciphertext and tag.
    sealed: &'a mut [u8],
    iv: [u8; IV_LEN],
    nonce: Nonce,
}

impl<'a> Parts<'a> {
    #[inline]
    fn of(frame: &'a mut [u8], clear: usize, is_escaped: bool) -> Option<Self> {
        let (header, body) = frame.split_at_mut_checked(clear)?;
        let len = if is_escaped { rbsp::unescape(body, 0) } else { body.len() };
        let (sealed, trailer) = body.get_mut(..len)?.split_last_chunk_mut::<TRAILER_LEN>()?;
        let (iv, &[iv_len, _]) = trailer.split_first_chunk::<IV_LEN>()? else { return None };
        if iv_len != IV_LEN_BYTE || sealed.len() < TAG_LEN {
            return None;
        }
        let (words, _) = iv.as_chunks::<4>();
        let &[ssrc, timestamp, word] = words else { return None };
        let [ssrc, timestamp, word] = [ssrc, timestamp, word].map(u32::from_be_bytes);
        Some(Self { header, sealed, iv: *iv, nonce: Nonce { ssrc, timestamp, word } })
    }
}
