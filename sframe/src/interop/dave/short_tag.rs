//! AES-128-GCM with the first 8 bytes of its tag.

use alloc::boxed::Box;

use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use crate::error::KeyError;
use crate::provider::{CryptoError, CryptoProvider, CtrKey, GcmKey};

/// 8 bytes.
pub(super) const TAG_LEN: usize = 8;

/// One key, expanded twice.
///
/// No provider checks tags shorter than 16 bytes, and a GHASH of our own would be one more thing
/// to get wrong. So opening goes the way of sealing: decrypt in counter mode, seal the
/// result again, which gives the ciphertext back and its whole tag, compare what there is of the
/// tag, and decrypt for good. It costs three passes instead of one; GCM under a nonce that was
/// used for the same plaintext reveals nothing new.
pub(super) struct ShortTagGcm {
    gcm: Box<dyn GcmKey>,
    ctr: Box<dyn CtrKey>,
}

impl ShortTagGcm {
    /// Expands a key of 16 bytes.
    pub(super) fn new(provider: &CryptoProvider, key: &[u8]) -> Result<Self, KeyError> {
        Ok(Self { gcm: (provider.gcm)(key)?, ctr: (provider.ctr)(key)? })
    }

    /// Encrypts `in_out` and gives the tag. A failure zeroes `in_out`.
    pub(super) fn seal(
        &self,
        nonce: u32,
        aad: &[u8],
        in_out: &mut [u8],
    ) -> Result<[u8; TAG_LEN], CryptoError> {
        let mut tag = [0; 16];
        self.gcm.seal(&full_nonce(nonce), aad, in_out, &mut tag).inspect_err(|_| {
            in_out.zeroize();
        })?;
        Ok(tag.first_chunk().copied().unwrap_or_default())
    }

    /// Decrypts `in_out` if `tag` fits. A failure zeroes it.
    pub(super) fn open(
        &self,
        nonce: u32,
        aad: &[u8],
        in_out: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), CryptoError> {
        let opened = self.try_open(nonce, aad, in_out, tag);
        if opened.is_err() {
            in_out.zeroize();
        }
        opened
    }

    fn try_open(
        &self,
        nonce: u32,
        aad: &[u8],
        in_out: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), CryptoError> {
        let block = first_block(nonce);
        self.ctr.apply(&block, in_out)?;
        let expected = self.seal(nonce, aad, in_out)?;
        if !bool::from(expected.ct_eq(tag)) {
            return Err(CryptoError);
        }
        self.ctr.apply(&block, in_out)
    }
}

/// Zeros, and the nonce of the frame in the machine's order of Discord's clients.
fn full_nonce(nonce: u32) -> [u8; 12] {
    let mut full = [0; 12];
    if let Some(back) = full.last_chunk_mut() {
        *back = nonce.to_le_bytes();
    }
    full
}

/// The counter block of a message's first 16 bytes: GCM counts from 1 behind the nonce and takes
/// that one for the tag (NIST SP 800-38D section 7.1).
fn first_block(nonce: u32) -> [u8; 16] {
    let mut block = [0; 16];
    if let Some((front, back)) = block.split_first_chunk_mut() {
        *front = full_nonce(nonce);
        if let Some(last) = back.last_mut() {
            *last = 2;
        }
    }
    block
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    fn keys() -> impl Iterator<Item = ShortTagGcm> {
        CryptoProvider::ALL.iter().map(|provider| ShortTagGcm::new(provider, &[7; 16]).unwrap())
    }

    #[test]
    fn opens_what_it_sealed_and_nothing_else() {
        for key in keys() {
            for len in [0, 1, 15, 16, 17, 1000, 5000] {
                let plain: Vec<u8> = (0..len).map(|n| n as u8).collect();
                let mut sealed = plain.clone();
                let tag = key.seal(0x0102_0304, b"clear", &mut sealed).unwrap();
                let open = |nonce, aad: &[u8], tag: &[u8; 8]| {
                    let mut buffer = sealed.clone();
                    key.open(nonce, aad, &mut buffer, tag)
                        .map_err(|_| buffer.clone())
                        .map(|()| buffer)
                };
                assert_eq!(open(0x0102_0304, b"clear", &tag), Ok(plain));
                for bit in 0..64 {
                    let mut wrong = tag;
                    wrong[bit / 8] ^= 1 << (bit % 8);
                    assert_eq!(open(0x0102_0304, b"clear", &wrong), Err(std::vec![0; len]));
                }
                assert_eq!(open(0x0102_0305, b"clear", &tag), Err(std::vec![0; len]));
                assert_eq!(open(0x0102_0304, b"clean", &tag), Err(std::vec![0; len]));
                for at in 0..len.min(40) {
                    let mut wrong = sealed.clone();
                    wrong[at] ^= 0x80;
                    assert!(key.open(0x0102_0304, b"clear", &mut wrong, &tag).is_err());
                    assert!(wrong.iter().all(|&byte| byte == 0));
                }
            }
        }
    }

    #[test]
    fn the_tag_is_the_front_of_the_whole_one() {
        for (key, &provider) in keys().zip(CryptoProvider::ALL) {
            let (mut short, mut whole) = ([3; 100], [3; 100]);
            let tag = key.seal(1, b"aad", &mut short).unwrap();
            let mut whole_tag = [0; 16];
            let gcm = (provider.gcm)(&[7; 16]).unwrap();
            gcm.seal(&[0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0], b"aad", &mut whole, &mut whole_tag)
                .unwrap();
            assert_eq!((short, &tag[..]), (whole, &whole_tag[..8]));
        }
    }
}
