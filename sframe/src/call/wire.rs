//! The bytes of messages: an envelope in clear, and fields without names.
//!
//! ```text
//! envelope = version(1) kind(1) call(16) from(16) to(16) body
//! ```
//! Numbers are big endian. `to` is all zeros in a message to everybody.

use alloc::vec::Vec;

use crate::call::error::MessageError;
use crate::call::member::MemberId;

/// 16 KiB: the longest message that a session makes or takes.
pub const MAX_MESSAGE_LEN: usize = 16 * 1024;

/// Version of the messages; part of every signed or sealed text through its labels too.
const VERSION: u8 = 1;

/// 50 bytes before every body.
pub(crate) const ENVELOPE_LEN: usize = 50;

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// "This is me": to everybody, or to one who asked. Signed.
    Hello = 1,
    /// "Who are you?" Proves nothing and reveals nothing.
    Who = 2,
    /// "Here is a secret for us two." Signed, to one.
    Introduction = 3,
    /// Anything else to one, sealed under that secret.
    Parcel = 4,
    /// "I am still here, and this is what I see." Signed, to everybody.
    Status = 5,
    /// "Let this one in" or "out with this one". Signed, to everybody or to one who missed it.
    Decision = 6,
}

/// A message in its parts.
pub(crate) struct Envelope<'a> {
    pub(crate) kind: Kind,
    pub(crate) from: MemberId,
    /// Everything before the body.
    pub(crate) header: &'a [u8],
    pub(crate) body: &'a [u8],
}

impl<'a> Envelope<'a> {
    /// Writes the part before the body.
    pub(crate) fn header(
        kind: Kind,
        call: &[u8; 32],
        from: MemberId,
        to: Option<MemberId>,
    ) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        out.extend([VERSION, kind as u8]);
        out.extend(call.iter().take(16));
        out.extend(from.as_bytes());
        out.extend(to.map_or([0; 16], |to| *to.as_bytes()));
        out
    }

    /// Reads a message of the call that goes to `me` or to everybody.
    pub(crate) fn parse(
        bytes: &'a [u8],
        call: &[u8; 32],
        me: MemberId,
    ) -> Result<Self, MessageError> {
        if bytes.len() > MAX_MESSAGE_LEN {
            return Err(MessageError::TooLong { len: bytes.len() });
        }
        let (header, body) = bytes.split_at_checked(ENVELOPE_LEN).ok_or(MessageError::Malformed)?;
        let mut reader = Reader(header);
        let version = reader.u8()?;
        if version != VERSION {
            return Err(MessageError::Version { version });
        }
        let kind = match reader.u8()? {
            1 => Kind::Hello,
            2 => Kind::Who,
            3 => Kind::Introduction,
            4 => Kind::Parcel,
            5 => Kind::Status,
            6 => Kind::Decision,
            _ => return Err(MessageError::Malformed),
        };
        if reader.array::<16>()? != call.first_chunk::<16>().copied().unwrap_or_default() {
            return Err(MessageError::OtherCall);
        }
        let from = MemberId::new(reader.array()?);
        let to = Some(MemberId::new(reader.array()?)).filter(|to| *to.as_bytes() != [0; 16]);
        if from == me {
            return Err(MessageError::Reflected);
        }
        if to.is_some_and(|to| to != me) {
            return Err(MessageError::NotForMe);
        }
        let alone = matches!(kind, Kind::Introduction | Kind::Parcel | Kind::Who);
        if (alone && to.is_none()) || (kind == Kind::Status && to.is_some()) {
            return Err(MessageError::Malformed);
        }
        Ok(Self { kind, from, header, body })
    }
}

/// Reads fields off the front.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn bytes(&mut self, len: usize) -> Result<&'a [u8], MessageError> {
        let (bytes, rest) = self.0.split_at_checked(len).ok_or(MessageError::Malformed)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], MessageError> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(MessageError::Malformed)?;
        self.0 = rest;
        Ok(*bytes)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, MessageError> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    pub(crate) fn u16(&mut self) -> Result<u16, MessageError> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Result<u64, MessageError> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// Says that nothing may follow.
    pub(crate) fn end(&self) -> Result<(), MessageError> {
        if self.0.is_empty() { Ok(()) } else { Err(MessageError::Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: [u8; 32] = [9; 32];
    const ME: MemberId = MemberId::new([1; 16]);
    const PEER: MemberId = MemberId::new([2; 16]);

    fn parse(bytes: &[u8]) -> Result<(), MessageError> {
        Envelope::parse(bytes, &CALL, ME).map(drop)
    }

    #[test]
    fn whose_message_it_is() {
        let to = |kind, from, to| parse(&Envelope::header(kind, &CALL, from, to));
        assert_eq!(to(Kind::Parcel, PEER, Some(ME)), Ok(()));
        assert_eq!(to(Kind::Status, PEER, None), Ok(()));
        assert_eq!(to(Kind::Parcel, PEER, Some(PEER)), Err(MessageError::NotForMe));
        assert_eq!(to(Kind::Parcel, ME, Some(ME)), Err(MessageError::Reflected));
        assert_eq!(to(Kind::Parcel, PEER, None), Err(MessageError::Malformed));
        assert_eq!(to(Kind::Status, PEER, Some(ME)), Err(MessageError::Malformed));
        let other = Envelope::header(Kind::Status, &[8; 32], PEER, None);
        assert_eq!(parse(&other), Err(MessageError::OtherCall));
    }

    #[test]
    fn every_truncation_and_length_at_the_limit_and_one_beyond() {
        let mut message = Envelope::header(Kind::Status, &CALL, PEER, None);
        assert_eq!(message.len(), ENVELOPE_LEN);
        for len in 0..ENVELOPE_LEN {
            assert!(parse(&message[..len]).is_err(), "{len}");
        }
        message.resize(MAX_MESSAGE_LEN, 0);
        assert_eq!(parse(&message), Ok(()));
        message.push(0);
        assert_eq!(parse(&message), Err(MessageError::TooLong { len: MAX_MESSAGE_LEN + 1 }));
        message[0] = 2;
        assert_eq!(parse(&message[..60]), Err(MessageError::Version { version: 2 }));
    }
}
