//! What a session knows about one other member.

use alloc::vec::Vec;
use core::time::Duration;

use crate::call::exchange::{Inbound, Kem, Outbound};
use crate::call::media_keys::HeldKeys;
use crate::call::member::Hello;

/// How far a session has got with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Said hello and has not been let in, or not again.
    Knocking,
    /// Was let in; has not proven yet that it is there.
    Meeting,
    /// Is there.
    Present,
    /// Was there, and has not been heard of for a while.
    Absent,
}

/// The secret for one direction, and the message that carries it.
pub(crate) struct Introduction {
    pub(crate) message: Vec<u8>,
    pub(crate) channel: Outbound,
}

pub(crate) struct Peer {
    pub(crate) hello: Hello,
    pub(crate) kem: Kem,
    pub(crate) stage: Stage,
    /// To it.
    pub(crate) introduction: Option<Introduction>,
    /// From it, with the number and the hash of the introduction that brought it.
    pub(crate) inbound: Option<(Inbound, (u64, [u8; 32]))>,
    /// Whether it has our hello, as it seems.
    pub(crate) knows_us: bool,
    /// Whether it has shown that it has our introduction.
    pub(crate) has_met_us: bool,
    pub(crate) last_heard: Duration,
    /// Of its last status.
    pub(crate) revision: u64,
    pub(crate) roster_digest: [u8; 16],
    pub(crate) consents: bool,
    /// When it was last told of decisions, by which differences, and how long to wait until it
    /// is told again while these are the same.
    pub(crate) last_sync: Option<Duration>,
    pub(crate) sync_about: [[u8; 16]; 4],
    pub(crate) sync_wait: Duration,
    /// Whether the app knows that it found no place, and that it knocks.
    pub(crate) is_told_full: bool,
    pub(crate) is_told_knocking: bool,
    /// Whether it is to be given our keys; not before they say nothing about the past.
    pub(crate) is_entitled: bool,
    /// The generation of ours that it has.
    pub(crate) has_generation: Option<u64>,
    /// When what it has not confirmed is sent again, and how long to wait then.
    pub(crate) retry_at: Duration,
    pub(crate) retry_wait: Duration,
    /// When its next complaint about key identifiers is heard, and how long the one after waits.
    complaint_at: Duration,
    complaint_wait: Duration,
    /// What it sends with.
    pub(crate) keys: HeldKeys,
}

impl Peer {
    pub(crate) fn new(hello: Hello, kem: Kem, now: Duration) -> Self {
        Self {
            hello,
            kem,
            stage: Stage::Knocking,
            introduction: None,
            inbound: None,
            knows_us: false,
            has_met_us: false,
            last_heard: now,
            revision: 0,
            roster_digest: [0; 16],
            consents: false,
            last_sync: None,
            sync_about: [[0; 16]; 4],
            sync_wait: Duration::ZERO,
            is_told_full: false,
            is_told_knocking: false,
            is_entitled: false,
            has_generation: None,
            retry_at: now,
            retry_wait: Duration::ZERO,
            complaint_at: Duration::ZERO,
            complaint_wait: Duration::ZERO,
            keys: HeldKeys::default(),
        }
    }

    /// Says whether to heed that key identifiers are taken. Two in a row are rare, so each makes
    /// the next wait twice as long, from `first` to `last`: nobody makes others rotate for ever.
    pub(crate) fn may_complain(&mut self, now: Duration, first: Duration, last: Duration) -> bool {
        if now < self.complaint_at || !self.is_entitled {
            return false;
        }
        self.complaint_wait = self.complaint_wait.saturating_mul(2).max(first).min(last);
        self.complaint_at = now.saturating_add(self.complaint_wait);
        true
    }

    /// Says whether it was let in and has proven itself, even if it is silent now.
    pub(crate) fn is_or_was_here(&self) -> bool {
        matches!(self.stage, Stage::Present | Stage::Absent)
    }

    /// Starts sending anew what is missing, without waiting.
    pub(crate) fn retry_now(&mut self, now: Duration) {
        self.retry_at = now;
        self.retry_wait = Duration::ZERO;
    }
}
