//! States are saved, come back, and do not go back unseen.

use std::cell::Cell;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::null;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};

use frameseal_ffi::call::identity::*;
use frameseal_ffi::call::state::*;
use frameseal_ffi::call::storage::*;
use frameseal_ffi::counter_store::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::result::frameseal_result as R;

use super::app::*;

const KEY: [u8; 32] = [0x5a; 32];

/// What an app has on its disk, and how it fails.
#[derive(Default)]
struct Disk {
    blob: Mutex<Vec<u8>>,
    anchor: Mutex<Vec<u8>>,
    blob_fails: AtomicUsize,
    anchor_fails: AtomicUsize,
    saves: AtomicUsize,
    released: AtomicUsize,
    /// A state to call from inside a callback, and what that gave.
    inside: Mutex<Option<frameseal_call_state>>,
    gave: Mutex<Vec<R>>,
}

impl Disk {
    fn storage(self: &Arc<Self>) -> frameseal_state_storage {
        frameseal_state_storage {
            context: Arc::as_ptr(self).cast_mut().cast(),
            save_blob: Some(save_blob),
            save_anchor: Some(save_anchor),
            release: Some(release),
        }
    }

    fn blob(&self) -> Vec<u8> {
        self.blob.lock().unwrap().clone()
    }

    fn anchor(&self) -> Vec<u8> {
        self.anchor.lock().unwrap().clone()
    }
}

/// # Safety
/// The context is a disk.
unsafe extern "C" fn save_blob(context: *mut c_void, blob: *const u8, blob_len: usize) -> u32 {
    let disk = unsafe { &*context.cast::<Disk>() };
    if let Some(state) = *disk.inside.lock().unwrap() {
        let mut gave = disk.gave.lock().unwrap();
        let mut peer = MaybeUninit::uninit();
        let (key, out) = ([0; 32], peer.as_mut_ptr());
        gave.push(unsafe { frameseal_call_state_peer(state, key.as_ptr(), 32, out) });
        gave.push(unsafe { frameseal_call_state_forget_peer(state, key.as_ptr(), 32) });
        gave.push(unsafe { frameseal_call_state_free(state) });
    }
    if disk.blob_fails.load(SeqCst) > 0 {
        disk.blob_fails.fetch_sub(1, SeqCst);
        return 1;
    }
    disk.saves.fetch_add(1, SeqCst);
    *disk.blob.lock().unwrap() = unsafe { std::slice::from_raw_parts(blob, blob_len) }.to_vec();
    0
}

/// # Safety
/// The context is a disk.
unsafe extern "C" fn save_anchor(context: *mut c_void, anchor: *const u8) -> u32 {
    let disk = unsafe { &*context.cast::<Disk>() };
    if disk.anchor_fails.load(SeqCst) > 0 {
        disk.anchor_fails.fetch_sub(1, SeqCst);
        return u32::MAX;
    }
    *disk.anchor.lock().unwrap() =
        unsafe { std::slice::from_raw_parts(anchor, FRAMESEAL_ANCHOR_LEN) }.to_vec();
    0
}

/// # Safety
/// The context is a disk.
unsafe extern "C" fn release(context: *mut c_void) {
    unsafe { &*context.cast::<Disk>() }.released.fetch_add(1, SeqCst);
}

fn create(disk: &Arc<Disk>, identity: frameseal_identity) -> Result<frameseal_call_state, R> {
    value(|out| unsafe {
        frameseal_call_state_create(KEY.as_ptr(), 32, identity, &disk.storage(), out)
    })
}

fn open(disk: &Arc<Disk>, blob: &[u8], anchor: &[u8]) -> Result<frameseal_call_state, R> {
    value(|out| unsafe {
        let (blob, blob_len) = (blob.as_ptr(), blob.len());
        let (anchor, anchor_len) = (anchor.as_ptr(), anchor.len());
        let storage = &disk.storage();
        frameseal_call_state_open(
            KEY.as_ptr(),
            32,
            blob,
            blob_len,
            anchor,
            anchor_len,
            storage,
            out,
        )
    })
}

fn open_without_anchor(disk: &Arc<Disk>, blob: &[u8]) -> Result<frameseal_call_state, R> {
    value(|out| unsafe {
        let (blob, blob_len) = (blob.as_ptr(), blob.len());
        let storage = &disk.storage();
        frameseal_call_state_open_without_anchor(KEY.as_ptr(), 32, blob, blob_len, storage, out)
    })
}

fn free(state: frameseal_call_state) {
    assert_eq!(unsafe { frameseal_call_state_free(state) }, R::Ok);
}

fn remember(state: frameseal_call_state, key: &[u8; 32], name: &str) -> R {
    let (name, len) = (name.as_ptr(), name.len());
    unsafe { frameseal_call_state_remember_peer(state, key.as_ptr(), 32, name, len, 1_795_651_200) }
}

fn peer(state: frameseal_call_state, key: &[u8; 32]) -> Result<frameseal_verified_peer, R> {
    value(|out| unsafe { frameseal_call_state_peer(state, key.as_ptr(), 32, out) })
}

fn text(chars: &[std::ffi::c_char]) -> String {
    let bytes: Vec<u8> = chars.iter().map(|&c| c as u8).take_while(|&byte| byte != 0).collect();
    String::from_utf8(bytes).unwrap()
}

fn key_of(identity: frameseal_identity) -> Vec<u8> {
    bytes(|out, size, len| unsafe { frameseal_identity_key(identity, out, size, len) }).unwrap()
}

#[test]
fn a_state_is_saved_and_opened_again() {
    let disk = Arc::new(Disk::default());
    let device = identity();
    let state = create(&disk, device).unwrap();
    let of_state = value(|out| unsafe { frameseal_call_state_identity(state, out) }).unwrap();
    assert_eq!(key_of(of_state), key_of(device));
    let anchor = |state| {
        bytes(|out, size, len| unsafe { frameseal_call_state_anchor(state, out, size, len) })
    };
    assert_eq!(anchor(state).unwrap(), disk.anchor());

    let (ann, ben) = ([1; 32], [2; 32]);
    assert_eq!(remember(state, &ann, "Ann"), R::Ok);
    assert_eq!(remember(state, &ben, &"ü".repeat(127)), R::Ok);
    assert_eq!(remember(state, &ben, &"x".repeat(256)), R::NameTooLong);
    let saw = value(|out| unsafe {
        let (key, name) = (ann.as_ptr(), b"Anna");
        frameseal_call_state_saw_peer_as(state, key, 32, name.as_ptr(), name.len(), out)
    });
    let saw = saw.unwrap_or_else(|result| panic!("{result:?}"));
    assert_eq!((text(&saw.name), text(&saw.last_seen_name)), ("Ann".into(), "Anna".into()));
    let stranger = value(|out| unsafe {
        frameseal_call_state_saw_peer_as(state, [3; 32].as_ptr(), 32, null(), 0, out)
    });
    assert_eq!(stranger.err(), Some(R::Nothing));
    free(state);
    assert_eq!(disk.released.load(SeqCst), 1);
    assert_eq!(unsafe { frameseal_call_state_free(state) }, R::StaleHandle);

    let state = open(&disk, &disk.blob(), &disk.anchor()).unwrap();
    let of_state = value(|out| unsafe { frameseal_call_state_identity(state, out) }).unwrap();
    assert_eq!(key_of(of_state), key_of(device));
    let known = peer(state, &ann).unwrap_or_else(|result| panic!("{result:?}"));
    assert_eq!((known.identity, known.verified_at), (ann, 1_795_651_200));
    assert_eq!((text(&known.name), text(&known.last_seen_name)), ("Ann".into(), "Anna".into()));

    let mut peers = Vec::<frameseal_verified_peer>::with_capacity(2);
    let mut len = 7777;
    let mut all =
        |size| unsafe { frameseal_call_state_peers(state, peers.as_mut_ptr(), size, &mut len) };
    assert_eq!(all(1), R::BufferTooSmall);
    assert_eq!(last_error().needed, 2);
    assert_eq!(all(2), R::Ok);
    assert_eq!(len, 2);
    // SAFETY: as many were written.
    unsafe { peers.set_len(2) };
    assert_eq!(peers.iter().map(|peer| peer.identity).collect::<Vec<_>>(), [ann, ben]);
    assert_eq!(text(&peers[1].name), "ü".repeat(127));

    let forget =
        |key: [u8; 32], len| unsafe { frameseal_call_state_forget_peer(state, key.as_ptr(), len) };
    assert_eq!(
        (forget(ann, 32), forget(ann, 32), forget(ann, 31)),
        (R::Ok, R::Nothing, R::WrongLength)
    );
    assert_eq!(peer(state, &ann).err(), Some(R::Nothing));
    free(state);
    assert_eq!(disk.released.load(SeqCst), 2);
}

#[test]
fn a_state_that_went_back_is_refused() {
    let disk = Arc::new(Disk::default());
    let state = create(&disk, identity()).unwrap();
    let backup = (disk.blob(), disk.anchor());
    assert_eq!(remember(state, &[1; 32], "Ann"), R::Ok);
    free(state);
    let now = (disk.blob(), disk.anchor());
    let saves = disk.saves.load(SeqCst);
    let mut other = now.0.clone();
    *other.last_mut().unwrap() ^= 1;
    assert_eq!(open(&disk, &backup.0, &now.1), Err(R::StateWentBack));
    assert_eq!(open(&disk, &other, &now.1), Err(R::StateAuthentication));
    assert_eq!(open(&disk, b"", &now.1), Err(R::NoState));
    assert_eq!(open(&disk, &now.0, &now.1[1..]), Err(R::WrongLength));
    // A failure releases nothing and saves nothing.
    assert_eq!((disk.released.load(SeqCst), disk.saves.load(SeqCst)), (1, saves));
    // The next one after its anchor is what a crash leaves.
    free(open(&disk, &now.0, &backup.1).unwrap());
    assert_eq!(disk.anchor(), now.1);
    // After asking the user.
    let state = open_without_anchor(&disk, &backup.0).unwrap();
    assert_eq!(peer(state, &[1; 32]).err(), Some(R::Nothing));
    free(state);
    assert_eq!(disk.released.load(SeqCst), 3);
}

#[test]
fn a_storage_that_fails_is_an_error_and_nothing_counts() {
    let disk = Arc::new(Disk::default());
    disk.blob_fails.store(1, SeqCst);
    let device = identity();
    assert_eq!(create(&disk, device), Err(R::StorageFailed));
    assert_eq!(disk.released.load(SeqCst), 0);
    for forget in [true, false] {
        let mut storage = disk.storage();
        if forget {
            storage.save_blob = None;
        } else {
            storage.save_anchor = None;
        }
        let state = value(|out| unsafe {
            frameseal_call_state_create(KEY.as_ptr(), 32, device, &storage, out)
        });
        assert_eq!(state, Err(R::NullPointer));
    }
    let short = value(|out| unsafe {
        frameseal_call_state_create(KEY.as_ptr(), 31, device, &disk.storage(), out)
    });
    assert_eq!(short, Err(R::WrongLength));
    let state = create(&disk, device).unwrap();
    disk.blob_fails.store(1, SeqCst);
    assert_eq!(remember(state, &[1; 32], "Ann"), R::StorageFailed);
    assert_eq!(peer(state, &[1; 32]).err(), Some(R::Nothing));
    disk.anchor_fails.store(1, SeqCst);
    assert_eq!(remember(state, &[1; 32], "Ann"), R::StorageFailed);
    // The blob is there; its anchor comes with whatever is saved next.
    assert_eq!(remember(state, &[2; 32], "Ben"), R::Ok);
    let anchor =
        bytes(|out, size, len| unsafe { frameseal_call_state_anchor(state, out, size, len) });
    assert_eq!(anchor.unwrap(), disk.anchor());
    free(state);
    free(open(&disk, &disk.blob(), &disk.anchor()).unwrap());
}

#[test]
fn a_callback_that_calls_its_state_is_told_to_return() {
    let disk = Arc::new(Disk::default());
    let state = create(&disk, identity()).unwrap();
    *disk.inside.lock().unwrap() = Some(state);
    assert_eq!(remember(state, &[1; 32], "Ann"), R::Ok);
    assert_eq!(*disk.gave.lock().unwrap(), [R::Busy; 3]);
    *disk.inside.lock().unwrap() = None;
    free(state);
}

#[test]
fn counters_go_on_where_they_stopped_and_backups_are_found_out() {
    let disk = Arc::new(Disk::default());
    let state = create(&disk, identity()).unwrap();
    let store_of =
        |state| value(|out| unsafe { frameseal_call_state_counter_store(state, out) }).unwrap();
    let encryptor = |store| {
        let config = frameseal_encryptor_config { counters: store, lease: 10, max_blocks: 0 };
        value(|out| unsafe { frameseal_encryptor_new(4, 7, [9; 16].as_ptr(), 16, &config, out) })
    };
    let store = store_of(state);
    let first = encryptor(store).unwrap();
    let info = value(|out| unsafe { frameseal_encryptor_get_info(first, out) }).unwrap();
    let sealed = encrypt(first, b"frame");
    let backup = disk.blob();
    let saves = disk.saves.load(SeqCst);
    for _ in 0..25 {
        assert_ne!(encrypt(first, b"frame"), sealed);
    }
    assert_eq!(disk.saves.load(SeqCst), saves + 2, "two more leases of 10");
    // The state, its store and the encryptor go in any order; the last one releases.
    free(state);
    assert_eq!(unsafe { frameseal_counter_store_free(store) }, R::Ok);
    assert_eq!(disk.released.load(SeqCst), 0);
    assert_eq!(unsafe { frameseal_encryptor_free(first) }, R::Ok);
    assert_eq!(disk.released.load(SeqCst), 1);

    let counter = |sealed: &[u8]| frameseal::Header::parse(sealed).unwrap().0.counter;
    let state = open(&disk, &disk.blob(), &disk.anchor()).unwrap();
    let store = store_of(state);
    let second = encryptor(store).unwrap();
    assert_eq!(counter(&encrypt(second, b"frame")), 30);
    let forget = |len| unsafe {
        frameseal_call_state_forget_counters(state, info.fingerprint.as_ptr(), len)
    };
    assert_eq!((forget(15), forget(16), forget(16)), (R::WrongLength, R::Ok, R::Nothing));
    // A store is no state, and no encryptor.
    let wrong = frameseal_call_state { id: store.id };
    assert_eq!(unsafe { frameseal_call_state_free(wrong) }, R::WrongKind);
    free(state);

    let state = open_without_anchor(&disk, &backup).unwrap();
    assert_eq!(encryptor(store_of(state)), Err(R::CountersWentBack));
    free(state);
}

#[test]
fn keys_of_states_are_fresh() {
    let made = Cell::new(Vec::new());
    for _ in 0..2 {
        let key = bytes(|out, size, len| unsafe { frameseal_state_key_generate(out, size, len) });
        let key = key.unwrap();
        assert_eq!(key.len(), 32);
        assert_ne!(made.replace(key.clone()), key);
    }
}
