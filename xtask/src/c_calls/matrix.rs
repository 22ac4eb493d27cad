//! The matrix: calls in which one argument is wrong.

use std::fmt::Write;

use anyhow::{Result, bail};

use super::{Field, Function, Header, Role, callback};

impl Header {
    /// Writes the matrix: for each function and argument, everything that can be wrong with it
    /// alone.
    pub(super) fn probes(&self, c: &mut String) -> Result<()> {
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
