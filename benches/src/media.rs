//! Frames of codecs, sealed so that today's packetizers take them: transparent envelopes and
//! the deployed formats.

use std::hint::black_box;
use std::ops::Range;

use frameseal::codec::Codec;
use frameseal::transparent::{self, Envelope};
use frameseal::{BaseKey, CipherSuite, Decryptor, KeyId};

use crate::engine::{encryptor, fresh_key};
use crate::frames::Frames;
use crate::round::Contestant;

/// 192 bytes behind a frame: tag, trailer, what other formats append, and room for start codes.
const TAILROOM: usize = 192;

/// 64 bytes before a frame: clear bytes and header.
const HEADROOM: usize = 64;

/// How one implementation seals and opens.
pub trait Sealer {
    /// Seals the frame at `frame` inside `slot` and gives where it is then.
    fn seal(&mut self, slot: &mut [u8], frame: Range<usize>) -> Range<usize>;

    /// Opens the sealed frame at `sealed`.
    fn open(&mut self, sealed: &mut [u8]);
}

/// Gives a delta frame of `bytes` bytes.
pub fn frame(codec: Codec, bytes: usize) -> Vec<u8> {
    let front: &[u8] = match codec {
        Codec::Vp8 => &[0x31, 0x02, 0x00],
        Codec::H264 => &[0, 0, 0, 1, 0x41, 0x9a],
        _ => &[0xf8], // Opus
    };
    let odd = (1..=255).step_by(2).cycle();
    front.iter().copied().chain(odd).take(bytes).collect()
}

/// Sealing frames of one size. Each batch is written anew before it is timed.
pub struct Seal<S> {
    sealer: S,
    frame: Vec<u8>,
    frames: Frames,
}

impl<S: Sealer> Seal<S> {
    /// Seals `frame` again and again.
    pub fn new(sealer: S, frame: Vec<u8>) -> Self {
        let frames = Frames::with_room(frame.len(), HEADROOM, TAILROOM);
        Self { sealer, frame, frames }
    }
}

impl<S: Sealer> Contestant for Seal<S> {
    fn batch(&self) -> usize {
        self.frames.count()
    }

    fn prepare(&mut self, frames: usize) {
        let payload = self.frames.payload();
        for slot in self.frames.slots().take(frames) {
            slot[payload.clone()].copy_from_slice(&self.frame);
        }
    }

    fn run(&mut self, frames: usize) {
        let payload = self.frames.payload();
        for slot in self.frames.slots().take(frames) {
            black_box(self.sealer.seal(slot, payload.clone()));
        }
    }
}

/// Opening them. Each batch is sealed anew before it is timed.
pub struct Open<S> {
    seal: Seal<S>,
    sealed: Vec<Range<usize>>,
}

impl<S: Sealer> Open<S> {
    /// Opens what `sealer` makes of `frame`.
    pub fn new(sealer: S, frame: Vec<u8>) -> Self {
        let seal = Seal::new(sealer, frame);
        let sealed = Vec::with_capacity(seal.batch());
        Self { seal, sealed }
    }
}

impl<S: Sealer> Contestant for Open<S> {
    fn batch(&self) -> usize {
        self.seal.batch()
    }

    fn prepare(&mut self, frames: usize) {
        self.seal.prepare(frames);
        let Seal { sealer, frames: slots, .. } = &mut self.seal;
        let payload = slots.payload();
        self.sealed.clear();
        self.sealed
            .extend(slots.slots().take(frames).map(|slot| sealer.seal(slot, payload.clone())));
    }

    fn run(&mut self, frames: usize) {
        let Seal { sealer, frames: slots, .. } = &mut self.seal;
        for (slot, sealed) in slots.slots().take(frames).zip(&self.sealed) {
            sealer.open(&mut slot[sealed.clone()]);
        }
    }
}

/// A transparent envelope through the public API, with counter, usage limit and replay window.
pub struct Transparent {
    envelope: Envelope,
    encryptor: frameseal::Encryptor,
    decryptor: Decryptor,
}

impl Transparent {
    /// Makes both sides for one key.
    pub fn new(suite: CipherSuite, codec: Codec) -> Self {
        let (kid, key) = (KeyId::new(7), fresh_key());
        let mut decryptor = Decryptor::new();
        decryptor.add_key(suite, kid, BaseKey::new(&key).unwrap()).unwrap();
        let encryptor = encryptor(suite, kid, &key, None);
        Self { envelope: Envelope::new(codec), encryptor, decryptor }
    }
}

impl Sealer for Transparent {
    fn seal(&mut self, slot: &mut [u8], frame: Range<usize>) -> Range<usize> {
        self.envelope.encrypt_in_place(&self.encryptor, slot, frame, &[]).unwrap()
    }

    fn open(&mut self, sealed: &mut [u8]) {
        let opened = transparent::decrypt_in_place(&mut self.decryptor, sealed, &[]);
        black_box(opened.unwrap());
    }
}
