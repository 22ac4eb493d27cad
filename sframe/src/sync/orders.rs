//! Loom's atomics and locks, how a model is run, and faults that a model must find.
//!
//! Loom runs the threads of a model one at a time, in every order that their atomics and locks
//! allow, with every value that a load may give. It has no spurious failures of
//! `compare_exchange_weak`, and no stores that overtake what stands before them.

use core::cell::Cell;
use core::fmt::Debug;
use core::sync::atomic::Ordering;

#[allow(unused_imports)] // each build uses its part
pub(crate) use loom::{
    hint::spin_loop,
    sync::atomic::{AtomicBool, AtomicU8},
    sync::{Mutex, MutexGuard},
};

/// As that of std, which knows what is constant.
macro_rules! per_thread {
    ($(#[$doc:meta])* static $name:ident: $type:ty = const { $init:expr };) => {
        loom::thread_local! { static $name: $type = $init; }
    };
}
pub(crate) use per_thread as thread_local;

/// How the machine is broken under code that is right, for controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Exchanges are a load, a comparison and a store, and others come in between.
    Torn,
    /// Nothing is ordered.
    Relaxed,
}

std::thread_local! {
    // Of the real thread, on which loom runs all threads of a model.
    static FAULT: Cell<Option<Fault>> = const { Cell::new(None) };
}

#[derive(Debug)]
pub(crate) struct AtomicU64(loom::sync::atomic::AtomicU64);

#[allow(dead_code)] // each crate uses its part
impl AtomicU64 {
    pub(crate) fn new(value: u64) -> Self {
        Self(loom::sync::atomic::AtomicU64::new(value))
    }

    pub(crate) fn load(&self, order: Ordering) -> u64 {
        self.0.load(kept(order))
    }

    pub(crate) fn store(&self, value: u64, order: Ordering) {
        self.0.store(value, kept(order));
    }

    pub(crate) fn compare_exchange(
        &self,
        current: u64,
        new: u64,
        success: Ordering,
        failure: Ordering,
    ) -> Result<u64, u64> {
        if FAULT.get() != Some(Fault::Torn) {
            return self.0.compare_exchange(current, new, kept(success), kept(failure));
        }
        let value = self.0.load(failure);
        if value != current {
            return Err(value);
        }
        self.0.store(new, Ordering::Release);
        Ok(value)
    }

    pub(crate) fn compare_exchange_weak(
        &self,
        current: u64,
        new: u64,
        success: Ordering,
        failure: Ordering,
    ) -> Result<u64, u64> {
        self.compare_exchange(current, new, success, failure)
    }

    pub(crate) fn fetch_add(&self, value: u64, order: Ordering) -> u64 {
        self.0.fetch_add(value, kept(order))
    }

    pub(crate) fn fetch_sub(&self, value: u64, order: Ordering) -> u64 {
        self.0.fetch_sub(value, kept(order))
    }

    pub(crate) fn fetch_or(&self, value: u64, order: Ordering) -> u64 {
        self.0.fetch_or(value, kept(order))
    }

    pub(crate) fn fetch_max(&self, value: u64, order: Ordering) -> u64 {
        self.0.fetch_max(value, kept(order))
    }
}

fn kept(order: Ordering) -> Ordering {
    if FAULT.get() == Some(Fault::Relaxed) { Ordering::Relaxed } else { order }
}

#[cfg(test)]
pub(crate) use running::{control, model, model_within};

#[cfg(test)]
mod running {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::string::String;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::time::Instant;
    use std::{assert, println};

    use super::{FAULT, Fault};

    /// Tries every order, and prints how many there are.
    pub(crate) fn model(name: &str, f: impl Fn() + Send + Sync + 'static) {
        explore(name, None, f);
    }

    /// Tries every order in which threads are interrupted at most so often between two points
    /// at which they wait. Few faults need more than two interruptions.
    pub(crate) fn model_within(
        name: &str,
        interruptions: usize,
        f: impl Fn() + Send + Sync + 'static,
    ) {
        explore(name, Some(interruptions), f);
    }

    /// The model must fail, with one of `says` in its message, when the machine is broken.
    pub(crate) fn control(
        name: &str,
        fault: Fault,
        says: &[&str],
        f: impl Fn() + Send + Sync + 'static,
    ) {
        FAULT.set(Some(fault));
        let found = catch_unwind(AssertUnwindSafe(|| explore(name, None, f)));
        FAULT.set(None);
        let panic = found.expect_err("the fault was not found");
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or_default();
        let is_meant = says.iter().any(|what| text.contains(what));
        assert!(is_meant, "{name} failed for another reason: {text}");
        println!("loom: control {name}: found");
    }

    fn explore(name: &str, interruptions: Option<usize>, f: impl Fn() + Send + Sync + 'static) {
        let (orders, begun) = (Arc::new(AtomicUsize::new(0)), Instant::now());
        let mut builder = loom::model::Builder::new();
        builder.preemption_bound = builder.preemption_bound.or(interruptions);
        builder.max_branches = 10_000;
        let count = Arc::clone(&orders);
        builder.check(move || {
            count.fetch_add(1, Relaxed);
            f();
        });
        let (orders, ms) = (orders.load(Relaxed), begun.elapsed().as_millis());
        println!("loom: model {name}: {orders} orders in {ms} ms");
    }
}
