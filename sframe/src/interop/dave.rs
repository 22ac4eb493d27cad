//! **Legacy**: DAVE 1.1, the end-to-end encryption of Discord's calls.
//!
//! Whoever is in a Discord call speaks it: Discord's own clients through libdave, bots mostly
//! through davey. Tested against davey 0.2.0 in a call with an MLS group of its own: both ways,
//! every codec, and what encoders give is sealed to the same bytes for the same nonce.
//!
//! ```text
//! frame with its hidden ranges encrypted ‖ tag(8) ‖ ULEB128(nonce) ‖
//!     {ULEB128(offset) ‖ ULEB128(size)} of each clear range ‖ length from the tag on(1) ‖ FA FA
//! ```
//! Every sender has a [`SenderSecret`] for each epoch of the call's MLS group, from the group's
//! exporter. From it a hash ratchet (RFC 9420 section 9.1) derives an AES-128-GCM key for every
//! 2^24 nonces. A frame is one AEAD call: the hidden ranges together are the plaintext, the
//! clear ranges together are the associated data.
//!
//! | Codec | Clear |
//! |---|---|
//! | Opus, VP9 | nothing |
//! | VP8 | 10 bytes of a key frame, 1 of a delta frame |
//! | H.264 | of every slice the NAL header and the slice header up to its PPS id; units that hold no picture; start codes, each made 4 bytes long |
//! | H.265 | of every slice the NAL header; units that hold no picture; start codes, likewise |
//! | AV1 | OBU headers and sizes; temporal delimiters, tile lists, padding and the size of the last OBU go |
//!
//! A frame that is none of its codec's is hidden as a whole, as DAVE wants it. Where libdave
//! instead drops bytes of it or leaves pictures clear (NAL units of kinds that it does not know),
//! ours keeps and hides them. The receiver needs no codec and sees no difference.
//!
//! # What remains weak
//! * The tag has 8 bytes. Whoever sends n forged frames of up to 2^k blocks succeeds with a
//!   chance of about n / 2^(64 - k), and a success helps with the next one (NIST SP 800-38D
//!   appendix C). Nothing here counts them.
//! * Where the clear ranges lie is not authenticated, only what they hold (finding 7 of the audit
//!   by Trail of Bits). An operator can weave the same clear and hidden bytes together in
//!   another order, and the frame opens. A decoder must survive what comes out.
//! * Every member can derive every sender's key, so members can speak for each other. AES-GCM
//!   does not commit to a key either.
//! * Parameter sets and SEI messages, which may hold captions, are clear.
//! * Nothing in a frame says which epoch it is of. After a change, frames of the epoch before are
//!   still under way; keep its [`Decryptor`] for what the new one refuses, for 10 s as libdave
//!   does, and drop it then.
//!
//! # What ours adds
//! No nonce comes twice for a secret, even if a second [`Encryptor`] is made from it. Nothing
//! unencrypted is passed on, not even the silence that the server sends for somebody muted
//! ([`LegacyDecryptError::Silence`](super::LegacyDecryptError::Silence)). Clear ranges that
//! overlap, are out of order or lie outside, and numbers that are spelled longer than they need
//! to be, are refused before any key is touched.
//!
//! ```
//! use frameseal::codec::Codec;
//! use frameseal::interop::dave::{Decryptor, Encryptor, SenderSecret};
//! # let (alice, bob) = ([0x2a; 16], [0x2a; 16]);
//! // MLS-Exporter(EXPORTER_LABEL, exporter_context(user id of the sender), SECRET_LEN) on both sides
//! let mut alice = Encryptor::new(SenderSecret::new(&alice)?)?;
//! let mut bob = Decryptor::new(SenderSecret::new(&bob)?)?;
//! let sealed = alice.encrypt_to_vec(Codec::Opus, b"\x78 a packet")?;
//! assert_eq!(bob.decrypt_to_vec(&sealed)?, b"\x78 a packet");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use crate::error::KeyError;
use crate::secret::Secret;

mod decryptor;
mod encryptor;
mod generation;
mod parts;
mod short_tag;
mod trailer;

pub use decryptor::{Decryptor, MAX_GENERATIONS_AHEAD, REPLAY_WINDOW};
pub use encryptor::{Encryptor, MAX_ATTEMPTS, MAX_GENERATIONS_SKIPPED, MAX_OVERHEAD};
pub use parts::MAX_NAL_UNITS;

/// 16 bytes: a [`SenderSecret`].
pub const SECRET_LEN: usize = 16;

/// The label under which the MLS exporter (RFC 9420 section 8.5) gives a [`SenderSecret`].
pub const EXPORTER_LABEL: &str = "Discord Secure Frames v0";

/// Gives the context for the MLS exporter: the sender's user id, little endian.
pub const fn exporter_context(user_id: u64) -> [u8; 8] {
    user_id.to_le_bytes()
}

/// The packet that Discord's server sends in the name of somebody muted: Opus silence, in clear.
/// A [`Decryptor`] refuses it, but says so.
pub const SILENCE: [u8; 3] = [0xf8, 0xff, 0xfe];

/// The secret from which all keys of one sender in one epoch come.
///
/// The type has no `Clone`, so one value serves one direction; it prints as
/// `SenderSecret(..)` and is wiped on drop.
pub struct SenderSecret(Secret);

impl SenderSecret {
    /// Copies a secret of [`SECRET_LEN`] bytes. Wiping `bytes` is the caller's part.
    ///
    /// # Errors
    /// [`KeyError::WrongLength`].
    pub fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        let (len, want) = (bytes.len(), SECRET_LEN);
        if len != want {
            return Err(KeyError::WrongLength { what: "sender secret", len, want });
        }
        Ok(Self(Secret::copy_of(bytes)))
    }
}

impl fmt::Debug for SenderSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SenderSecret(..)")
    }
}

/// Where the nonce's generation begins: 2^24 nonces have one key.
const GENERATION_SHIFT: u32 = 24;
