//! What a decryptor has to tell its app, each kind in a place of its own: what anybody on the
//! network can cause does not push out what matters.

use alloc::collections::VecDeque;
use core::time::Duration;

use super::missing::Missing;
use crate::event::Event;
use crate::key_id::KeyId;

/// 256 events: an app that does not poll loses the newest, never memory. Missing keys wait apart
/// ([`MAX_MISSING_KEYS`](crate::MAX_MISSING_KEYS)).
pub const MAX_EVENTS: usize = 256;

/// 64 of them are for keys that are to be changed, and for nothing else.
const FOR_ROTATION: usize = 64;

pub(super) struct Reports {
    events: VecDeque<Event>,
    missing: Missing,
}

impl Reports {
    pub(super) fn new() -> Self {
        Self { events: VecDeque::with_capacity(MAX_EVENTS), missing: Missing::new() }
    }

    /// Takes an event, or says that there is no room for it.
    pub(super) fn push(&mut self, event: Event) -> bool {
        let room = match event {
            Event::RotateSoon { .. } => MAX_EVENTS,
            _ => MAX_EVENTS.saturating_sub(FOR_ROTATION),
        };
        let fits = self.events.len() < room;
        if fits {
            self.events.push_back(event);
        }
        fits
    }

    /// Gives the next event, oldest first, and then the keys that are missing, the most frequent
    /// first.
    pub(super) fn poll(&mut self, now: Duration) -> Option<Event> {
        let missing = |missing: &mut Missing| Some(Event::KeyMissing { kid: missing.report(now)? });
        self.events.pop_front().or_else(|| missing(&mut self.missing))
    }

    /// Says whether any key is missing.
    #[inline]
    pub(super) fn misses_any(&self) -> bool {
        !self.missing.is_empty()
    }

    pub(super) fn note_missing(&mut self, kid: KeyId, now: Duration) {
        self.missing.note(kid, now);
    }

    /// Reports that a key which was missing has opened a frame.
    #[cold]
    pub(super) fn recover(&mut self, kid: KeyId) {
        let Some(is_unsaid) = self.missing.recover(kid) else { return };
        if is_unsaid {
            self.push(Event::KeyMissing { kid });
        }
        self.push(Event::KeyRecovered { kid });
    }
}
