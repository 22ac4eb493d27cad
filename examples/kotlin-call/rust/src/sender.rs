//! The sending half: encoded frames in, sealed RTP packets out.

use std::collections::HashSet;
use std::net::UdpSocket;
use std::time::Duration;

use anyhow::{Context, Result};
use frameseal::KeyId;
use frameseal::call::{MediaKind, Session};
use frameseal::rtp::fragments;
use rtp_types::RtpPacketBuilder;

use crate::clips::Clip;
use crate::lines::fingerprint;

/// RTP's header without extensions, and what fits every path behind it (RFC 3550 section 5.1).
const MAX_PAYLOAD: usize = 1200 - 12;

pub(crate) struct Sender {
    tracks: Vec<Track>,
    socket: UdpSocket,
    begun: Option<Duration>,
    buffer: Vec<u8>,
    /// Fingerprints of the frames that were sent.
    pub(crate) sent: Vec<String>,
    pub(crate) packets: u64,
    /// What video was sealed under.
    pub(crate) video_kids: HashSet<KeyId>,
}

struct Track {
    clip: Clip,
    ssrc: u32,
    next: u32,
    sequence: u16,
}

impl Sender {
    pub(crate) fn new(number: u32, clips: [Clip; 2], socket: UdpSocket) -> Self {
        let first = 0x1000_0000 | number << 8;
        let track = |(ssrc, clip)| Track { clip, ssrc, next: 0, sequence: 0 };
        Self {
            tracks: (first..).zip(clips).map(track).collect(),
            socket,
            begun: None,
            buffer: Vec::new(),
            sent: Vec::new(),
            packets: 0,
            video_kids: HashSet::new(),
        }
    }

    pub(crate) fn begin(&mut self, now: Duration) {
        self.begun = Some(now);
    }

    pub(crate) fn mute(&mut self) {
        self.begun = None;
    }

    /// Sends every frame that is due.
    pub(crate) fn send_due(&mut self, session: &mut Session, now: Duration) -> Result<()> {
        let Some(begun) = self.begun else { return Ok(()) };
        for track in 0..self.tracks.len() {
            while self.send_next(track, session, now.saturating_sub(begun))? {}
        }
        Ok(())
    }

    /// Sends a track's next frame, if there is one that is due.
    fn send_next(&mut self, track: usize, session: &mut Session, now: Duration) -> Result<bool> {
        let track = self.tracks.get_mut(track).context("a track of this sender")?;
        let clip = &track.clip;
        let Some(frame) = clip.frames.get(usize::try_from(track.next)?) else { return Ok(false) };
        if clip.frame_length * track.next > now {
            return Ok(false);
        }
        let encryptor = session.encryptor(clip.kind)?;
        let (head, tail) = (encryptor.headroom(), encryptor.tailroom());
        self.buffer.resize(head + frame.len() + tail, 0);
        let place = head..head + frame.len();
        self.buffer.get_mut(place.clone()).context("sized above")?.copy_from_slice(frame);
        // Authenticated with every frame: nobody can have it decoded as something else.
        let metadata = [clip.payload_type];
        let sealed = encryptor.encrypt_in_place(&mut self.buffer, place, &metadata)?;
        self.sent.push(fingerprint(encryptor.key_id(), frame));
        if clip.kind == MediaKind::Video {
            self.video_kids.insert(encryptor.key_id());
        }
        let cut = fragments(self.buffer.get(sealed).context("a part of it")?, MAX_PAYLOAD, false);
        for fragment in cut {
            let mut payload = [0; MAX_PAYLOAD];
            let len = fragment.write(&mut payload)?;
            let packet = RtpPacketBuilder::<_, &[u8]>::new()
                .payload_type(clip.payload_type)
                .marker_bit(fragment.descriptor.last)
                .sequence_number(track.sequence)
                .timestamp(track.next * clip.ticks_per_frame)
                .ssrc(track.ssrc)
                .payload(payload.get(..len).context("written above")?)
                .write_vec()?;
            self.socket.send(&packet)?;
            self.packets += 1;
            track.sequence = track.sequence.wrapping_add(1);
        }
        track.next += 1;
        Ok(true)
    }
}
