//! The messages of a session.

use alloc::vec::Vec;
use core::time::Duration;

use super::peer::Introduction;
use super::{MAX_OUTGOING, Outgoing, Session};
use crate::call::decision::{DECISION_LEN, Decision};
use crate::call::exchange::encapsulate;
use crate::call::member::{Admission, MemberId};
use crate::call::wire::{Envelope, Kind};

pub(super) const INTRODUCTION_LABEL: &[u8] = b"FrameSeal 1 introduction";
pub(super) const STATUS_LABEL: &[u8] = b"FrameSeal 1 status";
const EXCHANGE_LABEL: &[u8] = b"FrameSeal 1 exchange";

/// What is in a parcel.
pub(super) const KEYS: u8 = 1;
pub(super) const ACK: u8 = 2;
pub(super) const DECISIONS: u8 = 3;
pub(super) const SAS: u8 = 4;

/// What is acknowledged: a parcel of keys, one whose key identifiers are taken, or an introduction.
pub(super) const TAKEN: u8 = 0;
pub(super) const KEY_IDS_IN_USE: u8 = 1;
pub(super) const MET: u8 = 2;

/// 64 decisions or 256 vouched members a parcel.
const DECISIONS_A_PARCEL: usize = 64;
const VOUCHED_A_PARCEL: usize = 256;

/// A member is told all decisions 8 times in a row, as when many join at once; then each pause is twice the one before, from
/// that between statuses up to 16 times as long. After 4 pauses without it all begins anew.
const SYNCS_IN_A_ROW: u32 = 8;
const MAX_SYNC_DOUBLINGS: u32 = 4;

/// 32 answers a second are enough for a call that fills up, since introductions bring hellos
/// too; more questions are an attack.
const HELLOS_A_SECOND: u32 = 32;

/// 256 members can be met in a second, which takes 40 ms of it; more hellos are an attack, or a
/// call so large that its members meet in the next.
const INTRODUCTIONS_A_SECOND: u32 = 256;

impl Session {
    /// What is not sent again goes beyond the bound: a goodbye, and this member's decisions.
    fn send_surely(&mut self, bytes: Vec<u8>) {
        self.outgoing.push_back(Outgoing { to: None, bytes });
    }

    pub(super) fn send(&mut self, to: Option<MemberId>, bytes: Vec<u8>) {
        if self.outgoing.len() < MAX_OUTGOING {
            self.outgoing.push_back(Outgoing { to, bytes });
        }
    }

    fn header(&self, kind: Kind, to: Option<MemberId>) -> Vec<u8> {
        Envelope::header(kind, &self.call, self.hello.id(), to)
    }

    /// Says whether to answer a question, which anybody can ask in any name.
    pub(super) fn may_answer(&mut self) -> bool {
        below_a_second(&mut self.hellos_sent, self.clock.now(), HELLOS_A_SECOND)
    }

    pub(super) fn send_hello(&mut self, to: Option<MemberId>) {
        let mut bytes = self.header(Kind::Hello, to);
        bytes.extend(&self.hello_bytes);
        self.send(to, bytes);
    }

    pub(super) fn send_who(&mut self, to: MemberId) {
        let bytes = self.header(Kind::Who, Some(to));
        self.send(Some(to), bytes);
    }

    /// What a secret between two members is bound to: `call(32) from(32) to(32)`, the last two
    /// hashes of hellos.
    pub(super) fn exchange_info(&self, from: &[u8; 32], to: &[u8; 32]) -> Vec<u8> {
        [EXCHANGE_LABEL, &self.call, from, to].concat()
    }

    /// Makes the introduction to a member, once, and sends it with the hello that it needs.
    pub(super) fn send_introduction(&mut self, id: MemberId) {
        let header = self.header(Kind::Introduction, Some(id));
        let Some(peer) = self.peers.get(&id) else { return };
        let seems_to_know_us = peer.knows_us && peer.introduction.is_none();
        let needs_hello = peer.inbound.is_none() && !seems_to_know_us;
        let is_first = peer.introduction.is_none();
        if is_first
            && !below_a_second(
                &mut self.introductions_made,
                self.clock.now(),
                INTRODUCTIONS_A_SECOND,
            )
        {
            // Nothing was lost: it is sent as soon as there is room.
            let next_second = Duration::from_secs(self.clock.now().as_secs().saturating_add(1));
            if let Some(peer) = self.peers.get_mut(&id) {
                (peer.retry_at, peer.retry_wait) = (next_second, Duration::ZERO);
            }
            return;
        }
        let Some(peer) = self.peers.get(&id) else { return };
        if is_first {
            let info = self.exchange_info(&self.hello.hash, &peer.hello.hash);
            let Some(offer) = peer.hello.offers.iter().find(|offer| offer.kem == peer.kem) else {
                return;
            };
            let psk = self.psk.as_ref().map(|psk| psk.secret().expose());
            // Somebody whose key is of low order, or none, cannot be introduced.
            let Ok((encapsulated, proof, channel)) = encapsulate(offer, &info, psk, &mut *self.rng)
            else {
                return;
            };
            self.introductions = self.introductions.saturating_add(1);
            let mut body = Vec::new();
            body.extend(offer.kem.id().to_be_bytes());
            body.extend(self.introductions.to_be_bytes());
            body.extend(encapsulated);
            body.extend(proof);
            let signature = self.identity.sign(&[INTRODUCTION_LABEL, &info, &body]);
            let message = [header, body, signature.to_vec()].concat();
            let number = self.introductions;
            if let Some(peer) = self.peers.get_mut(&id) {
                peer.introduction = Some(Introduction { number, message, channel });
            }
        }
        if needs_hello {
            self.send_hello(Some(id));
        }
        if self.policy.admission == Admission::WaitingRoom && !self.policy.hosts.is_empty() {
            // A host's word stands for itself: it shows that the two may meet.
            for decision in self.admissions_of(id) {
                self.send_decision(Some(id), &decision);
            }
        }
        let message = self.peers.get(&id).and_then(|peer| peer.introduction.as_ref());
        if let Some(message) = message.map(|introduction| introduction.message.clone()) {
            self.send(Some(id), message);
        }
        self.send_met(id);
    }

    /// Says which introduction was heard: whoever made it knows by that that this member is there.
    pub(super) fn send_met(&mut self, id: MemberId) {
        let inbound = self.peers.get(&id).and_then(|peer| peer.inbound.as_ref());
        if let Some(&(_, (number, _))) = inbound {
            self.send_ack(id, number, MET);
        }
    }

    pub(super) fn send_parcel(&mut self, id: MemberId, content: &[u8]) {
        let header = self.header(Kind::Parcel, Some(id));
        let channel = self.peers.get_mut(&id).and_then(|peer| peer.introduction.as_mut());
        let sealed = channel.and_then(|introduction| introduction.channel.seal(header, content));
        if let Some(bytes) = sealed {
            self.send(Some(id), bytes);
        }
    }

    pub(super) fn send_keys(&mut self, id: MemberId) {
        let mut content = zeroize::Zeroizing::new(Vec::with_capacity(300));
        content.push(KEYS);
        self.own.offer().write(&mut content);
        self.send_parcel(id, &content);
    }

    pub(super) fn send_ack(&mut self, id: MemberId, number: u64, verdict: u8) {
        if self.peers.get(&id).is_some_and(|peer| peer.introduction.is_none()) {
            return; // it comes with the introduction that is due
        }
        let mut content = Vec::from([ACK]);
        content.extend(number.to_be_bytes());
        content.push(verdict);
        self.send_parcel(id, &content);
    }

    /// Tells a member all decisions, and whom this one takes for members. Some differences never
    /// go away, such as about decisions of somebody whom only one of the two has met: while they
    /// stay the same, each time is twice as long after the last. So it is when the other side says
    /// something else every time, which costs it little.
    pub(super) fn sync_decisions(&mut self, id: MemberId, decisions: [u8; 16]) {
        let ours = [self.roster_digest(), self.decisions.digest()];
        let (now, retry, status) = (self.clock.now(), self.timing.retry, self.timing.status);
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let [roster, decided] = ours;
        let about = [roster, decided, peer.roster_digest, decisions];
        let since = peer.last_sync.map_or(Duration::MAX, |at| now.saturating_sub(at));
        let is_same = peer.sync_about == about;
        peer.sync_row = match since > peer.sync_pause.saturating_mul(4) {
            true => 0,
            false => peer.sync_row,
        };
        let pause = match peer.sync_row.checked_sub(SYNCS_IN_A_ROW) {
            None => retry,
            Some(more) => status.saturating_mul(1 << more.min(MAX_SYNC_DOUBLINGS)),
        };
        let wait = if is_same { peer.sync_wait.max(pause) } else { pause };
        if since < wait {
            return;
        }
        peer.sync_wait = if is_same { wait.saturating_mul(2) } else { status };
        peer.sync_pause = pause.max(status);
        peer.sync_row = peer.sync_row.saturating_add(1);
        peer.sync_about = about;
        peer.last_sync = Some(now);
        if peer.is_or_was_here() {
            self.send_decisions(id);
        } else if self.let_in && !self.policy.hosts.is_empty() {
            // It may be in the call as well: each waits for a host's word about the other.
            for decision in self.admissions_of(self.hello.id()) {
                self.send_decision(Some(id), &decision);
            }
        }
    }

    pub(super) fn send_decisions(&mut self, id: MemberId) {
        // Those who are silent now, too: nobody might be left to vouch for them later.
        let here = self.peers.iter().filter(|(_, peer)| peer.is_or_was_here());
        let ids: Vec<_> = here.map(|(&id, _)| id).collect();
        for ids in ids.chunks(VOUCHED_A_PARCEL) {
            let mut content = Vec::from([DECISIONS]);
            content.extend(u16::try_from(ids.len()).unwrap_or(0).to_be_bytes());
            ids.iter().for_each(|id| content.extend(id.as_bytes()));
            self.send_parcel(id, &content);
        }
        // What it made, or passed on itself, it has.
        let Some(peer) = self.peers.get(&id) else { return };
        let lacks = |d: &&Decision| d.author != id && !peer.passed_on.contains(&d.hash());
        let all: Vec<_> = self.decisions.iter().filter(lacks).cloned().collect();
        for some in all.chunks(DECISIONS_A_PARCEL) {
            self.pass_on(id, some);
        }
    }

    /// Vouches to a member for decisions, whoever made them.
    pub(super) fn pass_on(&mut self, id: MemberId, decisions: &[Decision]) {
        let mut content = Vec::with_capacity(DECISION_LEN.saturating_mul(decisions.len()));
        content.extend([DECISIONS, 0, 0]);
        decisions.iter().for_each(|decision| decision.write(&mut content));
        self.send_parcel(id, &content);
    }

    pub(super) fn send_decision(&mut self, to: Option<MemberId>, decision: &Decision) {
        let mut bytes = self.header(Kind::Decision, to);
        decision.write(&mut bytes);
        match to {
            None => self.send_surely(bytes),
            Some(_) => self.send(to, bytes),
        }
    }

    pub(super) fn send_status(&mut self, leaves: bool) {
        self.revision = self.revision.saturating_add(1);
        let mut fields = Vec::new();
        fields.extend(self.revision.to_be_bytes());
        fields.push(u8::from(leaves) | u8::from(self.consents) << 1);
        fields.extend(self.roster_digest());
        fields.extend(self.decisions.digest());
        let signature = self.identity.sign(&[STATUS_LABEL, &self.call, &self.hello.hash, &fields]);
        let mut bytes = self.header(Kind::Status, None);
        bytes.extend(fields);
        bytes.extend(signature);
        if leaves {
            self.send_surely(bytes);
        } else {
            self.send(None, bytes);
        }
    }

    /// The front of the roster's hash, to compare with others.
    pub(super) fn roster_digest(&self) -> [u8; 16] {
        self.roster_hash().as_bytes().first_chunk().copied().unwrap_or_default()
    }
}

/// Counts something, and says whether it has happened fewer than `limit` times this second.
pub(super) fn below_a_second(
    (second, count): &mut (Duration, u32),
    now: Duration,
    limit: u32,
) -> bool {
    if second.as_secs() != now.as_secs() {
        (*second, *count) = (now, 0);
    }
    *count = count.saturating_add(1);
    *count <= limit
}
