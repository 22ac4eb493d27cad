//! Floods: what an attacker sends without end makes nothing grow, wears nothing out, and the
//! next genuine frame opens.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::time::Duration;

use frameseal::*;

mod heap;
mod parties;
use parties::*;

#[test]
fn a_million_unknown_kids() {
    let mut bob = receiver(GCM, KID, 1);
    let frames = seal_many(&sender(GCM, KID, 1), 2);
    open(&mut bob, &frames[0]).unwrap();
    let (before, bytes) = (state(&bob), heap::live_bytes());
    let mut frame = [0; 40];
    for n in 0..1_000_000u64 {
        let kid = KeyId::new(0x1_0000_0000 + n * 0x9e37_79b9);
        Header { kid, counter: n }.encode((&mut frame[..17]).try_into().unwrap());
        let refused = bob.decrypt_in_place(&mut frame, META).unwrap_err();
        assert_eq!(refused, DecryptError::UnknownKey { kid });
    }
    assert_eq!(heap::live_bytes(), bytes, "grown");
    assert_eq!(state(&bob), before);
    let told = events(&mut bob);
    assert_eq!(told.len(), MAX_MISSING_KEYS);
    assert!(told.iter().all(|event| matches!(event, Event::KeyMissing { .. })));
    assert!(open(&mut bob, &frames[1]).is_ok());
    // An app that never asks for its events has not more of them either.
    for round in 1..20u64 {
        bob.advance(Duration::from_secs(round * MISSING_KEY_SECONDS));
        for n in 0..100 {
            assert!(open(&mut bob, &forged(KeyId::new((1 << 40) + n), 0)).is_err());
        }
    }
    assert_eq!(events(&mut bob).len(), MAX_MISSING_KEYS);
}

/// 64 KIDs a second that nobody has do not hide the one that somebody has.
#[test]
fn a_missing_key_among_forged_kids() {
    let genuine = sender(GCM, KID, 1).encrypt_to_vec(b"x", META).unwrap();
    // Forged KIDs a second, of one frame each or the same ones again, and how often Bob asks.
    for (forgeries, repeated, asks) in [(64, false, 1), (1000, false, 1), (1000, true, 7)] {
        let (mut bob, mut kid) = (Decryptor::new(), 1 << 40);
        let (mut reported, mut told) = (Vec::new(), 0);
        for second in 0..120 {
            bob.advance(Duration::from_secs(second));
            for n in 0..forgeries {
                kid = if repeated { (1 << 40) + n % 40 } else { kid + 1 };
                assert!(open(&mut bob, &forged(KeyId::new(kid), 1)).is_err());
                if n % (forgeries / 50) == 0 {
                    assert!(open(&mut bob, &genuine).is_err()); // 50 a second, and more
                }
            }
            if second % asks == 0 {
                let events = events(&mut bob);
                told += events.len();
                reported.extend(events.contains(&Event::KeyMissing { kid: KID }).then_some(second));
            }
        }
        let gaps: Vec<_> = reported.windows(2).map(|two| two[1] - two[0]).collect();
        println!("{forgeries} a second: {reported:?}, {told} events");
        assert!(reported.first().is_some_and(|&first| first <= 10), "{reported:?}");
        assert!(gaps.iter().all(|gap| (5..=14).contains(gap)), "{gaps:?}");
        assert!(told <= 120 / MISSING_KEY_SECONDS as usize * MAX_MISSING_KEYS, "{told}");
    }
}

/// 20 s in which nobody asks for events, and in which many are caused.
#[test]
fn a_warning_among_other_events() {
    let suite = CipherSuite::AES_128_CTR_HMAC_SHA256_32;
    let mut bob = receiver(suite, KID, 1);
    for kid in 0..300 {
        let kid = KeyId::new(1000 + kid);
        bob.add_key(suite, kid, base(2)).unwrap();
        for _ in 0..20 {
            assert!(open(&mut bob, &forged(kid, 1)).is_err()); // reported as forgeries
        }
        assert!(open(&mut bob, &forged(KeyId::new(kid.as_u64() << 20), 1)).is_err());
        bob.advance(Duration::from_millis(67 * (kid.as_u64() - 999)));
    }
    for _ in 0..forgery_warning(suite) {
        assert!(open(&mut bob, &forged(KID, 1)).is_err());
    }
    let told = events(&mut bob);
    assert!(told.len() <= MAX_EVENTS + MAX_MISSING_KEYS, "{}", told.len());
    let warnings = |told: &[Event]| {
        told.iter().filter(|event| **event == Event::RotateSoon { kid: KID }).count()
    };
    assert_eq!(warnings(&told), 1, "the warning is lost");
    // It stays one, whatever comes.
    (0..1000).for_each(|_| assert!(open(&mut bob, &forged(KID, 1)).is_err()));
    assert_eq!(warnings(&events(&mut bob)), 0);
}

/// A hundred keys have seen too many forgeries, and nobody asks: those that find no room say so
/// with the next forgery.
#[test]
fn warnings_at_the_limit_and_beyond() {
    let suite = CipherSuite::AES_128_CTR_HMAC_SHA256_32;
    let (mut bob, keys) = (Decryptor::new(), 80);
    (0..keys).for_each(|kid| bob.add_key(suite, KeyId::new(kid), base(1)).unwrap());
    let mut frame = [0; 48];
    let mut forge = |bob: &mut Decryptor, kid| {
        frame.fill(7);
        let header = Header { kid: KeyId::new(kid), counter: 1 };
        header.encode((&mut frame[..17]).try_into().unwrap());
        assert!(bob.decrypt_in_place(&mut frame, META).is_err());
    };
    let warned = |bob: &mut Decryptor| {
        let events = events(bob);
        assert!(events.len() <= MAX_EVENTS);
        events.iter().filter(|event| matches!(event, Event::RotateSoon { .. })).count()
    };
    for kid in 0..keys {
        (0..forgery_warning(suite)).for_each(|_| forge(&mut bob, kid));
    }
    let first = warned(&mut bob);
    (0..keys).for_each(|kid| forge(&mut bob, kid));
    let then = warned(&mut bob);
    println!("{first} warnings, then {then}");
    assert!(first >= 64 && then > 0, "{first} and {then}");
    assert_eq!(first + then, keys as usize);
}

/// What is counted together is named together: by the KID of the epoch alone, or of the step held.
#[test]
fn forgeries_under_kids_that_failed_once() {
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(5, 10, 1)).unwrap();
    for index in 1..=16 {
        assert!(open(&mut bob, &forged(mls_kid(5, 10, index, 0), 0)).is_err());
    }
    let kid = mls_kid(5, 10, 0, 0);
    assert_eq!(events(&mut bob), [Event::Forgeries { kid, failed: 16, opened: 0 }]);
    let mut bob = ratchet_receiver();
    bob.add_sender_key(sender_key(1, 2, 1)).unwrap();
    for n in 0..16 {
        assert!(open(&mut bob, &forged(ratchet_kid(1, 3 + n % 8), 0)).is_err());
    }
    let kid = ratchet_kid(1, 2);
    assert_eq!(events(&mut bob), [Event::Forgeries { kid, failed: 16, opened: 0 }]);
}

/// Gives the events of 10^5 forged frames with the given KIDs, after which the genuine one
/// must open.
fn flood(bob: &mut Decryptor, kids: &[KeyId], genuine: &[u8]) -> Vec<Event> {
    let mut frame = [0; 48];
    let mut forge = |bob: &mut Decryptor, n: usize| {
        frame.fill(n as u8);
        let header = Header { kid: kids[n % kids.len()], counter: 1000 + n as u64 };
        header.encode((&mut frame[..17]).try_into().unwrap());
        let refused = bob.decrypt_in_place(&mut frame, META).unwrap_err();
        assert_eq!(refused, DecryptError::Authentication);
    };
    // AWS-LC keeps 480 bytes for every thread that has met an error.
    assert!(open(&mut receiver(GCM, KID, 1), &forged(KID, 0)).is_err());
    let (before, bytes) = (state(bob), heap::live_bytes());
    (0..100_000).for_each(|n| forge(bob, n));
    assert_eq!(heap::live_bytes(), bytes, "grown");
    assert_eq!(state(bob), before);
    assert!(open(bob, genuine).is_ok(), "forged frames switched the key off");
    events(bob)
}

/// 16, 32, … 65 536.
const EDGES: [u64; 13] =
    [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];

#[test]
fn forgery_flood_for_a_known_kid() {
    for suite in CipherSuite::ALL {
        let mut bob = receiver(suite, KID, 1);
        let frames = seal_many(&sender(suite, KID, 1), 2);
        open(&mut bob, &frames[0]).unwrap();
        let told = flood(&mut bob, &[KID], &frames[1]);
        let mut expected: Vec<_> =
            EDGES.map(|failed| Event::Forgeries { kid: KID, failed, opened: 1 }).to_vec();
        if suite.tag_len() == 4 {
            expected.push(Event::RotateSoon { kid: KID });
        }
        assert_eq!(told, expected, "{suite}");
        let stats = bob.key_stats().next().unwrap();
        assert_eq!((stats.failed, stats.opened), (100_000, 2));
    }
}

#[test]
fn forgery_flood_for_ratchet_steps_ahead() {
    let mut bob = ratchet_receiver();
    bob.add_sender_key(sender_key(1, 0, 1)).unwrap();
    let kids: Vec<_> = (1..=13).map(|step| ratchet_kid(1, step)).collect();
    let genuine = ratcheting(&sender_key(1, 2, 1)).encrypt_to_vec(b"x", META).unwrap();
    let told = flood(&mut bob, &kids, &genuine);
    assert_eq!(told.len(), EDGES.len(), "{told:?}");
}

#[test]
fn forgery_flood_for_unknown_mls_senders() {
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(5, 10, 1)).unwrap();
    let kids: Vec<_> = (0..1000).map(|index| mls_kid(5, 10, index, 3)).collect();
    let genuine = seal_at(GCM, mls_kid(5, 10, 1, 3), &base(1), 0, b"x");
    let told = flood(&mut bob, &kids, &genuine);
    assert_eq!(told.len(), EDGES.len(), "{told:?}");
}

#[test]
fn short_tag_brute_force() {
    let suite = CipherSuite::AES_128_CTR_HMAC_SHA256_32;
    assert_eq!(forgery_warning(suite), 65_536);
    let mut bob = receiver(suite, KID, 1);
    let mut frame = sender(suite, KID, 1).encrypt_to_vec(b"x", META).unwrap();
    let at = frame.len() - 4;
    let real = u32::from_be_bytes(frame[at..].try_into().unwrap());
    let mut warnings = Vec::new();
    for n in 1..=70_000u32 {
        frame[at..].copy_from_slice(&real.wrapping_add(n).to_be_bytes());
        assert_eq!(open(&mut bob, &frame), Err(DecryptError::Authentication));
        warnings.extend(events(&mut bob).into_iter().map(|event| (n, event)));
    }
    warnings.retain(|(_, event)| matches!(event, Event::RotateSoon { .. }));
    assert_eq!(warnings, [(65_536, Event::RotateSoon { kid: KID })]);
    frame[at..].copy_from_slice(&real.to_be_bytes());
    assert!(open(&mut bob, &frame).is_ok(), "a warning, not a switch");
}

fn parking(frames: usize, bytes: usize, age: u64) -> Decryptor {
    let mut config = DecryptorConfig::default();
    config.parking = ParkingLimits { frames, bytes, age: Duration::from_secs(age) };
    Decryptor::with_config(config)
}

fn unparked(bob: &mut Decryptor) -> Vec<u64> {
    core::iter::from_fn(|| bob.unpark().map(|parked| parked.token)).collect()
}

#[test]
fn parked_frames_are_bounded_by_count_bytes_and_age() {
    let frames = seal_many(&sender(GCM, KID, 1), 100);
    let size = frames[8].len() + META.len(); // frames 8 to 99 are of one size
    let table = [
        (parking(10, 1 << 20, 2), 90..100, 82),
        (parking(256, 10 * size, 2), 90..100, 82),
        (parking(256, 10 * size - 1, 2), 91..100, 83),
        (parking(0, 1 << 20, 2), 0..0, 92),
        (parking(256, size - 1, 2), 0..0, 92),
    ];
    for (mut bob, kept, dropped) in table {
        for (n, frame) in frames.iter().enumerate().skip(8) {
            bob.park(frame, META, n as u64);
            assert!(bob.totals().parked <= 10);
        }
        assert_eq!(bob.totals().parked_dropped, dropped);
        bob.add_key(GCM, KID, base(1)).unwrap();
        assert_eq!(unparked(&mut bob), kept.collect::<Vec<_>>(), "once and in order");
        assert_eq!((bob.totals().parked, bob.unpark()), (0, None));
    }
    let mut bob = parking(256, 1 << 20, 2);
    for (n, frame) in frames.iter().take(8).enumerate() {
        bob.advance(Duration::from_secs(n as u64));
        bob.park(frame, META, n as u64);
    }
    bob.advance(Duration::from_millis(8500));
    bob.add_key(GCM, KID, base(1)).unwrap();
    assert_eq!(unparked(&mut bob), [7], "the rest is more than 2 s old");
    assert!(!bob.park(&frames[9], META, 9), "its key is known: it need not wait");
    assert!(!bob.park(&[0x99], META, 0) && !bob.park(b"", META, 0), "no SFrame");
}

#[test]
fn parked_forgeries_and_replays() {
    let mut bob = parking(256, 1 << 20, 2);
    let frames = seal_many(&sender(GCM, KID, 1), 3);
    let parked = [&frames[0], &forged(KID, 0), &forged(KID, u64::MAX), &frames[0], &frames[1]];
    for (n, frame) in parked.into_iter().enumerate() {
        assert!(bob.park(frame, META, n as u64));
    }
    assert!(bob.park(&frames[2], b"other metadata", 5));
    bob.add_key(GCM, KID, base(1)).unwrap();
    let replayed = Err(DecryptError::Replayed { kid: KID, counter: 0 });
    let came = [
        Ok(0usize.to_be_bytes().to_vec()),
        replayed.clone(),
        Err(DecryptError::Authentication),
        replayed,
        Ok(1usize.to_be_bytes().to_vec()),
        Err(DecryptError::Authentication),
    ];
    for (token, expected) in (0..).zip(came) {
        let parked = bob.unpark().unwrap();
        assert_eq!(parked.token, token);
        assert_eq!(parked.frame.map(|opened| opened.payload), expected, "{token}");
    }
    assert_eq!(bob.unpark(), None);
    assert_eq!(state(&bob)[0].2, Some(1));
    assert!(open(&mut bob, &frames[2]).is_ok());
    assert_eq!(open(&mut bob, &frames[1]).unwrap_err().class(), ErrorClass::Replay);
}

#[test]
fn forged_frames_push_out_those_that_wait() {
    let frames = seal_many(&sender(GCM, KID, 1), 20);
    let kid = |n: u64| KeyId::new((1 << 40) + n);
    // One frame that came before the flood.
    let mut bob = Decryptor::new();
    assert!(bob.park(&frames[0], META, 1));
    for n in 0..1000 {
        bob.park(&forged(kid(n), 0), META, 2);
    }
    bob.add_key(GCM, KID, base(1)).unwrap();
    assert_eq!(unparked(&mut bob), [1], "pushed out by forged ones");
    // And 20 that come with it, each among 30 forged ones.
    let mut bob = Decryptor::new();
    for n in 0..1000 {
        bob.park(&forged(kid(n), 0), META, 2);
    }
    for (token, frame) in (0..).zip(&frames) {
        assert!(bob.park(frame, META, token));
        for n in 0..30 {
            bob.park(&forged(kid(1000 + 30 * token + n), 0), META, 99);
        }
    }
    bob.add_key(GCM, KID, base(1)).unwrap();
    assert_eq!(unparked(&mut bob), (0..20).collect::<Vec<_>>());
    // What fills the bytes is no help either, nor what fills the places of one KID.
    let mut bob = Decryptor::new();
    frames.iter().for_each(|frame| assert!(bob.park(frame, META, 1)));
    let long = [&forged(kid(0), 0)[..], &vec![7; 900_000]].concat();
    assert!(bob.park(&long, META, 2));
    for _ in 0..1000 {
        bob.park(&forged(kid(1), 0), META, 3);
        bob.park(&long, META, 4);
    }
    assert!(bob.totals().parked <= ParkingLimits::default().frames);
    bob.add_key(GCM, KID, base(1)).unwrap();
    assert_eq!(unparked(&mut bob).len(), 20);
    // A header alone, or one with less than a tag, is no frame.
    for len in 0..4 {
        let frame = forged(kid(1), 0);
        let header = Header::parse(&frame).unwrap().1;
        assert!(!bob.park(&frame[..header + len], META, 0));
        assert!(bob.park(&frame[..header + 4], META, 0));
    }
}
