//! Where the library tells a developer what went wrong.

use std::ffi::{c_char, c_void};
use std::fmt::{self, Write};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{PoisonError, RwLock};

use crate::boundary::boundary;
use crate::callback;
use crate::failure::{Failure, Misuse};
use crate::fork;
use crate::result::frameseal_result;

/// 512 bytes: the longest message of the library has about 250.
const MAX_MESSAGE_LEN: usize = 512;

/// Takes a line for a log: what failed, and the message of `frameseal_last_error_message`, without
/// secrets. `message` ends with a zero byte and is valid during the call. It is called from
/// whatever thread made the call that failed and must not throw.
pub type frameseal_log_callback = Option<
    unsafe extern "C" fn(context: *mut c_void, result: frameseal_result, message: *const c_char),
>;

struct Sink {
    call: unsafe extern "C" fn(*mut c_void, frameseal_result, *const c_char),
    context: *mut c_void,
}

// SAFETY: the contract of `frameseal_log_set` is that the context may be used from any thread.
unsafe impl Send for Sink {}
// SAFETY: as above.
unsafe impl Sync for Sink {}

static SINK: RwLock<Option<Sink>> = RwLock::new(None);
/// So that nobody takes a lock where nobody listens.
static IS_SET: AtomicBool = AtomicBool::new(false);

/// Sets the function that gets a line for every call that fails, but for frames that were refused,
/// which come from the network as often as an attacker likes and have events and statistics, and
/// for `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`. Null sets none, as in the beginning.
///
/// `context` is handed to the callback as it is, from any thread, until another is set: when this
/// returns, the old callback runs nowhere and is not called again.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_log_set(
    callback: frameseal_log_callback,
    context: *mut c_void,
) -> frameseal_result {
    boundary!(|_args| {
        if callback::is_running() {
            return Err(Misuse::Busy.into());
        }
        let mut sink = SINK.write().unwrap_or_else(PoisonError::into_inner);
        *sink = callback.map(|call| Sink { call, context });
        IS_SET.store(sink.is_some(), Relaxed);
        Ok(())
    })
}

/// Hands a failure to the app's log.
pub(crate) fn failure(failure: &Failure) {
    // A log that logs what it does itself would never end.
    // Nor may a forked child wait for the lock, which nobody there gives back.
    if !IS_SET.load(Relaxed) || callback::is_running() || fork::check().is_err() {
        return;
    }
    let sink = SINK.read().unwrap_or_else(PoisonError::into_inner);
    let Some(sink) = &*sink else { return };
    let mut line = Line { bytes: [0; MAX_MESSAGE_LEN], len: 0 };
    let _ = write!(line, "{failure}");
    callback::run(|| {
        // SAFETY: the contract of `frameseal_log_set`; the message ends with a zero byte.
        unsafe { (sink.call)(sink.context, failure.result(), line.bytes.as_ptr().cast()) }
    });
}

/// A text that is cut so that a zero byte is left behind it.
struct Line {
    bytes: [u8; MAX_MESSAGE_LEN],
    len: usize,
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.bytes.get_mut(self.len..MAX_MESSAGE_LEN.saturating_sub(1));
        let room = room.unwrap_or_default();
        let len = room.len().min(text.len());
        room.iter_mut().zip(text.as_bytes()).for_each(|(to, &byte)| *to = byte);
        self.len = self.len.saturating_add(len);
        Ok(())
    }
}
