//! Attacks on the sender: whatever happens to it, no (key, CTR) comes twice and no plaintext
//! leaves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread;

use frameseal::expert::{Aead, Prk};
use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, EncryptError, Encryptor,
    EncryptorConfig, Event, KeyError, KeyFingerprint, KeyId, MlsEpoch, SenderKey,
};
use rand::{Rng, SeedableRng, rngs::StdRng};

mod parties;
use parties::*;

/// What an eavesdropper sees: which counters were used under which key.
#[derive(Default)]
struct Wiretap(HashSet<(KeyFingerprint, u64)>);

impl Wiretap {
    fn hears(&mut self, encryptor: &Encryptor, frame: &[u8]) {
        let counter = header(frame).counter;
        assert!(self.0.insert((encryptor.fingerprint(), counter)), "counter {counter} came twice");
    }
}

#[test]
fn key_readded_resets_the_counter() {
    let mut tap = Wiretap::default();
    for suite in CipherSuite::ALL {
        for _ in 0..20 {
            // The default ledger: what an app gets that thinks of nothing.
            let encryptor = Encryptor::new(suite, KID, base(1)).unwrap();
            seal_many(&encryptor, 10).iter().for_each(|frame| tap.hears(&encryptor, frame));
        }
    }
    assert_eq!(tap.0.len(), 8 * 20 * 10);
}

#[test]
fn two_encryptors_over_one_base_key_and_kid() {
    let mut tap = Wiretap::default();
    let config = own_ledger();
    let chain = sender_key(3, 2, 1);
    let expanded = || BaseKey::new(chain.base_key().expose()).unwrap();
    let make = || Encryptor::with_config(GCM, chain.key_id(), expanded(), config.clone()).unwrap();
    let twins =
        [make(), make(), Encryptor::for_sender(&chain, config.clone()).unwrap(), make(), make()];
    for n in 0..50_000 {
        let twin = &twins[n % twins.len()];
        tap.hears(twin, &twin.encrypt_to_vec(b"", b"").unwrap());
    }
    assert_eq!(tap.0.len(), 50_000);
}

/// Does not compile when `$type` implements `$trait`: the item would then be ambiguous.
macro_rules! assert_not {
    ($($type:ty: $($trait:path),+;)*) => {$($(const _: fn() = || {
        struct Implemented;
        trait Ambiguous<A> { fn item() {} }
        impl<T: ?Sized> Ambiguous<()> for T {}
        impl<T: ?Sized + $trait> Ambiguous<Implemented> for T {}
        let _ = <$type as Ambiguous<_>>::item;
    };)+)*};
}

#[test]
fn clone_of_an_encryptor() {
    assert_not! {
        Encryptor: Clone, Copy;
        BaseKey: Clone, Copy, PartialEq, std::hash::Hash, Default;
        SenderKey: Clone, Copy, PartialEq;
        MlsEpoch: Clone, Copy, PartialEq;
        Aead: Clone, Copy;
        Prk: Clone, Copy;
    }
}

/// A disk that survives its process, and a process that dies around one of its writes.
#[derive(Default)]
struct Disk {
    saved: Mutex<HashMap<KeyFingerprint, u64>>,
    fate: Mutex<Option<Death>>,
}

/// Where in the write of a lease the process dies.
#[derive(Clone, Copy)]
enum Death {
    Before,
    /// Everything is on the disk, but nobody hears of it.
    During,
    After,
}

/// What a process that is gone gets of the write it died in.
const DEAD: CounterStoreError = CounterStoreError::Unavailable;

impl CounterStore for Disk {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        let fate = self.fate.lock().unwrap().take();
        let mut saved = self.saved.lock().unwrap();
        let next = saved.entry(*key).or_insert(0);
        let first = *next;
        if !matches!(fate, Some(Death::Before)) {
            *next += count;
        }
        match fate {
            Some(Death::Before | Death::During) => Err(DEAD),
            Some(Death::After) | None => Ok(first),
        }
    }
}

#[test]
fn three_thousand_crashes_with_persisted_counters() {
    const DEATHS: [Death; 3] = [Death::Before, Death::During, Death::After];
    let disk = Arc::new(Disk::default());
    let mut rng = StdRng::seed_from_u64(9605);
    let mut tap = Wiretap::default();
    let mut bob = receiver(GCM, KID, 1);
    let mut crashes = [0_u32; 3];
    while crashes.iter().any(|&times| times < 1000) {
        let config = leasing(disk.clone(), rng.random_range(1..12));
        let kind = rng.random_range(0..3);
        // Death comes with the first lease of a life, or with a later one.
        let mut doomed = rng.random_range(0..30);
        let has_died = || disk.fate.lock().unwrap().is_none();
        let doom = || *disk.fate.lock().unwrap() = Some(DEATHS[kind]);
        if doomed == 0 {
            doom();
        }
        let alice = match Encryptor::with_config(GCM, KID, base(1), config) {
            Ok(alice) => alice,
            Err(error) => {
                assert_eq!(error, KeyError::Counters(DEAD));
                assert!(doomed == 0 && has_died() && kind < 2);
                crashes[kind] += 1;
                continue;
            }
        };
        if doomed == 0 && has_died() {
            crashes[kind] += 1;
            continue; // after its first write: a lease that nobody seals from
        }
        loop {
            if doomed == 1 {
                doom();
            }
            doomed -= 1;
            let sealed = alice.encrypt_to_vec(b"frame", META);
            if doomed <= 0 && has_died() {
                assert_eq!(sealed.err(), (kind < 2).then_some(EncryptError::Counters(DEAD)));
                crashes[kind] += 1;
                break; // what was sealed after the write was never sent
            }
            let frame = sealed.unwrap();
            tap.hears(&alice, &frame);
            open(&mut bob, &frame).unwrap();
        }
    }
    println!("{crashes:?} crashes before, during and after a write: {} frames", tap.0.len());
    assert!(tap.0.len() > 30_000);
}

/// A store that fails leaves an encryptor alive: it goes on when the store does, and repeats nothing.
#[test]
fn a_store_that_fails_now_and_then() {
    let disk = Arc::new(Disk::default());
    let alice = Encryptor::with_config(GCM, KID, base(1), leasing(disk.clone(), 4)).unwrap();
    let (mut tap, mut bob) = (Wiretap::default(), receiver(GCM, KID, 1));
    let mut rng = StdRng::seed_from_u64(9605);
    let mut refused = 0;
    for _ in 0..3000 {
        let fate = [Some(Death::Before), Some(Death::During), None][rng.random_range(0..3)];
        *disk.fate.lock().unwrap() = fate;
        match alice.encrypt_to_vec(b"frame", META) {
            Ok(frame) => {
                tap.hears(&alice, &frame);
                open(&mut bob, &frame).unwrap();
            }
            Err(error) => {
                assert_eq!(error, EncryptError::Counters(DEAD));
                refused += 1;
            }
        }
    }
    println!("{refused} of 3000 refused");
    assert!(refused > 200 && tap.0.len() + refused == 3000);
}

#[test]
fn restored_backup_within_an_encryptor() {
    let disk = Arc::new(Disk::default());
    let alice = Encryptor::with_config(GCM, KID, base(1), leasing(disk.clone(), 4)).unwrap();
    let mut tap = Wiretap::default();
    seal_many(&alice, 6).iter().for_each(|frame| tap.hears(&alice, frame));
    for at in [0, 3, 7] {
        disk.saved.lock().unwrap().insert(alice.fingerprint(), at);
        while let Ok(frame) = alice.encrypt_to_vec(b"", META) {
            tap.hears(&alice, &frame);
        }
        disk.saved.lock().unwrap().insert(alice.fingerprint(), at);
        let refused = Err(EncryptError::Counters(CounterStoreError::WentBack));
        assert_eq!(alice.encrypt_to_vec(b"", META), refused, "back at {at}");
    }
    disk.saved.lock().unwrap().insert(alice.fingerprint(), 1000);
    tap.hears(&alice, &alice.encrypt_to_vec(b"", META).unwrap());
}

/// A limit of the engine, not a defence: nobody but the store can know that it was restored
/// between two runs. Its documentation asks for a fresh key then.
#[test]
fn restored_backup_across_a_restart_is_for_the_store_to_notice() {
    let disk = Arc::new(Disk::default());
    let run = || {
        let alice = Encryptor::with_config(GCM, KID, base(1), leasing(disk.clone(), 4)).unwrap();
        (header(&alice.encrypt_to_vec(b"", META).unwrap()).counter, alice.fingerprint())
    };
    let (first, key) = run();
    disk.saved.lock().unwrap().remove(&key);
    assert_eq!(run().0, first, "the engine cannot tell");
    disk.saved.lock().unwrap().insert(key, 1 << 20); // what such a store does: skip far ahead
    assert_eq!(run().0, 1 << 20);
}

/// Gives leases from wherever it is told to.
struct At(AtomicU64);

impl CounterStore for At {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}

#[test]
fn counter_limit_reached() {
    let make = |first: u64, lease: u64| {
        let store = Arc::new(At(AtomicU64::new(first)));
        Encryptor::with_config(GCM, KID, base(1), leasing(store, lease))
    };
    for (first, lease) in [(u64::MAX, 1), (u64::MAX - 9, 10), (u64::MAX, u64::MAX)] {
        let exhausted = make(first, lease).map(drop);
        assert_eq!(exhausted, Err(KeyError::Counters(CounterStoreError::Exhausted)), "{first}");
    }
    // Long before the counters end, so many frames have used up the key.
    for first in [1 << 40, 1 << 63, u64::MAX - 1] {
        let alice = make(first, 1).unwrap();
        assert_eq!(alice.encrypt_to_vec(b"", META), Err(EncryptError::KeyUsedUp), "{first}");
    }
}

/// (payload bytes, blocks that a frame of it is charged): header and metadata count too.
const SHORT_AND_LONG: [(usize, u64); 4] =
    [(0, 80), (1000, 80), (1300, 80 + 84), (65_536, 80 + 4098)];

fn limited(max_blocks: u64, store: &EncryptorConfig) -> Encryptor {
    let mut config = store.clone();
    config.max_blocks = max_blocks;
    Encryptor::with_config(GCM, KID, base(1), config).unwrap()
}

#[test]
fn usage_limit_reached() {
    for (len, blocks) in SHORT_AND_LONG {
        let payload = vec![0; len];
        for (limit, frames) in [(100 * blocks, 100), (100 * blocks - 1, 99), (101 * blocks, 101)] {
            let alice = limited(limit, &own_ledger());
            let mut warned_after = Vec::new();
            for n in 0..frames {
                assert!(alice.encrypt_to_vec(&payload, META).is_ok(), "{len} B, frame {n}");
                warned_after.extend(alice.poll_event().map(|event| (n, event)));
            }
            for _ in 0..3 {
                let refused = alice.encrypt_to_vec(&payload, META);
                assert_eq!(refused, Err(EncryptError::KeyUsedUp), "{len} B");
                warned_after.extend(alice.poll_event().map(|event| (frames, event)));
            }
            assert_eq!(warned_after.len(), 1, "the warning is an edge");
            let (n, event) = warned_after[0];
            assert_eq!(event, Event::RotateSoon { kid: KID });
            assert!((74..=76).contains(&n), "{len} B: warned after frame {n}");
        }
    }
}

/// The limit is the key's: a second encryptor over it must not start at nothing.
#[test]
fn usage_limit_evaded_by_a_new_encryptor() {
    for (len, blocks) in SHORT_AND_LONG {
        let (store, payload) = (own_ledger(), vec![0; len]);
        let mut sealed = 0;
        for _ in 0..5 {
            let alice = limited(100 * blocks, &store);
            while alice.encrypt_to_vec(&payload, META).is_ok() {
                sealed += 1;
            }
        }
        assert!(sealed <= 100, "{len} B: {sealed} frames under a key that is good for 100");
    }
}

/// Writes leases unless told not to.
#[derive(Default)]
struct Moody {
    next: AtomicU64,
    sulks: AtomicBool,
}

impl CounterStore for Moody {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        if self.sulks.load(Relaxed) {
            return Err(CounterStoreError::Unavailable);
        }
        Ok(self.next.fetch_add(count, Relaxed))
    }
}

#[test]
fn failed_encrypt_reuses_a_counter_or_leaves_plaintext() {
    const SECRET: &[u8] = b"what nobody may see";
    for suite in CipherSuite::ALL {
        let store = Arc::new(Moody::default());
        let alice = Encryptor::with_config(suite, KID, base(1), leasing(store.clone(), 2)).unwrap();
        let mut tap = Wiretap::default();
        let needed = SECRET.len() + alice.max_overhead();
        for _ in 0..20 {
            for available in [0, 1, SECRET.len(), needed - 1] {
                let mut out = vec![0xee; available];
                let too_small = Err(EncryptError::BufferTooSmall { needed, available });
                assert_eq!(alice.encrypt(SECRET, META, &mut out), too_small);
                assert!(out.iter().all(|&b| b == 0xee));
            }
            let (head, tail) = (alice.headroom(), alice.tailroom());
            let no_room = Err(EncryptError::NoRoom { headroom: head, tailroom: tail });
            let mut buf = vec![0xee; head + 8 + tail];
            for payload in [head - 1..head + 8, head..head + 9, 0..0, usize::MAX..usize::MAX] {
                assert_eq!(alice.encrypt_in_place(&mut buf, payload, META), no_room);
                assert!(buf.iter().all(|&b| b == 0xee));
            }
            store.sulks.store(true, Relaxed);
            let mut out = vec![0xee; needed];
            while let Ok(len) = alice.encrypt(SECRET, META, &mut out) {
                tap.hears(&alice, &out[..len]);
                out.fill(0xee);
            }
            assert!(out.iter().all(|&b| b == 0xee), "{suite}: a failing store left something");
            store.sulks.store(false, Relaxed);
            let len = alice.encrypt(SECRET, META, &mut out).unwrap();
            tap.hears(&alice, &out[..len]);
            assert!(!out.windows(6).any(|w| SECRET.windows(6).any(|s| s == w)), "{suite}");
        }
        let newest = tap.0.iter().map(|&(_, counter)| counter).max().unwrap();
        assert_eq!(tap.0.len() as u64, newest + 1, "failures cost no counter either");
    }
}

/// Seals `each` tiny frames on each of 8 threads that share one encryptor, and gives how many
/// different counters were seen.
fn distinct_counters(store: Arc<dyn CounterStore>, lease: u64, each: usize) -> usize {
    let alice = Encryptor::with_config(GCM, KID, base(1), leasing(store, lease)).unwrap();
    let work = || {
        let mut out = [0; 64];
        let mut seal = || match alice.encrypt(b"x", b"", &mut out) {
            Ok(len) => header(&out[..len]).counter,
            Err(error) => panic!("leases of {lease}: {error}"),
        };
        (0..each).map(|_| seal()).collect::<Vec<_>>()
    };
    let mut counters: Vec<u64> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    counters.sort_unstable();
    counters.dedup();
    counters.len()
}

#[test]
fn a_million_frames_over_eight_threads() {
    let store = || Arc::new(At(AtomicU64::new(0)));
    assert_eq!(distinct_counters(store(), frameseal::DEFAULT_LEASE, 125_000), 1_000_000);
}

/// Answers as often as `budget` says, so that a sender that never stops asking is noticed.
struct Patient {
    inner: At,
    budget: AtomicU64,
}

impl CounterStore for Patient {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        let left = self.budget.fetch_sub(1, Relaxed);
        if left == 0 || left > u64::MAX / 2 {
            return Err(CounterStoreError::Unavailable);
        }
        self.inner.lease(key, count)
    }
}

/// Threads that outrun a lease must catch up with the next, whatever its length.
#[test]
fn tiny_leases_over_eight_threads() {
    for lease in [7, 3, 2].into_iter().chain([1; 12]) {
        let (inner, frames) = (At(AtomicU64::new(0)), 80_000);
        let store = Arc::new(Patient { inner, budget: AtomicU64::new(10 * frames as u64) });
        assert_eq!(distinct_counters(store, lease, frames / 8), frames, "leases of {lease}");
    }
}

#[test]
fn frames_of_different_keys_share_no_keystream() {
    // The same CTR under another KID, suite or base key is another nonce and another key.
    let table = [(GCM, KID, 1), (GCM, KeyId::new(9), 1), (GCM, KID, 2)];
    let bodies: HashSet<Vec<u8>> = table
        .into_iter()
        .chain(CipherSuite::ALL.into_iter().filter(|&s| s != GCM).map(|suite| (suite, KID, 1)))
        .map(|(suite, kid, seed)| {
            let frame = sender(suite, kid, seed).encrypt_to_vec(&[0; 32], META).unwrap();
            frame[frame.len() - suite.tag_len() - 32..frame.len() - suite.tag_len()].to_vec()
        })
        .collect();
    assert_eq!(bodies.len(), 10);
}
