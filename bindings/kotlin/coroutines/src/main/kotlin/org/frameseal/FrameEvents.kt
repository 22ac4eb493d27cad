package org.frameseal

import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/**
 * What changes for the keys of a decryptor, such as a key that is missing; each event comes once. It looks
 * ten times a second, while somebody collects, and lets retired keys go. One collector at a time.
 */
public fun Decryptor.events(): Flow<FrameEvent> = flow {
    while (true) {
        tick()
        while (true) emit(pollEvent() ?: break)
        delay(TICK_MILLIS)
    }
}
