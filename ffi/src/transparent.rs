//! Transparent envelopes: frames that packetizers and SFUs still take for frames of their codec.

use std::num::NonZeroU16;
use std::sync::Arc;

use frameseal::transparent::{self, Envelope, Padding};
use frameseal::{Encryptor, Opened};

use crate::batch::frameseal_frame;
use crate::boundary::boundary;
use crate::codec::{CodecNumber, codec};
use crate::decryptor::{frameseal_decryptor, frameseal_header};
use crate::encryptor::frameseal_encryptor;
use crate::failure::Failure;
use crate::handle;
use crate::result::frameseal_result;

/// What a sender puts the frames of one track into. The format is described in
/// `docs/transparent-envelope.md`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_envelope {
    /// The codec of the frames, a `frameseal_codec`.
    pub codec: CodecNumber,
    /// Frames are padded to a multiple of so many bytes, by at least one, so that the operator does
    /// not see their length; 0: not padded.
    pub pad_to: u16,
}

/// How much room frames need.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_room {
    /// The most bytes that the sealed frame can have.
    pub max_len: usize,
    /// Bytes that a frame encrypted in place may need before it.
    pub headroom: usize,
    /// Bytes that a frame encrypted in place needs behind it.
    pub tailroom: usize,
}

impl frameseal_envelope {
    #[inline]
    fn read(self) -> Result<Envelope, Failure> {
        let padding = NonZeroU16::new(self.pad_to).map_or(Padding::None, Padding::Multiple);
        Ok(Envelope::new(codec(self.codec)?).with_padding(padding))
    }
}

/// Says how much room a frame of `frame_len` bytes needs when it is sealed. For frames up to a
/// given length, ask for that length once.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_transparent_get_room(
    encryptor: frameseal_encryptor,
    envelope: frameseal_envelope,
    frame_len: usize,
    out: *mut frameseal_room,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let envelope = envelope.read()?;
        out.write(handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            Ok(frameseal_room {
                max_len: envelope.max_len(encryptor, frame_len),
                headroom: envelope.headroom(encryptor),
                tailroom: envelope.tailroom(encryptor, frame_len),
            })
        })?);
        Ok(())
    })
}

/// Encrypts a frame into an envelope at `out` and writes the length of the sealed frame to
/// `out_len`. `metadata` is authenticated and not sent; the receiver must have the same. Nothing
/// that an SFU rewrites belongs there. Allocates nothing, unless clear bytes and metadata together
/// have more than 2 KiB.
///
/// From any thread, any number at a time.
///
/// Gives `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours for a frame that is none of the
/// codec's: drop it; `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, which `max_len` bytes never are; else as
/// `frameseal_encryptor_encrypt`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_transparent_encrypt(
    encryptor: frameseal_encryptor,
    envelope: frameseal_envelope,
    frame: *const u8,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(frame)?.apart_from(metadata)?;
        let out_len = args.output("out_len", out_len)?;
        let envelope = envelope.read()?;
        let len = handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            Ok(envelope.encrypt(encryptor, frame, metadata, out.writable())?)
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Encrypts the frame of `frame_len` bytes at `frame_start` inside `buffer` into an envelope, where
/// it lies, and writes where the sealed frame begins and its length.
///
/// `buffer` needs `headroom` bytes before and `tailroom` bytes behind the frame
/// (`frameseal_transparent_get_room`). From any thread, any number at a time.
///
/// Gives `FRAMESEAL_RESULT_NO_ROOM`; else as `frameseal_transparent_encrypt`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_transparent_encrypt_in_place(
    encryptor: frameseal_encryptor,
    envelope: frameseal_envelope,
    buffer: *mut u8,
    buffer_size: usize,
    frame_start: usize,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    out_start: *mut usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        let buffer = args.in_place("buffer", buffer, buffer_size)?.apart_from(metadata)?;
        let (out_start, out_len) =
            (args.output("out_start", out_start)?, args.output("out_len", out_len)?);
        let envelope = envelope.read()?;
        let frame = frame_start..frame_start.saturating_add(frame_len);
        let sealed = handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            Ok(envelope.encrypt_in_place(encryptor, buffer, frame, metadata)?)
        })?;
        out_start.write(sealed.start);
        out_len.write(sealed.len());
        Ok(())
    })
}

/// Encrypts many frames of one track in one call, as `frameseal_encryptor_encrypt_batch` does.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_transparent_encrypt_batch(
    encryptor: frameseal_encryptor,
    envelope: frameseal_envelope,
    frames: *mut frameseal_frame,
    count: usize,
) -> frameseal_result {
    boundary!(|args| {
        let frames = args.items_out("frames", frames, count)?;
        let envelope = envelope.read()?;
        handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            frameseal_frame::each(args, frames, |frame, metadata, out| {
                Ok(envelope.encrypt(encryptor, frame, metadata, out)?)
            })
        })
    })
}

/// Decrypts a sealed frame into `out`, which is at least as long, and writes the length of the
/// frame to `out_len` and, unless null, KID and counter to `header`. The codec is in the envelope.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_MALFORMED_ENVELOPE`, `FRAMESEAL_RESULT_ENVELOPE_VERSION`; else as
/// `frameseal_decryptor_decrypt`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_transparent_decrypt(
    decryptor: frameseal_decryptor,
    frame: *const u8,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
    header: *mut frameseal_header,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(frame)?.apart_from(metadata)?;
        let out_len = args.output("out_len", out_len)?;
        let header_out = args.optional_output("header", header)?;
        let (header, len) = decryptor.with(|decryptor| {
            let Opened { header, payload } =
                transparent::decrypt(decryptor, frame, metadata, out.writable())?;
            Ok((header, payload.len()))
        })?;
        out_len.write(len);
        if let Some(out) = header_out {
            out.write(header.into());
        }
        Ok(())
    })
}

/// Decrypts a sealed frame where it lies and writes where inside it the frame begins and its
/// length; `header` may be null. After a failure the bytes at `frame` are of no use: who parks
/// frames calls `frameseal_transparent_decrypt`.
///
/// From any thread, one at a time; others wait. Fails as `frameseal_transparent_decrypt`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_transparent_decrypt_in_place(
    decryptor: frameseal_decryptor,
    frame: *mut u8,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    out_start: *mut usize,
    out_len: *mut usize,
    header: *mut frameseal_header,
) -> frameseal_result {
    boundary!(|args| {
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        let frame = args.in_place("frame", frame, frame_len)?.apart_from(metadata)?;
        let (out_start, out_len) =
            (args.output("out_start", out_start)?, args.output("out_len", out_len)?);
        let header_out = args.optional_output("header", header)?;
        let begin = frame.as_ptr().addr();
        let (header, start, len) = decryptor.with(|decryptor| {
            let Opened { header, payload } =
                transparent::decrypt_in_place(decryptor, frame, metadata)?;
            Ok((header, payload.as_ptr().addr().saturating_sub(begin), payload.len()))
        })?;
        out_start.write(start);
        out_len.write(len);
        if let Some(out) = header_out {
            out.write(header.into());
        }
        Ok(())
    })
}

/// Decrypts many sealed frames in one call, as `frameseal_decryptor_decrypt_batch` does.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_transparent_decrypt_batch(
    decryptor: frameseal_decryptor,
    frames: *mut frameseal_frame,
    count: usize,
) -> frameseal_result {
    boundary!(|args| {
        let frames = args.items_out("frames", frames, count)?;
        decryptor.with(|decryptor| {
            frameseal_frame::each(args, frames, |frame, metadata, out| {
                Ok(transparent::decrypt(decryptor, frame, metadata, out)?.payload.len())
            })
        })
    })
}

/// Reads KID and counter of a sealed frame, as whoever carries it can. Nothing of it is
/// authenticated before the frame is opened.
///
/// From any thread. Gives `FRAMESEAL_RESULT_MALFORMED_ENVELOPE`,
/// `FRAMESEAL_RESULT_ENVELOPE_VERSION`, `FRAMESEAL_RESULT_TRUNCATED`,
/// `FRAMESEAL_RESULT_NON_MINIMAL_HEADER`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_transparent_header(
    frame: *const u8,
    frame_len: usize,
    out: *mut frameseal_header,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let out = args.output("out", out)?;
        out.write(transparent::header(frame)?.into());
        Ok(())
    })
}

/// Keeps a copy of a sealed frame that was refused with `FRAMESEAL_RESULT_UNKNOWN_KEY` until its
/// key comes; it comes out of `frameseal_decryptor_unpark` like any other.
///
/// From any thread. Fails as `frameseal_decryptor_park`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_transparent_park(
    decryptor: frameseal_decryptor,
    frame: *const u8,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    token: u64,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        decryptor.with(|decryptor| {
            let is_kept = transparent::park(decryptor, frame, metadata, token);
            if is_kept { Ok(()) } else { Err(Failure::Nothing) }
        })
    })
}
