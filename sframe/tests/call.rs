//! Calls with built-in keys, from joining to leaving.

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
use frameseal::call::{CallEvent, Departure, MediaKind};
use rand_core::{TryCryptoRng, TryRng};
use room::Room;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn two_members_read_each_other() {
    let mut room = Room::new(1);
    room.fill(2);
    room.assert_all_read_all();
    let (a, b) = (room.id(0), room.id(1));
    assert_eq!(room.seat(0).present(), [b]);
    assert_eq!(room.seat(1).present(), [a]);
    let frame = room.seat(0).seal(MediaKind::Video, b"picture");
    let kid = room.seat(1).decryptor.decrypt_in_place(&mut frame.clone(), b"").unwrap().header.kid;
    assert_eq!(room.seat(1).session.sender_of(kid), Some((a, MediaKind::Video)));
}

#[test]
fn ten_members_read_each_other_and_nobody_reads_from_before_or_after() {
    let mut room = Room::new(2);
    room.fill(9);
    room.assert_all_read_all();
    let before: Vec<_> = (0..9).map(|n| room.seat(n).seal(MediaKind::Audio, b"past")).collect();
    let config = room.config("newcomer");
    let newcomer = room.join(config);
    room.run(2 * SECOND);
    room.assert_all_read_all();
    for frame in &before {
        assert!(room.seat(newcomer).open(frame).is_err());
    }

    let mut leaver = room.seats[3].take().unwrap();
    leaver.session.leave();
    let goodbye = leaver.session.poll_outgoing().unwrap();
    for seat in (0..10).filter(|&n| n != 3) {
        room.deliver_to(seat, &goodbye.bytes).unwrap();
    }
    room.run(3 * SECOND);
    room.assert_all_read_all();
    leaver.events.clear();
    for seat in (0..10).filter(|&n| n != 3) {
        let frame = room.seat(seat).seal(MediaKind::Audio, b"future");
        assert!(leaver.open(&frame).is_err());
        let id = leaver.session.id();
        assert!(room.seat(seat).saw(CallEvent::Left { member: id, how: Departure::Left }));
    }
}

/// A generator with chosen tags: the only 2 bytes that a session ever draws at once.
struct ChosenTags {
    rng: ChaCha20Rng,
    tags: Vec<u16>,
}

impl TryRng for ChosenTags {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.rng.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.rng.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        match (bytes.len(), self.tags.is_empty()) {
            (2, false) => bytes.copy_from_slice(&self.tags.remove(0).to_be_bytes()),
            _ => self.rng.try_fill_bytes(bytes)?,
        }
        Ok(())
    }
}

impl TryCryptoRng for ChosenTags {}

#[test]
fn two_who_draw_the_same_key_identifiers_draw_again_before_they_use_them() {
    let mut room = Room::new(3);
    // Members 0 and 1 draw 9 after member 3 has left, and then something else.
    for tags in [vec![1, 9, 10], vec![2, 9, 11], vec![3, 12], vec![4]] {
        let config = room.config(&format!("member {}", tags[0]));
        let rng = room.rng();
        room.join_with(config, Box::new(ChosenTags { rng, tags }));
    }
    room.run(2 * SECOND);
    room.assert_all_read_all();
    let kids_of = |room: &mut Room| {
        let kid = |n| room.seat(n).session.encryptor(MediaKind::Audio).unwrap().key_id();
        [0, 1, 2].map(kid)
    };
    let before = kids_of(&mut room);
    let mut leaver = room.seats[3].take().unwrap();
    leaver.session.leave();
    let goodbye = leaver.session.poll_outgoing().unwrap();
    for seat in 0..3 {
        room.deliver_to(seat, &goodbye.bytes).unwrap();
    }
    // All read all at every moment, and it is done within `Timing::switch`.
    let mut acknowledged = 0;
    room.run_with(Duration::from_millis(1100), |letter| {
        acknowledged += usize::from(letter.message.bytes.len() == 84); // an acknowledgement
        true
    });
    assert!(acknowledged > 6, "{acknowledged}"); // more than one each: some were refused
    for _ in 0..100 {
        room.assert_all_read_all();
        room.run(Duration::from_millis(20));
    }
    let after = kids_of(&mut room);
    for n in 0..3 {
        assert_ne!(before[n], after[n]);
    }
    let tag = |kid: frameseal::KeyId| kid.as_u64() >> 6 & 0xffff;
    assert_eq!(after.map(tag), [10, 11, 12]);
}

#[test]
fn an_introduction_heard_twice_is_no_key_received() {
    let mut room = Room::new(4);
    for n in 0..2 {
        let config = room.config(&format!("member {n}"));
        room.join(config);
    }
    // The first parcels of keys are lost.
    let mut lost = 0;
    room.run_with(Duration::from_millis(300), |letter| {
        let is_keys = letter.message.bytes[1] == 4 && letter.message.bytes.len() > 200;
        lost += usize::from(is_keys);
        !is_keys
    });
    assert_eq!(lost, 2);
    let recorded = room.recorded.clone();
    for letter in recorded.iter().filter(|letter| letter.message.bytes[1] == 3) {
        room.deliver(letter);
    }
    room.run(3 * SECOND);
    room.assert_all_read_all();
}
