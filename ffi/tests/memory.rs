//! No frame touches the heap, on the roads that C has; blocks of C code, AWS-LC's, count too.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::undocumented_unsafe_blocks,
    missing_docs
)]

use std::ptr::{null, null_mut};

use frameseal_ffi::batch::frameseal_frame;
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::interop::dave::*;
use frameseal_ffi::interop::getstream::*;
use frameseal_ffi::interop::jframe::*;
use frameseal_ffi::interop::livekit::*;
use frameseal_ffi::result::frameseal_result as R;
use frameseal_ffi::rtp::frameseal_rtp_packet;
use frameseal_ffi::transparent::*;

#[path = "calling/mod.rs"]
mod calling;
#[path = "formats/mod.rs"]
mod formats;
#[path = "../../sframe/tests/heap/mod.rs"]
mod heap;

use calling::{made, ok};
use formats::{DELTA, Dave, GetStream, Jframe, LiveKit, PROCESS, RAW, VP8};

const ROUNDS: u32 = 500;
const SIZE: usize = 6000;

/// Runs `act` twice, for what comes once a key or a thread (a second expanded key, AWS-LC's error state),
/// and then often, when it may take no block.
#[track_caller]
fn allocates_nothing(what: &str, mut act: impl FnMut()) {
    if !heap::hooked() {
        return;
    }
    (0..2).for_each(|_| act());
    let before = heap::allocations();
    (0..ROUNDS).for_each(|_| act());
    assert_eq!(heap::allocations() - before, 0, "{what}");
}

/// A delta frame of VP8.
fn vp8() -> [u8; 1003] {
    vp8_of()
}

fn vp8_of<const LEN: usize>() -> [u8; LEN] {
    let mut frame = [9; LEN];
    frame[..3].copy_from_slice(&[0x31, 2, 0]);
    frame
}

fn pair(suite: u16) -> (frameseal_encryptor, frameseal_decryptor) {
    let (kid, key) = (2000 + u64::from(suite), [0x46; 32]);
    let encryptor = made(|out| unsafe {
        frameseal_encryptor_new(suite, kid, key.as_ptr(), key.len(), null(), out)
    });
    let decryptor = made(|out| unsafe { frameseal_decryptor_new(null(), out) }).unwrap();
    ok(unsafe { frameseal_decryptor_add_key(decryptor, suite, kid, key.as_ptr(), key.len()) });
    (encryptor.unwrap(), decryptor)
}

fn free((encryptor, decryptor): (frameseal_encryptor, frameseal_decryptor)) {
    ok(unsafe { frameseal_encryptor_free(encryptor) });
    ok(unsafe { frameseal_decryptor_free(decryptor) });
}

/// Seals a frame into a buffer (where it goes, its length), opens it, and then once more, which is refused
/// with all that is kept for `frameseal_last_error`.
#[track_caller]
fn round_trips(
    what: &str,
    frame: &[u8],
    mut seal: impl FnMut(*mut u8, *mut usize) -> R,
    mut open: impl FnMut(*const u8, usize, *mut u8, *mut usize) -> R,
) {
    let (mut wire, mut out, mut len, mut opened) = ([0; SIZE], [0; SIZE], 0, 0);
    allocates_nothing(what, || {
        ok(seal(wire.as_mut_ptr(), &raw mut len));
        for expected in [R::Ok, R::Replayed] {
            let result = open(wire.as_ptr(), len, out.as_mut_ptr(), &raw mut opened);
            assert_eq!(result, expected);
            assert!(result != R::Ok || out[..opened] == *frame);
        }
    });
}

#[test]
fn frames_and_envelopes() {
    let envelope = frameseal_envelope { codec: VP8, pad_to: 0 };
    // A key has another form for long frames.
    for frame in [&vp8()[..], &vp8_of::<5000>()] {
        let (input, size, mut header) = (frame.as_ptr(), frame.len(), frameseal_header::default());
        for suite in 1..=8 {
            let (to, from) = pair(suite);
            round_trips(
                &format!("frames of {size} bytes, suite {suite}"),
                frame,
                |out, len| unsafe {
                    frameseal_encryptor_encrypt(to, input, size, null(), 0, out, SIZE, len)
                },
                |wire, n, out, len| unsafe {
                    let header = &raw mut header;
                    frameseal_decryptor_decrypt(from, wire, n, null(), 0, out, SIZE, len, header)
                },
            );
            round_trips(
                &format!("envelopes of {size} bytes, suite {suite}"),
                frame,
                |out, len| unsafe {
                    frameseal_transparent_encrypt(
                        to,
                        envelope,
                        input,
                        size,
                        null(),
                        0,
                        out,
                        SIZE,
                        len,
                    )
                },
                |wire, n, out, len| unsafe {
                    let header = &raw mut header;
                    frameseal_transparent_decrypt(from, wire, n, null(), 0, out, SIZE, len, header)
                },
            );
            free((to, from));
        }
    }
}

#[test]
fn in_place() {
    const START: usize = 300;
    let (frame, envelope) = (vp8(), frameseal_envelope { codec: VP8, pad_to: 0 });
    for suite in 1..=8 {
        let (to, from) = pair(suite);
        let (mut buffer, mut start, mut len) = ([0_u8; SIZE], 0, 0);
        let mut header = frameseal_header::default();
        for transparent in [false, true] {
            allocates_nothing(&format!("in place, suite {suite}, {transparent}"), || unsafe {
                buffer[START..START + frame.len()].copy_from_slice(&frame);
                let whole = buffer.as_mut_ptr();
                ok(if transparent {
                    frameseal_transparent_encrypt_in_place(
                        to,
                        envelope,
                        whole,
                        SIZE,
                        START,
                        frame.len(),
                        null(),
                        0,
                        &mut start,
                        &mut len,
                    )
                } else {
                    frameseal_encryptor_encrypt_in_place(
                        to,
                        whole,
                        SIZE,
                        START,
                        frame.len(),
                        null(),
                        0,
                        &mut start,
                        &mut len,
                    )
                });
                let (sealed, sealed_len, offset) = (whole.add(start), len, start);
                ok(if transparent {
                    frameseal_transparent_decrypt_in_place(
                        from,
                        sealed,
                        sealed_len,
                        null(),
                        0,
                        &mut start,
                        &mut len,
                        &mut header,
                    )
                } else {
                    frameseal_decryptor_decrypt_in_place(
                        from,
                        sealed,
                        sealed_len,
                        null(),
                        0,
                        &mut start,
                        &mut len,
                        &mut header,
                    )
                });
                let opened = offset + start;
                assert_eq!(buffer[opened..opened + len], frame);
            });
        }
        free((to, from));
    }
}

#[test]
fn batches() {
    const COUNT: usize = 5;
    let frame = vp8();
    for suite in 1..=8 {
        let (to, from) = pair(suite);
        let (mut wire, mut out) = ([[0_u8; SIZE]; COUNT], [[0_u8; SIZE]; COUNT]);
        let item = |input: *const u8, len, out: *mut u8| frameseal_frame {
            frame: input,
            frame_len: len,
            metadata: null(),
            metadata_len: 0,
            out,
            out_size: SIZE,
            out_len: 0,
            result: 0,
        };
        allocates_nothing(&format!("batches, suite {suite}"), || unsafe {
            let mut sealing =
                wire.each_mut().map(|out| item(frame.as_ptr(), frame.len(), out.as_mut_ptr()));
            ok(frameseal_encryptor_encrypt_batch(to, sealing.as_mut_ptr(), COUNT));
            let mut opening: [_; COUNT] = std::array::from_fn(|n| {
                item(sealing[n].out, sealing[n].out_len, out[n].as_mut_ptr())
            });
            ok(frameseal_decryptor_decrypt_batch(from, opening.as_mut_ptr(), COUNT));
            assert!((0..COUNT).all(|n| out[n][..opening[n].out_len] == frame));
            // All of them again: refused, one by one.
            let again = frameseal_decryptor_decrypt_batch(from, opening.as_mut_ptr(), COUNT);
            assert_eq!(again, R::Replayed);
        });
        let envelope = frameseal_envelope { codec: VP8, pad_to: 0 };
        allocates_nothing(&format!("batches of envelopes, suite {suite}"), || unsafe {
            let mut sealing =
                wire.each_mut().map(|out| item(frame.as_ptr(), frame.len(), out.as_mut_ptr()));
            let frames = sealing.as_mut_ptr();
            ok(frameseal_transparent_encrypt_batch(to, envelope, frames, COUNT));
            let mut opening: [_; COUNT] = std::array::from_fn(|n| {
                item(sealing[n].out, sealing[n].out_len, out[n].as_mut_ptr())
            });
            ok(frameseal_transparent_decrypt_batch(from, opening.as_mut_ptr(), COUNT));
            assert!((0..COUNT).all(|n| out[n][..opening[n].out_len] == frame));
        });
        free((to, from));
    }
}

#[test]
fn deployed_formats() {
    let (frame, key) = (vp8(), [0x47; 32]);
    let (input, size, mut now) = (frame.as_ptr(), frame.len(), 0);

    let livekit = LiveKit::new(RAW, &key, 0, PROCESS);
    let (to, from) = (livekit.encryptor, livekit.decryptor);
    round_trips(
        "LiveKit",
        &frame,
        |out, len| unsafe {
            now += 1;
            frameseal_livekit_encryptor_encrypt(to, VP8, 7, now, input, size, out, SIZE, len)
        },
        |wire, n, out, len| unsafe {
            let source = null_mut();
            frameseal_livekit_decryptor_decrypt(from, VP8, wire, n, out, SIZE, len, source)
        },
    );

    let jframe = Jframe::new(&key[..16], 0, PROCESS);
    let (to, from) = (jframe.encryptor, jframe.decryptor);
    round_trips(
        "JFrame",
        &frame,
        |out, len| unsafe {
            now += 1;
            frameseal_jframe_encryptor_encrypt(to, DELTA, 7, now, input, size, out, SIZE, len)
        },
        |wire, n, out, len| unsafe {
            frameseal_jframe_decryptor_decrypt(from, DELTA, wire, n, out, SIZE, len)
        },
    );

    let dave = Dave::new(&key[..16], PROCESS);
    let (to, from) = (dave.encryptor, dave.decryptor);
    round_trips(
        "DAVE",
        &frame,
        |out, len| unsafe {
            frameseal_dave_encryptor_encrypt(to, VP8, input, size, out, SIZE, len)
        },
        |wire, n, out, len| unsafe {
            frameseal_dave_decryptor_decrypt(from, wire, n, out, SIZE, len)
        },
    );

    let getstream = GetStream::new(&key, 0, &[5; 8], PROCESS);
    let (to, from) = (getstream.encryptor, getstream.decryptor);
    round_trips(
        "GetStream",
        &frame,
        |out, len| unsafe {
            frameseal_getstream_encryptor_encrypt(to, VP8, input, size, out, SIZE, len)
        },
        |wire, n, out, len| unsafe {
            frameseal_getstream_decryptor_decrypt(from, wire, n, out, SIZE, len)
        },
    );
}

#[test]
fn getstream_in_place() {
    let (frame, getstream) = (vp8(), GetStream::new(&[0x48; 32], 0, &[6; 8], PROCESS));
    let (mut wire, mut len, mut opened) = ([0; SIZE], 0, 0);
    allocates_nothing("GetStream in place", || unsafe {
        let (to, from, buffer) = (getstream.encryptor, getstream.decryptor, wire.as_mut_ptr());
        let (input, frame_len) = (frame.as_ptr(), frame.len());
        ok(frameseal_getstream_encryptor_encrypt(
            to, VP8, input, frame_len, buffer, SIZE, &mut len,
        ));
        ok(frameseal_getstream_decryptor_decrypt_in_place(from, buffer, len, &mut opened));
        assert_eq!(wire[..opened], frame);
    });
}

#[test]
fn packets() {
    const MAX_PAYLOAD: usize = 400;
    let (frame, mut packet, mut len) = (vp8(), [0; MAX_PAYLOAD], 0);
    allocates_nothing("packets", || unsafe {
        for index in 0..4 {
            let (input, out) = (frame.as_ptr(), packet.as_mut_ptr());
            let written = frameseal_rtp_packet(
                input,
                frame.len(),
                MAX_PAYLOAD,
                0,
                index,
                out,
                MAX_PAYLOAD,
                &mut len,
            );
            assert_eq!(written, if index < 3 { R::Ok } else { R::Nothing });
        }
    });
}

/// What is counted is seen to be: what needs a block is noticed.
#[test]
fn keys_allocate() {
    if !heap::hooked() {
        return;
    }
    let before = heap::allocations();
    free(pair(4));
    assert!(heap::allocations() > before);
}
