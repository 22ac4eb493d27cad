//! One device in one call: messages, time and random numbers in, messages, keys and events
//! out.
//!
//! Nothing depends on a message arriving. Each member works towards a state: everybody whom
//! it knows has been introduced, holds its newest key and has said so. What is missing is sent
//! again, at growing intervals; regular statuses show who is there and who sees what.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::call::decision::{Decision, Decisions, Verdict};
use crate::call::error::{MessageError, SessionError};
use crate::call::exchange::{ExchangeKeys, Kem, Offer};
use crate::call::identity::{DeviceIdentity, IdentityKey};
use crate::call::media_keys::{KeyIds, MediaKind, OwnKeys, parts_of};
use crate::call::member::{Admission, Hello, MAX_MEMBERS, MemberId, Policy, call_tag};
use crate::counter::MemoryCounters;
use crate::encryptor::Encryptor;
use crate::error::KeyError;
use crate::key_id::KeyId;
use crate::keys::SenderKey;

mod incoming;
mod outgoing;
mod peer;
mod schedule;

use peer::{Peer, Stage};

/// 128 bytes: the longest call id.
pub const MAX_CALL_ID_LEN: usize = 128;

/// 1024 messages wait to be sent at most. What does not fit is dropped and, like everything
/// that is lost, sent again later.
pub const MAX_OUTGOING: usize = 1024;

/// 4096 events wait at most; an app that does not poll loses the newest.
pub const MAX_CALL_EVENTS: usize = 4096;

/// 128 strangers: those who knock or have not been introduced yet. The one that was not heard
/// of for longest makes room for the next.
pub const MAX_STRANGERS: usize = 128;

/// 16 384 changes of keys wait at most; see [`CallEvent::KeyChangesLost`].
pub const MAX_KEY_CHANGES: usize = 16_384;

/// 65 536 sessions that are over are remembered, so that nothing recorded brings them back.
pub const MAX_GONE: usize = 1 << 16;

/// When things happen. The defaults suit calls over the Internet; all members should have the
/// same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timing {
    /// Between two statuses of a member; 5 s.
    pub status: Duration,
    /// Without a word from a member until it counts as absent; 20 s. Others' keys change
    /// then, and it gets them when it is heard again.
    pub absent: Duration,
    /// Absent until it is forgotten and has to join anew; 1 h.
    pub forget: Duration,
    /// From the first who joins until keys are ratcheted for all who joined meanwhile;
    /// 250 ms. The first after a quiet time does not wait.
    pub join_gap: Duration,
    /// From the first who leaves until fresh keys are drawn for all who left meanwhile;
    /// 100 ms.
    pub leave_delay: Duration,
    /// Between two fresh generations at least; 500 ms.
    pub rotation_gap: Duration,
    /// From giving out a fresh generation until it is used, at most; 1 s. It is used before if
    /// all have it. Somebody who left can read on for at most `leave_delay`, `rotation_gap` and
    /// twice this together: the generation before may have been given out just then.
    pub switch: Duration,
    /// Between fresh generations at most, whoever comes and goes; 1 h.
    pub rotation: Duration,
    /// Until something that was not confirmed is sent again, first; 400 ms. It doubles up to
    /// the time between statuses.
    pub retry: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            status: Duration::from_secs(5),
            absent: Duration::from_secs(20),
            forget: Duration::from_secs(3600),
            join_gap: Duration::from_millis(250),
            leave_delay: Duration::from_millis(100),
            rotation_gap: Duration::from_millis(500),
            switch: Duration::from_secs(1),
            rotation: Duration::from_secs(3600),
            retry: Duration::from_millis(400),
        }
    }
}

/// What a session is made from.
#[non_exhaustive]
pub struct SessionConfig {
    /// Names the call: at most [`MAX_CALL_ID_LEN`] bytes, the same for all its members. Others
    /// see only a hash.
    pub call_id: Vec<u8>,
    /// What the others call this member, at most [`MAX_NAME_LEN`](crate::call::MAX_NAME_LEN)
    /// bytes. It is signed, so it belongs to the device; whether it is true is another
    /// question.
    pub name: String,
    /// Milliseconds since 1970. Of two sessions of one device the later one counts.
    pub started: u64,
    /// What all members agree on.
    pub policy: Policy,
    /// The call's secret, from its passphrase.
    pub passphrase: Option<Zeroizing<Vec<u8>>>,
    /// Whether this member starts a call with a waiting room: it needs nobody to let it in.
    /// Without effect in others, and where the policy names hosts.
    pub founder: bool,
    /// The mechanisms that this device can use; all by default.
    pub kems: Vec<Kem>,
    /// When things happen.
    pub timing: Timing,
}

impl SessionConfig {
    /// A session with the default policy.
    pub fn new(call_id: &[u8], name: &str, started: u64) -> Self {
        Self {
            call_id: call_id.to_vec(),
            name: name.into(),
            started,
            policy: Policy::default(),
            passphrase: None,
            founder: false,
            kems: alloc::vec![Kem::X25519, Kem::XWing],
            timing: Timing::default(),
        }
    }
}

/// A message for the signalling channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The member it goes to; `None`: everybody in the call. A channel that gives everybody
    /// everything serves as well.
    pub to: Option<MemberId>,
    /// At most [`MAX_MESSAGE_LEN`](crate::call::MAX_MESSAGE_LEN) bytes.
    pub bytes: Vec<u8>,
}

/// What a decryptor has to be told. Every decryptor of the app needs every change.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeyChange {
    /// A key to receive with.
    Receive {
        /// Whose.
        from: MemberId,
        /// What for.
        kind: MediaKind,
        /// The key.
        key: SenderKey,
    },
    /// A key that goes after the decryptor's grace time: its sender changed it, left, or is
    /// absent.
    Retire {
        /// Its KID.
        kid: KeyId,
    },
    /// A key that goes at once: its sender was removed.
    Remove {
        /// Its KID.
        kid: KeyId,
    },
}

impl KeyChange {
    /// Tells a decryptor made with [`Session::decryptor_config`].
    ///
    /// # Errors
    /// Those of [`Decryptor::add_sender_key`](crate::Decryptor::add_sender_key).
    pub fn apply(&self, decryptor: &mut crate::Decryptor) -> Result<(), KeyError> {
        match self {
            Self::Receive { key, .. } => decryptor.add_sender_key(key.ahead(0))?,
            Self::Retire { kid } => drop(decryptor.retire_key(*kid)),
            Self::Remove { kid } => drop(decryptor.remove_key(*kid)),
        }
        Ok(())
    }
}

/// Something that the app, or the people in the call, should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallEvent {
    /// This member was let in: it may send.
    LetIn,
    /// Somebody waits to be let in.
    Knocking {
        /// Who.
        member: MemberId,
    },
    /// A member is there: it has proven that it is who its hello says, now.
    Joined {
        /// Who.
        member: MemberId,
    },
    /// Nothing was heard of a member for a while.
    Absent {
        /// Who.
        member: MemberId,
    },
    /// It was heard again.
    Returned {
        /// Who.
        member: MemberId,
    },
    /// A member is gone for good.
    Left {
        /// Who.
        member: MemberId,
        /// How.
        how: Departure,
    },
    /// [`Session::encryptor`] gives another one from now on: ask for it, and for a key frame.
    SendKeysChanged,
    /// The app did not poll and changes of keys were dropped. Make the decryptors anew and
    /// give them [`Session::held_keys`].
    KeyChangesLost,
    /// Somebody whom this session has forgotten is heard, or an old message of it. To meet it,
    /// join anew. Comes once.
    Stranded {
        /// Who.
        member: MemberId,
    },
    /// Whether media may go in clear has changed ([`Session::may_send_clear`]).
    Encryption {
        /// Whether they may.
        may_send_clear: bool,
    },
    /// Somebody is there under another policy; it is not let in.
    OtherPolicy {
        /// Who.
        member: MemberId,
    },
    /// Somebody does not have this call's passphrase.
    WrongPassphrase {
        /// Who.
        member: MemberId,
    },
    /// Somebody found no place.
    Full {
        /// Who.
        member: MemberId,
    },
    /// The session is over.
    Ended {
        /// How.
        how: Departure,
    },
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Departure {
    /// It said goodbye.
    Left,
    /// A member, or a host, removed it.
    Removed,
    /// The same device joined anew.
    Superseded,
    /// It was absent for too long.
    Forgotten,
}

/// A member as this session sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member<'a> {
    /// Its id.
    pub id: MemberId,
    /// The key of its device.
    pub identity: IdentityKey,
    /// What it calls itself.
    pub name: &'a str,
    /// Whether it was let in and proved to be there. Only such members count.
    pub is_present: bool,
    /// Whether the exchange with it is safe from quantum computers.
    pub is_post_quantum: bool,
    /// Whether it last said that it sees the same members as this one.
    pub sees_the_same: bool,
    /// Whether it consents to media in clear.
    pub consents_to_clear: bool,
}

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
    psk: Option<Zeroizing<Vec<u8>>>,
    rng: Box<dyn CryptoRng + Send + Sync>,
    // Whom it knows.
    let_in: bool,
    peers: BTreeMap<MemberId, Peer>,
    /// How many introductions it made: each says which it is.
    introductions: u64,
    key_ids: KeyIds,
    /// Of the members whose word let this one in: whom they vouch for.
    vouched: BTreeSet<MemberId>,
    gone: BTreeMap<MemberId, Departure>,
    gone_order: VecDeque<MemberId>,
    decisions: Decisions,
    asked: BTreeMap<MemberId, Duration>,
    // What it sends with.
    own: OwnKeys,
    // What is due when.
    now: Duration,
    revision: u64,
    status_at: Duration,
    ratchet_at: Option<Duration>,
    last_ratchet: Option<Duration>,
    rotate_at: Option<Duration>,
    last_rotation: Duration,
    switch_at: Duration,
    hellos_sent: (Duration, u32),
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
    /// `now` is any clock that does not go back, the same in every call. `rng` is the operating
    /// system's generator, or a seeded one in a simulation.
    ///
    /// # Errors
    /// [`SessionError::FieldTooLong`].
    pub fn join(
        config: SessionConfig,
        identity: DeviceIdentity,
        mut rng: Box<dyn CryptoRng + Send + Sync>,
        now: Duration,
    ) -> Result<Self, SessionError> {
        let SessionConfig { call_id, name, started, mut policy, passphrase, founder, kems, timing } =
            config;
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
        let (exchange, offers): (_, Vec<Offer>) = ExchangeKeys::generate(&kems, &mut *rng);
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        let hello_bytes =
            Hello::write(&call, &policy_hash, &identity, started, &nonce, &name, &offers)?;
        // Reads what it just wrote, so that both sides hash the same.
        let hello = Hello::parse(&hello_bytes, &call).map_err(|_| SessionError::NotEntitled)?;
        let counters = Arc::new(MemoryCounters::default());
        let own = OwnKeys::new(policy.suite, counters, &mut *rng)?;
        let let_in = match policy.admission {
            Admission::Open => true,
            Admission::WaitingRoom if policy.hosts.is_empty() => founder,
            Admission::WaitingRoom => policy.is_host(&identity.key()),
        };
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
            introductions: 0,
            key_ids: KeyIds::default(),
            vouched: BTreeSet::new(),
            gone: BTreeMap::new(),
            gone_order: VecDeque::new(),
            decisions: Decisions::default(),
            asked: BTreeMap::new(),
            own,
            now,
            revision: 0,
            status_at: now,
            ratchet_at: None,
            last_ratchet: None,
            rotate_at: None,
            last_rotation: now,
            switch_at: now,
            hellos_sent: (now, 0),
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
        self.now = self.now.max(now);
        let result = self.take_message(message);
        self.work();
        result
    }

    /// Does what is due. Call it at [`next_timeout`](Self::next_timeout), or simply ten times a
    /// second.
    pub fn advance(&mut self, now: Duration) {
        self.now = self.now.max(now);
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

    /// Gives every key that a new decryptor needs.
    pub fn held_keys(&self) -> impl Iterator<Item = KeyChange> + '_ {
        let here = self.peers.iter().filter(|(_, peer)| peer.is_or_was_here());
        here.flat_map(|(&from, peer)| {
            peer.keys.iter().flat_map(move |generation| {
                MediaKind::ALL.into_iter().map(move |kind| KeyChange::Receive {
                    from,
                    kind,
                    key: generation.key(kind).ahead(0),
                })
            })
        })
    }

    /// Gives the configuration that a call's decryptors need.
    pub fn decryptor_config() -> crate::DecryptorConfig {
        let layout = crate::KidLayout::SenderKeys(crate::call::media_keys::RATCHET_BITS);
        crate::DecryptorConfig::for_layout(layout)
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
    /// there now, and ends when anybody joins.
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
        self.status_at = self.now;
        self.work();
        Ok(())
    }

    /// Says whether media may go in clear: the policy allows it, and every single member that
    /// is there, this one included, consents to it and sees the same members. The operator
    /// has no say.
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
        let peers = core::mem::take(&mut self.peers);
        for mut peer in peers.into_values() {
            let kids = peer.keys.clear();
            self.change_keys(kids.into_iter().map(|kid| KeyChange::Remove { kid }));
        }
        if let Ok(fresh) =
            OwnKeys::new(self.policy.suite, Arc::new(MemoryCounters::default()), &mut *self.rng)
        {
            self.own = fresh; // wipes the old
        }
        self.event(CallEvent::Ended { how });
    }

    fn decide(&mut self, verdict: Verdict, member: MemberId) -> Result<(), SessionError> {
        if self.ended.is_some() {
            return Err(SessionError::Ended);
        }
        if !self.let_in || !self.policy.is_host(&self.identity.key()) {
            return Err(SessionError::NotEntitled);
        }
        let Some(peer) = self.peers.get(&member) else {
            return Err(SessionError::NoSuchMember { member });
        };
        if self.decisions.is_full() {
            return Err(SessionError::TooManyDecisions { limit: crate::call::MAX_DECISIONS });
        }
        let subject = (member, peer.hello.identity);
        self.announce(verdict, subject);
        if verdict == Verdict::Remove {
            self.vouch_for_the_rest(member);
        }
        self.apply_decisions();
        self.work();
        Ok(())
    }

    /// Decides and tells everybody.
    fn announce(&mut self, verdict: Verdict, subject: (MemberId, IdentityKey)) {
        let author = self.hello.id();
        let decision = Decision::sign(&self.call, verdict, subject, author, &self.identity);
        if self.decisions.add(decision.clone()) {
            self.send_decision(None, &decision);
        }
    }

    /// Whoever removes a member lets in anew those whom only that member had let in.
    fn vouch_for_the_rest(&mut self, removed: MemberId) {
        if self.policy.admission == Admission::Open {
            return;
        }
        let me = (self.hello.id(), self.identity.key());
        let others = self.peers.iter().filter(|(_, peer)| peer.stage == Stage::Present);
        let others = others.map(|(&id, peer)| (id, peer.hello.identity));
        let rest: Vec<_> = others
            .chain([me])
            .filter(|&(id, identity)| id != removed && !self.is_named_host(&identity))
            .filter(|&(id, _)| !self.decisions.admits(id))
            .collect();
        for subject in rest {
            self.announce(Verdict::Admit, subject);
        }
    }

    fn is_named_host(&self, identity: &IdentityKey) -> bool {
        self.policy.hosts.contains(identity)
    }

    fn change_keys(&mut self, changes: impl IntoIterator<Item = KeyChange>) {
        self.key_changes.extend(changes);
        if self.key_changes.len() > MAX_KEY_CHANGES {
            self.key_changes.clear();
            self.event(CallEvent::KeyChangesLost);
        }
    }

    fn event(&mut self, event: CallEvent) {
        if self.events.len() < MAX_CALL_EVENTS {
            self.events.push_back(event);
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
