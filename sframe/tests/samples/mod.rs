//! One frame of each kind that an envelope lays out in another way, and what packets do to it.
#![allow(dead_code)] // each test binary uses its part

use frameseal::codec::Codec;

/// One frame of each kind that is laid out in another way.
pub(crate) fn samples() -> Vec<(Codec, &'static str, Vec<u8>)> {
    let body: Vec<u8> = (0..60u8).map(|n| n.wrapping_mul(37)).collect();
    let with = |front: &[u8]| [front, &body].concat();
    let sps = [0x67, 0x42, 0xe0, 0x1f, 0xda, 0x02];
    let pps = [0x68, 0xce, 0x3c, 0x80];
    let nal = |parts: &[&[u8]]| -> Vec<u8> {
        parts.iter().flat_map(|part| [&[0, 0, 0, 1], *part].concat()).collect()
    };
    let sequence_header = [0x0a, 0x04, 0x00, 0x01, 0x02, 0x03];
    let av1_key: Vec<u8> = [&[0x12, 0x00][..], &sequence_header, &[0x32, 61, 0x10], &body].concat();
    vec![
        (Codec::Opus, "packet", with(&[0xf8])),
        (Codec::Opus, "TOC only", vec![0xf8]),
        (Codec::Vp8, "key", with(&[0x50, 0x02, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0])),
        (Codec::Vp8, "delta", with(&[0x31, 0x02, 0])),
        (Codec::Vp9, "key", with(&[0x82, 0x49, 0x83, 0x42, 0, 0x13, 0xf0, 0x0e, 0xf6, 0])),
        (Codec::Vp9, "delta", with(&[0x86])),
        (Codec::H264, "key", nal(&[&sps, &pps, &[0x06, 5, 1, 2], &with(&[0x65, 0x88, 0x84])])),
        (Codec::H264, "delta", nal(&[&with(&[0x41, 0x9a])])),
        (Codec::H264, "slices", nal(&[&with(&[0x41, 0x9a]), &with(&[0x41, 0x01, 0x9a])])),
        (Codec::H264, "parameter sets only", nal(&[&sps, &pps])),
        (
            Codec::H265,
            "key",
            nal(&[&[0x40, 1, 9], &[0x42, 1, 8], &[0x44, 1, 7], &with(&[0x26, 1, 0xaf])]),
        ),
        (Codec::H265, "delta", nal(&[&with(&[0x02, 0x01, 0xd0])])),
        (Codec::H265, "parameter sets only", nal(&[&[0x40, 1, 9], &[0x42, 1, 8]])),
        (Codec::Av1, "key", av1_key),
        (Codec::Av1, "delta", [&[0x12, 0x00, 0x32, 61, 0x30][..], &body].concat()),
        (Codec::Av1, "no size", with(&[0x30, 0x30])),
        (Codec::Av1, "layers", [&[0x36, 0x48, 61, 0x30][..], &body].concat()),
        (Codec::Av1, "sequence header only", [&[0x12, 0x00][..], &sequence_header].concat()),
    ]
}

/// 3, 4 or more bytes before each NAL unit.
pub(crate) fn in_other_start_codes(sealed: &[u8], way: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < sealed.len() {
        if sealed[at..].starts_with(&[0, 0, 0, 1]) {
            let codes: [&[u8]; 4] = [&[0, 0, 1], &[0, 0, 0, 1], &[0, 0, 0, 0, 0, 1], &[0, 0, 1]];
            out.extend_from_slice(codes[(way + at) % 4]);
            at += 4;
        } else {
            out.push(sealed[at]);
            at += 1;
        }
    }
    out
}

/// Without the last size, with sizes longer than needed, with a temporal delimiter.
pub(crate) fn in_other_sizes(sealed: &[u8], way: usize) -> Vec<u8> {
    let (mut out, mut at) = (Vec::new(), 0);
    if way >= 2 {
        out.extend([0x12, 0x00]);
    }
    while at < sealed.len() {
        let header_len = if sealed[at] & 4 != 0 { 2 } else { 1 };
        let (mut size, mut len) = (0, 0);
        loop {
            let byte = sealed[at + header_len + len];
            size |= usize::from(byte & 0x7f) << (7 * len);
            len += 1;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let payload = at + header_len + len;
        let last = payload + size == sealed.len();
        let mut header = sealed[at..at + header_len].to_vec();
        if last && way.is_multiple_of(2) {
            header[0] &= !2;
            out.extend(header);
        } else {
            out.extend(header);
            let low = size as u8 & 0x7f | 0x80;
            out.extend([low, (size >> 7) as u8 | 0x80, 0]);
        }
        out.extend(&sealed[payload..payload + size]);
        at = payload + size;
    }
    out
}
