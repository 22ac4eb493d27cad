//! The figures that tests hold in CI, once more: the tests assert them, here they are named.

use anyhow::{Context, Result, ensure};

use crate::harden::Figures;
use crate::{browser, command, kotlin, output_of, run};

/// What a figure is, what is wanted, and the tests that assert it: package, file, and the beginning
/// of their names.
struct Held {
    what: &'static str,
    wanted: &'static str,
    package: &'static str,
    file: &'static str,
    tests: &'static str,
}

const fn held(
    what: &'static str,
    wanted: &'static str,
    file: &'static str,
    tests: &'static str,
) -> Held {
    Held { what, wanted, package: "frameseal", file, tests }
}

const ALL: &[Held] = &[
    held("headers of RFC 9605, on every provider", "289 vectors", "vectors", "headers"),
    held("AES-CTR with HMAC, on every provider", "6 vectors", "vectors", "aes_ctr_hmac"),
    held("whole frames, on every provider", "8 vectors", "vectors", "whole_frames"),
    held("all other vectors", "ratchet, MLS, KIDs, per SSRC", "vectors", ""),
    held("Wycheproof: AES-GCM, on every provider", "133 applicable", "wycheproof", "aes_gcm"),
    held("Wycheproof: HKDF", "86 and 83", "wycheproof", "hkdf"),
    held("Wycheproof: HMAC-SHA256", "174", "wycheproof", "hmac"),
    held("Wycheproof: X25519", "518", "wycheproof", "x25519"),
    held(
        "crate sframe 2.1, suites 1 to 5, both ways",
        "1000 frames each, 0 other",
        "interop_sframe",
        "",
    ),
    held("nonces of 8 threads", "10^6 frames, 0 twice", "attack_sender", "a_million_frames"),
    held(
        "nonces over injected crashes",
        "3000 crashes, 0 twice",
        "attack_sender",
        "three_thousand",
    ),
    held("lengths, config bytes, suites", "0 accepted, 0 panics, 10 s", "attack_wire", "sweep"),
    held("every bit of 200 frames flipped", "0 accepted", "attack_wire", "every_bit"),
    held("unknown KIDs", "10^6, no growth", "attack_floods", "a_million"),
    held("forged frames", "10^5, no growth, the next opens", "attack_floods", "forgery_flood"),
    held("heap blocks taken by 10 000 frames, every suite", "0", "memory", "frames_allocate"),
    held("and by frames that are refused", "0", "memory", "refused_frames"),
    held("and by envelopes", "0", "transparent", "frames_allocate"),
    held("and by the deployed formats", "0", "attack_deployed", "frames_allocate"),
    held("unsafe code in the engine", "0 blocks", "layers", "the_engine_is_safe"),
    held("secrets in freed memory: engine", "0", "wiping", ""),
    held("secrets in freed memory: deployed formats", "0", "wiping_interop", ""),
    held("secrets in freed memory: calls", "0", "wiping_call", ""),
    held("secrets in freed memory: sessions", "0", "wiping_session", ""),
    held("secrets in freed memory: saved states", "0", "wiping_state", ""),
    held("inputs of fuzzing, replayed", "0 findings", "corpus", ""),
    held("every error variant", "reached", "errors", ""),
    held("attacks that are listed", "each has its tests", "known_attacks", ""),
    held("runtime crates of the engine", "at most 45", "supply", "few_crates"),
    Held {
        package: "frameseal-ffi",
        ..held("heap blocks taken by frames, in C", "0", "boundary", "frames_allocate")
    },
    Held {
        package: "frameseal-ffi",
        ..held("without memory, without randomness, in C", "fails closed", "faults", "")
    },
];

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    run("cargo test --locked -p frameseal -p frameseal-ffi --no-run")?;
    for held in ALL {
        let Held { package, file, tests, .. } = held;
        let words = format!("cargo test --locked --quiet -p {package} --test {file} {tests}");
        println!("$ {words}");
        let output = command(&words).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let summary = said.lines().find_map(|line| line.strip_prefix("test result: "));
        let passed = summary.and_then(|summary| summary.strip_prefix("ok. "));
        let passed = passed.and_then(|summary| summary.split(' ').next()).unwrap_or("0");
        let is_held = output.status.success() && passed != "0";
        if !is_held {
            println!("{said}{}", String::from_utf8_lossy(&output.stderr));
        }
        let got = format!("{passed} tests of `{file}` hold it");
        figures.add(held.what, held.wanted, got, is_held);
    }
    Ok(())
}

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
