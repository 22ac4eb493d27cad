//! AES-GCM (RFC 9605 section 4.5, suites 4 and 5; NIST SP 800-38D).

use alloc::boxed::Box;

use crate::error::KeyError;
use crate::provider::{CryptoError, CryptoProvider, GcmKey};

pub(super) struct Gcm(Box<dyn GcmKey>);

impl Gcm {
    pub(super) fn new(provider: &CryptoProvider, key: &[u8]) -> Result<Self, KeyError> {
        (provider.gcm)(key).map(Self)
    }

    pub(super) fn elsewhere(&self) -> Option<u32> {
        self.0.elsewhere()
    }

    #[inline]
    pub(super) fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8],
    ) -> Result<(), CryptoError> {
        let tag = tag.try_into().map_err(|_| CryptoError)?;
        self.0.seal(nonce, aad, in_out, tag)
    }

    #[inline]
    pub(super) fn open(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
    ) -> Result<(), CryptoError> {
        self.0.open(nonce, aad, in_out)
    }
}
