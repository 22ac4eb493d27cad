//! **Legacy**: LiveKit's frame encryption.

use std::time::Duration;

use frameseal::codec::CodecError;
use frameseal::interop::LegacyDecryptError;
use frameseal::interop::livekit::{
    self, Decrypted, Decryptor, Encryptor, KeyMaterial, MAX_RATCHET_WINDOW, Stream,
};

use super::{store, window};
use crate::boundary::boundary;
use crate::codec::{CodecNumber, codec};
use crate::counter_store::frameseal_counter_store;
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::result::frameseal_result;

/// **Legacy**: seals the frames of one participant as LiveKit's SDKs do (`livekit-client` 2.23.0).
/// One call uses it at a time, others wait.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_livekit_encryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// **Legacy**: opens the frames of one participant, or of all who share a key, as LiveKit's SDKs
/// do. With a shared key make one for the room: every key costs a derivation. One call uses it at a
/// time, others wait.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_livekit_decryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// What LiveKit's keys are derived from.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_livekit_material {
    /// Random bytes, 16 or more (HKDF), as `livekit-client` has with an `ArrayBuffer`.
    Raw = 1,
    /// A passphrase in UTF-8, not empty (PBKDF2), as the SDKs have with a string. Every key and
    /// every ratchet step of it takes 15 to 60 ms. Whoever records a call can try passphrases at
    /// leisure: prefer random bytes.
    Passphrase = 2,
}

/// A number that C means to be a `frameseal_livekit_material`. The header calls it that.
pub type LivekitMaterialNumber = u32;

/// Who vouches for what `frameseal_livekit_decryptor_decrypt` wrote.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_livekit_source {
    /// A participant: the frame was encrypted and is authentic.
    Participant = 1,
    /// **Nobody**: the server sent it in clear. Silence or a black picture, one of a few fixed
    /// frames, with the trailer that the app set. It is no sign of the participant.
    Server = 2,
    /// **Nobody**: it had no bytes, as in both directions of LiveKit's clients.
    Empty = 3,
}

fn material(number: LivekitMaterialNumber, bytes: &[u8]) -> Result<KeyMaterial, Failure> {
    match number {
        1 => Ok(KeyMaterial::raw(bytes)?),
        2 => Ok(KeyMaterial::passphrase(bytes)?),
        _ => {
            let what = "frameseal_livekit_material";
            Err(Misuse::BadValue { what, value: number.into() }.into())
        }
    }
}

/// Writes the most bytes that a frame of `plain_len` bytes can become: 30 more, with H.264 and
/// H.265 half as much again for start codes and escapes.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_max_len(
    codec_number: CodecNumber,
    plain_len: usize,
    out: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(livekit::max_len(codec(codec_number)?, plain_len));
        Ok(())
    })
}

/// Makes an encryptor for the key at `index`, 0 to 15, that is derived from `material`, a
/// `frameseal_livekit_material`. It keeps its material for life; to rotate, make another. Encryptors
/// over the same material and counter store never use a nonce twice. `counters` may be zero: counters
/// then live as long as the process.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`,
/// `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for the index,
/// `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`,
/// `FRAMESEAL_RESULT_STALE_HANDLE` and `FRAMESEAL_RESULT_WRONG_KIND` for the counter store.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_encryptor_new(
    material_number: LivekitMaterialNumber,
    material: *const u8,
    material_len: usize,
    index: u8,
    counters: frameseal_counter_store,
    out: *mut frameseal_livekit_encryptor,
) -> frameseal_result {
    boundary!(|args| {
        let bytes = args.bytes("material", material, material_len)?;
        let out = args.output("out", out)?;
        let (store, material) = (store(counters)?, self::material(material_number, bytes)?);
        let encryptor = Encryptor::with_counters(&material, index, store)?;
        out.write(frameseal_livekit_encryptor { id: handle::insert(Box::new(encryptor))? });
        Ok(())
    })
}

/// Frees and wipes an encryptor, once the call that uses it has returned. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_BUSY` from inside its own counter store.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_encryptor_free(
    encryptor: frameseal_livekit_encryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Encryptor>>(encryptor.id))
}

/// Goes to the next key (`ratchetKey`) under the same index, and wipes the old one. Web receivers
/// follow one step by themselves, others as many as their window has.
///
/// From any thread. Gives `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, and then
/// nothing has changed; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_encryptor_ratchet(
    encryptor: frameseal_livekit_encryptor,
) -> frameseal_result {
    boundary!(|_args| handle::exclude(encryptor.id, |encryptor: &mut Box<Encryptor>| {
        Ok(encryptor.ratchet()?)
    }))
}

/// Encrypts a frame into `out` and writes the length of the result to `out_len`. `out` needs what
/// `frameseal_livekit_max_len` gives. `ssrc` and `timestamp` are those of the RTP stream as the
/// encoder side has them; both become part of the nonce, so the SSRC must be random, as WebRTC makes
/// it. A frame without bytes stays one: encoders mark dropped frames so.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`; `FRAMESEAL_RESULT_UNSUPPORTED_CODEC` for AV1, and
/// `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours for a frame that is none of the codec's;
/// `FRAMESEAL_RESULT_KEY_USED_UP` after 2^32 frames; `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its
/// neighbours, `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_OVERLAP`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_encryptor_encrypt(
    encryptor: frameseal_livekit_encryptor,
    codec_number: CodecNumber,
    ssrc: u32,
    timestamp: u32,
    frame: *const u8,
    frame_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(frame)?;
        let out_len = args.output("out_len", out_len)?;
        let (codec, stream) = (codec(codec_number)?, Stream { ssrc, timestamp });
        let len = handle::exclude(encryptor.id, |encryptor: &mut Box<Encryptor>| {
            Ok(encryptor.encrypt(codec, frame, stream, out.writable())?)
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Makes a decryptor without keys. `ratchet_window` is how many ratchet steps are tried with a frame
/// that does not open, at most 16: LiveKit's clients have 8, and 0 is right for shared keys.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_decryptor_new(
    ratchet_window: usize,
    out: *mut frameseal_livekit_decryptor,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let steps = window(ratchet_window, MAX_RATCHET_WINDOW)?;
        let decryptor = Box::new(Decryptor::with_ratchet_window(steps));
        out.write(frameseal_livekit_decryptor { id: handle::insert(decryptor)? });
        Ok(())
    })
}

/// Frees a decryptor and wipes its keys, once the call that uses it has returned. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_decryptor_free(
    decryptor: frameseal_livekit_decryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Decryptor>>(decryptor.id))
}

/// Sets the key at `index`, 0 to 15, in place of the one that may be there. `material` is as for
/// `frameseal_livekit_encryptor_new`.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`,
/// `FRAMESEAL_RESULT_FIELD_TOO_WIDE`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_decryptor_set_key(
    decryptor: frameseal_livekit_decryptor,
    index: u8,
    material_number: LivekitMaterialNumber,
    material: *const u8,
    material_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        let bytes = args.bytes("material", material, material_len)?;
        let material = self::material(material_number, bytes)?;
        handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
            Ok(decryptor.set_key(index, &material)?)
        })
    })
}

/// Wipes the key at `index`. What was seen is remembered.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there was none,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_decryptor_remove_key(
    decryptor: frameseal_livekit_decryptor,
    index: u8,
) -> frameseal_result {
    boundary!(|_args| handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
        if decryptor.remove_key(index) { Ok(()) } else { Err(Failure::Nothing) }
    }))
}

/// Sets the trailer that marks server-injected frames in this room (`sifTrailer`, which the server
/// sends when a client joins). Without one, and that is what an empty one means, they are refused.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_decryptor_set_sif_trailer(
    decryptor: frameseal_livekit_decryptor,
    trailer: *const u8,
    trailer_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        let trailer = args.bytes("trailer", trailer, trailer_len)?;
        handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
            decryptor.set_sif_trailer(trailer);
            Ok(())
        })
    })
}

/// Takes note of the time, in milliseconds from any fixed point, about once a minute: streams that
/// were silent for more than 6 hours may go on then. Without it such a stream stays refused.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_decryptor_advance(
    decryptor: frameseal_livekit_decryptor,
    now_ms: u64,
) -> frameseal_result {
    boundary!(|_args| handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
        decryptor.advance(Duration::from_millis(now_ms));
        Ok(())
    }))
}

/// Decrypts a frame into `out`, which is at least as long as the frame, and writes the length of the
/// result to `out_len`.
///
/// `source` may be null: then only frames that a participant encrypted come through. Who wants what
/// LiveKit sends besides, the server's silence and black pictures, and frames without bytes, gives a
/// place for it and looks there who vouches for what was written.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_SERVER_INJECTED` and `FRAMESEAL_RESULT_EMPTY_FRAME`, both with `source`
/// null only; `FRAMESEAL_RESULT_NOT_THIS_FORMAT`, `FRAMESEAL_RESULT_UNSUPPORTED_CODEC` for AV1,
/// `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours, `FRAMESEAL_RESULT_UNKNOWN_KEY`,
/// `FRAMESEAL_RESULT_REPLAYED`, `FRAMESEAL_RESULT_AUTHENTICATION`,
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_OVERLAP`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`. After a failure `out` is as it
/// was, or zeroed as far as it was used.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_livekit_decryptor_decrypt(
    decryptor: frameseal_livekit_decryptor,
    codec_number: CodecNumber,
    frame: *const u8,
    frame_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
    source: *mut frameseal_livekit_source,
) -> frameseal_result {
    boundary!(|args| {
        use frameseal_livekit_source as Source;
        let frame = args.bytes("frame", frame, frame_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(frame)?;
        let out_len = args.output("out_len", out_len)?;
        let source = args.optional_output("source", source)?;
        let codec = codec(codec_number)?;
        let (from, len) = handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
            let out = out.writable();
            match decryptor.decrypt(codec, frame, out)? {
                Decrypted::Opened(len) => Ok((Source::Participant, len)),
                Decrypted::ServerInjected(len) if source.is_some() => Ok((Source::Server, len)),
                Decrypted::ServerInjected(len) => {
                    out.get_mut(..len).unwrap_or_default().fill(0);
                    Err(Failure::ServerInjected)
                }
                Decrypted::Empty if source.is_some() => Ok((Source::Empty, 0)),
                Decrypted::Empty => Err(LegacyDecryptError::Codec(CodecError::Empty).into()),
            }
        })?;
        out_len.write(len);
        if let Some(source) = source {
            source.write(from);
        }
        Ok(())
    })
}
