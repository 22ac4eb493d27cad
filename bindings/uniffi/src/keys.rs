//! Keys as objects: their bytes go in, and do not come out.

use std::sync::{Arc, Mutex, PoisonError};

use frameseal::{KeyId, SenderKeyId};
use frameseal_ffi::shared::watch_fork;
use getrandom::rand_core::Rng;
use zeroize::Zeroizing;

use crate::error::FrameSealError;
use crate::random;
use crate::secret::Secret;
use crate::words::{self, CipherSuite};

/// A base key (RFC 9605 section 4.4.2), at least 16 bytes. Wiped when it goes.
#[derive(uniffi::Object)]
pub struct BaseKey(frameseal::BaseKey);

#[uniffi::export]
impl BaseKey {
    /// Takes the bytes, at least 16. Copies of them that the app has are the app's to wipe.
    ///
    /// # Errors
    /// `Usage` with code `BaseKeyTooShort`.
    #[uniffi::constructor]
    pub fn new(bytes: Secret) -> Result<Arc<Self>, FrameSealError> {
        watch_fork()?;
        Ok(Arc::new(Self(bytes.base_key()?)))
    }

    /// Draws 32 bytes.
    ///
    /// # Errors
    /// `Usage` with code `NoRandomness`.
    #[uniffi::constructor]
    pub fn generate() -> Result<Arc<Self>, FrameSealError> {
        watch_fork()?;
        let mut bytes = Zeroizing::new([0; 32]);
        random::system()?.fill_bytes(bytes.as_mut());
        Ok(Arc::new(Self(frameseal::BaseKey::new(bytes.as_ref())?)))
    }
}

impl BaseKey {
    pub(crate) fn again(&self) -> Result<frameseal::BaseKey, FrameSealError> {
        Ok(frameseal::BaseKey::new(self.0.expose())?)
    }
}

/// A sender key, which ratchets when somebody joins (RFC 9605 section 5.1). Wiped when it goes.
#[derive(uniffi::Object)]
pub struct SenderKey(Mutex<frameseal::SenderKey>);

#[uniffi::export]
impl SenderKey {
    /// Makes the key of a generation at a step. Its KIDs end in `ratchet_bits` (1 to 16) bits of
    /// step.
    ///
    /// # Errors
    /// `Usage` with code `FieldTooWide`.
    #[uniffi::constructor]
    pub fn new(
        suite: CipherSuite,
        ratchet_bits: u8,
        generation: u64,
        step: u64,
        base_key: &BaseKey,
    ) -> Result<Arc<Self>, FrameSealError> {
        watch_fork()?;
        let ratchet_bits = words::ratchet_bits(ratchet_bits)?;
        let id = SenderKeyId { ratchet_bits, generation, step };
        let key = frameseal::SenderKey::at(suite.engine()?, id, base_key.again()?)?;
        Ok(Arc::new(Self(Mutex::new(key))))
    }

    /// Goes one step further, from which nobody can go back: for whoever joins now.
    pub fn ratchet(&self) {
        self.with(frameseal::SenderKey::ratchet);
    }

    /// Gives the present step's base key, for whoever joins now.
    ///
    /// # Errors
    /// None that is known.
    pub fn base_key(&self) -> Result<Arc<BaseKey>, FrameSealError> {
        let key = self.with(|key| frameseal::BaseKey::new(key.base_key().expose()))?;
        Ok(Arc::new(BaseKey(key)))
    }

    /// Gives the KID of the present step.
    pub fn kid(&self) -> u64 {
        self.with(|key| key.key_id().as_u64())
    }
}

impl SenderKey {
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut frameseal::SenderKey) -> R) -> R {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub(crate) fn kid(number: u64) -> KeyId {
    KeyId::new(number)
}
