//! Target `differential`: this engine and the crate `sframe` are one protocol for suites 1 to 5.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, Decryptor, Encryptor, EncryptorConfig,
    Header, KeyFingerprint, KeyId,
};
use sframe::CipherSuite as Theirs;
use sframe::frame::{EncryptedFrame, MediaFrame, MonotonicCounter};
use sframe::key::{DecryptionKey, EncryptionKey};

use super::bytes::Input;
use super::derived::derived;

const SUITES: [(CipherSuite, Theirs); 5] = [
    (CipherSuite::AES_128_CTR_HMAC_SHA256_80, Theirs::AesCtr128HmacSha256_80),
    (CipherSuite::AES_128_CTR_HMAC_SHA256_64, Theirs::AesCtr128HmacSha256_64),
    (CipherSuite::AES_128_CTR_HMAC_SHA256_32, Theirs::AesCtr128HmacSha256_32),
    (CipherSuite::AES_128_GCM_SHA256_128, Theirs::AesGcm128Sha256),
    (CipherSuite::AES_256_GCM_SHA512_128, Theirs::AesGcm256Sha512),
];

pub fn differential(data: &[u8]) {
    let mut input = Input(data);
    let (ours, theirs) = SUITES[input.below(5)];
    let (kid, counter) = (input.number(), input.number().min(u64::MAX - 1));
    let base_key = vec![input.byte(); 16 + input.below(64)];
    let (payload, metadata) = (input.some_bytes(256), input.some_bytes(256));
    let mut receiver = Decryptor::new();
    receiver.add_key(ours, KeyId::new(kid), BaseKey::new(&base_key).unwrap()).unwrap();
    let their_key = DecryptionKey::derive_from(theirs, kid, &base_key).unwrap();
    let they_open = |frame: &[u8], metadata: &[u8]| {
        let frame = EncryptedFrame::try_with_meta_data(frame, metadata).ok()?;
        frame.decrypt(&their_key).ok().map(|opened| opened.payload().to_vec())
    };

    let key = EncryptionKey::derive_from(theirs, kid, &base_key).unwrap();
    let mut at = MonotonicCounter::with_start_value(counter, u64::MAX);
    let media = MediaFrame::try_with_meta_data(&mut at, payload, metadata).unwrap();
    let sealed = media.encrypt(&key).unwrap().sframe_cipher_text().to_vec();
    assert_eq!(receiver.decrypt_to_vec(&sealed, metadata).as_deref(), Ok(payload));

    // An encryptor does not go this far; for other counters our opening has to do.
    if counter < 1 << 27 {
        let config = EncryptorConfig::with_counters(Arc::new(StartAt(AtomicU64::new(counter))));
        let base_key = BaseKey::new(&base_key).unwrap();
        let sender = Encryptor::with_config(ours, KeyId::new(kid), base_key, config).unwrap();
        assert_eq!(sender.encrypt_to_vec(payload, metadata).unwrap(), sealed);
    }
    assert_eq!(they_open(&sealed, metadata).as_deref(), Some(payload));

    let key = derived(ours, KeyId::new(kid), &base_key);
    let (mut frame, mut metadata) = (sealed.clone(), metadata.to_vec());
    for _ in 0..8 {
        if input.is_empty() {
            break;
        }
        match input.below(4) {
            0 => input.edit(&mut metadata, payload),
            _ => input.edit(&mut frame, &sealed),
        }
        let mut receiver = Decryptor::new();
        receiver.add_derived_key(ours, KeyId::new(kid), &key).unwrap();
        let (we, they) = (receiver.decrypt_to_vec(&frame, &metadata), they_open(&frame, &metadata));
        assert_eq!(we.clone().ok(), they, "{we:?} for {:?}", Header::parse(&frame));
    }
}

/// Starts where the frame counts, since no caller may hand a counter to an encryptor.
struct StartAt(AtomicU64);

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}
