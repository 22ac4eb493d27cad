//! Who is met, comes, is heard again, and goes.

use alloc::vec::Vec;
use core::time::Duration;

use super::outgoing::below_a_second;
use super::peer::{Peer, Stage};
use super::{CallEvent, Departure, KeyChange, MAX_STRANGERS, Session};
use crate::call::error::MessageError;
use crate::call::member::{Admission, MemberId};

/// 16 of those who knock are told of in a second; more is no waiting room but a flood.
const KNOCKS_A_SECOND: u32 = 16;

/// 1 s after the first change of the roster, all say what they see.
const ROSTER_SETTLES: Duration = Duration::from_secs(1);

impl Session {
    /// Says whether somebody may be in the call as far as decisions go.
    pub(super) fn may_be_met(&self, id: MemberId) -> bool {
        let Some(peer) = self.peers.get(&id) else { return false };
        let identity = &peer.hello.identity;
        if self.decisions.removes(id, identity) {
            return false;
        }
        match self.policy.admission {
            Admission::Open => true,
            Admission::WaitingRoom => {
                self.policy.hosts.contains(identity)
                    || self.is_vouched_for(id)
                    || self.decisions.admits(id, identity)
            }
        }
    }

    /// Says whether one of those who let this member in, and was not removed, vouches for
    /// somebody, or is it.
    pub(super) fn is_vouched_for(&self, id: MemberId) -> bool {
        let first = (id, MemberId::new([0; 16]));
        let by = self.vouched.range(first..).take_while(|(whom, _)| *whom == id);
        by.into_iter().any(|(_, by)| !self.decisions.removes_session(*by))
    }

    /// Introduces this member to one that was let in.
    pub(super) fn meet(&mut self, id: MemberId) -> Result<(), MessageError> {
        if self.is_full(id) {
            return Err(MessageError::Full { limit: self.policy.max_members });
        }
        if self.let_in {
            self.start_meeting(id);
        }
        Ok(())
    }

    /// Whoever knocks has a minute, from now on, to show that it is there.
    pub(super) fn start_meeting(&mut self, id: MemberId) {
        let now = self.clock.now();
        let Some(peer) = self.peers.get_mut(&id) else { return };
        if peer.stage == Stage::Knocking {
            peer.stage = Stage::Meeting;
            peer.last_heard = now;
            peer.retry_now(now);
        }
    }

    /// Repeats the introduction until it is heard.
    pub(super) fn introduce_again(&mut self, id: MemberId) {
        let now = self.clock.now();
        if let Some(peer) = self.peers.get_mut(&id) {
            peer.has_met_us = false;
            peer.retry_now(now);
        }
    }

    /// Somebody has shown that it is there.
    pub(super) fn arrived(&mut self, id: MemberId) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        peer.stage = Stage::Present;
        peer.has_met_us = true;
        let was_here = core::mem::replace(&mut peer.has_been_here, true);
        peer.last_heard = self.clock.now();
        peer.retry_now(self.clock.now());
        if self.policy.admission != Admission::Open {
            self.send_decisions(id);
        }
        if was_here {
            self.take_keys_again(id); // it was sent out
        }
        self.restrict_clear();
        self.event(CallEvent::Joined { member: id });
    }

    /// Says whether there is no place for somebody, and tells the app once.
    pub(super) fn is_full(&mut self, id: MemberId) -> bool {
        // A hello alone takes no seat: anybody can make any number of them.
        let here = |peer: &&Peer| peer.stage == Stage::Present;
        let others = self.peers.iter().filter(|&(&other, _)| other != id).map(|(_, peer)| peer);
        if others.filter(here).count().saturating_add(1) < self.policy.max_members {
            return false;
        }
        let told = self.peers.get_mut(&id).map(|peer| &mut peer.is_told_full);
        if told.is_some_and(|told| !core::mem::replace(told, true)) {
            self.event(CallEvent::Full { member: id });
        }
        true
    }

    /// Meets those who may be in the call and are not yet: let in just now, or there is place
    /// again.
    pub(super) fn meet_who_waits(&mut self) {
        let ids: Vec<_> = self.peers.keys().copied().collect();
        for id in ids {
            let Some(peer) = self.peers.get(&id) else { continue };
            if peer.stage == Stage::Knocking && self.may_be_met(id) {
                let _full = self.meet(id);
            }
        }
    }

    /// This member is let in: it meets all whom it may.
    pub(super) fn come_in(&mut self) {
        if !self.let_in {
            self.let_in = true;
            self.event(CallEvent::LetIn);
            self.apply_decisions();
        }
    }

    /// Who has not come yet and was let in by a member that has been removed waits again; so do others than the
    /// one that has let this member in.
    pub(super) fn knock_again(&mut self) {
        if !self.let_in {
            return; // whoever it meets could let it in
        }
        let meeting = self.peers.iter().filter(|(_, peer)| peer.stage == Stage::Meeting);
        let ids: Vec<_> = meeting.map(|(&id, _)| id).collect();
        for id in ids.into_iter().filter(|&id| !self.may_be_met(id)).collect::<Vec<_>>() {
            if let Some(peer) = self.peers.get_mut(&id) {
                peer.knock(); // and the app is told with the next status, if it still waits then
            }
        }
    }

    /// Tells the app, once, that somebody waits.
    pub(super) fn tell_of_knocking(&mut self, member: MemberId) {
        let Some(peer) = self.peers.get_mut(&member).filter(|peer| !peer.is_told_knocking) else {
            return;
        };
        if !below_a_second(&mut self.knocks_told, self.clock.now(), KNOCKS_A_SECOND) {
            return; // and it is told of with the next status, if it is still there
        }
        peer.is_told_knocking = true;
        self.event(CallEvent::Knocking { member });
    }

    /// Those who knocked before this member was let in wait for its word, too.
    pub(super) fn tell_who_waits(&mut self) {
        let knocking = self.peers.iter().filter(|(_, peer)| peer.stage == Stage::Knocking);
        let ids: Vec<_> = knocking.map(|(&id, _)| id).collect();
        for id in ids {
            if self.let_in && !self.may_be_met(id) {
                self.tell_of_knocking(id);
            }
        }
    }

    /// Forgets the stranger that was silent longest, when there are too many, those first of whom
    /// nothing but a hello was heard, which costs nobody anything; and the member that was absent longest, when there are more than ever fit in.
    pub(super) fn make_room_for_stranger(&mut self) {
        let absent = self.peers.iter().filter(|(_, peer)| peer.stage == Stage::Absent);
        if absent.clone().count() > self.policy.max_members
            && let Some((&oldest, _)) = absent.min_by_key(|(_, peer)| peer.last_heard)
        {
            self.depart(oldest, Departure::Forgotten);
        }
        // A newcomer meets as many as there are at once.
        for (introduced, limit) in [(false, MAX_STRANGERS), (true, self.policy.max_members)] {
            let strangers = self
                .peers
                .iter()
                .filter(|(_, peer)| !peer.has_been_here && peer.inbound.is_some() == introduced);
            if strangers.clone().count() >= limit
                && let Some((&first, _)) =
                    strangers.min_by_key(|(_, peer)| (peer.is_real, peer.last_heard))
            {
                self.peers.remove(&first);
            }
        }
    }

    /// Of several sessions of one device the latest stays. Says whether `id` is not it.
    pub(super) fn supersedes_or_is_superseded(&mut self, id: MemberId) -> bool {
        let Some(peer) = self.peers.get(&id) else { return true };
        let same = self.peers.iter().filter(|&(&other, twin)| {
            other != id && twin.hello.identity == peer.hello.identity && twin.is_or_was_here()
        });
        let same: Vec<_> = same
            .map(|(&other, twin)| {
                let stays = twin.stage == Stage::Present && twin.hello.is_later_than(&peer.hello);
                (other, stays)
            })
            .collect();
        if same.iter().any(|&(_, stays)| stays) {
            return true; // for as long as the later one is heard: clocks go back too
        }
        for (other, _) in same {
            self.depart(other, Departure::Superseded);
        }
        false
    }

    /// A member that was absent is heard again: it gets keys like one who joins.
    pub(super) fn returned(&mut self, id: MemberId) {
        let now = self.clock.now();
        if self.peers.get(&id).is_none_or(|peer| peer.stage != Stage::Absent) || self.is_full(id) {
            return;
        }
        if let Some(peer) = self.peers.get_mut(&id) {
            peer.stage = Stage::Present;
            peer.is_entitled = false;
            peer.has_generation = None;
            peer.retry_now(now);
            self.take_keys_again(id);
            self.restrict_clear();
            self.event(CallEvent::Returned { member: id });
        }
    }

    /// The decryptors were told to let go of a member's keys, and need the newest again.
    pub(super) fn take_keys_again(&mut self, from: MemberId) {
        let newest = self.peers.get_mut(&from).and_then(|peer| peer.keys.renew());
        let keys = newest.into_iter().flat_map(|newest| {
            newest.key_ids().map(|(kind, _)| KeyChange::Receive {
                from,
                kind,
                key: newest.key(kind).ahead(0),
            })
        });
        let keys: Vec<_> = keys.collect();
        self.change_keys(keys);
    }

    /// A device was removed, and nobody who may has let this session of it in, as far as is
    /// known by now: it knocks, and is met again when such a word comes.
    pub(super) fn send_out(&mut self, id: MemberId) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let was_here = peer.is_or_was_here();
        let held_ours = core::mem::take(&mut peer.is_entitled);
        peer.knock();
        peer.has_generation = None;
        peer.consents = false;
        let kids = peer.keys.retire(self.clock.now());
        self.change_keys(kids.into_iter().map(|kid| KeyChange::Remove { kid }));
        if held_ours {
            self.schedule_rotation(self.timing.leave_delay);
        }
        self.break_off(id);
        if was_here {
            self.event(CallEvent::Left { member: id, how: Departure::Removed });
        }
    }

    /// Somebody is gone for good; whoever holds our keys and is gone must not read on.
    pub(super) fn depart(&mut self, id: MemberId, how: Departure) {
        let Some(mut peer) = self.peers.remove(&id) else { return };
        self.break_off(id);
        let kids = peer.keys.clear();
        let at_once = how == Departure::Removed;
        self.change_keys(kids.into_iter().map(|kid| match at_once {
            true => KeyChange::Remove { kid },
            false => KeyChange::Retire { kid },
        }));
        if peer.is_entitled {
            self.schedule_rotation(self.timing.leave_delay);
        }
        if how == Departure::Forgotten {
            self.restrict_clear(); // nobody heard it agree, nor leave
        }
        self.gone.insert(id, how);
        if peer.is_or_was_here() {
            self.roster_changed();
            self.event(CallEvent::Left { member: id, how });
        }
    }

    pub(super) fn stranded(&mut self, member: MemberId) {
        if !core::mem::replace(&mut self.is_stranded, true) {
            self.event(CallEvent::Stranded { member });
        }
    }

    /// Somebody came, or vanished: what was consented to was another call.
    /// Everybody has to consent anew, also those of whom nothing was heard since.
    pub(super) fn restrict_clear(&mut self) {
        self.peers.values_mut().for_each(|peer| peer.consents = false);
        if core::mem::take(&mut self.consents) {
            self.status_at = self.clock.now();
        }
        self.roster_changed();
    }

    /// Tells the others soon who is there, once for all who come and go in the same second.
    pub(super) fn roster_changed(&mut self) {
        self.status_at = self.status_at.min(self.clock.now().saturating_add(ROSTER_SETTLES));
    }
}

#[cfg(test)]
mod tests {
    use super::super::MAX_GONE;
    use super::*;
    use crate::call::{DeviceIdentity, SessionConfig};
    use alloc::boxed::Box;
    use rand_core::SeedableRng;

    #[test]
    fn after_so_many_departures_nobody_new_is_met() {
        let join = |seed| {
            let rng = Box::new(chacha20::ChaCha20Rng::seed_from_u64(seed));
            let identity = DeviceIdentity::import(&[seed as u8; 32]);
            Session::join(SessionConfig::new(b"call", "", 1), identity, rng, Duration::ZERO)
        };
        let mut session = join(1).unwrap();
        let hello = join(2).unwrap().poll_outgoing().unwrap();
        for n in 0..MAX_GONE {
            if n == MAX_GONE - 1 {
                assert_eq!(session.handle(&hello.bytes, Duration::ZERO), Ok(()));
                session.peers.clear();
            }
            let mut id = [0; 16];
            id[..8].copy_from_slice(&(n as u64).to_be_bytes());
            session.gone.insert(MemberId::new(id), Departure::Left);
        }
        let full = Err(MessageError::Full { limit: MAX_GONE });
        for _ in 0..2 {
            assert_eq!(session.handle(&hello.bytes, Duration::ZERO), full);
        }
        let events = core::iter::from_fn(|| session.poll_event());
        assert_eq!(events.filter(|e| matches!(e, CallEvent::Stranded { .. })).count(), 1);
    }
}
