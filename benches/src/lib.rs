//! What the table `compare` and the criterion benches share: frames to work on, how a round
//! is timed, and FrameSeal as a contestant, in Rust and in C.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that goes wrong must stop, and it handles no frame from a network"
)]

pub mod c_api;
pub mod engine;
pub mod frames;
pub mod media;
pub mod round;
