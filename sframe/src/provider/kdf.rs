//! HKDF (RFC 5869), the one key derivation function of RFC 9605.
//!
//! It runs once per key, so there is one implementation for all providers: the crate `hkdf`.

use hkdf::{Hkdf, hmac::EagerHash};
use sha2::{Sha256, Sha512};
use zeroize::Zeroize;

use crate::error::KeyError;
use crate::suite::Hash;

/// A pseudorandom key after HKDF-Extract, ready to be expanded under several labels.
pub struct Prk(Inner);

enum Inner {
    Sha256(Hkdf<Sha256>),
    Sha512(Hkdf<Sha512>),
}

impl Prk {
    /// Computes HKDF-Extract (RFC 5869 section 2.2).
    pub fn extract(hash: Hash, salt: &[u8], ikm: &[u8]) -> Self {
        Self(match hash {
            Hash::Sha256 => Inner::Sha256(extract(salt, ikm)),
            Hash::Sha512 => Inner::Sha512(extract(salt, ikm)),
        })
    }

    /// Computes HKDF-Expand (RFC 5869 section 2.3) with the concatenated `info` into the
    /// whole of `out`.
    ///
    /// # Errors
    /// [`KeyError::WrongLength`] when `out` is longer than 255 hashes.
    pub fn expand(&self, info: &[&[u8]], out: &mut [u8]) -> Result<(), KeyError> {
        let (result, limit) = match &self.0 {
            Inner::Sha256(hkdf) => (hkdf.expand_multi_info(info, out), 255 * 32),
            Inner::Sha512(hkdf) => (hkdf.expand_multi_info(info, out), 255 * 64),
        };
        result.map_err(|_| KeyError::WrongLength {
            what: "HKDF output",
            len: out.len(),
            want: limit,
        })
    }
}

fn extract<H: EagerHash>(salt: &[u8], ikm: &[u8]) -> Hkdf<H> {
    let (mut prk, hkdf) = Hkdf::<H>::extract(Some(salt), ikm);
    prk.as_mut_slice().zeroize(); // the crate hands out a copy that nobody needs
    hkdf
}
