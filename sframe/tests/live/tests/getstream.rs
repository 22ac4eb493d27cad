//! GetStream's released worker, by itself: it opens what it sealed, it makes the bytes of its
//! specification, and it behaves as README.md says.

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
const RAW: &str = "000102030405060708090a0b0c0d0e0f";
const TRAILER: usize = 20;

/// The vectors of section 11 of the package's specification that are not in the JSON file.
const SPEC: [(&str, &str, &str); 2] = [
    (
        "vp8",
        "10111213141516171819aabb",
        "10111213141516171819d02b0484ce4aa2b21a4a83cbfe2ed6511c6800000001111111111111111100000a01e2eefeed",
    ),
    (
        "h264",
        "00000001658884deadbe",
        "000000016588fe4e96f631df11f57a43ed2003eaad0c5d6db6320000030001111111111111111100800601e2eefeed",
    ),
];

#[test]
fn the_recorded_bytes_come_out_again() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../vectors/deployed-formats.json")).unwrap();
    let mut getstream = Driver::getstream();
    let mut ran = 0;
    for vector in vectors["getstream"].as_array().unwrap() {
        let text = |name: &str| vector[name].as_str().unwrap();
        assert_eq!((text("key"), text("codec"), &vector["counter"]), (RAW, "opus", &json!(1)));
        check(
            &mut getstream,
            "opus",
            Frame::audio(hex::decode(text("frame")).unwrap()),
            text("out"),
        );
        ran += 1;
    }
    for (codec, frame, out) in SPEC {
        check(&mut getstream, codec, Frame::video("key", hex::decode(frame).unwrap()), out);
        ran += 1;
    }
    assert_eq!(ran, 3);
}

fn check(getstream: &mut Driver, codec: &str, frame: Frame, out: &str) {
    let worker = pair(getstream, codec, RAW, 0);
    let sealed = getstream.frames(worker, "encode", std::slice::from_ref(&frame));
    assert_eq!(hex::encode(sealed[0].bytes()), out);
    let opened = getstream.frames(worker, "decode", &[frame.with(hex::decode(out).unwrap())]);
    assert_eq!(opened[0].bytes(), frame.data);
}

#[test]
fn every_codec_opens_again() {
    let mut getstream = Driver::getstream();
    let mut ran = 0;
    for raw in [RAW, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"] {
        for (index, codec) in ["opus", "vp8", "vp9", "h264"].into_iter().enumerate() {
            let worker = pair(&mut getstream, codec, raw, 17 * index);
            let frames = media::frames(codec, FRAMES);
            let sealed = getstream.frames(worker, "encode", &frames);
            let mut forwarded = Vec::new();
            for (count, (frame, sealed)) in frames.iter().zip(&sealed).enumerate() {
                let trailer = Trailer::new(sealed.bytes());
                assert_eq!(trailer.kid as usize, 17 * index);
                assert_eq!(trailer.counter as usize, count + 1, "counters start at 1");
                let clear = match (codec, frame.kind) {
                    ("opus", _) => 1,
                    ("vp8" | "vp9", Some("key")) => 10,
                    ("vp8" | "vp9", _) => 3,
                    (_, Some("key")) => 9 + 8 + 6,
                    (_, _) => 6,
                };
                assert_eq!((trailer.clear, trailer.escaped), (clear, codec == "h264"));
                forwarded.push(frame.with(sealed.bytes()));
            }
            for (frame, opened) in frames.iter().zip(getstream.frames(worker, "decode", &forwarded))
            {
                assert_eq!(opened.bytes(), frame.data, "{codec}");
                ran += 1;
            }
        }
    }
    assert_eq!(ran, 2 * 4 * FRAMES);
}

#[test]
fn unsupported_codecs_and_unlabelled_video_are_dropped() {
    let mut getstream = Driver::getstream();
    for codec in ["h265", "av1", "H264", "opus", "vp7"] {
        let worker = pair(&mut getstream, codec, RAW, 0);
        let outcomes = getstream.frames(worker, "encode", &media::frames("vp8", 2));
        assert_eq!(outcomes, [Outcome::Dropped, Outcome::Dropped], "{codec}");
    }
    // Without a codec audio is sealed as Opus, video is dropped.
    let worker = getstream.worker(json!({}));
    getstream.call(json!({"op": "key", "worker": worker, "user": "u", "raw": RAW}));
    getstream.call(
        json!({"op": "track", "worker": worker, "user": "u", "track": "t", "direction": "encode"}),
    );
    let audio = Frame::audio([0x78, 1]);
    let outcomes = getstream.frames(worker, "t", &[audio, Frame::video("key", [0x10; 20])]);
    assert_eq!(Trailer::new(outcomes[0].bytes()).clear, 1);
    assert_eq!(outcomes[1], Outcome::Dropped);
}

#[test]
fn short_frames_are_sealed_and_h264_without_a_slice_has_no_clear_part() {
    let mut getstream = Driver::getstream();
    for (codec, data, clear, escaped) in [
        ("vp8", vec![0x10; 4], 4, false),
        ("h264", media::nal_units(&[&[0x67, 0x42, 0xc0], &[0x68, 0xce]]), 0, false),
        ("h264", vec![1, 2, 3], 0, false),
        ("h264", media::nal_units(&[&[0x65]]), 5, true),
        ("h264", [&[9, 9][..], &[0, 0, 1, 0x65, 0x88, 0x84]].concat(), 7, true),
        ("h264", media::nal_units(&[&[0x09, 0x10], &[0x41, 0x9a, 1, 2]]), 12, true),
    ] {
        let worker = pair(&mut getstream, codec, RAW, 0);
        let frame = Frame::video("key", data);
        let sealed = getstream.frames(worker, "encode", std::slice::from_ref(&frame));
        let trailer = Trailer::new(sealed[0].bytes());
        assert_eq!((trailer.clear, trailer.escaped), (clear, escaped), "{frame:?}");
        let opened = getstream.frames(worker, "decode", &[frame.with(sealed[0].bytes())]);
        assert_eq!(opened[0].bytes(), frame.data);
    }
    let worker = pair(&mut getstream, "vp8", RAW, 0);
    for track in ["encode", "decode"] {
        let outcomes = getstream.frames(worker, track, &[Frame::video("key", [])]);
        assert!(outcomes[0].bytes().is_empty(), "empty frames pass");
    }
}

#[test]
fn escaping_is_seeded_with_the_clear_part() {
    let mut getstream = Driver::getstream();
    let worker = pair(&mut getstream, "h264", RAW, 0);
    // The slice header's first byte is 0, and so is the clear part's last.
    let frame = Frame::video("delta", media::nal_units(&[&[0x41, 0x00, 0x80, 1, 2, 3]]));
    let sealed = getstream.frames(worker, "encode", &vec![frame.clone(); 5000]);
    let mut forwarded = Vec::new();
    let mut escaped = 0;
    for sealed in &sealed {
        let sealed = sealed.bytes();
        escaped += sealed.len() - (frame.data.len() + 16 + TRAILER);
        assert!(sealed[4..].windows(3).all(|bytes| bytes != [0, 0, 1] && bytes != [0, 0, 0]));
        forwarded.push(frame.with(sealed));
    }
    assert!(escaped >= 255, "every counter below 256 has three zeros: {escaped}");
    for opened in getstream.frames(worker, "decode", &forwarded) {
        assert_eq!(opened.bytes(), frame.data);
    }
}

#[test]
fn replays_are_dropped_in_a_window_of_1024_for_each_prefix() {
    let mut getstream = Driver::getstream();
    let worker = pair(&mut getstream, "opus", RAW, 0);
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let sealed: Vec<_> = getstream
        .frames(worker, "encode", &vec![frame.clone(); 2000])
        .iter()
        .map(|sealed| frame.with(sealed.bytes()))
        .collect();
    let opens = |getstream: &mut Driver, counter: usize| {
        let outcomes = getstream.frames(worker, "decode", &sealed[counter - 1..counter]);
        outcomes[0] == Outcome::Passed(frame.data.clone())
    };
    assert!(opens(&mut getstream, 2000));
    assert!(!opens(&mut getstream, 2000));
    assert!(!opens(&mut getstream, 2000 - 1024));
    assert!(opens(&mut getstream, 2000 - 1023));
    assert!(!opens(&mut getstream, 2000 - 1023));
    // A forgery moves nothing.
    let mut forged = sealed[1500].clone();
    forged.data[2] ^= 1;
    assert_eq!(getstream.frames(worker, "decode", &[forged])[0], Outcome::Dropped);
    assert!(opens(&mut getstream, 1501));

    // The window is the track's: another track of the same user opens all of it again.
    getstream.call(json!({"op": "track", "worker": worker, "user": "u", "track": "other", "direction": "decode"}));
    assert_eq!(getstream.frames(worker, "other", &sealed[1999..2000])[0].bytes(), frame.data);

    // Setting the key again gives a new prefix, and the counter runs on.
    getstream.call(json!({"op": "key", "worker": worker, "user": "u", "raw": RAW}));
    let again = getstream.frames(worker, "encode", std::slice::from_ref(&frame));
    assert_eq!(Trailer::new(again[0].bytes()).counter, 2001);
}

#[test]
fn forgeries_switch_nothing_off_and_clear_frames_pass_through() {
    let mut getstream = Driver::getstream();
    let worker = pair(&mut getstream, "opus", RAW, 3);
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let sealed =
        frame.with(getstream.frames(worker, "encode", std::slice::from_ref(&frame))[0].bytes());
    let mut forged = sealed.clone();
    forged.data[2] ^= 1;
    let (outcomes, events) = getstream.frames_and_events(worker, "decode", &vec![forged; 50]);
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Dropped));
    let named: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(named, ["e2ee.decryption_failed", "e2ee.decryption_stalled"]);
    let (outcomes, events) =
        getstream.frames_and_events(worker, "decode", std::slice::from_ref(&sealed));
    assert_eq!(outcomes[0].bytes(), frame.data);
    assert_eq!(events[0]["type"], "e2ee.decryption_resumed");

    let mut unknown = sealed.clone();
    let kid = unknown.data.len() - 8;
    assert_eq!(unknown.data[kid], 3);
    unknown.data[kid] = 4;
    let mut version = sealed.clone();
    let at = version.data.len() - 5;
    version.data[at] = 2;
    let mut too_clear = sealed.clone();
    let at = too_clear.data.len() - 7;
    too_clear.data[at..at + 2].copy_from_slice(&0x7fffu16.to_be_bytes());
    let clear = Frame::audio([0x78, 9]);
    let list = [unknown, version, too_clear.clone(), clear.clone()];
    let (outcomes, events) = getstream.frames_and_events(worker, "decode", &list);
    assert_eq!(outcomes[..2], [Outcome::Dropped, Outcome::Dropped]);
    assert_eq!(outcomes[2].bytes(), too_clear.data, "taken for a clear frame");
    assert_eq!(outcomes[3].bytes(), clear.data, "and clear frames are passed on");
    let named: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(named, ["e2ee.missing_key", "e2ee.unsupported_version", "e2ee.unencrypted_frame"]);
}

#[test]
fn a_users_own_key_goes_before_the_shared_one() {
    let mut getstream = Driver::getstream();
    let worker = getstream.worker(json!({}));
    let frame = Frame::audio([0x78, 1, 2, 3]);
    let other = "0f".repeat(16);
    getstream.call(json!({"op": "track", "worker": worker, "user": "u", "track": "t", "direction": "encode", "codec": "opus"}));
    let kid = |getstream: &mut Driver, request: Value| {
        let mut request = request;
        request["worker"] = worker.into();
        getstream.call(request);
        match &getstream.frames(worker, "t", std::slice::from_ref(&frame))[0] {
            Outcome::Passed(sealed) => Some(Trailer::new(sealed).kid),
            _ => None,
        }
    };
    let g = &mut getstream;
    assert_eq!(kid(g, json!({"op": "key", "index": 1, "raw": RAW})), Some(1));
    assert_eq!(kid(g, json!({"op": "key", "index": 2, "raw": other})), Some(2));
    assert_eq!(kid(g, json!({"op": "key", "user": "u", "index": 9, "raw": RAW})), Some(9));
    assert_eq!(
        kid(g, json!({"op": "key", "user": "u", "index": 8, "raw": RAW})),
        Some(8),
        "the latest"
    );
    assert_eq!(kid(g, json!({"op": "removeKey", "user": "u", "index": 8})), Some(2), "not 9 again");
    assert_eq!(kid(g, json!({"op": "removeKey", "index": 2})), None, "nor 1");
}

/// The last 20 bytes of a sealed frame, escaped or not.
struct Trailer {
    counter: u32,
    kid: u8,
    clear: usize,
    escaped: bool,
}

impl Trailer {
    fn new(sealed: &[u8]) -> Self {
        let tail = &sealed[sealed.len() - 7..];
        assert_eq!(tail[2..], [1, 0xe2, 0xee, 0xfe, 0xed]);
        let field = u16::from_be_bytes([tail[0], tail[1]]);
        let escaped = field & 0x8000 != 0;
        let clear = (field & 0x7fff) as usize;
        let unit =
            if escaped { unescape(&sealed[..clear], &sealed[clear..]) } else { sealed.to_vec() };
        let start = unit.len() - TRAILER;
        let counter = u32::from_be_bytes(unit[start..start + 4].try_into().unwrap());
        Self { counter, kid: unit[start + 12], clear, escaped }
    }
}

fn unescape(clear: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut zeros = clear.iter().rev().take(2).take_while(|byte| **byte == 0).count();
    for &byte in bytes {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        out.push(byte);
    }
    out
}

/// A worker with a key of user `u`, and tracks `encode` and `decode`.
fn pair(getstream: &mut Driver, codec: &str, raw: &str, index: usize) -> u64 {
    let worker = getstream.worker(json!({"ivPrefix": "11"}));
    getstream.call(json!({"op": "key", "worker": worker, "user": "u", "index": index, "raw": raw}));
    for direction in ["encode", "decode"] {
        getstream.call(json!({
            "op": "track", "worker": worker, "user": "u",
            "track": direction, "direction": direction, "codec": codec,
        }));
    }
    worker
}
