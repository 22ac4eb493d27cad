//! The crate `sframe`, each back end in a process of its own (see `benches/peer`).

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};
use frameseal::CipherSuite;

use crate::Case;

/// A running back end.
pub(crate) struct Peer {
    backend: &'static Backend,
    process: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

struct Backend {
    name: &'static str,
    feature: &'static str,
    suites: &'static [u16],
}

/// The suites are those of this table; `sframe` 2.1 has no suite 6, and ring no AES-CTR.
static BACKENDS: [Backend; 2] = [
    Backend { name: "sframe-ring", feature: "ring", suites: &[4, 5] },
    Backend { name: "sframe-rust-crypto", feature: "rust-crypto", suites: &[1, 4, 5] },
];

impl Peer {
    /// Builds and starts every back end.
    pub(crate) fn build_all() -> Result<Vec<Self>> {
        BACKENDS.iter().map(Self::build).collect()
    }

    fn build(backend: &'static Backend) -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("peer/Cargo.toml");
        let program = env::current_exe()?;
        let target = program.ancestors().nth(2).context("not in a cargo target directory")?;
        let target = target.join(format!("peer-{}", backend.feature));
        let built = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["build", "--quiet", "--release", "--locked", "--no-default-features"])
            .args(["--features", backend.feature])
            .arg("--manifest-path")
            .arg(manifest)
            .arg("--target-dir")
            .arg(&target)
            .status()
            .context("cannot run cargo")?;
        ensure!(built.success(), "benches/peer does not build with {}", backend.feature);
        let mut process = Command::new(target.join("release/peer"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start benches/peer")?;
        let requests = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().context("no pipe")?);
        Ok(Self { backend, process, requests, answers })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.backend.name
    }

    pub(crate) fn has(&self, suite: CipherSuite) -> bool {
        self.backend.suites.contains(&suite.id())
    }

    /// Has one round run and gives nanoseconds a frame.
    pub(crate) fn round(&mut self, case: Case) -> Result<f64> {
        let requests = self.requests.as_mut().context("the peer was stopped")?;
        writeln!(requests, "{} {} {}", case.suite.id(), case.bytes, case.operation)?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        answer.trim().parse().with_context(|| format!("{} broke off", self.name()))
    }
}

impl Drop for Peer {
    /// Ends the process by ending its input.
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Err(error) = self.process.wait() {
            eprintln!("{} did not end: {error}", self.name());
        }
    }
}
