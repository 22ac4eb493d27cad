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
 *            inputs; where they do, the call is refused. Pointers are used during the call only.
 * Numbers    Lengths are in bytes, times in milliseconds from any fixed point. In configurations a
 *            zero is the default.
 * Threads    Any function may be called from any thread at any time. Objects of which the
 *            documentation says "any number at a time" are shared; calls to others wait for each
 *            other. Frames take microseconds; a callback of the app may take longer.
 * Memory     Functions that encrypt and decrypt frames allocate nothing where they say so. Keys are
 *            wiped when they are freed; what the app has of them is the app's to wipe.
 * Fork       A child of a process that has used the library would repeat nonces, so every call in it
 *            gives FRAMESEAL_RESULT_FORKED.
 * Panics     The library does not abort: should it find a bug in itself, a call gives
 *            FRAMESEAL_RESULT_PANICKED and the object can only be freed.
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
     * A function of the app said that it failed.
     */
    FRAMESEAL_RESULT_CALLBACK_FAILED = 27,
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
     * Argon2id did not get its 64 MiB of memory.
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
     * R of sender keys (0 to 16) or E of MLS (0 to 8); 0 for plain KIDs.
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
     * Counters taken from the store at a time, at most 2^32; zero: 4096.
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
 * Sets the function that gets a line for every call that fails, but for frames that were refused:
 * those come from the network as often as an attacker likes, and have events and statistics.
 * Null sets none, as in the beginning.
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
 * From any thread. Gives `FRAMESEAL_RESULT_OWN_SEND_KEY` when the key had been added; it is removed.
 * `FRAMESEAL_RESULT_TOO_MANY_KEYS`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
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
 * Writes the next event of an encryptor: `FRAMESEAL_EVENT_ROTATE_SOON`, once, when three
 * quarters of the key's usage limit are spent.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_NOTHING`, `FRAMESEAL_RESULT_STALE_HANDLE`,
 * `FRAMESEAL_RESULT_WRONG_KIND`.
 */
frameseal_result frameseal_encryptor_poll_event(frameseal_encryptor encryptor,
                                                frameseal_event *out);

/**
 * Makes a sender key at a step of its generation; 0 is the first. `base_key` is the one of that
 * step: fresh from a key agreement for step 0, else what the sender's
 * `frameseal_sender_key_base_key` gave. `ratchet_bits` is R, 0 to 16, and the same for everybody
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
 * Derives the base key of one media stream from that of a sender, so that streams have keys of
 * their own (RFC 9605 section 5, per-SSRC). Wipe `out` after use.
 *
 * From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`,
 * `FRAMESEAL_RESULT_BASE_KEY_TOO_SHORT`, `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`.
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

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* FRAMESEAL_H */
