//! What the operator can make of its recording once the call is over.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use frameseal::{
    BaseKey, CipherSuite, Decryptor, DecryptorConfig, Header, KeyId, KidLayout, SenderKey,
    SenderKeyId,
};

use super::Loot;
use super::recording::Recorded;
use crate::sender::{GENERATION_BITS, ratchet_bits};

/// Packets searched for keys, from the start of the call.
const SEARCHED_PACKETS: usize = 60;

/// Byte strings tried as keys.
const MAX_CANDIDATES: usize = 20_000;

/// Frames that each of them is tried on.
const TRIED_FRAMES: usize = 3;

/// Key lengths in bytes that apps use.
const KEY_LENGTHS: [usize; 2] = [16, 32];

pub(super) fn inspect(
    suite: CipherSuite,
    recorded: &Recorded,
    leaver_keys: &[(u64, String)],
) -> Result<Loot> {
    Ok(Loot {
        packets: recorded.received,
        frames: recorded.frames.len() as u64,
        kids: kids(recorded),
        wire_keys: try_wire_keys(suite, recorded)?,
        leaver: try_leaver_keys(suite, recorded, leaver_keys)?,
    })
}

/// Headers are not encrypted: KIDs and counters are there for everybody to see.
fn kids(recorded: &Recorded) -> Vec<(u64, u64, u64, u64)> {
    let mut kids = BTreeMap::new();
    for frame in &recorded.frames {
        if let Ok((header, _)) = Header::parse(&frame.frame) {
            let counter = header.counter;
            let (frames, first, last) = kids.entry(header.kid).or_insert((0, counter, counter));
            *frames += 1;
            *first = counter.min(*first);
            *last = counter.max(*last);
        }
    }
    kids.into_iter()
        .map(|(kid, (frames, first, last))| (kid.as_u64(), frames, first, last))
        .collect()
}

/// Tries every run of bytes on the wire as a base key.
fn try_wire_keys(suite: CipherSuite, recorded: &Recorded) -> Result<(u64, u64)> {
    let searched = recorded.packets.iter().take(SEARCHED_PACKETS);
    let candidates = searched
        .flat_map(|packet| KEY_LENGTHS.iter().flat_map(|&len| packet.windows(len)))
        .take(MAX_CANDIDATES);
    let frames = recorded.frames.iter().take(TRIED_FRAMES);
    let (mut tried, mut opened) = (0, 0);
    for candidate in candidates {
        tried += 1;
        for frame in frames.clone() {
            let (header, _) = Header::parse(&frame.frame)?;
            let mut decryptor = Decryptor::new();
            decryptor.add_key(suite, header.kid, BaseKey::new(candidate)?)?;
            let result = decryptor.decrypt_to_vec(&frame.frame, &[frame.payload_type]);
            opened += u64::from(result.is_ok());
        }
    }
    Ok((tried, opened))
}

/// The member who left hands over every key that it had. They open what it could read
/// anyway, and must open nothing that was sent after it had left.
fn try_leaver_keys(
    suite: CipherSuite,
    recorded: &Recorded,
    keys: &[(u64, String)],
) -> Result<(u64, u64)> {
    let bits = ratchet_bits()?;
    let layout = KidLayout::SenderKeys(bits);
    let mut decryptor = Decryptor::with_config(DecryptorConfig::for_layout(layout));
    for (kid, base_key) in keys {
        let r = u32::from(bits.get());
        let id =
            SenderKeyId { ratchet_bits: bits, generation: kid >> r, step: kid & ((1 << r) - 1) };
        let base_key = BaseKey::new(&from_hex(base_key).context("a leaver's key is hexadecimal")?)?;
        decryptor.add_sender_key(SenderKey::at(suite, id, base_key)?)?;
    }
    let (mut before, mut after) = (0, 0);
    for frame in &recorded.frames {
        let (header, _) = Header::parse(&frame.frame)?;
        let opened = decryptor.decrypt_to_vec(&frame.frame, &[frame.payload_type]).is_ok();
        let count = if is_first_generation(header.kid) { &mut before } else { &mut after };
        *count += u64::from(opened);
    }
    Ok((before, after))
}

/// Everybody starts at generation 0 and changes to the next when the member leaves.
fn is_first_generation(kid: KeyId) -> bool {
    let generation = kid.as_u64() >> 4;
    generation & ((1 << GENERATION_BITS) - 1) == 0
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
