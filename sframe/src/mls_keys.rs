//! The keys of a call whose members are an MLS group (RFC 9605 section 5.2).
//!
//! ```text
//! MLS library ─ secret, epoch, leaf ─▶ MlsKeys ─┬─ epochs ──────▶ every Decryptor
//!                                               └─ by context ──▶ Arc<Encryptor>
//! ```
//! Members do not process a commit at the same moment. So everybody *receives* in an epoch
//! from the moment they have it, *sends* in it a little later, and still receives in the old
//! ones for a while.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use thiserror::Error;

use crate::clock::Clock;
use crate::counter::KeyFingerprint;
use crate::decryptor::Decryptor;
use crate::encryptor::{Encryptor, EncryptorConfig};
use crate::error::KeyError;
use crate::key_id::{EpochBits, KeyId, KidLayout, MlsKeyId, SenderBits};
use crate::keys::{DerivedKey, MAX_CONTEXTS, MlsEpoch};
use crate::replay::Retired;
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

/// 1 s, in which a commit reaches nearly every member; those who are later park frames.
pub const DEFAULT_SEND_DELAY: Duration = Duration::from_secs(1);

/// How a call takes its keys from MLS. Suite and E are the same for all members.
#[derive(Clone)]
#[non_exhaustive]
pub struct MlsKeysConfig {
    /// The cipher suite of the frames; it need not be related to that of the MLS group.
    pub suite: CipherSuite,
    /// E, fixed for the call. It bounds how many epochs are held at a time, 2^E, and must
    /// suffice for the commits that come within delay and grace.
    pub epoch_bits: EpochBits,
    /// How long a participant goes on sending in the old epoch;
    /// [`DEFAULT_SEND_DELAY`] by default, shorter than the grace.
    ///
    /// Longer: fewer members get frames that they cannot open yet. Shorter: a member who was
    /// added hears the others sooner, one who was removed hears them less long. After a
    /// removal use [`GoOver::AtOnce`].
    pub send_delay: Duration,
    /// How long an old epoch is handed to decryptors after a newer one came, 10 s by default;
    /// as [`DecryptorConfig::grace`](crate::DecryptorConfig::grace).
    pub grace: Duration,
    /// How encryptors count, and their limits.
    pub encryptors: EncryptorConfig,
}

impl MlsKeysConfig {
    /// The defaults, with the counters that the whole process shares.
    ///
    /// They end with it. An app that keeps its group in storage and comes back in the same epoch
    /// has the same keys, and would count from 0 again: it commits before it sends a frame, or
    /// keeps its counters, [`with_encryptors`](Self::with_encryptors) of a [`CounterStore`](crate::CounterStore) on disk.
    #[cfg(feature = "std")]
    pub fn new(suite: CipherSuite, epoch_bits: EpochBits) -> Self {
        Self::with_encryptors(suite, epoch_bits, EncryptorConfig::default())
    }

    /// The defaults, with counters of your own.
    pub fn with_encryptors(
        suite: CipherSuite,
        epoch_bits: EpochBits,
        encryptors: EncryptorConfig,
    ) -> Self {
        let (send_delay, grace) = (DEFAULT_SEND_DELAY, Duration::from_secs(10));
        Self { suite, epoch_bits, send_delay, grace, encryptors }
    }
}

/// What the MLS library says of the epoch that a group is in.
#[derive(Debug)]
pub struct MlsExport {
    /// The epoch's number.
    pub epoch: u64,
    /// The exported secret: label [`MlsEpoch::EXPORTER_LABEL`], empty context,
    /// [`CipherSuite::key_len`] bytes.
    pub secret: BaseKey,
    /// The leaf index of this participant.
    pub own_index: u32,
    /// The leaves of the ratchet tree, blank ones too. The index of the last member plus one
    /// does as well, since a tree is never twice as large as that. The number of members does
    /// not: it is less where somebody has left, and then the wrong number.
    pub leaves: u32,
}

/// When a participant begins to send in a new epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoOver {
    /// After [`MlsKeysConfig::send_delay`]; at once in the first epoch.
    AfterDelay,
    /// Now. Use it when the commit removed somebody, who can read on until then. Members who
    /// have not processed the commit cannot open the frames yet and park them.
    AtOnce,
}

/// What an app wants to hear about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MlsKeysEvent {
    /// The participant sends in another epoch: fetch the encryptors anew and drop those of
    /// before. It comes once for the last of several.
    GoneOver {
        /// The epoch.
        epoch: u64,
    },
    /// An encryptor comes near its usage limit: have the group commit, an update will do.
    CommitSoon {
        /// The KID of its frames.
        kid: KeyId,
    },
}

/// An epoch was refused or a key could not be made. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MlsKeysError {
    /// The configuration would stop receiving in an epoch before sending in it ends.
    #[error("the send delay must be shorter than the grace, or others drop keys still in use")]
    DelayTooLong,
    /// The leaf index lies outside the tree.
    #[error("leaf {index} is not in a tree of {leaves} leaves; pass leaves, not members")]
    NotInTree {
        /// The index.
        index: u32,
        /// The leaves.
        leaves: u32,
    },
    /// The epoch is here with another secret, leaf or size.
    #[error(
        "epoch {epoch} is here with another secret, leaf or size; did the group fork, or is this another group?"
    )]
    OtherEpoch {
        /// The epoch.
        epoch: u64,
    },
    /// Another epoch has the same secret, or had it before it went, which no MLS group does.
    #[error("epoch {epoch} has the secret of epoch {same_as}; export from the group's new state")]
    SameSecret {
        /// The epoch.
        epoch: u64,
        /// The one that is or was here.
        same_as: u64,
    },
    /// The epoch was here, or an older one than those that went.
    #[error(
        "epoch {epoch} is over, as all up to {over} are; is the group's state a restored backup?"
    )]
    Over {
        /// The epoch.
        epoch: u64,
        /// The newest that went.
        over: u64,
    },
    /// The epoch is so old that its low E bits belong to a newer one.
    #[error("epoch {epoch} is more than {reach} behind {newest}; drop it, or widen the epoch bits")]
    TooOld {
        /// The epoch.
        epoch: u64,
        /// The newest epoch.
        newest: u64,
        /// How far back epochs are held, 2^E - 1.
        reach: u64,
    },
    /// No such epoch is held.
    #[error("epoch {epoch} is not held; add it first")]
    UnknownEpoch {
        /// The epoch.
        epoch: u64,
    },
    /// Sending never goes back to an older epoch.
    #[error("frames are sent in epoch {sending} already and never again in {epoch}")]
    SendingIsNewer {
        /// The epoch asked for.
        epoch: u64,
        /// The epoch that is sent in.
        sending: u64,
    },
    /// There is no epoch yet.
    #[error("no epoch was added yet; nothing can be sent before")]
    NoEpoch,
    /// Too many contexts are in use in this epoch.
    #[error("{limit} contexts have encryptors in this epoch; number the tracks from 0 up")]
    TooManyContexts {
        /// The limit.
        limit: usize,
    },
    /// The key does not fit, or its counters could not be reserved.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Takes the secrets of an MLS group's epochs and gives the keys for frames
/// (RFC 9605 section 5.2). Any MLS library will do; it does no I/O and has no clock.
///
/// ```
/// use core::time::Duration;
/// use frameseal::{
///     BaseKey, CipherSuite, Decryptor, DecryptorConfig, EpochBits, GoOver, MlsExport, MlsKeys,
///     MlsKeysConfig,
/// };
/// let config = MlsKeysConfig::new(CipherSuite::AES_128_GCM_SHA256_128, EpochBits::new(4)?);
/// let mut alice = MlsKeys::new(config.clone())?;
/// let mut bob = MlsKeys::new(config)?;
/// let secret = || BaseKey::new(&[7; 16]); // exported by the MLS library
/// let (epoch, leaves, now) = (1, 2, Duration::ZERO);
/// let exported = MlsExport { epoch, secret: secret()?, own_index: 0, leaves };
/// alice.add_epoch(exported, GoOver::AfterDelay, now)?;
/// let exported = MlsExport { epoch, secret: secret()?, own_index: 1, leaves };
/// bob.add_epoch(exported, GoOver::AfterDelay, now)?;
///
/// let mut decryptor = Decryptor::with_config(DecryptorConfig::for_layout(bob.layout()));
/// bob.update(&mut decryptor)?;
/// let audio = 0; // any number that tells the tracks of a sender apart
/// let sealed = alice.encryptor(audio)?.encrypt_to_vec(b"a frame", b"metadata")?;
/// assert_eq!(decryptor.decrypt_to_vec(&sealed, b"metadata")?, b"a frame");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MlsKeys {
    config: MlsKeysConfig,
    /// By number, the newest last; at most 2^E.
    epochs: Vec<Held>,
    /// The newest that went.
    over: Option<u64>,
    /// By their secrets, the numbers of those that went.
    gone: Retired<KeyFingerprint, u64>,
    sending: Option<u64>,
    /// Those of the sending epoch.
    encryptors: Vec<(u64, Arc<Encryptor>)>,
    /// Since the last event.
    gone_over: bool,
    clock: Clock,
}

struct Held {
    epoch: u64,
    leaves: u32,
    sender_bits: SenderBits,
    own_index: u32,
    secret: BaseKey,
    /// Names the secret.
    fingerprint: KeyFingerprint,
    /// When sending goes over to it.
    due: Duration,
    /// When it goes; the newest has no such time.
    goes: Option<Duration>,
}

impl MlsKeys {
    /// Makes the keys of a call, without any epoch yet.
    ///
    /// # Errors
    /// [`MlsKeysError::DelayTooLong`].
    pub fn new(config: MlsKeysConfig) -> Result<Self, MlsKeysError> {
        if config.send_delay >= config.grace {
            return Err(MlsKeysError::DelayTooLong);
        }
        Ok(Self {
            config,
            epochs: Vec::new(),
            over: None,
            gone: Retired::default(),
            sending: None,
            encryptors: Vec::new(),
            gone_over: false,
            clock: Clock::new(Duration::ZERO),
        })
    }

    /// Gives how a decryptor for this call reads KIDs.
    pub fn layout(&self) -> KidLayout {
        KidLayout::Mls(self.config.epoch_bits)
    }

    /// Takes the secret of an epoch: call it after each commit that was processed, then
    /// [`update`](Self::update) every decryptor. The same epoch again changes nothing, except
    /// that [`GoOver::AtOnce`] is heeded.
    ///
    /// An epoch that comes late, behind a newer one, opens frames for the grace time.
    ///
    /// # Errors
    /// [`MlsKeysError::NotInTree`], [`MlsKeysError::OtherEpoch`], [`MlsKeysError::SameSecret`],
    /// [`MlsKeysError::Over`], [`MlsKeysError::TooOld`], [`KeyError::WrongLength`].
    pub fn add_epoch(
        &mut self,
        export: MlsExport,
        go_over: GoOver,
        now: Duration,
    ) -> Result<(), MlsKeysError> {
        self.advance(now);
        let epoch = export.epoch;
        let held = self.accept(export)?;
        match self.epochs.binary_search_by_key(&epoch, |held| held.epoch) {
            Ok(_) => {}
            Err(at) => {
                self.epochs.insert(at, held);
                self.age();
            }
        }
        if go_over == GoOver::AtOnce || self.sending.is_none() {
            self.make_due(epoch);
        }
        self.go_on();
        Ok(())
    }

    /// Begins to send in an epoch that is held, without further delay. Does nothing where it
    /// is sent in already.
    ///
    /// # Errors
    /// [`MlsKeysError::SendingIsNewer`], [`MlsKeysError::UnknownEpoch`].
    pub fn go_over(&mut self, epoch: u64) -> Result<(), MlsKeysError> {
        if let Some(sending) = self.sending.filter(|&sending| epoch < sending) {
            return Err(MlsKeysError::SendingIsNewer { epoch, sending });
        }
        if !self.make_due(epoch) {
            return Err(MlsKeysError::UnknownEpoch { epoch });
        }
        self.go_on();
        Ok(())
    }

    /// Takes note of the time, counted from any fixed point: goes over to epochs that are due
    /// and wipes those whose time is over. Call it about once a second, or at
    /// [`next_deadline`](Self::next_deadline). A clock that is set back stops nothing: time
    /// goes on from there.
    pub fn advance(&mut self, now: Duration) {
        self.clock.advance(now);
        self.go_on();
    }

    /// Does what is due.
    fn go_on(&mut self) {
        let now = self.clock.now();
        let newest = self.newest();
        let behind = newest.map(|newest| newest.saturating_sub(self.most_behind()));
        let due = self.epochs.iter().rfind(|held| held.due <= now).map(|held| held.epoch);
        let within = self.epochs.iter().map(|held| held.epoch).find(|&epoch| Some(epoch) >= behind);
        let target = due.or(self.sending).map(|due| within.map_or(due, |within| due.max(within)));
        if let Some(epoch) = target.filter(|_| target > self.sending) {
            self.sending = Some(epoch);
            self.encryptors.clear();
            self.gone_over = true;
        }
        let reach = self.reach();
        let gone = |held: &Held| {
            held.goes.is_some_and(|goes| goes <= now)
                || newest.is_some_and(|newest| newest.saturating_sub(held.epoch) > reach)
        };
        for held in self.epochs.iter().filter(|held| gone(held)) {
            self.over = self.over.max(Some(held.epoch));
            self.gone.insert(held.fingerprint, held.epoch);
        }
        self.epochs.retain(|held| !gone(held));
    }

    /// Gives the time at which [`advance`](Self::advance) has something to do, if nothing
    /// comes before.
    pub fn next_deadline(&self) -> Option<Duration> {
        let waiting = self.epochs.iter().filter(|held| Some(held.epoch) > self.sending);
        let going = self.epochs.iter().filter_map(|held| held.goes);
        waiting.map(|held| held.due).chain(going).min().map(|due| self.clock.in_app_time(due))
    }

    /// Brings a decryptor up to date: it opens frames of all epochs held, and refuses the
    /// participant's own. Call it for each decryptor after each
    /// [`add_epoch`](Self::add_epoch), and for a new one; once more does no harm. An epoch before
    /// the newest that this decryptor let go already stays gone, and that is no error.
    ///
    /// # Errors
    /// [`KeyError::WrongLayout`] unless it was made for [`layout`](Self::layout);
    /// [`KeyError::KeyIdInUse`] and [`KeyError::KeyIdRetired`] when it has epochs of another
    /// group; [`KeyError::TooManyKeys`].
    pub fn update(&self, decryptor: &mut Decryptor) -> Result<(), KeyError> {
        if decryptor.layout() != self.layout() {
            return Err(KeyError::WrongLayout);
        }
        for held in &self.epochs {
            let secret = BaseKey::new(held.secret.expose())?;
            let epoch = MlsEpoch::new(self.config.suite, held.epoch, held.sender_bits, secret);
            let epoch = epoch.with_leaves(held.leaves).refusing_own(held.own_index)?;
            match decryptor.add_epoch(epoch) {
                // It had this epoch and let it go, maybe a moment before its time is over here.
                Err(KeyError::KeyIdRetired { .. }) if Some(held.epoch) != self.newest() => {}
                added => added?,
            }
        }
        Ok(())
    }

    /// Gives the encryptor for a context, such as 0 for audio and 1 for video, in the epoch
    /// that is sent in. All tracks that ask for one context share it. It costs a look into a
    /// short list, so ask for every frame, or after each [`MlsKeysEvent::GoneOver`]: an
    /// encryptor that is kept goes on sealing for the members of its own epoch.
    ///
    /// # Errors
    /// [`MlsKeysError::NoEpoch`], [`MlsKeysError::TooManyContexts`];
    /// [`KeyError::FieldTooWide`] when the context does not fit into 64 - S - E bits;
    /// [`KeyError::Counters`].
    pub fn encryptor(&mut self, context: u64) -> Result<Arc<Encryptor>, MlsKeysError> {
        if let Some((_, known)) = self.encryptors.iter().find(|(known, _)| *known == context) {
            return Ok(Arc::clone(known));
        }
        let held = self.epochs.iter().find(|held| Some(held.epoch) == self.sending);
        let held = held.ok_or(MlsKeysError::NoEpoch)?;
        if self.encryptors.len() >= MAX_CONTEXTS {
            return Err(MlsKeysError::TooManyContexts { limit: MAX_CONTEXTS });
        }
        let kid = self.own_key_id(held, context)?;
        let (suite, config) = (self.config.suite, self.config.encryptors.clone());
        let secret = BaseKey::new(held.secret.expose())?;
        let encryptor = Arc::new(Encryptor::with_config(suite, kid, secret, config)?);
        self.encryptors.push((context, Arc::clone(&encryptor)));
        Ok(encryptor)
    }

    /// Gives the name under which counter stores know the key that this participant has, or will
    /// have, for a context in an epoch that is held. For stores that have to reserve ahead.
    ///
    /// # Errors
    /// [`MlsKeysError::UnknownEpoch`]; [`KeyError::FieldTooWide`] as
    /// [`encryptor`](Self::encryptor).
    pub fn fingerprint(&self, epoch: u64, context: u64) -> Result<KeyFingerprint, MlsKeysError> {
        let held = self.epochs.iter().find(|held| held.epoch == epoch);
        let held = held.ok_or(MlsKeysError::UnknownEpoch { epoch })?;
        let kid = self.own_key_id(held, context)?;
        Ok(DerivedKey::fingerprint(self.config.suite, kid, &held.secret)?)
    }

    /// Gives the leaf index of the sender that a KID names, and the context, where its epoch is
    /// held. A frame that was opened under it is from that member, as far as members are honest
    /// with each other: all hold the same secret.
    pub fn sender_of(&self, kid: KeyId) -> Option<(u64, u64)> {
        let bits = self.config.epoch_bits;
        let is_meant = |held: &&Held| (held.epoch ^ kid.as_u64()) & bits.mask() == 0;
        let held = self.epochs.iter().rfind(is_meant)?;
        let above = u32::from(held.sender_bits.get()).saturating_add(u32::from(bits.get()));
        let context = kid.as_u64().checked_shr(above).unwrap_or(0);
        Some((held.sender_bits.index_of(kid, bits), context))
    }

    fn own_key_id(&self, held: &Held, context: u64) -> Result<KeyId, KeyError> {
        MlsKeyId {
            epoch_bits: self.config.epoch_bits,
            sender_bits: held.sender_bits,
            epoch: held.epoch,
            index: held.own_index,
            context,
        }
        .key_id()
    }

    /// Gives the next event. It asks the encryptors for theirs, so leave
    /// [`Encryptor::poll_event`] to it; poll a few times a minute. What a decryptor reports as
    /// [`Event::RotateSoon`](crate::Event::RotateSoon) calls for a commit too.
    pub fn poll_event(&mut self) -> Option<MlsKeysEvent> {
        if core::mem::take(&mut self.gone_over) {
            return self.sending.map(|epoch| MlsKeysEvent::GoneOver { epoch });
        }
        let newer_waits = self.newest() > self.sending;
        let due = |(_, encryptor): &(u64, Arc<Encryptor>)| {
            encryptor.poll_event().map(|_| encryptor.key_id())
        };
        let kid = self.encryptors.iter().find_map(due).filter(|_| !newer_waits)?;
        Some(MlsKeysEvent::CommitSoon { kid })
    }

    /// Gives the epoch that is sent in.
    pub fn sending(&self) -> Option<u64> {
        self.sending
    }

    /// Gives the newest epoch.
    pub fn newest(&self) -> Option<u64> {
        self.epochs.last().map(|held| held.epoch)
    }

    /// Gives the epochs held, oldest first.
    pub fn epochs(&self) -> impl Iterator<Item = u64> + '_ {
        self.epochs.iter().map(|held| held.epoch)
    }

    /// Says how far behind the newest an epoch still has a KID of its own: 2^E - 1.
    fn reach(&self) -> u64 {
        self.config.epoch_bits.mask()
    }

    /// Says how far behind the newest may be sent, whatever the delay: half as far as is
    /// received, which leaves the other half to members who are ahead of this one.
    fn most_behind(&self) -> u64 {
        self.reach() / 2
    }

    /// Checks an epoch, and makes it one that is received only, until it is due.
    fn accept(&self, export: MlsExport) -> Result<Held, MlsKeysError> {
        let MlsExport { epoch, secret, own_index, leaves } = export;
        let (len, want) = (secret.expose().len(), self.config.suite.key_len());
        if len != want {
            return Err(KeyError::WrongLength { what: "exported secret", len, want }.into());
        }
        if own_index >= leaves {
            return Err(MlsKeysError::NotInTree { index: own_index, leaves });
        }
        let sender_bits = SenderBits::for_group(leaves);
        let due = self.clock.now().saturating_add(self.config.send_delay);
        // Under one KID for all epochs: it is the secret alone that is told apart.
        let fingerprint = DerivedKey::fingerprint(self.config.suite, KeyId::new(0), &secret)?;
        let new =
            Held { epoch, leaves, sender_bits, own_index, secret, fingerprint, due, goes: None };
        for held in &self.epochs {
            let same_secret = held.secret.is(&new.secret);
            if held.epoch == epoch {
                let same =
                    same_secret && (held.sender_bits, held.own_index) == (sender_bits, own_index);
                return if same { Ok(new) } else { Err(MlsKeysError::OtherEpoch { epoch }) };
            } else if same_secret {
                return Err(MlsKeysError::SameSecret { epoch, same_as: held.epoch });
            }
        }
        if let Some(over) = self.over.filter(|&over| epoch <= over) {
            return Err(MlsKeysError::Over { epoch, over });
        }
        if let Some(&same_as) = self.gone.find(&fingerprint) {
            return Err(MlsKeysError::SameSecret { epoch, same_as });
        }
        let (newest, reach) = (self.newest().unwrap_or(epoch), self.reach());
        if newest.saturating_sub(epoch) > reach {
            return Err(MlsKeysError::TooOld { epoch, newest, reach });
        }
        Ok(new)
    }

    /// Gives all but the newest a time to go.
    fn age(&mut self) {
        let goes = self.clock.now().saturating_add(self.config.grace);
        if let Some((_, older)) = self.epochs.split_last_mut() {
            older.iter_mut().for_each(|held| held.goes = held.goes.or(Some(goes)));
        }
    }

    fn make_due(&mut self, epoch: u64) -> bool {
        let now = self.clock.now();
        let held = self.epochs.iter_mut().find(|held| held.epoch == epoch);
        held.map(|held| held.due = held.due.min(now)).is_some()
    }
}

impl fmt::Debug for MlsKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MlsKeys")
            .field("suite", &self.config.suite)
            .field("sending", &self.sending)
            .field("newest", &self.newest())
            .finish_non_exhaustive()
    }
}
