//! A forked child has a copy of every counter, and would use the same nonces as its parent: there,
//! every call is refused.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

#[cfg(unix)]
use frameseal::call::PassphraseError;

use crate::failure::{Failure, Misuse};

/// Set by a handler of `fork`; whoever makes children by `_Fork` or `clone` runs no handlers.
static IS_CHILD: AtomicBool = AtomicBool::new(false);

/// Refuses to go on in a child of a process that had handles.
#[inline]
pub(crate) fn check() -> Result<(), Failure> {
    if IS_CHILD.load(Relaxed) || canary::is_dead() { Err(Misuse::Forked.into()) } else { Ok(()) }
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
        let watch = || {
            canary::put();
            // SAFETY: the handler does nothing but store to a static atomic.
            unsafe { libc::pthread_atfork(None, None, Some(in_child)) == 0 }
        };
        if !*IS_WATCHED.get_or_init(watch) {
            return Err(PassphraseError::NoMemory.into());
        }
    }
    Ok(())
}

/// A page that Linux clears for every child that has a copy of memory, however it was made.
#[cfg(any(target_os = "linux", target_os = "android"))]
mod canary {
    use std::ptr::{null_mut, without_provenance_mut};
    use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
    use std::sync::atomic::{AtomicPtr, AtomicU8};

    /// Less than a page has everywhere, and all that is looked at.
    const LEN: usize = 4096;
    const ALIVE: u8 = 1;

    static PAGE: AtomicPtr<AtomicU8> = AtomicPtr::new(null_mut());

    #[inline]
    pub(super) fn is_dead() -> bool {
        let page = PAGE.load(Acquire);
        // SAFETY: null, or the page of `put`, which stays mapped for as long as the process lives.
        unsafe { page.as_ref() }.is_some_and(|canary| canary.load(Relaxed) != ALIVE)
    }

    /// Before Linux 4.14 there is none, and the handler is all.
    pub(super) fn put() {
        let (access, kind) =
            (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
        // SAFETY: a new mapping, where there is room.
        let page = unsafe { libc::mmap(null_mut(), LEN, access, kind, -1, 0) };
        if page == without_provenance_mut(usize::MAX) {
            return;
        }
        // SAFETY: the page that was just mapped, and is nobody else's.
        if unsafe { libc::madvise(page, LEN, libc::MADV_WIPEONFORK) } != 0 {
            // SAFETY: as above.
            let _is_gone = unsafe { libc::munmap(page, LEN) };
            return;
        }
        let canary: *mut AtomicU8 = page.cast();
        // SAFETY: the page is aligned, can be written to, and is zero, which is an `AtomicU8`.
        unsafe { &*canary }.store(ALIVE, Relaxed);
        PAGE.store(canary, Release);
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod canary {
    pub(super) const fn is_dead() -> bool {
        false
    }

    #[cfg(unix)]
    pub(super) const fn put() {}
}
