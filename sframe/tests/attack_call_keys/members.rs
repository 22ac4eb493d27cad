//! Attacks by members, present and former. All members hold the same keys, so that one can
//! speak with another's voice is a limit of sender keys and not tried here.

use super::*;
use frameseal::call::{CallEvent, MediaKind, MessageError};

/// One member says again and again that key identifiers are taken.
#[test]
fn a_member_makes_others_rotate_for_ever() {
    let mut room = Room::new(300);
    room.fill(2);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    let mut channel = push_in(&mut room, &mut mallory, 0);
    room.run(2 * SECOND);
    assert!(sees(&mut room, 0, mallory.id()));
    room.seat(0).events.clear();
    let changes = |room: &mut Room| {
        let events = &room.seat(0).events;
        events.iter().filter(|&&event| event == CallEvent::SendKeysChanged).count()
    };
    let mut complaints = 0;
    for second in 0..60 {
        let _heard = room.deliver_to(0, &mallory.status(0));
        for number in 0..=second + 3 {
            let parcel = mallory.parcel(like.id, &mut channel, &Mallory::ack(number, 1));
            complaints += usize::from(room.deliver_to(0, &parcel).is_ok());
        }
        room.run(SECOND);
    }
    assert!(complaints > 1000, "{complaints}");
    let changes = changes(&mut room);
    assert!((1..=6).contains(&changes), "{changes} changes of keys in a minute");
}

/// A member takes the key identifiers of another: the second who comes has to take others.
#[test]
fn a_member_takes_key_identifiers_of_another() {
    let mut room = Room::new(301);
    room.fill(2);
    let (alice, bob) = (shown(&mut room, 0), room.id(1));
    let frame = room.seat(1).seal(MediaKind::Audio, b"Bob's");
    let kid = frameseal::Header::parse(&frame).unwrap().0.kid;
    let own = room.seat(0).seal(MediaKind::Audio, b"Alice's");
    let own = frameseal::Header::parse(&own).unwrap().0.kid;
    let mut mallory = Mallory::new(1, &alice);
    let mut channel = push_in(&mut room, &mut mallory, 0);
    for kid in [kid, own] {
        let tag = (kid.as_u64() >> 6) as u16;
        for number in [kid.as_u64() >> 22, 9] {
            let keys = Mallory::keys(number, tag, 0, 5);
            let parcel = mallory.parcel(alice.id, &mut channel, &keys);
            let refused = Err(MessageError::KeyIdsInUse { from: mallory.id() });
            assert_eq!(room.deliver_to(0, &parcel), refused);
        }
    }
    assert_eq!(room.seat(0).session.sender_of(kid), Some((bob, MediaKind::Audio)));
    assert!(room.seat(0).open(&frame).is_ok());
}

/// Who has left and comes again under other keys for the same key identifiers is told to take
/// others: decryptors remember the first. Nobody else is touched.
#[test]
fn key_identifiers_come_again_with_other_keys() {
    let mut room = Room::new(302);
    room.fill(2);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    for key in 1..4 {
        mallory.join_anew();
        let mut channel = push_in(&mut room, &mut mallory, 0);
        assert!(sees(&mut room, 0, mallory.id()));
        let parcel = mallory.parcel(like.id, &mut channel, &Mallory::keys(0, 4242, 0, key));
        let refused = Err(MessageError::KeyIdsInUse { from: mallory.id() });
        assert_eq!(room.deliver_to(0, &parcel), if key == 1 { Ok(()) } else { refused });
        let goodbye = mallory.status(1);
        room.deliver_to(0, &goodbye).unwrap();
    }
    room.run(3 * SECOND);
    room.assert_all_read_all();
}

/// A member that never confirms a key delays its use by `switch`, and no more.
#[test]
fn a_member_that_confirms_nothing() {
    let mut room = Room::new(303);
    room.fill(2);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    push_in(&mut room, &mut mallory, 0);
    room.run(3 * SECOND);
    room.seat(0).events.clear();
    room.seat(0).session.rotate();
    room.run(SECOND / 2);
    assert!(!room.seat(0).saw(CallEvent::SendKeysChanged));
    room.run(SECOND);
    assert!(room.seat(0).saw(CallEvent::SendKeysChanged));
}

/// Somebody joins and leaves without end: keys change at most twice a second, and a removed
/// member still loses the key in time.
#[test]
fn joining_and_leaving_without_end() {
    let mut room = Room::new(304);
    room.fill(3);
    let like = shown(&mut room, 0);
    let removed = room.id(2);
    let mut mallory = Mallory::new(1, &like);
    room.seat(0).events.clear();
    let (mut came, start) = (0, room.now);
    let (mut removal, mut last) = (start, start);
    while room.now < start + 10 * SECOND {
        mallory.join_anew();
        push_in(&mut room, &mut mallory, 0);
        came += usize::from(sees(&mut room, 0, mallory.id()));
        run_between(&mut room, Duration::from_millis(40), |_, to, _| to != 2 || came <= 10);
        let goodbye = mallory.status(1);
        room.deliver_to(0, &goodbye).unwrap();
        run_between(&mut room, Duration::from_millis(40), |_, to, _| to != 2 || came <= 10);
        if came == 10 {
            room.seat(0).session.remove(removed).unwrap();
            (removal, last) = (room.now, room.now);
        }
        if came > 10 {
            let frame = room.seat(0).seal(MediaKind::Audio, b"after the removal");
            if room.seat(2).open(&frame).is_ok() {
                last = last.max(room.now);
            }
        }
    }
    assert!(came > 60, "{came}");
    let timing = frameseal::call::Timing::default();
    let most = timing.leave_delay + timing.rotation_gap + 2 * timing.switch;
    println!("the removed member read until {:?} after", last - removal);
    assert!(last > removal && last - removal <= most + SECOND / 10, "{:?}", last - removal);
    let changes = room.seat(0).events.iter().filter(|&&e| e == CallEvent::SendKeysChanged).count();
    assert!(changes <= 10 * (2 + 4) + 2, "{changes}");
    room.run(3 * SECOND);
    room.seats[2] = None;
    room.assert_all_read_all();
}

/// In a call without hosts every member decides, and the first word that somebody hears of two
/// that remove each other counts. Where the operator has them heard in different orders, both
/// are out, for everybody.
#[test]
fn two_members_remove_each_other() {
    for reorders in [false, true] {
        let mut room = Room::new(305);
        room.fill(4);
        let ids = [0, 1, 2, 3].map(|seat| room.id(seat));
        room.seat(0).session.remove(ids[1]).unwrap();
        room.seat(1).session.remove(ids[0]).unwrap();
        let mut letters = room.collect();
        letters.retain(|letter| letter.message.to.is_none()); // the two out are told, too
        assert_eq!(letters.len(), 2);
        for seat in 2..4 {
            let first = usize::from(reorders && seat == 3);
            for letter in [&letters[first], &letters[1 - first]] {
                let _refused = room.deliver_to(seat, &letter.message.bytes);
            }
        }
        room.run(6 * SECOND);
        let stays = if reorders { vec![] } else { vec![ids[0]] };
        for (seat, other) in [(2, ids[3]), (3, ids[2])] {
            let mut expected = [stays.clone(), vec![other]].concat();
            expected.sort_unstable();
            assert_eq!(room.seat(seat).present(), expected, "{reorders} {seat}");
        }
    }
}

/// A member claims key identifiers of generations that it never gives, as fast as it can send.
#[test]
fn claims_of_key_identifiers_are_changes_of_keys() {
    let mut room = Room::new(304);
    room.fill(1);
    let like = shown(&mut room, 0);
    let (mut mallory, mut carol) = (Mallory::new(1, &like), Mallory::new(2, &like));
    let mut hers = push_in(&mut room, &mut mallory, 0);
    let mut carols = push_in(&mut room, &mut carol, 0);
    let last = Mallory::keys((1 << 42) - 1, 9, 0, 5);
    let parcel = mallory.parcel(like.id, &mut hers, &last);
    room.deliver_to(0, &parcel).unwrap();
    for tag in 1000..2000 {
        let parcel = mallory.parcel(like.id, &mut hers, &Mallory::keys(1, tag, 0, 5));
        room.deliver_to(0, &parcel).unwrap();
    }
    // Another tag for the generation that she gave makes it no other.
    let parcel = mallory.parcel(like.id, &mut hers, &Mallory::keys((1 << 42) - 1, 10, 1, 5));
    room.deliver_to(0, &parcel).unwrap();
    for (number, tag) in [(1, 1999), ((1 << 42) - 1, 10)] {
        let parcel = carol.parcel(like.id, &mut carols, &Mallory::keys(number, tag, 0, 6));
        assert_eq!(room.deliver_to(0, &parcel), Ok(()), "{number} {tag}");
    }
    // What she did give is hers.
    let parcel = carol.parcel(like.id, &mut carols, &Mallory::keys((1 << 42) - 1, 9, 0, 7));
    let taken = Err(MessageError::KeyIdsInUse { from: carol.id() });
    assert_eq!(room.deliver_to(0, &parcel), taken);
}
