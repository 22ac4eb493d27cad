//! How an input is read, and how it edits a frame.

/// An input, read front to back. Behind its end everything is zero.
pub(super) struct Input<'a>(pub(super) &'a [u8]);

impl<'a> Input<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        self.bytes(1).first().copied().unwrap_or(0)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    pub(super) fn two_bytes(&mut self) -> u16 {
        u16::from_be_bytes([self.byte(), self.byte()])
    }

    /// Reads how many bytes a number has and then those bytes.
    pub(super) fn number(&mut self) -> u64 {
        let len = self.below(9);
        self.bytes(len).iter().fold(0, |n, &byte| n << 8 | u64::from(byte))
    }

    /// Reads a length of less than `end` and then that many bytes.
    pub(super) fn some_bytes(&mut self, end: usize) -> &'a [u8] {
        let len = self.below(end);
        self.bytes(len)
    }

    pub(super) fn bytes(&mut self, len: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(len.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// Edits `bytes` as the next bytes of the input say; `other` is what may be spliced in.
    pub(super) fn edit(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let kind = self.below(8);
        let at = self.below(bytes.len() + 1);
        match kind {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 if at < bytes.len() => bytes[at] = self.byte(),
            2 => bytes.insert(at, self.byte()),
            3 => drop(bytes.drain(at..(at + self.below(20)).min(bytes.len()))),
            4 => bytes.truncate(at),
            5 => bytes.extend_from_slice(self.some_bytes(20)),
            6 => {
                // Another frame's bytes from here on: its tag, or its body and tag.
                bytes.truncate(at);
                bytes.extend_from_slice(other.get(at..).unwrap_or_default());
            }
            _ => {
                // Another frame's bytes up to here: its header.
                let front = other.get(..at).unwrap_or(other).to_vec();
                bytes.splice(..at, front);
            }
        }
    }
}
