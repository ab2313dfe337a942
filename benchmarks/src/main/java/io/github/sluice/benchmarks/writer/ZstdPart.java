package io.github.sluice.benchmarks.writer;

import java.nio.file.Path;
import java.util.List;

/** Zstandard alone over as many frames, of as many rows, as our writer has made. One core. */
final class ZstdPart implements Contender {
    static final String NAME = "zstd " + Form.FRAMED;

    private static final int TIMES = 3;

    private final OurWriter framed;
    private final int columns;

    ZstdPart(OurWriter framed, int columns) {
        this.framed = framed;
        this.columns = columns;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long rows(long rows) {
        return TIMES * rows;
    }

    @Override
    public Finished run(long rows, Path folder) throws Exception {
        double rowsPerFrame = framed.shape().rowsPerRecord();
        return Finished.java(
                ZstdLoop.class.getName(),
                List.of("-XX:+UseSerialGC", "-Xmx128m"),
                List.of(
                        String.valueOf(Math.max(1, Math.round(rows / rowsPerFrame))),
                        String.valueOf(Math.max(1, Math.round(rowsPerFrame))),
                        String.valueOf(columns)),
                folder);
    }
}
