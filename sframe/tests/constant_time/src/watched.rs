//! A provider that makes ciphertext public as it comes out of the cipher. What is behind, such as the
//! search for start codes in it, works on what everybody sees on the wire.

use std::cell::Cell;
use std::sync::LazyLock;

use frameseal::CryptoProvider;
use frameseal::expert::{CryptoError, GcmKey};

use crate::secrecy::traced;

thread_local! {
    /// Whether what is sealed now goes to the network. DAVE seals also to check a tag.
    static SEALING: Cell<bool> = const { Cell::new(false) };
}

/// Runs something whose ciphertexts and tags go to the network.
pub(crate) fn sealing<T>(run: impl FnOnce() -> T) -> T {
    SEALING.set(true);
    let sealed = run();
    SEALING.set(false);
    sealed
}

/// The provider that is fastest at AES-GCM.
fn fastest() -> &'static CryptoProvider {
    CryptoProvider::ALL.last().unwrap()
}

/// The same, watched.
pub(crate) static WATCHED: LazyLock<CryptoProvider> = LazyLock::new(|| {
    fastest().with_gcm("watched", |key| Ok(Box::new(Watched((fastest().gcm)(key)?))))
});

/// Has the engine take it wherever nobody names a provider.
pub(crate) fn everywhere() {
    #[cfg(constant_time)]
    frameseal::expert::WATCHED.get_or_init(|| &WATCHED);
}

struct Watched(Box<dyn GcmKey>);

impl GcmKey for Watched {
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        self.0.seal(nonce, aad, in_out, tag)?;
        if SEALING.get() {
            traced(in_out);
            traced(tag);
        }
        Ok(())
    }

    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError> {
        self.0.open(nonce, aad, in_out)
    }
}
