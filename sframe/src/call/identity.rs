//! Device identities: one Ed25519 key a device (RFC 8032).

use alloc::boxed::Box;
use core::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// 32 bytes: an Ed25519 seed as [`DeviceIdentity::export`] gives it, and its public key.
pub const IDENTITY_LEN: usize = 32;

/// 64 bytes: an Ed25519 signature.
pub(crate) const SIGNATURE_LEN: usize = 64;

/// The key by which the others know this device, from call to call.
///
/// The app stores it where secrets belong on the platform. It prints without the secret and
/// is wiped on drop.
pub struct DeviceIdentity(Box<SigningKey>);

impl DeviceIdentity {
    /// Makes a new identity.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; IDENTITY_LEN]);
        rng.fill_bytes(&mut *seed);
        Self::import(&seed)
    }

    /// Takes the seed that [`export`](Self::export) gave.
    pub fn import(seed: &[u8; IDENTITY_LEN]) -> Self {
        Self(Box::new(SigningKey::from_bytes(seed)))
    }

    /// Gives the seed, 32 bytes, to be stored as a secret. It is wiped on drop.
    pub fn export(&self) -> Zeroizing<[u8; IDENTITY_LEN]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// Gives the public key.
    pub fn key(&self) -> IdentityKey {
        IdentityKey(self.0.verifying_key().to_bytes())
    }

    /// Signs the concatenated parts; the first is a label that no other use has.
    pub(crate) fn sign(&self, parts: &[&[u8]]) -> [u8; SIGNATURE_LEN] {
        self.0.sign(&parts.concat()).to_bytes()
    }
}

impl fmt::Debug for DeviceIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DeviceIdentity").field(&self.key()).finish()
    }
}

/// A device's public key: 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityKey([u8; IDENTITY_LEN]);

impl IdentityKey {
    /// Takes the bytes of a public key. Whether they are one shows when a signature is
    /// checked; until then they are just a name.
    pub const fn new(bytes: [u8; IDENTITY_LEN]) -> Self {
        Self(bytes)
    }

    /// Gives the bytes.
    pub const fn as_bytes(&self) -> &[u8; IDENTITY_LEN] {
        &self.0
    }

    /// Says whether this device signed the concatenated parts. Keys of small order and
    /// signatures with more than one spelling are refused (RFC 8032 section 5.1.7, strictly).
    pub(crate) fn has_signed(&self, parts: &[&[u8]], signature: &[u8; SIGNATURE_LEN]) -> bool {
        self.verifier().is_some_and(|verifier| verifier.has_signed(parts, signature))
    }

    /// Unpacks the key, for many signatures. `None` where it is no key.
    pub(crate) fn verifier(&self) -> Option<Verifier> {
        VerifyingKey::from_bytes(&self.0).ok().map(Verifier)
    }
}

/// A device's public key, unpacked: half of a check's time is saved.
pub(crate) struct Verifier(VerifyingKey);

impl Verifier {
    /// As [`IdentityKey::has_signed`].
    pub(crate) fn has_signed(&self, parts: &[&[u8]], signature: &[u8; SIGNATURE_LEN]) -> bool {
        self.0.verify_strict(&parts.concat(), &Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_comes_back_and_signs_alike() {
        let identity = DeviceIdentity::import(&[7; IDENTITY_LEN]);
        let again = DeviceIdentity::import(&identity.export());
        assert_eq!(identity.key(), again.key());
        let signature = identity.sign(&[b"label", b"text"]);
        assert!(again.key().has_signed(&[b"lab", b"eltext"], &signature));
        assert!(!again.key().has_signed(&[b"label", b"texT"], &signature));
        assert!(
            !DeviceIdentity::import(&[8; 32]).key().has_signed(&[b"label", b"text"], &signature)
        );
    }

    #[test]
    fn keys_of_small_order_sign_nothing() {
        for low in [[0; 32], {
            let mut one = [0; 32];
            one[0] = 1;
            one
        }] {
            let mut signature = [0; SIGNATURE_LEN];
            signature[..32].copy_from_slice(&low);
            assert!(!IdentityKey::new(low).has_signed(&[b"anything"], &signature));
        }
    }

    #[test]
    fn debug_shows_the_public_key_only() {
        let identity = DeviceIdentity::import(&[7; IDENTITY_LEN]);
        let shown = alloc::format!("{identity:?}");
        assert!(shown.contains("ea4a6c63") && !shown.contains("0707"), "{shown}");
    }
}
