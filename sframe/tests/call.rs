//! Calls with built-in keys, from joining to leaving.

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
use frameseal::DecryptError;
use frameseal::call::{
    Admission, CallEvent, CallPassphrase, CallSecret, Departure, DeviceIdentity, Kem,
    MAX_CALL_ID_LEN, MAX_HOSTS, MAX_NAME_LEN, MediaKind, Session, SessionConfig, SessionError,
};
use rand_core::{TryCryptoRng, TryRng};
use room::{CALL_ID, Room};

const SECOND: Duration = Duration::from_secs(1);

/// Sessions are moved between threads, and shared behind locks.
const _: () = {
    const fn both<T: Send + Sync>() {}
    both::<Session>();
};

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

fn waiting_room(room: &Room, name: &str) -> SessionConfig {
    let mut config = room.config(name);
    config.policy.admission = Admission::WaitingRoom;
    config
}

#[test]
fn members_let_in_who_waits_and_keep_out_whom_they_removed() {
    let mut room = Room::new(4);
    let mut config = waiting_room(&room, "founder");
    config.founder = true;
    let founder = room.join(config);
    let identity = DeviceIdentity::import(&[77; 32]);
    let guest = room.join_as(waiting_room(&room, "guest"), identity);
    room.run(3 * SECOND);
    let guest_id = room.id(guest);
    assert!(room.seat(founder).saw(CallEvent::Knocking { member: guest_id }));
    assert!(matches!(
        room.seat(guest).session.encryptor(MediaKind::Audio),
        Err(SessionError::NotLetIn)
    ));
    assert_eq!(room.seat(guest).session.admit(guest_id), Err(SessionError::NotEntitled));
    assert_eq!(room.seat(guest).present(), []);

    room.seat(founder).session.admit(guest_id).unwrap();
    room.run(3 * SECOND);
    assert!(room.seat(guest).saw(CallEvent::LetIn));
    room.assert_all_read_all();

    // One whom only the guest lets in is let in by all, and stays when the guest is removed.
    let second = room.join(waiting_room(&room, "second guest"));
    room.run(3 * SECOND);
    let second_id = room.id(second);
    room.seat(guest).session.admit(second_id).unwrap();
    room.run(3 * SECOND);
    room.assert_all_read_all();

    room.seat(founder).session.remove(guest_id).unwrap();
    room.run(3 * SECOND);
    assert!(room.seat(guest).saw(CallEvent::Ended { how: Departure::Removed }));
    room.seats[guest] = None;
    room.assert_all_read_all();

    // The device comes again: it knocks, and is heard by nobody until somebody lets it in.
    let config = waiting_room(&room, "guest");
    let again = room.join_as(config, DeviceIdentity::import(&[77; 32]));
    room.run(3 * SECOND);
    let again_id = room.id(again);
    assert!(room.seat(second).saw(CallEvent::Knocking { member: again_id }));
    assert_eq!(room.seat(founder).present(), [second_id]);
    room.seat(second).session.admit(again_id).unwrap();
    room.run(8 * SECOND);
    room.assert_all_read_all();
}

#[test]
fn only_hosts_decide_where_the_policy_names_them() {
    let mut room = Room::new(5);
    let host = DeviceIdentity::import(&[1; 32]);
    let config = |room: &Room, name: &str| {
        let mut config = waiting_room(room, name);
        config.policy.hosts = vec![DeviceIdentity::import(&[1; 32]).key()];
        config
    };
    let (first, second) = (room.join(config(&room, "first")), room.join(config(&room, "second")));
    room.run(2 * SECOND);
    assert_eq!(room.seat(first).present(), []);
    let host = room.join_as(config(&room, "host"), host);
    room.run(2 * SECOND);
    let (first_id, second_id) = (room.id(first), room.id(second));
    room.seat(host).session.admit(first_id).unwrap();
    room.run(2 * SECOND);
    assert_eq!(
        room.seat(first).session.admit(second_id),
        Err(SessionError::NotEntitled),
        "a member who is no host"
    );
    room.seat(host).session.admit(second_id).unwrap();
    room.run(3 * SECOND);
    room.assert_all_read_all();
    // The host leaves; the others go on without it.
    room.seat(host).session.leave();
    room.run(3 * SECOND);
    room.seats[host] = None;
    room.assert_all_read_all();
}

#[test]
fn in_an_open_call_a_removed_device_stays_out() {
    let mut room = Room::new(6);
    room.fill(2);
    let config = room.config("nuisance");
    let nuisance = room.join_as(config, DeviceIdentity::import(&[66; 32]));
    room.run(2 * SECOND);
    room.assert_all_read_all();
    let id = room.id(nuisance);
    room.seat(0).session.remove(id).unwrap();
    room.run(2 * SECOND);
    let config = room.config("nuisance");
    room.seats[nuisance] = None;
    let again = room.join_as(config, DeviceIdentity::import(&[66; 32]));
    room.run(7 * SECOND);
    let (a, b) = (room.id(0), room.id(1));
    assert_eq!(room.seat(0).present(), [b]);
    assert_eq!(room.seat(1).present(), [a]);
    let frame = room.seat(0).seal(MediaKind::Audio, b"private");
    assert!(room.seat(again).open(&frame).is_err());
}

#[test]
fn a_device_that_joins_anew_takes_the_place_of_its_earlier_session() {
    let mut room = Room::new(7);
    room.fill(3);
    let config = room.config("device");
    let old = room.join_as(config, DeviceIdentity::import(&[9; 32]));
    room.run(2 * SECOND);
    // The app crashes and joins again at once; nobody noticed that it was away.
    let crashed = room.seats[old].take().unwrap();
    let config = room.config("device");
    let new = room.join_as(config, DeviceIdentity::import(&[9; 32]));
    room.run(3 * SECOND);
    let (old_id, new_id) = (crashed.session.id(), room.id(new));
    for seat in 0..3 {
        assert!(room.seat(seat).present().contains(&new_id));
        let how = Departure::Superseded;
        assert!(room.seat(seat).saw(CallEvent::Left { member: old_id, how }));
    }
    room.assert_all_read_all();
    // Where the old one is still running, it ends.
    room.seats[old] = Some(crashed);
    let hello = room.recorded.iter().rev().find(|l| l.from == new && l.message.to.is_none());
    let hello = hello.unwrap().message.bytes.clone();
    let _status = room.deliver_to(old, &hello);
    room.run(6 * SECOND);
    assert_eq!(room.seat(old).session.ended(), Some(Departure::Superseded));
}

#[test]
fn a_member_that_is_cut_off_gets_new_keys_when_it_is_heard_again() {
    let mut room = Room::new(8);
    room.fill(4);
    let cut = room.id(3);
    let meanwhile = |room: &mut Room, time| {
        room.run_with(time, |letter| letter.from != 3 && letter.message.to != Some(cut));
    };
    // Broadcasts still reach it: the operator withholds what it likes.
    meanwhile(&mut room, 25 * SECOND);
    for seat in 0..3 {
        assert!(room.seat(seat).saw(CallEvent::Absent { member: cut }));
        let frame = room.seat(seat).seal(MediaKind::Audio, b"without it");
        assert!(room.seat(3).open(&frame).is_err());
    }
    room.run(8 * SECOND);
    room.assert_all_read_all();
    for seat in 0..3 {
        assert!(room.seat(seat).saw(CallEvent::Returned { member: cut }));
    }
}

#[test]
fn media_go_in_clear_only_while_every_member_consents_and_nobody_new_is_there() {
    let mut room = Room::new(9);
    room.fill(1);
    assert_eq!(room.seat(0).session.consent_to_clear(true), Err(SessionError::EncryptionRequired));

    let mut room = Room::new(10);
    let config = |room: &Room, name: &str| {
        let mut config = room.config(name);
        config.policy.encryption_required = false;
        config
    };
    for name in ["a", "b", "c"] {
        room.join(config(&room, name));
    }
    room.run(6 * SECOND);
    room.seat(0).session.consent_to_clear(true).unwrap();
    room.seat(1).session.consent_to_clear(true).unwrap();
    room.run(6 * SECOND);
    assert!((0..3).all(|seat| !room.seat(seat).session.may_send_clear()), "one does not");
    room.seat(2).session.consent_to_clear(true).unwrap();
    room.run(SECOND);
    for seat in 0..3 {
        assert!(room.seat(seat).session.may_send_clear());
        assert!(room.seat(seat).saw(CallEvent::Encryption { may_send_clear: true }));
    }
    room.join(config(&room, "newcomer"));
    room.run(SECOND);
    assert!((0..4).all(|seat| !room.seat(seat).session.may_send_clear()), "nobody asked it");
    assert!(room.seat(0).saw(CallEvent::Encryption { may_send_clear: false }));
}

#[test]
fn members_under_another_policy_or_passphrase_do_not_hear_each_other() {
    let mut room = Room::new(11);
    let mut strict = room.config("strict");
    strict.policy.post_quantum_required = true;
    let (lax, strict) = (room.join(room.config("lax")), room.join(strict));
    room.run(3 * SECOND);
    let (lax_id, strict_id) = (room.id(lax), room.id(strict));
    assert!(room.seat(lax).saw(CallEvent::OtherPolicy { member: strict_id }));
    assert!(room.seat(strict).saw(CallEvent::OtherPolicy { member: lax_id }));
    assert!(room.seat(lax).present().is_empty() && room.seat(strict).present().is_empty());

    let mut room = Room::new(12);
    let with = |room: &Room, name: &str, secret: u8| {
        let mut config = room.config(name);
        config.passphrase = Some(CallSecret::new(&[secret; 32]));
        config
    };
    for (name, secret) in [("a", 1), ("b", 1), ("guesses", 2)] {
        room.join(with(&room, name, secret));
    }
    room.run(3 * SECOND);
    let (a, b, guesses) = (room.id(0), room.id(1), room.id(2));
    assert!(room.seat(0).saw(CallEvent::WrongPassphrase { member: guesses }));
    assert!(room.seat(2).saw(CallEvent::WrongPassphrase { member: a }));
    assert_eq!((room.seat(0).present(), room.seat(1).present()), (vec![b], vec![a]));
    assert_eq!(room.who_reads_whom(), [(0, 1), (1, 0)]);
}

#[test]
fn the_call_is_full_at_its_limit_and_not_before() {
    let mut room = Room::new(13);
    for n in 0..4 {
        let mut config = room.config(&format!("member {n}"));
        config.policy.max_members = 3;
        room.join(config);
        room.run(2 * SECOND);
    }
    let fourth = room.id(3);
    for seat in 0..3 {
        assert_eq!(room.seat(seat).present().len(), 2);
        assert!(room.seat(seat).saw(CallEvent::Full { member: fourth }));
    }
    assert_eq!(room.seat(3).present().len(), 0);
    room.seat(0).session.leave();
    room.run(20 * SECOND);
    room.seats[0] = None;
    room.assert_all_read_all();
}

#[test]
fn fifty_who_join_in_a_second_cause_few_changes_of_keys() {
    let mut room = Room::new(14);
    room.fill(4);
    for seat in 0..4 {
        let _in_use = room.seat(seat).seal(MediaKind::Audio, b"frame");
        room.seat(seat).events.clear();
    }
    let sent = room.recorded.len();
    for n in 0..50 {
        let mut config = room.config(&format!("newcomer {n}"));
        config.kems = vec![Kem::X25519]; // the test is about numbers
        room.join(config);
        room.run(20 * Duration::from_millis(1));
        for seat in 0..4 {
            let _in_use = room.seat(seat).seal(MediaKind::Audio, b"frame");
        }
    }
    room.run(5 * SECOND);
    for seat in 0..4 {
        let events = room.seat(seat).events.iter();
        let changes = events.filter(|event| **event == CallEvent::SendKeysChanged).count();
        assert!((1..=6).contains(&changes), "{changes} changes of keys");
    }
    // hello, introduction, keys and acknowledgement in each direction, some twice.
    let pairs = 54 * 53 - 4 * 3;
    let letters = room.recorded.len() - sent;
    assert!(letters < 9 * pairs, "{letters} messages for {pairs} pairs");
    room.assert_all_read_all();
}

#[test]
fn a_fresh_key_is_used_when_all_have_it_or_after_a_second() {
    let mut room = Room::new(15);
    room.fill(3);
    let generation = |room: &mut Room| {
        let frame = room.seat(0).seal(MediaKind::Audio, b"frame");
        frameseal::Header::parse(&frame).unwrap().0.kid.as_u64() >> 22
    };
    let first = generation(&mut room);
    room.run(SECOND);
    room.seat(0).session.rotate();
    room.run(Duration::from_millis(40));
    assert_eq!(generation(&mut room), first + 1, "all have acknowledged it");

    room.run(SECOND);
    room.seat(0).session.rotate();
    let (withheld, start) = (room.id(2), room.now);
    while generation(&mut room) == first + 1 {
        room.run_with(Duration::from_millis(20), |letter| letter.message.to != Some(withheld));
    }
    let waited = room.now - start;
    assert!(waited >= SECOND && waited < SECOND + Duration::from_millis(100), "{waited:?}");
    // Frames of the key that one member lacks wait for it.
    let frame = room.seat(0).seal(MediaKind::Audio, b"frame");
    assert!(matches!(room.seat(2).open(&frame), Err(DecryptError::UnknownKey { .. })));
    room.run(3 * SECOND);
    assert_eq!(room.seat(2).open(&frame).unwrap(), b"frame");
}

#[test]
fn keys_change_by_themselves_with_time_and_use() {
    let mut room = Room::new(16);
    for n in 0..2 {
        let mut config = room.config(&format!("member {n}"));
        config.timing.rotation = 30 * SECOND;
        room.join(config);
    }
    room.run(2 * SECOND);
    room.seat(0).events.clear();
    room.run(95 * SECOND);
    let events = room.seat(0).events.iter();
    assert_eq!(events.filter(|event| **event == CallEvent::SendKeysChanged).count(), 3);
    room.assert_all_read_all();
}

#[test]
fn two_members_compare_a_short_string_over_a_channel_that_loses_half() {
    let mut room = Room::new(17);
    room.fill(3);
    let (a, b) = (room.id(0), room.id(1));
    assert_eq!(
        room.seat(0).session.accept_sas(b),
        Err(SessionError::NoSuchMember { member: b }),
        "nobody has asked"
    );
    room.seat(0).session.start_sas(b).unwrap();
    let mut dice = 1u32;
    let mut half = |_: &room::Letter| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        dice >> 31 == 0
    };
    room.run_with(3 * SECOND, &mut half);
    assert!(room.seat(1).saw(CallEvent::ComparisonAsked { member: a }));
    room.seat(1).session.accept_sas(a).unwrap();
    room.run_with(10 * SECOND, &mut half);
    let (of_a, of_b) = (room.seat(0).session.sas_code(b), room.seat(1).session.sas_code(a));
    assert!(of_a.is_some() && of_a == of_b);
    assert!(room.seat(0).saw(CallEvent::Comparing { member: b }));
    assert!(room.seat(1).saw(CallEvent::Comparing { member: a }));
    // Both at once: one run.
    let c = room.id(2);
    room.seat(0).session.start_sas(c).unwrap();
    room.seat(2).session.start_sas(a).unwrap();
    room.run(2 * SECOND);
    let (of_a, of_c) = (room.seat(0).session.sas_code(c), room.seat(2).session.sas_code(a));
    assert!(of_a.is_some() && of_a == of_c);
    assert_ne!(of_a, of_b);
    // Nobody answers: it fails, and is not tried again.
    room.seat(1).session.start_sas(c).unwrap();
    room.run(61 * SECOND);
    assert!(room.seat(1).saw(CallEvent::ComparisonFailed { member: c }));
    assert_eq!(room.seat(1).session.sas_code(c), None);
}

#[test]
fn codes_are_the_same_for_all_and_change_with_the_members() {
    let mut room = Room::new(18);
    room.fill(3);
    let codes = |room: &mut Room| -> Vec<String> {
        let here = room.seats.iter().flatten();
        here.map(|seat| seat.session.call_code().to_string()).collect()
    };
    let three = codes(&mut room);
    assert_eq!(three.len(), 3);
    assert!(three.iter().all(|code| *code == three[0]));
    let config = room.config("fourth");
    room.join(config);
    room.run(2 * SECOND);
    let four = codes(&mut room);
    assert!(four.iter().all(|code| *code == four[0]) && four[0] != three[0]);
    let (a, b) = (room.id(0), room.id(1));
    let number = room.seat(0).session.safety_number(b).unwrap();
    assert_eq!(number, room.seat(1).session.safety_number(a).unwrap());
    assert!(
        room.seats.iter().flatten().all(|seat| seat.session.members().all(|m| m.sees_the_same))
    );
    room.seat(3).session.leave();
    room.run(SECOND);
    room.seats[3] = None;
    assert_eq!(codes(&mut room)[0], three[0], "the same members as before");
}

#[test]
fn what_cannot_be_joined_says_why() {
    let mut room = Room::new(19);
    let refused = |room: &mut Room, change: &dyn Fn(&mut SessionConfig)| {
        let mut config = room.config("member");
        change(&mut config);
        let identity = DeviceIdentity::import(&[1; 32]);
        Session::join(config, identity, Box::new(room.rng()), room.now).map(drop)
    };
    assert_eq!(refused(&mut room, &|_| {}), Ok(()));
    assert_eq!(refused(&mut room, &|c| c.kems.clear()), Err(SessionError::NoExchange));
    let classical = |c: &mut SessionConfig| {
        c.kems = vec![Kem::X25519];
        c.policy.post_quantum_required = true;
    };
    assert_eq!(refused(&mut room, &classical), Err(SessionError::NoExchange));
    for (what, limit, fill) in [
        ("name", MAX_NAME_LEN, (|c, n| c.name = "x".repeat(n)) as fn(&mut SessionConfig, usize)),
        ("call id", MAX_CALL_ID_LEN, |c, n| c.call_id = vec![b'x'; n]),
        ("list of hosts", MAX_HOSTS, |c, n| {
            c.policy.hosts = vec![DeviceIdentity::import(&[2; 32]).key(); n];
        }),
    ] {
        assert_eq!(refused(&mut room, &|c| fill(c, limit)), Ok(()));
        let len = limit + 1;
        let too_long = SessionError::FieldTooLong { what, len, limit };
        assert_eq!(refused(&mut room, &|c| fill(c, len)), Err(too_long));
    }
}

#[test]
fn a_removed_member_hears_of_it_even_if_the_first_word_is_lost() {
    let mut room = Room::new(20);
    room.fill(3);
    let third = room.id(2);
    room.seat(0).session.remove(third).unwrap();
    // Everything to the third is lost at first, the removal too.
    let mut lost = room.collect();
    lost.retain(|letter| letter.message.to.is_none());
    for letter in &lost {
        let _taken = room.deliver_to(1, &letter.message.bytes);
    }
    assert!(!lost.is_empty() && room.seat(2).session.ended().is_none());
    room.run(6 * SECOND);
    assert_eq!(room.seat(2).session.ended(), Some(Departure::Removed));
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

#[test]
fn a_passphrase_is_all_that_two_need() {
    let mut room = Room::new(21);
    let shown = CallPassphrase::generate(&mut room.rng());
    for name in ["Alice", "Bob"] {
        let typed = CallPassphrase::new(&shown.as_str().replace('-', " ")).unwrap();
        let mut config = room.config(name);
        config.passphrase = Some(typed.stretch(CALL_ID).unwrap());
        room.join(config);
    }
    room.run(2 * SECOND);
    room.assert_all_read_all();
}
