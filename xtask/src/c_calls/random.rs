//! Calls with arguments drawn at random.

use std::fmt::Write;

use anyhow::{Context, Result};

use super::{Field, Function, Header, Role, callback};

impl Header {
    /// Writes a function that calls one of the header's with arguments drawn from a source, keeps
    /// what it gives, and looks at what it wrote.
    pub(super) fn random(&self, c: &mut String, function: &Function) -> Result<()> {
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
