//! Frames that look like their codec, for round trips.

use crate::Frame;

/// The codecs that the systems know, by the names that they use.
pub const CODECS: [&str; 6] = ["opus", "vp8", "vp9", "h264", "h265", "av1"];

/// Makes `count` frames of a codec: a key frame first, then deltas, 20 ms or 33 ms apart. Later
/// frames are longer; the payload bytes repeat from one call to the next.
///
/// # Panics
///
/// When the codec is not one of [`CODECS`].
pub fn frames(codec: &str, count: usize) -> Vec<Frame> {
    let step = if codec == "opus" { 960 } else { 3000 };
    (0..count)
        .map(|index| {
            let kind = if index == 0 { "key" } else { "delta" };
            let body = body(index, 40 + 13 * index);
            let data = match (codec, kind) {
                ("opus", _) => [&[0x78][..], &body].concat(),
                ("vp8", "key") => {
                    [&[0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00][..], &body]
                        .concat()
                }
                ("vp8", _) => [&[0x31, 0x02, 0x00][..], &body].concat(),
                ("vp9", "key") => [&[0x82, 0x49, 0x83, 0x42][..], &body].concat(),
                ("vp9", _) => [&[0x86][..], &body].concat(),
                ("h264", "key") => nal_units(&[
                    &[0x67, 0x42, 0xc0, 0x1f, 0xda],
                    &[0x68, 0xce, 0x3c, 0x80],
                    &[&[0x65, 0x88][..], &body].concat(),
                ]),
                ("h264", _) => nal_units(&[&[&[0x41, 0x9a][..], &body].concat()]),
                ("h265", "key") => nal_units(&[
                    &[0x40, 0x01, 0x0c, 0x01, 0xff],
                    &[0x42, 0x01, 0x01, 0x01, 0x60],
                    &[0x44, 0x01, 0xc1, 0x72, 0xb4],
                    &[&[0x26, 0x01, 0xaf][..], &body].concat(),
                ]),
                ("h265", _) => nal_units(&[&[&[0x02, 0x01, 0xd0][..], &body].concat()]),
                ("av1", "key") => obus(&[(1, &[0x00, 0x00, 0x00, 0x02, 0xaf]), (6, &body)]),
                ("av1", _) => obus(&[(6, &body)]),
                _ => panic!("no such codec: {codec}"),
            };
            let frame = if codec == "opus" { Frame::audio(data) } else { Frame::video(kind, data) };
            frame.at(0x1122_3344, 90_000 + step * u32::try_from(index).unwrap())
        })
        .collect()
}

/// Joins NAL units with 4-byte start codes.
pub fn nal_units(units: &[&[u8]]) -> Vec<u8> {
    units.iter().flat_map(|unit| [&[0, 0, 0, 1][..], unit].concat()).collect()
}

/// Joins OBUs with a size field of one or two bytes, a temporal delimiter first.
pub fn obus(units: &[(u8, &[u8])]) -> Vec<u8> {
    let mut out = vec![0x12, 0x00];
    for &(kind, payload) in units {
        out.push(kind << 3 | 2);
        let size = payload.len();
        if size < 0x80 {
            out.push(size as u8);
        } else {
            out.extend([size as u8 & 0x7f | 0x80, (size >> 7) as u8]);
        }
        out.extend(payload);
    }
    out
}

/// Bytes without zeros, so that no start code lies in them.
fn body(seed: usize, length: usize) -> Vec<u8> {
    let mut state = seed as u32 ^ 0x9e37_79b9;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8 | 1
    };
    (0..length).map(|_| next()).collect()
}
