//! The receiving role: header, key by KID, replay screen, AEAD open, commit.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use core::time::Duration;

use zeroize::Zeroize;

use crate::aead::{Authentic, Metadata};
use crate::clock::Clock;
use crate::elsewhere::{Opening, Ticket};
use crate::encryptor::Encryptor;
use crate::error::{DecryptError, ErrorClass, KeyError};
use crate::event::Event;
use crate::frame;
use crate::header::Header;
use crate::key_id::{KeyId, KidLayout};
use crate::key_store::{
    DEFAULT_MAX_KEYS, DEFAULT_MAX_RATCHET_STEPS, DEFAULT_MAX_SENDERS, Found, KeyStats, KeyStore,
    MAX_RATCHET_STEPS, StoreLimits,
};
use crate::keys::{DerivedKey, MlsEpoch, SenderKey};
use crate::parking::{Parking, ParkingLimits, SHORTEST_TAG};
use crate::provider::CryptoProvider;
use crate::replay::DEFAULT_REPLAY_WINDOW;
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

mod missing;
mod reports;

pub use missing::{MAX_MISSING_KEYS, MISSING_KEY_SECONDS};
pub use reports::MAX_EVENTS;
use reports::Reports;

/// What a decryptor accepts and remembers. Every bound is there because somebody on the
/// network could otherwise make it grow.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DecryptorConfig {
    /// How KIDs are read.
    pub layout: KidLayout,
    /// Counters behind the newest one that can still be told from replays, per key; rounded
    /// up to a power of two, at most [`MAX_REPLAY_WINDOW`](crate::MAX_REPLAY_WINDOW).
    pub replay_window: usize,
    /// Keys, generations or epochs held at a time.
    pub max_keys: usize,
    /// Senders of MLS epochs whose keys are held at a time, of all epochs together; one epoch
    /// takes at most half of them. A key comes with the first authentic frame of a sender and
    /// context, and costs 0.9 to 1.5 KB with the default window. A leaf has at most
    /// [`MAX_CONTEXTS`](crate::MAX_CONTEXTS) of them, but whoever seals frames as other leaves, as
    /// members can, takes their places too.
    pub max_senders: usize,
    /// Ratchet steps that one frame may be ahead; at most
    /// [`MAX_RATCHET_STEPS`](crate::MAX_RATCHET_STEPS).
    pub max_ratchet_steps: u64,
    /// How long a retired key, an old epoch or an old ratchet step still opens frames that
    /// are under way; 10 s by default.
    pub grace: Duration,
    /// What may wait for its key.
    pub parking: ParkingLimits,
    /// The provider; by default the fastest for each suite on this machine.
    pub provider: Option<&'static CryptoProvider>,
}

impl Default for DecryptorConfig {
    fn default() -> Self {
        Self {
            layout: KidLayout::Plain,
            replay_window: DEFAULT_REPLAY_WINDOW,
            max_keys: DEFAULT_MAX_KEYS,
            max_senders: DEFAULT_MAX_SENDERS,
            max_ratchet_steps: DEFAULT_MAX_RATCHET_STEPS,
            grace: Duration::from_secs(10),
            parking: ParkingLimits::default(),
            provider: None,
        }
    }
}

impl DecryptorConfig {
    /// The defaults, for KIDs of the given layout.
    pub fn for_layout(layout: KidLayout) -> Self {
        Self { layout, ..Self::default() }
    }
}

/// A frame that was opened.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened<T> {
    /// The KID and CTR that it was sealed under.
    pub header: Header,
    /// The plaintext.
    pub payload: T,
}

/// A parked frame whose key has come.
#[derive(Debug, PartialEq, Eq)]
pub struct Unparked {
    /// The mark that the caller gave it.
    pub token: u64,
    /// Its plaintext, or why it is refused after all.
    pub frame: Result<Opened<Vec<u8>>, DecryptError>,
}

/// What a decryptor has refused, by cause, and what it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Totals {
    /// Frames opened.
    pub opened: u64,
    /// Frames refused as no SFrames.
    pub syntax: u64,
    /// Frames refused for want of a usable key.
    pub key_id: u64,
    /// Frames refused as replayed or too old.
    pub replay: u64,
    /// Frames refused by the AEAD.
    pub authentication: u64,
    /// Frames waiting for their key.
    pub parked: usize,
    /// Frames that waited in vain.
    pub parked_dropped: u64,
}

/// Decrypts frames from any number of senders (RFC 9605 section 4.4.4).
///
/// It changes nothing but statistics before a frame is authenticated: header, key and replay window are
/// looked at, the AEAD opens the frame, and only then is the counter recorded and a ratchet
/// step taken. Every failure is an error and leaves no plaintext behind.
///
/// What it has opened it refuses; another decryptor over the same keys, for another track or
/// after a restart, does not know of it. Nor does anything say which track a frame is of: give
/// each track a KID of its own, or metadata that name it.
///
/// It has no clock. Call [`advance`](Self::advance) about once a second.
///
/// ```
/// # use frameseal::{BaseKey, CipherSuite, Decryptor, Encryptor, KeyId};
/// # let (suite, kid) = (CipherSuite::AES_128_GCM_SHA256_128, KeyId::new(7));
/// # let encryptor = Encryptor::new(suite, kid, BaseKey::new(&[0x42; 32])?)?;
/// # let mut sealed = encryptor.encrypt_to_vec(b"a frame", b"metadata")?;
/// let mut decryptor = Decryptor::new();
/// decryptor.add_key(suite, kid, BaseKey::new(&[0x42; 32])?)?;
/// let opened = decryptor.decrypt_in_place(&mut sealed, b"metadata")?;
/// assert_eq!(opened.payload, b"a frame");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Decryptor {
    keys: KeyStore,
    parking: Parking,
    reports: Reports,
    totals: Totals,
    clock: Clock,
}

impl Decryptor {
    /// Makes a decryptor for plain KIDs with the default bounds.
    pub fn new() -> Self {
        Self::with_config(DecryptorConfig::default())
    }

    /// Makes a decryptor.
    pub fn with_config(config: DecryptorConfig) -> Self {
        let limits = StoreLimits {
            max_keys: config.max_keys,
            max_senders: config.max_senders,
            max_ratchet_steps: config.max_ratchet_steps.min(MAX_RATCHET_STEPS),
            replay_window: config.replay_window,
            grace: config.grace,
        };
        Self {
            keys: KeyStore::new(config.layout, limits, config.provider),
            parking: Parking::new(config.parking),
            reports: Reports::new(),
            totals: Totals::default(),
            clock: Clock::new(Duration::ZERO),
        }
    }

    /// Decrypts `frame` where it lies and gives the plaintext inside it.
    ///
    /// # Errors
    /// [`DecryptError`]. After [`DecryptError::Authentication`] everything behind the header
    /// is zeroed; after any other error the frame is untouched.
    pub fn decrypt_in_place<'a>(
        &mut self,
        frame: &'a mut [u8],
        metadata: &[u8],
    ) -> Result<Opened<&'a mut [u8]>, DecryptError> {
        self.decrypt_with(frame, Metadata::Apart(metadata), false)
    }

    /// As [`decrypt_in_place`](Self::decrypt_in_place), for metadata of any kind and frames that
    /// may end in padding.
    pub(crate) fn decrypt_with<'a>(
        &mut self,
        frame: &'a mut [u8],
        metadata: Metadata<'_>,
        padded: bool,
    ) -> Result<Opened<&'a mut [u8]>, DecryptError> {
        let opened = self.open_in_place(frame, metadata, padded);
        self.count(&opened);
        let (header, payload) = opened?;
        Ok(Opened { header, payload: frame.get_mut(payload).unwrap_or_default() })
    }

    #[inline(always)]
    fn open_in_place(
        &mut self,
        frame: &mut [u8],
        metadata: Metadata<'_>,
        padded: bool,
    ) -> Result<(Header, Range<usize>), DecryptError> {
        let truncated = DecryptError::Truncated { len: frame.len() };
        let (header, header_len) = Header::parse(frame)?;
        let (encoded, sealed) = frame.split_at_mut_checked(header_len).ok_or(truncated)?;
        let len = self.open(header, encoded, sealed.len(), metadata, padded, || Some(sealed))?;
        Ok((header, header_len..header_len.saturating_add(len)))
    }

    /// Decrypts `frame` into `out` and gives the plaintext at its start.
    ///
    /// # Errors
    /// [`DecryptError::BufferTooSmall`] unless `out` is as long as the frame (the tag is
    /// checked there too); else as [`decrypt_in_place`](Self::decrypt_in_place). After
    /// [`DecryptError::Authentication`] what was written to `out` is zeroed, after any other error
    /// nothing was.
    pub fn decrypt<'a>(
        &mut self,
        frame: &[u8],
        metadata: &[u8],
        out: &'a mut [u8],
    ) -> Result<Opened<&'a mut [u8]>, DecryptError> {
        self.decrypt_into(frame, Metadata::Apart(metadata), false, out)
    }

    /// As [`decrypt`](Self::decrypt), for metadata of any kind and frames that may end in padding.
    pub(crate) fn decrypt_into<'a>(
        &mut self,
        frame: &[u8],
        metadata: Metadata<'_>,
        padded: bool,
        out: &'a mut [u8],
    ) -> Result<Opened<&'a mut [u8]>, DecryptError> {
        let (needed, available) = (frame.len(), out.len());
        if available < needed {
            return Err(DecryptError::BufferTooSmall { needed, available });
        }
        let opened = self.open_into(frame, metadata, padded, out);
        self.count(&opened);
        let (header, payload) = opened?;
        Ok(Opened { header, payload: out.get_mut(payload).unwrap_or_default() })
    }

    #[inline(always)]
    fn open_into(
        &mut self,
        frame: &[u8],
        metadata: Metadata<'_>,
        padded: bool,
        out: &mut [u8],
    ) -> Result<(Header, Range<usize>), DecryptError> {
        let truncated = DecryptError::Truncated { len: frame.len() };
        let (header, header_len) = Header::parse(frame)?;
        let (encoded, sealed) = frame.split_at_checked(header_len).ok_or(truncated)?;
        let len = self.open(header, encoded, sealed.len(), metadata, padded, || {
            let copy = out.get_mut(..sealed.len())?;
            copy.copy_from_slice(sealed);
            Some(copy)
        })?;
        Ok((header, 0..len))
    }

    /// Decrypts into a new `Vec`.
    ///
    /// # Errors
    /// As [`decrypt_in_place`](Self::decrypt_in_place).
    pub fn decrypt_to_vec(
        &mut self,
        frame: &[u8],
        metadata: &[u8],
    ) -> Result<Vec<u8>, DecryptError> {
        let mut copy = frame.to_vec();
        let opened = self.decrypt_in_place(&mut copy, metadata)?;
        let start = opened.header.encoded_len();
        let end = start.saturating_add(opened.payload.len());
        copy.truncate(end);
        copy.drain(..start);
        Ok(copy)
    }

    /// The path of every frame, top to bottom, to the length of its plaintext without padding.
    /// `sealed` gives ciphertext and tag where they are to be opened, and is asked only for a
    /// frame that may be.
    #[inline(always)]
    fn open<'a>(
        &mut self,
        header: Header,
        encoded: &[u8],
        sealed_len: usize,
        mut metadata: Metadata<'_>,
        padded: bool,
        sealed: impl FnOnce() -> Option<&'a mut [u8]>,
    ) -> Result<usize, DecryptError> {
        let frame_len = encoded.len().saturating_add(sealed_len);
        let metadata_len = metadata.len();
        let mut found = self.keys.find(header.kid, frame_len, encoded.len())?;
        let key = found.key();
        key.screen(header.counter)?;
        let truncated = DecryptError::Truncated { len: frame_len };
        let payload_len = sealed_len.checked_sub(key.traffic.aead.tag_len()).ok_or(truncated)?;
        let nonce = key.traffic.aead.nonce_for(header.counter);
        let (associated, metadata) = metadata.behind(encoded);
        let sealed = sealed().ok_or(truncated)?;
        let opened = key.traffic.aead.open(&nonce, associated, metadata, sealed);
        // Authentic without its padding is no frame either, before anything has changed.
        let opened = opened.and_then(|proof| match padded {
            false => Ok((proof, payload_len)),
            true => Ok((proof, frame::unpadded_len(sealed.get_mut(..payload_len))?)),
        });
        match opened {
            Ok((proof, len)) => {
                found.commit(proof, header.counter, frame_len.saturating_add(metadata_len));
                Ok(len)
            }
            Err(error) => {
                found.count_failure(|event| self.reports.push(event));
                Err(error)
            }
        }
    }

    /// As [`decrypt_in_place`](Self::decrypt_in_place), with AES-GCM elsewhere: says what is to be
    /// opened there, for [`opened_elsewhere`](Self::opened_elsewhere). Changes nothing; `None` for
    /// a frame that cannot be opened there, or at all.
    pub fn open_elsewhere(&mut self, frame: &[u8], metadata: &[u8]) -> Option<Opening> {
        self.begin_elsewhere(frame, Metadata::Apart(metadata))
    }

    /// As [`open_elsewhere`](Self::open_elsewhere), for metadata of any kind.
    pub(crate) fn begin_elsewhere(
        &mut self,
        frame: &[u8],
        mut metadata: Metadata<'_>,
    ) -> Option<Opening> {
        let (header, header_len) = Header::parse(frame).ok()?;
        let (encoded, sealed) = frame.split_at_checked(header_len)?;
        let Found::Held(key) = self.keys.find(header.kid, frame.len(), header_len).ok()? else {
            return None; // it would have to be derived, and frames do that here
        };
        let aead = &key.traffic.aead;
        if sealed.len() < aead.tag_len() || !key.is_fresh(header.counter) {
            return None;
        }
        let spent = frame.len().saturating_add(metadata.len());
        let (front, back) = metadata.behind(encoded);
        Some(Opening {
            key: aead.elsewhere()?,
            nonce: aead.nonce_for(header.counter),
            aad: [front, back].concat(),
            ciphertext: header_len..frame.len(),
            ticket: Ticket { header, fingerprint: key.traffic.fingerprint, spent },
        })
    }

    /// Takes note of what came of a frame elsewhere, and gives its KID and CTR. The caller vouches
    /// for `is_authentic`: it is taken for the verdict of AES-GCM on exactly what
    /// [`Opening`] said. The plaintext may leave only when this gives no error.
    ///
    /// # Errors
    /// [`DecryptError::Authentication`] without a good verdict. What has changed meanwhile counts:
    /// [`DecryptError::Replayed`] and [`DecryptError::TooOld`] when the counter was opened since,
    /// [`DecryptError::UnknownKey`] when the key is not held any more.
    pub fn opened_elsewhere(
        &mut self,
        ticket: Ticket,
        is_authentic: bool,
    ) -> Result<Header, DecryptError> {
        let header = ticket.header;
        let opened = self.commit_elsewhere(ticket, is_authentic).map(|()| (header, ()));
        self.count(&opened);
        opened.map(|_| header)
    }

    fn commit_elsewhere(
        &mut self,
        Ticket { header, fingerprint, spent }: Ticket,
        is_authentic: bool,
    ) -> Result<(), DecryptError> {
        let kid = header.kid;
        let mut found = match self.keys.find(kid, spent, 0)? {
            Found::Held(key) if key.traffic.fingerprint == fingerprint => Found::Held(key),
            _ => return Err(DecryptError::UnknownKey { kid }),
        };
        found.key().screen(header.counter)?;
        if is_authentic {
            found.commit(Authentic::by_their_word(), header.counter, spent);
            return Ok(());
        }
        found.count_failure(|event| self.reports.push(event));
        Err(DecryptError::Authentication)
    }

    /// Keeps a frame that was refused with [`DecryptError::UnknownKey`] until its key comes.
    /// `token` comes out with it, to tell which frame it was. Says whether it was kept.
    ///
    /// Nobody has authenticated the frame yet. KIDs share the places evenly, but anybody can make
    /// up as many KIDs as there are places: where the app knows whose KIDs may come, it parks no
    /// others.
    pub fn park(&mut self, frame: &[u8], metadata: &[u8], token: u64) -> bool {
        self.park_padded(frame, metadata, false, token)
    }

    /// As [`park`](Self::park), for a frame that may end in padding.
    pub(crate) fn park_padded(
        &mut self,
        frame: &[u8],
        metadata: &[u8],
        padded: bool,
        token: u64,
    ) -> bool {
        match Header::parse(frame) {
            Ok((_, len)) if frame.len() < len.saturating_add(SHORTEST_TAG) => false,
            Ok((header, _)) if !self.keys.knows(header.kid) => {
                self.parking.park(header.kid, frame, metadata, padded, token, self.clock.now())
            }
            _ => false,
        }
    }

    /// Gives the next parked frame whose key is known now, in the order of arrival. Each
    /// comes out once.
    pub fn unpark(&mut self) -> Option<Unparked> {
        let keys = &self.keys;
        let mut parked = self.parking.take(|kid| keys.knows(kid))?;
        let metadata = Metadata::Apart(&parked.metadata);
        let opened = self.decrypt_with(&mut parked.frame, metadata, parked.padded);
        let frame = opened.map(|Opened { header, payload }| {
            let copy = payload.to_vec();
            payload.zeroize();
            Opened { header, payload: copy }
        });
        Some(Unparked { token: parked.token, frame })
    }

    /// Adds a key under a plain KID. Adding the same key again changes nothing: the frames
    /// that were opened under it stay opened.
    ///
    /// # Errors
    /// [`KeyError::KeyIdInUse`] when another key has the KID, [`KeyError::OwnSendKey`],
    /// [`KeyError::TooManyKeys`], [`KeyError::WrongLayout`].
    pub fn add_key(
        &mut self,
        suite: CipherSuite,
        kid: KeyId,
        base_key: BaseKey,
    ) -> Result<(), KeyError> {
        self.keys.add_key(suite, kid, &base_key)
    }

    /// As [`add_key`](Self::add_key), for a key that was derived elsewhere.
    ///
    /// # Errors
    /// As [`add_key`](Self::add_key), and [`KeyError::WrongLength`].
    pub fn add_derived_key(
        &mut self,
        suite: CipherSuite,
        kid: KeyId,
        derived: &DerivedKey,
    ) -> Result<(), KeyError> {
        self.keys.add_derived_key(suite, kid, derived)
    }

    /// Adds a generation of a sender key (RFC 9605 section 5.1). Frames of later steps are
    /// followed by themselves; a key given at a later step moves the generation there.
    ///
    /// # Errors
    /// As [`add_key`](Self::add_key), and [`KeyError::KeyIdRetired`] for a generation that was
    /// removed and comes back older than it went.
    pub fn add_sender_key(&mut self, sender_key: SenderKey) -> Result<(), KeyError> {
        self.keys.add_sender_key(sender_key)
    }

    /// Adds an MLS epoch (RFC 9605 section 5.2). Older epochs go after the grace time, one
    /// with the same low E bits goes at once.
    ///
    /// # Errors
    /// As [`add_key`](Self::add_key), and [`KeyError::KeyIdRetired`] for an epoch that was
    /// removed, under whatever number, or whose place a newer one has.
    pub fn add_epoch(&mut self, epoch: MlsEpoch) -> Result<(), KeyError> {
        self.keys.add_epoch(epoch)
    }

    /// Refuses the key of an encryptor of this participant, so that frames which the operator
    /// sends back are not taken for somebody else's.
    ///
    /// The last [`MAX_OWN_KEYS`](crate::MAX_OWN_KEYS) are refused.
    ///
    /// # Errors
    /// [`KeyError::OwnSendKey`] when the app had added the key; it is removed.
    pub fn refuse_own(&mut self, encryptor: &Encryptor) -> Result<(), KeyError> {
        self.keys.refuse_own(encryptor.fingerprint())
    }

    /// Lets the key of a KID (its generation, its epoch) go after the grace time. Says
    /// whether there was one.
    pub fn retire_key(&mut self, kid: KeyId) -> bool {
        self.keys.retire(kid)
    }

    /// Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.
    pub fn remove_key(&mut self, kid: KeyId) -> bool {
        self.keys.remove(kid)
    }

    /// Takes note of the time, counted from any fixed point: retired keys and parked frames
    /// go when they are due. A clock that is set back stops nothing: time goes on from there.
    pub fn advance(&mut self, now: Duration) {
        self.clock.advance(now);
        let now = self.clock.now();
        self.keys.advance(now);
        self.parking.advance(now);
    }

    /// Gives the next event, oldest first, and then the keys that are missing, those first whose
    /// frames come most often.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.reports.poll(self.clock.now())
    }

    /// Gives the statistics of every key held.
    pub fn key_stats(&self) -> impl Iterator<Item = KeyStats> + '_ {
        self.keys.stats()
    }

    /// Gives what was opened and refused since the decryptor was made.
    pub fn totals(&self) -> Totals {
        Totals { parked: self.parking.len(), parked_dropped: self.parking.dropped(), ..self.totals }
    }

    /// Gives how KIDs are read.
    pub(crate) fn layout(&self) -> KidLayout {
        self.keys.layout()
    }

    #[inline]
    fn count<T>(&mut self, opened: &Result<(Header, T), DecryptError>) {
        match opened {
            Ok((header, _)) => {
                self.totals.opened = self.totals.opened.saturating_add(1);
                if self.reports.misses_any() {
                    self.reports.recover(header.kid);
                }
            }
            Err(error) => self.count_refusal(error),
        }
    }

    /// Counts a frame that was refused before its header was found.
    #[cold]
    pub(crate) fn refuse(&mut self, error: DecryptError) -> DecryptError {
        self.count_refusal(&error);
        error
    }

    #[cold]
    fn count_refusal(&mut self, error: &DecryptError) {
        let total = match error.class() {
            ErrorClass::Syntax => &mut self.totals.syntax,
            ErrorClass::KeyId => &mut self.totals.key_id,
            ErrorClass::Replay => &mut self.totals.replay,
            _ => &mut self.totals.authentication,
        };
        *total = total.saturating_add(1);
        // An epoch has all the keys that there are: more cannot be asked for.
        if let DecryptError::UnknownKey { kid } = *error
            && !self.keys.knows(kid)
        {
            self.reports.note_missing(kid, self.clock.now());
        }
    }
}

impl Default for Decryptor {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Decryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decryptor").field("totals", &self.totals()).finish_non_exhaustive()
    }
}
