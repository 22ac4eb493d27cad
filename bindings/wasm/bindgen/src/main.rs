//! Makes JavaScript and types for a wasm module: what the program `wasm-bindgen` does, with the
//! version that is in Cargo.lock.
//!
//! ```console
//! $ cargo run -p frameseal-bindgen -- MODULE.wasm FOLDER
//! ```

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let module = arguments.next().context("the first argument is the module")?;
    let folder = arguments.next().context("the second argument is the folder to write to")?;
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate(folder)
}
