//! A call of Kotlin and Rust, through the operator of `examples/conference`.

use anyhow::{Context, Result, ensure};

use crate::{command, kotlin, output_of, run};

/// The host of the call.
const HOST: &str = "java -jar examples/kotlin-call/target/kotlin-call.jar";

/// What gives away an operator who takes the place of both people.
const REASON: &str = "call codes differ: somebody is in the middle";

/// Runs the call, which must pass, and the one that must fail.
pub(crate) fn test(summaries: &mut Vec<String>) -> Result<()> {
    run("cargo build --release --locked -p conference -p kotlin-call-participant")?;
    kotlin::library_for_jvm()?;
    // Their own tests are in the step `kotlin`.
    if kotlin::maven("-pl :kotlin-call -am package -DskipTests", summaries)?.is_none() {
        return Ok(());
    }
    let output = output_of(HOST)?;
    println!("{output}");
    let verdict = output.lines().find(|line| line.starts_with("✔ PASS"));
    let verdict = verdict.context("the call has no verdict")?;

    let words = format!("{HOST} --control");
    println!("$ {words}");
    let control = command(&words).output()?;
    let output = String::from_utf8(control.stdout)?;
    println!("{output}");
    ensure!(control.status.code() == Some(1), "the control ended with {}", control.status);
    ensure!(output.contains(REASON), "the control failed for another reason");
    summaries.push(format!("kotlin-call: {verdict}; the control failed as it must"));
    Ok(())
}
