//! The keys of a decryptor: found by KID, bounded in number, gone when their time is over.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::time::Duration;

use hashbrown::HashMap;

use crate::counter::KeyFingerprint;
use crate::error::{DecryptError, KeyError};
use crate::key_id::{KeyId, KidLayout};
use crate::keys::{DerivedKey, MlsEpoch, SenderKey, TrafficKey};
use crate::provider::CryptoProvider;
use crate::replay::Retired;
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

mod chain;
mod epoch;
mod slot;

use chain::Chain;
pub use chain::RETAINED_STEPS;
pub use epoch::DEFAULT_MAX_SENDERS;
use epoch::Epoch;
pub(crate) use slot::Found;
pub use slot::KeyStats;
use slot::{Deriving, ReceiveKey, Slot, derive};

/// 16 384 keys or generations, about 20 MB: the senders of a very large call with two
/// generations each. MLS epochs are at most 256, and have places of their own
/// ([`DEFAULT_MAX_SENDERS`]).
pub const DEFAULT_MAX_KEYS: usize = 16_384;

/// 16 384 keys that a participant sends with, 0.7 MB: 4096 changes of key with four kinds of
/// media. Beyond it the oldest are forgotten; one of them can be reflected only to who still
/// receives with it.
pub const MAX_OWN_KEYS: usize = 16_384;

/// 16 steps: members who join while a receiver sees no frame. Each costs a forger's victim 0.6 µs
/// of HKDF, or 2.4 µs with SHA-512.
pub const DEFAULT_MAX_RATCHET_STEPS: u64 = 16;

/// 256 steps, 0.2 ms of HKDF for one forged frame, or 0.6 ms with SHA-512.
pub const MAX_RATCHET_STEPS: u64 = 256;

struct Entry {
    slot: Slot,
    expires: Deadline,
}

/// When something goes, in milliseconds: half as long as a `Duration`, of which a large call
/// has many thousands.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Deadline(u64);

impl Deadline {
    const NEVER: Self = Self(u64::MAX);

    /// A point in time, rounded up; one in half a billion years is never.
    fn at(time: Duration) -> Self {
        Self(u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX))
    }

    fn is_due(self, now: Duration) -> bool {
        self != Self::NEVER && u128::from(self.0) <= now.as_millis()
    }

    /// Keeps the deadline that was set first.
    fn or(self, later: Self) -> Self {
        if self == Self::NEVER { later } else { self }
    }
}

/// Where a key stood when it was removed.
struct RetiredChain {
    step: u64,
    fingerprint: KeyFingerprint,
    newest: Option<u64>,
}

pub(crate) struct KeyStore {
    layout: KidLayout,
    limits: StoreLimits,
    provider: Option<&'static CryptoProvider>,
    entries: HashMap<u64, Box<Entry>>,
    /// What this participant sends with.
    own: Retired<KeyFingerprint, ()>,
    /// Keys, ratchet steps and epochs that went. A plain key goes on behind its newest counter
    /// when it comes back; the others do not come back.
    retired_keys: Retired<KeyFingerprint, Option<u64>>,
    retired_chains: Retired<u64, RetiredChain>,
    retired_epoch: Option<u64>,
    /// Of all epochs.
    senders: usize,
    now: Duration,
}

#[derive(Clone, Copy)]
pub(crate) struct StoreLimits {
    pub(crate) max_keys: usize,
    pub(crate) max_senders: usize,
    pub(crate) max_ratchet_steps: u64,
    pub(crate) replay_window: usize,
    pub(crate) grace: Duration,
}

impl KeyStore {
    pub(crate) fn new(
        layout: KidLayout,
        limits: StoreLimits,
        provider: Option<&'static CryptoProvider>,
    ) -> Self {
        Self {
            layout,
            limits,
            provider,
            entries: HashMap::default(),
            own: Retired::new(MAX_OWN_KEYS),
            retired_keys: Retired::default(),
            retired_chains: Retired::default(),
            retired_epoch: None,
            senders: 0,
            now: Duration::ZERO,
        }
    }

    pub(crate) fn layout(&self) -> KidLayout {
        self.layout
    }

    /// Finds or derives the key for a frame. Changes nothing; a derived key is kept only by
    /// [`Found::commit`].
    #[inline(always)] // a frame is opened in two ways, and 10 ns are worth a copy for each
    pub(crate) fn find(
        &mut self,
        kid: KeyId,
        frame_len: usize,
        header_len: usize,
    ) -> Result<Found<'_>, DecryptError> {
        let index = self.index(kid);
        let entry = self.entries.get_mut(&index).ok_or(DecryptError::UnknownKey { kid })?;
        let deriving = Deriving {
            frame_len,
            sealed_len: frame_len.saturating_sub(header_len),
            provider: self.provider,
            limits: &self.limits,
            own: &self.own,
            retired: &mut self.retired_keys,
            senders: &mut self.senders,
            now: self.now,
        };
        match &mut entry.slot {
            Slot::Key(key) => Ok(Found::Held(key)),
            Slot::Chain(chain) => {
                if chain.current.kid == kid {
                    Ok(Found::Held(&mut chain.current))
                } else {
                    chain.find(kid, deriving)
                }
            }
            Slot::Epoch(epoch) => epoch.find(kid, deriving),
        }
    }

    /// Says whether a frame with this KID could be tried now.
    pub(crate) fn knows(&self, kid: KeyId) -> bool {
        self.entries.contains_key(&self.index(kid))
    }

    pub(crate) fn add_key(
        &mut self,
        suite: CipherSuite,
        kid: KeyId,
        base_key: &BaseKey,
    ) -> Result<(), KeyError> {
        let traffic = self.derive(suite, kid, base_key)?;
        self.add_traffic_key(kid, traffic)
    }

    pub(crate) fn add_derived_key(
        &mut self,
        suite: CipherSuite,
        kid: KeyId,
        derived: &DerivedKey,
    ) -> Result<(), KeyError> {
        let provider = self.provider.unwrap_or_else(|| CryptoProvider::fastest_for(suite));
        let traffic = TrafficKey::from_derived(provider, suite, derived)?;
        if self.own.contains(&traffic.fingerprint) {
            return Err(KeyError::OwnSendKey { kid });
        }
        self.add_traffic_key(kid, traffic)
    }

    fn add_traffic_key(&mut self, kid: KeyId, traffic: TrafficKey) -> Result<(), KeyError> {
        if self.layout != KidLayout::Plain {
            return Err(KeyError::WrongLayout);
        }
        let index = self.index(kid);
        if let Some(entry) = self.entries.get_mut(&index)
            && let Entry { slot: Slot::Key(held), expires } = &mut **entry
        {
            if held.traffic.fingerprint != traffic.fingerprint {
                return Err(KeyError::KeyIdInUse { kid });
            }
            *expires = Deadline::NEVER;
            return Ok(()); // the same key again keeps its window
        }
        let stale_through = self.retired_keys.find(&traffic.fingerprint).copied().flatten();
        let key = ReceiveKey::new(kid, traffic, self.limits.replay_window, stale_through);
        self.insert(index, Slot::Key(key))
    }

    pub(crate) fn add_sender_key(&mut self, sender_key: SenderKey) -> Result<(), KeyError> {
        let id = sender_key.id();
        if self.layout != KidLayout::SenderKeys(id.ratchet_bits) {
            return Err(KeyError::WrongLayout);
        }
        let kid = sender_key.key_id();
        let index = self.index(kid);
        if let Some(Slot::Chain(held)) = self.entries.get(&index).map(|entry| &entry.slot) {
            let at = held.sender_key.id().step;
            if id.step <= at {
                let fingerprint = held.current.traffic.fingerprint;
                self.caught_up(&sender_key, at, fingerprint)
                    .ok_or(KeyError::KeyIdInUse { kid })??;
                if let Some(entry) = self.entries.get_mut(&index) {
                    entry.expires = Deadline::NEVER;
                }
                return Ok(()); // the same chain again keeps its windows
            }
            // No frame of a later step was ever opened, so there is nothing to replay.
            let current = held.current.traffic.fingerprint;
            let chain = self.new_chain(sender_key)?;
            if chain.current.is(current) {
                return Err(KeyError::KeyIdInUse { kid }); // under a later step's name
            }
            self.retired_keys.insert(current, None);
            return self.replace(index, Slot::Chain(chain));
        }
        let chain = match self.retired_chains.find(&id.generation) {
            Some(retired) if id.step <= retired.step => {
                let (step, fingerprint, newest) =
                    (retired.step, retired.fingerprint, retired.newest);
                let caught_up = self
                    .caught_up(&sender_key, step, fingerprint)
                    .ok_or(KeyError::KeyIdRetired { kid })??;
                self.chain(caught_up, newest)?
            }
            _ => self.new_chain(sender_key)?,
        };
        self.insert(index, Slot::Chain(chain))
    }

    pub(crate) fn add_epoch(&mut self, epoch: MlsEpoch) -> Result<(), KeyError> {
        let KidLayout::Mls(epoch_bits) = self.layout else {
            return Err(KeyError::WrongLayout);
        };
        let number = epoch.epoch;
        let index = number & epoch_bits.mask();
        let retired = KeyError::KeyIdRetired { kid: KeyId::new(index) };
        if self.retired_epoch.is_some_and(|newest| number <= newest) {
            return Err(retired);
        }
        let in_use = KeyError::KeyIdInUse { kid: KeyId::new(index) };
        match self.entries.get(&index).map(|entry| &entry.slot) {
            Some(Slot::Epoch(held)) if held.epoch.epoch > number => return Err(retired),
            Some(Slot::Epoch(held)) if held.epoch.is_other_name_of(&epoch) => return Err(in_use),
            Some(Slot::Epoch(held)) if held.epoch.epoch == number => {
                // The same epoch again keeps its windows and its time.
                return if held.epoch.is(&epoch) { Ok(()) } else { Err(in_use) };
            }
            None if self.entries.len() >= self.limits.max_keys => {
                return Err(KeyError::TooManyKeys { limit: self.limits.max_keys });
            }
            _ => {}
        }
        let epoch = Epoch::new(epoch, epoch_bits)?;
        if self.retired_keys.contains(&epoch.fingerprint) {
            return Err(retired); // under a later epoch's number
        }
        self.remove_index(index);
        let goes = self.grace_ends();
        let mut expires = Deadline::NEVER;
        for entry in self.entries.values_mut() {
            let Slot::Epoch(other) = &entry.slot else { continue };
            if other.epoch.epoch < number {
                entry.expires = entry.expires.or(goes);
            } else {
                expires = goes; // it is late: a newer one is here already
            }
        }
        let slot = Slot::Epoch(Box::new(epoch));
        self.entries.insert(index, Box::new(Entry { slot, expires }));
        Ok(())
    }

    /// Refuses, from now on, keys with this fingerprint: the participant sends with them.
    /// What a reflected frame made it derive before is dropped; a key that the app itself
    /// added is dropped too, and that is an error.
    pub(crate) fn refuse_own(&mut self, own: KeyFingerprint) -> Result<(), KeyError> {
        self.own.insert(own, ());
        let mut added = None;
        for (&index, entry) in &mut self.entries {
            match &mut entry.slot {
                Slot::Key(key) if key.is(own) => added = Some((index, key.kid)),
                Slot::Chain(chain) if chain.current.is(own) => {
                    added = Some((index, chain.current.kid));
                }
                Slot::Key(_) => {}
                Slot::Chain(chain) => chain.previous.retain(|(key, _)| !key.is(own)),
                Slot::Epoch(epoch) => {
                    self.senders = self.senders.saturating_sub(epoch.forget(own));
                }
            }
        }
        let Some((index, kid)) = added else { return Ok(()) };
        self.remove_index(index);
        Err(KeyError::OwnSendKey { kid })
    }

    /// Lets a key go after the grace time.
    pub(crate) fn retire(&mut self, kid: KeyId) -> bool {
        let goes = self.grace_ends();
        let index = self.index(kid);
        match self.entries.get_mut(&index) {
            Some(entry) => {
                entry.expires = entry.expires.or(goes);
                true
            }
            None => false,
        }
    }

    /// Wipes a key now, with every step of its generation or every sender of its epoch.
    pub(crate) fn remove(&mut self, kid: KeyId) -> bool {
        self.remove_index(self.index(kid))
    }

    /// Takes note of the time and drops what is due. Time never goes back.
    pub(crate) fn advance(&mut self, now: Duration) {
        self.now = self.now.max(now);
        let now = self.now;
        let mut due = Vec::new();
        for (&index, entry) in &mut self.entries {
            if entry.expires.is_due(now) {
                due.push(index);
            } else if let Slot::Chain(chain) = &mut entry.slot {
                chain.previous.retain(|&(_, at)| at > now);
            }
        }
        for index in due {
            self.remove_index(index);
        }
    }

    pub(crate) fn stats(&self) -> impl Iterator<Item = KeyStats> + '_ {
        self.keys().map(ReceiveKey::stats)
    }

    fn keys(&self) -> impl Iterator<Item = &ReceiveKey> + '_ {
        self.entries.values().flat_map(|entry| {
            let (one, many, epoch) = match &entry.slot {
                Slot::Key(key) => (Some(key), None, None),
                Slot::Chain(chain) => (Some(&*chain.current), Some(&chain.previous), None),
                Slot::Epoch(epoch) => (None, None, Some(epoch)),
            };
            let many = many.into_iter().flatten().map(|(key, _)| key.as_ref());
            let senders = epoch.into_iter().flat_map(|epoch| epoch.senders());
            one.into_iter().chain(many.chain(senders))
        })
    }

    fn grace_ends(&self) -> Deadline {
        Deadline::at(self.now.saturating_add(self.limits.grace))
    }

    #[inline]
    fn index(&self, kid: KeyId) -> u64 {
        match self.layout {
            KidLayout::Plain => kid.as_u64(),
            KidLayout::SenderKeys(bits) => kid.as_u64() >> u32::from(bits.get()),
            KidLayout::Mls(bits) => kid.as_u64() & bits.mask(),
        }
    }

    fn insert(&mut self, index: u64, slot: Slot) -> Result<(), KeyError> {
        if self.entries.len() >= self.limits.max_keys {
            return Err(KeyError::TooManyKeys { limit: self.limits.max_keys });
        }
        self.replace(index, slot)
    }

    fn replace(&mut self, index: u64, slot: Slot) -> Result<(), KeyError> {
        self.entries.insert(index, Box::new(Entry { slot, expires: Deadline::NEVER }));
        Ok(())
    }

    fn remove_index(&mut self, index: u64) -> bool {
        let Some(entry) = self.entries.remove(&index) else {
            return false;
        };
        match &entry.slot {
            Slot::Key(key) => {
                self.retired_keys.insert(key.traffic.fingerprint, key.replay.newest());
            }
            Slot::Chain(chain) => {
                let fingerprint = chain.current.traffic.fingerprint;
                let (step, newest) = (chain.sender_key.id().step, chain.current.replay.newest());
                self.retired_keys.insert(fingerprint, None);
                self.retired_chains.insert(index, RetiredChain { step, fingerprint, newest });
            }
            Slot::Epoch(epoch) => {
                self.senders = self.senders.saturating_sub(epoch.senders().len());
                self.retired_keys.insert(epoch.fingerprint, None);
                self.retired_epoch = self.retired_epoch.max(Some(epoch.epoch.epoch));
            }
        }
        true
    }

    /// Ratchets a key that was given again up to where its chain stood; `None` when it is
    /// another chain or too far back to tell.
    fn caught_up(
        &self,
        key: &SenderKey,
        step: u64,
        fingerprint: KeyFingerprint,
    ) -> Option<Result<SenderKey, KeyError>> {
        let steps = step.checked_sub(key.id().step).filter(|&steps| steps <= MAX_RATCHET_STEPS)?;
        let key = key.ahead(steps);
        match self.derive(key.suite(), key.key_id(), key.base_key()) {
            Ok(traffic) => (traffic.fingerprint == fingerprint).then_some(Ok(key)),
            Err(error) => Some(Err(error)),
        }
    }

    /// Makes a chain of a key that was not here before; one that was, at another step or under
    /// its name, does not come back with an empty window.
    fn new_chain(&self, sender_key: SenderKey) -> Result<Box<Chain>, KeyError> {
        let kid = sender_key.key_id();
        let chain = self.chain(sender_key, None)?;
        if self.retired_keys.contains(&chain.current.traffic.fingerprint) {
            return Err(KeyError::KeyIdRetired { kid });
        }
        Ok(chain)
    }

    fn chain(
        &self,
        sender_key: SenderKey,
        stale_through: Option<u64>,
    ) -> Result<Box<Chain>, KeyError> {
        let kid = sender_key.key_id();
        let traffic = self.derive(sender_key.suite(), kid, sender_key.base_key())?;
        let current = ReceiveKey::new(kid, traffic, self.limits.replay_window, stale_through);
        Ok(Box::new(Chain { sender_key, current: Box::new(current), previous: Vec::new() }))
    }

    fn derive(
        &self,
        suite: CipherSuite,
        kid: KeyId,
        base_key: &BaseKey,
    ) -> Result<TrafficKey, KeyError> {
        derive(self.provider, &self.own, suite, kid, base_key)
    }
}
