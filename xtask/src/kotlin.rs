//! Kotlin and Java: the jar with the library inside, its tests, its documentation, its costs.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::generate::library;
use crate::{command, need, need_file, output_of, root, run};

/// Where the Maven project is.
const FOLDER: &str = "bindings/kotlin";

/// Its tests: scenarios on three roads, vectors, batches, Java, calls, the example's.
const MIN_TESTS: u32 = 39;

/// Those of the adapters for `org.webrtc`.
const MIN_ADAPTER_TESTS: u32 = 5;

/// What the jar must have for this platform. Others have other names (JNA's).
const IN_JAR: &str = "linux-x86-64/libframeseal_uniffi.so";

/// Tests every module and lists what the jar has; makes the documentation.
pub(crate) fn test(summaries: &mut Vec<String>) -> Result<()> {
    library_for_jvm()?;
    let Some(output) = maven("verify", summaries)? else { return Ok(()) };
    let tests = tests_in(&output);
    ensure!(tests >= MIN_TESTS, "{tests} tests ran, {MIN_TESTS} were expected");
    summaries.push(format!("kotlin: {tests} passed, 0 failed"));

    let jar = output_of(&format!("unzip -l {FOLDER}/frameseal/target/frameseal-0.1.0.jar"))?;
    let is_ours = |line: &&str| !line.contains('$') && !line.contains("FfiConverter");
    jar.lines().filter(is_ours).for_each(|line| println!("{line}"));
    ensure!(jar.contains(IN_JAR), "the jar has no library for this platform");

    let documents = "-Pdocs -pl frameseal,coroutines package -DskipTests";
    if maven(documents, summaries)?.is_none() {
        return Ok(());
    }
    for module in ["frameseal", "coroutines"] {
        let page = root().join(FOLDER).join(module).join("target/dokka/index.html");
        ensure!(page.is_file(), "{module} has no documentation");
    }
    Ok(())
}

/// Compiles what the AARs are made of, and tries the adapters for `org.webrtc` with real libwebrtc.
pub(crate) fn android(summaries: &mut Vec<String>) -> Result<()> {
    library_for_jvm()?;
    need("cmake", "cmake")?;
    need("c++", "g++")?;
    need_file("/usr/include/tg_owt/api/peer_connection_interface.h", "libtgowt-dev")?;
    let words = format!("{FOLDER}/android/check/check");
    let mut check = command(&words);
    check.env("MAVEN_OPTS", format!("-Dmaven.repo.local={}", repository().display()));
    let Some(output) = watch(check, &words, summaries)? else { return Ok(()) };
    let tests = tests_in(&output);
    ensure!(tests >= MIN_ADAPTER_TESTS, "{tests} tests ran, {MIN_ADAPTER_TESTS} were expected");
    summaries.push(format!("android adapters: {tests} passed, 0 failed"));
    Ok(())
}

/// Measures what a frame costs on the JVM, beside Rust in the same run, and what garbage it makes.
pub(crate) fn bench(summaries: &mut Vec<String>) -> Result<()> {
    measure("-f 1 -wi 2 -i 5 -w 500ms -r 500ms", summaries)
}

/// Prints the table, and fails where the fast road makes garbage. What takes how long is for
/// quiet machines to say.
pub(crate) fn measure(how: &str, summaries: &mut Vec<String>) -> Result<()> {
    library_for_jvm()?;
    let compare = "cargo run --quiet --release --locked -p benches --bin compare -- \
                   --csv --rounds 15 --suite 4 --bytes 160 --bytes 4096";
    let rust = rust_nanoseconds(&output_of(compare)?)?;
    let jmh = root().join(FOLDER).join("bench/target/jmh.csv");
    let _ = fs::remove_file(&jmh);
    let Some(_) =
        run_maven(&["-Pbench", "verify", "-DskipTests", &format!("-Djmh={how}")], summaries)?
    else {
        return Ok(());
    };
    let rows = jmh_rows(&fs::read_to_string(&jmh).context("JMH wrote no results")?)?;

    println!(
        "| bytes | operation     | road          |      ns | above Rust | times | B garbage |"
    );
    println!(
        "|------:|---------------|---------------|--------:|-----------:|------:|----------:|"
    );
    let mut garbage_free = 0_u32;
    for bytes in [160, 4096] {
        let seal = rust.get(&(bytes, "encrypt".to_owned())).context("Rust was not measured")?;
        let open = rust.get(&(bytes, "decrypt".to_owned())).context("Rust was not measured")?;
        for (operation, floor, roads) in [
            (
                "seal",
                *seal,
                vec![
                    ("sealInPlace", "direct buffer"),
                    ("sealBatch", "batch of 32"),
                    ("sealArray", "byte array"),
                ],
            ),
            (
                "seal and open",
                seal + open,
                vec![("sealAndOpenInPlace", "direct buffer"), ("sealAndOpenArray", "byte array")],
            ),
        ] {
            println!(
                "| {bytes:>5} | {operation:<13} | Rust          | {floor:>7.0} |            |       |           |"
            );
            for (name, road) in roads {
                let &(ns, garbage) =
                    rows.get(&(bytes, name.to_owned())).with_context(|| format!("no {name}"))?;
                let (above, times) = (ns - floor, ns / floor);
                println!(
                    "| {bytes:>5} | {operation:<13} | {road:<13} | {ns:>7.0} | {above:>10.0} | {times:>5.1} | {garbage:>9.1} |"
                );
                if road != "byte array" {
                    // JMH's own objects, and those of an iteration's setup, are spread over its frames.
                    ensure!(garbage < 1.0, "{name} makes {garbage} bytes of garbage a frame");
                    garbage_free = garbage_free.saturating_add(1);
                }
            }
        }
    }
    summaries
        .push(format!("kotlin-bench: {garbage_free} ways of the fast road, none makes garbage"));
    Ok(())
}

/// Builds the native library and puts it where the jar takes it from.
pub(crate) fn library_for_jvm() -> Result<()> {
    need("mvn", "maven")?;
    need("javac", "default-jdk-headless")?;
    need("unzip", "unzip")?;
    need("strip", "binutils")?;
    let library = library()?;
    let place = root().join(FOLDER).join("native").join(IN_JAR);
    fs::create_dir_all(place.parent().context("it is in a folder")?)?;
    run(&format!("strip --strip-unneeded -o {} {}", place.display(), library.display()))
}

/// Runs Maven in the project; gives what it printed. Nothing, and a line in the summaries, where a
/// registry does not answer.
pub(crate) fn maven(arguments: &str, summaries: &mut Vec<String>) -> Result<Option<Vec<String>>> {
    run_maven(&arguments.split_whitespace().collect::<Vec<_>>(), summaries)
}

fn run_maven(arguments: &[&str], summaries: &mut Vec<String>) -> Result<Option<Vec<String>>> {
    let mut mvn = command("mvn -B -ntp");
    mvn.args(["-f", FOLDER]).arg(format!("-Dmaven.repo.local={}", repository().display()));
    mvn.args(arguments);
    watch(mvn, &format!("mvn -f {FOLDER} {}", arguments.join(" ")), summaries)
}

/// Where Maven keeps what it fetches: inside the tree.
fn repository() -> PathBuf {
    root().join("target/maven")
}

/// Runs something with Maven in it; gives what it printed. Nothing, and a line in the summaries,
/// where a registry does not answer.
fn watch(
    mut command: Command,
    words: &str,
    summaries: &mut Vec<String>,
) -> Result<Option<Vec<String>>> {
    println!("$ {words}");
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut lines = Vec::new();
    for line in BufReader::new(child.stdout.take().context("its output is piped")?).lines() {
        let line = line?;
        println!("{line}");
        lines.push(line);
    }
    if child.wait()?.success() {
        return Ok(Some(lines));
    }
    let is_registry = |line: &&String| {
        line.contains("Could not transfer artifact") || line.contains("could not be resolved")
    };
    match lines.iter().find(is_registry) {
        Some(reason) => {
            summaries.push(format!("NOT RUN: {words}: {reason}"));
            Ok(None)
        }
        None => bail!("`{words}` failed"),
    }
}

/// Counts the tests of Maven's totals, one for each module.
fn tests_in(output: &[String]) -> u32 {
    let is_total = |line: &&String| line.contains("Tests run:") && !line.contains("Time elapsed");
    output.iter().filter(is_total).filter_map(|line| number_after(line, "Tests run: ")).sum()
}

/// Reads the table of `compare`: bytes and operation, and the engine's nanoseconds.
fn rust_nanoseconds(csv: &str) -> Result<BTreeMap<(u32, String), f64>> {
    let mut found = BTreeMap::new();
    for line in csv.lines().skip(1) {
        if let [_suite, bytes, operation, "frameseal", ns] = line.split(',').collect::<Vec<_>>()[..]
        {
            found.insert((bytes.parse()?, operation.to_owned()), ns.parse()?);
        }
    }
    Ok(found)
}

/// Reads JMH's table: bytes and benchmark, its nanoseconds and its bytes of garbage.
fn jmh_rows(csv: &str) -> Result<BTreeMap<(u32, String), (f64, f64)>> {
    let mut found: BTreeMap<(u32, String), (f64, f64)> = BTreeMap::new();
    for line in csv.lines().skip(1) {
        let cells: Vec<_> = line.split(',').map(|cell| cell.trim_matches('"')).collect();
        let [name, _mode, _threads, _samples, score, _error, _unit, bytes] = cells[..] else {
            bail!("JMH wrote {line}");
        };
        let name = name.rsplit("FrameCost.").next().unwrap_or_default();
        let (benchmark, what) = name.split_once(':').unwrap_or((name, "time"));
        let row = found.entry((bytes.parse()?, benchmark.to_owned())).or_default();
        match what.trim_start_matches('·') {
            "time" => row.0 = score.parse()?,
            "gc.alloc.rate.norm" => row.1 = score.parse()?,
            _ => {}
        }
    }
    Ok(found)
}

fn number_after(line: &str, words: &str) -> Option<u32> {
    let (_, rest) = line.split_once(words)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
