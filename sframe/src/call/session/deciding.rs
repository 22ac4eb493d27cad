//! Decisions about who is in the call: made here, taken from others, and carried out.

use alloc::vec::Vec;

use super::peer::Stage;
use super::{CallEvent, Departure, Session};
use crate::call::decision::{Decision, Verdict};
use crate::call::error::{MessageError, SessionError};
use crate::call::identity::IdentityKey;
use crate::call::member::{Admission, MemberId};
use crate::call::wire::{Envelope, Reader};

/// 4096 words for members: those of four about everybody.
const MAX_VOUCHED: usize = 4 * super::MAX_MEMBERS;

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
        if verdict == Verdict::Admit && self.decisions.is_full() {
            return Err(SessionError::TooManyDecisions { limit: crate::call::MAX_DECISIONS });
        }
        let subject = (member, peer.hello.identity);
        self.announce(verdict, subject);
        if verdict == Verdict::Remove {
            self.vouch_for_the_rest(member);
        }
        self.apply_decisions();
        self.work();
        Ok(())
    }

    /// Decides and tells everybody.
    fn announce(&mut self, verdict: Verdict, subject: (MemberId, IdentityKey)) {
        let author = self.hello.id();
        let decision = Decision::sign(&self.call, verdict, subject, author, &self.identity);
        if self.decisions.add(decision.clone(), verdict == Verdict::Remove) {
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
        if is_named_host && (verdict, subject) == (Verdict::Admit, self.hello.id()) {
            self.decisions.know(author, author_identity, None);
        }
        let counts = verdict == Verdict::Remove || self.decisions.knows(author, &author_identity);
        if !(is_member || (is_named_host && counts)) {
            return Err(MessageError::NotEntitled { author });
        }
        self.take_decision(decision)?;
        self.apply_decisions();
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
        if is_trusted && self.policy.hosts.is_empty() && self.vouched.len() < MAX_VOUCHED {
            self.vouched.extend(ids.into_iter().map(|id| (id, from)));
        }
        for decision in decisions {
            if is_trusted && self.policy.is_host(&decision.author_identity) {
                self.decisions.know(decision.author, decision.author_identity, Some(from));
            }
            // One that nobody was entitled to does not spoil the others.
            let _refused = self.take_decision(decision);
        }
        self.apply_decisions();
        Ok(())
    }

    pub(super) fn take_decision(&mut self, decision: Decision) -> Result<(), MessageError> {
        let author = decision.author;
        if !self.policy.is_host(&decision.author_identity) {
            return Err(MessageError::NotEntitled { author });
        }
        let subject = decision.subject;
        let is_here = subject == self.hello.id()
            || self.peers.get(&subject).is_some_and(|peer| peer.inbound.is_some());
        let removes_one_here = is_here && decision.verdict == Verdict::Remove;
        self.decisions.add(decision, removes_one_here);
        Ok(())
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
