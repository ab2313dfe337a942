package io.github.sluice.connect;

import io.github.sluice.streamload.OffsetSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rows of one topic in the order in which they arrived, with their sizes and offsets. One thread. */
final class Batch {
    private final List<Row> rows = new ArrayList<>();
    private final SortedMap<Integer, OffsetSpan> spans = new TreeMap<>();
    private long bytes;
    private long memory;

    void add(Row row) {
        rows.add(row);
        bytes += row.json().length + 1L;
        memory += row.memory();
        OffsetSpan span = spans.get(row.partition());
        spans.put(row.partition(), span == null ? new OffsetSpan(row.offset(), row.offset()) : span.with(row.offset()));
    }

    List<Row> rows() {
        return rows;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Bytes of the load's body. */
    long bytes() {
        return bytes;
    }

    /** Estimated heap. */
    long memory() {
        return memory;
    }

    /** First and last offset of each partition in it. */
    SortedMap<Integer, OffsetSpan> spans() {
        return spans;
    }

    /** Null when it holds no row of the partition. */
    @Nullable
    Long firstOffset(int partition) {
        OffsetSpan span = spans.get(partition);
        return span == null ? null : span.first();
    }

    boolean concerns(Set<Integer> partitions) {
        return spans.keySet().stream().anyMatch(partitions::contains);
    }

    /**
     * Takes rows from the front up to the limits; at least one record's, if there is any. The rows of one record stay together,
     * beyond the limits if need be: a label is made of offsets, and two loads with one label would count as one.
     */
    Batch takeFirst(long maxBytes, int maxRows) {
        Batch taken = new Batch();
        int count = 0;
        while (count < rows.size()) {
            Row row = rows.get(count);
            boolean full = count >= maxRows || taken.bytes + row.json().length + 1 > maxBytes;
            if (count > 0 && full && !row.sameRecord(rows.get(count - 1))) {
                break;
            }
            taken.add(row);
            count++;
        }
        List<Row> rest = new ArrayList<>(rows.subList(count, rows.size()));
        rebuild(rest);
        return taken;
    }

    /** Puts rows back where they were taken from. */
    void putFirst(List<Row> first) {
        List<Row> all = new ArrayList<>(first);
        all.addAll(rows);
        rebuild(all);
    }

    void removeIf(Predicate<Row> unwanted) {
        List<Row> kept = new ArrayList<>();
        for (Row row : rows) {
            if (!unwanted.test(row)) {
                kept.add(row);
            }
        }
        rebuild(kept);
    }

    private void rebuild(List<Row> content) {
        rows.clear();
        spans.clear();
        bytes = 0;
        memory = 0;
        content.forEach(this::add);
    }
}
