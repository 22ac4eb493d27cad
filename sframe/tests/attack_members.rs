//! Attacks by members: former ones, future ones, late ones, and one that plays another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::collections::HashSet;
use std::time::Duration;

use frameseal::{
    BaseKey, CipherSuite, DecryptError, Decryptor, DecryptorConfig, Event, KeyError, KeyId,
    KidLayout, MAX_CONTEXTS, MAX_OWN_KEYS, MISSING_KEY_SECONDS, MlsEpoch, SenderBits, SenderKey,
    SenderKeyId, transparent,
};

mod parties;
use parties::*;

/// The default of `DecryptorConfig::grace`.
const GRACE: Duration = Duration::from_secs(10);
const AFTER_GRACE: Duration = Duration::from_millis(10_001);

#[test]
fn removed_member_keeps_listening() {
    // Mallory has generation 1 and everything that can be computed from it.
    let mut mallory = ratchet_receiver();
    mallory.add_sender_key(sender_key(1, 0, 1)).unwrap();
    let alice = sender_key(2, 0, 2);
    let frames = seal_many(&ratcheting(&alice), 50);
    for frame in &frames {
        let unknown = Err(DecryptError::UnknownKey { kid: ratchet_kid(2, 0) });
        assert_eq!(open(&mut mallory, frame), unknown);
    }
    // Passing the old base key off as the new generation at any step does not help.
    for step in 0..16 {
        let mut mallory = ratchet_receiver();
        let mut guess = sender_key(1, step, 1);
        for _ in 0..3 {
            let id = SenderKeyId { generation: 2, step: 0, ..guess.id() };
            let old = BaseKey::new(guess.base_key().expose()).unwrap();
            mallory.add_sender_key(SenderKey::at(GCM, id, old).unwrap()).unwrap();
            assert_eq!(open(&mut mallory, &frames[0]), Err(DecryptError::Authentication));
            mallory = ratchet_receiver();
            guess.ratchet();
        }
    }
}

#[test]
fn newcomer_reads_the_past() {
    let steps: Vec<_> = (0..8).map(|s| seal_many(&ratcheting(&sender_key(1, s, 1)), 3)).collect();
    let alice = sender_key(1, 5, 1);
    // What the newcomer is given: KID and ratcheted base key.
    let given = BaseKey::new(alice.base_key().expose()).unwrap();
    let mut carol = ratchet_receiver();
    carol.add_sender_key(SenderKey::at(GCM, alice.id(), given).unwrap()).unwrap();
    for frame in steps[..5].iter().flatten() {
        // Read as a step ahead, which it is not, or as one too far ahead.
        let refused = open(&mut carol, frame).unwrap_err();
        assert!(matches!(
            refused,
            DecryptError::RatchetTooFar { .. } | DecryptError::Authentication
        ));
    }
    for frame in steps[5..].iter().flatten() {
        assert!(open(&mut carol, frame).is_ok(), "the present and what follows");
    }
    // Claiming an earlier step for the same bytes opens nothing either.
    for step in 0..5 {
        let mut carol = ratchet_receiver();
        let given = BaseKey::new(alice.base_key().expose()).unwrap();
        let id = SenderKeyId { step, ..alice.id() };
        carol.add_sender_key(SenderKey::at(GCM, id, given).unwrap()).unwrap();
        for frame in steps[..5].iter().flatten() {
            assert!(open(&mut carol, frame).is_err());
        }
    }
}

#[test]
fn key_that_arrives_after_its_frames() {
    let missing = [Event::KeyMissing { kid: KID }];
    let recovered = [Event::KeyRecovered { kid: KID }];
    let mut bob = Decryptor::new();
    let frames = seal_many(&sender(GCM, KID, 1), 10);
    for (n, frame) in frames[..6].iter().enumerate() {
        assert!(open(&mut bob, frame).is_err());
        assert!(bob.park(frame, META, n as u64));
    }
    assert_eq!(events(&mut bob), missing, "once, not with every frame");
    bob.add_key(GCM, KID, base(1)).unwrap();
    assert_eq!(events(&mut bob), [], "a key is not yet a frame");
    for n in 0..6usize {
        assert_eq!(bob.unpark().unwrap().frame.unwrap().payload, n.to_be_bytes());
    }
    frames[6..].iter().for_each(|frame| assert!(open(&mut bob, frame).is_ok()));
    assert_eq!(events(&mut bob), recovered, "once");
}

#[test]
fn key_that_is_missing_for_long() {
    let mut bob = Decryptor::new();
    let frames = seal_many(&sender(GCM, KID, 1), 40);
    for (second, frame) in frames[..30].iter().enumerate() {
        bob.advance(Duration::from_secs(second as u64));
        assert!(open(&mut bob, frame).is_err());
    }
    assert_eq!(events(&mut bob), [Event::KeyMissing { kid: KID }], "who does not ask is told once");
    let mut told = Vec::new();
    for (second, frame) in frames[..30].iter().enumerate() {
        bob.advance(Duration::from_secs(100 + second as u64));
        assert!(open(&mut bob, frame).is_err());
        told.extend(events(&mut bob));
    }
    assert_eq!(told, vec![Event::KeyMissing { kid: KID }; 30 / MISSING_KEY_SECONDS as usize]);
    // The sender pauses; its key comes meanwhile; what was reported missing is reported back.
    bob.advance(Duration::from_secs(130 + MISSING_KEY_SECONDS));
    bob.add_key(GCM, KID, base(1)).unwrap();
    assert!(open(&mut bob, &frames[30]).is_ok());
    assert_eq!(events(&mut bob), [Event::KeyRecovered { kid: KID }]);
}

#[test]
fn two_ratchets_at_once() {
    let frames: Vec<_> = (0..6).map(|s| seal_many(&ratcheting(&sender_key(1, s, 1)), 9)).collect();
    let mut bob = ratchet_receiver();
    bob.add_sender_key(sender_key(1, 0, 1)).unwrap();
    open(&mut bob, &frames[0][0]).unwrap();
    open(&mut bob, &frames[2][0]).unwrap(); // two members joined; step 1 was never seen
    for step in [0, 1] {
        open(&mut bob, &frames[step][1]).unwrap();
    }
    assert!(open(&mut bob, &frames[0][0]).is_err(), "old windows stay with their keys");
    bob.advance(GRACE - Duration::from_millis(1));
    for step in [0, 1] {
        open(&mut bob, &frames[step][2]).unwrap();
    }
    bob.advance(AFTER_GRACE);
    for step in [0, 1] {
        let refused = open(&mut bob, &frames[step][3]);
        assert!(matches!(refused, Err(DecryptError::RatchetTooFar { .. })), "step {step}");
    }
    assert_eq!(bob.key_stats().count(), 1, "and they are gone");
    // Further than two steps back nothing is kept, whatever the time.
    open(&mut bob, &frames[5][0]).unwrap();
    assert!(open(&mut bob, &frames[2][1]).is_err());
    assert!(open(&mut bob, &frames[3][1]).is_ok() && open(&mut bob, &frames[4][1]).is_ok());
    assert_eq!(bob.key_stats().count(), 3);
}

#[test]
fn two_generations_at_once() {
    let mut bob = ratchet_receiver();
    let old = seal_many(&ratcheting(&sender_key(1, 3, 1)), 3);
    let new = seal_many(&ratcheting(&sender_key(2, 0, 2)), 3);
    bob.add_sender_key(sender_key(1, 3, 1)).unwrap();
    bob.add_sender_key(sender_key(2, 0, 2)).unwrap();
    bob.retire_key(ratchet_kid(1, 0));
    for (old, new) in old.iter().zip(&new).take(2) {
        assert!(open(&mut bob, new).is_ok() && open(&mut bob, old).is_ok());
    }
    let in_use = Err(KeyError::KeyIdInUse { kid: ratchet_kid(1, 2) });
    assert_eq!(bob.add_sender_key(sender_key(1, 2, 9)), in_use, "another base key");
    bob.advance(AFTER_GRACE);
    let unknown = Err(DecryptError::UnknownKey { kid: ratchet_kid(1, 3) });
    assert_eq!(open(&mut bob, &old[2]), unknown);
    assert!(open(&mut bob, &new[2]).is_ok());
}

/// A call that fails changes nothing: a retired generation still goes in its time.
#[test]
fn retired_generation_kept_alive_by_a_refused_key() {
    let mut bob = ratchet_receiver();
    bob.add_sender_key(sender_key(1, 0, 1)).unwrap();
    bob.refuse_own(&ratcheting(&sender_key(1, 2, 1))).unwrap();
    bob.retire_key(ratchet_kid(1, 0));
    let refused = Err(KeyError::OwnSendKey { kid: ratchet_kid(1, 2) });
    assert_eq!(bob.add_sender_key(sender_key(1, 2, 1)), refused);
    bob.advance(AFTER_GRACE);
    assert_eq!(bob.key_stats().count(), 0, "the refused call took the retirement back");
}

fn mls_frame(epoch: u64, s: u8, index: u32, context: u64, seed: u8, counter: u64) -> Vec<u8> {
    seal_at(GCM, mls_kid(epoch, s, index, context), &base(seed), counter, b"x")
}

#[test]
fn epochs_roll_over() {
    let mut bob = mls_receiver();
    for n in 0..40u64 {
        let now = Duration::from_secs(n);
        bob.advance(now);
        // The group grows: S goes from 2 to 12 on the way.
        let s = |n: u64| 2 + (n / 4) as u8;
        bob.add_epoch(epoch(n, s(n), n as u8)).unwrap();
        for (context, index) in [(0, 1), (0, 3), (1, 3), (900, 2)] {
            assert!(open(&mut bob, &mls_frame(n, s(n), index, context, n as u8, 0)).is_ok());
        }
        // Epochs up to 10 s old still open; older ones have gone, as has the one 16 back.
        for back in 1..=n.min(20) {
            let old = n - back;
            let late = mls_frame(old, s(old), 3, 7, old as u8, n);
            assert_eq!(open(&mut bob, &late).is_ok(), back <= 10, "{old} at {n}");
        }
        assert!(bob.key_stats().count() <= 11 * 5);
    }
    // At once, without any time passing, the same low bits mean the newer epoch.
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(3, 4, 3)).unwrap();
    assert!(open(&mut bob, &mls_frame(3, 4, 1, 0, 3, 0)).is_ok());
    bob.add_epoch(epoch(19, 4, 19)).unwrap();
    let gone = open(&mut bob, &mls_frame(3, 4, 1, 0, 3, 1));
    assert_eq!(gone, Err(DecryptError::Authentication));
    assert!(open(&mut bob, &mls_frame(19, 4, 1, 0, 19, 0)).is_ok());
}

/// An older epoch that comes after a newer one, or once more, goes after the grace time too:
/// whoever left between them still has it.
#[test]
fn removed_member_keeps_an_old_epoch_alive() {
    for again in [false, true] {
        let mut bob = mls_receiver();
        if again {
            bob.add_epoch(epoch(4, 4, 4)).unwrap();
        }
        bob.add_epoch(epoch(5, 4, 5)).unwrap();
        bob.add_epoch(epoch(4, 4, 4)).unwrap();
        assert!(open(&mut bob, &mls_frame(4, 4, 1, 0, 4, 0)).is_ok(), "late frames open");
        bob.advance(AFTER_GRACE);
        let late = open(&mut bob, &mls_frame(4, 4, 1, 0, 4, 1));
        assert!(late.is_err(), "still open after the grace time (added twice: {again})");
        assert!(open(&mut bob, &mls_frame(5, 4, 1, 0, 5, 0)).is_ok());
    }
}

/// A call that fails changes nothing: the epochs there are do not start to go.
#[test]
fn epochs_sent_away_by_one_that_found_no_room() {
    let mut config = DecryptorConfig::for_layout(KidLayout::Mls(epoch_bits(4)));
    config.max_keys = 2;
    let mut bob = Decryptor::with_config(config);
    bob.add_epoch(epoch(1, 4, 1)).unwrap();
    bob.add_epoch(epoch(2, 4, 2)).unwrap();
    assert_eq!(bob.add_epoch(epoch(3, 4, 3)), Err(KeyError::TooManyKeys { limit: 2 }));
    bob.advance(AFTER_GRACE);
    assert!(open(&mut bob, &mls_frame(2, 4, 1, 0, 2, 0)).is_ok(), "the newest epoch is gone");
}

#[test]
fn contexts_of_one_sender_share_a_key() {
    let bodies: HashSet<Vec<u8>> = (0..64)
        .map(|context| {
            let frame = seal_at(GCM, mls_kid(5, 4, 2, context), &base(1), 0, &[0; 32]);
            frame[frame.len() - 48..frame.len() - 16].to_vec()
        })
        .collect();
    assert_eq!(bodies.len(), 64, "a keystream each, though CTR and base key are the same");
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(5, 4, 1)).unwrap();
    for context in 0..64 {
        assert!(open(&mut bob, &mls_frame(5, 4, 2, context, 1, 0)).is_ok());
    }
}

#[test]
fn own_epoch_added_again() {
    let mut bob = mls_receiver();
    for _ in 0..3 {
        bob.add_epoch(epoch(5, 4, 1)).unwrap();
    }
    let (first, second) = (mls_frame(5, 4, 1, 0, 1, 0), mls_frame(5, 4, 1, 0, 1, 1));
    assert!(open(&mut bob, &first).is_ok());
    bob.add_epoch(epoch(5, 4, 1)).unwrap();
    assert!(open(&mut bob, &first).is_err() && open(&mut bob, &second).is_ok());
    assert!(matches!(bob.add_epoch(epoch(5, 4, 2)), Err(KeyError::KeyIdInUse { .. })));
}

/// One KID, one suite: as with plain keys, the second is refused and not ignored.
#[test]
fn own_epoch_added_again_under_another_suite() {
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(5, 4, 1)).unwrap();
    let suite = CipherSuite::AES_256_GCM_SHA512_128;
    let other = MlsEpoch::new(suite, 5, SenderBits::new(4).unwrap(), base(1));
    assert!(matches!(bob.add_epoch(other), Err(KeyError::KeyIdInUse { .. })));
}

/// Documents a limit of RFC 9605 (section 7), not a defence: every member of a group has
/// every sender's key, so one can seal as another. Only signatures would prevent it.
#[test]
fn insider_impersonates_another() {
    let (alice, mallory) = (mls_kid(5, 4, 1, 0), mls_kid(5, 4, 2, 0));
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(5, 4, 1)).unwrap();
    let mut out = [0; 64];
    let frame = seal_at(GCM, alice, &base(1), 0, b"I am Alice, says Mallory");
    let told = bob.decrypt(&frame, META, &mut out).unwrap().header.kid;
    assert_eq!(told, alice, "Bob is told it was Alice");
    let honest = seal_at(GCM, mallory, &base(1), 0, b"I am Mallory");
    assert_eq!(bob.decrypt(&honest, META, &mut out).unwrap().header.kid, mallory);
    // Nor with sender keys: who was given Alice's key to listen can also speak with it.
    let mut bob = receiver(GCM, KID, 1);
    assert!(open(&mut bob, &sender(GCM, KID, 1).encrypt_to_vec(b"Alice", META).unwrap()).is_ok());
    // Outsiders cannot: they have none of the keys.
    assert!(open(&mut bob, &seal_at(GCM, KID, &base(2), 9, b"Alice")).is_err());
}

/// A key that comes back under the name of a later step or epoch would have an empty window.
#[test]
fn one_key_under_two_names() {
    let mut bob = ratchet_receiver();
    bob.add_sender_key(sender_key(1, 0, 1)).unwrap();
    let later = SenderKeyId { ratchet_bits: ratchet_bits(4), generation: 1, step: 16 };
    let renamed = || SenderKey::at(GCM, later, base(1)).unwrap();
    assert!(matches!(bob.add_sender_key(renamed()), Err(KeyError::KeyIdInUse { .. })));
    bob.remove_key(ratchet_kid(1, 0));
    assert!(matches!(bob.add_sender_key(renamed()), Err(KeyError::KeyIdRetired { .. })));

    let mut bob = mls_receiver();
    bob.add_epoch(epoch(5, 4, 1)).unwrap();
    let in_use = bob.add_epoch(epoch(5 + 16, 4, 1));
    assert!(matches!(in_use, Err(KeyError::KeyIdInUse { .. })));
}

#[test]
fn an_epochs_secret_comes_back_under_a_later_number() {
    for grace in [false, true] {
        let mut bob = mls_receiver();
        bob.add_epoch(epoch(1, 4, 1)).unwrap();
        let frame = mls_frame(1, 4, 3, 0, 1, 0);
        open(&mut bob, &frame).unwrap();
        if grace {
            bob.add_epoch(epoch(2, 4, 2)).unwrap();
            bob.advance(AFTER_GRACE);
        } else {
            bob.remove_key(mls_kid(1, 4, 3, 0));
        }
        for number in [1, 1 + 16, 1 + 32] {
            let added = bob.add_epoch(epoch(number, 4, 1));
            assert!(matches!(added, Err(KeyError::KeyIdRetired { .. })), "{number}: {added:?}");
        }
        assert!(open(&mut bob, &frame).is_err(), "opened twice");
        bob.add_epoch(epoch(1 + 48, 4, 3)).unwrap(); // a secret of its own
        assert!(open(&mut bob, &mls_frame(1 + 48, 4, 3, 0, 3, 0)).is_ok());
    }
}

/// The key of a step that was followed, under the name of one 2^R later, and that of the step
/// before it, from which frames would lead there.
#[test]
fn an_earlier_step_comes_back_under_a_later_ones_name() {
    let renamed = |step: u64| {
        let id = SenderKeyId { ratchet_bits: ratchet_bits(4), generation: 1, step: step + 16 };
        let secret = BaseKey::new(sender_key(1, step, 1).base_key().expose()).unwrap();
        SenderKey::at(GCM, id, secret).unwrap()
    };
    for remove in [false, true] {
        let mut bob = ratchet_receiver();
        bob.add_sender_key(sender_key(1, 4, 1)).unwrap();
        let frame = |step| {
            let frame = ratcheting(&sender_key(1, step, 1)).encrypt_to_vec(b"frame", META);
            frame.unwrap()
        };
        let recorded: Vec<_> = (4..9).map(frame).collect();
        recorded.iter().for_each(|frame| assert!(open(&mut bob, frame).is_ok()));
        // The app itself goes on to step 10, which no frame of step 8 follows any more.
        bob.add_sender_key(sender_key(1, 10, 1)).unwrap();
        if remove {
            bob.remove_key(ratchet_kid(1, 10));
        }
        for step in [4, 5, 6, 7, 8, 10] {
            let refused = bob.add_sender_key(renamed(step)).unwrap_err();
            let says = matches!(refused, KeyError::KeyIdRetired { .. })
                || matches!(refused, KeyError::KeyIdInUse { .. });
            assert!(says, "step {step}: {refused:?}");
        }
        bob.add_sender_key(renamed(3)).unwrap(); // this one was never here
        for frame in &recorded {
            assert!(open(&mut bob, frame).is_err(), "opened twice, {remove}");
        }
    }
}

fn mls_receiver_of(max_senders: usize) -> Decryptor {
    let mut config = DecryptorConfig::for_layout(KidLayout::Mls(epoch_bits(4)));
    config.max_senders = max_senders;
    Decryptor::with_config(config)
}

#[test]
fn one_member_takes_all_places_of_an_epoch() {
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(1, 4, 1)).unwrap();
    for context in 0..100 {
        let opened = open(&mut bob, &mls_frame(1, 4, 1, context, 1, 0));
        let full = Err(DecryptError::Key(KeyError::TooManyKeys { limit: MAX_CONTEXTS }));
        let expected = if context < MAX_CONTEXTS as u64 { Ok(b"x".to_vec()) } else { full };
        assert_eq!(opened, expected, "context {context}");
    }
    for leaf in 2..16 {
        assert!(
            open(&mut bob, &mls_frame(1, 4, leaf, 0, 1, 0)).is_ok(),
            "leaf {leaf} is not heard"
        );
    }
    assert!(open(&mut bob, &mls_frame(1, 4, 1, 63, 1, 1)).is_ok(), "its own go on");
    bob.refuse_own(&sender(GCM, mls_kid(1, 4, 1, 7), 1)).unwrap();
    assert!(open(&mut bob, &mls_frame(1, 4, 1, 99, 1, 0)).is_ok(), "a place is free again");
    assert!(open(&mut bob, &mls_frame(1, 4, 1, 98, 1, 0)).is_err());
}

/// What `docs/key-management.md` has MLS for, with the defaults.
#[test]
fn a_call_of_ten_thousand_over_mls() {
    let mut bob = mls_receiver();
    let bits = SenderBits::for_group(10_000).get();
    for (number, tracks) in [(1, 3), (2, 3)] {
        bob.add_epoch(epoch(number, bits, number as u8).with_leaves(10_000)).unwrap();
        for index in 0..10_000 {
            for context in 0..tracks {
                let frame = mls_frame(number, bits, index, context, number as u8, 0);
                assert!(open(&mut bob, &frame).is_ok(), "member {index} is not heard");
            }
        }
    }
}

#[test]
fn places_at_the_limit_and_one_beyond() {
    let full = |limit| Err(DecryptError::Key(KeyError::TooManyKeys { limit }));
    let mut bob = mls_receiver_of(9);
    for (number, places) in [(1_u64, 5), (2, 4)] {
        bob.add_epoch(epoch(number, 4, number as u8)).unwrap();
        for leaf in 0..places {
            assert!(open(&mut bob, &mls_frame(number, 4, leaf, 0, number as u8, 0)).is_ok());
        }
    }
    assert_eq!(open(&mut bob, &mls_frame(1, 4, 5, 0, 1, 0)), full(5), "half of all for one epoch");
    assert_eq!(open(&mut bob, &mls_frame(2, 4, 5, 0, 2, 0)), full(9), "all together");
    assert_eq!(bob.key_stats().count(), 9);
    bob.advance(AFTER_GRACE);
    assert!(open(&mut bob, &mls_frame(2, 4, 5, 0, 2, 0)).is_ok(), "those of epoch 1 are free");
    assert_eq!(bob.key_stats().count(), 5);
    // Forgeries take no place, and nothing is derived where there is none.
    let mut bob = mls_receiver_of(1);
    bob.add_epoch(epoch(1, 4, 1)).unwrap();
    assert_eq!(open(&mut bob, &forged(mls_kid(1, 4, 1, 0), 0)), Err(DecryptError::Authentication));
    assert!(open(&mut bob, &mls_frame(1, 4, 2, 0, 1, 0)).is_ok());
    assert_eq!(open(&mut bob, &forged(mls_kid(1, 4, 1, 0), 0)), full(1));
}

#[test]
fn leaves_outside_of_the_tree() {
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(1, 4, 1).with_leaves(5)).unwrap();
    assert!(open(&mut bob, &mls_frame(1, 4, 4, 0, 1, 0)).is_ok());
    for leaf in 5..16 {
        let (kid, frame) = (mls_kid(1, 4, leaf, 0), mls_frame(1, 4, leaf, 0, 1, 0));
        assert_eq!(open(&mut bob, &frame), Err(DecryptError::UnknownKey { kid }));
        assert!(!bob.park(&frame, META, 0), "its key will never come");
    }
    assert_eq!(events(&mut bob), [], "nor is anybody asked for it");
    bob.add_epoch(epoch(1, 4, 1)).unwrap();
    assert!(open(&mut bob, &mls_frame(1, 4, 5, 0, 1, 0)).is_err(), "the same epoch again");
}

/// A sender that changed its key without end has but one at a time.
#[test]
fn own_keys_at_the_limit_and_one_beyond() {
    let mut bob = Decryptor::new();
    let own = |kid: usize| sender(GCM, KeyId::new(kid as u64), 1);
    for kid in 0..MAX_OWN_KEYS {
        bob.refuse_own(&own(kid)).unwrap();
    }
    let refused = |bob: &mut Decryptor, kid: usize| {
        let kid = KeyId::new(kid as u64);
        bob.add_key(GCM, kid, base(1)) == Err(KeyError::OwnSendKey { kid })
    };
    assert!(refused(&mut bob, 0) && refused(&mut bob, MAX_OWN_KEYS - 1));
    bob.refuse_own(&own(MAX_OWN_KEYS)).unwrap();
    assert!(refused(&mut bob, MAX_OWN_KEYS) && refused(&mut bob, 1));
    assert!(!refused(&mut bob, 0), "the oldest is forgotten");
}

/// Authentic, with the flag of padding and none in it: refused before anything has changed.
#[test]
fn an_envelope_that_lies_about_its_padding() {
    for plaintext in [&[0; 40][..], b"", &[7; 40]] {
        let metadata = b"FrameSeal\x30\0\0"; // prefix form of no bytes, P set
        let alice = sender(GCM, KID, 1);
        (0..3).for_each(|_| drop(alice.encrypt_to_vec(b"", b"").unwrap()));
        let sealed = alice.encrypt_to_vec(plaintext, metadata).unwrap();
        let envelope = [&sealed[..], &[0x30]].concat();
        let good = transparent::Envelope::new(frameseal::codec::Codec::Opus);
        let good = good.encrypt_to_vec(&alice, &[0x78, 1, 2], b"").unwrap();

        let mut bob = receiver(GCM, KID, 1);
        let (mut in_place, mut out) = (envelope.clone(), vec![0x55; envelope.len()]);
        let malformed = DecryptError::MalformedEnvelope;
        let refused = transparent::decrypt_in_place(&mut bob, &mut in_place, b"").unwrap_err();
        assert_eq!(refused, malformed);
        assert_eq!(
            transparent::decrypt(&mut bob, &envelope, b"", &mut out).unwrap_err(),
            malformed
        );
        assert!(!out.windows(8).any(|some| some == [7; 8]) && !in_place.contains(&7));
        let mut late = Decryptor::new();
        assert!(transparent::park(&mut late, &envelope, b"", 1));
        late.add_key(GCM, KID, base(1)).unwrap();
        assert_eq!(late.unpark().unwrap().frame, Err(malformed));

        for (mut bob, refused) in [(bob, 2), (late, 1)] {
            let stats = bob.key_stats().next().unwrap();
            assert_eq!((stats.opened, stats.highest_counter, stats.failed), (0, None, refused));
            assert_eq!((bob.totals().opened, bob.totals().syntax), (0, refused));
            assert!(transparent::decrypt_to_vec(&mut bob, &good, b"").is_ok());
        }
    }
}
