//! Sender keys and their ratchet (RFC 9605 section 5.1).
//!
//! ```text
//! base_key' = HKDF-Expand(HKDF-Extract("", base_key), "SFrame 1.0 Ratchet", Nh)
//! ```
//! A member joins: everybody ratchets and gives the newcomer the result, from which the past
//! cannot be computed. A member leaves: everybody starts a fresh generation.

use core::fmt;

use crate::error::KeyError;
use crate::key_id::{KeyId, RatchetBits, SenderKeyId};
use crate::provider::kdf::Prk;
use crate::secret::{BaseKey, Secret};
use crate::suite::CipherSuite;

const RATCHET_LABEL: &[u8] = b"SFrame 1.0 Ratchet";

/// A base key that can be ratcheted, and where it stands.
pub struct SenderKey {
    suite: CipherSuite,
    id: SenderKeyId,
    base_key: BaseKey,
}

impl SenderKey {
    /// Starts a generation with a fresh base key, at step 0.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] when the generation does not fit beside R bits of step.
    pub fn new(
        suite: CipherSuite,
        ratchet_bits: RatchetBits,
        generation: u64,
        base_key: BaseKey,
    ) -> Result<Self, KeyError> {
        let id = SenderKeyId { ratchet_bits, generation, step: 0 };
        Self::at(suite, id, base_key)
    }

    /// Takes a base key that was ratcheted `id.step` times already, as a newcomer gets it.
    ///
    /// # Errors
    /// As [`SenderKey::new`].
    pub fn at(suite: CipherSuite, id: SenderKeyId, base_key: BaseKey) -> Result<Self, KeyError> {
        id.key_id()?;
        Ok(Self { suite, id, base_key })
    }

    /// Goes one step forward. The old base key is wiped.
    pub fn ratchet(&mut self) {
        self.base_key = ratcheted(self.suite, &self.base_key);
        self.id.step = self.id.step.saturating_add(1);
    }

    /// Gives a copy that stands `steps` further on, for those who have to prepare a step before
    /// they take it.
    pub fn ahead(&self, steps: u64) -> Self {
        let mut key = Self {
            suite: self.suite,
            id: self.id,
            base_key: Secret::copy_of(self.base_key.expose()).into(),
        };
        for _ in 0..steps {
            key.ratchet();
        }
        key
    }

    /// Gives the suite.
    pub fn suite(&self) -> CipherSuite {
        self.suite
    }

    /// Gives generation and step.
    pub fn id(&self) -> SenderKeyId {
        self.id
    }

    /// Gives the KID of the current step.
    pub fn key_id(&self) -> KeyId {
        // Cannot fail: `at` checked the generation, and a step always fits.
        self.id.key_id().unwrap_or(KeyId::new(0))
    }

    /// Gives the current base key, to be sealed for a newcomer.
    pub fn base_key(&self) -> &BaseKey {
        &self.base_key
    }
}

impl fmt::Debug for SenderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SenderKey")
            .field("suite", &self.suite)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl BaseKey {
    /// Derives the base key of the next ratchet step, `Nh` bytes (RFC 9605 section 5.1).
    pub fn ratcheted(&self, suite: CipherSuite) -> Self {
        ratcheted(suite, self)
    }
}

fn ratcheted(suite: CipherSuite, base_key: &BaseKey) -> BaseKey {
    let hash = suite.hash();
    Secret::filled(hash.output_len(), |next| {
        let secret = Prk::extract(hash, b"", base_key.expose());
        // Cannot fail: HKDF refuses only outputs longer than 255 hashes.
        let _one_hash_long = secret.expand(&[RATCHET_LABEL], next);
    })
    .into()
}
