//! An MLS epoch: keys are derived when their sender is first heard, and no leaf takes the places
//! of the others.

use alloc::boxed::Box;

use hashbrown::HashMap;

use super::slot::{Deriving, Failures, Found, ReceiveKey};
use crate::counter::KeyFingerprint;
use crate::error::{DecryptError, KeyError};
use crate::key_id::{EpochBits, KeyId};
use crate::keys::{DerivedKey, MAX_CONTEXTS, MlsEpoch};

/// 65 536 keys of MLS senders, up to 100 MB with the default window: 10 000 members with three
/// tracks each, in the epoch that is sent in and in the one before.
pub const DEFAULT_MAX_SENDERS: usize = 1 << 16;

pub(crate) struct Epoch {
    pub(super) epoch: MlsEpoch,
    epoch_bits: EpochBits,
    /// Names the secret together with the epoch's low bits.
    pub(super) fingerprint: KeyFingerprint,
    senders: HashMap<KeyId, Box<ReceiveKey>>,
    /// How many of the senders are of one leaf, at most [`MAX_CONTEXTS`]. Leaves without any are
    /// not in it.
    contexts: HashMap<u32, u8>,
    /// Of senders that were not heard yet, all together.
    pub(super) failures: Failures,
}

impl Epoch {
    pub(super) fn new(epoch: MlsEpoch, epoch_bits: EpochBits) -> Result<Self, KeyError> {
        let kid = KeyId::new(epoch.epoch & epoch_bits.mask());
        let fingerprint = DerivedKey::fingerprint(epoch.suite, kid, &epoch.base_key)?;
        let (senders, contexts) = (HashMap::default(), HashMap::default());
        let failures = Failures::default();
        Ok(Self { epoch, epoch_bits, fingerprint, senders, contexts, failures })
    }

    /// Gives the KID of the epoch alone: that of leaf 0 in context 0.
    pub(super) fn key_id(&self) -> KeyId {
        KeyId::new(self.epoch.epoch & self.epoch_bits.mask())
    }

    pub(super) fn find<'a>(
        &'a mut self,
        kid: KeyId,
        deriving: Deriving<'a>,
    ) -> Result<Found<'a>, DecryptError> {
        if self.senders.contains_key(&kid) {
            return match self.senders.get_mut(&kid) {
                Some(key) => Ok(Found::Held(key)),
                None => Err(DecryptError::UnknownKey { kid }),
            };
        }
        self.derive(kid, deriving)
    }

    #[cold]
    fn derive<'a>(
        &'a mut self,
        kid: KeyId,
        deriving: Deriving<'a>,
    ) -> Result<Found<'a>, DecryptError> {
        if self.epoch.is_own(kid, self.epoch_bits) {
            return Err(DecryptError::Reflected { kid });
        }
        if !self.epoch.has_leaf(self.leaf(kid)) {
            return Err(DecryptError::UnknownKey { kid });
        }
        self.check_room(kid, &deriving)?;
        deriving.check_len(self.epoch.suite)?;
        let key = deriving.key(self.epoch.suite, kid, &self.epoch.base_key)?;
        Ok(Found::NewSender(self, key, deriving.senders))
    }

    /// Places are counted by leaf first, so that who takes more than a member needs is refused,
    /// and not the others. No epoch takes more than half of all, so that the next one has room
    /// while the last one goes.
    fn check_room(&self, kid: KeyId, deriving: &Deriving<'_>) -> Result<(), KeyError> {
        let all = deriving.limits.max_senders;
        let of_leaf = self.contexts.get(&self.leaf(kid)).copied().map_or(0, usize::from);
        for (held, limit) in [
            (of_leaf, MAX_CONTEXTS),
            (self.senders.len(), all.div_ceil(2)),
            (*deriving.senders, all),
        ] {
            if held >= limit {
                return Err(KeyError::TooManyKeys { limit });
            }
        }
        Ok(())
    }

    /// Keeps the key of a sender that was heard for the first time.
    pub(super) fn keep(&mut self, key: Box<ReceiveKey>) {
        let of_leaf = self.contexts.entry(self.leaf(key.kid)).or_default();
        *of_leaf = of_leaf.saturating_add(1);
        self.senders.insert(key.kid, key);
    }

    /// Drops the key with this fingerprint, if it is there, and says how many went.
    pub(super) fn forget(&mut self, fingerprint: KeyFingerprint) -> usize {
        let found = self.senders().find(|key| key.is(fingerprint));
        let Some(kid) = found.map(|key| key.kid) else { return 0 };
        self.senders.remove(&kid);
        let leaf = self.leaf(kid);
        match self.contexts.get_mut(&leaf) {
            Some(of_leaf) if *of_leaf > 1 => *of_leaf = of_leaf.saturating_sub(1),
            _ => drop(self.contexts.remove(&leaf)),
        }
        1
    }

    pub(super) fn senders(&self) -> impl ExactSizeIterator<Item = &ReceiveKey> {
        self.senders.values().map(Box::as_ref)
    }

    fn leaf(&self, kid: KeyId) -> u32 {
        let index = self.epoch.sender_bits.index_of(kid, self.epoch_bits);
        u32::try_from(index).unwrap_or(u32::MAX) // it has at most 32 bits
    }
}
