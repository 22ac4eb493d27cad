//! Every result that the header names is given by some call of these tests, or is the number of
//! one error of the engine, whose own tests provoke it (`sframe/tests/errors.rs`); what neither
//! holds for has its reason here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::undocumented_unsafe_blocks,
    missing_docs
)]

mod calling;

use std::collections::BTreeSet;
use std::ffi::{CStr, c_char};
use std::fs;
use std::path::Path;
use std::ptr::{null, null_mut};

use calling::{last_error, made, ok, start_at, written};
use frameseal_ffi::codec::{
    frameseal_codec, frameseal_codec_from_mime_type, frameseal_codec_inspect, frameseal_range,
};
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::error::*;
use frameseal_ffi::interop::dave::*;
use frameseal_ffi::result::frameseal_result as R;
use frameseal_ffi::sender_key::*;
use frameseal_ffi::transparent::*;

const GCM: u16 = 4;
const KEY: [u8; 32] = [0x42; 32];

/// Results that no call gives and that are no engine error's number, or that only a broken
/// library or machine gives.
const EXPLAINED: &[(&str, &str)] = &[
    ("Panicked", "the library panicked: a bug; tests of `boundary` and `handle` make one, inside"),
    ("TooManyHandles", "2^20 objects live at once"),
    ("Unknown", "the engine is newer than the list; a test of `failure` keeps it complete"),
];

/// Fewer results were not all found.
const FEWEST: usize = 120;

fn encryptor(kid: u64, config: Option<frameseal_encryptor_config>) -> frameseal_encryptor {
    let config = config.as_ref().map_or(null(), |config| config as *const _);
    made(|out| unsafe { frameseal_encryptor_new(GCM, kid, KEY.as_ptr(), 32, config, out) }).unwrap()
}

fn decryptor(config: Option<frameseal_decryptor_config>) -> frameseal_decryptor {
    let config = config.as_ref().map_or(null(), |config| config as *const _);
    made(|out| unsafe { frameseal_decryptor_new(config, out) }).unwrap()
}

fn add(decryptor: frameseal_decryptor, kid: u64, key: &[u8]) -> R {
    unsafe { frameseal_decryptor_add_key(decryptor, GCM, kid, key.as_ptr(), key.len()) }
}

fn seal(encryptor: frameseal_encryptor) -> Result<Vec<u8>, R> {
    written(64, |out, size, len| unsafe {
        frameseal_encryptor_encrypt(encryptor, b"x".as_ptr(), 1, null(), 0, out, size, len)
    })
}

fn open(decryptor: frameseal_decryptor, frame: &[u8]) -> Result<Vec<u8>, R> {
    written(64, |out, size, len| unsafe {
        let (frame, frame_len) = (frame.as_ptr(), frame.len());
        let none = null_mut();
        frameseal_decryptor_decrypt(decryptor, frame, frame_len, null(), 0, out, size, len, none)
    })
}

/// What the last failure says must be its own, and no other's.
#[track_caller]
fn says(result: R, expected: R, class: frameseal_error_class, words: &str) {
    assert_eq!(result, expected);
    let error = last_error();
    assert_eq!((error.result, error.error_class), (expected as _, class as _));
    let mut text: [c_char; 512] = [0; 512];
    unsafe { frameseal_last_error_message(text.as_mut_ptr(), text.len()) };
    let text = unsafe { CStr::from_ptr(text.as_ptr()) }.to_str().unwrap();
    assert!(text.contains(words), "{expected:?}: {text:?} does not say {words:?}");
}

use frameseal_error_class as Class;

#[test]
fn frames_and_keys() {
    // A count that starts so high has one lease left, and none behind it.
    let counters = start_at(u64::MAX - 1);
    let last = frameseal_encryptor_config { counters, lease: 1, max_blocks: 0 };
    let alone = encryptor(1, Some(last));
    says(seal(alone).unwrap_err(), R::KeyUsedUp, Class::Usage, "rotate");
    let mut none = frameseal_encryptor::default();
    let counters = start_at(u64::MAX);
    let config = frameseal_encryptor_config { counters, lease: 1, max_blocks: 0 };
    let result =
        unsafe { frameseal_encryptor_new(GCM, 1, KEY.as_ptr(), 32, &raw const config, &mut none) };
    says(result, R::CountersExhausted, Class::Usage, "fresh key");

    let alice = encryptor(7, None);
    let mut buffer = [0u8; 64];
    let (mut start, mut len) = (0, 0);
    let result = unsafe {
        let buffer = buffer.as_mut_ptr();
        frameseal_encryptor_encrypt_in_place(
            alice,
            buffer,
            64,
            0,
            8,
            null(),
            0,
            &mut start,
            &mut len,
        )
    };
    says(result, R::NoRoom, Class::Usage, "inside the buffer");
    let too_long = unsafe {
        let (frame, out) = (b"x".as_ptr(), buffer.as_mut_ptr());
        frameseal_encryptor_encrypt(alice, frame, usize::MAX, null(), 0, out, 64, &mut len)
    };
    says(too_long, R::LengthTooLarge, Class::Usage, "negative number");
    let unaligned = unsafe {
        let place = buffer.as_mut_ptr();
        let place = place.add(place.align_offset(8) + 1).cast::<usize>();
        frameseal_encryptor_encrypt(alice, b"x".as_ptr(), 1, null(), 0, null_mut(), 0, place)
    };
    says(unaligned, R::Unaligned, Class::Usage, "not aligned");

    let bob = decryptor(None);
    ok(add(bob, 7, &KEY));
    says(add(bob, 7, &[1; 32]), R::KeyIdInUse, Class::Usage, "KID 0x7");
    let first = seal(alice).unwrap();
    for _ in 0..2000 {
        seal(alice).unwrap();
    }
    assert_eq!(open(bob, &seal(alice).unwrap()).unwrap(), b"x");
    says(open(bob, &first).unwrap_err(), R::TooOld, Class::Replay, "KID 0x7");
    let refused = unsafe { frameseal_decryptor_refuse_own(bob, alice) };
    says(refused, R::OwnSendKey, Class::Usage, "own send key");
    for result in
        [unsafe { frameseal_decryptor_free(bob) }, unsafe { frameseal_encryptor_free(alice) }]
    {
        ok(result);
    }
    ok(unsafe { frameseal_encryptor_free(alone) });
}

#[test]
fn ratchets() {
    let key = |step: u64, byte: u8| {
        let base = [byte; 32];
        made(|out| unsafe { frameseal_sender_key_new(GCM, 4, 1, step, base.as_ptr(), 32, out) })
            .unwrap()
    };
    let config = frameseal_decryptor_config { layout: 1, layout_bits: 4, ..Default::default() };
    let bob = decryptor(Some(config));
    let (at_two, older) = (key(2, 1), key(0, 2));
    ok(unsafe { frameseal_decryptor_add_sender_key(bob, at_two) });
    // KID 16 has generation 1 and step 0: 14 steps on from step 2.
    let far = [&[0x80, 16][..], &[0; 30]].concat();
    says(open(bob, &far).unwrap_err(), R::RatchetTooFar, Class::KeyId, "14 ratchet steps");
    assert_eq!(last_error().kid, 16);
    ok(unsafe { frameseal_decryptor_remove_key(bob, 18) });
    let result = unsafe { frameseal_decryptor_add_sender_key(bob, older) };
    says(result, R::KeyIdRetired, Class::Usage, "fresh generation");
    ok(unsafe { frameseal_decryptor_free(bob) });
    ok(unsafe { frameseal_sender_key_free(at_two) });
    ok(unsafe { frameseal_sender_key_free(older) });
}

#[test]
fn envelopes() {
    let (alice, bob) = (encryptor(8, None), decryptor(None));
    ok(add(bob, 8, &KEY));
    let envelope = frameseal_envelope { codec: frameseal_codec::Opus as u8, pad_to: 0 };
    let frame = b"\x78 speech";
    let sealed = written(100, |out, size, len| unsafe {
        let (frame, frame_len) = (frame.as_ptr(), frame.len());
        frameseal_transparent_encrypt(alice, envelope, frame, frame_len, null(), 0, out, size, len)
    });
    let mut sealed = sealed.unwrap();
    let open = |sealed: &[u8]| {
        written(100, |out, size, len| unsafe {
            let (frame, frame_len, none) = (sealed.as_ptr(), sealed.len(), null_mut());
            frameseal_transparent_decrypt(bob, frame, frame_len, null(), 0, out, size, len, none)
        })
    };
    let last = sealed.len() - 1;
    let right = sealed[last];
    sealed[last] = right ^ 0x60;
    says(open(&sealed).unwrap_err(), R::EnvelopeVersion, Class::Syntax, "version 2");
    sealed[last] = right & 0xe0 | 0x0f;
    says(open(&sealed).unwrap_err(), R::MalformedEnvelope, Class::Syntax, "no transparent");
    sealed[last] = right;
    assert_eq!(open(&sealed).unwrap(), frame);
    ok(unsafe { frameseal_decryptor_free(bob) });
    ok(unsafe { frameseal_encryptor_free(alice) });
}

#[test]
fn codecs() {
    let mut out = frameseal_codec::Opus;
    let red = unsafe { frameseal_codec_from_mime_type(b"audio/red".as_ptr(), 9, &mut out) };
    says(red, R::Red, Class::Usage, "before RED");
    let inspect = |codec: frameseal_codec, frame: &[u8]| {
        let (mut is_key, mut len) = (false, 0);
        let mut ranges = [frameseal_range { start: 0, end: 0 }; 32];
        unsafe {
            let (frame, frame_len) = (frame.as_ptr(), frame.len());
            let out = ranges.as_mut_ptr();
            frameseal_codec_inspect(codec as u8, frame, frame_len, &mut is_key, out, 32, &mut len)
        }
    };
    let h264 = frameseal_codec::H264;
    says(inspect(h264, &[9, 9, 9, 9]), R::NotAnnexB, Class::Usage, "Annex B");
    let no_key_frame = [0x10, 0, 0, 1, 2, 3, 4, 5, 6, 7];
    let vp8 = inspect(frameseal_codec::Vp8, &no_key_frame);
    says(vp8, R::MalformedFrame, Class::Usage, "no VP8 frame");
    let sets = [0, 0, 1, 0x67].repeat(17);
    says(inspect(h264, &sets), R::TooManyParameterSets, Class::Usage, "16 parameter sets");
    let long = [&[0, 0, 1, 0x67][..], &[0x42; 1024]].concat();
    says(inspect(h264, &long), R::ClearTooLong, Class::Usage, "would stay clear");
}

#[test]
fn slices_that_dave_cannot_list() {
    let secret = [7; 16];
    let counters = start_at(0);
    let alice =
        made(|out| unsafe { frameseal_dave_encryptor_new(secret.as_ptr(), 16, counters, out) });
    let alice = alice.unwrap();
    let slices = [0, 0, 1, 0x65, 0xb8, 7, 7].repeat(100);
    let size = made(|out| unsafe { frameseal_dave_max_len(slices.len(), out) }).unwrap();
    let sealed = written(size, |out, size, len| unsafe {
        let (frame, frame_len) = (slices.as_ptr(), slices.len());
        let h264 = frameseal_codec::H264 as u8;
        frameseal_dave_encryptor_encrypt(alice, h264, frame, frame_len, out, size, len)
    });
    says(sealed.unwrap_err(), R::TooManyParts, Class::Usage, "slices or OBUs");
    ok(unsafe { frameseal_dave_encryptor_free(alice) });
}

/// Every source of a folder below this package, one text.
fn text_below(folder: &str, take: &dyn Fn(&str, &str) -> String) -> String {
    fn read(dir: &Path, take: &dyn Fn(&str, &str) -> String, into: &mut String) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, take, into);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                into.push_str(&take(path.file_name().unwrap().to_str().unwrap(), &text));
            }
        }
    }
    let mut all = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), take, &mut all);
    all
}

/// The words behind `before` in a text, comments left out.
fn words_behind(text: &str, before: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric()).collect::<String>();
    code.flat_map(|line| line.split(before).skip(1).map(word).collect::<Vec<_>>()).collect()
}

/// The variants of the list of results.
fn results(text: &str) -> Vec<String> {
    let body = text.lines().skip_while(|line| *line != "pub enum frameseal_result {").skip(1);
    let body = body.take_while(|line| *line != "}").filter_map(|line| line.strip_prefix("    "));
    let variants = body.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    variants.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

/// The results that stand for one error of the engine each, by the lines of failure.rs.
fn translated(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|line| {
        line.trim_start()
            .split("::")
            .next()
            .is_some_and(|name| name.ends_with("Error") && name.chars().all(char::is_alphanumeric))
    });
    lines.flat_map(|line| words_behind(line, "=> R::")).collect()
}

fn unaccounted(
    results: &[String],
    in_tests: &BTreeSet<String>,
    translated: &BTreeSet<String>,
) -> Vec<String> {
    let explained = |name: &str| EXPLAINED.iter().any(|(explained, _)| *explained == name);
    let accounted =
        |name: &&String| in_tests.contains(*name) || translated.contains(*name) || explained(name);
    results.iter().filter(|name| !accounted(name)).cloned().collect()
}

#[test]
fn every_result_is_given_or_accounted_for() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let results = results(&fs::read_to_string(source.join("result.rs")).unwrap());
    assert!(results.len() >= FEWEST, "only {} results were found", results.len());
    let header = fs::read_to_string(source.with_file_name("include/frameseal.h")).unwrap();
    let is_entry =
        |line: &&str| line.trim_start().starts_with("FRAMESEAL_RESULT_") && line.contains(" = ");
    let named = header.lines().filter(is_entry).count();
    assert_eq!(named, results.len(), "the header lists as many");

    let in_tests = text_below("tests", &|name, text| match name {
        "results.rs" => text.split("fn text_below").next().unwrap().to_owned(),
        _ => text.to_owned(),
    });
    // Misuse that only a test inside can make: what its handle tests expect.
    let inside = text_below("src", &|_, text| {
        text.split_once("\nmod tests {").map_or(String::new(), |(_, tests)| tests.to_owned())
    });
    let given: BTreeSet<_> = words_behind(&in_tests, "R::")
        .into_iter()
        .chain(words_behind(&inside, "R::"))
        .chain(words_behind(&inside, "Misuse::").into_iter().map(|name| match name.as_str() {
            "Stale" => "StaleHandle".to_owned(),
            "Null" => "NullPointer".to_owned(),
            _ => name,
        }))
        .collect();
    let translated = translated(&fs::read_to_string(source.join("failure.rs")).unwrap());
    let direct = results.iter().filter(|name| given.contains(*name)).count();
    let by_engine =
        results.iter().filter(|name| !given.contains(*name) && translated.contains(*name)).count();
    println!("{} results: {direct} in tests of C, {by_engine} by the engine's", results.len());
    for (name, why) in EXPLAINED {
        assert!(results.iter().any(|result| result == name), "{name} is no result");
        println!("{name}: {why}");
    }
    assert_eq!(unaccounted(&results, &given, &translated), Vec::<String>::new());

    // One more that nobody gives is found.
    let mut more = results;
    more.push("BrandNew".to_owned());
    assert_eq!(unaccounted(&more, &given, &translated), ["BrandNew"]);
}
