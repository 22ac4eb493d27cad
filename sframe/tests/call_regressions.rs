//! Bugs of calls with built-in keys that the simulation found, each reduced to one scene.

#![cfg(feature = "call")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod room;

use std::convert::Infallible;
use std::time::Duration;

use chacha20::ChaCha20Rng;
use frameseal::Decryptor;
use frameseal::call::{Admission, CallEvent, Departure, DeviceIdentity, Session};
use rand_core::{Rng, SeedableRng, TryCryptoRng, TryRng};
use room::{Letter, Room, Seat};

const SECOND: Duration = Duration::from_secs(1);
const MOMENT: Duration = Duration::from_millis(20);

const HELLO: u8 = 1;
const INTRODUCTION: u8 = 3;
const PARCEL: u8 = 4;
const DECISION: u8 = 6;

fn kind(letter: &Letter) -> u8 {
    letter.message.bytes[1]
}

#[test]
fn an_acknowledged_introduction_is_not_an_acknowledged_key() {
    let mut room = Room::new(1);
    for name in ["a", "b"] {
        let config = room.config(name);
        room.join(config);
    }
    let to = room.id(1);
    let mut lost = 0;
    room.run_with(3 * SECOND, |letter| {
        let loses = kind(letter) == PARCEL && letter.message.to == Some(to);
        lost += u32::from(loses);
        !loses
    });
    assert!(lost > 1, "keys were lost, and their introduction was repeated");
    room.run(10 * SECOND);
    room.assert_all_read_all();
}

#[test]
fn nobody_waits_for_a_ratchet_when_the_newcomer_has_gone() {
    let mut room = Room::new(2);
    room.fill(2);
    for name in ["first", "second"] {
        let config = room.config(name);
        room.join(config);
        room.run(MOMENT);
    }
    // The first was served at once, the second has to wait for the join gap.
    let id = room.id(3);
    assert!(room.seat(0).saw(CallEvent::Joined { member: id }));
    room.seat(3).session.leave();
    room.run(2 * SECOND);
    for seat in 0..3 {
        assert!(room.seat(seat).saw(CallEvent::Left { member: id, how: Departure::Left }));
        let now = room.now;
        assert!(room.seat(seat).session.next_timeout() > now, "{seat} would spin");
    }
}

/// Draws the same tag for key ids every time.
struct SameTag(ChaCha20Rng);

impl TryRng for SameTag {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.0.next_u32())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.next_u64())
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill_bytes(out);
        if out.len() == 2 {
            out.fill(7);
        }
        Ok(())
    }
}

impl TryCryptoRng for SameTag {}

#[test]
fn key_ids_of_one_who_left_are_not_taken_for_anothers() {
    let mut room = Room::new(3);
    room.fill(1);
    for round in 1..=2 {
        let config = room.config("same tag");
        let mut rng = SameTag(ChaCha20Rng::seed_from_u64(round));
        let identity = DeviceIdentity::generate(&mut rng);
        let session = Session::join(config, identity, Box::new(rng), room.now).unwrap();
        let decryptor = Decryptor::with_config(Session::decryptor_config());
        room.seats.push(Some(Seat { session, decryptor, events: Vec::new() }));
        let newest = room.seats.len() - 1;
        room.run(5 * SECOND);
        room.assert_all_read_all();
        if round == 1 {
            room.seat(newest).session.leave();
            room.run(SECOND);
            room.seats[newest] = None;
        }
    }
}

#[test]
fn a_forgotten_stranger_can_be_met_later() {
    let mut room = Room::new(4);
    for name in ["a", "b"] {
        let config = room.config(name);
        room.join(config);
    }
    // B hears A and is not heard, for longer than a stranger is kept in mind.
    room.run_with(70 * SECOND, |letter| letter.from == 0 || kind(letter) == HELLO);
    let id = room.id(0);
    assert!(!room.seat(1).saw(CallEvent::Joined { member: id }), "it has not answered");
    room.run(15 * SECOND);
    room.assert_all_read_all();
}

fn waiting_room(room: &mut Room, hosts: Vec<frameseal::call::IdentityKey>, founder: bool) -> usize {
    let mut config = room.config("somebody");
    config.policy.admission = Admission::WaitingRoom;
    config.policy.hosts = hosts;
    config.founder = founder;
    room.join(config)
}

/// A newcomer is believed to be there, hears no answer for longer than it waits, and forgets it all.
#[test]
fn who_forgot_a_meeting_is_met_again() {
    let mut room = Room::new(8);
    let founder = waiting_room(&mut room, Vec::new(), true);
    let newcomer = waiting_room(&mut room, Vec::new(), false);
    room.run(SECOND);
    let ids = [room.id(founder), room.id(newcomer)];
    room.seat(founder).session.admit(ids[1]).unwrap();
    let mut introduced = false;
    room.run_with(70 * SECOND, |letter| {
        let passes = letter.from == newcomer || (kind(letter) == INTRODUCTION && !introduced);
        introduced |= letter.from == founder && kind(letter) == INTRODUCTION;
        passes
    });
    assert!(room.seat(founder).saw(CallEvent::Joined { member: ids[1] }));
    assert!(!room.seat(newcomer).saw(CallEvent::Joined { member: ids[0] }));
    // The hello that the newcomer answers with is lost.
    room.run_with(8 * SECOND, |letter| letter.from == founder || kind(letter) != HELLO);
    room.run(15 * SECOND);
    assert!(room.seat(newcomer).saw(CallEvent::Joined { member: ids[0] }));
    room.assert_all_read_all();
}

/// Whoever lets a newcomer in is gone before the two have met.
#[test]
fn a_newcomer_is_let_in_by_somebody_who_stays() {
    let mut room = Room::new(9);
    let founder = waiting_room(&mut room, Vec::new(), true);
    let second = waiting_room(&mut room, Vec::new(), false);
    room.run(SECOND);
    let id = room.id(second);
    room.seat(founder).session.admit(id).unwrap();
    room.run(3 * SECOND);
    let newcomer = waiting_room(&mut room, Vec::new(), false);
    room.run(SECOND);
    let id = room.id(newcomer);
    room.seat(founder).session.admit(id).unwrap();
    for letter in room.collect() {
        room.deliver(&letter); // the decision, and the introduction of the founder
    }
    room.seats[founder] = None;
    room.run(10 * SECOND);
    room.assert_all_read_all();
}

#[test]
fn a_hosts_word_is_passed_on_by_whom_it_concerns() {
    let mut room = Room::new(5);
    let identity = DeviceIdentity::generate(&mut room.rng());
    let hosts = vec![identity.key()];
    let mut config = room.config("host");
    config.policy.admission = Admission::WaitingRoom;
    config.policy.hosts.clone_from(&hosts);
    room.join_as(config, identity);
    let a = waiting_room(&mut room, hosts.clone(), false);
    room.run(SECOND);
    let id = room.id(a);
    room.seat(0).session.admit(id).unwrap();
    room.run(3 * SECOND);
    let b = waiting_room(&mut room, hosts, false);
    room.run(SECOND);
    let id = room.id(b);
    room.seat(0).session.admit(id).unwrap();
    // A does not hear of it from the host, who is gone then.
    for letter in room.collect() {
        room.deliver_to(b, &letter.message.bytes).unwrap();
    }
    room.seats[0] = None;
    room.run(10 * SECOND);
    room.assert_all_read_all();
}

#[test]
fn whoever_was_removed_and_did_not_hear_it_is_told() {
    let mut room = Room::new(6);
    room.fill(3);
    let id = room.id(2);
    room.seat(0).session.remove(id).unwrap();
    room.run_with(SECOND, |letter| !(kind(letter) == DECISION || letter.message.to == Some(id)));
    let left = CallEvent::Left { member: id, how: Departure::Removed };
    assert!(room.seat(0).saw(left) && room.seat(2).session.ended().is_none());
    room.run(10 * SECOND);
    assert!(room.seat(1).saw(left));
    assert_eq!(room.seat(2).session.ended(), Some(Departure::Removed));
}

#[test]
fn a_device_that_is_let_in_again_is_met_by_those_who_heard_of_its_removal_late() {
    let mut room = Room::new(7);
    room.fill(2);
    let seed = [9; 32];
    let config = room.config("device");
    room.join_as(config, DeviceIdentity::import(&seed));
    room.run(3 * SECOND);
    let id = room.id(2);
    room.seat(0).session.remove(id).unwrap();
    // B hears nothing of the removal and meets the device's next session.
    room.run_with(SECOND, |letter| kind(letter) != DECISION);
    room.seats[2] = None;
    let config = room.config("device again");
    let again = room.join_as(config, DeviceIdentity::import(&seed));
    let id = room.id(again);
    room.run_with(SECOND, |letter| letter.from != 0);
    assert!(room.seat(1).saw(CallEvent::Joined { member: id }));
    room.run_with(10 * SECOND, |letter| letter.message.to != Some(id));
    assert!(room.seat(1).saw(CallEvent::Left { member: id, how: Departure::Removed }));
    assert_eq!(room.who_reads_whom(), [(0, 1), (1, 0)]);
    room.seat(0).session.admit(id).unwrap();
    room.run(15 * SECOND);
    room.assert_all_read_all();
}

#[test]
fn whoever_is_let_in_hears_of_those_who_knocked_before() {
    let mut room = Room::new(8);
    waiting_room(&mut room, Vec::new(), true);
    let first = waiting_room(&mut room, Vec::new(), false);
    let second = waiting_room(&mut room, Vec::new(), false);
    room.run(SECOND);
    let id = room.id(first);
    room.seat(0).session.admit(id).unwrap();
    room.run(6 * SECOND);
    let waits = room.id(second);
    assert!(room.seat(first).saw(CallEvent::Knocking { member: waits }));
    let host = room.id(0);
    assert!(!room.seat(first).saw(CallEvent::Knocking { member: host }), "it let this one in");
}

#[test]
fn those_who_found_no_place_meet_when_there_is_some() {
    let mut room = Room::new(9);
    for n in 0..5 {
        let mut config = room.config(&format!("member {n}"));
        config.policy.max_members = 3;
        room.join(config);
        if n == 2 {
            room.run(3 * SECOND);
        }
    }
    room.run(20 * SECOND);
    for seat in 0..5 {
        let full = room.seat(seat).events.iter();
        let full = full.filter(|event| matches!(event, CallEvent::Full { .. })).count();
        assert!(full <= 4, "told {full} times at seat {seat}");
    }
    for gone in [0, 1] {
        room.seat(gone).session.leave();
        room.run(SECOND);
        room.seats[gone] = None;
    }
    room.run(20 * SECOND);
    room.assert_all_read_all();
}
