//! Tables for people and rows for programs.

use comfy_table::{CellAlignment, Table, presets};
use frameseal::CryptoProvider;

use crate::targets::Target;
use crate::{Case, Figures};

const CSV_HEADER: &str = "suite,bytes,operation,implementation,ns_per_frame";

/// Says on the standard error what everybody took, every candidate for the floor included.
pub(crate) fn print_progress(case: Case, quiet: &[(&'static str, f64)]) {
    let all: Vec<_> = quiet.iter().map(|(name, ns)| format!("{name} {ns:.1}")).collect();
    eprintln!("{case}: {}", all.join(", "));
}

pub(crate) fn print_csv(all: &[Figures]) {
    println!("{CSV_HEADER}");
    for figures in all {
        print_row(figures.case, "frameseal", figures.frameseal);
        print_row(figures.case, "frameseal-c", figures.in_c);
        for &(name, ns) in &figures.peers {
            print_row(figures.case, name, ns);
        }
        print_row(figures.case, "floor", figures.floor.1);
        for &(name, ns) in &figures.sealers {
            print_row(figures.case, name, ns);
        }
    }
}

pub(crate) fn print_table(all: &[Figures]) {
    let mut table = table(&[
        "suite",
        "bytes",
        "operation",
        "frameseal",
        "in C",
        "sframe-ring",
        "sframe-rust-crypto",
        "floor",
        "frameseal ÷ floor",
        "best peer ÷ frameseal",
        "floor is",
    ]);
    for figures in all {
        let peer = |name| figures.peers.iter().find(|peer| peer.0 == name).map(|peer| peer.1);
        let best = figures.peers.iter().map(|peer| peer.1).min_by(f64::total_cmp);
        let (floor_by, floor) = figures.floor;
        table.add_row([
            figures.case.suite.id().to_string(),
            figures.case.bytes.to_string(),
            figures.case.operation.to_string(),
            ns(Some(figures.frameseal)),
            ns(Some(figures.in_c)),
            ns(peer("sframe-ring")),
            ns(peer("sframe-rust-crypto")),
            ns(Some(floor)),
            format!("{:.2}", figures.frameseal / floor),
            best.map_or_else(String::new, |best| format!("{:.2}", best / figures.frameseal)),
            floor_by.to_string(),
        ]);
    }
    println!("{table}\nNanoseconds a frame; the floor of suites 1 and 6 is AES-CTR + HMAC.");
}

/// Prints what seals frames of codecs, beside the plain frame.
pub(crate) fn print_sealer_table(all: &[Figures]) {
    let header = ["codec", "bytes", "operation", "implementation", "ns", "÷ frameseal, suite 4"];
    let mut table = table(&header);
    for figures in all {
        let codec = figures.sealers.first().and_then(|(name, _)| name.split('-').nth(1));
        for &(name, time) in &figures.sealers {
            table.add_row([
                codec.unwrap_or_default().to_owned(),
                figures.case.bytes.to_string(),
                figures.case.operation.to_string(),
                name.to_owned(),
                ns(Some(time)),
                format!("{:.2}", time / figures.frameseal),
            ]);
        }
    }
    if table.row_count() > 0 {
        println!("\n{table}\nEnvelopes in place; the deployed formats between two buffers.");
    }
}

pub(crate) fn print_targets(targets: &[Target]) {
    println!();
    for target in targets {
        let Target { case, of, rule, ns, limit } = target;
        println!(
            "{:6} {case}: {of} {ns:.1} ns, at most {limit:.1} ns = {rule}",
            if target.reached() { "ok" } else { "MISSED" },
        );
    }
}

pub(crate) fn print_provider_csv(all: &[(Case, Vec<(&'static str, f64)>)]) {
    println!("{CSV_HEADER}");
    for (case, providers) in all {
        for &(name, ns) in providers {
            print_row(*case, name, ns);
        }
    }
}

pub(crate) fn print_provider_table(all: &[(Case, Vec<(&'static str, f64)>)]) {
    let names = CryptoProvider::ALL.iter().map(|provider| provider.name);
    let header: Vec<_> = ["suite", "bytes", "operation"].into_iter().chain(names).collect();
    let mut table = table(&[&header[..], &["chosen", "chosen ÷ best"]].concat());
    for (case, providers) in all {
        let chosen = CryptoProvider::fastest_for(case.suite).name;
        let time = |name| providers.iter().find(|one| one.0 == name).map(|one| one.1);
        let best = providers.iter().map(|one| one.1).min_by(f64::total_cmp);
        let ratio = time(chosen).zip(best).map(|(chosen, best)| chosen / best);
        let mut row =
            vec![case.suite.id().to_string(), case.bytes.to_string(), case.operation.to_string()];
        row.extend(providers.iter().map(|one| ns(Some(one.1))));
        row.extend([chosen.to_owned(), ratio.map_or_else(String::new, |r| format!("{r:.2}"))]);
        table.add_row(row);
    }
    println!("{table}\nNanoseconds a frame; chosen is what `CryptoProvider::fastest_for` gives.");
}

fn print_row(case: Case, implementation: &str, ns: f64) {
    let Case { suite, bytes, operation } = case;
    println!("{},{bytes},{operation},{implementation},{ns:.1}", suite.id());
}

fn ns(ns: Option<f64>) -> String {
    ns.map_or_else(String::new, |ns| format!("{ns:.1}"))
}

/// A Markdown table with figures to the right.
fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_header(header);
    for column in table.column_iter_mut() {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
