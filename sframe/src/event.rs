//! What an app wants to hear about without asking for it.

use crate::key_id::KeyId;

/// Something changed. Every event marks an edge: it comes once, not with every frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Frames arrive for a KID without a key. Ask their sender for it, if there is one: anybody
    /// can make up KIDs. It is reported again only after
    /// [`MISSING_KEY_SECONDS`](crate::MISSING_KEY_SECONDS).
    KeyMissing {
        /// The KID.
        kid: KeyId,
    },
    /// The first frame of a KID that was missing has been opened.
    KeyRecovered {
        /// The KID.
        kid: KeyId,
    },
    /// The key is close to its usage limit or has seen too many forgeries: change to a fresh
    /// one soon.
    RotateSoon {
        /// The KID, as in [`Forgeries`](Self::Forgeries).
        kid: KeyId,
    },
    /// Frames fail authentication: the first 16, and each doubling after that. Somebody forges
    /// frames, or two sides disagree about a key or the metadata.
    Forgeries {
        /// The KID of the key on which they are counted. Frames of ratchet steps ahead count on
        /// the step held; those of MLS senders who were not heard yet in their epoch count
        /// together, under the KID of leaf 0 in context 0.
        kid: KeyId,
        /// How many have failed so far.
        failed: u64,
        /// How many were opened so far.
        opened: u64,
    },
}
