//! Deployed formats as a C program speaks them: the bytes that the systems' own released code made
//! come out and open, and no object is taken for another.

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
mod formats;

use std::ptr::{null, null_mut};

use calling::{made, ok, start_at, written};
use formats::*;
use frameseal_ffi::codec::frameseal_codec_from_mime_type;
use frameseal_ffi::counter_store::frameseal_counter_store;
use frameseal_ffi::interop::dave::*;
use frameseal_ffi::interop::getstream::*;
use frameseal_ffi::interop::jframe::*;
use frameseal_ffi::interop::livekit::*;
use frameseal_ffi::result::frameseal_result as R;
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../sframe/tests/vectors/deployed-formats.json")).unwrap()
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

/// The codec by the first word: what follows says which kind of frame it is.
fn codec(vector: &Value) -> u8 {
    let name = vector["codec"].as_str().unwrap().split(' ').next().unwrap();
    let found =
        made(|out| unsafe { frameseal_codec_from_mime_type(name.as_ptr(), name.len(), out) });
    found.unwrap() as u8
}

#[test]
fn livekit_vectors() {
    let vectors = vectors();
    let mut ran = 0;
    for vector in vectors["livekit"].as_array().unwrap() {
        let (frame, out) = (bytes(vector, "frame"), bytes(vector, "out"));
        let (ssrc, timestamp) = (number(vector, "ssrc"), number(vector, "rtp_timestamp"));
        // The last word of the IV; the recorded ones have no escape in it.
        let word = u32::from_be_bytes(out[out.len() - 6..out.len() - 2].try_into().unwrap());
        let counters = start_at(timestamp.wrapping_sub(word).into());
        let livekit = match vector["material_utf8"].as_str() {
            Some(text) => LiveKit::new(PASSPHRASE, text.as_bytes(), index(vector), counters),
            None => LiveKit::new(RAW, &bytes(vector, "material_hex"), index(vector), counters),
        };
        let sealed = livekit.seal(codec(vector), &frame, ssrc, timestamp).unwrap();
        assert_eq!(hex::encode(sealed), vector["out"].as_str().unwrap());
        let opened = livekit.open_all(codec(vector), &out).unwrap();
        assert_eq!(opened, (frameseal_livekit_source::Participant, frame));
        assert_eq!(livekit.open(codec(vector), &out), Err(R::Replayed));
        ran += 1;
    }
    assert_eq!(ran, 5);
}

#[test]
fn livekit_ratchet_vector() {
    let vector = &vectors()["livekit_ratchet"][0];
    let text = vector["material_utf8"].as_str().unwrap();
    let ratcheted = LiveKit::new(PASSPHRASE, text.as_bytes(), 0, start_at(0));
    ok(unsafe { frameseal_livekit_encryptor_ratchet(ratcheted.encryptor) });
    let expected = LiveKit::new(PASSPHRASE, &bytes(vector, "next"), 0, start_at(4096));
    let sealed = ratcheted.seal(OPUS, b"frame", 1, 2).unwrap();
    assert_eq!(sealed, expected.seal(OPUS, b"frame", 1, 2).unwrap());
    // Receivers follow.
    assert_eq!(ratcheted.open(OPUS, &sealed).unwrap(), b"frame");
    assert_eq!(expected.open(OPUS, &sealed).unwrap(), b"frame");
}

#[test]
fn jframe_vectors() {
    let vectors = vectors();
    let mut ran = 0;
    for vector in vectors["jframe"].as_array().unwrap() {
        let kind = if vector["kind"] == "audio" { AUDIO } else { KEY };
        let (frame, out) = (bytes(vector, "frame"), bytes(vector, "out"));
        let (ssrc, timestamp) = (number(vector, "ssrc"), number(vector, "rtp_timestamp"));
        let counters = start_at(vector["count"].as_u64().unwrap());
        let jframe = Jframe::new(&bytes(vector, "material_hex"), index(vector), counters);
        let sealed = jframe.seal(kind, &frame, ssrc, timestamp).unwrap();
        assert_eq!(hex::encode(sealed), vector["out"].as_str().unwrap());
        assert_eq!(jframe.open(kind, &out).unwrap(), frame);
        assert_eq!(jframe.open(kind, &out), Err(R::Replayed));
        ran += 1;
    }
    assert_eq!(ran, 2);

    let vector = &vectors["jframe_ratchet"][0];
    let ratcheted = Jframe::new(&bytes(vector, "material_hex"), 0, start_at(0));
    let expected = Jframe::new(&bytes(vector, "next"), 0, start_at(4096));
    ok(unsafe { frameseal_jframe_encryptor_ratchet(ratcheted.encryptor) });
    let sealed = ratcheted.seal(AUDIO, b"frame", 1, 2).unwrap();
    assert_eq!(sealed, expected.seal(AUDIO, b"frame", 1, 2).unwrap());
    assert_eq!(ratcheted.open(AUDIO, &sealed).unwrap(), b"frame");
}

#[test]
fn dave_vectors() {
    let vectors = vectors();
    let secret = bytes(&vectors["dave_ratchet"], "base");
    let receiver = Dave::new(&secret, PROCESS);
    let mut ran = 0;
    for vector in vectors["dave"].as_array().unwrap() {
        let (frame, out) = (bytes(vector, "frame"), bytes(vector, "out"));
        let sender = Dave::new(&secret, start_at(vector["nonce"].as_u64().unwrap() - 1));
        let sealed = sender.seal(codec(vector), &frame).unwrap();
        assert_eq!(hex::encode(sealed), hex::encode(&out), "{vector}");
        // The start code before the third unit is longer than it was.
        let expected = match codec(vector) {
            H264 => [&frame[..14], &[0], &frame[14..]].concat(),
            _ => frame,
        };
        assert_eq!(receiver.open(&out).unwrap(), expected);
        assert_eq!(receiver.open(&out), Err(R::Replayed));
        ran += 1;
    }
    assert_eq!(ran, 4);
}

/// The recorded one, and the H.264 one of section 11 of GetStream's specification, which is escaped.
#[test]
fn getstream_vectors() {
    let vectors = vectors();
    let recorded = &vectors["getstream"][0];
    let decode = |text: &str| hex::decode(text.replace(' ', "")).unwrap();
    let cases = [
        (codec(recorded), bytes(recorded, "frame"), bytes(recorded, "out")),
        (
            H264,
            decode("00000001658884deadbe"),
            decode(
                "000000016588 fe4e96f631df11f57a43ed2003eaad0c5d6db632 \
                 0000030001 1111111111111111 00 8006 01 e2eefeed",
            ),
        ),
    ];
    let (key, prefix) = (bytes(recorded, "key"), bytes(recorded, "iv_prefix"));
    let count = recorded["counter"].as_u64().unwrap() - 1;
    for (codec, frame, out) in &cases {
        let getstream = GetStream::new(&key, index(recorded), &prefix, start_at(count));
        assert_eq!(hex::encode(getstream.seal(*codec, frame).unwrap()), hex::encode(out));
        assert_eq!(getstream.open(out).unwrap(), *frame);
        assert_eq!(getstream.open(out), Err(R::Replayed));
        let getstream = GetStream::new(&key, index(recorded), &prefix, start_at(count));
        assert_eq!(getstream.open_in_place(out), (R::Ok, frame.clone()));
    }
    assert_eq!(cases.len(), 2);
}

/// Frames of one format are nothing to the decryptors of the others.
#[test]
fn formats_are_not_mixed() {
    let livekit = LiveKit::new(RAW, &[0x59; 16], 0, PROCESS);
    let dave = Dave::new(&[0x59; 16], PROCESS);
    let getstream = GetStream::new(&[0x59; 16], 0, &[], PROCESS);
    let jframe = Jframe::new(&[0x59; 16], 0, PROCESS);
    let frames = [
        livekit.seal(OPUS, PACKET, 1, 1).unwrap(),
        dave.seal(OPUS, PACKET).unwrap(),
        getstream.seal(OPUS, PACKET).unwrap(),
        jframe.seal(AUDIO, PACKET, 1, 1).unwrap(),
        PACKET.to_vec(),
    ];
    let mut refused = 0;
    for (n, frame) in frames.iter().enumerate() {
        let opened = [
            livekit.open(OPUS, frame),
            dave.open(frame),
            getstream.open(frame),
            jframe.open(AUDIO, frame),
        ];
        for (m, opened) in opened.iter().enumerate() {
            match opened {
                Ok(plain) => assert_eq!((n, &plain[..]), (m, PACKET)),
                Err(_) => {
                    assert_ne!(n, m);
                    refused += 1;
                }
            }
        }
    }
    assert_eq!(refused, 16);
}

#[test]
fn handles_of_another_kind() {
    let livekit = LiveKit::new(RAW, &[0x5a; 16], 0, PROCESS);
    let dave = Dave::new(&[0x5a; 16], PROCESS);
    let getstream = GetStream::new(&[0x5a; 16], 0, &[], PROCESS);
    let jframe = Jframe::new(&[0x5a; 16], 0, PROCESS);
    let all = [
        livekit.encryptor.id,
        livekit.decryptor.id,
        jframe.encryptor.id,
        jframe.decryptor.id,
        dave.encryptor.id,
        dave.decryptor.id,
        getstream.encryptor.id,
        getstream.decryptor.id,
    ];
    let free: [fn(u64) -> R; 8] = [
        |id| unsafe { frameseal_livekit_encryptor_free(frameseal_livekit_encryptor { id }) },
        |id| unsafe { frameseal_livekit_decryptor_free(frameseal_livekit_decryptor { id }) },
        |id| unsafe { frameseal_jframe_encryptor_free(frameseal_jframe_encryptor { id }) },
        |id| unsafe { frameseal_jframe_decryptor_free(frameseal_jframe_decryptor { id }) },
        |id| unsafe { frameseal_dave_encryptor_free(frameseal_dave_encryptor { id }) },
        |id| unsafe { frameseal_dave_decryptor_free(frameseal_dave_decryptor { id }) },
        |id| unsafe { frameseal_getstream_encryptor_free(frameseal_getstream_encryptor { id }) },
        |id| unsafe { frameseal_getstream_decryptor_free(frameseal_getstream_decryptor { id }) },
    ];
    let (mut refused, mut used) = (0, 0);
    for (n, &id) in all.iter().enumerate() {
        for (m, free) in free.iter().enumerate() {
            if n != m {
                assert_eq!(free(id), R::WrongKind, "{n} as {m}");
                refused += 1;
            }
            ok(free(0));
        }
        // Wrong in use, too: each of these has its own kind.
        let (pointer, len) = (PACKET.as_ptr(), PACKET.len());
        let calls = [
            written(64, |out, size, out_len| unsafe {
                let to = frameseal_livekit_encryptor { id };
                frameseal_livekit_encryptor_encrypt(
                    to, OPUS, 1, 1, pointer, len, out, size, out_len,
                )
            }),
            written(64, |out, size, out_len| unsafe {
                let from = frameseal_livekit_decryptor { id };
                frameseal_livekit_decryptor_decrypt(
                    from,
                    OPUS,
                    pointer,
                    len,
                    out,
                    size,
                    out_len,
                    null_mut(),
                )
            }),
            written(64, |out, size, out_len| unsafe {
                let to = frameseal_jframe_encryptor { id };
                frameseal_jframe_encryptor_encrypt(
                    to, AUDIO, 1, 1, pointer, len, out, size, out_len,
                )
            }),
            written(64, |out, size, out_len| unsafe {
                let from = frameseal_jframe_decryptor { id };
                frameseal_jframe_decryptor_decrypt(from, AUDIO, pointer, len, out, size, out_len)
            }),
            written(1000, |out, size, out_len| unsafe {
                let to = frameseal_dave_encryptor { id };
                frameseal_dave_encryptor_encrypt(to, OPUS, pointer, len, out, size, out_len)
            }),
            written(64, |out, size, out_len| unsafe {
                let from = frameseal_dave_decryptor { id };
                frameseal_dave_decryptor_decrypt(from, pointer, len, out, size, out_len)
            }),
            written(64, |out, size, out_len| unsafe {
                let to = frameseal_getstream_encryptor { id };
                frameseal_getstream_encryptor_encrypt(to, OPUS, pointer, len, out, size, out_len)
            }),
            written(64, |out, size, out_len| unsafe {
                let from = frameseal_getstream_decryptor { id };
                frameseal_getstream_decryptor_decrypt(from, pointer, len, out, size, out_len)
            }),
        ];
        for (m, call) in calls.iter().enumerate() {
            assert_eq!(call == &Err(R::WrongKind), n != m, "{n} as {m}");
            used += 1;
        }
    }
    assert_eq!((refused, used), (56, 64));
    // A counter store of another kind, and null where something must be.
    let counters = frameseal_counter_store { id: dave.encryptor.id };
    let new = |out| unsafe { frameseal_dave_encryptor_new([1; 16].as_ptr(), 16, counters, out) };
    assert_eq!(made(new).err(), Some(R::WrongKind));
    let new = |out| unsafe { frameseal_dave_encryptor_new(null(), 16, PROCESS, out) };
    assert_eq!(made(new).err(), Some(R::NullPointer));
}

/// An output that lies in the input is refused before anything happens.
#[test]
fn buffers_that_overlap() {
    let livekit = LiveKit::new(RAW, &[0x5b; 16], 0, PROCESS);
    let dave = Dave::new(&[0x5b; 16], PROCESS);
    let getstream = GetStream::new(&[0x5b; 16], 0, &[], PROCESS);
    let jframe = Jframe::new(&[0x5b; 16], 0, PROCESS);
    let mut buffer = [7; 1000];
    let (at, to, len) = (buffer.as_ptr(), unsafe { buffer.as_mut_ptr().add(9) }, &mut 0);
    let len: *mut usize = len;
    let results = unsafe {
        [
            frameseal_livekit_encryptor_encrypt(
                livekit.encryptor,
                OPUS,
                1,
                1,
                at,
                10,
                to,
                900,
                len,
            ),
            frameseal_livekit_decryptor_decrypt(
                livekit.decryptor,
                OPUS,
                at,
                10,
                to,
                900,
                len,
                null_mut(),
            ),
            frameseal_jframe_encryptor_encrypt(jframe.encryptor, AUDIO, 1, 1, at, 10, to, 900, len),
            frameseal_jframe_decryptor_decrypt(jframe.decryptor, AUDIO, at, 10, to, 900, len),
            frameseal_dave_encryptor_encrypt(dave.encryptor, OPUS, at, 10, to, 900, len),
            frameseal_dave_decryptor_decrypt(dave.decryptor, at, 10, to, 900, len),
            frameseal_getstream_encryptor_encrypt(getstream.encryptor, OPUS, at, 10, to, 900, len),
            frameseal_getstream_decryptor_decrypt(getstream.decryptor, at, 10, to, 900, len),
        ]
    };
    assert_eq!(results, [R::Overlap; 8]);
    assert_eq!(buffer, [7; 1000]);
}
