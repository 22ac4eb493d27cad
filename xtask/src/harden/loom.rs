//! Threads in every order: counters, leases and usage limits of the engine, and the table of
//! handles of the C library, by loom.
//!
//! `--cfg loom` gives both crates loom's atomics and locks in place of the machine's
//! (`sframe/src/sync.rs`, `ffi/src/sync.rs`). A decryptor, its keys and `MlsKeys` take `&mut self`
//! and share nothing: there is nothing to try.

use anyhow::{Context, Result};

use super::Figures;
use super::models::captured;
use crate::command;

/// What is there today; a model that is not run any more would else not be missed.
const MODELS: usize = 25;

/// Machines that are broken under right code.
const CONTROLS: usize = 3;

/// Fewer tell of models that do not interleave any more.
const FEWEST_ORDERS: u64 = 50_000;

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    let words = "cargo test --locked --release --no-fail-fast -p frameseal -p frameseal-ffi \
                 --no-default-features --features frameseal/std --target-dir target/harden/loom \
                 --lib -- models:: --nocapture --test-threads 1";
    let mut test = command(words);
    test.env("RUSTFLAGS", "--cfg loom").env("RUST_BACKTRACE", "0");
    // They take minutes to build and win seconds.
    test.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    let (output, passed) = captured(test, words)?;

    // loom: model NAME: N orders in N ms
    let said = |what: &str| -> Vec<&str> {
        output.lines().filter_map(|line| line.split_once(what)).map(|(_, rest)| rest).collect()
    };
    let (models, mut orders) = (said("loom: model "), 0_u64);
    for model in &models {
        let number = model.rsplit_once(": ").and_then(|(_, rest)| rest.split(' ').next());
        let number = number.and_then(|number| number.parse().ok());
        orders = orders.saturating_add(number.with_context(|| format!("no number: {model}"))?);
    }
    let controls = said("loom: control ").iter().filter(|line| line.ends_with(": found")).count();
    let all_hold = passed && models.len() >= MODELS;
    figures.add("models that hold", format!("{MODELS}"), format!("{}", models.len()), all_hold);
    let enough = orders >= FEWEST_ORDERS;
    figures.add("orders of threads", format!("{FEWEST_ORDERS}"), format!("{orders}"), enough);
    let (wanted, found) = (format!("{CONTROLS}"), format!("{controls}"));
    figures.add("broken machines found", wanted, found, controls >= CONTROLS);
    Ok(())
}
