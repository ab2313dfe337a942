package io.github.sluice.benchmarks.jmh;

import io.github.sluice.benchmarks.stream.WideTables;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One row of 24 columns between Java and its sealed form, beside AES-GCM over the same bytes: the part of the work that
 * nobody can leave out, and so the ceiling.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowBenchmark {
    private static final DataKey KEY = DataKey.fromHex("000102030405060708090a0b0c0d0e0f");
    private static final int NONCE_BYTES = 16;
    private static final int TAG_BITS = 128;

    private final RowSchema schema = WideTables.schema();
    private final RowCodec codec = new RowCodec(schema);
    private final RecordKeys keys = RecordKeys.of(RecordKeys.Mode.HMAC, schema, KEY);
    private final EnvelopeV1.Sealer sealer = EnvelopeV1.sealer(KEY);
    private final EnvelopeV1.Opener opener = EnvelopeV1.opener(KEY);
    private final Cipher cipher;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] plain;
    private final byte[] sealed;

    /** As the binlog has it. */
    private final @Nullable Object[] row = {
        4_711L,
        77L,
        4_294_967_295L,
        -3_000L,
        200L,
        "12345.678901",
        0.123456789,
        0.25,
        "张三 O'Brien \"q\" 4711",
        "备注信息第4711条 remark text ".repeat(3),
        "2024-03-11 12:01:00.345",
        "2025-03-11 08:00:00.456",
        "2025-01-02 23:59:59",
        "1979-02-11",
        "10:30:15.250",
        "{\"k\":4711,\"name\":\"值4711\",\"arr\":[1,2.5,true,null],\"o\":{\"x\":\"y\"}}",
        "forty bytes that are in a blob, no more.".getBytes(StandardCharsets.US_ASCII),
        1L,
        2_048L,
        "已发货",
        "b,c,红色",
        2_024L,
        null,
        "4711123456789.1234567890",
        "t0_1"
    };

    public RowBenchmark() {
        plain = codec.encode(codec.normalise(row));
        sealed = sealer.seal(plain);
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Values as the binlog gives them, to record key and sealed row. */
    @Benchmark
    public int toWire() {
        @Nullable Object[] wire = codec.normalise(row);
        return keys.keyOf(wire).length + sealer.seal(codec.encode(wire)).length;
    }

    /** A sealed row to its values. */
    @Benchmark
    public @Nullable Object[] fromWire() throws UndecryptableException {
        return codec.decode(opener.open(sealed));
    }

    /** The ceiling of both. */
    @Benchmark
    public byte[] aesGcmAlone() throws GeneralSecurityException {
        nonce[0]++;
        nonce[1] += nonce[0] == 0 ? 1 : 0;
        cipher.init(Cipher.ENCRYPT_MODE, KEY.aes(), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher.doFinal(plain);
    }
}
