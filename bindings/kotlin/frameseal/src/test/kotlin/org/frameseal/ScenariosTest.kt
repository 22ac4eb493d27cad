package org.frameseal

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.nio.ByteBuffer

/** The scenarios and vectors that every language runs: `bindings/scenarios`. */
class ScenariosTest {
    @Test
    fun `scenarios on the slow road`() = runAll(SlowRoad)

    @Test
    fun `scenarios on the fast road`() = runAll(FastRoad)

    @Test
    fun `scenarios in batches`() = runAll(Batches)

    @Test
    fun `vectors of RFC 9605 and of the ratchet`() {
        var ran = 0
        for (road in ROADS) {
            val vectors = json("sframe/tests/vectors/rfc9605.json")["sframe"] +
                json("sframe/tests/vectors/iana-aes256-ctr-hmac.json")["sframe_aes_256_ctr_hmac"]
            for (vector in vectors) {
                val suite = suiteOf(vector["cipher_suite"].asInt())
                val (kid, counter) = vector["kid"].asLong().toULong() to vector["ctr"].asLong().toULong()
                BaseKey(hex(vector["base_key"])).use { key ->
                    Encryptor(suite, kid, key, StartingAt(counter)).use { encryptor ->
                        val sealed = road.seal(encryptor, hex(vector["pt"]), hex(vector["metadata"]), null, 0)
                        assertArrayEquals(hex(vector["ct"]), sealed)
                        Decryptor(DecryptorConfig.Plain).use { decryptor ->
                            decryptor.addKey(suite, kid, key)
                            val opened = road.open(decryptor, sealed, hex(vector["metadata"]), false)
                            assertArrayEquals(hex(vector["pt"]), opened.frame)
                            assertEquals(kid to counter, opened.kid to opened.counter)
                        }
                    }
                }
                ran += 1
            }
        }
        assertEquals(ROADS.size * 8, ran)
    }

    @Test
    fun `vectors of the envelope`() {
        val vectors = json("sframe/tests/vectors/transparent-envelope.json")
        var (sealedRan, refusedRan) = 0 to 0
        for (road in ROADS) {
            for (vector in vectors["sealed"] + vectors["rewritten"]) {
                val suite = suiteOf(vector["suite"].asInt())
                val (kid, counter) = vector["kid"].asText().toULong() to vector["counter"].asText().toULong()
                BaseKey(hex(vector["base_key"])).use { key ->
                    Encryptor(suite, kid, key, StartingAt(counter)).use { encryptor ->
                        val codec = codecOf(vector["codec"].asText())
                        val metadata = hex(vector["metadata"])
                        // What was rewritten on the way is only opened.
                        if (vector in vectors["sealed"]) {
                            val sealed = road.seal(encryptor, hex(vector["frame"]), metadata, codec, vector["pad_to"].asInt())
                            assertArrayEquals(hex(vector["sealed"]), sealed)
                        }
                        Decryptor(DecryptorConfig.Plain).use { decryptor ->
                            decryptor.addKey(suite, kid, key)
                            val opened = road.open(decryptor, hex(vector["sealed"]), metadata, true)
                            assertArrayEquals(hex(vector["frame"]), opened.frame)
                            assertEquals(kid to counter, opened.kid to opened.counter)
                        }
                    }
                }
                sealedRan += 1
            }
            for (vector in vectors["refused"]) {
                val suite = suiteOf(vector["suite"].asInt())
                BaseKey(hex(vector["base_key"])).use { key ->
                    Decryptor(DecryptorConfig.Plain).use { decryptor ->
                        decryptor.addKey(suite, vector["kid"].asText().toULong(), key)
                        val failed = runCatching { road.open(decryptor, hex(vector["sealed"]), hex(vector["metadata"]), true) }
                        assertTrue(failed.exceptionOrNull() is FrameSealException, vector["why"].asText())
                    }
                }
                refusedRan += 1
            }
        }
        assertEquals(ROADS.size * (144 + 24) to ROADS.size * 27, sealedRan to refusedRan)
    }

    private fun runAll(road: Road) {
        var (scenarios, steps) = 0 to 0
        for (scenario in json("bindings/scenarios/scenarios.json")["scenarios"]) {
            val stage = Stage(road)
            for (step in scenario["steps"]) {
                val error = step["error"]?.asText()
                val what = "${scenario["name"].asText()}: $step"
                val done = runCatching { stage.run(step) }
                if (error == null) {
                    done.exceptionOrNull()?.let { throw AssertionError(what, it) }
                } else {
                    val thrown = done.exceptionOrNull()
                    assertNotNull(thrown, what)
                    assertEquals(error, thrown!!::class.simpleName, what)
                    step["code"]?.let { assertEquals(it.asText(), (thrown as FrameSealException).code, what) }
                }
                steps += 1
            }
            scenarios += 1
        }
        assertEquals(14 to 156, scenarios to steps)
    }
}

/** How frames go in and out. */
private interface Road {
    fun seal(encryptor: Encryptor, frame: ByteArray, metadata: ByteArray, codec: Codec?, padTo: Int): ByteArray
    fun open(decryptor: Decryptor, frame: ByteArray, metadata: ByteArray, isEnvelope: Boolean): OpenedFrame
}

/** Arrays of bytes, over uniffi. */
private object SlowRoad : Road {
    override fun seal(encryptor: Encryptor, frame: ByteArray, metadata: ByteArray, codec: Codec?, padTo: Int): ByteArray =
        if (codec == null) encryptor.encrypt(frame, metadata) else encryptor.encryptAs(codec, frame, metadata, padTo.toUShort())

    override fun open(decryptor: Decryptor, frame: ByteArray, metadata: ByteArray, isEnvelope: Boolean): OpenedFrame =
        if (isEnvelope) decryptor.decryptEnvelope(frame, metadata) else decryptor.decrypt(frame, metadata)
}

/** Direct buffers, over JNI. */
private object FastRoad : Road {
    override fun seal(encryptor: Encryptor, frame: ByteArray, metadata: ByteArray, codec: Codec?, padTo: Int): ByteArray {
        val start = InPlaceEncryptor.HEADROOM
        val buffer = ByteBuffer.allocateDirect(start + frame.size * 2 + PAD_ROOM + InPlaceEncryptor.TAILROOM)
        buffer.position(start).put(frame)
        val span = InPlaceEncryptor(encryptor, codec, padTo).encrypt(buffer, start, frame.size, direct(metadata), metadata.size)
        return bytes(buffer, span)
    }

    override fun open(decryptor: Decryptor, frame: ByteArray, metadata: ByteArray, isEnvelope: Boolean): OpenedFrame {
        val buffer = direct(frame)
        val header = LongArray(2)
        val span = InPlaceDecryptor(decryptor, isEnvelope).decrypt(buffer, 0, frame.size, direct(metadata), metadata.size, header)
        return OpenedFrame(bytes(buffer, span), header[0].toULong(), header[1].toULong())
    }
}

/** As [FastRoad], in batches of one. */
private object Batches : Road {
    override fun seal(encryptor: Encryptor, frame: ByteArray, metadata: ByteArray, codec: Codec?, padTo: Int): ByteArray {
        val batch = batch(frame)
        InPlaceEncryptor(encryptor, codec, padTo).encrypt(batch, direct(metadata), metadata.size)
        return bytes(batch.buffer, batch.span(0))
    }

    override fun open(decryptor: Decryptor, frame: ByteArray, metadata: ByteArray, isEnvelope: Boolean): OpenedFrame {
        val batch = batch(frame)
        InPlaceDecryptor(decryptor, isEnvelope).decrypt(batch, direct(metadata), metadata.size)
        return OpenedFrame(bytes(batch.buffer, batch.span(0)), batch.kid(0), batch.counter(0))
    }

    private fun batch(frame: ByteArray) = FrameBatch(1, 2 * frame.size + PAD_ROOM).apply { add(ByteBuffer.wrap(frame)) }
}

private val ROADS = listOf(SlowRoad, FastRoad, Batches)

/** 64 KiB: what a frame may be padded to. */
private const val PAD_ROOM = 1 shl 16

private fun direct(bytes: ByteArray): ByteBuffer = ByteBuffer.allocateDirect(bytes.size).apply { put(bytes) }

internal fun bytes(buffer: ByteBuffer, span: Span): ByteArray =
    ByteArray(span.length).also { buffer.duplicate().clear().position(span.start).get(it) }

/** A store whose first lease begins at a counter. */
private class StartingAt(private var next: ULong) : CounterStore {
    override fun reserve(fingerprint: ByteArray, count: ULong): ULong = next.also { next += count }
}

private class Disk : CounterStore {
    private val next = HashMap<String, ULong>()

    override fun reserve(fingerprint: ByteArray, count: ULong): ULong {
        val key = fingerprint.joinToString("") { "%02x".format(it) }
        val first = next[key] ?: 0UL
        next[key] = first + count
        return first
    }
}

/** The objects and frames of one scenario, by name. */
private class Stage(private val road: Road) {
    private val objects = HashMap<String, Any>()
    private val frames = HashMap<String, ByteArray>()

    fun run(step: JsonNode) {
        when (val what = step.text("do")) {
            "encryptor" -> key(step) { key ->
                val store = step["counters"]?.let { get<Disk>(it.asText()) }
                put(step, Encryptor(suite(step), kid(step), key, store))
            }
            "decryptor" -> put(step, Decryptor(config(step)))
            "addKey" -> key(step) { key -> get<Decryptor>(step.text("to")).addKey(suite(step), kid(step), key) }
            "removeKey" -> assertEquals(step["was"].asBoolean(), get<Decryptor>(step.text("from")).removeKey(kid(step)))
            "refuseOwn" -> get<Decryptor>(step.text("to")).refuseOwn(get(step.text("encryptor")))
            "senderKey" -> key(step) { key ->
                put(step, SenderKey(suite(step), bits(step), step["generation"].asLong().toULong(), step["step"].asLong().toULong(), key))
            }
            "joinKey" -> get<SenderKey>(step.text("of")).baseKey().use { key ->
                put(step, SenderKey(suite(step), bits(step), step["generation"].asLong().toULong(), step["step"].asLong().toULong(), key))
            }
            "ratchet" -> get<SenderKey>(step.text("key")).ratchet()
            "senderEncryptor" -> put(step, Encryptor.forSender(get(step.text("key"))))
            "addSenderKey" -> get<Decryptor>(step.text("to")).addSenderKey(get(step.text("key")))
            "seal" -> frames[step.text("as")] = seal(get(step.text("with")), step)
            "open" -> opened(road.open(get(step.text("with")), frame(step), metadata(step), step["envelope"]?.asBoolean() == true), step)
            "mls" -> put(step, MlsKeys(suite(step), bits(step)))
            "addEpoch" -> get<MlsKeys>(step.text("to")).addEpoch(
                step["epoch"].asLong().toULong(), hex(step["secret"]), step["leaves"].asInt().toUInt(), step["own"].asInt().toUInt(),
                step["atOnce"]?.asBoolean() == true,
            )
            "mlsSeal" -> get<MlsKeys>(step.text("with")).encryptor(step["context"].asLong().toULong()).use {
                frames[step.text("as")] = seal(it, step)
            }
            "mlsOpen" -> {
                val keys = get<MlsKeys>(step.text("with"))
                val opened = keys.decryptor().use { road.open(it, frame(step), metadata(step), false) }
                opened(opened, step)
                assertEquals(step["leaf"].asInt().toUInt(), keys.senderOf(opened.kid))
            }
            "flip" -> {
                val bytes = frame(step).copyOf()
                val at = step["byte"].asInt().let { if (it < 0) bytes.size + it else it }
                bytes[at] = (bytes[at].toInt() xor 1).toByte()
                frames[step.text("as")] = bytes
            }
            "bytes" -> frames[step.text("as")] = hex(step["hex"])
            "event" -> {
                val event = get<Decryptor>(step.text("of")).pollEvent()
                val kid = when (event) {
                    is FrameEvent.KeyMissing -> event.kid
                    is FrameEvent.KeyRecovered -> event.kid
                    is FrameEvent.RotateSoon -> event.kid
                    is FrameEvent.Forgeries -> event.kid
                    null -> null
                }
                assertEquals(step.text("is") to kid(step), event?.let { it::class.simpleName } to kid)
            }
            "totals" -> {
                val totals = get<Decryptor>(step.text("of")).totals()
                fun count(name: String) = step[name].asLong().toULong()
                assertEquals(Totals(count("opened"), count("syntax"), count("keyId"), count("replay"), count("authentication")), totals)
            }
            "store" -> put(step, Disk())
            "forget" -> (objects.remove(step.text("as")) as AutoCloseable).close()
            else -> throw AssertionError("no step is called $what")
        }
    }

    private fun seal(encryptor: Encryptor, step: JsonNode): ByteArray =
        road.seal(encryptor, hex(step["frame"]), metadata(step), step["codec"]?.let { codecOf(it.asText()) }, step["padTo"]?.asInt() ?: 0)

    private fun opened(opened: OpenedFrame, step: JsonNode) {
        assertArrayEquals(hex(step["gives"]), opened.frame)
        step["kid"]?.let { assertEquals(it.asLong().toULong(), opened.kid) }
        step["counter"]?.let { assertEquals(it.asLong().toULong(), opened.counter) }
    }

    private fun config(step: JsonNode): DecryptorConfig = when (step.text("layout")) {
        "plain" -> DecryptorConfig.Plain
        "senderKeys" -> DecryptorConfig.SenderKeys(bits(step))
        else -> DecryptorConfig.Mls(bits(step))
    }

    private fun key(step: JsonNode, use: (BaseKey) -> Unit) = BaseKey(hex(step["key"])).use(use)
    private fun frame(step: JsonNode): ByteArray = frames.getValue(step.text("frame"))
    private fun metadata(step: JsonNode): ByteArray = step["metadata"]?.let(::hex) ?: ByteArray(0)
    private fun suite(step: JsonNode): CipherSuite = suiteOf(step["suite"].asInt())
    private fun kid(step: JsonNode): ULong = step["kid"].asLong().toULong()
    private fun bits(step: JsonNode): UByte = step["bits"].asInt().toUByte()
    private fun put(step: JsonNode, made: Any) { objects[step.text("as")] = made }

    @Suppress("UNCHECKED_CAST")
    private fun <T> get(name: String): T = objects.getValue(name) as T
}

private fun JsonNode.text(name: String): String = this[name].asText()

private fun suiteOf(number: Int): CipherSuite = cipherSuite(number.toUShort())!!

private fun hex(node: JsonNode): ByteArray = node.asText().chunked(2).map { it.toInt(16).toByte() }.toByteArray()

private fun json(path: String): JsonNode = ObjectMapper().readTree(File(System.getProperty("frameseal.root"), path))
