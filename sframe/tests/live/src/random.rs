//! Random frames: ones that are of their codec, and ones that are nearly so.
//!
//! The same seed gives the same frames.

use crate::media;

/// SplitMix64.
#[derive(Debug)]
pub struct Rng(u64);

impl Rng {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 bits.
    pub fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `end - 1`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.word() % end as u64) as usize
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    /// A number of any length from 0 to so many bytes, often with many zero bytes.
    pub fn number(&mut self, bytes: u32) -> u64 {
        let all = u64::MAX >> (64 - 8 * bytes);
        let number = self.word() & all;
        match self.below(4) {
            0 => number & 0xff << (8 * self.below(bytes as usize)),
            1 => number >> (8 * self.below(bytes as usize)),
            2 => number & 7,
            _ => number,
        }
    }

    /// Bytes of one of several kinds: any, mostly zeros and small ones, zeros alone, no zeros.
    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        let kind = self.below(5);
        (0..len)
            .map(|_| match (kind, self.word() as u8) {
                (0 | 1, byte) => byte,
                (2, byte) if byte < 160 => 0,
                (2, byte) => byte % 5,
                (3, byte) => byte | 1,
                (_, byte) if self.0 & 0xff00 == 0 => byte,
                _ => 0,
            })
            .collect()
    }
}

/// Most significant bit first.
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn put(&mut self, value: u64, count: u32) -> &mut Self {
        self.0.extend((0..count).rev().map(|at| value >> at & 1 != 0));
        self
    }

    fn ue(&mut self, value: u64) -> &mut Self {
        let value = value + 1;
        let len = value.ilog2();
        self.put(0, len).put(value, len + 1)
    }

    fn bytes(&self) -> Vec<u8> {
        let byte = |bits: &[bool]| {
            bits.iter().enumerate().fold(0, |byte, (at, &bit)| byte | u8::from(bit) << (7 - at))
        };
        self.0.chunks(8).map(byte).collect()
    }
}

/// A frame that is one of its codec (a name of [`media::CODECS`]) and is sealed.
///
/// # Panics
///
/// When the codec is not one of [`media::CODECS`].
pub fn frame(codec: &str, rng: &mut Rng) -> Vec<u8> {
    let len = rng.pick(&[0, 1, 2, 3, 20, 80, 300, 900]);
    let len = rng.below(len + 1);
    let body = rng.bytes(len);
    match codec {
        "opus" => [vec![rng.word() as u8], body].concat(),
        "vp8" if rng.once_in(3) => {
            let mut frame = [rng.bytes(3), vec![0x9d, 0x01, 0x2a], rng.bytes(4), body].concat();
            frame[0] &= 0xfe;
            frame
        }
        "vp8" => {
            let mut frame = [rng.bytes(3), body].concat();
            frame[0] |= 1;
            frame
        }
        "vp9" => vp9(rng, body),
        "h264" => access_unit(rng, &H264),
        "h265" => access_unit(rng, &H265),
        "av1" => temporal_unit(rng),
        _ => panic!("no such codec: {codec}"),
    }
}

/// A frame that may be one of its codec or not: damaged, at a limit, or anything at all.
pub fn wild_frame(codec: &str, rng: &mut Rng) -> Vec<u8> {
    let mut frame = match rng.below(10) {
        0 => {
            let len = rng.below(40);
            let junk = rng.bytes(len);
            match codec {
                "h264" | "h265" if rng.below(4) > 0 => [&[0, 0, 1][..], &junk].concat(),
                _ => junk,
            }
        }
        1..=4 if matches!(codec, "h264" | "h265") => {
            return wild_access_unit(rng, if codec == "h264" { &H264 } else { &H265 });
        }
        1..=4 if codec == "av1" => return wild_temporal_unit(rng),
        _ => frame(codec, rng),
    };
    for _ in 0..rng.below(4) {
        let end = frame.len().min(64);
        let at = rng.below(end + 1);
        match rng.below(6) {
            0 | 1 if at < end => frame[at] ^= 1 << rng.below(8),
            2 if at < end => frame[at] = rng.pick(&[0, 1, 2, 3, 0x80, 0xff]),
            3 => frame.truncate(at),
            4 => {
                let len = rng.below(5);
                let bytes = rng.bytes(len);
                frame.splice(at..at, bytes);
            }
            5 => drop(frame.drain(at..end.min(at + rng.below(4)))),
            _ => {}
        }
    }
    frame
}

fn vp9(rng: &mut Rng, body: Vec<u8>) -> Vec<u8> {
    let profile = rng.word() & 3;
    let mut bits = Bits::default();
    bits.put(2, 2).put(profile & 1, 1).put(profile >> 1, 1);
    if profile == 3 {
        bits.put(0, 1);
    }
    match rng.below(3) {
        0 => bits.put(0, 2).put(rng.word(), 2).put(0x0049_8342, 24).put(rng.word(), 7),
        1 => bits.put(1, 1).put(rng.word(), 3),
        _ => bits.put(1, 2).put(rng.word(), 6),
    };
    let mut frame = [bits.bytes(), body].concat();
    if rng.once_in(4) {
        // The index of a superframe of two frames with sizes of one byte.
        let index = 0xc1;
        frame.extend([index, frame.len() as u8, 0, index]);
    }
    frame
}

struct Nals {
    sets: &'static [u8],
    slices: &'static [u8],
    others: &'static [u8],
    header_len: usize,
}

const H264: Nals = Nals {
    sets: &[7, 8, 13, 15],
    slices: &[1, 2, 5],
    others: &[3, 4, 6, 9, 10, 12, 14, 16, 19, 20, 22, 23],
    header_len: 1,
};

const H265: Nals = Nals {
    sets: &[32, 33, 34],
    slices: &[0, 1, 9, 15, 16, 18, 19, 20, 21, 23, 24, 31],
    others: &[35, 36, 37, 38, 39, 40, 41, 47, 48, 63],
    header_len: 2,
};

impl Nals {
    fn header(&self, rng: &mut Rng, kind: u8) -> Vec<u8> {
        if self.header_len == 1 {
            let referenced = if self.sets.contains(&kind) { 1 } else { 0 };
            return vec![(rng.word() as u8 & 3).max(referenced) << 5 | kind];
        }
        if [32, 33].contains(&kind) {
            return vec![kind << 1, 1];
        }
        let layer = if rng.once_in(8) { rng.word() as u8 & 31 } else { 0 };
        vec![kind << 1, layer << 3 | (rng.below(7) + 1) as u8]
    }

    fn unit(&self, rng: &mut Rng, kinds: &[u8], len: usize) -> Vec<u8> {
        let kind = rng.pick(kinds);
        let mut payload = rng.bytes(len);
        if let (8, 1, Some(first)) = (kind, self.header_len, payload.first_mut()) {
            *first |= 8; // a small id of a PPS
        }
        [self.header(rng, kind), escaped(&payload), vec![0x80]].concat()
    }

    /// `limit` is how large the numbers before the parameter set's get.
    fn slice(&self, rng: &mut Rng, limit: u64, len: usize) -> Vec<u8> {
        let kind = rng.pick(self.slices);
        // Any number, or one whose code ends in zeros.
        let mut number = |limit: u64| match rng.below(2) {
            0 => rng.word() % limit,
            _ => (1 << rng.below(limit.ilog2() as usize + 1)) - 1,
        };
        let (first, kind_of_slice, set) = (number(limit), number(10), number(limit.min(1 << 12)));
        let mut bits = Bits::default();
        if self.header_len == 1 {
            bits.ue(first).ue(kind_of_slice).ue(set);
        } else {
            bits.put(rng.word(), 1);
            if (16..24).contains(&kind) {
                bits.put(rng.word(), 1);
            }
            bits.ue(first);
        }
        bits.put(rng.word(), 5);
        let payload = escaped(&[bits.bytes(), rng.bytes(len), vec![0x80]].concat());
        [self.header(rng, kind), payload].concat()
    }
}

fn access_unit(rng: &mut Rng, nals: &Nals) -> Vec<u8> {
    let add = |units: &mut Vec<_>, rng: &mut Rng, kinds: &[u8], most: usize| {
        for _ in 0..rng.below(most + 1) {
            let len = rng.pick(&[1, 5, 40, 120]);
            let len = rng.below(len);
            units.push(nals.unit(rng, kinds, len));
        }
    };
    let mut units = Vec::new();
    add(&mut units, rng, nals.others, 2);
    if rng.once_in(2) {
        add(&mut units, rng, nals.sets, 5);
        add(&mut units, rng, nals.others, 2);
    }
    if !rng.once_in(12) {
        for _ in 0..=rng.below(3) {
            let (limit, len) = (rng.pick(&[1, 8, 300, 1 << 20]), rng.pick(&[0, 3, 40, 600]));
            units.push(nals.slice(rng, limit, len));
        }
        add(&mut units, rng, nals.others, 1);
        add(&mut units, rng, nals.sets, 1);
    } else if units.is_empty() {
        units.push(nals.unit(rng, nals.others, 4));
    }
    joined(rng, &units)
}

/// Units that no encoder makes: cut, empty, forbidden, at the limits of what is shown.
fn wild_access_unit(rng: &mut Rng, nals: &Nals) -> Vec<u8> {
    let mut units = Vec::new();
    if rng.once_in(2) {
        let count = rng.pick(&[0, 1, 3, 15, 16, 16, 17]);
        let total = if rng.once_in(2) { 1000 + rng.below(50) } else { rng.below(1000) };
        let each = (total / count.max(1)).max(nals.header_len + 1) - nals.header_len - 1;
        for _ in 0..count {
            let kind = rng.pick(nals.sets);
            let body = vec![0x55; each];
            units.push([nals.header(rng, kind), body, vec![0x80]].concat());
        }
        if let Some(last) = units.last_mut() {
            last.extend(vec![0xaa; total.saturating_sub(count * (each + nals.header_len + 1))]);
        }
    }
    for _ in 0..rng.below(3) {
        let len = rng.below(4);
        units.push(match rng.below(6) {
            0 => rng.bytes(len),
            1 => vec![],
            2 => vec![rng.word() as u8 & 0x7f],
            3 => [nals.unit(rng, nals.sets, len), vec![0; len]].concat(),
            _ => nals.unit(rng, nals.others, len),
        });
        if rng.once_in(8)
            && let Some(first) = units.last_mut().and_then(|unit| unit.first_mut())
        {
            *first |= 0x80;
        }
    }
    if !rng.once_in(6) {
        let limit = rng.pick(&[1, 300, 1 << 20, 1 << 31, 1 << 32, u64::MAX >> 16]);
        let len = rng.below(30);
        let mut slice = nals.slice(rng, limit, len);
        match rng.below(8) {
            0 => slice.truncate(rng.below(slice.len() + 1)),
            1 => {
                let kind = slice[0];
                slice = [nals.header(rng, kind & 31), rng.bytes(len)].concat();
            }
            2 => {
                // Headers near the longest that is shown.
                let zeros = rng.below(14);
                slice.splice(nals.header_len.., escaped(&vec![0; zeros]));
                let tail = rng.bytes(20);
                slice.push(1 << rng.below(8));
                slice.extend(escaped(&tail));
            }
            3 => slice[nals.header_len - 1] = rng.pick(&[0, 1, 0x80, slice[nals.header_len - 1]]),
            4 => slice[0] ^= 0x80,
            _ => {}
        }
        units.push(slice);
    }
    joined(rng, &units)
}

/// With start codes of several lengths, and zeros at the end now and then.
fn joined(rng: &mut Rng, units: &[Vec<u8>]) -> Vec<u8> {
    let mut frame = Vec::new();
    for unit in units {
        let zeros = rng.pick(&[2, 2, 3, 3, 3, 4, 6]);
        frame.resize(frame.len() + zeros, 0);
        frame.push(1);
        frame.extend(unit);
    }
    if rng.once_in(6) {
        let zeros = rng.below(4);
        frame.resize(frame.len() + zeros, 0);
    }
    frame
}

/// With emulation prevention.
fn escaped(data: &[u8]) -> Vec<u8> {
    let (mut out, mut zeros) = (Vec::new(), 0);
    for &byte in data {
        if zeros == 2 && byte <= 3 {
            out.push(3);
            zeros = 0;
        }
        out.push(byte);
        zeros = if byte == 0 { zeros + 1 } else { 0 };
    }
    out
}

fn temporal_unit(rng: &mut Rng) -> Vec<u8> {
    let mut frame = if rng.below(4) > 0 { media::obus(&[]) } else { Vec::new() };
    let mut add = |rng: &mut Rng, kinds: &[u8], most: usize, longest: usize| {
        for _ in 0..rng.below(most + 1) {
            let len = rng.below(longest);
            let payload = rng.bytes(len);
            let kind = rng.pick(kinds);
            let spelling = if rng.once_in(6) { 1 + rng.below(8) } else { 0 };
            frame.extend(obu(rng, kind, Some(spelling), &payload));
        }
    };
    add(rng, &[5, 15, 2, 0, 9], 2, 20);
    if rng.once_in(2) {
        add(rng, &[1], 3, 60);
        add(rng, &[5, 4, 7, 15], 2, 20);
    }
    if rng.once_in(12) {
        return if frame.is_empty() { vec![0x12, 0] } else { frame };
    }
    let len = rng.pick(&[1, 3, 100, 1000]);
    let len = 1 + rng.below(len);
    let (kind, payload) = (rng.pick(&[3, 6]), rng.bytes(len));
    let last = rng.once_in(3);
    frame.extend(obu(rng, kind, if last { None } else { Some(0) }, &payload));
    if !last {
        for _ in 0..rng.below(3) {
            let (kind, payload) = (rng.pick(&[4, 6, 7, 8, 1, 15]), rng.bytes(30));
            frame.extend(obu(rng, kind, Some(0), &payload));
        }
    }
    frame
}

/// OBUs that no encoder makes: of false sizes, forbidden, at the limits of what is shown.
fn wild_temporal_unit(rng: &mut Rng) -> Vec<u8> {
    let mut frame = Vec::new();
    if rng.once_in(2) {
        let count = rng.pick(&[0, 1, 3, 15, 16, 16, 17]);
        let total = if rng.once_in(2) { 960 + rng.below(100) } else { rng.below(1000) };
        for index in 0..count {
            let rest = if index == 0 { total % count } else { 0 };
            let payload = vec![0x55; total / count + rest];
            frame.extend(if rng.once_in(2) {
                obu(rng, 1, Some(0), &payload)
            } else {
                [&[0x0a][..], &leb128(payload.len(), 0), &payload].concat()
            });
        }
    }
    for _ in 0..rng.below(4) {
        let len = rng.below(5);
        let (kind, payload) = (rng.word() as u8 & 15, rng.bytes(len));
        let spelling = rng.pick(&[0, 1, 7, 8, 9, 10]);
        let mut unit = obu(rng, kind, Some(spelling), &payload);
        match rng.below(10) {
            0 => unit[0] ^= 0x80,
            1 => unit[0] ^= 2,
            2 => unit[0] ^= 4,
            3 => unit = [&[0x32][..], &leb128(1 << 32 | len, 0), &payload].concat(),
            _ => {}
        }
        frame.extend(unit);
    }
    if !rng.once_in(6) {
        let len = rng.below(4);
        let (kind, payload) = (rng.pick(&[3, 6]), rng.bytes(len));
        let size = rng.pick(&[Some(0), Some(0), Some(8), None]);
        frame.extend(obu(rng, kind, size, &payload));
    }
    frame
}

/// An OBU with a size field of at least so many bytes or none, and an extension now and then.
pub fn obu(rng: &mut Rng, kind: u8, size: Option<usize>, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![kind << 3];
    if rng.once_in(16) {
        out[0] |= 1; // reserved
    }
    if rng.once_in(4) {
        out[0] |= 4;
        out.push(rng.word() as u8);
    }
    if let Some(spelling) = size {
        out[0] |= 2;
        out.extend(leb128(payload.len(), spelling));
    }
    out.extend(payload);
    out
}

/// leb128 in at least so many bytes.
pub fn leb128(mut value: usize, spelling: usize) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let more = value > 0x7f || out.len() + 1 < spelling;
        out.push(value as u8 & 0x7f | if more { 0x80 } else { 0 });
        value >>= 7;
        if !more {
            return out;
        }
    }
}
