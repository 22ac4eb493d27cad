//! Machines of operations against reference models, ten times as many as in CI, and simulated calls,
//! five times as many, which are the machine of the key layer: each is one seed, which is named when it
//! fails and not made smaller.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::Figures;
use crate::command;

/// Of each machine of `sframe/tests/model_media.rs`.
const CASES: u64 = 100_000;

const MACHINES: usize = 5;

/// Whole calls.
const CALLS: u64 = 10_000;

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    let words = "cargo test --locked -p frameseal --test model_media -- --nocapture";
    let mut test = command(words);
    test.env("PROPTEST_CASES", format!("{CASES}")).env("RUST_BACKTRACE", "0");
    let (output, passed) = captured(test, words)?;
    let ran = format!(": {CASES} cases");
    let machines = output.lines().filter(|line| line.contains("model ") && line.ends_with(&ran));
    let machines = machines.count();
    figures.add(
        format!("machines that agree with their models in {CASES} cases each"),
        format!("{MACHINES}"),
        format!("{machines}"),
        passed && machines == MACHINES,
    );

    let words = "cargo test --locked -p frameseal --test call_simulation \
                 calls_come_right -- --nocapture";
    let mut test = command(words);
    test.env("FRAMESEAL_RUNS", format!("{CALLS}")).env("RUST_BACKTRACE", "0");
    let (output, passed) = captured(test, words)?;
    let right = output.split_once("runs that came right ").map(|(_, after)| after);
    let right = right.and_then(|after| after.split(|c: char| !c.is_ascii_digit()).next());
    let right = right.unwrap_or("none");
    figures.add(
        "calls in which members read each other, and nobody else does",
        format!("{CALLS}"),
        right,
        passed && right == format!("{CALLS}"),
    );
    Ok(())
}

/// Runs a command whose output is shown and looked through; says whether it succeeded.
pub(super) fn captured(mut command: Command, words: &str) -> Result<(String, bool)> {
    println!("$ {words}");
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let out = child.stdout.take().context("its output is piped")?;
    let mut output = String::new();
    for line in BufReader::new(out).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        output.push_str(&line);
        output.push('\n');
    }
    Ok((output, child.wait()?.success()))
}
