//! Target `codec`: whatever a frame holds, what stays clear of it is what the specifications say,
//! written down a second time, without regard to speed.

use std::ops::Range;

use frameseal::codec::{Codec, CodecError, Inspection, MAX_CLEAR_LEN, MAX_PARAMETER_SETS};

use super::bytes::Input;

pub fn codec(data: &[u8]) {
    let mut input = Input(data);
    let codec = Codec::ALL[input.below(6)];
    let frame = input.0;
    let inspected = codec.inspect(frame);
    assert_eq!(frame.is_empty(), inspected == Err(CodecError::Empty));
    if let Ok(inspection) = &inspected {
        well_formed(inspection, frame.len());
    }
    let (key_frame, clear) = match by_the_book(codec, frame) {
        Some(book) => (book.key_frame, book.clear),
        None => return assert!(inspected.is_err(), "{codec:?}: {inspected:?}"),
    };
    let inspection = inspected.unwrap();
    assert_eq!((inspection.key_frame, inspection.clear()), (key_frame, &clear[..]), "{codec:?}");
}

fn well_formed(inspection: &Inspection, frame_len: usize) {
    let (mut end, mut len) = (0, 0);
    for range in inspection.clear() {
        assert!(end <= range.start && range.start < range.end);
        (end, len) = (range.end, len + range.len());
    }
    assert!(end <= frame_len);
    assert!(len == inspection.clear_len() && len <= MAX_CLEAR_LEN);
    assert!(inspection.clear().len() <= MAX_PARAMETER_SETS + 2);
}

#[derive(Default)]
struct Book {
    key_frame: bool,
    parameter_sets: usize,
    clear: Vec<Range<usize>>,
}

/// `None` for what no encoder gives, or what exceeds a limit.
fn by_the_book(codec: Codec, frame: &[u8]) -> Option<Book> {
    let mut book = Book::default();
    let first = *frame.first()?;
    match codec {
        Codec::Opus => (book.key_frame, book.clear) = (true, vec![0..1]),
        Codec::Vp8 => {
            book.key_frame = first % 2 == 0;
            let len = if book.key_frame { 10 } else { 3 };
            let start_code = frame.get(3..6) == Some(&[0x9d, 0x01, 0x2a]);
            if frame.len() < len || book.key_frame && !start_code {
                return None;
            }
            book.clear = vec![0..len];
        }
        Codec::Vp9 => {
            book.key_frame = vp9_key_frame(frame)?;
            book.clear = vec![0..if book.key_frame { frame.len().min(10) } else { 1 }];
        }
        Codec::H264 | Codec::H265 => byte_stream(codec, frame, &mut book)?,
        Codec::Av1 => temporal_unit(frame, &mut book)?,
        codec => panic!("{codec:?} is new"),
    }
    let len: usize = book.clear.iter().map(Range::len).sum();
    (book.parameter_sets <= MAX_PARAMETER_SETS && len <= MAX_CLEAR_LEN).then_some(book)
}

/// VP9 bitstream specification section 6.2.
fn vp9_key_frame(frame: &[u8]) -> Option<bool> {
    let mut bits = Bits::new(frame.iter().copied());
    let marker = bits.number(2)?;
    let (low, high) = (bits.number(1)?, bits.number(1)?);
    let reserved = if low + 2 * high == 3 { bits.number(1)? } else { 0 };
    if marker != 2 || reserved != 0 {
        return None;
    }
    let (show_existing, frame_type) = (bits.number(1)?, bits.number(1)?);
    if show_existing == 1 || frame_type == 1 {
        return Some(false);
    }
    bits.number(2)?; // show_frame, error_resilient_mode
    (bits.number(24)? == 0x498342).then_some(true)
}

/// ITU-T H.264 and H.265 annex B and section 7.3.
fn byte_stream(codec: Codec, frame: &[u8], book: &mut Book) -> Option<()> {
    let is_code = |at: &usize| frame[*at..].starts_with(&[0, 0, 1]);
    let mut codes: Vec<usize> = (0..frame.len()).filter(is_code).collect();
    if frame[..*codes.first()?].iter().any(|&byte| byte != 0) {
        return None;
    }
    codes.push(frame.len());
    for ends in codes.windows(2) {
        let (start, mut end) = (ends[0] + 3, ends[1]);
        while end > start && frame[end - 1] == 0 {
            end -= 1;
        }
        let nal = &frame[start..end];
        let Some(&header) = nal.first() else { continue };
        if header >= 0x80 {
            return None;
        }
        let (kind, header_len) =
            if codec == Codec::H264 { (header % 32, 1) } else { (header / 2, 2) };
        let second = nal.get(1).copied();
        let plausible = match codec {
            Codec::H264 => {
                (1..24).contains(&kind)
                    && !([7, 8, 13, 15].contains(&kind) && header < 0x20)
                    && (kind != 8 || second.is_some_and(|byte| byte >= 8))
            }
            _ => second.is_some_and(|byte| {
                header % 2 == 0 && byte % 8 != 0 && (![32, 33].contains(&kind) || byte == 1)
            }),
        };
        if !plausible {
            return None;
        }
        let (is_set, is_slice) = match codec {
            Codec::H264 => ([7, 8, 13, 15].contains(&kind), [1, 2, 5].contains(&kind)),
            _ => ((32..=34).contains(&kind), kind < 32),
        };
        if is_set {
            book.parameter_sets += 1;
            book.clear.push(start..end);
        }
        if is_slice {
            let payload = nal.get(header_len..)?;
            // Each byte that is no emulation prevention, with how many bytes it is from the start.
            let kept: Vec<usize> = prevented(payload);
            let mut bits = Bits::new(kept.iter().map(|&at| payload[at]));
            if codec == Codec::H264 {
                (0..3).try_for_each(|_| bits.exp_golomb())?;
                book.key_frame = kind == 5;
            } else {
                bits.number(if (16..24).contains(&kind) { 2 } else { 1 })?;
                bits.exp_golomb()?;
                book.key_frame = (16..22).contains(&kind);
            }
            let len = header_len + kept[bits.taken.div_ceil(8) - 1] + 1;
            let bytes = nal.get(..len)?;
            if len > 15 || bytes.windows(3).any(|w| w[..2] == [0, 0] && w[2] < 3) {
                return None;
            }
            book.clear.push(start..start + len);
            break;
        }
    }
    Some(())
}

/// The places of all bytes but the 03s of 00 00 03.
fn prevented(payload: &[u8]) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < payload.len() {
        if payload[at..].starts_with(&[0, 0, 3]) {
            kept.extend([at, at + 1]);
            at += 3;
        } else {
            kept.push(at);
            at += 1;
        }
    }
    kept
}

/// AV1 specification sections 5.3 and 5.9.2.
fn temporal_unit(frame: &[u8], book: &mut Book) -> Option<()> {
    let (mut at, mut sequence_header) = (0, None);
    while at < frame.len() {
        let start = at;
        let header = frame[at];
        let extension = usize::from(header & 0x04 != 0);
        let mut payload = at + 1 + extension;
        if header & 0x80 != 0 || payload > frame.len() {
            return None;
        }
        let mut end = frame.len();
        let has_size = header & 0x02 != 0;
        if has_size {
            let mut size = 0u64;
            for n in 0.. {
                let byte = *frame.get(payload).filter(|_| n < 8)?;
                payload += 1;
                size += u64::from(byte % 128) << (7 * n);
                if byte < 128 {
                    break;
                }
            }
            end = payload + usize::try_from(u32::try_from(size).ok()?).ok()?;
        }
        let content = frame.get(payload..end)?;
        match header >> 3 & 0x0f {
            1 => {
                sequence_header = content.first().copied();
                book.parameter_sets += 1;
                book.clear.push(start..end);
            }
            3 | 6 => {
                let (first, behind_header) = (*content.first()?, start + 1 + extension);
                let is_key = |header| header & 0x08 != 0 || first < 0x20;
                book.key_frame = sequence_header.is_some_and(is_key);
                match has_size {
                    true => book.clear.extend([start..behind_header, payload..payload + 1]),
                    false => book.clear.push(start..payload + 1),
                }
                return Some(());
            }
            _ => {}
        }
        at = end;
    }
    Some(())
}

/// Bits of bytes, first the highest.
struct Bits {
    bits: Vec<bool>,
    taken: usize,
}

impl Bits {
    fn new(bytes: impl Iterator<Item = u8>) -> Self {
        let bits = bytes.take(64).flat_map(|byte| (0..8).rev().map(move |n| byte >> n & 1 == 1));
        Self { bits: bits.collect(), taken: 0 }
    }

    fn number(&mut self, len: usize) -> Option<u32> {
        let bits = self.bits.get(self.taken..self.taken + len)?;
        self.taken += len;
        Some(bits.iter().fold(0, |number, &bit| number << 1 | u32::from(bit)))
    }

    fn exp_golomb(&mut self) -> Option<()> {
        let zeros = self.bits[self.taken..].iter().position(|&bit| bit)?;
        if zeros > 31 {
            return None;
        }
        self.number(zeros)?;
        self.number(zeros + 1)?;
        Some(())
    }
}
