//! The npm package: wasm, JavaScript and types.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::{cargo_with_sources, command, need, root, run, run_command};

/// Where the package is.
const PACKAGE: &str = "bindings/wasm";

/// Panics become traps and take no messages along: nothing in the engine panics, and no path of
/// the machine that built it is in the module.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none";

/// Builds the package into `bindings/wasm/dist`.
pub(crate) fn package() -> Result<()> {
    need("node", "nodejs")?;
    need("npm", "npm")?;
    npm_ci(PACKAGE)?;
    let module = module()?;
    let made = format!("{PACKAGE}/ts/engine/wasm");
    run(&format!("cargo run --quiet --locked -p frameseal-bindgen -- {module} {made}"))?;
    run(&format!(
        "node {PACKAGE}/node_modules/binaryen/bin/wasm-opt -Oz --all-features \
         --disable-custom-descriptors {made}/frameseal_wasm_bg.wasm -o {made}/frameseal_wasm_bg.wasm"
    ))?;
    run(&format!("node {PACKAGE}/build.mjs"))
}

/// Builds the module, with a standard library that is built for size, and gives its path.
fn module() -> Result<String> {
    let cargo = cargo_with_sources()?;
    let words = format!(
        "{cargo} build --locked -p frameseal-wasm --target wasm32-unknown-unknown --profile wasm \
         -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size --target-dir target/wasm"
    );
    let mut build = command(&words);
    // What is not stable yet is in every compiler, but only nightly ones offer it unasked.
    build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", FLAGS);
    if let Some(folder) = cargo.strip_suffix("/cargo") {
        build.env("RUSTC", format!("{folder}/rustc"));
        need("wasm-ld-19", "lld-19")?;
        build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19");
    }
    run_command(build, &words)?;
    Ok("target/wasm/wasm32-unknown-unknown/wasm/frameseal_wasm.wasm".into())
}

/// Installs what a package.json pins, unless it is there.
pub(crate) fn npm_ci(folder: &str) -> Result<()> {
    let path = root().join(folder);
    let (lock, installed) =
        (path.join("package-lock.json"), path.join("node_modules/.package-lock.json"));
    ensure!(lock.is_file(), "{folder} has no package-lock.json");
    if is_newer(&installed, &lock) {
        return Ok(());
    }
    run(&format!("npm ci --silent --no-audit --no-fund --prefix {folder}"))
}

fn is_newer(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| path.metadata().and_then(|metadata| metadata.modified()).ok();
    time(file).zip(time(than)).is_some_and(|(file, than)| file >= than)
}
