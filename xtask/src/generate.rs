//! `cargo xtask generate`: files that are made from others and checked in.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::root;

/// Makes every generated file anew, or says which one is not what would be made.
pub(crate) fn generate(verify: bool) -> Result<()> {
    for (path, text) in [(root().join("ffi/include/frameseal.h"), header()?)] {
        if verify {
            let found = fs::read_to_string(&path).unwrap_or_default();
            ensure!(found == text, "{} is out of date; run `cargo xtask generate`", path.display());
            println!("{} is up to date", path.display());
        } else {
            fs::write(&path, text)?;
            println!("wrote {}", path.display());
        }
    }
    Ok(())
}

/// Makes the C header from the sources of `ffi`.
fn header() -> Result<String> {
    let ffi: PathBuf = root().join("ffi");
    let mut config =
        cbindgen::Config::from_file(ffi.join("cbindgen.toml")).map_err(anyhow::Error::msg)?;
    config.header = Some(fs::read_to_string(ffi.join("header.h"))?.trim_end().to_owned());
    config.after_includes = Some(versions());
    let bindings = cbindgen::Builder::new()
        .with_crate(&ffi)
        .with_config(config)
        .generate()
        .context("cbindgen cannot read ffi/src")?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    let text = String::from_utf8(text)?;
    // Rust's own contract is said once for all in the header's first comment.
    Ok(text.replace(" *\n * # Safety\n * As [the crate](crate) says of all functions.\n", ""))
}

/// Gives the includes and the version macros.
fn versions() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut numbers = version.split('.');
    let mut text =
        String::from("\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n");
    text.push_str(&format!(
        "/** The version of this header; `frameseal_version` gives that of the library. */\n\
         #define FRAMESEAL_VERSION \"{version}\"\n"
    ));
    for part in ["MAJOR", "MINOR", "PATCH"] {
        let number = numbers.next().unwrap_or("0");
        text.push_str(&format!("#define FRAMESEAL_VERSION_{part} {number}\n"));
    }
    text
}
