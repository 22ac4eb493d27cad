//! Inspects what real encoders give: the clips of examples/media, whose README says how they
//! were made.
//!
//! The numbers of frames and key frames are those that ffprobe counts:
//!
//!     ffprobe -v error -show_entries packet=flags -of csv=p=0 CLIP | cut -c1 | sort | uniq -c

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::fs;
use std::path::Path;

use frameseal::codec::{Codec, Inspection};

#[test]
fn opus() {
    let clip = fs::File::open(path("speech.opus")).unwrap();
    let mut reader = ogg::PacketReader::new(clip);
    let mut packets = Vec::new();
    while let Some(packet) = reader.read_packet().unwrap() {
        packets.push(packet.data);
    }
    let packets = packets.split_off(2); // behind the headers of RFC 7845
    for inspection in inspect(Codec::Opus, &packets, [401, 401]) {
        assert_eq!(inspection.clear(), std::slice::from_ref(&(0..1)));
    }
}

#[test]
fn vp8() {
    let frames = ivf("vp8.ivf");
    let inspections = inspect(Codec::Vp8, &frames, [200, 3]);
    for (frame, inspection) in frames.iter().zip(inspections) {
        let len = if inspection.key_frame { 10 } else { 3 };
        assert_eq!(inspection.clear(), std::slice::from_ref(&(0..len)));
        if inspection.key_frame {
            assert_eq!(frame[6..10], [0x80, 0x02, 0x68, 0x01]); // 640 and 360: what JVB reads
        }
    }
}

#[test]
fn av1() {
    let frames = ivf("av1.ivf");
    let inspections = inspect(Codec::Av1, &frames, [200, 3]);
    for (frame, inspection) in frames.iter().zip(inspections) {
        let first: Vec<u8> = inspection.clear().iter().map(|range| frame[range.start]).collect();
        match first[..] {
            [0x0a, 0x32, _] => assert!(inspection.key_frame),
            [0x32, _] => assert!(!inspection.key_frame),
            _ => panic!("{first:x?}"),
        }
    }
}

#[test]
fn h264() {
    let clip = fs::read(path("h264.h264")).unwrap();
    let delimiter = [0, 0, 0, 1, 0x09];
    let mut starts: Vec<_> =
        (0..clip.len()).filter(|&at| clip[at..].starts_with(&delimiter)).collect();
    starts.push(clip.len());
    let frames: Vec<_> = starts.windows(2).map(|ends| clip[ends[0]..ends[1]].to_vec()).collect();
    let inspections = inspect(Codec::H264, &frames, [200, 3]);
    for (frame, inspection) in frames.iter().zip(inspections) {
        let first: Vec<u8> = inspection.clear().iter().map(|range| frame[range.start]).collect();
        // first_mb_in_slice 0, slice_type 7 or 5, PPS 0: 9 or 7 bits behind the NAL header.
        let (expected, slice_len) =
            if inspection.key_frame { (&[0x67, 0x68, 0x65][..], 3) } else { (&[0x41][..], 2) };
        assert_eq!(first, expected);
        assert_eq!(inspection.clear().last().unwrap().len(), slice_len);
    }
}

/// Inspects all frames of a clip; `expected` is how many there are and how many key frames.
fn inspect(codec: Codec, frames: &[Vec<u8>], expected: [usize; 2]) -> Vec<Inspection> {
    let inspections: Vec<_> =
        frames.iter().map(|frame| codec.inspect(frame).expect("a real frame")).collect();
    let key_frames = inspections.iter().filter(|inspection| inspection.key_frame).count();
    assert_eq!([frames.len(), key_frames], expected);
    inspections
}

/// Cuts an IVF file: a header of 32 bytes, and one of 12 with a size before each frame.
fn ivf(name: &str) -> Vec<Vec<u8>> {
    let clip = fs::read(path(name)).unwrap();
    let (mut frames, mut rest) = (Vec::new(), &clip[32..]);
    while !rest.is_empty() {
        let size = u32::from_le_bytes(rest[..4].try_into().unwrap()) as usize;
        frames.push(rest[12..12 + size].to_vec());
        rest = &rest[12 + size..];
    }
    frames
}

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/media").join(name)
}
