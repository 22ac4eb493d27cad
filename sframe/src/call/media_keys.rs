//! The keys of media: each member's own, and those that others gave it.
//!
//! ```text
//! KID = number << 22 | tag << 6 | kind << 4 | step
//! ```
//! A generation is one random base key for each kind of media, so that a gateway can be given
//! the audio alone. `tag` tells members apart; each draws its own for every generation, and
//! draws again when somebody finds it taken. Generations count from 0, so that KIDs start
//! short: 3 bytes for the first four.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::time::Duration;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::call::error::MessageError;
use crate::call::member::MemberId;
use crate::call::wire::Reader;
use crate::counter::MemoryCounters;
use crate::encryptor::{Encryptor, EncryptorConfig};
use crate::error::KeyError;
use crate::key_id::{KeyId, RatchetBits, SenderKeyId};
use crate::keys::SenderKey;
use crate::provider::CryptoProvider;
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

/// `R` of every call with built-in keys.
pub(crate) const RATCHET_BITS: RatchetBits = RatchetBits::FOUR;

/// 42 bits of a KID are left for a generation's number.
const MAX_NUMBER: u64 = (1 << 42) - 1;

/// 12 steps: then a fresh generation is due, so that no receiver, however long it heard
/// nothing, takes one step for another 16 steps away.
pub(crate) const MAX_STEPS: u64 = 12;

/// What a key is for. Each kind has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaKind {
    /// Microphones.
    Audio,
    /// Cameras.
    Video,
    /// Shared screens.
    Screen,
    /// Data channels and chat.
    Data,
}

impl MediaKind {
    /// All of them, in the order of their numbers in a KID.
    pub const ALL: [Self; 4] = [Self::Audio, Self::Video, Self::Screen, Self::Data];

    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Audio => 0,
            Self::Video => 1,
            Self::Screen => 2,
            Self::Data => 3,
        }
    }
}

/// One generation of a member's keys, at one step.
pub(crate) struct Generation {
    pub(crate) number: u64,
    pub(crate) tag: u16,
    pub(crate) step: u64,
    chains: [SenderKey; 4],
}

impl Generation {
    /// Draws a fresh generation.
    pub(crate) fn draw(
        suite: CipherSuite,
        number: u64,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, KeyError> {
        let mut tag = [0; 2];
        rng.fill_bytes(&mut tag);
        let tag = u16::from_be_bytes(tag);
        let mut key = Zeroizing::new([0; 64]);
        let key = key.get_mut(..suite.hash().output_len()).unwrap_or_default();
        Self::build(suite, (number, tag, 0), |_| {
            rng.fill_bytes(key);
            BaseKey::new(key)
        })
    }

    fn build(
        suite: CipherSuite,
        (number, tag, step): (u64, u16, u64),
        mut key_of: impl FnMut(MediaKind) -> Result<BaseKey, KeyError>,
    ) -> Result<Self, KeyError> {
        let mut chain = |kind: MediaKind| {
            let generation = number << 18 | u64::from(tag) << 2 | kind.index() as u64;
            let id = SenderKeyId { ratchet_bits: RATCHET_BITS, generation, step };
            SenderKey::at(suite, id, key_of(kind)?)
        };
        let [audio, video, screen, data] = MediaKind::ALL;
        let chains = [chain(audio)?, chain(video)?, chain(screen)?, chain(data)?];
        Ok(Self { number, tag, step, chains })
    }

    /// Goes one step forward with every kind.
    pub(crate) fn ratchet(&mut self) {
        self.chains.iter_mut().for_each(SenderKey::ratchet);
        self.step = self.step.saturating_add(1);
    }

    /// Gives the key of one kind.
    pub(crate) fn key(&self, kind: MediaKind) -> &SenderKey {
        let [audio, video, screen, data] = &self.chains;
        match kind {
            MediaKind::Audio => audio,
            MediaKind::Video => video,
            MediaKind::Screen => screen,
            MediaKind::Data => data,
        }
    }

    /// Gives the KIDs of all kinds.
    pub(crate) fn key_ids(&self) -> impl Iterator<Item = (MediaKind, KeyId)> + '_ {
        MediaKind::ALL.into_iter().map(|kind| (kind, self.key(kind).key_id()))
    }

    /// Writes `number(8) tag(2) step(1) base keys(4 x Nh)`.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.number.to_be_bytes());
        out.extend(self.tag.to_be_bytes());
        out.push(u8::try_from(self.step).unwrap_or(u8::MAX));
        self.chains.iter().for_each(|key| out.extend(key.base_key().expose()));
    }

    /// Reads what [`write`](Self::write) wrote.
    pub(crate) fn parse(reader: &mut Reader<'_>, suite: CipherSuite) -> Result<Self, MessageError> {
        let (number, tag, step) = (reader.u64()?, reader.u16()?, u64::from(reader.u8()?));
        if number > MAX_NUMBER || step > MAX_STEPS {
            return Err(MessageError::Malformed);
        }
        let keys = reader.bytes(suite.hash().output_len().saturating_mul(4))?;
        let mut keys = keys.chunks_exact(suite.hash().output_len());
        let next = |_| BaseKey::new(keys.next().unwrap_or_default());
        Ok(Self::build(suite, (number, tag, step), next)?)
    }
}

/// Tells which member a KID belongs to, and what for: `(tag, number, kind)`.
pub(crate) fn parts_of(kid: KeyId) -> (u16, u64, MediaKind) {
    let kid = kid.as_u64();
    let [.., high, low] = (kid >> 6).to_be_bytes();
    let kind = match kid >> 4 & 3 {
        0 => MediaKind::Audio,
        1 => MediaKind::Video,
        2 => MediaKind::Screen,
        _ => MediaKind::Data,
    };
    (u16::from_be_bytes([high, low]), kid >> 22, kind)
}

/// What this member sends with, and what it will send with next.
pub(crate) struct OwnKeys {
    suite: CipherSuite,
    provider: Option<&'static CryptoProvider>,
    /// Of the current key only: no key is ever current twice, so the counters go with it.
    counters: Arc<MemoryCounters>,
    current: Generation,
    encryptors: [Option<Arc<Encryptor>>; 4],
    /// Whether anybody may have recorded frames of the current step.
    used: bool,
    pending: Option<Generation>,
    /// Whether somebody has what members are given under another member's name.
    refused: bool,
    next_number: u64,
}

impl OwnKeys {
    pub(crate) fn new(
        suite: CipherSuite,
        provider: Option<&'static CryptoProvider>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, KeyError> {
        let current = Generation::draw(suite, 0, rng)?;
        let encryptors = [None, None, None, None];
        Ok(Self {
            suite,
            provider,
            counters: Arc::default(),
            current,
            encryptors,
            used: false,
            pending: None,
            refused: false,
            next_number: 1,
        })
    }

    /// Gives the encryptor of one kind under the current key.
    pub(crate) fn encryptor(&mut self, kind: MediaKind) -> Result<Arc<Encryptor>, KeyError> {
        let slot = self.encryptors.get_mut(kind.index());
        if let Some(Some(encryptor)) = &slot {
            return Ok(Arc::clone(encryptor));
        }
        let mut config = EncryptorConfig::with_counters(self.counters.clone());
        config.provider = self.provider;
        let encryptor = Arc::new(Encryptor::for_sender(self.current.key(kind), config)?);
        self.used = true;
        if let Some(slot) = slot {
            *slot = Some(Arc::clone(&encryptor));
        }
        Ok(encryptor)
    }

    pub(crate) fn provider(&self) -> Option<&'static CryptoProvider> {
        self.provider
    }

    /// Gives the encryptors that are in use.
    pub(crate) fn encryptors(&self) -> impl Iterator<Item = &Arc<Encryptor>> {
        self.encryptors.iter().flatten()
    }

    /// What members are given: the next generation where there is one.
    pub(crate) fn offer(&self) -> &Generation {
        self.pending.as_ref().unwrap_or(&self.current)
    }

    /// Notes that somebody found the key identifiers of the offer taken.
    pub(crate) fn refuse_offer(&mut self) {
        self.refused = true;
    }

    pub(crate) fn offer_is_refused(&self) -> bool {
        self.refused
    }

    pub(crate) fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    pub(crate) fn current(&self) -> &Generation {
        &self.current
    }

    /// Makes the current key one that says nothing about the past. `false` when only a fresh
    /// generation can.
    pub(crate) fn ratchet(&mut self) -> bool {
        if !self.used {
            return true;
        }
        if self.current.step >= MAX_STEPS {
            return false;
        }
        self.current.ratchet();
        self.drop_encryptors();
        true
    }

    /// Draws the next generation, to be distributed before it is used.
    pub(crate) fn draw_next(&mut self, rng: &mut dyn CryptoRng) -> Result<(), KeyError> {
        self.pending = Some(Generation::draw(self.suite, self.next_number, rng)?);
        self.refused = false;
        self.next_number = self.next_number.saturating_add(1);
        Ok(())
    }

    /// Goes over to the next generation; the old one is wiped.
    pub(crate) fn switch(&mut self) {
        if let Some(next) = self.pending.take() {
            self.current = next;
            self.drop_encryptors();
        }
    }

    fn drop_encryptors(&mut self) {
        self.encryptors = [None, None, None, None];
        self.counters = Arc::default();
        self.used = false;
    }
}

/// 4 generations of each member at a time: a member that changes keys faster than the others
/// hear of it gains nothing.
const MAX_HELD: usize = 4;

/// The generations that one other member gave, newest last, and since when each is retired.
#[derive(Default)]
pub(crate) struct HeldKeys(Vec<(Generation, Option<Duration>)>);

/// What came of a generation that a member gave.
pub(crate) enum Given {
    /// It is new; those too old to be kept beside it come out.
    New { retired: Vec<KeyId>, removed: Vec<KeyId> },
    /// It was here before, at this step or a later one, or is older than the newest.
    Known,
}

impl HeldKeys {
    pub(crate) fn take(&mut self, generation: Generation, now: Duration) -> Given {
        let (number, step) = (generation.number, generation.step);
        let mut retired = Vec::new();
        match self.newest() {
            Some(newest) if (number, step) <= (newest.number, newest.step) => return Given::Known,
            Some(newest) if number == newest.number && generation.tag != newest.tag => {
                return Given::Known; // a generation keeps its tag
            }
            Some(newest) if number == newest.number => {
                self.0.pop(); // it moves to the later step
            }
            _ => retired = self.retire(now),
        }
        let mut removed = Vec::new();
        if self.0.len() >= MAX_HELD {
            let (oldest, _) = self.0.remove(0);
            removed.extend(oldest.key_ids().map(|(_, kid)| kid));
        }
        self.0.push((generation, None));
        Given::New { retired, removed }
    }

    /// Notes that decryptors are told to let all of them go, unless they were before.
    pub(crate) fn retire(&mut self, now: Duration) -> Vec<KeyId> {
        for (_, since) in &mut self.0 {
            since.get_or_insert(now);
        }
        self.key_ids()
    }

    /// Notes that decryptors are given the newest again.
    pub(crate) fn renew(&mut self) -> Option<&Generation> {
        let (newest, since) = self.0.last_mut()?;
        *since = None;
        Some(newest)
    }

    /// Lets go of those that were retired before a time, but for the newest, which its sender
    /// may still use when it is heard again.
    pub(crate) fn let_go(&mut self, before: Option<Duration>) {
        let newest = self.newest().map(|newest| newest.number);
        self.0.retain(|(held, since)| Some(held.number) == newest || is_after(*since, before));
    }

    /// Gives those that a decryptor may still have, and whether each is to go.
    pub(crate) fn since(
        &self,
        before: Option<Duration>,
    ) -> impl Iterator<Item = (&Generation, bool)> {
        let held = self.0.iter().filter(move |(_, since)| is_after(*since, before));
        held.map(|(generation, since)| (generation, since.is_some()))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Generation> {
        self.0.iter().map(|(generation, _)| generation)
    }

    pub(crate) fn newest(&self) -> Option<&Generation> {
        self.0.last().map(|(generation, _)| generation)
    }

    pub(crate) fn holds_tag(&self, tag: u16) -> bool {
        self.iter().any(|held| held.tag == tag)
    }

    fn key_ids(&self) -> Vec<KeyId> {
        self.iter().flat_map(|held| held.key_ids().map(|(_, kid)| kid)).collect()
    }

    /// Takes everything out.
    pub(crate) fn clear(&mut self) -> Vec<KeyId> {
        let kids = self.key_ids();
        self.0.clear();
        kids
    }
}

/// Says whether something has not been retired, or later than `before`.
fn is_after(retired: Option<Duration>, before: Option<Duration>) -> bool {
    retired.is_none_or(|retired| before.is_none_or(|before| retired > before))
}

/// 16 384 generations: more than a decryptor keeps in mind.
const MAX_KEY_IDS: usize = 1 << 14;

/// Whose each generation was, also of those who have left: decryptors remember the KIDs of
/// removed keys and take no other key for them.
#[derive(Default)]
pub(crate) struct KeyIds {
    owners: BTreeMap<(u64, u16), MemberId>,
    order: VecDeque<(u64, u16)>,
}

impl KeyIds {
    pub(crate) fn are_of_another(&self, generation: &Generation, member: MemberId) -> bool {
        let owner = self.owners.get(&(generation.number, generation.tag));
        owner.is_some_and(|owner| *owner != member)
    }

    /// Notes the number and the tag of a generation that counts.
    pub(crate) fn note(&mut self, ids: (u64, u16), member: MemberId) {
        if self.owners.insert(ids, member).is_none() {
            self.order.push_back(ids);
        }
        if self.order.len() > MAX_KEY_IDS
            && let Some(oldest) = self.order.pop_front()
        {
            self.owners.remove(&oldest);
        }
    }
}
