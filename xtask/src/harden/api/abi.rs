//! The C ABI of two headers, compared by abidiff: each function of a header becomes an empty one in a
//! shared library whose debug information has its types. That the real library exports what the
//! header declares is the business of `cargo xtask test c`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use super::super::Figures;
use crate::{command, run};

/// Fewer functions were not all read.
const FEWEST_FUNCTIONS: usize = 180;

/// Changes to the header: what is replaced, by what, and whether that breaks programs.
const CONTROLS: [(&str, &str, &str, bool); 5] = [
    ("a function less", "const char *frameseal_result_message(frameseal_result result);", "", true),
    (
        "another parameter",
        "frameseal_result_message(frameseal_result result);",
        "frameseal_result_message(const char *result);",
        true,
    ),
    ("another field", "    size_t metadata_len;\n", "    uint32_t metadata_len;\n", true),
    (
        "another number",
        "FRAMESEAL_RESULT_SAS_ENDED = 284",
        "FRAMESEAL_RESULT_SAS_ENDED = 285",
        true,
    ),
    (
        "a function more",
        "const char *frameseal_result_message(frameseal_result result);",
        "const char *frameseal_result_message(frameseal_result result);\nint frameseal_more(int of);",
        false,
    ),
];

/// Changes the header, and sees whether that is noticed where it breaks something, and only there.
pub(super) fn controls(figures: &mut Figures, header: &Path, folder: &Path) -> Result<()> {
    let text = fs::read_to_string(header)?;
    let mut right = Vec::new();
    for (what, from, to, breaks) in CONTROLS {
        ensure!(text.contains(from), "the header has no {from}");
        let changed = folder.join("changed").join("frameseal.h");
        fs::create_dir_all(changed.parent().context("no folder")?)?;
        fs::write(&changed, text.replacen(from, to, 1))?;
        if changes(header, &changed, folder)?.is_empty() != breaks {
            right.push(what);
        }
    }
    figures.add(
        "changes of the C ABI that are judged right",
        CONTROLS.len().to_string(),
        format!("{} ({})", right.len(), right.join(", ")),
        right.len() == CONTROLS.len(),
    );
    Ok(())
}

/// Gives what programs that were built with the old header would trip over.
pub(super) fn changes(old: &Path, new: &Path, folder: &Path) -> Result<Vec<String>> {
    let mut changes = Vec::new();
    let (before, after) = (constants(old)?, constants(new)?);
    for (name, value) in &before {
        if after.get(name) != Some(value) {
            changes.push(format!("{name} was {value}, is {:?}", after.get(name)));
        }
    }
    let (old, new) = (library(old, &folder.join("old.so"))?, library(new, &folder.join("new.so"))?);
    let words = format!("abidiff --no-added-syms {} {}", old.display(), new.display());
    println!("$ {words}");
    let output = command(&words).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    print!("{said}");
    // Bits 1 and 2: it could not compare. 4: something changed.
    match output.status.code() {
        Some(0) => {}
        Some(code) if code & 3 == 0 => {
            let lines = said
                .lines()
                .map(str::trim)
                .filter(|line| line.starts_with("[D]") || line.starts_with("[C]"));
            changes.extend(lines.map(str::to_owned));
            ensure!(!changes.is_empty(), "abidiff does not say what changed: {said}");
        }
        _ => bail!("abidiff could not compare: {}", String::from_utf8_lossy(&output.stderr)),
    }
    Ok(changes)
}

/// Makes a shared library of empty functions.
fn library(header: &Path, to: &Path) -> Result<PathBuf> {
    let text = fs::read_to_string(header)?;
    let (_, declared) = text.split_once("extern \"C\" {").context("no extern \"C\"")?;
    let (_, declared) = declared.split_once("#endif").context("no #endif")?;
    let (declared, _) = declared.split_once("#ifdef __cplusplus").context("no end")?;
    let mut source = format!("#include \"{}\"\n", header.display());
    let mut is_comment = false;
    let mut functions = 0usize;
    for line in declared.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        // What is left of the preprocessor's lines is the rest of that of `extern "C"`.
        if !is_comment && !line.starts_with("//") {
            source.push_str(&line.replace(';', " { __builtin_trap(); }"));
            source.push('\n');
            functions = functions.saturating_add(line.matches(';').count());
        }
        is_comment &= !line.ends_with("*/");
    }
    ensure!(functions >= FEWEST_FUNCTIONS, "only {functions} functions were found");
    let file = to.with_extension("c");
    fs::write(&file, source)?;
    run(&format!("gcc -w -g -shared -fPIC -o {} {}", to.display(), file.display()))?;
    Ok(to.to_owned())
}

/// Reads the numbers of enums and `#define`s. Versions change; that is what they are for.
fn constants(header: &Path) -> Result<BTreeMap<String, String>> {
    let mut constants = BTreeMap::new();
    for line in fs::read_to_string(header)?.lines().map(str::trim) {
        let pair = match line.strip_prefix("#define ") {
            Some(define) => define.split_once(' '),
            None => line.strip_suffix(',').and_then(|line| line.split_once(" = ")),
        };
        if let Some((name, value)) = pair
            && name.starts_with("FRAMESEAL_")
            && !name.starts_with("FRAMESEAL_VERSION")
        {
            constants.insert(name.to_owned(), value.to_owned());
        }
    }
    ensure!(constants.len() > 100, "only {} constants were found", constants.len());
    Ok(constants)
}
