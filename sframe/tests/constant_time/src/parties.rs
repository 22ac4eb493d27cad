//! Who seals and opens in the cases.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal::{
    BaseKey, CipherSuite, CounterStore, CounterStoreError, CryptoProvider, Decryptor,
    DecryptorConfig, Encryptor, EncryptorConfig, KeyFingerprint, KeyId, KidLayout,
};

pub(crate) const KID: KeyId = KeyId::new(7);

/// Gives counters to whoever asks. It does not look at the fingerprint, which is declassified for
/// stores that do.
#[derive(Default)]
struct Leases(AtomicU64);

impl CounterStore for Leases {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        Ok(self.0.fetch_add(count, Relaxed))
    }
}

pub(crate) fn counters() -> Arc<dyn CounterStore> {
    Arc::new(Leases::default())
}

pub(crate) fn sending(provider: &'static CryptoProvider) -> EncryptorConfig {
    let mut config = EncryptorConfig::with_counters(counters());
    config.provider = Some(provider);
    config
}

pub(crate) fn encryptor(
    provider: &'static CryptoProvider,
    suite: CipherSuite,
    key: &[u8],
) -> Encryptor {
    let key = BaseKey::new(key).unwrap();
    Encryptor::with_config(suite, KID, key, sending(provider)).unwrap()
}

pub(crate) fn receiving(provider: &'static CryptoProvider, layout: KidLayout) -> Decryptor {
    let mut config = DecryptorConfig::for_layout(layout);
    config.provider = Some(provider);
    Decryptor::with_config(config)
}

pub(crate) fn decryptor(
    provider: &'static CryptoProvider,
    suite: CipherSuite,
    key: &[u8],
) -> Decryptor {
    let mut decryptor = receiving(provider, KidLayout::Plain);
    decryptor.add_key(suite, KID, BaseKey::new(key).unwrap()).unwrap();
    decryptor
}
