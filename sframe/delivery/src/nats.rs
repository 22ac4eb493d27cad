//! Delivery over NATS JetStream, server 2.9 or newer.
//!
//! ```text
//! stream FRAMESEAL_CALLS ─ subjects frameseal.call.*
//!   frameseal.call.<64 hex digits of the call's tag>   header Frameseal-To: <32 hex digits>
//! ```
//! One stream for a deployment, one subject for a call. Calls come and go by the thousand, and
//! a stream costs the server files, memory and, in a cluster, an election; a subject costs
//! nothing and is gone with its last message, so nobody has to clean up and clients need no
//! right to create or delete anything. Everything in a call is on one subject, so JetStream's
//! own limits bound each call by itself ([`LogLimits`](crate::LogLimits)), and its order is the
//! order of the call. The price: messages to one member reach every subscriber of the call and
//! are left out by the subscriber, because an ordered consumer of NATS 2.9 filters by one
//! subject. Whoever fills the whole stream ([`NatsConfig::total_bytes`]) pushes out the oldest
//! messages of any call.
//!
//! # Reliability
//! A receipt means that the server has the message in its log: written to its file, not
//! necessarily through to the disk (`sync_interval` of the server, two minutes by default), so
//! it survives a crash of the server; use [`replicas`](NatsConfig::replicas) against the loss
//! of a machine. A publish during an outage waits up to [`patience`](NatsConfig::patience) and
//! then fails in a way that can be retried. Subscriptions go on by themselves after a restart of
//! the server, where they were, and say [`Event::Gap`](crate::Event::Gap) if that place is gone.
//! What a server that is slower than its log drops before it has sent it is missing without a word.
//!
//! # Access
//! Credentials, TLS and addresses are [`async_nats::ConnectOptions`], passed through. Add the
//! features `nkeys` (credential files) or `websockets` of `async-nats` in your own manifest if
//! you want them. What a client must be allowed, for the default names:
//! ```text
//! publish    frameseal.call.*  $JS.API.STREAM.INFO.FRAMESEAL_CALLS
//!            $JS.API.STREAM.MSG.GET.FRAMESEAL_CALLS
//!            $JS.API.CONSUMER.CREATE.FRAMESEAL_CALLS  $JS.API.CONSUMER.CREATE.FRAMESEAL_CALLS.>
//!            $JS.API.CONSUMER.DELETE.FRAMESEAL_CALLS.*  $JS.FC.FRAMESEAL_CALLS.>
//!            and $JS.API.STREAM.CREATE.FRAMESEAL_CALLS if it creates the stream
//! subscribe  _INBOX.>   (a `custom_inbox_prefix` keeps members out of each other's inboxes)
//! ```
//! What is not allowed looks like a server that does not answer: `Unavailable` or
//! `Unconfirmed`.
//!
//! ```no_run
//! use frameseal_delivery::nats::{Nats, NatsConfig, async_nats::ConnectOptions};
//! use frameseal_delivery::{CallId, Delivery, Outgoing};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let access = ConnectOptions::with_user_and_password("anna".into(), "secret".into())
//!     .require_tls(true);
//! let delivery = Nats::connect("nats.example.org", access, NatsConfig::default()).await?;
//! let message = Outgoing::to_all("opaque")?;
//! while let Err(error) = delivery.publish(&CallId::new("call")?, &message).await {
//!     if !error.is_retryable() {
//!         return Err(error.into());
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod config;
mod feed;
mod link;
mod publish;
mod wire;

use std::fmt;
use std::sync::Arc;

use async_nats::{Client, ConnectErrorKind, ConnectOptions, ToServerAddrs};
use futures_util::future::{BoxFuture, FutureExt};
use tokio::time::timeout;

use crate::call::{CallId, MemberId};
use crate::delivery::{Delivery, Subscription};
use crate::error::DeliveryError;
use crate::message::{Outgoing, Receipt, Start};
use crate::nats::feed::Feed;
use crate::nats::link::Link;

pub use crate::nats::config::{
    DEFAULT_PATIENCE, DEFAULT_PENDING_PUBLISHES, DEFAULT_PREFIX, DEFAULT_STREAM,
    DEFAULT_TOTAL_BYTES, MAX_NAME_LEN, MAX_PATIENCE, MAX_PENDING_PUBLISHES, MAX_REPLICAS,
    MIN_PATIENCE, MIN_TOTAL_BYTES, NatsConfig,
};
/// The client library, in the version that this crate's types are of.
pub use async_nats;

/// A subscription buffers 8192 messages at most: twice the default log, so that a replay fits.
/// JetStream stops at 32 MiB before that, until the subscriber has read some; what comes over
/// is thrown away and asked for again.
pub const MAX_BUFFERED: usize = 8192;

/// Carries the messages of calls over NATS JetStream. Clones share the connection.
#[derive(Clone)]
pub struct Nats {
    link: Arc<Link>,
}

impl Nats {
    /// Connects, and creates the stream or checks that it is as configured.
    ///
    /// `options` are used as they are, but for the capacity of subscriptions, which becomes
    /// [`MAX_BUFFERED`].
    ///
    /// # Errors
    ///
    /// [`DeliveryError::Connect`], and those of [`new`](Self::new).
    pub async fn connect(
        server: impl ToServerAddrs,
        options: ConnectOptions,
        config: NatsConfig,
    ) -> Result<Self, DeliveryError> {
        let config = config.checked()?;
        let options = options.subscription_capacity(MAX_BUFFERED);
        let client = options.connect(server).await.map_err(|error| DeliveryError::Connect {
            retryable: matches!(
                error.kind(),
                ConnectErrorKind::Dns | ConnectErrorKind::TimedOut | ConnectErrorKind::Io
            ),
            reason: error.to_string(),
        })?;
        Self::new(client, config).await
    }

    /// Uses a connection that the app has. Set its capacity of subscriptions to
    /// [`MAX_BUFFERED`].
    ///
    /// # Errors
    ///
    /// * [`DeliveryError::Input`]: a name or limit in `config` cannot be.
    /// * [`DeliveryError::NoStream`], [`StreamDiffers`](DeliveryError::StreamDiffers),
    ///   [`Refused`](DeliveryError::Refused): the stream is not there or not as configured.
    /// * [`DeliveryError::Unavailable`]: JetStream did not answer in time, is not switched on,
    ///   or may not be used by this client.
    /// * [`DeliveryError::Closed`]: the client was closed.
    pub async fn new(client: Client, config: NatsConfig) -> Result<Self, DeliveryError> {
        let config = config.checked()?;
        let waited = config.patience;
        let link = async {
            let link = Link::new(client, config).await?;
            link.stream_patiently().await?;
            Ok(Self { link: Arc::new(link) })
        };
        timeout(waited, link).await.unwrap_or(Err(DeliveryError::Unavailable { waited }))
    }
}

impl Delivery for Nats {
    fn publish<'a>(
        &'a self,
        call: &'a CallId,
        message: &'a Outgoing,
    ) -> BoxFuture<'a, Result<Receipt, DeliveryError>> {
        publish::publish(&self.link, call.tag(), message).boxed()
    }

    fn subscribe<'a>(
        &'a self,
        call: &'a CallId,
        member: Option<MemberId>,
        start: Start,
    ) -> BoxFuture<'a, Result<Subscription, DeliveryError>> {
        async move {
            let waited = self.link.config.patience;
            let mut feed = Feed::new(self.link.clone(), call.tag(), member, start);
            let opened = timeout(waited, feed.open()).await;
            opened.unwrap_or(Err(DeliveryError::Unavailable { waited }))?;
            Ok(feed.into_subscription())
        }
        .boxed()
    }
}

impl fmt::Debug for Nats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nats").field("stream", &self.link.config.stream).finish_non_exhaustive()
    }
}
