package org.frameseal.example

import com.fasterxml.jackson.databind.JsonNode
import java.io.DataInputStream
import java.io.DataOutputStream
import java.net.InetAddress
import java.net.Socket
import java.nio.ByteBuffer
import java.nio.file.Path
import kotlin.io.path.createTempFile
import kotlin.io.path.deleteIfExists
import kotlin.time.Duration

/**
 * The operator of `examples/conference`, a process of its own: it forwards media and key messages,
 * records and attacks both, and tries to read.
 */
class Operator(program: Path, callLength: Duration) : AutoCloseable {
    private val loopback = InetAddress.getLoopbackAddress()
    private val recording = createTempFile("kotlin-call", ".pcap")
    private val process = ProcessBuilder(
        program.toString(), "operator",
        "--format", "sframe",
        "--milliseconds", callLength.inWholeMilliseconds.toString(),
        "--participants", "2", // and one who joins: it counts whoever may come
        "--last-n", "15",
        "--pcap", recording.toString(),
        "--seed", "9605",
    ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val commands = process.outputWriter()
    private val answers = process.inputReader()
    private val ready = answer()["Ready"]
    private val signalling = Socket(loopback, portOf(ready["signalling"]))
    private val input = DataInputStream(signalling.getInputStream().buffered())
    private val output = DataOutputStream(signalling.getOutputStream().buffered())

    /** Where participants send their media to. */
    val mediaPort: Int = portOf(ready["media"])

    /** Lets a participant in. */
    fun admit(number: Int, port: Int) =
        tell("Admit", mapOf("member" to number, "address" to "127.0.0.1:$port", "replay_past" to false))

    /** Has the operator put itself between two people: to each it claims to be the other. */
    fun takeThePlaceOf(callId: String, names: List<String>) =
        tell("Swap", mapOf("call_id" to callId, "suite" to SUITE, "names" to names))

    /**
     * Takes a turn on the signalling channel: what participants send at [now] by their numbers, for
     * what arrives at that moment.
     *
     * A record is `len(4) what(1) number(2) content(len)`; a turn ends with one that says the time.
     */
    fun turn(messages: List<Pair<Int, ByteArray>>, now: Duration): List<Pair<Int, ByteArray>> {
        for ((number, message) in messages) write(KEY_MESSAGE, number, message)
        write(TURN, 0, ByteBuffer.allocate(8).putLong(0, now.inWholeMilliseconds).array())
        output.flush()
        return buildList {
            while (true) {
                val length = input.readInt()
                val what = input.readByte().toInt()
                val number = input.readUnsignedShort()
                val content = input.readNBytes(length)
                if (what == TURN) break
                add(number to content)
            }
        }
    }

    /** Ends the call, and has the operator try to read what it recorded. */
    fun finish(): Loot {
        val finished = ask("Finish", mapOf("suite" to SUITE, "leaver_keys" to emptyList<Any>()))["Finished"]
        val loot = finished["loot"]
        val (tried, opened) = numbers(loot["wire_keys"])
        val (taken, _) = numbers(loot["packets"])
        return Loot(numbers(finished["attacks"]), numbers(finished["key_attacks"]), taken, finished["passed_on"].asLong(), tried, opened)
    }

    override fun close() {
        process.destroyForcibly()
        signalling.close()
        recording.deleteIfExists()
    }

    private fun tell(command: String, content: Map<String, Any>) =
        check(ask(command, content).asText() == "Done") { "the operator did not do as it was told" }

    private fun ask(command: String, content: Map<String, Any>): JsonNode {
        commands.write(json.writeValueAsString(mapOf(command to content)) + "\n")
        commands.flush()
        return answer()
    }

    private fun answer(): JsonNode =
        json.readTree(checkNotNull(answers.readLine()) { "the operator's process is gone" })

    private fun write(what: Int, number: Int, content: ByteArray) {
        output.writeInt(content.size)
        output.writeByte(what)
        output.writeShort(number)
        output.write(content)
    }

    private companion object {
        /** AES_128_GCM_SHA256_128, a session's own choice. */
        const val SUITE = 4

        const val TURN = 0
        const val KEY_MESSAGE = 1
    }
}

/** What the operator did, and what it has of it. */
class Loot(
    /** Packets by attack. */
    private val attacks: List<Long>,
    /** Key messages by attack. */
    private val keyAttacks: List<Long>,
    /** Packets that it took, and that it passed on. */
    val taken: Long,
    val passedOn: Long,
    /** Byte strings from the wire that it tried as keys, and frames that it opened with them. */
    val keysTried: Long,
    val opened: Long,
) {
    /** Packets that did not arrive as they were sent, each a part of one frame for one receiver. */
    val broken: Long get() = attacks[DROPPED] + attacks[FLIPPED] + attacks[SPLICED]

    /** All packets and key messages that it attacked. */
    val attacked: Long get() = attacks.sum() + keyAttacks.sum()

    /** Places in the operator's own list, `attacks.rs`. */
    private companion object {
        const val DROPPED = 0
        const val FLIPPED = 3
        const val SPLICED = 4
    }
}

private fun portOf(address: JsonNode): Int = address.asText().substringAfterLast(':').toInt()

private fun numbers(array: JsonNode): List<Long> = array.map { it.asLong() }
