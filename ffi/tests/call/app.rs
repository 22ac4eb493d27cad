//! What an app in C would write, once.

use std::cell::Cell;
use std::mem::MaybeUninit;
use std::ptr::null;

use frameseal_ffi::call::config::frameseal_session_config;
use frameseal_ffi::call::event::{frameseal_call_event, frameseal_call_event_kind};
use frameseal_ffi::call::identity::*;
use frameseal_ffi::call::media::{frameseal_session_encryptor, frameseal_session_new_decryptor};
use frameseal_ffi::call::member::{frameseal_member, frameseal_member_id};
use frameseal_ffi::call::membership::*;
use frameseal_ffi::call::passphrase::frameseal_call_secret;
use frameseal_ffi::call::session::*;
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::error::*;
use frameseal_ffi::result::frameseal_result as R;

pub(crate) const AUDIO: u8 = 0;
pub(crate) const VIDEO: u8 = 1;

/// Calls a C function that writes one value.
pub(crate) fn value<T>(f: impl FnOnce(*mut T) -> R) -> Result<T, R> {
    let mut out = MaybeUninit::uninit();
    match f(out.as_mut_ptr()) {
        // SAFETY: functions that give OK have written their outputs.
        R::Ok => Ok(unsafe { out.assume_init() }),
        failure => Err(failure),
    }
}

/// Calls a C function that writes bytes: first without room, which must lose and write nothing,
/// then with as much as it says it needs.
pub(crate) fn bytes(f: impl Fn(*mut u8, usize, *mut usize) -> R) -> Result<Vec<u8>, R> {
    let mut len = 7777;
    let mut out = Vec::new();
    match f(out.as_mut_ptr(), 0, &mut len) {
        R::Ok => {
            assert_eq!(len, 0);
            return Ok(out);
        }
        R::BufferTooSmall => assert_eq!(len, 7777, "nothing is written"),
        failure => return Err(failure),
    }
    let needed = last_error().needed;
    assert!(needed > 0);
    out.resize(needed - 1, 0xa5);
    assert_eq!(f(out.as_mut_ptr(), out.len(), &mut len), R::BufferTooSmall);
    assert!(len == 7777 && out.iter().all(|&byte| byte == 0xa5), "nothing is written");
    out.resize(needed, 0xa5);
    TOO_SMALL.set(TOO_SMALL.get() + 2);
    match f(out.as_mut_ptr(), out.len(), &mut len) {
        R::Ok => {
            assert!(len <= needed);
            out.truncate(len);
            Ok(out)
        }
        failure => Err(failure),
    }
}

thread_local! {
    /// How many calls this thread made with buffers that were too small.
    pub(crate) static TOO_SMALL: Cell<usize> = const { Cell::new(0) };
}

pub(crate) fn last_error() -> frameseal_error {
    value(|out| unsafe { frameseal_last_error(out) }).unwrap()
}

/// A configuration as C has it after `memset`.
pub(crate) fn config(call_id: &[u8], name: &str) -> frameseal_session_config {
    frameseal_session_config {
        call_id: call_id.as_ptr(),
        call_id_len: call_id.len(),
        name: name.as_ptr(),
        name_len: name.len(),
        hosts: null(),
        hosts_len: 0,
        call_secret: frameseal_call_secret::default(),
        started_ms: 0,
        max_members: 0,
        status_ms: 0,
        absent_ms: 0,
        forget_ms: 0,
        join_gap_ms: 0,
        leave_delay_ms: 0,
        rotation_gap_ms: 0,
        switch_ms: 0,
        rotation_ms: 0,
        retry_ms: 0,
        suite: 0,
        admission: 0,
        exchange: 1,
        allow_clear: 0,
        post_quantum_required: 0,
        founder: 0,
    }
}

pub(crate) fn identity() -> frameseal_identity {
    value(|out| unsafe { frameseal_identity_generate(out) }).unwrap()
}

/// A member with the one decryptor that a call needs.
pub(crate) struct Member {
    pub(crate) session: frameseal_session,
    pub(crate) decryptor: frameseal_decryptor,
    pub(crate) id: frameseal_member_id,
    pub(crate) events: Vec<frameseal_call_event>,
    /// What `handle` gave for messages that it refused.
    pub(crate) refused: Vec<R>,
}

impl Member {
    pub(crate) fn join(config: &frameseal_session_config, now_ms: u64) -> Self {
        let identity = identity();
        let member = Self::join_as(config, identity, now_ms);
        assert_eq!(unsafe { frameseal_identity_free(identity) }, R::Ok);
        member
    }

    pub(crate) fn join_as(
        config: &frameseal_session_config,
        identity: frameseal_identity,
        now_ms: u64,
    ) -> Self {
        let session =
            value(|out| unsafe { frameseal_session_join(config, identity, now_ms, out) }).unwrap();
        let decryptor =
            value(|out| unsafe { frameseal_session_new_decryptor(session, null(), out) }).unwrap();
        let id = value(|out| unsafe { frameseal_session_own_id(session, out) }).unwrap();
        Self { session, decryptor, id, events: Vec::new(), refused: Vec::new() }
    }

    pub(crate) fn handle(&mut self, message: &[u8], now_ms: u64) -> R {
        let (pointer, len) = (message.as_ptr(), message.len());
        unsafe { frameseal_session_handle(self.session, pointer, len, now_ms) }
    }

    /// Polls the next message, and to whom it goes.
    pub(crate) fn outgoing(&mut self) -> Option<(Option<frameseal_member_id>, Vec<u8>)> {
        let about = Cell::new(MaybeUninit::uninit());
        let polled = bytes(|out, size, len| unsafe {
            frameseal_session_poll_outgoing(self.session, out, size, len, about.as_ptr().cast())
        });
        match polled {
            Ok(message) => {
                // SAFETY: written with the message.
                let about: frameseal_outgoing = unsafe { about.get().assume_init() };
                Some((about.has_to.then_some(about.to), message))
            }
            Err(result) => {
                assert_eq!(result, R::Nothing);
                None
            }
        }
    }

    pub(crate) fn poll_events(&mut self) {
        loop {
            match value(|out| unsafe { frameseal_session_poll_event(self.session, out) }) {
                Ok(event) => self.events.push(event),
                Err(result) => return assert_eq!(result, R::Nothing),
            }
        }
    }

    pub(crate) fn saw(&self, kind: frameseal_call_event_kind) -> Option<frameseal_call_event> {
        self.events.iter().find(|event| event.kind == kind).copied()
    }

    pub(crate) fn members(&self) -> Vec<frameseal_member> {
        let (mut len, session) = (0, self.session);
        let mut out = Vec::<frameseal_member>::with_capacity(16);
        let result = unsafe { frameseal_session_members(session, out.as_mut_ptr(), 16, &mut len) };
        assert_eq!(result, R::Ok);
        // SAFETY: as many were written.
        unsafe { out.set_len(len) };
        out
    }

    pub(crate) fn encryptor(&self, kind: u8) -> Result<frameseal_encryptor, R> {
        value(|out| unsafe { frameseal_session_encryptor(self.session, kind, out) })
    }

    /// Seals a frame with the encryptor of the moment.
    pub(crate) fn seal(&self, kind: u8, frame: &[u8]) -> Vec<u8> {
        let encryptor = self.encryptor(kind).unwrap();
        let sealed = encrypt(encryptor, frame);
        assert_eq!(unsafe { frameseal_encryptor_free(encryptor) }, R::Ok);
        sealed
    }

    pub(crate) fn open(&self, sealed: &[u8]) -> Result<(Vec<u8>, frameseal_header), R> {
        decrypt(self.decryptor, sealed)
    }

    pub(crate) fn free(self) {
        assert_eq!(unsafe { frameseal_session_free(self.session) }, R::Ok);
        assert_eq!(unsafe { frameseal_decryptor_free(self.decryptor) }, R::Ok);
    }
}

pub(crate) fn encrypt(encryptor: frameseal_encryptor, frame: &[u8]) -> Vec<u8> {
    let (mut out, mut len) = (vec![0; frame.len() + 64], 0);
    let result = unsafe {
        let (frame, frame_len) = (frame.as_ptr(), frame.len());
        let (out, size) = (out.as_mut_ptr(), out.len());
        frameseal_encryptor_encrypt(encryptor, frame, frame_len, null(), 0, out, size, &mut len)
    };
    assert_eq!(result, R::Ok);
    out.truncate(len);
    out
}

pub(crate) fn decrypt(
    decryptor: frameseal_decryptor,
    sealed: &[u8],
) -> Result<(Vec<u8>, frameseal_header), R> {
    let (mut out, mut len, mut header) = (vec![0; sealed.len()], 0, frameseal_header::default());
    let result = unsafe {
        let (frame, frame_len) = (sealed.as_ptr(), sealed.len());
        let (out, size) = (out.as_mut_ptr(), out.len());
        frameseal_decryptor_decrypt(
            decryptor,
            frame,
            frame_len,
            null(),
            0,
            out,
            size,
            &mut len,
            &mut header,
        )
    };
    out.truncate(len);
    if result == R::Ok { Ok((out, header)) } else { Err(result) }
}

/// Carries messages between members for a while, and lets time pass.
pub(crate) fn talk(members: &mut [&mut Member], now_ms: &mut u64, for_ms: u64) {
    let until = *now_ms + for_ms;
    while *now_ms < until {
        *now_ms += 50;
        for member in members.iter() {
            let result = unsafe { frameseal_session_advance(member.session, *now_ms) };
            assert_eq!(result, R::Ok);
        }
        for from in 0..members.len() {
            while let Some((to, message)) = members[from].outgoing() {
                for (n, member) in members.iter_mut().enumerate() {
                    if n != from && to.is_none_or(|to| to == member.id) {
                        let result = member.handle(&message, *now_ms);
                        if result != R::Ok {
                            member.refused.push(result);
                        }
                    }
                }
            }
        }
        members.iter_mut().for_each(|member| member.poll_events());
    }
}

/// Two members who know each other, two seconds into the call.
pub(crate) fn pair(call_id: &[u8]) -> (Member, Member, u64) {
    let mut now = 1000;
    let mut alice = Member::join(&config(call_id, "Alice"), now);
    let mut bob = Member::join(&config(call_id, "Bob"), now);
    talk(&mut [&mut alice, &mut bob], &mut now, 2000);
    (alice, bob, now)
}
