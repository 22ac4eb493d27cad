package org.frameseal

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer

class FrameBatchTest {
    private val suite = CipherSuite.AES128_GCM_SHA256

    @Test
    fun `a frame that fails stops no other`() = twoParties { encryptor, decryptor ->
        val batch = FrameBatch(capacity = 8, maxLength = 64)
        for (index in 0 until 8) batch.add(ByteBuffer.wrap(ByteArray(index) { index.toByte() }))
        assertEquals(8, InPlaceEncryptor(encryptor).encrypt(batch))

        val sealed = (0 until 8).map { bytes(batch.buffer, batch.span(it)) }
        sealed[3][sealed[3].size - 1] = (sealed[3].last().toInt() xor 1).toByte()
        batch.clear()
        for (frame in sealed) batch.add(ByteBuffer.wrap(frame))
        assertEquals(7, InPlaceDecryptor(decryptor).decrypt(batch))
        for (index in 0 until 8) {
            if (index == 3) {
                assertTrue(batch.failure(3) is FrameSealException.Authentication)
                assertThrows(FrameSealException.Authentication::class.java) { batch.span(3) }
            } else {
                assertNull(batch.failure(index))
                assertEquals(List(index) { index.toByte() }, bytes(batch.buffer, batch.span(index)).toList())
                assertEquals(7UL to index.toULong(), batch.kid(index) to batch.counter(index))
            }
        }

        batch.clear()
        for (frame in sealed) batch.add(ByteBuffer.wrap(frame))
        assertEquals(0, InPlaceDecryptor(decryptor).decrypt(batch))
        val replayed = batch.failure(0) as FrameSealException.Replay
        assertEquals("Replayed" to 7UL, replayed.code to replayed.kid)
    }

    @Test
    fun `slots are kept apart`() = twoParties { encryptor, _ ->
        val batch = FrameBatch(capacity = 2, maxLength = 16)
        batch.add(ByteBuffer.wrap(ByteArray(16)))
        batch.add(ByteBuffer.wrap(ByteArray(16)))
        // A plaintext padded to 4 KiB has no room in a slot, though the buffer had.
        assertEquals(0, InPlaceEncryptor(encryptor, Codec.OPUS, 4096).encrypt(batch))
        assertEquals(listOf("NoRoom", "NoRoom"), (0..1).map { batch.failure(it)!!.code })
        assertThrows(IllegalStateException::class.java) { batch.next(1) }
        assertThrows(IndexOutOfBoundsException::class.java) { batch.span(2) }
        batch.clear()
        assertThrows(IllegalArgumentException::class.java) { batch.next(17) }
        assertThrows(IndexOutOfBoundsException::class.java) { batch.span(0) }
    }

    @Test
    fun `what was not sealed cannot be taken for it`() = twoParties { encryptor, _ ->
        val batch = FrameBatch(capacity = 2, maxLength = 16).apply { next(16) }
        assertThrows(IllegalStateException::class.java) { batch.span(0) }
        val onHeap = ByteBuffer.allocate(8)
        assertThrows(FrameSealException.Usage::class.java) { InPlaceEncryptor(encryptor).encrypt(batch, onHeap) }
        assertThrows(IllegalStateException::class.java) { batch.span(0) }
        assertEquals(1, InPlaceEncryptor(encryptor).encrypt(batch))
        assertThrows(IllegalStateException::class.java) { InPlaceEncryptor(encryptor).encrypt(batch) }
        assertThrows(IllegalStateException::class.java) { batch.next(1) }
    }

    @Test
    fun `metadata is authenticated, whole where no length is given`() = twoParties { encryptor, decryptor ->
        val buffer = ByteBuffer.allocateDirect(4096)
        val right = ByteBuffer.allocateDirect(4).putInt(0, 1)
        val wrong = ByteBuffer.allocateDirect(4).putInt(0, 2)
        val sealed = InPlaceEncryptor(encryptor).encrypt(buffer, 1280, 8, right)
        val copy = ByteBuffer.allocateDirect(4096).put(buffer.duplicate())
        assertThrows(FrameSealException.Authentication::class.java) {
            InPlaceDecryptor(decryptor).decrypt(copy, sealed.start, sealed.length, wrong)
        }
        assertEquals(8, InPlaceDecryptor(decryptor).decrypt(buffer, sealed.start, sealed.length, right).length)
    }

    @Test
    fun `buffers that cannot be written to are refused`() = twoParties { encryptor, decryptor ->
        val buffer = ByteBuffer.allocateDirect(4096).asReadOnlyBuffer()
        assertThrows(IllegalArgumentException::class.java) { InPlaceEncryptor(encryptor).encrypt(buffer, 1280, 8) }
        assertThrows(IllegalArgumentException::class.java) { InPlaceDecryptor(decryptor).decrypt(buffer, 0, 8) }
    }

    @Test
    fun `after close nothing is sealed`() = twoParties { encryptor, _ ->
        val inPlace = InPlaceEncryptor(encryptor)
        val batch = FrameBatch(capacity = 1, maxLength = 16).apply { next(16) }
        encryptor.close()
        assertEquals(0, inPlace.encrypt(batch))
        assertEquals("StaleHandle", batch.failure(0)!!.code)
        val thrown = assertThrows(FrameSealException.Usage::class.java) { inPlace.encrypt(batch.buffer, 1280, 16) }
        assertEquals("StaleHandle", thrown.code)
    }

    @Test
    fun `numbers outside are refused`() = twoParties { encryptor, decryptor ->
        val buffer = ByteBuffer.allocateDirect(4096)
        val (seal, open) = InPlaceEncryptor(encryptor) to InPlaceDecryptor(decryptor)
        for ((start, length) in listOf(-1 to 8, 1280 to -1, 4090 to 8, Int.MAX_VALUE to Int.MAX_VALUE)) {
            assertThrows(FrameSealException.Usage::class.java) { seal.encrypt(buffer, start, length) }
            assertThrows(FrameSealException.Usage::class.java) { open.decrypt(buffer, start, length) }
            assertThrows(FrameSealException.Usage::class.java) { seal.encrypt(buffer, 1280, 8, buffer, length) }
        }
        assertThrows(FrameSealException.Usage::class.java) { seal.encrypt(buffer, 1280, 8, null, 1) }
    }

    private fun twoParties(test: (Encryptor, Decryptor) -> Unit) {
        BaseKey.generate().use { key ->
            Encryptor(suite, 7UL, key).use { encryptor ->
                Decryptor(DecryptorConfig.Plain).use { decryptor ->
                    decryptor.addKey(suite, 7UL, key)
                    test(encryptor, decryptor)
                }
            }
        }
    }
}
