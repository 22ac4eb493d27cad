//! The figures that tests hold in CI, once more: the tests assert them, here they are named.

use anyhow::Result;

use crate::harden::Figures;
use crate::{command, run};

/// What a figure is, what is wanted, and the tests that assert it: package, file, and the beginning
/// of their names.
struct Held {
    what: &'static str,
    wanted: &'static str,
    package: &'static str,
    file: &'static str,
    tests: &'static str,
}

const fn held(
    what: &'static str,
    wanted: &'static str,
    file: &'static str,
    tests: &'static str,
) -> Held {
    Held { what, wanted, package: "frameseal", file, tests }
}

const fn in_c(what: &'static str, wanted: &'static str, file: &'static str) -> Held {
    Held { what, wanted, package: "frameseal-ffi", file, tests: "" }
}

const ALL: &[Held] = &[
    held("headers of RFC 9605, on every provider", "289 vectors", "vectors", "headers"),
    held("AES-CTR with HMAC, on every provider", "6 vectors", "vectors", "aes_ctr_hmac"),
    held("whole frames, on every provider", "8 vectors", "vectors", "whole_frames"),
    held("all other vectors", "ratchet, MLS, KIDs, per SSRC", "vectors", ""),
    held("Wycheproof: AES-GCM, on every provider", "133 applicable", "wycheproof", "aes_gcm"),
    held("Wycheproof: HKDF", "86 and 83", "wycheproof", "hkdf"),
    held("Wycheproof: HMAC-SHA256", "174", "wycheproof", "hmac"),
    held("Wycheproof: X25519", "518", "wycheproof", "x25519"),
    held(
        "crate sframe 2.1, suites 1 to 5, both ways",
        "1000 frames each, 0 other",
        "interop_sframe",
        "",
    ),
    held("nonces of 8 threads", "10^6 frames, 0 twice", "attack_sender", "a_million_frames"),
    held(
        "nonces over injected crashes",
        "3000 crashes, 0 twice",
        "attack_sender",
        "three_thousand",
    ),
    held("lengths, config bytes, suites", "0 accepted, 0 panics, 10 s", "attack_wire", "sweep"),
    held("every bit of 200 frames flipped", "0 accepted", "attack_wire", "every_bit"),
    held("unknown KIDs", "10^6, no growth", "attack_floods", "a_million"),
    held("forged frames", "10^5, no growth, the next opens", "attack_floods", "forgery_flood"),
    held("heap blocks taken by 10 000 frames, every suite", "0", "memory", "frames_allocate"),
    held("and by frames that are refused", "0", "memory", "refused_frames"),
    held("and by envelopes", "0", "transparent", "frames_allocate"),
    held("and by the deployed formats", "0", "attack_deployed", "frames_allocate"),
    held("unsafe code in the engine", "0 blocks", "layers", "the_engine_is_safe"),
    held("secrets in freed memory: engine", "0", "wiping", ""),
    held("secrets in freed memory: deployed formats", "0", "wiping_interop", ""),
    held("secrets in freed memory: calls", "0", "wiping_call", ""),
    held("secrets in freed memory: sessions", "0", "wiping_session", ""),
    held("secrets in freed memory: saved states", "0", "wiping_state", ""),
    held("inputs of fuzzing, replayed", "0 findings", "corpus", ""),
    held("every error variant", "reached", "errors", ""),
    held("attacks that are listed", "each has its tests", "known_attacks", ""),
    held("runtime crates of the engine", "at most 45", "supply", "few_crates"),
    held("packets cut; put together", "0 blocks; what they hold", "memory", "packets_allocate"),
    held(
        "a call whose log is full",
        "no message is dear",
        "attack_call_keys",
        "floods::a_full_log",
    ),
    in_c("heap blocks taken by frames, on the roads of C", "0", "memory"),
    in_c("secrets in freed memory: C library", "0", "wiping"),
    in_c("without memory, without randomness, in C", "fails closed", "faults"),
    in_c("what holds for all functions of C, and in children", "refused", "boundary"),
    Held {
        package: "frameseal-uniffi",
        ..held("secrets in freed memory: Kotlin, Swift, Python", "0", "wiping", "")
    },
    Held {
        package: "frameseal-uniffi",
        ..held("what children save: Swift, Python", "nothing", "fork", "")
    },
];

pub(crate) fn check(figures: &mut Figures) -> Result<()> {
    run("cargo test --locked -p frameseal -p frameseal-ffi -p frameseal-uniffi --no-run")?;
    for held in ALL {
        let Held { package, file, tests, .. } = held;
        let words = format!("cargo test --locked --quiet -p {package} --test {file} {tests}");
        println!("$ {words}");
        let output = command(&words).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let summary = said.lines().find_map(|line| line.strip_prefix("test result: "));
        let passed = summary.and_then(|summary| summary.strip_prefix("ok. "));
        let passed = passed.and_then(|summary| summary.split(' ').next()).unwrap_or("0");
        let is_held = output.status.success() && passed != "0";
        if !is_held {
            println!("{said}{}", String::from_utf8_lossy(&output.stderr));
        }
        let got = format!("{passed} tests of `{file}` hold it");
        figures.add(held.what, held.wanted, got, is_held);
    }
    Ok(())
}
