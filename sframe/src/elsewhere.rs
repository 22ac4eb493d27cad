//! AES-GCM that runs elsewhere: what it is asked to do, and what is done with its answer.
//!
//! A browser's WebCrypto is faster than wasm for long frames and holds keys that no script can
//! read, but takes its time to answer. So a frame goes through the engine in two halves. The
//! first takes the counter, or screens it, and says what is to be sealed or opened; the second
//! takes note of what came of it. Which keys another implementation holds is up to the provider
//! ([`GcmKey::elsewhere`](crate::provider::GcmKey::elsewhere)); for all others, for frames that
//! are padded and for keys that have yet to be derived, the first half says that there is
//! nothing to do elsewhere, and has changed nothing.

use alloc::vec::Vec;
use core::ops::Range;

use crate::aead::{NONCE_LEN, SealBy};
use crate::counter::KeyFingerprint;
use crate::header::Header;

/// What AES-GCM elsewhere is to seal. Everything else is in its place in the caller's buffer,
/// where the frame is still plaintext: it must not leave before it is replaced.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sealing {
    /// The number of the key.
    pub key: u32,
    /// 12 bytes. The counter in it is spent, whatever comes of this.
    pub nonce: [u8; NONCE_LEN],
    /// The associated data.
    pub aad: Vec<u8>,
    /// Where the plaintext is in the buffer.
    pub plaintext: Range<usize>,
    /// Where ciphertext and the tag of 16 bytes go.
    pub ciphertext: Range<usize>,
    /// Where the sealed frame is.
    pub frame: Range<usize>,
    /// From where to its end the frame is to be escaped when the ciphertext is in its place
    /// ([`transparent::escape`](crate::transparent::escape)), if at all.
    pub escape_from: Option<usize>,
}

/// What AES-GCM elsewhere is to open.
#[derive(Debug)]
#[non_exhaustive]
pub struct Opening {
    /// The number of the key.
    pub key: u32,
    /// 12 bytes.
    pub nonce: [u8; NONCE_LEN],
    /// The associated data.
    pub aad: Vec<u8>,
    /// Where ciphertext and the tag of 16 bytes are in the frame.
    pub ciphertext: Range<usize>,
    /// For the second half ([`Decryptor::opened_elsewhere`](crate::Decryptor::opened_elsewhere)).
    pub ticket: Ticket,
}

/// A frame that is being opened elsewhere.
#[derive(Debug)]
pub struct Ticket {
    pub(crate) header: Header,
    pub(crate) fingerprint: KeyFingerprint,
    /// Bytes of frame and metadata, on which the key's use is counted.
    pub(crate) spent: usize,
}

impl Ticket {
    /// Gives the KID and CTR in the frame's header.
    pub fn header(&self) -> Header {
        self.header
    }
}

/// What was noted in place of sealing.
#[derive(Default)]
pub(crate) struct Noted {
    nonce: [u8; NONCE_LEN],
    aad: Vec<u8>,
}

impl Noted {
    /// Gives what takes the place of an AEAD.
    pub(crate) fn instead(&mut self) -> impl SealBy + '_ {
        |_, nonce, (header, metadata), view| {
            self.nonce = *nonce;
            self.aad = [header, metadata].concat();
            view.tag.fill(0);
            Ok(())
        }
    }

    pub(crate) fn sealing(
        self,
        key: u32,
        plaintext: Range<usize>,
        tag_len: usize,
        frame: Range<usize>,
        escape_from: Option<usize>,
    ) -> Sealing {
        let Self { nonce, aad } = self;
        let ciphertext = plaintext.start..plaintext.end.saturating_add(tag_len);
        Sealing { key, nonce, aad, plaintext, ciphertext, frame, escape_from }
    }
}
