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
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use frameseal::call::{
    DeviceIdentity, KeyChange, MediaKind, Member, MemberId, MessageError, Session, SessionConfig,
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

/// A goodbye is said three times: a session has one, and a lost one costs others 20 s.
const GOODBYES: u32 = 3;
const GOODBYE_GAP: Duration = Duration::from_millis(100);

/// By then everybody sends under a key that the member who left does not have: goodbyes and
/// the message's way, `Timing::leave_delay`, `rotation_gap` and `switch`.
pub const SWITCH_LIMIT: Duration = Duration::from_millis(2000);

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
// Stands in for `Session::call_code`: replace the body by `session.call_code().to_string()`.
pub fn call_code_of(session: &Session) -> String {
    let others = session.members().filter(|member| member.is_present);
    let mut all: Vec<_> = others.map(|member| (member.identity, member.id)).collect();
    all.push((session.identity(), session.id()));
    all.sort_unstable();
    let mut hash = Sha256::new();
    for (identity, id) in all {
        hash.update(identity.as_bytes());
        hash.update(id.as_bytes());
    }
    let digest = hash.finalize();
    let group = |bytes: &[u8]| {
        let number = bytes.iter().fold(0, |sum: u64, &byte| sum << 8 | u64::from(byte));
        format!("{:05}", number % 100_000)
    };
    digest.chunks_exact(5).take(6).map(group).collect::<Vec<_>>().join(" ")
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
    goodbyes: Vec<(Duration, Parcel)>,
    sent: HashMap<Hash, Sent>,
    /// Generations of keys that the member who leaves was given.
    leaver_has: HashSet<u64>,
    leaver_keys: Vec<(u64, String)>,
    left_at: Option<Duration>,
    /// What happened, for the report.
    pub tally: Tally,
}

/// What happened to key messages.
#[derive(Default)]
pub struct Tally {
    /// Messages and bytes that members sent.
    pub sent: (u64, u64),
    /// Messages and bytes that arrived at members.
    pub arrived: (u64, u64),
    /// What had an effect and must not, by attack: flipped, replayed, reflected.
    pub accepted: [u64; 3],
    /// What should not have happened.
    pub violations: Vec<String>,
}

const FLIPPED: usize = 0;
const REPLAYED: usize = 1;
const REFLECTED: usize = 2;

type Hash = [u8; 32];

/// A message as its session sent it.
struct Sent {
    by: usize,
    to: Option<MemberId>,
}

/// One member's session.
struct Seat {
    session: Session,
    /// Messages that it took.
    had: HashSet<Hash>,
    changes: Vec<KeyChange>,
    events: usize,
    /// Since when it knows everybody.
    complete_since: Option<Duration>,
    /// What it sends under now.
    kids: Option<[KeyId; 2]>,
    /// What it sent under when the newcomer came.
    before_newcomer: Option<[KeyId; 2]>,
    ratchets: u64,
    rotations: u64,
    has_left: bool,
    switched_at: Option<Duration>,
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
            tally: Tally::default(),
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
            changes: Vec::new(),
            events: 0,
            complete_since: None,
            kids: None,
            before_newcomer: None,
            ratchets: 0,
            rotations: 0,
            has_left: false,
            switched_at: None,
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
            let parcel = Parcel { member, content: Content::KeyMessage(message.bytes) };
            let times = (0..GOODBYES).map(|nth| self.now + GOODBYE_GAP * nth);
            self.goodbyes.extend(times.map(|at| (at, parcel.clone())));
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
            if let Content::KeyMessage(bytes) = content {
                self.deliver(member, &bytes);
            }
        }
        self.look_around();
        Ok(self.changes())
    }

    /// Takes what all want to send.
    fn collect(&mut self) -> Vec<Parcel> {
        let now = self.now;
        let (due, later): (Vec<_>, _) =
            std::mem::take(&mut self.goodbyes).into_iter().partition(|&(at, _)| at <= now);
        self.goodbyes = later;
        let mut parcels: Vec<_> = due.into_iter().map(|(_, parcel)| (parcel, None)).collect();
        for (member, seat) in self.seats.iter_mut().enumerate() {
            while let Some(message) = seat.session.poll_outgoing() {
                let content = Content::KeyMessage(message.bytes);
                parcels.push((Parcel { member, content }, message.to));
            }
        }
        for (Parcel { member, content }, to) in &parcels {
            let Content::KeyMessage(bytes) = content else { continue };
            self.tally.sent.0 += 1;
            self.tally.sent.1 += bytes.len() as u64;
            self.sent.insert(hash(bytes), Sent { by: *member, to: *to });
        }
        parcels.into_iter().map(|(parcel, _)| parcel).collect()
    }

    fn deliver(&mut self, member: usize, bytes: &[u8]) {
        let Some(seat) = self.seats.get_mut(member) else { return };
        self.tally.arrived.0 += 1;
        self.tally.arrived.1 += bytes.len() as u64;
        let hash = hash(bytes);
        let attack = match self.sent.get(&hash) {
            None => Some(FLIPPED),
            Some(sent) if sent.by == member => Some(REFLECTED),
            Some(Sent { to, .. }) if to.is_some_and(|to| to != seat.session.id()) => Some(REPLAYED),
            Some(_) if seat.had.contains(&hash) => Some(REPLAYED),
            Some(_) => None,
        };
        let name = plan::name(member);
        let Some(attack) = attack else {
            match seat.session.handle(bytes, self.now) {
                Ok(()) => drop(seat.had.insert(hash)),
                Err(error) if is_about_content(&error) => {
                    let violation = format!("{name}: a genuine key message was refused: {error}");
                    self.tally.violations.push(violation);
                }
                Err(_) => {} // too early, or too late; it is sent again if it matters
            }
            return;
        };
        seat.session.advance(self.now); // what is due anyway is not its effect
        let before = seat.state();
        let _refused = seat.session.handle(bytes, self.now);
        if seat.state() != before {
            if let Some(accepted) = self.tally.accepted.get_mut(attack) {
                *accepted += 1;
            }
            self.tally.violations.push(format!("{name}: an attacked key message had an effect"));
        }
    }

    /// Notes who knows everybody.
    fn look_around(&mut self) {
        let here = self.seats.iter().filter(|seat| !seat.has_left).count();
        for seat in &mut self.seats {
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
            seat.settle();
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
        if let Some(before) = seat.kids.replace(kids)
            && before != kids
        {
            let same = before.map(generation) == kids.map(generation);
            *(if same { &mut seat.ratchets } else { &mut seat.rotations }) += 1;
        }
        let newcomer_is_in = self.plan.role(member) == Role::Joins || seat.before_newcomer.is_some();
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
        let here: Vec<_> =
            (0..self.seats.len()).filter(|&n| self.seats.get(n).is_some_and(|s| !s.has_left)).collect();
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
        let switches = here().filter_map(|seat| seat.switched_at.zip(self.left_at));
        let switches = switches.map(|(at, left)| (at - left).as_millis() as u64);
        outcome::Keys {
            members: self.seats.len(),
            exchange: if pairs().all(|member| member.is_post_quantum) {
                "X-Wing (X25519 and ML-KEM-768)"
            } else {
                "X25519"
            },
            messages: self.tally.sent.0,
            message_bytes: self.tally.sent.1,
            arrived: self.tally.arrived.0,
            arrived_bytes: self.tally.arrived.1,
            ratchets: self.seats.iter().map(|seat| seat.ratchets).sum(),
            rotations: self.seats.iter().map(|seat| seat.rotations).sum(),
            switch_ms_first: switches.clone().min().unwrap_or(0),
            switch_ms_last: switches.max().unwrap_or(0),
            call_codes_equal: codes.windows(2).all(|two| two.first() == two.last()),
            call_code: codes.into_iter().next().unwrap_or_default(),
            ..outcome::Keys::default()
        }
    }

    /// Says what must hold once the call is over.
    pub fn violations(&mut self) -> Result<Vec<String>> {
        let mut violations = std::mem::take(&mut self.tally.violations);
        if !self.are_settled()? {
            violations.push("the members' keys did not settle".to_owned());
        }
        for (member, seat) in self.seats.iter().enumerate().filter(|(_, seat)| !seat.has_left) {
            let took = seat.switched_at.zip(self.left_at).map(|(at, left)| at - left);
            if took.is_some_and(|took| took > SWITCH_LIMIT) {
                let name = plan::name(member);
                violations.push(format!("{name} went on sending to the member who had left"));
            }
        }
        Ok(violations)
    }
}

impl Seat {
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

fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Writes bytes in hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
