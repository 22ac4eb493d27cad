//! All providers agree byte for byte, on what they seal, open and refuse.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use frameseal::expert::{Aead, RUST_CRYPTO};
use frameseal::{CipherSuite, CryptoProvider, DecryptError, Hash};
use rand::{Rng, RngCore, SeedableRng, rngs::StdRng};

/// Around the block, page and counter sizes that implementations treat specially.
const BIG: [usize; 8] = [1023, 1500, 4096, 16_383, 65_536, 65_537, 262_147, 1_048_576];

#[test]
fn every_suite_and_length() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut sealed_and_opened = 0;
    for suite in CipherSuite::ALL {
        for len in (0..=300).chain(BIG) {
            let (key, plaintext) = (random(&mut rng, suite.key_len()), random(&mut rng, len));
            let aad_len = rng.random_range(0..=300);
            let aad = random(&mut rng, aad_len);
            let (salt, counter): ([u8; 12], [u8; 12]) = (rng.random(), rng.random());
            let aead = |provider| Aead::with_provider(provider, suite, &key, salt).unwrap();

            let seal = |provider| {
                let (mut buf, mut tag) = (plaintext.clone(), vec![0; suite.tag_len()]);
                aead(provider).seal_in_place(&counter, &aad, &mut buf, &mut tag).unwrap();
                [buf, tag].concat()
            };
            let sealed = seal(&RUST_CRYPTO);
            let mut forged = sealed.clone();
            let bit = rng.random_range(0..forged.len() * 8);
            forged[bit / 8] ^= 1 << (bit % 8);

            for &provider in CryptoProvider::ALL {
                let says = format!("{suite} {len} bytes, {}", provider.name);
                assert!(seal(provider) == sealed, "{says}");
                let mut buf = sealed.clone();
                let opened = aead(provider).open_in_place(&counter, &aad, &mut buf);
                assert!(opened.unwrap() == plaintext, "{says}");
                let mut buf = forged.clone();
                let opened = aead(provider).open_in_place(&counter, &aad, &mut buf);
                assert_eq!(opened, Err(DecryptError::Authentication), "{says}");
                assert!(buf.iter().all(|&byte| byte == 0), "{says}");
                sealed_and_opened += 1;
            }
        }
    }
    assert_eq!(sealed_and_opened, 8 * (301 + BIG.len()) * CryptoProvider::ALL.len());
}

#[test]
fn key_lengths_are_taken_and_refused_alike() {
    for len in 0..=200 {
        let key = vec![0x5a; len];
        for provider in CryptoProvider::ALL {
            let fits = |taken: bool| assert_eq!(taken, len == 16 || len == 32, "{len}");
            fits((provider.gcm)(&key).is_ok());
            fits((provider.ctr)(&key).is_ok());
            let errors = |p: &CryptoProvider| ((p.gcm)(&key).err(), (p.ctr)(&key).err());
            assert_eq!(errors(provider), errors(&RUST_CRYPTO), "{len} {}", provider.name);
            for hash in [Hash::Sha256, Hash::Sha512] {
                let tag = |provider: &CryptoProvider| {
                    let mut out = [0xee; 80]; // longer than any hash: the rest stays as it is
                    let parts: [&[u8]; 4] = [b"one", b"", b"three", &key];
                    (provider.hmac)(hash, &key).unwrap().tag(parts, &mut out);
                    assert!(out[hash.output_len()..].iter().all(|&byte| byte == 0xee));
                    out
                };
                assert_eq!(tag(provider), tag(&RUST_CRYPTO), "{hash:?} {len} {}", provider.name);
            }
        }
    }
}

/// From any first block whose last 32 bits do not overflow, which `CtrKey::apply` asks for.
#[test]
fn counter_blocks_count_alike() {
    for key_len in [16, 32] {
        for iv in [0, 255, 65_535, u128::MAX << 32 | 0xffff_fff0].map(u128::to_be_bytes) {
            let stream = |provider: &CryptoProvider| {
                let mut out = [0; 100];
                (provider.ctr)(&vec![1; key_len]).unwrap().apply(&iv, &mut out).unwrap();
                out
            };
            for provider in CryptoProvider::ALL {
                assert_eq!(stream(provider), stream(&RUST_CRYPTO), "{} {iv:x?}", provider.name);
            }
        }
    }
}

fn random(rng: &mut StdRng, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    rng.fill_bytes(&mut bytes);
    bytes
}
