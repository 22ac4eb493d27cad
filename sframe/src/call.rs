//! Call keys: who is in the call, which keys they have, and how they know.
//!
//! ```text
//! messages, now, random numbers ──▶ Session ──▶ messages, keys, events
//! ```
//! A [`Session`] is one device in one call. It runs over any signalling channel, which may
//! lose, repeat, reorder, hold back and invent messages: it belongs to the operator.

mod identity;
mod passphrase;
mod state;
mod verification;

pub use identity::{DeviceIdentity, IDENTITY_LEN, IdentityKey};
pub use passphrase::{CallPassphrase, CallSecret, MAX_PASSPHRASE_LEN, PassphraseError};
pub use state::{
    ANCHOR_LEN, Anchor, CallState, MAX_COUNTED_KEYS, MAX_PEER_NAME_LEN, MAX_PEERS, MAX_STATE_LEN,
    STATE_KEY_LEN, StateError, StateKey, StateStorage, StorageFailed, VerifiedPeer,
};
pub use verification::{
    CallCode, EMOJI, Emoji, RosterHash, SAS_MESSAGE_LEN, SafetyNumber, Sas, SasCode, SasError,
    SasMessage, SasStep,
};
