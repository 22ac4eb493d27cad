//! Keys from an MLS group (RFC 9605 section 5.2).
//!
//! ```text
//! base_key = MLS-Exporter("SFrame 1.0 Base Key", "", Nk)
//! ```
//! One exported secret serves everybody in an epoch: the sender's index is part of the KID
//! and the KID is part of the key's derivation.

use core::fmt;

use crate::error::KeyError;
use crate::key_id::{EpochBits, KeyId, SenderBits};
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

/// 64 contexts of one leaf in an epoch: of the keys that a receiver holds, no leaf takes more
/// than a small part.
pub const MAX_CONTEXTS: usize = 64;

/// What an MLS epoch gives a receiver.
pub struct MlsEpoch {
    pub(crate) suite: CipherSuite,
    pub(crate) epoch: u64,
    pub(crate) sender_bits: SenderBits,
    pub(crate) base_key: BaseKey,
    own_index: Option<u32>,
    leaves: Option<u32>,
}

impl MlsEpoch {
    /// The label to export with; the context is empty and the length `suite.key_len()` bytes.
    pub const EXPORTER_LABEL: &'static str = "SFrame 1.0 Base Key";

    /// Takes the exported secret of one epoch. `sender_bits` is the S of that epoch, as in
    /// [`SenderBits::for_group`].
    pub fn new(suite: CipherSuite, epoch: u64, sender_bits: SenderBits, base_key: BaseKey) -> Self {
        Self { suite, epoch, sender_bits, base_key, own_index: None, leaves: None }
    }

    /// Refuses all frames of the participant's own leaf in this epoch, whatever their context,
    /// so that frames which the operator sends back are not taken for somebody else's.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] when the index does not fit into S bits.
    pub fn refusing_own(self, index: u32) -> Result<Self, KeyError> {
        self.sender_bits.fit(index)?;
        Ok(Self { own_index: Some(index), ..self })
    }

    /// Refuses frames of leaves that the tree does not have before anything is derived for them.
    /// `leaves` counts blank ones too, as in [`MlsExport::leaves`](crate::MlsExport::leaves).
    #[must_use]
    pub fn with_leaves(self, leaves: u32) -> Self {
        Self { leaves: Some(leaves), ..self }
    }

    /// Says whether the tree has a leaf with this index, as far as its size is known.
    pub(crate) fn has_leaf(&self, index: u32) -> bool {
        self.leaves.is_none_or(|leaves| index < leaves)
    }

    /// Says whether a KID of this epoch names the participant's own leaf.
    pub(crate) fn is_own(&self, kid: KeyId, epoch_bits: EpochBits) -> bool {
        self.own_index.is_some_and(|own| self.sender_bits.index_of(kid, epoch_bits) == own.into())
    }

    /// Says whether this is the same key under another epoch's number.
    pub(crate) fn is_other_name_of(&self, other: &Self) -> bool {
        self.epoch != other.epoch && self.base_key.is(&other.base_key)
    }

    /// Says whether this is the same epoch with the same key and parameters; the number of leaves
    /// is none, since a tree has more than one that will do.
    pub(crate) fn is(&self, other: &Self) -> bool {
        let parameters =
            |epoch: &Self| (epoch.suite, epoch.epoch, epoch.sender_bits, epoch.own_index);
        parameters(self) == parameters(other) && self.base_key.is(&other.base_key)
    }
}

impl fmt::Debug for MlsEpoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MlsEpoch")
            .field("suite", &self.suite)
            .field("epoch", &self.epoch)
            .field("sender_bits", &self.sender_bits)
            .finish_non_exhaustive()
    }
}
