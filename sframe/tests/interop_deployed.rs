//! Deployed formats against bytes that the systems' own released code made, and against
//! themselves with frames of every kind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use frameseal::codec::Codec;
use frameseal::interop::{LegacyDecryptError, LegacyEncryptError, getstream, jframe, livekit};
use proptest::prelude::*;
use serde_json::Value;

mod deployed;
use deployed::*;

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors/deployed-formats.json")).unwrap()
}

fn bytes(vector: &Value, name: &str) -> Vec<u8> {
    hex::decode(vector[name].as_str().unwrap()).unwrap()
}

fn number(vector: &Value, name: &str) -> u32 {
    u32::from_str_radix(vector[name].as_str().unwrap(), 16).unwrap()
}

fn index(vector: &Value) -> u8 {
    vector["kid"].as_u64().unwrap() as u8
}

fn codec(vector: &Value) -> Codec {
    Codec::from_mime_type(vector["codec"].as_str().unwrap()).unwrap()
}

/// What HKDF makes of the bytes 0 to 31.
const HKDF_OF_RAW: &str = "6d0dd7b3d6f4efde47ab9a9e15abde7635c45a13bddf5da15eed01f40178d328";

fn livekit_material(vector: &Value) -> livekit::KeyMaterial {
    match vector["material_utf8"].as_str() {
        Some(passphrase) => livekit::KeyMaterial::passphrase(passphrase).unwrap(),
        None => livekit::KeyMaterial::raw(&bytes(vector, "material_hex")).unwrap(),
    }
}

#[test]
fn livekit_vectors() {
    let vectors = vectors();
    let mut ran = 0;
    for vector in vectors["livekit"].as_array().unwrap() {
        let (frame, out) = (bytes(vector, "frame"), bytes(vector, "out"));
        let stream = livekit::Stream {
            ssrc: number(vector, "ssrc"),
            timestamp: number(vector, "rtp_timestamp"),
        };
        // The last word of the IV; the recorded ones have no escape in it.
        let word = u32::from_be_bytes(out[out.len() - 6..out.len() - 2].try_into().unwrap());
        let store = start_at(stream.timestamp.wrapping_sub(word).into());
        let material = livekit_material(vector);
        let mut encryptor =
            livekit::Encryptor::with_counters(&material, index(vector), store).unwrap();
        let sealed = encryptor.encrypt_to_vec(codec(vector), &frame, stream).unwrap();
        assert_eq!(hex::encode(sealed), vector["out"].as_str().unwrap());

        let mut decryptor = livekit::Decryptor::new();
        decryptor.set_key(index(vector), &material).unwrap();
        let opened = decryptor.decrypt_to_vec(codec(vector), &out).unwrap();
        assert_eq!(opened, livekit::Decrypted::Opened(frame));
        ran += 1;
    }
    assert_eq!(ran, 5);
}

#[test]
fn livekit_ratchet_vector() {
    let vectors = vectors();
    let vector = &vectors["livekit_ratchet"][0];
    let stream = livekit::Stream { ssrc: 1, timestamp: 2 };
    let mut ratcheted =
        livekit::Encryptor::with_counters(&livekit_material(vector), 0, start_at(0)).unwrap();
    ratcheted.ratchet().unwrap();
    let next = livekit::KeyMaterial::passphrase(bytes(vector, "next")).unwrap();
    let mut expected = livekit::Encryptor::with_counters(&next, 0, start_at(4096)).unwrap();
    let seal = |encryptor: &mut livekit::Encryptor| {
        encryptor.encrypt_to_vec(Codec::Opus, b"frame", stream).unwrap()
    };
    assert_eq!(seal(&mut ratcheted), seal(&mut expected));
}

#[test]
fn livekit_keys_that_were_derived_elsewhere() {
    use livekit::{Derivation, KeyMaterial};
    let vectors = vectors();
    let vector = &vectors["livekit_ratchet"][0];
    let raw: [u8; 32] = core::array::from_fn(|index| index as u8);
    // WebCrypto's deriveBits, with LiveKit's parameters.
    let from_raw = hex::decode(HKDF_OF_RAW).unwrap();
    let cases = [
        (livekit_material(vector), Derivation::Pbkdf2, bytes(vector, "next")),
        (KeyMaterial::raw(&raw).unwrap(), Derivation::Hkdf, from_raw),
    ];
    let stream = livekit::Stream { ssrc: 1, timestamp: 2 };
    let mut compared = 0;
    for (material, derivation, bits) in cases {
        let derived = KeyMaterial::derived(derivation, &bits.try_into().unwrap());
        let mut one = livekit::Encryptor::with_counters(&material, 3, start_at(0)).unwrap();
        let mut other = livekit::Encryptor::with_counters(&derived, 3, start_at(0)).unwrap();
        let mut decryptor = livekit::Decryptor::new();
        decryptor.set_key(3, &derived).unwrap();
        for step in 0..3 {
            let sealed = one.encrypt_to_vec(Codec::Opus, b"frame", stream).unwrap();
            assert_eq!(other.encrypt_to_vec(Codec::Opus, b"frame", stream).unwrap(), sealed);
            let opened = decryptor.decrypt_to_vec(Codec::Opus, &sealed).unwrap();
            assert_eq!(opened, livekit::Decrypted::Opened(b"frame".to_vec()), "step {step}");
            one.ratchet().unwrap();
            other.ratchet().unwrap();
            compared += 1;
        }
    }
    assert_eq!(compared, 6);
}

#[test]
fn jframe_vectors() {
    let vectors = vectors();
    let mut ran = 0;
    for vector in vectors["jframe"].as_array().unwrap() {
        let kind = match vector["kind"].as_str().unwrap() {
            "audio" => jframe::FrameKind::Audio,
            "video key" => jframe::FrameKind::Key,
            other => panic!("{other}"),
        };
        let (frame, out) = (bytes(vector, "frame"), bytes(vector, "out"));
        let stream = jframe::Stream {
            ssrc: number(vector, "ssrc"),
            timestamp: number(vector, "rtp_timestamp"),
        };
        let material = jframe::KeyMaterial::new(&bytes(vector, "material_hex")).unwrap();
        let store = start_at(vector["count"].as_u64().unwrap());
        let mut encryptor =
            jframe::Encryptor::with_counters(&material, index(vector), store).unwrap();
        let sealed = encryptor.encrypt_to_vec(kind, &frame, stream).unwrap();
        assert_eq!(hex::encode(sealed), vector["out"].as_str().unwrap());

        let mut decryptor = jframe::Decryptor::new();
        decryptor.set_key(index(vector), &material).unwrap();
        assert_eq!(decryptor.decrypt_to_vec(kind, &out).unwrap(), frame);
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
fn jframe_ratchet_vector() {
    let vectors = vectors();
    let vector = &vectors["jframe_ratchet"][0];
    let stream = jframe::Stream { ssrc: 1, timestamp: 2 };
    let material = |name| jframe::KeyMaterial::new(&bytes(vector, name)).unwrap();
    let encryptor = |name, count| {
        jframe::Encryptor::with_counters(&material(name), 0, start_at(count)).unwrap()
    };
    let (mut ratcheted, mut expected) = (encryptor("material_hex", 0), encryptor("next", 4096));
    ratcheted.ratchet().unwrap();
    let seal = |encryptor: &mut jframe::Encryptor| {
        encryptor.encrypt_to_vec(jframe::FrameKind::Audio, b"frame", stream).unwrap()
    };
    assert_eq!(seal(&mut ratcheted), seal(&mut expected));
}

/// The recorded one and the three of section 11 of GetStream's specification.
#[test]
fn getstream_vectors() {
    let vectors = vectors();
    let recorded = &vectors["getstream"][0];
    assert_eq!(vectors["getstream"].as_array().unwrap().len(), 1);
    let (frame, out) = (bytes(recorded, "frame"), bytes(recorded, "out"));
    let decode = |text: &str| hex::decode(text.replace(' ', "")).unwrap();
    let cases = [
        (codec(recorded), frame.clone(), out.clone()),
        (Codec::Opus, frame, out),
        (
            Codec::Vp8,
            decode("10111213141516171819aabb"),
            decode(
                "10111213141516171819 d02b0484ce4aa2b21a4a83cbfe2ed6511c68
                 00000001 1111111111111111 00 000a 01 e2eefeed"
                    .replace('\n', "")
                    .as_str(),
            ),
        ),
        (
            Codec::H264,
            decode("00000001658884deadbe"),
            decode(
                "000000016588 fe4e96f631df11f57a43ed2003eaad0c5d6db632
                 0000030001 1111111111111111 00 8006 01 e2eefeed"
                    .replace('\n', "")
                    .as_str(),
            ),
        ),
    ];
    let key = getstream::Key::new(&bytes(recorded, "key")).unwrap();
    let prefix = bytes(recorded, "iv_prefix").try_into().unwrap();
    let count = recorded["counter"].as_u64().unwrap() - 1;
    for (codec, frame, out) in &cases {
        let encryptor =
            getstream::Encryptor::with_counters(&key, index(recorded), prefix, start_at(count))
                .unwrap();
        assert_eq!(hex::encode(encryptor.encrypt_to_vec(*codec, frame).unwrap()), hex::encode(out));
        let mut decryptor = getstream::Decryptor::new();
        decryptor.set_key(index(recorded), &key).unwrap();
        assert_eq!(decryptor.decrypt_to_vec(out).unwrap(), *frame);
    }
    assert_eq!(cases.len(), 4);
}

#[test]
fn getstream_with_aes_256() {
    let key = getstream::Key::new(&MATERIAL).unwrap();
    let encryptor = getstream::Encryptor::with_counters(&key, 9, PREFIX, own_ledger()).unwrap();
    let sealed = encryptor.encrypt_to_vec(Codec::Vp8, &frame(Codec::Vp8, true, b"body")).unwrap();
    let mut decryptor = getstream::Decryptor::new();
    decryptor.set_key(9, &GetStream::key(&MATERIAL)).unwrap();
    assert_eq!(decryptor.decrypt_to_vec(&sealed), Err(LegacyDecryptError::Authentication));
    decryptor.set_key(9, &key).unwrap();
    assert_eq!(decryptor.decrypt_to_vec(&sealed).unwrap(), frame(Codec::Vp8, true, b"body"));
    for len in [0, 15, 17, 31, 33] {
        assert!(getstream::Key::new(&vec![1; len]).is_err());
    }
}

#[test]
fn what_a_format_cannot_carry_is_refused() {
    let stream = livekit::Stream { ssrc: SSRC, timestamp: 1 };
    let mut livekit = LiveKit::new();
    let getstream = GetStream::new();
    for codec in Codec::ALL {
        let frame = frame(codec, true, b"body");
        let carried = livekit.codecs().contains(&codec);
        assert_eq!(livekit.sender.encrypt_to_vec(codec, &frame, stream).is_ok(), carried);
        assert!(livekit.receiver.decrypt_to_vec(codec, &frame).is_err());
        let carried = getstream.codecs().contains(&codec);
        assert_eq!(getstream.sender.encrypt_to_vec(codec, &frame).is_ok(), carried);
    }
    let no_slice = [0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x1f];
    let refused = livekit.sender.encrypt_to_vec(Codec::H264, &no_slice, stream);
    assert!(matches!(refused, Err(LegacyEncryptError::Codec(_))));
}

/// Encoders may write start codes of 3 bytes; depacketizers give 4 to the receiver.
#[test]
fn livekit_sends_start_codes_as_receivers_see_them() {
    let short = [0, 0, 1, 0x67, 0x42, 0, 0, 1, 0x68, 0xce, 0, 0, 1, 0x65, 0x88, 0x84, 0, 0, 1, 7];
    let long =
        [0, 0, 0, 1, 0x67, 0x42, 0, 0, 0, 1, 0x68, 0xce, 0, 0, 0, 1, 0x65, 0x88, 0x84, 0, 0, 1, 7];
    let mut livekit = LiveKit::new();
    let sealed = livekit.seal(Codec::H264, &short, 1);
    assert_eq!(sealed[..18], long[..18]);
    assert_eq!(livekit.open(Codec::H264, jframe::FrameKind::Key, &sealed).unwrap(), long);
}

/// GetStream counts the zero that clear bytes may end with. One in 16 000 ciphertexts begins
/// with what would make a start code of it.
#[test]
fn getstream_escapes_across_the_end_of_the_clear_bytes() {
    let (mut getstream, mut crossing) = (GetStream::new(), 0);
    let sent = [0, 0, 1, 0x65, 0, 7, 7, 7];
    for _ in 0..200_000 {
        let sealed = getstream.sender.encrypt_to_vec(Codec::H264, &sent).unwrap();
        crossing += u32::from(sealed[4..7] == [0, 0, 3]);
        assert!(!sealed[3..].windows(3).any(|code| code[..2] == [0, 0] && code[2] < 3));
        assert_eq!(getstream.receiver.decrypt_to_vec(&sealed).unwrap(), sent);
    }
    assert!(crossing > 0);
}

/// Whole bodies of zeros, start codes and escapes among random ones.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let nasty = prop::sample::select(&[0, 0, 0, 0, 1, 1, 3, 0x41, 0x65, 0x02][..]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        prop::collection::vec(nasty, 0..300),
        prop::collection::vec(Just(0), 0..300),
        prop::collection::vec(any::<u8>(), 2000..3000),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn every_codec_comes_back(bodies in prop::collection::vec(bodies(), 1..6), start in any::<u32>()) {
        for mut system in systems() {
            for codec in system.codecs() {
                for (n, body) in bodies.iter().enumerate() {
                    let sent = frame(codec, n == 0, body);
                    let kind = kind_of(codec, &sent);
                    let sealed = system.seal(codec, &sent, start.wrapping_add(3000 * n as u32));
                    prop_assert!(sealed.len() >= sent.len() + system.overhead());
                    let opened = system.open(codec, kind, &sealed);
                    // An H.265 body may have start codes of 3 bytes, and LiveKit take what
                    // follows for a slice of H.264; then it makes them 4 bytes long.
                    if codec == Codec::H265 && opened.as_ref() != Ok(&sent) {
                        let opened = opened.unwrap();
                        prop_assert!(opened.len() > sent.len() && opened.ends_with(&sent[sent.len() - 4..]));
                        continue;
                    }
                    prop_assert_eq!(opened.as_ref(), Ok(&sent), "{} {:?}", system.name(), codec);
                }
            }
        }
    }

    /// What packetizers would take for a start code does not appear behind the clear bytes.
    #[test]
    fn no_start_codes_behind_the_clear_bytes(body in prop::collection::vec(any::<u8>(), 0..3000), count in 0..1u64 << 20) {
        let sent = frame(Codec::H264, false, &body);
        let key = GetStream::key(&MATERIAL);
        let sender = getstream::Encryptor::with_counters(&key, 0, [0; 8], start_at(count)).unwrap();
        let sealed = sender.encrypt_to_vec(Codec::H264, &sent).unwrap();
        prop_assert!(!sealed[4..].windows(3).any(|code| code == [0, 0, 1]));
        let material = LiveKit::material(&MATERIAL);
        let mut sender = livekit::Encryptor::with_counters(&material, 0, start_at(count)).unwrap();
        let stream = livekit::Stream { ssrc: 1, timestamp: count as u32 };
        let sealed = sender.encrypt_to_vec(Codec::H264, &sent, stream).unwrap();
        prop_assert!(!sealed[4..].windows(3).any(|code| code == [0, 0, 1]));
    }
}
