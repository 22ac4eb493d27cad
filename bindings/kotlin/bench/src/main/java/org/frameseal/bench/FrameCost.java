package org.frameseal.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.frameseal.BaseKey;
import org.frameseal.CipherSuite;
import org.frameseal.Decryptor;
import org.frameseal.DecryptorConfig;
import org.frameseal.Encryptor;
import org.frameseal.FrameBatch;
import org.frameseal.FrameSeal;
import org.frameseal.InPlaceDecryptor;
import org.frameseal.InPlaceEncryptor;
import org.frameseal.OpenedFrame;
import org.frameseal.Spans;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a plain SFrame costs, in suite 4, on each road. A frame is sealed before it is opened. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameCost {
    private static final int BATCH = 32;
    private static final int START = InPlaceEncryptor.HEADROOM;

    @Param({"160", "4096"})
    public int bytes;

    private BaseKey key;
    private Encryptor encryptor;
    private Decryptor decryptor;
    private InPlaceEncryptor inPlaceEncryptor;
    private InPlaceDecryptor inPlaceDecryptor;
    private ByteBuffer buffer;
    private byte[] array;
    private FrameBatch batch;
    private long[] header;

    /** New keys for each iteration: none is used up. */
    @Setup(Level.Iteration)
    public void prepare() throws Exception {
        key = BaseKey.Companion.generate();
        encryptor = FrameSeal.encryptor(CipherSuite.AES128_GCM_SHA256, 7, key);
        decryptor = new Decryptor(DecryptorConfig.Plain.INSTANCE);
        FrameSeal.addKey(decryptor, CipherSuite.AES128_GCM_SHA256, 7, key);
        inPlaceEncryptor = new InPlaceEncryptor(encryptor);
        inPlaceDecryptor = new InPlaceDecryptor(decryptor);
        buffer = ByteBuffer.allocateDirect(START + bytes + InPlaceEncryptor.TAILROOM);
        array = new byte[bytes];
        batch = new FrameBatch(BATCH, bytes);
        header = new long[2];
    }

    @TearDown(Level.Iteration)
    public void close() {
        encryptor.close();
        decryptor.close();
        key.close();
    }

    @Benchmark
    public long sealInPlace() throws Exception {
        return inPlaceEncryptor.encrypt(buffer, START, bytes);
    }

    @Benchmark
    public long sealAndOpenInPlace() throws Exception {
        long sealed = inPlaceEncryptor.encrypt(buffer, START, bytes);
        return inPlaceDecryptor.decrypt(buffer, Spans.start(sealed), Spans.length(sealed), null, 0, header);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int sealBatch() throws Exception {
        batch.clear();
        for (int index = 0; index < BATCH; index++) {
            batch.next(bytes);
        }
        return inPlaceEncryptor.encrypt(batch);
    }

    @Benchmark
    public byte[] sealArray() throws Exception {
        return encryptor.encrypt(array, null);
    }

    @Benchmark
    public OpenedFrame sealAndOpenArray() throws Exception {
        return decryptor.decrypt(encryptor.encrypt(array, null), null);
    }
}
