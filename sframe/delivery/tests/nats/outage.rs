//! Servers that crash, hang, come back, or come back with nothing.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use frameseal_delivery::nats::Nats;
use frameseal_delivery::nats::async_nats::jetstream;
use frameseal_delivery::{Delivery, DeliveryError, Event, Outgoing, Start};

use crate::contract::{call, event, hear, hear_nothing, message, say};
use crate::server::{Server, config, options};

/// Publishers go on through crashes; all that was acknowledged is there, once, in one order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_server_crashes() {
    const CRASHES: usize = 4;
    let mut server = Server::start();
    let call = call("crash");
    let mut config = config();
    config.patience = Duration::from_secs(30);
    let listener = server.connect(config.clone()).await;
    let mut first = listener.subscribe(&call, None, Start::Beginning).await.unwrap();
    let mut second = listener.subscribe(&call, None, Start::Beginning).await.unwrap();

    let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut publishers = Vec::new();
    for publisher in 0..3 {
        let delivery = server.connect(config.clone()).await;
        let (call, stop, count) = (call.clone(), stop.clone(), acknowledged.clone());
        publishers.push(tokio::spawn(async move {
            let mut bodies = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let body = format!("{publisher} {:05}", bodies.len());
                let outgoing = Outgoing::to_all(body.clone()).unwrap();
                while let Err(error) = delivery.publish(&call, &outgoing).await {
                    assert!(error.is_retryable(), "{error}");
                }
                bodies.push(body);
                count.fetch_add(1, Ordering::Relaxed);
            }
            bodies
        }));
    }
    for _ in 0..CRASHES {
        let goal = acknowledged.load(Ordering::Relaxed) + 150;
        while acknowledged.load(Ordering::Relaxed) < goal {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.kill(); // with publishes on their way
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.start_again();
    }
    let goal = acknowledged.load(Ordering::Relaxed) + 100;
    while acknowledged.load(Ordering::Relaxed) < goal {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    stop.store(true, Ordering::Relaxed);
    let mut sent = Vec::new();
    for publisher in publishers {
        sent.push(publisher.await.unwrap());
    }
    let total: usize = sent.iter().map(Vec::len).sum();
    assert!(total >= CRASHES * 150 + 100);

    let (order, _) = hear(&mut first, total).await;
    assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), total, "each once");
    for (publisher, bodies) in sent.iter().enumerate() {
        let prefix = format!("{publisher} ");
        let of_one: Vec<_> = order.iter().filter(|b| b.starts_with(&prefix)).cloned().collect();
        assert_eq!(&of_one, bodies, "all of them, in the publisher's order");
    }
    assert_eq!(hear(&mut second, total).await.0, order);
    let mut late = listener.subscribe(&call, None, Start::Beginning).await.unwrap();
    assert_eq!(hear(&mut late, total).await.0, order);
    for subscription in [&mut first, &mut second, &mut late] {
        hear_nothing(subscription).await;
    }
    println!("{total} messages through {CRASHES} crashes");
}

/// An idle subscriber, behind its last message, gets what is published after the restart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_subscriber_goes_on_without_a_gap() {
    let mut server = Server::start();
    let call = call("idle");
    let delivery = server.connect(config()).await;
    say(&delivery, &call, "before").await;
    let mut idle = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    let (_, place) = hear(&mut idle, 1).await;
    // Behind a position, and nothing delivered yet: it must not start over at the beginning.
    let mut behind = delivery.subscribe(&call, None, Start::After(place)).await.unwrap();
    let mut empty = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    for round in 0..2 {
        server.kill();
        server.start_again();
        say(&delivery, &call, format!("after {round}")).await;
        for subscription in [&mut idle, &mut behind] {
            assert_eq!(hear(subscription, 1).await.0, [format!("after {round}")]);
            hear_nothing(subscription).await;
        }
    }
    assert_eq!(hear(&mut empty, 3).await.0, ["before", "after 0", "after 1"]);
    // And after the restart of the app.
    let again = server.connect(config()).await;
    let mut back = again.subscribe(&call, None, Start::After(place)).await.unwrap();
    assert_eq!(hear(&mut back, 2).await.0, ["after 0", "after 1"]);
}

/// While the server is away, a publish fails in a way that can be retried, and says that
/// nothing was stored; a subscription does not begin.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_is_an_error_that_can_be_retried() {
    let mut server = Server::start();
    let call = call("outage");
    let mut config = config();
    config.patience = Duration::from_secs(3);
    let delivery = server.connect(config.clone()).await;
    say(&delivery, &call, "before").await;
    server.kill();
    tokio::time::sleep(Duration::from_secs(1)).await; // until the client has noticed

    let outgoing = Outgoing::to_all("during").unwrap();
    let began = Instant::now();
    let error = delivery.publish(&call, &outgoing).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Unavailable { .. }) && error.is_retryable(), "{error}");
    assert!(began.elapsed() >= config.patience && began.elapsed() < config.patience * 3);
    let error = delivery.subscribe(&call, None, Start::Beginning).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Unavailable { .. }), "{error}");
    let error = Nats::connect(server.address(), options(), config.clone()).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Connect { retryable: true, .. }), "{error}");

    server.start_again();
    let mut all = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    assert_eq!(hear(&mut all, 1).await.0, ["before"]);
    hear_nothing(&mut all).await; // what failed was not sent behind our back
    assert!(!delivery.publish(&call, &outgoing).await.unwrap().duplicate);
    assert_eq!(hear(&mut all, 1).await.0, ["during"]);
}

/// A publish whose patience outlasts the outage waits and succeeds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn patience_outlasts_a_restart() {
    let mut server = Server::start();
    let call = call("patience");
    let delivery = server.connect(config()).await;
    say(&delivery, &call, "before").await;
    server.kill();
    let publish = {
        let (delivery, call) = (delivery.clone(), call.clone());
        tokio::spawn(async move { say(&delivery, &call, "during").await })
    };
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!publish.is_finished());
    server.start_again();
    publish.await.unwrap();
    let mut all = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    assert_eq!(hear(&mut all, 2).await.0, ["before", "during"]);
}

/// A server that hangs has the message without our knowing: the error says so, a repetition is
/// stored once, and only so many publishes wait.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_hangs_leaves_us_unsure_and_no_duplicate() {
    let server = Server::start();
    let call = call("hanging");
    let mut config = config();
    config.patience = Duration::from_secs(4);
    config.pending = 8;
    let delivery = server.connect(config).await;
    let messages: Vec<_> = (0..9).map(|n| Outgoing::to_all(format!("{n}")).unwrap()).collect();
    server.halt(true);
    let waiting: Vec<_> = messages[..8]
        .iter()
        .map(|outgoing| {
            let (delivery, call, outgoing) = (delivery.clone(), call.clone(), outgoing.clone());
            tokio::spawn(async move { delivery.publish(&call, &outgoing).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let error = delivery.publish(&call, &messages[8]).await.unwrap_err();
    assert!(matches!(error, DeliveryError::TooManyPending { limit: 8 }), "{error}");
    assert!(error.is_retryable());
    for publish in waiting {
        let error = publish.await.unwrap().unwrap_err();
        assert!(matches!(error, DeliveryError::Unconfirmed { .. }), "{error}");
        assert!(error.is_retryable());
    }
    server.halt(false);
    let mut duplicates = Vec::new();
    for outgoing in &messages {
        duplicates.push(delivery.publish(&call, outgoing).await.unwrap().duplicate);
    }
    assert_eq!(duplicates, [true, true, true, true, true, true, true, true, false]);
    let mut all = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    let (bodies, _) = hear(&mut all, 9).await;
    assert_eq!(bodies.iter().collect::<BTreeSet<_>>().len(), 9);
    hear_nothing(&mut all).await;
}

/// Message ids are remembered through a crash.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repetition_is_recognised_after_a_crash() {
    let mut server = Server::start();
    let call = call("again");
    let delivery = server.connect(config()).await;
    let outgoing = Outgoing::to_all("once").unwrap();
    assert!(!delivery.publish(&call, &outgoing).await.unwrap().duplicate);
    server.kill();
    server.start_again();
    assert!(delivery.publish(&call, &outgoing).await.unwrap().duplicate);
}

/// A server that lost its store starts another log: subscribers are told and get all of it,
/// whether it has become shorter or longer than what they had read of the old one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_was_lost_is_a_gap() {
    for new in [3, 8] {
        let mut server = Server::start();
        let call = call("lost");
        let (publisher, delivery) =
            (server.connect(config()).await, server.connect(config()).await);
        let mut live = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
        for n in 0..5 {
            say(&publisher, &call, n.to_string()).await;
        }
        let (_, place) = hear(&mut live, 5).await;
        let mut idle = delivery.subscribe(&call, None, Start::After(place)).await.unwrap();
        // One waits through it all, the other is looked at afterwards.
        let waiting = tokio::spawn(async move {
            let first = event(&mut idle).await;
            (first, hear(&mut idle, new).await.0, Instant::now())
        });
        server.kill();
        std::fs::remove_dir_all(server.store()).unwrap();
        server.start_again();
        // The publisher makes the stream anew, before the subscribers look.
        for n in 0..new {
            say(&publisher, &call, format!("new {n}")).await;
        }
        let published = Instant::now();
        let all: Vec<_> = (0..new).map(|n| format!("new {n}")).collect();
        let mut back = delivery.subscribe(&call, None, Start::After(place)).await.unwrap();
        for subscription in [&mut live, &mut back] {
            assert_eq!(event(subscription).await, Event::Gap);
            assert_eq!(hear(subscription, new).await.0, all);
            hear_nothing(subscription).await;
        }
        let (first, bodies, heard) = waiting.await.unwrap();
        assert_eq!((first, bodies), (Event::Gap, all));
        // Not only when the heartbeats of the old consumer are missed.
        let took = heard.saturating_duration_since(published);
        assert!(took < Duration::from_secs(8), "{took:?}");
    }
}

/// A stream deleted under a living connection is noticed by its heartbeats.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_was_deleted_is_a_gap() {
    let server = Server::start();
    let call = call("deleted");
    let delivery = server.connect(config()).await;
    say(&delivery, &call, "old").await;
    let mut live = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    assert_eq!(message(&mut live).await.body, "old");
    let client = options().connect(server.address()).await.unwrap();
    let context = jetstream::new(client);
    context.delete_stream(config().stream).await.unwrap();
    say(&delivery, &call, "new").await;
    assert_eq!(event(&mut live).await, Event::Gap);
    assert_eq!(message(&mut live).await.body, "new");
}

/// Subscribers of a connection that is closed end; they do not hang.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_connection_ends_everything() {
    let server = Server::start();
    let call = call("closed");
    let client = options().connect(server.address()).await.unwrap();
    let delivery = Nats::new(client.clone(), config()).await.unwrap();
    let mut live = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    client.drain().await.unwrap();
    let soon = Duration::from_secs(15);
    for _ in 0..2 {
        let ended = tokio::time::timeout(soon, live.next()).await.unwrap().unwrap_err();
        assert!(matches!(ended, DeliveryError::Closed) && !ended.is_retryable(), "{ended}");
    }
    let outgoing = Outgoing::to_all("x").unwrap();
    let error = delivery.publish(&call, &outgoing).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Closed), "{error}");
    let error = delivery.subscribe(&call, None, Start::Beginning).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Closed), "{error}");
}
