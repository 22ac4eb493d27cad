/* FrameSeal: end-to-end encryption of real-time media frames (SFrame, RFC 9605).
 *
 * Made by `cargo xtask generate`; changes made here are lost.
 *
 * This holds for all functions and is not said again:
 *
 * Results    A function gives FRAMESEAL_RESULT_OK or says what is wrong; a call that failed has
 *            changed nothing and written no output unless its documentation says otherwise. More
 *            about the last failure of a thread: frameseal_last_error, frameseal_last_error_message.
 *            Results have numbers that are never used again.
 * Handles    An object is a small struct that is passed by value. Zero is none. Whoever makes an
 *            object frees it, once; freeing waits for calls that are using it. A handle that is
 *            stale, made up, or of another kind gives a result and does no harm.
 * Arguments  Inputs come first, then outputs. An input is a pointer with a length in bytes; null
 *            with length 0 is empty. An output buffer is a pointer with its size, and the length
 *            written goes to `out_len`. Unless a function works in place, outputs must not overlap
 *            anything else; buffers of bytes that do are refused, while structs and lengths are the
 *            caller's to keep apart. Pointers are used during the call only.
 * Numbers    Lengths are in bytes, times in milliseconds from any fixed point. In configurations a
 *            zero is the default.
 * Threads    Any function may be called from any thread at any time. Objects of which the
 *            documentation says "any number at a time" are shared; calls to others wait for each
 *            other. Frames take microseconds; a callback of the app may take longer.
 * Memory     Functions that encrypt and decrypt frames allocate nothing where they say so. Keys are
 *            wiped when they are freed; what the app has of them is the app's to wipe.
 * Callbacks  From inside a function of the app, a call that would have to wait for the call around it
 *            gives FRAMESEAL_RESULT_BUSY. Free no encryptors there: what long frames cost their key
 *            may go uncounted.
 * Fork       A child of a process that has used the library would repeat nonces, so every call in it
 *            gives FRAMESEAL_RESULT_FORKED. Linux notices every child, other systems those of fork().
 * Panics     Should the library find a bug in itself, a call gives FRAMESEAL_RESULT_PANICKED and the
 *            object can only be freed. It ends the process in one case, when there is no memory for
 *            something other than a frame.
 */

#ifndef FRAMESEAL_H
#define FRAMESEAL_H


#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The version of this header; `frameseal_version` gives that of the library. */
#define FRAMESEAL_VERSION "0.1.0"
#define FRAMESEAL_VERSION_MAJOR 0
#define FRAMESEAL_VERSION_MINOR 1
#define FRAMESEAL_VERSION_PATCH 0


/**
 * 41 bytes: the longest generated passphrase, of 6 words of 6 letters.
 */
#define FRAMESEAL_MAX_GENERATED_LEN 41

/**
 * 16 384 bytes: the longest message of a session.
 */
#define FRAMESEAL_MAX_MESSAGE_LEN 16384

/**
 * 40 bytes: the anchor of a state.
 */
#define FRAMESEAL_ANCHOR_LEN 40

/**
 * How a call ended. Numbers are never changed and never used again.
 *
 * A call that did not give `FRAMESEAL_RESULT_OK` has written no output and changed nothing, unless
 * its documentation says otherwise. `frameseal_last_error` tells more about it.
 */
enum frameseal_result
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * The call did what it is for.
     */
    FRAMESEAL_RESULT_OK = 0,
    /**
     * There is nothing to give: a queue is empty, or what was asked for is not there. No failure.
     */
    FRAMESEAL_RESULT_NOTHING = 1,
    /**
     * A pointer is null that must not be.
     */
    FRAMESEAL_RESULT_NULL_POINTER = 10,
    /**
     * An output buffer overlaps an input or another output.
     */
    FRAMESEAL_RESULT_OVERLAP = 11,
    /**
     * A length is larger than any object can be: more than `PTRDIFF_MAX`.
     */
    FRAMESEAL_RESULT_LENGTH_TOO_LARGE = 12,
    /**
     * A number is none of those that the parameter may have.
     */
    FRAMESEAL_RESULT_BAD_VALUE = 13,
    /**
     * An output buffer is too small. `frameseal_last_error` says how many bytes are needed; nothing was lost.
     */
    FRAMESEAL_RESULT_BUFFER_TOO_SMALL = 14,
    /**
     * A frame in place has too little room before or behind it.
     */
    FRAMESEAL_RESULT_NO_ROOM = 15,
    /**
     * A text is not UTF-8.
     */
    FRAMESEAL_RESULT_NOT_UTF8 = 16,
    /**
     * Bytes of a fixed length have another one.
     */
    FRAMESEAL_RESULT_WRONG_LENGTH = 17,
    /**
     * The handle is zero: nothing was made, or it was forgotten.
     */
    FRAMESEAL_RESULT_NO_HANDLE = 18,
    /**
     * The handle's object was freed, or there never was one.
     */
    FRAMESEAL_RESULT_STALE_HANDLE = 19,
    /**
     * The handle stands for an object of another kind.
     */
    FRAMESEAL_RESULT_WRONG_KIND = 20,
    /**
     * A callback called back and would have to wait for the call that it is part of.
     */
    FRAMESEAL_RESULT_BUSY = 21,
    /**
     * An earlier call panicked while it used the object, which can only be freed now.
     */
    FRAMESEAL_RESULT_POISONED = 22,
    /**
     * The library has a bug and stopped before it could do harm. Please report it.
     */
    FRAMESEAL_RESULT_PANICKED = 23,
    /**
     * More objects are live than a program that frees them can need.
     */
    FRAMESEAL_RESULT_TOO_MANY_HANDLES = 24,
    /**
     * The process was forked from one that used the library, and would repeat its nonces. Start another program, or fork before the first call.
     */
    FRAMESEAL_RESULT_FORKED = 25,
    /**
     * The system gave no random numbers.
     */
    FRAMESEAL_RESULT_NO_RANDOMNESS = 26,
    /**
     * The engine is newer than this list.
     */
    FRAMESEAL_RESULT_UNKNOWN = 28,
    /**
     * A pointer is not aligned as its type has to be.
     */
    FRAMESEAL_RESULT_UNALIGNED = 29,
    /**
     * The base key has fewer than 16 bytes.
     */
    FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT = 40,
    /**
     * No cipher suite has the number; IANA assigned 1 to 8.
     */
    FRAMESEAL_RESULT_UNKNOWN_SUITE = 41,
    /**
     * A generation, step, epoch or index does not fit its bits of the KID.
     */
    FRAMESEAL_RESULT_FIELD_TOO_WIDE = 42,
    /**
     * Another base key has the KID.
     */
    FRAMESEAL_RESULT_KEY_ID_IN_USE = 43,
    /**
     * The key was removed and cannot come back.
     */
    FRAMESEAL_RESULT_KEY_ID_RETIRED = 44,
    /**
     * The key is one that this side sends with.
     */
    FRAMESEAL_RESULT_OWN_SEND_KEY = 45,
    /**
     * The decryptor reads KIDs in another layout.
     */
    FRAMESEAL_RESULT_WRONG_LAYOUT = 46,
    /**
     * The decryptor holds as many keys as it may.
     */
    FRAMESEAL_RESULT_TOO_MANY_KEYS = 47,
    /**
     * Key material has another length than the suite or format wants.
     */
    FRAMESEAL_RESULT_WRONG_KEY_LENGTH = 48,
    /**
     * The provider does not implement the suite.
     */
    FRAMESEAL_RESULT_NOT_PROVIDED = 49,
    /**
     * The counter store could not save a lease. Nothing was encrypted; try again.
     */
    FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE = 60,
    /**
     * The counter store gave out counters twice: a restored backup? The key must not be used again.
     */
    FRAMESEAL_RESULT_COUNTERS_WENT_BACK = 61,
    /**
     * All counters of the key are used up.
     */
    FRAMESEAL_RESULT_COUNTERS_EXHAUSTED = 62,
    /**
     * The counter store remembers as many keys as it may.
     */
    FRAMESEAL_RESULT_COUNTER_STORE_FULL = 63,
    /**
     * The key encrypted as much as it safely can: change to a fresh one.
     */
    FRAMESEAL_RESULT_KEY_USED_UP = 70,
    /**
     * The frame is longer than the cipher can take.
     */
    FRAMESEAL_RESULT_FRAME_TOO_LONG = 71,
    /**
     * The frame is cut short, or no SFrame.
     */
    FRAMESEAL_RESULT_TRUNCATED = 80,
    /**
     * The header does not use the shortest encoding.
     */
    FRAMESEAL_RESULT_NON_MINIMAL_HEADER = 81,
    /**
     * The frame is no transparent envelope.
     */
    FRAMESEAL_RESULT_MALFORMED_ENVELOPE = 82,
    /**
     * The envelope is of a version that is not known here.
     */
    FRAMESEAL_RESULT_ENVELOPE_VERSION = 83,
    /**
     * No key is known for the KID: ask its sender, or park the frame.
     */
    FRAMESEAL_RESULT_UNKNOWN_KEY = 84,
    /**
     * The frame is further ahead than the decryptor ratchets.
     */
    FRAMESEAL_RESULT_RATCHET_TOO_FAR = 85,
    /**
     * The frame is this side's own.
     */
    FRAMESEAL_RESULT_REFLECTED = 86,
    /**
     * The frame was opened before: drop it.
     */
    FRAMESEAL_RESULT_REPLAYED = 87,
    /**
     * The frame is older than the replay window: drop it.
     */
    FRAMESEAL_RESULT_TOO_OLD = 88,
    /**
     * Key, metadata or bytes are not what the sender used.
     */
    FRAMESEAL_RESULT_AUTHENTICATION = 89,
    /**
     * RED bundles several frames: encrypt each before, or negotiate plain Opus.
     */
    FRAMESEAL_RESULT_RED = 100,
    /**
     * It is not known what an operator must see of the codec.
     */
    FRAMESEAL_RESULT_UNSUPPORTED_CODEC = 101,
    /**
     * The frame has no bytes: drop it.
     */
    FRAMESEAL_RESULT_EMPTY_FRAME = 102,
    /**
     * The frame does not begin with a start code.
     */
    FRAMESEAL_RESULT_NOT_ANNEX_B = 103,
    /**
     * The bytes are no frame of the codec.
     */
    FRAMESEAL_RESULT_MALFORMED_FRAME = 104,
    /**
     * The frame has more parameter sets than encoders send.
     */
    FRAMESEAL_RESULT_TOO_MANY_PARAMETER_SETS = 105,
    /**
     * More of the frame would stay clear than headers need.
     */
    FRAMESEAL_RESULT_CLEAR_TOO_LONG = 106,
    /**
     * The RTP payload has no descriptor.
     */
    FRAMESEAL_RESULT_EMPTY_PAYLOAD = 120,
    /**
     * The fragments of one frame disagree about its kind; it was dropped.
     */
    FRAMESEAL_RESULT_MIXED_FRAGMENTS = 121,
    /**
     * One packet is longer than everything that may be held.
     */
    FRAMESEAL_RESULT_PACKET_TOO_LONG = 122,
    /**
     * No key is set for sending.
     */
    FRAMESEAL_RESULT_NO_SEND_KEY = 140,
    /**
     * The frame is shorter than the bytes that stay clear of it.
     */
    FRAMESEAL_RESULT_FRAME_TOO_SHORT = 141,
    /**
     * The frame has more slices or OBUs than the format can list.
     */
    FRAMESEAL_RESULT_TOO_MANY_PARTS = 142,
    /**
     * Every ciphertext had a start code in it: drop the frame.
     */
    FRAMESEAL_RESULT_START_CODE = 143,
    /**
     * The frame is not in the format: unencrypted, damaged, or in another.
     */
    FRAMESEAL_RESULT_NOT_THIS_FORMAT = 144,
    /**
     * The frame is in a newer version of the format.
     */
    FRAMESEAL_RESULT_UNSUPPORTED_VERSION = 145,
    /**
     * The server's silence, which everybody can send.
     */
    FRAMESEAL_RESULT_SILENCE = 146,
    /**
     * A frame that the server made itself; nobody authenticates it. LiveKit only.
     */
    FRAMESEAL_RESULT_SERVER_INJECTED = 147,
    /**
     * The send delay is not shorter than the grace.
     */
    FRAMESEAL_RESULT_DELAY_TOO_LONG = 160,
    /**
     * The leaf is not in the tree.
     */
    FRAMESEAL_RESULT_NOT_IN_TREE = 161,
    /**
     * The epoch is here with another secret, leaf or size.
     */
    FRAMESEAL_RESULT_OTHER_EPOCH = 162,
    /**
     * Another epoch has the same secret.
     */
    FRAMESEAL_RESULT_SAME_SECRET = 163,
    /**
     * The epoch is over.
     */
    FRAMESEAL_RESULT_EPOCH_OVER = 164,
    /**
     * The epoch is too far behind.
     */
    FRAMESEAL_RESULT_EPOCH_TOO_OLD = 165,
    /**
     * The epoch is not held.
     */
    FRAMESEAL_RESULT_UNKNOWN_EPOCH = 166,
    /**
     * Frames are sent in a newer epoch already.
     */
    FRAMESEAL_RESULT_SENDING_IS_NEWER = 167,
    /**
     * No epoch was added yet.
     */
    FRAMESEAL_RESULT_NO_EPOCH = 168,
    /**
     * Too many contexts have encryptors.
     */
    FRAMESEAL_RESULT_TOO_MANY_CONTEXTS = 169,
    /**
     * The message is longer than any session sends.
     */
    FRAMESEAL_RESULT_MESSAGE_TOO_LONG = 180,
    /**
     * The bytes are no message of a call.
     */
    FRAMESEAL_RESULT_MALFORMED_MESSAGE = 181,
    /**
     * The message is of another version.
     */
    FRAMESEAL_RESULT_MESSAGE_VERSION = 182,
    /**
     * The message belongs to another call.
     */
    FRAMESEAL_RESULT_OTHER_CALL = 183,
    /**
     * The message is for another member.
     */
    FRAMESEAL_RESULT_NOT_FOR_ME = 184,
    /**
     * The message is this member's own.
     */
    FRAMESEAL_RESULT_REFLECTED_MESSAGE = 185,
    /**
     * The sender is not known yet; the session asks who it is.
     */
    FRAMESEAL_RESULT_UNKNOWN_SENDER = 186,
    /**
     * The sender was not let in.
     */
    FRAMESEAL_RESULT_NOT_ADMITTED = 187,
    /**
     * The sender is no longer part of the call.
     */
    FRAMESEAL_RESULT_GONE = 188,
    /**
     * The signature is not its sender's.
     */
    FRAMESEAL_RESULT_SIGNATURE = 189,
    /**
     * The seal is not its sender's.
     */
    FRAMESEAL_RESULT_MESSAGE_AUTHENTICATION = 190,
    /**
     * The message was seen before.
     */
    FRAMESEAL_RESULT_REPLAYED_MESSAGE = 191,
    /**
     * The key exchange is not the strongest that both sides offer.
     */
    FRAMESEAL_RESULT_DOWNGRADE = 192,
    /**
     * The sender offers no key exchange that is accepted here.
     */
    FRAMESEAL_RESULT_NO_COMMON_EXCHANGE = 193,
    /**
     * The sender joined under another policy.
     */
    FRAMESEAL_RESULT_OTHER_POLICY = 194,
    /**
     * The sender does not have the passphrase of the call.
     */
    FRAMESEAL_RESULT_WRONG_PASSPHRASE = 195,
    /**
     * The call is full.
     */
    FRAMESEAL_RESULT_CALL_FULL = 196,
    /**
     * The author may not decide who is in the call.
     */
    FRAMESEAL_RESULT_AUTHOR_NOT_ENTITLED = 197,
    /**
     * The sender uses key identifiers of another member.
     */
    FRAMESEAL_RESULT_KEY_IDS_OF_ANOTHER = 198,
    /**
     * A field is longer than it may be.
     */
    FRAMESEAL_RESULT_FIELD_TOO_LONG = 220,
    /**
     * No key exchange is left that app and policy both allow.
     */
    FRAMESEAL_RESULT_NO_EXCHANGE = 221,
    /**
     * Nobody with the id is in the call.
     */
    FRAMESEAL_RESULT_NO_SUCH_MEMBER = 222,
    /**
     * This member may not decide that.
     */
    FRAMESEAL_RESULT_NOT_ENTITLED = 223,
    /**
     * No member has let this one in yet: send nothing.
     */
    FRAMESEAL_RESULT_NOT_LET_IN = 224,
    /**
     * The call's policy requires encryption.
     */
    FRAMESEAL_RESULT_ENCRYPTION_REQUIRED = 225,
    /**
     * The call has made as many decisions as it may.
     */
    FRAMESEAL_RESULT_TOO_MANY_DECISIONS = 226,
    /**
     * The session is over.
     */
    FRAMESEAL_RESULT_SESSION_ENDED = 227,
    /**
     * The state is older than its anchor: a restored backup?
     */
    FRAMESEAL_RESULT_STATE_WENT_BACK = 240,
    /**
     * The state is another one of the anchored version.
     */
    FRAMESEAL_RESULT_STATE_OTHER = 241,
    /**
     * The state does not come from the anchored one.
     */
    FRAMESEAL_RESULT_STATE_OTHER_HISTORY = 242,
    /**
     * The anchor is older than any crash leaves it.
     */
    FRAMESEAL_RESULT_ANCHOR_BEHIND = 243,
    /**
     * The bytes are no saved state.
     */
    FRAMESEAL_RESULT_NO_STATE = 244,
    /**
     * The state was saved in another format.
     */
    FRAMESEAL_RESULT_STATE_FORMAT = 245,
    /**
     * The bytes are more than any state has.
     */
    FRAMESEAL_RESULT_STATE_TOO_LONG = 246,
    /**
     * The state does not open: another key, or changed bytes.
     */
    FRAMESEAL_RESULT_STATE_AUTHENTICATION = 247,
    /**
     * The state is genuine and not understood.
     */
    FRAMESEAL_RESULT_STATE_MALFORMED = 248,
    /**
     * As many verified peers are remembered as may be.
     */
    FRAMESEAL_RESULT_TOO_MANY_PEERS = 249,
    /**
     * The counters of as many keys are remembered as may be.
     */
    FRAMESEAL_RESULT_TOO_MANY_COUNTED_KEYS = 250,
    /**
     * A name has more than 255 bytes.
     */
    FRAMESEAL_RESULT_NAME_TOO_LONG = 251,
    /**
     * A version or counter cannot grow further.
     */
    FRAMESEAL_RESULT_STATE_USED_UP = 252,
    /**
     * The app's storage could not save the state.
     */
    FRAMESEAL_RESULT_STORAGE_FAILED = 253,
    /**
     * Somebody could guess the passphrase.
     */
    FRAMESEAL_RESULT_PASSPHRASE_TOO_WEAK = 260,
    /**
     * The passphrase is longer than any that people type.
     */
    FRAMESEAL_RESULT_PASSPHRASE_TOO_LONG = 261,
    /**
     * The call has no id.
     */
    FRAMESEAL_RESULT_NO_CALL_ID = 262,
    /**
     * The system gave no memory: 64 MiB for Argon2id, or a little to notice forks with.
     */
    FRAMESEAL_RESULT_NO_MEMORY = 263,
    /**
     * The bytes are no message of a comparison.
     */
    FRAMESEAL_RESULT_NO_SAS_MESSAGE = 280,
    /**
     * A message came out of order; the comparison is over.
     */
    FRAMESEAL_RESULT_SAS_OUT_OF_ORDER = 281,
    /**
     * The peer's nonce does not fit its commitment: somebody may be in the middle.
     */
    FRAMESEAL_RESULT_SAS_WRONG_COMMITMENT = 282,
    /**
     * This side's own message came back.
     */
    FRAMESEAL_RESULT_SAS_REFLECTED = 283,
    /**
     * The comparison is over.
     */
    FRAMESEAL_RESULT_SAS_ENDED = 284,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_result frameseal_result;
#else
typedef uint32_t frameseal_result;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Whose fault a failure is. The first three are the classes of W3C's WebRTC encoded transform.
 */
enum frameseal_error_class
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * `authentication`: a frame is not what its sender sealed.
     */
    FRAMESEAL_ERROR_CLASS_AUTHENTICATION = 1,
    /**
     * `keyID`: no usable key for a frame's KID.
     */
    FRAMESEAL_ERROR_CLASS_KEY_ID = 2,
    /**
     * `syntax`: bytes are not a frame.
     */
    FRAMESEAL_ERROR_CLASS_SYNTAX = 3,
    /**
     * A genuine frame, seen before or too old to tell. Drop it in silence.
     */
    FRAMESEAL_ERROR_CLASS_REPLAY = 4,
    /**
     * A message of a call was not taken.
     */
    FRAMESEAL_ERROR_CLASS_MESSAGE = 5,
    /**
     * The caller's own mistake, or something that it has to see to.
     */
    FRAMESEAL_ERROR_CLASS_USAGE = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_error_class frameseal_error_class;
#else
typedef uint32_t frameseal_error_class;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Codecs whose frames can be told apart.
 */
enum frameseal_codec
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Opus (RFC 6716).
     */
    FRAMESEAL_CODEC_OPUS = 1,
    /**
     * VP8 (RFC 6386).
     */
    FRAMESEAL_CODEC_VP8 = 2,
    /**
     * VP9.
     */
    FRAMESEAL_CODEC_VP9 = 3,
    /**
     * H.264, also called AVC, with start codes (Annex B).
     */
    FRAMESEAL_CODEC_H264 = 4,
    /**
     * H.265, also called HEVC, with start codes (Annex B).
     */
    FRAMESEAL_CODEC_H265 = 5,
    /**
     * AV1, temporal units in the low-overhead format.
     */
    FRAMESEAL_CODEC_AV1 = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_codec frameseal_codec;
#else
typedef uint8_t frameseal_codec;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What an event is about.
 */
enum frameseal_event_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Something that this library has no number for.
     */
    FRAMESEAL_EVENT_KIND_OTHER = 0,
    /**
     * Frames arrive for a KID without a key: ask their sender for it.
     */
    FRAMESEAL_EVENT_KIND_KEY_MISSING = 1,
    /**
     * The first frame of a KID that was missing has been opened.
     */
    FRAMESEAL_EVENT_KIND_KEY_RECOVERED = 2,
    /**
     * The key is close to its usage limit or has seen too many forgeries: change to a fresh one.
     */
    FRAMESEAL_EVENT_KIND_ROTATE_SOON = 3,
    /**
     * Frames with this KID fail authentication: the first 16, and each doubling after that.
     */
    FRAMESEAL_EVENT_KIND_FORGERIES = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_event_kind frameseal_event_kind;
#else
typedef uint32_t frameseal_event_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What WebRTC calls a frame (`RTCEncodedVideoFrame.type`; audio frames have none). Sender and
 * receiver must agree on it, since it says how many bytes stay clear.
 */
enum frameseal_jframe_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Audio: 1 byte stays clear.
     */
    FRAMESEAL_JFRAME_KIND_AUDIO = 1,
    /**
     * Video that a decoder can start at: 10 bytes.
     */
    FRAMESEAL_JFRAME_KIND_KEY = 2,
    /**
     * Video that refers to frames before: 3 bytes.
     */
    FRAMESEAL_JFRAME_KIND_DELTA = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_jframe_kind frameseal_jframe_kind;
#else
typedef uint32_t frameseal_jframe_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Who vouches for what `frameseal_livekit_decryptor_decrypt` wrote.
 */
enum frameseal_livekit_source
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * A participant: the frame was encrypted and is authentic.
     */
    FRAMESEAL_LIVEKIT_SOURCE_PARTICIPANT = 1,
    /**
     * **Nobody**: the server sent it in clear. Silence or a black picture, one of a few fixed
     * frames, with the trailer that the app set. It is no sign of the participant.
     */
    FRAMESEAL_LIVEKIT_SOURCE_SERVER = 2,
    /**
     * **Nobody**: it had no bytes, as in both directions of LiveKit's clients.
     */
    FRAMESEAL_LIVEKIT_SOURCE_EMPTY = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_livekit_source frameseal_livekit_source;
#else
typedef uint32_t frameseal_livekit_source;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What an event of MLS keys is about.
 */
enum frameseal_mls_event_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Something that this library has no number for.
     */
    FRAMESEAL_MLS_EVENT_KIND_OTHER = 0,
    /**
     * The participant sends in another epoch: get the encryptors anew and free those of before.
     * It comes once for the last of several.
     */
    FRAMESEAL_MLS_EVENT_KIND_GONE_OVER = 1,
    /**
     * An encryptor comes near its usage limit: have the group commit, an update will do.
     */
    FRAMESEAL_MLS_EVENT_KIND_COMMIT_SOON = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_mls_event_kind frameseal_mls_event_kind;
#else
typedef uint32_t frameseal_mls_event_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What an event of a call is about.
 */
enum frameseal_call_event_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Something that this library has no number for.
     */
    FRAMESEAL_CALL_EVENT_KIND_OTHER = 0,
    /**
     * This member was let in: it may send.
     */
    FRAMESEAL_CALL_EVENT_KIND_LET_IN = 1,
    /**
     * `member` waits to be let in: `frameseal_session_admit`.
     */
    FRAMESEAL_CALL_EVENT_KIND_KNOCKING = 2,
    /**
     * `member` is there: it has proven that it is who its hello says, now.
     */
    FRAMESEAL_CALL_EVENT_KIND_JOINED = 3,
    /**
     * Nothing was heard of `member` for a while.
     */
    FRAMESEAL_CALL_EVENT_KIND_ABSENT = 4,
    /**
     * `member` was heard again.
     */
    FRAMESEAL_CALL_EVENT_KIND_RETURNED = 5,
    /**
     * `member` is gone for good; `how` says how.
     */
    FRAMESEAL_CALL_EVENT_KIND_LEFT = 6,
    /**
     * This member sends with other keys from now on: ask for its encryptors again, free the old
     * ones, and have the encoders make a key frame.
     */
    FRAMESEAL_CALL_EVENT_KIND_SEND_KEYS_CHANGED = 7,
    /**
     * Changes of keys were dropped: make the decryptors anew.
     */
    FRAMESEAL_CALL_EVENT_KIND_KEY_CHANGES_LOST = 8,
    /**
     * `member` is somebody whom this session has forgotten. To meet it, join anew. Comes once.
     */
    FRAMESEAL_CALL_EVENT_KIND_STRANDED = 9,
    /**
     * `member` wants to compare a short string: ask the user, then
     * `frameseal_session_accept_sas`.
     */
    FRAMESEAL_CALL_EVENT_KIND_COMPARISON_ASKED = 10,
    /**
     * The string to compare with `member` is there: `frameseal_session_sas_code`.
     */
    FRAMESEAL_CALL_EVENT_KIND_COMPARING = 11,
    /**
     * No string to compare with `member` came of it: show it like strings that differ.
     */
    FRAMESEAL_CALL_EVENT_KIND_COMPARISON_FAILED = 12,
    /**
     * Whether media may go in clear has changed: `may_send_clear`.
     */
    FRAMESEAL_CALL_EVENT_KIND_ENCRYPTION = 13,
    /**
     * `member` is there under another policy; it is not let in.
     */
    FRAMESEAL_CALL_EVENT_KIND_OTHER_POLICY = 14,
    /**
     * `member` does not have this call's passphrase.
     */
    FRAMESEAL_CALL_EVENT_KIND_WRONG_PASSPHRASE = 15,
    /**
     * `member` found no place.
     */
    FRAMESEAL_CALL_EVENT_KIND_FULL = 16,
    /**
     * The session is over; `how` says how.
     */
    FRAMESEAL_CALL_EVENT_KIND_ENDED = 17,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_call_event_kind frameseal_call_event_kind;
#else
typedef uint32_t frameseal_call_event_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Why somebody is not in the call any more.
 */
enum frameseal_departure
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * It has not gone, or in a way that this library has no number for.
     */
    FRAMESEAL_DEPARTURE_NONE = 0,
    /**
     * It said goodbye.
     */
    FRAMESEAL_DEPARTURE_LEFT = 1,
    /**
     * A member, or a host, removed it.
     */
    FRAMESEAL_DEPARTURE_REMOVED = 2,
    /**
     * The same device joined anew.
     */
    FRAMESEAL_DEPARTURE_SUPERSEDED = 3,
    /**
     * It was absent for too long.
     */
    FRAMESEAL_DEPARTURE_FORGOTTEN = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_departure frameseal_departure;
#else
typedef uint32_t frameseal_departure;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Cipher suites, by the numbers and names that IANA gave them (RFC 9605 section 8.1).
 */
enum frameseal_suite
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint16_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * AES-128-CTR with HMAC-SHA256, tag of 10 bytes.
     */
    FRAMESEAL_SUITE_AES_128_CTR_HMAC_SHA256_80 = 1,
    /**
     * AES-128-CTR with HMAC-SHA256, tag of 8 bytes.
     */
    FRAMESEAL_SUITE_AES_128_CTR_HMAC_SHA256_64 = 2,
    /**
     * AES-128-CTR with HMAC-SHA256, tag of 4 bytes: one forgery in 2^32 tries.
     */
    FRAMESEAL_SUITE_AES_128_CTR_HMAC_SHA256_32 = 3,
    /**
     * AES-128-GCM, HKDF-SHA256, tag of 16 bytes: what most should use.
     */
    FRAMESEAL_SUITE_AES_128_GCM_SHA256_128 = 4,
    /**
     * AES-256-GCM, HKDF-SHA512, tag of 16 bytes.
     */
    FRAMESEAL_SUITE_AES_256_GCM_SHA512_128 = 5,
    /**
     * AES-256-CTR with HMAC-SHA512, tag of 10 bytes.
     */
    FRAMESEAL_SUITE_AES_256_CTR_HMAC_SHA512_80 = 6,
    /**
     * AES-256-CTR with HMAC-SHA512, tag of 8 bytes.
     */
    FRAMESEAL_SUITE_AES_256_CTR_HMAC_SHA512_64 = 7,
    /**
     * AES-256-CTR with HMAC-SHA512, tag of 4 bytes: one forgery in 2^32 tries.
     */
    FRAMESEAL_SUITE_AES_256_CTR_HMAC_SHA512_32 = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_suite frameseal_suite;
#else
typedef uint16_t frameseal_suite;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How KIDs are read (RFC 9605 section 5).
 */
enum frameseal_layout
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Every KID is a key of its own.
     */
    FRAMESEAL_LAYOUT_PLAIN = 0,
    /**
     * Generation and ratchet step (RFC 9605 section 5.1).
     */
    FRAMESEAL_LAYOUT_SENDER_KEYS = 1,
    /**
     * Context, sender index and epoch (RFC 9605 section 5.2).
     */
    FRAMESEAL_LAYOUT_MLS = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_layout frameseal_layout;
#else
typedef uint8_t frameseal_layout;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * When a participant begins to send in a new epoch.
 */
enum frameseal_go_over
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * After the send delay; at once in the first epoch.
     */
    FRAMESEAL_GO_OVER_AFTER_DELAY = 0,
    /**
     * Now. Use it when the commit removed somebody, who can read on until then. Members who have
     * not processed the commit cannot open the frames yet and park them.
     */
    FRAMESEAL_GO_OVER_AT_ONCE = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_go_over frameseal_go_over;
#else
typedef uint32_t frameseal_go_over;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What LiveKit's keys are derived from.
 */
enum frameseal_livekit_material
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Random bytes, 16 or more (HKDF), as `livekit-client` has with an `ArrayBuffer`.
     */
    FRAMESEAL_LIVEKIT_MATERIAL_RAW = 1,
    /**
     * A passphrase in UTF-8, not empty (PBKDF2), as the SDKs have with a string. Every key and
     * every ratchet step of it takes 15 to 60 ms. Whoever records a call can try passphrases at
     * leisure: prefer random bytes.
     */
    FRAMESEAL_LIVEKIT_MATERIAL_PASSPHRASE = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_livekit_material frameseal_livekit_material;
#else
typedef uint32_t frameseal_livekit_material;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Who is let into a call.
 */
enum frameseal_admission
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Everybody who knows the call, and its passphrase if it has one. Nobody comes in unseen.
     */
    FRAMESEAL_ADMISSION_OPEN = 0,
    /**
     * Those whom a member, or a host where hosts are named, lets in.
     */
    FRAMESEAL_ADMISSION_WAITING_ROOM = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_admission frameseal_admission;
#else
typedef uint8_t frameseal_admission;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * The key exchanges that a device can use (RFC 9180).
 */
enum frameseal_exchange
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Both; two members take the stronger one that both have.
     */
    FRAMESEAL_EXCHANGE_ANY = 0,
    /**
     * DHKEM(X25519, HKDF-SHA256) alone.
     */
    FRAMESEAL_EXCHANGE_X25519 = 1,
    /**
     * X-Wing alone: X25519 and ML-KEM-768 together, safe from quantum computers.
     */
    FRAMESEAL_EXCHANGE_X_WING = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_exchange frameseal_exchange;
#else
typedef uint8_t frameseal_exchange;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What a key is for. Each kind has keys of its own.
 */
enum frameseal_media_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Microphones.
     */
    FRAMESEAL_MEDIA_KIND_AUDIO = 0,
    /**
     * Cameras.
     */
    FRAMESEAL_MEDIA_KIND_VIDEO = 1,
    /**
     * Shared screens.
     */
    FRAMESEAL_MEDIA_KIND_SCREEN = 2,
    /**
     * Data channels and chat.
     */
    FRAMESEAL_MEDIA_KIND_DATA = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_media_kind frameseal_media_kind;
#else
typedef uint8_t frameseal_media_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How a call code or a safety number is written: always UTF-8, without a zero byte behind it.
 */
enum frameseal_code_form
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * The digits: 30 of a call code, 60 of a safety number.
     */
    FRAMESEAL_CODE_FORM_DIGITS = 0,
    /**
     * The digits in groups of five, with spaces between them: 35 or 71 bytes.
     */
    FRAMESEAL_CODE_FORM_GROUPS = 1,
    /**
     * What the QR code says, for those who draw it themselves: 46 or 76 bytes.
     */
    FRAMESEAL_CODE_FORM_QR_TEXT = 2,
    /**
     * The QR code (ISO/IEC 18004) as an SVG document of its own: some kilobytes.
     */
    FRAMESEAL_CODE_FORM_QR_SVG = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum frameseal_code_form frameseal_code_form;
#else
typedef uint8_t frameseal_code_form;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * More about a failure.
 */
typedef struct {
    /**
     * What the call gave.
     */
    frameseal_result result;
    /**
     * Whose fault it is.
     */
    frameseal_error_class error_class;
    /**
     * Whether `kid` says which key it is about.
     */
    bool has_kid;
    /**
     * Whether `member` says which member of the call it is about.
     */
    bool has_member;
    /**
     * The key id (KID, RFC 9605 section 4.3); in the deployed formats the key's index.
     */
    uint64_t kid;
    /**
     * The member's id.
     */
    uint8_t member[16];
    /**
     * After `FRAMESEAL_RESULT_BUFFER_TOO_SMALL` the bytes, or items, that are needed; else 0.
     */
    size_t needed;
} frameseal_error;

/**
 * Takes a line for a log: what failed, and the message of `frameseal_last_error_message`, without
 * secrets. `message` ends with a zero byte and is valid during the call. It is called from
 * whatever thread made the call that failed and must not throw.
 */
typedef void (*frameseal_log_callback)(void *context,
                                       frameseal_result result,
                                       const char *message);

/**
 * Bytes of a frame, from `start` to before `end`.
 */
typedef struct {
    /**
     * The first byte.
     */
    size_t start;
    /**
     * The first byte behind.
     */
    size_t end;
} frameseal_range;

/**
 * Reserves `count` counters of the key named by 16 bytes at `key` and writes the first to
 * `first`. A new key starts at 0. The end of the lease must be saved for good before this
 * returns.
 *
 * Gives `FRAMESEAL_RESULT_OK`, or `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and then nothing is
 * encrypted; any other number is taken for that.
 */
typedef frameseal_result (*frameseal_lease_callback)(void *context,
                                                     const uint8_t *key,
                                                     uint64_t count,
                                                     uint64_t *first);

/**
 * Adds `blocks` cipher blocks to those spent with the key named by 16 bytes at `key`, and gives
 * the sum, so that a key's usage limit outlives the process.
 */
typedef uint64_t (*frameseal_charge_callback)(void *context,
                                              const uint8_t *key,
                                              uint64_t blocks);

/**
 * Says that a context is not used any more.
 */
typedef void (*frameseal_release_callback)(void *context);

/**
 * The functions of a counter store. They are called from whatever thread encrypts, never two at
 * a time, and must not throw. From inside one, library calls that would have to wait give
 * `FRAMESEAL_RESULT_BUSY`.
 */
typedef struct {
    /**
     * Handed to every callback as it is.
     */
    void *context;
    /**
     * Reserves counters. Must not be null.
     */
    frameseal_lease_callback lease;
    /**
     * Counts cipher blocks; null leaves the count to each encryptor.
     */
    frameseal_charge_callback charge;
    /**
     * Called once, when the store was freed and no encryptor uses it any more; may be null.
     */
    frameseal_release_callback release;
} frameseal_counter_store_callbacks;

/**
 * A counter store. Zero is none: where a store is asked for, counters then live as long as the
 * process.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_counter_store;

/**
 * What a decryptor accepts and remembers. Zeros are the defaults, so `{0}` is a configuration.
 */
typedef struct {
    /**
     * Counters behind the newest one that can still be told from replays, per key; rounded up to
     * a power of two; zero: 1024.
     */
    size_t replay_window;
    /**
     * Keys, generations or epochs held at a time; zero: 16384.
     */
    size_t max_keys;
    /**
     * Ratchet steps that one frame may be ahead, at most 256; zero: 16.
     */
    uint64_t max_ratchet_steps;
    /**
     * Milliseconds that a retired key, an old epoch or an old ratchet step still opens frames that
     * are under way; zero: 10000.
     */
    uint64_t grace_ms;
    /**
     * Frames that may wait for their key; zero: 256.
     */
    size_t parked_frames;
    /**
     * Bytes of frames and metadata that may wait; zero: 1 MiB.
     */
    size_t parked_bytes;
    /**
     * Milliseconds that a frame may wait; zero: 2000.
     */
    uint64_t parked_ms;
    /**
     * How KIDs are read, a `frameseal_layout`; zero: plain.
     */
    frameseal_layout layout;
    /**
     * R of sender keys (1 to 16) or E of MLS (1 to 8); 0 for plain KIDs.
     */
    uint8_t layout_bits;
} frameseal_decryptor_config;

/**
 * A decryptor: opens the frames of any number of senders. One call uses it at a time, others
 * wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_decryptor;

/**
 * A sender key: a base key with its generation and ratchet step.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_sender_key;

/**
 * An encryptor: seals the frames of one sender under one key. Any number of threads may encrypt
 * with it at a time.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_encryptor;

/**
 * KID and counter that a frame was sealed under.
 */
typedef struct {
    /**
     * The key id (KID).
     */
    uint64_t kid;
    /**
     * The counter (CTR).
     */
    uint64_t counter;
} frameseal_header;

/**
 * One frame of a batch: what goes in, where it goes, and what came of it.
 */
typedef struct {
    /**
     * The frame, or the sealed frame.
     */
    const uint8_t *frame;
    /**
     * Its length in bytes.
     */
    size_t frame_len;
    /**
     * What is authenticated with it and not sent; may be null with length 0.
     */
    const uint8_t *metadata;
    /**
     * Its length in bytes.
     */
    size_t metadata_len;
    /**
     * Where the result goes. Nothing of `frame` and `metadata` may lie there.
     */
    uint8_t *out;
    /**
     * The size of `out` in bytes.
     */
    size_t out_size;
    /**
     * Written: the length of the result in bytes.
     */
    size_t out_len;
    /**
     * Written: how it ended.
     */
    frameseal_result result;
} frameseal_frame;

/**
 * A frame that waited for its key.
 */
typedef struct {
    /**
     * The mark that the caller gave it.
     */
    uint64_t token;
    /**
     * KID and counter; zeros when it is refused.
     */
    frameseal_header header;
    /**
     * `FRAMESEAL_RESULT_OK` when it was opened, else why it is refused after all.
     */
    frameseal_result result;
} frameseal_unparked;

/**
 * Something changed. Every event marks an edge: it comes once, not with every frame.
 */
typedef struct {
    /**
     * What it is about.
     */
    frameseal_event_kind kind;
    /**
     * The key it is about.
     */
    uint64_t kid;
    /**
     * `FRAMESEAL_EVENT_KIND_FORGERIES`: frames that failed so far; else 0.
     */
    uint64_t failed;
    /**
     * `FRAMESEAL_EVENT_KIND_FORGERIES`: frames that were opened so far; else 0.
     */
    uint64_t opened;
} frameseal_event;

/**
 * What a decryptor has opened, refused and holds.
 */
typedef struct {
    /**
     * Frames opened.
     */
    uint64_t opened;
    /**
     * Frames refused as no SFrames.
     */
    uint64_t syntax;
    /**
     * Frames refused for want of a usable key.
     */
    uint64_t key_id;
    /**
     * Frames refused as replayed or too old.
     */
    uint64_t replay;
    /**
     * Frames refused by the AEAD.
     */
    uint64_t authentication;
    /**
     * Frames waiting for their key.
     */
    uint64_t parked;
    /**
     * Frames that waited in vain.
     */
    uint64_t parked_dropped;
} frameseal_totals;

/**
 * Statistics of one key that a decryptor holds.
 */
typedef struct {
    /**
     * The KID.
     */
    uint64_t kid;
    /**
     * Frames opened with it.
     */
    uint64_t opened;
    /**
     * Frames that failed authentication with it.
     */
    uint64_t failed;
    /**
     * The highest counter opened; of use only when `opened` is not zero.
     */
    uint64_t highest_counter;
} frameseal_key_stats;

/**
 * How an encryptor counts. Zeros are the defaults, so `{0}` is a configuration.
 */
typedef struct {
    /**
     * Where counters are leased; zero: from a ledger that lives as long as the process.
     */
    frameseal_counter_store counters;
    /**
     * Counters taken from the store at a time, at most 2^20; zero: 4096.
     */
    uint64_t lease;
    /**
     * Cipher blocks of 16 bytes that the key may encrypt, if the suite's limit is not lower;
     * zero: 2^34.
     */
    uint64_t max_blocks;
} frameseal_encryptor_config;

/**
 * What is fixed about an encryptor.
 */
typedef struct {
    /**
     * The KID in the headers of its frames.
     */
    uint64_t kid;
    /**
     * The name under which the counter store knows its key.
     */
    uint8_t fingerprint[16];
    /**
     * The most bytes by which a frame grows.
     */
    size_t max_overhead;
    /**
     * Bytes that a frame encrypted in place needs before it.
     */
    size_t headroom;
    /**
     * Bytes that a frame encrypted in place needs behind it.
     */
    size_t tailroom;
    /**
     * The cipher suite.
     */
    frameseal_suite suite;
} frameseal_encryptor_info;

/**
 * **Legacy**: seals the frames of one participant in one epoch as Discord's clients do (DAVE 1.1).
 * All tracks share it. One call uses it at a time, others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_dave_encryptor;

/**
 * **Legacy**: opens the frames of one sender in one epoch as Discord's clients do (DAVE 1.1). One
 * call uses it at a time, others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_dave_decryptor;

/**
 * **Legacy**: seals the frames that one participant sends, on all its tracks, as GetStream's SDKs
 * do (`@stream-io/video-client` 1.60.0). Any number of threads may encrypt with it at a time.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_getstream_encryptor;

/**
 * **Legacy**: opens the frames of one participant, or of all who share keys, as GetStream's SDKs
 * do. One call uses it at a time, others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_getstream_decryptor;

/**
 * **Legacy**: seals the frames of one participant as Jitsi's clients do (lib-jitsi-meet of August
 * 2026). One call uses it at a time, others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_jframe_encryptor;

/**
 * **Legacy**: opens the frames of one participant, or of all who share a key, as Jitsi's clients
 * do. One call uses it at a time, others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_jframe_decryptor;

/**
 * **Legacy**: seals the frames of one participant as LiveKit's SDKs do (`livekit-client` 2.23.0).
 * One call uses it at a time, others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_livekit_encryptor;

/**
 * **Legacy**: opens the frames of one participant, or of all who share a key, as LiveKit's SDKs
 * do. With a shared key make one for the room: every key costs a derivation. One call uses it at a
 * time, others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_livekit_decryptor;

/**
 * When epochs come and go. Zeros are the defaults, so `{0}` is a configuration.
 */
typedef struct {
    /**
     * How encryptors count.
     */
    frameseal_encryptor_config encryptors;
    /**
     * Milliseconds that a participant goes on sending in the old epoch, shorter than the grace;
     * zero: 1000. To send in an epoch without delay, add it with `FRAMESEAL_GO_OVER_AT_ONCE`.
     */
    uint64_t send_delay_ms;
    /**
     * Milliseconds that an old epoch still opens frames after a newer one came; zero: 10000.
     */
    uint64_t grace_ms;
} frameseal_mls_keys_config;

/**
 * The keys of a call whose members are an MLS group: takes the secret of each epoch, and gives
 * encryptors and decryptors that change over when the others do. One call uses it at a time,
 * others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_mls_keys;

/**
 * Something changed about the keys of a group.
 */
typedef struct {
    /**
     * What it is about.
     */
    frameseal_mls_event_kind kind;
    /**
     * `FRAMESEAL_MLS_EVENT_KIND_GONE_OVER`: the epoch; else 0.
     */
    uint64_t epoch;
    /**
     * `FRAMESEAL_MLS_EVENT_KIND_COMMIT_SOON`: the KID of the encryptor's frames; else 0.
     */
    uint64_t kid;
} frameseal_mls_event;

/**
 * What the byte in front of every fragment says.
 */
typedef struct {
    /**
     * Bytes of the frame that follow it.
     */
    size_t fragment_len;
    /**
     * S: the frame begins here.
     */
    bool first;
    /**
     * E: the frame ends here.
     */
    bool last;
    /**
     * T: what was encrypted is one codec-specific RTP payload rather than a whole frame.
     */
    bool packetized;
} frameseal_rtp_descriptor;

/**
 * A reassembler: puts the frames of one RTP stream (one SSRC) together, in whatever order packets
 * come. One call uses it at a time, others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_reassembler;

/**
 * What is known of a frame that was put together.
 */
typedef struct {
    /**
     * The RTP payload type of its packets.
     */
    uint8_t payload_type;
    /**
     * T: what was encrypted is one codec-specific RTP payload rather than a whole frame.
     */
    bool packetized;
} frameseal_reassembled;

/**
 * What a reassembler has lost, and holds.
 */
typedef struct {
    /**
     * Packets dropped because their frames never became complete.
     */
    uint64_t dropped_packets;
    /**
     * Complete frames dropped because nobody took them.
     */
    uint64_t dropped_frames;
    /**
     * Complete frames that wait for `frameseal_reassembler_take`.
     */
    size_t waiting_frames;
} frameseal_reassembler_totals;

/**
 * Where a sender key is.
 */
typedef struct {
    /**
     * The KID that frames carry at this step.
     */
    uint64_t kid;
    /**
     * The generation.
     */
    uint64_t generation;
    /**
     * Ratchet steps taken since the generation began.
     */
    uint64_t step;
    /**
     * R: the bits of the KID that the step has.
     */
    uint8_t ratchet_bits;
} frameseal_sender_key_info;

/**
 * What a sender puts the frames of one track into. The format is described in
 * `docs/transparent-envelope.md`.
 */
typedef struct {
    /**
     * The codec of the frames, a `frameseal_codec`.
     */
    frameseal_codec codec;
    /**
     * Frames are padded to a multiple of so many bytes, by at least one, so that the operator does
     * not see their length; 0: not padded.
     */
    uint16_t pad_to;
} frameseal_envelope;

/**
 * How much room frames need.
 */
typedef struct {
    /**
     * The most bytes that the sealed frame can have.
     */
    size_t max_len;
    /**
     * Bytes that a frame encrypted in place may need before it.
     */
    size_t headroom;
    /**
     * Bytes that a frame encrypted in place needs behind it.
     */
    size_t tailroom;
} frameseal_room;

/**
 * The identity of a device: an Ed25519 key (RFC 8032). Any number of threads may use it at a time.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_identity;

/**
 * The secret of one call, which only those have who know its passphrase. Zero is none. Any
 * number of threads may use it at a time.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_call_secret;

/**
 * What a session is made from. Zeros are the defaults, so only what differs has to be set.
 *
 * The policy, which is `hosts`, `max_members`, `suite`, `admission`, `allow_clear`,
 * `post_quantum_required` and whether there is a `call_secret`, must be the same for all
 * members: those with another do not hear each other. Times, in milliseconds, should be.
 */
typedef struct {
    /**
     * Names the call: at most 128 bytes, the same for all members and fresh for every call.
     * Others see only a hash.
     */
    const uint8_t *call_id;
    /**
     * Its length in bytes.
     */
    size_t call_id_len;
    /**
     * What the others call this member: UTF-8, at most 64 bytes. May be null with length 0.
     */
    const uint8_t *name;
    /**
     * Its length in bytes.
     */
    size_t name_len;
    /**
     * Who alone lets in and removes: public keys of 32 bytes, one after another, at most 16.
     * With none, every member does.
     */
    const uint8_t *hosts;
    /**
     * The length of all of them in bytes.
     */
    size_t hosts_len;
    /**
     * The call's secret, from its passphrase; zero is none. The session keeps a copy.
     */
    frameseal_call_secret call_secret;
    /**
     * Milliseconds since 1970; of two sessions of one device the later one counts. Zero: by the
     * system's clock.
     */
    uint64_t started_ms;
    /**
     * Members at a time, 2 to 1024; zero: 256.
     */
    size_t max_members;
    /**
     * Between two statuses of a member; zero: 5000.
     */
    uint64_t status_ms;
    /**
     * Without a status from a member until it counts as absent; zero: 20 000.
     */
    uint64_t absent_ms;
    /**
     * Absent until it is forgotten and has to join anew; zero: 3 600 000.
     */
    uint64_t forget_ms;
    /**
     * From the first who joins until keys are ratcheted for all who joined meanwhile; zero: 250.
     */
    uint64_t join_gap_ms;
    /**
     * From the first who leaves until fresh keys are drawn for all who left meanwhile; zero: 100.
     */
    uint64_t leave_delay_ms;
    /**
     * Between two fresh generations of keys at least; zero: 500.
     */
    uint64_t rotation_gap_ms;
    /**
     * From giving out a fresh generation until it is used, at most; zero: 1000.
     */
    uint64_t switch_ms;
    /**
     * Between fresh generations at most, whoever comes and goes; zero: 3 600 000.
     */
    uint64_t rotation_ms;
    /**
     * Until something that was not confirmed is sent again, first; zero: 400.
     */
    uint64_t retry_ms;
    /**
     * The suite of the media keys; zero: `FRAMESEAL_SUITE_AES_128_GCM_SHA256_128`.
     */
    frameseal_suite suite;
    /**
     * Who is let in.
     */
    frameseal_admission admission;
    /**
     * The key exchanges that this device can use.
     */
    frameseal_exchange exchange;
    /**
     * 1: media may go in clear while every single member consents; 0: never.
     */
    uint8_t allow_clear;
    /**
     * 1: an exchange without the post-quantum part is refused; 0: it is taken where the other
     * side has no better.
     */
    uint8_t post_quantum_required;
    /**
     * 1: this member starts a call with a waiting room and needs nobody to let it in. Without
     * effect in other calls, and where hosts are named.
     */
    uint8_t founder;
} frameseal_session_config;

/**
 * A session: one device in one call. It does no I/O and has no clock and no thread. One call
 * uses it at a time, others wait.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_session;

/**
 * One device's presence in one call. Joining again makes another.
 */
typedef struct {
    /**
     * 16 bytes of the hash of its hello.
     */
    uint8_t bytes[16];
} frameseal_member_id;

/**
 * Where a message goes.
 */
typedef struct {
    /**
     * The member it goes to; zeros when it goes to everybody.
     */
    frameseal_member_id to;
    /**
     * Whether it goes to `to` alone. A channel that gives everybody everything serves as well.
     */
    bool has_to;
} frameseal_outgoing;

/**
 * Something that the app, or the people in the call, should know.
 */
typedef struct {
    /**
     * What it is about.
     */
    frameseal_call_event_kind kind;
    /**
     * How somebody left, or the session ended.
     */
    frameseal_departure how;
    /**
     * The member it is about; zeros where it is about none.
     */
    frameseal_member_id member;
    /**
     * `FRAMESEAL_CALL_EVENT_KIND_ENCRYPTION`: whether media may go in clear.
     */
    bool may_send_clear;
} frameseal_call_event;

/**
 * A member as a session sees it.
 */
typedef struct {
    /**
     * Its id.
     */
    frameseal_member_id id;
    /**
     * The public key of its device, 32 bytes.
     */
    uint8_t identity[32];
    /**
     * What it calls itself, in UTF-8: at most 64 bytes, then zero bytes.
     */
    char name[65];
    /**
     * Whether it was let in and proved to be there. Only such members count.
     */
    bool is_present;
    /**
     * Whether the key exchange with it is safe from quantum computers.
     */
    bool is_post_quantum;
    /**
     * Whether it last said that it sees the same members as this one.
     */
    bool sees_the_same;
    /**
     * Whether it consents to media in clear.
     */
    bool consents_to_clear;
} frameseal_member;

/**
 * A picture and the word for it.
 */
typedef struct {
    /**
     * One code point that shows as a picture by itself, in UTF-8; ends with a zero byte.
     */
    char symbol[8];
    /**
     * Its name in English, for those who read it out; ends with a zero byte.
     */
    char name[24];
} frameseal_emoji;

/**
 * What two people compare: five pictures or six digits, whichever they like better.
 */
typedef struct {
    /**
     * The pictures, in order. One may come twice.
     */
    frameseal_emoji emoji[5];
    /**
     * Six digits; ends with a zero byte.
     */
    char digits[8];
} frameseal_sas_code;

/**
 * Saves the `blob_len` bytes at `blob`, at most 700 KB, in place of the last blob, and returns
 * after they are saved **for good**, over a power failure. A call that fails or is cut short
 * leaves the old bytes or the new ones and nothing in between: write another file, sync it,
 * rename it, sync the folder.
 *
 * Gives `FRAMESEAL_RESULT_OK`, or any other number, and then what changed does not count.
 */
typedef frameseal_result (*frameseal_save_blob_callback)(void *context,
                                                         const uint8_t *blob,
                                                         size_t blob_len);

/**
 * Saves the 40 bytes at `anchor` in the same way, in a place that does not go back together with
 * the blob: the platform's key store, another disk, a server.
 *
 * Gives `FRAMESEAL_RESULT_OK`, or any other number, and then it is called again with the same
 * anchor before anything else is saved.
 */
typedef frameseal_result (*frameseal_save_anchor_callback)(void *context,
                                                           const uint8_t *anchor);

/**
 * Where an app saves a state. The functions are called from whatever thread changes the state,
 * never two at a time, and must not throw. From inside one, calls of any state give
 * `FRAMESEAL_RESULT_BUSY`.
 */
typedef struct {
    /**
     * Handed to every callback as it is.
     */
    void *context;
    /**
     * Saves the blob. Must not be null.
     */
    frameseal_save_blob_callback save_blob;
    /**
     * Saves the anchor. Must not be null.
     */
    frameseal_save_anchor_callback save_anchor;
    /**
     * Called once, when the state was freed and no encryptor uses its counters any more; may be
     * null.
     */
    frameseal_release_callback release;
} frameseal_state_storage;

/**
 * The state of a device: its identity, whom its user has verified, and the counters of base keys
 * that the app keeps over a restart. Any number of threads may use it at a time; those that
 * change it wait for each other. One process at a time has a state open.
 */
typedef struct {
    /**
     * The handle; zero is none.
     */
    uint64_t id;
} frameseal_call_state;

/**
 * A person whose identity was verified.
 */
typedef struct {
    /**
     * When, in seconds since 1970 by the app's clock.
     */
    uint64_t verified_at;
    /**
     * The public key of its device, 32 bytes.
     */
    uint8_t identity[32];
    /**
     * The name under which the user verified it, in UTF-8: at most 255 bytes, then zero bytes.
     */
    char name[256];
    /**
     * Another name under which it has been seen since, likewise; empty for none.
     */
    char last_seen_name[256];
} frameseal_verified_peer;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Gives more about the last call of this thread that failed: like `errno`, it stays after calls
 * that succeed.
 *
 * `out` is written. From any thread; each has its own.
 *
 * Gives `FRAMESEAL_RESULT_NOTHING` when no call of this thread has failed yet;
 * `FRAMESEAL_RESULT_NULL_POINTER`.
 */
frameseal_result frameseal_last_error(frameseal_error *out);

/**
 * Writes the message of the last call of this thread that failed: what is wrong and what to do
 * about it, in English and for developers, without secrets. It ends with a zero byte and is cut to
 * `size` bytes.
 *
 * Gives the length of the whole message in bytes, without the zero byte; 0 when no call has
 * failed yet. With `out` null and `size` 0 nothing is written, as with `snprintf`.
 *
 * From any thread; each has its own.
 */
size_t frameseal_last_error_message(char *out,
                                    size_t size);

/**
 * Sets the function that gets a line for every call that fails, but for frames that were refused,
 * which come from the network as often as an attacker likes and have events and statistics, and
 * for `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`. Null sets none, as in the beginning.
 *
 * `context` is handed to the callback as it is, from any thread, until another is set: when this
 * returns, the old callback runs nowhere and is not called again.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`.
 */
frameseal_result frameseal_log_set(frameseal_log_callback callback,
                                   void *context);

/**
 * Gives the name of a result, such as `FRAMESEAL_RESULT_OK`; of any other number,
 * `not a frameseal_result`. The text ends with a zero byte and is never freed.
 *
 * From any thread.
 */
const char *frameseal_result_name(frameseal_result result);

/**
 * Gives what a result means in a few words, in English and for developers; of any other number,
 * `not a frameseal_result`. The text ends with a zero byte and is never freed.
 * `frameseal_last_error_message` says more about the call that failed.
 *
 * From any thread.
 */
const char *frameseal_result_message(frameseal_result result);

/**
 * Gives the version of the library, such as `0.1.0`. The text ends with a zero byte and is never
 * freed. `FRAMESEAL_VERSION` is that of the header.
 *
 * From any thread.
 */
const char *frameseal_version(void);

/**
 * Gives how many objects are live, so that a program can look for those it forgot to free.
 *
 * From any thread.
 */
size_t frameseal_live_handles(void);

/**
 * Gives the most bytes by which any frame of a suite can grow: 17 of header (RFC 9605 section
 * 4.3) and the tag. `frameseal_encryptor_get_info` knows the KID and is tighter.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`.
 */
frameseal_result frameseal_suite_max_overhead(frameseal_suite suite_number,
                                              size_t *out);

/**
 * Gives the length of a suite's keys, Nk (RFC 9605 section 4.5): the bytes to export from an MLS
 * group.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`.
 */
frameseal_result frameseal_suite_key_len(frameseal_suite suite_number,
                                         size_t *out);

/**
 * Gives the name of a suite as IANA writes it, such as `AES_128_GCM_SHA256_128`; null for a number
 * that is not assigned. The text ends with a zero byte and is never freed.
 *
 * From any thread.
 */
const char *frameseal_suite_name(frameseal_suite suite_number);

/**
 * Finds the codec that SDP or WebRTC statistics name, such as `video/VP8` or `opus`, in any case.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_RED`, `FRAMESEAL_RESULT_UNSUPPORTED_CODEC`,
 * `FRAMESEAL_RESULT_NOT_UTF8`.
 */
frameseal_result frameseal_codec_from_mime_type(const uint8_t *name,
                                                size_t name_len,
                                                frameseal_codec *out);

/**
 * Gives the name of a codec as SDP spells it, such as `VP8`; null for a number that is none. The
 * text ends with a zero byte and is never freed.
 *
 * From any thread.
 */
const char *frameseal_codec_name(frameseal_codec codec_number);

/**
 * Says whether a frame is a key frame, and which of its bytes the operator must see: at most 18
 * ranges, in order and apart, written to the `out_size` places at `out`, their number to
 * `out_len`.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not,
 * `FRAMESEAL_RESULT_EMPTY_FRAME` and its neighbours for a frame that is none of the codec's,
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`.
 */
frameseal_result frameseal_codec_inspect(frameseal_codec codec_number,
                                         const uint8_t *frame,
                                         size_t frame_len,
                                         bool *is_key_frame,
                                         frameseal_range *out,
                                         size_t out_size,
                                         size_t *out_len);

/**
 * Makes a counter store from the app's functions (RFC 9605 section 9.1: a counter must never
 * repeat under one key). An app that keeps base keys longer than a process lives keeps the
 * leases beside them; `examples/c/restart.c` does it in a file.
 *
 * Encryptors that use the store keep it: it may be freed at once after they are made.
 *
 * When this fails, `release` is not called and the context stays the caller's.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NULL_POINTER` without `lease`,
 * `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_counter_store_new(const frameseal_counter_store_callbacks *callbacks,
                                             frameseal_counter_store *out);

/**
 * Frees a counter store. Encryptors that use it go on; its `release` is called when the last of
 * them is freed. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_counter_store_free(frameseal_counter_store store);

/**
 * Makes a decryptor without keys. `config` may be null.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` or `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for a
 * layout that there is not, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_decryptor_new(const frameseal_decryptor_config *config,
                                         frameseal_decryptor *out);

/**
 * Frees a decryptor and wipes its keys, once the call that uses it has returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_free(frameseal_decryptor decryptor);

/**
 * Adds a key under a plain KID. `base_key` has at least 16 bytes. Adding the same key again
 * changes nothing: frames that were opened under it stay opened.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_KEY_ID_IN_USE` when another key has the KID,
 * `FRAMESEAL_RESULT_OWN_SEND_KEY`, `FRAMESEAL_RESULT_TOO_MANY_KEYS`,
 * `FRAMESEAL_RESULT_WRONG_LAYOUT`, `FRAMESEAL_RESULT_UNKNOWN_SUITE`,
 * `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_add_key(frameseal_decryptor decryptor,
                                             frameseal_suite suite_number,
                                             uint64_t kid,
                                             const uint8_t *base_key,
                                             size_t base_key_len);

/**
 * Adds a generation of a sender key (RFC 9605 section 5.1), of which the decryptor keeps a copy.
 * Frames of later steps are followed by themselves; a key given at a later step moves the
 * generation there.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_KEY_ID_RETIRED` for a generation that was removed and
 * comes back older than it went; else as `frameseal_decryptor_add_key`.
 */
frameseal_result frameseal_decryptor_add_sender_key(frameseal_decryptor decryptor,
                                                    frameseal_sender_key sender_key);

/**
 * Adds an MLS epoch (RFC 9605 section 5.2): `base_key` is the exporter secret with the label
 * `SFrame 1.0 Base Key`, an empty context and the suite's Nk bytes, at least 16; `sender_bits` is S, for which
 * `frameseal_sender_bits_for_group` gives the least. Older epochs go after the grace time.
 *
 * `frameseal_mls_keys` does all this, and keeps time.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_KEY_ID_RETIRED` for an epoch that was removed or whose
 * place a newer one has; else as `frameseal_decryptor_add_key`.
 */
frameseal_result frameseal_decryptor_add_epoch(frameseal_decryptor decryptor,
                                               frameseal_suite suite_number,
                                               uint64_t epoch,
                                               uint8_t sender_bits,
                                               const uint8_t *base_key,
                                               size_t base_key_len);

/**
 * Refuses the key of an encryptor of this side, so that frames which the operator sends back are
 * not taken for somebody else's.
 *
 * The last 16384 are remembered.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_OWN_SEND_KEY` when the key had been added; it is removed.
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_refuse_own(frameseal_decryptor decryptor,
                                                frameseal_encryptor encryptor);

/**
 * Lets the key of a KID (its generation, its epoch) go after the grace time.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there was none,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_retire_key(frameseal_decryptor decryptor,
                                                uint64_t kid);

/**
 * Wipes the key of a KID (its generation, its epoch) now.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there was none,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_remove_key(frameseal_decryptor decryptor,
                                                uint64_t kid);

/**
 * Takes note of the time, in milliseconds from any fixed point, about once a second: retired keys
 * and parked frames go when they are due. A time before the last one is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_advance(frameseal_decryptor decryptor,
                                             uint64_t now_ms);

/**
 * Decrypts a frame into `out`, which is at least as long as the frame, and writes the length of
 * the plaintext to `out_len` and, unless null, KID and counter to `header` (RFC 9605 section
 * 4.4.4). `metadata` is what the sender gave. Allocates nothing, unless the frame is the first of a
 * ratchet step or of an MLS member.
 *
 * Nothing but statistics changes before a frame is authenticated. After a failure `out` is as it
 * was, or zeroed as far as it was used.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_TRUNCATED`, `FRAMESEAL_RESULT_NON_MINIMAL_HEADER`,
 * `FRAMESEAL_RESULT_UNKNOWN_KEY`, `FRAMESEAL_RESULT_RATCHET_TOO_FAR`,
 * `FRAMESEAL_RESULT_REFLECTED`, `FRAMESEAL_RESULT_REPLAYED`, `FRAMESEAL_RESULT_TOO_OLD`,
 * `FRAMESEAL_RESULT_AUTHENTICATION`, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
 * `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_decrypt(frameseal_decryptor decryptor,
                                             const uint8_t *frame,
                                             size_t frame_len,
                                             const uint8_t *metadata,
                                             size_t metadata_len,
                                             uint8_t *out,
                                             size_t out_size,
                                             size_t *out_len,
                                             frameseal_header *header);

/**
 * Decrypts a frame where it lies and writes where inside it the plaintext begins and its length;
 * `header` may be null. After `FRAMESEAL_RESULT_AUTHENTICATION` everything behind the header is
 * zeroed; after any other failure the frame is untouched.
 *
 * From any thread, one at a time; others wait. Fails as `frameseal_decryptor_decrypt`.
 */
frameseal_result frameseal_decryptor_decrypt_in_place(frameseal_decryptor decryptor,
                                                      uint8_t *frame,
                                                      size_t frame_len,
                                                      const uint8_t *metadata,
                                                      size_t metadata_len,
                                                      size_t *out_start,
                                                      size_t *out_len,
                                                      frameseal_header *header);

/**
 * Decrypts many frames in one call, in order: as many calls of `frameseal_decryptor_decrypt`,
 * with the cost of crossing into the library once. Each frame gets its own `result` and, when
 * that is `FRAMESEAL_RESULT_OK`, `out_len`; a frame that fails does not stop the others.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_OK` when every frame was
 * opened, else the result of the first that was not; `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND` and `FRAMESEAL_RESULT_NULL_POINTER` leave `frames` as it was.
 */
frameseal_result frameseal_decryptor_decrypt_batch(frameseal_decryptor decryptor,
                                                   frameseal_frame *frames,
                                                   size_t count);

/**
 * Keeps a copy of a frame that was refused with `FRAMESEAL_RESULT_UNKNOWN_KEY` until its key
 * comes. `token` comes out with it, to tell which frame it was.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when it is not kept: its key is known, or it is
 * no SFrame, or longer than all that may wait. `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_park(frameseal_decryptor decryptor,
                                          const uint8_t *frame,
                                          size_t frame_len,
                                          const uint8_t *metadata,
                                          size_t metadata_len,
                                          uint64_t token);

/**
 * Writes the plaintext of the next parked frame whose key is known now, in the order of arrival,
 * and what is known of it to `unparked`. A frame that is refused after all comes out with length
 * 0 and its own `result`.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when no frame is due;
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, and then the same frame comes again;
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_unpark(frameseal_decryptor decryptor,
                                            uint8_t *out,
                                            size_t out_size,
                                            size_t *out_len,
                                            frameseal_unparked *unparked);

/**
 * Writes the next event, oldest first. 256 are kept; who does not poll loses the newest.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_poll_event(frameseal_decryptor decryptor,
                                                frameseal_event *out);

/**
 * Writes what the decryptor has opened and refused since it was made, and what it holds.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_get_totals(frameseal_decryptor decryptor,
                                                frameseal_totals *out);

/**
 * Writes the statistics of every key held, in no order, to the `out_size` places at `out`, and
 * their number to `out_len`.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, with the number of places needed in
 * `frameseal_last_error`; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_decryptor_get_key_stats(frameseal_decryptor decryptor,
                                                   frameseal_key_stats *out,
                                                   size_t out_size,
                                                   size_t *out_len);

/**
 * Makes an encryptor for a base key of at least 16 bytes and the KID under which receivers know
 * it (RFC 9605 section 4.4). Should this process, or the counter store, have encrypted with the
 * same base key, suite and KID before, counting goes on where it stopped.
 *
 * `config` may be null. From any thread.
 *
 * Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`, `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`,
 * `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours,
 * `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_encryptor_new(frameseal_suite suite_number,
                                         uint64_t kid,
                                         const uint8_t *base_key,
                                         size_t base_key_len,
                                         const frameseal_encryptor_config *config,
                                         frameseal_encryptor *out);

/**
 * Makes an encryptor for the current step of a sender key (RFC 9605 section 5.1). After
 * `frameseal_sender_key_ratchet`, make the next.
 *
 * `config` may be null. From any thread. Fails as `frameseal_encryptor_new`.
 */
frameseal_result frameseal_encryptor_for_sender(frameseal_sender_key sender_key,
                                                const frameseal_encryptor_config *config,
                                                frameseal_encryptor *out);

/**
 * Frees and wipes an encryptor, once calls that use it have returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_BUSY` from inside its own counter store.
 */
frameseal_result frameseal_encryptor_free(frameseal_encryptor encryptor);

/**
 * Says what is fixed about an encryptor.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_encryptor_get_info(frameseal_encryptor encryptor,
                                              frameseal_encryptor_info *out);

/**
 * Encrypts a frame into `out`, which needs `frame_len + max_overhead` bytes, and writes the
 * length of the sealed frame to `out_len` (RFC 9605 section 4.4.3). `metadata` is authenticated
 * and not sent; the receiver must have the same. Allocates nothing.
 *
 * From any thread, any number at a time.
 *
 * Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_OVERLAP`,
 * `FRAMESEAL_RESULT_KEY_USED_UP`, `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_encryptor_encrypt(frameseal_encryptor encryptor,
                                             const uint8_t *frame,
                                             size_t frame_len,
                                             const uint8_t *metadata,
                                             size_t metadata_len,
                                             uint8_t *out,
                                             size_t out_size,
                                             size_t *out_len);

/**
 * Encrypts the frame of `frame_len` bytes at `frame_start` inside `buffer`, where it lies: the
 * header goes directly before it, the tag directly behind. Writes where the sealed frame begins
 * and its length. Allocates nothing.
 *
 * `buffer` needs `headroom` bytes before and `tailroom` bytes behind the frame
 * (`frameseal_encryptor_get_info`). From any thread, any number at a time.
 *
 * Gives `FRAMESEAL_RESULT_NO_ROOM`; else as `frameseal_encryptor_encrypt`.
 */
frameseal_result frameseal_encryptor_encrypt_in_place(frameseal_encryptor encryptor,
                                                      uint8_t *buffer,
                                                      size_t buffer_size,
                                                      size_t frame_start,
                                                      size_t frame_len,
                                                      const uint8_t *metadata,
                                                      size_t metadata_len,
                                                      size_t *out_start,
                                                      size_t *out_len);

/**
 * Encrypts many frames in one call, in order: as many calls of `frameseal_encryptor_encrypt`,
 * with the cost of crossing into the library once. Each frame gets its own `result` and, when
 * that is `FRAMESEAL_RESULT_OK`, `out_len`; a frame that fails does not stop the others.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_OK` when every frame was
 * encrypted, else the result of the first that was not; `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND` and `FRAMESEAL_RESULT_NULL_POINTER` leave `frames` as it was.
 */
frameseal_result frameseal_encryptor_encrypt_batch(frameseal_encryptor encryptor,
                                                   frameseal_frame *frames,
                                                   size_t count);

/**
 * Writes the next event of an encryptor: `FRAMESEAL_EVENT_KIND_ROTATE_SOON`, once, when three
 * quarters of the key's usage limit are spent.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_encryptor_poll_event(frameseal_encryptor encryptor,
                                                frameseal_event *out);

/**
 * Reads KID and counter at the start of an SFrame (RFC 9605 section 4.3), as whoever carries it
 * can, and writes how many bytes the header has, 1 to 17, to `payload_start`. Nothing of it is
 * authenticated before the frame is opened. Those of a transparent envelope are read by
 * `frameseal_transparent_header`.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_TRUNCATED`, `FRAMESEAL_RESULT_NON_MINIMAL_HEADER`.
 */
frameseal_result frameseal_header_read(const uint8_t *frame,
                                       size_t frame_len,
                                       frameseal_header *header,
                                       size_t *payload_start);

/**
 * Gives the label under which the MLS exporter (RFC 9420 section 8.5) gives a sender's secret:
 * `Discord Secure Frames v0`; the length is 16 bytes. The text ends with a zero byte and is never
 * freed.
 *
 * From any thread.
 */
const char *frameseal_dave_exporter_label(void);

/**
 * Writes the context for the MLS exporter, 8 bytes, to `out`: the sender's user id.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`.
 */
frameseal_result frameseal_dave_exporter_context(uint64_t user_id,
                                                 uint8_t *out,
                                                 size_t out_size,
                                                 size_t *out_len);

/**
 * Writes the most bytes that a frame of `plain_len` bytes can become: 511 more.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NULL_POINTER`.
 */
frameseal_result frameseal_dave_max_len(size_t plain_len,
                                        size_t *out);

/**
 * Makes an encryptor from the participant's own secret of an epoch: 16 bytes, exported with
 * `frameseal_dave_exporter_label` and the context of the participant's user id. No nonce comes
 * twice for a secret, even if a second encryptor is made from it; receivers then refuse whichever
 * is behind. `counters` may be zero: nonces are then remembered as long as the process lives.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_WRONG_KEY_LENGTH`,
 * `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`,
 * `FRAMESEAL_RESULT_STALE_HANDLE` and `FRAMESEAL_RESULT_WRONG_KIND` for the counter store.
 */
frameseal_result frameseal_dave_encryptor_new(const uint8_t *secret,
                                              size_t secret_len,
                                              frameseal_counter_store counters,
                                              frameseal_dave_encryptor *out);

/**
 * Frees and wipes an encryptor, once the call that uses it has returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_BUSY` from inside its own counter store.
 */
frameseal_result frameseal_dave_encryptor_free(frameseal_dave_encryptor encryptor);

/**
 * Encrypts a frame into `out` and writes the length of the result to `out_len`. What
 * `frameseal_dave_max_len` gives is always enough. An empty frame has a result too.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_TOO_MANY_PARTS`,
 * `FRAMESEAL_RESULT_START_CODE`, `FRAMESEAL_RESULT_FRAME_TOO_LONG`,
 * `FRAMESEAL_RESULT_KEY_USED_UP`, `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours,
 * `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_dave_encryptor_encrypt(frameseal_dave_encryptor encryptor,
                                                  frameseal_codec codec_number,
                                                  const uint8_t *frame,
                                                  size_t frame_len,
                                                  uint8_t *out,
                                                  size_t out_size,
                                                  size_t *out_len);

/**
 * Makes a decryptor from a sender's secret of an epoch: 16 bytes, exported with
 * `frameseal_dave_exporter_label` and the context of the sender's user id. Never make a second one
 * for the secret: it would open every frame again. Nothing in a frame says which epoch it is of, so
 * keep that of the epoch before, for what the new one refuses, for 10 s as Discord's clients do.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_WRONG_KEY_LENGTH`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_dave_decryptor_new(const uint8_t *secret,
                                              size_t secret_len,
                                              frameseal_dave_decryptor *out);

/**
 * Frees and wipes a decryptor, once the call that uses it has returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_dave_decryptor_free(frameseal_dave_decryptor decryptor);

/**
 * Decrypts a frame into `out` and writes the length of the result to `out_len`. As many bytes as
 * the frame has are always enough.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_SILENCE` for the packet that the server sends in the name of somebody
 * muted, F8 FF FE, which everybody can send: play silence of your own, or nothing.
 * `FRAMESEAL_RESULT_NOT_THIS_FORMAT`, `FRAMESEAL_RESULT_UNKNOWN_KEY`, `FRAMESEAL_RESULT_REPLAYED`,
 * `FRAMESEAL_RESULT_AUTHENTICATION`, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
 * `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`. After
 * a failure `out` is as it was, or zeroed as far as it was used.
 */
frameseal_result frameseal_dave_decryptor_decrypt(frameseal_dave_decryptor decryptor,
                                                  const uint8_t *frame,
                                                  size_t frame_len,
                                                  uint8_t *out,
                                                  size_t out_size,
                                                  size_t *out_len);

/**
 * Writes the most bytes that a frame of `plain_len` bytes can become: 36 more, with H.264 half as
 * much again for escapes.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not.
 */
frameseal_result frameseal_getstream_max_len(frameseal_codec codec_number,
                                             size_t plain_len,
                                             size_t *out);

/**
 * Makes an encryptor for the key at `index`, of 16 or 32 bytes. It keeps the key for life; to
 * rotate, make another.
 *
 * Nonces begin with `prefix`: 8 bytes from a cryptographic random number generator, fresh for every
 * encryptor; null with length 0, which is best, lets the library ask the system for them.
 *
 * `counters` may be zero: counters then live as long as the process.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_WRONG_KEY_LENGTH`, `FRAMESEAL_RESULT_WRONG_LENGTH` for
 * the prefix, `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its
 * neighbours, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`, `FRAMESEAL_RESULT_STALE_HANDLE` and
 * `FRAMESEAL_RESULT_WRONG_KIND` for the counter store.
 */
frameseal_result frameseal_getstream_encryptor_new(uint8_t index,
                                                   const uint8_t *key,
                                                   size_t key_len,
                                                   const uint8_t *prefix,
                                                   size_t prefix_len,
                                                   frameseal_counter_store counters,
                                                   frameseal_getstream_encryptor *out);

/**
 * Frees and wipes an encryptor, once calls that use it have returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_BUSY` from inside its own counter store.
 */
frameseal_result frameseal_getstream_encryptor_free(frameseal_getstream_encryptor encryptor);

/**
 * Encrypts a frame into `out`, which needs what `frameseal_getstream_max_len` gives, and writes the
 * length of the result to `out_len`. A frame without bytes stays one: encoders mark dropped frames
 * so.
 *
 * From any thread, any number at a time.
 *
 * Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`; `FRAMESEAL_RESULT_UNSUPPORTED_CODEC` for H.265 and
 * AV1, and `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours for a frame that is none of the
 * codec's; `FRAMESEAL_RESULT_KEY_USED_UP` after 2^32 frames,
 * `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_BAD_VALUE`,
 * `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_getstream_encryptor_encrypt(frameseal_getstream_encryptor encryptor,
                                                       frameseal_codec codec_number,
                                                       const uint8_t *frame,
                                                       size_t frame_len,
                                                       uint8_t *out,
                                                       size_t out_size,
                                                       size_t *out_len);

/**
 * Makes a decryptor without keys.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_getstream_decryptor_new(frameseal_getstream_decryptor *out);

/**
 * Frees a decryptor and wipes its keys, once the call that uses it has returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_getstream_decryptor_free(frameseal_getstream_decryptor decryptor);

/**
 * Sets the key at `index`, of 16 or 32 bytes, in place of the one that may be there.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_WRONG_KEY_LENGTH`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_getstream_decryptor_set_key(frameseal_getstream_decryptor decryptor,
                                                       uint8_t index,
                                                       const uint8_t *key,
                                                       size_t key_len);

/**
 * Wipes the key at `index`. What was seen is remembered.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there was none,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_getstream_decryptor_remove_key(frameseal_getstream_decryptor decryptor,
                                                          uint8_t index);

/**
 * Decrypts a frame into `out`, which is at least as long as the frame, and writes the length of the
 * result to `out_len`. Frames describe themselves. One without bytes, with which encoders mark dropped
 * frames, is refused: nobody vouches for it.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_EMPTY_FRAME`, `FRAMESEAL_RESULT_NOT_THIS_FORMAT`,
 * `FRAMESEAL_RESULT_UNSUPPORTED_VERSION`, `FRAMESEAL_RESULT_UNKNOWN_KEY`,
 * `FRAMESEAL_RESULT_REPLAYED`, `FRAMESEAL_RESULT_AUTHENTICATION`,
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`. After a failure `out` is as it was, or zeroed as far as it was
 * used.
 */
frameseal_result frameseal_getstream_decryptor_decrypt(frameseal_getstream_decryptor decryptor,
                                                       const uint8_t *frame,
                                                       size_t frame_len,
                                                       uint8_t *out,
                                                       size_t out_size,
                                                       size_t *out_len);

/**
 * Decrypts a frame where it lies and writes the length of the result, which begins where the frame
 * does. After `FRAMESEAL_RESULT_AUTHENTICATION` everything behind the clear bytes is zeroed; after
 * any other failure the frame is as it was but for escapes.
 *
 * From any thread, one at a time; others wait. Fails as `frameseal_getstream_decryptor_decrypt`.
 */
frameseal_result frameseal_getstream_decryptor_decrypt_in_place(frameseal_getstream_decryptor decryptor,
                                                                uint8_t *frame,
                                                                size_t frame_len,
                                                                size_t *out_len);

/**
 * Finds out what a frame is from its own bytes, before it is encrypted.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not,
 * `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours for a frame that is none of the codec's.
 */
frameseal_result frameseal_jframe_kind_of(frameseal_codec codec_number,
                                          const uint8_t *frame,
                                          size_t frame_len,
                                          frameseal_jframe_kind *out);

/**
 * Writes how many bytes a frame of `plain_len` bytes becomes: 30 more.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NULL_POINTER`.
 */
frameseal_result frameseal_jframe_max_len(size_t plain_len,
                                          size_t *out);

/**
 * Makes an encryptor for the key at `index`, 0 to 15, that is derived from `material`: random
 * bytes, 16 or more, of which Jitsi's clients make 32. It keeps its material for life; to rotate,
 * make another. Encryptors over the same material and counter store never use a nonce twice.
 * `counters` may be zero: counters then live as long as the process.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_FIELD_TOO_WIDE`
 * for the index, `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours,
 * `FRAMESEAL_RESULT_TOO_MANY_HANDLES`, `FRAMESEAL_RESULT_STALE_HANDLE` and
 * `FRAMESEAL_RESULT_WRONG_KIND` for the counter store.
 */
frameseal_result frameseal_jframe_encryptor_new(const uint8_t *material,
                                                size_t material_len,
                                                uint8_t index,
                                                frameseal_counter_store counters,
                                                frameseal_jframe_encryptor *out);

/**
 * Frees and wipes an encryptor, once the call that uses it has returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_BUSY` from inside its own counter store.
 */
frameseal_result frameseal_jframe_encryptor_free(frameseal_jframe_encryptor encryptor);

/**
 * Goes to the next key under the same index, as Jitsi's clients do when somebody joins, and wipes
 * the old one.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, and then
 * nothing has changed; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_jframe_encryptor_ratchet(frameseal_jframe_encryptor encryptor);

/**
 * Encrypts a frame into `out`, which needs `frame_len + 30` bytes, and writes the length of the
 * result to `out_len`. `kind_number` is a `frameseal_jframe_kind`. `ssrc` and `timestamp` are those
 * of the RTP stream as the encoder side has them; both become part of the nonce, so the SSRC must
 * be random, as WebRTC makes it.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_FRAME_TOO_SHORT` for a frame shorter than what stays clear,
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_KEY_USED_UP` after 2^32 frames;
 * `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_BAD_VALUE`,
 * `FRAMESEAL_RESULT_OVERLAP`, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_jframe_encryptor_encrypt(frameseal_jframe_encryptor encryptor,
                                                    frameseal_jframe_kind kind_number,
                                                    uint32_t ssrc,
                                                    uint32_t timestamp,
                                                    const uint8_t *frame,
                                                    size_t frame_len,
                                                    uint8_t *out,
                                                    size_t out_size,
                                                    size_t *out_len);

/**
 * Makes a decryptor without keys. `ratchet_window` is how many ratchet steps are tried with a frame
 * that does not open, at most 16: Jitsi's clients have 8, and 0 is right for shared keys.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_jframe_decryptor_new(size_t ratchet_window,
                                                frameseal_jframe_decryptor *out);

/**
 * Frees a decryptor and wipes its keys, once the call that uses it has returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_jframe_decryptor_free(frameseal_jframe_decryptor decryptor);

/**
 * Sets the key at `index`, 0 to 15, in place of the one that may be there. `material` is as for
 * `frameseal_jframe_encryptor_new`.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_FIELD_TOO_WIDE`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_jframe_decryptor_set_key(frameseal_jframe_decryptor decryptor,
                                                    uint8_t index,
                                                    const uint8_t *material,
                                                    size_t material_len);

/**
 * Wipes the key at `index`. What was seen is remembered.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there was none,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_jframe_decryptor_remove_key(frameseal_jframe_decryptor decryptor,
                                                       uint8_t index);

/**
 * Takes note of the time, in milliseconds from any fixed point, about once a minute: streams that
 * were silent for more than 6 hours may go on then. Without it such a stream stays refused.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_jframe_decryptor_advance(frameseal_jframe_decryptor decryptor,
                                                    uint64_t now_ms);

/**
 * Decrypts a frame into `out`, which is at least as long as the frame, and writes the length of the
 * result to `out_len`. `kind_number` is what the sender took the frame for, a
 * `frameseal_jframe_kind`.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_NOT_THIS_FORMAT`, `FRAMESEAL_RESULT_UNKNOWN_KEY`,
 * `FRAMESEAL_RESULT_REPLAYED`, `FRAMESEAL_RESULT_AUTHENTICATION`,
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_OVERLAP`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`. After a failure `out` is as it
 * was, or zeroed as far as it was used.
 */
frameseal_result frameseal_jframe_decryptor_decrypt(frameseal_jframe_decryptor decryptor,
                                                    frameseal_jframe_kind kind_number,
                                                    const uint8_t *frame,
                                                    size_t frame_len,
                                                    uint8_t *out,
                                                    size_t out_size,
                                                    size_t *out_len);

/**
 * Writes the most bytes that a frame of `plain_len` bytes can become: 30 more, with H.264 and
 * H.265 half as much again for start codes and escapes.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not.
 */
frameseal_result frameseal_livekit_max_len(frameseal_codec codec_number,
                                           size_t plain_len,
                                           size_t *out);

/**
 * Makes an encryptor for the key at `index`, 0 to 15, that is derived from `material`, a
 * `frameseal_livekit_material`. It keeps its material for life; to rotate, make another. Encryptors
 * over the same material and counter store never use a nonce twice. `counters` may be zero: counters
 * then live as long as the process.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`,
 * `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for the index,
 * `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`,
 * `FRAMESEAL_RESULT_STALE_HANDLE` and `FRAMESEAL_RESULT_WRONG_KIND` for the counter store.
 */
frameseal_result frameseal_livekit_encryptor_new(frameseal_livekit_material material_number,
                                                 const uint8_t *material,
                                                 size_t material_len,
                                                 uint8_t index,
                                                 frameseal_counter_store counters,
                                                 frameseal_livekit_encryptor *out);

/**
 * Frees and wipes an encryptor, once the call that uses it has returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_BUSY` from inside its own counter store.
 */
frameseal_result frameseal_livekit_encryptor_free(frameseal_livekit_encryptor encryptor);

/**
 * Goes to the next key (`ratchetKey`) under the same index, and wipes the old one. Web receivers
 * follow one step by themselves, others as many as their window has.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, and then
 * nothing has changed; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_livekit_encryptor_ratchet(frameseal_livekit_encryptor encryptor);

/**
 * Encrypts a frame into `out` and writes the length of the result to `out_len`. `out` needs what
 * `frameseal_livekit_max_len` gives. `ssrc` and `timestamp` are those of the RTP stream as the
 * encoder side has them; both become part of the nonce, so the SSRC must be random, as WebRTC makes
 * it. A frame without bytes stays one: encoders mark dropped frames so.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`; `FRAMESEAL_RESULT_UNSUPPORTED_CODEC` for AV1, and
 * `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours for a frame that is none of the codec's;
 * `FRAMESEAL_RESULT_KEY_USED_UP` after 2^32 frames; `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its
 * neighbours, `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_OVERLAP`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_livekit_encryptor_encrypt(frameseal_livekit_encryptor encryptor,
                                                     frameseal_codec codec_number,
                                                     uint32_t ssrc,
                                                     uint32_t timestamp,
                                                     const uint8_t *frame,
                                                     size_t frame_len,
                                                     uint8_t *out,
                                                     size_t out_size,
                                                     size_t *out_len);

/**
 * Makes a decryptor without keys. `ratchet_window` is how many ratchet steps are tried with a frame
 * that does not open, at most 16: LiveKit's clients have 8, and 0 is right for shared keys.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_livekit_decryptor_new(size_t ratchet_window,
                                                 frameseal_livekit_decryptor *out);

/**
 * Frees a decryptor and wipes its keys, once the call that uses it has returned. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_livekit_decryptor_free(frameseal_livekit_decryptor decryptor);

/**
 * Sets the key at `index`, 0 to 15, in place of the one that may be there. `material` is as for
 * `frameseal_livekit_encryptor_new`.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`,
 * `FRAMESEAL_RESULT_FIELD_TOO_WIDE`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_livekit_decryptor_set_key(frameseal_livekit_decryptor decryptor,
                                                     uint8_t index,
                                                     frameseal_livekit_material material_number,
                                                     const uint8_t *material,
                                                     size_t material_len);

/**
 * Wipes the key at `index`. What was seen is remembered.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there was none,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_livekit_decryptor_remove_key(frameseal_livekit_decryptor decryptor,
                                                        uint8_t index);

/**
 * Sets the trailer that marks server-injected frames in this room (`sifTrailer`, which the server
 * sends when a client joins). Without one, and that is what an empty one means, they are refused.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_livekit_decryptor_set_sif_trailer(frameseal_livekit_decryptor decryptor,
                                                             const uint8_t *trailer,
                                                             size_t trailer_len);

/**
 * Takes note of the time, in milliseconds from any fixed point, about once a minute: streams that
 * were silent for more than 6 hours may go on then. Without it such a stream stays refused.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_livekit_decryptor_advance(frameseal_livekit_decryptor decryptor,
                                                     uint64_t now_ms);

/**
 * Decrypts a frame into `out`, which is at least as long as the frame, and writes the length of the
 * result to `out_len`.
 *
 * `source` may be null: then only frames that a participant encrypted come through. Who wants what
 * LiveKit sends besides, the server's silence and black pictures, and frames without bytes, gives a
 * place for it and looks there who vouches for what was written.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_SERVER_INJECTED` and `FRAMESEAL_RESULT_EMPTY_FRAME`, both with `source`
 * null only; `FRAMESEAL_RESULT_NOT_THIS_FORMAT`, `FRAMESEAL_RESULT_UNSUPPORTED_CODEC` for AV1,
 * `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours, `FRAMESEAL_RESULT_UNKNOWN_KEY`,
 * `FRAMESEAL_RESULT_REPLAYED`, `FRAMESEAL_RESULT_AUTHENTICATION`,
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_OVERLAP`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`. After a failure `out` is as it
 * was, or zeroed as far as it was used.
 */
frameseal_result frameseal_livekit_decryptor_decrypt(frameseal_livekit_decryptor decryptor,
                                                     frameseal_codec codec_number,
                                                     const uint8_t *frame,
                                                     size_t frame_len,
                                                     uint8_t *out,
                                                     size_t out_size,
                                                     size_t *out_len,
                                                     frameseal_livekit_source *source);

/**
 * Gives the label to export an epoch's secret with, `SFrame 1.0 Base Key` (RFC 9605 section 5.2).
 * The context is empty, and the length is what `frameseal_suite_key_len` gives. The text ends with
 * a zero byte and is never freed.
 *
 * From any thread.
 */
const char *frameseal_mls_exporter_label(void);

/**
 * Gives S: the fewest bits that can name every leaf of a tree with so many leaves (RFC 9605
 * section 5.2), 0 to 32.
 *
 * From any thread.
 */
uint8_t frameseal_sender_bits_for_group(uint32_t leaves);

/**
 * Gives the KID of frames in an MLS epoch: `media_context << (S+E) | index << E | epoch mod 2^E`
 * (RFC 9605 section 5.2). `epoch_bits` is E, 1 to 8; `sender_bits` is S, 0 to 32; `index` is the
 * sender's leaf; `media_context` tells keys of one sender apart, such as audio and video.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for E, S, an index of more than S bits,
 * or a context of more than 64 - S - E bits.
 */
frameseal_result frameseal_mls_key_id(uint8_t epoch_bits,
                                      uint8_t sender_bits,
                                      uint64_t epoch,
                                      uint32_t index,
                                      uint64_t media_context,
                                      uint64_t *out);

/**
 * Adds an MLS epoch as `frameseal_decryptor_add_epoch` does, and refuses all frames of leaf
 * `own_index` in it, so that frames which the operator sends back are not taken for somebody
 * else's.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_FIELD_TOO_WIDE` when the index has more than S bits;
 * else as `frameseal_decryptor_add_epoch`.
 */
frameseal_result frameseal_decryptor_add_epoch_refusing_own(frameseal_decryptor decryptor,
                                                            frameseal_suite suite_number,
                                                            uint64_t epoch,
                                                            uint8_t sender_bits,
                                                            uint32_t own_index,
                                                            const uint8_t *base_key,
                                                            size_t base_key_len);

/**
 * Makes the keys of a call, without any epoch yet. Suite and `epoch_bits` (E, 1 to 8) are the same
 * for all members. 2^E epochs are held at a time, which must suffice for the commits that come
 * within delay and grace. The suite need not be related to that of the MLS group.
 *
 * `config` may be null. From any thread.
 *
 * Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`, `FRAMESEAL_RESULT_FIELD_TOO_WIDE`,
 * `FRAMESEAL_RESULT_DELAY_TOO_LONG`, `FRAMESEAL_RESULT_STALE_HANDLE` and
 * `FRAMESEAL_RESULT_WRONG_KIND` for the counter store, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_mls_keys_new(frameseal_suite suite_number,
                                        uint8_t epoch_bits,
                                        const frameseal_mls_keys_config *config,
                                        frameseal_mls_keys *out);

/**
 * Frees the keys of a call and wipes its secrets, once the call that uses them has returned.
 * Encryptors and decryptors that came of them stay. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_BUSY` from inside their own counter store.
 */
frameseal_result frameseal_mls_keys_free(frameseal_mls_keys keys);

/**
 * Takes the secret of an epoch: call it after each commit that was processed, then
 * `frameseal_mls_keys_update` with every decryptor. The same epoch again changes nothing, except
 * that `FRAMESEAL_GO_OVER_AT_ONCE` is heeded. An epoch that comes late, behind a newer one, opens
 * frames for the grace time.
 *
 * `secret` is exported with `frameseal_mls_exporter_label`, an empty context and as many bytes as
 * `frameseal_suite_key_len` gives; wipe it after use. `own_index` is the leaf of this participant.
 * `leaves` is the number of leaves of the ratchet tree, blank ones too; the index of the last
 * member plus one does as well, the number of members does not. `go_over_number` is a
 * `frameseal_go_over`. `now_ms` is as for `frameseal_mls_keys_advance`.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOT_IN_TREE`, `FRAMESEAL_RESULT_OTHER_EPOCH`,
 * `FRAMESEAL_RESULT_SAME_SECRET`, `FRAMESEAL_RESULT_EPOCH_OVER`, `FRAMESEAL_RESULT_EPOCH_TOO_OLD`,
 * `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT` below 16 bytes and `FRAMESEAL_RESULT_WRONG_KEY_LENGTH` for
 * other wrong lengths, `FRAMESEAL_RESULT_BAD_VALUE`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_add_epoch(frameseal_mls_keys keys,
                                              uint64_t epoch,
                                              const uint8_t *secret,
                                              size_t secret_len,
                                              uint32_t own_index,
                                              uint32_t leaves,
                                              frameseal_go_over go_over_number,
                                              uint64_t now_ms);

/**
 * Begins to send in an epoch that is held, without further delay. Does nothing where it is sent in
 * already.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_SENDING_IS_NEWER`, `FRAMESEAL_RESULT_UNKNOWN_EPOCH`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_go_over(frameseal_mls_keys keys,
                                            uint64_t epoch);

/**
 * Takes note of the time, in milliseconds from any fixed point, about once a second or at
 * `frameseal_mls_keys_next_deadline`: goes over to epochs that are due and wipes those whose time
 * is over. A time before the last one is ignored. Decryptors have `frameseal_decryptor_advance`, with
 * times from the same point.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_advance(frameseal_mls_keys keys,
                                            uint64_t now_ms);

/**
 * Writes the time, in milliseconds from the same point, at which `frameseal_mls_keys_advance` has
 * something to do if nothing comes before.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` when there is no such time,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_next_deadline(frameseal_mls_keys keys,
                                                  uint64_t *out);

/**
 * Makes a decryptor for the frames of this call, with all epochs held: it reads key ids as the epoch
 * bits of the keys say, and knows their time. `config` may be null; of its zeros, `layout` and
 * `layout_bits` are those of the keys, and so is `grace_ms`. The caller frees it with
 * `frameseal_decryptor_free`.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for another layout and
 * `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for one that there is not, `FRAMESEAL_RESULT_TOO_MANY_KEYS`,
 * `FRAMESEAL_RESULT_TOO_MANY_HANDLES`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_new_decryptor(frameseal_mls_keys keys,
                                                  const frameseal_decryptor_config *config,
                                                  frameseal_decryptor *out);

/**
 * Brings a decryptor up to date: it opens frames of all epochs held, refuses the participant's own,
 * and hears the time that the keys know, which must be from the same point as its own. Call it for
 * each decryptor after each `frameseal_mls_keys_add_epoch`; once more does no harm.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_WRONG_LAYOUT` unless the decryptor reads MLS key ids
 * with the same epoch bits, as those of `frameseal_mls_keys_new_decryptor` do;
 * `FRAMESEAL_RESULT_KEY_ID_IN_USE` and `FRAMESEAL_RESULT_KEY_ID_RETIRED` when it has epochs of
 * another group; `FRAMESEAL_RESULT_TOO_MANY_KEYS`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_update(frameseal_mls_keys keys,
                                           frameseal_decryptor decryptor);

/**
 * Gives the encryptor for a `media_context`, such as 0 for audio and 1 for video, in the epoch that
 * is sent in. Tracks that ask for one context share it, each by a handle of its own, which the caller
 * frees with `frameseal_encryptor_free`. It goes on sealing for the members of its own epoch: get
 * another after `FRAMESEAL_MLS_EVENT_KIND_GONE_OVER`. Its events come out of
 * `frameseal_mls_keys_poll_event`; do not poll it for them.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NO_EPOCH`, `FRAMESEAL_RESULT_TOO_MANY_CONTEXTS` beyond
 * 64, `FRAMESEAL_RESULT_FIELD_TOO_WIDE` for a context of more than 64 - S - E bits,
 * `FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE` and its neighbours, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_encryptor(frameseal_mls_keys keys,
                                              uint64_t media_context,
                                              frameseal_encryptor *out);

/**
 * Writes the next event. Poll it after `frameseal_mls_keys_add_epoch`, `_go_over` and `_advance`,
 * and a few times a minute. A decryptor's `FRAMESEAL_EVENT_KIND_ROTATE_SOON` calls for a commit
 * too.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_poll_event(frameseal_mls_keys keys,
                                               frameseal_mls_event *out);

/**
 * Writes the epoch that is sent in.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` before the first epoch,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_sending(frameseal_mls_keys keys,
                                            uint64_t *out);

/**
 * Writes the newest epoch.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING` before the first epoch,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_newest(frameseal_mls_keys keys,
                                           uint64_t *out);

/**
 * Writes the epochs held, oldest first, to the `out_size` places at `out`, and their number, at
 * most 2^E, to `out_len`.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, with the number of places needed in
 * `frameseal_last_error`; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_mls_keys_epochs(frameseal_mls_keys keys,
                                           uint64_t *out,
                                           size_t out_size,
                                           size_t *out_len);

/**
 * Reads the descriptor at the start of an RTP payload. Reserved bits are ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_EMPTY_PAYLOAD`.
 */
frameseal_result frameseal_rtp_read_descriptor(const uint8_t *payload,
                                               size_t payload_len,
                                               frameseal_rtp_descriptor *out);

/**
 * Says how many packets a sealed frame of `sealed_len` bytes takes, when each has at most
 * `max_payload` bytes behind its RTP header (2 at least): so many sequence numbers it needs.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a smaller payload.
 */
frameseal_result frameseal_rtp_packet_count(size_t sealed_len,
                                            size_t max_payload,
                                            size_t *out);

/**
 * Writes what goes behind the RTP header of packet number `index`, from 0, of a sealed frame to
 * `out`, at most `max_payload` bytes (2 at least): the descriptor, and the packet's share of the
 * frame. The shares are nearly equal. `packetized` is T: 0, or 1 when what was encrypted is one
 * codec-specific RTP payload rather than a whole frame. Allocates nothing.
 *
 * Ask for 0, 1, 2 and so on until there is nothing more. From any thread.
 *
 * Gives `FRAMESEAL_RESULT_NOTHING` behind the last packet, `FRAMESEAL_RESULT_BAD_VALUE`,
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, which `max_payload` bytes never are,
 * `FRAMESEAL_RESULT_OVERLAP`.
 */
frameseal_result frameseal_rtp_packet(const uint8_t *frame,
                                      size_t frame_len,
                                      size_t max_payload,
                                      uint8_t packetized,
                                      size_t index,
                                      uint8_t *out,
                                      size_t out_size,
                                      size_t *out_len);

/**
 * Makes an empty reassembler for one RTP stream.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_reassembler_new(frameseal_reassembler *out);

/**
 * Frees a reassembler and what it holds. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_reassembler_free(frameseal_reassembler reassembler);

/**
 * Takes the payload of one RTP packet and writes the sealed frame that it completes to `out`, its
 * length to `out_len` and what is known of it to `reassembled`. Nothing of it is authenticated before
 * it is opened. `reassembled` may be null.
 *
 * At most 1024 packets and 2 MiB are held, so no frame is longer; what exceeds them, or falls more
 * than 1024 packets behind the newest, is dropped, oldest first.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_NOTHING` when the packet was taken and completes no frame;
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL` when it was taken and a frame waits: call
 * `frameseal_reassembler_take` until there is nothing more. Frames come out in the order in which
 * they became complete; of more than 4 that wait the oldest is dropped.
 * `FRAMESEAL_RESULT_EMPTY_PAYLOAD` and `FRAMESEAL_RESULT_PACKET_TOO_LONG` when the packet was not
 * taken; `FRAMESEAL_RESULT_MIXED_FRAGMENTS` when its frame was dropped; `FRAMESEAL_RESULT_OVERLAP`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_reassembler_push(frameseal_reassembler reassembler,
                                            uint16_t sequence_number,
                                            uint8_t payload_type,
                                            const uint8_t *payload,
                                            size_t payload_len,
                                            uint8_t *out,
                                            size_t out_size,
                                            size_t *out_len,
                                            frameseal_reassembled *reassembled);

/**
 * Writes the complete frame that has waited longest because a buffer was too small, as
 * `frameseal_reassembler_push` does. `reassembled` may be null.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOTHING` when none waits;
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, and then it goes on waiting;
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_reassembler_take(frameseal_reassembler reassembler,
                                            uint8_t *out,
                                            size_t out_size,
                                            size_t *out_len,
                                            frameseal_reassembled *reassembled);

/**
 * Writes what a reassembler has lost since it was made, and holds.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_reassembler_get_totals(frameseal_reassembler reassembler,
                                                  frameseal_reassembler_totals *out);

/**
 * Makes a sender key at a step of its generation; 0 is the first. `base_key` is the one of that
 * step: fresh from a key agreement for step 0, else what the sender's
 * `frameseal_sender_key_base_key` gave. `ratchet_bits` is R, 1 to 16, and the same for everybody
 * in the call.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`, `FRAMESEAL_RESULT_FIELD_TOO_WIDE`,
 * `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT` below 16 bytes.
 */
frameseal_result frameseal_sender_key_new(frameseal_suite suite_number,
                                          uint8_t ratchet_bits,
                                          uint64_t generation,
                                          uint64_t step,
                                          const uint8_t *base_key,
                                          size_t base_key_len,
                                          frameseal_sender_key *out);

/**
 * Frees and wipes a sender key. Encryptors and decryptors that were given it keep theirs. Zero is
 * ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_sender_key_free(frameseal_sender_key key);

/**
 * Takes a sender key one step further, when somebody joins: who gets the new step cannot read
 * what was sent before. Then make a new encryptor with `frameseal_encryptor_for_sender`.
 * Decryptors follow by themselves.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_sender_key_ratchet(frameseal_sender_key key);

/**
 * Says where a sender key is.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_sender_key_get_info(frameseal_sender_key key,
                                               frameseal_sender_key_info *out);

/**
 * Writes the base key of the current step, which is a secret, to hand it to members of the call
 * over a channel that only they can read. Wipe `out` after use.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_sender_key_base_key(frameseal_sender_key key,
                                               uint8_t *out,
                                               size_t out_size,
                                               size_t *out_len);

/**
 * Gives the KID that frames of a sender key carry at a step: `generation << R | step mod 2^R`
 * (RFC 9605 section 5.1). `ratchet_bits` is R, 1 to 16.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_FIELD_TOO_WIDE` when the generation has more than
 * 64 - R bits, or for R itself.
 */
frameseal_result frameseal_sender_key_id(uint8_t ratchet_bits,
                                         uint64_t generation,
                                         uint64_t step,
                                         uint64_t *out);

/**
 * Derives the base key of the next ratchet step, as long as the suite's hash, from that of a step
 * (RFC 9605 section 5.1). `frameseal_sender_key_ratchet` does it to a sender key. Wipe `out` after
 * use.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`,
 * `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
 * `FRAMESEAL_RESULT_OVERLAP`.
 */
frameseal_result frameseal_base_key_ratcheted(frameseal_suite suite_number,
                                              const uint8_t *base_key,
                                              size_t base_key_len,
                                              uint8_t *out,
                                              size_t out_size,
                                              size_t *out_len);

/**
 * Derives the base key of one media stream from that of a sender, so that streams have keys of
 * their own (RFC 9605 section 5, per-SSRC). Wipe `out` after use.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`,
 * `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
 * `FRAMESEAL_RESULT_OVERLAP`.
 */
frameseal_result frameseal_base_key_for_ssrc(frameseal_suite suite_number,
                                             const uint8_t *base_key,
                                             size_t base_key_len,
                                             uint32_t ssrc,
                                             uint8_t *out,
                                             size_t out_size,
                                             size_t *out_len);

/**
 * Says how much room a frame of `frame_len` bytes needs when it is sealed. For frames up to a
 * given length, ask for that length once.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a codec that there is not,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_transparent_get_room(frameseal_encryptor encryptor,
                                                frameseal_envelope envelope,
                                                size_t frame_len,
                                                frameseal_room *out);

/**
 * Encrypts a frame into an envelope at `out` and writes the length of the sealed frame to
 * `out_len`. `metadata` is authenticated and not sent; the receiver must have the same. Nothing
 * that an SFU rewrites belongs there. Allocates nothing, unless clear bytes and metadata together
 * have more than 2 KiB.
 *
 * From any thread, any number at a time.
 *
 * Gives `FRAMESEAL_RESULT_MALFORMED_FRAME` and its neighbours for a frame that is none of the
 * codec's: drop it; `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, which `max_len` bytes never are; else as
 * `frameseal_encryptor_encrypt`.
 */
frameseal_result frameseal_transparent_encrypt(frameseal_encryptor encryptor,
                                               frameseal_envelope envelope,
                                               const uint8_t *frame,
                                               size_t frame_len,
                                               const uint8_t *metadata,
                                               size_t metadata_len,
                                               uint8_t *out,
                                               size_t out_size,
                                               size_t *out_len);

/**
 * Encrypts the frame of `frame_len` bytes at `frame_start` inside `buffer` into an envelope, where
 * it lies, and writes where the sealed frame begins and its length.
 *
 * `buffer` needs `headroom` bytes before and `tailroom` bytes behind the frame
 * (`frameseal_transparent_get_room`). From any thread, any number at a time.
 *
 * Gives `FRAMESEAL_RESULT_NO_ROOM`; else as `frameseal_transparent_encrypt`.
 */
frameseal_result frameseal_transparent_encrypt_in_place(frameseal_encryptor encryptor,
                                                        frameseal_envelope envelope,
                                                        uint8_t *buffer,
                                                        size_t buffer_size,
                                                        size_t frame_start,
                                                        size_t frame_len,
                                                        const uint8_t *metadata,
                                                        size_t metadata_len,
                                                        size_t *out_start,
                                                        size_t *out_len);

/**
 * Encrypts many frames of one track in one call, as `frameseal_encryptor_encrypt_batch` does.
 */
frameseal_result frameseal_transparent_encrypt_batch(frameseal_encryptor encryptor,
                                                     frameseal_envelope envelope,
                                                     frameseal_frame *frames,
                                                     size_t count);

/**
 * Decrypts a sealed frame into `out`, which is at least as long, and writes the length of the
 * frame to `out_len` and, unless null, KID and counter to `header`. The codec is in the envelope.
 *
 * From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_MALFORMED_ENVELOPE`, `FRAMESEAL_RESULT_ENVELOPE_VERSION`; else as
 * `frameseal_decryptor_decrypt`.
 */
frameseal_result frameseal_transparent_decrypt(frameseal_decryptor decryptor,
                                               const uint8_t *frame,
                                               size_t frame_len,
                                               const uint8_t *metadata,
                                               size_t metadata_len,
                                               uint8_t *out,
                                               size_t out_size,
                                               size_t *out_len,
                                               frameseal_header *header);

/**
 * Decrypts a sealed frame where it lies and writes where inside it the frame begins and its
 * length; `header` may be null. After a failure the bytes at `frame` are of no use: who parks
 * frames calls `frameseal_transparent_decrypt`.
 *
 * From any thread, one at a time; others wait. Fails as `frameseal_transparent_decrypt`.
 */
frameseal_result frameseal_transparent_decrypt_in_place(frameseal_decryptor decryptor,
                                                        uint8_t *frame,
                                                        size_t frame_len,
                                                        const uint8_t *metadata,
                                                        size_t metadata_len,
                                                        size_t *out_start,
                                                        size_t *out_len,
                                                        frameseal_header *header);

/**
 * Decrypts many sealed frames in one call, as `frameseal_decryptor_decrypt_batch` does.
 */
frameseal_result frameseal_transparent_decrypt_batch(frameseal_decryptor decryptor,
                                                     frameseal_frame *frames,
                                                     size_t count);

/**
 * Reads KID and counter of a sealed frame, as whoever carries it can. Nothing of it is
 * authenticated before the frame is opened.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_MALFORMED_ENVELOPE`,
 * `FRAMESEAL_RESULT_ENVELOPE_VERSION`, `FRAMESEAL_RESULT_TRUNCATED`,
 * `FRAMESEAL_RESULT_NON_MINIMAL_HEADER`.
 */
frameseal_result frameseal_transparent_header(const uint8_t *frame,
                                              size_t frame_len,
                                              frameseal_header *out);

/**
 * Keeps a copy of a sealed frame that was refused with `FRAMESEAL_RESULT_UNKNOWN_KEY` until its
 * key comes; it comes out of `frameseal_decryptor_unpark` like any other.
 *
 * From any thread. Fails as `frameseal_decryptor_park`.
 */
frameseal_result frameseal_transparent_park(frameseal_decryptor decryptor,
                                            const uint8_t *frame,
                                            size_t frame_len,
                                            const uint8_t *metadata,
                                            size_t metadata_len,
                                            uint64_t token);

/**
 * Makes a new identity: once a device, then stored (`frameseal_identity_export`).
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_identity_generate(frameseal_identity *out);

/**
 * Takes the seed of 32 bytes that `frameseal_identity_export` gave. Wipe it after use.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_WRONG_LENGTH`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_identity_import(const uint8_t *seed,
                                           size_t seed_len,
                                           frameseal_identity *out);

/**
 * Writes the seed of an identity, 32 bytes, which is a secret: store it where secrets belong on
 * the platform, and wipe `out` after use.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_identity_export(frameseal_identity identity,
                                           uint8_t *out,
                                           size_t out_size,
                                           size_t *out_len);

/**
 * Writes the public key of an identity, 32 bytes.
 *
 * From any thread, any number at a time. Fails as `frameseal_identity_export`.
 */
frameseal_result frameseal_identity_key(frameseal_identity identity,
                                        uint8_t *out,
                                        size_t out_size,
                                        size_t *out_len);

/**
 * Frees and wipes an identity. Sessions and states that were made with it keep theirs. Zero is
 * ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_identity_free(frameseal_identity identity);

/**
 * Says whether a passphrase that somebody typed, in UTF-8, is good enough.
 *
 * Strength is estimated by a simple rule, which refuses what is plainly weak and cannot know
 * that a line is from a song. White space around it does not count; the words of a generated one
 * may be typed in capitals and with spaces between them; anything else counts as typed.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_PASSPHRASE_TOO_WEAK` below an estimate of 40 bits,
 * `FRAMESEAL_RESULT_PASSPHRASE_TOO_LONG` above 1024 bytes, `FRAMESEAL_RESULT_NOT_UTF8`.
 */
frameseal_result frameseal_passphrase_check(const uint8_t *passphrase,
                                            size_t passphrase_len);

/**
 * Writes a fresh passphrase of 6 words out of 1024, such as `river-piano-able-zoo-candy-moon`:
 * 60 bits, easy to say and to type, without a zero byte behind it. `out` needs
 * `FRAMESEAL_MAX_GENERATED_LEN` bytes, whichever words come. Wipe it after use.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_NO_RANDOMNESS`.
 */
frameseal_result frameseal_passphrase_generate(uint8_t *out,
                                               size_t out_size,
                                               size_t *out_len);

/**
 * Stretches a passphrase, in UTF-8, into the secret of the call with this id (Argon2id, RFC 9106:
 * 64 MiB, 3 passes, 1 lane). It takes some tenths of a second: keep it away from the thread of the
 * user interface.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NO_CALL_ID` when `call_id` is
 * empty, `FRAMESEAL_RESULT_NO_MEMORY`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`; else as
 * `frameseal_passphrase_check`.
 */
frameseal_result frameseal_call_secret_from_passphrase(const uint8_t *passphrase,
                                                       size_t passphrase_len,
                                                       const uint8_t *call_id,
                                                       size_t call_id_len,
                                                       frameseal_call_secret *out);

/**
 * Takes a secret of 32 bytes that the app has in another way, such as random bytes in the part of
 * an invitation's link that is not sent to the server. Wipe it after use.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_WRONG_LENGTH`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_call_secret_new(const uint8_t *secret,
                                           size_t secret_len,
                                           frameseal_call_secret *out);

/**
 * Frees and wipes a call secret. Sessions that were made with it keep theirs. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_call_secret_free(frameseal_call_secret secret);

/**
 * Joins a call: the first message to everybody is there to be polled. The session keeps copies of
 * all that it is given.
 *
 * `now_ms` is any clock, the same in every call of this session; one that is set back stops nothing.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_FIELD_TOO_LONG`, `FRAMESEAL_RESULT_NO_EXCHANGE` when
 * `exchange` allows none that the policy allows, `FRAMESEAL_RESULT_BAD_VALUE`,
 * `FRAMESEAL_RESULT_UNKNOWN_SUITE`, `FRAMESEAL_RESULT_NOT_UTF8`,
 * `FRAMESEAL_RESULT_WRONG_LENGTH` for hosts that are no multiple of 32 bytes,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_session_join(const frameseal_session_config *config,
                                        frameseal_identity identity,
                                        uint64_t now_ms,
                                        frameseal_session *out);

/**
 * Frees a session and wipes its keys, without a word to the others: they see it as absent after a
 * while. `frameseal_session_leave` says goodbye. Its decryptors keep the keys they have, its
 * encryptors go on; free them too. Zero is ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_free(frameseal_session session);

/**
 * Takes a message from the signalling channel, which may lose, repeat, reorder and invent them.
 * Then poll messages and events. The session's decryptors are up to date when this returns.
 *
 * A message that is refused is somebody else's fault or the channel's: log it and go on. What was
 * due by the time is done nevertheless.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_MESSAGE_TOO_LONG` and its
 * neighbours up to `FRAMESEAL_RESULT_KEY_IDS_OF_ANOTHER`, with the member in
 * `frameseal_last_error`; `FRAMESEAL_RESULT_SESSION_ENDED`, `FRAMESEAL_RESULT_BUSY` from inside a
 * callback, `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_handle(frameseal_session session,
                                          const uint8_t *message,
                                          size_t message_len,
                                          uint64_t now_ms);

/**
 * Does what is due. Call it at the time of `frameseal_session_next_timeout`, or simply ten times
 * a second; then poll messages and events. A time before the last one is ignored.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_BUSY` from inside a
 * callback, `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_advance(frameseal_session session,
                                           uint64_t now_ms);

/**
 * Writes when `frameseal_session_advance` has something to do at the latest, by the clock of
 * `now_ms`.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NOTHING` when the session is
 * over, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_next_timeout(frameseal_session session,
                                                uint64_t *out_ms);

/**
 * Writes the next message for the signalling channel, at most `FRAMESEAL_MAX_MESSAGE_LEN` bytes,
 * and to whom it goes.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOTHING` when there is
 * none; `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, and then the same message comes again;
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_poll_outgoing(frameseal_session session,
                                                 uint8_t *out,
                                                 size_t out_size,
                                                 size_t *out_len,
                                                 frameseal_outgoing *outgoing);

/**
 * Writes the next event, oldest first. 4096 are kept; who does not poll loses the newest.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOTHING`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_poll_event(frameseal_session session,
                                              frameseal_call_event *out);

/**
 * Seals a message to all members, to be sent over any channel, such as a data channel. Newcomers
 * cannot read it, and it can be opened once.
 *
 * `out` needs `payload_len` and 33 bytes. From any thread, one at a time; others wait.
 *
 * Gives `FRAMESEAL_RESULT_NOT_LET_IN`, `FRAMESEAL_RESULT_SESSION_ENDED`,
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_OVERLAP`,
 * `FRAMESEAL_RESULT_KEY_USED_UP`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_seal_chat(frameseal_session session,
                                             const uint8_t *payload,
                                             size_t payload_len,
                                             uint8_t *out,
                                             size_t out_size,
                                             size_t *out_len);

/**
 * Opens a message of another member into `out`, which is at least as long as `sealed`, and writes
 * whose key it was sealed with. One that comes before its key is kept for two seconds: look for
 * it with `frameseal_session_poll_chat`.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_UNKNOWN_KEY` for one that
 * waits, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_OVERLAP`; else as
 * `frameseal_decryptor_decrypt`.
 */
frameseal_result frameseal_session_open_chat(frameseal_session session,
                                             const uint8_t *sealed,
                                             size_t sealed_len,
                                             uint8_t *out,
                                             size_t out_size,
                                             size_t *out_len,
                                             frameseal_member_id *out_from);

/**
 * Writes the next message whose key came after it, and whose key that is.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOTHING` when there is
 * none; `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, and then the same message comes again;
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_poll_chat(frameseal_session session,
                                             uint8_t *out,
                                             size_t out_size,
                                             size_t *out_len,
                                             frameseal_member_id *out_from);

/**
 * Gives the encryptor for one kind of media: a handle of the caller's own, to be freed, at every
 * call. Ask again at `FRAMESEAL_CALL_EVENT_KIND_SEND_KEYS_CHANGED`, and free the old one: whoever
 * keeps it goes on sending to those who have left. Handles of one key share its counter.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOT_LET_IN` or
 * `FRAMESEAL_RESULT_SESSION_ENDED`, and then send nothing; `FRAMESEAL_RESULT_BAD_VALUE`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_session_encryptor(frameseal_session session,
                                             frameseal_media_kind media_kind,
                                             frameseal_encryptor *out);

/**
 * Makes a decryptor for the frames of all members, with every key that the session has. The
 * session keeps it up to date: `frameseal_session_handle`, `frameseal_session_advance` and
 * whatever else changes keys return when all its decryptors have the new ones. So nobody hands on
 * keys, and an app may have one decryptor for the call, which is enough, or one for each receiver. A
 * frame is refused the second time by the decryptor that opened it the first time, and by no other.
 * It has the session's clock, and needs no `frameseal_decryptor_advance`.
 *
 * A key that a decryptor refuses, which a member can provoke, goes to the log and stops nothing.
 * The decryptor is the caller's to free, before or after the session. `config` may be null; its
 * layout is that of calls, or zero.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_BAD_VALUE` for another layout, `FRAMESEAL_RESULT_TOO_MANY_KEYS` when `max_keys`
 * is less than the session holds, `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_session_new_decryptor(frameseal_session session,
                                                 const frameseal_decryptor_config *config,
                                                 frameseal_decryptor *out);

/**
 * Says whose key a KID names, and what for. A frame that was opened under it is from that
 * member, as far as members are honest with each other: all hold the same keys.
 *
 * `out_kind` is a `frameseal_media_kind` and may be null.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NOTHING` for a KID of nobody,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_sender_of(frameseal_session session,
                                             uint64_t kid,
                                             frameseal_member_id *out_member,
                                             frameseal_media_kind *out_kind);

/**
 * Writes this member's id.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_own_id(frameseal_session session,
                                          frameseal_member_id *out);

/**
 * Writes the public key of this device, 32 bytes.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_identity_key(frameseal_session session,
                                                uint8_t *out,
                                                size_t out_size,
                                                size_t *out_len);

/**
 * Writes how the session ended.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NOTHING` when it has not ended,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_ended(frameseal_session session,
                                         frameseal_departure *out);

/**
 * Writes all others that are known, present or not, to the `out_size` places at `out`, and their
 * number to `out_len`.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, with the
 * number of places needed in `frameseal_last_error`; `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_members(frameseal_session session,
                                           frameseal_member *out,
                                           size_t out_size,
                                           size_t *out_len);

/**
 * Writes the hash of who is there, 32 bytes that are no secret: this member, and all who are
 * present. It changes when anybody comes, goes or joins anew, and is the same for all who see the
 * same. People compare the call code instead (`frameseal_session_call_code`).
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_roster_hash(frameseal_session session,
                                               uint8_t *out,
                                               size_t out_size,
                                               size_t *out_len);

/**
 * Draws fresh keys soon. They change by themselves when somebody leaves, every `rotation_ms`, and
 * before their usage limits.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_BUSY` from inside a
 * callback, `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_rotate(frameseal_session session);

/**
 * Lets somebody in who is knocking, for all members.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NO_SUCH_MEMBER`,
 * `FRAMESEAL_RESULT_NOT_ENTITLED`, `FRAMESEAL_RESULT_TOO_MANY_DECISIONS`,
 * `FRAMESEAL_RESULT_SESSION_ENDED`; else as `frameseal_session_rotate`.
 */
frameseal_result frameseal_session_admit(frameseal_session session,
                                         frameseal_member_id member);

/**
 * Removes a member for all members: its device stays out until it is let in again, and fresh keys
 * are drawn.
 *
 * From any thread, one at a time; others wait. Fails as `frameseal_session_admit`.
 */
frameseal_result frameseal_session_remove(frameseal_session session,
                                          frameseal_member_id member);

/**
 * Says goodbye: the message is there to be polled. The keys are wiped, also from the session's
 * decryptors; free its encryptors.
 *
 * From any thread, one at a time; others wait. Fails as `frameseal_session_rotate`.
 */
frameseal_result frameseal_session_leave(frameseal_session session);

/**
 * Consents (1), or no longer consents (0), to media in clear. It holds for the members that are
 * there now, and ends when anybody joins, returns or is forgotten.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_ENCRYPTION_REQUIRED`
 * without `allow_clear`, `FRAMESEAL_RESULT_NOT_LET_IN`, `FRAMESEAL_RESULT_BAD_VALUE`; else as
 * `frameseal_session_rotate`.
 */
frameseal_result frameseal_session_consent_to_clear(frameseal_session session,
                                                    uint8_t consents);

/**
 * Writes whether media may go in clear: the policy allows it, nobody is absent, and every single
 * member that is there, this one included, consents to it and sees the same members. The
 * operator has no say.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_may_send_clear(frameseal_session session,
                                                  bool *out);

/**
 * Writes the call code: 30 digits that all members read to each other, or hold before each
 * other's camera. If two differ, they do not see the same members, or somebody is in between. It
 * changes when somebody comes or goes: compare it when everybody is there.
 *
 * It takes a few milliseconds. From any thread, any number at a time.
 *
 * Gives `FRAMESEAL_RESULT_BAD_VALUE` for no `frameseal_code_form`,
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_call_code(frameseal_session session,
                                             frameseal_code_form form,
                                             uint8_t *out,
                                             size_t out_size,
                                             size_t *out_len);

/**
 * Writes whether a scanned QR code is that of this call with the members that this session sees.
 *
 * It takes a few milliseconds. From any thread, any number at a time.
 *
 * Gives `FRAMESEAL_RESULT_NOT_UTF8`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_call_code_matches_qr(frameseal_session session,
                                                        const uint8_t *scanned,
                                                        size_t scanned_len,
                                                        bool *out);

/**
 * Writes the safety number of this device and a member's: 60 digits that stay the same from call
 * to call, for as long as both devices keep their identities.
 *
 * It takes a few milliseconds. From any thread, any number at a time. Gives
 * `FRAMESEAL_RESULT_NO_SUCH_MEMBER`; else as `frameseal_session_call_code`.
 */
frameseal_result frameseal_session_safety_number(frameseal_session session,
                                                 frameseal_member_id member,
                                                 frameseal_code_form form,
                                                 uint8_t *out,
                                                 size_t out_size,
                                                 size_t *out_len);

/**
 * Writes whether a scanned QR code is the safety number of this device and a member's.
 *
 * It takes a few milliseconds. From any thread, any number at a time. Gives
 * `FRAMESEAL_RESULT_NO_SUCH_MEMBER`; else as `frameseal_session_call_code_matches_qr`.
 */
frameseal_result frameseal_session_safety_number_matches_qr(frameseal_session session,
                                                            frameseal_member_id member,
                                                            const uint8_t *scanned,
                                                            size_t scanned_len,
                                                            bool *out);

/**
 * Writes the safety number of two devices by their public keys of 32 bytes, in either order:
 * outside of calls, and for peers of an earlier one.
 *
 * It takes a few milliseconds. From any thread. Gives `FRAMESEAL_RESULT_WRONG_LENGTH`,
 * `FRAMESEAL_RESULT_BAD_VALUE` for no `frameseal_code_form`,
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`.
 */
frameseal_result frameseal_safety_number(const uint8_t *own_key,
                                         size_t own_key_len,
                                         const uint8_t *peer_key,
                                         size_t peer_key_len,
                                         frameseal_code_form form,
                                         uint8_t *out,
                                         size_t out_size,
                                         size_t *out_len);

/**
 * Writes whether a scanned QR code is the safety number of two devices, by their public keys of
 * 32 bytes, in either order.
 *
 * It takes a few milliseconds. From any thread. Gives `FRAMESEAL_RESULT_WRONG_LENGTH`,
 * `FRAMESEAL_RESULT_NOT_UTF8`.
 */
frameseal_result frameseal_safety_number_matches_qr(const uint8_t *own_key,
                                                    size_t own_key_len,
                                                    const uint8_t *peer_key,
                                                    size_t peer_key_len,
                                                    const uint8_t *scanned,
                                                    size_t scanned_len,
                                                    bool *out);

/**
 * Starts comparing a short string with a member, because the user wants to. Both see it after
 * `FRAMESEAL_CALL_EVENT_KIND_COMPARING`, in `frameseal_session_sas_code`. Never start a failed one
 * again unasked: each is one more try for whoever is in between.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NO_SUCH_MEMBER` unless it
 * is there, `FRAMESEAL_RESULT_BUSY` from inside a callback, `FRAMESEAL_RESULT_NO_RANDOMNESS`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_start_sas(frameseal_session session,
                                             frameseal_member_id member);

/**
 * Goes along with a comparison that the other side has started
 * (`FRAMESEAL_CALL_EVENT_KIND_COMPARISON_ASKED`), because the user wants to.
 *
 * From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NO_SUCH_MEMBER` unless it
 * is there and has asked; else as `frameseal_session_start_sas`.
 */
frameseal_result frameseal_session_accept_sas(frameseal_session session,
                                              frameseal_member_id member);

/**
 * Writes what to compare with a member, to be read aloud. If the two sides differ, somebody is in
 * between.
 *
 * From any thread, any number at a time. Gives `FRAMESEAL_RESULT_NOTHING` before
 * `FRAMESEAL_CALL_EVENT_KIND_COMPARING`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_session_sas_code(frameseal_session session,
                                            frameseal_member_id member,
                                            frameseal_sas_code *out);

/**
 * Writes a fresh key of 32 bytes to save a state under, which is a secret: keep it in the
 * platform's key store, and wipe `out` after use.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_NO_RANDOMNESS`.
 */
frameseal_result frameseal_state_key_generate(uint8_t *out,
                                              size_t out_size,
                                              size_t *out_len);

/**
 * Makes the first state of a device and saves it as version 1, in place of any that is there: call
 * it when there is neither blob nor anchor. `state_key` has 32 bytes.
 *
 * The context of `storage` is used from any thread until `release` is called. After a failure it
 * is not used any more, and not released.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NULL_POINTER` without `save_blob` or `save_anchor`,
 * `FRAMESEAL_RESULT_WRONG_LENGTH`, `FRAMESEAL_RESULT_STORAGE_FAILED`,
 * `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_BUSY` from inside a callback,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_call_state_create(const uint8_t *state_key,
                                             size_t state_key_len,
                                             frameseal_identity identity,
                                             const frameseal_state_storage *storage,
                                             frameseal_call_state *out);

/**
 * Opens a saved state: `blob` and `anchor`, of 40 bytes, as they were saved last.
 *
 * A crash between the two leaves the next blob after the anchor; it is taken, and its anchor is
 * saved now. Any other pair does not belong together, and is refused: a backup was restored, or
 * somebody is attacking.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STATE_WENT_BACK`, `FRAMESEAL_RESULT_STATE_OTHER`,
 * `FRAMESEAL_RESULT_STATE_OTHER_HISTORY`, `FRAMESEAL_RESULT_ANCHOR_BEHIND`,
 * `FRAMESEAL_RESULT_STATE_AUTHENTICATION`, `FRAMESEAL_RESULT_NO_STATE`,
 * `FRAMESEAL_RESULT_STATE_FORMAT`, `FRAMESEAL_RESULT_STATE_TOO_LONG`,
 * `FRAMESEAL_RESULT_STATE_MALFORMED`; else as `frameseal_call_state_create`.
 */
frameseal_result frameseal_call_state_open(const uint8_t *state_key,
                                           size_t state_key_len,
                                           const uint8_t *blob,
                                           size_t blob_len,
                                           const uint8_t *anchor,
                                           size_t anchor_len,
                                           const frameseal_state_storage *storage,
                                           frameseal_call_state *out);

/**
 * Opens a blob of any age, after its anchor was lost or found to belong to another blob.
 *
 * Ask the user first: verifications may be in it that were withdrawn later. No key whose
 * counters it has will encrypt again (`FRAMESEAL_RESULT_COUNTERS_WENT_BACK`). **Base keys that
 * the app kept and that the blob does not know must be deleted by the app**: their counters are
 * lost. The state is saved at once as the version after the blob's.
 *
 * From any thread. Fails as `frameseal_call_state_open`, but for the anchor.
 */
frameseal_result frameseal_call_state_open_without_anchor(const uint8_t *state_key,
                                                          size_t state_key_len,
                                                          const uint8_t *blob,
                                                          size_t blob_len,
                                                          const frameseal_state_storage *storage,
                                                          frameseal_call_state *out);

/**
 * Frees a state and wipes its secrets; everything is saved already. Encryptors and counter stores
 * that use it go on; the storage's `release` is called when the last of them is freed. Zero is
 * ignored.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_call_state_free(frameseal_call_state state);

/**
 * Gives the device's identity: a handle of the caller's own, to be freed, at every call.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_call_state_identity(frameseal_call_state state,
                                               frameseal_identity *out);

/**
 * Writes the anchor of the newest blob, 40 bytes.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_call_state_anchor(frameseal_call_state state,
                                             uint8_t *out,
                                             size_t out_size,
                                             size_t *out_len);

/**
 * Gives the state as a counter store (`frameseal_encryptor_config`): leases are saved, blob and
 * anchor, before they are handed out. For base keys that the app keeps over a restart; keys of
 * sessions need none. The caller frees it.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`,
 * `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
 */
frameseal_result frameseal_call_state_counter_store(frameseal_call_state state,
                                                    frameseal_counter_store *out);

/**
 * Forgets the counters of a base key that the app **has deleted**; one that comes back after this
 * starts at counter 0 again. `fingerprint` has 16 bytes, from `frameseal_encryptor_get_info`.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_NOTHING` when there were none, `FRAMESEAL_RESULT_WRONG_LENGTH`,
 * `FRAMESEAL_RESULT_STORAGE_FAILED`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_call_state_forget_counters(frameseal_call_state state,
                                                      const uint8_t *fingerprint,
                                                      size_t fingerprint_len);

/**
 * Remembers that the user verified a peer, in place of what was known of it. `identity_key` has
 * 32 bytes, `name` at most 255 of UTF-8; `verified_at` is in seconds since 1970.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_TOO_MANY_PEERS` above 1024, `FRAMESEAL_RESULT_NAME_TOO_LONG`,
 * `FRAMESEAL_RESULT_NOT_UTF8`, `FRAMESEAL_RESULT_WRONG_LENGTH`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`; `FRAMESEAL_RESULT_STORAGE_FAILED`, after which the peer may or may
 * not count as verified.
 */
frameseal_result frameseal_call_state_remember_peer(frameseal_call_state state,
                                                    const uint8_t *identity_key,
                                                    size_t identity_key_len,
                                                    const uint8_t *name,
                                                    size_t name_len,
                                                    uint64_t verified_at);

/**
 * Withdraws a verification. `identity_key` has 32 bytes.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_NOTHING` when there was none, `FRAMESEAL_RESULT_WRONG_LENGTH`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`;
 * `FRAMESEAL_RESULT_STORAGE_FAILED`, after which the peer may still count as verified.
 */
frameseal_result frameseal_call_state_forget_peer(frameseal_call_state state,
                                                  const uint8_t *identity_key,
                                                  size_t identity_key_len);

/**
 * Notes the name under which a verified peer appears now, so that the app can point at a change,
 * and writes what is known of it. `identity_key` has 32 bytes.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_NOTHING` for a peer that was not verified; else as
 * `frameseal_call_state_remember_peer`.
 */
frameseal_result frameseal_call_state_saw_peer_as(frameseal_call_state state,
                                                  const uint8_t *identity_key,
                                                  size_t identity_key_len,
                                                  const uint8_t *name,
                                                  size_t name_len,
                                                  frameseal_verified_peer *out);

/**
 * Writes what is known of a verified peer. `identity_key` has 32 bytes.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_NOTHING` for a peer that was not verified, `FRAMESEAL_RESULT_WRONG_LENGTH`,
 * `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_call_state_peer(frameseal_call_state state,
                                           const uint8_t *identity_key,
                                           size_t identity_key_len,
                                           frameseal_verified_peer *out);

/**
 * Writes all verified peers to the `out_size` places at `out`, and their number to `out_len`.
 *
 * From any thread, but not from inside a callback: `FRAMESEAL_RESULT_BUSY`. Gives
 * `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, with the number of places needed in
 * `frameseal_last_error`; `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_call_state_peers(frameseal_call_state state,
                                            frameseal_verified_peer *out,
                                            size_t out_size,
                                            size_t *out_len);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* FRAMESEAL_H */
