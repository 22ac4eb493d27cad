//! Calls that are planned, not drawn: to measure what a join, a storm and silence cost.

use super::dice::Dice;
use super::plan::{Channel, Plan, Rule};
use super::world::{Event, World};

/// A call in which nothing goes wrong.
pub fn quiet_call(seed: u64, members: usize) -> World {
    let mut dice = Dice::new(seed);
    let mut plan = Plan::sized(&mut dice, members);
    plan.rule = Rule::Open;
    plan.channel = Channel::GOOD;
    plan.timing = frameseal::call::Timing::default();
    (plan.small, plan.tags, plan.passphrase, plan.ghost) = (100, u16::MAX, false, false);
    (plan.frames, plan.seldom) = (20_000, 0);
    plan.actions.clear();
    let mut world = World::new(plan, dice, false);
    for _ in 0..members {
        world.device(true);
    }
    for device in 0..members {
        let delay = world.dice.below(3000);
        world.after(delay, Event::Start { device });
    }
    world.run_until(world.now + 15_000);
    world.check();
    world
}

/// What others say when some join, without what is said anyway.
pub struct Cost {
    pub messages: u64,
    pub bytes: u64,
    /// How often a member's send keys changed, at most.
    pub changes: u64,
    pub most_at_once: u64,
}

/// Lets so many join within a second.
pub fn join(world: &mut World, newcomers: usize) -> Cost {
    let old = world.parties.len();
    for party in &mut world.parties {
        (party.sent, party.sent_bytes, party.send_keys_changed) = ([0; 8], 0, 0);
    }
    for _ in 0..newcomers {
        let device = world.device(true);
        let delay = world.dice.below(1000);
        world.after(delay, Event::Start { device });
    }
    world.run_until(world.now + 10_000);
    world.check();
    Cost {
        messages: world
            .parties
            .iter()
            .map(|party| party.sent.iter().sum::<u64>() - party.sent[5])
            .sum(),
        bytes: world.parties.iter().map(|party| party.sent_bytes).sum(),
        changes: world.parties[..old]
            .iter()
            .map(|party| party.send_keys_changed)
            .max()
            .unwrap_or(0),
        most_at_once: world.tally.of("most messages at once"),
    }
}

impl World {
    /// Everything is right now.
    pub fn check(&mut self) {
        let members = self.running();
        let right = self.is_right(&members);
        assert!(right.is_ok() && self.failure.is_none(), "{right:?} {:?}", self.failure);
    }
}
