//! Target `dave`: no bytes make a frame of DAVE, every frame comes back, and what opens after an
//! edit has the bytes of what was sealed.
//!
//! That much and no more: the format lets an operator weave clear and hidden bytes anew.

use std::sync::Arc;

use frameseal::MemoryCounters;
use frameseal::codec::Codec;
use frameseal::interop::LegacyDecryptError;
use frameseal::interop::dave::{Decryptor, Encryptor, SILENCE, SenderSecret};

use super::bytes::Input;

pub fn dave(data: &[u8]) {
    let mut input = Input(data);
    match input.below(3) {
        0 => hostile(input.0),
        1 => round_trip(input),
        _ => mutated(input),
    }
}

/// Nothing but `hostile` seals with this byte: libFuzzer sees the frames that others compare
/// and would send them here.
const HOSTILE: u8 = 0x24;

fn sender(secret: u8) -> Encryptor {
    let secret = SenderSecret::new(&[secret; 16]).unwrap();
    Encryptor::with_counters(secret, Arc::new(MemoryCounters::default())).unwrap()
}

fn receiver(secret: u8) -> Decryptor {
    Decryptor::new(SenderSecret::new(&[secret; 16]).unwrap()).unwrap()
}

fn hostile(frame: &[u8]) {
    let (mut sender, mut receiver) = (sender(HOSTILE), receiver(HOSTILE));
    let genuine = sender.encrypt_to_vec(Codec::Opus, b"genuine").unwrap();
    let mut out = vec![0x5a; frame.len() + 1];
    let refused = receiver.decrypt(frame, &mut out).expect_err("forged");
    assert_eq!(refused == LegacyDecryptError::Silence, frame == SILENCE);
    let written = out.iter().rposition(|&byte| byte != 0x5a).map_or(0, |last| last + 1);
    assert!(written == 0 || refused == LegacyDecryptError::Authentication);
    assert!(out[..written].iter().all(|&byte| byte == 0), "plaintext is left");
    assert_eq!(receiver.decrypt_to_vec(&genuine).unwrap(), b"genuine");
    assert_eq!(receiver.decrypt_to_vec(&genuine), Err(LegacyDecryptError::Replayed));
}

fn round_trip(mut input: Input<'_>) {
    let (mut sender, mut receiver) = (sender(0x42), receiver(0x42));
    let codec = Codec::ALL[input.below(6)];
    let mut round = |frame: &[u8]| {
        let sealed = sender.encrypt_to_vec(codec, frame).ok()?;
        assert!(sealed.len() <= Encryptor::max_len(frame.len()));
        let opened = receiver.decrypt_to_vec(&sealed).unwrap();
        if matches!(codec, Codec::H264 | Codec::H265) {
            // Byte streams have as many start codes sealed as opened, other frames none.
            let written = if zeros_and_a_one(frame) { start_codes(&opened) } else { 0 };
            assert_eq!(start_codes(&sealed), written);
        }
        Some(opened)
    };
    let frame = input.0;
    let Some(opened) = round(frame) else { return };
    match codec {
        Codec::H264 | Codec::H265 if zeros_and_a_one(frame) => {
            assert_eq!(start_codes(frame), start_codes(&opened));
            let bytes = |frame: &[u8]| frame.iter().filter(|&&byte| byte != 0).count();
            assert_eq!(bytes(frame), bytes(&opened));
        }
        Codec::Av1 => assert!(opened.len() <= frame.len()),
        _ => assert_eq!(opened, frame),
    }
    // In the second round an OBU may have become the last one, then nothing changes any more.
    let Some(second) = round(&opened) else { return };
    assert_eq!(round(&second), Some(second.clone()));
    assert!(codec == Codec::Av1 || second == opened);
}

fn zeros_and_a_one(frame: &[u8]) -> bool {
    let zeros = frame.iter().take_while(|&&byte| byte == 0).count();
    zeros >= 2 && frame.get(zeros) == Some(&1)
}

fn start_codes(bytes: &[u8]) -> usize {
    bytes.windows(3).filter(|code| *code == [0, 0, 1]).count()
}

fn mutated(mut input: Input<'_>) {
    let (mut sender, mut receiver) = (sender(0x42), receiver(0x42));
    let codec = Codec::ALL[input.below(6)];
    let mut sealed = Vec::new();
    for _ in 0..3 {
        let frame = input.some_bytes(60);
        let Ok(wire) = sender.encrypt_to_vec(codec, frame) else { return };
        // What it is when it opens, a receiver of its own says.
        sealed.push((self::receiver(0x42).decrypt_to_vec(&wire).unwrap(), wire));
    }
    let mut opened = [false; 3];
    for _ in 0..16 {
        if input.is_empty() {
            break;
        }
        let mut wire = sealed[input.below(3)].1.clone();
        for _ in 0..input.below(4) {
            let other = sealed[input.below(3)].1.clone();
            input.edit(&mut wire, &other);
        }
        let same = sealed.iter().position(|(_, genuine)| *genuine == wire);
        match receiver.decrypt_to_vec(&wire) {
            Ok(frame) => {
                let n = (0..3).find(|&n| !opened[n] && sorted(&sealed[n].0) == sorted(&frame));
                let n = same.or(n).expect("opened what nobody sealed");
                assert!(same.is_none() || frame == sealed[n].0);
                assert!(!std::mem::replace(&mut opened[n], true), "opened twice");
            }
            Err(error) => {
                assert!(same.is_none_or(|n| opened[n]), "refused a genuine frame: {error}");
            }
        }
    }
    let left = sealed.iter().filter(|(_, wire)| receiver.decrypt_to_vec(wire).is_ok()).count();
    assert_eq!(left, opened.iter().filter(|&&opened| !opened).count());
}

fn sorted(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes.sort_unstable();
    bytes
}
