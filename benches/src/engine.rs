//! FrameSeal as a contestant: through the public API, with counter, usage limit and replay
//! window on.

use std::hint::black_box;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::{
    BaseKey, CipherSuite, CryptoProvider, Decryptor, DecryptorConfig, Encryptor, EncryptorConfig,
    KeyId,
};

use crate::frames::Frames;
use crate::round::Contestant;

/// Gives base key bytes that were not given before, so that no measurement uses up the key of
/// another.
pub fn fresh_key() -> [u8; 32] {
    static GIVEN: AtomicU64 = AtomicU64::new(0);
    let mut key = [0x42; 32];
    key[..8].copy_from_slice(&GIVEN.fetch_add(1, Relaxed).to_be_bytes());
    key
}

/// Makes an encryptor; `provider` is by default the one FrameSeal chooses.
pub fn encryptor(
    suite: CipherSuite,
    kid: KeyId,
    key: &[u8],
    provider: Option<&'static CryptoProvider>,
) -> Encryptor {
    let mut config = EncryptorConfig::default();
    config.provider = provider;
    Encryptor::with_config(suite, kid, BaseKey::new(key).unwrap(), config).unwrap()
}

/// [`Encryptor::encrypt_in_place`] without metadata.
pub struct Encrypt {
    encryptor: Encryptor,
    frames: Frames,
}

impl Encrypt {
    /// Encrypts frames of `bytes` bytes.
    pub fn new(
        suite: CipherSuite,
        bytes: usize,
        provider: Option<&'static CryptoProvider>,
    ) -> Self {
        let encryptor = encryptor(suite, KeyId::new(7), &fresh_key(), provider);
        Self { encryptor, frames: Frames::new(bytes) }
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
            let sealed = self.encryptor.encrypt_in_place(slot, payload.clone(), &[]);
            black_box(sealed.unwrap());
        }
    }
}

/// [`Decryptor::decrypt_in_place`] without metadata. Each batch is sealed anew before it is
/// timed, so that no frame is a replay.
pub struct Decrypt {
    senders: Vec<Encryptor>,
    next_sender: usize,
    decryptor: Decryptor,
    frames: Frames,
    sealed: Vec<Range<usize>>,
}

impl Decrypt {
    /// Decrypts frames of `bytes` bytes from one sender.
    pub fn new(
        suite: CipherSuite,
        bytes: usize,
        provider: Option<&'static CryptoProvider>,
    ) -> Self {
        Self::from_senders(suite, bytes, provider, 7..8)
    }

    /// Decrypts frames of `bytes` bytes from the senders with these KIDs in turn.
    pub fn from_senders(
        suite: CipherSuite,
        bytes: usize,
        provider: Option<&'static CryptoProvider>,
        kids: Range<u64>,
    ) -> Self {
        let mut config = DecryptorConfig::default();
        config.provider = provider;
        let mut decryptor = Decryptor::with_config(config);
        let key = fresh_key();
        let senders = kids.map(KeyId::new).map(|kid| {
            decryptor.add_key(suite, kid, BaseKey::new(&key).unwrap()).unwrap();
            encryptor(suite, kid, &key, provider)
        });
        let senders = senders.collect();
        let frames = Frames::new(bytes);
        let sealed = Vec::with_capacity(frames.count());
        Self { senders, next_sender: 0, decryptor, frames, sealed }
    }
}

impl Contestant for Decrypt {
    fn batch(&self) -> usize {
        self.frames.count()
    }

    fn prepare(&mut self, frames: usize) {
        let payload = self.frames.payload();
        self.sealed.clear();
        for slot in self.frames.slots().take(frames) {
            let sender = &self.senders[self.next_sender];
            self.next_sender = (self.next_sender + 1) % self.senders.len();
            self.sealed.push(sender.encrypt_in_place(slot, payload.clone(), &[]).unwrap());
        }
    }

    fn run(&mut self, frames: usize) {
        for (slot, sealed) in self.frames.slots().take(frames).zip(&self.sealed) {
            let opened = self.decryptor.decrypt_in_place(&mut slot[sealed.clone()], &[]);
            black_box(opened.unwrap());
        }
    }
}
