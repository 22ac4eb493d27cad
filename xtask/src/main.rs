//! The project's own tasks.
//!
//! `cargo xtask test` runs every test but those of `cargo xtask harden`, quick gates first, and
//! installs what it needs on Debian. It stops at the first failure.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;

mod browser;
mod c_calls;
mod c_library;
mod generate;
mod harden;
mod kotlin;
mod kotlin_call;
mod misuse;
mod python;
mod steps;
mod swift;

/// Disk that `cargo xtask test` takes.
const ROOM: &str = "9 GB";

/// Megabytes below which a failure may be that of a full disk: a large program is linked in less.
const LEAST_ROOM: u64 = 500;

#[derive(Parser)]
enum Task {
    /// Makes what is made from other files: the C header, Kotlin, Swift and Python
    Generate {
        /// Only compares it with what is checked in
        #[arg(long)]
        verify: bool,
    },
    /// Builds the npm package into bindings/wasm/dist
    Package,
    /// Runs every fuzz target, each for so many seconds
    Fuzz {
        /// Seconds for each target
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Runs what does not fit into CI, and prints figure by figure what was wanted and reached
    Harden {
        /// Only the checks of these names
        names: Vec<String>,
    },
    /// Runs the tests: format, lints, engine, examples, bindings, browsers, documentation, fuzz corpus
    Test {
        /// Only the step of this name, or those whose name contains it
        filter: Option<String>,
    },
}

fn main() -> ExitCode {
    let done = match Task::parse() {
        Task::Generate { verify } => generate::generate(verify),
        Task::Package => browser::package(),
        Task::Fuzz { seconds } => fuzz(seconds),
        Task::Harden { names } => harden::harden(&names),
        Task::Test { filter } => test(filter.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn test(filter: Option<&str>) -> Result<()> {
    let started = Instant::now();
    let mut summaries = Vec::new();
    let mut passed = 0u32;
    let is_name = |filter: &str| steps::ALL.iter().any(|step| step.name == filter);
    for step in steps::ALL {
        let is_meant = |filter: &str| {
            if is_name(filter) { step.name == filter } else { step.name.contains(filter) }
        };
        if filter.is_some_and(|filter| !is_meant(filter)) {
            continue;
        }
        println!("\n=== {} ({})", step.name, step.why);
        let begun = Instant::now();
        (step.run)(&mut summaries)
            .with_context(|| format!("step `{}` failed{}", step.name, hint_of_room()))?;
        println!("=== {} took {} s", step.name, begun.elapsed().as_secs());
        passed = passed.saturating_add(1);
    }
    ensure!(passed > 0, "no step has this in its name");
    println!("\n=== what the test runners said");
    summaries.iter().for_each(|line| println!("{line}"));
    println!("not run here, but by `cargo xtask harden`: {}", harden::all_names());
    println!("\n{} s in all", started.elapsed().as_secs());
    println!("steps: {passed} passed, 0 failed");
    Ok(())
}

/// Says that the disk is full, if it is: compilers and linkers die of it without a word.
fn hint_of_room() -> String {
    match free_megabytes() {
        Some(free) if free < LEAST_ROOM => format!(
            ", and the disk has only {free} MB left: all of the tests need about {ROOM} in an empty folder"
        ),
        _ => String::new(),
    }
}

/// Megabytes that the disk with the project has left.
fn free_megabytes() -> Option<u64> {
    let output = command("df --output=avail --block-size=1M .").output().ok()?;
    String::from_utf8_lossy(&output.stdout).lines().nth(1)?.trim().parse().ok()
}

fn fuzz(seconds: u32) -> Result<()> {
    let mut summaries = Vec::new();
    steps::fuzz_for(seconds, &mut summaries)?;
    summaries.iter().for_each(|line| println!("{line}"));
    Ok(())
}

/// One step of the tests.
struct Step {
    name: &'static str,
    why: &'static str,
    run: fn(&mut Vec<String>) -> Result<()>,
}

/// A command in the project's root, by its words. What cargo builds for development has no lines in its
/// backtraces and nothing to compile the next change faster: that would be most of what it writes.
fn command(words: &str) -> Command {
    let mut words = words.split_whitespace();
    let program = match words.next() {
        Some("cargo") => env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        Some(program) => program.into(),
        None => "true".into(),
    };
    let mut command = Command::new(program);
    command.args(words).current_dir(root());
    command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "false");
    command
}

/// Runs a command; its failure is an error.
fn run(words: &str) -> Result<()> {
    run_command(command(words), words)
}

fn run_command(mut command: Command, words: &str) -> Result<()> {
    println!("$ {words}");
    let status = command.status().with_context(|| format!("cannot start `{words}`"))?;
    ensure!(status.success(), "`{words}` ended with {status}");
    Ok(())
}

/// Runs cargo's test runner and keeps its summary lines.
fn run_tests(words: &str, summaries: &mut Vec<String>) -> Result<()> {
    println!("$ {words}");
    let mut child = command(words).stdout(Stdio::piped()).spawn()?;
    let out = child.stdout.take().context("its output is piped")?;
    for line in BufReader::new(out).lines() {
        let line = line?;
        println!("{line}");
        if line.starts_with("test result:") {
            summaries.push(line);
        }
    }
    let status = child.wait()?;
    ensure!(status.success(), "`{words}` ended with {status}");
    Ok(())
}

/// Runs a command and gives what it printed; prints that itself if the command fails.
fn output_of(words: &str) -> Result<String> {
    println!("$ {words}");
    let output = command(words).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        print!("{}", String::from_utf8_lossy(&output.stdout));
        bail!("`{words}` ended with {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Finds a program, or installs the Debian package that has it.
fn need(program: &str, package: &str) -> Result<()> {
    need_that(program, package, || {
        let path = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

/// Finds a file, or installs the Debian package that has it.
fn need_file(path: &str, package: &str) -> Result<()> {
    need_that(path, package, || Path::new(path).exists())
}

/// Installs a Debian package unless `found` holds; `what` names the thing in messages.
fn need_that(what: &str, package: &str, found: impl Fn() -> bool) -> Result<()> {
    if found() {
        return Ok(());
    }
    println!("{what} is missing: installing {package}");
    install(package)?;
    if !found() {
        bail!("{package} was installed and has no {what}");
    }
    Ok(())
}

/// Installs a Debian package.
fn install(package: &str) -> Result<()> {
    let sudo = if is_root()? { "" } else { "sudo " };
    run(&format!("{sudo}apt-get update -qq"))?;
    let words = format!("{sudo}apt-get install -qq --yes --no-install-recommends {package}");
    let mut install = command(&words);
    install.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    run_command(install, &words)
}

fn is_root() -> Result<bool> {
    Ok(Command::new("id").arg("-u").output()?.stdout.starts_with(b"0\n"))
}

/// Gives a cargo that has the sources of the standard library: the one in use, or where its
/// sources cannot be had, Debian's for the web.
pub(crate) fn cargo_with_sources() -> Result<&'static str> {
    let sysroot = output_of("rustc --print sysroot")?;
    let sources = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.lock");
    if !sources.is_file()
        && let Err(error) = run("rustup component add rust-src")
    {
        println!("{error}; Debian has the sources, too");
        need_file("/usr/lib/rustlib/src/rust/library/Cargo.lock", "rust-web-src")?;
        need_file("/usr/bin/rustc", "rustc-web")?;
        need_file("/usr/bin/cargo", "cargo-web")?;
        return Ok("/usr/bin/cargo");
    }
    Ok("cargo")
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
