//! One face for the deployed formats, so that every attack is tried on each of them.
#![allow(dead_code)] // each test binary uses its part

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::codec::Codec;
use frameseal::interop::jframe::FrameKind;
use frameseal::interop::{LegacyDecryptError, LegacyEncryptError, getstream, jframe, livekit};
use frameseal::{CounterStore, CounterStoreError, KeyFingerprint, MemoryCounters};

pub(crate) const SSRC: u32 = 0x1122_3344;
pub(crate) const PREFIX: [u8; 8] = [0x51, 0xf0, 0, 0, 1, 0x9a, 0x33, 0x07];
pub(crate) const MATERIAL: [u8; 32] = [0x42; 32];
pub(crate) const OTHER_MATERIAL: [u8; 32] = [0x43; 32];

/// The codecs that a format can carry.
pub(crate) const VIDEO_AND_AUDIO: [Codec; 5] =
    [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264, Codec::H265];

/// Gives the counts that a recorded sender had.
pub(crate) struct StartAt(AtomicU64);

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}

pub(crate) fn start_at(count: u64) -> Arc<dyn CounterStore> {
    Arc::new(StartAt(AtomicU64::new(count)))
}

pub(crate) fn own_ledger() -> Arc<dyn CounterStore> {
    Arc::new(MemoryCounters::default())
}

/// A sender and a receiver who share the key at index 0.
pub(crate) trait System {
    fn name(&self) -> &'static str;
    fn codecs(&self) -> Vec<Codec>;
    fn overhead(&self) -> usize;
    /// Seals into a buffer; `timestamp` where the format has one.
    fn seal_into(
        &mut self,
        codec: Codec,
        frame: &[u8],
        timestamp: u32,
        out: &mut [u8],
    ) -> Result<usize, LegacyEncryptError>;
    fn max_len(&self, codec: Codec, len: usize) -> usize;
    /// Opens into a buffer. What a frame was before it was sealed is known to receivers.
    fn open_into(
        &mut self,
        codec: Codec,
        kind: FrameKind,
        wire: &[u8],
        out: &mut [u8],
    ) -> Result<usize, LegacyDecryptError>;
    fn set_key(&mut self, index: u8, material: &[u8; 32]);
    fn remove_key(&mut self, index: u8) -> bool;

    fn seal(&mut self, codec: Codec, frame: &[u8], timestamp: u32) -> Vec<u8> {
        let mut out = vec![0; self.max_len(codec, frame.len())];
        let len = self.seal_into(codec, frame, timestamp, &mut out).unwrap();
        out.truncate(len);
        out
    }

    fn open(
        &mut self,
        codec: Codec,
        kind: FrameKind,
        wire: &[u8],
    ) -> Result<Vec<u8>, LegacyDecryptError> {
        let mut out = vec![0; wire.len()];
        let len = self.open_into(codec, kind, wire, &mut out)?;
        out.truncate(len);
        Ok(out)
    }
}

/// All of them, with fresh senders and receivers.
pub(crate) fn systems() -> [Box<dyn System>; 3] {
    [Box::new(LiveKit::new()), Box::new(JFrame::new()), Box::new(GetStream::new())]
}

pub(crate) struct LiveKit {
    pub(crate) sender: livekit::Encryptor,
    pub(crate) receiver: livekit::Decryptor,
}

impl LiveKit {
    pub(crate) fn material(bytes: &[u8; 32]) -> livekit::KeyMaterial {
        livekit::KeyMaterial::raw(bytes).unwrap()
    }

    pub(crate) fn new() -> Self {
        let material = Self::material(&MATERIAL);
        let sender = livekit::Encryptor::with_counters(&material, 0, own_ledger()).unwrap();
        let mut receiver = livekit::Decryptor::new();
        receiver.set_key(0, &material).unwrap();
        Self { sender, receiver }
    }
}

impl System for LiveKit {
    fn name(&self) -> &'static str {
        "LiveKit"
    }

    fn codecs(&self) -> Vec<Codec> {
        VIDEO_AND_AUDIO.to_vec()
    }

    fn overhead(&self) -> usize {
        30
    }

    fn max_len(&self, codec: Codec, len: usize) -> usize {
        livekit::max_len(codec, len)
    }

    fn seal_into(
        &mut self,
        codec: Codec,
        frame: &[u8],
        timestamp: u32,
        out: &mut [u8],
    ) -> Result<usize, LegacyEncryptError> {
        self.sender.encrypt(codec, frame, livekit::Stream { ssrc: SSRC, timestamp }, out)
    }

    fn open_into(
        &mut self,
        codec: Codec,
        _: FrameKind,
        wire: &[u8],
        out: &mut [u8],
    ) -> Result<usize, LegacyDecryptError> {
        match self.receiver.decrypt(codec, wire, out)? {
            livekit::Decrypted::Opened(len) => Ok(len),
            other => panic!("{other:?}"),
        }
    }

    fn set_key(&mut self, index: u8, material: &[u8; 32]) {
        self.receiver.set_key(index, &Self::material(material)).unwrap();
    }

    fn remove_key(&mut self, index: u8) -> bool {
        self.receiver.remove_key(index)
    }
}

pub(crate) struct JFrame {
    pub(crate) sender: jframe::Encryptor,
    pub(crate) receiver: jframe::Decryptor,
}

impl JFrame {
    pub(crate) fn material(bytes: &[u8; 32]) -> jframe::KeyMaterial {
        jframe::KeyMaterial::new(bytes).unwrap()
    }

    pub(crate) fn new() -> Self {
        let material = Self::material(&MATERIAL);
        let sender = jframe::Encryptor::with_counters(&material, 0, own_ledger()).unwrap();
        let mut receiver = jframe::Decryptor::new();
        receiver.set_key(0, &material).unwrap();
        Self { sender, receiver }
    }
}

impl System for JFrame {
    fn name(&self) -> &'static str {
        "JFrame"
    }

    fn codecs(&self) -> Vec<Codec> {
        Codec::ALL.to_vec()
    }

    fn overhead(&self) -> usize {
        30
    }

    fn max_len(&self, _: Codec, len: usize) -> usize {
        jframe::max_len(len)
    }

    fn seal_into(
        &mut self,
        codec: Codec,
        frame: &[u8],
        timestamp: u32,
        out: &mut [u8],
    ) -> Result<usize, LegacyEncryptError> {
        let kind = kind_of(codec, frame);
        self.sender.encrypt(kind, frame, jframe::Stream { ssrc: SSRC, timestamp }, out)
    }

    fn open_into(
        &mut self,
        _: Codec,
        kind: FrameKind,
        wire: &[u8],
        out: &mut [u8],
    ) -> Result<usize, LegacyDecryptError> {
        self.receiver.decrypt(kind, wire, out)
    }

    fn set_key(&mut self, index: u8, material: &[u8; 32]) {
        self.receiver.set_key(index, &Self::material(material)).unwrap();
    }

    fn remove_key(&mut self, index: u8) -> bool {
        self.receiver.remove_key(index)
    }
}

pub(crate) struct GetStream {
    pub(crate) sender: getstream::Encryptor,
    pub(crate) receiver: getstream::Decryptor,
}

impl GetStream {
    pub(crate) fn key(bytes: &[u8; 32]) -> getstream::Key {
        getstream::Key::new(&bytes[..16]).unwrap()
    }

    pub(crate) fn new() -> Self {
        let key = Self::key(&MATERIAL);
        let sender = getstream::Encryptor::with_counters(&key, 0, PREFIX, own_ledger()).unwrap();
        let mut receiver = getstream::Decryptor::new();
        receiver.set_key(0, &key).unwrap();
        Self { sender, receiver }
    }
}

impl System for GetStream {
    fn name(&self) -> &'static str {
        "GetStream"
    }

    fn codecs(&self) -> Vec<Codec> {
        vec![Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264]
    }

    fn overhead(&self) -> usize {
        36
    }

    fn max_len(&self, codec: Codec, len: usize) -> usize {
        getstream::max_len(codec, len)
    }

    fn seal_into(
        &mut self,
        codec: Codec,
        frame: &[u8],
        _: u32,
        out: &mut [u8],
    ) -> Result<usize, LegacyEncryptError> {
        self.sender.encrypt(codec, frame, out)
    }

    fn open_into(
        &mut self,
        _: Codec,
        _: FrameKind,
        wire: &[u8],
        out: &mut [u8],
    ) -> Result<usize, LegacyDecryptError> {
        self.receiver.decrypt(wire, out)
    }

    fn set_key(&mut self, index: u8, material: &[u8; 32]) {
        self.receiver.set_key(index, &Self::key(material)).unwrap();
    }

    fn remove_key(&mut self, index: u8) -> bool {
        self.receiver.remove_key(index)
    }
}

pub(crate) fn kind_of(codec: Codec, frame: &[u8]) -> FrameKind {
    FrameKind::of(codec, frame).unwrap()
}

/// A frame that begins as the codec's do, and goes on with `body`.
pub(crate) fn frame(codec: Codec, key: bool, body: &[u8]) -> Vec<u8> {
    let head: &[u8] = match (codec, key) {
        (Codec::Opus, _) => &[0x78],
        (Codec::Vp8, true) => &[0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00],
        (Codec::Vp8, false) => &[0x31, 0x02, 0x00],
        (Codec::Vp9, true) => &[0x82, 0x49, 0x83, 0x42, 0, 0, 0, 0, 0, 0],
        (Codec::Vp9, false) => &[0x86, 0, 0],
        (Codec::H264, true) => &[
            0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x1f, 0xda, 0, 0, 0, 1, 0x68, 0xce, 0x3c, 0x80, 0, 0, 0,
            1, 0x65, 0x88, 0x84, 0x21,
        ],
        (Codec::H264, false) => &[0, 0, 0, 1, 0x41, 0x9a, 0x24, 0x6c],
        (Codec::H265, true) => &[
            0, 0, 0, 1, 0x40, 0x01, 0x0c, 0x01, 0xff, 0, 0, 0, 1, 0x42, 0x01, 0x01, 0x01, 0x60, 0,
            0, 0, 1, 0x44, 0x01, 0xc1, 0x72, 0, 0, 0, 1, 0x26, 0x01, 0xaf, 0x09,
        ],
        (Codec::H265, false) => &[0, 0, 0, 1, 0x02, 0x01, 0xd0, 0x09],
        (Codec::Av1, true) => &[0x12, 0, 0x0a, 4, 0, 0, 0, 2, 0x30, 0x10, 0, 0],
        (Codec::Av1, false) => &[0x12, 0, 0x30, 0x30],
        _ => panic!("{codec:?}"),
    };
    [head, body].concat()
}
