//! Decisions of members about who is in the call.
//!
//! Each is signed, and none is ever taken back: everybody ends up with the same set, in
//! whatever order they hear of them. A removal counts for the device, not only for its
//! session; letting a later session of it in lifts that for the session.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use crate::call::error::MessageError;
use crate::call::identity::{DeviceIdentity, IdentityKey, SIGNATURE_LEN};
use crate::call::member::{Admission, MAX_GONE, MemberId, Policy};
use crate::call::wire::Reader;

/// 1024 decisions: more is no call but an attack, and everybody keeps them all.
pub const MAX_DECISIONS: usize = 1024;

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

/// All decisions that a session knows of, and whose count.
///
/// What is in it may come from anybody. It counts, and is passed on, when its author is known:
/// a session that this one has met, or one that somebody named whom this session trusts for
/// the past. Otherwise whoever deceives one newcomer could have it carry decisions to all, and
/// admissions of an earlier call under the same id would come back.
#[derive(Default)]
pub(crate) struct Decisions {
    all: BTreeMap<Key, Decision>,
    /// With the device, and who named it if this session has not met it.
    authors: BTreeMap<MemberId, (IdentityKey, Option<MemberId>)>,
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
    pub(crate) fn know(&mut self, author: MemberId, identity: IdentityKey, by: Option<MemberId>) {
        if by.is_none() {
            self.authors.insert(author, (identity, by));
        } else if self.authors.len() < MAX_GONE {
            self.authors.entry(author).or_insert((identity, by));
        }
    }

    pub(crate) fn knows(&self, author: MemberId, identity: &IdentityKey) -> bool {
        self.authors.get(&author).is_some_and(|(known, _)| known == identity)
    }

    /// Adds one; says whether it is new. A full log takes nothing more, but for removals of
    /// those who are here: nobody can fill it to be safe from them.
    pub(crate) fn add(&mut self, decision: Decision, removes_one_here: bool) -> bool {
        let Decision { verdict, subject, author, subject_identity, author_identity, .. } = decision;
        let key = (verdict, subject, author, subject_identity, author_identity);
        let limit = if removes_one_here { MAX_DECISIONS.saturating_mul(2) } else { MAX_DECISIONS };
        if self.all.len() >= limit || self.all.contains_key(&key) {
            return false;
        }
        self.all.insert(key, decision);
        true
    }

    pub(crate) fn is_full(&self) -> bool {
        self.all.len() >= MAX_DECISIONS
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
            || (!self.admits(subject, identity)
                && self.removals().any(|d| d.subject_identity == *identity))
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
    pub(crate) fn digest(&self) -> [u8; 16] {
        let mut hash = Sha256::new_with_prefix(DECISION_LABEL);
        self.iter().for_each(|decision| hash.update(decision.body()));
        hash.finalize().first_chunk().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: [u8; 32] = [3; 32];

    fn member(n: u8) -> (MemberId, IdentityKey) {
        (MemberId::new([n; 16]), DeviceIdentity::import(&[n; 32]).key())
    }

    fn decide(verdict: Verdict, subject: u8, author: u8) -> Decision {
        let identity = DeviceIdentity::import(&[author; 32]);
        Decision::sign(&CALL, verdict, member(subject), member(author).0, &identity)
    }

    /// A log for which members 0 to 49 have been met.
    fn log() -> Decisions {
        let mut log = Decisions::default();
        (0..50).map(member).for_each(|(id, identity)| log.know(id, identity, None));
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
        log.add(decide(Verdict::Remove, 2, 1), false);
        assert!(log.removes(old, &identity) && log.removes(new, &identity));
        let again = Decision::sign(
            &CALL,
            Verdict::Admit,
            (new, identity),
            member(1).0,
            &DeviceIdentity::import(&[1; 32]),
        );
        log.add(again, false);
        assert!(log.removes(old, &identity) && !log.removes(new, &identity));
    }

    #[test]
    fn those_whom_a_removed_member_let_in_are_not_let_in() {
        let mut log = log();
        let (third, identity) = member(3);
        log.add(decide(Verdict::Admit, 3, 2), false);
        assert!(log.admits(third, &identity) && log.is_admitted_by(third, member(2).0));
        assert!(!log.admits(third, &member(4).1), "another device");
        log.add(decide(Verdict::Remove, 2, 1), false);
        assert!(!log.admits(third, &identity));
        log.add(decide(Verdict::Admit, 3, 1), false);
        assert!(log.admits(third, &identity));
    }

    #[test]
    fn only_known_authors_count() {
        let (subject, identity) = member(60);
        let (author, key) = member(61);
        let mut log = log();
        log.add(decide(Verdict::Admit, 60, 61), false);
        log.add(decide(Verdict::Remove, 1, 61), false);
        assert!(!log.admits(subject, &identity) && !log.removes(member(1).0, &member(1).1));
        log.know(author, member(62).1, None);
        assert!(!log.admits(subject, &identity), "another device has the session");
        log.know(author, key, None);
        assert!(log.admits(subject, &identity) && log.removes(member(1).0, &member(1).1));

        let mut log = self::log();
        log.add(decide(Verdict::Admit, 60, 61), false);
        log.know(author, key, Some(member(2).0));
        assert!(log.admits(subject, &identity), "somebody named it");
        log.add(decide(Verdict::Remove, 2, 1), false);
        assert!(!log.admits(subject, &identity), "whose word no longer counts");

        let hosts = alloc::vec![member(61).1];
        let mut log = Decisions::under(&Policy { hosts, ..Policy::default() });
        log.add(decide(Verdict::Admit, 60, 61), false);
        log.add(decide(Verdict::Remove, 1, 61), false);
        assert!(!log.admits(subject, &identity) && log.removes(member(1).0, &member(1).1));
        let mut log = Decisions::under(&Policy::default());
        log.add(decide(Verdict::Admit, 60, 61), false);
        assert!(log.admits(subject, &identity), "an open call");
    }

    #[test]
    fn the_order_does_not_matter_and_the_number_is_bounded() {
        let decisions: Vec<_> = (0..40u8)
            .map(|n| decide(if n % 3 == 0 { Verdict::Remove } else { Verdict::Admit }, n, n / 2))
            .collect();
        let digest = |order: &mut dyn Iterator<Item = &Decision>| {
            let mut log = log();
            order.for_each(|decision| assert!(log.add(decision.clone(), false)));
            log.digest()
        };
        assert_eq!(digest(&mut decisions.iter()), digest(&mut decisions.iter().rev()));

        let mut log = Decisions::default();
        let one = decide(Verdict::Admit, 1, 1);
        for n in 0..MAX_DECISIONS {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            assert!(log.add(Decision { subject: MemberId::new(id), ..one.clone() }, false));
        }
        assert!(log.is_full() && !log.add(one.clone(), false));
        for n in 0..MAX_DECISIONS {
            let mut id = [1; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            assert!(log.add(Decision { subject: MemberId::new(id), ..one.clone() }, true));
        }
        assert!(!log.add(one, true));
    }
}
