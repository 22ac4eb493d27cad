//! Sealed frames of real encoders: tools that know nothing of them count, cut and carry them as
//! they would the genuine ones, decoders get nothing from them, and all of them come back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::num::NonZeroU16;

use frameseal::codec::Codec as Sealing;
use frameseal::transparent::{Envelope, Padding, decrypt_to_vec};
use frameseal::{BaseKey, CipherSuite, Decryptor, Encryptor, KeyId};
use media_harness::compare::{Changes, changes};
use media_harness::encode::{Clip, Codec, VARIANTS};
use media_harness::gst::{self, Delivery, Route};
use media_harness::{decode, str0m};

const SUITE: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;
const CLIPS: usize = 21;
const FRAMES: usize = 6867;

/// One sender and whoever receives it, as often as there are ways to the receiver.
struct Call {
    encryptor: Encryptor,
    key: [u8; 32],
}

impl Call {
    /// Each test and clip has a key of its own, so that every run seals the same bytes.
    fn new(test: u8, clip: usize) -> Self {
        let mut key = [test; 32];
        key[0] = clip as u8;
        let encryptor =
            Encryptor::new(SUITE, KeyId::new(0x0100_0000), BaseKey::new(&key).unwrap()).unwrap();
        Self { encryptor, key }
    }

    fn seal(&self, clip: &Clip, padding: Padding) -> Vec<Vec<u8>> {
        let envelope = Envelope::new(sealing(clip.variant.codec)).with_padding(padding);
        let seal = |frame: &Vec<u8>| envelope.encrypt_to_vec(&self.encryptor, frame, b"");
        clip.frames.iter().map(|frame| seal(frame).unwrap()).collect()
    }

    fn open(&self, sealed: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let mut decryptor = Decryptor::new();
        let kid = self.encryptor.key_id();
        decryptor.add_key(SUITE, kid, BaseKey::new(&self.key).unwrap()).unwrap();
        sealed.iter().map(|frame| decrypt_to_vec(&mut decryptor, frame, b"").unwrap()).collect()
    }
}

fn sealing(codec: Codec) -> Sealing {
    match codec {
        Codec::H264 => Sealing::H264,
        Codec::H265 => Sealing::H265,
        Codec::Vp8 => Sealing::Vp8,
        Codec::Vp9 => Sealing::Vp9,
        Codec::Av1 => Sealing::Av1,
        Codec::Opus => Sealing::Opus,
    }
}

fn every_clip(test: u8, mut check: impl FnMut(&Clip, &Call)) {
    let (mut clips, mut frames) = (0, 0);
    for (n, variant) in VARIANTS.iter().enumerate() {
        let clip = variant.clip().unwrap();
        check(&clip, &Call::new(test, n));
        (clips, frames) = (clips + 1, frames + clip.frames.len());
    }
    assert_eq!((clips, frames), (CLIPS, FRAMES));
}

#[test]
fn gstreamer_carries_every_sealed_frame() {
    every_clip(1, |clip, call| {
        let codec = clip.variant.codec;
        let routes = [
            Route::default(),
            Route { parse: true, ..Route::default() },
            Route { aggregate: true, ..Route::default() },
            Route { second: true, ..Route::default() },
        ];
        let routes = if codec.is_annex_b() { &routes[..3] } else { &[routes[0], routes[3]] };
        for &route in routes {
            if gst::carries(codec, route).unwrap() {
                let sealed = call.seal(clip, Padding::None);
                let delivery = gst::roundtrip(codec, &sealed, route).unwrap();
                assert!(delivery.packets.iter().all(|size| *size <= gst::MTU));
                delivered(clip, call, &sealed, &delivery);
            }
        }
    });
}

#[test]
fn str0m_carries_every_sealed_frame() {
    every_clip(2, |clip, call| {
        let sealed = call.seal(clip, Padding::None);
        let delivery = str0m::roundtrip(clip.variant.codec, &sealed, 1200).unwrap();
        delivered(clip, call, &sealed, &delivery);
    });
}

/// Nothing is changed on the way, not even a start code, and every frame opens.
fn delivered(clip: &Clip, call: &Call, sealed: &[Vec<u8>], delivery: &Delivery) {
    let (name, codec) = (clip.variant.name, clip.variant.codec);
    assert_eq!(delivery.failure, None, "{name}");
    assert_eq!(delivery.frames.len(), sealed.len(), "{name}");
    if codec != Codec::Av1 {
        let all = Changes { identical: sealed.len(), ..Changes::default() };
        assert_eq!(changes(codec, sealed, &delivery.frames), all, "{name}");
    }
    assert!(call.open(&delivery.frames) == clip.frames, "{name}: frames came back otherwise");
}

#[test]
fn ffprobe_counts_the_same_packets() {
    every_clip(3, |clip, call| {
        for padding in [Padding::None, Padding::Multiple(NonZeroU16::new(256).unwrap())] {
            let sealed = call.seal(clip, padding);
            let packets = decode::packets(&clip.variant, &sealed).unwrap();
            assert_eq!(packets, clip.frames.len(), "{}", clip.variant.name);
        }
    });
}

#[test]
fn ffmpeg_decodes_what_was_opened_and_nothing_of_what_was_sealed() {
    let mut pictures = 0;
    every_clip(4, |clip, call| {
        let name = clip.variant.name;
        let sealed = call.seal(clip, Padding::None);
        let genuine = decode::decode(&clip.variant, &clip.frames).unwrap();
        let opened = decode::decode(&clip.variant, &call.open(&sealed)).unwrap();
        assert!(genuine.hashes.len() >= 300, "{name}");
        assert!(opened.hashes == genuine.hashes, "{name}: other pictures");

        let seen = decode::decode(&clip.variant, &sealed).unwrap();
        let likeness = decode::likeness(&seen, &genuine);
        println!("{name:20} sealed: {likeness:?}");
        assert_eq!(likeness.equal, 0, "{name}");
        assert!(likeness.largest < 0.8, "{name}: {likeness:?}");
        assert!(likeness.mean < 0.25 || likeness.decoded < 20, "{name}: {likeness:?}");
        pictures += genuine.hashes.len();
    });
    println!("{pictures} pictures and blocks of sound");
    assert!(pictures >= FRAMES - 40, "hidden frames are not shown");
}
