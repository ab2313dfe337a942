package io.github.sluice.benchmarks.writer;

import io.github.sluice.testbed.datax.DataxHome;
import java.nio.file.Path;
import java.util.Map;

/** DataX alone: {@code streamreader} to {@code streamwriter}, which throws the same rows away. */
final class StreamWriterPart implements Contender {
    private static final int TIMES = 2;

    private final DataxHome home;
    private final String jvm;
    private final Columns columns;
    private final int channels;

    StreamWriterPart(DataxHome home, String jvm, Columns columns, int channels) {
        this.home = home;
        this.jvm = jvm;
        this.columns = columns;
        this.channels = channels;
    }

    @Override
    public String name() {
        return name(channels);
    }

    static String name(int channels) {
        return "datax alone/" + channels;
    }

    @Override
    public long rows(long rows) {
        return TIMES * rows;
    }

    @Override
    public Finished run(long rows, Path folder) throws Exception {
        String job = House.job(columns, rows / channels, channels, "streamwriter", Map.of("print", false));
        return House.run(name(), home, jvm, job, folder);
    }
}
