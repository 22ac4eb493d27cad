//! Transparent envelopes: the clear bytes of a frame are public, the rest is not.

use std::num::NonZeroU16;
use std::ops::Range;

use frameseal::codec::Codec;
use frameseal::transparent::{self, Envelope, Padding};
use frameseal::{CipherSuite, DecryptError, Decryptor};

use super::{Case, samples};
use crate::parties::{decryptor, encryptor};
use crate::secrecy::{public, public_number, secret, secret_bytes, traced, verdicts};
use crate::watched::{WATCHED, sealing};

const SUITE: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

pub(super) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for (codec, kind, frame) in samples::samples() {
        let hidden = hidden(codec, &frame);
        if hidden.is_empty() {
            continue; // all of it is clear
        }
        for padded in [false, true] {
            let padding = if padded { ", padded" } else { "" };
            let (frame, hidden) = (frame.clone(), hidden.clone());
            let name = format!("envelope: {} {kind}{padding}", codec.name());
            cases.push(Case::new(name, move || seal_and_open(codec, &frame, &hidden, padded)));
        }
    }
    cases
}

/// So many bytes of a slice are read to find where its header ends. That much of it counts as public.
const SLICE_FRONT: usize = 32;

/// Gives the places in a frame that are the picture or the sound and nothing else: what an envelope
/// does not show, and in a slice of H.264 and H.265 nothing of its first bytes.
pub(super) fn hidden(codec: Codec, frame: &[u8]) -> Vec<usize> {
    let inspection = codec.inspect(frame).unwrap();
    let clear = inspection.clear();
    let body: Vec<u8> = (0..60u8).map(|n| n.wrapping_mul(37)).collect();
    let front = match codec {
        Codec::H264 | Codec::H265 => SLICE_FRONT,
        _ => 0,
    };
    let bodies = (0..frame.len()).filter(|&at| frame[at..].starts_with(&body));
    let places = bodies.flat_map(|at| at + front..at + body.len());
    places.filter(|at| !clear.iter().any(|range| range.contains(at))).collect()
}

/// Gives a frame whose hidden bytes are secret.
pub(super) fn with_secrets(frame: &[u8], hidden: &[usize]) -> Vec<u8> {
    let mut frame = frame.to_vec();
    for &at in hidden {
        secret(&mut frame[at..=at]);
    }
    frame
}

fn seal_and_open(codec: Codec, frame: &[u8], hidden: &[usize], padded: bool) {
    let key = secret_bytes::<32>(1);
    let encryptor = encryptor(&WATCHED, SUITE, &key);
    let mut decryptor = decryptor(&WATCHED, SUITE, &key);
    let padding = Padding::Multiple(NonZeroU16::new(64).unwrap());
    let envelope = Envelope::new(codec);
    let envelope = if padded { envelope.with_padding(padding) } else { envelope };

    let secret_frame = with_secrets(frame, hidden);
    let seal = || envelope.encrypt_to_vec(&encryptor, &secret_frame, b"metadata").unwrap();
    let in_place = || {
        let front = envelope.headroom(&encryptor);
        let back = envelope.tailroom(&encryptor, frame.len());
        let place = front..front + frame.len();
        let mut buf = vec![0; front + frame.len() + back];
        buf[place.clone()].copy_from_slice(&secret_frame);
        let sealed = envelope.encrypt_in_place(&encryptor, &mut buf, place, b"metadata").unwrap();
        buf[sealed].to_vec()
    };
    for mut sealed in [sealing(seal), sealing(in_place)] {
        public(&sealed);
        let place = open(&mut decryptor, &mut sealed, b"metadata").unwrap();
        for &at in hidden {
            traced(&sealed[place.start + at..=place.start + at]);
        }
        public(&sealed);
        assert_eq!(sealed[place], *frame);
    }
    let mut sealed = sealing(seal);
    public(&sealed);
    let refused = open(&mut decryptor, &mut sealed, b"other metadata");
    assert_eq!(refused.unwrap_err(), DecryptError::Authentication);
}

/// Opens a frame and says where its plaintext is. How long that is, is public now also where the
/// padding hid it on the way.
fn open(
    decryptor: &mut Decryptor,
    sealed: &mut [u8],
    metadata: &[u8],
) -> Result<Range<usize>, DecryptError> {
    verdicts(1);
    let begin = sealed.as_ptr() as usize;
    let payload = transparent::decrypt_in_place(decryptor, sealed, metadata)?.payload;
    let start = public_number(payload.as_ptr() as usize) - begin;
    Ok(start..start + public_number(payload.len()))
}
