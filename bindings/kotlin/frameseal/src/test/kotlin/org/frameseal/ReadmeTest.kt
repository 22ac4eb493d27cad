package org.frameseal

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.nio.ByteBuffer

/** The README's code: it is here word for word, and does what it says. */
class ReadmeTest {
    private val secret = ByteArray(32) { 0x42 }
    private val frame = byteArrayOf(0x10, 0x02, 0x00, 0x9d.toByte(), 0x01, 0x2a, 0x40, 0x01, 0xb4.toByte(), 0x00, 1, 2, 3)
    private val metadata = "metadata".toByteArray()

    @Test
    fun `arrays and buffers`() {
        BaseKey(secret).use { key -> // from your key agreement, at least 16 bytes
            Encryptor(CipherSuite.AES128_GCM_SHA256, kid = 7UL, key).use { encryptor ->
                Decryptor(DecryptorConfig.Plain).use { decryptor ->
                    decryptor.addKey(CipherSuite.AES128_GCM_SHA256, 7UL, key)
                    val sealed = encryptor.encrypt(frame, metadata)
                    val opened = decryptor.decrypt(sealed, metadata)
                    check(opened.frame.contentEquals(frame))
                }
            }
        }
        BaseKey(secret).use { key ->
            Encryptor(CipherSuite.AES128_GCM_SHA256, 8UL, key).use { encryptor ->
                Decryptor(DecryptorConfig.Plain).use { decryptor ->
                    decryptor.addKey(CipherSuite.AES128_GCM_SHA256, 8UL, key)
                    inPlace(encryptor, decryptor)
                }
            }
        }
    }

    private fun inPlace(encryptor: Encryptor, decryptor: Decryptor) {
        val sealer = InPlaceEncryptor(encryptor, Codec.VP8) // without a codec: plain SFrame
        val opener = InPlaceDecryptor(decryptor, isEnvelope = true)

        val start = InPlaceEncryptor.HEADROOM
        val buffer = ByteBuffer.allocateDirect(start + frame.size + InPlaceEncryptor.TAILROOM)
        buffer.position(start).put(frame)
        val sealed = sealer.encrypt(buffer, start, frame.size)
        // send the sealed.length bytes at sealed.start
        val opened = opener.decrypt(buffer, sealed.start, sealed.length)
        assertArrayEquals(frame, bytes(buffer, opened))
    }

    @Test
    fun `a call`() {
        val callId = "call".toByteArray()
        val identity = DeviceIdentity.generate()
        val signalling = object {
            var sent = 0

            fun send(message: ByteArray, to: String?) {
                if (message.isNotEmpty() && to == null) sent += 1
            }
        }
        val session = Session.join(
            SessionConfig(callId, "Ada"),
            identity, // DeviceIdentity.generate(), once a device
            object : CallListener {
                override fun send(message: ByteArray, to: String?) = signalling.send(message, to)
                override fun event(event: CallEvent) = println(event)
            },
        )
        // session.handle(message) with every message, session.tick() ten times a second
        val microphone = InPlaceEncryptor(session.encryptor(MediaKind.AUDIO), Codec.OPUS)
        val code = session.callCode().digits // the members read it to each other
        assertTrue(signalling.sent > 0 && code.isNotEmpty())
        microphone.encrypt(ByteBuffer.allocateDirect(4096), InPlaceEncryptor.HEADROOM, 100)
        session.close()
    }

    @Test
    fun `the README has no other code`() {
        val folder = File(System.getProperty("frameseal.root"), "bindings/kotlin")
        val tests = lines(File(folder, "frameseal/src/test/kotlin/org/frameseal/ReadmeTest.kt").readText())
        val blocks = Regex("```kotlin\n(.*?)```", RegexOption.DOT_MATCHES_ALL).findAll(File(folder, "README.md").readText())
        assertEquals(3, blocks.onEach { assertTrue(lines(it.groupValues[1]) in tests, it.value) }.count())
    }

    private fun lines(text: String) = text.lines().map(String::trim).filter(String::isNotEmpty).joinToString("\n")
}
