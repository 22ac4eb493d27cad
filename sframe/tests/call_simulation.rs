//! Thousands of whole calls, each from one seed, with every fault and attack that a channel
//! in the operator's hands makes possible.
//!
//! A run that fails names its seed. `FRAMESEAL_SEED=… cargo test -p frameseal
//! --test call_simulation -- --nocapture` plays that run alone and tells what happens in it;
//! `FRAMESEAL_RUNS=…` makes more runs, and `FRAMESEAL_FIRST=…` other ones.

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

mod simulation;

use frameseal::call::MAX_OUTGOING;
use simulation::Tally;
use simulation::scenes::{join, quiet_call};

/// So many calls are simulated unless `FRAMESEAL_RUNS` says otherwise: about a minute.
const RUNS: u64 = 2000;

/// Hello, introduction, keys and acknowledgements, in both directions, and some twice.
const MESSAGES_A_PAIR: u64 = 20;

/// One every join gap while 50 join within a second, and until the last was introduced.
const CHANGES_A_STORM: u64 = 10;

/// A status of 155 bytes every 5 s.
const QUIET_BYTES_A_SECOND: u64 = 2 * 155 / 5;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

#[test]
fn calls_come_right_and_nobody_reads_what_it_must_not() {
    if let Some(seed) = number("FRAMESEAL_SEED") {
        match simulation::run(seed, true) {
            Ok(outcome) => println!("seed {seed}: {}", outcome.tally),
            Err(what) => panic!("seed {seed}: {what}"),
        }
        return;
    }
    let first = number("FRAMESEAL_FIRST").unwrap_or(0);
    let runs = number("FRAMESEAL_RUNS").unwrap_or(RUNS);
    let (mut tally, mut failed) = (Tally::default(), Vec::new());
    for (played, broke) in simulation::on_all_processors(first..first + runs) {
        tally.merge(&played);
        failed.extend(broke);
    }
    failed.sort_unstable();
    println!("{tally}");
    assert!(
        failed.is_empty(),
        "{} of {runs} runs failed; play one with\nFRAMESEAL_SEED={} cargo test -p frameseal \
         --test call_simulation -- --nocapture",
        failed.len(),
        failed.first().copied().unwrap_or_default()
    );
    // What each 100 runs have at least; nothing of it may have been forgotten. Some things come in
    // bursts: a slow machine that plays fewer runs does without this.
    if runs < RUNS {
        println!("{runs} runs are too few to say that each thing happens often enough");
        return;
    }
    for (what, least) in [
        ("runs of open calls", 30),
        ("runs with a waiting room", 15),
        ("runs with hosts", 15),
        ("runs that came right", 100),
        ("quiet ends", 10),
        ("joins", 400),
        ("leaves", 15),
        ("crashes", 30),
        ("silent departures", 3),
        ("superseded", 40),
        ("removals", 5),
        ("removed sessions that know it", 5),
        ("admissions", 200),
        ("cut off", 30),
        ("partitions", 10),
        ("clock jumps", 20),
        ("rotations asked for", 8),
        ("absences", 60),
        ("returned after absence", 30),
        ("tag conflicts", 30),
        ("found no place", 5),
        ("ghosts in open calls", 3),
        ("ghosts before waiting rooms", 3),
        ("ghosts seen", 8),
        ("lost", 4000),
        ("withheld", 500),
        ("replays", 1500),
        ("forgeries", 400),
        ("messages of another call", 400),
        ("frames sealed", 5000),
        ("frames opened", 20_000),
        ("frames opened after waiting", 150),
        ("frames rightly refused", 5000),
        ("frames refused as repeated", 100),
        ("final frames", 8000),
        ("refused: Authentication", 10),
        ("refused: Gone", 30),
        ("refused: Malformed", 30),
        ("refused: NotAdmitted", 300),
        ("refused: NotEntitled", 100),
        ("refused: NotForMe", 5000),
        ("refused: OtherCall", 30),
        ("refused: Reflected", 100),
        ("refused: Replayed", 500),
        ("refused: Signature", 10),
        ("refused: UnknownSender", 500),
        ("refused: Full", 10),
    ] {
        let many = tally.of(what);
        assert!(many >= least * runs / 100, "{what}: only {many} in {runs} runs");
    }
}

#[test]
fn a_seed_is_a_call() {
    for seed in 0..20 {
        let once = simulation::run(seed, false).unwrap();
        let again = simulation::run(seed, false).unwrap();
        assert_eq!(once.trace, again.trace, "seed {seed}");
    }
    let one = simulation::run(1, false).unwrap().trace;
    assert_ne!(one, simulation::run(2, false).unwrap().trace);
}

#[test]
fn the_cost_of_a_join_grows_with_the_members_and_not_faster() {
    for members in [5, 10, 25] {
        let mut world = quiet_call(members as u64, members);
        let cost = join(&mut world, 1);
        println!("{members} members, one joins: {} messages, {} bytes", cost.messages, cost.bytes);
        assert!(cost.messages <= MESSAGES_A_PAIR * members as u64, "{} messages", cost.messages);
        assert!(cost.messages >= 4 * members as u64, "introductions and keys, both ways");
        assert!(cost.changes <= 1);
    }
}

#[test]
fn fifty_who_join_within_a_second_change_keys_a_handful_of_times() {
    let (members, newcomers) = (6u64, 50u64);
    let mut world = quiet_call(50, members as usize);
    let cost = join(&mut world, newcomers as usize);
    let pairs = newcomers * members + newcomers * (newcomers - 1) / 2;
    println!(
        "50 join 6: {} messages for {pairs} pairs, {} bytes, keys changed {} times, {} messages at once",
        cost.messages, cost.bytes, cost.changes, cost.most_at_once
    );
    assert!((1..=CHANGES_A_STORM).contains(&cost.changes), "changed {} times", cost.changes);
    assert!(cost.messages <= MESSAGES_A_PAIR * pairs, "{} messages", cost.messages);
    assert!(cost.most_at_once < MAX_OUTGOING as u64 / 2);
}

#[test]
fn a_call_of_a_hundred_comes_right_and_then_says_little() {
    let members = number("FRAMESEAL_MEMBERS").unwrap_or(100);
    let mut world = quiet_call(100, members as usize);
    for party in &mut world.parties {
        party.sent_bytes = 0;
    }
    world.run_until(world.now + 5_000);
    world.check();
    let most = world.parties.iter().map(|party| party.sent_bytes).max().unwrap();
    println!("{members} members: {most} bytes each in 5 s, {}", world.tally);
    assert!(most <= 5 * QUIET_BYTES_A_SECOND, "{most} bytes in 5 s");
    assert!(world.tally.of("most messages at once") < MAX_OUTGOING as u64);
}

#[test]
fn larger_calls_in_trouble() {
    for (seed, members) in [(25, 25), (26, 25), (50, 50)] {
        let outcome = simulation::run_sized(seed, members);
        let tally = outcome.unwrap_or_else(|what| panic!("{members} members: {what}")).tally;
        println!("{members} members: {tally}");
        assert_eq!(tally.of("runs that came right"), 1);
    }
}
