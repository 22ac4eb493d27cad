package org.frameseal.webrtc

import org.frameseal.Decryptor
import org.webrtc.FrameDecryptor

/**
 * Opens what an `RtpReceiver` receives, whichever codec its envelopes look like. One for each
 * receiver; they may share a decryptor, in which keys come and go.
 *
 * Give it to `RtpReceiver.setFrameDecryptor`. A frame that cannot be opened is not decoded.
 *
 * Frames do not pass through Java. The decryptor is kept from being collected while frames may be opened with
 * it; one that is closed meanwhile opens nothing more.
 *
 * Any thread may use it.
 *
 * @param decryptor whose keys are used.
 */
public class FrameSealFrameDecryptor(decryptor: Decryptor) : FrameDecryptor, AutoCloseable {
    private var adapter = NativeAdapters.newDecryptor(decryptor, decryptor.handle().toLong())

    /** Says how the frames of this receiver fared. */
    @Synchronized
    public fun counts(): OpenedCounts {
        val (opened, replayed, withoutKey, refused, lastRefusal) =
            LongArray(5).also { NativeAdapters.openedCounts(open(), it) }
        return OpenedCounts(opened, replayed, withoutKey, refused, lastRefusal.toInt())
    }

    /** For `RtpReceiver`, which takes a reference of its own. */
    @Synchronized
    override fun getNativeFrameDecryptor(): Long = open()

    /** Lets go of the adapter. A receiver that has it goes on opening, so call this when it is disposed. */
    @Synchronized
    override fun close() {
        NativeAdapters.releaseDecryptor(adapter)
        adapter = 0
    }

    private fun open(): Long = adapter.also { check(it != 0L) { "the frame decryptor is closed" } }
}

/**
 * How the frames of one receiver fared.
 *
 * @property opened given to the decoder.
 * @property replayed repeated or very late. Some are usual: retransmission repeats frames.
 * @property withoutKey no key for their KID.
 * @property refused anything else: forged, damaged, not encrypted.
 * @property lastRefusal why, as a `frameseal_result` of `frameseal.h`.
 */
public data class OpenedCounts(
    val opened: Long,
    val replayed: Long,
    val withoutKey: Long,
    val refused: Long,
    val lastRefusal: Int,
)
