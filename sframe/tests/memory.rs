//! No frame touches the heap, and a key takes as much of it as the manual says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use frameseal::codec::Codec;
use frameseal::interop::dave;
use frameseal::rtp::{Reassembler, fragments};
use frameseal::{
    CipherSuite, CryptoProvider, Decryptor, DecryptorConfig, Encryptor, KeyId, KidLayout,
    STACK_METADATA_LEN,
};

mod heap;
mod parties;
use parties::*;

/// A frame that fits into a packet and one that does not, in 10 000 rounds, with the longest
/// metadata that fits the stack.
const SHORT: [u8; 1000] = [0x77; 1000];
const LONG: [u8; 5000] = [0x77; 5000];
const METADATA: [u8; STACK_METADATA_LEN] = [0x6d; STACK_METADATA_LEN];
const ROUNDS: u64 = 10_000;

fn pair(suite: CipherSuite, provider: &'static CryptoProvider) -> (Encryptor, Decryptor) {
    let mut config = own_ledger();
    config.provider = Some(provider);
    let alice = Encryptor::with_config(suite, KID, base(1), config).unwrap();
    let mut config = DecryptorConfig::default();
    config.provider = Some(provider);
    let mut bob = Decryptor::with_config(config);
    bob.add_key(suite, KID, base(1)).unwrap();
    (alice, bob)
}

/// One frame into buffers and one in place; both must come back.
fn exchange(alice: &Encryptor, bob: &mut Decryptor, frame: &[u8]) {
    let (mut wire, mut out) = ([0; 5300], [0; 5300]);
    let len = alice.encrypt(frame, &METADATA, &mut wire).unwrap();
    assert_eq!(bob.decrypt(&wire[..len], &METADATA, &mut out).unwrap().payload, frame);
    let start = alice.headroom();
    let payload = start..start + frame.len();
    wire[payload.clone()].copy_from_slice(frame);
    let sealed = alice.encrypt_in_place(&mut wire, payload, &METADATA).unwrap();
    assert_eq!(bob.decrypt_in_place(&mut wire[sealed], &METADATA).unwrap().payload, frame);
}

/// Nothing a frame; once a key, its first long frame may bring a second expanded key.
#[test]
fn frames_allocate_nothing() {
    if !heap::hooked() {
        return;
    }
    let mut combinations = 0;
    for &provider in CryptoProvider::ALL {
        for suite in CipherSuite::ALL {
            let (alice, mut bob) = pair(suite, provider);
            let before = heap::allocations();
            (0..ROUNDS / 4).for_each(|_| exchange(&alice, &mut bob, &SHORT));
            assert_eq!(heap::allocations(), before, "{suite} of {}: short", provider.name);
            exchange(&alice, &mut bob, &LONG);
            let second_keys = heap::allocations() - before;
            assert!(second_keys <= 2, "{suite} of {}: {second_keys}", provider.name);
            (0..ROUNDS / 4).for_each(|_| exchange(&alice, &mut bob, &LONG));
            let taken = heap::allocations() - before - second_keys;
            assert_eq!(taken, 0, "{suite} of {}: long", provider.name);
            assert_eq!(bob.totals().opened, ROUNDS + 2);
            combinations += 1;
        }
    }
    assert_eq!(combinations, 8 * CryptoProvider::ALL.len());
}

/// A flood of refused frames does not either; AWS-LC's error state, one block a thread, aside.
#[test]
fn refused_frames_allocate_nothing() {
    if !heap::hooked() {
        return;
    }
    for &provider in CryptoProvider::ALL {
        for suite in CipherSuite::ALL {
            let (alice, mut bob) = pair(suite, provider);
            let (good, bad) = (alice.encrypt_to_vec(b"x", META).unwrap(), forged(KID, 7));
            open(&mut bob, &good).unwrap();
            let mut out = [0; 64];
            assert!(bob.decrypt(&bad, META, &mut out).is_err());
            let before = heap::allocations();
            for _ in 0..ROUNDS / 4 {
                for frame in [&bad, &good, &forged_unknown()[..], &good[..3]] {
                    assert!(bob.decrypt(frame, META, &mut out).is_err());
                }
            }
            // `forged_unknown` makes its frame on the stack; nothing else may allocate.
            assert_eq!(heap::allocations() - before, 0, "{suite} of {}", provider.name);
        }
    }
}

fn forged_unknown() -> [u8; 20] {
    let mut frame = [0x5a; 20];
    frame[0] = 0x60;
    frame
}

/// DAVE joins clear and hidden bytes in memory that it keeps; refused frames take no more.
#[test]
fn dave_frames_allocate_nothing() {
    if !heap::hooked() {
        return;
    }
    let secret = || dave::SenderSecret::new(&[7; 16]).unwrap();
    let counters = std::sync::Arc::new(frameseal::MemoryCounters::default());
    let mut alice = dave::Encryptor::with_counters(secret(), counters).unwrap();
    let mut bob = dave::Decryptor::new(secret()).unwrap();
    let slice = [&[0, 0, 1, 0x65, 0xb8][..], &[7; 900]].concat();
    let frames = [slice[3..].to_vec(), slice.clone(), slice.repeat(6)];
    let (mut wire, mut out) = ([0; 6000], [0; 6000]);
    let mut exchange = || {
        for codec in Codec::ALL {
            for frame in &frames {
                let len = alice.encrypt(codec, frame, &mut wire).unwrap();
                wire[0] ^= 1;
                assert!(bob.decrypt(&wire[..len], &mut out).is_err());
                wire[0] ^= 1;
                bob.decrypt(&wire[..len], &mut out).unwrap();
                assert!(bob.decrypt(&wire[..len], &mut out).is_err());
            }
        }
    };
    exchange(); // second expanded keys, and AWS-LC's error state
    let before = heap::allocations();
    (0..200).for_each(|_| exchange());
    assert_eq!(heap::allocations(), before);
}

/// Cutting takes nothing. What is put together is a block for each packet that has to wait, three for the
/// frame, and now and then one of the table.
#[test]
fn packets_allocate_what_they_hold() {
    if !heap::hooked() {
        return;
    }
    let (mut packets, mut stream) = ([[0; 1200]; 5], Reassembler::new());
    let mut sequence = 0_u16;
    for (frame, each) in [(&LONG[..], 5), (&SHORT[..], 1)] {
        let mut taken = [0; 2];
        for _ in 0..ROUNDS {
            let before = heap::allocations();
            let mut lens = [0; 5];
            for (n, fragment) in fragments(frame, 1200, false).enumerate() {
                lens[n] = fragment.write(&mut packets[n]).unwrap();
            }
            let cut = heap::allocations();
            let mut whole = None;
            for (packet, &len) in packets.iter().zip(&lens[..each]) {
                whole = stream.push(sequence, 96, &packet[..len]).unwrap();
                sequence = sequence.wrapping_add(1);
            }
            assert_eq!(whole.unwrap().frame, frame);
            taken = [taken[0] + cut - before, taken[1] + heap::allocations() - cut];
        }
        let most = if each == 1 { 1 } else { each as u64 + 3 };
        assert_eq!(taken[0], 0, "packets of {} bytes", frame.len());
        println!("{} blocks for {ROUNDS} frames of {} bytes", taken[1], frame.len());
        assert!(taken[1] <= most * ROUNDS + 10);
    }
    assert_eq!(stream.dropped_packets(), 0);
}

#[test]
fn the_hook_sees_rust_and_c() {
    if !heap::hooked() {
        return;
    }
    let (before, bytes) = (heap::allocations(), heap::live_bytes());
    let block = std::hint::black_box(vec![1u8; 1000]);
    assert_eq!(heap::allocations() - before, 1);
    assert!((1000..1100).contains(&(heap::live_bytes() - bytes)));
    drop(block);
    assert_eq!(heap::live_bytes(), bytes);
    // C code allocates as well: AWS-LC keeps an error state for each thread.
    #[cfg(feature = "aws-lc")]
    std::thread::spawn(|| {
        let (_, mut bob) = pair(GCM, &frameseal::expert::AWS_LC);
        let (frame, mut out) = (forged(KID, 0), [0; 64]);
        let before = heap::allocations();
        assert!(bob.decrypt(&frame, META, &mut out).is_err());
        assert!(heap::allocations() > before, "AWS-LC went unseen");
    })
    .join()
    .unwrap();
}

/// 1536 bytes a key, all included: table, window, expanded AES key, GHASH table.
const MAX_BYTES_PER_KEY: i64 = 1536;
const KEYS: u64 = 1000;

#[test]
fn memory_per_receive_key() {
    if !heap::hooked() {
        return;
    }
    for &provider in CryptoProvider::ALL {
        for suite in [GCM, CipherSuite::AES_256_GCM_SHA512_128] {
            let frames: Vec<_> =
                (0..KEYS).map(|kid| seal_at(suite, KeyId::new(kid), &base(1), 0, &LONG)).collect();
            let mut config = DecryptorConfig::default();
            config.provider = Some(provider);
            let empty = heap::live_bytes();
            let mut bob = Decryptor::with_config(config);
            let before = heap::live_bytes();
            for kid in 0..KEYS {
                bob.add_key(suite, KeyId::new(kid), base(1)).unwrap();
            }
            let before_long = heap::live_bytes();
            frames.iter().for_each(|frame| assert!(open(&mut bob, frame).is_ok()));
            let long = (heap::live_bytes() - before_long) / KEYS as i64;
            let per_key = (heap::live_bytes() - before) / KEYS as i64;
            assert!(per_key <= MAX_BYTES_PER_KEY, "{suite} of {}: {per_key}", provider.name);
            (0..KEYS).for_each(|kid| assert!(bob.remove_key(KeyId::new(kid))));
            drop(bob);
            assert_eq!(heap::live_bytes(), empty, "nothing is left behind");
            // Last, since the test harness keeps what is printed on this heap.
            println!(
                "{suite} of {}: {per_key} bytes a key, {long} of them for long frames",
                provider.name
            );
        }
    }
}

#[test]
fn memory_per_mls_sender() {
    if !heap::hooked() {
        return;
    }
    let frames: Vec<_> = (0..KEYS)
        .map(|index| seal_at(GCM, mls_kid(5, 10, index as u32, 0), &base(1), 0, &LONG))
        .collect();
    for &provider in CryptoProvider::ALL {
        let mut config = DecryptorConfig::for_layout(KidLayout::Mls(epoch_bits(4)));
        config.provider = Some(provider);
        let mut bob = Decryptor::with_config(config);
        bob.add_epoch(epoch(5, 10, 1)).unwrap();
        let before = heap::live_bytes();
        frames.iter().for_each(|frame| assert!(open(&mut bob, frame).is_ok()));
        let per_key = (heap::live_bytes() - before) / KEYS as i64;
        println!("{}: {per_key} bytes an MLS sender", provider.name);
        assert!(per_key <= MAX_BYTES_PER_KEY);
    }
}
