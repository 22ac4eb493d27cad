//! What happens to a call: its people, its network, and the operator's tricks.

use std::rc::Rc;

use frameseal::call::{Kem, Session, SessionConfig};

use super::plan::{Action, LONGEST_CUT, Rule};
use super::world::{Event, Origin, Withheld, World, log};

/// Where the fields of an envelope are.
const FROM: std::ops::Range<usize> = 18..34;
const TO: std::ops::Range<usize> = 34..50;
const BODY: usize = 50;

impl World {
    pub fn act(&mut self, action: Action) {
        if self.is_healed {
            return;
        }
        let running = self.running();
        let one = self.dice.pick(&running);
        let ordinary: Vec<_> = running.iter().copied().filter(|&n| self.honest(n)).collect();
        match (action, one) {
            (Action::Join, _) => {
                let device = self.device(true);
                self.start(device);
            }
            (Action::Storm(many), _) => {
                for _ in 0..many {
                    let device = self.device(true);
                    let delay = self.dice.below(1000);
                    self.after(delay, Event::Start { device });
                }
            }
            (Action::Leave, Some(one)) if running.len() > 2 => {
                log!(self, "#{one} leaves");
                self.leave(one);
                self.perhaps_comes_back(one, 40);
            }
            (Action::Crash, Some(one)) => {
                log!(self, "#{one} crashes");
                self.end_life(one);
                self.tally.count("crashes");
                self.perhaps_comes_back(one, 85);
            }
            (Action::Vanish, Some(one)) if running.len() > 2 => {
                log!(self, "#{one} vanishes");
                self.end_life(one);
                self.tally.count("silent departures");
            }
            (Action::Offline, Some(one)) => {
                let time = self.dice.up_to_one_of(500, &[3_000, 30_000, LONGEST_CUT]);
                log!(self, "#{one} is offline for {time} ms");
                self.parties[one].offline_until = self.now + time;
                self.tally.count("cut off");
                self.after(time + 1, Event::Flush);
            }
            (Action::Partition, _) => {
                let groups = self.dice.between(2, 3);
                log!(self, "partition into {groups}");
                for party in 0..self.parties.len() {
                    let group = self.dice.below(groups);
                    self.parties[party].group = group;
                }
                self.tally.count("partitions");
                // Another partition, or the end of this one.
                let time = self.dice.up_to_one_of(500, &[5_000, 40_000]);
                self.after(time, Event::Unite);
            }
            (Action::Remove, _) => self.remove_somebody(&ordinary),
            (Action::Rotate, Some(one)) => {
                log!(self, "#{one} rotates");
                self.parties[one].session.rotate();
                self.settle(one, true);
                self.tally.count("rotations asked for");
            }
            (Action::Jump, Some(one)) => {
                let far = self.dice.up_to_one_of(100, &[5_000, 30_000, 120_000]);
                log!(self, "#{one}'s clock jumps by {far} ms");
                let party = &mut self.parties[one];
                party.skew += far;
                let clock = party.clock(self.now);
                party.session.advance(clock);
                self.settle(one, true);
                self.tally.count("clock jumps");
            }
            (Action::Withhold, Some(one)) => {
                let from = self.dice.pick(&running).filter(|_| self.dice.percent(60));
                let kind = self.dice.pick(&[1, 3, 3, 4, 4, 5, 6]).filter(|_| self.dice.percent(60));
                let time = self.dice.up_to_one_of(500, &[5_000, 40_000, 90_000]);
                let loses = self.dice.percent(50);
                log!(self, "kind {kind:?} from {from:?} to #{one} is withheld for {time} ms");
                let until = self.now + time;
                self.withheld.push(Withheld { from, to: Some(one), kind, until, loses });
            }
            (Action::Trick, Some(one)) => self.trick(one),
            (Action::ReplayFrames, Some(one)) => {
                for _ in 0..20.min(self.frames.len()) {
                    let frame = self.dice.index(self.frames.len());
                    let delay = self.dice.below(500);
                    self.after(delay, Event::Frame { to: one, frame });
                }
                self.tally.count("bursts of old frames");
            }
            _ => {}
        }
    }

    fn perhaps_comes_back(&mut self, party: usize, percent: u64) {
        if self.dice.percent(percent) {
            let device = self.parties[party].device;
            let delay = self.dice.up_to_one_of(500, &[2_000, 30_000]);
            self.after(delay, Event::Start { device });
        }
    }

    fn remove_somebody(&mut self, ordinary: &[usize]) {
        let able: Vec<_> = ordinary.iter().copied().filter(|&n| self.may_decide(n)).collect();
        let Some(by) = self.dice.pick(&able) else { return };
        let others = self.parties[by].present();
        let Some(whom) = self.dice.pick(&others) else { return };
        let Some(&target) = self.by_id.get(&whom) else { return };
        // Whoever was let in again by one that is removed then is in or out, depending on what
        // is heard first; people rarely do this.
        if self.devices[self.parties[target].device].forgave {
            return;
        }
        if others.len() < 2 || self.parties[by].offline_until > self.now {
            return;
        }
        let result = self.parties[by].session.remove(whom);
        log!(self, "#{by} removes #{target}: {result:?}");
        if result.is_ok() {
            let device = self.parties[target].device;
            let forgiven = self.dice.percent(50) && self.devices[device].invited;
            self.parties[target].was_removed = true;
            self.devices[device].removed = true;
            self.devices[device].forgiven = forgiven;
            self.tally.count("removals");
        }
        self.settle(by, true);
    }

    /// Something that a session has to refuse, or to take without any effect.
    fn trick(&mut self, to: usize) {
        if self.letters.is_empty() {
            return;
        }
        let some = self.dice.index(self.letters.len());
        let letter = Rc::clone(&self.letters[some].bytes);
        let kind = letter[1];
        let mut bytes = letter.to_vec();
        match self.dice.below(10) {
            0..=2 => {
                // To whomever, whenever; what is for all or for this one may be news to it.
                self.after(0, Event::Deliver { to, letter: some });
                return;
            }
            3 => {
                let sender = self.letters[some].from;
                let event = Event::Forged { to: sender, bytes: letter, origin: Origin::Forged };
                self.after(0, event);
                return;
            }
            4 => {
                // From and to the other way round.
                let (from, to): (Vec<u8>, Vec<u8>) = (bytes[FROM].into(), bytes[TO].into());
                bytes[FROM].copy_from_slice(&to);
                bytes[TO].copy_from_slice(&from);
                // Hellos and decisions stand for themselves, whoever brings them.
                if to == [0; 16] || matches!(kind, 1 | 2 | 6) {
                    return;
                }
            }
            5 => {
                // From somebody else, or to somebody else.
                let other = *self.parties[self.dice.index(self.parties.len())].id.as_bytes();
                let me = *self.parties[to].id.as_bytes();
                if matches!(kind, 1 | 2 | 6) || bytes[FROM] == other {
                    return;
                }
                bytes[FROM].copy_from_slice(&other);
                if bytes[TO] != [0; 16] {
                    bytes[TO].copy_from_slice(&me);
                }
            }
            6 => {
                if bytes.len() <= BODY {
                    return;
                }
                let bit = self.dice.index((bytes.len() - BODY) * 8);
                bytes[BODY + bit / 8] ^= 1 << (bit % 8);
                self.address(&mut bytes, to);
            }
            7 => {
                let len = self.dice.index(bytes.len());
                if self.dice.percent(50) {
                    bytes.truncate(len);
                } else {
                    let more = self.dice.between(1, 40) as usize;
                    bytes.extend(self.dice.bytes(more));
                }
                if bytes.len() >= BODY {
                    self.address(&mut bytes, to);
                }
            }
            8 => {
                // One's envelope on another's body.
                let other = self.dice.index(self.letters.len());
                let other = &self.letters[other].bytes;
                if other[1] == kind || other[BODY..] == bytes[BODY..] || matches!(kind, 1 | 2) {
                    return;
                }
                bytes.truncate(BODY);
                bytes.extend(&other[BODY..]);
                self.address(&mut bytes, to);
            }
            _ => {
                if let Some(foreign) = self.dice.pick(&self.foreign) {
                    bytes = foreign.to_vec();
                    if self.dice.percent(50) {
                        bytes[2..18].copy_from_slice(&letter[2..18]);
                        self.address(&mut bytes, to);
                    }
                    if bytes[1] == 2 {
                        return;
                    }
                } else {
                    let len = self.dice.index(300);
                    bytes = self.dice.bytes(len);
                }
            }
        }
        let event = Event::Forged { to, bytes: bytes.into(), origin: Origin::Forged };
        self.after(0, event);
    }

    /// To everybody stays so; what is for one is for this one.
    fn address(&self, bytes: &mut [u8], to: usize) {
        if bytes[TO] != [0; 16] {
            bytes[TO].copy_from_slice(self.parties[to].id.as_bytes());
        }
    }

    /// Records the same devices in another call.
    pub fn record_another_call(&mut self) {
        let clock = std::time::Duration::from_secs(1);
        let mut sessions: Vec<_> = (0..self.devices.len().min(2))
            .filter_map(|device| {
                let mut config = SessionConfig::new(b"another call", "somebody", 5);
                config.kems = vec![Kem::X25519];
                let rng = Box::new(self.dice.session_rng(u16::MAX));
                Session::join(config, self.identity(device), rng, clock).ok()
            })
            .collect();
        for _ in 0..5 {
            for from in 0..sessions.len() {
                while let Some(message) = sessions[from].poll_outgoing() {
                    for to in (0..sessions.len()).filter(|&to| to != from) {
                        let _refused = sessions[to].handle(&message.bytes, clock);
                    }
                    self.foreign.push(message.bytes.into());
                }
            }
        }
        self.tally.add("messages of another call", self.foreign.len() as u64);
    }

    /// A device that the operator lets in by itself.
    pub fn send_ghost(&mut self) {
        let device = self.device(false);
        let delay = self.dice.below(5000);
        self.after(delay, Event::Start { device });
        self.tally.count(match self.plan.rule {
            Rule::Open => "ghosts in open calls",
            _ => "ghosts before waiting rooms",
        });
    }
}
