//! **Legacy**: GetStream Video's frame encryption, version 1.

use std::sync::Arc;

use frameseal::interop::getstream::{self, Decryptor, Encryptor, Key, PREFIX_LEN};

use super::store;
use crate::boundary::boundary;
use crate::codec::{CodecNumber, codec};
use crate::counter_store::frameseal_counter_store;
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::result::frameseal_result;

/// **Legacy**: seals the frames that one participant sends, on all its tracks, as GetStream's SDKs
/// do (`@stream-io/video-client` 1.60.0). Any number of threads may encrypt with it at a time.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_getstream_encryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// **Legacy**: opens the frames of one participant, or of all who share keys, as GetStream's SDKs
/// do. One call uses it at a time, others wait.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_getstream_decryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// Writes the most bytes that a frame of `plain_len` bytes can become: 36 more, with H.264 half as
/// much again for escapes.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_getstream_max_len(
    codec_number: CodecNumber,
    plain_len: usize,
    out: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(getstream::max_len(codec(codec_number)?, plain_len));
        Ok(())
    })
}

/// Makes an encryptor for the key at `index`, of 16 or 32 bytes. It keeps the key for life; to
/// rotate, make another.
///
/// Nonces begin with `prefix`: 8 bytes from a cryptographic random number generator, fresh for every
/// encryptor; null with length 0, which is best, lets the library ask the system for them.
///
/// `counters` may be zero: counters then live as long as the process.
///
/// From any thread. Gives `FRAMESEAL_RESULT_WRONG_KEY_LENGTH`, `FRAMESEAL_RESULT_WRONG_LENGTH` for
/// the prefix, `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its
/// neighbours, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`, `FRAMESEAL_RESULT_STALE_HANDLE` and
/// `FRAMESEAL_RESULT_WRONG_KIND` for the counter store.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_getstream_encryptor_new(
    index: u8,
    key: *const u8,
    key_len: usize,
    prefix: *const u8,
    prefix_len: usize,
    counters: frameseal_counter_store,
    out: *mut frameseal_getstream_encryptor,
) -> frameseal_result {
    boundary!(|args| {
        let key = args.bytes("key", key, key_len)?;
        let prefix = args.bytes("prefix", prefix, prefix_len)?;
        let out = args.output("out", out)?;
        let (store, key) = (store(counters)?, Key::new(key)?);
        let prefix = match prefix {
            [] => fresh_prefix()?,
            given => args.array("prefix", given.as_ptr(), given.len())?,
        };
        let encryptor = Encryptor::with_counters(&key, index, prefix, store)?;
        out.write(frameseal_getstream_encryptor { id: handle::insert(Arc::new(encryptor))? });
        Ok(())
    })
}

fn fresh_prefix() -> Result<[u8; PREFIX_LEN], Failure> {
    let mut prefix = [0; PREFIX_LEN];
    getrandom::fill(&mut prefix).map_err(|_| Misuse::NoRandomness)?;
    Ok(prefix)
}

/// Frees and wipes an encryptor, once calls that use it have returned. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_BUSY` from inside its own counter store.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_getstream_encryptor_free(
    encryptor: frameseal_getstream_encryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Arc<Encryptor>>(encryptor.id))
}

/// Encrypts a frame into `out`, which needs what `frameseal_getstream_max_len` gives, and writes the
/// length of the result to `out_len`. A frame without bytes stays one: encoders mark dropped frames
/// so.
///
/// From any thread, any number at a time.
///
/// Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`; `FRAMESEAL_RESULT_UNSUPPORTED_CODEC` for H.265 and
/// AV1, and `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours for a frame that is none of the
/// codec's; `FRAMESEAL_RESULT_KEY_USED_UP` after 2^32 frames,
/// `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_BAD_VALUE`,
/// `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_getstream_encryptor_encrypt(
    encryptor: frameseal_getstream_encryptor,
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
        let len = handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            Ok(encryptor.encrypt(codec, frame, out.writable())?)
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Makes a decryptor without keys.
///
/// From any thread. Gives `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_getstream_decryptor_new(
    out: *mut frameseal_getstream_decryptor,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let decryptor = Box::new(Decryptor::new());
        out.write(frameseal_getstream_decryptor { id: handle::insert(decryptor)? });
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
pub unsafe extern "C" fn frameseal_getstream_decryptor_free(
    decryptor: frameseal_getstream_decryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Decryptor>>(decryptor.id))
}

/// Sets the key at `index`, of 16 or 32 bytes, in place of the one that may be there.
///
/// From any thread. Gives `FRAMESEAL_RESULT_WRONG_KEY_LENGTH`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_getstream_decryptor_set_key(
    decryptor: frameseal_getstream_decryptor,
    index: u8,
    key: *const u8,
    key_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        let key = Key::new(args.bytes("key", key, key_len)?)?;
        handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
            Ok(decryptor.set_key(index, &key)?)
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
pub unsafe extern "C" fn frameseal_getstream_decryptor_remove_key(
    decryptor: frameseal_getstream_decryptor,
    index: u8,
) -> frameseal_result {
    boundary!(|_args| handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
        if decryptor.remove_key(index) { Ok(()) } else { Err(Failure::Nothing) }
    }))
}

/// Decrypts a frame into `out`, which is at least as long as the frame, and writes the length of the
/// result to `out_len`. Frames describe themselves. One without bytes, with which encoders mark dropped
/// frames, is refused: nobody vouches for it.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_EMPTY_FRAME`, `FRAMESEAL_RESULT_NOT_THIS_FORMAT`,
/// `FRAMESEAL_RESULT_UNSUPPORTED_VERSION`, `FRAMESEAL_RESULT_UNKNOWN_KEY`,
/// `FRAMESEAL_RESULT_REPLAYED`, `FRAMESEAL_RESULT_AUTHENTICATION`,
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`. After a failure `out` is as it was, or zeroed as far as it was
/// used.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_getstream_decryptor_decrypt(
    decryptor: frameseal_getstream_decryptor,
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
            let out = out.writable();
            Ok(decryptor.decrypt(frame, out).inspect_err(|_| {
                // A refused frame leaves a copy of itself.
                out.get_mut(..frame.len()).unwrap_or_default().fill(0);
            })?)
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Decrypts a frame where it lies and writes the length of the result, which begins where the frame
/// does. After `FRAMESEAL_RESULT_AUTHENTICATION` everything behind the clear bytes is zeroed; after
/// any other failure the frame is as it was but for escapes.
///
/// From any thread, one at a time; others wait. Fails as `frameseal_getstream_decryptor_decrypt`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_getstream_decryptor_decrypt_in_place(
    decryptor: frameseal_getstream_decryptor,
    frame: *mut u8,
    frame_len: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.in_place("frame", frame, frame_len)?.apart_from(&[])?;
        let out_len = args.output("out_len", out_len)?;
        let len = handle::exclude(decryptor.id, |decryptor: &mut Box<Decryptor>| {
            Ok(decryptor.decrypt_in_place(frame)?)
        })?;
        out_len.write(len);
        Ok(())
    })
}
