package org.frameseal.example

import org.frameseal.FrameSealException
import org.frameseal.InPlaceDecryptor
import org.frameseal.Session
import java.nio.ByteBuffer
import java.nio.channels.ClosedChannelException
import java.nio.channels.DatagramChannel
import java.util.concurrent.atomic.AtomicBoolean

/** The receiving half of a participant: RTP packets in, opened frames out. One thread runs it. */
class Receiver(private val session: Session, private val channel: DatagramChannel) {
    private val decryptor = InPlaceDecryptor(session.decryptor())
    private val packet = ByteBuffer.allocateDirect(2048)
    private val frame = ByteBuffer.allocateDirect(1 shl 20)
    private val metadata = ByteBuffer.allocateDirect(1)
    private val header = LongArray(2)
    private val streams = HashMap<Int, Reassembler>()

    /** Frames that have overtaken their keys. */
    private val waiting = ArrayDeque<Waiting>()
    private val keysMayHaveCome = AtomicBoolean()

    val opened: MutableList<Opened> = mutableListOf()
    var refused: Refused = Refused()
        private set
    var packets: Long = 0
        private set

    private class Waiting(val sealed: ByteBuffer, val payloadType: Int)

    /** Says that the session has taken a message: frames that wait are worth another try. */
    fun keysMayHaveCome() = keysMayHaveCome.set(true)

    /** Receives until the channel is closed. */
    fun run() {
        try {
            while (true) {
                packet.clear()
                channel.read(packet)
                packet.flip()
                packets += 1
                take(packet)
                if (keysMayHaveCome.getAndSet(false)) openWaiting()
            }
        } catch (_: ClosedChannelException) {
            openWaiting()
            refused = refused.copy(key = refused.key + waiting.size)
        }
    }

    private fun take(buffer: ByteBuffer) {
        val packet = Packet.read(buffer)
        if (packet == null) {
            refused = refused.copy(syntax = refused.syntax + 1)
            return
        }
        val parts = streams.getOrPut(packet.ssrc, ::Reassembler).push(packet) ?: return
        open(packet.payloadType, parts)
    }

    private fun openWaiting() = repeat(waiting.size) {
        val next = waiting.removeFirst()
        open(next.payloadType, listOf(next.sealed))
    }

    private fun open(payloadType: Int, parts: List<ByteBuffer>) {
        frame.clear()
        parts.forEach { frame.put(it.duplicate()) }
        metadata.put(0, payloadType.toByte())
        try {
            val span = decryptor.decrypt(frame, 0, frame.position(), metadata, metadata.capacity(), header)
            val (kid, counter) = header.map(Long::toULong)
            val from = session.senderOf(kid)?.member.orEmpty()
            opened += Opened(from, "$kid:$counter", fingerprint(kid, frame.slice(span.start, span.length)))
        } catch (_: FrameSealException.KeyId) {
            wait(payloadType, parts)
        } catch (_: FrameSealException.Authentication) {
            refused = refused.copy(authentication = refused.authentication + 1)
        } catch (_: FrameSealException.Replay) {
            refused = refused.copy(replay = refused.replay + 1)
        } catch (_: FrameSealException.Syntax) {
            refused = refused.copy(syntax = refused.syntax + 1)
        }
    }

    /** Keeps a frame until its key comes; forged ones wait in vain, and make room for others. */
    private fun wait(payloadType: Int, parts: List<ByteBuffer>) {
        val sealed = ByteBuffer.allocate(parts.sumOf { it.remaining() })
        parts.forEach { sealed.put(it.duplicate()) }
        waiting += Waiting(sealed.flip(), payloadType)
        if (waiting.size > MAX_WAITING) {
            waiting.removeFirst()
            refused = refused.copy(key = refused.key + 1)
        }
    }

    private companion object {
        /** 1024 frames: more than two members send in a whole call. */
        const val MAX_WAITING = 1024
    }
}
