//! Little-endian base 128, 7 bits a byte (AV1 specification section 4.10.5).

/// 8 bytes: the longest spelling that is read.
pub(crate) const MAX_READ_LEN: usize = 8;

/// 5 bytes: the longest spelling that is written.
pub(crate) const MAX_WRITTEN_LEN: usize = 5;

/// Reads the number at the start of `bytes` and gives it with its length in bytes.
///
/// As AV1 has it: longer spellings than needed count, those beyond [`MAX_READ_LEN`] bytes or
/// 2^32 - 1 do not.
pub(crate) fn read(bytes: &[u8]) -> Option<(u32, usize)> {
    let (mut value, mut shift) = (0u64, 0u32);
    for (before, &byte) in bytes.iter().enumerate().take(MAX_READ_LEN) {
        value |= u64::from(byte & 0x7f) << shift;
        shift = shift.saturating_add(7);
        if byte & 0x80 == 0 {
            return Some((u32::try_from(value).ok()?, before.saturating_add(1)));
        }
    }
    None
}

/// Gives the length in bytes of the shortest spelling, 1 to [`MAX_WRITTEN_LEN`].
pub(crate) const fn len(value: u32) -> usize {
    let bits = u32::BITS.saturating_sub(value.leading_zeros());
    if bits == 0 { 1 } else { bits.div_ceil(7) as usize }
}

/// Writes the shortest spelling to the start of `out` and gives its length in bytes; `None`
/// when there is no room for it.
pub(crate) fn write(mut value: u32, out: &mut [u8]) -> Option<usize> {
    let out = out.get_mut(..len(value))?;
    let len = out.len();
    let (last, others) = out.split_last_mut()?;
    for byte in others {
        let [low, ..] = value.to_le_bytes();
        *byte = low | 0x80;
        value >>= 7;
    }
    let [low, ..] = value.to_le_bytes();
    *last = low;
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_round_trips() {
        for bits in 0..=32u32 {
            for value in [(1u64 << bits) - 1, 1 << bits, (1 << bits) + 1] {
                let Ok(value) = u32::try_from(value) else { continue };
                let mut out = [0xee; MAX_WRITTEN_LEN];
                let written = write(value, &mut out).unwrap();
                assert_eq!(written, len(value));
                assert_eq!(read(&out), Some((value, written)));
                assert_eq!(out[written..], [0xee; MAX_WRITTEN_LEN][written..]);
                assert_eq!(write(value, &mut out[..written - 1]), None);
                assert_eq!(read(&out[..written - 1]), None);
            }
        }
        assert_eq!(len(u32::MAX), MAX_WRITTEN_LEN);
    }

    #[test]
    fn bounds_at_the_limit_and_one_beyond() {
        assert_eq!(read(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]), Some((0, 8)));
        assert_eq!(read(&[0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]), None);
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Some((u32::MAX, 5)));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x8f, 0x00]), Some((u32::MAX, 6)));
        assert_eq!(read(&[0x80, 0x80, 0x80, 0x80, 0x10]), None);
        assert_eq!(read(&[0xff; 8]), None);
    }
}
