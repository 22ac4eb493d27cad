/* @ts-self-types="./frameseal_wasm.d.ts" */

/**
 * Opens the frames of any number of participants (RFC 9605 section 4.4.4).
 */
export class Decryptor {
    static __wrap(ptr) {
        const obj = Object.create(Decryptor.prototype);
        obj.__wbg_ptr = ptr;
        DecryptorFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        DecryptorFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_decryptor_free(ptr, 0);
    }
    /**
     * Adds what WebCrypto derived: key, salt and fingerprint, which are wiped.
     *
     * # Errors
     * As [`add_key`](Self::add_key), and `WrongLength`.
     * @param {number} suite
     * @param {bigint} kid
     * @param {Uint8Array} key
     * @param {Uint8Array} salt
     * @param {Uint8Array | number[]} fingerprint
     */
    addDerived(suite, kid, key, salt, fingerprint) {
        const val4 = +suite;
        const val5 = BigInt.asIntN(64, kid);
        let ptr0, len0, ptr1, len1, ptr2, len2;
        try {
            ptr0 = passArray8ToWasm0(key, wasm.__wbindgen_malloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArray8ToWasm0(salt, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
            ptr2 = passArray8ToWasm0(fingerprint, wasm.__wbindgen_malloc);
            len2 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 1, 1); }
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.decryptor_addDerived(this.__wbg_ptr, val4, val5, ptr0, len0, key, ptr1, len1, salt, ptr2, len2);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Adds a base key of at least 16 bytes, which are wiped, under a plain KID.
     *
     * # Errors
     * Codes `UnknownSuite`, `BaseKeyTooShort`, `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`,
     * `WrongLayout`.
     * @param {number} suite
     * @param {bigint} kid
     * @param {Uint8Array} base_key
     */
    addKey(suite, kid, base_key) {
        const val2 = +suite;
        const val3 = BigInt.asIntN(64, kid);
        var ptr0 = passArray8ToWasm0(base_key, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.decryptor_addKey(this.__wbg_ptr, val2, val3, ptr0, len0, base_key);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Takes note of the time, in milliseconds from any fixed point.
     * @param {number} now
     */
    advance(now) {
        wasm.decryptor_advance(this.__wbg_ptr, now);
    }
    /**
     * Makes a decryptor for sender keys that ratchet, whose KIDs end in so many bits of step.
     *
     * # Errors
     * Code `FieldTooWide`.
     * @param {number} ratchet_bits
     * @returns {Decryptor}
     */
    static forSenderKeys(ratchet_bits) {
        const ret = wasm.decryptor_forSenderKeys(ratchet_bits);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Decryptor.__wrap(ret[0]);
    }
    /**
     * Makes a decryptor for plain KIDs.
     */
    constructor() {
        const ret = wasm.decryptor_new();
        this.__wbg_ptr = ret;
        DecryptorFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * As [`open`](Self::open) with AES-GCM in WebCrypto: reports what is to be opened, and
     * [`opened_elsewhere`](Self::opened_elsewhere) takes note of what came of it.
     * [`Outcome::Here`] for a frame that is not for there; the room has to be filled again.
     * @param {boolean} is_envelope
     * @param {number} len
     * @returns {number}
     */
    openElsewhere(is_envelope, len) {
        const ret = wasm.decryptor_openElsewhere(this.__wbg_ptr, is_envelope, len);
        return ret >>> 0;
    }
    /**
     * As [`open`](Self::open), with the metadata that the sender gave.
     * @param {boolean} is_envelope
     * @param {number} len
     * @param {Uint8Array | number[]} metadata
     * @returns {number}
     */
    openWith(is_envelope, len, metadata) {
        const val2 = +is_envelope;
        const val3 = +len;
        const ptr0 = passArray8ToWasm0(metadata, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.decryptor_openWith(this.__wbg_ptr, val2, val3, ptr0, len0);
        return ret >>> 0;
    }
    /**
     * Opens the `len` bytes in the room, and gives an outcome.
     * @param {boolean} is_envelope
     * @param {number} len
     * @returns {number}
     */
    open(is_envelope, len) {
        const ret = wasm.decryptor_open(this.__wbg_ptr, is_envelope, len);
        return ret >>> 0;
    }
    /**
     * Takes note of WebCrypto's verdict on a frame, and gives an outcome. The plaintext may leave
     * only when that is [`Outcome::Done`].
     * @param {number} ticket
     * @param {boolean} is_authentic
     * @returns {number}
     */
    openedElsewhere(ticket, is_authentic) {
        const ret = wasm.decryptor_openedElsewhere(this.__wbg_ptr, ticket, is_authentic);
        return ret >>> 0;
    }
    /**
     * Gives the next event: `{ kind, kid, failed?, opened? }`, or undefined.
     * @returns {any}
     */
    pollEvent() {
        const ret = wasm.decryptor_pollEvent(this.__wbg_ptr);
        return ret;
    }
    /**
     * Refuses the key of this participant's own encryptor, so that frames which the operator
     * sends back are not taken for somebody else's.
     *
     * # Errors
     * Codes `OwnSendKey` when it was added before (it is removed), `TooManyKeys`.
     * @param {Encryptor} encryptor
     */
    refuseOwn(encryptor) {
        _assertClass(encryptor, Encryptor);
        const ret = wasm.decryptor_refuseOwn(this.__wbg_ptr, encryptor.__wbg_ptr);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.
     * @param {bigint} kid
     * @returns {boolean}
     */
    removeKey(kid) {
        const ret = wasm.decryptor_removeKey(this.__wbg_ptr, kid);
        return ret !== 0;
    }
    /**
     * Lets the key of a KID go in 10 s. Says whether there was one.
     * @param {bigint} kid
     * @returns {boolean}
     */
    retireKey(kid) {
        const ret = wasm.decryptor_retireKey(this.__wbg_ptr, kid);
        return ret !== 0;
    }
    /**
     * Gives another handle to the same decryptor.
     * @returns {Decryptor}
     */
    share() {
        const ret = wasm.decryptor_share(this.__wbg_ptr);
        return Decryptor.__wrap(ret);
    }
    /**
     * Gives what was opened and refused: `{ opened, syntax, keyID, replay, authentication,
     * keys: [{ kid, suite, opened, failed, replayed }] }`.
     * @returns {any}
     */
    statistics() {
        const ret = wasm.decryptor_statistics(this.__wbg_ptr);
        return ret;
    }
}
if (Symbol.dispose) Decryptor.prototype[Symbol.dispose] = Decryptor.prototype.free;

/**
 * What WebCrypto is to derive from a base key that no script can read.
 */
export class Derivations {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        DerivationsFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_derivations_free(ptr, 0);
    }
    /**
     * Gives the `info` of HKDF for key (0), salt (1) and fingerprint (2).
     * @param {number} which
     * @returns {Uint8Array}
     */
    info(which) {
        const ret = wasm.derivations_info(this.__wbg_ptr, which);
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
    /**
     * Gives how many bytes are to be derived.
     * @param {number} which
     * @returns {number}
     */
    len(which) {
        const ret = wasm.derivations_len(this.__wbg_ptr, which);
        return ret >>> 0;
    }
    /**
     * For a suite and a KID.
     *
     * # Errors
     * Code `UnknownSuite`.
     * @param {number} suite
     * @param {bigint} kid
     */
    constructor(suite, kid) {
        const ret = wasm.derivations_new(suite, kid);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        DerivationsFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
}
if (Symbol.dispose) Derivations.prototype[Symbol.dispose] = Derivations.prototype.free;

/**
 * Seals the frames of one participant under one key (RFC 9605 section 4.4.3).
 */
export class Encryptor {
    static __wrap(ptr) {
        const obj = Object.create(Encryptor.prototype);
        obj.__wbg_ptr = ptr;
        EncryptorFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        EncryptorFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_encryptor_free(ptr, 0);
    }
    /**
     * Gives the 16 bytes under which the counters of a base key are kept. The bytes of the base
     * key are left as they are.
     *
     * # Errors
     * Codes `UnknownSuite`, `BaseKeyTooShort`.
     * @param {number} suite
     * @param {bigint} kid
     * @param {Uint8Array | number[]} base_key
     * @returns {Uint8Array}
     */
    static fingerprintOf(suite, kid, base_key) {
        const val2 = +suite;
        const val3 = BigInt.asIntN(64, kid);
        const ptr0 = passArray8ToWasm0(base_key, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.encryptor_fingerprintOf(val2, val3, ptr0, len0);
        if (ret[3]) {
            throw takeFromExternrefTable0(ret[2]);
        }
        var v4 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v4;
    }
    /**
     * Gives the 16 bytes under which its counters are kept.
     * @returns {Uint8Array}
     */
    get fingerprint() {
        const ret = wasm.encryptor_fingerprint(this.__wbg_ptr);
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
    /**
     * Makes an encryptor for what WebCrypto derived ([`Derivations`]): key, salt and
     * fingerprint, which are wiped.
     *
     * # Errors
     * Codes `UnknownSuite`, `WrongLength`, `Unavailable`.
     * @param {number} suite
     * @param {bigint} kid
     * @param {Uint8Array} key
     * @param {Uint8Array} salt
     * @param {Uint8Array | number[]} fingerprint
     * @returns {Encryptor}
     */
    static fromDerived(suite, kid, key, salt, fingerprint) {
        const val4 = +suite;
        const val5 = BigInt.asIntN(64, kid);
        let ptr0, len0, ptr1, len1, ptr2, len2;
        try {
            ptr0 = passArray8ToWasm0(key, wasm.__wbindgen_malloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArray8ToWasm0(salt, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
            ptr2 = passArray8ToWasm0(fingerprint, wasm.__wbindgen_malloc);
            len2 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 1, 1); }
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.encryptor_fromDerived(val4, val5, ptr0, len0, key, ptr1, len1, salt, ptr2, len2);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Encryptor.__wrap(ret[0]);
    }
    /**
     * Says, once, that the key is near its usage limit.
     * @returns {boolean}
     */
    isToRotate() {
        const ret = wasm.encryptor_isToRotate(this.__wbg_ptr);
        return ret !== 0;
    }
    /**
     * Gives the KID in the headers of its frames.
     * @returns {bigint}
     */
    get kid() {
        const ret = wasm.encryptor_kid(this.__wbg_ptr);
        return BigInt.asUintN(64, ret);
    }
    /**
     * Makes an encryptor for a base key of at least 16 bytes, which are wiped. Counters must have
     * been granted for its [`fingerprint_of`](Self::fingerprint_of).
     *
     * # Errors
     * Codes `UnknownSuite`, `BaseKeyTooShort`, `Unavailable`.
     * @param {number} suite
     * @param {bigint} kid
     * @param {Uint8Array} base_key
     */
    constructor(suite, kid, base_key) {
        const val2 = +suite;
        const val3 = BigInt.asIntN(64, kid);
        var ptr0 = passArray8ToWasm0(base_key, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.encryptor_new(val2, val3, ptr0, len0, base_key);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        EncryptorFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * As [`seal`](Self::seal) with AES-GCM in WebCrypto: takes the counter and reports what is to
     * be sealed. [`Outcome::Here`] when WebCrypto does not hold the key.
     * @param {number} codec
     * @param {number} padding
     * @param {number} len
     * @returns {number}
     */
    sealElsewhere(codec, padding, len) {
        const ret = wasm.encryptor_sealElsewhere(this.__wbg_ptr, codec, padding, len);
        return ret >>> 0;
    }
    /**
     * As [`seal`](Self::seal), with metadata that are authenticated and not sent (RFC 9605
     * section 4.4.3).
     * @param {number} codec
     * @param {number} padding
     * @param {number} len
     * @param {Uint8Array | number[]} metadata
     * @returns {number}
     */
    sealWith(codec, padding, len, metadata) {
        const val2 = +codec;
        const val3 = +padding;
        const val4 = +len;
        const ptr0 = passArray8ToWasm0(metadata, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.encryptor_sealWith(this.__wbg_ptr, val2, val3, val4, ptr0, len0);
        return ret >>> 0;
    }
    /**
     * Seals the `len` bytes in the room for a codec (0: plain SFrame), and gives an outcome.
     * @param {number} codec
     * @param {number} padding
     * @param {number} len
     * @returns {number}
     */
    seal(codec, padding, len) {
        const ret = wasm.encryptor_seal(this.__wbg_ptr, codec, padding, len);
        return ret >>> 0;
    }
    /**
     * Gives the number of its cipher suite.
     * @returns {number}
     */
    get suite() {
        const ret = wasm.encryptor_suite(this.__wbg_ptr);
        return ret;
    }
}
if (Symbol.dispose) Encryptor.prototype[Symbol.dispose] = Encryptor.prototype.free;

/**
 * The signing key of a device (Ed25519).
 */
export class Identity {
    static __wrap(ptr) {
        const obj = Object.create(Identity.prototype);
        obj.__wbg_ptr = ptr;
        IdentityFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        IdentityFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_identity_free(ptr, 0);
    }
    /**
     * Gives the 32 secret bytes, to be stored where only this device can read them.
     * @returns {Uint8Array}
     */
    export() {
        const ret = wasm.identity_export(this.__wbg_ptr);
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
    /**
     * Draws a new one.
     *
     * # Errors
     * Code `NoRandomness`.
     * @returns {Identity}
     */
    static generate() {
        const ret = wasm.identity_generate();
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Identity.__wrap(ret[0]);
    }
    /**
     * Takes the 32 bytes that [`export`](Self::export) gave, and wipes them.
     *
     * # Errors
     * Code `WrongLength`.
     * @param {Uint8Array} seed
     * @returns {Identity}
     */
    static import(seed) {
        var ptr0 = passArray8ToWasm0(seed, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.identity_import(ptr0, len0, seed);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Identity.__wrap(ret[0]);
    }
    /**
     * Gives the public key of 32 bytes.
     * @returns {Uint8Array}
     */
    get key() {
        const ret = wasm.identity_key(this.__wbg_ptr);
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
}
if (Symbol.dispose) Identity.prototype[Symbol.dispose] = Identity.prototype.free;

/**
 * Decrypts one participant's frames in a deployed format.
 */
export class LegacyDecryptor {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        LegacyDecryptorFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_legacydecryptor_free(ptr, 0);
    }
    /**
     * Takes note of the time, in milliseconds from any fixed point.
     * @param {number} now
     */
    advance(now) {
        wasm.legacydecryptor_advance(this.__wbg_ptr, now);
    }
    /**
     * Makes a decryptor without keys.
     *
     * # Errors
     * Code `NoFormat`.
     * @param {string} format
     */
    constructor(format) {
        const ptr0 = passStringToWasm0(format, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.legacydecryptor_new(ptr0, len0);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        LegacyDecryptorFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * Decrypts the `len` bytes in the room, and gives an outcome. `kind` is 0 for audio, 1 for a
     * key frame, 2 for another; LiveKit needs the codec, Jitsi the kind.
     * @param {number} codec
     * @param {number} kind
     * @param {number} len
     * @returns {number}
     */
    open(codec, kind, len) {
        const ret = wasm.legacydecryptor_open(this.__wbg_ptr, codec, kind, len);
        return ret >>> 0;
    }
    /**
     * Removes the key of an index. Says whether there was one.
     * @param {number} index
     * @returns {boolean}
     */
    removeKey(index) {
        const ret = wasm.legacydecryptor_removeKey(this.__wbg_ptr, index);
        return ret !== 0;
    }
    /**
     * Sets the key of an index, and wipes its bytes.
     *
     * # Errors
     * Codes `BaseKeyTooShort`, `WrongLength`, `FieldTooWide`, `NoFormat`.
     * @param {boolean} is_passphrase
     * @param {number} index
     * @param {Uint8Array} key
     */
    setKey(is_passphrase, index, key) {
        const val2 = +is_passphrase;
        const val3 = +index;
        var ptr0 = passArray8ToWasm0(key, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.legacydecryptor_setKey(this.__wbg_ptr, val2, val3, ptr0, len0, key);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Sets what ends the frames that LiveKit's server makes itself.
     * @param {Uint8Array | number[]} trailer
     */
    setSifTrailer(trailer) {
        const ptr0 = passArray8ToWasm0(trailer, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        wasm.legacydecryptor_setSifTrailer(this.__wbg_ptr, ptr0, len0);
    }
}
if (Symbol.dispose) LegacyDecryptor.prototype[Symbol.dispose] = LegacyDecryptor.prototype.free;

/**
 * Encrypts one participant's frames in a deployed format.
 */
export class LegacyEncryptor {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        LegacyEncryptorFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_legacyencryptor_free(ptr, 0);
    }
    /**
     * Makes an encryptor with a key, whose bytes are wiped, under an index where the format has
     * one. Its counters live as long as this worker; where that is not as long as the key,
     * GetStream's random prefix and LiveKit's and Jitsi's timestamps keep nonces apart.
     *
     * # Errors
     * Codes `NoFormat`, `BaseKeyTooShort`, `WrongLength`, `FieldTooWide`.
     * @param {string} format
     * @param {boolean} is_passphrase
     * @param {number} index
     * @param {Uint8Array} key
     */
    constructor(format, is_passphrase, index, key) {
        const val3 = +is_passphrase;
        const val4 = +index;
        let ptr0, len0, ptr1, len1;
        try {
            ptr0 = passStringToWasm0(format, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArray8ToWasm0(key, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.legacyencryptor_new(ptr0, len0, val3, val4, ptr1, len1, key);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        LegacyEncryptorFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * Goes one step further, in LiveKit's and Jitsi's formats.
     *
     * # Errors
     * Code `NoFormat` in the others.
     */
    ratchet() {
        const ret = wasm.legacyencryptor_ratchet(this.__wbg_ptr);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Encrypts the `len` bytes in the room, and gives an outcome. `ssrc` and `timestamp` are
     * those of the frame, for LiveKit's and Jitsi's nonces.
     * @param {number} codec
     * @param {number} len
     * @param {number} ssrc
     * @param {number} timestamp
     * @returns {number}
     */
    seal(codec, len, ssrc, timestamp) {
        const ret = wasm.legacyencryptor_seal(this.__wbg_ptr, codec, len, ssrc, timestamp);
        return ret >>> 0;
    }
}
if (Symbol.dispose) LegacyEncryptor.prototype[Symbol.dispose] = LegacyEncryptor.prototype.free;

/**
 * Keeps the epochs of a group, and its decryptor up to date.
 */
export class MlsKeys {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        MlsKeysFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_mlskeys_free(ptr, 0);
    }
    /**
     * Takes the secret of an epoch, and wipes its bytes. `leaves` is the size of the tree,
     * `own_index` this member's leaf. `at_once` after somebody was removed.
     *
     * # Errors
     * Codes `WrongLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `Over`, `TooOld`.
     * @param {bigint} epoch
     * @param {Uint8Array} secret
     * @param {number} leaves
     * @param {number} own_index
     * @param {boolean} at_once
     * @param {number} now
     */
    addEpoch(epoch, secret, leaves, own_index, at_once, now) {
        const val2 = BigInt.asIntN(64, epoch);
        const val3 = +leaves;
        const val4 = +own_index;
        const val5 = +at_once;
        const val6 = +now;
        var ptr0 = passArray8ToWasm0(secret, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.mlskeys_addEpoch(this.__wbg_ptr, val2, ptr0, len0, secret, val3, val4, val5, val6);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Takes note of the time.
     *
     * # Errors
     * None that is known.
     * @param {number} now
     */
    advance(now) {
        const ret = wasm.mlskeys_advance(this.__wbg_ptr, now);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Gives the decryptor for the frames of all members.
     * @returns {Decryptor}
     */
    decryptor() {
        const ret = wasm.mlskeys_decryptor(this.__wbg_ptr);
        return Decryptor.__wrap(ret);
    }
    /**
     * Gives the encryptor for a context, such as 0 for audio and 1 for video.
     *
     * # Errors
     * Codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `Unavailable`.
     * @param {bigint} context
     * @returns {Encryptor}
     */
    encryptor(context) {
        const ret = wasm.mlskeys_encryptor(this.__wbg_ptr, context);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Encryptor.__wrap(ret[0]);
    }
    /**
     * Gives the label with which the secret is exported from MLS; the context is empty.
     * @returns {string}
     */
    static exporterLabel() {
        let deferred1_0;
        let deferred1_1;
        try {
            const ret = wasm.mlskeys_exporterLabel();
            deferred1_0 = ret[0];
            deferred1_1 = ret[1];
            return getStringFromWasm0(ret[0], ret[1]);
        } finally {
            wasm.__wbindgen_free(deferred1_0, deferred1_1, 1);
        }
    }
    /**
     * Gives the 16 bytes under which the counters are kept that this member will use for a
     * context in an epoch: grant some before [`encryptor`](Self::encryptor).
     *
     * # Errors
     * Codes `UnknownEpoch`, `FieldTooWide`.
     * @param {bigint} epoch
     * @param {bigint} context
     * @returns {Uint8Array}
     */
    fingerprint(epoch, context) {
        const ret = wasm.mlskeys_fingerprint(this.__wbg_ptr, epoch, context);
        if (ret[3]) {
            throw takeFromExternrefTable0(ret[2]);
        }
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
    /**
     * Begins to send in an epoch that is held.
     *
     * # Errors
     * Codes `SendingIsNewer`, `UnknownEpoch`.
     * @param {bigint} epoch
     */
    goOver(epoch) {
        const ret = wasm.mlskeys_goOver(this.__wbg_ptr, epoch);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * For frames of a suite and KIDs that end in so many bits of epoch; both the same for all
     * members.
     *
     * # Errors
     * Codes `UnknownSuite`, `FieldTooWide`.
     * @param {number} suite
     * @param {number} epoch_bits
     */
    constructor(suite, epoch_bits) {
        const ret = wasm.mlskeys_new(suite, epoch_bits);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        MlsKeysFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * Gives the next event: `"goneOver"` (ask for the encryptors anew), `"commitSoon"`, or
     * undefined.
     * @returns {string | undefined}
     */
    pollEvent() {
        const ret = wasm.mlskeys_pollEvent(this.__wbg_ptr);
        let v1;
        if (ret[0] !== 0) {
            v1 = getStringFromWasm0(ret[0], ret[1]);
            wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        }
        return v1;
    }
    /**
     * Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
     * @param {bigint} kid
     * @returns {number | undefined}
     */
    senderOf(kid) {
        const ret = wasm.mlskeys_senderOf(this.__wbg_ptr, kid);
        return ret === Number.MAX_SAFE_INTEGER ? undefined : ret;
    }
    /**
     * Gives the epoch that is sent in.
     * @returns {bigint | undefined}
     */
    get sending() {
        const ret = wasm.mlskeys_sending(this.__wbg_ptr);
        return ret[0] === 0 ? undefined : BigInt.asUintN(64, ret[1]);
    }
}
if (Symbol.dispose) MlsKeys.prototype[Symbol.dispose] = MlsKeys.prototype.free;

/**
 * What was reported of a frame, by its place in the array of [`report`].
 * @enum {0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}
 */
export const Report = Object.freeze({
    /**
     * Where the result begins, in bytes of memory.
     */
    Start: 0, "0": "Start",
    /**
     * Where it ends.
     */
    End: 1, "1": "End",
    /**
     * The KID, its high and low half.
     */
    KidHigh: 2, "2": "KidHigh",
    /**
     * See [`Report::KidHigh`].
     */
    KidLow: 3, "3": "KidLow",
    /**
     * The number of the key that WebCrypto holds.
     */
    Key: 4, "4": "Key",
    /**
     * Where the nonce of 12 bytes is; the associated data are directly behind it.
     */
    Nonce: 5, "5": "Nonce",
    /**
     * Bytes of associated data.
     */
    AadLen: 6, "6": "AadLen",
    /**
     * Where the data for WebCrypto begin.
     */
    DataStart: 7, "7": "DataStart",
    /**
     * Where they end.
     */
    DataEnd: 8, "8": "DataEnd",
    /**
     * From where to escape when the ciphertext is there; 0 for not at all. Relative to `Start`.
     */
    EscapeFrom: 9, "9": "EscapeFrom",
    /**
     * Which frame is being opened, for the second half.
     */
    Ticket: 10, "10": "Ticket",
});

/**
 * The secret of one call, which all members need to have.
 */
export class Secret {
    static __wrap(ptr) {
        const obj = Object.create(Secret.prototype);
        obj.__wbg_ptr = ptr;
        SecretFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        SecretFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_secret_free(ptr, 0);
    }
    /**
     * Gives its 32 bytes, to be handed to another instance.
     * @returns {Uint8Array}
     */
    export() {
        const ret = wasm.secret_export(this.__wbg_ptr);
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
    /**
     * Takes 32 random bytes, and wipes them.
     *
     * # Errors
     * Code `WrongLength`.
     * @param {Uint8Array} bytes
     * @returns {Secret}
     */
    static import(bytes) {
        var ptr0 = passArray8ToWasm0(bytes, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.secret_import(ptr0, len0, bytes);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Secret.__wrap(ret[0]);
    }
    /**
     * Stretches a passphrase with Argon2id over 64 MiB, which takes about a second and which this
     * module's memory keeps: call it in an instance that is thrown away.
     *
     * # Errors
     * Codes `TooWeak`, `TooLong`, `NoCallId`, `NoMemory`.
     * @param {string} passphrase
     * @param {Uint8Array | number[]} call_id
     * @returns {Secret}
     */
    static stretch(passphrase, call_id) {
        let ptr0, len0, ptr1, len1;
        try {
            ptr0 = passStringToWasm0(passphrase, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArray8ToWasm0(call_id, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.secret_stretch(ptr0, len0, ptr1, len1);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Secret.__wrap(ret[0]);
    }
}
if (Symbol.dispose) Secret.prototype[Symbol.dispose] = Secret.prototype.free;

/**
 * One generation of a sender key, at one step (RFC 9605 section 5.1).
 */
export class SenderKey {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        SenderKeyFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_senderkey_free(ptr, 0);
    }
    /**
     * Gives the key to a decryptor, and itself up.
     *
     * # Errors
     * As `Decryptor.addKey`.
     * @param {Decryptor} decryptor
     */
    addTo(decryptor) {
        _assertClass(decryptor, Decryptor);
        const ptr = this.__destroy_into_raw();
        const ret = wasm.senderkey_addTo(ptr, decryptor.__wbg_ptr);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Makes an encryptor for the present step.
     *
     * # Errors
     * Code `Unavailable` when no counters were granted.
     * @returns {Encryptor}
     */
    encryptor() {
        const ret = wasm.senderkey_encryptor(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Encryptor.__wrap(ret[0]);
    }
    /**
     * Gives the 16 bytes under which the counters of the present step are kept.
     *
     * # Errors
     * None that is known.
     * @returns {Uint8Array}
     */
    fingerprint() {
        const ret = wasm.senderkey_fingerprint(this.__wbg_ptr);
        if (ret[3]) {
            throw takeFromExternrefTable0(ret[2]);
        }
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
    /**
     * Gives the KID of the present step.
     * @returns {bigint}
     */
    get kid() {
        const ret = wasm.senderkey_kid(this.__wbg_ptr);
        return BigInt.asUintN(64, ret);
    }
    /**
     * Takes a base key of at least 16 bytes, which are wiped.
     *
     * # Errors
     * Codes `UnknownSuite`, `BaseKeyTooShort`, `FieldTooWide`.
     * @param {number} suite
     * @param {number} ratchet_bits
     * @param {bigint} generation
     * @param {bigint} step
     * @param {Uint8Array} base_key
     */
    constructor(suite, ratchet_bits, generation, step, base_key) {
        const val2 = +suite;
        const val3 = +ratchet_bits;
        const val4 = BigInt.asIntN(64, generation);
        const val5 = BigInt.asIntN(64, step);
        var ptr0 = passArray8ToWasm0(base_key, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.senderkey_new(val2, val3, val4, val5, ptr0, len0, base_key);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        SenderKeyFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * Goes one step further; nobody can go back.
     */
    ratchet() {
        wasm.senderkey_ratchet(this.__wbg_ptr);
    }
}
if (Symbol.dispose) SenderKey.prototype[Symbol.dispose] = SenderKey.prototype.free;

/**
 * A session, with the decryptor that it keeps up to date.
 */
export class Session {
    static __wrap(ptr) {
        const obj = Object.create(Session.prototype);
        obj.__wbg_ptr = ptr;
        SessionFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        SessionFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_session_free(ptr, 0);
    }
    /**
     * Agrees to compare when a member asked.
     *
     * # Errors
     * Codes `NoMember`, `UnknownMember`.
     * @param {string} _with
     */
    acceptComparison(_with) {
        const ptr0 = passStringToWasm0(_with, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.session_acceptComparison(this.__wbg_ptr, ptr0, len0);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Lets somebody in who waits.
     *
     * # Errors
     * Codes `NoMember`, `UnknownMember`, `NotEntitled`.
     * @param {string} who
     */
    admit(who) {
        const ptr0 = passStringToWasm0(who, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.session_admit(this.__wbg_ptr, ptr0, len0);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Takes note of the time.
     * @param {number} now
     */
    advance(now) {
        wasm.session_advance(this.__wbg_ptr, now);
    }
    /**
     * Gives what all members read aloud: `{ digits, qrText, svg }`.
     * @returns {any}
     */
    callCode() {
        const ret = wasm.session_callCode(this.__wbg_ptr);
        return ret;
    }
    /**
     * Gives the string to compare: `{ digits, emoji: [{ symbol, name }] }`, or undefined.
     *
     * # Errors
     * Code `NoMember`.
     * @param {string} _with
     * @returns {any}
     */
    comparison(_with) {
        const ptr0 = passStringToWasm0(_with, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.session_comparison(this.__wbg_ptr, ptr0, len0);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Consents to media in clear, where the call allows it, or takes that back.
     *
     * # Errors
     * Code `NotEntitled`.
     * @param {boolean} consents
     */
    consentToClear(consents) {
        const ret = wasm.session_consentToClear(this.__wbg_ptr, consents);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Gives the decryptor for the frames of all members.
     * @returns {Decryptor}
     */
    decryptor() {
        const ret = wasm.session_decryptor(this.__wbg_ptr);
        return Decryptor.__wrap(ret);
    }
    /**
     * Gives the encryptor for one kind of media (0 audio, 1 video, 2 screen, 3 data).
     *
     * # Errors
     * Codes `NotLetIn`, `Ended`: send nothing.
     * @param {number} kind
     * @returns {Encryptor}
     */
    encryptor(kind) {
        const ret = wasm.session_encryptor(this.__wbg_ptr, kind);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Encryptor.__wrap(ret[0]);
    }
    /**
     * Takes a message from the signalling channel.
     *
     * # Errors
     * Those of the engine's `MessageError`; most need nothing done.
     * @param {Uint8Array | number[]} message
     * @param {number} now
     */
    handle(message, now) {
        const val2 = +now;
        const ptr0 = passArray8ToWasm0(message, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.session_handle(this.__wbg_ptr, ptr0, len0, val2);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Gives this member's id.
     * @returns {string}
     */
    get id() {
        let deferred1_0;
        let deferred1_1;
        try {
            const ret = wasm.session_id(this.__wbg_ptr);
            deferred1_0 = ret[0];
            deferred1_1 = ret[1];
            return getStringFromWasm0(ret[0], ret[1]);
        } finally {
            wasm.__wbindgen_free(deferred1_0, deferred1_1, 1);
        }
    }
    /**
     * Gives this device's public key of 32 bytes.
     * @returns {Uint8Array}
     */
    get identityKey() {
        const ret = wasm.session_identityKey(this.__wbg_ptr);
        var v1 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v1;
    }
    /**
     * Joins a call. `now` is in milliseconds, of a clock that does not go back.
     *
     * # Errors
     * Codes `FieldTooLong`, `NoExchange`, `NoRandomness`.
     * @param {SessionConfig} config
     * @param {Identity} identity
     * @param {number} now
     * @returns {Session}
     */
    static join(config, identity, now) {
        const val3 = +now;
        let ptr0, ptr1;
        try {
            _assertClass(config, SessionConfig);
            ptr0 = config.__destroy_into_raw();
            _assertClass(identity, Identity);
            ptr1 = identity.__destroy_into_raw();
        } catch (e) {
            if (ptr1) wasm.__wbg_identity_free(ptr1, 1);
            if (ptr0) wasm.__wbg_sessionconfig_free(ptr0, 1);
            throw e;
        }
        const ret = wasm.session_join(ptr0, ptr1, val3);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Session.__wrap(ret[0]);
    }
    /**
     * Leaves, with a goodbye to be sent.
     */
    leave() {
        wasm.session_leave(this.__wbg_ptr);
    }
    /**
     * Says whether somebody else's code, scanned, is this call's.
     * @param {string} scanned
     * @returns {boolean}
     */
    matchesQr(scanned) {
        const ptr0 = passStringToWasm0(scanned, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.session_matchesQr(this.__wbg_ptr, ptr0, len0);
        return ret !== 0;
    }
    /**
     * Gives the other members: `{ id, name, identityKey, isPresent, isPostQuantum, seesTheSame }`.
     * @returns {any}
     */
    members() {
        const ret = wasm.session_members(this.__wbg_ptr);
        return ret;
    }
    /**
     * Opens a message of another member: `{ from, message }`; undefined for one whose key has yet
     * to come ([`poll_chat`](Self::poll_chat)).
     *
     * # Errors
     * As frames.
     * @param {Uint8Array | number[]} sealed
     * @returns {any}
     */
    openChat(sealed) {
        const ptr0 = passArray8ToWasm0(sealed, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.session_openChat(this.__wbg_ptr, ptr0, len0);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Gives the next message whose key came after it.
     * @returns {any}
     */
    pollChat() {
        const ret = wasm.session_pollChat(this.__wbg_ptr);
        return ret;
    }
    /**
     * Gives the next event: `{ kind, member?, how?, maySendClear? }`.
     * @returns {any}
     */
    pollEvent() {
        const ret = wasm.session_pollEvent(this.__wbg_ptr);
        return ret;
    }
    /**
     * Gives the next message to send: `{ to?, message }`; without `to` it is for everybody.
     * @returns {any}
     */
    pollOutgoing() {
        const ret = wasm.session_pollOutgoing(this.__wbg_ptr);
        return ret;
    }
    /**
     * Removes a member.
     *
     * # Errors
     * Codes `NoMember`, `UnknownMember`, `NotEntitled`.
     * @param {string} who
     */
    remove(who) {
        const ptr0 = passStringToWasm0(who, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.session_remove(this.__wbg_ptr, ptr0, len0);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Changes the keys this member sends with.
     */
    rotate() {
        wasm.session_rotate(this.__wbg_ptr);
    }
    /**
     * Seals a message to all members.
     *
     * # Errors
     * Codes `NotLetIn`, `Ended`.
     * @param {Uint8Array | number[]} message
     * @returns {Uint8Array}
     */
    sealChat(message) {
        const ptr0 = passArray8ToWasm0(message, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.session_sealChat(this.__wbg_ptr, ptr0, len0);
        if (ret[3]) {
            throw takeFromExternrefTable0(ret[2]);
        }
        var v2 = getArrayU8FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        return v2;
    }
    /**
     * Gives the member whose key a KID names.
     * @param {bigint} kid
     * @returns {string | undefined}
     */
    senderOf(kid) {
        const ret = wasm.session_senderOf(this.__wbg_ptr, kid);
        let v1;
        if (ret[0] !== 0) {
            v1 = getStringFromWasm0(ret[0], ret[1]);
            wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        }
        return v1;
    }
    /**
     * Starts to compare a short string with a member.
     *
     * # Errors
     * Codes `NoMember`, `UnknownMember`.
     * @param {string} _with
     */
    startComparison(_with) {
        const ptr0 = passStringToWasm0(_with, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.session_startComparison(this.__wbg_ptr, ptr0, len0);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
}
if (Symbol.dispose) Session.prototype[Symbol.dispose] = Session.prototype.free;

/**
 * What a session is made from.
 */
export class SessionConfig {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        SessionConfigFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_sessionconfig_free(ptr, 0);
    }
    /**
     * Lets media go in clear while every member consents.
     */
    allowClear() {
        wasm.sessionconfig_allowClear(this.__wbg_ptr);
    }
    /**
     * Adds the public key of 32 bytes of somebody who alone, with other hosts, lets in and removes.
     *
     * # Errors
     * Code `WrongLength`.
     * @param {Uint8Array | number[]} key
     */
    host(key) {
        const ptr0 = passArray8ToWasm0(key, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.sessionconfig_host(this.__wbg_ptr, ptr0, len0);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Sets how many members there may be at a time, 2 to 1024.
     * @param {number} members
     */
    maxMembers(members) {
        wasm.sessionconfig_maxMembers(this.__wbg_ptr, members);
    }
    /**
     * A call by its id, the member's name, and milliseconds since 1970.
     * @param {Uint8Array | number[]} call_id
     * @param {string} name
     * @param {number} started
     */
    constructor(call_id, name, started) {
        const val3 = +started;
        let ptr0, len0, ptr1, len1;
        try {
            ptr0 = passArray8ToWasm0(call_id, wasm.__wbindgen_malloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passStringToWasm0(name, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len1 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.sessionconfig_new(ptr0, len0, ptr1, len1, val3);
        this.__wbg_ptr = ret;
        SessionConfigFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * Refuses exchanges without the post-quantum part.
     */
    requirePostQuantum() {
        wasm.sessionconfig_requirePostQuantum(this.__wbg_ptr);
    }
    /**
     * Sets the secret that all members need to have.
     * @param {Secret} secret
     */
    secret(secret) {
        _assertClass(secret, Secret);
        wasm.sessionconfig_secret(this.__wbg_ptr, secret.__wbg_ptr);
    }
    /**
     * Sets the number of the media keys' cipher suite.
     *
     * # Errors
     * Code `UnknownSuite`.
     * @param {number} suite
     */
    suite(suite) {
        const ret = wasm.sessionconfig_suite(this.__wbg_ptr, suite);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Asks members to be let in; `founder` starts such a call.
     * @param {boolean} founder
     */
    waitingRoom(founder) {
        wasm.sessionconfig_waitingRoom(this.__wbg_ptr, founder);
    }
}
if (Symbol.dispose) SessionConfig.prototype[Symbol.dispose] = SessionConfig.prototype.free;

/**
 * Gives the number of a codec by its name in SDP or a MIME type, 1 to 6. Plain SFrame is 0.
 *
 * # Errors
 * Codes `Red` and `Unsupported`.
 * @param {string} name
 * @returns {number}
 */
export function codecNumber(name) {
    const ptr0 = passStringToWasm0(name, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
    const len0 = WASM_VECTOR_LEN;
    const ret = wasm.codecNumber(ptr0, len0);
    if (ret[2]) {
        throw takeFromExternrefTable0(ret[1]);
    }
    return ret[0] >>> 0;
}

/**
 * Escapes the `len` bytes in the room behind the first `from` of them: the second half of
 * [`Encryptor::seal_elsewhere`] for H.264 and H.265.
 * @param {number} from
 * @param {number} len
 * @returns {number}
 */
export function escape(from, len) {
    const ret = wasm.escape(from, len);
    return ret >>> 0;
}

/**
 * Draws a passphrase of 6 words, 60 bits.
 *
 * # Errors
 * Code `NoRandomness`.
 * @returns {string}
 */
export function generatePassphrase() {
    let deferred2_0;
    let deferred2_1;
    try {
        const ret = wasm.generatePassphrase();
        var ptr1 = ret[0];
        var len1 = ret[1];
        if (ret[3]) {
            ptr1 = 0; len1 = 0;
            throw takeFromExternrefTable0(ret[2]);
        }
        deferred2_0 = ptr1;
        deferred2_1 = len1;
        return getStringFromWasm0(ptr1, len1);
    } finally {
        wasm.__wbindgen_free(deferred2_0, deferred2_1, 1);
    }
}

/**
 * Takes note that the counters from `first` up to `end` of a key, named by 16 bytes, are this
 * worker's alone. They follow those of an earlier grant, or replace them.
 *
 * # Errors
 * Code `WrongLength`.
 * @param {Uint8Array | number[]} fingerprint
 * @param {bigint} first
 * @param {bigint} end
 */
export function grantCounters(fingerprint, first, end) {
    const val2 = BigInt.asIntN(64, first);
    const val3 = BigInt.asIntN(64, end);
    const ptr0 = passArray8ToWasm0(fingerprint, wasm.__wbindgen_malloc);
    const len0 = WASM_VECTOR_LEN;
    const ret = wasm.grantCounters(ptr0, len0, val2, val3);
    if (ret[1]) {
        throw takeFromExternrefTable0(ret[0]);
    }
}

/**
 * Gives why the last frame was refused.
 * @returns {string}
 */
export function lastReason() {
    let deferred1_0;
    let deferred1_1;
    try {
        const ret = wasm.lastReason();
        deferred1_0 = ret[0];
        deferred1_1 = ret[1];
        return getStringFromWasm0(ret[0], ret[1]);
    } finally {
        wasm.__wbindgen_free(deferred1_0, deferred1_1, 1);
    }
}

/**
 * Gives the longest frame, in bytes, that fits where [`place`] last said.
 * @returns {number}
 */
export function maxFrameLen() {
    const ret = wasm.maxFrameLen();
    return ret >>> 0;
}

/**
 * Gives where a frame of `len` bytes is to be written. The place stays until a longer frame asks.
 *
 * # Errors
 * Code `FrameTooLong`.
 * @param {number} len
 * @returns {number}
 */
export function place(len) {
    const ret = wasm.place(len);
    if (ret[2]) {
        throw takeFromExternrefTable0(ret[1]);
    }
    return ret[0] >>> 0;
}

/**
 * Says how many counters of a key are left.
 *
 * # Errors
 * Code `WrongLength`.
 * @param {Uint8Array | number[]} fingerprint
 * @returns {bigint}
 */
export function remainingCounters(fingerprint) {
    const ptr0 = passArray8ToWasm0(fingerprint, wasm.__wbindgen_malloc);
    const len0 = WASM_VECTOR_LEN;
    const ret = wasm.remainingCounters(ptr0, len0);
    if (ret[2]) {
        throw takeFromExternrefTable0(ret[1]);
    }
    return BigInt.asUintN(64, ret[0]);
}

/**
 * Gives where the numbers of [`Report`] are, 32 bits each.
 * @returns {number}
 */
export function report() {
    const ret = wasm.report();
    return ret >>> 0;
}

/**
 * Gives what two devices compare once and for all: `{ digits, qrText, svg }` of their public keys
 * of 32 bytes.
 *
 * # Errors
 * Code `WrongLength`.
 * @param {Uint8Array | number[]} a
 * @param {Uint8Array | number[]} b
 * @returns {any}
 */
export function safetyNumber(a, b) {
    let ptr0, len0, ptr1, len1;
    try {
        ptr0 = passArray8ToWasm0(a, wasm.__wbindgen_malloc);
        len0 = WASM_VECTOR_LEN;
        ptr1 = passArray8ToWasm0(b, wasm.__wbindgen_malloc);
        len1 = WASM_VECTOR_LEN;
    } catch (e) {
        if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
        if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
        throw e;
    }
    const ret = wasm.safetyNumber(ptr0, len0, ptr1, len1);
    if (ret[2]) {
        throw takeFromExternrefTable0(ret[1]);
    }
    return takeFromExternrefTable0(ret[0]);
}

/**
 * From now on keys are given to WebCrypto too: `take(number, bytes)` and `forget(number)`.
 * @param {Function} take
 * @param {Function} forget
 */
export function useElsewhere(take, forget) {
    wasm.useElsewhere(take, forget);
}

/**
 * Gives the version of the engine.
 * @returns {string}
 */
export function version() {
    let deferred1_0;
    let deferred1_1;
    try {
        const ret = wasm.version();
        deferred1_0 = ret[0];
        deferred1_1 = ret[1];
        return getStringFromWasm0(ret[0], ret[1]);
    } finally {
        wasm.__wbindgen_free(deferred1_0, deferred1_1, 1);
    }
}

/**
 * Wipes what the last frames left in the room.
 */
export function wipe() {
    wasm.wipe();
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg___wbindgen_copy_to_typed_array_680b191e71920dc1: function(arg0, arg1, arg2) {
            new Uint8Array(arg2.buffer, arg2.byteOffset, arg2.byteLength).set(getArrayU8FromWasm0(arg0, arg1));
        },
        __wbg___wbindgen_throw_4c88d8bf264fd984: function(arg0, arg1) {
            throw new Error(getStringFromWasm0(arg0, arg1));
        },
        __wbg_call_a410eb4b59ed5965: function() { return handleError(function (arg0, arg1, arg2) {
            const ret = arg0.call(arg1, arg2);
            return ret;
        }, arguments); },
        __wbg_call_fc92fee6137d452d: function() { return handleError(function (arg0, arg1, arg2, arg3) {
            const ret = arg0.call(arg1, arg2, arg3);
            return ret;
        }, arguments); },
        __wbg_getRandomValues_8b6f1f663e6f188d: function() { return handleError(function (arg0, arg1) {
            globalThis.crypto.getRandomValues(getArrayU8FromWasm0(arg0, arg1));
        }, arguments); },
        __wbg_new_37eb45aaf5eeb820: function() {
            const ret = new Array();
            return ret;
        },
        __wbg_new_787b9fb330d55d78: function(arg0, arg1) {
            const ret = new Error(getStringFromWasm0(arg0, arg1));
            return ret;
        },
        __wbg_new_cd4348290afae586: function() {
            const ret = new Object();
            return ret;
        },
        __wbg_new_from_slice_b8daf545a41c6aa0: function(arg0, arg1) {
            const ret = new Uint8Array(getArrayU8FromWasm0(arg0, arg1));
            return ret;
        },
        __wbg_push_c9f4893fc209f768: function(arg0, arg1) {
            const ret = arg0.push(arg1);
            return ret;
        },
        __wbg_set_2793479888329cb6: function() { return handleError(function (arg0, arg1, arg2) {
            const ret = Reflect.set(arg0, arg1, arg2);
            return ret;
        }, arguments); },
        __wbg_set_name_822e3903f3184979: function(arg0, arg1, arg2) {
            arg0.name = getStringFromWasm0(arg1, arg2);
        },
        __wbindgen_generic_0000000000000001: function(arg0) {
            // Cast intrinsic for `F64 -> Externref`.
            const ret = arg0;
            return ret;
        },
        __wbindgen_generic_0000000000000002: function(arg0, arg1) {
            // Cast intrinsic for `Ref(String) -> Externref`.
            const ret = getStringFromWasm0(arg0, arg1);
            return ret;
        },
        __wbindgen_generic_0000000000000003: function(arg0) {
            // Cast intrinsic for `U64 -> Externref`.
            const ret = BigInt.asUintN(64, arg0);
            return ret;
        },
        __wbindgen_init_externref_table: function() {
            const table = wasm.__wbindgen_externrefs;
            table.set(0, undefined);
            table.set(1024, undefined);
            table.set(1025, null);
            table.set(1026, true);
            table.set(1027, false);
        },
    };
    return {
        __proto__: null,
        "./frameseal_wasm_bg.js": import0,
    };
}

const DecryptorFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_decryptor_free(ptr, 1));
const DerivationsFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_derivations_free(ptr, 1));
const EncryptorFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_encryptor_free(ptr, 1));
const IdentityFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_identity_free(ptr, 1));
const LegacyDecryptorFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_legacydecryptor_free(ptr, 1));
const LegacyEncryptorFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_legacyencryptor_free(ptr, 1));
const MlsKeysFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_mlskeys_free(ptr, 1));
const SecretFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_secret_free(ptr, 1));
const SenderKeyFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_senderkey_free(ptr, 1));
const SessionFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_session_free(ptr, 1));
const SessionConfigFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_sessionconfig_free(ptr, 1));

function addToExternrefTable0(obj) {
    const idx = wasm.__externref_table_alloc();
    wasm.__wbindgen_externrefs.set(idx, obj);
    return idx;
}

function _assertClass(instance, klass) {
    if (!(instance instanceof klass)) {
        throw new Error(`expected instance of ${klass.name}`);
    }
}

function getArrayU8FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getUint8ArrayMemory0().subarray(ptr / 1, ptr / 1 + len);
}

function getStringFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return decodeText(getUint8ArrayMemory0().subarray(ptr, ptr + len));
}

let cachedUint8ArrayMemory0 = null;
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}

function handleError(f, args) {
    try {
        return f.apply(this, args);
    } catch (e) {
        const idx = addToExternrefTable0(e);
        wasm.__wbindgen_exn_store(idx);
    }
}

function passArray8ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length * 1, 1) >>> 0;
    getUint8ArrayMemory0().set(arg, ptr / 1);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}

function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        const ptr = malloc(buf.length, 1) >>> 0;
        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
        WASM_VECTOR_LEN = buf.length;
        return ptr;
    }

    let len = arg.length;
    let ptr = malloc(len, 1) >>> 0;

    const mem = getUint8ArrayMemory0();

    let offset = 0;

    for (; offset < len; offset++) {
        const code = arg.charCodeAt(offset);
        if (code > 0x7F) break;
        mem[ptr + offset] = code;
    }
    if (offset !== len) {
        if (offset !== 0) {
            arg = arg.slice(offset);
        }
        ptr = realloc(ptr, len, len = offset + arg.length * 3, 1) >>> 0;
        const view = getUint8ArrayMemory0().subarray(ptr + offset, ptr + len);
        const ret = cachedTextEncoder.encodeInto(arg, view);

        offset += ret.written;
        ptr = realloc(ptr, len, offset, 1) >>> 0;
    }

    WASM_VECTOR_LEN = offset;
    return ptr;
}

function takeFromExternrefTable0(idx) {
    const value = wasm.__wbindgen_externrefs.get(idx);
    wasm.__externref_table_dealloc(idx);
    return value;
}

let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
}

const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}

let WASM_VECTOR_LEN = 0;

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    cachedUint8ArrayMemory0 = null;
    wasm.__wbindgen_start();
    return wasm;
}

async function __wbg_load(module, imports) {
    if (typeof Response === 'function' && module instanceof Response) {
        if (!module.ok) {
            throw new Error(`failed to fetch Wasm: ${module.status} ${module.statusText} fetching '${module.url}'`);
        }

        if (typeof WebAssembly.instantiateStreaming === 'function') {
            try {
                return await WebAssembly.instantiateStreaming(module, imports);
            } catch (e) {
                const validResponse = expectedResponseType(module.type);

                if (validResponse && module.headers.get('Content-Type') !== 'application/wasm') {
                    console.warn("`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application/wasm` MIME type. Falling back to `WebAssembly.instantiate` which is slower. Original error:\n", e);

                } else { throw e; }
            }
        }

        const bytes = await module.arrayBuffer();
        return await WebAssembly.instantiate(bytes, imports);
    } else {
        const instance = await WebAssembly.instantiate(module, imports);

        if (instance instanceof WebAssembly.Instance) {
            return { instance, module };
        } else {
            return instance;
        }
    }

    function expectedResponseType(type) {
        switch (type) {
            case 'basic': case 'cors': case 'default': return true;
        }
        return false;
    }
}

function initSync(module) {
    if (wasm !== undefined) return wasm;


    if (module !== undefined) {
        if (Object.getPrototypeOf(module) === Object.prototype) {
            ({module} = module)
        } else {
            console.warn('using deprecated parameters for `initSync()`; pass a single object instead')
        }
    }

    const imports = __wbg_get_imports();
    if (!(module instanceof WebAssembly.Module)) {
        module = new WebAssembly.Module(module);
    }
    const instance = new WebAssembly.Instance(module, imports);
    return __wbg_finalize_init(instance, module);
}

let __wbg_init_promise;
async function __wbg_init(module_or_path) {
    if (wasm !== undefined) return wasm;
    if (__wbg_init_promise === undefined) {
        __wbg_init_promise = __wbg_init_once(module_or_path);
        __wbg_init_promise.catch(() => { __wbg_init_promise = undefined; });
    }
    return __wbg_init_promise;
}

async function __wbg_init_once(module_or_path) {

    if (module_or_path !== undefined) {
        if (Object.getPrototypeOf(module_or_path) === Object.prototype) {
            ({module_or_path} = module_or_path)
        } else {
            console.warn('using deprecated parameters for the initialization function; pass a single object instead')
        }
    }


    const imports = __wbg_get_imports();

    if (typeof module_or_path === 'string' || (typeof Request === 'function' && module_or_path instanceof Request) || (typeof URL === 'function' && module_or_path instanceof URL)) {
        module_or_path = fetch(module_or_path);
    }

    const { instance, module } = await __wbg_load(await module_or_path, imports);

    return __wbg_finalize_init(instance, module);
}

export { initSync, __wbg_init as default };
