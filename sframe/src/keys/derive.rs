//! From a base key and a KID to a traffic key (RFC 9605 section 4.4.2).
//!
//! ```text
//! secret = HKDF-Extract("", base_key)
//! key    = HKDF-Expand(secret, "SFrame 1.0 Secret key " ‖ KID ‖ suite, Nk)
//! salt   = HKDF-Expand(secret, "SFrame 1.0 Secret salt " ‖ KID ‖ suite, Nn)
//! ```

use alloc::vec::Vec;
use core::fmt;

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

/// 16 bytes.
const FINGERPRINT_LEN: usize = 16;

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
        let fingerprint = fingerprint(&secret, suite, kid)?;
        Ok(Self { aead: derive_aead(provider, suite, kid, &secret)?, fingerprint })
    }

    pub(crate) fn from_derived(
        provider: &CryptoProvider,
        suite: CipherSuite,
        derived: &DerivedKey,
    ) -> Result<Self, KeyError> {
        let key = derived.key.get(..derived.key_len).unwrap_or_default();
        let aead = Aead::with_provider(provider, suite, key, *derived.salt)?;
        Ok(Self { aead, fingerprint: derived.fingerprint })
    }
}

/// What was derived from a base key elsewhere: by a browser's WebCrypto, from a key that no script
/// can read. Wiped on drop.
pub struct DerivedKey {
    key: Zeroizing<[u8; MAX_KEY_LEN]>,
    key_len: usize,
    salt: Zeroizing<[u8; NONCE_LEN]>,
    fingerprint: KeyFingerprint,
}

impl DerivedKey {
    /// Gives what to derive: HKDF (RFC 5869) with the suite's hash, an empty salt, each `info`, and
    /// so many bytes of output: key, salt (RFC 9605 section 4.4.2) and fingerprint.
    pub fn derivations(suite: CipherSuite, kid: KeyId) -> [(Vec<u8>, usize); 3] {
        let lens = [suite.key_len(), NONCE_LEN, FINGERPRINT_LEN];
        let mut lens = lens.into_iter();
        [KEY_LABEL, SALT_LABEL, FINGERPRINT_LABEL].map(|label| {
            let info = [label, &kid.as_u64().to_be_bytes(), &suite.id().to_be_bytes()].concat();
            (info, lens.next().unwrap_or(0))
        })
    }

    /// Gives the fingerprint that a base key has, without the rest.
    ///
    /// # Errors
    /// None that is known.
    pub fn fingerprint(
        suite: CipherSuite,
        kid: KeyId,
        base_key: &BaseKey,
    ) -> Result<KeyFingerprint, KeyError> {
        fingerprint(&Prk::extract(suite.hash(), b"", base_key.expose()), suite, kid)
    }

    /// Takes the three outputs. One base key must not come by different ways with different
    /// fingerprints: counters are told apart by them.
    ///
    /// # Errors
    /// [`KeyError::WrongLength`] unless `key` has `Nk` bytes of some suite.
    pub fn new(
        key: &[u8],
        salt: &[u8; NONCE_LEN],
        fingerprint: KeyFingerprint,
    ) -> Result<Self, KeyError> {
        let (len, want) = (key.len(), MAX_KEY_LEN);
        let wrong = KeyError::WrongLength { what: "key", len, want };
        if !CipherSuite::ALL.iter().any(|suite| suite.key_len() == len) {
            return Err(wrong);
        }
        let mut copy = Zeroizing::new([0; MAX_KEY_LEN]);
        copy.get_mut(..len).ok_or(wrong)?.copy_from_slice(key);
        Ok(Self { key: copy, key_len: len, salt: Zeroizing::new(*salt), fingerprint })
    }
}

impl fmt::Debug for DerivedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DerivedKey").finish_non_exhaustive()
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

fn fingerprint(secret: &Prk, suite: CipherSuite, kid: KeyId) -> Result<KeyFingerprint, KeyError> {
    let mut fingerprint = KeyFingerprint([0; FINGERPRINT_LEN]);
    expand(secret, FINGERPRINT_LABEL, kid, suite, &mut fingerprint.0)?;
    Ok(fingerprint)
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
