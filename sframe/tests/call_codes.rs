//! Attacks on what people compare, type and keep: an operator in the middle of a verification,
//! guesses at a passphrase, and a state that goes back in time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

#[path = "call_codes/busy_storage.rs"]
mod busy_storage;
#[path = "call_codes/numbers.rs"]
mod numbers;
#[path = "call_codes/passphrase.rs"]
mod passphrase;
#[path = "call_codes/state.rs"]
mod state;
#[path = "call_codes/verification.rs"]
mod verification;
