//! Names of calls and members, as the app knows them and as the server sees them.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::error::InputError;

/// 128 bytes hold a URL, a UUID or a Matrix room id, and keep hashing cheap.
pub const MAX_CALL_ID_LEN: usize = 128;

/// Sets tags apart from every other SHA-256 of the same bytes.
const TAG_DOMAIN: &[u8] = b"frameseal delivery call tag v1\0";

/// Names a call among its members: 1 to [`MAX_CALL_ID_LEN`] bytes, any bytes.
///
/// The server sees its [`CallTag`] only. A tag hides the id as well as the id is hard to
/// guess: whoever guesses `standup-monday` can compute its tag, find the call's messages and
/// publish into it. Use 16 or more random bytes where that matters. `Debug` shows the tag.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CallId(Box<[u8]>);

impl CallId {
    /// Takes an id of 1 to [`MAX_CALL_ID_LEN`] bytes.
    ///
    /// # Errors
    ///
    /// [`InputError::CallIdLength`] for any other length.
    pub fn new(id: impl AsRef<[u8]>) -> Result<Self, InputError> {
        let id = id.as_ref();
        if id.is_empty() || id.len() > MAX_CALL_ID_LEN {
            return Err(InputError::CallIdLength { len: id.len() });
        }
        Ok(Self(id.into()))
    }

    /// Computes what the server knows the call as.
    pub fn tag(&self) -> CallTag {
        CallTag(Sha256::new().chain_update(TAG_DOMAIN).chain_update(&self.0).finalize().into())
    }

    /// Shows the bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallId(tag {})", self.tag())
    }
}

/// The 32 bytes that stand for a call outside of it: SHA-256 of a prefix and the call's id.
///
/// Displayed as 64 hexadecimal digits, so that no byte of a call id can become a `.`, `*`, `>`
/// or blank of a NATS subject. Not shortened: two calls never share a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallTag([u8; 32]);

impl CallTag {
    /// Shows the bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for CallTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// Names a member of a call to the server: 16 bytes, chosen by the session. No secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MemberId([u8; 16]);

impl MemberId {
    /// Takes the bytes.
    pub const fn new(id: [u8; 16]) -> Self {
        Self(id)
    }

    /// Shows the bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads 32 lower-case hexadecimal digits, the one spelling that `Display` writes.
    #[cfg(feature = "nats")]
    pub(crate) fn from_hex(digits: &str) -> Option<Self> {
        let mut id = [0; 16];
        hex::decode_to_slice(digits, &mut id).ok()?;
        let id = Self(id);
        (id.to_string() == digits).then_some(id)
    }
}

impl From<[u8; 16]> for MemberId {
    fn from(id: [u8; 16]) -> Self {
        Self(id)
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn call_ids_have_1_to_128_bytes() {
        assert_eq!(CallId::new(b""), Err(InputError::CallIdLength { len: 0 }));
        assert!(CallId::new([0]).is_ok());
        assert!(CallId::new([0xff; MAX_CALL_ID_LEN]).is_ok());
        let len = MAX_CALL_ID_LEN + 1;
        assert_eq!(CallId::new(vec![0; len]), Err(InputError::CallIdLength { len }));
    }

    #[test]
    fn a_tag_is_the_hash_of_the_prefix_and_the_id() {
        // printf 'frameseal delivery call tag v1\0standup' | sha256sum
        let tag = CallId::new("standup").unwrap().tag().to_string();
        assert_eq!(tag, "f540caf1128af7df38b309ee807d6276597322df7c6a9896636b33c89dbef9b9");
    }

    #[test]
    fn debug_does_not_show_the_id() {
        let call = CallId::new("marker-of-an-id").unwrap();
        let shown = format!("{call:?}");
        assert!(!shown.contains("marker"), "{shown}");
        assert!(shown.contains(&call.tag().to_string()), "{shown}");
    }

    #[cfg(feature = "nats")]
    #[test]
    fn a_member_has_one_spelling() {
        let id = MemberId::new([0xab; 16]);
        let digits = id.to_string();
        assert_eq!(MemberId::from_hex(&digits), Some(id));
        let others = [digits.to_uppercase(), format!(" {digits}"), digits[2..].into(), "".into()];
        for other in &others {
            assert_eq!(MemberId::from_hex(other), None, "{other:?}");
        }
    }
}
