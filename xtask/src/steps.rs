//! What `cargo xtask test` does, in order.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::{Step, command, need, need_file, output_of, root, run, run_command, run_tests};

/// Every step, quick gates first.
pub(crate) const ALL: &[Step] = &[
    Step { name: "format", why: "rustfmt", run: format },
    Step { name: "lints", why: "clippy: no panic path, no unsafe, no warnings", run: lints },
    Step { name: "no_std", why: "the engine without std", run: no_std },
    Step {
        name: "tests",
        why: "vectors, attacks, memory, deployed systems, MLS, delivery, real media, examples",
        run: tests,
    },
    Step {
        name: "misuse",
        why: "everything wrong that C can do, under sanitizers",
        run: crate::misuse::misuse,
    },
    Step {
        name: "c",
        why: "the C library: header, symbols, installation, consumers, examples",
        run: crate::c_library::test,
    },
    Step {
        name: "package",
        why: "the npm package: wasm, JavaScript, types, in Node.js",
        run: crate::browser::package_test,
    },
    Step {
        name: "swift",
        why: "the Swift package: scenarios, vectors, calls, what a frame costs",
        run: crate::swift::test,
    },
    Step {
        name: "kotlin",
        why: "the jar: scenarios on each road, batches, Java, calls, documentation",
        run: crate::kotlin::test,
    },
    Step {
        name: "android",
        why: "what the AARs are made of, and adapters for org.webrtc on real libwebrtc",
        run: crate::kotlin::android,
    },
    Step {
        name: "python",
        why: "the Python package: its wheel, installed: scenarios, calls, types, README",
        run: crate::python::test,
    },
    Step {
        name: "browsers",
        why: "calls between Chromium and Firefox, keys, W3C's classes, Vite",
        run: crate::browser::browsers,
    },
    Step {
        name: "browser-call",
        why: "three browsers over Janus, which records",
        run: crate::browser::browser_call,
    },
    Step { name: "docs", why: "rustdoc without warnings", run: docs },
    Step {
        name: "conference",
        why: "the main job, at 2, 4, 25 and 100 participants",
        run: conference,
    },
    Step { name: "capture", why: "Wireshark opens the operator's recording", run: capture },
    Step { name: "restart", why: "counters survive crashes", run: restart },
    Step {
        name: "kotlin-call",
        why: "a call of Kotlin and Rust through the operator, and one that must fail",
        run: crate::kotlin_call::test,
    },
    Step {
        name: "native-call",
        why: "calls on real libwebrtc, through the C library",
        run: native_call,
    },
    Step { name: "fuzz", why: "every fuzz target for a few seconds", run: fuzz },
];

fn format(_: &mut Vec<String>) -> Result<()> {
    run("cargo fmt --all --check")
}

/// Every package. Cargo compiles dependencies anew for another choice of packages, which is another
/// choice of their features, so that what can be is built with this one.
const WHOLE: &str = "--workspace --features frameseal-delivery/nats --locked";

fn lints(_: &mut Vec<String>) -> Result<()> {
    run(&format!("cargo clippy {WHOLE} --all-targets -- -D warnings"))?;
    run("cargo clippy -p frameseal-delivery --locked -- -D warnings")?;
    run("cargo clippy -p frameseal --no-default-features --locked -- -D warnings")?;
    run("cargo clippy -p frameseal-wasm --no-default-features --locked -- -D warnings")
}

fn no_std(_: &mut Vec<String>) -> Result<()> {
    run("cargo build --manifest-path sframe/tests/no_std/Cargo.toml --target-dir target/no_std")
}

fn tests(summaries: &mut Vec<String>) -> Result<()> {
    need("node", "nodejs")?;
    need("npm", "npm")?;
    need("python3", "python3")?;
    // Programs that are run by themselves are compiled by themselves, which is enough.
    let others = "--exclude frameseal-bindgen --exclude frameseal-uniffi-bindgen --exclude xtask";
    run_tests(&format!("cargo test {WHOLE} {others}"), summaries)?;
    run_tests("cargo test -p xtask --locked", summaries)?;
    // Once more without AWS-LC, as wasm and small machines build it.
    run_tests(
        "cargo test -p frameseal --locked --no-default-features --features std --test vectors --test providers",
        summaries,
    )
}

fn docs(_: &mut Vec<String>) -> Result<()> {
    let words = format!("cargo doc {WHOLE} --no-deps");
    let mut command = command(&words);
    command.env("RUSTDOCFLAGS", "-D warnings");
    run_command(command, &words)
}

fn conference(_: &mut Vec<String>) -> Result<()> {
    run("cargo build --release --locked -p conference")?;
    for arguments in [
        "--report target/report",
        "--participants 2 --fast --json",
        "--participants 25 --fast --json",
        "--participants 100 --fast --json",
        "--format transparent --fast --json",
        "--format livekit --fast --json",
        "--format jframe --fast --json",
        "--format dave --fast --json",
        "--format getstream --fast --json",
        "--suite 3 --fast --json --media examples/media/speech.opus examples/media/av1.ivf",
    ] {
        let words = format!("cargo run --quiet --release --locked -p conference -- {arguments}");
        let output = output_of(&words)?;
        // Suites and clips differ, the verdict must not; the status was checked already.
        if arguments.contains("--json") {
            ensure!(output.contains("\"ok\":true"), "no verdict in the JSON");
            let has_sessions = !output.contains("\"keys\":null");
            let is_legacy = ["livekit", "jframe", "dave", "getstream"]
                .iter()
                .any(|format| arguments.contains(format));
            ensure!(has_sessions != is_legacy, "keys came from somewhere else");
            println!("{}", output.chars().take(300).collect::<String>());
        } else {
            println!("{output}");
        }
    }
    Ok(())
}

fn capture(_: &mut Vec<String>) -> Result<()> {
    need("tshark", "tshark")?;
    let read = "tshark -n -r target/report/operator.pcap -Y udp -T fields -e udp.length";
    let packets = output_of(read)?.lines().count();
    println!("tshark read {packets} UDP packets");
    ensure!(packets > 1000, "the capture of a whole call has only {packets} packets");
    let report = std::fs::read_to_string(root().join("target/report/report.html"))?;
    ensure!(report.contains("</html>") && report.contains("<svg"), "the report is not complete");
    ensure!(!report.contains("src=\"http"), "the report is not self-contained");
    Ok(())
}

fn restart(_: &mut Vec<String>) -> Result<()> {
    run("cargo run --quiet --release --locked -p restart")
}

fn native_call(_: &mut Vec<String>) -> Result<()> {
    need("cmake", "cmake")?;
    need("c++", "g++")?;
    need_file("/usr/include/tg_owt/api/peer_connection_interface.h", "libtgowt-dev")?;
    run("cargo rustc --release --locked -p frameseal-ffi --lib --crate-type cdylib")?;
    let library = root().join("target/release/libframeseal_ffi.so");
    // As libwebrtc was built: a release build would set NDEBUG, and its classes be laid out otherwise.
    let words = "cmake -S examples/native-call -B target/native-call -DCMAKE_BUILD_TYPE=None";
    let mut configure = command(words);
    configure.arg(format!("-DFRAMESEAL_LIBRARY={}", library.display()));
    run_command(configure, words)?;
    run("cmake --build target/native-call --parallel 2")?;
    run("target/native-call/adapters-test")?;
    let output = output_of("target/native-call/native-call")?;
    println!("{output}");
    // Two hooks, each with four codecs, a change of codec, simulcast, a late key, two lossy networks.
    ensure!(output.contains("calls: 18 passed, 0 failed"), "a call is missing");
    Ok(())
}

/// What cargo-fuzz passes to rustc, so that nobody needs to install it for this.
pub(crate) const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Cdebug-assertions -Ccodegen-units=1 --cfg fuzzing";

/// Seconds that each fuzz target runs.
const FUZZ_SECONDS: u32 = 4;

/// Fuzz targets, so that none is forgotten.
const FUZZ_TARGETS: usize = 17;

/// 20 s after which an input counts as one that hangs.
const FUZZ_TIMEOUT: u32 = 20;

fn fuzz(summaries: &mut Vec<String>) -> Result<()> {
    fuzz_for(FUZZ_SECONDS, summaries)
}

/// Runs every fuzz target for so many seconds, and says how many inputs each has tried.
pub(crate) fn fuzz_for(seconds: u32, summaries: &mut Vec<String>) -> Result<()> {
    for fuzzed in fuzz_all(&format!("-max_total_time={seconds}"))? {
        let Fuzzed { target, executions, log, found, .. } = fuzzed;
        ensure!(!found, "{target} found something:\n{log}");
        ensure!(executions > 0, "{target} tried nothing");
        summaries.push(format!("fuzz: {target}: {executions} inputs in {seconds} s, 0 findings"));
    }
    Ok(())
}

/// What came of a fuzz target.
pub(crate) struct Fuzzed {
    pub(crate) target: String,
    pub(crate) executions: u64,
    /// Messages, frames or packets, where an execution tries many.
    pub(crate) tried: u64,
    pub(crate) seconds: u64,
    pub(crate) log: String,
    pub(crate) found: bool,
}

/// Runs every fuzz target within `limits`, which are options of libFuzzer, two at a time.
pub(crate) fn fuzz_all(limits: &str) -> Result<Vec<Fuzzed>> {
    let words = format!(
        "cargo build --release --locked --manifest-path fuzz/Cargo.toml --bins \
         --target {} --target-dir target/fuzz",
        env!("TARGET")
    );
    let mut build = command(&words);
    build.env("RUSTFLAGS", COVERAGE).env("RUSTC_WRAPPER", root().join("fuzz/rustc.sh"));
    run_command(build, &words)?;

    let mut targets = Vec::new();
    for folder in std::fs::read_dir(root().join("fuzz/corpus"))? {
        targets.push(folder?.file_name().to_string_lossy().into_owned());
    }
    ensure!(
        targets.len() == FUZZ_TARGETS,
        "{FUZZ_TARGETS} fuzz targets were expected: {targets:?}"
    );
    targets.sort();
    let (left, fuzzed) = (Mutex::new(targets.into_iter()), Mutex::new(Vec::new()));
    let work = || {
        let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
        while let Some(target) = next() {
            let done = fuzz_one(target, limits);
            fuzzed.lock().unwrap_or_else(PoisonError::into_inner).push(done);
        }
    };
    let processors = std::thread::available_parallelism().map_or(1, |count| count.get());
    std::thread::scope(|scope| (0..processors.min(2)).for_each(|_| drop(scope.spawn(work))));
    let fuzzed = fuzzed.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut fuzzed = fuzzed.into_iter().collect::<Result<Vec<_>>>()?;
    fuzzed.sort_by(|a, b| a.target.cmp(&b.target));
    ensure!(fuzzed.len() == FUZZ_TARGETS, "only {} targets ran", fuzzed.len());
    Ok(fuzzed)
}

/// Runs one target, from its stored inputs and from what earlier runs found.
fn fuzz_one(target: String, limits: &str) -> Result<Fuzzed> {
    let scratch = format!("target/fuzz/scratch/{target}");
    std::fs::create_dir_all(root().join(&scratch))?;
    let words = format!(
        "target/fuzz/{}/release/{target} {scratch} fuzz/corpus/{target} {limits} \
         -timeout={FUZZ_TIMEOUT} -seed=1 -print_final_stats=1 -artifact_prefix={scratch}/",
        env!("TARGET")
    );
    println!("$ {words}");
    let begun = Instant::now();
    let output = command(&words).output()?;
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    let last = |name: &str| {
        let mut lines = log.lines().rev();
        lines.find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok())
    };
    let found = !output.status.success();
    let executions = last("stat::number_of_executed_units:");
    ensure!(found || executions.is_some(), "libFuzzer gave no figures:\n{log}");
    let (executions, tried) = (executions.unwrap_or(0), last("tried:").unwrap_or(0));
    let many = if tried > 0 { format!(", {tried} tries") } else { String::new() };
    println!("{target}: {executions} executions{many}");
    Ok(Fuzzed { target, executions, tried, seconds: begun.elapsed().as_secs(), log, found })
}
