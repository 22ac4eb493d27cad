//! Installs the pinned npm packages.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Installs what `package-lock.json` pins, unless it is installed already, and gives the
/// folder of the drivers.
///
/// The npm registry is asked only when the lock file has changed since. Test binaries that run
/// side by side wait for each other.
///
/// # Panics
///
/// When npm is missing or fails, with what it said.
pub fn npm_ci() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
        install(&folder);
        folder
    })
}

fn install(folder: &Path) {
    let lock = fs::read_to_string(folder.join("package-lock.json")).unwrap();
    let stamp = folder.join("node_modules/.installed-lock.json");
    let installed = || fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == lock);
    if installed() {
        return;
    }
    let guard = File::create(folder.join(".npm-ci.lock")).unwrap();
    guard.lock().unwrap();
    if installed() {
        return;
    }
    let output = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .output()
        .expect("npm does not start: Node.js 20 or later, with npm, runs the deployed systems");
    assert!(
        output.status.success(),
        "`npm ci` ended with {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    fs::write(&stamp, lock).unwrap();
}
