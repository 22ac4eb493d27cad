//! `davey` by itself: it opens what it sealed, its recorded frames open with the recorded keys,
//! and it behaves as README.md says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use davey::aead::{
    AeadInPlace as _, KeyInit as _,
    consts::{U8, U12},
};
use davey::aes::Aes128;
use davey::errors::{DecryptError, DecryptorDecryptError, EncryptError, EncryptorEncryptError};
use davey::{AesGcm, Codec, DaveSession, MediaType};
use hmac::{Hmac, KeyInit as _, Mac as _};
use live::dave::{self, Call};
use live::{Frame, media};
use serde_json::Value;
use sha2::Sha256;

const FRAMES: usize = 20;
const ALICE: u64 = 0x1122_3344_5566_7788;
const BOB: u64 = 42;

#[test]
fn every_codec_opens_again_and_with_the_exported_secret() {
    let mut call = Call::new(7, ALICE, BOB);
    let key = generation_key(&call.base_secret(ALICE), 0);
    let mut ran = 0;
    let mut expected_nonce = 0;
    for codec in media::CODECS {
        for frame in media::frames(codec, FRAMES) {
            let sealed = seal(&mut call, codec, &frame).unwrap();
            assert_ne!(sealed, frame.data);
            let opened = call.member(BOB).decrypt(ALICE, media_type(codec), &sealed).unwrap();
            // AV1: the temporal delimiter goes, and the last OBU loses its size.
            let plain = if codec == "av1" { without_delimiter(&frame.data) } else { frame.data };
            assert_eq!(opened, plain, "{codec}");

            let parsed = Parsed::new(&sealed);
            expected_nonce += 1;
            assert_eq!(parsed.nonce, expected_nonce, "nonces start at 1 and run on across codecs");
            assert_eq!(parsed.open(&key).unwrap(), opened, "the derivation");
            ran += 1;
        }
    }
    assert_eq!(ran, media::CODECS.len() * FRAMES);
}

#[test]
fn recorded_frames_open_with_the_recorded_keys() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../vectors/deployed-formats.json")).unwrap();
    let bytes = |value: &Value| hex::decode(value.as_str().unwrap()).unwrap();
    let ratchet = &vectors["dave_ratchet"];
    let base: [u8; 16] = bytes(&ratchet["base"]).try_into().unwrap();
    for generation in 0..3 {
        let recorded = &ratchet[format!("generation_{generation}")]["key"];
        assert_eq!(generation_key(&base, generation).to_vec(), bytes(recorded));
    }
    let mut ran = 0;
    for vector in vectors["dave"].as_array().unwrap() {
        let parsed = Parsed::new(&bytes(&vector["out"]));
        assert_eq!(u64::from(parsed.nonce), vector["nonce"].as_u64().unwrap());
        let opened = parsed.open(&generation_key(&base, 0)).expect("the recorded frame opens");
        // The H.264 vector's input has a 3-byte start code, which the sender made longer.
        let frame = bytes(&vector["frame"]);
        let expected = match vector["codec"].as_str().unwrap() {
            "h264" => [&frame[..14], &[0], &frame[14..]].concat(),
            _ => frame,
        };
        assert_eq!(hex::encode(opened), hex::encode(expected));
        ran += 1;
    }
    assert_eq!(ran, 4);
}

#[test]
fn epochs_change_the_keys_and_start_the_nonces_anew() {
    let mut call = Call::new(7, ALICE, BOB);
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let first = call.base_secret(ALICE);
    assert_ne!(first, call.base_secret(BOB));
    assert_eq!(first, dave::base_secret(call.member(BOB), ALICE));
    let late = seal(&mut call, "opus", &frame).unwrap();

    call.join(5);
    assert_eq!(call.epoch(), 2);
    let second = call.base_secret(ALICE);
    assert_ne!(first, second);
    let sealed = seal(&mut call, "opus", &frame).unwrap();
    assert_eq!(Parsed::new(&sealed).nonce, 1);
    for user in [BOB, 5] {
        let opened = call.member(user).decrypt(ALICE, MediaType::AUDIO, &sealed).unwrap();
        assert_eq!(opened, frame.data);
    }
    // The old epoch's keys live for ten more seconds with those who had them.
    assert_eq!(call.member(BOB).decrypt(ALICE, MediaType::AUDIO, &late).unwrap(), frame.data);
    let error = call.member(5).decrypt(ALICE, MediaType::AUDIO, &late).unwrap_err();
    assert!(
        failed(&error, |e| matches!(e, DecryptorDecryptError::DecryptionFailure)
            || matches!(e, DecryptorDecryptError::InvalidNonce)),
        "{error:?}"
    );

    call.leave(5);
    assert_eq!(call.epoch(), 3);
    assert_ne!(second, call.base_secret(ALICE));
}

#[test]
fn silence_is_sent_in_clear_and_other_clear_frames_are_refused() {
    let mut call = Call::new(7, ALICE, BOB);
    let silence = Frame::audio(davey::OPUS_SILENCE_PACKET);
    assert_eq!(seal(&mut call, "opus", &silence).unwrap(), silence.data);
    let bob = call.member(BOB);
    assert_eq!(bob.decrypt(ALICE, MediaType::AUDIO, &silence.data).unwrap(), silence.data);
    for (media_type, frame) in [
        (MediaType::VIDEO, &silence.data[..]),
        (MediaType::AUDIO, &[0x78; 40]),
        (MediaType::AUDIO, &[]),
    ] {
        let error = bob.decrypt(ALICE, media_type, frame).unwrap_err();
        assert!(failed(&error, |e| matches!(
            e,
            DecryptorDecryptError::UnencryptedWhenPassthroughDisabled
        )));
    }
    bob.set_passthrough_mode(true, None);
    assert_eq!(bob.decrypt(ALICE, MediaType::AUDIO, &[0x78; 40]).unwrap(), [0x78; 40]);
    assert!(bob.decrypt(ALICE, MediaType::AUDIO, &[]).unwrap().is_empty());
    // A frame that ends like an encrypted one is never passed through.
    let mut marked = vec![0x78; 40];
    marked[37..].copy_from_slice(&[12, 0xfa, 0xfa]);
    assert!(bob.decrypt(ALICE, MediaType::AUDIO, &marked).is_err());
    // Switching it off has a grace period of ten seconds, unless told otherwise.
    bob.set_passthrough_mode(false, Some(0));
    assert!(bob.decrypt(ALICE, MediaType::AUDIO, &[0x78; 40]).is_err());
    let error = bob.decrypt(99, MediaType::AUDIO, &[0x78; 40]).unwrap_err();
    assert!(matches!(error, DecryptError::NoDecryptorForUser));
}

#[test]
fn replays_are_refused_and_a_thousand_missing_nonces_are_remembered() {
    let mut call = Call::new(7, ALICE, BOB);
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let sealed: Vec<_> = (0..1300).map(|_| seal(&mut call, "opus", &frame).unwrap()).collect();
    let bob = call.member(BOB);
    let mut open = |nonce: usize| bob.decrypt(ALICE, MediaType::AUDIO, &sealed[nonce - 1]);
    assert!(open(1300).is_ok());
    assert!(open(1300).is_err(), "a replay");
    // 0 to 1299 are missing, the last thousand are remembered: 300 to 1299.
    assert!(open(299).is_err());
    assert!(open(300).is_ok());
    assert!(open(300).is_err());
    assert!(open(1299).is_ok());
    let mut forged = sealed[499].clone();
    forged[0] ^= 1;
    let error = bob.decrypt(ALICE, MediaType::AUDIO, &forged).unwrap_err();
    assert!(failed(&error, |e| matches!(e, DecryptorDecryptError::DecryptionFailure)));
    assert!(bob.decrypt(ALICE, MediaType::AUDIO, &sealed[499]).is_ok(), "forgeries burn nothing");
}

#[test]
fn generations_above_the_lifetime_are_refused() {
    let mut call = Call::new(7, ALICE, BOB);
    let base = call.base_secret(ALICE);
    // A genuine frame of generation 1: davey takes it only from the second day on, when
    // 170 frames a second could have brought its sender there.
    let nonce = (1u32 << 24) | 5;
    let sealed = sealed_by_hand(&generation_key(&base, 1), nonce, &[0x78, 1, 2, 3]);
    let error = call.member(BOB).decrypt(ALICE, MediaType::AUDIO, &sealed).unwrap_err();
    assert!(failed(&error, |e| matches!(e, DecryptorDecryptError::MissingCryptor)));
    let sealed = sealed_by_hand(&generation_key(&base, 0), (1 << 24) - 1, &[0x78, 1, 2, 3]);
    assert!(call.member(BOB).decrypt(ALICE, MediaType::AUDIO, &sealed).is_ok());
}

/// 2^24 frames to get there, four seconds.
#[test]
fn the_sender_changes_the_generation_with_the_top_byte_of_the_nonce() {
    let mut call = Call::new(7, ALICE, BOB);
    let base = call.base_secret(ALICE);
    let alice = call.member(ALICE);
    let mut sealed = Vec::new();
    for _ in 0..(1u32 << 24) {
        alice.encrypt_into(MediaType::AUDIO, Codec::OPUS, &[0x78, 1], &mut sealed).unwrap();
    }
    let parsed = Parsed::new(&sealed);
    assert_eq!(parsed.nonce, 1 << 24);
    assert!(parsed.open(&generation_key(&base, 0)).is_none());
    assert_eq!(parsed.open(&generation_key(&base, 1)).unwrap(), [0x78, 1]);
}

#[test]
fn clear_ranges_by_codec() {
    let mut call = Call::new(7, ALICE, BOB);
    let mut ranges = |codec: &str, data: &[u8]| {
        let sealed = seal(&mut call, codec, &Frame::video("key", data)).unwrap();
        Parsed::new(&sealed).ranges
    };
    let none: Vec<(usize, usize)> = Vec::new();
    assert_eq!(ranges("unknown", &[1, 2, 3]), none);
    assert_eq!(ranges("opus", &[0x78, 2, 3]), none, "not even the TOC byte");
    assert_eq!(ranges("vp9", &[0x82, 2, 3]), none);
    assert_eq!(ranges("vp8", &[0x10; 20]), [(0, 10)]);
    assert_eq!(ranges("vp8", &[0x31; 20]), [(0, 1)], "the first bit tells, not the frame's type");
    assert_eq!(ranges("opus", &[]), none, "an empty frame is sealed");

    // Every slice is covered on its own; between two of them the clear bytes join.
    let slices = media::nal_units(&[
        &[0x67, 0x42, 0xc0],
        &[0x65, 0xb8, 0x11, 0x12, 0x13],
        &[0x06, 0x05, 0x11],
        &[0x65, 0xb8, 0x11, 0x12, 0x13],
    ]);
    // 0xb8 = 1 011 1 …: the three values end within the first byte.
    assert_eq!(ranges("h264", &slices), [(0, 13), (16, 13)]);
    // 17, 7 and 7 bits.
    let long = media::nal_units(&[&[0x41, 0x00, 0x80, 0x0c, 0x11, 0x12, 0x13]]);
    assert_eq!(ranges("h264", &long), [(0, 9)]);
    // An emulation prevention byte is no bits but counts as a byte.
    let escaped =
        media::nal_units(&[&[0x41, 0x00, 0x00, 0x03, 0x80, 0x40, 0x35, 0x13, 0x14, 0x15]]);
    assert_eq!(ranges("h264", &escaped), [(0, 11)]);
    // 1 010 00100: nine bits ask for a second byte.
    let nine = media::nal_units(&[&[0x41, 0b1010_0010, 0x11, 0x12]]);
    assert_eq!(ranges("h264", &nine), [(0, 7)]);
    // 32 zeros are too many: no byte of the payload is clear.
    let zeros = media::nal_units(&[&[0x41, 0x00, 0x00, 0x00, 0x00, 0x11]]);
    assert_eq!(ranges("h264", &zeros), [(0, 5)]);

    let h265 = media::nal_units(&[
        &[0x40, 0x01, 0x0c],
        &[0x26, 0x01, 0xaf, 0x11],
        &[0x4e, 0x01, 0x05],
        &[0x26, 0x01, 0xaf, 0x11],
    ]);
    assert_eq!(ranges("h265", &h265), [(0, 13), (15, 13)]);

    let av1 = media::obus(&[(1, &[9; 5]), (15, &[1; 4]), (6, &[7; 30])]);
    // The delimiter and the padding go; the last OBU has no size any more.
    assert_eq!(ranges("av1", &av1), [(0, 2), (7, 1)]);
    let padded = media::obus(&[(6, &[7; 30]), (15, &[1; 4])]);
    assert_eq!(ranges("av1", &padded), [(0, 2)], "the size stays if padding was last");
}

#[test]
fn frames_that_do_not_parse() {
    let mut call = Call::new(7, ALICE, BOB);
    let mut opened = |codec: &str, data: &[u8]| {
        let attempt = catch_unwind(AssertUnwindSafe(|| {
            seal(&mut call, codec, &Frame::video("key", data)).map(|sealed| Parsed::new(&sealed))
        }));
        attempt.map(|sealed| {
            let parsed = sealed.unwrap();
            (
                parsed.ranges.clone(),
                parsed.open(&generation_key(&call.base_secret(ALICE), 0)).unwrap(),
            )
        })
    };
    // Too short for a NAL unit: all of it is encrypted.
    assert_eq!(opened("h264", &[1, 2, 3]).unwrap(), (vec![], vec![1, 2, 3]));
    // No start code: nothing is left of the frame.
    assert_eq!(opened("h264", &[1; 20]).unwrap(), (vec![], vec![]));
    // What lies before the first start code goes, and so does a last NAL unit of one byte.
    let odd = [&[9, 9][..], &[0, 0, 1, 0x06, 5, 6, 0, 0, 1, 0x06]].concat();
    assert_eq!(opened("h264", &odd).unwrap(), (vec![(0, 7)], vec![0, 0, 0, 1, 6, 5, 6]));
    // AV1 whose sizes do not fit is encrypted whole.
    assert_eq!(opened("av1", &[0x32, 0x20, 1]).unwrap(), (vec![], vec![0x32, 0x20, 1]));
    // davey panics.
    assert!(opened("h264", &[0, 0, 0, 1, 0x41, 0x00]).is_err());
    assert!(opened("vp8", &[0x10; 9]).is_err());
    assert!(opened("vp8", &[]).is_err());
}

#[test]
fn h26x_senders_roll_the_nonce_until_no_start_code_shows() {
    let mut call = Call::new(7, ALICE, BOB);
    let body = vec![0x55; 100_000];
    let frame = Frame::video("key", media::nal_units(&[&[&[0x65, 0xb8][..], &body].concat()]));
    let mut last = 0;
    let mut rolled = 0;
    for _ in 0..1500 {
        let sealed = seal(&mut call, "h264", &frame).unwrap();
        let start_codes = sealed[4..].windows(3).filter(|bytes| *bytes == [0, 0, 1]).count();
        assert_eq!(start_codes, 0);
        let nonce = Parsed::new(&sealed).nonce;
        rolled += nonce - last - 1;
        last = nonce;
        assert_eq!(call.member(BOB).decrypt(ALICE, MediaType::VIDEO, &sealed).unwrap(), frame.data);
    }
    println!("{rolled} nonces were skipped");
    assert!(rolled > 0, "150 MB of ciphertext meet about nine start codes");
}

#[test]
fn too_many_clear_ranges_fail() {
    let mut call = Call::new(7, ALICE, BOB);
    let mut sealed = |slices: usize| {
        let unit = [0x65, 0xb8, 0x11, 0x12, 0x13];
        let units = vec![&unit[..]; slices];
        seal(&mut call, "h264", &Frame::video("key", media::nal_units(&units)))
    };
    // 64 bytes are there for the nonce (1), the ranges (15 of 2 bytes, then 3 each) and what
    // longer start codes add.
    assert!(sealed(26).is_ok());
    let error = sealed(27).unwrap_err();
    assert!(
        matches!(error, EncryptError::EncryptionFailed(EncryptorEncryptError::EncryptionFailure)),
        "{error:?}"
    );
}

fn seal(call: &mut Call, codec: &str, frame: &Frame) -> Result<Vec<u8>, EncryptError> {
    let alice: &mut DaveSession = call.member(ALICE);
    alice
        .encrypt(media_type(codec), dave::codec(codec), &frame.data)
        .map(|sealed| sealed.into_owned())
}

fn media_type(codec: &str) -> MediaType {
    if codec == "opus" { MediaType::AUDIO } else { MediaType::VIDEO }
}

fn failed(error: &DecryptError, is: impl Fn(&DecryptorDecryptError) -> bool) -> bool {
    matches!(error, DecryptError::DecryptionFailed(inner) if is(inner))
}

fn without_delimiter(frame: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = &frame[2..];
    while let [header, first, tail @ ..] = rest {
        let (size, size_bytes, tail) = match *first {
            first @ 0x80.. => (
                (first as usize & 0x7f) | (tail[0] as usize) << 7,
                vec![first, tail[0]],
                &tail[1..],
            ),
            first => (first as usize, vec![first], tail),
        };
        if size == tail.len() {
            out.push(header & !2);
        } else {
            out.push(*header);
            out.extend(size_bytes);
        }
        out.extend(&tail[..size]);
        rest = &tail[size..];
    }
    out
}

/// A DAVE frame taken apart.
struct Parsed {
    nonce: u32,
    ranges: Vec<(usize, usize)>,
    tag: [u8; 8],
    body: Vec<u8>,
}

impl Parsed {
    fn new(frame: &[u8]) -> Self {
        let (rest, marker) = frame.split_at(frame.len() - 2);
        assert_eq!(marker, [0xfa, 0xfa]);
        let size = *rest.last().unwrap() as usize;
        let (body, supplemental) = frame.split_at(frame.len() - size);
        let (tag, fields) = supplemental[..size - 3].split_at(8);
        let mut fields = fields;
        let nonce = leb128(&mut fields) as u32;
        let mut ranges = Vec::new();
        while !fields.is_empty() {
            ranges.push((leb128(&mut fields), leb128(&mut fields)));
        }
        Self { nonce, ranges, tag: tag.try_into().unwrap(), body: body.to_vec() }
    }

    fn open(&self, key: &[u8; 16]) -> Option<Vec<u8>> {
        let mut clear = vec![false; self.body.len()];
        for &(offset, size) in &self.ranges {
            clear[offset..offset + size].fill(true);
        }
        let pick = |wanted: bool| {
            let bytes = self.body.iter().zip(&clear);
            bytes.filter(|(_, clear)| **clear == wanted).map(|(byte, _)| *byte).collect::<Vec<_>>()
        };
        let mut secret = pick(false);
        let cipher = AesGcm::<Aes128, U12, U8>::new(&(*key).into());
        let nonce = full_nonce(self.nonce);
        cipher
            .decrypt_in_place_detached(&nonce.into(), &pick(true), &mut secret, &self.tag.into())
            .ok()?;
        let mut secret = secret.into_iter();
        let bytes = self.body.iter().zip(&clear);
        Some(
            bytes
                .map(|(&byte, &clear)| if clear { byte } else { secret.next().unwrap() })
                .collect(),
        )
    }
}

fn sealed_by_hand(key: &[u8; 16], nonce: u32, frame: &[u8]) -> Vec<u8> {
    let mut out = frame.to_vec();
    let cipher = AesGcm::<Aes128, U12, U8>::new(&(*key).into());
    let tag = cipher.encrypt_in_place_detached(&full_nonce(nonce).into(), &[], &mut out).unwrap();
    out.extend(tag);
    let mut rest = nonce;
    let mut size = 8 + 3;
    loop {
        size += 1;
        let more = rest >= 0x80;
        out.push(rest as u8 & 0x7f | if more { 0x80 } else { 0 });
        rest >>= 7;
        if !more {
            break;
        }
    }
    out.extend([size, 0xfa, 0xfa]);
    out
}

fn full_nonce(nonce: u32) -> [u8; 12] {
    let mut full = [0; 12];
    full[8..].copy_from_slice(&nonce.to_le_bytes());
    full
}

fn leb128(fields: &mut &[u8]) -> usize {
    let mut value = 0;
    let mut shift = 0;
    while let Some((&byte, rest)) = fields.split_first() {
        *fields = rest;
        value |= ((byte & 0x7f) as usize) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return value;
        }
    }
    panic!("the number has no end");
}

/// RFC 9420, section 9.1: the AEAD key of a generation, from a base secret of 16 bytes.
fn generation_key(base: &[u8; 16], generation: u32) -> [u8; 16] {
    let mut secret = base.to_vec();
    for step in 0..generation {
        secret = derive_tree_secret(&secret, "secret", step, 32);
    }
    derive_tree_secret(&secret, "key", generation, 16).try_into().unwrap()
}

fn derive_tree_secret(secret: &[u8], label: &str, generation: u32, length: u16) -> Vec<u8> {
    let label = [b"MLS 1.0 ", label.as_bytes()].concat();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(&length.to_be_bytes());
    mac.update(&[label.len() as u8]);
    mac.update(&label);
    mac.update(&[4]);
    mac.update(&generation.to_be_bytes());
    mac.update(&[1]);
    mac.finalize().into_bytes()[..length as usize].to_vec()
}
