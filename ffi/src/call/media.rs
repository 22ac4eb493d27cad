//! The keys of a session at work: its encryptors and decryptors.

use frameseal::call::{MediaKind, Session};
use frameseal::{KeyId, KidLayout};

use crate::boundary::boundary;
use crate::call::config::no;
use crate::call::member::frameseal_member_id;
use crate::call::session::frameseal_session;
use crate::decryptor::{frameseal_decryptor, frameseal_decryptor_config};
use crate::encryptor::frameseal_encryptor;
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::result::frameseal_result;

/// What a key is for. Each kind has keys of its own.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_media_kind {
    /// Microphones.
    Audio = 0,
    /// Cameras.
    Video = 1,
    /// Shared screens.
    Screen = 2,
    /// Data channels and chat.
    Data = 3,
}

/// A number that C means to be a `frameseal_media_kind`. The header calls it that.
pub type MediaKindNumber = u8;

fn kind(number: MediaKindNumber) -> Result<MediaKind, Failure> {
    let kind = MediaKind::ALL.get(usize::from(number));
    kind.copied().ok_or_else(|| no("frameseal_media_kind", number))
}

fn number(kind: MediaKind) -> MediaKindNumber {
    let number = match kind {
        MediaKind::Audio => frameseal_media_kind::Audio,
        MediaKind::Video => frameseal_media_kind::Video,
        MediaKind::Screen => frameseal_media_kind::Screen,
        MediaKind::Data => frameseal_media_kind::Data,
    };
    number as MediaKindNumber
}

/// Gives the encryptor for one kind of media: a handle of the caller's own, to be freed, at every
/// call. Ask again at `FRAMESEAL_CALL_EVENT_KIND_SEND_KEYS_CHANGED`, and free the old one: whoever
/// keeps it goes on sending to those who have left. Handles of one key share its counter.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOT_LET_IN` or
/// `FRAMESEAL_RESULT_SESSION_ENDED`, and then send nothing; `FRAMESEAL_RESULT_BAD_VALUE`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_encryptor(
    session: frameseal_session,
    media_kind: MediaKindNumber,
    out: *mut frameseal_encryptor,
) -> frameseal_result {
    boundary!(|args| {
        let kind = kind(media_kind)?;
        let out = args.output("out", out)?;
        let encryptor = session.with(|joined| Ok(joined.session.encryptor(kind)?))?;
        out.write(frameseal_encryptor { id: handle::insert(encryptor)? });
        Ok(())
    })
}

/// Makes a decryptor for the frames of all members, with every key that the session has. The
/// session keeps it up to date: `frameseal_session_handle`, `frameseal_session_advance` and
/// whatever else changes keys return when all its decryptors have the new ones. So nobody hands on
/// keys, and an app may have one decryptor for the call, which is enough, or one for each receiver. A
/// frame is refused the second time by the decryptor that opened it the first time, and by no other.
/// It has the session's clock, and needs no `frameseal_decryptor_advance`.
///
/// A key that a decryptor refuses, which a member can provoke, goes to the log and stops nothing.
/// The decryptor is the caller's to free, before or after the session. `config` may be null; its
/// layout is that of calls, or zero.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_BAD_VALUE` for another layout, `FRAMESEAL_RESULT_TOO_MANY_KEYS` when `max_keys`
/// is less than the session holds, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_new_decryptor(
    session: frameseal_session,
    config: *const frameseal_decryptor_config,
    out: *mut frameseal_decryptor,
) -> frameseal_result {
    boundary!(|args| {
        let config = args.optional("config", config)?.unwrap_or_default();
        let out = args.output("out", out)?;
        let mut read = config.read()?;
        let layout = Session::decryptor_config().layout;
        if read.layout != KidLayout::Plain && read.layout != layout {
            let value = config.layout.into();
            return Err(Misuse::BadValue { what: "layout of a call's keys", value }.into());
        }
        read.layout = layout;
        let decryptor = session.drive(|joined| {
            let decryptor = frameseal_decryptor::insert(read)?;
            let filled = decryptor.with(|decryptor| {
                decryptor.advance(joined.now);
                Ok(joined.session.held_keys().try_for_each(|key| key.apply(decryptor))?)
            });
            if let Err(failure) = filled {
                decryptor.remove()?;
                return Err(failure);
            }
            // Some may have been freed since keys changed last.
            joined.decryptors.retain(|decryptor| decryptor.with(|_| Ok(())).is_ok());
            joined.decryptors.push(decryptor);
            Ok(decryptor)
        })?;
        out.write(decryptor);
        Ok(())
    })
}

/// Says whose key a KID names, and what for. A frame that was opened under it is from that
/// member, as far as members are honest with each other: all hold the same keys.
///
/// `out_kind` is a `frameseal_media_kind` and may be null.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NOTHING` for a KID of nobody,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_sender_of(
    session: frameseal_session,
    kid: u64,
    out_member: *mut frameseal_member_id,
    out_kind: *mut MediaKindNumber,
) -> frameseal_result {
    boundary!(|args| {
        let out_member = args.output("out_member", out_member)?;
        let out_kind = args.optional_output("out_kind", out_kind)?;
        let (member, kind) =
            session.look(|session| session.sender_of(KeyId::new(kid)).ok_or(Failure::Nothing))?;
        out_member.write(member.into());
        if let Some(out_kind) = out_kind {
            out_kind.write(number(kind));
        }
        Ok(())
    })
}
