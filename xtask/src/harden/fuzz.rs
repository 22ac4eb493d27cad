//! Every fuzz target until it has tried ten million things, and the envelope against its twin in
//! Python on several hundred thousand frames.

use std::process::Stdio;

use anyhow::{Result, ensure};

use super::Figures;
use crate::steps::fuzz_all;
use crate::{command, need};

/// Executions of a target, or what they try where each tries many things.
const ENOUGH: u64 = 10_000_000;

/// 20 min after which a target is stopped, however far it is: all of them take 3 h at most.
const SECONDS: u64 = 1200;

/// Each has 33 100 cases.
const ROUNDS: usize = 16;

/// Comparisons that `transparent_python.rs` makes in a round, as its tests say.
const CASES: usize = 33_100;

/// Fuzzes.
pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    for fuzzed in fuzz_all(&format!("-runs={ENOUGH} -max_total_time={SECONDS}"))? {
        let (executions, tried) = (fuzzed.executions, fuzzed.tried);
        let mut got = format!("{executions} in {} s", fuzzed.seconds);
        if tried > 0 {
            got = format!("{got}, with {tried} tries");
        }
        let wanted = format!("{ENOUGH} executions or tries, 0 findings");
        if fuzzed.found {
            println!("{}", fuzzed.log);
            // libFuzzer names the file last but one: "Test unit written to …".
            let written = |line: &&str| line.contains("Test unit written to");
            let artifact = fuzzed.log.lines().rev().find(written).unwrap_or("see its log");
            got = format!("a finding: {artifact}");
        }
        let reached = !fuzzed.found && executions.max(tried) >= ENOUGH;
        figures.add(fuzzed.target, wanted, got, reached);
    }
    envelopes(figures)
}

/// The transparent envelope and its second implementation.
fn envelopes(figures: &mut Figures) -> Result<()> {
    need("python3", "python3")?;
    let words = "cargo test -p live --locked --test transparent_python -- --nocapture";
    println!("$ FRAMESEAL_ENVELOPE_ROUNDS={ROUNDS} {words}");
    let mut command = command(words);
    command.env("FRAMESEAL_ENVELOPE_ROUNDS", ROUNDS.to_string()).stderr(Stdio::inherit());
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "`{words}` ended with {}:\n{said}", output.status);
    let compared = |line: &str| line.split("compared: ").nth(1)?.trim().parse::<usize>().ok();
    let cases: usize = said.lines().filter_map(compared).sum();
    ensure!(cases > 0, "the tests compared nothing:\n{said}");
    let wanted = ROUNDS.saturating_mul(CASES);
    let got = format!("{cases}, all the same");
    figures.add("envelopes compared with Python", wanted.to_string(), got, cases >= wanted);
    Ok(())
}
