//! Frames that are encrypted and still look like their codec.
//!
//! Packetizers, SFUs and browsers look into frames; an RFC 9605 ciphertext as it is means
//! nothing to them. An envelope puts in front of it a copy of the few bytes that they look at,
//! and lays it out so that the whole passes for a frame:
//!
//! ```text
//! clear bytes ‖ SFrame header ‖ ciphertext of the whole frame ‖ tag ‖ trailer
//! ╰─ in canonical form ─╮                                            ╰─ version, layout ─╮
//!                       ╰──────────────── authenticated as metadata ─────────────────────╯
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
use core::ops::Range;

use thiserror::Error;

use crate::aead::{Aead, SealBy};
use crate::codec::{Codec, CodecError};
use crate::decryptor::{Decryptor, Opened};
use crate::elsewhere::{Noted, Opening, Sealing};
use crate::encryptor::Encryptor;
use crate::error::{DecryptError, EncryptError};
use crate::frame;
use crate::header::Header;

mod associated;
mod dressing;
mod escape;
mod parse;
mod trailer;

pub use dressing::MAX_DRESSING_LEN;
pub use trailer::VERSION;

use dressing::{Clear, Dressing};
use escape::ESCAPE_ROOM;
use trailer::Trailer;

/// 4 GiB less 1 MiB: with header, tag and padding, sizes of OBUs stay below 2^32.
const MAX_OBU_LEN: u64 = (1 << 32) - (1 << 20);

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
        self.headroom(encryptor)
            .saturating_add(frame_len)
            .saturating_add(self.tailroom(encryptor, frame_len))
    }

    /// Gives the bytes that [`encrypt_in_place`](Self::encrypt_in_place) may need before a frame.
    pub fn headroom(&self, encryptor: &Encryptor) -> usize {
        dressing::max_len(self.codec).saturating_add(encryptor.headroom())
    }

    /// Gives the bytes that [`encrypt_in_place`](Self::encrypt_in_place) needs behind a frame of
    /// `frame_len` bytes.
    pub fn tailroom(&self, encryptor: &Encryptor, frame_len: usize) -> usize {
        let len = self
            .padding
            .added_to(frame_len)
            .saturating_add(encryptor.tailroom())
            .saturating_add(trailer::MAX_LEN);
        match self.codec {
            Codec::H264 | Codec::H265 => {
                len.saturating_add(ESCAPE_ROOM).saturating_add(frame_len >> 16)
            }
            _ => len,
        }
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
        let dressing = Dressing::of(self.codec, frame)?;
        let needed = dressing
            .len()
            .saturating_add(encryptor.headroom())
            .saturating_add(frame.len())
            .saturating_add(self.tailroom(encryptor, frame.len()));
        let too_small = EncryptError::BufferTooSmall { needed, available: out.len() };
        if out.len() < needed {
            return Err(too_small.into());
        }
        let begun = self.begin(encryptor, &dressing, frame.len(), metadata.len())?;
        let clear = dressing.write(frame, begun.body_len, out).ok_or(too_small)?;
        let start = clear.end.saturating_add(begun.header_len);
        let payload = start..start.saturating_add(frame.len());
        out.get_mut(payload.clone()).ok_or(too_small)?.copy_from_slice(frame);
        let laid_out = begun.finish(encryptor, clear, out, payload, metadata, Aead::seal_view)?;
        Ok(laid_out.escaped(out, &dressing)?.len())
    }

    /// Encrypts the frame at `payload` inside `buf`, where it lies, and gives the range of the
    /// sealed frame.
    ///
    /// # Errors
    /// [`EncryptError::NoRoom`], which a buffer with [`headroom`](Self::headroom) bytes before and
    /// [`tailroom`](Self::tailroom) bytes behind the frame never gives; else as
    /// [`encrypt`](Self::encrypt).
    pub fn encrypt_in_place(
        &self,
        encryptor: &Encryptor,
        buf: &mut [u8],
        payload: Range<usize>,
        metadata: &[u8],
    ) -> Result<Range<usize>, SealError> {
        let (laid_out, dressing) =
            self.lay_out(encryptor, buf, payload, metadata, Aead::seal_view)?;
        Ok(laid_out.escaped(buf, &dressing)?)
    }

    /// Puts everything in its place, and has the frame sealed there by `by`.
    #[inline(always)]
    fn lay_out(
        &self,
        encryptor: &Encryptor,
        buf: &mut [u8],
        payload: Range<usize>,
        metadata: &[u8],
        by: impl SealBy,
    ) -> Result<(LaidOut, Dressing), SealError> {
        let (headroom, tailroom) =
            (self.headroom(encryptor), self.tailroom(encryptor, payload.len()));
        let no_room = EncryptError::NoRoom { headroom, tailroom };
        let dressing = Dressing::of(self.codec, buf.get(payload.clone()).ok_or(no_room)?)?;
        let headroom = dressing.len().saturating_add(encryptor.headroom());
        frame::check_room(buf.len(), &payload, headroom, tailroom)?;

        let begun = self.begin(encryptor, &dressing, payload.len(), metadata.len())?;
        let (front, back) = buf.split_at_mut_checked(payload.start).ok_or(no_room)?;
        let header = payload.start.saturating_sub(begun.header_len);
        let mut begin = header.saturating_sub(dressing.len());
        let room = front.get_mut(begin..header).ok_or(no_room)?;
        let frame = back.get(..payload.len()).ok_or(no_room)?;
        let clear = dressing.write(frame, begun.body_len, room).ok_or(no_room)?;
        if clear.end < room.len() {
            // Sizes of OBUs were shorter than they can be: move up to the header.
            let shift = room.len().saturating_sub(clear.end);
            room.copy_within(..clear.end, shift);
            begin = begin.saturating_add(shift);
        }
        let clear = clear.moved_by(begin);
        Ok((begun.finish(encryptor, clear, buf, payload, metadata, by)?, dressing))
    }

    /// As [`encrypt_in_place`](Self::encrypt_in_place), with AES-GCM elsewhere
    /// ([`Encryptor::seal_elsewhere`]). `None` when the key is not held there.
    ///
    /// # Errors
    /// As [`encrypt_in_place`](Self::encrypt_in_place).
    pub fn seal_elsewhere(
        &self,
        encryptor: &Encryptor,
        buf: &mut [u8],
        payload: Range<usize>,
        metadata: &[u8],
    ) -> Result<Option<Sealing>, SealError> {
        let Some(key) = encryptor.elsewhere() else { return Ok(None) };
        let padding = self.padding.added_to(payload.len());
        let plaintext = payload.start..payload.end.saturating_add(padding);
        let mut noted = Noted::default();
        let (laid_out, dressing) =
            self.lay_out(encryptor, buf, payload, metadata, noted.instead())?;
        let escape_from = dressing.is_byte_stream().then_some(laid_out.clear_end);
        let frame = laid_out.start..laid_out.end;
        Ok(Some(noted.sealing(key, plaintext, encryptor.tailroom(), frame, escape_from)))
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

    /// Takes a counter. From here on nothing fails but for want of room, which was checked.
    #[inline]
    fn begin(
        &self,
        encryptor: &Encryptor,
        dressing: &Dressing,
        frame_len: usize,
        metadata_len: usize,
    ) -> Result<Begun, EncryptError> {
        let padding = self.padding.added_to(frame_len);
        if self.codec == Codec::Av1 && frame_len as u64 > MAX_OBU_LEN {
            return Err(EncryptError::FrameTooLong);
        }
        let trailer = Trailer { padded: padding > 0, form: dressing.form() };
        let plaintext_len = frame_len.saturating_add(padding);
        let associated_len = associated::max_len(dressing.len(), metadata_len);
        let counter = encryptor.next_counter(plaintext_len, associated_len)?;
        let header_len = encryptor.header_len(counter);
        let body_len = header_len
            .saturating_add(plaintext_len)
            .saturating_add(encryptor.tailroom())
            .saturating_add(trailer.len());
        Ok(Begun { counter, trailer, padding, header_len, body_len, associated_len })
    }
}

/// A frame on its way into an envelope.
struct Begun {
    counter: u64,
    trailer: Trailer,
    /// Bytes.
    padding: usize,
    header_len: usize,
    /// Bytes from the header to the end of the trailer.
    body_len: usize,
    associated_len: usize,
}

impl Begun {
    /// Seals the frame at `payload` behind the clear bytes that are there.
    #[inline(always)]
    fn finish(
        self,
        encryptor: &Encryptor,
        clear: Clear,
        buf: &mut [u8],
        payload: Range<usize>,
        metadata: &[u8],
        by: impl SealBy,
    ) -> Result<LaidOut, EncryptError> {
        let available = buf.len();
        let too_small = EncryptError::BufferTooSmall { needed: available, available };
        let plaintext = payload.start..payload.end.saturating_add(self.padding);
        if let Some((first, zeros)) =
            buf.get_mut(payload.end..plaintext.end).ok_or(too_small)?.split_first_mut()
        {
            *first = frame::PADDING;
            zeros.fill(0);
        }
        let sealed = associated::with(self.associated_len, |mut associated| {
            associated.begin(self.trailer).ok_or(too_small)?;
            let shown = buf.get(clear.start..).ok_or(too_small)?;
            let before_size = clear.size.start.saturating_sub(clear.start);
            associated.append_front(shown, before_size).ok_or(too_small)?;
            if clear.size.end < clear.end {
                let behind_size = buf.get(clear.size.end..clear.end).ok_or(too_small)?;
                associated.append(behind_size).ok_or(too_small)?;
            }
            let associated = associated.finish(metadata).ok_or(too_small)?;
            encryptor.seal_by(self.counter, buf, plaintext, associated, by)
        })?;
        let rest = buf.get_mut(sealed.end..).ok_or(too_small)?;
        let end = sealed.end.saturating_add(self.trailer.write(rest).ok_or(too_small)?);
        Ok(LaidOut { start: clear.start, clear_end: clear.end, end })
    }
}

/// A frame in its envelope, before anything in it is escaped.
struct LaidOut {
    start: usize,
    clear_end: usize,
    end: usize,
}

impl LaidOut {
    /// Escapes what a byte stream must not hold, and gives the range of the whole.
    #[inline(always)]
    fn escaped(self, buf: &mut [u8], dressing: &Dressing) -> Result<Range<usize>, EncryptError> {
        if !dressing.is_byte_stream() {
            return Ok(self.start..self.end);
        }
        let available = buf.len();
        let too_small = EncryptError::BufferTooSmall { needed: available, available };
        let end = escape::escape(buf, self.clear_end, self.end).ok_or(too_small)?;
        Ok(self.start..end)
    }
}

/// Escapes what was sealed elsewhere, from where [`Sealing::escape_from`] says to the frame's
/// `end`, and gives its new end; `None` when `buf` has no room for it.
pub fn escape(buf: &mut [u8], from: usize, end: usize) -> Option<usize> {
    escape::escape(buf, from, end)
}

/// As [`decrypt_in_place`], with AES-GCM elsewhere: says what is to be opened there, and
/// [`Decryptor::opened_elsewhere`] takes note of what came of it. `None` for a frame that cannot be
/// opened there, or at all; its bytes are then of no use.
pub fn open_elsewhere(
    decryptor: &mut Decryptor,
    frame: &mut [u8],
    metadata: &[u8],
) -> Option<Opening> {
    let parsed = parse::unescaped(frame).ok()?;
    if parsed.trailer.padded {
        return None;
    }
    let mut opening = associated::with(parsed.associated_len(metadata), |associated| {
        let associated = parsed.associate(frame, associated, metadata)?;
        decryptor.begin_elsewhere(frame.get(parsed.sealed.clone())?, associated)
    })?;
    let shift = parsed.sealed.start;
    let Range { start, end } = opening.ciphertext;
    opening.ciphertext = start.saturating_add(shift)..end.saturating_add(shift);
    Some(opening)
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
    let (header, payload) = open(decryptor, frame, metadata)?;
    Ok(Opened { header, payload: frame.get_mut(payload).unwrap_or_default() })
}

/// Opens a frame where it lies and says where its plaintext is.
#[inline]
fn open(
    decryptor: &mut Decryptor,
    frame: &mut [u8],
    metadata: &[u8],
) -> Result<(Header, Range<usize>), DecryptError> {
    let parsed = parse::unescaped(frame).map_err(|error| decryptor.refuse(error))?;
    let Opened { header, payload } =
        associated::with(parsed.associated_len(metadata), |associated| {
            let malformed = DecryptError::MalformedEnvelope;
            match parsed.associate(frame, associated, metadata) {
                Some(associated) => {
                    let sealed = frame.get_mut(parsed.sealed.clone()).ok_or(malformed)?;
                    decryptor.decrypt_with(sealed, associated, parsed.trailer.padded)
                }
                None => Err(decryptor.refuse(malformed)),
            }
        })?;
    let start = parsed.sealed.start.saturating_add(header.encoded_len());
    Ok((header, start..start.saturating_add(payload.len())))
}

/// Decrypts a sealed frame into `out` and gives the original frame at its start.
///
/// # Errors
/// [`DecryptError::BufferTooSmall`] unless `out` is as long as the sealed frame; as
/// [`decrypt_in_place`]. `out` is then as it was, or zeroed as far as it was written.
pub fn decrypt<'a>(
    decryptor: &mut Decryptor,
    frame: &[u8],
    metadata: &[u8],
    out: &'a mut [u8],
) -> Result<Opened<&'a mut [u8]>, DecryptError> {
    let (needed, available) = (frame.len(), out.len());
    let out = out.get_mut(..needed).ok_or(DecryptError::BufferTooSmall { needed, available })?;
    let parsed = parse::envelope(frame).map_err(|error| decryptor.refuse(error))?;
    if parsed.escaped {
        // One frame in thousands: a random start code in the ciphertext.
        out.copy_from_slice(frame);
        let (header, payload) = open(decryptor, out, metadata).inspect_err(|_| out.fill(0))?;
        let len = payload.len();
        out.copy_within(payload, 0);
        return Ok(Opened { header, payload: out.get_mut(..len).unwrap_or_default() });
    }
    associated::with(parsed.associated_len(metadata), |associated| {
        let malformed = DecryptError::MalformedEnvelope;
        match parsed.associate(frame, associated, metadata) {
            Some(associated) => {
                let sealed = frame.get(parsed.sealed.clone()).ok_or(malformed)?;
                decryptor.decrypt_into(sealed, associated, parsed.trailer.padded, out)
            }
            None => Err(decryptor.refuse(malformed)),
        }
    })
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
    let (_, payload) = open(decryptor, &mut copy, metadata)?;
    // No second plaintext is left behind.
    copy.truncate(payload.end);
    copy.drain(..payload.start);
    Ok(copy)
}

/// Reads the SFrame header inside a sealed frame: its KID and CTR, as whoever carries the frame
/// can. Nothing of it is authenticated before the frame is opened.
///
/// # Errors
/// [`DecryptError::MalformedEnvelope`], [`DecryptError::EnvelopeVersion`], and as
/// [`Header::parse`].
///
/// ```
/// use frameseal::codec::Codec;
/// use frameseal::transparent::{self, Envelope};
/// # use frameseal::{BaseKey, CipherSuite, Encryptor, KeyId};
/// # let (suite, kid) = (CipherSuite::AES_128_GCM_SHA256_128, KeyId::new(7));
/// # let encryptor = Encryptor::new(suite, kid, BaseKey::new(&[0x42; 32])?)?;
/// let sealed = Envelope::new(Codec::Opus).encrypt_to_vec(&encryptor, &[0x78, 1, 2], b"")?;
/// assert_eq!(transparent::header(&sealed)?.kid, KeyId::new(7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn header(frame: &[u8]) -> Result<Header, DecryptError> {
    let mut copy = frame.to_vec();
    let parsed = parse::unescaped(&mut copy)?;
    let sealed = copy.get(parsed.sealed).ok_or(DecryptError::MalformedEnvelope)?;
    Ok(Header::parse(sealed)?.0)
}

/// Keeps a frame that was refused with [`DecryptError::UnknownKey`] until its key comes; it comes
/// out of [`Decryptor::unpark`] like any other. Says whether it was kept.
pub fn park(decryptor: &mut Decryptor, frame: &[u8], metadata: &[u8], token: u64) -> bool {
    let mut copy = frame.to_vec();
    let Ok(parsed) = parse::unescaped(&mut copy) else { return false };
    associated::with(parsed.associated_len(metadata), |associated| {
        let associated = parsed.associate(&copy, associated, metadata);
        let sealed = copy.get(parsed.sealed.clone());
        associated.zip(sealed).is_some_and(|(associated, sealed)| {
            decryptor.park_padded(sealed, associated.bytes(), parsed.trailer.padded, token)
        })
    })
}
