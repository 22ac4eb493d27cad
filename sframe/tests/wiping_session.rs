//! The secrets of calls do not outlive their owners: no freed heap block holds one, also when
//! sessions are moved and peers come and go.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::time::Duration;

use chacha20::ChaCha20Rng;
use frameseal::call::{DeviceIdentity, MediaKind, Session, SessionConfig};
use frameseal::expert::Prk;
use frameseal::{CipherSuite, KeyId};
use hpke::kem::{X25519HkdfSha256, XWing};
use hpke::{Kem, Serializable};
use rand_core::SeedableRng;
use secrets::{Secrets, gcm_secrets};

mod heap;
mod mallory;
mod secrets;

use mallory::{INTRODUCTION, KEYS, KEYS_PARCEL, Mallory, Shown, from_of, kind_of};

const SEED: [u8; 32] = *b"an identity of 32 bytes, no more";
const SECOND: Duration = Duration::from_secs(1);

fn session() -> Session {
    let identity = DeviceIdentity::import(&SEED);
    let rng = Box::new(ChaCha20Rng::seed_from_u64(7));
    Session::join(SessionConfig::new(b"call", "Alice", 1), identity, rng, SECOND).unwrap()
}

/// A call from joining to leaving. What others say comes from `next`, which sees what was sent.
fn call(mut next: impl FnMut(&[Vec<u8>]) -> Option<Vec<u8>>) {
    let mut now = SECOND;
    let mut sessions = Vec::with_capacity(1);
    sessions.push(session());
    let other = || {
        let identity = DeviceIdentity::import(&[9; 32]);
        let rng = Box::new(ChaCha20Rng::seed_from_u64(8));
        Session::join(SessionConfig::new(b"other", "", 1), identity, rng, SECOND).unwrap()
    };
    for _ in 0..9 {
        sessions.push(other()); // moves the first one
    }
    let alice = &mut sessions[0];
    let mut sent = Vec::new();
    loop {
        let _one_of_each = MediaKind::ALL.map(|kind| alice.encryptor(kind).unwrap());
        while let Some(message) = alice.poll_outgoing() {
            sent.push(message.bytes);
        }
        let Some(message) = next(&sent) else { break };
        let _refused = alice.handle(&message, now);
        now += SECOND / 10;
        alice.advance(now);
    }
    alice.rotate();
    alice.advance(now + 3 * SECOND);
    assert_eq!(alice.held_keys().count(), 4);
    alice.leave();
    sessions.insert(0, other()); // and moves it again
}

/// Every form of a channel's key.
fn channel_secrets(name: &str, secret: &[u8; 32]) -> Secrets {
    let suite = CipherSuite::AES_256_GCM_SHA512_128;
    let (kid, id) = (KeyId::new(0).as_u64().to_be_bytes(), suite.id().to_be_bytes());
    let mut key = vec![0; 32];
    let prk = Prk::extract(suite.hash(), b"", secret);
    prk.expand(&[b"SFrame 1.0 Secret key ", &kid, &id], &mut key).unwrap();
    let mut secrets = gcm_secrets(name, &key);
    secrets.push((format!("{name}: secret"), secret.to_vec()));
    secrets
}

#[test]
fn no_secret_of_a_call_is_left_behind() {
    if !heap::hooked() {
        return;
    }
    // The first time Mallory answers, and learns what there is to know.
    let like = Shown::by(&session().poll_outgoing().unwrap().bytes);
    let mut mallory = Mallory::new(1, &like);
    let mut script = Vec::new();
    let mut crowd: Vec<_> = (2..60).map(|n| Mallory::new(n, &like).hello()).collect();
    let (introduction, mut channel) = mallory.introduce(&like);
    let keys = mallory.parcel(like.id, &mut channel, &Mallory::keys(0, 4, 0, 0x5a));
    crowd.splice(30..30, [mallory.hello(), introduction, keys]);
    let mut inbound = None;
    let mut base_keys = Vec::new();
    call(|sent| {
        let met =
            sent.iter().find(|m| kind_of(m) == INTRODUCTION && mallory::to_of(m) == mallory.id());
        if let (None, Some(message)) = (&inbound, met) {
            inbound = Some(mallory.accept(&like, message));
            // Behind her introduction.
            let met = mallory.parcel(like.id, &mut channel, &Mallory::met(message));
            crowd.insert(32, met);
        }
        let parcel = sent.iter().rfind(|m| m.len() == KEYS_PARCEL && from_of(m) == like.id);
        if let (Some(channel), Some(parcel)) = (&inbound, parcel) {
            let content = mallory.read(channel, parcel).unwrap();
            assert_eq!(content[0], KEYS);
            base_keys = content[12..].chunks(32).map(<[u8]>::to_vec).collect();
        }
        let message = (script.len() < crowd.len()).then(|| crowd[script.len()].clone());
        script.extend(message.clone());
        message
    });
    assert_eq!((script.len(), base_keys.len()), (62, 4));

    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let (x25519, _) = X25519HkdfSha256::gen_keypair_with_rng(&mut rng);
    let (x_wing, _) = XWing::gen_keypair_with_rng(&mut rng);
    let mut secrets: Secrets = vec![
        ("identity".into(), SEED.to_vec()),
        ("X25519".into(), x25519.to_bytes().to_vec()),
        ("X-Wing".into(), x_wing.to_bytes().to_vec()),
        ("another's base key".into(), vec![0x5a; 32]),
    ];
    for (n, key) in base_keys.iter().enumerate() {
        secrets.push((format!("base key {n}"), key.clone()));
    }
    secrets.extend(channel_secrets("from Mallory", &channel.secret));
    secrets.extend(channel_secrets("to Mallory", &inbound.unwrap().secret));
    assert!(secrets.len() >= 14, "{}", secrets.len());

    // The hook sees what it must: these blocks are freed as they are.
    let found = heap::freed_with(&secrets, || secrets.iter().for_each(|s| drop(s.1.clone())));
    assert_eq!(found.len(), secrets.len());
    // The second time the same is said again.
    let mut script = script.into_iter();
    let found = heap::freed_with(&secrets, || call(|_| script.next()));
    assert_eq!(found, Vec::<String>::new());
}
