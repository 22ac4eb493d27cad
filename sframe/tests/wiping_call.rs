//! Secrets of a call do not outlive it: no freed heap block holds one, and no text shows one.
//!
//! To know what to look for, the test opens recorded introductions by itself, from RFC 9180 and
//! docs/key-management.md alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::time::Duration;

use chacha20::ChaCha20Rng;
use frameseal::call::{
    CallSecret, DeviceIdentity, Kem, KeyChange, MediaKind, MemberId, Session, SessionConfig,
};
use frameseal::expert::Prk;
use frameseal::{CipherSuite, Decryptor, Hash};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::{X25519HkdfSha256, XWing};
use hpke::{Deserializable, OpModeR, PskBundle, Serializable};
use rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

mod heap;
mod secrets;
use secrets::*;

const CALL_ID: &[u8] = b"a call";
const PASSPHRASE: [u8; 32] = [0xd7; 32];
const STEP: Duration = Duration::from_millis(100);

fn seed(member: u8) -> [u8; 32] {
    core::array::from_fn(|i| (i as u8).wrapping_mul(11) ^ (member + 0x31))
}

fn join(member: u8, kem: Kem) -> Session {
    let mut config = SessionConfig::new(CALL_ID, "member", 1000);
    config.kems = vec![kem];
    config.passphrase = Some(CallSecret::new(&PASSPHRASE));
    let rng = Box::new(ChaCha20Rng::seed_from_u64(u64::from(member)));
    Session::join(config, DeviceIdentity::import(&seed(member)), rng, STEP).unwrap()
}

/// What the operator has after a call, and what was a secret in it.
#[derive(Default)]
struct Seen {
    messages: Vec<Vec<u8>>,
    secrets: Secrets,
}

/// A call of two in which everything happens that touches a key: joining, ratchet, rotation,
/// chat, refused messages, an absence, leaving.
fn call(kem: Kem, seen: &mut Seen) {
    let mut members = [join(1, kem), join(2, kem)];
    let mut decryptors = [(); 2].map(|()| Decryptor::with_config(Session::decryptor_config()));
    let ids: Vec<MemberId> = members.iter().map(Session::id).collect();
    let mut opened = 0;
    for tick in 1..400u32 {
        let now = STEP * tick;
        if tick % 40 == 7 {
            members[0].rotate();
        }
        if tick == 390 {
            members[1].leave();
        }
        // Withheld for half a minute: they lose sight of each other and meet again.
        let passes = !(40..280).contains(&tick);
        for from in 0..2 {
            members[from].advance(now);
            while let Some(message) = members[from].poll_outgoing() {
                let mut broken = message.bytes.clone();
                *broken.last_mut().unwrap() ^= 1;
                let _refused = members[1 - from].handle(&broken, now);
                if passes {
                    let _mine = members[1 - from].handle(&message.bytes, now);
                }
                seen.messages.push(message.bytes);
            }
            while let Some(change) = members[from].poll_key_change() {
                change.apply(&mut decryptors[from]).unwrap();
                if let KeyChange::Receive { key, kind, .. } = &change {
                    let name = format!("base key {} of {kind:?}", key.key_id());
                    if seen.secrets.len() < 80 {
                        seen.secrets.push((name, key.base_key().expose()[..16].to_vec()));
                    }
                }
            }
            if let Ok(encryptor) = members[from].encryptor(MediaKind::Audio) {
                let frame = encryptor.encrypt_to_vec(b"frame", b"").unwrap();
                opened += usize::from(decryptors[1 - from].decrypt_to_vec(&frame, b"").is_ok());
                let chat = members[from].seal_chat(b"text").unwrap();
                opened += usize::from(members[1 - from].open_chat(&chat).is_ok());
            }
        }
    }
    assert!(opened > 100 && ids[0] != ids[1], "{opened} opened");
}

/// Opens the introductions of a recorded call as their receivers did.
fn channels<K: hpke::Kem>(seen: &Seen, kem: Kem) -> Secrets {
    let hello_of = |member: u8| {
        let id = *join(member, kem).id().as_bytes();
        let hello = seen.messages.iter().find(|m| m[1] == 1 && m[18..34] == id).unwrap();
        let body = &hello[50..hello.len() - 64];
        let hash: [u8; 32] = Sha256::digest([b"FrameSeal 1 hello", body].concat()).into();
        assert_eq!(hash[..16], id);
        hash
    };
    let tag = Sha256::digest([b"FrameSeal 1 call", CALL_ID].concat());
    let mut secrets = Secrets::new();
    for (from, to) in [(1, 2), (2, 1)] {
        // The receiver's exchange key is the first thing that its generator was asked for.
        let mut ikm = [0; 32];
        ChaCha20Rng::seed_from_u64(u64::from(to)).fill_bytes(&mut ikm);
        let (private, _) = K::derive_keypair(&ikm);
        secrets.push((format!("exchange key {to}"), private.to_bytes()[..16].to_vec()));
        let (from, to) = (hello_of(from), hello_of(to));
        let sent = |m: &&Vec<u8>| m[1] == 3 && m[18..34] == from[..16] && m[34..50] == to[..16];
        let introduction = &seen.messages.iter().find(sent).unwrap()[50..];
        let enc_len = K::EncappedKey::size();
        let enc = K::EncappedKey::from_bytes(&introduction[10..10 + enc_len]).unwrap();
        let info = [b"FrameSeal 1 exchange", &tag[..], &from, &to].concat();
        let psk = PskBundle::new(&PASSPHRASE, b"FrameSeal 1 passphrase").unwrap();
        let mode = OpModeR::Psk(psk);
        let mut context =
            hpke::setup_receiver::<AesGcm256, HkdfSha256, K>(&mode, &private, &enc, &info).unwrap();
        context.open(&introduction[10 + enc_len..][..16], &info).expect("the proof");
        let mut secret = [0; 32];
        context.export(b"FrameSeal 1 channel", &mut secret).unwrap();
        secrets.push(("channel secret".to_owned(), secret[..16].to_vec()));
        let suite = CipherSuite::AES_256_GCM_SHA512_128;
        let mut key = [0; 32];
        let info: [&[u8]; 3] = [b"SFrame 1.0 Secret key ", &[0; 8], &suite.id().to_be_bytes()];
        Prk::extract(Hash::Sha512, b"", &secret).expand(&info, &mut key).unwrap();
        secrets.extend(gcm_secrets("channel", &key));
    }
    secrets
}

fn no_trace<K: hpke::Kem>(kem: Kem) {
    if !heap::hooked() {
        return;
    }
    let mut seen = Seen::default();
    call(kem, &mut seen);
    let mut secrets = channels::<K>(&seen, kem);
    secrets.extend(std::mem::take(&mut seen.secrets));
    for member in [1, 2] {
        secrets.push((format!("identity {member}"), seed(member)[..16].to_vec()));
        secrets.push((format!("identity {member}, end"), seed(member)[16..].to_vec()));
    }
    secrets.push(("passphrase".to_owned(), PASSPHRASE[..16].to_vec()));
    println!("{kem:?}: {} secrets", secrets.len());
    assert!((40..=128).contains(&secrets.len()), "{} secrets", secrets.len());

    let careless = heap::freed_with(&secrets, || {
        for (_, secret) in &secrets {
            drop(std::hint::black_box(secret.clone()));
        }
    });
    assert_eq!(careless.len(), secrets.len(), "the control: every one would be seen");

    // Full already, so that it keeps no keys this time.
    let mut again = Seen { secrets: vec![Default::default(); 80], ..Seen::default() };
    let found = heap::freed_with(&secrets, || call(kem, &mut again));
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(again.messages, seen.messages, "the same call, so the same secrets");
}

#[test]
fn a_call_with_x25519() {
    no_trace::<X25519HkdfSha256>(Kem::X25519);
}

#[test]
fn a_call_with_x_wing() {
    no_trace::<XWing>(Kem::XWing);
}

#[test]
fn no_text_shows_a_secret() {
    let mut seen = Seen::default();
    let identity = DeviceIdentity::import(&seed(1));
    let mut session = join(1, Kem::X25519);
    let encryptor = session.encryptor(MediaKind::Audio).unwrap();
    let shown = format!("{identity:?} {session:?} {encryptor:?}");
    call(Kem::X25519, &mut seen);
    for secret in [&seed(1)[..], &PASSPHRASE] {
        for rendering in renderings(secret) {
            assert!(!shown.contains(&rendering), "{shown}");
        }
    }
}
