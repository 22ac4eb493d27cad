//! Keys, counters, and frames of RFC 9605.

use std::sync::Arc;

use frameseal::codec::Codec;
use frameseal::expert::Aead;
use frameseal::transparent::{self, Envelope};
use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, CryptoProvider, DecryptError, Decryptor,
    DecryptorConfig, EncryptError, Encryptor, EncryptorConfig, ErrorClass, KeyError,
    KeyFingerprint, KidLayout, MemoryCounters, RatchetBits,
};

use crate::book::Book;
use crate::faulty::{REFUSING, Script, WITHOUT_GCM};
use crate::parties::{
    GCM, KID, META, base, epoch, epoch_bits, forged, header, leasing, mls_kid, mls_receiver, open,
    own_ledger, ratchet_kid, ratchet_receiver, receiver, seal_at, sender, sender_key, state,
};

pub(crate) fn key() -> Book {
    let mut book = Book::of("error.rs", "KeyError");
    book.note(BaseKey::new(&[1; 15]).unwrap_err(), &["15 bytes", "at least 16"]);
    book.note(CipherSuite::try_from(9).unwrap_err(), &["suite 9", "1 to 8"]);
    book.note(RatchetBits::new(17).unwrap_err(), &["ratchet bits 17", "widen"]);
    let short = Aead::new(GCM, &[0; 15], [0; 12]).map(drop).unwrap_err();
    book.note(short, &["key has 15 bytes", "wants 16"]);

    // The key that was there stays, and opens its frames.
    let alice = sender(GCM, KID, 1);
    let mut bob = receiver(GCM, KID, 1);
    let kid = KID.to_string();
    let before = state(&bob);
    let in_use = bob.add_key(GCM, KID, base(2)).unwrap_err();
    book.note(in_use, &["KID", &kid, "remove the old key"]);
    let layout = bob.add_sender_key(sender_key(1, 0, 1)).unwrap_err();
    book.note(layout, &["KidLayout"]);
    assert_eq!(state(&bob), before);
    assert_eq!(open(&mut bob, &alice.encrypt_to_vec(b"x", META).unwrap()).unwrap(), b"x");

    let mut carol = ratchet_receiver();
    carol.add_sender_key(sender_key(1, 3, 1)).unwrap();
    assert!(carol.remove_key(ratchet_kid(1, 3)));
    let retired = carol.add_sender_key(sender_key(1, 0, 2)).unwrap_err();
    book.note(retired, &["KID", &ratchet_kid(1, 0).to_string(), "fresh generation"]);
    assert!(state(&carol).is_empty());

    let mut dave = Decryptor::new();
    dave.refuse_own(&alice).unwrap();
    let own = dave.add_key(GCM, KID, base(1)).unwrap_err();
    book.note(own, &["KID", &kid, "own send key", "one direction"]);
    assert!(state(&dave).is_empty());

    let mut config = DecryptorConfig::default();
    config.max_keys = 1;
    let mut erin = Decryptor::with_config(config);
    erin.add_key(GCM, KID, base(1)).unwrap();
    let full = erin.add_key(GCM, ratchet_kid(9, 9), base(2)).unwrap_err();
    book.note(full, &["1 keys", "raise the limit"]);
    assert_eq!(state(&erin).len(), 1);

    let mut config = own_ledger();
    config.provider = Some(&WITHOUT_GCM);
    let none = Encryptor::with_config(GCM, KID, base(1), config).map(drop).unwrap_err();
    book.note(none, &["provider", "rust_crypto"]);
    let config = leasing(Script::of(&[]), 1);
    let counters = Encryptor::with_config(GCM, KID, base(1), config).map(drop).unwrap_err();
    assert_eq!(counters, KeyError::Counters(CounterStoreError::Unavailable));
    book.note(counters, &["could not save", "try again"]);
    book
}

pub(crate) fn counter_store() -> Book {
    let mut book = Book::of("error.rs", "CounterStoreError");
    let mut seal = |leases: &[_], sealed: &[u64], says: &[&str]| {
        let config = leasing(Script::of(leases), 1);
        let encryptor = Encryptor::with_config(GCM, KID, base(1), config).unwrap();
        for &counter in sealed {
            let frame = encryptor.encrypt_to_vec(b"x", META).unwrap();
            assert_eq!(header(&frame).counter, counter);
        }
        let mut out = [0x55; 64];
        match encryptor.encrypt(b"x", META, &mut out).unwrap_err() {
            EncryptError::Counters(error) => book.note(error, says),
            error => panic!("{error:?}"),
        }
        assert_eq!(out, [0x55; 64], "and nothing was written");
    };
    seal(&[Ok(3), Err(CounterStoreError::Unavailable)], &[3], &["could not save", "try again"]);
    seal(&[Ok(3), Ok(4), Ok(3)], &[3, 4], &["went back", "fresh key", "must not encrypt"]);
    seal(&[Ok(3), Ok(u64::MAX)], &[3], &["used up", "fresh key"]);

    let store = MemoryCounters::default();
    let name = |n: usize| KeyFingerprint::new((n as u128).to_be_bytes());
    for n in 0..MemoryCounters::MAX_KEYS {
        store.lease(&name(n), 1).unwrap();
    }
    let limit = MemoryCounters::MAX_KEYS;
    let full = store.lease(&name(limit), 1).unwrap_err();
    book.note(full, &[&limit.to_string(), "full", "EncryptorConfig::counters"]);
    assert_eq!(store.lease(&name(0), 1), Ok(1), "those that are there go on");
    book
}

pub(crate) fn encrypt() -> Book {
    let mut book = Book::of("error.rs", "EncryptError");
    let alice = sender(GCM, KID, 1);
    let needed = (1 + alice.max_overhead()).to_string();
    let small = alice.encrypt(b"x", META, &mut [0; 5]).unwrap_err();
    book.note(small, &[&needed, "buffer has 5", "max_overhead"]);
    let room = alice.encrypt_in_place(&mut [0; 64], 0..1, META).unwrap_err();
    book.note(room, &["inside the buffer", &alice.headroom().to_string()]);
    let first = alice.encrypt_to_vec(b"x", META).unwrap();
    assert_eq!(header(&first).counter, 0, "neither has used a counter");

    let mut config = own_ledger();
    config.max_blocks = 80;
    let tired = Encryptor::with_config(GCM, KID, base(1), config).unwrap();
    tired.encrypt_to_vec(b"x", META).unwrap();
    let mut out = [0x55; 64];
    book.note(tired.encrypt(b"x", META, &mut out).unwrap_err(), &["rotate", "fresh base key"]);
    assert_eq!(out, [0x55; 64]);

    let config = leasing(Script::of(&[Ok(0)]), 1);
    let alone = Encryptor::with_config(GCM, KID, base(1), config).unwrap();
    alone.encrypt_to_vec(b"x", META).unwrap();
    book.note(alone.encrypt_to_vec(b"x", META).unwrap_err(), &["could not save", "try again"]);

    // A frame that is too long takes 64 GiB; what a provider says of it takes none.
    let mut config = own_ledger();
    config.provider = Some(&REFUSING);
    let long = Encryptor::with_config(GCM, KID, base(1), config).unwrap();
    let (mut buf, headroom) = ([0x77; 64], long.headroom());
    let error = long.encrypt_in_place(&mut buf, headroom..headroom + 8, META).unwrap_err();
    book.note(error, &["longer than the cipher can take"]);
    assert_eq!(buf[headroom..headroom + 8], [0; 8], "no plaintext is left");
    book
}

pub(crate) fn decrypt() -> Book {
    let mut book = Book::of("error.rs", "DecryptError");
    let kid = KID.to_string();
    let mut bob = receiver(GCM, KID, 1);
    let genuine = seal_at(GCM, KID, &base(1), 5000, b"genuine");
    assert_eq!(open(&mut bob, &genuine).unwrap(), b"genuine");
    let before = state(&bob);
    let mut note = |bob: &mut Decryptor, frame: &[u8], class, says: &[&str]| {
        let before = state(bob);
        let error = open(bob, frame).unwrap_err();
        assert_eq!(error.class(), class, "{error:?}");
        book.note(error, says);
        assert_eq!(state(bob), before, "{error:?}");
    };
    note(&mut bob, &[], ErrorClass::Syntax, &["cut short", "0 bytes"]);
    let next = seal_at(GCM, KID, &base(1), 5001, b"next");
    note(&mut bob, &next[..10], ErrorClass::Syntax, &["cut short", "10 bytes"]);
    let longer = [&[0x80, 0x07][..], &[0; 20]].concat();
    note(&mut bob, &longer, ErrorClass::Syntax, &["shortest", "sender is broken"]);
    let unknown = forged(ratchet_kid(7, 0), 1);
    let name = ratchet_kid(7, 0).to_string();
    note(&mut bob, &unknown, ErrorClass::KeyId, &["no key", &name, "ask its sender"]);
    note(&mut bob, &genuine, ErrorClass::Replay, &["5000", &kid, "opened before", "drop it"]);
    let old = seal_at(GCM, KID, &base(1), 1, b"old");
    note(&mut bob, &old, ErrorClass::Replay, &["frame 1 ", &kid, "older", "widen the window"]);
    let bad = forged(KID, 6000);
    note(&mut bob, &bad, ErrorClass::Authentication, &["authentication failed"]);

    let mut carol = ratchet_receiver();
    carol.add_sender_key(sender_key(1, 0, 1)).unwrap();
    let far = ratchet_kid(1, 15);
    let says = [&*far.to_string(), "15 ratchet steps", "current key"];
    note(&mut carol, &forged(far, 0), ErrorClass::KeyId, &says);

    let mut dave = mls_receiver();
    dave.add_epoch(epoch(3, 4, 1).refusing_own(5).unwrap()).unwrap();
    let own = mls_kid(3, 4, 5, 0);
    note(&mut dave, &forged(own, 0), ErrorClass::KeyId, &[&own.to_string(), "own", "reflected"]);

    // A key that cannot be derived: here for want of a cipher.
    let mut config = DecryptorConfig::for_layout(KidLayout::Mls(epoch_bits(4)));
    config.provider = Some(&WITHOUT_GCM);
    let mut erin = Decryptor::with_config(config);
    erin.add_epoch(epoch(3, 4, 1)).unwrap();
    note(&mut erin, &forged(mls_kid(3, 4, 2, 0), 0), ErrorClass::KeyId, &["provider"]);

    let mut out = [0x55; 3];
    let small = bob.decrypt(&next, META, &mut out).map(drop).unwrap_err();
    assert_eq!((small.class(), out), (ErrorClass::Usage, [0x55; 3]));
    book.note(small, &["buffer has 3", "as long as the frame"]);
    assert_eq!(state(&bob), before);

    let envelope = Envelope::new(Codec::Opus);
    let alice = Encryptor::with_config(GCM, KID, base(1), at(6000)).unwrap();
    let mut sealed = envelope.encrypt_to_vec(&alice, b"\x78 speech", META).unwrap();
    let last = sealed.len() - 1;
    let right = sealed[last];
    for (trailer, expected, says) in [
        (right ^ 0x60, "EnvelopeVersion", "version 2"),
        (right & 0xe0 | 0x0f, "MalformedEnvelope", "no transparent envelope"),
    ] {
        sealed[last] = trailer;
        let error = transparent::decrypt_to_vec(&mut bob, &sealed, META).unwrap_err();
        assert_eq!(error.class(), ErrorClass::Syntax);
        assert!(format!("{error:?}").starts_with(expected), "{error:?}");
        book.note(error, &[says]);
    }
    assert_eq!(state(&bob), before);
    sealed[last] = right;
    assert_eq!(transparent::decrypt_to_vec(&mut bob, &sealed, META).unwrap(), b"\x78 speech");
    assert_eq!(open(&mut bob, &next).unwrap(), b"next");
    book
}

/// Counters from a number on.
fn at(counter: u64) -> EncryptorConfig {
    leasing(Script::of(&[Ok(counter)]), 100)
}

/// Both roles share the classes that W3C names, and none is empty.
#[test]
fn a_provider_that_refuses_is_an_authentication_failure() {
    let mut config = DecryptorConfig::default();
    config.provider = Some(&REFUSING);
    let mut bob = Decryptor::with_config(config);
    bob.add_key(GCM, KID, base(1)).unwrap();
    let mut frame = seal_at(GCM, KID, &base(1), 1, b"payload");
    let refused = bob.decrypt_in_place(&mut frame, META).map(drop).unwrap_err();
    assert_eq!(refused, DecryptError::Authentication);
    assert!(frame[3..].iter().all(|&byte| byte == 0), "{frame:x?}");
    let _: &CryptoProvider = &REFUSING;
    let _: Arc<dyn CounterStore> = Script::of(&[]);
}
