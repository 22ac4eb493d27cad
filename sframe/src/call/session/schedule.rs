//! What a session does by itself, when its time has come.

use alloc::vec::Vec;
use core::time::Duration;

use super::peer::Stage;
use super::{CallEvent, Departure, KeyChange, Session};
use crate::call::member::MemberId;
use crate::event::Event;

impl Session {
    /// Looks at who has not been heard of, and at keys that are used up.
    pub(super) fn watch(&mut self) {
        let (now, timing) = (self.clock.now(), self.timing.clone());
        let mut forgotten = Vec::new();
        let mut absent = Vec::new();
        for (&id, peer) in &mut self.peers {
            let silent = now.saturating_sub(peer.last_heard);
            match peer.stage {
                Stage::Present if silent >= timing.absent => {
                    peer.stage = Stage::Absent;
                    absent.push(id);
                }
                Stage::Absent if silent >= timing.forget => forgotten.push(id),
                Stage::Knocking | Stage::Meeting if silent >= timing.meeting() => {
                    forgotten.push(id);
                }
                _ => {}
            }
        }
        for id in absent {
            self.on_absent(id);
        }
        for id in forgotten {
            // A stranger may come again; one that was there has to join anew.
            if self.peers.get(&id).is_some_and(|peer| peer.has_been_here) {
                self.depart(id, Departure::Forgotten);
            } else {
                self.peers.remove(&id);
            }
        }
        // Twice as long as new decryptors are given them: frames wait, and say whose they are.
        let before = now.checked_sub(super::GRACE.saturating_mul(2));
        self.peers.values_mut().for_each(|peer| peer.keys.let_go(before));
        let used_up = self.own.encryptors().filter_map(|encryptor| encryptor.poll_event());
        if used_up.filter(|event| matches!(event, Event::RotateSoon { .. })).count() > 0
            || now.saturating_sub(self.last_rotation) >= timing.rotation
        {
            self.schedule_rotation(Duration::ZERO);
        }
        if now >= self.status_at {
            self.status_at = now.saturating_add(timing.status);
            self.send_status(false);
            self.meet_who_waits();
            self.tell_who_waits();
        }
    }

    fn on_absent(&mut self, id: MemberId) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let kids = peer.keys.retire(self.clock.now());
        let changes: Vec<_> = kids.into_iter().map(|kid| KeyChange::Retire { kid }).collect();
        peer.consents = false;
        let held_ours = core::mem::take(&mut peer.is_entitled);
        self.change_keys(changes);
        if held_ours {
            self.schedule_rotation(self.timing.leave_delay);
        }
        self.roster_changed();
        self.event(CallEvent::Absent { member: id });
    }

    /// Wants a fresh generation in `delay`, or when the last one is long enough ago.
    pub(super) fn schedule_rotation(&mut self, delay: Duration) {
        let at = self.clock.now().saturating_add(delay);
        let at = at.max(self.last_rotation.saturating_add(self.timing.rotation_gap));
        self.rotate_at = Some(self.rotate_at.map_or(at, |before| before.min(at)));
    }

    /// Does all that is due now. After every message and every advance.
    pub(super) fn work(&mut self) {
        if self.ended.is_some() {
            return;
        }
        self.rotate_if_due();
        self.entitle_newcomers();
        self.switch_if_due();
        self.send_what_is_missing();
        self.go_on_comparing();
        self.check_clear();
        if self.clock.now() >= self.status_at {
            self.status_at = self.clock.now().saturating_add(self.timing.status);
            self.send_status(false);
        }
    }

    fn rotate_if_due(&mut self) {
        // One at a time: what comes meanwhile starts the next as soon as this one is used.
        // One whose key identifiers somebody else has is replaced, and not waited for longer.
        let replaces = self.own.is_pending() && self.own.offer_is_refused();
        let waits = self.own.is_pending() && !replaces;
        if waits || self.rotate_at.is_none_or(|at| at > self.clock.now()) {
            return;
        }
        if self.own.draw_next(&mut *self.rng).is_err() {
            return; // and it stays due
        }
        self.rotate_at = None;
        self.last_rotation = self.clock.now();
        if !replaces {
            self.switch_at = self.clock.now().saturating_add(self.timing.switch);
        }
        let now = self.clock.now();
        for peer in self.peers.values_mut().filter(|peer| peer.stage == Stage::Present) {
            peer.is_entitled = true; // to a key that nothing was sealed under yet
            peer.retry_now(now);
        }
        self.ratchet_at = None;
    }

    /// Newcomers get keys that say nothing about what was before: the generation that is about
    /// to be used, or the current one, ratcheted for all of them together.
    fn entitle_newcomers(&mut self) {
        let is_new = |peer: &&mut super::Peer| peer.stage == Stage::Present && !peer.is_entitled;
        if self.peers.values_mut().find(is_new).is_none() {
            self.ratchet_at = None; // who came has gone
            return;
        }
        if !self.own.is_pending() {
            let gap = self.timing.join_gap;
            let earliest =
                self.last_ratchet.map_or(self.clock.now(), |last| last.saturating_add(gap));
            self.ratchet_at = Some(self.ratchet_at.map_or(earliest, |at| at.min(earliest)));
            if self.ratchet_at.is_some_and(|at| at > self.clock.now()) {
                return;
            }
            let before = self.own.current().step;
            if !self.own.ratchet() {
                self.ratchet_at = None; // or the time of what is due stays in the past
                self.schedule_rotation(Duration::ZERO);
                return;
            }
            if self.own.current().step != before {
                self.event(CallEvent::SendKeysChanged);
            }
            self.last_ratchet = Some(self.clock.now());
        }
        self.ratchet_at = None;
        let now = self.clock.now();
        for peer in self.peers.values_mut().filter(|peer| peer.stage == Stage::Present) {
            if !peer.is_entitled {
                peer.is_entitled = true;
                peer.retry_now(now);
            }
        }
    }

    fn switch_if_due(&mut self) {
        if !self.own.is_pending() {
            return;
        }
        let next = Some(self.own.offer().number);
        let present = self.peers.values().filter(|peer| peer.stage == Stage::Present);
        let all_have_it = present.into_iter().all(|peer| peer.has_generation == next);
        if all_have_it || self.clock.now() >= self.switch_at {
            self.own.switch();
            self.event(CallEvent::SendKeysChanged);
            self.rotate_if_due();
        }
    }

    /// Sends every member what it has not shown to have.
    fn send_what_is_missing(&mut self) {
        let offered = Some(self.own.offer().number);
        let (now, timing) = (self.clock.now(), self.timing.clone());
        let mut due = Vec::new();
        for (&id, peer) in &mut self.peers {
            if !matches!(peer.stage, Stage::Meeting | Stage::Present) || peer.retry_at > now {
                continue;
            }
            let introduction = peer.inbound.is_none() || !peer.has_met_us;
            let keys = peer.is_entitled && peer.inbound.is_some() && peer.has_generation != offered;
            if introduction || keys {
                let wait = peer.retry_wait.saturating_mul(2).clamp(timing.retry, timing.status);
                peer.retry_wait = wait;
                peer.retry_at = now.saturating_add(wait);
                due.push((id, introduction, keys));
            }
        }
        for (id, introduction, keys) in due {
            if introduction {
                self.send_introduction(id);
            }
            if keys {
                self.send_keys(id);
            }
        }
    }

    fn check_clear(&mut self) {
        // Hashing all members is for the few calls in which this is a question.
        let may = self.consents && !self.policy.encryption_required && {
            let digest = self.roster_digest();
            let present = || self.peers.values().filter(|peer| peer.stage == Stage::Present);
            // Whoever is silent may just be silenced, and has not agreed.
            let all_here = !self.peers.values().any(|peer| peer.stage == Stage::Absent);
            all_here
                && present().next().is_some()
                && present().all(|peer| peer.consents && peer.roster_digest == digest)
        };
        if may != core::mem::replace(&mut self.may_send_clear, may) {
            self.event(CallEvent::Encryption { may_send_clear: may });
        }
    }

    /// Gives when [`advance`](Self::advance) has something to do at the latest.
    pub fn next_timeout(&self) -> Duration {
        let mut next = self.status_at;
        let mut consider = |at: Option<Duration>| next = at.map_or(next, |at| at.min(next));
        consider(self.ratchet_at);
        consider(self.next_comparison());
        consider(self.rotate_at.filter(|_| !self.own.is_pending() || self.own.offer_is_refused()));
        consider(self.own.is_pending().then_some(self.switch_at));
        let offered = Some(self.own.offer().number);
        for peer in self.peers.values() {
            let missing = peer.inbound.is_none()
                || !peer.has_met_us
                || (peer.is_entitled && peer.has_generation != offered);
            if missing && matches!(peer.stage, Stage::Meeting | Stage::Present) {
                consider(Some(peer.retry_at));
            }
            if peer.stage == Stage::Present {
                consider(Some(peer.last_heard.saturating_add(self.timing.absent)));
            }
        }
        self.clock.in_app_time(next)
    }
}
