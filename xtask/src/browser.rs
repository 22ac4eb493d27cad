//! The npm package: wasm, JavaScript and types.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};

use crate::{cargo_with_sources, command, need, need_file, output_of, root, run, run_command};

/// Where the package is.
const PACKAGE: &str = "bindings/wasm";

/// Panics become traps and take no messages along: nothing in the engine panics, and no path of
/// the machine that built it is in the module. SHA-2 is the one without unrolled loops.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none \
    --cfg sha2_backend=\"soft\" --cfg sha2_backend_soft=\"compact\"";

/// The modules by the folder of what calls them, and how each is built.
const MODULES: [(&str, &str); 2] = [("wasm", ""), ("wasm-own-keys", "--no-default-features")];

/// Where its browser tests are.
const TESTS: &str = "bindings/wasm/tests";

/// The release of Node.js that is installed where the machine's own is older than 20, as Debian
/// 12's is: npm's package of the plain binary.
const NODE: &str = "20.8.1";

/// Tests of minutes, which `cargo xtask harden` runs: calls without FrameSeal, what each browser does by
/// itself, a long call.
const LONG: [&str; 3] = ["control.test.mjs", "platform.test.mjs", "soak.test.mjs"];

/// Builds the package, and tests it without a browser.
pub(crate) fn package_test(summaries: &mut Vec<String>) -> Result<()> {
    package()?;
    node_tests("package", PACKAGE, &["core.test.mjs".into()], summaries)
}

/// Calls between Chromium and Firefox, their keys, W3C's classes, an app that Vite built.
pub(crate) fn browsers(summaries: &mut Vec<String>) -> Result<()> {
    need_browsers()?;
    npm_ci(TESTS)?;
    // Not what is in folders below: those want servers that are built first.
    let mut files = files(TESTS)?;
    let all = files.len();
    files.retain(|file| !LONG.contains(&file.as_str()));
    ensure!(
        all >= 10 && files.len().saturating_add(LONG.len()) == all,
        "browser tests are missing: {files:?}"
    );
    summaries
        .push(format!("browsers: {} are run by `cargo xtask harden browsers`", LONG.join(", ")));
    node_tests("browsers", TESTS, &files, summaries)
}

/// Runs what takes too long for every day.
pub(crate) fn long_browsers(summaries: &mut Vec<String>) -> Result<()> {
    need_browsers()?;
    package()?;
    npm_ci(TESTS)?;
    node_tests("long browser tests", TESTS, &LONG.map(String::from), summaries)
}

/// LiveKit's and mediasoup's servers, built here, with their own clients and our adapters. A server
/// that cannot be built, where a registry does not answer, is left out, and the summary says so.
pub(crate) fn sfus(summaries: &mut Vec<String>) -> Result<()> {
    need_browsers()?;
    need("pip3", "python3-pip")?;
    need("c++", "g++")?;
    need("pkg-config", "pkg-config")?;
    need("meson", "meson")?;
    need("ninja", "ninja-build")?;
    for (file, package) in [
        ("/usr/include/absl/base/config.h", "libabsl-dev"),
        ("/usr/include/openssl/ssl.h", "libssl-dev"),
        ("/usr/include/srtp2/srtp.h", "libsrtp2-dev"),
        ("/usr/include/usrsctp.h", "libusrsctp-dev"),
        ("/usr/include/uv.h", "libuv1-dev"),
        ("/usr/include/nlohmann/json.hpp", "nlohmann-json3-dev"),
    ] {
        need_file(file, package)?;
    }
    package()?;
    npm_ci(TESTS)?;
    npm_ci(&format!("{TESTS}/mediasoup"))?;
    for sfu in ["livekit", "mediasoup"] {
        let build = format!("{} {TESTS}/{sfu}/server.mjs", node()?.display());
        if let Err(reason) = run(&build) {
            summaries.push(format!("NOT RUN: {sfu}: its server could not be built: {reason:#}"));
            continue;
        }
        let files = files(&format!("{TESTS}/{sfu}"))?;
        let files: Vec<String> = files.iter().map(|file| format!("{sfu}/{file}")).collect();
        node_tests(sfu, TESTS, &files, summaries)?;
    }
    Ok(())
}

/// The demo: three browsers over Janus, which records.
pub(crate) fn browser_call(summaries: &mut Vec<String>) -> Result<()> {
    need_browsers()?;
    need("janus", "janus")?;
    need("janus-pp-rec", "janus-tools")?;
    need("ffmpeg", "ffmpeg")?;
    npm_ci(TESTS)?;
    npm_ci("examples/browser-call")?;
    let folder = "examples/browser-call";
    let files = files(&format!("{folder}/tests"))?;
    let files: Vec<String> = files.iter().map(|file| format!("tests/{file}")).collect();
    node_tests("browser-call", folder, &files, summaries)
}

/// The comparison with the workers of LiveKit and GetStream: that nobody cheats, and that it runs.
pub(crate) fn browser_bench(summaries: &mut Vec<String>) -> Result<()> {
    need("chromium", "chromium")?;
    package()?;
    let folder = "bindings/wasm/bench";
    npm_ci(folder)?;
    let files = files(&format!("{folder}/test"))?;
    let files: Vec<String> = files.iter().map(|file| format!("test/{file}")).collect();
    node_tests("browser-bench", folder, &files, summaries)?;
    run(&format!("{} {folder}/bench.mjs --quick", node()?.display()))
}

fn need_browsers() -> Result<()> {
    need("chromium", "chromium")?;
    need("firefox-esr", "firefox-esr")
}

/// Runs Node.js's test runner on files of a folder, one after the other, and keeps a summary.
///
/// A file whose tests fail is run once more, loudly: browsers on two busy cores are at times late.
/// What is broken fails twice.
fn node_tests(
    name: &str,
    folder: &str,
    files: &[String],
    summaries: &mut Vec<String>,
) -> Result<()> {
    ensure!(!files.is_empty(), "{folder} has no tests");
    let mut passed = 0u32;
    for file in files {
        let (mut count, mut is_good) = run_file(folder, file)?;
        if !is_good {
            println!("!!! {folder}/{file} failed; once more");
            (count, is_good) = run_file(folder, file)?;
        }
        ensure!(is_good && count > 0, "{folder}/{file} failed");
        passed = passed.saturating_add(count);
    }
    summaries.push(format!("{name}: {passed} passed, 0 failed"));
    Ok(())
}

/// Runs the tests of a file. Gives how many passed, and whether all did.
fn run_file(folder: &str, file: &str) -> Result<(u32, bool)> {
    let mut command = command(&node()?.display().to_string());
    command.current_dir(root().join(folder)).args(["--test", "--test-reporter=spec", file]);
    command.stdout(Stdio::piped());
    println!("$ cd {folder} && node --test {file}");
    let mut child = command.spawn().context("cannot start Node.js")?;
    let out = child.stdout.take().context("its output is piped")?;
    let mut passed = 0;
    for line in BufReader::new(out).lines() {
        let line = line?;
        println!("{line}");
        let count = line.strip_prefix("ℹ pass ").and_then(|count| count.trim().parse().ok());
        passed = count.unwrap_or(passed);
    }
    Ok((passed, child.wait()?.success()))
}

/// Gives the test files of a folder itself, in order.
fn files(folder: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in root().join(folder).read_dir()? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}

/// Gives a Node.js of version 20 or later.
fn node() -> Result<PathBuf> {
    need("node", "nodejs")?;
    need("npm", "npm")?;
    let version = output_of("node --version")?;
    let major = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    if major.parse::<u32>().is_ok_and(|major| major >= 20) {
        return Ok("node".into());
    }
    let arch = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    let package = format!("node-linux-{arch}");
    let folder = root().join("target/node");
    let bin = folder.join("node_modules").join(&package).join("bin");
    if !bin.join("node").is_file() {
        std::fs::create_dir_all(&folder)?;
        run(&format!(
            "npm install --no-save --no-audit --no-fund --prefix target/node {package}@{NODE}"
        ))?;
    }
    Ok(bin.join("node"))
}

/// Builds the package into `bindings/wasm/dist`.
///
/// Without `wasm-opt`, which makes modules smaller and what is fetched, compressed, larger.
pub(crate) fn package() -> Result<()> {
    let node = node()?;
    npm_ci(PACKAGE)?;
    for (folder, features) in MODULES {
        let module = module(features)?;
        let made = format!("{PACKAGE}/ts/engine/{folder}");
        run(&format!("cargo run --quiet --locked -p frameseal-bindgen -- {module} {made}"))?;
    }
    let words = format!("{} {PACKAGE}/build.mjs", node.display());
    run(&words)
}

/// Builds a module, and gives its path.
fn module(features: &str) -> Result<String> {
    let module = module_in(&root(), Path::new("target/wasm"), features)?;
    Ok(module.display().to_string())
}

/// Builds a module of the sources in `tree`, with a standard library that is built for size, below
/// `target`. Gives its path.
pub(crate) fn module_in(tree: &Path, target: &Path, features: &str) -> Result<PathBuf> {
    let cargo = cargo_with_sources()?;
    let words = format!(
        "{cargo} build --locked -p frameseal-wasm --target wasm32-unknown-unknown --profile wasm \
         -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size --target-dir {} \
         {features}",
        target.display()
    );
    let mut build = command(&words);
    build.current_dir(tree);
    // What is not stable yet is in every compiler, but only nightly ones offer it unasked.
    build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", FLAGS);
    if let Some(folder) = cargo.strip_suffix("/cargo") {
        build.env("RUSTC", format!("{folder}/rustc"));
        need("wasm-ld-19", "lld-19")?;
        build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19");
    }
    run_command(build, &words)?;
    Ok(target.join("wasm32-unknown-unknown/wasm/frameseal_wasm.wasm"))
}

/// Installs what a package.json pins, unless it is there.
pub(crate) fn npm_ci(folder: &str) -> Result<()> {
    let path = root().join(folder);
    let (lock, installed) =
        (path.join("package-lock.json"), path.join("node_modules/.package-lock.json"));
    ensure!(lock.is_file(), "{folder} has no package-lock.json");
    if is_newer(&installed, &lock) {
        return Ok(());
    }
    run(&format!("npm ci --silent --no-audit --no-fund --prefix {folder}"))
}

fn is_newer(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| path.metadata().and_then(|metadata| metadata.modified()).ok();
    time(file).zip(time(than)).is_some_and(|(file, than)| file >= than)
}
