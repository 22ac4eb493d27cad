//! Which frames a decryptor takes, said a second time: by sets of everything that was seen.

use std::collections::{BTreeMap, BTreeSet};

use frameseal::{CipherSuite, ErrorClass, Header, KeyId, KidLayout, RETAINED_STEPS};

use super::REACH;
use super::provider::{REFUSED, TAG};

/// Counters that a decryptor keeps apart.
pub(super) const WINDOW: u64 = 64;

/// Keys, generations or epochs that are added at most.
const NAMES: u64 = 4;

/// A key: the KID, generation or epoch, and the step or, in an epoch, the KID.
type Key = (u64, u64);

#[derive(Clone, Copy, Debug)]
pub(super) enum Verdict {
    /// With its ciphertext from `start` to `end`.
    Opens {
        header: Header,
        start: usize,
        end: usize,
    },
    Refused(ErrorClass),
}

pub(super) struct Model {
    layout: KidLayout,
    added: u64,
    /// The newest step of each generation.
    steps: BTreeMap<u64, u64>,
    seen: BTreeMap<Key, BTreeSet<u64>>,
    newest: u64,
    pub(super) forgets: bool,
}

impl Model {
    pub(super) fn new(layout: KidLayout) -> Self {
        Self {
            layout,
            added: 0,
            steps: BTreeMap::new(),
            seen: BTreeMap::new(),
            newest: 0,
            forgets: false,
        }
    }

    /// The name of the key that is added first.
    pub(super) fn first(layout: KidLayout) -> u64 {
        match layout {
            KidLayout::Plain => 1,
            KidLayout::SenderKeys(_) => 0,
            _ => 5, // in the place of 1
        }
    }

    /// Gives the name of the next key to be added.
    pub(super) fn add(&mut self) -> Option<u64> {
        let name = Self::first(self.layout) + self.added;
        if self.added == NAMES {
            return None;
        }
        self.added += 1;
        match self.layout {
            KidLayout::Plain => drop(self.seen.insert((name, 0), BTreeSet::new())),
            KidLayout::SenderKeys(_) => {
                self.steps.insert(name, 0);
                self.seen.insert((name, 0), BTreeSet::new());
            }
            _ => {}
        }
        Some(name)
    }

    /// Says whether there is a key, generation or epoch for this KID.
    pub(super) fn knows(&self, kid: KeyId) -> bool {
        let (first, kid) = (Self::first(self.layout), kid.as_u64());
        let name = match self.layout {
            KidLayout::Plain => kid,
            KidLayout::SenderKeys(_) => kid >> 4,
            _ => first + (kid.wrapping_sub(first) & 3),
        };
        (first..first + self.added).contains(&name)
    }

    /// Says whether its key is held, and need not be derived.
    pub(super) fn holds(&self, kid: KeyId) -> bool {
        self.key(kid).is_some_and(|key| self.seen.contains_key(&key))
    }

    /// The newest counter that was accepted last.
    pub(super) fn newest(&self) -> u64 {
        self.newest
    }

    /// Those held, and the two steps before the newest that an advance derives.
    pub(super) fn most_keys(&self) -> usize {
        self.seen.len()
    }

    /// Finds the key of a KID, held or ahead.
    fn key(&self, kid: KeyId) -> Option<Key> {
        let number = kid.as_u64();
        if !self.knows(kid) {
            return None;
        }
        match self.layout {
            KidLayout::Plain => Some((number, 0)),
            KidLayout::SenderKeys(_) => {
                let (name, bits) = (number >> 4, number & 15);
                let newest = self.steps[&name];
                let behind = (0..=RETAINED_STEPS)
                    .filter_map(|back| newest.checked_sub(back))
                    .find(|step| step & 15 == bits && self.seen.contains_key(&(name, *step)));
                let ahead = bits.wrapping_sub(newest) & 15;
                behind.or((ahead <= REACH).then_some(newest + ahead)).map(|step| (name, step))
            }
            _ => Some((number & 3, number)),
        }
    }

    /// What is known before the tag is looked at.
    pub(super) fn screen(&self, header: Header) -> Result<(), ErrorClass> {
        let key = self.key(header.kid).ok_or(ErrorClass::KeyId)?;
        let Some(seen) = self.seen.get(&key) else { return Ok(()) };
        let too_old = seen.last().is_some_and(|last| last.saturating_sub(header.counter) >= WINDOW);
        if too_old || seen.contains(&header.counter) { Err(ErrorClass::Replay) } else { Ok(()) }
    }

    pub(super) fn verdict(&self, frame: &[u8], suite: CipherSuite) -> Verdict {
        let Ok((header, start)) = Header::parse(frame) else {
            return Verdict::Refused(ErrorClass::Syntax);
        };
        if let Err(class) = self.screen(header) {
            return Verdict::Refused(class);
        }
        let Some(end) = frame.len().checked_sub(suite.tag_len()).filter(|&end| end >= start) else {
            return Verdict::Refused(ErrorClass::Syntax);
        };
        let tag = &frame[end..];
        let fits = match suite.tag_len() {
            16 => tag[0] != REFUSED,
            _ => tag.iter().all(|&byte| byte == TAG),
        };
        if fits {
            Verdict::Opens { header, start, end }
        } else {
            Verdict::Refused(ErrorClass::Authentication)
        }
    }

    /// Takes note of a frame that was authentic.
    pub(super) fn accept(&mut self, header: Header) {
        assert_eq!(self.screen(header), Ok(()), "{header:?} opened");
        let key = self.key(header.kid).unwrap();
        let seen = self.seen.entry(key).or_default();
        if !self.forgets {
            seen.insert(header.counter);
        }
        self.newest = header.counter;
        if let Some(newest) = self.steps.get_mut(&key.0)
            && key.1 > *newest
        {
            *newest = key.1;
            let (name, oldest) = (key.0, key.1.saturating_sub(RETAINED_STEPS));
            self.seen.retain(|&(of, step), _| of != name || step >= oldest);
            for step in oldest..key.1 {
                self.seen.entry((name, step)).or_default();
            }
        }
    }
}
