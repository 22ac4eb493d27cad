//! The receiving half: RTP packets in, opened frames out.

use std::collections::HashMap;
use std::net::UdpSocket;

use frameseal::call::Session;
use frameseal::rtp::{Reassembled, Reassembler};
use frameseal::{DecryptError, Decryptor, ErrorClass, Header};
use rtp_types::RtpPacket;

use crate::lines::{Opened, Refused, fingerprint};

pub(crate) struct Receiver {
    socket: UdpSocket,
    streams: HashMap<u32, Reassembler>,
    /// Frames that wait for their keys, in the decryptor.
    waiting: u32,
    opened: Vec<Opened>,
    refused: Refused,
    packets: u64,
}

impl Receiver {
    pub(crate) fn new(socket: UdpSocket) -> Self {
        Self {
            socket,
            streams: HashMap::new(),
            waiting: 0,
            opened: Vec::new(),
            refused: Refused::default(),
            packets: 0,
        }
    }

    /// Takes a packet, if one comes before the socket's patience ends.
    pub(crate) fn take_packet(&mut self, decryptor: &mut Decryptor, session: &Session) {
        let mut packet = [0; 2048];
        let Ok(len) = self.socket.recv(&mut packet) else { return };
        self.packets += 1;
        let Ok(rtp) = RtpPacket::parse(packet.get(..len).unwrap_or_default()) else {
            return self.refused.count(ErrorClass::Syntax);
        };
        let stream = self.streams.entry(rtp.ssrc()).or_default();
        match stream.push(rtp.sequence_number(), rtp.payload_type(), rtp.payload()) {
            Ok(Some(frame)) => self.open(frame, decryptor, session),
            Ok(None) => {}
            Err(_) => self.refused.count(ErrorClass::Syntax),
        }
    }

    fn open(&mut self, frame: Reassembled, decryptor: &mut Decryptor, session: &Session) {
        let Reassembled { mut frame, payload_type, .. } = frame;
        let metadata = [payload_type];
        let opened = decryptor.decrypt_in_place(&mut frame, &metadata);
        match opened.map(|opened| (opened.header, fingerprint(opened.header.kid, opened.payload))) {
            Ok((header, frame)) => self.note(&header, frame, session),
            Err(DecryptError::UnknownKey { .. }) if decryptor.park(&frame, &metadata, 0) => {
                self.waiting += 1;
            }
            Err(error) => self.refused.count(error.class()),
        }
    }

    /// Takes the frames whose keys have come.
    pub(crate) fn take_unparked(&mut self, decryptor: &mut Decryptor, session: &Session) {
        while let Some(unparked) = decryptor.unpark() {
            self.waiting -= 1;
            match unparked.frame {
                Ok(frameseal::Opened { header, payload }) => {
                    self.note(&header, fingerprint(header.kid, &payload), session);
                }
                Err(error) => self.refused.count(error.class()),
            }
        }
    }

    fn note(&mut self, header: &Header, frame: String, session: &Session) {
        let sender = session.sender_of(header.kid);
        self.opened.push(Opened {
            from: sender.map(|(member, _)| hex::encode(member.as_bytes())).unwrap_or_default(),
            label: format!("{}:{}", header.kid.as_u64(), header.counter),
            frame,
        });
    }

    /// Gives what was opened, what was refused, and the number of packets.
    pub(crate) fn finish(&mut self) -> (Vec<Opened>, Refused, u64) {
        self.refused.key += self.waiting;
        (std::mem::take(&mut self.opened), self.refused, self.packets)
    }
}
