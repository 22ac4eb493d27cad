//! Who is there, who may come in, and what they consent to.

use crate::boundary::boundary;
use crate::call::config::flag;
use crate::call::member::{frameseal_departure, frameseal_member, frameseal_member_id};
use crate::call::session::frameseal_session;
use crate::failure::Failure;
use crate::result::frameseal_result;

/// Writes this member's id.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_own_id(
    session: frameseal_session,
    out: *mut frameseal_member_id,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(session.look(|session| Ok(session.id().into()))?);
        Ok(())
    })
}

/// Writes the public key of this device, 32 bytes.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_identity_key(
    session: frameseal_session,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        out_len.write(session.look(|session| out.copy_from(session.identity().as_bytes()))?);
        Ok(())
    })
}

/// Writes how the session ended.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NOTHING` when it has not ended,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_ended(
    session: frameseal_session,
    out: *mut frameseal_departure,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(session.look(|session| Ok(session.ended().ok_or(Failure::Nothing)?.into()))?);
        Ok(())
    })
}

/// Writes all others that are known, present or not, to the `out_size` places at `out`, and their
/// number to `out_len`.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, with the
/// number of places needed in `frameseal_last_error`; `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_members(
    session: frameseal_session,
    out: *mut frameseal_member,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.items_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let members: Vec<frameseal_member> =
            session.look(|session| Ok(session.members().map(Into::into).collect()))?;
        out_len.write(out.copy_from(&members)?);
        Ok(())
    })
}

/// Writes the hash of who is there, 32 bytes that are no secret: this member, and all who are
/// present. It changes when anybody comes, goes or joins anew, and is the same for all who see the
/// same. People compare the call code instead (`frameseal_session_call_code`).
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_roster_hash(
    session: frameseal_session,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        out_len.write(session.look(|session| out.copy_from(session.roster_hash().as_bytes()))?);
        Ok(())
    })
}

/// Draws fresh keys soon. They change by themselves when somebody leaves, every `rotation_ms`, and
/// before their usage limits.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_BUSY` from inside a
/// callback, `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_rotate(session: frameseal_session) -> frameseal_result {
    boundary!(|_args| session.drive(|joined| {
        joined.session.rotate();
        Ok(())
    }))
}

/// Lets somebody in who is knocking, for all members.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NO_SUCH_MEMBER`,
/// `FRAMESEAL_RESULT_NOT_ENTITLED`, `FRAMESEAL_RESULT_TOO_MANY_DECISIONS`,
/// `FRAMESEAL_RESULT_SESSION_ENDED`; else as `frameseal_session_rotate`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_admit(
    session: frameseal_session,
    member: frameseal_member_id,
) -> frameseal_result {
    boundary!(|_args| session.drive(|joined| Ok(joined.session.admit(member.into())?)))
}

/// Removes a member for all members: its device stays out until it is let in again, and fresh keys
/// are drawn.
///
/// From any thread, one at a time; others wait. Fails as `frameseal_session_admit`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_remove(
    session: frameseal_session,
    member: frameseal_member_id,
) -> frameseal_result {
    boundary!(|_args| session.drive(|joined| Ok(joined.session.remove(member.into())?)))
}

/// Says goodbye: the message is there to be polled. The keys are wiped, also from the session's
/// decryptors; free its encryptors.
///
/// From any thread, one at a time; others wait. Fails as `frameseal_session_rotate`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_leave(session: frameseal_session) -> frameseal_result {
    boundary!(|_args| session.drive(|joined| {
        joined.session.leave();
        Ok(())
    }))
}

/// Consents (1), or no longer consents (0), to media in clear. It holds for the members that are
/// there now, and ends when anybody joins, returns or is forgotten.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_ENCRYPTION_REQUIRED`
/// without `allow_clear`, `FRAMESEAL_RESULT_NOT_LET_IN`, `FRAMESEAL_RESULT_BAD_VALUE`; else as
/// `frameseal_session_rotate`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_consent_to_clear(
    session: frameseal_session,
    consents: u8,
) -> frameseal_result {
    boundary!(|_args| {
        let consents = flag("consents", consents)?;
        session.drive(|joined| Ok(joined.session.consent_to_clear(consents)?))
    })
}

/// Writes whether media may go in clear: the policy allows it, nobody is absent, and every single
/// member that is there, this one included, consents to it and sees the same members. The
/// operator has no say.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_may_send_clear(
    session: frameseal_session,
    out: *mut bool,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(session.look(|session| Ok(session.may_send_clear()))?);
        Ok(())
    })
}
