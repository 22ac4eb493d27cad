//! What is installed is pinned, and a driver that refuses or dies says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use live::Driver;
use serde_json::{Value, json};

#[test]
fn every_package_is_pinned_by_version_and_hash() {
    let package: Value = serde_json::from_str(include_str!("../node/package.json")).unwrap();
    let lock: Value = serde_json::from_str(include_str!("../node/package-lock.json")).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    for (name, version) in package["dependencies"].as_object().unwrap() {
        assert!(version.as_str().unwrap().starts_with(|c: char| c.is_ascii_digit()), "{name}");
        assert_eq!(packages[&format!("node_modules/{name}")]["version"], *version);
    }
    let mut ran = 0;
    for (name, locked) in packages.iter().filter(|(name, _)| !name.is_empty()) {
        assert!(locked["integrity"].as_str().unwrap().starts_with("sha512-"), "{name}");
        if let Some(resolved) = locked["resolved"].as_str() {
            assert!(resolved.starts_with("https://registry.npmjs.org/"), "{resolved}");
        }
        ran += 1;
    }
    assert!(ran > 100, "{ran} packages");
}

#[test]
fn a_refusal_is_an_error_and_the_driver_goes_on() {
    let mut livekit = Driver::livekit();
    for request in [json!({"op": "new"}), json!({"op": "nonsense", "worker": 0})] {
        let refused = request["op"] == "nonsense";
        assert_eq!(livekit.try_call(request).is_err(), refused);
    }
    let error = livekit.try_call(json!({"op": "frames", "worker": 0, "track": "t"})).unwrap_err();
    assert!(error.contains("livekit.mjs refuses") && error.contains("no track t"), "{error}");
    assert_eq!(livekit.worker(json!({})), 1);
}

#[test]
fn a_driver_that_dies_shows_its_standard_error() {
    let mut livekit = Driver::livekit();
    let died = catch_unwind(AssertUnwindSafe(|| livekit.call(json!({"op": "die"})))).unwrap_err();
    let message = died.downcast_ref::<String>().unwrap();
    assert!(
        message.contains("livekit.mjs has ended") && message.contains("asked to die"),
        "{message}"
    );
}
