//! The sending role: next CTR, header, AEAD.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use core::sync::atomic::Ordering::Relaxed;

use crate::aead::limits::{MAX_BLOCKS, Usage};
use crate::aead::{Aead, Metadata, SealBy};
use crate::counter::{CounterStore, Counters, DEFAULT_LEASE, KeyFingerprint};
use crate::elsewhere::{Noted, Sealing};
use crate::error::{EncryptError, KeyError};
use crate::event::Event;
use crate::frame;
use crate::header::{Header, HeaderStart, MAX_HEADER_LEN};
use crate::key_id::KeyId;
use crate::keys::{DerivedKey, SenderKey, TrafficKey};
use crate::provider::CryptoProvider;
use crate::secret::BaseKey;
use crate::suite::CipherSuite;
use crate::sync::AtomicU8;

/// How an encryptor counts and which primitives it uses.
#[derive(Clone)]
#[non_exhaustive]
pub struct EncryptorConfig {
    /// Where counters are leased from. By default a ledger that the whole process shares.
    pub counters: Arc<dyn CounterStore>,
    /// Counters a lease takes, 1 to [`MAX_LEASE`](crate::MAX_LEASE).
    pub lease: u64,
    /// Cipher blocks of 16 bytes after which the key is used up; at most
    /// [`MAX_BLOCKS`](crate::MAX_BLOCKS), which is the default.
    pub max_blocks: u64,
    /// The provider; by default the fastest for the suite on this machine.
    pub provider: Option<&'static CryptoProvider>,
}

impl EncryptorConfig {
    /// Leases counters from a store of your own.
    pub fn with_counters(counters: Arc<dyn CounterStore>) -> Self {
        Self { counters, lease: DEFAULT_LEASE, max_blocks: MAX_BLOCKS, provider: None }
    }
}

#[cfg(feature = "std")]
impl Default for EncryptorConfig {
    fn default() -> Self {
        Self::with_counters(crate::counter::MemoryCounters::of_this_process())
    }
}

/// Encrypts the frames of one sender under one key (RFC 9605 section 4.4.3).
///
/// An encryptor is bound to its key for life. To ratchet or rotate, make a new one and drop
/// the old. It takes `&self`: tracks that share a send key share the encryptor in an `Arc`,
/// and its atomic counter keeps their frames apart. It cannot be cloned, and nobody can hand
/// it a counter. It does not notice `fork`: after one, only one of the two processes may go
/// on with it. Who keeps a key beyond the life of the process keeps its counters too, in a
/// [`CounterStore`] on disk: the default one is in memory and would count from 0 again.
///
/// ```
/// use frameseal::{BaseKey, CipherSuite, Encryptor, KeyId};
/// let key = BaseKey::new(&[0x42; 32])?;
/// let encryptor = Encryptor::new(CipherSuite::AES_128_GCM_SHA256_128, KeyId::new(7), key)?;
/// let mut sealed = [0; 64];
/// let len = encryptor.encrypt(b"a frame", b"metadata", &mut sealed)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Encryptor {
    kid: KeyId,
    header: HeaderStart,
    headroom: usize,
    tailroom: usize,
    key: Box<TrafficKey>,
    counters: Counters,
    usage: Usage,
    warning: AtomicU8,
}

/// The states of `warning`: the edge is reported once.
mod warning {
    pub(super) const NONE: u8 = 0;
    pub(super) const DUE: u8 = 1;
    pub(super) const REPORTED: u8 = 2;
}

impl Encryptor {
    /// Makes an encryptor for a base key and the KID under which receivers know it.
    ///
    /// Should this process have encrypted with the same base key and KID before, counting
    /// goes on where it stopped.
    ///
    /// # Errors
    /// [`KeyError::Counters`] when counters cannot be leased.
    #[cfg(feature = "std")]
    pub fn new(suite: CipherSuite, kid: KeyId, base_key: BaseKey) -> Result<Self, KeyError> {
        Self::with_config(suite, kid, base_key, EncryptorConfig::default())
    }

    /// Makes an encryptor with a counter store, limit or provider of your own.
    ///
    /// # Errors
    /// As [`Encryptor::new`], and [`KeyError::NotProvided`].
    pub fn with_config(
        suite: CipherSuite,
        kid: KeyId,
        base_key: BaseKey,
        config: EncryptorConfig,
    ) -> Result<Self, KeyError> {
        Self::build(suite, kid, &base_key, config)
    }

    /// Makes an encryptor for the current step of a sender key (RFC 9605 section 5.1). After
    /// [`SenderKey::ratchet`], make the next.
    ///
    /// # Errors
    /// As [`Encryptor::with_config`].
    pub fn for_sender(sender_key: &SenderKey, config: EncryptorConfig) -> Result<Self, KeyError> {
        Self::build(sender_key.suite(), sender_key.key_id(), sender_key.base_key(), config)
    }

    /// Makes an encryptor for a key that was derived elsewhere.
    ///
    /// # Errors
    /// As [`Encryptor::with_config`], and [`KeyError::WrongLength`].
    pub fn with_derived_key(
        suite: CipherSuite,
        kid: KeyId,
        derived: &DerivedKey,
        config: EncryptorConfig,
    ) -> Result<Self, KeyError> {
        Self::of_traffic_key(suite, kid, config, |provider| {
            TrafficKey::from_derived(provider, suite, derived)
        })
    }

    fn build(
        suite: CipherSuite,
        kid: KeyId,
        base_key: &BaseKey,
        config: EncryptorConfig,
    ) -> Result<Self, KeyError> {
        Self::of_traffic_key(suite, kid, config, |provider| {
            TrafficKey::derive(provider, suite, kid, base_key)
        })
    }

    fn of_traffic_key(
        suite: CipherSuite,
        kid: KeyId,
        config: EncryptorConfig,
        key: impl FnOnce(&CryptoProvider) -> Result<TrafficKey, KeyError>,
    ) -> Result<Self, KeyError> {
        let provider = config.provider.unwrap_or_else(|| CryptoProvider::fastest_for(suite));
        // Boxed, so that moving the encryptor around leaves no copies of the key behind.
        let key = Box::new(key(provider)?);
        let counters = Counters::new(config.counters, key.fingerprint, config.lease)?;
        let usage = Usage::new(config.max_blocks, counters.charge(0));
        let headroom = Header { kid, counter: u64::MAX }.encoded_len();
        let (header, tailroom) = (HeaderStart::new(kid), suite.tag_len());
        Ok(Self {
            kid,
            header,
            headroom,
            tailroom,
            key,
            counters,
            usage,
            warning: AtomicU8::new(warning::NONE),
        })
    }

    /// Encrypts `plaintext` into `out` and gives the length of the frame in bytes.
    ///
    /// `metadata` is authenticated and not sent; the receiver must have the same.
    ///
    /// # Errors
    /// [`EncryptError::BufferTooSmall`] unless `out` has `plaintext.len() +`
    /// [`max_overhead`](Self::max_overhead) bytes; [`EncryptError::KeyUsedUp`];
    /// [`EncryptError::Counters`].
    pub fn encrypt(
        &self,
        plaintext: &[u8],
        metadata: &[u8],
        out: &mut [u8],
    ) -> Result<usize, EncryptError> {
        let (needed, available) = (plaintext.len().saturating_add(self.max_overhead()), out.len());
        let too_small = EncryptError::BufferTooSmall { needed, available };
        if available < needed {
            return Err(too_small);
        }
        let counter = self.next_counter(plaintext.len(), metadata.len())?;
        let start = self.header_len(counter);
        let end = start.saturating_add(plaintext.len());
        out.get_mut(start..end).ok_or(too_small)?.copy_from_slice(plaintext);
        self.seal(counter, out, start..end, Metadata::Apart(metadata)).map(|sealed| sealed.len())
    }

    /// Encrypts the frame at `payload` inside `buf`, where it lies: header directly before,
    /// tag directly behind. Gives the range of the sealed frame.
    ///
    /// # Errors
    /// [`EncryptError::NoRoom`] unless `buf` has [`headroom`](Self::headroom) bytes before
    /// and [`tailroom`](Self::tailroom) bytes behind the frame; [`EncryptError::KeyUsedUp`];
    /// [`EncryptError::Counters`].
    pub fn encrypt_in_place(
        &self,
        buf: &mut [u8],
        payload: Range<usize>,
        metadata: &[u8],
    ) -> Result<Range<usize>, EncryptError> {
        frame::check_room(buf.len(), &payload, self.headroom(), self.tailroom())?;
        let counter = self.next_counter(payload.len(), metadata.len())?;
        self.seal(counter, buf, payload, Metadata::Apart(metadata))
    }

    /// As [`encrypt_in_place`](Self::encrypt_in_place), with AES-GCM elsewhere: takes a counter,
    /// writes the header, and says what is to be sealed. `None` when the key is not held there
    /// ([`GcmKey::elsewhere`](crate::expert::GcmKey::elsewhere)); then no counter is taken.
    ///
    /// # Errors
    /// As [`encrypt_in_place`](Self::encrypt_in_place).
    pub fn seal_elsewhere(
        &self,
        buf: &mut [u8],
        payload: Range<usize>,
        metadata: &[u8],
    ) -> Result<Option<Sealing>, EncryptError> {
        let Some(key) = self.elsewhere() else { return Ok(None) };
        frame::check_room(buf.len(), &payload, self.headroom(), self.tailroom())?;
        let counter = self.next_counter(payload.len(), metadata.len())?;
        let (plaintext, metadata) = (payload.clone(), Metadata::Apart(metadata));
        let mut noted = Noted::default();
        let frame = self.seal_by(counter, buf, payload, metadata, noted.instead())?;
        Ok(Some(noted.sealing(key, plaintext, self.tailroom(), frame, None)))
    }

    /// Encrypts into a new `Vec`.
    ///
    /// # Errors
    /// [`EncryptError::KeyUsedUp`]; [`EncryptError::Counters`].
    pub fn encrypt_to_vec(
        &self,
        plaintext: &[u8],
        metadata: &[u8],
    ) -> Result<Vec<u8>, EncryptError> {
        let mut out = alloc::vec![0; plaintext.len().saturating_add(self.max_overhead())];
        let len = self.encrypt(plaintext, metadata, &mut out)?;
        out.truncate(len);
        Ok(out)
    }

    /// Takes the next counter, if the key may still be used for a frame of this size.
    #[inline(always)]
    pub(crate) fn next_counter(
        &self,
        payload: usize,
        metadata: usize,
    ) -> Result<u64, EncryptError> {
        let len = payload.saturating_add(metadata).saturating_add(MAX_HEADER_LEN);
        let spent = self.usage.with(self.counters.peek(), len);
        if spent > self.usage.soft_limit() {
            self.warn(spent)?;
        }
        let counter = self.counters.take()?;
        self.usage.charge(len);
        Ok(counter)
    }

    /// Seals the frame at `payload` under a counter that [`next_counter`](Self::next_counter)
    /// gave; the header goes directly before it, the tag directly behind.
    #[inline(always)] // one call less a frame is worth more than the code it doubles
    pub(crate) fn seal(
        &self,
        counter: u64,
        buf: &mut [u8],
        payload: Range<usize>,
        metadata: Metadata<'_>,
    ) -> Result<Range<usize>, EncryptError> {
        self.seal_by(counter, buf, payload, metadata, Aead::seal_view)
    }

    /// As [`seal`](Self::seal), by something that takes the place of the AEAD.
    #[inline(always)]
    pub(crate) fn seal_by(
        &self,
        counter: u64,
        buf: &mut [u8],
        payload: Range<usize>,
        mut metadata: Metadata<'_>,
        by: impl SealBy,
    ) -> Result<Range<usize>, EncryptError> {
        let mut encoded = [0; MAX_HEADER_LEN];
        let encoded = self.header.encode(counter, &mut encoded);
        let (view, sealed) = frame::seal_view(buf, payload, encoded.len(), self.tailroom)
            .ok_or(EncryptError::NoRoom { headroom: self.headroom, tailroom: self.tailroom })?;
        // A few bytes, for which a call of memcpy is long.
        view.header.iter_mut().zip(encoded).for_each(|(to, &byte)| *to = byte);
        let aead = &self.key.aead;
        let nonce = aead.nonce_for(counter);
        by(aead, &nonce, metadata.behind(encoded), view)?;
        Ok(sealed)
    }

    /// Gives the number under which the key is held elsewhere.
    pub(crate) fn elsewhere(&self) -> Option<u32> {
        self.key.aead.elsewhere()
    }

    /// Gives the length of a frame's header in bytes.
    pub(crate) fn header_len(&self, counter: u64) -> usize {
        Header { kid: self.kid, counter }.encoded_len()
    }

    #[cold]
    fn warn(&self, spent: u64) -> Result<(), EncryptError> {
        let _ = self.warning.compare_exchange(warning::NONE, warning::DUE, Relaxed, Relaxed);
        if spent > self.usage.limit() { Err(EncryptError::KeyUsedUp) } else { Ok(()) }
    }

    /// Gives the next event: [`Event::RotateSoon`], once, when three quarters of the key's
    /// usage limit are spent.
    pub fn poll_event(&self) -> Option<Event> {
        self.warning
            .compare_exchange(warning::DUE, warning::REPORTED, Relaxed, Relaxed)
            .ok()
            .map(|_| Event::RotateSoon { kid: self.kid })
    }

    /// Gives the KID in the headers of this encryptor's frames.
    pub fn key_id(&self) -> KeyId {
        self.kid
    }

    /// Gives the cipher suite.
    pub fn suite(&self) -> CipherSuite {
        self.key.aead.suite()
    }

    /// Gives the name under which the counter store knows this key.
    pub fn fingerprint(&self) -> KeyFingerprint {
        self.key.fingerprint
    }

    /// Gives the most bytes by which a frame grows: config byte, KID, 8 bytes of CTR, tag.
    pub fn max_overhead(&self) -> usize {
        self.headroom().saturating_add(self.tailroom())
    }

    /// Gives the bytes that [`encrypt_in_place`](Self::encrypt_in_place) needs before a frame.
    #[inline]
    pub fn headroom(&self) -> usize {
        self.headroom
    }

    /// Gives the bytes that [`encrypt_in_place`](Self::encrypt_in_place) needs behind a frame.
    #[inline]
    pub fn tailroom(&self) -> usize {
        self.tailroom
    }
}

impl Drop for Encryptor {
    fn drop(&mut self) {
        self.counters.charge(self.usage.long_blocks());
    }
}

impl fmt::Debug for Encryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encryptor")
            .field("suite", &self.suite())
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, loom))]
mod models;
