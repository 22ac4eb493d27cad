// This file was made by the `uniffi` crate.
// Do not change it.

@file:Suppress("NAME_SHADOWING")

package org.frameseal

// Common helper code.
//
// Ideally this would live in a separate .kt file where it can be unittested etc
// in isolation, and perhaps even published as a re-useable package.
//
// However, it's important that the details of how this helper code works (e.g. the
// way that different builtin types are passed across the FFI) exactly match what's
// expected by the Rust code on the other side of the interface. In practice right
// now that means coming from the exact some version of `uniffi` that was used to
// compile the Rust component. The easiest way to ensure this is to bundle the Kotlin
// helpers directly inline like we're doing here.

import com.sun.jna.Library
import com.sun.jna.IntegerType
import com.sun.jna.Native
import com.sun.jna.Pointer
import com.sun.jna.Structure
import com.sun.jna.Callback
import com.sun.jna.ptr.*
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.CharBuffer
import java.nio.charset.CodingErrorAction
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicBoolean

// This is a helper for safely working with byte buffers returned from the Rust code.
// A rust-owned buffer is represented by its capacity, its current length, and a
// pointer to the underlying data.

/**
 * @suppress
 */
@Structure.FieldOrder("capacity", "len", "data")
open class RustBuffer : Structure() {
    // Note: `capacity` and `len` are actually `ULong` values, but JVM only supports signed values.
    // When dealing with these fields, make sure to call `toULong()`.
    @JvmField var capacity: Long = 0
    @JvmField var len: Long = 0
    @JvmField var data: Pointer? = null

    class ByValue: RustBuffer(), Structure.ByValue
    class ByReference: RustBuffer(), Structure.ByReference

   internal fun setValue(other: RustBuffer) {
        capacity = other.capacity
        len = other.len
        data = other.data
    }

    companion object {
        internal fun alloc(size: ULong = 0UL) = uniffiRustCall() { status ->
            // Note: need to convert the size to a `Long` value to make this work with JVM.
            UniffiLib.ffi_frameseal_uniffi_rustbuffer_alloc(size.toLong(), status)
        }.also {
            if(it.data == null) {
               throw RuntimeException("RustBuffer.alloc() returned null data pointer (size=${size})")
           }
        }

        internal fun create(capacity: ULong, len: ULong, data: Pointer?): RustBuffer.ByValue {
            var buf = RustBuffer.ByValue()
            buf.capacity = capacity.toLong()
            buf.len = len.toLong()
            buf.data = data
            return buf
        }

        internal fun free(buf: RustBuffer.ByValue) = uniffiRustCall() { status ->
            UniffiLib.ffi_frameseal_uniffi_rustbuffer_free(buf, status)
        }
    }

    @Suppress("TooGenericExceptionThrown")
    fun asByteBuffer() =
        this.data?.getByteBuffer(0, this.len)?.also {
            it.order(ByteOrder.BIG_ENDIAN)
        }
}

// This is a helper for safely passing byte references into the rust code.
// It's not actually used at the moment, because there aren't many things that you
// can take a direct pointer to in the JVM, and if we're going to copy something
// then we might as well copy it into a `RustBuffer`. But it's here for API
// completeness.

@Structure.FieldOrder("len", "data")
internal open class ForeignBytes : Structure() {
    @JvmField var len: Int = 0
    @JvmField var data: Pointer? = null

    class ByValue : ForeignBytes(), Structure.ByValue
}

// Converter for `&[u8]` / `[ByRef] bytes` arguments.
//
// Only `lower` is valid — zero-copy byte buffers only flow foreign -> Rust,
// and only in argument position. `lift`, `read`, `write`, and
// `allocationSize` have no sound implementation here and all panic at
// runtime. The `FfiConverter` interface is implemented so that the
// compiler enforces the full method set (rather than relying on eyeball).
//
// The provided `ByteBuffer` MUST be direct — only direct buffers have a
// stable native address that JNA can expose via `getDirectBufferPointer`.
// The returned `ForeignBytes.ByValue` is only valid for the duration of
// the FFI call; the Rust side treats it as a borrow.
internal object FfiConverterByRefBytes : FfiConverter<java.nio.ByteBuffer, ForeignBytes.ByValue> {
    override fun lower(value: java.nio.ByteBuffer): ForeignBytes.ByValue {
        require(value.isDirect) { "UniFFI zero-copy &[u8] requires a direct ByteBuffer. Use ByteBuffer.allocateDirect()." }
        val remaining = value.remaining()
        val fb = ForeignBytes.ByValue()
        fb.len = remaining
        // Zero-length direct buffers: skip getDirectBufferPointer (platform-variable behavior)
        // and pass null. The Rust side treats (null, 0) as &[].
        fb.data = if (remaining == 0) null else com.sun.jna.Native.getDirectBufferPointer(value)
        return fb
    }

    override fun lift(value: ForeignBytes.ByValue): java.nio.ByteBuffer =
        error("ByRef bytes cannot be lifted: zero-copy &[u8] only flows foreign->Rust")

    override fun read(buf: java.nio.ByteBuffer): java.nio.ByteBuffer =
        error("ByRef bytes cannot be read from a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")

    override fun write(value: java.nio.ByteBuffer, buf: java.nio.ByteBuffer): Unit =
        error("ByRef bytes cannot be written to a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")

    override fun allocationSize(value: java.nio.ByteBuffer): ULong =
        error("ByRef bytes have no RustBuffer allocation size: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")
}
/**
 * The FfiConverter interface handles converter types to and from the FFI
 *
 * All implementing objects should be public to support external types.  When a
 * type is external we need to import it's FfiConverter.
 *
 * @suppress
 */
public interface FfiConverter<KotlinType, FfiType> {
    // Convert an FFI type to a Kotlin type
    fun lift(value: FfiType): KotlinType

    // Convert an Kotlin type to an FFI type
    fun lower(value: KotlinType): FfiType

    // Read a Kotlin type from a `ByteBuffer`
    fun read(buf: ByteBuffer): KotlinType

    // Calculate bytes to allocate when creating a `RustBuffer`
    //
    // This must return at least as many bytes as the write() function will
    // write. It can return more bytes than needed, for example when writing
    // Strings we can't know the exact bytes needed until we the UTF-8
    // encoding, so we pessimistically allocate the largest size possible (3
    // bytes per codepoint).  Allocating extra bytes is not really a big deal
    // because the `RustBuffer` is short-lived.
    fun allocationSize(value: KotlinType): ULong

    // Write a Kotlin type to a `ByteBuffer`
    fun write(value: KotlinType, buf: ByteBuffer)

    // Lower a value into a `RustBuffer`
    //
    // This method lowers a value into a `RustBuffer` rather than the normal
    // FfiType.  It's used by the callback interface code.  Callback interface
    // returns are always serialized into a `RustBuffer` regardless of their
    // normal FFI type.
    fun lowerIntoRustBuffer(value: KotlinType): RustBuffer.ByValue {
        val rbuf = RustBuffer.alloc(allocationSize(value))
        try {
            val bbuf = rbuf.data!!.getByteBuffer(0, rbuf.capacity).also {
                it.order(ByteOrder.BIG_ENDIAN)
            }
            write(value, bbuf)
            rbuf.writeField("len", bbuf.position().toLong())
            return rbuf
        } catch (e: Throwable) {
            RustBuffer.free(rbuf)
            throw e
        }
    }

    // Lift a value from a `RustBuffer`.
    //
    // This here mostly because of the symmetry with `lowerIntoRustBuffer()`.
    // It's currently only used by the `FfiConverterRustBuffer` class below.
    fun liftFromRustBuffer(rbuf: RustBuffer.ByValue): KotlinType {
        val byteBuf = rbuf.asByteBuffer()!!
        try {
           val item = read(byteBuf)
           if (byteBuf.hasRemaining()) {
               throw RuntimeException("junk remaining in buffer after lifting, something is very wrong!!")
           }
           return item
        } finally {
            RustBuffer.free(rbuf)
        }
    }
}

/**
 * FfiConverter that uses `RustBuffer` as the FfiType
 *
 * @suppress
 */
public interface FfiConverterRustBuffer<KotlinType>: FfiConverter<KotlinType, RustBuffer.ByValue> {
    override fun lift(value: RustBuffer.ByValue) = liftFromRustBuffer(value)
    override fun lower(value: KotlinType) = lowerIntoRustBuffer(value)
}
// A handful of classes and functions to support the generated data structures.
// This would be a good candidate for isolating in its own ffi-support lib.

internal const val UNIFFI_CALL_SUCCESS = 0.toByte()
internal const val UNIFFI_CALL_ERROR = 1.toByte()
internal const val UNIFFI_CALL_UNEXPECTED_ERROR = 2.toByte()

@Structure.FieldOrder("code", "error_buf")
internal open class UniffiRustCallStatus : Structure() {
    @JvmField var code: Byte = 0
    @JvmField var error_buf: RustBuffer.ByValue = RustBuffer.ByValue()

    class ByValue: UniffiRustCallStatus(), Structure.ByValue

    fun isSuccess(): Boolean {
        return code == UNIFFI_CALL_SUCCESS
    }

    fun isError(): Boolean {
        return code == UNIFFI_CALL_ERROR
    }

    fun isPanic(): Boolean {
        return code == UNIFFI_CALL_UNEXPECTED_ERROR
    }

    companion object {
        fun create(code: Byte, errorBuf: RustBuffer.ByValue): UniffiRustCallStatus.ByValue {
            val callStatus = UniffiRustCallStatus.ByValue()
            callStatus.code = code
            callStatus.error_buf = errorBuf
            return callStatus
        }
    }
}

class InternalException(message: String) : kotlin.Exception(message)

/**
 * Each top-level error class has a companion object that can lift the error from the call status's rust buffer
 *
 * @suppress
 */
interface UniffiRustCallStatusErrorHandler<E> {
    fun lift(error_buf: RustBuffer.ByValue): E;
}

// Helpers for calling Rust
// In practice we usually need to be synchronized to call this safely, so it doesn't
// synchronize itself

// Call a rust function that returns a Result<>.  Pass in the Error class companion that corresponds to the Err
private inline fun <U, E: kotlin.Exception> uniffiRustCallWithError(errorHandler: UniffiRustCallStatusErrorHandler<E>, callback: (UniffiRustCallStatus) -> U): U {
    var status = UniffiRustCallStatus()
    val return_value = callback(status)
    uniffiCheckCallStatus(errorHandler, status)
    return return_value
}

// Check UniffiRustCallStatus and throw an error if the call wasn't successful
private fun<E: kotlin.Exception> uniffiCheckCallStatus(errorHandler: UniffiRustCallStatusErrorHandler<E>, status: UniffiRustCallStatus) {
    if (status.isSuccess()) {
        return
    } else if (status.isError()) {
        throw errorHandler.lift(status.error_buf)
    } else if (status.isPanic()) {
        // when the rust code sees a panic, it tries to construct a rustbuffer
        // with the message.  but if that code panics, then it just sends back
        // an empty buffer.
        if (status.error_buf.len > 0) {
            throw InternalException(FfiConverterString.lift(status.error_buf))
        } else {
            throw InternalException("Rust panic")
        }
    } else {
        throw InternalException("Unknown rust call status: $status.code")
    }
}

/**
 * UniffiRustCallStatusErrorHandler implementation for times when we don't expect a CALL_ERROR
 *
 * @suppress
 */
object UniffiNullRustCallStatusErrorHandler: UniffiRustCallStatusErrorHandler<InternalException> {
    override fun lift(error_buf: RustBuffer.ByValue): InternalException {
        RustBuffer.free(error_buf)
        return InternalException("Unexpected CALL_ERROR")
    }
}

// Call a rust function that returns a plain value
private inline fun <U> uniffiRustCall(callback: (UniffiRustCallStatus) -> U): U {
    return uniffiRustCallWithError(UniffiNullRustCallStatusErrorHandler, callback)
}

internal inline fun<T> uniffiTraitInterfaceCall(
    callStatus: UniffiRustCallStatus,
    makeCall: () -> T,
    writeReturn: (T) -> Unit,
) {
    try {
        writeReturn(makeCall())
    } catch(e: kotlin.Exception) {
        val err = try { e.stackTraceToString() } catch(_: Throwable) { "" }
        callStatus.code = UNIFFI_CALL_UNEXPECTED_ERROR
        callStatus.error_buf = FfiConverterString.lower(err)
    }
}

internal inline fun<T, reified E: Throwable> uniffiTraitInterfaceCallWithError(
    callStatus: UniffiRustCallStatus,
    makeCall: () -> T,
    writeReturn: (T) -> Unit,
    lowerError: (E) -> RustBuffer.ByValue
) {
    try {
        writeReturn(makeCall())
    } catch(e: kotlin.Exception) {
        if (e is E) {
            callStatus.code = UNIFFI_CALL_ERROR
            callStatus.error_buf = lowerError(e)
        } else {
            val err = try { e.stackTraceToString() } catch(_: Throwable) { "" }
            callStatus.code = UNIFFI_CALL_UNEXPECTED_ERROR
            callStatus.error_buf = FfiConverterString.lower(err)
        }
    }
}
// Initial value and increment amount for handles.
// These ensure that Kotlin-generated handles always have the lowest bit set
private const val UNIFFI_HANDLEMAP_INITIAL = 1.toLong()
private const val UNIFFI_HANDLEMAP_DELTA = 2.toLong()

// Map handles to objects
//
// This is used pass an opaque 64-bit handle representing a foreign object to the Rust code.
internal class UniffiHandleMap<T: Any> {
    private val map = ConcurrentHashMap<Long, T>()
    // Start
    private val counter = java.util.concurrent.atomic.AtomicLong(UNIFFI_HANDLEMAP_INITIAL)

    val size: Int
        get() = map.size

    // Insert a new object into the handle map and get a handle for it
    fun insert(obj: T): Long {
        val handle = counter.getAndAdd(UNIFFI_HANDLEMAP_DELTA)
        map.put(handle, obj)
        return handle
    }

    // Clone a handle, creating a new one
    fun clone(handle: Long): Long {
        val obj = map.get(handle) ?: throw InternalException("UniffiHandleMap.clone: Invalid handle")
        return insert(obj)
    }

    // Get an object from the handle map
    fun get(handle: Long): T {
        return map.get(handle) ?: throw InternalException("UniffiHandleMap.get: Invalid handle")
    }

    // Remove an entry from the handlemap and get the Kotlin object back
    fun remove(handle: Long): T {
        return map.remove(handle) ?: throw InternalException("UniffiHandleMap: Invalid handle")
    }
}

// Contains loading, initialization code,
// and the FFI Function declarations in a com.sun.jna.Library.
@Synchronized
private fun findLibraryName(componentName: String): String {
    val libOverride = System.getProperty("uniffi.component.$componentName.libraryOverride")
    if (libOverride != null) {
        return libOverride
    }
    return "frameseal_uniffi"
}

// Define FFI callback types
internal interface UniffiRustFutureContinuationCallback : com.sun.jna.Callback {
    fun callback(`data`: Long,`pollResult`: Byte,)
}
internal interface UniffiForeignFutureDroppedCallback : com.sun.jna.Callback {
    fun callback(`handle`: Long,)
}
internal interface UniffiCallbackInterfaceFree : com.sun.jna.Callback {
    fun callback(`handle`: Long,)
}
internal interface UniffiCallbackInterfaceClone : com.sun.jna.Callback {
    fun callback(`handle`: Long,)
    : Long
}
@Structure.FieldOrder("handle", "free")
internal open class UniffiForeignFutureDroppedCallbackStruct(
    @JvmField internal var `handle`: Long = 0.toLong(),
    @JvmField internal var `free`: UniffiForeignFutureDroppedCallback? = null,
) : Structure() {
    class UniffiByValue(
        `handle`: Long = 0.toLong(),
        `free`: UniffiForeignFutureDroppedCallback? = null,
    ): UniffiForeignFutureDroppedCallbackStruct(`handle`,`free`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureDroppedCallbackStruct) {
        `handle` = other.`handle`
        `free` = other.`free`
    }

}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU8(
    @JvmField internal var `returnValue`: Byte = 0.toByte(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Byte = 0.toByte(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU8(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU8) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU8 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU8.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI8(
    @JvmField internal var `returnValue`: Byte = 0.toByte(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Byte = 0.toByte(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI8(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI8) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI8 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI8.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU16(
    @JvmField internal var `returnValue`: Short = 0.toShort(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Short = 0.toShort(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU16(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU16) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU16 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU16.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI16(
    @JvmField internal var `returnValue`: Short = 0.toShort(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Short = 0.toShort(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI16(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI16) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI16 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI16.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU32(
    @JvmField internal var `returnValue`: Int = 0,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Int = 0,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU32(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU32) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU32 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU32.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI32(
    @JvmField internal var `returnValue`: Int = 0,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Int = 0,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI32(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI32) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI32 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI32.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU64(
    @JvmField internal var `returnValue`: Long = 0.toLong(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Long = 0.toLong(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU64(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU64) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU64 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU64.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI64(
    @JvmField internal var `returnValue`: Long = 0.toLong(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Long = 0.toLong(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI64(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI64) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI64 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI64.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultF32(
    @JvmField internal var `returnValue`: Float = 0.0f,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Float = 0.0f,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultF32(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultF32) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteF32 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultF32.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultF64(
    @JvmField internal var `returnValue`: Double = 0.0,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Double = 0.0,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultF64(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultF64) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteF64 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultF64.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultRustBuffer(
    @JvmField internal var `returnValue`: RustBuffer.ByValue = RustBuffer.ByValue(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: RustBuffer.ByValue = RustBuffer.ByValue(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultRustBuffer(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultRustBuffer) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteRustBuffer : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultRustBuffer.UniffiByValue,)
}
@Structure.FieldOrder("callStatus")
internal open class UniffiForeignFutureResultVoid(
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultVoid(`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultVoid) {
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteVoid : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultVoid.UniffiByValue,)
}
internal interface UniffiCallbackInterfaceCounterStoreMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`fingerprint`: RustBuffer.ByValue,`count`: Long,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceMlsListenerMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`epoch`: Long,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceMlsListenerMethod1 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`kid`: Long,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceCallListenerMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`message`: RustBuffer.ByValue,`to`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceCallListenerMethod1 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`event`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceStateStorageMethod0 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`blob`: RustBuffer.ByValue,`uniffiOutReturn`: ByteByReference,uniffiCallStatus: UniffiRustCallStatus,)
}
internal interface UniffiCallbackInterfaceStateStorageMethod1 : com.sun.jna.Callback {
    fun callback(`uniffiHandle`: Long,`anchor`: RustBuffer.ByValue,`uniffiOutReturn`: ByteByReference,uniffiCallStatus: UniffiRustCallStatus,)
}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "reserve")
internal open class UniffiVTableCallbackInterfaceCounterStore(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `reserve`: UniffiCallbackInterfaceCounterStoreMethod0? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `reserve`: UniffiCallbackInterfaceCounterStoreMethod0? = null,
    ): UniffiVTableCallbackInterfaceCounterStore(`uniffiFree`,`uniffiClone`,`reserve`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceCounterStore) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `reserve` = other.`reserve`
    }

}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "goneOver", "commitSoon")
internal open class UniffiVTableCallbackInterfaceMlsListener(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `goneOver`: UniffiCallbackInterfaceMlsListenerMethod0? = null,
    @JvmField internal var `commitSoon`: UniffiCallbackInterfaceMlsListenerMethod1? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `goneOver`: UniffiCallbackInterfaceMlsListenerMethod0? = null,
        `commitSoon`: UniffiCallbackInterfaceMlsListenerMethod1? = null,
    ): UniffiVTableCallbackInterfaceMlsListener(`uniffiFree`,`uniffiClone`,`goneOver`,`commitSoon`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceMlsListener) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `goneOver` = other.`goneOver`
        `commitSoon` = other.`commitSoon`
    }

}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "send", "event")
internal open class UniffiVTableCallbackInterfaceCallListener(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `send`: UniffiCallbackInterfaceCallListenerMethod0? = null,
    @JvmField internal var `event`: UniffiCallbackInterfaceCallListenerMethod1? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `send`: UniffiCallbackInterfaceCallListenerMethod0? = null,
        `event`: UniffiCallbackInterfaceCallListenerMethod1? = null,
    ): UniffiVTableCallbackInterfaceCallListener(`uniffiFree`,`uniffiClone`,`send`,`event`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceCallListener) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `send` = other.`send`
        `event` = other.`event`
    }

}
@Structure.FieldOrder("uniffiFree", "uniffiClone", "saveBlob", "saveAnchor")
internal open class UniffiVTableCallbackInterfaceStateStorage(
    @JvmField internal var `uniffiFree`: UniffiCallbackInterfaceFree? = null,
    @JvmField internal var `uniffiClone`: UniffiCallbackInterfaceClone? = null,
    @JvmField internal var `saveBlob`: UniffiCallbackInterfaceStateStorageMethod0? = null,
    @JvmField internal var `saveAnchor`: UniffiCallbackInterfaceStateStorageMethod1? = null,
) : Structure() {
    class UniffiByValue(
        `uniffiFree`: UniffiCallbackInterfaceFree? = null,
        `uniffiClone`: UniffiCallbackInterfaceClone? = null,
        `saveBlob`: UniffiCallbackInterfaceStateStorageMethod0? = null,
        `saveAnchor`: UniffiCallbackInterfaceStateStorageMethod1? = null,
    ): UniffiVTableCallbackInterfaceStateStorage(`uniffiFree`,`uniffiClone`,`saveBlob`,`saveAnchor`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiVTableCallbackInterfaceStateStorage) {
        `uniffiFree` = other.`uniffiFree`
        `uniffiClone` = other.`uniffiClone`
        `saveBlob` = other.`saveBlob`
        `saveAnchor` = other.`saveAnchor`
    }

}

// A JNA Library to expose the extern-C FFI definitions.
// This is an implementation detail which will be called internally by the public API.

// For large crates we prevent `MethodTooLargeException` (see #2340)
// N.B. the name of the extension is very misleading, since it is
// rather `InterfaceTooLargeException`, caused by too many methods
// in the interface for large crates.
//
// By splitting the otherwise huge interface into two parts
// * UniffiLib (this)
// * IntegrityCheckingUniffiLib
// And all checksum methods are put into `IntegrityCheckingUniffiLib`
// we allow for ~2x as many methods in the UniffiLib interface.
//
// Note: above all written when we used JNA's `loadIndirect` etc.
// We now use JNA's "direct mapping" - unclear if same considerations apply exactly.
internal object IntegrityCheckingUniffiLib {
    init {
        Native.register(IntegrityCheckingUniffiLib::class.java, findLibraryName(componentName = "frameseal"))
        uniffiCheckContractApiVersion(this)
        uniffiCheckApiChecksums(this)
    }

    internal fun ensureInitialized() = Unit
    external fun uniffi_frameseal_uniffi_checksum_func_version(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_func_generate_passphrase(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_func_mls_exporter_label(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_func_cipher_suite(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_func_cipher_suite_number(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_func_codec_of(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_counterstore_reserve(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_add_key(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_add_sender_key(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt_envelope(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_handle(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_key_statistics(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_poll_event(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_refuse_own(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_remove_key(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_retire_key(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_tick(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_decryptor_totals(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt_as(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_encryptor_fingerprint(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_encryptor_handle(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_encryptor_kid(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_encryptor_max_overhead(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_encryptor_poll_event(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_encryptor_suite(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_deviceidentity_export(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_deviceidentity_public_key(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_safetynumber_digits(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_safetynumber_matches_qr(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_safetynumber_qr_text(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_safetynumber_svg(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_senderkey_base_key(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_senderkey_kid(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_senderkey_ratchet(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_mlskeys_add_epoch(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_mlskeys_decryptor(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_mlskeys_encryptor(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_mlskeys_go_over(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_mlskeys_sender_of(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_mlskeys_sending(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_mlskeys_tick(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_mlslistener_gone_over(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_mlslistener_commit_soon(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_calllistener_send(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_calllistener_event(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_accept_comparison(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_admit(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_call_code(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_comparison(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_consent_to_clear(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_decryptor(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_encryptor(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_ended(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_handle(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_id(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_leave(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_matches_qr(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_may_send_clear(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_members(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_open_chat(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_poll_chat(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_remove(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_rotate(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_safety_number(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_seal_chat(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_sender_of(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_start_comparison(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_session_tick(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_callstate_forget_peer(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_callstate_identity(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_callstate_peers(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_callstate_remember_peer(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_statestorage_save_blob(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_method_statestorage_save_anchor(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_decryptor_new(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_encryptor_for_sender(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_encryptor_new(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_encryptor_with_state(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_callsecret_from_passphrase(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_callsecret_new(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_generate(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_import_from(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_safetynumber_between(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_basekey_generate(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_basekey_new(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_senderkey_new(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_mlskeys_new(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_session_join(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_callstate_create(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_callstate_open(
    ): Int
    external fun uniffi_frameseal_uniffi_checksum_constructor_callstate_open_without_anchor(
    ): Int
    external fun ffi_frameseal_uniffi_uniffi_contract_version(
    ): Int


}

internal object UniffiLib {

    // The Cleaner for the whole library
    internal val CLEANER: UniffiCleaner by lazy {
        UniffiCleaner.create()
    }


    init {
        Native.register(UniffiLib::class.java, findLibraryName(componentName = "frameseal"))
        uniffiCallbackInterfaceCallListener.register(this)
        uniffiCallbackInterfaceCounterStore.register(this)
        uniffiCallbackInterfaceMlsListener.register(this)
        uniffiCallbackInterfaceStateStorage.register(this)

    }

    internal fun ensureInitialized() = Unit
    external fun uniffi_frameseal_uniffi_fn_clone_counterstore(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_counterstore(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_init_callback_vtable_counterstore(`vtable`: UniffiVTableCallbackInterfaceCounterStore,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_counterstore_reserve(`ptr`: Long,`fingerprint`: RustBuffer.ByValue,`count`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_clone_decryptor(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_decryptor(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_decryptor_new(`config`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_add_key(`ptr`: Long,`suite`: RustBuffer.ByValue,`kid`: Long,`baseKey`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_add_sender_key(`ptr`: Long,`senderKey`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_decrypt(`ptr`: Long,`frame`: RustBuffer.ByValue,`metadata`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_decrypt_envelope(`ptr`: Long,`frame`: RustBuffer.ByValue,`metadata`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_handle(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_key_statistics(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_poll_event(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_refuse_own(`ptr`: Long,`encryptor`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_remove_key(`ptr`: Long,`kid`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_retire_key(`ptr`: Long,`kid`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_tick(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_decryptor_totals(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_clone_encryptor(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_encryptor(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_encryptor_for_sender(`senderKey`: Long,`counters`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_constructor_encryptor_new(`suite`: RustBuffer.ByValue,`kid`: Long,`baseKey`: Long,`counters`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_constructor_encryptor_with_state(`suite`: RustBuffer.ByValue,`kid`: Long,`baseKey`: Long,`state`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_encryptor_encrypt(`ptr`: Long,`frame`: RustBuffer.ByValue,`metadata`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_encryptor_encrypt_as(`ptr`: Long,`codec`: RustBuffer.ByValue,`frame`: RustBuffer.ByValue,`metadata`: RustBuffer.ByValue,`padTo`: Short,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_encryptor_fingerprint(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_encryptor_handle(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_encryptor_kid(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_encryptor_max_overhead(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_encryptor_poll_event(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_encryptor_suite(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_clone_callsecret(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_callsecret(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_callsecret_from_passphrase(`passphrase`: RustBuffer.ByValue,`callId`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_constructor_callsecret_new(`bytes`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_clone_deviceidentity(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_deviceidentity(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_deviceidentity_generate(uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_constructor_deviceidentity_import_from(`seed`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_deviceidentity_export(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_deviceidentity_public_key(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_clone_safetynumber(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_safetynumber(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_safetynumber_between(`a`: RustBuffer.ByValue,`b`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_safetynumber_digits(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_safetynumber_matches_qr(`ptr`: Long,`scanned`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_frameseal_uniffi_fn_method_safetynumber_qr_text(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_safetynumber_svg(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_clone_basekey(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_basekey(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_basekey_generate(uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_constructor_basekey_new(`bytes`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_clone_senderkey(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_senderkey(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_senderkey_new(`suite`: RustBuffer.ByValue,`ratchetBits`: Byte,`generation`: Long,`step`: Long,`baseKey`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_senderkey_base_key(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_senderkey_kid(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_senderkey_ratchet(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_clone_mlskeys(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_mlskeys(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_mlskeys_new(`suite`: RustBuffer.ByValue,`epochBits`: Byte,`listener`: RustBuffer.ByValue,`counters`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_mlskeys_add_epoch(`ptr`: Long,`epoch`: Long,`secret`: RustBuffer.ByValue,`leaves`: Int,`ownIndex`: Int,`atOnce`: Byte,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_mlskeys_decryptor(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_mlskeys_encryptor(`ptr`: Long,`context`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_mlskeys_go_over(`ptr`: Long,`epoch`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_mlskeys_sender_of(`ptr`: Long,`kid`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_mlskeys_sending(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_mlskeys_tick(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_clone_mlslistener(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_mlslistener(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_init_callback_vtable_mlslistener(`vtable`: UniffiVTableCallbackInterfaceMlsListener,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_mlslistener_gone_over(`ptr`: Long,`epoch`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_mlslistener_commit_soon(`ptr`: Long,`kid`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_clone_calllistener(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_calllistener(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_init_callback_vtable_calllistener(`vtable`: UniffiVTableCallbackInterfaceCallListener,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_calllistener_send(`ptr`: Long,`message`: RustBuffer.ByValue,`to`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_calllistener_event(`ptr`: Long,`event`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_clone_session(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_session(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_session_join(`config`: RustBuffer.ByValue,`identity`: Long,`listener`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_session_accept_comparison(`ptr`: Long,`with`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_session_admit(`ptr`: Long,`who`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_session_call_code(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_session_comparison(`ptr`: Long,`with`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_session_consent_to_clear(`ptr`: Long,`consents`: Byte,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_session_decryptor(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_session_encryptor(`ptr`: Long,`kind`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_session_ended(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_session_handle(`ptr`: Long,`message`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_session_id(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_session_leave(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_session_matches_qr(`ptr`: Long,`scanned`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_frameseal_uniffi_fn_method_session_may_send_clear(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_frameseal_uniffi_fn_method_session_members(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_session_open_chat(`ptr`: Long,`sealed`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_session_poll_chat(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_session_remove(`ptr`: Long,`who`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_session_rotate(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_session_safety_number(`ptr`: Long,`with`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_session_seal_chat(`ptr`: Long,`message`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_session_sender_of(`ptr`: Long,`kid`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_session_start_comparison(`ptr`: Long,`with`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_session_tick(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_clone_callstate(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_callstate(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_constructor_callstate_create(`key`: RustBuffer.ByValue,`identity`: Long,`storage`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_constructor_callstate_open(`key`: RustBuffer.ByValue,`blob`: RustBuffer.ByValue,`anchor`: RustBuffer.ByValue,`storage`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_constructor_callstate_open_without_anchor(`key`: RustBuffer.ByValue,`blob`: RustBuffer.ByValue,`storage`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_callstate_forget_peer(`ptr`: Long,`identityKey`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_frameseal_uniffi_fn_method_callstate_identity(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_method_callstate_peers(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_method_callstate_remember_peer(`ptr`: Long,`peer`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_clone_statestorage(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_frameseal_uniffi_fn_free_statestorage(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_init_callback_vtable_statestorage(`vtable`: UniffiVTableCallbackInterfaceStateStorage,
    ): Unit
    external fun uniffi_frameseal_uniffi_fn_method_statestorage_save_blob(`ptr`: Long,`blob`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_frameseal_uniffi_fn_method_statestorage_save_anchor(`ptr`: Long,`anchor`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_frameseal_uniffi_fn_func_version(uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_func_generate_passphrase(uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_func_mls_exporter_label(uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_func_cipher_suite(`number`: Short,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_frameseal_uniffi_fn_func_cipher_suite_number(`suite`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun uniffi_frameseal_uniffi_fn_func_codec_of(`name`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_frameseal_uniffi_rustbuffer_alloc(`size`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_frameseal_uniffi_rustbuffer_from_bytes(`bytes`: ForeignBytes.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_frameseal_uniffi_rustbuffer_free(`buf`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun ffi_frameseal_uniffi_rustbuffer_reserve(`buf`: RustBuffer.ByValue,`additional`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_frameseal_uniffi_rust_future_poll_u8(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_u8(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_u8(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_u8(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun ffi_frameseal_uniffi_rust_future_poll_i8(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_i8(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_i8(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_i8(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun ffi_frameseal_uniffi_rust_future_poll_u16(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_u16(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_u16(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_u16(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun ffi_frameseal_uniffi_rust_future_poll_i16(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_i16(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_i16(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_i16(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Short
    external fun ffi_frameseal_uniffi_rust_future_poll_u32(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_u32(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_u32(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_u32(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun ffi_frameseal_uniffi_rust_future_poll_i32(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_i32(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_i32(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_i32(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun ffi_frameseal_uniffi_rust_future_poll_u64(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_u64(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_u64(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_u64(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun ffi_frameseal_uniffi_rust_future_poll_i64(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_i64(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_i64(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_i64(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun ffi_frameseal_uniffi_rust_future_poll_f32(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_f32(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_f32(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_f32(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Float
    external fun ffi_frameseal_uniffi_rust_future_poll_f64(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_f64(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_f64(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_f64(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Double
    external fun ffi_frameseal_uniffi_rust_future_poll_rust_buffer(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_rust_buffer(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_rust_buffer(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_rust_buffer(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_frameseal_uniffi_rust_future_poll_void(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_cancel_void(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_free_void(`handle`: Long,
    ): Unit
    external fun ffi_frameseal_uniffi_rust_future_complete_void(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit


}

private fun uniffiCheckContractApiVersion(lib: IntegrityCheckingUniffiLib) {
    // Get the bindings contract version from our ComponentInterface
    val bindings_contract_version = 30
    // Get the scaffolding contract version by calling the into the dylib
    val scaffolding_contract_version = lib.ffi_frameseal_uniffi_uniffi_contract_version()
    if (bindings_contract_version != scaffolding_contract_version) {
        throw RuntimeException("UniFFI contract version mismatch: try cleaning and rebuilding your project")
    }
}
@Suppress("UNUSED_PARAMETER")
private fun uniffiCheckApiChecksums(lib: IntegrityCheckingUniffiLib) {
    if ((lib.uniffi_frameseal_uniffi_checksum_func_version() and 0xFFFF) != 39748) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_func_generate_passphrase() and 0xFFFF) != 64751) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_func_mls_exporter_label() and 0xFFFF) != 9282) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_func_cipher_suite() and 0xFFFF) != 6938) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_func_cipher_suite_number() and 0xFFFF) != 50155) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_func_codec_of() and 0xFFFF) != 33829) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_counterstore_reserve() and 0xFFFF) != 42917) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_add_key() and 0xFFFF) != 22833) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_add_sender_key() and 0xFFFF) != 1963) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt() and 0xFFFF) != 32680) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt_envelope() and 0xFFFF) != 25233) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_handle() and 0xFFFF) != 35202) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_key_statistics() and 0xFFFF) != 53699) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_poll_event() and 0xFFFF) != 54796) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_refuse_own() and 0xFFFF) != 25057) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_remove_key() and 0xFFFF) != 14299) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_retire_key() and 0xFFFF) != 11513) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_tick() and 0xFFFF) != 60288) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_decryptor_totals() and 0xFFFF) != 15150) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt() and 0xFFFF) != 37778) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt_as() and 0xFFFF) != 17259) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_encryptor_fingerprint() and 0xFFFF) != 18158) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_encryptor_handle() and 0xFFFF) != 60781) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_encryptor_kid() and 0xFFFF) != 24991) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_encryptor_max_overhead() and 0xFFFF) != 17067) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_encryptor_poll_event() and 0xFFFF) != 12840) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_encryptor_suite() and 0xFFFF) != 2318) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_deviceidentity_export() and 0xFFFF) != 32297) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_deviceidentity_public_key() and 0xFFFF) != 12631) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_safetynumber_digits() and 0xFFFF) != 24857) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_safetynumber_matches_qr() and 0xFFFF) != 45913) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_safetynumber_qr_text() and 0xFFFF) != 2701) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_safetynumber_svg() and 0xFFFF) != 65043) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_senderkey_base_key() and 0xFFFF) != 45587) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_senderkey_kid() and 0xFFFF) != 28785) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_senderkey_ratchet() and 0xFFFF) != 13363) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_add_epoch() and 0xFFFF) != 13160) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_decryptor() and 0xFFFF) != 3532) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_encryptor() and 0xFFFF) != 39401) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_go_over() and 0xFFFF) != 22060) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_sender_of() and 0xFFFF) != 42105) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_sending() and 0xFFFF) != 27164) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_tick() and 0xFFFF) != 58118) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_mlslistener_gone_over() and 0xFFFF) != 31819) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_mlslistener_commit_soon() and 0xFFFF) != 51857) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_calllistener_send() and 0xFFFF) != 43661) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_calllistener_event() and 0xFFFF) != 54501) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_accept_comparison() and 0xFFFF) != 23020) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_admit() and 0xFFFF) != 17988) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_call_code() and 0xFFFF) != 35573) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_comparison() and 0xFFFF) != 46625) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_consent_to_clear() and 0xFFFF) != 42045) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_decryptor() and 0xFFFF) != 5405) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_encryptor() and 0xFFFF) != 17807) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_ended() and 0xFFFF) != 4260) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_handle() and 0xFFFF) != 39513) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_id() and 0xFFFF) != 22501) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_leave() and 0xFFFF) != 1967) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_matches_qr() and 0xFFFF) != 18647) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_may_send_clear() and 0xFFFF) != 37035) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_members() and 0xFFFF) != 17254) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_open_chat() and 0xFFFF) != 35452) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_poll_chat() and 0xFFFF) != 24674) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_remove() and 0xFFFF) != 26630) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_rotate() and 0xFFFF) != 50164) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_safety_number() and 0xFFFF) != 33387) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_seal_chat() and 0xFFFF) != 11305) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_sender_of() and 0xFFFF) != 26745) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_start_comparison() and 0xFFFF) != 23336) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_session_tick() and 0xFFFF) != 43212) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_callstate_forget_peer() and 0xFFFF) != 57381) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_callstate_identity() and 0xFFFF) != 54634) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_callstate_peers() and 0xFFFF) != 48841) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_callstate_remember_peer() and 0xFFFF) != 23559) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_statestorage_save_blob() and 0xFFFF) != 62527) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_method_statestorage_save_anchor() and 0xFFFF) != 14170) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_decryptor_new() and 0xFFFF) != 48384) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_for_sender() and 0xFFFF) != 14419) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_new() and 0xFFFF) != 45369) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_with_state() and 0xFFFF) != 31106) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_callsecret_from_passphrase() and 0xFFFF) != 31864) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_callsecret_new() and 0xFFFF) != 57034) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_generate() and 0xFFFF) != 20039) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_import_from() and 0xFFFF) != 40754) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_safetynumber_between() and 0xFFFF) != 39269) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_basekey_generate() and 0xFFFF) != 16784) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_basekey_new() and 0xFFFF) != 8902) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_senderkey_new() and 0xFFFF) != 42408) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_mlskeys_new() and 0xFFFF) != 62202) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_session_join() and 0xFFFF) != 29042) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_callstate_create() and 0xFFFF) != 24010) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_callstate_open() and 0xFFFF) != 24266) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_frameseal_uniffi_checksum_constructor_callstate_open_without_anchor() and 0xFFFF) != 48736) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
}

/**
 * @suppress
 */
public fun uniffiEnsureInitialized() {
    // Call arbitrary methods on IntegrityCheckingUniffiLib and UniffiLib to ensure that
    // their init blocks run. This ensures initialization across crates works as expected.
    IntegrityCheckingUniffiLib.ensureInitialized()
    UniffiLib.ensureInitialized()
}

// Async support

// Public interface members begin here.


// Interface implemented by anything that can contain an object reference.
//
// Such types expose a `destroy()` method that must be called to cleanly
// dispose of the contained objects. Failure to call this method may result
// in memory leaks.
//
// The easiest way to ensure this method is called is to use the `.use`
// helper method to execute a block and destroy the object at the end.
interface Disposable {
    fun destroy()
    companion object {
        fun destroy(vararg args: Any?) {
            for (arg in args) {
                when (arg) {
                    is Disposable -> arg.destroy()
                    is ArrayList<*> -> {
                        for (idx in arg.indices) {
                            val element = arg[idx]
                            if (element is Disposable) {
                                element.destroy()
                            }
                        }
                    }
                    is Map<*, *> -> {
                        for (element in arg.values) {
                            if (element is Disposable) {
                                element.destroy()
                            }
                        }
                    }
                    is Iterable<*> -> {
                        for (element in arg) {
                            if (element is Disposable) {
                                element.destroy()
                            }
                        }
                    }
                }
            }
        }
    }
}

/**
 * @suppress
 */
inline fun <T : Disposable?, R> T.use(block: (T) -> R) =
    try {
        block(this)
    } finally {
        try {
            // N.B. our implementation is on the nullable type `Disposable?`.
            this?.destroy()
        } catch (e: Throwable) {
            // swallow
        }
    }

/**
 * Placeholder object used to signal that we're constructing an interface with a FFI handle.
 *
 * This is the first argument for interface constructors that input a raw handle. It exists is that
 * so we can avoid signature conflicts when an interface has a regular constructor than inputs a
 * Long.
 *
 * @suppress
 * */
object UniffiWithHandle

/**
 * Used to instantiate an interface without an actual pointer, for fakes in tests, mostly.
 *
 * @suppress
 * */
object NoHandle// Magic number for the Rust proxy to call using the same mechanism as every other method,
// to free the callback once it's dropped by Rust.
internal const val IDX_CALLBACK_FREE = 0
// Callback return codes
internal const val UNIFFI_CALLBACK_SUCCESS = 0
internal const val UNIFFI_CALLBACK_ERROR = 1
internal const val UNIFFI_CALLBACK_UNEXPECTED_ERROR = 2

/**
 * @suppress
 */
public abstract class FfiConverterCallbackInterface<CallbackInterface: Any>: FfiConverter<CallbackInterface, Long> {
    internal val handleMap = UniffiHandleMap<CallbackInterface>()

    internal fun drop(handle: Long) {
        handleMap.remove(handle)
    }

    override fun lift(value: Long): CallbackInterface {
        return handleMap.get(value)
    }

    override fun read(buf: ByteBuffer) = lift(buf.getLong())

    override fun lower(value: CallbackInterface) = handleMap.insert(value)

    override fun allocationSize(value: CallbackInterface) = 8UL

    override fun write(value: CallbackInterface, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}
/**
 * The cleaner interface for Object finalization code to run.
 * This is the entry point to any implementation that we're using.
 *
 * The cleaner registers objects and returns cleanables, so now we are
 * defining a `UniffiCleaner` with a `UniffiClenaer.Cleanable` to abstract the
 * different implmentations available at compile time.
 *
 * @suppress
 */
interface UniffiCleaner {
    interface Cleanable {
        fun clean()
    }

    fun register(value: Any, cleanUpTask: Runnable): UniffiCleaner.Cleanable

    companion object
}

// The fallback Jna cleaner, which is available for both Android, and the JVM.
private class UniffiJnaCleaner : UniffiCleaner {
    private val cleaner = com.sun.jna.internal.Cleaner.getCleaner()

    override fun register(value: Any, cleanUpTask: Runnable): UniffiCleaner.Cleanable =
        UniffiJnaCleanable(cleaner.register(value, cleanUpTask))
}

private class UniffiJnaCleanable(
    private val cleanable: com.sun.jna.internal.Cleaner.Cleanable,
) : UniffiCleaner.Cleanable {
    override fun clean() = cleanable.clean()
}


// We decide at uniffi binding generation time whether we were
// using Android or not.
// There are further runtime checks to chose the correct implementation
// of the cleaner.
private fun UniffiCleaner.Companion.create(): UniffiCleaner =
    try {
        // For safety's sake: if the library hasn't been run in android_cleaner = true
        // mode, but is being run on Android, then we still need to think about
        // Android API versions.
        // So we check if java.lang.ref.Cleaner is there, and use that…
        java.lang.Class.forName("java.lang.ref.Cleaner")
        JavaLangRefCleaner()
    } catch (e: ClassNotFoundException) {
        // … otherwise, fallback to the JNA cleaner.
        UniffiJnaCleaner()
    }

private class JavaLangRefCleaner : UniffiCleaner {
    val cleaner = java.lang.ref.Cleaner.create()

    override fun register(value: Any, cleanUpTask: Runnable): UniffiCleaner.Cleanable =
        JavaLangRefCleanable(cleaner.register(value, cleanUpTask))
}

private class JavaLangRefCleanable(
    val cleanable: java.lang.ref.Cleaner.Cleanable
) : UniffiCleaner.Cleanable {
    override fun clean() = cleanable.clean()
}

/**
 * @suppress
 */
public object FfiConverterUByte: FfiConverter<UByte, Byte> {
    override fun lift(value: Byte): UByte {
        return value.toUByte()
    }

    fun lift(value: Int): UByte {
        return value.toUByte()
    }

    override fun read(buf: ByteBuffer): UByte {
        return lift(buf.get())
    }

    override fun lower(value: UByte): Byte {
        return value.toByte()
    }

    override fun allocationSize(value: UByte) = 1UL

    override fun write(value: UByte, buf: ByteBuffer) {
        buf.put(value.toByte())
    }
}

/**
 * @suppress
 */
public object FfiConverterUShort: FfiConverter<UShort, Short> {
    override fun lift(value: Short): UShort {
        return value.toUShort()
    }

    fun lift(value: Int): UShort {
        return value.toUShort()
    }

    override fun read(buf: ByteBuffer): UShort {
        return lift(buf.getShort())
    }

    override fun lower(value: UShort): Short {
        return value.toShort()
    }

    override fun allocationSize(value: UShort) = 2UL

    override fun write(value: UShort, buf: ByteBuffer) {
        buf.putShort(value.toShort())
    }
}

/**
 * @suppress
 */
public object FfiConverterUInt: FfiConverter<UInt, Int> {
    override fun lift(value: Int): UInt {
        return value.toUInt()
    }

    override fun read(buf: ByteBuffer): UInt {
        return lift(buf.getInt())
    }

    override fun lower(value: UInt): Int {
        return value.toInt()
    }

    override fun allocationSize(value: UInt) = 4UL

    override fun write(value: UInt, buf: ByteBuffer) {
        buf.putInt(value.toInt())
    }
}

/**
 * @suppress
 */
public object FfiConverterULong: FfiConverter<ULong, Long> {
    override fun lift(value: Long): ULong {
        return value.toULong()
    }

    override fun read(buf: ByteBuffer): ULong {
        return lift(buf.getLong())
    }

    override fun lower(value: ULong): Long {
        return value.toLong()
    }

    override fun allocationSize(value: ULong) = 8UL

    override fun write(value: ULong, buf: ByteBuffer) {
        buf.putLong(value.toLong())
    }
}

/**
 * @suppress
 */
public object FfiConverterBoolean: FfiConverter<Boolean, Byte> {
    override fun lift(value: Byte): Boolean {
        return value.toInt() != 0
    }

    override fun read(buf: ByteBuffer): Boolean {
        return lift(buf.get())
    }

    override fun lower(value: Boolean): Byte {
        return if (value) 1.toByte() else 0.toByte()
    }

    override fun allocationSize(value: Boolean) = 1UL

    override fun write(value: Boolean, buf: ByteBuffer) {
        buf.put(lower(value))
    }
}

/**
 * @suppress
 */
public object FfiConverterString: FfiConverter<String, RustBuffer.ByValue> {
    // Note: we don't inherit from FfiConverterRustBuffer, because we use a
    // special encoding when lowering/lifting.  We can use `RustBuffer.len` to
    // store our length and avoid writing it out to the buffer.
    override fun lift(value: RustBuffer.ByValue): String {
        try {
            val byteArr = ByteArray(value.len.toInt())
            value.asByteBuffer()!!.get(byteArr)
            return byteArr.toString(Charsets.UTF_8)
        } finally {
            RustBuffer.free(value)
        }
    }

    override fun read(buf: ByteBuffer): String {
        val len = buf.getInt()
        val byteArr = ByteArray(len)
        buf.get(byteArr)
        return byteArr.toString(Charsets.UTF_8)
    }

    fun toUtf8(value: String): ByteBuffer {
        // Make sure we don't have invalid UTF-16, check for lone surrogates.
        return Charsets.UTF_8.newEncoder().run {
            onMalformedInput(CodingErrorAction.REPORT)
            encode(CharBuffer.wrap(value))
        }
    }

    override fun lower(value: String): RustBuffer.ByValue {
        val byteBuf = toUtf8(value)
        // Ideally we'd pass these bytes to `ffi_bytebuffer_from_bytes`, but doing so would require us
        // to copy them into a JNA `Memory`. So we might as well directly copy them into a `RustBuffer`.
        val rbuf = RustBuffer.alloc(byteBuf.limit().toULong())
        rbuf.asByteBuffer()!!.put(byteBuf)
        return rbuf
    }

    // We aren't sure exactly how many bytes our string will be once it's UTF-8
    // encoded.  Allocate 3 bytes per UTF-16 code unit which will always be
    // enough.
    override fun allocationSize(value: String): ULong {
        val sizeForLength = 4UL
        val sizeForString = value.length.toULong() * 3UL
        return sizeForLength + sizeForString
    }

    override fun write(value: String, buf: ByteBuffer) {
        val byteBuf = toUtf8(value)
        buf.putInt(byteBuf.limit())
        buf.put(byteBuf)
    }
}

/**
 * @suppress
 */
public object FfiConverterByteArray: FfiConverterRustBuffer<ByteArray> {
    override fun read(buf: ByteBuffer): ByteArray {
        val len = buf.getInt()
        val byteArr = ByteArray(len)
        buf.get(byteArr)
        return byteArr
    }
    override fun allocationSize(value: ByteArray): ULong {
        return 4UL + value.size.toULong()
    }
    override fun write(value: ByteArray, buf: ByteBuffer) {
        buf.putInt(value.size)
        buf.put(value)
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * A base key (RFC 9605 section 4.4.2), at least 16 bytes. Wiped when it goes.
 */
public interface BaseKeyInterface {

    companion object
}

/**
 * A base key (RFC 9605 section 4.4.2), at least 16 bytes. Wiped when it goes.
 */
open class BaseKey: Disposable, AutoCloseable, BaseKeyInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }
    /**
     * Takes the bytes, at least 16. Copies of them that the app has are the app's to wipe.
     *
     * # Errors
     * `Usage` with code `BaseKeyTooShort`.
     */
    constructor(`bytes`: kotlin.ByteArray) :
        this(UniffiWithHandle,
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_basekey_new(


        FfiConverterByteArray.lower(`bytes`),_status)
}
    )

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_basekey(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_basekey(handle, status)
        }
    }







    companion object {

    /**
     * Draws 32 bytes.
     *
     * # Errors
     * `Usage` with code `NoRandomness`.
     */
    @Throws(FrameSealException::class) fun `generate`(): BaseKey {
            return FfiConverterTypeBaseKey.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_basekey_generate(

        _status)
}
    )
    }



    }

}


/**
 * @suppress
 */
public object FfiConverterTypeBaseKey: FfiConverter<BaseKey, Long> {
    override fun lower(value: BaseKey): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): BaseKey {
        return BaseKey(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): BaseKey {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: BaseKey) = 8UL

    override fun write(value: BaseKey, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Hears what a session has to say, in order, from one thread at a time: any that calls the session,
 * and `join` before it returns. Nothing is locked then: it may call the session itself. What it
 * throws is lost.
 */
public interface CallListener {

    /**
     * Sends a message over the app's signalling: to one member, or to everybody. It may be lost,
     * repeated and reordered.
     */
    fun `send`(`message`: kotlin.ByteArray, `to`: kotlin.String?)

    /**
     * Something happened.
     */
    fun `event`(`event`: CallEvent)

    companion object
}

/**
 * Hears what a session has to say, in order, from one thread at a time: any that calls the session,
 * and `join` before it returns. Nothing is locked then: it may call the session itself. What it
 * throws is lost.
 */
open class CallListenerImpl: Disposable, AutoCloseable, CallListener
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_calllistener(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_calllistener(handle, status)
        }
    }


    /**
     * Sends a message over the app's signalling: to one member, or to everybody. It may be lost,
     * repeated and reordered.
     */override fun `send`(`message`: kotlin.ByteArray, `to`: kotlin.String?)
        =
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_calllistener_send(
        it,

        FfiConverterByteArray.lower(`message`),
        FfiConverterOptionalString.lower(`to`),_status)
}
    }




    /**
     * Something happened.
     */override fun `event`(`event`: CallEvent)
        =
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_calllistener_event(
        it,

        FfiConverterTypeCallEvent.lower(`event`),_status)
}
    }










    /**
     * @suppress
     */
    companion object

}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceCallListener {
    internal object `send`: UniffiCallbackInterfaceCallListenerMethod0 {
        override fun callback(`uniffiHandle`: Long,`message`: RustBuffer.ByValue,`to`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeCallListener.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`send`(
                    FfiConverterByteArray.lift(`message`),
                    FfiConverterOptionalString.lift(`to`),
                )
            }
            val writeReturn = { _: Unit -> Unit }
            uniffiTraitInterfaceCall(uniffiCallStatus, makeCall, writeReturn)
        }
    }
    internal object `event`: UniffiCallbackInterfaceCallListenerMethod1 {
        override fun callback(`uniffiHandle`: Long,`event`: RustBuffer.ByValue,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeCallListener.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`event`(
                    FfiConverterTypeCallEvent.lift(`event`),
                )
            }
            val writeReturn = { _: Unit -> Unit }
            uniffiTraitInterfaceCall(uniffiCallStatus, makeCall, writeReturn)
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeCallListener.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeCallListener.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceCallListener.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `send`,
        `event`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_frameseal_uniffi_fn_init_callback_vtable_calllistener(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeCallListener: FfiConverter<CallListener, Long> {
    internal val handleMap = UniffiHandleMap<CallListener>()

    override fun lower(value: CallListener): Long {
        if (value is CallListenerImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): CallListener {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return CallListenerImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): CallListener {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: CallListener) = 8UL

    override fun write(value: CallListener, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * The secret of one call, which all members need to have. Wiped when it goes.
 */
public interface CallSecretInterface {

    companion object
}

/**
 * The secret of one call, which all members need to have. Wiped when it goes.
 */
open class CallSecret: Disposable, AutoCloseable, CallSecretInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }
    /**
     * Takes 32 random bytes.
     *
     * # Errors
     * `Usage` with code `WrongLength`.
     */
    constructor(`bytes`: kotlin.ByteArray) :
        this(UniffiWithHandle,
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callsecret_new(


        FfiConverterByteArray.lower(`bytes`),_status)
}
    )

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_callsecret(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_callsecret(handle, status)
        }
    }







    companion object {

    /**
     * Stretches a passphrase with Argon2id over 64 MiB, which takes about a second: not on the
     * thread of the user's interface.
     *
     * # Errors
     * `Usage` with codes `PassphraseTooWeak`, `PassphraseTooLong`, `NoCallId`, `NoMemory`.
     */
    @Throws(FrameSealException::class) fun `fromPassphrase`(`passphrase`: kotlin.String, `callId`: kotlin.ByteArray): CallSecret {
            return FfiConverterTypeCallSecret.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callsecret_from_passphrase(


        FfiConverterString.lower(`passphrase`),
        FfiConverterByteArray.lower(`callId`),_status)
}
    )
    }



    }

}


/**
 * @suppress
 */
public object FfiConverterTypeCallSecret: FfiConverter<CallSecret, Long> {
    override fun lower(value: CallSecret): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): CallSecret {
        return CallSecret(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): CallSecret {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: CallSecret) = 8UL

    override fun write(value: CallSecret, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * The state of a device, as one encrypted blob of which a restored backup is refused. It counts
 * for encryptors, too (`Encryptor.with_state`).
 */
public interface CallStateInterface {

    /**
     * Takes a verification back. Says whether there was one.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `StorageFailed`.
     */
    fun `forgetPeer`(`identityKey`: kotlin.ByteArray): kotlin.Boolean

    /**
     * Gives the device's identity.
     */
    fun `identity`(): DeviceIdentity

    /**
     * Gives all verified peers.
     */
    fun `peers`(): List<VerifiedPeer>

    /**
     * Remembers that the user verified a peer.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `TooManyPeers`, `NameTooLong`, `StorageFailed`.
     */
    fun `rememberPeer`(`peer`: VerifiedPeer)

    companion object
}

/**
 * The state of a device, as one encrypted blob of which a restored backup is refused. It counts
 * for encryptors, too (`Encryptor.with_state`).
 */
open class CallState: Disposable, AutoCloseable, CallStateInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_callstate(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_callstate(handle, status)
        }
    }


    /**
     * Takes a verification back. Says whether there was one.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `StorageFailed`.
     */
    @Throws(FrameSealException::class)override fun `forgetPeer`(`identityKey`: kotlin.ByteArray): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_forget_peer(
        it,

        FfiConverterByteArray.lower(`identityKey`),_status)
}
    }
    )
    }



    /**
     * Gives the device's identity.
     */override fun `identity`(): DeviceIdentity {
            return FfiConverterTypeDeviceIdentity.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_identity(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives all verified peers.
     */override fun `peers`(): List<VerifiedPeer> {
            return FfiConverterSequenceTypeVerifiedPeer.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_peers(
        it,
        _status)
}
    }
    )
    }



    /**
     * Remembers that the user verified a peer.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `TooManyPeers`, `NameTooLong`, `StorageFailed`.
     */
    @Throws(FrameSealException::class)override fun `rememberPeer`(`peer`: VerifiedPeer)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_remember_peer(
        it,

        FfiConverterTypeVerifiedPeer.lower(`peer`),_status)
}
    }









    companion object {

    /**
     * Makes the first state of a device, encrypted with a key of 32 bytes from the keystore or
     * keychain. It takes the place of any that is there.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `StorageFailed`, `NoRandomness`.
     */
    @Throws(FrameSealException::class) fun `create`(`key`: kotlin.ByteArray, `identity`: DeviceIdentity, `storage`: StateStorage): CallState {
            return FfiConverterTypeCallState.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_create(


        FfiConverterByteArray.lower(`key`),
        FfiConverterTypeDeviceIdentity.lower(`identity`),
        FfiConverterTypeStateStorage.lower(`storage`),_status)
}
    )
    }



    /**
     * Opens a saved state with the anchor that was saved for it.
     *
     * # Errors
     * `Usage` with code `StateWentBack` for a blob from a backup, and what else is wrong with it.
     */
    @Throws(FrameSealException::class) fun `open`(`key`: kotlin.ByteArray, `blob`: kotlin.ByteArray, `anchor`: kotlin.ByteArray, `storage`: StateStorage): CallState {
            return FfiConverterTypeCallState.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_open(


        FfiConverterByteArray.lower(`key`),
        FfiConverterByteArray.lower(`blob`),
        FfiConverterByteArray.lower(`anchor`),
        FfiConverterTypeStateStorage.lower(`storage`),_status)
}
    )
    }



    /**
     * Opens a blob of any age, after its anchor was lost. Ask the user first: verifications may be
     * in it that were withdrawn later. No key whose counters it has will encrypt again.
     *
     * # Errors
     * As `open`.
     */
    @Throws(FrameSealException::class) fun `openWithoutAnchor`(`key`: kotlin.ByteArray, `blob`: kotlin.ByteArray, `storage`: StateStorage): CallState {
            return FfiConverterTypeCallState.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_open_without_anchor(


        FfiConverterByteArray.lower(`key`),
        FfiConverterByteArray.lower(`blob`),
        FfiConverterTypeStateStorage.lower(`storage`),_status)
}
    )
    }



    }

}


/**
 * @suppress
 */
public object FfiConverterTypeCallState: FfiConverter<CallState, Long> {
    override fun lower(value: CallState): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): CallState {
        return CallState(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): CallState {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: CallState) = 8UL

    override fun write(value: CallState, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Remembers which counters of which key have been reserved (RFC 9605 section 9.1). An app that
 * keeps base keys longer than its process lives keeps these beside them.
 */
public interface CounterStore {

    /**
     * Reserves `count` counters of the key with this fingerprint of 16 bytes, and gives the first;
     * a new key starts at 0. Their end must be saved for good before this returns. It is called
     * from whatever thread encrypts, never two at a time in a process, and must not use the library
     * itself.
     *
     * Nothing where they cannot be reserved: then no frame is encrypted. Throwing means the same.
     */
    fun `reserve`(`fingerprint`: kotlin.ByteArray, `count`: kotlin.ULong): kotlin.ULong?

    companion object
}

/**
 * Remembers which counters of which key have been reserved (RFC 9605 section 9.1). An app that
 * keeps base keys longer than its process lives keeps these beside them.
 */
open class CounterStoreImpl: Disposable, AutoCloseable, CounterStore
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_counterstore(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_counterstore(handle, status)
        }
    }


    /**
     * Reserves `count` counters of the key with this fingerprint of 16 bytes, and gives the first;
     * a new key starts at 0. Their end must be saved for good before this returns. It is called
     * from whatever thread encrypts, never two at a time in a process, and must not use the library
     * itself.
     *
     * Nothing where they cannot be reserved: then no frame is encrypted. Throwing means the same.
     */override fun `reserve`(`fingerprint`: kotlin.ByteArray, `count`: kotlin.ULong): kotlin.ULong? {
            return FfiConverterOptionalULong.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_counterstore_reserve(
        it,

        FfiConverterByteArray.lower(`fingerprint`),
        FfiConverterULong.lower(`count`),_status)
}
    }
    )
    }









    /**
     * @suppress
     */
    companion object

}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceCounterStore {
    internal object `reserve`: UniffiCallbackInterfaceCounterStoreMethod0 {
        override fun callback(`uniffiHandle`: Long,`fingerprint`: RustBuffer.ByValue,`count`: Long,`uniffiOutReturn`: RustBuffer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeCounterStore.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`reserve`(
                    FfiConverterByteArray.lift(`fingerprint`),
                    FfiConverterULong.lift(`count`),
                )
            }
            val writeReturn = { value: kotlin.ULong? -> uniffiOutReturn.setValue(FfiConverterOptionalULong.lower(value)) }
            uniffiTraitInterfaceCall(uniffiCallStatus, makeCall, writeReturn)
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeCounterStore.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeCounterStore.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceCounterStore.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `reserve`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_frameseal_uniffi_fn_init_callback_vtable_counterstore(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeCounterStore: FfiConverter<CounterStore, Long> {
    internal val handleMap = UniffiHandleMap<CounterStore>()

    override fun lower(value: CounterStore): Long {
        if (value is CounterStoreImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): CounterStore {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return CounterStoreImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): CounterStore {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: CounterStore) = 8UL

    override fun write(value: CounterStore, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Opens the frames of any number of senders (RFC 9605 section 4.4.4). One thread uses it at a time,
 * others wait.
 */
public interface DecryptorInterface {

    /**
     * Adds a base key under a plain KID.
     *
     * # Errors
     * `Usage` with codes `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`, `WrongLayout`.
     */
    fun `addKey`(`suite`: CipherSuite, `kid`: kotlin.ULong, `baseKey`: BaseKey)

    /**
     * Adds a sender key at its present step; later steps are followed by themselves.
     *
     * # Errors
     * As `add_key`.
     */
    fun `addSenderKey`(`senderKey`: SenderKey)

    /**
     * Opens a plain SFrame. The slow road: it is copied.
     *
     * # Errors
     * `Authentication`, `KeyId`, `Syntax`, `Replay`. Nothing has changed then.
     */
    fun `decrypt`(`frame`: kotlin.ByteArray, `metadata`: kotlin.ByteArray? = null): OpenedFrame

    /**
     * Opens a frame in an envelope, whichever codec it looks like. The slow road: it is copied.
     *
     * # Errors
     * As `decrypt`.
     */
    fun `decryptEnvelope`(`frame`: kotlin.ByteArray, `metadata`: kotlin.ByteArray? = null): OpenedFrame

    /**
     * Gives the handle that C's functions take (`frameseal_decryptor`), as long as this object
     * lives: the fast road.
     */
    fun `handle`(): kotlin.ULong

    /**
     * Gives what was done with each key.
     *
     * # Errors
     * As `remove_key`.
     */
    fun `keyStatistics`(): List<KeyStatistics>

    /**
     * Gives the next event.
     *
     * # Errors
     * As `remove_key`.
     */
    fun `pollEvent`(): FrameEvent?

    /**
     * Refuses the key of this participant's own encryptor, so that frames which the operator sends
     * back are not taken for somebody else's.
     *
     * # Errors
     * `Usage` with code `OwnSendKey` when it was added before (it is removed).
     */
    fun `refuseOwn`(`encryptor`: Encryptor)

    /**
     * Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.
     *
     * # Errors
     * `Usage` with codes `Poisoned`, after a bug in the library, and `Forked`.
     */
    fun `removeKey`(`kid`: kotlin.ULong): kotlin.Boolean

    /**
     * Lets the key of a KID go in 10 s. Says whether there was one.
     *
     * # Errors
     * As `remove_key`.
     */
    fun `retireKey`(`kid`: kotlin.ULong): kotlin.Boolean

    /**
     * Takes note of the time: retired keys go. Twenty times a second is enough.
     *
     * # Errors
     * As `remove_key`.
     */
    fun `tick`()

    /**
     * Gives what was opened and refused.
     *
     * # Errors
     * As `remove_key`.
     */
    fun `totals`(): Totals

    companion object
}

/**
 * Opens the frames of any number of senders (RFC 9605 section 4.4.4). One thread uses it at a time,
 * others wait.
 */
open class Decryptor: Disposable, AutoCloseable, DecryptorInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }
    /**
     * Makes a decryptor without keys.
     *
     * # Errors
     * `Usage` with code `FieldTooWide`.
     */
    constructor(`config`: DecryptorConfig) :
        this(UniffiWithHandle,
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_decryptor_new(


        FfiConverterTypeDecryptorConfig.lower(`config`),_status)
}
    )

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_decryptor(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_decryptor(handle, status)
        }
    }


    /**
     * Adds a base key under a plain KID.
     *
     * # Errors
     * `Usage` with codes `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`, `WrongLayout`.
     */
    @Throws(FrameSealException::class)override fun `addKey`(`suite`: CipherSuite, `kid`: kotlin.ULong, `baseKey`: BaseKey)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_add_key(
        it,

        FfiConverterTypeCipherSuite.lower(`suite`),
        FfiConverterULong.lower(`kid`),
        FfiConverterTypeBaseKey.lower(`baseKey`),_status)
}
    }




    /**
     * Adds a sender key at its present step; later steps are followed by themselves.
     *
     * # Errors
     * As `add_key`.
     */
    @Throws(FrameSealException::class)override fun `addSenderKey`(`senderKey`: SenderKey)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_add_sender_key(
        it,

        FfiConverterTypeSenderKey.lower(`senderKey`),_status)
}
    }




    /**
     * Opens a plain SFrame. The slow road: it is copied.
     *
     * # Errors
     * `Authentication`, `KeyId`, `Syntax`, `Replay`. Nothing has changed then.
     */
    @Throws(FrameSealException::class)override fun `decrypt`(`frame`: kotlin.ByteArray, `metadata`: kotlin.ByteArray?): OpenedFrame {
            return FfiConverterTypeOpenedFrame.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_decrypt(
        it,

        FfiConverterByteArray.lower(`frame`),
        FfiConverterOptionalByteArray.lower(`metadata`),_status)
}
    }
    )
    }



    /**
     * Opens a frame in an envelope, whichever codec it looks like. The slow road: it is copied.
     *
     * # Errors
     * As `decrypt`.
     */
    @Throws(FrameSealException::class)override fun `decryptEnvelope`(`frame`: kotlin.ByteArray, `metadata`: kotlin.ByteArray?): OpenedFrame {
            return FfiConverterTypeOpenedFrame.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_decrypt_envelope(
        it,

        FfiConverterByteArray.lower(`frame`),
        FfiConverterOptionalByteArray.lower(`metadata`),_status)
}
    }
    )
    }



    /**
     * Gives the handle that C's functions take (`frameseal_decryptor`), as long as this object
     * lives: the fast road.
     */override fun `handle`(): kotlin.ULong {
            return FfiConverterULong.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_handle(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives what was done with each key.
     *
     * # Errors
     * As `remove_key`.
     */
    @Throws(FrameSealException::class)override fun `keyStatistics`(): List<KeyStatistics> {
            return FfiConverterSequenceTypeKeyStatistics.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_key_statistics(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the next event.
     *
     * # Errors
     * As `remove_key`.
     */
    @Throws(FrameSealException::class)override fun `pollEvent`(): FrameEvent? {
            return FfiConverterOptionalTypeFrameEvent.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_poll_event(
        it,
        _status)
}
    }
    )
    }



    /**
     * Refuses the key of this participant's own encryptor, so that frames which the operator sends
     * back are not taken for somebody else's.
     *
     * # Errors
     * `Usage` with code `OwnSendKey` when it was added before (it is removed).
     */
    @Throws(FrameSealException::class)override fun `refuseOwn`(`encryptor`: Encryptor)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_refuse_own(
        it,

        FfiConverterTypeEncryptor.lower(`encryptor`),_status)
}
    }




    /**
     * Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.
     *
     * # Errors
     * `Usage` with codes `Poisoned`, after a bug in the library, and `Forked`.
     */
    @Throws(FrameSealException::class)override fun `removeKey`(`kid`: kotlin.ULong): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_remove_key(
        it,

        FfiConverterULong.lower(`kid`),_status)
}
    }
    )
    }



    /**
     * Lets the key of a KID go in 10 s. Says whether there was one.
     *
     * # Errors
     * As `remove_key`.
     */
    @Throws(FrameSealException::class)override fun `retireKey`(`kid`: kotlin.ULong): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_retire_key(
        it,

        FfiConverterULong.lower(`kid`),_status)
}
    }
    )
    }



    /**
     * Takes note of the time: retired keys go. Twenty times a second is enough.
     *
     * # Errors
     * As `remove_key`.
     */
    @Throws(FrameSealException::class)override fun `tick`()
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_tick(
        it,
        _status)
}
    }




    /**
     * Gives what was opened and refused.
     *
     * # Errors
     * As `remove_key`.
     */
    @Throws(FrameSealException::class)override fun `totals`(): Totals {
            return FfiConverterTypeTotals.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_totals(
        it,
        _status)
}
    }
    )
    }









    /**
     * @suppress
     */
    companion object

}


/**
 * @suppress
 */
public object FfiConverterTypeDecryptor: FfiConverter<Decryptor, Long> {
    override fun lower(value: Decryptor): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): Decryptor {
        return Decryptor(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): Decryptor {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: Decryptor) = 8UL

    override fun write(value: Decryptor, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * The signing key of a device (Ed25519). Wiped when it goes.
 */
public interface DeviceIdentityInterface {

    /**
     * Gives the 32 secret bytes, to be stored where only this device can read them: the keystore
     * or keychain.
     */
    fun `export`(): kotlin.ByteArray

    /**
     * Gives the public key of 32 bytes.
     */
    fun `publicKey`(): kotlin.ByteArray

    companion object
}

/**
 * The signing key of a device (Ed25519). Wiped when it goes.
 */
open class DeviceIdentity: Disposable, AutoCloseable, DeviceIdentityInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_deviceidentity(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_deviceidentity(handle, status)
        }
    }


    /**
     * Gives the 32 secret bytes, to be stored where only this device can read them: the keystore
     * or keychain.
     */override fun `export`(): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_deviceidentity_export(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the public key of 32 bytes.
     */override fun `publicKey`(): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_deviceidentity_public_key(
        it,
        _status)
}
    }
    )
    }








    companion object {

    /**
     * Draws a new one: once a device, then stored.
     *
     * # Errors
     * `Usage` with code `NoRandomness`.
     */
    @Throws(FrameSealException::class) fun `generate`(): DeviceIdentity {
            return FfiConverterTypeDeviceIdentity.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_deviceidentity_generate(

        _status)
}
    )
    }



    /**
     * Takes the 32 bytes that `export` gave.
     *
     * # Errors
     * `Usage` with code `WrongLength`.
     */
    @Throws(FrameSealException::class) fun `importFrom`(`seed`: kotlin.ByteArray): DeviceIdentity {
            return FfiConverterTypeDeviceIdentity.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_deviceidentity_import_from(


        FfiConverterByteArray.lower(`seed`),_status)
}
    )
    }



    }

}


/**
 * @suppress
 */
public object FfiConverterTypeDeviceIdentity: FfiConverter<DeviceIdentity, Long> {
    override fun lower(value: DeviceIdentity): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): DeviceIdentity {
        return DeviceIdentity(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): DeviceIdentity {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: DeviceIdentity) = 8UL

    override fun write(value: DeviceIdentity, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Seals the frames of one sender under one key (RFC 9605 section 4.4.3). Any number of threads may
 * use it at a time.
 */
public interface EncryptorInterface {

    /**
     * Seals a frame as plain SFrame. `metadata` is authenticated and not sent; the receiver needs
     * the same. The slow road: both are copied.
     *
     * # Errors
     * `Usage` with codes `KeyUsedUp`, `CountersUnavailable`, and `Forked` in a child of a process that
     * used the library: nothing was sealed.
     */
    fun `encrypt`(`frame`: kotlin.ByteArray, `metadata`: kotlin.ByteArray? = null): kotlin.ByteArray

    /**
     * Seals a frame into an envelope that still looks like its codec, padded to a multiple of
     * `pad_to` bytes unless that is 0. The slow road: it is copied.
     *
     * # Errors
     * As `encrypt`, and what is wrong with a frame that is not the codec's.
     */
    fun `encryptAs`(`codec`: Codec, `frame`: kotlin.ByteArray, `metadata`: kotlin.ByteArray? = null, `padTo`: kotlin.UShort = 0u): kotlin.ByteArray

    /**
     * Gives the 16 bytes under which its counters are kept.
     */
    fun `fingerprint`(): kotlin.ByteArray

    /**
     * Gives the handle that C's functions take (`frameseal_encryptor`), as long as this object
     * lives: the fast road.
     */
    fun `handle`(): kotlin.ULong

    /**
     * Gives the KID in the headers of its frames.
     */
    fun `kid`(): kotlin.ULong

    /**
     * Gives the most bytes by which a plain frame grows.
     */
    fun `maxOverhead`(): kotlin.ULong

    /**
     * Gives the next event.
     */
    fun `pollEvent`(): FrameEvent?

    /**
     * Gives the cipher suite.
     */
    fun `suite`(): CipherSuite?

    companion object
}

/**
 * Seals the frames of one sender under one key (RFC 9605 section 4.4.3). Any number of threads may
 * use it at a time.
 */
open class Encryptor: Disposable, AutoCloseable, EncryptorInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }
    /**
     * Makes an encryptor for a base key and the KID under which receivers know it. Should this
     * process, or the store, have encrypted with them before, counting goes on where it stopped.
     *
     * # Errors
     * `Usage` with code `CountersUnavailable` and its neighbours when counters cannot be reserved.
     */
    constructor(`suite`: CipherSuite, `kid`: kotlin.ULong, `baseKey`: BaseKey, `counters`: CounterStore? = null) :
        this(UniffiWithHandle,
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_new(


        FfiConverterTypeCipherSuite.lower(`suite`),
        FfiConverterULong.lower(`kid`),
        FfiConverterTypeBaseKey.lower(`baseKey`),
        FfiConverterOptionalTypeCounterStore.lower(`counters`),_status)
}
    )

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_encryptor(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_encryptor(handle, status)
        }
    }


    /**
     * Seals a frame as plain SFrame. `metadata` is authenticated and not sent; the receiver needs
     * the same. The slow road: both are copied.
     *
     * # Errors
     * `Usage` with codes `KeyUsedUp`, `CountersUnavailable`, and `Forked` in a child of a process that
     * used the library: nothing was sealed.
     */
    @Throws(FrameSealException::class)override fun `encrypt`(`frame`: kotlin.ByteArray, `metadata`: kotlin.ByteArray?): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_encrypt(
        it,

        FfiConverterByteArray.lower(`frame`),
        FfiConverterOptionalByteArray.lower(`metadata`),_status)
}
    }
    )
    }



    /**
     * Seals a frame into an envelope that still looks like its codec, padded to a multiple of
     * `pad_to` bytes unless that is 0. The slow road: it is copied.
     *
     * # Errors
     * As `encrypt`, and what is wrong with a frame that is not the codec's.
     */
    @Throws(FrameSealException::class)override fun `encryptAs`(`codec`: Codec, `frame`: kotlin.ByteArray, `metadata`: kotlin.ByteArray?, `padTo`: kotlin.UShort): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_encrypt_as(
        it,

        FfiConverterTypeCodec.lower(`codec`),
        FfiConverterByteArray.lower(`frame`),
        FfiConverterOptionalByteArray.lower(`metadata`),
        FfiConverterUShort.lower(`padTo`),_status)
}
    }
    )
    }



    /**
     * Gives the 16 bytes under which its counters are kept.
     */override fun `fingerprint`(): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_fingerprint(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the handle that C's functions take (`frameseal_encryptor`), as long as this object
     * lives: the fast road.
     */override fun `handle`(): kotlin.ULong {
            return FfiConverterULong.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_handle(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the KID in the headers of its frames.
     */override fun `kid`(): kotlin.ULong {
            return FfiConverterULong.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_kid(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the most bytes by which a plain frame grows.
     */override fun `maxOverhead`(): kotlin.ULong {
            return FfiConverterULong.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_max_overhead(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the next event.
     */override fun `pollEvent`(): FrameEvent? {
            return FfiConverterOptionalTypeFrameEvent.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_poll_event(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the cipher suite.
     */override fun `suite`(): CipherSuite? {
            return FfiConverterOptionalTypeCipherSuite.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_suite(
        it,
        _status)
}
    }
    )
    }








    companion object {

    /**
     * Makes an encryptor for the present step of a sender key. After `ratchet`, make the next.
     *
     * # Errors
     * As `new`.
     */
    @Throws(FrameSealException::class) fun `forSender`(`senderKey`: SenderKey, `counters`: CounterStore? = null): Encryptor {
            return FfiConverterTypeEncryptor.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_for_sender(


        FfiConverterTypeSenderKey.lower(`senderKey`),
        FfiConverterOptionalTypeCounterStore.lower(`counters`),_status)
}
    )
    }



    /**
     * As `new`, with counters that a device's state keeps.
     *
     * # Errors
     * `Usage` with code `CountersWentBack` for a key of a state whose anchor was lost, and as
     * `new`.
     */
    @Throws(FrameSealException::class) fun `withState`(`suite`: CipherSuite, `kid`: kotlin.ULong, `baseKey`: BaseKey, `state`: CallState): Encryptor {
            return FfiConverterTypeEncryptor.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_with_state(


        FfiConverterTypeCipherSuite.lower(`suite`),
        FfiConverterULong.lower(`kid`),
        FfiConverterTypeBaseKey.lower(`baseKey`),
        FfiConverterTypeCallState.lower(`state`),_status)
}
    )
    }



    }

}


/**
 * @suppress
 */
public object FfiConverterTypeEncryptor: FfiConverter<Encryptor, Long> {
    override fun lower(value: Encryptor): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): Encryptor {
        return Encryptor(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): Encryptor {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: Encryptor) = 8UL

    override fun write(value: Encryptor, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Keeps the epochs of a group, and its decryptor up to date.
 */
public interface MlsKeysInterface {

    /**
     * Takes the secret of an epoch, after every commit. `leaves` is the size of the tree,
     * `own_index` this member's leaf. `at_once` after somebody was removed; else this member goes
     * on sending in the last epoch for a moment, until others have the new one too.
     *
     * # Errors
     * `Usage` with codes `BaseKeyTooShort`, `WrongKeyLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `EpochOver`,
     * `EpochTooOld`.
     */
    fun `addEpoch`(`epoch`: kotlin.ULong, `secret`: kotlin.ByteArray, `leaves`: kotlin.UInt, `ownIndex`: kotlin.UInt, `atOnce`: kotlin.Boolean = false)

    /**
     * Gives the decryptor for the frames of all members.
     */
    fun `decryptor`(): Decryptor

    /**
     * Gives the encryptor for a context, such as 0 for audio and 1 for video.
     *
     * # Errors
     * `Usage` with codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `CountersUnavailable`.
     */
    fun `encryptor`(`context`: kotlin.ULong): Encryptor

    /**
     * Begins to send in an epoch that is held.
     *
     * # Errors
     * `Usage` with codes `SendingIsNewer`, `UnknownEpoch`.
     */
    fun `goOver`(`epoch`: kotlin.ULong)

    /**
     * Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
     */
    fun `senderOf`(`kid`: kotlin.ULong): kotlin.UInt?

    /**
     * Gives the epoch that is sent in.
     */
    fun `sending`(): kotlin.ULong?

    /**
     * Takes note of the time. Ten times a second is enough.
     *
     * # Errors
     * `Usage` with code `Poisoned`, after a bug in the library.
     */
    fun `tick`()

    companion object
}

/**
 * Keeps the epochs of a group, and its decryptor up to date.
 */
open class MlsKeys: Disposable, AutoCloseable, MlsKeysInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }
    /**
     * For frames of a suite and KIDs that end in so many bits of epoch (1 to 8); both the same
     * for all members.
     *
     * # Errors
     * `Usage` with code `FieldTooWide`.
     */
    constructor(`suite`: CipherSuite, `epochBits`: kotlin.UByte, `listener`: MlsListener? = null, `counters`: CounterStore? = null) :
        this(UniffiWithHandle,
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_mlskeys_new(


        FfiConverterTypeCipherSuite.lower(`suite`),
        FfiConverterUByte.lower(`epochBits`),
        FfiConverterOptionalTypeMlsListener.lower(`listener`),
        FfiConverterOptionalTypeCounterStore.lower(`counters`),_status)
}
    )

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_mlskeys(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_mlskeys(handle, status)
        }
    }


    /**
     * Takes the secret of an epoch, after every commit. `leaves` is the size of the tree,
     * `own_index` this member's leaf. `at_once` after somebody was removed; else this member goes
     * on sending in the last epoch for a moment, until others have the new one too.
     *
     * # Errors
     * `Usage` with codes `BaseKeyTooShort`, `WrongKeyLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `EpochOver`,
     * `EpochTooOld`.
     */
    @Throws(FrameSealException::class)override fun `addEpoch`(`epoch`: kotlin.ULong, `secret`: kotlin.ByteArray, `leaves`: kotlin.UInt, `ownIndex`: kotlin.UInt, `atOnce`: kotlin.Boolean)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_add_epoch(
        it,

        FfiConverterULong.lower(`epoch`),
        FfiConverterByteArray.lower(`secret`),
        FfiConverterUInt.lower(`leaves`),
        FfiConverterUInt.lower(`ownIndex`),
        FfiConverterBoolean.lower(`atOnce`),_status)
}
    }




    /**
     * Gives the decryptor for the frames of all members.
     */override fun `decryptor`(): Decryptor {
            return FfiConverterTypeDecryptor.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_decryptor(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the encryptor for a context, such as 0 for audio and 1 for video.
     *
     * # Errors
     * `Usage` with codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `CountersUnavailable`.
     */
    @Throws(FrameSealException::class)override fun `encryptor`(`context`: kotlin.ULong): Encryptor {
            return FfiConverterTypeEncryptor.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_encryptor(
        it,

        FfiConverterULong.lower(`context`),_status)
}
    }
    )
    }



    /**
     * Begins to send in an epoch that is held.
     *
     * # Errors
     * `Usage` with codes `SendingIsNewer`, `UnknownEpoch`.
     */
    @Throws(FrameSealException::class)override fun `goOver`(`epoch`: kotlin.ULong)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_go_over(
        it,

        FfiConverterULong.lower(`epoch`),_status)
}
    }




    /**
     * Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
     */override fun `senderOf`(`kid`: kotlin.ULong): kotlin.UInt? {
            return FfiConverterOptionalUInt.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_sender_of(
        it,

        FfiConverterULong.lower(`kid`),_status)
}
    }
    )
    }



    /**
     * Gives the epoch that is sent in.
     */override fun `sending`(): kotlin.ULong? {
            return FfiConverterOptionalULong.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_sending(
        it,
        _status)
}
    }
    )
    }



    /**
     * Takes note of the time. Ten times a second is enough.
     *
     * # Errors
     * `Usage` with code `Poisoned`, after a bug in the library.
     */
    @Throws(FrameSealException::class)override fun `tick`()
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_tick(
        it,
        _status)
}
    }










    /**
     * @suppress
     */
    companion object

}


/**
 * @suppress
 */
public object FfiConverterTypeMlsKeys: FfiConverter<MlsKeys, Long> {
    override fun lower(value: MlsKeys): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): MlsKeys {
        return MlsKeys(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): MlsKeys {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: MlsKeys) = 8UL

    override fun write(value: MlsKeys, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Hears what changes for the epochs of a group, in order, from one thread at a time: any that uses
 * them.
 */
public interface MlsListener {

    /**
     * This member sends in another epoch: ask for the encryptors anew.
     */
    fun `goneOver`(`epoch`: kotlin.ULong)

    /**
     * The key of this KID is nearly used up: have the group commit; an update will do.
     */
    fun `commitSoon`(`kid`: kotlin.ULong)

    companion object
}

/**
 * Hears what changes for the epochs of a group, in order, from one thread at a time: any that uses
 * them.
 */
open class MlsListenerImpl: Disposable, AutoCloseable, MlsListener
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_mlslistener(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_mlslistener(handle, status)
        }
    }


    /**
     * This member sends in another epoch: ask for the encryptors anew.
     */override fun `goneOver`(`epoch`: kotlin.ULong)
        =
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_mlslistener_gone_over(
        it,

        FfiConverterULong.lower(`epoch`),_status)
}
    }




    /**
     * The key of this KID is nearly used up: have the group commit; an update will do.
     */override fun `commitSoon`(`kid`: kotlin.ULong)
        =
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_mlslistener_commit_soon(
        it,

        FfiConverterULong.lower(`kid`),_status)
}
    }










    /**
     * @suppress
     */
    companion object

}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceMlsListener {
    internal object `goneOver`: UniffiCallbackInterfaceMlsListenerMethod0 {
        override fun callback(`uniffiHandle`: Long,`epoch`: Long,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeMlsListener.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`goneOver`(
                    FfiConverterULong.lift(`epoch`),
                )
            }
            val writeReturn = { _: Unit -> Unit }
            uniffiTraitInterfaceCall(uniffiCallStatus, makeCall, writeReturn)
        }
    }
    internal object `commitSoon`: UniffiCallbackInterfaceMlsListenerMethod1 {
        override fun callback(`uniffiHandle`: Long,`kid`: Long,`uniffiOutReturn`: Pointer,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeMlsListener.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`commitSoon`(
                    FfiConverterULong.lift(`kid`),
                )
            }
            val writeReturn = { _: Unit -> Unit }
            uniffiTraitInterfaceCall(uniffiCallStatus, makeCall, writeReturn)
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeMlsListener.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeMlsListener.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceMlsListener.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `goneOver`,
        `commitSoon`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_frameseal_uniffi_fn_init_callback_vtable_mlslistener(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeMlsListener: FfiConverter<MlsListener, Long> {
    internal val handleMap = UniffiHandleMap<MlsListener>()

    override fun lower(value: MlsListener): Long {
        if (value is MlsListenerImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): MlsListener {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return MlsListenerImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): MlsListener {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: MlsListener) = 8UL

    override fun write(value: MlsListener, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * What two devices compare once and for all: it depends on both public keys and on nothing else.
 */
public interface SafetyNumberInterface {

    /**
     * Gives the digits to read aloud.
     */
    fun `digits`(): kotlin.String

    /**
     * Says whether a scanned code is this one.
     */
    fun `matchesQr`(`scanned`: kotlin.String): kotlin.Boolean

    /**
     * Gives what a QR code has.
     */
    fun `qrText`(): kotlin.String

    /**
     * Gives the QR code as SVG.
     */
    fun `svg`(): kotlin.String

    companion object
}

/**
 * What two devices compare once and for all: it depends on both public keys and on nothing else.
 */
open class SafetyNumber: Disposable, AutoCloseable, SafetyNumberInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_safetynumber(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_safetynumber(handle, status)
        }
    }


    /**
     * Gives the digits to read aloud.
     */override fun `digits`(): kotlin.String {
            return FfiConverterString.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_digits(
        it,
        _status)
}
    }
    )
    }



    /**
     * Says whether a scanned code is this one.
     */override fun `matchesQr`(`scanned`: kotlin.String): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_matches_qr(
        it,

        FfiConverterString.lower(`scanned`),_status)
}
    }
    )
    }



    /**
     * Gives what a QR code has.
     */override fun `qrText`(): kotlin.String {
            return FfiConverterString.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_qr_text(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the QR code as SVG.
     */override fun `svg`(): kotlin.String {
            return FfiConverterString.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_svg(
        it,
        _status)
}
    }
    )
    }








    companion object {

    /**
     * Makes it of two public keys of 32 bytes, in any order.
     *
     * # Errors
     * `Usage` with code `WrongLength`.
     */
    @Throws(FrameSealException::class) fun `between`(`a`: kotlin.ByteArray, `b`: kotlin.ByteArray): SafetyNumber {
            return FfiConverterTypeSafetyNumber.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_safetynumber_between(


        FfiConverterByteArray.lower(`a`),
        FfiConverterByteArray.lower(`b`),_status)
}
    )
    }



    }

}


/**
 * @suppress
 */
public object FfiConverterTypeSafetyNumber: FfiConverter<SafetyNumber, Long> {
    override fun lower(value: SafetyNumber): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): SafetyNumber {
        return SafetyNumber(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): SafetyNumber {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: SafetyNumber) = 8UL

    override fun write(value: SafetyNumber, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * A sender key, which ratchets when somebody joins (RFC 9605 section 5.1). Wiped when it goes.
 */
public interface SenderKeyInterface {

    /**
     * Gives the present step's base key, for whoever joins now.
     *
     * # Errors
     * None that is known.
     */
    fun `baseKey`(): BaseKey

    /**
     * Gives the KID of the present step.
     */
    fun `kid`(): kotlin.ULong

    /**
     * Goes one step further, from which nobody can go back: for whoever joins now.
     */
    fun `ratchet`()

    companion object
}

/**
 * A sender key, which ratchets when somebody joins (RFC 9605 section 5.1). Wiped when it goes.
 */
open class SenderKey: Disposable, AutoCloseable, SenderKeyInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }
    /**
     * Makes the key of a generation at a step. Its KIDs end in `ratchet_bits` (1 to 16) bits of
     * step.
     *
     * # Errors
     * `Usage` with code `FieldTooWide`.
     */
    constructor(`suite`: CipherSuite, `ratchetBits`: kotlin.UByte, `generation`: kotlin.ULong, `step`: kotlin.ULong, `baseKey`: BaseKey) :
        this(UniffiWithHandle,
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_senderkey_new(


        FfiConverterTypeCipherSuite.lower(`suite`),
        FfiConverterUByte.lower(`ratchetBits`),
        FfiConverterULong.lower(`generation`),
        FfiConverterULong.lower(`step`),
        FfiConverterTypeBaseKey.lower(`baseKey`),_status)
}
    )

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_senderkey(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_senderkey(handle, status)
        }
    }


    /**
     * Gives the present step's base key, for whoever joins now.
     *
     * # Errors
     * None that is known.
     */
    @Throws(FrameSealException::class)override fun `baseKey`(): BaseKey {
            return FfiConverterTypeBaseKey.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_base_key(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the KID of the present step.
     */override fun `kid`(): kotlin.ULong {
            return FfiConverterULong.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_kid(
        it,
        _status)
}
    }
    )
    }



    /**
     * Goes one step further, from which nobody can go back: for whoever joins now.
     */override fun `ratchet`()
        =
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_ratchet(
        it,
        _status)
}
    }










    /**
     * @suppress
     */
    companion object

}


/**
 * @suppress
 */
public object FfiConverterTypeSenderKey: FfiConverter<SenderKey, Long> {
    override fun lower(value: SenderKey): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): SenderKey {
        return SenderKey(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): SenderKey {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: SenderKey) = 8UL

    override fun write(value: SenderKey, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * One device in one call.
 *
 * It agrees on keys with the others over whatever signalling the app has, which may belong to the
 * operator. Hand it every message that comes with `handle`, call `tick` ten times a second, and
 * send what the listener is given.
 */
public interface SessionInterface {

    /**
     * Agrees to compare when a member asked.
     *
     * # Errors
     * As `start_comparison`.
     */
    fun `acceptComparison`(`with`: kotlin.String)

    /**
     * Lets somebody in who waits.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`, `NotEntitled`.
     */
    fun `admit`(`who`: kotlin.String)

    /**
     * Gives what all members read to each other.
     */
    fun `callCode`(): CallCode

    /**
     * Gives what to compare with a member, once it is there.
     *
     * # Errors
     * `Usage` with code `NoMember`.
     */
    fun `comparison`(`with`: kotlin.String): Comparison?

    /**
     * Consents to media in clear, where the call allows it, or takes that back.
     *
     * # Errors
     * `Usage` with code `NotEntitled`.
     */
    fun `consentToClear`(`consents`: kotlin.Boolean)

    /**
     * Gives the decryptor for the frames of all members.
     */
    fun `decryptor`(): Decryptor

    /**
     * Gives the encryptor for one kind of media.
     *
     * # Errors
     * `Usage` with codes `NotLetIn`, `SessionEnded`: send nothing.
     */
    fun `encryptor`(`kind`: MediaKind): Encryptor

    /**
     * Gives how the session ended, if it did.
     */
    fun `ended`(): Departure?

    /**
     * Takes a message from the signalling channel.
     *
     * # Errors
     * `Message`; most need nothing done.
     */
    fun `handle`(`message`: kotlin.ByteArray)

    /**
     * Gives this member's id.
     */
    fun `id`(): kotlin.String

    /**
     * Leaves, with a goodbye to be sent.
     *
     * # Errors
     * As `tick`.
     */
    fun `leave`()

    /**
     * Says whether somebody else's code, scanned, is this call's.
     */
    fun `matchesQr`(`scanned`: kotlin.String): kotlin.Boolean

    /**
     * Says whether media may go in clear now: the call allows it and every member consents.
     */
    fun `maySendClear`(): kotlin.Boolean

    /**
     * Gives the other members.
     */
    fun `members`(): List<Member>

    /**
     * Opens a message of another member; nothing for one whose key has yet to come (`poll_chat`).
     *
     * # Errors
     * As frames.
     */
    fun `openChat`(`sealed`: kotlin.ByteArray): ChatMessage?

    /**
     * Gives the next message whose key came after it.
     */
    fun `pollChat`(): ChatMessage?

    /**
     * Removes a member.
     *
     * # Errors
     * As `admit`.
     */
    fun `remove`(`who`: kotlin.String)

    /**
     * Changes the keys this member sends with.
     *
     * # Errors
     * As `tick`.
     */
    fun `rotate`()

    /**
     * Gives what this device and a member's compare once and for all.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`.
     */
    fun `safetyNumber`(`with`: kotlin.String): SafetyNumber

    /**
     * Seals a message to all members.
     *
     * # Errors
     * `Usage` with codes `NotLetIn`, `SessionEnded`.
     */
    fun `sealChat`(`message`: kotlin.ByteArray): kotlin.ByteArray

    /**
     * Gives whose frames have this KID.
     */
    fun `senderOf`(`kid`: kotlin.ULong): Sender?

    /**
     * Starts to compare pictures with a member.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`.
     */
    fun `startComparison`(`with`: kotlin.String)

    /**
     * Takes note of the time, ten times a second.
     *
     * # Errors
     * `Usage` with code `Forked`, as everything in a child of a process that used the library.
     */
    fun `tick`()

    companion object
}

/**
 * One device in one call.
 *
 * It agrees on keys with the others over whatever signalling the app has, which may belong to the
 * operator. Hand it every message that comes with `handle`, call `tick` ten times a second, and
 * send what the listener is given.
 */
open class Session: Disposable, AutoCloseable, SessionInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_session(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_session(handle, status)
        }
    }


    /**
     * Agrees to compare when a member asked.
     *
     * # Errors
     * As `start_comparison`.
     */
    @Throws(FrameSealException::class)override fun `acceptComparison`(`with`: kotlin.String)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_accept_comparison(
        it,

        FfiConverterString.lower(`with`),_status)
}
    }




    /**
     * Lets somebody in who waits.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`, `NotEntitled`.
     */
    @Throws(FrameSealException::class)override fun `admit`(`who`: kotlin.String)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_admit(
        it,

        FfiConverterString.lower(`who`),_status)
}
    }




    /**
     * Gives what all members read to each other.
     */override fun `callCode`(): CallCode {
            return FfiConverterTypeCallCode.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_call_code(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives what to compare with a member, once it is there.
     *
     * # Errors
     * `Usage` with code `NoMember`.
     */
    @Throws(FrameSealException::class)override fun `comparison`(`with`: kotlin.String): Comparison? {
            return FfiConverterOptionalTypeComparison.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_comparison(
        it,

        FfiConverterString.lower(`with`),_status)
}
    }
    )
    }



    /**
     * Consents to media in clear, where the call allows it, or takes that back.
     *
     * # Errors
     * `Usage` with code `NotEntitled`.
     */
    @Throws(FrameSealException::class)override fun `consentToClear`(`consents`: kotlin.Boolean)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_consent_to_clear(
        it,

        FfiConverterBoolean.lower(`consents`),_status)
}
    }




    /**
     * Gives the decryptor for the frames of all members.
     */override fun `decryptor`(): Decryptor {
            return FfiConverterTypeDecryptor.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_decryptor(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the encryptor for one kind of media.
     *
     * # Errors
     * `Usage` with codes `NotLetIn`, `SessionEnded`: send nothing.
     */
    @Throws(FrameSealException::class)override fun `encryptor`(`kind`: MediaKind): Encryptor {
            return FfiConverterTypeEncryptor.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_encryptor(
        it,

        FfiConverterTypeMediaKind.lower(`kind`),_status)
}
    }
    )
    }



    /**
     * Gives how the session ended, if it did.
     */override fun `ended`(): Departure? {
            return FfiConverterOptionalTypeDeparture.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_ended(
        it,
        _status)
}
    }
    )
    }



    /**
     * Takes a message from the signalling channel.
     *
     * # Errors
     * `Message`; most need nothing done.
     */
    @Throws(FrameSealException::class)override fun `handle`(`message`: kotlin.ByteArray)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_handle(
        it,

        FfiConverterByteArray.lower(`message`),_status)
}
    }




    /**
     * Gives this member's id.
     */override fun `id`(): kotlin.String {
            return FfiConverterString.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_id(
        it,
        _status)
}
    }
    )
    }



    /**
     * Leaves, with a goodbye to be sent.
     *
     * # Errors
     * As `tick`.
     */
    @Throws(FrameSealException::class)override fun `leave`()
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_leave(
        it,
        _status)
}
    }




    /**
     * Says whether somebody else's code, scanned, is this call's.
     */override fun `matchesQr`(`scanned`: kotlin.String): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_matches_qr(
        it,

        FfiConverterString.lower(`scanned`),_status)
}
    }
    )
    }



    /**
     * Says whether media may go in clear now: the call allows it and every member consents.
     */override fun `maySendClear`(): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_may_send_clear(
        it,
        _status)
}
    }
    )
    }



    /**
     * Gives the other members.
     */override fun `members`(): List<Member> {
            return FfiConverterSequenceTypeMember.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_members(
        it,
        _status)
}
    }
    )
    }



    /**
     * Opens a message of another member; nothing for one whose key has yet to come (`poll_chat`).
     *
     * # Errors
     * As frames.
     */
    @Throws(FrameSealException::class)override fun `openChat`(`sealed`: kotlin.ByteArray): ChatMessage? {
            return FfiConverterOptionalTypeChatMessage.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_open_chat(
        it,

        FfiConverterByteArray.lower(`sealed`),_status)
}
    }
    )
    }



    /**
     * Gives the next message whose key came after it.
     */override fun `pollChat`(): ChatMessage? {
            return FfiConverterOptionalTypeChatMessage.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_poll_chat(
        it,
        _status)
}
    }
    )
    }



    /**
     * Removes a member.
     *
     * # Errors
     * As `admit`.
     */
    @Throws(FrameSealException::class)override fun `remove`(`who`: kotlin.String)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_remove(
        it,

        FfiConverterString.lower(`who`),_status)
}
    }




    /**
     * Changes the keys this member sends with.
     *
     * # Errors
     * As `tick`.
     */
    @Throws(FrameSealException::class)override fun `rotate`()
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_rotate(
        it,
        _status)
}
    }




    /**
     * Gives what this device and a member's compare once and for all.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`.
     */
    @Throws(FrameSealException::class)override fun `safetyNumber`(`with`: kotlin.String): SafetyNumber {
            return FfiConverterTypeSafetyNumber.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_safety_number(
        it,

        FfiConverterString.lower(`with`),_status)
}
    }
    )
    }



    /**
     * Seals a message to all members.
     *
     * # Errors
     * `Usage` with codes `NotLetIn`, `SessionEnded`.
     */
    @Throws(FrameSealException::class)override fun `sealChat`(`message`: kotlin.ByteArray): kotlin.ByteArray {
            return FfiConverterByteArray.lift(
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_seal_chat(
        it,

        FfiConverterByteArray.lower(`message`),_status)
}
    }
    )
    }



    /**
     * Gives whose frames have this KID.
     */override fun `senderOf`(`kid`: kotlin.ULong): Sender? {
            return FfiConverterOptionalTypeSender.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_sender_of(
        it,

        FfiConverterULong.lower(`kid`),_status)
}
    }
    )
    }



    /**
     * Starts to compare pictures with a member.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`.
     */
    @Throws(FrameSealException::class)override fun `startComparison`(`with`: kotlin.String)
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_start_comparison(
        it,

        FfiConverterString.lower(`with`),_status)
}
    }




    /**
     * Takes note of the time, ten times a second.
     *
     * # Errors
     * `Usage` with code `Forked`, as everything in a child of a process that used the library.
     */
    @Throws(FrameSealException::class)override fun `tick`()
        =
    callWithHandle {
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_session_tick(
        it,
        _status)
}
    }









    companion object {

    /**
     * Joins a call.
     *
     * # Errors
     * `Usage` with codes `FieldTooLong`, `NoExchange`, `NoRandomness`.
     */
    @Throws(FrameSealException::class) fun `join`(`config`: SessionConfig, `identity`: DeviceIdentity, `listener`: CallListener): Session {
            return FfiConverterTypeSession.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_constructor_session_join(


        FfiConverterTypeSessionConfig.lower(`config`),
        FfiConverterTypeDeviceIdentity.lower(`identity`),
        FfiConverterTypeCallListener.lower(`listener`),_status)
}
    )
    }



    }

}


/**
 * @suppress
 */
public object FfiConverterTypeSession: FfiConverter<Session, Long> {
    override fun lower(value: Session): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): Session {
        return Session(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): Session {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: Session) = 8UL

    override fun write(value: Session, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * Where the app saves a state: for good, over a power failure. Says whether it did; throwing means
 * that it did not. It must not use the library itself: the state waits for it.
 */
public interface StateStorage {

    /**
     * Saves the blob in place of the last one.
     */
    fun `saveBlob`(`blob`: kotlin.ByteArray): kotlin.Boolean

    /**
     * Saves the anchor of 40 bytes, in a place that does not go back together with the blob.
     */
    fun `saveAnchor`(`anchor`: kotlin.ByteArray): kotlin.Boolean

    companion object
}

/**
 * Where the app saves a state: for good, over a power failure. Says whether it did; throwing means
 * that it did not. It must not use the library itself: the state waits for it.
 */
open class StateStorageImpl: Disposable, AutoCloseable, StateStorage
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_frameseal_uniffi_fn_free_statestorage(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_frameseal_uniffi_fn_clone_statestorage(handle, status)
        }
    }


    /**
     * Saves the blob in place of the last one.
     */override fun `saveBlob`(`blob`: kotlin.ByteArray): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_statestorage_save_blob(
        it,

        FfiConverterByteArray.lower(`blob`),_status)
}
    }
    )
    }



    /**
     * Saves the anchor of 40 bytes, in a place that does not go back together with the blob.
     */override fun `saveAnchor`(`anchor`: kotlin.ByteArray): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_method_statestorage_save_anchor(
        it,

        FfiConverterByteArray.lower(`anchor`),_status)
}
    }
    )
    }









    /**
     * @suppress
     */
    companion object

}



// Put the implementation in an object so we don't pollute the top-level namespace
internal object uniffiCallbackInterfaceStateStorage {
    internal object `saveBlob`: UniffiCallbackInterfaceStateStorageMethod0 {
        override fun callback(`uniffiHandle`: Long,`blob`: RustBuffer.ByValue,`uniffiOutReturn`: ByteByReference,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeStateStorage.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`saveBlob`(
                    FfiConverterByteArray.lift(`blob`),
                )
            }
            val writeReturn = { value: kotlin.Boolean -> uniffiOutReturn.setValue(FfiConverterBoolean.lower(value)) }
            uniffiTraitInterfaceCall(uniffiCallStatus, makeCall, writeReturn)
        }
    }
    internal object `saveAnchor`: UniffiCallbackInterfaceStateStorageMethod1 {
        override fun callback(`uniffiHandle`: Long,`anchor`: RustBuffer.ByValue,`uniffiOutReturn`: ByteByReference,uniffiCallStatus: UniffiRustCallStatus,) {
            val uniffiObj = FfiConverterTypeStateStorage.handleMap.get(uniffiHandle)
            val makeCall = { ->
                uniffiObj.`saveAnchor`(
                    FfiConverterByteArray.lift(`anchor`),
                )
            }
            val writeReturn = { value: kotlin.Boolean -> uniffiOutReturn.setValue(FfiConverterBoolean.lower(value)) }
            uniffiTraitInterfaceCall(uniffiCallStatus, makeCall, writeReturn)
        }
    }

    internal object uniffiFree: UniffiCallbackInterfaceFree {
        override fun callback(handle: Long) {
            FfiConverterTypeStateStorage.handleMap.remove(handle)
        }
    }

    internal object uniffiClone: UniffiCallbackInterfaceClone {
        override fun callback(handle: Long): Long {
            return FfiConverterTypeStateStorage.handleMap.clone(handle)
        }
    }

    internal var vtable = UniffiVTableCallbackInterfaceStateStorage.UniffiByValue(
        uniffiFree,
        uniffiClone,
        `saveBlob`,
        `saveAnchor`,
    )

    // Registers the foreign callback with the Rust side.
    // This method is generated for each callback interface.
    internal fun register(lib: UniffiLib) {
        lib.uniffi_frameseal_uniffi_fn_init_callback_vtable_statestorage(vtable)
    }
}

/**
 * @suppress
 */
public object FfiConverterTypeStateStorage: FfiConverter<StateStorage, Long> {
    internal val handleMap = UniffiHandleMap<StateStorage>()

    override fun lower(value: StateStorage): Long {
        if (value is StateStorageImpl) {
             // Rust-implemented object.  Clone the handle and return it
            return value.uniffiCloneHandle()
         } else {
            // Kotlin object, generate a new vtable handle and return that.
            return handleMap.insert(value)
         }
    }

    override fun lift(value: Long): StateStorage {
        if ((value and 1.toLong()) == 0.toLong()) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return StateStorageImpl(UniffiWithHandle, value)
        } else {
            // Kotlin-generated handle, get the object from the handle map
            return handleMap.remove(value)
        }
    }

    override fun read(buf: ByteBuffer): StateStorage {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: StateStorage) = 8UL

    override fun write(value: StateStorage, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}



/**
 * What all members of a call read to each other: it is the same for all, or somebody is in the
 * middle.
 */
data class CallCode (
    /**
     * Digits to read aloud.
     */
    var `digits`: kotlin.String
    ,
    /**
     * What a QR code has.
     */
    var `qrText`: kotlin.String
    ,
    /**
     * The QR code as SVG.
     */
    var `svg`: kotlin.String

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeCallCode: FfiConverterRustBuffer<CallCode> {
    override fun read(buf: ByteBuffer): CallCode {
        return CallCode(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: CallCode) = (
            FfiConverterString.allocationSize(value.`digits`) +
            FfiConverterString.allocationSize(value.`qrText`) +
            FfiConverterString.allocationSize(value.`svg`)
    )

    override fun write(value: CallCode, buf: ByteBuffer) {
            FfiConverterString.write(value.`digits`, buf)
            FfiConverterString.write(value.`qrText`, buf)
            FfiConverterString.write(value.`svg`, buf)
    }
}



/**
 * A message of another member.
 */
data class ChatMessage (
    /**
     * Whose.
     */
    var `sender`: kotlin.String
    ,
    /**
     * What was sealed.
     */
    var `payload`: kotlin.ByteArray

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeChatMessage: FfiConverterRustBuffer<ChatMessage> {
    override fun read(buf: ByteBuffer): ChatMessage {
        return ChatMessage(
            FfiConverterString.read(buf),
            FfiConverterByteArray.read(buf),
        )
    }

    override fun allocationSize(value: ChatMessage) = (
            FfiConverterString.allocationSize(value.`sender`) +
            FfiConverterByteArray.allocationSize(value.`payload`)
    )

    override fun write(value: ChatMessage, buf: ByteBuffer) {
            FfiConverterString.write(value.`sender`, buf)
            FfiConverterByteArray.write(value.`payload`, buf)
    }
}



/**
 * What two members compare.
 */
data class Comparison (
    /**
     * Five pictures.
     */
    var `pictures`: List<Picture>
    ,
    /**
     * The same as digits.
     */
    var `digits`: kotlin.String

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeComparison: FfiConverterRustBuffer<Comparison> {
    override fun read(buf: ByteBuffer): Comparison {
        return Comparison(
            FfiConverterSequenceTypePicture.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: Comparison) = (
            FfiConverterSequenceTypePicture.allocationSize(value.`pictures`) +
            FfiConverterString.allocationSize(value.`digits`)
    )

    override fun write(value: Comparison, buf: ByteBuffer) {
            FfiConverterSequenceTypePicture.write(value.`pictures`, buf)
            FfiConverterString.write(value.`digits`, buf)
    }
}



/**
 * What was done with one key.
 */
data class KeyStatistics (
    /**
     * The KID.
     */
    var `kid`: kotlin.ULong
    ,
    /**
     * Frames opened with it.
     */
    var `opened`: kotlin.ULong
    ,
    /**
     * Frames that failed authentication with it.
     */
    var `failed`: kotlin.ULong
    ,
    /**
     * Frames that were replays.
     */
    var `replayed`: kotlin.ULong

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeKeyStatistics: FfiConverterRustBuffer<KeyStatistics> {
    override fun read(buf: ByteBuffer): KeyStatistics {
        return KeyStatistics(
            FfiConverterULong.read(buf),
            FfiConverterULong.read(buf),
            FfiConverterULong.read(buf),
            FfiConverterULong.read(buf),
        )
    }

    override fun allocationSize(value: KeyStatistics) = (
            FfiConverterULong.allocationSize(value.`kid`) +
            FfiConverterULong.allocationSize(value.`opened`) +
            FfiConverterULong.allocationSize(value.`failed`) +
            FfiConverterULong.allocationSize(value.`replayed`)
    )

    override fun write(value: KeyStatistics, buf: ByteBuffer) {
            FfiConverterULong.write(value.`kid`, buf)
            FfiConverterULong.write(value.`opened`, buf)
            FfiConverterULong.write(value.`failed`, buf)
            FfiConverterULong.write(value.`replayed`, buf)
    }
}



/**
 * A member, as this one sees it.
 */
data class Member (
    /**
     * 32 hexadecimal digits.
     */
    var `id`: kotlin.String
    ,
    /**
     * What it calls itself.
     */
    var `name`: kotlin.String
    ,
    /**
     * Its device's public key of 32 bytes.
     */
    var `identityKey`: kotlin.ByteArray
    ,
    /**
     * Whether it was heard lately.
     */
    var `isPresent`: kotlin.Boolean
    ,
    /**
     * Whether its keys came through an exchange that a quantum computer does not open.
     */
    var `isPostQuantum`: kotlin.Boolean
    ,
    /**
     * Whether it says that it sees the same members.
     */
    var `seesTheSame`: kotlin.Boolean
    ,
    /**
     * Whether it consents to media in clear.
     */
    var `consentsToClear`: kotlin.Boolean

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeMember: FfiConverterRustBuffer<Member> {
    override fun read(buf: ByteBuffer): Member {
        return Member(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterByteArray.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterBoolean.read(buf),
        )
    }

    override fun allocationSize(value: Member) = (
            FfiConverterString.allocationSize(value.`id`) +
            FfiConverterString.allocationSize(value.`name`) +
            FfiConverterByteArray.allocationSize(value.`identityKey`) +
            FfiConverterBoolean.allocationSize(value.`isPresent`) +
            FfiConverterBoolean.allocationSize(value.`isPostQuantum`) +
            FfiConverterBoolean.allocationSize(value.`seesTheSame`) +
            FfiConverterBoolean.allocationSize(value.`consentsToClear`)
    )

    override fun write(value: Member, buf: ByteBuffer) {
            FfiConverterString.write(value.`id`, buf)
            FfiConverterString.write(value.`name`, buf)
            FfiConverterByteArray.write(value.`identityKey`, buf)
            FfiConverterBoolean.write(value.`isPresent`, buf)
            FfiConverterBoolean.write(value.`isPostQuantum`, buf)
            FfiConverterBoolean.write(value.`seesTheSame`, buf)
            FfiConverterBoolean.write(value.`consentsToClear`, buf)
    }
}



/**
 * A frame that was opened.
 */
data class OpenedFrame (
    /**
     * What the sender sealed.
     */
    var `frame`: kotlin.ByteArray
    ,
    /**
     * The KID it was sealed under.
     */
    var `kid`: kotlin.ULong
    ,
    /**
     * The counter it was sealed under.
     */
    var `counter`: kotlin.ULong

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeOpenedFrame: FfiConverterRustBuffer<OpenedFrame> {
    override fun read(buf: ByteBuffer): OpenedFrame {
        return OpenedFrame(
            FfiConverterByteArray.read(buf),
            FfiConverterULong.read(buf),
            FfiConverterULong.read(buf),
        )
    }

    override fun allocationSize(value: OpenedFrame) = (
            FfiConverterByteArray.allocationSize(value.`frame`) +
            FfiConverterULong.allocationSize(value.`kid`) +
            FfiConverterULong.allocationSize(value.`counter`)
    )

    override fun write(value: OpenedFrame, buf: ByteBuffer) {
            FfiConverterByteArray.write(value.`frame`, buf)
            FfiConverterULong.write(value.`kid`, buf)
            FfiConverterULong.write(value.`counter`, buf)
    }
}



/**
 * A picture of a comparison.
 */
data class Picture (
    /**
     * One character.
     */
    var `symbol`: kotlin.String
    ,
    /**
     * Its name in English.
     */
    var `name`: kotlin.String

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypePicture: FfiConverterRustBuffer<Picture> {
    override fun read(buf: ByteBuffer): Picture {
        return Picture(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: Picture) = (
            FfiConverterString.allocationSize(value.`symbol`) +
            FfiConverterString.allocationSize(value.`name`)
    )

    override fun write(value: Picture, buf: ByteBuffer) {
            FfiConverterString.write(value.`symbol`, buf)
            FfiConverterString.write(value.`name`, buf)
    }
}



/**
 * Whose frames have a KID.
 */
data class Sender (
    /**
     * Who.
     */
    var `member`: kotlin.String
    ,
    /**
     * Of what.
     */
    var `kind`: MediaKind

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeSender: FfiConverterRustBuffer<Sender> {
    override fun read(buf: ByteBuffer): Sender {
        return Sender(
            FfiConverterString.read(buf),
            FfiConverterTypeMediaKind.read(buf),
        )
    }

    override fun allocationSize(value: Sender) = (
            FfiConverterString.allocationSize(value.`member`) +
            FfiConverterTypeMediaKind.allocationSize(value.`kind`)
    )

    override fun write(value: Sender, buf: ByteBuffer) {
            FfiConverterString.write(value.`member`, buf)
            FfiConverterTypeMediaKind.write(value.`kind`, buf)
    }
}



/**
 * What a session is made from. All members of a call need the same, but for their names.
 */
data class SessionConfig (
    /**
     * Names the call, the same for all its members. Others see only a hash.
     */
    var `callId`: kotlin.ByteArray
    ,
    /**
     * What the others call this member, at most 64 bytes of UTF-8.
     */
    var `name`: kotlin.String
    ,
    /**
     * The media keys' cipher suite.
     */
    var `suite`: CipherSuite? = null
    ,
    /**
     * What all members need to have to be in the call.
     */
    var `secret`: CallSecret? = null
    ,
    /**
     * Whether members are let in by others.
     */
    var `waitingRoom`: kotlin.Boolean = false
    ,
    /**
     * Whether this member starts such a call, and needs nobody to let it in.
     */
    var `founder`: kotlin.Boolean = false
    ,
    /**
     * Public keys of 32 bytes of those who alone let in and remove; with none, every member does.
     */
    var `hosts`: List<kotlin.ByteArray> = listOf()
    ,
    /**
     * Whether exchanges without the post-quantum part are refused.
     */
    var `postQuantum`: kotlin.Boolean = false
    ,
    /**
     * Whether media may go in clear while every member consents.
     */
    var `allowClear`: kotlin.Boolean = false
    ,
    /**
     * Members at a time, 2 to 1024.
     */
    var `maxMembers`: kotlin.UShort = 256u

): Disposable{





    @Suppress("UNNECESSARY_SAFE_CALL") // codegen is much simpler if we unconditionally emit safe calls here
    override fun destroy() {

    Disposable.destroy(
        this.`callId`,
        this.`name`,
        this.`suite`,
        this.`secret`,
        this.`waitingRoom`,
        this.`founder`,
        this.`hosts`,
        this.`postQuantum`,
        this.`allowClear`,
        this.`maxMembers`
    )
    }

    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeSessionConfig: FfiConverterRustBuffer<SessionConfig> {
    override fun read(buf: ByteBuffer): SessionConfig {
        return SessionConfig(
            FfiConverterByteArray.read(buf),
            FfiConverterString.read(buf),
            FfiConverterOptionalTypeCipherSuite.read(buf),
            FfiConverterOptionalTypeCallSecret.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterSequenceByteArray.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterUShort.read(buf),
        )
    }

    override fun allocationSize(value: SessionConfig) = (
            FfiConverterByteArray.allocationSize(value.`callId`) +
            FfiConverterString.allocationSize(value.`name`) +
            FfiConverterOptionalTypeCipherSuite.allocationSize(value.`suite`) +
            FfiConverterOptionalTypeCallSecret.allocationSize(value.`secret`) +
            FfiConverterBoolean.allocationSize(value.`waitingRoom`) +
            FfiConverterBoolean.allocationSize(value.`founder`) +
            FfiConverterSequenceByteArray.allocationSize(value.`hosts`) +
            FfiConverterBoolean.allocationSize(value.`postQuantum`) +
            FfiConverterBoolean.allocationSize(value.`allowClear`) +
            FfiConverterUShort.allocationSize(value.`maxMembers`)
    )

    override fun write(value: SessionConfig, buf: ByteBuffer) {
            FfiConverterByteArray.write(value.`callId`, buf)
            FfiConverterString.write(value.`name`, buf)
            FfiConverterOptionalTypeCipherSuite.write(value.`suite`, buf)
            FfiConverterOptionalTypeCallSecret.write(value.`secret`, buf)
            FfiConverterBoolean.write(value.`waitingRoom`, buf)
            FfiConverterBoolean.write(value.`founder`, buf)
            FfiConverterSequenceByteArray.write(value.`hosts`, buf)
            FfiConverterBoolean.write(value.`postQuantum`, buf)
            FfiConverterBoolean.write(value.`allowClear`, buf)
            FfiConverterUShort.write(value.`maxMembers`, buf)
    }
}



/**
 * What a decryptor has opened and refused, in frames.
 */
data class Totals (
    /**
     * Opened.
     */
    var `opened`: kotlin.ULong
    ,
    /**
     * No frames at all.
     */
    var `syntax`: kotlin.ULong
    ,
    /**
     * For want of a usable key.
     */
    var `keyId`: kotlin.ULong
    ,
    /**
     * Seen before, or too old to tell.
     */
    var `replay`: kotlin.ULong
    ,
    /**
     * Refused by the AEAD.
     */
    var `authentication`: kotlin.ULong

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeTotals: FfiConverterRustBuffer<Totals> {
    override fun read(buf: ByteBuffer): Totals {
        return Totals(
            FfiConverterULong.read(buf),
            FfiConverterULong.read(buf),
            FfiConverterULong.read(buf),
            FfiConverterULong.read(buf),
            FfiConverterULong.read(buf),
        )
    }

    override fun allocationSize(value: Totals) = (
            FfiConverterULong.allocationSize(value.`opened`) +
            FfiConverterULong.allocationSize(value.`syntax`) +
            FfiConverterULong.allocationSize(value.`keyId`) +
            FfiConverterULong.allocationSize(value.`replay`) +
            FfiConverterULong.allocationSize(value.`authentication`)
    )

    override fun write(value: Totals, buf: ByteBuffer) {
            FfiConverterULong.write(value.`opened`, buf)
            FfiConverterULong.write(value.`syntax`, buf)
            FfiConverterULong.write(value.`keyId`, buf)
            FfiConverterULong.write(value.`replay`, buf)
            FfiConverterULong.write(value.`authentication`, buf)
    }
}



/**
 * Somebody whom the user verified.
 */
data class VerifiedPeer (
    /**
     * The public key of 32 bytes.
     */
    var `identityKey`: kotlin.ByteArray
    ,
    /**
     * The name under which the user verified it, at most 64 bytes of UTF-8.
     */
    var `name`: kotlin.String
    ,
    /**
     * When, in seconds since 1970.
     */
    var `verifiedAt`: kotlin.ULong
    ,
    /**
     * Another name under which it has been seen since.
     */
    var `lastSeenName`: kotlin.String? = null

){





    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeVerifiedPeer: FfiConverterRustBuffer<VerifiedPeer> {
    override fun read(buf: ByteBuffer): VerifiedPeer {
        return VerifiedPeer(
            FfiConverterByteArray.read(buf),
            FfiConverterString.read(buf),
            FfiConverterULong.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: VerifiedPeer) = (
            FfiConverterByteArray.allocationSize(value.`identityKey`) +
            FfiConverterString.allocationSize(value.`name`) +
            FfiConverterULong.allocationSize(value.`verifiedAt`) +
            FfiConverterOptionalString.allocationSize(value.`lastSeenName`)
    )

    override fun write(value: VerifiedPeer, buf: ByteBuffer) {
            FfiConverterByteArray.write(value.`identityKey`, buf)
            FfiConverterString.write(value.`name`, buf)
            FfiConverterULong.write(value.`verifiedAt`, buf)
            FfiConverterOptionalString.write(value.`lastSeenName`, buf)
    }
}



/**
 * Something happened in a call. Members are named by 32 hexadecimal digits.
 */
sealed class CallEvent {

    /**
     * This member was let in: it may send.
     */
    object LetIn : CallEvent()


    /**
     * Somebody waits to be let in.
     */
    data class Knocking(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * A member is there: it has proven that it is who it says, now.
     */
    data class Joined(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * Nothing was heard of a member for a while.
     */
    data class Absent(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * It was heard again.
     */
    data class Returned(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * A member is gone for good.
     */
    data class Left(
        /**
         * Who.
         */
        val `member`: kotlin.String,
        /**
         * How.
         */
        val `how`: org.frameseal.Departure) : CallEvent()

    {


        companion object
    }

    /**
     * `encryptor` gives another one from now on: ask for it, and for a key frame.
     */
    object SendKeysChanged : CallEvent()


    /**
     * Somebody whom this session has forgotten is heard: to meet it, join anew.
     */
    data class Stranded(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * A member wants to compare pictures: ask the user, then `accept_comparison`.
     */
    data class ComparisonAsked(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * What to compare with a member is there: `comparison`.
     */
    data class Comparing(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * Nothing came of a comparison: show it like pictures that differ.
     */
    data class ComparisonFailed(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * Whether media may go in clear has changed.
     */
    data class Encryption(
        /**
         * Whether they may.
         */
        val `maySendClear`: kotlin.Boolean) : CallEvent()

    {


        companion object
    }

    /**
     * Somebody is there under another policy; it is not let in.
     */
    data class OtherPolicy(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * Somebody does not have this call's secret.
     */
    data class WrongPassphrase(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * Somebody found no place.
     */
    data class Full(
        /**
         * Who.
         */
        val `member`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * A change of keys was refused, which a member can provoke.
     */
    data class KeyRefused(
        /**
         * A sentence.
         */
        val `reason`: kotlin.String) : CallEvent()

    {


        companion object
    }

    /**
     * The session is over.
     */
    data class Ended(
        /**
         * How.
         */
        val `how`: org.frameseal.Departure) : CallEvent()

    {


        companion object
    }








    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeCallEvent : FfiConverterRustBuffer<CallEvent>{
    override fun read(buf: ByteBuffer): CallEvent {
        return when(buf.getInt()) {
            1 -> CallEvent.LetIn
            2 -> CallEvent.Knocking(
                FfiConverterString.read(buf),
                )
            3 -> CallEvent.Joined(
                FfiConverterString.read(buf),
                )
            4 -> CallEvent.Absent(
                FfiConverterString.read(buf),
                )
            5 -> CallEvent.Returned(
                FfiConverterString.read(buf),
                )
            6 -> CallEvent.Left(
                FfiConverterString.read(buf),
                FfiConverterTypeDeparture.read(buf),
                )
            7 -> CallEvent.SendKeysChanged
            8 -> CallEvent.Stranded(
                FfiConverterString.read(buf),
                )
            9 -> CallEvent.ComparisonAsked(
                FfiConverterString.read(buf),
                )
            10 -> CallEvent.Comparing(
                FfiConverterString.read(buf),
                )
            11 -> CallEvent.ComparisonFailed(
                FfiConverterString.read(buf),
                )
            12 -> CallEvent.Encryption(
                FfiConverterBoolean.read(buf),
                )
            13 -> CallEvent.OtherPolicy(
                FfiConverterString.read(buf),
                )
            14 -> CallEvent.WrongPassphrase(
                FfiConverterString.read(buf),
                )
            15 -> CallEvent.Full(
                FfiConverterString.read(buf),
                )
            16 -> CallEvent.KeyRefused(
                FfiConverterString.read(buf),
                )
            17 -> CallEvent.Ended(
                FfiConverterTypeDeparture.read(buf),
                )
            else -> throw RuntimeException("invalid enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: CallEvent): ULong = when(value) {
        is CallEvent.LetIn -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
            )
        }
        is CallEvent.Knocking -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.Joined -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.Absent -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.Returned -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.Left -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
                + FfiConverterTypeDeparture.allocationSize(value.`how`)
            )
        }
        is CallEvent.SendKeysChanged -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
            )
        }
        is CallEvent.Stranded -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.ComparisonAsked -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.Comparing -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.ComparisonFailed -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.Encryption -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterBoolean.allocationSize(value.`maySendClear`)
            )
        }
        is CallEvent.OtherPolicy -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.WrongPassphrase -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.Full -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`member`)
            )
        }
        is CallEvent.KeyRefused -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`reason`)
            )
        }
        is CallEvent.Ended -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterTypeDeparture.allocationSize(value.`how`)
            )
        }
    }

    override fun write(value: CallEvent, buf: ByteBuffer) {
        when(value) {
            is CallEvent.LetIn -> {
                buf.putInt(1)
                Unit
            }
            is CallEvent.Knocking -> {
                buf.putInt(2)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.Joined -> {
                buf.putInt(3)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.Absent -> {
                buf.putInt(4)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.Returned -> {
                buf.putInt(5)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.Left -> {
                buf.putInt(6)
                FfiConverterString.write(value.`member`, buf)
                FfiConverterTypeDeparture.write(value.`how`, buf)
                Unit
            }
            is CallEvent.SendKeysChanged -> {
                buf.putInt(7)
                Unit
            }
            is CallEvent.Stranded -> {
                buf.putInt(8)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.ComparisonAsked -> {
                buf.putInt(9)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.Comparing -> {
                buf.putInt(10)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.ComparisonFailed -> {
                buf.putInt(11)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.Encryption -> {
                buf.putInt(12)
                FfiConverterBoolean.write(value.`maySendClear`, buf)
                Unit
            }
            is CallEvent.OtherPolicy -> {
                buf.putInt(13)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.WrongPassphrase -> {
                buf.putInt(14)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.Full -> {
                buf.putInt(15)
                FfiConverterString.write(value.`member`, buf)
                Unit
            }
            is CallEvent.KeyRefused -> {
                buf.putInt(16)
                FfiConverterString.write(value.`reason`, buf)
                Unit
            }
            is CallEvent.Ended -> {
                buf.putInt(17)
                FfiConverterTypeDeparture.write(value.`how`, buf)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }
}





/**
 * The cipher suites of IANA's registry (RFC 9605 section 4.5).
 */

enum class CipherSuite {

    /**
     * 1
     */
    AES128_CTR_HMAC_SHA256_TAG80,
    /**
     * 2
     */
    AES128_CTR_HMAC_SHA256_TAG64,
    /**
     * 3
     */
    AES128_CTR_HMAC_SHA256_TAG32,
    /**
     * 4, the one to take unless there are reasons for another.
     */
    AES128_GCM_SHA256,
    /**
     * 5
     */
    AES256_GCM_SHA512,
    /**
     * 6
     */
    AES256_CTR_HMAC_SHA512_TAG80,
    /**
     * 7
     */
    AES256_CTR_HMAC_SHA512_TAG64,
    /**
     * 8
     */
    AES256_CTR_HMAC_SHA512_TAG32;




    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeCipherSuite: FfiConverterRustBuffer<CipherSuite> {
    override fun read(buf: ByteBuffer) = try {
        CipherSuite.values()[buf.getInt() - 1]
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: CipherSuite) = 4UL

    override fun write(value: CipherSuite, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * A codec whose frames an envelope still looks like.
 */

enum class Codec {

    /**
     * Opus (RFC 6716).
     */
    OPUS,
    /**
     * VP8 (RFC 6386).
     */
    VP8,
    /**
     * VP9.
     */
    VP9,
    /**
     * H.264, also called AVC; Annex B.
     */
    H264,
    /**
     * H.265, also called HEVC; Annex B.
     */
    H265,
    /**
     * AV1.
     */
    AV1;




    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeCodec: FfiConverterRustBuffer<Codec> {
    override fun read(buf: ByteBuffer) = try {
        Codec.values()[buf.getInt() - 1]
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: Codec) = 4UL

    override fun write(value: Codec, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * How a decryptor reads KIDs. Whichever it is, all members must have the same.
 */
sealed class DecryptorConfig {

    /**
     * KIDs without inner structure.
     */
    object Plain : DecryptorConfig()


    /**
     * Generations of sender keys, and so many bits of step (1 to 16).
     */
    data class SenderKeys(
        /**
         * Bits.
         */
        val `ratchetBits`: kotlin.UByte) : DecryptorConfig()

    {


        companion object
    }

    /**
     * Epochs of MLS in so many bits (1 to 8).
     */
    data class Mls(
        /**
         * Bits.
         */
        val `epochBits`: kotlin.UByte) : DecryptorConfig()

    {


        companion object
    }








    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeDecryptorConfig : FfiConverterRustBuffer<DecryptorConfig>{
    override fun read(buf: ByteBuffer): DecryptorConfig {
        return when(buf.getInt()) {
            1 -> DecryptorConfig.Plain
            2 -> DecryptorConfig.SenderKeys(
                FfiConverterUByte.read(buf),
                )
            3 -> DecryptorConfig.Mls(
                FfiConverterUByte.read(buf),
                )
            else -> throw RuntimeException("invalid enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: DecryptorConfig): ULong = when(value) {
        is DecryptorConfig.Plain -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
            )
        }
        is DecryptorConfig.SenderKeys -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterUByte.allocationSize(value.`ratchetBits`)
            )
        }
        is DecryptorConfig.Mls -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterUByte.allocationSize(value.`epochBits`)
            )
        }
    }

    override fun write(value: DecryptorConfig, buf: ByteBuffer) {
        when(value) {
            is DecryptorConfig.Plain -> {
                buf.putInt(1)
                Unit
            }
            is DecryptorConfig.SenderKeys -> {
                buf.putInt(2)
                FfiConverterUByte.write(value.`ratchetBits`, buf)
                Unit
            }
            is DecryptorConfig.Mls -> {
                buf.putInt(3)
                FfiConverterUByte.write(value.`epochBits`, buf)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }
}





/**
 * How a member, or this one, went.
 */

enum class Departure {

    /**
     * It said goodbye.
     */
    LEFT,
    /**
     * A member, or a host, removed it.
     */
    REMOVED,
    /**
     * The same device joined anew.
     */
    SUPERSEDED,
    /**
     * It was absent for too long.
     */
    FORGOTTEN;




    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeDeparture: FfiConverterRustBuffer<Departure> {
    override fun read(buf: ByteBuffer) = try {
        Departure.values()[buf.getInt() - 1]
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: Departure) = 4UL

    override fun write(value: Departure, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * Something changed for a decryptor or encryptor. Every event marks an edge: it comes once, not
 * with every frame.
 */
sealed class FrameEvent {

    /**
     * Frames arrive for a KID without a key: ask their sender for it.
     */
    data class KeyMissing(
        /**
         * The KID.
         */
        val `kid`: kotlin.ULong) : FrameEvent()

    {


        companion object
    }

    /**
     * The first frame of a KID that was missing has been opened.
     */
    data class KeyRecovered(
        /**
         * The KID.
         */
        val `kid`: kotlin.ULong) : FrameEvent()

    {


        companion object
    }

    /**
     * The key is close to its usage limit or has seen too many forgeries: change it soon.
     */
    data class RotateSoon(
        /**
         * The KID.
         */
        val `kid`: kotlin.ULong) : FrameEvent()

    {


        companion object
    }

    /**
     * Frames with this KID fail authentication: the first 16, and each doubling after that.
     */
    data class Forgeries(
        /**
         * The KID.
         */
        val `kid`: kotlin.ULong,
        /**
         * How many have failed so far.
         */
        val `failed`: kotlin.ULong,
        /**
         * How many were opened so far.
         */
        val `opened`: kotlin.ULong) : FrameEvent()

    {


        companion object
    }








    companion object
}

/**
 * @suppress
 */
public object FfiConverterTypeFrameEvent : FfiConverterRustBuffer<FrameEvent>{
    override fun read(buf: ByteBuffer): FrameEvent {
        return when(buf.getInt()) {
            1 -> FrameEvent.KeyMissing(
                FfiConverterULong.read(buf),
                )
            2 -> FrameEvent.KeyRecovered(
                FfiConverterULong.read(buf),
                )
            3 -> FrameEvent.RotateSoon(
                FfiConverterULong.read(buf),
                )
            4 -> FrameEvent.Forgeries(
                FfiConverterULong.read(buf),
                FfiConverterULong.read(buf),
                FfiConverterULong.read(buf),
                )
            else -> throw RuntimeException("invalid enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: FrameEvent): ULong = when(value) {
        is FrameEvent.KeyMissing -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterULong.allocationSize(value.`kid`)
            )
        }
        is FrameEvent.KeyRecovered -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterULong.allocationSize(value.`kid`)
            )
        }
        is FrameEvent.RotateSoon -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterULong.allocationSize(value.`kid`)
            )
        }
        is FrameEvent.Forgeries -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterULong.allocationSize(value.`kid`)
                + FfiConverterULong.allocationSize(value.`failed`)
                + FfiConverterULong.allocationSize(value.`opened`)
            )
        }
    }

    override fun write(value: FrameEvent, buf: ByteBuffer) {
        when(value) {
            is FrameEvent.KeyMissing -> {
                buf.putInt(1)
                FfiConverterULong.write(value.`kid`, buf)
                Unit
            }
            is FrameEvent.KeyRecovered -> {
                buf.putInt(2)
                FfiConverterULong.write(value.`kid`, buf)
                Unit
            }
            is FrameEvent.RotateSoon -> {
                buf.putInt(3)
                FfiConverterULong.write(value.`kid`, buf)
                Unit
            }
            is FrameEvent.Forgeries -> {
                buf.putInt(4)
                FfiConverterULong.write(value.`kid`, buf)
                FfiConverterULong.write(value.`failed`, buf)
                FfiConverterULong.write(value.`opened`, buf)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }
}







/**
 * What is wrong, and what to do about it.
 *
 * `code` is the error's name, which does not change: that of `frameseal.h`, `UnknownKey` for
 * `FRAMESEAL_RESULT_UNKNOWN_KEY`. `reason` is a sentence for people, `kid` the key it is about.
 */
sealed class FrameSealException: kotlin.Exception() {

    /**
     * A frame is not what its sender sealed: forged, damaged, or another key or metadata.
     */
    class Authentication(

        /**
         * Its name.
         */
        val `code`: kotlin.String,

        /**
         * A sentence.
         */
        val `reason`: kotlin.String
        ) : FrameSealException() {
        override val message
            get() = "code=${ `code` }, reason=${ `reason` }"
    }

    /**
     * There is no usable key for a frame's KID.
     */
    class KeyId(

        /**
         * Its name.
         */
        val `code`: kotlin.String,

        /**
         * A sentence.
         */
        val `reason`: kotlin.String,

        /**
         * The KID.
         */
        val `kid`: kotlin.ULong
        ) : FrameSealException() {
        override val message
            get() = "code=${ `code` }, reason=${ `reason` }, kid=${ `kid` }"
    }

    /**
     * Bytes are not a frame.
     */
    class Syntax(

        /**
         * Its name.
         */
        val `code`: kotlin.String,

        /**
         * A sentence.
         */
        val `reason`: kotlin.String
        ) : FrameSealException() {
        override val message
            get() = "code=${ `code` }, reason=${ `reason` }"
    }

    /**
     * A genuine frame that was seen before, or is too old to tell. Drop it in silence.
     */
    class Replay(

        /**
         * Its name.
         */
        val `code`: kotlin.String,

        /**
         * A sentence.
         */
        val `reason`: kotlin.String,

        /**
         * The KID.
         */
        val `kid`: kotlin.ULong
        ) : FrameSealException() {
        override val message
            get() = "code=${ `code` }, reason=${ `reason` }, kid=${ `kid` }"
    }

    /**
     * A message of a call was not taken. Most need nothing done.
     */
    class Message(

        /**
         * Its name.
         */
        val `code`: kotlin.String,

        /**
         * A sentence.
         */
        val `reason`: kotlin.String
        ) : FrameSealException() {
        override val message
            get() = "code=${ `code` }, reason=${ `reason` }"
    }

    /**
     * A mistake of the app's, or something that it has to see to.
     */
    class Usage(

        /**
         * Its name.
         */
        val `code`: kotlin.String,

        /**
         * A sentence.
         */
        val `reason`: kotlin.String
        ) : FrameSealException() {
        override val message
            get() = "code=${ `code` }, reason=${ `reason` }"
    }





    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<FrameSealException> {
        override fun lift(error_buf: RustBuffer.ByValue): FrameSealException = FfiConverterTypeFrameSealError.lift(error_buf)
    }


}

/**
 * @suppress
 */
public object FfiConverterTypeFrameSealError : FfiConverterRustBuffer<FrameSealException> {
    override fun read(buf: ByteBuffer): FrameSealException {


        return when(buf.getInt()) {
            1 -> FrameSealException.Authentication(
                FfiConverterString.read(buf),
                FfiConverterString.read(buf),
                )
            2 -> FrameSealException.KeyId(
                FfiConverterString.read(buf),
                FfiConverterString.read(buf),
                FfiConverterULong.read(buf),
                )
            3 -> FrameSealException.Syntax(
                FfiConverterString.read(buf),
                FfiConverterString.read(buf),
                )
            4 -> FrameSealException.Replay(
                FfiConverterString.read(buf),
                FfiConverterString.read(buf),
                FfiConverterULong.read(buf),
                )
            5 -> FrameSealException.Message(
                FfiConverterString.read(buf),
                FfiConverterString.read(buf),
                )
            6 -> FrameSealException.Usage(
                FfiConverterString.read(buf),
                FfiConverterString.read(buf),
                )
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: FrameSealException): ULong {
        return when(value) {
            is FrameSealException.Authentication -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
                + FfiConverterString.allocationSize(value.`code`)
                + FfiConverterString.allocationSize(value.`reason`)
            )
            is FrameSealException.KeyId -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
                + FfiConverterString.allocationSize(value.`code`)
                + FfiConverterString.allocationSize(value.`reason`)
                + FfiConverterULong.allocationSize(value.`kid`)
            )
            is FrameSealException.Syntax -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
                + FfiConverterString.allocationSize(value.`code`)
                + FfiConverterString.allocationSize(value.`reason`)
            )
            is FrameSealException.Replay -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
                + FfiConverterString.allocationSize(value.`code`)
                + FfiConverterString.allocationSize(value.`reason`)
                + FfiConverterULong.allocationSize(value.`kid`)
            )
            is FrameSealException.Message -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
                + FfiConverterString.allocationSize(value.`code`)
                + FfiConverterString.allocationSize(value.`reason`)
            )
            is FrameSealException.Usage -> (
                // Add the size for the Int that specifies the variant plus the size needed for all fields
                4UL
                + FfiConverterString.allocationSize(value.`code`)
                + FfiConverterString.allocationSize(value.`reason`)
            )
        }
    }

    override fun write(value: FrameSealException, buf: ByteBuffer) {
        when(value) {
            is FrameSealException.Authentication -> {
                buf.putInt(1)
                FfiConverterString.write(value.`code`, buf)
                FfiConverterString.write(value.`reason`, buf)
                Unit
            }
            is FrameSealException.KeyId -> {
                buf.putInt(2)
                FfiConverterString.write(value.`code`, buf)
                FfiConverterString.write(value.`reason`, buf)
                FfiConverterULong.write(value.`kid`, buf)
                Unit
            }
            is FrameSealException.Syntax -> {
                buf.putInt(3)
                FfiConverterString.write(value.`code`, buf)
                FfiConverterString.write(value.`reason`, buf)
                Unit
            }
            is FrameSealException.Replay -> {
                buf.putInt(4)
                FfiConverterString.write(value.`code`, buf)
                FfiConverterString.write(value.`reason`, buf)
                FfiConverterULong.write(value.`kid`, buf)
                Unit
            }
            is FrameSealException.Message -> {
                buf.putInt(5)
                FfiConverterString.write(value.`code`, buf)
                FfiConverterString.write(value.`reason`, buf)
                Unit
            }
            is FrameSealException.Usage -> {
                buf.putInt(6)
                FfiConverterString.write(value.`code`, buf)
                FfiConverterString.write(value.`reason`, buf)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}



/**
 * A kind of media, each with keys of its own.
 */

enum class MediaKind {

    /**
     * Sound.
     */
    AUDIO,
    /**
     * A camera's picture.
     */
    VIDEO,
    /**
     * A screen.
     */
    SCREEN,
    /**
     * What goes over data channels.
     */
    DATA;




    companion object
}


/**
 * @suppress
 */
public object FfiConverterTypeMediaKind: FfiConverterRustBuffer<MediaKind> {
    override fun read(buf: ByteBuffer) = try {
        MediaKind.values()[buf.getInt() - 1]
    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: MediaKind) = 4UL

    override fun write(value: MediaKind, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}






/**
 * @suppress
 */
public object FfiConverterOptionalUInt: FfiConverterRustBuffer<kotlin.UInt?> {
    override fun read(buf: ByteBuffer): kotlin.UInt? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterUInt.read(buf)
    }

    override fun allocationSize(value: kotlin.UInt?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterUInt.allocationSize(value)
        }
    }

    override fun write(value: kotlin.UInt?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterUInt.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalULong: FfiConverterRustBuffer<kotlin.ULong?> {
    override fun read(buf: ByteBuffer): kotlin.ULong? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterULong.read(buf)
    }

    override fun allocationSize(value: kotlin.ULong?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterULong.allocationSize(value)
        }
    }

    override fun write(value: kotlin.ULong?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterULong.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalString: FfiConverterRustBuffer<kotlin.String?> {
    override fun read(buf: ByteBuffer): kotlin.String? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterString.read(buf)
    }

    override fun allocationSize(value: kotlin.String?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterString.allocationSize(value)
        }
    }

    override fun write(value: kotlin.String?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterString.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalByteArray: FfiConverterRustBuffer<kotlin.ByteArray?> {
    override fun read(buf: ByteBuffer): kotlin.ByteArray? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterByteArray.read(buf)
    }

    override fun allocationSize(value: kotlin.ByteArray?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterByteArray.allocationSize(value)
        }
    }

    override fun write(value: kotlin.ByteArray?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterByteArray.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeCallSecret: FfiConverterRustBuffer<CallSecret?> {
    override fun read(buf: ByteBuffer): CallSecret? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeCallSecret.read(buf)
    }

    override fun allocationSize(value: CallSecret?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeCallSecret.allocationSize(value)
        }
    }

    override fun write(value: CallSecret?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeCallSecret.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeCounterStore: FfiConverterRustBuffer<CounterStore?> {
    override fun read(buf: ByteBuffer): CounterStore? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeCounterStore.read(buf)
    }

    override fun allocationSize(value: CounterStore?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeCounterStore.allocationSize(value)
        }
    }

    override fun write(value: CounterStore?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeCounterStore.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeMlsListener: FfiConverterRustBuffer<MlsListener?> {
    override fun read(buf: ByteBuffer): MlsListener? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeMlsListener.read(buf)
    }

    override fun allocationSize(value: MlsListener?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeMlsListener.allocationSize(value)
        }
    }

    override fun write(value: MlsListener?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeMlsListener.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeChatMessage: FfiConverterRustBuffer<ChatMessage?> {
    override fun read(buf: ByteBuffer): ChatMessage? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeChatMessage.read(buf)
    }

    override fun allocationSize(value: ChatMessage?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeChatMessage.allocationSize(value)
        }
    }

    override fun write(value: ChatMessage?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeChatMessage.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeComparison: FfiConverterRustBuffer<Comparison?> {
    override fun read(buf: ByteBuffer): Comparison? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeComparison.read(buf)
    }

    override fun allocationSize(value: Comparison?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeComparison.allocationSize(value)
        }
    }

    override fun write(value: Comparison?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeComparison.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeSender: FfiConverterRustBuffer<Sender?> {
    override fun read(buf: ByteBuffer): Sender? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeSender.read(buf)
    }

    override fun allocationSize(value: Sender?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeSender.allocationSize(value)
        }
    }

    override fun write(value: Sender?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeSender.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeCipherSuite: FfiConverterRustBuffer<CipherSuite?> {
    override fun read(buf: ByteBuffer): CipherSuite? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeCipherSuite.read(buf)
    }

    override fun allocationSize(value: CipherSuite?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeCipherSuite.allocationSize(value)
        }
    }

    override fun write(value: CipherSuite?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeCipherSuite.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeDeparture: FfiConverterRustBuffer<Departure?> {
    override fun read(buf: ByteBuffer): Departure? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeDeparture.read(buf)
    }

    override fun allocationSize(value: Departure?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeDeparture.allocationSize(value)
        }
    }

    override fun write(value: Departure?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeDeparture.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterOptionalTypeFrameEvent: FfiConverterRustBuffer<FrameEvent?> {
    override fun read(buf: ByteBuffer): FrameEvent? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeFrameEvent.read(buf)
    }

    override fun allocationSize(value: FrameEvent?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeFrameEvent.allocationSize(value)
        }
    }

    override fun write(value: FrameEvent?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeFrameEvent.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceByteArray: FfiConverterRustBuffer<List<kotlin.ByteArray>> {
    override fun read(buf: ByteBuffer): List<kotlin.ByteArray> {
        val len = buf.getInt()
        return List<kotlin.ByteArray>(len) {
            FfiConverterByteArray.read(buf)
        }
    }

    override fun allocationSize(value: List<kotlin.ByteArray>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterByteArray.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<kotlin.ByteArray>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterByteArray.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceTypeKeyStatistics: FfiConverterRustBuffer<List<KeyStatistics>> {
    override fun read(buf: ByteBuffer): List<KeyStatistics> {
        val len = buf.getInt()
        return List<KeyStatistics>(len) {
            FfiConverterTypeKeyStatistics.read(buf)
        }
    }

    override fun allocationSize(value: List<KeyStatistics>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeKeyStatistics.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<KeyStatistics>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeKeyStatistics.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceTypeMember: FfiConverterRustBuffer<List<Member>> {
    override fun read(buf: ByteBuffer): List<Member> {
        val len = buf.getInt()
        return List<Member>(len) {
            FfiConverterTypeMember.read(buf)
        }
    }

    override fun allocationSize(value: List<Member>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeMember.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<Member>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeMember.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceTypePicture: FfiConverterRustBuffer<List<Picture>> {
    override fun read(buf: ByteBuffer): List<Picture> {
        val len = buf.getInt()
        return List<Picture>(len) {
            FfiConverterTypePicture.read(buf)
        }
    }

    override fun allocationSize(value: List<Picture>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypePicture.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<Picture>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypePicture.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
public object FfiConverterSequenceTypeVerifiedPeer: FfiConverterRustBuffer<List<VerifiedPeer>> {
    override fun read(buf: ByteBuffer): List<VerifiedPeer> {
        val len = buf.getInt()
        return List<VerifiedPeer>(len) {
            FfiConverterTypeVerifiedPeer.read(buf)
        }
    }

    override fun allocationSize(value: List<VerifiedPeer>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeVerifiedPeer.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<VerifiedPeer>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeVerifiedPeer.write(it, buf)
        }
    }
}
        /**
         * Gives the version of the library.
         */ fun `version`(): kotlin.String {
            return FfiConverterString.lift(
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_func_version(

        _status)
}
    )
    }


        /**
         * Draws a passphrase of 6 words, 60 bits.
         *
         * # Errors
         * `Usage` with code `NoRandomness`.
         */
    @Throws(FrameSealException::class) fun `generatePassphrase`(): kotlin.String {
            return FfiConverterString.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_func_generate_passphrase(

        _status)
}
    )
    }


        /**
         * Gives the label with which an epoch's secret is exported from MLS; the context is empty.
         */ fun `mlsExporterLabel`(): kotlin.String {
            return FfiConverterString.lift(
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_func_mls_exporter_label(

        _status)
}
    )
    }


        /**
         * Gives the suite with a number in IANA's registry, if it is known.
         */ fun `cipherSuite`(`number`: kotlin.UShort): CipherSuite? {
            return FfiConverterOptionalTypeCipherSuite.lift(
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_func_cipher_suite(


        FfiConverterUShort.lower(`number`),_status)
}
    )
    }


        /**
         * Gives the number of a suite in IANA's registry.
         */ fun `cipherSuiteNumber`(`suite`: CipherSuite): kotlin.UShort {
            return FfiConverterUShort.lift(
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_func_cipher_suite_number(


        FfiConverterTypeCipherSuite.lower(`suite`),_status)
}
    )
    }


        /**
         * Gives the codec of a name in SDP or a MIME type: `VP8`, `audio/opus`, …
         *
         * # Errors
         * `Usage` with codes `Red` and `UnsupportedCodec`.
         */
    @Throws(FrameSealException::class) fun `codecOf`(`name`: kotlin.String): Codec {
            return FfiConverterTypeCodec.lift(
    uniffiRustCallWithError(FrameSealException) { _status ->
    UniffiLib.uniffi_frameseal_uniffi_fn_func_codec_of(


        FfiConverterString.lower(`name`),_status)
}
    )
    }



