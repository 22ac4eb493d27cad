//! What threads share: the machine's atomics and locks, or loom's, under which tests try every
//! order of what threads do (`cargo xtask harden loom`).

#[cfg(not(loom))]
mod machine;
#[cfg(not(loom))]
pub(crate) use machine::*;

#[cfg(loom)]
mod tried;
#[cfg(loom)]
pub(crate) use tried::*;
