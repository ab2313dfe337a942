package io.github.sluice.benchmarks.writer;

import java.nio.file.Path;
import java.util.List;

/** Our writer's books alone: fingerprint and account of the same rows, in a JVM of their own. */
final class BooksPart implements Contender {
    static final String NAME = "books";

    private static final int TIMES = 3;

    private final int columns;

    BooksPart(int columns) {
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
        return Finished.java(
                BooksLoop.class.getName(),
                List.of("-XX:+UseSerialGC", "-Xmx128m"),
                List.of(String.valueOf(rows), String.valueOf(columns)),
                folder);
    }
}
