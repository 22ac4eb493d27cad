//! The encrypted form of a state.
//!
//! ```text
//! "FSst" │ format 1 │ version 8 │ salt 32 │ ciphertext │ tag 16
//! ```
//! Everything before the ciphertext is its associated data. The AEAD is AES-256-GCM, suite 5;
//! its key and nonce come from the state key and the salt (HKDF-SHA512), and the salt is fresh
//! for every save. So no nonce comes twice, also when a state went back and the same version is
//! written again.

use alloc::vec::Vec;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::StateError;
use super::anchor::{Anchor, HASH_LEN};
use super::contents::{Contents, MAX_CONTENTS_LEN, Parsed};
use crate::aead::{Aead, NONCE_LEN};
use crate::call::identity::DeviceIdentity;
use crate::error::KeyError;
use crate::provider::kdf::Prk;
use crate::secret::Secret;
use crate::suite::{CipherSuite, Hash};

/// 32 bytes: the key under which a state is saved.
pub const STATE_KEY_LEN: usize = 32;

/// The longest blob in bytes, about 600 KB; anything longer is refused before it is copied.
pub const MAX_STATE_LEN: usize = HEADER_LEN + MAX_CONTENTS_LEN + TAG_LEN;

const MAGIC: [u8; 4] = *b"FSst";
const FORMAT: u8 = 1;
const SALT_LEN: usize = 32;
const HEADER_LEN: usize = MAGIC.len() + 1 + 8 + SALT_LEN;
const TAG_LEN: usize = 16;
const SUITE: CipherSuite = CipherSuite::AES_256_GCM_SHA512_128;

/// `Nk` of the suite.
const KEY_LEN: usize = 32;

/// The label ends in its only zero byte, so that it begins no other.
const KEY_LABEL: &[u8] = b"FrameSeal call 1 state\0";

/// The key under which a state is saved. The app keeps it in the platform's key store. It
/// prints as `StateKey(..)` and is wiped on drop.
pub struct StateKey(Secret);

impl StateKey {
    /// Makes a new key.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::filled(STATE_KEY_LEN, |key| rng.fill_bytes(key)))
    }

    /// Takes the key that [`export`](Self::export) gave. Wiping `bytes` is the caller's part.
    pub fn import(bytes: &[u8; STATE_KEY_LEN]) -> Self {
        Self(Secret::copy_of(bytes))
    }

    /// Gives the key, 32 bytes, to be stored as a secret. It is wiped on drop.
    pub fn export(&self) -> Zeroizing<[u8; STATE_KEY_LEN]> {
        let mut key = Zeroizing::new([0; STATE_KEY_LEN]);
        key.copy_from_slice(self.0.expose());
        key
    }

    /// Derives the AEAD of one blob. Its nonce is its salt, so the counter is always 0.
    fn aead(&self, salt: &[u8]) -> Result<Aead, KeyError> {
        let prk = Prk::extract(Hash::Sha512, salt, self.0.expose());
        let mut derived = Zeroizing::new([0; KEY_LEN + NONCE_LEN]);
        prk.expand(&[KEY_LABEL], &mut *derived)?;
        let (key, nonce) = derived.split_at(KEY_LEN);
        let mut aead_salt = [0; NONCE_LEN];
        aead_salt.copy_from_slice(nonce);
        Aead::new(SUITE, key, aead_salt)
    }

    /// Seals contents as the given version, behind the blob whose hash is `previous`.
    pub(super) fn seal(
        &self,
        rng: &mut dyn CryptoRng,
        identity: &DeviceIdentity,
        contents: &Contents,
        version: u64,
        previous: &[u8; HASH_LEN],
    ) -> Result<Vec<u8>, StateError> {
        let mut salt = [0; SALT_LEN];
        rng.fill_bytes(&mut salt);
        let aead = self.aead(&salt)?;
        // As long as it gets, so that growing leaves no plaintext behind.
        let len = (HEADER_LEN + TAG_LEN).saturating_add(contents.encoded_len());
        let mut blob = Zeroizing::new(Vec::with_capacity(len));
        blob.extend_from_slice(&MAGIC);
        blob.push(FORMAT);
        blob.extend_from_slice(&version.to_be_bytes());
        blob.extend_from_slice(&salt);
        contents.write(&identity.export(), previous, &mut blob)?;
        let (header, in_out) = blob.split_at_mut(HEADER_LEN);
        let mut tag = [0; TAG_LEN];
        aead.seal_in_place(&[0; NONCE_LEN], header, in_out, &mut tag)
            .map_err(|_| StateError::TooLong { len })?;
        blob.extend_from_slice(&tag);
        Ok(core::mem::take(&mut *blob))
    }

    /// Opens a blob; whether it is the newest is not said.
    pub(super) fn open(&self, blob: &[u8]) -> Result<(Parsed, Anchor), StateError> {
        if blob.len() > MAX_STATE_LEN {
            return Err(StateError::TooLong { len: blob.len() });
        }
        let (header, sealed) = blob.split_at_checked(HEADER_LEN).ok_or(StateError::NoState)?;
        let behind_magic = header.strip_prefix(&MAGIC).ok_or(StateError::NoState)?;
        let (&format, behind) = behind_magic.split_first().ok_or(StateError::NoState)?;
        if format != FORMAT {
            return Err(StateError::Format { format });
        }
        let (version, salt) = behind.split_at_checked(8).ok_or(StateError::NoState)?;
        let version = version.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
        let mut opened = Zeroizing::new(sealed.to_vec());
        let plaintext = self
            .aead(salt)?
            .open_in_place(&[0; NONCE_LEN], header, &mut opened)
            .map_err(|_| StateError::Authentication)?;
        let parsed = Parsed::parse(plaintext).ok_or(StateError::Malformed)?;
        Ok((parsed, Anchor::of(version, blob)))
    }
}

impl core::fmt::Debug for StateKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("StateKey(..)")
    }
}
