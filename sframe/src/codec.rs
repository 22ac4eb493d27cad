//! What an operator needs to see of an encoded frame, and whether it is a key frame.
//!
//! Packetizers, SFUs and recorders look into frames: for parameter sets, for where a picture
//! begins, for key frames. [`Codec::inspect`] finds the bytes they look at and no others, so
//! that all the rest can be hidden.
//!
//! | Codec | Clear | Specification |
//! |---|---|---|
//! | Opus | TOC byte | RFC 6716 section 3.1 |
//! | VP8 | 10 bytes of a key frame, 3 of a delta frame | RFC 6386 section 9.1 |
//! | VP9 | 10 bytes of a key frame, 1 of a delta frame | VP9 bitstream specification section 6.2 |
//! | H.264 | parameter sets; NAL and slice header of the first slice up to its PPS id | ITU-T H.264 section 7.3 |
//! | H.265 | the same | ITU-T H.265 section 7.3 |
//! | AV1 | sequence headers; header and first payload byte of the first frame | AV1 specification section 5.3 |
//!
//! H.264 and H.265 are read as byte streams with start codes (Annex B), AV1 as a temporal unit
//! in the low-overhead format: what encoders give and what libwebrtc's frame encryptors get.
//!
//! ```
//! use frameseal::codec::Codec;
//! let frame = [0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1f, 0, 0, 1, 0x65, 0xb8, 0x12, 0x34];
//! let inspection = Codec::from_mime_type("video/H264")?.inspect(&frame)?;
//! assert!(inspection.key_frame);
//! assert_eq!(inspection.clear(), [4..8, 11..13]); // the SPS, the first slice's first bytes
//! # Ok::<(), frameseal::codec::CodecError>(())
//! ```

use core::ops::Range;

use thiserror::Error;

pub(crate) mod av1;
mod bits;
pub(crate) mod h264;
pub(crate) mod h265;
pub(crate) mod leb128;
pub(crate) mod nal;
mod opus;
pub(crate) mod vp8;
mod vp9;

/// 16 parameter sets (AV1: sequence headers) in one frame: encoders send 2 or 3, those with
/// several resolutions one or two for each.
pub const MAX_PARAMETER_SETS: usize = 16;

/// 1024 bytes of one frame stay clear at most: usual parameter sets have 10 to 100 bytes, and
/// what stays clear is sent twice.
pub const MAX_CLEAR_LEN: usize = 1024;

/// The parameter sets and, of an AV1 frame, the bytes before and behind the size field.
const MAX_CLEAR_RANGES: usize = MAX_PARAMETER_SETS + 2;

/// Why a frame or a codec cannot be handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CodecError {
    /// Redundant audio (RFC 2198): several frames in one packet. The app negotiated it.
    #[error(
        "RED bundles several Opus frames in one packet; encrypt each frame before RED, or negotiate plain opus"
    )]
    Red,
    /// It is not known what an operator must see of this codec.
    #[error(
        "the codec is none of opus, VP8, VP9, H264, H265 and AV1; negotiate one of them, or encrypt whole frames"
    )]
    Unsupported,
    /// The frame has no bytes. Encoders mark a dropped frame so; send nothing for it.
    #[error("the frame is empty; there is nothing to encrypt, drop it")]
    Empty,
    /// An H.264 or H.265 frame begins with something else than a start code.
    #[error(
        "the {} frame does not begin with a start code; convert length-prefixed NAL units (AVCC, HVCC) to Annex B",
        codec.name()
    )]
    NotAnnexB {
        /// The codec that was asked for.
        codec: Codec,
    },
    /// The frame is not what an encoder of this codec gives.
    #[error(
        "the bytes are no {} frame: {what}; check which codec was negotiated, and drop the frame",
        codec.name()
    )]
    Malformed {
        /// The codec that was asked for.
        codec: Codec,
        /// What is wrong.
        what: &'static str,
    },
    /// One frame carries more parameter sets or sequence headers than any encoder sends.
    #[error("the frame has more than {limit} parameter sets; configure the encoder to send fewer")]
    TooManyParameterSets {
        /// [`MAX_PARAMETER_SETS`].
        limit: usize,
    },
    /// More would stay clear than headers need.
    #[error(
        "{len} bytes of the frame would stay clear, more than {limit}; configure the encoder for smaller parameter sets"
    )]
    ClearTooLong {
        /// Bytes that would stay clear, as far as the frame was read.
        len: usize,
        /// [`MAX_CLEAR_LEN`].
        limit: usize,
    },
}

/// A codec whose frames can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Codec {
    /// Opus (RFC 6716).
    Opus,
    /// VP8 (RFC 6386).
    Vp8,
    /// VP9.
    Vp9,
    /// H.264, also called AVC.
    H264,
    /// H.265, also called HEVC.
    H265,
    /// AV1.
    Av1,
}

impl Codec {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Opus, Self::Vp8, Self::Vp9, Self::H264, Self::H265, Self::Av1];

    /// Gives the name in IANA's registry of RTP media subtypes, as SDP spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opus => "opus",
            Self::Vp8 => "VP8",
            Self::Vp9 => "VP9",
            Self::H264 => "H264",
            Self::H265 => "H265",
            Self::Av1 => "AV1",
        }
    }

    /// Finds the codec of a MIME type (`video/VP8`) or SDP encoding name (`VP8`), in any case.
    /// The names that Android's MediaCodec has for the same are understood too.
    ///
    /// # Errors
    /// [`CodecError::Red`] for `audio/red`, [`CodecError::Unsupported`] for all others.
    ///
    /// ```
    /// use frameseal::codec::{Codec, CodecError};
    /// assert_eq!(Codec::from_mime_type("video/AV1"), Ok(Codec::Av1));
    /// assert_eq!(Codec::from_mime_type("OPUS"), Ok(Codec::Opus));
    /// assert_eq!(Codec::from_mime_type("audio/red"), Err(CodecError::Red));
    /// ```
    pub fn from_mime_type(name: &str) -> Result<Self, CodecError> {
        let (kind, subtype) = match name.split_once('/') {
            Some((kind, subtype)) => (Some(kind), subtype),
            None => (None, name),
        };
        let is = |expected: &str, subtypes: &[&str]| {
            kind.is_none_or(|kind| kind.eq_ignore_ascii_case(expected))
                && subtypes.iter().any(|known| known.eq_ignore_ascii_case(subtype))
        };
        match () {
            () if is("audio", &["opus"]) => Ok(Self::Opus),
            () if is("audio", &["red"]) => Err(CodecError::Red),
            () if is("video", &["VP8", "x-vnd.on2.vp8"]) => Ok(Self::Vp8),
            () if is("video", &["VP9", "x-vnd.on2.vp9"]) => Ok(Self::Vp9),
            () if is("video", &["H264", "avc"]) => Ok(Self::H264),
            () if is("video", &["H265", "hevc"]) => Ok(Self::H265),
            () if is("video", &["AV1", "av01"]) => Ok(Self::Av1),
            () => Err(CodecError::Unsupported),
        }
    }

    /// Finds what must stay clear of one encoded frame: an Opus packet, a VP8 or VP9 frame or
    /// superframe, an access unit of H.264 or H.265, a temporal unit of AV1.
    ///
    /// Reads up to the first slice or frame header, allocates nothing, and answers for any
    /// bytes.
    ///
    /// # Errors
    /// The frame cannot be one of this codec's, or would leave more clear than
    /// [`MAX_PARAMETER_SETS`] and [`MAX_CLEAR_LEN`] allow.
    ///
    /// ```
    /// use frameseal::codec::Codec;
    /// let key_frame = [0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01, 0xab, 0xcd];
    /// let inspection = Codec::Vp8.inspect(&key_frame)?;
    /// assert!(inspection.key_frame);
    /// assert_eq!(inspection.clear(), [0..10]);
    /// # Ok::<(), frameseal::codec::CodecError>(())
    /// ```
    pub fn inspect(self, frame: &[u8]) -> Result<Inspection, CodecError> {
        if frame.is_empty() {
            return Err(CodecError::Empty);
        }
        match self {
            Self::H264 => nal::inspect(frame, &h264::SYNTAX),
            Self::H265 => nal::inspect(frame, &h265::SYNTAX),
            Self::Av1 => av1::inspect(frame),
            Self::Opus | Self::Vp8 | Self::Vp9 => {
                let Prefix { key_frame, len } = self.prefix(frame)?;
                let mut inspection = Inspection::new(key_frame);
                inspection.add(0..len)?;
                Ok(inspection)
            }
        }
    }

    /// The same for codecs that show the front of a frame and nothing else; the others show
    /// nothing of it.
    #[inline]
    pub(crate) fn prefix(self, frame: &[u8]) -> Result<Prefix, CodecError> {
        match self {
            _ if frame.is_empty() => Err(CodecError::Empty),
            Self::Opus => Ok(opus::PREFIX),
            Self::Vp8 => vp8::prefix(frame),
            Self::Vp9 => vp9::prefix(frame),
            Self::H264 | Self::H265 | Self::Av1 => Ok(Prefix { key_frame: false, len: 0 }),
        }
    }

    const fn malformed(self, what: &'static str) -> CodecError {
        CodecError::Malformed { codec: self, what }
    }
}

/// The front of a frame that stays clear.
pub(crate) struct Prefix {
    pub(crate) key_frame: bool,
    pub(crate) len: usize,
}

/// What [`Codec::inspect`] found in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Whether a decoder can start at this frame.
    pub key_frame: bool,
    ranges: [Range<usize>; MAX_CLEAR_RANGES],
    count: usize,
    parameter_sets: usize,
    len: usize,
}

impl Inspection {
    /// Gives the bytes that must stay clear as ranges of the frame: in ascending order, apart
    /// from each other or touching, none of them empty.
    #[inline]
    pub fn clear(&self) -> &[Range<usize>] {
        self.ranges.get(..self.count).unwrap_or_default()
    }

    /// Gives how many bytes they are together, at most [`MAX_CLEAR_LEN`].
    #[inline]
    pub const fn clear_len(&self) -> usize {
        self.len
    }

    /// Gives the parameter sets or sequence headers among them.
    pub(crate) fn parameter_sets(&self) -> &[Range<usize>] {
        self.ranges.get(..self.parameter_sets).unwrap_or_default()
    }

    /// Gives from where to where the others are: the beginning of the first slice or frame.
    pub(crate) fn carrier(&self) -> Option<Range<usize>> {
        let others = self.ranges.get(self.parameter_sets..self.count)?;
        Some(others.first()?.start..others.last()?.end)
    }

    const fn new(key_frame: bool) -> Self {
        let ranges = [const { 0..0 }; MAX_CLEAR_RANGES];
        Self { key_frame, ranges, count: 0, parameter_sets: 0, len: 0 }
    }

    /// Adds a whole parameter set or sequence header.
    fn add_parameter_set(&mut self, range: Range<usize>) -> Result<(), CodecError> {
        if self.parameter_sets == MAX_PARAMETER_SETS {
            return Err(CodecError::TooManyParameterSets { limit: MAX_PARAMETER_SETS });
        }
        self.parameter_sets = self.parameter_sets.saturating_add(1);
        self.add(range)
    }

    /// Adds a range behind all that are there. An empty one is left out.
    fn add(&mut self, range: Range<usize>) -> Result<(), CodecError> {
        let (len, limit) = (self.len.saturating_add(range.len()), MAX_CLEAR_LEN);
        if len > limit {
            return Err(CodecError::ClearTooLong { len, limit });
        }
        // There is room: nobody adds more than two besides the parameter sets.
        if let (false, Some(free)) = (range.is_empty(), self.ranges.get_mut(self.count)) {
            *free = range;
            self.count = self.count.saturating_add(1);
            self.len = len;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_in_any_case() {
        for codec in Codec::ALL {
            let kind = if codec == Codec::Opus { "audio" } else { "video" };
            let other = if codec == Codec::Opus { "video" } else { "audio" };
            for name in [codec.name().to_lowercase(), codec.name().to_uppercase()] {
                assert_eq!(Codec::from_mime_type(&name), Ok(codec));
                assert_eq!(Codec::from_mime_type(&std::format!("{kind}/{name}")), Ok(codec));
                let wrong = std::format!("{other}/{name}");
                assert_eq!(Codec::from_mime_type(&wrong), Err(CodecError::Unsupported));
            }
        }
        for (name, codec) in [
            ("video/avc", Codec::H264),
            ("video/hevc", Codec::H265),
            ("video/av01", Codec::Av1),
            ("video/x-vnd.on2.vp8", Codec::Vp8),
            ("Video/X-VND.on2.vp9", Codec::Vp9),
        ] {
            assert_eq!(Codec::from_mime_type(name), Ok(codec));
        }
    }

    #[test]
    fn other_names_are_refused() {
        for name in ["red", "RED", "audio/red"] {
            assert_eq!(Codec::from_mime_type(name), Err(CodecError::Red));
        }
        for name in ["", "/", "video/", "video/red", "PCMU", "video/VP8/90000", "VP80", "rtx"] {
            assert_eq!(Codec::from_mime_type(name), Err(CodecError::Unsupported), "{name}");
        }
    }

    #[test]
    fn messages_name_the_codec() {
        let errors = [
            (CodecError::NotAnnexB { codec: Codec::H265 }, "the H265 frame does not begin"),
            (Codec::Av1.malformed("it is round"), "the bytes are no AV1 frame: it is round;"),
        ];
        for (error, start) in errors {
            let message = std::format!("{error}");
            assert!(message.starts_with(start), "{message}");
        }
    }

    /// What frames of the codecs begin with.
    const PIECES: [&[u8]; 14] = [
        &[0, 0, 1],
        &[0, 0, 0, 1],
        &[0x67, 0x42],
        &[0x68, 0xce],
        &[0x65, 0xb8],
        &[0x42, 1],
        &[0x26, 1, 0xaf],
        &[0x12, 0],
        &[0x0a, 3, 0, 0, 0],
        &[0x32, 0x80],
        &[0x36, 0x48],
        &[0, 0, 3],
        &[0x10, 2, 0, 0x9d, 1, 0x2a],
        &[0x82, 0x49, 0x83, 0x42],
    ];

    /// Bytes that parsers stumble over more often than over random ones.
    fn frames() -> impl Strategy<Value = std::vec::Vec<u8>> {
        let zeros = prop::collection::vec(prop::sample::select(&[0, 0, 0, 1, 3, 0x67][..]), 0..200);
        let pieces = prop::collection::vec(prop::sample::select(&PIECES), 0..60)
            .prop_map(|pieces| pieces.concat());
        prop_oneof![prop::collection::vec(any::<u8>(), 0..200), zeros, pieces]
    }

    proptest! {
        #[test]
        fn any_bytes_have_an_answer(frame in frames()) {
            for codec in Codec::ALL {
                let Ok(inspection) = codec.inspect(&frame) else { continue };
                let mut end = 0;
                for range in inspection.clear() {
                    prop_assert!(end <= range.start && range.start < range.end);
                    end = range.end;
                }
                prop_assert!(end <= frame.len());
                let len: usize = inspection.clear().iter().map(ExactSizeIterator::len).sum();
                prop_assert_eq!(len, inspection.clear_len());
                prop_assert!(len <= MAX_CLEAR_LEN);
            }
        }
    }
}
