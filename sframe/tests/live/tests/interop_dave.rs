//! FrameSeal in a Discord call with `davey`: the same bytes for the same nonce, and each opens
//! what the other sealed, in every codec.

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
use std::sync::Arc;

use davey::{Codec as Theirs, DaveSession, MediaType};
use frameseal::MemoryCounters;
use frameseal::codec::Codec;
use frameseal::interop::LegacyDecryptError;
use frameseal::interop::dave::{Decryptor, EXPORTER_LABEL, Encryptor, SILENCE, SenderSecret};
use live::dave::{Call, base_secret};
use rand::rngs::StdRng;
use rand::{Rng as _, RngCore as _, SeedableRng as _};

const FRAMES: usize = 1000;
const ALICE: u64 = 0x1122_3344_5566_7788;
const BOB: u64 = 42;

/// Whoever sends in ours is BOB, whoever sends in davey's is ALICE; each has the other's keys.
struct Room {
    call: Call,
    /// With Alice's secret: it seals what davey seals.
    shadow: Encryptor,
    encryptor: Encryptor,
    decryptor: Decryptor,
    /// For what ours sent.
    echo: Decryptor,
}

impl Room {
    fn new() -> Self {
        Self::of(Call::new(7, ALICE, BOB))
    }

    /// Takes the secrets of the call's epoch, from ours as a member would.
    fn of(mut call: Call) -> Self {
        let secret = |call: &mut Call, user| {
            SenderSecret::new(&base_secret(call.member(BOB), user)).unwrap()
        };
        let encryptor =
            |secret| Encryptor::with_counters(secret, Arc::new(MemoryCounters::default())).unwrap();
        Self {
            shadow: encryptor(secret(&mut call, ALICE)),
            encryptor: encryptor(secret(&mut call, BOB)),
            decryptor: Decryptor::new(secret(&mut call, ALICE)).unwrap(),
            echo: Decryptor::new(secret(&mut call, BOB)).unwrap(),
            call,
        }
    }

    fn davey_seals(&mut self, codec: Codec, frame: &[u8]) -> Vec<u8> {
        let alice: &mut DaveSession = self.call.member(ALICE);
        alice.encrypt(media_type(codec), theirs(codec), frame).unwrap().into_owned()
    }

    /// Lets another member open what Alice sent.
    fn davey_opens(&mut self, from: u64, codec: Codec, sealed: &[u8]) -> Option<Vec<u8>> {
        let to = if from == ALICE { BOB } else { ALICE };
        self.call.member(to).decrypt(from, media_type(codec), sealed).ok()
    }
}

fn theirs(codec: Codec) -> Theirs {
    live::dave::codec(&codec.name().to_lowercase())
}

fn media_type(codec: Codec) -> MediaType {
    if codec == Codec::Opus { MediaType::AUDIO } else { MediaType::VIDEO }
}

#[test]
fn genuine_frames_of_every_codec_both_ways() {
    let mut random = StdRng::seed_from_u64(1);
    let mut room = Room::new();
    let mut ran = 0;
    for codec in Codec::ALL {
        assert_ne!(theirs(codec), Theirs::UNKNOWN);
        for _ in 0..FRAMES {
            let frame = genuine(codec, &mut random);
            let sealed = room.davey_seals(codec, &frame);
            let ours = room.shadow.encrypt_to_vec(codec, &frame).unwrap();
            assert_eq!(hex::encode(&ours), hex::encode(&sealed), "{codec:?} {frame:02x?}");
            let opened = room.decryptor.decrypt_to_vec(&sealed).unwrap();
            assert_eq!(Some(&opened), room.davey_opens(ALICE, codec, &sealed).as_ref());
            if !matches!(codec, Codec::H264 | Codec::H265 | Codec::Av1) {
                assert_eq!(opened, frame);
            }

            let sealed = room.encryptor.encrypt_to_vec(codec, &frame).unwrap();
            assert!(sealed.len() <= Encryptor::max_len(frame.len()));
            assert_eq!(room.davey_opens(BOB, codec, &sealed), Some(opened), "{codec:?}");
            ran += 1;
        }
    }
    assert_eq!(ran, 6 * FRAMES);
}

#[test]
fn anything_else_both_ways() {
    let mut random = StdRng::seed_from_u64(2);
    let mut room = Room::new();
    let (mut sealed_by_davey, mut sealed_by_ours) = (0, 0);
    for codec in Codec::ALL {
        for _ in 0..FRAMES {
            let frame = damaged(codec, &mut random);
            if codec == Codec::Opus && frame == SILENCE {
                continue; // davey sends it in clear
            }
            let ours = room.encryptor.encrypt_to_vec(codec, &frame);
            if let Ok(sealed) = ours {
                let opened = room.davey_opens(BOB, codec, &sealed);
                assert_eq!(opened, room.echo.decrypt_to_vec(&sealed).ok(), "{codec:?}");
                assert!(opened.is_some(), "{codec:?} {frame:02x?}");
                sealed_by_ours += 1;
            }
            // davey panics on some.
            let alice = room.call.member(ALICE);
            let sealed = catch_unwind(AssertUnwindSafe(|| {
                alice.encrypt(media_type(codec), theirs(codec), &frame).map(|s| s.into_owned())
            }));
            if let Ok(Ok(sealed)) = sealed {
                let opened = room.davey_opens(ALICE, codec, &sealed);
                assert_eq!(room.decryptor.decrypt_to_vec(&sealed).ok(), opened, "{codec:?}");
                sealed_by_davey += 1;
            }
        }
    }
    println!("{sealed_by_ours} of ours, {sealed_by_davey} of davey's");
    assert!(sealed_by_ours > 5900 && sealed_by_davey > 5000);
}

/// What is edited on the way: davey opens it, too, if ours does, and to the same frame.
#[test]
fn edited_frames_open_in_ours_only_if_they_do_in_davey() {
    let mut random = StdRng::seed_from_u64(3);
    let mut room = Room::new();
    let (mut opened, mut refused) = (0, 0);
    for codec in Codec::ALL {
        for _ in 0..FRAMES {
            let mut sealed =
                room.shadow.encrypt_to_vec(codec, &genuine(codec, &mut random)).unwrap();
            let back = random.random_range(0..sealed.len().min(40)) + 1;
            let at = sealed.len() - back;
            match random.random_range(0..4) {
                0 => sealed[at] ^= 1 << random.random_range(0..8),
                1 => sealed.insert(at, random.random()),
                2 => drop(sealed.remove(at)),
                _ => {} // not at all
            }
            match room.decryptor.decrypt_to_vec(&sealed) {
                Ok(frame) => {
                    assert_eq!(room.davey_opens(ALICE, codec, &sealed), Some(frame));
                    opened += 1;
                }
                Err(_) => refused += 1,
            }
        }
    }
    println!("{opened} opened, {refused} refused");
    assert!(opened > 1200 && refused > 4000);
}

/// Until two nonces were skipped: one of 280 frames meets a start code, 20 000 in a row meet none
/// with a chance of 10^-31.
#[test]
fn start_codes_are_rolled_away_as_davey_does() {
    let mut random = StdRng::seed_from_u64(4);
    let mut frame = vec![0; 60_000];
    for (codec, header) in [(Codec::H264, 0x65), (Codec::H265, 0x26)] {
        let mut room = Room::new();
        let mut skipped = 0;
        for frames in 1..20_000 {
            random.fill_bytes(&mut frame);
            frame.iter_mut().for_each(|byte| *byte = (*byte).max(4));
            frame[..8].copy_from_slice(&[0, 0, 0, 1, header, 0xb8, 9, 9]);
            let ours = room.shadow.encrypt_to_vec(codec, &frame).unwrap();
            assert!(ours == room.davey_seals(codec, &frame));
            assert_eq!(room.davey_opens(ALICE, codec, &ours).as_ref(), Some(&frame));
            assert_eq!(room.decryptor.decrypt_to_vec(&ours).as_ref(), Ok(&frame));
            skipped = nonce(&ours) - frames;
            if skipped >= 2 {
                break;
            }
        }
        assert!(skipped >= 2);
    }
}

/// The nonce of a frame with one clear range, from 0 to below 128.
fn nonce(sealed: &[u8]) -> u32 {
    let trailer = &sealed[sealed.len() - usize::from(sealed[sealed.len() - 3])..];
    let spelled = &trailer[8..trailer.len() - 5];
    spelled.iter().rev().fold(0, |nonce, byte| nonce << 7 | u32::from(byte & 0x7f))
}

/// davey sends 26 slices at most and opens more.
#[test]
fn frames_of_80_slices() {
    let mut room = Room::new();
    let slice = [&[0, 0, 0, 1, 0x65, 0xb8][..], &[7; 20]].concat();
    let frame = [&[0, 0, 0, 1, 0x65, 0xb8][..], &[7; 200], &slice.repeat(79)].concat();
    let sealed = room.encryptor.encrypt_to_vec(Codec::H264, &frame).unwrap();
    assert_eq!(room.davey_opens(BOB, Codec::H264, &sealed), Some(frame));
}

#[test]
fn a_change_of_epoch() {
    let mut room = Room::new();
    let late = room.davey_seals(Codec::Opus, b"late");
    let mut before = room.decryptor;
    room.call.join(5);
    let mut room = Room::of(room.call);
    let sealed = room.davey_seals(Codec::Opus, b"early");
    assert_eq!(before.decrypt_to_vec(&sealed), Err(LegacyDecryptError::Authentication));
    assert_eq!(room.decryptor.decrypt_to_vec(&late), Err(LegacyDecryptError::Authentication));
    assert_eq!(room.decryptor.decrypt_to_vec(&sealed).unwrap(), b"early");
    assert_eq!(before.decrypt_to_vec(&late).unwrap(), b"late");

    let sealed = room.encryptor.encrypt_to_vec(Codec::Opus, b"everybody").unwrap();
    for user in [ALICE, 5] {
        let opened = room.call.member(user).decrypt(BOB, MediaType::AUDIO, &sealed).unwrap();
        assert_eq!(opened, b"everybody");
    }
    // Who has left has no key of what comes then.
    let mut left = room.call.leave(5);
    let mut room = Room::of(room.call);
    let sealed = room.encryptor.encrypt_to_vec(Codec::Opus, b"the others").unwrap();
    assert!(left.decrypt(BOB, MediaType::AUDIO, &sealed).is_err());
    assert_eq!(room.davey_opens(BOB, Codec::Opus, &sealed).unwrap(), b"the others");
}

#[test]
fn the_servers_silence_is_told_apart() {
    let mut room = Room::new();
    assert_eq!(EXPORTER_LABEL, "Discord Secure Frames v0");
    assert_eq!(SILENCE, davey::OPUS_SILENCE_PACKET);
    let clear = room.davey_seals(Codec::Opus, &SILENCE);
    assert_eq!(clear, SILENCE);
    assert_eq!(room.decryptor.decrypt_to_vec(&clear), Err(LegacyDecryptError::Silence));
    let sealed = room.encryptor.encrypt_to_vec(Codec::Opus, &SILENCE).unwrap();
    assert_eq!(room.davey_opens(BOB, Codec::Opus, &sealed).unwrap(), SILENCE, "ours is sealed");
}

/// A frame as an encoder gives it.
fn genuine(codec: Codec, random: &mut StdRng) -> Vec<u8> {
    let len = match random.random_range(0..4) {
        0 => random.random_range(0..20),
        1 | 2 => random.random_range(0..300),
        _ => random.random_range(0..5000),
    };
    let mut body = vec![0; len];
    random.fill_bytes(&mut body);
    match codec {
        Codec::Opus => [&[0x78][..], &body].concat(),
        Codec::Vp8 if random.random() => {
            [&[0x10, 2, 0, 0x9d, 1, 0x2a, 0x40, 1, 0xf0, 0][..], &body].concat()
        }
        Codec::Vp8 => [&[0x31, 2, 0][..], &body].concat(),
        Codec::Vp9 => [&[0x82, 0x49, 0x83, 0x42][..], &body].concat(),
        Codec::H264 => {
            let slice = if random.random() { 0x65 } else { 0x41 };
            h26x(random, &body, &[7, 8, 6, 9, 12].map(|kind| vec![kind | 0x60]), |random| {
                [vec![slice], slice_header(random)].concat()
            })
        }
        Codec::H265 => {
            let others = [32, 33, 34, 35, 39, 40].map(|kind: u8| vec![kind << 1, 1]);
            h26x(random, &body, &others, |random| vec![random.random_range(0..32) << 1, 1])
        }
        Codec::Av1 => av1(random, &body),
        other => panic!("{other:?}"),
    }
}

/// Parameter sets, SEI and some slices between start codes of both lengths.
fn h26x(
    random: &mut StdRng,
    body: &[u8],
    others: &[Vec<u8>],
    slice: impl Fn(&mut StdRng) -> Vec<u8>,
) -> Vec<u8> {
    let mut frame = vec![0; random.random_range(0..2)];
    let mut unit = |random: &mut StdRng, start: &[u8], payload: &[u8]| {
        frame.extend_from_slice(if random.random() { &[0, 0, 1] } else { &[0, 0, 0, 1] });
        let from = frame.len();
        for &byte in start.iter().chain(payload).chain(&[0x80]) {
            if frame.len() >= from + 2 && frame.ends_with(&[0, 0]) && byte <= 3 {
                frame.push(3);
            }
            frame.push(byte);
        }
        frame.resize(frame.len() + random.random_range(0..3) / 2, 0);
    };
    for _ in 0..random.random_range(0..5) {
        let len = random.random_range(0..=body.len().min(30));
        let start = &others[random.random_range(0..others.len())];
        unit(random, start, &body[..len]);
    }
    let slices = random.random_range(1..8);
    for payload in body.chunks(body.len() / slices + 1) {
        let start = slice(random);
        unit(random, &start, &[&[0x11; 4], payload].concat());
    }
    if body.is_empty() {
        let start = slice(random);
        unit(random, &start, &[0x11; 4]);
    }
    frame
}

/// `first_mb_in_slice`, `slice_type` and `pic_parameter_set_id`, and ones up to the byte's end.
fn slice_header(random: &mut StdRng) -> Vec<u8> {
    let first = random.random_range(0..4) * random.random_range(0..2048);
    let mut bits = String::new();
    for value in [first, random.random_range(0..10), random.random_range(0..3)] {
        let digits = format!("{:b}", value + 1);
        bits += &"0".repeat(digits.len() - 1);
        bits += &digits;
    }
    bits += &"1".repeat(bits.len().next_multiple_of(8) - bits.len());
    (0..bits.len() / 8).map(|n| u8::from_str_radix(&bits[8 * n..8 * n + 8], 2).unwrap()).collect()
}

/// OBUs of all kinds, with extensions, sizes that are too long, and a last one without size.
fn av1(random: &mut StdRng, body: &[u8]) -> Vec<u8> {
    let mut frame = if random.random() { vec![0x12, 0] } else { Vec::new() };
    let count = random.random_range(1..6);
    let chunks: Vec<_> = body.chunks(body.len() / count + 1).collect();
    for (n, payload) in chunks.iter().enumerate() {
        let kind = [1u8, 2, 3, 4, 5, 6, 6, 6, 7, 8, 15][random.random_range(0..11)];
        let (extended, last) = (random.random(), n + 1 == chunks.len());
        let sized = !last || random.random();
        frame.push(kind << 3 | u8::from(extended) << 2 | u8::from(sized) << 1);
        if extended {
            frame.push(random.random_range(0..4) << 5 | random.random_range(0..4) << 3);
        }
        if sized {
            let size = payload.len();
            match random.random_range(0..3) {
                0 if size < 0x80 => frame.push(size as u8),
                1 => frame.extend([size as u8 | 0x80, (size >> 7) as u8 | 0x80, 0x00]),
                _ => frame.extend([size as u8 | 0x80, (size >> 7) as u8]),
            }
        }
        frame.extend_from_slice(payload);
    }
    frame
}

/// A frame that no encoder gives.
fn damaged(codec: Codec, random: &mut StdRng) -> Vec<u8> {
    let mut frame = match random.random_range(0..3) {
        0 => vec![random.random(); random.random_range(0..60)],
        1 => (0..random.random_range(0..60))
            .map(|_| [0, 0, 0, 1, 1, 3, 0x65, 0x67, 9][random.random_range(0..9)])
            .collect(),
        _ => genuine(codec, random),
    };
    for _ in 0..random.random_range(0..4) {
        let at = random.random_range(0..=frame.len());
        match random.random_range(0..3) {
            0 => frame.insert(at, random.random()),
            1 => frame.truncate(at),
            _ => {
                frame.iter_mut().skip(at).take(3).for_each(|byte| *byte = random.random_range(0..3))
            }
        }
    }
    frame
}
