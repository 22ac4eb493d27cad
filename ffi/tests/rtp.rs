//! Frames cut into packets and put together again, as a C program does it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod calling;

use std::ptr::{null, null_mut};

use calling::{last_error, made, ok, written};
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::result::frameseal_result as R;
use frameseal_ffi::rtp::*;

const MAX_PAYLOAD: usize = 1188;
const PAYLOAD_TYPE: u8 = 96;

/// Bytes that differ from frame to frame and from place to place.
fn frame(seed: usize, len: usize) -> Vec<u8> {
    (0..len).map(|n| (n * 31 + seed * 7 + n / 256) as u8).collect()
}

fn packet(frame: &[u8], max_payload: usize, packetized: u8, index: usize) -> Result<Vec<u8>, R> {
    written(max_payload.max(2), |out, size, len| unsafe {
        let (pointer, frame_len) = (frame.as_ptr(), frame.len());
        frameseal_rtp_packet(pointer, frame_len, max_payload, packetized, index, out, size, len)
    })
}

/// Cuts as C does: until there is nothing more.
fn packets(frame: &[u8], max_payload: usize) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    loop {
        match packet(frame, max_payload, 0, packets.len()) {
            Ok(packet) => packets.push(packet),
            Err(result) => {
                assert_eq!(result, R::Nothing);
                let count = made(|out| unsafe {
                    frameseal_rtp_packet_count(frame.len(), max_payload, out)
                });
                assert_eq!(count, Ok(packets.len()));
                return packets;
            }
        }
    }
}

struct Stream(frameseal_reassembler);

impl Stream {
    fn new() -> Self {
        Self(made(|out| unsafe { frameseal_reassembler_new(out) }).unwrap())
    }

    fn push(&self, sequence: u16, payload: &[u8], size: usize) -> Result<Vec<u8>, R> {
        let mut about = frameseal_reassembled { payload_type: 0, packetized: true };
        let frame = written(size, |out, size, len| unsafe {
            let (pointer, payload_len) = (payload.as_ptr(), payload.len());
            frameseal_reassembler_push(
                self.0,
                sequence,
                PAYLOAD_TYPE,
                pointer,
                payload_len,
                out,
                size,
                len,
                &raw mut about,
            )
        });
        let expected = if frame.is_ok() { (PAYLOAD_TYPE, false) } else { (0, true) };
        assert_eq!((about.payload_type, about.packetized), expected);
        frame
    }

    fn take(&self, size: usize) -> Result<Vec<u8>, R> {
        written(size, |out, size, len| unsafe {
            frameseal_reassembler_take(self.0, out, size, len, null_mut())
        })
    }

    /// Packets dropped, frames dropped, frames that wait.
    fn totals(&self) -> (u64, u64, usize) {
        let totals = made(|out| unsafe { frameseal_reassembler_get_totals(self.0, out) }).unwrap();
        (totals.dropped_packets, totals.dropped_frames, totals.waiting_frames)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        ok(unsafe { frameseal_reassembler_free(self.0) });
    }
}

/// The same order every time, of which nobody can guess what it is.
fn shuffled<T>(mut items: Vec<T>, seed: u64) -> Vec<T> {
    let mut state = seed;
    for n in (1..items.len()).rev() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(n, (state >> 33) as usize % (n + 1));
    }
    items
}

#[test]
fn in_whatever_order_packets_come() {
    let stream = Stream::new();
    let (mut sequence, mut sent, mut frames) = (65_000u16, 0, 0);
    for (seed, len) in [1, 2, 1187, 1188, 2374, 2375, 50_000, 300_000].into_iter().enumerate() {
        for max_payload in [MAX_PAYLOAD, 1000, 513] {
            let frame = frame(seed, len);
            let packets = packets(&frame, max_payload);
            assert!(packets.iter().all(|packet| packet.len() <= max_payload));
            let descriptors = |packet: &[u8]| {
                let read = made(|out| unsafe {
                    frameseal_rtp_read_descriptor(packet.as_ptr(), packet.len(), out)
                });
                let read = read.unwrap();
                assert_eq!(read.fragment_len, packet.len() - 1);
                (read.first, read.last, read.packetized)
            };
            let last = packets.len() - 1;
            for (n, packet) in packets.iter().enumerate() {
                assert_eq!(descriptors(packet), (n == 0, n == last, false));
            }
            let numbered: Vec<_> =
                packets.iter().map(|packet| (post_increment(&mut sequence), packet)).collect();
            let mut received = Vec::new();
            for (number, packet) in shuffled(numbered, seed as u64) {
                sent += 1;
                match stream.push(number, packet, frame.len()) {
                    Ok(frame) => received.push(frame),
                    Err(result) => assert_eq!(result, R::Nothing),
                }
            }
            assert_eq!(received, [frame]);
            frames += 1;
        }
    }
    assert_eq!(frames, 24);
    assert!(sent > 1000 && sequence < 65_000, "{sent} packets, across the end of the numbers");
    assert_eq!(stream.totals(), (0, 0, 0));
}

fn post_increment(sequence: &mut u16) -> u16 {
    let number = *sequence;
    *sequence = number.wrapping_add(1);
    number
}

#[test]
fn a_buffer_too_small_loses_nothing() {
    let stream = Stream::new();
    let (first, second) = (frame(1, 3000), frame(2, 200));
    let cut = packets(&first, MAX_PAYLOAD);
    assert_eq!(cut.len(), 3);
    assert_eq!(stream.push(0, &cut[0], 2999), Err(R::Nothing));
    assert_eq!(stream.push(1, &cut[1], 2999), Err(R::Nothing));
    assert_eq!(stream.push(2, &cut[2], 2999), Err(R::BufferTooSmall));
    assert_eq!(last_error().needed, 3000);
    assert_eq!(stream.take(2999), Err(R::BufferTooSmall));
    assert_eq!(last_error().needed, 3000);
    // The next one does not overtake it, whether it fits or not.
    assert_eq!(stream.push(3, &packets(&second, MAX_PAYLOAD)[0], 200), Err(R::BufferTooSmall));
    assert_eq!(stream.totals(), (0, 0, 2));
    assert_eq!(stream.take(3000).unwrap(), first);
    assert_eq!(stream.take(200).unwrap(), second);
    assert_eq!(stream.take(200), Err(R::Nothing));
    assert_eq!(stream.totals(), (0, 0, 0));

    // Who does not take them loses the oldest of more than four.
    let tiny: Vec<_> = (0..6).map(|seed| frame(seed, 10)).collect();
    for (n, tiny) in tiny.iter().enumerate() {
        let pushed = stream.push(4 + n as u16, &packets(tiny, MAX_PAYLOAD)[0], 9);
        assert_eq!(pushed, Err(R::BufferTooSmall));
        assert_eq!(stream.totals(), (0, n.saturating_sub(3) as u64, (n + 1).min(4)));
    }
    // A push that completes a frame gives the oldest that waits, here of those that are left.
    let last = frame(6, 10);
    assert_eq!(stream.push(10, &packets(&last, MAX_PAYLOAD)[0], 10).unwrap(), tiny[3]);
    for expected in [&tiny[4], &tiny[5], &last] {
        assert_eq!(&stream.take(10).unwrap(), expected);
    }
    assert_eq!(stream.totals(), (0, 3, 0));
}

#[test]
fn what_is_lost_is_counted() {
    let stream = Stream::new();
    let cut = packets(&frame(1, 3000), MAX_PAYLOAD);
    assert_eq!(stream.push(0, &cut[0], 3000), Err(R::Nothing));
    assert_eq!(stream.push(1, &cut[1], 3000), Err(R::Nothing));
    // One packet far away is not believed yet, two are where the stream is.
    assert_eq!(stream.push(3000, &cut[0], 3000), Err(R::Nothing));
    assert_eq!(stream.totals(), (0, 0, 0));
    assert_eq!(stream.push(3001, &cut[1], 3000), Err(R::Nothing));
    assert_eq!(stream.totals(), (2, 0, 0));
    assert_eq!(stream.push(2, &cut[2], 3000), Err(R::Nothing));
    assert_eq!(stream.push(3002, &cut[2], 3000).unwrap(), frame(1, 3000));
    assert_eq!(stream.totals(), (3, 0, 0));
}

#[test]
fn what_is_no_packet_is_refused() {
    let stream = Stream::new();
    assert_eq!(stream.push(0, &[], 9), Err(R::EmptyPayload));
    assert_eq!(stream.push(0, &vec![0; (2 << 20) + 2], 9), Err(R::PacketTooLong));
    let cut = packets(&frame(1, 2000), MAX_PAYLOAD);
    assert_eq!(stream.push(0, &cut[0], 2000), Err(R::Nothing));
    let mut other_kind = cut[1].clone();
    other_kind[0] |= 0x20;
    assert_eq!(stream.push(1, &other_kind, 2000), Err(R::MixedFragments));
    assert_eq!(stream.totals(), (2, 0, 0));

    let frame = frame(2, 10);
    for (max_payload, packetized, index, expected) in [
        (0, 0, 0, R::BadValue),
        (1, 0, 0, R::BadValue),
        (2, 2, 0, R::BadValue),
        (2, 1, 10, R::Nothing),
        (2, 1, usize::MAX, R::Nothing),
    ] {
        assert_eq!(packet(&frame, max_payload, packetized, index), Err(expected));
    }
    assert_eq!(packet(&frame, 2, 1, 0), Ok(vec![0xa0, frame[0]]));
    assert_eq!(packet(&frame, 2, 1, 9), Ok(vec![0x60, frame[9]]));
    assert_eq!(packet(&[], 2, 1, 0), Ok(vec![0xe0]));
    let count = |max| made(|out| unsafe { frameseal_rtp_packet_count(10, max, out) });
    assert_eq!((count(1), count(2)), (Err(R::BadValue), Ok(10)));

    let too_small = written(4, |out, size, len| unsafe {
        frameseal_rtp_packet(frame.as_ptr(), 10, 6, 0, 0, out, size, len)
    });
    assert_eq!((too_small, last_error().needed), (Err(R::BufferTooSmall), 6));
    let mut both = frame;
    let (mut len, pointer) = (0, both.as_mut_ptr());
    let overlapping =
        unsafe { frameseal_rtp_packet(pointer, 10, 6, 0, 0, pointer, 10, &raw mut len) };
    assert_eq!(overlapping, R::Overlap);
}

#[test]
fn handles_of_another_kind() {
    let stream = Stream::new();
    let decryptor = made(|out| unsafe { frameseal_decryptor_new(null(), out) }).unwrap();
    let wrong = frameseal_reassembler { id: decryptor.id };
    assert_eq!(unsafe { frameseal_reassembler_free(wrong) }, R::WrongKind);
    let wrong = std::mem::ManuallyDrop::new(Stream(wrong));
    assert_eq!(wrong.push(0, &[0xc0, 1], 9), Err(R::WrongKind));
    assert_eq!(wrong.take(9), Err(R::WrongKind));
    let wrong = frameseal_decryptor { id: stream.0.id };
    assert_eq!(unsafe { frameseal_decryptor_free(wrong) }, R::WrongKind);
    assert_eq!(stream.push(0, &[0xc0, 1], 9), Ok(vec![1]));
    ok(unsafe { frameseal_decryptor_free(decryptor) });
    let gone = std::mem::ManuallyDrop::new(Stream::new());
    ok(unsafe { frameseal_reassembler_free(gone.0) });
    assert_eq!(gone.push(0, &[0xc0, 1], 9), Err(R::StaleHandle));
}

/// Encrypt, cut, lose the order, put together, decrypt.
#[test]
fn the_whole_way() {
    let key = [9; 16];
    let encryptor =
        made(|out| unsafe { frameseal_encryptor_new(4, 77, key.as_ptr(), key.len(), null(), out) })
            .unwrap();
    let decryptor = made(|out| unsafe { frameseal_decryptor_new(null(), out) }).unwrap();
    ok(unsafe { frameseal_decryptor_add_key(decryptor, 4, 77, key.as_ptr(), key.len()) });
    let stream = Stream::new();
    let (mut sequence, mut opened) = (0u16, 0);
    for seed in 0..20 {
        let frame = frame(seed, 100 + 700 * seed);
        let sealed = written(frame.len() + 64, |out, size, len| unsafe {
            let (pointer, frame_len) = (frame.as_ptr(), frame.len());
            frameseal_encryptor_encrypt(encryptor, pointer, frame_len, null(), 0, out, size, len)
        })
        .unwrap();
        let cut = packets(&sealed, MAX_PAYLOAD);
        let numbered: Vec<_> = cut.iter().map(|p| (post_increment(&mut sequence), p)).collect();
        for (number, packet) in shuffled(numbered, 99 + seed as u64) {
            let Ok(whole) = stream.push(number, packet, 20_000) else { continue };
            let plain = written(whole.len(), |out, size, len| unsafe {
                let (pointer, whole_len) = (whole.as_ptr(), whole.len());
                frameseal_decryptor_decrypt(
                    decryptor,
                    pointer,
                    whole_len,
                    null(),
                    0,
                    out,
                    size,
                    len,
                    null_mut(),
                )
            });
            assert_eq!(plain.unwrap(), frame);
            opened += 1;
        }
    }
    assert_eq!(opened, 20);
    ok(unsafe { frameseal_encryptor_free(encryptor) });
    ok(unsafe { frameseal_decryptor_free(decryptor) });
}
