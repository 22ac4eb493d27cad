package org.frameseal.example

import java.nio.ByteBuffer

/** 1200 bytes with RTP's header: what fits every path without fragmentation. */
const val MAX_PACKET: Int = 1200

/** RTP's header without extensions (RFC 3550 section 5.1), and the descriptor of an SFrame payload. */
private const val HEADER = 12
private const val FRONT = HEADER + 1

/** The descriptor (draft-ietf-avtcore-rtp-sframe): the frame begins here, the frame ends here. */
private const val FIRST = 0x80
private const val LAST = 0x40

/** Cuts sealed frames of one stream into packets. */
class Packetizer(private val ssrc: Int, private val payloadType: Int) {
    private var sequence = 0
    private val front: ByteBuffer = ByteBuffer.allocateDirect(FRONT)

    /**
     * Hands over the packets of a frame, each as its front and its part of [sealed], which is copied
     * nowhere.
     */
    fun packets(sealed: ByteBuffer, timestamp: Int, send: (Array<ByteBuffer>) -> Unit) {
        val length = sealed.remaining()
        val count = (length + MAX_PACKET - FRONT - 1) / (MAX_PACKET - FRONT)
        for (n in 0 until count) {
            val (from, to) = length * n / count to length * (n + 1) / count
            val (isFirst, isLast) = (n == 0) to (n == count - 1)
            front.clear()
            front.put(0x80.toByte()).put((payloadType or if (isLast) 0x80 else 0).toByte())
            front.putShort(sequence++.toShort()).putInt(timestamp).putInt(ssrc)
            front.put(((if (isFirst) FIRST else 0) or (if (isLast) LAST else 0)).toByte())
            send(arrayOf(front.flip(), sealed.slice(sealed.position() + from, to - from)))
        }
    }
}

/** A packet that has come. Its [fragment] lies in the buffer it was read from. */
class Packet private constructor(buffer: ByteBuffer) {
    val payloadType: Int = buffer.get(1).toInt() and 0x7f
    val sequence: Int = buffer.getShort(2).toInt() and 0xffff
    val ssrc: Int = buffer.getInt(8)
    private val descriptor = buffer.get(HEADER).toInt()
    val isFirst: Boolean = descriptor and FIRST != 0
    val isLast: Boolean = descriptor and LAST != 0
    val fragment: ByteBuffer = buffer.slice(FRONT, buffer.limit() - FRONT)

    companion object {
        /** Reads a packet with no more than RTP's plain header; null for what is none. */
        fun read(buffer: ByteBuffer): Packet? =
            if (buffer.limit() >= FRONT && buffer.get(0) == 0x80.toByte()) Packet(buffer) else null
    }
}

/** Puts the frames of one stream together, in whatever order packets come. */
class Reassembler {
    private class Part(val isFirst: Boolean, val isLast: Boolean, val bytes: ByteBuffer)

    /** By sequence number, and in the order of coming. */
    private val parts = LinkedHashMap<Int, Part>()

    /** Takes a packet and gives the parts of the frame that it completes, if it does. */
    fun push(packet: Packet): List<ByteBuffer>? {
        if (packet.isFirst && packet.isLast) return listOf(packet.fragment)
        val copy = ByteBuffer.allocate(packet.fragment.remaining()).put(packet.fragment).flip()
        parts.putIfAbsent(packet.sequence, Part(packet.isFirst, packet.isLast, copy))
        if (parts.size > MAX_PARTS) parts.remove(parts.keys.first())

        val before = run(packet.sequence, -1) { it.isFirst } ?: return null
        val after = run(packet.sequence, 1) { it.isLast } ?: return null
        return (before.reversed() + after.drop(1)).mapNotNull { parts.remove(it)?.bytes }
    }

    /** Goes from a packet to its neighbours until [isEnd]; null if one is missing on the way. */
    private fun run(from: Int, step: Int, isEnd: (Part) -> Boolean): List<Int>? {
        val run = generateSequence(from) { it + step and 0xffff }.takeWhile { parts[it]?.let(isEnd) == false }.toList()
        val end = from + step * run.size and 0xffff
        return if (end in parts) run + end else null
    }

    private companion object {
        /** 512 packets: seconds of video, and an end to what never becomes complete. */
        const val MAX_PARTS = 512
    }
}
