//! Runs what the fuzzer found worth keeping, on stable and without the fuzzer.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

const TARGETS: usize = 13;

/// What is checked in today, less what a later merge may find superfluous.
const FEWEST_INPUTS: usize = 600;

#[test]
fn every_stored_input_again() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let mut inputs = 0;
    for &(name, run) in targets::TARGETS {
        let mut paths: Vec<_> =
            fs::read_dir(corpus.join(name)).unwrap().map(|file| file.unwrap().path()).collect();
        paths.sort();
        assert!(paths.len() >= 10, "{name} has {} inputs", paths.len());
        for path in &paths {
            println!("{}", path.display()); // the last one printed is the one that failed
            run(&fs::read(path).unwrap());
        }
        inputs += paths.len();
    }
    println!("{inputs} inputs");
    assert!(inputs >= FEWEST_INPUTS);
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
