//! The engine's words as enumerations and records.

use frameseal::RatchetBits;
use frameseal::call::{CallEvent as EngineCallEvent, Departure as EngineDeparture, MemberId};

use crate::error::FrameSealError;

/// The cipher suites of IANA's registry (RFC 9605 section 4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CipherSuite {
    /// 1
    Aes128CtrHmacSha256Tag80,
    /// 2
    Aes128CtrHmacSha256Tag64,
    /// 3
    Aes128CtrHmacSha256Tag32,
    /// 4, the one to take unless there are reasons for another.
    Aes128GcmSha256,
    /// 5
    Aes256GcmSha512,
    /// 6
    Aes256CtrHmacSha512Tag80,
    /// 7
    Aes256CtrHmacSha512Tag64,
    /// 8
    Aes256CtrHmacSha512Tag32,
}

impl CipherSuite {
    const ALL: [Self; 8] = [
        Self::Aes128CtrHmacSha256Tag80,
        Self::Aes128CtrHmacSha256Tag64,
        Self::Aes128CtrHmacSha256Tag32,
        Self::Aes128GcmSha256,
        Self::Aes256GcmSha512,
        Self::Aes256CtrHmacSha512Tag80,
        Self::Aes256CtrHmacSha512Tag64,
        Self::Aes256CtrHmacSha512Tag32,
    ];

    pub(crate) fn engine(self) -> Result<frameseal::CipherSuite, FrameSealError> {
        let number = cipher_suite_number(self);
        frameseal::CipherSuite::try_from(number).map_err(FrameSealError::of)
    }

    pub(crate) fn of(suite: frameseal::CipherSuite) -> Option<Self> {
        cipher_suite(suite.id())
    }
}

/// Gives the number of a suite in IANA's registry.
#[uniffi::export]
pub fn cipher_suite_number(suite: CipherSuite) -> u16 {
    let at = CipherSuite::ALL.iter().position(|&known| known == suite).unwrap_or_default();
    u16::try_from(at.saturating_add(1)).unwrap_or_default()
}

/// Gives the suite with a number in IANA's registry, if it is known.
#[uniffi::export]
pub fn cipher_suite(number: u16) -> Option<CipherSuite> {
    let at = usize::from(number).checked_sub(1)?;
    CipherSuite::ALL.get(at).copied()
}

/// A codec whose frames an envelope still looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Codec {
    /// Opus (RFC 6716).
    Opus,
    /// VP8 (RFC 6386).
    Vp8,
    /// VP9.
    Vp9,
    /// H.264, also called AVC; Annex B.
    H264,
    /// H.265, also called HEVC; Annex B.
    H265,
    /// AV1.
    Av1,
}

impl Codec {
    pub(crate) fn engine(self) -> frameseal::codec::Codec {
        use frameseal::codec::Codec as Engine;
        match self {
            Self::Opus => Engine::Opus,
            Self::Vp8 => Engine::Vp8,
            Self::Vp9 => Engine::Vp9,
            Self::H264 => Engine::H264,
            Self::H265 => Engine::H265,
            Self::Av1 => Engine::Av1,
        }
    }
}

/// Gives the codec of a name in SDP or a MIME type: `VP8`, `audio/opus`, …
///
/// # Errors
/// `Usage` with codes `Red` and `UnsupportedCodec`.
#[uniffi::export]
pub fn codec_of(name: &str) -> Result<Codec, FrameSealError> {
    use frameseal::codec::Codec as Engine;
    Ok(match Engine::from_mime_type(name).map_err(FrameSealError::of)? {
        Engine::Opus => Codec::Opus,
        Engine::Vp8 => Codec::Vp8,
        Engine::Vp9 => Codec::Vp9,
        Engine::H264 => Codec::H264,
        Engine::H265 => Codec::H265,
        Engine::Av1 => Codec::Av1,
        other => return Err(FrameSealError::usage("UnsupportedCodec", other.name())),
    })
}

/// A kind of media, each with keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum MediaKind {
    /// Sound.
    Audio,
    /// A camera's picture.
    Video,
    /// A screen.
    Screen,
    /// What goes over data channels.
    Data,
}

impl MediaKind {
    pub(crate) fn engine(self) -> frameseal::call::MediaKind {
        use frameseal::call::MediaKind as Engine;
        match self {
            Self::Audio => Engine::Audio,
            Self::Video => Engine::Video,
            Self::Screen => Engine::Screen,
            Self::Data => Engine::Data,
        }
    }

    pub(crate) fn of(kind: frameseal::call::MediaKind) -> Self {
        use frameseal::call::MediaKind as Engine;
        match kind {
            Engine::Audio => Self::Audio,
            Engine::Video => Self::Video,
            Engine::Screen => Self::Screen,
            _ => Self::Data,
        }
    }
}

/// Something changed for a decryptor or encryptor. Every event marks an edge: it comes once, not
/// with every frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum FrameEvent {
    /// Frames arrive for a KID without a key: ask their sender for it.
    KeyMissing {
        /// The KID.
        kid: u64,
    },
    /// The first frame of a KID that was missing has been opened.
    KeyRecovered {
        /// The KID.
        kid: u64,
    },
    /// The key is close to its usage limit or has seen too many forgeries: change it soon.
    RotateSoon {
        /// The KID.
        kid: u64,
    },
    /// Frames with this KID fail authentication: the first 16, and each doubling after that.
    Forgeries {
        /// The KID.
        kid: u64,
        /// How many have failed so far.
        failed: u64,
        /// How many were opened so far.
        opened: u64,
    },
}

impl FrameEvent {
    pub(crate) fn of(event: frameseal::Event) -> Option<Self> {
        use frameseal::Event as Engine;
        Some(match event {
            Engine::KeyMissing { kid } => Self::KeyMissing { kid: kid.as_u64() },
            Engine::KeyRecovered { kid } => Self::KeyRecovered { kid: kid.as_u64() },
            Engine::RotateSoon { kid } => Self::RotateSoon { kid: kid.as_u64() },
            Engine::Forgeries { kid, failed, opened } => {
                Self::Forgeries { kid: kid.as_u64(), failed, opened }
            }
            _ => return None,
        })
    }
}

/// How a member, or this one, went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Departure {
    /// It said goodbye.
    Left,
    /// A member, or a host, removed it.
    Removed,
    /// The same device joined anew.
    Superseded,
    /// It was absent for too long.
    Forgotten,
}

impl Departure {
    pub(crate) fn of(how: EngineDeparture) -> Self {
        match how {
            EngineDeparture::Left => Self::Left,
            EngineDeparture::Removed => Self::Removed,
            EngineDeparture::Superseded => Self::Superseded,
            _ => Self::Forgotten,
        }
    }
}

/// Something happened in a call. Members are named by 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CallEvent {
    /// This member was let in: it may send.
    LetIn,
    /// Somebody waits to be let in.
    Knocking {
        /// Who.
        member: String,
    },
    /// A member is there: it has proven that it is who it says, now.
    Joined {
        /// Who.
        member: String,
    },
    /// Nothing was heard of a member for a while.
    Absent {
        /// Who.
        member: String,
    },
    /// It was heard again.
    Returned {
        /// Who.
        member: String,
    },
    /// A member is gone for good.
    Left {
        /// Who.
        member: String,
        /// How.
        how: Departure,
    },
    /// `encryptor` gives another one from now on: ask for it, and for a key frame.
    SendKeysChanged,
    /// Somebody whom this session has forgotten is heard: to meet it, join anew.
    Stranded {
        /// Who.
        member: String,
    },
    /// A member wants to compare pictures: ask the user, then `accept_comparison`.
    ComparisonAsked {
        /// Who.
        member: String,
    },
    /// What to compare with a member is there: `comparison`.
    Comparing {
        /// Who.
        member: String,
    },
    /// Nothing came of a comparison: show it like pictures that differ.
    ComparisonFailed {
        /// Who.
        member: String,
    },
    /// Whether media may go in clear has changed.
    Encryption {
        /// Whether they may.
        may_send_clear: bool,
    },
    /// Somebody is there under another policy; it is not let in.
    OtherPolicy {
        /// Who.
        member: String,
    },
    /// Somebody does not have this call's secret.
    WrongPassphrase {
        /// Who.
        member: String,
    },
    /// Somebody found no place.
    Full {
        /// Who.
        member: String,
    },
    /// A change of keys was refused, which a member can provoke.
    KeyRefused {
        /// A sentence.
        reason: String,
    },
    /// The session is over.
    Ended {
        /// How.
        how: Departure,
    },
}

impl CallEvent {
    pub(crate) fn of(event: EngineCallEvent) -> Option<Self> {
        use EngineCallEvent as Engine;
        Some(match event {
            Engine::LetIn => Self::LetIn,
            Engine::Knocking { member } => Self::Knocking { member: name(member) },
            Engine::Joined { member } => Self::Joined { member: name(member) },
            Engine::Absent { member } => Self::Absent { member: name(member) },
            Engine::Returned { member } => Self::Returned { member: name(member) },
            Engine::Left { member, how } => {
                Self::Left { member: name(member), how: Departure::of(how) }
            }
            Engine::SendKeysChanged => Self::SendKeysChanged,
            Engine::Stranded { member } => Self::Stranded { member: name(member) },
            Engine::ComparisonAsked { member } => Self::ComparisonAsked { member: name(member) },
            Engine::Comparing { member } => Self::Comparing { member: name(member) },
            Engine::ComparisonFailed { member } => Self::ComparisonFailed { member: name(member) },
            Engine::Encryption { may_send_clear } => Self::Encryption { may_send_clear },
            Engine::OtherPolicy { member } => Self::OtherPolicy { member: name(member) },
            Engine::WrongPassphrase { member } => Self::WrongPassphrase { member: name(member) },
            Engine::Full { member } => Self::Full { member: name(member) },
            Engine::Ended { how } => Self::Ended { how: Departure::of(how) },
            _ => return None,
        })
    }
}

/// Names a member: 32 hexadecimal digits.
pub(crate) fn name(member: MemberId) -> String {
    member.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the digits that name a member.
pub(crate) fn member(name: &str) -> Result<MemberId, FrameSealError> {
    let mut id = [0; 16];
    let digits: Option<Vec<u32>> = name.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() == id.len().saturating_mul(2));
    let Some(digits) = digits else {
        return Err(FrameSealError::usage(
            "NoMember",
            "a member is named by 32 hexadecimal digits",
        ));
    };
    for (byte, pair) in id.iter_mut().zip(digits.chunks(2)) {
        let value = pair.iter().fold(0, |value, digit| value << 4 | digit);
        *byte = u8::try_from(value).unwrap_or_default();
    }
    Ok(MemberId::new(id))
}

/// Gives bytes of a fixed length.
pub(crate) fn array<const N: usize>(what: &str, bytes: &[u8]) -> Result<[u8; N], FrameSealError> {
    bytes.try_into().map_err(|_| {
        let reason = format!("{what} has {} bytes where {N} are wanted", bytes.len());
        FrameSealError::usage("WrongLength", &reason)
    })
}

pub(crate) fn ratchet_bits(bits: u8) -> Result<RatchetBits, FrameSealError> {
    RatchetBits::new(bits).map_err(FrameSealError::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_named_and_found_again() {
        let id = [0, 1, 0x0f, 0xf0, 0xff, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xab];
        assert_eq!(name(MemberId::new(id)), "00010ff0ff05060708090a0b0c0d0eab");
        assert_eq!(*member(&name(MemberId::new(id))).unwrap().as_bytes(), id);
        assert!(member("00").is_err() && member(&"g".repeat(32)).is_err());
    }

    #[test]
    fn suites_have_the_numbers_of_the_registry() {
        for number in 1..=8 {
            let suite = cipher_suite(number).unwrap();
            assert_eq!(cipher_suite_number(suite), number);
            assert_eq!(suite.engine().unwrap().id(), number);
            assert_eq!(CipherSuite::of(suite.engine().unwrap()), Some(suite));
        }
        assert_eq!((cipher_suite(0), cipher_suite(9)), (None, None));
    }
}
