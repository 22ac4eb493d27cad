//! The signalling channel: what gets to whom, and what sessions make of it.

use std::hash::Hash;

use frameseal::call::{MemberId, MessageError, Outgoing};

use super::plan::Channel;
use super::world::{Event, Letter, Origin, World, log};

const KINDS: [&str; 8] = ["?", "hello", "who", "introduction", "parcel", "status", "decision", "?"];

impl World {
    /// Says whether a message from one gets to the other now.
    pub fn reaches(&self, from: usize, to: usize) -> bool {
        let (from, to) = (&self.parties[from], &self.parties[to]);
        from.offline_until <= self.now && to.offline_until <= self.now && from.group == to.group
    }

    pub fn post(&mut self, from: usize, message: Outgoing) {
        let Outgoing { to, bytes } = message;
        bytes.hash(&mut self.trace);
        let kind = bytes.get(1).copied().unwrap_or(0);
        let party = &mut self.parties[from];
        party.sent[usize::from(kind & 7)] += 1;
        party.sent_bytes += bytes.len() as u64;
        self.tally.count("messages");
        self.tally.at_least("most bytes of a message", bytes.len() as u64);
        let name = KINDS[usize::from(kind & 7)];
        log!(self, "#{from} sends {name} to {:?}", to.and_then(|to| self.by_id.get(&to)));
        let letter = self.letters.len();
        self.letters.push(Letter { from, bytes: bytes.into() });
        for number in 0..self.parties.len() {
            let party = &self.parties[number];
            let is_for = to.is_none_or(|to| to == party.id) || self.channel.sprays;
            if number != from && is_for && party.runs() {
                self.route(letter, from, number, kind);
            }
        }
    }

    fn route(&mut self, letter: usize, from: usize, to: usize, kind: u8) {
        let now = self.now;
        let matching = self.withheld.iter().find(|held| {
            held.until > now
                && held.from.is_none_or(|held| held == from)
                && held.to.is_none_or(|held| held == to)
                && held.kind.is_none_or(|held| held == kind)
        });
        if let Some(held) = matching {
            let (until, loses) = (held.until, held.loses);
            self.tally.count("withheld");
            if !loses {
                self.held_back.insert((to, letter));
                self.after(until - now, Event::Release { to, letter });
            }
            return;
        }
        let Channel { delay, loss, repeats, .. } = self.channel;
        if self.dice.percent(loss) {
            self.tally.count("lost");
            return;
        }
        let copies = if self.dice.percent(repeats) { 2 } else { 1 };
        for _ in 0..copies {
            let delay = self.dice.between(delay.0, delay.1);
            self.after(delay, Event::Deliver { to, letter });
        }
    }

    /// Gives a message to a session and looks at what it did. Says whether it was taken.
    pub fn deliver(&mut self, to: usize, bytes: &[u8], origin: Origin) -> bool {
        if !self.parties[to].runs() {
            return false;
        }
        let before = (origin != Origin::Channel).then(|| self.parties[to].present());
        let clock = self.parties[to].clock(self.now);
        let result = self.parties[to].session.handle(bytes, clock);
        if self.verbose {
            let kind = KINDS[usize::from(bytes.get(1).copied().unwrap_or(0) & 7)];
            let from = bytes.get(18..34).and_then(|id| id.try_into().ok()).map(MemberId::new);
            let from = from.and_then(|id| self.by_id.get(&id));
            let how = match origin {
                Origin::Channel => "",
                Origin::Repeat => " (repeated)",
                Origin::Forged => " (forged)",
            };
            log!(self, "#{to} takes {kind}{how} from {from:?}: {result:?}");
        }
        format!("{result:?}").hash(&mut self.trace);
        if let Err(error) = result {
            self.tally.count(name_of(&error));
        }
        self.settle(to, false);
        let Some(before) = before else { return result.is_ok() };
        let what = if origin == Origin::Forged { "forged" } else { "repeated" };
        self.tally.count(if origin == Origin::Forged { "forgeries" } else { "replays" });
        // A hello of a known member, and a question, are taken without looking further.
        let harmless = matches!(bytes.get(1), Some(1 | 2));
        if origin == Origin::Forged && result.is_ok() && !harmless {
            self.fail(format!(
                "#{to} took a forged message: {:02x?}",
                &bytes[..bytes.len().min(60)]
            ));
        }
        if self.parties[to].session.ended().is_some() {
            self.fail(format!("a {what} message ended #{to}"));
        } else if self.parties[to].present() != before {
            self.fail(format!("a {what} message changed who is present for #{to}"));
        }
        result.is_ok()
    }
}

fn name_of(error: &MessageError) -> &'static str {
    match error {
        MessageError::TooLong { .. } => "refused: TooLong",
        MessageError::Malformed => "refused: Malformed",
        MessageError::Version { .. } => "refused: Version",
        MessageError::OtherCall => "refused: OtherCall",
        MessageError::NotForMe => "refused: NotForMe",
        MessageError::Reflected => "refused: Reflected",
        MessageError::UnknownSender { .. } => "refused: UnknownSender",
        MessageError::NotAdmitted { .. } => "refused: NotAdmitted",
        MessageError::Gone { .. } => "refused: Gone",
        MessageError::Signature => "refused: Signature",
        MessageError::Authentication => "refused: Authentication",
        MessageError::Replayed => "refused: Replayed",
        MessageError::Downgrade => "refused: Downgrade",
        MessageError::NoCommonExchange { .. } => "refused: NoCommonExchange",
        MessageError::Full { .. } => "refused: Full",
        MessageError::NotEntitled { .. } => "refused: NotEntitled",
        MessageError::KeyIdsInUse { .. } => "tag conflicts",
        MessageError::Ended => "refused: Ended",
        _ => "refused: other",
    }
}
