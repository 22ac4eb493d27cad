@file:JvmName("Host")

package org.frameseal.example

import com.fasterxml.jackson.module.kotlin.readValue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import java.nio.file.Path
import kotlin.system.exitProcess
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** Of media. The clips are 8 s long. */
private val LENGTH = 6.seconds

/** How long all know each other before they send: sessions give newcomers their keys within it. */
private val WARM_UP = 500.milliseconds

/** For frames and keys that are under way when the last one turns its camera off. */
private val FAREWELL = 1.seconds

/** By then they have met, whatever the operator drops, and by then they have reported. */
private val PATIENCE = 60.seconds

private const val CALL_ID = "a call in two languages"
private val BUILT = Path.of("target/release")
private val MEDIA = Path.of("examples/media")

/**
 * Runs a call of Kotlin and Rust through an operator that attacks it, from the project's root. With
 * `--control` the operator takes the place of both of two people, and the call must fail.
 */
fun main(args: Array<String>) {
    val isControl = "--control" in args
    val outcome = runBlocking { call(isControl) }
    println(outcome.show())
    exitProcess(if (outcome.violations.isEmpty()) 0 else 1)
}

private suspend fun call(isControl: Boolean): Outcome = Operator(BUILT.resolve("conference"), LENGTH).use { operator ->
    val kotlin = listOf(java(), "-cp", System.getProperty("java.class.path"), "org.frameseal.example.Participant")
    val rust = listOf(BUILT.resolve("kotlin-call-participant").toString())
    val programs = listOf("Alice" to kotlin, "Bob" to rust, "Carol" to kotlin).take(if (isControl) 2 else 3)
    val names = programs.map { (name, _) -> name }
    if (isControl) operator.takeThePlaceOf(CALL_ID, names)
    val seats = programs.mapIndexed { number, (name, program) -> Seat(number, name, program, operator.mediaPort) }
    try {
        withContext(Dispatchers.Default) {
            seats.forEach { seat -> launch(Dispatchers.IO) { seat.listen() } }
            val signalling = launch { carryMessages(operator, seats) }
            seats.forEach { operator.admit(it.number, it.mediaPort.await()) }
            withTimeout(PATIENCE) { seats.forEach { seat -> seat.sees.first { it.size == names.size - 1 } } }
            delay(WARM_UP)
            seats.forEach { it.tell(Order.Begin) }
            delay(LENGTH / 2)
            seats.first().tell(Order.Rotate)
            delay(LENGTH / 2)
            seats.forEach { it.tell(Order.Mute) }
            delay(FAREWELL)
            signalling.cancelAndJoin()
            seats.forEach { it.tell(Order.Report) }
            val reports = withTimeout(PATIENCE) { seats.associate { it.name to it.report.await() } }
            Outcome(reports, operator.finish())
        }
    } finally {
        seats.forEach(Seat::close)
    }
}

/** Takes a turn with the operator every 20 ms. */
private suspend fun carryMessages(operator: Operator, seats: List<Seat>) {
    val begun = TimeSource.Monotonic.markNow()
    while (true) {
        val messages = seats.flatMap { seat -> seat.takeMessages().map { seat.number to it } }
        for ((number, message) in operator.turn(messages, begun.elapsedNow())) {
            seats[number].tell(Order.Message(message.toHexString()))
        }
        delay(20.milliseconds)
    }
}

private fun java(): String = ProcessHandle.current().info().command().orElse("java")

/** A participant's process, as the host has it. */
private class Seat(val number: Int, val name: String, program: List<String>, operator: Int) : AutoCloseable {
    private val process = ProcessBuilder(program + listOf("$number", name, CALL_ID, "$operator", "$MEDIA"))
        .redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val orders = process.outputWriter()
    private val messages = Channel<ByteArray>(Channel.UNLIMITED)

    val mediaPort = CompletableDeferred<Int>()
    val sees = MutableStateFlow(emptyList<String>())
    val report = CompletableDeferred<Said.Report>()

    /** Hears what it says, until it ends. */
    fun listen() {
        process.inputReader().forEachLine { line ->
            when (val said = json.readValue<Said>(line)) {
                is Said.Ready -> mediaPort.complete(said.port)
                is Said.Message -> messages.trySend(said.bytes.hexToByteArray())
                is Said.Sees -> sees.value = said.names
                is Said.Report -> report.complete(said)
            }
        }
        val gone = IllegalStateException("$name's process has ended")
        mediaPort.completeExceptionally(gone)
        report.completeExceptionally(gone)
    }

    fun takeMessages(): List<ByteArray> = generateSequence { messages.tryReceive().getOrNull() }.toList()

    @Synchronized
    fun tell(order: Order) {
        orders.write(json.writeValueAsString(order) + "\n")
        orders.flush()
    }

    override fun close() {
        process.destroyForcibly()
    }
}
