//! What every delivery must do: one set of tests, run against each of them.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::{Duration, Instant};

use frameseal_delivery::{
    CallId, Delivery, Event, InputError, LogLimits, MAX_CALL_ID_LEN, MAX_MESSAGE_LEN, MemberId,
    Outgoing, Position, Received, Start, Subscription,
};

/// Makes deliveries with empty logs.
pub(crate) trait Maker {
    /// What it makes.
    type Made: Delivery + Clone + 'static;

    /// Makes one.
    fn make(&self, limits: LogLimits) -> impl Future<Output = Self::Made>;
}

/// Longer than anything takes that comes at all.
const SOON: Duration = Duration::from_secs(20);

/// Long enough for something to come that should not.
const A_WHILE: Duration = Duration::from_millis(300);

/// A client whose server has not answered by then sends once more.
const ANSWER_WAIT: Duration = Duration::from_secs(2);

pub(crate) const ANNA: MemberId = MemberId::new([0xaa; 16]);
pub(crate) const BEN: MemberId = MemberId::new([0xbb; 16]);

/// Runs every test below against what `$maker` makes.
#[macro_export]
macro_rules! contract_tests {
    ($maker:expr => $($name:ident)*) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            contract::$name(&$maker).await;
        })*
    };
    ($maker:expr) => {
        contract_tests!($maker =>
            messages_come_in_the_order_of_their_publisher
            all_subscribers_see_one_order
            a_late_subscriber_gets_everything
            replay_goes_on_behind_a_position
            addressed_messages_reach_their_addressee
            a_log_has_its_length_and_no_more
            a_log_forgets_what_is_too_old
            a_lost_position_is_a_gap
            a_repetition_is_stored_once
            bodies_arrive_as_they_were_up_to_the_limit
            wild_call_ids_are_calls_of_their_own
            waiting_can_be_given_up
        );
    };
}

pub(crate) fn call(id: impl AsRef<[u8]>) -> CallId {
    CallId::new(id).unwrap()
}

pub(crate) fn limits(messages: u32, age: Duration) -> LogLimits {
    let mut limits = LogLimits::default();
    (limits.messages, limits.age) = (messages, age);
    limits
}

pub(crate) async fn say(delivery: &impl Delivery, call: &CallId, body: impl Into<String>) {
    let message = Outgoing::to_all(body.into()).unwrap();
    let began = Instant::now();
    let receipt = delivery.publish(call, &message).await.unwrap();
    assert!(!receipt.duplicate || began.elapsed() >= ANSWER_WAIT);
}

pub(crate) async fn event(subscription: &mut Subscription) -> Event {
    let event = tokio::time::timeout(SOON, subscription.next()).await;
    event.expect("nothing came").unwrap()
}

pub(crate) async fn message(subscription: &mut Subscription) -> Received {
    match event(subscription).await {
        Event::Message(message) => message,
        other => panic!("{other:?} instead of a message"),
    }
}

/// Receives `count` messages and gives their bodies and the last one's position.
pub(crate) async fn hear(subscription: &mut Subscription, count: usize) -> (Vec<String>, Position) {
    let mut bodies = Vec::new();
    let mut last: Option<Position> = None;
    while bodies.len() < count {
        let message = message(subscription).await;
        assert!(last.is_none_or(|last| last < message.position), "positions grow");
        last = Some(message.position);
        bodies.push(String::from_utf8(message.body.to_vec()).unwrap());
    }
    (bodies, last.expect("at least one message"))
}

pub(crate) async fn hear_nothing(subscription: &mut Subscription) {
    let event = tokio::time::timeout(A_WHILE, subscription.next()).await;
    assert!(event.is_err(), "{event:?}");
}

fn numbers(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|n| n.to_string()).collect()
}

async fn from_start(delivery: &impl Delivery, call: &CallId) -> Subscription {
    delivery.subscribe(call, None, Start::Beginning).await.unwrap()
}

pub(crate) async fn messages_come_in_the_order_of_their_publisher(maker: &impl Maker) {
    let delivery = maker.make(LogLimits::default()).await;
    let call = call("order");
    let mut early = from_start(&delivery, &call).await;
    for n in 0..100 {
        say(&delivery, &call, n.to_string()).await;
    }
    assert_eq!(hear(&mut early, 100).await.0, numbers(0..100));
    hear_nothing(&mut early).await;
}

pub(crate) async fn all_subscribers_see_one_order(maker: &impl Maker) {
    let delivery = maker.make(LogLimits::default()).await;
    let call = call("one order");
    let mut first = from_start(&delivery, &call).await;
    let publishers: Vec<_> = (0..4)
        .map(|publisher| {
            let (delivery, call) = (delivery.clone(), call.clone());
            tokio::spawn(async move {
                for n in 0..50 {
                    say(&delivery, &call, format!("{publisher} {n:02}")).await;
                }
            })
        })
        .collect();
    // In the middle of it all.
    let mut second = from_start(&delivery, &call).await;
    let (order, _) = hear(&mut first, 200).await;
    for publisher in publishers {
        publisher.await.unwrap();
    }
    let mut third = from_start(&delivery, &call).await;
    assert_eq!(hear(&mut second, 200).await.0, order);
    assert_eq!(hear(&mut third, 200).await.0, order);
    assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), 200, "each once");
    for publisher in 0..4 {
        let of_one: Vec<_> =
            order.iter().filter(|body| body.starts_with(&publisher.to_string())).collect();
        assert_eq!(of_one.len(), 50);
        assert!(of_one.is_sorted(), "{of_one:?}");
    }
}

pub(crate) async fn a_late_subscriber_gets_everything(maker: &impl Maker) {
    let delivery = maker.make(LogLimits::default()).await;
    let call = call("late");
    // Nobody subscribes before, and more is held than is sent in one go.
    let bodies: Vec<_> = (0..300).map(|n| format!("{n} {}", "x".repeat(4000))).collect();
    for body in &bodies {
        say(&delivery, &call, body.clone()).await;
    }
    let mut late = from_start(&delivery, &call).await;
    assert_eq!(hear(&mut late, 300).await.0, bodies);
    say(&delivery, &call, "live").await;
    assert_eq!(hear(&mut late, 1).await.0, ["live"]);
    hear_nothing(&mut late).await;
}

pub(crate) async fn replay_goes_on_behind_a_position(maker: &impl Maker) {
    let delivery = maker.make(LogLimits::default()).await;
    let (call, other) = (call("replay"), call("something else"));
    let mut first = from_start(&delivery, &call).await;
    for n in 0..20 {
        say(&delivery, &call, n.to_string()).await;
        say(&delivery, &other, "not for this call").await;
    }
    let (_, place) = hear(&mut first, 7).await;
    drop(first);
    say(&delivery, &call, "20").await;
    let kept = Position::from_bytes(place.to_bytes());
    let mut back = delivery.subscribe(&call, None, Start::After(kept)).await.unwrap();
    let (bodies, newest) = hear(&mut back, 14).await;
    assert_eq!(bodies, numbers(7..21));
    // From the newest there is nothing to replay.
    let mut idle = delivery.subscribe(&call, None, Start::After(newest)).await.unwrap();
    hear_nothing(&mut idle).await;
    say(&delivery, &call, "21").await;
    assert_eq!(hear(&mut idle, 1).await.0, ["21"]);
    assert_eq!(hear(&mut back, 1).await.0, ["21"]);
}

pub(crate) async fn addressed_messages_reach_their_addressee(maker: &impl Maker) {
    let delivery = maker.make(LogLimits::default()).await;
    let call = call("addressed");
    let mut live = delivery.subscribe(&call, Some(ANNA), Start::Beginning).await.unwrap();
    let addressees = [None, Some(ANNA), Some(BEN), None, Some(BEN), Some(ANNA)];
    for (n, to) in addressees.into_iter().enumerate() {
        let message = Outgoing::new(to, n.to_string()).unwrap();
        delivery.publish(&call, &message).await.unwrap();
    }
    let mut ben = delivery.subscribe(&call, Some(BEN), Start::Beginning).await.unwrap();
    let mut stranger =
        delivery.subscribe(&call, Some(MemberId::new([0; 16])), Start::Beginning).await.unwrap();
    let mut all = from_start(&delivery, &call).await;
    for (subscription, expected) in [
        (&mut live, &[0, 1, 3, 5][..]),
        (&mut ben, &[0, 2, 3, 4]),
        (&mut stranger, &[0, 3]),
        (&mut all, &[0, 1, 2, 3, 4, 5]),
    ] {
        for &n in expected {
            let message = message(subscription).await;
            assert_eq!(message.body, n.to_string());
            assert_eq!(message.to, addressees[n]);
        }
        hear_nothing(subscription).await;
    }
}

pub(crate) async fn a_log_has_its_length_and_no_more(maker: &impl Maker) {
    let delivery = maker.make(limits(10, LogLimits::default().age)).await;
    let (call, other) = (call("length"), call("another"));
    say(&delivery, &other, "untouched").await;
    for n in 0..10 {
        say(&delivery, &call, n.to_string()).await;
    }
    let mut at_limit = from_start(&delivery, &call).await;
    assert_eq!(hear(&mut at_limit, 10).await.0, numbers(0..10));
    // One more, and addressed: the length is that of the call, not of each addressee.
    delivery.publish(&call, &Outgoing::to_member(ANNA, "10").unwrap()).await.unwrap();
    let mut above = from_start(&delivery, &call).await;
    assert_eq!(hear(&mut above, 10).await.0, numbers(1..11));
    hear_nothing(&mut above).await;
    assert_eq!(hear(&mut at_limit, 1).await.0, ["10"]);
    let mut beside = from_start(&delivery, &other).await;
    assert_eq!(hear(&mut beside, 1).await.0, ["untouched"]);
}

pub(crate) async fn a_log_forgets_what_is_too_old(maker: &impl Maker) {
    let age = Duration::from_secs(4);
    let delivery = maker.make(limits(100, age)).await;
    let call = call("age");
    let mut early = from_start(&delivery, &call).await;
    say(&delivery, &call, "old").await;
    assert_eq!(hear(&mut early, 1).await.0, ["old"]);
    tokio::time::sleep(A_WHILE).await;
    let mut in_time = from_start(&delivery, &call).await;
    assert_eq!(hear(&mut in_time, 1).await.0, ["old"]);
    tokio::time::sleep(age * 5 / 4).await;
    let mut late = from_start(&delivery, &call).await;
    say(&delivery, &call, "new").await;
    assert_eq!(hear(&mut late, 1).await.0, ["new"]);
    assert_eq!(hear(&mut early, 1).await.0, ["new"]);
}

pub(crate) async fn a_lost_position_is_a_gap(maker: &impl Maker) {
    let delivery = maker.make(limits(5, LogLimits::default().age)).await;
    let call = call("gap");
    let mut first = from_start(&delivery, &call).await;
    for n in 0..3 {
        say(&delivery, &call, n.to_string()).await;
    }
    let (_, place) = hear(&mut first, 3).await;
    for n in 3..20 {
        say(&delivery, &call, n.to_string()).await;
    }
    let foreign = Position::new(0x1234_5678, 2);
    let beyond = Position::new(u64::from_be_bytes(place.to_bytes()[..8].try_into().unwrap()), 999);
    for lost in [place, foreign, beyond] {
        let mut back = delivery.subscribe(&call, None, Start::After(lost)).await.unwrap();
        assert_eq!(event(&mut back).await, Event::Gap, "{lost:?}");
        assert_eq!(hear(&mut back, 5).await.0, numbers(15..20), "{lost:?}");
        hear_nothing(&mut back).await;
    }
}

pub(crate) async fn a_repetition_is_stored_once(maker: &impl Maker) {
    let delivery = maker.make(LogLimits::default()).await;
    let (call, other) = (call("repetition"), call("another"));
    let message = Outgoing::to_all("once").unwrap();
    let mut duplicates = Vec::new();
    for call in [&call, &call, &other, &call] {
        duplicates.push(delivery.publish(call, &message).await.unwrap().duplicate);
    }
    assert_eq!(duplicates, [false, true, false, true]);
    // The same words in a message of its own are another message.
    say(&delivery, &call, "once").await;
    let mut all = from_start(&delivery, &call).await;
    assert_eq!(hear(&mut all, 2).await.0, ["once", "once"]);
    hear_nothing(&mut all).await;
}

pub(crate) async fn bodies_arrive_as_they_were_up_to_the_limit(maker: &impl Maker) {
    let delivery = maker.make(LogLimits::default()).await;
    let call = call("bodies");
    let mut bodies = vec![
        vec![],
        vec![0],
        b"\r\nPUB x 1\r\n\0".to_vec(),
        (0..=255).collect(),
        vec![0xff; MAX_MESSAGE_LEN],
    ];
    bodies.push((0..MAX_MESSAGE_LEN).map(|n| (n * 31 % 251) as u8).collect());
    for body in &bodies {
        // Addressed, so that every header is there.
        let message = Outgoing::to_member(ANNA, body.clone()).unwrap();
        delivery.publish(&call, &message).await.unwrap();
    }
    let mut all = from_start(&delivery, &call).await;
    for body in &bodies {
        assert!(message(&mut all).await.body == body, "{} bytes", body.len());
    }
    let len = MAX_MESSAGE_LEN + 1;
    let error = Outgoing::to_all(vec![0; len]).unwrap_err();
    assert_eq!(error, InputError::MessageTooLong { len });
}

pub(crate) async fn wild_call_ids_are_calls_of_their_own(maker: &impl Maker) {
    let delivery = maker.make(LogLimits::default()).await;
    let longest = [0xff; MAX_CALL_ID_LEN];
    let wild: [&[u8]; 20] = [
        b"*",
        b">",
        b".",
        b"..",
        b"a.b",
        b"a.*",
        b"a.>",
        b"a b",
        b" ",
        b"\r\n",
        b"a\r\nPUB frameseal.call.x 1\r\nx",
        b"\0",
        b"a",
        b"A",
        b"a\0",
        b"$JS.API.STREAM.DELETE.FRAMESEAL_CALLS",
        b"\xff\xfe",
        "a\u{301}".as_bytes(),
        "á".as_bytes(),
        &longest,
    ];
    let calls: Vec<_> = wild.iter().map(call).collect();
    let mut early = Vec::new();
    for call in &calls {
        early.push(from_start(&delivery, call).await);
    }
    for (n, call) in calls.iter().enumerate() {
        say(&delivery, call, n.to_string()).await;
    }
    for (n, call) in calls.iter().enumerate() {
        let mut late = from_start(&delivery, call).await;
        for subscription in [&mut early[n], &mut late] {
            assert_eq!(hear(subscription, 1).await.0, [n.to_string()]);
        }
    }
    // A prefix of a call's tag is no call, nor is the tag itself.
    let tag = calls[0].tag().to_string();
    for id in [&tag, &tag[..32]] {
        hear_nothing(&mut from_start(&delivery, &call(id)).await).await;
    }
    for subscription in &mut early {
        let more = tokio::time::timeout(Duration::from_millis(10), subscription.next()).await;
        assert!(more.is_err(), "{more:?}");
    }
}

pub(crate) async fn waiting_can_be_given_up(maker: &impl Maker) {
    let delivery = maker.make(LogLimits::default()).await;
    let call = call("given up");
    let mut subscription = from_start(&delivery, &call).await;
    let publisher = {
        let (delivery, call) = (delivery.clone(), call.clone());
        tokio::spawn(async move {
            for n in 0..100 {
                say(&delivery, &call, n.to_string()).await;
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        })
    };
    let (mut bodies, mut given_up) = (Vec::new(), 0);
    while bodies.len() < 100 {
        match tokio::time::timeout(Duration::from_micros(300), subscription.next()).await {
            Ok(Ok(Event::Message(message))) => {
                bodies.push(String::from_utf8(message.body.to_vec()).unwrap());
            }
            Ok(other) => panic!("{other:?}"),
            Err(_) => given_up += 1,
        }
    }
    publisher.await.unwrap();
    assert_eq!(bodies, numbers(0..100));
    assert!(given_up > 20, "{given_up}");
}
