//! Interoperation with the crate `sframe` 2.1, an independent implementation of RFC 9605.
//!
//! Through its `rust-crypto` back end, which alone has all of them.

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
    BaseKey, CipherSuite, CounterStore, CounterStoreError, CryptoProvider, Decryptor, Encryptor,
    EncryptorConfig, Header, KeyFingerprint, KeyId, MAX_HEADER_LEN,
};
use rand::{Rng, RngCore, SeedableRng, rngs::StdRng};
use sframe::CipherSuite as Theirs;
use sframe::frame::{EncryptedFrame, MediaFrame, MonotonicCounter};
use sframe::key::{DecryptionKey, EncryptionKey};
use sframe::ratchet::{
    GenericRatchetingKeyMaterial, RatchetBits, RatchetingDecryptionKey, RatchetingKeyId,
};

const SUITES: &[(CipherSuite, Theirs)] = &[
    (CipherSuite::AES_128_CTR_HMAC_SHA256_80, Theirs::AesCtr128HmacSha256_80),
    (CipherSuite::AES_128_CTR_HMAC_SHA256_64, Theirs::AesCtr128HmacSha256_64),
    (CipherSuite::AES_128_CTR_HMAC_SHA256_32, Theirs::AesCtr128HmacSha256_32),
    (CipherSuite::AES_128_GCM_SHA256_128, Theirs::AesGcm128Sha256),
    (CipherSuite::AES_256_GCM_SHA512_128, Theirs::AesGcm256Sha512),
];

const FRAMES: usize = 1000;

/// Beyond 2^27 frames an encryptor says that its key is used up.
const ENCRYPTOR_COUNTER_BITS: u32 = 27;

#[test]
fn they_open_what_our_encryptor_seals() {
    let opened = each_frame(1, ENCRYPTOR_COUNTER_BITS, |frame, ours, theirs| {
        let store = Arc::new(StartAt(AtomicU64::new(frame.counter)));
        let config = EncryptorConfig::with_counters(store);
        let sender = Encryptor::with_config(ours, frame.kid, frame.base_key(), config).unwrap();
        let sealed = sender.encrypt_to_vec(&frame.payload, &frame.metadata).unwrap();
        frame.opened_by_them(theirs, &sealed)
    });
    assert_eq!(opened, SUITES.len() * FRAMES);
}

/// The same with counters of any size, which only the expert interface takes.
#[test]
fn they_open_what_our_aead_seals() {
    let opened = each_frame(2, 64, |frame, ours, theirs| {
        let provider = CryptoProvider::fastest_for(ours);
        let aead = Aead::derive(provider, ours, frame.kid, &frame.base_key()).unwrap();
        let (mut header, mut counter) = ([0; MAX_HEADER_LEN], [0; 12]);
        let header = Header { kid: frame.kid, counter: frame.counter }.encode(&mut header);
        counter[4..].copy_from_slice(&frame.counter.to_be_bytes());

        let (mut payload, mut tag) = (frame.payload.clone(), vec![0; ours.tag_len()]);
        let aad = [header, &frame.metadata].concat();
        aead.seal_in_place(&counter, &aad, &mut payload, &mut tag).unwrap();
        frame.opened_by_them(theirs, &[header, &payload, &tag].concat())
    });
    assert_eq!(opened, SUITES.len() * FRAMES);
}

#[test]
fn our_decryptor_opens_what_they_seal() {
    let opened = each_frame(3, 64, |frame, ours, theirs| {
        let kid = frame.kid.as_u64();
        let key = EncryptionKey::derive_from(theirs, kid, frame.base_key).unwrap();
        let mut counter = MonotonicCounter::with_start_value(frame.counter, u64::MAX);
        let media =
            MediaFrame::try_with_meta_data(&mut counter, &frame.payload, &frame.metadata).unwrap();
        let mut sealed = media.encrypt(&key).unwrap().sframe_cipher_text().to_vec();

        let mut receiver = Decryptor::new();
        receiver.add_key(ours, frame.kid, frame.base_key()).unwrap();
        let opened = receiver.decrypt_in_place(&mut sealed, &frame.metadata).unwrap();
        opened.header == Header { kid: frame.kid, counter: frame.counter }
            && opened.payload == frame.payload
    });
    assert_eq!(opened, SUITES.len() * FRAMES);
}

/// RFC 9605 section 5.1 expands with the label "SFrame 1.0 Ratchet" to `Nh` bytes, and so do
/// we (tests/vectors.rs). They write "Sframe" and expand to `Nk` bytes, so the two cannot
/// follow each other's ratchet. Should this test fail, they have come round: drop it then.
#[test]
fn their_ratchet_is_not_the_one_of_rfc_9605() {
    let base_key = [7; 32];
    for &(ours, theirs) in SUITES {
        let expand = |label: &[u8], len: usize| {
            let mut out = vec![0; len];
            Prk::extract(ours.hash(), b"", &base_key).expand(&[label], &mut out).unwrap();
            out
        };
        let next = BaseKey::new(&base_key).unwrap().ratcheted(ours);
        let rfc_9605 = expand(b"SFrame 1.0 Ratchet", ours.hash().output_len());
        assert_eq!(next.expose(), rfc_9605);

        let kid = RatchetingKeyId::new(1u64, RatchetBits::new(4));
        let key = RatchetingDecryptionKey::derive_from(theirs, kid, base_key).unwrap();
        let next: &GenericRatchetingKeyMaterial<_> = key.key_material();
        assert_eq!(next.as_ref(), expand(b"Sframe 1.0 Ratchet", ours.key_len()));
        let both = next.as_ref().len().min(rfc_9605.len());
        assert_ne!(next.as_ref()[..both], rfc_9605[..both]);
    }
}

struct Frame {
    base_key: [u8; 32],
    kid: KeyId,
    counter: u64,
    metadata: Vec<u8>,
    payload: Vec<u8>,
}

impl Frame {
    fn random(rng: &mut StdRng, counter_bits: u32) -> Self {
        let mut bytes = |max| {
            let mut bytes = vec![0; rng.random_range(0..=max)];
            rng.fill_bytes(&mut bytes);
            bytes
        };
        let (metadata, payload) = (bytes(300), bytes(3000));
        Self {
            base_key: rng.random(),
            kid: KeyId::new(number_of_up_to(rng, 64)),
            // The last counter of all is never handed out.
            counter: number_of_up_to(rng, counter_bits).min(u64::MAX - 1),
            metadata,
            payload,
        }
    }

    fn base_key(&self) -> BaseKey {
        BaseKey::new(&self.base_key).unwrap()
    }

    fn opened_by_them(&self, suite: Theirs, sealed: &[u8]) -> bool {
        let key = DecryptionKey::derive_from(suite, self.kid.as_u64(), self.base_key).unwrap();
        let frame = EncryptedFrame::try_with_meta_data(sealed, &self.metadata).unwrap();
        let opened = frame.decrypt(&key).unwrap();
        opened.payload() == self.payload && opened.counter() == self.counter
    }
}

/// Draws the width first, so that short and long numbers are equally frequent.
fn number_of_up_to(rng: &mut StdRng, bits: u32) -> u64 {
    let width = rng.random_range(0..=bits);
    rng.random::<u64>().checked_shr(64 - width).unwrap_or(0)
}

/// Says for how many random frames, over all suites, `matches` holds.
fn each_frame(
    seed: u64,
    counter_bits: u32,
    matches: impl Fn(&Frame, CipherSuite, Theirs) -> bool,
) -> usize {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut matching = 0;
    for &(ours, theirs) in SUITES {
        for _ in 0..FRAMES {
            let frame = Frame::random(&mut rng, counter_bits);
            matching += usize::from(matches(&frame, ours, theirs));
        }
    }
    matching
}

/// Starts where the frame counts, since no caller may hand a counter to an encryptor.
struct StartAt(AtomicU64);

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}
