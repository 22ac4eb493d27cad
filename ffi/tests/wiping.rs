//! No secret that C hands over is left behind in memory that the library gives back: not when an
//! object is freed, not when a call is refused, not in an output that was too small.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::undocumented_unsafe_blocks,
    missing_docs
)]

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::hint::black_box;
use std::ptr::null;

use frameseal::call::CallPassphrase;
use frameseal::expert::Prk;
use frameseal::{CipherSuite, KeyId, RatchetBits, SenderKeyId};
use frameseal_ffi::call::identity::*;
use frameseal_ffi::call::passphrase::*;
use frameseal_ffi::call::session::*;
use frameseal_ffi::call::state::*;
use frameseal_ffi::call::storage::frameseal_state_storage;
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::interop::dave::frameseal_dave_encryptor_new;
use frameseal_ffi::interop::livekit::*;
use frameseal_ffi::mls::*;
use frameseal_ffi::result::frameseal_result as R;
use frameseal_ffi::sender_key::*;

#[path = "call/app.rs"]
#[allow(dead_code)]
mod app;
#[path = "calling/mod.rs"]
mod calling;
#[path = "formats/mod.rs"]
mod formats;
#[path = "../../sframe/tests/heap/mod.rs"]
mod heap;

use calling::{made, ok, written};
use formats::{DELTA, Dave, GetStream, Jframe, OPUS, PROCESS};

/// What all secrets here are made of: bytes that nothing else has.
const SECRET: [u8; 32] = *b"\xf0secret\xf1that\xf2belongs\xf3to\xf4Alice\xf5..";
const KID: u64 = 0x1122;

type Secrets = Vec<(String, Vec<u8>)>;

fn named(name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    (name.to_owned(), bytes.to_vec())
}

/// A base key, and what RFC 9605 makes of it for a KID: the first 16 bytes of each.
fn secrets_of(suite: CipherSuite, kid: KeyId, base_key: &[u8]) -> Secrets {
    let mut key = vec![0; suite.key_len()];
    let label = b"SFrame 1.0 Secret key ";
    let (kid, id) = (kid.as_u64().to_be_bytes(), suite.id().to_be_bytes());
    Prk::extract(suite.hash(), b"", base_key).expand(&[label, &kid, &id], &mut key).unwrap();
    vec![named("base key", &base_key[..16]), named("traffic key", &key[..16])]
}

fn next_step(suite: CipherSuite, base_key: &[u8]) -> Vec<u8> {
    let mut next = vec![0; suite.hash().output_len()];
    let prk = Prk::extract(suite.hash(), b"", base_key);
    prk.expand(&[b"SFrame 1.0 Ratchet"], &mut next).unwrap();
    next
}

/// Runs `act`, after it has shown that carelessness with the same secrets is seen.
#[track_caller]
fn no_trace(what: &str, secrets: &Secrets, act: impl FnOnce()) {
    if !heap::hooked() {
        return;
    }
    for (name, secret) in secrets {
        let careless = || drop(black_box([&[0xee; 33][..], secret, &[0xee; 5]].concat()));
        assert!(heap::freed_with(secrets, careless).contains(name), "{what}: {name} is not seen");
    }
    assert_eq!(heap::freed_with(secrets, act), Vec::<String>::new(), "{what}");
}

#[test]
fn encryptors_and_decryptors() {
    for suite in CipherSuite::ALL {
        let (id, bytes, len) = (suite.id(), SECRET.as_ptr(), SECRET.len());
        let secrets = secrets_of(suite, KeyId::new(KID), &SECRET);
        no_trace(&suite.to_string(), &secrets, || unsafe {
            let encryptor =
                made(|out| frameseal_encryptor_new(id, KID, bytes, len, null(), out)).unwrap();
            let decryptor = made(|out| frameseal_decryptor_new(null(), out)).unwrap();
            ok(frameseal_decryptor_add_key(decryptor, id, KID, bytes, len));
            ok(frameseal_decryptor_add_key(decryptor, id, KID, bytes, len));
            for size in [0, 20, 5000] {
                let frame = app::encrypt(encryptor, &vec![7; size]);
                assert_eq!(app::decrypt(decryptor, &frame).unwrap().0.len(), size);
            }
            // What is refused: no such suite, too short, another layout, no place for the handle.
            assert_eq!(
                frameseal_decryptor_add_key(decryptor, 99, KID, bytes, len),
                R::UnknownSuite
            );
            let short = frameseal_decryptor_add_key(decryptor, id, KID, bytes, 15);
            assert_eq!(short, R::BaseKeyTooShort);
            assert!(
                frameseal_encryptor_new(id, KID, bytes, len, null(), std::ptr::null_mut()) != R::Ok
            );
            ok(frameseal_encryptor_free(encryptor));
            ok(frameseal_decryptor_free(decryptor));
        });
    }
}

#[test]
fn sender_keys_and_their_steps() {
    for suite in CipherSuite::ALL {
        let bits = RatchetBits::new(4).unwrap();
        let mut secrets = Secrets::new();
        let mut base_key = SECRET.to_vec();
        for step in 0..3 {
            let kid = SenderKeyId { ratchet_bits: bits, generation: 5, step }.key_id().unwrap();
            secrets.extend(secrets_of(suite, kid, &base_key));
            base_key = next_step(suite, &base_key);
        }
        let (id, bytes, len) = (suite.id(), SECRET.as_ptr(), SECRET.len());
        no_trace(&suite.to_string(), &secrets, || unsafe {
            let key = made(|out| frameseal_sender_key_new(id, 4, 5, 0, bytes, len, out)).unwrap();
            ok(frameseal_sender_key_ratchet(key));
            let mut short = [0; 8];
            let mut short_len = 0;
            let given = frameseal_sender_key_base_key(key, short.as_mut_ptr(), 8, &mut short_len);
            assert_eq!((given, short), (R::BufferTooSmall, [0; 8]));
            let encryptor = made(|out| frameseal_encryptor_for_sender(key, null(), out)).unwrap();
            app::encrypt(encryptor, b"frame");
            ok(frameseal_sender_key_ratchet(key));
            ok(frameseal_encryptor_free(encryptor));
            ok(frameseal_sender_key_free(key));
            let mut out = [0u8; 64];
            ok(frameseal_base_key_ratcheted(id, bytes, len, out.as_mut_ptr(), 64, &mut short_len));
        });
    }
}

#[test]
fn mls_epochs() {
    let suite = CipherSuite::AES_128_GCM_SHA256_128;
    let secret = &SECRET[..suite.key_len()];
    no_trace("MLS", &vec![named("exported secret", &secret[..16])], || unsafe {
        let keys = made(|out| frameseal_mls_keys_new(suite.id(), 4, null(), out)).unwrap();
        let add = |epoch, len, own| {
            frameseal_mls_keys_add_epoch(keys, epoch, SECRET.as_ptr(), len, own, 3, 1, 1000)
        };
        ok(add(1, secret.len(), 0));
        assert_ne!(add(1, secret.len(), 1), R::Ok, "another leaf");
        assert_ne!(add(2, secret.len(), 0), R::Ok, "the secret of another epoch");
        assert_ne!(add(3, 17, 0), R::Ok, "a secret that is too short");
        ok(frameseal_mls_keys_free(keys));
    });
}

#[test]
fn identities_call_secrets_and_sessions() {
    let exchanged = vec![named("seed or secret", &SECRET[..16])];
    no_trace("calls", &exchanged, || unsafe {
        let (bytes, len) = (SECRET.as_ptr(), SECRET.len());
        let identity = made(|out| frameseal_identity_import(bytes, len, out)).unwrap();
        assert_ne!(made(|out| frameseal_identity_import(bytes, 31, out)).err(), None);
        let mut out = [0u8; 32];
        let exported = frameseal_identity_export(identity, out.as_mut_ptr(), 31, &mut 0);
        assert_eq!((exported, out), (R::BufferTooSmall, [0; 32]));
        ok(frameseal_identity_export(identity, out.as_mut_ptr(), 32, &mut 0));
        assert_eq!(out, SECRET);
        let secret = made(|out| frameseal_call_secret_new(bytes, len, out)).unwrap();
        assert_ne!(made(|out| frameseal_call_secret_new(bytes, 33, out)).err(), None);
        let mut config = app::config(b"wiping", "Alice");
        config.call_secret = secret;
        let session = made(|out| frameseal_session_join(&config, identity, 0, out)).unwrap();
        ok(frameseal_call_secret_free(secret));
        ok(frameseal_identity_free(identity));
        ok(frameseal_session_free(session));
    });
}

#[test]
fn passphrases() {
    let (words, call_id) = ("able-zoo-river-piano-candy-moon", b"a call");
    let stretched = CallPassphrase::new(words).unwrap().stretch(call_id).unwrap().export();
    let secrets = vec![
        named("words", &words.as_bytes()[..16]),
        named("stretched", &stretched[..16]),
        named("its other half", &stretched[16..]),
    ];
    no_trace("passphrase", &secrets, || unsafe {
        let (bytes, len) = (words.as_ptr(), words.len());
        ok(frameseal_passphrase_check(bytes, len));
        let stretch = |len, id_len| {
            let id = call_id.as_ptr();
            made(|out| frameseal_call_secret_from_passphrase(bytes, len, id, id_len, out))
        };
        ok(frameseal_call_secret_free(stretch(len, call_id.len()).unwrap()));
        assert_eq!(stretch(len, 0), Err(R::NoCallId));
        assert_eq!(stretch(17, call_id.len()), Err(R::PassphraseTooWeak));
        let generated =
            written(256, |out, size, len| frameseal_passphrase_generate(out, size, len));
        assert!(generated.unwrap().len() > 10);
    });
}

/// The key of a saved state, and the device's seed in it, whether the app saves or fails to.
#[test]
fn states() {
    unsafe extern "C" fn save_blob(context: *mut c_void, blob: *const u8, len: usize) -> u32 {
        // SAFETY: the flag and the copy of the test below, which outlive the state.
        let (fails, copy) = unsafe { &*context.cast::<(Cell<bool>, RefCell<Vec<u8>>)>() };
        copy.replace(unsafe { std::slice::from_raw_parts(blob, len) }.to_vec());
        if fails.get() { 1 } else { R::Ok as u32 }
    }
    unsafe extern "C" fn save_anchor(_: *mut c_void, _: *const u8) -> u32 {
        R::Ok as u32
    }
    let (seed, key) = (SECRET, *b"\xe0the key\xe1of a saved\xe2state....\xe3\xe4");
    let secrets = vec![named("seed", &seed[..16]), named("state key", &key[..16])];
    no_trace("state", &secrets, || unsafe {
        let kept = (Cell::new(false), RefCell::new(Vec::new()));
        let storage = frameseal_state_storage {
            context: (&raw const kept).cast_mut().cast(),
            save_blob: Some(save_blob),
            save_anchor: Some(save_anchor),
            release: None,
        };
        let identity = made(|out| frameseal_identity_import(seed.as_ptr(), 32, out)).unwrap();
        let create = |len| {
            made(|out| frameseal_call_state_create(key.as_ptr(), len, identity, &storage, out))
        };
        let state = create(32).unwrap();
        assert_eq!(create(31), Err(R::WrongLength));
        kept.0.set(true);
        assert_eq!(create(32), Err(R::StorageFailed));
        kept.0.set(false);
        let again = made(|out| frameseal_call_state_identity(state, out)).unwrap();
        ok(frameseal_identity_free(again));
        ok(frameseal_call_state_free(state));
        let blob = kept.1.take();
        let open = |blob: &[u8]| {
            let (blob, len) = (blob.as_ptr(), blob.len());
            made(|out| {
                frameseal_call_state_open_without_anchor(key.as_ptr(), 32, blob, len, &storage, out)
            })
        };
        ok(frameseal_call_state_free(open(&blob).unwrap()));
        assert!(open(&blob[1..]).is_err());
        ok(frameseal_identity_free(identity));
    });
}

#[test]
fn keys_of_livekit() {
    let secrets = vec![named("material", &SECRET[..16])];
    no_trace("LiveKit", &secrets, || unsafe {
        let (bytes, len) = (SECRET.as_ptr(), SECRET.len());
        let none = Default::default();
        let encryptor =
            made(|out| frameseal_livekit_encryptor_new(1, bytes, len, 0, none, out)).unwrap();
        ok(frameseal_livekit_encryptor_ratchet(encryptor));
        ok(frameseal_livekit_encryptor_free(encryptor));
        assert_ne!(
            made(|out| frameseal_livekit_encryptor_new(1, bytes, len, 200, none, out)).err(),
            None
        );
    });
}

/// What an app passes for another format; what is made of it is the engine's, and its tests'.
#[test]
fn keys_of_other_formats() {
    let secrets = vec![named("key", &SECRET[..16])];
    no_trace("JFrame, DAVE, GetStream", &secrets, || {
        let (key, short) = (&SECRET, &SECRET[..15]);
        let frame = [0x31; 900];
        let jframe = Jframe::new(&key[..16], 0, PROCESS);
        assert_eq!(jframe.open(DELTA, &jframe.seal(DELTA, &frame, 7, 1).unwrap()).unwrap(), frame);
        let dave = Dave::new(&key[..16], PROCESS);
        assert_eq!(dave.open(&dave.seal(OPUS, &frame).unwrap()).unwrap(), frame);
        let getstream = GetStream::new(key, 0, &[5; 8], PROCESS);
        assert_eq!(getstream.open(&getstream.seal(OPUS, &frame).unwrap()).unwrap(), frame);
        let refused = made(|out| unsafe {
            frameseal_dave_encryptor_new(short.as_ptr(), short.len(), PROCESS, out)
        });
        assert!(refused.is_err());
    });
}
