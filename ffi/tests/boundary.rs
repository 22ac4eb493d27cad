//! What holds for all functions of the C library, seen from where C stands.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]
#![allow(clippy::undocumented_unsafe_blocks)] // every call here keeps the functions' contract

use std::cell::Cell;
use std::collections::BTreeSet;
use std::ffi::{CStr, c_char, c_void};
use std::fs;
use std::path::Path;
use std::ptr::{null, null_mut};

use frameseal_ffi::counter_store::*;
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::error::*;
use frameseal_ffi::log::frameseal_log_set;
use frameseal_ffi::result::*;

use frameseal_result as R;

const GCM: u16 = 4;

fn pair(suite: u16, kid: u64) -> (frameseal_encryptor, frameseal_decryptor) {
    let key = [0x42; 32];
    let (mut encryptor, mut decryptor) =
        (frameseal_encryptor::default(), frameseal_decryptor::default());
    unsafe {
        let made = frameseal_encryptor_new(suite, kid, key.as_ptr(), 32, null(), &mut encryptor);
        assert_eq!(made, R::Ok);
        assert_eq!(frameseal_decryptor_new(null(), &mut decryptor), R::Ok);
        assert_eq!(frameseal_decryptor_add_key(decryptor, suite, kid, key.as_ptr(), 32), R::Ok);
    }
    (encryptor, decryptor)
}

fn free((encryptor, decryptor): (frameseal_encryptor, frameseal_decryptor)) {
    unsafe {
        assert_eq!(frameseal_encryptor_free(encryptor), R::Ok);
        assert_eq!(frameseal_decryptor_free(decryptor), R::Ok);
    }
}

fn message() -> String {
    let mut text: [c_char; 512] = [0; 512];
    let len = unsafe { frameseal_last_error_message(text.as_mut_ptr(), text.len()) };
    let text = unsafe { CStr::from_ptr(text.as_ptr()) }.to_str().unwrap().to_owned();
    assert_eq!(text.len(), len);
    text
}

#[test]
fn the_last_error_says_which_key_and_how_much_room() {
    let (encryptor, decryptor) = pair(GCM, 7);
    let (other, _unused) = pair(GCM, 0x1234);
    let (mut sealed, mut opened, mut len) = ([0; 100], [0; 100], 0);
    let mut error = std::mem::MaybeUninit::<frameseal_error>::uninit();
    unsafe {
        let sealing = frameseal_encryptor_encrypt(
            other,
            b"frame".as_ptr(),
            5,
            null(),
            0,
            sealed.as_mut_ptr(),
            100,
            &mut len,
        );
        assert_eq!(sealing, R::Ok);
        let opening = frameseal_decryptor_decrypt(
            decryptor,
            sealed.as_ptr(),
            len,
            null(),
            0,
            opened.as_mut_ptr(),
            100,
            &mut len,
            null_mut(),
        );
        assert_eq!(opening, R::UnknownKey);
        assert_eq!(frameseal_last_error(error.as_mut_ptr()), R::Ok);
        let about = error.assume_init();
        assert_eq!((about.result, about.has_kid, about.kid), (R::UnknownKey, true, 0x1234));
        assert_eq!(about.error_class, frameseal_error_class::KeyId);
        assert!(message().contains("0x1234"), "{}", message());
        let sealing = frameseal_encryptor_encrypt(
            encryptor,
            b"frame".as_ptr(),
            5,
            null(),
            0,
            sealed.as_mut_ptr(),
            10,
            &mut len,
        );
        assert_eq!(sealing, R::BufferTooSmall);
        assert_eq!(frameseal_last_error(error.as_mut_ptr()), R::Ok);
        let about = error.assume_init();
        assert_eq!((about.needed, about.has_kid), (5 + 25, false));
        // Cut like snprintf, and counted whole.
        let mut short: [c_char; 5] = [1; 5];
        assert_eq!(frameseal_last_error_message(short.as_mut_ptr(), 5), message().len());
        assert_eq!(CStr::from_ptr(short.as_ptr()).to_str().unwrap(), &message()[..4]);
        assert_eq!(frameseal_last_error_message(null_mut(), 0), message().len());
        // Another thread has errors of its own.
        std::thread::spawn(move || {
            let mut error = std::mem::MaybeUninit::<frameseal_error>::uninit();
            assert_eq!(frameseal_last_error(error.as_mut_ptr()), R::Nothing);
        })
        .join()
        .unwrap();
    }
    free((encryptor, decryptor));
    free((other, _unused));
}

#[test]
fn every_error_of_the_engine_has_a_number() {
    let mapped = fs::read_to_string("src/failure.rs").unwrap();
    let mut variants = 0;
    for (file, name) in [
        ("error.rs", "KeyError"),
        ("error.rs", "CounterStoreError"),
        ("error.rs", "EncryptError"),
        ("error.rs", "DecryptError"),
        ("codec.rs", "CodecError"),
        ("rtp.rs", "RtpError"),
        ("transparent.rs", "SealError"),
        ("interop.rs", "LegacyEncryptError"),
        ("interop.rs", "LegacyDecryptError"),
        ("mls_keys.rs", "MlsKeysError"),
        ("call/error.rs", "MessageError"),
        ("call/error.rs", "SessionError"),
        ("call/state.rs", "StateError"),
        ("call/passphrase.rs", "PassphraseError"),
        ("call/verification/sas.rs", "SasError"),
    ] {
        let source = fs::read_to_string(Path::new("../sframe/src").join(file)).unwrap();
        let (_, body) = source.split_once(&format!("pub enum {name} {{\n")).unwrap();
        let (body, _) = body.split_once("\n}").unwrap();
        let mut found = 0;
        for line in body.lines().filter(|line| line.starts_with("    ")) {
            let variant: String =
                line[4..].chars().take_while(char::is_ascii_alphanumeric).collect();
            if variant.starts_with(|c: char| c.is_ascii_uppercase()) {
                let is_there = [" ", "(", "\n"].map(|end| format!("{name}::{variant}{end}"));
                assert!(is_there.iter().any(|text| mapped.contains(text)), "{name}::{variant}");
                found += 1;
            }
        }
        assert!(found >= 2, "{name}");
        variants += found;
    }
    println!("{variants} variants");
    assert!(variants >= 110, "{variants}");
}

#[test]
fn results_have_names_and_meanings_of_their_own() {
    let source = fs::read_to_string("src/result.rs").unwrap();
    let declared = source.lines().filter(|line| line.starts_with("    ") && line.contains(" = "));
    let numbers: Vec<u32> = declared
        .filter_map(|line| line.split(" = ").nth(1)?.strip_suffix(',')?.parse().ok())
        .collect();
    assert!(numbers.len() > 110, "{}", numbers.len());
    let unique: BTreeSet<_> = numbers.iter().collect();
    assert_eq!(unique.len(), numbers.len());
    let text = |pointer| unsafe { CStr::from_ptr(pointer) }.to_str().unwrap();
    let mut names = BTreeSet::new();
    for number in numbers {
        let name = text(frameseal_result_name(number));
        assert!(name.starts_with("FRAMESEAL_RESULT_"), "{number}: {name}");
        assert!(names.insert(name), "{name}");
        assert!(text(frameseal_result_message(number)).len() > 5, "{name}");
    }
    assert_eq!(text(frameseal_result_name(9999)), "not a frameseal_result");
}

/// A counter store that calls back into what called it.
struct Reentrant {
    own: Cell<frameseal_encryptor>,
    seen: Cell<[u32; 3]>,
    leased: Cell<u64>,
    released: Cell<u32>,
}

unsafe extern "C" fn lease(
    context: *mut c_void,
    _key: *const u8,
    count: u64,
    first: *mut u64,
) -> u32 {
    let store = unsafe { &*context.cast::<Reentrant>() };
    let own = store.own.get();
    if own.id != 0 {
        let (mut sealed, mut len) = ([0; 100], 0);
        let seen = unsafe {
            [
                frameseal_encryptor_free(own),
                // Its counters are used up, so that it would have to lease, in here.
                frameseal_encryptor_encrypt(
                    own,
                    b"x".as_ptr(),
                    1,
                    null(),
                    0,
                    sealed.as_mut_ptr(),
                    100,
                    &mut len,
                ),
                frameseal_log_set(None, null_mut()),
            ]
        };
        store.seen.set(seen.map(|result| result as u32));
    }
    unsafe { *first = store.leased.replace(store.leased.get() + count) };
    0
}

unsafe extern "C" fn release(context: *mut c_void) {
    let store = unsafe { &*context.cast::<Reentrant>() };
    store.released.set(store.released.get() + 1);
}

#[test]
fn a_counter_store_that_calls_back_never_waits_for_itself() {
    let store = Box::new(Reentrant {
        own: Cell::default(),
        seen: Cell::default(),
        leased: Cell::new(0),
        released: Cell::new(0),
    });
    let callbacks = frameseal_counter_store_callbacks {
        context: (&raw const *store).cast_mut().cast(),
        lease: Some(lease),
        charge: None,
        release: Some(release),
    };
    let mut handle = frameseal_counter_store::default();
    let mut encryptor = frameseal_encryptor::default();
    let (mut sealed, mut len) = ([0; 100], 0);
    unsafe {
        assert_eq!(frameseal_counter_store_new(&callbacks, &mut handle), R::Ok);
        let config =
            frameseal_encryptor_config { counters: handle, lease: 1, ..Default::default() };
        let key = [0x51; 16];
        let made = frameseal_encryptor_new(GCM, 1, key.as_ptr(), 16, &config, &mut encryptor);
        assert_eq!(made, R::Ok);
        assert_eq!(frameseal_counter_store_free(handle), R::Ok);
        assert_eq!(store.released.get(), 0, "the encryptor has it");
        store.own.set(encryptor);
        for _ in 0..2 {
            let sealing = frameseal_encryptor_encrypt(
                encryptor,
                b"x".as_ptr(),
                1,
                null(),
                0,
                sealed.as_mut_ptr(),
                100,
                &mut len,
            );
            assert_eq!(sealing, R::Ok);
        }
        let [freeing, sealing, logging] = store.seen.get();
        assert_eq!(freeing, R::Busy as u32);
        assert_eq!(sealing, R::CountersUnavailable as u32);
        assert_eq!(logging, R::Busy as u32);
        assert_eq!(frameseal_encryptor_free(encryptor), R::Ok);
        assert_eq!(store.released.get(), 1);
    }
}

unsafe extern "C" fn refuses(_: *mut c_void, _: *const u8, _: u64, _: *mut u64) -> u32 {
    R::CountersUnavailable as u32
}

#[test]
fn a_counter_store_that_fails_stops_encryption() {
    let callbacks = frameseal_counter_store_callbacks {
        context: null_mut(),
        lease: Some(refuses),
        charge: None,
        release: None,
    };
    let mut handle = frameseal_counter_store::default();
    let mut encryptor = frameseal_encryptor::default();
    let key = [0x52; 16];
    unsafe {
        assert_eq!(frameseal_counter_store_new(&callbacks, &mut handle), R::Ok);
        let config = frameseal_encryptor_config { counters: handle, ..Default::default() };
        let made = frameseal_encryptor_new(GCM, 1, key.as_ptr(), 16, &config, &mut encryptor);
        assert_eq!((made, encryptor.id), (R::CountersUnavailable, 0));
        assert_eq!(frameseal_counter_store_free(handle), R::Ok);
        let without = frameseal_counter_store_callbacks { lease: None, ..callbacks };
        assert_eq!(frameseal_counter_store_new(&without, &mut handle), R::NullPointer);
    }
}

unsafe extern "C" fn fails_again(_: *mut c_void, _: frameseal_result, _: *const c_char) {
    let gone = frameseal_decryptor { id: 5 };
    assert_eq!(unsafe { frameseal_decryptor_advance(gone, 1) }, R::StaleHandle);
}

#[test]
fn the_last_error_is_of_the_call_and_not_of_its_log() {
    let mut error = std::mem::MaybeUninit::<frameseal_error>::uninit();
    let mut none = frameseal_encryptor::default();
    let _log = LOG.lock().unwrap();
    unsafe {
        assert_eq!(frameseal_log_set(Some(fails_again), null_mut()), R::Ok);
        let made = frameseal_encryptor_new(GCM, 1, [1; 3].as_ptr(), 3, null(), &mut none);
        assert_eq!(frameseal_log_set(None, null_mut()), R::Ok);
        assert_eq!(made, R::BaseKeyTooShort);
        assert_eq!(frameseal_last_error(error.as_mut_ptr()), R::Ok);
        assert_eq!(error.assume_init().result, R::BaseKeyTooShort);
    }
}

/// There is one log for the process.
static LOG: std::sync::Mutex<()> = std::sync::Mutex::new(());

unsafe extern "C" fn collect(context: *mut c_void, result: frameseal_result, text: *const c_char) {
    let lines = unsafe { &*context.cast::<std::sync::Mutex<Vec<(u32, String)>>>() };
    let text = unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned();
    lines.lock().unwrap().push((result as u32, text));
}

#[test]
fn the_log_has_mistakes_and_no_secrets_and_no_frames_from_the_network() {
    let _log = LOG.lock().unwrap();
    let lines = Box::new(std::sync::Mutex::new(Vec::<(u32, String)>::new()));
    let context = (&raw const *lines).cast_mut().cast();
    let (encryptor, decryptor) = pair(GCM, 77_001);
    let (mut out, mut len) = ([0; 100], 0);
    unsafe {
        assert_eq!(frameseal_log_set(Some(collect), context), R::Ok);
        let secret = [0x99; 15];
        let mut none = frameseal_encryptor::default();
        frameseal_encryptor_new(GCM, 77_002, secret.as_ptr(), 15, null(), &mut none);
        frameseal_decryptor_decrypt(
            decryptor,
            b"no sframe".as_ptr(),
            9,
            null(),
            0,
            out.as_mut_ptr(),
            100,
            &mut len,
            null_mut(),
        );
        assert_eq!(frameseal_log_set(None, null_mut()), R::Ok);
        frameseal_encryptor_new(GCM, 77_003, secret.as_ptr(), 15, null(), &mut none);
    }
    // Other tests of this process log, too.
    let ours: Vec<_> =
        lines.lock().unwrap().iter().filter(|line| line.1.contains("15 bytes")).cloned().collect();
    assert_eq!(ours.len(), 1, "{ours:?}");
    assert_eq!(ours[0].0, R::BaseKeyTooShort as u32);
    assert!(!ours[0].1.contains("99"), "{ours:?}");
    let lines = lines.lock().unwrap();
    assert!(
        lines.iter().all(|line| line.0 != R::Truncated as u32 && line.0 != R::UnknownKey as u32)
    );
    drop(lines);
    free((encryptor, decryptor));
}

/// For a store that was not made: its context stays the caller's.
unsafe extern "C" fn never(_: *mut c_void) {
    unsafe { libc::_exit(2) }
}

/// Makes a child without running the handlers of `fork`, as sandboxes do.
#[cfg(target_os = "linux")]
fn clone() -> i32 {
    const NONE: libc::c_long = 0;
    let flags = libc::c_long::from(libc::SIGCHLD);
    unsafe { libc::syscall(libc::SYS_clone, flags, NONE, NONE, NONE, NONE) as i32 }
}

#[cfg(unix)]
#[test]
fn a_forked_child_is_refused() {
    a_child_is_refused(|| unsafe { libc::fork() });
}

#[cfg(target_os = "linux")]
#[test]
fn a_cloned_child_is_refused() {
    a_child_is_refused(clone);
}

#[cfg(unix)]
fn a_child_is_refused(fork: impl FnOnce() -> i32) {
    let (encryptor, decryptor) = pair(GCM, 88_001);
    // The child does nothing that allocates or locks before it ends.
    let child = fork();
    if child == 0 {
        let (mut sealed, mut len) = ([0; 100], 0usize);
        let mut another = frameseal_decryptor::default();
        let mut store = frameseal_counter_store::default();
        let callbacks = frameseal_counter_store_callbacks {
            context: null_mut(),
            lease: Some(refuses),
            charge: None,
            release: Some(never),
        };
        let results = unsafe {
            [
                frameseal_encryptor_encrypt(
                    encryptor,
                    b"x".as_ptr(),
                    1,
                    null(),
                    0,
                    sealed.as_mut_ptr(),
                    100,
                    &mut len,
                ),
                frameseal_decryptor_new(null(), &mut another),
                frameseal_encryptor_free(encryptor),
                frameseal_counter_store_new(&callbacks, &mut store),
            ]
        };
        let all = results.iter().all(|&result| result == R::Forked) && len == 0;
        unsafe { libc::_exit(if all { 42 } else { 1 }) };
    }
    assert_well(child);
    free((encryptor, decryptor)); // the parent goes on
}

/// Waits for a child, which ends with 42 when all is well.
#[cfg(unix)]
fn assert_well(child: i32) {
    let mut status = 0;
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    assert!(libc::WIFEXITED(status));
    assert_eq!(libc::WEXITSTATUS(status), 42);
}

/// A store that forks while it is asked: the child comes back from it into the call, and is
/// refused there.
#[cfg(unix)]
#[test]
fn a_child_made_inside_a_counter_store_is_refused() {
    thread_local! {
        static FORKS: Cell<bool> = const { Cell::new(false) };
        static CHILD: Cell<i32> = const { Cell::new(-1) };
    }
    unsafe extern "C" fn lease(_: *mut c_void, _: *const u8, _: u64, first: *mut u64) -> u32 {
        thread_local!(static NEXT: Cell<u64> = const { Cell::new(0) });
        unsafe { first.write(NEXT.replace(NEXT.get() + 1)) };
        if FORKS.get() {
            CHILD.set(unsafe { libc::fork() });
        }
        R::Ok as u32
    }
    let callbacks = frameseal_counter_store_callbacks {
        context: null_mut(),
        lease: Some(lease),
        charge: None,
        release: None,
    };
    let (mut counters, mut encryptor) =
        (frameseal_counter_store::default(), frameseal_encryptor::default());
    let (mut sealed, mut len) = ([0; 100], 0usize);
    let mut seal = |encryptor| unsafe {
        let (out, frame) = (sealed.as_mut_ptr(), b"x".as_ptr());
        frameseal_encryptor_encrypt(encryptor, frame, 1, null(), 0, out, 100, &mut len)
    };
    unsafe {
        assert_eq!(frameseal_counter_store_new(&callbacks, &mut counters), R::Ok);
        let config = frameseal_encryptor_config { counters, lease: 1, ..Default::default() };
        let key = [0x44; 32];
        let made = frameseal_encryptor_new(GCM, 88_002, key.as_ptr(), 32, &config, &mut encryptor);
        assert_eq!(made, R::Ok);
    }
    assert_eq!(seal(encryptor), R::Ok);
    FORKS.set(true);
    let result = seal(encryptor);
    if CHILD.get() == 0 {
        unsafe { libc::_exit(if result == R::CountersUnavailable { 42 } else { 1 }) };
    }
    assert_eq!(result, R::Ok);
    assert_well(CHILD.get());
    unsafe {
        assert_eq!(frameseal_encryptor_free(encryptor), R::Ok);
        assert_eq!(frameseal_counter_store_free(counters), R::Ok);
    }
}

/// A state whose storage forks while it saves a lease, in either callback: nothing is saved in the child.
#[cfg(unix)]
#[test]
fn a_child_made_inside_a_states_storage_is_refused() {
    use frameseal_ffi::batch::frameseal_frame;
    use frameseal_ffi::call::identity::*;
    use frameseal_ffi::call::state::*;
    use frameseal_ffi::call::storage::frameseal_state_storage;

    thread_local! {
        static FORKS_IN: Cell<u8> = const { Cell::new(0) };
        static CHILD: Cell<i32> = const { Cell::new(-1) };
        static CALLED_IN_CHILD: Cell<u32> = const { Cell::new(0) };
    }
    fn fork_in(callback: u8) -> u32 {
        CALLED_IN_CHILD.set(CALLED_IN_CHILD.get() + u32::from(CHILD.get() == 0));
        if FORKS_IN.get() == callback {
            FORKS_IN.set(0);
            CHILD.set(unsafe { libc::fork() });
        }
        R::Ok as u32
    }
    unsafe extern "C" fn save_blob(_: *mut c_void, _: *const u8, _: usize) -> u32 {
        fork_in(1)
    }
    unsafe extern "C" fn save_anchor(_: *mut c_void, _: *const u8) -> u32 {
        fork_in(2)
    }
    let storage = frameseal_state_storage {
        context: null_mut(),
        save_blob: Some(save_blob),
        save_anchor: Some(save_anchor),
        release: None,
    };
    let (mut identity, mut state) =
        (frameseal_identity::default(), frameseal_call_state::default());
    let (mut counters, mut encryptor) =
        (frameseal_counter_store::default(), frameseal_encryptor::default());
    unsafe {
        assert_eq!(frameseal_identity_generate(&mut identity), R::Ok);
        let key = [7; 32];
        let made = frameseal_call_state_create(key.as_ptr(), 32, identity, &storage, &mut state);
        assert_eq!(made, R::Ok);
        assert_eq!(frameseal_call_state_counter_store(state, &mut counters), R::Ok);
        let config = frameseal_encryptor_config { counters, lease: 1, ..Default::default() };
        let made = frameseal_encryptor_new(GCM, 88_003, key.as_ptr(), 32, &config, &mut encryptor);
        assert_eq!(made, R::Ok);
    }
    // Three frames, each of which takes a lease: the child goes on with the second.
    let mut sealed = [[0; 100]; 3];
    let mut frames = sealed.each_mut().map(|out| frameseal_frame {
        frame: b"x".as_ptr(),
        frame_len: 1,
        metadata: null(),
        metadata_len: 0,
        out: out.as_mut_ptr(),
        out_size: 100,
        out_len: 0,
        result: 0,
    });
    let mut seal =
        || unsafe { frameseal_encryptor_encrypt_batch(encryptor, frames.as_mut_ptr(), 3) };
    assert_eq!(seal(), R::Ok);
    for callback in [1, 2] {
        FORKS_IN.set(callback);
        let result = seal();
        if CHILD.get() == 0 {
            let is_well = result == R::CountersUnavailable && CALLED_IN_CHILD.get() == 0;
            unsafe { libc::_exit(if is_well { 42 } else { 1 }) };
        }
        assert_eq!((result, FORKS_IN.get()), (R::Ok, 0));
        assert_well(CHILD.get());
    }
    unsafe {
        assert_eq!(frameseal_encryptor_free(encryptor), R::Ok);
        assert_eq!(frameseal_counter_store_free(counters), R::Ok);
        assert_eq!(frameseal_call_state_free(state), R::Ok);
        assert_eq!(frameseal_identity_free(identity), R::Ok);
    }
}
