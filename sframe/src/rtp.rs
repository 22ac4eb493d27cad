//! SFrame over RTP: the payload descriptor and reassembly (draft-ietf-avtcore-rtp-sframe-02).
//!
//! A sealed frame is cut into fragments that fit a packet; one byte in front of each says
//! where the frame begins and ends.
//!
//! ```text
//!  0 1 2 3 4 5 6 7
//! +-+-+-+-+-+-+-+-+----------------------+
//! |S|E|T| reserved|  fragment            |
//! +-+-+-+-+-+-+-+-+----------------------+
//! ```
//!
//! ```
//! use frameseal::rtp::{Reassembler, fragments};
//! let sealed = [7; 3000];
//! let mut stream = Reassembler::new();
//! let mut received = None;
//! for (sequence, fragment) in (0u16..).zip(fragments(&sealed, 1188, false)) {
//!     let mut packet = [0; 1200];
//!     let len = fragment.write(&mut packet)?; // behind the RTP header
//!     received = stream.push(sequence, 96, &packet[..len])?.or(received);
//! }
//! assert_eq!(received.unwrap().frame, sealed);
//! # Ok::<(), frameseal::rtp::RtpError>(())
//! ```

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use thiserror::Error;

mod held;

use held::Held;

/// The draft whose wire format this module speaks.
pub const DRAFT: &str = "draft-ietf-avtcore-rtp-sframe-02";

/// 1 byte.
pub const DESCRIPTOR_LEN: usize = 1;

/// 1024 packets: a 1.2 MB frame, or that many packets of reordering.
pub const MAX_PACKETS: usize = 1024;

/// 2 MiB held for frames that are not complete.
pub const MAX_BYTES: usize = 2 << 20;

const FIRST: u8 = 0x80;
const LAST: u8 = 0x40;
const PACKETIZED: u8 = 0x20;

/// Why a packet is not usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RtpError {
    /// A packet without a descriptor: not SFrame, or its sender is broken.
    #[error("the RTP payload is empty; an SFrame packet has a descriptor byte at least")]
    Empty,
    /// The output buffer is too small.
    #[error("the packet needs {needed} bytes and the buffer has {available}")]
    BufferTooSmall {
        /// Bytes needed.
        needed: usize,
        /// Bytes there.
        available: usize,
    },
    /// Fragments of one frame differ in T or payload type; the frame was dropped.
    #[error("the fragments of one frame disagree about its kind; the frame was dropped")]
    Mixed,
    /// One packet alone is longer than everything that may be held.
    #[error("a packet of {len} bytes exceeds the {limit} bytes held for reassembly")]
    TooLong {
        /// Its length in bytes.
        len: usize,
        /// The limit in bytes.
        limit: usize,
    },
}

/// The byte in front of every fragment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Descriptor {
    /// S: the frame begins here.
    pub first: bool,
    /// E: the frame ends here.
    pub last: bool,
    /// T: what was encrypted is one codec-specific RTP payload rather than a whole frame. Nobody
    /// authenticates it: whoever carries the packet can turn it over, and the frame still opens.
    /// See [`metadata`](Self::metadata).
    pub packetized: bool,
}

impl Descriptor {
    /// Reads the byte. Reserved bits are ignored, as the draft asks.
    pub const fn from_byte(byte: u8) -> Self {
        Self {
            first: byte & FIRST != 0,
            last: byte & LAST != 0,
            packetized: byte & PACKETIZED != 0,
        }
    }

    /// Gives two bytes of metadata that authenticate T and the payload type, where both sides
    /// pass them and no SFU rewrites payload types. Where one does, authenticate T alone, or have
    /// each track use one kind of payload and refuse the other.
    pub const fn metadata(packetized: bool, payload_type: u8) -> [u8; 2] {
        [packetized as u8, payload_type]
    }

    /// Gives the byte, reserved bits zero.
    pub const fn to_byte(self) -> u8 {
        let mut byte = 0;
        if self.first {
            byte |= FIRST;
        }
        if self.last {
            byte |= LAST;
        }
        if self.packetized {
            byte |= PACKETIZED;
        }
        byte
    }
}

/// One packet's share of a sealed frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment<'a> {
    /// What goes in front.
    pub descriptor: Descriptor,
    /// Bytes of the frame.
    pub data: &'a [u8],
}

impl Fragment<'_> {
    /// Writes descriptor and data behind an RTP header and gives the bytes written.
    ///
    /// # Errors
    /// [`RtpError::BufferTooSmall`].
    pub fn write(&self, out: &mut [u8]) -> Result<usize, RtpError> {
        let (needed, available) = (self.data.len().saturating_add(DESCRIPTOR_LEN), out.len());
        let too_small = RtpError::BufferTooSmall { needed, available };
        let (descriptor, data) = out.split_first_mut().ok_or(too_small)?;
        data.get_mut(..self.data.len()).ok_or(too_small)?.copy_from_slice(self.data);
        *descriptor = self.descriptor.to_byte();
        Ok(needed)
    }
}

/// Cuts a sealed frame into fragments of nearly equal size, so that each with its descriptor
/// takes at most `max_payload` bytes of RTP payload (2 at least).
pub fn fragments(
    frame: &[u8],
    max_payload: usize,
    packetized: bool,
) -> impl ExactSizeIterator<Item = Fragment<'_>> {
    let cut = Cut::new(frame.len(), max_payload);
    (0..cut.count).map(move |n| cut.fragment(frame, packetized, n))
}

/// Says how many fragments a frame of `frame_len` bytes gives.
pub fn fragment_count(frame_len: usize, max_payload: usize) -> usize {
    Cut::new(frame_len, max_payload).count
}

/// Gives the fragment that [`fragments`] gives after `n` others.
pub fn fragment(
    frame: &[u8],
    max_payload: usize,
    packetized: bool,
    n: usize,
) -> Option<Fragment<'_>> {
    let cut = Cut::new(frame.len(), max_payload);
    (n < cut.count).then(|| cut.fragment(frame, packetized, n))
}

/// Where a frame is cut.
#[derive(Clone, Copy)]
struct Cut {
    count: usize,
    size: usize,
}

impl Cut {
    fn new(frame_len: usize, max_payload: usize) -> Self {
        let room = max_payload.saturating_sub(DESCRIPTOR_LEN).max(1);
        let count = frame_len.div_ceil(room).max(1);
        let size = frame_len.div_ceil(count).max(1);
        Self { count: frame_len.div_ceil(size).max(1), size }
    }

    fn fragment(self, frame: &[u8], packetized: bool, n: usize) -> Fragment<'_> {
        let start = n.saturating_mul(self.size);
        let end = start.saturating_add(self.size).min(frame.len());
        let last = n.saturating_add(1) == self.count;
        let descriptor = Descriptor { first: n == 0, last, packetized };
        Fragment { descriptor, data: frame.get(start..end).unwrap_or_default() }
    }
}

/// A sealed frame put together again. The frame is not authenticated yet; the rest never is,
/// unless both sides pass it as metadata ([`Descriptor::metadata`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reassembled {
    /// The sealed frame.
    pub frame: Vec<u8>,
    /// T, as in [`Descriptor::packetized`]. Anybody on the way can have changed it.
    pub packetized: bool,
    /// The RTP payload type of its packets. Anybody on the way can have changed it.
    pub payload_type: u8,
}

/// Puts the frames of one RTP stream (one SSRC) together, in whatever order packets come.
///
/// It holds at most [`MAX_PACKETS`] packets and [`MAX_BYTES`] bytes. What exceeds them, or
/// falls [`MAX_PACKETS`] behind the newest packet, is dropped, oldest first. A sequence number
/// further away, ahead or behind, is believed when the next packet lies near it, as after a
/// sender's restart; what was held is dropped then.
#[derive(Debug, Default)]
pub struct Reassembler {
    packets: BTreeMap<u64, Packet>,
    held: Held,
    /// Of all packets here.
    bytes: usize,
    newest: Option<u64>,
    /// A packet far from all others.
    far: Option<(u16, Packet)>,
    dropped: u64,
}

#[derive(Debug)]
struct Packet {
    descriptor: Descriptor,
    payload_type: u8,
    data: Box<[u8]>,
}

impl Reassembler {
    /// Makes an empty reassembler.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the payload of one RTP packet and gives the frame that it completes, if any.
    ///
    /// # Errors
    /// [`RtpError::Empty`], [`RtpError::TooLong`]; [`RtpError::Mixed`] when the frame that it
    /// completes is inconsistent.
    pub fn push(
        &mut self,
        sequence: u16,
        payload_type: u8,
        payload: &[u8],
    ) -> Result<Option<Reassembled>, RtpError> {
        let (&descriptor, data) = payload.split_first().ok_or(RtpError::Empty)?;
        let descriptor = Descriptor::from_byte(descriptor);
        if data.len() > MAX_BYTES {
            return Err(RtpError::TooLong { len: data.len(), limit: MAX_BYTES });
        }
        if descriptor.first && descriptor.last {
            // The usual case for audio: nothing to put together.
            if let Some(at) = self.newest.and_then(|newest| near(sequence, newest)) {
                self.move_on(at);
            }
            let (frame, packetized) = (data.to_vec(), descriptor.packetized);
            return Ok(Some(Reassembled { frame, packetized, payload_type }));
        }
        let packet = Packet { descriptor, payload_type, data: data.into() };
        let newest = *self.newest.get_or_insert_with(|| beginning(sequence));
        match near(sequence, newest) {
            Some(at) => {
                self.drop_far();
                self.hold(at, packet);
                self.complete(at)
            }
            None => self.push_far(sequence, packet),
        }
    }

    /// Says how many packets were dropped because their frames never became complete.
    pub fn dropped_packets(&self) -> u64 {
        self.dropped
    }

    /// Takes a packet far from all others. One alone was forged, or is of before; two that are
    /// near each other are where the stream is now.
    fn push_far(&mut self, sequence: u16, packet: Packet) -> Result<Option<Reassembled>, RtpError> {
        let Some((other, first)) = self.far.take() else {
            self.keep_far(sequence, packet);
            return Ok(None);
        };
        self.bytes = self.bytes.saturating_sub(first.data.len());
        let start = beginning(other);
        match near(sequence, start) {
            Some(at) if at == start => self.keep_far(other, first), // a duplicate
            Some(at) => {
                self.start_over(start);
                self.hold(start, first);
                self.hold(at, packet);
                return self.complete(at);
            }
            None => {
                self.dropped = self.dropped.saturating_add(1);
                self.keep_far(sequence, packet);
            }
        }
        Ok(None)
    }

    fn keep_far(&mut self, sequence: u16, packet: Packet) {
        self.bytes = self.bytes.saturating_add(packet.data.len());
        self.far = Some((sequence, packet));
        self.enforce_bounds();
    }

    fn drop_far(&mut self) {
        if let Some((_, packet)) = self.far.take() {
            self.bytes = self.bytes.saturating_sub(packet.data.len());
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    fn start_over(&mut self, newest: u64) {
        self.dropped = self.dropped.saturating_add(self.packets.len() as u64);
        (self.packets, self.held, self.bytes) = (BTreeMap::new(), Held::default(), 0);
        self.newest = Some(newest);
    }

    /// Keeps a packet, unless one is there already.
    fn hold(&mut self, at: u64, packet: Packet) {
        self.move_on(at);
        if self.packets.contains_key(&at) {
            return; // a duplicate; the first one stays
        }
        self.bytes = self.bytes.saturating_add(packet.data.len());
        let Descriptor { first, last, .. } = packet.descriptor;
        self.held.insert(self.behind(at), first, last);
        self.packets.insert(at, packet);
        self.enforce_bounds();
    }

    /// Takes note of a packet that may be the newest.
    fn move_on(&mut self, at: u64) {
        let ahead = at.saturating_sub(self.newest.unwrap_or(at));
        if ahead > 0 {
            self.held.move_on(ahead);
            self.newest = Some(at);
            self.enforce_bounds();
        }
    }

    fn behind(&self, at: u64) -> u64 {
        self.newest.unwrap_or(at).saturating_sub(at)
    }

    fn enforce_bounds(&mut self) {
        while let Some((&oldest, _)) = self.packets.first_key_value() {
            if self.behind(oldest) < MAX_PACKETS as u64 && self.bytes <= MAX_BYTES {
                return;
            }
            self.take(oldest);
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    fn take(&mut self, at: u64) -> Option<Packet> {
        let packet = self.packets.remove(&at)?;
        self.held.remove(self.behind(at));
        self.bytes = self.bytes.saturating_sub(packet.data.len());
        Some(packet)
    }

    /// Takes out the frame around `at`, when it is whole.
    fn complete(&mut self, at: u64) -> Result<Option<Reassembled>, RtpError> {
        let newest = self.newest.unwrap_or(at);
        let Some((start, end)) = self.held.run_around(self.behind(at)) else { return Ok(None) };
        let run = newest.saturating_sub(start)..=newest.saturating_sub(end);
        let run: Vec<_> = run.filter_map(|at| self.take(at)).collect();

        let mut frame = Vec::with_capacity(run.iter().map(|packet| packet.data.len()).sum());
        let mut kind = None;
        for packet in &run {
            let this = (packet.descriptor.packetized, packet.payload_type);
            if *kind.get_or_insert(this) != this {
                self.dropped = self.dropped.saturating_add(run.len() as u64);
                return Err(RtpError::Mixed);
            }
            frame.extend_from_slice(&packet.data);
        }
        Ok(kind.map(|(packetized, payload_type)| Reassembled { frame, packetized, payload_type }))
    }
}

/// Gives a position on an endless line where a stream may begin: far from zero, so that packets
/// before the first one have a place too.
fn beginning(sequence: u16) -> u64 {
    0x10_0000 | u64::from(sequence)
}

/// Gives the position of a sequence number that lies near the newest.
fn near(sequence: u16, newest: u64) -> Option<u64> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
    let ahead = i64::from(sequence.wrapping_sub(newest as u16) as i16);
    let reach = MAX_PACKETS as i64;
    let is_near = ahead <= reach && ahead > reach.saturating_neg();
    is_near.then(|| newest.saturating_add_signed(ahead))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packets(frame: &[u8], max: usize, first: u16) -> Vec<(u16, Vec<u8>)> {
        fragments(frame, max, false)
            .enumerate()
            .map(|(n, fragment)| {
                let mut out = alloc::vec![0; max.max(2)];
                let len = fragment.write(&mut out).unwrap();
                out.truncate(len);
                (first.wrapping_add(n as u16), out)
            })
            .collect()
    }

    proptest! {
        #[test]
        fn any_order_and_duplicates_give_the_frame_once(
            frame in prop::collection::vec(any::<u8>(), 2000..20_000),
            order in Just((0..64usize).collect::<Vec<_>>()).prop_shuffle(),
            first in any::<u16>(),
        ) {
            let packets = packets(&frame, 1200, first);
            prop_assert!(packets.len() > 1 && packets.iter().all(|(_, p)| p.len() <= 1200));
            let mut stream = Reassembler::new();
            let mut frames = Vec::new();
            for n in order.into_iter().filter(|&n| n < packets.len()) {
                for _twice in 0..2 {
                    frames.extend(stream.push(packets[n].0, 96, &packets[n].1).unwrap());
                }
            }
            prop_assert_eq!(frames.len(), 1);
            prop_assert_eq!(&frames[0].frame, &frame);
        }

        #[test]
        fn hostile_packets_never_grow_it(packets in prop::collection::vec((any::<u16>(), any::<u8>(), prop::collection::vec(any::<u8>(), 0..40)), 0..3000)) {
            let mut stream = Reassembler::new();
            for (sequence, payload_type, payload) in packets {
                let _ = stream.push(sequence, payload_type, &payload);
                prop_assert!(stream.packets.len() <= MAX_PACKETS && stream.bytes <= MAX_BYTES);
                let far = stream.far.iter().map(|(_, packet)| packet);
                let held: usize = stream.packets.values().chain(far).map(|p| p.data.len()).sum();
                prop_assert_eq!(held, stream.bytes);
            }
        }
    }

    #[test]
    fn a_missing_fragment_completes_nothing() {
        let packets = packets(&[7; 5000], 1200, 10);
        let mut stream = Reassembler::new();
        for (n, (sequence, payload)) in packets.iter().enumerate() {
            if n != 2 {
                assert_eq!(stream.push(*sequence, 96, payload), Ok(None));
            }
        }
        assert!(stream.push(packets[2].0, 96, &packets[2].1).unwrap().is_some());
    }

    #[test]
    fn a_change_of_kind_inside_a_frame_aborts_it() {
        let packets = packets(&[7; 2000], 1200, 0);
        let mut stream = Reassembler::new();
        stream.push(0, 96, &packets[0].1).unwrap();
        assert_eq!(stream.push(1, 97, &packets[1].1), Err(RtpError::Mixed));
        assert_eq!(stream.bytes, 0);
        let mut other_t = packets[1].1.clone();
        other_t[0] |= PACKETIZED;
        stream.push(0, 96, &packets[0].1).unwrap();
        assert_eq!(stream.push(1, 96, &other_t), Err(RtpError::Mixed));
    }

    #[test]
    fn bounds_at_the_limit_and_one_beyond() {
        let mut stream = Reassembler::new();
        let middle = [0x00, 1];
        for n in 0..=MAX_PACKETS as u16 {
            stream.push(n, 96, &middle).unwrap();
            assert_eq!(stream.dropped_packets(), u64::from(n >= MAX_PACKETS as u16));
        }
        assert_eq!(stream.packets.len(), MAX_PACKETS);

        let mut stream = Reassembler::new();
        let mut longest = alloc::vec![0; 1 + MAX_BYTES];
        stream.push(0, 96, &longest).unwrap();
        assert_eq!((stream.packets.len(), stream.dropped_packets()), (1, 0));
        stream.push(1, 96, &middle).unwrap();
        assert_eq!((stream.packets.len(), stream.dropped_packets()), (1, 1));
        longest.push(0);
        assert!(matches!(stream.push(2, 96, &longest), Err(RtpError::TooLong { .. })));
    }

    #[test]
    fn one_by_one_they_are_the_same() {
        let mut compared = 0;
        for len in [0, 1, 2, 7, 1187, 1188, 2374, 2375, 5000] {
            let frame: Vec<u8> = (0..len).map(|n| n as u8).collect();
            for max in [0, 1, 2, 3, 100, 1188, 9000] {
                let all: Vec<_> = fragments(&frame, max, true).collect();
                assert_eq!(fragment_count(len, max), all.len());
                for (n, expected) in all.iter().enumerate() {
                    assert_eq!(fragment(&frame, max, true, n), Some(*expected));
                    compared += 1;
                }
                assert_eq!(fragment(&frame, max, true, all.len()), None);
                assert_eq!(fragment(&frame, max, true, usize::MAX), None);
            }
        }
        assert!(compared > 30_000, "{compared}");
    }

    #[test]
    fn an_empty_frame_is_one_packet() {
        let all: Vec<_> = fragments(&[], 1200, true).collect();
        let descriptor = Descriptor { first: true, last: true, packetized: true };
        assert_eq!(all, [Fragment { descriptor, data: &[] }]);
        assert_eq!(Reassembler::new().push(0, 96, &[]), Err(RtpError::Empty));
    }
}
