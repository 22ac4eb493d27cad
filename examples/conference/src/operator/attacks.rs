//! What a hostile operator does to packets on their way.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rtp_types::{RtpPacket, RtpPacketMut};

use super::frames::{self, Forgery};
use super::recording::Recording;
use crate::format::Format;

/// The attacks, as the report names them.
pub(super) const NAMES: [&str; 10] = [
    "dropped",
    "repeated",
    "reordered",
    "flipped one bit",
    "spliced A's header onto B's body",
    "forged under a known KID",
    "forged with counter 2^64-1",
    "forged under an unknown KID",
    "reflected to its sender",
    "replayed the past to the newcomer",
];
const DROPPED: usize = 0;
const REPEATED: usize = 1;
const REORDERED: usize = 2;
const FLIPPED: usize = 3;
const SPLICED: usize = 4;
const FORGED: usize = 5;
const FORGED_FAR: usize = 6;
const FORGED_UNKNOWN: usize = 7;
const REFLECTED: usize = 8;
pub(super) const REPLAYED_PAST: usize = 9;

/// Packets of the past that a newcomer is sent: as many as a socket takes at once.
pub(super) const MAX_PAST: usize = 100;

/// Packets that overtake one that is held back, at most: within every replay window.
const MAX_HELD: usize = 8;

/// Where the SFrame descriptor's S and E are both set (a frame in one packet).
const WHOLE_FRAME: u8 = 0xc0;

/// A packet for one receiver.
pub(super) struct Copy {
    pub(super) receiver: usize,
    pub(super) packet: Vec<u8>,
}

/// Packets between two attacks of the opening round.
const OPENING_PACE: u64 = 10;

/// Rolls the dice for each packet and receiver, after an opening round in which every attack
/// comes once, so that the shortest call sees them all.
pub(super) struct Attacker {
    format: Format,
    dice: StdRng,
    counts: [u64; NAMES.len()],
    held: Vec<Copy>,
    opening: Vec<usize>,
    packets: u64,
}

impl Attacker {
    pub(super) fn new(format: Format, seed: u64) -> Self {
        Self {
            format,
            dice: StdRng::seed_from_u64(seed),
            counts: [0; NAMES.len()],
            held: Vec::new(),
            opening: (DROPPED..REFLECTED).collect(),
            packets: 0,
        }
    }

    pub(super) fn counts(&self) -> &[u64] {
        &self.counts
    }

    pub(super) fn count(&mut self, attack: usize) {
        if let Some(count) = self.counts.get_mut(attack) {
            *count += 1;
        }
    }

    /// One packet in 100 goes back to where it came from.
    pub(super) fn reflects(&mut self) -> bool {
        let first = self.counts.get(REFLECTED) == Some(&0) && self.packets > OPENING_PACE;
        let reflects = first || self.dice.random_ratio(1, 100);
        if reflects {
            self.count(REFLECTED);
        }
        reflects
    }

    /// Gives what `receiver` gets instead of, or along with, a packet.
    pub(super) fn forward(
        &mut self,
        packet: &[u8],
        receiver: usize,
        recording: &Recording,
    ) -> Vec<Copy> {
        self.packets += 1;
        let attack = self.choose();
        let packets = match attack {
            None => None,
            Some(DROPPED) => Some(vec![]),
            Some(REPEATED) => Some(vec![packet.to_vec(); 2]),
            Some(REORDERED) => {
                self.count(REORDERED);
                self.held.push(Copy { receiver, packet: packet.to_vec() });
                return if self.held.len() < MAX_HELD { Vec::new() } else { self.release() };
            }
            Some(FLIPPED) => Some(vec![self.flipped(packet)]),
            Some(SPLICED) => self.spliced(packet, recording).map(|spliced| vec![spliced]),
            Some(FORGED) => self.forged(packet, Forgery::KnownKey),
            Some(FORGED_FAR) => self.forged(packet, Forgery::FarCounter),
            Some(_) => self.forged(packet, Forgery::UnknownKey),
        };
        match (attack, &packets) {
            (Some(attack), Some(_)) => self.count(attack),
            // This packet does not lend itself to it: try one that comes later.
            (Some(attack), None) => self.opening.push(attack),
            (None, _) => {}
        }
        let packets = packets.unwrap_or_else(|| vec![packet.to_vec()]);
        packets.into_iter().map(|packet| Copy { receiver, packet }).collect()
    }

    /// Leaves about 950 of 1000 packets alone.
    fn choose(&mut self) -> Option<usize> {
        if self.packets.is_multiple_of(OPENING_PACE)
            && let Some(attack) = self.opening.pop()
        {
            return Some(attack);
        }
        match self.dice.random_range(0..1000) {
            0..5 => Some(DROPPED),
            5..15 => Some(REPEATED),
            15..25 => Some(REORDERED),
            25..30 => Some(FLIPPED),
            30..35 => Some(SPLICED),
            35..40 => Some(FORGED),
            40..45 => Some(FORGED_FAR),
            45..50 => Some(FORGED_UNKNOWN),
            _ => None,
        }
    }

    /// Lets go of everything held back, newest first.
    pub(super) fn release(&mut self) -> Vec<Copy> {
        self.held.drain(..).rev().collect()
    }

    fn flipped(&mut self, packet: &[u8]) -> Vec<u8> {
        let mut packet = packet.to_vec();
        let start = RtpPacket::parse(&packet).map_or(0, |rtp| rtp.payload_offset());
        if start < packet.len() {
            let (at, bit) =
                (self.dice.random_range(start..packet.len()), self.dice.random_range(0..8));
            if let Some(byte) = packet.get_mut(at) {
                *byte ^= 1 << bit;
            }
        }
        packet
    }

    /// Puts what names key and counter of this packet's frame onto the ciphertext of another.
    fn spliced(&mut self, packet: &[u8], recording: &Recording) -> Option<Vec<u8>> {
        let (payload_type, frame) = whole_frame(packet)?;
        let others = (0..40).filter_map(|back| {
            let (other_type, other) = whole_frame(recording.recent(back)?)?;
            frames::splice(self.format, (payload_type, frame), (other_type, other))
        });
        let spliced: Vec<_> = others.collect();
        let frame = spliced.get(self.dice.random_range(0..spliced.len().max(1)))?;
        with_frame(packet, frame)
    }

    /// The genuine packet and, beside it, a frame of random bytes that claims to be one more.
    fn forged(&mut self, packet: &[u8], forgery: Forgery) -> Option<Vec<Vec<u8>>> {
        let (payload_type, frame) = whole_frame(packet)?;
        let forged = frames::forge(self.format, forgery, payload_type, frame, &mut self.dice)?;
        Some(vec![packet.to_vec(), with_frame(packet, &forged)?])
    }
}

/// Gives payload type and frame of a packet that carries a whole one.
fn whole_frame(packet: &[u8]) -> Option<(u8, &[u8])> {
    let rtp = RtpPacket::parse(packet).ok()?;
    let (&descriptor, frame) = packet.get(rtp.payload_offset()..)?.split_first()?;
    (descriptor & WHOLE_FRAME == WHOLE_FRAME).then_some((rtp.payload_type(), frame))
}

/// Gives `packet` with another frame in it.
fn with_frame(packet: &[u8], frame: &[u8]) -> Option<Vec<u8>> {
    let payload = RtpPacket::parse(packet).ok()?.payload_offset();
    let mut changed = packet.get(..payload + 1)?.to_vec();
    changed.extend_from_slice(frame);
    changed.truncate(crate::plan::MAX_PACKET);
    RtpPacketMut::parse(&mut changed).ok()?; // still RTP
    Some(changed)
}
