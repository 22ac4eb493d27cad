//! Decisions of members about who is in the call.
//!
//! Each is signed, and none is ever taken back: everybody ends up with the same set, in
//! whatever order they hear of them, for as long as nobody fills the log; then those of members who
//! are here are sure to be taken: 64 of each, and all their removals of others who are. A removal
//! counts for the device, not only for its session; letting another session of it in lifts that for
//! the session.

use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use crate::call::error::MessageError;
use crate::call::identity::{DeviceIdentity, IdentityKey, SIGNATURE_LEN};
use crate::call::member::{Admission, MAX_GONE, MemberId, Policy};
use crate::call::wire::Reader;

/// 1024 decisions of one author: more is no call but an attack, and everybody keeps them all.
pub const MAX_DECISIONS: usize = 1024;

/// 4096 decisions of all authors; of named hosts twice as many.
const MAX_IN_ALL: usize = 4 * MAX_DECISIONS;

/// 64 decisions of a member who is here have room, however many others there are; and all those
/// that remove somebody who is here: nobody can fill the log to be safe from them. After such a
/// one the removed session is not here any more, so there are no more of these than departures.
const RESERVED: usize = 64;

/// 256 decisions wait for their author to become known, at most 64 that one member passed on.
const MAX_WAITING: usize = 256;
const MAX_WAITING_FROM_ONE: usize = 64;

/// 161 bytes on the wire.
pub(crate) const DECISION_LEN: usize = 97 + SIGNATURE_LEN;

const DECISION_LABEL: &[u8] = b"FrameSeal 1 decision";

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Admit = 1,
    Remove = 2,
}

/// A member's signed word about another.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) verdict: Verdict,
    pub(crate) subject: MemberId,
    pub(crate) subject_identity: IdentityKey,
    pub(crate) author: MemberId,
    pub(crate) author_identity: IdentityKey,
    signature: [u8; SIGNATURE_LEN],
}

impl Decision {
    pub(crate) fn sign(
        call: &[u8; 32],
        verdict: Verdict,
        (subject, subject_identity): (MemberId, IdentityKey),
        author: MemberId,
        identity: &DeviceIdentity,
    ) -> Self {
        let author_identity = identity.key();
        let mut decision = Self {
            verdict,
            subject,
            subject_identity,
            author,
            author_identity,
            signature: [0; SIGNATURE_LEN],
        };
        decision.signature = identity.sign(&[DECISION_LABEL, call, &decision.body()]);
        decision
    }

    fn body(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(DECISION_LEN);
        out.push(self.verdict as u8);
        out.extend(self.subject.as_bytes());
        out.extend(self.subject_identity.as_bytes());
        out.extend(self.author.as_bytes());
        out.extend(self.author_identity.as_bytes());
        out
    }

    /// Tells it from others, but for those that were made to look like it.
    pub(crate) fn hash(&self) -> [u8; 8] {
        Sha256::digest(self.body()).first_chunk().copied().unwrap_or_default()
    }

    fn key(&self) -> Key {
        let Self { verdict, subject, author, subject_identity, author_identity, .. } = *self;
        (verdict, subject, author, subject_identity, author_identity)
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.body());
        out.extend(self.signature);
    }

    /// Reads a decision and checks that its author signed it for this call.
    pub(crate) fn parse(reader: &mut Reader<'_>, call: &[u8; 32]) -> Result<Self, MessageError> {
        let verdict = match reader.u8()? {
            1 => Verdict::Admit,
            2 => Verdict::Remove,
            _ => return Err(MessageError::Malformed),
        };
        let decision = Self {
            verdict,
            subject: MemberId::new(reader.array()?),
            subject_identity: IdentityKey::new(reader.array()?),
            author: MemberId::new(reader.array()?),
            author_identity: IdentityKey::new(reader.array()?),
            signature: reader.array()?,
        };
        let parts = [DECISION_LABEL, call, &decision.body()];
        if !decision.author_identity.has_signed(&parts, &decision.signature) {
            return Err(MessageError::Signature);
        }
        Ok(decision)
    }
}

/// What tells decisions apart: everything but the signature.
type Key = (Verdict, MemberId, MemberId, IdentityKey, IdentityKey);

/// How much room a decision has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// Its author is this session.
    Own,
    /// It removes somebody who is here, and its author is here, too.
    RemovesHere,
    /// Its author is here.
    Here,
    /// As much as there is.
    Any,
}

/// All decisions that a session knows of, and whose count.
///
/// What comes may be anybody's. It counts, and is passed on, when its author is known:
/// a session that this one has met, or one that somebody named whom this session trusts for
/// the past. Otherwise whoever deceives one newcomer could have it carry decisions to all, and
/// admissions of an earlier call under the same id would come back.
#[derive(Default)]
pub(crate) struct Decisions {
    all: BTreeMap<Key, Decision>,
    /// With the device, and who named it if this session has not met it.
    authors: BTreeMap<MemberId, (IdentityKey, Option<MemberId>)>,
    /// Those that do not count before their author is known, with who passed them on.
    waiting: VecDeque<(MemberId, Decision)>,
    /// The devices that removals name which count, so that nobody is looked for in all of them.
    removed: BTreeSet<IdentityKey>,
    /// The hash of what counts, until that changes: each status asks for it.
    digest: Option<[u8; 16]>,
    hosts: Vec<IdentityKey>,
    anybody_counts: bool,
}

impl Decisions {
    /// Starts with none. In an open call without hosts anybody may come, and decides.
    pub(crate) fn under(policy: &Policy) -> Self {
        let anybody_counts = policy.admission == Admission::Open && policy.hosts.is_empty();
        Self { hosts: policy.hosts.clone(), anybody_counts, ..Self::default() }
    }

    /// Lets decisions of a session count, because this one has met it, or because `by` says so.
    /// Says whether there are some that do so only now.
    pub(crate) fn know(
        &mut self,
        author: MemberId,
        identity: IdentityKey,
        by: Option<MemberId>,
    ) -> bool {
        let known = self.authors.get(&author).copied();
        let is_better = match by {
            None => known != Some((identity, by)),
            Some(_) => known.is_none() && self.authors.len() < MAX_GONE,
        };
        if is_better {
            self.authors.insert(author, (identity, by));
            self.digest = None;
            if known.is_some_and(|(other, _)| other != identity) {
                self.removed = self.removals().map(|d| d.subject_identity).collect();
            }
        }
        let mut count_now = false;
        for (from, decision) in core::mem::take(&mut self.waiting) {
            if self.can_count(&decision) {
                count_now |= self.insert(decision, Room::Any);
            } else {
                self.waiting.push_back((from, decision));
            }
        }
        count_now
    }

    pub(crate) fn knows(&self, author: MemberId, identity: &IdentityKey) -> bool {
        self.authors.get(&author).is_some_and(|(known, _)| known == identity)
    }

    /// Adds one that `from` passed on; says whether it is new and counts.
    pub(crate) fn add(&mut self, decision: Decision, from: MemberId, room: Room) -> bool {
        if self.can_count(&decision) {
            return self.insert(decision, room);
        }
        if self.waiting.iter().any(|(_, waiting)| waiting.key() == decision.key()) {
            return false;
        }
        let of_one = self.waiting.iter().filter(|(by, _)| *by == from).count();
        if of_one >= MAX_WAITING_FROM_ONE {
            let oldest = self.waiting.iter().position(|(by, _)| *by == from);
            oldest.and_then(|oldest| self.waiting.remove(oldest));
        } else if self.waiting.len() >= MAX_WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back((from, decision));
        false
    }

    fn can_count(&self, decision: &Decision) -> bool {
        let Decision { verdict, author, author_identity, .. } = decision;
        self.anybody_counts
            || self.knows(*author, author_identity)
            || (*verdict == Verdict::Remove && self.hosts.contains(author_identity))
    }

    fn insert(&mut self, decision: Decision, room: Room) -> bool {
        let key = decision.key();
        if self.all.contains_key(&key) {
            return false;
        }
        // Where anybody's word counts, one removal of a session is as good as many. All keep the
        // same one.
        if self.anybody_counts && decision.verdict == Verdict::Remove {
            let about = self.about(Verdict::Remove, decision.subject);
            let other = about.map(Decision::key).find(|other| other.3 == key.3);
            match other {
                Some(other) if other < key => return false,
                Some(other) => {
                    self.all.remove(&other);
                    self.all.insert(key, decision);
                    self.digest = None;
                    return false; // nobody is removed who was not before
                }
                None => {}
            }
        }
        if !self.has_room(&decision, room) {
            return false;
        }
        if decision.verdict == Verdict::Remove {
            self.removed.insert(decision.subject_identity);
        }
        self.all.insert(key, decision);
        self.digest = None;
        true
    }

    fn has_room(&self, decision: &Decision, room: Room) -> bool {
        let of_author = self.number_of(decision.author, &decision.author_identity);
        let is_host = self.hosts.contains(&decision.author_identity);
        match room {
            Room::Own | Room::RemovesHere => of_author < MAX_DECISIONS,
            Room::Here if of_author < RESERVED => true,
            _ if is_host => self.all.len() < 2 * MAX_IN_ALL,
            _ => of_author < MAX_DECISIONS && self.all.len() < MAX_IN_ALL,
        }
    }

    /// Says how many decisions of an author there are. Where anybody's word counts, another device
    /// can write under the same id.
    pub(crate) fn number_of(&self, author: MemberId, identity: &IdentityKey) -> usize {
        let is_by = |d: &&Decision| d.author == author && d.author_identity == *identity;
        self.all.values().filter(is_by).count()
    }

    /// Gives the sessions of a device that somebody let in whose word counts, and who is another
    /// device: with its author.
    pub(crate) fn admitted_of(
        &self,
        identity: IdentityKey,
    ) -> impl Iterator<Item = (MemberId, MemberId)> {
        let admissions = self.iter().filter(move |d| {
            d.verdict == Verdict::Admit
                && d.subject_identity == identity
                && d.author_identity != identity
        });
        admissions.map(|d| (d.subject, d.author))
    }

    /// Gives the decisions that count, to be passed on: nobody else's become this session's
    /// word.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Decision> {
        self.all.values().filter(|decision| self.counts(decision))
    }

    /// An admission counts until its author is removed, or who named the author. A removal by a
    /// host counts from whatever session: to keep somebody out is safe.
    fn counts(&self, decision: &Decision) -> bool {
        let Decision { author, author_identity, .. } = decision;
        let is_known = self.anybody_counts || self.knows(*author, author_identity);
        match decision.verdict {
            Verdict::Remove => is_known || self.hosts.contains(author_identity),
            Verdict::Admit => {
                let by = self.authors.get(author).and_then(|(_, by)| *by);
                is_known
                    && !self.removes_session(*author)
                    && !by.is_some_and(|by| self.removes_session(by))
            }
        }
    }

    /// Says whether a session was let in by somebody who has not been removed since.
    pub(crate) fn admits(&self, subject: MemberId, identity: &IdentityKey) -> bool {
        let of_subject = self.about(Verdict::Admit, subject);
        of_subject.filter(|d| d.subject_identity == *identity).any(|d| self.counts(d))
    }

    /// Says whether `author` is among those who let a session in.
    pub(crate) fn is_admitted_by(&self, subject: MemberId, author: MemberId) -> bool {
        self.about(Verdict::Admit, subject).any(|decision| decision.author == author)
    }

    /// Says whether a session, or the device behind it, was removed and not let in again.
    pub(crate) fn removes(&self, subject: MemberId, identity: &IdentityKey) -> bool {
        self.removes_session(subject)
            || (self.removed.contains(identity) && !self.admits(subject, identity))
    }

    pub(crate) fn removes_session(&self, subject: MemberId) -> bool {
        self.removal_of(subject).is_some()
    }

    /// Gives a decision that removed a session.
    pub(crate) fn removal_of(&self, subject: MemberId) -> Option<&Decision> {
        self.about(Verdict::Remove, subject).find(|decision| self.counts(decision))
    }

    fn removals(&self) -> impl Iterator<Item = &Decision> {
        self.iter().filter(|decision| decision.verdict == Verdict::Remove)
    }

    fn about(&self, verdict: Verdict, subject: MemberId) -> impl Iterator<Item = &Decision> {
        let (id, key) = (MemberId::new([0; 16]), IdentityKey::new([0; 32]));
        let range = self.all.range((verdict, subject, id, key, key)..);
        range.map(|(_, d)| d).take_while(move |d| (d.verdict, d.subject) == (verdict, subject))
    }

    /// Hashes what counts, to compare with others.
    pub(crate) fn digest(&mut self) -> [u8; 16] {
        if let Some(digest) = self.digest {
            return digest;
        }
        let mut hash = Sha256::new_with_prefix(DECISION_LABEL);
        self.iter().for_each(|decision| hash.update(decision.body()));
        let digest = hash.finalize().first_chunk().copied().unwrap_or_default();
        self.digest = Some(digest);
        digest
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;

    const CALL: [u8; 32] = [3; 32];

    fn member(n: u8) -> (MemberId, IdentityKey) {
        (MemberId::new([n; 16]), DeviceIdentity::import(&[n; 32]).key())
    }

    fn decide(verdict: Verdict, subject: u8, author: u8) -> Decision {
        let identity = DeviceIdentity::import(&[author; 32]);
        Decision::sign(&CALL, verdict, member(subject), member(author).0, &identity)
    }

    fn add(log: &mut Decisions, decision: Decision) -> bool {
        log.add(decision, member(99).0, Room::Any)
    }

    /// A log for which members 0 to 49 have been met.
    fn log() -> Decisions {
        let mut log = Decisions::default();
        for (id, identity) in (0..50).map(member) {
            log.know(id, identity, None);
        }
        log
    }

    #[test]
    fn a_decision_travels_and_belongs_to_its_call() {
        let mut bytes = Vec::new();
        decide(Verdict::Admit, 2, 1).write(&mut bytes);
        assert_eq!(bytes.len(), DECISION_LEN);
        assert!(Decision::parse(&mut Reader(&bytes), &CALL).is_ok());
        assert_eq!(
            Decision::parse(&mut Reader(&bytes), &[4; 32]).map(drop),
            Err(MessageError::Signature)
        );
        for at in 0..bytes.len() {
            let mut forged = bytes.clone();
            forged[at] ^= 1;
            assert!(Decision::parse(&mut Reader(&forged), &CALL).is_err(), "{at}");
        }
    }

    #[test]
    fn a_removal_counts_for_the_device_until_somebody_lets_a_later_session_in() {
        let mut log = log();
        let (old, identity) = member(2);
        let new = MemberId::new([22; 16]);
        add(&mut log, decide(Verdict::Remove, 2, 1));
        assert!(log.removes(old, &identity) && log.removes(new, &identity));
        let again = Decision::sign(
            &CALL,
            Verdict::Admit,
            (new, identity),
            member(1).0,
            &DeviceIdentity::import(&[1; 32]),
        );
        add(&mut log, again);
        assert!(log.removes(old, &identity) && !log.removes(new, &identity));
    }

    #[test]
    fn those_whom_a_removed_member_let_in_are_not_let_in() {
        let mut log = log();
        let (third, identity) = member(3);
        add(&mut log, decide(Verdict::Admit, 3, 2));
        assert!(log.admits(third, &identity) && log.is_admitted_by(third, member(2).0));
        assert!(!log.admits(third, &member(4).1), "another device");
        add(&mut log, decide(Verdict::Remove, 2, 1));
        assert!(!log.admits(third, &identity));
        add(&mut log, decide(Verdict::Admit, 3, 1));
        assert!(log.admits(third, &identity));
    }

    proptest! {
        /// What is kept so that nobody is looked for in all decisions is what looking would find.
        #[test]
        fn what_is_kept_is_what_counts(
            ops in vec((0..4_u8, 0..5_u8, 0..5_u8, 0..2_u8, option::of(0..5_u8)), 1..60),
            (has_hosts, waits) in any::<(bool, bool)>(),
        ) {
            let hosts = if has_hosts { alloc::vec![member(4).1] } else { Vec::new() };
            let admission = if waits { Admission::WaitingRoom } else { Admission::Open };
            let mut log = Decisions::under(&Policy { admission, hosts, ..Policy::default() });
            for (op, subject, author, liar, by) in ops {
                // Two devices may say that they are one session.
                let device = DeviceIdentity::import(&[author + 10 * liar; 32]);
                let verdict = if op == 0 { Verdict::Admit } else { Verdict::Remove };
                if op == 3 {
                    log.know(member(author).0, device.key(), by.map(|by| member(by).0));
                } else {
                    let (about, from) = (member(subject), member(author).0);
                    add(&mut log, Decision::sign(&CALL, verdict, about, from, &device));
                }
                let removed = log.removals().map(|d| d.subject_identity).collect();
                prop_assert_eq!(&log.removed, &removed);
                let kept = log.digest();
                log.digest = None;
                prop_assert_eq!(kept, log.digest());
            }
        }
    }

    #[test]
    fn only_known_authors_count() {
        let (subject, identity) = member(60);
        let (author, key) = member(61);
        let mut log = log();
        add(&mut log, decide(Verdict::Admit, 60, 61));
        add(&mut log, decide(Verdict::Remove, 1, 61));
        assert!(!log.admits(subject, &identity) && !log.removes(member(1).0, &member(1).1));
        log.know(author, member(62).1, None);
        assert!(!log.admits(subject, &identity), "another device has the session");
        log.know(author, key, None);
        assert!(log.admits(subject, &identity) && log.removes(member(1).0, &member(1).1));

        let mut log = self::log();
        add(&mut log, decide(Verdict::Admit, 60, 61));
        log.know(author, key, Some(member(2).0));
        assert!(log.admits(subject, &identity), "somebody named it");
        add(&mut log, decide(Verdict::Remove, 2, 1));
        assert!(!log.admits(subject, &identity), "whose word no longer counts");

        let hosts = alloc::vec![member(61).1];
        let mut log = Decisions::under(&Policy { hosts, ..Policy::default() });
        add(&mut log, decide(Verdict::Admit, 60, 61));
        add(&mut log, decide(Verdict::Remove, 1, 61));
        assert!(!log.admits(subject, &identity) && log.removes(member(1).0, &member(1).1));
        let mut log = Decisions::under(&Policy::default());
        add(&mut log, decide(Verdict::Admit, 60, 61));
        assert!(log.admits(subject, &identity), "an open call");
    }

    #[test]
    fn the_order_does_not_matter() {
        let decisions: Vec<_> = (0..40u8)
            .map(|n| decide(if n % 3 == 0 { Verdict::Remove } else { Verdict::Admit }, n, n / 2))
            .collect();
        let digest = |order: &mut dyn Iterator<Item = &Decision>| {
            let mut log = log();
            order.for_each(|decision| assert!(add(&mut log, decision.clone())));
            log.digest()
        };
        assert_eq!(digest(&mut decisions.iter()), digest(&mut decisions.iter().rev()));
    }

    /// Of an author whom this session has met, and of members who fill what they can.
    #[test]
    fn the_number_is_bounded_and_nobody_takes_the_room_of_others() {
        let numbered = |one: &Decision, n: usize| {
            let mut id = [7; 16];
            id[..8].copy_from_slice(&(n as u64).to_be_bytes());
            Decision { subject: MemberId::new(id), ..one.clone() }
        };
        let mut log = log();
        for author in 0..4 {
            let one = decide(Verdict::Admit, 60, author);
            for n in 0..MAX_DECISIONS {
                assert!(add(&mut log, numbered(&one, n)));
            }
            assert!(!add(&mut log, numbered(&one, MAX_DECISIONS)), "one author's");
        }
        let removal = decide(Verdict::Remove, 60, 5);
        assert!(!add(&mut log, removal.clone()), "all authors'");
        for n in 0..RESERVED {
            assert!(log.add(numbered(&removal, n), member(5).0, Room::Here));
        }
        assert!(!log.add(removal.clone(), member(5).0, Room::Here));
        assert!(log.add(removal.clone(), member(5).0, Room::RemovesHere));
        let own = decide(Verdict::Admit, 60, 6);
        assert!(log.add(own, member(6).0, Room::Own));
    }

    /// Another device takes no room of a session by writing under its id.
    #[test]
    fn room_is_of_an_author_and_its_device() {
        let mut log = Decisions::under(&Policy::default());
        for n in 0..MAX_DECISIONS {
            let mut id = [7; 16];
            id[..8].copy_from_slice(&(n as u64).to_be_bytes());
            let one = Decision { author: member(1).0, ..decide(Verdict::Admit, 60, 2) };
            assert!(add(&mut log, Decision { subject: MemberId::new(id), ..one }));
        }
        assert_eq!(log.number_of(member(1).0, &member(1).1), 0);
        assert!(log.add(decide(Verdict::Remove, 2, 1), member(1).0, Room::Own));
    }

    /// What cannot count yet takes no room of what does, however much of it there is.
    #[test]
    fn decisions_of_unknown_authors_wait_apart() {
        let mut log = log();
        for n in 0..MAX_WAITING {
            let by = member(u8::try_from(n % 8).unwrap()).0;
            let decision =
                decide(Verdict::Remove, u8::try_from(n % 50).unwrap(), 100 + (n % 100) as u8);
            assert!(!log.add(decision, by, Room::RemovesHere));
        }
        assert!(log.waiting.len() <= MAX_WAITING && log.all.is_empty());
        for n in 0..100 {
            assert!(!log.add(decide(Verdict::Admit, n, 100), member(0).0, Room::Here));
        }
        let from_one = log.waiting.iter().filter(|(by, _)| *by == member(0).0).count();
        assert_eq!(from_one, MAX_WAITING_FROM_ONE);
        assert_eq!(log.waiting.back().unwrap().1.subject, member(99).0, "the latest are kept");
        let (author, identity) = member(100);
        assert!(log.know(author, identity, None), "and count when their author is known");
        assert!(log.all.values().all(|d| d.author == author) && !log.all.is_empty());
        assert!(!log.know(author, identity, None));
    }

    #[test]
    fn in_an_open_call_all_keep_the_same_removal_of_a_session() {
        let removals: Vec<_> = (1..40).map(|author| decide(Verdict::Remove, 60, author)).collect();
        let digest = |order: &mut dyn Iterator<Item = &Decision>| {
            let mut log = Decisions::under(&Policy::default());
            let new = order.filter(|&d| add(&mut log, d.clone())).count();
            assert_eq!((new, log.all.len()), (1, 1));
            log.digest()
        };
        assert_eq!(digest(&mut removals.iter()), digest(&mut removals.iter().rev()));
        let mut log = Decisions::under(&Policy::default());
        let other = Decision { subject_identity: member(61).1, ..removals[0].clone() };
        assert!(add(&mut log, other) && add(&mut log, removals[1].clone()), "of another device");
    }
}
