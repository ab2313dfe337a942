package io.github.sluice.benchmarks.measure;

/** Bytes as people read them. */
public final class Mebibytes {
    private Mebibytes() {}

    /** Rounded. */
    public static long of(long bytes) {
        return Math.round(bytes / 1048576.0);
    }
}
