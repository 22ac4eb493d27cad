//! No trace of the call layer's secrets is left on the heap, and none is printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::hint::black_box;
use std::sync::{Arc, Mutex};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use frameseal::call::{
    Anchor, CallPassphrase, CallState, DeviceIdentity, IdentityKey, Sas, StateKey, StateStorage,
    StorageFailed, VerifiedPeer,
};
use frameseal::expert::Prk;
use frameseal::{CounterStore, Hash};
use rand_core::Rng;
use sha2::{Digest, Sha256};

mod heap;
#[path = "call_codes/numbers.rs"]
#[allow(dead_code)]
mod numbers;
mod secrets;
use numbers::Numbers;
use secrets::*;

fn no_trace(secrets: &Secrets, act: impl FnOnce()) {
    if heap::hooked() {
        for (name, secret) in secrets {
            let careless = || drop(black_box([&[0xee; 33][..], secret, &[0xee; 5]].concat()));
            assert!(heap::freed_with(secrets, careless).contains(name), "the control");
        }
        assert_eq!(heap::freed_with(secrets, act), Vec::<String>::new());
    }
}

fn random(seed: u64, skip: usize, len: usize) -> Vec<u8> {
    let (mut rng, mut bytes) = (Numbers::new(seed), vec![0; len]);
    rng.fill_bytes(&mut vec![0; skip]);
    rng.fill_bytes(&mut bytes);
    bytes
}

/// Keeps the last blob and anchor.
#[derive(Default)]
struct Disk(Mutex<(Vec<u8>, Option<Anchor>)>);

impl StateStorage for Disk {
    fn save_blob(&self, blob: &[u8]) -> Result<(), StorageFailed> {
        self.0.lock().unwrap().0 = blob.to_vec();
        Ok(())
    }

    fn save_anchor(&self, anchor: &Anchor) -> Result<(), StorageFailed> {
        self.0.lock().unwrap().1 = Some(*anchor);
        Ok(())
    }
}

#[test]
fn a_state() {
    let (key, seed) = (random(1, 0, 32), random(2, 0, 32));
    let mut secrets = vec![
        ("state key".to_owned(), key[..16].to_vec()),
        ("state key's end".to_owned(), key[16..].to_vec()),
        ("seed".to_owned(), seed[..16].to_vec()),
        ("seed's end".to_owned(), seed[16..].to_vec()),
    ];
    // The first blob's salt comes behind the first anchor's hash.
    let mut derived = [0; 32];
    let prk = Prk::extract(Hash::Sha512, &random(3, 32, 32), &key);
    prk.expand(&[b"FrameSeal call 1 state\0"], &mut derived).unwrap();
    secrets.extend(gcm_secrets("blob", &derived));

    let printed = [renderings(&key), renderings(&seed)].concat();
    no_trace(&secrets, || {
        let disk = Arc::new(Disk::default());
        let rng = Box::new(Numbers::new(3));
        let key = || StateKey::generate(&mut Numbers::new(1));
        let identity = DeviceIdentity::generate(&mut Numbers::new(2));
        let state = CallState::create(key(), identity, Arc::clone(&disk) as _, rng).unwrap();
        drop(state.identity().export());
        drop(key().export());
        let (blob, anchor) = disk.0.lock().unwrap().clone();
        let peer = VerifiedPeer { name: "Bob".into(), verified_at: 1, last_seen_name: None };
        state.remember_peer(IdentityKey::new([1; 32]), peer).unwrap();
        let shown = format!("{state:?} {:?}", key());
        let state = Arc::new(state) as Arc<dyn CounterStore>;
        drop(state);
        let open = |blob: &[u8]| {
            let (storage, rng) = (Arc::clone(&disk) as _, Box::new(Numbers::new(4)));
            CallState::open(key(), blob, &anchor.unwrap(), storage, rng)
        };
        open(&blob).unwrap();
        assert!(open(&[&blob[..], &[0]].concat()).is_err());
        assert!(open(&disk.0.lock().unwrap().0.clone()[..60]).is_err());
        assert!(printed.iter().all(|text| !shown.contains(text)), "{shown}");
    });
}

#[test]
fn a_passphrase_and_what_it_is_stretched_to() {
    let typed = "Zwölf Boxkämpfer jagen Viktor quer über den Deich";
    let folded: Vec<u8> =
        typed.to_lowercase().chars().take(6).flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let salt = Sha256::digest(b"FrameSeal call 1 passphrase\0room 7");
    let params = Params::new(64 * 1024, 3, 1, Some(32)).unwrap();
    let mut memory = vec![Block::default(); params.block_count()];
    let mut secret = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(typed.as_bytes(), &salt, &mut secret, &mut memory)
        .unwrap();
    let words = |block: &Block| -> Vec<u8> {
        block.as_ref()[..2].iter().flat_map(|word: &u64| word.to_le_bytes()).collect()
    };
    let secrets = vec![
        ("typed".to_owned(), typed.as_bytes()[..12].to_vec()),
        ("typed, its end".to_owned(), typed.as_bytes()[typed.len() - 12..].to_vec()),
        ("in lower case".to_owned(), typed.to_lowercase().as_bytes()[..12].to_vec()),
        ("in characters".to_owned(), folded),
        ("secret".to_owned(), secret[..16].to_vec()),
        ("first block".to_owned(), words(&memory[0])),
        ("last block".to_owned(), words(memory.last().unwrap())),
    ];
    no_trace(&secrets, || {
        let passphrase = CallPassphrase::new(typed).unwrap();
        let stretched = passphrase.stretch(b"room 7").unwrap();
        let shown = format!("{passphrase:?} {stretched:?}");
        assert_eq!(shown, "CallPassphrase(..) CallSecret(..)");
        assert!(passphrase.stretch(b"").is_err());
    });
}

#[test]
fn a_generated_passphrase() {
    let made = CallPassphrase::generate(&mut Numbers::new(7)).as_str().to_owned();
    let secrets = vec![
        ("made".to_owned(), made.as_bytes()[..12].to_vec()),
        ("made, its end".to_owned(), made.as_bytes()[made.len() - 12..].to_vec()),
    ];
    no_trace(&secrets, || {
        let again = CallPassphrase::generate(&mut Numbers::new(7));
        assert_eq!(again.as_str(), made);
        assert_eq!(CallPassphrase::new(again.as_str()).unwrap().as_str(), made);
    });
}

#[test]
fn a_nonce_that_was_never_revealed() {
    let secrets = vec![("nonce".to_owned(), random(5, 0, 16))];
    no_trace(&secrets, || {
        let (mut sas, message) = Sas::start(&mut Numbers::new(5), b"context");
        assert!(sas.receive(&message).is_err());
        assert_eq!(format!("{sas:?}"), "Sas(ended)");
    });
}
