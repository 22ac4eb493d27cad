package org.frameseal

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import java.nio.ByteBuffer
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread

/** What the library calls: stores and listeners that are slow, throw, or call back. */
@Timeout(60)
class CallbacksTest {
    private val suite = CipherSuite.AES128_GCM_SHA256

    @Test
    fun `a store is asked by one thread at a time, and no counter comes twice`() {
        val store = object : CounterStore {
            var next = 0UL
            val inside = AtomicInteger()
            var atOnce = 0

            override fun reserve(fingerprint: ByteArray, count: ULong): ULong {
                atOnce = maxOf(atOnce, inside.incrementAndGet())
                val first = next
                Thread.sleep(1)
                next = first + count
                inside.decrementAndGet()
                return first
            }
        }
        val seen = ConcurrentHashMap.newKeySet<List<Byte>>()
        BaseKey(ByteArray(32) { 1 }).use { key ->
            List(4) {
                thread {
                    // Each an encryptor of its own, for the same key.
                    Encryptor(suite, 7UL, key, store).use { encryptor ->
                        repeat(2000) {
                            // KID 7 is in the first byte; the counter, of a length that it says, follows.
                            val sealed = encryptor.encrypt(ByteArray(0))
                            assertTrue(seen.add(sealed.dropLast(16)), "a counter came twice")
                        }
                    }
                }
            }.forEach(Thread::join)
        }
        assertEquals(1, store.atOnce)
        assertEquals(8000, seen.size)
    }

    @Test
    fun `a store that throws is asked again`() {
        var isBroken = false
        val store = object : CounterStore {
            var next = 0UL

            override fun reserve(fingerprint: ByteArray, count: ULong): ULong {
                check(!isBroken) { "disk full" }
                return next.also { next += count }
            }
        }
        BaseKey(ByteArray(32) { 2 }).use { key ->
            isBroken = true
            val thrown = assertThrows(FrameSealException.Usage::class.java) { Encryptor(suite, 7UL, key, store) }
            assertEquals("CountersUnavailable", thrown.code)
            isBroken = false
            Encryptor(suite, 7UL, key, store).use { encryptor ->
                val (inPlace, buffer) = InPlaceEncryptor(encryptor) to ByteBuffer.allocateDirect(4096)
                isBroken = true
                val failed = generateSequence {
                    runCatching { inPlace.encrypt(buffer, 1280, 8) }.exceptionOrNull() ?: Unit
                }.first { it is FrameSealException } as FrameSealException
                assertEquals("CountersUnavailable", failed.code)
                isBroken = false
                inPlace.encrypt(buffer, 1280, 8)
            }
        }
    }

    @Test
    fun `a store that calls back is refused, and nobody waits for ever`() {
        BaseKey(ByteArray(32) { 3 }).use { key ->
            var inner: Throwable? = null
            val store = object : CounterStore {
                override fun reserve(fingerprint: ByteArray, count: ULong): ULong {
                    inner = runCatching { Encryptor(suite, 8UL, key, this) }.exceptionOrNull()
                    return 0UL
                }
            }
            Encryptor(suite, 7UL, key, store).close()
            assertEquals("CountersUnavailable", (inner as FrameSealException).code)
        }
    }

    @Test
    fun `a listener that throws hears the rest`() {
        val heard = ArrayList<CallEvent>()
        val listener = object : CallListener {
            override fun send(message: ByteArray, to: String?) = error("the socket is closed")

            override fun event(event: CallEvent) {
                heard += event
            }
        }
        Session.join(SessionConfig("call".toByteArray(), "Ada"), DeviceIdentity.generate(), listener).use { session ->
            session.leave()
            assertEquals(Departure.LEFT, session.ended())
        }
        assertTrue(heard.last() is CallEvent.Ended, heard.toString())
    }

    @Test
    fun `a listener hears two members one after the other, from whatever thread`() {
        val (alice, bob) = listOf(Device("Ada"), Device("Bob"))
        carryUntil(alice, bob, "they meet") { session.members().isNotEmpty() }
        List(4) { number ->
            thread {
                repeat(25) {
                    alice.session.consentToClear((it + number) % 2 == 0)
                    bob.session.consentToClear(true)
                    carry(alice, bob)
                }
            }
        }.forEach(Thread::join)
        alice.session.consentToClear(true)
        carryUntil(alice, bob, "both consent") { session.maySendClear() }
        for (device in listOf(alice, bob)) {
            assertEquals(1, device.atOnce)
            assertTrue(device.events.any { it is CallEvent.Encryption }, device.events.toString())
            val last = device.events.last { it is CallEvent.Encryption } as CallEvent.Encryption
            assertEquals(device.session.maySendClear(), last.maySendClear)
            device.session.close()
        }
    }

    private class Device(name: String) : CallListener {
        val messages = ConcurrentLinkedQueue<ByteArray>()
        val events = ArrayList<CallEvent>()
        var atOnce = 0
        private val inside = AtomicInteger()
        val session = Session.join(
            SessionConfig("call".toByteArray(), name, allowClear = true),
            DeviceIdentity.generate(),
            this,
        )

        override fun send(message: ByteArray, to: String?) = alone { messages += message }

        override fun event(event: CallEvent) = alone { events += event }

        private fun alone(hear: () -> Unit) {
            atOnce = maxOf(atOnce, inside.incrementAndGet())
            Thread.sleep(1)
            hear()
            inside.decrementAndGet()
        }
    }

    private fun carryUntil(a: Device, b: Device, what: String, isSo: Device.() -> Boolean) {
        val end = System.nanoTime() + 20_000_000_000
        while (!a.isSo() || !b.isSo()) {
            check(System.nanoTime() < end) { "not within 20 s: $what" }
            carry(a, b)
        }
    }

    private fun carry(a: Device, b: Device) {
        for ((from, to) in listOf(a to b, b to a)) {
            while (true) {
                val message = from.messages.poll() ?: break
                runCatching { to.session.handle(message) }
            }
            from.session.tick()
        }
    }
}
