//! The check `constant-time`: no secret decides where the engine branches or which address it reads,
//! as Valgrind sees it in the compiled release build, and the time of a refusal does not tell which
//! byte of a tag is wrong. `sframe/tests/constant_time/README.md` says how.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::Figures;
use crate::{command, need, need_that, output_of, root, run_command};

const FOLDER: &str = "target/harden/constant-time";

const SUPPRESSIONS: &str = "sframe/tests/constant_time/verdicts.supp";

/// The fewest cases and verdicts that there must be, so that nothing passes empty.
const FEWEST_CASES: u64 = 200;
const FEWEST_VERDICTS: u64 = 1200;

/// The fewest bytes of ciphertext, tags, keys and plaintext that must have come out still marked.
const FEWEST_TRACED: u64 = 100_000;

/// dudect takes a |t| of more than 10 for a proof that times differ.
const LIMIT: f64 = 10.0;

/// One way in which the primitives can run.
struct Way {
    name: &'static str,
    /// Of the build that it needs.
    build: &'static Build,
    /// Which cases: those whose names begin so.
    only: &'static str,
    /// Bits of the processor that AWS-LC is told not to use (`OPENSSL_ia32cap`).
    without: Option<&'static str>,
    /// What must be among the functions and files that ran, or it was another way.
    ran: &'static [&'static str],
}

struct Build {
    folder: &'static str,
    flags: &'static str,
}

/// As users build it, but that ciphertext can be made public as it comes out of the cipher.
const DEFAULT: Build = Build { folder: "default", flags: "--cfg constant_time" };

/// As RustCrypto runs where there are no AES, carry-less multiplication or SHA instructions.
const SOFT: Build = Build {
    folder: "soft",
    flags: "--cfg constant_time --cfg aes_backend=\"soft\" --cfg polyval_backend=\"soft\" \
            --cfg sha2_backend=\"soft\"",
};

const WAYS: &[Way] = &[
    Way {
        name: "with AES instructions",
        build: &DEFAULT,
        only: "",
        without: None,
        ran: &["aes_hw_ctr32_encrypt_blocks", "__aesni_gcm_encrypt", "backends/x86_aes.rs"],
    },
    Way {
        name: "RustCrypto in software",
        build: &SOFT,
        only: "",
        without: None,
        ran: &["backends/fixslice/", "backend/soft.rs", "sha256/soft"],
    },
    Way {
        name: "AWS-LC without AES instructions",
        build: &DEFAULT,
        only: "frames: aws-lc",
        // AES and carry-less multiplication; SSSE3 stays.
        without: Some("~0x200000200000000"),
        ran: &["vpaes_ctr32_encrypt_blocks", "gcm_ghash_ssse3"],
    },
    Way {
        name: "AWS-LC in portable C",
        build: &DEFAULT,
        only: "frames: aws-lc",
        // SSSE3 neither.
        without: Some("~0x200020200000000"),
        ran: &["aes_nohw_ctr32_encrypt_blocks", "gcm_ghash_nohw"],
    },
];

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    need("valgrind", "valgrind")?;
    // The requests to Valgrind are made from its headers.
    need_that("libclang", "libclang-dev", || {
        let found = output_of("find /usr/lib -name libclang-[0-9]*.so*");
        found.is_ok_and(|paths| !paths.is_empty())
    })?;
    for build in [&DEFAULT, &SOFT] {
        build.make()?;
    }
    controls(figures)?;
    let mut whole = None;
    for way in WAYS {
        let counted = secrets(way, figures)?;
        whole = whole.or(Some(counted));
    }
    let said = DEFAULT.watched("secrets --none", None, "none")?;
    let Counted { cases, reports, .. } = said.summary()?;
    let all = whole.map_or(0, |counted: Counted| counted.cases);
    let got = format!("{reports} in {cases} cases");
    figures.add("reports with nothing secret", "0", got, reports == 0 && cases == all);
    clock(figures)
}

/// What must be reported, each by itself.
fn controls(figures: &mut Figures) -> Result<()> {
    let said = DEFAULT.watched("controls", None, "controls")?;
    let reported = said.cases()?.iter().filter(|case| case.reports > 0).count();
    let all = said.summary()?.cases;
    figures.add(
        "controls reported",
        "3 of 3",
        format!("{reported} of {all}"),
        (reported, all) == (3, 3),
    );
    Ok(())
}

/// Runs cases in one way, and compares reports with verdicts.
fn secrets(way: &Way, figures: &mut Figures) -> Result<Counted> {
    way.is_taken()?;
    let words = format!("secrets --only \"{}\"", way.only);
    let said = way.build.watched(&words, way.without, way.build.folder)?;
    let counted = said.summary()?;
    let Counted { cases, reports, verdicts, traced } = counted;
    ensure!(traced >= FEWEST_TRACED, "{}: only {traced} bytes came from secrets", way.name);
    if way.only.is_empty() {
        ensure!(cases >= FEWEST_CASES && verdicts >= FEWEST_VERDICTS, "there are cases missing");
    }
    let known = said.suppressed("verdict: ")?;
    for case in said.cases()?.iter().filter(|case| case.reports > 0) {
        println!("{}: {} reports", case.name, case.reports);
    }
    let what = format!("{}: reports besides verdicts, in {cases} cases", way.name);
    figures.add(what, "0", reports.to_string(), reports == 0);
    let what = format!("{}: branches on verdicts, of {verdicts} given", way.name);
    figures.add(what, verdicts.to_string(), known.to_string(), known == verdicts);

    // One answer may be looked at twice, and no more often.
    let again = said.suppressed("passed on: ")?;
    let limit = said
        .suppressed("verdict: AES-GCM of RustCrypto")?
        .saturating_add(said.suppressed("verdict: AES-GCM in HPKE")?);
    let what = format!("{}: of these looked at a second time", way.name);
    figures.add(what, format!("at most {limit}"), again.to_string(), again <= limit);
    Ok(counted)
}

/// Times refusals with no Valgrind around.
fn clock(figures: &mut Figures) -> Result<()> {
    let said = output_of(&format!("{} clock", DEFAULT.program()))?;
    println!("{said}");
    let (mut worst, mut count) = (0.0f64, 0u32);
    let (mut worst_alike, mut alike) = (0.0f64, 0u32);
    for line in said.lines().filter_map(|line| line.strip_prefix("clock: ")) {
        let t = line.split_once("t = ").and_then(|(_, rest)| rest.split(',').next());
        let t: f64 = t.context("a comparison without t")?.parse()?;
        if line.starts_with("first against last byte") {
            (worst, count) = (worst.max(t.abs()), count.saturating_add(1));
        } else if line.starts_with("first byte against itself") {
            (worst_alike, alike) = (worst_alike.max(t.abs()), alike.saturating_add(1));
        } else if line.starts_with("control") {
            let got = format!("|t| = {:.1}", t.abs());
            figures.add("clock: a comparison that ends early", "|t| > 10", got, t.abs() > LIMIT);
        } else if line.starts_with("good against bad tag") {
            println!("by design a refusal takes another time than an opened frame: {line}");
        } else {
            bail!("an unknown line: {line}");
        }
    }
    for (what, worst, count) in [
        ("the same byte twice (the clock itself)", worst_alike, alike),
        ("first against last byte of a tag", worst, count),
    ] {
        let what = format!("clock: {what}, worst of {count}");
        let got = format!("|t| = {worst:.1}");
        figures.add(what, "|t| < 10", got, worst < LIMIT && count >= 8);
    }
    Ok(())
}

impl Build {
    fn make(&self) -> Result<()> {
        let words = format!(
            "cargo build --release --locked -p constant-time --features valgrind \
             --target-dir {FOLDER}/{}",
            self.folder
        );
        let mut build = command(&words);
        build.env("RUSTFLAGS", self.flags);
        run_command(build, &words)
    }

    fn program(&self) -> String {
        format!("{}/{FOLDER}/{}/release/constant-time", root().display(), self.folder)
    }

    /// Runs the program under Valgrind.
    fn watched(&self, words: &str, without: Option<&str>, log: &str) -> Result<Said> {
        let log = root().join(FOLDER).join(format!("{log}.log"));
        let arguments = format!(
            "--error-limit=no --num-callers=40 --leak-check=no --expensive-definedness-checks=yes \
             --show-error-list=yes --suppressions={SUPPRESSIONS} --log-file={}",
            log.display()
        );
        let out = self.under(&arguments, words, without)?;
        Ok(Said { out, log: fs::read_to_string(&log)? })
    }

    fn under(&self, arguments: &str, words: &str, without: Option<&str>) -> Result<String> {
        let shown = format!("valgrind {arguments} {} {words}", self.program());
        println!("$ {shown}");
        let mut valgrind = Command::new("valgrind");
        valgrind.current_dir(root()).args(arguments.split_whitespace()).arg(self.program());
        // One argument may be quoted.
        for (at, word) in words.split('"').enumerate() {
            match at % 2 {
                0 => valgrind.args(word.split_whitespace()),
                _ => valgrind.arg(word),
            };
        }
        if let Some(bits) = without {
            valgrind.env("OPENSSL_ia32cap", bits);
        }
        let output = valgrind.output()?;
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`{shown}` ended with {}\n{errors}", output.status);
        Ok(String::from_utf8(output.stdout)?)
    }
}

impl Way {
    /// Says whether the primitives run in this way: Callgrind knows what was called.
    fn is_taken(&self) -> Result<()> {
        let profile = root().join(FOLDER).join("callgrind.out");
        let arguments = format!("--tool=callgrind --callgrind-out-file={}", profile.display());
        self.build.under(&arguments, "secrets --only \"frames:\"", self.without)?;
        let profile = fs::read_to_string(&profile)?;
        for part in self.ran {
            ensure!(profile.contains(part), "{}: nothing called {part} ran", self.name);
        }
        Ok(())
    }
}

/// What the program and Valgrind said.
struct Said {
    out: String,
    log: String,
}

struct Case {
    name: String,
    reports: u64,
}

#[derive(Clone, Copy)]
struct Counted {
    cases: u64,
    reports: u64,
    verdicts: u64,
    traced: u64,
}

impl Said {
    fn cases(&self) -> Result<Vec<Case>> {
        let lines = self.out.lines().filter_map(|line| line.strip_prefix("case: "));
        let cases = lines.map(|line| {
            let (name, counts) = line.rsplit_once(": ").context("a case without counts")?;
            let (reports, _) = counts.split_once(" reports").context("a case without reports")?;
            Ok(Case { name: name.to_owned(), reports: reports.parse()? })
        });
        cases.collect()
    }

    fn summary(&self) -> Result<Counted> {
        let line = self.out.lines().find_map(|line| line.strip_prefix("cases: "));
        let line = line.context("the program did not come to its end")?;
        let mut numbers = line.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
        let mut next = || -> Result<u64> { Ok(numbers.next().context("a number")?.parse()?) };
        Ok(Counted { cases: next()?, reports: next()?, verdicts: next()?, traced: next()? })
    }

    /// Adds up how often suppressions were used whose names begin so.
    fn suppressed(&self, name: &str) -> Result<u64> {
        let mut sum = 0u64;
        // `--123-- used_suppression:     45 name /path/file.supp:6 suppressed: …`
        for line in self.log.lines() {
            let Some((_, used)) = line.split_once("used_suppression:") else { continue };
            let (count, rest) = used.trim().split_once(' ').context("a suppression by name")?;
            if rest.trim().starts_with(name) {
                sum = sum.saturating_add(count.parse()?);
            }
        }
        Ok(sum)
    }
}
