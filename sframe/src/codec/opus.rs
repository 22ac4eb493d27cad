//! Opus (RFC 6716 section 3.1): the TOC byte says mode, bandwidth and frame size. Every packet
//! can be decoded from, so all of them are key frames.

use super::Prefix;

/// 1 byte.
const TOC_LEN: usize = 1;

/// What packets of at least one byte show.
pub(super) const PREFIX: Prefix = Prefix { key_frame: true, len: TOC_LEN };

#[cfg(test)]
mod tests {
    use crate::codec::{Codec, CodecError};

    #[test]
    fn one_byte_is_clear() {
        for packet in [&[0x78][..], &[0x78, 1, 2, 3], &[0; 1275]] {
            let inspection = Codec::Opus.inspect(packet).unwrap();
            assert_eq!((inspection.key_frame, inspection.clear()), (true, &[0..1][..]));
        }
        assert_eq!(Codec::Opus.inspect(&[]), Err(CodecError::Empty));
    }
}
