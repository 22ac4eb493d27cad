//! `cargo xtask harden`: everything that is measured or attacked for longer than CI has time for.
//!
//! Each check gives figures: what was wanted, what came out, and whether that is enough. One that
//! fails does not stop the others; the table at the end has them all, and the exit status says
//! whether each figure was reached. What is only told, or could not be checked here, is marked `--` and
//! counted apart.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, ensure};
use comfy_table::{Cell, ContentArrangement, Table, presets::ASCII_MARKDOWN};

use crate::{root, run};

mod api;
mod constant_time;
mod coverage;
mod figures;
mod fuzz;
mod long_runs;
mod loom;
mod models;
mod msrv;
mod mutants;
mod portability;
mod reproducible;
mod sanitizers;
mod suites;
mod supply;

/// One line of the table.
pub(crate) struct Figure {
    check: &'static str,
    what: String,
    wanted: String,
    got: String,
    /// Nothing where it is told and not judged.
    reached: Option<bool>,
}

/// What the checks found so far.
pub(crate) struct Figures {
    check: &'static str,
    all: Vec<Figure>,
}

impl Figures {
    /// Notes a figure: what it is, what is wanted, what came out, and whether that is enough.
    pub(crate) fn add(
        &mut self,
        what: impl Into<String>,
        wanted: impl Into<String>,
        got: impl Into<String>,
        reached: bool,
    ) {
        self.push(what.into(), wanted.into(), got.into(), Some(reached));
    }

    /// Notes what could not be looked at here, or is for people to judge.
    pub(crate) fn tell(
        &mut self,
        what: impl Into<String>,
        wanted: impl Into<String>,
        got: impl Into<String>,
    ) {
        self.push(what.into(), wanted.into(), got.into(), None);
    }

    fn push(&mut self, what: String, wanted: String, got: String, reached: Option<bool>) {
        println!("{}: {what}: {got} (wanted: {wanted})", self.check);
        self.all.push(Figure { check: self.check, what, wanted, got, reached });
    }
}

/// One check; `name` is its word on the command line.
struct Check {
    name: &'static str,
    why: &'static str,
    run: fn(&mut Figures) -> Result<()>,
}

/// Every check, quick ones first.
const ALL: &[Check] = &[
    Check { name: "figures", why: "what tests in CI hold, by its name", run: figures::check },
    Check { name: "crashes", why: "an app that is killed 3000 times", run: long_runs::crashes },
    Check { name: "load", why: "1000 senders in a flood of forgeries", run: long_runs::load },
    Check {
        name: "browsers",
        why: "a long call, what each browser does",
        run: long_runs::browsers,
    },
    Check {
        name: "sfus",
        why: "LiveKit's and mediasoup's servers, built here",
        run: long_runs::sfus,
    },
    Check { name: "benches", why: "what a frame costs, and where", run: long_runs::benches },
    Check { name: "loom", why: "threads in every order", run: loom::check },
    Check { name: "models", why: "operations in any order, and calls", run: models::check },
    Check { name: "supply", why: "licences, known holes, bill of materials", run: supply::check },
    Check { name: "api", why: "public API and C ABI, against the last tag", run: api::check },
    Check {
        name: "reproducible",
        why: "the same bytes from another folder",
        run: reproducible::check,
    },
    Check {
        name: "msrv",
        why: "each package with the oldest compiler it states",
        run: msrv::check,
    },
    Check {
        name: "sanitizers",
        why: "the tests under ASan, LSan and TSan",
        run: sanitizers::check,
    },
    Check {
        name: "portability",
        why: "the tests on other machines, libraries for phones",
        run: portability::check,
    },
    Check {
        name: "constant-time",
        why: "no secret decides a branch or an address, in the compiled build",
        run: constant_time::check,
    },
    Check { name: "coverage", why: "lines that tests run", run: coverage::check },
    Check { name: "mutants", why: "errors that tests notice", run: mutants::check },
    Check { name: "fuzz", why: "every target ten million times", run: fuzz::check },
];

/// Gives the names of all checks.
pub(crate) fn all_names() -> String {
    ALL.iter().map(|check| check.name).collect::<Vec<_>>().join(", ")
}

/// Runs all checks, or those that are named.
pub(crate) fn harden(names: &[String]) -> Result<()> {
    for name in names {
        let is_known = ALL.iter().any(|check| check.name == name);
        ensure!(is_known, "no check is called {name}: {}", all_names());
    }
    let mut figures = Figures { check: "", all: Vec::new() };
    for check in ALL {
        if !names.is_empty() && !names.iter().any(|name| name == check.name) {
            continue;
        }
        println!("\n=== {} ({})", check.name, check.why);
        let begun = Instant::now();
        figures.check = check.name;
        if let Err(error) = (check.run)(&mut figures) {
            figures.add("runs to its end", "yes", format!("{error:#}"), false);
        }
        println!("=== {} took {} s", check.name, begun.elapsed().as_secs());
    }
    println!("\n{}", table(&figures.all));
    let count = |reached| figures.all.iter().filter(|figure| figure.reached == reached).count();
    let [reached, missed, told] = [Some(true), Some(false), None].map(count);
    println!("harden: {reached} figures reached, {missed} missed, {told} not judged");
    ensure!(missed == 0 && !figures.all.is_empty(), "{missed} figures were missed");
    Ok(())
}

fn table(figures: &[Figure]) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["", "check", "figure", "wanted", "got"]);
    for figure in figures {
        let mark = match figure.reached {
            Some(true) => "ok",
            Some(false) => "MISSED",
            None => "--",
        };
        let cells = [mark, figure.check, &figure.what, &figure.wanted, &figure.got];
        // One line each, whatever an error brought along.
        table.add_row(cells.map(|text| Cell::new(text.replace('\n', " "))));
    }
    table
}

/// Gives a program from crates.io in a fixed version, built once below `target/tools`.
pub(crate) fn tool(package: &str, version: &str) -> Result<PathBuf> {
    let folder = root().join("target/tools").join(format!("{package}-{version}"));
    let program = folder.join("bin").join(package);
    if !program.is_file() {
        let words = format!(
            "cargo install --quiet --locked --version {version} --root {} {package}",
            folder.display()
        );
        run(&words)?;
    }
    ensure!(program.is_file(), "{package} {version} was installed and has no program {package}");
    Ok(program)
}
