//! Encryptors of two keys over one counter store that fails, skips and goes back: which counter a
//! frame has, what it is refused for, when the key is used up and when that is announced.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use frameseal::expert::{Aead, DerivedKey, RUST_CRYPTO};
use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, EncryptError, Encryptor,
    EncryptorConfig, Event, Header, KeyError, KeyFingerprint, KeyId, MAX_HEADER_LEN, MAX_LEASE,
};
use proptest::collection::vec;
use proptest::prelude::*;

const KEYS: usize = 2;
const SUITE: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

/// Blocks that a frame of a packet's size is charged with; a longer one is charged with its own
/// besides.
const SMALL_BLOCKS: u64 = 80;

#[derive(Clone, Debug)]
enum Step {
    /// An encryptor for a key: lease, limit in blocks.
    Make(usize, u64, u64),
    Drop(usize),
    Seal {
        which: usize,
        len: usize,
        metadata: usize,
        way: Way,
    },
    /// What the store does the next time.
    Answer(Answer),
    Poll(usize),
}

#[derive(Clone, Copy, Debug)]
enum Way {
    ToVec,
    Into,
    InPlace,
    NoRoom,
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Fail,
    /// So many counters belong to somebody else.
    Skip(u64),
    /// Counters that were given before.
    Back(u64),
}

/// A store that does what a step told it, and then what it should.
#[derive(Default)]
struct Store(Mutex<Book>);

#[derive(Default)]
struct Book {
    names: Vec<KeyFingerprint>,
    next: [u64; KEYS],
    blocks: [u64; KEYS],
    answers: VecDeque<Answer>,
    asked: u64,
}

impl Book {
    fn key(&mut self, name: &KeyFingerprint) -> usize {
        self.names.iter().position(|known| known == name).unwrap()
    }

    /// What a lease of so many gives: the first counter.
    fn lease(&mut self, key: usize, count: u64) -> Result<u64, CounterStoreError> {
        let next = self.next[key];
        let first = match self.answers.pop_front() {
            None => next,
            Some(Answer::Fail) => return Err(CounterStoreError::Unavailable),
            Some(Answer::Skip(skipped)) => next.saturating_add(skipped),
            Some(Answer::Back(back)) => return Ok(next.saturating_sub(back)),
        };
        if let Some(end) = first.checked_add(count) {
            self.next[key] = end;
        }
        Ok(first) // and an encryptor is to find out by itself that there are no more
    }
}

impl CounterStore for Store {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        let mut book = self.0.lock().unwrap();
        let key = book.key(key);
        book.asked += 1;
        book.lease(key, count)
    }

    fn charge(&self, key: &KeyFingerprint, blocks: u64) -> u64 {
        let mut book = self.0.lock().unwrap();
        let key = book.key(key);
        book.blocks[key] += blocks;
        book.blocks[key]
    }
}

/// What the documentation says of an encryptor.
struct Model {
    key: usize,
    lease: u64,
    limit: u64,
    /// The counters that are leased and not used.
    next: u64,
    end: u64,
    long_blocks: u64,
    earlier_blocks: u64,
    /// What was announced: nothing yet, something to be polled, or everything.
    warned: Option<bool>,
}

impl Model {
    /// Takes a lease from a copy of the store's book.
    fn renew(&mut self, book: &mut Book) -> Result<(), CounterStoreError> {
        book.asked += 1;
        let first = book.lease(self.key, self.lease)?;
        if first < self.end {
            return Err(CounterStoreError::WentBack);
        }
        let end = first.checked_add(self.lease).ok_or(CounterStoreError::Exhausted)?;
        (self.next, self.end) = (first, end);
        Ok(())
    }

    fn seal(&mut self, len: usize, book: &mut Book) -> Result<u64, EncryptError> {
        let blocks = (len as u64).div_ceil(16);
        let long = if blocks > SMALL_BLOCKS { blocks } else { 0 };
        let small = u128::from(self.next) + 1;
        let spent = small * u128::from(SMALL_BLOCKS)
            + u128::from(self.earlier_blocks + self.long_blocks + long);
        // Three quarters, rounded up.
        if spent * 4 > u128::from(self.limit) * 3 + u128::from(self.limit % 4) {
            self.warned = self.warned.or(Some(false));
        }
        if spent > u128::from(self.limit) {
            return Err(EncryptError::KeyUsedUp);
        }
        if self.next == self.end {
            self.renew(book)?;
        }
        self.next += 1;
        self.long_blocks += long;
        Ok(self.next - 1)
    }
}

struct Sender {
    encryptor: Encryptor,
    model: Model,
    last: Option<u64>,
}

struct World {
    store: Arc<Store>,
    /// What the store's book must be.
    book: Book,
    openers: Vec<Aead>,
    senders: Vec<Sender>,
    used: [BTreeSet<u64>; KEYS],
    /// Whether the store gave counters of a key twice, which one encryptor among several
    /// cannot tell.
    is_honest: [bool; KEYS],
}

fn base_key(key: usize) -> BaseKey {
    BaseKey::new(&[key as u8 + 1; 32]).unwrap()
}

fn kid(key: usize) -> KeyId {
    KeyId::new([7, 1 << 40][key])
}

impl World {
    fn new() -> Self {
        let store = Arc::new(Store::default());
        let openers =
            (0..KEYS).map(|key| Aead::derive(&RUST_CRYPTO, SUITE, kid(key), &base_key(key)));
        let name = |key| DerivedKey::fingerprint(SUITE, kid(key), &base_key(key)).unwrap();
        let names: Vec<_> = (0..KEYS).map(name).collect();
        store.0.lock().unwrap().names.clone_from(&names);
        Self {
            store,
            book: Book { names, ..Book::default() },
            openers: openers.map(Result::unwrap).collect(),
            senders: Vec::new(),
            used: Default::default(),
            is_honest: [true; KEYS],
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Make(key, lease, limit) => self.make(key, lease, limit),
            Step::Drop(which) if !self.senders.is_empty() => {
                let sender = self.senders.swap_remove(which % self.senders.len());
                self.book.blocks[sender.model.key] += sender.model.long_blocks;
            }
            Step::Seal { which, len, metadata, way } if !self.senders.is_empty() => {
                self.seal(which % self.senders.len(), len, metadata, way);
            }
            Step::Answer(answer) => {
                self.store.0.lock().unwrap().answers.push_back(answer);
                self.book.answers.push_back(answer);
            }
            Step::Poll(which) if !self.senders.is_empty() => {
                let which = which % self.senders.len();
                let Sender { encryptor, model, .. } = &mut self.senders[which];
                let is_due = model.warned == Some(false);
                let expected = is_due.then_some(Event::RotateSoon { kid: kid(model.key) });
                assert_eq!(encryptor.poll_event(), expected);
                model.warned = model.warned.map(|_| true);
            }
            _ => {}
        }
        let book = self.store.0.lock().unwrap();
        assert_eq!(
            (book.next, book.blocks, book.asked),
            (self.book.next, self.book.blocks, self.book.asked),
            "the store was asked for something else"
        );
    }

    fn make(&mut self, key: usize, lease: u64, limit: u64) {
        let mut config = EncryptorConfig::with_counters(self.store.clone());
        (config.lease, config.max_blocks) = (lease, limit);
        let made = Encryptor::with_config(SUITE, kid(key), base_key(key), config);
        let mut model = Model {
            key,
            lease: lease.clamp(1, MAX_LEASE),
            limit: limit.min(1 << 34),
            next: 0,
            end: 0,
            long_blocks: 0,
            earlier_blocks: self.book.blocks[key],
            warned: None,
        };
        let before = self.book.next[key];
        match (made, model.renew(&mut self.book)) {
            (Ok(encryptor), Ok(())) => {
                self.is_honest[key] &= model.next >= before && model.end <= self.book.next[key];
                self.senders.push(Sender { encryptor, model, last: None });
            }
            (Err(KeyError::Counters(error)), Err(expected)) => assert_eq!(error, expected),
            (made, expected) => panic!("{made:?}, not {expected:?}"),
        }
    }

    fn seal(&mut self, which: usize, len: usize, metadata: usize, way: Way) {
        let Sender { encryptor, model, last } = &mut self.senders[which];
        let (plaintext, metadata) = (vec![0x5a; len], vec![0xa5; metadata]);
        let mut out = vec![0; len + encryptor.max_overhead()];
        let sealed = match way {
            Way::ToVec => encryptor.encrypt_to_vec(&plaintext, &metadata),
            Way::Into => encryptor.encrypt(&plaintext, &metadata, &mut out).map(|len| {
                out.truncate(len);
                out
            }),
            Way::InPlace => {
                let payload = encryptor.headroom()..encryptor.headroom() + len;
                out[payload.clone()].copy_from_slice(&plaintext);
                encryptor.encrypt_in_place(&mut out, payload, &metadata).map(|at| out[at].to_vec())
            }
            Way::NoRoom => {
                out.pop();
                let refused = encryptor.encrypt(&plaintext, &metadata, &mut out).unwrap_err();
                assert!(matches!(refused, EncryptError::BufferTooSmall { .. }));
                return; // nothing has changed
            }
        };
        let key = model.key;
        let (before, next) = (model.end, self.book.next[key]);
        let expected = model.seal(len + metadata.len() + MAX_HEADER_LEN, &mut self.book);
        if model.end != before {
            let is_honest = model.end - model.lease >= next && model.end <= self.book.next[key];
            self.is_honest[key] &= is_honest;
        }
        let sealed = match (sealed, expected) {
            (Ok(sealed), Ok(counter)) => {
                let (header, _) = Header::parse(&sealed).unwrap();
                assert_eq!(header, Header { kid: kid(key), counter });
                sealed
            }
            (Err(error), Err(expected)) => return assert_eq!(error, expected),
            (sealed, expected) => panic!("{sealed:?}, not {expected:?}"),
        };
        let (header, header_len) = Header::parse(&sealed).unwrap();
        assert!(Some(header.counter) > *last, "counters of an encryptor grow");
        *last = Some(header.counter);
        let is_new = self.used[key].insert(header.counter);
        assert!(is_new || !self.is_honest[key], "a counter came twice");
        // Opened by the bare AEAD, with the nonce that RFC 9605 says.
        let mut nonce = [0; 12];
        nonce[4..].copy_from_slice(&header.counter.to_be_bytes());
        let aad = [&sealed[..header_len], &metadata].concat();
        let mut body = sealed[header_len..].to_vec();
        let opened = self.openers[key].open_in_place(&nonce, &aad, &mut body).unwrap();
        assert_eq!(opened, plaintext);
    }
}

fn some_step() -> impl Strategy<Value = Step> {
    let lease = prop_oneof![6 => 1..6_u64, 1 => Just(0), 1 => Just(4096), 1 => Just(u64::MAX)];
    // A limit of some small frames, of some long ones, and none.
    let limit = prop_oneof![4 => 0..1500_u64, 4 => 1500..20_000_u64, 2 => Just(u64::MAX)];
    // Around what a packet holds: 1280 bytes with the header.
    let len = prop_oneof![4 => 0..40_usize, 2 => 1255..1270_usize, 1 => 1270..9000_usize];
    let metadata = prop_oneof![3 => Just(0_usize), 1 => 0..20_usize];
    let way = prop_oneof![
        3 => Just(Way::ToVec),
        3 => Just(Way::Into),
        3 => Just(Way::InPlace),
        1 => Just(Way::NoRoom),
    ];
    let answer = prop_oneof![
        3 => Just(Answer::Fail),
        3 => (0..10_u64).prop_map(Answer::Skip),
        2 => (0..10_u64).prop_map(Answer::Back),
        1 => (0..20_u64).prop_map(|left| Answer::Skip(u64::MAX - left)),
    ];
    prop_oneof![
        2 => (0..KEYS, lease, limit).prop_map(|(key, lease, limit)| Step::Make(key, lease, limit)),
        1 => any::<usize>().prop_map(Step::Drop),
        12 => (any::<usize>(), len, metadata, way)
            .prop_map(|(which, len, metadata, way)| Step::Seal { which, len, metadata, way }),
        2 => answer.prop_map(Step::Answer),
        2 => any::<usize>().prop_map(Step::Poll),
    ]
}

#[test]
fn encryptors() {
    super::run("encryptors and counter stores", vec(some_step(), 1..100), |steps| {
        let mut world = World::new();
        steps.into_iter().for_each(|step| world.step(step));
    });
}
