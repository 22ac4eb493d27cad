//! What the documentation says a decryptor does, in sets and lists: which key a frame's KID names,
//! whether its counter is fresh, what waits, and what goes when.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use frameseal::{
    DEFAULT_REPLAY_WINDOW, DecryptError, Event, KidLayout, MISSING_KEY_SECONDS, RETAINED_STEPS,
};

use super::{GRACE, MAX_KEYS, PARKED, PARKED_BYTES, PARKED_SECONDS, REACH, WINDOW};

const _: () = assert!(WINDOW < DEFAULT_REPLAY_WINDOW);

/// Where a frame comes from. `name` is a plain KID, a generation or an epoch, `at` a ratchet
/// step or a sender's index, and `variant` tells two base keys of one name apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    pub(super) name: u64,
    pub(super) variant: u8,
    pub(super) at: u64,
}

/// What is to become of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Opens,
    UnknownKey,
    TooFar(u64),
    Reflected,
    Replayed,
    TooOld,
    Authentication,
}

impl Verdict {
    /// What the decryptor said; it must have named the frame.
    pub(super) fn of<T>(result: &Result<T, DecryptError>, kid: u64, counter: u64) -> Self {
        let Err(error) = result else { return Self::Opens };
        let (verdict, says) = match *error {
            DecryptError::UnknownKey { kid } => (Self::UnknownKey, (kid, counter)),
            DecryptError::RatchetTooFar { kid, steps } => (Self::TooFar(steps), (kid, counter)),
            DecryptError::Reflected { kid } => (Self::Reflected, (kid, counter)),
            DecryptError::Replayed { kid, counter } => (Self::Replayed, (kid, counter)),
            DecryptError::TooOld { kid, counter } => (Self::TooOld, (kid, counter)),
            DecryptError::Authentication => return Self::Authentication,
            error => panic!("{error:?}"),
        };
        assert_eq!((says.0.as_u64(), says.1), (kid, counter), "{error:?}");
        verdict
    }
}

/// The counters that were opened under one key.
#[derive(Clone, Debug, Default)]
struct Window {
    /// All counters up to this one count as seen: the key was here before.
    floor: Option<u64>,
    seen: BTreeSet<u64>,
}

impl Window {
    fn newest(&self) -> Option<u64> {
        self.seen.last().copied().max(self.floor)
    }

    fn refuses(&self, counter: u64) -> Option<Verdict> {
        let newest = self.newest()?;
        if newest >= counter && newest - counter >= WINDOW as u64 {
            return Some(Verdict::TooOld);
        }
        let is_seen = self.floor >= Some(counter) || self.seen.contains(&counter);
        is_seen.then_some(Verdict::Replayed)
    }
}

/// A key, generation or epoch that is held.
#[derive(Clone, Debug)]
struct Held {
    name: u64,
    variant: u8,
    /// The newest ratchet step.
    step: u64,
    expires: Option<u64>,
    /// By ratchet step or sender; steps behind the newest go at a time.
    keys: BTreeMap<u64, (Window, Option<u64>)>,
}

/// A generation that was removed.
#[derive(Clone, Copy, Debug)]
struct Removed {
    variant: u8,
    step: u64,
    newest: Option<u64>,
}

/// A frame that waits.
#[derive(Debug)]
struct Waiting {
    token: u64,
    source: Source,
    len: usize,
    since: u64,
}

/// What the decryptor has counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) opened: u64,
    pub(super) key_id: u64,
    pub(super) replay: u64,
    pub(super) authentication: u64,
}

pub(super) struct Reference {
    pub(super) layout: KidLayout,
    now: u64,
    held: BTreeMap<u64, Held>,
    removed_keys: BTreeMap<(u64, u8), Option<u64>>,
    removed_chains: BTreeMap<u64, Removed>,
    removed_epoch: Option<u64>,
    own: BTreeSet<Source>,
    /// What may still wait: all of it, unless there was too much.
    waiting: VecDeque<Waiting>,
    is_crowded: bool,
    parked: u64,
    unparked: u64,
    missing: BTreeMap<u64, u64>,
    events: Vec<Event>,
    counts: Counts,
}

impl Reference {
    pub(super) fn new(layout: KidLayout) -> Self {
        Self {
            layout,
            now: 0,
            held: BTreeMap::new(),
            removed_keys: BTreeMap::new(),
            removed_chains: BTreeMap::new(),
            removed_epoch: None,
            own: BTreeSet::new(),
            waiting: VecDeque::new(),
            is_crowded: false,
            parked: 0,
            unparked: 0,
            missing: BTreeMap::new(),
            events: Vec::new(),
            counts: Counts::default(),
        }
    }

    // Frames.

    /// Says what becomes of a frame, and takes note of it.
    pub(super) fn judge(&mut self, source: Source, counter: u64, is_forged: bool) -> Verdict {
        let verdict = self.verdict(source, counter, is_forged);
        let kid = super::kid(self.layout, source);
        let count = match verdict {
            Verdict::Opens => &mut self.counts.opened,
            Verdict::UnknownKey | Verdict::TooFar(_) | Verdict::Reflected => {
                &mut self.counts.key_id
            }
            Verdict::Replayed | Verdict::TooOld => &mut self.counts.replay,
            Verdict::Authentication => &mut self.counts.authentication,
        };
        *count += 1;
        match verdict {
            Verdict::Opens if self.missing.remove(&kid.as_u64()).is_some() => {
                self.events.push(Event::KeyRecovered { kid });
            }
            Verdict::UnknownKey => {
                let reported = self.missing.get(&kid.as_u64());
                if reported.is_none_or(|&at| self.now - at >= MISSING_KEY_SECONDS) {
                    self.missing.insert(kid.as_u64(), self.now);
                    self.events.push(Event::KeyMissing { kid });
                }
            }
            _ => {}
        }
        verdict
    }

    fn verdict(&mut self, source: Source, counter: u64, is_forged: bool) -> Verdict {
        let (slot, source) = (self.slot(source), self.identity(source));
        let Some(held) = self.held.get_mut(&slot) else { return Verdict::UnknownKey };
        let at = match self.layout {
            KidLayout::SenderKeys(_) => match held.step_of(source.at) {
                Ok(step) => step,
                Err(steps) => return Verdict::TooFar(steps),
            },
            _ => source.at,
        };
        let named = Source { name: held.name, variant: held.variant, at };
        if !held.keys.contains_key(&at) && self.own.contains(&named) {
            return Verdict::Reflected;
        }
        if let Some(refusal) = held.keys.get(&at).and_then(|(window, _)| window.refuses(counter)) {
            return refusal;
        }
        if is_forged || named != source {
            return Verdict::Authentication;
        }
        if matches!(self.layout, KidLayout::SenderKeys(_)) && at > held.step {
            let goes = self.now + GRACE;
            held.go_on_to(at, goes, &self.own);
        }
        held.keys.entry(at).or_default().0.seen.insert(counter);
        Verdict::Opens
    }

    /// Takes note of a frame that was to be kept until its key comes, and whether it was. While
    /// there is room for all, all are kept; what goes when there is not is the parking's choice.
    pub(super) fn park(&mut self, token: u64, source: Source, len: usize, is_kept: bool) {
        if self.is_held(source) {
            assert!(!is_kept, "its key is there");
            return;
        }
        let bytes: usize = self.waiting.iter().map(|one| one.len).sum();
        if self.waiting.len() == PARKED || bytes + len > PARKED_BYTES {
            self.is_crowded = true;
        }
        assert!(is_kept || self.is_crowded, "there was room");
        self.parked += 1;
        if is_kept {
            self.waiting.push_back(Waiting { token, source, len, since: self.now });
        }
    }

    /// Takes note of a frame that came out: the oldest of those whose keys are there.
    pub(super) fn unpark(&mut self, token: u64) {
        let at = self.waiting.iter().position(|one| one.token == token);
        let at = at.expect("it did not wait, or came out before");
        assert!(self.is_held(self.waiting[at].source), "without its key");
        // Whoever is before it and has a key, too, was pushed out.
        let mut before = (0..at).filter(|&at| self.is_held(self.waiting[at].source)).peekable();
        assert!(self.is_crowded || before.peek().is_none(), "out of turn");
        let before: Vec<_> = before.collect();
        self.waiting.remove(at);
        for at in before.into_iter().rev() {
            self.waiting.remove(at);
        }
        self.unparked += 1;
    }

    /// No frame came out any more.
    pub(super) fn unparked(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        let before = waiting.len();
        waiting.retain(|one| !self.is_held(one.source));
        assert!(self.is_crowded || waiting.len() == before, "it waits on, and its key is there");
        self.waiting = waiting;
    }

    /// Compares what waits and what waited in vain.
    pub(super) fn check_parked(&mut self, parked: usize, dropped: u64) {
        assert_eq!(parked as u64 + dropped + self.unparked, self.parked, "none is lost unseen");
        assert!(parked <= PARKED && parked <= self.waiting.len());
        assert!(self.is_crowded || parked == self.waiting.len(), "pushed out, and there was room");
        if parked == 0 {
            self.waiting.clear();
            self.is_crowded = false;
        }
    }

    // Keys.

    pub(super) fn add(&mut self, source: Source) -> Result<(), &'static str> {
        match self.layout {
            KidLayout::Plain => self.add_key(source),
            KidLayout::SenderKeys(_) => self.add_chain(source),
            _ => self.add_epoch(source),
        }
    }

    fn add_key(&mut self, source: Source) -> Result<(), &'static str> {
        let source = self.identity(source);
        if self.own.contains(&source) {
            return Err("own");
        }
        match self.held.get_mut(&source.name) {
            Some(held) if held.variant != source.variant => Err("in use"),
            Some(held) => {
                held.expires = None;
                Ok(())
            }
            None => {
                let before = self.removed_keys.get(&(source.name, source.variant)).copied();
                self.hold(source, before.flatten())
            }
        }
    }

    fn add_chain(&mut self, source: Source) -> Result<(), &'static str> {
        let held = self.held.get(&source.name);
        let held =
            held.map(|held| Removed { variant: held.variant, step: held.step, newest: None });
        let before = held.or(self.removed_chains.get(&source.name).copied());
        let Some(before) = before.filter(|before| source.at <= before.step) else {
            return if self.own.contains(&source) { Err("own") } else { self.hold(source, None) };
        };
        // Older than what was there: it must lead up to it.
        let caught_up = Source { at: before.step, ..source };
        if self.own.contains(&caught_up) {
            return Err("own");
        }
        if before.variant != source.variant {
            return Err(if held.is_some() { "in use" } else { "retired" });
        }
        match self.held.get_mut(&source.name) {
            Some(held) => {
                held.expires = None;
                Ok(())
            }
            None => self.hold(caught_up, before.newest),
        }
    }

    fn add_epoch(&mut self, source: Source) -> Result<(), &'static str> {
        let (slot, number) = (self.slot(source), source.name);
        if self.removed_epoch.is_some_and(|removed| number <= removed) {
            return Err("retired");
        }
        match self.held.get(&slot) {
            Some(held) if held.name == number => {
                return if held.variant == source.variant { Ok(()) } else { Err("in use") };
            }
            Some(held) if held.name > number => return Err("retired"),
            _ => {}
        }
        self.forget(slot);
        self.hold(source, None)?;
        // All but the newest epoch go after the grace time.
        let (newest, goes) = (self.held.values().map(|held| held.name).max(), self.now + GRACE);
        for held in self.held.values_mut().filter(|held| Some(held.name) != newest) {
            held.expires = held.expires.or(Some(goes));
        }
        Ok(())
    }

    fn hold(&mut self, source: Source, floor: Option<u64>) -> Result<(), &'static str> {
        let slot = self.slot(source);
        if self.held.len() == MAX_KEYS && !self.held.contains_key(&slot) {
            return Err("too many");
        }
        let mut keys = BTreeMap::new();
        if !matches!(self.layout, KidLayout::Mls(_)) {
            keys.insert(source.at, (Window { floor, ..Window::default() }, None));
        }
        let Source { name, variant, at: step } = source;
        self.held.insert(slot, Held { name, variant, step, expires: None, keys });
        Ok(())
    }

    pub(super) fn remove(&mut self, source: Source) -> bool {
        self.forget(self.slot(source))
    }

    pub(super) fn retire(&mut self, source: Source) -> bool {
        let (slot, goes) = (self.slot(source), self.now + GRACE);
        let held = self.held.get_mut(&slot);
        held.map(|held| held.expires = held.expires.or(Some(goes))).is_some()
    }

    pub(super) fn advance(&mut self, now: u64) {
        self.now = now;
        let due = |at: Option<u64>| at.is_some_and(|at| at <= now);
        for (slot, held) in self.held.clone() {
            if due(held.expires) {
                self.forget(slot);
            }
        }
        for held in self.held.values_mut() {
            held.keys.retain(|_, &mut (_, goes)| !due(goes));
        }
        while self.waiting.front().is_some_and(|one| now - one.since > PARKED_SECONDS) {
            self.waiting.pop_front();
        }
    }

    /// A key that was added for receiving goes, whatever came of it.
    pub(super) fn refuse_own(&mut self, source: Source) -> Result<(), &'static str> {
        let (slot, source) = (self.slot(source), self.identity(source));
        self.own.insert(source);
        let Some(held) = self.held.get_mut(&slot) else { return Ok(()) };
        if (held.name, held.variant) != (source.name, source.variant) {
            return Ok(());
        }
        let is_added = match self.layout {
            KidLayout::Plain => true,
            KidLayout::SenderKeys(_) => held.step == source.at,
            _ => false, // what an epoch's sender has is derived, not added
        };
        if is_added {
            self.forget(slot);
            return Err("own");
        }
        held.keys.remove(&source.at);
        Ok(())
    }

    fn forget(&mut self, slot: u64) -> bool {
        let Some(held) = self.held.remove(&slot) else { return false };
        let newest = held.keys.get(&held.step).and_then(|(window, _)| window.newest());
        let Held { name, variant, step, .. } = held;
        match self.layout {
            KidLayout::Plain => drop(self.removed_keys.insert((name, variant), newest)),
            KidLayout::SenderKeys(_) => {
                self.removed_chains.insert(name, Removed { variant, step, newest });
            }
            _ => self.removed_epoch = self.removed_epoch.max(Some(name)),
        }
        true
    }

    // What can be seen from outside.

    /// Every key with the highest counter opened under it.
    pub(super) fn stats(&self) -> BTreeSet<(u64, Option<u64>)> {
        let key = |held: &Held, at: u64, window: &Window| {
            let source = Source { name: held.name, variant: held.variant, at };
            (super::kid(self.layout, source).as_u64(), window.newest())
        };
        let keys = |held: &Held| -> Vec<_> {
            held.keys.iter().map(|(&at, (window, _))| key(held, at, window)).collect()
        };
        self.held.values().flat_map(keys).collect()
    }

    pub(super) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// What was reported since the last time, in whatever order.
    pub(super) fn events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    pub(super) fn names(&self) -> Vec<u64> {
        self.held.values().map(|held| held.name).collect()
    }

    /// A plain KID has one sender.
    pub(super) fn identity(&self, source: Source) -> Source {
        match self.layout {
            KidLayout::Plain => Source { at: 0, ..source },
            _ => source,
        }
    }

    fn is_held(&self, source: Source) -> bool {
        self.held.contains_key(&self.slot(source))
    }

    /// Where the store keeps it.
    fn slot(&self, source: Source) -> u64 {
        match self.layout {
            KidLayout::Mls(bits) => source.name % (1 << bits.get()),
            _ => source.name,
        }
    }
}

impl Held {
    /// The step that a KID with the low bits of `at` names: one that is held, or one ahead within
    /// reach; else how far ahead it would be.
    fn step_of(&self, at: u64) -> Result<u64, u64> {
        const STEPS: u64 = 1 << super::RATCHET_BITS;
        let held = self.keys.keys().copied().find(|step| step % STEPS == at % STEPS);
        let ahead = (at + STEPS - self.step % STEPS) % STEPS;
        match held {
            Some(step) => Ok(step),
            None if ahead <= REACH => Ok(self.step + ahead),
            None => Err(ahead),
        }
    }

    /// A later step was shown to exist: the two before it stay for the grace time, and nothing
    /// older does.
    fn go_on_to(&mut self, at: u64, goes: u64, own: &BTreeSet<Source>) {
        let Self { name, variant, step, .. } = *self;
        if let Some((_, left)) = self.keys.get_mut(&step) {
            *left = Some(goes);
        }
        for between in step + 1..at {
            if !own.contains(&Source { name, variant, at: between }) {
                self.keys.insert(between, (Window::default(), Some(goes)));
            }
        }
        self.keys.retain(|&step, _| at - step <= RETAINED_STEPS);
        self.step = at;
        self.keys.insert(at, (Window::default(), None));
    }
}
