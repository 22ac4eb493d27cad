//! The deployed formats, with what an envelope does not show as the secret part of a frame.
//!
//! LiveKit, GetStream and DAVE search whole pictures of H.264 and H.265 for start codes before they
//! are sealed; there the keys are secret and the pictures are not.

use frameseal::codec::Codec;
use frameseal::interop::{LegacyDecryptError, dave, getstream, jframe, livekit};

use super::envelope::{hidden, with_secrets};
use super::{Case, samples};
use crate::parties::counters;
use crate::secrecy::{public, secret_bytes, traced, verdicts};
use crate::watched::sealing;

pub(super) fn all() -> Vec<Case> {
    let mut cases = vec![
        Case::new("interop: LiveKit, a passphrase", || {
            let material = || livekit::KeyMaterial::passphrase(secret_bytes::<12>(1)).unwrap();
            livekit(Codec::Opus, &[0x78; 40], &(1..40).collect::<Vec<_>>(), &material);
        }),
        Case::new("interop: LiveKit, a derived key, ratcheted", || {
            let bits = secret_bytes::<32>(2);
            let material = || livekit::KeyMaterial::derived(livekit::Derivation::Hkdf, &bits);
            livekit(Codec::Opus, &[0x78; 40], &(1..40).collect::<Vec<_>>(), &material);
        }),
    ];
    for (codec, kind, frame) in samples::samples() {
        let hidden = hidden(codec, &frame);
        if hidden.is_empty() {
            continue; // all of it is clear
        }
        let mut add = |format: &str, run: fn(Codec, &[u8], &[usize])| {
            let (frame, hidden) = (frame.clone(), hidden.clone());
            let name = format!("interop: {format}, {} {kind}", codec.name());
            cases.push(Case::new(name, move || run(codec, &frame, &hidden)));
        };
        if codec != Codec::Av1 {
            add("LiveKit", |codec, frame, hidden| {
                let material = || livekit::KeyMaterial::raw(&secret_bytes::<32>(3)).unwrap();
                livekit(codec, frame, hidden, &material);
            });
            if codec != Codec::H265 {
                add("GetStream", getstream);
            }
        }
        add("JFrame", jframe);
        add("DAVE", dave);
    }
    cases
}

/// Gives a frame for a format that searches those of some codecs for start codes.
fn as_searched(codec: Codec, frame: &[u8], hidden: &[usize]) -> Vec<u8> {
    match codec {
        Codec::H264 | Codec::H265 => frame.to_vec(),
        _ => with_secrets(frame, hidden),
    }
}

fn refused(error: LegacyDecryptError) {
    assert_eq!(error, LegacyDecryptError::Authentication);
    verdicts(1);
}

const STREAM: livekit::Stream = livekit::Stream { ssrc: 0x0102_0304, timestamp: 960 };
const NEXT: livekit::Stream = livekit::Stream { timestamp: 1920, ..STREAM };

fn livekit(
    codec: Codec,
    frame: &[u8],
    hidden: &[usize],
    material: &dyn Fn() -> livekit::KeyMaterial,
) {
    let mut encryptor = livekit::Encryptor::with_counters(&material(), 0, counters()).unwrap();
    let mut decryptor = livekit::Decryptor::with_ratchet_window(0);
    decryptor.set_key(0, &material()).unwrap();
    let frame = as_searched(codec, frame, hidden);
    let sealed = sealing(|| encryptor.encrypt_to_vec(codec, &frame, STREAM)).unwrap();
    public(&sealed);
    let opened = decryptor.decrypt_to_vec(codec, &sealed).unwrap();
    verdicts(1);
    let livekit::Decrypted::Opened(opened) = opened else { panic!("not opened") };
    traced(&opened[opened.len() - 16..]);

    encryptor.ratchet().unwrap();
    let sealed = sealing(|| encryptor.encrypt_to_vec(codec, &frame, NEXT)).unwrap();
    public(&sealed);
    refused(decryptor.decrypt_to_vec(codec, &sealed).unwrap_err());
}

fn jframe(codec: Codec, frame: &[u8], hidden: &[usize]) {
    let kind = jframe::FrameKind::of(codec, frame).unwrap();
    let material = || jframe::KeyMaterial::new(&secret_bytes::<32>(4)).unwrap();
    let mut encryptor = jframe::Encryptor::with_counters(&material(), 0, counters()).unwrap();
    let mut decryptor = jframe::Decryptor::with_ratchet_window(0);
    decryptor.set_key(0, &material()).unwrap();
    let frame = with_secrets(frame, hidden);
    let sealed = sealing(|| encryptor.encrypt_to_vec(kind, &frame, STREAM)).unwrap();
    public(&sealed);
    let opened = decryptor.decrypt_to_vec(kind, &sealed).unwrap();
    verdicts(1);
    traced(&opened[kind.clear_len()..]);

    encryptor.ratchet().unwrap();
    let sealed = sealing(|| encryptor.encrypt_to_vec(kind, &frame, NEXT)).unwrap();
    public(&sealed);
    refused(decryptor.decrypt_to_vec(kind, &sealed).unwrap_err());
}

fn getstream(codec: Codec, frame: &[u8], hidden: &[usize]) {
    for (own, theirs) in [
        (getstream::Key::new(&secret_bytes::<16>(5)), getstream::Key::new(&secret_bytes::<16>(6))),
        (getstream::Key::new(&secret_bytes::<32>(7)), getstream::Key::new(&secret_bytes::<32>(8))),
    ] {
        let (own, theirs) = (own.unwrap(), theirs.unwrap());
        let encryptor =
            getstream::Encryptor::with_counters(&own, 0, *b"a prefix", counters()).unwrap();
        let mut decryptor = getstream::Decryptor::new();
        decryptor.set_key(0, &own).unwrap();
        let frame = as_searched(codec, frame, hidden);
        let sealed = sealing(|| encryptor.encrypt_to_vec(codec, &frame)).unwrap();
        public(&sealed);
        let opened = decryptor.decrypt_to_vec(&sealed).unwrap();
        verdicts(1);
        traced(&opened[opened.len() - 16..]);

        let mut stranger = getstream::Decryptor::new();
        stranger.set_key(0, &theirs).unwrap();
        refused(stranger.decrypt_to_vec(&sealed).unwrap_err());
    }
}

fn dave(codec: Codec, frame: &[u8], hidden: &[usize]) {
    let secret = |seed| dave::SenderSecret::new(&secret_bytes::<16>(seed)).unwrap();
    let mut encryptor = dave::Encryptor::with_counters(secret(9), counters()).unwrap();
    let mut decryptor = dave::Decryptor::new(secret(9)).unwrap();
    let frame = as_searched(codec, frame, hidden);
    let sealed = sealing(|| encryptor.encrypt_to_vec(codec, &frame)).unwrap();
    public(&sealed);
    let opened = decryptor.decrypt_to_vec(&sealed).unwrap();
    verdicts(1);
    traced(&opened[opened.len() - 16..]);
    refused(dave::Decryptor::new(secret(10)).unwrap().decrypt_to_vec(&sealed).unwrap_err());
}
