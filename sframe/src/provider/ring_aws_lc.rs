//! AES-GCM for x86-64: ring for frames of a packet's size, AWS-LC for long ones and for sealing
//! tiny ones.
//!
//! With AVX-512, AWS-LC overtakes ring from a few kilobytes on and is slower below; without,
//! ring is at least as fast at every length. A second expanded key costs time and memory, so it
//! is made when the first frame comes that wants it.

use alloc::boxed::Box;
use core::hint::black_box;
use std::sync::LazyLock;

use aws_lc_rs::aead::LessSafeKey as AwsLcKey;
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::{AWS_LC, CryptoError, CryptoProvider, GcmKey, aws_lc};
use crate::error::KeyError;
use crate::secret::on_clean_stack;

/// AES-GCM from ring for short frames and from AWS-LC for long ones; the rest from AWS-LC.
pub static RING_AWS_LC: CryptoProvider =
    CryptoProvider { name: "ring+aws-lc", gcm, ctr: AWS_LC.ctr, hmac: AWS_LC.hmac };

/// 2560 bytes: about here AWS-LC with AVX-512 overtakes ring.
const LONG: usize = 2560;

/// 128 bytes: below, AWS-LC seals a tenth faster than ring; they open alike.
const TINY: usize = 128;

fn gcm(key: &[u8]) -> Result<Box<dyn GcmKey>, KeyError> {
    if let Ok(key) = <&[u8; 16]>::try_from(key) {
        on_clean_stack(|| expand(&AES_128_GCM, key))
    } else if let Ok(key) = <&[u8; 32]>::try_from(key) {
        on_clean_stack(|| expand(&AES_256_GCM, key))
    } else {
        Err(wrong_length(&AES_256_GCM, key))
    }
}

fn expand<const N: usize>(
    algorithm: &'static Algorithm,
    key: &[u8; N],
) -> Result<Box<dyn GcmKey>, KeyError> {
    let short = RingKey(ring_key(algorithm, key)?);
    if !has_avx512() {
        return Ok(Box::new(short));
    }
    // In a box, so that what moves is a pointer and the bytes are wiped where they are.
    let key = Box::new(Zeroizing::new(*key));
    let long = LazyLock::new(move || aws_lc::gcm_key(&**key).ok());
    Ok(Box::new(ByLength { short, long }))
}

fn ring_key(algorithm: &'static Algorithm, key: &[u8]) -> Result<LessSafeKey, KeyError> {
    let unbound = UnboundKey::new(algorithm, key).map_err(|_| wrong_length(algorithm, key))?;
    Ok(LessSafeKey::new(unbound))
}

fn wrong_length(algorithm: &Algorithm, key: &[u8]) -> KeyError {
    KeyError::WrongLength { what: "key", len: key.len(), want: algorithm.key_len() }
}

/// Says whether AWS-LC runs its AVX-512 code here.
fn has_avx512() -> bool {
    std::arch::is_x86_feature_detected!("avx512bw")
        && std::arch::is_x86_feature_detected!("avx512vl")
        && std::arch::is_x86_feature_detected!("vaes")
        && std::arch::is_x86_feature_detected!("vpclmulqdq")
}

/// A key of each; AWS-LC's is made from the kept key bytes when it is first wanted, and they
/// are wiped. Without it, ring's serves every length.
struct ByLength<F> {
    short: RingKey,
    long: LazyLock<Option<AwsLcKey>, F>,
}

impl<F: FnOnce() -> Option<AwsLcKey> + Send> GcmKey for ByLength<F> {
    #[inline]
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        if !(TINY..LONG).contains(&in_out.len())
            && let Some(long) = &*self.long
        {
            return long.seal(nonce, aad, in_out, tag);
        }
        self.short.seal(nonce, aad, in_out, tag)
    }

    #[inline]
    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError> {
        if in_out.len() >= LONG
            && let Some(long) = &*self.long
        {
            return long.open(nonce, aad, in_out);
        }
        self.short.open(nonce, aad, in_out)
    }
}

/// An expanded key of ring's, which does not wipe its keys.
struct RingKey(LessSafeKey);

impl GcmKey for RingKey {
    #[inline]
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let computed = self.0.seal_in_place_separate_tag(nonce, Aad::from(aad), in_out);
        *tag = computed.map_err(|_| CryptoError)?.as_ref().try_into().map_err(|_| CryptoError)?;
        Ok(())
    }

    #[inline]
    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.0.open_in_place(nonce, Aad::from(aad), in_out).map(|_| ()).map_err(|_| CryptoError)
    }
}

impl Drop for RingKey {
    /// Overwrites the expanded key with that of a key of zeros, which has the same shape; the
    /// compiler must take it that somebody looks.
    fn drop(&mut self) {
        static ZEROS: LazyLock<Option<LessSafeKey>> =
            LazyLock::new(|| ring_key(&AES_256_GCM, &[0; 32]).ok());
        on_clean_stack(|| {
            if let Some(zeros) = &*ZEROS {
                self.0.clone_from(zeros);
            }
        });
        black_box(&self.0);
    }
}
