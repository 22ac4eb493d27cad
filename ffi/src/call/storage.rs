//! Where an app saves a state.

use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use frameseal::call::{Anchor, StateStorage, StorageFailed};

use crate::boundary::Args;
use crate::callback;
use crate::counter_store::frameseal_release_callback;
use crate::failure::{Failure, Misuse};
use crate::result::{ResultNumber, frameseal_result};

/// Saves the `blob_len` bytes at `blob`, at most 700 KB, in place of the last blob, and returns
/// after they are saved **for good**, over a power failure. A call that fails or is cut short
/// leaves the old bytes or the new ones and nothing in between: write another file, sync it,
/// rename it, sync the folder.
///
/// Gives `FRAMESEAL_RESULT_OK`, or any other number, and then what changed does not count.
pub type frameseal_save_blob_callback = Option<
    unsafe extern "C" fn(context: *mut c_void, blob: *const u8, blob_len: usize) -> ResultNumber,
>;

/// Saves the 40 bytes at `anchor` in the same way, in a place that does not go back together with
/// the blob: the platform's key store, another disk, a server.
///
/// Gives `FRAMESEAL_RESULT_OK`, or any other number, and then it is called again with the same
/// anchor before anything else is saved.
pub type frameseal_save_anchor_callback =
    Option<unsafe extern "C" fn(context: *mut c_void, anchor: *const u8) -> ResultNumber>;

/// Where an app saves a state. The functions are called from whatever thread changes the state,
/// never two at a time, and must not throw. From inside one, calls of any state give
/// `FRAMESEAL_RESULT_BUSY`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_state_storage {
    /// Handed to every callback as it is.
    pub context: *mut c_void,
    /// Saves the blob. Must not be null.
    pub save_blob: frameseal_save_blob_callback,
    /// Saves the anchor. Must not be null.
    pub save_anchor: frameseal_save_anchor_callback,
    /// Called once, when the state was freed and no encryptor uses its counters any more; may be
    /// null.
    pub release: frameseal_release_callback,
}

/// The storage of an app.
pub(crate) struct Storage {
    callbacks: frameseal_state_storage,
    /// Whether the context is this side's to release: not while the state could still fail to be
    /// made.
    is_kept: AtomicBool,
}

// SAFETY: the contract of `frameseal_call_state_create` is that the context may be used from any
// thread; the state keeps calls apart.
unsafe impl Send for Storage {}
// SAFETY: as above.
unsafe impl Sync for Storage {}

impl Storage {
    pub(crate) fn read(
        args: &Args<'_>,
        storage: *const frameseal_state_storage,
    ) -> Result<Arc<Self>, Failure> {
        let callbacks = args.optional("storage", storage)?;
        let callbacks = callbacks.ok_or(Misuse::Null { what: "storage" })?;
        if callbacks.save_blob.is_none() {
            return Err(Misuse::Null { what: "save_blob" }.into());
        }
        if callbacks.save_anchor.is_none() {
            return Err(Misuse::Null { what: "save_anchor" }.into());
        }
        Ok(Arc::new(Self { callbacks, is_kept: AtomicBool::new(false) }))
    }

    /// From here on the context is released in the end.
    pub(crate) fn keep(&self) {
        self.is_kept.store(true, Relaxed);
    }
}

fn saved(result: Option<ResultNumber>) -> Result<(), StorageFailed> {
    if result == Some(frameseal_result::Ok as u32) { Ok(()) } else { Err(StorageFailed) }
}

impl StateStorage for Storage {
    fn save_blob(&self, blob: &[u8]) -> Result<(), StorageFailed> {
        let context = self.callbacks.context;
        saved(self.callbacks.save_blob.and_then(|save_blob| {
            // SAFETY: the contract of `frameseal_call_state_create`; the blob outlives the call.
            callback::ask(|| unsafe { save_blob(context, blob.as_ptr(), blob.len()) })
        }))
    }

    fn save_anchor(&self, anchor: &Anchor) -> Result<(), StorageFailed> {
        let (context, anchor) = (self.callbacks.context, anchor.to_bytes());
        saved(self.callbacks.save_anchor.and_then(|save_anchor| {
            // SAFETY: as above.
            callback::ask(|| unsafe { save_anchor(context, anchor.as_ptr()) })
        }))
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        if let Some(release) = self.callbacks.release
            && *self.is_kept.get_mut()
        {
            // SAFETY: the contract of `frameseal_call_state_create`; nobody else has the context.
            callback::run(|| unsafe { release(self.callbacks.context) });
        }
    }
}
