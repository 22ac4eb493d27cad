package org.frameseal.webrtc

/** What libwebrtc does with adapters: `libwebrtc_jni.cc`. Frames that it would drop are null. */
internal object Libwebrtc {
    init {
        System.loadLibrary("webrtc_jni")
    }

    @JvmStatic
    external fun attachSender(number: Long): Long

    @JvmStatic
    external fun detachSender(sender: Long)

    @JvmStatic
    external fun send(sender: Long, ssrc: Int, frame: ByteArray): ByteArray?

    @JvmStatic
    external fun attachReceiver(number: Long): Long

    @JvmStatic
    external fun detachReceiver(receiver: Long)

    @JvmStatic
    external fun receive(receiver: Long, frame: ByteArray): ByteArray?
}
