@file:JvmName("Errors")

package org.frameseal

/** The error's name, which does not change: `UnknownKey` for `FRAMESEAL_RESULT_UNKNOWN_KEY` of `frameseal.h`. */
public val FrameSealException.code: String
    get() = when (this) {
        is FrameSealException.Authentication -> code
        is FrameSealException.KeyId -> code
        is FrameSealException.Syntax -> code
        is FrameSealException.Replay -> code
        is FrameSealException.Message -> code
        is FrameSealException.Usage -> code
    }

/** What is wrong and what to do about it, for developers. */
public val FrameSealException.reason: String
    get() = when (this) {
        is FrameSealException.Authentication -> reason
        is FrameSealException.KeyId -> reason
        is FrameSealException.Syntax -> reason
        is FrameSealException.Replay -> reason
        is FrameSealException.Message -> reason
        is FrameSealException.Usage -> reason
    }
