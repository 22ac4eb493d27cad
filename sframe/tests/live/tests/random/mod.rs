//! Random frames that are what encoders of their codec give.
#![allow(dead_code)] // each test binary uses its part

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::{CounterStore, CounterStoreError, KeyFingerprint};
use live::Frame;
use rand::{Rng, RngCore, rngs::StdRng};

/// Counts that begin where a worker's do.
pub(crate) struct StartAt(AtomicU64);

impl StartAt {
    pub(crate) fn new(count: u64) -> Arc<Self> {
        Arc::new(Self(AtomicU64::new(count)))
    }
}

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}

/// Makes one stream: an SSRC of its own, a clock that starts anywhere and goes on.
pub(crate) fn random_frames(codec: &str, count: usize, rng: &mut StdRng) -> Vec<Frame> {
    let (ssrc, mut timestamp) = (rng.random(), rng.random::<u32>());
    (0..count)
        .map(|n| {
            let kind = if n == 0 || rng.random_ratio(1, 10) { "key" } else { "delta" };
            let data = random_frame(codec, kind == "key", rng);
            let frame = if codec == "opus" { Frame::audio(data) } else { Frame::video(kind, data) };
            // Layers of one picture share a timestamp.
            timestamp = timestamp.wrapping_add([0, 960, 3000][rng.random_range(0..3)]);
            frame.at(ssrc, timestamp)
        })
        .collect()
}

fn random_frame(codec: &str, key: bool, rng: &mut StdRng) -> Vec<u8> {
    let head: &[u8] = match (codec, key) {
        ("opus", _) => &[0x78],
        ("vp8", true) => &[0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00],
        ("vp8", false) => &[0x31, 0x02, 0x00],
        ("vp9", true) => &[0x82, 0x49, 0x83, 0x42, 0x00, 0x13, 0xf0, 0x0e, 0xf6, 0x00],
        ("vp9", false) => &[0x86, 0x00, 0x40],
        ("av1", true) => &[0x12, 0x00, 0x0a, 0x04, 0x00, 0x00, 0x00, 0x02, 0x30, 0x10],
        ("av1", false) => &[0x12, 0x00, 0x30, 0x30],
        ("h264", _) => return access_unit(&H264, key, rng),
        ("h265", _) => return access_unit(&H265, key, rng),
        _ => panic!("no such codec: {codec}"),
    };
    [head, &payload(0..400, rng)].concat()
}

/// NAL unit headers.
struct Headers {
    parameter_sets: &'static [&'static [u8]],
    others: &'static [&'static [u8]],
    key_slice: &'static [u8],
    slices: &'static [&'static [u8]],
}

const H264: Headers = Headers {
    parameter_sets: &[&[0x67], &[0x68]],
    others: &[&[0x09, 0xf0], &[0x06, 0x05]],
    key_slice: &[0x65],
    slices: &[&[0x41], &[0x01], &[0x61]],
};

const H265: Headers = Headers {
    parameter_sets: &[&[0x40, 0x01], &[0x42, 0x01], &[0x44, 0x01]],
    others: &[&[0x46, 0x01, 0x50], &[0x4e, 0x01]],
    key_slice: &[0x26, 0x01],
    slices: &[&[0x02, 0x01], &[0x00, 0x01], &[0x02, 0x02]],
};

/// One or more slices with what stands before them, and start codes of either length.
fn access_unit(headers: &Headers, key: bool, rng: &mut StdRng) -> Vec<u8> {
    let mut out = Vec::new();
    if rng.random_ratio(1, 4) {
        let other = headers.others[rng.random_range(0..headers.others.len())];
        nal_unit(other, 1..20, rng, &mut out);
    }
    if key {
        headers.parameter_sets.iter().for_each(|set| nal_unit(set, 3..40, rng, &mut out));
    }
    for _ in 0..rng.random_range(1..4) {
        let slice = headers.slices[rng.random_range(0..headers.slices.len())];
        nal_unit(if key { headers.key_slice } else { slice }, 4..400, rng, &mut out);
    }
    out
}

fn nal_unit(header: &[u8], len: std::ops::Range<usize>, rng: &mut StdRng, out: &mut Vec<u8>) {
    if out.is_empty() || rng.random() {
        out.push(0);
    }
    out.extend([0, 0, 1]);
    out.extend(header);
    let mut zeros = 0;
    // The first byte of a slice header begins with `first_mb_in_slice` 0 nearly always; zeros
    // come with more slices than one.
    for byte in payload(len, rng).into_iter().chain([rng.random_range(1..=255)]) {
        if zeros >= 2 && byte <= 3 {
            out.push(3);
            zeros = 0;
        }
        out.push(byte);
        zeros = if byte == 0 { zeros + 1 } else { 0 };
    }
}

/// Random bytes, with many zeros in them now and then.
fn payload(len: std::ops::Range<usize>, rng: &mut StdRng) -> Vec<u8> {
    let mut bytes = vec![0; rng.random_range(len)];
    rng.fill_bytes(&mut bytes);
    if rng.random_ratio(1, 3) {
        bytes.iter_mut().filter(|byte| **byte < 0xc0).for_each(|byte| *byte &= 1);
    }
    bytes
}

/// Changes, cuts, repeats or inserts somewhere.
pub(crate) fn mutate(bytes: &mut Vec<u8>, rng: &mut StdRng) {
    let at = rng.random_range(0..bytes.len());
    let byte = [0, 1, 3, 12, 255][rng.random_range(0..5)];
    match rng.random_range(0..6) {
        0 => bytes[at] ^= 1 << rng.random_range(0..8),
        1 => bytes[at] = byte,
        2 => bytes.insert(at, byte),
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(..at)),
        _ => drop(bytes.splice(at..at, [0, 0, 3])),
    }
}
