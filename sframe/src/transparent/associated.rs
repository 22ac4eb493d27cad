//! What is authenticated besides the frame: the metadata that an envelope gives to RFC 9605.
//!
//! ```text
//! "FrameSeal" ‖ trailer ‖ length of the clear bytes (2) ‖ clear bytes ‖ the app's metadata
//! ```

use super::trailer::{self, Trailer};

/// 9 bytes that keep envelopes apart from other uses of a key.
const LABEL: &[u8] = b"FrameSeal";

/// 2 bytes, big endian.
const LEN_LEN: usize = 2;

/// 128 bytes: enough for all but frames with parameter sets.
const SMALL: usize = 128;

/// 1536 bytes: enough for the longest dressing and some metadata; beyond, a frame costs one
/// heap allocation.
const LARGE: usize = 1536;

/// Gives how long it can become.
pub(super) fn max_len(clear_len: usize, metadata_len: usize) -> usize {
    LABEL
        .len()
        .saturating_add(trailer::MAX_LEN)
        .saturating_add(LEN_LEN)
        .saturating_add(clear_len)
        .saturating_add(metadata_len)
}

/// Calls `f` with room for `len` bytes.
pub(super) fn with<T>(len: usize, f: impl FnOnce(Associated<'_>) -> T) -> T {
    if len <= SMALL {
        f(Associated::new(&mut [0; SMALL]))
    } else if len <= LARGE {
        f(Associated::new(&mut [0; LARGE]))
    } else {
        f(Associated::new(&mut alloc::vec![0; len]))
    }
}

/// Writes it from front to back. `None` everywhere means that there is no room.
pub(super) struct Associated<'a> {
    buf: &'a mut [u8],
    len: usize,
    /// Where the clear bytes begin.
    clear: usize,
}

impl<'a> Associated<'a> {
    fn new(buf: &'a mut [u8]) -> Self {
        Self { buf, len: 0, clear: 0 }
    }

    /// Begins with what the trailer says.
    pub(super) fn begin(&mut self, trailer: Trailer) -> Option<()> {
        let bytes = trailer.bytes();
        self.append(LABEL)?;
        self.append(bytes.get(trailer::MAX_LEN.saturating_sub(trailer.len())..)?)?;
        self.append(&[0; LEN_LEN])?;
        self.clear = self.len;
        Some(())
    }

    /// Adds clear bytes.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.len.checked_add(bytes.len())?;
        self.buf.get_mut(self.len..end)?.copy_from_slice(bytes);
        self.len = end;
        Some(())
    }

    /// Adds the app's metadata and gives the whole.
    pub(super) fn finish(mut self, metadata: &[u8]) -> Option<&'a [u8]> {
        let clear_len = u16::try_from(self.len.checked_sub(self.clear)?).ok()?;
        let place = self.clear.checked_sub(LEN_LEN)?..self.clear;
        self.buf.get_mut(place)?.copy_from_slice(&clear_len.to_be_bytes());
        self.append(metadata)?;
        let Self { buf, len, .. } = self;
        buf.get(..len)
    }
}
