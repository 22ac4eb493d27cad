//! How much one key may protect (draft-irtf-cfrg-aead-limits).
//!
//! Both families encrypt with AES in counter mode, so what an attacker learns from seeing
//! `s` blocks under one key is bounded by `s² / 2^129`. Counting blocks rather than frames
//! makes the bound hold for 40-byte audio and 400 KB key frames alike.

use core::sync::atomic::Ordering::Relaxed;

use crate::suite::CipherSuite;
use crate::sync::AtomicU64;

/// 2^34 blocks of 16 bytes (256 GiB): an attacker's advantage stays below 2^-60; TLS 1.3 settles
/// for 2^-57 (RFC 8446 section 5.5). At 8 Mbit/s that is more than three days of one key.
pub const MAX_BLOCKS: u64 = 1 << 34;

/// Gives the failed opens after which the app is told to rotate.
///
/// Every forgery succeeds with probability 2^(-8·Nt); the warning comes while all of them
/// together still have less than 2^-16. It stays a warning: if forged frames could switch a
/// key off, forging would be a way to end a call.
pub const fn forgery_warning(suite: CipherSuite) -> u64 {
    match suite.tag_len() {
        4 => 1 << 16,
        8 => 1 << 48,
        _ => 1 << 52, // QUIC's figure for AES-GCM (RFC 9001 section 6.6), ample for 80 bits
    }
}

/// 80 blocks, 1280 bytes: frames up to this size, which is a packet's, are accounted by their
/// number alone, each as the largest. The limit then allows 2 * 10^8 small frames, ten days
/// of 250 a second.
const SMALL: u64 = 80;

/// Counts the blocks that one key has protected, on any number of threads.
///
/// A small frame needs no bookkeeping of its own: its counter says how many there were, and
/// each is charged as [`SMALL`] blocks. Longer frames add what they have. The sum never
/// undercounts what one encryptor after the other did; threads may cross the limit by a frame
/// each, and encryptors alive together do not see each other's long frames.
#[derive(Debug)]
pub(crate) struct Usage {
    /// Blocks of long frames, of this encryptor.
    long_blocks: AtomicU64,
    /// Blocks of long frames, of those before it.
    earlier: u64,
    limit: u64,
    soft_limit: u64,
}

impl Usage {
    pub(crate) fn new(limit: u64, earlier: u64) -> Self {
        let limit = limit.min(MAX_BLOCKS);
        // 3/4: the app hears "rotate soon" with a quarter of the key still unused, most of a
        // day at 8 Mbit/s.
        let soft_limit = limit.saturating_sub(limit / 4);
        Self { long_blocks: AtomicU64::new(0), earlier, limit, soft_limit }
    }

    /// Gives the blocks of long frames charged here.
    pub(crate) fn long_blocks(&self) -> u64 {
        self.long_blocks.load(Relaxed)
    }

    /// Gives what would be spent after one more frame of `len` bytes, associated data
    /// included, as the frame with counter `next`.
    #[inline]
    pub(crate) fn with(&self, next: u64, len: usize) -> u64 {
        next.saturating_add(1)
            .saturating_mul(SMALL)
            .saturating_add(self.earlier)
            .saturating_add(self.long_blocks.load(Relaxed))
            .saturating_add(long_blocks(len))
    }

    /// Charges a frame of `len` bytes.
    #[inline]
    pub(crate) fn charge(&self, len: usize) {
        let blocks = long_blocks(len);
        if blocks > 0 {
            self.long_blocks.fetch_add(blocks, Relaxed);
        }
    }

    pub(crate) fn limit(&self) -> u64 {
        self.limit
    }

    /// Gives the blocks from which on the app is told to rotate.
    #[inline]
    pub(crate) fn soft_limit(&self) -> u64 {
        self.soft_limit
    }
}

/// Gives the blocks of a frame, or 0 for a small one, whose counter pays for it.
#[inline]
fn long_blocks(len: usize) -> u64 {
    let blocks = (len as u64).div_ceil(16);
    if blocks > SMALL { blocks } else { 0 }
}
