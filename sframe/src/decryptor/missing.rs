//! KIDs without a key: whoever forges them cannot hide one that comes often.

use alloc::vec::Vec;
use core::cmp::Reverse;
use core::time::Duration;

use crate::key_id::KeyId;

/// 64 KIDs: how many missing keys are kept in mind at a time.
pub const MAX_MISSING_KEYS: usize = 64;

/// 5 s after which a key that is still missing is reported again.
pub const MISSING_KEY_SECONDS: u64 = 5;

const AFTER: Duration = Duration::from_secs(MISSING_KEY_SECONDS);

/// The most frequent of all KIDs that come without a key (space saving: Metwally, Agrawal and El
/// Abbadi, 2005). A new one takes the place of the least frequent and counts on from there, so
/// what makes up more than one in [`MAX_MISSING_KEYS`] of such frames has a place and keeps it. A
/// place reports once in [`MISSING_KEY_SECONDS`], whatever KIDs are in it, so that forged ones
/// cannot make an app ask for keys without end.
pub(super) struct Missing {
    /// Apart from the rest: they are searched for every frame that is opened.
    kids: Vec<KeyId>,
    places: Vec<Place>,
    halved: Duration,
}

struct Place {
    frames: u32,
    reported: Option<Duration>,
    is_due: bool,
}

impl Missing {
    pub(super) fn new() -> Self {
        let kids = Vec::with_capacity(MAX_MISSING_KEYS);
        let places = Vec::with_capacity(MAX_MISSING_KEYS);
        Self { kids, places, halved: Duration::ZERO }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kids.is_empty()
    }

    /// Takes note of a frame whose key is missing.
    pub(super) fn note(&mut self, kid: KeyId, now: Duration) {
        self.halve(now);
        let at = match self.kids.iter().position(|&missing| missing == kid) {
            Some(at) => at,
            None if self.kids.len() < MAX_MISSING_KEYS => {
                self.kids.push(kid);
                self.places.push(Place { frames: 0, reported: None, is_due: true });
                self.kids.len().saturating_sub(1)
            }
            None => {
                let least = self.places.iter().enumerate().min_by_key(|(_, place)| place.frames);
                let at = least.map_or(0, |(at, _)| at);
                self.kids.iter_mut().skip(at).take(1).for_each(|missing| *missing = kid);
                at
            }
        };
        if let Some(place) = self.places.get_mut(at) {
            place.frames = place.frames.saturating_add(1);
            place.is_due |= place.reported.is_none_or(|at| now.saturating_sub(at) >= AFTER);
        }
    }

    /// Gives the most frequent KID that is to be reported.
    pub(super) fn report(&mut self, now: Duration) -> Option<KeyId> {
        let places = self.kids.iter().zip(&mut self.places);
        let due = places.filter(|(_, place)| place.is_due);
        let (&kid, place) = due.min_by_key(|(_, place)| Reverse(place.frames))?;
        (place.reported, place.is_due) = (Some(now), false);
        Some(kid)
    }

    /// Forgets a KID whose key has come. `None` when it was not missing, else whether that is yet
    /// to be reported.
    pub(super) fn recover(&mut self, kid: KeyId) -> Option<bool> {
        let at = self.kids.iter().position(|&missing| missing == kid)?;
        self.kids.swap_remove(at);
        Some(self.places.swap_remove(at).is_due)
    }

    /// What came often once counts less and less.
    fn halve(&mut self, now: Duration) {
        let times = now.saturating_sub(self.halved).as_secs() / MISSING_KEY_SECONDS;
        if times > 0 {
            self.halved = now;
            let times = u32::try_from(times).unwrap_or(u32::MAX);
            for place in &mut self.places {
                place.frames = place.frames.checked_shr(times).unwrap_or(0);
            }
        }
    }
}
