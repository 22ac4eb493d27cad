//! What messages do to a session.

use alloc::vec::Vec;
use core::time::Duration;

use sha2::{Digest, Sha256};

use super::outgoing::{ACK, DECISIONS, INTRODUCTION_LABEL, KEYS, STATUS_LABEL};
use super::peer::{Peer, Stage};
use super::{CallEvent, Departure, KeyChange, MAX_STRANGERS, Session};
use crate::call::decision::{Decision, Verdict};
use crate::call::error::MessageError;
use crate::call::exchange::{Kem, strongest};
use crate::call::identity::SIGNATURE_LEN;
use crate::call::media_keys::{Generation, Given};
use crate::call::member::{Admission, Hello, MemberId};
use crate::call::wire::{Envelope, Kind, Reader};

/// 1 s between two questions who somebody is.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// 64 strangers are asked who they are at a time.
const MAX_ASKED: usize = 64;

/// What is acknowledged: a parcel of keys, one whose key identifiers are taken, or just an
/// introduction.
const TAKEN: u8 = 0;
const KEY_IDS_IN_USE: u8 = 1;
const MET: u8 = 2;

impl Session {
    pub(super) fn take_message(&mut self, message: &[u8]) -> Result<(), MessageError> {
        let call = self.call;
        let envelope = Envelope::parse(message, &call, self.hello.id())?;
        if let Some(how) = self.gone.get(&envelope.from) {
            let member = envelope.from;
            if *how == Departure::Forgotten && !core::mem::replace(&mut self.is_stranded, true) {
                self.event(CallEvent::Stranded { member });
            }
            return Err(MessageError::Gone { from: member });
        }
        match envelope.kind {
            Kind::Hello => self.on_hello(&envelope),
            Kind::Who => self.on_who(&envelope),
            Kind::Introduction => self.on_introduction(&envelope),
            Kind::Parcel => self.on_parcel(&envelope),
            Kind::Status => self.on_status(&envelope),
            Kind::Decision => self.on_decision(&envelope),
        }
    }

    fn on_hello(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        let from = envelope.from;
        if self.peers.contains_key(&from) {
            return Ok(());
        }
        let hello = Hello::parse(envelope.body, &self.call)?;
        if hello.id() != from {
            return Err(MessageError::Malformed);
        }
        if hello.policy != self.policy_hash {
            self.event(CallEvent::OtherPolicy { member: from });
            return Err(MessageError::OtherPolicy { from });
        }
        if hello.identity == self.identity.key() {
            if hello.is_later_than(&self.hello) {
                self.end(Departure::Superseded);
                return Err(MessageError::Ended);
            }
            return Err(MessageError::Gone { from }); // an earlier session of this device
        }
        let kem = strongest(&self.hello.offers, &hello.offers)
            .ok_or(MessageError::NoCommonExchange { from })?;
        self.make_room_for_stranger();
        self.asked.remove(&from);
        self.peers.insert(from, Peer::new(hello, kem, self.now));
        if self.may_be_met(from) {
            self.meet(from)?;
        } else if self.let_in {
            self.event(CallEvent::Knocking { member: from });
        }
        Ok(())
    }

    /// Says whether somebody may be in the call as far as decisions go.
    fn may_be_met(&self, id: MemberId) -> bool {
        let Some(peer) = self.peers.get(&id) else { return false };
        let identity = &peer.hello.identity;
        if self.decisions.removes(id, identity) {
            return false;
        }
        match self.policy.admission {
            Admission::Open => true,
            Admission::WaitingRoom => {
                self.policy.hosts.contains(identity)
                    || self.vouched.contains(&id)
                    || self.decisions.admits(id)
            }
        }
    }

    /// Introduces this member to one that was let in.
    fn meet(&mut self, id: MemberId) -> Result<(), MessageError> {
        let limit = self.policy.max_members;
        let here = |peer: &&Peer| matches!(peer.stage, Stage::Meeting | Stage::Present);
        let others = self.peers.iter().filter(|&(&other, _)| other != id).map(|(_, peer)| peer);
        if others.filter(here).count().saturating_add(1) >= limit {
            self.event(CallEvent::Full { member: id });
            return Err(MessageError::Full { limit });
        }
        if let Some(peer) = self.peers.get_mut(&id)
            && peer.stage == Stage::Knocking
            && self.let_in
        {
            peer.stage = Stage::Meeting;
            peer.retry_now(self.now);
        }
        Ok(())
    }

    /// Forgets the stranger that was silent longest, when there are too many; and the member
    /// that was absent longest, when there are more than ever fit in.
    fn make_room_for_stranger(&mut self) {
        let absent = self.peers.iter().filter(|(_, peer)| peer.stage == Stage::Absent);
        if absent.clone().count() > self.policy.max_members
            && let Some((&oldest, _)) = absent.min_by_key(|(_, peer)| peer.last_heard)
        {
            self.depart(oldest, Departure::Forgotten);
        }
        let strangers = self.peers.iter().filter(|(_, peer)| peer.inbound.is_none());
        if strangers.clone().count() >= MAX_STRANGERS
            && let Some((&oldest, _)) = strangers.min_by_key(|(_, peer)| peer.last_heard)
        {
            self.peers.remove(&oldest);
        }
    }

    fn on_who(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        if !envelope.body.is_empty() {
            return Err(MessageError::Malformed);
        }
        self.send_hello(Some(envelope.from));
        Ok(())
    }

    /// Asks who somebody is, not too often.
    fn unknown(&mut self, from: MemberId) -> MessageError {
        let now = self.now;
        self.asked.retain(|_, at| now.saturating_sub(*at) < ASK_AGAIN);
        if self.asked.len() < MAX_ASKED && !self.asked.contains_key(&from) {
            self.asked.insert(from, now);
            self.send_who(from);
        }
        MessageError::UnknownSender { from }
    }

    fn on_introduction(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        let from = envelope.from;
        let Some(peer) = self.peers.get(&from) else { return Err(self.unknown(from)) };
        let hash: [u8; 32] = Sha256::digest(envelope.body).into();
        if let Some((_, known)) = &peer.inbound {
            // One introduction a pair: an older one must not bring an older channel back.
            if *known != hash {
                return Err(MessageError::Replayed);
            }
            self.send_ack(from, 0, MET); // it does not know that it was heard
            return Ok(());
        }
        let (signed, signature) =
            envelope.body.split_last_chunk::<SIGNATURE_LEN>().ok_or(MessageError::Malformed)?;
        let mut reader = Reader(signed);
        let kem = Kem::with_id(reader.u16()?).ok_or(MessageError::Malformed)?;
        let encapsulated = reader.bytes(kem.encapsulated_len())?;
        let proof = reader.array()?;
        reader.end()?;
        let info = self.exchange_info(&peer.hello.hash, &self.hello.hash);
        let identity = peer.hello.identity;
        if !identity.has_signed(&[INTRODUCTION_LABEL, &info, signed], signature) {
            return Err(MessageError::Signature);
        }
        if kem != peer.kem {
            return Err(MessageError::Downgrade);
        }
        // Where there is a waiting room, the first who introduces itself lets this one in.
        let lets_in = !self.let_in && self.policy.hosts.is_empty();
        if !lets_in && !self.may_be_met(from) {
            return Err(MessageError::NotAdmitted { from });
        }
        if self.decisions.removes(from, &identity) {
            return Err(MessageError::NotAdmitted { from });
        }
        let psk = self.psk.as_deref().map(Vec::as_slice);
        let inbound = match self.exchange.decapsulate(kem, encapsulated, &proof, &info, psk) {
            Ok(inbound) => inbound,
            Err(_) if psk.is_some() => {
                self.event(CallEvent::WrongPassphrase { member: from });
                return Err(MessageError::Passphrase { from });
            }
            Err(_) => return Err(MessageError::Authentication),
        };
        if self.supersedes_or_is_superseded(from) {
            return Err(MessageError::Gone { from });
        }
        if lets_in {
            self.vouched.insert(from);
        }
        self.come_in();
        self.meet(from)?;
        let now = self.now;
        if let Some(peer) = self.peers.get_mut(&from) {
            peer.inbound = Some((inbound, hash));
            peer.stage = Stage::Present;
            peer.last_heard = now;
            peer.retry_now(now);
        }
        self.restrict_clear();
        self.event(CallEvent::Joined { member: from });
        Ok(())
    }

    /// This member is let in: it meets all whom it may.
    fn come_in(&mut self) {
        if !self.let_in {
            self.let_in = true;
            self.event(CallEvent::LetIn);
            self.apply_decisions();
        }
    }

    /// Of several sessions of one device the latest stays. Says whether `id` is not it.
    fn supersedes_or_is_superseded(&mut self, id: MemberId) -> bool {
        let Some(peer) = self.peers.get(&id) else { return true };
        let same = self.peers.iter().filter(|&(&other, twin)| {
            other != id
                && twin.hello.identity == peer.hello.identity
                && twin.inbound.is_some()
                && twin.stage != Stage::Knocking
        });
        let same: Vec<_> = same
            .map(|(&other, twin)| {
                let stays = twin.stage == Stage::Present && twin.hello.is_later_than(&peer.hello);
                (other, stays)
            })
            .collect();
        if same.iter().any(|&(_, stays)| stays) {
            self.depart(id, Departure::Superseded);
            return true;
        }
        for (other, _) in same {
            self.depart(other, Departure::Superseded);
        }
        false
    }

    fn on_parcel(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        let from = envelope.from;
        let now = self.now;
        let Some(peer) = self.peers.get_mut(&from) else { return Err(self.unknown(from)) };
        let Some((inbound, _)) = &mut peer.inbound else {
            return Err(MessageError::NotAdmitted { from });
        };
        let content = inbound.open(envelope.header, envelope.body)?;
        peer.last_heard = now;
        self.returned(from);
        let mut reader = Reader(&content);
        match reader.u8()? {
            KEYS => self.on_keys(from, &mut reader),
            ACK => self.on_ack(from, &mut reader),
            DECISIONS => self.on_decisions(from, &mut reader),
            _ => Err(MessageError::Malformed),
        }
    }

    /// A member that was absent is heard again: it gets keys like one who joins.
    fn returned(&mut self, id: MemberId) {
        let now = self.now;
        if let Some(peer) = self.peers.get_mut(&id)
            && peer.stage == Stage::Absent
        {
            peer.stage = Stage::Present;
            peer.is_entitled = false;
            peer.has_generation = None;
            peer.retry_now(now);
            let again: Vec<_> =
                peer.keys.newest().map(Generation::key_ids).into_iter().flatten().collect();
            let keys = peer.keys.newest().map(|newest| {
                again.iter().map(|&(kind, _)| KeyChange::Receive {
                    from: id,
                    kind,
                    key: newest.key(kind).ahead(0),
                })
            });
            let keys: Vec<_> = keys.into_iter().flatten().collect();
            self.change_keys(keys);
            self.restrict_clear();
            self.event(CallEvent::Returned { member: id });
        }
    }

    fn on_keys(&mut self, from: MemberId, reader: &mut Reader<'_>) -> Result<(), MessageError> {
        let generation = Generation::parse(reader, self.policy.suite)?;
        reader.end()?;
        let number = generation.number;
        let tag = generation.tag;
        let own = [self.own.current().tag, self.own.offer().tag];
        let taken = own.contains(&tag)
            || self.peers.iter().any(|(&id, peer)| id != from && peer.keys.holds_tag(tag));
        if taken {
            self.send_ack(from, number, KEY_IDS_IN_USE);
            return Err(MessageError::KeyIdsInUse { from });
        }
        let kinds = generation.key_ids().map(|(kind, _)| kind);
        let changes: Vec<_> = kinds
            .map(|kind| KeyChange::Receive { from, kind, key: generation.key(kind).ahead(0) })
            .collect();
        let Some(peer) = self.peers.get_mut(&from) else { return Ok(()) };
        if let Given::New { retired, removed } = peer.keys.take(generation) {
            self.change_keys(changes);
            self.change_keys(retired.into_iter().map(|kid| KeyChange::Retire { kid }));
            self.change_keys(removed.into_iter().map(|kid| KeyChange::Remove { kid }));
        }
        self.send_ack(from, number, TAKEN);
        Ok(())
    }

    fn on_ack(&mut self, from: MemberId, reader: &mut Reader<'_>) -> Result<(), MessageError> {
        let (number, verdict) = (reader.u64()?, reader.u8()?);
        reader.end()?;
        let offered = self.own.offer().number;
        let Some(peer) = self.peers.get_mut(&from) else { return Ok(()) };
        peer.has_met_us = true;
        match verdict {
            TAKEN if peer.is_entitled && number == offered => peer.has_generation = Some(number),
            TAKEN | MET => {}
            KEY_IDS_IN_USE if number == offered => {
                self.own.refuse_offer();
                self.schedule_rotation(Duration::ZERO);
            }
            KEY_IDS_IN_USE => {}
            _ => return Err(MessageError::Malformed),
        }
        Ok(())
    }

    fn on_status(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        let from = envelope.from;
        let Some(peer) = self.peers.get(&from) else { return Err(self.unknown(from)) };
        let (fields, signature) =
            envelope.body.split_last_chunk::<SIGNATURE_LEN>().ok_or(MessageError::Malformed)?;
        let mut reader = Reader(fields);
        let (revision, flags) = (reader.u64()?, reader.u8()?);
        let (roster_digest, decisions_digest) = (reader.array()?, reader.array::<16>()?);
        reader.end()?;
        if revision <= peer.revision {
            return Err(MessageError::Replayed);
        }
        let parts = [STATUS_LABEL, &self.call, &peer.hello.hash, fields];
        if !peer.hello.identity.has_signed(&parts, signature) {
            return Err(MessageError::Signature);
        }
        if flags & 1 != 0 {
            self.depart(from, Departure::Left);
            return Ok(());
        }
        let differs = decisions_digest != self.decisions.digest();
        let now = self.now;
        if let Some(peer) = self.peers.get_mut(&from) {
            peer.revision = revision;
            peer.last_heard = now;
            peer.roster_digest = roster_digest;
            peer.consents = flags & 2 != 0;
        }
        self.returned(from);
        if differs {
            self.sync_decisions(from);
        }
        Ok(())
    }

    fn on_decision(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        let mut reader = Reader(envelope.body);
        let decision = Decision::parse(&mut reader, &self.call)?;
        reader.end()?;
        let author = decision.author;
        let is_member = self.peers.get(&author).is_some_and(|peer| {
            peer.inbound.is_some() && peer.hello.identity == decision.author_identity
        });
        // A host's word stands for itself; anybody else's only from a known member.
        if !(is_member || self.policy.hosts.contains(&decision.author_identity)) {
            return Err(MessageError::NotEntitled { author });
        }
        self.take_decision(decision)?;
        self.apply_decisions();
        Ok(())
    }

    /// What a member passes on, it vouches for.
    fn on_decisions(
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
        // Only those who let this one in say who else is in.
        if self.vouched.contains(&from) && self.vouched.len() < super::MAX_MEMBERS {
            self.vouched.extend(ids);
        }
        for decision in decisions {
            // One that nobody was entitled to does not spoil the others.
            let _refused = self.take_decision(decision);
        }
        self.apply_decisions();
        Ok(())
    }

    fn take_decision(&mut self, decision: Decision) -> Result<(), MessageError> {
        let author = decision.author;
        if !self.policy.is_host(&decision.author_identity) {
            return Err(MessageError::NotEntitled { author });
        }
        self.decisions.add(decision);
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
        if !self.let_in && named_host && self.decisions.admits(me) {
            self.let_in = true;
            self.event(CallEvent::LetIn);
        }
        let ids: Vec<_> = self.peers.keys().copied().collect();
        for id in ids {
            let Some(peer) = self.peers.get(&id) else { continue };
            if self.decisions.removes(id, &peer.hello.identity) {
                if peer.stage != Stage::Knocking {
                    self.depart(id, Departure::Removed);
                }
            } else if peer.stage == Stage::Knocking && self.may_be_met(id) {
                let _full = self.meet(id);
            }
        }
    }

    /// Somebody is gone for good; whoever holds our keys and is gone must not read on.
    pub(super) fn depart(&mut self, id: MemberId, how: Departure) {
        let Some(mut peer) = self.peers.remove(&id) else { return };
        let kids = peer.keys.clear();
        let at_once = how == Departure::Removed;
        self.change_keys(kids.into_iter().map(|kid| match at_once {
            true => KeyChange::Remove { kid },
            false => KeyChange::Retire { kid },
        }));
        if peer.is_entitled {
            self.schedule_rotation(self.timing.leave_delay);
        }
        if self.gone_order.len() >= super::MAX_GONE
            && let Some(oldest) = self.gone_order.pop_front()
        {
            self.gone.remove(&oldest);
        }
        self.gone.insert(id, how);
        self.gone_order.push_back(id);
        if peer.inbound.is_some() {
            self.event(CallEvent::Left { member: id, how });
        }
    }

    /// Somebody came: nobody has consented to send this one media in clear.
    fn restrict_clear(&mut self) {
        if core::mem::take(&mut self.consents) {
            self.status_at = self.now;
        }
    }

    pub(super) fn admissions_of(&self, id: MemberId) -> Vec<Decision> {
        let me = self.hello.id();
        let of_us =
            |d: &&Decision| d.verdict == Verdict::Admit && (d.subject == id || d.subject == me);
        self.decisions.iter().filter(of_us).cloned().collect()
    }
}
