//! When an MLS epoch is received in, sent in, and over.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod parties;

use std::sync::Arc;
use std::time::Duration;

use frameseal::{
    BaseKey, CipherSuite, DEFAULT_SEND_DELAY, DecryptError, Decryptor, DecryptorConfig, Encryptor,
    EncryptorConfig, GoOver, KeyError, KidLayout, MAX_CONTEXTS, MlsEpoch, MlsExport, MlsKeys,
    MlsKeysConfig, MlsKeysError, MlsKeysEvent, SenderBits,
};
use parties::{GCM, META, bytes, epoch_bits, header, mls_kid, open, own_ledger, seal_at};

const GRACE: Duration = Duration::from_secs(10);
const MS: Duration = Duration::from_millis(1);

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The secret of an epoch, for all members of the group.
fn secret(epoch: u64) -> BaseKey {
    let mut secret = [0x42; 16];
    secret[..8].copy_from_slice(&epoch.to_be_bytes());
    BaseKey::new(&secret).unwrap()
}

fn export(epoch: u64, own_index: u32) -> MlsExport {
    MlsExport { epoch, secret: secret(epoch), own_index, leaves: 5 }
}

fn config(bits: u8) -> MlsKeysConfig {
    MlsKeysConfig::with_encryptors(GCM, epoch_bits(bits), own_ledger())
}

/// A participant with two decryptors, one for each worker.
struct Member {
    index: u32,
    keys: MlsKeys,
    workers: [Decryptor; 2],
}

impl Member {
    fn new(index: u32, bits: u8) -> Self {
        let keys = MlsKeys::new(config(bits)).unwrap();
        let worker = || Decryptor::with_config(DecryptorConfig::for_layout(keys.layout()));
        Self { index, workers: [worker(), worker()], keys }
    }

    fn add(&mut self, epoch: u64, go_over: GoOver, now: Duration) -> Result<(), MlsKeysError> {
        self.advance(now);
        self.keys.add_epoch(export(epoch, self.index), go_over, now)?;
        for worker in &mut self.workers {
            self.keys.update(worker).unwrap();
        }
        Ok(())
    }

    fn advance(&mut self, now: Duration) {
        self.keys.advance(now);
        self.workers.iter_mut().for_each(|worker| worker.advance(now));
    }

    fn seal(&mut self, context: u64) -> Vec<u8> {
        self.keys.encryptor(context).unwrap().encrypt_to_vec(b"x", META).unwrap()
    }

    /// Says whether both workers open a frame; it must be all or none.
    fn opens(&mut self, frame: &[u8]) -> bool {
        let [a, b] = &mut self.workers;
        let (a, b) = (open(a, frame), open(b, frame));
        assert_eq!(a, b);
        a.is_ok()
    }

    fn held(&self) -> Vec<u64> {
        self.keys.epochs().collect()
    }
}

fn seal_in(epoch: u64, index: u32, bits: u8) -> Vec<u8> {
    let mut sender = Member::new(index, bits);
    sender.add(epoch, GoOver::AtOnce, at(0)).unwrap();
    sender.seal(0)
}

#[test]
fn received_at_once_sent_after_the_delay_old_frames_open_until_the_grace_ends() {
    let (mut alice, mut bob) = (Member::new(0, 4), Member::new(1, 4));
    for member in [&mut alice, &mut bob] {
        member.add(1, GoOver::AfterDelay, at(0)).unwrap();
        assert_eq!(member.keys.sending(), Some(1), "the first epoch is sent in at once");
    }
    let old = [alice.seal(0), alice.seal(0)];
    bob.add(2, GoOver::AfterDelay, at(100)).unwrap();
    assert_eq!((bob.keys.sending(), bob.keys.newest()), (Some(1), Some(2)));
    assert_eq!(bob.keys.next_deadline(), Some(at(100) + DEFAULT_SEND_DELAY));
    alice.add(2, GoOver::AfterDelay, at(101)).unwrap();

    // One millisecond before, and then.
    bob.advance(at(100) + DEFAULT_SEND_DELAY - MS);
    assert!(alice.opens(&bob.seal(0)), "in epoch 1, which Alice still has");
    assert_eq!(bob.keys.sending(), Some(1));
    bob.advance(at(100) + DEFAULT_SEND_DELAY);
    assert_eq!(bob.keys.sending(), Some(2));
    assert!(alice.opens(&bob.seal(0)));

    bob.advance(at(100) + GRACE - MS);
    assert!(bob.opens(&old[0]));
    assert_eq!(bob.held(), [1, 2]);
    bob.advance(at(100) + GRACE);
    assert!(!bob.opens(&old[1]));
    assert_eq!((bob.held(), bob.keys.next_deadline()), (vec![2], None));
}

#[test]
fn at_once_after_a_removal() {
    let mut alice = Member::new(0, 4);
    alice.add(1, GoOver::AfterDelay, at(0)).unwrap();
    alice.add(2, GoOver::AtOnce, at(5)).unwrap();
    assert_eq!(alice.keys.sending(), Some(2));

    // Known to be a removal only later, or everybody has confirmed it.
    alice.add(3, GoOver::AfterDelay, at(6)).unwrap();
    assert_eq!(alice.keys.sending(), Some(2));
    alice.add(3, GoOver::AtOnce, at(6)).unwrap();
    assert_eq!(alice.keys.sending(), Some(3));
    alice.add(4, GoOver::AfterDelay, at(7)).unwrap();
    alice.keys.go_over(4).unwrap();
    alice.keys.go_over(4).unwrap();
    assert_eq!(alice.keys.sending(), Some(4));
    assert_eq!(alice.keys.go_over(3), Err(MlsKeysError::SendingIsNewer { epoch: 3, sending: 4 }));
    assert_eq!(alice.keys.go_over(5), Err(MlsKeysError::UnknownEpoch { epoch: 5 }));
}

#[test]
fn a_late_epoch_opens_frames_and_is_never_sent_in() {
    let mut bob = Member::new(1, 4);
    bob.add(1, GoOver::AfterDelay, at(0)).unwrap();
    bob.add(4, GoOver::AtOnce, at(1)).unwrap();
    bob.add(3, GoOver::AtOnce, at(2)).unwrap();
    assert_eq!((bob.keys.sending(), bob.held()), (Some(4), vec![1, 3, 4]));
    let (first, second) = (seal_in(3, 0, 4), seal_in(3, 2, 4));
    assert!(bob.opens(&first));
    bob.advance(at(2) + GRACE - MS);
    assert_eq!(bob.held(), [3, 4], "a late epoch has a grace of its own");
    assert!(bob.opens(&second));
    bob.advance(at(2) + GRACE);
    assert_eq!(bob.held(), [4]);

    // What went, and what is older than that, does not come back.
    for epoch in [3, 2, 1, 0] {
        let refused = bob.add(epoch, GoOver::AfterDelay, at(13));
        assert_eq!(refused, Err(MlsKeysError::Over { epoch, over: 3 }));
    }
    assert_eq!(bob.held(), [4]);
}

#[test]
fn late_epochs_as_far_as_the_window_reaches_and_one_further() {
    let mut checked = 0;
    for bits in 1..=8 {
        let (reach, newest) = ((1 << bits) - 1, 1000);
        for behind in [reach, reach + 1] {
            let (mut bob, epoch) = (Member::new(1, bits), newest - behind);
            bob.add(newest, GoOver::AfterDelay, at(0)).unwrap();
            let frame = seal_in(epoch, 0, bits);
            let added = bob.add(epoch, GoOver::AfterDelay, at(0));
            if behind == reach {
                assert_eq!(added, Ok(()));
                assert!(bob.opens(&frame));
            } else {
                assert_eq!(added, Err(MlsKeysError::TooOld { epoch, newest, reach }));
                assert!(!bob.opens(&frame));
                assert_eq!(bob.held(), [newest]);
            }
            checked += 1;
        }
    }
    assert_eq!(checked, 16);
}

#[test]
fn as_many_epochs_as_the_window_holds_and_one_more() {
    for bits in 1..=8 {
        let mut bob = Member::new(1, bits);
        let places = 1 << bits;
        let old = seal_in(0, 0, bits);
        for epoch in 0..places {
            bob.add(epoch, GoOver::AfterDelay, at(0)).unwrap();
        }
        assert_eq!(bob.held(), (0..places).collect::<Vec<_>>());
        assert!(bob.opens(&old));
        bob.add(places, GoOver::AfterDelay, at(0)).unwrap();
        assert_eq!(bob.held(), (1..=places).collect::<Vec<_>>());
        let over = MlsKeysError::Over { epoch: 0, over: 0 };
        assert_eq!(bob.add(0, GoOver::AfterDelay, at(0)), Err(over));
    }
}

/// However fast commits come: what is sent must still have a place at those who are ahead.
#[test]
fn sending_stays_within_half_of_the_window() {
    for bits in 1..=8 {
        let (mut alice, most_behind) = (Member::new(0, bits), ((1u64 << bits) - 1) / 2);
        for epoch in 0..1000 {
            alice.add(epoch, GoOver::AfterDelay, at(0)).unwrap();
            let behind = epoch - alice.keys.sending().unwrap();
            assert_eq!(behind, epoch.min(most_behind), "E = {bits}, epoch {epoch}");
        }
    }
}

/// Commits faster than the delay: each epoch has its own time, none waits for quiet.
#[test]
fn a_stream_of_commits_does_not_hold_sending_back() {
    let mut alice = Member::new(0, 8);
    for tenth in 0..600 {
        let now = Duration::from_millis(tenth * 100);
        alice.add(tenth, GoOver::AfterDelay, now).unwrap();
        assert_eq!(alice.keys.sending(), Some(tenth.saturating_sub(10)));
        assert!(alice.held().len() <= 101);
    }
}

#[test]
fn an_epoch_with_another_secret_leaf_or_size_changes_nothing() {
    let mut bob = Member::new(1, 4);
    bob.add(7, GoOver::AfterDelay, at(0)).unwrap();
    let (first, second) = (seal_in(7, 0, 4), seal_in(7, 2, 4));
    assert!(bob.opens(&first));
    let others = [
        MlsExport { secret: secret(99), ..export(7, 1) },
        MlsExport { own_index: 2, ..export(7, 1) },
        MlsExport { leaves: 9, ..export(7, 1) },
    ];
    for other in others {
        let refused = bob.keys.add_epoch(other, GoOver::AtOnce, at(0));
        assert_eq!(refused, Err(MlsKeysError::OtherEpoch { epoch: 7 }));
    }
    let renamed = MlsExport { secret: secret(7), ..export(8, 1) };
    let refused = bob.keys.add_epoch(renamed, GoOver::AtOnce, at(0));
    assert_eq!(refused, Err(MlsKeysError::SameSecret { epoch: 8, same_as: 7 }));

    // The same size in other words is the same: 5 and 8 leaves take 3 bits.
    let same = MlsExport { leaves: 8, ..export(7, 1) };
    bob.keys.add_epoch(same, GoOver::AfterDelay, at(0)).unwrap();
    bob.add(7, GoOver::AfterDelay, at(0)).unwrap();
    assert_eq!((bob.keys.sending(), bob.held()), (Some(7), vec![7]));
    assert!(bob.opens(&second));
    assert!(!bob.opens(&first), "replay windows outlive updates");
}

#[test]
fn secrets_of_the_wrong_length_and_leaves_outside_the_tree() {
    let suites: Vec<_> = (1..=8).map(|id| CipherSuite::try_from(id).unwrap()).collect();
    let mut checked = 0;
    for suite in suites {
        let config = MlsKeysConfig::with_encryptors(suite, epoch_bits(4), own_ledger());
        let mut keys = MlsKeys::new(config).unwrap();
        let want = suite.key_len();
        for len in [want - 1, want, want + 1] {
            let long = [1; 128];
            let Ok(secret) = BaseKey::new(&long[..len]) else { continue };
            let export = MlsExport { epoch: 1, secret, own_index: 0, leaves: 2 };
            let added = keys.add_epoch(export, GoOver::AfterDelay, at(0));
            let wrong = KeyError::WrongLength { what: "exported secret", len, want };
            assert_eq!(added, if len == want { Ok(()) } else { Err(wrong.into()) });
            checked += 1;
        }
    }
    assert_eq!(checked, 23, "15 bytes are no base key at all");

    let mut keys = MlsKeys::new(config(4)).unwrap();
    for (index, leaves) in [(0, 0), (5, 5), (6, 5), (u32::MAX, u32::MAX)] {
        let export = MlsExport { own_index: index, leaves, ..export(1, 0) };
        let refused = keys.add_epoch(export, GoOver::AfterDelay, at(0));
        assert_eq!(refused, Err(MlsKeysError::NotInTree { index, leaves }));
    }
    assert_eq!(keys.encryptor(0).map(drop), Err(MlsKeysError::NoEpoch));
    let last = MlsExport { own_index: u32::MAX - 1, leaves: u32::MAX, ..export(1, 0) };
    keys.add_epoch(last, GoOver::AfterDelay, at(0)).unwrap();
    assert!(keys.encryptor((1 << 28) - 1).is_ok(), "64 - 32 - 4 bits of context");
    let field = KeyError::FieldTooWide { field: "context", value: 1 << 28, bits: 28 };
    assert_eq!(keys.encryptor(1 << 28).map(drop), Err(field.into()));
}

/// Without this, the operator could play a participant's own voice back as somebody's.
#[test]
fn own_frames_sent_back_are_refused_in_every_context_and_epoch() {
    let mut checked = 0;
    let mut alice = Member::new(3, 4);
    let mut bob = Member::new(4, 4);
    for epoch in 1..40 {
        let now = at(epoch);
        alice.add(epoch, GoOver::AtOnce, now).unwrap();
        bob.add(epoch, GoOver::AtOnce, now).unwrap();
        for context in [0, 1, 2, 1 << 40] {
            let frame = alice.seal(context); // made after the decryptors were brought up to date
            assert!(bob.opens(&frame));
            let kid = header(&frame).kid;
            for worker in &mut alice.workers {
                assert_eq!(open(worker, &frame), Err(DecryptError::Reflected { kid }));
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 39 * 4 * 2);
    assert_eq!(alice.workers[0].key_stats().count(), 0, "and nothing is derived for them");
}

#[test]
fn an_own_leaf_that_the_epoch_has_no_bits_for() {
    let epoch = |s| MlsEpoch::new(GCM, 1, SenderBits::new(s).unwrap(), secret(1));
    assert!(epoch(3).refusing_own(7).is_ok());
    let field = KeyError::FieldTooWide { field: "sender index", value: 8, bits: 3 };
    assert_eq!(epoch(3).refusing_own(8).map(drop), Err(field));
    let mut bob = parties::mls_receiver();
    bob.add_epoch(epoch(3).refusing_own(1).unwrap()).unwrap();
    bob.add_epoch(epoch(3).refusing_own(1).unwrap()).unwrap();
    for other in [epoch(3), epoch(3).refusing_own(2).unwrap()] {
        assert!(matches!(bob.add_epoch(other), Err(KeyError::KeyIdInUse { .. })));
    }
}

#[test]
fn a_worker_that_comes_later_and_one_that_was_made_for_something_else() {
    let mut bob = Member::new(1, 4);
    for epoch in 1..=5 {
        bob.add(epoch, GoOver::AtOnce, at(epoch)).unwrap();
    }
    let mut late = Decryptor::with_config(DecryptorConfig::for_layout(bob.keys.layout()));
    bob.keys.update(&mut late).unwrap();
    for epoch in 1..=5 {
        assert!(open(&mut late, &seal_in(epoch, 0, 4)).is_ok());
    }
    let (mut plain, mut narrow) = (Decryptor::new(), DecryptorConfig::default());
    narrow.layout = KidLayout::Mls(epoch_bits(3));
    assert_eq!(bob.keys.update(&mut plain), Err(KeyError::WrongLayout));
    let mut narrow = Decryptor::with_config(narrow);
    assert_eq!(bob.keys.update(&mut narrow), Err(KeyError::WrongLayout));

    // Another call's decryptor: one that is ahead must not look as if it were up to date.
    let mut ahead = Decryptor::with_config(DecryptorConfig::for_layout(bob.keys.layout()));
    for epoch in [21, 22] {
        ahead.add_epoch(parties::epoch(epoch, 3, 1)).unwrap();
    }
    assert!(matches!(bob.keys.update(&mut ahead), Err(KeyError::KeyIdRetired { .. })));
    let mut same = Decryptor::with_config(DecryptorConfig::for_layout(bob.keys.layout()));
    same.add_epoch(parties::epoch(5, 3, 1)).unwrap();
    assert!(matches!(bob.keys.update(&mut same), Err(KeyError::KeyIdInUse { .. })));
}

/// A worker whose clock runs ahead drops an old epoch before it is over here.
#[test]
fn a_worker_that_has_let_an_epoch_go_already() {
    let mut bob = Member::new(1, 4);
    bob.add(1, GoOver::AtOnce, at(0)).unwrap();
    bob.add(2, GoOver::AtOnce, at(1)).unwrap();
    bob.workers[0].advance(at(12));
    assert_eq!(bob.held(), [1, 2]);
    bob.keys.update(&mut bob.workers[0]).unwrap();
    assert!(open(&mut bob.workers[0], &seal_in(1, 0, 4)).is_err());
    assert!(open(&mut bob.workers[0], &seal_in(2, 0, 4)).is_ok());
}

#[test]
fn one_encryptor_for_a_context_and_as_many_contexts_as_the_limit() {
    let mut alice = Member::new(0, 4);
    alice.add(1, GoOver::AtOnce, at(0)).unwrap();
    let all: Vec<_> =
        (0..MAX_CONTEXTS as u64).map(|context| alice.keys.encryptor(context).unwrap()).collect();
    let mut kids: Vec<_> = all.iter().map(|encryptor| encryptor.key_id()).collect();
    kids.sort_unstable();
    kids.dedup();
    assert_eq!(kids.len(), MAX_CONTEXTS);
    assert!(Arc::ptr_eq(&all[3], &alice.keys.encryptor(3).unwrap()));
    let full = MlsKeysError::TooManyContexts { limit: MAX_CONTEXTS };
    assert_eq!(alice.keys.encryptor(64).map(drop), Err(full));

    alice.add(2, GoOver::AtOnce, at(1)).unwrap();
    let next = alice.keys.encryptor(64).unwrap();
    assert!(all.iter().all(|encryptor| encryptor.key_id() != next.key_id()));
}

/// Two objects over one epoch, as after a restart within the process, share its counters.
#[test]
fn counters_go_on_where_keys_are_made_again() {
    let config = config(4);
    let mut seen = Vec::new();
    for _ in 0..3 {
        let mut keys = MlsKeys::new(config.clone()).unwrap();
        keys.add_epoch(export(1, 0), GoOver::AtOnce, at(0)).unwrap();
        let encryptor: Arc<Encryptor> = keys.encryptor(0).unwrap();
        for _ in 0..100 {
            seen.push(header(&encryptor.encrypt_to_vec(b"x", META).unwrap()).counter);
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 300);
}

#[test]
fn events_tell_of_going_over_and_of_a_key_that_is_nearly_used_up() {
    let mut encryptors: EncryptorConfig = own_ledger();
    encryptors.max_blocks = 1000;
    encryptors.lease = 1;
    let config = MlsKeysConfig::with_encryptors(GCM, epoch_bits(4), encryptors);
    let mut keys = MlsKeys::new(config).unwrap();
    assert_eq!(keys.poll_event(), None);
    keys.add_epoch(export(1, 0), GoOver::AfterDelay, at(0)).unwrap();
    keys.add_epoch(export(2, 0), GoOver::AtOnce, at(0)).unwrap();
    assert_eq!(keys.poll_event(), Some(MlsKeysEvent::GoneOver { epoch: 2 }));
    assert_eq!(keys.poll_event(), None);

    let [audio, video] = [0, 1].map(|context| keys.encryptor(context).unwrap());
    let seal = |encryptor: &Encryptor| while encryptor.encrypt_to_vec(&[0; 64], b"").is_ok() {};
    seal(&video);
    assert_eq!(keys.poll_event(), Some(MlsKeysEvent::CommitSoon { kid: video.key_id() }));
    assert_eq!(keys.poll_event(), None, "once");
    keys.add_epoch(export(3, 0), GoOver::AfterDelay, at(0)).unwrap();
    seal(&audio);
    assert_eq!(keys.poll_event(), None, "a fresh epoch is under way already");
    keys.advance(at(0) + DEFAULT_SEND_DELAY);
    assert_eq!(keys.poll_event(), Some(MlsKeysEvent::GoneOver { epoch: 3 }));
    assert!(keys.encryptor(0).unwrap().encrypt_to_vec(b"x", b"").is_ok());
}

#[test]
fn a_delay_as_long_as_the_grace() {
    let mut config = config(4);
    config.send_delay = config.grace - Duration::from_nanos(1);
    assert!(MlsKeys::new(config.clone()).is_ok());
    config.send_delay = config.grace;
    assert_eq!(MlsKeys::new(config).map(drop), Err(MlsKeysError::DelayTooLong));
}

#[test]
fn time_goes_on_when_the_clock_is_set_back() {
    let mut alice = Member::new(0, 4);
    alice.add(1, GoOver::AtOnce, at(100)).unwrap();
    alice.add(2, GoOver::AfterDelay, at(50)).unwrap();
    assert_eq!(alice.keys.next_deadline(), Some(at(50) + DEFAULT_SEND_DELAY), "by the app's clock");
    alice.advance(at(50) + DEFAULT_SEND_DELAY - Duration::from_millis(1));
    assert_eq!(alice.keys.sending(), Some(1));
    alice.advance(at(50) + DEFAULT_SEND_DELAY);
    assert_eq!(alice.keys.sending(), Some(2));
}

/// Of an epoch that went the decryptors may have forgotten nothing, but a new one knows nothing.
#[test]
fn the_secret_of_an_epoch_that_went() {
    let mut bob = Member::new(1, 4);
    for epoch in 1..=3 {
        bob.add(epoch, GoOver::AfterDelay, at(0)).unwrap();
    }
    bob.advance(at(20));
    assert_eq!(bob.held(), vec![3]);
    for (epoch, same_as) in [(17, 1), (4, 2), (5, 3)] {
        let renamed = MlsExport { secret: secret(same_as), ..export(epoch, 1) };
        let refused = bob.keys.add_epoch(renamed, GoOver::AtOnce, at(20));
        assert_eq!(refused, Err(MlsKeysError::SameSecret { epoch, same_as }));
    }
    let over = bob.keys.add_epoch(export(2, 1), GoOver::AtOnce, at(20));
    assert_eq!(over, Err(MlsKeysError::Over { epoch: 2, over: 2 }));
    bob.add(4, GoOver::AtOnce, at(20)).unwrap();
}

#[test]
fn members_outside_of_the_tree_are_not_heard() {
    let mut bob = Member::new(1, 4);
    bob.add(7, GoOver::AfterDelay, at(0)).unwrap();
    for index in 3..8 {
        let frame = seal_at(GCM, mls_kid(7, 3, index, 0), &secret(7), 0, b"x");
        let opened = bob.workers[0].decrypt_to_vec(&frame, META).map(drop);
        let unknown = Err(DecryptError::UnknownKey { kid: mls_kid(7, 3, index, 0) });
        assert_eq!(opened, if index < 5 { Ok(()) } else { unknown }, "leaf {index} of 5");
    }
}

#[test]
fn debug_shows_no_secret() {
    let mut alice = Member::new(0, 4);
    let secret = BaseKey::new(&bytes(1)[..16]).unwrap();
    let export = MlsExport { secret, ..export(1, 0) };
    let shown = format!("{export:?}");
    alice.keys.add_epoch(export, GoOver::AtOnce, at(0)).unwrap();
    let all = shown + &format!("{:?}", alice.keys);
    assert!(all.contains("BaseKey(..)") && all.contains("sending: Some(1)"), "{all}");
    assert!(!all.contains(&format!("{}, {}", bytes(1)[0], bytes(1)[1])), "{all}");
}
