//! Nonces under one key: none comes twice, whatever streams, clocks and encryptors do.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use frameseal::{CounterStore, CounterStoreError, KeyFingerprint, MemoryCounters};

use super::*;

/// 200 000 frames: 16 bits of count come back three times.
const FRAMES: usize = 200_000;

/// Says whether no nonce came before.
struct Nonces(HashSet<[u8; 12]>);

impl Nonces {
    /// Takes the nonce that ends so many bytes before the frame does.
    fn is_new(&mut self, sealed: &[u8], behind: usize) -> bool {
        self.0.insert(*sealed[..sealed.len() - behind].last_chunk().unwrap())
    }
}

/// One SSRC and one timestamp for all: the worst that an app can do.
const LIVEKIT: livekit::Stream = livekit::Stream { ssrc: SSRC, timestamp: START };
const JFRAME: jframe::Stream = jframe::Stream { ssrc: SSRC, timestamp: START };

#[test]
fn two_senders_over_one_key_never_use_a_nonce_twice() {
    let (mut nonces, store) = (Nonces(HashSet::new()), own_ledger());
    let material = LiveKit::material(&MATERIAL);
    let mut pair = [(); 2]
        .map(|()| livekit::Encryptor::with_counters(&material, 0, Arc::clone(&store)).unwrap());
    for n in 0..FRAMES {
        let sealed = pair[n % 2].encrypt_to_vec(Codec::Opus, b"frame", LIVEKIT).unwrap();
        assert!(nonces.is_new(&sealed, 2), "LiveKit, {n}");
    }

    let mut nonces = Nonces(HashSet::new());
    let material = JFrame::material(&MATERIAL);
    let mut pair = [(); 2]
        .map(|()| jframe::Encryptor::with_counters(&material, 0, Arc::clone(&store)).unwrap());
    for n in 0..FRAMES {
        let kind = jframe::FrameKind::Audio;
        let sealed = pair[n % 2].encrypt_to_vec(kind, b"frame", JFRAME).unwrap();
        assert!(nonces.is_new(&sealed, 2), "JFrame, {n}");
    }

    let mut nonces = Nonces(HashSet::new());
    let key = GetStream::key(&MATERIAL);
    let pair = [(); 2].map(|()| {
        getstream::Encryptor::with_counters(&key, 0, PREFIX, Arc::clone(&store)).unwrap()
    });
    for n in 0..FRAMES {
        let sealed = pair[n % 2].encrypt_to_vec(Codec::Opus, b"frame").unwrap();
        assert!(nonces.is_new(&sealed, 8), "GetStream, {n}");
    }
}

/// Made anew every 1000 frames, as by an app that is left and joined again with the same key.
#[test]
fn senders_made_anew_never_use_a_nonce_twice() {
    let (livekit_material, jframe_material) =
        (LiveKit::material(&MATERIAL), JFrame::material(&MATERIAL));
    let store = own_ledger();
    let (mut livekit_nonces, mut jframe_nonces) = (Nonces(HashSet::new()), Nonces(HashSet::new()));
    for made in 0..FRAMES / 1000 {
        let counters = || Arc::clone(&store);
        let mut livekit =
            livekit::Encryptor::with_counters(&livekit_material, 0, counters()).unwrap();
        let mut jframe = jframe::Encryptor::with_counters(&jframe_material, 0, counters()).unwrap();
        for n in 0..1000 {
            let sealed = livekit.encrypt_to_vec(Codec::Opus, b"frame", LIVEKIT).unwrap();
            assert!(livekit_nonces.is_new(&sealed, 2), "{made} {n}");
            let kind = jframe::FrameKind::Audio;
            let sealed = jframe.encrypt_to_vec(kind, b"frame", JFRAME).unwrap();
            assert!(jframe_nonces.is_new(&sealed, 2), "{made} {n}");
        }
    }
}

/// Two calls of half an hour with one passphrase, SSRCs that are always the same and clocks that
/// start at 0: the first with the camera off, the second with it on.
#[test]
fn clocks_that_start_over_repeat_no_nonce() {
    let (material, store) = (LiveKit::material(&MATERIAL), own_ledger());
    let mut nonces = Nonces(HashSet::new());
    for camera in [false, true] {
        let counters = Arc::clone(&store);
        let mut alice = livekit::Encryptor::with_counters(&material, 0, counters).unwrap();
        let mut seal = |ssrc, timestamp| {
            let stream = livekit::Stream { ssrc, timestamp };
            let sealed = alice.encrypt_to_vec(Codec::Opus, &[0x78, 1, 2], stream).unwrap();
            assert!(nonces.is_new(&sealed, 2), "{ssrc} {timestamp}");
        };
        for n in 0..90_000 {
            seal(7, 960 * n);
            if camera && n % 5 < 3 {
                seal(9, 3000 * n);
            }
        }
    }
}

/// One frame of a camera, then the next encryptor, 0xFFFF frames of a microphone, and the camera
/// with the clock of before.
#[test]
fn counts_that_come_back_to_where_they_were_repeat_no_nonce() {
    let (material, store) = (JFrame::material(&MATERIAL), own_ledger());
    let make = || jframe::Encryptor::with_counters(&material, 0, Arc::clone(&store)).unwrap();
    let kind = jframe::FrameKind::Delta;
    let word = |sealed: &[u8]| {
        let (_, end) = sealed.split_at(sealed.len() - 6);
        u32::from_be_bytes(*end.first_chunk().unwrap())
    };
    let mut nonces = Nonces(HashSet::new());
    let first = make().encrypt_to_vec(kind, &[0; 40], JFRAME).unwrap();
    assert!(nonces.is_new(&first, 2));
    assert_eq!(word(&first), 0);
    let mut second = make();
    for n in 1..=0xffff {
        let microphone = jframe::Stream { ssrc: SSRC + 1, timestamp: 960 * n };
        let sealed = second.encrypt_to_vec(kind, &[7; 40], microphone).unwrap();
        if word(&sealed) % 0xffff == 0xfffe {
            break;
        }
    }
    let same_count = second.encrypt_to_vec(kind, &[0xff; 40], JFRAME).unwrap();
    assert_eq!(word(&same_count), 0xffff);
    assert!(nonces.is_new(&same_count, 2));
    let is_same = first.iter().zip(&same_count).skip(3).take(37).all(|(a, b)| a ^ b == 0xff);
    assert!(!is_same, "the key stream came twice");
}

/// Nothing but the count keeps these apart, for as long as there are counts.
#[test]
fn a_clock_that_stands_still_goes_on_to_the_last_count() {
    let (mut livekit, mut nonces) = (LiveKit::new(), Nonces(HashSet::new()));
    for n in 0..3 * 0xffff {
        let sealed = livekit.sender.encrypt_to_vec(Codec::Opus, b"frame", LIVEKIT).unwrap();
        assert!(nonces.is_new(&sealed, 2), "{n}");
    }
    let last = || Arc::new(FirstAtTheEnd::default());
    let material = LiveKit::material(&MATERIAL);
    let mut alice = livekit::Encryptor::with_counters(&material, 0, last()).unwrap();
    let sealed = alice.encrypt_to_vec(Codec::Opus, b"frame", LIVEKIT).unwrap();
    let word = START.wrapping_sub(u32::MAX).to_be_bytes();
    assert_eq!(sealed[sealed.len() - 6..sealed.len() - 2], word);
    let used_up = Err(LegacyEncryptError::KeyUsedUp);
    for _ in 0..3 {
        assert_eq!(alice.encrypt_to_vec(Codec::Opus, b"frame", LIVEKIT), used_up);
    }
    alice.ratchet().unwrap();
    assert!(alice.encrypt_to_vec(Codec::Opus, b"frame", LIVEKIT).is_ok());

    let material = JFrame::material(&MATERIAL);
    let mut alice = jframe::Encryptor::with_counters(&material, 0, last()).unwrap();
    let kind = jframe::FrameKind::Audio;
    let sealed = alice.encrypt_to_vec(kind, b"frame", JFRAME).unwrap();
    assert_eq!(sealed[sealed.len() - 6..sealed.len() - 2], [0xff; 4]);
    assert_eq!(alice.encrypt_to_vec(kind, b"frame", JFRAME), used_up);
    alice.ratchet().unwrap();
    assert!(alice.encrypt_to_vec(kind, b"frame", JFRAME).is_ok());
}

/// Lets the first key that asks begin with the last count, and all others at 0.
#[derive(Default)]
struct FirstAtTheEnd(OnceLock<KeyFingerprint>, MemoryCounters);

impl CounterStore for FirstAtTheEnd {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        match self.0.get_or_init(|| *key) == key {
            true => Ok(u32::MAX.into()),
            false => self.1.lease(key, count),
        }
    }
}
