//! Call keys: who is in the call, which keys they have, and how they know.
//!
//! ```text
//! messages, now, random numbers ──▶ Session ──▶ messages, keys, events
//! ```
//! A [`Session`] is one device in one call. It runs over any signalling channel, which may
//! lose, repeat, reorder, hold back and invent messages: it belongs to the operator.
//!
//! ```
//! # use std::time::Duration;
//! # use chacha20::ChaCha20Rng;
//! # use rand_core::SeedableRng;
//! use frameseal::Decryptor;
//! use frameseal::call::{DeviceIdentity, MediaKind, Session, SessionConfig};
//!
//! # fn join(name: &str, seed: u64) -> Result<Session, Box<dyn std::error::Error>> {
//! # let (now, milliseconds) = (Duration::ZERO, 1_795_651_200_000);
//! # let mut rng = ChaCha20Rng::seed_from_u64(seed); // an app takes the system's generator
//! let identity = DeviceIdentity::generate(&mut rng); // once a device, then stored
//! let config = SessionConfig::new(b"room 7", name, milliseconds);
//! let mut session = Session::join(config, identity, Box::new(rng), now)?;
//! # Ok(session)
//! # }
//! # let (mut alice, mut bob) = (join("Alice", 1)?, join("Bob", 2)?);
//! # let now = Duration::from_secs(1);
//!
//! // Messages go where the app's signalling takes them, in any order, some of them never.
//! for _ in 0..5 {
//!     while let Some(message) = alice.poll_outgoing() {
//!         let _refused = bob.handle(&message.bytes, now);
//!     }
//!     while let Some(message) = bob.poll_outgoing() {
//!         let _refused = alice.handle(&message.bytes, now);
//!     }
//! }
//! let mut decryptor = Decryptor::with_config(Session::decryptor_config());
//! decryptor.advance(now); // whenever time passes, or keys that were retired never go
//! while let Some(change) = bob.poll_key_change() {
//!     change.apply(&mut decryptor)?;
//! }
//! let mut frame = alice.encryptor(MediaKind::Video)?.encrypt_to_vec(b"picture", b"")?;
//! let opened = decryptor.decrypt_in_place(&mut frame, b"")?;
//! assert_eq!(opened.payload, b"picture");
//! assert_eq!(bob.sender_of(opened.header.kid), Some((alice.id(), MediaKind::Video)));
//! // Said aloud: is the operator in between?
//! assert_eq!(alice.call_code(), bob.call_code());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! docs/key-management.md has the messages byte by byte, and what the operator can and cannot
//! do.

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
pub use member::{Admission, MAX_GONE, MAX_HOSTS, MAX_MEMBERS, MAX_NAME_LEN, MemberId, Policy};
pub use passphrase::{CallPassphrase, CallSecret, MAX_PASSPHRASE_LEN, PassphraseError};
pub use session::{
    CallEvent, ChatMessage, Departure, KeyChange, MAX_CALL_EVENTS, MAX_CALL_ID_LEN,
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
