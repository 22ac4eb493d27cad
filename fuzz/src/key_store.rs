//! Target `key_store`: any order of key changes and frames, against a model of what is held.
//!
//! The model says of every frame what becomes of it, and of every change what it gives. Payloads
//! are numbers, so that a frame opened twice shows. `sframe/tests/model_media.rs` takes the same
//! steps at random.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use frameseal::{
    BaseKey, CipherSuite, DecryptError, Decryptor, DecryptorConfig, Encryptor, EncryptorConfig,
    EpochBits, Event, KeyError, KeyId, KidLayout, MAX_EVENTS, MemoryCounters, MlsEpoch, MlsKeyId,
    ParkingLimits, RatchetBits, SenderBits, SenderKey, SenderKeyId,
};

use super::bytes::Input;
use super::derived::{derived, ratcheted};

mod reference;

pub use reference::Source;
use reference::{Counts, Reference, Verdict};

const MAX_KEYS: usize = 3;
const WINDOW: usize = 64;
const RATCHET_BITS: u8 = 4;
const REACH: u64 = 4;
const GRACE: u64 = 10;
const PARKED: usize = 4;
const PARKED_BYTES: usize = 100;
const PARKED_SECONDS: u64 = 5;

/// Frames that an input can name.
const FRAMES: usize = 32;

/// Frames that are kept: more than a window and a half.
const WIRE: usize = 128;

pub fn key_store(data: &[u8]) {
    let mut input = Input(data);
    let choice = input.byte();
    let mut call = Call::new(usize::from(choice % 3), usize::from(choice / 3));
    for _ in 0..200 {
        if input.is_empty() {
            break;
        }
        super::tried();
        let step = call.read(&mut input);
        call.step(step);
    }
    call.end();
}

/// What happens next.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Add(Source),
    Remove(Source),
    Retire(Source),
    /// Seconds go by.
    Advance(u64),
    RefuseOwn(Source),
    /// A frame comes that was changed on the way.
    Forge(Source),
    /// The frame that was sealed so many frames ago is parked.
    Park(usize),
    Unpark,
    /// It comes, for the first time or again.
    Deliver(usize),
    /// So many frames are sealed and do not come, or not yet.
    Seal(Source, u8),
    /// One is sealed and comes.
    Send(Source),
}

#[derive(Clone)]
struct Frame {
    source: Source,
    counter: u64,
    number: u32,
    sealed: Vec<u8>,
}

pub struct Call {
    suite: CipherSuite,
    receiver: Decryptor,
    model: Reference,
    senders: BTreeMap<Source, (Encryptor, u64)>,
    wire: Vec<Frame>,
    sealed: u32,
    parked: BTreeMap<u64, Frame>,
    now: u64,
    opened: BTreeSet<u32>,
}

impl Call {
    /// A receiver of plain keys, of sender keys or of MLS epochs, with one of the suites.
    pub fn new(layout: usize, suite: usize) -> Self {
        let layout = self::layout(layout);
        let mut config = DecryptorConfig::for_layout(layout);
        config.replay_window = WINDOW;
        config.max_keys = MAX_KEYS;
        config.max_ratchet_steps = REACH;
        config.grace = Duration::from_secs(GRACE);
        let age = Duration::from_secs(PARKED_SECONDS);
        config.parking = ParkingLimits { frames: PARKED, bytes: PARKED_BYTES, age };
        Self {
            suite: CipherSuite::ALL[suite % 8],
            receiver: Decryptor::with_config(config),
            model: Reference::new(layout),
            senders: BTreeMap::new(),
            wire: Vec::new(),
            sealed: 0,
            parked: BTreeMap::new(),
            now: 0,
            opened: BTreeSet::new(),
        }
    }

    fn read(&self, input: &mut Input<'_>) -> Step {
        let action = input.below(12);
        let source = source(self.model.layout, input.byte(), input.byte());
        // Of the last few frames, the oldest first.
        let frame = |at: usize| match self.wire.len().min(FRAMES).checked_sub(at + 1) {
            Some(ago) => ago,
            None => WIRE,
        };
        match action {
            0 | 1 => Step::Add(source),
            2 => Step::Remove(source),
            3 => Step::Retire(source),
            4 => Step::Advance(source.at * 5 % 20),
            5 => Step::RefuseOwn(source),
            6 => Step::Forge(source),
            7 => Step::Park(frame(input.below(FRAMES))),
            8 => Step::Unpark,
            9 => Step::Deliver(frame(input.below(FRAMES))),
            10 => Step::Seal(source, 1),
            _ => Step::Send(source),
        }
    }

    pub fn step(&mut self, step: Step) {
        match step {
            Step::Add(source) => self.add(source),
            Step::Remove(source) => {
                let is_removed = self.receiver.remove_key(self.kid(source));
                assert_eq!(is_removed, self.model.remove(source));
            }
            Step::Retire(source) => {
                let is_retired = self.receiver.retire_key(self.kid(source));
                assert_eq!(is_retired, self.model.retire(source));
            }
            Step::Advance(seconds) => self.advance(seconds),
            Step::RefuseOwn(source) => self.refuse_own(source),
            Step::Forge(source) => self.forge(source),
            Step::Park(ago) => self.park(ago),
            Step::Unpark => self.unpark(),
            Step::Deliver(ago) => {
                if let Some(frame) = self.sealed_ago(ago) {
                    self.deliver(&frame);
                }
            }
            Step::Seal(source, frames) => (0..frames).for_each(|_| drop(self.seal(source))),
            Step::Send(source) => {
                let frame = self.seal(source);
                self.deliver(&frame);
            }
        }
        self.compare();
    }

    /// What can be seen from outside is what the model says.
    fn compare(&mut self) {
        let stats = self.receiver.key_stats().map(|key| (key.kid.as_u64(), key.highest_counter));
        assert_eq!(stats.collect::<BTreeSet<_>>(), self.model.stats());
        let totals = self.receiver.totals();
        let counts = Counts {
            opened: totals.opened,
            key_id: totals.key_id,
            replay: totals.replay,
            authentication: totals.authentication,
        };
        assert_eq!((&counts, totals.syntax), (self.model.counts(), 0));
        self.model.check_parked(totals.parked, totals.parked_dropped);
        let mut events: Vec<_> = std::iter::from_fn(|| self.receiver.poll_event()).collect();
        assert!(events.len() <= MAX_EVENTS);
        events.retain(|event| match *event {
            Event::Forgeries { failed, .. } => {
                assert!(failed >= 16 && failed.is_power_of_two());
                assert!(failed <= counts.authentication);
                false
            }
            _ => true,
        });
        let mut expected = self.model.events();
        let order = |event: &Event| match *event {
            Event::KeyMissing { kid } => (kid, 0),
            Event::KeyRecovered { kid } => (kid, 1),
            event => panic!("{event:?}"),
        };
        events.sort_by_key(order);
        expected.sort_by_key(order);
        assert_eq!(events, expected);
    }

    /// After the grace time nothing is left and nothing opens.
    pub fn end(mut self) {
        for name in self.model.names() {
            self.step(Step::Retire(Source { name, variant: 0, at: 0 }));
        }
        self.step(Step::Advance(GRACE));
        assert_eq!((self.model.names().len(), self.receiver.key_stats().count()), (0, 0));
        for frame in self.wire.clone() {
            self.deliver(&frame);
        }
        self.compare();
    }

    fn add(&mut self, source: Source) {
        let result = match self.model.layout {
            KidLayout::Plain => self.receiver.add_key(self.suite, self.kid(source), key_of(source)),
            KidLayout::SenderKeys(_) => self.receiver.add_sender_key(self.sender_key(source)),
            _ => self.receiver.add_epoch(self.epoch(source)),
        };
        assert_eq!(result.map_err(kind), self.model.add(source), "{source:?}");
    }

    fn advance(&mut self, seconds: u64) {
        self.now += seconds;
        self.receiver.advance(Duration::from_secs(self.now));
        self.model.advance(self.now);
    }

    fn refuse_own(&mut self, source: Source) {
        let source = self.seal(source).source;
        let result = self.receiver.refuse_own(&self.senders[&source].0);
        assert_eq!(result.map_err(kind), self.model.refuse_own(source), "{source:?}");
    }

    fn seal(&mut self, source: Source) -> Frame {
        let source = self.model.identity(source);
        if !self.senders.contains_key(&source) {
            let config = EncryptorConfig::with_counters(Arc::new(MemoryCounters::default()));
            let (kid, first) = (self.kid(source), base_key(source));
            let key = match self.model.layout {
                KidLayout::SenderKeys(_) => {
                    derived(self.suite, kid, &ratcheted(self.suite, &first, source.at))
                }
                _ => derived(self.suite, kid, &first),
            };
            let sender = Encryptor::with_derived_key(self.suite, kid, &key, config);
            self.senders.insert(source, (sender.unwrap(), 0));
        }
        let (sender, next) = self.senders.get_mut(&source).unwrap();
        let sealed = sender.encrypt_to_vec(&self.sealed.to_be_bytes(), b"").unwrap();
        let frame = Frame { source, counter: *next, number: self.sealed, sealed };
        (*next, self.sealed) = (*next + 1, self.sealed + 1);
        if self.wire.len() == WIRE {
            self.wire.remove(0);
        }
        self.wire.push(frame.clone());
        frame
    }

    fn sealed_ago(&self, ago: usize) -> Option<Frame> {
        self.wire.iter().rev().nth(ago).cloned()
    }

    fn deliver(&mut self, frame: &Frame) {
        let result = self.receiver.decrypt_to_vec(&frame.sealed, b"");
        self.judge(frame, result);
    }

    /// A forged frame is never opened; what it must not change shows later.
    fn forge(&mut self, source: Source) {
        let mut frame = self.seal(source);
        *frame.sealed.last_mut().unwrap() ^= 1;
        let result = self.receiver.decrypt_to_vec(&frame.sealed, b"");
        let kid = self.kid(frame.source).as_u64();
        let verdict = Verdict::of(&result, kid, frame.counter);
        assert_eq!(verdict, self.model.judge(frame.source, frame.counter, true), "{source:?}");
        assert_ne!(verdict, Verdict::Opens);
    }

    fn park(&mut self, ago: usize) {
        let Some(frame) = self.sealed_ago(ago) else { return };
        let token = self.parked.last_key_value().map_or(0, |(last, _)| last + 1);
        let is_kept = self.receiver.park(&frame.sealed, b"", token);
        self.model.park(token, frame.source, frame.sealed.len(), is_kept);
        if is_kept {
            self.parked.insert(token, frame);
        }
    }

    fn unpark(&mut self) {
        while let Some(unparked) = self.receiver.unpark() {
            self.model.unpark(unparked.token);
            let frame = self.parked.remove(&unparked.token).expect("it was not parked");
            self.judge(&frame, unparked.frame.map(|opened| opened.payload));
        }
        self.model.unparked();
    }

    fn judge(&mut self, frame: &Frame, result: Result<Vec<u8>, DecryptError>) {
        let &Frame { source, counter, number, .. } = frame;
        let verdict = Verdict::of(&result, self.kid(source).as_u64(), counter);
        assert_eq!(verdict, self.model.judge(source, counter, false), "{source:?} {counter}");
        if let Ok(payload) = result {
            assert_eq!(payload, number.to_be_bytes());
            assert!(self.opened.insert(number), "opened twice: {source:?}");
        }
    }

    fn kid(&self, source: Source) -> KeyId {
        kid(self.model.layout, source)
    }

    fn sender_key(&self, source: Source) -> SenderKey {
        let KidLayout::SenderKeys(ratchet_bits) = self.model.layout else {
            panic!("another layout")
        };
        let id = SenderKeyId { ratchet_bits, generation: source.name, step: source.at };
        let base_key = ratcheted(self.suite, &base_key(source), source.at);
        SenderKey::at(self.suite, id, BaseKey::new(&base_key).unwrap()).unwrap()
    }

    fn epoch(&self, source: Source) -> MlsEpoch {
        MlsEpoch::new(self.suite, source.name, SenderBits::for_group(4), key_of(source))
    }
}

/// The layouts by number.
pub fn layout(number: usize) -> KidLayout {
    match number {
        0 => KidLayout::Plain,
        1 => KidLayout::SenderKeys(RatchetBits::new(RATCHET_BITS).unwrap()),
        _ => KidLayout::Mls(EpochBits::new(2).unwrap()),
    }
}

/// Makes a source of two bytes, one that the layout has.
pub fn source(layout: KidLayout, name: u8, at: u8) -> Source {
    let variant = u8::from(name >= 0xe0);
    let (name, at) = (u64::from(name), u64::from(at));
    match layout {
        KidLayout::Plain => {
            let name = [0, 7, 8, 1 << 40, u64::MAX][name as usize % 5];
            Source { name, variant, at: at % 16 }
        }
        KidLayout::SenderKeys(_) => Source { name: name % 4, variant, at: at % 24 },
        _ => Source { name: name % 8, variant, at: at % 4 },
    }
}

fn kid(layout: KidLayout, source: Source) -> KeyId {
    match layout {
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

/// What a source starts from.
fn base_key(source: Source) -> [u8; 32] {
    let mut bytes = [source.variant; 32];
    bytes[..8].copy_from_slice(&source.name.to_be_bytes());
    bytes
}

fn key_of(source: Source) -> BaseKey {
    BaseKey::new(&base_key(source)).unwrap()
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
