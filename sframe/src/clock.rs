//! The app's clock, made one that does not go back.

use core::time::Duration;

/// 1 s: times that threads read in one order and pass on in another are no set-back clock.
const DISORDER: Duration = Duration::from_secs(1);

/// Time as it passes for one object. It starts with the app's clock and goes on with it. When
/// that is set back, it stands still for a moment and goes on from there: what is due, keys that
/// go and keys that come, must not wait until the clock is where it was.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    app: Duration,
    now: Duration,
}

impl Clock {
    pub(crate) const fn new(app: Duration) -> Self {
        Self { app, now: app }
    }

    /// Takes note of what the app's clock says.
    pub(crate) fn advance(&mut self, app: Duration) {
        let ahead = app.saturating_sub(self.app);
        if !ahead.is_zero() || self.app.saturating_sub(app) > DISORDER {
            self.app = app;
        }
        self.now = self.now.saturating_add(ahead);
    }

    #[inline]
    pub(crate) const fn now(&self) -> Duration {
        self.now
    }

    /// Says when a point in time comes, by the app's clock.
    pub(crate) fn in_app_time(&self, time: Duration) -> Duration {
        match time.checked_sub(self.now) {
            Some(left) => self.app.saturating_add(left),
            None => self.app.saturating_sub(self.now.saturating_sub(time)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn time_goes_on_when_the_clock_is_set_back() {
        let mut clock = Clock::new(at(100));
        clock.advance(at(110));
        assert_eq!((clock.now(), clock.in_app_time(at(115))), (at(110), at(115)));
        clock.advance(at(10)); // set back
        assert_eq!((clock.now(), clock.in_app_time(at(115))), (at(110), at(15)));
        assert_eq!(clock.in_app_time(at(105)), at(5), "due already");
        clock.advance(at(14));
        assert_eq!(clock.now(), at(114));
        clock.advance(Duration::MAX);
        clock.advance(at(0));
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Duration::MAX);
    }

    #[test]
    fn disorder_makes_no_time() {
        let mut clock = Clock::new(at(100));
        for _ in 0..1000 {
            clock.advance(at(101));
            clock.advance(at(100));
        }
        assert_eq!(clock.now(), at(101));
    }
}
