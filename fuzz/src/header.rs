//! Target `header`: parse and encode are each other's inverse and agree with RFC 9605 section 4.3
//! written down a second time, and with the crate `sframe`.

use frameseal::{DecryptError, Header, KeyId, MAX_HEADER_LEN};
use sframe::header::SframeHeader;

use super::bytes::Input;

pub fn header(data: &[u8]) {
    let parsed = Header::parse(data);
    assert_eq!(parsed, by_the_book(data));
    if let Ok((header, len)) = parsed {
        assert_eq!(header.encode(&mut [0xee; MAX_HEADER_LEN]), &data[..len]);
        let theirs = SframeHeader::deserialize(data).unwrap();
        assert_eq!((theirs.key_id(), theirs.counter()), (header.kid.as_u64(), header.counter));
        assert_eq!(theirs.len(), len);
    }

    let mut input = Input(data);
    let header = Header { kid: KeyId::new(input.number()), counter: input.number() };
    let mut out = [0xee; MAX_HEADER_LEN];
    let wire = header.encode(&mut out);
    assert_eq!(Header::parse(wire), Ok((header, wire.len())));
    assert_eq!(wire.len(), header.encoded_len());
    assert_eq!(wire.len(), 1 + shortest(header.kid.as_u64()) + shortest(header.counter));
    for cut in 0..wire.len() {
        assert_eq!(Header::parse(&wire[..cut]), Err(DecryptError::Truncated { len: cut }));
    }
}

fn by_the_book(data: &[u8]) -> Result<(Header, usize), DecryptError> {
    let truncated = DecryptError::Truncated { len: data.len() };
    let config = *data.first().ok_or(truncated)?;
    let (kid, at) = field(data, 1, config & 0x80 != 0, config >> 4 & 7)?;
    let (counter, at) = field(data, at, config & 0x08 != 0, config & 7)?;
    Ok((Header { kid: KeyId::new(kid), counter }, at))
}

/// Gives the value of a field and where the next one begins.
fn field(data: &[u8], at: usize, long: bool, low: u8) -> Result<(u64, usize), DecryptError> {
    if !long {
        return Ok((u64::from(low), at));
    }
    let len = usize::from(low) + 1;
    let truncated = DecryptError::Truncated { len: data.len() };
    let bytes = data.get(at..at + len).ok_or(truncated)?;
    let mut value = [0; 8];
    value[8 - len..].copy_from_slice(bytes);
    match u64::from_be_bytes(value) {
        value if shortest(value) == len => Ok((value, at + len)),
        _ => Err(DecryptError::NonMinimalHeader),
    }
}

fn shortest(value: u64) -> usize {
    (0..=8)
        .find(|&len| if len == 0 { value < 8 } else { value >> (8 * len - 1) >> 1 == 0 })
        .unwrap()
}
