package org.frameseal.webrtc

import org.frameseal.Decryptor
import org.frameseal.Encryptor

/**
 * The native functions for adapters. An adapter is a number that holds one reference, given back by
 * the function that releases it.
 */
internal object NativeAdapters {
    init {
        // It needs the library with the engine, which is loaded: whoever comes here has an encryptor
        // or a decryptor.
        System.loadLibrary("frameseal_webrtc")
    }

    /** Nothing is sealed with a null [owner]. Else [handle] is its, and it is not collected while in use. */
    @JvmStatic
    external fun newEncryptor(padTo: Int, owner: Encryptor?, handle: Long): Long

    @JvmStatic
    external fun setEncryptor(adapter: Long, owner: Encryptor?, handle: Long)

    @JvmStatic
    external fun setCodec(adapter: Long, ssrc: Int, codec: Int): Boolean

    @JvmStatic
    external fun forgetCodec(adapter: Long, ssrc: Int)

    @JvmStatic
    external fun sealedCounts(adapter: Long, out: LongArray)

    @JvmStatic
    external fun releaseEncryptor(adapter: Long)

    @JvmStatic
    external fun newDecryptor(owner: Decryptor, handle: Long): Long

    @JvmStatic
    external fun openedCounts(adapter: Long, out: LongArray)

    @JvmStatic
    external fun releaseDecryptor(adapter: Long)
}
