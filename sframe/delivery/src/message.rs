//! What goes into a call's log and what comes out of it.

use std::cmp::Ordering;
use std::fmt;

use bytes::Bytes;

use crate::call::MemberId;
use crate::error::InputError;
use crate::limits::MAX_MESSAGE_LEN;

/// A message on its way out: at most [`MAX_MESSAGE_LEN`] bytes, to all or to one member.
///
/// It is born with a random [`MessageId`]. Publishing the same value again, after an error that
/// [can be retried](crate::DeliveryError::is_retryable), stores it once. Make a new one to say
/// the same thing a second time on purpose.
#[derive(Clone, Debug)]
pub struct Outgoing {
    id: MessageId,
    to: Option<MemberId>,
    body: Bytes,
}

impl Outgoing {
    /// Addresses `body` to one member, or with `None` to everybody in the call.
    ///
    /// Everybody who reads the log can see a message addressed to one member; that its body is
    /// encrypted for the addressee is the session's business.
    ///
    /// # Errors
    ///
    /// * [`InputError::MessageTooLong`]: the body is longer than [`MAX_MESSAGE_LEN`] bytes.
    /// * [`InputError::NoRandomness`]: the system has no random bytes for the id.
    pub fn new(to: Option<MemberId>, body: impl Into<Bytes>) -> Result<Self, InputError> {
        let body = body.into();
        if body.len() > MAX_MESSAGE_LEN {
            return Err(InputError::MessageTooLong { len: body.len() });
        }
        Ok(Self { id: MessageId::random()?, to, body })
    }

    /// Addresses `body` to everybody in the call.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn to_all(body: impl Into<Bytes>) -> Result<Self, InputError> {
        Self::new(None, body)
    }

    /// Addresses `body` to one member.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn to_member(member: MemberId, body: impl Into<Bytes>) -> Result<Self, InputError> {
        Self::new(Some(member), body)
    }

    /// Says what the message is recognised by when it is published again.
    pub const fn id(&self) -> MessageId {
        self.id
    }

    /// Says whom it is addressed to; `None` is everybody.
    pub const fn to(&self) -> Option<MemberId> {
        self.to
    }

    /// Shows the body.
    pub const fn body(&self) -> &Bytes {
        &self.body
    }
}

/// Recognises a message that is published again: 16 random bytes, so that nobody can take the
/// id of a message that is still on its way and have it thrown away as a duplicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MessageId([u8; 16]);

impl MessageId {
    fn random() -> Result<Self, InputError> {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|_| InputError::NoRandomness)?;
        Ok(Self(id))
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// The message is in the call's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// It had been there before: this publish was a repetition, and changed nothing.
    pub duplicate: bool,
}

impl Receipt {
    /// Acknowledges a message; for those who write a [`Delivery`](crate::Delivery).
    pub const fn new(duplicate: bool) -> Self {
        Self { duplicate }
    }
}

/// A place in a call's log. Grows from message to message, not always by one.
///
/// Keep the last one in 16 bytes ([`to_bytes`](Self::to_bytes)) to go on from there after the
/// app was restarted. Positions of different logs, as when a server lost its store, do not
/// compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    pub(crate) log: u64,
    pub(crate) sequence: u64,
}

impl Position {
    /// Names a place; for those who write a [`Delivery`](crate::Delivery). A `log` that is
    /// started over gets another number.
    pub const fn new(log: u64, sequence: u64) -> Self {
        Self { log, sequence }
    }

    /// Writes the position down: the number of the log and the sequence, both big-endian.
    pub fn to_bytes(self) -> [u8; 16] {
        (u128::from(self.log) << 64 | u128::from(self.sequence)).to_be_bytes()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = bytes;
        Self {
            log: u64::from_be_bytes([a, b, c, d, e, f, g, h]),
            sequence: u64::from_be_bytes([i, j, k, l, m, n, o, p]),
        }
    }
}

impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.log == other.log).then(|| self.sequence.cmp(&other.sequence))
    }
}

/// Where a subscription begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// With the oldest message that the log still has.
    Beginning,
    /// Behind a message that was received before.
    After(Position),
}

/// What a subscription hands out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The next message.
    Message(Received),
    /// Messages may be missing between the last event and the next: they fell out of the log
    /// before they were read, or the log was lost. Sessions say again what matters.
    Gap,
    /// Something lies in the log that no client of this crate published. Go on.
    Unreadable {
        /// Where it is.
        position: Position,
    },
}

/// A message out of a call's log. Nothing about it is authenticated before the session has
/// looked at its body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// Its place in the log.
    pub position: Position,
    /// Whom it is addressed to; `None` is everybody.
    pub to: Option<MemberId>,
    /// Its body, at most [`MAX_MESSAGE_LEN`] bytes.
    pub body: Bytes,
}

impl Received {
    /// Puts a message together; for those who write a [`Delivery`](crate::Delivery).
    pub const fn new(position: Position, to: Option<MemberId>, body: Bytes) -> Self {
        Self { position, to, body }
    }

    /// Says whether a subscription of `member` shows the message: its own, and those to all.
    pub(crate) fn is_for(&self, member: Option<MemberId>) -> bool {
        match (member, self.to) {
            (Some(member), Some(to)) => member == to,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_up_to_16_kib() {
        for len in [0, 1, MAX_MESSAGE_LEN] {
            assert_eq!(Outgoing::to_all(vec![1; len]).unwrap().body().len(), len);
        }
        let len = MAX_MESSAGE_LEN + 1;
        let error = Outgoing::to_all(vec![1; len]).unwrap_err();
        assert_eq!(error, InputError::MessageTooLong { len });
    }

    #[test]
    fn every_message_has_its_own_id_and_keeps_it() {
        let (one, two) = (Outgoing::to_all("a").unwrap(), Outgoing::to_all("a").unwrap());
        assert_ne!(one.id(), two.id());
        assert_eq!(one.id(), one.clone().id());
    }

    #[test]
    fn positions_go_through_bytes_and_compare_within_a_log() {
        let place = Position::new(0x0102_0304_0506_0708, u64::MAX - 1);
        let bytes = place.to_bytes();
        assert_eq!(hex::encode(bytes), "0102030405060708fffffffffffffffe");
        assert_eq!(Position::from_bytes(bytes), place);
        assert!(Position::new(1, 2) < Position::new(1, 3));
        assert_eq!(Position::new(1, 2).partial_cmp(&Position::new(2, 3)), None);
    }
}
