//! Sender keys that ratchet (RFC 9605 section 5.1), and what base keys become.

use frameseal::{BaseKey, RatchetBits, SenderKey, SenderKeyId};

use crate::boundary::boundary;
use crate::handle;
use crate::result::frameseal_result;
use crate::words::{SuiteNumber, suite};

/// A sender key: a base key with its generation and ratchet step.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_sender_key {
    /// The handle; zero is none.
    pub id: u64,
}

/// Where a sender key is.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_sender_key_info {
    /// The KID that frames carry at this step.
    pub kid: u64,
    /// The generation.
    pub generation: u64,
    /// Ratchet steps taken since the generation began.
    pub step: u64,
    /// R: the bits of the KID that the step has.
    pub ratchet_bits: u8,
}

/// Makes a sender key at a step of its generation; 0 is the first. `base_key` is the one of that
/// step: fresh from a key agreement for step 0, else what the sender's
/// `frameseal_sender_key_base_key` gave. `ratchet_bits` is R, 1 to 16, and the same for everybody
/// in the call.
///
/// From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`, `FRAMESEAL_RESULT_FIELD_TOO_WIDE`,
/// `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT` below 16 bytes.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_sender_key_new(
    suite_number: SuiteNumber,
    ratchet_bits: u8,
    generation: u64,
    step: u64,
    base_key: *const u8,
    base_key_len: usize,
    out: *mut frameseal_sender_key,
) -> frameseal_result {
    boundary!(|args| {
        let base_key = args.bytes("base_key", base_key, base_key_len)?;
        let out = args.output("out", out)?;
        let ratchet_bits = RatchetBits::new(ratchet_bits)?;
        let id = SenderKeyId { ratchet_bits, generation, step };
        let key = SenderKey::at(suite(suite_number)?, id, BaseKey::new(base_key)?)?;
        out.write(frameseal_sender_key { id: handle::insert(Box::new(key))? });
        Ok(())
    })
}

/// Frees and wipes a sender key. Encryptors and decryptors that were given it keep theirs. Zero is
/// ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_sender_key_free(key: frameseal_sender_key) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<SenderKey>>(key.id))
}

/// Takes a sender key one step further, when somebody joins: who gets the new step cannot read
/// what was sent before. Then make a new encryptor with `frameseal_encryptor_for_sender`.
/// Decryptors follow by themselves.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_sender_key_ratchet(
    key: frameseal_sender_key,
) -> frameseal_result {
    boundary!(|_args| handle::exclude(key.id, |key: &mut Box<SenderKey>| {
        key.ratchet();
        Ok(())
    }))
}

/// Says where a sender key is.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_sender_key_get_info(
    key: frameseal_sender_key,
    out: *mut frameseal_sender_key_info,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let info = handle::exclude(key.id, |key: &mut Box<SenderKey>| {
            let id = key.id();
            Ok(frameseal_sender_key_info {
                kid: key.key_id().as_u64(),
                generation: id.generation,
                step: id.step,
                ratchet_bits: id.ratchet_bits.get(),
            })
        })?;
        out.write(info);
        Ok(())
    })
}

/// Writes the base key of the current step, which is a secret, to hand it to members of the call
/// over a channel that only they can read. Wipe `out` after use.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_sender_key_base_key(
    key: frameseal_sender_key,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let len = handle::exclude(key.id, |key: &mut Box<SenderKey>| {
            out.copy_from(key.base_key().expose())
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Gives the KID that frames of a sender key carry at a step: `generation << R | step mod 2^R`
/// (RFC 9605 section 5.1). `ratchet_bits` is R, 1 to 16.
///
/// From any thread. Gives `FRAMESEAL_RESULT_FIELD_TOO_WIDE` when the generation has more than
/// 64 - R bits, or for R itself.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_sender_key_id(
    ratchet_bits: u8,
    generation: u64,
    step: u64,
    out: *mut u64,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let ratchet_bits = RatchetBits::new(ratchet_bits)?;
        out.write(SenderKeyId { ratchet_bits, generation, step }.key_id()?.as_u64());
        Ok(())
    })
}

/// Derives the base key of the next ratchet step, as long as the suite's hash, from that of a step
/// (RFC 9605 section 5.1). `frameseal_sender_key_ratchet` does it to a sender key. Wipe `out` after
/// use.
///
/// From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`,
/// `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
/// `FRAMESEAL_RESULT_OVERLAP`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_base_key_ratcheted(
    suite_number: SuiteNumber,
    base_key: *const u8,
    base_key_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let base_key = args.bytes("base_key", base_key, base_key_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(base_key)?;
        let out_len = args.output("out_len", out_len)?;
        let base_key = BaseKey::new(base_key)?.ratcheted(suite(suite_number)?);
        out_len.write(out.copy_from(base_key.expose())?);
        Ok(())
    })
}

/// Derives the base key of one media stream from that of a sender, so that streams have keys of
/// their own (RFC 9605 section 5, per-SSRC). Wipe `out` after use.
///
/// From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`,
/// `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
/// `FRAMESEAL_RESULT_OVERLAP`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_base_key_for_ssrc(
    suite_number: SuiteNumber,
    base_key: *const u8,
    base_key_len: usize,
    ssrc: u32,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let base_key = args.bytes("base_key", base_key, base_key_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(base_key)?;
        let out_len = args.output("out_len", out_len)?;
        let base_key = BaseKey::new(base_key)?.for_ssrc(suite(suite_number)?, ssrc);
        out_len.write(out.copy_from(base_key.expose())?);
        Ok(())
    })
}
