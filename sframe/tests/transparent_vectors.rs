//! The test vectors of docs/transparent-envelope.md: what this library seals is what the file
//! has, and an envelope is an RFC 9605 ciphertext with the metadata that the text says.
//!
//! `FRAMESEAL_WRITE_VECTORS=1 cargo test -p frameseal --test transparent_vectors` writes the file
//! anew, for a new version of the format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::num::NonZeroU16;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::codec::Codec;
use frameseal::transparent::{Envelope, Padding, decrypt_to_vec};
use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, DecryptError, Decryptor, Encryptor,
    EncryptorConfig, ErrorClass, KeyFingerprint, KeyId,
};
use serde_json::{Value, json};

mod samples;
use samples::*;

const FILE: &str = "tests/vectors/transparent-envelope.json";
const ABOUT: &str = "Test vectors of the transparent envelope, version 1; docs/transparent-envelope.md explains them.";

/// KIDs and counters of several lengths, some full of zeros.
const NUMBERS: [(u64, u64); 6] = [
    (7, 0),
    (0, 300),
    (0x0100_0000, 0x0001_0000),
    (0x123, 0x4567),
    (0x0200_0000_0000_0003, 0x0100_0000),
    (u64::MAX, 200_000_000),
];

#[test]
fn the_file_is_what_this_library_makes() {
    let text = one_a_line(&generate());
    if std::env::var_os("FRAMESEAL_WRITE_VECTORS").is_some() {
        std::fs::write(FILE, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(FILE).unwrap(), text, "{FILE} is out of date");
}

#[test]
fn sealed_and_rewritten_vectors_open() {
    let file = read();
    let mut opened = 0;
    for list in ["sealed", "rewritten"] {
        for v in rows(&file, list) {
            let frame = bytes(v, "frame");
            let metadata = bytes(v, "metadata");
            assert_eq!(
                decrypt_to_vec(&mut bob(v), &bytes(v, "sealed"), &metadata),
                Ok(frame),
                "{v}"
            );
            opened += 1;
        }
    }
    assert_eq!(opened, 144 + 24);
}

/// Cut out of its envelope, the ciphertext opens with nothing but RFC 9605.
#[test]
fn an_envelope_is_a_plain_frame_with_metadata() {
    let file = read();
    let mut opened = 0;
    for v in rows(&file, "sealed") {
        let (wire, associated) = (bytes(v, "sealed"), bytes(v, "associated"));
        let (trailer, clear) = (if form(&wire) < 13 { 1 } else { 2 }, clear_len(&wire));
        let sealed = unescaped(&wire);
        let body = &sealed[clear..sealed.len() - trailer];
        let mut plaintext = bob(v).decrypt_to_vec(body, &associated).unwrap();
        if number(v, "pad_to") > 0 {
            let end = plaintext.iter().rposition(|&byte| byte != 0).unwrap();
            assert_eq!((plaintext[end], plaintext.len() as u64 % number(v, "pad_to")), (0x80, 0));
            plaintext.truncate(end);
        }
        assert_eq!(plaintext, bytes(v, "frame"), "{v}");
        opened += 1;
    }
    assert_eq!(opened, 144);
}

#[test]
fn refused_vectors_are_refused() {
    let file = read();
    let mut refused = 0;
    for v in rows(&file, "refused") {
        let mut bob = bob(v);
        let error =
            decrypt_to_vec(&mut bob, &bytes(v, "sealed"), &bytes(v, "metadata")).unwrap_err();
        assert_eq!(class(error), v["error"], "{v}");
        assert_eq!(bob.totals().opened, 0);
        refused += 1;
    }
    assert_eq!(refused, 27);
}

fn one_a_line(vectors: &Value) -> String {
    let lists = ["sealed", "rewritten", "refused"].map(|list| {
        let rows: Vec<_> = rows(vectors, list).iter().map(|row| format!("  {row}")).collect();
        format!(" \"{list}\": [\n{}\n ]", rows.join(",\n"))
    });
    format!("{{\n \"_about\": {},\n{}\n}}\n", vectors["_about"], lists.join(",\n"))
}

fn generate() -> Value {
    let (mut sealed, mut rewritten) = (Vec::new(), Vec::new());
    for (n, (codec, _, frame)) in samples().into_iter().enumerate() {
        for (m, suite) in CipherSuite::ALL.into_iter().enumerate() {
            let (kid, counter) = NUMBERS[(n + m) % NUMBERS.len()];
            let pad_to = if (n + m / 2) % 2 == 0 { 0 } else { 32 };
            let metadata = if m % 3 == 0 { &b"metadata"[..] } else { b"" };
            sealed.push(vector(codec, suite, kid, counter, pad_to, metadata, &frame));
        }
        let v = vector(codec, GCM, 7, n as u64, 0, b"", &frame);
        let wire = bytes(&v, "sealed");
        let rewrite = match codec {
            Codec::H264 | Codec::H265 => in_other_start_codes,
            Codec::Av1 => in_other_sizes,
            _ => continue,
        };
        for way in [n, n + 1] {
            let mut v = v.clone();
            v["sealed"] = hex::encode(rewrite(&wire, way % 4)).into();
            rewritten.push(v);
        }
    }
    json!({ "_about": ABOUT, "sealed": sealed, "rewritten": rewritten, "refused": refused() })
}

const GCM: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

fn vector(
    codec: Codec,
    suite: CipherSuite,
    kid: u64,
    counter: u64,
    pad_to: u16,
    metadata: &[u8],
    frame: &[u8],
) -> Value {
    let base_key = [0x5a ^ counter as u8; 32];
    let mut config = EncryptorConfig::with_counters(Arc::new(StartAt(AtomicU64::new(counter))));
    config.lease = 1;
    config.max_blocks = u64::MAX;
    let alice =
        Encryptor::with_config(suite, KeyId::new(kid), BaseKey::new(&base_key).unwrap(), config);
    let padding = NonZeroU16::new(pad_to).map_or(Padding::None, Padding::Multiple);
    let envelope = Envelope::new(codec).with_padding(padding);
    let sealed = envelope.encrypt_to_vec(&alice.unwrap(), frame, metadata).unwrap();
    json!({
        "suite": suite.id(),
        "base_key": hex::encode(base_key),
        "kid": kid.to_string(),
        "counter": counter.to_string(),
        "codec": codec.name(),
        "pad_to": pad_to,
        "metadata": hex::encode(metadata),
        "frame": hex::encode(frame),
        "associated": hex::encode(associated(&sealed, metadata)),
        "sealed": hex::encode(&sealed),
    })
}

/// The metadata that RFC 9605 gets, put together from what a sender wrote as the text says.
fn associated(sealed: &[u8], metadata: &[u8]) -> Vec<u8> {
    let (trailer, clear) = (if form(sealed) < 13 { 1 } else { 2 }, clear_len(sealed));
    let mut canonical = sealed[..clear].to_vec();
    if form(sealed) == 14 {
        // Without the size of the last OBU, which is shorter than 128 or 16 384 bytes here.
        let carrier = carrier_obu(sealed);
        let header_len = if sealed[carrier] & 4 != 0 { 2 } else { 1 };
        let size_len = if sealed[carrier + header_len] & 0x80 != 0 { 2 } else { 1 };
        canonical.drain(carrier + header_len..carrier + header_len + size_len);
    }
    let len = (canonical.len() as u16).to_be_bytes();
    [b"FrameSeal", &sealed[sealed.len() - trailer..], &len, &canonical, metadata].concat()
}

fn form(sealed: &[u8]) -> u8 {
    sealed.last().unwrap() & 0x0f
}

fn clear_len(sealed: &[u8]) -> usize {
    let carrier_len = usize::from(sealed[sealed.len() - 2]);
    match form(sealed) {
        13 => carrier_nal(sealed) + carrier_len,
        14 => {
            let carrier = carrier_obu(sealed);
            let header_len = if sealed[carrier] & 4 != 0 { 2 } else { 1 };
            let size_len = if sealed[carrier + header_len] & 0x80 != 0 { 2 } else { 1 };
            carrier + header_len + size_len + carrier_len
        }
        len => usize::from(len),
    }
}

fn carrier_nal(sealed: &[u8]) -> usize {
    sealed.windows(3).rposition(|w| w == [0, 0, 1]).unwrap() + 3
}

/// Behind the sequence headers, which are shorter than 128 bytes here.
fn carrier_obu(sealed: &[u8]) -> usize {
    let mut at = 0;
    while sealed[at] == 0x0a {
        at += 2 + usize::from(sealed[at + 1]);
    }
    at
}

/// Without emulation prevention bytes behind the clear bytes.
fn unescaped(sealed: &[u8]) -> Vec<u8> {
    if form(sealed) != 13 {
        return sealed.to_vec();
    }
    let clear = clear_len(sealed);
    let mut out = sealed[..clear].to_vec();
    let mut zeros = out.iter().rev().take_while(|&&byte| byte == 0).count();
    for &byte in &sealed[clear..] {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        out.push(byte);
    }
    out
}

fn refused() -> Vec<Value> {
    let of = |wanted: Codec, kind: &str| -> Value {
        let (codec, _, frame) =
            samples().into_iter().find(|(codec, k, _)| (*codec, *k) == (wanted, kind)).unwrap();
        vector(codec, GCM, 7, 9, 0, b"", &frame)
    };
    let (vp8, h264, av1) = (of(Codec::Vp8, "delta"), of(Codec::H264, "key"), of(Codec::Av1, "key"));
    let mut list = Vec::new();
    let mut add = |why: &str, v: &Value, error: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut sealed = bytes(v, "sealed");
        change(&mut sealed);
        list.push(json!({
            "why": why, "suite": v["suite"], "base_key": v["base_key"], "kid": v["kid"],
            "metadata": "", "sealed": hex::encode(sealed), "error": error,
        }));
    };
    let last = |sealed: &mut Vec<u8>, f: &dyn Fn(u8) -> u8| {
        let last = sealed.last_mut().unwrap();
        *last = f(*last);
    };
    for version in [0, 2, 3, 4, 5, 6, 7] {
        add(&format!("version {version}"), &vp8, "version", &|sealed| {
            last(sealed, &|byte| byte & 0x1f | version << 5)
        });
    }
    add("form 15", &vp8, "syntax", &|sealed| last(sealed, &|byte| byte | 0x0f));
    add("empty", &vp8, "syntax", &Vec::clear);
    add("a trailer alone that wants clear bytes", &vp8, "syntax", &|sealed| *sealed = vec![0x25]);
    add("NAL form without carrier length", &h264, "syntax", &|sealed| *sealed = vec![0x2d]);
    add("carrier length 16", &h264, "syntax", &|sealed| {
        let at = sealed.len() - 2;
        sealed[at] = 16;
    });
    add("carrier length 0 in NAL form", &h264, "syntax", &|sealed| {
        let at = sealed.len() - 2;
        sealed[at] = 0;
    });
    add("no start code", &h264, "syntax", &|sealed| sealed.retain(|&byte| byte != 0));
    add("a byte before the first start code", &h264, "syntax", &|sealed| sealed.insert(0, 7));
    add("an emulation prevention byte that nothing asked for", &h264, "syntax", &|sealed| {
        let at = sealed.len() - 8;
        sealed.splice(at..at, [0, 0, 3, 4]);
    });
    add("two zeros and a 2 in the carrier", &h264, "syntax", &|sealed| {
        let at = sealed.len() - 8;
        sealed.splice(at..at, [0, 0, 2]);
    });
    add("clear bytes of more than 1150 bytes", &h264, "syntax", &|sealed| {
        sealed.splice(0..0, [&[0, 0, 1, 0x68][..], &[0x55; 1150]].concat());
    });
    add("an OBU that ends behind the frame", &av1, "syntax", &|sealed| sealed[1] = 0x7f);
    add("a forbidden bit", &av1, "syntax", &|sealed| sealed[0] |= 0x80);
    add("19 OBUs", &av1, "syntax", &|sealed| {
        sealed.splice(0..0, [0x12, 0].repeat(17));
    });
    add("a clear byte changed", &vp8, "authentication", &|sealed| sealed[1] ^= 1);
    add("the padding flag set", &vp8, "authentication", &|sealed| {
        last(sealed, &|byte| byte | 0x10)
    });
    add("a parameter set changed", &h264, "authentication", &|sealed| sealed[6] ^= 1);
    add("a parameter set left out", &h264, "authentication", &|sealed| {
        sealed.drain(..10);
    });
    add("the sequence header left out", &av1, "authentication", &|sealed| {
        sealed.drain(..6);
    });
    add("the tag's last bit changed", &av1, "authentication", &|sealed| {
        let at = sealed.len() - 3;
        sealed[at] ^= 1;
    });
    list
}

fn class(error: DecryptError) -> &'static str {
    match (error, error.class()) {
        (DecryptError::EnvelopeVersion { .. }, _) => "version",
        (_, ErrorClass::Syntax) => "syntax",
        (_, ErrorClass::Authentication) => "authentication",
        (error, _) => panic!("{error}"),
    }
}

/// Starts where the vector counts, since no caller may hand a counter to an encryptor.
struct StartAt(AtomicU64);

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}

fn bob(v: &Value) -> Decryptor {
    let suite = CipherSuite::try_from(number(v, "suite") as u16).unwrap();
    let kid = KeyId::new(v["kid"].as_str().unwrap().parse().unwrap());
    let mut bob = Decryptor::new();
    bob.add_key(suite, kid, BaseKey::new(&bytes(v, "base_key")).unwrap()).unwrap();
    bob
}

fn read() -> Value {
    serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap()
}

fn rows<'a>(file: &'a Value, list: &str) -> &'a [Value] {
    file[list].as_array().unwrap()
}

fn number(v: &Value, field: &str) -> u64 {
    v[field].as_u64().unwrap_or_else(|| panic!("{field} in {v}"))
}

fn bytes(v: &Value, field: &str) -> Vec<u8> {
    hex::decode(v[field].as_str().unwrap_or_else(|| panic!("{field} in {v}"))).unwrap()
}
