//! The C library of FrameSeal. C programmers read `include/frameseal.h`, which is made from this
//! crate by `cargo xtask generate`; what is said there once for all functions is in
//! `header.h`.
//!
//! A C function here is thin: it takes its arguments (`boundary`), finds its object (`handle`),
//! calls the engine and writes the outputs. There is no protocol in this crate.
//!
//! # Safety
//! Every function that takes pointers asks of its caller what C always asks: a pointer is null or
//! valid for the length that comes with it until the function returns, what is written to is
//! written by nobody else meanwhile, and what is read is written by nobody.

#![allow(non_camel_case_types)]
#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]
#![allow(clippy::too_many_arguments)] // C has no slices
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

// How C comes in, and how it hears what happened.
mod boundary;
mod callback;
pub mod error;
mod failure;
mod fork;
mod handle;
pub mod log;
mod object;
pub mod result;
mod sync;

// What C finds, in the order of the header.
pub mod words;

pub mod batch;
pub mod codec;
pub mod counter_store;
pub mod decryptor;
pub mod encryptor;
pub mod event;
pub mod header;
pub mod interop;
pub mod mls;
pub mod rtp;
pub mod sender_key;
pub mod transparent;

pub mod call;

// What other languages find.
pub mod shared;
