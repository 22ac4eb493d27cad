package org.frameseal

import java.nio.Buffer
import java.nio.ByteBuffer

/**
 * Where a frame lies in a buffer: it begins at [start] and has [length] bytes.
 *
 * In Kotlin it is a number, and nothing is allocated for it. Java gets that number, [packed], and
 * takes it apart with `Spans.start` and `Spans.length`.
 */
@JvmInline
public value class Span internal constructor(
    /** `start shl 32 or length`. */
    public val packed: Long,
) {
    /** The first byte's place in the buffer. */
    public val start: Int get() = (packed ushr 32).toInt()

    /** Bytes. */
    public val length: Int get() = packed.toInt()

    override fun toString(): String = "$length bytes at $start"
}

/** Takes a [Span] apart in Java, where it is a number. */
public object Spans {
    /** The first byte's place in the buffer. */
    @JvmStatic
    public fun start(packed: Long): Int = Span(packed).start

    /** Bytes. */
    @JvmStatic
    public fun length(packed: Long): Int = Span(packed).length
}

/**
 * Seals frames where they lie in direct buffers: the fast road, without copies and without garbage.
 *
 * A frame needs room before and behind it in its buffer: [HEADROOM] and [TAILROOM] bytes are enough
 * for every frame up to 8 MiB. A frame that has too little room throws and is left as it was.
 *
 * Any number of threads may use one, each with a buffer of its own. It holds on to its [encryptor];
 * once that is closed, it throws (`StaleHandle`).
 *
 * @param encryptor whose key and counters are used.
 * @param codec what the sealed frame still looks like, or null for plain SFrame (RFC 9605).
 * @param padTo the sealed frame's plaintext is padded to a multiple of so many bytes; 0 for not.
 */
public class InPlaceEncryptor @JvmOverloads constructor(
    private val encryptor: Encryptor,
    codec: Codec? = null,
    private val padTo: Int = 0,
) {
    private val handle = encryptor.handle().toLong()
    private val number = codec.number

    init {
        require(padTo in 0..0xffff) { "padTo is a number of bytes up to 65535, not $padTo" }
    }

    /**
     * Seals the frame of [length] bytes at [start].
     *
     * @param buffer a direct one. Its position and limit mean nothing here.
     * @param metadata a direct buffer whose first [metadataLength] bytes are authenticated and not sent; all
     * of it, where no length is given.
     * @return where the sealed frame lies.
     * @throws FrameSealException nothing was sealed, and nothing may be sent.
     */
    @JvmName("encrypt")
    @JvmOverloads
    @Throws(FrameSealException::class)
    public fun encrypt(
        buffer: ByteBuffer,
        start: Int,
        length: Int,
        metadata: ByteBuffer? = null,
        metadataLength: Int = metadata?.capacity() ?: 0,
    ): Span {
        require(!buffer.isReadOnly) { READ_ONLY }
        return Span(NativeFrames.check(NativeFrames.seal(handle, number, padTo, buffer, start, length, metadata, metadataLength)))
    }

    /**
     * Seals every frame of a batch in its slot, with one call into the library. A frame that fails
     * stops no other.
     *
     * @param metadata as for a single frame, the same for all.
     * @return how many were sealed; [FrameBatch.failure] says what is wrong with the others.
     * @throws FrameSealException none was sealed.
     * @throws IllegalStateException this was done with the batch before: clear it first.
     */
    @JvmOverloads
    @Throws(FrameSealException::class)
    public fun encrypt(
        batch: FrameBatch,
        metadata: ByteBuffer? = null,
        metadataLength: Int = metadata?.capacity() ?: 0,
    ): Int = batch.run {
        NativeFrames.sealBatch(
            handle, number, padTo, batch.buffer, batch.slotLength, batch.count, batch.places, metadata, metadataLength,
        )
    }

    public companion object {
        /** 1280 bytes: more than an envelope's dressing and the header ever have. */
        public const val HEADROOM: Int = 1280

        /** 512 bytes: tag, trailer, escapes, and 256 bytes of padding. With a larger `padTo`, so many more. */
        public const val TAILROOM: Int = 512
    }
}

/**
 * Opens frames where they lie in direct buffers: the fast road, without copies and without garbage.
 *
 * One thread opens at a time, others wait. It holds on to its [decryptor]; once that is closed, and
 * no session has it either, it throws (`StaleHandle`).
 *
 * @param isEnvelope whether frames come in envelopes that look like their codec, whichever it is.
 */
public class InPlaceDecryptor @JvmOverloads constructor(
    private val decryptor: Decryptor,
    private val isEnvelope: Boolean = false,
) {
    private val handle = decryptor.handle().toLong()

    /**
     * Opens the sealed frame of [length] bytes at [start].
     *
     * @param header gets KID and counter, as two numbers without a sign; may be null.
     * @return where the frame lies.
     * @throws FrameSealException the frame is to be dropped; what is in the buffer then means nothing.
     */
    @JvmName("decrypt")
    @JvmOverloads
    @Throws(FrameSealException::class)
    public fun decrypt(
        buffer: ByteBuffer,
        start: Int,
        length: Int,
        metadata: ByteBuffer? = null,
        metadataLength: Int = metadata?.capacity() ?: 0,
        header: LongArray? = null,
    ): Span {
        require(!buffer.isReadOnly) { READ_ONLY }
        require(header == null || header.size >= 2) { "header has room for KID and counter" }
        return Span(
            NativeFrames.check(NativeFrames.open(handle, isEnvelope, buffer, start, length, metadata, metadataLength, header)),
        )
    }

    /**
     * Opens every frame of a batch in its slot, with one call into the library. A frame that fails
     * stops no other.
     *
     * @param metadata as for a single frame, the same for all.
     * @return how many were opened; [FrameBatch.failure] says what is wrong with the others.
     * @throws FrameSealException none was opened.
     * @throws IllegalStateException this was done with the batch before: clear it first.
     */
    @JvmOverloads
    @Throws(FrameSealException::class)
    public fun decrypt(
        batch: FrameBatch,
        metadata: ByteBuffer? = null,
        metadataLength: Int = metadata?.capacity() ?: 0,
    ): Int = batch.run(isOpening = true) {
        NativeFrames.openBatch(
            handle, isEnvelope, batch.buffer, batch.slotLength, batch.count, batch.places, batch.headers, metadata,
            metadataLength,
        )
    }
}

/**
 * Frames in equal slots of one direct buffer, to be sealed or opened with one call. It is made once
 * and used again and again; one thread uses it at a time.
 *
 * ```kotlin
 * batch.clear()
 * for (frame in frames) batch.add(frame)
 * encryptor.encrypt(batch)
 * for (index in 0 until batch.count) batch.failure(index) ?: send(batch.buffer, batch.span(index))
 * ```
 *
 * @param capacity the most frames.
 * @param maxLength the longest frame, sealed or not, in bytes.
 */
public class FrameBatch(public val capacity: Int, public val maxLength: Int) {
    /** Bytes of a slot, with room for what sealing adds. */
    public val slotLength: Int = Math.addExact(maxLength, InPlaceEncryptor.HEADROOM + InPlaceEncryptor.TAILROOM)

    /** The frames. Its position and limit mean nothing. */
    public val buffer: ByteBuffer = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, slotLength))

    /** How many frames are in it. */
    public var count: Int = 0
        private set

    internal val places = LongArray(capacity)
    internal val headers = LongArray(2 * capacity)

    // Before, a place is where a frame was put; after, where the result lies.
    private var isDone = false
    private var isOpening = false

    // As a plain buffer: a ByteBuffer's own `clear` and `position` are not on Android before API 33.
    private val view = buffer.duplicate()
    private val plainView: Buffer = view

    /** Forgets all frames. */
    public fun clear() {
        count = 0
        isDone = false
    }

    internal inline fun run(isOpening: Boolean = false, native: () -> Long): Int {
        check(!isDone) { "this batch was sealed or opened before: clear it and add the frames anew" }
        val succeeded = NativeFrames.check(native()).toInt()
        isDone = true
        this.isOpening = isOpening
        return succeeded
    }

    /**
     * Copies the frame between [frame]'s position and limit, of at most [maxLength] bytes, into the
     * next slot.
     */
    public fun add(frame: ByteBuffer) {
        val length = frame.remaining()
        val start = next(length)
        plainView.clear()
        plainView.position(start)
        view.put(frame)
    }

    /**
     * Takes the next slot for a frame of [length] bytes.
     *
     * @return where in [buffer] to write it.
     */
    public fun next(length: Int): Int {
        require(length in 0..maxLength) { "frames of this batch have at most $maxLength bytes, not $length" }
        check(!isDone) { "this batch was sealed or opened: clear it first" }
        check(count < capacity) { "the batch is full: it has $capacity slots" }
        places[count] = InPlaceEncryptor.HEADROOM.toLong() shl 32 or length.toLong()
        return count++ * slotLength + InPlaceEncryptor.HEADROOM
    }

    /**
     * Says what went wrong with a frame, or null.
     *
     * @throws IllegalStateException the batch was not sealed or opened yet.
     */
    public fun failure(index: Int): FrameSealException? {
        val place = places[checkIndex(index)]
        check(isDone) { "this batch was not sealed or opened yet, and must not be sent" }
        return if (place >= 0) null else NativeFrames.exception(place, isOpening, kid(index))
    }

    /**
     * Gives where in [buffer] a frame lies.
     *
     * @throws FrameSealException what went wrong with it.
     * @throws IllegalStateException the batch was not sealed or opened yet.
     */
    @JvmName("span")
    @Throws(FrameSealException::class)
    public fun span(index: Int): Span {
        failure(index)?.let { throw it }
        return Span(places[index] + (index.toLong() * slotLength shl 32))
    }

    /** Gives the KID of a frame that was opened, or which its failure is about. */
    @JvmName("kid")
    public fun kid(index: Int): ULong = headers[2 * checkIndex(index)].toULong()

    /** Gives the counter of a frame that was opened. */
    @JvmName("counter")
    public fun counter(index: Int): ULong = headers[2 * checkIndex(index) + 1].toULong()

    private fun checkIndex(index: Int): Int {
        if (index !in 0 until count) throw IndexOutOfBoundsException("the batch has $count frames and no number $index")
        return index
    }
}

private const val READ_ONLY = "frames are sealed and opened where they lie, and this buffer is read-only"

/** The number that `frameseal.h` has for a codec; 0 for none. */
private val Codec?.number: Int get() = if (this == null) 0 else ordinal + 1
