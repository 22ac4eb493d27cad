//! Publishing until the server says that it has the message.

use async_nats::jetstream::Error as ServerError;
use async_nats::jetstream::context::{PublishError, PublishErrorKind};
use std::error::Error;
use tokio::time::{sleep, timeout};

use crate::call::CallTag;
use crate::error::DeliveryError;
use crate::message::{Outgoing, Receipt};
use crate::nats::link::{Link, RETRY_PAUSE, Trouble};
use crate::nats::wire;

/// Publishes with one message id until it is acknowledged, refused, or patience is over.
pub(super) async fn publish(
    link: &Link,
    tag: CallTag,
    message: &Outgoing,
) -> Result<Receipt, DeliveryError> {
    let limit = link.config.pending;
    let Ok(_permit) = link.pending.try_acquire() else {
        return Err(DeliveryError::TooManyPending { limit });
    };
    // Whether an attempt may have reached the server without our knowing.
    let mut unsure = false;
    let waited = link.config.patience;
    match timeout(waited, until_stored(link, tag, message, &mut unsure)).await {
        Ok(Err(DeliveryError::Closed)) | Err(_) if unsure => {
            Err(DeliveryError::Unconfirmed { waited })
        }
        Ok(result) => result,
        Err(_) => Err(DeliveryError::Unavailable { waited }),
    }
}

async fn until_stored(
    link: &Link,
    tag: CallTag,
    message: &Outgoing,
    unsure: &mut bool,
) -> Result<Receipt, DeliveryError> {
    let subject = link.config.subject(tag);
    loop {
        // Nothing is handed to a client that is not connected: it would send it some day.
        link.connected().await?;
        let unsure_before = std::mem::replace(unsure, true);
        let packed = wire::pack(message, tag, &link.config.stream);
        let answer = match link.context.send_publish(subject.clone(), packed).await {
            Ok(ack) => ack.await,
            Err(error) => Err(error),
        };
        let trouble = match answer {
            Ok(ack) => return Ok(Receipt::new(ack.duplicate)),
            Err(error) if error.kind() == PublishErrorKind::StreamNotFound => {
                *unsure = unsure_before;
                // Lost by the server, or not led by anybody at the moment.
                link.stream().await.err().unwrap_or(Trouble::Later)
            }
            Err(error) => answered(&error),
        };
        if let Trouble::Never(error) = trouble {
            return Err(error);
        }
        sleep(RETRY_PAUSE).await;
    }
}

/// Tells an answer that says no from one that did not come.
fn answered(error: &PublishError) -> Trouble {
    match error.kind() {
        PublishErrorKind::MaxPayloadExceeded => {
            let reason = "the server's max_payload is below 20 KiB".into();
            Trouble::Never(DeliveryError::Refused { code: 0, reason })
        }
        _ => match error.source().and_then(|source| source.downcast_ref::<ServerError>()) {
            Some(error) => Trouble::of(error),
            None => Trouble::Later,
        },
    }
}
