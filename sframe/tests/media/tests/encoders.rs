//! The clips are what their names say, and ffmpeg reads back what it has written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};

use media_harness::compare::units;
use media_harness::encode::{Clip, Codec, FRAMES, VARIANTS, clip};
use media_harness::{annex_b, decode};

#[test]
fn every_variant_has_300_frames() {
    let mut frames = BTreeMap::new();
    for variant in VARIANTS {
        let clip = variant.clip().unwrap();
        assert!(clip.frames.len() >= FRAMES, "{}", variant.name);
        assert!(clip.frames.iter().all(|frame| !frame.is_empty()), "{}", variant.name);
        *frames.entry(format!("{:?}", variant.codec)).or_insert(0) += clip.frames.len();
    }
    println!("{} variants, frames: {frames:?}", VARIANTS.len());
    assert_eq!(VARIANTS.len(), 21);
    let names: BTreeSet<_> = VARIANTS.iter().map(|variant| variant.name).collect();
    assert_eq!(names.len(), VARIANTS.len());
    assert!(frames.values().sum::<usize>() >= 6800, "{frames:?}");
}

#[test]
fn ffmpeg_finds_and_decodes_every_frame_that_is_written_back() {
    let mut pictures = 0;
    for variant in VARIANTS {
        let clip = variant.clip().unwrap();
        let name = variant.name;
        assert_eq!(decode::packets(variant, &clip.frames).unwrap(), clip.frames.len(), "{name}");
        let decoded = decode::decode(variant, &clip.frames).unwrap();
        let hidden = if name == "vp8-altref" { hidden_vp8(&clip) } else { 0 };
        assert_eq!(decoded.hashes.len(), clip.frames.len() - hidden, "{name}");
        assert_eq!(decoded.complaints, 0, "{name}");
        // Pictures differ from each other, else a hash that comes again would tell nothing.
        // (Sound has pauses.)
        let distinct: BTreeSet<_> = decoded.hashes.iter().collect();
        let least = if variant.codec == Codec::Opus { 200 } else { decoded.hashes.len() };
        assert!(distinct.len() >= least, "{name}: {} distinct", distinct.len());

        let itself = decode::likeness(&decoded, &decoded);
        assert_eq!((itself.decoded, itself.equal), (decoded.hashes.len(), decoded.hashes.len()));
        assert!(itself.mean > 0.5 && itself.largest > 0.999_999, "{name}: {itself:?}");
        let mut backwards = decoded.clone();
        backwards.shapes.rotate_left(97);
        backwards.hashes.clear();
        let other = decode::likeness(&backwards, &decoded);
        assert!(other.equal == 0 && other.mean < itself.mean, "{name}: {other:?}");
        pictures += decoded.hashes.len();
    }
    println!("{pictures} pictures and blocks of sound decoded");
    assert!(pictures >= 6800);
}

#[test]
fn noise_is_not_like_a_picture() {
    let mut state = 1_u32;
    let mut noise = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let (a, b): (Vec<u8>, Vec<u8>) =
        ((0..4800).map(&mut noise).collect(), (0..4800).map(noise).collect());
    assert!(decode::correlation(&a, &b).abs() < 0.06);
    assert!((decode::correlation(&a, &a) - 1.0).abs() < 1e-9);
    let inverse: Vec<u8> = a.iter().map(|v| 255 - v).collect();
    assert!((decode::correlation(&a, &inverse) + 1.0).abs() < 1e-9);
    assert_eq!(decode::correlation(&a, &[128; 4800]).to_bits(), 0.0_f64.to_bits());
}

#[test]
fn h264_clips_hold_what_their_names_say() {
    let baseline = clip("h264-baseline").unwrap();
    assert_eq!(nal_types(&baseline), BTreeSet::from([1, 5, 6, 7, 8]));
    assert_eq!(annex_b::start_codes(&baseline.frames[0]), [4, 4, 3, 3]);

    // nal_ref_idc 0: frames that no other refers to.
    let b_frames = clip("h264-main-b-frames").unwrap();
    let disposable = b_frames.frames.iter().filter(|frame| frame[4] & 0x60 == 0).count();
    assert!(disposable > 100, "{disposable}");

    let slices = clip("h264-high-slices").unwrap();
    for frame in &slices.frames {
        let types = annex_b::types(frame, false);
        assert_eq!((types[0], types.iter().filter(|kind| **kind <= 5).count()), (9, 4));
        // x264 writes 4 bytes before the first NAL unit and before parameter sets.
        assert_eq!(annex_b::start_codes(frame).last(), Some(&3));
    }
    let short = clip("h264-short-codes").unwrap();
    assert!(short.frames.iter().all(|f| annex_b::start_codes(f).iter().all(|code| *code == 3)));

    let sei = clip("h264-sei").unwrap();
    assert!(sei.frames.iter().all(|f| annex_b::types(f, false).starts_with(&[9])));
    assert!(sei.frames.iter().all(|f| annex_b::types(f, false).contains(&6)));
    let sets = sei.frames.iter().filter(|f| annex_b::types(f, false).contains(&7)).count();
    assert!(sets >= 10, "{sets}");

    let refresh = clip("h264-intra-refresh").unwrap();
    let keys = refresh.frames.iter().filter(|f| annex_b::types(f, false).contains(&5)).count();
    assert_eq!(keys, 1);
}

#[test]
fn h265_clips_hold_what_their_names_say() {
    let b_frames = clip("h265-b-frames").unwrap();
    assert!(nal_types(&b_frames).is_superset(&BTreeSet::from([0, 1, 20, 32, 33, 34, 39])));
    let slices = clip("h265-slices").unwrap();
    for frame in &slices.frames {
        let types = annex_b::types(frame, true);
        assert_eq!((types[0], types.iter().filter(|kind| **kind < 32).count()), (35, 2));
    }
}

#[test]
fn vp8_and_vp9_clips_hold_what_their_names_say() {
    let altref = clip("vp8-altref").unwrap();
    assert!(hidden_vp8(&altref) >= 10);
    let keys = |clip: &Clip| clip.frames.iter().filter(|frame| frame[0] & 1 == 0).count();
    for name in ["vp8-realtime", "vp8-partitions", "vp8-altref"] {
        assert!(keys(&clip(name).unwrap()) >= 4, "{name}");
    }
    // The last byte of a superframe is its marker.
    let superframes = clip("vp9-superframes").unwrap();
    let marked = superframes.frames.iter().filter(|f| f[f.len() - 1] & 0xe0 == 0xc0).count();
    assert!(marked >= 30, "{marked}");
}

#[test]
fn av1_clips_hold_what_their_names_say() {
    let obus = |name| -> Vec<Vec<u8>> {
        let kinds = |frame: &Vec<u8>| {
            units(Codec::Av1, frame).unwrap().iter().map(|unit| unit[0] >> 3).collect()
        };
        clip(name).unwrap().frames.iter().map(kinds).collect()
    };
    // 1 sequence header, 2 temporal delimiter, 3 frame header, 4 tile group, 6 frame.
    let realtime = obus("av1-realtime");
    assert!(realtime.iter().all(|kinds| kinds[..] == [2, 1, 6] || kinds[..] == [2, 6]));
    let groups = obus("av1-tile-groups");
    assert!(groups.iter().all(|kinds| kinds.ends_with(&[3, 4, 4])));
    let hidden = obus("av1-hidden-frames");
    assert!(hidden.iter().any(|kinds| kinds.ends_with(&[6, 6, 6, 6])));
    assert!(hidden.iter().filter(|kinds| kinds[..] == [2, 3]).count() > 100);
}

#[test]
fn opus_clips_hold_what_their_names_say() {
    let lengths =
        |name| -> BTreeSet<usize> { clip(name).unwrap().frames.iter().map(Vec::len).collect() };
    assert_eq!(lengths("opus-20ms-cbr").len(), 1);
    assert!(lengths("opus-20ms-vbr").len() > 20);
    // RFC 6716, section 3.1: configuration in 5 bits, stereo, code of the number of frames.
    let stereo = clip("opus-stereo").unwrap();
    assert!(stereo.frames.iter().filter(|packet| packet[0] & 4 != 0).count() > 300);
    let dtx = clip("opus-dtx").unwrap();
    let silent = dtx.frames.iter().filter(|packet| packet.len() == 1).count();
    assert!(silent > 150, "{silent}");
}

fn nal_types(clip: &Clip) -> BTreeSet<u8> {
    let hevc = clip.variant.codec == Codec::H265;
    clip.frames.iter().flat_map(|frame| annex_b::types(frame, hevc)).collect()
}

/// Alternate reference frames have `show_frame` 0 in the frame tag.
fn hidden_vp8(clip: &Clip) -> usize {
    clip.frames.iter().filter(|frame| frame[0] & 0x10 == 0).count()
}
