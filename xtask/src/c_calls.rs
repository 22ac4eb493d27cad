//! Reads `frameseal.h` and writes, for each of its functions, a C function that calls it with
//! arguments drawn at random, and others that call it with one argument wrong. What is added to
//! the header is tested so without anybody writing a line for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Context, Result, bail, ensure};

mod matrix;
mod random;

/// What the header declares.
pub(crate) struct Header {
    structs: BTreeMap<String, Vec<Field>>,
    /// Enums of one byte.
    small: BTreeSet<String>,
    pub(crate) functions: Vec<Function>,
}

pub(crate) struct Function {
    pub(crate) name: String,
    result: String,
    parameters: Vec<Field>,
    documentation: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    of: String,
    name: String,
    /// Number of items, for arrays in structs.
    array: bool,
}

/// What a parameter is for.
enum Role<'a> {
    /// A struct that is nothing but a handle.
    Handle,
    Number,
    /// Another struct by value.
    Value(&'a [Field]),
    /// Pointer and length of what is read.
    Bytes,
    /// A pointer to one struct that is read.
    Struct(&'a [Field]),
    /// An array of structs that is read, with its length.
    Structs,
    /// Bytes of a length that the documentation says.
    Fixed,
    /// A buffer with its size.
    Buffer {
        item: String,
    },
    /// A frame or buffer that is worked on in place.
    InPlace,
    /// Frames of a batch.
    Batch,
    /// One value that is written.
    Output {
        item: String,
    },
    Callback,
    Context,
}

impl Header {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut structs = BTreeMap::new();
        let mut rest = text;
        while let Some((_, behind)) = rest.split_once("typedef struct {") {
            let (body, behind) = behind.split_once("\n}").context("an open struct")?;
            let (name, behind) = behind.split_once(';').context("a struct without name")?;
            let fields = without_comments(body);
            let fields = fields.split(';').filter(|field| !field.trim().is_empty());
            structs
                .insert(name.trim().to_owned(), fields.map(Field::parse).collect::<Result<_>>()?);
            rest = behind;
        }
        let small = text.lines().filter_map(|line| line.strip_prefix("typedef uint8_t "));
        let small = small.filter_map(|name| name.strip_suffix(';')).map(str::to_owned).collect();
        let (_, declared) = text.split_once("extern \"C\" {").context("no extern \"C\"")?;
        let (_, declared) = declared.split_once("#endif").context("no #endif")?;
        let (declared, _) = declared.split_once("#ifdef __cplusplus").context("no end")?;
        let mut functions = Vec::new();
        let mut documentation = String::new();
        let mut prototype = String::new();
        let mut is_comment = false;
        for line in declared.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            if line.starts_with("/**") {
                (is_comment, documentation) = (true, String::new());
            }
            if is_comment {
                documentation.push_str(line.trim_start_matches(['/', '*']).trim());
                documentation.push(' ');
                is_comment = !line.ends_with("*/");
            } else {
                prototype.push_str(line);
                prototype.push(' ');
                if line.ends_with(';') {
                    functions
                        .push(Function::parse(&prototype, std::mem::take(&mut documentation))?);
                    prototype.clear();
                }
            }
        }
        ensure!(functions.len() > 40, "only {} functions were found", functions.len());
        Ok(Self { structs, small, functions })
    }

    /// Gives the kinds of handles: structs of one field that is called `id`, and have a function to
    /// free them.
    fn kinds(&self) -> Vec<&str> {
        let kinds = self.structs.iter().filter(|(name, fields)| {
            let is_freed =
                self.functions.iter().any(|function| function.name == format!("{name}_free"));
            is_freed && matches!(&fields[..], [field] if field.name == "id")
        });
        kinds.map(|(name, _)| name.as_str()).collect()
    }

    fn role<'a>(&'a self, function: &'a Function, at: usize) -> Result<Role<'a>> {
        let Some(field) = function.parameters.get(at) else { bail!("no such parameter") };
        let next = function.parameters.get(at.saturating_add(1));
        let followed_by =
            |suffix: &str| next.is_some_and(|next| next.name == format!("{}{suffix}", field.name));
        let of = field.of.as_str();
        if self.kinds().contains(&of) {
            return Ok(Role::Handle);
        }
        if of.ends_with("_callback") {
            return Ok(Role::Callback);
        }
        if of == "void *" {
            return Ok(Role::Context);
        }
        if let Some(item) = of.strip_prefix("const ").and_then(|of| of.strip_suffix(" *")) {
            let is_bytes = matches!(item, "uint8_t" | "char");
            return match self.structs.get(item) {
                _ if is_bytes && followed_by("_len") => Ok(Role::Bytes),
                _ if is_bytes => Ok(Role::Fixed),
                Some(_) if followed_by("_len") => Ok(Role::Structs),
                Some(fields) => Ok(Role::Struct(fields)),
                None => bail!("{}: what is {of} {}?", function.name, field.name),
            };
        }
        if let Some(item) = of.strip_suffix(" *") {
            let item = item.to_owned();
            return Ok(match next {
                Some(_) if item == "frameseal_frame" => Role::Batch,
                Some(_) if field.name != "out" && (followed_by("_size") || followed_by("_len")) => {
                    Role::InPlace
                }
                Some(_) if followed_by("_size") => Role::Buffer { item },
                Some(next) if item == "char" && next.name == "size" => Role::Buffer { item },
                _ => Role::Output { item },
            });
        }
        match self.structs.get(of) {
            Some(fields) => Ok(Role::Value(fields)),
            None => Ok(Role::Number),
        }
    }

    /// Writes `calls.c`.
    pub(crate) fn calls(&self) -> Result<String> {
        let mut c = String::from("/* Made from frameseal.h. */\n\n#include \"harness.h\"\n");
        let kinds = self.kinds();
        writeln!(c, "\n#pragma GCC diagnostic ignored \"-Wunused-parameter\"\n\nenum {{")?;
        for kind in &kinds {
            writeln!(c, "    KIND_{kind},")?;
        }
        writeln!(c, "}};\n\nconst char *const KINDS[] = {{")?;
        for kind in &kinds {
            writeln!(c, "    \"{kind}\",")?;
        }
        writeln!(c, "}};\nconst size_t KIND_COUNT = {};\n", kinds.len())?;
        writeln!(
            c,
            "frameseal_result free_handle(int kind, uint64_t handle) {{\n    switch (kind) {{"
        )?;
        for kind in &kinds {
            writeln!(c, "    case KIND_{kind}: return {kind}_free(({kind}){{handle}});")?;
        }
        writeln!(c, "    default: abort();\n    }}\n}}")?;
        for function in &self.functions {
            self.random(&mut c, function).with_context(|| function.name.clone())?;
        }
        writeln!(c, "\nconst call CALLS[] = {{")?;
        for function in &self.functions {
            writeln!(c, "    {{\"{0}\", random_{0}}},", function.name)?;
        }
        writeln!(c, "}};\nconst size_t CALL_COUNT = {};", self.functions.len())?;
        self.probes(&mut c)?;
        Ok(c)
    }

    /// Says whether values of a type have to begin at certain addresses.
    fn is_aligned(&self, of: &str) -> bool {
        match self.structs.get(of) {
            Some(fields) => fields.iter().any(|field| self.is_aligned(&field.of)),
            None => !matches!(of, "uint8_t" | "bool" | "char") && !self.small.contains(of),
        }
    }
}

impl Function {
    /// Says whether the documentation says something of a parameter, in one sentence.
    fn says(&self, parameter: &str, what: &str) -> bool {
        let name = format!("`{parameter}`");
        let sentences = self.documentation.split_inclusive(". ");
        sentences.into_iter().any(|sentence| {
            let behind = sentence.split_once(&name).map(|(_, behind)| behind);
            behind.is_some_and(|behind| behind.contains(what))
                || what == "may be null"
                    && sentence.split_once("unless null").is_some_and(|(_, b)| b.contains(&name))
        })
    }

    fn parse(prototype: &str, documentation: String) -> Result<Self> {
        let (front, parameters) = prototype.split_once('(').context("no parameters")?;
        let (parameters, _) = parameters.rsplit_once(')').context("no end of parameters")?;
        let front = Field::parse(front)?;
        let parameters = match parameters.trim() {
            "void" => Vec::new(),
            parameters => parameters.split(',').map(Field::parse).collect::<Result<_>>()?,
        };
        Ok(Self { name: front.name, result: front.of, parameters, documentation })
    }
}

impl Field {
    /// Reads `const uint8_t *frame`.
    fn parse(text: &str) -> Result<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (text, array) = match text.split_once('[') {
            Some((text, _)) => (text.trim().to_owned(), true),
            None => (text, false),
        };
        let name_at = text.rfind([' ', '*']).context("no name")?.saturating_add(1);
        let (of, name) = text.split_at(name_at);
        let of = of.trim().replace(" *", "*").replace('*', " *");
        Ok(Self { of, name: name.to_owned(), array })
    }
}

/// Gives the harness's function for a type of callback.
fn callback(of: &str) -> Option<&'static str> {
    match of {
        "frameseal_lease_callback" => Some("lease"),
        "frameseal_charge_callback" => Some("charge"),
        "frameseal_release_callback" => Some("release"),
        "frameseal_save_blob_callback" => Some("save_blob"),
        "frameseal_save_anchor_callback" => Some("save_anchor"),
        _ => None,
    }
}

fn without_comments(text: &str) -> String {
    let mut left = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("/*") {
        left.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    left.push_str(rest);
    left
}
