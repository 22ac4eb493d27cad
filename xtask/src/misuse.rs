//! The step `misuse`: everything wrong that C can do, with AddressSanitizer, UndefinedBehaviorSanitizer
//! and LeakSanitizer, and with a fuzzer. For longer, and with ThreadSanitizer, in `cargo xtask harden sanitizers`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::c_calls::Header;
use crate::steps::COVERAGE;
use crate::{cargo_with_sources, command, need, need_that, output_of, root, run, run_command};

/// Random calls: half by one thread, half by four that share everything.
const CALLS: u32 = 200_000;

/// The same where there is time. Some are not made, for want of an object; a million are.
const MANY_CALLS: u32 = 1_100_000;

/// The fewest misuses of single arguments that the matrix must have found in the header.
const FEWEST_PROBES: u32 = 1000;

/// ThreadSanitizer is ten times slower.
const CALLS_WATCHED_BY_THREAD: u32 = 60_000;

const FUZZ_SECONDS: u32 = 10;

const ADDRESS: &str = "-fsanitize=address,undefined -fno-sanitize-recover=all";

pub(crate) fn misuse(summaries: &mut Vec<String>) -> Result<()> {
    let functions = calls()?;
    let library = library_for_addresses()?;
    let program = harness(ADDRESS, &library, "address")?;
    let matrix = output_of(&format!("{program} matrix"))?;
    let summary = matrix.lines().last().unwrap_or_default().to_owned();
    println!("{summary}");
    let probes = summary.split(' ').nth(1).and_then(|number| number.parse::<u32>().ok());
    ensure!(probes.is_some_and(|probes| probes >= FEWEST_PROBES), "too few probes: {summary}");
    ensure!(summary.contains(&format!("of {functions} functions, 0 wrong")), "{summary}");
    let mut lines = vec![summary];
    lines.extend(random_calls(&program, CALLS)?);
    must_be_seen(&program, "break-size", "AddressSanitizer: heap-buffer-overflow")?;

    let fuzzer = harness("-DFUZZER -fsanitize=fuzzer,address", &library, "fuzzer")?;
    run("mkdir -p target/misuse/inputs")?;
    let words = format!(
        "{fuzzer} target/misuse/inputs -max_total_time={FUZZ_SECONDS} -seed=1 -max_len=4096 \
         -rss_limit_mb=4096 -artifact_prefix=target/misuse/"
    );
    println!("$ {words}");
    let output = command(&words).output()?;
    let log = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "the fuzzer found something:\n{log}");
    println!("{}", log.lines().last().unwrap_or_default());
    summaries.extend(lines.into_iter().map(|line| format!("misuse: {line}")));
    Ok(())
}

/// A million random calls, and others with ThreadSanitizer; gives what each said last.
pub(crate) fn misuse_for_long() -> Result<Vec<String>> {
    calls()?;
    let program = harness(ADDRESS, &library_for_addresses()?, "address")?;
    let mut lines = random_calls(&program, MANY_CALLS)?;
    let made = lines.iter().filter_map(|line| line.split(' ').next()?.parse::<u32>().ok());
    let made: u32 = made.sum();
    ensure!(made >= 1_000_000, "{made} calls");
    let program = harness("-fsanitize=thread", &library_for_threads()?, "thread")?;
    must_be_seen(&program, "break-threads", "ThreadSanitizer: data race")?;
    lines.push(random(&program, CALLS_WATCHED_BY_THREAD, 3, 4)?);
    Ok(lines)
}

/// Writes what calls every function of the header; gives how many they are.
fn calls() -> Result<usize> {
    need("clang", "clang")?;
    need_runtimes()?;
    let folder = root().join("target/misuse");
    fs::create_dir_all(&folder)?;
    let header = Header::parse(&fs::read_to_string(root().join("ffi/include/frameseal.h"))?)?;
    fs::write(folder.join("calls.c"), header.calls()?)?;
    Ok(header.functions.len())
}

fn random_calls(program: &str, calls: u32) -> Result<Vec<String>> {
    [(1, 1), (2, 4)]
        .map(|(seed, threads)| random(program, calls / 2, seed, threads))
        .into_iter()
        .collect()
}

/// Random calls; gives the last line of what they say.
fn random(program: &str, calls: u32, seed: u32, threads: u32) -> Result<String> {
    let said = output_of(&format!("{program} random {calls} {seed} {threads}"))?;
    let summary = said.lines().last().context("it says nothing")?.to_owned();
    println!("{summary}");
    Ok(summary)
}

/// Runs something that a sanitizer must stop: one that sees nothing proves nothing.
fn must_be_seen(program: &str, mode: &str, report: &str) -> Result<()> {
    let words = format!("{program} {mode}");
    println!("$ {words} (must be stopped)");
    let output = command(&words).output()?;
    let log = String::from_utf8_lossy(&output.stderr);
    ensure!(!output.status.success() && log.contains(report), "not seen: {words}\n{log}");
    println!("stopped: {report}");
    Ok(())
}

/// Builds the static library with rustc's flags and gives its path.
fn library(name: &str, flags: &str, cargo: &str, cargo_flags: &str) -> Result<String> {
    let triple = env!("TARGET");
    let words = format!(
        "{cargo} rustc --release --locked -p frameseal-ffi --lib --crate-type staticlib \
         --target {triple} --target-dir target/misuse/{name} {cargo_flags}"
    );
    let mut build = command(&words);
    // Sanitizers are there in every compiler, but only nightly ones offer them unasked.
    build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", flags);
    build.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2");
    if let Some(folder) = cargo.strip_suffix("/cargo") {
        build.env("RUSTC", format!("{folder}/rustc"));
    }
    run_command(build, &words)?;
    Ok(format!("target/misuse/{name}/{triple}/release/libframeseal_ffi.a"))
}

fn library_for_addresses() -> Result<String> {
    library("address", &format!("-Zsanitizer=address {COVERAGE}"), "cargo", "")
}

/// Builds it for ThreadSanitizer, which has to see into the standard library, too.
fn library_for_threads() -> Result<String> {
    let cargo = cargo_with_sources()?;
    library("thread", "-Zsanitizer=thread", cargo, "-Zbuild-std=std,panic_unwind")
}

/// Compiles the harness with a library and gives the program's path.
fn harness(flags: &str, library: &str, name: &str) -> Result<String> {
    let program = format!("target/misuse/{name}-calls");
    run(&format!(
        "clang -g -O1 -std=c11 -Wall -Wextra -Werror {flags} -Iffi/include -Iffi/tests/misuse \
         target/misuse/calls.c ffi/tests/misuse/harness.c {library} -o {program} -lpthread -ldl -lm"
    ))?;
    Ok(root().join(program).display().to_string())
}

/// Installs what clang's sanitizers need at run time, where it is a package of its own.
fn need_runtimes() -> Result<()> {
    let version = output_of("clang -dumpversion")?;
    let major = version.split('.').next().unwrap_or_default();
    need_that("clang's sanitizers", &format!("libclang-rt-{major}-dev"), || {
        let runtime = output_of("clang --print-file-name=libclang_rt.tsan-x86_64.a");
        runtime.is_ok_and(|path| Path::new(path.trim()).is_file())
    })
}
