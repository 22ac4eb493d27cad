//! The sending side of every format: a member's key, and frames sealed under it.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use frameseal::interop::{dave, getstream, jframe, livekit};
use frameseal::transparent::{self, Envelope};
use frameseal::{BaseKey, CipherSuite, Encryptor, Header, RatchetBits, SenderKey, SenderKeyId};
use rand::Rng;

use crate::format::Format;
use crate::media::Codec;

/// `R` of the KIDs that sessions make: 16 ratchet steps before one repeats.
pub const RATCHET_BITS: u8 = 4;

/// Low bits of a legacy key's number: its index or epoch. Above stands whose key it is.
const INDEX_BITS: u32 = 16;

/// A member's key on its way to those who may read its frames.
pub struct MemberKey {
    /// SFrame's KID; of legacy formats, who the member is and the key's index or epoch.
    pub number: u64,
    /// What the traffic key is derived from.
    pub secret: BaseKey,
}

impl MemberKey {
    /// Takes the secret's bytes.
    ///
    /// # Errors
    /// With less than 16 of them.
    pub fn new(number: u64, secret: &[u8]) -> Result<Self> {
        Ok(Self { number, secret: BaseKey::new(secret)? })
    }

    /// Reads the number as SFrame's KID.
    ///
    /// # Errors
    /// When it is none.
    pub fn sender_key(&self, suite: CipherSuite) -> Result<SenderKey> {
        let steps = (1 << RATCHET_BITS) - 1;
        let (generation, step) = (self.number >> RATCHET_BITS, self.number & steps);
        let ratchet_bits = RatchetBits::new(RATCHET_BITS)?;
        let id = SenderKeyId { ratchet_bits, generation, step };
        Ok(SenderKey::at(suite, id, BaseKey::new(self.secret.expose())?)?)
    }

    /// Reads the number as a member and the index or epoch of a legacy key.
    ///
    /// # Errors
    /// When it is none.
    pub fn member_and_index(&self) -> Result<(usize, u16)> {
        member_and_index(self.number)
    }
}

/// Says whose legacy key has this number, and its index or epoch.
///
/// # Errors
/// On machines that cannot count as far.
pub fn member_and_index(number: u64) -> Result<(usize, u16)> {
    let index = u16::try_from(number & ((1 << INDEX_BITS) - 1))?;
    Ok((usize::try_from(number >> INDEX_BITS)?, index))
}

/// Gives the number of a member's legacy key.
pub fn legacy_number(member: usize, index: u16) -> u64 {
    (member as u64) << INDEX_BITS | u64::from(index)
}

/// What RTP says about a frame.
#[derive(Clone, Copy)]
pub struct OnTrack {
    /// By the payload type.
    pub codec: Codec,
    /// Of the track.
    pub ssrc: u32,
    /// Of the frame.
    pub timestamp: u32,
}

/// A sealed frame.
pub struct SealedFrame<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The number of its key.
    pub key: u64,
    /// The how manyth under it.
    pub counter: u64,
    /// Time that it took.
    pub nanoseconds: u64,
}

/// Seals the frames of one member.
pub struct Sealer {
    format: Format,
    member: usize,
    /// Frames sealed so far.
    sealed: u64,
    encryptor: AnyEncryptor,
    buffer: Vec<u8>,
}

enum AnyEncryptor {
    /// Of the member's session, for audio and for video.
    Session(Option<[Arc<Encryptor>; 2]>),
    Legacy(MemberKey, Box<Legacy>),
}

enum Legacy {
    Livekit(livekit::Encryptor),
    Jframe(jframe::Encryptor),
    Dave(dave::Encryptor),
    Getstream(getstream::Encryptor),
}

impl Sealer {
    /// Makes a sealer: with a fresh key, or for encryptors of a session.
    ///
    /// # Errors
    /// Never: a fresh key has the length that it must have.
    pub fn new(format: Format, member: usize) -> Result<Self> {
        let encryptor = match format.is_sframe() {
            true => AnyEncryptor::Session(None),
            false => AnyEncryptor::legacy(format, member, 0)?,
        };
        Ok(Self { format, member, sealed: 0, encryptor, buffer: Vec::new() })
    }

    /// Seals from now on with what the session gave for audio and for video.
    pub fn use_encryptors(&mut self, encryptors: [Arc<Encryptor>; 2]) {
        self.encryptor = AnyEncryptor::Session(Some(encryptors));
    }

    /// Gives a copy of the current legacy key for a member who is to read this one's frames.
    ///
    /// # Errors
    /// When the keys are a session's, which nobody hands out.
    pub fn share_key(&self) -> Result<MemberKey> {
        let key = self.legacy_key()?;
        MemberKey::new(key.number, key.secret.expose())
    }

    /// Somebody joins, who must not read what was before, or leaves, who must not read what
    /// comes: takes a fresh legacy key at the next index, as the formats' SDKs do; the library
    /// does not give out ratcheted material of theirs. DAVE has a new epoch at every change.
    ///
    /// # Errors
    /// When the keys are a session's, which changes them itself.
    pub fn renew(&mut self) -> Result<()> {
        let (_, index) = self.legacy_key()?.member_and_index()?;
        let places = match self.format {
            Format::Livekit | Format::Jframe => u16::from(livekit::KEYRING_SIZE),
            Format::Getstream => 256,
            _ => u16::MAX,
        };
        self.encryptor = AnyEncryptor::legacy(self.format, self.member, (index + 1) % places)?;
        Ok(())
    }

    fn legacy_key(&self) -> Result<&MemberKey> {
        match &self.encryptor {
            AnyEncryptor::Legacy(key, _) => Ok(key),
            AnyEncryptor::Session(_) => bail!("the session has the keys"),
        }
    }

    /// Seals a frame.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn seal(&mut self, track: OnTrack, frame: &[u8]) -> Result<SealedFrame<'_>> {
        self.sealed += 1;
        let Self { format, sealed, encryptor, buffer, .. } = self;
        match encryptor {
            AnyEncryptor::Session(encryptors) => {
                let [audio, video] = encryptors.as_ref().context("no key to seal with yet")?;
                let encryptor = if track.codec.is_audio() { audio } else { video };
                seal_sframe(*format, encryptor, buffer, track, frame)
            }
            AnyEncryptor::Legacy(key, encryptor) => {
                buffer.resize(encryptor.max_len(track.codec, frame.len()), 0);
                let started = Instant::now();
                let len = encryptor.encrypt(track, frame, buffer)?;
                let nanoseconds = nanoseconds_since(started);
                let bytes = buffer.get(..len).context("a part of the buffer")?;
                Ok(SealedFrame { bytes, key: key.number, counter: *sealed, nanoseconds })
            }
        }
    }
}

/// Seals with an SFrame header, in an envelope or not.
fn seal_sframe<'a>(
    format: Format,
    encryptor: &Encryptor,
    buffer: &'a mut Vec<u8>,
    track: OnTrack,
    frame: &[u8],
) -> Result<SealedFrame<'a>> {
    let envelope = (format == Format::Transparent).then(|| Envelope::new(track.codec.wire()));
    let (head, tail) = match envelope {
        Some(envelope) => (envelope.headroom(encryptor), envelope.tailroom(encryptor, frame.len())),
        None => (encryptor.headroom(), encryptor.tailroom()),
    };
    buffer.resize(head + frame.len() + tail, 0);
    let payload = head..head + frame.len();
    buffer.get_mut(payload.clone()).context("sized above")?.copy_from_slice(frame);

    let metadata = [track.codec.payload_type()];
    let started = Instant::now();
    let sealed = match envelope {
        Some(envelope) => envelope.encrypt_in_place(encryptor, buffer, payload, &metadata)?,
        None => encryptor.encrypt_in_place(buffer, payload, &metadata)?,
    };
    let nanoseconds = nanoseconds_since(started);
    let bytes = buffer.get(sealed).context("a range of the buffer")?;
    let header = match envelope {
        Some(_) => transparent::header(bytes)?,
        None => Header::parse(bytes)?.0,
    };
    Ok(SealedFrame { bytes, key: header.kid.as_u64(), counter: header.counter, nanoseconds })
}

impl AnyEncryptor {
    /// Makes a fresh key, of the length that the format's clients use.
    fn legacy(format: Format, member: usize, index: u16) -> Result<Self> {
        ensure!(!format.is_sframe(), "SFrame is none of the legacy formats");
        let random: [u8; 32] = rand::rng().random();
        let secret = random.get(..key_len(format)).context("at most 32 bytes")?;
        let key = MemberKey::new(legacy_number(member, index), secret)?;
        let place = u8::try_from(index & 0xff)?;
        let encryptor = match format {
            Format::Jframe => {
                Legacy::Jframe(jframe::Encryptor::new(&jframe::KeyMaterial::new(secret)?, place)?)
            }
            Format::Dave => Legacy::Dave(dave::Encryptor::new(dave::SenderSecret::new(secret)?)?),
            Format::Getstream => {
                let prefix = rand::rng().random();
                let key = getstream::Key::new(secret)?;
                Legacy::Getstream(getstream::Encryptor::new(&key, place, prefix)?)
            }
            _ => {
                let material = livekit::KeyMaterial::raw(secret)?;
                Legacy::Livekit(livekit::Encryptor::new(&material, place)?)
            }
        };
        Ok(Self::Legacy(key, Box::new(encryptor)))
    }
}

impl Legacy {
    fn max_len(&self, codec: Codec, len: usize) -> usize {
        match self {
            Self::Livekit(_) => livekit::max_len(codec.wire(), len),
            Self::Jframe(_) => jframe::max_len(len),
            Self::Dave(_) => dave::Encryptor::max_len(len),
            Self::Getstream(_) => getstream::max_len(codec.wire(), len),
        }
    }

    fn encrypt(&mut self, track: OnTrack, frame: &[u8], out: &mut [u8]) -> Result<usize> {
        let OnTrack { codec, ssrc, timestamp } = track;
        let codec = codec.wire();
        Ok(match self {
            Self::Livekit(encryptor) => {
                encryptor.encrypt(codec, frame, livekit::Stream { ssrc, timestamp }, out)?
            }
            Self::Jframe(encryptor) => {
                let kind = jframe::FrameKind::of(codec, frame)?;
                encryptor.encrypt(kind, frame, jframe::Stream { ssrc, timestamp }, out)?
            }
            Self::Dave(encryptor) => encryptor.encrypt(codec, frame, out)?,
            Self::Getstream(encryptor) => encryptor.encrypt(codec, frame, out)?,
        })
    }
}

/// Gives the bytes of a key's secret.
pub fn key_len(format: Format) -> usize {
    if format == Format::Dave { dave::SECRET_LEN } else { 32 }
}

fn nanoseconds_since(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX)
}
