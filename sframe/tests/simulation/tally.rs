//! What happened in all runs, so that none passes empty.

use std::collections::BTreeMap;
use std::fmt;

#[derive(Default)]
pub struct Tally(BTreeMap<&'static str, u64>);

impl Tally {
    pub fn count(&mut self, what: &'static str) {
        self.add(what, 1);
    }

    pub fn add(&mut self, what: &'static str, many: u64) {
        *self.0.entry(what).or_default() += many;
    }

    pub fn at_least(&mut self, what: &'static str, value: u64) {
        let held = self.0.entry(what).or_default();
        *held = value.max(*held);
    }

    pub fn of(&self, what: &str) -> u64 {
        self.0.get(what).copied().unwrap_or(0)
    }

    pub fn merge(&mut self, other: &Self) {
        for (&what, &many) in &other.0 {
            if what.starts_with("most ") {
                self.at_least(what, many);
            } else {
                self.add(what, many);
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (what, many)) in self.0.iter().enumerate() {
            write!(f, "{}{what} {many}", if n == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
