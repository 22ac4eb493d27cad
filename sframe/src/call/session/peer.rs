//! What a session knows about one other member.

use alloc::collections::BTreeSet;
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
    /// Has introduced itself and answered an introduction of ours: it is there.
    Present,
    /// Was there, and has not been heard of for a while.
    Absent,
}

/// The secret for one direction, and the message that carries it.
pub(crate) struct Introduction {
    pub(crate) number: u64,
    pub(crate) message: Vec<u8>,
    pub(crate) channel: Outbound,
}

/// 16 changes of keys in a row are taken from a member, and then one each time that two changes
/// of an honest one are apart: more would flood decryptors' memory of the keys that went.
const CHANGES_IN_A_ROW: u32 = 16;

/// How many changes of keys are taken from a member.
pub(crate) struct Allowance {
    left: u32,
    since: Duration,
}

impl Allowance {
    fn new(now: Duration) -> Self {
        Self { left: CHANGES_IN_A_ROW, since: now }
    }

    /// Says whether one more is taken; there is another one after every `gap`.
    pub(crate) fn take(&mut self, now: Duration, gap: Duration) -> bool {
        let passed = now.saturating_sub(self.since).as_nanos();
        let more = passed.checked_div(gap.as_nanos()).unwrap_or(u128::MAX);
        if more > 0 {
            let more = u32::try_from(more).unwrap_or(u32::MAX);
            self.left = self.left.saturating_add(more).min(CHANGES_IN_A_ROW);
            self.since = now;
        }
        let may = self.left > 0;
        self.left = self.left.saturating_sub(1);
        may
    }
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
    /// Whether it was ever present.
    pub(crate) has_been_here: bool,
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
    /// How often it was told without a pause, and how long a pause is by now.
    pub(crate) sync_row: u32,
    pub(crate) sync_pause: Duration,
    /// The decisions that it passed on.
    pub(crate) passed_on: BTreeSet<[u8; 8]>,
    /// Whether more was heard of it than a hello that came unasked.
    pub(crate) is_real: bool,
    /// How many more changes of keys are taken from it, and since when there is another.
    pub(crate) changes_left: Allowance,
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
            has_been_here: false,
            last_heard: now,
            revision: 0,
            roster_digest: [0; 16],
            consents: false,
            last_sync: None,
            sync_about: [[0; 16]; 4],
            sync_wait: Duration::ZERO,
            sync_row: 0,
            sync_pause: Duration::ZERO,
            passed_on: BTreeSet::new(),
            is_real: false,
            changes_left: Allowance::new(now),
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

    pub(crate) fn introduction_number(&self) -> Option<u64> {
        self.introduction.as_ref().map(|introduction| introduction.number)
    }

    /// Sends it back to where it knocks. When it is met again, it has to answer another introduction.
    pub(crate) fn knock(&mut self) {
        self.stage = Stage::Knocking;
        self.introduction = None;
        self.has_met_us = false;
    }

    /// Says whether it is in the call and has proven itself, even if it is silent now.
    pub(crate) fn is_or_was_here(&self) -> bool {
        matches!(self.stage, Stage::Present | Stage::Absent)
    }

    /// Starts sending anew what is missing, without waiting.
    pub(crate) fn retry_now(&mut self, now: Duration) {
        self.retry_at = now;
        self.retry_wait = Duration::ZERO;
    }
}
