//! Headers, names and derived keys, as a C program asks for them.

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

use std::ffi::CStr;

use calling::{last_error, made, ok, written};
use frameseal::codec::Codec;
use frameseal::{BaseKey, CipherSuite, Header, KeyId, MAX_HEADER_LEN};
use frameseal_ffi::codec::frameseal_codec_name;
use frameseal_ffi::decryptor::frameseal_header;
use frameseal_ffi::header::frameseal_header_read;
use frameseal_ffi::result::frameseal_result as R;
use frameseal_ffi::sender_key::*;

/// AES_128_GCM_SHA256_128 and AES_256_GCM_SHA512_128.
const SUITES: [u16; 2] = [4, 5];

fn read(frame: &[u8]) -> Result<(u64, u64, usize), R> {
    let mut start = usize::MAX;
    let header: Result<frameseal_header, R> = made(|header| unsafe {
        frameseal_header_read(frame.as_ptr(), frame.len(), header, &raw mut start)
    });
    assert_eq!(header.is_ok(), start != usize::MAX);
    header.map(|header| (header.kid, header.counter, start))
}

#[test]
fn headers_are_read_as_they_were_written() {
    let mut compared = 0;
    for kid in [0, 1, 7, 8, 0xff, 0x100, u64::MAX] {
        for counter in [0, 7, 8, 0xffff, u64::MAX] {
            let mut wire = [0; MAX_HEADER_LEN];
            let len = Header { kid: KeyId::new(kid), counter }.encode(&mut wire).len();
            assert_eq!(read(&wire[..len]), Ok((kid, counter, len)));
            assert_eq!(read(&wire[..len - 1]), Err(R::Truncated));
            compared += 1;
        }
    }
    assert_eq!(compared, 35);
    assert_eq!(read(&[]), Err(R::Truncated));
    assert_eq!(read(&[0x80, 7]), Err(R::NonMinimalHeader));
}

#[test]
fn every_codec_has_its_name() {
    let name = |number| {
        let name = frameseal_codec_name(number);
        (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) }.to_str().unwrap())
    };
    for (number, codec) in (1..).zip(Codec::ALL) {
        assert_eq!(name(number), Some(codec.name()));
    }
    assert_eq!((name(0), name(7), Codec::ALL.len()), (None, None, 6));
}

#[test]
fn key_ids_of_sender_keys() {
    let id = |bits, generation, step| {
        made(|out| unsafe { frameseal_sender_key_id(bits, generation, step, out) })
    };
    assert_eq!(id(4, 0x17, 0x23), Ok(0x173));
    assert_eq!(id(4, (1 << 60) - 1, 15), Ok(u64::MAX));
    assert_eq!(id(4, 1 << 60, 0), Err(R::FieldTooWide));
    assert_eq!((id(0, 1, 1), id(17, 1, 1)), (Err(R::FieldTooWide), Err(R::FieldTooWide)));

    let key = [3; 16];
    let sender_key = made(|out| unsafe {
        frameseal_sender_key_new(4, 4, 0x17, 0, key.as_ptr(), key.len(), out)
    });
    let sender_key = sender_key.unwrap();
    let mut followed = 0;
    for step in 0..20 {
        let info = made(|out| unsafe { frameseal_sender_key_get_info(sender_key, out) }).unwrap();
        assert_eq!((id(4, 0x17, step), info.step), (Ok(info.kid), step));
        ok(unsafe { frameseal_sender_key_ratchet(sender_key) });
        followed += 1;
    }
    assert_eq!(followed, 20);
    ok(unsafe { frameseal_sender_key_free(sender_key) });
}

#[test]
fn derived_base_keys() {
    let key = [4; 16];
    for suite in SUITES {
        let engine = CipherSuite::try_from(suite).unwrap();
        let base_key = || BaseKey::new(&key).unwrap();
        let ratcheted = |size| {
            written(size, |out, size, len| unsafe {
                frameseal_base_key_ratcheted(suite, key.as_ptr(), key.len(), out, size, len)
            })
        };
        let for_ssrc = |size| {
            written(size, |out, size, len| unsafe {
                frameseal_base_key_for_ssrc(suite, key.as_ptr(), key.len(), 7, out, size, len)
            })
        };
        assert_eq!(ratcheted(64).unwrap(), base_key().ratcheted(engine).expose());
        assert_eq!(for_ssrc(64).unwrap(), base_key().for_ssrc(engine, 7).expose());
        assert_ne!(ratcheted(64), for_ssrc(64));
        let needed = engine.hash().output_len();
        for derived in [ratcheted(needed - 1), for_ssrc(needed - 1)] {
            assert_eq!((derived, last_error().needed), (Err(R::BufferTooSmall), needed));
        }

        // The same as a sender key has after one step.
        let sender_key = made(|out| unsafe {
            frameseal_sender_key_new(suite, 4, 1, 0, key.as_ptr(), key.len(), out)
        });
        let sender_key = sender_key.unwrap();
        ok(unsafe { frameseal_sender_key_ratchet(sender_key) });
        let next = written(64, |out, size, len| unsafe {
            frameseal_sender_key_base_key(sender_key, out, size, len)
        });
        assert_eq!(next, ratcheted(64));
        ok(unsafe { frameseal_sender_key_free(sender_key) });
    }
    let mut place = [4; 64];
    let (at, mut len) = (place.as_mut_ptr(), 0);
    let in_itself = unsafe {
        [
            frameseal_base_key_ratcheted(4, at, 16, at, 64, &raw mut len),
            frameseal_base_key_for_ssrc(4, at, 16, 7, at, 64, &raw mut len),
        ]
    };
    assert_eq!((in_itself, place), ([R::Overlap; 2], [4; 64]));
}
