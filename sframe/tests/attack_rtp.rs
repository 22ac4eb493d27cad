//! Attacks on packets: what is put together of them is not authenticated, and must cost little.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::time::{Duration, Instant};

use frameseal::rtp::{Descriptor, MAX_PACKETS, Reassembler, fragments};
use frameseal::{DecryptError, Encryptor};

mod parties;
use parties::*;

/// The packets of frames of 30 KB, 26 each.
fn packets(frames: usize, first: u16) -> Vec<(u16, Vec<u8>)> {
    let mut sequence = first;
    let mut packets = Vec::new();
    for _ in 0..frames {
        for fragment in fragments(&[7; 30_000], 1200, false) {
            let mut packet = vec![0; 1200];
            let len = fragment.write(&mut packet).unwrap();
            packet.truncate(len);
            packets.push((sequence, packet));
            sequence = sequence.wrapping_add(1);
        }
    }
    packets
}

fn whole(stream: &mut Reassembler, packets: &[(u16, Vec<u8>)]) -> usize {
    let push = |(sequence, packet): &(u16, Vec<u8>)| stream.push(*sequence, 96, packet).unwrap();
    packets.iter().filter_map(push).count()
}

/// A sequence number far away, forged or of before a restart.
#[test]
fn one_packet_stops_the_reassembly_of_a_stream() {
    for descriptor in [0xc0, 0x80, 0x40, 0x00] {
        for away in [1025, 2000, 32_000, 32_768, 33_000, 64_000_u16] {
            for before in [0, 26 * 3, 26 * 3 + 7] {
                let mut stream = Reassembler::new();
                let packets = packets(100, 65_000);
                let mut frames = whole(&mut stream, &packets[..before]);
                let far = packets[before].0.wrapping_add(away);
                let completed = stream.push(far, 96, &[descriptor, 1, 2, 3]).unwrap().is_some();
                assert_eq!(completed, descriptor == 0xc0);
                frames += whole(&mut stream, &packets[before..]);
                assert_eq!(frames, 100, "{descriptor:02x} {away} {before}");
                assert!(stream.dropped_packets() <= 1);
            }
        }
    }
}

/// Between any two packets of a stream comes one from far away.
#[test]
fn packets_from_far_away_without_end() {
    let (mut stream, mut frames) = (Reassembler::new(), 0);
    for (n, packet) in packets(100, 0).iter().enumerate() {
        frames += whole(&mut stream, std::slice::from_ref(packet));
        assert_eq!(stream.push(packet.0.wrapping_add(20_000 + n as u16), 96, &[0, 1]), Ok(None));
    }
    assert_eq!(frames, 100);
}

/// A sender that starts over under its SSRC loses no frame, and what was begun goes.
#[test]
fn a_sender_that_starts_over() {
    for start in [40_000, 20_000, 3000] {
        let mut stream = Reassembler::new();
        let (old, new) = (packets(10, 0), packets(10, start));
        assert_eq!(whole(&mut stream, &old[..old.len() - 1]), 9);
        assert_eq!(whole(&mut stream, &new), 10, "from {start}");
        assert_eq!(stream.dropped_packets(), 25);
        // Also where the first two packets come in another order, or one of them twice.
        let mut again = packets(10, start.wrapping_add(20_000));
        again.swap(0, 1);
        again.insert(1, again[0].clone());
        assert_eq!(whole(&mut stream, &again), 10);
    }
}

/// A run of middle fragments without an end costs no more than as many alone, and completing
/// short frames beside it costs no more than without.
#[test]
fn fragments_that_never_become_a_frame() {
    let cost = |apart: u32, payload: &[u8]| {
        let round = |_| {
            let mut stream = Reassembler::new();
            let start = Instant::now();
            for n in 0..20_000_u32 {
                stream.push((apart * n) as u16, 96, payload).unwrap();
            }
            start.elapsed() / 20_000
        };
        (0..5).map(round).min().unwrap()
    };
    let (run, alone) = (cost(1, &[0, 1]), cost(2, &[0, 1]));
    println!("a middle fragment in a run {run:?}, alone {alone:?}");
    assert!(run < 4 * alone, "in a run {run:?}, alone {alone:?}");

    // A first and a last fragment around a run with a gap, which is asked for with every packet.
    let around_gap = |_| {
        let mut stream = Reassembler::new();
        stream.push(0, 96, &[0x80, 1]).unwrap();
        stream.push(MAX_PACKETS as u16 - 1, 96, &[0x40, 1]).unwrap();
        let start = Instant::now();
        for n in (2..MAX_PACKETS as u16 - 1).rev() {
            assert_eq!(stream.push(n, 96, &[0, 1]), Ok(None));
        }
        let each = start.elapsed() / MAX_PACKETS as u32;
        assert_eq!(stream.push(1, 96, &[0, 1]).unwrap().unwrap().frame, [1; MAX_PACKETS]);
        each
    };
    let each = (0..5).map(around_gap).min().unwrap();
    println!("around a gap {each:?}");
    assert!(each < 10 * alone + Duration::from_micros(1), "{each:?}");
}

/// T and the payload type are the operator's, unless both sides pass them as metadata.
#[test]
fn another_kind_of_payload() {
    let carry = |alice: &Encryptor, sent: &[u8], flags: u8, payload_type: u8| {
        let sealed = alice.encrypt_to_vec(&[0x65; 300], sent).unwrap();
        let mut packet = [0; 1200];
        let len = fragments(&sealed, 1188, false).next().unwrap().write(&mut packet).unwrap();
        packet[0] |= flags;
        Reassembler::new().push(1, payload_type, &packet[..len]).unwrap().unwrap()
    };
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    let bound = Descriptor::metadata(false, 96);
    for (flags, payload_type) in [(0x20, 96), (0, 126), (0x20, 126)] {
        let got = carry(&alice, b"", flags, payload_type);
        assert_eq!((got.packetized, got.payload_type), (flags != 0, payload_type));
        assert!(bob.decrypt_to_vec(&got.frame, b"").is_ok(), "as the documentation says");
        let got = carry(&alice, &bound, flags, payload_type);
        let told = Descriptor::metadata(got.packetized, got.payload_type);
        let refused = bob.decrypt_to_vec(&got.frame, &told);
        assert_eq!(refused, Err(DecryptError::Authentication));
    }
    let got = carry(&alice, &bound, 0, 96);
    let told = Descriptor::metadata(got.packetized, got.payload_type);
    assert!(bob.decrypt_to_vec(&got.frame, &told).is_ok());
}
