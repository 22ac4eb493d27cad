//! Random numbers that come again with their seed: SHA-256 in counter mode.

use std::convert::Infallible;

use rand_core::{Rng, TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};

pub(crate) struct Numbers {
    seed: u64,
    block: u64,
}

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, block: 0 }
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next_u64() % end as u64) as usize
    }
}

impl TryRng for Numbers {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        rand_core::utils::next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        rand_core::utils::next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(32) {
            let input = [self.seed.to_be_bytes(), self.block.to_be_bytes()].concat();
            chunk.copy_from_slice(&Sha256::digest(input)[..chunk.len()]);
            self.block += 1;
        }
        Ok(())
    }
}

impl TryCryptoRng for Numbers {}
