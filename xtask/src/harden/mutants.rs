//! Whether a test notices when the code is wrong: cargo-mutants changes one operator or return
//! value after the other in what nonces, keys and frames depend on, and runs tests.
//!
//! What no test notices either gets a test or a line in docs/security/mutants.md that says why the
//! changed program is no worse. A line for what is noticed meanwhile is one too many.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result, bail, ensure};

use super::reproducible::{copy_tree, remove};
use super::{Figures, tool};
use crate::{command, root};

const CARGO_MUTANTS: &str = "27.1.0";

const FOLDER: &str = "target/harden/mutants";

const EXPLAINED: &str = "docs/security/mutants.md";

/// Fewer were not all.
const FEWEST_MUTANTS: usize = 550;

/// Seconds for the tests of a mutant that loops for ever, and for building one.
const TIMEOUTS: &str = "--timeout 240 --build-timeout 600";

/// Other unit tests than those of these layers, which take long and would notice nothing.
const SKIP: &str = "--skip call:: --skip interop:: --skip rtp:: --skip codec::";

/// A unit test of counters that takes seconds, and the one file that it is about.
const SLOW: (&str, &str) = (" --skip memory_counters_hold_the_limit", "counter");

/// Files below sframe/src, and the test files that know what they do, besides unit tests.
const PARTS: &[(&str, &str)] = &[
    ("header", "attack_wire vectors"),
    ("replay", "attack_wire"),
    ("counter", "attack_sender answers"),
    ("keys/derive", "vectors attack_wire attack_sender answers elsewhere"),
    ("keys/mls", "attack_wire mls_keys answers"),
    ("keys/per_ssrc", "vectors"),
    ("keys/ratchet", "vectors attack_wire answers"),
    ("aead", "vectors attack_wire transparent elsewhere answers wiping"),
    ("aead/ctr_hmac", "vectors attack_wire"),
    ("aead/gcm", "vectors attack_wire elsewhere"),
    ("aead/limits", "attack_sender answers"),
    ("transparent", "transparent transparent_vectors elsewhere"),
    ("transparent/associated", "transparent transparent_vectors"),
    ("transparent/dressing", "transparent transparent_vectors"),
    ("transparent/escape", "transparent transparent_vectors"),
    ("transparent/parse", "transparent transparent_vectors"),
    ("transparent/trailer", "transparent"),
];

/// A function that no test knows, and how a survivor in it is called.
const UNTESTED: &str =
    "\npub(crate) fn nobody_tests_this(number: u32) -> bool {\n    number > 7\n}\n";
const UNTESTED_NAME: &str = "nobody_tests_this";
const UNTESTED_IN: &str = "keys/per_ssrc";

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    let program = tool("cargo-mutants", CARGO_MUTANTS)?;
    // Two at a time, each in a copy of the tree of its own: much of a build is done by one thread.
    let (left, outcomes) = (Mutex::new(PARTS.iter()), Mutex::new(Vec::new()));
    let work = |number: usize| -> Result<()> {
        let tree = tree(number)?;
        let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
        while let Some((file, tests)) = next() {
            let outcome = mutated(&program, number, &tree, file, tests)?;
            println!("{file}: {}", outcome.summary());
            outcomes.lock().unwrap_or_else(PoisonError::into_inner).push(outcome);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads = [0, 1].map(|number| scope.spawn(move || work(number)));
        threads.into_iter().try_for_each(|it| it.join().unwrap_or_else(|_| bail!("a panic")))
    })?;
    let mut all = Outcome::default();
    let outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
    outcomes.into_iter().for_each(|outcome| all.add(outcome));
    let untested = all.survivors.keys().filter(|name| name.contains(UNTESTED_NAME)).count();
    all.survivors.retain(|name, _| !name.contains(UNTESTED_NAME));
    let got = format!("{untested} survive");
    figures.add("mutants of a function that has no test", "survive", got, untested > 0);

    let tried = all.tried();
    let wanted = format!(">= {FEWEST_MUTANTS}");
    figures.add("mutants tried", wanted, all.summary(), tried >= FEWEST_MUTANTS);
    let document = fs::read_to_string(root().join(EXPLAINED))?;
    let explained = explained(&document);
    let compare = |here: &BTreeMap<String, usize>, there: &BTreeMap<String, usize>| {
        let more = here.iter().filter(|(name, count)| there.get(*name).unwrap_or(&0) < *count);
        more.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    let unexplained = compare(&all.survivors, &explained);
    unexplained.iter().for_each(|name| println!("survives, and nothing says why: {name}"));
    let survivors: usize = all.survivors.values().sum();
    let got = format!("{survivors} survive, {} of them unexplained", unexplained.len());
    figures.add("survivors", "all explained", got, unexplained.is_empty());
    let stale = compare(&explained, &all.survivors);
    stale.iter().for_each(|name| println!("explained, and noticed by a test: {name}"));
    let got = stale.len().to_string();
    figures.add(format!("lines too many in {EXPLAINED}"), "0", got, stale.is_empty());
    Ok(())
}

/// Makes a copy of the tree, with the function that no test knows.
fn tree(number: usize) -> Result<PathBuf> {
    let tree = root().join(FOLDER).join(format!("tree-{number}"));
    remove(&tree)?;
    copy_tree(&tree)?;
    let changed = tree.join(format!("sframe/src/{UNTESTED_IN}.rs"));
    let text = fs::read_to_string(&changed)?;
    fs::write(&changed, text + "\n#[allow(dead_code)]" + UNTESTED)?;
    Ok(tree)
}

/// What became of mutants, and the names of those that no test noticed, without line numbers.
#[derive(Debug, Default)]
struct Outcome {
    killed: usize,
    timed_out: usize,
    unviable: usize,
    survivors: BTreeMap<String, usize>,
}

impl Outcome {
    fn add(&mut self, other: Self) {
        self.killed = self.killed.saturating_add(other.killed);
        self.timed_out = self.timed_out.saturating_add(other.timed_out);
        self.unviable = self.unviable.saturating_add(other.unviable);
        for (name, count) in other.survivors {
            let sum = self.survivors.entry(name).or_default();
            *sum = sum.saturating_add(count);
        }
    }

    fn tried(&self) -> usize {
        let ended = self.killed.saturating_add(self.timed_out).saturating_add(self.unviable);
        ended.saturating_add(self.survivors.values().sum())
    }

    fn summary(&self) -> String {
        format!(
            "{}: {} killed, {} timed out, {} do not compile, {} survive",
            self.tried(),
            self.killed,
            self.timed_out,
            self.unviable,
            self.survivors.values().sum::<usize>()
        )
    }
}

/// Tries the mutants of one file, in the copy of the tree.
fn mutated(program: &Path, number: usize, tree: &Path, file: &str, tests: &str) -> Result<Outcome> {
    let out = root().join(FOLDER).join(file.replace('/', "-"));
    remove(&out)?;
    fs::create_dir_all(&out)?;
    // To every cargo command: only what is run is built.
    let tests: String = tests.split(' ').map(|test| format!(" -C=--test={test}")).collect();
    let skip = if file == SLOW.1 { "" } else { SLOW.0 };
    let words = format!(
        "{} mutants --in-place --dir {} -p frameseal -f sframe/src/{file}.rs -E tests:: -E flag:: \
         --no-shuffle --colors never {TIMEOUTS} -o {} -C=--locked -C=--lib{tests} -- -- {SKIP}{skip}",
        program.display(),
        tree.display(),
        out.display()
    );
    let mut mutants = command(&words);
    mutants.env("CARGO_TARGET_DIR", root().join(FOLDER).join(format!("target-{number}")));
    // Built six hundred times, and run for seconds.
    mutants.env("CARGO_PROFILE_DEV_OPT_LEVEL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
    println!("$ {words}");
    let status = mutants.status().context("cargo-mutants does not start")?;
    // 2: some survived; 3: some timed out.
    ensure!(matches!(status.code(), Some(0 | 2 | 3)), "cargo-mutants ended with {status}");

    let list = |name: &str| -> Result<Vec<String>> {
        let path = out.join("mutants.out").join(name);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok(text.lines().map(str::to_owned).collect())
    };
    let mut survivors = BTreeMap::new();
    for line in list("missed.txt")? {
        let sum = survivors.entry(without_position(&line)).or_insert(0usize);
        *sum = sum.saturating_add(1);
    }
    let outcome = Outcome {
        killed: list("caught.txt")?.len(),
        timed_out: list("timeout.txt")?.len(),
        unviable: list("unviable.txt")?.len(),
        survivors,
    };
    ensure!(outcome.tried() > 0, "{file} has no mutants");
    Ok(outcome)
}

/// `file:line:column: what` without line and column, which change with every line above.
fn without_position(line: &str) -> String {
    let mut parts = line.splitn(4, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(file), Some(_), Some(_), Some(what)) => format!("{file}:{what}"),
        _ => line.to_owned(),
    }
}

/// The survivors that a document explains, each in a line ``* `file: what`: why``.
fn explained(document: &str) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for line in document.lines() {
        let parts = line.strip_prefix("* `").and_then(|rest| rest.split_once("`: "));
        if let Some((name, why)) = parts
            && !why.trim().is_empty()
        {
            let sum = names.entry(name.to_owned()).or_insert(0usize);
            *sum = sum.saturating_add(1);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_survivors() {
        let line = "sframe/src/header.rs:88:31: replace | with ^ in HeaderStart::encode";
        let name = "sframe/src/header.rs: replace | with ^ in HeaderStart::encode";
        assert_eq!(without_position(line), name);
        let document = format!("# Title\n* `{name}`: no bit is in both\n* `{name}`: \n* `x` why\n");
        assert_eq!(explained(&document), BTreeMap::from([(name.to_owned(), 1)]));
    }
}
