//! Keys from an MLS group, as a C program has them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod calling;

use std::ffi::{CStr, c_void};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

use calling::{last_error, made, ok, start_at, written};
use frameseal::MlsEpoch;
use frameseal_ffi::counter_store::*;
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::error::frameseal_error_class;
use frameseal_ffi::mls::*;
use frameseal_ffi::result::frameseal_result as R;
use frameseal_ffi::words::{frameseal_live_handles, frameseal_suite_key_len};

/// AES_128_GCM_SHA256_128.
const SUITE: u16 = 4;
const E: u8 = 4;
const LEAVES: u32 = 5;
const AFTER_DELAY: u32 = frameseal_go_over::AfterDelay as u32;
const AT_ONCE: u32 = frameseal_go_over::AtOnce as u32;

/// What all members of a group export in an epoch; every test has a group of its own.
fn secret(group: u8, epoch: u64) -> [u8; 16] {
    let mut secret = [group; 16];
    secret[8..].copy_from_slice(&epoch.to_be_bytes());
    secret
}

fn new_keys(config: *const frameseal_mls_keys_config) -> frameseal_mls_keys {
    made(|out| unsafe { frameseal_mls_keys_new(SUITE, E, config, out) }).unwrap()
}

fn new_decryptor(keys: frameseal_mls_keys) -> frameseal_decryptor {
    made(|out| unsafe { frameseal_mls_keys_new_decryptor(keys, null(), out) }).unwrap()
}

/// A participant with keys and one decryptor.
struct Member {
    group: u8,
    leaf: u32,
    keys: frameseal_mls_keys,
    decryptor: frameseal_decryptor,
}

impl Member {
    fn new(group: u8, leaf: u32) -> Self {
        let keys = new_keys(null());
        Self { group, leaf, keys, decryptor: new_decryptor(keys) }
    }

    fn add(&self, epoch: u64, go_over: u32, now: u64) -> R {
        let secret = secret(self.group, epoch);
        let added = unsafe {
            frameseal_mls_keys_add_epoch(
                self.keys,
                epoch,
                secret.as_ptr(),
                secret.len(),
                self.leaf,
                LEAVES,
                go_over,
                now,
            )
        };
        ok(unsafe { frameseal_mls_keys_update(self.keys, self.decryptor) });
        added
    }

    fn advance(&self, now: u64) {
        ok(unsafe { frameseal_mls_keys_advance(self.keys, now) });
        ok(unsafe { frameseal_decryptor_advance(self.decryptor, now) });
    }

    fn encryptor(&self, context: u64) -> Result<frameseal_encryptor, R> {
        made(|out| unsafe { frameseal_mls_keys_encryptor(self.keys, context, out) })
    }

    fn event(&self) -> Option<(frameseal_mls_event_kind, u64, u64)> {
        match made(|out| unsafe { frameseal_mls_keys_poll_event(self.keys, out) }) {
            Ok(event) => Some((event.kind, event.epoch, event.kid)),
            Err(result) => {
                assert_eq!(result, R::Nothing);
                None
            }
        }
    }

    fn sending(&self) -> Result<u64, R> {
        made(|out| unsafe { frameseal_mls_keys_sending(self.keys, out) })
    }

    fn newest(&self) -> Result<u64, R> {
        made(|out| unsafe { frameseal_mls_keys_newest(self.keys, out) })
    }

    fn next_deadline(&self) -> Result<u64, R> {
        made(|out| unsafe { frameseal_mls_keys_next_deadline(self.keys, out) })
    }

    fn epochs(&self) -> Vec<u64> {
        let (mut epochs, mut len) = ([0; 1 << E], 0);
        ok(unsafe {
            frameseal_mls_keys_epochs(self.keys, epochs.as_mut_ptr(), epochs.len(), &raw mut len)
        });
        epochs[..len].to_vec()
    }

    fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, R> {
        written(sealed.len(), |out, size, len| unsafe {
            frameseal_decryptor_decrypt(
                self.decryptor,
                sealed.as_ptr(),
                sealed.len(),
                null(),
                0,
                out,
                size,
                len,
                null_mut(),
            )
        })
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        ok(unsafe { frameseal_mls_keys_free(self.keys) });
        ok(unsafe { frameseal_decryptor_free(self.decryptor) });
    }
}

fn seal(encryptor: frameseal_encryptor, frame: &[u8]) -> Vec<u8> {
    written(frame.len() + 64, |out, size, len| unsafe {
        frameseal_encryptor_encrypt(
            encryptor,
            frame.as_ptr(),
            frame.len(),
            null(),
            0,
            out,
            size,
            len,
        )
    })
    .unwrap()
}

fn kid_of(encryptor: frameseal_encryptor) -> u64 {
    made(|out| unsafe { frameseal_encryptor_get_info(encryptor, out) }).unwrap().kid
}

fn kid(epoch: u64, index: u32, context: u64) -> u64 {
    let s = frameseal_sender_bits_for_group(LEAVES);
    made(|out| unsafe { frameseal_mls_key_id(E, s, epoch, index, context, out) }).unwrap()
}

#[test]
fn key_ids_and_what_to_export() {
    // RFC 9605 section 5.2: context, sender index and epoch, from the top.
    assert_eq!(kid(0x17, 3, 0), (0b011 << 4) | 0b0111);
    assert_eq!(kid(0x17, 3, 5), (0b101 << 7) | (0b011 << 4) | 0b0111);
    let id = |e, s, index, context| {
        made(|out| unsafe { frameseal_mls_key_id(e, s, 1, index, context, out) })
    };
    let mut refused = 0;
    for (e, s, index, context) in
        [(0, 3, 0, 0), (9, 3, 0, 0), (4, 33, 0, 0), (4, 3, 8, 0), (4, 3, 7, 1 << 57)]
    {
        assert_eq!(id(e, s, index, context), Err(R::FieldTooWide));
        refused += 1;
    }
    assert_eq!(refused, 5);
    assert!(id(4, 3, 7, (1 << 57) - 1).is_ok());

    for (leaves, bits) in [(0, 0), (1, 0), (2, 1), (5, 3), (1000, 10), (u32::MAX, 32)] {
        assert_eq!(frameseal_sender_bits_for_group(leaves), bits);
    }
    let label = unsafe { CStr::from_ptr(frameseal_mls_exporter_label()) };
    assert_eq!(label.to_str().unwrap(), MlsEpoch::EXPORTER_LABEL);
    let key_len = |suite| made(|out| unsafe { frameseal_suite_key_len(suite, out) });
    assert_eq!((key_len(4), key_len(5), key_len(9)), (Ok(16), Ok(32), Err(R::UnknownSuite)));
}

#[test]
fn two_members_through_three_epochs() {
    let (alice, bob) = (Member::new(1, 0), Member::new(1, 4));
    assert_eq!((alice.sending(), alice.newest()), (Err(R::Nothing), Err(R::Nothing)));
    assert_eq!(alice.next_deadline(), Err(R::Nothing));
    assert_eq!(alice.encryptor(0).err(), Some(R::NoEpoch));
    for member in [&alice, &bob] {
        ok(member.add(1, AFTER_DELAY, 100));
        assert_eq!(member.event(), Some((frameseal_mls_event_kind::GoneOver, 1, 0)));
        assert_eq!(member.event(), None);
    }
    let (audio, video) = (alice.encryptor(0).unwrap(), alice.encryptor(1).unwrap());
    assert_eq!((kid_of(audio), kid_of(video)), (kid(1, 0, 0), kid(1, 0, 1)));
    let sealed = seal(audio, b"audio");
    assert_eq!(bob.open(&sealed).unwrap(), b"audio");
    assert_eq!(bob.open(&seal(video, b"video")).unwrap(), b"video");
    assert_eq!(bob.open(&sealed), Err(R::Replayed));
    assert_eq!(alice.open(&sealed), Err(R::Reflected));

    // Another handle to the same encryptor: counters go on, and each is freed for itself.
    let again = alice.encryptor(0).unwrap();
    assert_ne!(again.id, audio.id);
    ok(unsafe { frameseal_encryptor_free(again) });
    assert_eq!(bob.open(&seal(audio, b"after")).unwrap(), b"after");

    // Received in at once, sent in after the delay of 1 s, over after the grace of 10 s.
    ok(alice.add(2, AFTER_DELAY, 2_000));
    assert_eq!((alice.sending(), alice.newest()), (Ok(1), Ok(2)));
    assert_eq!((alice.next_deadline(), alice.epochs()), (Ok(3_000), vec![1, 2]));
    alice.advance(2_999);
    assert_eq!((alice.event(), kid_of(alice.encryptor(0).unwrap())), (None, kid(1, 0, 0)));
    alice.advance(3_000);
    assert_eq!(alice.event(), Some((frameseal_mls_event_kind::GoneOver, 2, 0)));
    let newer = alice.encryptor(0).unwrap();
    assert_eq!(kid_of(newer), kid(2, 0, 0));
    let early = seal(newer, b"too early for bob");
    assert_eq!(bob.open(&early), Err(R::UnknownKey));
    assert_eq!((last_error().has_kid, last_error().kid), (true, kid(2, 0, 0)));
    assert_eq!(last_error().error_class, frameseal_error_class::KeyId);
    ok(bob.add(2, AFTER_DELAY, 3_100));
    assert_eq!(bob.open(&early).unwrap(), b"too early for bob");
    let late = seal(audio, b"late");
    bob.advance(13_099);
    assert_eq!(bob.open(&late).unwrap(), b"late");
    bob.advance(13_100);
    assert_eq!(bob.epochs(), [2]);
    assert_eq!(bob.open(&seal(audio, b"too late")), Err(R::UnknownKey));

    // Somebody was removed.
    ok(alice.add(3, AT_ONCE, 14_000));
    assert_eq!(alice.sending(), Ok(3));
    ok(bob.add(3, AFTER_DELAY, 14_000));
    assert_eq!(bob.sending(), Ok(2));
    ok(unsafe { frameseal_mls_keys_go_over(bob.keys, 3) });
    assert_eq!(bob.sending(), Ok(3));
    assert_eq!(unsafe { frameseal_mls_keys_go_over(bob.keys, 2) }, R::SendingIsNewer);
    assert_eq!(unsafe { frameseal_mls_keys_go_over(bob.keys, 9) }, R::UnknownEpoch);
    assert_eq!(bob.open(&seal(alice.encryptor(0).unwrap(), b"3")).unwrap(), b"3");
    assert_eq!(alice.open(&seal(bob.encryptor(0).unwrap(), b"3")).unwrap(), b"3");
    for encryptor in [audio, video, newer] {
        ok(unsafe { frameseal_encryptor_free(encryptor) });
    }
}

#[test]
fn what_no_group_does_is_refused_and_changes_nothing() {
    let alice = Member::new(2, 0);
    ok(alice.add(20, AFTER_DELAY, 0));
    let export = |secret: &[u8], epoch, leaf, leaves, go_over| unsafe {
        let (pointer, len) = (secret.as_ptr(), secret.len());
        frameseal_mls_keys_add_epoch(alice.keys, epoch, pointer, len, leaf, leaves, go_over, 1)
    };
    let good = secret(2, 21);
    let mut refused = 0;
    for (expected, secret, epoch, leaf, leaves, go_over) in [
        (R::BadValue, &good[..], 21, 0, LEAVES, 2),
        (R::BaseKeyTooShort, &good[..15], 21, 0, LEAVES, 0),
        (R::WrongKeyLength, &[7; 17][..], 21, 0, LEAVES, 0),
        (R::NotInTree, &good[..], 21, LEAVES, LEAVES, 0),
        (R::OtherEpoch, &good[..], 20, 0, LEAVES, 0),
        (R::SameSecret, &secret(2, 20)[..], 21, 0, LEAVES, 0),
        (R::EpochTooOld, &good[..], 4, 0, LEAVES, 0),
    ] {
        assert_eq!(export(secret, epoch, leaf, leaves, go_over), expected);
        assert_eq!(alice.epochs(), [20]);
        refused += 1;
    }
    assert_eq!(refused, 7);
    let null_secret = unsafe {
        frameseal_mls_keys_add_epoch(alice.keys, 21, null(), 16, 0, LEAVES, AFTER_DELAY, 1)
    };
    assert_eq!(null_secret, R::NullPointer);

    let new = |suite, bits, config: &frameseal_mls_keys_config| {
        made(|out| unsafe { frameseal_mls_keys_new(suite, bits, config, out) }).err()
    };
    let config = frameseal_mls_keys_config::default();
    assert_eq!(new(9, E, &config), Some(R::UnknownSuite));
    assert_eq!(new(SUITE, 0, &config), Some(R::FieldTooWide));
    assert_eq!(new(SUITE, 9, &config), Some(R::FieldTooWide));
    let slow = frameseal_mls_keys_config { send_delay_ms: 10_000, ..config };
    assert_eq!(new(SUITE, E, &slow), Some(R::DelayTooLong));
    let slow = frameseal_mls_keys_config { grace_ms: 10_001, ..slow };
    assert_eq!(new(SUITE, E, &slow), None);
    assert_eq!(unsafe { frameseal_mls_keys_new(SUITE, E, null(), null_mut()) }, R::NullPointer);

    // 64 contexts, numbered as one likes.
    for context in 0..64 {
        let encryptor = alice.encryptor(1000 + context).unwrap();
        ok(unsafe { frameseal_encryptor_free(encryptor) });
    }
    assert_eq!(alice.encryptor(0).err(), Some(R::TooManyContexts));
    assert_eq!(kid_of(alice.encryptor(1063).unwrap()), kid(20, 0, 1063));
}

#[test]
fn a_list_that_does_not_fit_is_not_written() {
    let alice = Member::new(3, 0);
    for epoch in 1..=3 {
        ok(alice.add(epoch, AFTER_DELAY, 0));
    }
    let (mut epochs, mut len) = ([77; 3], 77);
    let out = epochs.as_mut_ptr();
    let list = |size, len| unsafe { frameseal_mls_keys_epochs(alice.keys, out, size, len) };
    assert_eq!(list(2, &raw mut len), R::BufferTooSmall);
    assert_eq!((last_error().needed, len, epochs), (3, 77, [77; 3]));
    ok(list(3, &raw mut len));
    assert_eq!((len, epochs), (3, [1, 2, 3]));
}

#[test]
fn a_key_near_its_limit_calls_for_a_commit() {
    let mut config = frameseal_mls_keys_config::default();
    config.encryptors.max_blocks = 1000;
    config.encryptors.lease = 10;
    config.encryptors.counters = start_at(0);
    let keys = new_keys(&raw const config);
    ok(unsafe { frameseal_counter_store_free(config.encryptors.counters) });
    let decryptor = frameseal_decryptor::default();
    let alice = Member { group: 4, leaf: 0, keys, decryptor };
    let secret = secret(4, 1);
    let added = unsafe {
        frameseal_mls_keys_add_epoch(keys, 1, secret.as_ptr(), 16, 0, LEAVES, AFTER_DELAY, 0)
    };
    ok(added);
    assert_eq!(alice.event(), Some((frameseal_mls_event_kind::GoneOver, 1, 0)));
    let encryptor = alice.encryptor(7).unwrap();
    let mut sealed = 0;
    let event = loop {
        if let Some(event) = alice.event() {
            break event;
        }
        seal(encryptor, &[0; 300]);
        sealed += 1;
        assert!(sealed < 1000);
    };
    assert_eq!(event, (frameseal_mls_event_kind::CommitSoon, 0, kid(1, 0, 7)));
    assert_eq!(alice.event(), None);
    assert!(sealed > 1, "{sealed}");
    ok(unsafe { frameseal_encryptor_free(encryptor) });
}

#[test]
fn a_decryptor_of_ones_own_refuses_ones_own() {
    let secret = secret(5, 1);
    let config = frameseal_decryptor_config {
        layout: frameseal_ffi::words::frameseal_layout::Mls as u8,
        layout_bits: E,
        ..Default::default()
    };
    let decryptor = made(|out| unsafe { frameseal_decryptor_new(&raw const config, out) }).unwrap();
    let s = frameseal_sender_bits_for_group(LEAVES);
    let add = |own| unsafe {
        let (pointer, len) = (secret.as_ptr(), secret.len());
        frameseal_decryptor_add_epoch_refusing_own(decryptor, SUITE, 1, s, own, pointer, len)
    };
    assert_eq!(add(8), R::FieldTooWide);
    ok(add(2));
    let member = Member { group: 5, leaf: 2, keys: new_keys(null()), decryptor };
    let mut opened = 0;
    for leaf in 0..LEAVES {
        let other = Member::new(5, leaf);
        ok(other.add(1, AFTER_DELAY, 0));
        let encryptor = other.encryptor(0).unwrap();
        let sealed = seal(encryptor, b"frame");
        let expected = if leaf == 2 { Err(R::Reflected) } else { Ok(b"frame".to_vec()) };
        assert_eq!(member.open(&sealed), expected);
        ok(unsafe { frameseal_encryptor_free(encryptor) });
        opened += 1;
    }
    assert_eq!(opened, 5);
}

#[test]
fn new_decryptors_have_the_layout_and_grace_of_the_keys() {
    let config = frameseal_mls_keys_config { grace_ms: 3_000, ..Default::default() };
    let keys = new_keys(&raw const config);
    let new = |layout, layout_bits| {
        let config = frameseal_decryptor_config { layout, layout_bits, ..Default::default() };
        made(|out| unsafe { frameseal_mls_keys_new_decryptor(keys, &raw const config, out) })
    };
    for (layout, bits) in [(1, E), (2, E + 1), (3, 0)] {
        assert_eq!(new(layout, bits).err(), Some(R::BadValue));
    }
    assert_eq!(new(2, 9).err(), Some(R::FieldTooWide));
    ok(unsafe { frameseal_decryptor_free(new(2, E).unwrap()) });
    let decryptor = new(0, 0).unwrap();
    let (alice, bob) = (Member::new(6, 0), Member { group: 6, leaf: 1, keys, decryptor });
    ok(alice.add(1, AFTER_DELAY, 0));
    ok(bob.add(1, AFTER_DELAY, 0));
    let encryptor = alice.encryptor(0).unwrap();
    ok(bob.add(2, AFTER_DELAY, 0));
    // Of the decryptor alone, so that its grace shows and not that of the keys.
    ok(unsafe { frameseal_decryptor_advance(decryptor, 2_999) });
    assert_eq!(bob.open(&seal(encryptor, b"in time")).unwrap(), b"in time");
    ok(unsafe { frameseal_decryptor_advance(decryptor, 3_000) });
    assert_eq!(bob.open(&seal(encryptor, b"late")), Err(R::UnknownKey));

    let plain = made(|out| unsafe { frameseal_decryptor_new(null(), out) }).unwrap();
    assert_eq!(unsafe { frameseal_mls_keys_update(keys, plain) }, R::WrongLayout);
    ok(unsafe { frameseal_decryptor_free(plain) });
    ok(unsafe { frameseal_encryptor_free(encryptor) });
}

/// A decryptor that is made long after the call began keeps an old epoch no shorter than others do.
#[test]
fn a_decryptor_made_later_has_the_epochs() {
    const HOUR: u64 = 3_600_000;
    let (alice, bob) = (Member::new(10, 0), Member::new(10, 1));
    for member in [&alice, &bob] {
        ok(member.add(1, AFTER_DELAY, 0));
        member.advance(HOUR - 1);
    }
    ok(bob.add(2, AFTER_DELAY, HOUR));
    let encryptor = alice.encryptor(0).unwrap();
    let decryptor = new_decryptor(bob.keys);
    let late = Member { group: 10, leaf: 1, keys: new_keys(null()), decryptor };
    assert_eq!(late.open(&seal(encryptor, b"for a new worker")).unwrap(), b"for a new worker");
    ok(unsafe { frameseal_decryptor_advance(decryptor, HOUR + 9_999) });
    assert_eq!(late.open(&seal(encryptor, b"in time")).unwrap(), b"in time");
    ok(unsafe { frameseal_decryptor_advance(decryptor, HOUR + 10_000) });
    assert_eq!(late.open(&seal(encryptor, b"late")), Err(R::UnknownKey));
    ok(unsafe { frameseal_encryptor_free(encryptor) });
}

/// Two handles in one call: whatever they are, nothing waits for itself.
#[test]
fn handles_of_another_kind() {
    let alice = Member::new(7, 0);
    ok(alice.add(1, AFTER_DELAY, 0));
    let (keys, decryptor) = (alice.keys, alice.decryptor);
    let keys_twice = frameseal_decryptor { id: keys.id };
    let decryptor_twice = frameseal_mls_keys { id: decryptor.id };
    let (no_keys, none) = (frameseal_mls_keys::default(), frameseal_decryptor::default());
    let mut refused = 0;
    for (expected, keys, decryptor) in [
        (R::WrongKind, keys, keys_twice),
        (R::WrongKind, decryptor_twice, decryptor),
        (R::WrongKind, decryptor_twice, keys_twice),
        (R::NoHandle, no_keys, decryptor),
        (R::NoHandle, keys, none),
        (R::StaleHandle, frameseal_mls_keys { id: keys.id + (9 << 32) }, decryptor),
        (R::StaleHandle, keys, frameseal_decryptor { id: decryptor.id + (9 << 32) }),
    ] {
        assert_eq!(unsafe { frameseal_mls_keys_update(keys, decryptor) }, expected);
        refused += 1;
    }
    assert_eq!(refused, 7);
    ok(unsafe { frameseal_mls_keys_update(keys, decryptor) });
    assert_eq!(unsafe { frameseal_mls_keys_free(decryptor_twice) }, R::WrongKind);
    assert_eq!(unsafe { frameseal_decryptor_free(keys_twice) }, R::WrongKind);
    assert_eq!(unsafe { frameseal_mls_keys_advance(decryptor_twice, 1) }, R::WrongKind);
    ok(unsafe { frameseal_mls_keys_free(no_keys) });

    let gone = new_keys(null());
    ok(unsafe { frameseal_mls_keys_free(gone) });
    assert_eq!(unsafe { frameseal_mls_keys_free(gone) }, R::StaleHandle);
    assert_eq!(unsafe { frameseal_mls_keys_advance(gone, 1) }, R::StaleHandle);
    assert!(frameseal_live_handles() >= 2);
}

/// A counter store that asks the keys whose call it is part of would wait for itself.
#[test]
fn a_counter_store_that_calls_back_is_told_so() {
    static KEYS: AtomicU64 = AtomicU64::new(0);
    static GAVE: AtomicU32 = AtomicU32::new(0);

    unsafe extern "C" fn lease(_: *mut c_void, _: *const u8, _: u64, first: *mut u64) -> u32 {
        let (keys, mut epoch) = (frameseal_mls_keys { id: KEYS.load(Relaxed) }, 77);
        let gave = unsafe { frameseal_mls_keys_sending(keys, &raw mut epoch) };
        GAVE.store(gave as u32, Relaxed);
        assert_eq!(epoch, 77);
        unsafe { first.write(0) };
        R::Ok as u32
    }

    let callbacks = frameseal_counter_store_callbacks {
        context: null_mut(),
        lease: Some(lease),
        charge: None,
        release: None,
    };
    let mut config = frameseal_mls_keys_config::default();
    config.encryptors.counters =
        made(|out| unsafe { frameseal_counter_store_new(&raw const callbacks, out) }).unwrap();
    let keys = new_keys(&raw const config);
    KEYS.store(keys.id, Relaxed);
    let alice = Member { group: 9, leaf: 0, keys, decryptor: new_decryptor(keys) };
    ok(alice.add(1, AFTER_DELAY, 0));
    let encryptor = alice.encryptor(0).unwrap();
    assert_eq!(GAVE.load(Relaxed), R::Busy as u32);
    ok(unsafe { frameseal_encryptor_free(encryptor) });
    ok(unsafe { frameseal_counter_store_free(config.encryptors.counters) });
}

/// What came of the keys outlives them.
#[test]
fn encryptors_and_decryptors_stay() {
    let (alice, bob) = (Member::new(8, 0), Member::new(8, 1));
    ok(alice.add(1, AFTER_DELAY, 0));
    ok(bob.add(1, AFTER_DELAY, 0));
    let encryptor = alice.encryptor(0).unwrap();
    drop(alice);
    assert_eq!(bob.open(&seal(encryptor, b"still here")).unwrap(), b"still here");
    ok(unsafe { frameseal_encryptor_free(encryptor) });
}
