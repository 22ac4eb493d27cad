package org.frameseal.example

import com.fasterxml.jackson.annotation.JsonTypeInfo
import com.fasterxml.jackson.annotation.JsonTypeName
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.module.kotlin.KotlinFeature
import com.fasterxml.jackson.module.kotlin.jacksonMapperBuilder
import com.fasterxml.jackson.module.kotlin.kotlinModule
import java.nio.ByteBuffer
import java.security.MessageDigest

/** What the host tells a participant, one JSON object a line on its standard input. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface Order {
    /** A key message has arrived, in hexadecimal. */
    @JsonTypeName("message")
    data class Message(val bytes: String) : Order

    /** Turn on microphone and camera. */
    @JsonTypeName("begin")
    data object Begin : Order

    /** Change the keys that you send with. */
    @JsonTypeName("rotate")
    data object Rotate : Order

    /** Turn off microphone and camera. */
    @JsonTypeName("mute")
    data object Mute : Order

    /** Say what you went through, and leave. */
    @JsonTypeName("report")
    data object Report : Order
}

/** What a participant says, one JSON object a line on its standard output. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface Said {
    /** Media for this participant go to this UDP port. */
    @JsonTypeName("ready")
    data class Ready(val port: Int) : Said

    /** A key message wants to be sent, in hexadecimal. */
    @JsonTypeName("message")
    data class Message(val bytes: String) : Said

    /** The names of the others have changed. */
    @JsonTypeName("sees")
    data class Sees(val names: List<String>) : Said

    /** What it went through. */
    @JsonTypeName("report")
    data class Report(
        val language: String,
        /** Its id in the call. */
        val id: String,
        /** What it reads aloud. */
        val code: String,
        /** The names of the others. */
        val names: List<String>,
        /** [fingerprint]s of the frames that it sealed. */
        val sent: List<String>,
        /** How many keys it sealed video with. */
        val videoKeys: Int,
        val opened: List<Opened>,
        val refused: Refused,
        /** Packets that left it, and that came to it. */
        val packetsSent: Long,
        val packetsReceived: Long,
    ) : Said
}

/** A frame that a participant opened. */
data class Opened(
    /** The id of the member whose key it was sealed with. */
    val from: String,
    /** KID and counter: no two frames have the same. */
    val label: String,
    /** Its [fingerprint]. */
    val frame: String,
)

/** Frames that a participant refused, by the cause. */
data class Refused(
    val authentication: Int = 0,
    val replay: Int = 0,
    /** Those that waited for a key in vain are here. */
    val key: Int = 0,
    val syntax: Int = 0,
)

/** Names a frame under its key, in 64 hexadecimal digits, so that the host can compare and sees no media. */
fun fingerprint(kid: ULong, frame: ByteBuffer): String {
    val digest = MessageDigest.getInstance("SHA-256")
    digest.update(ByteBuffer.allocate(8).putLong(0, kid.toLong()))
    digest.update(frame)
    return digest.digest().toHexString()
}

/** How both sides write their lines. */
val json: ObjectMapper = jacksonMapperBuilder()
    .addModule(kotlinModule { enable(KotlinFeature.SingletonSupport) })
    .build()
