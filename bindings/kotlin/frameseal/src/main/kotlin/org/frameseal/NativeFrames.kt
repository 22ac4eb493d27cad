package org.frameseal

import com.sun.jna.JNIEnv
import com.sun.jna.Library
import com.sun.jna.NativeLibrary
import java.nio.ByteBuffer

/**
 * The native functions for frames. They give `start shl 32 or length`; the negative of a result of
 * `frameseal.h`; or [REFUSED]. [InPlaceEncryptor] and [InPlaceDecryptor] are what apps use.
 */
internal object NativeFrames {
    init {
        // The library as JNA has loaded it, from a jar or from an app, so that both see the same objects.
        val name = System.getProperty("uniffi.component.frameseal.libraryOverride") ?: "frameseal_uniffi"
        val library = NativeLibrary.getInstance(name, UniffiLib::class.java.classLoader)
        val arguments = arrayOf(JNIEnv.CURRENT, NativeFrames::class.java)
        val options = mapOf(Library.OPTION_ALLOW_OBJECTS to true)
        val failed = library.getFunction("frameseal_jni_register").invoke(Int::class.java, arguments, options)
        check(failed == 0) { "the native library is of another version than this jar" }
    }

    @JvmStatic
    external fun seal(
        encryptor: Long,
        codec: Int,
        padTo: Int,
        buffer: ByteBuffer,
        start: Int,
        length: Int,
        metadata: ByteBuffer?,
        metadataLength: Int,
    ): Long

    @JvmStatic
    external fun open(
        decryptor: Long,
        isEnvelope: Boolean,
        buffer: ByteBuffer,
        start: Int,
        length: Int,
        metadata: ByteBuffer?,
        metadataLength: Int,
        header: LongArray?,
    ): Long

    /** Takes places and gives results in [places], one for each slot; gives how many succeeded. */
    @JvmStatic
    external fun sealBatch(
        encryptor: Long,
        codec: Int,
        padTo: Int,
        buffer: ByteBuffer,
        slotLength: Int,
        count: Int,
        places: LongArray,
        metadata: ByteBuffer?,
        metadataLength: Int,
    ): Long

    @JvmStatic
    external fun openBatch(
        decryptor: Long,
        isEnvelope: Boolean,
        buffer: ByteBuffer,
        slotLength: Int,
        count: Int,
        places: LongArray,
        headers: LongArray,
        metadata: ByteBuffer?,
        metadataLength: Int,
    ): Long

    @JvmStatic
    private external fun lastError(numbers: LongArray): String?

    @JvmStatic
    private external fun describe(result: Int): String?

    /** Gives what a function gave, or throws the exception that it stands for. */
    fun check(result: Long): Long {
        if (result >= 0) return result
        if (result == REFUSED) throw misplaced()
        val numbers = LongArray(2)
        val text = lastError(numbers).orEmpty()
        val (errorClass, kid) = numbers
        throw exception(errorClass.toInt(), text.substringBefore('\n'), text.substringAfter('\n'), kid.toULong())
    }

    /** Makes the exception that a result stands for which is not the last. */
    fun exception(result: Long, isOpening: Boolean, kid: ULong): FrameSealException {
        if (result == REFUSED) return misplaced()
        val number = (-result).toInt()
        val text = describe(number).orEmpty()
        val errorClass = when (number) {
            in 80..83 -> SYNTAX
            in 84..86 -> KEY_ID
            in 87..88 -> REPLAY
            89 -> AUTHENTICATION
            // What is wrong with keys: of others when opening, else one's own.
            in 40..49 -> if (isOpening) KEY_ID else USAGE
            else -> USAGE
        }
        return exception(errorClass, text.substringBefore('\n'), text.substringAfter('\n'), kid)
    }

    private fun exception(errorClass: Int, code: String, reason: String, kid: ULong): FrameSealException =
        when (errorClass) {
            AUTHENTICATION -> FrameSealException.Authentication(code, reason)
            KEY_ID -> FrameSealException.KeyId(code, reason, kid)
            SYNTAX -> FrameSealException.Syntax(code, reason)
            REPLAY -> FrameSealException.Replay(code, reason, kid)
            else -> FrameSealException.Usage(code, reason)
        }

    private fun misplaced() = FrameSealException.Usage(
        "BadValue",
        "a buffer is not direct, or start and length lie outside it, or a number is too large",
    )

    private const val REFUSED = Long.MIN_VALUE

    // `frameseal_error_class`.
    private const val AUTHENTICATION = 1
    private const val KEY_ID = 2
    private const val SYNTAX = 3
    private const val REPLAY = 4
    private const val USAGE = 6
}
