//! Frames of codecs, sealed so that today's packetizers take them: transparent envelopes and
//! the deployed formats.

use std::hint::black_box;
use std::ops::Range;

use frameseal::codec::Codec;
use frameseal::interop::{dave, getstream, jframe, livekit};
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

    /// Gives the bytes that it needs behind a frame.
    fn tailroom(&self) -> usize {
        TAILROOM
    }
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
        let frames = Frames::with_room(frame.len(), HEADROOM, sealer.tailroom());
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

/// A deployed format; `seal` and `open` work between buffers, as its API does.
pub struct Legacy<S, O> {
    frame: Vec<u8>,
    opened: Vec<u8>,
    seal: S,
    open: O,
}

impl<S, O> Legacy<S, O>
where
    S: FnMut(&[u8], &mut [u8]) -> usize,
    O: FnMut(&[u8], &mut [u8]),
{
    fn new(codec: Codec, bytes: usize, seal: S, open: O) -> Self {
        Self { frame: frame(codec, bytes), opened: vec![0; 2 * (bytes + TAILROOM)], seal, open }
    }
}

impl<S, O> Sealer for Legacy<S, O>
where
    S: FnMut(&[u8], &mut [u8]) -> usize,
    O: FnMut(&[u8], &mut [u8]),
{
    fn seal(&mut self, slot: &mut [u8], _frame: Range<usize>) -> Range<usize> {
        0..(self.seal)(&self.frame, slot)
    }

    fn open(&mut self, sealed: &mut [u8]) {
        (self.open)(sealed, &mut self.opened);
        black_box(&self.opened);
    }

    /// Some want room for an escape after every second byte.
    fn tailroom(&self) -> usize {
        TAILROOM + self.frame.len() / 2
    }
}

/// LiveKit's format; every frame has a timestamp of its own.
pub fn livekit(codec: Codec, bytes: usize) -> impl Sealer {
    let material = livekit::KeyMaterial::raw(&fresh_key()).unwrap();
    let mut alice = livekit::Encryptor::new(&material, 0).unwrap();
    let mut bob = livekit::Decryptor::new();
    bob.set_key(0, &material).unwrap();
    let mut timestamp = 0u32;
    let seal = move |frame: &[u8], out: &mut [u8]| {
        timestamp = timestamp.wrapping_add(1);
        alice.encrypt(codec, frame, livekit::Stream { ssrc: 7, timestamp }, out).unwrap()
    };
    let open = move |sealed: &[u8], out: &mut [u8]| {
        let opened = bob.decrypt(codec, sealed, out).unwrap();
        assert!(matches!(opened, livekit::Decrypted::Opened(_)));
    };
    Legacy::new(codec, bytes, seal, open)
}

/// Jitsi's JFrame.
pub fn jframe(codec: Codec, bytes: usize) -> impl Sealer {
    let material = jframe::KeyMaterial::new(&fresh_key()).unwrap();
    let mut alice = jframe::Encryptor::new(&material, 0).unwrap();
    let mut bob = jframe::Decryptor::new();
    bob.set_key(0, &material).unwrap();
    let kind = jframe::FrameKind::of(codec, &frame(codec, bytes)).unwrap();
    let mut timestamp = 0u32;
    let seal = move |frame: &[u8], out: &mut [u8]| {
        timestamp = timestamp.wrapping_add(1);
        alice.encrypt(kind, frame, jframe::Stream { ssrc: 7, timestamp }, out).unwrap()
    };
    let open = move |sealed: &[u8], out: &mut [u8]| {
        black_box(bob.decrypt(kind, sealed, out).unwrap());
    };
    Legacy::new(codec, bytes, seal, open)
}

/// GetStream's format with a key of 16 bytes.
pub fn getstream(codec: Codec, bytes: usize) -> impl Sealer {
    let key = getstream::Key::new(&fresh_key()[..16]).unwrap();
    let alice = getstream::Encryptor::new(&key, 0, [7; 8]).unwrap();
    let mut bob = getstream::Decryptor::new();
    bob.set_key(0, &key).unwrap();
    let seal = move |frame: &[u8], out: &mut [u8]| alice.encrypt(codec, frame, out).unwrap();
    let open = move |sealed: &[u8], out: &mut [u8]| {
        black_box(bob.decrypt(sealed, out).unwrap());
    };
    Legacy::new(codec, bytes, seal, open)
}

/// DAVE 1.1.
pub fn dave(codec: Codec, bytes: usize) -> impl Sealer {
    let key = fresh_key();
    let secret = || dave::SenderSecret::new(&key[..16]).unwrap();
    let mut alice = dave::Encryptor::new(secret()).unwrap();
    let mut bob = dave::Decryptor::new(secret()).unwrap();
    let seal = move |frame: &[u8], out: &mut [u8]| alice.encrypt(codec, frame, out).unwrap();
    let open = move |sealed: &[u8], out: &mut [u8]| {
        black_box(bob.decrypt(sealed, out).unwrap());
    };
    Legacy::new(codec, bytes, seal, open)
}
