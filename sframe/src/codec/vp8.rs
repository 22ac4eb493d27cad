//! VP8 (RFC 6386 section 9.1): a frame tag of 3 bytes; a key frame has a start code and its
//! size behind it.

use super::{Codec, CodecError, Prefix};

/// 3 bytes: frame type, version, whether it is shown, size of the first partition.
pub(crate) const DELTA_HEADER_LEN: usize = 3;

/// 10 bytes: the frame tag, the start code, width and height.
pub(crate) const KEY_HEADER_LEN: usize = 10;

const START_CODE: [u8; 3] = [0x9d, 0x01, 0x2a];

/// Says whether the frame tag is that of a key frame.
pub(crate) fn is_key_frame(frame: &[u8]) -> bool {
    frame.first().is_some_and(|byte| byte & 1 == 0)
}

pub(super) fn prefix(frame: &[u8]) -> Result<Prefix, CodecError> {
    let key_frame = is_key_frame(frame);
    if key_frame && frame.get(3..6).is_some_and(|code| code != START_CODE) {
        return Err(Codec::Vp8.malformed("a key frame without start code"));
    }
    let len = if key_frame { KEY_HEADER_LEN } else { DELTA_HEADER_LEN };
    if frame.len() < len {
        return Err(Codec::Vp8.malformed("it ends inside its header"));
    }
    Ok(Prefix { key_frame, len })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 12] = [0x10, 2, 0, 0x9d, 1, 0x2a, 0x80, 2, 0x68, 1, 7, 7];

    #[test]
    fn ten_bytes_or_three() {
        let key = Codec::Vp8.inspect(&KEY).unwrap();
        assert_eq!((key.key_frame, key.clear(), key.clear_len()), (true, &[0..10][..], 10));
        let delta = Codec::Vp8.inspect(&[0x31, 2, 0, 7]).unwrap();
        assert_eq!((delta.key_frame, delta.clear(), delta.clear_len()), (false, &[0..3][..], 3));
    }

    #[test]
    fn shorter_frames_are_refused() {
        for (shortest, frame) in [(10, &KEY[..]), (3, &[0x31, 2, 0, 7])] {
            for len in 0..=frame.len() {
                assert_eq!(Codec::Vp8.inspect(&frame[..len]).is_ok(), len >= shortest, "{len}");
            }
        }
    }

    #[test]
    fn a_key_frame_has_its_start_code() {
        for at in 3..6 {
            let mut frame = KEY;
            frame[at] ^= 1;
            let expected = Codec::Vp8.malformed("a key frame without start code");
            assert_eq!(Codec::Vp8.inspect(&frame), Err(expected));
        }
    }
}
