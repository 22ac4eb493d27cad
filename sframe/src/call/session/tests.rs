//! What a member can do to another from inside: anything that it can seal in a parcel.

use std::prelude::v1::*;

use chacha20::ChaCha20Rng;
use proptest::prelude::*;
use rand_core::SeedableRng;

use super::outgoing::{ACK, DECISIONS, KEYS};
use super::*;
use crate::call::media_keys::{Generation, MAX_STEPS};

/// Two members who know each other.
fn pair() -> (Session, Session) {
    let now = Duration::from_secs(1);
    let join = |n: u8| {
        let mut config = SessionConfig::new(b"call", "member", 1000);
        config.kems = vec![Kem::X25519];
        let rng = Box::new(ChaCha20Rng::seed_from_u64(u64::from(n)));
        Session::join(config, DeviceIdentity::import(&[n; 32]), rng, now).unwrap()
    };
    let (mut a, mut b) = (join(1), join(2));
    for _ in 0..6 {
        exchange(&mut a, &mut b);
    }
    assert_eq!(b.members().filter(|member| member.is_present).count(), 1);
    (a, b)
}

fn exchange(a: &mut Session, b: &mut Session) {
    let now = a.clock.now();
    while let Some(message) = a.poll_outgoing() {
        let _refused = b.handle(&message.bytes, now);
    }
    while let Some(message) = b.poll_outgoing() {
        let _refused = a.handle(&message.bytes, now);
    }
}

/// Seals what `a` likes and gives it to `b`.
fn give(a: &mut Session, b: &mut Session, content: &[u8]) -> Result<(), MessageError> {
    a.outgoing.clear();
    a.send_parcel(b.id(), content);
    let message = a.poll_outgoing().unwrap();
    b.handle(&message.bytes, b.clock.now())
}

fn keys(number: u64, tag: u16, step: u8) -> Vec<u8> {
    let mut content = vec![KEYS];
    content.extend(number.to_be_bytes());
    content.extend(tag.to_be_bytes());
    content.push(step);
    content.extend([step ^ 0x5a; 128]);
    content
}

fn held(session: &Session) -> usize {
    session.held_keys().filter(|change| matches!(change, KeyChange::Receive { .. })).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn arbitrary_parcels_harm_nobody(
        contents in prop::collection::vec(
            (0u8..6, prop::collection::vec(any::<u8>(), 0..180)), 1..12)
    ) {
        let (mut a, mut b) = pair();
        for (kind, mut content) in contents {
            if kind != 0 {
                content.insert(0, kind);
            }
            let _result = give(&mut a, &mut b, &content);
            prop_assert!(held(&b) <= 4 * 4);
            prop_assert!(b.outgoing.len() < 8);
            prop_assert!(b.ended.is_none() || b.decisions.removes(b.id(), &b.identity()));
            while b.poll_outgoing().is_some() {}
        }
    }
}

#[test]
fn a_member_that_changes_keys_ten_thousand_times_fills_nothing() {
    let (mut a, mut b) = pair();
    for number in 10..10_010 {
        b.advance(b.clock.now() + Duration::from_millis(250));
        a.send_status(false);
        let status = a.outgoing.pop_back().unwrap();
        b.handle(&status.bytes, b.clock.now()).unwrap();
        give(&mut a, &mut b, &keys(number, 7, 0)).unwrap();
        assert_eq!(b.peers[&a.id()].keys.newest().unwrap().number, number);
        while b.poll_outgoing().is_some() {}
        while b.poll_key_change().is_some() {}
        assert!(held(&b) <= 4 * 4);
    }
    assert_eq!(held(&b), 4 * 4);
    assert_eq!(b.held_keys().count(), 4 * 4 + 3 * 4, "and three of them are to go");
    b.advance(b.clock.now() + Duration::from_secs(11));
    assert_eq!(b.held_keys().count(), 4);
    let id = a.id();
    let newest = |b: &Session| b.peers[&id].keys.newest().unwrap().number;
    let before = newest(&b);
    for number in 20_000..21_000 {
        a.outgoing.clear();
        a.send_parcel(b.id(), &keys(number, 7, 0));
        let message = a.outgoing.pop_front().unwrap();
        b.handle(&message.bytes, b.clock.now()).unwrap();
    }
    assert!(newest(&b) > before && newest(&b) < 20_020, "at once it takes a few");
}

#[test]
fn keys_at_the_limits_and_one_beyond() {
    let (mut a, mut b) = pair();
    let last = (1 << 42) - 1;
    assert_eq!(give(&mut a, &mut b, &keys(last, 9, MAX_STEPS as u8)), Ok(()));
    let malformed = Err(MessageError::Malformed);
    assert_eq!(give(&mut a, &mut b, &keys(last + 1, 9, 0)), malformed);
    assert_eq!(give(&mut a, &mut b, &keys(5, 9, MAX_STEPS as u8 + 1)), malformed);
    let mut short = keys(5, 9, 0);
    short.pop();
    assert_eq!(give(&mut a, &mut b, &short), malformed);
    short.extend([0, 0]);
    assert_eq!(give(&mut a, &mut b, &short), malformed);
}

#[test]
fn key_ids_of_another_member_are_refused_and_the_owner_keeps_them() {
    let (mut a, mut b) = pair();
    let tag = b.own.current().tag;
    let refused = give(&mut a, &mut b, &keys(50, tag, 0));
    assert_eq!(refused, Err(MessageError::KeyIdsInUse { from: a.id() }));
    assert!(b.held_keys().all(|change| match change {
        KeyChange::Receive { key, .. } => parts_of(key.key_id()).0 != tag,
        _ => false,
    }));
    // The sender hears of it and draws a generation with another tag.
    let before = a.own.offer().number;
    a.own.draw_next(&mut *a.rng).unwrap();
    a.own.switch();
    let number = a.own.offer().number;
    let mut verdict = vec![ACK];
    verdict.extend(number.to_be_bytes());
    verdict.push(1);
    give(&mut b, &mut a, &verdict).unwrap();
    a.advance(a.clock.now() + Duration::from_secs(2));
    assert!(a.own.offer().number > before + 1);
}

#[test]
fn older_keys_than_those_held_change_nothing() {
    let (mut a, mut b) = pair();
    give(&mut a, &mut b, &keys(20, 7, 3)).unwrap();
    while b.poll_key_change().is_some() {}
    for old in [keys(20, 7, 3), keys(20, 7, 2), keys(19, 8, 0), keys(20, 8, 5)] {
        give(&mut a, &mut b, &old).unwrap();
        assert!(b.poll_key_change().is_none());
    }
    // The same generation at a later step is one change.
    give(&mut a, &mut b, &keys(20, 7, 4)).unwrap();
    assert_eq!(core::iter::from_fn(|| b.poll_key_change()).count(), 4);
}

#[test]
fn whom_a_member_vouches_for_counts_only_where_it_let_this_one_in() {
    let (mut a, mut b) = pair();
    let mut content = vec![DECISIONS, 0, 1];
    content.extend([0xee; 16]);
    give(&mut a, &mut b, &content).unwrap();
    assert!(b.vouched.is_empty());
    b.vouched.insert((a.id(), a.id()));
    give(&mut a, &mut b, &content).unwrap();
    assert!(b.vouched.contains(&(MemberId::new([0xee; 16]), a.id())));
}

#[test]
fn an_ack_for_keys_that_were_never_given_is_not_believed() {
    let (mut a, mut b) = pair();
    b.own.draw_next(&mut *b.rng).unwrap();
    let number = b.own.offer().number;
    let id = a.id();
    b.peers.get_mut(&id).unwrap().is_entitled = false;
    let mut ack = vec![ACK];
    ack.extend(number.to_be_bytes());
    ack.push(0);
    give(&mut a, &mut b, &ack).unwrap();
    assert_ne!(b.peers[&id].has_generation, Some(number), "it was not given them yet");
}

#[test]
fn a_generation_that_travels_is_the_same() {
    let suite = Policy::default().suite;
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let mut generation = Generation::draw(suite, 3, &mut rng).unwrap();
    generation.ratchet();
    let mut bytes = Vec::new();
    generation.write(&mut bytes);
    let read = Generation::parse(&mut crate::call::wire::Reader(&bytes), suite).unwrap();
    for ((kind, kid), (_, read_kid)) in generation.key_ids().zip(read.key_ids()) {
        assert_eq!(kid, read_kid);
        let (tag, number, of) = parts_of(kid);
        assert_eq!((tag, number, of), (generation.tag, 3, kind));
        assert_eq!(kid.as_u64() & 15, 1, "one step");
    }
}
