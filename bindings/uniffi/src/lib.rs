//! FrameSeal for Kotlin, Swift and Python, made by uniffi: keys, members and events as objects.
//!
//! Nothing here decides anything: an object holds one of the engine's, takes the words of other
//! languages ([`words`]) and gives errors as they have them ([`FrameSealError`]). Frames have two
//! roads. The convenient one takes and gives arrays of bytes, which are copied on each side. The fast
//! one works where frames lie: objects have a `handle`, with which C's functions (`frameseal.h`)
//! know them, and with the feature `jni` Java has functions for direct buffers.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

uniffi::setup_scaffolding!("frameseal");

mod error;
mod random;
mod secret;
pub mod words;

mod counters;
mod decryptor;
mod delivery;
mod encryptor;
mod keys;
mod mls;

mod identity;
mod session;
mod state;

#[cfg(feature = "jni")]
mod jni;

pub use counters::CounterStore;
pub use decryptor::{Decryptor, DecryptorConfig, KeyStatistics, OpenedFrame, Totals};
pub use encryptor::Encryptor;
pub use error::FrameSealError;
pub use identity::{CallSecret, DeviceIdentity, SafetyNumber, generate_passphrase};
pub use keys::{BaseKey, SenderKey};
pub use mls::{MlsKeys, MlsListener, mls_exporter_label};
pub use secret::{Secret, SecretText};
pub use session::{CallListener, Session, SessionConfig};
pub use state::{CallState, StateStorage};

/// Gives the version of the library.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
