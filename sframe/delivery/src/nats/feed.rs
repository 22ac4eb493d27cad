//! Following a call's log through outages.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::DeliverPolicy;
use async_nats::jetstream::consumer::push::{Ordered, OrderedConfig};
use async_nats::jetstream::stream::{ConsumerErrorKind, Info, LastRawMessageErrorKind, Stream};
use futures_util::{StreamExt, stream};
use tokio::time::{sleep, timeout};

use crate::call::{CallTag, MemberId};
use crate::delivery::Subscription;
use crate::error::DeliveryError;
use crate::message::{Event, Position, Received, Start};
use crate::nats::link::{Link, RETRY_PAUSE, Trouble, log_number};
use crate::nats::wire;

/// How often an idle subscription looks whether the connection was made anew.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// A subscriber's place in a call's log, and the consumer that reads on from there.
///
/// The consumer of `async-nats` makes itself anew when the server was away, from the sequence
/// it had. That is not enough: the log may have been lost with the server, or the place may
/// have fallen out of it, and then messages would be missing silently. So a consumer is used
/// only as long as it is the one that was opened here, where the log is looked at first.
pub(super) struct Feed {
    link: Arc<Link>,
    subject: String,
    member: Option<MemberId>,
    place: Place,
    gap: bool,
    reader: Option<Reader>,
}

#[derive(Clone, Copy)]
enum Place {
    /// Nothing was asked for or read yet.
    Beginning,
    /// The log was opened when its first message was `first`, and nothing was read yet.
    Opened { log: u64, first: u64 },
    /// A message was read.
    Behind(Position),
}

struct Reader {
    messages: Ordered,
    log: u64,
    consumer: String,
    connects: u64,
}

impl Feed {
    pub(super) fn new(
        link: Arc<Link>,
        tag: CallTag,
        member: Option<MemberId>,
        start: Start,
    ) -> Self {
        let subject = link.config.subject(tag);
        let place = match start {
            Start::Beginning => Place::Beginning,
            Start::After(position) => Place::Behind(position),
        };
        Self { link, subject, member, place, gap: false, reader: None }
    }

    /// Ends when the connection is closed for good, and at nothing else.
    pub(super) fn into_subscription(self) -> Subscription {
        Subscription::new(stream::unfold(self, async |mut feed| match feed.next().await {
            Err(DeliveryError::Closed) => None,
            event => Some((event, feed)),
        }))
    }

    /// Opens a consumer behind the place, again and again while nobody answers.
    pub(super) async fn open(&mut self) -> Result<(), DeliveryError> {
        loop {
            self.link.connected().await?;
            match self.try_open().await {
                Ok(()) => return Ok(()),
                Err(Trouble::Never(error)) => return Err(error),
                Err(Trouble::Later) => sleep(RETRY_PAUSE).await,
            }
        }
    }

    async fn try_open(&mut self) -> Result<(), Trouble> {
        // Read first: a connection that is made anew meanwhile is noticed later.
        let connects = self.connects();
        let stream = self.link.stream().await?;
        let log = log_number(stream.cached_info());
        let first = stream.cached_info().state.first_sequence;
        let (complete, deliver_policy) = match self.place {
            Place::Beginning => (true, DeliverPolicy::All),
            Place::Opened { log: old, first: then } => {
                (old == log && first <= then, DeliverPolicy::All)
            }
            Place::Behind(position) if is_known(position, stream.cached_info()) => {
                let start_sequence = position.sequence.saturating_add(1);
                let held = holds(&stream, &self.subject, position.sequence).await?;
                (held, DeliverPolicy::ByStartSequence { start_sequence })
            }
            Place::Behind(_) => (false, DeliverPolicy::All),
        };
        let consumer = stream
            .create_consumer(OrderedConfig {
                deliver_subject: self.link.client.new_inbox(),
                filter_subject: self.subject.clone(),
                deliver_policy,
                ..OrderedConfig::default()
            })
            .await
            .map_err(|error| match error.kind() {
                ConsumerErrorKind::JetStream(error) => Trouble::of(&error),
                _ => Trouble::Later,
            })?;
        let name = consumer.cached_info().name.clone();
        let messages = consumer.messages().await.map_err(|_| Trouble::Later)?;
        if deliver_policy == DeliverPolicy::All {
            self.place = Place::Opened { log, first };
        }
        self.gap |= !complete;
        self.reader = Some(Reader { messages, log, consumer: name, connects });
        Ok(())
    }

    async fn next(&mut self) -> Result<Event, DeliveryError> {
        loop {
            if std::mem::take(&mut self.gap) {
                return Ok(Event::Gap);
            }
            let connects = self.connects();
            let Some(reader) = &mut self.reader else {
                self.open().await?;
                continue;
            };
            match timeout(LOOK_AGAIN, reader.messages.next()).await {
                Ok(Some(Ok(message))) => {
                    if let Some(event) = self.take(&message) {
                        return Ok(event);
                    }
                }
                // Heartbeats are missing, or the subscription ended.
                Ok(Some(Err(_)) | None) => self.reader = None,
                Err(_) if reader.connects != connects => self.reader = None,
                Err(_) => (),
            }
        }
    }

    /// Makes an event of a message; `None` when it is not for us or comes again.
    fn take(&mut self, message: &Message) -> Option<Event> {
        let reader = self.reader.as_ref()?;
        let info = message.info().ok()?;
        if info.consumer != reader.consumer {
            // Made anew by the client library. What it brings comes again from ours.
            self.reader = None;
            return None;
        }
        let position = Position::new(reader.log, info.stream_sequence);
        if matches!(self.place, Place::Behind(last) if position <= last) {
            return None;
        }
        self.place = Place::Behind(position);
        let Some(to) = wire::unpack(message.headers.as_ref(), &message.payload) else {
            return Some(Event::Unreadable { position });
        };
        let received = Received::new(position, to, message.payload.clone());
        received.is_for(self.member).then_some(Event::Message(received))
    }

    fn connects(&self) -> u64 {
        self.link.client.statistics().connects.load(Ordering::Relaxed)
    }
}

/// Says whether the position is one that this log has given out.
fn is_known(position: Position, info: &Info) -> bool {
    position.log == log_number(info) && position.sequence <= info.state.last_sequence
}

/// Says whether the call's message at `sequence` is still there, and so all behind it.
async fn holds(stream: &Stream<Info>, subject: &str, sequence: u64) -> Result<bool, Trouble> {
    match stream.get_raw_message(sequence).await {
        Ok(message) => Ok(message.subject.as_str() == subject),
        Err(error) => match error.kind() {
            LastRawMessageErrorKind::NoMessageFound => Ok(false),
            LastRawMessageErrorKind::JetStream(error) => Err(Trouble::of(&error)),
            _ => Err(Trouble::Later),
        },
    }
}
