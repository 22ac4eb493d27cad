//! Where the cryptographic primitives come from.
//!
//! A provider is a value: four functions that turn key bytes into ready keys. Features only
//! add providers; all of them agree byte for byte, and [`CryptoProvider::fastest_for`] says
//! which one this machine runs fastest. No provider ever sees a KID or a counter.

use alloc::boxed::Box;

use crate::error::KeyError;
use crate::suite::{CipherSuite, Hash};

#[cfg(feature = "aws-lc")]
mod aws_lc;
pub(crate) mod kdf;
#[cfg(all(feature = "ring", target_arch = "x86_64"))]
mod ring_aws_lc;
mod rust_crypto;

#[cfg(feature = "aws-lc")]
pub use aws_lc::AWS_LC;
#[cfg(all(feature = "ring", target_arch = "x86_64"))]
pub use ring_aws_lc::RING_AWS_LC;
pub use rust_crypto::RUST_CRYPTO;

/// The AEAD did not accept its input. Says nothing more on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CryptoError;

/// An expanded AES-GCM key (NIST SP 800-38D), with its GHASH table.
pub trait GcmKey: Send + Sync {
    /// Encrypts `in_out` and writes the tag of 16 bytes.
    ///
    /// # Errors
    /// [`CryptoError`] when the input is longer than the mode allows.
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError>;

    /// Checks the tag in the last 16 bytes of `in_out` and decrypts what is before them.
    ///
    /// # Errors
    /// [`CryptoError`] when the tag does not fit; `in_out` is then unspecified.
    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError>;

    /// Gives the number under which another implementation holds this key, one that takes its
    /// time to answer ([`Encryptor::seal_elsewhere`](crate::Encryptor::seal_elsewhere)). None by
    /// default.
    fn elsewhere(&self) -> Option<u32> {
        None
    }
}

/// An expanded AES key in counter mode (NIST SP 800-38A).
pub trait CtrKey: Send + Sync {
    /// XORs the key stream that starts at counter block `iv` onto `in_out`.
    ///
    /// The last four bytes of `iv` count blocks. The caller sees to it that they do not
    /// overflow: implementations differ in what they do then.
    ///
    /// # Errors
    /// [`CryptoError`] when the input is longer than the mode allows.
    fn apply(&self, iv: &[u8; 16], in_out: &mut [u8]) -> Result<(), CryptoError>;
}

/// An HMAC key (RFC 2104), with the inner and outer hash states precomputed.
pub trait HmacKey: Send + Sync {
    /// Computes the tag over the concatenated `parts` and writes as much of it as fits `out`,
    /// at most `Nh` bytes.
    fn tag(&self, parts: [&[u8]; 4], out: &mut [u8]);
}

/// A set of primitives.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
#[allow(clippy::type_complexity)] // three constructors, each used once
pub struct CryptoProvider {
    /// The provider's name, for logs and benchmarks.
    pub name: &'static str,
    /// Expands an AES-GCM key of 16 or 32 bytes.
    pub gcm: fn(&[u8]) -> Result<Box<dyn GcmKey>, KeyError>,
    /// Expands an AES-CTR key of 16 or 32 bytes.
    pub ctr: fn(&[u8]) -> Result<Box<dyn CtrKey>, KeyError>,
    /// Prepares an HMAC key of any length.
    pub hmac: fn(Hash, &[u8]) -> Result<Box<dyn HmacKey>, KeyError>,
}

impl CryptoProvider {
    /// Every provider compiled in.
    pub const ALL: &'static [&'static Self] = &[
        &RUST_CRYPTO,
        #[cfg(feature = "aws-lc")]
        &AWS_LC,
        #[cfg(all(feature = "ring", target_arch = "x86_64"))]
        &RING_AWS_LC,
    ];

    /// Gives a provider with an AES-GCM of the app's in place of its own.
    #[must_use]
    #[allow(clippy::type_complexity)] // as the field
    pub const fn with_gcm(
        self,
        name: &'static str,
        gcm: fn(&[u8]) -> Result<Box<dyn GcmKey>, KeyError>,
    ) -> Self {
        Self { name, gcm, ..self }
    }

    /// Picks the provider that is fastest for `suite` on this machine.
    ///
    /// All of them run in constant time on machines with AES instructions; the choice rests
    /// on `cargo run --release -p benches --bin compare -- --providers`.
    pub fn fastest_for(suite: CipherSuite) -> &'static Self {
        #[cfg(constant_time)]
        if let Some(watched) = WATCHED.get() {
            return watched;
        }
        #[cfg(all(feature = "ring", target_arch = "x86_64"))]
        if suite.enc_key_len().is_none() {
            return &RING_AWS_LC;
        }
        #[cfg(feature = "aws-lc")]
        if suite.enc_key_len().is_none() || suite.hash() == Hash::Sha512 || !has_sha_instructions()
        {
            return &AWS_LC;
        }
        let _ = suite;
        &RUST_CRYPTO
    }
}

/// Takes the place of the fastest provider where nobody names one, in builds for
/// `sframe/tests/constant_time`: it makes public what comes out of the cipher.
#[cfg(constant_time)]
pub static WATCHED: std::sync::OnceLock<&'static CryptoProvider> = std::sync::OnceLock::new();

/// Says whether SHA-256 has instructions of its own, with which RustCrypto's short-message
/// HMAC overtakes AWS-LC's.
#[cfg(feature = "aws-lc")]
fn has_sha_instructions() -> bool {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    return std::arch::is_x86_feature_detected!("sha");
    #[cfg(target_arch = "aarch64")]
    return std::arch::is_aarch64_feature_detected!("sha2");
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
    false
}
