//! What the operator can do to frames in the deployed formats, on each of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::time::Instant;

use frameseal::codec::{Codec, CodecError};
use frameseal::interop::livekit::Decrypted;
use frameseal::interop::{LegacyDecryptError, LegacyEncryptError, getstream, jframe, livekit};
use frameseal::{BaseKey, CipherSuite, Encryptor, KeyError, KeyId};

mod deployed;
mod heap;
use deployed::*;

#[path = "attack_deployed/nonces.rs"]
mod nonces;
#[path = "attack_deployed/replays.rs"]
mod replays;

const BODY: &[u8] = b"what the operator must not see, with \0\0\0\0\x01 and \0\0\x03 inside";

/// The timestamp of the first frame, so that nonces have zeros to escape.
const START: u32 = 0x0001_0000;

fn refused(result: &Result<Vec<u8>, LegacyDecryptError>) -> bool {
    result.is_err()
}

#[test]
fn every_truncation_and_extension_is_refused() {
    let mut tried = 0;
    for mut system in systems() {
        for codec in system.codecs() {
            let sent = frame(codec, true, BODY);
            let kind = kind_of(codec, &sent);
            let sealed = system.seal(codec, &sent, START);
            for len in 1..sealed.len() {
                for cut in [&sealed[..len], &sealed[len..]] {
                    let result = system.open(codec, kind, cut);
                    assert!(refused(&result), "{} {codec:?} {len}", system.name());
                    tried += 1;
                }
            }
            for byte in 0..=255 {
                let longer = [&sealed[..], &[byte]].concat();
                assert!(refused(&system.open(codec, kind, &longer)));
                assert!(refused(&system.open(codec, kind, &[&[byte], &sealed[..]].concat())));
            }
            assert_eq!(system.open(codec, kind, &sealed).unwrap(), sent, "nothing has changed");
        }
    }
    assert!(tried > 3000, "{tried}");
}

#[test]
fn every_flipped_bit_is_refused() {
    let (mut flipped, mut harmless) = (0, 0);
    for mut system in systems() {
        for codec in system.codecs() {
            for (key, body) in [(true, BODY), (false, BODY), (true, &[0; 40]), (false, &[0xff; 3])]
            {
                let sent = frame(codec, key, body);
                let kind = kind_of(codec, &sent);
                let sealed = system.seal(codec, &sent, START + flipped as u32 * 8);
                // Another key at another index, so that the index finds one.
                system.set_key(1, &OTHER_MATERIAL);
                for bit in 0..8 * sealed.len() {
                    let mut forged = sealed.clone();
                    forged[bit / 8] ^= 1 << (bit % 8);
                    let is_flag = system.name() == "GetStream" && bit == 8 * (sealed.len() - 7) + 7;
                    // Whether the frame is escaped is not authenticated: without anything
                    // that looks like an escape it makes no difference.
                    if is_flag {
                        let mut receiver = GetStream::new().receiver;
                        if let Ok(opened) = receiver.decrypt_to_vec(&forged) {
                            assert_eq!(opened, sent);
                            harmless += 1;
                        }
                        continue;
                    }
                    let result = system.open(codec, kind, &forged);
                    assert!(refused(&result), "{} {codec:?} {bit}: {result:?}", system.name());
                    flipped += 1;
                }
                assert_eq!(system.open(codec, kind, &sealed).unwrap(), sent, "nothing changed");
            }
        }
    }
    assert!(flipped > 20_000 && harmless > 0, "{flipped} {harmless}");
}

#[test]
fn other_keys_and_indices_open_nothing() {
    for mut system in systems() {
        let sent = frame(Codec::Opus, false, BODY);
        let mut sealed = system.seal(Codec::Opus, &sent, START);
        let kind = jframe::FrameKind::Audio;
        system.set_key(1, &OTHER_MATERIAL);
        let place = sealed.len() - if system.name() == "GetStream" { 8 } else { 1 };
        for index in 1..=255 {
            sealed[place] = index;
            let expected = match index {
                1 => LegacyDecryptError::Authentication,
                _ => LegacyDecryptError::UnknownKey { index: index.into() },
            };
            assert_eq!(system.open(Codec::Opus, kind, &sealed), Err(expected));
        }
        sealed[place] = 0;
        system.set_key(0, &OTHER_MATERIAL);
        let result = system.open(Codec::Opus, kind, &sealed);
        assert_eq!(result, Err(LegacyDecryptError::Authentication));
        system.set_key(0, &MATERIAL);
        assert_eq!(system.open(Codec::Opus, kind, &sealed).unwrap(), sent);
    }
}

#[test]
fn the_frames_of_other_formats_are_refused() {
    let sent = frame(Codec::Vp8, true, BODY);
    let kind = jframe::FrameKind::Key;
    let mut wires: Vec<_> =
        systems().iter_mut().map(|system| system.seal(Codec::Vp8, &sent, START)).collect();
    let base = BaseKey::new(&MATERIAL).unwrap();
    let suite = CipherSuite::AES_128_GCM_SHA256_128;
    let sframe = Encryptor::new(suite, KeyId::new(0), base).unwrap();
    wires.push(sframe.encrypt_to_vec(&sent, b"").unwrap());
    wires.push(sent.clone());
    let mut tried = 0;
    for (own, mut system) in systems().into_iter().enumerate() {
        for (of, wire) in wires.iter().enumerate() {
            let result = system.open(Codec::Vp8, kind, wire);
            assert_eq!(result.is_ok(), own == of, "{} {of}: {result:?}", system.name());
            tried += 1;
        }
    }
    assert_eq!(tried, 15);
}

#[test]
fn frames_that_are_trailers_and_nothing_else_are_refused() {
    let mut tried = 0;
    for mut system in systems() {
        for codec in system.codecs() {
            for kind in [jframe::FrameKind::Audio, jframe::FrameKind::Key, jframe::FrameKind::Delta]
            {
                let sealed = system.seal(codec, &frame(codec, true, b""), START);
                let overhead = system.overhead();
                for len in 1..sealed.len().min(2 * overhead) {
                    for byte in [0, 1, 3, 0xff] {
                        let end = &sealed[sealed.len() - overhead.min(sealed.len())..];
                        let padded = [&vec![byte; len][..], end].concat();
                        let result = system.open(codec, kind, &padded[padded.len() - len..]);
                        assert!(refused(&result));
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 5000, "{tried}");
}

#[test]
fn empty_frames_carry_nothing() {
    let stream = livekit::Stream { ssrc: SSRC, timestamp: START };
    let mut livekit = LiveKit::new();
    assert_eq!(livekit.sender.encrypt(Codec::Vp8, &[], stream, &mut []), Ok(0));
    assert_eq!(livekit.receiver.decrypt(Codec::Vp8, &[], &mut []), Ok(Decrypted::Empty));
    let mut getstream = GetStream::new();
    assert_eq!(getstream.sender.encrypt(Codec::Vp8, &[], &mut []), Ok(0));
    // Clients pass it on; ours says that there is nothing, with a key or without.
    let nothing = Err(LegacyDecryptError::Codec(CodecError::Empty));
    assert_eq!(getstream.receiver.decrypt(&[], &mut []), nothing);
    assert_eq!(getstream.receiver.decrypt_in_place(&mut []), nothing);
    assert_eq!(getstream::Decryptor::new().decrypt(&[], &mut []), nothing);
    assert_eq!(getstream.receiver.decrypt_to_vec(&[]), nothing.map(|_: usize| Vec::new()));
    let mut jframe = JFrame::new();
    let stream = jframe::Stream { ssrc: SSRC, timestamp: START };
    for (kind, clear) in
        [(jframe::FrameKind::Audio, 1), (jframe::FrameKind::Delta, 3), (jframe::FrameKind::Key, 10)]
    {
        let short = jframe.sender.encrypt_to_vec(kind, &vec![1; clear - 1], stream);
        assert_eq!(short, Err(LegacyEncryptError::TooShort { len: clear - 1, clear }));
        assert!(jframe.sender.encrypt_to_vec(kind, &vec![1; clear], stream).is_ok());
        let refused = Err(LegacyDecryptError::NotThisFormat);
        assert_eq!(jframe.receiver.decrypt(kind, &[], &mut []), refused);
    }
}

#[test]
fn failed_opens_leave_no_plaintext_and_failed_seals_use_no_counter() {
    for mut system in systems() {
        for codec in system.codecs() {
            let sent = frame(codec, true, BODY);
            let kind = kind_of(codec, &sent);
            let mut short = vec![0xee; system.max_len(codec, sent.len()) - 1];
            let result = system.seal_into(codec, &sent, START, &mut short);
            let needed = short.len() + 1;
            let available = short.len();
            assert_eq!(result, Err(LegacyEncryptError::BufferTooSmall { needed, available }));
            assert!(short.iter().all(|&byte| byte == 0xee));

            let sealed = system.seal(codec, &sent, START);
            let mut forged = sealed.clone();
            let end = if system.name() == "GetStream" { 21 } else { 15 };
            forged[sealed.len() - end] ^= 0x80; // the tag
            let mut out = vec![0xee; sealed.len() + 10];
            let result = system.open_into(codec, kind, &forged, &mut out);
            assert_eq!(result, Err(LegacyDecryptError::Authentication), "{}", system.name());
            assert!(!out.windows(8).any(|w| BODY.windows(8).any(|body| w == body)));
            assert_eq!(out[sealed.len()..], [0xee; 10]);

            let available = sealed.len() - 1;
            let result = system.open_into(codec, kind, &sealed, &mut out[..available]);
            let needed = sealed.len();
            assert_eq!(result, Err(LegacyDecryptError::BufferTooSmall { needed, available }));
            let len = system.open_into(codec, kind, &sealed, &mut out[..needed]).unwrap();
            assert_eq!(out[..len], sent);
        }
    }
}

#[test]
fn a_flood_of_forgeries_changes_nothing_and_takes_no_memory() {
    const FORGED: u32 = 100_000;
    for mut system in systems() {
        let codec = Codec::Vp8;
        let kind = jframe::FrameKind::Delta;
        let sealed = system.seal(codec, &frame(codec, false, BODY), START);
        let mut forged = sealed.clone();
        let mut out = vec![0; sealed.len()];
        // The first failure derives the keys of the ratchet steps that are tried.
        forged[5] ^= 1;
        assert!(system.open_into(codec, kind, &forged, &mut out).is_err());
        let (live, allocations) = (heap::live_bytes(), heap::allocations());
        for n in 0..FORGED {
            // Other SSRCs and timestamps, or other counters and prefixes.
            let at = sealed.len() - 14;
            forged[at..at + 4].copy_from_slice(&n.to_be_bytes());
            forged[at - 4..at].copy_from_slice(&n.wrapping_mul(77).to_be_bytes());
            let result = system.open_into(codec, kind, &forged, &mut out);
            assert!(result.is_err(), "{}", system.name());
        }
        assert_eq!(heap::live_bytes(), live, "{}", system.name());
        assert_eq!(heap::allocations(), allocations, "{}", system.name());
        assert!(system.open(codec, kind, &sealed).is_ok());
    }
}

#[test]
fn frames_allocate_nothing() {
    if !heap::hooked() {
        return;
    }
    const FRAMES: u32 = 10_000;
    for mut system in systems() {
        let mut timestamp = 0;
        for codec in system.codecs() {
            let sent = frame(codec, false, &[7; 900]);
            let kind = kind_of(codec, &sent);
            let mut wire = vec![0; system.max_len(codec, sent.len())];
            let mut out = vec![0; wire.len()];
            let mut exchange = || {
                timestamp += 3000;
                let len = system.seal_into(codec, &sent, timestamp, &mut wire).unwrap();
                assert!(system.open_into(codec, kind, &wire[..len], &mut out).is_ok());
            };
            exchange(); // the stream's state
            let before = heap::allocations();
            (0..FRAMES).for_each(|_| exchange());
            assert_eq!(heap::allocations(), before, "{codec:?}");
        }
    }
}

/// With a passphrase every step costs 100 000 rounds, but only once.
#[test]
fn forgeries_cost_no_more_derivations_than_the_first() {
    let material = livekit::KeyMaterial::passphrase("correct horse").unwrap();
    let mut alice = livekit::Encryptor::with_counters(&material, 0, own_ledger()).unwrap();
    let stream = livekit::Stream { ssrc: SSRC, timestamp: START };
    let sealed = alice.encrypt_to_vec(Codec::Opus, b"frame", stream).unwrap();
    let mut bob = livekit::Decryptor::new();
    bob.set_key(0, &material).unwrap();
    let mut forged = sealed.clone();
    forged[3] ^= 1;
    let authentication = Err(LegacyDecryptError::Authentication);
    assert_eq!(bob.decrypt_to_vec(Codec::Opus, &forged), authentication);
    let start = Instant::now();
    for _ in 0..1000 {
        assert_eq!(bob.decrypt_to_vec(Codec::Opus, &forged), authentication);
    }
    // 8000 derivations would take minutes.
    assert!(start.elapsed().as_secs() < 10);
    assert_eq!(bob.decrypt_to_vec(Codec::Opus, &sealed), Ok(Decrypted::Opened(b"frame".to_vec())));
}

/// Of a passphrase, one step for each frame that fails: a stranger stops the receiver for one
/// derivation, and a sender who ratcheted several times is found a few frames later.
#[test]
fn a_frame_costs_one_slow_derivation_at_most() {
    let stream = |timestamp| livekit::Stream { ssrc: SSRC, timestamp };
    let fast = || livekit::KeyMaterial::raw(&MATERIAL).unwrap();
    let slow = || livekit::KeyMaterial::passphrase("correct horse").unwrap();
    for (material, steps, lost) in [(fast(), 4, 0), (slow(), 1, 0), (slow(), 4, 3)] {
        let mut alice = livekit::Encryptor::with_counters(&material, 0, own_ledger()).unwrap();
        let mut bob = livekit::Decryptor::new();
        bob.set_key(0, &material).unwrap();
        (0..steps).for_each(|_| alice.ratchet().unwrap());
        for n in 0..5 {
            let sealed = alice.encrypt_to_vec(Codec::Opus, b"frame", stream(n)).unwrap();
            let opened = bob.decrypt_to_vec(Codec::Opus, &sealed);
            assert_eq!(opened.is_ok(), n >= lost, "{n} after {steps}");
        }
    }
}

#[test]
fn hostile_frames_take_linear_time() {
    let start = Instant::now();
    for pattern in
        [&[0, 0, 3][..], &[0, 0, 1], &[0, 0, 1, 0x02], &[0], &[0, 0, 0, 1, 0x67], &[0x0c]]
    {
        let mut wire: Vec<u8> = [&[0, 0, 0, 1, 0x65, 0x88][..], &pattern.repeat(1 << 18)].concat();
        wire.extend([0x0c, 0]);
        for mut system in systems() {
            for end in [&[][..], &[0x80, 6, 1, 0xe2, 0xee, 0xfe, 0xed]] {
                let wire = [&wire, end].concat();
                let result = system.open(Codec::H264, jframe::FrameKind::Key, &wire);
                assert!(refused(&result));
            }
        }
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn a_receiver_follows_as_many_ratchet_steps_as_its_window_has() {
    let stream = |timestamp| livekit::Stream { ssrc: SSRC, timestamp };
    let material = LiveKit::material(&MATERIAL);
    for window in [0, 1, 8, livekit::MAX_RATCHET_WINDOW, livekit::MAX_RATCHET_WINDOW + 1] {
        let most = window.min(livekit::MAX_RATCHET_WINDOW);
        let mut alice = livekit::Encryptor::with_counters(&material, 0, own_ledger()).unwrap();
        let mut bob = livekit::Decryptor::with_ratchet_window(window);
        bob.set_key(0, &material).unwrap();
        let early = alice.encrypt_to_vec(Codec::Opus, b"early", stream(1)).unwrap();
        (0..most).for_each(|_| alice.ratchet().unwrap());
        let last = alice.encrypt_to_vec(Codec::Opus, b"last", stream(2)).unwrap();
        alice.ratchet().unwrap();
        let beyond = alice.encrypt_to_vec(Codec::Opus, b"beyond", stream(3)).unwrap();
        let authentication = Err(LegacyDecryptError::Authentication);
        assert_eq!(bob.decrypt_to_vec(Codec::Opus, &beyond), authentication, "{window}");
        let opened = bob.decrypt_to_vec(Codec::Opus, &last).unwrap();
        assert_eq!(opened, Decrypted::Opened(b"last".to_vec()));
        if most > 0 {
            // Now it is one step, and what was before is gone.
            assert!(bob.decrypt_to_vec(Codec::Opus, &beyond).is_ok());
            assert_eq!(bob.decrypt_to_vec(Codec::Opus, &early), authentication);
        }
    }
}

#[test]
fn jframe_receivers_follow_eight_ratchet_steps() {
    let stream = |timestamp| jframe::Stream { ssrc: SSRC, timestamp };
    for (steps, opens) in [(1, true), (8, true), (9, false)] {
        let mut jframe = JFrame::new();
        (0..steps).for_each(|_| jframe.sender.ratchet().unwrap());
        let kind = jframe::FrameKind::Audio;
        let sealed = jframe.sender.encrypt_to_vec(kind, b"frame", stream(1)).unwrap();
        assert_eq!(jframe.receiver.decrypt_to_vec(kind, &sealed).is_ok(), opens, "{steps}");
    }
}

#[test]
fn only_known_payloads_pass_as_server_injected() {
    let trailer = [0xa1, 0xb2, 0xc3, 0xd4, 0xe5];
    let silence = [&[0xf8, 0xff, 0xfe][..], &[0; 77]].concat();
    let decode = |text| hex::decode(text).unwrap();
    let vp8 = decode("1002009d012a080008000047088585888584880202000c0d6000feffab5080");
    let sps = decode("6742c01f0fd91f888884000003000400000300c83c60c920");
    let known = [
        (Codec::Opus, silence.clone()),
        (Codec::Vp8, vp8),
        (Codec::H264, sps),
        (Codec::H264, decode("6887cb83cb20")),
        (Codec::H264, decode("6588840af2628000a7be")),
    ];
    let mut bob = LiveKit::new().receiver;
    let (mut passed, mut refused) = (0, 0);
    for (codec, payload) in &known {
        let injected = [&payload[..], &trailer].concat();
        bob.set_sif_trailer(&[]);
        assert!(bob.decrypt_to_vec(*codec, &injected).is_err(), "no trailer is set");
        bob.set_sif_trailer(&[1; 5]);
        assert!(bob.decrypt_to_vec(*codec, &injected).is_err(), "another room's");
        bob.set_sif_trailer(&trailer);
        let result = bob.decrypt_to_vec(*codec, &injected);
        assert_eq!(result, Ok(Decrypted::ServerInjected(payload.clone())));
        assert!(bob.decrypt_to_vec(*codec, payload).is_err(), "without trailer");
        for other in Codec::ALL.into_iter().filter(|other| other != codec) {
            assert!(bob.decrypt_to_vec(other, &injected).is_err(), "{codec:?} on {other:?}");
        }
        for bit in 0..8 * injected.len() {
            let mut forged = injected.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert!(bob.decrypt_to_vec(*codec, &forged).is_err(), "{codec:?} {bit}");
            refused += 1;
        }
        for len in 0..injected.len() {
            assert!(bob.decrypt_to_vec(*codec, &injected[injected.len() - len..]) != result);
            assert!(bob.decrypt_to_vec(*codec, &injected[..len]) != result);
        }
        let (needed, available) = (payload.len(), payload.len() - 1);
        let too_small = LegacyDecryptError::BufferTooSmall { needed, available };
        let mut out = vec![0; available];
        assert_eq!(bob.decrypt(*codec, &injected, &mut out), Err(too_small));
        passed += 1;
    }
    assert_eq!(passed, 5);
    assert!(refused > 1000);
    // Not even an encrypted frame passes with it, or silence that is a little longer.
    let stream = livekit::Stream { ssrc: SSRC, timestamp: START };
    let mut alice = LiveKit::new().sender;
    let sealed = alice.encrypt_to_vec(Codec::Opus, &silence, stream).unwrap();
    for payload in [&sealed[..], &[&silence[..], &[0]].concat(), &silence[..79], &[]] {
        let injected = [payload, &trailer].concat();
        assert!(bob.decrypt_to_vec(Codec::Opus, &injected).is_err());
    }
    assert_eq!(bob.decrypt_to_vec(Codec::Opus, &sealed), Ok(Decrypted::Opened(silence)));
}

/// A weakness of the format, held here so that nobody takes it for a promise: packetizers of H.264
/// may cut these frames.
#[test]
fn jframe_escapes_no_start_codes() {
    let picture = frame(Codec::H264, false, &[7; 1 << 20]);
    let mut found = 0;
    for mut system in systems() {
        for n in 1..=8 {
            let sealed = system.seal(Codec::H264, &picture, START + 3000 * n);
            let codes = sealed[4..].windows(3).filter(|code| *code == [0, 0, 1]).count();
            assert!(codes == 0 || system.name() == "JFrame", "{}", system.name());
            found += codes;
        }
    }
    assert!(found > 0, "in 8 MB");
}

#[test]
fn indices_at_the_limit_and_one_beyond() {
    let too_wide =
        |index: u8| KeyError::FieldTooWide { field: "key index", value: index.into(), bits: 4 };
    let livekit = LiveKit::material(&MATERIAL);
    let jframe = JFrame::material(&MATERIAL);
    for (index, expected) in [(15, None), (16, Some(too_wide(16))), (255, Some(too_wide(255)))] {
        let of = |result: Result<(), KeyError>| assert_eq!(result.err(), expected);
        of(livekit::Encryptor::with_counters(&livekit, index, own_ledger()).map(drop));
        of(livekit::Decryptor::new().set_key(index, &livekit));
        of(jframe::Encryptor::with_counters(&jframe, index, own_ledger()).map(drop));
        of(jframe::Decryptor::new().set_key(index, &jframe));
        let key = GetStream::key(&MATERIAL);
        assert!(getstream::Decryptor::new().set_key(index, &key).is_ok());
    }
    for len in [0, 1, 15] {
        let too_short = Some(KeyError::BaseKeyTooShort { len });
        assert_eq!(livekit::KeyMaterial::raw(&vec![1; len]).err(), too_short);
        assert_eq!(jframe::KeyMaterial::new(&vec![1; len]).err(), too_short);
    }
    let empty = livekit::KeyMaterial::passphrase("").err();
    assert_eq!(empty, Some(KeyError::BaseKeyTooShort { len: 0 }));
    assert!(
        livekit::KeyMaterial::raw(&[1; 16]).is_ok() && jframe::KeyMaterial::new(&[1; 16]).is_ok()
    );
}
