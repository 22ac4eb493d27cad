//! Finds a Python that runs `python/oracle.py`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the oracle.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("python")
}

/// Gives a Python 3 that has the module `cryptography`.
///
/// If there is none, installs it and says so on standard error: into a virtual environment in
/// `target`, or else, as root on Debian, as the system's package. Test binaries that run side by
/// side wait for each other.
///
/// # Panics
///
/// When none of this works, with what was said.
pub(crate) fn python(target: &Path) -> PathBuf {
    let venv = target.join("python-oracle");
    let candidates = ["python3".into(), "/usr/bin/python3".into(), venv.join("bin/python")];
    let found = || candidates.iter().find(|python| runs_oracle(python)).cloned();
    if let Some(python) = found() {
        return python;
    }
    fs::create_dir_all(target).unwrap();
    let guard = File::create(target.join("python-oracle.lock")).unwrap();
    guard.lock().unwrap();
    let requirements = folder().join("requirements.txt");
    let apt = ["install", "-qq", "--yes", "--no-install-recommends", "python3-cryptography"];
    let mut said = String::new();
    for ways in [
        [
            Command::new("python3").args(["-m", "venv"]).arg(&venv),
            Command::new(venv.join("bin/python"))
                .args(["-m", "pip", "install", "--quiet", "--requirement"])
                .arg(requirements),
        ],
        [
            Command::new("apt-get").args(["update", "-qq"]),
            Command::new("apt-get").args(apt).env("DEBIAN_FRONTEND", "noninteractive"),
        ],
    ] {
        if let Some(python) = found() {
            return python;
        }
        for command in ways {
            eprintln!("no Python has the module `cryptography`: running {command:?}");
            match command.output() {
                Ok(output) => said += &format!("{command:?}: {output:?}\n"),
                Err(error) => said += &format!("{command:?}: {error}\n"),
            }
        }
    }
    found().unwrap_or_else(|| panic!("no Python from 3.9 with the module `cryptography`\n{said}"))
}

fn runs_oracle(python: &Path) -> bool {
    let check = "import sys, cryptography.hazmat; sys.exit(sys.version_info < (3, 9))";
    Command::new(python).args(["-c", check]).output().is_ok_and(|output| output.status.success())
}
