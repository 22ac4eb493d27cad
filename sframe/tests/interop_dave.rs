//! DAVE 1.1 against frames that davey 0.2.0 made: the same bytes come out, and they open.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::sync::Arc;

use frameseal::codec::Codec;
use frameseal::interop::dave::{Decryptor, Encryptor, SenderSecret};
use frameseal::{CounterStore, CounterStoreError, KeyFingerprint};
use proptest::prelude::*;
use serde_json::Value;

/// Gives the nonces that a test asks for: the first lease starts at `.0`.
struct StartAt(u64);

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, _: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0)
    }
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors/deployed-formats.json")).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn secret(vectors: &Value) -> SenderSecret {
    SenderSecret::new(&bytes(&vectors["dave_ratchet"]["base"])).unwrap()
}

#[test]
fn recorded_frames() {
    let vectors = vectors();
    let mut decryptor = Decryptor::new(secret(&vectors)).unwrap();
    let mut ran = 0;
    for vector in vectors["dave"].as_array().unwrap() {
        let (frame, out) = (bytes(&vector["frame"]), bytes(&vector["out"]));
        let codec = match vector["codec"].as_str().unwrap() {
            "opus" => Codec::Opus,
            "vp8 key" | "vp8 delta" => Codec::Vp8,
            "h264" => Codec::H264,
            other => panic!("{other}"),
        };
        let counters = Arc::new(StartAt(vector["nonce"].as_u64().unwrap() - 1));
        let mut encryptor = Encryptor::with_counters(secret(&vectors), counters).unwrap();
        let sealed = encryptor.encrypt_to_vec(codec, &frame).unwrap();
        assert_eq!(hex::encode(sealed), hex::encode(&out), "{vector}");
        // The start code before the third unit is longer than it was.
        let expected = match codec {
            Codec::H264 => [&frame[..14], &[0], &frame[14..]].concat(),
            _ => frame,
        };
        assert_eq!(hex::encode(decryptor.decrypt_to_vec(&out).unwrap()), hex::encode(expected));
        ran += 1;
    }
    assert_eq!(ran, 4);
}

/// Whether the keys of the later generations are right, too, shows in frames: one that is sealed
/// with the recorded key opens.
#[test]
fn recorded_keys() {
    use frameseal::expert::RUST_CRYPTO;
    let vectors = vectors();
    let mut ran = 0;
    for generation in 0..3u32 {
        let key = bytes(&vectors["dave_ratchet"][format!("generation_{generation}")]["key"]);
        let nonce = generation << 24 | 0x1234;
        let mut body = *b"a packet";
        let (mut full, mut tag) = ([0; 12], [0; 16]);
        full[8..].copy_from_slice(&nonce.to_le_bytes());
        (RUST_CRYPTO.gcm)(&key).unwrap().seal(&full, b"", &mut body, &mut tag).unwrap();

        let counters = Arc::new(StartAt(u64::from(nonce) - 1));
        let mut encryptor = Encryptor::with_counters(secret(&vectors), counters).unwrap();
        let sealed = encryptor.encrypt_to_vec(Codec::Opus, b"a packet").unwrap();
        assert_eq!(sealed[..16], [&body[..], &tag[..8]].concat());
        let mut decryptor = Decryptor::new(secret(&vectors)).unwrap();
        assert_eq!(decryptor.decrypt_to_vec(&sealed).unwrap(), b"a packet");
        ran += 1;
    }
    assert_eq!(ran, 3);
}

/// What frames of the codecs begin with, and what they must not contain.
const PIECES: [&[u8]; 17] = [
    &[0, 0, 1],
    &[0, 0, 0, 1],
    &[0, 0, 0, 0, 1],
    &[0, 0, 1, 0x65, 0xb8],
    &[0, 0, 1, 0x41, 0xa2, 0x11],
    &[0, 0, 1, 0x67, 0x42, 0xc0],
    &[0, 0, 1, 0x26, 1, 0xaf],
    &[0, 0, 1, 0x40, 1],
    &[0, 0, 3],
    &[0],
    &[7; 30],
    &[0x12, 0],
    &[0x0a, 2, 7, 7],
    &[0x36, 0x48, 0x83, 0x00, 1, 2, 3],
    &[0x30],
    &[0x7a, 1, 9],
    &[0x10, 2, 0, 0x9d, 1, 0x2a, 1, 1, 1, 1],
];

fn frames() -> impl Strategy<Value = Vec<u8>> {
    let pieces =
        prop::collection::vec(prop::sample::select(&PIECES), 0..40).prop_map(|p| p.concat());
    let zeros = prop::collection::vec(prop::sample::select(&[0, 0, 0, 1, 3, 0x65][..]), 0..200);
    prop_oneof![2 => pieces, 1 => zeros, 1 => prop::collection::vec(any::<u8>(), 0..300)]
}

/// What comes out for a frame that is a byte stream: every start code with 4 bytes, nothing
/// before the first.
fn with_long_start_codes(frame: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::new(), frame.iter().position(|&byte| byte == 1).unwrap() - 2);
    while at < frame.len() {
        if frame[at..].starts_with(&[0, 0, 0, 1]) {
            out.extend([0, 0, 0, 1]);
            at += 4;
        } else if frame[at..].starts_with(&[0, 0, 1]) {
            out.extend([0, 0, 0, 1]);
            at += 3;
        } else {
            out.push(frame[at]);
            at += 1;
        }
    }
    out
}

fn is_byte_stream(frame: &[u8]) -> bool {
    let zeros = frame.iter().take_while(|&&byte| byte == 0).count();
    zeros >= 2 && frame.get(zeros) == Some(&1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_frame_comes_back(frame in frames(), nonce in 1..1u64 << 29) {
        let vectors = vectors();
        let mut encryptor =
            Encryptor::with_counters(secret(&vectors), Arc::new(StartAt(nonce - 1))).unwrap();
        let mut decryptor = Decryptor::new(secret(&vectors)).unwrap();
        for codec in Codec::ALL {
            let mut round = |frame: &[u8]| {
                let sealed = encryptor.encrypt_to_vec(codec, frame).unwrap();
                assert!(sealed.len() <= Encryptor::max_len(frame.len()));
                decryptor.decrypt_to_vec(&sealed).unwrap()
            };
            let opened = round(&frame);
            match codec {
                Codec::H264 | Codec::H265 if is_byte_stream(&frame) => {
                    prop_assert_eq!(opened, with_long_start_codes(&frame));
                }
                Codec::Av1 => {
                    // An OBU that comes to be the last one loses its size; then all is done.
                    let again = round(&opened);
                    prop_assert!(opened.len() <= frame.len() && again.len() <= opened.len());
                    prop_assert_eq!(round(&again), again);
                }
                _ => prop_assert_eq!(&opened, &frame),
            }
        }
    }
}
