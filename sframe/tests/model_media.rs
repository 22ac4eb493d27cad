//! Operations in any order against small models of what the documentation says: encryptors,
//! decryptors with keys of every layout, and the keys of an MLS group.
//!
//! Each machine runs 10 000 cases; `PROPTEST_CASES` makes them more or fewer. What fails is
//! shrunk to the fewest operations that still do, and printed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// The fuzzer's model of a decryptor.
#[path = "../../fuzz/src"]
mod shared {
    #![allow(dead_code, unreachable_pub)]

    mod bytes;
    mod derived;
    pub mod key_store;

    fn tried() {}
}

#[path = "model_media/decryptor.rs"]
mod decryptor;
#[path = "model_media/encryptor.rs"]
mod encryptor;
#[path = "model_media/mls_window.rs"]
mod mls_window;

const CASES: u32 = 10_000;

/// Runs a machine on so many cases, the same ones each time unless there are to be more.
fn run<S: proptest::strategy::Strategy>(name: &str, cases: S, test: impl Fn(S::Value)) {
    let chosen = std::env::var("PROPTEST_CASES").ok().map(|text| text.parse().expect("a number"));
    let config = Config {
        cases: chosen.unwrap_or(CASES),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    let (many, algorithm) = (config.cases, RngAlgorithm::ChaCha);
    let mut runner = match chosen {
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(algorithm)),
        Some(_) => TestRunner::new(config),
    };
    let outcome = runner.run(&cases, |case| {
        test(case);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{name}: {failure}");
    }
    println!("model {name}: {many} cases");
}
