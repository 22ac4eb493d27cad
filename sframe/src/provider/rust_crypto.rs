//! RustCrypto: every suite, every target, no C.

use alloc::boxed::Box;

use aes::cipher::{
    BlockCipherEncrypt, BlockSizeUser, InnerIvInit, KeyInit, StreamCipher, consts::U16,
};
use aes::{Aes128, Aes256};
use aes_gcm::{AeadInOut, Aes128Gcm, Aes256Gcm};
use ctr::{Ctr32BE, CtrCore};
use hmac::{Hmac, Mac};
use sha2::{Sha256, Sha512};

use super::{CryptoError, CryptoProvider, CtrKey, GcmKey, HmacKey};
use crate::error::KeyError;
use crate::secret::on_clean_stack;
use crate::suite::Hash;

/// Primitives from the RustCrypto crates; always compiled in.
pub static RUST_CRYPTO: CryptoProvider = CryptoProvider { name: "rust-crypto", gcm, ctr, hmac };

fn gcm(key: &[u8]) -> Result<Box<dyn GcmKey>, KeyError> {
    on_clean_stack(|| -> Result<Box<dyn GcmKey>, KeyError> {
        match key.len() {
            16 => Ok(Box::new(Gcm(expand::<Aes128Gcm>(key)?))),
            _ => Ok(Box::new(Gcm(expand::<Aes256Gcm>(key)?))),
        }
    })
}

fn ctr(key: &[u8]) -> Result<Box<dyn CtrKey>, KeyError> {
    on_clean_stack(|| -> Result<Box<dyn CtrKey>, KeyError> {
        match key.len() {
            16 => Ok(Box::new(Ctr(expand::<Aes128>(key)?))),
            _ => Ok(Box::new(Ctr(expand::<Aes256>(key)?))),
        }
    })
}

fn hmac(hash: Hash, key: &[u8]) -> Result<Box<dyn HmacKey>, KeyError> {
    on_clean_stack(|| -> Result<Box<dyn HmacKey>, KeyError> {
        match hash {
            Hash::Sha256 => Ok(Box::new(HmacState(expand::<Hmac<Sha256>>(key)?))),
            Hash::Sha512 => Ok(Box::new(HmacState(expand::<Hmac<Sha512>>(key)?))),
        }
    })
}

fn expand<K: KeyInit>(key: &[u8]) -> Result<K, KeyError> {
    K::new_from_slice(key).map_err(|_| KeyError::WrongLength {
        what: "key",
        len: key.len(),
        want: K::key_size(),
    })
}

struct Gcm<A>(A);

impl<A> GcmKey for Gcm<A>
where
    A: AeadInOut<NonceSize = aes_gcm::aead::consts::U12, TagSize = U16> + Send + Sync,
{
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        let computed = self
            .0
            .encrypt_inout_detached(nonce.into(), aad, in_out.into())
            .map_err(|_| CryptoError)?;
        *tag = computed.into();
        Ok(())
    }

    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError> {
        let (ciphertext, tag) = in_out.split_last_chunk_mut::<16>().ok_or(CryptoError)?;
        self.0
            .decrypt_inout_detached(nonce.into(), aad, ciphertext.into(), (&*tag).into())
            .map_err(|_| CryptoError)
    }
}

struct Ctr<C>(C);

impl<C> CtrKey for Ctr<C>
where
    C: BlockCipherEncrypt + BlockSizeUser<BlockSize = U16> + Send + Sync,
{
    fn apply(&self, iv: &[u8; 16], in_out: &mut [u8]) -> Result<(), CryptoError> {
        // Borrows the expanded key; only the counter block is made anew.
        Ctr32BE::from_core(CtrCore::inner_iv_init(&self.0, iv.into()))
            .try_apply_keystream(in_out)
            .map_err(|_| CryptoError)
    }
}

/// Holds the inner and the outer hash state with the key already absorbed.
struct HmacState<M>(M);

impl<M: Mac + Clone + Send + Sync> HmacKey for HmacState<M> {
    fn tag(&self, parts: [&[u8]; 4], out: &mut [u8]) {
        let mut mac = self.0.clone();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            mac.update(part);
        }
        for (out, byte) in out.iter_mut().zip(mac.finalize().into_bytes()) {
            *out = byte;
        }
    }
}
