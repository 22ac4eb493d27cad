//! Whole calls in virtual time, each from one seed: people who come and go, a channel that
//! loses and an operator that attacks. What must always hold is checked all the time, what
//! must come right in the end when everything is mended.

#![allow(unreachable_pub)] // a folder of one test

mod channel;
mod checks;
mod dice;
mod media;
mod operator;
mod party;
mod plan;
pub mod scenes;
mod tally;
mod world;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dice::Dice;
use plan::{Action, Plan, Rule};
pub use tally::Tally;
use world::Event;
use world::World;

/// What came of a run.
pub struct Outcome {
    pub tally: Tally,
    pub trace: u64,
}

/// Runs the call of a seed. `Err` says what does not hold.
pub fn run(seed: u64, verbose: bool) -> Result<Outcome, String> {
    let mut dice = Dice::new(seed);
    let plan = Plan::draw(&mut dice);
    run_plan(plan, dice, verbose)
}

/// Plays calls on every processor; what each counted, and the seeds that failed.
pub fn on_all_processors(seeds: Range<u64>) -> Vec<(Tally, Vec<u64>)> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let play = &|thread: usize| {
        let (mut tally, mut failed) = (Tally::default(), Vec::new());
        for seed in seeds.clone().skip(thread).step_by(threads) {
            match run(seed, false) {
                Ok(outcome) => tally.merge(&outcome.tally),
                Err(what) => {
                    println!("seed {seed}: {what}");
                    failed.push(seed);
                }
            }
        }
        (tally, failed)
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|n| scope.spawn(move || play(n))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// As [`run`], with so many members.
pub fn run_sized(seed: u64, members: usize) -> Result<Outcome, String> {
    let mut dice = Dice::new(seed);
    let mut plan = Plan::sized(&mut dice, members);
    (plan.small, plan.trouble, plan.frames) = (100, 20_000, 20_000);
    run_plan(plan, dice, false)
}

fn run_plan(plan: Plan, dice: Dice, verbose: bool) -> Result<Outcome, String> {
    if verbose {
        println!("{plan:#?}");
    }
    let mut world = World::new(plan, dice, verbose);
    let what = catch_unwind(AssertUnwindSafe(|| whole_call(&mut world)));
    if let Err(panic) = what {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).into()));
        world.fail(format!("panic: {}", text.unwrap_or_default()));
    }
    match world.failure.take() {
        Some(failure) => Err(failure),
        None => Ok(Outcome { trace: world.hash(), tally: world.tally }),
    }
}

fn whole_call(world: &mut World) {
    world.tally.count("runs");
    world.tally.count(match world.plan.rule {
        Rule::Open => "runs of open calls",
        Rule::AnyMember => "runs with a waiting room",
        Rule::Hosts(_) => "runs with hosts",
    });
    for _ in 0..world.plan.members {
        world.device(true);
    }
    if world.plan.actions.iter().any(|(_, action)| *action == Action::Trick) {
        world.record_another_call();
    }
    let spread = world.dice.pick(&[200, 2000, 8000]).unwrap_or(200);
    for device in 0..world.plan.members {
        let delay = if device == 0 { 0 } else { world.dice.below(spread) };
        world.after(delay, Event::Start { device });
    }
    if world.plan.ghost {
        world.send_ghost();
    }
    for (at, action) in world.plan.actions.clone() {
        world.after(at, Event::Act(action));
    }
    world.after(world.plan.trouble, Event::Mend);
    world.run_until(world.now + world.plan.trouble);
    world.check_that_all_comes_right();
}
