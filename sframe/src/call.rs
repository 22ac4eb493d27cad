//! Call keys: who is in the call, which keys they have, and how they know.
//!
//! ```text
//! messages, now, random numbers ──▶ Session ──▶ messages, keys, events
//! ```
//! A [`Session`] is one device in one call. It runs over any signalling channel, which may
//! lose, repeat, reorder, hold back and invent messages: it belongs to the operator.

mod decision;
mod error;
mod exchange;
mod identity;
mod media_keys;
mod member;
mod passphrase;
mod session;
mod state;
mod verification;
mod wire;

pub use decision::MAX_DECISIONS;
pub use error::{MessageError, SessionError};
pub use exchange::Kem;
pub use identity::{DeviceIdentity, IDENTITY_LEN, IdentityKey};
pub use media_keys::MediaKind;
pub use member::{Admission, MAX_HOSTS, MAX_MEMBERS, MAX_NAME_LEN, MemberId, Policy};
pub use passphrase::{CallPassphrase, CallSecret, MAX_PASSPHRASE_LEN, PassphraseError};
pub use session::{
    CallEvent, ChatMessage, Departure, KeyChange, MAX_CALL_EVENTS, MAX_CALL_ID_LEN, MAX_GONE,
    MAX_KEY_CHANGES, MAX_OUTGOING, MAX_STRANGERS, Member, Outgoing, Session, SessionConfig, Timing,
};
pub use state::{
    ANCHOR_LEN, Anchor, CallState, MAX_COUNTED_KEYS, MAX_PEER_NAME_LEN, MAX_PEERS, MAX_STATE_LEN,
    STATE_KEY_LEN, StateError, StateKey, StateStorage, StorageFailed, VerifiedPeer,
};
pub use verification::{
    CallCode, EMOJI, Emoji, RosterHash, SAS_MESSAGE_LEN, SafetyNumber, Sas, SasCode, SasError,
    SasMessage, SasStep,
};
pub use wire::MAX_MESSAGE_LEN;
