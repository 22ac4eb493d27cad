//! Alice, Bob and Mallory: what every attack needs, made from fixed keys.
#![allow(dead_code)] // each test binary uses its part

use std::sync::Arc;

use frameseal::{
    BaseKey, CipherSuite, CounterStore, CryptoProvider, DecryptError, Decryptor, DecryptorConfig,
    Encryptor, EncryptorConfig, EpochBits, Event, Header, KeyId, KeyStats, KidLayout,
    MAX_HEADER_LEN, MemoryCounters, MlsEpoch, MlsKeyId, RatchetBits, SenderBits, SenderKey,
    SenderKeyId, expert::Aead,
};

pub(crate) const GCM: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;
pub(crate) const KID: KeyId = KeyId::new(0x123);
pub(crate) const META: &[u8] = b"alice, video";

/// 32 bytes that differ for every `seed`.
pub(crate) fn bytes(seed: u8) -> [u8; 32] {
    core::array::from_fn(|i| (i as u8).wrapping_mul(7) ^ seed)
}

pub(crate) fn base(seed: u8) -> BaseKey {
    BaseKey::new(&bytes(seed)).unwrap()
}

/// Counts for itself, so that tests in one process do not share counters.
pub(crate) fn own_ledger() -> EncryptorConfig {
    EncryptorConfig::with_counters(Arc::new(MemoryCounters::default()))
}

pub(crate) fn leasing(store: Arc<dyn CounterStore>, lease: u64) -> EncryptorConfig {
    let mut config = EncryptorConfig::with_counters(store);
    config.lease = lease;
    config
}

pub(crate) fn sender(suite: CipherSuite, kid: KeyId, seed: u8) -> Encryptor {
    Encryptor::with_config(suite, kid, base(seed), own_ledger()).unwrap()
}

pub(crate) fn receiver(suite: CipherSuite, kid: KeyId, seed: u8) -> Decryptor {
    let mut decryptor = Decryptor::new();
    decryptor.add_key(suite, kid, base(seed)).unwrap();
    decryptor
}

/// Seals frame `counter` with the key that SFrame derives: a member with counters of its own.
pub(crate) fn seal_at(
    suite: CipherSuite,
    kid: KeyId,
    key: &BaseKey,
    counter: u64,
    payload: &[u8],
) -> Vec<u8> {
    let aead = Aead::derive(CryptoProvider::fastest_for(suite), suite, kid, key).unwrap();
    let mut encoded = [0; MAX_HEADER_LEN];
    let header = Header { kid, counter }.encode(&mut encoded);
    let (mut body, mut tag) = (payload.to_vec(), vec![0; suite.tag_len()]);
    let mut wide = [0; 12];
    wide[4..].copy_from_slice(&counter.to_be_bytes());
    aead.seal_in_place(&wide, &[header, META].concat(), &mut body, &mut tag).unwrap();
    [header, &body, &tag].concat()
}

/// A frame for `kid` that no key has sealed.
pub(crate) fn forged(kid: KeyId, counter: u64) -> Vec<u8> {
    let mut encoded = [0; MAX_HEADER_LEN];
    [Header { kid, counter }.encode(&mut encoded), &[0x5a; 24]].concat()
}

pub(crate) fn header(frame: &[u8]) -> Header {
    Header::parse(frame).unwrap().0
}

/// Seals `count` frames with payloads that tell them apart.
pub(crate) fn seal_many(encryptor: &Encryptor, count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|n| encryptor.encrypt_to_vec(&n.to_be_bytes(), META).unwrap()).collect()
}

pub(crate) fn open(decryptor: &mut Decryptor, frame: &[u8]) -> Result<Vec<u8>, DecryptError> {
    decryptor.decrypt_to_vec(frame, META)
}

pub(crate) fn events(decryptor: &mut Decryptor) -> Vec<Event> {
    core::iter::from_fn(|| decryptor.poll_event()).collect()
}

/// What only authentic frames may change.
pub(crate) fn state(decryptor: &Decryptor) -> Vec<(KeyId, u64, Option<u64>, u64)> {
    let pick = |key: KeyStats| (key.kid, key.opened, key.highest_counter, key.blocks);
    let mut keys: Vec<_> = decryptor.key_stats().map(pick).collect();
    keys.sort_unstable();
    keys
}

pub(crate) fn ratchet_bits(bits: u8) -> RatchetBits {
    RatchetBits::new(bits).unwrap()
}

pub(crate) fn epoch_bits(bits: u8) -> EpochBits {
    EpochBits::new(bits).unwrap()
}

/// The sender key of `generation` after `step` steps, with R = 4.
pub(crate) fn sender_key(generation: u64, step: u64, seed: u8) -> SenderKey {
    let mut key = SenderKey::new(GCM, ratchet_bits(4), generation, base(seed)).unwrap();
    (0..step).for_each(|_| key.ratchet());
    key
}

pub(crate) fn ratcheting(sender_key: &SenderKey) -> Encryptor {
    Encryptor::for_sender(sender_key, own_ledger()).unwrap()
}

pub(crate) fn ratchet_receiver() -> Decryptor {
    Decryptor::with_config(DecryptorConfig::for_layout(KidLayout::SenderKeys(ratchet_bits(4))))
}

pub(crate) fn ratchet_kid(generation: u64, step: u64) -> KeyId {
    SenderKeyId { ratchet_bits: ratchet_bits(4), generation, step }.key_id().unwrap()
}

/// The MLS epoch `epoch` with E = 4, exported as `seed`.
pub(crate) fn epoch(epoch: u64, sender_bits: u8, seed: u8) -> MlsEpoch {
    MlsEpoch::new(GCM, epoch, SenderBits::new(sender_bits).unwrap(), base(seed))
}

pub(crate) fn mls_receiver() -> Decryptor {
    Decryptor::with_config(DecryptorConfig::for_layout(KidLayout::Mls(epoch_bits(4))))
}

pub(crate) fn mls_kid(epoch: u64, sender_bits: u8, index: u32, context: u64) -> KeyId {
    let sender_bits = SenderBits::new(sender_bits).unwrap();
    MlsKeyId { epoch_bits: epoch_bits(4), sender_bits, epoch, index, context }.key_id().unwrap()
}
