//! A member that leaves in the middle of a call, comes back, and gets what it missed.
//!
//! In memory, or with `--features nats` and an address over a server:
//! `cargo run -p frameseal-delivery --features nats --example reconnect -- 127.0.0.1:4222`

use std::error::Error;
use std::sync::Arc;

use frameseal_delivery::{CallId, Delivery, Event, InMemory, Outgoing, Position, Start};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let delivery = choose(std::env::args().nth(1)).await?;
    let mut id = [0; 16];
    getrandom::fill(&mut id)?;
    let call = CallId::new(id)?;

    publish(&*delivery, &call, ["first", "second"]).await?;
    let place = read(&*delivery, &call, Start::Beginning, 2).await?;
    let kept = place.to_bytes(); // in a file, while the app is away
    publish(&*delivery, &call, ["third", "fourth"]).await?;
    read(&*delivery, &call, Start::After(Position::from_bytes(kept)), 2).await?;
    Ok(())
}

async fn publish(
    delivery: &dyn Delivery,
    call: &CallId,
    bodies: [&'static str; 2],
) -> Result<(), Box<dyn Error>> {
    for body in bodies {
        let message = Outgoing::to_all(body)?;
        while let Err(error) = delivery.publish(call, &message).await {
            if !error.is_retryable() {
                return Err(error.into());
            }
            eprintln!("{error}");
        }
    }
    Ok(())
}

async fn read(
    delivery: &dyn Delivery,
    call: &CallId,
    start: Start,
    count: usize,
) -> Result<Position, Box<dyn Error>> {
    let mut inbox = delivery.subscribe(call, None, start).await?;
    let mut last = None;
    for _ in 0..count {
        match inbox.next().await? {
            Event::Message(message) => {
                println!("{}", String::from_utf8_lossy(&message.body));
                last = Some(message.position);
            }
            other => println!("{other:?}"),
        }
    }
    Ok(last.ok_or("no message came")?)
}

#[cfg(feature = "nats")]
async fn choose(server: Option<String>) -> Result<Arc<dyn Delivery>, Box<dyn Error>> {
    use frameseal_delivery::nats::{Nats, NatsConfig, async_nats::ConnectOptions};
    Ok(match server {
        Some(server) => {
            let (options, config) = (ConnectOptions::new(), NatsConfig::default());
            Arc::new(Nats::connect(server, options, config).await?)
        }
        None => Arc::new(InMemory::new()),
    })
}

#[cfg(not(feature = "nats"))]
async fn choose(server: Option<String>) -> Result<Arc<dyn Delivery>, Box<dyn Error>> {
    match server {
        Some(_) => Err("built without the feature `nats`".into()),
        None => Ok(Arc::new(InMemory::new())),
    }
}
