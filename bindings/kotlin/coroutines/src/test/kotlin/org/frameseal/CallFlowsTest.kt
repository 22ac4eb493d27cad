package org.frameseal

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer
import kotlin.time.Duration.Companion.seconds

class CallFlowsTest {
    @Test
    fun `two members meet over signalling that loses every fifth message`() = call {
        val (alice, bob) = listOf(Device("Alice"), Device("Bob"))
        val signalling = Signalling(alice, bob)
        val jobs = listOf(alice, bob).map { it.begin(this, signalling) }.flatten()
        alice.sees("Bob")
        bob.sees("Alice")
        while (alice.code() != bob.code()) delay(20)

        // Alice's key may be among what is lost, and comes later then.
        while (bob.session.senderOf(alice.encryptor().kid()) == null) delay(20)
        val frame = "an encoded frame".encodeToByteArray()
        val buffer = ByteBuffer.allocateDirect(InPlaceEncryptor.HEADROOM + frame.size + InPlaceEncryptor.TAILROOM)
        buffer.position(InPlaceEncryptor.HEADROOM).put(frame)
        val sealed = InPlaceEncryptor(alice.encryptor()).encrypt(buffer, InPlaceEncryptor.HEADROOM, frame.size)
        assertNotEquals(frame.size, sealed.length)
        val header = LongArray(2)
        val opened = InPlaceDecryptor(bob.session.decryptor()).decrypt(buffer, sealed.start, sealed.length, header = header)
        assertArrayEquals(frame, ByteArray(opened.length).also { buffer.position(opened.start).get(it) })
        assertEquals(Sender(alice.session.id(), MediaKind.VIDEO), bob.session.senderOf(header[0].toULong()))
        assertTrue(signalling.lost > 0, "nothing was lost")

        // When their sessions have ended, so have the flows and what keeps their time.
        listOf(alice, bob).forEach { it.session.leave() }
        jobs.joinAll()
    }

    @Test
    fun `what comes before the collector, or between two, is not lost`() = call {
        val flows = CallFlows()
        flows.event(CallEvent.LetIn)
        flows.send(byteArrayOf(1), null)
        flows.send(byteArrayOf(2), "b")
        assertEquals(CallEvent.LetIn, flows.events.first())
        assertArrayEquals(byteArrayOf(1), flows.messages.first().bytes)
        flows.event(CallEvent.SendKeysChanged)
        val ended = CallEvent.Ended(Departure.LEFT)
        flows.event(ended)
        flows.send(byteArrayOf(3), null)
        assertEquals(listOf(CallEvent.SendKeysChanged, ended), flows.events.toList())
        assertEquals(listOf("b"), flows.messages.toList().map { it.to })
    }

    @Test
    fun `a group's keys tell of epochs`() = call {
        val flow = MlsFlow()
        MlsKeys(CipherSuite.AES128_GCM_SHA256, 4u, flow).use { keys ->
            val time = launch { keys.keepTime() }
            keys.addEpoch(7u, ByteArray(16) { 7 }, 2u, 0u)
            assertEquals(MlsEvent.GoneOver(7u), flow.events.first())
            time.cancelAndJoin()
        }
    }

    @Test
    fun `a decryptor tells of a key that is missing`() = call {
        BaseKey.generate().use { key ->
            Encryptor(CipherSuite.AES128_GCM_SHA256, 7UL, key).use { encryptor ->
                Decryptor(DecryptorConfig.Plain).use { decryptor ->
                    val sealed = encryptor.encrypt(ByteArray(8))
                    runCatching { decryptor.decrypt(sealed) }
                    assertEquals(FrameEvent.KeyMissing(7UL), decryptor.events().first())
                    decryptor.addKey(CipherSuite.AES128_GCM_SHA256, 7UL, key)
                    decryptor.decrypt(sealed)
                    assertEquals(FrameEvent.KeyRecovered(7UL), decryptor.events().first())
                }
            }
        }
    }
}

/** Runs a test of a few seconds, and not longer. */
private fun call(test: suspend CoroutineScope.() -> Unit) = runBlocking(Dispatchers.Default) { withTimeout(20.seconds, test) }

private class Device(private val name: String) {
    private val flows = CallFlows()
    val session = Session.join(SessionConfig("a call".encodeToByteArray(), name), DeviceIdentity.generate(), flows)

    fun begin(scope: CoroutineScope, signalling: Signalling) = listOf(
        scope.launch { flows.messages.collect { signalling.carry(session.id(), it) } },
        scope.launch { flows.events.collect {} },
        scope.launch { session.keepTime() },
    )

    fun encryptor() = session.encryptor(MediaKind.VIDEO)

    fun code() = session.callCode().digits

    suspend fun sees(name: String) {
        while (session.members().map { it.name } != listOf(name)) delay(20)
    }
}

/** Carries messages between two devices, and loses some. */
private class Signalling(private vararg val devices: Device) {
    private var carried = 0
    var lost = 0
        private set

    @Synchronized
    fun carry(from: String, message: OutgoingMessage) {
        carried += 1
        if (carried % 5 == 0) {
            lost += 1
            return
        }
        val others = devices.map { it.session }.filter { it.id() != from && message.to in setOf(null, it.id()) }
        // A session refuses what is not for it, or old, and goes on.
        others.forEach { runCatching { it.handle(message.bytes) } }
    }
}
