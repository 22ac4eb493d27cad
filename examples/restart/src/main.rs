//! Counters that survive a crash.
//!
//! An app that keeps its base key over a restart must keep its counters too, or it encrypts
//! two frames under one nonce. This program encrypts in a process of its own, kills that
//! process in the middle, starts it again with the same key, and shows that no counter comes
//! twice: `cargo run -p restart`.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use frameseal::{BaseKey, CipherSuite, Encryptor, EncryptorConfig, Header, KeyId};

mod file_counters;
use file_counters::FileCounters;

/// How often the encrypting process is killed.
const CRASHES: usize = 5;

/// Frames seen of each process before it is killed.
const FRAMES: usize = 2000;

fn main() -> Result<()> {
    match std::env::args_os().nth(1) {
        Some(folder) => encrypt_until_killed(Path::new(&folder)),
        None => survive_crashes(),
    }
}

/// The app: encrypts frame after frame and prints the counter of each.
fn encrypt_until_killed(folder: &Path) -> Result<()> {
    let suite = CipherSuite::AES_128_GCM_SHA256_128;
    let base_key = BaseKey::new(&[0x42; 32])?; // from the app's key storage
    let mut config = EncryptorConfig::with_counters(Arc::new(FileCounters::open(folder)?));
    config.lease = 256;
    let encryptor = Encryptor::with_config(suite, KeyId::new(7), base_key, config)?;
    let mut out = std::io::stdout().lock();
    loop {
        let sealed = encryptor.encrypt_to_vec(b"a frame", b"")?;
        let (header, _) = Header::parse(&sealed)?;
        writeln!(out, "{}", header.counter)?;
    }
}

fn survive_crashes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut seen = HashSet::new();
    for life in 1..=CRASHES {
        let mut app = Command::new(std::env::current_exe()?)
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()?;
        let counters = BufReader::new(app.stdout.take().context("its output is piped")?);
        let (mut first, mut last) = (None, 0);
        for line in counters.lines().take(FRAMES) {
            last = line?.parse::<u64>()?;
            first.get_or_insert(last);
            ensure!(seen.insert(last), "counter {last} came twice");
        }
        app.kill()?;
        app.wait()?;
        println!("life {life}: counters {} to {last}, then killed", first.unwrap_or(0));
    }
    println!("{} frames, {CRASHES} crashes, no counter twice", seen.len());
    Ok(())
}
