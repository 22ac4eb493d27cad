//! Secrets do not outlive their owners: no freed heap block holds one, and no text shows one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::fmt::Debug;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use frameseal::expert::{Aead, DerivedKey, Prk};
use frameseal::interop::{getstream, jframe, livekit};
use frameseal::{
    BaseKey, CipherSuite, CounterStoreError, CryptoProvider, DecryptError, Decryptor,
    DecryptorConfig, EncryptError, Encryptor, EncryptorConfig, GoOver, Hash, KeyError,
    KeyFingerprint, KeyId, KidLayout, MlsEpoch, MlsExport, MlsKeys, MlsKeysConfig, SenderBits,
    SenderKey,
};

mod heap;
mod parties;
mod secrets;

#[path = "wiping/panics.rs"]
mod panics;

use parties::*;
use secrets::*;

/// HKDF-Expand(HKDF-Extract("", base), label, len) for label ‖ KID ‖ suite.
fn derived(suite: CipherSuite, kid: KeyId, base: &[u8], label: &str, len: usize) -> Vec<u8> {
    let mut out = vec![0; len];
    let (kid, id) = (kid.as_u64().to_be_bytes(), suite.id().to_be_bytes());
    let prk = Prk::extract(suite.hash(), b"", base);
    prk.expand(&[label.as_bytes(), &kid, &id], &mut out).unwrap();
    out
}

/// Every form in which the traffic key of one KID may lie in memory.
fn traffic_secrets(name: &str, suite: CipherSuite, kid: KeyId, base: &[u8]) -> Secrets {
    let key = derived(suite, kid, base, "SFrame 1.0 Secret key ", suite.key_len());
    let mut secrets = Secrets::new();
    let mut add =
        |what: &str, bytes: &[u8]| secrets.push((format!("{name}: {what}"), bytes.to_vec()));
    match suite.enc_key_len() {
        Some(enc_len) => {
            let (enc, auth) = key.split_at(enc_len);
            add("AES key, the first round key", &enc[..16]);
            add("HMAC key", &auth[..16]);
            add("HMAC inner pad", &auth[..16].iter().map(|b| b ^ 0x36).collect::<Vec<_>>());
            add("HMAC outer pad", &auth[..16].iter().map(|b| b ^ 0x5c).collect::<Vec<_>>());
            add("HMAC inner state", &midstate(suite.hash(), auth, 0x36));
            add("HMAC outer state", &midstate(suite.hash(), auth, 0x5c));
        }
        None => secrets = gcm_secrets(name, &key),
    }
    // No key, and gone all the same: as it is derived, and as the engine holds it.
    let salt = derived(suite, kid, base, "SFrame 1.0 Secret salt ", 12);
    let back = u64::from_be_bytes(salt[4..].try_into().unwrap());
    secrets.push((format!("{name}: salt"), back.to_ne_bytes().to_vec()));
    secrets.push((format!("{name}: salt as it is derived"), salt));
    secrets
}

/// The hash state behind the block `auth XOR pad`, with which tags can be forged as with the
/// key itself; its words in the machine's order.
fn midstate(hash: Hash, auth: &[u8], pad: u8) -> Vec<u8> {
    let mut block = [pad; 128];
    block.iter_mut().zip(auth).for_each(|(b, k)| *b ^= k);
    match hash {
        Hash::Sha256 => {
            let mut state = [
                0x6a09_e667,
                0xbb67_ae85,
                0x3c6e_f372,
                0xa54f_f53a,
                0x510e_527f,
                0x9b05_688c,
                0x1f83_d9ab,
                0x5be0_cd19,
            ];
            sha2::block_api::compress256(&mut state, &[block[..64].try_into().unwrap()]);
            state.iter().flat_map(|word| word.to_ne_bytes()).collect()
        }
        Hash::Sha512 => {
            let mut state = [
                0x6a09_e667_f3bc_c908,
                0xbb67_ae85_84ca_a73b,
                0x3c6e_f372_fe94_f82b,
                0xa54f_f53a_5f1d_36f1,
                0x510e_527f_ade6_82d1,
                0x9b05_688c_2b3e_6c1f,
                0x1f83_d9ab_fb41_bd6b,
                0x5be0_cd19_137e_2179,
            ];
            sha2::block_api::compress512(&mut state, &[block]);
            state.iter().flat_map(|word: &u64| word.to_ne_bytes()).collect()
        }
    }
}

fn ratcheted(suite: CipherSuite, base: &[u8], steps: usize) -> Vec<u8> {
    let mut key = base.to_vec();
    for _ in 0..steps {
        let mut next = vec![0; suite.hash().output_len()];
        let prk = Prk::extract(suite.hash(), b"", &key);
        prk.expand(&[b"SFrame 1.0 Ratchet"], &mut next).unwrap();
        key = next;
    }
    key
}

/// Base key `seed` and what follows from it for `kid` after `steps` ratchet steps.
fn secrets_of(suite: CipherSuite, kid: KeyId, seed: u8, steps: usize) -> Secrets {
    let name = format!("key {seed}, step {steps}");
    let base = ratcheted(suite, &bytes(seed), steps);
    let mut secrets = traffic_secrets(&name, suite, kid, &base);
    secrets.push((format!("{name}: base key"), base[..16].to_vec()));
    secrets
}

fn sending(provider: &'static CryptoProvider) -> EncryptorConfig {
    let mut config = own_ledger();
    config.provider = Some(provider);
    config
}

fn receiving(provider: &'static CryptoProvider, layout: KidLayout) -> Decryptor {
    let mut config = DecryptorConfig::for_layout(layout);
    config.provider = Some(provider);
    Decryptor::with_config(config)
}

/// Runs `act` for every suite on every provider and looks for the secrets it is told of.
fn no_trace(
    secrets: impl Fn(CipherSuite) -> Secrets,
    act: impl Fn(CipherSuite, &'static CryptoProvider),
) {
    if !heap::hooked() {
        return;
    }
    let mut found = Vec::new();
    for &provider in CryptoProvider::ALL {
        for suite in CipherSuite::ALL {
            let secrets = secrets(suite);
            assert!(secrets.len() >= 4);
            let hits = heap::freed_with(&secrets, || act(suite, provider));
            found.extend(hits.into_iter().map(|hit| format!("{}, {suite}: {hit}", provider.name)));
        }
    }
    assert!(found.is_empty(), "freed with secrets inside:\n{}", found.join("\n"));
}

/// The positive control: carelessness is seen, for every secret, freed or moved.
#[test]
fn careless_blocks_are_found() {
    if !heap::hooked() {
        return;
    }
    for suite in CipherSuite::ALL {
        let secrets = secrets_of(suite, KID, 1, 2);
        for (name, secret) in &secrets {
            let freed = || drop(black_box([&[0xee; 33][..], secret, &[0xee; 5]].concat()));
            assert!(heap::freed_with(&secrets, freed).contains(name), "{suite}: {name}");
            let moved = || {
                let mut block = black_box(secret.clone());
                block.reserve_exact(1000);
                block.fill(0);
            };
            assert!(heap::freed_with(&secrets, moved).contains(name), "{suite}: {name}");
        }
        let wiped = || {
            let mut block = black_box(secrets[0].1.clone());
            block.fill(0);
            drop(black_box(block));
        };
        assert!(heap::freed_with(&secrets, wiped).is_empty());
    }
}

/// The needles are the engine's own keys: an AEAD made from them opens its frames.
#[test]
fn the_secrets_looked_for_are_the_engines() {
    for suite in CipherSuite::ALL {
        let key = derived(suite, KID, &bytes(1), "SFrame 1.0 Secret key ", suite.key_len());
        let salt = derived(suite, KID, &bytes(1), "SFrame 1.0 Secret salt ", 12);
        let aead = Aead::new(suite, &key, salt.try_into().unwrap()).unwrap();
        let mut frame = sender(suite, KID, 1).encrypt_to_vec(b"payload", b"").unwrap();
        let (head, body) = frame.split_at_mut(3);
        assert_eq!(aead.open_in_place(&[0; 12], head, body).unwrap(), b"payload", "{suite}");
        let step = SenderKey::new(suite, ratchet_bits(4), 0, base(1)).unwrap();
        let next = step.base_key().ratcheted(suite).ratcheted(suite);
        assert_eq!(next.expose(), ratcheted(suite, &bytes(1), 2));
    }
}

#[test]
fn base_key() {
    let secrets = |suite| [secrets_of(suite, KID, 1, 0), secrets_of(suite, KID, 1, 1)].concat();
    no_trace(secrets, |suite, _| {
        let key = base(1);
        drop(key.ratcheted(suite));
        drop(key.for_ssrc(suite, 7));
        assert!(BaseKey::new(&key.expose()[..15]).is_err());
        drop(Box::new(key));
    });
}

/// Key bytes that wait until a second expanded key is wanted are wiped where they are: no end
/// of them stays behind what is written in their place.
#[test]
fn key_bytes_that_were_kept() {
    if !heap::hooked() {
        return;
    }
    let suite = CipherSuite::AES_256_GCM_SHA512_128;
    let key: Vec<u8> = (100..132).collect();
    let tails = [("the first half", 0..16), ("the last 8 bytes", 24..32)];
    let secrets: Secrets = tails.map(|(name, range)| (name.to_owned(), key[range].to_vec())).into();
    for &provider in CryptoProvider::ALL {
        for lengths in [&[][..], &[20], &[5000], &[1000, 5000, 20]] {
            let found = heap::freed_with(&secrets, || {
                let aead = Aead::with_provider(provider, suite, &key, [0; 12]).unwrap();
                let mut frame = [0; 5000];
                for &len in lengths {
                    aead.seal_in_place(&[0; 12], b"", &mut frame[..len], &mut [0; 16]).unwrap();
                }
            });
            assert_eq!(found, Vec::<String>::new(), "{} {lengths:?}", provider.name);
        }
    }
}

/// What is moved to the heap takes the gaps between its fields along, which hold what earlier calls
/// left on the stack: nothing, when keys are expanded and overwritten.
#[test]
fn gaps_in_expanded_keys_hold_nothing_of_the_stack() {
    #[inline(never)]
    fn litter() {
        black_box(&mut [0xa7_u8; 32 << 10]);
    }
    if !heap::hooked() {
        return;
    }
    let litter_of_8: Secrets = [("litter".to_owned(), vec![0xa7; 8])].into();
    let found = heap::freed_with(&litter_of_8, || {
        litter();
        drop(black_box(Box::new([[0xa7_u8; 8], [0; 8]])));
    });
    assert_eq!(found, ["litter"], "the test sees what is there");
    let mut keys = 0;
    for &provider in CryptoProvider::ALL {
        for suite in CipherSuite::ALL {
            let key = vec![7; suite.key_len()];
            let found = heap::freed_with(&litter_of_8, || {
                litter();
                let aead = Aead::with_provider(provider, suite, &key, [0; 12]).unwrap();
                litter();
                drop(aead);
            });
            assert_eq!(found, Vec::<String>::new(), "{} {suite}", provider.name);
            keys += 1;
        }
    }
    assert_eq!(keys, 8 * CryptoProvider::ALL.len());
}

#[test]
fn encryptor() {
    no_trace(
        |suite| secrets_of(suite, KID, 1, 0),
        |suite, provider| {
            let alice = Encryptor::with_config(suite, KID, base(1), sending(provider)).unwrap();
            for len in [0, 1, 17, 5000] {
                alice.encrypt_to_vec(&vec![7; len], META).unwrap();
                alice.encrypt_to_vec(&vec![7; len], &[7; 500]).unwrap();
                assert!(alice.encrypt(b"no room", META, &mut []).is_err());
            }
            // A key whose counters are refused is made and dropped on the error path.
            let mut full = sending(provider);
            full.counters = Arc::new(Refuses);
            assert!(Encryptor::with_config(suite, KID, base(1), full).is_err());
        },
    );
}

#[test]
fn plain_keys_of_a_decryptor() {
    no_trace(
        |suite| [secrets_of(suite, KID, 1, 0), secrets_of(suite, KID, 2, 0)].concat(),
        |suite, provider| {
            let frames = seal_many(&sender(suite, KID, 1), 2);
            let mut bob = receiving(provider, KidLayout::Plain);
            bob.add_key(suite, KID, base(1)).unwrap();
            open(&mut bob, &frames[0]).unwrap();
            assert!(open(&mut bob, &forged(KID, 9)).is_err());
            bob.add_key(suite, KID, base(1)).unwrap(); // again
            assert!(bob.add_key(suite, KID, base(2)).is_err()); // another
            // The table grows and moves its keys about.
            (0..100).for_each(|kid| bob.add_key(suite, KeyId::new(kid), base(1)).unwrap());
            bob.remove_key(KID);
            bob.park(&frames[1], META, 0);
            bob.add_key(suite, KID, base(1)).unwrap();
            bob.unpark().unwrap().frame.unwrap();
            bob.retire_key(KID);
            bob.advance(Duration::from_secs(11));
            let alice = Encryptor::with_config(suite, KID, base(1), sending(provider)).unwrap();
            bob.refuse_own(&alice).unwrap();
            assert!(bob.add_key(suite, KID, base(1)).is_err());
            assert!(bob.add_sender_key(sender_key(1, 0, 1)).is_err());
            assert!(bob.add_epoch(epoch(1, 4, 1)).is_err());
        },
    );
}

#[test]
fn ratchet_of_a_sender_key() {
    let kid = |step| ratchet_kid(1, step as u64);
    let secrets = |suite| (0..6).flat_map(|step| secrets_of(suite, kid(step), 1, step)).collect();
    no_trace(secrets, |suite, provider| {
        let mut chain = SenderKey::new(suite, ratchet_bits(4), 1, base(1)).unwrap();
        let mut bob = receiving(provider, KidLayout::SenderKeys(ratchet_bits(4)));
        let again = || SenderKey::new(suite, ratchet_bits(4), 1, base(1)).unwrap();
        bob.add_sender_key(again()).unwrap();
        for step in 0..6 {
            if step != 2 {
                let alice = Encryptor::for_sender(&chain, sending(provider)).unwrap();
                open(&mut bob, &alice.encrypt_to_vec(b"x", META).unwrap()).unwrap();
            }
            assert!(open(&mut bob, &forged(kid(step + 2), 0)).is_err());
            chain.ratchet();
        }
        bob.advance(Duration::from_secs(11));
        bob.add_sender_key(again()).unwrap(); // an old step of what is held
        bob.remove_key(kid(0));
        bob.add_sender_key(again()).unwrap(); // and of what was removed
        let wide = SenderKey::new(suite, ratchet_bits(4), u64::MAX, base(1));
        assert!(wide.is_err());
        assert!(bob.add_epoch(epoch(1, 4, 1)).is_err());
    });
}

#[test]
fn mls_epochs() {
    let kid = |n, index| mls_kid(n, 4, index, 0);
    let secrets = |suite| {
        [(1, 1), (1, 2), (2, 1)].map(|(n, index)| secrets_of(suite, kid(n, index), 1, 0)).concat()
    };
    no_trace(secrets, |suite, provider| {
        let epoch = |n| MlsEpoch::new(suite, n, SenderBits::new(4).unwrap(), base(1));
        let frame = |n, index| seal_at(suite, kid(n, index), &base(1), 0, b"x");
        let mut bob = receiving(provider, KidLayout::Mls(epoch_bits(4)));
        bob.add_epoch(epoch(1)).unwrap();
        for index in 0..16 {
            open(&mut bob, &frame(1, index)).unwrap();
        }
        assert!(open(&mut bob, &forged(kid(1, 2), 5)).is_err());
        bob.add_epoch(epoch(1)).unwrap(); // again
        bob.add_epoch(epoch(2)).unwrap();
        open(&mut bob, &frame(2, 1)).unwrap();
        bob.advance(Duration::from_secs(11)); // epoch 1 goes
        assert!(bob.add_epoch(epoch(1)).is_err());
        let next = MlsEpoch::new(suite, 18, SenderBits::new(4).unwrap(), base(2));
        bob.add_epoch(next).unwrap(); // takes the place of epoch 2
        bob.remove_key(kid(18, 0));
    });
}

#[test]
fn keys_of_a_group() {
    let kid = mls_kid(1, 4, 3, 0);
    let secrets = |suite: CipherSuite| {
        let secret = &bytes(1)[..suite.key_len().min(32)];
        let traffic = traffic_secrets("member 3", suite, kid, secret);
        [traffic, [("secret".to_owned(), secret[..16].to_vec())].into()].concat()
    };
    no_trace(secrets, |suite, provider| {
        let export = |epoch, len| {
            let secret = BaseKey::new(&bytes(1)[..len]).unwrap();
            MlsExport { epoch, secret, own_index: 3, leaves: 5 }
        };
        let config = MlsKeysConfig::with_encryptors(suite, epoch_bits(4), sending(provider));
        let mut keys = MlsKeys::new(config).unwrap();
        let len = suite.key_len();
        let added = keys.add_epoch(export(1, len.min(32)), GoOver::AtOnce, Duration::ZERO);
        if len <= 32 {
            added.unwrap();
            let alice = keys.encryptor(0).unwrap();
            assert_eq!(alice.key_id(), kid);
            alice.encrypt_to_vec(b"x", META).unwrap();
        }
        assert!(keys.add_epoch(export(2, 17), GoOver::AtOnce, Duration::ZERO).is_err());
    });
}

#[test]
fn keys_that_were_derived_elsewhere() {
    no_trace(
        |suite| traffic_secrets("derived", suite, KID, &bytes(1)),
        |suite, provider| {
            let (mut key, mut salt) = ([0; 96], [0; 12]);
            let prk = Prk::extract(suite.hash(), b"", &bytes(1));
            let [(key_info, len), (salt_info, _), _] = DerivedKey::derivations(suite, KID);
            prk.expand(&[&key_info], &mut key[..len]).unwrap();
            prk.expand(&[&salt_info], &mut salt).unwrap();
            let key = DerivedKey::new(&key[..len], &salt, KeyFingerprint::new([1; 16])).unwrap();
            let alice = Encryptor::with_derived_key(suite, KID, &key, sending(provider)).unwrap();
            let mut bob = receiving(provider, KidLayout::Plain);
            bob.add_derived_key(suite, KID, &key).unwrap();
            open(&mut bob, &alice.encrypt_to_vec(b"x", META).unwrap()).unwrap();
            drop(Box::new(key));
        },
    );
}

#[test]
fn debug_and_display_show_no_key() {
    let suite = GCM;
    let chain = sender_key(1, 3, 1);
    let alice = ratcheting(&chain);
    let mut bob = ratchet_receiver();
    bob.add_sender_key(sender_key(1, 0, 1)).unwrap();
    open(&mut bob, &alice.encrypt_to_vec(b"x", META).unwrap()).unwrap();
    let (mls, aead) = (epoch(5, 4, 1), Aead::new(suite, &bytes(1)[..16], [9; 12]).unwrap());
    let (fingerprint, stats) = (alice.fingerprint(), bob.key_stats().next());
    let totals = bob.totals();
    let (base, ratchet_layout) = (base(1), KidLayout::SenderKeys(ratchet_bits(4)));
    let config = DecryptorConfig::for_layout(ratchet_layout);
    let opened = bob.unpark();
    let livekit_material = livekit::KeyMaterial::raw(&bytes(1)).unwrap();
    let jframe_material = jframe::KeyMaterial::new(&bytes(1)).unwrap();
    let getstream_key = getstream::Key::new(&bytes(1)).unwrap();
    let counters = || own_ledger().counters;
    let mut livekit_bob = livekit::Decryptor::new();
    livekit_bob.set_sif_trailer(&bytes(1));
    let values: [&dyn Debug; 24] = [
        &livekit_material,
        &livekit::Encryptor::with_counters(&livekit_material, 0, counters()).unwrap(),
        &livekit_bob,
        &jframe_material,
        &jframe::Encryptor::with_counters(&jframe_material, 0, counters()).unwrap(),
        &jframe::Decryptor::new(),
        &getstream_key,
        &getstream::Encryptor::with_counters(&getstream_key, 0, [7; 8], counters()).unwrap(),
        &getstream::Decryptor::new(),
        &base,
        &chain,
        &alice,
        &bob,
        &mls,
        &aead,
        &fingerprint,
        &stats,
        &totals,
        &config,
        &suite,
        &opened,
        &chain.id(),
        &CryptoProvider::ALL,
        &ratchet_layout,
    ];
    let mut shown: Vec<String> = Vec::new();
    shown.extend(values.iter().flat_map(|value| [format!("{value:?}"), format!("{value:#?}")]));
    let mut errors: Vec<(String, String)> = Vec::new();
    macro_rules! every {
        ($($error:expr),* $(,)?) => {$(errors.push((format!("{:?}", $error), $error.to_string()));)*};
    }
    let (kid, len, limit) = (KID, 3usize, 4usize);
    let (needed, available, counter) = (9usize, 8usize, 7u64);
    every![
        KeyError::BaseKeyTooShort { len },
        KeyError::UnknownSuite { id: 9 },
        KeyError::FieldTooWide { field: "generation", value: 99, bits: 4 },
        KeyError::KeyIdInUse { kid },
        KeyError::KeyIdRetired { kid },
        KeyError::OwnSendKey { kid },
        KeyError::WrongLayout,
        KeyError::TooManyKeys { limit },
        KeyError::WrongLength { what: "key", len, want: 16 },
        KeyError::NotProvided,
        KeyError::Counters(CounterStoreError::Full { limit }),
        CounterStoreError::Unavailable,
        CounterStoreError::WentBack,
        CounterStoreError::Exhausted,
        EncryptError::BufferTooSmall { needed, available },
        EncryptError::NoRoom { headroom: 1, tailroom: 2 },
        EncryptError::KeyUsedUp,
        EncryptError::Counters(CounterStoreError::WentBack),
        EncryptError::FrameTooLong,
        DecryptError::Truncated { len },
        DecryptError::NonMinimalHeader,
        DecryptError::UnknownKey { kid },
        DecryptError::RatchetTooFar { kid, steps: 99 },
        DecryptError::Reflected { kid },
        DecryptError::Replayed { kid, counter },
        DecryptError::TooOld { kid, counter },
        DecryptError::Authentication,
        DecryptError::BufferTooSmall { needed, available },
        DecryptError::Key(KeyError::NotProvided),
    ];
    assert_eq!(errors.len(), 29);
    for (debug, display) in errors {
        assert!(display.len() > 10 && display != debug, "{debug} says what to do");
        shown.extend([debug, display]);
    }
    let kid = chain.key_id();
    let mut secrets = vec![bytes(1).to_vec(), chain.base_key().expose().to_vec()];
    secrets.push(derived(suite, kid, chain.base_key().expose(), "SFrame 1.0 Secret key ", 16));
    secrets.push(derived(suite, kid, chain.base_key().expose(), "SFrame 1.0 Secret salt ", 12));
    secrets.push(vec![9; 12]);
    for secret in &secrets {
        for text in renderings(secret) {
            for shown in &shown {
                assert!(!shown.to_lowercase().contains(&text), "{shown} shows {text}");
            }
        }
    }
    let careless = format!("{:?}", bytes(1));
    assert!(renderings(&bytes(1)).iter().any(|text| careless.contains(text)), "the control");
}

/// Gives the bytes of an expanded key as they lie in its box.
fn inside<T: ?Sized>(expanded: &T) -> Vec<u8> {
    let (start, len) = (std::ptr::from_ref(expanded).cast::<u8>(), size_of_val(expanded));
    // SAFETY: `expanded` has so many bytes; read one by one, as padding may be among them.
    (0..len).map(|at| unsafe { start.add(at).read_volatile() }).collect()
}

/// The second control: the forms looked for are those in which live keys lie.
#[test]
fn living_keys_hold_what_is_looked_for() {
    for &provider in CryptoProvider::ALL {
        for suite in CipherSuite::ALL {
            let secrets = traffic_secrets("key", suite, KID, &bytes(1));
            let key = derived(suite, KID, &bytes(1), "SFrame 1.0 Secret key ", suite.key_len());
            let memory = match suite.enc_key_len() {
                None => inside(&*(provider.gcm)(&key).unwrap()),
                Some(enc) => [
                    inside(&*(provider.ctr)(&key[..enc]).unwrap()),
                    inside(&*(provider.hmac)(suite.hash(), &key[enc..]).unwrap()),
                ]
                .concat(),
            };
            let lies = |needle: &[u8]| memory.windows(needle.len()).any(|w| w == needle);
            let found = secrets.iter().filter(|(_, needle)| lies(needle)).count();
            // Bitsliced AES keeps its keys in another form, and AWS-LC's GCM key lies behind
            // two pointers; every other form was seen on the machine this was written on.
            match suite.enc_key_len() {
                Some(_) => assert!(found >= 2, "{} {suite}: both HMAC states", provider.name),
                None if provider.name != "aws-lc" && cfg!(target_arch = "x86_64") => {
                    assert!(found >= 2, "{}, {suite}: round key and hash subkey", provider.name);
                }
                None => {}
            }
        }
    }
}
