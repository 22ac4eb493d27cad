//! The contract between a call's session and whatever carries its messages.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, Stream, StreamExt};

use crate::call::{CallId, MemberId};
use crate::error::DeliveryError;
use crate::message::{Event, Outgoing, Receipt, Start};

/// Carries the messages of calls. One log a call; every subscriber sees it in the same order.
///
/// The trait is dyn-compatible, so that an app can choose at run time: hold an
/// `Arc<dyn Delivery>`. The futures are `Send` and may be dropped at any time.
pub trait Delivery: Send + Sync {
    /// Puts a message into the call's log and waits until it is there.
    ///
    /// Messages of one publisher are in the log in its order if it waits for each receipt
    /// before it publishes the next. When the future is dropped, the message may be stored or
    /// not. A publisher receives its own messages too.
    ///
    /// # Errors
    ///
    /// Any [`DeliveryError`]; see [`is_retryable`](DeliveryError::is_retryable). A retry passes
    /// the same `message`, which is then not stored twice.
    fn publish<'a>(
        &'a self,
        call: &'a CallId,
        message: &'a Outgoing,
    ) -> BoxFuture<'a, Result<Receipt, DeliveryError>>;

    /// Follows a call's log from `start`: first what it holds, then what comes.
    ///
    /// With a `member`, messages addressed to other members are left out; with `None`
    /// everything is shown. A call that nobody has published into is an empty log.
    ///
    /// # Errors
    ///
    /// Any [`DeliveryError`]; see [`is_retryable`](DeliveryError::is_retryable).
    fn subscribe<'a>(
        &'a self,
        call: &'a CallId,
        member: Option<MemberId>,
        start: Start,
    ) -> BoxFuture<'a, Result<Subscription, DeliveryError>>;
}

/// Hands out the events of one call, one after the other. Also a [`Stream`].
pub struct Subscription {
    events: BoxStream<'static, Result<Event, DeliveryError>>,
}

impl Subscription {
    /// Wraps a stream of events; for those who write a [`Delivery`].
    pub fn new(events: impl Stream<Item = Result<Event, DeliveryError>> + Send + 'static) -> Self {
        Self { events: events.fuse().boxed() }
    }

    /// Waits for the next event, through outages and restarts of the server.
    ///
    /// The future may be dropped, as `tokio::select!` does; no event is lost by that.
    ///
    /// # Errors
    ///
    /// [`DeliveryError::Closed`] when nothing can come any more, and what the server answered
    /// when it refuses to go on. After an error that can be retried, call `next` again.
    pub async fn next(&mut self) -> Result<Event, DeliveryError> {
        self.events.next().await.unwrap_or(Err(DeliveryError::Closed))
    }
}

impl Stream for Subscription {
    type Item = Result<Event, DeliveryError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.events.poll_next_unpin(cx)
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").finish_non_exhaustive()
    }
}
