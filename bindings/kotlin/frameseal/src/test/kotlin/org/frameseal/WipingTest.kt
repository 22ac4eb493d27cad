package org.frameseal

import com.sun.jna.Memory
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.io.RandomAccessFile
import java.nio.ByteBuffer
import java.security.SecureRandom

/** What is left in memory that is not Java's: the library's, JNA's, and direct buffers. */
class WipingTest {
    private val suite = CipherSuite.AES128_GCM_SHA256

    @Test
    fun `keys that were passed in leave nothing in native memory`() {
        val isReadable = File("/proc/self/mem").canRead() && System.getenv("MALLOC_ARENA_MAX") == "1"
        if (!isReadable) println("not tested: native memory is read by way of Linux' /proc, in glibc's first heap")
        assumeTrue(isReadable)

        val key = random(32)
        val memory = Memory(64)
        memory.write(0, key, 0, 32)
        assertTrue(copies(key) > 0, "the test sees what is there")
        memory.clear()
        assertEquals(0, copies(key))

        val longer = random(40)
        BaseKey(longer).use { assertTrue(copies(longer) > 0, "a key that is held is there") }
        assertEquals(0, copies(longer))

        BaseKey(key).use { base ->
            Encryptor(suite, 7UL, base).use { encryptor ->
                Decryptor(DecryptorConfig.Plain).use { decryptor ->
                    decryptor.addKey(suite, 7UL, base)
                    decryptor.decrypt(encryptor.encrypt(ByteArray(9)))
                }
            }
            SenderKey(suite, 4.toUByte(), 0UL, 0UL, base).close()
        }
        assertThrows(FrameSealException::class.java) { BaseKey(key.copyOfRange(16, 31)) }
        CallSecret(key).close()
        assertThrows(FrameSealException::class.java) { CallSecret(key + 1) }
        DeviceIdentity.importFrom(key).close()
        MlsKeys(CipherSuite.AES256_GCM_SHA512, 8.toUByte()).use { it.addEpoch(1UL, key, 2u, 0u) }
        assertEquals(0, copies(key))

        val words = String(CharArray(60) { "abcdefghjkmnpqrstuvwxyz".random() })
        CallSecret.fromPassphrase(words, "room".toByteArray()).close()
        assertEquals(0, copies(words.toByteArray()))
    }

    @Test
    fun `a frame that is refused leaves nothing of itself in a direct buffer`() {
        val frame = random(200)
        BaseKey.generate().use { key ->
            Encryptor(suite, 7UL, key).use { encryptor ->
                Decryptor(DecryptorConfig.Plain).use { decryptor ->
                    decryptor.addKey(suite, 7UL, key)
                    val sealed = encryptor.encrypt(frame)
                    sealed[sealed.size - 1] = (sealed.last().toInt() xor 1).toByte()
                    val buffer = ByteBuffer.allocateDirect(4096)
                    buffer.put(100, sealed)
                    assertThrows(FrameSealException.Authentication::class.java) {
                        InPlaceDecryptor(decryptor).decrypt(buffer, 100, sealed.size)
                    }
                    assertTrue(isEmpty(buffer, 102, sealed.size - 2), "what was tried is zeros")

                    val batch = FrameBatch(capacity = 2, maxLength = 300)
                    batch.add(ByteBuffer.wrap(sealed))
                    batch.add(ByteBuffer.wrap(encryptor.encrypt(frame)))
                    assertEquals(1, InPlaceDecryptor(decryptor).decrypt(batch))
                    assertTrue(isEmpty(batch.buffer, InPlaceEncryptor.HEADROOM + 2, sealed.size - 2))
                    assertEquals(frame.toList(), bytes(batch.buffer, batch.span(1)).toList(), "its neighbour is whole")
                }
            }
        }
    }

    private companion object {
        const val PIECE = 4096
    }

    private fun random(length: Int) = ByteArray(length).also(SecureRandom()::nextBytes)

    private fun isEmpty(buffer: ByteBuffer, start: Int, length: Int) =
        (start until start + length).all { buffer.get(it) == 0.toByte() }

    /** How often the last 16 bytes of a secret lie in the heap of C: its first are the allocator's when it is given back. */
    private fun copies(secret: ByteArray): Int {
        val heap = File("/proc/self/maps").readLines().single { it.endsWith("[heap]") }
        val (first, end) = heap.substringBefore(' ').split('-').map { it.toLong(16) }
        val bytes = ByteArray((end - first).toInt())
        RandomAccessFile("/proc/self/mem", "r").use {
            it.seek(first)
            // So little at a time that Java reads it by way of its stack, and not of the heap itself.
            for (at in bytes.indices step PIECE) it.readFully(bytes, at, minOf(PIECE, bytes.size - at))
        }
        val wanted = secret.takeLast(16).toByteArray()
        return (0..bytes.size - 16).count { at -> (0 until 16).all { bytes[at + it] == wanted[it] } }
    }
}
