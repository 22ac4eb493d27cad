//! Which packets of a stream are held, as bits, so that the frame around one is found in the time
//! that a few words take, however long the run of packets is.

use super::MAX_PACKETS;

const WORDS: usize = MAX_PACKETS / 64;

/// Packets by their distance behind the newest: bit 0 is that one itself.
#[derive(Debug, Default)]
pub(super) struct Held {
    all: Bits,
    first: Bits,
    last: Bits,
}

impl Held {
    /// Takes note of a newest packet that lies `by` ahead of the last one.
    pub(super) fn move_on(&mut self, by: u64) {
        let by = usize::try_from(by).unwrap_or(MAX_PACKETS);
        for bits in [&mut self.all, &mut self.first, &mut self.last] {
            bits.shift(by);
        }
    }

    pub(super) fn insert(&mut self, behind: u64, first: bool, last: bool) {
        self.all.put(behind, true);
        self.first.put(behind, first);
        self.last.put(behind, last);
    }

    pub(super) fn remove(&mut self, behind: u64) {
        for bits in [&mut self.all, &mut self.first, &mut self.last] {
            bits.put(behind, false);
        }
    }

    /// Gives where the frame around a packet begins and ends when all of it is held: back to the
    /// next first packet and on to the next last one there is no gap.
    pub(super) fn run_around(&self, behind: u64) -> Option<(u64, u64)> {
        let start = self.first.back_from(behind, false)?;
        let end = self.last.on_from(behind, false)?;
        let has_gap = self.all.back_from(behind, true).is_some_and(|gap| gap < start)
            || self.all.on_from(behind, true).is_some_and(|gap| gap > end);
        (!has_gap).then_some((start, end))
    }
}

#[derive(Debug, Default)]
struct Bits([u64; WORDS]);

impl Bits {
    fn put(&mut self, at: u64, value: bool) {
        let (word, bit) = place(at);
        if let Some(word) = self.0.get_mut(word) {
            *word = if value { *word | 1 << bit } else { *word & !(1 << bit) };
        }
    }

    fn shift(&mut self, by: usize) {
        let (words, bits) = (by / 64, by % 64);
        self.0.copy_within(..WORDS.saturating_sub(words), words.min(WORDS));
        self.0.iter_mut().take(words).for_each(|word| *word = 0);
        if bits > 0 {
            let mut carry = 0;
            for word in &mut self.0 {
                let over = *word >> (64_usize.saturating_sub(bits));
                *word = *word << bits | core::mem::replace(&mut carry, over);
            }
        }
    }

    /// Gives the nearest set bit from `at` on towards older packets, or the nearest clear one.
    fn back_from(&self, at: u64, clear: bool) -> Option<u64> {
        let (from, bit) = place(at);
        self.0.iter().enumerate().skip(from).find_map(|(n, &word)| {
            let word = if clear { !word } else { word };
            let word = if n == from { word & (u64::MAX << bit) } else { word };
            (word != 0).then(|| number(n, word.trailing_zeros()))
        })
    }

    /// Gives the same from `at` on towards newer packets.
    fn on_from(&self, at: u64, clear: bool) -> Option<u64> {
        let (from, bit) = place(at);
        self.0.iter().enumerate().take(from.saturating_add(1)).rev().find_map(|(n, &word)| {
            let word = if clear { !word } else { word };
            let word = if n == from { word & (u64::MAX >> (63 ^ bit)) } else { word };
            (word != 0).then(|| number(n, 63 ^ word.leading_zeros()))
        })
    }
}

fn number(word: usize, bit: u32) -> u64 {
    (word as u64).saturating_mul(64).saturating_add(bit.into())
}

/// Gives word and bit; a packet that is too far behind has none.
fn place(at: u64) -> (usize, u32) {
    #[allow(clippy::cast_possible_truncation)] // below 64
    (usize::try_from(at / 64).unwrap_or(WORDS), (at % 64) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use proptest::prelude::*;

    proptest! {
        /// Against a map that is walked packet by packet.
        #[test]
        fn agrees_with_a_walk(steps in prop::collection::vec((0u64..3, 0u64..70, any::<(bool, bool, bool)>()), 1..600)) {
            let (mut held, mut map, mut newest) = (Held::default(), BTreeMap::new(), 5000_u64);
            for (by, behind, (first, last, far)) in steps {
                let by = if far && by == 2 { 700 } else { by };
                held.move_on(by);
                newest += by;
                map.retain(|&at, _| newest - at < MAX_PACKETS as u64);
                held.insert(behind, first, last);
                map.insert(newest - behind, (first, last));
                let mut start = newest - behind;
                while map.get(&start).is_some_and(|(first, _)| !first) {
                    start -= 1;
                }
                let mut end = newest - behind;
                while map.get(&end).is_some_and(|(_, last)| !last) {
                    end += 1;
                }
                let whole = map.contains_key(&start) && map.contains_key(&end);
                let expected = whole.then(|| (newest - start, newest - end));
                prop_assert_eq!(held.run_around(behind), expected);
                if last {
                    held.remove(behind);
                    map.remove(&(newest - behind));
                }
            }
        }
    }
}
