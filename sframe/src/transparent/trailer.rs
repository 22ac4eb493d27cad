//! The end of an envelope: what it is and how its front is laid out.
//!
//! ```text
//!        NAL and OBU form only     last byte of the frame
//! +-+-+-+-+-+-+-+-+       +-+-+-+-+-+-+-+-+
//! | carrier length|       |  V  |P|  form |
//! +-+-+-+-+-+-+-+-+       +-+-+-+-+-+-+-+-+
//! ```

use crate::error::DecryptError;

/// 1: the version of the envelope that this library writes and reads.
pub const VERSION: u8 = 1;

/// 2 bytes: the longest trailer.
pub(super) const MAX_LEN: usize = 2;

/// 12 bytes: the longest clear prefix.
pub(super) const MAX_PREFIX: u8 = 12;

/// 15 bytes: the most of its own that a NAL unit or OBU shows of a frame.
pub(super) const MAX_CARRIER: u8 = 15;

const PADDED: u8 = 0x10;
const NAL: u8 = 13;
const OBU: u8 = 14;

/// How the clear bytes are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// So many bytes at the front.
    Prefix(u8),
    /// NAL units; the last carries the ciphertext behind so many clear bytes.
    Nal(u8),
    /// OBUs; the last carries the ciphertext behind so many clear bytes of payload.
    Obu(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trailer {
    /// Whether the plaintext ends in padding.
    pub(super) padded: bool,
    pub(super) form: Form,
}

impl Trailer {
    /// Gives its length in bytes, 1 or 2.
    pub(super) const fn len(self) -> usize {
        match self.form {
            Form::Prefix(_) => 1,
            Form::Nal(_) | Form::Obu(_) => 2,
        }
    }

    /// Gives it as bytes, of which the last [`len`](Self::len) count.
    pub(super) const fn bytes(self) -> [u8; MAX_LEN] {
        let (carrier, form) = match self.form {
            Form::Prefix(len) => (0, len),
            Form::Nal(len) => (len, NAL),
            Form::Obu(len) => (len, OBU),
        };
        let padded = if self.padded { PADDED } else { 0 };
        [carrier, VERSION << 5 | padded | form]
    }

    /// Writes it to the start of `out` and gives its length in bytes.
    pub(super) fn write(self, out: &mut [u8]) -> Option<usize> {
        let [carrier, last] = self.bytes();
        match self.len() {
            1 => *out.first_mut()? = last,
            _ => *out.first_chunk_mut()? = [carrier, last],
        }
        Some(self.len())
    }

    /// Reads it at the end of a frame.
    pub(super) fn parse(frame: &[u8]) -> Result<Self, DecryptError> {
        let truncated = DecryptError::Truncated { len: frame.len() };
        let (&last, rest) = frame.split_last().ok_or(truncated)?;
        let version = last >> 5;
        if version != VERSION {
            return Err(DecryptError::EnvelopeVersion { version });
        }
        let carrier = || match rest.last() {
            Some(&len) if len <= MAX_CARRIER => Ok(len),
            _ => Err(DecryptError::MalformedEnvelope),
        };
        let form = match last & 0x0f {
            len @ 0..=MAX_PREFIX => Form::Prefix(len),
            NAL => Form::Nal(carrier()?),
            OBU => Form::Obu(carrier()?),
            _ => return Err(DecryptError::MalformedEnvelope),
        };
        Ok(Self { padded: last & PADDED != 0, form })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trailer_is_read_as_it_was_written() {
        let prefixes = (0..=MAX_PREFIX).map(Form::Prefix);
        let carriers = (0..=MAX_CARRIER).flat_map(|len| [Form::Nal(len), Form::Obu(len)]);
        let mut seen = 0;
        for form in prefixes.chain(carriers) {
            for padded in [false, true] {
                let trailer = Trailer { padded, form };
                let mut out = [0; MAX_LEN];
                let len = trailer.write(&mut out).unwrap();
                assert_eq!(Trailer::parse(&out[..len]), Ok(trailer));
                assert!(out[len - 1] >= 0x20, "never a zero, nor part of a start code");
                seen += 1;
            }
        }
        assert_eq!(seen, 2 * (13 + 2 * 16));
    }

    #[test]
    fn what_is_not_version_1_says_so() {
        for version in (0..8).filter(|&version| version != VERSION) {
            let error = Err(DecryptError::EnvelopeVersion { version });
            assert_eq!(Trailer::parse(&[7, version << 5 | 1]), error);
        }
        let malformed = Err(DecryptError::MalformedEnvelope);
        assert_eq!(Trailer::parse(&[7, 0x2f]), malformed, "form 15");
        assert_eq!(Trailer::parse(&[MAX_CARRIER + 1, 0x2d]), malformed);
        assert_eq!(Trailer::parse(&[0x2d]), malformed, "the carrier length is missing");
        assert_eq!(Trailer::parse(&[]), Err(DecryptError::Truncated { len: 0 }));
    }
}
