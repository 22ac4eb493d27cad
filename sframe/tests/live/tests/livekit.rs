//! LiveKit's released worker, by itself: it opens what it sealed, it makes the recorded bytes,
//! and it behaves as README.md says.

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

/// `payload ‖ trailer`: what the server sends while nobody speaks.
const SIF_TRAILER: &str = "a1b2c3d4e5f60718";

#[test]
fn the_recorded_bytes_come_out_again() {
    let vectors = vectors();
    let mut livekit = Driver::livekit();
    let mut ran = 0;
    for vector in vectors["livekit"].as_array().unwrap() {
        let text = |name: &str| vector[name].as_str().unwrap();
        let number = |name: &str| u32::from_str_radix(text(name), 16).unwrap();
        let out = hex::decode(text("out")).unwrap();
        let plain = hex::decode(text("frame")).unwrap();
        let frame = match vector["type"].as_str() {
            None => Frame::audio(plain),
            Some("key") => Frame::video("key", plain),
            Some(_) => Frame::video("delta", plain),
        };
        let frame = frame.at(number("ssrc"), number("rtp_timestamp"));

        let tail = unescape(&out[out.len() - 18..]);
        let iv = &tail[tail.len() - 6..tail.len() - 2];
        let iv = u32::from_be_bytes(iv.try_into().unwrap());
        let count = number("rtp_timestamp").wrapping_sub(iv);
        let worker = livekit.worker(json!({"count": count}));
        let mut key =
            json!({"op": "key", "worker": worker, "participant": "p", "index": vector["kid"]});
        match vector["material_utf8"].as_str() {
            Some(passphrase) => key["passphrase"] = passphrase.into(),
            None => key["raw"] = vector["material_hex"].clone(),
        }
        livekit.call(key);
        open(&mut livekit, worker, "encode", text("codec"));
        let sealed = livekit.frames(worker, "encode", std::slice::from_ref(&frame));
        assert_eq!(hex::encode(sealed[0].bytes()), text("out"));
        open(&mut livekit, worker, "decode", text("codec"));
        let opened = livekit.frames(worker, "decode", &[frame.with(out)]);
        assert_eq!(opened[0].bytes(), frame.data);
        ran += 1;
    }
    assert_eq!(ran, 5);

    let ratchet = &vectors["livekit_ratchet"][0];
    let worker = livekit.worker(json!({}));
    let request =
        json!({"op": "material", "worker": worker, "passphrase": ratchet["material_utf8"]});
    assert_eq!(livekit.call(request)["materials"][0], ratchet["next"]);
}

#[test]
fn every_codec_opens_again() {
    let mut livekit = Driver::livekit();
    let mut ran = 0;
    for key in [json!({"passphrase": "correct horse"}), json!({"raw": RAW})] {
        for (index, codec) in ["opus", "vp8", "vp9", "h264", "h265"].into_iter().enumerate() {
            let worker = pair(&mut livekit, codec, &key, index);
            let frames = media::frames(codec, FRAMES);
            let sealed = livekit.frames(worker, "encode", &frames);
            let mut forwarded = Vec::new();
            for (frame, sealed) in frames.iter().zip(&sealed) {
                assert_ne!(sealed.bytes(), frame.data);
                assert_eq!(sealed.bytes().last().copied(), Some(index as u8), "the key index");
                forwarded.push(frame.with(sealed.bytes()));
            }
            for (frame, opened) in frames.iter().zip(livekit.frames(worker, "decode", &forwarded)) {
                assert_eq!(opened.bytes(), frame.data, "{codec}");
                ran += 1;
            }
        }
    }
    assert_eq!(ran, 2 * 5 * FRAMES);
}

#[test]
fn av1_breaks_the_sender_and_is_dropped_by_the_receiver() {
    let mut livekit = Driver::livekit();
    let worker = pair(&mut livekit, "av1", &json!({"raw": RAW}), 0);
    let frames = media::frames("av1", 2);
    for outcome in livekit.frames(worker, "encode", &frames) {
        assert!(matches!(outcome, Outcome::Broken(reason) if reason.contains("av1")));
    }
    assert_eq!(livekit.frames(worker, "decode", &frames), [Outcome::Dropped, Outcome::Dropped]);
}

#[test]
fn the_codec_comes_from_the_mime_type_then_the_option_then_the_bytes() {
    let mut livekit = Driver::livekit();
    let worker = pair(&mut livekit, "vp8", &json!({"raw": RAW}), 0);
    let vp8 = &media::frames("vp8", 1)[0];
    let h264 = &media::frames("h264", 1)[0];
    let sent =
        [vp8.clone(), vp8.clone().mime("video/VP9"), h264.clone(), h264.clone().mime("video/H264")];
    assert_eq!(clear_lens(&mut livekit, worker, &sent), [10, 0, 10, 23]);

    // Without any of the three, NAL units are looked for, and a frame without is taken as VP8.
    let worker = livekit.worker(json!({}));
    livekit.call(json!({"op": "key", "worker": worker, "participant": "p", "raw": RAW}));
    livekit.call(json!({"op": "track", "worker": worker, "participant": "p", "track": "encode", "direction": "encode"}));
    let h265 = &media::frames("h265", 1)[0];
    let sent = [vp8.clone(), h264.clone(), h265.clone(), media::frames("av1", 1)[0].clone()];
    assert_eq!(clear_lens(&mut livekit, worker, &sent), [10, 23, 33, 10]);
}

#[test]
fn a_frame_shorter_than_its_clear_part_breaks_the_sender() {
    let mut livekit = Driver::livekit();
    let worker = pair(&mut livekit, "vp8", &json!({"raw": RAW}), 0);
    // As long as the clear part is fine: the plaintext is empty.
    let sent = [Frame::video("delta", [1, 2, 3]), Frame::video("delta", [1, 2])];
    let sealed = livekit.frames(worker, "encode", &sent);
    assert_eq!(sealed[0].bytes().len(), 3 + 16 + 12 + 2);
    assert!(matches!(&sealed[1], Outcome::Broken(_)), "{sealed:?}");
}

#[test]
fn empty_frames_pass_and_so_does_everything_of_a_participant_without_encryption() {
    let mut livekit = Driver::livekit();
    let worker = pair(&mut livekit, "vp8", &json!({"raw": RAW}), 0);
    let empty = Frame::video("delta", []);
    for track in ["encode", "decode"] {
        assert!(livekit.frames(worker, track, std::slice::from_ref(&empty))[0].bytes().is_empty());
    }
    livekit.call(json!({"op": "enable", "worker": worker, "participant": "p", "enabled": false}));
    let frame = Frame::video("delta", [1, 2, 3, 4]);
    for track in ["encode", "decode"] {
        let out = livekit.frames(worker, track, std::slice::from_ref(&frame));
        assert_eq!(out[0].bytes(), [1, 2, 3, 4]);
    }
}

#[test]
fn the_counter_starts_at_random_and_counts_per_ssrc() {
    let mut livekit = Driver::livekit();
    let worker = livekit.worker(json!({"count": 0xfffd}));
    livekit.call(json!({"op": "key", "worker": worker, "participant": "p", "raw": RAW}));
    open(&mut livekit, worker, "encode", "opus");
    let frame = Frame::audio([0x78, 1, 2, 3]).at(7, 1000);
    let other = frame.clone().at(8, 1000);
    let sent = [frame.clone(), frame.clone(), other.clone(), frame.clone(), other, frame.clone()];
    let tails: Vec<_> = livekit
        .frames(worker, "encode", &sent)
        .iter()
        .map(|sealed| {
            let sealed = sealed.bytes();
            let iv = &sealed[sealed.len() - 6..sealed.len() - 2];
            1000u32.wrapping_sub(u32::from_be_bytes(iv.try_into().unwrap()))
        })
        .collect();
    // Modulo 0xffff: the count 0xffff gives 0 again, as does 0x1fffe.
    assert_eq!(tails, [0xfffd, 0xfffe, 0xfffd, 0, 0xfffe, 1]);
}

#[test]
fn a_key_that_fails_too_often_is_not_tried_any_more() {
    let mut livekit = Driver::livekit();
    let worker = pair(&mut livekit, "opus", &json!({"raw": RAW}), 0);
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let sealed =
        frame.with(livekit.frames(worker, "encode", std::slice::from_ref(&frame))[0].bytes());
    let mut forged = sealed.clone();
    forged.data[2] ^= 1;

    // Ten failures are tolerated, a success sets the count back, the eleventh is the last.
    let mut list = vec![forged.clone(); 10];
    list.push(sealed.clone());
    list.extend(vec![forged.clone(); 10]);
    list.push(sealed.clone());
    let outcomes = livekit.frames(worker, "decode", &list);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Dropped).count(), 20);
    assert_eq!(outcomes[10].bytes(), frame.data);
    assert_eq!(outcomes[21].bytes(), frame.data);

    let mut list = vec![forged; 11];
    list.push(sealed.clone());
    let outcomes = livekit.frames(worker, "decode", &list);
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Dropped), "genuine frames too");

    // Setting the key makes it good again.
    livekit.call(json!({"op": "key", "worker": worker, "participant": "p", "raw": RAW}));
    assert_eq!(livekit.frames(worker, "decode", &[sealed])[0].bytes(), frame.data);
}

#[test]
fn unknown_key_indices_are_dropped_and_replays_open() {
    let mut livekit = Driver::livekit();
    let worker = pair(&mut livekit, "opus", &json!({"raw": RAW}), 3);
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let sealed =
        frame.with(livekit.frames(worker, "encode", std::slice::from_ref(&frame))[0].bytes());
    let mut list = vec![sealed.clone(), sealed.clone()];
    for kid in [0, 15, 16, 19, 255] {
        let mut other = sealed.clone();
        *other.data.last_mut().unwrap() = kid;
        list.push(other);
    }
    let outcomes = livekit.frames(worker, "decode", &list);
    assert_eq!(outcomes[0].bytes(), frame.data);
    assert_eq!(outcomes[1].bytes(), frame.data);
    assert!(outcomes[2..].iter().all(|outcome| *outcome == Outcome::Dropped));
}

#[test]
fn a_receiver_follows_one_ratchet_step_and_no_more() {
    let mut livekit = Driver::livekit();
    let frame = Frame::audio([0x78, 1, 2, 3]);
    for (steps, opens) in [(1, true), (2, false)] {
        let sender = pair(&mut livekit, "opus", &json!({"raw": RAW}), 0);
        let receiver = pair(&mut livekit, "opus", &json!({"raw": RAW}), 0);
        for _ in 0..steps {
            livekit
                .call(json!({"op": "ratchet", "worker": sender, "participant": "p", "index": 0}));
        }
        let sealed =
            frame.with(livekit.frames(sender, "encode", std::slice::from_ref(&frame))[0].bytes());
        let (outcomes, events) = livekit.frames_and_events(receiver, "decode", &[sealed]);
        assert_eq!(outcomes[0] == Outcome::Passed(frame.data.clone()), opens, "{events:?}");
    }
}

#[test]
fn server_injected_frames_pass_when_their_payload_is_known() {
    let mut livekit = Driver::livekit();
    let worker = pair(&mut livekit, "opus", &json!({"raw": RAW}), 0);
    livekit.call(json!({"op": "sif", "worker": worker, "trailer": SIF_TRAILER}));
    let mut silence = vec![0u8; 80];
    silence[..3].copy_from_slice(&[0xf8, 0xff, 0xfe]);
    let trailer = hex::decode(SIF_TRAILER).unwrap();
    let with = |payload: &[u8]| Frame::audio([payload, &trailer].concat());
    let vp8 =
        hex::decode("1002009d012a080008000047088585888584880202000c0d6000feffab5080").unwrap();
    let list = [
        with(&silence),
        with(&vp8), // whatever the track's codec
        with(&hex::decode("6887cb83cb20").unwrap()),
        with(&silence[..79]),
        with(&[]),
        Frame::audio(silence.clone()), // without the trailer it is no injected frame
    ];
    let outcomes = livekit.frames(worker, "decode", &list);
    assert_eq!(outcomes[0].bytes(), silence);
    assert_eq!(outcomes[1].bytes(), vp8);
    assert_eq!(outcomes[2].bytes(), hex::decode("6887cb83cb20").unwrap());
    assert!(outcomes[3..].iter().all(|outcome| *outcome == Outcome::Dropped), "{outcomes:?}");
}

#[test]
fn nal_units_are_found_split_and_escaped_like_this() {
    let mut livekit = Driver::livekit();
    let mut ran = 0;
    // What is sent, the clear part that goes out, and whether the receiver opens it.
    let worker = |livekit: &mut Driver, codec: &str| {
        let worker = livekit.worker(json!({"count": 5})); // so that the bytes are always the same
        livekit.call(json!({"op": "key", "worker": worker, "participant": "p", "raw": RAW}));
        open(livekit, worker, "encode", codec);
        open(livekit, worker, "decode", codec);
        worker
    };
    for (codec, sent, clear, opens) in [
        // 3-byte start codes become 4-byte ones, in the clear part only.
        (
            "h264",
            "000001674200000168ce000001658884aabb",
            "0000000167420000000168ce000000016588",
            true,
        ),
        ("h264", "00000001658884aabb0000016588", "000000016588", true),
        // H.265 keeps the NAL unit's header and none of the slice's.
        ("h265", "000000014001aabb0000012601afaabb", "000000014001aabb000000012601", true),
        // The bytes win over the codec's name; a lone AUD before H.264 slices is no H.265.
        ("h265", "000000010910000000016588aabb", "000000010910000000016588", true),
        ("h264", "000000012601afaabbcc", "000000012601", true),
        ("h264", "000000010910000000016588aabb", "000000010910000000016588", true),
        ("h265", "000000010910000000012601aabb", "000000010910", true), // an AUD of H.264, as H.265
        // Leading zeros are part of the clear part.
        ("h264", "00000000000001658884aabb", "000000000000016588", true),
        // No slice, leading data, or no start code: taken as VP8, nothing is escaped. Without a
        // slice, it does not open when the first encrypted byte looks like a slice's header.
        ("h264", "0000000167420000000168ce3c80", "00000001674200000001", false),
        ("h264", "99000000016588aabbccddee", "99000000016588aabbcc", true),
        ("h264", "6588aabbccddeeff00112233", "6588aabbccddeeff0011", true),
        // A last NAL unit needs four bytes, or it is not there.
        ("h264", "000000016588aabb", "000000016588", true),
        ("h264", "0000000167420000000168ce000000016588aa", "00000001674200000001", false),
    ] {
        let worker = worker(&mut livekit, codec);
        let frame = Frame::video("key", hex::decode(sent).unwrap()).at(0x5566_7788, 0x1122_3344);
        let sealed = livekit.frames(worker, "encode", std::slice::from_ref(&frame));
        let sealed = sealed[0].bytes();
        let clear = hex::decode(clear).unwrap();
        assert_eq!(hex::encode(&sealed[..clear.len()]), hex::encode(&clear), "{codec} {sent}");
        // The same layout with an empty plaintext would be 30 bytes; escapes add to that.
        let secret = unescape(&sealed[clear.len()..]).len() - 30;
        let opened = livekit.frames(worker, "decode", &[frame.with(sealed)]);
        let plain = [&clear, &frame.data[frame.data.len() - secret..]].concat();
        assert_eq!(opened[0] == Outcome::Passed(plain), opens, "{codec} {sent}");
        ran += 1;
    }
    assert_eq!(ran, 13);

    // Shorter than what VP8 would keep clear, and no NAL unit found: the pipe breaks.
    let worker = worker(&mut livekit, "h264");
    let short = Frame::video("key", hex::decode("00000001658884").unwrap());
    assert!(matches!(livekit.frames(worker, "encode", &[short])[0], Outcome::Broken(_)));
}

#[test]
fn a_ratchet_cannot_be_followed_through_an_escaped_escape() {
    let mut livekit = Driver::livekit();
    for (ssrc, opens) in [(0x4433_2211, true), (0x0000_0344, false)] {
        let sender = pair(&mut livekit, "h264", &json!({"raw": RAW}), 0);
        let receiver = pair(&mut livekit, "h264", &json!({"raw": RAW}), 0);
        livekit.call(json!({"op": "ratchet", "worker": sender, "participant": "p", "index": 0}));
        let data = hex::decode("00000001658884aabbcc").unwrap();
        let frame = Frame::video("key", data).at(ssrc, 0x5566_7788);
        let sealed = livekit.frames(sender, "encode", std::slice::from_ref(&frame));
        let sealed = frame.with(sealed[0].bytes());
        // The first attempt leaves the frame unescaped behind; the second takes the 00 00 03 of
        // the SSRC for an escape.
        let opened = livekit.frames(receiver, "decode", &[sealed]);
        assert_eq!(opened[0] == Outcome::Passed(frame.data), opens, "{ssrc:08x}");
    }
}

#[test]
fn key_indices_wrap_around_the_ring_and_a_key_need_not_be_used_at_once() {
    let mut livekit = Driver::livekit();
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let index = |livekit: &mut Driver, options: Value, keys: &[(u64, bool)]| {
        let worker = livekit.worker(options);
        for (index, update) in keys {
            let key = json!({"op": "key", "worker": worker, "participant": "p", "index": index, "update": update, "raw": RAW});
            livekit.call(key);
        }
        open(livekit, worker, "encode", "opus");
        *livekit.frames(worker, "encode", std::slice::from_ref(&frame))[0].bytes().last().unwrap()
    };
    assert_eq!(index(&mut livekit, json!({}), &[(20, true)]), 4);
    assert_eq!(index(&mut livekit, json!({"options": {"keyringSize": 256}}), &[(200, true)]), 200);
    assert_eq!(index(&mut livekit, json!({}), &[(1, true), (2, false)]), 1);
}

#[test]
fn the_metadata_trailer_is_outside_of_the_encryption() {
    let mut livekit = Driver::livekit();
    let worker = livekit.worker(json!({}));
    livekit.call(json!({"op": "key", "worker": worker, "participant": "p", "raw": RAW}));
    for direction in ["encode", "decode"] {
        livekit.call(json!({
            "op": "track", "worker": worker, "participant": "p", "track": direction,
            "direction": direction, "codec": "vp9", "trailer": true, "metadata": {"frameId": true},
        }));
    }
    let frame = Frame::video("key", [0x82, 1, 2, 3]);
    let sealed = livekit.frames(worker, "encode", std::slice::from_ref(&frame));
    let sealed = sealed[0].bytes();
    assert_eq!(sealed.len(), 4 + 30 + 11);
    // Tag 2, length 4 and frame id 1, then 11 for all of it, each byte XOR ff; then the magic.
    assert_eq!(hex::encode(&sealed[34..]), "fdfbfffffffef44c4b5453");
    let (opened, events) = livekit.frames_and_events(worker, "decode", &[frame.with(sealed)]);
    assert_eq!(opened[0].bytes(), frame.data);
    assert_eq!(events[0]["kind"], "packetTrailerMetadata");
}

#[test]
fn a_thousand_frames_take_one_call() {
    let mut livekit = Driver::livekit();
    let worker = pair(&mut livekit, "opus", &json!({"raw": RAW}), 0);
    let frames = vec![Frame::audio([0x78; 160]); 1000];
    let sealed = livekit.frames(worker, "encode", &frames);
    assert_eq!(sealed.iter().map(|sealed| sealed.bytes().len()).sum::<usize>(), 1000 * (160 + 30));
}

/// A worker with a key, and tracks `encode` and `decode` for a codec.
fn pair(livekit: &mut Driver, codec: &str, key: &Value, index: usize) -> u64 {
    let worker = livekit.worker(json!({}));
    let mut request = json!({"op": "key", "worker": worker, "participant": "p", "index": index});
    for (name, value) in key.as_object().unwrap() {
        request[name] = value.clone();
    }
    livekit.call(request);
    open(livekit, worker, "encode", codec);
    open(livekit, worker, "decode", codec);
    worker
}

fn open(livekit: &mut Driver, worker: u64, direction: &str, codec: &str) {
    livekit.call(json!({
        "op": "track", "worker": worker, "participant": "p",
        "track": direction, "direction": direction, "codec": codec,
    }));
}

/// How many first bytes are equal.
/// Sends each frame three times, since a byte of ciphertext can be that of the frame by chance, and
/// gives how many bytes stayed clear.
fn clear_lens(livekit: &mut Driver, worker: u64, frames: &[Frame]) -> Vec<usize> {
    let thrice: Vec<_> = frames.iter().flat_map(|frame| vec![frame.clone(); 3]).collect();
    let sealed = livekit.frames(worker, "encode", &thrice);
    let same = |sealed: &Outcome, frame: &Frame| {
        sealed.bytes().iter().zip(&frame.data).take_while(|(a, b)| a == b).count()
    };
    let least = |(sealed, frame): (&[Outcome], &Frame)| {
        sealed.iter().map(|sealed| same(sealed, frame)).min().unwrap()
    };
    sealed.chunks(3).zip(frames).map(least).collect()
}

fn unescape(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut zeros = 0;
    for &byte in bytes {
        if zeros == 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        out.push(byte);
    }
    out
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../vectors/deployed-formats.json")).unwrap()
}
