//! Secret bytes. This is the only file that hands key bytes out.

use alloc::boxed::Box;
use core::fmt;
use core::hint::black_box;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::error::KeyError;

/// 16 bytes: a shorter base key cannot carry 128 bits of strength, whatever the suite.
pub const MIN_BASE_KEY_LEN: usize = 16;

/// A base key: the secret from which everything about one KID is derived
/// (RFC 9605 section 4.4.1).
///
/// It comes from a key agreement, an MLS exporter or a random number generator; a passphrase
/// must go through a password hash first. The type has no `Clone`, so one value serves one
/// direction; it prints as `BaseKey(..)` and is wiped on drop.
pub struct BaseKey(Secret);

impl BaseKey {
    /// Copies a base key of at least [`MIN_BASE_KEY_LEN`] bytes. Wiping `bytes` is the
    /// caller's part.
    ///
    /// # Errors
    /// [`KeyError::BaseKeyTooShort`] below that length.
    pub fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() < MIN_BASE_KEY_LEN {
            return Err(KeyError::BaseKeyTooShort { len: bytes.len() });
        }
        Ok(Self(Secret::copy_of(bytes)))
    }

    /// Compares with another base key in constant time.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.expose().ct_eq(other.expose()).into()
    }

    /// Hands out the bytes, to be sealed for the members who need them. Do not log them.
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }
}

impl fmt::Debug for BaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BaseKey(..)")
    }
}

/// Secret bytes of any length on the heap, wiped on drop.
pub(crate) struct Secret(Zeroizing<Box<[u8]>>);

impl Secret {
    pub(crate) fn copy_of(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.into()))
    }

    /// Makes a secret of `len` bytes that `fill` writes in place, so that it never lies on
    /// the stack.
    pub(crate) fn filled(len: usize, fill: impl FnOnce(&mut [u8])) -> Self {
        let mut bytes = Zeroizing::new(alloc::vec![0; len].into_boxed_slice());
        fill(&mut bytes);
        Self(bytes)
    }

    pub(crate) fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// 8192 bytes: more than expanding a key takes, with the copies that moves leave.
const STACK_LEN: usize = 8192;

/// Runs `f`, which expands a key or overwrites one, where the stack holds zeros only. What is
/// moved to the heap takes along what lay in the gaps between its fields, such as secrets that
/// others left on the stack; and wiping the fields leaves the gaps.
pub(crate) fn on_clean_stack<R>(f: impl FnOnce() -> R) -> R {
    #[inline(never)]
    fn clean() {
        black_box(&mut [0_u8; STACK_LEN]);
    }
    #[inline(never)]
    fn below<R>(f: impl FnOnce() -> R) -> R {
        f()
    }
    clean();
    below(f)
}

impl From<Secret> for BaseKey {
    /// For keys that the key schedule derives; they have the length of a hash.
    fn from(secret: Secret) -> Self {
        Self(secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_key_length_at_the_limit_and_one_below() {
        assert!(BaseKey::new(&[7; MIN_BASE_KEY_LEN]).is_ok());
        let len = MIN_BASE_KEY_LEN - 1;
        assert_eq!(
            BaseKey::new(&[7; MIN_BASE_KEY_LEN - 1]).map(drop),
            Err(KeyError::BaseKeyTooShort { len })
        );
    }

    #[test]
    fn debug_shows_no_key() {
        let key = BaseKey::new(&[0xab; 32]).unwrap();
        assert_eq!(alloc::format!("{key:?}"), "BaseKey(..)");
    }
}
