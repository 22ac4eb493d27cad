//! What an operator or a stranger does to frames of DAVE, and what must not come of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use frameseal::codec::Codec;
use frameseal::interop::LegacyDecryptError as Refused;
use frameseal::interop::LegacyEncryptError as Unsealed;
use frameseal::interop::dave::{
    Decryptor, Encryptor, MAX_ATTEMPTS, MAX_GENERATIONS_AHEAD, MAX_GENERATIONS_SKIPPED,
    MAX_OVERHEAD, REPLAY_WINDOW, SILENCE, SenderSecret,
};
use frameseal::{CounterStore, CounterStoreError, KeyError, KeyFingerprint};

mod heap;

/// Gives the nonces from `.0 + 1` on, one lease of them.
struct StartAt(u64);

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, _: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0)
    }
}

fn secret() -> SenderSecret {
    SenderSecret::new(&[0x2a; 16]).unwrap()
}

/// A sender whose first frame has this nonce, counted beyond 32 bits.
fn alice(nonce: u64) -> Encryptor {
    Encryptor::with_counters(secret(), Arc::new(StartAt(nonce - 1))).unwrap()
}

fn bob() -> Decryptor {
    Decryptor::new(secret()).unwrap()
}

fn seal(nonce: u64) -> Vec<u8> {
    alice(nonce).encrypt_to_vec(Codec::Opus, &nonce.to_be_bytes()).unwrap()
}

/// The number of a generation's first nonce.
fn first_of(generation: u64) -> u64 {
    generation << 24
}

/// A frame of each codec, such as the encoders give.
fn frames() -> Vec<(Codec, Vec<u8>)> {
    let h264 = [
        &[0, 0, 0, 1, 0x67, 0x42, 0xc0, 0, 0, 0, 1, 0x65, 0xb8, 0x11, 0x12, 0x13, 0x14][..],
        &[0, 0, 0, 1, 0x65, 0xa8, 0x21, 0x22, 0x23, 0x24, 0x25],
    ];
    let vp8 = [0x10, 2, 0, 0x9d, 1, 0x2a, 0x40, 1, 0xf0, 0, 21, 22, 23, 24, 25];
    vec![
        (Codec::Opus, b"\x78 some speech".to_vec()),
        (Codec::Vp8, vp8.to_vec()),
        (Codec::Vp8, vec![0x31, 2, 0, 4, 5, 6, 7]),
        (Codec::Vp9, vec![0x82, 0x49, 0x83, 0x42, 5, 6, 7]),
        (Codec::H264, h264.concat()),
        (Codec::H264, h264[0][..8].to_vec()), // all of it is clear
        (Codec::H265, vec![0, 0, 0, 1, 0x40, 1, 7, 0, 0, 0, 1, 0x26, 1, 0xaf, 9, 10, 11, 12]),
        (Codec::Av1, vec![0x0a, 3, 1, 2, 3, 0x36, 0x48, 4, 5, 6, 7, 8, 0x30, 9, 10, 11]),
    ]
}

/// Refuses a frame, without a byte of it in the buffer, and opens the next as if nothing had been.
fn refused(bob: &mut Decryptor, frame: &[u8]) -> Refused {
    let mut out = vec![0x5a; frame.len() + 8];
    let error = bob.decrypt(frame, &mut out).expect_err("refused");
    let written = out.iter().rposition(|&byte| byte != 0x5a).map_or(0, |last| last + 1);
    let zeroed = out[..written].iter().all(|&byte| byte == 0);
    assert!(zeroed && (written == 0 || error == Refused::Authentication), "{error}: {out:x?}");
    error
}

#[test]
fn every_truncation_and_extension() {
    let mut cut = 0;
    for (codec, frame) in frames() {
        let (sealed, mut bob) = (alice(1).encrypt_to_vec(codec, &frame).unwrap(), bob());
        for len in 0..sealed.len() {
            refused(&mut bob, &sealed[..len]);
            refused(&mut bob, &sealed[sealed.len() - len..]);
            refused(&mut bob, &[&sealed[..len], &sealed[len + 1..]].concat());
            for byte in [0, 1, 0xfa, 0xff] {
                refused(&mut bob, &[&sealed[..len], &[byte], &sealed[len..]].concat());
            }
            cut += 7;
        }
        for byte in 0..=255 {
            refused(&mut bob, &[&sealed[..], &[byte]].concat());
        }
        assert_eq!(bob.decrypt_to_vec(&sealed).unwrap(), frame);
    }
    assert!(cut > 1500, "{cut}");
}

#[test]
fn every_flipped_bit() {
    let mut flipped = 0;
    for (codec, frame) in frames() {
        let (mut sealed, mut bob) = (alice(0x1234).encrypt_to_vec(codec, &frame).unwrap(), bob());
        for bit in 0..8 * sealed.len() {
            sealed[bit / 8] ^= 1 << (bit % 8);
            refused(&mut bob, &sealed);
            sealed[bit / 8] ^= 1 << (bit % 8);
            flipped += 1;
        }
        assert_eq!(bob.decrypt_to_vec(&sealed).unwrap(), frame);
    }
    assert!(flipped > 1500, "{flipped}");
}

/// Every value of every byte of the trailer, the layout above all.
#[test]
fn every_byte_of_the_layout() {
    let mut bob = bob();
    for (codec, frame) in frames() {
        let sealed = alice(0x1234).encrypt_to_vec(codec, &frame).unwrap();
        for at in frame.len()..sealed.len() {
            for byte in 0..=255 {
                let mut edited = sealed.clone();
                edited[at] = byte;
                if edited != sealed {
                    refused(&mut bob, &edited);
                }
            }
        }
    }
    assert_eq!(bob.decrypt_to_vec(&seal(1)).unwrap(), 1u64.to_be_bytes());
}

#[test]
fn ranges_that_lie() {
    let frame = [0x10, 2, 0, 0x9d, 1, 0x2a, 0x40, 1, 0xf0, 0, 21, 22, 23, 24, 25];
    let sealed = alice(1).encrypt_to_vec(Codec::Vp8, &frame).unwrap();
    let (front, end) = sealed.split_at(frame.len() + 8);
    assert_eq!(end, [1, 0, 10, 14, 0xfa, 0xfa]);
    let mut bob = bob();
    for ranges in [
        &[][..],
        &[0, 9],
        &[0, 11],
        &[1, 10],
        &[0, 15],
        &[0, 16],                           // one byte of the tag
        &[0, 29],                           // all of the frame
        &[14, 2],                           // behind the end
        &[200, 1, 1],                       // far behind it
        &[0, 10, 5, 5],                     // overlapping
        &[5, 5, 0, 5],                      // reordered
        &[0, 5, 0, 5],                      // twice
        &[0, 10, 10, 0],                    // and an empty one
        &[0, 0, 0, 10],                     // an empty one first
        &[0, 0x8a, 0],                      // longer than needed
        &[0x80, 0, 10],                     // the same
        &[0, 10, 3],                        // half a range more
        &[0, 0xff, 0xff, 0xff, 0xff, 0x0f], // 4 GiB
        &[0xff, 0xff, 0xff, 0xff, 0x0f, 1],
        &[0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], // 2^64 - 1
        &[0, 10, 0xff, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0x80; 60],
    ] {
        let size = 8 + 1 + ranges.len() as u8 + 3;
        let edited = [front, &[1], ranges, &[size, 0xfa, 0xfa]].concat();
        let error = refused(&mut bob, &edited);
        let in_form = [&[][..], &[0, 9], &[0, 11], &[1, 10], &[0, 15]].contains(&ranges);
        assert_eq!(error == Refused::Authentication, in_form, "{ranges:x?}: {error}");
        assert!(in_form || error == Refused::NotThisFormat);
    }
    assert_eq!(bob.decrypt_to_vec(&sealed).unwrap(), frame);
}

/// A weakness of the format, held here so that nobody takes it for a promise: which bytes are
/// clear and which are hidden is authenticated, where they stand is not.
#[test]
fn an_operator_can_weave_a_frame_anew() {
    let frame = [0x31, 2, 0, 4, 5, 6, 7];
    let sealed = alice(1).encrypt_to_vec(Codec::Vp8, &frame).unwrap();
    let (media, end) = sealed.split_at(frame.len());
    assert_eq!(end[8..], [1, 0, 1, 14, 0xfa, 0xfa]);
    let moved = [&media[1..], &media[..1], &end[..8], &[1, 6, 1, 14, 0xfa, 0xfa]].concat();
    let split = [media, &end[..8], &[1, 0, 1, 14, 0xfa, 0xfa]].concat();
    assert_eq!(split, sealed);
    assert_eq!(bob().decrypt_to_vec(&moved).unwrap(), [2, 0, 4, 5, 6, 7, 0x31]);
}

#[test]
fn what_is_not_encrypted_does_not_pass() {
    let mut bob = bob();
    assert_eq!(refused(&mut bob, &SILENCE), Refused::Silence);
    assert_eq!(refused(&mut bob, &[]), Refused::NotThisFormat);
    for (_, frame) in frames() {
        assert_eq!(refused(&mut bob, &frame), Refused::NotThisFormat);
        for size in 0..=30 {
            let marked = [&frame[..], &[7; 12], &[size, 0xfa, 0xfa]].concat();
            let error = refused(&mut bob, &marked);
            assert!(matches!(error, Refused::NotThisFormat | Refused::Authentication), "{error}");
        }
    }
    for len in 0..60 {
        refused(&mut bob, &vec![0xfa; len]);
        refused(&mut bob, &[&vec![0; len][..], &[0xfa, 0xfa]].concat());
    }
}

#[test]
fn frames_of_others() {
    let mut mallory =
        Encryptor::with_counters(SenderSecret::new(&[0x2b; 16]).unwrap(), Arc::new(StartAt(0)))
            .unwrap();
    let foreign = mallory.encrypt_to_vec(Codec::Opus, b"me, too").unwrap();
    let (mut bob, genuine) = (bob(), seal(1));
    assert_eq!(refused(&mut bob, &foreign), Refused::Authentication);
    // A spliced one: her body behind the trailer of a genuine one.
    let spliced = [&foreign[..7], &genuine[8..]].concat();
    refused(&mut bob, &spliced);
    assert!(bob.decrypt_to_vec(&genuine).is_ok());
}

#[test]
fn replay_at_every_position_of_the_window() {
    let mut bob = bob();
    let sealed: Vec<_> = (1..=REPLAY_WINDOW as u64 + 2).map(seal).collect();
    for frame in &sealed {
        assert!(bob.decrypt_to_vec(frame).is_ok());
        assert_eq!(refused(&mut bob, frame), Refused::Replayed);
    }
    for frame in &sealed {
        assert_eq!(refused(&mut bob, frame), Refused::Replayed);
    }
}

#[test]
fn reordered_within_the_window_and_beyond() {
    let mut bob = bob();
    let newest = 3 * REPLAY_WINDOW as u64;
    assert!(bob.decrypt_to_vec(&seal(newest)).is_ok());
    let oldest = newest - REPLAY_WINDOW as u64 + 1;
    assert_eq!(refused(&mut bob, &seal(oldest - 1)), Refused::Replayed);
    for nonce in (oldest..newest).rev() {
        assert!(bob.decrypt_to_vec(&seal(nonce)).is_ok());
    }
}

#[test]
fn one_generation_after_the_other() {
    let (mut bob, mut alice) = (bob(), alice(first_of(1) - 600));
    let mut packets: Vec<_> = (0..2000u64)
        .map(|n| alice.encrypt_to_vec(Codec::Opus, &n.to_be_bytes()).unwrap())
        .collect();
    // Some of the old generation come when the new one has begun, and one too late.
    let (late, too_late) = (packets.remove(590), packets.remove(590));
    for (n, packet) in packets.iter().enumerate() {
        if n == 700 {
            assert_eq!(bob.decrypt_to_vec(&late).unwrap(), 590u64.to_be_bytes());
            assert_eq!(refused(&mut bob, &late), Refused::Replayed);
        }
        assert!(bob.decrypt_to_vec(packet).is_ok(), "{n}");
    }
    assert_eq!(refused(&mut bob, &too_late), Refused::Replayed);
    assert_eq!(refused(&mut bob, &packets[1700]), Refused::Replayed);
}

#[test]
fn far_generations() {
    let (mut bob, most) = (bob(), u64::from(MAX_GENERATIONS_AHEAD));
    let beyond = seal(first_of(most + 1));
    let unknown = Refused::UnknownKey { index: most as u32 + 1 };
    assert_eq!(refused(&mut bob, &beyond), unknown);
    let farthest = seal(first_of(most));
    let mut forged = farthest.clone();
    forged[0] ^= 1;
    assert_eq!(refused(&mut bob, &forged), Refused::Authentication);
    // The ratchet has not moved: the first generation is still there.
    assert!(bob.decrypt_to_vec(&seal(1)).is_ok());
    assert_eq!(refused(&mut bob, &beyond), unknown);
    assert!(bob.decrypt_to_vec(&farthest).is_ok());
    // Now it has; and what is behind counts as old.
    assert!(bob.decrypt_to_vec(&beyond).is_ok());
    assert_eq!(refused(&mut bob, &seal(2)), Refused::Replayed);
    assert_eq!(refused(&mut bob, &seal(first_of(most) + 5)), Refused::Replayed);
}

#[test]
fn nonces_that_start_over() {
    let mut bob = bob();
    for generation in (0..=255).step_by(usize::from(MAX_GENERATIONS_AHEAD)) {
        assert!(bob.decrypt_to_vec(&seal(first_of(generation) + 7)).is_ok());
    }
    let mut alice = alice((1 << 32) - 3);
    for n in 0..6u8 {
        let sealed = alice.encrypt_to_vec(Codec::Opus, &[n; 9]).unwrap();
        // 5 bytes of nonce before it starts over, 1 byte behind.
        assert_eq!(sealed.len(), 9 + 8 + 3 + if n < 3 { 5 } else { 1 });
        assert_eq!(bob.decrypt_to_vec(&sealed).unwrap(), [n; 9]);
        assert_eq!(refused(&mut bob, &sealed), Refused::Replayed);
    }
    // The same nonce in generation 0 was another key's.
    assert_eq!(refused(&mut bob, &seal(5)), Refused::Authentication);
    assert!(bob.decrypt_to_vec(&seal((1 << 32) + 5)).is_ok());
}

#[test]
fn a_forgery_flood_changes_nothing() {
    let mut bob = bob();
    assert!(bob.decrypt_to_vec(&seal(5)).is_ok());
    let mut out = [0; 64];
    for n in 0..100_000u32 {
        let nonce = n.wrapping_mul(0x9e37_79b1);
        let mut forged = seal_by_chance(nonce);
        assert!(bob.decrypt(&forged, &mut out).is_err());
        forged[3] ^= 0x10;
        assert!(bob.decrypt(&forged, &mut out).is_err());
    }
    for nonce in [6, 4, 3, 2, 1] {
        assert!(bob.decrypt_to_vec(&seal(nonce)).is_ok(), "{nonce}");
    }
    assert_eq!(refused(&mut bob, &seal(5)), Refused::Replayed);
}

/// A frame that says that all of its 8 MiB are clear, before anybody knows who it is from; and a
/// genuine one.
#[test]
fn a_large_frame_leaves_no_memory_behind() {
    const LEN: usize = 8 << 20;
    let range = [0, 0x80, 0x80, 0x80, 0x04];
    let trailer = [&[0; 8][..], &[1], &range, &[8 + 1 + 5 + 3, 0xfa, 0xfa]].concat();
    let forged = [&vec![1; LEN][..], &trailer].concat();
    let genuine = [&[0, 0, 0, 1, 0x67][..], &vec![7; LEN - 5]].concat();
    let genuine = alice(1).encrypt_to_vec(Codec::H264, &genuine).unwrap();
    let mut out = vec![0; forged.len()];
    let mut bob = bob();
    let before = heap::live_bytes();
    assert_eq!(bob.decrypt(&forged, &mut out), Err(Refused::Authentication));
    let after_forged = heap::live_bytes() - before;
    assert_eq!(bob.decrypt(&genuine, &mut out), Ok(LEN));
    let after_genuine = heap::live_bytes() - before;
    assert!(
        after_forged <= 64 << 10 && after_genuine <= 64 << 10,
        "{after_forged} {after_genuine}"
    );
}

/// A frame in form with any nonce.
fn seal_by_chance(nonce: u32) -> Vec<u8> {
    let mut frame = vec![0x33; 30];
    let (mut rest, mut size) = (nonce, 11);
    loop {
        size += 1;
        let more = rest > 0x7f;
        frame.push(rest as u8 & 0x7f | if more { 0x80 } else { 0 });
        rest >>= 7;
        if !more {
            break;
        }
    }
    frame.extend([size, 0xfa, 0xfa]);
    frame
}

#[test]
fn two_encryptors_over_one_secret() {
    let secret = || SenderSecret::new(b"only in this one").unwrap();
    let (mut nonces, mut made) = (BTreeSet::new(), 0);
    let mut seal = |alice: &mut Encryptor| {
        let sealed = alice.encrypt_to_vec(Codec::Opus, &[7; 20]).unwrap();
        nonces.insert(sealed[20 + 8..sealed.len() - 3].to_vec());
        made += 1;
        sealed
    };
    let (mut one, mut two) = (Encryptor::new(secret()).unwrap(), Encryptor::new(secret()).unwrap());
    for _ in 0..50 {
        seal(&mut one);
        seal(&mut two);
        seal(&mut Encryptor::new(secret()).unwrap());
    }
    drop((one, two));
    // Made again, as after a change of devices: the receiver goes along.
    let mut bob = Decryptor::new(secret()).unwrap();
    for _ in 0..3 {
        let mut again = Encryptor::new(secret()).unwrap();
        assert!(bob.decrypt_to_vec(&seal(&mut again)).is_ok());
    }
    assert_eq!((nonces.len(), made), (153, 153));
}

#[test]
fn nonces_used_up() {
    let generation = u64::from(MAX_GENERATIONS_SKIPPED);
    assert!(alice(first_of(generation)).encrypt_to_vec(Codec::Opus, b"x").is_ok());
    for nonce in [first_of(generation + 1), first_of(1 << 32), u64::MAX - 10_000] {
        let used_up = alice(nonce).encrypt_to_vec(Codec::Opus, b"x");
        assert_eq!(used_up, Err(Unsealed::KeyUsedUp), "{nonce}");
    }
    // The store gives no lease at the end of all numbers, and this one is asked twice.
    let last = Encryptor::with_counters(secret(), Arc::new(StartAt(u64::MAX)));
    let exhausted = KeyError::Counters(CounterStoreError::Exhausted);
    assert_eq!(last.map(drop), Err(exhausted));
    let mut alice = alice(1);
    let went_back = Unsealed::Key(KeyError::Counters(CounterStoreError::WentBack));
    let first = (0..5000).find_map(|_| alice.encrypt_to_vec(Codec::Opus, b"x").err());
    assert_eq!(first, Some(went_back));
}

#[test]
fn buffers_at_the_limit_and_one_byte_less() {
    for (codec, frame) in frames() {
        let (mut alice, mut bob, mut out) = (alice(1), bob(), [0; 1000]);
        let sealed = alice.encrypt_to_vec(codec, &frame).unwrap();
        // The longest nonce must have room.
        let needed = sealed.len() + 4;
        assert!(needed <= Encryptor::max_len(frame.len()));
        let error = alice.encrypt(codec, &frame, &mut out[..needed - 1]).unwrap_err();
        assert_eq!(error, Unsealed::BufferTooSmall { needed, available: needed - 1 });
        let len = alice.encrypt(codec, &frame, &mut out[..needed]).unwrap();
        assert_eq!(out[len - sealed.len() + frame.len() + 8], 2, "no nonce was lost");

        let needed = frame.len();
        let mut short = vec![0x5a; needed - 1];
        let error = bob.decrypt(&sealed, &mut short).unwrap_err();
        assert_eq!(error, Refused::BufferTooSmall { needed, available: needed - 1 });
        assert!(short.iter().all(|&byte| byte == 0x5a));
        assert_eq!(bob.decrypt(&sealed, &mut out[..needed]), Ok(needed));
        assert_eq!(out[..needed], frame);
    }
    let secret = SenderSecret::new(&[7; 15]).map(drop);
    assert_eq!(secret, Err(KeyError::WrongLength { what: "sender secret", len: 15, want: 16 }));
    assert!(SenderSecret::new(&[7; 17]).is_err());
}

#[test]
fn frames_with_too_many_parts() {
    let slices = [0, 0, 1, 0x65, 0xb8, 7, 7].repeat(100);
    let mut alice = alice(1);
    assert_eq!(alice.encrypt_to_vec(Codec::H264, &slices), Err(Unsealed::TooManyParts));
    let sets = [0, 0, 1, 0x67].repeat(256);
    let sealed = alice.encrypt_to_vec(Codec::H264, &sets).unwrap();
    assert!(sealed.len() <= Encryptor::max_len(sets.len()));
    assert_eq!(Encryptor::max_len(sets.len()), sets.len() + MAX_OVERHEAD);
    assert_eq!(Encryptor::max_len(usize::MAX), usize::MAX);
    assert_eq!(bob().decrypt_to_vec(&sealed).unwrap(), [0, 0, 0, 1, 0x67].repeat(256));
    assert_eq!(
        alice.encrypt_to_vec(Codec::H264, &[&sets[..], &sets].concat()),
        Err(Unsealed::TooManyParts)
    );
}

/// 32 MB of ciphertext have a start code with a chance of 85 %, and ten in a row of 20 %; the
/// first ten nonces of this secret are such ones.
#[test]
fn a_start_code_in_every_ciphertext() {
    let frame = [&[0, 0, 0, 1, 0x65, 0xb8][..], &vec![0x77; 32 << 20]].concat();
    let mut out = vec![0; Encryptor::max_len(frame.len())];
    let mut alice = alice(1);
    let given_up = Err(Unsealed::StartCode { attempts: MAX_ATTEMPTS });
    assert_eq!(alice.encrypt(Codec::H264, &frame, &mut out), given_up);
    assert!(out.iter().all(|&byte| byte == 0));
    // Those nonces are gone, and a shorter frame has no start code besides its own.
    let sealed = alice.encrypt_to_vec(Codec::H264, &frame[..1000]).unwrap();
    assert_eq!(sealed[..sealed.len() - 3].last_chunk(), Some(&[11, 0, 6]));
    assert_eq!(sealed.windows(3).filter(|bytes| *bytes == [0, 0, 1]).count(), 1);
}
