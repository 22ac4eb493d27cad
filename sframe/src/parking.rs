//! Frames that wait for their key.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use core::time::Duration;

use crate::key_id::KeyId;

/// How much may wait, and how long. Whatever exceeds a bound pushes out the oldest frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParkingLimits {
    /// Frames, 256 by default: one second of ten audio senders.
    pub frames: usize,
    /// Bytes of frames and metadata together, 1 MiB by default.
    pub bytes: usize,
    /// Age, 2 s by default: a later frame is of no use to a call.
    pub age: Duration,
}

impl Default for ParkingLimits {
    fn default() -> Self {
        Self { frames: 256, bytes: 1 << 20, age: Duration::from_secs(2) }
    }
}

pub(crate) struct Parked {
    pub(crate) kid: KeyId,
    pub(crate) frame: Box<[u8]>,
    pub(crate) metadata: Box<[u8]>,
    /// Whether the plaintext will end in padding.
    pub(crate) padded: bool,
    /// The caller's own mark.
    pub(crate) token: u64,
    since: Duration,
}

impl Parked {
    fn len(&self) -> usize {
        self.frame.len().saturating_add(self.metadata.len())
    }
}

pub(crate) struct Parking {
    limits: ParkingLimits,
    frames: VecDeque<Parked>,
    bytes: usize,
    dropped: u64,
}

impl Parking {
    pub(crate) fn new(limits: ParkingLimits) -> Self {
        Self { limits, frames: VecDeque::new(), bytes: 0, dropped: 0 }
    }

    pub(crate) fn park(
        &mut self,
        kid: KeyId,
        frame: &[u8],
        metadata: &[u8],
        padded: bool,
        token: u64,
        now: Duration,
    ) -> bool {
        let len = frame.len().saturating_add(metadata.len());
        if self.limits.frames == 0 || len > self.limits.bytes {
            self.dropped = self.dropped.saturating_add(1);
            return false;
        }
        while self.frames.len() >= self.limits.frames
            || self.bytes.saturating_add(len) > self.limits.bytes
        {
            self.drop_oldest();
        }
        self.bytes = self.bytes.saturating_add(len);
        self.frames.push_back(Parked {
            kid,
            frame: frame.into(),
            metadata: metadata.into(),
            padded,
            token,
            since: now,
        });
        true
    }

    /// Takes out the oldest frame whose key `is_known`.
    pub(crate) fn take(&mut self, is_known: impl Fn(KeyId) -> bool) -> Option<Parked> {
        let at = self.frames.iter().position(|parked| is_known(parked.kid))?;
        let parked = self.frames.remove(at)?;
        self.bytes = self.bytes.saturating_sub(parked.len());
        Some(parked)
    }

    /// Drops what has waited too long.
    pub(crate) fn advance(&mut self, now: Duration) {
        while self
            .frames
            .front()
            .is_some_and(|oldest| now.saturating_sub(oldest.since) > self.limits.age)
        {
            self.drop_oldest();
        }
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(crate) fn len(&self) -> usize {
        self.frames.len()
    }

    fn drop_oldest(&mut self) {
        if let Some(oldest) = self.frames.pop_front() {
            self.bytes = self.bytes.saturating_sub(oldest.len());
            self.dropped = self.dropped.saturating_add(1);
        }
    }
}
