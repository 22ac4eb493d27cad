//! What threads share: the machine's atomics and locks, or loom's, under which tests try every
//! order of what threads do (`cargo xtask harden loom`).

#[cfg(not(loom))]
pub(crate) use core::sync::atomic::AtomicU8;
#[cfg(all(not(loom), target_has_atomic = "64"))]
pub(crate) use core::sync::atomic::AtomicU64;
#[cfg(all(not(loom), not(feature = "std")))]
pub(crate) use core::{hint::spin_loop, sync::atomic::AtomicBool};
#[cfg(all(not(loom), not(target_has_atomic = "64")))]
pub(crate) use portable_atomic::AtomicU64;
#[cfg(all(not(loom), feature = "std"))]
pub(crate) use std::{
    sync::{Mutex, MutexGuard},
    thread_local,
};

#[cfg(loom)]
mod orders;
#[cfg(loom)]
pub(crate) use orders::*;
