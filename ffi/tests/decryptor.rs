//! What a decryptor does in its life, as a C program asks for it: keys come and go, frames wait, are
//! opened, repeated and forged, in place and in envelopes, and events and totals say so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs
)]

mod calling;

use std::ptr;

use calling::{made, ok, written};
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::{
    frameseal_encryptor, frameseal_encryptor_encrypt, frameseal_encryptor_free,
    frameseal_encryptor_new,
};
use frameseal_ffi::event::{frameseal_event, frameseal_event_kind as Kind};
use frameseal_ffi::result::frameseal_result as R;
use frameseal_ffi::sender_key::{
    frameseal_sender_key, frameseal_sender_key_free, frameseal_sender_key_new,
};
use frameseal_ffi::transparent::*;

/// AES_128_GCM_SHA256_128.
const SUITE: u16 = 4;
const METADATA: [u8; 2] = [7, 8];

fn encryptor(kid: u64, key: u8) -> frameseal_encryptor {
    let key = [key; 32];
    let new = |out| unsafe {
        frameseal_encryptor_new(SUITE, kid, key.as_ptr(), key.len(), ptr::null(), out)
    };
    made(new).unwrap()
}

fn seal(encryptor: frameseal_encryptor, frame: &[u8]) -> Vec<u8> {
    let sealed = written(frame.len() + 64, |out, size, len| unsafe {
        let (frame, frame_len) = (frame.as_ptr(), frame.len());
        let (metadata, metadata_len) = (METADATA.as_ptr(), METADATA.len());
        frameseal_encryptor_encrypt(
            encryptor,
            frame,
            frame_len,
            metadata,
            metadata_len,
            out,
            size,
            len,
        )
    });
    sealed.unwrap()
}

struct Receiver(frameseal_decryptor);

impl Receiver {
    fn new() -> Self {
        Self(made(|out| unsafe { frameseal_decryptor_new(ptr::null(), out) }).unwrap())
    }

    fn add(&self, kid: u64, key: u8) -> R {
        let key = [key; 32];
        unsafe { frameseal_decryptor_add_key(self.0, SUITE, kid, key.as_ptr(), key.len()) }
    }

    fn open(&self, frame: &[u8]) -> Result<Vec<u8>, R> {
        let mut header = frameseal_header::default();
        written(frame.len(), |out, size, len| unsafe {
            let (metadata, metadata_len) = (METADATA.as_ptr(), METADATA.len());
            frameseal_decryptor_decrypt(
                self.0,
                frame.as_ptr(),
                frame.len(),
                metadata,
                metadata_len,
                out,
                size,
                len,
                &raw mut header,
            )
        })
    }

    fn open_in_place(&self, frame: &mut [u8]) -> Result<(usize, usize), R> {
        let (mut start, mut len) = (0, 0);
        let (metadata, metadata_len) = (METADATA.as_ptr(), METADATA.len());
        let result = unsafe {
            frameseal_decryptor_decrypt_in_place(
                self.0,
                frame.as_mut_ptr(),
                frame.len(),
                metadata,
                metadata_len,
                &raw mut start,
                &raw mut len,
                ptr::null_mut(),
            )
        };
        if result == R::Ok { Ok((start, len)) } else { Err(result) }
    }

    fn park(&self, frame: &[u8], token: u64) -> R {
        let (metadata, metadata_len) = (METADATA.as_ptr(), METADATA.len());
        unsafe {
            frameseal_decryptor_park(
                self.0,
                frame.as_ptr(),
                frame.len(),
                metadata,
                metadata_len,
                token,
            )
        }
    }

    fn unpark(&self, size: usize) -> Result<(Vec<u8>, frameseal_unparked), R> {
        let mut about = None;
        let frame = written(size, |out, size, len| {
            let mut result = R::Ok;
            let unparked = made(|unparked| {
                result = unsafe { frameseal_decryptor_unpark(self.0, out, size, len, unparked) };
                result
            });
            about = unparked.ok();
            result
        });
        frame.map(|frame| (frame, about.unwrap()))
    }

    fn event(&self) -> Result<(Kind, u64), R> {
        let event: Result<frameseal_event, R> =
            made(|out| unsafe { frameseal_decryptor_poll_event(self.0, out) });
        event.map(|event| (event.kind, event.kid))
    }

    fn totals(&self) -> frameseal_totals {
        made(|out| unsafe { frameseal_decryptor_get_totals(self.0, out) }).unwrap()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        ok(unsafe { frameseal_decryptor_free(self.0) });
    }
}

#[test]
fn frames_are_opened_once_wait_and_are_counted() {
    let alice = encryptor(7, 1);
    let bob = Receiver::new();
    let early = seal(alice, b"early");
    assert_eq!(bob.open(&early), Err(R::UnknownKey));
    ok(bob.park(&early, 99));
    assert_eq!(bob.event(), Ok((Kind::KeyMissing, 7)));
    assert_eq!(bob.unpark(64).err(), Some(R::Nothing));

    ok(bob.add(7, 1));
    assert_eq!(bob.add(7, 2), R::KeyIdInUse);
    assert_eq!(bob.unpark(4).err(), Some(R::BufferTooSmall), "it is kept");
    let (frame, about) = bob.unpark(64).unwrap();
    assert_eq!(
        (&frame[..], about.token, about.header.kid, about.result),
        (&b"early"[..], 99, 7, R::Ok)
    );
    assert_eq!(bob.event(), Ok((Kind::KeyRecovered, 7)));

    let sealed = seal(alice, b"frame");
    assert_eq!(bob.open(&sealed), Ok(b"frame".to_vec()));
    assert_eq!(bob.open(&sealed), Err(R::Replayed));
    let mut in_place = seal(alice, b"in place");
    let (start, len) = bob.open_in_place(&mut in_place).unwrap();
    assert_eq!(&in_place[start..start + len], b"in place");
    let mut forged = seal(alice, b"forged");
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(bob.open_in_place(&mut forged), Err(R::Authentication));
    assert_eq!(bob.open(&[]), Err(R::Truncated));
    assert_eq!(bob.event(), Err(R::Nothing));

    let totals = bob.totals();
    assert_eq!(
        (totals.opened, totals.syntax, totals.key_id, totals.replay, totals.authentication),
        (3, 1, 1, 1, 1)
    );
    let mut stats = [frameseal_key_stats { kid: 0, opened: 0, failed: 0, highest_counter: 0 }; 4];
    let mut keys = 0;
    ok(unsafe {
        frameseal_decryptor_get_key_stats(bob.0, stats.as_mut_ptr(), stats.len(), &raw mut keys)
    });
    let key = stats[0];
    assert_eq!((keys, key.kid, key.opened, key.failed), (1, 7, 3, 1));
    ok(unsafe { frameseal_encryptor_free(alice) });
}

#[test]
fn keys_of_every_kind_come_and_go() {
    let bob = Receiver::new();
    ok(bob.add(7, 1));
    ok(unsafe { frameseal_decryptor_retire_key(bob.0, 7) });
    ok(unsafe { frameseal_decryptor_advance(bob.0, 60_000) });
    assert_eq!(unsafe { frameseal_decryptor_remove_key(bob.0, 7) }, R::Nothing, "it has gone");
    ok(bob.add(8, 2));
    ok(unsafe { frameseal_decryptor_remove_key(bob.0, 8) });
    assert_eq!(unsafe { frameseal_decryptor_retire_key(bob.0, 8) }, R::Nothing);

    let own = encryptor(9, 3);
    ok(unsafe { frameseal_decryptor_refuse_own(bob.0, own) });
    assert_eq!(bob.add(9, 3), R::OwnSendKey);
    ok(unsafe { frameseal_encryptor_free(own) });

    // Of other layouts than plain KIDs.
    let key = [5_u8; 32];
    let sender: frameseal_sender_key = made(|out| unsafe {
        frameseal_sender_key_new(SUITE, 4, 1, 0, key.as_ptr(), key.len(), out)
    })
    .unwrap();
    assert_eq!(unsafe { frameseal_decryptor_add_sender_key(bob.0, sender) }, R::WrongLayout);
    ok(unsafe { frameseal_sender_key_free(sender) });
    let epoch =
        |bits| unsafe { frameseal_decryptor_add_epoch(bob.0, SUITE, 1, bits, key.as_ptr(), 16) };
    assert_eq!(epoch(4), R::WrongLayout);
    assert_eq!(epoch(64), R::FieldTooWide);
}

#[test]
fn envelopes_are_sealed_and_opened_where_they_lie() {
    let (alice, bob) = (encryptor(7, 6), Receiver::new());
    ok(bob.add(7, 6));
    let envelope = frameseal_envelope { codec: 2, pad_to: 0 };
    // A delta frame of VP8.
    let frame = [0x31, 2, 0, 1, 2, 3];
    let room: frameseal_room =
        made(|out| unsafe { frameseal_transparent_get_room(alice, envelope, frame.len(), out) })
            .unwrap();
    let (metadata, metadata_len) = (METADATA.as_ptr(), METADATA.len());
    let sealed = written(room.max_len, |out, size, len| unsafe {
        frameseal_transparent_encrypt(
            alice,
            envelope,
            frame.as_ptr(),
            frame.len(),
            metadata,
            metadata_len,
            out,
            size,
            len,
        )
    })
    .unwrap();
    assert_eq!(sealed[..3], frame[..3], "what a packetizer looks at");
    let opened = |sealed: &[u8]| {
        written(sealed.len(), |out, size, len| unsafe {
            frameseal_transparent_decrypt(
                bob.0,
                sealed.as_ptr(),
                sealed.len(),
                metadata,
                metadata_len,
                out,
                size,
                len,
                ptr::null_mut(),
            )
        })
    };
    assert_eq!(opened(&sealed), Ok(frame.to_vec()));
    assert_eq!(opened(&sealed), Err(R::Replayed));

    let mut buffer = vec![0; room.headroom + frame.len() + room.tailroom];
    buffer[room.headroom..room.headroom + frame.len()].copy_from_slice(&frame);
    let (mut start, mut len) = (0, 0);
    ok(unsafe {
        frameseal_transparent_encrypt_in_place(
            alice,
            envelope,
            buffer.as_mut_ptr(),
            buffer.len(),
            room.headroom,
            frame.len(),
            metadata,
            metadata_len,
            &raw mut start,
            &raw mut len,
        )
    });
    let sealed = &mut buffer[start..start + len];
    ok(unsafe {
        frameseal_transparent_decrypt_in_place(
            bob.0,
            sealed.as_mut_ptr(),
            sealed.len(),
            metadata,
            metadata_len,
            &raw mut start,
            &raw mut len,
            ptr::null_mut(),
        )
    });
    assert_eq!(sealed[start..start + len], frame);
    ok(unsafe { frameseal_encryptor_free(alice) });
}
