//! End-to-end encryption of real-time media frames: SFrame (RFC 9605).
//!
//! ```text
//! encoded frame ─ next CTR ─ header ─ AEAD ──────────────────────────▶ wire
//! wire ─ header ─ key by KID ─ replay screen ─ AEAD open ─ commit ─▶ frame
//! ```
//! An [`Encryptor`] seals the frames of one sender under one key; a [`Decryptor`] opens those
//! of any number of senders. What the RFC leaves to the application and what goes wrong there
//! is done here: no counter comes twice ([`CounterStore`]), replays are refused, nothing
//! changes before a frame is authenticated, and everything that an attacker could make grow
//! has a bound with a name.
//!
//! Keys come as base keys ([`BaseKey`]), as sender keys that ratchet ([`SenderKey`]), or from
//! MLS epochs ([`MlsEpoch`]), for which [`MlsKeys`] keeps time. The engine does no I/O, has no clock and no unsafe code, and
//! builds without std.
//!
//! # Features
//! * `std` (default): the process-wide counter ledger behind [`Encryptor::new`].
//! * `aws-lc` (default): AWS-LC beside RustCrypto; for every suite the faster one is used.
//! * `ring` (default): ring for short AES-GCM frames on x86-64; has no effect elsewhere.
//! * `call`: the built-in call keys, module `call`; brings HPKE, X-Wing, Ed25519 and Argon2id.

#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        clippy::single_range_in_vec_init
    )
)]

// The README's examples are tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadMe;

extern crate alloc;
#[cfg(any(test, feature = "std"))]
extern crate std;

// The modules stand in the order of the layers: each uses those of its own layer and of the
// layers above it, and no other (tests/layers.rs holds them to it).

// 0 Words: what the rest is said with.
mod clock;
mod error;
mod event;
mod key_id;
mod secret;
mod suite;
mod sync;
// 1 Bytes: headers, counters and buffers; no keys.
mod counter;
mod frame;
mod header;
// 2 Primitives: providers and the AEADs on top of them; never see a KID.
mod aead;
mod provider;
// 3 Keys: the key schedule, what was seen under a key, and where keys live.
mod elsewhere;
mod key_store;
mod keys;
mod parking;
mod replay;
// 4 Roles: the only places where the stages meet.
mod decryptor;
mod encryptor;
// 5 Media: what codecs show of a frame, and how frames travel.
pub mod codec;
pub mod interop;
pub mod rtp;
pub mod transparent;
// 6 Call: who is in the call, which keys they have, and how they know.
#[cfg(feature = "call")]
pub mod call;
mod mls_keys;

pub use aead::limits::{MAX_BLOCKS, forgery_warning};
pub use aead::{NONCE_LEN, STACK_METADATA_LEN};
#[cfg(feature = "std")]
pub use counter::MemoryCounters;
pub use counter::{CounterStore, DEFAULT_LEASE, KeyFingerprint, MAX_LEASE};
pub use decryptor::{
    Decryptor, DecryptorConfig, MAX_EVENTS, MAX_MISSING_KEYS, MISSING_KEY_SECONDS, Opened, Totals,
    Unparked,
};
pub use encryptor::{Encryptor, EncryptorConfig};
pub use error::{CounterStoreError, DecryptError, EncryptError, ErrorClass, KeyError};
pub use event::Event;
pub use frame::max_overhead;
pub use header::{Header, MAX_HEADER_LEN};
pub use key_id::{EpochBits, KeyId, KidLayout, MlsKeyId, RatchetBits, SenderBits, SenderKeyId};
pub use key_store::{
    DEFAULT_MAX_KEYS, DEFAULT_MAX_RATCHET_STEPS, DEFAULT_MAX_SENDERS, KeyStats, MAX_OWN_KEYS,
    MAX_RATCHET_STEPS, RETAINED_STEPS,
};
pub use keys::{MAX_CONTEXTS, MlsEpoch, SenderKey};
pub use mls_keys::{
    DEFAULT_SEND_DELAY, GoOver, MlsExport, MlsKeys, MlsKeysConfig, MlsKeysError, MlsKeysEvent,
};
pub use parking::ParkingLimits;
pub use provider::CryptoProvider;
pub use replay::{DEFAULT_REPLAY_WINDOW, MAX_REPLAY_WINDOW};
pub use secret::{BaseKey, MIN_BASE_KEY_LEN};
pub use suite::{CipherSuite, Hash};

/// For those who bring counters, keys or primitives of their own. Nothing here protects
/// against reuse of a nonce; [`Encryptor`] and [`Decryptor`] do.
pub mod expert {
    pub use crate::aead::Aead;
    pub use crate::elsewhere::{Opening, Sealing, Ticket};
    pub use crate::keys::DerivedKey;
    #[cfg(feature = "aws-lc")]
    pub use crate::provider::AWS_LC;
    #[cfg(all(feature = "ring", target_arch = "x86_64"))]
    pub use crate::provider::RING_AWS_LC;
    #[cfg(constant_time)]
    pub use crate::provider::WATCHED;
    pub use crate::provider::kdf::Prk;
    pub use crate::provider::{CryptoError, CtrKey, GcmKey, HmacKey, RUST_CRYPTO};
}
