//! Attacks on messages: cut, flipped, reflected, replayed, reordered, of another call, with
//! weak keys or stripped.

use super::*;
use frameseal::KeyId;
use frameseal::call::{CallEvent, KeyChange, MessageError, Session};
use mallory::{DECISION, INTRODUCTION, PARCEL, REMOVE, STATUS, WHO, With};

/// What of a session must not change.
#[derive(Debug, PartialEq)]
struct State {
    /// With presence and consent.
    members: Vec<(MemberId, bool, bool)>,
    keys: Vec<KeyId>,
    events: usize,
    has_ended: bool,
}

fn state(room: &mut Room, seat: usize) -> State {
    let seat = room.seat(seat);
    let session = &seat.session;
    let members = session.members().map(|m| (m.id, m.is_present, m.consents_to_clear));
    let keys = session.held_keys().filter_map(|change| match change {
        KeyChange::Receive { key, .. } => Some(key.key_id()),
        _ => None,
    });
    State {
        members: members.collect(),
        keys: keys.collect(),
        events: seat.events.len(),
        has_ended: session.ended().is_some(),
    }
}

/// Every message of a session from joining to leaving is tried, cut at every place and with
/// every bit flipped, just before it arrives as it was sent.
#[test]
fn every_truncation_and_every_bit_of_every_message() {
    let mut room = Room::new(400);
    let alice = founder(&mut room);
    let config = waiting(&room, "Bob", &[]);
    let bob = room.join(config);
    let (mut tried, mut relayed, mut kinds) = (0, 0, [0; 7]);
    let mut attack = |room: &mut Room, time: Duration| {
        let end = room.now + time;
        while room.now < end {
            room.now += Duration::from_millis(100);
            let now = room.now;
            for seat in room.seats.iter_mut().flatten() {
                seat.session.advance(now);
                seat.settle(now);
            }
            for letter in room.collect() {
                let (bytes, to) = (letter.message.bytes, 1 - letter.from);
                let known = state(room, to);
                let mut attempt = |room: &mut Room, forged: &[u8], what: (usize, usize)| {
                    let result = room.deliver_to(to, forged);
                    tried += 1;
                    let kind = kind_of(&bytes);
                    // A question changes nothing, whoever asks. Of a hello whose sender is known
                    // nothing is read. A decision counts for its author, whoever brings it.
                    let harmless = forged.len() >= mallory::ENVELOPE
                        && match kind_of(forged) {
                            WHO => true,
                            HELLO => known.members.iter().any(|m| m.0 == from_of(forged)),
                            DECISION => (18..34).contains(&what.0),
                            _ => false,
                        };
                    assert!(result.is_err() || harmless, "kind {kind}, byte and bit {what:?}");
                    if kind == DECISION && result.is_ok() {
                        relayed += 1;
                        return;
                    }
                    if relayed == 0 {
                        assert_eq!(state(room, to), known, "kind {kind}, byte and bit {what:?}");
                    }
                };
                kinds[usize::from(kind_of(&bytes))] += 1;
                for len in 0..bytes.len() {
                    attempt(room, &bytes[..len], (len, 8));
                }
                for byte in 0..bytes.len() {
                    for bit in 0..8 {
                        let mut forged = bytes.clone();
                        forged[byte] ^= 1 << bit;
                        attempt(room, &forged, (byte, bit));
                    }
                }
                relayed = 0;
                let _refused = room.deliver_to(to, &bytes);
            }
        }
    };
    attack(&mut room, SECOND / 5);
    let (alice_id, bob_id) = (room.id(alice), room.id(bob));
    room.seat(alice).session.admit(bob_id).unwrap();
    attack(&mut room, SECOND);
    assert_eq!(room.seat(alice).present(), [bob_id]);
    room.seat(bob).session.rotate();
    attack(&mut room, SECOND);
    room.assert_all_read_all();
    room.seat(bob).session.leave();
    attack(&mut room, SECOND / 10);
    assert!(!sees(&mut room, alice, bob_id) && !sees(&mut room, bob, alice_id));
    for kind in [HELLO, INTRODUCTION, PARCEL, STATUS, DECISION] {
        assert!(kinds[usize::from(kind)] > 0, "kind {kind} was never sent");
    }
    assert!(tried > 50_000, "{tried}");
    println!("{tried} forged messages of kinds {kinds:?}");
}

#[test]
fn reflected_messages() {
    let mut room = Room::new(401);
    room.fill(2);
    let letters = room.recorded.clone();
    let (alice, bob) = (room.id(0), room.id(1));
    let before = [state(&mut room, 0), state(&mut room, 1)];
    let mut tried = 0;
    for letter in &letters {
        let bytes = &letter.message.bytes;
        assert_eq!(room.deliver_to(letter.from, bytes), Err(MessageError::Reflected));
        // Under the other's name, and to this one.
        let mut turned = bytes.clone();
        let [me, other] = if letter.from == 0 { [alice, bob] } else { [bob, alice] };
        turned[18..34].copy_from_slice(other.as_bytes());
        if letter.message.to.is_some() {
            turned[34..50].copy_from_slice(me.as_bytes());
        }
        let result = room.deliver_to(letter.from, &turned);
        assert!(result.is_err() || [HELLO, WHO].contains(&kind_of(bytes)), "{result:?}");
        tried += 1;
    }
    assert!(tried >= 12, "{tried}");
    assert_eq!([state(&mut room, 0), state(&mut room, 1)], before);
}

/// The same device in two calls: nothing goes over from one to the other, with whatever name
/// of a call on it.
#[test]
fn messages_of_another_call() {
    let mut other = Room::new(402);
    for n in 1..3 {
        let mut config = other.config("device");
        config.call_id = b"another call".to_vec();
        other.join_as(config, device(n));
    }
    other.run(3 * SECOND);
    other.assert_all_read_all();
    let mut room = Room::new(403);
    for n in 1..3 {
        let config = room.config("device");
        room.join_as(config, device(n));
    }
    room.run(3 * SECOND);
    let call = shown(&mut room, 0).call;
    let before = state(&mut room, 0);
    let mut tried = 0;
    for letter in &other.recorded {
        let mut bytes = letter.message.bytes.clone();
        assert_eq!(room.deliver_to(0, &bytes), Err(MessageError::OtherCall));
        bytes[2..18].copy_from_slice(&call[..16]);
        let to = if letter.message.to.is_some() { *room.id(0).as_bytes() } else { [0; 16] };
        bytes[34..50].copy_from_slice(&to);
        let result = room.deliver_to(0, &bytes);
        assert!(result.is_err() || kind_of(&bytes) == WHO, "{result:?}");
        let from = *room.id(1).as_bytes();
        bytes[18..34].copy_from_slice(&from);
        let result = room.deliver_to(0, &bytes);
        assert!(result.is_err() || [HELLO, WHO].contains(&kind_of(&bytes)), "{result:?}");
        tried += 2;
    }
    assert!(tried >= 24, "{tried}");
    assert_eq!(state(&mut room, 0), before);
}

/// X25519 points of small order in every spelling (those of libsodium's blocklist, and their
/// twins with the bit that is ignored).
fn small_order_points() -> Vec<[u8; 32]> {
    let hex = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    let points = hex.map(|point| <[u8; 32]>::try_from(hex::decode(point).unwrap()).unwrap());
    points
        .into_iter()
        .flat_map(|point| {
            [point, {
                let mut p = point;
                p[31] |= 0x80;
                p
            }]
        })
        .collect()
}

#[test]
fn points_of_small_order() {
    let mut room = Room::new(404);
    room.fill(1);
    let like = shown(&mut room, 0);
    let points = small_order_points();
    assert_eq!(points.len(), 14);
    for (n, point) in points.iter().enumerate() {
        // In a hello: nobody is introduced to it.
        let offer = [&[0x00, 0x20][..], point].concat();
        let mallory = Mallory::offering(n as u64, &like, &offer);
        room.deliver_to(0, &mallory.hello()).unwrap();
        room.run(SECOND);
        let to = mallory.id();
        let sent = room.recorded.iter().filter(|letter| letter.message.to == Some(to));
        assert_eq!(sent.filter(|l| kind_of(&l.message.bytes) == INTRODUCTION).count(), 0, "{n}");
        // In an introduction: the secret would be known to everybody.
        let mallory = Mallory::new(1000 + n as u64, &like);
        room.deliver_to(0, &mallory.hello()).unwrap();
        let body = [&[0x00, 0x20][..], &1u64.to_be_bytes(), point, &[0; 16]].concat();
        let result = room.deliver_to(0, &mallory.introduction(&like, &body));
        assert_eq!(result, Err(MessageError::Authentication), "{n}");
    }
    assert_eq!(room.seat(0).present(), []);
}

/// Both can use X-Wing, so nothing else is taken, and nobody strips it from a hello.
#[test]
fn the_stronger_exchange_is_stripped() {
    let mut room = Room::new(405);
    room.fill(2);
    let members = room.seat(0).session.members().collect::<Vec<_>>();
    assert!(members.len() == 1 && members[0].is_post_quantum);
    let like = shown(&mut room, 0);
    let hello = room.recorded.iter().find(|l| l.from == 1).unwrap().message.bytes.clone();
    let config = room.config("newcomer");
    let newcomer = room.join(config);
    let end = hello.len() - 64;
    let stripped = [&hello[..end - 1218], &hello[end..]].concat();
    assert!(room.deliver_to(newcomer, &stripped).is_err());
    let mut renamed = stripped.clone();
    renamed[18..34].copy_from_slice(Shown::by(&stripped).id.as_bytes());
    assert_eq!(room.deliver_to(newcomer, &renamed), Err(MessageError::Signature));
    assert!(room.seat(newcomer).session.members().next().is_none());

    // Who offers both and then introduces itself with the weaker one.
    let offers = [&[0x00, 0x20][..], &like.x25519, &[0x64, 0x7a], &like.x_wing].concat();
    let mut mallory = Mallory::offering(1, &like, &offers);
    room.deliver_to(0, &mallory.hello()).unwrap();
    let (weaker, _) = mallory.introduce_with(&like, With::X25519);
    assert_eq!(room.deliver_to(0, &weaker), Err(MessageError::Downgrade));
    let (stronger, _) = mallory.introduce_with(&like, With::XWing);
    assert_eq!(room.deliver_to(0, &stronger), Ok(()));

    // Where the policy wants it, nothing weaker comes in at all.
    let mut config = room.config("strict");
    config.policy.post_quantum_required = true;
    let strict = room.join(config);
    let like = shown(&mut room, strict);
    let mallory = Mallory::new(2, &like);
    let refused = Err(MessageError::NoCommonExchange { from: mallory.id() });
    assert_eq!(room.deliver_to(strict, &mallory.hello()), refused);
}

/// The operator puts its own device in the place of a member's: the name is the same, and the
/// identity that people compare is not.
#[test]
fn the_operator_swaps_an_identity() {
    let mut room = Room::new(406);
    room.fill(2);
    let hello = room.recorded.iter().find(|l| l.from == 1).unwrap().message.bytes.clone();
    let config = room.config("Alice");
    let alice = room.join(config);
    let like = shown(&mut room, 1);
    let mallory = Mallory::new(1, &like);
    let mut swapped = hello.clone();
    swapped[114..146].copy_from_slice(mallory.key().as_bytes());
    let id = *Shown::by(&swapped).id.as_bytes();
    assert!(room.deliver_to(alice, &swapped).is_err());
    swapped[18..34].copy_from_slice(&id);
    assert_eq!(room.deliver_to(alice, &swapped), Err(MessageError::Signature));
    // Signed anew it is Mallory's hello, under her own key.
    room.deliver_to(alice, &mallory.hello()).unwrap();
    let seen: Vec<_> = room.seat(alice).session.members().map(|member| member.identity).collect();
    assert_eq!(seen, [mallory.key()]);
    assert_ne!(mallory.key().as_bytes(), &like.identity);
}

/// A session that is over, played back whole to one that knew it and to one that did not.
#[test]
fn a_recorded_session_is_played_back() {
    let mut room = Room::new(407);
    room.fill(2);
    room.seat(1).session.rotate();
    room.run(7 * SECOND);
    let bob = room.id(1);
    room.seat(1).session.leave();
    room.run(SECOND);
    room.seats[1] = None;
    let recorded: Vec<_> = room.recorded.iter().filter(|l| l.from == 1).cloned().collect();
    let config = room.config("newcomer");
    let newcomer = room.join(config);
    room.run(3 * SECOND);
    let keys = [state(&mut room, 0).keys, state(&mut room, newcomer).keys];
    let mut tried = 0;
    for _ in 0..2 {
        for letter in &recorded {
            let result = room.deliver_to(0, &letter.message.bytes);
            assert_eq!(result, Err(MessageError::Gone { from: bob }));
            let mut bytes = letter.message.bytes.clone();
            if letter.message.to.is_some() {
                let to = *room.id(newcomer).as_bytes();
                bytes[34..50].copy_from_slice(&to);
            }
            let _refused = room.deliver_to(newcomer, &bytes);
            assert!(!sees(&mut room, 0, bob) && !sees(&mut room, newcomer, bob));
            tried += 1;
        }
    }
    assert!(tried >= 16, "{tried}");
    assert_eq!([state(&mut room, 0).keys, state(&mut room, newcomer).keys], keys, "and no old key");
    assert!(!room.seat(newcomer).saw(CallEvent::Joined { member: bob }));
}

/// An older introduction does not bring an older channel back, nor old parcels.
#[test]
fn replayed_introductions_and_parcels_of_a_member() {
    let mut room = Room::new(408);
    room.fill(2);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    let (first, mut old) = mallory.introduce(&like);
    let (second, mut new) = mallory.introduce(&like);
    room.deliver_to(0, &mallory.hello()).unwrap();
    room.deliver_to(0, &first).unwrap();
    answer(&mut room, &mallory, &mut old, 0);
    let keys = mallory.parcel(like.id, &mut old, &Mallory::keys(0, 77, 0, 1));
    room.deliver_to(0, &keys).unwrap();
    assert_eq!(room.deliver_to(0, &keys), Err(MessageError::Replayed));
    room.deliver_to(0, &second).unwrap();
    assert_eq!(room.deliver_to(0, &keys), Err(MessageError::Authentication));
    answer(&mut room, &mallory, &mut new, 0);
    let later = mallory.parcel(like.id, &mut new, &Mallory::keys(1, 78, 0, 2));
    room.deliver_to(0, &later).unwrap();
    let before = state(&mut room, 0);
    assert_eq!(room.deliver_to(0, &first), Err(MessageError::Replayed));
    assert_eq!(room.deliver_to(0, &keys), Err(MessageError::Replayed));
    assert_eq!(room.deliver_to(0, &later), Err(MessageError::Replayed));
    assert_eq!(room.deliver_to(0, &second), Ok(()), "that is only confirmed again");
    assert_eq!(state(&mut room, 0), before);
}

/// The channel loses a third, repeats another and delivers in any order.
#[test]
fn reordered_repeated_and_lost_messages() {
    let mut room = Room::new(409);
    for n in 0..5 {
        let config = room.config(&format!("member {n}"));
        room.join(config);
    }
    let (mut held, mut random) = (Vec::new(), 12345u64);
    let (mut lost, mut repeated) = (0, 0);
    for _ in 0..1500 {
        room.now += Duration::from_millis(20);
        let now = room.now;
        for seat in room.seats.iter_mut().flatten() {
            seat.session.advance(now);
            seat.settle(now);
        }
        held.extend(room.collect());
        for _ in 0..held.len() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = (random >> 33) as usize % held.len().max(1);
            match random >> 60 {
                0..5 => {
                    held.swap_remove(at);
                    lost += 1;
                }
                5..9 => {
                    let letter = held.swap_remove(at);
                    room.deliver(&letter);
                }
                9..11 => {
                    let letter = held[at].clone();
                    room.deliver(&letter);
                    repeated += 1;
                }
                _ => {}
            }
            if held.is_empty() {
                break;
            }
        }
    }
    assert!(lost > 100 && repeated > 50, "{lost} {repeated}");
    room.run(11 * SECOND);
    room.assert_all_read_all();
    for seat in 0..5 {
        assert!(room.seat(seat).session.members().all(|member| member.sees_the_same));
    }
}

/// Numbers at their ends. Each harms its author alone.
#[test]
fn numbers_at_their_limits() {
    let mut room = Room::new(410);
    room.fill(2);
    let like = shown(&mut room, 0);
    let mut mallory = Mallory::new(1, &like);
    mallory.join_at(u64::MAX);
    mallory.number = u64::MAX - 1;
    let mut channel = push_in(&mut room, &mut mallory, 0);
    assert!(sees(&mut room, 0, mallory.id()));
    room.deliver_to(0, &mallory.status_numbered(u64::MAX, 0)).unwrap();
    assert_eq!(room.deliver_to(0, &mallory.status_numbered(5, 0)), Err(MessageError::Replayed));
    let mut send = |room: &mut Room, content: &[u8]| {
        let parcel = mallory.parcel(like.id, &mut channel, content);
        room.deliver_to(0, &parcel)
    };
    let last = (1u64 << 42) - 1;
    assert_eq!(send(&mut room, &Mallory::keys(last + 1, 1, 0, 1)), Err(MessageError::Malformed));
    assert_eq!(send(&mut room, &Mallory::keys(1, 1, 13, 1)), Err(MessageError::Malformed));
    assert_eq!(send(&mut room, &Mallory::keys(last, 1, 12, 1)), Ok(()));
    assert_eq!(send(&mut room, &Mallory::keys(last, 1, 12, 2)), Ok(()), "and ignored");
    assert_eq!(send(&mut room, &Mallory::ack(u64::MAX, 0)), Ok(()));
    assert_eq!(send(&mut room, &Mallory::ack(0, 3)), Err(MessageError::Malformed));
    assert_eq!(send(&mut room, &[9]), Err(MessageError::Malformed));
    assert_eq!(send(&mut room, &[]), Err(MessageError::Malformed));
    let longest = Mallory::decisions(&vec![MemberId::new([1; 16]); 1000], &[]);
    assert_eq!(send(&mut room, &longest), Ok(()));
    let id = mallory.id();
    assert!(room.seat(0).session.sender_of(KeyId::new((last << 22) | (1 << 6) | 12)).is_some());
    // The device's other session cannot replace it, and nobody else is touched.
    mallory.join_at(0);
    push_in(&mut room, &mut mallory, 0);
    assert!(sees(&mut room, 0, id) && !sees(&mut room, 0, mallory.id()));
    room.run(2 * SECOND);
    let bob = room.id(1);
    assert!(sees(&mut room, 0, bob));
}

/// A goodbye and a removal in another's name.
#[test]
fn an_impersonated_goodbye() {
    let mut room = Room::new(411);
    room.fill(3);
    let (alice, bob) = (shown(&mut room, 0), shown(&mut room, 1));
    let mut mallory = Mallory::new(1, &alice);
    push_in(&mut room, &mut mallory, 0);
    let mut goodbye = mallory.status_numbered(1000, 1);
    goodbye[18..34].copy_from_slice(bob.id.as_bytes());
    assert_eq!(room.deliver_to(0, &goodbye), Err(MessageError::Signature));
    // A decision that claims to be Bob's session, signed by Mallory, is not Bob's.
    let carol = shown(&mut room, 2);
    let subject = (carol.id, IdentityKey::new(carol.identity));
    let decision = mallory.decide(REMOVE, subject, bob.id);
    let message = [mallory.envelope(DECISION, None), decision].concat();
    let refused = Err(MessageError::NotEntitled { author: bob.id });
    assert_eq!(room.deliver_to(0, &message), refused);
    assert!(sees(&mut room, 0, bob.id) && sees(&mut room, 0, carol.id));
}

/// Any number of hellos, questions and noise; then somebody wants to come in.
#[test]
fn a_flood_of_everything() {
    let mut room = Room::new(412);
    room.fill(2);
    let like = shown(&mut room, 0);
    let mut random = 99u64;
    let (mut handled, mut biggest) = (0, 0);
    let mut mallory = Mallory::new(1, &like);
    for n in 0..20_000u64 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(n);
        let mut bytes = match n % 4 {
            0 => {
                mallory.join_anew();
                mallory.hello()
            }
            1 => mallory.envelope(WHO, Some(like.id)),
            2 => vec![random as u8; (random >> 48) as usize % 20_000],
            _ => mallory.envelope((random >> 40) as u8 % 8, Some(like.id)),
        };
        if n % 4 == 3 {
            bytes[18..26].copy_from_slice(&random.to_be_bytes());
            bytes.extend(random.to_be_bytes());
        }
        handled += usize::from(room.deliver_to(0, &bytes).is_ok());
        if n % 100 == 0 {
            room.now += Duration::from_millis(1);
            let members = room.seat(0).session.members().count();
            biggest = biggest.max(members);
            room.collect();
            room.recorded.clear();
        }
    }
    assert!(handled >= 5000, "{handled}");
    assert!(biggest <= frameseal::call::MAX_STRANGERS + 1, "{biggest}");
    let config = room.config("Carol");
    room.join(config);
    room.run(5 * SECOND);
    room.assert_all_read_all();
}

/// An app that does not poll keeps what it must and no more.
#[test]
fn a_flood_that_nobody_polls() {
    let mut room = Room::new(413);
    let config = room.config("Alice");
    let rng = Box::new(room.rng());
    let mut session = Session::join(config, device(1), rng, room.now).unwrap();
    let hello = session.poll_outgoing().unwrap().bytes;
    let like = Shown::by(&hello);
    let mut mallory = Mallory::new(1, &like);
    for n in 0..3000 {
        mallory.join_anew();
        let now = room.now + n * Duration::from_millis(2); // so many a second are answered
        session.handle(&mallory.hello(), now).unwrap();
    }
    let mut waits = 0;
    while session.poll_outgoing().is_some() {
        waits += 1;
    }
    assert_eq!(waits, frameseal::call::MAX_OUTGOING);
    assert!(session.members().count() <= frameseal::call::MAX_STRANGERS);
}
