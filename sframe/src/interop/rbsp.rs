//! Emulation prevention (ITU-T H.264 section 7.3.1): 03 is put between 00 00 and a byte of at
//! most 03, so that ciphertext shows no start codes.
//!
//! LiveKit counts zeros from the first escaped byte on, GetStream counts those before it too:
//! `zeros` is how many of them to start with, 0 to 2.

use core::ops::Range;

use memchr::memmem;

const EMULATION_PREVENTION: u8 = 3;

/// Gives the most bytes that escaping adds to `len` bytes.
pub(super) const fn max_growth(len: usize) -> usize {
    (len / 2).saturating_add(1)
}

/// Escapes the bytes at `from` to `to` on, in front of them, and gives where the result ends.
///
/// The gap must have [`max_growth`] bytes. `None` if something does not fit.
pub(super) fn escape(
    buf: &mut [u8],
    mut from: Range<usize>,
    to: usize,
    mut zeros: usize,
) -> Option<usize> {
    let mut end = to;
    while let Some(len) = next_escape(buf.get(from.clone())?, zeros) {
        let rest = from.start.checked_add(len)?;
        end = shift(buf, from.start..rest, end)?;
        // Behind what was read already, as the gap is long enough.
        *buf.get_mut(end).filter(|_| end < rest)? = EMULATION_PREVENTION;
        end = end.checked_add(1)?;
        from.start = rest;
        zeros = 0;
    }
    shift(buf, from, end)
}

/// Takes the escapes out of `buf` and gives how long it is without them.
///
/// Takes out only what [`escape`] puts in: a 03 with no byte of at most 03 behind it stays.
pub(super) fn unescape(buf: &mut [u8], zeros: usize) -> usize {
    let (mut read, mut end) = (0, 0);
    let mut first = escape_at_start(buf, zeros);
    let finder = memmem::Finder::new(&[0, 0, EMULATION_PREVENTION]);
    loop {
        let rest = buf.get(read..).unwrap_or_default();
        let found = match first.take() {
            Some(at) => Some(at),
            None => finder.find(rest).map(|at| at.saturating_add(2)),
        };
        let Some(at) = found else { break };
        let after = read.saturating_add(at).saturating_add(1);
        let is_escape = buf.get(after).is_some_and(|&byte| byte <= EMULATION_PREVENTION);
        let keep = if is_escape { after.saturating_sub(1) } else { after };
        end = shift(buf, read..keep, end).unwrap_or(end);
        read = after;
    }
    let all = buf.len();
    shift(buf, read..all, end).unwrap_or(end)
}

/// Finds the 03 that may be an escape because of the zeros before `data`.
fn escape_at_start(data: &[u8], zeros: usize) -> Option<usize> {
    match (zeros, data) {
        (2.., [EMULATION_PREVENTION, ..]) => Some(0),
        (1.., [0, EMULATION_PREVENTION, ..]) => Some(1),
        _ => None,
    }
}

/// Finds the byte before which the next 03 goes.
fn next_escape(data: &[u8], zeros: usize) -> Option<usize> {
    let low = |at: usize| data.get(at).is_some_and(|&byte| byte <= EMULATION_PREVENTION);
    if zeros >= 2 && low(0) {
        return Some(0);
    }
    if zeros >= 1 && data.first() == Some(&0) && low(1) {
        return Some(1);
    }
    let mut pairs = memmem::find_iter(data, &[0, 0]);
    pairs.find_map(|at| Some(at.saturating_add(2)).filter(|&behind| low(behind)))
}

fn shift(buf: &mut [u8], from: Range<usize>, to: usize) -> Option<usize> {
    let end = to.checked_add(from.len())?;
    if from.start < to || buf.get(from.clone()).is_none() {
        return None;
    }
    if from.start != to {
        buf.copy_within(from, to);
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn escaped(data: &[u8], zeros: usize) -> Vec<u8> {
        let gap = max_growth(data.len());
        let mut buf = [&std::vec![0xaa; gap], data].concat();
        let all = buf.len();
        let end = escape(&mut buf, gap..all, 0, zeros).unwrap();
        buf.truncate(end);
        buf
    }

    fn unescaped(data: &[u8], zeros: usize) -> Vec<u8> {
        let mut buf = data.to_vec();
        let end = unescape(&mut buf, zeros);
        buf.truncate(end);
        buf
    }

    /// The rule, byte by byte.
    fn slow_escape(data: &[u8], mut zeros: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for &byte in data {
            if zeros >= 2 && byte <= 3 {
                out.push(3);
                zeros = 0;
            }
            out.push(byte);
            zeros = if byte == 0 { zeros + 1 } else { 0 };
        }
        out
    }

    fn slow_unescape(data: &[u8], mut zeros: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for (at, &byte) in data.iter().enumerate() {
            if zeros >= 2 && byte == 3 && data.get(at + 1).is_some_and(|&next| next <= 3) {
                zeros = 0;
                continue;
            }
            out.push(byte);
            zeros = if byte == 0 { zeros + 1 } else { 0 };
        }
        out
    }

    #[test]
    fn zeros_before_the_first_byte_count() {
        for (zeros, data, expected) in [
            (0, &[0, 1][..], &[0, 1][..]),
            (1, &[0, 1], &[0, 3, 1]),
            (2, &[0, 1], &[3, 0, 1]),
            (2, &[4, 0, 0, 4], &[4, 0, 0, 4]),
            (0, &[0, 0, 0, 0, 0], &[0, 0, 3, 0, 0, 3, 0]),
            (2, &[3], &[3, 3]),
        ] {
            assert_eq!(escaped(data, zeros), expected, "{zeros} {data:?}");
            assert_eq!(unescaped(expected, zeros), data, "{zeros} {data:?}");
        }
    }

    #[test]
    fn a_megabyte_of_escapes_takes_linear_time() {
        let data = [0, 0, 3].repeat(1 << 20);
        let start = std::time::Instant::now();
        assert_eq!(unescaped(&data, 0).len(), (2 << 20) + 1, "the last 03 has nothing behind it");
        assert_eq!(escaped(&data, 0).len(), 4 << 20);
        assert!(start.elapsed().as_secs() < 5);
    }

    proptest! {
        #[test]
        fn they_do_what_the_rule_says(
            data in prop::collection::vec(prop::sample::select(&[0, 0, 0, 1, 2, 3, 3, 4][..]), 0..80),
            zeros in 0..3usize,
        ) {
            let escaped = escaped(&data, zeros);
            prop_assert_eq!(&escaped, &slow_escape(&data, zeros));
            prop_assert!(escaped.len() <= data.len() + max_growth(data.len()));
            prop_assert_eq!(&unescaped(&escaped, zeros), &data);
            prop_assert_eq!(unescaped(&data, zeros), slow_unescape(&data, zeros));
            let whole = [&[0, 0][..zeros], &escaped].concat();
            prop_assert!(whole.windows(3).all(|code| code[..2] != [0, 0] || code[2] > 2));
        }
    }
}
