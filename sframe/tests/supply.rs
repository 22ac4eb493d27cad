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

use std::collections::BTreeSet;
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
