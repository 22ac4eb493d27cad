//! Criterion benches of the engine, stage by stage and as a whole.
#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that goes wrong must stop, and it handles no frame from a network"
)]

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use benches::engine::{self, Decrypt, Encrypt};
use benches::frames::Frames;
use benches::round::{Contestant, time};
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
    measurement::WallTime,
};
use frameseal::expert::Aead;
use frameseal::{
    BaseKey, CipherSuite, CryptoProvider, Encryptor, EncryptorConfig, Header, KeyId,
    MAX_HEADER_LEN, RatchetBits, SenderKey,
};

const SIZES: [usize; 5] = [100, 160, 1024, 10_240, 102_400];

/// The suite of everything that does not differ between suites.
const SUITE: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

fn header(c: &mut Criterion) {
    let mut group = c.benchmark_group("header");
    for (name, kid, counter) in [("3 bytes", 7, 0x1234), ("17 bytes", u64::MAX, u64::MAX)] {
        let header = Header { kid: KeyId::new(kid), counter };
        let mut wire = [0; MAX_HEADER_LEN];
        group.bench_function(BenchmarkId::new("encode", name), |b| {
            b.iter(|| black_box(header).encode(&mut wire).len());
        });
        let mut wire = [0; MAX_HEADER_LEN];
        let wire = header.encode(&mut wire);
        group.bench_function(BenchmarkId::new("parse", name), |b| {
            b.iter(|| Header::parse(black_box(wire)).unwrap());
        });
    }
}

fn key_derivation(c: &mut Criterion) {
    let mut group = c.benchmark_group("key");
    let kid = KeyId::new(7);
    for suite in CipherSuite::ALL {
        let provider = CryptoProvider::fastest_for(suite);
        let key = BaseKey::new(&engine::fresh_key()).unwrap();
        group.bench_function(BenchmarkId::new("Aead::derive", suite.id()), |b| {
            b.iter(|| Aead::derive(provider, suite, kid, black_box(&key)).unwrap());
        });
        // A lease of one counter, else a million encryptors would use up their common key.
        let mut config = EncryptorConfig::default();
        config.lease = 1;
        group.bench_function(BenchmarkId::new("Encryptor::with_config", suite.id()), |b| {
            b.iter(|| {
                let key = BaseKey::new(black_box(key.expose())).unwrap();
                Encryptor::with_config(suite, kid, key, config.clone()).unwrap()
            });
        });
    }
}

fn ratchet(c: &mut Criterion) {
    for suite in [SUITE, CipherSuite::AES_256_GCM_SHA512_128] {
        let bits = RatchetBits::new(8).unwrap();
        let key = BaseKey::new(&engine::fresh_key()).unwrap();
        let mut key = SenderKey::new(suite, bits, 1, key).unwrap();
        c.bench_function(&format!("key/ratchet/{}", suite.id()), |b| b.iter(|| key.ratchet()));
    }
}

fn encrypt(c: &mut Criterion) {
    per_suite_and_size(c, "encrypt", |suite, bytes| Encrypt::new(suite, bytes, None));
}

fn decrypt(c: &mut Criterion) {
    per_suite_and_size(c, "decrypt", |suite, bytes| Decrypt::new(suite, bytes, None));
}

fn per_suite_and_size<C: Contestant>(
    c: &mut Criterion,
    operation: &str,
    make: impl Fn(CipherSuite, usize) -> C,
) {
    for suite in CipherSuite::ALL {
        let mut group = c.benchmark_group(format!("{operation}/suite {}", suite.id()));
        for bytes in SIZES {
            group.throughput(Throughput::Bytes(bytes as u64));
            bench(&mut group, bytes, &mut make(suite, bytes));
        }
    }
}

/// Opens frames of 100 bytes from many senders in turn.
fn key_store(c: &mut Criterion) {
    let mut group = c.benchmark_group("key store, senders");
    for senders in [10, 100, 1000, 10_000] {
        bench(&mut group, senders, &mut Decrypt::from_senders(SUITE, 100, None, 0..senders));
    }
}

fn bench(
    group: &mut BenchmarkGroup<'_, WallTime>,
    parameter: impl std::fmt::Display,
    contestant: &mut impl Contestant,
) {
    group.bench_function(BenchmarkId::from_parameter(parameter), |b| {
        b.iter_custom(|frames| time(contestant, frames));
    });
}

/// Encrypts frames of 1 KB on threads that share one encryptor.
fn threads(c: &mut Criterion) {
    let mut group = c.benchmark_group("one encryptor, threads");
    group.throughput(Throughput::Bytes(1024));
    let encryptor = engine::encryptor(SUITE, KeyId::new(7), &engine::fresh_key(), None);
    for threads in [1, 8] {
        group.bench_function(BenchmarkId::from_parameter(threads), |b| {
            b.iter_custom(|frames| on_threads(&encryptor, threads, frames));
        });
    }
}

/// Gives the time from the common start to the end of the last thread.
fn on_threads(encryptor: &Encryptor, threads: usize, frames: u64) -> Duration {
    let start = Barrier::new(threads + 1);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut batch = Frames::new(1024);
                    let payload = batch.payload();
                    let slot = batch.slots().next().unwrap();
                    start.wait();
                    for _ in 0..frames.div_ceil(threads as u64) {
                        encryptor.encrypt_in_place(slot, payload.clone(), &[]).unwrap();
                    }
                })
            })
            .collect();
        start.wait();
        let started = Instant::now();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
        started.elapsed()
    })
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
        .sample_size(30);
    targets = header, key_derivation, ratchet, encrypt, decrypt, key_store, threads
}
criterion_main!(benches);
