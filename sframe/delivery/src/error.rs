//! What can go wrong, who is at fault and whether to try again.

use std::time::Duration;

use thiserror::Error;

/// What the app asked for cannot be. Nothing was sent; trying again does not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InputError {
    /// The call id is empty or too long.
    #[error("the call id has {len} bytes; give it 1 to 128, or hash a longer one first")]
    CallIdLength {
        /// Its length in bytes.
        len: usize,
    },
    /// The message is longer than [`MAX_MESSAGE_LEN`](crate::MAX_MESSAGE_LEN).
    #[error(
        "the message has {len} bytes and at most 16384 are delivered; a session makes none longer"
    )]
    MessageTooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes for the message's id")]
    NoRandomness,
    /// A limit is outside of the range that it may have.
    #[error("{what}: must be {range}")]
    OutOfRange {
        /// Which limit.
        what: &'static str,
        /// What it may be, with its unit.
        range: &'static str,
    },
    /// A name cannot be used in a NATS subject or as the name of a stream.
    #[error("the {what} must be 1 to 64 letters, digits, `-` or `_`{dots}")]
    Name {
        /// Which name.
        what: &'static str,
        /// A remark where dots are allowed.
        dots: &'static str,
    },
}

/// A message was not delivered, or a call could not be subscribed to.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DeliveryError {
    /// The app asked for something that cannot be.
    #[error(transparent)]
    Input(#[from] InputError),
    /// As many publishes as may wait are waiting. Nothing was sent; slow down and try again.
    #[error("{limit} publishes are waiting for the server already; wait for one and try again")]
    TooManyPending {
        /// The limit in publishes.
        limit: usize,
    },
    /// As many calls as fit are held, and all have messages or subscribers. Try again later.
    #[error("{limit} calls are held already, none of them over; try again later")]
    TooManyCalls {
        /// The limit in calls.
        limit: usize,
    },
    /// The server was not reached in time. Nothing was stored; try again.
    #[error("the server was not reached within {waited:?}; nothing was stored, try again")]
    Unavailable {
        /// How long it was waited for.
        waited: Duration,
    },
    /// The message was sent, and no acknowledgement came in time: it may be stored already, or
    /// be stored yet. Publish the same [`Outgoing`](crate::Outgoing) again; within
    /// [`DUPLICATE_WINDOW`](crate::DUPLICATE_WINDOW) it is not stored twice.
    #[error(
        "no acknowledgement came within {waited:?}; publish the same message again, it is not stored twice"
    )]
    Unconfirmed {
        /// How long it was waited for.
        waited: Duration,
    },
    /// The server said no. Its operator is to be asked why.
    #[error("the server refused ({code}): {reason}")]
    Refused {
        /// JetStream's error code, or 0.
        code: u64,
        /// What it said.
        reason: String,
    },
    /// The stream does not exist and this client was told not to create it.
    #[error("the stream {name} does not exist; have the operator create it, or set `create`")]
    NoStream {
        /// The name of the stream.
        name: String,
    },
    /// The stream that exists is not the one that was asked for.
    #[error(
        "the stream {name} has {field} {has} where {want} was asked for; configure the same on both sides"
    )]
    StreamDiffers {
        /// The name of the stream.
        name: String,
        /// Which setting.
        field: &'static str,
        /// What the stream has.
        has: String,
        /// What was asked for.
        want: String,
    },
    /// The server could not be connected to at all.
    #[error("cannot connect: {reason}")]
    Connect {
        /// What was tried and failed.
        reason: String,
        /// Whether it may be otherwise later: not for a wrong password or certificate.
        retryable: bool,
    },
    /// The connection was closed for good, by the app or because it gave up reconnecting.
    #[error(
        "the connection was closed for good; connect anew and subscribe from the last position"
    )]
    Closed,
}

impl DeliveryError {
    /// Says whether the same call may succeed later, with nothing changed.
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::TooManyPending { .. }
            | Self::TooManyCalls { .. }
            | Self::Unavailable { .. }
            | Self::Unconfirmed { .. } => true,
            Self::Connect { retryable, .. } => *retryable,
            Self::Input(_)
            | Self::Refused { .. }
            | Self::NoStream { .. }
            | Self::StreamDiffers { .. }
            | Self::Closed => false,
        }
    }
}
