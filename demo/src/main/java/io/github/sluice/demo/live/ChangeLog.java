package io.github.sluice.demo.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the writer has committed and when. Thread-safe. */
public final class ChangeLog {
    /** One committed change; the time is the writer's clock after the commit. */
    private record Entry(Instant at, String table, ChangeKind kind) {}

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(Instant at, String table, ChangeKind kind) {
        entries.add(new Entry(at, table, kind));
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
}
