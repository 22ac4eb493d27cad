//! Writes the inputs that fuzzing starts from: `cargo run --example seed` in this folder.

use std::sync::Arc;
use std::{fs, path::Path};

use frameseal::{
    BaseKey, CipherSuite, Encryptor, EncryptorConfig, Header, KeyId, MAX_HEADER_LEN,
    MemoryCounters, rtp::fragments,
};

fn main() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (target, inputs) in [
        ("header", header()),
        ("decrypt", decrypt()),
        ("decrypt_mutated", decrypt_mutated()),
        ("key_store", key_store()),
        ("rtp", rtp()),
        ("counters", counters()),
        ("differential", differential()),
    ] {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder).unwrap();
        for (n, input) in inputs.iter().enumerate() {
            fs::write(folder.join(format!("seed-{n:02}")), input).unwrap();
        }
        println!("{target}: {} seeds", inputs.len());
    }
}

/// Every width of KID and CTR, and spellings that are too long.
fn header() -> Vec<Vec<u8>> {
    let wide = |bits: u32| u64::MAX.checked_shr(64 - bits).unwrap_or(0);
    let encode = |(kid, counter): (u32, u32)| {
        let header = Header { kid: KeyId::new(wide(kid)), counter: wide(counter) };
        header.encode(&mut [0; MAX_HEADER_LEN]).to_vec()
    };
    let widths =
        [(0, 3), (3, 0), (4, 8), (9, 16), (17, 24), (25, 32), (40, 33), (48, 56), (64, 64)];
    let mut seeds: Vec<_> = widths.into_iter().map(encode).collect();
    seeds.extend([vec![0x80, 7], vec![0x08, 0], vec![0x99, 0, 8, 1, 0]]);
    seeds
}

/// For every suite and KID layout a frame with the right KID, sealed under another key.
fn decrypt() -> Vec<Vec<u8>> {
    (0..24u8)
        .map(|choice| {
            let suite = CipherSuite::ALL[usize::from(choice % 8)];
            let kid = KeyId::new(if choice / 8 == 1 { 0 } else { 5 });
            let config = EncryptorConfig::with_counters(Arc::new(MemoryCounters::default()));
            let key = BaseKey::new(&[choice; 32]).unwrap();
            let mallory = Encryptor::with_config(suite, kid, key, config).unwrap();
            let frame = mallory.encrypt_to_vec(&[choice; 24], b"metadata").unwrap();
            [&[choice, 8][..], b"metadata", &frame].concat()
        })
        .collect()
}

/// The three frames in every order, and one edit of each kind.
fn decrypt_mutated() -> Vec<Vec<u8>> {
    let in_order = (0..24).map(|choice| vec![choice, 0, 0, 1, 0, 2, 0, 1, 0]);
    let edited =
        (0..16).map(|kind| vec![11 * kind, 2, 1, 1, kind / 8, kind % 8, 3 * kind, 5, 2, 0]);
    in_order.chain(edited).collect()
}

/// Members come, ratchet, leave and come again, in each layout.
fn key_store() -> Vec<Vec<u8>> {
    let [add, remove, retire, advance, own, forge, park, unpark, replay, seal, send] =
        [0u8, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    let scripts: [&[[u8; 3]]; 7] = [
        &[[add, 1, 0], [send, 1, 0], [remove, 1, 0], [add, 1, 0], [send, 1, 0]],
        &[[add, 1, 0], [send, 1, 1], [send, 1, 4], [send, 1, 2], [seal, 1, 3], [send, 1, 5]],
        &[[seal, 1, 1], [add, 2, 0], [add, 1, 0], [send, 1, 1], [add, 5, 0], [send, 5, 1]],
        &[
            [add, 1, 0],
            [retire, 1, 0],
            [advance, 0, 9],
            [send, 1, 0],
            [advance, 0, 1],
            [send, 1, 0],
        ],
        &[[own, 1, 0], [add, 1, 0], [forge, 1, 0], [send, 1, 0], [add, 2, 0], [send, 2, 0]],
        &[[add, 5, 0], [add, 4, 0], [send, 4, 0], [advance, 0, 2], [send, 4, 0]],
        &[[add, 0, 0], [add, 1, 0], [add, 2, 0], [add, 3, 0], [send, 2, 0], [send, 3, 0]],
    ];
    let late: &[u8] =
        &[seal, 1, 0, park, 0, 0, 0, seal, 1, 0, add, 1, 0, unpark, 0, 0, replay, 0, 0, 0];
    let scripts = scripts.iter().map(|script| script.concat()).chain([late.to_vec()]);
    scripts
        .enumerate()
        .flat_map(|(n, script)| {
            (0..3).map(move |layout| [&[(3 * n as u8) % 24 + layout], &script[..]].concat())
        })
        .collect()
}

/// The packets of one frame in order and reversed, bursts, and frames of every length to cut.
fn rtp() -> Vec<Vec<u8>> {
    let packets: Vec<_> = fragments(&[7; 100], 25, false)
        .map(|fragment| vec![2, 0, fragment.descriptor.to_byte(), 5, fragment.data.len() as u8, 7])
        .collect();
    let in_order = [&[0, 0xff, 0xfe][..], &packets.concat()].concat();
    let lost = [&[0, 0, 0][..], &packets[..2].concat(), &packets[3..].concat()].concat();
    let duplicate =
        [&[0, 0, 0][..], &packets[0], &[1, 1], &packets[0][1..], &packets[1..].concat()];
    let burst_of =
        |code, amount| vec![0, 0, 0, 2, 0, 0x80, code, amount, 0, 7, 2, 0, 0x40, 5, 3, 7];
    let mut seeds = vec![in_order, lost, duplicate.concat(), burst_of(0, 9), burst_of(1, 0)];
    seeds.extend((0..10).map(|n| {
        let order: Vec<u8> = (0..32).map(|k: u8| k.wrapping_mul(2 * n + 1)).collect();
        [&[1, 0xff, 0xf0 + n, n, 6 * n, 7, n, 25 * n][..], &order].concat()
    }));
    seeds
}

/// Several encryptors over one key, with leases and a store that fails, skips or goes back.
fn counters() -> Vec<Vec<u8>> {
    let [new, leave, answer, small, encrypt] = [0u8, 1, 2, 3, 4];
    let two = [new, 1, 3, new, 1, 5, encrypt, 0, 15, encrypt, 1, 15, encrypt, 0, 15];
    let scripts: [&[u8]; 10] = [
        &two,
        &[new, 0, encrypt, 0, 3, leave, 0, new, 1, 9, encrypt, 0, 3],
        &[new, 1, 2, answer, 0, encrypt, 0, 9, encrypt, 0, 9],
        &[new, 1, 2, answer, 1, 2, 1, 0, encrypt, 0, 9],
        &[new, 1, 2, answer, 1, 4, 0x3f, 0, 0, 0, encrypt, 0, 9],
        &[answer, 1, 8, 255, 255, 255, 255, 255, 255, 255, 250, new, 1, 2, encrypt, 0, 15],
        &[new, 1, 2, encrypt, 0, 1, answer, 2, 1, 1, encrypt, 0, 9, encrypt, 0, 9],
        &[answer, 0, new, 1, 1, new, 1, 1, small, 0, encrypt, 0, 3],
        &[new, 8, 255, 255, 255, 255, 255, 255, 255, 255, encrypt, 0, 7],
        &[new, 1, 1, answer, 3, answer, 0, answer, 3, encrypt, 0, 15, encrypt, 0, 15],
    ];
    scripts.iter().enumerate().map(|(n, script)| [&[u8::from(n == 6)], *script].concat()).collect()
}

/// Every suite with short and long KIDs and counters, untouched and edited.
fn differential() -> Vec<Vec<u8>> {
    (0..20u8)
        .map(|n| {
            let number =
                |len: u8| [vec![len], vec![0x11 * (n % 15 + 1); usize::from(len)]].concat();
            let frame = [&[n, n, 32][..], &[7; 32], &[8], b"metadata"].concat();
            let edits = [[1, n % 8, 2 * n, 5], [1, n / 8, 40, 1], [0, n % 8, 3, 3]].concat();
            [vec![n], number(n % 9), number(n % 4 * 2), frame, edits].concat()
        })
        .collect()
}
