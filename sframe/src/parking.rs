//! Frames that wait for their key. Nothing of them is authenticated, so KIDs share the places.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use core::time::Duration;

use hashbrown::HashMap;

use crate::key_id::KeyId;

/// 4 bytes: no frame is shorter than its header and the shortest tag.
pub(crate) const SHORTEST_TAG: usize = 4;

/// How much may wait, and how long. What exceeds a bound pushes out the oldest frame of the KID
/// that takes the most room. KIDs with one frame each, which anybody can make up, take at most
/// half of the places from others; one more pushes out the middle one of them, so that neither
/// those that were first nor those that come last are lost to a flood at once.
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

/// What the frames of one KID take.
#[derive(Clone, Copy, Default)]
struct Share {
    frames: usize,
    /// Bytes, and for a short frame as many as one place has.
    room: usize,
}

pub(crate) struct Parking {
    limits: ParkingLimits,
    frames: VecDeque<Parked>,
    shares: HashMap<KeyId, Share>,
    bytes: usize,
    dropped: u64,
}

impl Parking {
    pub(crate) fn new(limits: ParkingLimits) -> Self {
        Self { limits, frames: VecDeque::new(), shares: HashMap::default(), bytes: 0, dropped: 0 }
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
        if !self.make_room(kid, len) {
            self.dropped = self.dropped.saturating_add(1);
            return false;
        }
        self.bytes = self.bytes.saturating_add(len);
        let room = self.room(len);
        let share = self.shares.entry(kid).or_default();
        share.frames = share.frames.saturating_add(1);
        share.room = share.room.saturating_add(room);
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
        self.remove(at)
    }

    /// Drops what has waited too long.
    pub(crate) fn advance(&mut self, now: Duration) {
        while self
            .frames
            .front()
            .is_some_and(|oldest| now.saturating_sub(oldest.since) > self.limits.age)
        {
            self.drop_at(0);
        }
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(crate) fn len(&self) -> usize {
        self.frames.len()
    }

    /// Pushes out what is in the way of a frame of `len` bytes, or says that the frame itself is
    /// too much.
    fn make_room(&mut self, kid: KeyId, len: usize) -> bool {
        if self.limits.frames == 0 || len > self.limits.bytes {
            return false;
        }
        while self.frames.len() >= self.limits.frames
            || self.bytes.saturating_add(len) > self.limits.bytes
        {
            match self.one_too_many(kid, len) {
                Some(at) => self.drop_at(at),
                None => return false,
            }
        }
        true
    }

    /// Gives the place of the frame that goes first; none is that of the frame of `len` bytes
    /// that has yet to come.
    fn one_too_many(&self, kid: KeyId, len: usize) -> Option<usize> {
        let share_of = |kid: KeyId| self.shares.get(&kid).copied().unwrap_or_default();
        let own = share_of(kid);
        let is_single = |&at: &usize| {
            let other = self.frames.get(at).map_or(kid, |parked| parked.kid);
            other != kid && share_of(other).frames == 1
        };
        let singles = || (0..self.frames.len()).filter(is_single);
        let count = singles().count();
        if count.saturating_add(usize::from(own.frames == 0)) > self.limits.frames / 2 {
            return singles().nth(count / 2);
        }
        let most = self.shares.values().map(|share| share.room).max().unwrap_or(0);
        if own.room.saturating_add(self.room(len)) < most {
            return self.frames.iter().position(|parked| share_of(parked.kid).room == most);
        }
        self.frames.iter().position(|parked| parked.kid == kid)
    }

    /// Gives what a frame of `len` bytes counts for: its bytes, or one place.
    fn room(&self, len: usize) -> usize {
        len.max(self.limits.bytes.checked_div(self.limits.frames).unwrap_or(0))
    }

    fn drop_at(&mut self, at: usize) {
        if self.remove(at).is_some() {
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    fn remove(&mut self, at: usize) -> Option<Parked> {
        let parked = self.frames.remove(at)?;
        self.bytes = self.bytes.saturating_sub(parked.len());
        let room = self.room(parked.len());
        match self.shares.get_mut(&parked.kid) {
            Some(share) if share.frames > 1 => {
                share.frames = share.frames.saturating_sub(1);
                share.room = share.room.saturating_sub(room);
            }
            _ => drop(self.shares.remove(&parked.kid)),
        }
        Some(parked)
    }
}
