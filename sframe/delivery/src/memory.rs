//! Delivery within one process.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::call::{CallId, CallTag, MemberId};
use crate::delivery::{Delivery, Subscription};
use crate::error::{DeliveryError, InputError};
use crate::limits::{DUPLICATE_WINDOW, LogLimits};
use crate::message::{Event, MessageId, Outgoing, Position, Receipt, Received, Start};

/// 10,000 calls are more than one process has at a time. Calls without messages and
/// subscribers make room.
pub const MAX_CALLS: usize = 10_000;

/// Keeps the logs of calls in memory, for tests and for apps of a single process.
///
/// Same order, replay and limits as over a server. A subscriber holds a place in the log and no
/// queue: one that is slower than the log forgets sees [`Event::Gap`]. Clones share the logs.
#[derive(Clone)]
pub struct InMemory {
    calls: Arc<Mutex<Calls>>,
}

impl InMemory {
    /// Starts with no calls and the default [`LogLimits`].
    pub fn new() -> Self {
        Self::of(LogLimits::default())
    }

    /// Starts with no calls and limits of your own.
    ///
    /// # Errors
    ///
    /// [`InputError::OutOfRange`] when a limit is.
    pub fn with_limits(limits: LogLimits) -> Result<Self, InputError> {
        Ok(Self::of(limits.checked()?))
    }

    fn of(limits: LogLimits) -> Self {
        // Not a secret: positions of a process that is over must not pass for ours.
        let number = RandomState::new().build_hasher().finish();
        let calls = Calls { limits, number, last: 0, logs: HashMap::new() };
        Self { calls: Arc::new(Mutex::new(calls)) }
    }

    fn lock(&self) -> MutexGuard<'_, Calls> {
        // Every change below is complete before the next can fail.
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Delivery for InMemory {
    fn publish<'a>(
        &'a self,
        call: &'a CallId,
        message: &'a Outgoing,
    ) -> BoxFuture<'a, Result<Receipt, DeliveryError>> {
        async move { self.lock().append(call.tag(), message) }.boxed()
    }

    fn subscribe<'a>(
        &'a self,
        call: &'a CallId,
        member: Option<MemberId>,
        start: Start,
    ) -> BoxFuture<'a, Result<Subscription, DeliveryError>> {
        async move {
            let tag = call.tag();
            let (last, news) = self.lock().follow(tag, start)?;
            let reader = Reader { calls: self.calls.clone(), tag, member, last, news };
            Ok(Subscription::new(stream::unfold(reader, async |mut reader| {
                let event = reader.next().await;
                Some((event, reader))
            })))
        }
        .boxed()
    }
}

impl Default for InMemory {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMemory").finish_non_exhaustive()
    }
}

struct Calls {
    limits: LogLimits,
    /// What positions call this process's logs.
    number: u64,
    /// One sequence for all calls, as on a server: a call that was forgotten and comes back
    /// uses no place again.
    last: u64,
    logs: HashMap<CallTag, Log>,
}

impl Calls {
    fn append(&mut self, tag: CallTag, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let limits = self.limits;
        let sequence = self.last.saturating_add(1);
        let position = Position::new(self.number, sequence);
        let log = self.log(tag)?;
        log.forget_older(limits);
        let now = Instant::now();
        let known = log.ids.get(&message.id());
        if known.is_some_and(|stored| now.duration_since(*stored) < DUPLICATE_WINDOW) {
            return Ok(Receipt::new(true));
        }
        if log.messages.len() >= usize::try_from(limits.messages).unwrap_or(usize::MAX) {
            log.forget_first();
        }
        log.ids.insert(message.id(), now);
        log.messages.push_back(Stored {
            sequence,
            stored: now,
            id: message.id(),
            message: Received::new(position, message.to(), message.body().clone()),
        });
        log.news.send_replace(sequence);
        self.last = sequence;
        Ok(Receipt::new(false))
    }

    /// Gives the sequence to read behind; `None` when the log does not know the position.
    fn follow(
        &mut self,
        tag: CallTag,
        start: Start,
    ) -> Result<(Option<u64>, watch::Receiver<u64>), DeliveryError> {
        let (limits, number, newest) = (self.limits, self.number, self.last);
        let log = self.log(tag)?;
        log.forget_older(limits);
        let last = match start {
            Start::Beginning => Some(log.forgotten),
            Start::After(place) if place.log == number && place.sequence <= newest => {
                Some(place.sequence)
            }
            Start::After(_) => None,
        };
        Ok((last, log.news.subscribe()))
    }

    fn log(&mut self, tag: CallTag) -> Result<&mut Log, DeliveryError> {
        if self.logs.len() >= MAX_CALLS && !self.logs.contains_key(&tag) {
            let limits = self.limits;
            self.logs.retain(|_, log| {
                log.forget_older(limits);
                !log.messages.is_empty() || log.news.receiver_count() > 0
            });
            if self.logs.len() >= MAX_CALLS {
                return Err(DeliveryError::TooManyCalls { limit: MAX_CALLS });
            }
        }
        let newest = self.last;
        Ok(self.logs.entry(tag).or_insert_with(|| Log::new(newest)))
    }
}

struct Log {
    messages: VecDeque<Stored>,
    /// When the messages were stored; one entry for each of `messages`, but for one that was
    /// published again after the window.
    ids: HashMap<MessageId, Instant>,
    /// The newest sequence that this call had and that is not held any more.
    forgotten: u64,
    news: watch::Sender<u64>,
}

struct Stored {
    sequence: u64,
    stored: Instant,
    id: MessageId,
    message: Received,
}

impl Log {
    /// Whether the call had messages up to `newest` is not known, so it may have had.
    fn new(newest: u64) -> Self {
        let news = watch::Sender::new(newest);
        Self { messages: VecDeque::new(), ids: HashMap::new(), forgotten: newest, news }
    }

    fn forget_older(&mut self, limits: LogLimits) {
        while self.messages.front().is_some_and(|first| first.stored.elapsed() >= limits.age) {
            self.forget_first();
        }
    }

    fn forget_first(&mut self) {
        if let Some(first) = self.messages.pop_front() {
            self.forgotten = first.sequence;
            if self.ids.get(&first.id) == Some(&first.stored) {
                self.ids.remove(&first.id);
            }
        }
    }

    fn first_behind(&self, sequence: u64) -> Option<&Stored> {
        let next = self.messages.partition_point(|stored| stored.sequence <= sequence);
        self.messages.get(next)
    }
}

struct Reader {
    calls: Arc<Mutex<Calls>>,
    tag: CallTag,
    member: Option<MemberId>,
    /// What was read up to; `None` when the log does not know it.
    last: Option<u64>,
    news: watch::Receiver<u64>,
}

impl Reader {
    async fn next(&mut self) -> Result<Event, DeliveryError> {
        loop {
            self.news.mark_unchanged();
            if let Some(event) = self.read() {
                return Ok(event);
            }
            self.news.changed().await.map_err(|_| DeliveryError::Closed)?;
        }
    }

    fn read(&mut self) -> Option<Event> {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let limits = calls.limits;
        let log = calls.logs.get_mut(&self.tag)?;
        log.forget_older(limits);
        loop {
            let Some(last) = self.last.filter(|&last| last >= log.forgotten) else {
                self.last = Some(log.forgotten);
                return Some(Event::Gap);
            };
            let stored = log.first_behind(last)?;
            self.last = Some(stored.sequence);
            if stored.message.is_for(self.member) {
                return Some(Event::Message(stored.message.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn call(n: usize) -> CallId {
        CallId::new(n.to_be_bytes()).unwrap()
    }

    fn few(messages: u32) -> InMemory {
        let limits = LogLimits { messages, ..LogLimits::default() };
        InMemory::with_limits(limits).unwrap()
    }

    async fn say(delivery: &InMemory, n: usize, body: &'static str) {
        delivery.publish(&call(n), &Outgoing::to_all(body).unwrap()).await.unwrap();
    }

    async fn hear(subscription: &mut Subscription) -> String {
        match subscription.next().await.unwrap() {
            Event::Message(message) => String::from_utf8(message.body.to_vec()).unwrap(),
            other => format!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_slow_subscriber_is_told_of_what_it_missed() {
        let delivery = few(2);
        let mut slow = delivery.subscribe(&call(0), None, Start::Beginning).await.unwrap();
        say(&delivery, 0, "a").await;
        assert_eq!(hear(&mut slow).await, "a");
        for body in ["b", "c", "d"] {
            say(&delivery, 0, body).await;
        }
        for expected in ["Gap", "c", "d"] {
            assert_eq!(hear(&mut slow).await, expected);
        }
    }

    #[tokio::test]
    async fn so_is_one_that_waited_from_the_beginning() {
        let delivery = few(2);
        let mut slow = delivery.subscribe(&call(0), None, Start::Beginning).await.unwrap();
        for body in ["a", "b", "c"] {
            say(&delivery, 0, body).await;
        }
        for expected in ["Gap", "b", "c"] {
            assert_eq!(hear(&mut slow).await, expected);
        }
    }

    #[tokio::test]
    async fn positions_of_another_process_are_not_taken_for_ours() {
        let (before, after) = (InMemory::new(), InMemory::new());
        say(&before, 0, "a").await;
        let mut old = before.subscribe(&call(0), None, Start::Beginning).await.unwrap();
        let Event::Message(read) = old.next().await.unwrap() else { panic!() };
        say(&after, 0, "b").await;
        let start = Start::After(read.position);
        let mut back = after.subscribe(&call(0), None, start).await.unwrap();
        for expected in ["Gap", "b"] {
            assert_eq!(hear(&mut back).await, expected);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_message_is_kept_up_to_its_age() {
        let delivery = InMemory::new();
        say(&delivery, 0, "a").await;
        let age = LogLimits::default().age;
        tokio::time::advance(age - Duration::from_nanos(1)).await;
        let mut early = delivery.subscribe(&call(0), None, Start::Beginning).await.unwrap();
        assert_eq!(hear(&mut early).await, "a");
        tokio::time::advance(Duration::from_nanos(1)).await;
        let mut late = delivery.subscribe(&call(0), None, Start::Beginning).await.unwrap();
        say(&delivery, 0, "b").await;
        assert_eq!(hear(&mut late).await, "b");
        assert_eq!(hear(&mut early).await, "b", "it had read everything that is forgotten");
    }

    #[tokio::test(start_paused = true)]
    async fn a_repetition_is_recognised_up_to_the_window() {
        let delivery = InMemory::new();
        let message = Outgoing::to_all("a").unwrap();
        let mut found = Vec::new();
        for wait in [Duration::ZERO, DUPLICATE_WINDOW - Duration::from_nanos(1)] {
            tokio::time::advance(wait).await;
            found.push(delivery.publish(&call(0), &message).await.unwrap().duplicate);
        }
        tokio::time::advance(Duration::from_nanos(1)).await;
        found.push(delivery.publish(&call(0), &message).await.unwrap().duplicate);
        found.push(delivery.publish(&call(0), &message).await.unwrap().duplicate);
        assert_eq!(found, [false, true, false, true]);
    }

    #[tokio::test(start_paused = true)]
    async fn calls_are_bounded_and_those_that_are_over_make_room() {
        let delivery = InMemory::new();
        for n in 0..MAX_CALLS {
            say(&delivery, n, "a").await;
        }
        let message = Outgoing::to_all("b").unwrap();
        let full = delivery.publish(&call(MAX_CALLS), &message).await.unwrap_err();
        assert!(matches!(full, DeliveryError::TooManyCalls { limit: MAX_CALLS }), "{full}");
        assert!(full.is_retryable());
        say(&delivery, 0, "a call that is here goes on").await;

        let subscriber = delivery.subscribe(&call(1), None, Start::Beginning).await.unwrap();
        tokio::time::advance(LogLimits::default().age).await;
        delivery.publish(&call(MAX_CALLS), &message).await.unwrap();
        let left = delivery.lock().logs.len();
        assert_eq!(left, 2, "the one with a subscriber and the new one");
        drop(subscriber);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_was_forgotten_does_not_pass_for_complete() {
        let delivery = InMemory::new();
        say(&delivery, 0, "a").await;
        let mut first = delivery.subscribe(&call(0), None, Start::Beginning).await.unwrap();
        let Event::Message(read) = first.next().await.unwrap() else { panic!() };
        say(&delivery, 0, "never read").await;
        drop(first);
        tokio::time::advance(LogLimits::default().age).await;
        delivery.lock().logs.clear();
        let start = Start::After(read.position);
        let mut back = delivery.subscribe(&call(0), None, start).await.unwrap();
        say(&delivery, 0, "b").await;
        for expected in ["Gap", "b"] {
            assert_eq!(hear(&mut back).await, expected);
        }
    }

    #[tokio::test]
    async fn memory_per_call_is_bounded() {
        let delivery = few(3);
        for _ in 0..10 {
            say(&delivery, 0, "a").await;
        }
        let calls = delivery.lock();
        let log = calls.logs.get(&call(0).tag()).unwrap();
        assert_eq!((log.messages.len(), log.ids.len()), (3, 3));
    }
}
