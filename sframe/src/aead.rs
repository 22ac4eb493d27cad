//! Authenticated encryption under one key of one suite (RFC 9605 sections 4.4.3 to 4.5).
//!
//! This layer knows keys, salts, nonces and tags. It does not know what a KID is, never
//! counts, and never decides whether a nonce may be used: that is the encryptor's work.

use zeroize::Zeroize;

use crate::error::{DecryptError, EncryptError, KeyError};
use crate::frame::SealView;
use crate::header::MAX_HEADER_LEN;
use crate::provider::CryptoProvider;
use crate::suite::CipherSuite;

mod ctr_hmac;
mod gcm;
pub(crate) mod limits;

/// 12 bytes: `Nn` of every suite.
pub const NONCE_LEN: usize = 12;

/// 2031 bytes: metadata up to this length is joined with the header on the stack; longer
/// metadata costs one heap allocation a frame in the GCM suites.
pub const STACK_METADATA_LEN: usize = 2031;

/// **Expert interface**: the AEAD of one suite with a counter of your own.
///
/// Everything that makes SFrame safe to use is above this type: nothing here stops a counter
/// from repeating, and one repeated counter under a GCM key gives an eavesdropper the
/// authentication key. It exists for protocols that bring 96-bit counters and associated
/// data of their own, such as MoQ secure objects (draft-ietf-moq-secure-objects).
///
/// ```
/// use frameseal::{CipherSuite, expert::Aead};
/// let aead = Aead::new(CipherSuite::AES_128_GCM_SHA256_128, &[1; 16], [2; 12])?;
/// let mut object = *b"group 7, object 3................";
/// let (payload, tag) = object.split_at_mut(17);
/// aead.seal_in_place(&[0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 3], b"aad", payload, tag)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Aead {
    mode: Mode,
    /// The salt's first 4 bytes and its last 8, onto which CTR falls.
    salt: (u32, u64),
    suite: CipherSuite,
    tag_len: u8,
}

enum Mode {
    Gcm(gcm::Gcm),
    CtrHmac(ctr_hmac::CtrHmac),
}

/// What is authenticated behind the header.
pub(crate) enum Metadata<'a> {
    /// As the app gave it.
    Apart(&'a [u8]),
    /// With [`MAX_HEADER_LEN`] bytes free in front, so that no other place is needed to join it
    /// with the header.
    Roomy(&'a mut [u8]),
}

impl Metadata<'_> {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Apart(metadata) => metadata.len(),
            Self::Roomy(room) => room.len().saturating_sub(MAX_HEADER_LEN),
        }
    }

    /// Gives the metadata alone.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Apart(metadata) => metadata,
            Self::Roomy(room) => room.get(MAX_HEADER_LEN..).unwrap_or_default(),
        }
    }

    /// Gives the associated data as the AEAD takes it: header and metadata, or both in one.
    #[inline]
    pub(crate) fn behind<'a>(&'a mut self, header: &'a [u8]) -> (&'a [u8], &'a [u8]) {
        match self {
            Self::Apart(metadata) => (header, metadata),
            Self::Roomy(room) => {
                let start = MAX_HEADER_LEN.saturating_sub(header.len());
                let joined = room.get_mut(start..).unwrap_or_default();
                joined.iter_mut().zip(header).for_each(|(to, &byte)| *to = byte);
                (joined, &[])
            }
        }
    }
}

/// What seals a frame: [`Aead::seal_view`], or something that notes what is to be sealed elsewhere.
/// Called with nonce, associated data in two parts, and the frame.
pub(crate) trait SealBy:
    FnOnce(&Aead, &[u8; NONCE_LEN], (&[u8], &[u8]), SealView<'_>) -> Result<(), EncryptError>
{
}

impl<F> SealBy for F where
    F: FnOnce(&Aead, &[u8; NONCE_LEN], (&[u8], &[u8]), SealView<'_>) -> Result<(), EncryptError>
{
}

/// Proof that a frame was authentic. Only a successful open makes one, and only with one can
/// a decryptor change its state.
pub(crate) struct Authentic(());

impl Authentic {
    /// Takes somebody's word for it, who opened the frame elsewhere.
    pub(crate) fn by_their_word() -> Self {
        Self(())
    }
}

impl Aead {
    /// Expands `key` (`Nk` bytes of `suite`) with the fastest provider for the suite.
    ///
    /// # Errors
    /// [`KeyError::WrongLength`] when the key does not have `Nk` bytes.
    pub fn new(suite: CipherSuite, key: &[u8], salt: [u8; NONCE_LEN]) -> Result<Self, KeyError> {
        Self::with_provider(CryptoProvider::fastest_for(suite), suite, key, salt)
    }

    /// Expands `key` with a provider of your choice.
    ///
    /// # Errors
    /// As [`Aead::new`], and [`KeyError::NotProvided`].
    pub fn with_provider(
        provider: &CryptoProvider,
        suite: CipherSuite,
        key: &[u8],
        salt: [u8; NONCE_LEN],
    ) -> Result<Self, KeyError> {
        if key.len() != suite.key_len() {
            return Err(KeyError::WrongLength {
                what: "key",
                len: key.len(),
                want: suite.key_len(),
            });
        }
        let mode = match suite.enc_key_len() {
            None => Mode::Gcm(gcm::Gcm::new(provider, key)?),
            Some(enc_len) => Mode::CtrHmac(ctr_hmac::CtrHmac::new(provider, suite, key, enc_len)?),
        };
        #[allow(clippy::cast_possible_truncation)] // at most 16
        let tag_len = suite.tag_len() as u8;
        Ok(Self { mode, salt: halves(&salt), suite, tag_len })
    }

    /// Gives the suite.
    pub fn suite(&self) -> CipherSuite {
        self.suite
    }

    /// Gives the number under which its key is held elsewhere.
    pub(crate) fn elsewhere(&self) -> Option<u32> {
        match &self.mode {
            Mode::Gcm(gcm) => gcm.elsewhere(),
            Mode::CtrHmac(_) => None,
        }
    }

    /// Gives `Nt` without looking it up.
    #[inline]
    pub(crate) fn tag_len(&self) -> usize {
        usize::from(self.tag_len)
    }

    /// Encrypts `in_out` under `salt XOR counter` and writes the tag.
    ///
    /// `tag` must have exactly `Nt` bytes.
    ///
    /// # Errors
    /// [`EncryptError::BufferTooSmall`] when it has not, [`EncryptError::FrameTooLong`] beyond
    /// 64 GiB.
    pub fn seal_in_place(
        &self,
        counter: &[u8; NONCE_LEN],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8],
    ) -> Result<(), EncryptError> {
        let (available, needed) = (tag.len(), self.suite.tag_len());
        if available != needed {
            return Err(EncryptError::BufferTooSmall { needed, available });
        }
        self.seal(&self.nonce(counter), aad, &[], in_out, tag)
    }

    /// Checks the tag in the last `Nt` bytes of `in_out`, decrypts what is before them and
    /// gives it.
    ///
    /// # Errors
    /// [`DecryptError::Truncated`] below `Nt` bytes, [`DecryptError::Authentication`] when the
    /// tag does not fit; `in_out` is then zeroed.
    pub fn open_in_place<'a>(
        &self,
        counter: &[u8; NONCE_LEN],
        aad: &[u8],
        in_out: &'a mut [u8],
    ) -> Result<&'a mut [u8], DecryptError> {
        let truncated = DecryptError::Truncated { len: in_out.len() };
        let len = in_out.len().checked_sub(self.suite.tag_len()).ok_or(truncated)?;
        self.open(&self.nonce(counter), aad, &[], in_out)?;
        Ok(in_out.get_mut(..len).unwrap_or_default())
    }

    /// Seals with the associated data in two parts, header and metadata. `tag` has `Nt`
    /// bytes. A failure zeroes `in_out`.
    #[inline(always)]
    pub(crate) fn seal(
        &self,
        nonce: &[u8; NONCE_LEN],
        header: &[u8],
        metadata: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8],
    ) -> Result<(), EncryptError> {
        match &self.mode {
            Mode::Gcm(gcm) if metadata.is_empty() => gcm.seal(nonce, header, in_out, tag),
            Mode::Gcm(gcm) => joined(header, metadata, |aad| gcm.seal(nonce, aad, in_out, tag)),
            Mode::CtrHmac(ctr_hmac) => ctr_hmac.seal(nonce, header, metadata, in_out, tag),
        }
        .map_err(|_| {
            in_out.zeroize();
            EncryptError::FrameTooLong
        })
    }

    /// Seals a frame where it lies.
    #[inline(always)]
    pub(crate) fn seal_view(
        &self,
        nonce: &[u8; NONCE_LEN],
        (header, metadata): (&[u8], &[u8]),
        view: SealView<'_>,
    ) -> Result<(), EncryptError> {
        self.seal(nonce, header, metadata, view.payload, view.tag)
    }

    /// Opens ciphertext and tag. A failure zeroes `in_out`.
    #[inline(always)]
    pub(crate) fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        header: &[u8],
        metadata: &[u8],
        in_out: &mut [u8],
    ) -> Result<Authentic, DecryptError> {
        let opened = match &self.mode {
            Mode::Gcm(gcm) if metadata.is_empty() => gcm.open(nonce, header, in_out),
            Mode::Gcm(gcm) => joined(header, metadata, |aad| gcm.open(nonce, aad, in_out)),
            Mode::CtrHmac(ctr_hmac) => {
                ctr_hmac.open(nonce, header, metadata, in_out, self.tag_len())
            }
        };
        match opened {
            Ok(()) => Ok(Authentic(())),
            Err(_) => {
                in_out.zeroize();
                Err(DecryptError::Authentication)
            }
        }
    }

    /// Computes the nonce of a 64-bit CTR: `salt XOR CTR` (RFC 9605 section 4.4.3).
    #[inline]
    pub(crate) fn nonce_for(&self, ctr: u64) -> [u8; NONCE_LEN] {
        nonce_of(self.salt.0, self.salt.1 ^ ctr)
    }

    fn nonce(&self, counter: &[u8; NONCE_LEN]) -> [u8; NONCE_LEN] {
        let counter = halves(counter);
        nonce_of(self.salt.0 ^ counter.0, self.salt.1 ^ counter.1)
    }
}

/// Reads 12 bytes as two numbers, big endian.
fn halves(bytes: &[u8; NONCE_LEN]) -> (u32, u64) {
    let front = bytes.first_chunk().copied().unwrap_or_default();
    let back = bytes.last_chunk().copied().unwrap_or_default();
    (u32::from_be_bytes(front), u64::from_be_bytes(back))
}

/// Writes them again.
#[inline]
fn nonce_of(front: u32, back: u64) -> [u8; NONCE_LEN] {
    let block = u128::from(front) << 96 | u128::from(back) << 32;
    block.to_be_bytes().first_chunk().copied().unwrap_or_default()
}

impl Drop for Aead {
    fn drop(&mut self) {
        self.salt.zeroize(); // the keys wipe themselves
    }
}

impl core::fmt::Debug for Aead {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Aead").field("suite", &self.suite).finish_non_exhaustive()
    }
}

/// Calls `f` with `header ‖ metadata` in one piece, as GCM implementations want their AAD.
fn joined<T>(header: &[u8], metadata: &[u8], f: impl FnOnce(&[u8]) -> T) -> T {
    /// 96 and 256 bytes: clearing the room costs more than using it.
    const SMALL: usize = 96;
    const MEDIUM: usize = 256;
    const LARGE: usize = MAX_HEADER_LEN + STACK_METADATA_LEN;
    let len = header.len().saturating_add(metadata.len());
    if len <= SMALL {
        joined_in(&mut [0; SMALL], header, metadata, f)
    } else if len <= MEDIUM {
        joined_in(&mut [0; MEDIUM], header, metadata, f)
    } else if len <= LARGE {
        joined_in(&mut [0; LARGE], header, metadata, f)
    } else {
        joined_in(&mut alloc::vec![0; len], header, metadata, f)
    }
}

#[inline]
fn joined_in<T>(room: &mut [u8], header: &[u8], metadata: &[u8], f: impl FnOnce(&[u8]) -> T) -> T {
    let len = header.len().saturating_add(metadata.len());
    let joined = room.get_mut(..len).unwrap_or_default(); // there is room for both
    let (front, back) = joined.split_at_mut(header.len());
    front.copy_from_slice(header);
    back.copy_from_slice(metadata);
    f(joined)
}
