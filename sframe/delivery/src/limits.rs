//! How long a message and how large a call's log may become.

use std::time::Duration;

use crate::error::InputError;

/// 16 KiB hold what a session sends in one message, a post-quantum welcome included; the
/// largest message that NATS takes by default is 1 MiB.
pub const MAX_MESSAGE_LEN: usize = 16 * 1024;

/// 4096 messages are hours of joins and leaves of a busy call, and at most 64 MiB.
pub const DEFAULT_LOG_MESSAGES: u32 = 4096;

/// 65536 messages are at most 1 GiB for one call; whoever needs more needs another design.
pub const MAX_LOG_MESSAGES: u32 = 65_536;

/// A day is longer than a call; who was away for longer joins anew.
pub const DEFAULT_LOG_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// 30 days bound how long an operator keeps by accident what nobody will read.
pub const MAX_LOG_AGE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The shortest that JetStream takes; tests use it.
pub const MIN_LOG_AGE: Duration = Duration::from_millis(100);

/// How long a message published again is recognised and not stored twice: longer than any
/// app retries one publish, short enough for a server to remember all ids of that time.
pub const DUPLICATE_WINDOW: Duration = Duration::from_secs(120);

/// How large and how old a call's log may become. The oldest messages go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogLimits {
    /// Messages of one call that are kept, 1 to [`MAX_LOG_MESSAGES`].
    pub messages: u32,
    /// How long a message is kept, [`MIN_LOG_AGE`] to [`MAX_LOG_AGE`].
    pub age: Duration,
}

impl LogLimits {
    /// Checks the limits against their own bounds.
    pub(crate) fn checked(self) -> Result<Self, InputError> {
        if !(1..=MAX_LOG_MESSAGES).contains(&self.messages) {
            return Err(InputError::OutOfRange {
                what: "messages kept of a call",
                range: "1 to 65536",
            });
        }
        if !(MIN_LOG_AGE..=MAX_LOG_AGE).contains(&self.age) {
            return Err(InputError::OutOfRange {
                what: "age of a call's messages",
                range: "100 ms to 30 days",
            });
        }
        Ok(self)
    }
}

impl Default for LogLimits {
    fn default() -> Self {
        Self { messages: DEFAULT_LOG_MESSAGES, age: DEFAULT_LOG_AGE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_have_limits() {
        let with = |messages, age| LogLimits { messages, age }.checked().is_ok();
        let age = DEFAULT_LOG_AGE;
        for (messages, fits) in [(0, false), (1, true), (MAX_LOG_MESSAGES, true)] {
            assert_eq!(with(messages, age), fits, "{messages}");
        }
        assert!(!with(MAX_LOG_MESSAGES + 1, age));
        let step = Duration::from_nanos(1);
        assert!(with(1, MIN_LOG_AGE) && !with(1, MIN_LOG_AGE - step));
        assert!(with(1, MAX_LOG_AGE) && !with(1, MAX_LOG_AGE + step));
    }
}
