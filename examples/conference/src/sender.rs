//! The sending half of a member: encoded frames in, sealed RTP packets out.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use frameseal::rtp::fragments;
use frameseal::{
    BaseKey, CipherSuite, Encryptor, EncryptorConfig, Header, KeyId, RatchetBits, SenderKey,
};
use rand::Rng;
use rtp_types::RtpPacketBuilder;

use crate::flow::Flow;
use crate::ledger::{FrameHash, Ledger, Sealed};
use crate::media::{Clip, Codec};
use crate::plan::{self, MAX_PACKET, Phase};

/// Bytes of an RTP header without extensions (RFC 3550 section 5.1).
const RTP_HEADER: usize = 12;

/// `R` of the call: 16 ratchet steps before a KID repeats.
const RATCHET_BITS: u8 = 4;

/// Low bits of a generation that count; the bits above say whose key it is.
pub const GENERATION_BITS: u32 = 8;

/// Gives the `R` of the call.
///
/// # Errors
/// Never: the constant is valid.
pub fn ratchet_bits() -> Result<RatchetBits> {
    Ok(RatchetBits::new(RATCHET_BITS)?)
}

/// A member that sends. Its tracks share one key and so one counter.
pub struct Sender {
    member: usize,
    key: SenderKey,
    encryptor: Encryptor,
    tracks: Vec<Track>,
    socket: UdpSocket,
    operator: SocketAddr,
    buffer: Vec<u8>,
    /// What it did, for the report.
    pub tally: SendTally,
}

/// What a sender did.
#[derive(Default)]
pub struct SendTally {
    /// Frames encrypted and sent.
    pub frames: u64,
    /// Bytes of media in them.
    pub media_bytes: u64,
    /// Bytes of headers, tags and descriptors.
    pub overhead_bytes: u64,
    /// One entry a frame: codec, bytes of media, bytes sealed, nanoseconds.
    pub samples: Vec<(Codec, usize, usize, u64)>,
}

struct Track {
    clip: Arc<Clip>,
    ssrc: u32,
    /// When the member started this track.
    start: Duration,
    next_frame: usize,
    /// How often the clip has been played through.
    rounds: u32,
    sequence: u16,
}

impl Sender {
    /// Makes a sender with a fresh key, whose first frames are due at `start`.
    ///
    /// # Errors
    /// When the socket cannot be duplicated.
    pub fn new(
        member: usize,
        suite: CipherSuite,
        clips: Vec<Arc<Clip>>,
        start: Duration,
        socket: UdpSocket,
        operator: SocketAddr,
    ) -> Result<Self> {
        let key = fresh_key(suite, member, 0)?;
        let encryptor = Encryptor::for_sender(&key, EncryptorConfig::default())?;
        let tracks = clips.into_iter().enumerate().map(|(track, clip)| Track {
            clip,
            ssrc: plan::ssrc(member, track),
            start,
            next_frame: 0,
            rounds: 0,
            sequence: rand::rng().random(),
        });
        let tracks = tracks.collect();
        let (buffer, tally) = (Vec::new(), SendTally::default());
        Ok(Self { member, key, encryptor, tracks, socket, operator, buffer, tally })
    }

    /// Gives the member's number.
    pub fn member(&self) -> usize {
        self.member
    }

    /// Gives the KID that it sends under now.
    pub fn key_id(&self) -> KeyId {
        self.key.key_id()
    }

    /// Gives a copy of the current key for a member who is to read this one's frames.
    ///
    /// # Errors
    /// Never for a key that is in use.
    pub fn share_key(&self) -> Result<SenderKey> {
        let base_key = BaseKey::new(self.key.base_key().expose())?;
        Ok(SenderKey::at(self.key.suite(), self.key.id(), base_key)?)
    }

    /// Somebody joins: goes one ratchet step on (RFC 9605 section 5.1).
    ///
    /// # Errors
    /// When no counters can be leased.
    pub fn ratchet(&mut self) -> Result<()> {
        self.key.ratchet();
        self.encryptor = Encryptor::for_sender(&self.key, EncryptorConfig::default())?;
        Ok(())
    }

    /// Somebody leaves: starts a fresh generation.
    ///
    /// # Errors
    /// When no counters can be leased.
    pub fn rotate(&mut self) -> Result<()> {
        let generation = self.key.id().generation + 1;
        self.key = fresh_key(self.key.suite(), self.member, generation & 0xff)?;
        self.encryptor = Encryptor::for_sender(&self.key, EncryptorConfig::default())?;
        Ok(())
    }

    /// Sends every frame that is due at `now`.
    ///
    /// # Errors
    /// When a frame cannot be encrypted or a packet not be sent.
    pub fn send_due(
        &mut self,
        now: Duration,
        phase: Phase,
        ledger: &Ledger,
        flow: &mut Flow,
    ) -> Result<()> {
        for index in 0..self.tracks.len() {
            while let Some((clip, frame, at)) = self.tracks.get_mut(index).and_then(|t| t.due(now))
            {
                let data = &clip.frames.get(frame).context("a due frame exists")?.data;
                self.send_frame(index, clip.codec, data, at, phase, ledger, flow)?;
            }
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn send_frame(
        &mut self,
        track: usize,
        codec: Codec,
        data: &[u8],
        at: Duration,
        phase: Phase,
        ledger: &Ledger,
        flow: &mut Flow,
    ) -> Result<()> {
        let head = self.encryptor.headroom();
        self.buffer.resize(head + data.len() + self.encryptor.tailroom(), 0);
        let payload = head..head + data.len();
        self.buffer.get_mut(payload.clone()).context("sized above")?.copy_from_slice(data);

        let metadata = [codec.payload_type()];
        let started = Instant::now();
        let sealed = self.encryptor.encrypt_in_place(&mut self.buffer, payload, &metadata)?;
        let nanoseconds = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);

        let sealed = self.buffer.get(sealed).context("a range of the buffer")?;
        let (header, _) = Header::parse(sealed)?;
        let plaintext = FrameHash::of(data);
        let (sender, kid, counter) = (self.member, header.kid, header.counter);
        ledger.enter(sealed, Sealed { sender, phase, kid, counter, plaintext });

        let track = self.tracks.get_mut(track).context("a track of this sender")?;
        let cut = fragments(sealed, MAX_PACKET - RTP_HEADER, false);
        let packets = cut.len();
        for (n, fragment) in cut.enumerate() {
            let mut content = [0; MAX_PACKET - RTP_HEADER];
            let len = fragment.write(&mut content)?;
            let packet = RtpPacketBuilder::<_, &[u8]>::new()
                .payload_type(codec.payload_type())
                .marker_bit(n + 1 == packets)
                .sequence_number(track.sequence)
                .timestamp(rtp_timestamp(at, codec))
                .ssrc(track.ssrc)
                .payload(content.get(..len).context("written above")?)
                .write_vec()?;
            self.socket.send_to(&packet, self.operator)?;
            flow.sent();
            track.sequence = track.sequence.wrapping_add(1);
        }

        let tally = &mut self.tally;
        tally.frames += 1;
        tally.media_bytes += data.len() as u64;
        tally.overhead_bytes += (sealed.len() - data.len() + packets) as u64;
        tally.samples.push((codec, data.len(), sealed.len(), nanoseconds));
        Ok(())
    }
}

impl Track {
    /// Takes the next frame if it is due.
    fn due(&mut self, now: Duration) -> Option<(Arc<Clip>, usize, Duration)> {
        let frame = self.clip.frames.get(self.next_frame)?;
        let at = self.start + self.clip.duration * self.rounds + frame.at;
        if at > now {
            return None;
        }
        let index = self.next_frame;
        self.next_frame += 1;
        if self.next_frame == self.clip.frames.len() {
            (self.next_frame, self.rounds) = (0, self.rounds + 1);
        }
        Some((Arc::clone(&self.clip), index, at))
    }
}

fn fresh_key(suite: CipherSuite, member: usize, generation: u64) -> Result<SenderKey> {
    let base_key = BaseKey::new(&rand::rng().random::<[u8; 32]>())?;
    let generation = (member as u64) << GENERATION_BITS | generation;
    Ok(SenderKey::new(suite, ratchet_bits()?, generation, base_key)?)
}

fn rtp_timestamp(at: Duration, codec: Codec) -> u32 {
    let ticks = at.as_nanos() * u128::from(codec.clock_rate()) / 1_000_000_000;
    // RTP timestamps wrap; the low 32 bits are meant.
    u32::try_from(ticks & u128::from(u32::MAX)).unwrap_or(0)
}
