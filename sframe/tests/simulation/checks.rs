//! What must hold in the end.

use std::collections::BTreeSet;

use frameseal::call::{MediaKind, MemberId};

use super::plan::Rule;
use super::world::{World, log};

/// People who still come, and apps that let them in, are done by then.
const LATE_COMERS: u64 = 40_000;

/// Between two looks.
const STEP: u64 = 4_000;

/// Percentage of runs that go on when all is right, to see that it stays so.
const QUIET_ENDS: u64 = 20;

const STATUS: usize = 5;

impl World {
    /// Quiet time after which everything must have come right: whoever went silent is absent,
    /// and four statuses came from everybody else.
    fn quiet(&self) -> u64 {
        let timing = &self.plan.timing;
        (timing.absent + 4 * timing.status).as_millis() as u64
    }

    pub fn check_that_all_comes_right(&mut self) {
        self.make_room();
        let mut mended = self.now;
        loop {
            self.run_until(self.now + STEP);
            if self.failure.is_some() {
                return;
            }
            let members = self.members();
            match self.is_right(&members) {
                Ok(()) if self.people_to_come == 0 => break,
                Err(what) if self.now >= mended + LATE_COMERS + self.quiet() => {
                    if self.nobody_has_too_much(&members) && self.a_host_comes() {
                        mended = self.now;
                        continue;
                    }
                    log!(self, "members: {members:?}");
                    return self.fail(format!("in the end {what}"));
                }
                _ => {}
            }
            self.make_room();
        }
        self.tally.count("runs that came right");
        self.tally.at_least("most ms until all was right", self.now - mended);
        if self.dice.percent(QUIET_ENDS) {
            // Strangers who never came in are forgotten by then.
            let patience = 3 * self.plan.timing.absent.as_millis() as u64;
            self.run_until(mended + patience + 25_000);
            let members = self.members();
            if let Err(what) = self.is_right(&members) {
                return self.fail(format!("after it had come right {what}"));
            }
            self.check_traffic(&members);
            self.tally.count("quiet ends");
        }
    }

    /// Says whether members see no others than they should, and nobody else reads them.
    fn nobody_has_too_much(&mut self, members: &[usize]) -> bool {
        let ids: BTreeSet<MemberId> = members.iter().map(|&n| self.parties[n].id).collect();
        let outsiders = (0..self.parties.len()).filter(|n| !members.contains(n));
        let outsiders: Vec<_> = outsiders.collect();
        members.iter().all(|&from| {
            let sees_members = self.parties[from].present().iter().all(|id| ids.contains(id));
            let kinds = MediaKind::ALL.into_iter();
            let frames: Vec<_> = kinds.filter_map(|kind| self.seal_kind(from, kind)).collect();
            let mut shown =
                frames.iter().flat_map(|&frame| outsiders.iter().map(move |&to| (to, frame)));
            sees_members && shown.all(|(to, frame)| self.show(to, frame).is_err())
        })
    }

    /// What a host's session decided may be of an earlier call to whoever has not met it. So where the
    /// last host left, those whom its sessions let in may not know each other until a host is back.
    fn a_host_comes(&mut self) -> bool {
        let Rule::Hosts(hosts) = self.plan.rule else { return false };
        let running = self.running();
        if running.iter().any(|&n| self.may_decide(n)) {
            return false;
        }
        if running.len() >= self.plan.max_members {
            self.leave(running[0]);
        }
        let host = (0..hosts).find(|&host| !self.devices[host].removed);
        let came = host.is_some_and(|host| self.start(host).is_some());
        self.tally.count("calls that a host had to mend");
        came
    }

    pub fn is_right(&mut self, members: &[usize]) -> Result<(), String> {
        self.check_lists(members)?;
        self.check_media(members)
    }

    /// The sessions that should be in the call.
    fn members(&mut self) -> Vec<usize> {
        let here: Vec<_> = self.running().into_iter().filter(|&n| self.is_welcome(n)).collect();
        if self.plan.rule == Rule::Open {
            return here;
        }
        let able: Vec<_> = here.iter().copied().filter(|&n| self.may_decide(n)).collect();
        let mut inside = Vec::new();
        for &n in &here {
            if self.parties[n].session.encryptor(MediaKind::Data).is_ok() {
                inside.push(n);
            }
        }
        if able.iter().any(|n| inside.contains(n)) {
            // Somebody is there to let everybody in.
            return here;
        }
        self.tally.count("calls with nobody left who lets in");
        inside
    }

    fn is_welcome(&self, number: usize) -> bool {
        let party = &self.parties[number];
        let device = &self.devices[party.device];
        if party.was_removed || (device.removed && !device.forgiven) {
            // The decision may have died with whoever made it; or the removed one was cut off
            // and knows nobody whose word it could take for it.
            let others = self.running().into_iter().filter(|&n| !self.parties[n].was_removed);
            let mut others = others.filter(|&n| n != number).peekable();
            return others.peek().is_none()
                || others.all(|n| self.parties[n].present().contains(&party.id));
        }
        device.invited || self.plan.rule == Rule::Open
    }

    fn check_lists(&self, members: &[usize]) -> Result<(), String> {
        let ids: BTreeSet<MemberId> = members.iter().map(|&n| self.parties[n].id).collect();
        for &n in members {
            let party = &self.parties[n];
            let mut expected = ids.clone();
            expected.remove(&party.id);
            let present: BTreeSet<_> =
                party.session.members().filter(|m| m.is_present).map(|m| m.id).collect();
            if present != expected {
                let numbers = |ids: &BTreeSet<MemberId>| -> BTreeSet<_> {
                    ids.iter().map(|id| self.by_id[id]).collect()
                };
                let (has, should) = (numbers(&present), numbers(&expected));
                return Err(format!("#{n} sees {has:?}, not {should:?}"));
            }
            if party.session.members().any(|m| m.is_present && !m.sees_the_same) {
                return Err(format!("#{n} thinks that others see other members"));
            }
        }
        Ok(())
    }

    /// Everybody opens a frame of every kind from everybody, and nobody else does.
    fn check_media(&mut self, members: &[usize]) -> Result<(), String> {
        for &from in members {
            for kind in MediaKind::ALL {
                let frame = self.seal_kind(from, kind);
                let frame = frame.ok_or_else(|| format!("#{from} is not let in"))?;
                for to in (0..self.parties.len()).filter(|&to| to != from) {
                    let opened = self.show(to, frame);
                    if opened.is_ok() != members.contains(&to) {
                        return Err(format!("#{to} reads {kind:?} of #{from}: {opened:?}"));
                    }
                    self.tally.count("final frames");
                }
            }
        }
        Ok(())
    }

    /// Nothing is said but statuses, and, of decisions that differ for good, once more to each
    /// whom and what.
    fn check_traffic(&mut self, members: &[usize]) {
        for party in &mut self.parties {
            (party.sent, party.sent_bytes) = ([0; 8], 0);
        }
        let statuses = 3;
        let time = statuses * self.plan.timing.status.as_millis() as u64;
        self.run_until(self.now + time);
        for &n in members {
            let party = &self.parties[n];
            let others: u64 = party.sent.iter().sum::<u64>() - party.sent[STATUS];
            let lonely_knockers = self.running().len() > members.len();
            let again = 2 * (members.len() as u64).saturating_sub(1);
            if (others > again && !lonely_knockers) || party.sent[STATUS] > statuses + 1 {
                let sent = party.sent;
                self.fail(format!("in a quiet call #{n} sends {sent:?} messages, by kind"));
                return;
            }
            if others > 0 && !lonely_knockers {
                self.tally.count("members with differences that stay");
            } else if !lonely_knockers {
                let a_second = party.sent_bytes * 1000 / time;
                self.tally.at_least("most bytes a second in a quiet call", a_second);
            }
        }
    }
}
