package org.frameseal.webrtc

import org.frameseal.BaseKey
import org.frameseal.CipherSuite
import org.frameseal.Codec
import org.frameseal.Decryptor
import org.frameseal.DecryptorConfig
import org.frameseal.Encryptor
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.webrtc.RtpParameters
import java.lang.ref.WeakReference

/** Frames between Kotlin's objects and the interfaces of libwebrtc, in both directions. */
class AdaptersTest {
    private val suite = CipherSuite.AES128_GCM_SHA256
    private val key = BaseKey(ByteArray(32) { 7 })
    private val otherKey = BaseKey(ByteArray(32) { 8 })
    private val decryptor = Decryptor(DecryptorConfig.Plain).also {
        it.addKey(suite, 1u, key)
        it.addKey(suite, 2u, otherKey)
    }

    @Test
    fun `what a sender seals, Kotlin opens`() {
        FrameSealFrameEncryptor(Encryptor(suite, 1u, key)).use { adapter ->
            val sender = Libwebrtc.attachSender(adapter.nativeFrameEncryptor)
            assertNull(Libwebrtc.send(sender, SSRC, FRAME), "it has no codec yet")

            assertTrue(adapter.setCodecs(negotiated("VP8", SSRC.toUInt().toLong(), null)))
            val opened = decryptor.decryptEnvelope(Libwebrtc.send(sender, SSRC, FRAME)!!)
            assertArrayEquals(FRAME, opened.frame)
            assertEquals(1uL, opened.kid)

            adapter.setEncryptor(Encryptor(suite, 2u, otherKey))
            assertEquals(2uL, decryptor.decryptEnvelope(Libwebrtc.send(sender, SSRC, FRAME)!!).kid)

            assertNull(Libwebrtc.send(sender, SSRC + 1, FRAME), "nobody negotiated this SSRC")
            adapter.setEncryptor(null)
            assertNull(Libwebrtc.send(sender, SSRC, FRAME), "it has no key")
            assertEquals(SealedCounts(2, 2, 1, 0, 0), adapter.counts())
            Libwebrtc.detachSender(sender)
        }
    }

    @Test
    fun `codecs that were negotiated anew`() {
        FrameSealFrameEncryptor(Encryptor(suite, 3u, key), padTo = 256).use { adapter ->
            val sender = Libwebrtc.attachSender(adapter.nativeFrameEncryptor)
            assertTrue(adapter.setCodecs(negotiated("VP8", 1, 2)))
            assertTrue(adapter.setCodecs(negotiated("VP8", 2, 3)))
            assertNull(Libwebrtc.send(sender, 1, FRAME))
            for (ssrc in 2..3) assertTrue(Libwebrtc.send(sender, ssrc, FRAME)!!.size >= 256, "padded")
            assertFalse(adapter.setCodecs(negotiated("red", 2)))
            assertFalse(adapter.setCodecs(negotiated("VP8")))
            assertFalse(adapter.setCodecs(negotiated(null, 2)))
            assertNull(Libwebrtc.send(sender, 2, FRAME))
            Libwebrtc.detachSender(sender)
        }
    }

    @Test
    fun `what Kotlin seals, a receiver opens`() {
        FrameSealFrameDecryptor(decryptor).use { adapter ->
            val receiver = Libwebrtc.attachReceiver(adapter.nativeFrameDecryptor)
            val sealed = Encryptor(suite, 1u, key).encryptAs(Codec.VP8, FRAME)
            assertArrayEquals(FRAME, Libwebrtc.receive(receiver, sealed))
            assertNull(Libwebrtc.receive(receiver, sealed), "it was repeated")
            assertNull(Libwebrtc.receive(receiver, FRAME), "it is in the clear")
            assertNull(Libwebrtc.receive(receiver, Encryptor(suite, 9u, key).encryptAs(Codec.VP8, FRAME)))
            val (opened, replayed, withoutKey, refused) = adapter.counts()
            assertEquals(listOf(1L, 1L, 1L, 1L), listOf(opened, replayed, withoutKey, refused))
            Libwebrtc.detachReceiver(receiver)
        }
    }

    @Test
    fun `a sender keeps what it seals with, and not for longer`() {
        var encryptor: Encryptor? = Encryptor(suite, 4u, key)
        val collected = WeakReference(encryptor)
        val sender = FrameSealFrameEncryptor(encryptor).use { adapter ->
            adapter.setCodecs(negotiated("VP8", SSRC.toLong()))
            Libwebrtc.attachSender(adapter.nativeFrameEncryptor)
        }
        encryptor = null
        System.gc()
        assertNotNull(collected.get())
        assertNotNull(Libwebrtc.send(sender, SSRC, FRAME))
        Libwebrtc.detachSender(sender)
        // Nobody has it: it goes with the next collections.
        for (attempt in 1..50) {
            System.gc()
            if (collected.get() == null) return
            Thread.sleep(20)
        }
        throw AssertionError("a sender that is gone keeps an encryptor")
    }

    @Test
    fun `one that was closed`() {
        val encryptor = Encryptor(suite, 5u, key)
        FrameSealFrameEncryptor(encryptor).use { adapter ->
            val sender = Libwebrtc.attachSender(adapter.nativeFrameEncryptor)
            adapter.setCodecs(negotiated("VP8", SSRC.toLong()))
            encryptor.close()
            assertNull(Libwebrtc.send(sender, SSRC, FRAME))
            assertEquals(1, adapter.counts().refused)
            assertThrows(IllegalStateException::class.java) { adapter.setEncryptor(encryptor) }
            Libwebrtc.detachSender(sender)
            adapter.close()
            assertThrows(IllegalStateException::class.java) { adapter.nativeFrameEncryptor }
            assertThrows(IllegalStateException::class.java) { adapter.setEncryptor(null) }
        }
    }

    /** What `RtpSender.getParameters()` gives. Its constructors are libwebrtc's own. */
    private fun negotiated(codec: String?, vararg ssrcs: Long?): RtpParameters {
        val encodings = ssrcs.map { ssrc -> RtpParameters.Encoding(null, true, null).also { it.ssrc = ssrc } }
        val codecs = listOfNotNull(codec).map { made<RtpParameters.Codec>(96, it, null, 90_000, null, emptyMap<String, String>()) }
        return made("", null, null, emptyList<Any>(), encodings, codecs)
    }

    private inline fun <reified T> made(vararg values: Any?): T {
        val constructor = T::class.java.declaredConstructors.single()
        constructor.isAccessible = true
        return constructor.newInstance(*values) as T
    }

    private companion object {
        /** As many SSRCs, it is negative as an `Int`. */
        const val SSRC = -0x1234_5678

        /** The beginning of a key frame of VP8, and what follows. */
        val FRAME = byteArrayOf(0x10, 0x02, 0x00, 0x9d.toByte(), 0x01, 0x2a, 0x40, 0x01, 0xf0.toByte(), 0x00) + ByteArray(100) { 5 }
    }
}
