//! Installs the pinned npm packages.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The release of Node.js that is installed where the machine's own is older than 20, as Debian
/// 12's is: npm's packages of the plain binary.
const NODE: &str = "20.8.1";

/// Gives a Node.js of version 20 or later.
///
/// # Panics
///
/// When npm cannot install it.
pub fn node() -> &'static Path {
    static NODE_JS: OnceLock<PathBuf> = OnceLock::new();
    NODE_JS.get_or_init(|| {
        if major("node".as_ref()).is_some_and(|major| major >= 20) {
            return "node".into();
        }
        let arch = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
        let package = format!("node-linux-{arch}");
        let folder = npm_ci().join(".node");
        let node = folder.join("node_modules").join(&package).join("bin/node");
        fs::create_dir_all(&folder).unwrap();
        let guard = File::create(folder.join(".lock")).unwrap();
        guard.lock().unwrap();
        if !node.is_file() {
            println!("Node.js here is older than 20: installing {package} {NODE} from npm");
            let installed = Command::new("npm")
                .args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"])
                .arg(&folder)
                .arg(format!("{package}@{NODE}"))
                .status();
            assert!(installed.is_ok_and(|status| status.success()) && node.is_file());
        }
        node
    })
}

fn major(node: &Path) -> Option<u32> {
    let output = Command::new(node).arg("--version").output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

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
        .expect("npm does not start: Node.js, with npm, runs the deployed systems");
    assert!(
        output.status.success(),
        "`npm ci` ended with {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    fs::write(&stamp, lock).unwrap();
}
