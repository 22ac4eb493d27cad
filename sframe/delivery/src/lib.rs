//! Carries the key messages of calls from member to member, through a server that can read
//! none of them.
//!
//! ```text
//! publish ─ length, dedup id ─▶ subject of the call's tag ─ one log a call ─ ack
//!                                              │
//! subscribe from the beginning or a position ─ replay ─ live ─▶ same order for everybody
//! ```
//! A call's session makes opaque messages, authenticated and with their secrets encrypted; a
//! [`Delivery`] puts them into the call's log and gives every subscriber that log, in one
//! order, from where it left off. Two are here: [`InMemory`], for tests and apps of a single
//! process, and with the feature `nats` [`nats::Nats`], for NATS JetStream 2.9 or newer.
//!
//! ```
//! use frameseal_delivery::{CallId, Delivery, Event, InMemory, MemberId, Outgoing, Start};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let delivery: Box<dyn Delivery> = Box::new(InMemory::new());
//! let call = CallId::new(b"random bytes that only the members know")?;
//! let (anna, ben) = (MemberId::new([1; 16]), MemberId::new([2; 16]));
//!
//! delivery.publish(&call, &Outgoing::to_all("opaque")?).await?;
//! delivery.publish(&call, &Outgoing::to_member(anna, "for Anna")?).await?;
//! delivery.publish(&call, &Outgoing::to_member(ben, "for Ben")?).await?;
//!
//! let mut inbox = delivery.subscribe(&call, Some(ben), Start::Beginning).await?;
//! let mut last = None; // keep it: after a reconnection `Start::After(last)` goes on from there
//! for expected in ["opaque", "for Ben"] {
//!     match inbox.next().await? {
//!         Event::Message(message) => {
//!             assert_eq!(message.body, expected); // goes into the session
//!             last = Some(message.position);
//!         }
//!         other => panic!("{other:?}"),
//!     }
//! }
//! # assert!(last.is_some());
//! # Ok(())
//! # }
//! ```
//!
//! # What the operator of the server learns
//! Lengths and times of messages, the tag of the call (see [`CallId`] for what it hides), the
//! member id that a message is addressed to, and who is connected. It can drop, repeat, reorder
//! and make up messages; the session notices, this crate does not. Nothing here holds a secret.
//!
//! # Features
//! * `nats`: delivery over NATS JetStream, through [`async-nats`](https://docs.rs/async-nats).

#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation
    )
)]

// What is delivered, and to whom.
mod call;
mod error;
mod limits;
mod message;
// The contract, and what keeps it.
mod delivery;
mod memory;
#[cfg(feature = "nats")]
pub mod nats;

pub use call::{CallId, CallTag, MAX_CALL_ID_LEN, MemberId};
pub use delivery::{Delivery, Subscription};
pub use error::{DeliveryError, InputError};
pub use limits::{
    DEFAULT_LOG_AGE, DEFAULT_LOG_MESSAGES, DUPLICATE_WINDOW, LogLimits, MAX_LOG_AGE,
    MAX_LOG_MESSAGES, MAX_MESSAGE_LEN, MIN_LOG_AGE,
};
pub use memory::{InMemory, MAX_CALLS};
pub use message::{Event, MessageId, Outgoing, Position, Receipt, Received, Start};
