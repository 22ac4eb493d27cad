//! All chance of a run, from one seed.

use std::convert::Infallible;

use chacha20::ChaCha20Rng;
use rand_core::{Rng, SeedableRng, TryCryptoRng, TryRng};

pub struct Dice(ChaCha20Rng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0.next_u64() % end.max(1)
    }

    /// Both ends may come up.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// Between `low` and any of `highs`: mostly short, sometimes long.
    pub fn up_to_one_of(&mut self, low: u64, highs: &[u64]) -> u64 {
        let high = self.pick(highs).unwrap_or(low);
        self.between(low, high)
    }

    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }

    pub fn pick<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.index(of.len())].clone())
    }

    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    pub fn seed(&mut self) -> [u8; 32] {
        let mut seed = [0; 32];
        self.0.fill_bytes(&mut seed);
        seed
    }

    /// The generator of a session, whose key-id tags are below `tags`.
    pub fn session_rng(&mut self, tags: u16) -> SessionRng {
        SessionRng { rng: ChaCha20Rng::from_seed(self.seed()), tags }
    }
}

/// A generator that makes conflicts of key ids as frequent as a test wants them: a session
/// draws tags, and nothing else, two bytes at a time.
pub struct SessionRng {
    rng: ChaCha20Rng,
    tags: u16,
}

impl TryRng for SessionRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.rng.next_u32())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.rng.next_u64())
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.rng.fill_bytes(out);
        if let [high, low] = out {
            let tag = u16::from_be_bytes([*high, *low]) % self.tags;
            [*high, *low] = tag.to_be_bytes();
        }
        Ok(())
    }
}

impl TryCryptoRng for SessionRng {}
