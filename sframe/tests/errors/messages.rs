//! Messages of calls: each is refused with its own words, and changes nothing.

use std::time::Duration;

use frameseal::call::{
    Admission, CallSecret, DeviceIdentity, IdentityKey, MAX_MESSAGE_LEN, MediaKind, MemberId,
    MessageError,
};
use frameseal::{Header, KeyId};

use crate::book::Book;
use crate::mallory::{
    Channel, DECISION, HELLO, INTRODUCTION, Mallory, REMOVE, Shown, With, from_of, kind_of, to_of,
};
use crate::room::Room;

const SECOND: Duration = Duration::from_secs(1);

/// What a refused message must not change of a session: members with their presence, the keys
/// that it receives with, and whether it is over.
fn state(room: &mut Room, seat: usize) -> (Vec<(MemberId, bool)>, usize, bool) {
    let session = &room.seat(seat).session;
    let members = session.members().map(|member| (member.id, member.is_present)).collect();
    (members, session.held_keys().count(), session.ended().is_some())
}

/// What a seat's hello shows.
fn shown(room: &mut Room, seat: usize) -> Shown {
    room.collect();
    let id = room.id(seat);
    let hellos = room.recorded.iter().map(|letter| &letter.message.bytes);
    let is_its = |bytes: &&Vec<u8>| kind_of(bytes) == HELLO && from_of(bytes) == id;
    Shown::by(hellos.into_iter().find(is_its).unwrap())
}

/// Mallory becomes a member, as far as one seat is concerned.
fn join(room: &mut Room, mallory: &mut Mallory, seat: usize) -> Channel {
    let victim = shown(room, seat);
    let (introduction, mut channel) = mallory.introduce(&victim);
    room.deliver_to(seat, &mallory.hello()).unwrap();
    room.deliver_to(seat, &introduction).unwrap();
    let letters = room.peek().iter().rev().map(|letter| &letter.message.bytes);
    let is_hers = |m: &&Vec<u8>| kind_of(m) == INTRODUCTION && to_of(m) == mallory.id();
    let met = Mallory::met(letters.into_iter().find(is_hers).unwrap());
    room.deliver_to(seat, &mallory.parcel(victim.id, &mut channel, &met)).unwrap();
    channel
}

/// Delivers what must be refused without a change.
fn refused(room: &mut Room, seat: usize, bytes: &[u8]) -> MessageError {
    let before = state(room, seat);
    let error = room.deliver_to(seat, bytes).unwrap_err();
    assert_eq!(state(room, seat), before, "{error:?}");
    error
}

pub(crate) fn message() -> Book {
    let mut book = Book::of("call/error.rs", "MessageError");
    envelopes(&mut book);
    senders(&mut book);
    exchanges(&mut book);
    joining(&mut book);
    ending(&mut book);
    book.cannot("Key", "key identifiers are checked before keys are made of them");
    book
}

/// What is wrong with the message as such.
fn envelopes(book: &mut Book) {
    let mut room = Room::new(900);
    room.fill(2);
    let like = shown(&mut room, 0);
    let mallory = Mallory::new(1, &like);
    let mut note = |bytes: &[u8], says: &[&str]| {
        let error = refused(&mut room, 0, bytes);
        book.note(error, says);
    };
    let longest = (MAX_MESSAGE_LEN + 1).to_string();
    note(&vec![1; MAX_MESSAGE_LEN + 1], &[&longest, "not from one"]);
    note(b"noise", &["no message of a call", "damaged"]);
    let mut hello = mallory.hello();
    hello[0] = 2;
    note(&hello, &["version 2", "update"]);
    hello[0] = 1;
    hello[2] ^= 1;
    note(&hello, &["another call", "its own session"]);
    let status = Mallory::new(2, &like).status(0);
    note(&status, &["not known yet", "asks who it is"]);
    let mut to_another = mallory.introduction(&like, &[0; 100]);
    to_another[34..50].copy_from_slice(&[9; 16]);
    note(&to_another, &["another member", "drop it"]);
    let own = room.recorded.iter().find(|letter| letter.from == 0).unwrap().message.bytes.clone();
    book.note(refused(&mut room, 0, &own), &["own", "reflected"]);
    room.assert_all_read_all();
}

/// What the sender may not do, or is not.
fn senders(book: &mut Book) {
    let mut room = Room::new(901);
    room.fill(3);
    let (alice, bob, carol) = (shown(&mut room, 0), room.id(1), shown(&mut room, 2));
    let mut mallory = Mallory::new(1, &alice);
    let mut channel = join(&mut room, &mut mallory, 0);
    let name = mallory.id().to_string();
    let goodbye = {
        let mut goodbye = mallory.status_numbered(1000, 1);
        goodbye[18..34].copy_from_slice(bob.as_bytes());
        goodbye
    };
    book.note(refused(&mut room, 0, &goodbye), &["signature", "forged or damaged"]);
    let subject = (carol.id, IdentityKey::new(carol.identity));
    let decision = [mallory.envelope(DECISION, None), mallory.decide(REMOVE, subject, bob)];
    let not_entitled = refused(&mut room, 0, &decision.concat());
    book.note(not_entitled, &["may not decide", &bob.to_string()]);

    // Key identifiers of another's, and a parcel that comes twice.
    let frame = room.seat(1).seal(MediaKind::Audio, b"Bob's");
    let kid = Header::parse(&frame).unwrap().0.kid;
    let keys = |kid: KeyId| Mallory::keys(9, (kid.as_u64() >> 6) as u16, 0, 5);
    let parcel = mallory.parcel(alice.id, &mut channel, &keys(kid));
    book.note(refused(&mut room, 0, &parcel), &["key identifiers", "take others", &name]);
    assert_eq!(room.seat(0).session.sender_of(kid), Some((bob, MediaKind::Audio)));
    assert_eq!(room.seat(0).open(&frame).unwrap(), b"Bob's");
    book.note(refused(&mut room, 0, &parcel), &["seen before", "drop it"]);
    let mut sealed = mallory.parcel(alice.id, &mut channel, &Mallory::ack(0, 0));
    *sealed.last_mut().unwrap() ^= 1;
    book.note(refused(&mut room, 0, &sealed), &["seal", "forged or damaged"]);

    // Who left is gone for good.
    room.deliver_to(0, &mallory.status_numbered(2000, 1)).unwrap();
    let again = mallory.hello();
    book.note(refused(&mut room, 0, &again), &["no longer part", "join anew", &name]);
    let bob_id = room.id(1);
    assert!(room.seat(0).present().contains(&bob_id));
}

/// How keys are agreed upon.
fn exchanges(book: &mut Book) {
    let mut room = Room::new(902);
    room.fill(2);
    let like = shown(&mut room, 0);
    let offers = [&[0x00, 0x20][..], &like.x25519, &[0x64, 0x7a], &like.x_wing].concat();
    let mut mallory = Mallory::offering(1, &like, &offers);
    room.deliver_to(0, &mallory.hello()).unwrap();
    let (weaker, _) = mallory.introduce_with(&like, With::X25519);
    book.note(refused(&mut room, 0, &weaker), &["not the strongest", "nothing is taken"]);

    let mut config = room.config("strict");
    config.policy.post_quantum_required = true;
    let strict = room.join(config);
    let like = shown(&mut room, strict);
    let mallory = Mallory::new(2, &like);
    let none = refused(&mut room, strict, &mallory.hello());
    book.note(none, &["no key exchange", "update", &mallory.id().to_string()]);
    let lax = room.recorded.iter().find(|letter| letter.from == 0).unwrap().message.bytes.clone();
    let other = refused(&mut room, strict, &lax);
    book.note(other, &["another policy", &room.id(0).to_string()]);

    let mut room = Room::new(903);
    let mut config = room.config("knows");
    config.passphrase = Some(CallSecret::new(&[1; 32]));
    let knows = room.join(config);
    let like = shown(&mut room, knows);
    let mut mallory = Mallory::new(3, &like);
    room.deliver_to(knows, &mallory.hello()).unwrap();
    let (introduction, _) = mallory.introduce(&like);
    let wrong = refused(&mut room, knows, &introduction);
    book.note(wrong, &["passphrase", "wrong", &mallory.id().to_string()]);
}

/// Who is not let in.
fn joining(book: &mut Book) {
    let mut room = Room::new(904);
    let mut config = room.config("founder");
    config.policy.admission = Admission::WaitingRoom;
    config.founder = true;
    let founder = room.join(config);
    let like = shown(&mut room, founder);
    let mut mallory = Mallory::new(1, &like);
    room.deliver_to(founder, &mallory.hello()).unwrap();
    let (introduction, _) = mallory.introduce(&like);
    let waits = refused(&mut room, founder, &introduction);
    book.note(waits, &["has not been let in", &mallory.id().to_string()]);

    let mut room = Room::new(905);
    for name in ["a", "b"] {
        let mut config = room.config(name);
        config.policy.max_members = 2;
        room.join(config);
    }
    room.run(3 * SECOND);
    let like = shown(&mut room, 0);
    let third = Mallory::new(1, &like);
    let error = room.deliver_to(0, &third.hello()).unwrap_err();
    book.note(error, &["full with 2 members", "leave first"]);
    assert_eq!(room.seat(0).present().len(), 1);
    room.assert_all_read_all();
}

/// A later session of the same device takes the place of this one.
fn ending(book: &mut Book) {
    let mut room = Room::new(906);
    room.fill(1);
    let like = shown(&mut room, 0);
    room.seat(0).session.leave();
    let mallory = Mallory::new(1, &like);
    book.note(refused(&mut room, 0, &mallory.hello()), &["over", "join again"]);
    let _unused = DeviceIdentity::import(&[1; 32]);
}
