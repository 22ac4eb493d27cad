//! How much of a frame a packetizer reads: the least that has to stay clear, and that it is
//! enough. Everything behind it is random here, as ciphertext is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use media_harness::compare::{Changes, changes};
use media_harness::encode::{Clip, Codec, clip, clips};
use media_harness::gst::{self, Route};
use media_harness::{annex_b, decode, str0m};
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};

/// What a sealed frame has more than its plaintext, about: header, tag, trailer.
const OVERHEAD: usize = 20;

/// Frames that are tried one by one, each in a pipeline of its own.
const ALONE: usize = 30;

/// `rtpvp8pay` reads the first partition up to the number of token partitions. Bits come
/// with probability 1/2 there, so two zero bytes are zero for all of it: no segments, no loop
/// filter deltas, one token partition and no table of sizes.
#[test]
fn vp8_two_zero_bytes_behind_the_frame_tag_always_pass() {
    let mut rng = rng();
    let mut frames = 0;
    for clip in clips(Codec::Vp8).unwrap() {
        let sealed = each(&clip, |frame| vp8_sealed(&mut rng, frame, 2));
        assert_identical(Codec::Vp8, &sealed);
        frames += sealed.len();
    }
    assert!(frames >= 900);

    // Any length from 10 bytes, any size of the first partition that leaves a byte.
    let mut synthetic = clip("vp8-realtime").unwrap().frames[..1].to_vec();
    for _ in 0..3000 {
        let mut frame = random(&mut rng, 10, 3000);
        let first_partition = rng.random_range(0..frame.len() as u32 - 3);
        frame[..3].copy_from_slice(&vp8_delta_tag(first_partition));
        frame[3..5].fill(0);
        synthetic.push(frame);
    }
    assert_identical(Codec::Vp8, &synthetic);
}

#[test]
fn vp8_less_than_two_zero_bytes_fail_most_frames() {
    let mut rng = rng();
    let clip = clip("vp8-realtime").unwrap();
    for zeros in [0, 1] {
        let pass = (1..=ALONE).filter(|at| {
            let frame = vp8_sealed(&mut rng, &clip.frames[*at], zeros);
            gst::accepts(Codec::Vp8, &frame).unwrap()
        });
        // 1 of 4: one token partition by chance.
        let pass = pass.count();
        println!("{pass} of {ALONE} delta frames pass with {zeros} zero bytes");
        assert!(pass > 0 && pass < ALONE * 2 / 3, "{pass}");
    }
    let key = &clip.frames[0];
    for (clear, passes) in [(10, true), (9, true), (6, true), (5, false), (3, false)] {
        let mut frame = vp8_sealed(&mut rng, key, 2);
        frame[clear..10].fill(0xa5);
        assert_eq!(gst::accepts(Codec::Vp8, &frame).unwrap(), passes, "{clear}");
    }
}

#[test]
fn vp8_shortest_frames() {
    // The first partition must leave a byte, and the bits be there to read.
    let delta = |first_partition: u32, length: usize| {
        let mut frame = vec![0; length];
        frame[..3].copy_from_slice(&vp8_delta_tag(first_partition));
        gst::accepts(Codec::Vp8, &frame).unwrap()
    };
    assert!(delta(0, 6) && !delta(0, 5));
    assert!(delta(496, 500) && !delta(497, 500));

    // The depayloader throws away frames of less than 10 bytes.
    let key = clip("vp8-realtime").unwrap().frames[0].clone();
    let short = |length: usize| [&vp8_delta_tag(0)[..], &vec![0; length - 3]].concat();
    let sent = [key.clone(), short(9), short(10)];
    let delivery = gst::roundtrip(Codec::Vp8, &sent, Route::default()).unwrap();
    assert!(delivery.frames == [key, short(10)]);
    assert_eq!(delivery.failure, None);
}

/// `rtpvp9pay` wants the frame marker, and behind a key frame's first byte the sync code; the
/// size behind that goes into the RTP header, right or wrong.
#[test]
fn vp9_one_byte_or_four_in_key_frames_always_pass() {
    let mut rng = rng();
    let mut frames = 0;
    for clip in clips(Codec::Vp9).unwrap() {
        let sealed = each(&clip, |frame| {
            let clear = if is_vp9_key(frame) { 4 } else { 1 };
            [&frame[..clear], &ciphertext(&mut rng, frame.len() - clear)].concat()
        });
        assert_identical(Codec::Vp9, &sealed);
        frames += sealed.len();
    }
    assert!(frames >= 600);
    // One byte that says "not a key frame", in front of anything.
    let key = clip("vp9-tiles").unwrap().frames[0].clone();
    let not_key = |rest: Vec<u8>| [vec![0x86], rest].concat();
    let mut synthetic = vec![key.clone()];
    synthetic.extend((0..1000).map(|_| not_key(random(&mut rng, 9, 3000))));
    assert_identical(Codec::Vp9, &synthetic);
    // The payloader takes 3 bytes; the depayloader throws away what is shorter than 10.
    let sent = [key.clone(), not_key(vec![0; 8]), not_key(vec![0; 9])];
    let delivery = gst::roundtrip(Codec::Vp9, &sent, Route::default()).unwrap();
    assert!(delivery.frames == [key, not_key(vec![0; 9])]);
    assert_eq!(delivery.failure, None);
    assert!(gst::accepts(Codec::Vp9, &[0x86, 0, 0]).unwrap());
    assert!(!gst::accepts(Codec::Vp9, &[0x86, 0]).unwrap());
}

#[test]
fn vp9_less_fails() {
    let mut rng = rng();
    let clip = clip("vp9-tiles").unwrap();
    for clear in [1, 3] {
        let key = &clip.frames[0];
        let frame = [&key[..clear], &ciphertext(&mut rng, key.len())].concat();
        assert!(!gst::accepts(Codec::Vp9, &frame).unwrap(), "{clear}");
    }
    let pass =
        (0..ALONE).filter(|_| gst::accepts(Codec::Vp9, &random(&mut rng, 50, 2000)).unwrap());
    let pass = pass.count();
    println!("{pass} of {ALONE} random frames pass as VP9");
    assert!(pass < ALONE / 2, "{pass}");
}

/// The payloaders of H.264 and H.265 cut at start codes and read NAL unit headers; parsers
/// that are told where frames end read no more of a slice either.
#[test]
fn h26x_the_nal_header_alone_passes() {
    let mut rng = rng();
    let mut frames = 0;
    for clip in clips(Codec::H264).unwrap().into_iter().chain(clips(Codec::H265).unwrap()) {
        let codec = clip.variant.codec;
        let sealed = each(&clip, |frame| h26x_sealed(&mut rng, codec, frame, 0, 0x80));
        for route in [
            Route::default(),
            Route { parse: true, ..Route::default() },
            Route { aggregate: true, ..Route::default() },
        ] {
            assert_gst_identical(codec, &sealed, route);
        }
        assert_str0m_identical(codec, &sealed);
        frames += sealed.len();
    }
    assert!(frames >= 2400);
}

#[test]
fn h26x_zeros_at_the_end_are_lost() {
    let mut rng = rng();
    for name in ["h264-baseline", "h265-b-frames"] {
        let clip = clip(name).unwrap();
        let codec = clip.variant.codec;
        let all = |zeros| Changes { zeros, ..Changes::default() };
        for (last, expected) in [
            (0x00, all(clip.frames.len())),
            (0x01, Changes { identical: clip.frames.len(), ..Changes::default() }),
            (0x03, Changes { identical: clip.frames.len(), ..Changes::default() }),
        ] {
            let sealed = each(&clip, |frame| h26x_sealed(&mut rng, codec, frame, 3, last));
            let delivery = gst::roundtrip(codec, &sealed, Route::default()).unwrap();
            assert_eq!(delivery.failure, None);
            assert_eq!(changes(codec, &sealed, &delivery.frames), expected, "{name} {last}");
            // str0m keeps them.
            assert_str0m_identical(codec, &sealed);
        }
    }
}

/// A file of H.26x has no borders between frames: a parser finds them by the first bit of a
/// slice header. RTP has the marker bit, and needs none of it.
#[test]
fn h26x_a_parser_of_files_wants_one_byte_of_the_slice_header() {
    let mut rng = rng();
    for name in ["h264-baseline", "h264-main-b-frames", "h265-b-frames", "h265-slices"] {
        let clip = clip(name).unwrap();
        let codec = clip.variant.codec;
        let mut count = |clear| {
            let sealed = each(&clip, |frame| h26x_sealed(&mut rng, codec, frame, clear, 0x80));
            decode::packets(&clip.variant, &sealed).unwrap()
        };
        assert_eq!(count(1), clip.frames.len(), "{name}");
        assert!(count(0) < clip.frames.len() * 9 / 10, "{name}");
    }
}

#[test]
fn opus_is_not_read_at_all() {
    let mut rng = rng();
    let mut frames: Vec<_> = (0..1000).map(|_| random(&mut rng, 1, 1100)).collect();
    frames.extend((0..=255).map(|toc| vec![toc]));
    assert_identical(Codec::Opus, &frames);
}

/// str0m walks the OBUs: types and sizes must add up, payloads are not read.
#[test]
fn av1_obu_headers_and_sizes_pass_and_are_written_anew() {
    let mut rng = rng();
    let mut frames = 0;
    for clip in clips(Codec::Av1).unwrap() {
        let mut seal = |size| each(&clip, |frame| av1_sealed(&mut rng, frame, size));
        assert_str0m_identical(Codec::Av1, &seal(true));
        let sealed = seal(false);
        let delivery = str0m::roundtrip(Codec::Av1, &sealed, 1200).unwrap();
        let rewritten = Changes { framing: sealed.len(), ..Changes::default() };
        assert_eq!(changes(Codec::Av1, &sealed, &delivery.frames), rewritten);
        frames += sealed.len();
    }
    assert!(frames >= 900);
    let cut = [0x32, 100, 1, 2, 3].to_vec();
    assert!(str0m::roundtrip(Codec::Av1, &[cut], 1200).unwrap().failure.is_some());
}

/// GStreamer's plugins in Rust, where they are installed, want less than the older ones but
/// for Opus: `rtpopusdepay2` 0.14 panics at a first byte that ends in the bits 10 (code 2, two
/// frames of two sizes), so the first byte has to be a genuine one.
#[test]
fn gstreamer_in_rust_reads_no_more() {
    let mut rng = rng();
    let second = Route { second: true, ..Route::default() };
    for (codec, key, delta) in [(Codec::Vp8, 10, 3), (Codec::Vp9, 0, 0), (Codec::Opus, 1, 1)] {
        if gst::carries(codec, second).unwrap() {
            for clip in clips(codec).unwrap() {
                let sealed = each(&clip, |frame| {
                    let clear = if frame[0] & 1 == 0 { key } else { delta };
                    [&frame[..clear], &ciphertext(&mut rng, frame.len())].concat()
                });
                assert_gst_identical(codec, &sealed, second);
            }
        }
    }
    if gst::carries(Codec::Av1, Route::default()).unwrap() {
        for clip in clips(Codec::Av1).unwrap() {
            let sealed = each(&clip, |frame| av1_sealed(&mut rng, frame, true));
            let delivery = gst::roundtrip(Codec::Av1, &sealed, Route::default()).unwrap();
            let changes = changes(Codec::Av1, &sealed, &delivery.frames);
            // Temporal delimiters come and go.
            assert_eq!(changes.identical + changes.delimiters, sealed.len(), "{changes:?}");
        }
    }
}

/// A decoder paints noise, or nothing; never a picture of the genuine stream, nor one like it.
#[test]
fn noise_behind_the_clear_bytes_decodes_to_noise() {
    let mut rng = rng();
    for name in [
        "h264-baseline",
        "h264-high-slices",
        "h264-main-b-frames",
        "h265-b-frames",
        "vp8-realtime",
        "vp8-altref",
        "vp9-tiles",
        "av1-realtime",
        "opus-20ms-vbr",
        "opus-dtx",
    ] {
        let clip = clip(name).unwrap();
        let codec = clip.variant.codec;
        let sealed = each(&clip, |frame| match codec {
            Codec::H264 | Codec::H265 => h26x_sealed(&mut rng, codec, frame, 4, 0x80),
            Codec::Vp8 => vp8_sealed(&mut rng, frame, 2),
            Codec::Av1 => [&[0x12, 0][..], &av1_sealed(&mut rng, frame, true)].concat(),
            Codec::Vp9 if is_vp9_key(frame) => {
                [&frame[..10], &ciphertext(&mut rng, frame.len())].concat()
            }
            Codec::Vp9 | Codec::Opus => [&frame[..1], &ciphertext(&mut rng, frame.len())].concat(),
        });
        assert_eq!(decode::packets(&clip.variant, &sealed).unwrap(), sealed.len(), "{name}");
        let genuine = decode::decode(&clip.variant, &clip.frames).unwrap();
        let decoded = decode::decode(&clip.variant, &sealed).unwrap();
        let likeness = decode::likeness(&decoded, &genuine);
        println!("{name:20} {likeness:?}, {} complaints", decoded.complaints);
        assert_eq!(likeness.equal, 0, "{name}");
        assert!(likeness.mean < 0.25 && likeness.largest < 0.8, "{name}: {likeness:?}");
    }
}

fn rng() -> StdRng {
    StdRng::seed_from_u64(9605)
}

fn each(clip: &Clip, seal: impl FnMut(&Vec<u8>) -> Vec<u8>) -> Vec<Vec<u8>> {
    clip.frames.iter().map(seal).collect()
}

fn random(rng: &mut StdRng, least: usize, most: usize) -> Vec<u8> {
    let mut bytes = vec![0; rng.random_range(least..=most)];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn ciphertext(rng: &mut StdRng, plaintext: usize) -> Vec<u8> {
    random(rng, plaintext + OVERHEAD, plaintext + OVERHEAD)
}

#[track_caller]
fn assert_identical(codec: Codec, frames: &[Vec<u8>]) {
    assert_gst_identical(codec, frames, Route::default());
    assert_str0m_identical(codec, frames);
}

#[track_caller]
fn assert_gst_identical(codec: Codec, frames: &[Vec<u8>], route: Route) {
    let delivery = gst::roundtrip(codec, frames, route).unwrap();
    assert_eq!(delivery.failure, None);
    let all = Changes { identical: frames.len(), ..Changes::default() };
    assert_eq!(changes(codec, frames, &delivery.frames), all, "GStreamer, {route:?}");
}

#[track_caller]
fn assert_str0m_identical(codec: Codec, frames: &[Vec<u8>]) {
    let delivery = str0m::roundtrip(codec, frames, 1200).unwrap();
    assert_eq!(delivery.failure, None);
    let all = Changes { identical: frames.len(), ..Changes::default() };
    assert_eq!(changes(codec, frames, &delivery.frames), all, "str0m");
}

/// RFC 6386, section 9.1: the frame tag, and in key frames start code and size.
fn vp8_sealed(rng: &mut StdRng, frame: &[u8], zeros: usize) -> Vec<u8> {
    let clear = if frame[0] & 1 == 0 { 10 } else { 3 };
    [&frame[..clear], &vec![0; zeros], &ciphertext(rng, frame.len() - clear)].concat()
}

/// A shown frame of version 0 that is no key frame.
fn vp8_delta_tag(first_partition: u32) -> [u8; 3] {
    let [a, b, c, _] = (0x11 | first_partition << 5).to_le_bytes();
    [a, b, c]
}

fn is_vp9_key(frame: &[u8]) -> bool {
    frame[0] & 0x0c == 0
}

/// Parameter sets and SEI as they are; one NAL unit for all slices, with `clear` bytes of the
/// first slice behind its header, rich in zeros and free of start codes.
fn h26x_sealed(rng: &mut StdRng, codec: Codec, frame: &[u8], clear: usize, last: u8) -> Vec<u8> {
    let hevc = codec == Codec::H265;
    let kind = |unit: &[u8]| if hevc { (unit[0] >> 1) & 0x3f } else { unit[0] & 0x1f };
    let delimiter = if hevc { 35 } else { 9 };
    let is_slice = |unit: &[u8]| kind(unit) < if hevc { 32 } else { 6 };
    let (slices, mut sealed): (Vec<_>, Vec<_>) =
        annex_b::split(frame).into_iter().partition(|unit| is_slice(unit));
    sealed.retain(|unit| kind(unit) != delimiter);
    let header = if hevc { 2 } else { 1 };
    let mut unit = slices[0][..(header + clear).min(slices[0].len())].to_vec();
    for mut byte in ciphertext(rng, frame.len()) {
        if byte & 3 == 3 {
            byte = 0;
        }
        if unit.ends_with(&[0, 0]) && byte <= 3 {
            unit.push(3);
        }
        unit.push(byte);
    }
    if unit.ends_with(&[0, 0]) && last <= 3 {
        unit.push(3);
    }
    unit.push(last);
    sealed.push(unit);
    annex_b::join(&sealed, 4)
}

/// The sequence header of key frames, and one frame OBU for all the rest.
fn av1_sealed(rng: &mut StdRng, frame: &[u8], size_in_last: bool) -> Vec<u8> {
    let payload = ciphertext(rng, frame.len());
    let mut sealed = av1_sequence_header(frame).to_vec();
    if size_in_last {
        sealed.push(0x32);
        sealed.extend(leb128(payload.len()));
    } else {
        sealed.push(0x30);
    }
    [sealed, payload].concat()
}

/// The second OBU of a key frame, behind the temporal delimiter of 2 bytes.
fn av1_sequence_header(frame: &[u8]) -> &[u8] {
    if frame[2] == 0x0a { &frame[2..4 + usize::from(frame[3])] } else { &[] }
}

fn leb128(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}
