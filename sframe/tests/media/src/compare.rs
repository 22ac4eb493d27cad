//! The form in which frames compare before and after a packetizer, and what it changed.
//!
//! Packetizers own the framing inside a frame: start codes, size fields and delimiters do not
//! travel, but are made anew on the other side.

use anyhow::{Context, Result};

use crate::annex_b;
use crate::encode::Codec;

/// Access unit delimiters and parameter sets: H.264's types, then H.265's.
const DELIMITER: [u8; 2] = [9, 35];
const PARAMETER_SETS: [&[u8]; 2] = [&[7, 8], &[32, 33, 34]];

/// AV1's OBU type for the start of a temporal unit.
const TEMPORAL_DELIMITER: u8 = 2;

/// What became of frames, each counted once, under the first that holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Byte for byte the same.
    pub identical: usize,
    /// Start codes of another length, or size fields of another form.
    pub framing: usize,
    /// As `framing`, and delimiters are gone or new.
    pub delimiters: usize,
    /// As `framing`, and zeros at the end of NAL units are gone.
    pub zeros: usize,
    /// As `framing`, and parameter sets stand before what was sent.
    pub prepended: usize,
    /// Anything else: changed or missing.
    pub lost: usize,
    /// Frames that came out after all that were sent.
    pub more: usize,
}

/// Compares what came out of a packetizer and depacketizer with what went in.
#[must_use]
pub fn changes(codec: Codec, sent: &[Vec<u8>], received: &[Vec<u8>]) -> Changes {
    let mut changes = Changes::default();
    for (at, sent) in sent.iter().enumerate() {
        let count = match received.get(at) {
            Some(received) => kind(&mut changes, codec, sent, received),
            None => &mut changes.lost,
        };
        *count += 1;
    }
    changes.more = received.len().saturating_sub(sent.len());
    changes
}

/// The units of a frame without framing: NAL units, OBUs without size, or the frame itself.
///
/// # Errors
///
/// It is no frame of AV1.
pub fn units(codec: Codec, frame: &[u8]) -> Result<Vec<Vec<u8>>> {
    match codec {
        Codec::H264 | Codec::H265 => Ok(annex_b::split(frame)),
        Codec::Av1 => obus(frame).context("not a frame of AV1"),
        Codec::Vp8 | Codec::Vp9 | Codec::Opus => Ok(vec![frame.to_vec()]),
    }
}

/// The units that every packetizer delivers: [`units`] without delimiters.
///
/// # Errors
///
/// As [`units`].
pub fn delivered_units(codec: Codec, frame: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut units = units(codec, frame)?;
    units.retain(|unit| !is_delimiter(codec, unit));
    Ok(units)
}

fn kind<'a>(changes: &'a mut Changes, codec: Codec, sent: &[u8], received: &[u8]) -> &'a mut usize {
    if sent == received {
        return &mut changes.identical;
    }
    let (Ok(before), Ok(after)) = (units(codec, sent), units(codec, received)) else {
        return &mut changes.lost;
    };
    let without = |units: &[Vec<u8>]| {
        let kept = units.iter().filter(|unit| !is_delimiter(codec, unit));
        kept.cloned().collect::<Vec<_>>()
    };
    if before == after {
        let zeros = |frame: &[u8]| frame.iter().rev().take_while(|byte| **byte == 0).count();
        let trimmed = codec.is_annex_b() && zeros(sent) != zeros(received);
        if trimmed { &mut changes.zeros } else { &mut changes.framing }
    } else if without(&before) == without(&after) {
        &mut changes.delimiters
    } else if after.strip_suffix(before.as_slice()).is_some_and(|more| are_sets(codec, more)) {
        &mut changes.prepended
    } else {
        &mut changes.lost
    }
}

fn is_delimiter(codec: Codec, unit: &[u8]) -> bool {
    match codec {
        Codec::H264 | Codec::H265 => nal_type(codec, unit) == DELIMITER[hevc(codec)],
        Codec::Av1 => unit.first().is_some_and(|header| header >> 3 == TEMPORAL_DELIMITER),
        Codec::Vp8 | Codec::Vp9 | Codec::Opus => false,
    }
}

fn are_sets(codec: Codec, units: &[Vec<u8>]) -> bool {
    let sets = PARAMETER_SETS[hevc(codec)];
    codec.is_annex_b() && units.iter().all(|unit| sets.contains(&nal_type(codec, unit)))
}

fn nal_type(codec: Codec, unit: &[u8]) -> u8 {
    let first = unit.first().copied().unwrap_or(0);
    if codec == Codec::H265 { (first >> 1) & 0x3f } else { first & 0x1f }
}

fn hevc(codec: Codec) -> usize {
    usize::from(codec == Codec::H265)
}

/// OBUs with the flag for the size cleared, header, extension and payload.
fn obus(mut frame: &[u8]) -> Option<Vec<Vec<u8>>> {
    const HAS_EXTENSION: u8 = 4;
    const HAS_SIZE: u8 = 2;
    let mut units = Vec::new();
    while let Some((header, rest)) = frame.split_first() {
        let mut unit = vec![header & !HAS_SIZE];
        let (extension, rest) = rest.split_at_checked(usize::from(header & HAS_EXTENSION) / 4)?;
        unit.extend(extension);
        let (size, rest) = if header & HAS_SIZE == 0 { (rest.len(), rest) } else { leb128(rest)? };
        let (payload, rest) = rest.split_at_checked(size)?;
        unit.extend(payload);
        units.push(unit);
        frame = rest;
    }
    Some(units)
}

fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(8).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}
