//! Unsealed frames through GStreamer and str0m: what comes out is what went in, but for what
//! is written down here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use media_harness::compare::{Changes, changes, delivered_units};
use media_harness::encode::{Clip, Codec, VARIANTS, clip, clips};
use media_harness::gst::{self, Delivery, Route};
use media_harness::{annex_b, str0m};

/// Frames of a codec that were tried on each tool, so that no loop passes empty.
const LEAST: [(Codec, usize); 6] = [
    (Codec::H264, 1830),
    (Codec::H265, 610),
    (Codec::Vp8, 931),
    (Codec::Vp9, 610),
    (Codec::Av1, 915),
    (Codec::Opus, 1971),
];

#[test]
fn gstreamer_delivers_vp8_vp9_and_opus_byte_for_byte() {
    for codec in [Codec::Vp8, Codec::Vp9, Codec::Opus] {
        assert!(gst::carries(codec, Route::default()).unwrap());
        let mut frames = 0;
        for clip in clips(codec).unwrap() {
            let delivery = gst::roundtrip(codec, &clip.frames, Route::default()).unwrap();
            let all = Changes { identical: clip.frames.len(), ..Changes::default() };
            assert_delivered(&clip, &delivery, all, "GStreamer");
            assert!(delivery.packets.iter().all(|size| *size <= gst::MTU));
            frames += clip.frames.len();
        }
        assert_at_least(codec, frames);
    }
}

#[test]
fn gstreamer_changes_the_length_of_start_codes_alone() {
    for codec in [Codec::H264, Codec::H265] {
        assert!(gst::carries(codec, Route::default()).unwrap());
        let mut frames = 0;
        for clip in clips(codec).unwrap() {
            let rewritten = clip.frames.iter().filter(|frame| has_short_codes(frame)).count();
            let identical = clip.frames.len() - rewritten;
            let expected = Changes { identical, framing: rewritten, ..Changes::default() };
            for route in [
                Route::default(),
                Route { parse: true, ..Route::default() },
                Route { aggregate: true, ..Route::default() },
                Route { parse: true, aggregate: true, ..Route::default() },
            ] {
                let delivery = gst::roundtrip(codec, &clip.frames, route).unwrap();
                assert_delivered(&clip, &delivery, expected, "GStreamer");
                assert!(delivery.packets.iter().all(|size| *size <= gst::MTU));
                assert!(delivery.frames.iter().all(|frame| !has_short_codes(frame)));
            }
            frames += clip.frames.len();
        }
        assert_at_least(codec, frames);
    }
}

#[test]
fn gstreamer_puts_parameter_sets_from_sdp_before_the_first_frame() {
    for name in ["h264-baseline", "h264-high-slices", "h265-b-frames", "h265-slices"] {
        let clip = clip(name).unwrap();
        let codec = clip.variant.codec;
        let route = Route { out_of_band: true, ..Route::default() };
        let delivery = gst::roundtrip(codec, &clip.frames, route).unwrap();
        assert_eq!(changes(codec, &clip.frames, &delivery.frames).prepended, 1, "{name}");
        let sets: &[u8] = if codec == Codec::H264 { &[7, 8] } else { &[32, 33, 34] };
        let types = annex_b::types(&delivery.frames[0], codec == Codec::H265);
        assert!(types.starts_with(sets), "{name}: {types:?}");
        assert_eq!(types.iter().filter(|kind| **kind == sets[0]).count(), 2, "{name}");
    }
}

/// Elements of GStreamer's plugins in Rust, which Debian 12 has not.
#[test]
fn gstreamer_in_rust_delivers_where_it_is_installed() {
    let second = Route { second: true, ..Route::default() };
    for codec in [Codec::Vp8, Codec::Vp9, Codec::Opus] {
        if gst::carries(codec, second).unwrap() {
            for clip in clips(codec).unwrap() {
                let delivery = gst::roundtrip(codec, &clip.frames, second).unwrap();
                let all = Changes { identical: clip.frames.len(), ..Changes::default() };
                assert_delivered(&clip, &delivery, all, "GStreamer2");
            }
        }
    }
    if gst::carries(Codec::Av1, Route::default()).unwrap() {
        for clip in clips(Codec::Av1).unwrap() {
            let delivery = gst::roundtrip(Codec::Av1, &clip.frames, Route::default()).unwrap();
            assert_eq!(delivery.failure, None);
            assert_same_units(&clip, &delivery);
        }
    }
}

#[test]
fn str0m_delivers_vp8_vp9_and_opus_byte_for_byte() {
    for codec in [Codec::Vp8, Codec::Vp9, Codec::Opus] {
        let mut frames = 0;
        for clip in clips(codec).unwrap() {
            let delivery = str0m::roundtrip(codec, &clip.frames, 1200).unwrap();
            let all = Changes { identical: clip.frames.len(), ..Changes::default() };
            assert_delivered(&clip, &delivery, all, "str0m");
            frames += clip.frames.len();
        }
        assert_at_least(codec, frames);
    }
}

#[test]
fn str0m_drops_delimiters_and_rewrites_start_codes() {
    for codec in [Codec::H264, Codec::H265, Codec::Av1] {
        let mut frames = 0;
        for clip in clips(codec).unwrap() {
            let delivery = str0m::roundtrip(codec, &clip.frames, 1200).unwrap();
            let delimited = clip.frames.iter().filter(|frame| is_delimited(codec, frame)).count();
            let short = |frame: &&Vec<u8>| !is_delimited(codec, frame) && has_short_codes(frame);
            let framing = clip.frames.iter().filter(short).count();
            let identical = clip.frames.len() - delimited - framing;
            let expected =
                Changes { identical, framing, delimiters: delimited, ..Changes::default() };
            assert_delivered(&clip, &delivery, expected, "str0m");
            assert_same_units(&clip, &delivery);
            frames += clip.frames.len();
        }
        assert_at_least(codec, frames);
    }
}

#[test]
fn str0m_cuts_h265_with_several_slices_into_pieces() {
    let slices = clip("h265-slices").unwrap();
    let delivery = str0m::roundtrip(Codec::H265, &slices.frames, 1200).unwrap();
    assert_eq!(delivery.frames.len(), slices.frames.len());
    assert!(delivery.pieces > slices.frames.len() + 50, "{} pieces", delivery.pieces);
    // H.264 with 4 slices is not cut.
    let slices = clip("h264-high-slices").unwrap();
    let delivery = str0m::roundtrip(Codec::H264, &slices.frames, 1200).unwrap();
    assert_eq!(delivery.pieces, slices.frames.len());
}

#[test]
fn str0m_keeps_one_parameter_set_of_each_kind() {
    let clip = clip("h264-baseline").unwrap();
    let mut units = annex_b::split(&clip.frames[0]);
    assert_eq!(units.iter().map(|unit| unit[0] & 0x1f).collect::<Vec<_>>(), [7, 8, 6, 5]);
    units.insert(1, units[1].clone());
    let two = annex_b::join(&units, 4);
    let delivery = str0m::roundtrip(Codec::H264, &[two], 1200).unwrap();
    assert_eq!(annex_b::types(&delivery.frames[0], false), [7, 8, 6, 5]);
    // Parameter sets alone wait for the frame after them.
    let sets = annex_b::join(&units[..2], 4);
    let rest = annex_b::join(&units[3..], 4);
    let delivery = str0m::roundtrip(Codec::H264, &[sets, rest], 1200).unwrap();
    assert_eq!(delivery.frames.len(), 1);
    assert_eq!(annex_b::types(&delivery.frames[0], false), [7, 8, 6, 5]);
}

#[test]
fn str0m_sees_the_key_frames() {
    let mut seen = 0;
    for variant in VARIANTS.iter().filter(|variant| variant.codec != Codec::Opus) {
        let clip = variant.clip().unwrap();
        let (delivery, keys) = str0m::send(variant.codec, &clip.frames, 1200).unwrap();
        assert_eq!(delivery.failure, None);
        let expected: Vec<bool> =
            clip.frames.iter().map(|frame| is_key(variant.codec, frame)).collect();
        assert_eq!(keys, expected, "{}", variant.name);
        seen += keys.iter().filter(|key| **key).count();
    }
    assert!(seen >= 50, "{seen}");
}

#[test]
fn two_thousand_frames_take_seconds() {
    let clip = clip("vp8-realtime").unwrap();
    let frames: Vec<_> = clip.frames.iter().cycle().take(2000).cloned().collect();
    let started = std::time::Instant::now();
    assert!(str0m::roundtrip(Codec::Vp8, &frames, 1200).unwrap().frames == frames);
    assert!(gst::roundtrip(Codec::Vp8, &frames, Route::default()).unwrap().frames == frames);
    println!("2000 frames through both in {:?}", started.elapsed());
    assert!(started.elapsed().as_secs() < 30);
}

#[track_caller]
fn assert_delivered(clip: &Clip, delivery: &Delivery, expected: Changes, tool: &str) {
    let name = clip.variant.name;
    assert_eq!(delivery.failure, None, "{tool}: {name}");
    let got = changes(clip.variant.codec, &clip.frames, &delivery.frames);
    assert_eq!(got, expected, "{tool}: {name}");
    assert!(delivery.packets.len() >= clip.frames.len(), "{tool}: {name}");
    println!("{name:20} {tool:9} {:4} packets, {got:?}", delivery.packets.len());
}

#[track_caller]
fn assert_same_units(clip: &Clip, delivery: &Delivery) {
    let codec = clip.variant.codec;
    assert_eq!(delivery.frames.len(), clip.frames.len());
    for (sent, received) in clip.frames.iter().zip(&delivery.frames) {
        let sent = delivered_units(codec, sent).unwrap();
        assert!(delivered_units(codec, received).unwrap() == sent, "{}", clip.variant.name);
    }
}

#[track_caller]
fn assert_at_least(codec: Codec, frames: usize) {
    let least = LEAST.iter().find(|(of, _)| *of == codec).unwrap().1;
    assert!(frames >= least, "{codec:?}: {frames} frames");
}

fn has_short_codes(frame: &[u8]) -> bool {
    annex_b::start_codes(frame).contains(&3)
}

fn is_delimited(codec: Codec, frame: &[u8]) -> bool {
    match codec {
        Codec::H264 => annex_b::types(frame, false).first() == Some(&9),
        Codec::H265 => annex_b::types(frame, true).first() == Some(&35),
        Codec::Av1 => frame.starts_with(&[0x12, 0]),
        Codec::Vp8 | Codec::Vp9 | Codec::Opus => false,
    }
}

fn is_key(codec: Codec, frame: &[u8]) -> bool {
    match codec {
        Codec::H264 => annex_b::types(frame, false).contains(&5),
        Codec::H265 => annex_b::types(frame, true).iter().any(|kind| (16..24).contains(kind)),
        Codec::Vp8 => frame[0] & 1 == 0,
        Codec::Vp9 => frame[0] & 0x0c == 0,
        // str0m goes by the sequence header.
        Codec::Av1 => delivered_units(codec, frame).unwrap()[0][0] >> 3 == 1,
        Codec::Opus => true,
    }
}
