//! Attacks on the wire: cut, flip, splice, swap, replay, flood. None is accepted, none leaves
//! plaintext, none changes what the next genuine frame meets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::time::{Duration, Instant};

use frameseal::{
    CipherSuite, CryptoProvider, DEFAULT_REPLAY_WINDOW, DecryptError, Decryptor, DecryptorConfig,
    ErrorClass, KeyError, KeyId, KidLayout, SenderKeyId,
};

mod heap;
mod parties;
use parties::*;

const WINDOW: u64 = DEFAULT_REPLAY_WINDOW as u64;

#[test]
fn every_truncation_and_every_extension() {
    for suite in CipherSuite::ALL {
        let alice = sender(suite, KID, 1);
        let mut bob = receiver(suite, KID, 1);
        for payload in [&b""[..], b"x", &[7; 40]] {
            let frame = alice.encrypt_to_vec(payload, META).unwrap();
            let before = state(&bob);
            for cut in 0..frame.len() {
                let refused = open(&mut bob, &frame[..cut]).unwrap_err();
                let class = refused.class();
                assert!(matches!(class, ErrorClass::Syntax | ErrorClass::Authentication), "{cut}");
                assert!(open(&mut bob, &frame[cut + 1..]).is_err(), "{suite}: front cut at {cut}");
            }
            for more in 1..=64 {
                for filler in [0x00, 0xff] {
                    let longer = [&frame[..], &vec![filler; more]].concat();
                    assert_eq!(open(&mut bob, &longer), Err(DecryptError::Authentication));
                }
            }
            assert_eq!(state(&bob), before);
            assert_eq!(open(&mut bob, &frame).unwrap(), payload);
        }
    }
}

#[test]
fn every_bit_flipped_in_header_ciphertext_tag_and_metadata() {
    let (mut frames, mut flips) = (0, 0);
    for suite in CipherSuite::ALL {
        let alice = sender(suite, KID, 1);
        let mut bob = receiver(suite, KID, 1);
        let mut out = [0; 128];
        for n in 0..25 {
            let mut frame = alice.encrypt_to_vec(&[n; 24][..usize::from(n)], META).unwrap();
            let mut metadata = META.to_vec();
            let before = state(&bob);
            for bit in 0..8 * frame.len() {
                frame[bit / 8] ^= 1 << (bit % 8);
                assert!(bob.decrypt(&frame, META, &mut out).is_err(), "{suite}: bit {bit}");
                frame[bit / 8] ^= 1 << (bit % 8);
            }
            for bit in 0..8 * metadata.len() {
                metadata[bit / 8] ^= 1 << (bit % 8);
                let refused = bob.decrypt(&frame, &metadata, &mut out).unwrap_err();
                assert_eq!(refused, DecryptError::Authentication, "{suite}: metadata {bit}");
                metadata[bit / 8] ^= 1 << (bit % 8);
            }
            assert_eq!(state(&bob), before);
            assert!(open(&mut bob, &frame).is_ok());
            (frames, flips) = (frames + 1, flips + 8 * (frame.len() + metadata.len()));
        }
    }
    assert_eq!(frames, 200);
    println!("{flips} flips");
}

#[test]
fn sweep_of_lengths_and_config_bytes() {
    let (start, mut tried) = (Instant::now(), 0);
    for suite in CipherSuite::ALL {
        // KID 5 and every KID that the config byte can say in itself is known.
        let mut bob = Decryptor::new();
        (0..8).for_each(|kid| bob.add_key(suite, KeyId::new(kid), base(1)).unwrap());
        let alice = sender(suite, KeyId::new(5), 1);
        let frames = seal_many(&alice, 3);
        open(&mut bob, &frames[0]).unwrap();
        let before = state(&bob);
        let mut out = [0; 64];
        for len in 0..=64 {
            for config in 0..=255u8 {
                for (at, byte) in out[..len].iter_mut().enumerate() {
                    *byte = if at == 0 { config } else { (at as u8).wrapping_mul(config) };
                }
                assert!(bob.decrypt_in_place(&mut out[..len], META).is_err(), "{len} {config:02x}");
                tried += 1;
            }
        }
        assert_eq!(state(&bob), before);
        let replayed = DecryptError::Replayed { kid: KeyId::new(5), counter: 0 };
        assert_eq!(open(&mut bob, &frames[0]), Err(replayed));
        assert!(open(&mut bob, &frames[2]).is_ok() && open(&mut bob, &frames[1]).is_ok());
    }
    assert_eq!(tried, 65 * 256 * 8);
    println!("{tried} frames in {:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn non_minimal_headers() {
    // The same KID and CTR, one byte longer in either field or both.
    let mut bob = receiver(GCM, KeyId::new(5), 1);
    let frame = sender(GCM, KeyId::new(5), 1).encrypt_to_vec(b"x", META).unwrap();
    for spelling in
        [&[0x80, 5][..], &[0x58, 0], &[0x88, 5, 0], &[0x9f, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0]]
    {
        let respelled = [spelling, &frame[1..]].concat();
        assert_eq!(open(&mut bob, &respelled), Err(DecryptError::NonMinimalHeader));
    }
    assert!(open(&mut bob, &frame).is_ok());
}

#[test]
fn kid_confusion_across_ratchet_bits_and_epoch_widths() {
    for claimed in 1..=16u8 {
        let layout = KidLayout::SenderKeys(ratchet_bits(claimed));
        let mut bob = Decryptor::with_config(DecryptorConfig::for_layout(layout));
        let id = SenderKeyId { ratchet_bits: ratchet_bits(claimed), generation: 1, step: 0 };
        bob.add_sender_key(frameseal::SenderKey::at(GCM, id, base(1)).unwrap()).unwrap();
        let before = state(&bob);
        // Alice uses R = 4; her generations 1 to 40 reach Bob's generation 1 at any R.
        for generation in 1..40 {
            for step in 0..4 {
                let alice = ratcheting(&sender_key(generation, step, generation as u8));
                let opened = open(&mut bob, &alice.encrypt_to_vec(b"x", META).unwrap());
                assert_eq!(opened.is_ok(), claimed == 4 && generation == 1, "R = {claimed}");
                if opened.is_err() && claimed != 4 {
                    assert_eq!(state(&bob), before);
                }
            }
        }
    }
    for claimed in 1..=8u8 {
        let layout = KidLayout::Mls(epoch_bits(claimed));
        let mut bob = Decryptor::with_config(DecryptorConfig::for_layout(layout));
        bob.add_epoch(epoch(3, 4, 1)).unwrap();
        // Frames of other epochs and of strangers to the group, whatever width they are read in.
        for other in (0..64).filter(|&n| n != 3) {
            let kid = mls_kid(other, 4, 5, 0);
            let frame = seal_at(GCM, kid, &base(other as u8 + 2), 0, b"x");
            assert!(open(&mut bob, &frame).is_err(), "E = {claimed}, epoch {other}");
        }
        assert_eq!(bob.key_stats().count(), 0, "nothing was kept for them");
    }
}

/// With R = 5 generation 0, step 17; with R = 4 generation 1, step 1: a key is found, and opens
/// nothing.
#[test]
fn a_kid_of_another_layout_that_finds_a_key() {
    let mut bob = ratchet_receiver();
    bob.add_sender_key(sender_key(1, 0, 1)).unwrap();
    let before = state(&bob);
    let alice = frameseal::SenderKey::new(GCM, ratchet_bits(5), 0, base(2)).unwrap().ahead(17);
    assert_eq!(alice.key_id(), ratchet_kid(1, 1));
    let frame = ratcheting(&alice).encrypt_to_vec(b"x", META).unwrap();
    assert_eq!(open(&mut bob, &frame), Err(DecryptError::Authentication));
    assert_eq!(state(&bob), before);
}

#[test]
fn splice_of_one_senders_header_on_anothers_body() {
    let (alice_kid, carol_kid) = (KeyId::new(0x101), KeyId::new(0x102));
    for suite in CipherSuite::ALL {
        let mut bob = receiver(suite, alice_kid, 1);
        bob.add_key(suite, carol_kid, base(2)).unwrap();
        let a = seal_many(&sender(suite, alice_kid, 1), 12);
        let c = seal_many(&sender(suite, carol_kid, 2), 12);
        for (head, body) in [(&a, &c), (&c, &a), (&a, &a)] {
            for (i, j) in [(0, 1), (1, 0), (3, 7), (8, 9), (9, 8), (2, 11)] {
                let (at_i, at_j) = (header(&head[i]).encoded_len(), header(&body[j]).encoded_len());
                let spliced = [&head[i][..at_i], &body[j][at_j..]].concat();
                assert_eq!(open(&mut bob, &spliced), Err(DecryptError::Authentication));
            }
        }
        for frame in a.iter().chain(&c) {
            assert!(open(&mut bob, frame).is_ok());
        }
    }
}

#[test]
fn cross_suite_and_cross_tag_length() {
    let mut tried = 0;
    for sealed_with in CipherSuite::ALL {
        let frame = sender(sealed_with, KID, 1).encrypt_to_vec(&[0; 64], META).unwrap();
        for opened_with in CipherSuite::ALL.into_iter().filter(|&suite| suite != sealed_with) {
            let mut bob = receiver(opened_with, KID, 1);
            for len in [frame.len(), frame.len() - sealed_with.tag_len() + opened_with.tag_len()] {
                let mut cut = frame.clone();
                cut.resize(len, 0);
                assert_eq!(open(&mut bob, &cut), Err(DecryptError::Authentication));
                tried += 1;
            }
            let in_use = Err(KeyError::KeyIdInUse { kid: KID });
            assert_eq!(bob.add_key(sealed_with, KID, base(1)), in_use, "one KID, one suite");
        }
    }
    assert_eq!(tried, 8 * 7 * 2);
}

#[test]
fn metadata_swapped() {
    for suite in CipherSuite::ALL {
        let (alice, mut bob) = (sender(suite, KID, 1), receiver(suite, KID, 1));
        let long = [0x61; 300];
        let table: [&[u8]; 6] = [b"", b"a", b"b", b"aa", &long[..239], &long];
        for mine in table {
            let frame = alice.encrypt_to_vec(b"payload", mine).unwrap();
            for yours in table.into_iter().filter(|yours| *yours != mine) {
                let refused = bob.decrypt_to_vec(&frame, yours);
                assert_eq!(refused, Err(DecryptError::Authentication), "{suite}");
            }
            assert!(bob.decrypt_to_vec(&frame, mine).is_ok());
        }
        // The border between header and metadata is not movable.
        let frame = alice.encrypt_to_vec(b"payload", b"metadata").unwrap();
        let at = header(&frame).encoded_len();
        for moved in [[&frame[at..at + 1], b"metadata"].concat(), b"etadata".to_vec()] {
            assert!(bob.decrypt_to_vec(&frame, &moved).is_err());
            assert!(
                bob.decrypt_to_vec(&[&frame[..at], &frame[at + 1..]].concat(), &moved).is_err()
            );
        }
    }
}

#[test]
fn replay_at_every_window_position() {
    let mut bob = receiver(GCM, KID, 1);
    let newest = 3 * WINDOW + 17;
    let frames: Vec<_> = (0..=newest).map(|n| seal_at(GCM, KID, &base(1), n, b"x")).collect();
    // Every other frame arrives at once; the rest is late.
    for frame in frames.iter().skip(1).step_by(2) {
        open(&mut bob, frame).unwrap();
    }
    let before = state(&bob);
    for (n, frame) in frames.iter().enumerate().filter(|(n, _)| n % 2 == 1) {
        let (kid, counter) = (KID, n as u64);
        let refused = match newest - counter < WINDOW {
            true => DecryptError::Replayed { kid, counter },
            false => DecryptError::TooOld { kid, counter },
        };
        assert_eq!(open(&mut bob, frame), Err(refused));
    }
    assert_eq!(state(&bob), before);
    let mut late = 0;
    for (n, frame) in frames.iter().enumerate().filter(|(n, _)| n % 2 == 0) {
        let (kid, counter) = (KID, n as u64);
        let inside = newest - counter < WINDOW;
        assert_eq!(open(&mut bob, frame).is_ok(), inside, "{n} of {newest}");
        late += u64::from(inside);
        let again = open(&mut bob, frame).unwrap_err();
        assert_eq!(again == DecryptError::Replayed { kid, counter }, inside, "{n}");
    }
    assert_eq!(late, WINDOW / 2, "reordering inside the window costs nothing");
}

#[test]
fn reorder_inside_the_window() {
    let mut bob = receiver(GCM, KID, 1);
    let frames = seal_many(&sender(GCM, KID, 1), DEFAULT_REPLAY_WINDOW);
    for n in (0..frames.len()).rev() {
        assert_eq!(open(&mut bob, &frames[n]).unwrap(), n.to_be_bytes());
    }
    for frame in &frames {
        assert_eq!(open(&mut bob, frame).unwrap_err().class(), ErrorClass::Replay);
    }
}

#[test]
fn replay_after_a_plain_key_is_removed_and_added() {
    let mut bob = receiver(GCM, KID, 1);
    let frames = seal_many(&sender(GCM, KID, 1), 30);
    frames[..20].iter().for_each(|frame| assert!(open(&mut bob, frame).is_ok()));
    for round in 0..3 {
        assert!(bob.remove_key(KID));
        bob.add_key(GCM, KID, base(1)).unwrap();
        for (n, frame) in frames[..20 + round].iter().enumerate() {
            let replayed = DecryptError::Replayed { kid: KID, counter: n as u64 };
            assert_eq!(open(&mut bob, frame), Err(replayed), "round {round}");
        }
        assert!(open(&mut bob, &frames[20 + round]).is_ok());
    }
    // Through the grace time, and with another key in between, it is the same.
    assert!(bob.retire_key(KID));
    bob.advance(Duration::from_secs(11));
    bob.add_key(GCM, KID, base(2)).unwrap();
    bob.remove_key(KID);
    bob.add_key(GCM, KID, base(1)).unwrap();
    assert!(open(&mut bob, &frames[22]).is_err() && open(&mut bob, &frames[23]).is_ok());
}

/// Of removed keys the last 32 768 are remembered; a key removed a moment ago is among them even
/// if it had been removed before.
#[test]
fn replay_after_a_key_was_removed_twice() {
    let mut bob = receiver(GCM, KID, 1);
    let frame = sender(GCM, KID, 1).encrypt_to_vec(b"x", META).unwrap();
    open(&mut bob, &frame).unwrap();
    let mut others = (0x10000..).map(KeyId::new);
    let mut pass_by = |bob: &mut Decryptor, count| {
        for kid in others.by_ref().take(count) {
            bob.add_key(GCM, kid, base(2)).unwrap();
            bob.remove_key(kid);
        }
    };
    bob.remove_key(KID);
    pass_by(&mut bob, 32_767);
    bob.add_key(GCM, KID, base(1)).unwrap();
    assert!(open(&mut bob, &frame).is_err(), "remembered");
    bob.remove_key(KID);
    pass_by(&mut bob, 1);
    bob.add_key(GCM, KID, base(1)).unwrap();
    assert!(open(&mut bob, &frame).is_err(), "removed one key ago and forgotten");
}

#[test]
fn replay_after_a_generation_comes_back_at_an_old_step() {
    let frames: Vec<_> = (0..6).map(|s| seal_many(&ratcheting(&sender_key(7, s, 1)), 4)).collect();
    let mut bob = ratchet_receiver();
    bob.add_sender_key(sender_key(7, 0, 1)).unwrap();
    for step in [0, 1, 3] {
        frames[step][..3].iter().for_each(|frame| assert!(open(&mut bob, frame).is_ok()));
    }
    let replays = |bob: &mut Decryptor| {
        for step in [0, 1, 3] {
            for frame in &frames[step][..3] {
                assert!(open(bob, frame).is_err(), "step {step}");
            }
        }
    };
    bob.add_sender_key(sender_key(7, 0, 1)).unwrap(); // while it is held: nothing changes
    replays(&mut bob);
    for (step, fresh) in [(0, 3), (1, 4), (3, 5)] {
        bob.remove_key(ratchet_kid(7, 0));
        bob.add_sender_key(sender_key(7, step, 1)).unwrap();
        replays(&mut bob);
        assert!(open(&mut bob, &frames[fresh][3]).is_ok(), "the present goes on");
        replays(&mut bob);
    }
    bob.remove_key(ratchet_kid(7, 0));
    let retired = Err(KeyError::KeyIdRetired { kid: ratchet_kid(7, 2) });
    assert_eq!(bob.add_sender_key(sender_key(7, 2, 9)), retired, "another key's past");
}

#[test]
fn replay_after_an_epoch_comes_back() {
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(5, 4, 1)).unwrap();
    let frame = seal_at(GCM, mls_kid(5, 4, 2, 0), &base(1), 0, b"x");
    open(&mut bob, &frame).unwrap();
    bob.add_epoch(epoch(5, 4, 1)).unwrap(); // while it is held: nothing changes
    assert_eq!(open(&mut bob, &frame).unwrap_err().class(), ErrorClass::Replay);
    bob.remove_key(mls_kid(5, 4, 0, 0));
    for old in [5, 4] {
        assert!(matches!(bob.add_epoch(epoch(old, 4, 1)), Err(KeyError::KeyIdRetired { .. })));
    }
    // An epoch with the same low bits replaces it for good, too.
    bob.add_epoch(epoch(21, 4, 2)).unwrap();
    assert!(matches!(bob.add_epoch(epoch(5, 4, 1)), Err(KeyError::KeyIdRetired { .. })));
    assert_eq!(open(&mut bob, &frame), Err(DecryptError::Authentication));
}

#[test]
fn forged_counter_of_two_to_the_64_minus_1() {
    for suite in CipherSuite::ALL {
        let mut bob = receiver(suite, KID, 1);
        let frames = seal_many(&sender(suite, KID, 1), 30);
        open(&mut bob, &frames[20]).unwrap();
        let before = state(&bob);
        for counter in [u64::MAX, u64::MAX - 1, 1 << 63, 1 << 32, 20 + WINDOW, 21] {
            let refused = open(&mut bob, &forged(KID, counter));
            assert_eq!(refused, Err(DecryptError::Authentication));
        }
        assert_eq!(state(&bob), before);
        for n in [0, 19, 21, 29] {
            assert!(open(&mut bob, &frames[n]).is_ok(), "{suite}: frame {n}");
        }
    }
    // A sender that really gets there is followed.
    let mut bob = receiver(GCM, KID, 1);
    open(&mut bob, &seal_at(GCM, KID, &base(1), u64::MAX, b"last")).unwrap();
    assert!(open(&mut bob, &seal_at(GCM, KID, &base(1), u64::MAX - WINDOW + 1, b"x")).is_ok());
    assert!(open(&mut bob, &seal_at(GCM, KID, &base(1), 0, b"first")).is_err());
}

#[test]
fn far_ratchet_step() {
    let layout = KidLayout::SenderKeys(ratchet_bits(16));
    let alice = |step| {
        let mut key = frameseal::SenderKey::new(GCM, ratchet_bits(16), 1, base(1)).unwrap();
        (0..step).for_each(|_| key.ratchet());
        key
    };
    for (asked, reach) in [(0, 0), (1, 1), (16, 16), (256, 256), (u64::MAX, 256)] {
        let mut config = DecryptorConfig::for_layout(layout);
        config.max_ratchet_steps = asked;
        let mut bob = Decryptor::with_config(config);
        bob.add_sender_key(alice(0)).unwrap();
        let before = state(&bob);
        for steps in [reach + 1, 65_533, 65_535] {
            let kid = KeyId::new(1 << 16 | steps);
            let (frame, mut out) = (forged(kid, 0), [0; 64]);
            let blocks = heap::allocations();
            let refused = bob.decrypt(&frame, META, &mut out).unwrap_err();
            assert_eq!(refused, DecryptError::RatchetTooFar { kid, steps });
            assert_eq!(heap::allocations(), blocks, "not a single key was derived");
        }
        // The furthest step costs its HKDFs, one block of the heap each, and no more.
        if reach > 0 {
            let (frame, mut out) = (forged(KeyId::new(1 << 16 | reach), 0), [0; 64]);
            let blocks = heap::allocations();
            assert!(bob.decrypt(&frame, META, &mut out).is_err());
            let blocks = heap::allocations() - blocks;
            assert!(blocks <= reach + 16, "{blocks} blocks for {reach} steps");
        }
        assert_eq!(state(&bob), before);
        let frame = ratcheting(&alice(reach)).encrypt_to_vec(b"x", META).unwrap();
        assert!(open(&mut bob, &frame).is_ok(), "{reach} steps");
    }
}

/// A frame too short for its tag is no reason to derive a key.
#[test]
fn short_frames_that_ask_for_a_derivation() {
    if !heap::hooked() {
        return;
    }
    let mut bob = ratchet_receiver();
    bob.add_sender_key(sender_key(1, 0, 1)).unwrap();
    let mut mls = mls_receiver();
    mls.add_epoch(epoch(5, 4, 1)).unwrap();
    for (bob, kid) in [(&mut bob, ratchet_kid(1, 10)), (&mut mls, mls_kid(5, 4, 9, 0))] {
        let (frame, mut out) = (forged(kid, 0), [0; 64]);
        let blocks = heap::allocations();
        let refused = bob.decrypt(&frame[..3], META, &mut out).unwrap_err();
        assert_eq!(refused, DecryptError::Truncated { len: 3 });
        assert_eq!(heap::allocations() - blocks, 0, "{kid}: work for a frame of 3 bytes");
    }
}

/// No trial decryption: a ciphertext made to open under two keys is tried under one.
#[test]
fn one_ciphertext_under_two_keys() {
    let (mine, yours) = (KeyId::new(1), KeyId::new(2));
    for suite in CipherSuite::ALL {
        let mut bob = receiver(suite, mine, 1);
        bob.add_key(suite, yours, base(2)).unwrap();
        // Sealed with the key of `yours`, labelled as `mine`.
        let mut frame = seal_at(suite, yours, &base(2), 0, b"x");
        frame[0] = 0x10;
        assert_eq!(open(&mut bob, &frame), Err(DecryptError::Authentication));
        let failed = |kid| bob.key_stats().find(|key| key.kid == kid).unwrap().failed;
        assert_eq!((failed(mine), failed(yours)), (1, 0), "{suite}");
        frame[0] = 0x30;
        let kid = KeyId::new(3);
        assert_eq!(open(&mut bob, &frame), Err(DecryptError::UnknownKey { kid }));
        let tried: u64 = bob.key_stats().map(|key| key.failed).sum();
        assert_eq!(tried, 1, "an unknown KID is tried under no key");
    }
}

#[test]
fn plaintext_left_after_a_failed_open() {
    let mut tried = 0;
    for suite in CipherSuite::ALL {
        for &provider in CryptoProvider::ALL {
            let mut config = DecryptorConfig::default();
            config.provider = Some(provider);
            let mut bob = Decryptor::with_config(config);
            bob.add_key(suite, KID, base(1)).unwrap();
            for len in [0, 1, 15, 16, 17, 1000, 5000] {
                let mut bad = sender(suite, KID, 1).encrypt_to_vec(&vec![0x77; len], META).unwrap();
                let at = header(&bad).encoded_len();
                *bad.last_mut().unwrap() ^= 1;
                let mut out = vec![0xee; bad.len() + 8];
                let refused = bob.decrypt(&bad, META, &mut out).map(drop);
                assert_eq!(refused, Err(DecryptError::Authentication));
                let (used, rest) = out.split_at(bad.len() - at);
                assert!(used.iter().all(|&b| b == 0), "{suite} {} {len}", provider.name);
                assert!(rest.iter().all(|&b| b == 0xee), "nothing is written beyond");
                assert!(bob.decrypt_in_place(&mut bad, META).is_err());
                assert!(bad[at..].iter().all(|&b| b == 0), "{suite} {} {len}", provider.name);
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 8 * 7 * CryptoProvider::ALL.len());
}

#[test]
fn reflected_frames_of_a_plain_key() {
    let alice = sender(GCM, KID, 1);
    let mut own = Decryptor::new();
    own.refuse_own(&alice).unwrap();
    let refused = Err(KeyError::OwnSendKey { kid: KID });
    assert_eq!(own.add_key(GCM, KID, base(1)), refused);
    let unknown = Err(DecryptError::UnknownKey { kid: KID });
    assert_eq!(open(&mut own, &alice.encrypt_to_vec(b"x", META).unwrap()), unknown);
    assert_eq!(receiver(GCM, KID, 1).refuse_own(&alice), refused, "the other order");
    assert!(own.add_key(GCM, KID, base(2)).is_ok(), "the KID itself is free");
}

#[test]
fn reflected_frames_of_a_ratchet() {
    let mut own = ratchet_receiver();
    let alice = ratcheting(&sender_key(1, 2, 1));
    own.refuse_own(&alice).unwrap();
    let refused = Err(KeyError::OwnSendKey { kid: ratchet_kid(1, 2) });
    assert_eq!(own.add_sender_key(sender_key(1, 2, 1)), refused);
    own.add_sender_key(sender_key(1, 0, 1)).unwrap(); // the app's mistake: its own generation
    let frame = alice.encrypt_to_vec(b"x", META).unwrap();
    let reflected = DecryptError::Reflected { kid: ratchet_kid(1, 2) };
    assert_eq!(open(&mut own, &frame), Err(reflected));
    // Nor is the step taken up among those that are kept for frames still under way.
    let later = ratcheting(&sender_key(1, 3, 1)).encrypt_to_vec(b"x", META).unwrap();
    open(&mut own, &later).unwrap();
    assert!(open(&mut own, &frame).is_err(), "a reflected frame was taken for another's");
}

#[test]
fn reflected_frames_of_an_mls_sender() {
    let (mine, yours) = (mls_kid(5, 4, 2, 0), mls_kid(5, 4, 3, 0));
    let alice = sender(GCM, mine, 1);
    let frames = seal_many(&alice, 2);
    let mut own = mls_receiver();
    own.refuse_own(&alice).unwrap();
    own.add_epoch(epoch(5, 4, 1)).unwrap();
    for frame in &frames {
        assert_eq!(open(&mut own, frame), Err(DecryptError::Reflected { kid: mine }));
    }
    assert!(open(&mut own, &seal_at(GCM, yours, &base(1), 0, b"x")).is_ok());
    assert_eq!(own.key_stats().count(), 1);
}

/// `refuse_own` that comes after the first reflected frame must still stop the next.
#[test]
fn reflected_frames_before_the_own_key_was_named() {
    let alice = sender(GCM, mls_kid(5, 4, 2, 0), 1);
    let frames = seal_many(&alice, 2);
    let mut own = mls_receiver();
    own.add_epoch(epoch(5, 4, 1)).unwrap();
    open(&mut own, &frames[0]).unwrap();
    let _says_that_it_was_there = own.refuse_own(&alice);
    assert!(open(&mut own, &frames[1]).is_err(), "still taken for another's");
}
