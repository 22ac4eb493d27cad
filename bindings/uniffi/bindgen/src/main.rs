//! What the program `uniffi-bindgen` is, with the version that is in Cargo.lock:
//! `cargo xtask generate` runs it.

fn main() {
    uniffi::uniffi_bindgen_main();
}
