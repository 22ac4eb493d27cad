//! The numbers that say how a call ended.

use std::ffi::{CStr, c_char};

/// How a call ended. Numbers are never changed and never used again.
///
/// A call that did not give `FRAMESEAL_RESULT_OK` has written no output and changed nothing, unless
/// its documentation says otherwise. `frameseal_last_error` tells more about it.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_result {
    /// The call did what it is for.
    Ok = 0,
    /// There is nothing to give: a queue is empty, or what was asked for is not there. No failure.
    Nothing = 1,
    /// A pointer is null that must not be.
    NullPointer = 10,
    /// An output buffer overlaps an input or another output.
    Overlap = 11,
    /// A length is larger than any object can be: more than `PTRDIFF_MAX`.
    LengthTooLarge = 12,
    /// A number is none of those that the parameter may have.
    BadValue = 13,
    /// An output buffer is too small. `frameseal_last_error` says how many bytes are needed; nothing was lost.
    BufferTooSmall = 14,
    /// A frame in place has too little room before or behind it.
    NoRoom = 15,
    /// A text is not UTF-8.
    NotUtf8 = 16,
    /// Bytes of a fixed length have another one.
    WrongLength = 17,
    /// The handle is zero: nothing was made, or it was forgotten.
    NoHandle = 18,
    /// The handle's object was freed, or there never was one.
    StaleHandle = 19,
    /// The handle stands for an object of another kind.
    WrongKind = 20,
    /// A callback called back and would have to wait for the call that it is part of.
    Busy = 21,
    /// An earlier call panicked while it used the object, which can only be freed now.
    Poisoned = 22,
    /// The library has a bug and stopped before it could do harm. Please report it.
    Panicked = 23,
    /// More objects are live than a program that frees them can need.
    TooManyHandles = 24,
    /// The process was forked from one that used the library, and would repeat its nonces. Start another program, or fork before the first call.
    Forked = 25,
    /// The system gave no random numbers.
    NoRandomness = 26,
    /// The engine is newer than this list.
    Unknown = 28,
    /// A pointer is not aligned as its type has to be.
    Unaligned = 29,
    /// The base key has fewer than 16 bytes.
    BaseKeyTooShort = 40,
    /// No cipher suite has the number; IANA assigned 1 to 8.
    UnknownSuite = 41,
    /// A generation, step, epoch or index does not fit its bits of the KID.
    FieldTooWide = 42,
    /// Another base key has the KID.
    KeyIdInUse = 43,
    /// The key was removed and cannot come back.
    KeyIdRetired = 44,
    /// The key is one that this side sends with.
    OwnSendKey = 45,
    /// The decryptor reads KIDs in another layout.
    WrongLayout = 46,
    /// The decryptor holds as many keys as it may.
    TooManyKeys = 47,
    /// Key material has another length than the suite or format wants.
    WrongKeyLength = 48,
    /// The provider does not implement the suite.
    NotProvided = 49,
    /// The counter store could not save a lease. Nothing was encrypted; try again.
    CountersUnavailable = 60,
    /// The counter store gave out counters twice: a restored backup? The key must not be used again.
    CountersWentBack = 61,
    /// All counters of the key are used up.
    CountersExhausted = 62,
    /// The counter store remembers as many keys as it may.
    CounterStoreFull = 63,
    /// The key encrypted as much as it safely can: change to a fresh one.
    KeyUsedUp = 70,
    /// The frame is longer than the cipher can take.
    FrameTooLong = 71,
    /// The frame is cut short, or no SFrame.
    Truncated = 80,
    /// The header does not use the shortest encoding.
    NonMinimalHeader = 81,
    /// The frame is no transparent envelope.
    MalformedEnvelope = 82,
    /// The envelope is of a version that is not known here.
    EnvelopeVersion = 83,
    /// No key is known for the KID: ask its sender, or park the frame.
    UnknownKey = 84,
    /// The frame is further ahead than the decryptor ratchets.
    RatchetTooFar = 85,
    /// The frame is this side's own.
    Reflected = 86,
    /// The frame was opened before: drop it.
    Replayed = 87,
    /// The frame is older than the replay window: drop it.
    TooOld = 88,
    /// Key, metadata or bytes are not what the sender used.
    Authentication = 89,
    /// RED bundles several frames: encrypt each before, or negotiate plain Opus.
    Red = 100,
    /// It is not known what an operator must see of the codec.
    UnsupportedCodec = 101,
    /// The frame has no bytes: drop it.
    EmptyFrame = 102,
    /// The frame does not begin with a start code.
    NotAnnexB = 103,
    /// The bytes are no frame of the codec.
    MalformedFrame = 104,
    /// The frame has more parameter sets than encoders send.
    TooManyParameterSets = 105,
    /// More of the frame would stay clear than headers need.
    ClearTooLong = 106,
    /// The RTP payload has no descriptor.
    EmptyPayload = 120,
    /// The fragments of one frame disagree about its kind; it was dropped.
    MixedFragments = 121,
    /// One packet is longer than everything that may be held.
    PacketTooLong = 122,
    /// No key is set for sending.
    NoSendKey = 140,
    /// The frame is shorter than the bytes that stay clear of it.
    FrameTooShort = 141,
    /// The frame has more slices or OBUs than the format can list.
    TooManyParts = 142,
    /// Every ciphertext had a start code in it: drop the frame.
    StartCode = 143,
    /// The frame is not in the format: unencrypted, damaged, or in another.
    NotThisFormat = 144,
    /// The frame is in a newer version of the format.
    UnsupportedVersion = 145,
    /// The server's silence, which everybody can send.
    Silence = 146,
    /// A frame that the server made itself; nobody authenticates it. LiveKit only.
    ServerInjected = 147,
    /// The send delay is not shorter than the grace.
    DelayTooLong = 160,
    /// The leaf is not in the tree.
    NotInTree = 161,
    /// The epoch is here with another secret, leaf or size.
    OtherEpoch = 162,
    /// Another epoch has the same secret.
    SameSecret = 163,
    /// The epoch is over.
    EpochOver = 164,
    /// The epoch is too far behind.
    EpochTooOld = 165,
    /// The epoch is not held.
    UnknownEpoch = 166,
    /// Frames are sent in a newer epoch already.
    SendingIsNewer = 167,
    /// No epoch was added yet.
    NoEpoch = 168,
    /// Too many contexts have encryptors.
    TooManyContexts = 169,
    /// The message is longer than any session sends.
    MessageTooLong = 180,
    /// The bytes are no message of a call.
    MalformedMessage = 181,
    /// The message is of another version.
    MessageVersion = 182,
    /// The message belongs to another call.
    OtherCall = 183,
    /// The message is for another member.
    NotForMe = 184,
    /// The message is this member's own.
    ReflectedMessage = 185,
    /// The sender is not known yet; the session asks who it is.
    UnknownSender = 186,
    /// The sender was not let in.
    NotAdmitted = 187,
    /// The sender is no longer part of the call.
    Gone = 188,
    /// The signature is not its sender's.
    Signature = 189,
    /// The seal is not its sender's.
    MessageAuthentication = 190,
    /// The message was seen before.
    ReplayedMessage = 191,
    /// The key exchange is not the strongest that both sides offer.
    Downgrade = 192,
    /// The sender offers no key exchange that is accepted here.
    NoCommonExchange = 193,
    /// The sender joined under another policy.
    OtherPolicy = 194,
    /// The sender does not have the passphrase of the call.
    WrongPassphrase = 195,
    /// The call is full.
    CallFull = 196,
    /// The author may not decide who is in the call.
    AuthorNotEntitled = 197,
    /// The sender uses key identifiers of another member.
    KeyIdsOfAnother = 198,
    /// A field is longer than it may be.
    FieldTooLong = 220,
    /// No key exchange is left that app and policy both allow.
    NoExchange = 221,
    /// Nobody with the id is in the call.
    NoSuchMember = 222,
    /// This member may not decide that.
    NotEntitled = 223,
    /// No member has let this one in yet: send nothing.
    NotLetIn = 224,
    /// The call's policy requires encryption.
    EncryptionRequired = 225,
    /// The call has made as many decisions as it may.
    TooManyDecisions = 226,
    /// The session is over.
    SessionEnded = 227,
    /// The state is older than its anchor: a restored backup?
    StateWentBack = 240,
    /// The state is another one of the anchored version.
    StateOther = 241,
    /// The state does not come from the anchored one.
    StateOtherHistory = 242,
    /// The anchor is older than any crash leaves it.
    AnchorBehind = 243,
    /// The bytes are no saved state.
    NoState = 244,
    /// The state was saved in another format.
    StateFormat = 245,
    /// The bytes are more than any state has.
    StateTooLong = 246,
    /// The state does not open: another key, or changed bytes.
    StateAuthentication = 247,
    /// The state is genuine and not understood.
    StateMalformed = 248,
    /// As many verified peers are remembered as may be.
    TooManyPeers = 249,
    /// The counters of as many keys are remembered as may be.
    TooManyCountedKeys = 250,
    /// A name has more than 255 bytes.
    NameTooLong = 251,
    /// A version or counter cannot grow further.
    StateUsedUp = 252,
    /// The app's storage could not save the state.
    StorageFailed = 253,
    /// Somebody could guess the passphrase.
    PassphraseTooWeak = 260,
    /// The passphrase is longer than any that people type.
    PassphraseTooLong = 261,
    /// The call has no id.
    NoCallId = 262,
    /// The system gave no memory: 64 MiB for Argon2id, or a little to notice forks with.
    NoMemory = 263,
    /// The bytes are no message of a comparison.
    NoSasMessage = 280,
    /// A message came out of order; the comparison is over.
    SasOutOfOrder = 281,
    /// The peer's nonce does not fit its commitment: somebody may be in the middle.
    SasWrongCommitment = 282,
    /// This side's own message came back.
    SasReflected = 283,
    /// The comparison is over.
    SasEnded = 284,
}

/// A number that C means to be a `frameseal_result`. The header calls it that.
pub type ResultNumber = u32;

impl frameseal_result {
    /// Every result, with its name and what it means.
    pub(crate) const ALL: &[(Self, &CStr, &CStr)] = &[
        // Calls.
        (Self::Ok, c"FRAMESEAL_RESULT_OK", c"success"),
        (Self::Nothing, c"FRAMESEAL_RESULT_NOTHING", c"nothing to give"),
        // The caller's mistakes.
        (
            Self::NullPointer,
            c"FRAMESEAL_RESULT_NULL_POINTER",
            c"a pointer is null that must not be",
        ),
        (Self::Overlap, c"FRAMESEAL_RESULT_OVERLAP", c"an output buffer overlaps another buffer"),
        (
            Self::LengthTooLarge,
            c"FRAMESEAL_RESULT_LENGTH_TOO_LARGE",
            c"a length is larger than any object can be",
        ),
        (
            Self::BadValue,
            c"FRAMESEAL_RESULT_BAD_VALUE",
            c"a number is none of those that the parameter may have",
        ),
        (
            Self::BufferTooSmall,
            c"FRAMESEAL_RESULT_BUFFER_TOO_SMALL",
            c"an output buffer is too small",
        ),
        (Self::NoRoom, c"FRAMESEAL_RESULT_NO_ROOM", c"too little room before or behind the frame"),
        (Self::NotUtf8, c"FRAMESEAL_RESULT_NOT_UTF8", c"a text is not UTF-8"),
        (
            Self::WrongLength,
            c"FRAMESEAL_RESULT_WRONG_LENGTH",
            c"bytes of a fixed length have another one",
        ),
        (Self::NoHandle, c"FRAMESEAL_RESULT_NO_HANDLE", c"the handle is zero"),
        (
            Self::StaleHandle,
            c"FRAMESEAL_RESULT_STALE_HANDLE",
            c"the handle's object was freed, or there never was one",
        ),
        (
            Self::WrongKind,
            c"FRAMESEAL_RESULT_WRONG_KIND",
            c"the handle stands for an object of another kind",
        ),
        (
            Self::Busy,
            c"FRAMESEAL_RESULT_BUSY",
            c"a callback would have to wait for the call that it is part of",
        ),
        (
            Self::Poisoned,
            c"FRAMESEAL_RESULT_POISONED",
            c"an earlier call panicked; the object can only be freed",
        ),
        (Self::Panicked, c"FRAMESEAL_RESULT_PANICKED", c"the library has a bug; please report it"),
        (Self::TooManyHandles, c"FRAMESEAL_RESULT_TOO_MANY_HANDLES", c"too many objects are live"),
        (
            Self::Forked,
            c"FRAMESEAL_RESULT_FORKED",
            c"the process was forked from one that used the library",
        ),
        (
            Self::NoRandomness,
            c"FRAMESEAL_RESULT_NO_RANDOMNESS",
            c"the system gave no random numbers",
        ),
        (
            Self::Unknown,
            c"FRAMESEAL_RESULT_UNKNOWN",
            c"an error that this library has no number for",
        ),
        (Self::Unaligned, c"FRAMESEAL_RESULT_UNALIGNED", c"a pointer is not aligned"),
        // Keys.
        (
            Self::BaseKeyTooShort,
            c"FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT",
            c"the base key has fewer than 16 bytes",
        ),
        (Self::UnknownSuite, c"FRAMESEAL_RESULT_UNKNOWN_SUITE", c"no cipher suite has the number"),
        (
            Self::FieldTooWide,
            c"FRAMESEAL_RESULT_FIELD_TOO_WIDE",
            c"a part of the KID does not fit its bits",
        ),
        (Self::KeyIdInUse, c"FRAMESEAL_RESULT_KEY_ID_IN_USE", c"another base key has the KID"),
        (
            Self::KeyIdRetired,
            c"FRAMESEAL_RESULT_KEY_ID_RETIRED",
            c"the key was removed and cannot come back",
        ),
        (
            Self::OwnSendKey,
            c"FRAMESEAL_RESULT_OWN_SEND_KEY",
            c"the key is one that this side sends with",
        ),
        (
            Self::WrongLayout,
            c"FRAMESEAL_RESULT_WRONG_LAYOUT",
            c"the decryptor reads KIDs in another layout",
        ),
        (
            Self::TooManyKeys,
            c"FRAMESEAL_RESULT_TOO_MANY_KEYS",
            c"the decryptor holds as many keys as it may",
        ),
        (
            Self::WrongKeyLength,
            c"FRAMESEAL_RESULT_WRONG_KEY_LENGTH",
            c"key material has the wrong length",
        ),
        (
            Self::NotProvided,
            c"FRAMESEAL_RESULT_NOT_PROVIDED",
            c"the provider does not implement the suite",
        ),
        // Counters.
        (
            Self::CountersUnavailable,
            c"FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE",
            c"the counter store could not save a lease",
        ),
        (
            Self::CountersWentBack,
            c"FRAMESEAL_RESULT_COUNTERS_WENT_BACK",
            c"the counter store went back in time",
        ),
        (
            Self::CountersExhausted,
            c"FRAMESEAL_RESULT_COUNTERS_EXHAUSTED",
            c"all counters of the key are used up",
        ),
        (
            Self::CounterStoreFull,
            c"FRAMESEAL_RESULT_COUNTER_STORE_FULL",
            c"the counter store is full",
        ),
        // Frames that could not be encrypted.
        (
            Self::KeyUsedUp,
            c"FRAMESEAL_RESULT_KEY_USED_UP",
            c"the key is used up; change to a fresh one",
        ),
        (
            Self::FrameTooLong,
            c"FRAMESEAL_RESULT_FRAME_TOO_LONG",
            c"the frame is longer than the cipher can take",
        ),
        // Frames that were refused.
        (Self::Truncated, c"FRAMESEAL_RESULT_TRUNCATED", c"the frame is cut short, or no SFrame"),
        (
            Self::NonMinimalHeader,
            c"FRAMESEAL_RESULT_NON_MINIMAL_HEADER",
            c"the header does not use the shortest encoding",
        ),
        (
            Self::MalformedEnvelope,
            c"FRAMESEAL_RESULT_MALFORMED_ENVELOPE",
            c"the frame is no transparent envelope",
        ),
        (
            Self::EnvelopeVersion,
            c"FRAMESEAL_RESULT_ENVELOPE_VERSION",
            c"the envelope is of another version",
        ),
        (Self::UnknownKey, c"FRAMESEAL_RESULT_UNKNOWN_KEY", c"no key is known for the frame"),
        (
            Self::RatchetTooFar,
            c"FRAMESEAL_RESULT_RATCHET_TOO_FAR",
            c"the frame is too many ratchet steps ahead",
        ),
        (Self::Reflected, c"FRAMESEAL_RESULT_REFLECTED", c"the frame is this side's own"),
        (Self::Replayed, c"FRAMESEAL_RESULT_REPLAYED", c"the frame was opened before"),
        (Self::TooOld, c"FRAMESEAL_RESULT_TOO_OLD", c"the frame is older than the replay window"),
        (Self::Authentication, c"FRAMESEAL_RESULT_AUTHENTICATION", c"authentication failed"),
        // Codecs.
        (Self::Red, c"FRAMESEAL_RESULT_RED", c"RED bundles several frames"),
        (
            Self::UnsupportedCodec,
            c"FRAMESEAL_RESULT_UNSUPPORTED_CODEC",
            c"the codec is not supported",
        ),
        (Self::EmptyFrame, c"FRAMESEAL_RESULT_EMPTY_FRAME", c"the frame has no bytes"),
        (
            Self::NotAnnexB,
            c"FRAMESEAL_RESULT_NOT_ANNEX_B",
            c"the frame does not begin with a start code",
        ),
        (
            Self::MalformedFrame,
            c"FRAMESEAL_RESULT_MALFORMED_FRAME",
            c"the bytes are no frame of the codec",
        ),
        (
            Self::TooManyParameterSets,
            c"FRAMESEAL_RESULT_TOO_MANY_PARAMETER_SETS",
            c"the frame has too many parameter sets",
        ),
        (
            Self::ClearTooLong,
            c"FRAMESEAL_RESULT_CLEAR_TOO_LONG",
            c"too much of the frame would stay clear",
        ),
        // RTP.
        (
            Self::EmptyPayload,
            c"FRAMESEAL_RESULT_EMPTY_PAYLOAD",
            c"the RTP payload has no descriptor",
        ),
        (
            Self::MixedFragments,
            c"FRAMESEAL_RESULT_MIXED_FRAGMENTS",
            c"the fragments of one frame disagree",
        ),
        (Self::PacketTooLong, c"FRAMESEAL_RESULT_PACKET_TOO_LONG", c"the packet is too long"),
        // Deployed formats.
        (Self::NoSendKey, c"FRAMESEAL_RESULT_NO_SEND_KEY", c"no key is set for sending"),
        (Self::FrameTooShort, c"FRAMESEAL_RESULT_FRAME_TOO_SHORT", c"the frame is too short"),
        (
            Self::TooManyParts,
            c"FRAMESEAL_RESULT_TOO_MANY_PARTS",
            c"the frame has too many slices or OBUs",
        ),
        (
            Self::StartCode,
            c"FRAMESEAL_RESULT_START_CODE",
            c"every ciphertext had a start code in it",
        ),
        (
            Self::NotThisFormat,
            c"FRAMESEAL_RESULT_NOT_THIS_FORMAT",
            c"the frame is not in this format",
        ),
        (
            Self::UnsupportedVersion,
            c"FRAMESEAL_RESULT_UNSUPPORTED_VERSION",
            c"the frame is in a newer version of the format",
        ),
        (Self::Silence, c"FRAMESEAL_RESULT_SILENCE", c"the server's silence"),
        (
            Self::ServerInjected,
            c"FRAMESEAL_RESULT_SERVER_INJECTED",
            c"a frame that the server made itself",
        ),
        // MLS.
        (
            Self::DelayTooLong,
            c"FRAMESEAL_RESULT_DELAY_TOO_LONG",
            c"the send delay is not shorter than the grace",
        ),
        (Self::NotInTree, c"FRAMESEAL_RESULT_NOT_IN_TREE", c"the leaf is not in the tree"),
        (
            Self::OtherEpoch,
            c"FRAMESEAL_RESULT_OTHER_EPOCH",
            c"the epoch is here with another secret",
        ),
        (Self::SameSecret, c"FRAMESEAL_RESULT_SAME_SECRET", c"another epoch has the same secret"),
        (Self::EpochOver, c"FRAMESEAL_RESULT_EPOCH_OVER", c"the epoch is over"),
        (Self::EpochTooOld, c"FRAMESEAL_RESULT_EPOCH_TOO_OLD", c"the epoch is too far behind"),
        (Self::UnknownEpoch, c"FRAMESEAL_RESULT_UNKNOWN_EPOCH", c"the epoch is not held"),
        (
            Self::SendingIsNewer,
            c"FRAMESEAL_RESULT_SENDING_IS_NEWER",
            c"frames are sent in a newer epoch already",
        ),
        (Self::NoEpoch, c"FRAMESEAL_RESULT_NO_EPOCH", c"no epoch was added yet"),
        (
            Self::TooManyContexts,
            c"FRAMESEAL_RESULT_TOO_MANY_CONTEXTS",
            c"too many contexts have encryptors",
        ),
        // Messages of a call.
        (Self::MessageTooLong, c"FRAMESEAL_RESULT_MESSAGE_TOO_LONG", c"the message is too long"),
        (
            Self::MalformedMessage,
            c"FRAMESEAL_RESULT_MALFORMED_MESSAGE",
            c"the bytes are no message of a call",
        ),
        (
            Self::MessageVersion,
            c"FRAMESEAL_RESULT_MESSAGE_VERSION",
            c"the message is of another version",
        ),
        (Self::OtherCall, c"FRAMESEAL_RESULT_OTHER_CALL", c"the message belongs to another call"),
        (Self::NotForMe, c"FRAMESEAL_RESULT_NOT_FOR_ME", c"the message is for another member"),
        (
            Self::ReflectedMessage,
            c"FRAMESEAL_RESULT_REFLECTED_MESSAGE",
            c"the message is this member's own",
        ),
        (Self::UnknownSender, c"FRAMESEAL_RESULT_UNKNOWN_SENDER", c"the sender is not known yet"),
        (Self::NotAdmitted, c"FRAMESEAL_RESULT_NOT_ADMITTED", c"the sender was not let in"),
        (Self::Gone, c"FRAMESEAL_RESULT_GONE", c"the sender is no longer part of the call"),
        (Self::Signature, c"FRAMESEAL_RESULT_SIGNATURE", c"the signature is not its sender's"),
        (
            Self::MessageAuthentication,
            c"FRAMESEAL_RESULT_MESSAGE_AUTHENTICATION",
            c"the seal is not its sender's",
        ),
        (
            Self::ReplayedMessage,
            c"FRAMESEAL_RESULT_REPLAYED_MESSAGE",
            c"the message was seen before",
        ),
        (Self::Downgrade, c"FRAMESEAL_RESULT_DOWNGRADE", c"the key exchange was downgraded"),
        (
            Self::NoCommonExchange,
            c"FRAMESEAL_RESULT_NO_COMMON_EXCHANGE",
            c"no key exchange in common",
        ),
        (
            Self::OtherPolicy,
            c"FRAMESEAL_RESULT_OTHER_POLICY",
            c"the sender joined under another policy",
        ),
        (
            Self::WrongPassphrase,
            c"FRAMESEAL_RESULT_WRONG_PASSPHRASE",
            c"the sender does not have the passphrase",
        ),
        (Self::CallFull, c"FRAMESEAL_RESULT_CALL_FULL", c"the call is full"),
        (
            Self::AuthorNotEntitled,
            c"FRAMESEAL_RESULT_AUTHOR_NOT_ENTITLED",
            c"the author may not decide this",
        ),
        (
            Self::KeyIdsOfAnother,
            c"FRAMESEAL_RESULT_KEY_IDS_OF_ANOTHER",
            c"the sender uses key identifiers of another member",
        ),
        // Sessions.
        (
            Self::FieldTooLong,
            c"FRAMESEAL_RESULT_FIELD_TOO_LONG",
            c"a field is longer than it may be",
        ),
        (Self::NoExchange, c"FRAMESEAL_RESULT_NO_EXCHANGE", c"no key exchange is left"),
        (
            Self::NoSuchMember,
            c"FRAMESEAL_RESULT_NO_SUCH_MEMBER",
            c"nobody with the id is in the call",
        ),
        (Self::NotEntitled, c"FRAMESEAL_RESULT_NOT_ENTITLED", c"this member may not decide that"),
        (Self::NotLetIn, c"FRAMESEAL_RESULT_NOT_LET_IN", c"no member has let this one in yet"),
        (
            Self::EncryptionRequired,
            c"FRAMESEAL_RESULT_ENCRYPTION_REQUIRED",
            c"the call's policy requires encryption",
        ),
        (
            Self::TooManyDecisions,
            c"FRAMESEAL_RESULT_TOO_MANY_DECISIONS",
            c"too many decisions have been made",
        ),
        (Self::SessionEnded, c"FRAMESEAL_RESULT_SESSION_ENDED", c"the session is over"),
        // Saved state.
        (
            Self::StateWentBack,
            c"FRAMESEAL_RESULT_STATE_WENT_BACK",
            c"the state is older than its anchor",
        ),
        (
            Self::StateOther,
            c"FRAMESEAL_RESULT_STATE_OTHER",
            c"the state is another one of the anchored version",
        ),
        (
            Self::StateOtherHistory,
            c"FRAMESEAL_RESULT_STATE_OTHER_HISTORY",
            c"the state does not come from the anchored one",
        ),
        (
            Self::AnchorBehind,
            c"FRAMESEAL_RESULT_ANCHOR_BEHIND",
            c"the anchor is older than any crash leaves it",
        ),
        (Self::NoState, c"FRAMESEAL_RESULT_NO_STATE", c"the bytes are no saved state"),
        (
            Self::StateFormat,
            c"FRAMESEAL_RESULT_STATE_FORMAT",
            c"the state was saved in another format",
        ),
        (
            Self::StateTooLong,
            c"FRAMESEAL_RESULT_STATE_TOO_LONG",
            c"the bytes are more than any state has",
        ),
        (
            Self::StateAuthentication,
            c"FRAMESEAL_RESULT_STATE_AUTHENTICATION",
            c"the state does not open",
        ),
        (Self::StateMalformed, c"FRAMESEAL_RESULT_STATE_MALFORMED", c"the state is not understood"),
        (Self::TooManyPeers, c"FRAMESEAL_RESULT_TOO_MANY_PEERS", c"too many verified peers"),
        (
            Self::TooManyCountedKeys,
            c"FRAMESEAL_RESULT_TOO_MANY_COUNTED_KEYS",
            c"too many counted keys",
        ),
        (Self::NameTooLong, c"FRAMESEAL_RESULT_NAME_TOO_LONG", c"a name is too long"),
        (
            Self::StateUsedUp,
            c"FRAMESEAL_RESULT_STATE_USED_UP",
            c"a version or counter cannot grow further",
        ),
        (Self::StorageFailed, c"FRAMESEAL_RESULT_STORAGE_FAILED", c"the app's storage failed"),
        // Passphrases.
        (
            Self::PassphraseTooWeak,
            c"FRAMESEAL_RESULT_PASSPHRASE_TOO_WEAK",
            c"somebody could guess the passphrase",
        ),
        (
            Self::PassphraseTooLong,
            c"FRAMESEAL_RESULT_PASSPHRASE_TOO_LONG",
            c"the passphrase is too long",
        ),
        (Self::NoCallId, c"FRAMESEAL_RESULT_NO_CALL_ID", c"the call has no id"),
        (Self::NoMemory, c"FRAMESEAL_RESULT_NO_MEMORY", c"the system gave no memory"),
        // Short authentication strings.
        (
            Self::NoSasMessage,
            c"FRAMESEAL_RESULT_NO_SAS_MESSAGE",
            c"the bytes are no message of a comparison",
        ),
        (Self::SasOutOfOrder, c"FRAMESEAL_RESULT_SAS_OUT_OF_ORDER", c"a message came out of order"),
        (
            Self::SasWrongCommitment,
            c"FRAMESEAL_RESULT_SAS_WRONG_COMMITMENT",
            c"the nonce does not fit its commitment",
        ),
        (
            Self::SasReflected,
            c"FRAMESEAL_RESULT_SAS_REFLECTED",
            c"this side's own message came back",
        ),
        (Self::SasEnded, c"FRAMESEAL_RESULT_SAS_ENDED", c"the comparison is over"),
    ];

    fn find(number: u32) -> Option<&'static (Self, &'static CStr, &'static CStr)> {
        Self::ALL.iter().find(|(result, ..)| *result as u32 == number)
    }
}

/// Gives the name of a result, such as `FRAMESEAL_RESULT_OK`; of any other number,
/// `not a frameseal_result`. The text ends with a zero byte and is never freed.
///
/// From any thread.
#[unsafe(no_mangle)]
pub extern "C" fn frameseal_result_name(result: ResultNumber) -> *const c_char {
    frameseal_result::find(result).map_or(c"not a frameseal_result", |found| found.1).as_ptr()
}

/// Gives what a result means in a few words, in English and for developers; of any other number,
/// `not a frameseal_result`. The text ends with a zero byte and is never freed.
/// `frameseal_last_error_message` says more about the call that failed.
///
/// From any thread.
#[unsafe(no_mangle)]
pub extern "C" fn frameseal_result_message(result: ResultNumber) -> *const c_char {
    frameseal_result::find(result).map_or(c"not a frameseal_result", |found| found.2).as_ptr()
}
