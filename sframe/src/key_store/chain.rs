//! A generation of a sender key: the key of its newest step and a few before it.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::time::Duration;

use super::slot::{Deriving, Found, ReceiveKey};
use crate::error::DecryptError;
use crate::key_id::KeyId;
use crate::keys::SenderKey;

/// 2 steps: frames under way while the sender ratcheted twice can still be opened.
pub const RETAINED_STEPS: u64 = 2;

pub(crate) struct Chain {
    pub(super) sender_key: SenderKey,
    pub(super) current: Box<ReceiveKey>,
    /// Newest first, with the time at which each goes.
    pub(super) previous: Vec<(Box<ReceiveKey>, Duration)>,
}

/// A step that an authentic frame will show to exist.
pub(crate) struct Ahead {
    sender_key: SenderKey,
    pub(super) key: Box<ReceiveKey>,
}

impl Chain {
    /// Finds the key of a step other than the current one.
    #[cold]
    pub(super) fn find<'a>(
        &'a mut self,
        kid: KeyId,
        deriving: Deriving<'a>,
    ) -> Result<Found<'a>, DecryptError> {
        if let Some(at) = self.previous.iter().position(|(key, _)| key.kid == kid) {
            return match self.previous.get_mut(at) {
                Some((key, _)) => Ok(Found::Held(key)),
                None => Err(DecryptError::UnknownKey { kid }),
            };
        }
        let mask = self.sender_key.id().ratchet_bits.mask();
        let steps = kid.as_u64().wrapping_sub(self.current.kid.as_u64()) & mask;
        let reach = mask.saturating_sub(retained(mask)).min(deriving.limits.max_ratchet_steps);
        if steps > reach {
            return Err(DecryptError::RatchetTooFar { kid, steps });
        }
        deriving.check_len(self.sender_key.suite())?;
        let ahead = self.sender_key.ahead(steps);
        let key = deriving.key(ahead.suite(), kid, ahead.base_key())?;
        Ok(Found::Ahead(self, Box::new((Ahead { sender_key: ahead, key }, deriving))))
    }

    /// Moves to a step that an authentic frame has shown to exist. The steps just before it
    /// stay for frames still under way; everything older is wiped. Whatever opened frames, or
    /// still may, is remembered, so that it does not come back under another name.
    pub(super) fn advance(&mut self, ahead: Ahead, deriving: Deriving<'_>) {
        let Ahead { sender_key, key } = ahead;
        let target = sender_key.id().step;
        let keep = retained(sender_key.id().ratchet_bits.mask());
        let goes = deriving.now.saturating_add(deriving.limits.grace);
        let mut walker = core::mem::replace(&mut self.sender_key, sender_key);
        let left = core::mem::replace(&mut self.current, key);
        deriving.retired.insert(left.traffic.fingerprint, None);

        let mut recent = alloc::vec![(walker.id().step, left)];
        loop {
            walker.ratchet();
            let step = walker.id().step;
            if step >= target {
                break;
            }
            if target.saturating_sub(step) <= keep {
                // Refused are this participant's own keys and those that went, and rightly so.
                let key = deriving.key(walker.suite(), walker.key_id(), walker.base_key());
                if let Ok(key) = key {
                    deriving.retired.insert(key.traffic.fingerprint, None);
                    recent.push((step, key));
                }
            }
        }
        recent.retain(|&(step, _)| target.saturating_sub(step) <= keep);
        // By distance and not by number: where a key between was refused, there are fewer.
        let (newest, mask) = (self.current.kid.as_u64(), self.sender_key.id().ratchet_bits.mask());
        let behind = |key: &ReceiveKey| newest.wrapping_sub(key.kid.as_u64()) & mask;
        self.previous.retain(|(key, _)| behind(key) <= keep);
        self.previous.splice(0..0, recent.into_iter().rev().map(|(_, key)| (key, goes)));
    }
}

/// Gives how many steps back are kept, so that with few ratchet bits a KID never names both
/// an old step and a new one.
fn retained(mask: u64) -> u64 {
    RETAINED_STEPS.min(mask / 2)
}
