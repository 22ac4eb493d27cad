package org.frameseal.example

import kotlinx.coroutines.delay
import org.frameseal.Encryptor
import org.frameseal.InPlaceEncryptor
import org.frameseal.InPlaceEncryptor.Companion.HEADROOM
import org.frameseal.InPlaceEncryptor.Companion.TAILROOM
import org.frameseal.MediaKind
import org.frameseal.Session
import java.nio.ByteBuffer
import java.nio.channels.DatagramChannel
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeSource

/** The sending half of a participant: encoded frames in, sealed RTP packets out. */
class Sender(private val session: Session, private val channel: DatagramChannel, number: Int, clips: List<Clip>) {
    private val tracks = clips.mapIndexed { n, clip -> Track(clip, ssrc = 0x1000_0000 or (number shl 8) or n) }

    /** One frame lies in it, with room for what sealing adds. */
    private val buffer = ByteBuffer.allocateDirect(HEADROOM + clips.maxOf { it.frames.maxOf(ByteArray::size) } + TAILROOM)

    /** [fingerprint]s of the frames that were sent. */
    val sent: MutableList<String> = mutableListOf()
    var packets: Long = 0
        private set

    /** KIDs that video was sealed under. */
    val videoKids: MutableSet<ULong> = mutableSetOf()

    private class Track(val clip: Clip, ssrc: Int) {
        val packetizer = Packetizer(ssrc, clip.payloadType)

        /** Authenticated with every frame: nobody can have it decoded as something else. */
        val metadata: ByteBuffer = ByteBuffer.allocateDirect(1).put(0, clip.payloadType.toByte())
        lateinit var sealer: InPlaceEncryptor
        var encryptor: Encryptor? = null
        var kid: ULong = 0u
        var next = 0
    }

    private var keysAreOld = true

    /** Says that the session gives other keys from now on. */
    fun keysHaveChanged() {
        keysAreOld = true
    }

    /** Sends every frame when it is due, until it is cancelled. */
    suspend fun run() {
        val begun = TimeSource.Monotonic.markNow()
        while (true) {
            if (keysAreOld) takeKeys()
            for (track in tracks) {
                while (track.next < track.clip.frames.size && track.clip.frameLength * track.next <= begun.elapsedNow()) {
                    send(track, track.clip.frames[track.next])
                    track.next += 1
                }
            }
            delay(5.milliseconds)
        }
    }

    private fun takeKeys() {
        keysAreOld = false
        for (track in tracks) {
            val encryptor = session.encryptor(track.clip.kind)
            track.sealer = InPlaceEncryptor(encryptor)
            track.kid = encryptor.kid()
            track.encryptor?.close() // the old one, whose key goes with it
            track.encryptor = encryptor
        }
    }

    private fun send(track: Track, frame: ByteArray) {
        buffer.put(HEADROOM, frame)
        val sealed = track.sealer.encrypt(buffer, HEADROOM, frame.size, track.metadata, track.metadata.capacity())
        sent += fingerprint(track.kid, ByteBuffer.wrap(frame))
        if (track.clip.kind == MediaKind.VIDEO) videoKids += track.kid
        track.packetizer.packets(buffer.slice(sealed.start, sealed.length), track.next * track.clip.ticksPerFrame) {
            channel.write(it)
            packets += 1
        }
    }
}
