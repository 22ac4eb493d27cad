//! What an operator needs to see of encoded frames.

use std::ffi::c_char;

use frameseal::codec::Codec;

use crate::boundary::boundary;
use crate::failure::{Failure, Misuse};
use crate::result::frameseal_result;

/// Codecs whose frames can be told apart.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_codec {
    /// Opus (RFC 6716).
    Opus = 1,
    /// VP8 (RFC 6386).
    Vp8 = 2,
    /// VP9.
    Vp9 = 3,
    /// H.264, also called AVC, with start codes (Annex B).
    H264 = 4,
    /// H.265, also called HEVC, with start codes (Annex B).
    H265 = 5,
    /// AV1, temporal units in the low-overhead format.
    Av1 = 6,
}

/// A number that C means to be a `frameseal_codec`. The header calls it that.
pub type CodecNumber = u8;

#[inline]
pub(crate) fn codec(number: CodecNumber) -> Result<Codec, Failure> {
    match number {
        1 => Ok(Codec::Opus),
        2 => Ok(Codec::Vp8),
        3 => Ok(Codec::Vp9),
        4 => Ok(Codec::H264),
        5 => Ok(Codec::H265),
        6 => Ok(Codec::Av1),
        _ => Err(Misuse::BadValue { what: "frameseal_codec", value: number.into() }.into()),
    }
}

fn number(codec: Codec) -> Result<frameseal_codec, Failure> {
    match codec {
        Codec::Opus => Ok(frameseal_codec::Opus),
        Codec::Vp8 => Ok(frameseal_codec::Vp8),
        Codec::Vp9 => Ok(frameseal_codec::Vp9),
        Codec::H264 => Ok(frameseal_codec::H264),
        Codec::H265 => Ok(frameseal_codec::H265),
        Codec::Av1 => Ok(frameseal_codec::Av1),
        _ => Err(frameseal::codec::CodecError::Unsupported.into()),
    }
}

/// Bytes of a frame, from `start` to before `end`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_range {
    /// The first byte.
    pub start: usize,
    /// The first byte behind.
    pub end: usize,
}

/// Finds the codec that SDP or WebRTC statistics name, such as `video/VP8` or `opus`, in any case.
///
/// From any thread. Gives `FRAMESEAL_RESULT_RED`, `FRAMESEAL_RESULT_UNSUPPORTED_CODEC`,
/// `FRAMESEAL_RESULT_NOT_UTF8`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_codec_from_mime_type(
    name: *const u8,
    name_len: usize,
    out: *mut frameseal_codec,
) -> frameseal_result {
    boundary!(|args| {
        let name = args.text("name", name, name_len)?;
        let out = args.output("out", out)?;
        out.write(number(Codec::from_mime_type(name)?)?);
        Ok(())
    })
}

/// Gives the name of a codec as SDP spells it, such as `VP8`; null for a number that is none. The
/// text ends with a zero byte and is never freed.
///
/// From any thread.
#[unsafe(no_mangle)]
pub extern "C" fn frameseal_codec_name(codec_number: CodecNumber) -> *const c_char {
    let name = match codec_number {
        1 => c"opus",
        2 => c"VP8",
        3 => c"VP9",
        4 => c"H264",
        5 => c"H265",
        6 => c"AV1",
        _ => return std::ptr::null(),
    };
    name.as_ptr()
}

/// Says whether a frame is a key frame, and which of its bytes the operator must see: at most 18
/// ranges, in order and apart, written to the `out_size` places at `out`, their number to
/// `out_len`.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not,
/// `FRAMESEAL_RESULT_EMPTY_FRAME` and its neighbours for a frame that is none of the codec's,
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_codec_inspect(
    codec_number: CodecNumber,
    frame: *const u8,
    frame_len: usize,
    is_key_frame: *mut bool,
    out: *mut frameseal_range,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let is_key_frame = args.output("is_key_frame", is_key_frame)?;
        let out = args.items_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let inspection = codec(codec_number)?.inspect(frame)?;
        let ranges = inspection.clear().iter();
        let ranges: Vec<_> =
            ranges.map(|range| frameseal_range { start: range.start, end: range.end }).collect();
        out_len.write(out.copy_from(&ranges)?);
        is_key_frame.write(inspection.key_frame);
        Ok(())
    })
}
