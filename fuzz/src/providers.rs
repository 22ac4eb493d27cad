//! Target `providers`: all providers seal the same bytes and give the same verdict on what was
//! edited, in every suite and in each of the ways in which a frame can be sealed and opened.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::codec::Codec;
use frameseal::transparent::{self, Envelope};
use frameseal::{
    CipherSuite, CounterStore, CounterStoreError, CryptoProvider, DecryptError, Decryptor,
    DecryptorConfig, Encryptor, EncryptorConfig, KeyFingerprint, KeyId, STACK_METADATA_LEN,
};

use super::bytes::Input;
use super::derived::derived;
use super::mock::MOCK;

/// Where implementations change their ways: blocks and the bytes around them, and where ring and
/// AWS-LC take turns.
const EDGES: [usize; 12] = [0, 16, 32, 48, 64, 96, 128, 256, 512, 1024, 2560, 4096];

/// In headers of every length.
const KIDS: [u64; 9] = [7, 8, 1 << 8, 1 << 16, 1 << 24, 1 << 32, 1 << 40, 1 << 48, u64::MAX];

/// Room before and behind a frame that is sealed in place.
const ROOM: usize = 40;

pub fn providers(data: &[u8]) {
    run(data, CryptoProvider::ALL);
}

/// A control: with one that does not encrypt, they must differ.
pub fn providers_and_mock(data: &[u8]) {
    run(data, &[CryptoProvider::ALL, &[&MOCK]].concat());
}

fn run(data: &[u8], providers: &[&'static CryptoProvider]) {
    let mut input = Input(data);
    let suite = CipherSuite::ALL[input.below(8)];
    let kid = KeyId::new(KIDS[input.below(KIDS.len())]);
    let (counter, base_key) = (input.number() & 0x00ff_ffff, [input.byte() & 3; 32]);
    let frame = long(&mut input, &EDGES);
    // Header and metadata are joined in rooms of these sizes.
    let metadata = long(&mut input, &[0, 0, 0, 80, 96, 240, 256, STACK_METADATA_LEN]);
    let edits = input.below(5);

    let mut all: Vec<_> = providers
        .iter()
        .map(|provider| Side::new(provider, suite, kid, &base_key, counter))
        .collect();
    let sealed: Vec<_> = all.iter().map(|side| side.seal(&frame, &metadata)).collect();
    for (other, side) in sealed.iter().zip(&all).skip(1) {
        assert_eq!(other, &sealed[0], "{} and {}", side.name, all[0].name);
    }

    let [first, in_place, enveloped] = &sealed[0];
    let (mut edited, mut edited_metadata) = (first.clone(), metadata.clone());
    for _ in 0..edits {
        match input.below(4) {
            0 => input.edit(&mut edited_metadata, &frame),
            _ => edit_anywhere(&mut input, &mut edited, in_place),
        }
    }
    let is_same = (&edited, &edited_metadata) == (first, &metadata)
        || (&edited, &edited_metadata) == (in_place, &metadata);
    let mut edited_envelope = enveloped.clone();
    (0..edits).for_each(|_| edit_anywhere(&mut input, &mut edited_envelope, first));

    let verdicts: Vec<_> = all
        .iter_mut()
        .map(|side| {
            [
                side.open_in_place(&edited, &edited_metadata),
                side.open_into(in_place, &metadata),
                transparent::decrypt_to_vec(&mut side.receiver, &edited_envelope, &metadata),
                side.open_in_place(first, &metadata),
            ]
        })
        .collect();
    for (other, side) in verdicts.iter().zip(&all).skip(1) {
        assert_eq!(other, &verdicts[0], "{} and {}", side.name, all[0].name);
    }
    let [edited_opens, second_opens, _, first_opens] = &verdicts[0];
    assert_eq!(edited_opens.is_ok(), is_same, "{edited_opens:?}");
    // One of the two was opened already if the edited frame is genuine.
    assert_eq!(first_opens.is_ok() && second_opens.is_ok(), !is_same);
    for opened in [edited_opens, second_opens, first_opens].into_iter().flatten() {
        assert_eq!(opened, &frame);
    }
}

/// Sender and receiver with one provider.
struct Side {
    name: &'static str,
    sender: Encryptor,
    receiver: Decryptor,
}

impl Side {
    fn new(
        provider: &'static CryptoProvider,
        suite: CipherSuite,
        kid: KeyId,
        base_key: &[u8],
        counter: u64,
    ) -> Self {
        let key = derived(suite, kid, base_key);
        let mut sends = EncryptorConfig::with_counters(Arc::new(StartAt(AtomicU64::new(counter))));
        sends.provider = Some(provider);
        let sender = Encryptor::with_derived_key(suite, kid, &key, sends).unwrap();
        let mut receives = DecryptorConfig::default();
        receives.provider = Some(provider);
        let mut receiver = Decryptor::with_config(receives);
        receiver.add_derived_key(suite, kid, &key).unwrap();
        Self { name: provider.name, sender, receiver }
    }

    /// Into another buffer, in place, and in an envelope.
    fn seal(&self, frame: &[u8], metadata: &[u8]) -> [Vec<u8>; 3] {
        let mut out = vec![0xee; frame.len() + self.sender.max_overhead()];
        let len = self.sender.encrypt(frame, metadata, &mut out).unwrap();
        assert!(out[len..].iter().all(|&byte| byte == 0xee || byte == 0));
        let mut room = [&[0xee; ROOM][..], frame, &[0xee; ROOM]].concat();
        let at = ROOM..ROOM + frame.len();
        let sealed = self.sender.encrypt_in_place(&mut room, at, metadata).unwrap();
        assert!(room[..sealed.start].iter().chain(&room[sealed.end..]).all(|&byte| byte == 0xee));
        let envelope = Envelope::new(Codec::Opus);
        let shown = [&[0x78], frame].concat();
        let enveloped = envelope.encrypt_to_vec(&self.sender, &shown, metadata).unwrap();
        [out[..len].to_vec(), room[sealed].to_vec(), enveloped]
    }

    fn open_in_place(&mut self, frame: &[u8], metadata: &[u8]) -> Result<Vec<u8>, DecryptError> {
        let mut copy = frame.to_vec();
        let opened = self.receiver.decrypt_in_place(&mut copy, metadata);
        opened.map(|opened| opened.payload.to_vec())
    }

    fn open_into(&mut self, frame: &[u8], metadata: &[u8]) -> Result<Vec<u8>, DecryptError> {
        let mut out = vec![0xee; frame.len()];
        let opened = self.receiver.decrypt(frame, metadata, &mut out);
        opened.map(|opened| opened.payload.to_vec())
    }
}

/// Bytes of a length near one of `edges`.
fn long(input: &mut Input<'_>, edges: &[usize]) -> Vec<u8> {
    let len = edges[input.below(edges.len())] + input.below(24);
    let (seed, step) = (input.byte(), input.byte());
    (0..len).map(|n| seed.wrapping_add(step.wrapping_mul(n as u8)) ^ (n >> 8) as u8).collect()
}

/// Flips a bit anywhere, or edits the front.
fn edit_anywhere(input: &mut Input<'_>, bytes: &mut Vec<u8>, other: &[u8]) {
    match input.below(3) {
        0 => input.edit(bytes, other),
        1 if !bytes.is_empty() => {
            let at = usize::from(input.two_bytes()) % bytes.len();
            bytes[at] ^= 1 << input.below(8);
        }
        _ => {
            let end = bytes.len().saturating_sub(input.below(24));
            bytes.truncate(end);
        }
    }
}

/// Starts where the input says.
struct StartAt(AtomicU64);

impl CounterStore for StartAt {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}
