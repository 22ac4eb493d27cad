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
use crate::call::member::MemberId;
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

/// All decisions that a session knows of.
#[derive(Default)]
pub(crate) struct Decisions(BTreeMap<(Verdict, MemberId, MemberId), Decision>);

impl Decisions {
    /// Adds one; says whether it is new. A full log takes nothing more.
    pub(crate) fn add(&mut self, decision: Decision) -> bool {
        let key = (decision.verdict, decision.subject, decision.author);
        if self.0.len() >= MAX_DECISIONS || self.0.contains_key(&key) {
            return false;
        }
        self.0.insert(key, decision);
        true
    }

    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= MAX_DECISIONS
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Decision> {
        self.0.values()
    }

    /// Says whether a session was let in by somebody who has not been removed since.
    pub(crate) fn admits(&self, subject: MemberId) -> bool {
        let of_subject = self.0.range(
            (Verdict::Admit, subject, MemberId::new([0; 16]))
                ..=(Verdict::Admit, subject, MemberId::new([255; 16])),
        );
        of_subject.into_iter().any(|(_, decision)| !self.removes_session(decision.author))
    }

    /// Says whether a session, or the device behind it, was removed and not let in again.
    pub(crate) fn removes(&self, subject: MemberId, identity: &IdentityKey) -> bool {
        self.removes_session(subject)
            || (!self.admits(subject) && self.removals().any(|d| d.subject_identity == *identity))
    }

    fn removes_session(&self, subject: MemberId) -> bool {
        self.removal_of(subject).is_some()
    }

    /// Gives a decision that removed a session.
    pub(crate) fn removal_of(&self, subject: MemberId) -> Option<&Decision> {
        let first = (Verdict::Remove, subject, MemberId::new([0; 16]));
        let next = self.0.range(first..).next().filter(|(key, _)| key.1 == subject);
        next.map(|(_, decision)| decision)
    }

    fn removals(&self) -> impl Iterator<Item = &Decision> {
        self.0.values().filter(|decision| decision.verdict == Verdict::Remove)
    }

    /// Hashes what was decided, to compare with others.
    pub(crate) fn digest(&self) -> [u8; 16] {
        let mut hash = Sha256::new_with_prefix(DECISION_LABEL);
        for (verdict, subject, author) in self.0.keys() {
            hash.update([*verdict as u8]);
            hash.update(subject.as_bytes());
            hash.update(author.as_bytes());
        }
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
        let mut log = Decisions::default();
        let (old, identity) = member(2);
        let new = MemberId::new([22; 16]);
        log.add(decide(Verdict::Remove, 2, 1));
        assert!(log.removes(old, &identity) && log.removes(new, &identity));
        let again = Decision::sign(
            &CALL,
            Verdict::Admit,
            (new, identity),
            member(1).0,
            &DeviceIdentity::import(&[1; 32]),
        );
        log.add(again);
        assert!(log.removes(old, &identity) && !log.removes(new, &identity));
    }

    #[test]
    fn those_whom_a_removed_member_let_in_are_not_let_in() {
        let mut log = Decisions::default();
        log.add(decide(Verdict::Admit, 3, 2));
        assert!(log.admits(member(3).0));
        log.add(decide(Verdict::Remove, 2, 1));
        assert!(!log.admits(member(3).0));
        log.add(decide(Verdict::Admit, 3, 1));
        assert!(log.admits(member(3).0));
    }

    #[test]
    fn the_order_does_not_matter_and_the_number_is_bounded() {
        let decisions: Vec<_> = (0..40u8)
            .map(|n| decide(if n % 3 == 0 { Verdict::Remove } else { Verdict::Admit }, n, n / 2))
            .collect();
        let digest = |order: &mut dyn Iterator<Item = &Decision>| {
            let mut log = Decisions::default();
            order.for_each(|decision| assert!(log.add(decision.clone())));
            log.digest()
        };
        assert_eq!(digest(&mut decisions.iter()), digest(&mut decisions.iter().rev()));

        let mut log = Decisions::default();
        let one = decide(Verdict::Admit, 1, 1);
        for n in 0..MAX_DECISIONS {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            assert!(log.add(Decision { subject: MemberId::new(id), ..one.clone() }));
        }
        assert!(log.is_full() && !log.add(one));
    }
}
