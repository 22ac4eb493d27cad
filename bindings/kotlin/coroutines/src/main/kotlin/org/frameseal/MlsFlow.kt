package org.frameseal

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.receiveAsFlow

/** Something changed for the epochs of an MLS group. */
public sealed interface MlsEvent {
    /**
     * This member sends in another epoch: ask [MlsKeys] for the encryptors anew.
     *
     * @property epoch the one it sends in.
     */
    public data class GoneOver(public val epoch: ULong) : MlsEvent

    /**
     * A key is nearly used up: have the group commit; an update will do.
     *
     * @property kid the key's KID.
     */
    public data class CommitSoon(public val kid: ULong) : MlsEvent
}

/** A listener of [MlsKeys] whose events are a flow, for one collector at a time, as in [CallFlows]. It has no end. */
public class MlsFlow : MlsListener {
    private val happened = Channel<MlsEvent>(Channel.UNLIMITED)

    /** What changes for the epochs. */
    public val events: Flow<MlsEvent> = happened.receiveAsFlow()

    /** Called by [MlsKeys]. */
    override fun goneOver(epoch: ULong) {
        happened.trySend(MlsEvent.GoneOver(epoch))
    }

    /** Called by [MlsKeys]. */
    override fun commitSoon(kid: ULong) {
        happened.trySend(MlsEvent.CommitSoon(kid))
    }
}

/** Tells the keys the time, ten times a second, until it is cancelled. Wait for that, with `cancelAndJoin`, before the keys are closed. */
public suspend fun MlsKeys.keepTime(): Nothing {
    while (true) {
        tick()
        delay(TICK_MILLIS)
    }
}
