//! Every order in which threads use up a key. `cargo xtask harden loom` runs these.

use alloc::sync::Arc;
use alloc::vec::Vec;

use loom::thread;

use super::{Encryptor, EncryptorConfig};
use crate::counter::{CounterStore, MemoryCounters};
use crate::error::EncryptError;
use crate::event::Event;
use crate::key_id::KeyId;
use crate::secret::BaseKey;
use crate::suite::CipherSuite;
use crate::sync::{model, model_within};

const KID: KeyId = KeyId::new(7);

/// What a frame of a packet's size is charged with.
const SMALL: u64 = 80;

fn encryptor(store: &Arc<MemoryCounters>, max_blocks: u64) -> Encryptor {
    let mut config = EncryptorConfig::with_counters(store.clone());
    config.max_blocks = max_blocks;
    let (suite, key) = (CipherSuite::AES_128_GCM_SHA256_128, BaseKey::new(&[7; 32]).unwrap());
    Encryptor::with_config(suite, KID, key, config).unwrap()
}

/// Lets two threads seal frames of some bytes; gives their counters, or that the key is used up.
fn seal(encryptor: &Arc<Encryptor>, each: usize, len: usize) -> Vec<Option<u64>> {
    let work = move |encryptor: &Encryptor| -> Vec<_> {
        let next = |_| match encryptor.next_counter(len, 0) {
            Ok(counter) => Some(counter),
            Err(EncryptError::KeyUsedUp) => None,
            Err(error) => panic!("{error}"),
        };
        (0..each).map(next).collect()
    };
    let other = Arc::clone(encryptor);
    let there = thread::spawn(move || work(&other));
    let mut sealed = work(encryptor);
    sealed.extend(there.join().unwrap());
    sealed
}

#[test]
fn the_limit_is_crossed_by_no_more_than_a_frame_a_thread() {
    model("two threads at the limit of a key", || {
        let encryptor = Arc::new(encryptor(&Arc::default(), 2 * SMALL));
        let mut counters: Vec<_> = seal(&encryptor, 2, 100).into_iter().flatten().collect();
        counters.sort_unstable();
        let expected: Vec<_> = (0..counters.len() as u64).collect();
        assert_eq!(counters, expected, "twice, or skipped");
        // Two fit; the other thread may have looked before the last of them was taken.
        assert!((2..=3).contains(&counters.len()), "{} frames", counters.len());
        assert_eq!(encryptor.next_counter(100, 0), Err(EncryptError::KeyUsedUp));
    });
}

#[test]
fn long_frames_are_charged_to_the_last_block() {
    model_within("two threads with long frames", 3, || {
        let store = Arc::new(MemoryCounters::default());
        let sealing = Arc::new(encryptor(&store, u64::MAX));
        let sealed = seal(&sealing, 2, 16_000);
        assert!(sealed.iter().all(Option::is_some));
        let fingerprint = sealing.fingerprint();
        drop(sealing);
        let blocks = (16_000 + crate::header::MAX_HEADER_LEN as u64).div_ceil(16);
        assert_eq!(store.charge(&fingerprint, 0), 4 * blocks);
    });
}

#[test]
fn a_warning_comes_once() {
    model_within("two threads that ask for the warning", 3, || {
        let encryptor = Arc::new(encryptor(&Arc::default(), 4 * SMALL));
        let work = |encryptor: &Encryptor| -> Vec<_> {
            (0..2)
                .flat_map(|_| {
                    let _used_up = encryptor.next_counter(100, 0);
                    encryptor.poll_event()
                })
                .collect()
        };
        let other = Arc::clone(&encryptor);
        let there = thread::spawn(move || work(&other));
        let mut events = work(&encryptor);
        events.extend(there.join().unwrap());
        // Both may have looked before either took its counter; whoever comes now sees all.
        let _used_up = encryptor.next_counter(100, 0);
        events.extend(encryptor.poll_event());
        assert_eq!(events, [Event::RotateSoon { kid: KID }]);
    });
}
