//! Keeps the engine's supply chain short and off the network.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// 45 crates can still be looked through by hand.
const MOST_CRATES: usize = 45;

/// 25 more come with the built-in call keys: HPKE, X-Wing, Ed25519, Argon2id, and what they
/// stand on. Who takes keys from MLS or elsewhere does not build them.
const MOST_CRATES_WITH_CALL: usize = 70;

/// What a library without I/O has no business with.
const BANNED: [&str; 10] = [
    "async-std",
    "hyper",
    "mio",
    "openssl",
    "reqwest",
    "rustls",
    "socket2",
    "tokio",
    "tracing",
    "ureq",
];

/// The default native build; procedural macros count too, although they only run at build time.
#[test]
fn few_crates_and_no_network() {
    let expected = ["aes-gcm", "aws-lc-rs", "hkdf", "zeroize"];
    check(&[], &expected, MOST_CRATES);
}

#[test]
fn some_more_crates_for_call_keys() {
    let expected = ["hpke", "x25519-dalek", "ed25519-dalek", "argon2"];
    check(&["--features", "call"], &expected, MOST_CRATES_WITH_CALL);
}

/// The sections of `docs/supply-chain` and the trees that they list, each without what stands in
/// one before it. Their targets are named, so that a Mac and a PC compare the same.
const LISTED: [(&str, &[&str]); 6] = [
    ("Engine", &["-p frameseal -e normal --target x86_64-unknown-linux-gnu"]),
    ("Call keys", &["-p frameseal -F call -e normal --target x86_64-unknown-linux-gnu"]),
    ("C library", &["-p frameseal-ffi -e normal --target x86_64-unknown-linux-gnu"]),
    ("Browser", &["-p frameseal-wasm -e normal --target wasm32-unknown-unknown"]),
    (
        "Kotlin, Swift and Python",
        &["-p frameseal-uniffi -e normal --target x86_64-unknown-linux-gnu"],
    ),
    (
        "Build time",
        &[
            "-p frameseal-uniffi -e normal,build --target x86_64-unknown-linux-gnu",
            "-p frameseal-wasm -e normal,build --target wasm32-unknown-unknown",
        ],
    ),
];

/// Fewer were not all read.
const FEWEST_LISTED: usize = 100;

/// Name and version of a crate, and its licence.
type Crates = BTreeMap<String, String>;

/// `cargo xtask harden supply` does the same for the section that is left, of other platforms.
#[test]
fn every_dependency_is_listed() {
    let lists = listed();
    let mut before = BTreeSet::new();
    let mut wrong = Vec::new();
    for (section, trees) in LISTED {
        let mut wanted: Crates = trees.iter().flat_map(|tree| resolved(tree)).collect();
        wanted.retain(|name, _| before.insert(name.clone()));
        let listed = lists.get(section).unwrap_or_else(|| panic!("no section {section}"));
        println!("{section}: {} crates", listed.len());
        wrong.extend(differences(section, &wanted, listed));
    }
    assert!(before.len() >= FEWEST_LISTED, "only {} crates", before.len());
    assert!(wrong.is_empty(), "docs/supply-chain is not up to date:\n{}", wrong.join("\n"));
}

#[test]
fn a_wrong_list_is_noticed() {
    let crates = |pairs: &[(&str, &str)]| -> Crates {
        pairs.iter().map(|&(name, licence)| (name.into(), licence.into())).collect()
    };
    let wanted = crates(&[("aes 0.9.4", "MIT"), ("ctr 0.10.1", "MIT")]);
    assert!(differences("", &wanted, &wanted).is_empty());
    for wrong in [
        crates(&[("aes 0.9.4", "MIT")]),
        crates(&[("aes 0.9.4", "MIT"), ("ctr 0.10.1", "MIT"), ("hmac 0.13.0", "MIT")]),
        crates(&[("aes 0.9.4", "MIT"), ("ctr 0.10.1", "GPL-3.0")]),
    ] {
        assert_eq!(differences("", &wanted, &wrong).len(), 1, "{wrong:?}");
    }
}

fn differences(section: &str, wanted: &Crates, listed: &Crates) -> Vec<String> {
    let mut found = Vec::new();
    for (name, licence) in wanted {
        match listed.get(name) {
            None => found.push(format!("{section}: {name} is missing")),
            Some(other) if other != licence => {
                found.push(format!("{section}: {name} is under {licence}, not {other}"));
            }
            Some(_) => {}
        }
    }
    let surplus = listed.keys().filter(|name| !wanted.contains_key(*name));
    found.extend(surplus.map(|name| format!("{section}: {name} is no dependency")));
    found
}

/// Reads the tables, by section. A row reads `| aes 0.9.4 | MIT OR Apache-2.0 | … |`.
fn listed() -> BTreeMap<String, Crates> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/supply-chain");
    let mut sections = BTreeMap::new();
    for file in ["dependencies.md", "dependencies-bindings.md"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let mut section = String::new();
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("## ") {
                title.clone_into(&mut section);
            }
            let Some(row) = line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) else {
                continue;
            };
            let cells: Vec<_> = row.split(" | ").collect();
            assert!(cells.len() == 7 && !cells.contains(&""), "{file}: {line}");
            if cells[0] != "crate" {
                let crates: &mut Crates = sections.entry(section.clone()).or_default();
                let again = crates.insert(cells[0].to_owned(), cells[1].to_owned());
                assert!(again.is_none(), "{file}: {} stands twice in {section}", cells[0]);
            }
        }
    }
    sections
}

/// Asks cargo for the crates of a tree that are not ours.
fn resolved(tree: &str) -> Crates {
    // First without the network; a machine that never built the other target's crates needs it.
    let output = cargo_tree(tree, &["--offline"]).or_else(|_| cargo_tree(tree, &[])).unwrap();
    let mut crates = Crates::new();
    for line in output.lines() {
        let (package, rest) = line.split_once('|').unwrap();
        let (name, version) = name_and_version(package).unwrap();
        if !name.starts_with("frameseal") {
            let version = version.strip_prefix('v').unwrap();
            let licence = rest.split('|').next().unwrap();
            crates.insert(format!("{name} {version}"), licence.to_owned());
        }
    }
    crates
}

fn cargo_tree(tree: &str, more: &[&str]) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").expect("run by cargo");
    let output = Command::new(cargo)
        .args(["tree", "--locked", "--prefix", "none", "--format", "{p}|{l}|"])
        .args(tree.split(' '))
        .args(more)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8(output.stdout).unwrap())
}

fn check(features: &[&str], expected: &[&str], most: usize) {
    let cargo = std::env::var_os("CARGO").expect("run by cargo");
    let tree = Command::new(cargo)
        .args(["tree", "-p", "frameseal", "-e", "normal", "--prefix", "none", "--offline"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));

    let tree = String::from_utf8(tree.stdout).unwrap();
    let mut crates: BTreeSet<_> = tree.lines().filter_map(name_and_version).collect();
    crates.retain(|&(name, _)| name != "frameseal");
    println!("{} runtime crates: {crates:?}", crates.len());

    for expected in expected {
        assert!(crates.iter().any(|(name, _)| name == expected), "{expected} is not seen");
    }
    assert!(crates.len() <= most, "{} crates", crates.len());
    for (name, _) in crates {
        assert!(!BANNED.contains(&name) && !name.contains("telemetry"), "{name}");
    }
}

/// A line reads `aes v0.9.4`, some with a remark behind.
fn name_and_version(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split(' ');
    Some((words.next()?, words.next()?))
}
