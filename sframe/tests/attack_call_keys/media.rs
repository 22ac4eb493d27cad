//! Keys, frames and consent that were over, and short strings that nobody may try at.

use frameseal::call::{CallEvent, CallSecret, KeyChange, MediaKind, Sas, SasMessage, Session};
use frameseal::{Decryptor, Encryptor, EncryptorConfig};

use super::*;
use crate::mallory::{Channel, INTRODUCTION, PARCEL, STATUS};

/// A former member seals under a member's old key.
#[test]
fn a_new_decryptor_takes_no_keys_that_have_gone() {
    let mut room = Room::new(1009);
    room.fill(3);
    let alice = room.id(0);
    // What X, a member for now, has of Alice.
    let keys: Vec<KeyChange> = room.seat(2).session.held_keys().collect();
    let key = keys
        .iter()
        .find_map(|change| match change {
            KeyChange::Receive { from, kind: MediaKind::Audio, key } if *from == alice => {
                Some(key.ahead(0))
            }
            _ => None,
        })
        .unwrap();
    let forger = Encryptor::for_sender(&key, EncryptorConfig::default()).unwrap();
    room.seat(2).session.leave();
    room.run(60 * SECOND);
    room.seats[2] = None;
    let forged = forger.encrypt_to_vec(b"said by one who left a minute ago", b"").unwrap();
    assert!(room.seat(1).open(&forged).is_err(), "the old decryptor knows");
    // The app makes another decryptor, for another track or after KeyChangesLost.
    let mut decryptor = Decryptor::with_config(Session::decryptor_config());
    for change in room.seat(1).session.held_keys() {
        change.apply(&mut decryptor).unwrap();
    }
    let now = room.now;
    decryptor.advance(now);
    decryptor.advance(now + 60 * SECOND);
    let opened = decryptor.decrypt_to_vec(&forged, b"");
    assert!(opened.is_err());
}

/// 8400 generations at once, and a key that comes back.
#[test]
fn a_member_does_not_flush_the_memory_of_removed_keys() {
    let mut room = Room::new(1011);
    room.fill(2);
    let like = shown(&mut room, 1);
    let mut mallory = Mallory::new(1, &like);
    let mut channel = push_in(&mut room, &mut mallory, 1);
    room.run(SECOND);
    let frame = room.seat(0).seal(MediaKind::Audio, b"yes");
    room.seat(1).open(&frame).unwrap();
    // Bob hears nothing of Alice; Alice hears Bob.
    let mut held = Vec::new();
    run_between(&mut room, 35 * SECOND, |from, to, bytes| {
        if from == 0 && to == 1 {
            if kind_of(bytes) == STATUS {
                held.push(bytes.to_vec());
            }
            return false;
        }
        true
    });
    for n in 0..8400u64 {
        let parcel =
            mallory.parcel(like.id, &mut channel, &Mallory::keys(n, n as u16 ^ 0x5555, 0, 1));
        let _ = room.deliver_to(1, &parcel);
    }
    room.deliver_to(1, held.last().unwrap()).unwrap();
    let alice = room.id(0);
    assert!(room.seat(1).saw(CallEvent::Returned { member: alice }));
    let again = room.seat(1).open(&frame);
    assert!(again.is_err(), "a frame was accepted twice");
}

/// Bob's consent ended when Carol came; Alice did not hear him since.
#[test]
fn consent_that_ended_does_not_count_again() {
    let mut room = Room::new(1017);
    for name in ["Alice", "Bob"] {
        let mut config = room.config(name);
        config.policy.encryption_required = false;
        room.join(config);
    }
    room.run(3 * SECOND);
    (0..2).for_each(|seat| room.seat(seat).session.consent_to_clear(true).unwrap());
    room.run(SECOND);
    assert!(room.seat(0).session.may_send_clear());
    // The operator's device comes and goes; Bob's statuses do not reach Alice from now on.
    let mut config = room.config("Carol");
    config.policy.encryption_required = false;
    let carol = room.join(config);
    let cut =
        |from: usize, to: usize, bytes: &[u8]| !(from == 1 && to == 0 && kind_of(bytes) == STATUS);
    run_between(&mut room, 2 * SECOND, cut);
    assert!(!room.seat(0).session.may_send_clear());
    room.seat(carol).session.leave();
    run_between(&mut room, 2 * SECOND, cut);
    room.seats[carol] = None;
    // Alice consents again, among the two of them. Bob does not.
    room.seat(0).session.consent_to_clear(true).unwrap();
    run_between(&mut room, SECOND, cut);
    assert!(!room.seat(0).session.may_send_clear(), "Bob's consent ended when Carol came");
}

/// A comparison that the other side spoils by leaving.
#[test]
fn a_comparison_that_the_other_side_leaves_has_failed() {
    let mut room = Room::new(1012);
    room.fill(2);
    let bob = room.id(1);
    room.seat(0).session.start_sas(bob).unwrap();
    room.run(SECOND);
    room.seat(1).session.leave();
    room.run(70 * SECOND);
    assert!(
        room.seat(0).saw(CallEvent::ComparisonFailed { member: bob }),
        "events: {:?}",
        room.seat(0).events
    );
}

/// Who sees that the codes differ leaves and comes back.
#[test]
fn each_try_at_a_short_string_is_a_failure_that_is_seen() {
    let mut room = Room::new(1026);
    room.fill(1);
    let mut tries = 0;
    for _ in 0..5 {
        let config = room.config("Bob");
        let bob = room.join_as(config, device(9));
        room.run(2 * SECOND);
        let id = room.id(bob);
        room.seat(0).session.start_sas(id).unwrap();
        room.run(SECOND);
        let alice = room.id(0);
        room.seat(bob).session.accept_sas(alice).unwrap();
        // Its nonce is out, so it knows the code when Alice's reveal comes; it does not like it.
        room.seat(bob).session.leave();
        room.run(SECOND);
        room.seats[bob] = None;
        tries += 1;
    }
    let failed = room
        .seat(0)
        .events
        .iter()
        .filter(|e| matches!(e, CallEvent::ComparisonFailed { .. }))
        .count();
    assert_eq!(failed, tries);
}

/// The other side asks for another comparison while people read the code out.
#[test]
fn a_finished_code_stays() {
    let mut room = Room::new(1030);
    room.fill(1);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    let mut channel = push_in(&mut room, &mut mallory, 0);
    let id = mallory.id();
    let mut rng = <chacha20::ChaCha20Rng as rand_core::SeedableRng>::seed_from_u64(5);
    let context = {
        let mut hashes = [like.hash, mallory.shown.hash];
        hashes.sort();
        [&like.call[..], hashes.as_flattened()].concat()
    };
    let (mut sas, commit) = Sas::start(&mut rng, &context);
    let sas_parcel = |m: &Mallory, c: &mut Channel, message: SasMessage| {
        m.parcel(like.id, c, &[&[4u8][..], &message.to_bytes()].concat())
    };
    let parcel = sas_parcel(&mallory, &mut channel, commit);
    room.deliver_to(0, &parcel).unwrap();
    room.seat(0).session.accept_sas(id).unwrap();
    // Alice's nonce; Mallory knows the code now and nobody else does.
    room.run(SECOND);
    let her = room
        .recorded
        .iter()
        .filter(|l| l.message.to == Some(id))
        .map(|l| l.message.bytes.clone())
        .collect::<Vec<_>>();
    let introduction = her.iter().find(|b| kind_of(b) == INTRODUCTION).unwrap();
    let from_alice = mallory.accept(&like, introduction);
    let answer = her
        .iter()
        .filter(|b| kind_of(b) == PARCEL)
        .filter_map(|b| mallory.read(&from_alice, b))
        .find(|c| c[0] == 4)
        .unwrap();
    let step = sas.receive(&SasMessage::parse(&answer[1..]).unwrap()).unwrap();
    let parcel = sas_parcel(&mallory, &mut channel, step.send.unwrap());
    room.deliver_to(0, &parcel).unwrap();
    assert!(room.seat(0).session.sas_code(id).is_some());
    let (_, again) = Sas::start(&mut rng, &context);
    let parcel = sas_parcel(&mallory, &mut channel, again);
    room.deliver_to(0, &parcel).unwrap();
    assert!(room.seat(0).session.sas_code(id).is_some(), "gone while people read it");
}

/// A documented limit: the operator says hello and nothing more.
#[test]
fn an_introduction_to_guess_at_is_had_in_silence() {
    let mut room = Room::new(1005);
    for name in ["Alice", "Bob"] {
        let mut config = room.config(name);
        config.passphrase = Some(CallSecret::new(&[7; 32]));
        room.join(config);
    }
    room.run(3 * SECOND);
    room.seat(0).events.clear();
    let like = shown(&mut room, 0);
    let mallory = Mallory::new(1, &like);
    room.deliver_to(0, &mallory.hello()).unwrap();
    room.run(5 * SECOND);
    let id = mallory.id();
    let got = room
        .recorded
        .iter()
        .filter(|l| l.message.to == Some(id) && kind_of(&l.message.bytes) == INTRODUCTION)
        .count();
    assert!(got > 0);
    room.run(120 * SECOND);
    assert!(!room.seat(0).saw(CallEvent::WrongPassphrase { member: id }));
}

/// Three are silent, three others come, and the first three are heard again.
#[test]
fn who_returns_finds_no_place_in_a_full_call() {
    let mut room = Room::new(1023);
    let mut config = room.config("Alice");
    config.policy.max_members = 4;
    room.join(config);
    let like = shown(&mut room, 0);
    let mut all: Vec<Mallory> = (0..6).map(|n| Mallory::new(n, &like)).collect();
    for m in &mut all[..3] {
        push_in(&mut room, m, 0);
    }
    assert_eq!(room.seat(0).present().len(), 3);
    room.run(21 * SECOND); // silent: absent
    assert_eq!(room.seat(0).present().len(), 0);
    for m in &mut all[3..] {
        push_in(&mut room, m, 0);
    }
    assert_eq!(room.seat(0).present().len(), 3);
    for m in &mut all[..3] {
        let s = m.status(0);
        room.deliver_to(0, &s).unwrap();
    }
    let present = room.seat(0).present().len() + 1;
    assert!(present <= 4);
}
