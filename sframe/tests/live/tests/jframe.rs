//! The released worker of lib-jitsi-meet, by itself: it opens what it sealed, it makes the
//! recorded bytes, and it behaves as README.md says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use live::{Driver, Frame, Outcome, media};
use serde_json::{Value, json};

const FRAMES: usize = 20;
const RAW: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

#[test]
fn the_recorded_bytes_come_out_again() {
    let vectors = vectors();
    let mut jframe = Driver::jframe();
    let mut ran = 0;
    for vector in vectors["jframe"].as_array().unwrap() {
        let text = |name: &str| vector[name].as_str().unwrap();
        let number = |name: &str| u32::from_str_radix(text(name), 16).unwrap();
        let plain = hex::decode(text("frame")).unwrap();
        let frame = match text("kind") {
            "audio" => Frame::audio(plain),
            "video key" => Frame::video("key", plain),
            kind => panic!("a kind unknown to this test: {kind}"),
        };
        let frame = frame.at(number("ssrc"), number("rtp_timestamp"));
        let worker = jframe.worker(json!({"count": vector["count"]}));
        key(&mut jframe, worker, vector["kid"].as_u64().unwrap(), text("material_hex"));
        let sealed = jframe.frames(worker, "encode", std::slice::from_ref(&frame));
        assert_eq!(hex::encode(sealed[0].bytes()), text("out"));
        let opened = jframe.frames(worker, "decode", &[frame.with(sealed[0].bytes())]);
        assert_eq!(opened[0].bytes(), frame.data);
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
fn the_recorded_ratchet_opens() {
    let ratchet = &vectors()["jframe_ratchet"][0];
    let mut jframe = Driver::jframe();
    let [sender, receiver] = [(); 2].map(|()| jframe.worker(json!({})));
    key(&mut jframe, sender, 0, ratchet["next"].as_str().unwrap());
    key(&mut jframe, receiver, 0, ratchet["material_hex"].as_str().unwrap());
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let sealed =
        frame.with(jframe.frames(sender, "encode", std::slice::from_ref(&frame))[0].bytes());
    assert_eq!(jframe.frames(receiver, "decode", &[sealed])[0].bytes(), frame.data);
}

#[test]
fn every_codec_opens_again_and_is_treated_alike() {
    let mut jframe = Driver::jframe();
    let mut ran = 0;
    for (index, codec) in media::CODECS.into_iter().enumerate() {
        let worker = jframe.worker(json!({}));
        key(&mut jframe, worker, index as u64, RAW);
        let frames = media::frames(codec, FRAMES);
        let sealed = jframe.frames(worker, "encode", &frames);
        let mut forwarded = Vec::new();
        for (frame, sealed) in frames.iter().zip(&sealed) {
            let sealed = sealed.bytes();
            let clear = match frame.kind {
                None => 1,
                Some("key") => 10,
                Some(_) => 3,
            };
            assert_eq!(sealed[..clear], frame.data[..clear]);
            assert_eq!(sealed.len(), frame.data.len() + 16 + 12 + 2);
            assert_eq!(sealed[sealed.len() - 2..], [12, index as u8]);
            forwarded.push(frame.with(sealed));
        }
        for (frame, opened) in frames.iter().zip(jframe.frames(worker, "decode", &forwarded)) {
            assert_eq!(opened.bytes(), frame.data, "{codec}");
            ran += 1;
        }
    }
    assert_eq!(ran, media::CODECS.len() * FRAMES);
}

#[test]
fn finished_keys_are_used_as_they_are() {
    let vector = &vectors()["jframe"][0];
    let mut jframe = Driver::jframe();
    let worker = jframe.worker(json!({"count": vector["count"], "sharedKey": true}));
    let aes = &vector["aes_key"];
    jframe.call(json!({"op": "key", "worker": worker, "participant": "p", "index": vector["kid"], "aes": aes}));
    open(&mut jframe, worker);
    let frame = Frame::audio(hex::decode(vector["frame"].as_str().unwrap()).unwrap());
    let frame = frame.at(0x1122_3344, 0x5566_7788);
    let sealed = jframe.frames(worker, "encode", &[frame]);
    assert_eq!(hex::encode(sealed[0].bytes()), vector["out"].as_str().unwrap());
}

#[test]
fn a_receiver_follows_eight_ratchet_steps_and_then_goes_nearly_back() {
    let mut jframe = Driver::jframe();
    let frame = Frame::audio([0x78, 1, 2, 3]);
    // A sender cannot ratchet by itself; a receiver that follows ends with the sender's key.
    let mut material = hex::decode(RAW).unwrap();
    let mut ran = 0;
    for steps in 0..=9 {
        let [sender, receiver] = [(); 2].map(|()| jframe.worker(json!({})));
        key(&mut jframe, sender, 0, &hex::encode(&material));
        key(&mut jframe, receiver, 0, RAW);
        let sealed =
            frame.with(jframe.frames(sender, "encode", std::slice::from_ref(&frame))[0].bytes());
        let opened = jframe.frames(receiver, "decode", std::slice::from_ref(&sealed));
        // This version passes on what it cannot open; upstream drops it since.
        let expected = if steps <= 8 { &frame.data } else { &sealed.data };
        assert_eq!(opened[0].bytes(), expected, "{steps} steps");
        if steps == 9 {
            // It means to go back to its first key, but keeps the first that it ratcheted to;
            // upstream goes back to the first since.
            for (raw, opens) in
                [(ratchet(&hex::decode(RAW).unwrap()), true), (hex::decode(RAW).unwrap(), false)]
            {
                key(&mut jframe, sender, 0, &hex::encode(raw));
                let sealed = jframe.frames(sender, "encode", std::slice::from_ref(&frame));
                let opened = jframe.frames(receiver, "decode", &[frame.with(sealed[0].bytes())]);
                assert_eq!(opened[0].bytes() == frame.data, opens);
            }
        }
        material = ratchet(&material);
        ran += 1;
    }
    assert_eq!(ran, 10);
}

#[test]
fn unknown_keys_replays_and_short_frames() {
    let mut jframe = Driver::jframe();
    let worker = jframe.worker(json!({}));
    open(&mut jframe, worker);
    let frame = Frame::audio([0x78, 1, 2, 3]);
    // Without a key this version sends in clear; upstream drops since.
    assert_eq!(
        jframe.frames(worker, "encode", std::slice::from_ref(&frame))[0].bytes(),
        frame.data
    );

    let worker = jframe.worker(json!({}));
    key(&mut jframe, worker, 3, RAW);
    let sealed =
        frame.with(jframe.frames(worker, "encode", std::slice::from_ref(&frame))[0].bytes());
    let mut unknown = sealed.clone();
    *unknown.data.last_mut().unwrap() = 4;
    let outcomes = jframe.frames(worker, "decode", &[sealed.clone(), sealed, unknown.clone()]);
    assert_eq!(outcomes[0].bytes(), frame.data);
    assert_eq!(outcomes[1].bytes(), frame.data, "a replay opens");
    assert_eq!(outcomes[2].bytes(), unknown.data, "passed on; upstream drops since");

    // As long as the clear part is fine; shorter breaks the sender's pipe, empty too.
    let sent = [Frame::audio([0x78]), Frame::audio([])];
    let outcomes = jframe.frames(worker, "encode", &sent);
    assert_eq!(outcomes[0].bytes().len(), 1 + 16 + 12 + 2);
    assert!(matches!(outcomes[1], Outcome::Broken(_)), "{outcomes:?}");
}

#[test]
fn the_counter_counts_per_ssrc_and_across_keys() {
    let mut jframe = Driver::jframe();
    let worker = jframe.worker(json!({"count": 0xfffd}));
    key(&mut jframe, worker, 0, RAW);
    let frame = Frame::audio([0x78, 1, 2, 3]).at(7, 1000);
    let other = frame.clone().at(8, 1000);
    let mut tails = Vec::new();
    for round in 0..2 {
        for sealed in
            jframe.frames(worker, "encode", &[frame.clone(), frame.clone(), other.clone()])
        {
            let sealed = sealed.bytes();
            let iv = &sealed[sealed.len() - 14..sealed.len() - 2];
            assert_eq!(iv[4..8], 1000u32.to_be_bytes());
            tails.push(u32::from_be_bytes(iv[8..].try_into().unwrap()));
        }
        key(&mut jframe, worker, round, RAW);
    }
    assert_eq!(tails, [0xfffd, 0xfffe, 0xfffd, 0, 1, 0xfffe]);
}

/// Sets a key of participant `p`, and opens the tracks `encode` and `decode`.
fn key(jframe: &mut Driver, worker: u64, index: u64, raw: &str) {
    jframe.call(
        json!({"op": "key", "worker": worker, "participant": "p", "index": index, "raw": raw}),
    );
    open(jframe, worker);
}

fn open(jframe: &mut Driver, worker: u64) {
    for direction in ["encode", "decode"] {
        jframe.call(json!({
            "op": "track", "worker": worker, "participant": "p",
            "track": direction, "direction": direction,
        }));
    }
}

/// HKDF-SHA256 with the ratchet's salt and an empty info, 32 bytes.
fn ratchet(material: &[u8]) -> Vec<u8> {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let hmac = |key: &[u8], data: &[u8]| {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
        mac.update(data);
        mac.finalize().into_bytes().to_vec()
    };
    hmac(&hmac(b"JFrameRatchetKey", material), &[1])
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../vectors/deployed-formats.json")).unwrap()
}
