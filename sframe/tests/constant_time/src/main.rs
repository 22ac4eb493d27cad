//! Whether secrets decide where the engine branches, or which address it reads.
//!
//! `constant-time secrets`, run by Valgrind, marks secrets as uninitialised and does everything
//! that the engine does with them. `constant-time clock` times the refusal of forged frames.
//! README.md says what is proven and what is not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use anyhow::{Result, ensure};
use clap::Parser;
use crabgrind::valgrind::count_errors;

mod cases;
mod clock;
mod parties;
mod secrecy;
mod watched;

#[derive(Parser)]
enum Task {
    /// Runs the cases under Valgrind and says how many reports each had
    Secrets {
        /// Marks nothing as secret: there must be no report at all
        #[arg(long)]
        none: bool,
        /// Only cases whose names begin so
        #[arg(long, default_value = "")]
        only: String,
    },
    /// Runs what must be reported
    Controls,
    /// Times how frames are refused
    Clock {
        /// Measurements of each comparison
        #[arg(long, default_value_t = 1_000_000)]
        samples: usize,
    },
}

fn main() -> Result<()> {
    match Task::parse() {
        Task::Secrets { none, only } => {
            if none {
                secrecy::mark_nothing();
            }
            run(cases::all().into_iter().filter(|case| case.name.starts_with(&only)))
        }
        Task::Controls => run(cases::controls::all()),
        Task::Clock { samples } => clock::report(samples),
    }
}

/// Runs cases; `cargo xtask harden constant-time` reads what it prints.
fn run(cases: impl IntoIterator<Item = cases::Case>) -> Result<()> {
    secrecy::must_be_watched()?;
    watched::everywhere();
    let (mut count, begun) = (0, count_errors());
    for case in cases {
        let (reports, verdicts) = (count_errors(), secrecy::all_verdicts());
        (case.run)();
        let (reports, verdicts) = (count_errors() - reports, secrecy::all_verdicts() - verdicts);
        println!("case: {}: {reports} reports, {verdicts} verdicts", case.name);
        count += 1;
    }
    ensure!(count > 0, "no case has such a name");
    let (reports, verdicts) = (count_errors() - begun, secrecy::all_verdicts());
    let traced = secrecy::all_traced();
    println!("cases: {count}, reports: {reports}, verdicts: {verdicts}, traced bytes: {traced}");
    Ok(())
}

/// The cases do what they say also where nobody watches.
#[test]
fn every_case_runs() {
    watched::everywhere();
    let mut count = 0;
    for case in cases::all().into_iter().chain(cases::controls::all()) {
        (case.run)();
        count += 1;
    }
    assert!(count > 80, "{count}");
}
