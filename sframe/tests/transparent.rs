//! Transparent envelopes: every codec comes back byte for byte, whatever packets do to start
//! codes and sizes, and nothing else than what was sealed is opened.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::num::NonZeroU16;

use frameseal::codec::Codec;
use frameseal::transparent::{
    self, Envelope, MAX_DRESSING_LEN, Padding, SealError, VERSION, decrypt_to_vec,
};
use frameseal::{
    CipherSuite, DecryptError, Decryptor, EncryptError, Encryptor, ErrorClass, Header, KeyId,
};
use proptest::prelude::*;

mod heap;
mod parties;
mod samples;
use parties::*;
use samples::*;

fn multiple_of(bytes: u16) -> Padding {
    Padding::Multiple(NonZeroU16::new(bytes).unwrap())
}

fn seal(alice: &Encryptor, codec: Codec, frame: &[u8]) -> Vec<u8> {
    Envelope::new(codec).encrypt_to_vec(alice, frame, META).unwrap()
}

fn unseal(bob: &mut Decryptor, frame: &[u8]) -> Result<Vec<u8>, DecryptError> {
    decrypt_to_vec(bob, frame, META)
}

/// Says whether 00 00 00, 00 00 01 or 00 00 02 is in a NAL unit, behind the last start code.
fn breaks_out(sealed: &[u8]) -> bool {
    let last = sealed.windows(3).rposition(|w| w == [0, 0, 1]).unwrap();
    sealed[last + 3..].windows(3).any(|w| w[..2] == [0, 0] && w[2] < 3)
}

#[test]
fn every_codec_comes_back_in_every_suite_with_and_without_padding() {
    let mut frames = 0;
    for suite in CipherSuite::ALL {
        let (alice, mut bob) = (sender(suite, KID, 1), receiver(suite, KID, 1));
        for padding in [Padding::None, multiple_of(1), multiple_of(64), multiple_of(1000)] {
            for (codec, kind, frame) in samples() {
                let envelope = Envelope::new(codec).with_padding(padding);
                let sealed = envelope.encrypt_to_vec(&alice, &frame, META).unwrap();
                assert!(sealed.len() > frame.len(), "never shorter than the plaintext");
                assert!(sealed.len() <= envelope.max_len(&alice, frame.len()));
                assert_eq!(
                    unseal(&mut bob, &sealed),
                    Ok(frame.clone()),
                    "{suite} {codec:?} {kind}"
                );

                let (head, tail) =
                    (envelope.headroom(&alice), envelope.tailroom(&alice, frame.len()));
                let mut buf = [vec![0xee; head], frame.clone(), vec![0xee; tail]].concat();
                let payload = head..head + frame.len();
                let at = envelope.encrypt_in_place(&alice, &mut buf, payload, META).unwrap();
                assert_eq!(at.len(), sealed.len(), "{codec:?} {kind}");
                assert_eq!(unseal(&mut bob, &buf[at]), Ok(frame), "{suite} {codec:?} {kind}");
                frames += 1;
            }
        }
    }
    assert_eq!(frames, 8 * 4 * 18);
}

/// The codec's own parser finds in the sealed frame what it found in the frame: the operator
/// sees key frames, parameter sets and sizes, and of the rest nothing.
#[test]
fn a_sealed_frame_looks_like_its_codec() {
    let alice = sender(GCM, KID, 1);
    for (codec, kind, frame) in samples() {
        let sealed = seal(&alice, codec, &frame);
        let (before, after) = (codec.inspect(&frame).unwrap(), codec.inspect(&sealed).unwrap());
        assert_eq!(after.key_frame, before.key_frame, "{codec:?} {kind}");
        if kind != "parameter sets only" && kind != "sequence header only" && kind != "no size" {
            let bytes = |frame: &[u8], ranges: &[std::ops::Range<usize>]| -> Vec<u8> {
                ranges.iter().flat_map(|range| frame[range.clone()].to_vec()).collect()
            };
            let (shown, was) = (bytes(&sealed, after.clear()), bytes(&frame, before.clear()));
            assert_eq!(shown, was, "{codec:?} {kind}");
        }
        let secret = &frame[frame.len() - 20.min(frame.len() - 1)..];
        let hidden = kind.ends_with("only") || !sealed.windows(secret.len()).any(|w| w == secret);
        assert!(hidden, "{codec:?} {kind}: the end of the frame is in the clear");
    }
}

#[test]
fn the_header_shows_and_the_frame_stays_as_it_is() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    let mut frames = 0;
    for (codec, kind, frame) in samples() {
        let sealed = seal(&alice, codec, &frame);
        let header = transparent::header(&sealed).unwrap();
        assert_eq!(header, Header { kid: KID, counter: frames }, "{codec:?} {kind}");
        assert_eq!(unseal(&mut bob, &sealed), Ok(frame), "{codec:?} {kind}");
        frames += 1;
    }
    assert_eq!(frames, 18);
    let version = DecryptError::EnvelopeVersion { version: 0 };
    assert_eq!(transparent::header(&[0x78, 0x11]), Err(version));
    let cut = [0x78, VERSION << 5 | 1]; // ends where the header should begin
    assert_eq!(transparent::header(&cut), Err(DecryptError::Truncated { len: 0 }));
}

#[test]
fn overhead_is_what_the_manual_says() {
    for suite in CipherSuite::ALL {
        let alice = sender(suite, KID, 1);
        for (codec, kind, frame) in samples() {
            let plain = alice.encrypt_to_vec(&frame, META).unwrap().len();
            let sealed = seal(&alice, codec, &frame).len();
            let expected = match (codec, kind) {
                (Codec::Opus, _) => 2, // TOC, trailer
                (Codec::Vp8, "key") => 13,
                (Codec::Vp8, _) => 6,
                (Codec::Vp9, "key") => 11,
                (Codec::Vp9, _) => 2,
                (Codec::H264, "delta") => 4 + 2 + 2, // start code, NAL unit header and a byte, trailer
                (Codec::Av1, "delta") => 2 + 1 + 2,  // header and size, a byte, trailer
                _ => continue,
            };
            assert_eq!(sealed - plain, expected, "{suite} {codec:?} {kind}");
        }
    }
}

#[test]
fn every_flipped_bit_is_refused_and_changes_nothing() {
    let mut flips = 0;
    for suite in [GCM, CipherSuite::AES_128_CTR_HMAC_SHA256_80] {
        let (alice, mut bob) = (sender(suite, KID, 1), receiver(suite, KID, 1));
        for (codec, kind, frame) in samples() {
            let envelope = Envelope::new(codec).with_padding(multiple_of(16));
            let sealed = envelope.encrypt_to_vec(&alice, &frame, META).unwrap();
            let before = state(&bob);
            for bit in 0..sealed.len() * 8 {
                let mut forged = sealed.clone();
                forged[bit / 8] ^= 1 << (bit % 8);
                let mut out = vec![0xee; forged.len()];
                let refused = transparent::decrypt(&mut bob, &forged, META, &mut out);
                assert!(refused.is_err(), "{codec:?} {kind} bit {bit}");
                assert!(
                    !out.windows(8).any(|w| frame.windows(8).any(|f| f == w)
                        && w != [0; 8]
                        && !sealed.windows(8).any(|s| s == w)),
                    "plaintext is left"
                );
                flips += 1;
            }
            assert_eq!(state(&bob), before);
            assert_eq!(unseal(&mut bob, &sealed), Ok(frame));
        }
    }
    println!("{flips} flips");
    assert!(flips > 20_000);
}

#[test]
fn every_truncation_and_extension_is_refused() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    for (codec, kind, frame) in samples() {
        let sealed = seal(&alice, codec, &frame);
        for cut in 0..sealed.len() {
            assert!(unseal(&mut bob, &sealed[..cut]).is_err(), "{codec:?} {kind} {cut}");
            let front_cut = unseal(&mut bob, &sealed[cut + 1..]);
            // Leading zeros of a start code may go; they say nothing.
            let start_code = matches!(codec, Codec::H264 | Codec::H265) && cut == 0;
            assert!(front_cut.is_err() || start_code, "{codec:?} {kind} {cut}");
        }
        for more in [&[0u8][..], &[0x21], &[0x2d], &[0, 0, 1], &[0, 0, 1, 0x41, 1, 0x2d]] {
            let longer = [&sealed[..], more].concat();
            assert!(unseal(&mut bob, &longer).is_err(), "{codec:?} {kind} {more:?}");
            let longer = [more, &sealed[..]].concat();
            let zero = more == [0] && matches!(codec, Codec::H264 | Codec::H265);
            assert!(
                unseal(&mut bob, &longer).is_err() || zero,
                "{codec:?} {kind} {more:?} in front"
            );
        }
    }
}

#[test]
fn start_codes_of_three_and_four_bytes_and_rewritten_sizes_are_the_same_frame() {
    let mut rewritten = 0;
    for (codec, kind, frame) in samples() {
        for way in 0..4 {
            let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
            let sealed = seal(&alice, codec, &frame);
            let wire = match codec {
                Codec::H264 | Codec::H265 => in_other_start_codes(&sealed, way),
                Codec::Av1 => in_other_sizes(&sealed, way),
                _ => continue,
            };
            assert_eq!(unseal(&mut bob, &wire), Ok(frame.clone()), "{codec:?} {kind} {way}");
            assert!(matches!(unseal(&mut bob, &sealed), Err(DecryptError::Replayed { .. })));
            rewritten += 1;
        }
    }
    assert_eq!(rewritten, 4 * 12);
}

/// KIDs and counters full of zeros, parameter sets that end in them, and many frames.
#[test]
fn nothing_behind_the_clear_bytes_looks_like_a_start_code() {
    let mut frames = 0;
    for kid in [0, 7, 0x0100_0000, 0x0100_0001, 0x0200_0000_0000_0003, u64::MAX] {
        for suite in [GCM, CipherSuite::AES_128_CTR_HMAC_SHA256_32] {
            let kid = KeyId::new(kid);
            let (alice, mut bob) = (sender(suite, kid, 1), receiver(suite, kid, 1));
            for n in 0..2000u32 {
                let codec = if n % 2 == 0 { Codec::H264 } else { Codec::H265 };
                let slice: &[u8] =
                    if n % 2 == 0 { &[0x65, 0x88, 0x84] } else { &[0x26, 1, 0xaf, 0xff] };
                let frame = [&[0, 0, 1], slice, &n.to_be_bytes()].concat();
                let sealed = seal(&alice, codec, &frame);
                assert!(!breaks_out(&sealed), "{sealed:02x?}");
                assert_eq!(unseal(&mut bob, &sealed), Ok(frame));
                frames += 1;
            }
        }
    }
    assert_eq!(frames, 24_000);
}

/// A KID with a start code in it is escaped in every frame, which is opened in a way of its own.
#[test]
fn escaped_frames_open_at_the_start_of_the_buffer_or_leave_nothing_there() {
    let (suite, kid) = (CipherSuite::AES_128_GCM_SHA256_128, KeyId::new(0x0100_0001));
    let (alice, mut bob) = (sender(suite, kid, 1), receiver(suite, kid, 1));
    let mut opened = 0;
    for (codec, kind, frame) in samples() {
        if !matches!(codec, Codec::H264 | Codec::H265) {
            continue;
        }
        let sealed = seal(&alice, codec, &frame);
        let mut out = vec![0xee; sealed.len()];
        let stranger = &mut Decryptor::new();
        let refused = transparent::decrypt(stranger, &sealed, META, &mut out).map(drop);
        assert_eq!(refused, Err(DecryptError::UnknownKey { kid }));
        assert!(out.iter().all(|&byte| byte == 0), "{codec:?} {kind}");
        let got = transparent::decrypt(&mut bob, &sealed, META, &mut out).unwrap().payload.to_vec();
        assert_eq!(got, frame, "{codec:?} {kind}");
        assert_eq!(out[..frame.len()], frame);
        let again = transparent::decrypt(&mut bob, &sealed, META, &mut out).map(drop);
        assert_eq!(again.unwrap_err().class(), ErrorClass::Replay);
        assert!(out.iter().all(|&byte| byte == 0), "{codec:?} {kind}");
        opened += 1;
    }
    assert!(opened >= 4, "{opened}");
}

#[test]
fn an_envelope_is_no_plain_frame_and_a_plain_frame_no_envelope() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    for (codec, kind, frame) in samples() {
        let sealed = seal(&alice, codec, &frame);
        let plain = alice.encrypt_to_vec(&frame, META).unwrap();
        assert!(open(&mut bob, &sealed).is_err(), "{codec:?} {kind}");
        assert!(unseal(&mut bob, &plain).is_err(), "{codec:?} {kind}");
        assert!(unseal(&mut bob, &frame).is_err(), "{codec:?} {kind}: not encrypted at all");
        for start in 0..sealed.len() {
            assert!(open(&mut bob, &sealed[start..]).is_err(), "undressed at {start}");
            let trailer = sealed.len() - 1;
            assert!(open(&mut bob, &sealed[start..trailer]).is_err(), "undressed at {start}");
        }
        assert!(decrypt_to_vec(&mut bob, &sealed, b"other metadata").is_err());
        assert!(unseal(&mut bob, &sealed).is_ok());
    }
}

/// A's clear bytes on B's ciphertext, one frame's layout on another's.
#[test]
fn splices_are_refused() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    let sealed: Vec<_> =
        samples().iter().map(|(codec, _, frame)| seal(&alice, *codec, frame)).collect();
    let before = state(&bob);
    let mut spliced = 0;
    for (a, front) in sealed.iter().enumerate() {
        for (b, back) in sealed.iter().enumerate() {
            for cut in 0..30.min(front.len()).min(back.len()) {
                let frame = [&front[..cut], &back[cut..]].concat();
                if frame != *back && frame != *front {
                    assert!(unseal(&mut bob, &frame).is_err(), "{a} on {b} at {cut}");
                    spliced += 1;
                }
            }
        }
    }
    println!("{spliced} splices");
    assert!(spliced > 3000);
    assert_eq!(state(&bob), before);
}

#[test]
fn unknown_versions_and_forms_say_so() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    let mut sealed = seal(&alice, Codec::Opus, &[0xf8, 1, 2]);
    let last = sealed.len() - 1;
    for version in (0..8).filter(|&version| version != VERSION) {
        sealed[last] = version << 5 | 1;
        let error = unseal(&mut bob, &sealed).unwrap_err();
        assert_eq!(error, DecryptError::EnvelopeVersion { version });
        assert_eq!(error.class(), ErrorClass::Syntax);
        assert!(error.to_string().contains(&format!("version {version}")));
    }
    sealed[last] = VERSION << 5 | 15;
    assert_eq!(unseal(&mut bob, &sealed), Err(DecryptError::MalformedEnvelope));
    assert_eq!(unseal(&mut bob, &[]), Err(DecryptError::Truncated { len: 0 }));
    assert_eq!(bob.totals().syntax, 9, "and they are counted");
}

/// An app that names the wrong one of two codecs with the same start codes hears of it, before
/// pictures are shown as if they were parameter sets.
#[test]
fn h264_is_not_taken_for_h265_nor_the_other_way_round() {
    let alice = sender(GCM, KID, 1);
    let picture = [0x5a; 300];
    let mut tried = 0;
    let of_h264 = [[0x65, 0x88], [0x41, 0x9a], [0x61, 0x9a], [0x21, 0x9a], [0x01, 0x9a]];
    let of_h265 = [[0x02, 1], [0x00, 1], [0x26, 1], [0x28, 1], [0x2a, 1], [0x08, 1], [0x0a, 2]];
    let units = of_h264.map(|unit| (Codec::H265, unit)).into_iter();
    for (wrong, header) in units.chain(of_h265.map(|unit| (Codec::H264, unit))) {
        let frame = [&[0, 0, 0, 1], &header[..], &picture].concat();
        if let Ok(sealed) = Envelope::new(wrong).encrypt_to_vec(&alice, &frame, META) {
            let shown = sealed.windows(16).any(|w| w == &picture[..16]);
            assert!(!shown, "{wrong:?} {header:02x?}");
        }
        tried += 1;
    }
    assert_eq!(tried, 12);
    let vps_first = [&[0, 0, 0, 1, 0x40, 1, 0x0c][..], &[0, 0, 1, 0x28, 1], &picture].concat();
    assert!(Envelope::new(Codec::H264).encrypt_to_vec(&alice, &vps_first, META).is_err());
}

#[test]
fn what_is_no_frame_of_the_codec_stays_home() {
    let alice = sender(GCM, KID, 1);
    let first = alice.encrypt_to_vec(b"", b"").unwrap();
    for (codec, frame) in [
        (Codec::Opus, &b""[..]),
        (Codec::Vp8, &[0x50, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (Codec::Vp9, &[0x31, 2, 3]),
        (Codec::H264, &[0, 0, 0, 5, 0x65, 1, 2, 3, 4]),
        (Codec::H265, b"garbage"),
        (Codec::Av1, &[0x32, 0x7f, 1]),
    ] {
        let error = Envelope::new(codec).encrypt_to_vec(&alice, frame, b"").unwrap_err();
        assert!(matches!(error, SealError::Codec(_)), "{codec:?}: {error}");
    }
    let next = alice.encrypt_to_vec(b"", b"").unwrap();
    let counter = |frame: &[u8]| Header::parse(frame).unwrap().0.counter;
    assert_eq!(counter(&next), counter(&first) + 1, "no counter was used");
}

#[test]
fn buffers_at_the_limit_and_one_short() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    for (codec, kind, frame) in samples() {
        let envelope = Envelope::new(codec);
        let max = envelope.max_len(&alice, frame.len());
        let mut out = vec![0; max];
        let Err(SealError::Encrypt(EncryptError::BufferTooSmall { needed, .. })) =
            envelope.encrypt(&alice, &frame, META, &mut [])
        else {
            panic!("{codec:?} {kind}");
        };
        assert!(needed <= max);
        assert!(envelope.encrypt(&alice, &frame, META, &mut out[..needed - 1]).is_err());
        let len = envelope.encrypt(&alice, &frame, META, &mut out[..needed]).unwrap();
        let mut opened = vec![0; len];
        assert!(transparent::decrypt(&mut bob, &out[..len], META, &mut opened[..len - 1]).is_err());
        let opened = transparent::decrypt(&mut bob, &out[..len], META, &mut opened).unwrap();
        assert_eq!(opened.payload, frame);

        let tailroom = envelope.tailroom(&alice, frame.len());
        let mut buf =
            [&vec![0; needed - tailroom - frame.len()], &frame[..], &vec![0; tailroom]].concat();
        let payload = needed - tailroom - frame.len()..needed - tailroom;
        for (cut, payload) in
            [(1..needed, payload.start - 1..payload.end - 1), (0..needed - 1, payload.clone())]
        {
            let error = envelope.encrypt_in_place(&alice, &mut buf[cut], payload, META);
            assert!(
                matches!(error, Err(SealError::Encrypt(EncryptError::NoRoom { .. }))),
                "{kind}"
            );
        }
        assert!(envelope.encrypt_in_place(&alice, &mut buf, payload, META).is_ok());
    }
}

#[test]
fn nal_units_at_the_limit_and_one_beyond() {
    for (units, error) in [(16, false), (17, true), (19, true)] {
        let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
        let frame = [&[0, 0, 1, 0x68, 0xce].repeat(16)[..], &[0, 0, 1, 0x41, 0x9a, 1]].concat();
        let sealed = seal(&alice, Codec::H264, &frame);
        let more = [&[0, 0, 1, 0x68, 0xce].repeat(units - 16)[..], &sealed].concat();
        match unseal(&mut bob, &more) {
            Ok(opened) => assert!(!error && opened == frame),
            Err(refused) => assert!(error && refused == DecryptError::MalformedEnvelope),
        }
    }
}

#[test]
fn clear_bytes_at_the_limit_and_one_beyond() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    let (_, _, frame) = samples().into_iter().find(|it| it.1 == "no size").unwrap();
    // Header, size and first byte of an OBU are clear; an OBU of padding goes before them.
    let sealed = seal(&alice, Codec::Av1, &frame);
    for clear in 1100..1200 {
        let padding = clear - 3 - 3;
        let before = [&[0x7a, padding as u8 | 0x80, (padding >> 7) as u8], &vec![1; padding][..]];
        let refused = unseal(&mut bob, &[&before.concat(), &sealed[..]].concat()).unwrap_err();
        let is_too_long = refused == DecryptError::MalformedEnvelope;
        assert!(is_too_long || refused == DecryptError::Authentication, "{refused}");
        assert_eq!(is_too_long, clear > MAX_DRESSING_LEN, "{clear}");
    }
    assert_eq!(unseal(&mut bob, &sealed), Ok(frame));
}

#[test]
fn obus_at_the_limit_and_one_beyond_and_a_delimiter_that_carries() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    let (_, _, frame) = samples().into_iter().find(|it| it.1 == "no size").unwrap();
    let sealed = seal(&alice, Codec::Av1, &frame);
    // A delimiter, 16 parameter sets and the carrier.
    for (before, refusal) in
        [(17, DecryptError::Authentication), (18, DecryptError::MalformedEnvelope)]
    {
        let more = [&[0x2a, 1, 9].repeat(before)[..], &sealed].concat();
        assert_eq!(unseal(&mut bob, &more), Err(refusal), "{before}");
    }
    let mut delimiter = sealed.clone();
    delimiter[0] = 0x12;
    assert_eq!(unseal(&mut bob, &delimiter), Err(DecryptError::MalformedEnvelope));
    assert_eq!(unseal(&mut bob, &sealed), Ok(frame));
}

#[test]
fn padding_that_is_none_is_refused_and_counted() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    // As a member could: prefix form of no bytes, with the flag.
    for plaintext in [&b""[..], &[0, 0], &[1, 2, 3], &[0x80, 1]] {
        let body = alice.encrypt_to_vec(plaintext, b"FrameSeal\x30\0\0").unwrap();
        let mut frame = [&body[..], &[0x30]].concat();
        let before = bob.totals();
        let refused = transparent::decrypt_in_place(&mut bob, &mut frame, b"").unwrap_err();
        assert_eq!(refused, DecryptError::MalformedEnvelope);
        assert_eq!(bob.totals().syntax, before.syntax + 1);
        assert!(plaintext.len() < 3 || !frame.windows(plaintext.len()).any(|w| w == plaintext));
    }
}

/// In place in no more room than it says; NAL units have room for bytes put in.
#[test]
fn frames_of_a_megabyte() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    let mut frames = 0;
    for (codec, kind, mut frame) in samples() {
        if !matches!(kind, "delta" | "no size") || frame.starts_with(&[0x12]) {
            continue; // the other AV1 frames say their size
        }
        frame.extend((0..1 << 20).map(|n: u32| n.wrapping_mul(37) as u8 | 1));
        let envelope = Envelope::new(codec);
        let (head, tail) = (envelope.headroom(&alice), envelope.tailroom(&alice, frame.len()));
        let escapes = if matches!(codec, Codec::H264 | Codec::H265) { 64 + 16 } else { 0 };
        let opus = Envelope::new(Codec::Opus).tailroom(&alice, frame.len());
        assert_eq!(tail, opus + escapes, "{codec:?}");
        let mut buf = [vec![0; head], frame.clone(), vec![0; tail]].concat();
        let sealed = envelope.encrypt_in_place(&alice, &mut buf, head..head + frame.len(), META);
        assert!(unseal(&mut bob, &buf[sealed.unwrap()]) == Ok(frame), "{codec:?} {kind}");
        frames += 1;
    }
    assert_eq!(frames, 5, "VP8, VP9, H.264, H.265 and AV1");
}

#[test]
fn frames_with_the_longest_clear_bytes() {
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    // 16 parameter sets of 63 bytes and a slice.
    let mut frame: Vec<u8> =
        (0..16).flat_map(|_| [&[0, 0, 1, 0x68][..], &[0x55; 62]].concat()).collect();
    frame.extend([0, 0, 1, 0x65, 0x88, 0x84, 1, 2, 3]);
    let sealed = seal(&alice, Codec::H264, &frame);
    assert!(sealed.len() - frame.len() <= MAX_DRESSING_LEN);
    assert_eq!(MAX_DRESSING_LEN, 1150, "as the manual says");
    assert_eq!(unseal(&mut bob, &sealed), Ok(frame.clone()));
    let other_codes = in_other_start_codes(&seal(&alice, Codec::H264, &frame), 2);
    assert!(unseal(&mut bob, &other_codes).is_ok());
    let long_metadata = [7; 3000];
    let sealed = Envelope::new(Codec::H264).encrypt_to_vec(&alice, &frame, &long_metadata).unwrap();
    assert_eq!(decrypt_to_vec(&mut bob, &sealed, &long_metadata), Ok(frame));
}

#[test]
fn frames_that_wait_for_their_key_come_out_once_and_in_order() {
    let (alice, mut bob) = (sender(GCM, KID, 1), Decryptor::new());
    let samples = samples();
    for (token, (codec, kind, frame)) in samples.iter().enumerate() {
        let padding = if token % 2 == 0 { Padding::None } else { multiple_of(32) };
        let envelope = Envelope::new(*codec).with_padding(padding);
        let sealed = envelope.encrypt_to_vec(&alice, frame, META).unwrap();
        assert_eq!(unseal(&mut bob, &sealed), Err(DecryptError::UnknownKey { kid: KID }));
        assert!(transparent::park(&mut bob, &sealed, META, token as u64), "{codec:?} {kind}");
    }
    assert!(!transparent::park(&mut bob, b"no envelope", META, 0));
    bob.add_key(GCM, KID, base(1)).unwrap();
    for (token, (codec, kind, frame)) in samples.iter().enumerate() {
        let unparked = bob.unpark().unwrap();
        assert_eq!(unparked.token, token as u64);
        assert_eq!(unparked.frame.unwrap().payload, *frame, "{codec:?} {kind}");
    }
    assert!(bob.unpark().is_none());
}

#[test]
fn frames_allocate_nothing() {
    if !heap::hooked() {
        return;
    }
    let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
    let mut out = vec![0; 4096];
    let samples = samples();
    let mut before = 0;
    for round in 0..200 {
        if round == 1 {
            before = heap::allocations(); // the first may bring a second expanded key
        }
        for (codec, _, frame) in &samples {
            let envelope = Envelope::new(*codec).with_padding(multiple_of(32));
            let len = envelope.encrypt(&alice, frame, META, &mut out).unwrap();
            transparent::decrypt_in_place(&mut bob, &mut out[..len], META).unwrap();
        }
    }
    assert_eq!(heap::allocations() - before, 0);
}

const FRONTS: &[&[u8]] =
    &[&[], &[0, 0, 1, 0x65], &[0, 0, 0, 1, 0x67, 0, 0, 1], &[0x32], &[0x0a, 1, 0, 0x30]];
const BACKS: &[&[u8]] =
    &[&[0x20], &[0x21], &[0x2c], &[1, 0x2d], &[3, 0x3d], &[1, 0x2e], &[0, 0x3e]];
const PIECES: &[&[u8]] = &[
    &[0, 0, 1],
    &[0, 0, 0, 1],
    &[0x67, 0x42],
    &[0x65, 0xb8],
    &[0x26, 1, 0xaf],
    &[0x42, 1],
    &[0x12, 0],
    &[0x0a, 1, 0],
    &[0x32, 2, 0x10, 0],
    &[0x30],
    &[0, 0, 3],
    &[0, 0],
    &[0x80],
    &[0xff, 7],
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Any bytes in the role of a sealed frame: an answer, and nothing opened.
    #[test]
    fn any_bytes_are_refused(
        front in prop::sample::select(FRONTS),
        middle in prop::collection::vec(prop_oneof![2 => Just(0u8), 1 => 0u8..4, 1 => any::<u8>()], 0..200),
        back in prop::sample::select(BACKS),
    ) {
        let mut bob = receiver(GCM, KeyId::new(0), 1);
        let frame = [front, &middle, back].concat();
        prop_assert!(unseal(&mut bob, &frame).is_err());
        prop_assert_eq!(bob.totals().opened, 0);
    }

    /// Whatever a codec's parser lets pass comes back.
    #[test]
    fn what_is_sealed_comes_back(
        codec in prop::sample::select(&Codec::ALL),
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..40),
        pad in 0u16..40,
    ) {
        let (alice, mut bob) = (sender(GCM, KID, 1), receiver(GCM, KID, 1));
        let frame = pieces.concat();
        let padding = NonZeroU16::new(pad).map_or(Padding::None, Padding::Multiple);
        let envelope = Envelope::new(codec).with_padding(padding);
        match envelope.encrypt_to_vec(&alice, &frame, META) {
            Ok(sealed) => prop_assert_eq!(unseal(&mut bob, &sealed), Ok(frame)),
            Err(error) => prop_assert!(matches!(error, SealError::Codec(_)), "{}", error),
        }
    }
}
