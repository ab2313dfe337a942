package io.github.sluice.benchmarks.jmh;

import io.github.sluice.benchmarks.writer.SampleRows;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.writer.TaskAccount;
import java.util.concurrent.TimeUnit;
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

/** The steps of the kafkawriter's way, each alone, over the rows of {@code benchmarks/run writer}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class WritePathBenchmark {
    private static final DataKey KEY = DataKey.fromHex("000102030405060708090a0b0c0d0e0f");
    private static final int COLUMNS = 10;
    private static final int PARTITIONS = 4;
    private static final String TOPIC = "topic";

    private final SampleRows sample = SampleRows.of(COLUMNS);
    private final @Nullable Object[][] delivered = sample.delivered();
    private final @Nullable Object[][] wire = sample.wire();
    private final byte[][] plain = new byte[wire.length][];
    private final RowCodec codec = new RowCodec(sample.schema());
    private final RecordKeys keys = RecordKeys.of(RecordKeys.Mode.HMAC, sample.schema(), KEY);
    private final RecordSealer v1 = EnvelopeV1.sealer(KeyRing.of(KEY));
    private final RecordSealer v2 = EnvelopeV2.sealer(KeyRing.of(KEY), false);
    private final FingerprintAccumulator fingerprint = new FingerprintAccumulator(sample.schema());
    private final TaskAccount account = new TaskAccount(0);
    private int next;

    public WritePathBenchmark() {
        for (int i = 0; i < plain.length; i++) {
            plain[i] = codec.encode(wire[i]);
        }
    }

    private int next() {
        next = (next + 1) % wire.length;
        return next;
    }

    /** Values as DataX delivers them, into wire form. */
    @Benchmark
    public @Nullable Object[] normalise() {
        return codec.normalise(delivered[next()]);
    }

    /** Wire form to JSON. */
    @Benchmark
    public byte[] encode() {
        return codec.encode(wire[next()]);
    }

    /** Wire form to JSON and into the fingerprint, in one pass. */
    @Benchmark
    public byte[] encodeAndFingerprint() {
        byte[] json = codec.encode(wire[next()], fingerprint.form());
        fingerprint.addFramed();
        return json;
    }

    /** The record key, HMAC-SHA256. */
    @Benchmark
    public byte[] key() {
        return keys.keyOf(wire[next()]);
    }

    /** JSON into an envelope of version 1. */
    @Benchmark
    public byte[] sealV1() {
        return v1.seal(plain[next()], TOPIC, null);
    }

    /** JSON into an envelope of version 2. */
    @Benchmark
    public byte[] sealV2() {
        return v2.seal(plain[next()], TOPIC, null);
    }

    /** A row into the fingerprint. */
    @Benchmark
    public void fingerprint() {
        fingerprint.add(wire[next()]);
    }

    /** A row into the books, pulled and acknowledged. */
    @Benchmark
    public long account() {
        long row = account.pulled();
        account.acknowledged((int) (row % PARTITIONS), row, 1, plain[next].length);
        return row;
    }
}
