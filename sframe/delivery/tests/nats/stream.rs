//! Streams that others made, and what others put into them.

use std::time::Duration;

use frameseal_delivery::nats::Nats;
use frameseal_delivery::nats::async_nats::jetstream::{self, Context};
use frameseal_delivery::nats::async_nats::{Client, HeaderMap};
use frameseal_delivery::{Delivery, DeliveryError, Event, MAX_MESSAGE_LEN, Outgoing, Start};

use crate::contract::{BEN, call, event, hear, hear_nothing, say};
use crate::server::{Server, config, options};

async fn plain(server: &Server) -> (Client, Context) {
    let client = options().connect(server.address()).await.unwrap();
    (client.clone(), jetstream::new(client))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_of_other_limits_is_refused() {
    let server = Server::start();
    let first = server.connect(config()).await;
    let mut other = config();
    other.limits.messages += 1;
    let error = Nats::connect(server.address(), options(), other).await.unwrap_err();
    assert!(
        matches!(error, DeliveryError::StreamDiffers { field: "max_msgs_per_subject", .. }),
        "{error}"
    );
    assert!(!error.is_retryable());
    // The same configuration finds the same stream, and so does one of two subjects apart.
    let second = server.connect(config()).await;
    let call = call("shared");
    say(&first, &call, "a").await;
    let mut all = second.subscribe(&call, None, Start::Beginning).await.unwrap();
    assert_eq!(hear(&mut all, 1).await.0, ["a"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_is_created_only_if_wanted() {
    let server = Server::start();
    let mut strict = config();
    strict.create = false;
    let error = Nats::connect(server.address(), options(), strict.clone()).await.unwrap_err();
    assert!(matches!(error, DeliveryError::NoStream { .. }), "{error}");
    server.connect(config()).await;
    server.connect(strict).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deployments_share_a_server_apart() {
    let server = Server::start();
    let mut other = config();
    (other.stream, other.prefix) = ("OTHER".into(), "other.call".into());
    let (here, there) = (server.connect(config()).await, server.connect(other).await);
    let call = call("same id");
    say(&here, &call, "here").await;
    say(&there, &call, "there").await;
    for (delivery, expected) in [(&here, "here"), (&there, "there")] {
        let mut all = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
        assert_eq!(hear(&mut all, 1).await.0, [expected]);
        hear_nothing(&mut all).await;
    }
    // Subjects that another stream takes already.
    let mut clash = config();
    clash.stream = "CLASH".into();
    let error = Nats::connect(server.address(), options(), clash).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Refused { code: 10065, .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_jetstream_is_unavailable() {
    let server = Server::without_jetstream();
    let mut config = config();
    config.patience = Duration::from_millis(900);
    let error = Nats::connect(server.address(), options(), config).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Unavailable { .. }), "{error}");
    assert!(error.to_string().contains("900ms"), "{error}");
}

/// What others put into a call's subject stops nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_of_us_published_is_unreadable_and_passed_over() {
    let server = Server::start();
    let delivery = server.connect(config()).await;
    let call = call("junk");
    let subject = format!("frameseal.call.{}", call.tag());
    let (_, context) = plain(&server).await;
    let mut ben = delivery.subscribe(&call, Some(BEN), Start::Beginning).await.unwrap();
    say(&delivery, &call, "before").await;
    let mut junk = 0;
    for to in ["", "*", "bb", &"BB".repeat(16), &"bb".repeat(17)] {
        let mut headers = HeaderMap::new();
        headers.insert("Frameseal-To", to);
        let ack = context.publish_with_headers(subject.clone(), headers, "x".into()).await;
        ack.unwrap().await.unwrap();
        junk += 1;
    }
    // Longer than we read, and still within what the stream takes.
    let long = vec![0; MAX_MESSAGE_LEN + 1];
    context.publish(subject.clone(), long.into()).await.unwrap().await.unwrap();
    junk += 1;
    // Longer than the stream takes.
    let longer = vec![0; MAX_MESSAGE_LEN + 1024];
    let refused = context.publish(subject.clone(), longer.into()).await.unwrap().await;
    assert!(refused.is_err());
    // Not a call's subject: the wildcard takes one token.
    let deeper = context.publish(format!("{subject}.x"), "x".into()).await.unwrap().await;
    assert!(deeper.is_err());
    delivery.publish(&call, &Outgoing::to_member(BEN, "after").unwrap()).await.unwrap();

    assert_eq!(hear(&mut ben, 1).await.0, ["before"]);
    for _ in 0..junk {
        let event = event(&mut ben).await;
        assert!(matches!(event, Event::Unreadable { .. }), "{event:?}");
    }
    assert_eq!(hear(&mut ben, 1).await.0, ["after"]);
    hear_nothing(&mut ben).await;
}

/// A call is one subject of its tag and nothing else, and holds its bound by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_sees_tags_for_subjects() {
    let server = Server::start();
    let delivery = server.connect(config()).await;
    let ids = ["standup", "a.b.>", "*"];
    for id in ids {
        say(&delivery, &call(id), "x").await;
    }
    let (_, context) = plain(&server).await;
    let stream = context.get_stream("FRAMESEAL_CALLS").await.unwrap();
    let info = stream.info_with_subjects(">").await.unwrap();
    let mut subjects: Vec<_> = futures_util::TryStreamExt::try_collect::<Vec<_>>(info)
        .await
        .unwrap()
        .into_iter()
        .map(|(subject, _)| subject)
        .collect();
    subjects.sort();
    let mut expected: Vec<_> =
        ids.iter().map(|id| format!("frameseal.call.{}", call(id).tag())).collect();
    expected.sort();
    assert_eq!(subjects, expected);
}

/// A subscriber whose buffer is too small for a replay gets all of it nevertheless.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_buffer_that_overflows_loses_nothing() {
    let server = Server::start();
    let narrow = options().subscription_capacity(64);
    let client = narrow.connect(server.address()).await.unwrap();
    let delivery = Nats::new(client.clone(), config()).await.unwrap();
    let call = call("overflow");
    for n in 0..500 {
        say(&delivery, &call, n.to_string()).await;
    }
    let mut slow = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await; // all of it is sent, and most dropped
    let (bodies, place) = hear(&mut slow, 100).await;
    assert_eq!(bodies, (0..100).map(|n| n.to_string()).collect::<Vec<_>>());
    let mut second = delivery.subscribe(&call, None, Start::After(place)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    for subscription in [&mut slow, &mut second] {
        let (bodies, _) = hear(subscription, 400).await;
        assert_eq!(bodies, (100..500).map(|n| n.to_string()).collect::<Vec<_>>());
        hear_nothing(subscription).await;
    }
}

/// What falls out of the log while a subscriber's buffer is full is missing, and the subscriber
/// is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscriber_slower_than_the_log_is_told() {
    let server = Server::start();
    let client = options().subscription_capacity(8).connect(server.address()).await.unwrap();
    let mut short = config();
    short.limits.messages = 20;
    let delivery = Nats::new(client, short).await.unwrap();
    let call = call("slow");
    let mut slow = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    for n in 0..200 {
        say(&delivery, &call, n.to_string()).await;
        if n == 19 {
            // All are sent and fill the buffer, before the log has to let go of any.
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
    let (mut last, mut gaps, mut told) = (-1, 0, false);
    while last < 199 {
        match event(&mut slow).await {
            Event::Gap => told = true,
            Event::Message(message) => {
                let number: i32 = str::from_utf8(&message.body).unwrap().parse().unwrap();
                assert!(number > last, "{number} after {last}");
                if number > last + 1 {
                    assert!(told, "{number} after {last}, and not told");
                    gaps += 1;
                }
                (last, told) = (number, false);
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(gaps >= 1);
    hear_nothing(&mut slow).await;
}
