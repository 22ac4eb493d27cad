//! FrameSeal and a released worker of lib-jitsi-meet: each opens what the other sealed.

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

use frameseal::interop::LegacyDecryptError;
use frameseal::interop::jframe::{Decryptor, Encryptor, FrameKind, KeyMaterial, Stream};
use live::{Driver, Frame, media};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::json;

mod random;
use random::{StartAt, mutate, random_frames};

/// Frames of each codec, each way.
const FRAMES: usize = 1000;

/// Ours go on where 16 bits end, up to 32 bits. The worker takes the nonce as it is.
const FIRST_COUNTS: [u64; 3] = [0, 0xffff - FRAMES as u64 / 2, u32::MAX as u64 - FRAMES as u64];

const RAW: [u8; 32] = [0x5a; 32];

#[test]
fn the_worker_opens_what_we_seal() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut jitsi = Driver::jframe();
    let mut opened = 0;
    for (index, codec) in media::CODECS.into_iter().enumerate() {
        let worker = worker(&mut jitsi, index as u8, json!({}));
        let mut alice = encryptor(index as u8, FIRST_COUNTS[index % 3]);
        let frames = random_frames(codec, FRAMES, &mut rng);
        let sealed: Vec<_> = frames.iter().map(|frame| seal(&mut alice, frame)).collect();
        for (frame, outcome) in frames.iter().zip(jitsi.frames(worker, "decode", &sealed)) {
            assert_eq!(outcome.bytes(), frame.data, "{codec}");
            opened += 1;
        }
    }
    assert_eq!(opened, media::CODECS.len() * FRAMES);
}

#[test]
fn we_open_what_the_worker_seals() {
    let mut rng = StdRng::seed_from_u64(2);
    let mut jitsi = Driver::jframe();
    let mut opened = 0;
    for (n, codec) in media::CODECS.into_iter().enumerate() {
        let index = 15 - n as u8;
        let worker = worker(&mut jitsi, index, json!({}));
        let mut bob = decryptor(index);
        let frames = random_frames(codec, FRAMES, &mut rng);
        let sealed = jitsi.frames(worker, "encode", &frames);
        // The network brings some late, and some twice.
        let mut arrivals: Vec<_> = (0..FRAMES).collect();
        (0..FRAMES - 20).for_each(|at| arrivals.swap(at, at + rng.random_range(0..20)));
        for &at in &arrivals {
            let (kind, wire) = (kind(&frames[at]), sealed[at].bytes());
            assert_eq!(bob.decrypt_to_vec(kind, wire).as_ref(), Ok(&frames[at].data), "{codec}");
            assert_eq!(bob.decrypt_to_vec(kind, wire), Err(LegacyDecryptError::Replayed));
            opened += 1;
        }
    }
    assert_eq!(opened, media::CODECS.len() * FRAMES);
}

/// Given the worker's count, ours are the worker's bytes, up to the modulus of the count.
#[test]
fn both_seal_to_the_same_bytes() {
    let mut rng = StdRng::seed_from_u64(3);
    let mut jitsi = Driver::jframe();
    let mut same = 0;
    for codec in media::CODECS {
        let count = 0xffff - FRAMES as u64;
        let worker = worker(&mut jitsi, 7, json!({"count": count}));
        let mut alice = encryptor(7, count);
        let frames = random_frames(codec, FRAMES, &mut rng);
        for (frame, outcome) in frames.iter().zip(jitsi.frames(worker, "encode", &frames)) {
            assert_eq!(outcome.bytes(), seal(&mut alice, frame).data, "{codec}");
            same += 1;
        }
    }
    assert_eq!(same, media::CODECS.len() * FRAMES);
}

/// The worker gets its own key again for each, since one forged frame costs it the key.
#[test]
fn mutated_frames_have_the_same_fate() {
    const MUTATED: usize = 100;
    let mut rng = StdRng::seed_from_u64(4);
    let mut jitsi = Driver::jframe();
    let (mut opened, mut refused) = (0, 0);
    for codec in media::CODECS {
        let mut alice = encryptor(0, 0);
        for frame in random_frames(codec, MUTATED, &mut rng) {
            let mut sealed = seal(&mut alice, &frame);
            if rng.random_ratio(9, 10) {
                mutate(&mut sealed.data, &mut rng);
            }
            let worker = worker(&mut jitsi, 0, json!({}));
            let outcomes = jitsi.frames(worker, "decode", std::slice::from_ref(&sealed));
            let mut bob = decryptor(0);
            match bob.decrypt_to_vec(kind(&frame), &sealed.data) {
                Ok(ours) => {
                    assert_eq!(outcomes[0].bytes(), ours);
                    opened += 1;
                }
                // What it cannot open, this version passes on as it is.
                Err(_) => {
                    assert!(
                        matches!(&outcomes[0], live::Outcome::Passed(theirs) if *theirs == sealed.data)
                    );
                    refused += 1;
                }
            }
        }
    }
    println!("{opened} opened, {refused} refused");
    assert!(opened > 30 && refused > 400);
}

#[test]
fn each_follows_the_others_ratchet() {
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let mut jitsi = Driver::jframe();
    let mut steps = 0;
    for most in 0..=8 {
        let mut alice = encryptor(0, 0);
        let receiver = worker(&mut jitsi, 0, json!({}));
        (0..most).for_each(|_| alice.ratchet().unwrap());
        let sealed = seal(&mut alice, &frame);
        assert_eq!(jitsi.frames(receiver, "decode", &[sealed])[0].bytes(), frame.data);
        steps += 1;
    }
    // The worker's receiver ends with the sender's key, and sends with it, so that ours has
    // something to follow.
    for most in 0..=8 {
        let mut alice = encryptor(0, 0);
        (0..most).for_each(|_| alice.ratchet().unwrap());
        let worker = worker(&mut jitsi, 0, json!({}));
        jitsi.frames(worker, "decode", &[seal(&mut alice, &frame)]);
        let sealed = jitsi.frames(worker, "encode", std::slice::from_ref(&frame));
        let mut bob = decryptor(0);
        let opened = bob.decrypt_to_vec(FrameKind::Audio, sealed[0].bytes());
        assert_eq!(opened.as_ref(), Ok(&frame.data), "{most} steps");
        steps += 1;
    }
    assert_eq!(steps, 18);
}

/// Then our nonces have a number in them that the worker's never have.
#[test]
fn frames_open_after_turns_of_the_clock() {
    let mut jitsi = Driver::jframe();
    let worker = worker(&mut jitsi, 0, json!({}));
    let (mut alice, mut bob) = (encryptor(0, 0), decryptor(0));
    let mut nonces = HashSet::new();
    for n in 0..40u32 {
        let frame = Frame::audio([0x78, 1, 2, 3]).at(9, n << 30);
        let sealed = seal(&mut alice, &frame);
        assert!(nonces.insert(sealed.data[sealed.data.len() - 14..].to_vec()));
        let outcomes = jitsi.frames(worker, "decode", std::slice::from_ref(&sealed));
        assert_eq!(outcomes[0].bytes(), frame.data);
        assert_eq!(bob.decrypt_to_vec(FrameKind::Audio, &sealed.data), Ok(frame.data));
    }
    assert_eq!(nonces.len(), 40);
}

fn material() -> KeyMaterial {
    KeyMaterial::new(&RAW).unwrap()
}

fn encryptor(index: u8, count: u64) -> Encryptor {
    Encryptor::with_counters(&material(), index, StartAt::new(count)).unwrap()
}

fn decryptor(index: u8) -> Decryptor {
    let mut decryptor = Decryptor::new();
    decryptor.set_key(index, &material()).unwrap();
    decryptor
}

fn kind(frame: &Frame) -> FrameKind {
    match frame.kind {
        None => FrameKind::Audio,
        Some("key") => FrameKind::Key,
        Some(_) => FrameKind::Delta,
    }
}

fn seal(alice: &mut Encryptor, frame: &Frame) -> Frame {
    let stream = Stream { ssrc: frame.ssrc, timestamp: frame.timestamp };
    frame.with(alice.encrypt_to_vec(kind(frame), &frame.data, stream).unwrap())
}

/// A worker with a key, and tracks `encode` and `decode`.
fn worker(jitsi: &mut Driver, index: u8, options: serde_json::Value) -> u64 {
    let worker = jitsi.worker(options);
    jitsi.call(json!({
        "op": "key", "worker": worker, "participant": "p", "index": index, "raw": hex::encode(RAW),
    }));
    for direction in ["encode", "decode"] {
        jitsi.call(json!({
            "op": "track", "worker": worker, "participant": "p",
            "track": direction, "direction": direction,
        }));
    }
    worker
}
