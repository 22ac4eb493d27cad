//! A batch of frames in memory. `benches/peer` compiles this file too, so that every
//! implementation finds its frames laid out alike.

use std::ops::Range;
use std::slice::ChunksExactMut;

/// 32 bytes before a frame: enough for any SFrame header, and the frame begins aligned.
const HEADROOM: usize = 32;

/// 16 bytes behind a frame: the longest tag.
const TAILROOM: usize = 16;

/// Frames of one size, each in a slot with room for a header before it and a tag behind it.
pub struct Frames {
    memory: Vec<u8>,
    slot: usize,
    payload: Range<usize>,
}

impl Frames {
    /// 32 KB: a batch that stays in the first-level cache, where a frame is that was just
    /// written. In larger ones the luck of the physical pages decides who is faster.
    const MEMORY: usize = 32 << 10;

    /// Makes a batch of frames of `bytes` bytes: at most 1024, at least 4.
    pub fn new(bytes: usize) -> Self {
        Self::with_room(bytes, HEADROOM, TAILROOM)
    }

    /// As [`new`](Self::new), with room for more than a header and a tag.
    pub fn with_room(bytes: usize, headroom: usize, tailroom: usize) -> Self {
        let payload = headroom..headroom + bytes;
        let slot = (payload.end + tailroom).next_multiple_of(64);
        let count = (Self::MEMORY / slot).clamp(4, 1024);
        Self { memory: vec![0x5a; slot * count], slot, payload }
    }

    /// Gives how many frames there are.
    pub fn count(&self) -> usize {
        self.memory.len() / self.slot
    }

    /// Gives where in its slot a frame lies.
    pub fn payload(&self) -> Range<usize> {
        self.payload.clone()
    }

    /// Gives every slot.
    pub fn slots(&mut self) -> ChunksExactMut<'_, u8> {
        self.memory.chunks_exact_mut(self.slot)
    }
}
