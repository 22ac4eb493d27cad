//! What the engine does when what it stands on fails: counter stores that are slow, full or gone,
//! and clocks that go back (that they jump ahead: `call_simulation`; clocks of MLS: `mls_keys`). Whatever it is, nothing is lost, no counter comes twice, and the error
//! says what happened.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use frameseal::{
    CounterStore, CounterStoreError, DecryptError, Decryptor, DecryptorConfig, EncryptError,
    Encryptor, ErrorClass, Header, KeyFingerprint, KidLayout, RatchetBits, SenderKey,
};

mod parties;
mod room;
use parties::*;
use room::Room;

/// A store on a disk that can be slow, full, or gone.
#[derive(Default)]
struct Disk {
    next: AtomicU64,
    takes: Duration,
    error: Mutex<Option<CounterStoreError>>,
    asked: AtomicU64,
    is_asked: AtomicBool,
}

impl CounterStore for Disk {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        assert!(!self.is_asked.swap(true, SeqCst), "asked by two threads at once");
        self.asked.fetch_add(1, SeqCst);
        thread::sleep(self.takes);
        let error = *self.error.lock().unwrap();
        self.is_asked.store(false, SeqCst);
        error.map_or_else(|| Ok(self.next.fetch_add(count, SeqCst)), Err)
    }
}

fn counter(frame: &[u8]) -> u64 {
    Header::parse(frame).unwrap().0.counter
}

/// Each thread waits for its counters; none gets another's, and the store is asked for each lease once.
#[test]
fn a_slow_store_is_waited_for() {
    const LEASE: u64 = 16;
    let disk = Arc::new(Disk { takes: Duration::from_millis(3), ..Disk::default() });
    let alice = Encryptor::with_config(GCM, KID, base(1), leasing(disk.clone(), LEASE)).unwrap();
    let seal_many = || -> Vec<u64> {
        (0..200).map(|_| counter(&alice.encrypt_to_vec(b"frame", META).unwrap())).collect()
    };
    let counters: Vec<u64> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(seal_many)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(counters.iter().collect::<HashSet<_>>().len(), 800);
    assert_eq!(disk.asked.load(SeqCst), 800 / LEASE);
}

/// The frame can be tried again, and is sent as soon as the store is back; none leaves in between.
#[test]
fn a_store_that_is_full_or_gone_stops_frames_and_loses_none() {
    for error in [CounterStoreError::Unavailable, CounterStoreError::Exhausted] {
        let disk = Arc::new(Disk::default());
        let alice = Encryptor::with_config(GCM, KID, base(1), leasing(disk.clone(), 4)).unwrap();
        let mut bob = receiver(GCM, KID, 1);
        let mut seen = HashSet::new();
        for round in 0..100 {
            *disk.error.lock().unwrap() = (round % 3 == 1).then_some(error);
            for n in 0..6u8 {
                let (frame, mut wire) = ([n; 20], [0; 64]);
                match alice.encrypt(&frame, META, &mut wire) {
                    Ok(len) => {
                        assert!(seen.insert(counter(&wire)), "{error}: a counter came twice");
                        assert_eq!(bob.decrypt_to_vec(&wire[..len], META).unwrap(), frame);
                    }
                    Err(failed) => {
                        assert_eq!(failed, EncryptError::Counters(error));
                        assert_eq!(failed.to_string(), EncryptError::Counters(error).to_string());
                        assert_eq!(wire, [0; 64], "nothing was written");
                    }
                }
            }
        }
        assert!(seen.len() > 400, "{} frames", seen.len());
        assert_eq!(seen.len() as u64, bob.totals().opened);
    }
}

/// What was to be gone at a time is gone then, and is not there again because the clock went back.
#[test]
fn a_decryptors_clock_that_goes_back() {
    let bits = RatchetBits::new(4).unwrap();
    let key = |generation| SenderKey::new(GCM, bits, generation, base(generation as u8)).unwrap();
    let mut bob = Decryptor::with_config(DecryptorConfig::for_layout(KidLayout::SenderKeys(bits)));
    bob.add_sender_key(key(1)).unwrap();
    let alice = Encryptor::for_sender(&key(1), own_ledger()).unwrap();
    let frames: Vec<_> = (0..3).map(|_| alice.encrypt_to_vec(b"frame", META).unwrap()).collect();
    bob.advance(Duration::from_secs(1000));
    assert!(bob.retire_key(key(1).key_id()));
    open(&mut bob, &frames[0]).unwrap();
    bob.advance(Duration::from_secs(900)); // the hour has not come
    open(&mut bob, &frames[1]).unwrap();
    bob.advance(Duration::from_secs(2000));
    let late = open(&mut bob, &frames[2]).unwrap_err();
    assert!(matches!(late, DecryptError::UnknownKey { .. }), "{late}");
    for seconds in [1000, 0, 1500] {
        bob.advance(Duration::from_secs(seconds));
        assert_eq!(open(&mut bob, &frames[2]).unwrap_err().class(), ErrorClass::KeyId);
    }
}

/// The operator's clock has no say, and the app's went back an hour: members still read each other, change
/// their keys, take in who joins and let go who leaves.
#[test]
fn a_calls_clock_that_goes_back() {
    let mut room = Room::new(9605);
    room.now = Duration::from_secs(10_000);
    room.fill(3);
    room.assert_all_read_all();
    for back in [1, 3600] {
        room.now -= Duration::from_secs(back);
        room.run(Duration::from_secs(2));
        room.assert_all_read_all();
        let config = room.config("late");
        room.join(config);
        room.run(Duration::from_secs(3));
        room.assert_all_read_all();
        room.seat(0).session.rotate();
        room.run(Duration::from_secs(3));
        room.assert_all_read_all();
        let mut gone = room.seats.pop().flatten().unwrap();
        gone.session.leave();
        let goodbye = gone.session.poll_outgoing().unwrap();
        (0..3).for_each(|seat| room.deliver_to(seat, &goodbye.bytes).unwrap());
        room.run(Duration::from_secs(5));
        room.assert_all_read_all();
        let frame = room.seat(0).seal(frameseal::call::MediaKind::Audio, b"without it");
        assert!(gone.open(&frame).is_err());
    }
}
