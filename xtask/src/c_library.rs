//! The C library as those see it who install it: its header, its symbols, and programs that are
//! built against it with the tools of C.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::c_calls::Header;
use crate::generate::generate;
use crate::{command, need, output_of, root, run, run_command};

/// Where everything here is built, below the project's root.
const BUILD: &str = "target/c";

/// Fewer functions than this were not all read from the header.
const MIN_FUNCTIONS: usize = 180;

/// What a careful programmer switches on.
const WARNINGS: &str = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fsyntax-only";

/// Says for C++ what embedded and browser builds do without.
const BARE: &str = "-fno-exceptions -fno-rtti";

pub(crate) fn test(summaries: &mut Vec<String>) -> Result<()> {
    for (program, package) in [
        ("gcc", "gcc"),
        ("g++", "g++"),
        ("clang", "clang"),
        ("clang++", "clang"),
        ("make", "make"),
        ("cmake", "cmake"),
        ("pkg-config", "pkg-config"),
        ("valgrind", "valgrind"),
        ("nm", "binutils"),
    ] {
        need(program, package)?;
    }
    generate(true)?;
    let functions = declared_functions()?;
    ensure!(functions.len() >= MIN_FUNCTIONS, "the header has only {} functions", functions.len());
    classes_know(&functions)?;
    let compiled = compile_headers()?;

    let installed = install()?;
    readme_lists(&installed)?;
    exported(&functions, "nm -D --defined-only", "libframeseal.so")?;
    exported(&functions, "nm -g --defined-only", "libframeseal.a")?;
    let consumers = consumers()?;
    let examples = examples()?;
    summaries.push(format!(
        "C library: {} functions, headers compiled {compiled} ways, {} files installed, \
         {consumers} consumers, {examples} examples",
        functions.len(),
        installed.len(),
    ));
    Ok(())
}

/// Gives the names of all functions that the header declares.
fn declared_functions() -> Result<BTreeSet<String>> {
    let header = Header::parse(&fs::read_to_string(root().join("ffi/include/frameseal.h"))?)?;
    Ok(header.functions.into_iter().map(|function| function.name).collect())
}

/// Compares the names that a library gives to others with what the header declares.
fn exported(functions: &BTreeSet<String>, nm: &str, library: &str) -> Result<()> {
    let listed = output_of(&format!("{nm} {BUILD}/moved/lib/{library}"))?;
    let symbols: BTreeSet<String> =
        listed.lines().filter_map(|line| Some(line.rsplit_once(" T ")?.1.to_owned())).collect();
    let others = listed.lines().filter(|line| line.contains(' ') && !line.contains(" T "));
    ensure!(others.clone().count() == 0, "{library} has more: {:?}", others.collect::<Vec<_>>());
    let missing: Vec<_> = functions.difference(&symbols).collect();
    ensure!(missing.is_empty(), "{library} lacks {missing:?}");
    let surplus: Vec<_> = symbols.difference(functions).collect();
    ensure!(surplus.is_empty(), "{library} has what the header does not declare: {surplus:?}");
    println!("{library} defines {} functions, all of the header's and no other", symbols.len());
    Ok(())
}

/// Makes sure that no function of C was forgotten in C++.
fn classes_know(functions: &BTreeSet<String>) -> Result<()> {
    let mut classes = String::new();
    for file in class_headers()? {
        classes.push_str(&fs::read_to_string(file)?);
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words: BTreeSet<&str> = classes.split(|c| !is_word(c)).collect();
    let missing: Vec<_> = functions.iter().filter(|name| !words.contains(name.as_str())).collect();
    ensure!(missing.is_empty(), "frameseal.hpp does not use {missing:?}");
    println!("frameseal.hpp uses all {} functions", functions.len());
    Ok(())
}

fn class_headers() -> Result<Vec<PathBuf>> {
    let folder = root().join("ffi/include/frameseal");
    let mut headers = vec![root().join("ffi/include/frameseal.hpp")];
    for file in fs::read_dir(folder)? {
        headers.push(file?.path());
    }
    headers.sort();
    Ok(headers)
}

/// Compiles the headers alone, in every dialect that they are for. Gives how often.
fn compile_headers() -> Result<usize> {
    let mut ways = Vec::new();
    for compiler in ["gcc", "clang"] {
        for dialect in ["c11", "c17", "c2x"] {
            ways.push(format!("{compiler} -x c -std={dialect} {WARNINGS} ffi/include/frameseal.h"));
        }
    }
    for compiler in ["g++", "clang++"] {
        for dialect in ["c++17", "c++20"] {
            let compile = format!("{compiler} -x c++ -std={dialect} {WARNINGS}");
            ways.push(format!("{compile} ffi/include/frameseal.h"));
            ways.push(format!("{compile} ffi/include/frameseal.hpp"));
            ways.push(format!("{compile} {BARE} ffi/include/frameseal.hpp"));
        }
    }
    // Each part includes what it needs.
    for header in class_headers()? {
        let header = header.strip_prefix(root())?.display().to_string();
        ways.push(format!("g++ -x c++ -std=c++17 {WARNINGS} {header}"));
    }
    for way in &ways {
        run(way)?;
    }
    Ok(ways.len())
}

/// Builds and installs the library, then moves it away: nothing may know where it was. Gives the
/// files installed.
fn install() -> Result<BTreeSet<String>> {
    run(&format!("cmake -S ffi -B {BUILD}/build -DCMAKE_INSTALL_PREFIX={BUILD}/prefix"))?;
    run(&format!("cmake --build {BUILD}/build"))?;
    for folder in ["prefix", "moved"] {
        let folder = root().join(BUILD).join(folder);
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    run(&format!("cmake --install {BUILD}/build --prefix {BUILD}/prefix"))?;
    fs::rename(root().join(BUILD).join("prefix"), root().join(BUILD).join("moved"))?;
    let mut files = BTreeSet::new();
    list(&root().join(BUILD).join("moved"), Path::new(""), &mut files)?;
    Ok(files)
}

/// Lists the files of a folder; of a link, where it leads to.
fn list(folder: &Path, inside: &Path, files: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(folder.join(inside))? {
        let entry = entry?;
        let path = inside.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            list(folder, &path, files)?;
        } else if kind.is_symlink() {
            let to = fs::read_link(entry.path())?;
            files.insert(format!("{} -> {}", path.display(), to.display()));
        } else {
            files.insert(path.display().to_string());
        }
    }
    Ok(())
}

/// Compares the files installed with what the README says.
fn readme_lists(installed: &BTreeSet<String>) -> Result<()> {
    let readme = fs::read_to_string(root().join("ffi/README.md"))?;
    let (_, tree) = readme.split_once("<!-- installed -->").context("ffi/README.md has no list")?;
    let listed: BTreeSet<String> = tree
        .lines()
        .skip_while(|line| !line.starts_with("```"))
        .skip(1)
        .take_while(|line| !line.starts_with("```"))
        .map(str::to_owned)
        .collect();
    ensure!(&listed == installed, "ffi/README.md lists {listed:#?}, installed is {installed:#?}");
    println!("ffi/README.md lists the {} files that were installed", installed.len());
    Ok(())
}

/// Runs a command that finds the installed library as users of C find theirs.
fn run_with_library(words: &str) -> Result<()> {
    let moved = root().join(BUILD).join("moved");
    let mut command = command(words);
    command
        .env("OUT", root().join(BUILD))
        .env("CMAKE_PREFIX_PATH", &moved)
        .env("PKG_CONFIG_PATH", moved.join("lib/pkgconfig"))
        .env("LD_LIBRARY_PATH", moved.join("lib"));
    run_command(command, words)
}

/// Builds and runs a program with each way to use a C library. Gives how many.
fn consumers() -> Result<usize> {
    let sources = "ffi/tests/consumers";
    run_with_library(&format!("make --always-make -s -C {sources}/pkg-config"))?;
    run_with_library(&format!("make --always-make -s -C {sources}/two-rusts"))?;
    run_with_library(&format!("cmake --fresh -S {sources}/cmake -B {BUILD}/cmake"))?;
    run_with_library(&format!("cmake --build {BUILD}/cmake"))?;
    // It has no library to find; and cargo would build anew for another PKG_CONFIG_PATH.
    run(&format!("cmake --fresh -S {sources}/subdirectory -B {BUILD}/subdirectory"))?;
    run(&format!("cmake --build {BUILD}/subdirectory"))?;
    quick_starts()?;
    let programs = [
        "c-quick-start",
        "cpp-quick-start",
        "shared",
        "static",
        "two-rusts",
        "cmake/c_shared",
        "cmake/c_static",
        "cmake/frames",
        "cmake/frames_bare",
        "cmake/calls",
        "cmake/calls_bare",
        "cmake/formats",
        "cmake/formats_bare",
        "subdirectory/c_shared",
        "subdirectory/c_static",
    ];
    for program in programs {
        run_with_library(&format!("{BUILD}/{program}"))?;
    }
    for program in ["frames", "formats"] {
        run_with_library(&format!("{VALGRIND} {BUILD}/cmake/{program}"))?;
    }
    // It compares what was sealed, whose tags Memcheck takes for uninitialised (memcheck.supp says
    // why). Leaks and stray reads and writes are looked for as elsewhere.
    run_with_library(&format!("{VALGRIND} --undef-value-errors=no {BUILD}/cmake/calls"))?;
    Ok(programs.len())
}

/// Builds the programs of the README.
fn quick_starts() -> Result<()> {
    let readme = fs::read_to_string(root().join("ffi/README.md"))?;
    for (language, compiler) in [("c", "gcc -std=c11"), ("cpp", "g++ -std=c++17")] {
        let begin = format!("\n```{language}\n");
        let (_, program) = readme.split_once(&begin).context("ffi/README.md has no quick start")?;
        let (program, _) = program.split_once("```").context("the quick start has no end")?;
        fs::write(root().join(BUILD).join(format!("quick-start.{language}")), program)?;
        run_with_library(&format!(
            "{compiler} -Wall -Wextra -Wpedantic -Werror {BUILD}/quick-start.{language} \
             -o {BUILD}/{language}-quick-start -I{BUILD}/moved/include -L{BUILD}/moved/lib -lframeseal"
        ))?;
    }
    Ok(())
}

/// What a user's compiler may warn of must not be in the examples here.
const STRICT: &str = "-DCMAKE_COMPILE_WARNING_AS_ERROR=ON";

const VALGRIND: &str = "valgrind --quiet --error-exitcode=1 --leak-check=full \
    --suppressions=ffi/tests/memcheck.supp";

/// Builds and runs the examples, once alone and once in valgrind. Gives how many.
fn examples() -> Result<usize> {
    let build = format!("{BUILD}/examples");
    run_with_library(&format!("cmake --fresh -S examples/c -B {build} {STRICT}"))?;
    run_with_library(&format!("cmake --build {build}"))?;
    let readme = fs::read_to_string(root().join("examples/c/README.md"))?;
    let examples = ["encrypt", "ratchet", "restart"];
    for example in examples {
        let output = output_of(&format!("{build}/{example}"))?;
        println!("{output}");
        // What is sealed and killed when is another thing each time.
        let said = if example == "restart" { output.lines().last() } else { Some(output.as_str()) };
        let said = said.context("the example says nothing")?;
        ensure!(readme.contains(said), "examples/c/README.md says something else of {example}");
        run_with_library(&format!("{VALGRIND} {build}/{example}"))?;
    }
    Ok(examples.len())
}
