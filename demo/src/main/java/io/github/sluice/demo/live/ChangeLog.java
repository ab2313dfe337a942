package io.github.sluice.demo.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the writer has committed and when; on disk too where another process shall read it. Thread-safe. */
public final class ChangeLog implements AutoCloseable {
    /** One committed change; the time is the writer's clock after the commit. */
    private record Entry(Instant at, String table, ChangeKind kind) {}

    private final List<Entry> entries = new ArrayList<>();
    private final @Nullable Writer file;

    private ChangeLog(@Nullable Writer file) {
        this.file = file;
    }

    /** A log in memory. */
    public ChangeLog() {
        this(null);
    }

    /** A log that is a new file too, one line per change: milliseconds since 1970, logical table, kind. */
    public static ChangeLog writing(Path file) throws IOException {
        return new ChangeLog(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    /** A file that {@link #writing} made; a last line without its end is left out. */
    public static ChangeLog read(Path file) throws IOException {
        ChangeLog log = new ChangeLog();
        String text = Files.readString(file);
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> {
            String[] parts = line.split(" ", 3);
            log.entries.add(
                    new Entry(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1], ChangeKind.valueOf(parts[2])));
        });
        return log;
    }

    /** A change of a transaction that was committed. */
    record Change(String table, ChangeKind kind) {}

    /** Adds the changes of a transaction. */
    synchronized void add(Instant at, List<Change> changes) {
        try {
            for (Change change : changes) {
                entries.add(new Entry(at, change.table(), change.kind()));
                if (file != null) {
                    file.write(at.toEpochMilli() + " " + change.table() + " " + change.kind() + "\n");
                }
            }
            if (file != null) {
                file.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the log of changes cannot be written", e);
        }
    }

    /** Changes so far. */
    public synchronized long size() {
        return entries.size();
    }

    /** Changes per second between the first and the last; 0 while there are fewer than two. */
    public synchronized double rate() {
        if (entries.size() < 2) {
            return 0;
        }
        long millis = entries.get(entries.size() - 1).at().toEpochMilli()
                - entries.get(0).at().toEpochMilli();
        return millis == 0 ? 0 : 1000.0 * entries.size() / millis;
    }

    /**
     * How many changes of each kind a logical table had in a stretch of time.
     *
     * @param table the name in StarRocks
     * @param from inclusive
     * @param to exclusive
     * @return every kind, also with 0
     */
    public synchronized Map<ChangeKind, Long> between(String table, Instant from, Instant to) {
        Map<ChangeKind, Long> counts = new EnumMap<>(ChangeKind.class);
        for (ChangeKind kind : ChangeKind.values()) {
            counts.put(kind, 0L);
        }
        for (Entry entry : entries) {
            if (entry.table().equals(table)
                    && !entry.at().isBefore(from)
                    && entry.at().isBefore(to)) {
                counts.merge(entry.kind(), 1L, Long::sum);
            }
        }
        return new LinkedHashMap<>(counts);
    }

    /** Closes the file, if there is one. */
    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
