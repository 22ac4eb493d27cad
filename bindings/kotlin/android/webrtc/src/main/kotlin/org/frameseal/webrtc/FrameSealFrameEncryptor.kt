package org.frameseal.webrtc

import org.frameseal.Encryptor
import org.frameseal.FrameSealException
import org.frameseal.codecOf
import org.webrtc.FrameEncryptor
import org.webrtc.RtpParameters

/**
 * Seals what an `RtpSender` sends, into envelopes that still look like their codec. One for each sender.
 *
 * Give it to `RtpSender.setFrameEncryptor` before the offer or the answer is made, and tell it the
 * codec with [setCodecs] after each negotiation. Until it knows both key and codec of a frame, the
 * frame is not sent. It is never sent in the clear.
 *
 * Frames do not pass through Java. An encryptor is kept from being collected while frames may be sealed with
 * it; one that is closed meanwhile seals nothing more.
 *
 * Any thread may use it.
 *
 * @param encryptor whose key and counters are used, or null to send nothing yet.
 * @param padTo frames are padded to a multiple of so many bytes, by at least one; 0 for not.
 */
public class FrameSealFrameEncryptor @JvmOverloads constructor(
    encryptor: Encryptor?,
    padTo: Int = 0,
) : FrameEncryptor, AutoCloseable {
    private var adapter: Long
    private var ssrcs = emptySet<Int>()

    init {
        require(padTo in 0..0xffff) { "padTo is a number of bytes up to 65535, not $padTo" }
        adapter = NativeAdapters.newEncryptor(padTo, encryptor, handle(encryptor))
    }

    /** Seals with this encryptor from the next frame on, or sends nothing with null. */
    @Synchronized
    public fun setEncryptor(encryptor: Encryptor?) {
        NativeAdapters.setEncryptor(open(), encryptor, handle(encryptor))
    }

    /**
     * Takes codec and SSRCs from what was negotiated, `RtpSender.getParameters()`.
     *
     * @return whether frames are sealed now. They are dropped when nothing was negotiated, or a codec
     *   for which there is no envelope, such as `red`: its packets bundle several frames.
     */
    @Synchronized
    public fun setCodecs(parameters: RtpParameters): Boolean {
        val codec = parameters.codecs.firstOrNull()?.let {
            try {
                codecOf(it.name)
            } catch (_: FrameSealException) {
                null
            }
        }
        val named = if (codec == null) emptySet() else parameters.encodings.mapNotNull { it.ssrc?.toInt() }.toSet()
        for (ssrc in ssrcs - named) NativeAdapters.forgetCodec(open(), ssrc)
        ssrcs = named
        return codec != null && named.isNotEmpty() &&
            named.all { NativeAdapters.setCodec(open(), it, codec.ordinal + 1) }
    }

    /** Says how the frames of this sender fared. */
    @Synchronized
    public fun counts(): SealedCounts {
        val (sealed, withoutCodec, withoutKey, refused, lastRefusal) =
            LongArray(5).also { NativeAdapters.sealedCounts(open(), it) }
        return SealedCounts(sealed, withoutCodec, withoutKey, refused, lastRefusal.toInt())
    }

    /** For `RtpSender`, which takes a reference of its own. */
    @Synchronized
    override fun getNativeFrameEncryptor(): Long = open()

    /**
     * Lets go of the adapter. A sender that has it goes on sealing with the last encryptor, so call this
     * when the sender is disposed.
     */
    @Synchronized
    override fun close() {
        NativeAdapters.releaseEncryptor(adapter)
        adapter = 0
    }

    private fun open(): Long = adapter.also { check(it != 0L) { "the frame encryptor is closed" } }

    private fun handle(encryptor: Encryptor?): Long = encryptor?.handle()?.toLong() ?: 0
}

/**
 * How the frames of one sender fared.
 *
 * @property sealed sent.
 * @property withoutCodec not sent: [FrameSealFrameEncryptor.setCodecs] did not name their SSRC.
 * @property withoutKey not sent: there was no encryptor.
 * @property refused not sent: FrameSeal refused them.
 * @property lastRefusal why, as a `frameseal_result` of `frameseal.h`.
 */
public data class SealedCounts(
    val sealed: Long,
    val withoutCodec: Long,
    val withoutKey: Long,
    val refused: Long,
    val lastRefusal: Int,
)
