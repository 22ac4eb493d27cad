//! What the public API answers beside sealing and opening: sizes, names of keys, who a KID is, and
//! keys that come and go in bytes.

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

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use frameseal::call::CallSecret;
use frameseal::codec::Codec;
use frameseal::expert::{Aead, DerivedKey};
use frameseal::interop::{dave, getstream, jframe, livekit};
use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, DecryptError, EncryptError, Encryptor,
    GoOver, KeyError, KeyFingerprint, KeyId, MAX_HEADER_LEN, MlsExport, MlsKeys, MlsKeysConfig,
    MlsKeysError, STACK_METADATA_LEN, forgery_warning, max_overhead,
};
use hkdf::Hkdf;
use parties::{
    GCM, KID, META, base, epoch, epoch_bits, header, leasing, mls_kid, mls_receiver, own_ledger,
    receiver, sender, sender_key,
};
use sha2::Sha256;

#[test]
fn no_frame_of_a_suite_grows_by_more_than_it_says() {
    for suite in CipherSuite::ALL {
        assert_eq!(max_overhead(suite), 17 + suite.tag_len());
        let widest = sender(suite, KeyId::new(u64::MAX), 1);
        assert_eq!(widest.max_overhead(), max_overhead(suite), "8 bytes of KID, 8 of counter");
        let narrow = sender(suite, KeyId::new(7), 1);
        assert!(narrow.max_overhead() < max_overhead(suite));
        for encryptor in [widest, narrow] {
            let sealed = encryptor.encrypt_to_vec(b"frame", META).unwrap();
            assert!(sealed.len() <= 5 + encryptor.max_overhead());
        }
    }
}

/// GCM wants header and metadata in one piece: on the stack where they are short, else elsewhere.
#[test]
fn metadata_of_any_length_is_authenticated() {
    for suite in CipherSuite::ALL {
        let (alice, mut bob) = (sender(suite, KID, 1), receiver(suite, KID, 1));
        for len in [0, 1, 80, 96, 97, 256, 257, STACK_METADATA_LEN, STACK_METADATA_LEN + 1, 9000] {
            let mut metadata = vec![0x6d; len];
            let sealed = alice.encrypt_to_vec(b"frame", &metadata).unwrap();
            if let Some(last) = metadata.last_mut() {
                *last ^= 1;
                let other = bob.decrypt_to_vec(&sealed, &metadata);
                assert_eq!(other, Err(DecryptError::Authentication), "{suite}: {len}");
                *metadata.last_mut().unwrap() ^= 1;
            }
            assert_eq!(bob.decrypt_to_vec(&sealed, &metadata).unwrap(), b"frame", "{suite}: {len}");
        }
    }
}

#[test]
fn blocks_opened_are_those_of_header_frame_and_metadata() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    let mut blocks = 0;
    for metadata in [0, 15, 16, 1000] {
        let metadata = vec![0x6d; metadata];
        let sealed = alice.encrypt_to_vec(&[0; 100], &metadata).unwrap();
        bob.decrypt_to_vec(&sealed, &metadata).unwrap();
        blocks += (sealed.len() + metadata.len()).div_ceil(16) as u64;
        assert_eq!(bob.key_stats().next().unwrap().blocks, blocks, "{}", metadata.len());
    }
}

/// All 96 bits of a counter of the caller's own fall onto the salt.
#[test]
fn a_nonce_is_the_salt_xor_the_counter() {
    let sealed = |salt: [u8; 12], counter: [u8; 12]| {
        let (mut frame, mut tag) = (*b"frame", [0; 16]);
        let aead = Aead::new(GCM, &[1; 16], salt).unwrap();
        aead.seal_in_place(&counter, META, &mut frame, &mut tag).unwrap();
        (frame, tag)
    };
    for byte in 0..12 {
        for (salt, counter) in [(0xf0, 0x0f), (0xff, 0x81), (0x3c, 0x3c)] {
            let at = |bits: u8| {
                let mut bytes = [0x55; 12];
                bytes[byte] = bits;
                bytes
            };
            let nonce = std::array::from_fn(|i| at(salt)[i] ^ at(counter)[i]);
            assert_eq!(sealed(at(salt), at(counter)), sealed(nonce, [0; 12]), "byte {byte}");
        }
    }
}

/// Forgeries below the warning have less than 2^-16 together, and no warning comes for nothing.
#[test]
fn the_warning_of_forgeries_comes_in_time() {
    for suite in CipherSuite::ALL {
        let bits = suite.tag_len() as u32 * 8;
        let warning = forgery_warning(suite);
        assert!(warning.is_power_of_two() && warning.ilog2() + 16 <= bits, "{suite}: {warning}");
        assert!(warning >= 1 << 16, "{suite}: {warning}");
        let expected = match bits {
            32 => 16,
            64 => 48,
            _ => 52,
        };
        assert_eq!(warning.ilog2(), expected, "{suite}");
    }
}

#[test]
fn a_fingerprint_comes_back_and_shows_itself_in_hex() {
    let bytes = core::array::from_fn(|n| n as u8 * 17);
    let fingerprint = KeyFingerprint::new(bytes);
    assert_eq!(fingerprint.as_bytes(), &bytes);
    assert_eq!(format!("{fingerprint:?}"), "00112233445566778899aabbccddeeff");
    let names: BTreeSet<_> = [1, 2].map(|kid| sender(GCM, KeyId::new(kid), 1).fingerprint()).into();
    assert_eq!(names.len(), 2, "every KID has its own");
}

/// A frame that fills a packet is accounted by its number; one byte more, by what it has.
#[test]
fn the_largest_small_frame_and_one_byte_more() {
    let seal = |len: usize| {
        let mut config = own_ledger();
        config.max_blocks = 80;
        let encryptor = Encryptor::with_config(GCM, KeyId::new(1), base(1), config).unwrap();
        encryptor.encrypt_to_vec(&vec![7; len], b"").map(drop)
    };
    let largest = 1280 - MAX_HEADER_LEN;
    assert_eq!(seal(largest), Ok(()));
    assert_eq!(seal(largest + 1), Err(EncryptError::KeyUsedUp));
}

/// A store that keeps no blocks gives every encryptor the whole limit.
#[test]
fn a_store_that_counts_counters_alone_charges_nothing() {
    #[derive(Default)]
    struct Plain(AtomicU64);
    impl CounterStore for Plain {
        fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
            Ok(self.0.fetch_add(count, Relaxed))
        }
    }
    let store: Arc<dyn CounterStore> = Arc::new(Plain::default());
    assert_eq!(store.charge(&KeyFingerprint::new([1; 16]), 5), 0);
    let mut config = leasing(store, 1);
    config.max_blocks = 80;
    let encryptor = Encryptor::with_config(GCM, KeyId::new(1), base(1), config).unwrap();
    encryptor.encrypt_to_vec(b"one small frame", META).unwrap();
    assert_eq!(encryptor.encrypt_to_vec(b"x", META), Err(EncryptError::KeyUsedUp));
}

#[test]
fn an_mls_key_has_its_name_before_it_is_made_and_its_kid_says_whose_it_is() {
    let config = MlsKeysConfig::with_encryptors(GCM, epoch_bits(4), own_ledger());
    let mut keys = MlsKeys::new(config).unwrap();
    let secret = |n: u8| BaseKey::new(&[n; 16]).unwrap();
    for epoch in [20, 21] {
        let export = MlsExport { epoch, secret: secret(epoch as u8), own_index: 3, leaves: 5 };
        keys.add_epoch(export, GoOver::AtOnce, Duration::ZERO).unwrap();
    }
    for context in [0, 1, 9] {
        let named = keys.fingerprint(21, context).unwrap();
        let encryptor = keys.encryptor(context).unwrap();
        assert_eq!(named, encryptor.fingerprint());
        assert_ne!(named, keys.fingerprint(20, context).unwrap());
        assert_eq!(keys.sender_of(encryptor.key_id()), Some((3, context)));
        let sealed = encryptor.encrypt_to_vec(b"x", META).unwrap();
        assert_eq!(header(&sealed).kid, encryptor.key_id());
    }
    let unknown = MlsKeysError::UnknownEpoch { epoch: 22 };
    assert_eq!(keys.fingerprint(22, 0), Err(unknown));
    assert_eq!(keys.sender_of(mls_kid(20, 3, 4, 6)), Some((4, 6)), "of the epoch before, too");
    assert_eq!(keys.sender_of(mls_kid(22, 3, 4, 6)), None);
}

/// The same secret under another epoch's number would take its frames twice.
#[test]
fn an_epoch_under_another_number_is_refused() {
    let mut bob = mls_receiver();
    bob.add_epoch(epoch(1, 4, 1)).unwrap();
    bob.add_epoch(epoch(1, 4, 1)).unwrap();
    // 17 is 1 in four bits.
    let in_use = KeyError::KeyIdInUse { kid: KeyId::new(1) };
    assert_eq!(bob.add_epoch(epoch(17, 4, 1)), Err(in_use));
    assert_eq!(bob.add_epoch(epoch(17, 4, 2)), Ok(()), "the group's next secret takes its place");
}

#[test]
fn what_debugging_shows_names_the_thing_and_no_key() {
    let chain = sender_key(1, 3, 1);
    let aead = Aead::new(GCM, &[0x42; 16], [0x43; 12]).unwrap();
    let derived = DerivedKey::new(&[0x42; 16], &[0x43; 12], KeyFingerprint::new([1; 16])).unwrap();
    for (text, begins, says) in [
        (format!("{chain:?}"), "SenderKey {", "step: 3"),
        (format!("{:?}", epoch(5, 4, 1)), "MlsEpoch {", "epoch: 5"),
        (format!("{aead:?}"), "Aead {", "AES_128_GCM"),
        (format!("{derived:?}"), "DerivedKey {", ".."),
    ] {
        assert!(text.starts_with(begins) && text.contains(says), "{text}");
        for byte in ["0x42", "66", "0x43", "67"] {
            assert!(!text.contains(byte), "{text}");
        }
    }
}

#[test]
fn a_calls_secret_comes_back() {
    let bytes = core::array::from_fn(|n| n as u8);
    let secret = CallSecret::new(&bytes);
    assert_eq!(*secret.export(), bytes);
    assert_eq!(*secret.again().export(), bytes);
    assert_eq!(format!("{secret:?}"), "CallSecret(..)");
}

#[test]
fn dave_exports_with_the_user_id_in_little_endian() {
    assert_eq!(dave::exporter_context(0x0102_0304_0506_0708), [8, 7, 6, 5, 4, 3, 2, 1]);
}

/// Bits that a browser derived are the key that raw material gives, now and after a ratchet.
#[test]
fn livekit_keys_that_were_derived_elsewhere() {
    let raw = [0x42; 32];
    let mut bits = [0; 32];
    let hkdf = Hkdf::<Sha256>::new(Some(b"LKFrameEncryptionKey"), &raw);
    hkdf.expand(&[0; 128], &mut bits).unwrap();
    let material = livekit::KeyMaterial::raw(&raw).unwrap();
    let ledger = own_ledger().counters;
    let mut alice = livekit::Encryptor::with_counters(&material, 2, ledger).unwrap();
    let mut bob = livekit::Decryptor::new();
    let derived = livekit::KeyMaterial::derived(livekit::Derivation::Hkdf, &bits);
    bob.set_key(2, &derived).unwrap();
    let other = livekit::KeyMaterial::derived(livekit::Derivation::Pbkdf2, &bits);
    let mut carol = livekit::Decryptor::new();
    carol.set_key(2, &other).unwrap();
    let stream = |n: u32| livekit::Stream { ssrc: 7, timestamp: n * 3000 };
    let frame = b"\x78 speech".as_slice();
    let opened = || livekit::Decrypted::Opened(frame.to_vec());
    let sealed = alice.encrypt_to_vec(Codec::Opus, frame, stream(1)).unwrap();
    assert_eq!(bob.decrypt_to_vec(Codec::Opus, &sealed).unwrap(), opened());
    assert_eq!(carol.decrypt_to_vec(Codec::Opus, &sealed).unwrap(), opened(), "the same bits");
    alice.ratchet().unwrap();
    let sealed = alice.encrypt_to_vec(Codec::Opus, frame, stream(2)).unwrap();
    assert_eq!(bob.decrypt_to_vec(Codec::Opus, &sealed).unwrap(), opened());
    assert!(carol.decrypt_to_vec(Codec::Opus, &sealed).is_err(), "ratcheted in another way");
}

/// Encryptors that are made without a store of their own share the process's, so no nonce of
/// theirs comes twice: what the first sealed and what the second sealed both open.
#[test]
fn two_senders_of_one_key_share_the_ledger_of_the_process() {
    let frame = b"\x78 speech".as_slice();
    let material = livekit::KeyMaterial::raw(&[0x61; 32]).unwrap();
    let stream = livekit::Stream { ssrc: 7, timestamp: 3000 };
    let sealed = [(); 2].map(|()| {
        let mut sender = livekit::Encryptor::new(&material, 0).unwrap();
        sender.encrypt_to_vec(Codec::Opus, frame, stream).unwrap()
    });
    let mut bob = livekit::Decryptor::new();
    bob.set_key(0, &material).unwrap();
    assert!(sealed.iter().all(|sealed| bob.decrypt_to_vec(Codec::Opus, sealed).is_ok()));

    let material = jframe::KeyMaterial::new(&[0x62; 32]).unwrap();
    let stream = jframe::Stream { ssrc: 7, timestamp: 3000 };
    let audio = jframe::FrameKind::Audio;
    let sealed = [(); 2].map(|()| {
        let mut sender = jframe::Encryptor::new(&material, 0).unwrap();
        sender.encrypt_to_vec(audio, frame, stream).unwrap()
    });
    let mut bob = jframe::Decryptor::new();
    bob.set_key(0, &material).unwrap();
    assert!(sealed.iter().all(|sealed| bob.decrypt_to_vec(audio, sealed).is_ok()));

    let key = getstream::Key::new(&[0x63; 16]).unwrap();
    let sealed = [(); 2].map(|()| {
        let sender = getstream::Encryptor::new(&key, 0, [9; 8]).unwrap();
        sender.encrypt_to_vec(Codec::Opus, frame).unwrap()
    });
    let mut bob = getstream::Decryptor::new();
    bob.set_key(0, &key).unwrap();
    assert!(sealed.iter().all(|sealed| bob.decrypt_to_vec(sealed).is_ok()));
}
