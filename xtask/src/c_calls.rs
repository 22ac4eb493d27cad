//! Reads `frameseal.h` and writes, for each of its functions, a C function that calls it with
//! arguments drawn at random, and others that call it with one argument wrong. What is added to
//! the header is tested so without anybody writing a line for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Context, Result, bail, ensure};

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

    /// Fills a struct that is read.
    fn fill(&self, c: &mut String, fields: &[Field], path: &str) -> Result<()> {
        for (field, next) in fields.iter().zip(fields.iter().skip(1).map(Some).chain([None])) {
            let (of, name) = (field.of.as_str(), &field.name);
            let len = next.filter(|next| next.name == format!("{name}_len"));
            if self.kinds().contains(&of) {
                writeln!(c, "        {path}.{name}.id = draw_handle(from, KIND_{of});")?;
            } else if of.ends_with("_callback") {
                let function = callback(of).with_context(|| format!("no function for {of}"))?;
                writeln!(c, "        {path}.{name} = {function};")?;
            } else if of == "void *" {
                writeln!(c, "        {path}.{name} = app_context = new_context();")?;
            } else if field.array {
                writeln!(
                    c,
                    "        for (size_t n = 0; n < sizeof {path}.{name} / sizeof *{path}.{name}; n++) {{\n\
                     \x20           {path}.{name}[n] = (uint8_t)draw_below(from, 256);\n        }}"
                )?;
            } else if let (Some(item), Some(_)) = (of.strip_prefix("const "), len) {
                let item = item.trim_end_matches(" *");
                if matches!(item, "uint8_t" | "char") {
                    writeln!(
                        c,
                        "        {{\n            bytes_in bytes = draw_bytes(from, &memory);\n\
                         \x20           {path}.{name} = (const void *)bytes.data;\n\
                         \x20           {path}.{name}_len = bytes.len;\n        }}"
                    )?;
                } else {
                    // An array of structs inside a struct: items of whatever bytes.
                    writeln!(
                        c,
                        "        {{\n            bytes_out bytes = draw_buffer(from, &memory, sizeof({item}));\n\
                         \x20           {path}.{name} = bytes.data;\n\
                         \x20           {path}.{name}_len = bytes.size;\n        }}"
                    )?;
                }
            } else if let Some(fields) = self.structs.get(of) {
                self.fill(c, fields, &format!("{path}.{name}"))?;
            } else if name.ends_with("_len")
                && fields.iter().any(|f| format!("{}_len", f.name) == *name)
            {
                continue; // with its pointer
            } else {
                writeln!(c, "        {path}.{name} = ({of}){};", drawn(of, name))?;
            }
        }
        Ok(())
    }

    fn random(&self, c: &mut String, function: &Function) -> Result<()> {
        let name = &function.name;
        writeln!(c, "\nstatic frameseal_result random_{name}(source *from) {{")?;
        writeln!(
            c,
            "    scratch memory = {{0}};\n    void *app_context = NULL;\n    (void)app_context;"
        )?;
        let mut arguments = Vec::new();
        let mut after_ok = String::new();
        let mut after_failure = String::new();
        let mut inputs = Vec::new();
        let mut at = 0;
        while let Some(Field { of, name: p, .. }) = function.parameters.get(at) {
            let mut taken = 1;
            match self.role(function, at)? {
                Role::Handle => {
                    writeln!(c, "    {of} {p} = {{draw_handle(from, KIND_{of})}};")?;
                    if name == &format!("{of}_free") {
                        writeln!(after_ok, "        drop_handle(KIND_{of}, {p}.id);")?;
                    }
                    arguments.push(p.clone());
                }
                Role::Number => {
                    writeln!(c, "    {of} {p} = ({of}){};", drawn(of, p))?;
                    arguments.push(p.clone());
                }
                Role::Value(fields) => {
                    writeln!(c, "    {of} {p};\n    memset(&{p}, 0, sizeof {p});\n    {{")?;
                    self.fill(c, fields, p)?;
                    writeln!(c, "    }}")?;
                    arguments.push(p.clone());
                }
                Role::Bytes => {
                    let draw = match p.as_str() {
                        "base_key" | "secret" => "draw_key",
                        _ => "draw_bytes",
                    };
                    writeln!(c, "    bytes_in {p} = {draw}(from, &memory);")?;
                    arguments.push(format!("(const void *){p}.data"));
                    arguments.push(format!("{p}.len"));
                    inputs.push(p.clone());
                    taken = 2;
                }
                Role::Fixed => {
                    writeln!(c, "    bytes_in {p} = draw_bytes(from, &memory);")?;
                    writeln!(
                        c,
                        "    if ({p}.len != 32) {{\n        {p}.data = draw_below(from, 16) == 0 ? NULL : take(&memory, 32);\n\
                         \x20       if ({p}.data != NULL) {{\n            memset((void *){p}.data, 0x31, 32);\n        }}\n    }}"
                    )?;
                    arguments.push(format!("(const void *){p}.data"));
                }
                Role::Struct(fields) => {
                    let item = of.trim_start_matches("const ").trim_end_matches(" *");
                    writeln!(c, "    {item} *{p} = NULL;\n    if (draw_below(from, 8) != 0) {{")?;
                    writeln!(
                        c,
                        "        {p} = take(&memory, sizeof *{p});\n        memset({p}, 0, sizeof *{p});"
                    )?;
                    writeln!(
                        c,
                        "        if (draw_below(from, 2) == 0 || {}) {{",
                        fields.iter().any(|f| f.of.ends_with("_callback"))
                    )?;
                    self.fill(c, fields, &format!("(*{p})"))?;
                    writeln!(c, "        }}\n    }}")?;
                    arguments.push(p.clone());
                    writeln!(after_failure, "        free(app_context);")?;
                }
                Role::Structs => {
                    let item = of.trim_start_matches("const ").trim_end_matches(" *");
                    writeln!(c, "    bytes_out {p} = draw_buffer(from, &memory, sizeof({item}));")?;
                    arguments.push(format!("{p}.data"));
                    arguments.push(format!("{p}.size"));
                    taken = 2;
                }
                Role::Buffer { item } => {
                    writeln!(c, "    bytes_out {p} = draw_buffer(from, &memory, sizeof({item}));")?;
                    for input in &inputs {
                        writeln!(
                            c,
                            "    if ({input}.len > 0 && {input}.len < 6000 && {input}.data != NULL && draw_below(from, 64) == 0) {{\n\
                             \x20       {p} = (bytes_out){{(void *){input}.data, {input}.len / sizeof({item}), 0}};\n    }}"
                        )?;
                    }
                    arguments.push(format!("{p}.data"));
                    arguments.push(format!("{p}.size"));
                    taken = 2;
                    let is_bytes = item == "uint8_t";
                    if is_bytes && function.parameters.iter().any(|f| f.name == "out_len") {
                        writeln!(
                            after_ok,
                            "        if ({p}.data != NULL) {{\n            keep_bytes({p}.data, *out_len);\n        }}"
                        )?;
                    }
                    writeln!(
                        after_failure,
                        "        check_closed(\"{name}\", result, {p}.capacity == 0 ? NULL : {p}.data, {p}.capacity);"
                    )?;
                }
                Role::InPlace => {
                    writeln!(c, "    bytes_in {p} = draw_bytes(from, &memory);")?;
                    arguments.push(format!("(void *){p}.data"));
                    arguments.push(format!("{p}.len"));
                    taken = 2;
                }
                Role::Batch => {
                    writeln!(
                        c,
                        "    size_t count = (size_t)draw_below(from, 4);\n    frameseal_frame *{p} = take(&memory, count * sizeof *{p});"
                    )?;
                    writeln!(
                        c,
                        "    for (size_t n = 0; n < count; n++) {{\n        bytes_in frame = draw_bytes(from, &memory);\n\
                         \x20       bytes_in metadata = draw_bytes(from, &memory);\n        bytes_out out = draw_buffer(from, &memory, 1);\n\
                         \x20       {p}[n] = (frameseal_frame){{frame.data, frame.len, metadata.data, metadata.len, out.data, out.size, 0, FRAMESEAL_RESULT_OK}};\n    }}"
                    )?;
                    arguments.push(p.clone());
                    arguments.push("count".into());
                    taken = 2;
                }
                Role::Output { item } => {
                    writeln!(
                        c,
                        "    {item} *{p} = draw_below(from, 64) == 0 ? NULL : take(&memory, sizeof({item}));\n\
                         \x20   if ({p} != NULL) {{\n        memset({p}, CANARY, sizeof({item}));\n    }}"
                    )?;
                    if self.kinds().contains(&item.as_str()) {
                        writeln!(after_ok, "        keep_handle(KIND_{item}, {p}->id);")?;
                    }
                    writeln!(
                        after_failure,
                        "        check_untouched(\"{name}\", result, {p}, sizeof({item}));"
                    )?;
                    arguments.push(p.clone());
                }
                Role::Callback => arguments.push("log_line".into()),
                Role::Context => arguments.push("NULL".into()),
            }
            at = at.saturating_add(taken);
        }
        let call = format!("{name}({})", arguments.join(", "));
        if function.result == "frameseal_result" {
            writeln!(c, "    frameseal_result result = {call};")?;
            writeln!(
                c,
                "    if (result == FRAMESEAL_RESULT_OK) {{\n{after_ok}    }} else {{\n{after_failure}    }}"
            )?;
            writeln!(c, "    scratch_free(&memory);\n    return result;\n}}")?;
        } else {
            writeln!(
                c,
                "    {call};\n    scratch_free(&memory);\n    return FRAMESEAL_RESULT_OK;\n}}"
            )?;
        }
        Ok(())
    }

    /// Writes the matrix: for each function and argument, everything that can be wrong with it
    /// alone.
    fn probes(&self, c: &mut String) -> Result<()> {
        let mut table = String::new();
        let mut count = 0u32;
        for function in &self.functions {
            if function.result != "frameseal_result" {
                continue;
            }
            for (at, parameter) in function.parameters.iter().enumerate() {
                for (what, wanted) in self.wrongs(function, at)? {
                    let id = format!("probe_{count}");
                    count = count.saturating_add(1);
                    self.probe(c, function, at, what, &id)?;
                    writeln!(
                        table,
                        "    {{\"{}\", \"{} {what}\", {wanted}, {id}}},",
                        function.name, parameter.name
                    )?;
                }
            }
        }
        writeln!(
            c,
            "\nconst probe PROBES[] = {{\n{table}}};\nconst size_t PROBE_COUNT = {count};"
        )?;
        Ok(())
    }

    /// What can be wrong with an argument, and what it gives.
    fn wrongs(&self, function: &Function, at: usize) -> Result<Vec<(&'static str, &'static str)>> {
        let Some(parameter) = function.parameters.get(at) else { bail!("no such parameter") };
        let null = ("is null", "FRAMESEAL_RESULT_NULL_POINTER");
        let unaligned = ("is not aligned", "FRAMESEAL_RESULT_UNALIGNED");
        let endless = ("is endless", "FRAMESEAL_RESULT_LENGTH_TOO_LARGE");
        let may_be_null = function.says(&parameter.name, "may be null");
        let is_freeing = function.name.ends_with("_free");
        Ok(match self.role(function, at)? {
            Role::Handle => {
                let zero = ("is zero", "FRAMESEAL_RESULT_NO_HANDLE");
                let mut wrongs = vec![
                    ("was never given out", "FRAMESEAL_RESULT_STALE_HANDLE"),
                    ("is beyond the table", "FRAMESEAL_RESULT_STALE_HANDLE"),
                    ("was freed", "FRAMESEAL_RESULT_STALE_HANDLE"),
                    ("is of another kind", "FRAMESEAL_RESULT_WRONG_KIND"),
                ];
                if !is_freeing && !function.says(&parameter.name, "may be zero") {
                    wrongs.push(zero);
                }
                wrongs
            }
            Role::Bytes | Role::InPlace | Role::Structs => vec![null, endless],
            Role::Buffer { item } if item != "char" => {
                let has_input = (0..at).any(|n| matches!(self.role(function, n), Ok(Role::Bytes)));
                let is_bytes = item == "uint8_t";
                let mut wrongs = vec![null, endless];
                if has_input && is_bytes && function.documentation.contains("OVERLAP") {
                    wrongs.push(("overlaps the input", "FRAMESEAL_RESULT_OVERLAP"));
                }
                wrongs
            }
            Role::Output { item } if !may_be_null => {
                if self.is_aligned(&item) {
                    vec![null, unaligned]
                } else {
                    vec![null]
                }
            }
            Role::Fixed => vec![null],
            Role::Struct(_) if !may_be_null => vec![null, unaligned],
            Role::Batch => vec![null, unaligned],
            _ => Vec::new(),
        })
    }

    /// Says whether values of a type have to begin at certain addresses.
    fn is_aligned(&self, of: &str) -> bool {
        match self.structs.get(of) {
            Some(fields) => fields.iter().any(|field| self.is_aligned(&field.of)),
            None => !matches!(of, "uint8_t" | "bool" | "char") && !self.small.contains(of),
        }
    }

    /// Writes a call in which nothing is wrong but one argument, and the handles, which are zero
    /// where they are not what is tried: arguments are looked at first.
    fn probe(
        &self,
        c: &mut String,
        function: &Function,
        wrong: usize,
        what: &str,
        id: &str,
    ) -> Result<()> {
        writeln!(c, "\nstatic frameseal_result {id}(void) {{\n    scratch memory = {{0}};")?;
        let mut before = String::new();
        let mut after = String::new();
        let mut arguments = Vec::new();
        let mut at = 0;
        let mut input = None;
        while let Some(Field { of, name: p, .. }) = function.parameters.get(at) {
            let is_wrong = at == wrong;
            let mut taken = 1;
            match self.role(function, at)? {
                Role::Handle => {
                    let value = match what {
                        "was never given out" if is_wrong => "5".to_owned(),
                        "is beyond the table" if is_wrong => "UINT64_MAX".to_owned(),
                        "was freed" if is_wrong => {
                            writeln!(
                                before,
                                "    frameseal_decryptor gone = {{0}};\n    frameseal_decryptor_new(NULL, &gone);\n    frameseal_decryptor_free(gone);"
                            )?;
                            "gone.id".to_owned()
                        }
                        "is of another kind" if is_wrong => {
                            if of == "frameseal_decryptor" {
                                writeln!(
                                    before,
                                    "    frameseal_sender_key other = {{0}};\n    frameseal_sender_key_new(4, 4, 0, 0, (const uint8_t *)\"0123456789abcdef\", 16, &other);"
                                )?;
                                writeln!(after, "    frameseal_sender_key_free(other);")?;
                            } else {
                                writeln!(
                                    before,
                                    "    frameseal_decryptor other = {{0}};\n    frameseal_decryptor_new(NULL, &other);"
                                )?;
                                writeln!(after, "    frameseal_decryptor_free(other);")?;
                            }
                            "other.id".to_owned()
                        }
                        // Only the other one of two is wrong.
                        _ if what != "is null" && what != "is endless" && !is_wrong => {
                            writeln!(before, "    uint64_t {p} = fixture(KIND_{of}, \"{of}\");")?;
                            writeln!(after, "    free_handle(KIND_{of}, {p});")?;
                            p.clone()
                        }
                        _ => "0".to_owned(),
                    };
                    arguments.push(format!("({of}){{{value}}}"));
                }
                Role::Number => arguments.push(match of.as_str() {
                    "frameseal_suite" => "4".into(),
                    _ => "1".into(),
                }),
                Role::Value(_) => {
                    writeln!(before, "    {of} {p};\n    memset(&{p}, 0, sizeof {p});")?;
                    if of == "frameseal_envelope" {
                        writeln!(before, "    {p}.codec = FRAMESEAL_CODEC_VP8;")?;
                    }
                    arguments.push(p.clone());
                }
                Role::Bytes | Role::InPlace => {
                    let len = match p.as_str() {
                        "anchor" => "40",
                        "fingerprint" => "16",
                        _ => "32",
                    };
                    writeln!(
                        before,
                        "    uint8_t *{p} = take(&memory, 64);\n    memset({p}, 'a', 64);"
                    )?;
                    input.get_or_insert_with(|| p.clone());
                    let pointer = if is_wrong && what == "is null" { "NULL" } else { p };
                    arguments.push(format!("(void *){pointer}"));
                    arguments.push(
                        if is_wrong && what == "is endless" { "SIZE_MAX" } else { len }.into(),
                    );
                    writeln!(before, "    (void){p};")?;
                    taken = 2;
                }
                Role::Fixed => {
                    writeln!(
                        before,
                        "    uint8_t *{p} = take(&memory, 32);\n    memset({p}, 'a', 32);\n    (void){p};"
                    )?;
                    arguments.push(if is_wrong { "NULL".into() } else { p.clone() });
                }
                role @ (Role::Struct(_) | Role::Structs) => {
                    let is_array = matches!(role, Role::Structs);
                    let item = of.trim_start_matches("const ").trim_end_matches(" *");
                    writeln!(
                        before,
                        "    {item} *{p} = take(&memory, 2 * sizeof *{p});\n    memset({p}, 0, 2 * sizeof *{p});\n    (void){p};"
                    )?;
                    if let Role::Struct(fields) = role {
                        for field in fields {
                            let name = &field.name;
                            if let Some(function) = callback(&field.of) {
                                writeln!(before, "    {p}->{name} = {function};")?;
                            }
                            let is_bytes = fields.iter().any(|f| f.name == format!("{name}_len"));
                            if is_bytes && name.ends_with("id") {
                                writeln!(before, "    {p}->{name} = (const void *)\"a call\";")?;
                                writeln!(before, "    {p}->{name}_len = 6;")?;
                            }
                        }
                    }
                    arguments.push(match what {
                        "is null" if is_wrong => "NULL".into(),
                        "is not aligned" if is_wrong => {
                            format!("(const void *)((const char *){p} + 1)")
                        }
                        _ if function.says(p, "may be null") => "NULL".into(),
                        _ => p.clone(),
                    });
                    if is_array {
                        arguments.push(
                            if is_wrong && what == "is endless" { "SIZE_MAX" } else { "1" }.into(),
                        );
                        taken = 2;
                    }
                }
                Role::Buffer { item } => {
                    writeln!(
                        before,
                        "    {item} *{p} = take(&memory, 64 * sizeof({item}));\n    (void){p};"
                    )?;
                    arguments.push(match (what, &input) {
                        ("is null", _) if is_wrong => "NULL".into(),
                        ("overlaps the input", Some(input)) if is_wrong => {
                            format!("(void *)({input} + 15)")
                        }
                        _ => p.clone(),
                    });
                    arguments.push(
                        match what {
                            "is endless" if is_wrong => "SIZE_MAX",
                            "overlaps the input" if is_wrong => "1",
                            _ => "64",
                        }
                        .into(),
                    );
                    taken = 2;
                }
                Role::Batch => {
                    writeln!(
                        before,
                        "    frameseal_frame *{p} = take(&memory, 2 * sizeof *{p});\n    memset({p}, 0, 2 * sizeof *{p});\n    (void){p};"
                    )?;
                    arguments.push(match what {
                        "is null" if is_wrong => "NULL".into(),
                        "is not aligned" if is_wrong => format!("(void *)((char *){p} + 1)"),
                        _ => p.clone(),
                    });
                    arguments.push("1".into());
                    taken = 2;
                }
                Role::Output { item } => {
                    writeln!(
                        before,
                        "    {item} *{p} = take(&memory, 2 * sizeof({item}));\n    (void){p};"
                    )?;
                    arguments.push(match what {
                        "is null" if is_wrong => "NULL".into(),
                        "is not aligned" if is_wrong => format!("(void *)((char *){p} + 1)"),
                        _ => p.clone(),
                    });
                }
                Role::Callback => arguments.push("NULL".into()),
                Role::Context => arguments.push("NULL".into()),
            }
            at = at.saturating_add(taken);
        }
        writeln!(
            c,
            "{before}    frameseal_result result = {}({});\n{after}    scratch_free(&memory);\n    return result;\n}}",
            function.name,
            arguments.join(", ")
        )?;
        Ok(())
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

/// How a number of a type is drawn: enums most often have a number of theirs.
fn drawn(of: &str, name: &str) -> &'static str {
    match of {
        _ if matches!(name, "kid" | "generation" | "epoch" | "index") => "draw_enum(from, 1, 4)",
        "frameseal_suite" => "draw_enum(from, 4, 9)",
        "frameseal_codec" => "draw_enum(from, 2, 7)",
        "frameseal_layout" => "draw_enum(from, 0, 3)",
        "bool" => "(draw_below(from, 2) == 0)",
        _ => "draw_number(from)",
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
