/* tslint:disable */
/* eslint-disable */

/**
 * Opens the frames of any number of participants (RFC 9605 section 4.4.4).
 */
export class Decryptor {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Adds what WebCrypto derived: key, salt and fingerprint, which are wiped.
     *
     * # Errors
     * As [`add_key`](Self::add_key), and `WrongLength`.
     */
    addDerived(suite: number, kid: bigint, key: Uint8Array, salt: Uint8Array, fingerprint: Uint8Array | number[]): void;
    /**
     * Adds a base key of at least 16 bytes, which are wiped, under a plain KID.
     *
     * # Errors
     * Codes `UnknownSuite`, `BaseKeyTooShort`, `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`,
     * `WrongLayout`.
     */
    addKey(suite: number, kid: bigint, base_key: Uint8Array): void;
    /**
     * Takes note of the time, in milliseconds from any fixed point.
     */
    advance(now: number): void;
    /**
     * Makes a decryptor for sender keys that ratchet, whose KIDs end in so many bits of step.
     *
     * # Errors
     * Code `FieldTooWide`.
     */
    static forSenderKeys(ratchet_bits: number): Decryptor;
    /**
     * Makes a decryptor for plain KIDs.
     */
    constructor();
    /**
     * As [`open`](Self::open) with AES-GCM in WebCrypto: reports what is to be opened, and
     * [`opened_elsewhere`](Self::opened_elsewhere) takes note of what came of it.
     * [`Outcome::Here`] for a frame that is not for there; the room has to be filled again.
     */
    openElsewhere(is_envelope: boolean, len: number): number;
    /**
     * As [`open`](Self::open), with the metadata that the sender gave.
     */
    openWith(is_envelope: boolean, len: number, metadata: Uint8Array | number[]): number;
    /**
     * Opens the `len` bytes in the room, and gives an outcome.
     */
    open(is_envelope: boolean, len: number): number;
    /**
     * Takes note of WebCrypto's verdict on a frame, and gives an outcome. The plaintext may leave
     * only when that is [`Outcome::Done`].
     */
    openedElsewhere(ticket: number, is_authentic: boolean): number;
    /**
     * Gives the next event: `{ kind, kid, failed?, opened? }`, or undefined.
     */
    pollEvent(): any;
    /**
     * Refuses the key of this participant's own encryptor, so that frames which the operator
     * sends back are not taken for somebody else's.
     *
     * # Errors
     * Codes `OwnSendKey` when it was added before (it is removed), `TooManyKeys`.
     */
    refuseOwn(encryptor: Encryptor): void;
    /**
     * Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.
     */
    removeKey(kid: bigint): boolean;
    /**
     * Lets the key of a KID go in 10 s. Says whether there was one.
     */
    retireKey(kid: bigint): boolean;
    /**
     * Gives another handle to the same decryptor.
     */
    share(): Decryptor;
    /**
     * Gives what was opened and refused: `{ opened, syntax, keyID, replay, authentication,
     * keys: [{ kid, suite, opened, failed, replayed }] }`.
     */
    statistics(): any;
}

/**
 * What WebCrypto is to derive from a base key that no script can read.
 */
export class Derivations {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Gives the `info` of HKDF for key (0), salt (1) and fingerprint (2).
     */
    info(which: number): Uint8Array;
    /**
     * Gives how many bytes are to be derived.
     */
    len(which: number): number;
    /**
     * For a suite and a KID.
     *
     * # Errors
     * Code `UnknownSuite`.
     */
    constructor(suite: number, kid: bigint);
}

/**
 * Seals the frames of one participant under one key (RFC 9605 section 4.4.3).
 */
export class Encryptor {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Gives the 16 bytes under which the counters of a base key are kept. The bytes of the base
     * key are left as they are.
     *
     * # Errors
     * Codes `UnknownSuite`, `BaseKeyTooShort`.
     */
    static fingerprintOf(suite: number, kid: bigint, base_key: Uint8Array | number[]): Uint8Array;
    /**
     * Makes an encryptor for what WebCrypto derived ([`Derivations`]): key, salt and
     * fingerprint, which are wiped.
     *
     * # Errors
     * Codes `UnknownSuite`, `WrongLength`, `Unavailable`.
     */
    static fromDerived(suite: number, kid: bigint, key: Uint8Array, salt: Uint8Array, fingerprint: Uint8Array | number[]): Encryptor;
    /**
     * Says, once, that the key is near its usage limit.
     */
    isToRotate(): boolean;
    /**
     * Makes an encryptor for a base key of at least 16 bytes, which are wiped. Counters must have
     * been granted for its [`fingerprint_of`](Self::fingerprint_of).
     *
     * # Errors
     * Codes `UnknownSuite`, `BaseKeyTooShort`, `Unavailable`.
     */
    constructor(suite: number, kid: bigint, base_key: Uint8Array);
    /**
     * As [`seal`](Self::seal) with AES-GCM in WebCrypto: takes the counter and reports what is to
     * be sealed. [`Outcome::Here`] when WebCrypto does not hold the key.
     */
    sealElsewhere(codec: number, padding: number, len: number): number;
    /**
     * As [`seal`](Self::seal), with metadata that are authenticated and not sent (RFC 9605
     * section 4.4.3).
     */
    sealWith(codec: number, padding: number, len: number, metadata: Uint8Array | number[]): number;
    /**
     * Seals the `len` bytes in the room for a codec (0: plain SFrame), and gives an outcome.
     */
    seal(codec: number, padding: number, len: number): number;
    /**
     * Gives the 16 bytes under which its counters are kept.
     */
    readonly fingerprint: Uint8Array;
    /**
     * Gives the KID in the headers of its frames.
     */
    readonly kid: bigint;
    /**
     * Gives the number of its cipher suite.
     */
    readonly suite: number;
}

/**
 * The signing key of a device (Ed25519).
 */
export class Identity {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Gives the 32 secret bytes, to be stored where only this device can read them.
     */
    export(): Uint8Array;
    /**
     * Draws a new one.
     *
     * # Errors
     * Code `NoRandomness`.
     */
    static generate(): Identity;
    /**
     * Takes the 32 bytes that [`export`](Self::export) gave, and wipes them.
     *
     * # Errors
     * Code `WrongLength`.
     */
    static import(seed: Uint8Array): Identity;
    /**
     * Gives the public key of 32 bytes.
     */
    readonly key: Uint8Array;
}

/**
 * Decrypts one participant's frames in a deployed format.
 */
export class LegacyDecryptor {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes note of the time, in milliseconds from any fixed point.
     */
    advance(now: number): void;
    /**
     * Makes a decryptor without keys.
     *
     * # Errors
     * Code `NoFormat`.
     */
    constructor(format: string);
    /**
     * Decrypts the `len` bytes in the room, and gives an outcome. `kind` is 0 for audio, 1 for a
     * key frame, 2 for another; LiveKit needs the codec, Jitsi the kind.
     */
    open(codec: number, kind: number, len: number): number;
    /**
     * Removes the key of an index. Says whether there was one.
     */
    removeKey(index: number): boolean;
    /**
     * Sets the key of an index, and wipes its bytes.
     *
     * # Errors
     * Codes `BaseKeyTooShort`, `WrongLength`, `FieldTooWide`, `NoFormat`.
     */
    setKey(is_passphrase: boolean, index: number, key: Uint8Array): void;
    /**
     * Sets what ends the frames that LiveKit's server makes itself.
     */
    setSifTrailer(trailer: Uint8Array | number[]): void;
}

/**
 * Encrypts one participant's frames in a deployed format.
 */
export class LegacyEncryptor {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Makes an encryptor with a key, whose bytes are wiped, under an index where the format has
     * one. Its counters live as long as this worker; where that is not as long as the key,
     * GetStream's random prefix and LiveKit's and Jitsi's timestamps keep nonces apart.
     *
     * # Errors
     * Codes `NoFormat`, `BaseKeyTooShort`, `WrongLength`, `FieldTooWide`.
     */
    constructor(format: string, is_passphrase: boolean, index: number, key: Uint8Array);
    /**
     * Goes one step further, in LiveKit's and Jitsi's formats.
     *
     * # Errors
     * Code `NoFormat` in the others.
     */
    ratchet(): void;
    /**
     * Encrypts the `len` bytes in the room, and gives an outcome. `ssrc` and `timestamp` are
     * those of the frame, for LiveKit's and Jitsi's nonces.
     */
    seal(codec: number, len: number, ssrc: number, timestamp: number): number;
}

/**
 * Keeps the epochs of a group, and its decryptor up to date.
 */
export class MlsKeys {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes the secret of an epoch, and wipes its bytes. `leaves` is the size of the tree,
     * `own_index` this member's leaf. `at_once` after somebody was removed.
     *
     * # Errors
     * Codes `WrongLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `Over`, `TooOld`.
     */
    addEpoch(epoch: bigint, secret: Uint8Array, leaves: number, own_index: number, at_once: boolean, now: number): void;
    /**
     * Takes note of the time.
     *
     * # Errors
     * None that is known.
     */
    advance(now: number): void;
    /**
     * Gives the decryptor for the frames of all members.
     */
    decryptor(): Decryptor;
    /**
     * Gives the encryptor for a context, such as 0 for audio and 1 for video.
     *
     * # Errors
     * Codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `Unavailable`.
     */
    encryptor(context: bigint): Encryptor;
    /**
     * Gives the label with which the secret is exported from MLS; the context is empty.
     */
    static exporterLabel(): string;
    /**
     * Gives the 16 bytes under which the counters are kept that this member will use for a
     * context in an epoch: grant some before [`encryptor`](Self::encryptor).
     *
     * # Errors
     * Codes `UnknownEpoch`, `FieldTooWide`.
     */
    fingerprint(epoch: bigint, context: bigint): Uint8Array;
    /**
     * Begins to send in an epoch that is held.
     *
     * # Errors
     * Codes `SendingIsNewer`, `UnknownEpoch`.
     */
    goOver(epoch: bigint): void;
    /**
     * For frames of a suite and KIDs that end in so many bits of epoch; both the same for all
     * members.
     *
     * # Errors
     * Codes `UnknownSuite`, `FieldTooWide`.
     */
    constructor(suite: number, epoch_bits: number);
    /**
     * Gives the next event: `"goneOver"` (ask for the encryptors anew), `"commitSoon"`, or
     * undefined.
     */
    pollEvent(): string | undefined;
    /**
     * Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
     */
    senderOf(kid: bigint): number | undefined;
    /**
     * Gives the epoch that is sent in.
     */
    readonly sending: bigint | undefined;
}

/**
 * What was reported of a frame, by its place in the array of [`report`].
 */
export enum Report {
    /**
     * Where the result begins, in bytes of memory.
     */
    Start = 0,
    /**
     * Where it ends.
     */
    End = 1,
    /**
     * The KID, its high and low half.
     */
    KidHigh = 2,
    /**
     * See [`Report::KidHigh`].
     */
    KidLow = 3,
    /**
     * The number of the key that WebCrypto holds.
     */
    Key = 4,
    /**
     * Where the nonce of 12 bytes is; the associated data are directly behind it.
     */
    Nonce = 5,
    /**
     * Bytes of associated data.
     */
    AadLen = 6,
    /**
     * Where the data for WebCrypto begin.
     */
    DataStart = 7,
    /**
     * Where they end.
     */
    DataEnd = 8,
    /**
     * From where to escape when the ciphertext is there; 0 for not at all. Relative to `Start`.
     */
    EscapeFrom = 9,
    /**
     * Which frame is being opened, for the second half.
     */
    Ticket = 10,
}

/**
 * The secret of one call, which all members need to have.
 */
export class Secret {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Gives its 32 bytes, to be handed to another instance.
     */
    export(): Uint8Array;
    /**
     * Takes 32 random bytes, and wipes them.
     *
     * # Errors
     * Code `WrongLength`.
     */
    static import(bytes: Uint8Array): Secret;
    /**
     * Stretches a passphrase with Argon2id over 64 MiB, which takes about a second and which this
     * module's memory keeps: call it in an instance that is thrown away.
     *
     * # Errors
     * Codes `TooWeak`, `TooLong`, `NoCallId`, `NoMemory`.
     */
    static stretch(passphrase: string, call_id: Uint8Array | number[]): Secret;
}

/**
 * One generation of a sender key, at one step (RFC 9605 section 5.1).
 */
export class SenderKey {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Gives the key to a decryptor, and itself up.
     *
     * # Errors
     * As `Decryptor.addKey`.
     */
    addTo(decryptor: Decryptor): void;
    /**
     * Makes an encryptor for the present step.
     *
     * # Errors
     * Code `Unavailable` when no counters were granted.
     */
    encryptor(): Encryptor;
    /**
     * Gives the 16 bytes under which the counters of the present step are kept.
     *
     * # Errors
     * None that is known.
     */
    fingerprint(): Uint8Array;
    /**
     * Takes a base key of at least 16 bytes, which are wiped.
     *
     * # Errors
     * Codes `UnknownSuite`, `BaseKeyTooShort`, `FieldTooWide`.
     */
    constructor(suite: number, ratchet_bits: number, generation: bigint, step: bigint, base_key: Uint8Array);
    /**
     * Goes one step further; nobody can go back.
     */
    ratchet(): void;
    /**
     * Gives the KID of the present step.
     */
    readonly kid: bigint;
}

/**
 * A session, with the decryptor that it keeps up to date.
 */
export class Session {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Agrees to compare when a member asked.
     *
     * # Errors
     * Codes `NoMember`, `UnknownMember`.
     */
    acceptComparison(_with: string): void;
    /**
     * Lets somebody in who waits.
     *
     * # Errors
     * Codes `NoMember`, `UnknownMember`, `NotEntitled`.
     */
    admit(who: string): void;
    /**
     * Takes note of the time.
     */
    advance(now: number): void;
    /**
     * Gives what all members read aloud: `{ digits, qrText, svg }`.
     */
    callCode(): any;
    /**
     * Gives the string to compare: `{ digits, emoji: [{ symbol, name }] }`, or undefined.
     *
     * # Errors
     * Code `NoMember`.
     */
    comparison(_with: string): any;
    /**
     * Consents to media in clear, where the call allows it, or takes that back.
     *
     * # Errors
     * Code `NotEntitled`.
     */
    consentToClear(consents: boolean): void;
    /**
     * Gives the decryptor for the frames of all members.
     */
    decryptor(): Decryptor;
    /**
     * Gives the encryptor for one kind of media (0 audio, 1 video, 2 screen, 3 data).
     *
     * # Errors
     * Codes `NotLetIn`, `Ended`: send nothing.
     */
    encryptor(kind: number): Encryptor;
    /**
     * Takes a message from the signalling channel.
     *
     * # Errors
     * Those of the engine's `MessageError`; most need nothing done.
     */
    handle(message: Uint8Array | number[], now: number): void;
    /**
     * Joins a call. `now` is in milliseconds, of a clock that does not go back.
     *
     * # Errors
     * Codes `FieldTooLong`, `NoExchange`, `NoRandomness`.
     */
    static join(config: SessionConfig, identity: Identity, now: number): Session;
    /**
     * Leaves, with a goodbye to be sent.
     */
    leave(): void;
    /**
     * Says whether somebody else's code, scanned, is this call's.
     */
    matchesQr(scanned: string): boolean;
    /**
     * Gives the other members: `{ id, name, identityKey, isPresent, isPostQuantum, seesTheSame }`.
     */
    members(): any;
    /**
     * Opens a message of another member: `{ from, message }`; undefined for one whose key has yet
     * to come ([`poll_chat`](Self::poll_chat)).
     *
     * # Errors
     * As frames.
     */
    openChat(sealed: Uint8Array | number[]): any;
    /**
     * Gives the next message whose key came after it.
     */
    pollChat(): any;
    /**
     * Gives the next event: `{ kind, member?, how?, maySendClear? }`.
     */
    pollEvent(): any;
    /**
     * Gives the next message to send: `{ to?, message }`; without `to` it is for everybody.
     */
    pollOutgoing(): any;
    /**
     * Removes a member.
     *
     * # Errors
     * Codes `NoMember`, `UnknownMember`, `NotEntitled`.
     */
    remove(who: string): void;
    /**
     * Changes the keys this member sends with.
     */
    rotate(): void;
    /**
     * Seals a message to all members.
     *
     * # Errors
     * Codes `NotLetIn`, `Ended`.
     */
    sealChat(message: Uint8Array | number[]): Uint8Array;
    /**
     * Gives the member whose key a KID names.
     */
    senderOf(kid: bigint): string | undefined;
    /**
     * Starts to compare a short string with a member.
     *
     * # Errors
     * Codes `NoMember`, `UnknownMember`.
     */
    startComparison(_with: string): void;
    /**
     * Gives this member's id.
     */
    readonly id: string;
    /**
     * Gives this device's public key of 32 bytes.
     */
    readonly identityKey: Uint8Array;
}

/**
 * What a session is made from.
 */
export class SessionConfig {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Lets media go in clear while every member consents.
     */
    allowClear(): void;
    /**
     * Adds the public key of 32 bytes of somebody who alone, with other hosts, lets in and removes.
     *
     * # Errors
     * Code `WrongLength`.
     */
    host(key: Uint8Array | number[]): void;
    /**
     * Sets how many members there may be at a time, 2 to 1024.
     */
    maxMembers(members: number): void;
    /**
     * A call by its id, the member's name, and milliseconds since 1970.
     */
    constructor(call_id: Uint8Array | number[], name: string, started: number);
    /**
     * Refuses exchanges without the post-quantum part.
     */
    requirePostQuantum(): void;
    /**
     * Sets the secret that all members need to have.
     */
    secret(secret: Secret): void;
    /**
     * Sets the number of the media keys' cipher suite.
     *
     * # Errors
     * Code `UnknownSuite`.
     */
    suite(suite: number): void;
    /**
     * Asks members to be let in; `founder` starts such a call.
     */
    waitingRoom(founder: boolean): void;
}

/**
 * Gives the number of a codec by its name in SDP or a MIME type, 1 to 6. Plain SFrame is 0.
 *
 * # Errors
 * Codes `Red` and `Unsupported`.
 */
export function codecNumber(name: string): number;

/**
 * Escapes the `len` bytes in the room behind the first `from` of them: the second half of
 * [`Encryptor::seal_elsewhere`] for H.264 and H.265.
 */
export function escape(from: number, len: number): number;

/**
 * Draws a passphrase of 6 words, 60 bits.
 *
 * # Errors
 * Code `NoRandomness`.
 */
export function generatePassphrase(): string;

/**
 * Takes note that the counters from `first` up to `end` of a key, named by 16 bytes, are this
 * worker's alone. They follow those of an earlier grant, or replace them.
 *
 * # Errors
 * Code `WrongLength`.
 */
export function grantCounters(fingerprint: Uint8Array | number[], first: bigint, end: bigint): void;

/**
 * Gives why the last frame was refused.
 */
export function lastReason(): string;

/**
 * Gives the longest frame, in bytes, that fits where [`place`] last said.
 */
export function maxFrameLen(): number;

/**
 * Gives where a frame of `len` bytes is to be written. The place stays until a longer frame asks.
 *
 * # Errors
 * Code `FrameTooLong`.
 */
export function place(len: number): number;

/**
 * Says how many counters of a key are left.
 *
 * # Errors
 * Code `WrongLength`.
 */
export function remainingCounters(fingerprint: Uint8Array | number[]): bigint;

/**
 * Gives where the numbers of [`Report`] are, 32 bits each.
 */
export function report(): number;

/**
 * Gives what two devices compare once and for all: `{ digits, qrText, svg }` of their public keys
 * of 32 bytes.
 *
 * # Errors
 * Code `WrongLength`.
 */
export function safetyNumber(a: Uint8Array | number[], b: Uint8Array | number[]): any;

/**
 * From now on keys are given to WebCrypto too: `take(number, bytes)` and `forget(number)`.
 */
export function useElsewhere(take: Function, forget: Function): void;

/**
 * Gives the version of the engine.
 */
export function version(): string;

/**
 * Wipes what the last frames left in the room.
 */
export function wipe(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_decryptor_free: (a: number, b: number) => void;
    readonly __wbg_derivations_free: (a: number, b: number) => void;
    readonly __wbg_encryptor_free: (a: number, b: number) => void;
    readonly __wbg_identity_free: (a: number, b: number) => void;
    readonly __wbg_legacydecryptor_free: (a: number, b: number) => void;
    readonly __wbg_legacyencryptor_free: (a: number, b: number) => void;
    readonly __wbg_mlskeys_free: (a: number, b: number) => void;
    readonly __wbg_secret_free: (a: number, b: number) => void;
    readonly __wbg_senderkey_free: (a: number, b: number) => void;
    readonly __wbg_session_free: (a: number, b: number) => void;
    readonly __wbg_sessionconfig_free: (a: number, b: number) => void;
    readonly codecNumber: (a: number, b: number) => [number, number, number];
    readonly decryptor_addDerived: (a: number, b: number, c: bigint, d: number, e: number, f: any, g: number, h: number, i: any, j: number, k: number) => [number, number];
    readonly decryptor_addKey: (a: number, b: number, c: bigint, d: number, e: number, f: any) => [number, number];
    readonly decryptor_advance: (a: number, b: number) => void;
    readonly decryptor_forSenderKeys: (a: number) => [number, number, number];
    readonly decryptor_new: () => number;
    readonly decryptor_open: (a: number, b: number, c: number) => number;
    readonly decryptor_openElsewhere: (a: number, b: number, c: number) => number;
    readonly decryptor_openWith: (a: number, b: number, c: number, d: number, e: number) => number;
    readonly decryptor_openedElsewhere: (a: number, b: number, c: number) => number;
    readonly decryptor_pollEvent: (a: number) => any;
    readonly decryptor_refuseOwn: (a: number, b: number) => [number, number];
    readonly decryptor_removeKey: (a: number, b: bigint) => number;
    readonly decryptor_retireKey: (a: number, b: bigint) => number;
    readonly decryptor_share: (a: number) => number;
    readonly decryptor_statistics: (a: number) => any;
    readonly derivations_info: (a: number, b: number) => [number, number];
    readonly derivations_len: (a: number, b: number) => number;
    readonly derivations_new: (a: number, b: bigint) => [number, number, number];
    readonly encryptor_fingerprint: (a: number) => [number, number];
    readonly encryptor_fingerprintOf: (a: number, b: bigint, c: number, d: number) => [number, number, number, number];
    readonly encryptor_fromDerived: (a: number, b: bigint, c: number, d: number, e: any, f: number, g: number, h: any, i: number, j: number) => [number, number, number];
    readonly encryptor_isToRotate: (a: number) => number;
    readonly encryptor_kid: (a: number) => bigint;
    readonly encryptor_new: (a: number, b: bigint, c: number, d: number, e: any) => [number, number, number];
    readonly encryptor_seal: (a: number, b: number, c: number, d: number) => number;
    readonly encryptor_sealElsewhere: (a: number, b: number, c: number, d: number) => number;
    readonly encryptor_sealWith: (a: number, b: number, c: number, d: number, e: number, f: number) => number;
    readonly encryptor_suite: (a: number) => number;
    readonly escape: (a: number, b: number) => number;
    readonly generatePassphrase: () => [number, number, number, number];
    readonly grantCounters: (a: number, b: number, c: bigint, d: bigint) => [number, number];
    readonly identity_export: (a: number) => [number, number];
    readonly identity_generate: () => [number, number, number];
    readonly identity_import: (a: number, b: number, c: any) => [number, number, number];
    readonly identity_key: (a: number) => [number, number];
    readonly lastReason: () => [number, number];
    readonly legacydecryptor_advance: (a: number, b: number) => void;
    readonly legacydecryptor_new: (a: number, b: number) => [number, number, number];
    readonly legacydecryptor_open: (a: number, b: number, c: number, d: number) => number;
    readonly legacydecryptor_removeKey: (a: number, b: number) => number;
    readonly legacydecryptor_setKey: (a: number, b: number, c: number, d: number, e: number, f: any) => [number, number];
    readonly legacydecryptor_setSifTrailer: (a: number, b: number, c: number) => void;
    readonly legacyencryptor_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: any) => [number, number, number];
    readonly legacyencryptor_ratchet: (a: number) => [number, number];
    readonly legacyencryptor_seal: (a: number, b: number, c: number, d: number, e: number) => number;
    readonly maxFrameLen: () => number;
    readonly mlskeys_addEpoch: (a: number, b: bigint, c: number, d: number, e: any, f: number, g: number, h: number, i: number) => [number, number];
    readonly mlskeys_advance: (a: number, b: number) => [number, number];
    readonly mlskeys_decryptor: (a: number) => number;
    readonly mlskeys_encryptor: (a: number, b: bigint) => [number, number, number];
    readonly mlskeys_exporterLabel: () => [number, number];
    readonly mlskeys_fingerprint: (a: number, b: bigint, c: bigint) => [number, number, number, number];
    readonly mlskeys_goOver: (a: number, b: bigint) => [number, number];
    readonly mlskeys_new: (a: number, b: number) => [number, number, number];
    readonly mlskeys_pollEvent: (a: number) => [number, number];
    readonly mlskeys_senderOf: (a: number, b: bigint) => number;
    readonly mlskeys_sending: (a: number) => [number, bigint];
    readonly place: (a: number) => [number, number, number];
    readonly remainingCounters: (a: number, b: number) => [bigint, number, number];
    readonly report: () => number;
    readonly safetyNumber: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly secret_export: (a: number) => [number, number];
    readonly secret_import: (a: number, b: number, c: any) => [number, number, number];
    readonly secret_stretch: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly senderkey_addTo: (a: number, b: number) => [number, number];
    readonly senderkey_encryptor: (a: number) => [number, number, number];
    readonly senderkey_fingerprint: (a: number) => [number, number, number, number];
    readonly senderkey_kid: (a: number) => bigint;
    readonly senderkey_new: (a: number, b: number, c: bigint, d: bigint, e: number, f: number, g: any) => [number, number, number];
    readonly senderkey_ratchet: (a: number) => void;
    readonly session_acceptComparison: (a: number, b: number, c: number) => [number, number];
    readonly session_admit: (a: number, b: number, c: number) => [number, number];
    readonly session_advance: (a: number, b: number) => void;
    readonly session_callCode: (a: number) => any;
    readonly session_comparison: (a: number, b: number, c: number) => [number, number, number];
    readonly session_consentToClear: (a: number, b: number) => [number, number];
    readonly session_decryptor: (a: number) => number;
    readonly session_encryptor: (a: number, b: number) => [number, number, number];
    readonly session_handle: (a: number, b: number, c: number, d: number) => [number, number];
    readonly session_id: (a: number) => [number, number];
    readonly session_identityKey: (a: number) => [number, number];
    readonly session_join: (a: number, b: number, c: number) => [number, number, number];
    readonly session_leave: (a: number) => void;
    readonly session_matchesQr: (a: number, b: number, c: number) => number;
    readonly session_members: (a: number) => any;
    readonly session_openChat: (a: number, b: number, c: number) => [number, number, number];
    readonly session_pollChat: (a: number) => any;
    readonly session_pollEvent: (a: number) => any;
    readonly session_pollOutgoing: (a: number) => any;
    readonly session_remove: (a: number, b: number, c: number) => [number, number];
    readonly session_rotate: (a: number) => void;
    readonly session_sealChat: (a: number, b: number, c: number) => [number, number, number, number];
    readonly session_senderOf: (a: number, b: bigint) => [number, number];
    readonly session_startComparison: (a: number, b: number, c: number) => [number, number];
    readonly sessionconfig_allowClear: (a: number) => void;
    readonly sessionconfig_host: (a: number, b: number, c: number) => [number, number];
    readonly sessionconfig_maxMembers: (a: number, b: number) => void;
    readonly sessionconfig_new: (a: number, b: number, c: number, d: number, e: number) => number;
    readonly sessionconfig_requirePostQuantum: (a: number) => void;
    readonly sessionconfig_secret: (a: number, b: number) => void;
    readonly sessionconfig_suite: (a: number, b: number) => [number, number];
    readonly sessionconfig_waitingRoom: (a: number, b: number) => void;
    readonly useElsewhere: (a: any, b: any) => void;
    readonly version: () => [number, number];
    readonly wipe: () => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
