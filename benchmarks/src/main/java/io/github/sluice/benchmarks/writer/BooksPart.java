package io.github.sluice.benchmarks.writer;

import java.nio.file.Path;
import java.util.List;

/** JSON of the same rows, with fingerprint and account or without, in a JVM of its own: see {@link BooksLoop}. */
final class BooksPart implements Contender {
    static final String WITH = "json with books";
    static final String WITHOUT = "json alone";

    private static final int TIMES = 3;

    private final int columns;
    private final boolean withBooks;

    BooksPart(int columns, boolean withBooks) {
        this.columns = columns;
        this.withBooks = withBooks;
    }

    @Override
    public String name() {
        return withBooks ? WITH : WITHOUT;
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
                List.of(String.valueOf(rows), String.valueOf(columns), withBooks ? "with" : "without"),
                folder);
    }
}
