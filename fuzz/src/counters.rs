//! Target `counters`: whatever a counter store answers and however many encryptors share a key,
//! no counter is used twice under it.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, EncryptError, Encryptor,
    EncryptorConfig, Header, KeyError, KeyFingerprint, KeyId,
};

use super::bytes::Input;

const SUITE: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

pub fn counters(data: &[u8]) {
    let mut input = Input(data);
    // Only an encryptor that is alone with its key can tell that a store goes back in time.
    let honest = input.byte().is_multiple_of(2);
    let store = Arc::new(Ledger::default());
    let mut encryptors: Vec<Encryptor> = Vec::new();
    let mut used = BTreeSet::new();

    for _ in 0..256 {
        if input.is_empty() {
            break;
        }
        match input.below(6) {
            0 if encryptors.len() < if honest { 4 } else { 1 } => {
                let mut config = EncryptorConfig::with_counters(store.clone());
                config.lease = input.number();
                let key = BaseKey::new(&[0x42; 32]).unwrap();
                match Encryptor::with_config(SUITE, KeyId::new(7), key, config) {
                    Ok(encryptor) => encryptors.push(encryptor),
                    Err(KeyError::Counters(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            1 if honest && !encryptors.is_empty() => {
                drop(encryptors.swap_remove(input.below(encryptors.len())));
            }
            2 => store.0.lock().unwrap().answers.push_back(match input.below(4) {
                0 => Answer::Fail,
                1 => Answer::Skip(input.number()),
                2 if !honest => Answer::Back(input.number()),
                _ => Answer::Lease,
            }),
            3 if !encryptors.is_empty() => {
                let encryptor = &encryptors[input.below(encryptors.len())];
                let mut small = vec![0; encryptor.max_overhead()];
                let refused = encryptor.encrypt(b"x", b"", &mut small).unwrap_err();
                assert!(matches!(refused, EncryptError::BufferTooSmall { .. }));
                assert!(small.iter().all(|&byte| byte == 0));
            }
            _ if !encryptors.is_empty() => {
                let encryptor = &encryptors[input.below(encryptors.len())];
                for _ in 0..=input.below(16) {
                    encrypt(encryptor, &store, &mut used);
                }
            }
            _ => {}
        }
    }
}

fn encrypt(encryptor: &Encryptor, store: &Ledger, used: &mut BTreeSet<u64>) {
    super::tried();
    match encryptor.encrypt_to_vec(b"frame", b"") {
        Ok(frame) => {
            let (header, _) = Header::parse(&frame).unwrap();
            assert!(used.insert(header.counter), "counter {} is used twice", header.counter);
            let ledger = store.0.lock().unwrap();
            assert!(ledger.leased.iter().any(|lease| lease.contains(&header.counter)));
        }
        Err(EncryptError::KeyUsedUp) => {
            let leased = store.0.lock().unwrap().next;
            assert!(leased > 1 << 27, "used up after {leased}");
        }
        Err(EncryptError::Counters(error)) => {
            let last = store.0.lock().unwrap().last;
            assert_eq!(Some(error), last, "the store had an answer");
        }
        Err(error) => panic!("{error}"),
    }
}

enum Answer {
    Lease,
    Fail,
    /// Leaves out so many counters.
    Skip(u64),
    /// Gives out again what was leased so many counters before.
    Back(u64),
}

#[derive(Default)]
struct Ledger(Mutex<Book>);

#[derive(Default)]
struct Book {
    next: u64,
    answers: VecDeque<Answer>,
    leased: Vec<Range<u64>>,
    /// What an encryptor must make of the last answer, if it is an error.
    last: Option<CounterStoreError>,
}

impl CounterStore for Ledger {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        assert!((1..=frameseal::MAX_LEASE).contains(&count));
        let mut book = self.0.lock().unwrap();
        let next = book.next;
        let first = match book.answers.pop_front().unwrap_or(Answer::Lease) {
            Answer::Lease => next,
            Answer::Skip(skip) => next.saturating_add(skip),
            Answer::Back(back) => next.saturating_sub(back),
            Answer::Fail => {
                book.last = Some(CounterStoreError::Unavailable);
                return Err(CounterStoreError::Unavailable);
            }
        };
        let Some(end) = first.checked_add(count) else {
            // What an encryptor is to find out by itself.
            book.last = Some(CounterStoreError::Exhausted);
            return Ok(first);
        };
        if first < next {
            book.last = Some(CounterStoreError::WentBack);
        } else {
            book.last = None;
            book.next = end;
            book.leased.push(first..end);
        }
        Ok(first)
    }
}
