//! Calls through the C functions, as a C program makes them: members who agree on keys over
//! messages in memory, frames, chat, comparisons, passphrases, and states that are saved.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::undocumented_unsafe_blocks
)]

#[path = "call/app.rs"]
mod app;
#[path = "call/chat.rs"]
mod chat;
#[path = "call/keys.rs"]
mod keys;
#[path = "call/membership.rs"]
mod membership;
#[path = "call/passphrase.rs"]
mod passphrase;
#[path = "call/state.rs"]
mod state;
#[path = "call/threads.rs"]
mod threads;
#[path = "call/verification.rs"]
mod verification;
