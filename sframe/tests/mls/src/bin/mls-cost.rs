//! What a join and a leave cost in a group of a real MLS library, in bytes and in CPU time:
//! `cargo run --release -p mls-harness --bin mls-cost`. The result is a Markdown table; the
//! exit status says whether a remaining member gets by with [`MOST_FOR_A_LEAVE`] in one of the
//! libraries.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use frameseal::{
    CipherSuite, Decryptor, DecryptorConfig, EpochBits, GoOver, MlsKeys, MlsKeysConfig,
};
use mls_harness::{Change, Participant, mls_rs, openmls};
use rustix::time::{ClockId, clock_gettime};

/// 5 ms of CPU for a member who remains when one of 1000 leaves: 2 % of one core while
/// somebody leaves four times a second.
const MOST_FOR_A_LEAVE: Duration = Duration::from_millis(5);
const MEMBERS_OF_THAT: usize = 1000;

type Library = fn(&str) -> Result<Box<dyn Participant>>;

/// Measures joins and leaves.
#[derive(Parser)]
struct Arguments {
    /// Sizes of the groups, in members.
    #[arg(long, value_delimiter = ',', default_value = "10,100,1000,10000")]
    members: Vec<usize>,
    /// Joins and leaves in each; their median counts.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// One in so many members has committed since it joined, in groups of 1000 or fewer.
    #[arg(long, default_value_t = 2)]
    every: usize,
    /// The same in larger groups; each such member checks all signatures in the tree, which
    /// makes these groups slow to build.
    #[arg(long, default_value_t = 32)]
    every_of_large: usize,
    /// OpenMLS, mls-rs or both.
    #[arg(long, value_delimiter = ',', default_value = "OpenMLS,mls-rs")]
    libraries: Vec<String>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    println!(
        "| members | library | tree | | commit, bytes | Welcome, bytes | sent to all, MB \
         | committer, ms | remaining, ms | joiner, ms |"
    );
    println!("|--:|---|---|---|--:|--:|--:|--:|--:|--:|");
    let mut required = Vec::new();
    for &members in &arguments.members {
        ensure!(members >= 4, "a group of {members} has nobody to leave it");
        let large = members > MEMBERS_OF_THAT;
        let every = if large { arguments.every_of_large } else { arguments.every };
        for name in &arguments.libraries {
            let library = match name.as_str() {
                "OpenMLS" => openmls,
                "mls-rs" => mls_rs,
                other => bail!("{other} is not known; OpenMLS and mls-rs are"),
            };
            let group = Group::filled(library, members, every, name)?;
            let state = format!("1 in {every} has committed");
            let leave = measure(group, members, &state, arguments.rounds)?;
            if members == MEMBERS_OF_THAT {
                required.push((name, leave));
            }
            let group = Group::batch(library, members)?;
            measure(group, members, "all added at once", arguments.rounds)?;
        }
    }
    println!();
    for &(name, leave) in &required {
        println!(
            "A leave from {MEMBERS_OF_THAT} members costs a remaining member {} ms of CPU with \
             {name}.",
            ms(leave),
        );
    }
    let met = required.iter().any(|&(_, leave)| leave <= MOST_FOR_A_LEAVE);
    ensure!(met || required.is_empty(), "{} ms are allowed", ms(MOST_FOR_A_LEAVE));
    Ok(())
}

/// A group of which two members run: one who commits, and one who remains.
struct Group {
    library: Library,
    made: usize,
    committer: Running,
    remaining: Running,
}

impl Group {
    /// Everybody is added by one commit. No keys are on the inner nodes of the tree then, so
    /// the next commit is encrypted to each member alone.
    fn batch(library: Library, members: usize) -> Result<Self> {
        let mut committer = Running::new(library, "founder")?;
        committer.mls.create()?;
        committer.take_keys()?;
        let mut remaining = Running::new(library, "remaining")?;
        let mut adds = leaves(library, 1, members.saturating_sub(2))?;
        adds.push(remaining.mls.key_package()?);
        let sent = committer.mls.commit(Change { adds: &adds, ..Change::default() })?;
        committer.take_keys()?;
        remaining.mls.join(&sent.welcome.context("a Welcome")?)?;
        remaining.take_keys()?;
        Ok(Self { library, made: members, committer, remaining })
    }

    /// Members come in small batches, and the last of each batch commits, which puts keys on
    /// its path: the inner nodes have keys, down to those of the batches.
    fn filled(library: Library, members: usize, every: usize, name: &str) -> Result<Self> {
        let started = Instant::now();
        let mut committer = Running::new(library, "founder")?;
        committer.mls.create()?;
        let (mut made, mut last) = (1_usize, None);
        while made < members {
            let count = every.min(members.saturating_sub(made));
            let mut next = Running::new(library, &format!("member {made}"))?;
            let mut adds = leaves(library, made.saturating_add(1), count.saturating_sub(1))?;
            adds.push(next.mls.key_package()?);
            let change = Change { adds: &adds, ..Change::default() };
            let welcome = committer.mls.commit(change)?.welcome.context("a Welcome")?;
            next.mls.join(&welcome)?;
            let update = next.mls.commit(Change::default())?;
            committer.mls.process(&update.commit)?;
            last = Some(std::mem::replace(&mut committer, next));
            made = made.saturating_add(count);
            progress(&format!("{name}: {made} of {members} members, {:.0?}", started.elapsed()));
        }
        progress("");
        let mut remaining = last.context("more than one member")?;
        committer.take_keys()?;
        remaining.take_keys()?;
        Ok(Self { library, made, committer, remaining })
    }
}

/// Lets somebody leave and somebody join, several times, and prints the medians. Gives what
/// a leave cost a member who remains.
fn measure(mut group: Group, members: usize, state: &str, rounds: usize) -> Result<Duration> {
    let (mut leaves, mut joins) = (Vec::new(), Vec::new());
    let running = |group: &Group| -> Result<[u32; 2]> {
        Ok([group.committer.mls.place()?.own_index, group.remaining.mls.place()?.own_index])
    };
    for round in 0..rounds {
        // From all over the tree. A joiner takes the leaf that became blank.
        let at = members.saturating_mul(round).checked_div(rounds).unwrap_or(0);
        let mut leaving = u32::try_from(at)?;
        while running(&group)?.contains(&leaving) {
            leaving = leaving.checked_sub(1).unwrap_or(u32::try_from(members)?.saturating_sub(1));
        }
        let removes = [leaving];
        leaves.push(group.change(Change { removes: &removes, ..Change::default() }, None)?);

        group.made = group.made.saturating_add(1);
        let mut joiner = Running::new(group.library, &format!("member {}", group.made))?;
        let adds = [joiner.mls.key_package()?];
        let change = Change { adds: &adds, ..Change::default() };
        joins.push(group.change(change, Some(&mut joiner))?);
        let place = joiner.mls.place()?;
        ensure!(place.own_index == leaving && usize::try_from(place.members)? == members);
    }
    let library = group.committer.mls.library();
    for (what, costs, joiners) in [("join", &joins, 1), ("leave", &leaves, 0)] {
        let median = |pick: fn(&Cost) -> u64| {
            let mut all: Vec<_> = costs.iter().map(pick).collect();
            all.sort_unstable();
            all.get(all.len() / 2).copied().unwrap_or(0)
        };
        let time = |pick| ms(Duration::from_nanos(median(pick)));
        let (commit, welcome) = (median(|cost| cost.commit), median(|cost| cost.welcome));
        let receivers = u64::try_from(members)?.saturating_sub(2);
        let all = commit.saturating_mul(receivers).saturating_add(welcome);
        let [welcome, joiner] = match joiners {
            0 => [String::new(), String::new()],
            _ => [welcome.to_string(), time(|cost| cost.joiner)],
        };
        println!(
            "| {members} | {library} | {state} | {what} | {commit} | {welcome} | {}.{:03} | {} | {} | {joiner} |",
            all / 1_000_000,
            all % 1_000_000 / 1000,
            time(|cost| cost.committer),
            time(|cost| cost.remaining),
        );
    }
    let mut remaining: Vec<_> = leaves.iter().map(|cost| cost.remaining).collect();
    remaining.sort_unstable();
    let median = remaining.get(remaining.len() / 2).context("at least one round")?;
    Ok(Duration::from_nanos(*median))
}

/// Of one commit: bytes, and nanoseconds of CPU.
struct Cost {
    commit: u64,
    welcome: u64,
    committer: u64,
    remaining: u64,
    joiner: u64,
}

impl Group {
    /// From the wish to the keys for frames, in each role.
    fn change(&mut self, change: Change<'_>, joiner: Option<&mut Running>) -> Result<Cost> {
        let (sent, committer) = timed(|| {
            let sent = self.committer.mls.commit(change)?;
            self.committer.take_keys()?;
            Ok(sent)
        })?;
        let ((), remaining) = timed(|| {
            self.remaining.mls.process(&sent.commit)?;
            self.remaining.take_keys()
        })?;
        let welcome = sent.welcome.unwrap_or_default();
        let mut joiner_time = 0;
        if let Some(joiner) = joiner {
            ((), joiner_time) = timed(|| {
                joiner.mls.join(&welcome)?;
                joiner.take_keys()
            })?;
        }
        let (commit, welcome) = (sent.commit.len().try_into()?, welcome.len().try_into()?);
        Ok(Cost { commit, welcome, committer, remaining, joiner: joiner_time })
    }
}

/// A member whose client runs, with its keys for frames.
struct Running {
    mls: Box<dyn Participant>,
    keys: MlsKeys,
    decryptor: Decryptor,
}

impl Running {
    fn new(library: Library, name: &str) -> Result<Self> {
        let suite = CipherSuite::AES_128_GCM_SHA256_128;
        let keys = MlsKeys::new(MlsKeysConfig::new(suite, EpochBits::new(4)?))?;
        let decryptor = Decryptor::with_config(DecryptorConfig::for_layout(keys.layout()));
        Ok(Self { mls: library(name)?, keys, decryptor })
    }

    fn take_keys(&mut self) -> Result<()> {
        let export = self.mls.export(CipherSuite::AES_128_GCM_SHA256_128)?;
        self.keys.add_epoch(export, GoOver::AtOnce, Duration::ZERO)?;
        self.keys.update(&mut self.decryptor)?;
        self.keys.encryptor(0)?;
        Ok(())
    }
}

/// Key packages of members who do not run: all that a group needs of them.
fn leaves(library: Library, from: usize, count: usize) -> Result<Vec<Vec<u8>>> {
    let numbers = from..from.saturating_add(count);
    numbers.map(|n| library(&format!("member {n}"))?.key_package()).collect()
}

/// Runs something, and gives the CPU time that this process spent on it, in nanoseconds.
fn timed<T>(run: impl FnOnce() -> Result<T>) -> Result<(T, u64)> {
    let spent = || -> Result<Duration> {
        let spent = clock_gettime(ClockId::ProcessCPUTime);
        Ok(Duration::new(spent.tv_sec.try_into()?, spent.tv_nsec.try_into()?))
    };
    let before = spent()?;
    let result = run()?;
    Ok((result, u64::try_from(spent()?.saturating_sub(before).as_nanos())?))
}

fn ms(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{:02}", micros / 1000, micros % 1000 / 10)
}

/// Shows on a terminal how far a group is.
fn progress(text: &str) {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K{text}");
    }
}
