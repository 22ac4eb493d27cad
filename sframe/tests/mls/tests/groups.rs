//! Calls of people who are in a group of a real MLS library: all who are members understand
//! each other, and nobody else does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod call;

use std::time::Duration;

use call::{AUDIO, BOTH, Call, Library};
use frameseal::{
    CipherSuite, DEFAULT_SEND_DELAY, DecryptError, GoOver, Header, MlsKeysError, SenderBits,
};
use mls_harness::{Change, mls_rs, openmls, openmls_x_wing};
use rand::{Rng, SeedableRng, rngs::StdRng};

const GCM: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

#[test]
fn groups_of_2_to_40_members() {
    let mut opened = 0;
    for library in BOTH {
        let mut call = Call::of(library, GCM);
        for members in [2, 3, 4, 5, 9, 17, 40] {
            let new = vec![library; members - call.people.len()];
            call.add(call.people.len() - 1, &new);
            call.settle();
            opened += call.all_talk();
        }
    }
    assert_eq!(opened, 2 * 2 * (2 + 6 + 12 + 20 + 72 + 272 + 1560));
}

#[test]
fn every_cipher_suite_of_frames() {
    let mut opened = 0;
    for id in 1..=8 {
        let mut call = Call::of(openmls, CipherSuite::try_from(id).unwrap());
        call.add(0, &[mls_rs, openmls]);
        call.settle();
        opened += call.all_talk();
    }
    assert_eq!(opened, 8 * 12);
}

/// Messages go both ways, and each library founds, joins, commits and is removed.
#[test]
fn both_libraries_in_one_group() {
    let mut opened = 0;
    for [founder, other] in [[openmls, mls_rs], [mls_rs, openmls]] as [[Library; 2]; 2] {
        let mut call = Call::of(founder, GCM);
        call.add(0, &[other]);
        call.add(1, &[founder, other]);
        call.add(3, &[founder]);
        call.settle();
        opened += call.all_talk();
        for by in 0..5 {
            call.commit(by, Change::default(), GoOver::AfterDelay);
            call.settle();
            opened += call.all_talk();
        }
        let gone = call.remove(1, &[0, 3]);
        assert_eq!(gone.len(), 2);
        opened += call.all_talk();
        call.add(2, &[other, founder, other]);
        call.settle();
        opened += call.all_talk();
    }
    assert_eq!(opened, 2 * (6 * 40 + 12 + 60));
}

/// Any sequence of joins, leaves and updates, by anybody.
#[test]
fn random_histories_of_mixed_groups() {
    let (mut opened, mut commits, mut blanks) = (0, [0; 3], 0);
    for seed in 0..6 {
        let mut random = StdRng::seed_from_u64(seed);
        let mut call = Call::of(BOTH[seed as usize % 2], GCM);
        for _ in 0..25 {
            let members = call.people.len();
            let by = random.random_range(0..members);
            let kind = match random.random_range(0..10) {
                0..5 if members < 12 => 0,
                5..8 if members > 2 => 1,
                _ => 2,
            };
            match kind {
                0 => {
                    let new: Vec<_> = (0..random.random_range(1..4))
                        .map(|_| BOTH[random.random_range(0..2)])
                        .collect();
                    call.add(by, &new);
                }
                1 => drop(call.remove(by, &[(by + random.random_range(1..members)) % members])),
                _ => drop(call.commit(by, Change::default(), GoOver::AfterDelay)),
            }
            commits[kind] += 1;
            call.settle();
            opened += call.all_talk();
            let places: Vec<_> =
                call.people.iter().map(|person| person.mls.place().unwrap()).collect();
            let bits = |leaves| SenderBits::for_group(leaves);
            assert!(places.iter().all(|place| place.epoch == places[0].epoch
                && place.members == places[0].members
                && bits(place.leaves) == bits(places[0].leaves)));
            blanks += usize::from(bits(places[0].members) != bits(places[0].leaves));
        }
    }
    println!("{opened} frames, {commits:?} joins, leaves, updates, {blanks} times fewer bits");
    assert_eq!(commits.iter().sum::<i32>(), 150);
    assert!(commits.iter().all(|&count| count >= 20) && opened >= 10_000 && blanks >= 5);
}

/// S comes from the leaves of the tree: of five members the middle ones leave, and the last
/// keeps its index.
#[test]
fn blank_leaves() {
    for [first, last] in [[openmls, mls_rs], [mls_rs, openmls]] as [[Library; 2]; 2] {
        let mut call = Call::of(first, GCM);
        call.add(0, &[last, first, first, last]);
        call.remove(0, &[1, 2, 3]);
        for person in &call.people {
            let place = person.mls.place().unwrap();
            assert_eq!((place.members, SenderBits::for_group(place.leaves).get()), (2, 3));
        }
        assert_eq!(call.people[1].mls.place().unwrap().own_index, 4);
        assert_eq!(call.all_talk(), 4);

        // With the number of members there would be no KID for the last.
        let mut export = call.people[1].mls.export(GCM).unwrap();
        export.leaves = call.people[1].mls.place().unwrap().members;
        let refused = call.people[1].keys.add_epoch(export, GoOver::AfterDelay, call.now);
        assert_eq!(refused, Err(MlsKeysError::NotInTree { index: 4, leaves: 2 }));

        // Whoever comes takes the first blank leaf; when the last goes, the tree shrinks.
        call.add(0, &[first]);
        call.settle();
        assert_eq!(call.people[2].mls.place().unwrap().own_index, 1);
        assert_eq!(call.all_talk(), 12);
        call.remove(2, &[1]);
        for person in &call.people {
            let leaves = person.mls.place().unwrap().leaves;
            assert_eq!(SenderBits::for_group(leaves).get(), 1);
        }
        assert_eq!(call.all_talk(), 4);
    }
}

#[test]
fn a_member_who_is_late_parks_frames_until_the_commit_comes() {
    for [founder, other] in [[openmls, mls_rs], [mls_rs, openmls]] as [[Library; 2]; 2] {
        let mut call = Call::of(founder, GCM);
        call.add(0, &[other, founder]);
        call.settle();
        let mut late = call.people.pop().unwrap();
        let mut commits = Vec::new();
        let mut token = 0;
        for _ in 0..3 {
            let sent = call.commit(1, Change::default(), GoOver::AtOnce);
            commits.push(sent.commit);
            for sender in 0..2 {
                let frame = call.people[sender].seal(AUDIO);
                let kid = Header::parse(&frame).unwrap().0.kid;
                assert_eq!(late.open(&frame), Err(DecryptError::UnknownKey { kid }));
                assert!(late.decryptor.park(&frame, call::META, token));
                token += 1;
            }
            // Those who are ahead still understand one who sends in the old epoch.
            let behind = late.seal(AUDIO);
            assert!(call.people.iter_mut().all(|person| person.open(&behind).is_ok()));
        }
        assert!(late.decryptor.unpark().is_none());

        let mut opened = 0;
        for (n, commit) in commits.iter().enumerate() {
            late.mls.process(commit).unwrap();
            late.take_keys(GCM, GoOver::AfterDelay, call.now);
            while let Some(unparked) = late.decryptor.unpark() {
                assert_eq!(unparked.token, opened);
                assert_eq!(unparked.frame.unwrap().payload, b"a frame");
                opened += 1;
            }
            assert_eq!(opened, 2 * (n as u64 + 1), "the frames of this epoch and no other");
        }
        call.people.push(late);
        call.settle();
        assert_eq!(call.all_talk(), 12);
    }
}

#[test]
fn who_was_removed_hears_nothing_more() {
    for library in BOTH {
        let mut call = Call::of(openmls, GCM);
        call.add(0, &[library, mls_rs]);
        call.settle();
        call.all_talk();
        let mut gone = call.remove(2, &[1]).pop().unwrap();
        let (mut unknown, mut same_number) = (0, 0);
        for round in 0..40 {
            for sender in 0..2 {
                // Frame 1 and not 0, which it has had from this KID once.
                let frame = [call.people[sender].seal(AUDIO), call.people[sender].seal(AUDIO)];
                match gone.open(&frame[1]).unwrap_err() {
                    DecryptError::UnknownKey { .. } => unknown += 1,
                    // The low bits of the epoch came round to those of one that it knows.
                    DecryptError::Authentication => same_number += 1,
                    other => panic!("{other:?}"),
                }
            }
            call.commit(round % 2, Change::default(), GoOver::AtOnce);
        }
        assert_eq!((unknown, same_number), (76, 4));

        // Nor is it heard, once the old epoch is over.
        let frame = gone.seal(AUDIO);
        assert!(call.people.iter_mut().all(|person| person.open(&frame).is_err()));
    }
}

/// OpenMLS knows no group any more, mls-rs stays in the epoch before; neither has new keys.
#[test]
fn who_was_removed_gets_no_new_keys() {
    let mut call = Call::of(openmls, GCM);
    call.add(0, &[openmls, mls_rs, openmls]);
    let before = call.epoch();
    let gone = call.remove(0, &[1, 2]);
    assert_eq!(gone.len(), 2);
    for mut gone in gone {
        match gone.mls.library() {
            "OpenMLS" => assert!(gone.mls.place().is_err() && gone.mls.export(GCM).is_err()),
            _ => {
                assert_eq!(gone.mls.place().unwrap().epoch, before);
                gone.take_keys(GCM, GoOver::AtOnce, call.now);
            }
        }
        assert_eq!(gone.keys.newest(), Some(before));
        assert!(gone.open(&call.people[0].seal(AUDIO)).is_err());
    }
}

/// What `GoOver::AtOnce` is for.
#[test]
fn who_was_removed_hears_others_until_they_go_over() {
    let mut call = Call::of(openmls, GCM);
    call.add(0, &[mls_rs, openmls]);
    call.settle();
    let mut gone = call.people.remove(1);
    let removes = [gone.mls.place().unwrap().own_index];
    let change = Change { removes: &removes, ..Change::default() };
    call.commit(0, change, GoOver::AfterDelay);
    assert!(gone.open(&call.people[0].seal(AUDIO)).is_ok());
    call.wait(DEFAULT_SEND_DELAY - Duration::from_millis(1));
    assert!(gone.open(&call.people[1].seal(AUDIO)).is_ok());
    call.wait(Duration::from_millis(1));
    for sender in 0..2 {
        assert!(gone.open(&call.people[sender].seal(AUDIO)).is_err());
    }
    assert_eq!(call.talk(0..2), 4);
}

#[test]
fn a_newcomer_cannot_read_the_past() {
    for library in BOTH {
        let mut call = Call::of(mls_rs, GCM);
        call.add(0, &[openmls]);
        call.settle();
        let mut past = Vec::new();
        for n in 0..20 {
            past.push(call.people[n % 2].seal(AUDIO));
            call.commit(n % 2, Change::default(), GoOver::AtOnce);
        }
        past.push(call.people[0].seal(AUDIO));
        call.add(0, &[library]);
        past.push(call.people[0].seal(AUDIO)); // still in the epoch before
        let mut refused = 0;
        for frame in &past {
            assert!(call.people[2].open(frame).is_err());
            refused += 1;
        }
        assert_eq!(refused, 22);
        call.settle();
        assert_eq!(call.all_talk(), 12);
    }
}

#[test]
fn joining_by_an_external_commit() {
    let mut opened = 0;
    for founder in BOTH {
        let mut call = Call::of(founder, GCM);
        call.add(0, &[mls_rs, openmls]);
        call.settle();
        for (welcomer, library) in [(0, openmls), (1, mls_rs), (2, mls_rs)] as [(_, Library); 3] {
            let info = call.people[welcomer].mls.group_info().unwrap();
            let mut new = call.person(library);
            let commit = new.mls.join_externally(&info).unwrap();
            call.people.push(new);
            call.deliver(call.people.len() - 1, &commit, GoOver::AfterDelay);
            call.settle();
            opened += call.all_talk();
        }
    }
    assert_eq!(opened, 2 * 2 * (12 + 20 + 30));
}

/// X-Wing, so that who records today cannot read when there are quantum computers.
#[test]
fn a_group_with_a_post_quantum_cipher_suite() {
    let mut call = Call::of(openmls_x_wing, CipherSuite::AES_256_GCM_SHA512_128);
    call.add(0, &[openmls_x_wing as Library; 4]);
    call.settle();
    let mut opened = call.all_talk();
    call.commit(3, Change::default(), GoOver::AfterDelay);
    call.settle();
    opened += call.all_talk();
    let mut gone = call.remove(4, &[2]).pop().unwrap();
    opened += call.all_talk();
    assert_eq!(opened, 40 + 40 + 24);
    assert!(gone.open(&call.people[0].seal(AUDIO)).is_err());
    // An encapsulated key of X-Wing has 1120 bytes, one of X25519 has 32.
    let update = call.commit(0, Change::default(), GoOver::AtOnce).commit;
    assert!(update.len() > 2 * 1120, "{} bytes", update.len());
}
