//! What one place of the key store holds, and what a frame makes of it.

use alloc::boxed::Box;
use core::time::Duration;

use super::StoreLimits;
use super::chain::{Ahead, Chain};
use super::epoch::Epoch;
use crate::aead::{Authentic, limits};
use crate::counter::KeyFingerprint;
use crate::error::{DecryptError, KeyError};
use crate::event::Event;
use crate::key_id::KeyId;
use crate::keys::TrafficKey;
use crate::provider::CryptoProvider;
use crate::replay::{ReplayWindow, Retired, Stale};
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

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
    failures: Failures,
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
        let failures = Failures::default();
        Self { kid, traffic, replay, opened: 0, failures, replayed: 0, blocks: 0 }
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
            failed: self.failures.count,
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

/// What a slot needs to derive a key for a frame, and to keep it.
pub(crate) struct Deriving<'a> {
    /// Bytes of the frame, and of what follows its header.
    pub(super) frame_len: usize,
    pub(super) sealed_len: usize,
    pub(super) provider: Option<&'static CryptoProvider>,
    pub(super) limits: &'a StoreLimits,
    pub(super) own: &'a Retired<KeyFingerprint, ()>,
    pub(super) retired: &'a mut Retired<KeyFingerprint, Option<u64>>,
    /// Keys of MLS senders that are held, of all epochs.
    pub(super) senders: &'a mut usize,
    pub(super) now: Duration,
}

impl Deriving<'_> {
    /// Refuses to derive anything for a frame that cannot even hold a tag.
    pub(super) fn check_len(&self, suite: CipherSuite) -> Result<(), DecryptError> {
        if self.sealed_len < suite.tag_len() {
            return Err(DecryptError::Truncated { len: self.frame_len });
        }
        Ok(())
    }

    /// Derives a key that no authentic frame has shown to exist yet. One that was here before
    /// would come with an empty window.
    pub(super) fn key(
        &self,
        suite: CipherSuite,
        kid: KeyId,
        base_key: &BaseKey,
    ) -> Result<Box<ReceiveKey>, DecryptError> {
        let traffic = match derive(self.provider, self.own, suite, kid, base_key) {
            Err(KeyError::OwnSendKey { kid }) => return Err(DecryptError::Reflected { kid }),
            derived => derived?,
        };
        if self.retired.contains(&traffic.fingerprint) {
            return Err(KeyError::KeyIdRetired { kid }.into());
        }
        Ok(Box::new(ReceiveKey::new(kid, traffic, self.limits.replay_window, None)))
    }
}

pub(super) fn derive(
    provider: Option<&'static CryptoProvider>,
    own: &Retired<KeyFingerprint, ()>,
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

/// The key for a frame, and what opening the frame will change.
pub(crate) enum Found<'a> {
    /// The key is held.
    Held(&'a mut ReceiveKey),
    /// It is further on the ratchet than the step held.
    Ahead(&'a mut Chain, Box<(Ahead, Deriving<'a>)>),
    /// Its sender was not heard in this epoch before. With how many senders there are.
    NewSender(&'a mut Epoch, Box<ReceiveKey>, &'a mut usize),
}

impl Found<'_> {
    #[inline(always)]
    pub(crate) fn key(&mut self) -> &mut ReceiveKey {
        match self {
            Self::Held(key) => key,
            Self::Ahead(_, ahead) => &mut ahead.0.key,
            Self::NewSender(_, key, _) => key,
        }
    }

    /// Records an authentic frame of `len` bytes, and keeps what was derived for it.
    #[inline(always)]
    pub(crate) fn commit(mut self, proof: Authentic, counter: u64, len: usize) {
        self.key().commit(proof, counter, len);
        match self {
            Self::Held(_) => {}
            Self::Ahead(chain, ahead) => chain.advance(ahead.0, ahead.1),
            Self::NewSender(epoch, key, senders) => {
                *senders = senders.saturating_add(1);
                epoch.keep(key);
            }
        }
    }

    /// Counts a forgery, on what is held: a key that was only derived is dropped. `report` says
    /// whether it has taken an event.
    #[cold]
    pub(crate) fn count_failure(self, report: impl FnMut(Event) -> bool) {
        let key = match self {
            Self::Held(key) => key,
            Self::Ahead(chain, ..) => &mut *chain.current,
            Self::NewSender(epoch, ..) => {
                let kid = epoch.key_id();
                return epoch.failures.count_one(kid, 0, epoch.epoch.suite, report);
            }
        };
        key.failures.count_one(key.kid, key.opened, key.traffic.aead.suite(), report);
    }
}

/// Frames that failed authentication.
#[derive(Default)]
pub(super) struct Failures {
    count: u64,
    /// Whether the app was told that the key has seen too many.
    is_told: bool,
}

impl Failures {
    /// Counts one, under the KID that all of them are counted under. That a key is to be changed
    /// is said until it is heard: forgeries themselves can fill the queue.
    fn count_one(
        &mut self,
        kid: KeyId,
        opened: u64,
        suite: CipherSuite,
        mut report: impl FnMut(Event) -> bool,
    ) {
        self.count = self.count.saturating_add(1);
        let failed = self.count;
        if failed >= 16 && failed.is_power_of_two() {
            report(Event::Forgeries { kid, failed, opened });
        }
        if failed >= limits::forgery_warning(suite) && !self.is_told {
            self.is_told = report(Event::RotateSoon { kid });
        }
    }
}
