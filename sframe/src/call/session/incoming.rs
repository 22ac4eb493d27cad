//! What messages do to a session.

use alloc::vec::Vec;
use core::time::Duration;

use sha2::{Digest, Sha256};

use super::outgoing::{
    ACK, DECISIONS, INTRODUCTION_LABEL, KEY_IDS_IN_USE, KEYS, MET, SAS, STATUS_LABEL, TAKEN,
};
use super::peer::{Peer, Stage};
use super::{CallEvent, Departure, KeyChange, MAX_GONE, Session};
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

impl Session {
    pub(super) fn take_message(&mut self, message: &[u8]) -> Result<(), MessageError> {
        let call = self.call;
        let envelope = Envelope::parse(message, &call, self.hello.id())?;
        if let Some(&how) = self.gone.get(&envelope.from) {
            let member = envelope.from;
            if how == Departure::Forgotten {
                self.stranded(member);
            }
            if how == Departure::Removed {
                self.tell_removed(member);
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
        if let Some(peer) = self.peers.get(&from) {
            if envelope.is_to_me && peer.has_met_us && self.may_answer() {
                self.introduce_again(from); // it may have forgotten this member
            }
            return Ok(());
        }
        let hello = Hello::parse(envelope.body, &self.call)?;
        if hello.id() != from {
            return Err(MessageError::Malformed);
        }
        if hello.policy != self.policy_hash {
            self.warn(CallEvent::OtherPolicy { member: from });
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
        if self.gone.len() >= MAX_GONE {
            self.stranded(from);
            return Err(MessageError::Full { limit: MAX_GONE });
        }
        self.make_room_for_stranger();
        let was_asked = self.asked.remove(&from).is_some();
        let mut peer = Peer::new(hello, kem, self.clock.now());
        peer.is_real = was_asked;
        peer.knows_us = envelope.is_to_me;
        self.peers.insert(from, peer);
        if self.let_in && self.may_be_met(from) {
            self.meet(from)?;
        } else {
            if self.may_answer() {
                self.send_hello(Some(from)); // who waits wants to see who is there
            }
            if self.let_in {
                self.tell_of_knocking(from);
            }
        }
        Ok(())
    }

    fn on_who(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        if !envelope.body.is_empty() {
            return Err(MessageError::Malformed);
        }
        if self.may_answer() {
            self.send_hello(Some(envelope.from));
        }
        Ok(())
    }

    /// Asks who somebody is, not too often.
    fn unknown(&mut self, from: MemberId) -> MessageError {
        if self.may_ask(from) {
            self.send_who(from);
        }
        MessageError::UnknownSender { from }
    }

    /// Says whether somebody may be answered who is no member: not too often.
    pub(super) fn may_ask(&mut self, member: MemberId) -> bool {
        let now = self.clock.now();
        self.asked.retain(|_, at| now.saturating_sub(*at) < ASK_AGAIN);
        let may = self.asked.len() < MAX_ASKED && !self.asked.contains_key(&member);
        if may {
            self.asked.insert(member, now);
        }
        may
    }

    fn on_introduction(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        let from = envelope.from;
        let Some(peer) = self.peers.get(&from) else { return Err(self.unknown(from)) };
        let (signed, signature) =
            envelope.body.split_last_chunk::<SIGNATURE_LEN>().ok_or(MessageError::Malformed)?;
        let mut reader = Reader(signed);
        let kem = Kem::with_id(reader.u16()?).ok_or(MessageError::Malformed)?;
        let number = reader.u64()?;
        let encapsulated = reader.bytes(kem.encapsulated_len())?;
        let proof = reader.array()?;
        reader.end()?;
        let hash: [u8; 32] = Sha256::digest(envelope.body).into();
        if let Some((_, known)) = &peer.inbound {
            if *known == (number, hash) {
                self.send_met(from); // it does not know that it was heard
                return Ok(());
            }
            // Whoever had forgotten this member introduces itself anew. An older introduction
            // must not bring an older channel back.
            if number <= known.0 {
                return Err(MessageError::Replayed);
            }
        }
        let info = self.exchange_info(&peer.hello.hash, &self.hello.hash);
        let identity = peer.hello.identity;
        if !peer.hello.verifier.has_signed(&[INTRODUCTION_LABEL, &info, signed], signature) {
            return Err(MessageError::Signature);
        }
        if kem != peer.kem {
            return Err(MessageError::Downgrade);
        }
        // Where there is a waiting room, the first who shows that it is there lets this one in; with
        // hosts, the first of them.
        let hosts = &self.policy.hosts;
        let lets_in = !self.let_in && (hosts.is_empty() || hosts.contains(&identity));
        if !(lets_in || (self.let_in && self.may_be_met(from))) {
            return Err(MessageError::NotAdmitted { from });
        }
        if self.decisions.removes(from, &identity) {
            return Err(MessageError::NotAdmitted { from });
        }
        let psk = self.psk.as_ref().map(|psk| psk.secret().expose());
        let inbound = match self.exchange.decapsulate(kem, encapsulated, &proof, &info, psk) {
            Ok(inbound) => inbound,
            Err(_) if psk.is_some() => {
                self.warn(CallEvent::WrongPassphrase { member: from });
                return Err(MessageError::Passphrase { from });
            }
            Err(_) => return Err(MessageError::Authentication),
        };
        if lets_in {
            self.start_meeting(from);
        } else {
            self.meet(from)?;
        }
        let Some(peer) = self.peers.get_mut(&from) else { return Ok(()) };
        peer.is_real = true;
        if peer.inbound.replace((inbound, (number, hash))).is_some() {
            self.introduce_again(from); // it had forgotten this member
        }
        self.send_met(from);
        Ok(())
    }

    /// A parcel says nothing about who is there: the operator can have any number made by repeating what they
    /// answer, and keep them. That statuses do.
    fn on_parcel(&mut self, envelope: &Envelope<'_>) -> Result<(), MessageError> {
        let from = envelope.from;
        let Some(peer) = self.peers.get_mut(&from) else { return Err(self.unknown(from)) };
        let may_speak = peer.stage != Stage::Knocking;
        let Some((inbound, ..)) = peer.inbound.as_mut().filter(|_| may_speak) else {
            if !self.let_in && self.may_ask(from) && self.may_answer() {
                self.send_hello(Some(from)); // it seems to think that the two have met
            }
            return Err(MessageError::NotAdmitted { from });
        };
        let content = inbound.open(envelope.header, envelope.body)?;
        let mut reader = Reader(&content);
        let kind = reader.u8()?;
        if peer.stage == Stage::Meeting {
            // Until it has answered our introduction, all else may have been kept from back then.
            return match kind {
                ACK => self.on_first_ack(from, &mut reader),
                _ => Err(MessageError::NotAdmitted { from }),
            };
        }
        if peer.stage == Stage::Absent {
            return Err(MessageError::NotAdmitted { from });
        }
        match kind {
            KEYS => self.on_keys(from, &mut reader),
            ACK => self.on_ack(from, &mut reader),
            DECISIONS => self.on_decisions(from, &mut reader),
            SAS => self.on_sas(from, &mut reader),
            _ => Err(MessageError::Malformed),
        }
    }

    fn on_keys(&mut self, from: MemberId, reader: &mut Reader<'_>) -> Result<(), MessageError> {
        let generation = Generation::parse(reader, self.policy.suite)?;
        reader.end()?;
        let number = generation.number;
        let tag = generation.tag;
        let own = [self.own.current().tag, self.own.offer().tag];
        let taken = own.contains(&tag)
            || self.peers.iter().any(|(&id, peer)| id != from && peer.keys.holds_tag(tag))
            || self.key_ids.are_of_another(&generation, from);
        if taken {
            self.send_ack(from, number, KEY_IDS_IN_USE);
            return Err(MessageError::KeyIdsInUse { from });
        }
        let kinds = generation.key_ids().map(|(kind, _)| kind);
        let changes: Vec<_> = kinds
            .map(|kind| KeyChange::Receive { from, kind, key: generation.key(kind).ahead(0) })
            .collect();
        let (now, gap) = (self.clock.now(), self.timing.join_gap);
        let Some(peer) = self.peers.get_mut(&from) else { return Ok(()) };
        let is_known = peer.keys.newest().is_some_and(|newest| {
            (generation.number, generation.step) <= (newest.number, newest.step)
        });
        if !is_known && !peer.changes_left.take(now, gap) {
            return Ok(()); // and it is not acknowledged, so it comes again
        }
        if let Given::New { retired, removed } = peer.keys.take(generation, now) {
            self.key_ids.note((number, tag), from);
            self.change_keys(changes);
            self.change_keys(retired.into_iter().map(|kid| KeyChange::Retire { kid }));
            self.change_keys(removed.into_iter().map(|kid| KeyChange::Remove { kid }));
        }
        self.send_ack(from, number, TAKEN);
        Ok(())
    }

    /// Somebody says that it heard our introduction, and is there by that. One that was made for an earlier
    /// meeting does not count, so nothing that the operator kept back shows somebody who has left.
    fn on_first_ack(
        &mut self,
        from: MemberId,
        reader: &mut Reader<'_>,
    ) -> Result<(), MessageError> {
        let (number, verdict) = (reader.u64()?, reader.u8()?);
        reader.end()?;
        let Some(peer) = self.peers.get(&from) else { return Ok(()) };
        let (identity, ours) = (peer.hello.identity, peer.introduction_number());
        let is_late = self.clock.now().saturating_sub(peer.last_heard) >= self.timing.meeting();
        if verdict != MET || Some(number) != ours || is_late {
            return Err(MessageError::NotAdmitted { from });
        }
        if self.is_full(from) {
            return Err(MessageError::Full { limit: self.policy.max_members });
        }
        if self.supersedes_or_is_superseded(from) {
            return Err(MessageError::Gone { from });
        }
        self.decisions.know(from, identity, None);
        if !self.let_in {
            if self.policy.hosts.is_empty() {
                self.vouched.insert((from, from));
            }
            self.come_in();
        }
        if self.peers.get(&from).is_none_or(|peer| peer.stage != Stage::Meeting) {
            return Err(MessageError::NotAdmitted { from });
        }
        self.arrived(from);
        self.apply_decisions(); // what it has decided counts from now on
        Ok(())
    }

    fn on_ack(&mut self, from: MemberId, reader: &mut Reader<'_>) -> Result<(), MessageError> {
        let (number, verdict) = (reader.u64()?, reader.u8()?);
        reader.end()?;
        let offered = self.own.offer().number;
        let Some(peer) = self.peers.get_mut(&from) else { return Ok(()) };
        match verdict {
            TAKEN if peer.is_entitled && number == offered => peer.has_generation = Some(number),
            TAKEN => {}
            MET => peer.has_met_us |= peer.introduction_number() == Some(number),
            KEY_IDS_IN_USE => {
                let (first, last) = (self.timing.status, self.timing.rotation);
                if number == offered && peer.may_complain(self.clock.now(), first, last) {
                    self.own.refuse_offer();
                    self.schedule_rotation(Duration::ZERO);
                }
            }
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
        if !peer.hello.verifier.has_signed(&parts, signature) {
            return Err(MessageError::Signature);
        }
        if flags & 1 != 0 {
            if peer.has_been_here {
                self.depart(from, Departure::Left);
            } else {
                self.peers.remove(&from); // never was there, and is not worth remembering
            }
            return Ok(());
        }
        // In a waiting room without hosts, members know some of the others by their word alone.
        let vouches =
            self.policy.admission == Admission::WaitingRoom && self.policy.hosts.is_empty();
        let differs = decisions_digest != self.decisions.digest()
            || (vouches && roster_digest != self.roster_digest());
        let now = self.clock.now();
        if let Some(peer) = self.peers.get_mut(&from) {
            peer.revision = revision;
            peer.is_real = true;
            if peer.stage != Stage::Meeting {
                peer.last_heard = now; // else it has to prove itself in time
            }
            peer.roster_digest = roster_digest;
            peer.consents = flags & 2 != 0;
        }
        self.returned(from);
        if differs {
            self.sync_decisions(from, decisions_digest);
        }
        Ok(())
    }
}
