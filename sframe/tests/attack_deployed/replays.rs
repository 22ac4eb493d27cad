//! Frames that come a second time, or late: whatever happens to the key and however many others
//! were heard meanwhile.

use std::sync::Arc;

use super::*;

#[test]
fn replays_are_refused_whatever_happens_to_the_key() {
    for mut system in systems() {
        for codec in system.codecs() {
            let sent = frame(codec, false, BODY);
            let kind = kind_of(codec, &sent);
            let sealed = system.seal(codec, &sent, START);
            let replayed = Err(LegacyDecryptError::Replayed);
            assert_eq!(system.open(codec, kind, &sealed).unwrap(), sent);
            assert_eq!(system.open(codec, kind, &sealed), replayed);
            system.set_key(0, &MATERIAL);
            assert_eq!(system.open(codec, kind, &sealed), replayed, "the key was set again");
            assert!(system.remove_key(0) && !system.remove_key(0));
            let unknown = Err(LegacyDecryptError::UnknownKey { index: 0 });
            assert_eq!(system.open(codec, kind, &sealed), unknown);
            system.set_key(0, &OTHER_MATERIAL);
            system.set_key(0, &MATERIAL);
            assert_eq!(system.open(codec, kind, &sealed), replayed, "removed and added");
        }
    }
}

#[test]
fn frames_out_of_order_are_taken_once() {
    for mut system in systems() {
        let codec = Codec::Vp8;
        let frames: Vec<_> = (0..500u32)
            .map(|n| system.seal(codec, &frame(codec, false, BODY), n / 3 * 3000))
            .collect();
        let kind = jframe::FrameKind::Delta;
        // Back to front in runs of 50, as bad networks do not.
        for run in frames.chunks(50) {
            for sealed in run.iter().rev() {
                assert!(system.open(codec, kind, sealed).is_ok(), "{}", system.name());
            }
        }
        for sealed in &frames {
            assert_eq!(system.open(codec, kind, sealed), Err(LegacyDecryptError::Replayed));
        }
    }
}

/// The key index is not authenticated: the same key at two of them is one key.
#[test]
fn another_index_makes_no_frame_new() {
    for mut system in systems() {
        let sent = frame(Codec::Vp8, false, BODY);
        let kind = kind_of(Codec::Vp8, &sent);
        let mut sealed = system.seal(Codec::Vp8, &sent, START);
        assert_eq!(system.open(Codec::Vp8, kind, &sealed).unwrap(), sent);
        system.set_key(1, &MATERIAL);
        let place = sealed.len() - if system.name() == "GetStream" { 8 } else { 1 };
        sealed[place] = 1;
        let replayed = Err(LegacyDecryptError::Replayed);
        assert_eq!(system.open(Codec::Vp8, kind, &sealed), replayed, "{}", system.name());
    }
}

/// A sender of each format with a key; it is given timestamps, for one that has them.
fn senders(material: &[u8; 32]) -> [Box<dyn FnMut(u32) -> Vec<u8>>; 3] {
    let key = LiveKit::material(material);
    let mut livekit = livekit::Encryptor::with_counters(&key, 0, own_ledger()).unwrap();
    let key = JFrame::material(material);
    let mut jframe = jframe::Encryptor::with_counters(&key, 0, own_ledger()).unwrap();
    let key = GetStream::key(material);
    let getstream = getstream::Encryptor::with_counters(&key, 0, PREFIX, own_ledger()).unwrap();
    [
        Box::new(move |timestamp| {
            let stream = livekit::Stream { ssrc: SSRC, timestamp };
            livekit.encrypt_to_vec(Codec::Opus, BODY, stream).unwrap()
        }),
        Box::new(move |timestamp| {
            let stream = jframe::Stream { ssrc: SSRC, timestamp };
            jframe.encrypt_to_vec(jframe::FrameKind::Audio, BODY, stream).unwrap()
        }),
        Box::new(move |_| getstream.encrypt_to_vec(Codec::Opus, BODY).unwrap()),
    ]
}

/// Under a new key clocks and counters may start over, and that makes nothing of the old one new.
#[test]
fn a_new_key_begins_with_nothing_seen() {
    let (old, new) = (senders(&MATERIAL), senders(&OTHER_MATERIAL));
    let kind = jframe::FrameKind::Audio;
    for ((mut system, mut old), mut new) in systems().into_iter().zip(old).zip(new) {
        let recorded: Vec<_> = (1..=100).map(|n| old(960 * n)).collect();
        for sealed in &recorded {
            assert!(system.open(Codec::Opus, kind, sealed).is_ok());
        }
        for round in 0..3 {
            system.set_key(0, &OTHER_MATERIAL);
            // The same SSRC, timestamps, counts and prefix as in the beginning.
            let sealed = new(960 * (1 + round));
            assert_eq!(system.open(Codec::Opus, kind, &sealed).unwrap(), BODY, "{}", system.name());
            let replayed = Err(LegacyDecryptError::Replayed);
            assert_eq!(system.open(Codec::Opus, kind, &sealed), replayed);
            system.set_key(0, &MATERIAL);
            for sealed in &recorded {
                assert_eq!(system.open(Codec::Opus, kind, sealed), replayed, "{}", system.name());
            }
            assert!(system.open(Codec::Opus, kind, &old(960 * (200 + round))).is_ok());
        }
    }
}

/// Senders who share a key, more than are remembered in full: a frame of each, in the order of
/// `timestamps`.
fn livekit_streams(streams: u32, timestamps: &[u32]) -> Vec<Vec<u8>> {
    let material = LiveKit::material(&MATERIAL);
    let mut alice = livekit::Encryptor::with_counters(&material, 0, own_ledger()).unwrap();
    let mut seal = |ssrc, timestamp| {
        let stream = livekit::Stream { ssrc, timestamp };
        alice.encrypt_to_vec(Codec::Opus, &[0x78, 1], stream).unwrap()
    };
    let all = timestamps.iter().flat_map(|&at| (0..streams).map(move |ssrc| (ssrc, at)));
    all.map(|(ssrc, at)| seal(ssrc, at)).collect()
}

/// A day's room with one key, in which every publication takes an SSRC of its own.
#[test]
fn streams_of_long_ago_are_not_replayed() {
    const STREAMS: u32 = 1280;
    let mut bob = livekit::Decryptor::with_ratchet_window(0);
    bob.set_key(0, &LiveKit::material(&MATERIAL)).unwrap();
    let recorded = livekit_streams(STREAMS, &[960, 1920, 2880]);
    for sealed in &recorded {
        assert!(bob.decrypt_to_vec(Codec::Opus, sealed).is_ok(), "all of them go on");
    }
    for sealed in recorded.iter().chain(&recorded) {
        let again = bob.decrypt_to_vec(Codec::Opus, sealed);
        assert_eq!(again, Err(LegacyDecryptError::Replayed));
    }

    let material = JFrame::material(&MATERIAL);
    let mut alice = jframe::Encryptor::with_counters(&material, 0, own_ledger()).unwrap();
    let mut bob = jframe::Decryptor::with_ratchet_window(0);
    bob.set_key(0, &material).unwrap();
    let kind = jframe::FrameKind::Audio;
    let mut seal = |ssrc, timestamp| {
        alice.encrypt_to_vec(kind, &[0x78, 1], jframe::Stream { ssrc, timestamp }).unwrap()
    };
    let recorded: Vec<_> = (0..STREAMS).map(|ssrc| seal(ssrc, 960)).collect();
    let opened = recorded.iter().filter(|sealed| bob.decrypt_to_vec(kind, sealed).is_ok());
    assert_eq!(opened.count(), recorded.len());
    let again = recorded.iter().filter(|sealed| bob.decrypt_to_vec(kind, sealed).is_ok());
    assert_eq!(again.count(), 0, "of {}", recorded.len());
    assert!(bob.decrypt_to_vec(kind, &seal(0, 1920)).is_ok(), "it comes back");
}

/// Participants who come and go, each with a prefix of its own, and more at a time than are
/// remembered in full.
#[test]
fn prefixes_of_long_ago_are_not_replayed() {
    let senders = getstream::MAX_PREFIXES as u64 + 300;
    let key = GetStream::key(&MATERIAL);
    let store = own_ledger();
    let alices: Vec<_> = (0..senders)
        .map(|n| {
            let prefix = n.to_be_bytes();
            getstream::Encryptor::with_counters(&key, 0, prefix, Arc::clone(&store)).unwrap()
        })
        .collect();
    let mut bob = getstream::Decryptor::new();
    bob.set_key(0, &key).unwrap();
    let mut recorded = Vec::new();
    for _ in 0..3 {
        for alice in &alices {
            let sealed = alice.encrypt_to_vec(Codec::Opus, &[0x78, 1]).unwrap();
            assert!(bob.decrypt_to_vec(&sealed).is_ok(), "all of them go on");
            recorded.push(sealed);
        }
    }
    for sealed in recorded.iter().chain(&recorded) {
        assert_eq!(bob.decrypt_to_vec(sealed), Err(LegacyDecryptError::Replayed));
    }
}
