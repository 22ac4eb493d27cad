//! The Swift package, with a real Swift: the machine's own, or that of a Debian made for it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::{command, generate, is_root, need, need_file, output_of, root, run, run_command};

/// Where the package is.
const PACKAGE: &str = "bindings/swift";

/// A Debian 13, which has Swift 6.0; 1.7 GB. Debian 12 has none.
const DEBIAN: &str = "target/swift-root";

/// What stands in it when it is complete.
const COMPLETE: &str = "swift-is-complete";

/// Swift, and what it needs to link programs.
const PACKAGES: &str = "swiftlang libc6-dev libstdc++-14-dev";

/// Debuggers, editors' servers and the like, which are a third of it and not needed here.
const LEFT_OUT: &[&str] = &[
    "/usr/libexec/swift/bin/clangd",
    "/usr/libexec/swift/bin/docc",
    "/usr/libexec/swift/bin/lldb*",
    "/usr/libexec/swift/bin/sourcekit-lsp",
    "/usr/libexec/swift/lib/liblldb*",
    "/usr/libexec/swift/lib/libsourcekitd*",
    "/usr/libexec/swift/lib/swift/embedded/*",
    "/usr/share/doc/*",
    "/usr/share/locale/*",
    "/usr/share/man/*",
];

/// Enters that Debian, `$1`, with the project, `$2`, as `/project`, and runs the rest as the user
/// and group `$3`. What is mounted here is seen by nobody else, and goes with the command.
const ENTER: &str = r#"mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" &&
    mount -t tmpfs tmpfs "$1/tmp" && mkdir -p "$1/project" && mount --bind "$2" "$1/project" &&
    exec chroot --userspec="$3" "$1" env HOME=/tmp "${@:4}""#;

/// Compiles the headers, and builds, tests and measures the package. Where no Swift can be had, says
/// so and why.
pub(crate) fn test(summaries: &mut Vec<String>) -> Result<()> {
    need("clang", "clang")?;
    modules()?;
    adapter()?;
    for script in ["verify", "xcframework"] {
        run(&format!("bash -n {PACKAGE}/{script}"))?;
    }
    let library = generate::library()?;
    let folder = library.parent().context("the library is in a folder")?;
    if has_swift() {
        let words = format!("{PACKAGE}/verify {}", folder.display());
        return verify(command(&words), &words, summaries);
    }
    if let Err(reason) = debian() {
        println!("!!! Swift was not run: {reason:#}");
        summaries.push(format!("NOT RUN: swift: skipped: {reason:#}"));
        return Ok(());
    }
    let folder = folder.strip_prefix(root())?.display().to_string();
    let words = format!("/project/{PACKAGE}/verify /project/{folder}");
    verify(inside(&words)?, &format!("{words}, in {DEBIAN}"), summaries)
}

/// Compiles what Swift imports, as it does: by the module maps.
fn modules() -> Result<()> {
    for module in ["CFrameSeal", "FrameSealFFI"] {
        let words = format!(
            "clang -x c -fsyntax-only -Wall -Werror -fmodules -fmodules-cache-path=target/swift-modules \
             -fmodule-map-file={PACKAGE}/Sources/{module}/include/module.modulemap -"
        );
        println!("$ {words}  # {module}");
        let mut child = command(&words).stdin(Stdio::piped()).spawn()?;
        let mut source = child.stdin.take().context("its input is piped")?;
        writeln!(source, "#pragma clang module import {module}")?;
        drop(source);
        let status = child.wait()?;
        ensure!(status.success(), "the module {module} does not compile");
    }
    Ok(())
}

/// Compiles the adapter for libwebrtc's Objective-C SDK against stand-ins: there is no SDK here.
fn adapter() -> Result<()> {
    run(&format!(
        "clang++ -x objective-c++ -std=c++20 -fsyntax-only -fobjc-arc -fobjc-runtime=macosx-12.0 \
         -Wall -Wextra -Werror -I{PACKAGE}/objc/stand-ins -Iffi/include \
         -Iexamples/native-call/newer_libwebrtc {PACKAGE}/objc/FrameSealRTCFrameCryptor.mm"
    ))
}

/// Says whether this machine has Swift 6 or newer.
fn has_swift() -> bool {
    let Ok(output) = command("swift --version").output() else { return false };
    let said = String::from_utf8_lossy(&output.stdout);
    let version = said.split("Swift version ").nth(1).and_then(|rest| rest.split('.').next());
    version.and_then(|major| major.parse::<u32>().ok()).is_some_and(|major| major >= 6)
}

/// Makes the Debian, unless it is there, and sees whether Swift runs in it.
fn debian() -> Result<()> {
    if !root().join(DEBIAN).join(COMPLETE).is_file() {
        make_debian()?;
    }
    // A container may forbid what it takes.
    run_command(inside("swift --version")?, "swift --version, in Debian 13")
}

fn make_debian() -> Result<()> {
    need_file("/usr/sbin/debootstrap", "debootstrap")?;
    let sudo = sudo()?;
    run(&format!("{sudo}rm -rf --one-file-system {DEBIAN}"))?;
    let words = format!(
        "{sudo}/usr/sbin/debootstrap --variant=minbase trixie {DEBIAN} http://deb.debian.org/debian"
    );
    let mut bootstrap = command(&words);
    bootstrap.stdout(Stdio::null());
    run_command(bootstrap, &words)?;
    let left_out: String =
        LEFT_OUT.iter().map(|path| format!(" -o Dpkg::Options::=--path-exclude={path}")).collect();
    let words = format!(
        "{sudo}chroot {DEBIAN} env DEBIAN_FRONTEND=noninteractive \
         apt-get install -qq --yes --no-install-recommends -o Dpkg::Use-Pty=0{left_out} {PACKAGES}"
    );
    let mut install = command(&words);
    install.stdout(Stdio::null());
    run_command(install, &words)?;
    run(&format!("{sudo}chroot {DEBIAN} apt-get clean"))?;
    run(&format!("{sudo}touch {DEBIAN}/{COMPLETE}"))
}

/// A command inside that Debian, by its words.
fn inside(words: &str) -> Result<Command> {
    let user = output_of("id -u")?;
    let group = output_of("id -g")?;
    let mut command = command(&format!("{}unshare --mount --pid --fork bash -c", sudo()?));
    command.args([ENTER, "enter"]).arg(root().join(DEBIAN)).arg(root());
    command.arg(format!("{}:{}", user.trim(), group.trim())).args(words.split_whitespace());
    Ok(command)
}

fn sudo() -> Result<&'static str> {
    Ok(if is_root()? { "" } else { "sudo " })
}

/// Runs the package's own script and keeps its summary.
fn verify(mut verify: Command, words: &str, summaries: &mut Vec<String>) -> Result<()> {
    println!("$ {words}");
    let mut child = verify.stdout(Stdio::piped()).spawn()?;
    let out = child.stdout.take().context("its output is piped")?;
    let mut summary = None;
    for line in BufReader::new(out).lines() {
        let line = line?;
        println!("{line}");
        if line.starts_with("Swift: ") {
            summary = Some(line);
        }
    }
    let status = child.wait()?;
    ensure!(status.success(), "`{words}` ended with {status}");
    summaries.push(summary.context("it has no summary")?);
    Ok(())
}
