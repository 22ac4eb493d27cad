//! A forked child has a copy of every counter, and would use the same nonces as its parent: there,
//! every call is refused.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

#[cfg(unix)]
use frameseal::call::PassphraseError;

use crate::failure::{Failure, Misuse};

static IS_CHILD: AtomicBool = AtomicBool::new(false);

/// Refuses to go on in a child of a process that had handles.
#[inline]
pub(crate) fn check() -> Result<(), Failure> {
    if IS_CHILD.load(Relaxed) { Err(Misuse::Forked.into()) } else { Ok(()) }
}

/// From the first handle on, children are noticed. One forked before that is free to begin.
pub(crate) fn watch() -> Result<(), Failure> {
    check()?;
    #[cfg(unix)]
    {
        use std::sync::OnceLock;

        extern "C" fn in_child() {
            IS_CHILD.store(true, Relaxed);
        }

        static IS_WATCHED: OnceLock<bool> = OnceLock::new();
        // SAFETY: the handler does nothing but store to a static atomic.
        let watch = || unsafe { libc::pthread_atfork(None, None, Some(in_child)) == 0 };
        if !*IS_WATCHED.get_or_init(watch) {
            return Err(PassphraseError::NoMemory.into());
        }
    }
    Ok(())
}
