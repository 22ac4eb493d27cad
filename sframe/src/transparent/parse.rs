//! A received envelope, taken apart. The input is hostile: every function is total, and its
//! time is linear in the frame.

use core::ops::Range;

use super::associated::{self, Associated};
use super::dressing::{MAX_DRESSING_LEN, START_CODE, obu_header};
use super::escape;
use super::trailer::{Form, Trailer};
use crate::aead::Metadata;
use crate::codec::{MAX_PARAMETER_SETS, av1, leb128, nal};
use crate::error::DecryptError;

/// Where things are in a frame.
pub(super) struct Parsed {
    pub(super) trailer: Trailer,
    /// What carries the ciphertext: the last NAL unit, behind its start code, or OBU.
    carrier: usize,
    /// SFrame header, ciphertext and tag.
    pub(super) sealed: Range<usize>,
    /// Whether bytes were put into them that have to be taken out.
    pub(super) escaped: bool,
}

/// Takes an envelope apart.
pub(super) fn envelope(frame: &[u8]) -> Result<Parsed, DecryptError> {
    let trailer = Trailer::parse(frame)?;
    let (carrier, start, escaped) = match trailer.form {
        Form::Prefix(len) => (0, usize::from(len), false),
        Form::Nal(len) => nal_form(frame, len).ok_or(DecryptError::MalformedEnvelope)?,
        Form::Obu(len) => obu_form(frame, len).ok_or(DecryptError::MalformedEnvelope)?,
    };
    let end = frame.len().saturating_sub(trailer.len());
    if start > end || start > MAX_DRESSING_LEN {
        return Err(DecryptError::MalformedEnvelope);
    }
    Ok(Parsed { trailer, carrier, sealed: start..end, escaped })
}

/// Takes an envelope apart and escaped bytes out of `frame`.
pub(super) fn unescaped(frame: &mut [u8]) -> Result<Parsed, DecryptError> {
    let mut parsed = envelope(frame)?;
    if parsed.escaped {
        let malformed = DecryptError::MalformedEnvelope;
        let start = parsed.sealed.start;
        let left = escape::unescape(frame, start).ok_or(malformed)?;
        parsed.sealed.end = left.checked_sub(parsed.trailer.len()).ok_or(malformed)?;
        if start > parsed.sealed.end {
            return Err(malformed);
        }
        parsed.escaped = false;
    }
    Ok(parsed)
}

fn nal_form(frame: &[u8], len: u8) -> Option<(usize, usize, bool)> {
    let carrier = escape::carrier(frame)?;
    let start = carrier.start.checked_add(usize::from(len))?;
    // Nothing but zeros before the first start code: it would go unnoticed. The carrier counts
    // as one, empty here.
    let mut units = nal::units(frame.get(..carrier.start)?);
    let first = units.next()?.start_code.start;
    if units.nth(MAX_PARAMETER_SETS).is_some() {
        return None;
    }
    let leading_zeros = frame.get(..first)?.iter().all(|&byte| byte == 0);
    let fits = len > 0 && start < frame.len() && carrier.start <= MAX_DRESSING_LEN;
    if !fits || !leading_zeros {
        return None;
    }
    Some((carrier.start, start, carrier.escaped))
}

fn obu_form(frame: &[u8], len: u8) -> Option<(usize, usize, bool)> {
    let mut last = None;
    // A temporal delimiter may be there, besides what the sender writes.
    for (before, obu) in av1::obus(frame).enumerate() {
        last = Some(obu.ok()?);
        if before > MAX_PARAMETER_SETS.saturating_add(1) {
            return None;
        }
    }
    // A delimiter is skipped: what it shows would go unauthenticated.
    let last = last.filter(|last| {
        last.kind != av1::obu_type::TEMPORAL_DELIMITER && usize::from(len) <= last.payload.len()
    })?;
    Some((last.header.start, last.payload.start.checked_add(usize::from(len))?, false))
}

impl Parsed {
    /// Gives the most bytes that [`associate`](Self::associate) writes.
    pub(super) fn associated_len(&self, metadata: &[u8]) -> usize {
        // A start code may have been shorter by one than its canonical form.
        let grown = self.sealed.start.saturating_add(MAX_PARAMETER_SETS).saturating_add(2);
        associated::max_len(grown, metadata.len())
    }

    /// Writes the clear bytes in canonical form and what else is authenticated.
    pub(super) fn associate<'a>(
        &self,
        frame: &[u8],
        mut associated: Associated<'a>,
        metadata: &[u8],
    ) -> Option<Metadata<'a>> {
        associated.begin(self.trailer)?;
        match self.trailer.form {
            Form::Prefix(_) => associated.append_front(frame, self.sealed.start)?,
            Form::Nal(_) => {
                for unit in nal::units(frame.get(..self.carrier)?) {
                    associated.append(&START_CODE)?;
                    associated.append(frame.get(unit.unit)?)?;
                }
                associated.append(frame.get(self.carrier..self.sealed.start)?)?;
            }
            Form::Obu(_) => {
                for obu in av1::obus(frame) {
                    let obu = obu.ok()?;
                    if obu.kind == av1::obu_type::TEMPORAL_DELIMITER {
                        continue;
                    }
                    obu_header(frame, &obu, |bytes| associated.append(bytes))?;
                    if obu.header.start == self.carrier {
                        associated.append(frame.get(obu.payload.start..self.sealed.start)?)?;
                        break;
                    }
                    let mut size = [0; leb128::MAX_WRITTEN_LEN];
                    let len = leb128::write(u32::try_from(obu.payload.len()).ok()?, &mut size)?;
                    associated.append(size.get(..len)?)?;
                    associated.append(frame.get(obu.payload)?)?;
                }
            }
        }
        associated.finish(metadata)
    }
}
