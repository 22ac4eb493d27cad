//! Messages of a call, as the operator may treat them.

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::Duration;

use chacha20::ChaCha20Rng;
use frameseal::call::{DeviceIdentity, Kem, KeyChange, MemberId, Session, SessionConfig};
use rand_core::SeedableRng;

use super::bytes::Input;

/// A member makes the same session from the same seed, so that what was recorded fits again.
pub(super) fn join(member: u8, now: Duration) -> Session {
    let mut config = SessionConfig::new(b"fuzzed call", "member", 1_000 + u64::from(member));
    if member == 1 {
        config.kems = vec![Kem::X25519];
    }
    let identity = DeviceIdentity::import(&[member + 1; 32]);
    let rng = Box::new(ChaCha20Rng::seed_from_u64(u64::from(member)));
    Session::join(config, identity, rng, now).unwrap()
}

pub(super) const START: Duration = Duration::from_secs(1);

/// What three members said in an honest call with a rotation and a goodbye.
pub(super) fn recorded() -> &'static [Vec<u8>] {
    static RECORDED: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    RECORDED.get_or_init(|| {
        let mut members: Vec<_> = (0..3).map(|member| join(member, START)).collect();
        let mut recorded = Vec::new();
        for tick in 0..70u32 {
            let now = START + Duration::from_millis(100) * tick;
            if tick == 30 {
                members[1].rotate();
            }
            if tick == 65 {
                members[2].leave();
            }
            for _ in 0..6 {
                for from in 0..3 {
                    members[from].advance(now);
                    while let Some(message) = members[from].poll_outgoing() {
                        for to in (0..3).filter(|&to| to != from) {
                            let _not_mine = members[to].handle(&message.bytes, now);
                        }
                        recorded.push(message.bytes);
                    }
                }
            }
        }
        let present = members[0].members().filter(|member| member.is_present).count();
        assert_eq!(present, 1, "the call that is replayed is a real one");
        recorded
    })
}

/// The members besides the one under test.
pub(super) fn honest() -> &'static BTreeSet<MemberId> {
    static HONEST: OnceLock<BTreeSet<MemberId>> = OnceLock::new();
    HONEST.get_or_init(|| [1, 2].map(|member| join(member, START).id()).into())
}

/// One member, given the others' messages in any order, any number of times, and edited: it
/// believes only what they said, and stays within its bounds.
pub fn call(data: &[u8]) {
    let recorded = recorded();
    let (mut input, mut now) = (Input(data), START);
    let mut victim = join(0, now);
    let honest = honest();
    let mut keys = BTreeSet::new();
    for _ in 0..64 {
        if input.is_empty() {
            break;
        }
        let kind = input.below(4);
        let mut message = recorded[usize::from(input.two_bytes()) % recorded.len()].clone();
        match kind {
            0 | 1 => {}
            2 => {
                let other = &recorded[usize::from(input.two_bytes()) % recorded.len()];
                for _ in 0..=input.below(3) {
                    input.edit(&mut message, other);
                }
            }
            _ => now += Duration::from_millis(10) * u32::from(input.two_bytes()),
        }
        super::tried();
        let intact = recorded.contains(&message);
        let result = victim.handle(&message, now);
        // Only a hello and a question who somebody is are worth the same in another envelope.
        let signed = !matches!(message.get(1), Some(1 | 2));
        assert!(intact || !signed || result.is_err(), "an edited message was taken");

        for member in victim.members() {
            assert!(honest.contains(&member.id), "somebody who never was there");
        }
        assert!(victim.members().filter(|member| member.is_present).count() <= honest.len());
        while let Some(change) = victim.poll_key_change() {
            match change {
                KeyChange::Receive { from, key, .. } => {
                    assert!(honest.contains(&from));
                    keys.insert(key.key_id());
                }
                KeyChange::Retire { kid } | KeyChange::Remove { kid } => {
                    assert!(keys.contains(&kid), "a key that never came goes");
                }
                _ => {}
            }
        }
        let mut sent = 0;
        while let Some(message) = victim.poll_outgoing() {
            sent += 1;
            assert!(message.bytes.len() <= frameseal::call::MAX_MESSAGE_LEN);
        }
        assert!(sent <= 16, "{sent} messages for one");
        while victim.poll_event().is_some() {}
        assert!(keys.len() <= 32, "two generations of two members, four kinds, ratcheted or not");
    }
    assert!(victim.ended().is_none(), "nobody may end it");
    assert!(victim.next_timeout() > Duration::ZERO);
}
