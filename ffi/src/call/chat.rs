//! Messages of people, sealed like frames.

use frameseal::call::{ChatMessage, MediaKind};
use zeroize::Zeroize;

use crate::boundary::boundary;
use crate::call::member::frameseal_member_id;
use crate::call::session::frameseal_session;
use crate::failure::{Failure, Misuse};
use crate::result::frameseal_result;

/// Seals a message to all members, to be sent over any channel, such as a data channel. Newcomers
/// cannot read it, and it can be opened once.
///
/// `out` needs `payload_len` and 33 bytes. From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_NOT_LET_IN`, `FRAMESEAL_RESULT_SESSION_ENDED`,
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_OVERLAP`,
/// `FRAMESEAL_RESULT_KEY_USED_UP`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_seal_chat(
    session: frameseal_session,
    payload: *const u8,
    payload_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let payload = args.bytes("payload", payload, payload_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(payload)?;
        let out_len = args.output("out_len", out_len)?;
        let len = session.with(|joined| {
            // Before a counter is spent.
            let overhead = joined.session.encryptor(MediaKind::Data)?.max_overhead();
            let needed = payload.len().saturating_add(overhead);
            if out_size < needed {
                return Err(Misuse::BufferTooSmall { needed, available: out_size }.into());
            }
            out.copy_from(&joined.session.seal_chat(payload)?)
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Opens a message of another member into `out`, which is at least as long as `sealed`, and writes
/// whose key it was sealed with. One that comes before its key is kept for two seconds: look for
/// it with `frameseal_session_poll_chat`.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_UNKNOWN_KEY` for one that
/// waits, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_OVERLAP`; else as
/// `frameseal_decryptor_decrypt`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_open_chat(
    session: frameseal_session,
    sealed: *const u8,
    sealed_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
    out_from: *mut frameseal_member_id,
) -> frameseal_result {
    boundary!(|args| {
        let sealed = args.bytes("sealed", sealed, sealed_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(sealed)?;
        let (out_len, out_from) =
            (args.output("out_len", out_len)?, args.output("out_from", out_from)?);
        // It opens once, so not before there is certainly room for it.
        if out_size < sealed.len() {
            let (needed, available) = (sealed.len(), out_size);
            return Err(Misuse::BufferTooSmall { needed, available }.into());
        }
        let (len, from) = session.with(|joined| {
            let ChatMessage { from, mut payload } = joined.session.open_chat(sealed)?;
            let len = out.copy_from(&payload);
            payload.zeroize();
            Ok((len?, from))
        })?;
        out_len.write(len);
        out_from.write(from.into());
        Ok(())
    })
}

/// Writes the next message whose key came after it, and whose key that is.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOTHING` when there is
/// none; `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, and then the same message comes again;
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_poll_chat(
    session: frameseal_session,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
    out_from: *mut frameseal_member_id,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let (out_len, out_from) =
            (args.output("out_len", out_len)?, args.output("out_from", out_from)?);
        session.with(|joined| {
            let next = joined.chat.take().or_else(|| joined.session.poll_chat());
            let mut message = next.ok_or(Failure::Nothing)?;
            match out.copy_from(&message.payload) {
                Ok(len) => {
                    out_len.write(len);
                    out_from.write(message.from.into());
                    message.payload.zeroize();
                    Ok(())
                }
                Err(failure) => {
                    joined.chat = Some(message);
                    Err(failure)
                }
            }
        })
    })
}
