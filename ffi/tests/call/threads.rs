//! Sessions, decryptors and encryptors used by many threads at once, and by callbacks.

use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::ptr::{null, null_mut};
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::time::{Duration, Instant};

use frameseal_ffi::call::media::*;
use frameseal_ffi::call::member::frameseal_member_id;
use frameseal_ffi::call::membership::*;
use frameseal_ffi::call::session::*;
use frameseal_ffi::counter_store::*;
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::log::frameseal_log_set;
use frameseal_ffi::result::frameseal_result as R;

use super::app::*;

#[test]
fn media_threads_go_on_while_keys_change() {
    let (mut alice, mut bob, mut now) = pair(b"threads");
    let (stop, opened) = (AtomicBool::new(false), [const { AtomicUsize::new(0) }; 3]);
    let (from, to, shared) = (alice.session, bob.session, bob.decryptor);
    std::thread::scope(|threads| {
        for (kind, opened) in (0..).zip(&opened) {
            let stop = &stop;
            threads.spawn(move || {
                let own = value(|out| unsafe { frameseal_session_new_decryptor(to, null(), out) });
                let own = own.unwrap();
                while !stop.load(SeqCst) {
                    let encryptor =
                        value(|out| unsafe { frameseal_session_encryptor(from, kind, out) });
                    let sealed = encrypt(encryptor.unwrap(), b"frame");
                    assert_eq!(unsafe { frameseal_encryptor_free(encryptor.unwrap()) }, R::Ok);
                    for decryptor in [own, shared] {
                        // Keys are used when all have them, so none is ever missing.
                        let (payload, header) = decrypt(decryptor, &sealed).unwrap();
                        assert_eq!(payload, b"frame");
                        let mut of = frameseal_member_id::default();
                        let found = unsafe {
                            frameseal_session_sender_of(to, header.kid, &mut of, null_mut())
                        };
                        assert_eq!(found, R::Ok);
                    }
                    opened.fetch_add(1, SeqCst);
                }
                assert_eq!(unsafe { frameseal_decryptor_free(own) }, R::Ok);
            });
        }
        'rounds: for _ in 0..20 {
            // Of a thread that stopped no more comes: the scope says why.
            let before = opened.each_ref().map(|opened| opened.load(SeqCst));
            assert_eq!(unsafe { frameseal_session_rotate(from) }, R::Ok);
            talk(&mut [&mut alice, &mut bob], &mut now, 1000);
            let patience = Instant::now();
            while opened.iter().zip(before).any(|(opened, before)| opened.load(SeqCst) <= before) {
                std::thread::yield_now();
                if patience.elapsed() > Duration::from_secs(20) {
                    break 'rounds;
                }
            }
        }
        stop.store(true, SeqCst);
    });
    assert!(opened.iter().all(|opened| opened.load(SeqCst) >= 20), "{opened:?}");
    use frameseal_ffi::call::event::frameseal_call_event_kind::SendKeysChanged;
    let changed = alice.events.iter().filter(|event| event.kind == SendKeysChanged).count();
    assert!(changed >= 20, "{changed}");
}

thread_local! {
    static REFUSED: Cell<usize> = const { Cell::new(0) };
}

/// # Safety
/// Uses neither pointer.
unsafe extern "C" fn log(_context: *mut c_void, result: R, _message: *const c_char) {
    if result == R::TooManyKeys {
        REFUSED.set(REFUSED.get() + 1);
    }
}

#[test]
fn a_decryptor_that_refuses_a_key_is_logged_and_stops_nobody() {
    let (mut alice, mut bob, mut now) = pair(b"refusals");
    let config = frameseal_decryptor_config { max_keys: 4, ..Default::default() };
    let small = value(|out| unsafe { frameseal_session_new_decryptor(bob.session, &config, out) });
    let small = small.unwrap();
    assert_eq!(unsafe { frameseal_log_set(Some(log), null_mut()) }, R::Ok);
    let mut carol = Member::join(&super::app::config(b"refusals", "Carol"), now);
    talk(&mut [&mut alice, &mut bob, &mut carol], &mut now, 3000);
    assert_eq!(unsafe { frameseal_log_set(None, null_mut()) }, R::Ok);
    assert!(REFUSED.get() > 0);
    let sealed = carol.seal(AUDIO, b"frame");
    assert_eq!(decrypt(small, &sealed), Err(R::UnknownKey));
    assert_eq!(bob.open(&sealed).unwrap().0, b"frame");
    assert_eq!(unsafe { frameseal_decryptor_free(small) }, R::Ok);
}

struct Inside {
    session: frameseal_session,
    gave: Vec<R>,
}

/// # Safety
/// The context is `Inside`.
unsafe extern "C" fn lease(context: *mut c_void, _: *const u8, _: u64, first: *mut u64) -> u32 {
    let inside = unsafe { &mut *context.cast::<Inside>() };
    let session = inside.session;
    let mut decryptor = frameseal_decryptor::default();
    inside.gave.push(unsafe { frameseal_session_advance(session, 0) });
    inside.gave.push(unsafe { frameseal_session_handle(session, null(), 0, 0) });
    inside.gave.push(unsafe { frameseal_session_leave(session) });
    inside.gave.push(unsafe { frameseal_session_new_decryptor(session, null(), &mut decryptor) });
    unsafe { *first = 0 };
    0
}

#[test]
fn callbacks_do_not_drive_sessions() {
    let alice = Member::join(&config(b"callbacks", "Alice"), 0);
    let mut inside = Inside { session: alice.session, gave: Vec::new() };
    let callbacks = frameseal_counter_store_callbacks {
        context: (&raw mut inside).cast(),
        lease: Some(lease),
        charge: None,
        release: None,
    };
    let store = value(|out| unsafe { frameseal_counter_store_new(&callbacks, out) }).unwrap();
    let config = frameseal_encryptor_config { counters: store, lease: 0, max_blocks: 0 };
    let encryptor =
        value(|out| unsafe { frameseal_encryptor_new(4, 7, [3; 16].as_ptr(), 16, &config, out) });
    encrypt(encryptor.unwrap(), b"frame");
    assert_eq!(unsafe { frameseal_encryptor_free(encryptor.unwrap()) }, R::Ok);
    assert_eq!(unsafe { frameseal_counter_store_free(store) }, R::Ok);
    assert!(inside.gave.len() >= 4 && inside.gave.iter().all(|&gave| gave == R::Busy));
    assert_eq!(unsafe { frameseal_session_advance(alice.session, 0) }, R::Ok);
    alice.free();
}
