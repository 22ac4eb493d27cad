//! What LiveKit's server sends in place of a participant: one frame of silence or of black for
//! the codecs that it knows, to flush decoders when a track is muted. Always the same bytes.

use crate::codec::Codec;

/// A key frame of 8 by 8 pixels.
const VP8: &[u8] = &[
    0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x08, 0x00, 0x08, 0x00, 0x00, 0x47, 0x08, 0x85, 0x85, 0x88,
    0x85, 0x84, 0x88, 0x02, 0x02, 0x00, 0x0c, 0x0d, 0x60, 0x00, 0xfe, 0xff, 0xab, 0x50, 0x80,
];

/// Parameter sets and a key frame of 2 by 2 pixels, each in a frame of its own.
const H264_SPS: &[u8] = &[
    0x67, 0x42, 0xc0, 0x1f, 0x0f, 0xd9, 0x1f, 0x88, 0x88, 0x84, 0x00, 0x00, 0x03, 0x00, 0x04, 0x00,
    0x00, 0x03, 0x00, 0xc8, 0x3c, 0x60, 0xc9, 0x20,
];
const H264_PPS: &[u8] = &[0x68, 0x87, 0xcb, 0x83, 0xcb, 0x20];
const H264_IDR: &[u8] = &[0x65, 0x88, 0x84, 0x0a, 0xf2, 0x62, 0x80, 0x00, 0xa7, 0xbe];

/// 80 bytes: silence, and zeros behind it.
const OPUS_LEN: usize = 80;
const OPUS_START: &[u8] = &[0xf8, 0xff, 0xfe];

/// Says whether the server sends these bytes on a track of this codec.
pub(super) fn is_known(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::Opus => {
            let zeros = payload.strip_prefix(OPUS_START);
            payload.len() == OPUS_LEN && zeros.is_some_and(|zeros| zeros.iter().all(|&z| z == 0))
        }
        Codec::Vp8 => payload == VP8,
        Codec::H264 => [H264_SPS, H264_PPS, H264_IDR].contains(&payload),
        Codec::Vp9 | Codec::H265 | Codec::Av1 => false,
    }
}
