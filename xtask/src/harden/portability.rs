//! Other machines: the engine's tests on ARM with its AES instructions and on a big-endian machine,
//! both emulated, and on x86 with 32 bits; a build without an operating system; and static
//! libraries for phones, in which every primitive is Rust.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::Figures;
use super::suites::{LeftOut, Tally, suites, without_timed};
use crate::c_calls::Header;
use crate::{cargo_with_sources, command, need_file, output_of, root, run, run_command};

const FOLDER: &str = "target/harden/portability";

/// What says the same on every machine, since it reads the sources or asks cargo.
const LEFT_OUT: &[LeftOut] = &[
    ("known_attacks", "reads the documentation"),
    ("layers", "reads the sources"),
    ("memory", "counts the bytes of a key on this machine"),
    ("supply", "asks cargo, which is not there"),
];

/// Simulated calls; an emulated machine is 10 to 30 times slower.
const CALLS: u32 = 100;

/// Fewer tests are not the engine's.
const FEWEST: u32 = 400;

/// The suites in which primitives are held to published vectors and to each other.
const PRIMITIVES: &str = "--test vectors --test wycheproof --test providers";
const PRIMITIVE_SUITES: u32 = 3;
const FEWEST_PRIMITIVES: u32 = 15;

/// RustCrypto as it is where a processor has no instructions for it.
const SOFTWARE: &str = "--cfg aes_backend=\"soft\" --cfg polyval_backend=\"soft\"";

struct Machine {
    name: &'static str,
    triple: &'static str,
    compiler: &'static str,
    /// Debian's packages, by a file of each.
    needs: &'static [(&'static str, &'static str)],
    runner: &'static str,
    /// How the engine is built there.
    features: &'static str,
}

const ARM: Machine = Machine {
    name: "aarch64 (emulated)",
    triple: "aarch64-unknown-linux-gnu",
    compiler: "aarch64-linux-gnu-gcc",
    needs: &[
        ("/usr/bin/qemu-aarch64-static", "qemu-user-static"),
        ("/usr/bin/aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
        ("/usr/aarch64-linux-gnu/lib/libc.so", "libc6-dev-arm64-cross"),
    ],
    // Its pointers are signed by a cipher that takes an emulator very long; the other one will do.
    runner: "qemu-aarch64-static -L /usr/aarch64-linux-gnu -cpu max,pauth-impdef=on",
    features: "",
};

const BIG_ENDIAN: Machine = Machine {
    name: "s390x, big-endian (emulated)",
    triple: "s390x-unknown-linux-gnu",
    compiler: "s390x-linux-gnu-gcc",
    needs: &[
        ("/usr/bin/qemu-s390x-static", "qemu-user-static"),
        ("/usr/bin/s390x-linux-gnu-gcc", "gcc-s390x-linux-gnu"),
        ("/usr/s390x-linux-gnu/lib/libc.so", "libc6-dev-s390x-cross"),
    ],
    runner: "qemu-s390x-static -L /usr/s390x-linux-gnu",
    // AWS-LC comes without bindings for it.
    features: "--no-default-features --features std,call",
};

const I686: Machine = Machine {
    name: "i686",
    triple: "i686-unknown-linux-gnu",
    compiler: "i686-linux-gnu-gcc",
    needs: &[
        // Beside the cross compilers, which Debian's gcc-multilib throws out.
        ("/usr/bin/i686-linux-gnu-gcc", "gcc-i686-linux-gnu"),
        ("/usr/i686-linux-gnu/lib/libc.so", "libc6-dev-i386-cross"),
        ("/lib/ld-linux.so.2", "libc6-i386"),
        ("/usr/lib32/libgcc_s.so.1", "lib32gcc-s1"),
    ],
    runner: "",
    features: "",
};

/// Static libraries; no linker of theirs is needed.
const PHONES: [&str; 6] = [
    "aarch64-linux-android",
    "armv7-linux-androideabi",
    "x86_64-linux-android",
    "aarch64-apple-ios",
    "aarch64-apple-ios-sim",
    "aarch64-apple-darwin",
];

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    no_std(figures)?;
    for machine in [ARM, BIG_ENDIAN, I686] {
        machine.prepare()?;
        machine.everything(figures)?;
    }
    arm_instructions(figures)?;
    let header = Header::parse(&fs::read_to_string(root().join("ffi/include/frameseal.h"))?)?;
    for triple in PHONES {
        library(figures, triple, &header)?;
    }
    Ok(())
}

impl Machine {
    fn prepare(&self) -> Result<()> {
        self.needs.iter().try_for_each(|(file, package)| need_file(file, package))?;
        run(&format!("rustup target add {}", self.triple))
    }

    /// Runs all suites that may say something else here.
    fn everything(&self, figures: &mut Figures) -> Result<()> {
        let (suites, count) = suites("sframe/tests", LEFT_OUT)?;
        let skipped = without_timed()?;
        println!("{CALLS} simulated calls, not 2000");
        let features = if self.features.is_empty() { "all providers" } else { self.features };
        let what = format!("{}, {features}", self.name);
        let tally =
            self.tests(self.runner, "", &format!("{} {suites} {skipped}", self.features))?;
        tally.figure(figures, &what, count, FEWEST);
        Ok(())
    }

    fn tests(&self, runner: &str, flags: &str, words: &str) -> Result<Tally> {
        let words = format!(
            "cargo test -p frameseal --locked --no-fail-fast --target {} --target-dir {FOLDER} {words}",
            self.triple
        );
        let mut command = command(&words);
        let variable = self.triple.replace('-', "_");
        let cargo = format!("CARGO_TARGET_{}", variable.to_uppercase());
        command.env(format!("{cargo}_LINKER"), self.compiler);
        command.env(format!("CC_{variable}"), self.compiler);
        command.env(format!("{cargo}_RUSTFLAGS"), flags);
        if !runner.is_empty() {
            command.env(format!("{cargo}_RUNNER"), runner);
        }
        command.env("FRAMESEAL_RUNS", CALLS.to_string());
        // The emulator is slow enough.
        command.env("CARGO_PROFILE_DEV_OPT_LEVEL", "2").env("CARGO_PROFILE_DEV_DEBUG", "false");
        Tally::run(command, &words)
    }
}

/// Proves that RustCrypto takes the processor's AES and carry-less products where it has them, and
/// that it agrees with the vectors without them, too. The emulator writes down what it translates.
fn arm_instructions(figures: &mut Figures) -> Result<()> {
    for (what, flags, wanted) in [("with", "", true), ("without", SOFTWARE, false)] {
        let log = root().join(FOLDER).join(format!("{what}.asm"));
        let logged = format!("{} -d in_asm -D {}-%d", ARM.runner, log.display());
        let words = format!("--no-default-features --features std,call {PRIMITIVES}");
        let tally = ARM.tests(&logged, flags, &words)?;
        let what = format!("aarch64 {what} AES instructions, RustCrypto alone");
        tally.figure(figures, &what, PRIMITIVE_SUITES, FEWEST_PRIMITIVES);
        let (lines, aes, products) = translated(&log)?;
        ensure!(lines > 10_000, "the emulator wrote down only {lines} instructions");
        let got = format!("{aes} AESE/AESD, {products} PMULL of {lines} translated");
        let taken = aes > 0 && products > 0;
        let none = aes == 0 && products == 0;
        let wanted_text = if wanted { "both" } else { "none" };
        figures.add(
            format!("{what}: executed"),
            wanted_text,
            got,
            if wanted { taken } else { none },
        );
    }
    Ok(())
}

/// Counts instructions in the emulator's logs, one of each process: all, AES, carry-less products.
fn translated(log: &Path) -> Result<(usize, usize, usize)> {
    let (mut all, mut aes, mut products) = (0usize, 0usize, 0usize);
    let folder = log.parent().context("the log is in a folder")?;
    let name = log.file_name().context("the log has a name")?.display().to_string();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let is_log = path.file_name().is_some_and(|it| it.display().to_string().starts_with(&name));
        if !is_log {
            continue;
        }
        for line in fs::read_to_string(&path)?.lines() {
            let is = |word: &str| line.split_whitespace().any(|it| it == word);
            all = all.saturating_add(usize::from(line.starts_with("0x")));
            aes = aes.saturating_add(usize::from(is("aese") || is("aesd")));
            products = products.saturating_add(usize::from(is("pmull") || is("pmull2")));
        }
        fs::remove_file(path)?;
    }
    Ok((all, aes, products))
}

/// Builds the program without an operating system, for a processor without 64-bit atomics.
fn no_std(figures: &mut Figures) -> Result<()> {
    let triple = "thumbv7em-none-eabi";
    run(&format!("rustup target add {triple}"))?;
    let words = format!(
        "cargo build --release --locked --manifest-path sframe/tests/no_std/Cargo.toml \
         --target {triple} --target-dir {FOLDER}"
    );
    let mut build = command(&words);
    build.env("CARGO_PROFILE_RELEASE_PANIC", "abort");
    run_command(build, &words)?;
    let bytes = fs::metadata(root().join(FOLDER).join(triple).join("release/libno_std.a"))?.len();
    figures.add(format!("{triple}, no std"), "builds", format!("{bytes} bytes"), bytes > 0);
    Ok(())
}

/// Builds the C library of a phone: complete, and nothing in it is AWS-LC's or ring's.
fn library(figures: &mut Figures, triple: &str, header: &Header) -> Result<()> {
    // Where the standard library cannot be had, it is built like the rest.
    let (cargo, std) = match run(&format!("rustup target add {triple}")) {
        Ok(()) => ("cargo", ""),
        Err(error) => {
            println!("{error}: it is built from its sources");
            (cargo_with_sources()?, "-Zbuild-std=std,panic_unwind")
        }
    };
    let words = format!(
        "{cargo} rustc --release --locked -p frameseal-ffi --lib --crate-type staticlib \
         --no-default-features --target {triple} --target-dir {FOLDER} {std}"
    );
    let mut build = command(&words);
    if !std.is_empty() {
        build.env("RUSTC_BOOTSTRAP", "1");
    }
    if let Some(folder) = cargo.strip_suffix("/cargo") {
        build.env("RUSTC", format!("{folder}/rustc"));
    }
    run_command(build, &words)?;
    let tree = output_of(&format!(
        "cargo tree --locked -p frameseal-ffi --no-default-features -e normal --prefix none \
         --target {triple}"
    ))?;
    let foreign = |line: &&str| line.starts_with("aws-lc") || line.starts_with("ring ");
    let foreign = tree.lines().filter(foreign).count();
    let path = root().join(FOLDER).join(triple).join("release/libframeseal_ffi.a");
    let library = fs::read(&path)?;
    let text = String::from_utf8_lossy(&library);
    let missing = header.functions.iter().filter(|it| !text.contains(it.name.as_str())).count();
    let functions = header.functions.len();
    let got = format!(
        "{} bytes, {missing} of {functions} functions missing, {foreign} foreign crates",
        library.len()
    );
    let wanted = "every function, pure Rust";
    figures.add(format!("{triple}: static library"), wanted, got, missing == 0 && foreign == 0);
    Ok(())
}
