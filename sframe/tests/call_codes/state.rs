//! A state that is killed, copied, restored and tampered with.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex};

use frameseal::call::{
    ANCHOR_LEN, Anchor, CallState, DeviceIdentity, IdentityKey, MAX_COUNTED_KEYS,
    MAX_PEER_NAME_LEN, MAX_PEERS, MAX_STATE_LEN, StateError, StateKey, StateStorage, StorageFailed,
    VerifiedPeer,
};
use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, Encryptor, EncryptorConfig, Header,
    KeyError, KeyFingerprint, KeyId,
};
use proptest::prelude::*;

use super::numbers::Numbers;

/// A blob and an anchor as they lie in their two places.
#[derive(Clone, Default)]
struct Disk {
    blob: Option<Vec<u8>>,
    anchor: Option<Anchor>,
}

/// When a process dies: at its write of this number, before or after the bytes are there.
#[derive(Clone, Copy, Debug)]
struct Death {
    write: usize,
    after: bool,
}

/// The disk as one process sees it. Once dead, it writes nothing more.
struct Life {
    disk: Arc<Mutex<Disk>>,
    death: Option<Death>,
    writes: Mutex<usize>,
    seen: Mutex<Vec<Disk>>,
}

impl Life {
    fn new(disk: &Arc<Mutex<Disk>>, death: Option<Death>) -> Arc<Self> {
        let disk = Arc::clone(disk);
        Arc::new(Self { disk, death, writes: Mutex::default(), seen: Mutex::default() })
    }

    fn write(&self, write: impl FnOnce(&mut Disk)) -> Result<(), StorageFailed> {
        let mut writes = self.writes.lock().unwrap();
        let number = *writes;
        *writes += 1;
        let alive = self.death.is_none_or(|death| number < death.write);
        let last = self.death.is_some_and(|death| number == death.write && death.after);
        if alive || last {
            let mut disk = self.disk.lock().unwrap();
            write(&mut disk);
            self.seen.lock().unwrap().push(disk.clone());
        }
        alive.then_some(()).ok_or(StorageFailed)
    }
}

impl StateStorage for Life {
    fn save_blob(&self, blob: &[u8]) -> Result<(), StorageFailed> {
        self.write(|disk| disk.blob = Some(blob.to_vec()))
    }

    fn save_anchor(&self, anchor: &Anchor) -> Result<(), StorageFailed> {
        // As an app would keep it: in bytes.
        self.write(|disk| disk.anchor = Some(Anchor::from_bytes(&anchor.to_bytes())))
    }
}

pub(super) fn key() -> StateKey {
    StateKey::import(&[0x77; 32])
}

pub(super) fn rng(seed: u64) -> Box<Numbers> {
    Box::new(Numbers::new(seed))
}

fn device() -> DeviceIdentity {
    DeviceIdentity::import(&[0x33; 32])
}

fn create(storage: Arc<Life>, seed: u64) -> Result<CallState, StateError> {
    CallState::create(key(), device(), storage, rng(seed))
}

fn open(disk: &Disk, storage: Arc<Life>, seed: u64) -> Result<CallState, StateError> {
    let (blob, anchor) = (disk.blob.as_ref().unwrap(), disk.anchor.as_ref().unwrap());
    CallState::open(key(), blob, anchor, storage, rng(seed))
}

/// Opens without caring what is saved by it.
fn opens(disk: &Disk) -> Result<CallState, StateError> {
    open(disk, Life::new(&Arc::default(), None), 99)
}

fn peer(name: &str) -> VerifiedPeer {
    VerifiedPeer { name: name.into(), verified_at: 1_800_000_000, last_seen_name: None }
}

fn identity(seed: u16) -> IdentityKey {
    let mut bytes = [7; 32];
    bytes[..2].copy_from_slice(&seed.to_be_bytes());
    IdentityKey::new(bytes)
}

fn encryptor(state: &Arc<CallState>, kid: u64, lease: u64) -> Result<Encryptor, KeyError> {
    let mut config = EncryptorConfig::with_counters(Arc::clone(state) as Arc<dyn CounterStore>);
    config.lease = lease;
    let base_key = BaseKey::new(&[0x42; 32]).unwrap();
    Encryptor::with_config(CipherSuite::AES_128_GCM_SHA256_128, KeyId::new(kid), base_key, config)
}

/// Names of keys, as encryptors of a state of their own say them.
fn fingerprints(count: u64) -> Vec<KeyFingerprint> {
    let name = |kid| {
        let state = Arc::new(create(Life::new(&Arc::default(), None), 0).unwrap());
        encryptor(&state, kid, 1).unwrap().fingerprint()
    };
    (0..count).map(name).collect()
}

#[test]
fn a_state_comes_back() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let state = create(Life::new(&disk, None), 1).unwrap();
    assert_eq!(state.anchor().version(), 1);
    let [bob, carol, dave] = [1, 2, 3].map(identity);
    state.remember_peer(bob, peer("Bob")).unwrap();
    state.remember_peer(carol, peer("Carol")).unwrap();
    assert_eq!(state.saw_peer_as(&bob, "Robert").unwrap().as_deref(), Some("Bob"));
    assert_eq!(state.saw_peer_as(&carol, "Carol").unwrap().as_deref(), Some("Carol"));
    assert_eq!(state.saw_peer_as(&dave, "Dave").unwrap(), None);
    let fingerprint = fingerprints(1)[0];
    assert_eq!(state.lease(&fingerprint, 100).unwrap(), 0);
    assert_eq!(state.charge(&fingerprint, 9), 9);
    assert_eq!(state.anchor().version(), 6, "a name that stays is not saved again");

    let saved = disk.lock().unwrap().clone();
    let again = open(&saved, Life::new(&disk, None), 2).unwrap();
    assert_eq!(again.anchor(), state.anchor());
    assert_eq!(again.identity().key(), device().key());
    let robert = VerifiedPeer { last_seen_name: Some("Robert".into()), ..peer("Bob") };
    assert_eq!(again.peers(), [(bob, robert), (carol, peer("Carol"))]);
    assert_eq!(again.charge(&fingerprint, 1), 10);
    assert_eq!(again.lease(&fingerprint, 1).unwrap(), 100);
    assert_eq!((again.forget_peer(&bob), again.forget_peer(&dave)), (Ok(true), Ok(false)));
    assert_eq!(again.saw_peer_as(&carol, "Caro").unwrap().as_deref(), Some("Carol"));
    assert_eq!(again.saw_peer_as(&carol, "Carol").unwrap().as_deref(), Some("Carol"));

    let saved = disk.lock().unwrap().clone();
    let last = open(&saved, Life::new(&disk, None), 3).unwrap();
    assert_eq!(last.peers(), [(carol, peer("Carol"))]);
    assert_eq!(last.peer(&bob), None);
    let shown = format!("{last:?} {:?}", key());
    assert!(shown.contains("StateKey(..)") && !shown.contains("3333"), "{shown}");
    let made = StateKey::generate(&mut Numbers::new(1)).export();
    assert_eq!(*StateKey::import(&made).export(), *made);
    assert_ne!(*StateKey::generate(&mut Numbers::new(2)).export(), *made);
}

/// What the app got confirmed, and so must find again whatever happens.
#[derive(Default)]
struct Confirmed {
    leased: u64,
    bob: Option<bool>,
    carol: Option<bool>,
}

/// A few changes, until one fails.
fn use_it(state: &CallState, key: &KeyFingerprint, seen: &mut Confirmed) -> Result<(), StateError> {
    let [bob, carol] = [1, 2].map(identity);
    for round in 0..3 {
        // A failed change may count or not.
        seen.bob = None;
        state.remember_peer(bob, peer("Bob"))?;
        seen.bob = Some(true);
        for _ in 0..2 {
            match state.lease(key, 10) {
                Ok(first) => {
                    assert!(first >= seen.leased, "leased {first} after {}", seen.leased);
                    seen.leased = first + 10;
                }
                Err(error) => {
                    assert_eq!(error, CounterStoreError::Unavailable);
                    return Err(StateError::Storage(StorageFailed));
                }
            }
        }
        seen.carol = None;
        state.remember_peer(carol, peer(&format!("Carol {round}")))?;
        state.forget_peer(&carol)?;
        seen.carol = Some(false);
        seen.bob = None;
        state.forget_peer(&bob)?;
        seen.bob = Some(false);
    }
    Ok(())
}

#[test]
fn crash_at_every_point_of_every_save() {
    let fingerprint = fingerprints(1)[0];
    let whole = Life::new(&Arc::default(), None);
    let state = create(Arc::clone(&whole), 1).unwrap();
    use_it(&state, &fingerprint, &mut Confirmed::default()).unwrap();
    let writes = *whole.writes.lock().unwrap();
    assert_eq!(writes, 1 + 2 + 3 * 6 * 2, "an anchor, and blob and anchor of every change");

    let (mut crashes, mut blob_ahead, mut nothing_there) = (0, 0, 0);
    for write in 0..writes {
        for after in [false, true] {
            let disk = Arc::new(Mutex::new(Disk::default()));
            let life = Life::new(&disk, Some(Death { write, after }));
            let mut confirmed = Confirmed::default();
            let lived =
                create(life, 1).and_then(|state| use_it(&state, &fingerprint, &mut confirmed));
            assert_eq!(lived, Err(StateError::Storage(StorageFailed)));
            crashes += 1;

            let left = disk.lock().unwrap().clone();
            let next_life = Life::new(&disk, None);
            if left.blob.is_none() {
                // Nothing was given out yet: the app finds no blob and starts anew.
                nothing_there += 1;
                create(next_life, 2).unwrap();
                continue;
            }
            let state = open(&left, next_life, 2).unwrap();
            blob_ahead += u32::from(left.anchor != Some(state.anchor()));
            assert_eq!(disk.lock().unwrap().anchor, Some(state.anchor()), "and is caught up");
            let [bob, carol] = [1, 2].map(|seed| state.peer(&identity(seed)).is_some());
            assert!(confirmed.bob.is_none_or(|there| there == bob), "{write} {after}");
            assert!(confirmed.carol.is_none_or(|there| there == carol), "{write} {after}");
            use_it(&state, &fingerprint, &mut confirmed).unwrap();
        }
    }
    // A blob is ahead when it was written last: dead behind it, or before its anchor.
    assert_eq!((crashes, nothing_there, blob_ahead), (2 * 39, 3, 2 * 19));
}

#[test]
fn every_blob_with_every_anchor() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let life = Life::new(&disk, None);
    let state = create(Arc::clone(&life), 1).unwrap();
    for n in 0..20 {
        state.remember_peer(identity(n), peer("somebody")).unwrap();
    }
    // Behind every anchor but the first there is the blob that it describes.
    let saved: Vec<_> = life.seen.lock().unwrap().iter().skip(2).step_by(2).cloned().collect();
    assert_eq!(saved.len(), 21);
    let mut outcomes = [0; 4];
    for (b, blob) in saved.iter().enumerate() {
        for (a, anchor) in saved.iter().enumerate() {
            let disk = Disk { blob: blob.blob.clone(), anchor: anchor.anchor };
            let (blob, anchor) = (b as u64 + 1, a as u64 + 1);
            let outcome = opens(&disk).map(|state| state.peers().len());
            outcomes[if b == a || b == a + 1 {
                assert_eq!(outcome, Ok(b), "the newest, or the one after it");
                usize::from(b != a)
            } else if b < a {
                assert_eq!(outcome, Err(StateError::WentBack { blob, anchor }));
                2
            } else {
                assert_eq!(outcome, Err(StateError::AnchorBehind { blob, anchor }));
                3
            }] += 1;
        }
    }
    assert_eq!(outcomes, [21, 20, 210, 190]);
}

/// The limit that the documentation names: who brings back both is not noticed.
#[test]
fn blob_and_anchor_restored_together_are_not_noticed() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let state = create(Life::new(&disk, None), 1).unwrap();
    let backup = disk.lock().unwrap().clone();
    let fingerprint = fingerprints(1)[0];
    assert_eq!(state.lease(&fingerprint, 10), Ok(0));
    let restored = opens(&backup).unwrap();
    assert_eq!(restored.lease(&fingerprint, 10), Ok(0), "a counter comes twice");
}

#[test]
fn copies_of_a_device_that_went_separate_ways() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let state = create(Life::new(&disk, None), 1).unwrap();
    state.remember_peer(identity(1), peer("Bob")).unwrap();
    let shared = disk.lock().unwrap().clone();
    let go_on = |seed, steps| {
        let disk = Arc::new(Mutex::new(shared.clone()));
        let state = open(&shared, Life::new(&disk, None), seed).unwrap();
        (0..steps).for_each(|n| state.remember_peer(identity(n), peer("Carol")).unwrap());
        let disk = disk.lock().unwrap();
        disk.clone()
    };
    let [one, two, ahead] = [go_on(2, 3), go_on(3, 3), go_on(4, 4)];
    let mixed = |blob: &Disk, anchor: &Disk| {
        opens(&Disk { blob: blob.blob.clone(), anchor: anchor.anchor }).map(drop)
    };
    assert_eq!(mixed(&one, &one), Ok(()));
    assert_eq!(mixed(&one, &two), Err(StateError::OtherBlob { version: 5 }));
    assert_eq!(mixed(&two, &one), Err(StateError::OtherBlob { version: 5 }));
    assert_eq!(mixed(&ahead, &one), Err(StateError::OtherHistory { version: 6 }));
    // The same changes with the same versions, and still no nonce comes twice.
    let salts = [&one, &two, &ahead].map(|disk| disk.blob.as_ref().unwrap()[13..45].to_vec());
    assert_eq!(BTreeSet::from(salts).len(), 3);
}

/// The first blob of an earlier life of the device, put in place of the first of this one.
#[test]
fn first_blob_of_an_earlier_life() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    create(Life::new(&disk, None), 1).unwrap();
    let earlier = disk.lock().unwrap().clone();
    create(Life::new(&disk, Some(Death { write: 0, after: true })), 2).unwrap_err();
    let left = disk.lock().unwrap().clone();
    assert_eq!((&left.blob, left.anchor.unwrap().version()), (&earlier.blob, 0));
    assert_eq!(opens(&left).unwrap_err(), StateError::OtherHistory { version: 1 });
}

#[test]
fn counters_never_repeat_across_1000_random_crashes() {
    let mut random = Numbers::new(4);
    let disk = Arc::new(Mutex::new(Disk::default()));
    create(Life::new(&disk, None), 0).unwrap();
    let (mut crashes, mut frames, mut seen) = (0, 0, HashSet::new());
    let mut killed_while_opening = 0;
    while crashes < 1000 {
        crashes += 1;
        let death = Death { write: random.below(12), after: random.below(2) == 0 };
        let saved = disk.lock().unwrap().clone();
        let state = match open(&saved, Life::new(&disk, Some(death)), crashes) {
            Ok(state) => Arc::new(state),
            Err(error) => {
                assert_eq!(error, StateError::Storage(StorageFailed));
                killed_while_opening += 1;
                continue;
            }
        };
        let encryptors = [1, 2].map(|kid| encryptor(&state, kid, 8));
        let [Ok(one), Ok(two)] = &encryptors else { continue };
        loop {
            let encryptor = if random.below(2) == 0 { one } else { two };
            let Ok(frame) = encryptor.encrypt_to_vec(b"a frame", b"") else { break };
            let (Header { kid, counter }, _) = Header::parse(&frame).unwrap();
            assert!(seen.insert((kid, counter)), "counter {counter} of {kid} came twice");
            frames += 1;
        }
    }
    assert!(killed_while_opening > 10, "{killed_while_opening}");
    assert!(frames > 10_000 && seen.len() == frames, "{frames}");
    println!("{frames} frames, {crashes} crashes, {killed_while_opening} while opening");
}

/// A storage that fails and goes on: the app tries again in the same process.
#[test]
fn storage_that_fails_for_a_while() {
    struct Flaky(Arc<Mutex<Disk>>, Mutex<Numbers>);
    impl Flaky {
        /// Fails one time in three, in half of them after the bytes were written.
        fn write(&self, write: impl FnOnce(&mut Disk)) -> Result<(), StorageFailed> {
            let fate = self.1.lock().unwrap().below(6);
            if fate != 0 {
                write(&mut self.0.lock().unwrap());
            }
            if fate < 2 { Err(StorageFailed) } else { Ok(()) }
        }
    }
    impl StateStorage for Flaky {
        fn save_blob(&self, blob: &[u8]) -> Result<(), StorageFailed> {
            self.write(|disk| disk.blob = Some(blob.to_vec()))
        }
        fn save_anchor(&self, anchor: &Anchor) -> Result<(), StorageFailed> {
            self.write(|disk| disk.anchor = Some(*anchor))
        }
    }
    let fingerprint = fingerprints(1)[0];
    let disk = Arc::new(Mutex::new(Disk::default()));
    create(Life::new(&disk, None), 0).unwrap();
    let (mut leased, mut granted, mut failed) = (0, 0, 0);
    for life in 1..=200 {
        let saved = disk.lock().unwrap().clone();
        let flaky = Flaky(Arc::clone(&disk), Mutex::new(Numbers::new(life)));
        let (blob, anchor) = (saved.blob.unwrap(), saved.anchor.unwrap());
        let state = match CallState::open(key(), &blob, &anchor, Arc::new(flaky), rng(life)) {
            Ok(state) => state,
            Err(error) => {
                assert_eq!(error, StateError::Storage(StorageFailed));
                failed += 1;
                continue;
            }
        };
        for _ in 0..20 {
            match state.lease(&fingerprint, 10) {
                Ok(first) => {
                    assert!(first >= leased, "leased {first} after {leased}");
                    leased = first + 10;
                    granted += 1;
                }
                Err(error) => {
                    assert_eq!(error, CounterStoreError::Unavailable);
                    failed += 1;
                }
            }
        }
    }
    assert!(granted > 1000 && failed > 1000, "{granted} granted, {failed} failed");
}

#[test]
fn every_truncation_extension_and_flipped_bit() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let state = create(Life::new(&disk, None), 1).unwrap();
    state.remember_peer(identity(1), peer("Bob")).unwrap();
    let genuine = disk.lock().unwrap().clone();
    let blob = genuine.blob.clone().unwrap();
    let refused = |blob: Vec<u8>| {
        let with_anchor = opens(&Disk { blob: Some(blob.clone()), anchor: genuine.anchor });
        let storage = Life::new(&Arc::default(), None);
        let without = CallState::open_without_anchor(key(), &blob, storage, rng(5)).unwrap_err();
        assert_eq!(with_anchor.unwrap_err(), without);
        without
    };
    let mut tried = 0;
    for len in 0..blob.len() {
        let expected = if len < 45 { StateError::NoState } else { StateError::Authentication };
        assert_eq!(refused(blob[..len].to_vec()), expected, "{len}");
        tried += 1;
    }
    for bit in 0..blob.len() * 8 {
        let mut flipped = blob.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let expected = match bit / 8 {
            0..4 => StateError::NoState,
            4 => StateError::Format { format: flipped[4] },
            _ => StateError::Authentication,
        };
        assert_eq!(refused(flipped), expected, "{bit}");
        tried += 1;
    }
    for byte in 0..=255 {
        assert_eq!(refused([&blob[..], &[byte]].concat()), StateError::Authentication);
        tried += 1;
    }
    assert_eq!(tried, blob.len() * 9 + 256);
    for (len, expected) in [
        (MAX_STATE_LEN, StateError::Authentication),
        (MAX_STATE_LEN + 1, StateError::TooLong { len: MAX_STATE_LEN + 1 }),
    ] {
        let mut long = blob.clone();
        long.resize(len, 0);
        assert_eq!(refused(long), expected);
    }
    let other = CallState::open(
        StateKey::import(&[0x78; 32]),
        &blob,
        &genuine.anchor.unwrap(),
        Life::new(&Arc::default(), None),
        rng(6),
    );
    assert_eq!(other.unwrap_err(), StateError::Authentication);
    opens(&genuine).unwrap();
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_no_state(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        anchor in any::<[u8; 32]>(),
        genuine_front in any::<bool>(),
    ) {
        let blob = if genuine_front { [b"FSst\x01", &bytes[..]].concat() } else { bytes };
        let mut encoded = [0; ANCHOR_LEN];
        encoded[..32].copy_from_slice(&anchor);
        let disk = Disk { blob: Some(blob), anchor: Some(Anchor::from_bytes(&encoded)) };
        let opened = opens(&disk);
        prop_assert!(opened.is_err());
    }
}

#[test]
fn without_its_anchor_a_state_encrypts_with_no_old_key() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let state = Arc::new(create(Life::new(&disk, None), 1).unwrap());
    let old = encryptor(&state, 1, 16).unwrap();
    old.encrypt_to_vec(b"a frame", b"").unwrap();
    state.remember_peer(identity(1), peer("Bob")).unwrap();
    let backup = disk.lock().unwrap().clone();
    state.forget_peer(&identity(1)).unwrap();
    let newest = disk.lock().unwrap().anchor;

    let restored = Disk { blob: backup.blob.clone(), anchor: newest };
    assert_eq!(opens(&restored).unwrap_err(), StateError::WentBack { blob: 3, anchor: 4 });
    let blob = backup.blob.unwrap();
    let storage = Life::new(&disk, None);
    let state = Arc::new(CallState::open_without_anchor(key(), &blob, storage, rng(2)).unwrap());
    assert_eq!(state.peers().len(), 1, "a withdrawn verification is back, as documented");
    let expected = KeyError::Counters(CounterStoreError::WentBack);
    assert_eq!(encryptor(&state, 1, 16).map(drop), Err(expected));
    encryptor(&state, 2, 16).unwrap().encrypt_to_vec(b"a frame", b"").unwrap();

    // And it stays so.
    let saved = disk.lock().unwrap().clone();
    let again = Arc::new(open(&saved, Life::new(&disk, None), 3).unwrap());
    assert_eq!(encryptor(&again, 1, 16).map(drop), Err(expected));
    assert_eq!(again.forget_counters(&old.fingerprint()), Ok(true));
    assert_eq!(again.forget_counters(&old.fingerprint()), Ok(false));
}

#[test]
fn peers_keys_and_names_at_the_limit_and_one_above() {
    let disk = Arc::new(Mutex::new(Disk::default()));
    let state = create(Life::new(&disk, None), 1).unwrap();
    let longest = "ü".repeat(MAX_PEER_NAME_LEN / 2) + "x";
    for n in 0..MAX_PEERS as u16 {
        state.remember_peer(identity(n), peer(if n < 3 { &longest } else { "n" })).unwrap();
    }
    let limit = MAX_PEERS;
    let one_more = state.remember_peer(identity(limit as u16), peer("n"));
    assert_eq!(one_more, Err(StateError::TooManyPeers { limit }));
    state.remember_peer(identity(5), peer("again")).unwrap();
    state.forget_peer(&identity(6)).unwrap();
    state.remember_peer(identity(limit as u16), peer("n")).unwrap();
    let long = longest.clone() + "x";
    let too_long = StateError::NameTooLong { len: MAX_PEER_NAME_LEN + 1 };
    assert_eq!(state.remember_peer(identity(5), peer(&long)), Err(too_long));
    assert_eq!(state.saw_peer_as(&identity(5), &long), Err(too_long));
    assert_eq!(state.peer(&identity(5)), Some(peer("again")), "a failed change changes nothing");

    let keys = fingerprints(MAX_COUNTED_KEYS as u64 + 1);
    let (last, keys) = keys.split_last().unwrap();
    assert!(keys.iter().all(|key| state.lease(key, 1) == Ok(0)));
    let limit = MAX_COUNTED_KEYS;
    assert_eq!(state.lease(last, 1), Err(CounterStoreError::Full { limit }));
    assert_eq!(state.lease(&keys[0], 1), Ok(1));
    assert_eq!(state.charge(last, 5), 0);
    state.forget_counters(&keys[0]).unwrap();
    assert_eq!(state.lease(last, u64::MAX), Ok(0));
    assert_eq!(state.lease(&keys[1], u64::MAX - 2), Ok(1));
    assert_eq!(state.lease(&keys[1], 2), Err(CounterStoreError::Exhausted));

    let saved = disk.lock().unwrap().clone();
    let again = opens(&saved).unwrap();
    assert_eq!(again.peers(), state.peers());
    assert!(saved.blob.unwrap().len() < MAX_STATE_LEN);
}
