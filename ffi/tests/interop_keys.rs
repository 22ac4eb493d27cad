//! What each deployed format lets a C program do: keys, kinds, silence, frames of the server. Nothing
//! that nobody vouches for passes by accident.

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

use std::ffi::CStr;
use std::ptr::null_mut;

use calling::{last_error, made, ok, written};
use formats::*;
use frameseal::interop::dave::EXPORTER_LABEL;
use frameseal_ffi::interop::dave::*;
use frameseal_ffi::interop::getstream::*;
use frameseal_ffi::interop::jframe::*;
use frameseal_ffi::interop::livekit::*;
use frameseal_ffi::result::frameseal_result as R;

/// What the server sends with its trailer: silence on an Opus track.
#[test]
fn livekit_passes_what_nobody_vouches_for_only_to_those_who_ask() {
    let livekit = LiveKit::new(RAW, &[0x51; 32], 0, PROCESS);
    let mut silence = vec![0; 80];
    silence[..3].copy_from_slice(&[0xf8, 0xff, 0xfe]);
    let trailer = b"LK-trailer";
    let injected = [&silence[..], trailer].concat();
    assert_eq!(livekit.open_all(OPUS, &injected), Err(R::NotThisFormat));
    let set = |trailer: &[u8]| unsafe {
        let (pointer, len) = (trailer.as_ptr(), trailer.len());
        frameseal_livekit_decryptor_set_sif_trailer(livekit.decryptor, pointer, len)
    };
    ok(set(trailer));
    assert_eq!(livekit.open(OPUS, &injected), Err(R::ServerInjected));
    assert_eq!(last_error().result, R::ServerInjected);
    let server = frameseal_livekit_source::Server;
    assert_eq!(livekit.open_all(OPUS, &injected), Ok((server, silence.clone())));
    // Anything else with the trailer is nobody's.
    let other = [b"\x78 not silence", &trailer[..]].concat();
    assert_eq!(livekit.open_all(OPUS, &other), Err(R::NotThisFormat));

    assert_eq!(livekit.open(OPUS, b""), Err(R::EmptyFrame));
    let empty = frameseal_livekit_source::Empty;
    assert_eq!(livekit.open_all(OPUS, b""), Ok((empty, Vec::new())));
    assert_eq!(livekit.seal(OPUS, b"", 1, 1), Ok(Vec::new()));

    let sealed = livekit.seal(OPUS, PACKET, 1, 1).unwrap();
    assert_eq!(livekit.open(OPUS, &sealed).unwrap(), PACKET);
    ok(set(b""));
    assert_eq!(livekit.open_all(OPUS, &injected), Err(R::NotThisFormat));
}

#[test]
fn livekit_keys_and_streams() {
    let livekit = LiveKit::new(RAW, &[0x52; 32], 15, PROCESS);
    let sealed: Vec<_> = (0..4).map(|n| livekit.seal(OPUS, PACKET, 7, 960 * n).unwrap()).collect();
    assert_eq!(livekit.open(OPUS, &sealed[0]).unwrap(), PACKET);
    let remove =
        |index| unsafe { frameseal_livekit_decryptor_remove_key(livekit.decryptor, index) };
    assert_eq!(remove(14), R::Nothing);
    ok(remove(15));
    assert_eq!(remove(15), R::Nothing);
    assert_eq!(livekit.open(OPUS, &sealed[1]), Err(R::UnknownKey));
    assert_eq!((last_error().has_kid, last_error().kid), (true, 15));
    let set = |index, kind: u32, material: &[u8]| unsafe {
        let (pointer, len) = (material.as_ptr(), material.len());
        frameseal_livekit_decryptor_set_key(livekit.decryptor, index, kind, pointer, len)
    };
    assert_eq!(set(15, 3, &[0x52; 32]), R::BadValue);
    assert_eq!(set(15, RAW, &[0x52; 15]), R::BaseKeyTooShort);
    assert_eq!(set(15, PASSPHRASE, b""), R::BaseKeyTooShort);
    assert_eq!(set(16, RAW, &[0x52; 32]), R::FieldTooWide);
    ok(set(15, RAW, &[0x53; 32]));
    assert_eq!(livekit.open(OPUS, &sealed[1]), Err(R::Authentication));
    ok(set(15, RAW, &[0x52; 32]));
    assert_eq!(livekit.open(OPUS, &sealed[0]), Err(R::Replayed));
    assert_eq!(livekit.open(OPUS, &sealed[2]).unwrap(), PACKET);
    ok(unsafe { frameseal_livekit_decryptor_advance(livekit.decryptor, 60_000) });
    assert_eq!(livekit.open(OPUS, &sealed[3]).unwrap(), PACKET);

    // Buffers: nothing is lost, and no counter used up for it.
    let next = livekit.seal(OPUS, PACKET, 7, 4800).unwrap();
    let open = |size| {
        written(size, |out, size, len| unsafe {
            let (pointer, frame_len, from) = (next.as_ptr(), next.len(), livekit.decryptor);
            frameseal_livekit_decryptor_decrypt(
                from,
                OPUS,
                pointer,
                frame_len,
                out,
                size,
                len,
                null_mut(),
            )
        })
    };
    assert_eq!((open(next.len() - 1), last_error().needed), (Err(R::BufferTooSmall), next.len()));
    assert_eq!(open(next.len()).unwrap(), PACKET);
    let too_small = written(PACKET.len() + 29, |out, size, len| unsafe {
        let (pointer, frame_len, to) = (PACKET.as_ptr(), PACKET.len(), livekit.encryptor);
        frameseal_livekit_encryptor_encrypt(to, OPUS, 7, 5760, pointer, frame_len, out, size, len)
    });
    assert_eq!(too_small, Err(R::BufferTooSmall));
    assert_eq!(last_error().needed, PACKET.len() + 30);

    assert_eq!(livekit.seal(AV1, &[0x12, 0], 7, 6720), Err(R::UnsupportedCodec));
    assert_eq!(livekit.seal(77, PACKET, 7, 6720), Err(R::BadValue));
    let new = |window| made(|out| unsafe { frameseal_livekit_decryptor_new(window, out) });
    assert_eq!(new(17).err(), Some(R::BadValue));
    ok(unsafe { frameseal_livekit_decryptor_free(new(16).unwrap()) });
}

#[test]
fn jframe_kinds_and_keys() {
    let jframe = Jframe::new(&[0x54; 32], 3, PROCESS);
    let delta = [0x31, 0x11, 0x12, 9, 9, 9];
    let key_frame = [0x10, 2, 0, 0x9d, 1, 0x2a, 8, 0, 8, 0, 7, 7];
    let kind_of = |codec, frame: &[u8]| {
        made(|out| unsafe { frameseal_jframe_kind_of(codec, frame.as_ptr(), frame.len(), out) })
            .map(|kind| kind as u32)
    };
    assert_eq!(kind_of(OPUS, PACKET), Ok(AUDIO));
    assert_eq!(kind_of(VP8, &key_frame), Ok(KEY));
    assert_eq!(kind_of(VP8, &delta), Ok(DELTA));
    assert_eq!(kind_of(VP8, b""), Err(R::EmptyFrame));
    assert_eq!(kind_of(0, PACKET), Err(R::BadValue));

    let mut timestamp = 0;
    for (kind, frame, clear) in [(AUDIO, PACKET, 1), (KEY, &key_frame, 10), (DELTA, &delta, 3)] {
        timestamp += 3000;
        let sealed = jframe.seal(kind, frame, 7, timestamp).unwrap();
        assert_eq!((sealed.len(), &sealed[..clear]), (frame.len() + 30, &frame[..clear]));
        let other = if kind == AUDIO { KEY } else { AUDIO };
        assert_eq!(jframe.open(other, &sealed), Err(R::Authentication));
        assert_eq!(jframe.open(kind, &sealed).unwrap(), frame);
        assert_eq!(jframe.seal(kind, &frame[..clear - 1], 7, timestamp), Err(R::FrameTooShort));
    }
    assert_eq!(jframe.seal(4, PACKET, 7, 1), Err(R::BadValue));
    assert_eq!(jframe.open(0, PACKET), Err(R::BadValue));
    assert_eq!(jframe.open(AUDIO, PACKET), Err(R::NotThisFormat));

    let remove = |index| unsafe { frameseal_jframe_decryptor_remove_key(jframe.decryptor, index) };
    assert_eq!((remove(4), remove(3), remove(3)), (R::Nothing, R::Ok, R::Nothing));
    let sealed = jframe.seal(AUDIO, PACKET, 7, 20_000).unwrap();
    assert_eq!(jframe.open(AUDIO, &sealed), Err(R::UnknownKey));
    let set = |index, material: &[u8]| unsafe {
        let (pointer, len) = (material.as_ptr(), material.len());
        frameseal_jframe_decryptor_set_key(jframe.decryptor, index, pointer, len)
    };
    assert_eq!(set(16, &[0x54; 32]), R::FieldTooWide);
    assert_eq!(set(3, &[0x54; 15]), R::BaseKeyTooShort);
    ok(set(3, &[0x54; 32]));
    ok(unsafe { frameseal_jframe_decryptor_advance(jframe.decryptor, 60_000) });
    assert_eq!(jframe.open(AUDIO, &sealed).unwrap(), PACKET);
    let new = |window| made(|out| unsafe { frameseal_jframe_decryptor_new(window, out) });
    assert_eq!(new(17).err(), Some(R::BadValue));
}

#[test]
fn dave_secrets_and_silence() {
    let label = unsafe { CStr::from_ptr(frameseal_dave_exporter_label()) };
    assert_eq!(label.to_str().unwrap(), EXPORTER_LABEL);
    let context = |size| {
        written(size, |out, size, len| unsafe {
            frameseal_dave_exporter_context(0x0102_0304_0506_0708, out, size, len)
        })
    };
    assert_eq!(context(8).unwrap(), [8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!((context(7), last_error().needed), (Err(R::BufferTooSmall), 8));

    for len in [0, 15, 17, 32] {
        let secret = vec![1; len];
        let new = |out| unsafe { frameseal_dave_decryptor_new(secret.as_ptr(), len, out) };
        assert_eq!(made(new).err(), Some(R::WrongKeyLength));
        let new = |out| unsafe { frameseal_dave_encryptor_new(secret.as_ptr(), len, PROCESS, out) };
        assert_eq!(made(new).err(), Some(R::WrongKeyLength));
    }

    let (dave, other) = (Dave::new(&[0x55; 16], PROCESS), Dave::new(&[0x56; 16], PROCESS));
    assert_eq!(dave.open(&[0xf8, 0xff, 0xfe]), Err(R::Silence));
    assert_eq!(dave.open(PACKET), Err(R::NotThisFormat));
    assert_eq!(dave.seal(9, PACKET), Err(R::BadValue));
    let mut ran = 0;
    for codec in OPUS..=AV1 {
        let sealed = dave.seal(codec, PACKET).unwrap();
        assert_eq!(other.open(&sealed), Err(R::Authentication));
        let plain_len = dave.open(&sealed).unwrap().len();
        assert!(codec == AV1 || plain_len == PACKET.len());
        ran += 1;
    }
    assert_eq!(ran, 6);

    let sealed = dave.seal(OPUS, PACKET).unwrap();
    let open = |size| {
        written(size, |out, size, len| unsafe {
            let (pointer, frame_len, from) = (sealed.as_ptr(), sealed.len(), dave.decryptor);
            frameseal_dave_decryptor_decrypt(from, pointer, frame_len, out, size, len)
        })
    };
    assert_eq!(open(PACKET.len() - 1), Err(R::BufferTooSmall));
    assert_eq!(last_error().needed, PACKET.len());
    assert_eq!(open(PACKET.len()).unwrap(), PACKET);
    let too_small = written(9, |out, size, len| unsafe {
        let (pointer, frame_len, to) = (PACKET.as_ptr(), PACKET.len(), dave.encryptor);
        frameseal_dave_encryptor_encrypt(to, OPUS, pointer, frame_len, out, size, len)
    });
    assert_eq!(too_small, Err(R::BufferTooSmall));
    assert!(last_error().needed > PACKET.len());
}

#[test]
fn getstream_prefixes_keys_and_places() {
    // Each encryptor takes a prefix of its own from the system.
    let one = GetStream::new(&[0x57; 32], 9, &[], PROCESS);
    let two = GetStream::new(&[0x57; 32], 9, &[], PROCESS);
    let (a, b) = (one.seal(OPUS, PACKET).unwrap(), two.seal(OPUS, PACKET).unwrap());
    let prefix = |sealed: &[u8]| sealed[sealed.len() - 16..sealed.len() - 8].to_vec();
    assert_ne!(prefix(&a), prefix(&b));
    assert_eq!(
        (a.len(), two.open(&a).unwrap(), two.open(&b).unwrap()),
        (46, PACKET.into(), PACKET.into())
    );

    let new = |key: &[u8], prefix: &[u8]| {
        let made = made(|out| unsafe {
            let (prefix, prefix_len) = (prefix.as_ptr(), prefix.len());
            let (key, key_len) = (key.as_ptr(), key.len());
            frameseal_getstream_encryptor_new(0, key, key_len, prefix, prefix_len, PROCESS, out)
        });
        made.err()
    };
    assert_eq!(new(&[1; 16], &[1; 7]), Some(R::WrongLength));
    assert_eq!(new(&[1; 16], &[1; 9]), Some(R::WrongLength));
    assert_eq!(new(&[1; 17], &[1; 8]), Some(R::WrongKeyLength));
    assert_eq!(new(&[1; 16], &[1; 8]), None);

    let sealed = one.seal(OPUS, PACKET).unwrap();
    let mut forged = sealed.clone();
    forged[2] ^= 1;
    assert_eq!(one.open(&forged), Err(R::Authentication));
    let zeroed = [&PACKET[..1], &vec![0; sealed.len() - 1]].concat();
    assert_eq!(one.open_in_place(&forged), (R::Authentication, zeroed));
    let set = |key: &[u8]| unsafe {
        frameseal_getstream_decryptor_set_key(one.decryptor, 9, key.as_ptr(), key.len())
    };
    let remove = |index| unsafe { frameseal_getstream_decryptor_remove_key(one.decryptor, index) };
    assert_eq!((remove(8), remove(9), remove(9)), (R::Nothing, R::Ok, R::Nothing));
    assert_eq!(one.open(&sealed), Err(R::UnknownKey));
    assert_eq!(one.open_in_place(&sealed), (R::UnknownKey, sealed.clone()));
    assert_eq!(set(&[1; 15]), R::WrongKeyLength);
    ok(set(&[0x57; 32]));
    let mut newer = sealed.clone();
    let version = newer.len() - 5;
    newer[version] = 2;
    assert_eq!(one.open(&newer), Err(R::UnsupportedVersion));
    assert_eq!(one.open(PACKET), Err(R::NotThisFormat));
    let too_small = written(sealed.len() - 1, |out, size, len| unsafe {
        let (pointer, frame_len, from) = (sealed.as_ptr(), sealed.len(), one.decryptor);
        frameseal_getstream_decryptor_decrypt(from, pointer, frame_len, out, size, len)
    });
    assert_eq!((too_small, last_error().needed), (Err(R::BufferTooSmall), sealed.len()));
    assert_eq!(one.open_in_place(&sealed), (R::Ok, PACKET.to_vec()));
    assert_eq!(one.open(b""), Err(R::EmptyFrame));
    assert_eq!(one.open_in_place(b""), (R::EmptyFrame, Vec::new()));
    assert_eq!(one.seal(OPUS, b""), Ok(Vec::new()));
    assert_eq!(one.seal(H265, &[0, 0, 1, 0x26, 1, 0xaf]), Err(R::UnsupportedCodec));
    assert_eq!(one.seal(AV1, &[0x12, 0]), Err(R::UnsupportedCodec));
}

/// Several threads share an encryptor of GetStream's; no frame gets the counter of another.
#[test]
fn getstream_is_shared() {
    let getstream = GetStream::new(&[0x58; 16], 0, &[], PROCESS);
    let encryptor = getstream.encryptor;
    let threads: Vec<_> = (0..4)
        .map(|_| {
            std::thread::spawn(move || {
                let seal = |_| {
                    written(64, |out, size, len| unsafe {
                        let (pointer, frame_len) = (PACKET.as_ptr(), PACKET.len());
                        frameseal_getstream_encryptor_encrypt(
                            encryptor, OPUS, pointer, frame_len, out, size, len,
                        )
                    })
                    .unwrap()
                };
                (0..500).map(seal).collect::<Vec<_>>()
            })
        })
        .collect();
    let mut opened = 0;
    for thread in threads {
        for sealed in thread.join().unwrap() {
            assert_eq!(getstream.open(&sealed).unwrap(), PACKET);
            opened += 1;
        }
    }
    assert_eq!(opened, 2000);
}
