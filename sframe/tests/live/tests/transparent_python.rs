//! The transparent envelope against its second implementation, python/transparent.py, which was
//! written from docs/transparent-envelope.md alone: both seal alike, open alike, and refuse alike.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::codec::Codec;
use frameseal::transparent::{Envelope, Padding, SealError, decrypt_to_vec};
use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, DecryptError, Decryptor, Encryptor,
    EncryptorConfig, ErrorClass, KeyFingerprint, KeyId,
};
use live::random::{Rng, frame, leb128, obu, wild_frame};
use live::{Driver, media};
use serde_json::{Value, json};

const FRAMES: usize = 1000;
const WILD: usize = 2000;
const FORGED: usize = 500;
const REWRITTEN: usize = 300;
const RESPELLED: usize = 500;
const DRESSED: usize = 3000;

/// The variable that says how many rounds there are.
const ROUNDS: &str = "FRAMESEAL_ENVELOPE_ROUNDS";

/// A frame and everything that goes into its envelope.
#[derive(Clone, Debug)]
struct Case {
    codec: Codec,
    suite: CipherSuite,
    base_key: Vec<u8>,
    kid: u64,
    counter: u64,
    pad_to: u16,
    metadata: Vec<u8>,
    frame: Vec<u8>,
}

/// The bytes, or the class of the refusal.
type Outcome = Result<Vec<u8>, String>;

impl Case {
    fn random(codec: Codec, rng: &mut Rng, frame: Vec<u8>) -> Self {
        let len = rng.pick(&[0, 0, 1, 8, 40]);
        // Headers that begin with 0 to 3 are escaped behind clear bytes that end in zeros.
        let (kid, counter) = match rng.below(8) {
            0 => (0, rng.below(4) as u64),
            // Higher counters exceed what a key may encrypt.
            _ => (rng.number(8), rng.number(3)),
        };
        Self {
            codec,
            suite: rng.pick(&CipherSuite::ALL),
            base_key: vec![rng.word() as u8; rng.pick(&[16, 32, 48])],
            kid,
            counter,
            pad_to: rng.pick(&[0, 0, 1, 2, 32, 100, 256, 1000]),
            metadata: rng.bytes(len),
            frame,
        }
    }

    fn json(&self) -> Value {
        json!({
            "suite": self.suite.id(),
            "base_key": hex::encode(&self.base_key),
            "kid": self.kid.to_string(),
            "counter": self.counter.to_string(),
            "codec": self.codec.name(),
            "pad_to": self.pad_to,
            "metadata": hex::encode(&self.metadata),
            "frame": hex::encode(&self.frame),
        })
    }

    fn seal(&self) -> Outcome {
        let start = Arc::new(StartAt(AtomicU64::new(self.counter)));
        let mut config = EncryptorConfig::with_counters(start);
        config.lease = 1;
        config.max_blocks = u64::MAX;
        let (kid, base_key) = (KeyId::new(self.kid), BaseKey::new(&self.base_key).unwrap());
        let alice = Encryptor::with_config(self.suite, kid, base_key, config).unwrap();
        let padding = NonZeroU16::new(self.pad_to).map_or(Padding::None, Padding::Multiple);
        let envelope = Envelope::new(self.codec).with_padding(padding);
        match envelope.encrypt_to_vec(&alice, &self.frame, &self.metadata) {
            Ok(sealed) => Ok(sealed),
            Err(SealError::Codec(_)) => Err("codec".into()),
            Err(error) => panic!("{error}: {self:?}"),
        }
    }

    fn open(&self, sealed: &[u8]) -> Outcome {
        let mut bob = Decryptor::new();
        let (kid, base_key) = (KeyId::new(self.kid), BaseKey::new(&self.base_key).unwrap());
        bob.add_key(self.suite, kid, base_key).unwrap();
        decrypt_to_vec(&mut bob, sealed, &self.metadata).map_err(|error| {
            match (error, error.class()) {
                (DecryptError::EnvelopeVersion { .. }, _) => "version",
                (_, ErrorClass::Syntax) => "syntax",
                (_, ErrorClass::Authentication | ErrorClass::KeyId) => "authentication",
                (error, _) => panic!("{error}: {self:?}"),
            }
            .into()
        })
    }
}

/// Starts where the case counts, since no caller may hand a counter to an encryptor.
struct StartAt(AtomicU64);

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}

/// The implementation in Python.
struct Python(Driver);

impl Python {
    fn new() -> Self {
        Self(Driver::oracle(Path::new(env!("CARGO_TARGET_TMPDIR"))))
    }

    fn seal(&mut self, cases: &[Case]) -> Vec<Outcome> {
        self.all("seal_all", "sealed", cases.iter().map(Case::json).collect())
    }

    fn open(&mut self, sealed: &[(Case, Vec<u8>)]) -> Vec<Outcome> {
        let json = |(case, sealed): &(Case, Vec<u8>)| {
            let mut json = case.json();
            json["sealed"] = hex::encode(sealed).into();
            json
        };
        self.all("open_all", "frame", sealed.iter().map(json).collect())
    }

    fn all(&mut self, op: &str, result: &str, frames: Vec<Value>) -> Vec<Outcome> {
        let count = frames.len();
        let reply = self.0.call(json!({"op": op, "frames": frames}));
        let outcome = |answer: &Value| match (answer[result].as_str(), answer["error"].as_str()) {
            (Some(bytes), None) => Ok(hex::decode(bytes).unwrap()),
            (None, Some(error)) => Err(error.split(':').next().unwrap().to_owned()),
            _ => panic!("neither bytes nor an error: {answer}"),
        };
        let outcomes: Vec<_> = reply["frames"].as_array().unwrap().iter().map(outcome).collect();
        assert_eq!(outcomes.len(), count);
        outcomes
    }
}

#[test]
fn the_vectors_hold() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../vectors/transparent-envelope.json")).unwrap();
    let rows = |list: &str| vectors[list].as_array().unwrap().clone();
    let mut python = Python::new();
    let mut ran = [0; 3];
    for row in rows("sealed") {
        let mut request = row.clone();
        request["op"] = "seal".into();
        let reply = python.0.call(request.clone());
        assert_eq!((&reply["sealed"], &reply["associated"]), (&row["sealed"], &row["associated"]));
        request["op"] = "open".into();
        assert_eq!(python.0.call(request)["frame"], row["frame"]);
        ran[0] += 1;
    }
    for (row, opened) in
        rows("rewritten").iter().zip(python.all("open_all", "frame", rows("rewritten")))
    {
        assert_eq!(hex::encode(opened.unwrap()), row["frame"].as_str().unwrap());
        ran[1] += 1;
    }
    for (row, opened) in
        rows("refused").iter().zip(python.all("open_all", "frame", rows("refused")))
    {
        assert_eq!(opened.unwrap_err(), row["error"].as_str().unwrap(), "{}", row["why"]);
        ran[2] += 1;
    }
    assert_eq!(ran, [144, 24, 27]);
}

#[test]
fn both_seal_alike_and_open_each_other() {
    let mut python = Python::new();
    let mut ran = 0;
    for (codec, name, mut rng) in codecs(1) {
        let cases = Vec::from_iter((0..FRAMES).map(|_| {
            let frame = frame(name, &mut rng);
            Case::random(codec, &mut rng, frame)
        }));
        let theirs = python.seal(&cases);
        let ours: Vec<_> = cases.iter().map(Case::seal).collect();
        let pair = |(case, sealed): (&Case, &Outcome)| (case.clone(), sealed.clone().unwrap());
        let sealed: Vec<_> = cases.iter().zip(&ours).map(pair).collect();
        for (((case, ours), theirs), opened) in
            cases.iter().zip(&ours).zip(&theirs).zip(python.open(&sealed))
        {
            assert_eq!(ours, theirs, "{case:?}");
            assert_eq!(opened.as_ref(), Ok(&case.frame), "{case:?}");
            assert_eq!(case.open(theirs.as_ref().unwrap()).as_ref(), Ok(&case.frame), "{case:?}");
            ran += 1;
        }
    }
    compared(ran, 6 * FRAMES);
}

/// No key may encrypt so much here, but others may count so.
#[test]
fn counters_of_all_lengths_open() {
    let mut python = Python::new();
    let mut ran = 0;
    for (codec, name, mut rng) in codecs(2) {
        let cases = Vec::from_iter((0..FRAMES / 5).map(|_| {
            let frame = frame(name, &mut rng);
            let counter = rng.number(8);
            Case { counter, ..Case::random(codec, &mut rng, frame) }
        }));
        for (case, sealed) in cases.iter().zip(python.seal(&cases)) {
            assert_eq!(case.open(&sealed.unwrap()).as_ref(), Ok(&case.frame), "{case:?}");
            ran += 1;
        }
    }
    compared(ran, 6 * FRAMES / 5);
}

/// Whatever is handed over as a frame, both seal it alike or both refuse it.
#[test]
fn what_one_does_not_seal_the_other_does_not() {
    let mut python = Python::new();
    let mut ran = 0;
    for (codec, name, mut rng) in codecs(3) {
        let cases = Vec::from_iter((0..WILD).map(|_| {
            let frame = wild_frame(name, &mut rng);
            Case::random(codec, &mut rng, frame)
        }));
        let mut refused = 0;
        for (case, theirs) in cases.iter().zip(python.seal(&cases)) {
            let ours = case.seal();
            assert_eq!(ours, theirs, "{name} {}", hex::encode(&case.frame));
            refused += usize::from(ours.is_err());
            ran += 1;
        }
        // An Opus packet has nothing that could be wrong, but it may be empty.
        let least = if codec == Codec::Opus { WILD / 20 } else { WILD / 5 };
        assert!((least..WILD * 4 / 5).contains(&refused), "{name}: {refused} refused");
    }
    compared(ran, 6 * WILD);
}

/// Flipped bits, cut ends, bytes put in, taken out, or taken from another frame.
#[test]
fn forged_frames_are_refused_by_both_for_the_same_reason() {
    let mut python = Python::new();
    let mut reasons = BTreeMap::new();
    for (codec, name, mut rng) in codecs(4) {
        let mut forge = || {
            let frame = frame(name, &mut rng);
            let case = Case::random(codec, &mut rng, frame);
            let (frame, counter) = (self::frame(name, &mut rng), case.counter + 1);
            let other = Case { frame, counter, ..case.clone() };
            let forged = forged(&mut rng, &case.seal().unwrap(), &other.seal().unwrap());
            ((case, forged), other.frame)
        };
        let mut refused = 0;
        while refused < FORGED {
            let (frames, others): (Vec<_>, Vec<_>) = (refused..FORGED).map(|_| forge()).unzip();
            for (((case, forged), other), theirs) in
                frames.iter().zip(others).zip(python.open(&frames))
            {
                let ours = case.open(forged);
                assert_eq!(ours, theirs, "{case:?} {}", hex::encode(forged));
                match ours {
                    // Nothing has changed but zeros in front.
                    Ok(frame) => assert!([&case.frame, &other].contains(&&frame), "{case:?}"),
                    Err(reason) => {
                        *reasons.entry(reason).or_insert(0) += 1;
                        refused += 1;
                    }
                }
            }
        }
        assert_eq!(refused, FORGED, "{name}");
    }
    let ran = reasons.values().sum::<usize>();
    compared(ran, 6 * FORGED);
    for reason in ["version", "syntax", "authentication"] {
        assert!(reasons[reason] >= ran / 50, "{reasons:?}");
    }
}

fn forged(rng: &mut Rng, sealed: &[u8], other: &[u8]) -> Vec<u8> {
    let mut forged = sealed.to_vec();
    while forged == sealed || forged == other {
        let at = match rng.below(3) {
            0 => rng.below(sealed.len().min(40)),
            1 => sealed.len() - 1 - rng.below(sealed.len().min(20)),
            _ => rng.below(sealed.len()),
        };
        let at = at.min(forged.len().saturating_sub(1));
        match rng.below(7) {
            0..=2 if at < forged.len() => forged[at] ^= 1 << rng.below(8),
            3 => forged.truncate(at),
            4 => drop(forged.drain(..at)),
            5 => {
                let len = 1 + rng.below(4);
                forged.splice(at..at, rng.bytes(len));
            }
            _ => forged.splice(at.., other[at.min(other.len())..].to_vec()).for_each(drop),
        }
    }
    forged
}

/// What packets do to start codes and sizes.
#[test]
fn rewritten_start_codes_and_sizes_open_in_both() {
    let mut python = Python::new();
    let mut ran = 0;
    for (codec, name, mut rng) in codecs(5) {
        if !matches!(codec, Codec::H264 | Codec::H265 | Codec::Av1) {
            continue;
        }
        let mut frames = Vec::new();
        while frames.len() < REWRITTEN {
            let frame = frame(name, &mut rng);
            let case = Case::random(codec, &mut rng, frame);
            let sealed = case.seal().unwrap();
            let rewritten = match codec {
                Codec::Av1 => in_other_sizes(&mut rng, &sealed),
                _ => in_other_start_codes(&mut rng, &sealed),
            };
            if rewritten != sealed {
                frames.push((case, rewritten));
            }
        }
        for ((case, rewritten), theirs) in frames.iter().zip(python.open(&frames)) {
            assert_eq!(case.open(rewritten).as_ref(), Ok(&case.frame), "{case:?}");
            assert_eq!(theirs.as_ref(), Ok(&case.frame), "{case:?}");
            ran += 1;
        }
    }
    compared(ran, 3 * REWRITTEN);
}

fn in_other_start_codes(rng: &mut Rng, sealed: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), sealed);
    while let Some(at) = rest.windows(4).position(|bytes| bytes == [0, 0, 0, 1]) {
        out.extend(&rest[..at]);
        let zeros = 2 + rng.below(4);
        out.resize(out.len() + zeros, 0);
        out.push(1);
        rest = &rest[at + 4..];
    }
    out.extend(rest);
    out
}

fn in_other_sizes(rng: &mut Rng, sealed: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), sealed);
    while !rest.is_empty() {
        if rng.once_in(4) {
            out.extend([0x12, 0]);
        }
        let (header, behind) = rest.split_at(if rest[0] & 4 != 0 { 2 } else { 1 });
        let (mut size, mut at) = (0, 0);
        while {
            size |= usize::from(behind[at] & 0x7f) << (7 * at);
            at += 1;
            behind[at - 1] & 0x80 != 0
        } {}
        let (payload, behind) = behind[at..].split_at(size);
        out.extend(header);
        if behind.is_empty() && rng.once_in(3) {
            let header = out.len() - header.len();
            out[header] &= !2;
        } else {
            out.extend(leb128(size, 1 + rng.below(8)));
        }
        out.extend(payload);
        rest = behind;
    }
    out
}

/// Two spellings of one frame would be two frames to whoever counts or compares them.
#[test]
fn emulation_prevention_has_one_spelling_in_both() {
    let mut python = Python::new();
    let mut ran = 0;
    for (codec, name, mut rng) in codecs(7) {
        if !matches!(codec, Codec::H264 | Codec::H265) {
            continue;
        }
        let mut frames = Vec::new();
        while frames.len() < RESPELLED {
            let frame = frame(name, &mut rng);
            let kid = 1 << (8 * rng.below(8));
            let case = Case { kid, ..Case::random(codec, &mut rng, frame) };
            let sealed = case.seal().unwrap();
            let carrier = sealed.windows(3).rposition(|bytes| bytes == [0, 0, 1]).unwrap() + 3;
            let body = carrier + usize::from(sealed[sealed.len() - 2]);
            let prevented = |&at: &usize| sealed[at - 2..=at] == [0, 0, 3];
            let places = Vec::from_iter((body..sealed.len() - 2).filter(prevented));
            let mut respelled = sealed.clone();
            if places.is_empty() || rng.once_in(8) {
                let at = body + rng.below(sealed.len() - 2 - body);
                let spelling = [&[0, 0, 3][..], &[0, 0, 3, 3, 3], &[0, 0, 2], &[0, 0, 3, 4]];
                respelled.splice(at..at, rng.pick(&spelling).iter().copied());
            } else {
                let at = rng.pick(&places);
                match rng.below(4) {
                    0 => drop(respelled.remove(at)),
                    1 => respelled.insert(at, 3),
                    2 => respelled[at] = rng.pick(&[0, 1, 2]),
                    _ => respelled[at + 1] |= 4,
                }
            }
            frames.push((case, respelled));
        }
        let mut syntax = 0;
        for ((case, respelled), theirs) in frames.iter().zip(python.open(&frames)) {
            let ours = case.open(respelled);
            assert_eq!(ours, theirs, "{case:?} {}", hex::encode(respelled));
            syntax += usize::from(ours.unwrap_err() == "syntax");
            ran += 1;
        }
        assert!(syntax > RESPELLED / 2, "{name}: {syntax}");
    }
    compared(ran, 2 * RESPELLED);
}

/// Whoever has the key can lay an envelope out as no codec would. What a receiver makes of it
/// before it authenticates shows here, since the tag is right.
#[test]
fn members_with_odd_envelopes_meet_the_same_answer() {
    let mut python = Python::new();
    let mut ran = 0;
    let forms = [Form::Prefix, Form::Nal, Form::Obu];
    for (round, form) in (0..rounds()).flat_map(|round| forms.map(|form| (round, form))) {
        let mut rng = Rng::new(round << 48 | 6 << 32 | form as u64);
        let (mut cases, mut requests) = (Vec::new(), Vec::new());
        for _ in 0..DRESSED {
            let case = Case::random(Codec::Opus, &mut rng, Vec::new());
            requests.push(odd_envelope(&case, form, &mut rng));
            cases.push(case);
        }
        let dressed = python.all("dress_all", "sealed", requests.clone());
        let frames = Vec::from_iter(cases.into_iter().zip(dressed.into_iter().map(Result::unwrap)));
        let mut answers = BTreeMap::new();
        for (((case, sealed), theirs), request) in
            frames.iter().zip(python.open(&frames)).zip(requests)
        {
            let ours = case.open(sealed);
            assert_eq!(ours, theirs, "{request} {}", hex::encode(sealed));
            *answers.entry(ours.map_or_else(|reason| reason, |_| "opened".into())).or_insert(0) +=
                1;
            ran += 1;
        }
        for (answer, least) in [("opened", 4), ("syntax", 10), ("authentication", 20)] {
            assert!(answers[answer] >= DRESSED / least, "{form:?}: {answers:?}");
        }
    }
    compared(ran, 3 * DRESSED);
}

/// An operator makes the shown frame an OBU of its own, without payload, and a temporal delimiter
/// the carrier. If a delimiter's header and clear bytes are left out of the canonical form, it is
/// the same, and a clear byte is anything.
#[test]
fn a_temporal_delimiter_is_no_carrier() {
    let frame = vec![0x12, 0, 0x32, 6, 0x00, 1, 2, 3, 4, 5];
    let case = Case::random(Codec::Av1, &mut Rng::new(8), frame);
    let sealed = Case { pad_to: 0, ..case.clone() }.seal().unwrap();
    assert_eq!((sealed[0], sealed[2]), (0x32, 0x00));
    let forged = [&[0x32, 0x00, 0x10, 0xee][..], &sealed[3..]].concat();
    assert!(Python::new().open(&[(case.clone(), forged.clone())])[0].is_err());
    assert!(case.open(&forged).is_err());
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Prefix,
    Nal = 13,
    Obu = 14,
}

/// What `dress_all` puts together.
fn odd_envelope(case: &Case, form: Form, rng: &mut Rng) -> Value {
    let len = rng.pick(&[0, 1, 20]);
    let mut plaintext = rng.bytes(len);
    let padded = rng.once_in(2);
    if padded && rng.below(4) > 0 {
        plaintext.push(0x80);
        plaintext.resize(plaintext.len() + rng.below(4), 0);
    }
    let shown = rng.pick(&[0, 1, 2, 3, 10, 15, 15, 16]);
    // Now and then the trailer tells another length.
    let told = if rng.once_in(8) { rng.below(18) } else { shown };
    let (mut front, mut size, mut clear) = (Vec::new(), 0, rng.bytes(shown));
    let mut form_told = form as usize;
    match form {
        Form::Prefix => {
            clear = rng.bytes(shown.min(12));
            form_told = if rng.once_in(8) { rng.below(13) } else { clear.len() };
        }
        Form::Nal => {
            let fits = rng.below(4) > 0;
            for _ in 0..rng.below(5) {
                if rng.once_in(12) {
                    let len = if rng.once_in(2) { 1110 + rng.below(40) } else { rng.below(300) };
                    front.extend([&[0, 0, 1][..], &vec![0x55; len]].concat());
                }
                let len = rng.below(6);
                let unit = rng.bytes(len);
                if fits {
                    let zeros = 2 + rng.below(4);
                    front.resize(front.len() + zeros, 0);
                    front.push(1);
                }
                front.extend(unit);
            }
            if !rng.once_in(12) {
                front.extend([0, 0, 0, 1].split_at(rng.below(2)).1);
            }
            if let Some(first) = clear.first_mut()
                && rng.below(4) > 0
            {
                *first |= 1;
            }
        }
        Form::Obu => {
            for _ in 0..rng.pick(&[0, 1, 2, 4, 15, 17, 18]) {
                let (kind, len) = (rng.pick(&[1, 1, 2, 2, 5, 6, 15]), rng.below(5));
                let payload = rng.bytes(len);
                let spelling = if rng.once_in(16) { 1 + rng.below(9) } else { 0 };
                let size = (!rng.once_in(64)).then_some(spelling);
                front.extend(obu(rng, kind, size, &payload));
            }
            if rng.once_in(8) {
                let payload = vec![0x55; 1020 + rng.below(130)];
                front.extend(obu(rng, 1, Some(0), &payload));
            }
            let kind = rng.pick(&[0, 3, 5, 6, 6, 15]);
            size = rng.pick(&[0, 2, 2, 3, 5, 8, 9]);
            let mut header = obu(rng, kind, None, &[]);
            header[0] |= if size > 0 { 2 } else { 0 };
            if rng.once_in(32) {
                header[0] ^= rng.pick(&[0x80, 2, 4]);
            }
            front.extend(header);
        }
    }
    let mut json = case.json();
    json["form"] = form_told.into();
    json["L"] = told.into();
    json["padded"] = padded.into();
    json["front"] = hex::encode(front).into();
    json["size"] = size.into();
    json["clear"] = hex::encode(clear).into();
    json["plaintext"] = hex::encode(plaintext).into();
    json
}

/// How many times each comparison is made, with other frames each time; `cargo xtask harden` makes
/// more of them.
fn rounds() -> u64 {
    std::env::var(ROUNDS).map_or(1, |rounds| rounds.parse().expect(ROUNDS))
}

fn codecs(seed: u64) -> impl Iterator<Item = (Codec, &'static str, Rng)> {
    (0..rounds()).flat_map(move |round| {
        media::CODECS.into_iter().map(move |name| {
            let codec = Codec::from_mime_type(name).unwrap();
            let seed = round << 48 | seed << 32 | u64::from(name.as_bytes()[name.len() - 1]);
            (codec, name, Rng::new(seed))
        })
    })
}

/// Says how many cases were compared, and that none is missing.
fn compared(ran: usize, a_round: usize) {
    println!("compared: {ran}"); // what `cargo xtask harden` counts
    assert_eq!(ran, a_round * rounds() as usize);
}
