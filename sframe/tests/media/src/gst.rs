//! GStreamer: its RTP payloaders and depayloaders, fed with frames of ours.
//!
//! A pipeline of `gst-launch-1.0` reads its standard input and writes its standard output in
//! the GStreamer Data Protocol (elements `gdpdepay` and `gdppay`), which keeps the borders
//! and timestamps of buffers: one frame in is one buffer in, one buffer out is one frame out.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::apt;
use crate::encode::{self, Codec};

/// Largest RTP packet, header included: what browsers use too.
pub const MTU: usize = 1200;

/// Longest time of a pipeline in seconds; 2000 frames take half a second.
const TIMEOUT: &str = "60";

/// Buffers on a link between two elements: frames, or RTP packets.
#[derive(Debug, Clone)]
pub struct Buffers {
    /// The media type with its parameters, as GStreamer writes it.
    pub caps: String,
    /// Presentation time and bytes of each.
    pub list: Vec<(Duration, Vec<u8>)>,
}

/// What came out at the end of a pipeline.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Everything that came out, also before a failure.
    pub buffers: Buffers,
    /// The error that stopped the pipeline, if one did; later frames were never looked at.
    pub failure: Option<String>,
}

/// What a round trip did with a stream.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The frames that came out, in order.
    pub frames: Vec<Vec<u8>>,
    /// Buffers or events that the frames came out in; more than frames where a tool cuts one.
    pub pieces: usize,
    /// The sizes of the packets in between: RTP for GStreamer, SRTP for str0m.
    pub packets: Vec<usize>,
    /// The error that stopped the payloader or the depayloader, if one did.
    pub failure: Option<String>,
}

/// How frames are sent; `Default` is the plain payloader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Route {
    /// H.264 and H.265 only: `h264parse` or `h265parse` before the payloader.
    pub parse: bool,
    /// H.264 and H.265 only: small NAL units share a packet, as in WebRTC
    /// (`aggregate-mode=zero-latency`).
    pub aggregate: bool,
    /// H.264 and H.265 only: parameter sets travel also beside the packets
    /// (`sprop-parameter-sets` of SDP). The depayloader puts them before the first frame then.
    pub out_of_band: bool,
    /// VP8, VP9 and Opus only: the payloaders written in Rust, `rtpvp8pay2` and so on.
    pub second: bool,
}

/// Tells whether an element is installed, after installing the plugins if none of them is.
///
/// # Errors
///
/// GStreamer is missing and cannot be installed.
pub fn has_element(name: &str) -> Result<bool> {
    need()?;
    Ok(exists(name))
}

/// Tells whether GStreamer has the elements of a route here; prints loudly when it has not.
///
/// # Errors
///
/// As [`has_element`].
pub fn carries(codec: Codec, route: Route) -> Result<bool> {
    let (pay, depay) = (payloader(codec, route), depayloader(codec, route));
    let present = has_element(&pay)? && has_element(&depay)?;
    if !present {
        eprintln!("\n*** this GStreamer has no {pay} and {depay}: {codec:?} is not tried ***\n");
    }
    Ok(present)
}

/// Payloads and depayloads frames: one buffer in for each, and the buffers that came out.
///
/// # Errors
///
/// GStreamer cannot be run. A stream that it refuses is a [`Delivery`] with a `failure`.
pub fn roundtrip(codec: Codec, frames: &[Vec<u8>], route: Route) -> Result<Delivery> {
    let mut sent = packetize(codec, frames, route)?;
    let packets = sent.buffers.list.iter().map(|(_, packet)| packet.len()).collect();
    if sent.buffers.list.is_empty() {
        let (frames, pieces) = (vec![], 0);
        return Ok(Delivery { frames, pieces, packets, failure: sent.failure });
    }
    if !route.out_of_band {
        // Browsers send parameter sets in the stream alone.
        let fields = sent.buffers.caps.split(", ").filter(|field| !field.starts_with("sprop-"));
        sent.buffers.caps = fields.collect::<Vec<_>>().join(", ");
    }
    let received = depacketize(codec, &sent.buffers, route)?;
    let (pieces, failure) = (received.buffers.list.len(), sent.failure.or(received.failure));
    let frames = if codec == Codec::Av1 {
        join_by_time(received.buffers.list)
    } else {
        received.buffers.list.into_iter().map(|(_, frame)| frame).collect()
    };
    Ok(Delivery { frames, pieces, packets, failure })
}

/// Turns frames into RTP packets.
///
/// # Errors
///
/// As [`roundtrip`].
pub fn packetize(codec: Codec, frames: &[Vec<u8>], route: Route) -> Result<Outcome> {
    let step = if codec == Codec::Opus { 20 } else { 33 };
    let times = (0..).map(|i: u64| Duration::from_millis(i.saturating_mul(step)));
    let frames = Buffers {
        caps: frame_caps(codec).into(),
        list: times.zip(frames.iter().cloned()).collect(),
    };
    let mut elements = String::new();
    if route.parse {
        elements += if codec == Codec::H264 { "h264parse ! " } else { "h265parse ! " };
    }
    elements += &format!("{} mtu={MTU}", payloader(codec, route));
    if route.aggregate {
        elements += " aggregate-mode=zero-latency";
    }
    run(&elements, &frames)
}

/// `rtpav1depay` gives OBUs; those of one temporal unit have one timestamp.
fn join_by_time(buffers: Vec<(Duration, Vec<u8>)>) -> Vec<Vec<u8>> {
    let mut frames: Vec<(Duration, Vec<u8>)> = Vec::new();
    for (time, bytes) in buffers {
        match frames.last_mut().filter(|(last, _)| *last == time) {
            Some((_, frame)) => frame.extend(bytes),
            None => frames.push((time, bytes)),
        }
    }
    frames.into_iter().map(|(_, frame)| frame).collect()
}

/// Turns RTP packets into frames.
///
/// # Errors
///
/// As [`roundtrip`].
pub fn depacketize(codec: Codec, packets: &Buffers, route: Route) -> Result<Outcome> {
    let mut elements = depayloader(codec, route);
    // Without this it picks length-prefixed NAL units in one buffer for each of them.
    if matches!(codec, Codec::H264 | Codec::H265) {
        elements += &format!(" ! {}", frame_caps(codec));
    }
    run(&elements, packets)
}

/// Whether the payloader takes this frame, alone in a pipeline of its own.
///
/// # Errors
///
/// As [`roundtrip`].
pub fn accepts(codec: Codec, frame: &[u8]) -> Result<bool> {
    let outcome = packetize(codec, &[frame.to_vec()], Route::default())?;
    Ok(outcome.failure.is_none() && !outcome.buffers.list.is_empty())
}

/// Runs buffers through elements, written as on the command line of `gst-launch-1.0`.
///
/// # Errors
///
/// As [`roundtrip`].
pub fn run(elements: &str, input: &Buffers) -> Result<Outcome> {
    need()?;
    // fdsink with its usual `async=true` waits for ever when an element fails early; and a
    // pipeline that hangs for another reason is killed.
    let output = "gdppay ! fdsink fd=1 sync=false async=false";
    let line = format!("fdsrc fd=0 ! gdpdepay ! {elements} ! {output}");
    let mut child = Command::new("timeout")
        .args([TIMEOUT, "gst-launch-1.0", "--quiet", "--no-fault"])
        .args(line.split(' '))
        .env("GST_DEBUG_NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("gst-launch-1.0")?;
    let mut to_child = child.stdin.take().context("no standard input")?;
    let mut said = child.stderr.take().context("no standard error")?;
    let input = write_gdp(input)?;
    // Three pipes, each full at 64 KB: nobody may wait for another.
    let feeder = std::thread::spawn(move || to_child.write_all(&input));
    let listener = std::thread::spawn(move || {
        let mut text = String::new();
        said.read_to_string(&mut text).map(|_| text)
    });
    let mut output = Vec::new();
    child.stdout.take().context("no standard output")?.read_to_end(&mut output)?;
    let status = child.wait()?;
    // A pipeline that fails closes its input early, so a broken pipe here is no news.
    let fed = feeder.join().is_ok_and(|result| result.is_ok());
    let said = listener.join().ok().and_then(Result::ok).unwrap_or_default();
    let failure = (!status.success() || !fed || said.contains("ERROR"))
        .then(|| format!("`{elements}` ended with {status}: {}", said.trim()));
    Ok(Outcome { buffers: read_gdp(&output)?, failure })
}

/// Encodes a WAV file into an Ogg Opus file.
pub(crate) fn opusenc(options: &str, wav: &std::path::Path, ogg: &std::path::Path) -> Result<()> {
    need()?;
    let mut command = Command::new("gst-launch-1.0");
    let (wav, ogg) = (wav.display(), ogg.display());
    command.args(["--quiet", "filesrc", &format!("location={wav}"), "!", "wavparse", "!"]);
    command.args(["audioconvert", "!", "audioresample", "!", "opusenc"]);
    command.args(options.split(' '));
    command.args(["!", "oggmux", "!", "filesink", &format!("location={ogg}")]);
    encode::finish(command).map(drop)
}

/// The first `gst-launch-1.0` and the plugins that this file uses.
fn need() -> Result<()> {
    static ONCE: std::sync::OnceLock<Result<(), String>> = std::sync::OnceLock::new();
    let result = ONCE.get_or_init(|| {
        apt::need("gst-launch-1.0", "gstreamer1.0-tools")
            .and_then(|()| {
                apt::need_that("opusenc", "gstreamer1.0-plugins-base", || exists("opusenc"))
            })
            .and_then(|()| {
                apt::need_that("rtpvp8pay", "gstreamer1.0-plugins-good", || exists("rtpvp8pay"))
            })
            .and_then(|()| {
                apt::need_that("gdppay", "gstreamer1.0-plugins-bad", || exists("gdppay"))
            })
            .map_err(|error| format!("{error:#}"))
    });
    result.clone().map_err(anyhow::Error::msg)
}

/// Asks without `--exists`, which denies plugins that count their versions by themselves.
fn exists(element: &str) -> bool {
    let mut command = Command::new("gst-inspect-1.0");
    command.arg(element).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn payloader(codec: Codec, route: Route) -> String {
    format!("rtp{}pay{}", encoding(codec), if route.second { "2" } else { "" })
}

fn depayloader(codec: Codec, route: Route) -> String {
    format!("rtp{}depay{}", encoding(codec), if route.second { "2" } else { "" })
}

fn encoding(codec: Codec) -> &'static str {
    match codec {
        Codec::Vp8 => "vp8",
        Codec::Vp9 => "vp9",
        Codec::H264 => "h264",
        Codec::H265 => "h265",
        Codec::Av1 => "av1",
        Codec::Opus => "opus",
    }
}

fn frame_caps(codec: Codec) -> &'static str {
    match codec {
        Codec::Vp8 => "video/x-vp8",
        Codec::Vp9 => "video/x-vp9",
        Codec::H264 => "video/x-h264,stream-format=byte-stream,alignment=au",
        Codec::H265 => "video/x-h265,stream-format=byte-stream,alignment=au",
        Codec::Av1 => "video/x-av1,parsed=(boolean)true,stream-format=obu-stream,alignment=tu",
        Codec::Opus => "audio/x-opus,channel-mapping-family=0,channels=2,rate=48000",
    }
}

/// Length of a header of the data protocol, version 1.0: version, flags, type and length of
/// what follows, times, checksums (unused here).
const GDP_HEADER: usize = 62;

const GDP_BUFFER: u16 = 1;
const GDP_CAPS: u16 = 2;
/// `64 + GST_EVENT_STREAM_START` and `64 + GST_EVENT_SEGMENT`, which have to come before data.
const GDP_STREAM_START: u16 = 10318;
const GDP_SEGMENT: u16 = 17998;

/// No timestamp.
const NONE: u64 = u64::MAX;

fn write_gdp(buffers: &Buffers) -> Result<Vec<u8>> {
    let start = "GstEventStreamStart, stream-id=(string)frames, \
                 flags=(GstStreamFlags)GST_STREAM_FLAG_NONE, group-id=(uint)1;\0";
    let segment = "GstEventSegment, segment=(GstSegment)\"segment, \
                   flags=(GstSegmentFlags)GST_SEGMENT_FLAG_NONE, rate=(double)1, \
                   applied-rate=(double)1, format=(GstFormat)time, base=(guint64)0, \
                   offset=(guint64)0, start=(guint64)0, stop=(guint64)18446744073709551615, \
                   time=(guint64)0, position=(guint64)0, \
                   duration=(guint64)18446744073709551615;\";\0";
    let mut out = Vec::new();
    write_gdp_packet(&mut out, GDP_STREAM_START, NONE, start.as_bytes())?;
    write_gdp_packet(&mut out, GDP_CAPS, NONE, format!("{}\0", buffers.caps).as_bytes())?;
    write_gdp_packet(&mut out, GDP_SEGMENT, NONE, segment.as_bytes())?;
    for (time, bytes) in &buffers.list {
        write_gdp_packet(&mut out, GDP_BUFFER, u64::try_from(time.as_nanos())?, bytes)?;
    }
    Ok(out)
}

fn write_gdp_packet(out: &mut Vec<u8>, kind: u16, time: u64, payload: &[u8]) -> Result<()> {
    out.extend([1, 0, 0, 0]); // version 1.0, no checksums
    out.extend(kind.to_be_bytes());
    out.extend(u32::try_from(payload.len())?.to_be_bytes());
    for field in [time, NONE, NONE, NONE] {
        out.extend(field.to_be_bytes()); // presentation time, duration, offset and its end
    }
    out.extend([0; 2]); // flags of the buffer
    out.extend(time.to_be_bytes()); // decoding time
    out.extend([0; 10]); // reserved, checksums
    out.extend(payload);
    Ok(())
}

fn read_gdp(mut bytes: &[u8]) -> Result<Buffers> {
    let mut buffers = Buffers { caps: String::new(), list: Vec::new() };
    while let Some((header, rest)) = bytes.split_at_checked(GDP_HEADER) {
        ensure!(header.starts_with(&[1, 0]), "not version 1.0 of the data protocol");
        let kind = u16::from_be_bytes([header[4], header[5]]);
        let length = u32::from_be_bytes([header[6], header[7], header[8], header[9]]) as usize;
        let Some((payload, rest)) = rest.split_at_checked(length) else {
            bail!("the pipeline stopped within a buffer");
        };
        match kind {
            GDP_BUFFER => {
                let time = header[10..18].try_into().map_or(0, u64::from_be_bytes);
                buffers.list.push((Duration::from_nanos(time), payload.to_vec()));
            }
            GDP_CAPS => {
                let text = String::from_utf8_lossy(payload);
                buffers.caps = text.trim_end_matches('\0').to_owned();
            }
            _ => {} // events
        }
        bytes = rest;
    }
    ensure!(bytes.is_empty(), "the pipeline stopped within a header");
    Ok(buffers)
}
