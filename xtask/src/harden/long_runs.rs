//! What runs real programs for longer than CI has time for: processes that are killed, a flood,
//! browsers, servers, benchmarks.

use anyhow::{Context, Result, ensure};

use crate::harden::Figures;
use crate::{browser, command, kotlin, output_of, run};

/// The example `restart`, killed often, and each time somewhere else.
pub(crate) fn crashes(figures: &mut Figures) -> Result<()> {
    const CRASHES: &str = "3000";
    run("cargo build --quiet --release --locked -p restart")?;
    let said = output_of(&format!("target/release/restart --crashes {CRASHES}"))?;
    let last = said.lines().last().unwrap_or_default();
    let reached = last.ends_with(&format!("{CRASHES} crashes, no counter twice"));
    figures.add("a process that encrypts is killed", "3000 times, no counter twice", last, reached);
    Ok(())
}

/// 1000 senders at 50 frames a second, alone and in a flood.
pub(crate) fn load(figures: &mut Figures) -> Result<()> {
    run("cargo build --quiet --release --locked -p benches --bin load")?;
    let words = "target/release/load --check";
    println!("$ {words}");
    let output = command(words).output()?;
    let (table, reason) = (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    println!("{table}{reason}");
    for row in table.lines().skip(2) {
        let mut cells = row.split('|').map(str::trim).skip(1);
        let name = cells.next().unwrap_or_default().to_owned();
        let cells: Vec<_> = cells.filter(|cell| !cell.is_empty()).collect();
        let wanted = "0 lost, 0 accepted, p99 of opening under 2.00 of the quiet one, of waiting but for stalls under 1 ms, 0 bytes";
        let is_missed = reason.contains(&format!("{name}: "));
        figures.add(
            format!("50 000 frames a second, beside each {name}"),
            wanted,
            cells.join(", "),
            !is_missed,
        );
    }
    figures.add(
        "load runs to its end",
        "exit status 0",
        output.status.to_string(),
        output.status.success(),
    );
    Ok(())
}

/// The tests in browsers that take minutes each.
pub(crate) fn browsers(figures: &mut Figures) -> Result<()> {
    step(figures, "long tests in browsers", browser::long_browsers)
}

/// The servers of LiveKit and mediasoup.
pub(crate) fn sfus(figures: &mut Figures) -> Result<()> {
    step(figures, "calls through SFUs, and that they read nothing", browser::sfus)
}

/// What frames and calls cost, in Rust and C, on the JVM, in Chromium. How long it takes is for quiet
/// machines to say.
pub(crate) fn benches(figures: &mut Figures) -> Result<()> {
    step(figures, "beside the raw AEAD and the peer", compare)?;
    step(figures, "on the JVM, beside Rust: garbage of the fast road", kotlin::bench)?;
    step(figures, "in Chromium, beside the workers of others: who cheats", browser::browser_bench)
}

/// The comparison with raw AEADs and with the peer, and what a change of keys costs: whether they run.
fn compare(summaries: &mut Vec<String>) -> Result<()> {
    let compare = "cargo run --quiet --release --locked -p benches --bin compare --";
    let csv = output_of(&format!("{compare} --csv --rounds 3 --bytes 160"))?;
    let mut lines = csv.lines();
    let header = lines.next().context("the table is empty")?;
    ensure!(header == "suite,bytes,operation,implementation,ns_per_frame", "header is {header}");
    let rows = lines.count();
    let cost = output_of(
        "cargo run --quiet --release --locked -p benches --bin call_cost -- --members 10 --rounds 1",
    )?;
    println!("{cost}");
    ensure!(cost.lines().count() == 2 + 2 + 2, "a line for each exchange");
    // Encrypt and decrypt in 4 suites: FrameSeal, its C library and the floor in each, the peer on
    // RustCrypto in suites 1, 4 and 5, on ring in suites 4 and 5; in suite 4 an envelope, the same
    // in C, and 4 deployed formats.
    ensure!(rows == 2 * (4 * 3 + 3 + 2 + 6), "{rows} rows are not what was asked for");
    summaries.push(format!("{rows} rows of 4 suites, and costs of a call with 2 exchanges"));
    Ok(())
}

/// A step that CI has no time for. What it did not run is no figure reached.
fn step(figures: &mut Figures, what: &str, run: fn(&mut Vec<String>) -> Result<()>) -> Result<()> {
    let mut summaries = Vec::new();
    run(&mut summaries)?;
    let got = summaries.join("; ");
    let ran = !got.is_empty() && !got.contains("NOT RUN");
    figures.add(what, "0 failed, all run", got, ran);
    Ok(())
}
