//! What a call was like: the one value that the table, the JSON and the report all show.

use serde::Serialize;

use crate::media::Codec;

/// Everything there is to say about a call once it is over.
#[derive(Debug, Default, Serialize)]
pub struct Outcome {
    /// Whether nothing below is a violation.
    pub ok: bool,
    /// What should not have happened, one sentence each. Empty when `ok`.
    pub violations: Vec<String>,
    /// The call as a whole.
    pub call: Call,
    /// Everybody who was in it, in order of arrival.
    pub members: Vec<Member>,
    /// How they came by their keys; nothing for formats that have ways of their own.
    pub keys: Option<Keys>,
    /// What the operator did to packets and key messages.
    pub attacks: Vec<Attack>,
    /// What the operator has now.
    pub operator: Operator,
    /// Single measurements, for the plots; not part of the JSON.
    #[serde(skip)]
    pub samples: Samples,
}

/// The call as a whole.
#[derive(Debug, Default, Serialize)]
pub struct Call {
    /// What frames are sealed in, as the command line names it.
    pub format: String,
    /// The cipher suite's IANA name, or what the format has in its place.
    pub suite: String,
    /// Participants at the start; one more joins, one leaves.
    pub participants: usize,
    /// How many senders each receiver is sent at most.
    pub last_n: usize,
    /// Length of the call in seconds of media.
    pub media_seconds: f64,
    /// Time that it took, in seconds.
    pub wall_seconds: f64,
    /// The clips that were sent: name, codec, frames.
    pub clips: Vec<String>,
    /// The seed of the operator's dice; the same seed gives the same attacks.
    pub seed: u64,
    /// What else is to be known, such as clips that the format cannot seal.
    pub notes: Vec<String>,
}

/// One participant.
#[derive(Debug, Default, Serialize)]
pub struct Member {
    /// `Alice`, `Bob`, …
    pub name: String,
    /// `stays`, `leaves` or `joins`.
    pub role: &'static str,
    /// Frames encrypted and sent.
    pub sent: u64,
    /// Frames of others that were sent to this member while it was entitled to them.
    pub expected: u64,
    /// Of those, opened and byte-identical to what the sender encrypted.
    pub opened: u64,
    /// Of the opened, those that had waited for their key.
    pub opened_after_waiting: u64,
    /// Of the opened, those that were changed on the way and still say the same, in formats
    /// that do not authenticate the layout to the bit.
    pub opened_in_other_spelling: u64,
    /// Of the expected, lost: dropped or damaged on the way.
    pub lost: u64,
    /// Frames refused, by cause.
    pub refused: Refused,
    /// Genuine frames this member was not entitled to and could not open.
    pub kept_from: u64,
    /// Time to encrypt one frame.
    pub encrypt_ns: Percentiles,
    /// Time to open one frame.
    pub decrypt_ns: Percentiles,
    /// Bytes of media sent.
    pub media_bytes: u64,
    /// Bytes that were added: headers, trailers, tags and RTP descriptors.
    pub overhead_bytes: u64,
    /// The same in percent of the media bytes.
    pub overhead_percent: f64,
}

/// How the members came by their keys.
#[derive(Debug, Default, Serialize)]
pub struct Keys {
    /// Members that took part.
    pub members: usize,
    /// How two of them exchange secrets: the weakest that any two use.
    pub exchange: &'static str,
    /// Key messages that members sent through the operator.
    pub messages: u64,
    /// Their bytes.
    pub message_bytes: u64,
    /// Key messages that arrived at members: one to everybody arrives at each, and so do
    /// those that the operator adds.
    pub arrived: u64,
    /// Their bytes.
    pub arrived_bytes: u64,
    /// How often a sender went one ratchet step on, since somebody had joined.
    pub ratchets: u64,
    /// How often a sender changed to a fresh key, since somebody had left.
    pub rotations: u64,
    /// Milliseconds until the members at the start had met and had each other's keys.
    pub greeting_ms: u64,
    /// Milliseconds from a member's goodbye until the first sender sealed under a key that it
    /// does not have.
    pub switch_ms_first: u64,
    /// The same for the last sender: so long could the member who left read on.
    pub switch_ms_last: u64,
    /// What members read to each other at the end of the call.
    pub call_code: String,
    /// Whether everybody has the same.
    pub call_codes_equal: bool,
    /// What happens when the operator takes the place of members.
    pub swap: Swap,
}

/// A second call, of Alice and Bob, with the operator between them under both names.
#[derive(Debug, Default, Serialize)]
pub struct Swap {
    /// Frames that the two sent.
    pub frames: u64,
    /// Frames that came out at the other end.
    pub opened: u64,
    /// Of those sent, those that the operator read on the way.
    pub read_by_operator: u64,
    /// The call code on Alice's screen.
    pub alice_reads: String,
    /// The call code on Bob's screen. Must differ, and shows that somebody is in between.
    pub bob_reads: String,
}

/// Frames refused by a decryptor, by cause.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub struct Refused {
    /// Not what its sender sealed.
    pub authentication: u64,
    /// Opened before.
    pub replay: u64,
    /// No key for its KID.
    pub key_id: u64,
    /// Not an SFrame.
    pub syntax: u64,
}

/// Median and tail of a measurement, in nanoseconds.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub struct Percentiles {
    /// Half are faster.
    pub p50: u64,
    /// One in a hundred is slower.
    pub p99: u64,
}

/// One kind of attack.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Attack {
    /// What the operator did, such as `flipped one bit`.
    pub name: &'static str,
    /// How many packets or key messages it did it to.
    pub packets: u64,
    /// How many such frames a receiver opened, or such messages had an effect. Anything but 0 is a violation.
    pub accepted: u64,
}

/// What the operator recorded, and what it could make of it.
#[derive(Debug, Default, Serialize)]
pub struct Operator {
    /// Packets received from members.
    pub packets: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Frames it could put together from them.
    pub frames: u64,
    /// The KIDs in their headers, or the indices of keys that legacy formats show (DAVE: the
    /// generations), in hexadecimal, with the frames and the counters seen.
    pub kids: Vec<SeenKey>,
    /// Key messages that went through its hands, by kind.
    pub key_messages: Vec<(String, u64)>,
    /// Keys of the member who left found in them as they are. Must be 0.
    pub keys_in_clear: u64,
    /// Runs of 16 bytes of somebody's media found in the recording. Must be 0.
    pub plaintext_runs: u64,
    /// Byte strings from the wire that it tried as keys.
    pub wire_keys_tried: u64,
    /// Frames opened with them. Must be 0.
    pub opened_with_wire_keys: u64,
    /// Frames opened with the keys of the member who left, sent to it: until it left, or, where
    /// sessions change the keys, until the sender's had changed.
    pub opened_with_leaver_before: u64,
    /// The same, sent later. Must be 0.
    pub opened_with_leaver_after: u64,
}

/// What a header tells the operator about one key.
#[derive(Debug, Default, Clone, Serialize)]
pub struct SeenKey {
    /// The KID in hexadecimal.
    pub kid: String,
    /// Frames seen with it.
    pub frames: u64,
    /// The lowest counter seen.
    pub first_counter: u64,
    /// The highest counter seen.
    pub last_counter: u64,
}

/// Single measurements.
#[derive(Debug, Default)]
pub struct Samples {
    /// One frame encrypted: codec, bytes of media, bytes sealed, nanoseconds.
    pub encrypted: Vec<(Codec, usize, usize, u64)>,
    /// One frame opened: bytes sealed, nanoseconds.
    pub decrypted: Vec<(usize, u64)>,
}

impl Percentiles {
    /// Takes the percentiles of `nanoseconds`.
    pub fn of(mut nanoseconds: Vec<u64>) -> Self {
        nanoseconds.sort_unstable();
        let at = |percent: usize| {
            let index = nanoseconds.len().saturating_sub(1).saturating_mul(percent) / 100;
            nanoseconds.get(index).copied().unwrap_or(0)
        };
        Self { p50: at(50), p99: at(99) }
    }
}
