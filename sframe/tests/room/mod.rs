//! A call of several sessions, a signalling channel in the operator's hands, and a clock.

#![allow(dead_code, unreachable_pub)] // each test uses its part

use std::collections::VecDeque;
use std::time::Duration;

use chacha20::ChaCha20Rng;
use frameseal::call::{
    CallEvent, DeviceIdentity, MediaKind, MemberId, MessageError, Outgoing, Session, SessionConfig,
};
use frameseal::{DecryptError, Decryptor};
use rand_core::{CryptoRng, SeedableRng};

pub const CALL_ID: &[u8] = b"Tuesday's consultation";

/// A message on its way: from which seat of the room, and what.
#[derive(Clone, Debug)]
pub struct Letter {
    pub from: usize,
    pub message: Outgoing,
}

/// One member with its decryptor.
pub struct Seat {
    pub session: Session,
    pub decryptor: Decryptor,
    pub events: Vec<CallEvent>,
}

impl Seat {
    /// Does with the session's output what an app does.
    pub fn settle(&mut self, now: Duration) {
        self.decryptor.advance(now);
        while let Some(change) = self.session.poll_key_change() {
            change.apply(&mut self.decryptor).unwrap();
        }
        while let Some(event) = self.session.poll_event() {
            self.events.push(event);
        }
    }

    pub fn seal(&mut self, kind: MediaKind, payload: &[u8]) -> Vec<u8> {
        self.session.encryptor(kind).unwrap().encrypt_to_vec(payload, b"").unwrap()
    }

    pub fn open(&mut self, frame: &[u8]) -> Result<Vec<u8>, DecryptError> {
        self.decryptor.decrypt_to_vec(frame, b"")
    }

    pub fn present(&self) -> Vec<MemberId> {
        self.session.members().filter(|member| member.is_present).map(|member| member.id).collect()
    }

    pub fn saw(&self, event: CallEvent) -> bool {
        self.events.contains(&event)
    }
}

pub struct Room {
    pub seats: Vec<Option<Seat>>,
    pub now: Duration,
    /// Everything that was ever sent: what the operator has.
    pub recorded: Vec<Letter>,
    /// What was looked at and is not collected yet.
    waiting: VecDeque<Letter>,
    seed: u64,
}

impl Room {
    pub fn new(seed: u64) -> Self {
        let (now, waiting) = (Duration::from_secs(1), VecDeque::new());
        Self { seats: Vec::new(), now, recorded: Vec::new(), waiting, seed }
    }

    pub fn rng(&mut self) -> ChaCha20Rng {
        self.seed += 1;
        ChaCha20Rng::seed_from_u64(self.seed)
    }

    /// The config that most tests want: everybody has a name of their own.
    pub fn config(&self, name: &str) -> SessionConfig {
        let started = 1_700_000_000_000 + self.now.as_millis() as u64;
        SessionConfig::new(CALL_ID, name, started)
    }

    pub fn join(&mut self, config: SessionConfig) -> usize {
        let identity = DeviceIdentity::generate(&mut self.rng());
        self.join_as(config, identity)
    }

    pub fn join_as(&mut self, config: SessionConfig, identity: DeviceIdentity) -> usize {
        let rng = Box::new(self.rng());
        self.join_as_with(config, identity, rng)
    }

    fn join_as_with(
        &mut self,
        config: SessionConfig,
        identity: DeviceIdentity,
        rng: Box<dyn CryptoRng + Send + Sync>,
    ) -> usize {
        let session = Session::join(config, identity, rng, self.now).unwrap();
        let decryptor = Decryptor::with_config(Session::decryptor_config());
        self.seats.push(Some(Seat { session, decryptor, events: Vec::new() }));
        self.seats.len() - 1
    }

    pub fn join_with(
        &mut self,
        config: SessionConfig,
        mut rng: Box<dyn CryptoRng + Send + Sync>,
    ) -> usize {
        let identity = DeviceIdentity::generate(&mut *rng);
        self.join_as_with(config, identity, rng)
    }

    /// Lets `count` members join and get to know each other.
    pub fn fill(&mut self, count: usize) {
        for n in 0..count {
            let config = self.config(&format!("member {n}"));
            self.join(config);
        }
        self.run(Duration::from_secs(3));
    }

    pub fn seat(&mut self, seat: usize) -> &mut Seat {
        self.seats[seat].as_mut().unwrap()
    }

    pub fn id(&self, seat: usize) -> MemberId {
        self.seats[seat].as_ref().unwrap().session.id()
    }

    /// Takes what all sessions want to send.
    pub fn collect(&mut self) -> VecDeque<Letter> {
        let mut letters = std::mem::take(&mut self.waiting);
        let looked_at = letters.len();
        for (from, seat) in self.seats.iter_mut().enumerate() {
            let Some(seat) = seat else { continue };
            while let Some(message) = seat.session.poll_outgoing() {
                letters.push_back(Letter { from, message });
            }
        }
        self.recorded.extend(letters.iter().skip(looked_at).cloned());
        letters
    }

    /// Looks at what all sessions want to send.
    pub fn peek(&mut self) -> &VecDeque<Letter> {
        self.waiting = self.collect();
        &self.waiting
    }

    /// Gives a letter to those it is for.
    pub fn deliver(&mut self, letter: &Letter) {
        for seat in 0..self.seats.len() {
            if seat != letter.from {
                let _refused = self.deliver_to(seat, &letter.message.bytes);
            }
        }
    }

    pub fn deliver_to(&mut self, seat: usize, bytes: &[u8]) -> Result<(), MessageError> {
        let now = self.now;
        let Some(seat) = self.seats[seat].as_mut() else { return Ok(()) };
        let result = seat.session.handle(bytes, now);
        seat.settle(now);
        result
    }

    /// Lets time pass, with every letter that `passes` delivered at once.
    pub fn run_with(&mut self, time: Duration, mut passes: impl FnMut(&Letter) -> bool) {
        let end = self.now + time;
        while self.now < end {
            self.now += Duration::from_millis(20);
            let now = self.now;
            for seat in self.seats.iter_mut().flatten() {
                seat.session.advance(now);
                seat.settle(now);
            }
            let mut letters = self.collect();
            while let Some(letter) = letters.pop_front() {
                if passes(&letter) {
                    self.deliver(&letter);
                    letters.extend(self.collect());
                }
            }
        }
    }

    pub fn run(&mut self, time: Duration) {
        self.run_with(time, |_| true);
    }

    /// Has everybody seal a frame of every kind and says who can open it: pairs of seats.
    pub fn who_reads_whom(&mut self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for from in 0..self.seats.len() {
            for kind in MediaKind::ALL {
                let Some(seat) = self.seats[from].as_mut() else { continue };
                if seat.session.ended().is_some() {
                    continue;
                }
                let frame = seat.seal(kind, b"a frame");
                for to in (0..self.seats.len()).filter(|&to| to != from) {
                    let Some(reader) = self.seats[to].as_mut() else { continue };
                    if let Ok(opened) = reader.open(&frame) {
                        assert_eq!(opened, b"a frame");
                        pairs.push((from, to));
                    }
                }
            }
        }
        pairs.sort_unstable();
        // All kinds, or none.
        let mut seen = pairs.clone();
        seen.dedup();
        assert_eq!(pairs.len(), seen.len() * MediaKind::ALL.len());
        seen
    }

    /// Everybody who is left reads everybody.
    pub fn assert_all_read_all(&mut self) {
        let here: Vec<_> = (0..self.seats.len()).filter(|&n| self.seats[n].is_some()).collect();
        let mut expected = Vec::new();
        for &from in &here {
            expected.extend(here.iter().filter(|&&to| to != from).map(|&to| (from, to)));
        }
        assert_eq!(self.who_reads_whom(), expected);
    }
}
