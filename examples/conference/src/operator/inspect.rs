//! What the operator can make of its recording once the call is over.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use frameseal::CipherSuite;

use super::Loot;
use super::frames;
use super::recording::{Recorded, RecordedFrame};
use crate::format::Format;
use crate::media::Codec;
use crate::opening::Opener;
use crate::plan::{self, Plan};
use crate::sealing::{self, MemberKey};

/// Packets searched for keys, from the start of the call.
const SEARCHED_PACKETS: usize = 60;

/// Byte strings tried as keys.
const MAX_CANDIDATES: usize = 20_000;

/// Frames that each of them is tried on.
const TRIED_FRAMES: usize = 3;

/// What it knows without being told: signalling goes through its hands.
pub(super) struct Inspector {
    pub(super) format: Format,
    pub(super) suite: CipherSuite,
    pub(super) plan: Plan,
}

impl Inspector {
    pub(super) fn inspect(
        &self,
        recorded: &Recorded,
        leaver_keys: &[(u64, String)],
    ) -> Result<Loot> {
        Ok(Loot {
            packets: recorded.received,
            frames: recorded.frames.len() as u64,
            kids: self.kids(recorded),
            wire_keys: self.try_wire_keys(recorded)?,
            leaver: self.try_leaver_keys(recorded, leaver_keys)?,
        })
    }

    /// Headers and trailers are not encrypted: KIDs or indices of keys and counters are there
    /// for everybody to see.
    fn kids(&self, recorded: &Recorded) -> Vec<(u64, u64, u64, u64)> {
        let mut kids = BTreeMap::new();
        for RecordedFrame { arrival, frame, .. } in &recorded.frames {
            let shown = frames::key_and_counter(self.format, arrival.payload_type, frame);
            let Some((kid, counter)) = shown else { continue };
            let (frames, first, last) = kids.entry(kid).or_insert((0, counter, counter));
            *frames += 1;
            *first = counter.min(*first);
            *last = counter.max(*last);
        }
        kids.into_iter().map(|(kid, (frames, first, last))| (kid, frames, first, last)).collect()
    }

    /// Tries every run of bytes on the wire as the secret of a key.
    fn try_wire_keys(&self, recorded: &Recorded) -> Result<(u64, u64)> {
        // 16 bytes, and what else the format's apps use.
        let mut lengths = vec![16, sealing::key_len(self.format)];
        lengths.dedup();
        let searched = recorded.packets.iter().take(SEARCHED_PACKETS);
        let candidates = searched
            .flat_map(|packet| lengths.iter().flat_map(|&len| packet.windows(len)))
            .take(MAX_CANDIDATES);
        let frames = recorded.frames.iter().take(TRIED_FRAMES);
        let (mut tried, mut opened) = (0, 0);
        for candidate in candidates {
            tried += 1;
            for frame in frames.clone() {
                let number = self.key_number(frame).context("a recorded frame names its key")?;
                let mut opener = Opener::new(self.format, self.suite, None)?;
                opener.add_key(&MemberKey::new(number, candidate)?)?;
                opened += u64::from(opens(&mut opener, frame));
            }
        }
        Ok((tried, opened))
    }

    /// The member who left hands over every key that it had. They open what it could read
    /// anyway, and must open nothing that was sent after it had left.
    fn try_leaver_keys(&self, recorded: &Recorded, keys: &[(u64, String)]) -> Result<(u64, u64)> {
        let mut opener = Opener::new(self.format, self.suite, None)?;
        for (number, secret) in keys {
            let secret = from_hex(secret).context("a leaver's key is hexadecimal")?;
            opener.add_key(&MemberKey::new(*number, &secret)?)?;
        }
        let (mut before, mut after) = (0, 0);
        for frame in &recorded.frames {
            let codec = Codec::of_payload_type(frame.arrival.payload_type);
            let clock_rate = codec.context("a payload type of this call")?.clock_rate();
            let is_last = self.plan.is_last(frame.timestamp, clock_rate);
            let count = if is_last { &mut after } else { &mut before };
            *count += u64::from(opens(&mut opener, frame));
        }
        Ok((before, after))
    }

    /// Gives the number of the key that a frame is sealed under, as far as the frame shows it
    /// and RTP shows whose it is. Frames of DAVE say nothing: the first epoch.
    fn key_number(&self, RecordedFrame { arrival, frame, .. }: &RecordedFrame) -> Option<u64> {
        let (key, _) = frames::key_and_counter(self.format, arrival.payload_type, frame)?;
        if self.format.is_sframe() {
            return Some(key);
        }
        let index = u16::try_from(key).ok()?;
        Some(sealing::legacy_number(plan::member(arrival.ssrc)?, index))
    }
}

fn opens(opener: &mut Opener, recorded: &RecordedFrame) -> bool {
    let (mut frame, mut out) = (recorded.frame.clone(), vec![0; recorded.frame.len()]);
    opener.open(recorded.arrival, &mut frame, &mut out, None).is_ok()
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
