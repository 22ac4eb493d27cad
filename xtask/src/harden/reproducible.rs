//! The same source gives the same bytes wherever it lies: the static C library and the browser's
//! module, each built from two copies of the tree in folders of other names and depths.
//!
//! The C library is built by the commands of `docs/supply-chain/reproducible.md`, word for word, so
//! that they are known to work.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use super::Figures;
use crate::browser::module_in;
use crate::{command, output_of, root, run, run_command};

const FOLDER: &str = "target/harden/reproducible";

/// Where the copies are, and where each is built.
const COPIES: [(&str, &str); 2] = [("one", "one/target"), ("deeper/another", "made/elsewhere")];

/// Fewer files were not all copied.
const FEWEST_FILES: usize = 500;

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    let folder = root().join(FOLDER);
    remove(&folder)?;
    // Both before anything is built: who edits meanwhile must not make a difference.
    for (copy, _) in COPIES {
        copy_tree(&folder.join(copy))?;
    }
    let trees = COPIES.map(|(copy, _)| folder.join(copy).display().to_string());
    run(&format!("diff --recursive --brief {}", trees.join(" ")))?;

    let mut libraries = Vec::new();
    let mut modules = Vec::new();
    for (copy, target) in COPIES {
        let (copy, target) = (folder.join(copy), folder.join(target));
        libraries.push(library(&copy, &target)?);
        // As it is shipped: with what wasm-bindgen makes of it.
        let module = module_in(&copy, &target.join("wasm"), "")?;
        let made = copy.join("made");
        run(&format!(
            "cargo run --quiet --locked -p frameseal-bindgen -- {} {}",
            module.display(),
            made.display()
        ))?;
        modules.push(made.join("frameseal_wasm_bg.wasm"));
    }
    let is_same = compare(figures, "static C library", &libraries)?
        & compare(figures, "browser's module", &modules)?;

    // This program was built without those flags: what is looked for is found in it.
    let found = paths_in(&std::env::current_exe()?)?;
    figures.add("paths in a program built as usual", "some", found.to_string(), found > 0);
    if !is_same {
        println!("{FOLDER} keeps both builds, for diffoscope");
        return Ok(());
    }
    remove(&folder)
}

/// Copies what git knows or would add, as it lies there: what is not committed yet counts, too.
pub(super) fn copy_tree(to: &Path) -> Result<()> {
    let listed = output_of("git ls-files --cached --others --exclude-standard")?;
    let mut copied = 0usize;
    for file in listed.lines() {
        let from = root().join(file);
        // Deleted, and git does not know yet.
        if !from.is_file() {
            continue;
        }
        let to = to.join(file);
        fs::create_dir_all(to.parent().context("a file without folder")?)?;
        fs::copy(&from, &to).with_context(|| format!("cannot copy {file}"))?;
        copied = copied.saturating_add(1);
    }
    ensure!(copied >= FEWEST_FILES, "only {copied} files were copied");
    Ok(())
}

/// Removes a folder that may not be there.
pub(super) fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// Builds the static library as the documentation says.
fn library(copy: &Path, target: &Path) -> Result<PathBuf> {
    let text = fs::read_to_string(copy.join("docs/supply-chain/reproducible.md"))?;
    let (_, script) = text.split_once("\n```sh\n").context("reproducible.md has no commands")?;
    let (script, _) = script.split_once("```").context("the commands have no end")?;
    let mut build = command("sh -e -c");
    build.arg(script).current_dir(copy).env("CARGO_TARGET_DIR", target);
    // Of the cargo that runs this.
    build.env_remove("CFLAGS").env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    run_command(build, &format!("sh -e -c … (in {})", copy.display()))?;
    Ok(target.join("release/libframeseal_ffi.a"))
}

/// Notes whether the files are the same, and whether they name folders. Gives the former.
fn compare(figures: &mut Figures, what: &str, files: &[PathBuf]) -> Result<bool> {
    let hashes: Vec<_> = files.iter().map(|file| sha256(file)).collect::<Result<_>>()?;
    let is_same = hashes.windows(2).all(|pair| matches!(pair, [one, other] if one == other));
    let file = files.first().context("nothing was built")?;
    let size = file.metadata()?.len();
    let got = match &hashes[..] {
        [hash, ..] if is_same => format!("same: sha256 {hash}, {size} bytes"),
        _ => format!("different: sha256 {}", hashes.join(", ")),
    };
    figures.add(format!("{what} from two folders"), "same bytes", got, is_same);
    let found: usize = files.iter().map(|file| paths_in(file)).sum::<Result<_>>()?;
    figures.add(format!("paths of this machine in the {what}"), "0", found.to_string(), found == 0);
    Ok(is_same)
}

fn sha256(file: &Path) -> Result<String> {
    let output = output_of(&format!("sha256sum {}", file.display()))?;
    Ok(output.split(' ').next().context("sha256sum says nothing")?.to_owned())
}

/// Counts how often the folder of the project, of cargo or of the compiler stands in a file.
fn paths_in(file: &Path) -> Result<usize> {
    let bytes = fs::read(file)?;
    let mut found = 0usize;
    let sysroot = PathBuf::from(output_of("rustc --print sysroot")?.trim());
    for path in [root(), cargo_home()?, sysroot] {
        let path = path.display().to_string();
        let hits = bytes.windows(path.len()).filter(|window| *window == path.as_bytes());
        found = found.saturating_add(hits.count());
    }
    Ok(found)
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    Ok(PathBuf::from(std::env::var_os("HOME").context("no HOME")?).join(".cargo"))
}
