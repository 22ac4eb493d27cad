//! HKDF (RFC 5869), the one key derivation function of RFC 9605.
//!
//! It runs once per key, so there is one implementation for all providers: the crate `hkdf`.

use hkdf::{Hkdf, hmac::EagerHash};
use sha2::{Sha256, Sha512};
use zeroize::{Zeroize, Zeroizing};

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

    /// Takes a pseudorandom key that a key schedule gave, such as a secret of MLS (RFC 9420
    /// section 8): of any length, also shorter than a hash.
    ///
    /// # Errors
    /// [`KeyError::WrongLength`] when it is empty.
    pub fn from_prk(hash: Hash, prk: &[u8]) -> Result<Self, KeyError> {
        let wrong = KeyError::WrongLength { what: "pseudorandom key", len: prk.len(), want: 32 };
        if prk.is_empty() {
            return Err(wrong);
        }
        // HMAC fills a key up with zeros to a block of 64 or 128 bytes. The crate wants a hash's
        // length, so some of them are put there now.
        let mut padded = Zeroizing::new([0; 64]);
        let prk = match padded.get_mut(..prk.len()) {
            Some(front) => {
                front.copy_from_slice(prk);
                &padded[..]
            }
            None => prk,
        };
        Ok(Self(match hash {
            Hash::Sha256 => Inner::Sha256(Hkdf::from_prk(prk).map_err(|_| wrong)?),
            Hash::Sha512 => Inner::Sha512(Hkdf::from_prk(prk).map_err(|_| wrong)?),
        }))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 5869 appendix A.1.
    #[test]
    fn a_pseudorandom_key_as_it_is() {
        let prk = "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5";
        let prk = Prk::from_prk(Hash::Sha256, &hex::decode(prk).unwrap()).unwrap();
        let mut out = [0; 42];
        prk.expand(&[&hex::decode("f0f1f2f3f4f5f6f7f8f9").unwrap()], &mut out).unwrap();
        let expected =
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
        assert_eq!(hex::encode(out), expected);
    }

    #[test]
    fn keys_of_any_length_are_hmac_keys() {
        use crate::provider::RUST_CRYPTO;
        for (hash, len) in [(Hash::Sha256, 32), (Hash::Sha512, 64)] {
            for key_len in [1, 16, 31, 32, 63, 64, 65, 128, 129, 300] {
                let key: alloc::vec::Vec<u8> = (0..key_len).map(|n| n as u8).collect();
                let (mut out, mut expected) = ([0; 64], [0; 64]);
                let prk = Prk::from_prk(hash, &key).unwrap();
                prk.expand(&[b"info"], &mut out[..len]).unwrap();
                let hmac = (RUST_CRYPTO.hmac)(hash, &key).unwrap();
                hmac.tag([b"info", &[1], &[], &[]], &mut expected[..len]);
                assert_eq!(out, expected, "{key_len}");
            }
            assert!(Prk::from_prk(hash, &[]).is_err());
        }
    }
}
