package io.github.sluice.benchmarks.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code jstat -gc} of one JVM at a steady pace. It reads what the JVM keeps in a file for such readers, so that
 * nothing runs in the JVM itself. One thread.
 */
public final class HeapWatch implements AutoCloseable {
    private final Process jstat;
    private final BufferedReader lines;
    private final List<String> columns;

    /**
     * What was in use, in bytes.
     *
     * @param heap all of it, with what is garbage already
     * @param old the old generation, which is cleaned by full collections alone
     */
    public record Heap(long heap, long old) {}

    private HeapWatch(Process jstat, BufferedReader lines, List<String> columns) {
        this.jstat = jstat;
        this.lines = lines;
        this.columns = columns;
    }

    /** Begins to watch a JVM of this user. */
    public static HeapWatch of(long pid, Duration every) throws IOException {
        Process jstat = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jstat").toString(),
                        "-J-Xmx32m",
                        "-gc",
                        String.valueOf(pid),
                        String.valueOf(every.toMillis()))
                .redirectErrorStream(true)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(jstat.getInputStream(), StandardCharsets.UTF_8));
        String first = lines.readLine();
        if (first == null || !first.contains("OU")) {
            jstat.destroy();
            throw new IOException("jstat of process " + pid + ": " + first);
        }
        return new HeapWatch(jstat, lines, cells(first));
    }

    private static List<String> cells(String line) {
        return new ArrayList<>(List.of(line.trim().split("\\s+")));
    }

    /**
     * Waits for the next look.
     *
     * @throws IOException when the JVM has ended
     */
    public Heap next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("jstat has ended, and so has the JVM that it watched");
        }
        List<String> cells = cells(line);
        long old = kibibytes(cells, "OU");
        return new Heap(old + kibibytes(cells, "EU") + kibibytes(cells, "S0U") + kibibytes(cells, "S1U"), old);
    }

    private long kibibytes(List<String> cells, String column) {
        return (long) (1024 * Double.parseDouble(cells.get(columns.indexOf(column))));
    }

    @Override
    public void close() {
        jstat.destroy();
    }
}
