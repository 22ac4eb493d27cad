//! One decryptor for each member, as the clients of the legacy formats have them.
//!
//! The formats know neither frames that wait for their key nor keys that go after a while; here
//! is what apps have to do about both.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use anyhow::Result;
use frameseal::ErrorClass;
use frameseal::interop::{LegacyDecryptError, dave, getstream, jframe, livekit};

use super::{Arrival, Refusal, Waited};
use crate::format::{Format, frame_kind};
use crate::media::Codec;
use crate::plan;
use crate::sealing::{MemberKey, member_and_index};

/// 10 s for which a retired key still opens frames that are under way, as SFrame's keys do.
const GRACE: Duration = Duration::from_secs(10);

/// 512 frames that wait for their keys: what 25 members send while a key message is under way.
/// Beyond it the oldest go.
const MAX_WAITING: usize = 512;

pub(super) struct Members {
    format: Format,
    /// Whose the opener is: its own frames that come back are refused.
    own: Option<usize>,
    members: HashMap<usize, Member>,
    /// Keys that go at a time.
    retired: Vec<(Duration, u64)>,
    waiting: VecDeque<Waiting>,
    now: Duration,
}

/// A frame that waits for a key of its sender.
struct Waiting {
    token: u64,
    member: usize,
    /// The index of the key, if frames say it.
    index: Option<u32>,
    arrival: Arrival,
    frame: Vec<u8>,
}

impl Members {
    pub(super) fn new(format: Format, own: Option<usize>) -> Self {
        let (members, retired) = (HashMap::new(), Vec::new());
        Self { format, own, members, retired, waiting: VecDeque::new(), now: Duration::ZERO }
    }

    pub(super) fn add_key(&mut self, key: &MemberKey) -> Result<Vec<Waited>> {
        let (member, index) = key.member_and_index()?;
        let format = self.format;
        let decryptor = self.members.entry(member).or_insert_with(|| Member::new(format));
        decryptor.add_key(index, key.secret.expose())?;
        self.retired.retain(|&(_, number)| number != key.number); // the index is in use again

        let is_due = |waiting: &Waiting| {
            waiting.member == member && waiting.index.is_none_or(|i| i == u32::from(index))
        };
        let (due, still): (VecDeque<_>, VecDeque<_>) =
            std::mem::take(&mut self.waiting).into_iter().partition(is_due);
        self.waiting = still;
        let retry = |Waiting { token, arrival, frame, .. }: Waiting| {
            let mut out = vec![0; frame.len()];
            let opened = self.open(arrival, &frame, &mut out, None);
            let frame = opened.map(|len| {
                out.truncate(len);
                out
            });
            Waited { token, frame }
        };
        Ok(due.into_iter().map(retry).collect())
    }

    pub(super) fn retire_key(&mut self, number: u64) {
        self.retired.push((self.now + GRACE, number));
    }

    pub(super) fn advance(&mut self, now: Duration) {
        let minute = |time: Duration| time.as_secs() / 60;
        if minute(now) > minute(self.now) {
            self.members.values_mut().for_each(|member| member.advance(now));
        }
        self.now = now;
        while let Some(due) = self.retired.iter().position(|&(at, _)| at <= now) {
            let (_, number) = self.retired.swap_remove(due);
            if let Ok((member, index)) = member_and_index(number)
                && let Some(member) = self.members.get_mut(&member)
            {
                member.remove_key(index);
            }
        }
    }

    pub(super) fn open(
        &mut self,
        arrival: Arrival,
        frame: &[u8],
        out: &mut [u8],
        token: Option<u64>,
    ) -> Result<usize, Refusal> {
        let refusal = |class, why: String| Refusal { class, why, waits: false };
        let syntax = |why: &str| refusal(ErrorClass::Syntax, why.to_owned());
        let codec = Codec::of_payload_type(arrival.payload_type);
        let codec = codec.ok_or_else(|| syntax("nobody announced this payload type"))?;
        let member = plan::member(arrival.ssrc).ok_or_else(|| syntax("nobody has this SSRC"))?;
        if frame.is_empty() {
            return Err(syntax("the frame is empty"));
        }
        if self.own == Some(member) {
            return Err(refusal(ErrorClass::KeyId, "the frame was reflected".to_owned()));
        }
        let (error, index) = match self.members.get_mut(&member) {
            None => (refusal(ErrorClass::KeyId, "no key of its sender has come yet".into()), None),
            Some(decryptor) => match decryptor.open(codec, frame, out) {
                Ok(len) => return Ok(len),
                Err(error) => {
                    let refusal = refusal(class(&error), error.to_string());
                    match (self.format, error) {
                        (_, LegacyDecryptError::UnknownKey { index }) => (refusal, Some(index)),
                        // Frames do not say their epoch: it may be one that is still to come,
                        // in which nonces begin anew.
                        (
                            Format::Dave,
                            LegacyDecryptError::Authentication | LegacyDecryptError::Replayed,
                        ) => (refusal, None),
                        _ => return Err(refusal),
                    }
                }
            },
        };
        let Some(token) = token else { return Err(error) };
        if self.waiting.len() == MAX_WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back(Waiting { token, member, index, arrival, frame: frame.to_vec() });
        Err(Refusal { waits: true, ..error })
    }
}

/// What opens the frames of one member.
enum Member {
    Livekit(livekit::Decryptor),
    Jframe(jframe::Decryptor),
    /// The newest epoch first.
    Dave(VecDeque<(u16, dave::Decryptor)>),
    Getstream(getstream::Decryptor),
}

impl Member {
    /// Nobody ratchets in this call, so that no frame is tried with more than its key.
    fn new(format: Format) -> Self {
        match format {
            Format::Jframe => Self::Jframe(jframe::Decryptor::with_ratchet_window(0)),
            Format::Dave => Self::Dave(VecDeque::new()),
            Format::Getstream => Self::Getstream(getstream::Decryptor::new()),
            _ => Self::Livekit(livekit::Decryptor::with_ratchet_window(0)),
        }
    }

    fn add_key(&mut self, index: u16, secret: &[u8]) -> Result<()> {
        let place = u8::try_from(index & 0xff)?;
        match self {
            Self::Livekit(ring) => ring.set_key(place, &livekit::KeyMaterial::raw(secret)?)?,
            Self::Jframe(ring) => ring.set_key(place, &jframe::KeyMaterial::new(secret)?)?,
            Self::Getstream(ring) => ring.set_key(place, &getstream::Key::new(secret)?)?,
            // A second decryptor of an epoch would open its frames again.
            Self::Dave(epochs) if epochs.iter().any(|&(epoch, _)| epoch == index) => {}
            Self::Dave(epochs) => {
                let decryptor = dave::Decryptor::new(dave::SenderSecret::new(secret)?)?;
                epochs.push_front((index, decryptor));
            }
        }
        Ok(())
    }

    fn remove_key(&mut self, index: u16) {
        let place = u8::try_from(index & 0xff).unwrap_or(0);
        match self {
            Self::Livekit(ring) => drop(ring.remove_key(place)),
            Self::Jframe(ring) => drop(ring.remove_key(place)),
            Self::Getstream(ring) => drop(ring.remove_key(place)),
            Self::Dave(epochs) => epochs.retain(|&(epoch, _)| epoch != index),
        }
    }

    fn advance(&mut self, now: Duration) {
        match self {
            Self::Livekit(decryptor) => decryptor.advance(now),
            Self::Jframe(decryptor) => decryptor.advance(now),
            Self::Dave(_) | Self::Getstream(_) => {}
        }
    }

    fn open(
        &mut self,
        codec: Codec,
        frame: &[u8],
        out: &mut [u8],
    ) -> Result<usize, LegacyDecryptError> {
        match self {
            Self::Livekit(decryptor) => match decryptor.decrypt(codec.wire(), frame, out)? {
                livekit::Decrypted::Opened(len) => Ok(len),
                // Not encrypted: no server that members trust sends any in this call.
                _ => Err(LegacyDecryptError::NotThisFormat),
            },
            Self::Jframe(decryptor) => open_jframe(decryptor, codec, frame, out),
            Self::Getstream(decryptor) => decryptor.decrypt(frame, out),
            Self::Dave(epochs) => {
                let mut newest = Err(LegacyDecryptError::Authentication);
                for (nth, (_, decryptor)) in epochs.iter_mut().enumerate() {
                    let opened = decryptor.decrypt(frame, out);
                    if nth == 0 || opened.is_ok() {
                        newest = opened;
                    }
                    if newest.is_ok() {
                        break;
                    }
                }
                newest
            }
        }
    }
}

/// Opens a frame as what its first bytes say it is, or else as the other of the two: nothing
/// changes when it is neither.
fn open_jframe(
    decryptor: &mut jframe::Decryptor,
    codec: Codec,
    frame: &[u8],
    out: &mut [u8],
) -> Result<usize, LegacyDecryptError> {
    let kind = frame_kind(codec, frame);
    let other = match kind {
        jframe::FrameKind::Audio => return decryptor.decrypt(kind, frame, out),
        jframe::FrameKind::Key => jframe::FrameKind::Delta,
        jframe::FrameKind::Delta => jframe::FrameKind::Key,
    };
    let opened = decryptor.decrypt(kind, frame, out);
    match opened {
        Err(LegacyDecryptError::Authentication | LegacyDecryptError::NotThisFormat) => {
            decryptor.decrypt(other, frame, out).or(opened)
        }
        _ => opened,
    }
}

/// Puts errors into the classes that SFrame's have.
fn class(error: &LegacyDecryptError) -> ErrorClass {
    match error {
        LegacyDecryptError::UnknownKey { .. } | LegacyDecryptError::Key(_) => ErrorClass::KeyId,
        LegacyDecryptError::Replayed => ErrorClass::Replay,
        LegacyDecryptError::Authentication => ErrorClass::Authentication,
        LegacyDecryptError::BufferTooSmall { .. } => ErrorClass::Usage,
        _ => ErrorClass::Syntax,
    }
}
