//! What a device keeps from call to call, as one encrypted blob that cannot go back unseen.
//!
//! ```text
//! change ─ next version, fresh salt, AEAD ─▶ blob ─ saved ─▶ anchor ─ saved ─▶ the change counts
//! ```
//! A state that comes back from a backup would take back a verification that was withdrawn, and
//! would lease counters a second time: two frames under one nonce. So every blob has a version,
//! and the app keeps an [`Anchor`] of the newest one **in another place**. With it an older blob
//! is refused ([`StateError::WentBack`]). Who can bring back both, blob and anchor, is not
//! noticed: that is why they must not lie in the same backup.
//!
//! One process at a time has a state open; the storage sees to it, with a lock on its file.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use std::sync::PoisonError;

use rand_core::CryptoRng;
use thiserror::Error;

use super::identity::{DeviceIdentity, IdentityKey};
use crate::counter::{CounterStore, KeyFingerprint, without_waiting};
use crate::error::{CounterStoreError, KeyError};
use crate::sync::{Mutex, MutexGuard};

mod anchor;
mod blob;
mod contents;

pub use anchor::{ANCHOR_LEN, Anchor};
pub use blob::{MAX_STATE_LEN, STATE_KEY_LEN, StateKey};
pub use contents::{MAX_COUNTED_KEYS, MAX_PEER_NAME_LEN, MAX_PEERS, VerifiedPeer};

use anchor::{Admitted, HASH_LEN};
use contents::{Contents, Spent};

/// The next counter of a key that must not encrypt again.
const CLOSED: u64 = u64::MAX;

/// Where an app saves a state. The engine does no I/O.
///
/// Both functions return after the bytes are saved **for good**, over a power failure. A call
/// that fails or is cut short leaves the old bytes or the new ones and nothing in between: write
/// another file, sync it, rename it, sync the folder. They are never called at the same time.
/// They must not call the [`CallState`] that calls them.
pub trait StateStorage: Send + Sync {
    /// Saves the blob, at most [`MAX_STATE_LEN`] bytes, in place of the last one.
    ///
    /// # Errors
    /// [`StorageFailed`]; then the anchor is not saved, and what changed does not count.
    fn save_blob(&self, blob: &[u8]) -> Result<(), StorageFailed>;

    /// Saves the anchor, in a place that does not go back together with the blob.
    ///
    /// # Errors
    /// [`StorageFailed`]; then it is called again with the same anchor before anything else is
    /// saved.
    fn save_anchor(&self, anchor: &Anchor) -> Result<(), StorageFailed>;
}

/// A storage could not save, for reasons that the app knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the state could not be saved; nothing that depends on it was done, try again")]
pub struct StorageFailed;

/// The state of a device: its identity, whom its user has verified, and the counters of base
/// keys that the app keeps over a restart.
///
/// It is a [`CounterStore`], so an encryptor can lease from it. It is shared in an `Arc`; all
/// secrets in it are wiped on drop.
pub struct CallState {
    key: StateKey,
    identity: DeviceIdentity,
    storage: Arc<dyn StateStorage>,
    saved: Mutex<Saved>,
}

/// What the storage has, or is about to have.
struct Saved {
    contents: Contents,
    /// Of the blob that the storage has.
    anchor: Anchor,
    /// Whether it has that anchor too.
    anchored: bool,
    rng: Box<dyn CryptoRng + Send>,
}

impl CallState {
    /// Makes the first state of a device and saves it as version 1.
    ///
    /// It takes the place of any state that is there. Call it when there is neither blob nor
    /// anchor. An anchor without a blob means that the blob was lost, or that this function was
    /// interrupted before anything was used.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn create(
        key: StateKey,
        identity: DeviceIdentity,
        storage: Arc<dyn StateStorage>,
        mut rng: Box<dyn CryptoRng + Send>,
    ) -> Result<Self, StateError> {
        // A hash that no blob has, and that the first blob names as its predecessor: the first
        // blob of an earlier life of the device names another.
        let mut hash = [0; HASH_LEN];
        rng.fill_bytes(&mut hash);
        let anchor = Anchor { version: 0, hash };
        let saved = Saved { contents: Contents::default(), anchor, anchored: false, rng };
        let state = Self { key, identity, storage, saved: Mutex::new(saved) };
        state.change(|_| Ok(()))?;
        Ok(state)
    }

    /// Opens a saved state.
    ///
    /// The blob must be the one that the anchor describes, or the next one after it: then a
    /// crash came between the two, nothing that the blob says has been used, and its anchor is
    /// saved now.
    ///
    /// # Errors
    /// [`StateError::WentBack`], [`StateError::OtherBlob`], [`StateError::OtherHistory`] and
    /// [`StateError::AnchorBehind`] when blob and anchor do not belong together; otherwise what
    /// is wrong with the blob; [`StateError::Storage`].
    pub fn open(
        key: StateKey,
        blob: &[u8],
        anchor: &Anchor,
        storage: Arc<dyn StateStorage>,
        rng: Box<dyn CryptoRng + Send>,
    ) -> Result<Self, StateError> {
        let (parsed, found) = key.open(blob)?;
        let anchored = anchor.admits(&found, &parsed.previous)? == Admitted::Anchored;
        let identity = DeviceIdentity::import(&parsed.seed);
        let saved = Saved { contents: parsed.contents, anchor: found, anchored, rng };
        let state = Self { key, identity, storage, saved: Mutex::new(saved) };
        state.save_pending_anchor(&mut state.saved())?;
        Ok(state)
    }

    /// Opens a blob of any age, after its anchor was lost or found to belong to another blob.
    ///
    /// Ask the user first: verifications may be in it that were withdrawn later. No key whose
    /// counters it has will encrypt again ([`CounterStoreError::WentBack`]). **Base keys that
    /// the app kept and that the blob does not know must be deleted by the app**: their counters
    /// are lost. The state is saved at once as the version after the blob's.
    ///
    /// # Errors
    /// What is wrong with the blob; [`StateError::Storage`].
    pub fn open_without_anchor(
        key: StateKey,
        blob: &[u8],
        storage: Arc<dyn StateStorage>,
        rng: Box<dyn CryptoRng + Send>,
    ) -> Result<Self, StateError> {
        let (parsed, anchor) = key.open(blob)?;
        let identity = DeviceIdentity::import(&parsed.seed);
        let saved = Saved { contents: parsed.contents, anchor, anchored: true, rng };
        let state = Self { key, identity, storage, saved: Mutex::new(saved) };
        state.change(|contents| {
            contents.keys.values_mut().for_each(|spent| spent.next = CLOSED);
            Ok(())
        })?;
        Ok(state)
    }

    /// Gives the device's identity.
    pub fn identity(&self) -> &DeviceIdentity {
        &self.identity
    }

    /// Gives the anchor of the newest blob.
    pub fn anchor(&self) -> Anchor {
        self.saved().anchor
    }

    /// Gives what is known of a verified peer.
    pub fn peer(&self, identity: &IdentityKey) -> Option<VerifiedPeer> {
        self.saved().contents.peers.get(identity).cloned()
    }

    /// Gives all verified peers.
    pub fn peers(&self) -> Vec<(IdentityKey, VerifiedPeer)> {
        let saved = self.saved();
        saved.contents.peers.iter().map(|(&identity, peer)| (identity, peer.clone())).collect()
    }

    /// Remembers that the user verified a peer, in place of what was known of it.
    ///
    /// # Errors
    /// [`StateError::TooManyPeers`]; [`StateError::NameTooLong`]; [`StateError::Storage`], after
    /// which the peer may or may not count as verified.
    pub fn remember_peer(
        &self,
        identity: IdentityKey,
        peer: VerifiedPeer,
    ) -> Result<(), StateError> {
        self.change(|contents| {
            if contents.peers.len() >= MAX_PEERS && !contents.peers.contains_key(&identity) {
                return Err(StateError::TooManyPeers { limit: MAX_PEERS });
            }
            contents.peers.insert(identity, peer);
            Ok(())
        })
    }

    /// Notes the name under which a verified peer appears now, so that the app can point at a
    /// change. Gives the name under which it was verified; nothing for a peer that was not.
    ///
    /// # Errors
    /// As [`remember_peer`](Self::remember_peer).
    pub fn saw_peer_as(
        &self,
        identity: &IdentityKey,
        name: &str,
    ) -> Result<Option<String>, StateError> {
        let Some(peer) = self.peer(identity) else { return Ok(None) };
        let seen = (name != peer.name).then(|| String::from(name));
        if seen != peer.last_seen_name {
            self.change(|contents| {
                if let Some(peer) = contents.peers.get_mut(identity) {
                    peer.last_seen_name = seen;
                }
                Ok(())
            })?;
        }
        Ok(Some(peer.name))
    }

    /// Withdraws a verification. Says whether there was one.
    ///
    /// # Errors
    /// [`StateError::Storage`], after which the peer may still count as verified.
    pub fn forget_peer(&self, identity: &IdentityKey) -> Result<bool, StateError> {
        if self.peer(identity).is_none() {
            return Ok(false);
        }
        self.change(|contents| {
            contents.peers.remove(identity);
            Ok(())
        })?;
        Ok(true)
    }

    /// Forgets the counters of a base key that the app **has deleted**; one that comes back
    /// after this starts at counter 0 again. Says whether there were any.
    ///
    /// # Errors
    /// [`StateError::Storage`].
    pub fn forget_counters(&self, key: &KeyFingerprint) -> Result<bool, StateError> {
        if !self.saved().contents.keys.contains_key(key) {
            return Ok(false);
        }
        self.change(|contents| {
            contents.keys.remove(key);
            Ok(())
        })?;
        Ok(true)
    }

    /// Changes the contents and saves them: the blob, and then its anchor.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut Contents) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        let mut saved = self.saved();
        let saved = &mut *saved;
        // At most one blob is ever ahead of its anchor, or a crash could leave one two ahead.
        self.save_pending_anchor(saved)?;
        let mut contents = saved.contents.clone();
        let result = change(&mut contents)?;
        let version = saved.anchor.version.checked_add(1).ok_or(StateError::UsedUp)?;
        let (rng, previous) = (&mut *saved.rng, &saved.anchor.hash);
        let blob = self.key.seal(rng, &self.identity, &contents, version, previous)?;
        without_waiting(|| self.storage.save_blob(&blob))?;
        // From here on this is what the storage has, whether or not the anchor can be saved.
        saved.contents = contents;
        saved.anchor = Anchor::of(version, &blob);
        saved.anchored = false;
        self.save_pending_anchor(saved)?;
        Ok(result)
    }

    fn save_pending_anchor(&self, saved: &mut Saved) -> Result<(), StateError> {
        if !saved.anchored {
            without_waiting(|| self.storage.save_anchor(&saved.anchor))?;
            saved.anchored = true;
        }
        Ok(())
    }

    fn saved(&self) -> MutexGuard<'_, Saved> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leases are saved, blob and anchor, before they are handed out.
impl CounterStore for CallState {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        let mut refused = CounterStoreError::Unavailable;
        let leased = self.change(|contents| {
            let limit = MAX_COUNTED_KEYS;
            if contents.keys.len() >= limit && !contents.keys.contains_key(key) {
                return Err(StateError::TooManyKeys { limit });
            }
            let Spent { next, .. } = contents.keys.entry(*key).or_default();
            let first = *next;
            if first == CLOSED {
                refused = CounterStoreError::WentBack;
                return Err(StateError::UsedUp);
            }
            *next = first.checked_add(count).ok_or_else(|| {
                refused = CounterStoreError::Exhausted;
                StateError::UsedUp
            })?;
            Ok(first)
        });
        leased.map_err(|error| match error {
            StateError::TooManyKeys { limit } => CounterStoreError::Full { limit },
            _ => refused,
        })
    }

    fn charge(&self, key: &KeyFingerprint, blocks: u64) -> u64 {
        let charged = {
            let mut saved = self.saved();
            let Some(spent) = saved.contents.keys.get_mut(key) else { return 0 };
            spent.blocks = spent.blocks.saturating_add(blocks);
            spent.blocks
        };
        if blocks > 0 {
            // What cannot be saved now goes with the next save.
            let _ = self.change(|_| Ok(()));
        }
        charged
    }
}

impl fmt::Debug for CallState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let saved = self.saved();
        f.debug_struct("CallState")
            .field("identity", &self.identity)
            .field("anchor", &saved.anchor)
            .field("peers", &saved.contents.peers.len())
            .field("keys", &saved.contents.keys.len())
            .finish_non_exhaustive()
    }
}

/// A state could not be opened or saved. Nothing was given out that depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StateError {
    /// The blob is older than the anchor: a backup was restored, or somebody put it there.
    #[error(
        "the saved state is version {blob} and version {anchor} was saved before: a backup was restored, or somebody is attacking; ask the user before `open_without_anchor`"
    )]
    WentBack {
        /// The version of the blob.
        blob: u64,
        /// The version of the anchor.
        anchor: u64,
    },
    /// The blob has the anchor's version and is another one: two copies of the device went
    /// separate ways.
    #[error(
        "the saved state is another one of version {version} than the anchored: a copy of this device went its own way; ask the user before `open_without_anchor`"
    )]
    OtherBlob {
        /// The version of both.
        version: u64,
    },
    /// The blob is one version ahead of the anchor and does not come from the anchored one.
    #[error(
        "the saved state of version {version} does not come from the anchored one: a copy of this device went its own way; ask the user before `open_without_anchor`"
    )]
    OtherHistory {
        /// The version of the blob.
        version: u64,
    },
    /// The anchor is older than a crash can leave it: it is the anchor that was restored.
    #[error(
        "the saved state is version {blob} and its anchor version {anchor}, which no crash leaves: the anchor was restored from a backup; ask the user before `open_without_anchor`"
    )]
    AnchorBehind {
        /// The version of the blob.
        blob: u64,
        /// The version of the anchor.
        anchor: u64,
    },
    /// The bytes are no saved state.
    #[error("these bytes are no saved state; pass what `save_blob` was given")]
    NoState,
    /// The state was saved by another version of this library.
    #[error("the state was saved in format {format} and this library reads format 1; update it")]
    Format {
        /// The format's number.
        format: u8,
    },
    /// The blob is longer than [`MAX_STATE_LEN`].
    #[error("{len} bytes are more than any state has; pass what `save_blob` was given")]
    TooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// The key is another one, or the blob was changed.
    #[error("the saved state does not open: another key, or bytes that were changed")]
    Authentication,
    /// The blob is genuine and not laid out as one: whoever has the key wrote it otherwise.
    #[error("the saved state is genuine and its contents are not understood; update this library")]
    Malformed,
    /// As many peers are remembered as may be.
    #[error("{limit} verified peers are remembered already; forget some")]
    TooManyPeers {
        /// The limit in peers.
        limit: usize,
    },
    /// The counters of as many keys are remembered as may be.
    #[error(
        "the counters of {limit} keys are remembered already; delete old base keys and forget their counters"
    )]
    TooManyKeys {
        /// The limit in keys.
        limit: usize,
    },
    /// A name is longer than [`MAX_PEER_NAME_LEN`].
    #[error("a name has {len} bytes and may have 255; shorten it")]
    NameTooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// A number that only grows has reached its end.
    #[error("a version or counter cannot grow further; make a new state and new base keys")]
    UsedUp,
    /// The storage could not save.
    #[error(transparent)]
    Storage(#[from] StorageFailed),
    /// The blob's key could not be derived.
    #[error(transparent)]
    Key(#[from] KeyError),
}
