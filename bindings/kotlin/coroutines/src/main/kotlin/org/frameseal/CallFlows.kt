package org.frameseal

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.receiveAsFlow

/**
 * A message that a session wants sent over the app's signalling, which may lose it.
 *
 * @property bytes the message.
 * @property to the member that it is for, or null: everybody.
 */
public class OutgoingMessage(public val bytes: ByteArray, public val to: String?)

/**
 * A listener whose messages and events are flows.
 *
 * ```kotlin
 * val flows = CallFlows()
 * val session = Session.join(config, identity, flows)
 * scope.launch { flows.messages.collect { signalling.send(it.bytes, it.to) } }
 * scope.launch { flows.events.collect(::show) }
 * scope.launch { session.keepTime() }
 * ```
 *
 * What comes while nobody collects waits, up to 1024 messages and 4096 events: a session must not be held
 * up by whoever listens. What finds no room is lost, as in a session that nobody asks: messages are sent
 * again. Each flow is for one collector at a time. Both flows end when the session does, after its
 * last message and [CallEvent.Ended].
 */
public class CallFlows : CallListener {
    private val sent = Channel<OutgoingMessage>(1024)
    private val happened = Channel<CallEvent>(4096)

    /** What to send over the app's signalling. */
    public val messages: Flow<OutgoingMessage> = sent.receiveAsFlow()

    /** What happens in the call. */
    public val events: Flow<CallEvent> = happened.receiveAsFlow()

    /** Called by the session. */
    override fun send(message: ByteArray, to: String?) {
        sent.trySend(OutgoingMessage(message, to))
    }

    /** Called by the session. */
    override fun event(event: CallEvent) {
        happened.trySend(event)
        if (event is CallEvent.Ended) {
            sent.close()
            happened.close()
        }
    }
}

/**
 * Tells the session the time, ten times a second, until it ends.
 *
 * What is due then is done on the caller's dispatcher: mostly nothing, at times an exchange of keys, a
 * millisecond of computing.
 */
public suspend fun Session.keepTime() {
    while (ended() == null) {
        tick()
        delay(TICK_MILLIS)
    }
}

internal const val TICK_MILLIS = 100L
