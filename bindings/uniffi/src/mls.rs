//! Keys from an MLS group, by any library (RFC 9605 section 5.2).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use frameseal::{
    DecryptorConfig, EncryptorConfig, EpochBits, GoOver, KeyId, MlsEpoch, MlsExport, MlsKeysConfig,
    MlsKeysEvent,
};

use frameseal_ffi::shared::{Kept, watch_fork};

use crate::counters::{CounterStore, Store};
use crate::decryptor::Decryptor;
use crate::delivery::Delivery;
use crate::encryptor::Encryptor;
use crate::error::FrameSealError;
use crate::secret::Secret;
use crate::words::CipherSuite;

/// Hears what changes for the epochs of a group, in order, from one thread at a time: any that uses
/// them.
#[uniffi::export(with_foreign)]
pub trait MlsListener: Send + Sync {
    /// This member sends in another epoch: ask for the encryptors anew.
    fn gone_over(&self, epoch: u64);
    /// The key of this KID is nearly used up: have the group commit; an update will do.
    fn commit_soon(&self, kid: u64);
}

/// Keeps the epochs of a group, and its decryptor up to date.
#[derive(uniffi::Object)]
pub struct MlsKeys {
    keys: Kept<Mutex<frameseal::MlsKeys>>,
    decryptor: Arc<Decryptor>,
    listener: Option<Arc<dyn MlsListener>>,
    events: Delivery<MlsKeysEvent>,
    begun: Instant,
}

/// Gives the label with which an epoch's secret is exported from MLS; the context is empty.
#[uniffi::export]
pub fn mls_exporter_label() -> String {
    MlsEpoch::EXPORTER_LABEL.to_owned()
}

#[uniffi::export]
impl MlsKeys {
    /// For frames of a suite and KIDs that end in so many bits of epoch (1 to 8); both the same
    /// for all members.
    ///
    /// # Errors
    /// `Usage` with code `FieldTooWide`.
    #[uniffi::constructor(default(listener = None, counters = None))]
    pub fn new(
        suite: CipherSuite,
        epoch_bits: u8,
        listener: Option<Arc<dyn MlsListener>>,
        counters: Option<Arc<dyn CounterStore>>,
    ) -> Result<Arc<Self>, FrameSealError> {
        let encryptors = match counters {
            Some(store) => EncryptorConfig::with_counters(Arc::new(Store(store))),
            None => EncryptorConfig::default(),
        };
        let (suite, bits) = (suite.engine()?, EpochBits::new(epoch_bits)?);
        let config = MlsKeysConfig::with_encryptors(suite, bits, encryptors);
        let keys = frameseal::MlsKeys::new(config).map_err(FrameSealError::of)?;
        let decryptor = Decryptor::of(DecryptorConfig::for_layout(keys.layout()))?;
        let (keys, events) = (Kept::new(Mutex::new(keys)), Delivery::new());
        Ok(Arc::new(Self { keys, decryptor, listener, events, begun: Instant::now() }))
    }

    /// Takes the secret of an epoch, after every commit. `leaves` is the size of the tree,
    /// `own_index` this member's leaf. `at_once` after somebody was removed; else this member goes
    /// on sending in the last epoch for a moment, until others have the new one too.
    ///
    /// # Errors
    /// `Usage` with codes `BaseKeyTooShort`, `WrongKeyLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `EpochOver`,
    /// `EpochTooOld`.
    #[uniffi::method(default(at_once = false))]
    pub fn add_epoch(
        &self,
        epoch: u64,
        secret: Secret,
        leaves: u32,
        own_index: u32,
        at_once: bool,
    ) -> Result<(), FrameSealError> {
        let secret = secret.base_key()?;
        let export = MlsExport { epoch, secret, leaves, own_index };
        let go_over = if at_once { GoOver::AtOnce } else { GoOver::AfterDelay };
        let now = self.begun.elapsed();
        self.drive(|keys| {
            keys.add_epoch(export, go_over, now).map_err(FrameSealError::of)?;
            Ok(self.decryptor.with(|decryptor| keys.update(decryptor))??)
        })
    }

    /// Begins to send in an epoch that is held.
    ///
    /// # Errors
    /// `Usage` with codes `SendingIsNewer`, `UnknownEpoch`.
    pub fn go_over(&self, epoch: u64) -> Result<(), FrameSealError> {
        self.drive(|keys| keys.go_over(epoch).map_err(FrameSealError::of))
    }

    /// Takes note of the time. Ten times a second is enough.
    ///
    /// # Errors
    /// `Usage` with code `Poisoned`, after a bug in the library.
    pub fn tick(&self) -> Result<(), FrameSealError> {
        let now = self.begun.elapsed();
        self.decryptor.tick()?;
        self.drive(|keys| {
            keys.advance(now);
            Ok(())
        })
    }

    /// Gives the epoch that is sent in.
    pub fn sending(&self) -> Option<u64> {
        self.lock().sending()
    }

    /// Gives the encryptor for a context, such as 0 for audio and 1 for video.
    ///
    /// # Errors
    /// `Usage` with codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `CountersUnavailable`.
    pub fn encryptor(&self, context: u64) -> Result<Arc<Encryptor>, FrameSealError> {
        watch_fork()?;
        let encryptor = self.lock().encryptor(context).map_err(FrameSealError::of)?;
        Encryptor::of(encryptor)
    }

    /// Gives the decryptor for the frames of all members.
    pub fn decryptor(&self) -> Arc<Decryptor> {
        Arc::clone(&self.decryptor)
    }

    /// Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
    pub fn sender_of(&self, kid: u64) -> Option<u32> {
        let (index, _) = self.lock().sender_of(KeyId::new(kid))?;
        u32::try_from(index).ok()
    }
}

impl MlsKeys {
    fn lock(&self) -> std::sync::MutexGuard<'_, frameseal::MlsKeys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something, and tells the listener what came of it, with nothing locked.
    fn drive(
        &self,
        f: impl FnOnce(&mut frameseal::MlsKeys) -> Result<(), FrameSealError>,
    ) -> Result<(), FrameSealError> {
        watch_fork()?;
        let done = {
            let mut keys = self.lock();
            let done = f(&mut keys);
            self.events.add(core::iter::from_fn(|| keys.poll_event()));
            done
        };
        self.events.tell(|event| {
            let Some(listener) = &self.listener else { return };
            match event {
                MlsKeysEvent::GoneOver { epoch } => listener.gone_over(epoch),
                MlsKeysEvent::CommitSoon { kid } => listener.commit_soon(kid.as_u64()),
                _ => {}
            }
        });
        done
    }
}
