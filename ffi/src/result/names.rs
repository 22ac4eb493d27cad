//! What results are called, and what they mean.

use std::ffi::CStr;

use super::frameseal_result as R;

/// Every result, with its name and a few words for developers.
pub(super) const ALL: &[(R, &CStr, &CStr)] = &[
    // Calls.
    (R::Ok, c"FRAMESEAL_RESULT_OK", c"success"),
    (R::Nothing, c"FRAMESEAL_RESULT_NOTHING", c"nothing to give"),
    // The caller's mistakes.
    (R::NullPointer, c"FRAMESEAL_RESULT_NULL_POINTER", c"a pointer is null that must not be"),
    (R::Overlap, c"FRAMESEAL_RESULT_OVERLAP", c"an output buffer overlaps another buffer"),
    (
        R::LengthTooLarge,
        c"FRAMESEAL_RESULT_LENGTH_TOO_LARGE",
        c"a length is larger than any object can be",
    ),
    (
        R::BadValue,
        c"FRAMESEAL_RESULT_BAD_VALUE",
        c"a number is none of those that the parameter may have",
    ),
    (R::BufferTooSmall, c"FRAMESEAL_RESULT_BUFFER_TOO_SMALL", c"an output buffer is too small"),
    (R::NoRoom, c"FRAMESEAL_RESULT_NO_ROOM", c"too little room before or behind the frame"),
    (R::NotUtf8, c"FRAMESEAL_RESULT_NOT_UTF8", c"a text is not UTF-8"),
    (R::WrongLength, c"FRAMESEAL_RESULT_WRONG_LENGTH", c"bytes of a fixed length have another one"),
    (R::NoHandle, c"FRAMESEAL_RESULT_NO_HANDLE", c"the handle is zero"),
    (
        R::StaleHandle,
        c"FRAMESEAL_RESULT_STALE_HANDLE",
        c"the handle's object was freed, or there never was one",
    ),
    (
        R::WrongKind,
        c"FRAMESEAL_RESULT_WRONG_KIND",
        c"the handle stands for an object of another kind",
    ),
    (
        R::Busy,
        c"FRAMESEAL_RESULT_BUSY",
        c"a callback would have to wait for the call that it is part of",
    ),
    (
        R::Poisoned,
        c"FRAMESEAL_RESULT_POISONED",
        c"an earlier call panicked; the object can only be freed",
    ),
    (R::Panicked, c"FRAMESEAL_RESULT_PANICKED", c"the library has a bug; please report it"),
    (R::TooManyHandles, c"FRAMESEAL_RESULT_TOO_MANY_HANDLES", c"too many objects are live"),
    (
        R::Forked,
        c"FRAMESEAL_RESULT_FORKED",
        c"the process was forked from one that used the library",
    ),
    (R::NoRandomness, c"FRAMESEAL_RESULT_NO_RANDOMNESS", c"the system gave no random numbers"),
    (R::Unknown, c"FRAMESEAL_RESULT_UNKNOWN", c"an error that this library has no number for"),
    (R::Unaligned, c"FRAMESEAL_RESULT_UNALIGNED", c"a pointer is not aligned"),
    // Keys.
    (
        R::BaseKeyTooShort,
        c"FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT",
        c"the base key has fewer than 16 bytes",
    ),
    (R::UnknownSuite, c"FRAMESEAL_RESULT_UNKNOWN_SUITE", c"no cipher suite has the number"),
    (
        R::FieldTooWide,
        c"FRAMESEAL_RESULT_FIELD_TOO_WIDE",
        c"a part of the KID does not fit its bits",
    ),
    (R::KeyIdInUse, c"FRAMESEAL_RESULT_KEY_ID_IN_USE", c"another base key has the KID"),
    (
        R::KeyIdRetired,
        c"FRAMESEAL_RESULT_KEY_ID_RETIRED",
        c"the key was removed and cannot come back",
    ),
    (R::OwnSendKey, c"FRAMESEAL_RESULT_OWN_SEND_KEY", c"the key is one that this side sends with"),
    (
        R::WrongLayout,
        c"FRAMESEAL_RESULT_WRONG_LAYOUT",
        c"the decryptor reads KIDs in another layout",
    ),
    (
        R::TooManyKeys,
        c"FRAMESEAL_RESULT_TOO_MANY_KEYS",
        c"the decryptor holds as many keys as it may",
    ),
    (R::WrongKeyLength, c"FRAMESEAL_RESULT_WRONG_KEY_LENGTH", c"key material has the wrong length"),
    (
        R::NotProvided,
        c"FRAMESEAL_RESULT_NOT_PROVIDED",
        c"the provider does not implement the suite",
    ),
    // Counters.
    (
        R::CountersUnavailable,
        c"FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE",
        c"the counter store could not save a lease",
    ),
    (
        R::CountersWentBack,
        c"FRAMESEAL_RESULT_COUNTERS_WENT_BACK",
        c"the counter store went back in time",
    ),
    (
        R::CountersExhausted,
        c"FRAMESEAL_RESULT_COUNTERS_EXHAUSTED",
        c"all counters of the key are used up",
    ),
    (R::CounterStoreFull, c"FRAMESEAL_RESULT_COUNTER_STORE_FULL", c"the counter store is full"),
    // Frames that could not be encrypted.
    (R::KeyUsedUp, c"FRAMESEAL_RESULT_KEY_USED_UP", c"the key is used up; change to a fresh one"),
    (
        R::FrameTooLong,
        c"FRAMESEAL_RESULT_FRAME_TOO_LONG",
        c"the frame is longer than the cipher can take",
    ),
    // Frames that were refused.
    (R::Truncated, c"FRAMESEAL_RESULT_TRUNCATED", c"the frame is cut short, or no SFrame"),
    (
        R::NonMinimalHeader,
        c"FRAMESEAL_RESULT_NON_MINIMAL_HEADER",
        c"the header does not use the shortest encoding",
    ),
    (
        R::MalformedEnvelope,
        c"FRAMESEAL_RESULT_MALFORMED_ENVELOPE",
        c"the frame is no transparent envelope",
    ),
    (
        R::EnvelopeVersion,
        c"FRAMESEAL_RESULT_ENVELOPE_VERSION",
        c"the envelope is of another version",
    ),
    (R::UnknownKey, c"FRAMESEAL_RESULT_UNKNOWN_KEY", c"no key is known for the frame"),
    (
        R::RatchetTooFar,
        c"FRAMESEAL_RESULT_RATCHET_TOO_FAR",
        c"the frame is too many ratchet steps ahead",
    ),
    (R::Reflected, c"FRAMESEAL_RESULT_REFLECTED", c"the frame is this side's own"),
    (R::Replayed, c"FRAMESEAL_RESULT_REPLAYED", c"the frame was opened before"),
    (R::TooOld, c"FRAMESEAL_RESULT_TOO_OLD", c"the frame is older than the replay window"),
    (R::Authentication, c"FRAMESEAL_RESULT_AUTHENTICATION", c"authentication failed"),
    // Codecs.
    (R::Red, c"FRAMESEAL_RESULT_RED", c"RED bundles several frames"),
    (R::UnsupportedCodec, c"FRAMESEAL_RESULT_UNSUPPORTED_CODEC", c"the codec is not supported"),
    (R::EmptyFrame, c"FRAMESEAL_RESULT_EMPTY_FRAME", c"the frame has no bytes"),
    (R::NotAnnexB, c"FRAMESEAL_RESULT_NOT_ANNEX_B", c"the frame does not begin with a start code"),
    (
        R::MalformedFrame,
        c"FRAMESEAL_RESULT_MALFORMED_FRAME",
        c"the bytes are no frame of the codec",
    ),
    (
        R::TooManyParameterSets,
        c"FRAMESEAL_RESULT_TOO_MANY_PARAMETER_SETS",
        c"the frame has too many parameter sets",
    ),
    (
        R::ClearTooLong,
        c"FRAMESEAL_RESULT_CLEAR_TOO_LONG",
        c"too much of the frame would stay clear",
    ),
    // RTP.
    (R::EmptyPayload, c"FRAMESEAL_RESULT_EMPTY_PAYLOAD", c"the RTP payload has no descriptor"),
    (
        R::MixedFragments,
        c"FRAMESEAL_RESULT_MIXED_FRAGMENTS",
        c"the fragments of one frame disagree",
    ),
    (R::PacketTooLong, c"FRAMESEAL_RESULT_PACKET_TOO_LONG", c"the packet is too long"),
    // Deployed formats.
    (R::NoSendKey, c"FRAMESEAL_RESULT_NO_SEND_KEY", c"no key is set for sending"),
    (R::FrameTooShort, c"FRAMESEAL_RESULT_FRAME_TOO_SHORT", c"the frame is too short"),
    (R::TooManyParts, c"FRAMESEAL_RESULT_TOO_MANY_PARTS", c"the frame has too many slices or OBUs"),
    (R::StartCode, c"FRAMESEAL_RESULT_START_CODE", c"every ciphertext had a start code in it"),
    (R::NotThisFormat, c"FRAMESEAL_RESULT_NOT_THIS_FORMAT", c"the frame is not in this format"),
    (
        R::UnsupportedVersion,
        c"FRAMESEAL_RESULT_UNSUPPORTED_VERSION",
        c"the frame is in a newer version of the format",
    ),
    (R::Silence, c"FRAMESEAL_RESULT_SILENCE", c"the server's silence"),
    (
        R::ServerInjected,
        c"FRAMESEAL_RESULT_SERVER_INJECTED",
        c"a frame that the server made itself",
    ),
    // MLS.
    (
        R::DelayTooLong,
        c"FRAMESEAL_RESULT_DELAY_TOO_LONG",
        c"the send delay is not shorter than the grace",
    ),
    (R::NotInTree, c"FRAMESEAL_RESULT_NOT_IN_TREE", c"the leaf is not in the tree"),
    (R::OtherEpoch, c"FRAMESEAL_RESULT_OTHER_EPOCH", c"the epoch is here with another secret"),
    (R::SameSecret, c"FRAMESEAL_RESULT_SAME_SECRET", c"another epoch has the same secret"),
    (R::EpochOver, c"FRAMESEAL_RESULT_EPOCH_OVER", c"the epoch is over"),
    (R::EpochTooOld, c"FRAMESEAL_RESULT_EPOCH_TOO_OLD", c"the epoch is too far behind"),
    (R::UnknownEpoch, c"FRAMESEAL_RESULT_UNKNOWN_EPOCH", c"the epoch is not held"),
    (
        R::SendingIsNewer,
        c"FRAMESEAL_RESULT_SENDING_IS_NEWER",
        c"frames are sent in a newer epoch already",
    ),
    (R::NoEpoch, c"FRAMESEAL_RESULT_NO_EPOCH", c"no epoch was added yet"),
    (
        R::TooManyContexts,
        c"FRAMESEAL_RESULT_TOO_MANY_CONTEXTS",
        c"too many contexts have encryptors",
    ),
    // Messages of a call.
    (R::MessageTooLong, c"FRAMESEAL_RESULT_MESSAGE_TOO_LONG", c"the message is too long"),
    (
        R::MalformedMessage,
        c"FRAMESEAL_RESULT_MALFORMED_MESSAGE",
        c"the bytes are no message of a call",
    ),
    (R::MessageVersion, c"FRAMESEAL_RESULT_MESSAGE_VERSION", c"the message is of another version"),
    (R::OtherCall, c"FRAMESEAL_RESULT_OTHER_CALL", c"the message belongs to another call"),
    (R::NotForMe, c"FRAMESEAL_RESULT_NOT_FOR_ME", c"the message is for another member"),
    (
        R::ReflectedMessage,
        c"FRAMESEAL_RESULT_REFLECTED_MESSAGE",
        c"the message is this member's own",
    ),
    (R::UnknownSender, c"FRAMESEAL_RESULT_UNKNOWN_SENDER", c"the sender is not known yet"),
    (R::NotAdmitted, c"FRAMESEAL_RESULT_NOT_ADMITTED", c"the sender was not let in"),
    (R::Gone, c"FRAMESEAL_RESULT_GONE", c"the sender is no longer part of the call"),
    (R::Signature, c"FRAMESEAL_RESULT_SIGNATURE", c"the signature is not its sender's"),
    (
        R::MessageAuthentication,
        c"FRAMESEAL_RESULT_MESSAGE_AUTHENTICATION",
        c"the seal is not its sender's",
    ),
    (R::ReplayedMessage, c"FRAMESEAL_RESULT_REPLAYED_MESSAGE", c"the message was seen before"),
    (R::Downgrade, c"FRAMESEAL_RESULT_DOWNGRADE", c"the key exchange was downgraded"),
    (R::NoCommonExchange, c"FRAMESEAL_RESULT_NO_COMMON_EXCHANGE", c"no key exchange in common"),
    (R::OtherPolicy, c"FRAMESEAL_RESULT_OTHER_POLICY", c"the sender joined under another policy"),
    (
        R::WrongPassphrase,
        c"FRAMESEAL_RESULT_WRONG_PASSPHRASE",
        c"the sender does not have the passphrase",
    ),
    (R::CallFull, c"FRAMESEAL_RESULT_CALL_FULL", c"the call is full"),
    (
        R::AuthorNotEntitled,
        c"FRAMESEAL_RESULT_AUTHOR_NOT_ENTITLED",
        c"the author may not decide this",
    ),
    (
        R::KeyIdsOfAnother,
        c"FRAMESEAL_RESULT_KEY_IDS_OF_ANOTHER",
        c"the sender uses key identifiers of another member",
    ),
    // Sessions.
    (R::FieldTooLong, c"FRAMESEAL_RESULT_FIELD_TOO_LONG", c"a field is longer than it may be"),
    (R::NoExchange, c"FRAMESEAL_RESULT_NO_EXCHANGE", c"no key exchange is left"),
    (R::NoSuchMember, c"FRAMESEAL_RESULT_NO_SUCH_MEMBER", c"nobody with the id is in the call"),
    (R::NotEntitled, c"FRAMESEAL_RESULT_NOT_ENTITLED", c"this member may not decide that"),
    (R::NotLetIn, c"FRAMESEAL_RESULT_NOT_LET_IN", c"no member has let this one in yet"),
    (
        R::EncryptionRequired,
        c"FRAMESEAL_RESULT_ENCRYPTION_REQUIRED",
        c"the call's policy requires encryption",
    ),
    (
        R::TooManyDecisions,
        c"FRAMESEAL_RESULT_TOO_MANY_DECISIONS",
        c"too many decisions have been made",
    ),
    (R::SessionEnded, c"FRAMESEAL_RESULT_SESSION_ENDED", c"the session is over"),
    // Saved state.
    (R::StateWentBack, c"FRAMESEAL_RESULT_STATE_WENT_BACK", c"the state is older than its anchor"),
    (
        R::StateOther,
        c"FRAMESEAL_RESULT_STATE_OTHER",
        c"the state is another one of the anchored version",
    ),
    (
        R::StateOtherHistory,
        c"FRAMESEAL_RESULT_STATE_OTHER_HISTORY",
        c"the state does not come from the anchored one",
    ),
    (
        R::AnchorBehind,
        c"FRAMESEAL_RESULT_ANCHOR_BEHIND",
        c"the anchor is older than any crash leaves it",
    ),
    (R::NoState, c"FRAMESEAL_RESULT_NO_STATE", c"the bytes are no saved state"),
    (R::StateFormat, c"FRAMESEAL_RESULT_STATE_FORMAT", c"the state was saved in another format"),
    (R::StateTooLong, c"FRAMESEAL_RESULT_STATE_TOO_LONG", c"the bytes are more than any state has"),
    (R::StateAuthentication, c"FRAMESEAL_RESULT_STATE_AUTHENTICATION", c"the state does not open"),
    (R::StateMalformed, c"FRAMESEAL_RESULT_STATE_MALFORMED", c"the state is not understood"),
    (R::TooManyPeers, c"FRAMESEAL_RESULT_TOO_MANY_PEERS", c"too many verified peers"),
    (R::TooManyCountedKeys, c"FRAMESEAL_RESULT_TOO_MANY_COUNTED_KEYS", c"too many counted keys"),
    (R::NameTooLong, c"FRAMESEAL_RESULT_NAME_TOO_LONG", c"a name is too long"),
    (
        R::StateUsedUp,
        c"FRAMESEAL_RESULT_STATE_USED_UP",
        c"a version or counter cannot grow further",
    ),
    (R::StorageFailed, c"FRAMESEAL_RESULT_STORAGE_FAILED", c"the app's storage failed"),
    // Passphrases.
    (
        R::PassphraseTooWeak,
        c"FRAMESEAL_RESULT_PASSPHRASE_TOO_WEAK",
        c"somebody could guess the passphrase",
    ),
    (R::PassphraseTooLong, c"FRAMESEAL_RESULT_PASSPHRASE_TOO_LONG", c"the passphrase is too long"),
    (R::NoCallId, c"FRAMESEAL_RESULT_NO_CALL_ID", c"the call has no id"),
    (R::NoMemory, c"FRAMESEAL_RESULT_NO_MEMORY", c"the system gave no memory"),
    // Short authentication strings.
    (
        R::NoSasMessage,
        c"FRAMESEAL_RESULT_NO_SAS_MESSAGE",
        c"the bytes are no message of a comparison",
    ),
    (R::SasOutOfOrder, c"FRAMESEAL_RESULT_SAS_OUT_OF_ORDER", c"a message came out of order"),
    (
        R::SasWrongCommitment,
        c"FRAMESEAL_RESULT_SAS_WRONG_COMMITMENT",
        c"the nonce does not fit its commitment",
    ),
    (R::SasReflected, c"FRAMESEAL_RESULT_SAS_REFLECTED", c"this side's own message came back"),
    (R::SasEnded, c"FRAMESEAL_RESULT_SAS_ENDED", c"the comparison is over"),
];
