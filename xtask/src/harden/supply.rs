//! What we stand on: licences, sources and versions of every crate, known holes in them, and the bill
//! of materials of what we ship. `sframe/tests/supply.rs` holds the list of dependencies itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use anyhow::{Context as _, Result, bail, ensure};

use super::{Figures, tool};
use crate::{command, output_of, root};

mod sbom;

const CARGO_DENY: &str = "0.20.2";

/// Below the project's root.
const FOLDER: &str = "target/harden/supply";

/// What we ship, and where it runs: Windows, macOS and Android have crates that Linux has not.
const SHIPPED: [(&str, &str); 7] = [
    ("sframe", "x86_64-unknown-linux-gnu"),
    ("ffi", "x86_64-unknown-linux-gnu"),
    ("bindings/wasm", "wasm32-unknown-unknown"),
    ("bindings/uniffi", "x86_64-unknown-linux-gnu"),
    ("bindings/uniffi", "x86_64-pc-windows-msvc"),
    ("bindings/uniffi", "aarch64-apple-darwin"),
    ("bindings/uniffi", "aarch64-linux-android"),
];

/// The trees of the section `Other platforms` in `docs/supply-chain/dependencies-bindings.md`.
const OTHER_PLATFORMS: [&str; 7] = [
    "x86_64-pc-windows-msvc",
    "x86_64-pc-windows-gnu",
    "aarch64-apple-darwin",
    "aarch64-apple-ios",
    "aarch64-linux-android",
    "aarch64-unknown-linux-gnu",
    "i686-unknown-linux-gnu",
];

/// Changes to `deny.toml` that make it refuse what we have: the check, what is replaced, by what.
const CONTROLS: [(&str, &str, &str); 4] = [
    ("licenses", "\"BSD-3-Clause\", ", ""),
    ("licenses", "{ crate = \"uniffi_core\", allow = [\"MPL-2.0\"] },", ""),
    ("bans", "deny = [", "deny = [\n    { crate = \"zeroize\" },"),
    ("sources", "\"https://github.com/rust-lang/crates.io-index\"", ""),
];

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    fs::create_dir_all(root().join(FOLDER))?;
    let deny = Deny { program: tool("cargo-deny", CARGO_DENY)?.display().to_string() };
    deny.workspace(figures)?;
    deny.duplicates(figures)?;
    deny.controls(figures)?;
    deny.advisories(figures)?;
    other_platforms(figures)?;
    sbom::check(figures)
}

struct Deny {
    program: String,
}

impl Deny {
    fn run(&self, options: &str, check: &str) -> Result<Output> {
        let words =
            format!("{} --locked {options} check --hide-inclusion-graph {check}", self.program);
        println!("$ {words}");
        let output = command(&words).output().context("cannot start cargo-deny")?;
        print!("{}", String::from_utf8_lossy(&output.stdout));
        Ok(output)
    }

    /// Every crate of the workspace, those of tests too.
    fn workspace(&self, figures: &mut Figures) -> Result<()> {
        // An exception that nothing needs any more is an error, too.
        let checks = "-A duplicate -D license-exception-not-encountered -D license-not-encountered \
             -D unmatched-skip licenses bans sources";
        let output = self.run("--workspace", checks)?;
        let got = if output.status.success() { "clean".into() } else { complaints(&output) };
        let crates = fs::read_to_string(root().join("Cargo.lock"))?.matches("[[package]]").count();
        let what = format!("licences, bans and sources of {crates} crates");
        figures.add(what, "clean", got, output.status.success());
        Ok(())
    }

    /// Crates that we ship in two versions, but for those that `deny.toml` explains.
    fn duplicates(&self, figures: &mut Figures) -> Result<()> {
        let mut found = Vec::new();
        for (package, target) in SHIPPED {
            let options =
                format!("--exclude-dev --target {target} --manifest-path {package}/Cargo.toml");
            let checks = "-D duplicate -A unmatched-skip -A unnecessary-skip bans";
            let output = self.run(&options, checks)?;
            if !output.status.success() {
                found.push(format!("{package} for {target}: {}", complaints(&output)));
            }
        }
        let got = if found.is_empty() { "none".into() } else { found.join("; ") };
        let what = format!("unexplained second versions in {} shipped trees", SHIPPED.len());
        figures.add(what, "none", got, found.is_empty());
        Ok(())
    }

    /// Rules that our own crates break: each must be noticed.
    fn controls(&self, figures: &mut Figures) -> Result<()> {
        let rules = fs::read_to_string(root().join("deny.toml"))?;
        let mut noticed = 0usize;
        for (check, from, to) in CONTROLS {
            ensure!(rules.contains(from), "deny.toml has no {from}");
            let file = format!("{FOLDER}/deny.toml");
            fs::write(root().join(&file), rules.replacen(from, to, 1))?;
            let output = self.run(&format!("--workspace --config {file}"), check)?;
            let failed = String::from_utf8_lossy(&output.stdout).contains("FAILED")
                || String::from_utf8_lossy(&output.stderr).contains("FAILED");
            if !output.status.success() && failed {
                noticed = noticed.saturating_add(1);
            }
        }
        let wanted = CONTROLS.len();
        let got = noticed.to_string();
        figures.add("broken rules that are noticed", wanted.to_string(), got, noticed == wanted);
        Ok(())
    }

    /// Known holes. Their list is fetched each time, from where not every machine may fetch.
    fn advisories(&self, figures: &mut Figures) -> Result<()> {
        let output = self.run("--workspace", "advisories")?;
        let said = String::from_utf8_lossy(&output.stderr);
        let what = "known advisories that deny.toml does not answer";
        if said.contains("failed to fetch advisory database") {
            println!("!!! advisories: not checked here, the database cannot be fetched");
            figures.tell(what, "none", "NOT RUN here: the database cannot be fetched");
            return Ok(());
        }
        let got = if output.status.success() { "none".into() } else { complaints(&output) };
        figures.add(what, "none", got, output.status.success());
        Ok(())
    }
}

/// The first lines of what cargo-deny complains about.
fn complaints(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    eprintln!("{said}");
    let errors: BTreeSet<_> = said.lines().filter(|line| line.starts_with("error")).collect();
    errors.into_iter().collect::<Vec<_>>().join("; ")
}

/// Compares the section `Other platforms` with what cargo resolves for them.
fn other_platforms(figures: &mut Figures) -> Result<()> {
    let mut known = BTreeSet::new();
    let mut listed = BTreeSet::new();
    for file in ["dependencies.md", "dependencies-bindings.md"] {
        let text = fs::read_to_string(root().join("docs/supply-chain").join(file))?;
        let mut section = "";
        for line in text.lines() {
            section = line.strip_prefix("## ").unwrap_or(section);
            let name = line.strip_prefix("| ").and_then(|row| row.split(" | ").next());
            match (section, name) {
                (_, None | Some("crate")) | ("Build time", _) => false,
                ("Other platforms", Some(name)) => listed.insert(name.to_owned()),
                (_, Some(name)) => known.insert(name.to_owned()),
            };
        }
    }
    ensure!(known.len() > 100, "only {} crates are listed", known.len());

    let mut resolved = names("-p frameseal --no-default-features --target thumbv7em-none-eabi")?;
    for target in OTHER_PLATFORMS {
        resolved.extend(names(&format!("-p frameseal -F call --target {target}"))?);
        resolved.extend(names(&format!("-p frameseal-uniffi --target {target}"))?);
    }
    resolved.retain(|name| !known.contains(name));
    let wrong: Vec<_> = resolved.symmetric_difference(&listed).map(String::as_str).collect();
    let got = if wrong.is_empty() { "none".into() } else { wrong.join(", ") };
    let what = format!("missing or surplus in the list for {} platforms", OTHER_PLATFORMS.len());
    figures.add(what, "none", got, wrong.is_empty());
    Ok(())
}

/// Gives the crates of a tree that are not ours, as `aes 0.9.4`.
fn names(tree: &str) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let words = format!("cargo tree --locked -e normal --prefix none --format {{p}} {tree}");
    for line in output_of(&words)?.lines() {
        let mut words = line.split(' ');
        let (Some(name), Some(version)) = (words.next(), words.next()) else { bail!("{line}") };
        if !name.starts_with("frameseal") {
            names.insert(format!("{name} {}", version.trim_start_matches('v')));
        }
    }
    Ok(names)
}

/// Where a file of ours below the project's root is.
fn at(path: impl AsRef<Path>) -> std::path::PathBuf {
    root().join(path)
}
