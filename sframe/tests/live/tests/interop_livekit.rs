//! FrameSeal and LiveKit's released worker: each opens what the other sealed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::collections::HashSet;
use std::sync::Arc;

use frameseal::MemoryCounters;
use frameseal::codec::Codec;
use frameseal::interop::LegacyDecryptError;
use frameseal::interop::livekit::{Decrypted, Decryptor, Encryptor, KeyMaterial, Stream};
use live::{Driver, Frame, Outcome};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::json;

mod random;
use random::{StartAt, mutate, random_frames};

/// Frames of each codec, each way.
const FRAMES: usize = 1000;

/// Ours go on where 16 bits end, up to 32 bits. The worker takes the nonce as it is.
const FIRST_COUNTS: [u64; 3] = [0, 0xffff - FRAMES as u64 / 2, u32::MAX as u64 - FRAMES as u64];

const CODECS: [&str; 5] = ["opus", "vp8", "vp9", "h264", "h265"];
const PASSPHRASE: &str = "correct horse";
const RAW: [u8; 32] = [0x5a; 32];

fn materials() -> [(KeyMaterial, serde_json::Value); 2] {
    [
        (KeyMaterial::passphrase(PASSPHRASE).unwrap(), json!({"passphrase": PASSPHRASE})),
        (KeyMaterial::raw(&RAW).unwrap(), json!({"raw": hex::encode(RAW)})),
    ]
}

#[test]
fn the_worker_opens_what_we_seal() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut livekit = Driver::livekit();
    let mut opened = 0;
    for (n, codec) in CODECS.into_iter().enumerate() {
        let (material, key) = &materials()[n % 2];
        let index = (3 * n) as u8;
        let first = StartAt::new(FIRST_COUNTS[n % 3]);
        let mut alice = Encryptor::with_counters(material, index, first).unwrap();
        let worker = worker(&mut livekit, key, index, codec);
        let frames = random_frames(codec, FRAMES, &mut rng);
        let sealed: Vec<_> = frames.iter().map(|frame| seal(&mut alice, codec, frame)).collect();
        for (frame, outcome) in frames.iter().zip(livekit.frames(worker, "decode", &sealed)) {
            assert_eq!(outcome.bytes(), with_long_start_codes(codec, &frame.data), "{codec}");
            opened += 1;
        }
    }
    assert_eq!(opened, CODECS.len() * FRAMES);
}

#[test]
fn we_open_what_the_worker_seals() {
    let mut rng = StdRng::seed_from_u64(2);
    let mut livekit = Driver::livekit();
    let mut opened = 0;
    for (n, codec) in CODECS.into_iter().enumerate() {
        let (material, key) = &materials()[(n + 1) % 2];
        let index = (2 * n + 1) as u8;
        let worker = worker(&mut livekit, key, index, codec);
        let mut bob = decryptor(material, index);
        let frames = random_frames(codec, FRAMES, &mut rng);
        let sealed = livekit.frames(worker, "encode", &frames);
        // The network brings some late, and some twice.
        let mut arrivals: Vec<_> = (0..FRAMES).collect();
        (0..FRAMES - 20).for_each(|at| arrivals.swap(at, at + rng.random_range(0..20)));
        for &at in &arrivals {
            let wire = sealed[at].bytes();
            let expected = with_long_start_codes(codec, &frames[at].data);
            assert_eq!(open(&mut bob, codec, wire), Ok(Decrypted::Opened(expected)), "{codec}");
            assert_eq!(open(&mut bob, codec, wire), Err(LegacyDecryptError::Replayed));
            opened += 1;
        }
    }
    assert_eq!(opened, CODECS.len() * FRAMES);
}

/// Given the worker's count, ours are the worker's bytes, up to the modulus of the count.
#[test]
fn both_seal_to_the_same_bytes() {
    let mut rng = StdRng::seed_from_u64(3);
    let mut livekit = Driver::livekit();
    let mut same = 0;
    for (codec, (material, key)) in CODECS.into_iter().zip(materials().iter().cycle()) {
        let count = 0xffff - FRAMES as u64;
        let worker = livekit.worker(json!({"count": count}));
        set_key(&mut livekit, worker, key, 7);
        open_track(&mut livekit, worker, "encode", codec);
        let mut alice = Encryptor::with_counters(material, 7, StartAt::new(count)).unwrap();
        let frames = random_frames(codec, FRAMES, &mut rng);
        for (frame, outcome) in frames.iter().zip(livekit.frames(worker, "encode", &frames)) {
            assert_eq!(outcome.bytes(), seal(&mut alice, codec, frame).data, "{codec}");
            same += 1;
        }
    }
    assert_eq!(same, CODECS.len() * FRAMES);
}

/// Frames that no encoder makes, but forgers: the worker and we refuse the same ones.
#[test]
fn mutated_frames_have_the_same_fate() {
    let mut rng = StdRng::seed_from_u64(4);
    let mut livekit = Driver::livekit();
    // No ratcheting and no end of patience, so that the worker's state stays as ours does.
    let options = json!({"ratchetWindowSize": 0, "failureTolerance": -1});
    let (mut opened, mut refused) = (0, 0);
    for codec in CODECS {
        let (material, key) = &materials()[1];
        let worker = livekit.worker(json!({"options": options}));
        set_key(&mut livekit, worker, key, 0);
        open_track(&mut livekit, worker, "decode", codec);
        let mut alice = encryptor(material, 0);
        let frames = random_frames(codec, FRAMES, &mut rng);
        let mutated: Vec<_> = frames
            .iter()
            .map(|frame| {
                let mut sealed = seal(&mut alice, codec, frame);
                if rng.random_ratio(9, 10) {
                    mutate(&mut sealed.data, &mut rng);
                }
                sealed
            })
            .collect();
        let outcomes = livekit.frames(worker, "decode", &mutated);
        for (frame, outcome) in mutated.iter().zip(outcomes) {
            let mut bob = decryptor(material, 0);
            match (open(&mut bob, codec, &frame.data), outcome) {
                (Ok(Decrypted::Opened(ours)), Outcome::Passed(theirs)) => {
                    assert_eq!(ours, theirs);
                    opened += 1;
                }
                (Ok(Decrypted::Empty), Outcome::Passed(theirs)) => assert!(theirs.is_empty()),
                // It takes an escape for one whatever comes behind it; none of our own has this.
                (Err(_), Outcome::Passed(_)) if codec.starts_with("h26") => {
                    assert!(has_odd_escape(&frame.data));
                }
                (Err(_), Outcome::Dropped) => refused += 1,
                (ours, theirs) => panic!("{codec}: {ours:?}, {theirs:?}"),
            }
        }
    }
    println!("{opened} opened, {refused} refused");
    assert!(opened > 300 && refused > 3000);
}

#[test]
fn each_follows_the_others_ratchet() {
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let mut livekit = Driver::livekit();
    let mut steps = 0;
    for (material, key) in &materials() {
        // Theirs follows one step at a time; a few in a row, each seen by a frame.
        let mut alice = encryptor(material, 0);
        let receiver = worker(&mut livekit, key, 0, "opus");
        for step in 0..4 {
            if step > 0 {
                alice.ratchet().unwrap();
            }
            let sealed = seal(&mut alice, "opus", &frame.clone().at(1, 100 * step));
            assert_eq!(livekit.frames(receiver, "decode", &[sealed])[0].bytes(), frame.data);
            steps += 1;
        }

        // Ours follows as many as its window has; where a step is slow, one for each frame that
        // fails.
        let is_slow = key.get("passphrase").is_some();
        let sender = worker(&mut livekit, key, 0, "opus");
        let mut bob = decryptor(material, 0);
        for step in 0..6 {
            for _ in 0..step {
                let participant =
                    json!({"op": "ratchet", "worker": sender, "participant": "p", "index": 0});
                livekit.call(participant);
            }
            let sent = frame.clone().at(2, 100 * step);
            let sealed = livekit.frames(sender, "encode", &[sent]);
            for _ in 1..if is_slow { step } else { 0 } {
                let lost = open(&mut bob, "opus", sealed[0].bytes());
                assert_eq!(lost, Err(LegacyDecryptError::Authentication), "{step}");
            }
            let opened = open(&mut bob, "opus", sealed[0].bytes());
            assert_eq!(opened, Ok(Decrypted::Opened(frame.data.clone())), "{step}");
            steps += 1;
        }
    }
    assert_eq!(steps, 2 * (4 + 6));
}

#[test]
fn server_injected_frames_are_known_to_both() {
    let trailer = [0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6, 0x07, 0x18];
    let decode = |text: &str| hex::decode(text).unwrap();
    let payloads = [
        ("opus", [&[0xf8, 0xff, 0xfe][..], &[0; 77]].concat()),
        ("vp8", decode("1002009d012a080008000047088585888584880202000c0d6000feffab5080")),
        ("h264", decode("6742c01f0fd91f888884000003000400000300c83c60c920")),
        ("h264", decode("6887cb83cb20")),
        ("h264", decode("6588840af2628000a7be")),
    ];
    let mut livekit = Driver::livekit();
    let (material, key) = &materials()[1];
    let mut passed = 0;
    for (codec, payload) in payloads {
        let worker = worker(&mut livekit, key, 0, codec);
        livekit.call(json!({"op": "sif", "worker": worker, "trailer": hex::encode(trailer)}));
        let mut bob = decryptor(material, 0);
        bob.set_sif_trailer(&trailer);
        let mut injected = [&payload[..], &trailer].concat();
        let frame = |data: &[u8]| match codec {
            "opus" => Frame::audio(data),
            _ => Frame::video("key", data),
        };
        let outcomes = livekit.frames(worker, "decode", &[frame(&injected)]);
        assert_eq!(outcomes[0].bytes(), payload);
        assert_eq!(open(&mut bob, codec, &injected), Ok(Decrypted::ServerInjected(payload)));
        injected[1] ^= 1;
        let outcomes = livekit.frames(worker, "decode", &[frame(&injected)]);
        assert_eq!(outcomes, [Outcome::Dropped]);
        assert!(open(&mut bob, codec, &injected).is_err());
        passed += 1;
    }
    assert_eq!(passed, 5);
}

/// Seventy thousand frames of one stream from the worker, which takes its count modulo
/// 0xFFFF, and a clock that wraps on the way: no genuine frame is refused.
#[test]
fn a_long_stream_with_wrapping_counters_opens() {
    const LONG: u32 = 70_000;
    let (material, key) = &materials()[1];
    let mut livekit = Driver::livekit();
    let worker = worker(&mut livekit, key, 0, "opus");
    let mut bob = decryptor(material, 0);
    let mut opened = 0;
    for start in (0..LONG).step_by(5000) {
        let frames: Vec<_> = (start..start + 5000)
            .map(|n| Frame::audio([0x78, 1]).at(9, 0xff00_0000_u32.wrapping_add(960 * n)))
            .collect();
        for outcome in livekit.frames(worker, "encode", &frames) {
            assert!(open(&mut bob, "opus", outcome.bytes()).is_ok());
            opened += 1;
        }
    }
    assert_eq!(opened, LONG);
}

/// Then our nonces have a number in them that the worker's never have.
#[test]
fn frames_open_after_turns_of_the_clock() {
    let (material, key) = &materials()[1];
    let mut livekit = Driver::livekit();
    let worker = worker(&mut livekit, key, 0, "opus");
    let (mut alice, mut bob) = (encryptor(material, 0), decryptor(material, 0));
    let mut nonces = HashSet::new();
    for n in 0..40u32 {
        let frame = Frame::audio([0x78, 1, 2, 3]).at(9, n << 30);
        let sealed = seal(&mut alice, "opus", &frame);
        assert!(nonces.insert(sealed.data[sealed.data.len() - 14..].to_vec()));
        let outcomes = livekit.frames(worker, "decode", std::slice::from_ref(&sealed));
        assert_eq!(outcomes[0].bytes(), frame.data);
        assert_eq!(open(&mut bob, "opus", &sealed.data), Ok(Decrypted::Opened(frame.data)));
    }
    assert_eq!(nonces.len(), 40);
}

fn encryptor(material: &KeyMaterial, index: u8) -> Encryptor {
    Encryptor::with_counters(material, index, Arc::new(MemoryCounters::default())).unwrap()
}

fn decryptor(material: &KeyMaterial, index: u8) -> Decryptor {
    let mut decryptor = Decryptor::new();
    decryptor.set_key(index, material).unwrap();
    decryptor
}

fn seal(alice: &mut Encryptor, codec: &str, frame: &Frame) -> Frame {
    let codec = Codec::from_mime_type(codec).unwrap();
    let stream = Stream { ssrc: frame.ssrc, timestamp: frame.timestamp };
    frame.with(alice.encrypt_to_vec(codec, &frame.data, stream).unwrap())
}

fn open(
    bob: &mut Decryptor,
    codec: &str,
    wire: &[u8],
) -> Result<Decrypted<Vec<u8>>, LegacyDecryptError> {
    bob.decrypt_to_vec(Codec::from_mime_type(codec).unwrap(), wire)
}

/// What a receiver gets of a frame: up to the first slice start codes have 4 bytes.
fn with_long_start_codes(codec: &str, frame: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut in_header = codec.starts_with("h26");
    for (at, &byte) in frame.iter().enumerate() {
        let begins = |code: &[u8]| frame[at..].starts_with(code);
        if in_header && begins(&[0, 0, 1]) {
            if out.last() != Some(&0) {
                out.push(0);
            }
            let header = frame[at + 3];
            in_header = match codec {
                "h264" => !matches!(header & 0x1f, 1 | 5),
                _ => !matches!(header >> 1, 0..=9 | 16..=21),
            };
        }
        out.push(byte);
    }
    out
}

/// Says whether there is a 03 that looks like an escape and none of ours.
fn has_odd_escape(wire: &[u8]) -> bool {
    wire.windows(4).any(|bytes| bytes[..3] == [0, 0, 3] && bytes[3] > 3)
}

/// A worker with a key, and tracks `encode` and `decode` for a codec.
fn worker(livekit: &mut Driver, key: &serde_json::Value, index: u8, codec: &str) -> u64 {
    let worker = livekit.worker(json!({}));
    set_key(livekit, worker, key, index);
    for direction in ["encode", "decode"] {
        open_track(livekit, worker, direction, codec);
    }
    worker
}

fn set_key(livekit: &mut Driver, worker: u64, key: &serde_json::Value, index: u8) {
    let mut request = json!({"op": "key", "worker": worker, "participant": "p", "index": index});
    for (name, value) in key.as_object().unwrap() {
        request[name] = value.clone();
    }
    livekit.call(request);
}

fn open_track(livekit: &mut Driver, worker: u64, direction: &str, codec: &str) {
    livekit.call(json!({
        "op": "track", "worker": worker, "participant": "p",
        "track": direction, "direction": direction, "codec": codec,
    }));
}
