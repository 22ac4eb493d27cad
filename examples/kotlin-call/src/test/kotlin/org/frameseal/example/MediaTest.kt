package org.frameseal.example

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer
import java.nio.file.Path
import kotlin.random.Random

class MediaTest {
    @Test
    fun `clips are whole`() {
        val (audio, video) = readClips(Path.of("../media"))
        assertEquals(401 to 200, audio.frames.size to video.frames.size)
        // The configuration of 20 ms in front of every packet, and the start code of key frames (RFC 6386 section 9.1).
        assertTrue(audio.frames.all { it[0].toInt() and 0xff in listOf(0x68, 0x78) }, "Opus")
        val keys = video.frames.indices.filter { video.frames[it][0].toInt() and 1 == 0 }
        assertEquals(listOf(0, 75, 150), keys)
    }

    @Test
    fun `any order of packets, each twice, gives the frame once`() {
        val dice = Random(9605)
        var frames = 0
        val packetizer = Packetizer(ssrc = 7, payloadType = 96)
        val stream = Reassembler()
        // Some 75 000 packets: sequence numbers begin anew.
        repeat(5000) {
            val frame = dice.nextBytes(dice.nextInt(1, 20_000))
            val packets = packets(packetizer, frame)
            assertTrue(packets.all { it.limit() <= MAX_PACKET }, "too long")
            val twice = packets.shuffled(dice).flatMap { if (packets.size == 1) listOf(it) else listOf(it, it) }
            val came = twice.mapNotNull { stream.push(Packet.read(it)!!) }
            assertTrue(came.single().joined().contentEquals(frame), "another frame came out")
            frames += 1
        }
        assertEquals(5000, frames)
    }

    @Test
    fun `nothing comes of a frame with a gap, or of what is not RTP`() {
        val stream = Reassembler()
        val packets = packets(Packetizer(ssrc = 7, payloadType = 96), ByteArray(5000))
        for (packet in packets - packets[2]) assertNull(stream.push(Packet.read(packet)!!))
        assertEquals(5000, stream.push(Packet.read(packets[2])!!)!!.sumOf { it.remaining() })
        for (length in 0 until 13) assertNull(Packet.read(ByteBuffer.allocate(length)))
        assertNull(Packet.read(ByteBuffer.allocate(20)))
    }

    private fun packets(packetizer: Packetizer, frame: ByteArray) = buildList {
        packetizer.packets(ByteBuffer.wrap(frame), timestamp = 0) { parts -> add(ByteBuffer.wrap(parts.asList().joined())) }
    }

    private fun List<ByteBuffer>.joined(): ByteArray {
        val all = ByteBuffer.allocate(sumOf { it.remaining() })
        forEach { all.put(it.duplicate()) }
        return all.array()
    }
}
