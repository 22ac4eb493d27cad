//! What a sender has.

use core::num::NonZeroU16;
use std::sync::Arc;

use frameseal::EncryptorConfig;
use frameseal::transparent::{Envelope, Padding};
use frameseal_ffi::shared::SharedEncryptor;

use crate::counters::{CounterStore, Store};
use crate::error::FrameSealError;
use crate::keys::{BaseKey, SenderKey, kid};
use crate::state::CallState;
use crate::words::{CipherSuite, Codec, FrameEvent};

/// Seals the frames of one sender under one key (RFC 9605 section 4.4.3). Any number of threads may
/// use it at a time.
#[derive(uniffi::Object)]
pub struct Encryptor(SharedEncryptor);

impl Encryptor {
    pub(crate) fn of(inner: Arc<frameseal::Encryptor>) -> Result<Arc<Self>, FrameSealError> {
        Ok(Arc::new(Self(SharedEncryptor::new(inner)?)))
    }

    pub(crate) fn peek(&self) -> &frameseal::Encryptor {
        self.0.peek()
    }
}

#[uniffi::export]
impl Encryptor {
    /// Makes an encryptor for a base key and the KID under which receivers know it. Should this
    /// process, or the store, have encrypted with them before, counting goes on where it stopped.
    ///
    /// # Errors
    /// `Usage` with code `CountersUnavailable` and its neighbours when counters cannot be reserved.
    #[uniffi::constructor(default(counters = None))]
    pub fn new(
        suite: CipherSuite,
        kid: u64,
        base_key: &BaseKey,
        counters: Option<Arc<dyn CounterStore>>,
    ) -> Result<Arc<Self>, FrameSealError> {
        let (suite, kid) = (suite.engine()?, self::kid(kid));
        let key = base_key.again()?;
        let made = frameseal::Encryptor::with_config(suite, kid, key, config(counters))?;
        Self::of(Arc::new(made))
    }

    /// Makes an encryptor for the present step of a sender key. After `ratchet`, make the next.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    #[uniffi::constructor(default(counters = None))]
    pub fn for_sender(
        sender_key: &SenderKey,
        counters: Option<Arc<dyn CounterStore>>,
    ) -> Result<Arc<Self>, FrameSealError> {
        // A copy: the store is asked with nothing locked.
        let key = sender_key.with(|key| key.ahead(0));
        let made = frameseal::Encryptor::for_sender(&key, config(counters))?;
        Self::of(Arc::new(made))
    }

    /// As [`new`](Self::new), with counters that a device's state keeps.
    ///
    /// # Errors
    /// `Usage` with code `CountersWentBack` for a key of a state whose anchor was lost, and as
    /// [`new`](Self::new).
    #[uniffi::constructor]
    pub fn with_state(
        suite: CipherSuite,
        kid: u64,
        base_key: &BaseKey,
        state: &CallState,
    ) -> Result<Arc<Self>, FrameSealError> {
        let (suite, kid) = (suite.engine()?, self::kid(kid));
        let counters = Arc::clone(&state.0);
        let config = EncryptorConfig::with_counters(counters);
        let made = frameseal::Encryptor::with_config(suite, kid, base_key.again()?, config)?;
        Self::of(Arc::new(made))
    }

    /// Seals a frame as plain SFrame. `metadata` is authenticated and not sent; the receiver needs
    /// the same. The slow road: both are copied.
    ///
    /// # Errors
    /// `Usage` with codes `KeyUsedUp`, `CountersUnavailable`, and `Forked` in a child of a process that
    /// used the library: nothing was sealed.
    #[uniffi::method(default(metadata = None))]
    pub fn encrypt(
        &self,
        frame: Vec<u8>,
        metadata: Option<Vec<u8>>,
    ) -> Result<Vec<u8>, FrameSealError> {
        let metadata = metadata.unwrap_or_default();
        self.0.get()?.encrypt_to_vec(&frame, &metadata).map_err(FrameSealError::of)
    }

    /// Seals a frame into an envelope that still looks like its codec, padded to a multiple of
    /// `pad_to` bytes unless that is 0. The slow road: it is copied.
    ///
    /// # Errors
    /// As [`encrypt`](Self::encrypt), and what is wrong with a frame that is not the codec's.
    #[uniffi::method(default(metadata = None, pad_to = 0))]
    pub fn encrypt_as(
        &self,
        codec: Codec,
        frame: Vec<u8>,
        metadata: Option<Vec<u8>>,
        pad_to: u16,
    ) -> Result<Vec<u8>, FrameSealError> {
        let padding = NonZeroU16::new(pad_to).map_or(Padding::None, Padding::Multiple);
        let envelope = Envelope::new(codec.engine()).with_padding(padding);
        let metadata = metadata.unwrap_or_default();
        envelope.encrypt_to_vec(self.0.get()?, &frame, &metadata).map_err(FrameSealError::of)
    }

    /// Gives the next event.
    pub fn poll_event(&self) -> Option<FrameEvent> {
        self.peek().poll_event().and_then(FrameEvent::of)
    }

    /// Gives the KID in the headers of its frames.
    pub fn kid(&self) -> u64 {
        self.peek().key_id().as_u64()
    }

    /// Gives the cipher suite.
    pub fn suite(&self) -> Option<CipherSuite> {
        CipherSuite::of(self.peek().suite())
    }

    /// Gives the most bytes by which a plain frame grows.
    pub fn max_overhead(&self) -> u64 {
        u64::try_from(self.peek().max_overhead()).unwrap_or(u64::MAX)
    }

    /// Gives the 16 bytes under which its counters are kept.
    pub fn fingerprint(&self) -> Vec<u8> {
        self.peek().fingerprint().as_bytes().to_vec()
    }

    /// Gives the handle that C's functions take (`frameseal_encryptor`), as long as this object
    /// lives: the fast road.
    pub fn handle(&self) -> u64 {
        self.0.handle().id
    }
}

fn config(counters: Option<Arc<dyn CounterStore>>) -> EncryptorConfig {
    match counters {
        Some(store) => EncryptorConfig::with_counters(Arc::new(Store(store))),
        None => EncryptorConfig::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Kotlin says of all frames, since it asks for no room (`InPlaceEncryptor`).
    const HEADROOM: usize = 1280;
    const TAILROOM: usize = 512;

    #[test]
    fn the_room_that_kotlin_leaves_is_enough() {
        let key = BaseKey::generate().unwrap();
        let suite = CipherSuite::Aes128GcmSha256;
        let encryptor = Encryptor::new(suite, u64::MAX, &key, None).unwrap();
        let padding = NonZeroU16::new(256).map_or(Padding::None, Padding::Multiple);
        for codec in [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264, Codec::H265, Codec::Av1] {
            let envelope = Envelope::new(codec.engine()).with_padding(padding);
            assert!(envelope.headroom(encryptor.peek()) <= HEADROOM);
            assert!(envelope.tailroom(encryptor.peek(), 8 << 20) <= TAILROOM);
        }
    }
}
