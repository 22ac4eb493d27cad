//! The tests of the engine and of the C library under AddressSanitizer with LeakSanitizer, and under
//! ThreadSanitizer, and 10^6 wrong calls of the C library; fewer are the step `misuse`.
//!
//! Rust's code is watched, and what AWS-LC and ring do with the heap; their insides are not.

use std::fs;

use anyhow::{Result, ensure};

use super::Figures;
use super::suites::{LeftOut, Tally, suites, without_timed};
use crate::misuse::misuse_for_long;
use crate::{cargo_with_sources, command, root};

/// Simulated calls; a sanitizer makes each 5 to 15 times slower.
const CALLS: u32 = 100;

const FEWEST_OF_ENGINE: u32 = 400;
const FEWEST_OF_LIBRARY: u32 = 80;

/// What wants the heap for itself, as a sanitizer does, or is not about running code.
const ENGINE_LEFT_OUT: &[LeftOut] = &[
    ("known_attacks", "reads the documentation"),
    ("layers", "reads the sources"),
    ("memory", "counts blocks in a heap of its own"),
    ("supply", "asks cargo"),
    ("wiping", "looks into a heap of its own"),
    ("wiping_call", "looks into a heap of its own"),
    ("wiping_interop", "looks into a heap of its own"),
    ("wiping_session", "looks into a heap of its own"),
    ("wiping_state", "looks into a heap of its own"),
];

const LIBRARY_LEFT_OUT: &[LeftOut] = &[
    ("faults", "takes the heap away"),
    ("memory", "counts blocks in a heap of its own"),
    ("wiping", "looks into a heap of its own"),
];

struct Sanitizer {
    name: &'static str,
    flag: &'static str,
    /// Whether it has to see into the standard library.
    builds_std: bool,
    /// Tests that it must stop, and what it says.
    controls: &'static [(&'static str, &'static str)],
}

const SANITIZERS: [Sanitizer; 2] = [
    Sanitizer {
        name: "ASan and LSan",
        flag: "address",
        builds_std: false,
        controls: &[
            ("use_after_free", "AddressSanitizer: heap-use-after-free"),
            ("leak", "LeakSanitizer: detected memory leaks"),
        ],
    },
    Sanitizer {
        name: "TSan",
        flag: "thread",
        builds_std: true,
        controls: &[("data_race", "ThreadSanitizer: data race")],
    },
];

/// A program in which each sanitizer must find something.
const CONTROLS: &str = include_str!("sanitizers/controls.rs");

/// It is compiled as the workspace's tests are.
const CONTROLS_MANIFEST: &str = "[package]\nname = \"controls\"\nversion = \"0.0.0\"\n\
    edition = \"2024\"\n[workspace]\n[profile.dev]\nopt-level = 1\n\
    [profile.dev.package.\"*\"]\nopt-level = 3\ndebug = false\n";

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    let (engine, engine_count) = suites("sframe/tests", ENGINE_LEFT_OUT)?;
    let skipped = without_timed()?;
    let (library, library_count) = suites("ffi/tests", LIBRARY_LEFT_OUT)?;
    for sanitizer in SANITIZERS {
        let name = sanitizer.name;
        for (test, report) in sanitizer.controls {
            let stopped = sanitizer.stops(test, report)?;
            let got = if stopped { "stopped" } else { "not seen" };
            figures.add(format!("{name}: {}", test.replace('_', " ")), "stopped", got, stopped);
        }
        let tally = sanitizer.tests(&format!("-p frameseal {engine} {skipped}"))?;
        tally.figure(figures, &format!("{name}: engine"), engine_count, FEWEST_OF_ENGINE);
        let tally = sanitizer.tests(&format!("-p frameseal-ffi {library}"))?;
        tally.figure(figures, &format!("{name}: C library"), library_count, FEWEST_OF_LIBRARY);
    }
    let said = misuse_for_long()?.join("; ");
    figures.add("10^6 wrong calls of C, and others under TSan", "none does harm", said, true);
    Ok(())
}

impl Sanitizer {
    fn tests(&self, words: &str) -> Result<Tally> {
        let words = self.words(&format!("--locked --no-fail-fast {words}"))?;
        Tally::run(self.command(&words), &words)
    }

    /// Runs something that it must stop: one that sees nothing proves nothing.
    fn stops(&self, test: &str, report: &str) -> Result<bool> {
        let folder = root().join("target/harden/controls");
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), CONTROLS_MANIFEST)?;
        fs::write(folder.join("src/lib.rs"), CONTROLS)?;
        let words =
            self.words(&format!("--manifest-path target/harden/controls/Cargo.toml {test}"))?;
        println!("$ {words} (must be stopped)");
        let output = self.command(&words).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(said.contains("Running unittests"), "the control did not build:\n{said}");
        let stopped = !output.status.success() && said.contains(report);
        if !stopped {
            println!("{said}");
        }
        Ok(stopped)
    }

    fn words(&self, words: &str) -> Result<String> {
        let flag = self.flag;
        let cargo = if self.builds_std { cargo_with_sources()? } else { "cargo" };
        let std = if self.builds_std { "-Zbuild-std=std,panic_unwind,test" } else { "" };
        // With a target, what runs while building is not watched.
        let triple = env!("TARGET");
        Ok(format!(
            "{cargo} test --target {triple} --target-dir target/harden/{flag} {std} {words}"
        ))
    }

    fn command(&self, words: &str) -> std::process::Command {
        let mut command = command(words);
        // Sanitizers are there in every compiler, but only nightly ones offer them unasked.
        command.env("RUSTC_BOOTSTRAP", "1");
        command.env("RUSTFLAGS", format!("-Zsanitizer={} --cfg sanitized", self.flag));
        if let Some(folder) = words.split(' ').next().and_then(|it| it.strip_suffix("/cargo")) {
            command.env("RUSTC", format!("{folder}/rustc"));
        }
        // Frames of functions are much larger.
        command.env("RUST_MIN_STACK", "33554432");
        // Reports name lines.
        command.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        command.env("FRAMESEAL_RUNS", CALLS.to_string());
        command
    }
}
