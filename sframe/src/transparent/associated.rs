//! What is authenticated besides the frame: the metadata that an envelope gives to RFC 9605.
//!
//! ```text
//! "FrameSeal" ‖ trailer ‖ length of the clear bytes (2) ‖ clear bytes ‖ the app's metadata
//! ```

use super::trailer::{self, Trailer};
use crate::aead::Metadata;
use crate::header::MAX_HEADER_LEN;

/// 9 bytes that keep envelopes apart from other uses of a key.
const LABEL: &[u8; LABEL_LEN] = b"FrameSeal";
const LABEL_LEN: usize = 9;

/// 2 bytes, big endian.
const LEN_LEN: usize = 2;

/// What stands before the clear bytes.
const FRONT_LEN: usize = LABEL_LEN + trailer::MAX_LEN + LEN_LEN;

/// 128 bytes: enough for all but frames with parameter sets.
const SMALL: usize = 128;

/// 1536 bytes: enough for the longest dressing and some metadata; beyond, a frame costs one
/// heap allocation.
const LARGE: usize = 1536;

/// Begins where a line of the cache does: what is written in pieces can then be read in one,
/// wherever the stack happens to be.
#[repr(align(64))]
struct Aligned<const N: usize>([u8; N]);

/// Gives how long it can become, with a header in front.
pub(super) fn max_len(clear_len: usize, metadata_len: usize) -> usize {
    MAX_HEADER_LEN.saturating_add(FRONT_LEN).saturating_add(clear_len).saturating_add(metadata_len)
}

/// Calls `f` with room for `len` bytes.
#[inline(always)]
pub(super) fn with<T>(len: usize, f: impl FnOnce(Associated<'_>) -> T) -> T {
    if len <= SMALL { f(Associated::new(&mut Aligned([0; SMALL]).0)) } else { large(len, f) }
}

/// The same for what is not small.
#[inline(never)]
fn large<T>(len: usize, f: impl FnOnce(Associated<'_>) -> T) -> T {
    if len <= LARGE {
        f(Associated::new(&mut Aligned([0; LARGE]).0))
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
        Self { buf, len: MAX_HEADER_LEN, clear: 0 }
    }

    /// Begins with what the trailer says.
    #[inline]
    pub(super) fn begin(&mut self, trailer: Trailer) -> Option<()> {
        // Room for a trailer of either length; what follows begins behind the shorter one.
        let [carrier, last] = trailer.bytes();
        let front = match trailer.len() {
            1 => [last, 0, 0, 0],
            _ => [carrier, last, 0, 0],
        };
        let room = self.buf.get_mut(MAX_HEADER_LEN..)?.first_chunk_mut::<FRONT_LEN>()?;
        let (label, rest) = room.split_first_chunk_mut::<LABEL_LEN>()?;
        *label = *LABEL;
        *rest.first_chunk_mut::<4>()? = front;
        self.clear = MAX_HEADER_LEN
            .saturating_add(LABEL_LEN)
            .saturating_add(trailer.len())
            .saturating_add(LEN_LEN);
        self.len = self.clear;
        Some(())
    }

    /// Adds the first `len` of some bytes.
    #[inline]
    pub(super) fn append_front(&mut self, bytes: &[u8], len: usize) -> Option<()> {
        // Copying a fixed number, of which the rest will be overwritten or cut, is faster than
        // copying the right one.
        if let (0..=16, Some(chunk)) = (len, bytes.first_chunk::<16>())
            && let Some(room) = self.buf.get_mut(self.len..)?.first_chunk_mut::<16>()
        {
            *room = *chunk;
            self.len = self.len.checked_add(len)?;
            return Some(());
        }
        self.append(bytes.get(..len)?)
    }

    /// Adds clear bytes.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.len.checked_add(bytes.len())?;
        self.buf.get_mut(self.len..end)?.copy_from_slice(bytes);
        self.len = end;
        Some(())
    }

    /// Adds the app's metadata and gives the whole, with room for a header in front.
    #[inline]
    pub(super) fn finish(mut self, metadata: &[u8]) -> Option<Metadata<'a>> {
        let clear_len = u16::try_from(self.len.checked_sub(self.clear)?).ok()?;
        let place = self.clear.checked_sub(LEN_LEN)?..self.clear;
        self.buf.get_mut(place)?.copy_from_slice(&clear_len.to_be_bytes());
        if !metadata.is_empty() {
            self.append(metadata)?;
        }
        let Self { buf, len, .. } = self;
        buf.get_mut(..len).map(Metadata::Roomy)
    }
}
