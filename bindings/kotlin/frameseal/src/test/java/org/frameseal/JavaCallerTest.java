package org.frameseal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a Java app does: the same classes, without Kotlin. */
class JavaCallerTest {
    private static final CipherSuite SUITE = CipherSuite.AES128_GCM_SHA256;
    private static final byte[] FRAME = {(byte) 0xf8, 1, 2, 3};

    @Test
    void framesInArrays() throws Exception {
        try (BaseKey key = BaseKey.Companion.generate();
                Encryptor encryptor = FrameSeal.encryptor(SUITE, 7, key);
                Decryptor decryptor = new Decryptor(DecryptorConfig.Plain.INSTANCE)) {
            FrameSeal.addKey(decryptor, SUITE, 7, key);
            byte[] sealed = encryptor.encrypt(FRAME, null);
            assertArrayEquals(FRAME, decryptor.decrypt(sealed, null).getFrame());
            OpenedFrame second = decryptor.decrypt(encryptor.encrypt(FRAME, null), null);
            assertEquals(7, FrameSeal.kid(second));
            assertEquals(FrameSeal.counter(second), 1);
            FrameSealException.Replay again =
                    assertThrows(FrameSealException.Replay.class, () -> decryptor.decrypt(sealed, null));
            assertEquals("Replayed", again.getCode());
            assertEquals(7, FrameSeal.kid(again));
        }
    }

    @Test
    void framesInPlace() throws Exception {
        try (BaseKey key = BaseKey.Companion.generate();
                Encryptor encryptor = FrameSeal.encryptor(SUITE, 7, key);
                Decryptor decryptor = new Decryptor(DecryptorConfig.Plain.INSTANCE)) {
            FrameSeal.addKey(decryptor, SUITE, 7, key);
            int start = InPlaceEncryptor.HEADROOM;
            ByteBuffer buffer = ByteBuffer.allocateDirect(start + FRAME.length + InPlaceEncryptor.TAILROOM);
            buffer.position(start).put(FRAME);

            long sealed = new InPlaceEncryptor(encryptor, Codec.OPUS).encrypt(buffer, start, FRAME.length);
            long[] header = new long[2];
            long opened = new InPlaceDecryptor(decryptor, true)
                    .decrypt(buffer, Spans.start(sealed), Spans.length(sealed), null, 0, header);

            byte[] got = new byte[Spans.length(opened)];
            buffer.position(Spans.start(opened)).get(got);
            assertArrayEquals(FRAME, got);
            assertEquals(7, header[0]);
        }
    }

    @Test
    void countersAreKept() throws Exception {
        long[] next = {40};
        CounterStore store = FrameSeal.counterStore((fingerprint, count) -> {
            long first = next[0];
            next[0] += count;
            return first;
        });
        try (BaseKey key = BaseKey.Companion.generate();
                Encryptor encryptor = FrameSeal.encryptor(SUITE, 9, key, store);
                Decryptor decryptor = new Decryptor(DecryptorConfig.Plain.INSTANCE)) {
            FrameSeal.addKey(decryptor, SUITE, 9, key);
            assertEquals(40, FrameSeal.counter(decryptor.decrypt(encryptor.encrypt(FRAME, null), null)));
        }
    }

    @Test
    void mistakesSayWhatToDo() throws Exception {
        FrameSealException.Usage shortKey =
                assertThrows(FrameSealException.Usage.class, () -> new BaseKey(new byte[15]));
        assertEquals("BaseKeyTooShort", Errors.getCode(shortKey));
        assertTrue(Errors.getReason(shortKey).contains("16"), Errors.getReason(shortKey));

        try (BaseKey key = BaseKey.Companion.generate();
                Encryptor encryptor = FrameSeal.encryptor(SUITE, 7, key)) {
            InPlaceEncryptor inPlace = new InPlaceEncryptor(encryptor);
            ByteBuffer onHeap = ByteBuffer.allocate(4096);
            FrameSealException.Usage notDirect =
                    assertThrows(FrameSealException.Usage.class, () -> inPlace.encrypt(onHeap, 1280, 4));
            assertTrue(Errors.getReason(notDirect).contains("direct"), Errors.getReason(notDirect));
        }
    }

    @Test
    void aCallTellsItsListener() throws Exception {
        List<CallEvent> events = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void send(byte[] message, String to) {
                messages.add(message);
            }

            @Override
            public void event(CallEvent event) {
                events.add(event);
            }
        };
        try (DeviceIdentity identity = DeviceIdentity.Companion.generate();
                Session session = Session.Companion.join(
                        FrameSeal.sessionConfig("call".getBytes(), "Jana"), identity, listener)) {
            session.tick();
            session.leave();
        }
        assertTrue(messages.size() >= 2, "a hello and a goodbye");
        assertTrue(events.stream().anyMatch(event -> event instanceof CallEvent.Ended), events.toString());
    }
}
