//! One receiver, many senders, and a flood of forgeries: what an honest frame waits for.
//!
//! Packets arrive in real time, each at an instant that was drawn beforehand, and wait in line
//! for the one thread that opens them. Of every honest frame it is measured how long opening it
//! took, and how long it was from its arrival until it was open, with all that it waited for. The
//! same traffic is run alone and with forgeries in between.
//!
//! A machine takes the processor away now and then, for milliseconds, and all who arrive meanwhile wait.
//! Where two looks at the clock are further apart than any frame takes, that was such a stall; frames
//! behind it, until the line is empty again, are counted apart as well.

#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chacha20::ChaCha20Rng;
use clap::Parser;
use comfy_table::{Table, presets};
use frameseal::{
    BaseKey, CipherSuite, DEFAULT_MAX_RATCHET_STEPS, Decryptor, DecryptorConfig, Encryptor,
    EncryptorConfig, Header, KeyId, KidLayout, MAX_HEADER_LEN, MemoryCounters, RatchetBits,
    SenderKey,
};
use rand_core::{Rng, SeedableRng};

#[path = "../../../sframe/tests/heap/mod.rs"]
mod heap;

/// 1000 × 50 frames a second, alone and among ten times as many forgeries.
#[derive(Parser)]
struct Cli {
    /// Who sends
    #[arg(long, default_value_t = 1000)]
    senders: u64,
    /// Frames a second of each
    #[arg(long, default_value_t = 50)]
    rate: u64,
    /// Bytes of a frame
    #[arg(long, default_value_t = 160)]
    bytes: usize,
    /// Forgeries for each frame
    #[arg(long, default_value_t = 10)]
    flood: u64,
    /// Forgeries of the dearest kind for each frame
    #[arg(long, default_value_t = 1)]
    dearest: u64,
    /// Seconds of each run
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Fails if honest frames wait longer among forgeries than they may, or memory grows
    #[arg(long)]
    check: bool,
}

/// How many times as long the slowest in a hundred may take among forgeries of each kind.
const MOST_TIMES: f64 = 2.0;

/// Microseconds that the slowest in a hundred may wait but for stalls: a twentieth of the time between two
/// frames of a sender.
const MOST_WAIT: f64 = 1000.0;

/// Longer than twenty times what the dearest frame takes.
const STALL: Duration = Duration::from_micros(200);

/// How many percent of the frames may be behind stalls. Where there are more, it is not only the machine.
const MOST_BEHIND: f64 = 10.0;

const SUITE: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

/// What comes beside the honest frames.
#[derive(Clone, Copy, PartialEq)]
enum Flood {
    None,
    /// As many of each: frames with a bit changed on their way, frames that came before, KIDs that nobody
    /// has, and the next step of a ratchet, which nobody took.
    Mixed,
    /// The dearest there is: each names the farthest step of a ratchet that a receiver follows, and
    /// refusing it costs as many HKDFs. A core refuses about 100 000 a second.
    FarSteps,
}

impl Flood {
    /// Gives the forgeries for each honest frame.
    fn times(self, cli: &Cli) -> u64 {
        match self {
            Self::None => 0,
            Self::Mixed => cli.flood,
            Self::FarSteps => cli.dearest,
        }
    }
}

/// The packets of one tenth of a second, in the order of their arrival.
struct Batch {
    bytes: Vec<u8>,
    packets: Vec<Packet>,
}

struct Packet {
    /// Since the run began.
    arrival: Duration,
    start: usize,
    end: usize,
    is_honest: bool,
}

const BATCHES_PER_SECOND: u64 = 10;

/// Seals what all send and forges what the operator adds.
struct Traffic {
    rng: ChaCha20Rng,
    encryptors: Vec<Encryptor>,
    /// The same senders, one step and as many steps as possible ahead of where they are.
    near: Vec<Encryptor>,
    far: Vec<Encryptor>,
    frame: Vec<u8>,
    /// Some frames that were sent.
    past: Vec<Vec<u8>>,
    honest: u64,
    forged: u64,
}

impl Traffic {
    fn new(cli: &Cli, flood: Flood) -> Result<Self> {
        let counters = Arc::new(MemoryCounters::default());
        let keys = sender_keys(cli)?;
        let at = |steps| -> Result<Vec<Encryptor>> {
            let all = keys.iter().map(|key| {
                let config = EncryptorConfig::with_counters(counters.clone());
                Ok(Encryptor::for_sender(&key.ahead(steps), config)?)
            });
            all.collect()
        };
        let honest = cli.senders * cli.rate / BATCHES_PER_SECOND;
        Ok(Self {
            rng: ChaCha20Rng::seed_from_u64(1),
            encryptors: at(0)?,
            near: at(1)?,
            far: at(DEFAULT_MAX_RATCHET_STEPS)?,
            frame: vec![0x17; cli.bytes],
            past: Vec::new(),
            honest,
            forged: honest * flood.times(cli),
        })
    }

    fn batch(&mut self, number: u64, flood: Flood) -> Result<Batch> {
        let mut drawn = Vec::new();
        for n in 0..self.honest {
            let who = (number * self.honest + n) as usize % self.encryptors.len();
            let from = self.encryptors.get(who).context("a sender")?;
            let sealed = from.encrypt_to_vec(&self.frame, b"")?;
            drawn.push((self.arrival(number), true, sealed));
        }
        for n in 0..self.forged {
            let victim = &drawn.get((n % self.honest) as usize).context("a frame")?.2;
            let forged = self.forge(flood, n, victim)?;
            drawn.push((self.arrival(number), false, forged));
        }
        // Only now: a copy that overtakes its frame would be no repetition.
        if self.past.len() < 1000 {
            self.past.extend(drawn.first().map(|(.., sealed)| sealed.clone()));
        }
        drawn.sort_by_key(|&(arrival, ..)| arrival);
        let (mut bytes, mut packets) = (Vec::new(), Vec::new());
        for (arrival, is_honest, sealed) in drawn {
            let start = bytes.len();
            bytes.extend_from_slice(&sealed);
            packets.push(Packet { arrival, start, end: bytes.len(), is_honest });
        }
        Ok(Batch { bytes, packets })
    }

    /// Draws an instant within a batch.
    fn arrival(&mut self, batch: u64) -> Duration {
        let length = 1_000_000_000 / BATCHES_PER_SECOND;
        Duration::from_nanos(batch * length + self.rng.next_u64() % length)
    }

    fn forge(&mut self, flood: Flood, n: u64, victim: &[u8]) -> Result<Vec<u8>> {
        let random = self.rng.next_u64() as usize;
        let seal = |all: &[Encryptor]| -> Result<Vec<u8>> {
            let from = all.get(random % all.len()).context("a sender")?;
            Ok(from.encrypt_to_vec(&self.frame, b"")?)
        };
        let mut forged = match (flood, n % 4) {
            (Flood::FarSteps, _) => seal(&self.far)?,
            (_, 0) if !self.past.is_empty() => {
                return Ok(self.past.get(random % self.past.len()).context("one")?.clone());
            }
            (_, 1) => seal(&self.near)?,
            (_, 2) => {
                let kid = KeyId::new((1 << 40) | self.rng.next_u64() >> 8);
                let header = Header { kid, counter: self.rng.next_u64() };
                let mut bytes = header.encode(&mut [0; MAX_HEADER_LEN]).to_vec();
                bytes.extend_from_slice(victim);
                bytes
            }
            _ => victim.to_vec(),
        };
        *forged.last_mut().context("a tag")? ^= 1;
        Ok(forged)
    }
}

fn sender_keys(cli: &Cli) -> Result<Vec<SenderKey>> {
    let bits = RatchetBits::new(8)?;
    let keys = (0..cli.senders).map(|n| {
        let secret = [n.to_be_bytes(); 4].concat();
        Ok(SenderKey::new(SUITE, bits, n, BaseKey::new(&secret)?)?)
    });
    keys.collect()
}

/// What one run gave.
#[derive(Default)]
struct Measured {
    /// Nanoseconds that each honest frame took to open, and from its arrival until it was open.
    took: Vec<u64>,
    waited: Vec<u64>,
    /// The same without those behind a stall of the machine.
    waited_undisturbed: Vec<u64>,
    lost: u64,
    forgeries: u64,
    accepted: u64,
    /// Of the receiving thread's time, how much it was opening or refusing.
    busy: f64,
    /// Bytes on the heap that the decryptor has taken since the first second and not given back.
    growth: i64,
}

/// Gives the microseconds that so many of a thousand did not exceed; sorts them.
fn quantile(nanoseconds: &mut [u64], of_thousand: usize) -> f64 {
    nanoseconds.sort_unstable();
    let index = nanoseconds.len().saturating_sub(1) * of_thousand / 1000;
    nanoseconds.get(index).copied().unwrap_or_default() as f64 / 1000.0
}

fn measure(cli: &Cli, flood: Flood) -> Result<Measured> {
    let bits = RatchetBits::new(8)?;
    let config = DecryptorConfig::for_layout(KidLayout::SenderKeys(bits));
    let mut decryptor = Decryptor::with_config(config);
    for key in sender_keys(cli)? {
        decryptor.add_sender_key(key)?;
    }
    let mut measured = Measured::default();
    let (batches, used) = batches(cli, flood)?;
    let mut batch = batches.recv()??;
    let (mut busy, mut looked, mut is_stalled) = (Duration::ZERO, Duration::ZERO, false);
    let start = Instant::now();
    loop {
        for packet in &batch.packets {
            let bytes = batch.bytes.get_mut(packet.start..packet.end).context("a packet")?;
            let mut begun = start.elapsed();
            is_stalled |= begun.saturating_sub(looked) > STALL;
            while begun < packet.arrival {
                std::hint::spin_loop();
                let now = start.elapsed();
                is_stalled = now.saturating_sub(begun) > STALL;
                begun = now;
            }
            let held = heap::live_bytes();
            let is_open = decryptor.decrypt_in_place(bytes, b"").is_ok();
            let done = start.elapsed();
            if packet.arrival > Duration::from_secs(1) {
                measured.growth += heap::live_bytes() - held;
            }
            let took = done.saturating_sub(begun);
            is_stalled |= took > STALL;
            looked = done;
            busy += took;
            match (packet.is_honest, is_open) {
                (true, true) => {
                    let waited = done.saturating_sub(packet.arrival).as_nanos() as u64;
                    measured.took.push(took.as_nanos() as u64);
                    measured.waited.push(waited);
                    if !is_stalled {
                        measured.waited_undisturbed.push(waited);
                    }
                }
                (true, false) => measured.lost += 1,
                (false, is_open) => {
                    measured.forgeries += 1;
                    measured.accepted += u64::from(is_open);
                }
            }
        }
        // As an app does from time to time.
        decryptor.advance(start.elapsed());
        while decryptor.poll_event().is_some() {}
        match batches.recv() {
            // Giving back megabytes takes a millisecond, which no honest frame has to wait for.
            Ok(next) => used.send(std::mem::replace(&mut batch, next?))?,
            Err(_) => break,
        }
    }
    measured.busy = busy.as_secs_f64() / start.elapsed().as_secs_f64();
    Ok(measured)
}

/// Makes batches in a thread of its own, at most a few ahead, and takes them back when they are used.
fn batches(cli: &Cli, flood: Flood) -> Result<(Receiver<Result<Batch>>, Sender<Batch>)> {
    let mut traffic = Traffic::new(cli, flood)?;
    let number = cli.seconds * BATCHES_PER_SECOND;
    let (sender, receiver) = sync_channel(8);
    let (used, back) = channel();
    thread::spawn(move || {
        let _nobody_waits = (0..number).try_for_each(|n| {
            back.try_iter().for_each(drop);
            sender.send(traffic.batch(n, flood))
        });
        drop(sender);
        back.iter().for_each(drop); // until the last is used
    });
    Ok((receiver, used))
}

fn run(cli: &Cli) -> Result<()> {
    ensure!(cli.senders > 0 && cli.rate > 0 && cli.seconds > 1, "nothing is sent");
    ensure!(heap::hooked(), "growth cannot be measured here");
    let header = [
        "beside each frame",
        "honest",
        "lost",
        "forged",
        "accepted",
        "opening, p50",
        "p99",
        "of quiet p99",
        "arrival to open, p50",
        "p99",
        "p99 but for stalls",
        "behind stalls",
        "busy",
        "growth",
    ];
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_header(header);
    let (mut quiet, mut missed) = (None, Vec::new());
    for (name, flood) in [
        ("nothing".to_owned(), Flood::None),
        (format!("{} forgeries of each kind", cli.flood), Flood::Mixed),
        (format!("{} of the dearest forgeries", cli.dearest), Flood::FarSteps),
    ] {
        eprintln!("{} s beside {name} ...", cli.seconds);
        let mut measured = measure(cli, flood)?;
        let p99 = quantile(&mut measured.took, 990);
        let waited = quantile(&mut measured.waited_undisturbed, 990);
        let undisturbed = measured.waited_undisturbed.len() as f64 / measured.waited.len() as f64;
        let behind = (1.0 - undisturbed) * 100.0;
        let times = p99 / *quiet.get_or_insert(p99);
        table.add_row([
            name.clone(),
            measured.took.len().to_string(),
            measured.lost.to_string(),
            measured.forgeries.to_string(),
            measured.accepted.to_string(),
            format!("{:.2} us", quantile(&mut measured.took, 500)),
            format!("{p99:.2} us"),
            format!("{times:.2}"),
            format!("{:.2} us", quantile(&mut measured.waited, 500)),
            format!("{:.2} us", quantile(&mut measured.waited, 990)),
            format!("{waited:.2} us"),
            format!("{behind:.2} %"),
            format!("{:.1} %", measured.busy * 100.0),
            format!("{} bytes", measured.growth),
        ]);
        let mut must = |held: bool, what: String| {
            if !held {
                missed.push(format!("{name}: {what}"))
            }
        };
        must(measured.accepted == 0, format!("{} accepted", measured.accepted));
        must(measured.lost == 0, format!("{} lost", measured.lost));
        must(measured.growth == 0, format!("memory grew by {} bytes", measured.growth));
        must(times <= MOST_TIMES, format!("opening took {times:.2} times as long"));
        must(waited <= MOST_WAIT, format!("frames waited {waited:.0} us"));
        must(behind <= MOST_BEHIND, format!("{behind:.0} % of the frames were behind stalls"));
    }
    println!("{table}");
    ensure!(!cli.check || missed.is_empty(), "{}", missed.join("; "));
    Ok(())
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error:#}");
            ExitCode::FAILURE
        }
    }
}
