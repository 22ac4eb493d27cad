//! Who a device is, and what a call's passphrase becomes.

use std::sync::Arc;

use frameseal::call::{CallPassphrase, IdentityKey, SafetyNumber as EngineSafetyNumber};

use frameseal_ffi::shared::watch_fork;

use crate::error::FrameSealError;
use crate::secret::{Secret, SecretText};
use crate::{random, words};

/// The signing key of a device (Ed25519). Wiped when it goes.
#[derive(uniffi::Object)]
pub struct DeviceIdentity(frameseal::call::DeviceIdentity);

#[uniffi::export]
impl DeviceIdentity {
    /// Draws a new one: once a device, then stored.
    ///
    /// # Errors
    /// `Usage` with code `NoRandomness`.
    #[uniffi::constructor]
    pub fn generate() -> Result<Arc<Self>, FrameSealError> {
        watch_fork()?;
        let identity = frameseal::call::DeviceIdentity::generate(&mut random::system()?);
        Ok(Arc::new(Self(identity)))
    }

    /// Takes the 32 bytes that `export` gave.
    ///
    /// # Errors
    /// `Usage` with code `WrongLength`.
    #[uniffi::constructor]
    pub fn import_from(seed: Secret) -> Result<Arc<Self>, FrameSealError> {
        watch_fork()?;
        let seed = seed.array("seed")?;
        Ok(Arc::new(Self(frameseal::call::DeviceIdentity::import(&seed))))
    }

    /// Gives the 32 secret bytes, to be stored where only this device can read them: the keystore
    /// or keychain.
    pub fn export(&self) -> Vec<u8> {
        self.0.export().to_vec()
    }

    /// Gives the public key of 32 bytes.
    pub fn public_key(&self) -> Vec<u8> {
        self.0.key().as_bytes().to_vec()
    }
}

impl DeviceIdentity {
    pub(crate) fn of(identity: &frameseal::call::DeviceIdentity) -> Arc<Self> {
        Arc::new(Self(frameseal::call::DeviceIdentity::import(&identity.export())))
    }

    pub(crate) fn again(&self) -> frameseal::call::DeviceIdentity {
        frameseal::call::DeviceIdentity::import(&self.0.export())
    }
}

/// The secret of one call, which all members need to have. Wiped when it goes.
#[derive(uniffi::Object)]
pub struct CallSecret(frameseal::call::CallSecret);

#[uniffi::export]
impl CallSecret {
    /// Takes 32 random bytes.
    ///
    /// # Errors
    /// `Usage` with code `WrongLength`.
    #[uniffi::constructor]
    pub fn new(bytes: Secret) -> Result<Arc<Self>, FrameSealError> {
        watch_fork()?;
        let bytes = bytes.array("call secret")?;
        Ok(Arc::new(Self(frameseal::call::CallSecret::new(&bytes))))
    }

    /// Stretches a passphrase with Argon2id over 64 MiB, which takes about a second: not on the
    /// thread of the user's interface.
    ///
    /// # Errors
    /// `Usage` with codes `PassphraseTooWeak`, `PassphraseTooLong`, `NoCallId`, `NoMemory`.
    #[uniffi::constructor]
    pub fn from_passphrase(
        passphrase: SecretText,
        call_id: Vec<u8>,
    ) -> Result<Arc<Self>, FrameSealError> {
        let passphrase = CallPassphrase::new(passphrase.as_str()).map_err(FrameSealError::of)?;
        Ok(Arc::new(Self(passphrase.stretch(&call_id).map_err(FrameSealError::of)?)))
    }
}

impl CallSecret {
    pub(crate) fn again(&self) -> frameseal::call::CallSecret {
        self.0.again()
    }
}

/// Draws a passphrase of 6 words, 60 bits.
///
/// # Errors
/// `Usage` with code `NoRandomness`.
#[uniffi::export]
pub fn generate_passphrase() -> Result<String, FrameSealError> {
    Ok(CallPassphrase::generate(&mut random::system()?).as_str().to_owned())
}

/// What two devices compare once and for all: it depends on both public keys and on nothing else.
#[derive(uniffi::Object)]
pub struct SafetyNumber(EngineSafetyNumber);

#[uniffi::export]
impl SafetyNumber {
    /// Makes it of two public keys of 32 bytes, in any order.
    ///
    /// # Errors
    /// `Usage` with code `WrongLength`.
    #[uniffi::constructor]
    pub fn between(a: Vec<u8>, b: Vec<u8>) -> Result<Arc<Self>, FrameSealError> {
        let a = IdentityKey::new(words::array("public key", &a)?);
        let b = IdentityKey::new(words::array("public key", &b)?);
        Ok(Arc::new(Self(EngineSafetyNumber::between(&a, &b))))
    }

    /// Gives the digits to read aloud.
    pub fn digits(&self) -> String {
        self.0.digits()
    }

    /// Gives what a QR code has.
    pub fn qr_text(&self) -> String {
        self.0.qr_text()
    }

    /// Says whether a scanned code is this one.
    pub fn matches_qr(&self, scanned: &str) -> bool {
        self.0.matches_qr(scanned)
    }

    /// Gives the QR code as SVG.
    pub fn svg(&self) -> String {
        self.0.to_svg()
    }
}

impl SafetyNumber {
    pub(crate) fn of(number: EngineSafetyNumber) -> Arc<Self> {
        Arc::new(Self(number))
    }
}
