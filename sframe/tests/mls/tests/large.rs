//! A call of 1000 members, of each library and of both.

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

use call::{AUDIO, Call, Library};
use frameseal::{CipherSuite, GoOver, MAX_HEADER_LEN};
use mls_harness::{Change, mls_rs, openmls};

const MEMBERS: usize = 1000;

/// Members who have a client running. Each checks all signatures of the tree when it joins,
/// so all of them would take minutes.
const RUNNING: usize = 40;

const SENDERS: usize = 12;

fn a_call(libraries: [Library; 2]) {
    let mut call = Call::of(libraries[0], CipherSuite::AES_128_GCM_SHA256_128);
    let mut new: Vec<_> = (1..MEMBERS).map(|n| call.person(libraries[n % 2])).collect();
    let adds: Vec<_> = new.iter_mut().map(|new| new.mls.key_package().unwrap()).collect();
    let change = Change { adds: &adds, ..Change::default() };
    let welcome = call.commit(0, change, GoOver::AfterDelay).welcome.unwrap();
    // From all over the tree, and the last one.
    for (at, mut new) in new.into_iter().enumerate() {
        if at % (MEMBERS / (RUNNING - 2)) == 0 || at + 2 == MEMBERS {
            new.mls.join(&welcome).unwrap();
            new.take_keys(call.suite, GoOver::AfterDelay, call.now);
            call.people.push(new);
        }
    }
    let running = call.people.len();
    assert!(running >= RUNNING, "{running}");
    assert_eq!(call.people[running - 1].mls.place().unwrap().own_index as usize, MEMBERS - 1);
    call.settle();
    let senders = || (0..SENDERS).map(|n| n * (running - 1) / (SENDERS - 1));
    let mut opened = call.talk(senders());

    // An update, somebody leaves, somebody comes: both from the far end of the tree.
    call.commit(running / 2, Change::default(), GoOver::AfterDelay);
    call.settle();
    opened += call.talk(senders());
    let mut gone = call.remove(running - 1, &[1]).pop().unwrap();
    let frame = call.people[0].seal(AUDIO);
    assert!(frame.len() <= b"a frame".len() + 16 + MAX_HEADER_LEN);
    assert!(gone.open(&frame).is_err());
    call.add(running - 2, &libraries[1..]);
    call.settle();
    opened += call.talk(senders());

    let place = call.people[0].mls.place().unwrap();
    assert_eq!(place.members as usize, MEMBERS);
    assert!(call.people.iter().all(|person| person.mls.place().unwrap().epoch == place.epoch));
    println!("{MEMBERS} members, {running} of them running, {opened} frames opened");
    assert_eq!(opened, 3 * 2 * SENDERS * (running - 1));
}

#[test]
fn of_openmls() {
    a_call([openmls, openmls]);
}

#[test]
fn of_mls_rs() {
    a_call([mls_rs, mls_rs]);
}

#[test]
fn of_both() {
    a_call([openmls, mls_rs]);
}
