//! What kind of call a run is: drawn from the seed before anything happens.

use std::time::Duration;

use frameseal::call::Timing;

use super::dice::Dice;

/// Who lets members in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Open,
    /// Any member lets in.
    AnyMember,
    /// Only the first so many devices do.
    Hosts(usize),
}

/// How bad the signalling channel is. All times of a run are milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Channel {
    pub delay: (u64, u64),
    pub loss: u64,
    pub repeats: u64,
    /// Whether everybody is given what is for one.
    pub sprays: bool,
    /// Whether it keeps messages for those who are cut off.
    pub keeps: bool,
}

impl Channel {
    pub const GOOD: Self =
        Self { delay: (2, 60), loss: 0, repeats: 0, sprays: false, keeps: false };
}

/// When an app does its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// At `next_timeout` and after messages, and at no other time.
    AtTimeout,
    /// So often, and after messages.
    Every(u64),
    /// So often; what the session wants to send waits for it.
    Seldom(u64),
}

/// What happens from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Join,
    /// So many, within a second.
    Storm(u64),
    Leave,
    Crash,
    /// The device stops for good, and its owner or the operator has all its keys.
    Vanish,
    Offline,
    Partition,
    Remove,
    Rotate,
    Jump,
    /// The operator withholds messages between two members, or to one, for a while.
    Withhold,
    /// The operator does one of its tricks.
    Trick,
    /// A burst of frames that were recorded earlier.
    ReplayFrames,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub rule: Rule,
    pub channel: Channel,
    pub members: usize,
    pub max_members: usize,
    pub passphrase: bool,
    /// Percentage of devices without X-Wing.
    pub small: u64,
    pub tags: u16,
    pub ghost: bool,
    /// Percentage of apps that poll seldom.
    pub seldom: u64,
    pub timing: Timing,
    /// Until everything is healed.
    pub trouble: u64,
    /// Between two frames of a member, at most.
    pub frames: u64,
    pub actions: Vec<(u64, Action)>,
}

/// How long nobody leaves a room for, at most.
pub const LONGEST_CUT: u64 = 100_000;

impl Plan {
    pub fn draw(dice: &mut Dice) -> Self {
        let members = match dice.below(20) {
            0..=14 => dice.between(2, 4),
            15..=18 => dice.between(5, 7),
            _ => dice.between(8, 12),
        } as usize;
        let mut plan = Self::sized(dice, members);
        if dice.percent(6) {
            plan.max_members = members.max(3);
        }
        plan
    }

    pub fn sized(dice: &mut Dice, members: usize) -> Self {
        let rule = match dice.below(4) {
            0 | 1 => Rule::Open,
            2 => Rule::AnyMember,
            _ => Rule::Hosts(dice.between(1, 2.min(members as u64)) as usize),
        };
        let channel = Channel {
            delay: match dice.below(4) {
                0 => (0, 10),
                1 | 2 => (10, 200),
                _ => (0, 2000),
            },
            loss: [0, 0, 5, 15, 30][dice.index(5)],
            repeats: [0, 0, 10, 30][dice.index(4)],
            sprays: dice.percent(15),
            keeps: dice.percent(15),
        };
        let mut timing = Timing::default();
        if dice.percent(30) {
            timing.status = Duration::from_secs(2);
            timing.absent = Duration::from_secs(8);
        }
        if rule == Rule::Open && dice.percent(30) {
            timing.forget = Duration::from_secs(45);
        }
        let trouble = dice.up_to_one_of(6, &[15, 15, 30, 60]) * 1000;
        let hostile = dice.percent(60);
        let mut actions = Vec::new();
        let many = dice.up_to_one_of(1, &[3, 6, 10]);
        for _ in 0..many {
            let action = match dice.below(32) {
                0..=4 => Action::Join,
                5 => Action::Storm(dice.between(3, 5)),
                6..=8 => Action::Leave,
                9..=13 => Action::Crash,
                14 => Action::Vanish,
                15..=20 => Action::Offline,
                21..=22 => Action::Partition,
                23..=25 => Action::Remove,
                26..=27 => Action::Rotate,
                _ => Action::Jump,
            };
            actions.push((dice.below(trouble), action));
        }
        if hostile {
            for _ in 0..dice.between(5, 60) {
                actions.push((dice.below(trouble), Action::Trick));
            }
            for _ in 0..dice.below(6) {
                // Most harm is done while members meet.
                let at = dice.up_to_one_of(0, &[4000, trouble]);
                actions.push((at, Action::Withhold));
            }
        }
        for _ in 0..dice.below(4) {
            actions.push((dice.below(trouble), Action::ReplayFrames));
        }
        actions.sort_by_key(|&(at, _)| at);
        Self {
            rule,
            channel,
            members,
            max_members: 256,
            passphrase: dice.percent(10),
            small: [0, 30, 100, 100, 100, 100][dice.index(6)],
            tags: if dice.percent(20) { members.max(4) as u16 * 16 } else { u16::MAX },
            ghost: dice.percent(15),
            seldom: 20,
            timing,
            trouble,
            frames: dice.between(2000, 8000),
            actions,
        }
    }
}
