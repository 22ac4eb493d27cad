//! The receiving side of every format: keys in, frames opened, refused, or kept for their key.

use std::time::Duration;

use anyhow::{Result, bail};
use frameseal::call::{KeyChange, Session};
use frameseal::{CipherSuite, DecryptError, Decryptor, ErrorClass, Unparked, transparent};

use crate::format::Format;
use crate::sealing::MemberKey;

mod members;

use members::Members;

/// 1024 frames and 4 MiB that wait for their keys: what 15 members send in one second, with
/// those of before that a newcomer is sent and has no keys for.
const MAX_PARKED: (usize, usize) = (1024, 4 << 20);

/// How long they wait: a call would go on without them, but here every frame counts, and a key
/// that the operator drops three times over comes in 2.8 s.
const PATIENCE: Duration = Duration::from_secs(5);

/// What RTP says about a frame that has arrived.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// Of the stream. Signalling says whose it is.
    pub ssrc: u32,
    /// Signalling says of which codec it is.
    pub payload_type: u8,
}

/// Why a frame was not opened.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The cause.
    pub class: ErrorClass,
    /// The same in words.
    pub why: String,
    /// Whether the frame waits for its key, and so may yet be opened.
    pub waits: bool,
}

/// A frame whose key has come: its mark, and what came of it.
pub struct Waited {
    /// The mark that it was given.
    pub token: u64,
    /// Its plaintext, or why it is refused after all.
    pub frame: Result<Vec<u8>, Refusal>,
}

/// Opens the frames of all members.
pub struct Opener {
    suite: CipherSuite,
    format: Format,
    decryptors: Decryptors,
}

enum Decryptors {
    /// One for all: the KID says whose frame it is.
    Shared(Box<Decryptor>),
    /// One for each member, found by the SSRC.
    Each(Members),
}

impl Opener {
    /// Makes an opener without keys for the member with this number.
    pub fn new(format: Format, suite: CipherSuite, member: Option<usize>) -> Self {
        let decryptors = if format.is_sframe() {
            let mut config = Session::decryptor_config();
            (config.parking.frames, config.parking.bytes) = MAX_PARKED;
            config.parking.age = PATIENCE;
            Decryptors::Shared(Box::new(Decryptor::with_config(config)))
        } else {
            Decryptors::Each(Members::new(format, member))
        };
        Self { suite, format, decryptors }
    }

    /// Does what a session says and gives the frames that have waited for it.
    ///
    /// # Errors
    /// When a key is not accepted, or the format has no sessions.
    pub fn change(&mut self, change: &KeyChange) -> Result<Vec<Waited>> {
        let Decryptors::Shared(decryptor) = &mut self.decryptors else {
            bail!("the format has no sessions");
        };
        change.apply(decryptor)?;
        Ok(unparked(decryptor))
    }

    /// Adds a key that was handed out and gives the frames that have waited for it.
    ///
    /// # Errors
    /// When the key is not accepted.
    pub fn add_key(&mut self, key: &MemberKey) -> Result<Vec<Waited>> {
        match &mut self.decryptors {
            Decryptors::Shared(decryptor) => {
                decryptor.add_sender_key(key.sender_key(self.suite)?)?;
                Ok(unparked(decryptor))
            }
            Decryptors::Each(members) => members.add_key(key),
        }
    }

    /// Lets a legacy key go after the grace time, for frames that are under way.
    pub fn retire_key(&mut self, number: u64) {
        if let Decryptors::Each(members) = &mut self.decryptors {
            members.retire_key(number);
        }
    }

    /// Tells the time.
    pub fn advance(&mut self, now: Duration) {
        match &mut self.decryptors {
            Decryptors::Shared(decryptor) => decryptor.advance(now),
            Decryptors::Each(members) => members.advance(now),
        }
    }

    /// Opens a frame, in place or into `out`, which is as long. If its key is missing and it
    /// was given a `token`, it is kept.
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn open<'a>(
        &mut self,
        arrival: Arrival,
        frame: &'a mut [u8],
        out: &'a mut [u8],
        token: Option<u64>,
    ) -> Result<&'a [u8], Refusal> {
        let decryptor = match &mut self.decryptors {
            Decryptors::Shared(decryptor) => decryptor,
            Decryptors::Each(members) => {
                let len = members.open(arrival, frame, out, token)?;
                return Ok(out.get(..len).unwrap_or_default());
            }
        };
        let metadata = [arrival.payload_type];
        if self.format == Format::Transparent {
            let opened = transparent::decrypt(decryptor, frame, &metadata, out);
            return opened.map(|opened| &*opened.payload).map_err(|error| {
                let park = |token| transparent::park(decryptor, frame, &metadata, token);
                parked_or_refused(&error, token, park)
            });
        }
        let opened = decryptor.decrypt_in_place(frame, &metadata).map(|opened| {
            let start = opened.header.encoded_len();
            start..start + opened.payload.len()
        });
        match opened {
            Ok(range) => Ok(frame.get(range).unwrap_or_default()),
            Err(error) => {
                let park = |token| decryptor.park(frame, &metadata, token);
                Err(parked_or_refused(&error, token, park))
            }
        }
    }
}

/// Takes the frames whose keys have come.
fn unparked(decryptor: &mut Decryptor) -> Vec<Waited> {
    let next = || decryptor.unpark();
    let waited = |unparked: Unparked| {
        let frame = unparked.frame.map(|opened| opened.payload).map_err(|error| refusal(&error));
        Waited { token: unparked.token, frame }
    };
    std::iter::from_fn(next).map(waited).collect()
}

fn parked_or_refused(
    error: &DecryptError,
    token: Option<u64>,
    park: impl FnOnce(u64) -> bool,
) -> Refusal {
    let unknown = matches!(error, DecryptError::UnknownKey { .. });
    let waits = unknown && token.is_some_and(park);
    Refusal { waits, ..refusal(error) }
}

fn refusal(error: &DecryptError) -> Refusal {
    Refusal { class: error.class(), why: error.to_string(), waits: false }
}
