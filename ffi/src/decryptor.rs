//! Decryptors: what a receiver has.

use std::time::Duration;

use frameseal::{
    BaseKey, CipherSuite, Decryptor, DecryptorConfig, Encryptor, Header, KeyId, MlsEpoch, Opened,
    ParkingLimits, SenderBits, SenderKey, Unparked,
};

use std::sync::Arc;

use crate::batch::frameseal_frame;
use crate::boundary::boundary;
use crate::encryptor::frameseal_encryptor;
use crate::event::frameseal_event;
use crate::failure::Failure;
use crate::handle;
use crate::result::frameseal_result;
use crate::sender_key::frameseal_sender_key;
use crate::words::{LayoutNumber, SuiteNumber, layout, ms_or, or_default, suite};

/// A decryptor: opens the frames of any number of senders. One call uses it at a time, others
/// wait.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_decryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// What a decryptor accepts and remembers. Zeros are the defaults, so `{0}` is a configuration.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_decryptor_config {
    /// Counters behind the newest one that can still be told from replays, per key; rounded up to
    /// a power of two; zero: 1024.
    pub replay_window: usize,
    /// Keys, generations or epochs held at a time; zero: 16384.
    pub max_keys: usize,
    /// Ratchet steps that one frame may be ahead, at most 256; zero: 16.
    pub max_ratchet_steps: u64,
    /// Milliseconds that a retired key, an old epoch or an old ratchet step still opens frames that
    /// are under way; zero: 10000.
    pub grace_ms: u64,
    /// Frames that may wait for their key; zero: 256.
    pub parked_frames: usize,
    /// Bytes of frames and metadata that may wait; zero: 1 MiB.
    pub parked_bytes: usize,
    /// Milliseconds that a frame may wait; zero: 2000.
    pub parked_ms: u64,
    /// How KIDs are read, a `frameseal_layout`; zero: plain.
    pub layout: LayoutNumber,
    /// R of sender keys (1 to 16) or E of MLS (1 to 8); 0 for plain KIDs.
    pub layout_bits: u8,
}

/// KID and counter that a frame was sealed under.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_header {
    /// The key id (KID).
    pub kid: u64,
    /// The counter (CTR).
    pub counter: u64,
}

/// A frame that waited for its key.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_unparked {
    /// The mark that the caller gave it.
    pub token: u64,
    /// KID and counter; zeros when it is refused.
    pub header: frameseal_header,
    /// `FRAMESEAL_RESULT_OK` when it was opened, else why it is refused after all.
    pub result: frameseal_result,
}

/// What a decryptor has opened, refused and holds.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_totals {
    /// Frames opened.
    pub opened: u64,
    /// Frames refused as no SFrames.
    pub syntax: u64,
    /// Frames refused for want of a usable key.
    pub key_id: u64,
    /// Frames refused as replayed or too old.
    pub replay: u64,
    /// Frames refused by the AEAD.
    pub authentication: u64,
    /// Frames waiting for their key.
    pub parked: u64,
    /// Frames that waited in vain.
    pub parked_dropped: u64,
}

/// Statistics of one key that a decryptor holds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_key_stats {
    /// The KID.
    pub kid: u64,
    /// Frames opened with it.
    pub opened: u64,
    /// Frames that failed authentication with it.
    pub failed: u64,
    /// The highest counter opened; of use only when `opened` is not zero.
    pub highest_counter: u64,
}

/// A decryptor, and the unparked frame that did not fit into C's buffer.
pub(crate) struct Opener {
    pub(crate) decryptor: Decryptor,
    unparked: Option<Unparked>,
}

impl Drop for Opener {
    fn drop(&mut self) {
        if let Some(unparked) = self.unparked.take() {
            wipe(unparked.frame);
        }
    }
}

/// Runs something that needs the decryptor alone.
#[inline]
fn with<R>(
    decryptor: frameseal_decryptor,
    f: impl FnOnce(&mut Decryptor) -> Result<R, Failure>,
) -> Result<R, Failure> {
    handle::exclude(decryptor.id, |opener: &mut Box<Opener>| f(&mut opener.decryptor))
}

impl frameseal_decryptor {
    /// Runs something that needs the decryptor alone.
    #[inline]
    pub(crate) fn with<R>(
        self,
        f: impl FnOnce(&mut Decryptor) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        with(self, f)
    }

    pub(crate) fn insert(config: DecryptorConfig) -> Result<Self, Failure> {
        Self::adopt(Decryptor::with_config(config))
    }

    pub(crate) fn adopt(decryptor: Decryptor) -> Result<Self, Failure> {
        Ok(Self { id: handle::insert(Box::new(Opener { decryptor, unparked: None }))? })
    }

    pub(crate) fn remove(self) -> Result<(), Failure> {
        handle::remove::<Box<Opener>>(self.id)
    }
}

impl frameseal_decryptor_config {
    pub(crate) fn read(self) -> Result<DecryptorConfig, Failure> {
        let mut config = DecryptorConfig::for_layout(layout(self.layout, self.layout_bits)?);
        let parking = ParkingLimits::default();
        config.replay_window = or_default(self.replay_window, config.replay_window);
        config.max_keys = or_default(self.max_keys, config.max_keys);
        config.max_ratchet_steps = or_default(self.max_ratchet_steps, config.max_ratchet_steps);
        config.grace = ms_or(self.grace_ms, config.grace);
        config.parking = ParkingLimits {
            frames: or_default(self.parked_frames, parking.frames),
            bytes: or_default(self.parked_bytes, parking.bytes),
            age: ms_or(self.parked_ms, parking.age),
        };
        Ok(config)
    }
}

impl From<Header> for frameseal_header {
    fn from(header: Header) -> Self {
        Self { kid: header.kid.as_u64(), counter: header.counter }
    }
}

/// Makes a decryptor without keys. `config` may be null.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` or `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for a
/// layout that there is not, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_new(
    config: *const frameseal_decryptor_config,
    out: *mut frameseal_decryptor,
) -> frameseal_result {
    boundary!(|args| {
        let config = args.optional("config", config)?.unwrap_or_default().read()?;
        let out = args.output("out", out)?;
        out.write(frameseal_decryptor::insert(config)?);
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
pub unsafe extern "C" fn frameseal_decryptor_free(
    decryptor: frameseal_decryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Opener>>(decryptor.id))
}

/// Adds a key under a plain KID. `base_key` has at least 16 bytes. Adding the same key again
/// changes nothing: frames that were opened under it stay opened.
///
/// From any thread. Gives `FRAMESEAL_RESULT_KEY_ID_IN_USE` when another key has the KID,
/// `FRAMESEAL_RESULT_OWN_SEND_KEY`, `FRAMESEAL_RESULT_TOO_MANY_KEYS`,
/// `FRAMESEAL_RESULT_WRONG_LAYOUT`, `FRAMESEAL_RESULT_UNKNOWN_SUITE`,
/// `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_add_key(
    decryptor: frameseal_decryptor,
    suite_number: SuiteNumber,
    kid: u64,
    base_key: *const u8,
    base_key_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        let base_key = args.bytes("base_key", base_key, base_key_len)?;
        let (suite, base_key) = (suite(suite_number)?, BaseKey::new(base_key)?);
        with(decryptor, |decryptor| Ok(decryptor.add_key(suite, KeyId::new(kid), base_key)?))
    })
}

/// Adds a generation of a sender key (RFC 9605 section 5.1), of which the decryptor keeps a copy.
/// Frames of later steps are followed by themselves; a key given at a later step moves the
/// generation there.
///
/// From any thread. Gives `FRAMESEAL_RESULT_KEY_ID_RETIRED` for a generation that was removed and
/// comes back older than it went; else as `frameseal_decryptor_add_key`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_add_sender_key(
    decryptor: frameseal_decryptor,
    sender_key: frameseal_sender_key,
) -> frameseal_result {
    boundary!(|_args| {
        let copy = handle::exclude(sender_key.id, |key: &mut Box<SenderKey>| {
            Ok(SenderKey::at(key.suite(), key.id(), BaseKey::new(key.base_key().expose())?)?)
        })?;
        with(decryptor, |decryptor| Ok(decryptor.add_sender_key(copy)?))
    })
}

/// Adds an MLS epoch (RFC 9605 section 5.2): `base_key` is the exporter secret with the label
/// `SFrame 1.0 Base Key`, an empty context and the suite's Nk bytes, at least 16; `sender_bits` is S, for which
/// `frameseal_sender_bits_for_group` gives the least. Older epochs go after the grace time.
///
/// `frameseal_mls_keys` does all this, and keeps time.
///
/// From any thread. Gives `FRAMESEAL_RESULT_KEY_ID_RETIRED` for an epoch that was removed or whose
/// place a newer one has; else as `frameseal_decryptor_add_key`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_add_epoch(
    decryptor: frameseal_decryptor,
    suite_number: SuiteNumber,
    epoch: u64,
    sender_bits: u8,
    base_key: *const u8,
    base_key_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        let base_key = args.bytes("base_key", base_key, base_key_len)?;
        let (suite, sender_bits): (CipherSuite, _) =
            (suite(suite_number)?, SenderBits::new(sender_bits)?);
        let epoch = MlsEpoch::new(suite, epoch, sender_bits, BaseKey::new(base_key)?);
        with(decryptor, |decryptor| Ok(decryptor.add_epoch(epoch)?))
    })
}

/// Refuses the key of an encryptor of this side, so that frames which the operator sends back are
/// not taken for somebody else's.
///
/// The last 16384 are remembered.
///
/// From any thread. Gives `FRAMESEAL_RESULT_OWN_SEND_KEY` when the key had been added; it is removed.
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_refuse_own(
    decryptor: frameseal_decryptor,
    encryptor: frameseal_encryptor,
) -> frameseal_result {
    boundary!(|_args| {
        let encryptor = handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            Ok(Arc::<Encryptor>::clone(encryptor))
        })?;
        with(decryptor, |decryptor| Ok(decryptor.refuse_own(&encryptor)?))
    })
}

/// Lets the key of a KID (its generation, its epoch) go after the grace time.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there was none,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_retire_key(
    decryptor: frameseal_decryptor,
    kid: u64,
) -> frameseal_result {
    boundary!(|_args| with(decryptor, |decryptor| something(decryptor.retire_key(KeyId::new(kid)))))
}

/// Wipes the key of a KID (its generation, its epoch) now.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there was none,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_remove_key(
    decryptor: frameseal_decryptor,
    kid: u64,
) -> frameseal_result {
    boundary!(|_args| with(decryptor, |decryptor| something(decryptor.remove_key(KeyId::new(kid)))))
}

pub(crate) fn something(was_there: bool) -> Result<(), Failure> {
    if was_there { Ok(()) } else { Err(Failure::Nothing) }
}

/// Takes note of the time, in milliseconds from any fixed point, about once a second: retired keys
/// and parked frames go when they are due. A time before the last one is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_advance(
    decryptor: frameseal_decryptor,
    now_ms: u64,
) -> frameseal_result {
    boundary!(|_args| with(decryptor, |decryptor| {
        decryptor.advance(Duration::from_millis(now_ms));
        Ok(())
    }))
}

/// Decrypts a frame into `out`, which is at least as long as the frame, and writes the length of
/// the plaintext to `out_len` and, unless null, KID and counter to `header` (RFC 9605 section
/// 4.4.4). `metadata` is what the sender gave. Allocates nothing, unless the frame is the first of a
/// ratchet step or of an MLS member.
///
/// Nothing but statistics changes before a frame is authenticated. After a failure `out` is as it
/// was, or zeroed as far as it was used.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_TRUNCATED`, `FRAMESEAL_RESULT_NON_MINIMAL_HEADER`,
/// `FRAMESEAL_RESULT_UNKNOWN_KEY`, `FRAMESEAL_RESULT_RATCHET_TOO_FAR`,
/// `FRAMESEAL_RESULT_REFLECTED`, `FRAMESEAL_RESULT_REPLAYED`, `FRAMESEAL_RESULT_TOO_OLD`,
/// `FRAMESEAL_RESULT_AUTHENTICATION`, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
/// `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_decrypt(
    decryptor: frameseal_decryptor,
    frame: *const u8,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
    header: *mut frameseal_header,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(frame)?.apart_from(metadata)?;
        let out_len = args.output("out_len", out_len)?;
        let header_out = args.optional_output("header", header)?;
        let (header, len) = with(decryptor, |decryptor| {
            let Opened { header, payload } = decryptor.decrypt(frame, metadata, out.writable())?;
            Ok((header, payload.len()))
        })?;
        out_len.write(len);
        if let Some(out) = header_out {
            out.write(header.into());
        }
        Ok(())
    })
}

/// Decrypts a frame where it lies and writes where inside it the plaintext begins and its length;
/// `header` may be null. After `FRAMESEAL_RESULT_AUTHENTICATION` everything behind the header is
/// zeroed; after any other failure the frame is untouched.
///
/// From any thread, one at a time; others wait. Fails as `frameseal_decryptor_decrypt`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_decrypt_in_place(
    decryptor: frameseal_decryptor,
    frame: *mut u8,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    out_start: *mut usize,
    out_len: *mut usize,
    header: *mut frameseal_header,
) -> frameseal_result {
    boundary!(|args| {
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        let frame = args.in_place("frame", frame, frame_len)?.apart_from(metadata)?;
        let (out_start, out_len) =
            (args.output("out_start", out_start)?, args.output("out_len", out_len)?);
        let header_out = args.optional_output("header", header)?;
        let (header, len) = with(decryptor, |decryptor| {
            let Opened { header, payload } = decryptor.decrypt_in_place(frame, metadata)?;
            Ok((header, payload.len()))
        })?;
        out_start.write(header.encoded_len());
        out_len.write(len);
        if let Some(out) = header_out {
            out.write(header.into());
        }
        Ok(())
    })
}

/// Decrypts many frames in one call, in order: as many calls of `frameseal_decryptor_decrypt`,
/// with the cost of crossing into the library once. Each frame gets its own `result` and, when
/// that is `FRAMESEAL_RESULT_OK`, `out_len`; a frame that fails does not stop the others.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_OK` when every frame was
/// opened, else the result of the first that was not; `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND` and `FRAMESEAL_RESULT_NULL_POINTER` leave `frames` as it was.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_decrypt_batch(
    decryptor: frameseal_decryptor,
    frames: *mut frameseal_frame,
    count: usize,
) -> frameseal_result {
    boundary!(|args| {
        let frames = args.items_out("frames", frames, count)?;
        with(decryptor, |decryptor| {
            frameseal_frame::each(args, frames, |frame, metadata, out| {
                Ok(decryptor.decrypt(frame, metadata, out)?.payload.len())
            })
        })
    })
}

/// Keeps a copy of a frame that was refused with `FRAMESEAL_RESULT_UNKNOWN_KEY` until its key
/// comes. `token` comes out with it, to tell which frame it was.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when it is not kept: its key is known, or it is
/// no SFrame, or longer than all that may wait. `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_park(
    decryptor: frameseal_decryptor,
    frame: *const u8,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    token: u64,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        with(decryptor, |decryptor| something(decryptor.park(frame, metadata, token)))
    })
}

/// Writes the plaintext of the next parked frame whose key is known now, in the order of arrival,
/// and what is known of it to `unparked`. A frame that is refused after all comes out with length
/// 0 and its own `result`.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when no frame is due;
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, and then the same frame comes again;
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_unpark(
    decryptor: frameseal_decryptor,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
    unparked: *mut frameseal_unparked,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let (out_len, about) =
            (args.output("out_len", out_len)?, args.output("unparked", unparked)?);
        handle::exclude(decryptor.id, |opener: &mut Box<Opener>| {
            let next = opener.unparked.take().or_else(|| opener.decryptor.unpark());
            let Some(Unparked { token, frame }) = next else { return Err(Failure::Nothing) };
            let (header, payload, result) = match &frame {
                Ok(opened) => (opened.header.into(), &opened.payload[..], frameseal_result::Ok),
                Err(error) => {
                    (frameseal_header::default(), &[][..], Failure::from(*error).result())
                }
            };
            match out.copy_from(payload) {
                Ok(len) => {
                    out_len.write(len);
                    about.write(frameseal_unparked { token, header, result });
                    wipe(frame);
                    Ok(())
                }
                Err(failure) => {
                    opener.unparked = Some(Unparked { token, frame });
                    Err(failure)
                }
            }
        })
    })
}

/// Leaves no second plaintext behind.
fn wipe(frame: Result<Opened<Vec<u8>>, frameseal::DecryptError>) {
    if let Ok(mut opened) = frame {
        zeroize::Zeroize::zeroize(&mut opened.payload);
    }
}

/// Writes the next event, oldest first. 256 are kept; who does not poll loses the newest.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_poll_event(
    decryptor: frameseal_decryptor,
    out: *mut frameseal_event,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(with(decryptor, |decryptor| {
            Ok(decryptor.poll_event().ok_or(Failure::Nothing)?.into())
        })?);
        Ok(())
    })
}

/// Writes what the decryptor has opened and refused since it was made, and what it holds.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_get_totals(
    decryptor: frameseal_decryptor,
    out: *mut frameseal_totals,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let totals = with(decryptor, |decryptor| Ok(decryptor.totals()))?;
        out.write(frameseal_totals {
            opened: totals.opened,
            syntax: totals.syntax,
            key_id: totals.key_id,
            replay: totals.replay,
            authentication: totals.authentication,
            parked: u64::try_from(totals.parked).unwrap_or(u64::MAX),
            parked_dropped: totals.parked_dropped,
        });
        Ok(())
    })
}

/// Writes the statistics of every key held, in no order, to the `out_size` places at `out`, and
/// their number to `out_len`.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, with the number of places needed in
/// `frameseal_last_error`; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_decryptor_get_key_stats(
    decryptor: frameseal_decryptor,
    out: *mut frameseal_key_stats,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.items_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let stats: Vec<_> = with(decryptor, |decryptor| {
            let stats = decryptor.key_stats().map(|key| frameseal_key_stats {
                kid: key.kid.as_u64(),
                opened: key.opened,
                failed: key.failed,
                highest_counter: key.highest_counter.unwrap_or(0),
            });
            Ok(stats.collect())
        })?;
        out_len.write(out.copy_from(&stats)?);
        Ok(())
    })
}
