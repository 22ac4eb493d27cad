//! What a key looks like in memory, for tests that look for it.
#![allow(dead_code)] // each test binary uses its part

use aes::cipher::{BlockCipherEncrypt, KeyInit};
use frameseal::CounterStoreError;

pub(crate) type Secrets = Vec<(String, Vec<u8>)>;

/// Every form in which an AES-GCM key may lie in memory.
pub(crate) fn gcm_secrets(name: &str, key: &[u8]) -> Secrets {
    let h = hash_subkey(key);
    let mut mirrored = h;
    mirrored.reverse();
    let mut words = mirrored;
    words.rotate_left(8); // two 64-bit words in the machine's order, high one first
    let v = u128::from_le_bytes(mirrored);
    let top = v >> 127;
    let doubled = (v << 1) ^ top ^ (top << 127) ^ (top << 126) ^ (top << 121);
    let forms = [
        ("AES key, the first round key", &key[..16]),
        ("GHASH subkey H", &h),
        ("GHASH subkey H, mirrored", &mirrored),
        ("GHASH subkey H, as words", &words),
        ("POLYVAL subkey", &doubled.to_le_bytes()),
    ];
    forms.map(|(what, bytes)| (format!("{name}: {what}"), bytes.to_vec())).into()
}

/// `H = AES_K(0)` (NIST SP 800-38D).
pub(crate) fn hash_subkey(key: &[u8]) -> [u8; 16] {
    let mut block = [0; 16].into();
    match key.len() {
        16 => aes::Aes128::new_from_slice(key).unwrap().encrypt_block(&mut block),
        _ => aes::Aes256::new_from_slice(key).unwrap().encrypt_block(&mut block),
    }
    block.into()
}

pub(crate) struct Refuses;

impl frameseal::CounterStore for Refuses {
    fn lease(&self, _: &frameseal::KeyFingerprint, _: u64) -> Result<u64, CounterStoreError> {
        Err(CounterStoreError::Unavailable)
    }
}

/// Every way in which the 32 bytes of `key` could be printed, in pieces of 4 bytes.
pub(crate) fn renderings(key: &[u8]) -> Vec<String> {
    let pieces = key.windows(4).flat_map(|piece| {
        let join = |separator, f: fn(&u8) -> String| {
            piece.iter().map(f).collect::<Vec<_>>().join(separator)
        };
        let hex = |b: &u8| format!("{b:02x}");
        [
            join("", hex),
            join(" ", hex),
            join(":", hex),
            join(", ", |b| b.to_string()),
            join(", ", |b| format!("{b:#x}")),
            join(",", |b| b.to_string()),
        ]
    });
    pieces.collect()
}
