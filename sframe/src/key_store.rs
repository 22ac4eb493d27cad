//! The keys of a decryptor: found by KID, bounded in number, gone when their time is over.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::time::Duration;

use hashbrown::{HashMap, HashSet};

use crate::aead::{Authentic, limits};
use crate::counter::KeyFingerprint;
use crate::error::{DecryptError, KeyError};
use crate::key_id::{KeyId, KidLayout};
use crate::keys::{MlsEpoch, SenderKey, TrafficKey};
use crate::provider::CryptoProvider;
use crate::replay::{ReplayWindow, Retired, Stale};
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

/// 16 384 keys or epochs, about 20 MB: the senders of a very large call with two generations
/// each.
pub const DEFAULT_MAX_KEYS: usize = 16_384;

/// 16 steps: members who join while a receiver sees no frame; each costs a forger's victim
/// half a microsecond of HKDF.
pub const DEFAULT_MAX_RATCHET_STEPS: u64 = 16;

/// 256 steps, about 0.2 ms of HKDF for one forged frame.
pub const MAX_RATCHET_STEPS: u64 = 256;

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
    replay: ReplayWindow,
    opened: u64,
    failed: u64,
    replayed: u64,
    blocks: u64,
}

impl ReceiveKey {
    fn new(kid: KeyId, traffic: TrafficKey, window: usize, stale_through: Option<u64>) -> Self {
        let replay = ReplayWindow::new(window, stale_through);
        Self { kid, traffic, replay, opened: 0, failed: 0, replayed: 0, blocks: 0 }
    }

    /// Refuses a counter that was seen before or is too old to tell.
    #[inline]
    pub(crate) fn screen(&mut self, counter: u64) -> Result<(), DecryptError> {
        let Err(stale) = self.replay.check(counter) else { return Ok(()) };
        self.replayed = self.replayed.saturating_add(1);
        let kid = self.kid;
        Err(match stale {
            Stale::Seen => DecryptError::Replayed { kid, counter },
            Stale::TooOld => DecryptError::TooOld { kid, counter },
        })
    }

    #[inline]
    fn commit(&mut self, _proof: Authentic, counter: u64, len: usize) {
        self.replay.commit(counter);
        self.opened = self.opened.saturating_add(1);
        self.blocks = self.blocks.saturating_add((len as u64).div_ceil(16));
    }

    fn stats(&self) -> KeyStats {
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

/// What one index of the store holds. Which kind it is follows from the layout.
enum Slot {
    Key(ReceiveKey),
    Chain(Box<Chain>),
    Epoch(Box<Epoch>),
}

/// A generation of a sender key: the key of its newest step and a few before it.
pub(crate) struct Chain {
    sender_key: SenderKey,
    current: ReceiveKey,
    /// Newest first, with the time at which each goes.
    previous: Vec<(ReceiveKey, Duration)>,
}

/// An MLS epoch: keys are derived when their sender is first heard.
pub(crate) struct Epoch {
    epoch: MlsEpoch,
    senders: HashMap<KeyId, ReceiveKey>,
    failed: u64,
}

struct Entry {
    slot: Slot,
    expires: Option<Duration>,
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
    entries: HashMap<u64, Entry>,
    own: HashSet<KeyFingerprint>,
    retired_keys: Retired<KeyFingerprint, Option<u64>>,
    retired_chains: Retired<u64, RetiredChain>,
    retired_epoch: Option<u64>,
    now: Duration,
}

#[derive(Clone, Copy)]
pub(crate) struct StoreLimits {
    pub(crate) max_keys: usize,
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
            own: HashSet::default(),
            retired_keys: Retired::default(),
            retired_chains: Retired::default(),
            retired_epoch: None,
            now: Duration::ZERO,
        }
    }

    /// Finds or derives the key for `kid`. Changes nothing; a derived key is kept only by
    /// [`Found::commit`].
    #[inline]
    pub(crate) fn find(&mut self, kid: KeyId) -> Result<Found<'_>, DecryptError> {
        let index = self.index(kid);
        let entry = self.entries.get_mut(&index).ok_or(DecryptError::UnknownKey { kid })?;
        let deriving = Deriving {
            provider: self.provider,
            limits: self.limits,
            own: &self.own,
            now: self.now,
        };
        match &mut entry.slot {
            Slot::Key(key) => Ok(Found::Held(key)),
            Slot::Chain(chain) => chain.find(kid, deriving),
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
        if self.layout != KidLayout::Plain {
            return Err(KeyError::WrongLayout);
        }
        let traffic = self.derive(suite, kid, base_key)?;
        let index = self.index(kid);
        if let Some(Entry { slot: Slot::Key(held), expires }) = self.entries.get_mut(&index) {
            if held.traffic.fingerprint != traffic.fingerprint {
                return Err(KeyError::KeyIdInUse { kid });
            }
            *expires = None;
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
        if let Some(Entry { slot: Slot::Chain(held), expires }) = self.entries.get_mut(&index) {
            let at = held.sender_key.id().step;
            if id.step <= at {
                let fingerprint = held.current.traffic.fingerprint;
                self.caught_up(&sender_key, at, fingerprint)
                    .ok_or(KeyError::KeyIdInUse { kid })??;
                if let Some(entry) = self.entries.get_mut(&index) {
                    entry.expires = None;
                }
                return Ok(()); // the same chain again keeps its windows
            }
            // No frame of a later step was ever opened, so there is nothing to replay.
            *expires = None;
            let chain = self.chain(sender_key, None)?;
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
            _ => self.chain(sender_key, None)?,
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
        match self.entries.get_mut(&index) {
            Some(Entry { slot: Slot::Epoch(held), expires }) if held.epoch.epoch == number => {
                if !held.epoch.base_key.is(&epoch.base_key) {
                    return Err(KeyError::KeyIdInUse { kid: KeyId::new(index) });
                }
                *expires = None;
                return Ok(());
            }
            Some(Entry { slot: Slot::Epoch(held), .. }) if held.epoch.epoch > number => {
                return Err(retired);
            }
            _ => {}
        }
        let goes = Some(self.now.saturating_add(self.limits.grace));
        for entry in self.entries.values_mut() {
            if matches!(&entry.slot, Slot::Epoch(old) if old.epoch.epoch < number) {
                entry.expires = entry.expires.or(goes);
            }
        }
        let slot = Slot::Epoch(Box::new(Epoch { epoch, senders: HashMap::default(), failed: 0 }));
        self.remove_index(index);
        self.insert(index, slot)
    }

    /// Refuses, from now on, keys with this fingerprint: the participant sends with them.
    pub(crate) fn refuse_own(&mut self, own: KeyFingerprint) -> Result<(), KeyError> {
        if let Some(held) = self.keys().find(|key| key.traffic.fingerprint == own) {
            return Err(KeyError::OwnSendKey { kid: held.kid });
        }
        if self.own.len() >= self.limits.max_keys && !self.own.contains(&own) {
            return Err(KeyError::TooManyKeys { limit: self.limits.max_keys });
        }
        self.own.insert(own);
        Ok(())
    }

    /// Lets a key go after the grace time.
    pub(crate) fn retire(&mut self, kid: KeyId) -> bool {
        let goes = self.now.saturating_add(self.limits.grace);
        let index = self.index(kid);
        match self.entries.get_mut(&index) {
            Some(entry) => {
                entry.expires = entry.expires.or(Some(goes));
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
            if entry.expires.is_some_and(|at| at <= now) {
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
                Slot::Chain(chain) => (Some(&chain.current), Some(&chain.previous), None),
                Slot::Epoch(epoch) => (None, None, Some(&epoch.senders)),
            };
            let many = many.into_iter().flatten().map(|(key, _)| key);
            let senders = epoch.into_iter().flat_map(HashMap::values);
            one.into_iter().chain(many).chain(senders)
        })
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
        self.entries.insert(index, Entry { slot, expires: None });
        Ok(())
    }

    fn remove_index(&mut self, index: u64) -> bool {
        let Some(entry) = self.entries.remove(&index) else {
            return false;
        };
        match entry.slot {
            Slot::Key(key) => {
                self.retired_keys.insert(key.traffic.fingerprint, key.replay.newest())
            }
            Slot::Chain(chain) => self.retired_chains.insert(
                index,
                RetiredChain {
                    step: chain.sender_key.id().step,
                    fingerprint: chain.current.traffic.fingerprint,
                    newest: chain.current.replay.newest(),
                },
            ),
            Slot::Epoch(epoch) => {
                self.retired_epoch = self.retired_epoch.max(Some(epoch.epoch.epoch))
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

    fn chain(
        &self,
        sender_key: SenderKey,
        stale_through: Option<u64>,
    ) -> Result<Box<Chain>, KeyError> {
        let kid = sender_key.key_id();
        let traffic = self.derive(sender_key.suite(), kid, sender_key.base_key())?;
        let current = ReceiveKey::new(kid, traffic, self.limits.replay_window, stale_through);
        Ok(Box::new(Chain { sender_key, current, previous: Vec::new() }))
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

/// What a slot needs to derive a key for a frame.
#[derive(Clone, Copy)]
pub(crate) struct Deriving<'a> {
    provider: Option<&'static CryptoProvider>,
    limits: StoreLimits,
    own: &'a HashSet<KeyFingerprint>,
    now: Duration,
}

impl Deriving<'_> {
    fn key(
        &self,
        suite: CipherSuite,
        kid: KeyId,
        base_key: &BaseKey,
    ) -> Result<ReceiveKey, DecryptError> {
        let traffic = match derive(self.provider, self.own, suite, kid, base_key) {
            Err(KeyError::OwnSendKey { kid }) => return Err(DecryptError::Reflected { kid }),
            derived => derived?,
        };
        Ok(ReceiveKey::new(kid, traffic, self.limits.replay_window, None))
    }
}

fn derive(
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
    fn find<'a>(
        &'a mut self,
        kid: KeyId,
        deriving: Deriving<'_>,
    ) -> Result<Found<'a>, DecryptError> {
        if self.current.kid == kid {
            return Ok(Found::Held(&mut self.current));
        }
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
        let ahead = self.sender_key.ahead(steps);
        let key = deriving.key(ahead.suite(), kid, ahead.base_key())?;
        let goes = deriving.now.saturating_add(deriving.limits.grace);
        let provider = deriving.provider;
        Ok(Found::Ahead(self, Box::new(Ahead { sender_key: ahead, key, goes, provider })))
    }

    /// Moves to a step that an authentic frame has shown to exist. The steps just before it
    /// stay for frames still under way; everything older is wiped.
    fn advance(&mut self, ahead: Ahead) {
        let Ahead { sender_key, key, goes, provider } = ahead;
        let target = sender_key.id().step;
        let keep = retained(sender_key.id().ratchet_bits.mask());
        let mut walker = core::mem::replace(&mut self.sender_key, sender_key);
        let left = core::mem::replace(&mut self.current, key);
        let window = self.current.replay.frames();

        let mut recent = alloc::vec![(walker.id().step, left)];
        loop {
            walker.ratchet();
            let step = walker.id().step;
            if step >= target {
                break;
            }
            if target.saturating_sub(step) <= keep {
                let (suite, kid) = (walker.suite(), walker.key_id());
                let provider = provider.unwrap_or_else(|| CryptoProvider::fastest_for(suite));
                // A provider that made this chain's keys before makes this one too.
                if let Ok(traffic) = TrafficKey::derive(provider, suite, kid, walker.base_key()) {
                    recent.push((step, ReceiveKey::new(kid, traffic, window, None)));
                }
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
    fn find<'a>(
        &'a mut self,
        kid: KeyId,
        deriving: Deriving<'_>,
    ) -> Result<Found<'a>, DecryptError> {
        if self.senders.contains_key(&kid) {
            return match self.senders.get_mut(&kid) {
                Some(key) => Ok(Found::Held(key)),
                None => Err(DecryptError::UnknownKey { kid }),
            };
        }
        if self.senders.len() >= MAX_SENDERS_PER_EPOCH {
            return Err(KeyError::TooManyKeys { limit: MAX_SENDERS_PER_EPOCH }.into());
        }
        let key = deriving.key(self.epoch.suite, kid, &self.epoch.base_key)?;
        Ok(Found::NewSender(self, Box::new(key)))
    }
}

/// The key for a frame, and what opening the frame will change.
pub(crate) enum Found<'a> {
    /// The key is held.
    Held(&'a mut ReceiveKey),
    /// It is further on the ratchet than the step held.
    Ahead(&'a mut Chain, Box<Ahead>),
    /// Its sender was not heard in this epoch before.
    NewSender(&'a mut Epoch, Box<ReceiveKey>),
}

pub(crate) struct Ahead {
    sender_key: SenderKey,
    key: ReceiveKey,
    /// When the steps left behind go.
    goes: Duration,
    provider: Option<&'static CryptoProvider>,
}

impl Found<'_> {
    #[inline]
    pub(crate) fn key(&mut self) -> &mut ReceiveKey {
        match self {
            Self::Held(key) => key,
            Self::Ahead(_, ahead) => &mut ahead.key,
            Self::NewSender(_, key) => key,
        }
    }

    /// Records an authentic frame of `len` bytes, and keeps what was derived for it.
    #[inline]
    pub(crate) fn commit(mut self, proof: Authentic, counter: u64, len: usize) {
        self.key().commit(proof, counter, len);
        match self {
            Self::Held(_) => {}
            Self::Ahead(chain, ahead) => chain.advance(*ahead),
            Self::NewSender(epoch, key) => {
                epoch.senders.insert(key.kid, *key);
            }
        }
    }

    /// Counts a forgery, on what is held: a key that was only derived is dropped. Gives the
    /// failed and opened frames so far and the number of forgeries that calls for a new key.
    #[cold]
    pub(crate) fn count_failure(self) -> (u64, u64, u64) {
        let (key, failed, opened) = match self {
            Self::Held(key) => (key.traffic.aead.suite(), &mut key.failed, key.opened),
            Self::Ahead(chain, _) => {
                let key = &mut chain.current;
                (key.traffic.aead.suite(), &mut key.failed, key.opened)
            }
            Self::NewSender(epoch, _) => (epoch.epoch.suite, &mut epoch.failed, 0),
        };
        *failed = failed.saturating_add(1);
        (*failed, opened, limits::forgery_warning(key))
    }
}
