//! What a message looks like on NATS.

use async_nats::HeaderMap;
use async_nats::jetstream::message::PublishMessage;
use bytes::Bytes;

use crate::call::{CallTag, MemberId};
use crate::limits::MAX_MESSAGE_LEN;
use crate::message::Outgoing;

/// Whom a message is addressed to, as 32 lower-case hexadecimal digits. Absent: everybody.
const TO: &str = "Frameseal-To";

/// The three headers below take less than 300 bytes with the longest names.
pub(super) const MAX_HEADERS_LEN: usize = 512;

/// Dresses a message for its stream.
pub(super) fn pack(message: &Outgoing, tag: CallTag, stream: &str) -> PublishMessage {
    let packed = PublishMessage::build()
        .payload(message.body().clone())
        // The server looks for repetitions in the whole stream, so the call is part of the id.
        .message_id(format!("{tag}-{}", message.id()))
        .expected_stream(stream);
    match message.to() {
        Some(member) => packed.header(TO, member.to_string()),
        None => packed,
    }
}

/// Takes a message apart; `None` when none of us made it.
pub(super) fn unpack(headers: Option<&HeaderMap>, body: &Bytes) -> Option<Option<MemberId>> {
    if body.len() > MAX_MESSAGE_LEN {
        return None;
    }
    let mut addressees = headers.into_iter().flat_map(|headers| headers.get_all(TO));
    match (addressees.next(), addressees.next()) {
        (None, _) => Some(None),
        (Some(member), None) => MemberId::from_hex(member.as_str()).map(Some),
        (Some(_), Some(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::CallId;

    #[test]
    fn headers_fit_their_bound() {
        let message = Outgoing::to_member(MemberId::new([7; 16]), "").unwrap();
        let tag = CallId::new("a").unwrap().tag();
        let packed = pack(&message, tag, &"s".repeat(super::super::MAX_NAME_LEN));
        let headers = packed.outbound_message("s").headers.unwrap();
        let mut count = 0;
        let mut len = "NATS/1.0\r\n\r\n".len();
        for (name, values) in headers.iter() {
            for value in values {
                count += 1;
                len += name.to_string().len() + ": \r\n".len() + value.as_str().len();
            }
        }
        assert_eq!(count, 3);
        assert!(len <= MAX_HEADERS_LEN, "{len}");
    }

    #[test]
    fn only_one_spelling_of_one_addressee_is_read() {
        let read = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            values.iter().for_each(|&value| headers.append(TO, value));
            unpack(Some(&headers), &Bytes::new())
        };
        let digits = "07".repeat(16);
        assert_eq!(read(&[]), Some(None));
        assert_eq!(unpack(None, &Bytes::new()), Some(None));
        assert_eq!(read(&[&digits]), Some(Some(MemberId::new([7; 16]))));
        for bad in [&["07"][..], &[""], &["*"], &[&digits, &digits], &[&"0G".repeat(16)]] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
        for (len, fits) in [(MAX_MESSAGE_LEN, true), (MAX_MESSAGE_LEN + 1, false)] {
            assert_eq!(unpack(None, &vec![0; len].into()).is_some(), fits);
        }
    }
}
