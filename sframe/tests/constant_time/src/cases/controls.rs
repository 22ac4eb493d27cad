//! What must be reported, or nothing that is not reported proves anything.

use std::hint::black_box;

use frameseal::expert::{CryptoError, GcmKey, RUST_CRYPTO};
use frameseal::{CipherSuite, CryptoProvider};

use super::Case;
use crate::parties::{decryptor, encryptor};
use crate::secrecy::{public, secret_bytes};

/// One leak each.
pub(crate) fn all() -> Vec<Case> {
    vec![
        Case::new("controls: a branch on a secret byte", || {
            let secret = secret_bytes::<16>(1);
            if black_box(&secret)[3] & 1 == 0 {
                black_box(b"even");
            }
        }),
        Case::new("controls: a table read at a secret place", || {
            let (table, secret) = (black_box([7u8; 256]), secret_bytes::<16>(2));
            black_box(table[usize::from(black_box(&secret)[3])]);
        }),
        Case::new("controls: tags compared byte by byte", || {
            let suite = CipherSuite::AES_128_GCM_SHA256_128;
            let key = secret_bytes::<32>(3);
            let sealed = encryptor(&EARLY_EXIT, suite, &key).encrypt_to_vec(b"a frame", b"");
            let mut sealed = sealed.unwrap();
            public(&sealed);
            let mut decryptor = decryptor(&EARLY_EXIT, suite, &key);
            decryptor.decrypt_in_place(&mut sealed, b"").unwrap();
        }),
    ]
}

/// RustCrypto, with a comparison of tags that ends at the first byte that is wrong.
pub(crate) static EARLY_EXIT: CryptoProvider =
    RUST_CRYPTO.with_gcm("early exit", |key| Ok(Box::new(EarlyExit((RUST_CRYPTO.gcm)(key)?))));

struct EarlyExit(Box<dyn GcmKey>);

impl GcmKey for EarlyExit {
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        self.0.seal(nonce, aad, in_out, tag)
    }

    /// Decrypts by sealing again, since counter mode is its own inverse, and once more for the tag.
    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError> {
        let (ciphertext, received) = in_out.split_last_chunk_mut::<16>().ok_or(CryptoError)?;
        let mut computed = [0; 16];
        self.0.seal(nonce, aad, ciphertext, &mut computed)?;
        self.0.seal(nonce, aad, ciphertext, &mut computed)?;
        for at in 0..16 {
            if black_box(computed[at]) != black_box(received[at]) {
                return Err(CryptoError);
            }
        }
        self.0.seal(nonce, aad, ciphertext, &mut computed)
    }
}
