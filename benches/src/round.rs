//! How a round is timed. `benches/peer` compiles this file too, so that every implementation
//! is measured by the same code.

use std::time::{Duration, Instant};

/// 2 ms: long against the clock's resolution and short against what disturbs a machine.
const ROUND: Duration = Duration::from_millis(2);

/// 5: a median needs some company.
const MIN_BATCHES: usize = 5;

/// One implementation doing one operation on frames of one size.
pub trait Contestant {
    /// Gives the most frames that one [`run`](Self::run) can take.
    fn batch(&self) -> usize;

    /// Makes the next `frames` frames ready. Not timed.
    fn prepare(&mut self, frames: usize);

    /// Works on the frames made ready, each once. Timed.
    fn run(&mut self, frames: usize);
}

/// Gives the time that `contestant` takes for `frames` frames, without their preparation.
pub fn time(contestant: &mut dyn Contestant, frames: u64) -> Duration {
    let mut left = frames;
    let mut spent = Duration::ZERO;
    while left > 0 {
        let batch = contestant.batch().min(usize::try_from(left).unwrap_or(usize::MAX));
        contestant.prepare(batch);
        let start = Instant::now();
        contestant.run(batch);
        spent += start.elapsed();
        left -= batch as u64;
    }
    spent
}

/// Runs one round and gives nanoseconds a frame, as its median batch has them: a batch in
/// which another process had the core does not count. A first batch warms the caches.
pub fn ns_per_frame(contestant: &mut dyn Contestant) -> f64 {
    let frames = contestant.batch() as u64;
    time(contestant, frames);
    let mut batches = Vec::new();
    while batches.iter().sum::<Duration>() < ROUND || batches.len() < MIN_BATCHES {
        batches.push(time(contestant, frames));
    }
    batches.sort_unstable();
    batches[batches.len() / 2].as_nanos() as f64 / frames as f64
}
