//! Programs that a test needs: found, or installed from the Debian package that has them.

use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, bail, ensure};

/// One installation at a time: `dpkg` has one lock, and threads of a test binary share it.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Finds `program` on the path, or installs the Debian package that has it, loudly.
///
/// # Errors
///
/// The package cannot be installed, or does not hold the program.
pub fn need(program: &str, package: &str) -> Result<()> {
    need_that(program, package, || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

/// Installs `package` unless `found` already holds; `what` names the thing in messages.
///
/// # Errors
///
/// The package cannot be installed, or `found` does not hold after it is.
pub fn need_that(what: &str, package: &str, found: impl Fn() -> bool) -> Result<()> {
    let _lock = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    if found() {
        return Ok(());
    }
    eprintln!("\n*** {what} is missing: installing the Debian package {package} ***\n");
    if install(package).is_err() {
        // A package list that is old or was never fetched is the usual reason.
        apt(&["update", "-qq"])?;
        install(package)?;
    }
    ensure!(found(), "{package} was installed, and {what} is still missing");
    Ok(())
}

fn install(package: &str) -> Result<()> {
    apt(&["install", "-qq", "--yes", "--no-install-recommends", package])
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut words: Vec<&str> = if is_root() { vec![] } else { vec!["sudo", "--non-interactive"] };
    // Wait for another installation on this machine instead of failing beside it.
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o"]);
    words.push("DPkg::Lock::Timeout=300");
    words.extend(arguments);
    let (program, rest) = words.split_first().map_or(("apt-get", &[][..]), |(p, r)| (*p, r));
    let output = Command::new(program).args(rest).stdin(Stdio::null()).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` ended with {}: {said}", words.join(" "), output.status);
    }
    Ok(())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}
