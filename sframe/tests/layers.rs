//! Holds the engine's source to its architecture: layers, no unsafe code, small files, and one
//! file that hands out secrets.
//!
//! The layers are read from lib.rs, where each has a comment `// 2 Primitives: …` and its `mod`
//! lines below. A module may name modules of the layers above its own and, since rustfmt sorts
//! the lines inside a layer, those neighbours in its own layer that do not name it back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// An error names the key it is about, and making a key id can fail: the two words define
/// each other. No other pair of modules may.
const MUTUAL: [&str; 2] = ["error", "key_id"];

/// Edges that must at least be seen, so that a parser that finds nothing cannot pass.
const FEWEST_EDGES: usize = 45;

const LARGEST_FILE: usize = 25 * 1024;

#[test]
fn no_module_names_one_of_a_later_layer() {
    let sources = sources();
    let order = order(&sources["lib.rs"]);
    let files: BTreeSet<_> = sources.keys().map(|path| top(path)).collect();
    let declared: BTreeSet<_> = order.keys().map(String::as_str).chain(["lib"]).collect();
    assert_eq!(files, declared, "every file belongs to a module of lib.rs");

    let edges = edges(&sources);
    println!("{} modules, {} edges", order.len(), edges.len());
    assert!(edges.len() >= FEWEST_EDGES, "only {} edges seen", edges.len());
    assert_eq!(violations(&order, &edges), Vec::<String>::new());
    let [a, b] = MUTUAL.map(str::to_owned);
    assert!(
        edges.contains(&(a.clone(), b.clone())) && edges.contains(&(b, a)),
        "MUTUAL is out of date"
    );
}

#[test]
fn an_upward_an_unknown_and_a_circular_edge_are_found() {
    let lib =
        "// 0 Words: a.\nmod low;\n// 1 More.\nmod mid;\nmod side;\n// 2 Top.\npub mod high;\n";
    let order = order(lib);
    for (path, text, expected) in [
        ("low.rs", "use crate::high::Thing;", Some("low -> high")),
        ("low.rs", "fn f() { crate::mid::f(); }", Some("low -> mid")),
        ("low/deep.rs", "use super::super::high;", Some("low -> high")),
        ("low.rs", "use super::{mid::{A, B}, low};", Some("low -> mid")),
        ("low.rs", "mod inner {\n    use super::super::mid;\n}", Some("low -> mid")),
        ("high.rs", "use crate::{low, nowhere::X};", Some("high -> nowhere")),
        ("high.rs", "use crate::Reexport;", Some("high -> Reexport")),
        ("mid.rs", "use crate::side;", Some("mid -> side")), // and side names mid, below
        ("high.rs", "use crate::{low, mid::{high, X}};", None),
        ("low/deep.rs", "use super::high;", None), // low's own `high`
        ("low.rs", "mod inner {\n    use super::high;\n}", None),
        ("low.rs", "// crate::high\nconst S: &str = \"crate::high\";", None),
        ("low.rs", "#[cfg(test)]\nmod tests {\n    use crate::high;\n}", None),
    ] {
        let sources = [(path, text), ("side.rs", "use crate::mid;")];
        let sources = sources.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
        let found = violations(&order, &edges(&sources));
        assert_eq!(found.first().map(String::as_str), expected, "{text}");
    }
}

#[test]
fn the_engine_is_safe_code_without_std() {
    let sources = sources();
    for attribute in ["#![forbid(unsafe_code)]", "#![no_std]"] {
        assert!(sources["lib.rs"].lines().any(|line| line == attribute), "{attribute}");
    }
    for (path, text) in &sources {
        let code = without_comments(text);
        let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        assert!(words.all(|word| word != "unsafe"), "unsafe code in {path}");
    }
}

#[test]
fn files_stay_readable() {
    for (path, text) in &sources() {
        assert!(text.len() <= LARGEST_FILE, "{path} has {} bytes", text.len());
    }
}

#[test]
fn one_file_hands_out_secrets() {
    let sources = sources();
    let exposing = |text: &String| without_comments(text).contains("fn expose");
    let files: Vec<_> = sources.iter().filter(|(_, text)| exposing(text)).collect();
    assert_eq!(files.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["secret.rs"]);
}

/// Every source file of the engine by its path below src.
fn sources() -> BTreeMap<String, String> {
    fn read(root: &Path, dir: &Path, into: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(root, &path, into);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                assert!(name.ends_with(".rs"), "{name} is no source file");
                into.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    read(&root, &root, &mut sources);
    sources
}

/// Reads from lib.rs which layer each module is in.
fn order(lib: &str) -> BTreeMap<String, usize> {
    let (mut layer, mut order) = (None, BTreeMap::new());
    for line in lib.lines() {
        let number = line.strip_prefix("// ").and_then(|text| text.split(' ').next());
        if let Some(number) = number.and_then(|word| word.parse().ok()) {
            assert!(layer < Some(number), "layers count upwards: {line}");
            layer = Some(number);
        }
        let name = line.trim_start_matches("pub ").strip_prefix("mod ");
        if let Some(name) = name.and_then(|rest| rest.strip_suffix(';')) {
            order.insert(name.to_owned(), layer.expect("a module stands below its layer"));
        }
    }
    order
}

/// Which top-level module names which other.
fn edges(sources: &BTreeMap<String, String>) -> BTreeSet<(String, String)> {
    let mut edges = BTreeSet::new();
    for (path, text) in sources.iter().filter(|(path, _)| *path != "lib.rs") {
        let from = top(path);
        let to = references(path.split('/').count(), text);
        edges.extend(to.into_iter().filter(|to| to != from).map(|to| (from.to_owned(), to)));
    }
    edges
}

fn violations(order: &BTreeMap<String, usize>, edges: &BTreeSet<(String, String)>) -> Vec<String> {
    let bad = |(from, to): &&(String, String)| match (order.get(from), order.get(to)) {
        (Some(here), Some(there)) if here == there => {
            MUTUAL != [&**from, &**to] && MUTUAL != [&**to, &**from] && reaches(edges, to, from)
        }
        (Some(here), Some(there)) => there > here,
        _ => true,
    };
    edges.iter().filter(bad).map(|(from, to)| format!("{from} -> {to}")).collect()
}

fn reaches(edges: &BTreeSet<(String, String)>, start: &str, goal: &str) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(at) = open.pop() {
        if seen.insert(at) {
            open.extend(edges.iter().filter(|(from, _)| from == at).map(|(_, to)| to.as_str()));
        }
    }
    seen.contains(goal)
}

/// The module of lib.rs that a file belongs to.
fn top(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// What follows the crate root in the paths of a file that lies `depth` modules deep, tests
/// left out: after `crate::`, and after as many `super::` as lead there.
fn references(depth: usize, text: &str) -> BTreeSet<String> {
    let code = without_comments(text);
    let (mut found, mut inline) = (BTreeSet::new(), Vec::<(&str, bool)>::new());
    let (mut offset, mut test) = (0, false);
    for line in code.split_inclusive('\n') {
        let (indent, words) = line.split_at(line.len() - line.trim_start().len());
        let in_test = inline.iter().any(|&(_, test)| test);
        if words.contains("mod ") && words.ends_with("{\n") {
            inline.push((indent, test));
        } else if words.starts_with('}') && inline.last().is_some_and(|&(at, _)| at == indent) {
            inline.pop();
        } else if !in_test {
            for root in ["crate::".to_owned(), "super::".repeat(depth + inline.len())] {
                for (at, _) in line.match_indices(&root) {
                    let longer = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
                    if !line[..at].ends_with(longer) {
                        heads(&code[offset + at + root.len()..], &mut found);
                    }
                }
            }
        }
        test = words.starts_with("#[cfg(test)]") || words.starts_with("#[cfg(all(test");
        offset += line.len();
    }
    found
}

/// The first names of a path: one, or several in braces.
fn heads(path: &str, found: &mut BTreeSet<String>) {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        found.insert(name(path));
        return;
    };
    let (mut level, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => level += 1,
            ',' | '}' if level == 0 => {
                found.insert(name(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => level -= 1,
            _ => {}
        }
    }
    found.remove(""); // behind a trailing comma
}

/// Drops comments and what is in strings.
fn without_comments(text: &str) -> String {
    for odd in ["/*", " r\"", "(r\"", "r#\""] {
        assert!(!text.contains(odd), "{odd} is not understood here");
    }
    let (mut code, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['/', '"']) {
        let (before, from) = rest.split_at(at);
        code.push_str(before);
        rest = if from.starts_with("//") {
            &from[from.find('\n').unwrap_or(from.len())..]
        } else if from.starts_with('"') && !before.ends_with('\'') {
            let mut escaped = false;
            let end = from[1..].find(|c| {
                let closes = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                closes
            });
            code.push_str("\"\"");
            &from[end.expect("a string ends") + 2..]
        } else {
            code.push_str(&from[..1]);
            &from[1..]
        };
    }
    code + rest
}
