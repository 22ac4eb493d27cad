//! Passphrases, and the secrets that they become.

use frameseal::call::{CallPassphrase, CallSecret};
use zeroize::Zeroizing;

use crate::boundary::boundary;
use crate::call::random;
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::result::frameseal_result;

/// 41 bytes: the longest generated passphrase, of 6 words of 6 letters.
pub const FRAMESEAL_MAX_GENERATED_LEN: usize = 41;

/// The secret of one call, which only those have who know its passphrase. Zero is none. Any
/// number of threads may use it at a time.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_call_secret {
    /// The handle; zero is none.
    pub id: u64,
}

impl frameseal_call_secret {
    /// Copies the secret, since a session keeps one of its own; zero is none.
    pub(crate) fn copy(self) -> Result<Option<CallSecret>, Failure> {
        if self.id == 0 {
            return Ok(None);
        }
        handle::share(self.id, |secret: &CallSecret| Ok(Some(secret.again())))
    }
}

/// Says whether a passphrase that somebody typed, in UTF-8, is good enough.
///
/// Strength is estimated by a simple rule, which refuses what is plainly weak and cannot know
/// that a line is from a song. White space around it does not count; the words of a generated one
/// may be typed in capitals and with spaces between them; anything else counts as typed.
///
/// From any thread. Gives `FRAMESEAL_RESULT_PASSPHRASE_TOO_WEAK` below an estimate of 40 bits,
/// `FRAMESEAL_RESULT_PASSPHRASE_TOO_LONG` above 1024 bytes, `FRAMESEAL_RESULT_NOT_UTF8`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_passphrase_check(
    passphrase: *const u8,
    passphrase_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        CallPassphrase::new(args.text("passphrase", passphrase, passphrase_len)?)?;
        Ok(())
    })
}

/// Writes a fresh passphrase of 6 words out of 1024, such as `river-piano-able-zoo-candy-moon`:
/// 60 bits, easy to say and to type, without a zero byte behind it. `out` needs
/// `FRAMESEAL_MAX_GENERATED_LEN` bytes, whichever words come. Wipe it after use.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_NO_RANDOMNESS`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_passphrase_generate(
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        // The next try would draw other words.
        if out_size < FRAMESEAL_MAX_GENERATED_LEN {
            let (needed, available) = (FRAMESEAL_MAX_GENERATED_LEN, out_size);
            return Err(Misuse::BufferTooSmall { needed, available }.into());
        }
        let passphrase = CallPassphrase::generate(&mut random::system()?);
        out_len.write(out.copy_from(passphrase.as_str().as_bytes())?);
        Ok(())
    })
}

/// Stretches a passphrase, in UTF-8, into the secret of the call with this id (Argon2id, RFC 9106:
/// 64 MiB, 3 passes, 1 lane). It takes some tenths of a second: keep it away from the thread of the
/// user interface.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NO_CALL_ID` when `call_id` is
/// empty, `FRAMESEAL_RESULT_NO_MEMORY`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`; else as
/// `frameseal_passphrase_check`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_secret_from_passphrase(
    passphrase: *const u8,
    passphrase_len: usize,
    call_id: *const u8,
    call_id_len: usize,
    out: *mut frameseal_call_secret,
) -> frameseal_result {
    boundary!(|args| {
        let passphrase = args.text("passphrase", passphrase, passphrase_len)?;
        let call_id = args.bytes("call_id", call_id, call_id_len)?;
        let out = args.output("out", out)?;
        let secret = CallPassphrase::new(passphrase)?.stretch(call_id)?;
        out.write(frameseal_call_secret { id: handle::insert(secret)? });
        Ok(())
    })
}

/// Takes a secret of 32 bytes that the app has in another way, such as random bytes in the part of
/// an invitation's link that is not sent to the server. Wipe it after use.
///
/// From any thread. Gives `FRAMESEAL_RESULT_WRONG_LENGTH`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_secret_new(
    secret: *const u8,
    secret_len: usize,
    out: *mut frameseal_call_secret,
) -> frameseal_result {
    boundary!(|args| {
        let secret = Zeroizing::new(args.array("secret", secret, secret_len)?);
        let out = args.output("out", out)?;
        out.write(frameseal_call_secret { id: handle::insert(CallSecret::new(&secret))? });
        Ok(())
    })
}

/// Frees and wipes a call secret. Sessions that were made with it keep theirs. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_secret_free(
    secret: frameseal_call_secret,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<CallSecret>(secret.id))
}
