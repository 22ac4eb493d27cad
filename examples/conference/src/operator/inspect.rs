//! What the operator can make of its recording once the call is over.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use frameseal::CipherSuite;

use super::Loot;
use super::frames;
use super::recording::{Recorded, RecordedFrame};
use super::relay::Relay;
use crate::format::Format;
use crate::ledger::FrameHash;
use crate::opening::Opener;
use crate::plan;
use crate::sealing::{self, MemberKey};

/// Packets searched for keys, from the start of the call.
const SEARCHED_PACKETS: usize = 60;

/// Byte strings tried as keys, from the media and from the key messages each.
const MAX_CANDIDATES: usize = 20_000;

/// Frames that each of them is tried on.
const TRIED_FRAMES: usize = 3;

/// What it knows without being told: signalling goes through its hands.
pub(super) struct Inspector {
    pub(super) format: Format,
    pub(super) suite: CipherSuite,
}

impl Inspector {
    pub(super) fn inspect(
        &self,
        recorded: &Recorded,
        relay: &Relay,
        leaver_keys: &[(u64, String)],
    ) -> Result<Loot> {
        let leaver_keys = leaver_keys.iter().map(|(number, secret)| {
            Ok((*number, from_hex(secret).context("a leaver's key is hexadecimal")?))
        });
        let leaver_keys: Vec<_> = leaver_keys.collect::<Result<_>>()?;
        let secrets: Vec<_> = leaver_keys.iter().map(|(_, secret)| secret.clone()).collect();
        Ok(Loot {
            packets: recorded.received,
            frames: recorded.frames.len() as u64,
            kids: self.kids(recorded),
            wire_keys: self.try_wire_keys(recorded, relay)?,
            leaver_opened: self.try_leaver_keys(recorded, &leaver_keys)?,
            keys: relay.loot(&secrets),
            swap_read: Vec::new(),
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
    fn try_wire_keys(&self, recorded: &Recorded, relay: &Relay) -> Result<(u64, u64)> {
        // 16 bytes, and what else the format's apps use.
        let len = match self.format.is_sframe() {
            true => self.suite.hash().output_len(),
            false => sealing::key_len(self.format),
        };
        let mut lengths = vec![16, len];
        lengths.dedup();
        let searched = recorded.packets.iter().take(SEARCHED_PACKETS);
        let in_media = searched
            .flat_map(|packet| lengths.iter().flat_map(|&len| packet.windows(len)))
            .take(MAX_CANDIDATES);
        let in_parcels = relay.parcels().flat_map(|parcel| parcel.windows(len));
        let candidates = in_media.chain(in_parcels.take(MAX_CANDIDATES));
        let frames = recorded.frames.iter().take(TRIED_FRAMES);
        let (mut tried, mut opened) = (0, 0);
        for candidate in candidates {
            tried += 1;
            for frame in frames.clone() {
                let number = self.key_number(frame).context("a recorded frame names its key")?;
                let mut opener = Opener::new(self.format, self.suite, None);
                opener.add_key(&MemberKey::new(number, candidate)?)?;
                opened += u64::from(opens(&mut opener, frame));
            }
        }
        Ok((tried, opened))
    }

    /// The member who left hands over every key that it had. They open what it could read
    /// anyway, and must open nothing that was sent to the others alone.
    fn try_leaver_keys(
        &self,
        recorded: &Recorded,
        keys: &[(u64, Vec<u8>)],
    ) -> Result<Vec<FrameHash>> {
        let mut opener = Opener::new(self.format, self.suite, None);
        for (number, secret) in keys {
            opener.add_key(&MemberKey::new(*number, secret)?)?;
        }
        let opened = recorded.frames.iter().filter(|frame| opens(&mut opener, frame));
        Ok(opened.map(|frame| FrameHash::of(&frame.frame)).collect())
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
