//! Members of a call as JavaScript names them: 32 hexadecimal digits.

use frameseal::call::MemberId;
use wasm_bindgen::JsValue;

use crate::failure::failure;

/// Writes bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(digit).collect()
}

fn digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).unwrap_or_default()
}

/// Reads the digits that name a member.
pub(crate) fn member(name: &str) -> Result<MemberId, JsValue> {
    let mut id = [0; 16];
    let digits: Option<Vec<u32>> = name.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() == id.len().saturating_mul(2));
    let Some(digits) = digits else {
        return Err(failure("NoMember", "a member is named by 32 hexadecimal digits"));
    };
    for (byte, pair) in id.iter_mut().zip(digits.chunks(2)) {
        let value = pair.iter().fold(0, |value, digit| value << 4 | digit);
        *byte = u8::try_from(value).unwrap_or_default();
    }
    Ok(MemberId::new(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        let id = [0, 1, 0x0f, 0xf0, 0xff, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xab];
        assert_eq!(hex(&id), "00010ff0ff05060708090a0b0c0d0eab");
        assert_eq!(*member(&hex(&id)).unwrap_or(MemberId::new([0; 16])).as_bytes(), id);
    }
}
