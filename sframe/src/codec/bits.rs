//! The bits of an RBSP inside the bytes of a NAL unit (ITU-T H.264 sections 7.2 and 9.1).

/// 31 zeros before the one: then a `ue(v)` fills 32 bits.
const MAX_LEADING_ZEROS: u32 = 31;

/// Reads bits front to back and skips emulation prevention bytes: the 03 of 00 00 03.
pub(super) struct Bits<'a> {
    payload: &'a [u8],
    /// Bytes taken from the payload, skipped ones included.
    taken: usize,
    /// Zero bytes in a row before the next one.
    zeros: u32,
    byte: u8,
    /// Bits of `byte` that are still to be read.
    left: u32,
}

impl<'a> Bits<'a> {
    /// Takes what follows the NAL unit's header.
    pub(super) const fn new(payload: &'a [u8]) -> Self {
        Self { payload, taken: 0, zeros: 0, byte: 0, left: 0 }
    }

    /// Reads one bit, `u(1)`.
    pub(super) fn bit(&mut self) -> Option<bool> {
        if self.left == 0 {
            self.byte = self.next_byte()?;
            self.left = 8;
        }
        self.left = self.left.saturating_sub(1);
        Some(self.byte >> self.left & 1 == 1)
    }

    /// Skips an Exp-Golomb number, `ue(v)`; `None` when it ends behind the payload or exceeds
    /// 32 bits.
    pub(super) fn skip_ue(&mut self) -> Option<()> {
        let mut zeros = 0u32;
        while !self.bit()? {
            zeros = zeros.saturating_add(1);
            if zeros > MAX_LEADING_ZEROS {
                return None;
            }
        }
        for _ in 0..zeros {
            self.bit()?;
        }
        Some(())
    }

    /// Gives how many bytes of the payload hold the bits read so far.
    pub(super) const fn bytes_taken(&self) -> usize {
        self.taken
    }

    fn next_byte(&mut self) -> Option<u8> {
        let mut byte = *self.payload.get(self.taken)?;
        if self.zeros >= 2 && byte == 3 {
            self.taken = self.taken.saturating_add(1);
            self.zeros = 0;
            byte = *self.payload.get(self.taken)?;
        }
        self.taken = self.taken.saturating_add(1);
        self.zeros = if byte == 0 { self.zeros.saturating_add(1) } else { 0 };
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_width() {
        for zeros in 0..=31usize {
            // So many zeros, a one, so many bits of any value; then a one, which is a zero.
            let mut bits = std::vec![false; zeros];
            bits.extend([true].iter().chain(&[true, false].repeat(16)[..zeros]).chain(&[true]));
            let bytes: std::vec::Vec<u8> = bits
                .chunks(8)
                .map(|chunk| {
                    chunk.iter().rev().fold(0, |byte, &bit| byte >> 1 | u8::from(bit) << 7)
                })
                .collect();
            let payload = escaped(&bytes);
            let mut read = Bits::new(&payload);
            assert_eq!(read.skip_ue(), Some(()));
            assert_eq!(read.bytes_taken(), escaped(&bytes[..(2 * zeros + 8) / 8]).len());
            assert_eq!(read.skip_ue(), Some(()));
            assert_eq!(read.bytes_taken(), payload.len());
        }
    }

    #[test]
    fn what_follows_a_skipped_byte_is_not_skipped() {
        for (payload, expected) in [
            (&[0, 0, 3, 3, 0x80][..], &[22, 23, 24][..]),
            (&[0, 0, 3, 0, 3, 0x80], &[30, 31, 32]),
            (&[0, 0, 3, 0, 0, 3, 0x80], &[32]),
        ] {
            let mut bits = Bits::new(payload);
            let bits: std::vec::Vec<_> = (0..).map_while(|_| bits.bit()).collect();
            let ones = (0..bits.len()).filter(|&at| bits[at]);
            assert_eq!(ones.collect::<std::vec::Vec<usize>>(), expected);
        }
    }

    #[test]
    fn more_than_32_bits_are_no_number() {
        assert_eq!(Bits::new(&[0, 0, 3, 0, 1, 0, 0, 3, 0, 1]).skip_ue(), Some(())); // 31 zeros
        assert_eq!(Bits::new(&[0, 0, 3, 0, 0, 0x80, 0, 0, 3, 0, 1]).skip_ue(), None); // 32
        assert_eq!(Bits::new(&[0; 100]).skip_ue(), None);
    }

    #[test]
    fn the_end_is_no_bit() {
        let mut bits = Bits::new(&[0, 0, 3]);
        assert_eq!((0..16).filter(|_| bits.bit() == Some(false)).count(), 16);
        assert_eq!(bits.bit(), None);
        assert_eq!(Bits::new(&[]).bit(), None);
        assert_eq!(Bits::new(&[0x08]).skip_ue(), None);
    }

    fn escaped(bytes: &[u8]) -> std::vec::Vec<u8> {
        let (mut out, mut zeros) = (std::vec::Vec::new(), 0);
        for &byte in bytes {
            if zeros == 2 && byte <= 3 {
                out.push(3);
                zeros = 0;
            }
            out.push(byte);
            zeros = if byte == 0 { zeros + 1 } else { 0 };
        }
        out
    }
}
