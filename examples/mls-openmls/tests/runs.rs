//! The example runs to its end, and says what it is there to show.

use std::process::Command;

#[test]
fn to_its_end() {
    let output = Command::new(env!("CARGO_BIN_EXE_mls-openmls")).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    for what in [" hears \"", " hears nothing: "] {
        assert!(said.contains(what), "nobody{what}:\n{said}");
    }
}
