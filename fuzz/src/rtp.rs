//! Target `rtp`: the reassembler does what a slow and simple one with the same bounds does, and
//! puts shuffled fragments together.

use frameseal::rtp::{
    Descriptor, MAX_BYTES, MAX_PACKETS, Reassembled, Reassembler, RtpError, fragments,
};

use super::bytes::Input;

/// What asks for a burst.
const PACKETS: u8 = 0xb0;
const BYTES: u8 = 0xb1;

pub fn rtp(data: &[u8]) {
    let mut input = Input(data);
    match input.byte() % 2 {
        0 => hostile(input),
        _ => shuffled(input),
    }
}

fn hostile(mut input: Input<'_>) {
    let (mut stream, mut model) = (Reassembler::new(), Model::default());
    let (mut sequence, mut full) = (input.two_bytes(), false);
    for _ in 0..32 {
        if input.is_empty() {
            break;
        }
        sequence = match input.below(4) {
            0 => input.two_bytes(),
            1 => sequence.wrapping_sub(u16::from(input.byte())),
            _ => sequence,
        };
        let (payload_type, descriptor) = (96 + input.byte() % 2, input.byte());
        // A burst fills the reassembler, with packets or with bytes; one is slow enough, and takes as
        // long as hundreds of other inputs.
        let burst = input.byte();
        let (packets, apart, len) = match burst {
            PACKETS if !full => (MAX_PACKETS / 8 * input.below(12), 2 + input.byte() % 4, 1),
            BYTES if !full => (input.below(4), 1, MAX_BYTES / 8 * input.below(10)),
            _ => (1, 1, input.below(32)),
        };
        full |= [PACKETS, BYTES].contains(&burst);
        let mut payload = vec![input.byte(); len + 1];
        payload[0] = descriptor;
        for _ in 0..packets {
            super::tried();
            let got = stream.push(sequence, payload_type, &payload);
            assert_eq!(got, model.push(sequence, payload_type, &payload));
            assert_eq!(stream.dropped_packets(), model.dropped);
            assert!(model.packets.len() <= MAX_PACKETS && model.bytes <= MAX_BYTES);
            sequence = sequence.wrapping_add(apart.into());
        }
    }
    assert_eq!(stream.push(sequence, 96, &[]), Err(RtpError::Empty));
}

fn shuffled(mut input: Input<'_>) {
    let (mut sequence, packetized) = (input.two_bytes(), input.byte().is_multiple_of(2));
    let room = 2 + input.below(64);
    let frame = vec![input.byte(); usize::from(input.two_bytes()) % (16 * room)];
    let frame: Vec<u8> = (0..).zip(frame).map(|(n, byte)| byte ^ n as u8).collect();
    let mut packets = Vec::new();
    for fragment in fragments(&frame, room, packetized) {
        let mut packet = vec![0; room];
        let len = fragment.write(&mut packet).unwrap();
        packets.push((sequence, packet[..len].to_vec()));
        sequence = sequence.wrapping_add(1);
    }
    let mut stream = Reassembler::new();
    let mut whole = None;
    while !packets.is_empty() {
        let (sequence, packet) = packets.swap_remove(input.below(packets.len()));
        assert_eq!(whole, None, "complete before its last fragment");
        whole = stream.push(sequence, 96, &packet).unwrap();
        if whole.is_none() {
            assert_eq!(stream.push(sequence, 96, &packet), Ok(None), "a duplicate");
        }
    }
    assert_eq!(whole, Some(Reassembled { frame, packetized, payload_type: 96 }));
    assert_eq!(stream.dropped_packets(), 0);
}

/// Packets in the order of their positions.
#[derive(Default)]
struct Model {
    packets: Vec<Packet>,
    /// Of all packets, the far one too.
    bytes: usize,
    newest: Option<i64>,
    /// One that is far from the newest, with its sequence number.
    far: Option<(u16, Packet)>,
    dropped: u64,
}

struct Packet {
    at: i64,
    descriptor: Descriptor,
    payload_type: u8,
    data: Vec<u8>,
}

impl Model {
    fn push(
        &mut self,
        sequence: u16,
        payload_type: u8,
        payload: &[u8],
    ) -> Result<Option<Reassembled>, RtpError> {
        let (descriptor, data) = (Descriptor::from_byte(payload[0]), payload[1..].to_vec());
        if data.len() > MAX_BYTES {
            return Err(RtpError::TooLong { len: data.len(), limit: MAX_BYTES });
        }
        let near = |newest| near(sequence, newest);
        if descriptor.first && descriptor.last {
            if let Some(at) = self.newest.and_then(near) {
                self.newest = self.newest.max(Some(at));
                self.keep_to_bounds();
            }
            let packetized = descriptor.packetized;
            return Ok(Some(Reassembled { frame: data, packetized, payload_type }));
        }
        let packet = Packet { at: 0, descriptor, payload_type, data };
        if let Some(at) = near(*self.newest.get_or_insert(sequence.into())) {
            self.dropped += u64::from(self.far.is_some());
            self.take_far();
            self.insert(at, packet);
            return self.complete(at);
        }
        let Some((other, first)) = self.take_far() else {
            self.keep_far(sequence, packet);
            return Ok(None);
        };
        match near(other.into()) {
            Some(at) if at == i64::from(other) => self.keep_far(other, first),
            Some(at) => {
                // Two near each other: this is where the stream goes on.
                self.dropped += self.packets.len() as u64;
                (self.packets, self.bytes) = (Vec::new(), 0);
                self.newest = Some(other.into());
                self.insert(other.into(), first);
                self.insert(at, packet);
                return self.complete(at);
            }
            None => {
                self.dropped += 1;
                self.keep_far(sequence, packet);
            }
        }
        Ok(None)
    }

    fn insert(&mut self, at: i64, packet: Packet) {
        self.newest = self.newest.max(Some(at));
        self.keep_to_bounds();
        if let Err(place) = self.packets.binary_search_by_key(&at, |packet| packet.at) {
            self.bytes += packet.data.len();
            self.packets.insert(place, Packet { at, ..packet });
            self.keep_to_bounds();
        }
    }

    fn keep_far(&mut self, sequence: u16, packet: Packet) {
        self.bytes += packet.data.len();
        self.far = Some((sequence, packet));
        self.keep_to_bounds();
    }

    fn take_far(&mut self) -> Option<(u16, Packet)> {
        let far = self.far.take()?;
        self.bytes -= far.1.data.len();
        Some(far)
    }

    fn keep_to_bounds(&mut self) {
        let reach = self.newest.unwrap() - MAX_PACKETS as i64;
        let is_over = |model: &Self| {
            model.packets.first().is_some_and(|old| old.at <= reach || model.bytes > MAX_BYTES)
        };
        while is_over(self) {
            self.bytes -= self.packets.remove(0).data.len();
            self.dropped += 1;
        }
    }

    /// Finds the run of neighbours around `at`: back to a first, on to a last fragment.
    fn complete(&mut self, at: i64) -> Result<Option<Reassembled>, RtpError> {
        let Ok(here) = self.packets.binary_search_by_key(&at, |packet| packet.at) else {
            return Ok(None);
        };
        let (mut start, mut end) = (here, here);
        while !self.packets[start].descriptor.first {
            let before =
                start.checked_sub(1).filter(|&n| self.packets[n].at + 1 == self.packets[start].at);
            let Some(before) = before else { return Ok(None) };
            start = before;
        }
        while !self.packets[end].descriptor.last {
            let behind =
                self.packets.get(end + 1).filter(|next| next.at == self.packets[end].at + 1);
            if behind.is_none() {
                return Ok(None);
            }
            end += 1;
        }
        let run: Vec<Packet> = self.packets.drain(start..=end).collect();
        self.bytes -= run.iter().map(|packet| packet.data.len()).sum::<usize>();
        let (packetized, payload_type) = (run[0].descriptor.packetized, run[0].payload_type);
        let alike = run.iter().enumerate().all(|(n, packet)| {
            let same = packet.descriptor.packetized == packetized;
            same && packet.payload_type == payload_type && packet.descriptor.first == (n == 0)
        });
        if !alike {
            self.dropped += run.len() as u64;
            return Err(RtpError::Mixed);
        }
        let frame = run.into_iter().flat_map(|packet| packet.data).collect();
        Ok(Some(Reassembled { frame, packetized, payload_type }))
    }
}

/// Finds the place that ends in `sequence` and lies within reach of the newest.
fn near(sequence: u16, newest: i64) -> Option<i64> {
    let ahead = i64::from(sequence) - newest.rem_euclid(1 << 16);
    let at = newest + (ahead + (1 << 15)).rem_euclid(1 << 16) - (1 << 15);
    let reach = MAX_PACKETS as i64;
    (newest - reach < at && at <= newest + reach).then_some(at)
}
