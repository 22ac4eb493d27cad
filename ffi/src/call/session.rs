//! One device in one call: messages and time in, messages, keys and events out.

use std::time::Duration;

use frameseal::call::{ChatMessage, KeyChange, MAX_MESSAGE_LEN, Outgoing, Session};

use zeroize::Zeroize;

use crate::boundary::boundary;
use crate::call::config::frameseal_session_config;
use crate::call::event::frameseal_call_event;
use crate::call::identity::frameseal_identity;
use crate::call::member::frameseal_member_id;
use crate::call::random;
use crate::callback;
use crate::decryptor::frameseal_decryptor;
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::log;
use crate::result::frameseal_result;

/// 16 384 bytes: the longest message of a session.
pub const FRAMESEAL_MAX_MESSAGE_LEN: usize = 16_384;

const _: () = assert!(FRAMESEAL_MAX_MESSAGE_LEN == MAX_MESSAGE_LEN);

/// 100 ms: retired keys and parked frames of decryptors go that late at most.
const TICK: Duration = Duration::from_millis(100);

/// A session: one device in one call. It does no I/O and has no clock and no thread. One call
/// uses it at a time, others wait.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_session {
    /// The handle; zero is none.
    pub id: u64,
}

/// Where a message goes.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct frameseal_outgoing {
    /// The member it goes to; zeros when it goes to everybody.
    pub to: frameseal_member_id,
    /// Whether it goes to `to` alone. A channel that gives everybody everything serves as well.
    pub has_to: bool,
}

/// A session, with what keeps its decryptors up to date and what did not fit into C's buffer.
pub(crate) struct Joined {
    pub(crate) session: Session,
    pub(crate) now: Duration,
    /// Handles, which the app may free when it likes.
    pub(crate) decryptors: Vec<frameseal_decryptor>,
    /// When they were told the time last.
    told_at: Duration,
    pub(crate) chat: Option<ChatMessage>,
    outgoing: Option<Outgoing>,
}

impl frameseal_session {
    /// Runs something that changes nothing but what is polled.
    pub(crate) fn with<R>(
        self,
        f: impl FnOnce(&mut Joined) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        handle::exclude(self.id, |joined: &mut Box<Joined>| f(joined))
    }

    /// Runs something that only looks, beside others that do.
    pub(crate) fn look<R>(
        self,
        f: impl FnOnce(&Session) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        handle::share::<Box<Joined>, _>(self.id, |joined| f(&joined.session))
    }

    /// Runs something that may change keys, and brings the decryptors up to date.
    pub(crate) fn drive<R>(
        self,
        f: impl FnOnce(&mut Joined) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        // It could not wait for the decryptors.
        if callback::is_running() {
            return Err(Misuse::Busy.into());
        }
        random::system()?;
        let (result, refused) = self.with(|joined| {
            let result = f(joined);
            Ok((result, joined.update_decryptors()))
        })?;
        // Here, where nothing is held that the app's log could wait for.
        if let Some(failure) = refused {
            log::failure(&failure);
        }
        result
    }
}

impl Joined {
    /// Tells every decryptor what has changed, and the time. Gives the first refusal: members can provoke
    /// those, so they stop nothing.
    fn update_decryptors(&mut self) -> Option<Failure> {
        let changes: Vec<KeyChange> =
            std::iter::from_fn(|| self.session.poll_key_change()).collect();
        let now = self.now;
        if changes.is_empty() && now < self.told_at.saturating_add(TICK) {
            return None;
        }
        self.told_at = now;
        let mut refused = None;
        self.decryptors.retain(|decryptor| {
            let updated = decryptor.with(|decryptor| {
                decryptor.advance(now);
                for change in &changes {
                    if let Err(error) = change.apply(decryptor) {
                        refused = refused.or(Some(error.into()));
                    }
                }
                Ok(())
            });
            // One that was freed, or is poisoned, needs no keys.
            updated.is_ok()
        });
        refused
    }
}

impl Drop for Joined {
    fn drop(&mut self) {
        if let Some(message) = &mut self.chat {
            message.payload.zeroize();
        }
    }
}

/// Joins a call: the first message to everybody is there to be polled. The session keeps copies of
/// all that it is given.
///
/// `now_ms` is any clock, the same in every call of this session; one that is set back stops nothing.
///
/// From any thread. Gives `FRAMESEAL_RESULT_FIELD_TOO_LONG`, `FRAMESEAL_RESULT_NO_EXCHANGE` when
/// `exchange` allows none that the policy allows, `FRAMESEAL_RESULT_BAD_VALUE`,
/// `FRAMESEAL_RESULT_UNKNOWN_SUITE`, `FRAMESEAL_RESULT_NOT_UTF8`,
/// `FRAMESEAL_RESULT_WRONG_LENGTH` for hosts that are no multiple of 32 bytes,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_join(
    config: *const frameseal_session_config,
    identity: frameseal_identity,
    now_ms: u64,
    out: *mut frameseal_session,
) -> frameseal_result {
    boundary!(|args| {
        let config = args.optional("config", config)?.ok_or(Misuse::Null { what: "config" })?;
        let out = args.output("out", out)?;
        let (config, identity) = (config.read(args)?, identity.copy()?);
        let now = Duration::from_millis(now_ms);
        let session = Session::join(config, identity, Box::new(random::system()?), now)?;
        let joined = Joined {
            session,
            now,
            decryptors: Vec::new(),
            told_at: now,
            chat: None,
            outgoing: None,
        };
        out.write(frameseal_session { id: handle::insert(Box::new(joined))? });
        Ok(())
    })
}

/// Frees a session and wipes its keys, without a word to the others: they see it as absent after a
/// while. `frameseal_session_leave` says goodbye. Its decryptors keep the keys they have, its
/// encryptors go on; free them too. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_free(session: frameseal_session) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Joined>>(session.id))
}

/// Takes a message from the signalling channel, which may lose, repeat, reorder and invent them.
/// Then poll messages and events. The session's decryptors are up to date when this returns.
///
/// A message that is refused is somebody else's fault or the channel's: log it and go on. What was
/// due by the time is done nevertheless.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_MESSAGE_TOO_LONG` and its
/// neighbours up to `FRAMESEAL_RESULT_KEY_IDS_OF_ANOTHER`, with the member in
/// `frameseal_last_error`; `FRAMESEAL_RESULT_SESSION_ENDED`, `FRAMESEAL_RESULT_BUSY` from inside a
/// callback, `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_handle(
    session: frameseal_session,
    message: *const u8,
    message_len: usize,
    now_ms: u64,
) -> frameseal_result {
    boundary!(|args| {
        let message = args.bytes("message", message, message_len)?;
        session.drive(|joined| {
            joined.now = Duration::from_millis(now_ms);
            Ok(joined.session.handle(message, joined.now)?)
        })
    })
}

/// Does what is due. Call it at the time of `frameseal_session_next_timeout`, or simply ten times
/// a second; then poll messages and events. A time before the last one is ignored.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_BUSY` from inside a
/// callback, `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_advance(
    session: frameseal_session,
    now_ms: u64,
) -> frameseal_result {
    boundary!(|_args| session.drive(|joined| {
        joined.now = Duration::from_millis(now_ms);
        joined.session.advance(joined.now);
        Ok(())
    }))
}

/// Writes when `frameseal_session_advance` has something to do at the latest, by the clock of
/// `now_ms`.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NOTHING` when the session is
/// over, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_next_timeout(
    session: frameseal_session,
    out_ms: *mut u64,
) -> frameseal_result {
    boundary!(|args| {
        let out_ms = args.output("out_ms", out_ms)?;
        out_ms.write(session.look(|session| {
            if session.ended().is_some() {
                return Err(Failure::Nothing);
            }
            // Rounded up: a millisecond early, nothing would be due.
            let ms = session.next_timeout().as_nanos().div_ceil(1_000_000);
            Ok(u64::try_from(ms).unwrap_or(u64::MAX))
        })?);
        Ok(())
    })
}

/// Writes the next message for the signalling channel, at most `FRAMESEAL_MAX_MESSAGE_LEN` bytes,
/// and to whom it goes.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOTHING` when there is
/// none; `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, and then the same message comes again;
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_poll_outgoing(
    session: frameseal_session,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
    outgoing: *mut frameseal_outgoing,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let (out_len, about) =
            (args.output("out_len", out_len)?, args.output("outgoing", outgoing)?);
        session.with(|joined| {
            let next = joined.outgoing.take().or_else(|| joined.session.poll_outgoing());
            let message = next.ok_or(Failure::Nothing)?;
            match out.copy_from(&message.bytes) {
                Ok(len) => {
                    out_len.write(len);
                    about.write(frameseal_outgoing {
                        to: message.to.map(Into::into).unwrap_or_default(),
                        has_to: message.to.is_some(),
                    });
                    Ok(())
                }
                Err(failure) => {
                    joined.outgoing = Some(message);
                    Err(failure)
                }
            }
        })
    })
}

/// Writes the next event, oldest first. 4096 are kept; who does not poll loses the newest.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOTHING`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_session_poll_event(
    session: frameseal_session,
    out: *mut frameseal_call_event,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(
            session
                .with(|joined| Ok(joined.session.poll_event().ok_or(Failure::Nothing)?.into()))?,
        );
        Ok(())
    })
}
