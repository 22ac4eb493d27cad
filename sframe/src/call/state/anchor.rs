//! What is remembered of a saved state in another place.

use core::fmt;

use sha2::{Digest, Sha256};

use super::StateError;

/// 40 bytes: a version of 8 and a hash of 32.
pub const ANCHOR_LEN: usize = 8 + HASH_LEN;

/// 32 bytes: SHA-256.
pub(super) const HASH_LEN: usize = 32;

/// The label ends in its only zero byte, so that it begins no other.
const LABEL: &[u8] = b"FrameSeal call 1 state anchor\0";

/// Says which blob is the newest: its version and its hash, 40 bytes that are no secret.
///
/// It is worth what the place is worth where the app keeps it. That must be one that does not go
/// back together with the blob: the platform's key store, another disk, a server.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Anchor {
    pub(super) version: u64,
    pub(super) hash: [u8; HASH_LEN],
}

impl Anchor {
    /// Describes a blob of this version.
    pub(super) fn of(version: u64, blob: &[u8]) -> Self {
        let hash = Sha256::new_with_prefix(LABEL).chain_update(blob).finalize();
        Self { version, hash: hash.into() }
    }

    /// Reads what [`to_bytes`](Self::to_bytes) gave.
    pub fn from_bytes(bytes: &[u8; ANCHOR_LEN]) -> Self {
        let (mut version, mut hash) = ([0; 8], [0; HASH_LEN]);
        version.iter_mut().chain(&mut hash).zip(bytes).for_each(|(to, &byte)| *to = byte);
        Self { version: u64::from_be_bytes(version), hash }
    }

    /// Gives the 40 bytes to keep.
    pub fn to_bytes(&self) -> [u8; ANCHOR_LEN] {
        let mut bytes = [0; ANCHOR_LEN];
        let source = self.version.to_be_bytes().into_iter().chain(self.hash);
        bytes.iter_mut().zip(source).for_each(|(to, byte)| *to = byte);
        bytes
    }

    /// Gives the version of the blob; every save has the next.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Says whether a blob with the anchor `found`, which was made from one whose hash is
    /// `previous`, may be opened with this anchor.
    ///
    /// The blob is written first and its anchor after it, and nothing that the blob says is
    /// used before both are there. So a crash leaves the anchored blob or its direct successor,
    /// and of several successors that were written none has been used yet: any will do.
    pub(super) fn admits(
        &self,
        found: &Self,
        previous: &[u8; HASH_LEN],
    ) -> Result<Admitted, StateError> {
        let (blob, anchor) = (found.version, self.version);
        if blob < anchor {
            return Err(StateError::WentBack { blob, anchor });
        }
        match blob.abs_diff(anchor) {
            0 if found.hash == self.hash => Ok(Admitted::Anchored),
            0 => Err(StateError::OtherBlob { version: blob }),
            1 if *previous == self.hash => Ok(Admitted::Successor),
            1 => Err(StateError::OtherHistory { version: blob }),
            _ => Err(StateError::AnchorBehind { blob, anchor }),
        }
    }
}

impl fmt::Debug for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Anchor(version {}, ", self.version)?;
        self.hash.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}

/// Which of the two blobs it is that a crash may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admitted {
    /// The anchored one.
    Anchored,
    /// The next one, whose anchor has still to be saved.
    Successor,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_comes_back() {
        let anchor = Anchor::of(0x0102_0304_0506_0708, b"blob");
        let bytes = anchor.to_bytes();
        assert_eq!(bytes[..8], [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(Anchor::from_bytes(&bytes), anchor);
        // hashlib.sha256(b"FrameSeal call 1 state anchor\0blob")
        assert_eq!(hex::encode(&bytes[8..]), KNOWN);
        assert!(alloc::format!("{anchor:?}").starts_with("Anchor(version 72623859790382856, "));
    }

    const KNOWN: &str = "cf21007a35718962ca76d747fc7732d0faa6ebee2d21e4dc860d45e4b8e7bb8c";

    #[test]
    fn what_an_anchor_admits() {
        let anchor = |version, hash| Anchor { version, hash: [hash; HASH_LEN] };
        let held = anchor(7, 1);
        for (found, previous, expected) in [
            (anchor(7, 1), 0, Ok(Admitted::Anchored)),
            (anchor(8, 2), 1, Ok(Admitted::Successor)),
            (anchor(8, 3), 1, Ok(Admitted::Successor)),
            (anchor(7, 2), 1, Err(StateError::OtherBlob { version: 7 })),
            (anchor(8, 2), 2, Err(StateError::OtherHistory { version: 8 })),
            (anchor(9, 2), 1, Err(StateError::AnchorBehind { blob: 9, anchor: 7 })),
            (anchor(u64::MAX, 1), 1, Err(StateError::AnchorBehind { blob: u64::MAX, anchor: 7 })),
            (anchor(6, 1), 1, Err(StateError::WentBack { blob: 6, anchor: 7 })),
            (anchor(0, 1), 1, Err(StateError::WentBack { blob: 0, anchor: 7 })),
        ] {
            assert_eq!(held.admits(&found, &[previous; HASH_LEN]), expected, "{found:?}");
        }
    }
}
