//! The contract and what goes beyond it, against a real `nats-server`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

#[allow(unreachable_pub, reason = "a library of its own elsewhere")]
#[path = "../../../tests/media/src/apt.rs"]
mod apt;
#[path = "../contract/mod.rs"]
mod contract;
#[path = "../sessions/mod.rs"]
mod sessions;

mod access;
mod calls;
mod operator;
mod outage;
mod server;
mod stream;

contract_tests!(server::Server::start());
