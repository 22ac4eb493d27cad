//! Bills of materials in CycloneDX, one for each thing that we ship, written to `target/sbom`.
//!
//! cargo-cyclonedx reads `cargo metadata`, which unites the features of the whole workspace, tests too,
//! and lists crates that are not in what we ship. `cargo tree` does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::super::Figures;
use super::at;
use crate::{command, need, need_that, output_of, run};

const FOLDER: &str = "target/sbom";

/// Has the schema that the CycloneDX project publishes, and a validator for it.
const VALIDATOR: &str = "cyclonedx-python-lib[json-validation]==11.12.0";

/// Below the project's root.
const VENV: &str = "target/tools/cyclonedx-python-lib-11.12.0";

/// Prints the first line of what is wrong, and fails.
const VALIDATE: &str = "import sys; from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
wrong = JsonStrictValidator(SchemaVersion.V1_5).validate_str(open(sys.argv[1]).read())
sys.exit(str(wrong).splitlines()[0] if wrong else 0)";

/// The package and its tree.
const SHIPPED: [(&str, &str); 4] = [
    ("frameseal", "-F call --target x86_64-unknown-linux-gnu"),
    ("frameseal-ffi", "--target x86_64-unknown-linux-gnu"),
    ("frameseal-wasm", "--target wasm32-unknown-unknown"),
    ("frameseal-uniffi", "--target x86_64-unknown-linux-gnu"),
];

pub(super) fn check(figures: &mut Figures) -> Result<()> {
    install_validator()?;
    fs::create_dir_all(at(FOLDER))?;
    let checksums = checksums()?;
    for (package, tree) in SHIPPED {
        let file = at(FOLDER).join(format!("{package}.cdx.json"));
        let bom = Tree::of(package, tree)?.bom(&checksums)?;
        fs::write(&file, format!("{bom:#}\n"))?;

        // What was written is read again, and counted in another way.
        let bom: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let components = bom.pointer("/components").and_then(Value::as_array);
        let components = components.context("no components")?.len();
        let wanted = count(package, tree)?;
        let is_valid = is_valid(&file)?;
        figures.add(
            format!("{FOLDER}/{package}.cdx.json"),
            format!("valid CycloneDX 1.5, {wanted} components"),
            format!("{}, {components} components", if is_valid { "valid" } else { "NOT valid" }),
            is_valid && components == wanted,
        );
    }
    control(figures)
}

/// A bill whose components have no type must be refused.
fn control(figures: &mut Figures) -> Result<()> {
    let good = fs::read_to_string(at(FOLDER).join("frameseal.cdx.json"))?;
    let wrong = at("target/harden/supply/wrong.cdx.json");
    fs::write(&wrong, good.replace("\"type\": \"library\"", "\"kind\": \"library\""))?;
    let is_noticed = !is_valid(&wrong)?;
    figures.add("a bill that breaks the schema", "refused", yes(is_noticed), is_noticed);
    Ok(())
}

fn yes(is_noticed: bool) -> &'static str {
    if is_noticed { "refused" } else { "accepted" }
}

#[derive(Default)]
struct Tree {
    /// Name, version and licence, by purl; the package itself is not among them.
    crates: BTreeMap<String, (String, String, String)>,
    /// What a crate stands on, by purl.
    edges: BTreeMap<String, BTreeSet<String>>,
    root: Option<Value>,
}

impl Tree {
    fn of(package: &str, tree: &str) -> Result<Self> {
        let words = format!(
            "cargo tree --locked -p {package} -e normal --prefix depth --format |{{p}}|{{l}}| {tree}"
        );
        let listed = output_of(&words)?;
        let mut all = Self::default();
        let mut above: Vec<String> = Vec::new();
        for line in listed.lines() {
            let mut cells = line.split('|');
            let depth: usize = cells.next().context("no depth")?.parse().context("no depth")?;
            let named = cells.next().with_context(|| format!("no crate in {line}"))?;
            let licence = cells.next().with_context(|| format!("no licence in {line}"))?;
            let mut words = named.split(' ');
            let name = words.next().context("no name")?;
            let version = words.next().context("no version")?.trim_start_matches('v');
            // A plus sign is an escaped one in a purl.
            let purl = format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"));
            // The slash is how licences were separated before SPDX.
            let licence = licence.replace('/', " OR ");
            above.truncate(depth);
            match above.last() {
                Some(parent) => {
                    all.edges.entry(parent.clone()).or_default().insert(purl.clone());
                    let about = (name.to_owned(), version.to_owned(), licence);
                    all.crates.insert(purl.clone(), about);
                }
                None => all.root = Some(component(&purl, name, version, &licence, None)),
            }
            above.push(purl);
        }
        Ok(all)
    }

    fn bom(self, checksums: &BTreeMap<String, String>) -> Result<Value> {
        let mut components = Vec::new();
        for (purl, (name, version, licence)) in &self.crates {
            let checksum = checksums.get(&format!("{name} {version}"));
            ensure!(
                checksum.is_some() || name.starts_with("frameseal"),
                "Cargo.lock has no checksum of {name} {version}"
            );
            components.push(component(purl, name, version, licence, checksum));
        }
        let edges = self.edges.iter().map(|(of, on)| json!({ "ref": of, "dependsOn": on }));
        Ok(json!({
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": { "component": self.root.context("an empty tree")? },
            "components": components,
            "dependencies": edges.collect::<Vec<_>>(),
        }))
    }
}

fn component(
    purl: &str,
    name: &str,
    version: &str,
    licence: &str,
    checksum: Option<&String>,
) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": [{ "expression": licence }],
    });
    if let (Some(checksum), Some(fields)) = (checksum, component.as_object_mut()) {
        let hashes = json!([{ "alg": "SHA-256", "content": checksum }]);
        fields.insert("hashes".into(), hashes);
    }
    component
}

/// Gives the checksums of Cargo.lock, by `aes 0.9.4`.
fn checksums() -> Result<BTreeMap<String, String>> {
    let lock = fs::read_to_string(at("Cargo.lock"))?;
    let mut checksums = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key));
            line.map(|value| value.trim_matches('"').to_owned())
        };
        if let (Some(name), Some(version), Some(checksum)) =
            (value("name = "), value("version = "), value("checksum = "))
        {
            checksums.insert(format!("{name} {version}"), checksum);
        }
    }
    Ok(checksums)
}

/// Counts the crates of a tree, without the package itself.
fn count(package: &str, tree: &str) -> Result<usize> {
    let words =
        format!("cargo tree --locked -p {package} -e normal --prefix none --format {{p}} {tree}");
    let listed = output_of(&words)?;
    let crates: BTreeSet<_> =
        listed.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect();
    Ok(crates.len().saturating_sub(1))
}

fn install_validator() -> Result<()> {
    need("python3", "python3")?;
    need_that("python3's venv", "python3-venv", || {
        let mut check = command("python3 -c");
        check.arg("import venv, ensurepip");
        check.output().is_ok_and(|output| output.status.success())
    })?;
    if !at(VENV).join("installed").is_file() {
        run(&format!("python3 -m venv {VENV}"))?;
        run(&format!("{VENV}/bin/pip install --quiet {VALIDATOR}"))?;
        fs::write(at(VENV).join("installed"), VALIDATOR)?;
    }
    Ok(())
}

fn is_valid(file: &Path) -> Result<bool> {
    let mut validate = command(&format!("{VENV}/bin/python -c"));
    let output = validate.arg(VALIDATE).arg(file).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    println!("{}: {}", file.display(), if said.is_empty() { "valid" } else { said.trim() });
    // 1 is what `sys.exit` with words gives; anything it cannot run ends so, too, and says so.
    ensure!(
        output.status.success() || !said.contains("Traceback"),
        "the validator does not run: {said}"
    );
    Ok(output.status.success())
}
