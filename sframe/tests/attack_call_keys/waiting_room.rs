//! Attacks on the waiting room: who gets in, by whose word, and for how long.

use super::*;
use frameseal::call::{CallEvent, Departure, SessionError};
use mallory::{ADMIT, DECISION, REMOVE};

/// Alice has founded a call, Bob is in it; Victor waits, and the operator's Mallory lets him in
/// before Alice does. She vouches for Alice and gives him `decisions` to pass on. Then Alice
/// lets him in as well. Gives Victor's seat.
fn deceive(
    room: &mut Room,
    mallory: &mut Mallory,
    decisions: &[Vec<u8>],
    (alice, like): (usize, &Shown),
) -> usize {
    let config = waiting(room, "Victor", &[]);
    let victor = room.join(config);
    room.run(SECOND);
    let victor_id = room.id(victor);
    let mut channel = push_in(room, mallory, victor);
    assert!(room.seat(victor).saw(CallEvent::LetIn));
    let content = Mallory::decisions(&[like.id], decisions);
    let parcel = mallory.parcel(victor_id, &mut channel, &content);
    room.deliver_to(victor, &parcel).unwrap();
    assert!(sees(room, victor, mallory.id()), "nobody can know better yet");
    room.seat(alice).session.admit(victor_id).unwrap();
    room.run(12 * SECOND);
    assert!(sees(room, alice, victor_id) && sees(room, victor, like.id));
    victor
}

/// The operator lets a newcomer in itself, before the members do, and gives it admissions of
/// its accomplices to pass on.
#[test]
fn a_deceived_newcomer_brings_in_a_ghost() {
    let mut room = Room::new(100);
    let alice = founder(&mut room);
    let like = shown(&mut room, alice);
    let (mut mallory, mut ghost) = (Mallory::new(1, &like), Mallory::new(2, &like));
    let admissions = [&mallory, &ghost]
        .map(|subject| mallory.decide(ADMIT, (subject.id(), subject.key()), mallory.id()));
    let victor = deceive(&mut room, &mut mallory, &admissions, (alice, &like));
    let victor_id = room.id(victor);
    // It shows that Victor sees somebody else.
    let members = room.seat(alice).session.members().filter(|member| member.is_present);
    assert_eq!(members.map(|member| member.sees_the_same).collect::<Vec<_>>(), [false]);
    for intruder in [&mut ghost, &mut mallory] {
        push_in(&mut room, intruder, alice);
        room.run(6 * SECOND);
        assert_eq!(room.seat(alice).present(), [victor_id]);
    }
}

/// Nor is anybody removed that way.
#[test]
fn a_deceived_newcomer_passes_on_a_removal() {
    let mut room = Room::new(101);
    let alice = founder(&mut room);
    let like = shown(&mut room, alice);
    let config = waiting(&room, "Bob", &[]);
    let bob = room.join(config);
    room.run(SECOND);
    let (bob_id, identity) = (room.id(bob), room.seat(bob).session.identity());
    room.seat(alice).session.admit(bob_id).unwrap();
    room.run(2 * SECOND);
    let mut mallory = Mallory::new(1, &like);
    let removal = mallory.decide(REMOVE, (bob_id, identity), mallory.id());
    deceive(&mut room, &mut mallory, &[removal], (alice, &like));
    assert!(sees(&mut room, alice, bob_id));
    assert_eq!(room.seat(bob).session.ended(), None);
}

/// A member leaves admissions of its next sessions behind, under authors that do not exist.
#[test]
fn admissions_planted_before_a_removal() {
    let mut room = Room::new(102);
    let alice = founder(&mut room);
    let like = shown(&mut room, alice);
    let (mut mallory, mut next) = (Mallory::new(1, &like), Mallory::new(2, &like));
    room.deliver_to(alice, &mallory.hello()).unwrap();
    room.seat(alice).session.admit(mallory.id()).unwrap();
    let mut channel = push_in(&mut room, &mut mallory, alice);
    assert!(sees(&mut room, alice, mallory.id()));
    let subject = (next.id(), next.key());
    let planted: Vec<_> = [[9; 16], *next.id().as_bytes(), *like.id.as_bytes()]
        .into_iter()
        .flat_map(|author| {
            let author = MemberId::new(author);
            [mallory.decide(ADMIT, subject, author), next.decide(ADMIT, subject, author)]
        })
        .collect();
    assert_eq!(planted.len(), 6);
    let parcel = mallory.parcel(like.id, &mut channel, &Mallory::decisions(&[], &planted));
    room.deliver_to(alice, &parcel).unwrap();
    room.seat(alice).session.remove(mallory.id()).unwrap();
    push_in(&mut room, &mut next, alice);
    room.run(2 * SECOND);
    assert_eq!(room.seat(alice).present(), []);
    assert!(room.seat(alice).saw(CallEvent::Knocking { member: next.id() }));
    assert!(
        room.seat(alice).saw(CallEvent::Left { member: mallory.id(), how: Departure::Removed })
    );
}

#[test]
fn a_removed_host_admits_as_another_session() {
    let mut room = Room::new(103);
    let host = device(1);
    let hosts = [host.key(), Mallory::new(1, &nobody()).key()];
    let config = waiting(&room, "host", &hosts);
    let alice = room.join_as(config, host);
    let like = shown(&mut room, alice);
    let (mut mallory, mut next) = (Mallory::new(1, &like), Mallory::new(2, &like));
    push_in(&mut room, &mut mallory, alice);
    assert!(sees(&mut room, alice, mallory.id()), "a named host comes in");
    room.seat(alice).session.remove(mallory.id()).unwrap();
    for author in [MemberId::new([7; 16]), mallory.id(), like.id] {
        let decision = mallory.decide(ADMIT, (next.id(), next.key()), author);
        let message = [next.envelope(DECISION, None), decision].concat();
        let _refused = room.deliver_to(alice, &message);
        push_in(&mut room, &mut next, alice);
        assert_eq!(room.seat(alice).present(), []);
    }
}

/// Calls that meet again under the same id: what was decided last week is over.
#[test]
fn an_admission_of_last_week() {
    let hosts = [device(1).key()];
    let mut last_week = Room::new(104);
    let config = waiting(&last_week, "host", &hosts);
    let alice = last_week.join_as(config, device(1));
    let like = shown(&mut last_week, alice);
    let mut mallory = Mallory::new(1, &like);
    last_week.deliver_to(alice, &mallory.hello()).unwrap();
    last_week.seat(alice).session.admit(mallory.id()).unwrap();
    push_in(&mut last_week, &mut mallory, alice);
    last_week.seat(alice).session.remove(mallory.id()).unwrap();
    last_week.run(SECOND);
    let decisions = broadcast_decisions(&last_week);
    assert_eq!(decisions.len(), 2);

    let mut room = Room::new(105);
    room.now = 7 * 24 * 3600 * SECOND;
    let config = waiting(&room, "host", &hosts);
    let alice = room.join_as(config, device(1));
    let config = waiting(&room, "Bob", &hosts);
    let bob = room.join(config);
    room.run(SECOND);
    let bob_id = room.id(bob);
    room.seat(alice).session.admit(bob_id).unwrap();
    room.run(2 * SECOND);
    assert_eq!(room.seat(alice).present(), [bob_id]);
    for seat in [alice, bob] {
        // The admission comes back, the removal does not.
        let _refused = room.deliver_to(seat, &decisions[0]);
        push_in(&mut room, &mut mallory, seat);
        assert!(!sees(&mut room, seat, mallory.id()), "{seat}");
    }
    assert_eq!(room.seat(alice).session.members().count(), 2);
}

#[test]
fn a_member_that_is_no_host_lets_somebody_in() {
    let mut room = Room::new(106);
    let hosts = [device(1).key()];
    let config = waiting(&room, "host", &hosts);
    let alice = room.join_as(config, device(1));
    let like = shown(&mut room, alice);
    let mut mallory = Mallory::new(1, &like);
    room.deliver_to(alice, &mallory.hello()).unwrap();
    room.seat(alice).session.admit(mallory.id()).unwrap();
    push_in(&mut room, &mut mallory, alice);
    let config = waiting(&room, "Victor", &hosts);
    let victor = room.join(config);
    room.run(2 * SECOND);
    let decisions = broadcast_decisions(&room);
    assert_eq!(decisions.len(), 1);
    let _refused = room.deliver_to(victor, &decisions[0]);
    push_in(&mut room, &mut mallory, victor);
    assert!(!room.seat(victor).saw(CallEvent::LetIn));
    assert!(matches!(
        room.seat(victor).session.encryptor(frameseal::call::MediaKind::Audio),
        Err(SessionError::NotLetIn)
    ));
}

#[test]
fn whom_a_removed_member_vouched_for() {
    let mut room = Room::new(107);
    let alice = founder(&mut room);
    let like = shown(&mut room, alice);
    let (mut mallory, mut next) = (Mallory::new(1, &like), Mallory::new(2, &like));
    room.deliver_to(alice, &mallory.hello()).unwrap();
    room.seat(alice).session.admit(mallory.id()).unwrap();
    push_in(&mut room, &mut mallory, alice);
    let config = waiting(&room, "Victor", &[]);
    let victor = room.join(config);
    room.run(SECOND);
    // Mallory is a member and may let Victor in; Alice does so too.
    let mut channel = push_in(&mut room, &mut mallory, victor);
    let (victor_id, alice_id) = (room.id(victor), room.id(alice));
    let vouched = Mallory::decisions(&[next.id(), alice_id], &[]);
    let parcel = mallory.parcel(victor_id, &mut channel, &vouched);
    room.deliver_to(victor, &parcel).unwrap();
    room.seat(alice).session.admit(victor_id).unwrap();
    room.run(3 * SECOND);
    assert!(sees(&mut room, victor, alice_id) && sees(&mut room, victor, mallory.id()));
    room.seat(alice).session.remove(mallory.id()).unwrap();
    room.run(3 * SECOND);
    push_in(&mut room, &mut next, victor);
    assert_eq!(room.seat(victor).present(), [alice_id]);
}

/// The operator drops what the host says to the one it lets in; then the host goes.
#[test]
fn admitted_ones_meet_though_the_host_has_gone() {
    let mut room = Room::new(108);
    let hosts = [device(1).key()];
    let config = waiting(&room, "host", &hosts);
    let alice = room.join_as(config, device(1));
    let config = waiting(&room, "Bob", &hosts);
    let bob = room.join(config);
    room.run(SECOND);
    let bob_id = room.id(bob);
    room.seat(alice).session.admit(bob_id).unwrap();
    room.run(2 * SECOND);
    let config = waiting(&room, "Carol", &hosts);
    let carol = room.join(config);
    run_between(&mut room, SECOND, |from, to, _| (from, to) != (alice, carol));
    let carol_id = room.id(carol);
    room.seat(alice).session.admit(carol_id).unwrap();
    run_between(&mut room, SECOND / 5, |from, to, _| (from, to) != (alice, carol));
    room.seats[alice] = None;
    room.run(10 * SECOND);
    assert!(sees(&mut room, bob, carol_id) && sees(&mut room, carol, bob_id));
    room.assert_all_read_all();
}

/// The founder was not heard of when a newcomer was let in: nobody's word says who it is.
#[test]
fn a_member_that_was_absent_meets_those_who_came_meanwhile() {
    let mut room = Room::new(109);
    let alice = founder(&mut room);
    let config = waiting(&room, "Bob", &[]);
    let bob = room.join(config);
    room.run(SECOND);
    let bob_id = room.id(bob);
    room.seat(alice).session.admit(bob_id).unwrap();
    room.run(2 * SECOND);
    run_between(&mut room, 25 * SECOND, |_, _, _| false);
    let config = waiting(&room, "Carol", &[]);
    let carol = room.join(config);
    let cut = |from, to, _: &[u8]| from != alice && to != alice;
    run_between(&mut room, SECOND, cut);
    let carol_id = room.id(carol);
    room.seat(bob).session.admit(carol_id).unwrap();
    run_between(&mut room, 3 * SECOND, cut);
    assert_eq!(room.seat(carol).present(), [bob_id]);
    room.run(20 * SECOND);
    room.assert_all_read_all();
}

/// A member fills everybody's log with decisions, so that nobody can decide against it.
#[test]
fn a_full_log_protects_nobody_from_removal() {
    let mut room = Room::new(110);
    room.fill(2);
    let (alice, bob) = (0, 1);
    let like = shown(&mut room, alice);
    let mut mallory = Mallory::new(1, &like);
    let mut channels = [alice, bob].map(|seat| push_in(&mut room, &mut mallory, seat));
    room.run(2 * SECOND);
    let mut sent = 0;
    for n in 0..=frameseal::call::MAX_DECISIONS / 64 {
        let decisions: Vec<_> = (0..64)
            .map(|m| {
                let mut id = [0; 16];
                id[..8].copy_from_slice(&((n * 64 + m) as u64).to_be_bytes());
                let verdict = if m % 2 == 0 { ADMIT } else { REMOVE };
                mallory.decide(verdict, (MemberId::new(id), device(200).key()), mallory.id())
            })
            .collect();
        sent += decisions.len();
        for seat in [alice, bob] {
            let to = room.id(seat);
            let content = Mallory::decisions(&[], &decisions);
            let parcel = mallory.parcel(to, &mut channels[seat], &content);
            let _refused = room.deliver_to(seat, &parcel);
        }
    }
    assert!(sent > frameseal::call::MAX_DECISIONS);
    if sees(&mut room, alice, mallory.id()) {
        room.seat(alice).session.remove(mallory.id()).unwrap();
    }
    room.run(3 * SECOND);
    for seat in [alice, bob] {
        assert!(!sees(&mut room, seat, mallory.id()), "{seat}");
    }
    room.assert_all_read_all();
}

/// A host that joins anew knows nobody: what its session before decided may be of another call
/// under the same id. Another host tells it; without one, it lets the others in again.
#[test]
fn a_host_that_joins_anew() {
    for has_another in [true, false] {
        let mut room = Room::new(111);
        let hosts = [device(1).key(), device(2).key()];
        let config = waiting(&room, "host", &hosts);
        let alice = room.join_as(config, device(1));
        let config = waiting(&room, "Bob", &hosts);
        let bob = room.join(config);
        if has_another {
            let config = waiting(&room, "host", &hosts);
            room.join_as(config, device(2));
        }
        room.run(2 * SECOND);
        let bob_id = room.id(bob);
        room.seat(alice).session.admit(bob_id).unwrap();
        room.run(2 * SECOND);
        room.assert_all_read_all();
        room.seats[alice] = None;
        let config = waiting(&room, "host", &hosts);
        let again = room.join_as(config, device(1));
        room.run(10 * SECOND);
        assert_eq!(sees(&mut room, again, bob_id), has_another);
        if !has_another {
            assert!(room.seat(again).saw(CallEvent::Knocking { member: bob_id }));
            room.seat(again).session.admit(bob_id).unwrap();
            room.run(6 * SECOND);
        }
        room.assert_all_read_all();
    }
}

/// The only host lets Bob in, comes back while he is cut off, lets Carol in and is gone again. Bob and
/// Carol each know one session of it, and nobody can say that the other is not of an earlier call, until the
/// host is back.
#[test]
fn a_host_that_left_before_all_had_met_it() {
    let mut room = Room::new(112);
    let hosts = [device(1).key()];
    let config = waiting(&room, "host", &hosts);
    let first = room.join_as(config, device(1));
    let config = waiting(&room, "Bob", &hosts);
    let bob = room.join(config);
    room.run(2 * SECOND);
    let bob_id = room.id(bob);
    room.seat(first).session.admit(bob_id).unwrap();
    room.run(2 * SECOND);
    room.assert_all_read_all();
    room.seats[first] = None;

    let cut_off = room.seats[bob].take();
    let config = waiting(&room, "host", &hosts);
    let second = room.join_as(config, device(1));
    let config = waiting(&room, "Carol", &hosts);
    let carol = room.join(config);
    room.run(2 * SECOND);
    let carol_id = room.id(carol);
    room.seat(second).session.admit(carol_id).unwrap();
    room.run(2 * SECOND);
    room.assert_all_read_all();
    room.seats[second] = None;
    room.seats[bob] = cut_off;
    room.run(40 * SECOND);
    assert_eq!(room.who_reads_whom(), []);

    let config = waiting(&room, "host", &hosts);
    let third = room.join_as(config, device(1));
    room.run(10 * SECOND);
    for id in [bob_id, carol_id] {
        assert!(room.seat(third).saw(CallEvent::Knocking { member: id }));
        room.seat(third).session.admit(id).unwrap();
    }
    room.run(10 * SECOND);
    room.assert_all_read_all();
}

/// The decisions that went to everybody.
fn broadcast_decisions(room: &Room) -> Vec<Vec<u8>> {
    let decisions = room.recorded.iter().map(|letter| &letter.message);
    let decisions = decisions.filter(|m| kind_of(&m.bytes) == DECISION && m.to.is_none());
    decisions.map(|message| message.bytes.clone()).collect()
}

/// A hello of nobody, where only the identity matters.
fn nobody() -> Shown {
    Shown {
        id: MemberId::new([0; 16]),
        hash: [0; 32],
        call: [0; 32],
        policy: [0; 32],
        identity: [0; 32],
        x25519: Vec::new(),
        x_wing: Vec::new(),
    }
}
