//! Exchanges frames with the released code of systems that people use today.
//!
//! LiveKit, Jitsi and GetStream run in Node.js, as the worker file that their package ships,
//! and talk over JSON lines; Discord's DAVE is a Rust crate. The transparent envelope runs in
//! Python, written a second time. `README.md` beside this package
//! has the protocol and what was observed. A driver that fails panics with all that is known:
//! this package serves tests only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

pub mod dave;
mod driver;
mod frame;
pub mod media;
mod packages;
mod python;
pub mod random;

pub use driver::Driver;
pub use frame::{Frame, Outcome};
pub use packages::{node, npm_ci};
