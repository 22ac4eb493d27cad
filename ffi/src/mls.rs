//! Keys from an MLS group (RFC 9605 section 5.2).

use std::ffi::{CStr, c_char};
use std::sync::Arc;
use std::time::Duration;

use frameseal::{
    BaseKey, DEFAULT_SEND_DELAY, Decryptor, EpochBits, GoOver, KidLayout, MlsEpoch, MlsExport,
    MlsKeyId, MlsKeys, MlsKeysConfig, MlsKeysEvent, SenderBits,
};

use crate::boundary::boundary;
use crate::decryptor::{frameseal_decryptor, frameseal_decryptor_config};
use crate::encryptor::{frameseal_encryptor, frameseal_encryptor_config};
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::result::frameseal_result;
use crate::words::{SuiteNumber, ms_or, suite};

/// The keys of a call whose members are an MLS group: takes the secret of each epoch, and gives
/// encryptors and decryptors that change over when the others do. One call uses it at a time,
/// others wait.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_mls_keys {
    /// The handle; zero is none.
    pub id: u64,
}

/// When epochs come and go. Zeros are the defaults, so `{0}` is a configuration.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_mls_keys_config {
    /// How encryptors count.
    pub encryptors: frameseal_encryptor_config,
    /// Milliseconds that a participant goes on sending in the old epoch, shorter than the grace;
    /// zero: 1000. To send in an epoch without delay, add it with `FRAMESEAL_GO_OVER_AT_ONCE`.
    pub send_delay_ms: u64,
    /// Milliseconds that an old epoch still opens frames after a newer one came; zero: 10000.
    pub grace_ms: u64,
}

/// When a participant begins to send in a new epoch.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_go_over {
    /// After the send delay; at once in the first epoch.
    AfterDelay = 0,
    /// Now. Use it when the commit removed somebody, who can read on until then. Members who have
    /// not processed the commit cannot open the frames yet and park them.
    AtOnce = 1,
}

/// A number that C means to be a `frameseal_go_over`. The header calls it that.
pub type GoOverNumber = u32;

/// What an event of MLS keys is about.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_mls_event_kind {
    /// Something that this library has no number for.
    Other = 0,
    /// The participant sends in another epoch: get the encryptors anew and free those of before.
    /// It comes once for the last of several.
    GoneOver = 1,
    /// An encryptor comes near its usage limit: have the group commit, an update will do.
    CommitSoon = 2,
}

/// Something changed about the keys of a group.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_mls_event {
    /// What it is about.
    pub kind: frameseal_mls_event_kind,
    /// `FRAMESEAL_MLS_EVENT_KIND_GONE_OVER`: the epoch; else 0.
    pub epoch: u64,
    /// `FRAMESEAL_MLS_EVENT_KIND_COMMIT_SOON`: the KID of the encryptor's frames; else 0.
    pub kid: u64,
}

/// The keys, and what decryptors are told besides: how long to keep old epochs, and the time.
pub(crate) struct Keys {
    keys: MlsKeys,
    grace: Duration,
    now: Duration,
}

impl Keys {
    /// Gives a decryptor the epochs. It hears the time before, since the grace of its old epochs
    /// begins when the newer one comes.
    fn update(&self, decryptor: &mut Decryptor) -> Result<(), Failure> {
        decryptor.advance(self.now);
        Ok(self.keys.update(decryptor)?)
    }
}

fn go_over(number: GoOverNumber) -> Result<GoOver, Failure> {
    match number {
        0 => Ok(GoOver::AfterDelay),
        1 => Ok(GoOver::AtOnce),
        _ => Err(Misuse::BadValue { what: "frameseal_go_over", value: number.into() }.into()),
    }
}

impl From<MlsKeysEvent> for frameseal_mls_event {
    fn from(event: MlsKeysEvent) -> Self {
        use frameseal_mls_event_kind as Kind;
        match event {
            MlsKeysEvent::GoneOver { epoch } => Self { kind: Kind::GoneOver, epoch, kid: 0 },
            MlsKeysEvent::CommitSoon { kid } => {
                Self { kind: Kind::CommitSoon, epoch: 0, kid: kid.as_u64() }
            }
            _ => Self { kind: Kind::Other, epoch: 0, kid: 0 },
        }
    }
}

impl frameseal_mls_keys {
    /// Runs something that needs the keys alone.
    fn with<R>(self, f: impl FnOnce(&mut Keys) -> Result<R, Failure>) -> Result<R, Failure> {
        handle::exclude(self.id, |keys: &mut Box<Keys>| f(keys))
    }
}

/// Gives the label to export an epoch's secret with, `SFrame 1.0 Base Key` (RFC 9605 section 5.2).
/// The context is empty, and the length is what `frameseal_suite_key_len` gives. The text ends with
/// a zero byte and is never freed.
///
/// From any thread.
#[unsafe(no_mangle)]
pub extern "C" fn frameseal_mls_exporter_label() -> *const c_char {
    const LABEL: &CStr = c"SFrame 1.0 Base Key";
    LABEL.as_ptr()
}

/// Gives S: the fewest bits that can name every leaf of a tree with so many leaves (RFC 9605
/// section 5.2), 0 to 32.
///
/// From any thread.
#[unsafe(no_mangle)]
pub extern "C" fn frameseal_sender_bits_for_group(leaves: u32) -> u8 {
    SenderBits::for_group(leaves).get()
}

/// Gives the KID of frames in an MLS epoch: `media_context << (S+E) | index << E | epoch mod 2^E`
/// (RFC 9605 section 5.2). `epoch_bits` is E, 1 to 8; `sender_bits` is S, 0 to 32; `index` is the
/// sender's leaf; `media_context` tells keys of one sender apart, such as audio and video.
///
/// From any thread. Gives `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for E, S, an index of more than S bits,
/// or a context of more than 64 - S - E bits.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_key_id(
    epoch_bits: u8,
    sender_bits: u8,
    epoch: u64,
    index: u32,
    media_context: u64,
    out: *mut u64,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let (epoch_bits, sender_bits) =
            (EpochBits::new(epoch_bits)?, SenderBits::new(sender_bits)?);
        let context = media_context;
        let id = MlsKeyId { epoch_bits, sender_bits, epoch, index, context };
        out.write(id.key_id()?.as_u64());
        Ok(())
    })
}

/// Adds an MLS epoch as `frameseal_decryptor_add_epoch` does, and refuses all frames of leaf
/// `own_index` in it, so that frames which the operator sends back are not taken for somebody
/// else's.
///
/// From any thread. Gives `FRAMESEAL_RESULT_FIELD_TOO_WIDE` when the index has more than S bits;
/// else as `frameseal_decryptor_add_epoch`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_add_epoch_refusing_own(
    decryptor: frameseal_decryptor,
    suite_number: SuiteNumber,
    epoch: u64,
    sender_bits: u8,
    own_index: u32,
    base_key: *const u8,
    base_key_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        let base_key = args.bytes("base_key", base_key, base_key_len)?;
        let (suite, sender_bits) = (suite(suite_number)?, SenderBits::new(sender_bits)?);
        let epoch = MlsEpoch::new(suite, epoch, sender_bits, BaseKey::new(base_key)?);
        let epoch = epoch.refusing_own(own_index)?;
        decryptor.with(|decryptor| Ok(decryptor.add_epoch(epoch)?))
    })
}

/// Makes the keys of a call, without any epoch yet. Suite and `epoch_bits` (E, 1 to 8) are the same
/// for all members. 2^E epochs are held at a time, which must suffice for the commits that come
/// within delay and grace. The suite need not be related to that of the MLS group.
///
/// `config` may be null. From any thread.
///
/// Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`, `FRAMESEAL_RESULT_FIELD_TOO_WIDE`,
/// `FRAMESEAL_RESULT_DELAY_TOO_LONG`, `FRAMESEAL_RESULT_STALE_HANDLE` and
/// `FRAMESEAL_RESULT_WRONG_KIND` for the counter store, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_new(
    suite_number: SuiteNumber,
    epoch_bits: u8,
    config: *const frameseal_mls_keys_config,
    out: *mut frameseal_mls_keys,
) -> frameseal_result {
    boundary!(|args| {
        let config = args.optional("config", config)?.unwrap_or_default();
        let out = args.output("out", out)?;
        let encryptors = frameseal_encryptor_config::read(Some(config.encryptors))?;
        let (suite, epoch_bits) = (suite(suite_number)?, EpochBits::new(epoch_bits)?);
        let mut keys = MlsKeysConfig::with_encryptors(suite, epoch_bits, encryptors);
        keys.send_delay = ms_or(config.send_delay_ms, DEFAULT_SEND_DELAY);
        keys.grace = ms_or(config.grace_ms, keys.grace);
        let grace = keys.grace;
        let keys = Box::new(Keys { keys: MlsKeys::new(keys)?, grace, now: Duration::ZERO });
        out.write(frameseal_mls_keys { id: handle::insert(keys)? });
        Ok(())
    })
}

/// Frees the keys of a call and wipes its secrets, once the call that uses them has returned.
/// Encryptors and decryptors that came of them stay. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_BUSY` from inside their own counter store.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_free(keys: frameseal_mls_keys) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Keys>>(keys.id))
}

/// Takes the secret of an epoch: call it after each commit that was processed, then
/// `frameseal_mls_keys_update` with every decryptor. The same epoch again changes nothing, except
/// that `FRAMESEAL_GO_OVER_AT_ONCE` is heeded. An epoch that comes late, behind a newer one, opens
/// frames for the grace time.
///
/// `secret` is exported with `frameseal_mls_exporter_label`, an empty context and as many bytes as
/// `frameseal_suite_key_len` gives; wipe it after use. `own_index` is the leaf of this participant.
/// `leaves` is the number of leaves of the ratchet tree, blank ones too; the index of the last
/// member plus one does as well, the number of members does not. `go_over_number` is a
/// `frameseal_go_over`. `now_ms` is as for `frameseal_mls_keys_advance`.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOT_IN_TREE`, `FRAMESEAL_RESULT_OTHER_EPOCH`,
/// `FRAMESEAL_RESULT_SAME_SECRET`, `FRAMESEAL_RESULT_EPOCH_OVER`, `FRAMESEAL_RESULT_EPOCH_TOO_OLD`,
/// `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT` below 16 bytes and `FRAMESEAL_RESULT_WRONG_KEY_LENGTH` for
/// other wrong lengths, `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_add_epoch(
    keys: frameseal_mls_keys,
    epoch: u64,
    secret: *const u8,
    secret_len: usize,
    own_index: u32,
    leaves: u32,
    go_over_number: GoOverNumber,
    now_ms: u64,
) -> frameseal_result {
    boundary!(|args| {
        let secret = args.bytes("secret", secret, secret_len)?;
        let (secret, go_over) = (BaseKey::new(secret)?, go_over(go_over_number)?);
        let export = MlsExport { epoch, secret, own_index, leaves };
        let now = Duration::from_millis(now_ms);
        keys.with(|keys| {
            keys.now = now;
            Ok(keys.keys.add_epoch(export, go_over, now)?)
        })
    })
}

/// Begins to send in an epoch that is held, without further delay. Does nothing where it is sent in
/// already.
///
/// From any thread. Gives `FRAMESEAL_RESULT_SENDING_IS_NEWER`, `FRAMESEAL_RESULT_UNKNOWN_EPOCH`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_go_over(
    keys: frameseal_mls_keys,
    epoch: u64,
) -> frameseal_result {
    boundary!(|_args| keys.with(|keys| Ok(keys.keys.go_over(epoch)?)))
}

/// Takes note of the time, in milliseconds from any fixed point, about once a second or at
/// `frameseal_mls_keys_next_deadline`: goes over to epochs that are due and wipes those whose time
/// is over. A time before the last one is ignored. Decryptors have `frameseal_decryptor_advance`, with
/// times from the same point.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_advance(
    keys: frameseal_mls_keys,
    now_ms: u64,
) -> frameseal_result {
    boundary!(|_args| keys.with(|keys| {
        keys.now = Duration::from_millis(now_ms);
        keys.keys.advance(keys.now);
        Ok(())
    }))
}

/// Writes the time, in milliseconds from the same point, at which `frameseal_mls_keys_advance` has
/// something to do if nothing comes before.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there is no such time,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_next_deadline(
    keys: frameseal_mls_keys,
    out: *mut u64,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let deadline = keys.with(|keys| keys.keys.next_deadline().ok_or(Failure::Nothing))?;
        // All times came in whole milliseconds.
        out.write(u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX));
        Ok(())
    })
}

/// Makes a decryptor for the frames of this call, with all epochs held: it reads key ids as the epoch
/// bits of the keys say, and knows their time. `config` may be null; of its zeros, `layout` and
/// `layout_bits` are those of the keys, and so is `grace_ms`. The caller frees it with
/// `frameseal_decryptor_free`.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for another layout and
/// `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for one that there is not, `FRAMESEAL_RESULT_TOO_MANY_KEYS`,
/// `FRAMESEAL_RESULT_TOO_MANY_HANDLES`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_new_decryptor(
    keys: frameseal_mls_keys,
    config: *const frameseal_decryptor_config,
    out: *mut frameseal_decryptor,
) -> frameseal_result {
    boundary!(|args| {
        let config = args.optional("config", config)?.unwrap_or_default();
        let out = args.output("out", out)?;
        let mut read = config.read()?;
        let decryptor = keys.with(|keys| {
            let layout = keys.keys.layout();
            if read.layout != KidLayout::Plain && read.layout != layout {
                let value = config.layout.into();
                return Err(Misuse::BadValue { what: "layout of these keys", value }.into());
            }
            read.layout = layout;
            read.grace = ms_or(config.grace_ms, keys.grace);
            let mut decryptor = Decryptor::with_config(read);
            keys.update(&mut decryptor)?;
            Ok(decryptor)
        })?;
        out.write(frameseal_decryptor::adopt(decryptor)?);
        Ok(())
    })
}

/// Brings a decryptor up to date: it opens frames of all epochs held, refuses the participant's own,
/// and hears the time that the keys know, which must be from the same point as its own. Call it for
/// each decryptor after each `frameseal_mls_keys_add_epoch`; once more does no harm.
///
/// From any thread. Gives `FRAMESEAL_RESULT_WRONG_LAYOUT` unless the decryptor reads MLS key ids
/// with the same epoch bits, as those of `frameseal_mls_keys_new_decryptor` do;
/// `FRAMESEAL_RESULT_KEY_ID_IN_USE` and `FRAMESEAL_RESULT_KEY_ID_RETIRED` when it has epochs of
/// another group; `FRAMESEAL_RESULT_TOO_MANY_KEYS`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_update(
    keys: frameseal_mls_keys,
    decryptor: frameseal_decryptor,
) -> frameseal_result {
    boundary!(|_args| { keys.with(|keys| decryptor.with(|decryptor| keys.update(decryptor))) })
}

/// Gives the encryptor for a `media_context`, such as 0 for audio and 1 for video, in the epoch that
/// is sent in. Tracks that ask for one context share it, each by a handle of its own, which the caller
/// frees with `frameseal_encryptor_free`. It goes on sealing for the members of its own epoch: get
/// another after `FRAMESEAL_MLS_EVENT_KIND_GONE_OVER`. Its events come out of
/// `frameseal_mls_keys_poll_event`; do not poll it for them.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NO_EPOCH`, `FRAMESEAL_RESULT_TOO_MANY_CONTEXTS` beyond
/// 64, `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for a context of more than 64 - S - E bits,
/// `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_encryptor(
    keys: frameseal_mls_keys,
    media_context: u64,
    out: *mut frameseal_encryptor,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let encryptor: Arc<_> = keys.with(|keys| Ok(keys.keys.encryptor(media_context)?))?;
        out.write(frameseal_encryptor { id: handle::insert(encryptor)? });
        Ok(())
    })
}

/// Writes the next event. Poll it after `frameseal_mls_keys_add_epoch`, `_go_over` and `_advance`,
/// and a few times a minute. A decryptor's `FRAMESEAL_EVENT_KIND_ROTATE_SOON` calls for a commit
/// too.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_poll_event(
    keys: frameseal_mls_keys,
    out: *mut frameseal_mls_event,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let event = keys.with(|keys| keys.keys.poll_event().ok_or(Failure::Nothing))?;
        out.write(event.into());
        Ok(())
    })
}

/// Writes the epoch that is sent in.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING` before the first epoch,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_sending(
    keys: frameseal_mls_keys,
    out: *mut u64,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(keys.with(|keys| keys.keys.sending().ok_or(Failure::Nothing))?);
        Ok(())
    })
}

/// Writes the newest epoch.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING` before the first epoch,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_newest(
    keys: frameseal_mls_keys,
    out: *mut u64,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(keys.with(|keys| keys.keys.newest().ok_or(Failure::Nothing))?);
        Ok(())
    })
}

/// Writes the epochs held, oldest first, to the `out_size` places at `out`, and their number, at
/// most 2^E, to `out_len`.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, with the number of places needed in
/// `frameseal_last_error`; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_mls_keys_epochs(
    keys: frameseal_mls_keys,
    out: *mut u64,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.items_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let epochs: Vec<_> = keys.with(|keys| Ok(keys.keys.epochs().collect()))?;
        out_len.write(out.copy_from(&epochs)?);
        Ok(())
    })
}
