//! One device in one call: messages, time and random numbers in, messages, keys and events
//! out.
//!
//! Nothing depends on a message arriving. Each member works towards a state: everybody whom
//! it knows has been introduced, holds its newest key and has said so. What is missing is sent
//! again, at growing intervals; regular statuses show who is there and who sees what.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use rand_core::CryptoRng;

use crate::call::decision::{Decisions, Verdict};
use crate::call::error::{MessageError, SessionError};
use crate::call::exchange::{ExchangeKeys, Kem, Offer};
use crate::call::identity::{DeviceIdentity, IdentityKey};
use crate::call::media_keys::{KeyIds, MediaKind, OwnKeys, parts_of};
use crate::call::member::{Admission, Hello, MAX_GONE, MAX_MEMBERS, MemberId, Policy, call_tag};
use crate::call::passphrase::CallSecret;
use crate::call::verification::{CallCode, RosterHash, SafetyNumber};
use crate::clock::Clock;
use crate::decryptor::{Decryptor, DecryptorConfig};
use crate::encryptor::Encryptor;
use crate::key_id::{KeyId, KidLayout};

mod chat;
mod compare;
mod config;
mod deciding;
mod event;
mod incoming;
mod membership;
mod outgoing;
mod peer;
mod schedule;
#[cfg(test)]
mod tests;

pub use chat::ChatMessage;
use compare::Comparison;
pub use config::{SessionConfig, Timing};
pub use event::{CallEvent, Departure, KeyChange, Member, Outgoing};
use peer::{Peer, Stage};

/// 128 bytes: the longest call id.
pub const MAX_CALL_ID_LEN: usize = 128;

/// 1024 messages wait to be sent at most, beside a goodbye and this member's decisions. What does
/// not fit is dropped and, like everything that is lost, sent again later.
pub const MAX_OUTGOING: usize = 1024;

/// 4096 events wait at most; an app that does not poll loses the newest, but for those that it
/// must know: [`CallEvent::SendKeysChanged`], [`CallEvent::KeyChangesLost`],
/// [`CallEvent::Encryption`], [`CallEvent::LetIn`] and [`CallEvent::Ended`]. Who is there,
/// [`Session::members`] says.
pub const MAX_CALL_EVENTS: usize = 4096;

/// 128 strangers: those who have not introduced themselves; of those who have, and have not shown yet that they
/// are there, as many as there may be members. The one that was not heard
/// of for longest makes room for the next.
pub const MAX_STRANGERS: usize = 128;

/// 16 times a second the app is told of strangers under another policy or passphrase.
const WARNINGS_A_SECOND: u32 = 16;

/// 10 s, as in [`Session::decryptor_config`]: how long keys that were retired are of use.
const GRACE: Duration = Duration::from_secs(10);

/// 16 384 changes of keys wait at most; see [`CallEvent::KeyChangesLost`].
pub const MAX_KEY_CHANGES: usize = 16_384;

/// One device in one call.
pub struct Session {
    // Who this is.
    identity: DeviceIdentity,
    call: [u8; 32],
    policy: Policy,
    policy_hash: [u8; 32],
    timing: Timing,
    hello: Hello,
    hello_bytes: Vec<u8>,
    exchange: ExchangeKeys,
    psk: Option<CallSecret>,
    rng: Box<dyn CryptoRng + Send + Sync>,
    // Whom it knows.
    let_in: bool,
    peers: BTreeMap<MemberId, Peer>,
    key_ids: KeyIds,
    /// Whom those vouch for who let this one in, and who does.
    vouched: BTreeSet<(MemberId, MemberId)>,
    gone: BTreeMap<MemberId, Departure>,
    decisions: Decisions,
    asked: BTreeMap<MemberId, Duration>,
    comparisons: BTreeMap<MemberId, Comparison>,
    /// Introductions made; each has its number, so that a later one to somebody who was
    /// forgotten meanwhile counts and an earlier one does not.
    introductions: u64,
    // What it sends with.
    own: OwnKeys,
    /// Opens chat.
    chat: Decryptor,
    // What is due when.
    clock: Clock,
    revision: u64,
    status_at: Duration,
    ratchet_at: Option<Duration>,
    last_ratchet: Option<Duration>,
    rotate_at: Option<Duration>,
    last_rotation: Duration,
    switch_at: Duration,
    hellos_sent: (Duration, u32),
    introductions_made: (Duration, u32),
    warnings: (Duration, u32),
    knocks_told: (Duration, u32),
    is_stranded: bool,
    // What it consents to, and with whom.
    consents: bool,
    may_send_clear: bool,
    // What waits to be polled.
    outgoing: VecDeque<Outgoing>,
    key_changes: VecDeque<KeyChange>,
    events: VecDeque<CallEvent>,
    ended: Option<Departure>,
}

impl Session {
    /// Joins a call: the first message to everybody is there to be polled.
    ///
    /// `now` is any clock, the same in every call; one that is set back stops nothing. `rng` is
    /// the operating system's generator, or a seeded one in a simulation.
    ///
    /// # Errors
    /// [`SessionError::FieldTooLong`].
    pub fn join(
        config: SessionConfig,
        identity: DeviceIdentity,
        mut rng: Box<dyn CryptoRng + Send + Sync>,
        now: Duration,
    ) -> Result<Self, SessionError> {
        let SessionConfig {
            call_id,
            name,
            started,
            mut policy,
            passphrase,
            founder,
            kems,
            timing,
            provider,
        } = config;
        let (what, len, limit) = ("call id", call_id.len(), MAX_CALL_ID_LEN);
        if len > limit {
            return Err(SessionError::FieldTooLong { what, len, limit });
        }
        let (what, len, limit) = ("list of hosts", policy.hosts.len(), crate::call::MAX_HOSTS);
        if len > limit {
            return Err(SessionError::FieldTooLong { what, len, limit });
        }
        policy.max_members = policy.max_members.clamp(2, MAX_MEMBERS);
        let call = call_tag(&call_id);
        let policy_hash = policy.hash(passphrase.is_some());
        let kems: Vec<Kem> = kems
            .into_iter()
            .filter(|&kem| kem == Kem::XWing || !policy.post_quantum_required)
            .collect();
        if kems.is_empty() {
            return Err(SessionError::NoExchange);
        }
        let (exchange, offers): (_, Vec<Offer>) = ExchangeKeys::generate(&kems, &mut *rng);
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        let hello_bytes =
            Hello::write(&call, &policy_hash, &identity, started, &nonce, &name, &offers)?;
        // Reads what it just wrote, so that both sides hash the same.
        let hello = Hello::parse(&hello_bytes, &call).map_err(|_| SessionError::NotEntitled)?;
        let own = OwnKeys::new(policy.suite, provider, &mut *rng)?;
        let let_in = match policy.admission {
            Admission::Open => true,
            Admission::WaitingRoom if policy.hosts.is_empty() => founder,
            Admission::WaitingRoom => policy.is_host(&identity.key()),
        };
        let mut decisions = Decisions::under(&policy);
        decisions.know(hello.id(), identity.key(), None);
        let mut session = Self {
            identity,
            call,
            policy,
            policy_hash,
            timing,
            hello,
            hello_bytes,
            exchange,
            psk: passphrase,
            rng,
            let_in,
            peers: BTreeMap::new(),
            key_ids: KeyIds::default(),
            vouched: BTreeSet::new(),
            gone: BTreeMap::new(),
            decisions,
            asked: BTreeMap::new(),
            comparisons: BTreeMap::new(),
            introductions: 0,
            own,
            chat: Decryptor::with_config(Self::decryptor_config()),
            clock: Clock::new(now),
            revision: 0,
            status_at: now,
            ratchet_at: None,
            last_ratchet: None,
            rotate_at: None,
            last_rotation: now,
            switch_at: now,
            hellos_sent: (now, 0),
            introductions_made: (now, 0),
            warnings: (now, 0),
            knocks_told: (now, 0),
            is_stranded: false,
            consents: false,
            may_send_clear: false,
            outgoing: VecDeque::new(),
            key_changes: VecDeque::new(),
            events: VecDeque::new(),
            ended: None,
        };
        session.send_hello(None);
        session.advance(now);
        Ok(session)
    }

    /// Takes a message from the signalling channel.
    ///
    /// # Errors
    /// [`MessageError`]: the message was refused. Most are somebody else's fault or the
    /// channel's, and need nothing done.
    pub fn handle(&mut self, message: &[u8], now: Duration) -> Result<(), MessageError> {
        if self.ended.is_some() {
            return Err(MessageError::Ended);
        }
        self.clock.advance(now);
        let result = self.take_message(message);
        self.work();
        result
    }

    /// Does what is due. Call it at [`next_timeout`](Self::next_timeout), or simply ten times a
    /// second.
    pub fn advance(&mut self, now: Duration) {
        self.clock.advance(now);
        if self.ended.is_none() {
            self.watch();
            self.work();
        }
    }

    /// Gives the next message to send.
    pub fn poll_outgoing(&mut self) -> Option<Outgoing> {
        self.outgoing.pop_front()
    }

    /// Gives the next change for the decryptors.
    pub fn poll_key_change(&mut self) -> Option<KeyChange> {
        self.key_changes.pop_front()
    }

    /// Gives the next event.
    pub fn poll_event(&mut self) -> Option<CallEvent> {
        self.events.pop_front()
    }

    /// Gives every key that a new decryptor needs; those that are to go soon with the word that
    /// they go. Tell it the time first ([`Decryptor::advance`]).
    ///
    /// What was opened before is in other decryptors' memory: a new one opens what another one
    /// has opened, once, for as long as its sender uses the key. Have one for the call, and keep
    /// it.
    pub fn held_keys(&self) -> impl Iterator<Item = KeyChange> + '_ {
        let before = self.clock.now().checked_sub(GRACE);
        let here = self.peers.iter().filter(|(_, peer)| peer.is_or_was_here());
        here.flat_map(move |(&from, peer)| {
            let held = peer.keys.since(before);
            held.flat_map(move |(generation, goes)| {
                MediaKind::ALL.into_iter().flat_map(move |kind| {
                    let key = generation.key(kind).ahead(0);
                    let kid = key.key_id();
                    let retire = goes.then_some(KeyChange::Retire { kid });
                    [Some(KeyChange::Receive { from, kind, key }), retire].into_iter().flatten()
                })
            })
        })
    }

    /// Gives the configuration that a call's decryptors need.
    pub fn decryptor_config() -> DecryptorConfig {
        let layout = KidLayout::SenderKeys(crate::call::media_keys::RATCHET_BITS);
        DecryptorConfig::for_layout(layout)
    }

    /// Gives the encryptor for one kind of media. Ask again after
    /// [`CallEvent::SendKeysChanged`], or before every frame: it is one lookup. Whoever keeps
    /// an old one goes on sending to those who have left.
    ///
    /// # Errors
    /// [`SessionError::NotLetIn`], [`SessionError::Ended`]: send nothing.
    pub fn encryptor(&mut self, kind: MediaKind) -> Result<Arc<Encryptor>, SessionError> {
        if self.ended.is_some() {
            return Err(SessionError::Ended);
        }
        if !self.let_in {
            return Err(SessionError::NotLetIn);
        }
        Ok(self.own.encryptor(kind)?)
    }

    /// Says whose key a KID names, and what for. A frame that was opened under it is from
    /// that member, as far as members are honest with each other: all hold the same keys.
    pub fn sender_of(&self, kid: KeyId) -> Option<(MemberId, MediaKind)> {
        let (tag, number, kind) = parts_of(kid);
        let holds = |peer: &Peer| peer.keys.iter().any(|g| g.tag == tag && g.number == number);
        self.peers.iter().find(|(_, peer)| holds(peer)).map(|(&member, _)| (member, kind))
    }

    /// Gives this member's id.
    pub fn id(&self) -> MemberId {
        self.hello.id()
    }

    /// Gives the key of this device.
    pub fn identity(&self) -> IdentityKey {
        self.identity.key()
    }

    /// Gives how the session ended, if it did.
    pub fn ended(&self) -> Option<Departure> {
        self.ended
    }

    /// Gives all others that are known, present or not.
    pub fn members(&self) -> impl Iterator<Item = Member<'_>> {
        let digest = self.roster_digest();
        self.peers.iter().map(move |(&id, peer)| Member {
            id,
            identity: peer.hello.identity,
            name: &peer.hello.name,
            is_present: peer.stage == Stage::Present,
            is_post_quantum: peer.kem == Kem::XWing,
            sees_the_same: peer.roster_digest == digest,
            consents_to_clear: peer.consents,
        })
    }

    /// Hashes who is there: this member, and all who are present. It changes when anybody
    /// comes, goes or joins anew, and is the same for all who see the same.
    pub fn roster_hash(&self) -> RosterHash {
        let present = self.peers.values().filter(|peer| peer.stage == Stage::Present);
        let hashes = present.map(|peer| peer.hello.hash).chain([self.hello.hash]);
        RosterHash::of(&self.call, &self.policy_hash, hashes)
    }

    /// Gives the call code: 30 digits that all members read to each other. If two differ, they
    /// do not see the same members, or somebody is in between. It takes a few milliseconds.
    pub fn call_code(&self) -> CallCode {
        CallCode::new(&self.roster_hash())
    }

    /// Gives the safety number of this device and a member's: 60 digits that stay the same
    /// from call to call, for as long as both devices keep their identities.
    ///
    /// # Errors
    /// [`SessionError::NoSuchMember`].
    pub fn safety_number(&self, member: MemberId) -> Result<SafetyNumber, SessionError> {
        let peer = self.peers.get(&member).ok_or(SessionError::NoSuchMember { member })?;
        Ok(SafetyNumber::between(&self.identity.key(), &peer.hello.identity))
    }

    /// Draws a fresh key soon. Keys change by themselves when somebody leaves, every
    /// [`Timing::rotation`], and before their usage limits.
    pub fn rotate(&mut self) {
        self.schedule_rotation(Duration::ZERO);
        self.work();
    }

    /// Lets somebody in who is knocking, for all members.
    ///
    /// # Errors
    /// [`SessionError::NoSuchMember`], [`SessionError::NotEntitled`],
    /// [`SessionError::TooManyDecisions`].
    pub fn admit(&mut self, member: MemberId) -> Result<(), SessionError> {
        self.decide(Verdict::Admit, member)
    }

    /// Removes a member for all members: its device stays out until it is let in again, and
    /// fresh keys are drawn.
    ///
    /// # Errors
    /// As [`admit`](Self::admit).
    pub fn remove(&mut self, member: MemberId) -> Result<(), SessionError> {
        self.decide(Verdict::Remove, member)
    }

    /// Consents, or no longer consents, to media in clear. It holds for the members that are
    /// there now, and ends when anybody joins, returns or is forgotten.
    ///
    /// # Errors
    /// [`SessionError::EncryptionRequired`] where the policy does not allow it.
    pub fn consent_to_clear(&mut self, consents: bool) -> Result<(), SessionError> {
        if consents && self.policy.encryption_required {
            return Err(SessionError::EncryptionRequired);
        }
        if consents && !self.let_in {
            return Err(SessionError::NotLetIn);
        }
        self.consents = consents;
        self.status_at = self.clock.now();
        self.work();
        Ok(())
    }

    /// Says whether media may go in clear: the policy allows it, nobody is absent, and every
    /// single member that is there, this one included, consents to it and sees the same
    /// members. The operator has no say.
    pub fn may_send_clear(&self) -> bool {
        self.may_send_clear
    }

    /// Says goodbye. The message is there to be polled; the keys are gone.
    pub fn leave(&mut self) {
        if self.ended.is_none() {
            self.send_status(true);
            self.end(Departure::Left);
        }
    }

    fn end(&mut self, how: Departure) {
        self.ended = Some(how);
        self.consents = false;
        if core::mem::take(&mut self.may_send_clear) {
            self.event(CallEvent::Encryption { may_send_clear: false });
        }
        let peers = core::mem::take(&mut self.peers);
        for mut peer in peers.into_values() {
            let kids = peer.keys.clear();
            self.change_keys(kids.into_iter().map(|kid| KeyChange::Remove { kid }));
        }
        self.exchange = ExchangeKeys::default();
        self.psk = None;
        let (suite, provider) = (self.policy.suite, self.own.provider());
        if let Ok(fresh) = OwnKeys::new(suite, provider, &mut *self.rng) {
            self.own = fresh; // wipes the old
        }
        (self.exchange, _) = ExchangeKeys::generate(&[], &mut *self.rng);
        self.psk = None;
        self.chat = Decryptor::with_config(Self::decryptor_config());
        self.event(CallEvent::Ended { how });
    }

    fn is_named_host(&self, identity: &IdentityKey) -> bool {
        self.policy.hosts.contains(identity)
    }

    fn change_keys(&mut self, changes: impl IntoIterator<Item = KeyChange>) {
        for change in changes {
            self.change_chat_key(&change);
            self.key_changes.push_back(change);
        }
        if self.key_changes.len() > MAX_KEY_CHANGES {
            self.key_changes.clear();
            self.event(CallEvent::KeyChangesLost);
        }
    }

    /// Tells the app. Of what it can do without, half of the queue at most is kept; what it must
    /// know always comes, once, however full the queue is.
    fn event(&mut self, event: CallEvent) {
        let room = match event {
            CallEvent::LetIn | CallEvent::SendKeysChanged | CallEvent::KeyChangesLost => {
                match self.events.contains(&event) {
                    true => 0,
                    false => usize::MAX,
                }
            }
            CallEvent::Encryption { .. } => {
                self.events.retain(|earlier| !matches!(earlier, CallEvent::Encryption { .. }));
                usize::MAX
            }
            CallEvent::Ended { .. } => usize::MAX,
            CallEvent::Knocking { .. }
            | CallEvent::ComparisonAsked { .. }
            | CallEvent::OtherPolicy { .. }
            | CallEvent::WrongPassphrase { .. }
            | CallEvent::Full { .. } => MAX_CALL_EVENTS / 2,
            _ => MAX_CALL_EVENTS,
        };
        if self.events.len() < room {
            self.events.push_back(event);
        }
    }

    /// Tells of what a stranger did, not too often.
    fn warn(&mut self, event: CallEvent) {
        if outgoing::below_a_second(&mut self.warnings, self.clock.now(), WARNINGS_A_SECOND) {
            self.event(event);
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("hello", &self.hello)
            .field("peers", &self.peers.len())
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
