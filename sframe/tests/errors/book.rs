//! What was provoked of one enum, and what its source says there is.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

/// The variants of one error enum that a test has seen.
pub(crate) struct Book {
    /// Its source file, below src.
    pub(crate) file: &'static str,
    pub(crate) name: &'static str,
    pub(crate) provoked: BTreeSet<String>,
    unreachable: BTreeSet<&'static str>,
}

impl Book {
    pub(crate) fn of(file: &'static str, name: &'static str) -> Self {
        Self { file, name, provoked: BTreeSet::new(), unreachable: BTreeSet::new() }
    }

    /// Notes an error that came out of a call. Its text must say something of its own, with
    /// `says` in it, and be one line; whoever wraps another error says what that one says.
    pub(crate) fn note(&mut self, error: impl Error, says: &[&str]) {
        let (text, debug) = (error.to_string(), format!("{error:?}"));
        let end = |c: char| !c.is_alphanumeric();
        let variant = debug.split(end).next().unwrap().to_owned();
        assert!(text.len() > 20 && !text.contains('\n'), "{variant}: {text:?}");
        assert_ne!(text, debug, "{variant}");
        assert!(!text.contains("Error") && !text.contains('{'), "{variant}: {text:?}");
        for word in says {
            assert!(text.contains(word), "{variant}: {text:?} does not say {word:?}");
        }
        self.provoked.insert(variant);
    }

    /// Names a variant that nothing from outside leads to, and why it is there all the same.
    pub(crate) fn cannot(&mut self, variant: &'static str, why: &'static str) {
        assert!(!why.is_empty());
        println!("{}::{variant} cannot be provoked: {why}", self.name);
        self.unreachable.insert(variant);
    }
}

/// What a book lacks, or has too much, by the source of its enum.
pub(crate) fn missing(book: &Book, source: &str) -> Vec<String> {
    let all = variants(source, book.name);
    assert!(!all.is_empty(), "{} was not found", book.name);
    let mut wrong = Vec::new();
    for variant in &all {
        let unreachable = book.unreachable.contains(variant.as_str());
        match (book.provoked.contains(variant), unreachable) {
            (false, false) => wrong.push(format!("{variant} is never provoked")),
            (true, true) => wrong.push(format!("{variant} can be provoked, after all")),
            _ => {}
        }
    }
    let named = book.provoked.iter().map(String::as_str).chain(book.unreachable.iter().copied());
    let strange = named.filter(|name| !all.iter().any(|variant| variant == name));
    wrong.extend(strange.map(|name| format!("{name} is no variant")));
    wrong
}

/// The names of the public enums of a source that derive `Error`.
pub(crate) fn error_enums(source: &str) -> Vec<String> {
    let mut derives = false;
    let mut found = Vec::new();
    for line in source.lines() {
        if line.starts_with("#[derive(") {
            let list = line.trim_start_matches("#[derive(").trim_end_matches(")]");
            derives = list.split(", ").any(|name| name == "Error");
        } else if let Some(rest) = line.strip_prefix("pub enum ") {
            if core::mem::take(&mut derives) {
                found.push(rest.trim_end_matches(" {").to_owned());
            }
        } else if !line.starts_with("#[") && !line.starts_with("///") {
            derives = false;
        }
    }
    found
}

/// The variants of an enum, as rustfmt lays them out.
pub(crate) fn variants(source: &str, name: &str) -> Vec<String> {
    let start = format!("pub enum {name} {{");
    let body = source.lines().skip_while(|line| *line != start).skip(1);
    let body = body.take_while(|line| *line != "}");
    let head = body.filter_map(|line| line.strip_prefix("    "));
    let head = head.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    head.map(|line| line.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned()).collect()
}

/// Every source file of the engine by its path below src.
pub(crate) fn sources() -> BTreeMap<String, String> {
    fn read(root: &Path, dir: &Path, into: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(root, &path, into);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                into.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    read(&root, &root, &mut sources);
    sources
}
