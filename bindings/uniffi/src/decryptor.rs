//! What a receiver has.

use std::sync::Arc;
use std::time::Instant;

use frameseal::{EpochBits, KidLayout, transparent};
use frameseal_ffi::shared::SharedDecryptor;

use crate::encryptor::Encryptor;
use crate::error::FrameSealError;
use crate::keys::{BaseKey, SenderKey, kid};
use crate::words::{self, CipherSuite, FrameEvent};

/// Opens the frames of any number of senders (RFC 9605 section 4.4.4). One thread uses it at a time,
/// others wait.
#[derive(uniffi::Object)]
pub struct Decryptor {
    shared: SharedDecryptor,
    begun: Instant,
}

/// How a decryptor reads KIDs. Whichever it is, all members must have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum DecryptorConfig {
    /// KIDs without inner structure.
    Plain,
    /// Generations of sender keys, and so many bits of step (1 to 16).
    SenderKeys {
        /// Bits.
        ratchet_bits: u8,
    },
    /// Epochs of MLS in so many bits (1 to 8).
    Mls {
        /// Bits.
        epoch_bits: u8,
    },
}

/// A frame that was opened.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct OpenedFrame {
    /// What the sender sealed.
    pub frame: Vec<u8>,
    /// The KID it was sealed under.
    pub kid: u64,
    /// The counter it was sealed under.
    pub counter: u64,
}

/// What a decryptor has opened and refused, in frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Totals {
    /// Opened.
    pub opened: u64,
    /// No frames at all.
    pub syntax: u64,
    /// For want of a usable key.
    pub key_id: u64,
    /// Seen before, or too old to tell.
    pub replay: u64,
    /// Refused by the AEAD.
    pub authentication: u64,
}

/// What was done with one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct KeyStatistics {
    /// The KID.
    pub kid: u64,
    /// Frames opened with it.
    pub opened: u64,
    /// Frames that failed authentication with it.
    pub failed: u64,
    /// Frames that were replays.
    pub replayed: u64,
}

impl Decryptor {
    pub(crate) fn of(config: frameseal::DecryptorConfig) -> Result<Arc<Self>, FrameSealError> {
        let shared = SharedDecryptor::new(frameseal::Decryptor::with_config(config))?;
        Ok(Arc::new(Self { shared, begun: Instant::now() }))
    }

    pub(crate) fn with<R>(
        &self,
        f: impl FnOnce(&mut frameseal::Decryptor) -> R,
    ) -> Result<R, FrameSealError> {
        let now = self.begun.elapsed();
        Ok(self.shared.with(|decryptor| {
            decryptor.advance(now);
            f(decryptor)
        })?)
    }
}

#[uniffi::export]
impl Decryptor {
    /// Makes a decryptor without keys.
    ///
    /// # Errors
    /// `Usage` with code `FieldTooWide`.
    #[uniffi::constructor]
    pub fn new(config: DecryptorConfig) -> Result<Arc<Self>, FrameSealError> {
        let layout = match config {
            DecryptorConfig::Plain => KidLayout::Plain,
            DecryptorConfig::SenderKeys { ratchet_bits } => {
                KidLayout::SenderKeys(words::ratchet_bits(ratchet_bits)?)
            }
            DecryptorConfig::Mls { epoch_bits } => KidLayout::Mls(EpochBits::new(epoch_bits)?),
        };
        Self::of(frameseal::DecryptorConfig::for_layout(layout))
    }

    /// Adds a base key under a plain KID.
    ///
    /// # Errors
    /// `Usage` with codes `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`, `WrongLayout`.
    pub fn add_key(
        &self,
        suite: CipherSuite,
        kid: u64,
        base_key: &BaseKey,
    ) -> Result<(), FrameSealError> {
        let (suite, kid, key) = (suite.engine()?, self::kid(kid), base_key.again()?);
        Ok(self.with(|decryptor| decryptor.add_key(suite, kid, key))??)
    }

    /// Adds a sender key at its present step; later steps are followed by themselves.
    ///
    /// # Errors
    /// As [`add_key`](Self::add_key).
    pub fn add_sender_key(&self, sender_key: &SenderKey) -> Result<(), FrameSealError> {
        let key = sender_key.with(|key| key.ahead(0));
        Ok(self.with(|decryptor| decryptor.add_sender_key(key))??)
    }

    /// Refuses the key of this participant's own encryptor, so that frames which the operator sends
    /// back are not taken for somebody else's.
    ///
    /// # Errors
    /// `Usage` with code `OwnSendKey` when it was added before (it is removed).
    pub fn refuse_own(&self, encryptor: &Encryptor) -> Result<(), FrameSealError> {
        Ok(self.with(|decryptor| decryptor.refuse_own(encryptor.peek()))??)
    }

    /// Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.
    ///
    /// # Errors
    /// `Usage` with codes `Poisoned`, after a bug in the library, and `Forked`.
    pub fn remove_key(&self, kid: u64) -> Result<bool, FrameSealError> {
        self.with(|decryptor| decryptor.remove_key(self::kid(kid)))
    }

    /// Lets the key of a KID go in 10 s. Says whether there was one.
    ///
    /// # Errors
    /// As [`remove_key`](Self::remove_key).
    pub fn retire_key(&self, kid: u64) -> Result<bool, FrameSealError> {
        self.with(|decryptor| decryptor.retire_key(self::kid(kid)))
    }

    /// Opens a plain SFrame. The slow road: it is copied.
    ///
    /// # Errors
    /// `Authentication`, `KeyId`, `Syntax`, `Replay`. Nothing has changed then.
    #[uniffi::method(default(metadata = None))]
    pub fn decrypt(
        &self,
        frame: Vec<u8>,
        metadata: Option<Vec<u8>>,
    ) -> Result<OpenedFrame, FrameSealError> {
        self.open(frame, metadata, |decryptor, frame, metadata| {
            decryptor.decrypt_in_place(frame, metadata)
        })
    }

    /// Opens a frame in an envelope, whichever codec it looks like. The slow road: it is copied.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    #[uniffi::method(default(metadata = None))]
    pub fn decrypt_envelope(
        &self,
        frame: Vec<u8>,
        metadata: Option<Vec<u8>>,
    ) -> Result<OpenedFrame, FrameSealError> {
        self.open(frame, metadata, transparent::decrypt_in_place)
    }

    /// Takes note of the time: retired keys go. Twenty times a second is enough.
    ///
    /// # Errors
    /// As [`remove_key`](Self::remove_key).
    pub fn tick(&self) -> Result<(), FrameSealError> {
        self.with(|_| ())
    }

    /// Gives the next event.
    ///
    /// # Errors
    /// As [`remove_key`](Self::remove_key).
    pub fn poll_event(&self) -> Result<Option<FrameEvent>, FrameSealError> {
        Ok(self.with(frameseal::Decryptor::poll_event)?.and_then(FrameEvent::of))
    }

    /// Gives what was opened and refused.
    ///
    /// # Errors
    /// As [`remove_key`](Self::remove_key).
    pub fn totals(&self) -> Result<Totals, FrameSealError> {
        let totals = self.with(|decryptor| decryptor.totals())?;
        Ok(Totals {
            opened: totals.opened,
            syntax: totals.syntax,
            key_id: totals.key_id,
            replay: totals.replay,
            authentication: totals.authentication,
        })
    }

    /// Gives what was done with each key.
    ///
    /// # Errors
    /// As [`remove_key`](Self::remove_key).
    pub fn key_statistics(&self) -> Result<Vec<KeyStatistics>, FrameSealError> {
        self.with(|decryptor| {
            let keys = decryptor.key_stats().map(|key| KeyStatistics {
                kid: key.kid.as_u64(),
                opened: key.opened,
                failed: key.failed,
                replayed: key.replayed,
            });
            keys.collect()
        })
    }

    /// Gives the handle that C's functions take (`frameseal_decryptor`), as long as this object
    /// lives: the fast road.
    pub fn handle(&self) -> u64 {
        self.shared.handle().id
    }
}

impl Decryptor {
    fn open(
        &self,
        mut frame: Vec<u8>,
        metadata: Option<Vec<u8>>,
        open: impl for<'a> FnOnce(
            &mut frameseal::Decryptor,
            &'a mut [u8],
            &[u8],
        )
            -> Result<frameseal::Opened<&'a mut [u8]>, frameseal::DecryptError>,
    ) -> Result<OpenedFrame, FrameSealError> {
        let metadata = metadata.unwrap_or_default();
        let opened = self.with(|decryptor| {
            let opened = open(decryptor, &mut frame, &metadata)?;
            let (kid, counter) = (opened.header.kid.as_u64(), opened.header.counter);
            Ok::<_, frameseal::DecryptError>(OpenedFrame {
                frame: opened.payload.to_vec(),
                kid,
                counter,
            })
        })?;
        Ok(opened?)
    }
}
