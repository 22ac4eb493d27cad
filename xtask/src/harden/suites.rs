//! Test suites run elsewhere than on this machine as it is: emulated, or under a sanitizer.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::Figures;
use crate::root;

/// A suite that is left out, and why.
pub(crate) type LeftOut = (&'static str, &'static str);

/// Single tests of the engine that hold this machine to a time, and their files.
const TIMED: [(&str, &str); 6] = [
    ("src/interop/rbsp.rs", "a_megabyte_of_escapes_takes_linear_time"),
    ("tests/attack_call_keys/floods.rs", "a_full_log_makes_no_message_dear"),
    ("tests/attack_deployed.rs", "forgeries_cost_no_more_derivations_than_the_first"),
    ("tests/attack_deployed.rs", "hostile_frames_take_linear_time"),
    ("tests/attack_rtp.rs", "fragments_that_never_become_a_frame"),
    ("tests/attack_wire.rs", "sweep_of_lengths_and_config_bytes"),
];

/// Words for the engine's test runner that leave those out.
pub(crate) fn without_timed() -> Result<String> {
    let mut words = "--".to_owned();
    for (file, test) in TIMED {
        let text = fs::read_to_string(root().join("sframe").join(file))?;
        ensure!(text.contains(&format!("fn {test}()")), "{file} has no test {test}");
        println!("left out: {test} (holds this machine to a time)");
        words.push_str(" --skip ");
        words.push_str(test);
    }
    Ok(words)
}

/// Cargo's words for the unit tests of a package and all its suites in `folder`, less those left
/// out; and how many these are. A suite that is new is in by itself.
pub(crate) fn suites(folder: &str, left_out: &[LeftOut]) -> Result<(String, u32)> {
    let mut names = Vec::new();
    for file in fs::read_dir(root().join(folder))? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.push(path.file_stem().context("a file has a name")?.display().to_string());
        }
    }
    names.sort();
    for (name, why) in left_out {
        ensure!(names.iter().any(|known| known == name), "{folder} has no suite {name}");
        println!("left out: {name} ({why})");
    }
    names.retain(|name| left_out.iter().all(|(left, _)| name != left));
    let mut words = "--lib".to_owned();
    for name in &names {
        words.push_str(" --test ");
        words.push_str(name);
    }
    Ok((words, u32::try_from(names.len())?.saturating_add(1)))
}

/// What the test runner said.
pub(crate) struct Tally {
    suites: u32,
    passed: u32,
    failed: u32,
    /// Whether cargo was content, too: a suite that was stopped says nothing.
    succeeded: bool,
}

impl Tally {
    /// Runs `cargo test` with `--no-fail-fast` and shows what did not pass.
    pub(crate) fn run(mut command: Command, words: &str) -> Result<Self> {
        println!("$ {words}");
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let out = child.stdout.take().context("its output is piped")?;
        let mut tally = Self { suites: 0, passed: 0, failed: 0, succeeded: false };
        for line in BufReader::new(out).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            let dull = line.is_empty() || line.starts_with("running ") || line.ends_with("... ok");
            if !dull {
                println!("{line}");
            }
            if let Some(said) = line.strip_prefix("test result:") {
                tally.suites = tally.suites.saturating_add(1);
                tally.passed = tally.passed.saturating_add(number_before(said, " passed")?);
                tally.failed = tally.failed.saturating_add(number_before(said, " failed")?);
            }
        }
        tally.succeeded = child.wait()?.success();
        Ok(tally)
    }

    /// Notes it as a figure; `suites` must have come to their end, with `fewest` tests at least.
    pub(crate) fn figure(&self, figures: &mut Figures, what: &str, suites: u32, fewest: u32) {
        let Self { suites: ended, passed, failed, succeeded } = *self;
        let mut got = format!("{passed} passed, {failed} failed in {ended} suites");
        if !succeeded {
            got.push_str(", and cargo says that it failed");
        }
        let reached = succeeded && failed == 0 && ended == suites && passed >= fewest;
        figures.add(what, format!("{fewest} or more, 0 failed in {suites}"), got, reached);
    }
}

fn number_before(text: &str, word: &str) -> Result<u32> {
    let before = text.split(word).next().unwrap_or_default();
    let digits = before.rsplit(' ').next().unwrap_or_default();
    digits.parse().with_context(|| format!("no number of{word} in {text}"))
}
