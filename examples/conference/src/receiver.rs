//! The receiving half of a member: RTP packets in, opened frames out, every one judged.

use std::collections::{HashMap, HashSet};
use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver as Inbox, TryRecvError};
use std::time::{Duration, Instant};

use anyhow::Result;
use frameseal::rtp::{Reassembled, Reassembler};
use frameseal::{
    DecryptError, Decryptor, DecryptorConfig, ErrorClass, Header, KeyId, KidLayout, SenderKey,
};
use rtp_types::RtpPacket;

use crate::ledger::{FrameHash, Ledger, Sealed};
use crate::outcome::Refused;
use crate::plan::Role;
use crate::sender::ratchet_bits;

/// Single measurements kept of each member, for the plots.
const MAX_SAMPLES: usize = 4000;

/// What a receiver is told by the call's key distribution, which the operator does not see.
pub enum Order {
    /// Read frames under this key.
    AddKey(SenderKey),
    /// The key's sender has changed it or left; let the key go after the grace time.
    RetireKey(KeyId),
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
    decryptor: Decryptor,
    streams: HashMap<u32, Reassembler>,
    opened: HashSet<(KeyId, u64)>,
    waiting: HashMap<u64, Option<Sealed>>,
    next_token: u64,
    tally: ReceiveTally,
}

impl Receiver {
    /// Makes a receiver that has no keys yet.
    ///
    /// # Errors
    /// When the socket does not take a timeout.
    pub fn new(
        member: usize,
        role: Role,
        socket: UdpSocket,
        orders: Inbox<Order>,
        ledger: Arc<Ledger>,
        received: Arc<AtomicU64>,
    ) -> Result<Self> {
        socket.set_read_timeout(Some(Duration::from_millis(10)))?;
        let layout = KidLayout::SenderKeys(ratchet_bits()?);
        Ok(Self {
            name: crate::plan::name(member),
            role,
            member,
            socket,
            orders,
            ledger,
            received,
            decryptor: Decryptor::with_config(DecryptorConfig::for_layout(layout)),
            streams: HashMap::new(),
            opened: HashSet::new(),
            waiting: HashMap::new(),
            next_token: 0,
            tally: ReceiveTally::default(),
        })
    }

    /// Receives until it is told to stop.
    pub fn run(mut self) -> ReceiveTally {
        let started = Instant::now();
        let mut packet = [0; 2048];
        loop {
            match self.orders.try_recv() {
                Ok(Order::AddKey(key)) => self.add_key(key),
                Ok(Order::RetireKey(kid)) => {
                    self.decryptor.retire_key(kid);
                }
                Ok(Order::Stop) | Err(TryRecvError::Disconnected) => return self.finish(),
                Err(TryRecvError::Empty) => {}
            }
            self.decryptor.advance(started.elapsed());
            if let Ok(len) = self.socket.recv(&mut packet) {
                self.on_packet(packet.get(..len).unwrap_or_default());
                self.received.fetch_add(1, Relaxed);
            }
        }
    }

    fn add_key(&mut self, key: SenderKey) {
        if let Err(error) = self.decryptor.add_sender_key(key) {
            self.violation(format!("a key was not accepted: {error}"));
        }
        while let Some(unparked) = self.decryptor.unpark() {
            let sealed = self.waiting.remove(&unparked.token).flatten();
            match unparked.frame {
                Ok(frame) => self.judge_opened(sealed, frame.header, &frame.payload, true),
                Err(error) => self.judge_refused(sealed, error),
            }
        }
    }

    fn on_packet(&mut self, packet: &[u8]) {
        let Ok(rtp) = RtpPacket::parse(packet) else {
            self.tally.refused.syntax += 1;
            return;
        };
        let stream = self.streams.entry(rtp.ssrc()).or_default();
        match stream.push(rtp.sequence_number(), rtp.payload_type(), rtp.payload()) {
            Ok(Some(frame)) => self.on_frame(frame),
            Ok(None) => {}
            Err(_) => self.tally.refused.syntax += 1,
        }
    }

    fn on_frame(&mut self, Reassembled { mut frame, payload_type, .. }: Reassembled) {
        let sealed = self.ledger.find(&frame);
        let (len, metadata) = (frame.len(), [payload_type]);
        let started = Instant::now();
        let error = match self.decryptor.decrypt_in_place(&mut frame, &metadata) {
            Ok(opened) => {
                let took = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
                self.tally.open_ns.push(took);
                if self.tally.samples.len() < MAX_SAMPLES {
                    self.tally.samples.push((len, took));
                }
                return self.judge_opened(sealed, opened.header, opened.payload, false);
            }
            Err(error) => error,
        };
        let unknown = matches!(error, DecryptError::UnknownKey { .. });
        if unknown && self.decryptor.park(&frame, &metadata, self.next_token) {
            self.waiting.insert(self.next_token, sealed);
            self.next_token += 1;
        } else {
            self.judge_refused(sealed, error);
        }
    }

    /// A frame came out: it must be one that this member may read, for the first time, and be
    /// what its sender put in.
    fn judge_opened(
        &mut self,
        sealed: Option<Sealed>,
        header: Header,
        payload: &[u8],
        waited: bool,
    ) {
        let Some(sealed) = sealed else {
            self.tally.forgeries_accepted += 1;
            return self.violation(format!("a frame that nobody sealed was opened ({header})"));
        };
        if !self.is_entitled(&sealed) {
            self.violation(format!("a frame it must not read was opened ({header})"));
        }
        if !self.opened.insert((header.kid, header.counter)) {
            self.tally.replays_accepted += 1;
            self.violation(format!("a frame was opened twice ({header})"));
        }
        if FrameHash::of(payload) != sealed.plaintext {
            return self.violation(format!("a frame was not opened byte-identical ({header})"));
        }
        self.tally.opened += 1;
        self.tally.opened_after_waiting += u64::from(waited);
    }

    /// A frame was refused: it must not be one that this member was entitled to and has not
    /// seen yet.
    fn judge_refused(&mut self, sealed: Option<Sealed>, error: DecryptError) {
        let refused = &mut self.tally.refused;
        match error.class() {
            ErrorClass::Authentication => refused.authentication += 1,
            ErrorClass::Replay => refused.replay += 1,
            ErrorClass::KeyId => refused.key_id += 1,
            _ => refused.syntax += 1,
        }
        let Some(sealed) = sealed else { return };
        if !self.is_entitled(&sealed) {
            self.tally.kept_from += 1;
        } else if !self.opened.contains(&(sealed.kid, sealed.counter)) {
            self.violation(format!("an intact frame was refused: {error}"));
        }
    }

    fn finish(mut self) -> ReceiveTally {
        for sealed in std::mem::take(&mut self.waiting).into_values() {
            // Still without a key: refused for good.
            let kid = sealed.map_or(KeyId::new(0), |sealed| sealed.kid);
            self.judge_refused(sealed, DecryptError::UnknownKey { kid });
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
