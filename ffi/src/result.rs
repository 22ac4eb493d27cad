//! The numbers that say how a call ended.

use std::ffi::{CStr, c_char};

mod names;

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
    fn find(number: u32) -> Option<&'static (Self, &'static CStr, &'static CStr)> {
        names::ALL.iter().find(|(result, ..)| *result as u32 == number)
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
