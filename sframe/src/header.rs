//! The SFrame header (RFC 9605 section 4.3).
//!
//! ```text
//!  0 1 2 3 4 5 6 7
//! +-+-+-+-+-+-+-+-+---------------+---------------+
//! |X|  K  |Y|  C  |  KID (0..8 B) |  CTR (0..8 B) |
//! +-+-+-+-+-+-+-+-+---------------+---------------+
//! ```

use core::fmt;

use crate::error::DecryptError;
use crate::key_id::KeyId;

/// 17 bytes: the config byte, 8 bytes of KID, 8 bytes of CTR.
pub const MAX_HEADER_LEN: usize = 17;

/// The two numbers that an SFrame header carries.
///
/// ```
/// use frameseal::{Header, KeyId};
/// let header = Header { kid: KeyId::new(0x123), counter: 0x4567 };
/// let mut wire = [0; frameseal::MAX_HEADER_LEN];
/// assert_eq!(header.encode(&mut wire), &[0x99, 0x01, 0x23, 0x45, 0x67]);
/// assert_eq!(Header::parse(&wire)?, (header, 5));
/// # Ok::<(), frameseal::DecryptError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Which key sealed the frame.
    pub kid: KeyId,
    /// CTR: which frame under that key it is.
    pub counter: u64,
}

impl Header {
    /// Gives the length of the encoded header in bytes, 1 to [`MAX_HEADER_LEN`].
    #[inline]
    pub const fn encoded_len(self) -> usize {
        1usize.saturating_add(field_len(self.kid.as_u64())).saturating_add(field_len(self.counter))
    }

    /// Writes the shortest encoding into `out` and gives the bytes written.
    #[inline]
    pub fn encode(self, out: &mut [u8; MAX_HEADER_LEN]) -> &[u8] {
        HeaderStart::new(self.kid).encode(self.counter, out)
    }

    /// Reads the header at the start of `frame` and gives it with its length in bytes.
    ///
    /// # Errors
    /// [`DecryptError::Truncated`] when the frame ends inside the header,
    /// [`DecryptError::NonMinimalHeader`] when KID or CTR could have been written shorter.
    #[inline(always)]
    pub fn parse(frame: &[u8]) -> Result<(Self, usize), DecryptError> {
        let truncated = DecryptError::Truncated { len: frame.len() };
        let (&config, rest) = frame.split_first().ok_or(truncated)?;
        let (kid, rest) = parse_field(config >> 4, rest).ok_or(truncated)??;
        let (counter, rest) = parse_field(config & 0x0f, rest).ok_or(truncated)??;
        let kid = KeyId::new(kid);
        let len = frame.len().saturating_sub(rest.len());
        Ok((Self { kid, counter }, len))
    }
}

/// What all headers of one KID begin with, encoded once: the config byte without C, and the
/// KID.
#[derive(Clone, Copy)]
pub(crate) struct HeaderStart {
    config: u8,
    /// The KID's bytes first, zeros behind them: the 16 bytes that may follow the config byte.
    fields: u128,
    kid_len: u32,
}

impl HeaderStart {
    pub(crate) fn new(kid: KeyId) -> Self {
        let (code, kid_len) = field_code(kid.as_u64());
        Self { config: code << 4, fields: left_aligned(kid.as_u64(), kid_len), kid_len }
    }

    /// Writes the header of one frame into `out` and gives the bytes written.
    #[inline]
    pub(crate) fn encode(self, counter: u64, out: &mut [u8; MAX_HEADER_LEN]) -> &[u8] {
        let (code, ctr_len) = field_code(counter);
        let behind_kid = left_aligned(counter, ctr_len) >> self.kid_len.saturating_mul(8);
        let [config, fields @ ..] = out;
        *config = self.config | code;
        *fields = (self.fields | behind_kid).to_be_bytes();
        let len = self.kid_len.saturating_add(ctr_len).saturating_add(1);
        out.get(..len as usize).unwrap_or_default()
    }
}

impl fmt::Display for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KID {} CTR {}", self.kid, self.counter)
    }
}

/// Gives the bytes that a KID or CTR takes behind the config byte: none up to 7.
#[inline]
const fn field_len(value: u64) -> usize {
    if value < 8 {
        0
    } else {
        // 1 to 8: the bytes left after the leading zero bytes.
        8usize.saturating_sub((value.leading_zeros() / 8) as usize)
    }
}

/// Gives the four config bits of a value and the bytes that follow for it.
#[inline]
fn field_code(value: u64) -> (u8, u32) {
    #[allow(clippy::cast_possible_truncation)] // `value` < 8, or `len` is 1 to 8
    match field_len(value) {
        0 => (value as u8, 0),
        len => (0x08 | (len.saturating_sub(1) as u8), len as u32),
    }
}

/// Gives the last `len` bytes of a value, moved to the front of 16.
#[inline]
fn left_aligned(value: u64, len: u32) -> u128 {
    let shift = 64u32.saturating_sub(len.saturating_mul(8));
    u128::from(value.checked_shl(shift).unwrap_or(0)) << 64
}

/// Reads one field: its value and what follows, `None` when the bytes run out.
#[inline(always)]
fn parse_field(code: u8, rest: &[u8]) -> Option<Result<(u64, &[u8]), DecryptError>> {
    let low = code & 0x07;
    if code & 0x08 == 0 {
        return Some(Ok((u64::from(low), rest)));
    }
    let (bytes, behind) = rest.split_at_checked(usize::from(low).saturating_add(1))?;
    let value = match rest.first_chunk() {
        // The usual case: eight bytes at once, and those behind the field shifted out.
        Some(&eight) => u64::from_be_bytes(eight) >> (u32::from(low ^ 7).saturating_mul(8)),
        None => bytes.iter().fold(0, |n: u64, &b| (n << 8) | u64::from(b)),
    };
    // The shortest form has no leading zero byte, and a single byte is not for 0 to 7.
    let shortest = match low {
        0 => value >= 8,
        more => value >> u32::from(more).saturating_mul(8) != 0,
    };
    if !shortest {
        return Some(Err(DecryptError::NonMinimalHeader));
    }
    Some(Ok((value, behind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_round_trips() {
        let mut count = 0;
        for a in 0..=64u32 {
            for b in 0..=64u32 {
                let at = |bits: u32| 1u64.checked_shl(bits).unwrap_or(0).wrapping_sub(1);
                let header = Header { kid: KeyId::new(at(a)), counter: at(b) };
                let mut out = [0xee; MAX_HEADER_LEN];
                let wire = header.encode(&mut out);
                assert_eq!(wire.len(), header.encoded_len());
                assert_eq!(Header::parse(wire), Ok((header, wire.len())));
                for cut in 0..wire.len() {
                    assert_eq!(
                        Header::parse(&wire[..cut]),
                        Err(DecryptError::Truncated { len: cut })
                    );
                }
                count += 1;
            }
        }
        assert_eq!(count, 65 * 65);
    }

    #[test]
    fn a_header_says_its_numbers() {
        let header = Header { kid: KeyId::new(0x123), counter: 17 };
        assert_eq!(std::format!("{header}"), "KID 0x123 CTR 17");
    }

    #[test]
    fn longer_spellings_are_refused() {
        for wire in
            [&[0x80, 0x07][..], &[0x08, 0x00], &[0x90, 0x00, 0xff], &[0x0f, 0, 0, 0, 0, 0, 0, 0, 9]]
        {
            assert_eq!(Header::parse(wire), Err(DecryptError::NonMinimalHeader));
        }
    }
}
