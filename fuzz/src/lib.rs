//! What the fuzzer runs, one function a target. `sframe/tests/corpus.rs` includes this very file
//! and runs the stored inputs through it, so it uses nothing but the engine and its peer.
//!
//! Input bytes are never random keys: they choose suites, numbers, orders and edits. A finding
//! is a panic, so asserts are the point here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::single_range_in_vec_init,
    clippy::type_complexity
)]
#![allow(unreachable_pub)] // included as a module, nothing is public

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

mod bytes;
mod call;
mod codec;
mod counters;
mod dave;
mod derived;
mod differential;
mod frames;
mod header;
mod interop;
mod key_store;
#[path = "../../sframe/tests/mallory/mod.rs"]
mod mallory;
mod member;
mod messages;
mod mock;
mod providers;
mod rtp;
mod state;
mod transparent;

pub use call::call;
pub use codec::codec;
pub use counters::counters;
pub use dave::dave;
pub use differential::differential;
pub use frames::{decrypt, decrypt_mutated};
pub use header::header;
pub use interop::interop;
pub use key_store::key_store;
pub use member::member;
pub use messages::messages;
pub use mock::{mock, mock_that_forgets};
pub use providers::{providers, providers_and_mock};
pub use rtp::rtp;
pub use state::state;
pub use transparent::transparent;

/// Every target, by the name of its folder in `corpus`.
pub const TARGETS: &[(&str, fn(&[u8]))] = &[
    ("header", header),
    ("decrypt", decrypt),
    ("decrypt_mutated", decrypt_mutated),
    ("key_store", key_store),
    ("codec", codec),
    ("rtp", rtp),
    ("transparent", transparent),
    ("counters", counters),
    ("differential", differential),
    ("dave", dave),
    ("interop", interop),
    ("call", call),
    ("state", state),
    ("messages", messages),
    ("member", member),
    ("mock", mock),
    ("providers", providers),
];

/// Counts what a target tries, where an input tries many things; the last line of a log has it.
fn tried() {
    static TRIED: AtomicU64 = AtomicU64::new(0);
    let tried = TRIED.fetch_add(1, Relaxed) + 1;
    if tried.is_multiple_of(1 << 18) {
        eprintln!("tried: {tried}");
    }
}
