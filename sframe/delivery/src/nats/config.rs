//! Names and limits of a deployment, and the stream that they make.

use std::time::Duration;

use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};

use crate::call::CallTag;
use crate::error::{DeliveryError, InputError};
use crate::limits::{DUPLICATE_WINDOW, LogLimits, MAX_MESSAGE_LEN};
use crate::nats::wire::MAX_HEADERS_LEN;

/// The stream of a deployment that says nothing else.
pub const DEFAULT_STREAM: &str = "FRAMESEAL_CALLS";

/// What the subjects of calls begin with.
pub const DEFAULT_PREFIX: &str = "frameseal.call";

/// Leaves room for a call's tag in subjects and file names of 255 bytes.
pub const MAX_NAME_LEN: usize = 64;

/// 1 GiB is what a stream takes on the server at most, if nothing else is said.
pub const DEFAULT_TOTAL_BYTES: u64 = 1 << 30;

/// 1 MiB: less could not hold the messages of one small call.
pub const MIN_TOTAL_BYTES: u64 = 1 << 20;

/// JetStream replicates no further.
pub const MAX_REPLICAS: usize = 5;

/// Ten seconds outlast a restart of a server; a user waits hardly longer.
pub const DEFAULT_PATIENCE: Duration = Duration::from_secs(10);

/// Shorter than this, a healthy server far away looks dead.
pub const MIN_PATIENCE: Duration = Duration::from_millis(100);

/// Longer than this, the first attempt could be forgotten before the last
/// ([`DUPLICATE_WINDOW`]).
pub const MAX_PATIENCE: Duration = Duration::from_secs(60);

/// 256 waiting publishes hold at most 4 MiB.
pub const DEFAULT_PENDING_PUBLISHES: usize = 256;

/// 4096 waiting publishes hold at most 64 MiB.
pub const MAX_PENDING_PUBLISHES: usize = 4096;

/// Names and limits of a deployment. All its clients use the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NatsConfig {
    /// The stream: 1 to [`MAX_NAME_LEN`] letters, digits, `-` or `_`.
    pub stream: String,
    /// What subjects of calls begin with: as the stream's name, with dots between its parts.
    pub prefix: String,
    /// How large and old a call's log may become.
    pub limits: LogLimits,
    /// Bytes that all calls together take on the server, [`MIN_TOTAL_BYTES`] or more; applies
    /// when the stream is created.
    pub total_bytes: u64,
    /// Servers of a cluster that keep each message, 1 to [`MAX_REPLICAS`]; applies when the
    /// stream is created.
    pub replicas: usize,
    /// Whether a stream that is missing is created, also when a server lost it. Switch it off
    /// where an operator creates it and clients may not.
    pub create: bool,
    /// How long to wait for a server that does not answer, [`MIN_PATIENCE`] to
    /// [`MAX_PATIENCE`].
    pub patience: Duration,
    /// Publishes that wait for the server at a time, 1 to [`MAX_PENDING_PUBLISHES`].
    pub pending: usize,
}

impl NatsConfig {
    /// Checks names and limits.
    pub(super) fn checked(self) -> Result<Self, InputError> {
        if !is_token(&self.stream) || self.stream.len() > MAX_NAME_LEN {
            return Err(InputError::Name { what: "name of the stream", dots: "" });
        }
        if !self.prefix.split('.').all(is_token) || self.prefix.len() > MAX_NAME_LEN {
            let dots = ", in parts with dots between them";
            return Err(InputError::Name { what: "prefix of subjects", dots });
        }
        self.limits.checked()?;
        let out_of = |what, range| Err(InputError::OutOfRange { what, range });
        if self.total_bytes < MIN_TOTAL_BYTES || i64::try_from(self.total_bytes).is_err() {
            return out_of("bytes of all calls together", "1 MiB to 2^63 - 1 bytes");
        }
        if !(1..=MAX_REPLICAS).contains(&self.replicas) {
            return out_of("replicas", "1 to 5");
        }
        if !(MIN_PATIENCE..=MAX_PATIENCE).contains(&self.patience) {
            return out_of("patience", "100 ms to 60 s");
        }
        if !(1..=MAX_PENDING_PUBLISHES).contains(&self.pending) {
            return out_of("waiting publishes", "1 to 4096");
        }
        Ok(self)
    }

    /// Names the subject of a call.
    pub(super) fn subject(&self, tag: CallTag) -> String {
        format!("{}.{tag}", self.prefix)
    }

    /// Describes the stream to the server.
    pub(super) fn stream_config(&self) -> Config {
        let largest = MAX_MESSAGE_LEN.saturating_add(MAX_HEADERS_LEN);
        Config {
            name: self.stream.clone(),
            subjects: vec![format!("{}.*", self.prefix)],
            max_messages_per_subject: self.limits.messages.into(),
            max_age: self.limits.age,
            max_messages: -1,
            max_bytes: i64::try_from(self.total_bytes).unwrap_or(i64::MAX),
            max_message_size: i32::try_from(largest).unwrap_or(i32::MAX),
            discard: DiscardPolicy::Old,
            retention: RetentionPolicy::Limits,
            storage: StorageType::File,
            num_replicas: self.replicas,
            // JetStream wants it no longer than messages live.
            duplicate_window: DUPLICATE_WINDOW.min(self.limits.age),
            ..Config::default()
        }
    }

    /// Checks a stream that exists in everything that the contract rests on.
    pub(super) fn check(&self, has: &Config) -> Result<(), DeliveryError> {
        let want = self.stream_config();
        let pairs = [
            ("subjects", format!("{:?}", has.subjects), format!("{:?}", want.subjects)),
            (
                "max_msgs_per_subject",
                has.max_messages_per_subject.to_string(),
                want.max_messages_per_subject.to_string(),
            ),
            ("max_age", format!("{:?}", has.max_age), format!("{:?}", want.max_age)),
            ("max_msg_size", has.max_message_size.to_string(), want.max_message_size.to_string()),
            ("discard", format!("{:?}", has.discard), format!("{:?}", want.discard)),
            ("retention", format!("{:?}", has.retention), format!("{:?}", want.retention)),
            (
                "duplicate_window",
                format!("{:?}", has.duplicate_window),
                format!("{:?}", want.duplicate_window),
            ),
            ("no_ack", has.no_ack.to_string(), want.no_ack.to_string()),
            ("sealed", has.sealed.to_string(), want.sealed.to_string()),
        ];
        match pairs.into_iter().find(|(_, has, want)| has != want) {
            None => Ok(()),
            Some((field, has, want)) => {
                Err(DeliveryError::StreamDiffers { name: self.stream.clone(), field, has, want })
            }
        }
    }
}

impl Default for NatsConfig {
    fn default() -> Self {
        Self {
            stream: DEFAULT_STREAM.into(),
            prefix: DEFAULT_PREFIX.into(),
            limits: LogLimits::default(),
            total_bytes: DEFAULT_TOTAL_BYTES,
            replicas: 1,
            create: true,
            patience: DEFAULT_PATIENCE,
            pending: DEFAULT_PENDING_PUBLISHES,
        }
    }
}

/// One part of a subject: nothing that NATS reads as a separator, wildcard or end.
fn is_token(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(change: impl FnOnce(&mut NatsConfig)) -> bool {
        let mut config = NatsConfig::default();
        change(&mut config);
        config.checked().is_ok()
    }

    #[test]
    fn names_inject_nothing() {
        assert!(fits(|_| ()));
        let long = "a".repeat(MAX_NAME_LEN);
        assert!(fits(|c| c.stream = long.clone()) && fits(|c| c.prefix = long.clone()));
        let bad = ["", ".", "a.", ".a", "a..b", "*", "a.>", "a b", "a\r\nb", "$JS", "ä", "a\0"];
        let longer = format!("{long}a");
        for name in bad.iter().copied().chain([longer.as_str()]) {
            assert!(!fits(|c| c.stream = name.into()), "{name:?}");
            assert!(!fits(|c| c.prefix = name.into()), "{name:?}");
        }
        assert!(!fits(|c| c.stream = "a.b".into()));
        assert!(fits(|c| c.prefix = "a.b".into()));
    }

    #[test]
    fn limits_have_limits() {
        let step = Duration::from_nanos(1);
        let good: [fn(&mut NatsConfig); 7] = [
            |c| c.total_bytes = MIN_TOTAL_BYTES,
            |c| c.total_bytes = (1 << 63) - 1,
            |c| c.replicas = MAX_REPLICAS,
            |c| c.patience = MIN_PATIENCE,
            |c| c.patience = MAX_PATIENCE,
            |c| c.pending = 1,
            |c| c.pending = MAX_PENDING_PUBLISHES,
        ];
        for change in good {
            assert!(fits(change));
        }
        assert!(!fits(|c| c.total_bytes = MIN_TOTAL_BYTES - 1));
        assert!(!fits(|c| c.total_bytes = 1 << 63));
        assert!(!fits(|c| c.replicas = 0) && !fits(|c| c.replicas = MAX_REPLICAS + 1));
        assert!(!fits(|c| c.patience = MIN_PATIENCE - step));
        assert!(!fits(|c| c.patience = MAX_PATIENCE + step));
        assert!(!fits(|c| c.pending = 0) && !fits(|c| c.pending = MAX_PENDING_PUBLISHES + 1));
        assert!(!fits(|c| c.limits.messages = 0));
    }

    #[test]
    fn every_setting_that_matters_is_compared() {
        let config = NatsConfig::default();
        config.check(&config.stream_config()).unwrap();
        type Change = fn(&mut Config);
        let changes: [(&str, Change); 9] = [
            ("subjects", |c| c.subjects = vec!["other.*".into()]),
            ("max_msgs_per_subject", |c| c.max_messages_per_subject = -1),
            ("max_age", |c| c.max_age = Duration::ZERO),
            ("max_msg_size", |c| c.max_message_size = 100),
            ("discard", |c| c.discard = DiscardPolicy::New),
            ("retention", |c| c.retention = RetentionPolicy::Interest),
            ("duplicate_window", |c| c.duplicate_window = Duration::ZERO),
            ("no_ack", |c| c.no_ack = true),
            ("sealed", |c| c.sealed = true),
        ];
        for (changed, change) in changes {
            let mut has = config.stream_config();
            change(&mut has);
            match config.check(&has) {
                Err(DeliveryError::StreamDiffers { field, .. }) => assert_eq!(field, changed),
                other => panic!("{changed}: {other:?}"),
            }
        }
    }
}
