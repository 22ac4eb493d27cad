//! **Legacy**: DAVE 1.1, the end-to-end encryption of Discord's calls.

use std::ffi::{CStr, c_char};

use frameseal::interop::dave::{Decryptor, Encryptor, SenderSecret, exporter_context};

use super::store;
use crate::boundary::boundary;
use crate::codec::{CodecNumber, codec};
use crate::counter_store::frameseal_counter_store;
use crate::handle;
use crate::result::frameseal_result;

/// **Legacy**: seals the frames of one participant in one epoch as Discord's clients do (DAVE 1.1).
/// All tracks share it. One call uses it at a time, others wait.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_dave_encryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// **Legacy**: opens the frames of one sender in one epoch as Discord's clients do (DAVE 1.1). One
/// call uses it at a time, others wait.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_dave_decryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// Gives the label under which the MLS exporter (RFC 9420 section 8.5) gives a sender's secret:
/// `Discord Secure Frames v0`; the length is 16 bytes. The text ends with a zero byte and is never
/// freed.
///
/// From any thread.
#[unsafe(no_mangle)]
pub extern "C" fn frameseal_dave_exporter_label() -> *const c_char {
    const LABEL: &CStr = c"Discord Secure Frames v0";
    LABEL.as_ptr()
}

/// Writes the context for the MLS exporter, 8 bytes, to `out`: the sender's user id.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_dave_exporter_context(
    user_id: u64,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        out_len.write(out.copy_from(&exporter_context(user_id))?);
        Ok(())
    })
}

/// Writes the most bytes that a frame of `plain_len` bytes can become: 511 more.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NULL_POINTER`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_dave_max_len(
    plain_len: usize,
    out: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        args.output("out", out)?.write(Encryptor::max_len(plain_len));
        Ok(())
    })
}

/// Makes an encryptor from the participant's own secret of an epoch: 16 bytes, exported with
/// `frameseal_dave_exporter_label` and the context of the participant's user id. No nonce comes
/// twice for a secret, even if a second encryptor is made from it; receivers then refuse whichever
/// is behind. `counters` may be zero: nonces are then remembered as long as the process lives.
///
/// From any thread. Gives `FRAMESEAL_RESULT_WRONG_KEY_LENGTH`,
/// `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`,
/// `FRAMESEAL_RESULT_STALE_HANDLE` and `FRAMESEAL_RESULT_WRONG_KIND` for the counter store.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_dave_encryptor_new(
    secret: *const u8,
    secret_len: usize,
    counters: frameseal_counter_store,
    out: *mut frameseal_dave_encryptor,
) -> frameseal_result {
    boundary!(|args| {
        let secret = args.bytes("secret", secret, secret_len)?;
        let out = args.output("out", out)?;
        let (store, secret) = (store(counters)?, SenderSecret::new(secret)?);
        let encryptor = Encryptor::with_counters(secret, store)?;
        out.write(frameseal_dave_encryptor { id: handle::insert(Box::new(encryptor))? });
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
pub unsafe extern "C" fn frameseal_dave_encryptor_free(
    encryptor: frameseal_dave_encryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Encryptor>>(encryptor.id))
}

/// Encrypts a frame into `out` and writes the length of the result to `out_len`. What
/// `frameseal_dave_max_len` gives is always enough. An empty frame has a result too.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_TOO_MANY_PARTS`,
/// `FRAMESEAL_RESULT_START_CODE`, `FRAMESEAL_RESULT_FRAME_TOO_LONG`,
/// `FRAMESEAL_RESULT_KEY_USED_UP`, `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours,
/// `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_dave_encryptor_encrypt(
    encryptor: frameseal_dave_encryptor,
    codec_number: CodecNumber,
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
        let codec = codec(codec_number)?;
        let len = handle::exclude(encryptor.id, |encryptor: &mut Box<Encryptor>| {
            Ok(encryptor.encrypt(codec, frame, out.writable())?)
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Makes a decryptor from a sender's secret of an epoch: 16 bytes, exported with
/// `frameseal_dave_exporter_label` and the context of the sender's user id. Never make a second one
/// for the secret: it would open every frame again. Nothing in a frame says which epoch it is of, so
/// keep that of the epoch before, for what the new one refuses, for 10 s as Discord's clients do.
///
/// From any thread. Gives `FRAMESEAL_RESULT_WRONG_KEY_LENGTH`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_dave_decryptor_new(
    secret: *const u8,
    secret_len: usize,
    out: *mut frameseal_dave_decryptor,
) -> frameseal_result {
    boundary!(|args| {
        let secret = args.bytes("secret", secret, secret_len)?;
        let out = args.output("out", out)?;
        let decryptor = Box::new(Decryptor::new(SenderSecret::new(secret)?)?);
        out.write(frameseal_dave_decryptor { id: handle::insert(decryptor)? });
        Ok(())
    })
}

/// Frees and wipes a decryptor, once the call that uses it has returned. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_dave_decryptor_free(
    decryptor: frameseal_dave_decryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Decryptor>>(decryptor.id))
}

/// Decrypts a frame into `out` and writes the length of the result to `out_len`. As many bytes as
/// the frame has are always enough.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_SILENCE` for the packet that the server sends in the name of somebody
/// muted, F8 FF FE, which everybody can send: play silence of your own, or nothing.
/// `FRAMESEAL_RESULT_NOT_THIS_FORMAT`, `FRAMESEAL_RESULT_UNKNOWN_KEY`, `FRAMESEAL_RESULT_REPLAYED`,
/// `FRAMESEAL_RESULT_AUTHENTICATION`, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
/// `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`. After
/// a failure `out` is as it was, or zeroed as far as it was used.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_dave_decryptor_decrypt(
    decryptor: frameseal_dave_decryptor,
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
        let len = handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
            Ok(decryptor.decrypt(frame, out.writable())?)
        })?;
        out_len.write(len);
        Ok(())
    })
}
