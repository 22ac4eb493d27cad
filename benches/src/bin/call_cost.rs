//! What joining and leaving cost with built-in call keys: bytes and CPU time.
//!
//! Members are independent of each other, so one real session among `n − 1` others shows what
//! everybody pays: the others are real sessions too, and hear of nobody else. Times are those
//! of the calling thread on the processor, as a median of several.

#![allow(clippy::arithmetic_side_effects)]

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chacha20::ChaCha20Rng;
use clap::Parser;
use cpu_time::ThreadTime;
use frameseal::call::{DeviceIdentity, Kem, MediaKind, Session, SessionConfig};
use rand_core::SeedableRng;

/// Measures joins and leaves with built-in call keys and prints a Markdown table.
#[derive(Parser)]
struct Cli {
    /// Members of the call, by commas; at most 1024
    #[arg(long, value_delimiter = ',', default_values_t = [10, 100, 1000])]
    members: Vec<usize>,
    /// Measurements of each, of which the median is printed
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// What one member spends on something.
#[derive(Clone, Copy, Default)]
struct Spent {
    cpu: Duration,
    sent: usize,
    received: usize,
}

/// One session that is measured, among others who know only it.
struct Star {
    hub: Session,
    others: Vec<Session>,
    now: Duration,
    /// Of the hub.
    spent: Spent,
}

fn join(seed: u64, kem: Kem, now: Duration) -> Result<Session> {
    let mut config = SessionConfig::new(b"measured", "member", seed);
    config.kems = vec![kem];
    config.policy.max_members = frameseal::call::MAX_MEMBERS;
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let identity = DeviceIdentity::generate(&mut rng);
    Ok(Session::join(config, identity, Box::new(rng), now)?)
}

impl Star {
    fn new(others: usize, kem: Kem) -> Result<Self> {
        let now = Duration::from_secs(1);
        let join_all = (0..others).map(|n| join(n as u64 + 1, kem, now));
        let mut others = join_all.collect::<Result<Vec<_>>>()?;
        for other in &mut others {
            while other.poll_outgoing().is_some() {} // they said hello before the hub was there
        }
        Ok(Self { hub: join(0, kem, now)?, others, now, spent: Spent::default() })
    }

    /// Lets time pass with every message delivered at once, and counts what the hub spends.
    fn run(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.now += Duration::from_millis(50);
            let now = self.now;
            self.hub_does(|hub| hub.advance(now));
            for other in &mut self.others {
                other.advance(now);
            }
            while self.pass_messages() {}
        }
    }

    fn pass_messages(&mut self) -> bool {
        let now = self.now;
        let mut any = false;
        while let Some(message) = self.hub.poll_outgoing() {
            any = true;
            self.spent.sent += message.bytes.len();
            for other in &mut self.others {
                if message.to.is_none_or(|to| to == other.id()) {
                    let _not_needed = other.handle(&message.bytes, now);
                }
            }
        }
        for n in 0..self.others.len() {
            while let Some(message) = self.others.get_mut(n).and_then(Session::poll_outgoing) {
                if message.to.is_none_or(|to| to == self.hub.id()) {
                    any = true;
                    self.spent.received += message.bytes.len();
                    self.hub_does(|hub| {
                        let _not_needed = hub.handle(&message.bytes, now);
                    });
                }
            }
        }
        while self.hub.poll_event().is_some() || self.hub.poll_key_change().is_some() {}
        for other in &mut self.others {
            while other.poll_event().is_some() || other.poll_key_change().is_some() {}
        }
        any
    }

    fn hub_does(&mut self, act: impl FnOnce(&mut Session)) {
        let start = ThreadTime::now();
        act(&mut self.hub);
        self.spent.cpu += start.elapsed();
    }

    fn present(&self) -> usize {
        self.hub.members().filter(|member| member.is_present).count()
    }

    /// Measures what `act` and the half second after it cost the hub, less what a half second
    /// of statuses costs anyway.
    fn cost_of(&mut self, act: impl FnOnce(&mut Self) -> Result<()>) -> Result<Spent> {
        let time = Duration::from_millis(700);
        self.spent = Spent::default();
        act(self)?;
        self.run(time);
        Ok(self.spent)
    }
}

fn median(mut all: Vec<Spent>) -> Spent {
    all.sort_unstable_by_key(|spent| spent.cpu);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// Gives what a newcomer, and one who is there, spend on a join, and one who stays on a leave.
fn measure(members: usize, kem: Kem, rounds: usize) -> Result<[Spent; 3]> {
    let mut newcomer = Vec::new();
    for _ in 0..rounds {
        let mut star = Star::new(members.saturating_sub(1), kem)?;
        star.run(Duration::from_secs(8)); // it introduces itself to 256 at a time
        ensure!(star.present() + 1 == members, "{} of {members} are there", star.present() + 1);
        newcomer.push(star.spent);
    }
    let mut star = Star::new(members.saturating_sub(1), kem)?;
    // Members say every 5 s that they are there, from when they were met: not while it is measured.
    star.run(Duration::from_millis(10_200));
    ensure!(star.present() + 1 == members, "{} of {members} are there", star.present() + 1);
    let (mut there, mut stays) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        star.run(Duration::from_millis(4300)); // past the statuses
        let _in_use = star.hub.encryptor(MediaKind::Audio)?;
        let seed = 1_000_000 + round as u64;
        there.push(star.cost_of(|star| {
            star.others.push(join(seed, kem, star.now)?);
            Ok(())
        })?);
        star.run(Duration::from_millis(4300));
        stays.push(star.cost_of(|star| {
            let mut leaver = star.others.pop().context("somebody leaves")?;
            leaver.leave();
            let goodbye = leaver.poll_outgoing().context("and says so")?.bytes;
            star.spent.received += goodbye.len();
            let now = star.now;
            star.hub_does(|hub| {
                let _left = hub.handle(&goodbye, now);
            });
            // All draw fresh keys, and give the hub theirs.
            star.others.iter_mut().for_each(Session::rotate);
            Ok(())
        })?);
        ensure!(star.present() + 1 == members, "{} of {members} stayed", star.present() + 1);
    }
    Ok([median(newcomer), median(there), median(stays)])
}

fn cell(spent: Spent) -> String {
    let kilobytes = |bytes: usize| format!("{:.1}", bytes as f64 / 1000.0);
    let (sent, received) = (kilobytes(spent.sent), kilobytes(spent.received));
    format!("{:.2} ms, {sent} / {received} KB", spent.cpu.as_secs_f64() * 1000.0)
}

fn run(cli: &Cli) -> Result<()> {
    println!(
        "| Exchange | Members | Joining: the newcomer | one who is there | Leaving: one who stays |"
    );
    println!("|---|---|---|---|---|");
    for kem in [Kem::X25519, Kem::XWing] {
        for &members in &cli.members {
            let [newcomer, there, stays] = measure(members, kem, cli.rounds)?.map(cell);
            println!("| {kem:?} | {members} | {newcomer} | {there} | {stays} |");
        }
    }
    println!("\nCPU time of one thread, bytes sent / received, each for one member.");
    Ok(())
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("call_cost: {error:#}");
            ExitCode::FAILURE
        }
    }
}
