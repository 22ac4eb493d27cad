//! Attacks on the keys of calls: by the operator, who has the signalling channel, by those who
//! wait, by members and by former ones. What is documented as a limit is shown here too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod mallory;
mod room;

#[path = "attack_call_keys/floods.rs"]
mod floods;
#[path = "attack_call_keys/media.rs"]
mod media;
#[path = "attack_call_keys/members.rs"]
mod members;
#[path = "attack_call_keys/operator.rs"]
mod operator;
#[path = "attack_call_keys/removal.rs"]
mod removal;
#[path = "attack_call_keys/waiting_room.rs"]
mod waiting_room;
#[path = "attack_call_keys/wire.rs"]
mod wire;

use std::time::Duration;

use frameseal::call::{Admission, DeviceIdentity, IdentityKey, MemberId, SessionConfig};
use mallory::{HELLO, INTRODUCTION, Mallory, Shown, from_of, kind_of, to_of};
use room::Room;

const SECOND: Duration = Duration::from_secs(1);

/// Lets time pass; `passes(from, to, message)` says what the operator lets through.
fn run_between(
    room: &mut Room,
    time: Duration,
    mut passes: impl FnMut(usize, usize, &[u8]) -> bool,
) {
    let end = room.now + time;
    while room.now < end {
        room.now += Duration::from_millis(20);
        let now = room.now;
        for seat in room.seats.iter_mut().flatten() {
            seat.session.advance(now);
            seat.settle(now);
        }
        let mut letters = room.collect();
        while let Some(letter) = letters.pop_front() {
            for to in (0..room.seats.len()).filter(|&to| to != letter.from) {
                if passes(letter.from, to, &letter.message.bytes) {
                    let _refused = room.deliver_to(to, &letter.message.bytes);
                }
            }
            letters.extend(room.collect());
        }
    }
}

/// What a seat's hello shows; it was sent when the seat joined.
fn shown(room: &mut Room, seat: usize) -> Shown {
    room.peek();
    let id = room.id(seat);
    let hello = room
        .recorded
        .iter()
        .map(|letter| &letter.message.bytes)
        .find(|bytes| kind_of(bytes) == HELLO && from_of(bytes) == id);
    Shown::by(hello.unwrap())
}

/// A config with a waiting room.
fn waiting(room: &Room, name: &str, hosts: &[IdentityKey]) -> SessionConfig {
    let mut config = room.config(name);
    config.policy.admission = Admission::WaitingRoom;
    config.policy.hosts = hosts.to_vec();
    config
}

fn founder(room: &mut Room) -> usize {
    let mut config = waiting(room, "Alice", &[]);
    config.founder = true;
    room.join(config)
}

fn device(n: u8) -> DeviceIdentity {
    DeviceIdentity::import(&[n; 32])
}

/// A session that there is none of.
fn made_up(n: usize) -> MemberId {
    let mut id = [0xaa; 16];
    id[..8].copy_from_slice(&(n as u64).to_be_bytes());
    MemberId::new(id)
}

fn sees(room: &mut Room, seat: usize, id: MemberId) -> bool {
    room.seat(seat).present().contains(&id)
}

/// Mallory says hello to a seat, introduces herself and answers. Gives the channel to it.
fn push_in(room: &mut Room, mallory: &mut Mallory, seat: usize) -> mallory::Channel {
    let victim = shown(room, seat);
    let (introduction, mut channel) = mallory.introduce(&victim);
    let _refused = room.deliver_to(seat, &mallory.hello());
    let _refused = room.deliver_to(seat, &introduction);
    answer(room, mallory, &mut channel, seat);
    channel
}

/// Mallory says that she has heard a seat's introduction, if it made one.
fn answer(room: &mut Room, mallory: &Mallory, channel: &mut mallory::Channel, seat: usize) {
    let id = room.id(seat);
    let to_her =
        |message: &[u8]| kind_of(message) == INTRODUCTION && to_of(message) == mallory.id();
    room.peek();
    let messages = room.recorded.iter().rev().map(|letter| &letter.message.bytes);
    let introduction = messages.into_iter().find(|bytes| from_of(bytes) == id && to_her(bytes));
    if let Some(met) = introduction.map(|introduction| Mallory::met(introduction)) {
        let _refused = room.deliver_to(seat, &mallory.parcel(id, channel, &met));
    }
}
