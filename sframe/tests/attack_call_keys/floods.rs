//! Floods: of events, statuses and hellos.

use ed25519_dalek::Signer;
use std::time::Instant;

use frameseal::call::{CallEvent, Departure, MAX_CALL_EVENTS, MAX_OUTGOING, MediaKind};

use super::*;
use crate::mallory::{ADMIT, INTRODUCTION, REMOVE, STATUS, kind_of};

/// 4096 times the same hello, before the app polls.
#[test]
fn hellos_of_another_policy_hide_no_change_of_keys() {
    let mut room = Room::new(1004);
    room.fill(3);
    let mut like = shown(&mut room, 0);
    like.policy = [1; 32];
    let spam = Mallory::new(1, &like).hello();
    let old = room.seat(0).session.encryptor(MediaKind::Audio).unwrap();
    let now = room.now;
    for _ in 0..MAX_CALL_EVENTS {
        let _ = room.seat(0).session.handle(&spam, now);
    }
    // Then Carol leaves, before the app polls.
    room.seat(0).events.clear();
    room.seat(2).session.leave();
    let goodbye = room.seat(2).session.poll_outgoing().unwrap();
    room.seat(0).session.handle(&goodbye.bytes, now).unwrap();
    for ms in (0..3000).step_by(20) {
        room.seat(0).session.advance(now + Duration::from_millis(ms));
    }
    room.seat(0).settle(now);
    let new = room.seat(0).session.encryptor(MediaKind::Audio).unwrap();
    assert_ne!(old.key_id(), new.key_id(), "keys did change");
    let carol = room.id(2);
    assert!(room.seat(0).saw(CallEvent::SendKeysChanged));
    assert!(room.seat(0).saw(CallEvent::Left { member: carol, how: Departure::Left }));
    let warnings = room.seat(0).events.iter();
    assert!(warnings.filter(|e| matches!(e, CallEvent::OtherPolicy { .. })).count() <= 16);
}

/// 4096 commitments, before the app polls.
#[test]
fn a_member_that_asks_without_end_hides_no_change_of_keys() {
    let mut room = Room::new(1032);
    room.fill(3);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    let mut channel = push_in(&mut room, &mut mallory, 0);
    room.run(2 * SECOND);
    let parcels: Vec<_> = (0..MAX_CALL_EVENTS as u64)
        .map(|n| {
            let mut commitment = [4u8, 1].to_vec();
            commitment.extend([[0u8; 24].as_slice(), &n.to_be_bytes()].concat());
            mallory.parcel(like.id, &mut channel, &commitment)
        })
        .collect();
    let now = room.now;
    for parcel in &parcels {
        room.seat(0).session.handle(parcel, now).unwrap();
    }
    room.seat(2).session.leave();
    let goodbye = room.seat(2).session.poll_outgoing().unwrap();
    room.seat(0).session.handle(&goodbye.bytes, now).unwrap();
    for ms in (0..3000).step_by(20) {
        room.seat(0).session.advance(now + Duration::from_millis(ms));
    }
    room.seat(0).events.clear();
    room.seat(0).settle(now);
    let carol = room.id(2);
    assert!(room.seat(0).saw(CallEvent::SendKeysChanged));
    assert!(room.seat(0).saw(CallEvent::Left { member: carol, how: Departure::Left }));
}

/// An app that has not polled for an hour and a half: its goodbye is not lost behind what waits.
#[test]
fn a_goodbye_in_a_full_queue() {
    let mut room = Room::new(1053);
    room.fill(2);
    let (alice, mut now) = (room.id(0), room.now);
    for _ in 0..MAX_OUTGOING + 50 {
        now += 5 * SECOND;
        room.seat(0).session.advance(now);
    }
    room.seat(0).session.leave();
    let waiting: Vec<_> = std::iter::from_fn(|| room.seat(0).session.poll_outgoing()).collect();
    assert!((MAX_OUTGOING + 1..MAX_OUTGOING + 10).contains(&waiting.len()), "{}", waiting.len());
    let goodbye = waiting.last().unwrap();
    room.deliver_to(1, &goodbye.bytes).unwrap();
    let now = room.now;
    room.seat(1).settle(now);
    assert!(room.seat(1).saw(CallEvent::Left { member: alice, how: Departure::Left }));
}

/// Decisions of an author about sessions that there are none of.
fn about_nobody(author: &Mallory, from: usize, len: usize) -> Vec<u8> {
    let admit = |n| author.decide(ADMIT, (made_up(n), device(200).key()), author.id());
    Mallory::decisions(&[], &(from..from + len).map(admit).collect::<Vec<_>>())
}

/// The time that the cheapest of some messages takes: what else this machine does makes none cheaper.
fn cheapest(room: &mut Room, messages: &[Vec<u8>]) -> Duration {
    let time = |message: &Vec<u8>| {
        let begun = Instant::now();
        room.deliver_to(0, message).unwrap();
        begun.elapsed()
    };
    messages.iter().map(time).min().unwrap()
}

/// Nearly 4000 decisions about nobody in a call of 61: messages cost about what they do without.
#[test]
fn a_full_log_makes_no_message_dear() {
    let mut room = Room::new(1050);
    room.fill(1);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    let mut channel = push_in(&mut room, &mut mallory, 0);
    for n in 100..160 {
        push_in(&mut room, &mut Mallory::new(n, &like), 0);
    }
    assert_eq!(room.seat(0).present().len(), 61);
    let mut costs = Vec::new();
    for round in [0, 1] {
        let mut parcel = |content: &[u8]| mallory.parcel(like.id, &mut channel, content);
        if round == 1 {
            // Of four authors, each fewer than it may make; with those below fewer than fit.
            for n in 0..40 {
                let author = Mallory::new(50 + n % 4, &like);
                let content = about_nobody(&author, 95 * n as usize, 95);
                room.deliver_to(0, &parcel(&content)).unwrap();
            }
        }
        let nothing = Mallory::decisions(&[made_up(1)], &[]);
        let nothing: Vec<_> = (0..20).map(|_| parcel(&nothing)).collect();
        let author = Mallory::new(60, &like);
        let from = 90_000 + 100 * round;
        let decisions: Vec<_> =
            (0..4).map(|n| parcel(&about_nobody(&author, from + 20 * n, 20))).collect();
        // With the first, what they compare is made anew.
        let revisions = (1..20).map(|n| n + 20 * round as u64);
        let statuses: Vec<_> =
            revisions.map(|n| status_with(&mallory, n, 0, [0; 16], [7; 16])).collect();
        costs.push([nothing, decisions, statuses].map(|messages| cheapest(&mut room, &messages)));
    }
    println!("a parcel of nothing, one of 20 decisions, a status: {costs:?}");
    let slack = Duration::from_millis(1);
    assert!(costs[0].iter().zip(&costs[1]).all(|(no, full)| *full < *no * 3 + slack), "{costs:?}");
}

fn status_with(
    mallory: &Mallory,
    revision: u64,
    flags: u8,
    roster: [u8; 16],
    decisions: [u8; 16],
) -> Vec<u8> {
    let fields = [&revision.to_be_bytes()[..], &[flags], &roster, &decisions].concat();
    let text =
        [b"FrameSeal 1 status", &mallory.shown.call[..], &mallory.shown.hash, &fields].concat();
    let signature = mallory.identity.sign(&text).to_bytes();
    [mallory.envelope(STATUS, None), fields, signature.to_vec()].concat()
}

/// Statuses with other digests each time, from whoever filled the log.
#[test]
fn statuses_do_not_amplify() {
    let mut room = Room::new(1013);
    room.fill(1);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    let mut channel = push_in(&mut room, &mut mallory, 0);
    room.run(2 * SECOND);
    for n in 0..11 {
        let all: Vec<_> = (0..100)
            .map(|m| {
                mallory.decide(REMOVE, (made_up(n * 100 + m), device(200).key()), mallory.id())
            })
            .collect();
        let parcel = mallory.parcel(like.id, &mut channel, &Mallory::decisions(&[], &all));
        room.deliver_to(0, &parcel).unwrap();
    }
    room.run(6 * SECOND);
    room.collect();
    let before = room.recorded.len();
    let mut sent = 0;
    for n in 0..150u64 {
        let mut digest = [9; 16];
        digest[..8].copy_from_slice(&n.to_be_bytes());
        let status = status_with(&mallory, n + 10, 0, [0; 16], digest);
        sent += status.len();
        room.deliver_to(0, &status).unwrap();
        room.run(Duration::from_millis(400));
    }
    let to_her = room.recorded[before..].iter().filter(|l| l.message.to == Some(mallory.id()));
    let out: usize = to_her.map(|l| l.message.bytes.len()).sum();
    assert!(out < 20 * sent, "{out} bytes for {sent}");
}

/// Whoever has not answered is told nothing of what was decided, however often it asks.
#[test]
fn strangers_who_introduce_themselves_do_not_amplify() {
    let mut room = Room::new(1014);
    room.fill(1);
    let like = shown(&mut room, 0);
    let mut member = Mallory::new(1, &like);
    let mut channel = push_in(&mut room, &mut member, 0);
    let all: Vec<_> = (0..90)
        .map(|n| member.decide(REMOVE, (made_up(n), device(200).key()), member.id()))
        .collect();
    let parcel = member.parcel(like.id, &mut channel, &Mallory::decisions(&[], &all));
    room.deliver_to(0, &parcel).unwrap();
    room.run(SECOND);
    room.collect();
    let before = room.recorded.len();
    let mut sent = 0;
    for n in 2..30 {
        let mut stranger = Mallory::new(n, &like);
        let (introduction, _) = stranger.introduce(&like);
        let status = status_with(&stranger, 1, 0, [0; 16], [n as u8; 16]);
        for message in [stranger.hello(), introduction, status] {
            sent += message.len();
            room.deliver_to(0, &message).unwrap();
        }
    }
    room.run(SECOND);
    let out: usize = room.recorded[before..].iter().map(|l| l.message.bytes.len()).sum();
    assert!(out < 10 * sent, "{out} bytes for {sent}");
}

/// 325 hellos a second.
#[test]
fn who_knocks_in_a_flood_is_let_in() {
    let mut room = Room::new(1031);
    let host = device(1);
    let hosts = [host.key()];
    let config = waiting(&room, "host", &hosts);
    let alice = room.join_as(config, host);
    let like = shown(&mut room, alice);
    let hellos: Vec<_> = (0..4000).map(|n| Mallory::new(n, &like).hello()).collect();
    let config = waiting(&room, "Carol", &hosts);
    let carol = room.join(config);
    let id = room.id(carol);
    let (mut n, mut known, mut looked) = (0, 0, 0);
    let end = room.now + 60 * SECOND;
    room.seat(alice).events.clear();
    while room.now < end {
        for k in 0..13 {
            let _ = room.deliver_to(alice, &hellos[(n + k) % hellos.len()]);
        }
        n += 13;
        room.run(Duration::from_millis(40));
        looked += 1;
        known += usize::from(room.seat(alice).session.members().any(|m| m.id == id));
    }
    let knocks = room.seat(alice).events.iter().filter(|e| matches!(e, CallEvent::Knocking { .. }));
    assert!(knocks.count() <= 16 * 61);
    assert!(known * 10 > looked * 8, "{known} of {looked}");
    room.seat(alice).session.admit(id).unwrap();
    room.run(3 * SECOND);
    assert!(sees(&mut room, alice, id));
}

/// More than may be met in a second are met in the next: none waits for what was not lost.
#[test]
fn six_hundred_at_once_are_met_in_three_seconds() {
    let mut room = Room::new(1032);
    let mut config = room.config("Alice");
    config.policy.max_members = 1000;
    room.join(config);
    let like = shown(&mut room, 0);
    room.run(SECOND);
    let before = room.recorded.len();
    let start = room.now;
    for n in 2..602 {
        let mut member = Mallory::new(n, &like);
        let (introduction, _) = member.introduce(&like);
        room.deliver_to(0, &member.hello()).unwrap();
        room.deliver_to(0, &introduction).unwrap();
    }
    let met = |room: &Room| {
        let kinds = room.recorded[before..].iter().map(|l| &l.message);
        let to = kinds.filter(|m| kind_of(&m.bytes) == INTRODUCTION).filter_map(|m| m.to);
        to.collect::<std::collections::BTreeSet<_>>().len()
    };
    while met(&room) < 600 && room.now < start + 10 * SECOND {
        room.run(Duration::from_millis(100));
    }
    let took = room.now - start;
    assert!(met(&room) == 600 && took <= 3 * SECOND, "{} in {took:?}", met(&room));
}
