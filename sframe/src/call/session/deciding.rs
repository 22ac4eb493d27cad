//! Decisions about who is in the call: made here, taken from others, and carried out.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::peer::Stage;
use super::{CallEvent, Departure, Session};
use crate::call::decision::{Decision, Room, Verdict};
use crate::call::error::{MessageError, SessionError};
use crate::call::identity::IdentityKey;
use crate::call::member::{Admission, MemberId};
use crate::call::wire::{Envelope, Reader};

/// 4096 words for members: those of four about everybody.
const MAX_VOUCHED: usize = 4 * super::MAX_MEMBERS;

/// 8192 decisions are remembered as passed on by a member.
const MAX_PASSED_ON: usize = 8192;

/// 32 more sessions of a device are removed with the one that is named, while this member has
/// made fewer than half of the decisions that it may make. Members can let any number of each
/// other's sessions in; whoever wants to remove them must not run out of decisions for that.
const MAX_REMOVED_WITH: usize = 32;

impl Session {
    pub(super) fn decide(
        &mut self,
        verdict: Verdict,
        member: MemberId,
    ) -> Result<(), SessionError> {
        if self.ended.is_some() {
            return Err(SessionError::Ended);
        }
        if !self.let_in || !self.policy.is_host(&self.identity.key()) {
            return Err(SessionError::NotEntitled);
        }
        let Some(peer) = self.peers.get(&member) else {
            return Err(SessionError::NoSuchMember { member });
        };
        let identity = peer.hello.identity;
        let limit = crate::call::MAX_DECISIONS;
        let made = self.decisions.number_of(self.hello.id(), &self.identity.key());
        if made >= limit {
            return Err(SessionError::TooManyDecisions { limit });
        }
        self.announce(verdict, (member, identity));
        if verdict == Verdict::Remove {
            for other in self.others_of(member, identity, made) {
                self.announce(verdict, (other, identity));
            }
            self.vouch_for_the_rest(member);
        }
        self.apply_decisions();
        self.work();
        Ok(())
    }

    /// Gives the other sessions of a device that are here or that somebody let in: one of them
    /// that was not removed would be let in again. Those first that this member let in.
    fn others_of(&self, member: MemberId, identity: IdentityKey, made: usize) -> Vec<MemberId> {
        let anybody_counts =
            self.policy.admission == Admission::Open && self.policy.hosts.is_empty();
        if made >= crate::call::MAX_DECISIONS / 2 || anybody_counts {
            return Vec::new(); // where anybody counts, a device returns under another identity
        }
        let here = self.peers.iter().filter(|(_, peer)| peer.hello.identity == identity);
        let here = here.filter(|(_, peer)| peer.stage != Stage::Knocking).map(|(&id, _)| id);
        let (own, others): (Vec<_>, Vec<_>) =
            self.decisions.admitted_of(identity).partition(|(_, by)| *by == self.hello.id());
        let admitted = own.into_iter().chain(others).map(|(id, _)| id);
        let mut known = BTreeSet::from([member]);
        let ids = here.chain(admitted).filter(|&id| !self.decisions.removes_session(id));
        ids.filter(|&id| known.insert(id)).take(MAX_REMOVED_WITH).collect()
    }

    /// Decides and tells everybody.
    fn announce(&mut self, verdict: Verdict, subject: (MemberId, IdentityKey)) {
        let author = self.hello.id();
        let decision = Decision::sign(&self.call, verdict, subject, author, &self.identity);
        if self.decisions.add(decision.clone(), author, Room::Own) {
            self.send_decision(None, &decision);
        }
    }

    /// Whoever removes a member lets in anew those whom only that member had let in.
    fn vouch_for_the_rest(&mut self, removed: MemberId) {
        if self.policy.admission == Admission::Open {
            return;
        }
        let me = (self.hello.id(), self.identity.key());
        let others = self.peers.iter().filter(|(_, peer)| peer.stage == Stage::Present);
        let others = others.map(|(&id, peer)| (id, peer.hello.identity));
        let rest: Vec<_> = others
            .chain([me])
            .filter(|&(id, identity)| id != removed && !self.is_named_host(&identity))
            .filter(|&(id, _)| {
                self.decisions.is_admitted_by(id, removed) || self.vouched.contains(&(id, removed))
            })
            .filter(|&(id, identity)| !self.decisions.admits(id, &identity))
            .collect();
        for subject in rest {
            self.announce(Verdict::Admit, subject);
        }
    }

    pub(super) fn on_decision(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        let mut reader = Reader(envelope.body);
        let decision = Decision::parse(&mut reader, &self.call)?;
        reader.end()?;
        let Decision { verdict, subject, author, author_identity, .. } = decision;
        let is_member = self
            .peers
            .get(&author)
            .is_some_and(|peer| peer.is_or_was_here() && peer.hello.identity == author_identity);
        let is_named_host = self.is_named_host(&author_identity);
        // A host that lets this very session in does so now. Its other sessions' words may be
        // of an earlier call, unless this session knows them.
        let mut is_new = is_named_host
            && (verdict, subject) == (Verdict::Admit, self.hello.id())
            && self.decisions.know(author, author_identity, None);
        let counts = verdict == Verdict::Remove || self.decisions.knows(author, &author_identity);
        if !(is_member || (is_named_host && counts)) {
            return Err(MessageError::NotEntitled { author });
        }
        is_new |= self.take_decision(author, decision)?;
        if is_new {
            self.apply_decisions();
        }
        Ok(())
    }

    /// What a member passes on, it vouches for.
    pub(super) fn on_decisions(
        &mut self,
        from: MemberId,
        reader: &mut Reader<'_>,
    ) -> Result<(), MessageError> {
        let vouched = reader.u16()?;
        let mut ids = Vec::new();
        for _ in 0..vouched {
            ids.push(MemberId::new(reader.array()?));
        }
        let mut decisions = Vec::new();
        while !reader.0.is_empty() {
            decisions.push(Decision::parse(reader, &self.call)?);
        }
        // Only those who let this one in say who else is in, and who was before.
        let is_host = self.peers.get(&from).is_some_and(|p| self.is_named_host(&p.hello.identity));
        let is_trusted = is_host || self.is_vouched_for(from);
        let mut is_new = false;
        if is_trusted && self.policy.hosts.is_empty() && self.vouched.len() < MAX_VOUCHED {
            for id in ids {
                is_new |= self.vouched.insert((id, from));
            }
        }
        for decision in decisions {
            if is_trusted && self.policy.is_host(&decision.author_identity) {
                is_new |=
                    self.decisions.know(decision.author, decision.author_identity, Some(from));
            }
            // One that nobody was entitled to does not spoil the others. Each is carried out
            // before the next, which may be about somebody who is not here any more.
            let hash = decision.hash();
            is_new |= self.take_decision(from, decision).unwrap_or(false);
            if let Some(peer) = self.peers.get_mut(&from)
                && peer.passed_on.len() < MAX_PASSED_ON
            {
                peer.passed_on.insert(hash);
            }
            if core::mem::take(&mut is_new) {
                self.apply_decisions();
            }
        }
        if is_new {
            self.apply_decisions();
        }
        Ok(())
    }

    /// Says whether it is new and counts.
    fn take_decision(&mut self, from: MemberId, decision: Decision) -> Result<bool, MessageError> {
        let author = decision.author;
        if !self.policy.is_host(&decision.author_identity) {
            return Err(MessageError::NotEntitled { author });
        }
        let is_here = |id: MemberId, identity: &IdentityKey| {
            let peer = self.peers.get(&id).filter(|peer| peer.is_or_was_here());
            (id == self.hello.id() && *identity == self.identity.key())
                || peer.is_some_and(|peer| peer.hello.identity == *identity)
        };
        let removes = decision.verdict == Verdict::Remove
            && is_here(decision.subject, &decision.subject_identity);
        let room = match is_here(author, &decision.author_identity) {
            true if removes => Room::RemovesHere,
            true => Room::Here,
            false => Room::Any,
        };
        Ok(self.decisions.add(decision, from, room))
    }

    /// Brings members in line with what was decided.
    pub(super) fn apply_decisions(&mut self) {
        let me = self.hello.id();
        if self.decisions.removes(me, &self.identity.key()) {
            self.end(Departure::Removed);
            return;
        }
        let named_host = !self.policy.hosts.is_empty();
        if !self.let_in && named_host && self.decisions.admits(me, &self.identity.key()) {
            self.let_in = true;
            self.event(CallEvent::LetIn);
        }
        let ids: Vec<_> = self.peers.keys().copied().collect();
        for id in ids {
            let Some(peer) = self.peers.get(&id) else { continue };
            if peer.stage == Stage::Knocking || !self.decisions.removes(id, &peer.hello.identity) {
                continue;
            }
            match self.decisions.removal_of(id).cloned() {
                Some(decision) => {
                    // It may not know whoever decided this; us it knows.
                    self.pass_on(id, &[decision]);
                    self.depart(id, Departure::Removed);
                }
                None => self.send_out(id),
            }
        }
        self.knock_again();
        self.meet_who_waits();
    }

    /// Somebody who was removed and goes on talking did not hear of it.
    pub(super) fn tell_removed(&mut self, member: MemberId) {
        if let Some(decision) = self.decisions.removal_of(member).cloned()
            && self.may_ask(member)
        {
            self.send_decision(Some(member), &decision);
        }
    }

    pub(super) fn admissions_of(&self, id: MemberId) -> Vec<Decision> {
        let me = self.hello.id();
        let of_us =
            |d: &&Decision| d.verdict == Verdict::Admit && (d.subject == id || d.subject == me);
        self.decisions.iter().filter(of_us).cloned().collect()
    }
}
