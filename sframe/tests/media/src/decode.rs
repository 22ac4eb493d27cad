//! ffmpeg: what a demuxer and a decoder make of a stream, genuine or sealed.
//!
//! "It decodes to nothing" is a measured statement here: how many pictures came out, whether
//! one is a picture of the genuine stream, and how far the two look alike.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

use crate::apt;
use crate::container;
use crate::encode::{self, Codec, Variant};

/// Pictures are compared at this size: shapes remain, single blocks do not.
const SIZE: (usize, usize) = (80, 60);

/// Sound is compared in blocks of 20 ms at 8 kHz.
const BLOCK: usize = 160;

/// What a decoder gave.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// MD5 of each picture or each block of samples, in order.
    pub hashes: Vec<String>,
    /// Luma of each picture at 80 x 60, or 20 ms of sound at 8 kHz; in order.
    pub shapes: Vec<Vec<u8>>,
    /// How many complaints the decoder printed.
    pub complaints: usize,
}

/// A decoded stream beside the genuine one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Pictures or blocks of samples that came out.
    pub decoded: usize,
    /// Those that equal one of the genuine stream, anywhere in it.
    pub equal: usize,
    /// Mean of |r|, Pearson's correlation, between shapes at the same index; 0 without any.
    pub mean: f64,
    /// The largest |r| between two shapes at the same index.
    pub largest: f64,
}

/// Counts the packets that `ffprobe` finds in a stream of these frames.
///
/// # Errors
///
/// ffmpeg is missing and cannot be installed, or takes the stream for something else.
pub fn packets(variant: &Variant, frames: &[Vec<u8>]) -> Result<usize> {
    apt::need("ffprobe", "ffmpeg")?;
    let file = Scratch::new(variant, frames)?;
    let mut ffprobe = Command::new("ffprobe");
    ffprobe.args(["-v", "error", "-f", demuxer(variant.codec), "-count_packets"]);
    ffprobe.args(["-show_entries", "stream=nb_read_packets", "-of", "csv=p=0"]).arg(&file.0);
    let text = String::from_utf8(encode::finish(ffprobe)?)?;
    text.trim().trim_matches(',').parse().with_context(|| format!("ffprobe said {text:?}"))
}

/// Decodes a stream of these frames; errors within it are counted, not reported.
///
/// # Errors
///
/// ffmpeg is missing and cannot be installed. A stream that it gives up on is no error.
pub fn decode(variant: &Variant, frames: &[Vec<u8>]) -> Result<Decoded> {
    let file = Scratch::new(variant, frames)?;
    let audio = variant.codec == Codec::Opus;
    let mut ffmpeg = encode::ffmpeg()?;
    ffmpeg.args(["-threads", "1", "-f", demuxer(variant.codec), "-i"]).arg(&file.0);
    let hashes = file.0.with_extension("hashes");
    if audio {
        ffmpeg.args(["-f", "framemd5"]).arg(&hashes);
        ffmpeg.args(["-ar", "8000", "-ac", "1", "-f", "u8", "-"]);
    } else {
        // Every picture as it comes: none twice, none dropped, none scaled to the first.
        let (width, height) = SIZE;
        let scale = format!("scale={width}:{height}:flags=area,format=gray");
        ffmpeg.args(["-map", "0:v", "-fps_mode", "passthrough", "-f", "framemd5"]).arg(&hashes);
        ffmpeg.args(["-map", "0:v", "-fps_mode", "passthrough", "-vf", &scale]);
        ffmpeg.args(["-f", "rawvideo", "-"]);
    }
    let output = ffmpeg.stdin(Stdio::null()).output()?;
    let lines = fs::read_to_string(&hashes).unwrap_or_default();
    let _ = fs::remove_file(&hashes);
    let hash = |line: &str| line.rsplit(',').next().map(|hash| hash.trim().to_owned());
    let shape = if audio { BLOCK } else { SIZE.0 * SIZE.1 };
    Ok(Decoded {
        hashes: lines.lines().filter(|line| !line.starts_with('#')).filter_map(hash).collect(),
        shapes: output.stdout.chunks_exact(shape).map(<[u8]>::to_vec).collect(),
        complaints: String::from_utf8_lossy(&output.stderr).lines().count(),
    })
}

/// Compares what came out of a stream with what comes out of the genuine one.
#[must_use]
pub fn likeness(decoded: &Decoded, genuine: &Decoded) -> Likeness {
    let known: HashSet<&String> = genuine.hashes.iter().collect();
    let pairs = decoded.shapes.iter().zip(&genuine.shapes);
    let alike: Vec<f64> = pairs.map(|(a, b)| correlation(a, b).abs()).collect();
    let mean = if alike.is_empty() { 0.0 } else { alike.iter().sum::<f64>() / alike.len() as f64 };
    Likeness {
        decoded: decoded.hashes.len(),
        equal: decoded.hashes.iter().filter(|hash| known.contains(hash)).count(),
        mean,
        largest: alike.into_iter().fold(0.0, f64::max),
    }
}

/// Pearson's correlation of two shapes; 0 when one of them is all the same.
#[must_use]
pub fn correlation(a: &[u8], b: &[u8]) -> f64 {
    let n = a.len().min(b.len()) as f64;
    let mean = |x: &[u8]| x.iter().map(|v| f64::from(*v)).sum::<f64>() / n;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        let (x, y) = (f64::from(*x) - mean_a, f64::from(*y) - mean_b);
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    if aa * bb == 0.0 { 0.0 } else { ab / (aa * bb).sqrt() }
}

fn demuxer(codec: Codec) -> &'static str {
    match codec {
        Codec::H264 => "h264",
        Codec::H265 => "hevc",
        Codec::Opus => "ogg",
        Codec::Vp8 | Codec::Vp9 | Codec::Av1 => "ivf",
    }
}

/// A file that goes away.
struct Scratch(PathBuf);

impl Scratch {
    fn new(variant: &Variant, frames: &[Vec<u8>]) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = encode::cache()?.join(format!("{process}-{count}.stream"));
        fs::write(&path, container::write(variant, frames)?)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
