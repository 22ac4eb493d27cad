//! The connection, and the stream at its other end.

use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::context::{ContextBuilder, CreateStreamErrorKind, GetStreamErrorKind};
use async_nats::jetstream::stream::{Info, Stream};
use async_nats::jetstream::{Context, context::GetStreamError};
use async_nats::jetstream::{Error as ServerError, ErrorCode};
use async_nats::{Client, Subscriber};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::error::DeliveryError;
use crate::nats::config::NatsConfig;

/// How long one request waits for its answer; many fit into the patience, so that one that is
/// lost with a connection is made again.
const ANSWER_WAIT: Duration = Duration::from_secs(2);

/// How long to pause before a request is made again.
pub(super) const RETRY_PAUSE: Duration = Duration::from_millis(250);

/// How often a connection that is down is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A connection, and what is shared by everybody who uses it.
pub(super) struct Link {
    pub(super) config: NatsConfig,
    pub(super) client: Client,
    pub(super) context: Context,
    pub(super) pending: Semaphore,
    closed: Closed,
}

impl Link {
    pub(super) async fn new(client: Client, config: NatsConfig) -> Result<Self, DeliveryError> {
        let sentinel =
            client.subscribe(client.new_inbox()).await.map_err(|_| DeliveryError::Closed)?;
        Ok(Self {
            context: ContextBuilder::new().timeout(ANSWER_WAIT).build(client.clone()),
            pending: Semaphore::new(config.pending),
            closed: Closed::watch(sentinel),
            client,
            config,
        })
    }

    /// Waits until there is a connection.
    pub(super) async fn connected(&self) -> Result<(), DeliveryError> {
        loop {
            if self.closed.is() {
                return Err(DeliveryError::Closed);
            }
            if self.client.connection_state() == State::Connected {
                return Ok(());
            }
            sleep(LOOK_AGAIN).await;
        }
    }

    /// Asks for the stream, again and again while nobody answers.
    pub(super) async fn stream_patiently(&self) -> Result<Stream<Info>, DeliveryError> {
        loop {
            self.connected().await?;
            match self.stream().await {
                Ok(stream) => return Ok(stream),
                Err(Trouble::Never(error)) => return Err(error),
                Err(Trouble::Later) => sleep(RETRY_PAUSE).await,
            }
        }
    }

    /// Asks for the stream, creates it if that is wanted, and checks it.
    pub(super) async fn stream(&self) -> Result<Stream<Info>, Trouble> {
        let name = &self.config.stream;
        let stream = match self.context.get_stream(name).await {
            Ok(stream) => stream,
            Err(error) if is_missing(&error) => {
                if !self.config.create {
                    return Err(Trouble::Never(DeliveryError::NoStream { name: name.clone() }));
                }
                let created = self.context.create_stream(self.config.stream_config()).await;
                created.map_err(|error| match error.kind() {
                    CreateStreamErrorKind::JetStream(error) => Trouble::of(&error),
                    _ => Trouble::Later,
                })?
            }
            Err(error) => {
                return Err(match error.kind() {
                    GetStreamErrorKind::JetStream(error) => Trouble::of(&error),
                    _ => Trouble::Later,
                });
            }
        };
        self.config.check(&stream.cached_info().config).map_err(Trouble::Never)?;
        Ok(stream)
    }
}

fn is_missing(error: &GetStreamError) -> bool {
    matches!(error.kind(), GetStreamErrorKind::JetStream(error)
        if error.error_code() == ErrorCode::STREAM_NOT_FOUND)
}

/// Numbers the log in positions: a stream that was lost and made again gets another number.
pub(super) fn log_number(info: &Info) -> u64 {
    // Hashed as text: whether it is a type of `time` or of `chrono` depends on other crates.
    let hash: [u8; 32] = Sha256::digest(info.created.to_string()).into();
    let [a, b, c, d, e, f, g, h, ..] = hash;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// Why a request failed.
pub(super) enum Trouble {
    /// No answer, or none yet: ask again.
    Later,
    /// Asking again does not help.
    Never(DeliveryError),
}

impl Trouble {
    /// Reads an answer of the server: its codes are HTTP's, and 500 and up are its own trouble.
    pub(super) fn of(error: &ServerError) -> Self {
        if error.code() >= 500 && error.error_code() != ErrorCode::STORAGE_RESOURCES_EXCEEDED {
            return Self::Later;
        }
        let code = error.error_code().0;
        Self::Never(DeliveryError::Refused { code, reason: error.to_string() })
    }
}

/// Learns that a client was closed for good: its subscriptions end, and nothing else tells.
struct Closed {
    closed: watch::Receiver<bool>,
    task: JoinHandle<()>,
}

impl Closed {
    fn watch(mut sentinel: Subscriber) -> Self {
        let (tell, closed) = watch::channel(false);
        let task = tokio::spawn(async move {
            while sentinel.next().await.is_some() {}
            tell.send_replace(true);
        });
        Self { closed, task }
    }

    fn is(&self) -> bool {
        *self.closed.borrow()
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        // The sentinel would keep the connection open for ever.
        self.task.abort();
    }
}
