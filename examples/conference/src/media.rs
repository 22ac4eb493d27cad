//! Reads recorded media into encoded frames, as an encoder in a call hands them to the encryptor.
//!
//! The container is recognised by its content and cut into frames; nothing is decoded or changed.
//! Files come from the user and are not trusted: whatever they hold, the answer is a clip or an
//! error, within the limits below.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::time::Duration;

use ogg::{OggReadError, PacketReader};

/// Largest file in bytes: a clip is held in memory whole, and 64 MiB is an hour at 150 kb/s.
pub const MAX_FILE_BYTES: usize = 64 << 20;
/// Most frames, 5 hours of audio: a file of tiny frames must not cost many times its size.
pub const MAX_FRAMES: usize = 1_000_000;
/// Latest start of a frame: a forged timestamp must not make a call wait for years.
pub const MAX_DURATION: Duration = Duration::from_hours(24);
/// An Annex B stream carries no timestamps: its pictures are shown at 25 per second.
const PICTURE_DURATION: Duration = Duration::from_millis(40);

/// The codec of a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Codec {
    Opus,
    Vp8,
    Vp9,
    Av1,
    H264,
    H265,
}

impl Codec {
    /// Tells audio from video.
    pub fn is_audio(self) -> bool {
        self == Codec::Opus
    }

    /// Names the codec as its specification does.
    pub fn name(self) -> &'static str {
        match self {
            Codec::Opus => "Opus",
            Codec::Vp8 => "VP8",
            Codec::Vp9 => "VP9",
            Codec::Av1 => "AV1",
            Codec::H264 => "H.264",
            Codec::H265 => "H.265",
        }
    }

    /// Gives the RTP payload type, from the dynamic range 96 to 127 (RFC 3551, section 6).
    pub fn payload_type(self) -> u8 {
        match self {
            Codec::Opus => 111,
            Codec::Vp8 => 96,
            Codec::Vp9 => 98,
            Codec::Av1 => 100,
            Codec::H264 => 102,
            Codec::H265 => 104,
        }
    }

    /// Finds the codec of an RTP payload type.
    pub fn of_payload_type(payload_type: u8) -> Option<Codec> {
        let all = [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::Av1, Codec::H264, Codec::H265];
        all.into_iter().find(|codec| codec.payload_type() == payload_type)
    }

    /// Gives the codec as formats that look into frames name it.
    pub fn wire(self) -> frameseal::codec::Codec {
        match self {
            Codec::Opus => frameseal::codec::Codec::Opus,
            Codec::Vp8 => frameseal::codec::Codec::Vp8,
            Codec::Vp9 => frameseal::codec::Codec::Vp9,
            Codec::Av1 => frameseal::codec::Codec::Av1,
            Codec::H264 => frameseal::codec::Codec::H264,
            Codec::H265 => frameseal::codec::Codec::H265,
        }
    }

    /// Gives the rate of the RTP clock, in Hz.
    pub fn clock_rate(self) -> u32 {
        if self.is_audio() { 48_000 } else { 90_000 }
    }
}

/// One Opus packet, IVF frame, or access unit of H.264 or H.265 with its start codes.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Presentation time from the start of the clip; it never runs backwards.
    pub at: Duration,
    /// Whether a decoder can start here.
    pub key: bool,
    /// The encoded bytes, at least one.
    pub data: Vec<u8>,
}

/// A recording of one track, with at least one frame.
#[derive(Clone, Debug)]
pub struct Clip {
    /// File name without its folders.
    pub name: String,
    pub codec: Codec,
    /// From the start of the first frame to the end of the last one; never zero.
    pub duration: Duration,
    /// In the order of the file.
    pub frames: Vec<Frame>,
}

impl Clip {
    /// Parses the bytes of a media file; `name` is for the clip and the messages.
    ///
    /// # Errors
    /// The bytes are too many, of another format, or damaged.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Clip, MediaError> {
        let file = name.to_owned();
        if bytes.len() > MAX_FILE_BYTES {
            return Err(MediaError::TooLarge { file });
        }
        let parsed = match bytes {
            [b'D', b'K', b'I', b'F', ..] => ivf(bytes),
            [b'O', b'g', b'g', b'S', ..] => ogg_opus(bytes),
            [0, 0, 1, ..] | [0, 0, 0, 1, ..] => annex_b(bytes),
            _ => Err((0, Fault::UnknownFormat)),
        };
        match parsed {
            Ok(clip) if clip.frames.is_empty() => Err((bytes.len(), Fault::NoFrames)),
            parsed => parsed,
        }
        .map(|clip| Clip { name: name.to_owned(), ..clip })
        .map_err(|(byte, fault)| MediaError::Content { file, byte, fault })
    }

    /// Reads and parses a media file.
    ///
    /// # Errors
    /// As [`Clip::parse`], or the file cannot be read.
    pub fn open(path: &Path) -> Result<Clip, MediaError> {
        let file = path.display().to_string();
        let mut bytes = Vec::new();
        // One byte past the limit is enough to refuse a file, also one that never ends.
        let limit = (MAX_FILE_BYTES as u64).saturating_add(1);
        let read = File::open(path).and_then(|input| input.take(limit).read_to_end(&mut bytes));
        if let Err(source) = read {
            return Err(MediaError::Read { file, source });
        }
        let mut clip = Clip::parse(&file, &bytes)?;
        if let Some(name) = path.file_name() {
            clip.name = name.to_string_lossy().into_owned();
        }
        Ok(clip)
    }

    fn new(codec: Codec) -> Clip {
        let (name, frames) = (String::new(), Vec::new());
        Clip { name, codec, duration: Duration::ZERO, frames }
    }

    /// Appends the frame found at `byte` of the file; it is shown from the end so far.
    fn push(
        &mut self,
        byte: usize,
        length: Duration,
        key: bool,
        data: &[u8],
    ) -> Result<(), (usize, Fault)> {
        let at = self.duration;
        if self.frames.len() >= MAX_FRAMES {
            return Err((byte, Fault::TooManyFrames));
        }
        if at > MAX_DURATION || self.frames.last().is_some_and(|previous| at < previous.at) {
            return Err((byte, Fault::Timestamp));
        }
        self.duration = at.saturating_add(length);
        let data = data.to_vec();
        self.frames.push(Frame { at, key, data });
        Ok(())
    }
}

/// Gives the clips that are compiled in, audio first; `examples/media` says how they were made.
///
/// # Errors
/// A file was replaced by one that cannot be parsed.
pub fn built_in() -> Result<Vec<Clip>, MediaError> {
    let clips = BUILT_IN.iter();
    clips.map(|(name, bytes)| Clip::parse(name, bytes)).collect()
}

const BUILT_IN: [(&str, &[u8]); 4] = [
    ("speech.opus", include_bytes!("../../media/speech.opus")),
    ("vp8.ivf", include_bytes!("../../media/vp8.ivf")),
    ("av1.ivf", include_bytes!("../../media/av1.ivf")),
    ("h264.h264", include_bytes!("../../media/h264.h264")),
];

/// Why a file gave no clip.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MediaError {
    #[error("{file}: cannot be read ({source}); check the path and its permissions")]
    Read { file: String, source: io::Error },
    #[error("{file}: larger than {MAX_FILE_BYTES} bytes; cut it with `ffmpeg -i IN -t 30 OUT`")]
    TooLarge { file: String },
    #[error("{file}, byte {byte}: {fault}")]
    Content { file: String, byte: usize, fault: Fault },
}

/// What is wrong at a byte of a file, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    #[error("neither IVF, Ogg Opus nor Annex B; convert it with `ffmpeg -i IN -c:v vp8 OUT.ivf`")]
    UnknownFormat,
    #[error("\"{}\" is not VP80, VP90 or AV01; encode the clip as one of them", .0.escape_ascii())]
    UnknownCodec([u8; 4]),
    #[error("Ogg without Opus; encode it with `ffmpeg -i IN -vn -c:a libopus OUT.opus`")]
    NotOpus,
    #[error("the file ends inside the header or frame that begins here; copy it again")]
    Truncated,
    #[error("the IVF time base is zero; write the file again")]
    TimeBase,
    #[error("the time runs backwards or past 24 hours; write the file again, or cut it")]
    Timestamp,
    #[error("more than {MAX_FRAMES} frames; cut the file with `ffmpeg -i IN -t 30 OUT`")]
    TooManyFrames,
    #[error("the Ogg page that ends here is damaged ({0}); copy the file again")]
    OggPage(OggReadError),
    #[error("the Ogg page that ends here has a packet that is not Opus; encode the file again")]
    OpusPacket,
    #[error("the file ends before its first frame; record it again")]
    NoFrames,
}

/// IVF: a header of 32 bytes, then frames behind 12 bytes of size and timestamp, little endian.
fn ivf(bytes: &[u8]) -> Result<Clip, (usize, Fault)> {
    let codec = match &field(bytes, 0, 8)? {
        b"VP80" => Codec::Vp8,
        b"VP90" => Codec::Vp9,
        b"AV01" => Codec::Av1,
        other => return Err((8, Fault::UnknownCodec(*other))),
    };
    // One tick of the timestamps lasts scale / rate seconds.
    let rate = u128::from(u32::from_le_bytes(field(bytes, 0, 16)?));
    let scale = u128::from(u32::from_le_bytes(field(bytes, 0, 20)?));
    if rate == 0 || scale == 0 {
        return Err((16, Fault::TimeBase));
    }
    let time = |ticks: u64| {
        let billionths = u128::from(ticks).checked_mul(scale)?.checked_mul(1_000_000_000)?;
        let nanos = billionths.checked_div(rate)?.try_into().ok()?;
        Some(Duration::from_nanos(nanos))
    };

    let mut clip = Clip::new(codec);
    let mut first_ticks = None;
    let mut at: usize = 32;
    while at < bytes.len() {
        let size = u32::from_le_bytes(field(bytes, at, 0)?) as usize;
        let ticks = u64::from_le_bytes(field(bytes, at, 4)?);
        let start = at.saturating_add(12);
        let end = start.saturating_add(size);
        let data = bytes.get(start..end).ok_or((at, Fault::Truncated))?;
        // A frame without bytes is one that the encoder dropped.
        if !data.is_empty() {
            let since_first = ticks.checked_sub(*first_ticks.get_or_insert(ticks));
            clip.duration = since_first.and_then(time).ok_or((at, Fault::Timestamp))?;
            clip.push(at, PICTURE_DURATION, is_key(codec, data), data)?;
        }
        at = end;
    }
    // The last frame is shown for as long as the one before it; layers share one timestamp.
    if let Some(last) = clip.frames.last()
        && let Some(before) = clip.frames.iter().rfind(|frame| frame.at < last.at)
    {
        clip.duration = last.at.saturating_mul(2).saturating_sub(before.at);
    }
    Ok(clip)
}

/// Reads a field at an offset into the header that begins at `at`.
fn field<const N: usize>(
    bytes: &[u8],
    at: usize,
    offset: usize,
) -> Result<[u8; N], (usize, Fault)> {
    let found = bytes.get(at.saturating_add(offset)..);
    let found = found.and_then(|rest| rest.first_chunk());
    found.copied().ok_or((at, Fault::Truncated))
}

/// Tells whether a decoder can start at a frame of an IVF file.
fn is_key(codec: Codec, data: &[u8]) -> bool {
    let first = data.first().copied().unwrap_or_default();
    match codec {
        // RFC 6386, section 9.1.
        Codec::Vp8 => first & 1 == 0,
        // Marker 10, profile, a reserved bit if that is 3; show_existing_frame and frame_type: 0.
        Codec::Vp9 if first & 0x30 == 0x30 => first & 0b1100_0110 == 0b1000_0000,
        Codec::Vp9 => first & 0b1100_1100 == 0b1000_0000,
        // A sequence header stands next to the temporal delimiter, 12 00 (AV1, section 7.5), and
        // encoders repeat it where a decoder can start.
        _ => {
            let unit = data.strip_prefix(&[0x12, 0]).unwrap_or(data);
            unit.first().is_some_and(|header| header >> 3 & 0x0f == 1)
        }
    }
}

/// Ogg Opus (RFC 7845): the first Opus stream of the file, others are skipped.
///
/// The samples that a player drops at either end stay in, because a call has neither end.
fn ogg_opus(bytes: &[u8]) -> Result<Clip, (usize, Fault)> {
    let mut clip = Clip::new(Codec::Opus);
    let mut reader = PacketReader::new(Cursor::new(bytes));
    let mut stream = None;
    let mut tags_seen = false;
    loop {
        let packet = reader.read_packet();
        let byte = usize::try_from(reader.get_ref().position()).unwrap_or(bytes.len());
        let Some(packet) = packet.map_err(|error| (byte, Fault::OggPage(error)))? else {
            break;
        };
        if stream.is_none() && packet.data.starts_with(b"OpusHead") {
            stream = Some(packet.stream_serial());
        } else if stream == Some(packet.stream_serial()) && !tags_seen {
            tags_seen = true; // OpusTags, always the second packet
        } else if stream == Some(packet.stream_serial()) {
            let length = opus_duration(&packet.data).ok_or((byte, Fault::OpusPacket))?;
            clip.push(byte, length, true, &packet.data)?;
        }
    }
    stream.map(|_| clip).ok_or((0, Fault::NotOpus))
}

/// Reads the duration of an Opus packet, at most 120 ms (RFC 6716, sections 3.1 and 3.2).
fn opus_duration(packet: &[u8]) -> Option<Duration> {
    let toc = *packet.first()?;
    let frame_micros: u64 = match (toc >> 3, toc >> 3 & 3) {
        (16.., 0) => 2_500,
        (16.., 1) => 5_000,
        (12.., 2) | (_, 0) => 10_000,
        (12.., _) | (_, 1) => 20_000,
        (_, 2) => 40_000,
        _ => 60_000,
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(packet.get(1)? & 0x3f),
    };
    let micros = frame_micros.checked_mul(frames)?;
    let valid = (1..=120_000).contains(&micros);
    valid.then_some(Duration::from_micros(micros))
}

/// Annex B, cut where an access unit begins (H.264, 7.4.1.2.3 and H.265, 7.4.2.4.4).
fn annex_b(bytes: &[u8]) -> Result<Clip, (usize, Fault)> {
    let codec = nal_units(bytes).find_map(|(_, nal)| parameter_set(nal));
    let codec = codec.ok_or((0, Fault::UnknownFormat))?;
    let mut clip = Clip::new(codec);
    let mut push = |start: usize, end: usize, key: bool| {
        let data = bytes.get(start..end).unwrap_or_default();
        clip.push(start, PICTURE_DURATION, key, data)
    };

    let mut start = 0; // of the access unit
    let mut picture = None; // whether it is a key frame, once the access unit has a slice
    let mut lead = None; // start of the NAL units that go with the next picture, if one starts
    let mut delimited = false; // whether an access unit delimiter is among them
    for (at, nal) in nal_units(bytes) {
        match role(codec, nal) {
            Role::Trail => {}
            Role::Lead { delimiter } => {
                lead = lead.or(Some(at));
                delimited |= delimiter;
            }
            Role::Slice { first, key } => {
                let boundary = lead.take().unwrap_or(at);
                if let Some(was_key) = picture.take_if(|_| first || delimited) {
                    push(start, boundary, was_key)?;
                    start = boundary;
                }
                delimited = false;
                picture = Some(key || picture == Some(true));
            }
        }
    }
    if let Some(key) = picture {
        push(start, bytes.len(), key)?;
    }
    Ok(clip)
}

/// Finds the NAL units: where the start code of each begins, and what follows the start code.
fn nal_units(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let windows = bytes.windows(3).enumerate();
    let codes = windows.filter(|(_, window)| *window == [0, 0, 1]);
    codes.map(|(at, _)| {
        let before = at.saturating_sub(1);
        let start = if bytes.get(before) == Some(&0) { before } else { at };
        (start, bytes.get(at.saturating_add(3)..).unwrap_or_default())
    })
}

/// Tells the codecs apart by a parameter set; no first byte is one in both of them.
fn parameter_set(nal: &[u8]) -> Option<Codec> {
    match nal {
        [0x27 | 0x47 | 0x67, ..] => Some(Codec::H264),
        [0x40 | 0x42, 0x01, ..] => Some(Codec::H265),
        _ => None,
    }
}

/// What a NAL unit means for the division into access units.
enum Role {
    /// Belongs to the picture that starts next, if one does; a delimiter says that one does.
    Lead {
        delimiter: bool,
    },
    Slice {
        first: bool,
        key: bool,
    },
    /// Belongs to the picture before it.
    Trail,
}

fn role(codec: Codec, nal: &[u8]) -> Role {
    let byte = |at: usize| nal.get(at).copied().unwrap_or_default();
    if codec == Codec::H265 {
        let kind = byte(0) >> 1 & 0x3f;
        let delimiter = kind == 35;
        let key = (16..=21).contains(&kind);
        let first = byte(2) & 0x80 != 0; // first_slice_segment_in_pic_flag
        let base_layer = byte(0) & 1 == 0 && byte(1) >> 3 == 0;
        match kind {
            0..=31 if base_layer => Role::Slice { first, key },
            32..=35 | 39 | 41..=44 | 48..=55 => Role::Lead { delimiter },
            _ => Role::Trail,
        }
    } else {
        let kind = byte(0) & 0x1f;
        let delimiter = kind == 9;
        let key = kind == 5;
        let first = byte(1) & 0x80 != 0; // first_mb_in_slice is 0, in Exp-Golomb code
        match kind {
            1 | 2 | 5 => Role::Slice { first, key },
            6..=9 | 14..=18 => Role::Lead { delimiter },
            _ => Role::Trail,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(name: &str, bytes: &[u8]) -> String {
        Clip::parse(name, bytes).unwrap_err().to_string()
    }

    /// A VP9 file with one byte per frame.
    fn ivf_file(rate: u32, scale: u32, frames: &[(u64, u8)]) -> Vec<u8> {
        let mut file = b"DKIF\0\0\x20\0VP90\0\0\0\0".to_vec();
        file.extend([rate.to_le_bytes(), scale.to_le_bytes(), [0; 4], [0; 4]].as_flattened());
        for (ticks, byte) in frames {
            file.extend([1, 0, 0, 0]);
            file.extend(ticks.to_le_bytes());
            file.push(*byte);
        }
        file
    }

    #[test]
    fn built_in_clips_are_whole() {
        let clips = built_in().unwrap();
        let facts = |clip: &Clip| (clip.codec, clip.frames.len(), clip.duration.as_millis());
        assert_eq!(facts(&clips[0]), (Codec::Opus, 401, 8020));
        for (clip, codec) in clips[1..].iter().zip([Codec::Vp8, Codec::Av1, Codec::H264]) {
            assert_eq!(facts(clip), (codec, 200, 8000));
            let keys = clip.frames.iter().filter(|frame| frame.key);
            assert!(keys.map(|frame| frame.at.as_secs()).eq([0, 3, 6]));
        }
        assert_eq!(clips.len(), 4);
    }

    #[test]
    fn access_units_add_up_to_the_file() {
        let (name, bytes) = BUILT_IN[3];
        let frames = Clip::parse(name, bytes).unwrap().frames;
        let units: Vec<_> = frames.iter().map(|frame| &frame.data[..]).collect();
        assert_eq!(units.concat(), bytes);

        // Without the six bytes of each delimiter, first_mb_in_slice tells.
        assert!(units.iter().all(|unit| unit.starts_with(&[0, 0, 0, 1, 9])));
        let bare: Vec<_> = units.iter().map(|unit| &unit[6..]).collect();
        let again = Clip::parse(name, &bare.concat()).unwrap().frames;
        assert!(again.iter().map(|frame| &frame.data[..]).eq(bare));
    }

    #[test]
    fn h265_pictures_are_cut_before_what_leads_them() {
        let units: [&[u8]; 3] = [
            b"\0\0\0\x01\x40\x01\0\0\x01\x42\x01\0\0\x01\x26\x01\x80\0\0\x01\x26\x01\x40",
            b"\0\0\x01\x4e\x01\0\0\x01\x02\x01\x80\0\0\x01\x50\x01",
            b"\0\0\x01\x02\x01\x80\0\0\x01\x4a\x01",
        ];
        let clip = Clip::parse("x", &units.concat()).unwrap();
        let found = clip.frames.iter().map(|frame| (frame.key, &frame.data[..]));
        assert_eq!(clip.codec, Codec::H265);
        assert!(found.eq([true, false, false].into_iter().zip(units)));
    }

    #[test]
    fn ivf_time_base_and_first_timestamp_are_honoured() {
        // Profile 0 key, profile 0 delta, profile 3 key, show_existing_frame.
        let frames = [(50, 0x82), (51, 0x86), (54, 0xb0), (55, 0x88)];
        let clip = Clip::parse("x", &ivf_file(30_000, 1_001, &frames)).unwrap();
        let found = clip.frames.iter().map(|frame| (frame.at.as_micros(), frame.key));
        assert!(found.eq([(0, true), (33_366, false), (133_466, true), (166_833, false)]));
        assert_eq!(clip.duration.as_micros(), 200_200);
    }

    #[test]
    fn opus_durations_follow_the_toc() {
        // Every configuration with one frame, in the order of RFC 6716, table 2.
        let micros = |packet: &[u8]| opus_duration(packet).map_or(0, |length| length.as_micros());
        let table: Vec<_> = (0..32).map(|config| micros(&[config << 3])).collect();
        assert_eq!(table[..12], [10_000, 20_000, 40_000, 60_000].repeat(3));
        assert_eq!(table[12..16], [10_000, 20_000].repeat(2));
        assert_eq!(table[16..], [2_500, 5_000, 10_000, 20_000].repeat(4));
        // Two frames, six frames, and packets that are not Opus: seven frames are over 120 ms.
        let packets: [&[u8]; 6] = [&[0x69], &[0xfb, 6], &[0xfb, 7], &[0xfb, 0], &[0xfb], &[]];
        assert_eq!(packets.map(micros), [40_000, 120_000, 0, 0, 0, 0]);
    }

    #[test]
    fn truncation_is_an_error_or_a_shorter_clip() {
        let mut cuts = 0;
        for (name, bytes) in BUILT_IN {
            for length in 0..2000 {
                let clip = Clip::parse(name, &bytes[..length]);
                assert!(clip.is_err() || clip.is_ok_and(|clip| clip.frames.len() < 200));
                cuts += 1;
            }
        }
        assert_eq!(cuts, 8000);
    }

    #[test]
    fn errors_name_file_byte_and_remedy() {
        let text = error("notes.txt", b"hello");
        assert!(text.starts_with("notes.txt, byte 0: neither IVF, Ogg Opus nor Annex B; convert"));
        let text = Clip::open(Path::new("no/such.ivf")).unwrap_err().to_string();
        assert!(text.starts_with("no/such.ivf: cannot be read"));

        let files: [(&[u8], &str); 7] = [
            (&[0, 0, 1, 0x65, 0x80], "byte 0: neither IVF"),
            (&[0, 0, 1, 0x67, 0x80], "byte 5: the file ends before its first frame"),
            (b"DKIF\0\0\x20\0H264", "byte 8: \"H264\" is not VP80"),
            (&ivf_file(0, 1, &[]), "byte 16: the IVF time base"),
            (&ivf_file(25, 1, &[(1, 0), (0, 0)]), "byte 45: the time runs backwards"),
            (&BUILT_IN[1].1[..100], "byte 32: the file ends inside"),
            (&BUILT_IN[0].1[..100], "byte 100: the Ogg page that ends here is damaged"),
        ];
        for (bytes, expected) in files {
            assert!(error("x", bytes).contains(expected), "{expected}");
        }
    }

    #[test]
    fn limits_hold_at_the_limit_and_one_past_it() {
        let mut bytes = vec![0; MAX_FILE_BYTES];
        assert!(error("x", &bytes).contains("neither IVF"));
        bytes.push(0);
        assert!(error("x", &bytes).contains("larger than 67108864 bytes"));

        let day = MAX_DURATION.as_secs();
        assert!(Clip::parse("x", &ivf_file(1, 1, &[(0, 0), (day, 0)])).is_ok());
        for (scale, ticks) in [(1, day + 1), (u32::MAX, u64::MAX)] {
            let late = ivf_file(1, scale, &[(0, 0), (ticks, 0)]);
            assert!(error("x", &late).contains("byte 45: the time"));
        }

        let mut frames = vec![(0, 0); MAX_FRAMES];
        assert!(Clip::parse("x", &ivf_file(25, 1, &frames)).is_ok());
        frames.push((0, 0));
        assert!(error("x", &ivf_file(25, 1, &frames)).contains("byte 13000032: more than"));
    }
}
