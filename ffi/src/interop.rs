//! **Legacy**: the end-to-end encryption formats that are deployed today. None of them is RFC 9605,
//! and each has weaknesses that no implementation can mend; the engine's `interop` modules say
//! which. Nothing here is ever chosen by itself or fallen back to.

use std::sync::Arc;

use frameseal::{CounterStore, MemoryCounters};

use crate::counter_store::frameseal_counter_store;
use crate::failure::{Failure, Misuse};

pub mod dave;
pub mod getstream;
pub mod jframe;
pub mod livekit;

/// Gives C's own store, or for zero that of the process.
fn store(counters: frameseal_counter_store) -> Result<Arc<dyn CounterStore>, Failure> {
    Ok(counters.get()?.unwrap_or_else(MemoryCounters::of_this_process))
}

/// Refuses a ratchet window that an engine would make smaller without a word.
fn window(steps: usize, most: usize) -> Result<usize, Failure> {
    if steps > most {
        let value = u64::try_from(steps).unwrap_or(u64::MAX);
        return Err(Misuse::BadValue { what: "ratchet window of at most 16 steps", value }.into());
    }
    Ok(steps)
}
