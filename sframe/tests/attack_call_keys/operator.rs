//! Attacks by the operator alone: it has the channel and no key.

use super::*;
use frameseal::call::{CallEvent, CallSecret, Departure, MediaKind, Timing};
use mallory::{ADMIT, DECISION, INTRODUCTION, KEYS_PARCEL, PARCEL, REMOVE, STATUS, WHO};
use room::Letter;
use sha2::{Digest, Sha256};

/// A member says that it has an introduction, and is taken to say that it has a key.
#[test]
fn an_introduction_confirmed_and_the_keys_dropped() {
    let mut room = Room::new(200);
    let config = room.config("Alice");
    room.join(config);
    let config = room.config("Bob");
    room.join(config);
    let mut dropped = 0;
    run_between(&mut room, 3 * SECOND, |from, _, message| {
        let drops = from == 0 && message.len() == KEYS_PARCEL;
        dropped += usize::from(drops);
        !drops
    });
    assert!(dropped > 2, "{dropped}");
    room.run(10 * SECOND);
    room.assert_all_read_all();
}

/// Whoever does not consent to media in clear is silenced.
#[test]
fn a_member_that_does_not_consent_is_made_absent() {
    let mut room = Room::new(201);
    for name in ["Alice", "Bob", "Carol"] {
        let mut config = room.config(name);
        config.policy.encryption_required = false;
        config.timing.forget = Duration::from_secs(60);
        room.join(config);
    }
    room.run(3 * SECOND);
    for seat in [0, 2] {
        room.seat(seat).session.consent_to_clear(true).unwrap();
    }
    room.run(3 * SECOND);
    let mut asked = 0;
    let mut silence = |room: &mut Room, seconds| {
        for _ in 0..seconds {
            run_between(room, SECOND, |from, to, _| from != 1 && to != 1);
            for seat in [0, 2] {
                assert!(!room.seat(seat).session.may_send_clear());
                asked += 1;
            }
        }
    };
    silence(&mut room, 30);
    let bob = room.id(1);
    assert!(room.seat(0).saw(CallEvent::Absent { member: bob }));
    silence(&mut room, 70);
    assert!(room.seat(0).saw(CallEvent::Left { member: bob, how: Departure::Forgotten }));
    assert_eq!(asked, 200);
    // Those who are left may agree anew.
    for seat in [0, 2] {
        room.seat(seat).session.consent_to_clear(true).unwrap();
    }
    run_between(&mut room, 3 * SECOND, |from, to, _| from != 1 && to != 1);
    assert!(room.seat(0).session.may_send_clear() && room.seat(2).session.may_send_clear());
    // A session that is over consents to nothing.
    room.seat(0).session.leave();
    assert!(!room.seat(0).session.may_send_clear());
}

/// Somebody half met is pushed out of a table; the two must still come together.
#[test]
fn a_flood_of_hellos_between_two_that_meet() {
    let mut room = Room::new(202);
    let config = room.config("Alice");
    room.join(config);
    let config = room.config("Bob");
    room.join(config);
    // Bob has Alice's introduction, she has not his.
    run_between(&mut room, 3 * SECOND, |from, _, m| from == 0 || kind_of(m) != INTRODUCTION);
    let (alice, bob) = (room.id(0), room.id(1));
    assert!(!sees(&mut room, 1, alice) && !sees(&mut room, 0, bob));
    let like = shown(&mut room, 0);
    for n in 0..300 {
        let _refused = room.deliver_to(0, &Mallory::new(n, &like).hello());
    }
    assert!(room.seat(0).session.members().any(|member| member.id == bob), "it said more");
    for n in 300..600 {
        let mut mallory = Mallory::new(n, &like);
        let _refused = room.deliver_to(0, &mallory.hello());
        let _refused = room.deliver_to(0, &mallory.status(0));
    }
    assert!(room.seat(0).session.members().all(|member| member.id != bob), "pushed out");
    assert!(room.seat(0).session.members().count() <= frameseal::call::MAX_STRANGERS);
    room.run(15 * SECOND);
    assert!(sees(&mut room, 1, alice) && sees(&mut room, 0, bob));
    room.assert_all_read_all();
}

/// The same by patience alone: one direction is cut for longer than a stranger is remembered.
#[test]
fn one_direction_is_cut_for_minutes() {
    let mut room = Room::new(203);
    let config = room.config("Alice");
    room.join(config);
    let config = room.config("Bob");
    room.join(config);
    run_between(&mut room, 2 * SECOND, |from, _, m| from == 0 || kind_of(m) == HELLO);
    run_between(&mut room, 90 * SECOND, |from, _, _| from == 0);
    room.run(20 * SECOND);
    room.assert_all_read_all();
}

/// Who has left is remembered, so that nothing recorded brings it back. Strangers that say hello
/// and goodbye, as anybody can any number of times, take no place in that memory.
#[test]
fn a_recorded_session_after_a_flood_of_departures() {
    let mut room = Room::new(204);
    room.fill(2);
    let bob = room.id(1);
    room.seat(1).session.leave();
    room.run(2 * SECOND);
    assert!(room.seat(0).saw(CallEvent::Left { member: bob, how: Departure::Left }));
    let recorded: Vec<_> = room.recorded.iter().filter(|l| l.from == 1).cloned().collect();
    assert!(recorded.len() > 5);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    for _ in 0..500 {
        mallory.join_anew();
        let hello = mallory.hello();
        room.deliver_to(0, &hello).unwrap();
        room.deliver_to(0, &mallory.status(1)).unwrap();
        assert!(room.seat(0).session.members().next().is_none());
        room.deliver_to(0, &hello).unwrap();
        assert_eq!(room.seat(0).session.members().count(), 1, "it was not remembered");
        room.deliver_to(0, &mallory.status(1)).unwrap();
    }
    for letter in &recorded {
        assert!(room.deliver_to(0, &letter.message.bytes).is_err());
        assert!(!sees(&mut room, 0, bob));
    }
}

/// 50 bytes ask for a hello of 1400.
#[test]
fn questions_do_not_amplify() {
    let mut room = Room::new(205);
    room.fill(2);
    let (alice, bob) = (room.id(0), room.id(1));
    room.collect();
    let before = room.recorded.len();
    let mut who = vec![1, WHO];
    who.extend(&shown(&mut room, 0).call[..16]);
    who.extend(bob.as_bytes());
    who.extend(alice.as_bytes());
    for _ in 0..1000 {
        room.deliver_to(0, &who).unwrap();
        room.collect();
    }
    assert!(room.recorded.len() - before <= 32, "{}", room.recorded.len() - before);
}

/// Hellos without anybody behind them take no seats.
#[test]
fn a_flood_of_hellos_before_somebody_joins() {
    let mut room = Room::new(206);
    for name in ["Alice", "Bob"] {
        let mut config = room.config(name);
        config.policy.max_members = 4;
        room.join(config);
    }
    room.run(3 * SECOND);
    let like = shown(&mut room, 0);
    for n in 0..200 {
        for seat in 0..2 {
            let _refused = room.deliver_to(seat, &Mallory::new(n, &like).hello());
        }
    }
    let mut config = room.config("Carol");
    config.policy.max_members = 4;
    room.join(config);
    room.run(3 * SECOND);
    room.assert_all_read_all();
    assert_eq!(room.seat(0).present().len(), 2);
}

/// Each hello of a stranger costs an encapsulation and an answer, of which there are so many a
/// second and no more.
#[test]
fn a_flood_of_hellos_makes_a_bounded_number_of_introductions() {
    let mut room = Room::new(219);
    room.fill(2);
    let like = shown(&mut room, 0);
    room.run(SECOND);
    let before = room.recorded.len();
    for n in 0..1000 {
        let _taken = room.deliver_to(0, &Mallory::new(n, &like).hello());
    }
    room.collect();
    let sent = &room.recorded[before..];
    let introductions = sent.iter().filter(|l| kind_of(&l.message.bytes) == INTRODUCTION).count();
    assert!((200..=256).contains(&introductions), "{introductions}");
    room.run(3 * SECOND);
    let config = room.config("Carol");
    room.join(config);
    room.run(3 * SECOND);
    assert_eq!(room.seat(1).present().len(), 2);
    room.assert_all_read_all();
}

/// A device whose clock went back: its session before still counts until it is silent.
#[test]
fn a_device_comes_back_with_an_earlier_clock() {
    let mut room = Room::new(207);
    room.fill(1);
    let config = room.config("Bob");
    let first = room.join_as(config, device(9));
    room.run(3 * SECOND);
    room.assert_all_read_all();
    let before = room.id(first);
    room.seats[first] = None;
    let mut config = room.config("Bob");
    config.started = 1_600_000_000_000;
    let second = room.join_as(config, device(9));
    room.run(3 * SECOND);
    let after = room.id(second);
    assert_eq!(room.seat(0).present(), [before]);
    room.run(Timing::default().absent + 10 * SECOND);
    assert_eq!(room.seat(0).present(), [after]);
    room.assert_all_read_all();
}

/// The operator joins an open call: it is in, and everybody sees it.
#[test]
fn a_ghost_member() {
    let mut room = Room::new(208);
    room.fill(2);
    let config = room.config("Bob's new phone");
    let ghost = room.join(config);
    room.run(3 * SECOND);
    room.assert_all_read_all();
    let id = room.id(ghost);
    for seat in 0..2 {
        assert!(room.seat(seat).saw(CallEvent::Joined { member: id }), "{seat}");
        assert!(sees(&mut room, seat, id));
    }
    // In a waiting room it gets nothing, whatever it says.
    let mut room = Room::new(209);
    let alice = founder(&mut room);
    let config = waiting(&room, "Bob", &[]);
    let bob = room.join(config);
    room.run(SECOND);
    let bob_id = room.id(bob);
    room.seat(alice).session.admit(bob_id).unwrap();
    room.run(2 * SECOND);
    let like = shown(&mut room, alice);
    let mut mallory = Mallory::new(1, &like);
    for seat in [alice, bob] {
        let mut channel = push_in(&mut room, &mut mallory, seat);
        let to = room.id(seat);
        for content in [Mallory::keys(0, 1, 0, 1), Mallory::ack(0, 0), Mallory::ack(0, 1)] {
            let parcel = mallory.parcel(to, &mut channel, &content);
            assert!(room.deliver_to(seat, &parcel).is_err());
        }
        assert!(room.seat(seat).saw(CallEvent::Knocking { member: mallory.id() }));
    }
    room.run(30 * SECOND);
    let to_her: Vec<_> =
        room.recorded.iter().filter(|l| l.message.to == Some(mallory.id())).collect();
    let answers =
        to_her.iter().filter(|l| ![HELLO, WHO].contains(&kind_of(&l.message.bytes))).count();
    assert_eq!(answers, 0, "nothing is sealed to her");
    assert_eq!((room.seat(alice).present(), room.seat(bob).present().len()), (vec![bob_id], 1));
}

/// Whoever was removed reads on until the next generation is in use: twice `switch` at most,
/// and the delay before it.
#[test]
fn a_removed_member_keeps_listening() {
    let mut room = Room::new(210);
    room.fill(3);
    let removed = room.id(2);
    // Worst for Alice: a generation is just given out, the removed one has it too, and what the
    // others confirm is held back.
    room.seat(0).session.rotate();
    let confirms = |to, message: &[u8]| to == 0 && kind_of(message) == PARCEL;
    run_between(&mut room, Duration::from_millis(40), |_, to, m| !confirms(to, m));
    room.seat(0).session.remove(removed).unwrap();
    let timing = Timing::default();
    let most = timing.leave_delay + timing.rotation_gap + 2 * timing.switch;
    let (mut read, mut sealed, start) = (0, 0, room.now);
    let mut last = Duration::ZERO;
    while room.now < start + 10 * SECOND {
        // The removed one goes on as if it were in.
        run_between(&mut room, Duration::from_millis(100), |_, to, m| to != 2 && !confirms(to, m));
        for seat in 0..2 {
            let frame = room.seat(seat).seal(MediaKind::Audio, b"after the removal");
            sealed += 1;
            if room.seat(2).open(&frame).is_ok() {
                read += 1;
                last = room.now - start;
            }
        }
    }
    println!("{read} of {sealed} frames read, the last after {last:?}");
    assert_eq!(sealed, 200);
    assert!(SECOND < last && last <= most, "{last:?}");
    assert!(room.seat(0).saw(CallEvent::Left { member: removed, how: Departure::Removed }));
    // And what it sends is not taken.
    let frame = room.seat(2).seal(MediaKind::Audio, b"still here");
    for seat in 0..2 {
        assert!(room.seat(seat).open(&frame).is_err());
    }
}

/// An encryptor that the app keeps goes on after all: `Session::encryptor` says so.
#[test]
fn an_old_encryptor_after_a_departure() {
    let mut room = Room::new(211);
    room.fill(3);
    let old = room.seat(0).session.encryptor(MediaKind::Audio).unwrap();
    let leaver = room.id(2);
    room.seat(0).session.remove(leaver).unwrap();
    run_between(&mut room, 4 * SECOND, |_, to, _| to != 2);
    let frame = old.encrypt_to_vec(b"under the old key", b"").unwrap();
    assert!(room.seat(2).open(&frame).is_ok(), "the limit that is documented");
    let frame = room.seat(0).seal(MediaKind::Audio, b"under the new one");
    assert!(room.seat(2).open(&frame).is_err());
    room.seat(0).session.leave();
    assert!(room.seat(0).session.encryptor(MediaKind::Audio).is_err());
}

#[test]
fn a_newcomer_reads_the_past() {
    let mut room = Room::new(212);
    room.fill(2);
    let mut past = Vec::new();
    for n in 0..5 {
        for seat in 0..2 {
            past.push(room.seat(seat).seal(MediaKind::Video, b"before"));
        }
        let config = room.config(&format!("newcomer {n}"));
        let newcomer = room.join(config);
        room.run(2 * SECOND);
        let read = past.iter().filter(|frame| room.seat(newcomer).open(frame).is_ok()).count();
        assert_eq!(read, 0, "newcomer {n}");
    }
    assert_eq!(past.len(), 10);
    room.assert_all_read_all();
}

#[test]
fn rotations_at_the_same_time() {
    let mut room = Room::new(213);
    room.fill(4);
    for _ in 0..10 {
        (0..4).for_each(|seat| room.seat(seat).session.rotate());
        room.run(SECOND / 4);
        room.assert_all_read_all();
    }
    room.run(3 * SECOND);
    room.assert_all_read_all();
}

/// The parcel with a key is held back until frames under it are there.
#[test]
fn a_key_that_arrives_after_its_frames() {
    let mut room = Room::new(214);
    room.fill(2);
    let mut held = Vec::new();
    room.seat(0).session.rotate();
    run_between(&mut room, 2 * SECOND, |from, _, message| {
        let holds = from == 0 && message.len() == KEYS_PARCEL;
        if holds {
            held.push(message.to_vec());
        }
        !holds
    });
    assert!(!held.is_empty());
    let frames: Vec<_> = (0..3).map(|_| room.seat(0).seal(MediaKind::Audio, b"early")).collect();
    for (token, frame) in frames.iter().enumerate() {
        assert!(room.seat(1).open(frame).is_err());
        assert!(room.seat(1).decryptor.park(frame, b"", token as u64));
    }
    room.deliver_to(1, &held[0]).unwrap();
    for token in 0..3 {
        let unparked = room.seat(1).decryptor.unpark().unwrap();
        assert_eq!((unparked.token, unparked.frame.unwrap().payload), (token, b"early".to_vec()));
    }
}

/// What somebody consented to does not count again after it was taken back, nor for newcomers.
#[test]
fn consent_is_replayed() {
    let mut room = Room::new(215);
    for name in ["Alice", "Bob"] {
        let mut config = room.config(name);
        config.policy.encryption_required = false;
        room.join(config);
    }
    room.run(3 * SECOND);
    (0..2).for_each(|seat| room.seat(seat).session.consent_to_clear(true).unwrap());
    room.run(SECOND);
    assert!(room.seat(0).session.may_send_clear() && room.seat(1).session.may_send_clear());
    let statuses = |room: &Room| -> Vec<_> {
        let of_bob = room.recorded.iter().filter(|l| l.from == 1);
        of_bob.map(|l| l.message.bytes.clone()).filter(|b| kind_of(b) == STATUS).collect()
    };
    let recorded = statuses(&room);
    room.seat(1).session.consent_to_clear(false).unwrap();
    room.run(SECOND);
    let mut tried = 0;
    for status in &recorded {
        assert!(room.deliver_to(0, status).is_err());
        assert!(!room.seat(0).session.may_send_clear());
        tried += 1;
    }
    assert!(tried >= 2, "{tried}");
    room.seat(1).session.consent_to_clear(true).unwrap();
    room.run(SECOND);
    assert!(room.seat(0).session.may_send_clear());
    let mut config = room.config("Carol");
    config.policy.encryption_required = false;
    room.join(config);
    room.run(3 * SECOND);
    for status in statuses(&room) {
        let _refused = room.deliver_to(0, &status);
        assert!(!room.seat(0).session.may_send_clear());
    }
}

/// Alice and Bob meet, and the operator keeps all from Bob that she says but her hello: her
/// introduction, her keys, that she heard him. An hour after she has left it gives them out.
#[test]
fn somebody_who_left_is_shown_to_join() {
    for (patience, hears_hello) in [(3, true), (70, true), (70, false)] {
        let mut room = Room::new(206);
        let config = room.config("Alice");
        let alice = room.join(config);
        let config = room.config("Bob");
        let bob = room.join(config);
        run_between(&mut room, patience * SECOND, |from, _, message| {
            from != alice || (hears_hello && kind_of(message) == HELLO)
        });
        let frame = room.seat(alice).seal(MediaKind::Audio, b"as if it were now");
        room.seat(alice).session.leave();
        let kept: Vec<_> = room.collect().into_iter().chain(room.recorded.clone()).collect();
        room.seats[alice] = None;
        room.run(3600 * SECOND);

        let member = from_of(&kept[0].message.bytes);
        let is_goodbye = |bytes: &[u8]| kind_of(bytes) == STATUS;
        let from_her = kept.iter().map(|letter| &letter.message.bytes);
        let from_her: Vec<_> = from_her.filter(|bytes| from_of(bytes) == member).collect();
        let introduced = from_her.iter().any(|bytes| kind_of(bytes) == INTRODUCTION);
        assert!(introduced, "she took part");
        for _ in 0..3 {
            for bytes in from_her.iter().filter(|bytes| !is_goodbye(bytes)) {
                let _refused = room.deliver_to(bob, bytes);
                room.run(SECOND / 50);
            }
        }
        room.run(SECOND);
        assert!(!room.seat(bob).saw(CallEvent::Joined { member }), "she is gone");
        assert!(room.seat(bob).open(&frame).is_err());
    }
}

/// What a member answers is kept, any number of it, and given out one by one after it has left.
#[test]
fn answers_that_were_kept_show_nobody() {
    let mut room = Room::new(208);
    room.fill(2);
    let (alice, bob) = (0, 1);
    let member = room.id(alice);
    let to_alice = |letter: &&Letter| letter.from == bob && letter.message.to == Some(member);
    let is_introduction = |letter: &&Letter| kind_of(&letter.message.bytes) == INTRODUCTION;
    let recorded = room.recorded.iter().filter(to_alice).find(is_introduction).cloned();
    let introduction = recorded.unwrap().message.bytes;
    room.collect();
    let before = room.recorded.len();
    for _ in 0..50 {
        room.deliver_to(alice, &introduction).unwrap();
    }
    room.seat(alice).session.leave();
    room.collect();
    let kept: Vec<_> = room.recorded.split_off(before);
    let parcels = kept.iter().map(|letter| &letter.message.bytes).filter(|m| kind_of(m) == PARCEL);
    let mut parcels: Vec<_> = parcels.collect();
    assert!(parcels.len() >= 50, "{}", parcels.len());
    room.seats[alice] = None;
    for parcel in parcels.drain(..) {
        let _refused = room.deliver_to(bob, parcel);
        room.run(15 * SECOND);
        if room.seat(bob).saw(CallEvent::Absent { member }) {
            break;
        }
    }
    for parcel in parcels {
        let _refused = room.deliver_to(bob, parcel);
    }
    assert!(room.seat(bob).saw(CallEvent::Absent { member }));
    assert!(!room.seat(bob).saw(CallEvent::Returned { member }));
    assert!(!sees(&mut room, bob, member));
}

/// Somebody is sent out, by the removal of another session of its device, and let in again long after it has
/// left; what it said before is all that there is.
#[test]
fn somebody_who_was_sent_out_and_left_is_let_in_again() {
    let mut room = Room::new(209);
    room.fill(2);
    let (alice, bob) = (0, 1);
    let like = shown(&mut room, bob);
    let mut mallory = Mallory::new(1, &like);
    push_in(&mut room, &mut mallory, bob);
    let member = room.id(alice);
    let device = (made_up(7), room.seat(alice).session.identity());
    let decision = |verdict, subject: (MemberId, IdentityKey)| {
        let body = mallory.decide(verdict, subject, mallory.id());
        [mallory.envelope(DECISION, None), body].concat()
    };
    room.deliver_to(bob, &decision(REMOVE, device)).unwrap();
    assert!(!sees(&mut room, bob, member), "sent out");
    room.collect();
    let before = room.recorded.len();
    run_between(&mut room, 50 * SECOND, |from, _, _| from != alice);
    let kept = room.recorded.split_off(before);
    let from_her = kept.iter().filter(|letter| letter.from == alice);
    let statuses = from_her.filter(|letter| kind_of(&letter.message.bytes) == STATUS);
    let statuses: Vec<_> = statuses.map(|letter| letter.message.bytes.clone()).collect();
    assert!(statuses.len() > 8, "{}", statuses.len());
    room.seats[alice] = None;
    for status in &statuses {
        room.deliver_to(bob, status).unwrap();
        room.run(50 * SECOND);
    }
    room.seat(bob).events.clear();
    let again = (member, device.1);
    room.deliver_to(bob, &decision(ADMIT, again)).unwrap();
    for letter in room.recorded.clone().iter().filter(|letter| letter.from == alice) {
        let _refused = room.deliver_to(bob, &letter.message.bytes);
    }
    room.run(3 * SECOND);
    assert!(!room.seat(bob).saw(CallEvent::Joined { member }));
}

/// A device's earlier session fell silent and a later one came, and is silent for a while. What the
/// operator kept of the earlier one ends nothing.
#[test]
fn a_recorded_session_takes_the_place_of_a_later_one() {
    let mut room = Room::new(207);
    let config = room.config("Bob");
    let bob = room.join(config);
    let config = room.config("Alice");
    let earlier = room.join_as(config, device(5));
    run_between(&mut room, 70 * SECOND, |from, _, _| from != earlier);
    let kept: Vec<_> =
        room.recorded.iter().filter(|letter| letter.from == earlier).cloned().collect();
    room.seats[earlier] = None;
    let config = room.config("Alice");
    let later = room.join_as(config, device(5));
    room.run(3 * SECOND);
    let id = room.id(later);
    assert!(sees(&mut room, bob, id));
    run_between(&mut room, 25 * SECOND, |from, _, _| from != later);
    assert!(room.seat(bob).saw(CallEvent::Absent { member: id }));
    for letter in &kept {
        let _refused = room.deliver_to(bob, &letter.message.bytes);
    }
    room.run(10 * SECOND);
    assert!(sees(&mut room, bob, id), "it is heard again");
    room.assert_all_read_all();
}

/// What a passphrase gives, without the time that stretching takes.
fn secret(passphrase: &[u8]) -> CallSecret {
    CallSecret::new(&Sha256::digest(passphrase).into())
}

/// Where there is a passphrase, an introduction tells whether a guess is right, and the operator
/// needs just one, to a session of its own: it guesses at home. Only a strong passphrase helps.
#[test]
fn passphrases_are_guessed_offline() {
    let mut room = Room::new(216);
    let mut config = room.config("Alice");
    config.passphrase = Some(secret(b"the right passphrase, stretched"));
    let alice = room.join(config);
    // One session of the operator's, made again for every guess from the same seed.
    let guess = |room: &mut Room, guess: &[u8], messages: &[Vec<u8>]| {
        let mut config = room.config("guess");
        config.started = 1;
        config.passphrase = Some(secret(guess));
        let mut rng: Room = Room::new(999);
        let rng = Box::new(rng.rng());
        let mut session =
            frameseal::call::Session::join(config, device(66), rng, room.now).unwrap();
        let hello = session.poll_outgoing().unwrap().bytes;
        let results = messages.iter().map(|message| session.handle(message, room.now).is_ok());
        (hello, results.collect::<Vec<_>>())
    };
    let (hello, _) = guess(&mut room, b"no guess yet", &[]);
    room.deliver_to(alice, &hello).unwrap();
    let letters: Vec<_> = room.collect().into_iter().map(|letter| letter.message.bytes).collect();
    let of = |kind| letters.iter().find(|bytes| kind_of(bytes) == kind).unwrap().clone();
    let messages = [of(HELLO), of(INTRODUCTION)];
    for wrong in [&b"123456"[..], b"a wrong passphrase, stretched"] {
        assert_eq!(guess(&mut room, wrong, &messages).1, [true, false]);
    }
    assert_eq!(guess(&mut room, b"the right passphrase, stretched", &messages).1, [true, true]);
    // Without it, nothing but that comes out.
    let like = shown(&mut room, alice);
    let mut mallory = Mallory::new(1, &like);
    push_in(&mut room, &mut mallory, alice);
    room.run(5 * SECOND);
    assert_eq!(room.seat(alice).present(), []);
    assert!(room.seat(alice).saw(CallEvent::WrongPassphrase { member: mallory.id() }));
    let to_her = room.recorded.iter().filter(|l| l.message.to == Some(mallory.id()));
    assert_eq!(to_her.filter(|l| l.message.bytes.len() == KEYS_PARCEL).count(), 0);
}
