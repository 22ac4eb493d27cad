//! The receiving half of a member: RTP packets in, opened frames out, every one judged.

use std::collections::{HashMap, HashSet};
use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver as Inbox, TryRecvError};
use std::time::{Duration, Instant};

use anyhow::Result;
use frameseal::call::KeyChange;
use frameseal::rtp::{Reassembled, Reassembler};
use frameseal::{CipherSuite, ErrorClass, KeyId};
use rtp_types::RtpPacket;

use crate::format::Format;
use crate::ledger::{FrameHash, Ledger, Sealed};
use crate::media::Codec;
use crate::opening::{Arrival, Opener, Refusal, Waited};
use crate::operator::frames::key_and_counter;
use crate::outcome::Refused;
use crate::plan::{self, Role};
use crate::sealing::MemberKey;

/// Single measurements kept of each member, for the plots.
const MAX_SAMPLES: usize = 4000;

/// What a receiver is told.
pub enum Order {
    /// What the member's session says.
    Change(KeyChange),
    /// Of legacy formats: read frames under this key.
    AddKey(MemberKey),
    /// Of legacy formats: the sender of the key with this number has changed it or left; let
    /// the key go after the grace time.
    RetireKey(u64),
    /// The call is over.
    Stop,
}

/// What a receiver went through.
#[derive(Default)]
pub struct ReceiveTally {
    /// Frames opened, byte-identical.
    pub opened: u64,
    /// Of those, opened after waiting for their key.
    pub opened_after_waiting: u64,
    /// Of those, frames that came otherwise than they were sealed: what was changed is not
    /// authenticated in this format and changes nothing.
    pub opened_in_other_spelling: u64,
    /// Frames refused.
    pub refused: Refused,
    /// Genuine frames refused because this member is not entitled to them.
    pub kept_from: u64,
    /// Replays that were opened: always a violation.
    pub replays_accepted: u64,
    /// Frames no member sealed that were opened: always a violation.
    pub forgeries_accepted: u64,
    /// Time to open each frame, in nanoseconds.
    pub open_ns: Vec<u64>,
    /// Bytes sealed and nanoseconds of some of them.
    pub samples: Vec<(usize, u64)>,
    /// What should not have happened.
    pub violations: Vec<String>,
}

/// A member that receives.
pub struct Receiver {
    name: String,
    role: Role,
    member: usize,
    socket: UdpSocket,
    orders: Inbox<Order>,
    ledger: Arc<Ledger>,
    received: Arc<AtomicU64>,
    /// The time of the call in milliseconds.
    clock: Arc<AtomicU64>,
    format: Format,
    opener: Opener,
    streams: HashMap<u32, Reassembler>,
    opened: HashSet<(KeyId, u64)>,
    waiting: HashMap<u64, Waiting>,
    next_token: u64,
    tally: ReceiveTally,
}

/// A frame that waits for its key.
struct Waiting {
    sealed: Option<Sealed>,
    origin: Origin,
    refusal: Refusal,
}

/// What a frame shows of where it comes from.
#[derive(Clone, Copy)]
struct Origin {
    arrival: Arrival,
    /// The key and the counter, of a frame that nobody sealed in this form.
    label: Option<(u64, u64)>,
}

impl Receiver {
    /// Makes a receiver that has no keys yet.
    ///
    /// # Errors
    /// When the socket does not take a timeout.
    #[allow(clippy::too_many_arguments)]
    pub fn new(
        member: usize,
        role: Role,
        format: Format,
        suite: CipherSuite,
        socket: UdpSocket,
        orders: Inbox<Order>,
        ledger: Arc<Ledger>,
        received: Arc<AtomicU64>,
        clock: Arc<AtomicU64>,
    ) -> Result<Self> {
        socket.set_read_timeout(Some(Duration::from_millis(10)))?;
        Ok(Self {
            name: plan::name(member),
            role,
            member,
            socket,
            orders,
            ledger,
            received,
            clock,
            format,
            opener: Opener::new(format, suite, Some(member)),
            streams: HashMap::new(),
            opened: HashSet::new(),
            waiting: HashMap::new(),
            next_token: 0,
            tally: ReceiveTally::default(),
        })
    }

    /// Receives until it is told to stop.
    pub fn run(mut self) -> ReceiveTally {
        let mut packet = [0; 2048];
        loop {
            self.opener.advance(Duration::from_millis(self.clock.load(Relaxed)));
            loop {
                match self.orders.try_recv() {
                    Ok(Order::Change(change)) => self.judge_waited(|o| o.change(&change)),
                    Ok(Order::AddKey(key)) => self.judge_waited(|o| o.add_key(&key)),
                    Ok(Order::RetireKey(number)) => self.opener.retire_key(number),
                    Ok(Order::Stop) | Err(TryRecvError::Disconnected) => return self.finish(),
                    Err(TryRecvError::Empty) => break,
                }
            }
            if let Ok(len) = self.socket.recv(&mut packet) {
                self.on_packet(packet.get(..len).unwrap_or_default());
                self.received.fetch_add(1, Relaxed);
            }
        }
    }

    /// Takes a change of keys, and judges the frames that have waited for it.
    fn judge_waited(&mut self, change: impl FnOnce(&mut Opener) -> Result<Vec<Waited>>) {
        let waited = match change(&mut self.opener) {
            Ok(waited) => waited,
            Err(error) => return self.violation(format!("a key was not accepted: {error}")),
        };
        for waited in waited {
            let Some(Waiting { sealed, origin, .. }) = self.waiting.remove(&waited.token) else {
                continue;
            };
            match waited.frame {
                Ok(frame) => self.judge_opened(sealed, origin, &frame, true),
                Err(refusal) => self.judge_refused(sealed, &refusal),
            }
        }
    }

    fn on_packet(&mut self, packet: &[u8]) {
        let Ok(rtp) = RtpPacket::parse(packet) else {
            self.tally.refused.syntax += 1;
            return;
        };
        let ssrc = rtp.ssrc();
        let stream = self.streams.entry(ssrc).or_default();
        match stream.push(rtp.sequence_number(), rtp.payload_type(), rtp.payload()) {
            Ok(Some(frame)) => self.on_frame(ssrc, frame),
            Ok(None) => {}
            Err(_) => self.tally.refused.syntax += 1,
        }
    }

    fn on_frame(&mut self, ssrc: u32, frame: Reassembled) {
        let Reassembled { mut frame, payload_type, .. } = frame;
        let sealed = self.ledger.find(&frame);
        let (arrival, len) = (Arrival { ssrc, payload_type }, frame.len());
        let label = match sealed {
            Some(_) => None,
            None => key_and_counter(self.format, payload_type, &frame),
        };
        let origin = Origin { arrival, label };
        let mut out = if self.format == Format::Sframe { Vec::new() } else { vec![0; len] };
        let started = Instant::now();
        match self.opener.open(arrival, &mut frame, &mut out, Some(self.next_token)) {
            Ok(plaintext) => {
                let took = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
                self.tally.open_ns.push(took);
                if self.tally.samples.len() < MAX_SAMPLES {
                    self.tally.samples.push((len, took));
                }
                self.judge_opened(sealed, origin, plaintext, false);
            }
            Err(refusal) if refusal.waits => {
                self.waiting.insert(self.next_token, Waiting { sealed, origin, refusal });
                self.next_token += 1;
            }
            Err(refusal) => self.judge_refused(sealed, &refusal),
        }
    }

    /// A frame came out: it must be one that this member may read, for the first time, and be
    /// what its sender put in.
    fn judge_opened(
        &mut self,
        sealed: Option<Sealed>,
        origin: Origin,
        payload: &[u8],
        waited: bool,
    ) {
        let plaintext = match Codec::of_payload_type(origin.arrival.payload_type) {
            Some(codec) => FrameHash::of(&self.format.spelling(codec, payload)),
            None => FrameHash::of(payload),
        };
        let respelled = match sealed {
            None if self.format.has_other_spellings() => self.find_respelled(origin, plaintext),
            _ => None,
        };
        self.tally.opened_in_other_spelling += u64::from(respelled.is_some());
        let Some(sealed) = sealed.or(respelled) else {
            self.tally.forgeries_accepted += 1;
            return self.violation("a frame that nobody sealed was opened".to_owned());
        };
        if !self.is_entitled(&sealed) {
            self.violation(format!("a frame it must not read was opened ({sealed})"));
        }
        if !self.opened.insert((sealed.kid, sealed.counter)) {
            self.tally.replays_accepted += 1;
            self.violation(format!("a frame was opened twice ({sealed})"));
        }
        if plaintext != sealed.plaintext {
            return self.violation(format!("a frame was not opened byte-identical ({sealed})"));
        }
        self.tally.opened += 1;
        self.tally.opened_after_waiting += u64::from(waited);
    }

    /// Finds a genuine frame of the same sender that this member may read, has not opened yet,
    /// and that says just the same under the same counter.
    fn find_respelled(&self, origin: Origin, plaintext: FrameHash) -> Option<Sealed> {
        let sender = plan::member(origin.arrival.ssrc)?;
        self.ledger.find_newest(|sealed| {
            sealed.sender == sender
                && sealed.label == origin.label
                && sealed.plaintext == plaintext
                && self.is_entitled(sealed)
                && !self.opened.contains(&(sealed.kid, sealed.counter))
        })
    }

    /// A frame was refused: it must not be one that this member was entitled to and has not
    /// seen yet.
    fn judge_refused(&mut self, sealed: Option<Sealed>, refusal: &Refusal) {
        let refused = &mut self.tally.refused;
        match refusal.class {
            ErrorClass::Authentication => refused.authentication += 1,
            ErrorClass::Replay => refused.replay += 1,
            ErrorClass::KeyId => refused.key_id += 1,
            _ => refused.syntax += 1,
        }
        let Some(sealed) = sealed else { return };
        if !self.is_entitled(&sealed) {
            self.tally.kept_from += 1;
        } else if !self.opened.contains(&(sealed.kid, sealed.counter)) {
            self.violation(format!("an intact frame was refused: {}", refusal.why));
        }
    }

    fn finish(mut self) -> ReceiveTally {
        for Waiting { sealed, refusal, .. } in std::mem::take(&mut self.waiting).into_values() {
            self.judge_refused(sealed, &refusal); // still without a key: refused for good
        }
        self.tally
    }

    fn is_entitled(&self, sealed: &Sealed) -> bool {
        sealed.sender != self.member && self.role.is_present(sealed.phase)
    }

    fn violation(&mut self, what: String) {
        self.tally.violations.push(format!("{}: {what}", self.name));
    }
}
