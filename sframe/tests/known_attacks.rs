//! Holds `docs/security/known-attacks.md` to its word: every test that it names exists.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Fewer than these were not all read.
const FEWEST_ATTACKS: usize = 50;
const FEWEST_TESTS: usize = 75;

#[test]
fn every_attack_has_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = fs::read_to_string(root.join("docs/security/known-attacks.md")).unwrap();
    let is_row = |line: &&str| {
        line.starts_with("| ") && !line.starts_with("| attack |") && !line.starts_with("|---")
    };
    let (mut attacks, mut named) = (0_usize, BTreeSet::new());
    for row in text.lines().filter(is_row) {
        let tests = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let in_ticks = tests.split('`').skip(1).step_by(2).map(|name| name.split_once(": "));
        let in_ticks: Option<Vec<_>> = in_ticks.collect();
        let in_ticks = in_ticks.unwrap_or_else(|| panic!("no `file: test`: {row}"));
        assert!(!in_ticks.is_empty(), "no test: {row}");
        named.extend(in_ticks);
        attacks = attacks.saturating_add(1);
    }
    for (file, test) in &named {
        let path = source(root, file);
        let source = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {}", path.display()));
        let spellings = [format!("fn {test}("), format!("def {test}("), format!("fun `{test}`(")];
        let is_there = spellings.iter().any(|spelling| source.contains(spelling));
        assert!(is_there, "{} has no test {test}", path.display());
    }
    println!("{attacks} attacks, {} tests", named.len());
    assert!(attacks >= FEWEST_ATTACKS && named.len() >= FEWEST_TESTS);
}

fn source(root: &Path, file: &str) -> PathBuf {
    let from_root = ["ffi/", "bindings/", "sframe/"].iter().any(|start| file.starts_with(start));
    let folder = if from_root { "" } else { "sframe/tests" };
    let path = root.join(folder).join(file);
    if path.extension().is_some() {
        return path;
    }
    let rust = path.with_extension("rs");
    if rust.is_file() { rust } else { path.with_extension("py") }
}
