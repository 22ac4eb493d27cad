//! Primitives that encrypt nothing and take any tag but one: for what is behind authentication.

use frameseal::expert::{CryptoError, CtrKey, GcmKey, HmacKey, RUST_CRYPTO};
use frameseal::{CryptoProvider, Hash, KeyError};

/// What every byte is XORed with.
pub(super) const STREAM: u8 = 0x5a;

/// Every byte of a tag. AES-GCM takes others too; those of the CTR suites are compared with it by
/// the engine.
pub(super) const TAG: u8 = 0x2a;

/// What a tag begins with that is refused.
pub(super) const REFUSED: u8 = 0xbd;

pub static MOCK: CryptoProvider = {
    let mut provider = RUST_CRYPTO.with_gcm("mock", gcm);
    provider.ctr = ctr;
    provider.hmac = hmac;
    provider
};

fn gcm(_: &[u8]) -> Result<Box<dyn GcmKey>, KeyError> {
    Ok(Box::new(Mock))
}

fn ctr(_: &[u8]) -> Result<Box<dyn CtrKey>, KeyError> {
    Ok(Box::new(Mock))
}

fn hmac(_: Hash, _: &[u8]) -> Result<Box<dyn HmacKey>, KeyError> {
    Ok(Box::new(Mock))
}

struct Mock;

impl GcmKey for Mock {
    fn seal(
        &self,
        _: &[u8; 12],
        _: &[u8],
        in_out: &mut [u8],
        tag: &mut [u8; 16],
    ) -> Result<(), CryptoError> {
        stream(in_out);
        tag.fill(TAG);
        Ok(())
    }

    fn open(&self, _: &[u8; 12], _: &[u8], in_out: &mut [u8]) -> Result<(), CryptoError> {
        let (ciphertext, tag) = in_out.split_last_chunk_mut::<16>().ok_or(CryptoError)?;
        if tag[0] == REFUSED {
            return Err(CryptoError);
        }
        stream(ciphertext);
        Ok(())
    }

    fn elsewhere(&self) -> Option<u32> {
        Some(1)
    }
}

impl CtrKey for Mock {
    fn apply(&self, _: &[u8; 16], in_out: &mut [u8]) -> Result<(), CryptoError> {
        stream(in_out);
        Ok(())
    }
}

impl HmacKey for Mock {
    fn tag(&self, _: [&[u8]; 4], out: &mut [u8]) {
        out.fill(TAG);
    }
}

fn stream(bytes: &mut [u8]) {
    bytes.iter_mut().for_each(|byte| *byte ^= STREAM);
}
