//! AES-GCM for the wasm module, in a crate of its own: all of a crate is compiled for speed or all
//! of it for size, and only the cipher is worth its bytes. The code is that of the engine's
//! `RUST_CRYPTO`; it stands here again because generic code is compiled where its types are named.

use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::{AeadInOut, Aes128Gcm, Aes256Gcm, KeyInit};
use frameseal::KeyError;
use frameseal::expert::{CryptoError, GcmKey};

/// Expands a key of 16 or 32 bytes.
///
/// # Errors
/// [`KeyError::WrongLength`] for any other.
pub fn gcm(key: &[u8]) -> Result<Box<dyn GcmKey>, KeyError> {
    match key.len() {
        16 => Ok(Box::new(Gcm(expand::<Aes128Gcm>(key)?))),
        _ => Ok(Box::new(Gcm(expand::<Aes256Gcm>(key)?))),
    }
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
    A: AeadInOut<NonceSize = U12, TagSize = U16> + Send + Sync,
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
