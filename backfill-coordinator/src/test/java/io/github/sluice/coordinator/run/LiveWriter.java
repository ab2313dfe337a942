package io.github.sluice.coordinator.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Inserts, updates, deletes, re-inserts and re-keys rows {@code (id INT, v VARCHAR)} of one table until it is closed, and
 * knows what is right in the end. One thread of its own.
 */
final class LiveWriter implements AutoCloseable {
    /** Executes a statement; the changes are what a streamer makes of it. */
    interface Outlet {
        void write(String sql, List<Map<String, Object>> changes);
    }

    private final String table;
    private final Outlet outlet;
    private final Random random;
    private final long pauseNanos;
    private final TreeMap<Integer, String> rows = new TreeMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long written;

    /** @param first ids that the table holds, each with value {@code v + id} */
    LiveWriter(String table, int first, long seed, long pauseMillis, Outlet outlet) {
        this.table = table;
        this.outlet = outlet;
        this.random = new Random(seed);
        this.pauseNanos = pauseMillis * 1_000_000;
        for (int id = 1; id <= first; id++) {
            rows.put(id, "v" + id);
        }
        this.thread = new Thread(this::work, "live-writer");
        thread.start();
    }

    long written() {
        return written;
    }

    private void work() {
        while (!closed) {
            one();
            written++;
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private void one() {
        List<Integer> ids = new ArrayList<>(rows.keySet());
        int some = ids.get(random.nextInt(ids.size()));
        int other = 1 + random.nextInt(2 * ids.size());
        String value = "w" + random.nextInt(1_000_000);
        if (!rows.containsKey(other)) {
            if (random.nextBoolean()) {
                outlet.write(
                        "INSERT INTO " + table + " VALUES (" + other + ", '" + value + "')",
                        List.of(change(0, other, value)));
            } else {
                String old = rows.remove(some);
                outlet.write(
                        "UPDATE " + table + " SET id = " + other + ", v = '" + value + "' WHERE id = " + some,
                        List.of(change(1, some, old), change(0, other, value)));
            }
            rows.put(other, value);
        } else if (random.nextInt(3) == 0 && ids.size() > 10) {
            outlet.write("DELETE FROM " + table + " WHERE id = " + some, List.of(change(1, some, rows.remove(some))));
        } else {
            outlet.write(
                    "UPDATE " + table + " SET v = '" + value + "' WHERE id = " + some, List.of(change(0, some, value)));
            rows.put(some, value);
        }
    }

    private static Map<String, Object> change(int operation, int id, String v) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("id", id);
        change.put("v", v);
        change.put("__op", operation);
        return change;
    }

    /** All rows as they are after the last statement, {@code id|v}. */
    List<String> rows() {
        if (thread.isAlive()) {
            throw new IllegalStateException("it still writes");
        }
        return rows.entrySet().stream()
                .map(row -> row.getKey() + "|" + row.getValue())
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
