//! The oldest compiler of each package, as its manifest states it: it builds with that one, and
//! clippy tells whoever uses something newer long before this runs.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Figures;
use crate::{command, output_of, root, run};

const FOLDER: &str = "target/harden/msrv";

/// The engine may be older than the rest; it is what others build upon.
const ENGINE: &str = "frameseal";

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    for (version, packages) in stated()? {
        run(&format!("rustup toolchain install {version} --profile minimal"))?;
        let cargo = format!("rustup run {version} cargo");
        let names: String = packages.iter().map(|name| format!(" -p {name}")).collect();
        let built = run(&format!("{cargo} check --locked --target-dir {FOLDER}{names}"));
        note(figures, format!("{version} builds {} packages", packages.len()), built);
        if packages.iter().any(|name| name == ENGINE) {
            for (what, features) in [
                ("everything in it", "--all-features"),
                ("nothing but what it must have", "--no-default-features"),
            ] {
                let words =
                    format!("{cargo} check --locked --target-dir {FOLDER} -p {ENGINE} {features}");
                note(figures, format!("{version} builds the engine, {what}"), run(&words));
            }
        }
    }
    let seen = clippy_sees_newer()?;
    figures.add("clippy refuses what is newer than stated", "yes", yes_no(seen), seen);
    Ok(())
}

/// Packages of the workspace by the version that each states.
fn stated() -> Result<BTreeMap<String, Vec<String>>> {
    let text = output_of("cargo metadata --format-version 1 --no-deps --locked")?;
    let metadata: Value = serde_json::from_str(&text)?;
    let mut stated = BTreeMap::<_, Vec<_>>::new();
    let packages = metadata.get("packages").and_then(Value::as_array);
    for package in packages.context("cargo names no package")? {
        let text = |key: &str| package.get(key).and_then(Value::as_str).map(str::to_owned);
        let name = text("name").context("a package has no name")?;
        let version = text("rust_version").with_context(|| format!("{name} states no version"))?;
        stated.entry(version).or_default().push(name);
    }
    Ok(stated)
}

fn note(figures: &mut Figures, what: String, built: Result<()>) {
    let got = built.as_ref().map_or_else(|error| format!("{error:#}"), |()| "yes".to_owned());
    figures.add(what, "yes", got, built.is_ok());
}

/// Whether clippy, as CI runs it, stops a program that uses something newer than it states.
fn clippy_sees_newer() -> Result<bool> {
    let folder = root().join(FOLDER).join("newer");
    fs::create_dir_all(folder.join("src"))?;
    let manifest = "[package]\nname = \"newer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
                    rust-version = \"1.85\"\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest)?;
    // Stable since 1.87.
    fs::write(folder.join("src/main.rs"), "fn main() {\n    assert!(4u8.is_multiple_of(2));\n}\n")?;
    let words = format!("cargo clippy --manifest-path {FOLDER}/newer/Cargo.toml -- -D warnings");
    println!("$ {words} (must be stopped)");
    let output = command(&words).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(!output.status.success() && said.contains("incompatible_msrv"))
}

fn yes_no(it: bool) -> &'static str {
    if it { "yes" } else { "no" }
}
