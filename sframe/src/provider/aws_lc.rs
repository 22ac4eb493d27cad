//! AWS-LC: the fastest AES-GCM and SHA-512 on native builds, through `aws-lc-rs`.

use alloc::boxed::Box;

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_128, AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::hmac::{Context, HMAC_SHA256, HMAC_SHA512, Key};

use super::{CryptoError, CryptoProvider, CtrKey, GcmKey, HmacKey};
use crate::error::KeyError;
use crate::suite::Hash;

/// Primitives from AWS-LC.
pub static AWS_LC: CryptoProvider = CryptoProvider { name: "aws-lc", gcm, ctr, hmac };

fn gcm(key: &[u8]) -> Result<Box<dyn GcmKey>, KeyError> {
    Ok(Box::new(gcm_key(key)?))
}

/// Expands an AES-GCM key of 16 or 32 bytes.
pub(super) fn gcm_key(key: &[u8]) -> Result<LessSafeKey, KeyError> {
    let algorithm = match key.len() {
        16 => &AES_128_GCM,
        _ => &AES_256_GCM,
    };
    let expanded = UnboundKey::new(algorithm, key).map_err(|_| KeyError::WrongLength {
        what: "key",
        len: key.len(),
        want: algorithm.key_len(),
    })?;
    Ok(LessSafeKey::new(expanded))
}

fn ctr(key: &[u8]) -> Result<Box<dyn CtrKey>, KeyError> {
    let algorithm = match key.len() {
        16 => &AES_128,
        _ => &AES_256,
    };
    let expanded = UnboundCipherKey::new(algorithm, key).and_then(EncryptingKey::ctr);
    Ok(Box::new(expanded.map_err(|_| KeyError::WrongLength {
        what: "key",
        len: key.len(),
        want: 32,
    })?))
}

fn hmac(hash: Hash, key: &[u8]) -> Result<Box<dyn HmacKey>, KeyError> {
    let algorithm = match hash {
        Hash::Sha256 => HMAC_SHA256,
        Hash::Sha512 => HMAC_SHA512,
    };
    Ok(Box::new(Key::new(algorithm, key)))
}

impl GcmKey for LessSafeKey {
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.seal_in_place_scatter(nonce, Aad::from(aad), in_out, &[], tag).map_err(|_| CryptoError)
    }

    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.open_in_place(nonce, Aad::from(aad), in_out)
            .map(|_plaintext| ())
            .map_err(|_| CryptoError)
    }
}

impl CtrKey for EncryptingKey {
    fn apply(&self, iv: &[u8; 16], in_out: &mut [u8]) -> Result<(), CryptoError> {
        self.less_safe_encrypt(in_out, EncryptionContext::Iv128(iv.into()))
            .map(|_context| ())
            .map_err(|_| CryptoError)
    }
}

impl HmacKey for Key {
    fn tag(&self, parts: [&[u8]; 4], out: &mut [u8]) {
        let mut context = Context::with_key(self);
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            context.update(part);
        }
        for (out, byte) in out.iter_mut().zip(context.sign().as_ref()) {
            *out = *byte;
        }
    }
}
