//! Every published and reference vector, through the public API, on every provider.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::expert::{Aead, Prk};
use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, CryptoProvider, Decryptor,
    DecryptorConfig, Encryptor, EncryptorConfig, EpochBits, Header, KeyFingerprint, KeyId,
    KidLayout, MAX_HEADER_LEN, MlsKeyId, RatchetBits, SenderBits, SenderKey, SenderKeyId,
};
use serde_json::Value;

const RFC: &str = include_str!("vectors/rfc9605.json");
const IANA: &str = include_str!("vectors/iana-aes256-ctr-hmac.json");
const EXTRA: &str = include_str!("vectors/rfc9605-extra.json");

#[test]
fn there_is_more_than_one_provider_to_test() {
    let names: Vec<_> = CryptoProvider::ALL.iter().map(|p| p.name).collect();
    let all = ["rust-crypto", "aws-lc", "ring+aws-lc"];
    let here = match cfg!(feature = "aws-lc") {
        true if cfg!(all(feature = "ring", target_arch = "x86_64")) => 3,
        true => 2,
        false => 1,
    };
    assert_eq!(names, all[..here]);
}

#[test]
fn headers() {
    for v in table(RFC, "header", 289) {
        let header = Header { kid: kid(&v), counter: number(&v, "ctr") };
        let wire = bytes(&v, "encoded");
        assert_eq!(header.encode(&mut [0; MAX_HEADER_LEN]), wire, "{v}");
        assert_eq!(header.encoded_len(), wire.len(), "{v}");
        assert_eq!(Header::parse(&wire), Ok((header, wire.len())), "{v}");
    }
}

#[test]
fn aes_ctr_hmac() {
    let mut vectors = table(RFC, "aes_ctr_hmac", 3);
    vectors.extend(table(RFC, "aes_256_ctr_hmac", 3));
    each_on_every_provider(&vectors, |v, provider| {
        let suite = suite(v);
        let key = bytes(v, "key");
        assert_eq!(key, [bytes(v, "enc_key"), bytes(v, "auth_key")].concat());
        assert_eq!(suite.enc_key_len(), Some(bytes(v, "enc_key").len()));
        let nonce = array(v, "nonce");
        // nonce = salt XOR counter: once as the salt, once as the counter.
        for (salt, counter) in [(nonce, [0; 12]), ([0; 12], nonce)] {
            let aead = Aead::with_provider(provider, suite, &key, salt).unwrap();
            seals_to(&aead, &counter, &bytes(v, "aad"), &bytes(v, "pt"), &bytes(v, "ct"));
        }
    });
}

#[test]
fn key_schedule() {
    each_on_every_provider(&frames(), |v, provider| {
        let (suite, base_key) = (suite(v), bytes(v, "base_key"));
        let hash = suite.hash();

        // HKDF-Extract("", base_key) is an HMAC under the empty key.
        let mut secret = vec![0; hash.output_len()];
        (provider.hmac)(hash, b"").unwrap().tag([&base_key, b"", b"", b""], &mut secret);
        assert_eq!(secret, bytes(v, "sframe_secret"));

        let prk = Prk::extract(hash, b"", &base_key);
        let tail = [&kid(v).as_u64().to_be_bytes()[..], &suite.id().to_be_bytes()].concat();
        for (name, label, value) in [
            ("SFrame 1.0 Secret key ", "sframe_key_label", "sframe_key"),
            ("SFrame 1.0 Secret salt ", "sframe_salt_label", "sframe_salt"),
        ] {
            assert_eq!([name.as_bytes(), &tail].concat(), bytes(v, label));
            let mut out = vec![0; bytes(v, value).len()];
            prk.expand(&[&bytes(v, label)], &mut out).unwrap();
            assert_eq!(out, bytes(v, value));
        }

        // The engine's own derivation, the vector's key and the vector's nonce agree.
        let base_key = BaseKey::new(&base_key).unwrap();
        let derived = Aead::derive(provider, suite, kid(v), &base_key).unwrap();
        let (key, salt) = (bytes(v, "sframe_key"), array(v, "sframe_salt"));
        let given = Aead::with_provider(provider, suite, &key, salt).unwrap();
        let unsalted = Aead::with_provider(provider, suite, &key, [0; 12]).unwrap();
        let mut ctr = [0; 12];
        ctr[4..].copy_from_slice(&number(v, "ctr").to_be_bytes());
        let (aad, pt, wire) = (bytes(v, "aad"), bytes(v, "pt"), bytes(v, "ct"));
        let header_len = aad.len() - bytes(v, "metadata").len();
        for (aead, counter) in [(derived, ctr), (given, ctr), (unsalted, array(v, "nonce"))] {
            seals_to(&aead, &counter, &aad, &pt, &wire[header_len..]);
        }
    });
}

#[test]
fn whole_frames() {
    each_on_every_provider(&frames(), |v, provider| {
        let base_key = || BaseKey::new(&bytes(v, "base_key")).unwrap();
        let config = counting_from(number(v, "ctr"), provider);
        let sender = Encryptor::with_config(suite(v), kid(v), base_key(), config).unwrap();
        let mut receiver = decryptor(KidLayout::Plain, provider);
        receiver.add_key(suite(v), kid(v), base_key()).unwrap();
        travels(v, &sender, &mut receiver);
    });
}

#[test]
fn ratchet() {
    let mut steps = 0;
    for v in table(EXTRA, "ratchet", 8) {
        let mut key = BaseKey::new(&bytes(&v, "base_key")).unwrap();
        let mut sender_key = sender_key(&v, "base_key", 4, 0);
        for expected in ["base_key_1", "base_key_2", "base_key_3"] {
            key = key.ratcheted(suite(&v));
            sender_key.ratchet();
            assert_eq!(key.expose(), bytes(&v, expected), "{v}");
            assert_eq!(sender_key.base_key().expose(), bytes(&v, expected), "{v}");
            steps += 1;
        }
    }
    assert_eq!(steps, 8 * 3);
}

#[test]
fn per_ssrc_keys() {
    for v in table(EXTRA, "rtp_ssrc", 8) {
        let base_key = BaseKey::new(&bytes(&v, "base_key")).unwrap();
        let stream = base_key.for_ssrc(suite(&v), number(&v, "ssrc") as u32);
        assert_eq!(stream.expose(), bytes(&v, "ssrc_key"), "{v}");
        let next = stream.ratcheted(suite(&v));
        assert_eq!(next.expose(), bytes(&v, "ssrc_key_ratcheted_once"), "{v}");
    }
}

#[test]
fn mls_kids() {
    for v in table(EXTRA, "mls_kid", 9) {
        let id = MlsKeyId {
            epoch_bits: EpochBits::new(number(&v, "E") as u8).unwrap(),
            sender_bits: SenderBits::new(number(&v, "S") as u8).unwrap(),
            epoch: number(&v, "epoch"),
            index: number(&v, "index") as u32,
            context: number(&v, "context"),
        };
        assert_eq!(id.key_id(), Ok(kid(&v)), "{v}");
    }
}

#[test]
fn sender_key_kids() {
    for v in table(EXTRA, "sender_key_kid", 5) {
        let id = SenderKeyId {
            ratchet_bits: ratchet_bits(number(&v, "R")),
            generation: number(&v, "generation"),
            step: number(&v, "ratchet_step"),
        };
        assert_eq!(id.key_id(), Ok(kid(&v)), "{v}");
    }
}

#[test]
fn frames_after_ratchet() {
    each_on_every_provider(&table(EXTRA, "frames_after_ratchet", 8), |v, provider| {
        let r = number(v, "ratchet_bits");
        let at_step_0 = || sender_key(v, "base_key_step0", r, number(v, "generation"));
        let at_the_step = || {
            let mut key = at_step_0();
            (0..number(v, "ratchet_step")).for_each(|_| key.ratchet());
            key
        };
        assert_eq!(at_the_step().key_id(), kid(v));

        // The receiver that ratcheted along, and the one that has to follow by itself.
        for key in [at_the_step(), at_step_0()] {
            let config = counting_from(number(v, "ctr"), provider);
            let sender = Encryptor::for_sender(&at_the_step(), config).unwrap();
            let mut receiver = decryptor(KidLayout::SenderKeys(ratchet_bits(r)), provider);
            receiver.add_sender_key(key).unwrap();
            travels(v, &sender, &mut receiver);
        }
    });
}

/// Five from the RFC and three from the IANA registration.
fn frames() -> Vec<Value> {
    let mut vectors = table(RFC, "sframe", 5);
    vectors.extend(table(IANA, "sframe_aes_256_ctr_hmac", 3));
    assert_eq!(vectors.iter().map(suite).collect::<Vec<_>>(), CipherSuite::ALL);
    vectors
}

/// The sender writes the vector's bytes, and the receiver reads them.
fn travels(v: &Value, sender: &Encryptor, receiver: &mut Decryptor) {
    let (metadata, pt, wire) = (bytes(v, "metadata"), bytes(v, "pt"), bytes(v, "ct"));
    assert_eq!(sender.encrypt_to_vec(&pt, &metadata), Ok(wire.clone()));

    let mut frame = wire;
    let opened = receiver.decrypt_in_place(&mut frame, &metadata).unwrap();
    assert_eq!(opened.header, Header { kid: kid(v), counter: number(v, "ctr") });
    assert_eq!(opened.payload, pt);
}

/// The AEAD seals `pt` to `sealed`, ciphertext and tag, and opens it again.
fn seals_to(aead: &Aead, counter: &[u8; 12], aad: &[u8], pt: &[u8], sealed: &[u8]) {
    let (mut buf, mut tag) = (pt.to_vec(), vec![0; aead.suite().tag_len()]);
    aead.seal_in_place(counter, aad, &mut buf, &mut tag).unwrap();
    buf.extend(tag);
    assert_eq!(buf, sealed);
    assert_eq!(aead.open_in_place(counter, aad, &mut buf).unwrap(), pt);
}

/// Starts where the vector counts, since no caller may hand a counter to an encryptor.
struct StartAt(AtomicU64);

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}

fn counting_from(counter: u64, provider: &'static CryptoProvider) -> EncryptorConfig {
    let mut config = EncryptorConfig::with_counters(Arc::new(StartAt(AtomicU64::new(counter))));
    config.provider = Some(provider);
    config
}

fn decryptor(layout: KidLayout, provider: &'static CryptoProvider) -> Decryptor {
    let mut config = DecryptorConfig::for_layout(layout);
    config.provider = Some(provider);
    Decryptor::with_config(config)
}

fn sender_key(v: &Value, base_key: &str, r: u64, generation: u64) -> SenderKey {
    let base_key = BaseKey::new(&bytes(v, base_key)).unwrap();
    SenderKey::new(suite(v), ratchet_bits(r), generation, base_key).unwrap()
}

fn ratchet_bits(r: u64) -> RatchetBits {
    RatchetBits::new(r as u8).unwrap()
}

/// Reads one table of a vector file, which must have exactly `count` rows.
fn table(file: &str, name: &str, count: usize) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    let rows = file[name].as_array().unwrap().clone();
    assert_eq!(rows.len(), count, "{name}");
    rows
}

fn each_on_every_provider(vectors: &[Value], check: impl Fn(&Value, &'static CryptoProvider)) {
    for provider in CryptoProvider::ALL {
        for v in vectors {
            println!("{}: {}", provider.name, suite(v)); // shown when the check fails
            check(v, provider);
        }
    }
}

fn suite(v: &Value) -> CipherSuite {
    CipherSuite::try_from(number(v, "cipher_suite") as u16).unwrap()
}

fn kid(v: &Value) -> KeyId {
    KeyId::new(number(v, "kid"))
}

fn number(v: &Value, field: &str) -> u64 {
    v[field].as_u64().unwrap_or_else(|| panic!("{field} in {v}"))
}

fn bytes(v: &Value, field: &str) -> Vec<u8> {
    hex::decode(v[field].as_str().unwrap_or_else(|| panic!("{field} in {v}"))).unwrap()
}

fn array(v: &Value, field: &str) -> [u8; 12] {
    bytes(v, field).try_into().unwrap()
}
