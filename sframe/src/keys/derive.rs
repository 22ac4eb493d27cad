//! From a base key and a KID to a traffic key (RFC 9605 section 4.4.2).
//!
//! ```text
//! secret = HKDF-Extract("", base_key)
//! key    = HKDF-Expand(secret, "SFrame 1.0 Secret key " ‖ KID ‖ suite, Nk)
//! salt   = HKDF-Expand(secret, "SFrame 1.0 Secret salt " ‖ KID ‖ suite, Nn)
//! ```

use zeroize::Zeroizing;

use crate::aead::{Aead, NONCE_LEN};
use crate::counter::KeyFingerprint;
use crate::error::KeyError;
use crate::key_id::KeyId;
use crate::provider::{CryptoProvider, kdf::Prk};
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

const KEY_LABEL: &[u8] = b"SFrame 1.0 Secret key ";
const SALT_LABEL: &[u8] = b"SFrame 1.0 Secret salt ";
/// Ours, not the RFC's: names the key without helping to guess it.
const FINGERPRINT_LABEL: &[u8] = b"FrameSeal 1.0 Key fingerprint ";

/// 96 bytes: `Nk` of suites 6 to 8, the longest.
const MAX_KEY_LEN: usize = 96;

/// What one KID encrypts or decrypts with.
pub(crate) struct TrafficKey {
    pub(crate) aead: Aead,
    pub(crate) fingerprint: KeyFingerprint,
}

impl TrafficKey {
    pub(crate) fn derive(
        provider: &CryptoProvider,
        suite: CipherSuite,
        kid: KeyId,
        base_key: &BaseKey,
    ) -> Result<Self, KeyError> {
        let secret = Prk::extract(suite.hash(), b"", base_key.expose());
        let mut fingerprint = KeyFingerprint([0; 16]);
        expand(&secret, FINGERPRINT_LABEL, kid, suite, &mut fingerprint.0)?;
        Ok(Self { aead: derive_aead(provider, suite, kid, &secret)?, fingerprint })
    }
}

impl Aead {
    /// Derives key and salt of a KID as SFrame does (RFC 9605 section 4.4.2).
    ///
    /// # Errors
    /// [`KeyError::NotProvided`] when the provider lacks the suite.
    pub fn derive(
        provider: &CryptoProvider,
        suite: CipherSuite,
        kid: KeyId,
        base_key: &BaseKey,
    ) -> Result<Self, KeyError> {
        let secret = Prk::extract(suite.hash(), b"", base_key.expose());
        derive_aead(provider, suite, kid, &secret)
    }
}

fn derive_aead(
    provider: &CryptoProvider,
    suite: CipherSuite,
    kid: KeyId,
    secret: &Prk,
) -> Result<Aead, KeyError> {
    let mut key = Zeroizing::new([0; MAX_KEY_LEN]);
    let key = key.get_mut(..suite.key_len()).unwrap_or_default();
    expand(secret, KEY_LABEL, kid, suite, key)?;
    let mut salt = Zeroizing::new([0; NONCE_LEN]);
    expand(secret, SALT_LABEL, kid, suite, &mut *salt)?;
    Aead::with_provider(provider, suite, key, *salt)
}

fn expand(
    secret: &Prk,
    label: &[u8],
    kid: KeyId,
    suite: CipherSuite,
    out: &mut [u8],
) -> Result<(), KeyError> {
    secret.expand(&[label, &kid.as_u64().to_be_bytes(), &suite.id().to_be_bytes()], out)
}
