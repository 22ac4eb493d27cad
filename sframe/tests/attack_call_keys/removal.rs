//! Members who want to stay: a full log, and sessions that were let in before.

use frameseal::call::SessionError;

use super::*;
use crate::mallory::{ADMIT, DECISION, KEYS_PARCEL, REMOVE};

/// 2124 decisions about nobody and about ghosts, by made-up authors.
#[test]
fn who_fills_the_log_of_an_open_call_is_removed() {
    let mut room = Room::new(1001);
    room.fill(2);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    let mut channels = [0, 1].map(|seat| push_in(&mut room, &mut mallory, seat));
    room.run(2 * SECOND);
    let mut bytes = 0;
    let mut send = |room: &mut Room, mallory: &Mallory, decisions: &[Vec<u8>]| {
        for seat in [0, 1] {
            let to = room.id(seat);
            let parcel =
                mallory.parcel(to, &mut channels[seat], &Mallory::decisions(&[], decisions));
            bytes += parcel.len();
            room.deliver_to(seat, &parcel).unwrap();
        }
    };
    // 1024 about nobody.
    for n in 0..11 {
        let all: Vec<_> = (0..100)
            .map(|m| {
                mallory.decide(REMOVE, (made_up(n * 100 + m), device(200).key()), mallory.id())
            })
            .collect();
        send(&mut room, &mallory, &all);
    }
    // 1024 more about ghosts who are here: all of a parcel are taken before the first counts.
    for n in 0..11 {
        let mut ghost = Mallory::new(100 + n, &like);
        for seat in [0, 1] {
            push_in(&mut room, &mut ghost, seat);
            assert!(sees(&mut room, seat, ghost.id()));
        }
        let all: Vec<_> = (0..100)
            .map(|m| mallory.decide(REMOVE, (ghost.id(), ghost.key()), made_up(m)))
            .collect();
        send(&mut room, &mallory, &all);
    }
    assert!(sees(&mut room, 0, mallory.id()));
    let result = room.seat(0).session.remove(mallory.id());
    room.run(3 * SECOND);
    let id = mallory.id();
    let stays = [0, 1].map(|seat| sees(&mut room, seat, id));
    assert_eq!((result, stays), (Ok(()), [false, false]), "remove() said Ok");
}

/// 2200 removals that do not count take no room.
#[test]
fn who_fills_the_log_of_a_waiting_room_is_removed() {
    let mut room = Room::new(1002);
    let alice = founder(&mut room);
    let config = waiting(&room, "Bob", &[]);
    let bob = room.join(config);
    room.run(SECOND);
    let (bob_id, bob_key) = (room.id(bob), room.seat(bob).session.identity());
    room.seat(alice).session.admit(bob_id).unwrap();
    room.run(2 * SECOND);
    let like = shown(&mut room, alice);
    let mut mallory = Mallory::new(1, &like);
    room.deliver_to(alice, &mallory.hello()).unwrap();
    room.seat(alice).session.admit(mallory.id()).unwrap();
    let mut channel = push_in(&mut room, &mut mallory, alice);
    assert!(sees(&mut room, alice, mallory.id()));
    for n in 0..22 {
        let all: Vec<_> = (0..100)
            .map(|m| mallory.decide(REMOVE, (bob_id, bob_key), made_up(n * 100 + m)))
            .collect();
        let parcel = mallory.parcel(like.id, &mut channel, &Mallory::decisions(&[], &all));
        room.deliver_to(alice, &parcel).unwrap();
    }
    assert!(sees(&mut room, alice, bob_id), "none of them counts");
    let result = room.seat(alice).session.remove(mallory.id());
    room.run(3 * SECOND);
    let id = mallory.id();
    assert!(!sees(&mut room, alice, id), "remove() said {result:?} and she is still there");
}

/// A host let two sessions of a device in and removes one: the other is out as well.
#[test]
fn a_removed_device_does_not_return_by_an_admission_from_before() {
    let mut room = Room::new(1003);
    let host = device(1);
    let hosts = [host.key()];
    let config = waiting(&room, "host", &hosts);
    let alice = room.join_as(config, host);
    let like = shown(&mut room, alice);
    // One device, two sessions. The host lets both in, as after a reconnection.
    let mut mallory = Mallory::new(1, &like);
    mallory.join_at(1_000);
    room.deliver_to(alice, &mallory.hello()).unwrap();
    let first = mallory.id();
    room.seat(alice).session.admit(first).unwrap();
    let kept = mallory.hello();
    let (kept_introduction, _) = mallory.introduce(&like);
    mallory.join_at(2_000);
    room.deliver_to(alice, &mallory.hello()).unwrap();
    room.seat(alice).session.admit(mallory.id()).unwrap();
    push_in(&mut room, &mut mallory, alice);
    room.run(2 * SECOND);
    assert_eq!(room.seat(alice).present(), [mallory.id()]);
    room.seat(alice).session.remove(mallory.id()).unwrap();
    room.run(70 * SECOND);
    assert_eq!(room.seat(alice).present(), []);
    // Nobody lets anybody in.
    let _refused = room.deliver_to(alice, &kept);
    let _refused = room.deliver_to(alice, &kept_introduction);
    room.run(2 * SECOND);
    let keys = room
        .recorded
        .iter()
        .filter(|l| l.message.to == Some(first) && l.message.bytes.len() == KEYS_PARCEL);
    assert_eq!(keys.count(), 0);
    assert_eq!(
        room.seat(alice).present(),
        [],
        "its device was removed, and let in by nobody since"
    );
}

/// Where anybody's word counts, Mallory writes 1100 decisions under the victim's own id.
#[test]
fn nobody_uses_up_the_decisions_of_another() {
    let mut room = Room::new(1041);
    room.fill(2);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    let mut channels = [0, 1].map(|seat| push_in(&mut room, &mut mallory, seat));
    for n in 0..11 {
        let all: Vec<_> = (0..100)
            .map(|m| mallory.decide(ADMIT, (made_up(n * 100 + m), mallory.key()), like.id))
            .collect();
        for seat in [0, 1] {
            let content = Mallory::decisions(&[], &all);
            let parcel = mallory.parcel(room.id(seat), &mut channels[seat], &content);
            room.deliver_to(seat, &parcel).unwrap();
        }
    }
    assert_eq!(room.seat(0).session.remove(mallory.id()), Ok(()));
    room.run(3 * SECOND);
    let stays = [0, 1].map(|seat| sees(&mut room, seat, mallory.id()));
    assert_eq!(stays, [false, false]);
}

/// A friend lets 1100 sessions of Mallory's device in; whoever removes her does not run out of
/// decisions, and nobody but the friend could let one of them in again.
#[test]
fn a_device_with_a_thousand_admissions_is_removed() {
    let mut room = Room::new(1042);
    let alice = founder(&mut room);
    let like = shown(&mut room, alice);
    let mut friend = Mallory::new(2, &like);
    let mut mallory = Mallory::new(1, &like);
    let admit = |room: &mut Room, who: &mut Mallory| {
        room.deliver_to(alice, &who.hello()).unwrap();
        room.seat(alice).session.admit(who.id()).unwrap();
        let channel = push_in(room, who, alice);
        assert!(sees(room, alice, who.id()));
        channel
    };
    let mut channel = admit(&mut room, &mut friend);
    admit(&mut room, &mut mallory);
    for n in 0..11 {
        let all: Vec<_> = (0..100)
            .map(|m| friend.decide(ADMIT, (made_up(n * 100 + m), mallory.key()), friend.id()))
            .collect();
        let parcel = friend.parcel(like.id, &mut channel, &Mallory::decisions(&[], &all));
        room.deliver_to(alice, &parcel).unwrap();
    }
    assert_eq!(room.seat(alice).session.remove(mallory.id()), Ok(()));
    assert_eq!(room.seat(alice).session.remove(friend.id()), Ok(()));
    room.run(SECOND);
    assert_eq!(room.seat(alice).present(), []);
    let none: Result<(), SessionError> = room.seat(alice).session.remove(friend.id());
    assert!(none.is_err(), "it is gone");
}

/// A limit, where no hosts are named: a removal counts whenever it comes, also one that a removed member
/// makes for somebody who was kept from hearing that it is out.
#[test]
fn a_removed_member_removes_by_way_of_one_who_has_not_heard() {
    for hosts in [false, true] {
        let mut room = Room::new(1051);
        let host = device(1);
        let keys: &[IdentityKey] = if hosts { &[host.key()] } else { &[] };
        let mut config = room.config("Alice");
        config.policy.hosts = keys.to_vec();
        let alice = room.join_as(config, host);
        let [bob, carol] = ["Bob", "Carol"].map(|name| {
            let mut config = room.config(name);
            config.policy.hosts = keys.to_vec();
            room.join(config)
        });
        let like = shown(&mut room, alice);
        let mut mallory = Mallory::new(1, &like);
        for seat in [alice, bob, carol] {
            push_in(&mut room, &mut mallory, seat);
        }
        room.run(2 * SECOND);
        let (alice_id, alice_key) = (room.id(alice), room.seat(alice).session.identity());
        room.seat(alice).session.remove(mallory.id()).unwrap();
        run_between(&mut room, SECOND, |_, to, _| to != carol);
        assert!(!sees(&mut room, alice, mallory.id()) && !sees(&mut room, bob, mallory.id()));
        let verdict = mallory.decide(REMOVE, (alice_id, alice_key), mallory.id());
        let message = [mallory.envelope(DECISION, None), verdict].concat();
        let taken = room.deliver_to(carol, &message);
        assert_eq!(taken.is_ok(), !hosts, "{taken:?}");
        room.run(20 * SECOND);
        assert_eq!(room.seat(alice).session.ended().is_some(), !hosts);
        assert_eq!(sees(&mut room, bob, alice_id), hosts);
    }
}
