//! NAL units and start codes of H.264 and H.265, and the forms in which they compare.

/// Cuts an access unit into its NAL units, without start codes and trailing zeros.
#[must_use]
pub fn split(frame: &[u8]) -> Vec<Vec<u8>> {
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some(found) = frame[at..].windows(3).position(|three| three == [0, 0, 1]) {
        at += found + 3;
        starts.push(at);
    }
    let ends = starts.iter().skip(1).map(|next| next - 3).chain([frame.len()]);
    let units = starts.iter().zip(ends).map(|(start, end)| &frame[*start..end]);
    units.map(|unit| unit[..unit.len() - trailing_zeros(unit)].to_vec()).collect()
}

/// Puts NAL units together again with start codes of 3 or 4 bytes.
#[must_use]
pub fn join(units: &[Vec<u8>], start_code: usize) -> Vec<u8> {
    let code = &[0, 0, 0, 1][4 - start_code..];
    units.iter().flat_map(|unit| [code, unit].concat()).collect()
}

/// Lengths of the start codes of an access unit, in order.
#[must_use]
pub fn start_codes(frame: &[u8]) -> Vec<usize> {
    let found = (0..frame.len()).filter(|at| frame[*at..].starts_with(&[0, 0, 1]));
    found.map(|at| if at > 0 && frame[at - 1] == 0 { 4 } else { 3 }).collect()
}

/// NAL unit types of an access unit: H.264's 5 bits, or H.265's 6.
#[must_use]
pub fn types(frame: &[u8], hevc: bool) -> Vec<u8> {
    let kind = |unit: &Vec<u8>| {
        unit.first().map(|first| if hevc { (first >> 1) & 0x3f } else { first & 0x1f })
    };
    split(frame).iter().filter_map(kind).collect()
}

fn trailing_zeros(unit: &[u8]) -> usize {
    unit.iter().rev().take_while(|byte| **byte == 0).count()
}
