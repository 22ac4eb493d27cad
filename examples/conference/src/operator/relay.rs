//! Key messages in the operator's hands: it passes them on, records them, and attacks them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::signalling::{Content, Envelope, Parcel};

/// The attacks, as the report names them.
pub(super) const NAMES: [&str; 6] = [
    "key message dropped",
    "key message repeated",
    "key message delayed",
    "key message flipped one bit",
    "key message replayed",
    "key message reflected",
];
const DROPPED: usize = 0;
const REPEATED: usize = 1;
const DELAYED: usize = 2;
const FLIPPED: usize = 3;
const REPLAYED: usize = 4;
const REFLECTED: usize = 5;

/// How long a key message takes: frames under a new key overtake it and wait.
const LATENCY: Duration = Duration::from_millis(40);

/// How much longer one takes that is held back.
const DELAY: Duration = Duration::from_millis(300);

/// Messages between two attacks of the opening round.
const OPENING_PACE: u64 = 3;

/// 64 MiB of key messages are kept at hand.
const MAX_KEPT: usize = 64 << 20;

/// Kinds of key messages, by the number in their header.
const KINDS: [&str; 6] =
    ["hellos", "questions", "introductions", "parcels", "statuses", "decisions"];

/// The number of those that carry keys.
const PARCEL: u8 = 4;

/// What the operator has of the key messages.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeyLoot {
    /// Messages that members sent, and their bytes.
    pub messages: (u64, u64),
    /// The same by kind, which their headers show.
    pub kinds: Vec<(String, u64)>,
    /// Keys of the member who left that are in the recording as they are.
    pub keys_in_clear: u64,
}

/// Passes key messages on.
pub(super) struct Relay {
    dice: StdRng,
    /// Members by the id that their messages show.
    ids: HashMap<[u8; 16], usize>,
    members: Vec<usize>,
    /// By the time of arrival, and in the order of coming in.
    under_way: BTreeMap<(Duration, u64), (usize, Vec<u8>)>,
    recorded: Vec<Vec<u8>>,
    kept: usize,
    received: (u64, u64),
    kinds: [u64; KINDS.len()],
    passed_on: u64,
    sent: u64,
    counts: [u64; NAMES.len()],
    opening: Vec<usize>,
}

impl Relay {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            dice: StdRng::seed_from_u64(seed),
            ids: HashMap::new(),
            members: Vec::new(),
            under_way: BTreeMap::new(),
            recorded: Vec::new(),
            kept: 0,
            received: (0, 0),
            kinds: [0; KINDS.len()],
            passed_on: 0,
            sent: 0,
            counts: [0; NAMES.len()],
            opening: (DROPPED..=REFLECTED).collect(),
        }
    }

    pub(super) fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// Takes what members send, and gives what arrives now.
    pub(super) fn turn(&mut self, parcels: Vec<Parcel>, now: Duration) -> Vec<Parcel> {
        for Parcel { member, content } in &parcels {
            let Content::KeyMessage(bytes) = content else { continue };
            if let Some(envelope) = Envelope::of(bytes)
                && self.ids.insert(envelope.from, *member).is_none()
            {
                self.members.push(*member);
            }
        }
        for Parcel { member, content } in parcels {
            let Content::KeyMessage(bytes) = content else { continue };
            self.take(member, bytes, now);
        }
        let later = self.under_way.split_off(&(now + Duration::from_nanos(1), 0));
        let due = std::mem::replace(&mut self.under_way, later);
        let parcel = |(member, bytes)| Parcel { member, content: Content::KeyMessage(bytes) };
        due.into_values().map(parcel).collect()
    }

    fn take(&mut self, from: usize, bytes: Vec<u8>, now: Duration) {
        self.received.0 += 1;
        self.received.1 += bytes.len() as u64;
        let Some(envelope) = Envelope::of(&bytes) else { return };
        if let Some(count) = self.kinds.get_mut(usize::from(envelope.kind).wrapping_sub(1)) {
            *count += 1;
        }
        let receivers: Vec<_> = match envelope.to {
            Some(to) => self.ids.get(&to).copied().into_iter().collect(),
            None => self.members.iter().copied().filter(|&member| member != from).collect(),
        };
        for receiver in receivers {
            self.pass_on(from, receiver, &bytes, now + LATENCY);
        }
        if self.kept + bytes.len() <= MAX_KEPT {
            self.kept += bytes.len();
            self.recorded.push(bytes);
        }
    }

    /// Sends one copy on its way, or what the dice make of it.
    fn pass_on(&mut self, from: usize, to: usize, bytes: &[u8], at: Duration) {
        self.passed_on += 1;
        let attack = self.choose();
        if let Some(count) = attack.and_then(|attack| self.counts.get_mut(attack)) {
            *count += 1;
        }
        let bytes = bytes.to_vec();
        match attack {
            None => self.send(to, bytes, at),
            Some(DROPPED) => {}
            Some(REPEATED) => {
                self.send(to, bytes.clone(), at);
                self.send(to, bytes, at);
            }
            Some(DELAYED) => self.send(to, bytes, at + DELAY),
            Some(FLIPPED) => {
                let flipped = self.flipped(bytes);
                self.send(to, flipped, at);
            }
            Some(REPLAYED) => {
                let any = self.dice.random_range(0..self.recorded.len().max(1));
                let old = self.recorded.get(any).unwrap_or(&bytes).clone();
                self.send(to, bytes, at);
                self.send(to, old, at);
            }
            Some(_) => {
                self.send(to, bytes.clone(), at);
                self.send(from, bytes, at);
            }
        }
    }

    fn send(&mut self, to: usize, bytes: Vec<u8>, at: Duration) {
        self.sent += 1;
        self.under_way.insert((at, self.sent), (to, bytes));
    }

    /// Leaves 890 of 1000 copies alone: there are not many of them.
    fn choose(&mut self) -> Option<usize> {
        if self.passed_on.is_multiple_of(OPENING_PACE)
            && let Some(attack) = self.opening.pop()
        {
            return Some(attack);
        }
        match self.dice.random_range(0..1000) {
            0..15 => Some(DROPPED),
            15..35 => Some(REPEATED),
            35..55 => Some(DELAYED),
            55..70 => Some(FLIPPED),
            70..90 => Some(REPLAYED),
            90..110 => Some(REFLECTED),
            _ => None,
        }
    }

    fn flipped(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        let (at, bit) =
            (self.dice.random_range(0..bytes.len().max(1)), self.dice.random_range(0..8));
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << bit;
        }
        bytes
    }

    /// The messages that carry keys, as the operator has them: sealed.
    pub(super) fn parcels(&self) -> impl Iterator<Item = &[u8]> {
        let carries_keys =
            |bytes: &&[u8]| Envelope::of(bytes).is_some_and(|header| header.kind == PARCEL);
        self.recorded.iter().map(Vec::as_slice).filter(carries_keys)
    }

    /// Says what it has, and looks for keys that somebody had.
    pub(super) fn loot(&self, keys: &[Vec<u8>]) -> KeyLoot {
        let heads: HashSet<&[u8]> = keys.iter().filter_map(|key| key.get(..16)).collect();
        let found = |bytes: &Vec<u8>| bytes.windows(16).filter(|run| heads.contains(run)).count();
        let kinds = KINDS.iter().zip(self.kinds).map(|(&name, count)| (name.to_owned(), count));
        KeyLoot {
            messages: self.received,
            kinds: kinds.collect(),
            keys_in_clear: self.recorded.iter().map(|bytes| found(bytes) as u64).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(from: u8, to: u8) -> Vec<u8> {
        let mut bytes = vec![1, PARCEL];
        bytes.extend([[9; 16], [from; 16], [to; 16]].concat());
        bytes.extend([0xaa; 40]);
        bytes
    }

    fn parcel(member: usize, bytes: Vec<u8>) -> Parcel {
        Parcel { member, content: Content::KeyMessage(bytes) }
    }

    #[test]
    fn messages_go_to_all_or_to_one_and_take_a_while() {
        let mut relay = Relay::new(1);
        relay.opening.clear();
        let said =
            vec![parcel(0, message(1, 0)), parcel(1, message(2, 1)), parcel(2, message(3, 0))];
        assert_eq!(relay.turn(said, Duration::ZERO), []);
        assert_eq!(relay.turn(vec![], LATENCY - Duration::from_millis(1)), []);
        let arrived = relay.turn(vec![], LATENCY);
        let receivers: Vec<_> = arrived.iter().map(|parcel| parcel.member).collect();
        assert_eq!(receivers, [1, 2, 0, 0, 1]);
        assert_eq!(relay.turn(vec![], 2 * LATENCY), []);
        assert_eq!(relay.received.0, 3);
    }

    #[test]
    fn every_attack_comes_in_the_opening_round() {
        let mut relay = Relay::new(1);
        relay.turn(vec![parcel(0, message(1, 0)), parcel(1, message(2, 0))], Duration::ZERO);
        let rounds = OPENING_PACE * NAMES.len() as u64;
        for _ in 0..rounds {
            relay.turn(vec![parcel(0, message(1, 2))], Duration::ZERO);
        }
        assert!(relay.counts().iter().all(|&count| count > 0), "{:?}", relay.counts());
        assert!(relay.passed_on > rounds);
    }

    #[test]
    fn a_key_in_clear_would_be_found() {
        let mut relay = Relay::new(1);
        relay.turn(vec![parcel(0, [message(1, 0), vec![5; 32]].concat())], Duration::ZERO);
        assert!(relay.loot(&[vec![5; 32]]).keys_in_clear > 0);
        assert_eq!(relay.loot(&[vec![6; 32]]).keys_in_clear, 0);
    }
}
