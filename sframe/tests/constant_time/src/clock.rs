//! Times how frames are refused, in the manner of dudect ("Dude, is my code constant time?",
//! Reparaz, Balasch and Verbauwhede 2017): two kinds of input in random order, and Welch's t-test
//! on how long they took.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Result, ensure};
use frameseal::expert::{Aead, RUST_CRYPTO};
use frameseal::{CipherSuite, CryptoProvider};
use rand::{Rng, SeedableRng, rngs::SmallRng};

use crate::cases::controls::EARLY_EXIT;
use crate::parties::{decryptor, encryptor};

/// dudect takes a |t| of more than 10 for a proof that times differ.
const LIMIT: f64 = 10.0;

/// 160 bytes: a packet of speech. The shorter the frame, the more a comparison weighs.
const FRAME: [u8; 160] = [0x5a; 160];

/// Measurements at the start that are left out: caches are cold.
const WARM_UP: usize = 1000;

/// As many cuts of the slowest measurements as dudect makes: the slow ones are interrupts.
const CUTS: i32 = 100;

/// Times every provider and says what came out. `cargo xtask harden constant-time` reads it.
pub(crate) fn report(samples: usize) -> Result<()> {
    ensure!(samples >= 10_000, "fewer than 10000 samples show nothing");
    let suites = [
        CipherSuite::AES_128_CTR_HMAC_SHA256_80,
        CipherSuite::AES_128_GCM_SHA256_128,
        CipherSuite::AES_256_GCM_SHA512_128,
        CipherSuite::AES_256_CTR_HMAC_SHA512_80,
    ];
    for provider in CryptoProvider::ALL.iter().copied() {
        for suite in suites {
            let last = suite.tag_len() - 1;
            let t = refusals(provider, suite, [0, 0], samples);
            say("first byte against itself", provider, suite, t, "a broken clock differs");
            let t = refusals(provider, suite, [0, last], samples);
            say("first against last byte", provider, suite, t, "limit 10");
        }
    }
    let suite = CipherSuite::AES_128_GCM_SHA256_128;
    let t = refusals(&EARLY_EXIT, suite, [0, suite.tag_len() - 1], samples);
    say("control", &EARLY_EXIT, suite, t, "must be over 10");
    for suite in suites {
        let t = good_against_bad(&RUST_CRYPTO, suite, samples);
        say("good against bad tag", &RUST_CRYPTO, suite, t, "differs by design");
    }
    Ok(())
}

fn say(what: &str, provider: &CryptoProvider, suite: CipherSuite, t: f64, wanted: &str) {
    let verdict = if t.abs() < LIMIT { "no difference" } else { "differs" };
    println!("clock: {what}: {}, {suite}: t = {t:.2}, {verdict} ({wanted})", provider.name);
}

/// A decryptor refuses frames of which one or the other byte of the tag is wrong.
fn refusals(
    provider: &'static CryptoProvider,
    suite: CipherSuite,
    wrong: [usize; 2],
    samples: usize,
) -> f64 {
    let encryptor = encryptor(provider, suite, &[0x42; 32]);
    let mut decryptor = decryptor(provider, suite, &[0x42; 32]);
    let sealed = encryptor.encrypt_to_vec(&FRAME, b"").unwrap();
    let mut buf = sealed.clone();
    compare(samples, |class| {
        prepare(&mut buf, &sealed, suite.tag_len(), either(wrong, class));
        let begun = Instant::now();
        let refused = black_box(decryptor.decrypt_in_place(black_box(&mut buf), b"")).is_err();
        let took = begun.elapsed();
        assert!(refused);
        took.as_nanos() as f64
    })
}

/// An AEAD opens frames of which the tag is right or wrong. One that is right is decrypted, one
/// that is wrong is wiped.
fn good_against_bad(provider: &'static CryptoProvider, suite: CipherSuite, samples: usize) -> f64 {
    let aead = Aead::with_provider(provider, suite, &vec![0x42; suite.key_len()], [7; 12]).unwrap();
    let (mut sealed, tag_len) = (FRAME.to_vec(), suite.tag_len());
    let mut tag = vec![0; tag_len];
    aead.seal_in_place(&[0; 12], b"", &mut sealed, &mut tag).unwrap();
    sealed.extend(&tag);
    let mut buf = sealed.clone();
    compare(samples, |class| {
        // Class 0 is right: the byte behind the tag is none of it.
        prepare(&mut buf, &sealed, tag_len, either([0, tag_len], 1 - class));
        let begun = Instant::now();
        let is_bad = black_box(aead.open_in_place(&[0; 12], b"", black_box(&mut buf))).is_err();
        let took = begun.elapsed();
        assert_eq!(is_bad, class == 1);
        took.as_nanos() as f64
    })
}

/// Writes a frame with the byte at `wrong` of its tag changed; none where `wrong` is behind its end.
///
/// Both classes must go through the same instructions and the same addresses. Two masks in two places
/// on the heap were enough for |t| of 60 between frames that were the same.
fn prepare(buf: &mut [u8], sealed: &[u8], tag_len: usize, wrong: usize) {
    buf.copy_from_slice(black_box(sealed));
    let tag = buf.len() - tag_len;
    for (at, byte) in buf[tag..].iter_mut().enumerate() {
        *byte ^= u8::from(black_box(at) == wrong) << 4;
    }
    black_box(buf);
}

/// Gives one of two numbers, without a branch or a table.
fn either(numbers: [usize; 2], class: usize) -> usize {
    let [first, second] = numbers;
    first + black_box(class) * (second - first)
}

/// Measures two classes in random order and gives the t of largest size over all cuts.
fn compare(samples: usize, mut measure: impl FnMut(usize) -> f64) -> f64 {
    let mut rng = SmallRng::seed_from_u64(1);
    let mut measured = Vec::with_capacity(samples);
    for at in 0..samples + WARM_UP {
        let class = usize::from(rng.random::<bool>());
        let took = measure(class);
        if at >= WARM_UP {
            measured.push((class, took));
        }
    }
    let mut sorted: Vec<f64> = measured.iter().map(|&(_, took)| took).collect();
    sorted.sort_by(f64::total_cmp);
    let mut worst = welch(&measured, f64::INFINITY);
    for cut in 1..=CUTS {
        // dudect's: half of all measurements at the 10th cut, then ever more.
        let kept = 1.0 - 0.5f64.powf(10.0 * f64::from(cut) / f64::from(CUTS));
        let at = (kept * sorted.len() as f64) as usize;
        let t = welch(&measured, sorted[at.min(sorted.len() - 1)]);
        if t.abs() > worst.abs() {
            worst = t;
        }
    }
    worst
}

/// Fewer measurements of a class than this say nothing: times are whole nanoseconds, and a cut may
/// leave only a few of them.
const FEWEST: f64 = 5000.0;

/// Welch's t of the measurements below a cut; 0 where there are too few.
fn welch(measured: &[(usize, f64)], below: f64) -> f64 {
    let mut classes = [(0.0, 0.0, 0.0); 2];
    for &(class, took) in measured.iter().filter(|&&(_, took)| took < below) {
        let (count, mean, squares) = &mut classes[class];
        *count += 1.0;
        let off: f64 = took - *mean;
        *mean += off / *count;
        *squares += off * (took - *mean);
    }
    let [(n, mean, squares), (m, other_mean, other_squares)] = classes;
    if n < FEWEST || m < FEWEST {
        return 0.0;
    }
    let spread = squares / (n - 1.0) / n + other_squares / (m - 1.0) / m;
    if spread == 0.0 { 0.0 } else { (mean - other_mean) / spread.sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times with a spread of some hundred nanoseconds.
    fn t(difference: f64) -> f64 {
        let mut rng = SmallRng::seed_from_u64(2);
        compare(50_000, |class| rng.random_range(900.0..1300.0) + class as f64 * difference)
    }

    #[test]
    fn a_difference_is_seen_and_none_is_not() {
        assert!(t(0.0).abs() < 5.0, "{}", t(0.0));
        assert!(t(20.0) < -LIMIT, "{}", t(20.0));
    }

    #[test]
    fn a_t_by_hand() {
        // Means 2 and 3, variances 1 and 1: t = -1 / sqrt(2 / n).
        let measured: Vec<_> = (0..18_000)
            .map(|at| (at % 2, f64::from(at as u32 / 2 % 3) + 1.0 + (at % 2) as f64))
            .collect();
        let t = welch(&measured, f64::INFINITY);
        let expected = -1.0 / (2.0 * (2.0 / 3.0) * (9000.0 / 8999.0) / 9000.0f64).sqrt();
        assert!((t - expected).abs() < 1e-6, "{t} {expected}");
    }
}
