//! The operator's recording: everything it received, in memory and as a capture file that
//! Wireshark opens.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use etherparse::PacketBuilder;
use frameseal::rtp::{Reassembled, Reassembler};
use pcap_file::DataLink;
use pcap_file::pcap::{PcapHeader, PcapPacket, PcapWriter};
use rtp_types::RtpPacket;

use crate::opening::Arrival;

/// 256 MiB of packets kept at hand; the capture file holds all.
const MAX_KEPT: usize = 256 << 20;

/// Hop limit of the capture's IP headers.
const TTL: u8 = 64;

pub(super) struct Recording {
    capture: PcapWriter<BufWriter<File>>,
    packets: Vec<Vec<u8>>,
    kept: usize,
    received: (u64, u64),
}

/// A recording after the call.
pub(super) struct Recorded {
    /// Packets and bytes received.
    pub(super) received: (u64, u64),
    /// The packets as they came.
    pub(super) packets: Vec<Vec<u8>>,
    /// The sealed frames in them.
    pub(super) frames: Vec<RecordedFrame>,
}

/// A sealed frame, and what RTP says about it.
pub(super) struct RecordedFrame {
    pub(super) arrival: Arrival,
    pub(super) frame: Vec<u8>,
}

impl Recording {
    pub(super) fn create(path: &Path) -> Result<Self> {
        let file =
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let header = PcapHeader { datalink: DataLink::RAW, ..PcapHeader::default() };
        let capture = PcapWriter::with_header(BufWriter::new(file), header)?;
        Ok(Self { capture, packets: Vec::new(), kept: 0, received: (0, 0) })
    }

    pub(super) fn add(&mut self, packet: &[u8], from: SocketAddr, to: SocketAddr) -> Result<()> {
        self.received.0 += 1;
        self.received.1 += packet.len() as u64;
        let mut datagram = Vec::with_capacity(packet.len() + 28);
        PacketBuilder::ipv4(ipv4(from), ipv4(to), TTL)
            .udp(from.port(), to.port())
            .write(&mut datagram, packet)?;
        let length = u32::try_from(datagram.len())?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        self.capture.write_packet(&PcapPacket::new(now, length, &datagram))?;
        if self.kept + packet.len() <= MAX_KEPT {
            self.kept += packet.len();
            self.packets.push(packet.to_vec());
        }
        Ok(())
    }

    /// The packet that came `back` packets before the newest.
    pub(super) fn recent(&self, back: usize) -> Option<&[u8]> {
        let index = self.packets.len().checked_sub(back + 1)?;
        self.packets.get(index).map(Vec::as_slice)
    }

    /// The last `count` packets, oldest first.
    pub(super) fn latest(&self, count: usize) -> impl Iterator<Item = &[u8]> {
        let skip = self.packets.len().saturating_sub(count);
        self.packets.iter().skip(skip).map(Vec::as_slice)
    }

    /// Closes the capture and puts the frames together.
    pub(super) fn finish(self) -> Result<Recorded> {
        self.capture.into_writer().flush()?;
        let packets = self.packets;
        let mut streams = std::collections::HashMap::<u32, Reassembler>::new();
        let mut frames = Vec::new();
        for packet in &packets {
            let Ok(rtp) = RtpPacket::parse(packet) else { continue };
            let stream = streams.entry(rtp.ssrc()).or_default();
            let pushed = stream.push(rtp.sequence_number(), rtp.payload_type(), rtp.payload());
            if let Ok(Some(Reassembled { frame, payload_type, .. })) = pushed {
                let arrival = Arrival { ssrc: rtp.ssrc(), payload_type };
                frames.push(RecordedFrame { arrival, frame });
            }
        }
        Ok(Recorded { received: self.received, packets, frames })
    }
}

fn ipv4(address: SocketAddr) -> [u8; 4] {
    match address.ip() {
        IpAddr::V4(ip) => ip.octets(),
        IpAddr::V6(_) => Ipv4Addr::LOCALHOST.octets(),
    }
}
