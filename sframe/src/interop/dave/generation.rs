//! The keys of one sender: a hash ratchet that only goes forward (RFC 9420 section 9.1).
//!
//! ```text
//! key     = DeriveTreeSecret(secret, "key", generation, 16)
//! secret' = DeriveTreeSecret(secret, "secret", generation, 32)
//! DeriveTreeSecret(S, label, n, L) = HKDF-Expand(S, L(2) ‖ "MLS 1.0 " label<V> ‖ n(4)<V>, L)
//! ```
//! MLS derives a nonce beside the key; DAVE does not use it.

use zeroize::Zeroizing;

use super::SenderSecret;
use super::short_tag::ShortTagGcm;
use crate::error::KeyError;
use crate::provider::CryptoProvider;
use crate::provider::kdf::Prk;
use crate::secret::Secret;
use crate::suite::{CipherSuite, Hash};

/// 16 bytes.
const KEY_LEN: usize = 16;

/// 32 bytes: `KDF.Nh`.
const NEXT_LEN: usize = 32;

/// The key of 2^24 nonces, and the secret of the next generation.
pub(super) struct Generation {
    pub(super) number: u32,
    pub(super) key: ShortTagGcm,
    next: Secret,
}

impl Generation {
    /// Derives generation 0. The secret is not needed any more.
    pub(super) fn first(secret: &SenderSecret) -> Result<Self, KeyError> {
        Self::derive(0, &secret.0)
    }

    /// Derives a later generation, in as many steps as it is later.
    pub(super) fn later(&self, number: u32) -> Result<Self, KeyError> {
        let mut secret = Secret::copy_of(self.next.expose());
        for generation in self.number.saturating_add(1)..number {
            secret = next_secret(&secret, generation)?;
        }
        Self::derive(number, &secret)
    }

    fn derive(number: u32, secret: &Secret) -> Result<Self, KeyError> {
        let provider = CryptoProvider::fastest_for(CipherSuite::AES_128_GCM_SHA256_128);
        let mut key = Zeroizing::new([0; KEY_LEN]);
        derive_tree_secret(secret, "key", number, &mut *key)?;
        let key = ShortTagGcm::new(provider, &*key)?;
        Ok(Self { number, key, next: next_secret(secret, number)? })
    }
}

fn next_secret(secret: &Secret, generation: u32) -> Result<Secret, KeyError> {
    let mut derived = Ok(());
    let next = Secret::filled(NEXT_LEN, |next| {
        derived = derive_tree_secret(secret, "secret", generation, next);
    });
    derived.map(|()| next)
}

/// Fills `out` with `DeriveTreeSecret`.
fn derive_tree_secret(
    secret: &Secret,
    label: &str,
    generation: u32,
    out: &mut [u8],
) -> Result<(), KeyError> {
    const PREFIX: &str = "MLS 1.0 ";
    let wrong = KeyError::WrongLength { what: "MLS secret", len: out.len(), want: NEXT_LEN };
    let len = u16::try_from(out.len()).map_err(|_| wrong)?;
    // One byte of length each: a label and a context of less than 64 bytes.
    let label_len = u8::try_from(PREFIX.len().saturating_add(label.len())).map_err(|_| wrong)?;
    let info: [&[u8]; 6] = [
        &len.to_be_bytes(),
        &[label_len],
        PREFIX.as_bytes(),
        label.as_bytes(),
        &[4],
        &generation.to_be_bytes(),
    ];
    Prk::from_prk(Hash::Sha256, secret.expose())?.expand(&info, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of davey's own tests, and two more steps.
    const BASE: &str = "cedd61b1b8a1ca69046554282cf70b7b";
    const NONCE_0: &str = "301e5f4b74090f985e726bb2";
    const KEYS: [&str; 3] = [
        "7530f9a9945e2d2e06d0651f7b2a864b",
        "cddd06e0f3437596bacb9c06a0329c49",
        "651f0856cc3dbd6496079901a6b56d4d",
    ];

    #[test]
    fn keys_are_those_of_mls() {
        let mut secret = Secret::copy_of(&hex::decode(BASE).unwrap());
        let mut nonce = [0; 12];
        derive_tree_secret(&secret, "nonce", 0, &mut nonce).unwrap();
        assert_eq!(hex::encode(nonce), NONCE_0);
        for (generation, expected) in (0..).zip(KEYS) {
            let mut key = [0; KEY_LEN];
            derive_tree_secret(&secret, "key", generation, &mut key).unwrap();
            assert_eq!(hex::encode(key), expected);
            secret = next_secret(&secret, generation).unwrap();
        }
    }

    #[test]
    fn one_stride_is_as_far_as_many_steps() {
        let secret = SenderSecret::new(&[5; 16]).unwrap();
        let tag = |generation: &Generation| generation.key.seal(1, b"", &mut [0; 9]).unwrap();
        let mut step = Generation::first(&secret).unwrap();
        for number in 1..40 {
            step = step.later(number).unwrap();
            let stride = Generation::first(&secret).unwrap().later(number).unwrap();
            assert_eq!((step.number, stride.number), (number, number));
            assert_eq!(tag(&step), tag(&stride));
            assert_eq!(step.next.expose(), stride.next.expose());
        }
    }
}
