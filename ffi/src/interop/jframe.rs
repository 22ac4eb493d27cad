//! **Legacy**: JFrame, the frame encryption of Jitsi Meet, and of Nextcloud Talk.

use std::time::Duration;

use frameseal::interop::jframe::{
    self, Decryptor, Encryptor, FrameKind, KeyMaterial, MAX_RATCHET_WINDOW, Stream,
};

use super::{store, window};
use crate::boundary::boundary;
use crate::codec::{CodecNumber, codec};
use crate::counter_store::frameseal_counter_store;
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::result::frameseal_result;

/// **Legacy**: seals the frames of one participant as Jitsi's clients do (lib-jitsi-meet of August
/// 2026). One call uses it at a time, others wait.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_jframe_encryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// **Legacy**: opens the frames of one participant, or of all who share a key, as Jitsi's clients
/// do. One call uses it at a time, others wait.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_jframe_decryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// What WebRTC calls a frame (`RTCEncodedVideoFrame.type`; audio frames have none). Sender and
/// receiver must agree on it, since it says how many bytes stay clear.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_jframe_kind {
    /// Audio: 1 byte stays clear.
    Audio = 1,
    /// Video that a decoder can start at: 10 bytes.
    Key = 2,
    /// Video that refers to frames before: 3 bytes.
    Delta = 3,
}

/// A number that C means to be a `frameseal_jframe_kind`. The header calls it that.
pub type JframeKindNumber = u32;

fn kind(number: JframeKindNumber) -> Result<FrameKind, Failure> {
    match number {
        1 => Ok(FrameKind::Audio),
        2 => Ok(FrameKind::Key),
        3 => Ok(FrameKind::Delta),
        _ => Err(Misuse::BadValue { what: "frameseal_jframe_kind", value: number.into() }.into()),
    }
}

/// Finds out what a frame is from its own bytes, before it is encrypted.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not,
/// `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours for a frame that is none of the codec's.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_jframe_kind_of(
    codec_number: CodecNumber,
    frame: *const u8,
    frame_len: usize,
    out: *mut frameseal_jframe_kind,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let out = args.output("out", out)?;
        out.write(match FrameKind::of(codec(codec_number)?, frame)? {
            FrameKind::Audio => frameseal_jframe_kind::Audio,
            FrameKind::Key => frameseal_jframe_kind::Key,
            FrameKind::Delta => frameseal_jframe_kind::Delta,
        });
        Ok(())
    })
}

/// Writes how many bytes a frame of `plain_len` bytes becomes: 30 more.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NULL_POINTER`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_jframe_max_len(
    plain_len: usize,
    out: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        args.output("out", out)?.write(jframe::max_len(plain_len));
        Ok(())
    })
}

/// Makes an encryptor for the key at `index`, 0 to 15, that is derived from `material`: random
/// bytes, 16 or more, of which Jitsi's clients make 32. It keeps its material for life; to rotate,
/// make another. Encryptors over the same material and counter store never use a nonce twice.
/// `counters` may be zero: counters then live as long as the process.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_FIELD_TOO_WIDE`
/// for the index, `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours,
/// `FRAMESEAL_RESULT_TOO_MANY_HANDLES`, `FRAMESEAL_RESULT_STALE_HANDLE` and
/// `FRAMESEAL_RESULT_WRONG_KIND` for the counter store.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_jframe_encryptor_new(
    material: *const u8,
    material_len: usize,
    index: u8,
    counters: frameseal_counter_store,
    out: *mut frameseal_jframe_encryptor,
) -> frameseal_result {
    boundary!(|args| {
        let material = args.bytes("material", material, material_len)?;
        let out = args.output("out", out)?;
        let (store, material) = (store(counters)?, KeyMaterial::new(material)?);
        let encryptor = Encryptor::with_counters(&material, index, store)?;
        out.write(frameseal_jframe_encryptor { id: handle::insert(Box::new(encryptor))? });
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
pub unsafe extern "C" fn frameseal_jframe_encryptor_free(
    encryptor: frameseal_jframe_encryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Encryptor>>(encryptor.id))
}

/// Goes to the next key under the same index, as Jitsi's clients do when somebody joins, and wipes
/// the old one.
///
/// From any thread. Gives `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, and then
/// nothing has changed; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_jframe_encryptor_ratchet(
    encryptor: frameseal_jframe_encryptor,
) -> frameseal_result {
    boundary!(|_args| handle::exclude(encryptor.id, |encryptor: &mut Box<Encryptor>| {
        Ok(encryptor.ratchet()?)
    }))
}

/// Encrypts a frame into `out`, which needs `frame_len + 30` bytes, and writes the length of the
/// result to `out_len`. `kind_number` is a `frameseal_jframe_kind`. `ssrc` and `timestamp` are those
/// of the RTP stream as the encoder side has them; both become part of the nonce, so the SSRC must
/// be random, as WebRTC makes it.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_FRAME_TOO_SHORT` for a frame shorter than what stays clear,
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_KEY_USED_UP` after 2^32 frames;
/// `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_BAD_VALUE`,
/// `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_jframe_encryptor_encrypt(
    encryptor: frameseal_jframe_encryptor,
    kind_number: JframeKindNumber,
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
        let (kind, stream) = (kind(kind_number)?, Stream { ssrc, timestamp });
        let len = handle::exclude(encryptor.id, |encryptor: &mut Box<Encryptor>| {
            Ok(encryptor.encrypt(kind, frame, stream, out.writable())?)
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Makes a decryptor without keys. `ratchet_window` is how many ratchet steps are tried with a frame
/// that does not open, at most 16: Jitsi's clients have 8, and 0 is right for shared keys.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_jframe_decryptor_new(
    ratchet_window: usize,
    out: *mut frameseal_jframe_decryptor,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let steps = window(ratchet_window, MAX_RATCHET_WINDOW)?;
        let decryptor = Box::new(Decryptor::with_ratchet_window(steps));
        out.write(frameseal_jframe_decryptor { id: handle::insert(decryptor)? });
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
pub unsafe extern "C" fn frameseal_jframe_decryptor_free(
    decryptor: frameseal_jframe_decryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Decryptor>>(decryptor.id))
}

/// Sets the key at `index`, 0 to 15, in place of the one that may be there. `material` is as for
/// `frameseal_jframe_encryptor_new`.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_FIELD_TOO_WIDE`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_jframe_decryptor_set_key(
    decryptor: frameseal_jframe_decryptor,
    index: u8,
    material: *const u8,
    material_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        let material = KeyMaterial::new(args.bytes("material", material, material_len)?)?;
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
pub unsafe extern "C" fn frameseal_jframe_decryptor_remove_key(
    decryptor: frameseal_jframe_decryptor,
    index: u8,
) -> frameseal_result {
    boundary!(|_args| handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
        if decryptor.remove_key(index) { Ok(()) } else { Err(Failure::Nothing) }
    }))
}

/// Takes note of the time, in milliseconds from any fixed point, about once a minute: streams that
/// were silent for more than 6 hours may go on then. Without it such a stream stays refused.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_jframe_decryptor_advance(
    decryptor: frameseal_jframe_decryptor,
    now_ms: u64,
) -> frameseal_result {
    boundary!(|_args| handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
        decryptor.advance(Duration::from_millis(now_ms));
        Ok(())
    }))
}

/// Decrypts a frame into `out`, which is at least as long as the frame, and writes the length of the
/// result to `out_len`. `kind_number` is what the sender took the frame for, a
/// `frameseal_jframe_kind`.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_NOT_THIS_FORMAT`, `FRAMESEAL_RESULT_UNKNOWN_KEY`,
/// `FRAMESEAL_RESULT_REPLAYED`, `FRAMESEAL_RESULT_AUTHENTICATION`,
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_OVERLAP`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`. After a failure `out` is as it
/// was, or zeroed as far as it was used.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_jframe_decryptor_decrypt(
    decryptor: frameseal_jframe_decryptor,
    kind_number: JframeKindNumber,
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
        let kind = kind(kind_number)?;
        let len = handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
            Ok(decryptor.decrypt(kind, frame, out.writable())?)
        })?;
        out_len.write(len);
        Ok(())
    })
}
