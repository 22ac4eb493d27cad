//! VP9 (bitstream specification section 6.2, `uncompressed_header`): what kind of frame it is,
//! and of a key frame up to its size. SFUs read the RTP payload descriptor, but GStreamer's
//! payloader reads these to write it.
//!
//! ```text
//!  0 1 2 3 4 5 6 7
//! +-+-+-+-+-+-+-+-+
//! |1 0|P|P|E|T|S|R|  profile, low bit first; show existing frame; frame type, 0 is a key frame
//! +-+-+-+-+-+-+-+-+
//! ```
//! Profile 3 has a zero bit before E, and all that follows stands one bit later.

use super::{Codec, CodecError, Prefix};

/// 1 byte: marker, profile, frame type.
const DELTA_HEADER_LEN: usize = 1;

/// 10 bytes: in every profile, width and height end within.
const KEY_HEADER_LEN: usize = 10;

const FRAME_MARKER: u8 = 2;
const SYNC_CODE: u32 = 0x49_83_42;

/// Inspects a frame, or the first frame of a superframe.
pub(super) fn prefix(frame: &[u8]) -> Result<Prefix, CodecError> {
    let first = frame.first().copied().unwrap_or(0);
    if first >> 6 != FRAME_MARKER {
        return Err(Codec::Vp9.malformed("no frame marker"));
    }
    let profile_3 = first & 0x30 == 0x30;
    if profile_3 && first & 0x08 != 0 {
        return Err(Codec::Vp9.malformed("a reserved profile"));
    }
    let flags = if profile_3 { first << 1 } else { first };
    let (show_existing, key_frame) = (flags & 0x08 != 0, flags & 0x04 == 0);
    if show_existing || !key_frame {
        return Ok(Prefix { key_frame: false, len: DELTA_HEADER_LEN });
    }
    // Behind four flags: in profile 3 the fourth is in the second byte.
    let sync_code = match (profile_3, frame) {
        (true, &[_, a, b, c, d, ..]) => Some(u32::from_be_bytes([a, b, c, d]) >> 7 & 0xff_ff_ff),
        (false, &[_, a, b, c, ..]) => Some(u32::from_be_bytes([0, a, b, c])),
        _ => None,
    };
    if sync_code != Some(SYNC_CODE) {
        return Err(Codec::Vp9.malformed("a key frame without sync code"));
    }
    Ok(Prefix { key_frame: true, len: frame.len().min(KEY_HEADER_LEN) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_frame(frame: &[u8]) -> Result<bool, CodecError> {
        let inspection = Codec::Vp9.inspect(frame)?;
        let len = if inspection.key_frame { frame.len().min(KEY_HEADER_LEN) } else { 1 };
        assert_eq!(inspection.clear(), [0..len]);
        Ok(inspection.key_frame)
    }

    #[test]
    fn every_profile() {
        // marker, profile, [reserved,] existing, type, shown, resilient; then the sync code
        assert_eq!(key_frame(&[0b1000_0010, 0x49, 0x83, 0x42, 0]), Ok(true));
        assert_eq!(key_frame(&[0b1010_0010, 0x49, 0x83, 0x42]), Ok(true));
        assert_eq!(key_frame(&[0b1001_0011, 0x49, 0x83, 0x42]), Ok(true));
        assert_eq!(key_frame(&[0b1011_0001, 0x24, 0xc1, 0xa1, 0x00]), Ok(true));
        assert_eq!(key_frame(&[0b1011_0001, 0xa4, 0xc1, 0xa1, 0x7f]), Ok(true));
        assert_eq!(key_frame(&[0b1000_0110]), Ok(false));
        assert_eq!(key_frame(&[0b1011_0011]), Ok(false));
    }

    #[test]
    fn a_frame_shown_again_is_no_key_frame() {
        assert_eq!(key_frame(&[0b1000_1000]), Ok(false));
        assert_eq!(key_frame(&[0b1011_0100, 0]), Ok(false));
    }

    #[test]
    fn other_bytes_are_refused() {
        let refused = |frame: &[u8], what| {
            assert_eq!(key_frame(frame), Err(Codec::Vp9.malformed(what)), "{frame:x?}");
        };
        for first in [0b0000_0000, 0b0100_0000, 0b1100_0000] {
            refused(&[first, 0x49, 0x83, 0x42], "no frame marker");
        }
        refused(&[0b1011_1000, 0], "a reserved profile");
        for len in 1..4 {
            refused(&[0x82, 0x49, 0x83, 0x42][..len], "a key frame without sync code");
            refused(&[0xb1, 0x24, 0xc1, 0xa1, 0][..=len], "a key frame without sync code");
        }
        refused(&[0x82, 0x49, 0x83, 0x43], "a key frame without sync code");
        refused(&[0xb1, 0x24, 0xc1, 0xa0, 0x80], "a key frame without sync code");
    }
}
