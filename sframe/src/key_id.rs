//! Key identifiers (KID) and the two ways in which RFC 9605 structures them.

use core::fmt;

use crate::error::KeyError;

/// A key identifier: 64 bits that name a key, carried in clear in every header
/// (RFC 9605 section 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(u64);

impl KeyId {
    /// Wraps the number as it stands on the wire.
    pub const fn new(kid: u64) -> Self {
        Self(kid)
    }

    /// Gives the number as it stands on the wire.
    pub const fn as_u64(self) -> u64 {
        self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// How a decryptor reads the KIDs that it sees. Sender and receivers agree on it beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KidLayout {
    /// A KID is just a name; keys never ratchet.
    #[default]
    Plain,
    /// `generation << R | step mod 2^R` (RFC 9605 section 5.1).
    SenderKeys(RatchetBits),
    /// `context << (S+E) | sender index << E | epoch mod 2^E` (RFC 9605 section 5.2).
    Mls(EpochBits),
}

/// `R`: how many low bits of a KID carry the ratchet step (RFC 9605 section 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatchetBits(u8);

impl RatchetBits {
    /// At most 16: a receiver cannot be asked to look for a step among more than 65 536.
    pub const MAX: u8 = 16;

    /// 4 bits, as calls with built-in keys have it.
    #[cfg(feature = "call")]
    pub(crate) const FOUR: Self = Self(4);

    /// Takes `R`, from 1 to [`RatchetBits::MAX`] bits.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] outside that range.
    pub const fn new(bits: u8) -> Result<Self, KeyError> {
        if bits == 0 || bits > Self::MAX {
            return Err(KeyError::FieldTooWide {
                field: "ratchet bits",
                value: bits as u64,
                bits: Self::MAX as u32,
            });
        }
        Ok(Self(bits))
    }

    /// Gives `R` in bits.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Gives `2^R - 1`, which is both the mask and the furthest step that a KID can name.
    pub(crate) fn mask(self) -> u64 {
        low_mask(u32::from(self.0))
    }
}

/// Where a sender key stands: which base key (generation) and how often it was ratcheted
/// (RFC 9605 section 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderKeyId {
    /// `R`.
    pub ratchet_bits: RatchetBits,
    /// Names the base key. Where one decryptor serves several senders, put the sender into
    /// the upper bits: generations must be unique among all keys that it holds.
    pub generation: u64,
    /// Ratchet steps since the generation's base key; the KID carries it modulo 2^R.
    pub step: u64,
}

impl SenderKeyId {
    /// Gives the KID.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] when the generation does not fit into 64 − R bits.
    pub fn key_id(self) -> Result<KeyId, KeyError> {
        let r = u32::from(self.ratchet_bits.get());
        let generation = fit("generation", self.generation, 64u32.saturating_sub(r))?;
        Ok(KeyId::new(place(generation, r) | (self.step & self.ratchet_bits.mask())))
    }
}

/// `E`: how many low bits of a KID carry the MLS epoch (RFC 9605 section 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochBits(u8);

impl EpochBits {
    /// At most 8: no receiver needs more than 256 epochs at a time.
    pub const MAX: u8 = 8;

    /// Takes `E`, from 1 to [`EpochBits::MAX`] bits.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] outside that range.
    pub const fn new(bits: u8) -> Result<Self, KeyError> {
        if bits == 0 || bits > Self::MAX {
            return Err(KeyError::FieldTooWide {
                field: "epoch bits",
                value: bits as u64,
                bits: Self::MAX as u32,
            });
        }
        Ok(Self(bits))
    }

    /// Gives `E` in bits.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Gives the mask of the low `E` bits.
    pub(crate) fn mask(self) -> u64 {
        low_mask(u32::from(self.0))
    }
}

/// `S`: how many bits of a KID carry the sender's leaf index in one epoch
/// (RFC 9605 section 5.2). It may differ between epochs, as groups grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderBits(u8);

impl SenderBits {
    /// At most 32: an MLS leaf index is a 32-bit number (RFC 9420).
    pub const MAX: u8 = 32;

    /// Takes `S`, from 0 to [`SenderBits::MAX`] bits.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] beyond.
    pub const fn new(bits: u8) -> Result<Self, KeyError> {
        if bits > Self::MAX {
            return Err(KeyError::FieldTooWide {
                field: "sender bits",
                value: bits as u64,
                bits: Self::MAX as u32,
            });
        }
        Ok(Self(bits))
    }

    /// Gives the smallest `S` that can name every leaf of a tree with `leaves` leaves.
    pub const fn for_group(leaves: u32) -> Self {
        // ceil(log2(leaves)): the bits of the last index; at most 32.
        #[allow(clippy::cast_possible_truncation)]
        Self(32u32.saturating_sub(leaves.saturating_sub(1).leading_zeros()) as u8)
    }

    /// Gives `S` in bits.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Gives a sender's index as it stands in the KID.
    pub(crate) fn fit(self, index: u32) -> Result<u64, KeyError> {
        fit("sender index", u64::from(index), u32::from(self.0))
    }

    /// Reads the sender's index from a KID of an epoch with this S.
    pub(crate) fn index_of(self, kid: KeyId, epoch_bits: EpochBits) -> u64 {
        (kid.as_u64() >> u32::from(epoch_bits.get())) & low_mask(u32::from(self.0))
    }
}

/// The parts of an MLS KID (RFC 9605 section 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MlsKeyId {
    /// `E`, fixed for the call.
    pub epoch_bits: EpochBits,
    /// `S`, as agreed for this epoch.
    pub sender_bits: SenderBits,
    /// The MLS epoch; the KID carries it modulo 2^E.
    pub epoch: u64,
    /// The sender's leaf index.
    pub index: u32,
    /// Tells several keys of one sender apart, such as audio and video; 0 when unused.
    pub context: u64,
}

impl MlsKeyId {
    /// Gives the KID.
    ///
    /// # Errors
    /// [`KeyError::FieldTooWide`] when the index does not fit into S bits or the context not
    /// into 64 − S − E bits.
    pub fn key_id(self) -> Result<KeyId, KeyError> {
        let e = u32::from(self.epoch_bits.get());
        let s = u32::from(self.sender_bits.get());
        let index = self.sender_bits.fit(self.index)?;
        let above = s.saturating_add(e);
        let context = fit("context", self.context, 64u32.saturating_sub(above))?;
        Ok(KeyId::new(
            place(context, above) | place(index, e) | (self.epoch & self.epoch_bits.mask()),
        ))
    }
}

fn low_mask(bits: u32) -> u64 {
    1u64.checked_shl(bits).unwrap_or(0).wrapping_sub(1)
}

fn place(value: u64, shift: u32) -> u64 {
    value.checked_shl(shift).unwrap_or(0)
}

fn fit(field: &'static str, value: u64, bits: u32) -> Result<u64, KeyError> {
    if value & !low_mask(bits) != 0 {
        return Err(KeyError::FieldTooWide { field, value, bits });
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_at_the_limit_and_one_beyond() {
        assert!(RatchetBits::new(16).is_ok() && RatchetBits::new(17).is_err());
        assert!(RatchetBits::new(1).is_ok() && RatchetBits::new(0).is_err());
        assert!(EpochBits::new(8).is_ok() && EpochBits::new(9).is_err());
        assert!(SenderBits::new(32).is_ok() && SenderBits::new(33).is_err());
        let widest = SenderKeyId {
            ratchet_bits: RatchetBits::new(4).unwrap(),
            generation: (1 << 60) - 1,
            step: 3,
        };
        assert!(widest.key_id().is_ok());
        let beyond = SenderKeyId { generation: 1 << 60, ..widest };
        assert!(beyond.key_id().is_err());
    }

    #[test]
    fn sender_bits_name_every_leaf() {
        for (leaves, bits) in [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (1000, 10)] {
            assert_eq!(SenderBits::for_group(leaves).get(), bits, "{leaves}");
        }
        assert_eq!(SenderBits::for_group(u32::MAX).get(), 32);
    }
}
