//! Real encoders, packetizers and decoders for the tests of sealed frames.
//!
//! A frame that is encrypted and still looks like its codec has to pass programs that were
//! written without it in mind. This crate drives them: it proves nothing by itself, and every
//! claim it makes is an assertion of a test in `tests/`. `README.md` says what each tool
//! does to frames.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

// Programs that are missing are installed.
pub mod apt;
// Frames: made by encoders, taken apart, put into files.
pub mod annex_b;
pub mod compare;
pub mod container;
pub mod encode;
// Packetizers: frames to RTP and back.
pub mod gst;
pub mod str0m;
// Decoders: what is to be seen of a stream.
pub mod decode;
