/**
 * What Java cannot call, because it has no unsigned numbers, with signed ones of the same bits.
 * Kotlin calls the objects' own constructors and methods.
 */
@file:JvmName("FrameSeal")

package org.frameseal

/** A [CounterStore] in Java. */
public fun interface LongCounterStore {
    /** As [CounterStore.reserve]. */
    public fun reserve(fingerprint: ByteArray, count: Long): Long?
}

/** Makes a [CounterStore] of one in Java. */
public fun counterStore(store: LongCounterStore): CounterStore = object : CounterStore {
    override fun reserve(fingerprint: ByteArray, count: ULong): ULong? =
        store.reserve(fingerprint, count.toLong())?.toULong()
}

/** Makes an [Encryptor]. */
@JvmOverloads
@Throws(FrameSealException::class)
public fun encryptor(suite: CipherSuite, kid: Long, baseKey: BaseKey, counters: CounterStore? = null): Encryptor =
    Encryptor(suite, kid.toULong(), baseKey, counters)

/** As [Encryptor.encryptAs]; [padTo] is a number of bytes up to 65535. */
@JvmOverloads
@Throws(FrameSealException::class)
public fun encryptAs(encryptor: Encryptor, codec: Codec, frame: ByteArray, metadata: ByteArray? = null, padTo: Int = 0): ByteArray {
    require(padTo in 0..0xffff) { "padTo is a number of bytes up to 65535, not $padTo" }
    return encryptor.encryptAs(codec, frame, metadata, padTo.toUShort())
}

/** As [Decryptor.addKey]. */
@Throws(FrameSealException::class)
public fun addKey(decryptor: Decryptor, suite: CipherSuite, kid: Long, baseKey: BaseKey): Unit =
    decryptor.addKey(suite, kid.toULong(), baseKey)

/** As [Decryptor.removeKey]. */
@Throws(FrameSealException::class)
public fun removeKey(decryptor: Decryptor, kid: Long): Boolean = decryptor.removeKey(kid.toULong())

/** As [Decryptor.retireKey]. */
@Throws(FrameSealException::class)
public fun retireKey(decryptor: Decryptor, kid: Long): Boolean = decryptor.retireKey(kid.toULong())

/** Makes a decryptor's configuration for sender keys with so many bits of step, 1 to 16. */
public fun senderKeys(ratchetBits: Int): DecryptorConfig = DecryptorConfig.SenderKeys(small(ratchetBits))

/** Makes a [SenderKey]. */
@Throws(FrameSealException::class)
public fun senderKey(suite: CipherSuite, ratchetBits: Int, generation: Long, step: Long, baseKey: BaseKey): SenderKey =
    SenderKey(suite, small(ratchetBits), generation.toULong(), step.toULong(), baseKey)

/** Makes [MlsKeys]. */
@JvmOverloads
@Throws(FrameSealException::class)
public fun mlsKeys(
    suite: CipherSuite,
    epochBits: Int,
    listener: MlsListener? = null,
    counters: CounterStore? = null,
): MlsKeys = MlsKeys(suite, small(epochBits), listener, counters)

/** As [MlsKeys.addEpoch]. */
@JvmOverloads
@Throws(FrameSealException::class)
public fun addEpoch(keys: MlsKeys, epoch: Long, secret: ByteArray, leaves: Int, ownIndex: Int, atOnce: Boolean = false): Unit =
    keys.addEpoch(epoch.toULong(), secret, leaves.toUInt(), ownIndex.toUInt(), atOnce)

/** As [MlsKeys.encryptor]. */
@Throws(FrameSealException::class)
public fun encryptor(keys: MlsKeys, context: Long): Encryptor = keys.encryptor(context.toULong())

/** Makes a [SessionConfig] with everything as it is by itself; its other fields can be set. */
public fun sessionConfig(callId: ByteArray, name: String): SessionConfig = SessionConfig(callId, name)

/** As [Session.senderOf]. */
public fun senderOf(session: Session, kid: Long): Sender? = session.senderOf(kid.toULong())

/** Gives the KID a frame was sealed under. */
public fun kid(opened: OpenedFrame): Long = opened.kid.toLong()

/** Gives the counter a frame was sealed under. */
public fun counter(opened: OpenedFrame): Long = opened.counter.toLong()

/** Gives the KID that an error is about, or null. */
public fun kid(error: FrameSealException): Long? = when (error) {
    is FrameSealException.KeyId -> error.kid.toLong()
    is FrameSealException.Replay -> error.kid.toLong()
    else -> null
}

/** Gives the KID that an event is about. */
public fun kid(event: FrameEvent): Long = when (event) {
    is FrameEvent.KeyMissing -> event.kid
    is FrameEvent.KeyRecovered -> event.kid
    is FrameEvent.RotateSoon -> event.kid
    is FrameEvent.Forgeries -> event.kid
}.toLong()

/** A number out of range is refused by the library. */
private fun small(bits: Int): UByte = bits.coerceIn(0, 255).toUByte()
