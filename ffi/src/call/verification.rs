//! What people compare to notice an operator in the middle.

use std::ffi::c_char;

use frameseal::call::{CallCode, Emoji, SafetyNumber, SasCode};

use crate::boundary::boundary;
use crate::call::config::no;
use crate::call::identity::key;
use crate::call::member::{frameseal_member_id, zero_ended};
use crate::call::session::frameseal_session;
use crate::failure::Failure;
use crate::result::frameseal_result;

/// How a call code or a safety number is written: always UTF-8, without a zero byte behind it.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_code_form {
    /// The digits: 30 of a call code, 60 of a safety number.
    Digits = 0,
    /// The digits in groups of five, with spaces between them: 35 or 71 bytes.
    Groups = 1,
    /// What the QR code says, for those who draw it themselves: 46 or 76 bytes.
    QrText = 2,
    /// The QR code (ISO/IEC 18004) as an SVG document of its own: some kilobytes.
    QrSvg = 3,
}

/// A number that C means to be a `frameseal_code_form`. The header calls it that.
pub type CodeFormNumber = u8;

/// A picture and the word for it.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_emoji {
    /// One code point that shows as a picture by itself, in UTF-8; ends with a zero byte.
    pub symbol: [c_char; 8],
    /// Its name in English, for those who read it out; ends with a zero byte.
    pub name: [c_char; 24],
}

/// What two people compare: five pictures or six digits, whichever they like better.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_sas_code {
    /// The pictures, in order. One may come twice.
    pub emoji: [frameseal_emoji; 5],
    /// Six digits; ends with a zero byte.
    pub digits: [c_char; 8],
}

impl From<Emoji> for frameseal_emoji {
    fn from(emoji: Emoji) -> Self {
        let symbol = zero_ended(emoji.symbol.encode_utf8(&mut [0; 4]));
        Self { symbol, name: zero_ended(emoji.name) }
    }
}

impl From<SasCode> for frameseal_sas_code {
    fn from(code: SasCode) -> Self {
        Self { emoji: code.emoji().map(Into::into), digits: zero_ended(&code.digits()) }
    }
}

/// What call codes and safety numbers have in common.
trait Code {
    fn written(&self, form: CodeFormNumber) -> Result<String, Failure>;
}

macro_rules! code {
    ($type:ty) => {
        impl Code for $type {
            fn written(&self, form: CodeFormNumber) -> Result<String, Failure> {
                match form {
                    0 => Ok(self.digits()),
                    1 => Ok(self.to_string()),
                    2 => Ok(self.qr_text()),
                    3 => Ok(self.to_svg()),
                    _ => Err(no("frameseal_code_form", form)),
                }
            }
        }
    };
}

code!(CallCode);
code!(SafetyNumber);

/// Writes the call code: 30 digits that all members read to each other, or hold before each
/// other's camera. If two differ, they do not see the same members, or somebody is in between. It
/// changes when somebody comes or goes: compare it when everybody is there.
///
/// It takes a few milliseconds. From any thread, any number at a time.
///
/// Gives `FRAMESEAL_RESULT_BAD_VALUE` for no `frameseal_code_form`,
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_call_code(
    session: frameseal_session,
    form: CodeFormNumber,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let roster = session.look(|session| Ok(session.roster_hash()))?;
        // Here, where nobody waits for it.
        let code = CallCode::new(&roster).written(form)?;
        out_len.write(out.copy_from(code.as_bytes())?);
        Ok(())
    })
}

/// Writes whether a scanned QR code is that of this call with the members that this session sees.
///
/// It takes a few milliseconds. From any thread, any number at a time.
///
/// Gives `FRAMESEAL_RESULT_NOT_UTF8`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_call_code_matches_qr(
    session: frameseal_session,
    scanned: *const u8,
    scanned_len: usize,
    out: *mut bool,
) -> frameseal_result {
    boundary!(|args| {
        let scanned = args.text("scanned", scanned, scanned_len)?;
        let out = args.output("out", out)?;
        let roster = session.look(|session| Ok(session.roster_hash()))?;
        out.write(CallCode::new(&roster).matches_qr(scanned));
        Ok(())
    })
}

/// Writes the safety number of this device and a member's: 60 digits that stay the same from call
/// to call, for as long as both devices keep their identities.
///
/// It takes a few milliseconds. From any thread, any number at a time. Gives
/// `FRAMESEAL_RESULT_NO_SUCH_MEMBER`; else as `frameseal_session_call_code`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_safety_number(
    session: frameseal_session,
    member: frameseal_member_id,
    form: CodeFormNumber,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let number = session.look(|session| Ok(session.safety_number(member.into())?))?;
        out_len.write(out.copy_from(number.written(form)?.as_bytes())?);
        Ok(())
    })
}

/// Writes whether a scanned QR code is the safety number of this device and a member's.
///
/// It takes a few milliseconds. From any thread, any number at a time. Gives
/// `FRAMESEAL_RESULT_NO_SUCH_MEMBER`; else as `frameseal_session_call_code_matches_qr`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_safety_number_matches_qr(
    session: frameseal_session,
    member: frameseal_member_id,
    scanned: *const u8,
    scanned_len: usize,
    out: *mut bool,
) -> frameseal_result {
    boundary!(|args| {
        let scanned = args.text("scanned", scanned, scanned_len)?;
        let out = args.output("out", out)?;
        let number = session.look(|session| Ok(session.safety_number(member.into())?))?;
        out.write(number.matches_qr(scanned));
        Ok(())
    })
}

/// Writes the safety number of two devices by their public keys of 32 bytes, in either order:
/// outside of calls, and for peers of an earlier one.
///
/// It takes a few milliseconds. From any thread. Gives `FRAMESEAL_RESULT_WRONG_LENGTH`,
/// `FRAMESEAL_RESULT_BAD_VALUE` for no `frameseal_code_form`,
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_safety_number(
    own_key: *const u8,
    own_key_len: usize,
    peer_key: *const u8,
    peer_key_len: usize,
    form: CodeFormNumber,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let own_key = key(args, "own_key", own_key, own_key_len)?;
        let peer_key = key(args, "peer_key", peer_key, peer_key_len)?;
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let number = SafetyNumber::between(&own_key, &peer_key).written(form)?;
        out_len.write(out.copy_from(number.as_bytes())?);
        Ok(())
    })
}

/// Writes whether a scanned QR code is the safety number of two devices, by their public keys of
/// 32 bytes, in either order.
///
/// It takes a few milliseconds. From any thread. Gives `FRAMESEAL_RESULT_WRONG_LENGTH`,
/// `FRAMESEAL_RESULT_NOT_UTF8`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_safety_number_matches_qr(
    own_key: *const u8,
    own_key_len: usize,
    peer_key: *const u8,
    peer_key_len: usize,
    scanned: *const u8,
    scanned_len: usize,
    out: *mut bool,
) -> frameseal_result {
    boundary!(|args| {
        let own_key = key(args, "own_key", own_key, own_key_len)?;
        let peer_key = key(args, "peer_key", peer_key, peer_key_len)?;
        let scanned = args.text("scanned", scanned, scanned_len)?;
        let out = args.output("out", out)?;
        out.write(SafetyNumber::between(&own_key, &peer_key).matches_qr(scanned));
        Ok(())
    })
}

/// Starts comparing a short string with a member, because the user wants to. Both see it after
/// `FRAMESEAL_CALL_EVENT_KIND_COMPARING`, in `frameseal_session_sas_code`. Never start a failed one
/// again unasked: each is one more try for whoever is in between.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NO_SUCH_MEMBER` unless it
/// is there, `FRAMESEAL_RESULT_BUSY` from inside a callback, `FRAMESEAL_RESULT_NO_RANDOMNESS`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_start_sas(
    session: frameseal_session,
    member: frameseal_member_id,
) -> frameseal_result {
    boundary!(|_args| session.drive(|joined| Ok(joined.session.start_sas(member.into())?)))
}

/// Goes along with a comparison that the other side has started
/// (`FRAMESEAL_CALL_EVENT_KIND_COMPARISON_ASKED`), because the user wants to.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NO_SUCH_MEMBER` unless it
/// is there and has asked; else as `frameseal_session_start_sas`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_accept_sas(
    session: frameseal_session,
    member: frameseal_member_id,
) -> frameseal_result {
    boundary!(|_args| session.drive(|joined| Ok(joined.session.accept_sas(member.into())?)))
}

/// Writes what to compare with a member, to be read aloud. If the two sides differ, somebody is in
/// between.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NOTHING` before
/// `FRAMESEAL_CALL_EVENT_KIND_COMPARING`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_sas_code(
    session: frameseal_session,
    member: frameseal_member_id,
    out: *mut frameseal_sas_code,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let code =
            session.look(|session| session.sas_code(member.into()).ok_or(Failure::Nothing))?;
        out.write(code.into());
        Ok(())
    })
}
