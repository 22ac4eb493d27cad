//! Frames that are encrypted and still look like their codec.
//!
//! Packetizers, SFUs and browsers look into frames; an RFC 9605 ciphertext as it is means
//! nothing to them. An envelope puts in front of it a copy of the few bytes that they look at,
//! and lays it out so that the whole passes for a frame:
//!
//! ```text
//! clear bytes ‖ SFrame header ‖ ciphertext ‖ tag ‖ trailer
//! ╰── authenticated as ───────╯ ╰─ the whole frame ─╯  ╰─ version and layout, authenticated
//!     metadata, in canonical form
//! ```
//! The sender says which codec it is; receivers need not know. `docs/transparent-envelope.md`
//! is the specification, with test vectors.
//!
//! ```
//! use frameseal::codec::Codec;
//! use frameseal::transparent::{self, Envelope};
//! # use frameseal::{BaseKey, CipherSuite, Decryptor, Encryptor, KeyId};
//! # let (suite, kid) = (CipherSuite::AES_128_GCM_SHA256_128, KeyId::new(7));
//! # let encryptor = Encryptor::new(suite, kid, BaseKey::new(&[0x42; 32])?)?;
//! # let mut decryptor = Decryptor::new();
//! # decryptor.add_key(suite, kid, BaseKey::new(&[0x42; 32])?)?;
//! let frame = [0x31, 0x02, 0x00, 0xde, 0xad, 0xbe, 0xef]; // VP8
//! let sealed = Envelope::new(Codec::Vp8).encrypt_to_vec(&encryptor, &frame, b"")?;
//! assert_eq!(sealed[..3], frame[..3]);
//! assert_eq!(transparent::decrypt_to_vec(&mut decryptor, &sealed, b"")?, frame);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use alloc::vec::Vec;
use core::num::NonZeroU16;

use thiserror::Error;

use crate::codec::{Codec, CodecError};
use crate::decryptor::{Decryptor, Opened};
use crate::encryptor::Encryptor;
use crate::error::{DecryptError, EncryptError};

mod associated;
mod dressing;
mod escape;
mod parse;
mod trailer;

pub use dressing::MAX_DRESSING_LEN;
pub use trailer::VERSION;

use dressing::Dressing;
use escape::ESCAPE_ROOM;
use trailer::Trailer;

/// The first byte of padding; zeros follow (ISO/IEC 7816-4).
const PADDING: u8 = 0x80;

/// How the length of a frame is hidden from the operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Padding {
    /// The operator sees it to the byte.
    #[default]
    None,
    /// Frames are padded to a multiple of so many bytes, by at least one: the sizes of speech
    /// at a variable bit rate say something about what is said.
    Multiple(NonZeroU16),
}

impl Padding {
    fn added_to(self, len: usize) -> usize {
        match self {
            Self::None => 0,
            Self::Multiple(bytes) => {
                let bytes = usize::from(bytes.get());
                bytes.saturating_sub(len.checked_rem(bytes).unwrap_or(0))
            }
        }
    }
}

/// A frame could not be put into an envelope. Nothing left the encryptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SealError {
    /// The frame is not one of the codec's.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// It could not be encrypted.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
}

/// What a sender puts the frames of one track into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    codec: Codec,
    padding: Padding,
}

impl Envelope {
    /// Makes envelopes for frames of a codec, without padding.
    pub const fn new(codec: Codec) -> Self {
        Self { codec, padding: Padding::None }
    }

    /// Pads frames from now on.
    #[must_use]
    pub const fn with_padding(self, padding: Padding) -> Self {
        Self { padding, ..self }
    }

    /// Gives the most bytes that a frame of `frame_len` bytes can take when sealed.
    pub fn max_len(&self, encryptor: &Encryptor, frame_len: usize) -> usize {
        self.room(dressing::max_len(self.codec), encryptor, frame_len)
    }

    /// Encrypts `frame` into `out` and gives the length of the sealed frame in bytes.
    ///
    /// `metadata` is authenticated and not sent; the receiver must have the same. Nothing that
    /// an SFU rewrites belongs there.
    ///
    /// # Errors
    /// [`SealError::Codec`] when `frame` is not one of the codec's;
    /// [`EncryptError::BufferTooSmall`], which a buffer of [`max_len`](Self::max_len) bytes
    /// never is; as [`Encryptor::encrypt`].
    pub fn encrypt(
        &self,
        encryptor: &Encryptor,
        frame: &[u8],
        metadata: &[u8],
        out: &mut [u8],
    ) -> Result<usize, SealError> {
        let inspection = self.codec.inspect(frame)?;
        let dressing = Dressing::new(self.codec, &inspection);
        let (needed, available) = (self.room(dressing.len(), encryptor, frame.len()), out.len());
        let too_small = EncryptError::BufferTooSmall { needed, available };
        if available < needed {
            return Err(too_small.into());
        }
        let padding = self.padding.added_to(frame.len());
        let trailer = Trailer { padded: padding > 0, form: dressing.form() };

        let plaintext_len = frame.len().saturating_add(padding);
        let associated_len = associated::max_len(dressing.len(), metadata.len());
        let counter = encryptor.next_counter(plaintext_len, associated_len)?;
        let header_len = encryptor.header_len(counter);
        let body_len = header_len
            .saturating_add(plaintext_len)
            .saturating_add(encryptor.tailroom())
            .saturating_add(trailer.len());

        let clear = dressing.write(frame, body_len, out).ok_or(too_small)?;
        let start = clear.end.saturating_add(header_len);
        let payload = start..start.saturating_add(plaintext_len);
        put(frame, padding, out.get_mut(payload.clone()).ok_or(too_small)?).ok_or(too_small)?;

        let sealed = associated::with(associated_len, |mut associated| {
            associated.begin(trailer).ok_or(too_small)?;
            for part in [0..clear.size.start, clear.size.end..clear.end] {
                associated.append(out.get(part).ok_or(too_small)?).ok_or(too_small)?;
            }
            let associated = associated.finish(metadata).ok_or(too_small)?;
            encryptor.seal(counter, out, payload, associated)
        })?;
        let rest = out.get_mut(sealed.end..).unwrap_or_default();
        let end = sealed.end.saturating_add(trailer.write(rest).ok_or(too_small)?);
        if dressing.is_byte_stream() {
            return Ok(escape::escape(out, clear.end, end).ok_or(too_small)?);
        }
        Ok(end)
    }

    /// Encrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`encrypt`](Self::encrypt).
    pub fn encrypt_to_vec(
        &self,
        encryptor: &Encryptor,
        frame: &[u8],
        metadata: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let mut out = alloc::vec![0; self.max_len(encryptor, frame.len())];
        let len = self.encrypt(encryptor, frame, metadata, &mut out)?;
        out.truncate(len);
        Ok(out)
    }

    fn room(&self, dressing_len: usize, encryptor: &Encryptor, frame_len: usize) -> usize {
        let len = dressing_len
            .saturating_add(encryptor.max_overhead())
            .saturating_add(frame_len)
            .saturating_add(self.padding.added_to(frame_len))
            .saturating_add(trailer::MAX_LEN);
        match self.codec {
            Codec::H264 | Codec::H265 => len.saturating_add(ESCAPE_ROOM).saturating_add(len >> 16),
            _ => len,
        }
    }
}

/// Decrypts a sealed frame where it lies and gives the original frame inside it.
///
/// # Errors
/// [`DecryptError::MalformedEnvelope`], [`DecryptError::EnvelopeVersion`], and as
/// [`Decryptor::decrypt_in_place`]. The bytes of `frame` are of no use after an error; who
/// parks frames calls [`decrypt`].
pub fn decrypt_in_place<'a>(
    decryptor: &mut Decryptor,
    frame: &'a mut [u8],
    metadata: &[u8],
) -> Result<Opened<&'a mut [u8]>, DecryptError> {
    let parsed = parse::envelope(frame).map_err(|error| decryptor.refuse(error))?;
    let opened = associated::with(parsed.associated_len(metadata), |associated| {
        let malformed = DecryptError::MalformedEnvelope;
        match parsed.associate(frame, associated, metadata) {
            Some(associated) => {
                let sealed = frame.get_mut(parsed.sealed.clone()).ok_or(malformed)?;
                decryptor.decrypt_in_place(sealed, associated)
            }
            None => Err(decryptor.refuse(malformed)),
        }
    })?;
    let Opened { header, payload } = opened;
    if !parsed.trailer.padded {
        return Ok(Opened { header, payload });
    }
    match payload.iter().rposition(|&byte| byte != 0) {
        Some(end) if payload.get(end) == Some(&PADDING) => {
            Ok(Opened { header, payload: payload.get_mut(..end).unwrap_or_default() })
        }
        _ => {
            payload.fill(0);
            Err(DecryptError::MalformedEnvelope)
        }
    }
}

/// Decrypts a sealed frame into `out` and gives the original frame inside it.
///
/// # Errors
/// [`DecryptError::BufferTooSmall`] unless `out` is as long as the sealed frame; as
/// [`decrypt_in_place`], with `frame` untouched and no plaintext in `out`.
pub fn decrypt<'a>(
    decryptor: &mut Decryptor,
    frame: &[u8],
    metadata: &[u8],
    out: &'a mut [u8],
) -> Result<Opened<&'a mut [u8]>, DecryptError> {
    let (needed, available) = (frame.len(), out.len());
    let too_small = DecryptError::BufferTooSmall { needed, available };
    let copy = out.get_mut(..needed).ok_or(too_small)?;
    copy.copy_from_slice(frame);
    decrypt_in_place(decryptor, copy, metadata)
}

/// Decrypts a sealed frame into a new `Vec`.
///
/// # Errors
/// As [`decrypt_in_place`].
pub fn decrypt_to_vec(
    decryptor: &mut Decryptor,
    frame: &[u8],
    metadata: &[u8],
) -> Result<Vec<u8>, DecryptError> {
    let mut copy = frame.to_vec();
    let opened = decrypt_in_place(decryptor, &mut copy, metadata)?;
    Ok(opened.payload.to_vec())
}

/// Writes a frame and its padding into `out`, which has their length.
fn put(frame: &[u8], padding: usize, out: &mut [u8]) -> Option<()> {
    let (front, back) = out.split_at_mut_checked(frame.len())?;
    front.copy_from_slice(frame);
    if padding > 0 {
        let (first, zeros) = back.split_first_mut()?;
        *first = PADDING;
        zeros.fill(0);
    }
    Some(())
}
