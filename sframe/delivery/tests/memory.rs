//! The contract, kept in memory.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod contract;
mod sessions;

use contract::Maker;
use frameseal_delivery::{InMemory, LogLimits};

struct Memory;

impl Maker for Memory {
    type Made = InMemory;

    async fn make(&self, limits: LogLimits) -> InMemory {
        InMemory::with_limits(limits).unwrap()
    }
}

contract_tests!(Memory);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_in_memory() {
    sessions::a_call(std::sync::Arc::new(InMemory::new())).await;
}
