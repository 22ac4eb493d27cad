//! Loom's, as the engine has them, and what only the table of handles needs.

use std::sync::atomic::Ordering::{Acquire, Release};
use std::time::Duration;

pub(crate) use loom::cell::UnsafeCell;
pub(crate) use loom::thread::yield_now;

#[path = "../../../sframe/src/sync/orders.rs"]
mod orders;
pub(crate) use orders::*;

/// Time does not pass in a model.
pub(crate) fn sleep(_: Duration) {
    yield_now();
}

/// As that of std, on a lock and a flag of loom's.
pub(crate) struct OnceLock<T> {
    value: std::sync::OnceLock<T>,
    /// Made at the first use, which no other thread can tell: loom's are not constant.
    watched: std::sync::OnceLock<(AtomicBool, Mutex<()>)>,
}

impl<T> OnceLock<T> {
    pub(crate) const fn new() -> Self {
        Self { value: std::sync::OnceLock::new(), watched: std::sync::OnceLock::new() }
    }

    pub(crate) fn get(&self) -> Option<&T> {
        if self.watched().0.load(Acquire) { self.value.get() } else { None }
    }

    pub(crate) fn get_or_init(&self, f: impl FnOnce() -> T) -> &T {
        let (is_set, making) = self.watched();
        let _one_at_a_time = making.lock();
        let value = self.value.get_or_init(f);
        is_set.store(true, Release);
        value
    }

    fn watched(&self) -> &(AtomicBool, Mutex<()>) {
        self.watched.get_or_init(|| (AtomicBool::new(false), Mutex::new(())))
    }
}

/// Statics that each run of a model finds as new.
macro_rules! process_wide {
    ($($(#[$doc:meta])* static $name:ident: $type:ty = $value:expr;)*) => {
        loom::lazy_static! { $($(#[$doc])* static ref $name: $type = $value;)* }
    };
}
pub(crate) use process_wide;
