//! No trace of a deployed format's keys is left on the heap, and none is printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::codec::Codec;
use frameseal::expert::Prk;
use frameseal::interop::{dave, getstream, jframe, livekit};
use frameseal::{CounterStoreError, CryptoProvider, Hash};

mod heap;
mod parties;
mod secrets;
use parties::*;
use secrets::*;

/// What the material of a deployed format leads to: keys of 16 bytes and materials, for as many
/// steps.
fn legacy_secrets(material: &[u8], step: impl Fn(&[u8]) -> (Vec<u8>, Vec<u8>)) -> Secrets {
    let mut secrets = vec![("material".to_owned(), material[..8].to_vec())];
    let mut material = material.to_vec();
    for number in 0..4 {
        let (key, next) = step(&material);
        secrets.extend(gcm_secrets(&format!("step {number}"), &key));
        secrets.push((format!("material after step {number}"), next[16..].to_vec()));
        material = next;
    }
    secrets
}

/// The secrets of DAVE's first generations, and their keys (RFC 9420 section 9.1).
fn dave_secrets(base: &[u8], generations: u32) -> Secrets {
    let (mut secrets, mut secret) = (Secrets::new(), base.to_vec());
    for generation in 0..generations {
        let tree = |label: &[u8], len: usize| {
            let mut out = vec![0; len];
            let label_len = [8 + label.len() as u8];
            let lens = (len as u16).to_be_bytes();
            let info: [&[u8]; 6] =
                [&lens, &label_len, b"MLS 1.0 ", label, &[4], &generation.to_be_bytes()];
            Prk::from_prk(Hash::Sha256, &secret).unwrap().expand(&info, &mut out).unwrap();
            out
        };
        let name = format!("generation {generation}");
        secrets.push((format!("{name}: secret"), secret[..16].to_vec()));
        secrets.extend(gcm_secrets(&name, &tree(b"key", 16)));
        secret = tree(b"secret", 32);
    }
    secrets
}

fn livekit_step(material: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut next = vec![0; 32];
    let prk = Prk::extract(Hash::Sha256, b"LKFrameEncryptionKey", material);
    prk.expand(&[&[0; 128]], &mut next).unwrap();
    (next[..16].to_vec(), next)
}

fn livekit_passphrase_step(material: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut next = vec![0; 32];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(material, b"LKFrameEncryptionKey", 100_000, &mut next);
    (next[..16].to_vec(), next)
}

fn jframe_step(material: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (mut key, mut next) = (vec![0; 16], vec![0; 32]);
    let expand = |salt: &[u8], out: &mut [u8]| {
        Prk::extract(Hash::Sha256, salt, material).expand(&[], out).unwrap();
    };
    expand(b"JFrameEncryptionKey", &mut key);
    expand(b"JFrameRatchetKey", &mut next);
    (key, next)
}

/// As [`no_trace`], for what has one suite and picks its provider.
fn no_legacy_trace(secrets: &Secrets, act: impl FnOnce()) {
    if heap::hooked() {
        let careless = || drop(black_box([&[0xee; 33][..], &secrets[1].1, &[0xee; 5]].concat()));
        assert_eq!(heap::freed_with(secrets, careless), [secrets[1].0.as_str()]);
        assert_eq!(heap::freed_with(secrets, act), Vec::<String>::new());
    }
}

/// Leases the first nonces of one generation after the other.
struct ByGeneration(AtomicU64);

impl frameseal::CounterStore for ByGeneration {
    fn lease(&self, _: &frameseal::KeyFingerprint, _: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(1 << 24, Relaxed))
    }
}

#[test]
fn livekit_keys() {
    let passphrase = b"a long passphrase";
    let cases = [
        (legacy_secrets(&bytes(1), livekit_step), livekit::KeyMaterial::raw(&bytes(1)).unwrap()),
        (
            legacy_secrets(passphrase, livekit_passphrase_step),
            livekit::KeyMaterial::passphrase(passphrase).unwrap(),
        ),
    ];
    let stream = |timestamp| livekit::Stream { ssrc: 7, timestamp };
    for (secrets, material) in cases {
        no_legacy_trace(&secrets, || {
            let counters = own_ledger().counters;
            let mut alice =
                livekit::Encryptor::with_counters(&material, 0, counters.clone()).unwrap();
            let mut bob = livekit::Decryptor::with_ratchet_window(2);
            bob.set_key(0, &material).unwrap();
            for timestamp in 0..3 {
                let sealed =
                    alice.encrypt_to_vec(Codec::Vp9, &[7; 5000], stream(timestamp)).unwrap();
                assert!(bob.decrypt_to_vec(Codec::Vp9, &sealed).is_ok());
                assert!(bob.decrypt_to_vec(Codec::Vp9, &[12; 64]).is_err());
                alice.ratchet().unwrap();
            }
            bob.set_key(0, &material).unwrap();
            bob.set_key(1, &material).unwrap();
            assert!(bob.set_key(16, &material).is_err());
            assert!(livekit::Encryptor::with_counters(&material, 16, counters).is_err());
            let full = std::sync::Arc::new(Refuses);
            assert!(livekit::Encryptor::with_counters(&material, 0, full).is_err());
            bob.remove_key(1);
            drop(material);
        });
    }
}

#[test]
fn jframe_keys() {
    no_legacy_trace(&legacy_secrets(&bytes(1), jframe_step), || {
        let material = jframe::KeyMaterial::new(&bytes(1)).unwrap();
        assert!(jframe::KeyMaterial::new(&bytes(1)[..15]).is_err());
        let counters = own_ledger().counters;
        let mut alice = jframe::Encryptor::with_counters(&material, 0, counters).unwrap();
        let mut bob = jframe::Decryptor::with_ratchet_window(2);
        bob.set_key(0, &material).unwrap();
        for timestamp in 0..3 {
            let stream = jframe::Stream { ssrc: 7, timestamp };
            let kind = jframe::FrameKind::Delta;
            let sealed = alice.encrypt_to_vec(kind, &[7; 5000], stream).unwrap();
            assert!(bob.decrypt_to_vec(kind, &sealed).is_ok());
            assert!(bob.decrypt_to_vec(kind, &[12; 64]).is_err());
            alice.ratchet().unwrap();
        }
        bob.set_key(1, &material).unwrap();
        bob.remove_key(0);
    });
}

#[test]
fn getstream_keys() {
    for len in [16, 32] {
        let secrets = gcm_secrets("key", &bytes(1)[..len]);
        no_legacy_trace(&secrets, || {
            let key = getstream::Key::new(&bytes(1)[..len]).unwrap();
            assert!(getstream::Key::new(&bytes(1)[..len - 1]).is_err());
            let counters = own_ledger().counters;
            let alice = getstream::Encryptor::with_counters(&key, 0, [7; 8], counters).unwrap();
            let mut bob = getstream::Decryptor::new();
            bob.set_key(0, &key).unwrap();
            for frame in [&[7; 50][..], &[7; 5000]] {
                let sealed = alice.encrypt_to_vec(Codec::Opus, frame).unwrap();
                assert!(bob.decrypt_to_vec(&sealed).is_ok());
                assert!(bob.decrypt_to_vec(&sealed).is_err());
            }
            bob.set_key(0, &key).unwrap();
            bob.remove_key(0);
        });
    }
}

#[test]
fn dave_senders_and_receivers() {
    if !heap::hooked() {
        return;
    }
    let secrets = dave_secrets(&bytes(1)[..16], 4);
    assert_eq!(secrets.len(), 24);
    let found = heap::freed_with(&secrets, || {
        let secret = || dave::SenderSecret::new(&bytes(1)[..16]).unwrap();
        drop(Box::new(secret()));
        assert!(dave::SenderSecret::new(&bytes(1)[..15]).is_err());
        let store = std::sync::Arc::new(ByGeneration(AtomicU64::new(0)));
        let mut alice = dave::Encryptor::with_counters(secret(), store).unwrap();
        let (mut bob, mut carol) =
            (dave::Decryptor::new(secret()).unwrap(), dave::Decryptor::new(secret()).unwrap());
        let mut last = Vec::new();
        for n in 0..3 * 4096 + 10 {
            let frame = vec![7; if n % 1000 == 1 { 5000 } else { 20 }];
            last = alice.encrypt_to_vec(Codec::Opus, &frame).unwrap();
            assert_eq!(bob.decrypt_to_vec(&last).unwrap(), frame);
        }
        // Three generations in one stride, first for a forged frame.
        let mut forged = last.clone();
        forged[0] ^= 1;
        assert!(carol.decrypt_to_vec(&forged).is_err());
        assert!(carol.decrypt_to_vec(&last).is_ok());
        let full = dave::Encryptor::with_counters(secret(), std::sync::Arc::new(Refuses));
        assert!(full.is_err());
    });
    assert!(found.is_empty(), "freed with secrets inside:\n{}", found.join("\n"));

    // The needles are those keys: a frame opens with one of them.
    let store = std::sync::Arc::new(ByGeneration(AtomicU64::new(3 << 24)));
    let secret = dave::SenderSecret::new(&bytes(1)[..16]).unwrap();
    let mut alice = dave::Encryptor::with_counters(secret, store).unwrap();
    let mut frame = alice.encrypt_to_vec(Codec::Opus, b"payload").unwrap();
    let (name, key) = &secrets[3 * 6 + 1];
    assert_eq!(name, "generation 3: AES key, the first round key");
    let ctr = (CryptoProvider::ALL[0].ctr)(key).unwrap();
    ctr.apply(&[0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 3, 0, 0, 0, 2], &mut frame[..7]).unwrap();
    assert_eq!(&frame[..7], b"payload");
}

#[test]
fn debug_of_dave_shows_no_key() {
    let secret = || dave::SenderSecret::new(&bytes(1)[..16]).unwrap();
    let alice =
        dave::Encryptor::with_counters(secret(), std::sync::Arc::new(ByGeneration(5.into())));
    let (alice, bob) = (alice.unwrap(), dave::Decryptor::new(secret()).unwrap());
    let shown = format!("{:?} {alice:?} {alice:#?} {bob:?} {bob:#?}", secret());
    assert!(shown.starts_with("SenderSecret(..) Encryptor { generation: 0, .. }"), "{shown}");
    for (_, secret) in dave_secrets(&bytes(1)[..16], 2) {
        for text in renderings(&secret) {
            assert!(!shown.to_lowercase().contains(&text), "{shown} shows {text}");
        }
    }
}
