//! Counters that survive a crash.
//!
//! An app that keeps its base key over a restart must keep its counters too, or it encrypts
//! two frames under one nonce. This program encrypts in a process of its own, kills that
//! process in the middle, starts it again with the same key, and shows that no counter comes
//! twice: `cargo run -p restart`. With `--crashes 3000` it takes a minute and kills at 3000 points.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use frameseal::{BaseKey, CipherSuite, Encryptor, EncryptorConfig, Header, KeyId};
use rand::Rng;

mod file_counters;
use file_counters::FileCounters;

/// Kills an app again and again while it encrypts, and shows that no counter comes twice.
#[derive(Parser)]
struct Cli {
    /// How often the encrypting process is killed
    #[arg(long, default_value_t = 5)]
    crashes: usize,
    /// Is the app: encrypts until it is killed, with its counters in this folder
    #[arg(long, hide = true)]
    counters: Option<PathBuf>,
}

/// Frames seen of each process before it is killed, at most.
const FRAMES: usize = 2000;

fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.counters {
        Some(folder) => encrypt_until_killed(&folder),
        None => survive_crashes(cli.crashes),
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
        writeln!(out, "{};", header.counter)?;
    }
}

fn survive_crashes(crashes: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (mut seen, mut random) = (HashSet::new(), rand::rng());
    for life in 1..=crashes {
        let mut app = Command::new(std::env::current_exe()?)
            .arg("--counters")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()?;
        let counters = BufReader::new(app.stdout.take().context("its output is piped")?);
        let (mut first, mut last, mut is_killed) = (None, 0, false);
        let dies_after = random.random_range(1..=FRAMES);
        for (frame, line) in counters.lines().enumerate() {
            // It goes on until the signal comes, and what it wrote until then counts too. The
            // last line may be cut.
            if frame == dies_after {
                app.kill()?;
                is_killed = true;
            }
            let line = line?;
            let Some(counter) = line.strip_suffix(';') else { break };
            last = counter.parse::<u64>()?;
            first.get_or_insert(last);
            ensure!(seen.insert(last), "counter {last} came twice");
        }
        let end = app.wait()?;
        ensure!(is_killed && !end.success(), "the app ended by itself: {end}");
        let first = first.context("the app was killed before it encrypted")?;
        if life <= 5 || life == crashes {
            println!("life {life}: counters {first} to {last}, then killed");
        }
    }
    println!("{} frames, {crashes} crashes, no counter twice", seen.len());
    Ok(())
}
