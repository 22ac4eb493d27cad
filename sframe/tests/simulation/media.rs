//! Frames: everybody seals them, everybody is given them, and who may read which is known.

use std::hash::Hash;
use std::rc::Rc;

use frameseal::DecryptError;
use frameseal::call::{Departure, MediaKind};

use super::party::{Life, Relation};
use super::world::{Event, Frame, World};

/// How long keys of those who have gone are tried on frames.
const SPIES_LISTEN: u64 = 60_000;

/// The grace time of a decryptor.
const GRACE: u64 = 10_000;

impl World {
    /// After learning that somebody is gone, a member may use a key that it has for so long.
    pub fn bound(&self, number: usize) -> u64 {
        let timing = &self.plan.timing;
        let longest = timing.leave_delay + timing.rotation_gap + 2 * timing.switch;
        longest.as_millis() as u64 + 2 * self.parties[number].patience() + 20
    }

    pub fn seal(&mut self, from: usize) {
        let kind = MediaKind::ALL[self.dice.index(4)];
        if let Some(frame) = self.seal_kind(from, kind) {
            for to in 0..self.parties.len() {
                let party = &self.parties[to];
                let listens = match party.life {
                    Life::Runs => true,
                    Life::Over { since } => self.now < since + SPIES_LISTEN,
                };
                if to != from && listens && !self.dice.percent(self.channel.loss) {
                    let delay = self.dice.between(0, self.channel.delay.1.min(1500));
                    self.after(delay, Event::Frame { to, frame });
                }
            }
            if self.dice.percent(5) {
                self.after(10, Event::Frame { to: from, frame }); // reflected
            }
        }
    }

    pub fn seal_kind(&mut self, from: usize, kind: MediaKind) -> Option<usize> {
        let number = self.frames.len();
        let payload = (number as u64).to_be_bytes();
        let Some((bytes, fingerprint)) = self.parties[from].seal(kind, &payload) else {
            self.tally.count("not sealed before being let in");
            return None;
        };
        let (header, _) = frameseal::Header::parse(&bytes).ok()?;
        if !self.nonces.insert((fingerprint, header.counter)) {
            self.fail(format!("#{from} used counter {} of a key twice", header.counter));
        }
        bytes.hash(&mut self.trace);
        let bound = self.bound(from);
        let now = self.now;
        let relations = self.parties[from].relations.iter();
        let allowed = relations
            .filter(|(_, held)| held.ended().is_none_or(|since| now <= since + bound))
            .filter_map(|(id, _)| self.by_id.get(id).copied())
            .collect();
        self.frames.push(Frame { from, at: now, kind, bytes: bytes.into(), payload, allowed });
        self.tally.count("frames sealed");
        Some(number)
    }

    /// Gives a frame to somebody who may or may not read it. Says why it was not opened.
    pub fn show(&mut self, to: usize, number: usize) -> Result<(), Option<DecryptError>> {
        let bytes = Rc::clone(&self.frames[number].bytes);
        let allowed = self.frames[number].allowed.contains(&to);
        if !allowed {
            if let Some(_opened) = self.parties[to].hoard.open(&bytes) {
                let frame = &self.frames[number];
                let (from, at) = (frame.from, frame.at);
                let held = self.parties[from].relations.get(&self.parties[to].id).copied();
                self.fail(format!(
                    "#{to} can read frame {number} of #{from}, sealed at {at}; for #{from} it is {held:?}"
                ));
            }
            self.tally.count("frames rightly refused");
        }
        if !self.parties[to].runs() {
            return Err(None);
        }
        let again = self.parties[to].opened.contains(&number);
        let clock = self.parties[to].clock(self.now);
        self.parties[to].decryptor.advance(clock);
        match self.parties[to].decryptor.decrypt_to_vec(&bytes, b"") {
            Ok(payload) => {
                self.opened(to, number, &payload);
                Ok(())
            }
            Err(error) => {
                self.tally.count(match error {
                    _ if again => "frames refused as repeated",
                    DecryptError::UnknownKey { .. } => "frames parked",
                    _ => "frames refused otherwise",
                });
                if !again {
                    self.parties[to].decryptor.park(&bytes, b"", number as u64);
                }
                Err(Some(error))
            }
        }
    }

    pub fn opened(&mut self, to: usize, number: usize, payload: &[u8]) {
        self.tally.count("frames opened");
        number.hash(&mut self.trace);
        let Frame { from, kind, .. } = self.frames[number];
        if payload != self.frames[number].payload {
            self.fail(format!("#{to} opened frame {number} as {payload:02x?}"));
        }
        if !self.frames[number].allowed.contains(&to) {
            self.fail(format!("#{to} opened frame {number} of #{from}, which it must not"));
        }
        if !self.parties[to].opened.insert(number) {
            self.fail(format!("#{to} opened frame {number} twice"));
        }
        let (header, _) = frameseal::Header::parse(&self.frames[number].bytes).unwrap();
        let sender = self.parties[from].id;
        let named = self.parties[to].session.sender_of(header.kid);
        if named.is_some_and(|named| named != (sender, kind)) {
            self.fail(format!("#{to} takes frame {number} of {sender} {kind:?} for {named:?}"));
        }
        let patience = self.parties[to].patience() + 20;
        let grace = GRACE + 2 * patience + self.parties[to].patience();
        let ended = match self.parties[to].relations.get(&sender) {
            None => Some(0),
            Some(Relation::Gone { since, how: Departure::Removed }) => Some(since + patience),
            Some(held) => held.ended().map(|since| since + grace),
        };
        if ended.is_some_and(|ended| self.now > ended) {
            let held = self.parties[to].relations.get(&sender).copied();
            self.fail(format!("#{to} opened frame {number} of #{from}, who is {held:?}"));
        }
    }
}
