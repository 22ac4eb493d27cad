//! Frames whose AES-GCM runs elsewhere: the same bytes, the same refusals, and nothing that
//! changed meanwhile is overlooked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::num::NonZeroU16;
use std::ops::Range;
use std::sync::{LazyLock, Mutex};

use frameseal::codec::Codec;
use frameseal::expert::{CryptoError, DerivedKey, GcmKey, Opening, Prk, RUST_CRYPTO, Sealing};
use frameseal::transparent::{self, Envelope, Padding};
use frameseal::{
    BaseKey, CipherSuite, CryptoProvider, DecryptError, Decryptor, DecryptorConfig, Encryptor,
    EncryptorConfig, Hash, KeyError, KeyFingerprint, KeyId, KidLayout, MemoryCounters, RatchetBits,
    SenderKey,
};

const SUITES: [CipherSuite; 2] =
    [CipherSuite::AES_128_GCM_SHA256_128, CipherSuite::AES_256_GCM_SHA512_128];
const KID: KeyId = KeyId::new(7);

/// Plays the other implementation: keys by number, and AES-GCM over copies.
static HELD: LazyLock<Mutex<Vec<Box<dyn GcmKey>>>> = LazyLock::new(Mutex::default);

struct Twice {
    here: Box<dyn GcmKey>,
    number: u32,
}

impl GcmKey for Twice {
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        self.here.seal(nonce, aad, in_out, tag)
    }

    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError> {
        self.here.open(nonce, aad, in_out)
    }

    fn elsewhere(&self) -> Option<u32> {
        Some(self.number)
    }
}

static PROVIDER: LazyLock<CryptoProvider> = LazyLock::new(|| {
    RUST_CRYPTO.with_gcm("here and elsewhere", |key| {
        let mut held = HELD.lock().unwrap();
        held.push((RUST_CRYPTO.gcm)(key)?);
        let number = held.len() as u32 - 1;
        Ok(Box::new(Twice { here: (RUST_CRYPTO.gcm)(key)?, number }))
    })
});

fn seal_there(sealing: &Sealing, buf: &mut [u8]) {
    let held = HELD.lock().unwrap();
    let plaintext_len = sealing.plaintext.len();
    assert_eq!(sealing.ciphertext.start, sealing.plaintext.start);
    assert_eq!(sealing.ciphertext.len(), plaintext_len + 16);
    let (plaintext, tag) = buf[sealing.ciphertext.clone()].split_at_mut(plaintext_len);
    let tag = tag.try_into().unwrap();
    held[sealing.key as usize].seal(&sealing.nonce, &sealing.aad, plaintext, tag).unwrap();
}

/// Gives the plaintext, if it is authentic.
fn open_there(opening: &Opening, frame: &[u8]) -> Option<Vec<u8>> {
    let mut copy = frame[opening.ciphertext.clone()].to_vec();
    let held = HELD.lock().unwrap();
    held[opening.key as usize].open(&opening.nonce, &opening.aad, &mut copy).ok()?;
    copy.truncate(copy.len() - 16);
    Some(copy)
}

fn base_key(byte: u8) -> BaseKey {
    BaseKey::new(&[byte; 32]).unwrap()
}

/// Counters of its own, so that two encryptors give the same frames.
fn encryptor(suite: CipherSuite, provider: &'static CryptoProvider) -> Encryptor {
    let mut config = EncryptorConfig::with_counters(std::sync::Arc::new(MemoryCounters::default()));
    config.provider = Some(provider);
    Encryptor::with_config(suite, KID, base_key(1), config).unwrap()
}

fn decryptor(suite: CipherSuite) -> Decryptor {
    let mut config = DecryptorConfig::default();
    config.provider = Some(&PROVIDER);
    let mut decryptor = Decryptor::with_config(config);
    decryptor.add_key(suite, KID, base_key(1)).unwrap();
    decryptor
}

fn frames(codec: Codec) -> Vec<Vec<u8>> {
    let start: &[u8] = match codec {
        Codec::Opus => &[0x78],
        Codec::Vp8 => &[0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00],
        Codec::Vp9 => &[0x82, 0x49, 0x83, 0x42],
        Codec::H264 => &[0, 0, 0, 1, 0x67, 0x42, 0, 0x1f, 0, 0, 1, 0x65, 0x88, 0x84],
        _ => &[0x0a, 0x02, 0x00, 0x00, 0x30],
    };
    // Plaintext of zeros, so that what is not replaced shows.
    let frame = |len: usize| [start, &vec![0; len]].concat();
    let mut frames: Vec<_> = [0, 1, 15, 16, 17, 500, 5000].map(frame).into();
    if codec == Codec::Av1 {
        for frame in &mut frames {
            let payload = frame.split_off(4);
            frame.extend([0x32, payload.len() as u8 & 0x7f | 0x80, (payload.len() >> 7) as u8]);
            frame.extend(payload);
        }
    }
    frames
}

#[test]
fn frames_sealed_elsewhere_are_the_same_and_open_everywhere() {
    let (mut compared, mut opened) = (0, 0);
    for suite in SUITES {
        let (here, there) = (encryptor(suite, &RUST_CRYPTO), encryptor(suite, &PROVIDER));
        let mut reader = decryptor(suite);
        let multiple = Padding::Multiple(NonZeroU16::new(64).unwrap());
        for codec in [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Av1] {
            for padding in [Padding::None, multiple] {
                let envelope = Envelope::new(codec).with_padding(padding);
                for frame in frames(codec) {
                    let Ok(sealed) = envelope.encrypt_to_vec(&here, &frame, b"meta") else {
                        continue; // too short to be a frame
                    };
                    let mut buf = vec![0xaa; envelope.max_len(&there, frame.len())];
                    let start = envelope.headroom(&there);
                    buf[start..start + frame.len()].copy_from_slice(&frame);
                    let payload = start..start + frame.len();
                    let sealing = envelope
                        .seal_elsewhere(&there, &mut buf, payload, b"meta")
                        .unwrap()
                        .unwrap();
                    seal_there(&sealing, &mut buf);
                    let Range { start, mut end } = sealing.frame.clone();
                    if let Some(from) = sealing.escape_from {
                        end = transparent::escape(&mut buf, from, end).unwrap();
                    }
                    assert_eq!(buf[start..end], sealed, "{codec:?} {}", frame.len());

                    let mut copy = sealed.clone();
                    match transparent::open_elsewhere(&mut reader, &mut copy, b"meta") {
                        Some(opening) => {
                            let plaintext = open_there(&opening, &copy).unwrap();
                            assert_eq!(plaintext, frame);
                            reader.opened_elsewhere(opening.ticket, true).unwrap();
                        }
                        None => {
                            assert_ne!(
                                padding,
                                Padding::None,
                                "only padded frames are opened here"
                            );
                            let opened =
                                transparent::decrypt_to_vec(&mut reader, &sealed, b"meta").unwrap();
                            assert_eq!(opened, frame);
                        }
                    }
                    compared += 1;
                }
            }
        }
        for len in [0, 1, 100, 5000] {
            let sealed = here.encrypt_to_vec(&vec![0; len], b"m").unwrap();
            let mut buf = vec![0; there.headroom() + len + there.tailroom()];
            let payload = there.headroom()..there.headroom() + len;
            let sealing = there.seal_elsewhere(&mut buf, payload, b"m").unwrap().unwrap();
            seal_there(&sealing, &mut buf);
            assert_eq!(buf[sealing.frame], sealed);
            let opening = reader.open_elsewhere(&sealed, b"m").unwrap();
            assert_eq!(opening.ticket.header().kid, KID);
            assert_eq!(open_there(&opening, &sealed).unwrap(), vec![0; len]);
            reader.opened_elsewhere(opening.ticket, true).unwrap();
            compared += 1;
        }
        opened += reader.totals().opened;
    }
    println!("{compared} frames");
    assert_eq!(opened, compared);
    assert!(compared > 120, "{compared}");
}

#[test]
fn a_frame_that_is_opened_twice_at_once_comes_out_once() {
    let suite = SUITES[0];
    let sealed = encryptor(suite, &RUST_CRYPTO).encrypt_to_vec(b"frame", b"").unwrap();
    let mut reader = decryptor(suite);
    let first = reader.open_elsewhere(&sealed, b"").unwrap();
    let second = reader.open_elsewhere(&sealed, b"").unwrap();
    reader.opened_elsewhere(first.ticket, true).unwrap();
    let replayed = Err(DecryptError::Replayed { kid: KID, counter: 0 });
    assert_eq!(reader.opened_elsewhere(second.ticket, true), replayed);
    // Third, the ordinary way; and no more of it is begun elsewhere.
    assert!(reader.open_elsewhere(&sealed, b"").is_none());
    let refused = reader.decrypt_to_vec(&sealed, b"").unwrap_err();
    assert_eq!(refused, DecryptError::Replayed { kid: KID, counter: 0 });
    assert_eq!((reader.totals().opened, reader.totals().replay), (1, 2));
}

#[test]
fn a_key_that_goes_meanwhile_opens_nothing() {
    let suite = SUITES[0];
    let sealed = encryptor(suite, &RUST_CRYPTO).encrypt_to_vec(b"frame", b"").unwrap();
    let mut reader = decryptor(suite);
    let opening = reader.open_elsewhere(&sealed, b"").unwrap();
    assert!(reader.remove_key(KID));
    let unknown = Err(DecryptError::UnknownKey { kid: KID });
    assert_eq!(reader.opened_elsewhere(opening.ticket, true), unknown);

    // Nor does another key in its place.
    reader.add_key(suite, KID, base_key(1)).unwrap();
    let opening = reader.open_elsewhere(&sealed, b"").unwrap();
    reader.remove_key(KID);
    reader.add_key(suite, KID, base_key(2)).unwrap();
    assert_eq!(reader.opened_elsewhere(opening.ticket, true), unknown);
    assert_eq!(reader.totals().opened, 0);
}

#[test]
fn a_forgery_is_counted_and_its_counter_stays_free() {
    let suite = SUITES[0];
    let sealed = encryptor(suite, &RUST_CRYPTO).encrypt_to_vec(b"frame", b"").unwrap();
    let mut forged = sealed.clone();
    *forged.last_mut().unwrap() ^= 1;
    let mut reader = decryptor(suite);
    let opening = reader.open_elsewhere(&forged, b"").unwrap();
    let verdict = open_there(&opening, &forged).is_some();
    assert!(!verdict);
    let refused = reader.opened_elsewhere(opening.ticket, verdict);
    assert_eq!(refused, Err(DecryptError::Authentication));
    assert_eq!(reader.key_stats().next().unwrap().failed, 1);
    assert_eq!(reader.decrypt_to_vec(&sealed, b"").unwrap(), b"frame");
}

#[test]
fn steps_that_have_yet_to_be_derived_are_opened_here() {
    let suite = SUITES[0];
    let bits = RatchetBits::new(4).unwrap();
    let mut key = SenderKey::new(suite, bits, 3, base_key(1)).unwrap();
    let mut config = DecryptorConfig::for_layout(KidLayout::SenderKeys(bits));
    config.provider = Some(&PROVIDER);
    let mut reader = Decryptor::with_config(config);
    reader.add_sender_key(SenderKey::new(suite, bits, 3, base_key(1)).unwrap()).unwrap();

    let old = Encryptor::for_sender(&key, EncryptorConfig::default()).unwrap();
    let old = old.encrypt_to_vec(b"old", b"").unwrap();
    key.ratchet();
    let new = Encryptor::for_sender(&key, EncryptorConfig::default()).unwrap();
    let (first, second) =
        (new.encrypt_to_vec(b"first", b"").unwrap(), new.encrypt_to_vec(b"second", b"").unwrap());

    let opening = reader.open_elsewhere(&old, b"").unwrap();
    assert!(reader.open_elsewhere(&first, b"").is_none());
    assert_eq!(reader.decrypt_to_vec(&first, b"").unwrap(), b"first");
    assert!(reader.open_elsewhere(&second, b"").is_some());
    // The step under which the old frame was begun is one of those kept.
    reader.opened_elsewhere(opening.ticket, true).unwrap();
}

#[test]
fn what_no_provider_holds_elsewhere_takes_no_counter() {
    let plain = encryptor(SUITES[0], &RUST_CRYPTO);
    let ctr_hmac = encryptor(CipherSuite::AES_128_CTR_HMAC_SHA256_80, &PROVIDER);
    for encryptor in [plain, ctr_hmac] {
        let mut buf = [0; 100];
        assert_eq!(encryptor.seal_elsewhere(&mut buf, 30..60, b"").unwrap(), None);
        let envelope = Envelope::new(Codec::Opus);
        assert_eq!(envelope.seal_elsewhere(&encryptor, &mut buf, 30..60, b"").unwrap(), None);
        let frame = encryptor.encrypt_to_vec(b"frame", b"").unwrap();
        assert_eq!(frameseal::Header::parse(&frame).unwrap().0.counter, 0);
    }
}

/// Derives as a browser would, with HKDF alone.
fn derived(suite: CipherSuite, kid: KeyId, base_key: &[u8]) -> DerivedKey {
    let [key, salt, fingerprint] = DerivedKey::derivations(suite, kid).map(|(info, len)| {
        let mut out = vec![0; len];
        Prk::extract(suite.hash(), b"", base_key).expand(&[&info], &mut out).unwrap();
        out
    });
    let fingerprint = KeyFingerprint::new(fingerprint.try_into().unwrap());
    DerivedKey::new(&key, &salt.try_into().unwrap(), fingerprint).unwrap()
}

#[test]
fn derived_keys_of_no_suite() {
    let new = |len: usize| DerivedKey::new(&vec![1; len], &[0; 12], KeyFingerprint::new([0; 16]));
    for len in 0..=200 {
        let is_some_suites = CipherSuite::ALL.iter().any(|suite| suite.key_len() == len);
        assert_eq!(new(len).is_ok(), is_some_suites, "{len} bytes");
        if let Err(error) = new(len) {
            assert_eq!(error, KeyError::WrongLength { what: "key", len, want: 96 });
        }
    }
}

#[test]
fn derived_keys_are_the_keys_of_their_base_key() {
    let mut suites = 0;
    for suite in CipherSuite::ALL {
        let config = || EncryptorConfig::default();
        let kid = KeyId::new(0x1234);
        let secret = [9; 48];
        let key = derived(suite, kid, &secret);
        let sealed = Encryptor::with_derived_key(suite, kid, &key, config()).unwrap();
        let direct = BaseKey::new(&secret).unwrap();
        let direct = Encryptor::with_config(suite, kid, direct, config()).unwrap();
        assert_eq!(sealed.fingerprint(), direct.fingerprint(), "one ledger entry for both");
        let named = DerivedKey::fingerprint(suite, kid, &BaseKey::new(&secret).unwrap()).unwrap();
        assert_eq!(named, direct.fingerprint());
        let mut reader = Decryptor::new();
        reader.add_derived_key(suite, kid, &key).unwrap();
        reader.add_key(suite, kid, BaseKey::new(&secret).unwrap()).unwrap();
        for encryptor in [&sealed, &direct] {
            let frame = encryptor.encrypt_to_vec(b"frame", b"m").unwrap();
            assert_eq!(reader.decrypt_to_vec(&frame, b"m").unwrap(), b"frame");
        }
        let mut own = Decryptor::new();
        own.refuse_own(&sealed).unwrap();
        let refused = own.add_derived_key(suite, kid, &key).unwrap_err();
        assert_eq!(refused, KeyError::OwnSendKey { kid });
        suites += 1;
    }
    assert_eq!(suites, 8);
    let other = DerivedKey::new(&[1; 32], &[0; 12], KeyFingerprint::new([0; 16])).unwrap();
    let suite = CipherSuite::AES_128_GCM_SHA256_128;
    assert!(matches!(
        Decryptor::new().add_derived_key(suite, KID, &other),
        Err(KeyError::WrongLength { .. })
    ));
    assert_eq!(CipherSuite::AES_256_GCM_SHA512_128.hash(), Hash::Sha512);
}
