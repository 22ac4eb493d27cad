//! Targets `decrypt` and `decrypt_mutated`: only what was sealed is opened, and only once.
//!
//! With the 4-byte tags of suites 3 and 8 a forgery succeeds once in 2^32 tries, as it should.

use std::sync::Arc;

use frameseal::{
    BaseKey, CipherSuite, CryptoProvider, DecryptError, Decryptor, DecryptorConfig, Encryptor,
    EncryptorConfig, EpochBits, ErrorClass, Header, KeyId, KidLayout, MemoryCounters, MlsEpoch,
    MlsKeyId, RatchetBits, SenderBits, SenderKey,
};

use super::bytes::Input;
use super::derived::derived;

pub fn decrypt(data: &[u8]) {
    let mut input = Input(data);
    let Pair { sender, mut receiver } = Pair::new(input.byte());
    let genuine = sender.encrypt_to_vec(b"genuine", b"metadata").unwrap();
    let metadata = input.some_bytes(20);
    let frame = input.0;
    let before = state(&receiver);

    let mut in_place = frame.to_vec();
    let refused = receiver.decrypt_in_place(&mut in_place, metadata).expect_err("forged");
    match refused {
        DecryptError::Authentication => {
            let (_, len) = Header::parse(frame).unwrap();
            assert_eq!(in_place[..len], frame[..len]);
            assert!(in_place[len..].iter().all(|&byte| byte == 0), "plaintext is left");
        }
        _ => assert_eq!(in_place, frame),
    }
    let mut out = vec![0x5a; frame.len() + 1];
    assert_eq!(receiver.decrypt(frame, metadata, &mut out), Err(refused));
    let written = match refused {
        DecryptError::Authentication => frame.len() - Header::parse(frame).unwrap().1,
        _ => 0,
    };
    assert!(out[..written].iter().all(|&byte| byte == 0), "plaintext is left");
    assert!(out[written..].iter().all(|&byte| byte == 0x5a));

    assert_eq!(state(&receiver), before);
    assert_eq!(receiver.decrypt_to_vec(&genuine, b"metadata").unwrap(), b"genuine");
    let again = receiver.decrypt_to_vec(&genuine, b"metadata").unwrap_err();
    assert_eq!(again.class(), ErrorClass::Replay);
}

pub fn decrypt_mutated(data: &[u8]) {
    let mut input = Input(data);
    let Pair { sender, mut receiver } = Pair::new(input.byte());
    let sealed = [(&b""[..], &b""[..]), (b"a frame", b"metadata"), (&[7; 40], b"metadata")].map(
        |(payload, metadata)| {
            (sender.encrypt_to_vec(payload, metadata).unwrap(), metadata, payload)
        },
    );
    let mut seen = [false; 3];

    for _ in 0..16 {
        if input.is_empty() {
            break;
        }
        let (which, edits) = (input.below(3), input.below(4));
        let (mut frame, mut metadata) = (sealed[which].0.clone(), sealed[which].1.to_vec());
        for _ in 0..edits {
            let (other, other_metadata, _) = &sealed[input.below(3)];
            match input.below(4) {
                0 => input.edit(&mut metadata, other_metadata),
                _ => input.edit(&mut frame, other),
            }
        }
        super::tried();
        let original = sealed.iter().position(|(f, m, _)| (f, *m) == (&frame, &metadata[..]));
        let before = state(&receiver);
        match (receiver.decrypt_to_vec(&frame, &metadata), original) {
            (Ok(payload), Some(n)) => {
                assert_eq!(payload, sealed[n].2);
                assert!(!std::mem::replace(&mut seen[n], true), "opened twice");
            }
            (Ok(_), None) => panic!("opened what nobody sealed"),
            (Err(error), Some(n)) => {
                assert!(seen[n] && error.class() == ErrorClass::Replay, "{error}");
            }
            (Err(_), None) => assert_eq!(state(&receiver), before),
        }
    }
    for (n, (frame, metadata, _)) in sealed.iter().enumerate() {
        assert_eq!(receiver.decrypt_to_vec(frame, metadata).is_ok(), !seen[n]);
    }
}

/// A sender and a receiver with the same key.
struct Pair {
    sender: Encryptor,
    receiver: Decryptor,
}

impl Pair {
    /// Every suite, KID layout and pair of providers has a `choice`.
    fn new(choice: u8) -> Self {
        let choice = usize::from(choice);
        let suite = CipherSuite::ALL[choice % 8];
        let providers = CryptoProvider::ALL;
        let mut sends = EncryptorConfig::with_counters(Arc::new(MemoryCounters::default()));
        sends.provider = Some(providers[choice / 24 % providers.len()]);

        let layouts = [
            KidLayout::Plain,
            KidLayout::SenderKeys(RatchetBits::new(4).unwrap()),
            KidLayout::Mls(EpochBits::new(2).unwrap()),
        ];
        let layout = layouts[choice / 8 % 3];
        let mut receives = DecryptorConfig::for_layout(layout);
        receives.provider = Some(providers[choice / 48 % providers.len()]);
        let mut receiver = Decryptor::with_config(receives);

        let base_key = || BaseKey::new(&[0x42; 32]).unwrap();
        let sender = match layout {
            KidLayout::SenderKeys(bits) => {
                let key = || SenderKey::new(suite, bits, 0, base_key()).unwrap();
                receiver.add_sender_key(key()).unwrap();
                let (kid, key) = (key().key_id(), derived(suite, key().key_id(), &[0x42; 32]));
                Encryptor::with_derived_key(suite, kid, &key, sends).unwrap()
            }
            KidLayout::Mls(epoch_bits) => {
                let (sender_bits, epoch) = (SenderBits::for_group(8), 5);
                let id = MlsKeyId { epoch_bits, sender_bits, epoch, index: 1, context: 0 };
                let epoch = MlsEpoch::new(suite, epoch, sender_bits, base_key());
                receiver.add_epoch(epoch).unwrap();
                let kid = id.key_id().unwrap();
                let key = derived(suite, kid, &[0x42; 32]);
                Encryptor::with_derived_key(suite, kid, &key, sends).unwrap()
            }
            _ => {
                let kid = KeyId::new(5);
                let key = derived(suite, kid, &[0x42; 32]);
                receiver.add_derived_key(suite, kid, &key).unwrap();
                Encryptor::with_derived_key(suite, kid, &key, sends).unwrap()
            }
        };
        Self { sender, receiver }
    }
}

/// What only authentic frames may change.
fn state(receiver: &Decryptor) -> Vec<(KeyId, u64, Option<u64>, u64)> {
    let mut keys: Vec<_> = receiver
        .key_stats()
        .map(|key| (key.kid, key.opened, key.highest_counter, key.blocks))
        .collect();
    keys.sort_unstable();
    keys
}
