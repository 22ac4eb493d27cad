//! One session with the app around it, and what the simulation knows about it.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use frameseal::Decryptor;
use frameseal::call::{CallEvent, Departure, KeyChange, MediaKind, MemberId, Session};

use super::plan::Poll;

/// How one session stands to another, by its own events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Present,
    Absent { since: u64 },
    Gone { since: u64, how: Departure },
}

impl Relation {
    /// Since when the other must be given no keys.
    pub fn ended(self) -> Option<u64> {
        match self {
            Self::Present => None,
            Self::Absent { since } | Self::Gone { since, .. } => Some(since),
        }
    }
}

/// Whether the app still runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    Runs,
    /// Left, crashed, removed, or gone dark: what it knows is in an attacker's hands.
    Over {
        since: u64,
    },
}

pub struct Party {
    pub device: usize,
    pub id: MemberId,
    pub session: Session,
    pub life: Life,
    pub decryptor: Decryptor,
    pub hoard: Hoard,
    pub relations: BTreeMap<MemberId, Relation>,
    /// How far its clock is ahead.
    pub skew: u64,
    /// Of the network that it is cut off from until then.
    pub offline_until: u64,
    pub group: u64,
    pub poll: Poll,
    /// Of the timer that counts.
    pub stamp: u64,
    pub timer_at: u64,
    /// Timers in a row at one point in time.
    pub spins: u32,
    pub opened: HashSet<usize>,
    pub was_let_in: bool,
    pub was_removed: bool,
    pub send_keys_changed: u64,
    /// Letters that were sent, by kind, since they were last counted.
    pub sent: [u64; 8],
    pub sent_bytes: u64,
}

impl Party {
    pub fn new(device: usize, session: Session, poll: Poll) -> Self {
        let id = session.id();
        Self {
            device,
            id,
            session,
            life: Life::Runs,
            decryptor: Decryptor::with_config(Session::decryptor_config()),
            hoard: Hoard::default(),
            relations: BTreeMap::new(),
            skew: 0,
            offline_until: 0,
            group: 0,
            poll,
            stamp: 0,
            timer_at: 0,
            spins: 0,
            opened: HashSet::new(),
            was_let_in: false,
            was_removed: false,
            send_keys_changed: 0,
            sent: [0; 8],
            sent_bytes: 0,
        }
    }

    pub fn runs(&self) -> bool {
        self.life == Life::Runs && self.session.ended().is_none()
    }

    pub fn clock(&self, now: u64) -> Duration {
        Duration::from_millis(now + self.skew)
    }

    /// The longest that its app lets something wait.
    pub fn patience(&self) -> u64 {
        match self.poll {
            Poll::AtTimeout => 0,
            Poll::Every(every) | Poll::Seldom(every) => every,
        }
    }

    /// Takes the session's events; says what is wrong with their order.
    pub fn events(&mut self, now: u64) -> Result<Vec<CallEvent>, String> {
        let mut events = Vec::new();
        while let Some(event) = self.session.poll_event() {
            self.relate(&event, now)?;
            events.push(event);
        }
        Ok(events)
    }

    fn relate(&mut self, event: &CallEvent, now: u64) -> Result<(), String> {
        let (member, next, fits): (_, _, fn(Option<Relation>) -> bool) = match *event {
            CallEvent::Joined { member } => (member, Relation::Present, |had| {
                // A device that was removed may be let in again.
                let removed = Departure::Removed;
                had.is_none() || matches!(had, Some(Relation::Gone { how, .. }) if how == removed)
            }),
            CallEvent::Absent { member } => {
                (member, Relation::Absent { since: now }, |had| had == Some(Relation::Present))
            }
            CallEvent::Returned { member } => {
                (member, Relation::Present, |had| matches!(had, Some(Relation::Absent { .. })))
            }
            CallEvent::Left { member, how } => {
                // The keys went when it was absent, if it was.
                let since = match self.relations.get(&member) {
                    Some(&Relation::Absent { since }) => since,
                    _ => now,
                };
                let fits: fn(Option<Relation>) -> bool =
                    |had| matches!(had, Some(Relation::Present | Relation::Absent { .. }));
                (member, Relation::Gone { since, how }, fits)
            }
            CallEvent::LetIn => {
                self.was_let_in = true;
                return Ok(());
            }
            CallEvent::SendKeysChanged => {
                self.send_keys_changed += 1;
                return Ok(());
            }
            _ => return Ok(()),
        };
        let had = self.relations.insert(member, next);
        if fits(had) { Ok(()) } else { Err(format!("{event:?} after {had:?}")) }
    }

    pub fn present(&self) -> Vec<MemberId> {
        let present = self.relations.iter().filter(|(_, held)| **held == Relation::Present);
        present.map(|(&id, _)| id).collect()
    }

    /// Takes the changes of keys.
    pub fn keys(&mut self, now: u64, verbose: bool) -> Result<(), String> {
        self.decryptor.advance(self.clock(now));
        let over = self.session.ended().is_some();
        while let Some(change) = self.session.poll_key_change() {
            if verbose {
                println!("          {} is told {}", self.id, summary(&change));
            }
            self.hoard.take(&change);
            // One that is no longer a member does not do what it is told.
            if !over {
                change
                    .apply(&mut self.decryptor)
                    .map_err(|error| format!("{change:?}: {error}"))?;
            }
        }
        Ok(())
    }

    pub fn seal(&mut self, kind: MediaKind, payload: &[u8]) -> Option<(Vec<u8>, [u8; 16])> {
        let encryptor = self.session.encryptor(kind).ok()?;
        let frame = encryptor.encrypt_to_vec(payload, b"").ok()?;
        Some((frame, *encryptor.fingerprint().as_bytes()))
    }
}

/// Every key that somebody ever had, each at the earliest step: what an attacker keeps.
#[derive(Default)]
pub struct Hoard {
    layers: Vec<Decryptor>,
    held: Vec<HashSet<u64>>,
    seen: HashSet<(MemberId, u64)>,
}

impl Hoard {
    fn take(&mut self, change: &KeyChange) {
        let KeyChange::Receive { from, key, .. } = change else { return };
        if !self.seen.insert((*from, key.key_id().as_u64())) {
            return;
        }
        let generation = key.key_id().as_u64() >> 4;
        let free = self.held.iter().position(|held| !held.contains(&generation));
        let layer = free.unwrap_or(self.layers.len());
        if free.is_none() {
            self.layers.push(Decryptor::with_config(Session::decryptor_config()));
            self.held.push(HashSet::new());
        }
        if change.apply(&mut self.layers[layer]).is_ok() {
            self.held[layer].insert(generation);
        }
    }

    pub fn open(&mut self, frame: &[u8]) -> Option<Vec<u8>> {
        self.layers.iter_mut().find_map(|layer| layer.decrypt_to_vec(frame, b"").ok())
    }
}

fn summary(change: &KeyChange) -> String {
    match change {
        KeyChange::Receive { from, kind, key } => format!("{kind:?} of {from}: {:?}", key.key_id()),
        other => format!("{other:?}"),
    }
}
