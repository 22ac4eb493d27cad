@file:JvmName("Participant")

package org.frameseal.example

import com.fasterxml.jackson.module.kotlin.readValue
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible
import org.frameseal.CallEvent
import org.frameseal.CallFlows
import org.frameseal.DeviceIdentity
import org.frameseal.FrameSealException
import org.frameseal.Session
import org.frameseal.SessionConfig
import org.frameseal.keepTime
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.StandardSocketOptions
import java.nio.channels.DatagramChannel
import java.nio.file.Path
import kotlin.concurrent.thread

/**
 * One participant, a process of its own. What it knows of the others comes by key messages and media,
 * and both through the operator's hands.
 *
 * Arguments: its number, its name, the call's id, the operator's UDP port, and the folder with media.
 */
fun main(args: Array<String>) = runBlocking {
    val (number, name, callId, operator, media) = args
    val loopback = InetAddress.getLoopbackAddress()
    val channel = DatagramChannel.open().bind(InetSocketAddress(loopback, 0))
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 shl 20)
    channel.connect(InetSocketAddress(loopback, operator.toInt()))

    val flows = CallFlows()
    val session = Session.join(SessionConfig(callId.encodeToByteArray(), name), DeviceIdentity.generate(), flows)
    val sender = Sender(session, channel, number.toInt(), readClips(Path.of(media)))
    val receiver = Receiver(session, channel)
    val receiving = launch { runInterruptible(Dispatchers.IO, receiver::run) }
    launch { session.keepTime() }
    launch { flows.messages.collect { say(Said.Message(it.bytes.toHexString())) } }
    launch {
        flows.events.collect { event ->
            if (event is CallEvent.SendKeysChanged) sender.keysHaveChanged()
            if (event is CallEvent.Joined || event is CallEvent.Left) say(Said.Sees(session.members().map { it.name }))
        }
    }
    say(Said.Ready(channel.socket().localPort))

    var sending: Job? = null
    for (order in orders()) {
        when (order) {
            is Order.Message -> {
                session.take(order.bytes.hexToByteArray())
                receiver.keysMayHaveCome()
            }
            is Order.Begin -> sending = launch { sender.run() }
            is Order.Rotate -> session.rotate()
            is Order.Mute -> sending?.cancel()
            is Order.Report -> break
        }
    }
    sending?.cancel()
    channel.close()
    receiving.join()
    say(report(session, sender, receiver))
    session.leave() // with it end the flows, and this process
}

private fun Session.take(message: ByteArray) {
    try {
        handle(message)
    } catch (_: FrameSealException.Message) {
        // The operator damages some and repeats others. What it drops is sent again.
    }
}

private fun report(session: Session, sender: Sender, receiver: Receiver) = Said.Report(
    language = "Kotlin",
    id = session.id(),
    code = session.callCode().digits,
    names = session.members().map { it.name },
    sent = sender.sent,
    videoKeys = sender.videoKids.size,
    opened = receiver.opened,
    refused = receiver.refused,
    packetsSent = sender.packets,
    packetsReceived = receiver.packets,
)

/** What the host says, until it is gone. */
private fun orders(): ReceiveChannel<Order> {
    val orders = Channel<Order>(Channel.UNLIMITED)
    thread(isDaemon = true) {
        System.`in`.bufferedReader().forEachLine { orders.trySend(json.readValue<Order>(it)) }
        orders.close()
    }
    return orders
}

private fun say(said: Said) = println(json.writeValueAsString(said))
