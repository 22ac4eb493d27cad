//! Runs what the fuzzer found worth keeping, on stable and without the fuzzer.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

#[path = "../../fuzz/src/lib.rs"]
mod targets;

const TARGETS: usize = 17;

/// What is checked in today, less what a later merge may find superfluous.
const FEWEST_INPUTS: usize = 600;

#[test]
fn every_stored_input_again() {
    let mut ran = 0;
    for &(name, run) in targets::TARGETS {
        let paths = inputs(name);
        assert!(paths.len() >= 10, "{name} has {} inputs", paths.len());
        for path in &paths {
            println!("{}", path.display()); // the last one printed is the one that failed
            run(&fs::read(path).unwrap());
        }
        ran += paths.len();
    }
    println!("{ran} inputs");
    assert!(ran >= FEWEST_INPUTS);
}

#[test]
fn every_folder_has_its_target() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let folders: BTreeSet<_> =
        fs::read_dir(corpus).unwrap().map(|folder| folder.unwrap().file_name()).collect();
    let names = targets::TARGETS.iter().map(|&(name, _)| name.into());
    assert_eq!(folders, names.collect());
    assert_eq!(folders.len(), TARGETS);
}

/// The checks of these targets can fail: a model that forgets what was opened takes replays for
/// fresh frames, and a provider that does not encrypt is like no other.
#[test]
fn targets_notice_what_is_wrong() {
    let noticed = |name: &str, run: fn(&[u8])| {
        let stored = inputs(name);
        let fails = |path: &&PathBuf| {
            let input = fs::read(path).unwrap();
            catch_unwind(|| run(&input)).is_err()
        };
        (stored.iter().filter(fails).count(), stored.len())
    };
    let (failed, of) = noticed("mock", targets::mock_that_forgets);
    assert!(failed >= 20 && failed < of, "{failed} of {of}"); // not all open two frames of a key
    let (failed, of) = noticed("providers", targets::providers_and_mock);
    assert_eq!(failed, of);
}

/// The stored inputs of a target, in order.
fn inputs(name: &str) -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let files = fs::read_dir(corpus.join(name)).unwrap();
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths
}
