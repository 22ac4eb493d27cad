package org.frameseal.example

import org.frameseal.MediaKind
import java.nio.ByteBuffer
import java.nio.ByteOrder.LITTLE_ENDIAN
import java.nio.file.Path
import kotlin.io.path.readBytes
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/** A recording of one track: frames as an encoder gives them, one every [frameLength]. */
class Clip(
    val kind: MediaKind,
    /** What RTP packets of this track say that they carry. */
    val payloadType: Int,
    val ticksPerFrame: Int,
    val frameLength: Duration,
    val frames: List<ByteArray>,
)

/** Reads a microphone's and a camera's clip, as `examples/media` has them. */
fun readClips(folder: Path): List<Clip> = listOf(
    // RTP counts 48 000 ticks a second for Opus, and 90 000 for VP8.
    Clip(MediaKind.AUDIO, 111, 960, 20.milliseconds, oggPackets(folder.resolve("speech.opus").readBytes()).drop(2)),
    Clip(MediaKind.VIDEO, 96, 3600, 40.milliseconds, ivfFrames(folder.resolve("vp8.ivf").readBytes())),
)

/** IVF: a header of 32 bytes, then frames behind their size and a time stamp of 8 bytes. */
private fun ivfFrames(file: ByteArray): List<ByteArray> = buildList {
    val input = ByteBuffer.wrap(file).order(LITTLE_ENDIAN).position(32)
    while (input.hasRemaining()) {
        val frame = ByteArray(input.getInt())
        input.getLong()
        input.get(frame)
        add(frame)
    }
}

/** Ogg (RFC 3533): pages of segments; one of less than 255 bytes ends a packet. Two headers come first. */
private fun oggPackets(file: ByteArray): List<ByteArray> = buildList {
    val input = ByteBuffer.wrap(file)
    var packet = byteArrayOf()
    while (input.hasRemaining()) {
        input.position(input.position() + 26)
        val sizes = ByteArray(input.get().toInt() and 0xff).also(input::get)
        for (size in sizes.map { it.toInt() and 0xff }) {
            packet += ByteArray(size).also(input::get)
            if (size < 255) {
                add(packet)
                packet = byteArrayOf()
            }
        }
    }
}
