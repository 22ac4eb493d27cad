//! The sending half of a member: encoded frames in, sealed RTP packets out.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use frameseal::rtp::fragments;
use frameseal::{Encryptor, KeyId};
use rand::Rng;
use rtp_types::RtpPacketBuilder;

use crate::flow::Flow;
use crate::format::Format;
use crate::ledger::{FrameHash, Ledger, Sealed};
use crate::media::{Clip, Codec};
use crate::operator::frames::key_and_counter;
use crate::plan::{self, MAX_PACKET, Phase};
use crate::sealing::{MemberKey, OnTrack, Sealer};

/// Bytes of an RTP header without extensions (RFC 3550 section 5.1).
const RTP_HEADER: usize = 12;

/// A member that sends. Its tracks share one key and so one counter.
pub struct Sender {
    member: usize,
    format: Format,
    sealer: Sealer,
    /// When the member turned on microphone and camera.
    start: Option<Duration>,
    tracks: Vec<Track>,
    socket: UdpSocket,
    operator: SocketAddr,
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
    next_frame: usize,
    /// How often the clip has been played through.
    rounds: u32,
    sequence: u16,
}

impl Sender {
    /// Makes a sender that does not send yet.
    ///
    /// # Errors
    /// Never: a fresh key has the length that it must have.
    pub fn new(
        member: usize,
        format: Format,
        clips: Vec<Arc<Clip>>,
        socket: UdpSocket,
        operator: SocketAddr,
    ) -> Result<Self> {
        let sealer = Sealer::new(format, member)?;
        let tracks = clips.into_iter().enumerate().map(|(track, clip)| Track {
            clip,
            ssrc: plan::ssrc(member, track),
            next_frame: 0,
            rounds: 0,
            sequence: rand::rng().random(),
        });
        let (start, tracks, tally) = (None, tracks.collect(), SendTally::default());
        Ok(Self { member, format, sealer, start, tracks, socket, operator, tally })
    }

    /// Makes the first frames due at `start`, unless it sends already.
    pub fn begin(&mut self, start: Duration) {
        self.start.get_or_insert(start);
    }

    /// Says whether it has begun.
    pub fn has_begun(&self) -> bool {
        self.start.is_some()
    }

    /// Seals from now on with what the session gave for audio and for video.
    pub fn use_encryptors(&mut self, encryptors: [Arc<Encryptor>; 2]) {
        self.sealer.use_encryptors(encryptors);
    }

    /// Gives the member's number.
    pub fn member(&self) -> usize {
        self.member
    }

    /// Gives a copy of the current legacy key for a member who is to read this one's frames.
    ///
    /// # Errors
    /// When the format has none.
    pub fn share_key(&self) -> Result<MemberKey> {
        self.sealer.share_key()
    }

    /// Somebody joins or leaves: starts over with a fresh legacy key.
    ///
    /// # Errors
    /// When the format has none.
    pub fn renew(&mut self) -> Result<()> {
        self.sealer.renew()
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
        let Some(start) = self.start else { return Ok(()) };
        for index in 0..self.tracks.len() {
            let due = |track: &mut Track| track.due(start, now);
            while let Some((clip, frame, at)) = self.tracks.get_mut(index).and_then(due) {
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
        let track = self.tracks.get_mut(track).context("a track of this sender")?;
        let timestamp = rtp_timestamp(at, codec);
        let sealed = self.sealer.seal(OnTrack { codec, ssrc: track.ssrc, timestamp }, data)?;
        let plaintext = FrameHash::of(&self.format.spelling(codec, data));
        let (sender, kid, counter) = (self.member, KeyId::new(sealed.key), sealed.counter);
        let nanoseconds = sealed.nanoseconds;
        let sealed = sealed.bytes;
        let label = key_and_counter(self.format, codec.payload_type(), sealed);
        ledger.enter(sealed, Sealed { sender, phase, kid, counter, label, plaintext });

        let cut = fragments(sealed, MAX_PACKET - RTP_HEADER, false);
        let packets = cut.len();
        for (n, fragment) in cut.enumerate() {
            let mut content = [0; MAX_PACKET - RTP_HEADER];
            let len = fragment.write(&mut content)?;
            let packet = RtpPacketBuilder::<_, &[u8]>::new()
                .payload_type(codec.payload_type())
                .marker_bit(n + 1 == packets)
                .sequence_number(track.sequence)
                .timestamp(timestamp)
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
        tally.overhead_bytes += (sealed.len().saturating_sub(data.len()) + packets) as u64;
        tally.samples.push((codec, data.len(), sealed.len(), nanoseconds));
        Ok(())
    }
}

impl Track {
    /// Takes the next frame if it is due.
    fn due(&mut self, start: Duration, now: Duration) -> Option<(Arc<Clip>, usize, Duration)> {
        let frame = self.clip.frames.get(self.next_frame)?;
        let at = start + self.clip.duration * self.rounds + frame.at;
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

fn rtp_timestamp(at: Duration, codec: Codec) -> u32 {
    let ticks = at.as_nanos() * u128::from(codec.clock_rate()) / 1_000_000_000;
    // RTP timestamps wrap; the low 32 bits are meant.
    u32::try_from(ticks & u128::from(u32::MAX)).unwrap_or(0)
}
