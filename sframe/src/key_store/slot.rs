//! What one place of the key store holds, and what a frame makes of it.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::time::Duration;

use hashbrown::{HashMap, HashSet};

use super::StoreLimits;
use crate::aead::{Authentic, limits};
use crate::counter::KeyFingerprint;
use crate::error::{DecryptError, KeyError};
use crate::key_id::{EpochBits, KeyId};
use crate::keys::{MlsEpoch, SenderKey, TrafficKey};
use crate::provider::CryptoProvider;
use crate::replay::{ReplayWindow, Stale};
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

/// 2 steps: frames under way while the sender ratcheted twice can still be opened.
pub const RETAINED_STEPS: u64 = 2;

/// 4096 keys an epoch: only authentic frames add one, so members alone can get here.
pub const MAX_SENDERS_PER_EPOCH: usize = 4096;

/// What one KID has been through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyStats {
    /// The KID.
    pub kid: KeyId,
    /// Its cipher suite.
    pub suite: CipherSuite,
    /// Frames opened.
    pub opened: u64,
    /// Frames that failed authentication.
    pub failed: u64,
    /// Frames refused as replayed or too old.
    pub replayed: u64,
    /// The highest counter opened.
    pub highest_counter: Option<u64>,
    /// Cipher blocks of 16 bytes opened, headers and metadata included.
    pub blocks: u64,
}

/// A key that frames are opened with.
pub(crate) struct ReceiveKey {
    pub(crate) kid: KeyId,
    pub(crate) traffic: TrafficKey,
    pub(super) replay: ReplayWindow,
    opened: u64,
    failed: u64,
    replayed: u64,
    blocks: u64,
}

impl ReceiveKey {
    pub(super) fn new(
        kid: KeyId,
        traffic: TrafficKey,
        window: usize,
        stale_through: Option<u64>,
    ) -> Self {
        let replay = ReplayWindow::new(window, stale_through);
        Self { kid, traffic, replay, opened: 0, failed: 0, replayed: 0, blocks: 0 }
    }

    pub(super) fn is(&self, fingerprint: KeyFingerprint) -> bool {
        self.traffic.fingerprint == fingerprint
    }

    /// Refuses a counter that was seen before or is too old to tell.
    #[inline(always)]
    pub(crate) fn screen(&mut self, counter: u64) -> Result<(), DecryptError> {
        let Err(stale) = self.replay.check(counter) else { return Ok(()) };
        self.replayed = self.replayed.saturating_add(1);
        let kid = self.kid;
        Err(match stale {
            Stale::Seen => DecryptError::Replayed { kid, counter },
            Stale::TooOld => DecryptError::TooOld { kid, counter },
        })
    }

    /// Says the same without counting a refusal.
    pub(crate) fn is_fresh(&self, counter: u64) -> bool {
        self.replay.check(counter).is_ok()
    }

    #[inline(always)]
    fn commit(&mut self, _proof: Authentic, counter: u64, len: usize) {
        self.replay.commit(counter);
        self.opened = self.opened.saturating_add(1);
        self.blocks = self.blocks.saturating_add((len as u64).div_ceil(16));
    }

    pub(super) fn stats(&self) -> KeyStats {
        KeyStats {
            kid: self.kid,
            suite: self.traffic.aead.suite(),
            opened: self.opened,
            failed: self.failed,
            replayed: self.replayed,
            highest_counter: self.replay.newest(),
            blocks: self.blocks,
        }
    }
}

/// What one index of the store holds. Which kind it is follows from the layout. Keys are in
/// boxes, so that moving them around leaves no copies behind; an entry of the store is one.
pub(super) enum Slot {
    Key(ReceiveKey),
    Chain(Box<Chain>),
    Epoch(Box<Epoch>),
}

/// A generation of a sender key: the key of its newest step and a few before it.
pub(crate) struct Chain {
    pub(super) sender_key: SenderKey,
    pub(super) current: Box<ReceiveKey>,
    /// Newest first, with the time at which each goes.
    pub(super) previous: Vec<(Box<ReceiveKey>, Duration)>,
}

/// An MLS epoch: keys are derived when their sender is first heard.
pub(crate) struct Epoch {
    pub(super) epoch: MlsEpoch,
    pub(super) epoch_bits: EpochBits,
    pub(super) senders: HashMap<KeyId, Box<ReceiveKey>>,
    pub(super) failed: u64,
}

/// What a slot needs to derive a key for a frame.
#[derive(Clone, Copy)]
pub(crate) struct Deriving<'a> {
    /// Bytes of the frame, and of what follows its header.
    pub(super) frame_len: usize,
    pub(super) sealed_len: usize,
    pub(super) provider: Option<&'static CryptoProvider>,
    pub(super) limits: StoreLimits,
    pub(super) own: &'a HashSet<KeyFingerprint>,
    pub(super) now: Duration,
}

impl Deriving<'_> {
    /// Refuses to derive anything for a frame that cannot even hold a tag.
    fn check_len(&self, suite: CipherSuite) -> Result<(), DecryptError> {
        if self.sealed_len < suite.tag_len() {
            return Err(DecryptError::Truncated { len: self.frame_len });
        }
        Ok(())
    }

    fn key(
        &self,
        suite: CipherSuite,
        kid: KeyId,
        base_key: &BaseKey,
    ) -> Result<Box<ReceiveKey>, DecryptError> {
        let traffic = match derive(self.provider, self.own, suite, kid, base_key) {
            Err(KeyError::OwnSendKey { kid }) => return Err(DecryptError::Reflected { kid }),
            derived => derived?,
        };
        Ok(Box::new(ReceiveKey::new(kid, traffic, self.limits.replay_window, None)))
    }
}

pub(super) fn derive(
    provider: Option<&'static CryptoProvider>,
    own: &HashSet<KeyFingerprint>,
    suite: CipherSuite,
    kid: KeyId,
    base_key: &BaseKey,
) -> Result<TrafficKey, KeyError> {
    let provider = provider.unwrap_or_else(|| CryptoProvider::fastest_for(suite));
    let traffic = TrafficKey::derive(provider, suite, kid, base_key)?;
    if own.contains(&traffic.fingerprint) {
        return Err(KeyError::OwnSendKey { kid });
    }
    Ok(traffic)
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
    /// stay for frames still under way; everything older is wiped.
    fn advance(&mut self, ahead: Ahead, deriving: Deriving<'_>) {
        let Ahead { sender_key, key } = ahead;
        let target = sender_key.id().step;
        let keep = retained(sender_key.id().ratchet_bits.mask());
        let goes = deriving.now.saturating_add(deriving.limits.grace);
        let mut walker = core::mem::replace(&mut self.sender_key, sender_key);
        let left = core::mem::replace(&mut self.current, key);

        let mut recent = alloc::vec![(walker.id().step, left)];
        loop {
            walker.ratchet();
            let step = walker.id().step;
            if step >= target {
                break;
            }
            if target.saturating_sub(step) <= keep {
                // Only this participant's own key is refused here, and rightly so.
                let key = deriving.key(walker.suite(), walker.key_id(), walker.base_key());
                recent.extend(key.ok().map(|key| (step, key)));
            }
        }
        recent.retain(|&(step, _)| target.saturating_sub(step) <= keep);
        self.previous.splice(0..0, recent.into_iter().rev().map(|(_, key)| (key, goes)));
        self.previous.truncate(usize::try_from(keep).unwrap_or(0));
    }
}

/// Gives how many steps back are kept, so that with few ratchet bits a KID never names both
/// an old step and a new one.
fn retained(mask: u64) -> u64 {
    RETAINED_STEPS.min(mask / 2)
}

impl Epoch {
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
        if self.epoch.is_own(kid, self.epoch_bits) {
            return Err(DecryptError::Reflected { kid });
        }
        if self.senders.len() >= MAX_SENDERS_PER_EPOCH {
            return Err(KeyError::TooManyKeys { limit: MAX_SENDERS_PER_EPOCH }.into());
        }
        deriving.check_len(self.epoch.suite)?;
        let key = deriving.key(self.epoch.suite, kid, &self.epoch.base_key)?;
        Ok(Found::NewSender(self, key))
    }
}

/// The key for a frame, and what opening the frame will change.
pub(crate) enum Found<'a> {
    /// The key is held.
    Held(&'a mut ReceiveKey),
    /// It is further on the ratchet than the step held.
    Ahead(&'a mut Chain, Box<(Ahead, Deriving<'a>)>),
    /// Its sender was not heard in this epoch before.
    NewSender(&'a mut Epoch, Box<ReceiveKey>),
}

pub(crate) struct Ahead {
    sender_key: SenderKey,
    key: Box<ReceiveKey>,
}

impl Found<'_> {
    #[inline(always)]
    pub(crate) fn key(&mut self) -> &mut ReceiveKey {
        match self {
            Self::Held(key) => key,
            Self::Ahead(_, ahead) => &mut ahead.0.key,
            Self::NewSender(_, key) => key,
        }
    }

    /// Records an authentic frame of `len` bytes, and keeps what was derived for it.
    #[inline(always)]
    pub(crate) fn commit(mut self, proof: Authentic, counter: u64, len: usize) {
        self.key().commit(proof, counter, len);
        match self {
            Self::Held(_) => {}
            Self::Ahead(chain, ahead) => chain.advance(ahead.0, ahead.1),
            Self::NewSender(epoch, key) => {
                epoch.senders.insert(key.kid, key);
            }
        }
    }

    /// Counts a forgery, on what is held: a key that was only derived is dropped. Gives the
    /// failed and opened frames so far and the number of forgeries that calls for a new key.
    #[cold]
    pub(crate) fn count_failure(self) -> (u64, u64, u64) {
        let (key, failed, opened) = match self {
            Self::Held(key) => (key.traffic.aead.suite(), &mut key.failed, key.opened),
            Self::Ahead(chain, ..) => {
                let key = &mut chain.current;
                (key.traffic.aead.suite(), &mut key.failed, key.opened)
            }
            Self::NewSender(epoch, _) => (epoch.epoch.suite, &mut epoch.failed, 0),
        };
        *failed = failed.saturating_add(1);
        (*failed, opened, limits::forgery_warning(key))
    }
}
