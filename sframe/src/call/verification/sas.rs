//! A short authentication string between two members, with a commitment.
//!
//! ```text
//! first                               second
//!   commitment to a nonce ──────────▶
//!                         ◀──────────  answer: a nonce
//!   the first nonce       ──────────▶  is it the one committed to?
//! emoji and digits from both nonces, to be compared aloud
//! ```
//! Whoever sits in between runs this once with each side. It must fix its nonces before it
//! sees the ones they are mixed with, so it cannot look for any that make the two strings
//! equal: they are by chance, once in 10^6 for the digits and once in 2^30 for the emoji.

use alloc::string::String;
use core::{fmt, mem};

use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::HASH_LEN;
use super::emoji::{EMOJI, Emoji};
use crate::error::KeyError;
use crate::provider::kdf::Prk;
use crate::secret::Secret;
use crate::suite::Hash;

/// 33 bytes: what a message is, and a commitment or nonce of 32 bytes.
pub const SAS_MESSAGE_LEN: usize = 1 + NONCE_LEN;

/// 32 bytes: a nonce that nobody guesses and that hides in its commitment.
const NONCE_LEN: usize = 32;

/// 5 pictures of 64: 30 bits.
const PICTURES: usize = 5;

/// 6 digits, from 8 bytes modulo 1 000 000: off from even by less than 2^-44.
const DIGITS: u64 = 1_000_000;

/// 4 bytes for the pictures and 8 for the digits.
const OUTPUT_LEN: usize = 4 + 8;

// A label ends in its only zero byte, so that none begins another.
const CONTEXT_LABEL: &[u8] = b"FrameSeal call 1 SAS context\0";
const COMMITMENT_LABEL: &[u8] = b"FrameSeal call 1 SAS commitment\0";
const CODE_LABEL: &[u8] = b"FrameSeal call 1 SAS code\0";

/// One run of the comparison, on one side.
///
/// The app carries its messages inside the channel that is to be verified and shows both people
/// the [`SasCode`]; they say it to each other in the call. Only they can tell whether it is
/// the same: no message does.
///
/// A run ends with its code or its first error, and **never starts again by itself**: every run
/// gives an attacker one more try at 1 in 10^6, so a peer that could restart it unseen would
/// have as many as it likes. Start and answer runs only when the user asks for it, and show a
/// failed one like codes that differ.
pub struct Sas {
    context: [u8; HASH_LEN],
    nonce: Secret,
    state: State,
}

/// What this side waits for.
enum State {
    /// An answer to its commitment; the other's may have come, and gave way.
    Committed { own: [u8; HASH_LEN], theirs: Option<[u8; HASH_LEN]> },
    /// The nonce behind the other's commitment.
    Answered { theirs: [u8; HASH_LEN] },
    /// Nothing more.
    Ended,
}

/// What to do after a message.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct SasStep {
    /// A message for the other side.
    pub send: Option<SasMessage>,
    /// The code to show; the run is over.
    pub code: Option<SasCode>,
}

impl Sas {
    /// Starts a run and gives the first message.
    ///
    /// `context` binds the run to the call, to both members' hellos and to who of them is who:
    /// the same bytes on both sides, whoever starts.
    pub fn start(rng: &mut dyn CryptoRng, context: &[u8]) -> (Self, SasMessage) {
        let mut sas = Self::new(rng, context, State::Ended);
        let own = commitment(&sas.context, sas.nonce.expose());
        sas.state = State::Committed { own, theirs: None };
        (sas, SasMessage { kind: Kind::Commitment, body: own })
    }

    /// Answers a run that the other side started, and gives the answer.
    ///
    /// A side that has started a run itself passes the message to [`receive`](Self::receive).
    ///
    /// # Errors
    /// [`SasError::OutOfOrder`] when the message does not start a run.
    pub fn answer(
        rng: &mut dyn CryptoRng,
        context: &[u8],
        message: &SasMessage,
    ) -> Result<(Self, SasMessage), SasError> {
        let SasMessage { kind: Kind::Commitment, body: theirs } = *message else {
            return Err(SasError::OutOfOrder);
        };
        let sas = Self::new(rng, context, State::Answered { theirs });
        let answer = SasMessage { kind: Kind::Answer, body: sas.copy_of_nonce() };
        Ok((sas, answer))
    }

    fn new(rng: &mut dyn CryptoRng, context: &[u8], state: State) -> Self {
        let context = Sha256::new_with_prefix(CONTEXT_LABEL).chain_update(context).finalize();
        let nonce = Secret::filled(NONCE_LEN, |nonce| rng.fill_bytes(nonce));
        Self { context: context.into(), nonce, state }
    }

    /// Takes the other side's next message.
    ///
    /// When both sides have started, the lower commitment is the first: its side goes on
    /// waiting for an answer, the other answers with the nonce it committed to.
    ///
    /// # Errors
    /// Each ends the run. [`SasError::OutOfOrder`] for a message that is not the next one,
    /// also for a repetition; [`SasError::WrongCommitment`]; [`SasError::Reflected`];
    /// [`SasError::Ended`] after the end.
    pub fn receive(&mut self, message: &SasMessage) -> Result<SasStep, SasError> {
        let body = message.body;
        // Whatever goes wrong below, the run has ended.
        match (mem::replace(&mut self.state, State::Ended), message.kind) {
            (State::Committed { own, theirs: None }, Kind::Commitment) if body == own => {
                Err(SasError::Reflected)
            }
            (State::Committed { own, theirs: None }, Kind::Commitment) if own < body => {
                self.state = State::Committed { own, theirs: Some(body) };
                Ok(SasStep::default())
            }
            (State::Committed { theirs: None, .. }, Kind::Commitment) => {
                self.state = State::Answered { theirs: body };
                Ok(SasStep { send: Some(self.message(Kind::Answer)), code: None })
            }
            (State::Committed { own, theirs }, Kind::Answer) => {
                if theirs.is_some_and(|theirs| theirs != commitment(&self.context, &body)) {
                    return Err(SasError::WrongCommitment);
                }
                let code = SasCode::new(&self.context, &own, [self.nonce.expose(), &body])?;
                Ok(SasStep { send: Some(self.message(Kind::Reveal)), code: Some(code) })
            }
            (State::Answered { theirs }, Kind::Reveal) => {
                if theirs != commitment(&self.context, &body) {
                    return Err(SasError::WrongCommitment);
                }
                let code = SasCode::new(&self.context, &theirs, [&body, self.nonce.expose()])?;
                Ok(SasStep { send: None, code: Some(code) })
            }
            (State::Ended, _) => Err(SasError::Ended),
            _ => Err(SasError::OutOfOrder),
        }
    }

    fn message(&self, kind: Kind) -> SasMessage {
        SasMessage { kind, body: self.copy_of_nonce() }
    }

    fn copy_of_nonce(&self) -> [u8; NONCE_LEN] {
        let mut copy = [0; NONCE_LEN];
        copy.copy_from_slice(self.nonce.expose());
        copy
    }
}

impl fmt::Debug for Sas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Committed { .. } => "committed",
            State::Answered { .. } => "answered",
            State::Ended => "ended",
        };
        write!(f, "Sas({state})")
    }
}

fn commitment(context: &[u8; HASH_LEN], nonce: &[u8]) -> [u8; HASH_LEN] {
    let hash = Sha256::new_with_prefix(COMMITMENT_LABEL).chain_update(context);
    hash.chain_update(nonce).finalize().into()
}

/// A message of a run. It is no secret, and not authentic before the people have compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SasMessage {
    kind: Kind,
    body: [u8; NONCE_LEN],
}

/// The first byte of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Commitment = 1,
    Answer = 2,
    Reveal = 3,
}

impl SasMessage {
    /// Says whether it starts a run.
    pub fn starts(&self) -> bool {
        self.kind == Kind::Commitment
    }

    /// Gives the 33 bytes to send.
    pub fn to_bytes(&self) -> [u8; SAS_MESSAGE_LEN] {
        let mut bytes = [self.kind as u8; SAS_MESSAGE_LEN];
        let (_, body) = bytes.split_at_mut(1);
        body.copy_from_slice(&self.body);
        bytes
    }

    /// Reads a message of 33 bytes.
    ///
    /// # Errors
    /// [`SasError::NoMessage`] for another length or an unknown kind.
    pub fn parse(bytes: &[u8]) -> Result<Self, SasError> {
        let (kind, body) = bytes.split_first().ok_or(SasError::NoMessage)?;
        let kind = match kind {
            1 => Kind::Commitment,
            2 => Kind::Answer,
            3 => Kind::Reveal,
            _ => return Err(SasError::NoMessage),
        };
        Ok(Self { kind, body: body.try_into().map_err(|_| SasError::NoMessage)? })
    }
}

/// What the two people compare: five pictures or six digits, whichever they like better. Both
/// come from the same run, so comparing one is enough.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SasCode {
    emoji: [Emoji; PICTURES],
    digits: u32,
}

impl SasCode {
    fn new(
        context: &[u8; HASH_LEN],
        commitment: &[u8; HASH_LEN],
        nonces: [&[u8]; 2],
    ) -> Result<Self, KeyError> {
        let nonces = nonces.concat();
        let mut output = [0; OUTPUT_LEN];
        Prk::extract(Hash::Sha256, commitment, &nonces)
            .expand(&[CODE_LABEL, context], &mut output)?;
        let number = |bytes: &[u8]| bytes.iter().fold(0, |n, &byte| n << 8 | u64::from(byte));
        let (pictures, digits) = output.split_at(4);
        let pictures = number(pictures);
        // The first 30 of 32 bits, 6 at a time.
        let emoji = [26, 20, 14, 8, 2].map(|shift| picture(pictures >> shift));
        #[allow(clippy::cast_possible_truncation)] // below 1 000 000
        let digits = (number(digits) % DIGITS) as u32;
        Ok(Self { emoji, digits })
    }

    /// Gives the five pictures with their names, in order. One may come twice.
    pub const fn emoji(&self) -> &[Emoji; PICTURES] {
        &self.emoji
    }

    /// Gives the six digits.
    pub fn digits(&self) -> String {
        alloc::format!("{:06}", self.digits)
    }
}

/// Finds the picture of the lowest 6 bits.
fn picture(bits: u64) -> Emoji {
    let [first, ..] = EMOJI;
    usize::try_from(bits & 63).ok().and_then(|at| EMOJI.get(at)).copied().unwrap_or(first)
}

/// Writes the pictures with their names.
impl fmt::Display for SasCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.emoji.iter().enumerate().try_for_each(|(n, emoji)| {
            let comma = if n == 0 { "" } else { ", " };
            write!(f, "{comma}{emoji}")
        })
    }
}

impl fmt::Debug for SasCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SasCode({self}; {})", self.digits())
    }
}

/// A run of the short authentication string failed. It is over; the people have not verified
/// each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SasError {
    /// The bytes are no message of a run.
    #[error("not a verification message: the channel damaged it, or the peer's app is another")]
    NoMessage,
    /// The message is not the one that comes next, or came twice.
    #[error(
        "a verification message came out of order; the run is over, ask the user before another"
    )]
    OutOfOrder,
    /// The nonce is not the one that was committed to, or the two sides mean different calls or
    /// members: what somebody in the middle looks like.
    #[error(
        "the peer's nonce does not fit its commitment: somebody may be in the middle; treat it like codes that differ"
    )]
    WrongCommitment,
    /// This side's own message came back.
    #[error("this device's own verification message came back: the channel reflects messages")]
    Reflected,
    /// The run is over.
    #[error("this verification run is over; start another only when the user asks for it")]
    Ended,
    /// The code could not be derived.
    #[error(transparent)]
    Key(#[from] KeyError),
}

#[cfg(test)]
mod tests {
    use super::super::tests::Numbers;
    use super::*;

    const CONTEXT: &[u8] = b"call, alice, bob";

    /// Computed with Python's hashlib and hmac (RFC 5869 written out).
    #[test]
    fn a_known_run() {
        let (mut first, commit) = Sas::start(&mut Numbers(0), CONTEXT);
        let (mut second, answer) = Sas::answer(&mut Numbers(100), CONTEXT, &commit).unwrap();
        let step = first.receive(&answer).unwrap();
        let done = second.receive(&step.send.unwrap()).unwrap();
        let (one, two) = (step.code.unwrap(), done.code.unwrap());
        assert_eq!(one, two);
        assert_eq!(hex::encode(commit.to_bytes()), COMMIT);
        assert_eq!(alloc::format!("{one:?}"), CODE);
    }

    const COMMIT: &str = "0100127734f1a6a26c211068c2314e43ec001599759f54e70d682374906db9156d";
    const CODE: &str = "SasCode(🐟 fish, 🎺 trumpet, 🔑 key, 🎁 gift, 🐼 panda; 968516)";

    #[test]
    fn messages_of_every_length_and_kind() {
        let mut parsed = 0;
        for kind in 0..=255 {
            for len in 0..=40 {
                let bytes = alloc::vec![kind; len];
                match SasMessage::parse(&bytes) {
                    Ok(message) => {
                        assert_eq!(message.to_bytes()[..], bytes[..]);
                        parsed += 1;
                    }
                    Err(error) => assert_eq!(error, SasError::NoMessage),
                }
            }
        }
        assert_eq!(parsed, 3);
    }

    #[test]
    fn debug_shows_no_nonce() {
        let (sas, _) = Sas::start(&mut Numbers(0xa0), CONTEXT);
        assert_eq!(alloc::format!("{sas:?}"), "Sas(committed)");
    }
}
