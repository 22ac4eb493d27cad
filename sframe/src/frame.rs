//! Views into frame buffers, and how much longer a frame becomes.

use core::ops::Range;

use crate::error::{DecryptError, EncryptError};
use crate::header::MAX_HEADER_LEN;
use crate::suite::CipherSuite;

/// Gives the most bytes by which any frame of a suite can grow: 17 of header and the tag.
///
/// [`Encryptor::max_overhead`](crate::Encryptor::max_overhead) is tighter, since it knows
/// the KID.
pub const fn max_overhead(suite: CipherSuite) -> usize {
    MAX_HEADER_LEN.saturating_add(suite.tag_len())
}

/// The three parts of a frame being sealed in place.
pub(crate) struct SealView<'a> {
    pub(crate) header: &'a mut [u8],
    pub(crate) payload: &'a mut [u8],
    pub(crate) tag: &'a mut [u8],
}

/// Cuts `buf` so that `payload` has a header directly before and a tag directly behind it.
#[inline]
pub(crate) fn seal_view(
    buf: &mut [u8],
    payload: Range<usize>,
    header_len: usize,
    tag_len: usize,
) -> Option<(SealView<'_>, Range<usize>)> {
    let start = payload.start.checked_sub(header_len)?;
    let end = payload.end.checked_add(tag_len)?;
    let sealed = buf.get_mut(start..end)?;
    let (header, rest) = sealed.split_at_mut_checked(header_len)?;
    let (payload, tag) = rest.split_at_mut_checked(payload.len())?;
    Some((SealView { header, payload, tag }, start..end))
}

/// Checks, before anything changes, that a frame at `payload` can be sealed inside `buf_len`.
#[inline]
pub(crate) fn check_room(
    buf_len: usize,
    payload: &Range<usize>,
    headroom: usize,
    tailroom: usize,
) -> Result<(), EncryptError> {
    let fits = payload.start <= payload.end
        && payload.start >= headroom
        && payload.end.checked_add(tailroom).is_some_and(|end| end <= buf_len);
    if fits { Ok(()) } else { Err(EncryptError::NoRoom { headroom, tailroom }) }
}

/// The first byte of padding; zeros follow (ISO/IEC 7816-4).
pub(crate) const PADDING: u8 = 0x80;

/// Gives the length of an opened frame without its padding. One that has none is wiped.
pub(crate) fn unpadded_len(payload: Option<&mut [u8]>) -> Result<usize, DecryptError> {
    let payload = payload.unwrap_or_default();
    match payload.iter().rposition(|&byte| byte != 0) {
        Some(end) if payload.get(end) == Some(&PADDING) => Ok(end),
        _ => {
            payload.fill(0);
            Err(DecryptError::MalformedEnvelope)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_at_the_limit_and_one_short() {
        let (head, tail) = (10, 16);
        assert_eq!(check_room(10 + 5 + 16, &(10..15), head, tail), Ok(()));
        let error = Err(EncryptError::NoRoom { headroom: head, tailroom: tail });
        assert_eq!(check_room(10 + 5 + 15, &(10..15), head, tail), error);
        assert_eq!(check_room(10 + 5 + 16, &(9..14), head, tail), error);
        assert_eq!(check_room(64, &(10..usize::MAX), head, tail), error);
        #[allow(clippy::reversed_empty_ranges)]
        let reversed = 20..15;
        assert_eq!(check_room(64, &reversed, head, tail), error);
    }
}
