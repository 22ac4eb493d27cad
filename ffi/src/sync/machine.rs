//! The machine's.

pub(crate) use std::hint::spin_loop;
pub(crate) use std::sync::atomic::AtomicU64;
pub(crate) use std::sync::{Mutex, OnceLock};
pub(crate) use std::thread::{sleep, yield_now};
pub(crate) use std::thread_local;

/// As that of std, in the form that loom can watch.
pub(crate) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(std::cell::UnsafeCell::new(value))
    }

    /// Lets `f` read, beside others that do.
    #[inline(always)]
    pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        f(self.0.get())
    }

    /// Lets `f` read and write, alone.
    #[inline(always)]
    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        f(self.0.get())
    }
}

/// Statics.
macro_rules! process_wide {
    ($($(#[$doc:meta])* static $name:ident: $type:ty = $value:expr;)*) => {
        $($(#[$doc])* static $name: $type = $value;)*
    };
}
pub(crate) use process_wide;
