//! Measures FrameSeal, the crate `sframe` with two back ends, and the raw primitives as their
//! floor, in one interleaved run.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that goes wrong must stop, and it handles no frame from a network"
)]

use std::fmt;
use std::process::ExitCode;

use anyhow::Result;
use benches::round::{self, Contestant};
use benches::{c_api, engine};
use clap::Parser;
use frameseal::{CipherSuite, CryptoProvider};

mod floor;
mod media;
mod peer;
mod report;
mod targets;

use peer::Peer;

/// Nanoseconds a frame for FrameSeal, the crate `sframe` and the raw AEAD, side by side.
#[derive(Parser)]
struct Options {
    /// Print rows for a program instead of a table.
    #[arg(long)]
    csv: bool,
    /// Fail unless every target that was measured is reached.
    #[arg(long, conflicts_with = "providers")]
    check: bool,
    /// Compare FrameSeal's own providers instead, for every suite.
    #[arg(long)]
    providers: bool,
    /// How often each implementation is measured; its fastest round counts
    #[arg(long, default_value_t = 31, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Measure these suites only, by number.
    #[arg(long, value_delimiter = ',', value_parser = parse_suite)]
    suite: Vec<CipherSuite>,
    /// Measure frames of these sizes only, in bytes.
    #[arg(long, value_delimiter = ',', default_values_t = [100, 160, 1024, 10_240, 40_960, 102_400])]
    bytes: Vec<usize>,
}

impl Options {
    /// Gives what to measure, in the order of the table.
    fn cases(&self, suites: &[CipherSuite]) -> Vec<Case> {
        let suites = if self.suite.is_empty() { suites } else { &self.suite };
        let cases = suites.iter().flat_map(|&suite| {
            self.bytes.iter().flat_map(move |&bytes| {
                let operations = [Operation::Encrypt, Operation::Decrypt];
                operations.map(|operation| Case { suite, bytes, operation })
            })
        });
        cases.collect()
    }
}

fn parse_suite(id: &str) -> Result<CipherSuite> {
    Ok(CipherSuite::try_from(id.parse::<u16>()?)?)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Encrypt,
    Decrypt,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Encrypt => "encrypt",
            Self::Decrypt => "decrypt",
        })
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Case {
    suite: CipherSuite,
    bytes: usize,
    operation: Operation,
}

impl Case {
    fn in_c(self) -> Box<dyn Contestant> {
        match self.operation {
            Operation::Encrypt => Box::new(c_api::Encrypt::new(self.suite, self.bytes)),
            Operation::Decrypt => Box::new(c_api::Decrypt::new(self.suite, self.bytes)),
        }
    }

    fn engine(self, provider: Option<&'static CryptoProvider>) -> Box<dyn Contestant> {
        match self.operation {
            Operation::Encrypt => Box::new(engine::Encrypt::new(self.suite, self.bytes, provider)),
            Operation::Decrypt => Box::new(engine::Decrypt::new(self.suite, self.bytes, provider)),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "suite {} {:6} B {}", self.suite.id(), self.bytes, self.operation)
    }
}

/// What a case was measured at, in nanoseconds a frame.
struct Figures {
    case: Case,
    frameseal: f64,
    /// FrameSeal through the C library.
    in_c: f64,
    /// The raw primitives that won, and their time.
    floor: (&'static str, f64),
    /// Each back end of the crate `sframe` that has the suite.
    peers: Vec<(&'static str, f64)>,
    /// Transparent envelopes and deployed formats.
    sealers: Vec<(&'static str, f64)>,
}

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    if options.providers {
        providers(&options)?;
        return Ok(ExitCode::SUCCESS);
    }
    let figures = side_by_side(&options)?;
    let targets = targets::judge(&figures);
    if options.csv {
        report::print_csv(&figures);
    } else {
        report::print_table(&figures);
        report::print_sealer_table(&figures);
        report::print_targets(&targets);
    }
    let reached = !targets.is_empty() && targets.iter().all(targets::Target::reached);
    if options.check && !reached {
        eprintln!("not every target was measured and reached");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Measures every implementation on every case.
fn side_by_side(options: &Options) -> Result<Vec<Figures>> {
    const SUITES: [CipherSuite; 4] = [
        CipherSuite::AES_128_CTR_HMAC_SHA256_80,
        CipherSuite::AES_128_GCM_SHA256_128,
        CipherSuite::AES_256_GCM_SHA512_128,
        CipherSuite::AES_256_CTR_HMAC_SHA512_80,
    ];
    let mut peers = Peer::build_all()?;
    let mut all = Vec::new();
    for case in options.cases(&SUITES) {
        let mut entrants = vec![
            Entrant::local("frameseal", case.engine(None)),
            Entrant::local("frameseal-c", case.in_c()),
        ];
        for (name, contestant) in floor::candidates(case) {
            entrants.push(Entrant::local(name, contestant));
        }
        let first_peer = entrants.len();
        let sealers = media::sealers(case);
        let first_sealer = first_peer + peers.iter().filter(|peer| peer.has(case.suite)).count();
        for peer in peers.iter_mut().filter(|peer| peer.has(case.suite)) {
            entrants.push(Entrant::new(peer.name(), move || peer.round(case)));
        }
        for (name, sealer) in sealers {
            entrants.push(Entrant::local(name, sealer));
        }
        let mut quiet = measure(&mut entrants, options.rounds)?;
        report::print_progress(case, &quiet);
        let sealers = quiet.split_off(first_sealer);
        let [ours, in_c, others @ ..] = &quiet[..] else { unreachable!("both are first") };
        let (floors, peers) = others.split_at(first_peer - 2);
        let floor = floors.iter().min_by(|a, b| a.1.total_cmp(&b.1)).expect("there is a floor");
        all.push(Figures {
            case,
            frameseal: ours.1,
            in_c: in_c.1,
            floor: *floor,
            peers: peers.to_vec(),
            sealers,
        });
    }
    Ok(all)
}

/// Measures FrameSeal with each of its providers.
fn providers(options: &Options) -> Result<()> {
    let mut all = Vec::new();
    for case in options.cases(&CipherSuite::ALL) {
        let entrants = CryptoProvider::ALL
            .iter()
            .map(|provider| Entrant::local(provider.name, case.engine(Some(provider))));
        let quiet = measure(&mut entrants.collect::<Vec<_>>(), options.rounds)?;
        report::print_progress(case, &quiet);
        all.push((case, quiet));
    }
    if options.csv {
        report::print_provider_csv(&all);
    } else {
        report::print_provider_table(&all);
    }
    Ok(())
}

/// Somebody who can do one round of a case.
struct Entrant<'a> {
    name: &'static str,
    round: Box<dyn FnMut() -> Result<f64> + 'a>,
    rounds: Vec<f64>,
}

impl<'a> Entrant<'a> {
    fn new(name: &'static str, round: impl FnMut() -> Result<f64> + 'a) -> Self {
        Self { name, round: Box::new(round), rounds: Vec::new() }
    }

    fn local(name: &'static str, mut contestant: Box<dyn Contestant>) -> Self {
        Self::new(name, move || Ok(round::ns_per_frame(&mut *contestant)))
    }
}

/// Lets everybody do one round after the other, each time starting with the next one, and
/// gives of each the fastest round.
fn measure(entrants: &mut [Entrant<'_>], rounds: u32) -> Result<Vec<(&'static str, f64)>> {
    for _ in 0..rounds {
        for entrant in &mut *entrants {
            let ns = (entrant.round)()?;
            entrant.rounds.push(ns);
        }
        entrants.rotate_left(1);
    }
    let turned = rounds as usize % entrants.len();
    entrants.rotate_right(turned);
    Ok(entrants.iter_mut().map(|entrant| (entrant.name, fastest(&entrant.rounds))).collect())
}

/// Gives the fastest round. On a machine shared with others rounds come in two kinds,
/// undisturbed and disturbed, and a median falls into either by chance.
fn fastest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}
