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

use std::time::Duration;

use frameseal::call::{CallEvent, Departure, MediaKind};
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

#[test]
fn chat_is_read_by_members_once_and_waits_for_its_key() {
    let mut room = Room::new(3);
    room.fill(3);
    let id = room.id(0);
    let sealed = room.seat(0).session.seal_chat(b"hello").unwrap();
    for reader in [1, 2] {
        let opened = room.seat(reader).session.open_chat(&sealed).unwrap();
        assert_eq!((opened.from, opened.payload.as_slice()), (id, b"hello".as_slice()));
        assert!(room.seat(reader).session.open_chat(&sealed).is_err(), "once");
    }
    // A frame of the app's under the same key is no chat, nor the other way round.
    let frame = room.seat(0).seal(MediaKind::Data, b"data");
    assert!(room.seat(1).session.open_chat(&frame).is_err());
    let sealed = room.seat(0).session.seal_chat(b"again").unwrap();
    assert!(room.seat(1).open(&sealed).is_err());

    // The fresh key is used when two of three have it; the third gets it after the message.
    room.seat(0).session.rotate();
    let third = room.id(2);
    room.run_with(2 * SECOND, |letter| letter.message.to != Some(third));
    let sealed = room.seat(0).session.seal_chat(b"late key").unwrap();
    assert!(room.seat(2).session.open_chat(&sealed).is_err());
    assert_eq!(room.seat(2).session.poll_chat(), None);
    room.run(2 * SECOND);
    let opened = room.seat(2).session.poll_chat().expect("its key has come");
    assert_eq!(opened.payload, b"late key");
}
