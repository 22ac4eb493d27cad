//! AES-CTR with a truncated HMAC (RFC 9605 section 4.5.1, suites 1 to 3 and 6 to 8).
//!
//! ```text
//! ct  = AES-CTR(enc_key, nonce ‖ 00000000, pt)
//! tag = HMAC(auth_key, len64(aad) ‖ len64(ct) ‖ len64(Nt) ‖ nonce ‖ aad ‖ ct)[..Nt]
//! ```

use alloc::boxed::Box;

use subtle::ConstantTimeEq;

use crate::error::KeyError;
use crate::header::MAX_HEADER_LEN;
use crate::provider::{CryptoError, CryptoProvider, CtrKey, HmacKey};
use crate::suite::CipherSuite;

pub(super) struct CtrHmac {
    enc: Box<dyn CtrKey>,
    auth: Box<dyn HmacKey>,
}

impl CtrHmac {
    /// Splits `key` into the AES key of `enc_len` bytes and the HMAC key behind it.
    pub(super) fn new(
        provider: &CryptoProvider,
        suite: CipherSuite,
        key: &[u8],
        enc_len: usize,
    ) -> Result<Self, KeyError> {
        let (enc, auth) = key.split_at_checked(enc_len).ok_or(KeyError::WrongLength {
            what: "key",
            len: key.len(),
            want: suite.key_len(),
        })?;
        Ok(Self { enc: (provider.ctr)(enc)?, auth: (provider.hmac)(suite.hash(), auth)? })
    }

    pub(super) fn seal(
        &self,
        nonce: &[u8; 12],
        header: &[u8],
        metadata: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8],
    ) -> Result<(), CryptoError> {
        if in_out.len() as u64 > MAX_FRAME_LEN {
            return Err(CryptoError);
        }
        self.enc.apply(&first_block(nonce), in_out)?;
        self.tag(nonce, header, metadata, in_out, tag);
        Ok(())
    }

    /// Checks the tag of `tag_len` bytes before a byte is decrypted.
    pub(super) fn open(
        &self,
        nonce: &[u8; 12],
        header: &[u8],
        metadata: &[u8],
        in_out: &mut [u8],
        tag_len: usize,
    ) -> Result<(), CryptoError> {
        let len = in_out.len().checked_sub(tag_len).ok_or(CryptoError)?;
        let (ciphertext, received) = in_out.split_at_mut_checked(len).ok_or(CryptoError)?;
        let mut computed = [0; MAX_TAG_LEN];
        let computed = computed.get_mut(..tag_len).ok_or(CryptoError)?;
        self.tag(nonce, header, metadata, ciphertext, computed);
        if !bool::from((*computed).ct_eq(received)) {
            return Err(CryptoError);
        }
        self.enc.apply(&first_block(nonce), ciphertext)
    }

    fn tag(
        &self,
        nonce: &[u8; 12],
        header: &[u8],
        metadata: &[u8],
        ciphertext: &[u8],
        out: &mut [u8],
    ) {
        let aad_len = header.len().saturating_add(metadata.len());
        let words = [aad_len as u64, ciphertext.len() as u64, out.len() as u64];
        let mut front = [0; FRONT_LEN + MAX_HEADER_LEN];
        let (lengths, tail) = front.split_at_mut(24);
        for (slot, word) in lengths.chunks_exact_mut(8).zip(words) {
            slot.copy_from_slice(&word.to_be_bytes());
        }
        let (nonce_slot, header_slot) = tail.split_at_mut(nonce.len());
        nonce_slot.copy_from_slice(nonce);
        // An SFrame header goes into the same block, one piece less for the hash to take in;
        // longer associated data comes through the expert interface only.
        let (front_len, header) = match header_slot.get_mut(..header.len()) {
            Some(slot) => {
                slot.copy_from_slice(header);
                (FRONT_LEN.saturating_add(header.len()), [].as_slice())
            }
            None => (FRONT_LEN, header),
        };
        let front = front.get(..front_len).unwrap_or_default();
        self.auth.tag([front, header, metadata, ciphertext], out);
    }
}

/// 36 bytes: three lengths and the nonce.
const FRONT_LEN: usize = 36;

/// 10 bytes: the longest tag of these suites.
const MAX_TAG_LEN: usize = 10;

/// 2^36 bytes, 64 GiB: behind it the block counter would carry into the nonce.
const MAX_FRAME_LEN: u64 = 1 << 36;

/// The first counter block: the nonce and four zero bytes.
fn first_block(nonce: &[u8; 12]) -> [u8; 16] {
    let mut block = [0; 16];
    if let Some((front, _)) = block.split_first_chunk_mut::<12>() {
        *front = *nonce;
    }
    block
}
