//! What a device keeps from call to call: identity, verified peers, counters.

use std::sync::Arc;

use frameseal::call::{
    ANCHOR_LEN, Anchor, IdentityKey, StateKey, StorageFailed, VerifiedPeer as EnginePeer,
};
use frameseal_ffi::shared::{call_app, watch_fork};

use crate::error::FrameSealError;
use crate::identity::DeviceIdentity;
use crate::secret::Secret;
use crate::{random, words};

/// Where the app saves a state: for good, over a power failure. Says whether it did; throwing means
/// that it did not. It must not use the library itself: the state waits for it.
#[uniffi::export(with_foreign)]
pub trait StateStorage: Send + Sync {
    /// Saves the blob in place of the last one.
    fn save_blob(&self, blob: Vec<u8>) -> bool;
    /// Saves the anchor of 40 bytes, in a place that does not go back together with the blob.
    fn save_anchor(&self, anchor: Vec<u8>) -> bool;
}

struct Storage(Arc<dyn StateStorage>);

impl frameseal::call::StateStorage for Storage {
    fn save_blob(&self, blob: &[u8]) -> Result<(), StorageFailed> {
        let saved = call_app(|| self.0.save_blob(blob.to_vec()));
        saved.filter(|&saved| saved).map(|_| ()).ok_or(StorageFailed)
    }

    fn save_anchor(&self, anchor: &Anchor) -> Result<(), StorageFailed> {
        let saved = call_app(|| self.0.save_anchor(anchor.to_bytes().to_vec()));
        saved.filter(|&saved| saved).map(|_| ()).ok_or(StorageFailed)
    }
}

/// Somebody whom the user verified.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct VerifiedPeer {
    /// The public key of 32 bytes.
    pub identity_key: Vec<u8>,
    /// The name under which the user verified it, at most 64 bytes of UTF-8.
    pub name: String,
    /// When, in seconds since 1970.
    pub verified_at: u64,
    /// Another name under which it has been seen since.
    #[uniffi(default = None)]
    pub last_seen_name: Option<String>,
}

/// The state of a device, as one encrypted blob of which a restored backup is refused. It counts
/// for encryptors, too (`Encryptor.with_state`).
#[derive(uniffi::Object)]
pub struct CallState(pub(crate) Arc<frameseal::call::CallState>);

#[uniffi::export]
impl CallState {
    /// Makes the first state of a device, encrypted with a key of 32 bytes from the keystore or
    /// keychain. It takes the place of any that is there.
    ///
    /// # Errors
    /// `Usage` with codes `WrongLength`, `StorageFailed`, `NoRandomness`.
    #[uniffi::constructor]
    pub fn create(
        key: Secret,
        identity: &DeviceIdentity,
        storage: Arc<dyn StateStorage>,
    ) -> Result<Arc<Self>, FrameSealError> {
        let (key, rng) = (state_key(key)?, Box::new(random::system()?));
        let storage = Arc::new(Storage(storage));
        let state = frameseal::call::CallState::create(key, identity.again(), storage, rng);
        Ok(Arc::new(Self(Arc::new(state.map_err(FrameSealError::of)?))))
    }

    /// Opens a saved state with the anchor that was saved for it.
    ///
    /// # Errors
    /// `Usage` with code `StateWentBack` for a blob from a backup, and what else is wrong with it.
    #[uniffi::constructor]
    pub fn open(
        key: Secret,
        blob: Vec<u8>,
        anchor: Vec<u8>,
        storage: Arc<dyn StateStorage>,
    ) -> Result<Arc<Self>, FrameSealError> {
        let (key, rng) = (state_key(key)?, Box::new(random::system()?));
        let anchor = Anchor::from_bytes(&words::array::<ANCHOR_LEN>("anchor", &anchor)?);
        let storage = Arc::new(Storage(storage));
        let state = frameseal::call::CallState::open(key, &blob, &anchor, storage, rng);
        Ok(Arc::new(Self(Arc::new(state.map_err(FrameSealError::of)?))))
    }

    /// Opens a blob of any age, after its anchor was lost. Ask the user first: verifications may be
    /// in it that were withdrawn later. No key whose counters it has will encrypt again.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    #[uniffi::constructor]
    pub fn open_without_anchor(
        key: Secret,
        blob: Vec<u8>,
        storage: Arc<dyn StateStorage>,
    ) -> Result<Arc<Self>, FrameSealError> {
        let (key, rng) = (state_key(key)?, Box::new(random::system()?));
        let storage = Arc::new(Storage(storage));
        let state = frameseal::call::CallState::open_without_anchor(key, &blob, storage, rng);
        Ok(Arc::new(Self(Arc::new(state.map_err(FrameSealError::of)?))))
    }

    /// Gives the device's identity.
    pub fn identity(&self) -> Arc<DeviceIdentity> {
        DeviceIdentity::of(self.0.identity())
    }

    /// Gives all verified peers.
    pub fn peers(&self) -> Vec<VerifiedPeer> {
        let peers = self.0.peers().into_iter().map(|(key, peer)| VerifiedPeer {
            identity_key: key.as_bytes().to_vec(),
            name: peer.name,
            verified_at: peer.verified_at,
            last_seen_name: peer.last_seen_name,
        });
        peers.collect()
    }

    /// Remembers that the user verified a peer.
    ///
    /// # Errors
    /// `Usage` with codes `WrongLength`, `TooManyPeers`, `NameTooLong`, `StorageFailed`.
    pub fn remember_peer(&self, peer: VerifiedPeer) -> Result<(), FrameSealError> {
        watch_fork()?;
        let key = IdentityKey::new(words::array("public key", &peer.identity_key)?);
        let VerifiedPeer { name, verified_at, last_seen_name, .. } = peer;
        let peer = EnginePeer { name, verified_at, last_seen_name };
        self.0.remember_peer(key, peer).map_err(FrameSealError::of)
    }

    /// Takes a verification back. Says whether there was one.
    ///
    /// # Errors
    /// `Usage` with codes `WrongLength`, `StorageFailed`.
    pub fn forget_peer(&self, identity_key: Vec<u8>) -> Result<bool, FrameSealError> {
        watch_fork()?;
        let key = IdentityKey::new(words::array("public key", &identity_key)?);
        self.0.forget_peer(&key).map_err(FrameSealError::of)
    }
}

fn state_key(key: Secret) -> Result<StateKey, FrameSealError> {
    watch_fork()?;
    let key = key.array("state key")?;
    Ok(StateKey::import(&key))
}
