//! Encryptors: what a sender has.

use std::sync::Arc;

use frameseal::{BaseKey, DEFAULT_LEASE, Encryptor, EncryptorConfig, KeyId, SenderKey};

use crate::batch::frameseal_frame;
use crate::boundary::boundary;
use crate::counter_store::frameseal_counter_store;
use crate::event::frameseal_event;
use crate::failure::Failure;
use crate::handle;
use crate::result::frameseal_result;
use crate::sender_key::frameseal_sender_key;
use crate::words::{SuiteNumber, or_default, suite};

/// An encryptor: seals the frames of one sender under one key. Any number of threads may encrypt
/// with it at a time.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_encryptor {
    /// The handle; zero is none.
    pub id: u64,
}

/// How an encryptor counts. Zeros are the defaults, so `{0}` is a configuration.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_encryptor_config {
    /// Where counters are leased; zero: from a ledger that lives as long as the process.
    pub counters: frameseal_counter_store,
    /// Counters taken from the store at a time, at most 2^20; zero: 4096.
    pub lease: u64,
    /// Cipher blocks of 16 bytes that the key may encrypt, if the suite's limit is not lower;
    /// zero: 2^34.
    pub max_blocks: u64,
}

/// What is fixed about an encryptor.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_encryptor_info {
    /// The KID in the headers of its frames.
    pub kid: u64,
    /// The name under which the counter store knows its key.
    pub fingerprint: [u8; 16],
    /// The most bytes by which a frame grows.
    pub max_overhead: usize,
    /// Bytes that a frame encrypted in place needs before it.
    pub headroom: usize,
    /// Bytes that a frame encrypted in place needs behind it.
    pub tailroom: usize,
    /// The cipher suite.
    pub suite: SuiteNumber,
}

impl frameseal_encryptor_config {
    pub(crate) fn read(config: Option<Self>) -> Result<EncryptorConfig, Failure> {
        let config = config.unwrap_or_default();
        let mut read = match config.counters.get()? {
            Some(store) => EncryptorConfig::with_counters(store),
            None => EncryptorConfig::default(),
        };
        read.lease = or_default(config.lease, DEFAULT_LEASE);
        read.max_blocks = or_default(config.max_blocks, read.max_blocks);
        Ok(read)
    }
}

/// Makes an encryptor for a base key of at least 16 bytes and the KID under which receivers know
/// it (RFC 9605 section 4.4). Should this process, or the counter store, have encrypted with the
/// same base key, suite and KID before, counting goes on where it stopped.
///
/// `config` may be null. From any thread.
///
/// Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`, `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`,
/// `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours,
/// `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_encryptor_new(
    suite_number: SuiteNumber,
    kid: u64,
    base_key: *const u8,
    base_key_len: usize,
    config: *const frameseal_encryptor_config,
    out: *mut frameseal_encryptor,
) -> frameseal_result {
    boundary!(|args| {
        let base_key = args.bytes("base_key", base_key, base_key_len)?;
        let config = frameseal_encryptor_config::read(args.optional("config", config)?)?;
        let out = args.output("out", out)?;
        let (suite, base_key) = (suite(suite_number)?, BaseKey::new(base_key)?);
        let encryptor = Encryptor::with_config(suite, KeyId::new(kid), base_key, config)?;
        out.write(frameseal_encryptor { id: handle::insert(Arc::new(encryptor))? });
        Ok(())
    })
}

/// Makes an encryptor for the current step of a sender key (RFC 9605 section 5.1). After
/// `frameseal_sender_key_ratchet`, make the next.
///
/// `config` may be null. From any thread. Fails as `frameseal_encryptor_new`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_encryptor_for_sender(
    sender_key: frameseal_sender_key,
    config: *const frameseal_encryptor_config,
    out: *mut frameseal_encryptor,
) -> frameseal_result {
    boundary!(|args| {
        let config = frameseal_encryptor_config::read(args.optional("config", config)?)?;
        let out = args.output("out", out)?;
        let encryptor = handle::exclude(sender_key.id, |sender_key: &mut Box<SenderKey>| {
            Ok(Encryptor::for_sender(sender_key, config)?)
        })?;
        out.write(frameseal_encryptor { id: handle::insert(Arc::new(encryptor))? });
        Ok(())
    })
}

/// Frees and wipes an encryptor, once calls that use it have returned. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_BUSY` from inside its own counter store.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_encryptor_free(
    encryptor: frameseal_encryptor,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Arc<Encryptor>>(encryptor.id))
}

/// Says what is fixed about an encryptor.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_encryptor_get_info(
    encryptor: frameseal_encryptor,
    out: *mut frameseal_encryptor_info,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            Ok(frameseal_encryptor_info {
                kid: encryptor.key_id().as_u64(),
                fingerprint: *encryptor.fingerprint().as_bytes(),
                max_overhead: encryptor.max_overhead(),
                headroom: encryptor.headroom(),
                tailroom: encryptor.tailroom(),
                suite: encryptor.suite().id(),
            })
        })?);
        Ok(())
    })
}

/// Encrypts a frame into `out`, which needs `frame_len + max_overhead` bytes, and writes the
/// length of the sealed frame to `out_len` (RFC 9605 section 4.4.3). `metadata` is authenticated
/// and not sent; the receiver must have the same. Allocates nothing.
///
/// From any thread, any number at a time.
///
/// Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_OVERLAP`,
/// `FRAMESEAL_RESULT_KEY_USED_UP`, `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_encryptor_encrypt(
    encryptor: frameseal_encryptor,
    frame: *const u8,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(frame)?.apart_from(metadata)?;
        let out_len = args.output("out_len", out_len)?;
        let len = handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            Ok(encryptor.encrypt(frame, metadata, out.writable())?)
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Encrypts the frame of `frame_len` bytes at `frame_start` inside `buffer`, where it lies: the
/// header goes directly before it, the tag directly behind. Writes where the sealed frame begins
/// and its length. Allocates nothing.
///
/// `buffer` needs `headroom` bytes before and `tailroom` bytes behind the frame
/// (`frameseal_encryptor_get_info`). From any thread, any number at a time.
///
/// Gives `FRAMESEAL_RESULT_NO_ROOM`; else as `frameseal_encryptor_encrypt`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_encryptor_encrypt_in_place(
    encryptor: frameseal_encryptor,
    buffer: *mut u8,
    buffer_size: usize,
    frame_start: usize,
    frame_len: usize,
    metadata: *const u8,
    metadata_len: usize,
    out_start: *mut usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let metadata = args.bytes("metadata", metadata, metadata_len)?;
        let buffer = args.in_place("buffer", buffer, buffer_size)?.apart_from(metadata)?;
        let (out_start, out_len) =
            (args.output("out_start", out_start)?, args.output("out_len", out_len)?);
        let frame = frame_start..frame_start.saturating_add(frame_len);
        let sealed = handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            Ok(encryptor.encrypt_in_place(buffer, frame, metadata)?)
        })?;
        out_start.write(sealed.start);
        out_len.write(sealed.len());
        Ok(())
    })
}

/// Encrypts many frames in one call, in order: as many calls of `frameseal_encryptor_encrypt`,
/// with the cost of crossing into the library once. Each frame gets its own `result` and, when
/// that is `FRAMESEAL_RESULT_OK`, `out_len`; a frame that fails does not stop the others.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_OK` when every frame was
/// encrypted, else the result of the first that was not; `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND` and `FRAMESEAL_RESULT_NULL_POINTER` leave `frames` as it was.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_encryptor_encrypt_batch(
    encryptor: frameseal_encryptor,
    frames: *mut frameseal_frame,
    count: usize,
) -> frameseal_result {
    boundary!(|args| {
        let frames = args.items_out("frames", frames, count)?;
        handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            frameseal_frame::each(args, frames, |frame, metadata, out| {
                Ok(encryptor.encrypt(frame, metadata, out)?)
            })
        })
    })
}

/// Writes the next event of an encryptor: `FRAMESEAL_EVENT_KIND_ROTATE_SOON`, once, when three
/// quarters of the key's usage limit are spent.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NOTHING`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_encryptor_poll_event(
    encryptor: frameseal_encryptor,
    out: *mut frameseal_event,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(handle::share(encryptor.id, |encryptor: &Arc<Encryptor>| {
            let event = encryptor.poll_event().ok_or(Failure::Nothing)?;
            Ok(frameseal_event::from(event))
        })?);
        Ok(())
    })
}
