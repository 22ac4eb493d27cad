//! How much of the code is run by its own tests, line by line: the engine by the engine's, the C
//! library by those that call it.
//!
//! Tests that stand in the same file do not count as code. Examples in the documentation are run by
//! `cargo test` and are not counted, nor are the C programs of `cargo xtask test misuse`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use super::{Figures, tool};
use crate::{command, root, run, run_command};

const LLVM_COV: &str = "0.9.1";

const FOLDER: &str = "target/harden/coverage";

/// Tests that look for secrets in memory that was given back. Instrumented code copies values where
/// other builds do not, padding with what lay below; what they look for is judged by `cargo test`,
/// where they run.
const NOT_INSTRUMENTED: [&str; 4] =
    ["mls_epochs", "jframe_keys", "livekit_keys", "keys_of_livekit"];

/// Files of which less is run are named.
const FILE_WANTED: f64 = 90.0;

struct Part {
    what: &'static str,
    package: &'static str,
    /// Whose code is counted.
    sources: &'static str,
    /// Percent of its lines.
    wanted: f64,
    /// Fewer lines are not all.
    fewest_lines: usize,
}

const PARTS: [Part; 2] = [
    Part {
        what: "engine",
        package: "frameseal",
        sources: "sframe/src",
        wanted: 95.0,
        fewest_lines: 3000,
    },
    Part {
        what: "C library",
        package: "frameseal-ffi",
        sources: "ffi/src",
        wanted: 85.0,
        fewest_lines: 1500,
    },
];

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    run("rustup component add llvm-tools")?;
    let program = tool("cargo-llvm-cov", LLVM_COV)?;
    for part in &PARTS {
        let files = measured(&program, part, "--lib --tests")?;
        let all = Lines::of(files.values());
        ensure!(
            all.total >= part.fewest_lines,
            "only {} lines of {} were counted",
            all.total,
            part.sources
        );
        let got = format!("{:.1} % of {}", all.percent(), all.total);
        let is_enough = all.percent() >= part.wanted;
        figures.add(
            format!("lines of the {} run by its tests", part.what),
            format!(">= {} %", part.wanted),
            got,
            is_enough,
        );
        let low: Vec<_> = files.iter().filter(|(_, lines)| lines.percent() < FILE_WANTED).collect();
        for (file, lines) in &low {
            println!("{file}: {:.1} % of {}", lines.percent(), lines.total);
        }
        let names = low.iter().map(|(file, lines)| format!("{file} {:.0} %", lines.percent()));
        let got = match low.len() {
            0 => format!("none of {}", files.len()),
            _ => format!(
                "{} of {}: {}",
                low.len(),
                files.len(),
                names.collect::<Vec<_>>().join(", ")
            ),
        };
        figures.tell(format!("files of the {} below {FILE_WANTED} %", part.what), "named", got);
    }

    // With one test file of many, much less is run: the figures above can be missed.
    let [engine, _] = &PARTS;
    let alone = Lines::of(measured(&program, engine, "--test vectors")?.values());
    let got = format!("{:.1} %", alone.percent());
    let is_less = alone.percent() < engine.wanted && alone.hit > 0;
    figures.add("the same by the test vectors alone", "less than that", got, is_less);
    Ok(())
}

/// Runs some of a package's tests and gives what they ran of its sources, file by file.
fn measured(program: &Path, part: &Part, tests: &str) -> Result<BTreeMap<String, Lines>> {
    let report = root().join(FOLDER).join(format!("{}.lcov", part.package));
    fs::create_dir_all(root().join(FOLDER))?;
    println!("not run here, but by `cargo test`: {}", NOT_INSTRUMENTED.join(", "));
    let skip: String = NOT_INSTRUMENTED.iter().map(|name| format!(" --skip {name}")).collect();
    let words = format!(
        "{} llvm-cov test --locked -p {} {tests} --lcov --output-path {} --{skip}",
        program.display(),
        part.package,
        report.display()
    );
    let mut tests = command(&words);
    tests.env("CARGO_TARGET_DIR", root().join(FOLDER));
    run_command(tests, &words)?;
    let text = fs::read_to_string(&report)?;
    lines_by_file(&text, &root().join(part.sources))
}

/// How many lines have code, and how many of those were run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Lines {
    total: usize,
    hit: usize,
}

impl Lines {
    fn of<'a>(files: impl Iterator<Item = &'a Self>) -> Self {
        files.fold(Self::default(), |all, file| Self {
            total: all.total.saturating_add(file.total),
            hit: all.hit.saturating_add(file.hit),
        })
    }

    #[allow(clippy::cast_precision_loss)] // some ten thousand lines
    fn percent(self) -> f64 {
        if self.total == 0 { 100.0 } else { self.hit as f64 * 100.0 / self.total as f64 }
    }
}

/// Reads a report in the format of lcov, as far as it is about files below `sources`.
fn lines_by_file(report: &str, sources: &Path) -> Result<BTreeMap<String, Lines>> {
    let mut files = BTreeMap::<PathBuf, BTreeMap<usize, u64>>::new();
    let mut current = None;
    for line in report.lines() {
        if let Some(path) = line.strip_prefix("SF:") {
            current = Some(PathBuf::from(path));
        } else if let (Some(numbers), Some(path)) = (line.strip_prefix("DA:"), &current) {
            let mut numbers = numbers.split(',');
            let (Some(number), Some(count)) = (numbers.next(), numbers.next()) else {
                bail!("not a line of lcov: {line}");
            };
            let (number, count) = (number.parse()?, count.parse::<u64>()?);
            let lines = files.entry(path.clone()).or_default();
            let seen = lines.entry(number).or_default();
            *seen = seen.saturating_add(count);
        }
    }
    let mut found = BTreeMap::new();
    for (path, lines) in files {
        let Ok(name) = path.strip_prefix(sources) else { continue };
        if is_test(name) {
            continue;
        }
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let end = tests_begin(&text);
        let code = || lines.iter().filter(|&(&number, _)| number < end);
        let (total, hit) = (code().count(), code().filter(|&(_, &count)| count > 0).count());
        found.insert(name.display().to_string(), Lines { total, hit });
    }
    ensure!(!found.is_empty(), "the report has nothing about {}", sources.display());
    Ok(found)
}

/// Says whether a source file is one of tests.
fn is_test(name: &Path) -> bool {
    name.file_name().is_some_and(|name| name == "tests.rs" || name == "models.rs")
        || name.components().any(|part| part.as_os_str() == "tests")
}

/// Gives the line with which the tests of a source file begin: they stand at its end.
fn tests_begin(text: &str) -> usize {
    let is_start = |line: &str| line.starts_with("#[cfg(") && line.contains("test");
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if !is_start(line) {
            continue;
        }
        // Other attributes may stand between.
        let next = lines.clone().map(|(_, line)| line).find(|line| !line.starts_with("#["));
        if next.is_some_and(|line| line.starts_with("mod ") && line.ends_with('{')) {
            return number.saturating_add(1);
        }
    }
    usize::MAX
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_no_code() {
        let text =
            "fn f() {}\n\n#[cfg(test)]\nmod tests;\n\n#[cfg(test)]\n#[allow(x)]\nmod more {\n}\n";
        assert_eq!(tests_begin(text), 6);
        assert_eq!(tests_begin("fn f() {}\n"), usize::MAX);
        assert!(is_test(Path::new("call/session/tests.rs")) && !is_test(Path::new("call.rs")));
    }

    #[test]
    fn lines_are_counted_once() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let file = here.join("main.rs");
        let report = format!(
            "SF:{0}\nDA:1,0\nDA:2,3\nend_of_record\nSF:{0}\nDA:1,1\nDA:9,0\nSF:/other.rs\nDA:1,1\n",
            file.display()
        );
        let files = lines_by_file(&report, &here).unwrap();
        assert_eq!(files["main.rs"], Lines { total: 3, hit: 2 });
        assert_eq!(files.len(), 1);
        assert!(lines_by_file("", &here).is_err());
    }
}
