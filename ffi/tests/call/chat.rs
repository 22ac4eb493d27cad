//! Chat: sealed like frames, opened once.

use std::cell::Cell;

use frameseal_ffi::call::chat::*;
use frameseal_ffi::call::member::frameseal_member_id;
use frameseal_ffi::result::frameseal_result as R;

use super::app::*;

fn seal(member: &Member, payload: &[u8]) -> Vec<u8> {
    let (pointer, len) = (payload.as_ptr(), payload.len());
    bytes(|out, size, out_len| unsafe {
        frameseal_session_seal_chat(member.session, pointer, len, out, size, out_len)
    })
    .unwrap()
}

fn open(member: &Member, sealed: &[u8]) -> Result<(Vec<u8>, frameseal_member_id), R> {
    let (pointer, len) = (sealed.as_ptr(), sealed.len());
    let from = Cell::new(frameseal_member_id::default());
    let opened = bytes(|out, size, out_len| unsafe {
        let session = member.session;
        frameseal_session_open_chat(session, pointer, len, out, size, out_len, from.as_ptr())
    })?;
    Ok((opened, from.get()))
}

fn poll(member: &Member) -> Result<(Vec<u8>, frameseal_member_id), R> {
    let from = Cell::new(frameseal_member_id::default());
    let polled = bytes(|out, size, len| unsafe {
        frameseal_session_poll_chat(member.session, out, size, len, from.as_ptr())
    })?;
    Ok((polled, from.get()))
}

#[test]
fn chat_is_opened_once_whatever_room_there_was() {
    let (alice, bob, _) = pair(b"chat");
    let sealed = seal(&alice, b"hello");
    assert_eq!(open(&bob, &sealed), Ok((b"hello".to_vec(), alice.id)));
    assert_eq!(open(&bob, &sealed), Err(R::Replayed));
    assert_eq!(open(&bob, &seal(&alice, b"")), Ok((Vec::new(), alice.id)));
    assert_eq!(poll(&bob), Err(R::Nothing));
    // A frame is no chat, and chat is no frame.
    assert_eq!(open(&bob, &alice.seal(3, b"data")), Err(R::Authentication));
    assert_eq!(bob.open(&seal(&alice, b"hello")), Err(R::Authentication));
}

#[test]
fn chat_that_comes_before_its_key_waits_for_it() {
    let (mut alice, mut bob, mut now) = pair(b"early chat");
    // Alice draws fresh keys and goes over to them; of Bob's messages she hears, of hers he does
    // not.
    let rotate = frameseal_ffi::call::membership::frameseal_session_rotate;
    assert_eq!(unsafe { rotate(alice.session) }, R::Ok);
    let mut held_back = Vec::new();
    for _ in 0..40 {
        now += 50;
        for member in [&alice, &bob] {
            let session = member.session;
            let advance = frameseal_ffi::call::session::frameseal_session_advance;
            assert_eq!(unsafe { advance(session, now) }, R::Ok);
        }
        while let Some((_, message)) = alice.outgoing() {
            held_back.push(message);
        }
        while let Some((_, message)) = bob.outgoing() {
            alice.handle(&message, now);
        }
    }
    let sealed = [seal(&alice, b"first"), seal(&alice, b"second")];
    for sealed in &sealed {
        assert_eq!(open(&bob, sealed), Err(R::UnknownKey));
    }
    assert_eq!(poll(&bob), Err(R::Nothing));
    for message in held_back {
        bob.handle(&message, now);
    }
    assert_eq!(poll(&bob), Ok((b"first".to_vec(), alice.id)));
    assert_eq!(poll(&bob), Ok((b"second".to_vec(), alice.id)));
    assert_eq!(poll(&bob), Err(R::Nothing));
}
