//! What others build against: the engine's public API is the one that is checked in, and neither it
//! nor the C ABI breaks what used the last tag, unless the version says so.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use super::reproducible::{copy_tree, remove};
use super::{Figures, tool};
use crate::{command, need, output_of, root, run, run_command};

mod abi;

/// Both tools below read what this one's rustdoc writes.
const TOOLCHAIN: &str = "1.95.0";

const PUBLIC_API: &str = "0.52.0";
const SEMVER_CHECKS: &str = "0.51.0";

/// The list that is checked in.
const LIST: &str = "docs/api/frameseal.txt";

/// Fewer lines are not all.
const FEWEST_ITEMS: usize = 500;

/// Crates whose types or traits stand in the API: another major version of them is one of ours.
const FOREIGN: [&str; 3] = ["aws_lc_rs", "rand_core", "zeroize"];

/// Below the project's root.
const FOLDER: &str = "target/harden/api";

/// What is taken from the API to see that it is missed: the file, and what becomes private.
const REMOVED: (&str, &str) = ("sframe/src/encryptor.rs", "pub fn encrypt_to_vec(");

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    need("abidiff", "abigail-tools")?;
    need("gcc", "gcc")?;
    if run(&format!("rustup run {TOOLCHAIN} rustc --version")).is_err() {
        run(&format!("rustup toolchain install {TOOLCHAIN} --profile minimal --no-self-update"))?;
    }
    let folder = root().join(FOLDER);
    fs::create_dir_all(&folder)?;

    list(figures, &folder)?;
    let now = Snapshot::of(&root(), &folder.join("now"))?;
    let scratch = folder.join("scratch");
    match last_tag()? {
        None => {
            let got = "NOT COMPARED: no tag yet, nothing to compare with";
            figures.tell("public API since the last tag", "compatible", got);
            figures.tell("C ABI since the last tag", "compatible", got);
        }
        Some(tag) => {
            remove(&scratch)?;
            fs::create_dir_all(&scratch)?;
            run(&format!("git archive --output {FOLDER}/tag.tar {tag}"))?;
            run(&format!("tar -x -C {} -f {FOLDER}/tag.tar", scratch.display()))?;
            let then = Snapshot::of(&scratch, &folder.join("then"))?;
            let broken = now.breaks_api_of(&then)?;
            let got = if broken { "broken, and the version does not say so" } else { "compatible" };
            figures.add(format!("public API since {tag}"), "compatible", got, !broken);
            let changes = abi::changes(&then.header, &now.header, &folder)?;
            let may_break = minor(&then.version) != minor(&now.version);
            let got = match &changes[..] {
                [] => "compatible".to_owned(),
                [..] if may_break => {
                    format!("{} changes, and the version says so", changes.len())
                }
                [first, ..] => format!("{} changes: {first}", changes.len()),
            };
            figures.add(
                format!("C ABI since {tag}"),
                "compatible",
                got,
                changes.is_empty() || may_break,
            );
        }
    }

    // The same with a copy in which something is missing.
    remove(&scratch)?;
    copy_tree(&scratch)?;
    let (file, removed) = REMOVED;
    let text = fs::read_to_string(scratch.join(file))?;
    ensure!(text.contains(removed), "{file} has no {removed}");
    let private = removed.replace("pub fn", "pub(crate) fn");
    fs::write(scratch.join(file), text.replacen(removed, &private, 1))?;
    let less = Snapshot::of(&scratch, &folder.join("less"))?;
    remove(&scratch)?;
    let is_noticed = less.breaks_api_of(&now)?;
    let got = if is_noticed { "noticed" } else { "NOT noticed" };
    figures.add("a function taken from the API", "noticed", got, is_noticed);
    let again = now.breaks_api_of(&now)?;
    let got = if again { "a break" } else { "compatible" };
    figures.add("the API against itself", "compatible", got, !again);
    abi::controls(figures, &now.header, &folder)
}

/// Compares the list of everything public with the one that is checked in.
fn list(figures: &mut Figures, folder: &Path) -> Result<()> {
    let json = rustdoc(&root(), &folder.join("public.json"), "")?;
    let program = tool("cargo-public-api", PUBLIC_API)?;
    // Without what the compiler adds to every type.
    let words = format!(
        "{} public-api -sss --color never --rustdoc-json {}",
        program.display(),
        json.display()
    );
    let made = output_of(&words)?;
    let items = made.lines().count();
    ensure!(items >= FEWEST_ITEMS, "only {items} public items were found");
    let written = folder.join("frameseal.txt");
    fs::write(&written, &made)?;

    let foreign = foreign(&made);
    let is_known = foreign.iter().eq(FOREIGN.iter());
    let got = foreign.into_iter().collect::<Vec<_>>().join(", ");
    figures.add("other crates in the public API", FOREIGN.join(", "), got, is_known);

    let listed = fs::read_to_string(root().join(LIST)).unwrap_or_default();
    let (made, listed): (BTreeSet<_>, BTreeSet<_>) =
        (made.lines().collect(), listed.lines().collect());
    let missing: Vec<_> = made.difference(&listed).collect();
    let surplus: Vec<_> = listed.difference(&made).collect();
    missing.iter().for_each(|line| println!("+ {line}"));
    surplus.iter().for_each(|line| println!("- {line}"));
    let is_same = missing.is_empty() && surplus.is_empty();
    let got = if is_same {
        "the same".to_owned()
    } else {
        format!(
            "{} new, {} gone; if they are meant: cp {FOLDER}/frameseal.txt {LIST}",
            missing.len(),
            surplus.len()
        )
    };
    figures.add(format!("{items} public items against {LIST}"), "the same", got, is_same);
    Ok(())
}

/// Gives the crates that paths of the list begin with, but for ours and Rust's own.
fn foreign(list: &str) -> BTreeSet<&str> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let paths = list.split(|c| !is_path(c)).filter_map(|path| path.split_once("::"));
    let crates = paths.map(|(first, _)| first).filter(|first| !first.contains(':'));
    crates
        .filter(|name| !["", "Self", "alloc", "core", "frameseal", "std"].contains(name))
        .collect()
}

/// One state of the project: what Rust sees of it, and what C sees.
struct Snapshot {
    json: PathBuf,
    header: PathBuf,
    version: String,
}

impl Snapshot {
    fn of(tree: &Path, to: &Path) -> Result<Self> {
        fs::create_dir_all(to)?;
        let hidden = "--document-private-items --document-hidden-items";
        let json = rustdoc(tree, &to.join("frameseal.json"), hidden)?;
        let header = to.join("frameseal.h");
        fs::copy(tree.join("ffi/include/frameseal.h"), &header)?;
        let manifest = fs::read_to_string(tree.join("Cargo.toml"))?;
        let version = manifest.lines().find_map(|line| line.strip_prefix("version = "));
        let version = version.context("Cargo.toml has no version")?.trim_matches('"').to_owned();
        Ok(Self { json, header, version })
    }

    /// Asks cargo-semver-checks whether what used the older one may not build with this.
    fn breaks_api_of(&self, older: &Self) -> Result<bool> {
        let words = format!(
            "{} semver-checks --baseline-rustdoc {} --current-rustdoc {}",
            tool("cargo-semver-checks", SEMVER_CHECKS)?.display(),
            older.json.display(),
            self.json.display()
        );
        println!("$ {words}");
        let output = command(&words).output()?;
        let (out, err) = (&output.stdout, &output.stderr);
        let said = format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err));
        println!("{said}");
        // It must have compared, and not failed over something else.
        ensure!(said.contains("Checked ["), "cargo-semver-checks did not compare");
        Ok(!output.status.success())
    }
}

/// Writes what rustdoc knows of the engine as JSON.
fn rustdoc(tree: &Path, to: &Path, more: &str) -> Result<PathBuf> {
    let target = root().join(FOLDER).join("target");
    let words = format!(
        "rustup run {TOOLCHAIN} cargo rustdoc --quiet --locked -p frameseal --all-features --lib \
         --target-dir {} -- -Zunstable-options --output-format json --cap-lints allow {more}",
        target.display()
    );
    let mut build = command(&words);
    // JSON is not stable yet: it is in every rustdoc, but only nightly ones offer it unasked.
    build.current_dir(tree).env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTFLAGS");
    run_command(build, &words)?;
    fs::copy(target.join("doc/frameseal.json"), to)?;
    Ok(to.to_owned())
}

/// Gives the newest tag of a version that leads here.
fn last_tag() -> Result<Option<String>> {
    let tags = output_of("git tag --merged HEAD --sort=-version:refname --list v*")?;
    Ok(tags.lines().next().map(str::to_owned))
}

/// What must change for a break to be allowed: before 1.0.0 the second number, too.
fn minor(version: &str) -> Vec<&str> {
    let numbers: Vec<_> = version.split('.').collect();
    let significant = if numbers.first() == Some(&"0") { 2 } else { 1 };
    numbers.into_iter().take(significant).collect()
}
