//! The key schedule: from base keys to traffic keys (RFC 9605 sections 4.4.2 and 5).

mod derive;
mod mls;
mod per_ssrc;
mod ratchet;

pub use derive::DerivedKey;
pub(crate) use derive::TrafficKey;
pub use mls::{MAX_CONTEXTS, MlsEpoch};
pub use ratchet::SenderKey;
