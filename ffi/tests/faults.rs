//! What the C library does when the system gives it no memory, or no random numbers.
//!
//! The test binary defines `malloc` and `getrandom` itself, and lets them fail where a test says so.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::undocumented_unsafe_blocks,
    missing_docs
)]
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::cell::Cell;
use std::ffi::{c_long, c_uint, c_void};
use std::process::Command;
use std::ptr::{null, null_mut};

use frameseal_ffi::call::identity::*;
use frameseal_ffi::call::membership::frameseal_session_rotate;
use frameseal_ffi::call::passphrase::*;
use frameseal_ffi::call::session::*;
use frameseal_ffi::call::state::*;
use frameseal_ffi::call::storage::frameseal_state_storage;
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::result::frameseal_result as R;

#[path = "call/app.rs"]
#[allow(dead_code)]
mod app;
#[path = "calling/mod.rs"]
mod calling;
#[path = "../../sframe/tests/heap/mod.rs"]
mod heap;

use calling::{made, ok};

const SUITES: std::ops::RangeInclusive<u16> = 1..=8;

thread_local! {
    /// How often the system has random numbers for this thread yet.
    static RANDOMNESS: Cell<u32> = const { Cell::new(u32::MAX) };
}

/// Runs `act` while the system has no random numbers for this thread.
fn without_randomness<T>(act: impl FnOnce() -> T) -> T {
    randomness_after(0, act)
}

/// Runs `act` while the system has random numbers for this thread so many times, and then no more.
fn randomness_after<T>(times: u32, act: impl FnOnce() -> T) -> T {
    RANDOMNESS.set(times);
    let done = act();
    RANDOMNESS.set(u32::MAX);
    done
}

/// In place of the C library's. A call for nothing asks whether there is such a thing.
#[unsafe(no_mangle)]
unsafe extern "C" fn getrandom(out: *mut c_void, len: usize, flags: c_uint) -> isize {
    unsafe extern "C" {
        fn syscall(number: c_long, ...) -> c_long;
        fn __errno_location() -> *mut i32;
    }
    const EIO: i32 = 5;
    #[cfg(target_arch = "x86_64")]
    const GETRANDOM: c_long = 318;
    #[cfg(not(target_arch = "x86_64"))]
    const GETRANDOM: c_long = 278;
    if len > 0 {
        let left = RANDOMNESS.get();
        if left == 0 {
            unsafe { *__errno_location() = EIO };
            return -1;
        }
        RANDOMNESS.set(left - 1);
    }
    unsafe { syscall(GETRANDOM, out, len, flags) as isize }
}

/// Seals a frame and opens it twice, the second time as one that was seen.
fn exchange(encryptor: frameseal_encryptor, decryptor: frameseal_decryptor) -> [R; 3] {
    let (mut wire, mut out) = ([0; 256], [0; 256]);
    let (mut len, mut opened) = (0, 0);
    let (size, frame) = (wire.len(), [7u8; 100]);
    let sealed = unsafe {
        frameseal_encryptor_encrypt(
            encryptor,
            frame.as_ptr(),
            frame.len(),
            null(),
            0,
            wire.as_mut_ptr(),
            size,
            &mut len,
        )
    };
    let mut open = || unsafe {
        let (input, output) = (wire.as_ptr(), out.as_mut_ptr());
        frameseal_decryptor_decrypt(
            decryptor,
            input,
            len,
            null(),
            0,
            output,
            size,
            &mut opened,
            null_mut(),
        )
    };
    [sealed, open(), open()]
}

fn pair(suite: u16) -> (frameseal_encryptor, frameseal_decryptor) {
    let key = [0x43; 32];
    let encryptor = made(|out| unsafe {
        frameseal_encryptor_new(suite, u64::from(suite), key.as_ptr(), key.len(), null(), out)
    });
    let decryptor = made(|out| unsafe { frameseal_decryptor_new(null(), out) }).unwrap();
    let kid = u64::from(suite);
    ok(unsafe { frameseal_decryptor_add_key(decryptor, suite, kid, key.as_ptr(), key.len()) });
    (encryptor.unwrap(), decryptor)
}

/// Frames take none, so a call goes on; what is refused is refused as ever.
#[test]
fn frames_go_on_without_memory() {
    for suite in SUITES {
        let (encryptor, decryptor) = pair(suite);
        // AWS-LC makes its error state, one block a thread, when it first refuses something.
        let before = exchange(encryptor, decryptor);
        assert_eq!(before, [R::Ok, R::Ok, R::Replayed]);
        let without = heap::without_memory(|| {
            (0..1000).map(|_| exchange(encryptor, decryptor)).all(|said| said == before)
        });
        assert!(without, "suite {suite}");
        ok(unsafe { frameseal_encryptor_free(encryptor) });
        ok(unsafe { frameseal_decryptor_free(decryptor) });
    }
}

/// What needs memory and gets none ends the process, as everywhere in Rust: nothing goes on in a
/// state that nobody thought of.
#[test]
fn a_key_without_memory_ends_the_process() {
    const CHILD: &str = "FRAMESEAL_TEST_WITHOUT_MEMORY";
    if std::env::var_os(CHILD).is_some() {
        heap::without_memory(|| pair(4));
        return;
    }
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_key_without_memory_ends_the_process", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stderr);
    assert!(!child.status.success() && said.contains("memory allocation of"), "{said}");
}

#[test]
fn what_needs_randomness_says_that_there_is_none() {
    let generate = || made(|out| unsafe { frameseal_identity_generate(out) });
    assert_eq!(without_randomness(generate), Err(R::NoRandomness));
    let passphrase = || {
        calling::written(256, |out, size, len| unsafe {
            frameseal_passphrase_generate(out.cast(), size, len)
        })
    };
    assert_eq!(without_randomness(passphrase).unwrap_err(), R::NoRandomness);
    let identity = generate().unwrap();
    passphrase().unwrap();
    let state_key = || {
        calling::written(32, |out, size, len| unsafe {
            frameseal_state_key_generate(out, size, len)
        })
    };
    assert_eq!(without_randomness(state_key).unwrap_err(), R::NoRandomness);
    let key = state_key().unwrap();
    unsafe extern "C" fn save_blob(_: *mut c_void, _: *const u8, _: usize) -> u32 {
        R::Ok as u32
    }
    unsafe extern "C" fn save_anchor(_: *mut c_void, _: *const u8) -> u32 {
        R::Ok as u32
    }
    let storage = frameseal_state_storage {
        context: null_mut(),
        save_blob: Some(save_blob),
        save_anchor: Some(save_anchor),
        release: None,
    };
    let create = || {
        made(|out| unsafe {
            frameseal_call_state_create(key.as_ptr(), key.len(), identity, &storage, out)
        })
    };
    assert_eq!(without_randomness(create), Err(R::NoRandomness));
    ok(unsafe { frameseal_call_state_free(create().unwrap()) });
    let config = app::config(b"random", "Alice");
    let join = || made(|out| unsafe { frameseal_session_join(&config, identity, 0, out) });
    assert_eq!(without_randomness(join), Err(R::NoRandomness));
    let session = join().unwrap();
    let advance = || unsafe { frameseal_session_advance(session, 1) };
    assert_eq!(without_randomness(advance), R::NoRandomness);
    ok(advance());
    ok(unsafe { frameseal_session_free(session) });
    ok(unsafe { frameseal_identity_free(identity) });
}

/// The one thing here that needs a lot of memory says so.
#[test]
fn a_passphrase_without_memory() {
    if !heap::hooked() {
        return;
    }
    let stretch = || {
        let (words, id) = ("able-zoo-river-piano-candy-moon", b"a call");
        let (pointer, len) = (words.as_ptr(), words.len());
        made(|out| unsafe {
            frameseal_call_secret_from_passphrase(pointer, len, id.as_ptr(), id.len(), out)
        })
    };
    assert_eq!(heap::with_blocks_up_to(1 << 20, stretch), Err(R::NoMemory));
    ok(unsafe { frameseal_call_secret_free(stretch().unwrap()) });
}

/// A session that cannot draw a key says so and stays as it was: it sends under the key that it has, and
/// draws one later.
#[test]
fn a_session_without_randomness_changes_nothing() {
    let mut now = 0;
    let [mut alice, mut bob] =
        ["Alice", "Bob"].map(|name| app::Member::join(&app::config(b"faults", name), now));
    app::talk(&mut [&mut alice, &mut bob], &mut now, 2000);
    let before = alice.encryptor(app::AUDIO).unwrap();
    let rotate = || unsafe { frameseal_session_rotate(alice.session) };
    assert_eq!(without_randomness(rotate), R::NoRandomness);
    assert_eq!(kid(alice.encryptor(app::AUDIO).unwrap()), kid(before));
    assert_eq!(bob.open(&alice.seal(app::AUDIO, b"as before")).unwrap().0, b"as before");
    ok(unsafe { frameseal_session_rotate(alice.session) });
    app::talk(&mut [&mut alice, &mut bob], &mut now, 2000);
    assert_ne!(kid(alice.encryptor(app::AUDIO).unwrap()), kid(before));
    assert_eq!(bob.open(&alice.seal(app::AUDIO, b"later")).unwrap().0, b"later");
}

/// Random numbers that end in the middle of a call are the one thing that the engine cannot report: it
/// panics, which ends at the boundary, and the session can only be freed, which wipes it.
#[test]
fn randomness_that_ends_within_a_call() {
    let seed = *b"the seed of Alice's device\xf1\xf2\xf3\xf4\xf5\xf6";
    let secrets = vec![("seed".to_owned(), seed[..16].to_vec())];
    let found = heap::freed_with(&secrets, || {
        let identity = made(|out| unsafe { frameseal_identity_import(seed.as_ptr(), 32, out) });
        ends_within_a_call(identity.unwrap());
    });
    assert_eq!(found, Vec::<String>::new());
}

fn ends_within_a_call(identity: frameseal_identity) {
    let mut now = 0;
    let mut alice = app::Member::join_as(&app::config(b"ends", "Alice"), identity, now);
    ok(unsafe { frameseal_identity_free(identity) });
    let mut bob = app::Member::join(&app::config(b"ends", "Bob"), now);
    app::talk(&mut [&mut alice, &mut bob], &mut now, 2000);
    let encryptor = alice.encryptor(app::AUDIO).unwrap();
    let mut carol = app::Member::join(&app::config(b"ends", "Carol"), now);
    let (_, hello) = carol.outgoing().unwrap();
    // The call asks once whether there are any, and then for those that meet Carol.
    assert_eq!(without_randomness(|| alice.handle(&hello, now)), R::NoRandomness);
    assert_eq!(randomness_after(1, || alice.handle(&hello, now)), R::Panicked);
    assert_eq!(app::last_error().result, R::Panicked);
    // What a frame is sealed with goes on; the session does not, whatever is asked of it.
    assert_eq!(bob.open(&app::encrypt(encryptor, b"still")).unwrap().0, b"still");
    assert_eq!(alice.handle(&hello, now), R::Poisoned);
    assert_eq!(unsafe { frameseal_session_rotate(alice.session) }, R::Poisoned);
    assert_eq!(alice.encryptor(app::AUDIO), Err(R::Poisoned));
    // Others meet her all the same.
    app::talk(&mut [&mut bob, &mut carol], &mut now, 2000);
    assert_eq!(carol.open(&bob.seal(app::AUDIO, b"welcome")).unwrap().0, b"welcome");
    ok(unsafe { frameseal_encryptor_free(encryptor) });
    for member in [alice, bob, carol] {
        member.free();
    }
}

fn kid(encryptor: frameseal_encryptor) -> u64 {
    made(|out| unsafe { frameseal_encryptor_get_info(encryptor, out) }).unwrap().kid
}
