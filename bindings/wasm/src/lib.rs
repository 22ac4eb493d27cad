//! The engine, for JavaScript: what the npm package `frameseal` calls.
//!
//! Keys, sessions and statistics are classes. Frames go through one room in the module's memory:
//! JavaScript writes a frame there, calls a method with its length, and finds the result and a
//! [`report`] of numbers there. Nothing is allocated for a frame, and a refused one throws
//! nothing; its reason is one of the numbers.
//!
//! No method decides anything about the protocol: that is the engine's.

#![forbid(unsafe_code)]

use wasm_bindgen::prelude::wasm_bindgen;

mod counters;
mod decryptor;
mod elsewhere;
mod encryptor;
mod failure;
#[cfg(feature = "call")]
mod identity;
mod legacy;
#[cfg(feature = "call")]
mod members;
mod mls;
mod random;
mod room;
#[cfg(feature = "call")]
mod session;
mod words;

pub use counters::{grant_counters, remaining_counters};
pub use decryptor::Decryptor;
pub use elsewhere::use_elsewhere;
pub use encryptor::{Derivations, Encryptor, SendKey, SenderKey, escape};
#[cfg(feature = "call")]
pub use identity::{Identity, Secret, generate_passphrase, safety_number};
pub use legacy::{LegacyDecryptor, LegacyEncryptor};
pub use mls::MlsKeys;
pub use room::{Report, last_reason, max_frame_len, place, report, wipe};
#[cfg(feature = "call")]
pub use session::{Session, SessionConfig};
pub use words::codec_number;

/// Gives the version of the engine.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}
