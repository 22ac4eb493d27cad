//! ffmpeg: real encoders with the options that change the shape of a stream.
//!
//! Every clip is made once, from synthetic pictures or synthetic speech, and kept below
//! `target`. What is returned are the encoder's own packets: their sizes come from a second
//! output of the same run (`framehash`), not from a parser that would have to guess them.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::{annex_b, apt, container, gst};

/// Frames or packets that each clip has at least.
pub const FRAMES: usize = 300;

/// A codec of real-time media.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// H.264 as Annex B access units.
    H264,
    /// H.265 as Annex B access units.
    H265,
    /// VP8.
    Vp8,
    /// VP9; hidden frames share a superframe with the next shown one.
    Vp9,
    /// AV1 temporal units in the low-overhead format, each OBU with its size.
    Av1,
    /// Opus packets.
    Opus,
}

impl Codec {
    /// Whether it is H.264 or H.265, whose frames hold start codes.
    #[must_use]
    pub fn is_annex_b(self) -> bool {
        matches!(self, Self::H264 | Self::H265)
    }
}

/// One encoder with one set of options.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// What a test names it by.
    pub name: &'static str,
    /// What comes out.
    pub codec: Codec,
    /// Width and height, 0 for audio.
    pub size: (u16, u16),
    /// ffmpeg's encoder, or GStreamer's `opusenc`.
    encoder: &'static str,
    /// Options of the encoder, separated by spaces.
    options: &'static str,
    /// What is encoded.
    source: Source,
    /// 2 for libvpx's hidden frames, which one pass does not make.
    passes: u8,
    /// What is done with the frames afterwards.
    change: Change,
}

#[derive(Debug, Clone, Copy)]
enum Source {
    /// Moving bars and a counter, with noise that changes in each picture.
    Bars,
    /// A zoom into the Mandelbrot set: new detail in each picture.
    Zoom,
    /// espeak-ng reads a text; seconds.
    Speech(u32),
    /// As speech, with a pause after each sentence; seconds.
    Pauses(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    /// Every start code is written in 3 bytes.
    ShortStartCodes,
}

/// Frames as an encoder made them.
#[derive(Debug, Clone)]
pub struct Clip {
    /// The encoder and its options.
    pub variant: Variant,
    /// Access units, temporal units or packets, in the order of decoding.
    pub frames: Vec<Vec<u8>>,
}

const fn video(
    name: &'static str,
    codec: Codec,
    size: (u16, u16),
    encoder: &'static str,
    source: Source,
    options: &'static str,
) -> Variant {
    Variant { name, codec, size, encoder, options, source, passes: 1, change: Change::None }
}

const fn speech(name: &'static str, source: Source, options: &'static str) -> Variant {
    let codec = Codec::Opus;
    let encoder = "libopus";
    Variant { name, codec, size: (0, 0), encoder, options, source, passes: 1, change: Change::None }
}

const QVGA: (u16, u16) = (320, 240);
const NHD: (u16, u16) = (640, 360);
/// Neither side is a multiple of 16.
const ODD: (u16, u16) = (326, 182);

/// x264 with an access unit delimiter, 4 slices, CABAC and 8x8 transforms; the second slice
/// and later ones come after start codes of 3 bytes.
const HIGH_SLICES: &str = "-profile:v high -preset veryfast -b:v 700k -g 90 -bf 0 \
                           -x264-params aud=1:slices=4:sliced-threads=0";

/// All clips that the tests use.
pub const VARIANTS: &[Variant] = &[
    // Browsers: constrained baseline without B frames, CAVLC.
    video(
        "h264-baseline",
        Codec::H264,
        QVGA,
        "libx264",
        Source::Bars,
        "-profile:v baseline -preset veryfast -tune zerolatency -b:v 500k -g 90",
    ),
    video(
        "h264-main-b-frames",
        Codec::H264,
        QVGA,
        "libx264",
        Source::Zoom,
        "-profile:v main -preset veryfast -b:v 500k -g 90 -bf 3 -x264-params b-pyramid=normal",
    ),
    video("h264-high-slices", Codec::H264, NHD, "libx264", Source::Zoom, HIGH_SLICES),
    Variant {
        change: Change::ShortStartCodes,
        ..video("h264-short-codes", Codec::H264, NHD, "libx264", Source::Zoom, HIGH_SLICES)
    },
    // Buffering period and picture timing SEI, parameter sets before each key frame.
    video(
        "h264-sei",
        Codec::H264,
        ODD,
        "libx264",
        Source::Bars,
        "-profile:v high -preset veryfast -b:v 400k -maxrate 500k -bufsize 500k -g 30 -bf 2 \
         -x264-params repeat-headers=1:nal-hrd=vbr:aud=1",
    ),
    // No key frame but the first: recovery points instead.
    video(
        "h264-intra-refresh",
        Codec::H264,
        QVGA,
        "libx264",
        Source::Bars,
        "-profile:v main -preset veryfast -b:v 500k -g 60 -bf 0 -x264-params intra-refresh=1",
    ),
    video(
        "h265-b-frames",
        Codec::H265,
        QVGA,
        "libx265",
        Source::Zoom,
        "-preset ultrafast -b:v 400k -g 90 \
         -x265-params bframes=4:pools=1:frame-threads=1:log-level=none",
    ),
    video(
        "h265-slices",
        Codec::H265,
        QVGA,
        "libx265",
        Source::Bars,
        "-preset ultrafast -b:v 500k -g 60 \
         -x265-params slices=2:aud=1:repeat-headers=1:bframes=0:pools=1:frame-threads=1:log-level=none",
    ),
    video(
        "vp8-realtime",
        Codec::Vp8,
        QVGA,
        "libvpx",
        Source::Bars,
        "-b:v 500k -g 90 -deadline realtime -cpu-used 8 -lag-in-frames 0 -error-resilient 1",
    ),
    // 8 token partitions, hence a table of their sizes.
    video(
        "vp8-partitions",
        Codec::Vp8,
        NHD,
        "libvpx",
        Source::Zoom,
        "-b:v 600k -g 90 -deadline realtime -cpu-used 8 -lag-in-frames 0 -slices 8",
    ),
    // Hidden frames: alternate references.
    Variant {
        passes: 2,
        ..video(
            "vp8-altref",
            Codec::Vp8,
            ODD,
            "libvpx",
            Source::Bars,
            "-b:v 400k -g 60 -deadline good -cpu-used 5 -auto-alt-ref 1 -lag-in-frames 16",
        )
    },
    video(
        "vp9-tiles",
        Codec::Vp9,
        NHD,
        "libvpx-vp9",
        Source::Bars,
        "-b:v 600k -g 90 -deadline realtime -cpu-used 8 -lag-in-frames 0 -tile-columns 1 \
         -error-resilient 1",
    ),
    Variant {
        passes: 2,
        ..video(
            "vp9-superframes",
            Codec::Vp9,
            QVGA,
            "libvpx-vp9",
            Source::Bars,
            "-b:v 400k -g 60 -deadline good -cpu-used 8 -auto-alt-ref 1 -lag-in-frames 16",
        )
    },
    video(
        "av1-realtime",
        Codec::Av1,
        QVGA,
        "libaom-av1",
        Source::Bars,
        "-b:v 400k -g 90 -usage realtime -cpu-used 8 -lag-in-frames 0",
    ),
    // Frame header and tile groups in OBUs of their own.
    video(
        "av1-tile-groups",
        Codec::Av1,
        NHD,
        "libaom-av1",
        Source::Bars,
        "-b:v 600k -g 90 -usage realtime -cpu-used 8 -lag-in-frames 0 -tile-columns 1 -tile-rows 1 \
         -aom-params num-tile-groups=2",
    ),
    // Hidden frames: several of them in one temporal unit.
    video(
        "av1-hidden-frames",
        Codec::Av1,
        QVGA,
        "libsvtav1",
        Source::Zoom,
        "-b:v 400k -g 60 -preset 12",
    ),
    speech("opus-20ms-vbr", Source::Speech(7), "-b:a 32k -vbr on -ac 1 -application voip"),
    speech("opus-20ms-cbr", Source::Speech(7), "-b:a 24k -vbr off -ac 1 -application voip"),
    speech(
        "opus-60ms",
        Source::Speech(19),
        "-b:a 24k -vbr on -ac 1 -application voip -frame_duration 60",
    ),
    speech("opus-stereo", Source::Speech(7), "-b:a 96k -vbr on -ac 2 -application audio"),
    // Discontinuous transmission: packets of 1 byte in pauses. ffmpeg 5 cannot; GStreamer can.
    Variant {
        encoder: "opusenc",
        ..speech(
            "opus-dtx",
            Source::Pauses(12),
            "dtx=true bitrate=24000 bitrate-type=vbr audio-type=voice",
        )
    },
];

/// Looks a variant up by its name.
///
/// # Errors
///
/// There is no such variant.
pub fn variant(name: &str) -> Result<Variant> {
    let found = VARIANTS.iter().find(|variant| variant.name == name).copied();
    found.with_context(|| format!("no variant is called {name}"))
}

/// Encodes a variant, or reads what an earlier run has encoded.
///
/// # Errors
///
/// ffmpeg or espeak-ng is missing and cannot be installed, or fails.
pub fn clip(name: &str) -> Result<Clip> {
    variant(name)?.clip()
}

/// All clips of a codec, in the order of [`VARIANTS`].
///
/// # Errors
///
/// As [`clip`].
pub fn clips(codec: Codec) -> Result<Vec<Clip>> {
    VARIANTS.iter().filter(|variant| variant.codec == codec).map(Variant::clip).collect()
}

impl Variant {
    /// Encodes it, or reads what an earlier run has encoded.
    ///
    /// # Errors
    ///
    /// As [`clip`].
    pub fn clip(&self) -> Result<Clip> {
        let file = self.file()?;
        let mut frames = match self.codec {
            Codec::Opus => container::read_ogg(&fs::read(&file)?)?,
            Codec::Vp8 | Codec::Vp9 | Codec::Av1 => container::read_ivf(&fs::read(&file)?)?,
            Codec::H264 | Codec::H265 => {
                cut(&fs::read(&file)?, &fs::read_to_string(file.with_extension("sizes"))?)?
            }
        };
        if self.change == Change::ShortStartCodes {
            for frame in &mut frames {
                *frame = annex_b::join(&annex_b::split(frame), 3);
            }
        }
        ensure!(frames.len() >= FRAMES, "{} has {} frames only", self.name, frames.len());
        Ok(Clip { variant: *self, frames })
    }

    /// Milliseconds between two frames.
    #[must_use]
    pub fn frame_millis(&self) -> u64 {
        match self.codec {
            Codec::Opus if self.options.contains("-frame_duration 60") => 60,
            Codec::Opus => 20,
            _ => 33,
        }
    }

    /// The encoded file as ffmpeg wrote it.
    fn file(&self) -> Result<PathBuf> {
        let folder = cache()?;
        let mut key = DefaultHasher::new();
        let parts =
            (self.encoder, self.options, self.size, self.passes, format!("{:?}", self.source));
        (parts, RECIPE).hash(&mut key);
        let ext = match self.codec {
            Codec::H264 => "h264",
            Codec::H265 => "h265",
            Codec::Opus => "opus",
            Codec::Vp8 | Codec::Vp9 | Codec::Av1 => "ivf",
        };
        // All that goes into a file is in its name: a changed option is encoded anew.
        let file = folder.join(format!("{}-{:016x}.{ext}", self.encoder, key.finish()));
        // One encoder at a time on the machine, and nobody reads half a file.
        let lock = File::create(folder.join("lock"))?;
        lock.lock()?;
        if !file.is_file() {
            self.encode(&file).with_context(|| format!("encoding {}", self.name))?;
        }
        Ok(file)
    }

    fn encode(&self, file: &Path) -> Result<()> {
        let sizes = file.with_extension("sizes");
        let part = file.with_extension("part");
        let source = self.source(&part)?;
        let mut command = ffmpeg()?;
        command.args(&source).args(EXACT);
        if self.encoder == "opusenc" {
            let wav = file.with_extension("wav");
            command.args(["-ac", "1"]).arg(&wav);
            finish(command)?;
            gst::opusenc(self.options, &wav, &part)?;
            return Ok(fs::rename(part, file)?);
        }
        command.args([if self.codec == Codec::Opus { "-c:a" } else { "-c:v" }, self.encoder]);
        command.args(self.options.split_whitespace());
        if self.passes == 2 {
            let log = file.with_extension("pass");
            let mut first = ffmpeg()?;
            first.args(&source).args(EXACT).args(["-c:v", self.encoder]);
            first.args(self.options.split_whitespace());
            first.args(["-pass", "1", "-passlogfile"]).arg(&log).args(["-f", "null", "-"]);
            finish(first)?;
            command.args(["-pass", "2", "-passlogfile"]).arg(&log);
        }
        // One encoder, two outputs: the stream, and the size of each packet in it.
        let muxer = match self.codec {
            Codec::H264 => "h264",
            Codec::H265 => "hevc",
            Codec::Opus => "ogg",
            Codec::Vp8 | Codec::Vp9 | Codec::Av1 => "ivf",
        };
        let outputs =
            format!("[f={muxer}]{}|[f=framehash:hash=adler32]{}", part.display(), sizes.display());
        command.args(["-map", "0", "-f", "tee", &outputs]);
        finish(command)?;
        Ok(fs::rename(part, file)?)
    }

    /// ffmpeg's arguments for the input; speech is first written next to `part`.
    fn source(&self, part: &Path) -> Result<Vec<String>> {
        let (width, height) = self.size;
        let picture = |graph: String| {
            // As many frames as asked for, and some for encoders that drop one.
            let (graph, count) = (format!("{graph},format=yuv420p"), (FRAMES + 5).to_string());
            Ok(["-f", "lavfi", "-i", &graph, "-frames:v", &count].map(str::to_owned).to_vec())
        };
        let sound = |seconds: u32, pause: &str| {
            let wav = part.with_extension("speech.wav");
            speak(&wav, pause)?;
            let (path, seconds) = (wav.to_string_lossy(), seconds.to_string());
            let again = "aresample=48000,aloop=-1:2147483647"; // forever
            Ok(["-i", &path, "-af", again, "-t", &seconds].map(str::to_owned).to_vec())
        };
        match self.source {
            Source::Bars => picture(format!(
                "testsrc2=size={width}x{height}:rate=30,noise=alls=6:allf=t:all_seed=7"
            )),
            Source::Zoom => {
                picture(format!("mandelbrot=size={width}x{height}:rate=30:maxiter=256"))
            }
            Source::Speech(seconds) => sound(seconds, ""),
            Source::Pauses(seconds) => sound(seconds, "<break time=\"1500ms\"/>"),
        }
    }
}

/// Counts up when the arguments in this file change, so that old files are left alone.
const RECIPE: u32 = 1;

/// No tags and no versions in files, one thread.
const EXACT: &[&str] =
    &["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-threads", "1"];

/// ffmpeg that prints nothing but errors, asks no questions and leaves the machine to others.
pub(crate) fn ffmpeg() -> Result<Command> {
    apt::need("ffmpeg", "ffmpeg")?;
    let mut command = Command::new("ffmpeg");
    command.args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]);
    command.args(["-filter_threads", "1", "-filter_complex_threads", "1"]);
    Ok(command)
}

/// Runs a program to its end.
pub(crate) fn finish(mut command: Command) -> Result<Vec<u8>> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("{command:?}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} ended with {}: {}", output.status, said.trim());
    }
    Ok(output.stdout)
}

/// A folder for what is expensive to make: `target/media`, or the one for temporary files.
///
/// # Errors
///
/// It cannot be made.
pub fn cache() -> Result<PathBuf> {
    // Cargo marks its target folder with this file, wherever it is.
    let program = std::env::current_exe()?;
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    let folder = target.map_or_else(std::env::temp_dir, Path::to_owned).join("media");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn speak(wav: &Path, pause: &str) -> Result<()> {
    apt::need("espeak-ng", "espeak-ng")?;
    let sentences = [
        "This call is end to end encrypted.",
        "The server forwards every frame, and understands none of them.",
        "Only we hold the keys.",
        "Six, seven, eight, nine, and one more.",
    ];
    let text = sentences.map(|sentence| format!("{sentence}{pause}")).join(" ");
    let mut espeak = Command::new("espeak-ng");
    espeak.args(["-v", "en-gb", "-s", "170", "-p", "45", "-m", "-w"]).arg(wav).arg(text);
    finish(espeak).map(drop)
}

/// Cuts a file into packets by the lines of ffmpeg's `framehash`:
/// `stream, decoding time, presentation time, duration, size, hash`.
fn cut(mut bytes: &[u8], sizes: &str) -> Result<Vec<Vec<u8>>> {
    let mut frames = Vec::new();
    for line in sizes.lines().filter(|line| !line.starts_with('#')) {
        let size = line.split(',').nth(4).context("framehash: no size")?.trim().parse()?;
        let (frame, rest) = bytes.split_at_checked(size).context("framehash: size too large")?;
        frames.push(frame.to_vec());
        bytes = rest;
    }
    ensure!(bytes.is_empty(), "{} bytes after the last packet", bytes.len());
    Ok(frames)
}
