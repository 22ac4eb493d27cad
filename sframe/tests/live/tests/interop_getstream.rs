//! FrameSeal and GetStream's released worker: each opens what the other sealed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use frameseal::codec::{Codec, CodecError};
use frameseal::interop::LegacyDecryptError;
use frameseal::interop::getstream::{Decryptor, Encryptor, Key};
use live::{Driver, Frame, Outcome};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::json;

mod random;
use random::{StartAt, mutate, random_frames};

/// Frames of each codec, each way.
const FRAMES: usize = 1000;

const CODECS: [&str; 4] = ["opus", "vp8", "vp9", "h264"];
const RAW: [u8; 32] = [0x5a; 32];
const PREFIX: [u8; 8] = [0; 8];

/// AES-128 and AES-256.
const LENGTHS: [usize; 2] = [16, 32];

#[test]
fn the_worker_opens_what_we_seal() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut getstream = Driver::getstream();
    let mut opened = 0;
    for (n, codec) in CODECS.into_iter().enumerate() {
        for len in LENGTHS {
            let index = (255 - n) as u8;
            let alice = encryptor(len, index, rng.random(), rng.random_range(0..1 << 31));
            let worker = worker(&mut getstream, len, index, codec);
            let frames = random_frames(codec, FRAMES, &mut rng);
            let sealed: Vec<_> = frames.iter().map(|frame| seal(&alice, codec, frame)).collect();
            for (frame, outcome) in frames.iter().zip(getstream.frames(worker, "decode", &sealed)) {
                assert_eq!(outcome.bytes(), frame.data, "{codec}");
                opened += 1;
            }
        }
    }
    assert_eq!(opened, CODECS.len() * LENGTHS.len() * FRAMES);
}

#[test]
fn we_open_what_the_worker_seals() {
    let mut rng = StdRng::seed_from_u64(2);
    let mut getstream = Driver::getstream();
    let mut opened = 0;
    for (n, codec) in CODECS.into_iter().enumerate() {
        for len in LENGTHS {
            let index = 77 * n as u8;
            let worker = worker(&mut getstream, len, index, codec);
            let mut bob = decryptor(len, index);
            let frames = random_frames(codec, FRAMES, &mut rng);
            let sealed = getstream.frames(worker, "encode", &frames);
            // The network brings some late, and some twice.
            let mut arrivals: Vec<_> = (0..FRAMES).collect();
            (0..FRAMES - 20).for_each(|at| arrivals.swap(at, at + rng.random_range(0..20)));
            for &at in &arrivals {
                let wire = sealed[at].bytes();
                assert_eq!(bob.decrypt_to_vec(wire).as_ref(), Ok(&frames[at].data), "{codec}");
                assert_eq!(bob.decrypt_to_vec(wire), Err(LegacyDecryptError::Replayed));
                opened += 1;
            }
        }
    }
    assert_eq!(opened, CODECS.len() * LENGTHS.len() * FRAMES);
}

/// With the same prefix ours are the worker's bytes. Zeros in it, so that they are escaped.
#[test]
fn both_seal_to_the_same_bytes() {
    let mut rng = StdRng::seed_from_u64(3);
    let mut getstream = Driver::getstream();
    let mut same = 0;
    for codec in CODECS {
        let worker = worker(&mut getstream, 16, 0, codec);
        let alice = encryptor(16, 0, PREFIX, 0);
        let frames = random_frames(codec, FRAMES, &mut rng);
        for (frame, outcome) in frames.iter().zip(getstream.frames(worker, "encode", &frames)) {
            assert_eq!(outcome.bytes(), seal(&alice, codec, frame).data, "{codec}");
            same += 1;
        }
    }
    assert_eq!(same, CODECS.len() * FRAMES);
}

/// What neither an encoder nor a sender makes, the worker and we treat alike, but for what the
/// worker takes for a frame in clear and passes on.
#[test]
fn mutated_frames_have_the_same_fate() {
    let mut rng = StdRng::seed_from_u64(4);
    let mut getstream = Driver::getstream();
    let (mut opened, mut refused, mut clear) = (0, 0, 0);
    for codec in CODECS {
        let worker = worker(&mut getstream, 16, 0, codec);
        let alice = encryptor(16, 0, PREFIX, 0);
        let mut bob = decryptor(16, 0);
        let frames = random_frames(codec, FRAMES, &mut rng);
        let mutated: Vec<_> = frames
            .iter()
            .map(|frame| {
                let mut sealed = seal(&alice, codec, frame);
                if rng.random_ratio(9, 10) {
                    mutate(&mut sealed.data, &mut rng);
                }
                sealed
            })
            .collect();
        let outcomes = getstream.frames(worker, "decode", &mutated);
        for (frame, outcome) in mutated.iter().zip(outcomes) {
            match (bob.decrypt_to_vec(&frame.data), outcome) {
                (Ok(ours), Outcome::Passed(theirs)) => {
                    assert_eq!(ours, theirs);
                    opened += 1;
                }
                (
                    Err(LegacyDecryptError::NotThisFormat)
                    | Err(LegacyDecryptError::Codec(CodecError::Empty)),
                    Outcome::Passed(theirs),
                ) => {
                    assert_eq!(theirs, frame.data);
                    clear += 1;
                }
                (Err(_), Outcome::Dropped) => refused += 1,
                (ours, theirs) => panic!("{codec}: {ours:?}, {theirs:?}"),
            }
        }
    }
    println!("{opened} opened, {refused} refused, {clear} taken for clear ones by the worker");
    assert!(opened > 300 && refused > 1000 && clear > 500);
}

/// Short frames, frames without a slice, zeros at the end of the clear bytes.
#[test]
fn frames_at_the_edges_are_the_same_too() {
    let mut getstream = Driver::getstream();
    let mut same = 0;
    let h264: [&[u8]; 8] = [
        &[0, 0, 0, 1, 0x67, 0x42, 0, 0, 1, 0x65, 0, 0, 1],
        &[0, 0, 1, 0x41, 0x00],
        &[0, 0, 1, 0x41],
        &[0, 0, 1, 0x67, 0x42],
        &[9, 9, 0, 0, 1, 0x65, 0, 0, 0, 0, 0, 0, 0, 0],
        &[0, 0, 0],
        &[0],
        &[0, 0, 1, 0, 0, 1, 0x65, 0, 1, 2, 3, 0, 0, 3],
    ];
    let vp8: [&[u8]; 5] = [&[0x10], &[0x10; 9], &[0x10; 10], &[0x31], &[0x31; 3]];
    let cases = h264.map(|frame| ("h264", frame)).into_iter().chain(vp8.map(|f| ("vp8", f)));
    for (codec, frame) in cases {
        let worker = worker(&mut getstream, 16, 0, codec);
        let alice = encryptor(16, 0, PREFIX, 0);
        let kind = if frame[0] & 1 == 0 { "key" } else { "delta" };
        // Many, since zeros in the ciphertext are what matters.
        let frames = vec![Frame::video(kind, frame); 300];
        for outcome in getstream.frames(worker, "encode", &frames) {
            let sealed = seal(&alice, codec, &frames[0]);
            assert_eq!(outcome.bytes(), sealed.data, "{codec} {frame:?}");
            let opened = getstream.frames(worker, "decode", std::slice::from_ref(&sealed));
            assert_eq!(opened[0].bytes(), frame);
            assert_eq!(decryptor(16, 0).decrypt_to_vec(&sealed.data).unwrap(), frame);
            same += 1;
        }
    }
    assert_eq!(same, 13 * 300);
}

fn encryptor(len: usize, index: u8, prefix: [u8; 8], count: u64) -> Encryptor {
    let key = Key::new(&RAW[..len]).unwrap();
    Encryptor::with_counters(&key, index, prefix, StartAt::new(count)).unwrap()
}

fn decryptor(len: usize, index: u8) -> Decryptor {
    let mut decryptor = Decryptor::new();
    decryptor.set_key(index, &Key::new(&RAW[..len]).unwrap()).unwrap();
    decryptor
}

fn seal(alice: &Encryptor, codec: &str, frame: &Frame) -> Frame {
    let codec = Codec::from_mime_type(codec).unwrap();
    frame.with(alice.encrypt_to_vec(codec, &frame.data).unwrap())
}

/// A worker with a key, and tracks `encode` and `decode`.
fn worker(getstream: &mut Driver, len: usize, index: u8, codec: &str) -> u64 {
    let worker = getstream.worker(json!({"ivPrefix": hex::encode(PREFIX)}));
    let raw = hex::encode(&RAW[..len]);
    getstream.call(json!({"op": "key", "worker": worker, "user": "u", "index": index, "raw": raw}));
    for direction in ["encode", "decode"] {
        getstream.call(json!({
            "op": "track", "worker": worker, "user": "u",
            "track": direction, "direction": direction, "codec": codec,
        }));
    }
    worker
}
