//! Target `key_store`: any order of key changes and frames, against a model of what is held.
//!
//! The model says of every frame whether it may open, and of a fresh one that it must. Payloads
//! are numbers, so that a frame opened twice shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use frameseal::{
    BaseKey, CipherSuite, DecryptError, Decryptor, DecryptorConfig, Encryptor, EncryptorConfig,
    EpochBits, KeyError, KeyId, KidLayout, MAX_EVENTS, MemoryCounters, MlsEpoch, MlsKeyId,
    ParkingLimits, RETAINED_STEPS, RatchetBits, SenderBits, SenderKey, SenderKeyId,
};

use super::bytes::Input;

const MAX_KEYS: usize = 3;
const REACH: u64 = 4;
const GRACE: u64 = 10;
const PARKED: usize = 4;
const FRAMES: usize = 32;

pub fn key_store(data: &[u8]) {
    let mut input = Input(data);
    let mut call = Call::new(input.byte());
    for _ in 0..200 {
        if input.is_empty() {
            break;
        }
        call.step(&mut input);
    }
    call.end();
}

/// Where a frame comes from. `name` is a plain KID, a generation or an epoch, `at` a ratchet
/// step or a sender's index, and `variant` tells two base keys of one name apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Source {
    name: u64,
    variant: u8,
    at: u64,
}

#[derive(Clone)]
struct Frame {
    source: Source,
    counter: u64,
    number: u32,
    sealed: Vec<u8>,
}

/// What the model knows of a key, generation or epoch that is held.
#[derive(Clone, Copy, Debug)]
struct Held {
    name: u64,
    variant: u8,
    /// The newest ratchet step.
    step: u64,
    /// Until when steps before it open.
    behind_until: u64,
    expires: Option<u64>,
}

struct Call {
    layout: KidLayout,
    suite: CipherSuite,
    receiver: Decryptor,
    senders: BTreeMap<Source, (Encryptor, u64)>,
    wire: Vec<Frame>,
    sealed: u32,
    parked: BTreeMap<u64, Frame>,

    now: u64,
    held: BTreeMap<u64, Held>,
    removed_chains: BTreeMap<u64, Held>,
    removed_epoch: Option<u64>,
    own: BTreeSet<Source>,
    opened: BTreeSet<u32>,
    highest: BTreeMap<Source, u64>,
}

impl Call {
    fn new(choice: u8) -> Self {
        let layout = match choice % 3 {
            0 => KidLayout::Plain,
            1 => KidLayout::SenderKeys(RatchetBits::new(4).unwrap()),
            _ => KidLayout::Mls(EpochBits::new(2).unwrap()),
        };
        let mut config = DecryptorConfig::for_layout(layout);
        config.replay_window = 64;
        config.max_keys = MAX_KEYS;
        config.max_ratchet_steps = REACH;
        config.grace = Duration::from_secs(GRACE);
        config.parking = ParkingLimits { frames: PARKED, bytes: 200, age: Duration::from_secs(5) };
        Self {
            layout,
            suite: CipherSuite::ALL[usize::from(choice / 3) % 8],
            receiver: Decryptor::with_config(config),
            senders: BTreeMap::new(),
            wire: Vec::new(),
            sealed: 0,
            parked: BTreeMap::new(),
            now: 0,
            held: BTreeMap::new(),
            removed_chains: BTreeMap::new(),
            removed_epoch: None,
            own: BTreeSet::new(),
            opened: BTreeSet::new(),
            highest: BTreeMap::new(),
        }
    }

    fn step(&mut self, input: &mut Input<'_>) {
        let (action, source) = (input.below(12), self.source(input.byte(), input.byte()));
        match action {
            0 | 1 => self.add(source),
            2 => self.remove(source),
            3 => self.retire(source),
            4 => self.advance(source.at * 5 % 20),
            5 => self.refuse_own(source),
            6 => self.forge(source),
            7 => self.park(input.below(FRAMES)),
            8 => self.unpark(),
            9 => self.replay(input.below(FRAMES)),
            10 => drop(self.seal(source)), // lost, or late
            _ => {
                let frame = self.seal(source);
                self.deliver(&frame);
            }
        }
        let keys = self.receiver.key_stats().count();
        match self.layout {
            KidLayout::Plain => assert_eq!(keys, self.held.len()),
            KidLayout::SenderKeys(_) => assert!(keys <= self.held.len() * 3),
            _ => assert!(keys <= self.held.len() * 4),
        }
        assert!(self.held.len() <= MAX_KEYS);
        assert!(self.receiver.totals().parked <= PARKED);
        assert!(std::iter::from_fn(|| self.receiver.poll_event()).count() <= MAX_EVENTS);
    }

    /// After the grace time nothing is left and nothing opens.
    fn end(mut self) {
        for held in self.held.clone().into_values() {
            self.retire(Source { name: held.name, variant: 0, at: 0 });
        }
        self.advance(GRACE);
        assert_eq!((self.held.len(), self.receiver.key_stats().count()), (0, 0));
        for frame in self.wire.clone() {
            self.deliver(&frame);
        }
    }

    fn source(&self, name: u8, at: u8) -> Source {
        let variant = u8::from(name >= 0xe0);
        let (name, at) = (u64::from(name), u64::from(at));
        match self.layout {
            KidLayout::Plain => Source {
                name: [0, 7, 8, 1 << 40, u64::MAX][name as usize % 5],
                variant,
                at: at % 16,
            },
            KidLayout::SenderKeys(_) => Source { name: name % 4, variant, at: at % 24 },
            _ => Source { name: name % 8, variant, at: at % 4 },
        }
    }

    fn add(&mut self, source: Source) {
        let result = match self.layout {
            KidLayout::Plain => {
                self.receiver.add_key(self.suite, self.kid(source), self.base_key(source))
            }
            KidLayout::SenderKeys(_) => self.receiver.add_sender_key(self.sender_key(source)),
            _ => self.receiver.add_epoch(self.epoch(source)),
        };
        let expected = match self.layout {
            KidLayout::Plain => self.add_key(source),
            KidLayout::SenderKeys(_) => self.add_chain(source),
            _ => self.add_epoch(source),
        };
        assert_eq!(result.map_err(kind), expected, "{source:?}");
    }

    fn add_key(&mut self, source: Source) -> Result<(), &'static str> {
        if self.is_own(source) {
            return Err("own");
        }
        let held = self.held.get(&source.name).copied();
        if held.is_some_and(|held| held.variant != source.variant) {
            return Err("in use");
        }
        self.hold(source)
    }

    fn add_chain(&mut self, source: Source) -> Result<(), &'static str> {
        let held = self.held.get(&source.name).copied();
        let Some(before) = held.or(self.removed_chains.get(&source.name).copied()) else {
            return if self.is_own(source) { Err("own") } else { self.hold(source) };
        };
        if source.at > before.step {
            return if self.is_own(source) { Err("own") } else { self.hold(source) };
        }
        // Older than what was there: it must lead up to it.
        let caught_up = Source { at: before.step, ..source };
        if self.is_own(caught_up) {
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
            None => self.hold(caught_up),
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
        if let Some(replaced) = self.held.get(&slot).copied() {
            self.forget(slot, replaced);
        }
        self.hold(source)?;
        // All but the newest epoch go after the grace time.
        let (newest, goes) = (self.held.values().map(|held| held.name).max(), self.now + GRACE);
        for held in self.held.values_mut().filter(|held| Some(held.name) != newest) {
            held.expires = held.expires.or(Some(goes));
        }
        Ok(())
    }

    fn hold(&mut self, source: Source) -> Result<(), &'static str> {
        let slot = self.slot(source);
        if self.held.len() == MAX_KEYS && !self.held.contains_key(&slot) {
            return Err("too many");
        }
        let (Source { name, variant, at: step }, expires) = (source, None);
        self.held.insert(slot, Held { name, variant, step, behind_until: 0, expires });
        Ok(())
    }

    fn remove(&mut self, source: Source) {
        let (slot, kid) = (self.slot(source), self.kid(source));
        let held = self.held.get(&slot).copied();
        assert_eq!(self.receiver.remove_key(kid), held.is_some());
        if let Some(held) = held {
            self.forget(slot, held);
        }
    }

    fn retire(&mut self, source: Source) {
        let (slot, kid) = (self.slot(source), self.kid(source));
        let held = self.held.get_mut(&slot);
        assert_eq!(self.receiver.retire_key(kid), held.is_some());
        if let Some(held) = held {
            held.expires = held.expires.or(Some(self.now + GRACE));
        }
    }

    fn advance(&mut self, seconds: u64) {
        self.now += seconds;
        self.receiver.advance(Duration::from_secs(self.now));
        for (slot, held) in self.held.clone() {
            if held.expires.is_some_and(|at| at <= self.now) {
                self.forget(slot, held);
            }
        }
    }

    fn forget(&mut self, slot: u64, held: Held) {
        self.held.remove(&slot);
        match self.layout {
            KidLayout::Plain => {}
            KidLayout::SenderKeys(_) => drop(self.removed_chains.insert(held.name, held)),
            _ => self.removed_epoch = self.removed_epoch.max(Some(held.name)),
        }
    }

    /// A key that was added for receiving goes, whatever came of it.
    fn refuse_own(&mut self, source: Source) {
        let source = self.seal(source).source;
        let result = self.receiver.refuse_own(&self.senders[&source].0);
        if self.own.len() == MAX_KEYS && !self.own.contains(&source) {
            assert_eq!(result, Err(KeyError::TooManyKeys { limit: MAX_KEYS }));
            return;
        }
        self.own.insert(source);
        let slot = self.slot(source);
        let added = self.held.get(&slot).copied().filter(|held| match self.layout {
            KidLayout::Plain => held.variant == source.variant,
            KidLayout::SenderKeys(_) => (held.variant, held.step) == (source.variant, source.at),
            _ => false, // what an epoch's sender has is derived, not added
        });
        assert_eq!(result.is_err(), added.is_some(), "{source:?}: {result:?}");
        if let Some(held) = added {
            self.forget(slot, held);
        }
    }

    fn seal(&mut self, source: Source) -> Frame {
        let source = self.identity(source);
        if !self.senders.contains_key(&source) {
            let config = EncryptorConfig::with_counters(Arc::new(MemoryCounters::default()));
            let sender = match self.layout {
                KidLayout::SenderKeys(_) => Encryptor::for_sender(&self.sender_key(source), config),
                _ => {
                    let (kid, base_key) = (self.kid(source), self.base_key(source));
                    Encryptor::with_config(self.suite, kid, base_key, config)
                }
            };
            self.senders.insert(source, (sender.unwrap(), 0));
        }
        let (sender, next) = self.senders.get_mut(&source).unwrap();
        let sealed = sender.encrypt_to_vec(&self.sealed.to_be_bytes(), b"").unwrap();
        let frame = Frame { source, counter: *next, number: self.sealed, sealed };
        (*next, self.sealed) = (*next + 1, self.sealed + 1);
        if self.wire.len() == FRAMES {
            self.wire.remove(0);
        }
        self.wire.push(frame.clone());
        frame
    }

    fn deliver(&mut self, frame: &Frame) {
        let result = self.receiver.decrypt_to_vec(&frame.sealed, b"");
        self.judge(frame, result);
    }

    fn replay(&mut self, at: usize) {
        if let Some(frame) = self.wire.get(at).cloned() {
            self.deliver(&frame);
        }
    }

    /// A forged frame is never opened; what it must not change shows later.
    fn forge(&mut self, source: Source) {
        let mut frame = self.seal(source).sealed;
        *frame.last_mut().unwrap() ^= 1;
        assert!(self.receiver.decrypt_to_vec(&frame, b"").is_err());
    }

    fn park(&mut self, at: usize) {
        if let Some(frame) = self.wire.get(at).cloned() {
            let token = self.parked.last_key_value().map_or(0, |(last, _)| last + 1);
            let kept = self.receiver.park(&frame.sealed, b"", token);
            assert_eq!(kept, !self.held.contains_key(&self.slot(frame.source)));
            if kept {
                self.parked.insert(token, frame);
            }
        }
    }

    fn unpark(&mut self) {
        while let Some(unparked) = self.receiver.unpark() {
            let frame = self.parked.remove(&unparked.token).expect("it was not parked");
            self.judge(&frame, unparked.frame.map(|opened| opened.payload));
        }
    }

    fn judge(&mut self, frame: &Frame, result: Result<Vec<u8>, DecryptError>) {
        let (source, held) = (frame.source, self.held.get_mut(&slot(self.layout, frame.source)));
        let held = held.filter(|held| {
            let same_epoch = held.name == source.name;
            same_epoch && held.variant == source.variant && !self.own.contains(&source)
        });
        let ratchets = matches!(self.layout, KidLayout::SenderKeys(_));
        let (may_open, ahead) = match &held {
            None => (false, false),
            Some(_) if !ratchets => (true, true),
            Some(held) if source.at >= held.step => {
                let reachable = source.at - held.step <= REACH;
                (reachable, reachable)
            }
            Some(held) => {
                let kept = held.step - source.at <= RETAINED_STEPS && self.now < held.behind_until;
                (kept, false)
            }
        };
        let fresh = self.highest.get(&source).is_none_or(|&highest| frame.counter > highest);
        match result {
            Ok(payload) => {
                assert!(may_open, "opened with a key that is not held: {source:?}");
                assert_eq!(payload, frame.number.to_be_bytes());
                assert!(self.opened.insert(frame.number), "opened twice: {source:?}");
                let highest = self.highest.entry(source).or_insert(0);
                *highest = frame.counter.max(*highest);
                let held = held.unwrap();
                if ratchets && source.at > held.step {
                    (held.step, held.behind_until) = (source.at, self.now + GRACE);
                }
            }
            Err(error) => assert!(!(ahead && fresh), "{error}: {source:?}"),
        }
    }

    fn is_own(&self, source: Source) -> bool {
        self.own.contains(&self.identity(source))
    }

    /// A plain KID has one sender.
    fn identity(&self, source: Source) -> Source {
        match self.layout {
            KidLayout::Plain => Source { at: 0, ..source },
            _ => source,
        }
    }

    fn slot(&self, source: Source) -> u64 {
        slot(self.layout, source)
    }

    fn kid(&self, source: Source) -> KeyId {
        match self.layout {
            KidLayout::SenderKeys(ratchet_bits) => {
                let (generation, step) = (source.name, source.at);
                SenderKeyId { ratchet_bits, generation, step }.key_id().unwrap()
            }
            KidLayout::Mls(epoch_bits) => {
                let (sender_bits, epoch) = (SenderBits::for_group(4), source.name);
                let index = u32::try_from(source.at).unwrap();
                MlsKeyId { epoch_bits, sender_bits, epoch, index, context: 0 }.key_id().unwrap()
            }
            _ => KeyId::new(source.name),
        }
    }

    fn base_key(&self, source: Source) -> BaseKey {
        let mut bytes = [source.variant; 32];
        bytes[..8].copy_from_slice(&source.name.to_be_bytes());
        BaseKey::new(&bytes).unwrap()
    }

    fn sender_key(&self, source: Source) -> SenderKey {
        let KidLayout::SenderKeys(bits) = self.layout else { panic!("another layout") };
        let base_key = self.base_key(source);
        let mut key = SenderKey::new(self.suite, bits, source.name, base_key).unwrap();
        (0..source.at).for_each(|_| key.ratchet());
        key
    }

    fn epoch(&self, source: Source) -> MlsEpoch {
        let sender_bits = SenderBits::for_group(4);
        MlsEpoch::new(self.suite, source.name, sender_bits, self.base_key(source))
    }
}

/// Where the store keeps it.
fn slot(layout: KidLayout, source: Source) -> u64 {
    match layout {
        KidLayout::Mls(_) => source.name % 4,
        _ => source.name,
    }
}

fn kind(error: KeyError) -> &'static str {
    match error {
        KeyError::OwnSendKey { .. } => "own",
        KeyError::KeyIdInUse { .. } => "in use",
        KeyError::KeyIdRetired { .. } => "retired",
        KeyError::TooManyKeys { .. } => "too many",
        error => panic!("{error}"),
    }
}
