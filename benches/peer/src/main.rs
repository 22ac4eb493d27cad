//! Measures the crate `sframe` for `compare`.
//!
//! Reads lines `suite bytes operation` and answers each with the nanoseconds a frame took in
//! one round, until the input ends.

use std::hint::black_box;
use std::io::{self, Write};

use sframe::CipherSuite;
use sframe::frame::{EncryptedFrameView, MediaFrameView, PanickingMonotonicCounter};
use sframe::key::{DecryptionKey, EncryptionKey};

use frames::Frames;
use round::Contestant;

#[path = "../../src/frames.rs"]
mod frames;
#[path = "../../src/round.rs"]
mod round;

const KEY_ID: u64 = 7;
const BASE_KEY: [u8; 32] = [0x42; 32];

fn main() {
    // The last case stays, so that every round but its first finds all in place.
    let mut case = String::new();
    let mut contestant: Option<Box<dyn Contestant>> = None;
    for line in io::stdin().lines() {
        let line = line.expect("compare writes text");
        if line != case {
            contestant = Some(parse(&line));
            case = line;
        }
        if let Some(contestant) = contestant.as_deref_mut() {
            println!("{:.3}", round::ns_per_frame(contestant));
            io::stdout().flush().expect("compare listens");
        }
    }
}

fn parse(line: &str) -> Box<dyn Contestant> {
    let words: Vec<_> = line.split(' ').collect();
    let [suite, bytes, operation] = words[..] else { panic!("not a case: {line}") };
    let (suite, bytes) = (parse_suite(suite), bytes.parse().expect("a number of bytes"));
    match operation {
        "encrypt" => Box::new(Encrypt::new(suite, bytes)),
        "decrypt" => Box::new(Decrypt::new(suite, bytes)),
        _ => panic!("not an operation: {operation}"),
    }
}

fn parse_suite(id: &str) -> CipherSuite {
    match id {
        #[cfg(feature = "rust-crypto")]
        "1" => CipherSuite::AesCtr128HmacSha256_80,
        "4" => CipherSuite::AesGcm128Sha256,
        "5" => CipherSuite::AesGcm256Sha512,
        _ => panic!("this back end has no suite {id}"),
    }
}

/// `encrypt_into` a buffer that is used again and never grows.
struct Encrypt {
    key: EncryptionKey,
    counter: PanickingMonotonicCounter,
    frames: Frames,
    buffer: Vec<u8>,
}

impl Encrypt {
    fn new(suite: CipherSuite, bytes: usize) -> Self {
        Self {
            key: EncryptionKey::derive_from(suite, KEY_ID, BASE_KEY).expect("a key"),
            counter: PanickingMonotonicCounter::default(),
            frames: Frames::new(bytes),
            buffer: Vec::new(),
        }
    }
}

impl Contestant for Encrypt {
    fn batch(&self) -> usize {
        self.frames.count()
    }

    fn prepare(&mut self, _frames: usize) {}

    fn run(&mut self, frames: usize) {
        let payload = self.frames.payload();
        for slot in self.frames.slots().take(frames) {
            let frame = MediaFrameView::new(&mut self.counter, &slot[payload.clone()]);
            black_box(frame.encrypt_into(&self.key, &mut self.buffer).expect("encrypts"));
        }
    }
}

/// `decrypt_into` a buffer that is used again. There is no replay validation unless one asks
/// for it, and the frames are not overwritten, so one set of them serves every batch.
struct Decrypt {
    key: DecryptionKey,
    sealed: Vec<Vec<u8>>,
    buffer: Vec<u8>,
}

impl Decrypt {
    fn new(suite: CipherSuite, bytes: usize) -> Self {
        let mut encrypt = Encrypt::new(suite, bytes);
        let payload = encrypt.frames.payload();
        let sealed = encrypt.frames.slots().map(|slot| {
            let frame = MediaFrameView::new(&mut encrypt.counter, &slot[payload.clone()]);
            let mut sealed = Vec::new();
            frame.encrypt_into(&encrypt.key, &mut sealed).expect("encrypts");
            sealed
        });
        let sealed = sealed.collect();
        let key = DecryptionKey::derive_from(suite, KEY_ID, BASE_KEY).expect("a key");
        Self { key, sealed, buffer: Vec::new() }
    }
}

impl Contestant for Decrypt {
    fn batch(&self) -> usize {
        self.sealed.len()
    }

    fn prepare(&mut self, _frames: usize) {}

    fn run(&mut self, frames: usize) {
        for sealed in self.sealed.iter().take(frames) {
            let frame = EncryptedFrameView::try_new(sealed).expect("a frame");
            black_box(frame.decrypt_into(&self.key, &mut self.buffer).expect("decrypts"));
        }
    }
}
