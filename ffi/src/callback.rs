//! Functions of the app that the library calls.

use std::cell::Cell;

use crate::fork;
use crate::sync::thread_local;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Says whether this thread is inside a callback: then it may hold an object already, and must
/// not wait for one.
pub(crate) fn is_running() -> bool {
    DEPTH.with(Cell::get) > 0
}

/// Runs a function of the app whose answer counts. In a forked child none is run, and none is believed
/// that made the child itself and came back there.
pub(crate) fn ask<R>(f: impl FnOnce() -> R) -> Option<R> {
    fork::check().ok()?;
    let answer = run(f);
    fork::check().ok()?;
    Some(answer)
}

/// Runs a function of the app.
pub(crate) fn run<R>(f: impl FnOnce() -> R) -> R {
    struct Depth;
    impl Drop for Depth {
        fn drop(&mut self) {
            DEPTH.with(|depth| depth.set(depth.get().saturating_sub(1)));
        }
    }
    DEPTH.with(|depth| depth.set(depth.get().saturating_add(1)));
    let _depth = Depth;
    f()
}
