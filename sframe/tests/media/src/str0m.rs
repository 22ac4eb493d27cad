//! str0m: a WebRTC stack in Rust, twice in one process.
//!
//! Its packetizers are private but for three, so frames take the whole way: one peer writes
//! them into an offered and accepted track, datagrams (ICE, DTLS, SRTP) are handed over in
//! memory, and the other peer reports media. No socket and no clock: time is what we say.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ::str0m::change::SdpPendingOffer;
use ::str0m::crypto::from_feature_flags;
use ::str0m::format::CodecExtra;
use ::str0m::media::{Direction, Frequency, MediaData, MediaKind, MediaTime, Mid, Pt};
use ::str0m::net::{Protocol, Receive};
use ::str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};
use anyhow::{Context, Result, bail, ensure};

use crate::encode::Codec;
use crate::gst::Delivery;

/// A sending and a receiving peer that are connected.
struct Call {
    sender: Peer,
    receiver: Peer,
    now: Instant,
    mid: Mid,
    pt: Pt,
}

struct Peer {
    rtc: Rtc,
    address: SocketAddr,
    /// When it wants to be woken.
    timeout: Instant,
    inbox: VecDeque<Datagram>,
    connected: bool,
    frames: Vec<Frame>,
    pieces: usize,
    packets: Vec<usize>,
}

struct Frame {
    time: MediaTime,
    data: Vec<u8>,
    key: bool,
}

struct Datagram {
    source: SocketAddr,
    destination: SocketAddr,
    contents: Vec<u8>,
}

/// Sends frames from one peer to the other: one is written, one should come out.
///
/// `mtu` bounds the datagram, 1200 in browsers. A frame that a packetizer or a depacketizer
/// refuses is the `failure` of the [`Delivery`], and the last one looked at.
///
/// # Errors
///
/// The two peers cannot be connected.
pub fn roundtrip(codec: Codec, frames: &[Vec<u8>], mtu: usize) -> Result<Delivery> {
    send(codec, frames, mtu).map(|(delivery, _)| delivery)
}

/// As [`roundtrip`], and for each frame that came out whether the receiver takes it for a
/// key frame.
///
/// # Errors
///
/// As [`roundtrip`].
pub fn send(codec: Codec, frames: &[Vec<u8>], mtu: usize) -> Result<(Delivery, Vec<bool>)> {
    let mut call = Call::connect(codec, mtu)?;
    let mut failure = None;
    for (at, frame) in (0_u64..).zip(frames) {
        if let Err(error) = call.write(codec, at, frame) {
            failure = Some(format!("frame {at} of {} bytes: {error:#}", frame.len()));
            break;
        }
    }
    let pieces = call.receiver.pieces;
    let (frames, keys) = call.receiver.frames.into_iter().map(|f| (f.data, f.key)).unzip();
    Ok((Delivery { frames, pieces, packets: call.sender.packets, failure }, keys))
}

impl Call {
    fn connect(codec: Codec, mtu: usize) -> Result<Self> {
        let now = Instant::now();
        let mut sender = Peer::new(codec, mtu, now, 1)?;
        let mut receiver = Peer::new(codec, mtu, now, 2)?;
        let kind = if codec == Codec::Opus { MediaKind::Audio } else { MediaKind::Video };
        let mut offer = sender.rtc.sdp_api();
        let mid = offer.add_media(kind, Direction::SendOnly, None, None, None);
        let (offer, pending): (_, SdpPendingOffer) = offer.apply().context("nothing to offer")?;
        let answer = receiver.rtc.sdp_api().accept_offer(offer)?;
        sender.rtc.sdp_api().accept_answer(pending, answer)?;
        let pt = {
            let writer = sender.rtc.writer(mid).context("no writer")?;
            writer.payload_params().next().context("no payload type")?.pt()
        };
        let mut call = Self { sender, receiver, now, mid, pt };
        for _ in 0..2000 {
            if call.sender.connected && call.receiver.connected {
                return Ok(call);
            }
            call.advance(Duration::from_millis(5))?;
        }
        bail!("the peers did not connect within 10 s of their time")
    }

    fn write(&mut self, codec: Codec, at: u64, frame: &[u8]) -> Result<()> {
        let (step, rate) = match codec {
            Codec::Opus => (Duration::from_millis(20), Frequency::FORTY_EIGHT_KHZ),
            _ => (Duration::from_millis(33), Frequency::NINETY_KHZ),
        };
        let ticks = at * u64::from(rate.get()) * step.as_millis() as u64 / 1000;
        let writer = self.sender.rtc.writer(self.mid).context("no writer")?;
        writer.write(self.pt, self.now, MediaTime::new(ticks, rate), frame)?;
        self.advance(step)
    }

    /// Lets time pass, and everything happen that becomes due.
    fn advance(&mut self, step: Duration) -> Result<()> {
        let until = self.now + step;
        loop {
            self.exchange()?;
            let next = self.sender.timeout.min(self.receiver.timeout).max(self.now);
            if next > until {
                break;
            }
            // A timeout that is due already must not stop the clock.
            self.now = next.max(self.now + Duration::from_micros(100)).min(until);
            self.sender.rtc.handle_input(Input::Timeout(self.now))?;
            self.sender.drain(&mut self.receiver.inbox)?;
            self.receiver.rtc.handle_input(Input::Timeout(self.now))?;
            self.receiver.drain(&mut self.sender.inbox)?;
            if self.now >= until {
                break;
            }
        }
        self.now = until;
        self.exchange()
    }

    /// Hands datagrams over until there are none.
    fn exchange(&mut self) -> Result<()> {
        self.sender.drain(&mut self.receiver.inbox)?;
        self.receiver.drain(&mut self.sender.inbox)?;
        while !self.sender.inbox.is_empty() || !self.receiver.inbox.is_empty() {
            self.receiver.receive(self.now, &mut self.sender.inbox)?;
            self.sender.receive(self.now, &mut self.receiver.inbox)?;
        }
        Ok(())
    }
}

impl Peer {
    fn new(codec: Codec, mtu: usize, now: Instant, host: u8) -> Result<Self> {
        let config = RtcConfig::new()
            .set_crypto_provider(Arc::new(from_feature_flags()))
            .clear_codecs()
            .set_mtu(mtu..=mtu)
            // Key frames of hundreds of packets leave at once.
            .set_send_buffer_video(4000);
        let config = match codec {
            Codec::Opus => config.enable_opus(true, false),
            Codec::Vp8 => config.enable_vp8(true),
            Codec::Vp9 => config.enable_vp9(true),
            Codec::H264 => config.enable_h264(true),
            Codec::H265 => config.enable_h265(true),
            Codec::Av1 => config.enable_av1(true),
        };
        let mut rtc = config.build(now);
        let address = SocketAddr::from((Ipv4Addr::new(10, 0, 0, host), 5000));
        rtc.add_local_candidate(Candidate::host(address, "udp")?);
        let (inbox, frames, packets) = (VecDeque::new(), vec![], vec![]);
        let (timeout, connected, pieces) = (now, false, 0);
        Ok(Self { rtc, address, timeout, inbox, connected, frames, pieces, packets })
    }

    fn receive(&mut self, now: Instant, replies: &mut VecDeque<Datagram>) -> Result<()> {
        while let Some(datagram) = self.inbox.pop_front() {
            ensure!(datagram.destination == self.address, "a datagram for somebody else");
            let receive = Receive {
                proto: Protocol::Udp,
                source: datagram.source,
                destination: datagram.destination,
                contents: datagram.contents.as_slice().try_into()?,
            };
            self.rtc.handle_input(Input::Receive(now, receive))?;
            self.drain(replies)?;
        }
        Ok(())
    }

    fn drain(&mut self, other: &mut VecDeque<Datagram>) -> Result<()> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(at) => {
                    self.timeout = at;
                    return Ok(());
                }
                Output::Transmit(transmit) => {
                    let contents = transmit.contents.to_vec();
                    if is_rtp(&contents) {
                        self.packets.push(contents.len());
                    }
                    let (source, destination) = (transmit.source, transmit.destination);
                    other.push_back(Datagram { source, destination, contents });
                }
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::MediaData(media)) => self.take(media),
                Output::Event(_) => {}
            }
        }
    }

    /// Notes a frame. str0m cuts some access units of H.265 into pieces: a fragmented NAL
    /// unit ends one. Pieces have one timestamp, and are joined by it.
    fn take(&mut self, media: MediaData) {
        self.pieces += 1;
        let key = match media.codec_extra {
            CodecExtra::Vp8(extra) => extra.is_keyframe,
            CodecExtra::Vp9(extra) => extra.is_keyframe,
            CodecExtra::H264(extra) => extra.is_keyframe,
            CodecExtra::H265(extra) => extra.is_keyframe,
            CodecExtra::Av1(extra) => extra.is_keyframe,
            _ => false,
        };
        match self.frames.last_mut().filter(|frame| frame.time == media.time) {
            Some(frame) => {
                frame.data.extend_from_slice(&media.data);
                frame.key |= key;
            }
            None => self.frames.push(Frame { time: media.time, data: media.data.to_vec(), key }),
        }
    }
}

/// RFC 7983 and RFC 5761: RTP, not STUN, DTLS or RTCP.
fn is_rtp(datagram: &[u8]) -> bool {
    matches!(datagram, [128..=191, second, ..] if !(192..=223).contains(second))
}
