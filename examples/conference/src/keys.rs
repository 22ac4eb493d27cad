//! The members' sessions, which agree on keys over a channel that belongs to the operator.
//!
//! ```text
//! session ── key messages ──▶ operator (own process) ── key messages ──▶ session
//!    │ encryptors                 drops, flips, replays                     │ key changes
//!    ▼                                                                      ▼
//! sender ═══════ media ═════▶ operator ════════════ media ═════════════▶ receiver
//! ```
//! What arrives is judged here: only a message that a member sent, to whom it sent it, the
//! first time, may change anything.

use std::collections::{HashMap, HashSet};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZero;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use frameseal::call::{
    DeviceIdentity, KeyChange, MediaKind, Member, MemberId, MessageError, Outgoing, Session,
    SessionConfig,
};
use frameseal::{CipherSuite, Encryptor, KeyId};
use rand::Rng;
use sha2::{Digest, Sha256};

use crate::outcome;
use crate::plan::{self, Phase, Plan, Role};
use crate::sealing::RATCHET_BITS;
use crate::signalling::{Content, Line, Parcel};

/// What a member sends of: microphones and cameras.
pub const KINDS: [MediaKind; 2] = [MediaKind::Audio, MediaKind::Video];

/// How long a member has known everybody before it sends: within it, a session gives those
/// who came last its key (`Timing::join_gap`).
const WARM_UP: Duration = Duration::from_millis(250);

/// A goodbye is said six times: a session has one, and who loses it goes on for 20 s.
const GOODBYES: u32 = 6;
const GOODBYE_GAP: Duration = Duration::from_millis(100);

/// Messages that are worth starting threads for.
const WORTH_A_THREAD: usize = 64;

/// By then everybody sends under a key that the member who left does not have: goodbyes and
/// the message's way, `Timing::leave_delay`, `rotation_gap` and `switch`.
const SWITCH_LIMIT: Duration = Duration::from_millis(2500);

/// Joins a call as a device that nobody knows yet.
///
/// # Errors
/// When the name is too long.
pub fn join(call_id: &[u8], name: &str, suite: CipherSuite, now: Duration) -> Result<Session> {
    let started = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let mut config = SessionConfig::new(call_id, name, u64::try_from(started)?);
    config.policy.suite = suite;
    let mut rng = ChaCha20Rng::from_seed(rand::rng().random());
    let identity = DeviceIdentity::generate(&mut rng);
    Ok(Session::join(config, identity, Box::new(rng), now)?)
}

/// What the people in the call read to each other: the same digits if all see the same members.
pub fn call_code_of(session: &Session) -> String {
    session.call_code().to_string()
}

/// The sessions of a call.
pub struct Sessions {
    plan: Plan,
    suite: CipherSuite,
    call_id: Vec<u8>,
    line: Line,
    seats: Vec<Seat>,
    now: Duration,
    /// Goodbyes that are still to be repeated.
    goodbyes: Vec<(Duration, (usize, Outgoing))>,
    sent: HashMap<Hash, Sent>,
    /// Generations of keys that the member who leaves was given.
    leaver_has: HashSet<u64>,
    leaver_keys: Vec<(u64, String)>,
    left_at: Option<Duration>,
}

/// Attacks on key messages, by what they look like to who gets them.
const FLIPPED: usize = 0;
const REPLAYED: usize = 1;
const REFLECTED: usize = 2;

type Hash = [u8; 32];

/// A message as its session sent it.
struct Sent {
    by: MemberId,
    to: Option<MemberId>,
}

/// One member's session.
struct Seat {
    session: Session,
    /// Messages that it took.
    had: HashSet<Hash>,
    /// What arrived and was not looked at yet.
    inbox: Vec<Vec<u8>>,
    changes: Vec<KeyChange>,
    events: usize,
    /// When it was last looked at who is there: how many should be, and the events so far.
    looked_at: (usize, usize),
    /// Since when it knows everybody.
    complete_since: Option<Duration>,
    /// What it sends under now.
    kids: Option<[KeyId; 2]>,
    /// What it sent under when the newcomer came.
    before_newcomer: Option<[KeyId; 2]>,
    ratchets: u64,
    rotations: u64,
    has_left: bool,
    began_at: Option<Duration>,
    switched_at: Option<Duration>,
    /// Messages and bytes.
    sent: (u64, u64),
    arrived: (u64, u64),
    /// Of the attacked, those that had an effect.
    accepted: [u64; 3],
    violations: Vec<String>,
}

impl Sessions {
    /// Connects to the operator's signalling port.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub fn connect(operator: SocketAddr, plan: Plan, suite: CipherSuite) -> Result<Self> {
        let stream = TcpStream::connect(operator).context("cannot reach the operator")?;
        Ok(Self {
            plan,
            suite,
            call_id: rand::rng().random::<[u8; 16]>().to_vec(),
            line: Line::new(stream)?,
            seats: Vec::new(),
            now: Duration::ZERO,
            goodbyes: Vec::new(),
            sent: HashMap::new(),
            leaver_has: HashSet::new(),
            leaver_keys: Vec::new(),
            left_at: None,
        })
    }

    /// Gives the channel, for what comes after the call.
    pub fn line(&mut self) -> &mut Line {
        &mut self.line
    }

    /// Lets the next member in, in order of their numbers.
    ///
    /// # Errors
    /// Never: the names are short.
    pub fn admit(&mut self) -> Result<()> {
        let member = self.seats.len();
        if self.plan.role(member) == Role::Joins {
            self.seats.iter_mut().for_each(|seat| seat.before_newcomer = seat.kids);
        }
        self.seats.push(Seat {
            session: join(&self.call_id, &plan::name(member), self.suite, self.now)?,
            had: HashSet::new(),
            inbox: Vec::new(),
            changes: Vec::new(),
            events: 0,
            looked_at: (0, 0),
            complete_since: None,
            kids: None,
            before_newcomer: None,
            ratchets: 0,
            rotations: 0,
            has_left: false,
            began_at: None,
            switched_at: None,
            sent: (0, 0),
            arrived: (0, 0),
            accepted: [0; 3],
            violations: Vec::new(),
        });
        Ok(())
    }

    /// Lets a member say goodbye.
    pub fn leave(&mut self, member: usize) {
        let Some(seat) = self.seats.get_mut(member) else { return };
        seat.session.leave();
        seat.has_left = true;
        self.left_at = Some(self.now);
        while let Some(message) = seat.session.poll_outgoing() {
            let times = (0..GOODBYES).map(|nth| self.now + GOODBYE_GAP * nth);
            self.goodbyes.extend(times.map(|at| (at, (member, message.clone()))));
        }
    }

    /// Lets the time be `now`: sessions do what is due, send, and take what arrives. Gives the
    /// changes for the receivers.
    ///
    /// # Errors
    /// When the operator is gone.
    pub fn turn(&mut self, now: Duration) -> Result<Vec<(usize, KeyChange)>> {
        self.now = now;
        for seat in self.seats.iter_mut().filter(|seat| seat.session.next_timeout() <= now) {
            seat.session.advance(now);
        }
        let parcels = self.collect();
        self.line.say(&parcels, now).context("the operator's process is gone")?;
        let (arrived, _) = self.line.hear().context("the operator's process is gone")?;
        for Parcel { member, content } in arrived {
            if let (Some(seat), Content::KeyMessage(bytes)) = (self.seats.get_mut(member), content)
            {
                seat.inbox.push(bytes);
            }
        }
        self.deliver();
        self.look_around();
        Ok(self.changes())
    }

    /// Lets all take what has arrived, on all processors: an exchange with each of a hundred
    /// others is a second of computing.
    fn deliver(&mut self) {
        let (now, sent) = (self.now, &self.sent);
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        let arrived = self.seats.iter().map(|seat| seat.inbox.len()).sum::<usize>();
        let threads = if arrived < WORTH_A_THREAD { 1 } else { threads };
        let share = self.seats.len().div_ceil(threads).max(1);
        let take =
            |seats: &mut [Seat]| seats.iter_mut().for_each(|seat| seat.take_inbox(sent, now));
        std::thread::scope(|scope| {
            let mut shares = self.seats.chunks_mut(share);
            let first = shares.next();
            for others in shares {
                scope.spawn(move || take(others));
            }
            first.map(take);
        });
    }

    /// Takes what all want to send.
    fn collect(&mut self) -> Vec<Parcel> {
        let now = self.now;
        let (due, later): (Vec<_>, _) =
            std::mem::take(&mut self.goodbyes).into_iter().partition(|&(at, _)| at <= now);
        self.goodbyes = later;
        let mut messages: Vec<_> = due.into_iter().map(|(_, goodbye)| goodbye).collect();
        for (member, seat) in self.seats.iter_mut().enumerate() {
            messages.extend(std::iter::from_fn(|| Some((member, seat.session.poll_outgoing()?))));
        }
        let mut parcels = Vec::with_capacity(messages.len());
        for (member, Outgoing { to, bytes }) in messages {
            let Some(seat) = self.seats.get_mut(member) else { continue };
            seat.sent.0 += 1;
            seat.sent.1 += bytes.len() as u64;
            self.sent.insert(hash(&bytes), Sent { by: seat.session.id(), to });
            parcels.push(Parcel { member, content: Content::KeyMessage(bytes) });
        }
        parcels
    }

    /// Notes who knows everybody.
    fn look_around(&mut self) {
        let here = self.seats.iter().filter(|seat| !seat.has_left).count();
        for seat in &mut self.seats {
            seat.settle();
            // Nobody comes or goes without an event.
            if std::mem::replace(&mut seat.looked_at, (here, seat.events)) == (here, seat.events) {
                continue;
            }
            let present = seat.session.members().filter(|member| member.is_present).count();
            if present + 1 < here {
                seat.complete_since = None;
            } else {
                seat.complete_since.get_or_insert(self.now);
            }
        }
    }

    /// Takes the changes for all receivers. The member who leaves keeps what it has.
    fn changes(&mut self) -> Vec<(usize, KeyChange)> {
        let mut changes = Vec::new();
        for (member, seat) in self.seats.iter_mut().enumerate() {
            let leaves = self.plan.role(member) == Role::Leaves;
            for change in seat.changes.drain(..).filter(|_| !seat.has_left) {
                if leaves && let KeyChange::Receive { key, .. } = &change {
                    self.leaver_has.insert(generation(key.key_id()));
                    let secret = to_hex(key.base_key().expose());
                    self.leaver_keys.push((key.key_id().as_u64(), secret));
                }
                changes.push((member, change));
            }
        }
        changes
    }

    /// Says whether a member may turn on microphone and camera: everybody has its key, or will
    /// have it in a moment.
    pub fn may_send(&self, member: usize) -> bool {
        let seat = self.seats.get(member);
        let since = seat.and_then(|seat| seat.complete_since);
        since.is_some_and(|since| self.now >= since + WARM_UP)
    }

    /// Gives what a member sends with now, and in which phase it is: a member is with those who
    /// have come or gone only once its keys say so.
    ///
    /// # Errors
    /// When the session is over.
    pub fn encryptors(&mut self, member: usize) -> Result<([Arc<Encryptor>; 2], Phase)> {
        let seat = self.seats.get_mut(member).context("a member of this call")?;
        let [audio, video] = KINDS;
        let encryptors = [seat.session.encryptor(audio)?, seat.session.encryptor(video)?];
        let kids = [encryptors[0].key_id(), encryptors[1].key_id()];
        seat.began_at.get_or_insert(self.now);
        if let Some(before) = seat.kids.replace(kids)
            && before != kids
        {
            let same = before.map(generation) == kids.map(generation);
            *(if same { &mut seat.ratchets } else { &mut seat.rotations }) += 1;
        }
        let newcomer_is_in =
            self.plan.role(member) == Role::Joins || seat.before_newcomer.is_some();
        let is_locked = kids.iter().all(|&kid| !self.leaver_has.contains(&generation(kid)));
        let phase = if self.left_at.is_some() && is_locked {
            seat.switched_at.get_or_insert(self.now);
            Phase::Last
        } else if newcomer_is_in && seat.before_newcomer != Some(kids) {
            Phase::Full
        } else {
            Phase::First
        };
        Ok((encryptors, phase))
    }

    /// Says whether everybody who is there holds what everybody else sends under.
    ///
    /// # Errors
    /// When a session is over.
    pub fn are_settled(&mut self) -> Result<bool> {
        let here: Vec<_> = (0..self.seats.len())
            .filter(|&n| self.seats.get(n).is_some_and(|s| !s.has_left))
            .collect();
        if !here.iter().all(|&member| self.may_send(member)) {
            return Ok(false);
        }
        for &sender in &here {
            let (encryptors, _) = self.encryptors(sender)?;
            let id = self.seats.get(sender).map(|seat| seat.session.id());
            for seat in here.iter().filter(|&&n| n != sender).filter_map(|&n| self.seats.get(n)) {
                let holds = |encryptor: &Arc<Encryptor>| {
                    seat.session.sender_of(encryptor.key_id()).map(|(member, _)| member) == id
                };
                if !encryptors.iter().all(holds) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Gives the keys that the member who left takes along: KIDs and secrets, in hexadecimal.
    pub fn leaver_keys(&self) -> Vec<(u64, String)> {
        self.leaver_keys.clone()
    }

    /// Tells what there is to say about keys.
    pub fn outcome(&self) -> outcome::Keys {
        let here = || self.seats.iter().filter(|seat| !seat.has_left);
        let codes: Vec<_> = here().map(|seat| call_code_of(&seat.session)).collect();
        let pairs = || here().flat_map(|seat| seat.session.members()).filter(|m| m.is_present);
        let switches =
            here().filter_map(|seat| seat.switched_at.zip(seat.sent_on_from(self.left_at)));
        let switches = switches.map(|(at, left)| millis(at - left));
        outcome::Keys {
            members: self.seats.len(),
            exchange: if pairs().all(|member| member.is_post_quantum) {
                "X-Wing (X25519 and ML-KEM-768)"
            } else {
                "X25519"
            },
            messages: self.seats.iter().map(|seat| seat.sent.0).sum(),
            message_bytes: self.seats.iter().map(|seat| seat.sent.1).sum(),
            arrived: self.seats.iter().map(|seat| seat.arrived.0).sum(),
            arrived_bytes: self.seats.iter().map(|seat| seat.arrived.1).sum(),
            ratchets: self.seats.iter().map(|seat| seat.ratchets).sum(),
            rotations: self.seats.iter().map(|seat| seat.rotations).sum(),
            switch_ms_first: switches.clone().min().unwrap_or(0),
            switch_ms_last: switches.max().unwrap_or(0),
            call_codes_equal: codes.windows(2).all(|two| two.first() == two.last()),
            call_code: codes.into_iter().next().unwrap_or_default(),
            ..outcome::Keys::default()
        }
    }

    /// Counts attacked messages that had an effect: altered, repeated, reflected.
    pub fn accepted(&self) -> [u64; 3] {
        let each = self.seats.iter().map(|seat| seat.accepted);
        each.fold([0; 3], |[a, b, c], [d, e, f]| [a + d, b + e, c + f])
    }

    /// Says what happened and must not, once the call is over.
    ///
    /// # Errors
    /// When a session is over.
    pub fn violations(&mut self) -> Result<Vec<String>> {
        let mut violations = Vec::new();
        for (member, seat) in self.seats.iter_mut().enumerate() {
            let name = plan::name(member);
            violations.extend(seat.violations.drain(..).map(|what| format!("{name}: {what}")));
        }
        if !self.are_settled()? {
            violations.push("the members' keys did not settle".to_owned());
        }
        for (member, seat) in self.seats.iter().enumerate().filter(|(_, seat)| !seat.has_left) {
            let until = seat.switched_at.unwrap_or(self.now);
            if seat.sent_on_from(self.left_at).is_some_and(|left| until > left + SWITCH_LIMIT) {
                let name = plan::name(member);
                violations.push(format!("{name} went on sending to the member who had left"));
            }
        }
        Ok(violations)
    }
}

impl Seat {
    fn take_inbox(&mut self, sent: &HashMap<Hash, Sent>, now: Duration) {
        for bytes in std::mem::take(&mut self.inbox) {
            self.take_message(&bytes, sent, now);
        }
    }

    /// Gives the session a message, and judges what came of it.
    fn take_message(&mut self, bytes: &[u8], sent: &HashMap<Hash, Sent>, now: Duration) {
        self.arrived.0 += 1;
        self.arrived.1 += bytes.len() as u64;
        let (hash, own) = (hash(bytes), self.session.id());
        let attack = match sent.get(&hash) {
            None => Some(FLIPPED),
            Some(sent) if sent.by == own => Some(REFLECTED),
            Some(Sent { to: Some(to), .. }) if *to != own => Some(REPLAYED),
            Some(_) if self.had.contains(&hash) => Some(REPLAYED),
            Some(_) => None,
        };
        let Some(attack) = attack else {
            match self.session.handle(bytes, now) {
                Ok(()) => drop(self.had.insert(hash)),
                Err(error) if is_about_content(&error) => {
                    self.violations.push(format!("a genuine key message was refused: {error}"));
                }
                Err(_) => {} // too early, or too late; it is sent again if it matters
            }
            return;
        };
        self.session.advance(now); // what is due anyway is not its effect
        let before = self.state();
        let _refused = self.session.handle(bytes, now);
        if self.state() != before {
            if let Some(accepted) = self.accepted.get_mut(attack) {
                *accepted += 1;
            }
            self.violations.push("an attacked key message had an effect".to_owned());
        }
    }

    /// Gives when a member left, if this one was sending then.
    fn sent_on_from(&self, left: Option<Duration>) -> Option<Duration> {
        left.filter(|&left| self.began_at.is_some_and(|began| began <= left))
    }

    /// Takes what the session has to tell.
    fn settle(&mut self) {
        self.changes.extend(std::iter::from_fn(|| self.session.poll_key_change()));
        self.events += std::iter::from_fn(|| self.session.poll_event()).count();
    }

    /// Everything that a message could change.
    fn state(&mut self) -> (Vec<(MemberId, [bool; 3])>, usize, usize) {
        self.settle();
        let member = |m: Member<'_>| (m.id, [m.is_present, m.sees_the_same, m.consents_to_clear]);
        let members = self.session.members().map(member).collect();
        (members, self.changes.len(), self.events)
    }
}

/// Says whether a refusal blames the message itself, which a genuine one never deserves.
fn is_about_content(error: &MessageError) -> bool {
    !matches!(
        error,
        MessageError::UnknownSender { .. }
            | MessageError::NotAdmitted { .. }
            | MessageError::Gone { .. }
            | MessageError::Replayed
            | MessageError::KeyIdsInUse { .. }
            | MessageError::Ended
    )
}

/// RFC 9605 section 5.1: what is left of a KID without its ratchet step.
fn generation(kid: KeyId) -> u64 {
    kid.as_u64() >> RATCHET_BITS
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Writes bytes in hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
