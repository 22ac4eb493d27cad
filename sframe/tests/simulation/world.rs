//! A call in virtual time: devices, sessions, a channel, and what happens to them.

use std::cmp::Reverse;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::time::Duration;

use frameseal::call::{
    Admission, CallEvent, Departure, DeviceIdentity, Kem, MediaKind, MemberId, Policy, Session,
    SessionConfig,
};

use super::dice::Dice;
use super::party::{Life, Party};
use super::plan::{Action, Channel, Plan, Poll, Rule};
use super::tally::Tally;

pub const CALL_ID: &[u8] = b"simulated";

/// So many timers at one point in time are a session that spins.
const MAX_SPINS: u32 = 8;

/// A letter that some session sent, as the operator records it.
pub struct Letter {
    pub from: usize,
    pub bytes: Rc<[u8]>,
}

pub struct Frame {
    pub from: usize,
    pub at: u64,
    pub kind: MediaKind,
    pub bytes: Rc<[u8]>,
    pub payload: [u8; 8],
    /// The sessions that may read it, by what the sender knew when it sealed it.
    pub allowed: HashSet<usize>,
}

pub struct Device {
    pub seed: [u8; 32],
    pub kems: Vec<Kem>,
    pub invited: bool,
    /// By a member that may.
    pub removed: bool,
    /// Whether it let in a device that had been removed.
    pub forgave: bool,
    /// Whether members would let it in again.
    pub forgiven: bool,
    pub sessions: u64,
    pub started: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Channel,
    /// Delivered before to the same session, unchanged.
    Repeat,
    /// Changed by the operator, or not of this call.
    Forged,
}

pub enum Event {
    Deliver {
        to: usize,
        letter: usize,
    },
    Forged {
        to: usize,
        bytes: Rc<[u8]>,
        origin: Origin,
    },
    Frame {
        to: usize,
        frame: usize,
    },
    Timer {
        party: usize,
        stamp: u64,
    },
    Seal {
        party: usize,
    },
    Admit {
        by: usize,
        who: MemberId,
    },
    Start {
        device: usize,
    },
    /// An app that is stranded joins anew.
    JoinAnew {
        party: usize,
    },
    Act(Action),
    /// The operator passes on what it withheld.
    Release {
        to: usize,
        letter: usize,
    },
    /// A partition ends.
    Unite,
    /// Somebody is back.
    Flush,
    Mend,
}

impl Event {
    fn is_by_people(&self) -> bool {
        matches!(self, Self::Admit { .. } | Self::Start { .. } | Self::JoinAnew { .. })
    }
}

/// The operator keeps what matches until then.
pub struct Withheld {
    pub from: Option<usize>,
    pub to: Option<usize>,
    pub kind: Option<u8>,
    pub until: u64,
    pub loses: bool,
}

pub struct World {
    pub plan: Plan,
    pub dice: Dice,
    pub now: u64,
    pub channel: Channel,
    queue: BinaryHeap<Reverse<(u64, u64)>>,
    pub events: BTreeMap<u64, Event>,
    next_event: u64,
    pub devices: Vec<Device>,
    pub parties: Vec<Party>,
    pub by_id: HashMap<MemberId, usize>,
    pub letters: Vec<Letter>,
    pub taken: HashSet<(usize, usize)>,
    kept: Vec<(usize, usize)>,
    pub frames: Vec<Frame>,
    pub nonces: HashSet<([u8; 16], u64)>,
    pub withheld: Vec<Withheld>,
    pub held_back: BTreeSet<(usize, usize)>,
    pub foreign: Vec<Rc<[u8]>>,
    pub is_healed: bool,
    /// What people are still going to do.
    pub people_to_come: usize,
    pub tally: Tally,
    pub trace: DefaultHasher,
    pub verbose: bool,
    pub failure: Option<String>,
}

/// Adds a line to the log of a run that is looked at alone.
macro_rules! log {
    ($world:expr, $($words:tt)*) => {
        if $world.verbose {
            println!("{:>9.3} {}", $world.now as f64 / 1000.0, format!($($words)*));
        }
    };
}
pub(crate) use log;

impl World {
    pub fn new(plan: Plan, dice: Dice, verbose: bool) -> Self {
        Self {
            channel: plan.channel,
            plan,
            dice,
            now: 1000,
            queue: BinaryHeap::new(),
            events: BTreeMap::new(),
            next_event: 0,
            devices: Vec::new(),
            parties: Vec::new(),
            by_id: HashMap::new(),
            letters: Vec::new(),
            taken: HashSet::new(),
            kept: Vec::new(),
            frames: Vec::new(),
            nonces: HashSet::new(),
            withheld: Vec::new(),
            held_back: BTreeSet::new(),
            foreign: Vec::new(),
            is_healed: false,
            people_to_come: 0,
            tally: Tally::default(),
            trace: DefaultHasher::new(),
            verbose,
            failure: None,
        }
    }

    pub fn fail(&mut self, what: String) {
        log!(self, "FAILED: {what}");
        self.failure.get_or_insert(format!("at {} ms: {what}", self.now));
    }

    pub fn after(&mut self, delay: u64, event: Event) {
        let at = self.now + delay;
        self.people_to_come += usize::from(event.is_by_people());
        self.queue.push(Reverse((at, self.next_event)));
        self.events.insert(self.next_event, event);
        self.next_event += 1;
    }

    /// Lets everything happen that is due until then.
    pub fn run_until(&mut self, end: u64) {
        while let Some(&Reverse((at, number))) = self.queue.peek()
            && at <= end
            && self.failure.is_none()
        {
            self.queue.pop();
            self.now = self.now.max(at);
            if let Some(event) = self.events.remove(&number) {
                self.happen(event);
            }
        }
        self.now = self.now.max(end);
    }

    fn happen(&mut self, event: Event) {
        self.now.hash(&mut self.trace);
        self.people_to_come -= usize::from(event.is_by_people());
        match event {
            Event::Deliver { to, letter } => {
                if self.reaches(self.letters[letter].from, to) {
                    let bytes = Rc::clone(&self.letters[letter].bytes);
                    // One that was refused may be taken later.
                    let origin = match self.taken.contains(&(to, letter)) {
                        true => Origin::Repeat,
                        false => Origin::Channel,
                    };
                    if self.deliver(to, &bytes, origin) {
                        self.taken.insert((to, letter));
                    }
                } else if self.channel.keeps && self.parties[to].runs() {
                    self.kept.push((to, letter));
                }
            }
            Event::Forged { to, bytes, origin } => {
                self.deliver(to, &bytes, origin);
            }
            Event::Frame { to, frame } => {
                if self.frames[frame].from == to || self.parties[to].offline_until <= self.now {
                    let _refused = self.show(to, frame);
                }
            }
            Event::Timer { party, stamp } => self.timer(party, stamp),
            Event::Seal { party } => {
                if self.parties[party].runs() {
                    self.seal(party);
                    let pause = self.dice.between(50, self.plan.frames);
                    self.after(pause, Event::Seal { party });
                }
            }
            Event::Admit { by, who } => self.admit(by, who),
            Event::Start { device } => {
                self.start(device);
            }
            Event::JoinAnew { party } => {
                if self.parties[party].runs() {
                    self.leave(party);
                    self.start(self.parties[party].device);
                }
            }
            Event::Act(action) => self.act(action),
            Event::Release { to, letter } => {
                if self.held_back.remove(&(to, letter)) {
                    self.after(0, Event::Deliver { to, letter });
                }
            }
            Event::Unite => {
                self.parties.iter_mut().for_each(|party| party.group = 0);
                self.flush();
            }
            Event::Flush => self.flush(),
            Event::Mend => self.mend(),
        }
    }

    // Devices and sessions.

    pub fn device(&mut self, invited: bool) -> usize {
        let seed = self.dice.seed();
        let small = self.dice.percent(self.plan.small);
        let kems = if small { vec![Kem::X25519] } else { vec![Kem::X25519, Kem::XWing] };
        self.devices.push(Device {
            seed,
            kems,
            invited,
            removed: false,
            forgave: false,
            forgiven: false,
            sessions: 0,
            started: 0,
        });
        self.devices.len() - 1
    }

    pub fn identity(&self, device: usize) -> DeviceIdentity {
        DeviceIdentity::import(&self.devices[device].seed)
    }

    pub fn config(&mut self, device: usize, call_id: &[u8]) -> SessionConfig {
        let mut policy = Policy::default();
        policy.max_members = self.plan.max_members;
        if self.plan.rule != Rule::Open {
            policy.admission = Admission::WaitingRoom;
        }
        if let Rule::Hosts(hosts) = self.plan.rule {
            policy.hosts = (0..hosts).map(|host| self.identity(host).key()).collect();
        }
        let held = &mut self.devices[device];
        held.started = (1_700_000_000_000 + self.now).max(held.started + 1);
        let mut config = SessionConfig::new(call_id, &format!("device {device}"), held.started);
        config.policy = policy;
        config.kems.clone_from(&held.kems);
        config.timing = self.plan.timing.clone();
        config.founder = device == 0 && held.sessions == 0;
        held.sessions += 1;
        if self.plan.passphrase {
            config.passphrase = Some(frameseal::call::CallSecret::new(&[0xc0; 32]));
        }
        config
    }

    /// Starts the device's app, unless it runs.
    pub fn start(&mut self, device: usize) -> Option<usize> {
        if self.parties.iter().any(|party| party.device == device && party.runs()) {
            return None;
        }
        let config = self.config(device, CALL_ID);
        let identity = self.identity(device);
        let skew = self.dice.below(5_000);
        let poll = match self.dice.below(100) {
            n if n < self.plan.seldom => Poll::Seldom(self.dice.between(200, 2500)),
            n if n < 50 => Poll::Every(self.dice.between(50, 250)),
            _ => Poll::AtTimeout,
        };
        let rng = Box::new(self.dice.session_rng(self.plan.tags));
        let clock = Duration::from_millis(self.now + skew);
        let session = match Session::join(config, identity, rng, clock) {
            Ok(session) => session,
            Err(error) => {
                self.fail(format!("device {device} cannot join: {error}"));
                return None;
            }
        };
        let mut party = Party::new(device, session, poll);
        party.skew = skew;
        let number = self.parties.len();
        log!(self, "#{number} {} starts: device {device}, {poll:?}", party.id);
        party.id.hash(&mut self.trace);
        self.by_id.insert(party.id, number);
        self.parties.push(party);
        self.tally.count("joins");
        self.settle(number, true);
        self.after(50, Event::Seal { party: number });
        // What was recorded before is for the newcomer, too.
        for _ in 0..20.min(self.frames.len()) {
            let frame = self.frames.len() - 1 - self.dice.index(self.frames.len().min(200));
            let delay = self.dice.between(200, 8000);
            self.after(delay, Event::Frame { to: number, frame });
        }
        Some(number)
    }

    pub fn running(&self) -> Vec<usize> {
        (0..self.parties.len()).filter(|&n| self.parties[n].runs()).collect()
    }

    pub fn honest(&self, party: usize) -> bool {
        self.devices[self.parties[party].device].invited
    }

    pub fn end_life(&mut self, party: usize) {
        self.parties[party].life = Life::Over { since: self.now };
    }

    fn admit(&mut self, by: usize, who: MemberId) {
        if !self.parties[by].runs() {
            return;
        }
        if self.parties[by].offline_until > self.now {
            self.after(2000, Event::Admit { by, who }); // its user tries again
            return;
        }
        let result = self.parties[by].session.admit(who);
        log!(self, "#{by} admits {who}: {result:?}");
        if let Some(&who) = self.by_id.get(&who) {
            let (by, who) = (self.parties[by].device, self.parties[who].device);
            self.devices[by].forgave |= self.devices[who].removed;
        }
        self.settle(by, true);
        self.tally.count("admissions");
    }

    // Time and what sessions want.

    fn timer(&mut self, number: usize, stamp: u64) {
        let party = &mut self.parties[number];
        if !party.runs() || stamp != party.stamp {
            return;
        }
        if party.timer_at == self.now {
            party.spins += 1;
        } else {
            party.spins = 0;
        }
        party.timer_at = self.now;
        let clock = party.clock(self.now);
        party.session.advance(clock);
        let (spins, late) = (party.spins, party.session.next_timeout() <= clock);
        if late {
            party.session.advance(clock);
            if party.session.next_timeout() <= clock {
                self.fail(format!("#{number}: next_timeout stays in the past"));
            }
        }
        if spins > MAX_SPINS {
            self.fail(format!("#{number} wants to be woken again and again"));
        }
        self.settle(number, true);
    }

    /// Does what an app does after every call of the session.
    pub fn settle(&mut self, number: usize, is_timer: bool) {
        let now = self.now;
        match self.parties[number].events(now) {
            Ok(events) => events.into_iter().for_each(|event| self.hear(number, event)),
            Err(what) => self.fail(format!("#{number}: {what}")),
        }
        let waits = matches!(self.parties[number].poll, Poll::Seldom(_));
        if !waits || is_timer {
            let mut messages = 0;
            while let Some(message) = self.parties[number].session.poll_outgoing() {
                messages += 1;
                self.post(number, message);
            }
            self.tally.at_least("most messages at once", messages);
            let verbose = self.verbose;
            if let Err(what) = self.parties[number].keys(now, verbose) {
                self.fail(format!("#{number}: the app is told {what}"));
            }
            while let Some(unparked) = self.parties[number].decryptor.unpark() {
                if let Ok(opened) = unparked.frame {
                    self.tally.count("frames opened after waiting");
                    self.opened(number, unparked.token as usize, &opened.payload);
                }
            }
        }
        self.set_timer(number, is_timer);
    }

    fn set_timer(&mut self, number: usize, was_timer: bool) {
        let now = self.now;
        let party = &mut self.parties[number];
        if !party.runs() {
            return;
        }
        let delay = match party.poll {
            Poll::AtTimeout => {
                let due = party.session.next_timeout().as_nanos().div_ceil(1_000_000) as u64;
                due.saturating_sub(now + party.skew)
            }
            Poll::Every(_) | Poll::Seldom(_) if !was_timer => return,
            Poll::Every(every) | Poll::Seldom(every) => every,
        };
        party.stamp += 1;
        let stamp = party.stamp;
        self.after(delay, Event::Timer { party: number, stamp });
    }

    fn hear(&mut self, number: usize, event: CallEvent) {
        log!(self, "#{number} hears {event:?}");
        format!("{event:?}").hash(&mut self.trace);
        let honest = self.honest(number);
        match event {
            CallEvent::Knocking { member } if honest => {
                let device = self.by_id.get(&member).map(|&who| self.parties[who].device);
                let welcome = device.is_some_and(|device| {
                    let device = &self.devices[device];
                    device.invited && (!device.removed || device.forgiven)
                });
                if welcome && self.may_decide(number) {
                    let delay = self.dice.between(300, 3000);
                    self.after(delay, Event::Admit { by: number, who: member });
                }
            }
            CallEvent::Joined { member } => {
                self.tally.count("meetings");
                let guest = self.by_id.get(&member).copied();
                let Some(guest) = guest else {
                    self.fail(format!("#{number} met {member}, who does not exist"));
                    return;
                };
                if honest && !self.honest(guest) {
                    self.tally.count("ghosts seen");
                    if self.plan.rule != Rule::Open {
                        self.fail(format!("#{number} met the ghost #{guest}, whom nobody let in"));
                    }
                }
            }
            CallEvent::Returned { .. } => self.tally.count("returned after absence"),
            CallEvent::Absent { .. } => self.tally.count("absences"),
            CallEvent::Left { how: Departure::Superseded, .. } => self.tally.count("superseded"),
            CallEvent::Full { .. } => self.tally.count("found no place"),
            CallEvent::Stranded { .. } => {
                self.tally.count("stranded");
                let delay = self.dice.between(500, 3000);
                self.after(delay, Event::JoinAnew { party: number });
            }
            CallEvent::KeyChangesLost => self.fail(format!("#{number} lost changes of keys")),
            CallEvent::OtherPolicy { .. } | CallEvent::WrongPassphrase { .. } => {
                self.fail(format!("#{number}: {event:?}, and all have the same"));
            }
            CallEvent::Ended { how } => self.ended(number, how),
            _ => {}
        }
    }

    fn ended(&mut self, number: usize, how: Departure) {
        self.end_life(number);
        let device = self.parties[number].device;
        match how {
            Departure::Left => {}
            Departure::Removed if self.devices[device].removed => {
                self.tally.count("removed sessions that know it");
                if self.devices[device].forgiven {
                    let delay = self.dice.between(1000, 10_000);
                    self.after(delay, Event::Start { device });
                }
            }
            Departure::Superseded
                if self.parties.iter().skip(number + 1).any(|other| other.device == device) => {}
            _ => self.fail(format!("#{number} ended without cause: {how:?}")),
        }
    }

    pub fn may_decide(&self, number: usize) -> bool {
        match self.plan.rule {
            Rule::Hosts(hosts) => self.parties[number].device < hosts,
            Rule::Open | Rule::AnyMember => true,
        }
    }

    pub fn leave(&mut self, number: usize) {
        self.parties[number].session.leave();
        self.settle(number, true);
        self.end_life(number);
        self.tally.count("leaves");
    }

    // Healing.

    /// Ends all trouble: from here on everything has to come right.
    fn mend(&mut self) {
        log!(self, "everything is mended");
        self.is_healed = true;
        self.channel = Channel::GOOD;
        self.withheld.clear();
        for party in &mut self.parties {
            party.offline_until = 0;
            party.group = 0;
        }
        let late = std::mem::take(&mut self.held_back);
        for (to, letter) in std::mem::take(&mut self.kept).into_iter().chain(late) {
            let delay = self.dice.below(300);
            self.after(delay, Event::Deliver { to, letter });
        }
        self.make_room();
    }

    /// Lets people go until all who are left find a place.
    pub fn make_room(&mut self) {
        let running = self.running();
        for &number in running.iter().skip(self.plan.max_members) {
            self.leave(number);
            self.tally.count("went because the call was full");
        }
    }

    /// What was kept for somebody comes when it is back.
    fn flush(&mut self) {
        for (to, letter) in std::mem::take(&mut self.kept) {
            if self.reaches(self.letters[letter].from, to) {
                let delay = self.dice.below(300);
                self.after(delay, Event::Deliver { to, letter });
            } else {
                self.kept.push((to, letter));
            }
        }
    }

    pub fn hash(&self) -> u64 {
        self.trace.finish()
    }
}
