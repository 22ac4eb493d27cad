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
mod session;
mod wire;

pub use decision::MAX_DECISIONS;
pub use error::{MessageError, SessionError};
pub use exchange::Kem;
pub use identity::{DeviceIdentity, IDENTITY_LEN, IdentityKey};
pub use media_keys::MediaKind;
pub use member::{Admission, MAX_GONE, MAX_HOSTS, MAX_MEMBERS, MAX_NAME_LEN, MemberId, Policy};
pub use session::{
    CallEvent, Departure, KeyChange, MAX_CALL_EVENTS, MAX_CALL_ID_LEN, MAX_KEY_CHANGES,
    MAX_OUTGOING, MAX_STRANGERS, Member, Outgoing, Session, SessionConfig, Timing,
};
pub use wire::MAX_MESSAGE_LEN;
