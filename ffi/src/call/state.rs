//! What a device keeps from call to call: identity, verified peers, counters.

use std::ffi::c_char;
use std::sync::Arc;

use frameseal::call::{
    Anchor, CallState, IDENTITY_LEN, MAX_PEER_NAME_LEN, STATE_KEY_LEN, StateKey, VerifiedPeer,
};
use frameseal::{CounterStore, CounterStoreError, KeyFingerprint};
use zeroize::Zeroizing;

use crate::boundary::{Args, boundary};
use crate::call::identity::{frameseal_identity, key};
use crate::call::member::zero_ended;
use crate::call::random;
use crate::call::storage::{Storage, frameseal_state_storage};
use crate::callback;
use crate::counter_store::frameseal_counter_store;
use crate::decryptor::something;
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::result::frameseal_result;

/// 40 bytes: the anchor of a state.
pub const FRAMESEAL_ANCHOR_LEN: usize = 40;

const _: () = assert!(FRAMESEAL_ANCHOR_LEN == frameseal::call::ANCHOR_LEN);

/// The state of a device: its identity, whom its user has verified, and the counters of base keys
/// that the app keeps over a restart. Any number of threads may use it at a time; those that
/// change it wait for each other. One process at a time has a state open.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_call_state {
    /// The handle; zero is none.
    pub id: u64,
}

/// A person whose identity was verified.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_verified_peer {
    /// When, in seconds since 1970 by the app's clock.
    pub verified_at: u64,
    /// The public key of its device, 32 bytes.
    pub identity: [u8; 32],
    /// The name under which the user verified it, in UTF-8: at most 255 bytes, then zero bytes.
    pub name: [c_char; 256],
    /// Another name under which it has been seen since, likewise; empty for none.
    pub last_seen_name: [c_char; 256],
}

impl frameseal_verified_peer {
    fn new(identity: [u8; IDENTITY_LEN], peer: &VerifiedPeer) -> Self {
        const { assert!(MAX_PEER_NAME_LEN == 255) };
        Self {
            verified_at: peer.verified_at,
            identity,
            name: zero_ended(&peer.name),
            last_seen_name: zero_ended(peer.last_seen_name.as_deref().unwrap_or_default()),
        }
    }
}

/// A state as the counter store of encryptors.
struct Leases(Arc<CallState>);

impl CounterStore for Leases {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        // The state may be the one whose storage is called.
        if callback::is_running() {
            return Err(CounterStoreError::Unavailable);
        }
        self.0.lease(key, count)
    }

    fn charge(&self, key: &KeyFingerprint, blocks: u64) -> u64 {
        if callback::is_running() { 0 } else { self.0.charge(key, blocks) }
    }
}

impl frameseal_call_state {
    /// Runs something with the state, but not from inside a callback, which may be that of its
    /// own storage: it would wait for itself.
    fn with<R>(self, f: impl FnOnce(&Arc<CallState>) -> Result<R, Failure>) -> Result<R, Failure> {
        not_inside()?;
        handle::share(self.id, f)
    }

    fn insert(state: CallState, storage: &Storage) -> Result<Self, Failure> {
        let id = handle::insert(Arc::new(state))?;
        storage.keep();
        Ok(Self { id })
    }
}

fn not_inside() -> Result<(), Failure> {
    if callback::is_running() { Err(Misuse::Busy.into()) } else { Ok(()) }
}

fn state_key(args: &Args<'_>, state_key: *const u8, len: usize) -> Result<StateKey, Failure> {
    let bytes = Zeroizing::new(args.array::<STATE_KEY_LEN>("state_key", state_key, len)?);
    Ok(StateKey::import(&bytes))
}

/// Writes a fresh key of 32 bytes to save a state under, which is a secret: keep it in the
/// platform's key store, and wipe `out` after use.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_NO_RANDOMNESS`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_state_key_generate(
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let key = StateKey::generate(&mut random::system()?);
        out_len.write(out.copy_from(&*key.export())?);
        Ok(())
    })
}

/// Makes the first state of a device and saves it as version 1, in place of any that is there: call
/// it when there is neither blob nor anchor. `state_key` has 32 bytes.
///
/// The context of `storage` is used from any thread until `release` is called. After a failure it
/// is not used any more, and not released.
///
/// From any thread. Gives `FRAMESEAL_RESULT_NULL_POINTER` without `save_blob` or `save_anchor`,
/// `FRAMESEAL_RESULT_WRONG_LENGTH`, `FRAMESEAL_RESULT_STORAGE_FAILED`,
/// `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_BUSY` from inside a callback,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_create(
    state_key: *const u8,
    state_key_len: usize,
    identity: frameseal_identity,
    storage: *const frameseal_state_storage,
    out: *mut frameseal_call_state,
) -> frameseal_result {
    boundary!(|args| {
        not_inside()?;
        let key = self::state_key(args, state_key, state_key_len)?;
        let storage = Storage::read(args, storage)?;
        let out = args.output("out", out)?;
        handle::room()?; // before anything is saved
        let (identity, rng) = (identity.copy()?, Box::new(random::system()?));
        let state = CallState::create(key, identity, Arc::<Storage>::clone(&storage), rng)?;
        out.write(frameseal_call_state::insert(state, &storage)?);
        Ok(())
    })
}

/// Opens a saved state: `blob` and `anchor`, of 40 bytes, as they were saved last.
///
/// A crash between the two leaves the next blob after the anchor; it is taken, and its anchor is
/// saved now. Any other pair does not belong together, and is refused: a backup was restored, or
/// somebody is attacking.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STATE_WENT_BACK`, `FRAMESEAL_RESULT_STATE_OTHER`,
/// `FRAMESEAL_RESULT_STATE_OTHER_HISTORY`, `FRAMESEAL_RESULT_ANCHOR_BEHIND`,
/// `FRAMESEAL_RESULT_STATE_AUTHENTICATION`, `FRAMESEAL_RESULT_NO_STATE`,
/// `FRAMESEAL_RESULT_STATE_FORMAT`, `FRAMESEAL_RESULT_STATE_TOO_LONG`,
/// `FRAMESEAL_RESULT_STATE_MALFORMED`; else as `frameseal_call_state_create`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_open(
    state_key: *const u8,
    state_key_len: usize,
    blob: *const u8,
    blob_len: usize,
    anchor: *const u8,
    anchor_len: usize,
    storage: *const frameseal_state_storage,
    out: *mut frameseal_call_state,
) -> frameseal_result {
    boundary!(|args| {
        not_inside()?;
        let key = self::state_key(args, state_key, state_key_len)?;
        let blob = args.bytes("blob", blob, blob_len)?;
        let anchor = Anchor::from_bytes(&args.array("anchor", anchor, anchor_len)?);
        let storage = Storage::read(args, storage)?;
        let (out, rng) = (args.output("out", out)?, Box::new(random::system()?));
        handle::room()?; // an anchor may be saved
        let state = CallState::open(key, blob, &anchor, Arc::<Storage>::clone(&storage), rng)?;
        out.write(frameseal_call_state::insert(state, &storage)?);
        Ok(())
    })
}

/// Opens a blob of any age, after its anchor was lost or found to belong to another blob.
///
/// Ask the user first: verifications may be in it that were withdrawn later. No key whose
/// counters it has will encrypt again (`FRAMESEAL_RESULT_COUNTERS_WENT_BACK`). **Base keys that
/// the app kept and that the blob does not know must be deleted by the app**: their counters are
/// lost. The state is saved at once as the version after the blob's.
///
/// From any thread. Fails as `frameseal_call_state_open`, but for the anchor.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_open_without_anchor(
    state_key: *const u8,
    state_key_len: usize,
    blob: *const u8,
    blob_len: usize,
    storage: *const frameseal_state_storage,
    out: *mut frameseal_call_state,
) -> frameseal_result {
    boundary!(|args| {
        not_inside()?;
        let key = self::state_key(args, state_key, state_key_len)?;
        let blob = args.bytes("blob", blob, blob_len)?;
        let storage = Storage::read(args, storage)?;
        let (out, rng) = (args.output("out", out)?, Box::new(random::system()?));
        handle::room()?; // an anchor may be saved
        let kept = Arc::<Storage>::clone(&storage);
        let state = CallState::open_without_anchor(key, blob, kept, rng)?;
        out.write(frameseal_call_state::insert(state, &storage)?);
        Ok(())
    })
}

/// Frees a state and wipes its secrets; everything is saved already. Encryptors and counter stores
/// that use it go on; the storage's `release` is called when the last of them is freed. Zero is
/// ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_free(
    state: frameseal_call_state,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Arc<CallState>>(state.id))
}

/// Gives the device's identity: a handle of the caller's own, to be freed, at every call.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_identity(
    state: frameseal_call_state,
    out: *mut frameseal_identity,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(state.with(|state| frameseal_identity::of(state.identity()))?);
        Ok(())
    })
}

/// Writes the anchor of the newest blob, 40 bytes.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_anchor(
    state: frameseal_call_state,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        out_len.write(state.with(|state| out.copy_from(&state.anchor().to_bytes()))?);
        Ok(())
    })
}

/// Gives the state as a counter store (`frameseal_encryptor_config`): leases are saved, blob and
/// anchor, before they are handed out. For base keys that the app keeps over a restart; keys of
/// sessions need none. The caller frees it.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
/// `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_counter_store(
    state: frameseal_call_state,
    out: *mut frameseal_counter_store,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let leases = state.with(|state| Ok(Arc::new(Leases(Arc::<CallState>::clone(state)))))?;
        out.write(frameseal_counter_store::insert(leases)?);
        Ok(())
    })
}

/// Forgets the counters of a base key that the app **has deleted**; one that comes back after this
/// starts at counter 0 again. `fingerprint` has 16 bytes, from `frameseal_encryptor_get_info`.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_NOTHING` when there were none, `FRAMESEAL_RESULT_WRONG_LENGTH`,
/// `FRAMESEAL_RESULT_STORAGE_FAILED`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_forget_counters(
    state: frameseal_call_state,
    fingerprint: *const u8,
    fingerprint_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        let key = args.array("fingerprint", fingerprint, fingerprint_len)?;
        state.with(|state| something(state.forget_counters(&KeyFingerprint::new(key))?))
    })
}

/// Remembers that the user verified a peer, in place of what was known of it. `identity_key` has
/// 32 bytes, `name` at most 255 of UTF-8; `verified_at` is in seconds since 1970.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_TOO_MANY_PEERS` above 1024, `FRAMESEAL_RESULT_NAME_TOO_LONG`,
/// `FRAMESEAL_RESULT_NOT_UTF8`, `FRAMESEAL_RESULT_WRONG_LENGTH`, `FRAMESEAL_RESULT_STALE_HANDLE`,
/// `FRAMESEAL_RESULT_WRONG_KIND`; `FRAMESEAL_RESULT_STORAGE_FAILED`, after which the peer may or may
/// not count as verified.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_remember_peer(
    state: frameseal_call_state,
    identity_key: *const u8,
    identity_key_len: usize,
    name: *const u8,
    name_len: usize,
    verified_at: u64,
) -> frameseal_result {
    boundary!(|args| {
        let identity = key(args, "identity_key", identity_key, identity_key_len)?;
        let name = args.text("name", name, name_len)?.to_owned();
        let peer = VerifiedPeer { name, verified_at, last_seen_name: None };
        state.with(|state| Ok(state.remember_peer(identity, peer)?))
    })
}

/// Withdraws a verification. `identity_key` has 32 bytes.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_NOTHING` when there was none, `FRAMESEAL_RESULT_WRONG_LENGTH`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`;
/// `FRAMESEAL_RESULT_STORAGE_FAILED`, after which the peer may still count as verified.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_forget_peer(
    state: frameseal_call_state,
    identity_key: *const u8,
    identity_key_len: usize,
) -> frameseal_result {
    boundary!(|args| {
        let identity = key(args, "identity_key", identity_key, identity_key_len)?;
        state.with(|state| something(state.forget_peer(&identity)?))
    })
}

/// Notes the name under which a verified peer appears now, so that the app can point at a change,
/// and writes what is known of it. `identity_key` has 32 bytes.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_NOTHING` for a peer that was not verified; else as
/// `frameseal_call_state_remember_peer`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_saw_peer_as(
    state: frameseal_call_state,
    identity_key: *const u8,
    identity_key_len: usize,
    name: *const u8,
    name_len: usize,
    out: *mut frameseal_verified_peer,
) -> frameseal_result {
    boundary!(|args| {
        let identity = key(args, "identity_key", identity_key, identity_key_len)?;
        let name = args.text("name", name, name_len)?;
        let out = args.output("out", out)?;
        let peer = state.with(|state| {
            state.saw_peer_as(&identity, name)?.ok_or(Failure::Nothing)?;
            state.peer(&identity).ok_or(Failure::Nothing)
        })?;
        out.write(frameseal_verified_peer::new(*identity.as_bytes(), &peer));
        Ok(())
    })
}

/// Writes what is known of a verified peer. `identity_key` has 32 bytes.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_NOTHING` for a peer that was not verified, `FRAMESEAL_RESULT_WRONG_LENGTH`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_peer(
    state: frameseal_call_state,
    identity_key: *const u8,
    identity_key_len: usize,
    out: *mut frameseal_verified_peer,
) -> frameseal_result {
    boundary!(|args| {
        let identity = key(args, "identity_key", identity_key, identity_key_len)?;
        let out = args.output("out", out)?;
        let peer = state.with(|state| state.peer(&identity).ok_or(Failure::Nothing))?;
        out.write(frameseal_verified_peer::new(*identity.as_bytes(), &peer));
        Ok(())
    })
}

/// Writes all verified peers to the `out_size` places at `out`, and their number to `out_len`.
///
/// From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, with the number of places needed in
/// `frameseal_last_error`; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_call_state_peers(
    state: frameseal_call_state,
    out: *mut frameseal_verified_peer,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.items_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let peers = state.with(|state| Ok(state.peers()))?;
        let peers: Vec<_> = peers
            .iter()
            .map(|(identity, peer)| frameseal_verified_peer::new(*identity.as_bytes(), peer))
            .collect();
        out_len.write(out.copy_from(&peers)?);
        Ok(())
    })
}
