//! The decryptor against the fuzzer's model of it: which frames open, which do not and why, replay
//! windows, ratchet steps ahead and behind, epochs, limits, forgeries, parking, events.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::shared::key_store::{Call, Source, Step, layout, source};

/// Sources of which few are enough to meet each other, and now and then another key of one name.
fn some_source(number: usize) -> impl Strategy<Value = Source> {
    let name = prop_oneof![12 => 0..5_u8, 2 => 5..8_u8, 1 => 0xe0..0xe3_u8];
    // Ratchet steps go up to 23, and lie close together.
    let at = prop_oneof![6 => 0..6_u8, 2 => 6..24_u8];
    (name, at).prop_map(move |(name, at)| source(layout(number), name, at))
}

fn some_step(number: usize) -> impl Strategy<Value = Step> {
    let one = move || some_source(number);
    prop_oneof![
        10 => one().prop_map(Step::Send),
        5 => (one(), prop_oneof![8 => 1..4_u8, 2 => 50..80_u8])
            .prop_map(|(source, frames)| Step::Seal(source, frames)),
        8 => prop_oneof![2 => 0..6_usize, 1 => 0..100_usize, 1 => 60..68_usize].prop_map(Step::Deliver),
        6 => one().prop_map(Step::Add),
        2 => one().prop_map(Step::Remove),
        2 => one().prop_map(Step::Retire),
        3 => (0..12_u64).prop_map(Step::Advance),
        1 => one().prop_map(Step::RefuseOwn),
        3 => one().prop_map(Step::Forge),
        3 => (0..8_usize).prop_map(Step::Park),
        2 => Just(Step::Unpark),
    ]
}

fn check(name: &str, number: usize) {
    let cases = (0..8_usize, vec(some_step(number), 1..100));
    super::run(name, cases, |(suite, steps)| {
        let mut call = Call::new(number, suite);
        steps.into_iter().for_each(|step| call.step(step));
        call.end();
    });
}

#[test]
fn plain_keys() {
    check("decryptor, plain keys", 0);
}

#[test]
fn sender_keys() {
    check("decryptor, sender keys", 1);
}

#[test]
fn mls_epochs() {
    check("decryptor, MLS epochs", 2);
}
