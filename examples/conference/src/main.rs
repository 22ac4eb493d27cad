//! An end-to-end encrypted call on real media, through an operator that forwards, records and
//! attacks it.
//!
//! ```text
//! sender ── encrypt ── RTP ──▶ operator (own process) ──▶ RTP ── decrypt ── receiver
//!    │                         drops, flips, forges,                          │
//!    └── ledger of every frame  splices, replays, records     judged against ─┘
//! ```
//! Keys come from the members' sessions, whose messages go through the operator as well; formats
//! with a way of their own are handed theirs inside this process.

// Counting frames and adding times; release builds keep overflow checks.
#![allow(clippy::arithmetic_side_effects)]
// A program has no outside: `pub` says which items its modules show each other.
#![allow(unreachable_pub)]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::{Args, Parser, Subcommand};
use frameseal::CipherSuite;

mod call;
mod flow;
mod format;
mod html;
mod keys;
mod ledger;
mod media;
mod opening;
mod operator;
mod outcome;
mod plan;
mod receiver;
mod sealing;
mod sender;
mod signalling;
mod swap;
mod table;

use format::Format;
use plan::Plan;

/// Runs an end-to-end encrypted call through an operator that attacks it, and shows what came
/// of it. Exit status 0 means: every intact frame was opened, every attack refused, nobody
/// read what they must not, and call codes showed the operator when it stood in between.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(flatten)]
    call: CallArgs,
    #[command(subcommand)]
    process: Option<Process>,
}

#[derive(Args)]
struct CallArgs {
    /// Participants at the start, 2 to 200; one more joins during the call, one leaves
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(2..=200))]
    participants: u16,
    /// IVF, Ogg Opus or Annex B files to send instead of the built-in clips
    #[arg(long, num_args = 1.., value_name = "FILE")]
    media: Vec<PathBuf>,
    /// Length of the call in seconds; clips are repeated or cut to it
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(2..=3600))]
    seconds: u16,
    /// As fast as the machine can, instead of at the pace of a call
    #[arg(long)]
    fast: bool,
    /// What frames are sealed in. All formats travel in SFrame's RTP payload here
    #[arg(long, value_enum, default_value = "sframe")]
    format: Format,
    /// SFrame cipher suite by its IANA number, 1 to 8
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=8))]
    suite: u16,
    /// Senders that each receiver is sent at most, as SFUs limit it in large calls
    #[arg(long, default_value_t = 15)]
    last_n: usize,
    /// Seed of the operator's dice
    #[arg(long, default_value_t = 9605)]
    seed: u64,
    /// Print the result as one JSON object
    #[arg(long)]
    json: bool,
    /// Write report.html and operator.pcap into this folder
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Process {
    /// The operator's process; the call starts it by itself
    #[command(hide = true)]
    Operator {
        #[arg(long, value_enum)]
        format: Format,
        #[arg(long)]
        milliseconds: u64,
        #[arg(long)]
        participants: usize,
        #[arg(long)]
        last_n: usize,
        #[arg(long)]
        reports_to: Option<SocketAddr>,
        #[arg(long)]
        pcap: PathBuf,
        #[arg(long)]
        seed: u64,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.process {
        Some(Process::Operator {
            format,
            milliseconds,
            participants,
            last_n,
            reports_to,
            pcap,
            seed,
        }) => {
            let length = Duration::from_millis(milliseconds);
            let plan = Plan { participants, last_n, length };
            operator::run(format, plan, reports_to, &pcap, seed).map(|()| true)
        }
        None => run_call(&cli.call),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("conference: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs the call, shows its outcome and says whether all went as it must.
fn run_call(args: &CallArgs) -> Result<bool> {
    ensure!(args.last_n >= 1, "--last-n 0 would send nobody anything; give 1 or more");
    let clips = if args.media.is_empty() {
        media::built_in()?
    } else {
        args.media.iter().map(|path| media::Clip::open(path)).collect::<Result<_, _>>()?
    };
    let scratch = tempfile::tempdir().context("cannot make a scratch folder")?;
    let folder = args.report.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;

    let options = call::Options {
        plan: Plan {
            participants: usize::from(args.participants),
            last_n: args.last_n,
            length: Duration::from_secs(u64::from(args.seconds)),
        },
        format: args.format,
        suite: CipherSuite::try_from(args.suite)?,
        fast: args.fast,
        seed: args.seed,
        pcap: folder.join("operator.pcap"),
        show_progress: !args.json,
    };
    let outcome = call::run(&options, clips)?;

    if args.json {
        println!("{}", serde_json::to_string(&outcome)?);
    } else {
        table::print(&outcome);
    }
    if let Some(folder) = &args.report {
        html::write(&outcome, &folder.join("report.html"))?;
        eprintln!("wrote {0}/report.html and {0}/operator.pcap", folder.display());
    }
    Ok(outcome.ok)
}
