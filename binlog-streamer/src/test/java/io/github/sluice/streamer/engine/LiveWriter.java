package io.github.sluice.streamer.engine;

import io.github.sluice.testbed.mysql.MySqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that insert, update, delete, insert again and re-key rows of {@code orders_0} and {@code orders_1}, and keep a
 * ledger of what the stream must say about every key, in order: each change of a row carries the next number of its id.
 */
final class LiveWriter implements AutoCloseable {
    private static final int IDS = 40;

    private final MySqlServer server;
    private final String database;
    private final long pauseNanos;
    private final List<Hand> hands = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopping;

    LiveWriter(MySqlServer server, String database, long seed, int threads, long pauseNanos) {
        this.server = server;
        this.database = database;
        this.pauseNanos = pauseNanos;
        for (int i = 0; i < threads; i++) {
            hands.add(new Hand(i, threads, new Random(seed + i)));
        }
    }

    static void createTables(MySqlServer server, String database) {
        for (int i = 0; i < 2; i++) {
            server.execute("CREATE TABLE " + database + ".orders_" + i
                    + " (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL, note VARCHAR(100))");
        }
    }

    LiveWriter start() {
        hands.forEach(Thread::start);
        return this;
    }

    /** Stops after the transactions in hand. */
    void stop() {
        stopping = true;
        for (Hand hand : hands) {
            try {
                hand.join(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            if (hand.isAlive()) {
                throw new AssertionError("a writer does not end");
            }
        }
        if (failure.get() != null) {
            throw new AssertionError("a writer failed", failure.get());
        }
    }

    /** What the stream must say, by {@code table/id}: number and {@code __op} of each record, in order. */
    Map<String, List<String>> ledger() {
        Map<String, List<String>> all = new TreeMap<>();
        hands.forEach(hand -> all.putAll(hand.ledger));
        return all;
    }

    long transactions() {
        return hands.stream().mapToLong(hand -> hand.transactions).sum();
    }

    /** How many of each kind were made. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        hands.forEach(hand -> hand.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum)));
        return counts;
    }

    @Override
    public void close() {
        stopping = true;
    }

    /** One writer with ids of its own. */
    private final class Hand extends Thread {
        private final int number;
        private final int step;
        private final Random random;
        private final Map<String, List<String>> ledger = new HashMap<>();
        private final Map<String, Long> sequences = new HashMap<>();
        private final Map<String, Long> live = new HashMap<>();
        private final Map<String, Long> counts = new TreeMap<>();
        private volatile long transactions;

        Hand(int number, int step, Random random) {
            super("writer-" + number);
            this.number = number;
            this.step = step;
            this.random = random;
        }

        @Override
        public void run() {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("USE " + database);
                connection.setAutoCommit(false);
                while (!stopping) {
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        change(statement);
                    }
                    connection.commit();
                    transactions++;
                    LockSupport.parkNanos(pauseNanos);
                }
            } catch (SQLException | RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }

        private void change(Statement statement) throws SQLException {
            String table = "orders_" + random.nextInt(2);
            long id = number + (long) step * random.nextInt(IDS);
            Long now = live.get(table + "/" + id);
            int choice = random.nextInt(10);
            if (now == null) {
                long seq = next(table, id);
                statement.execute("INSERT INTO " + table + " VALUES (" + id + ", " + seq + ", 'n" + seq + "')");
                wrote("insert", table, id, seq);
            } else if (choice < 6) {
                long seq = next(table, id);
                statement.execute("UPDATE " + table + " SET seq = " + seq + ", note = 'n" + seq + "' WHERE id = " + id);
                wrote("update", table, id, seq);
            } else if (choice < 8) {
                statement.execute("DELETE FROM " + table + " WHERE id = " + id);
                gone(table, id, now);
                counts.merge("delete", 1L, Long::sum);
            } else {
                long other = number + (long) step * random.nextInt(IDS);
                if (live.containsKey(table + "/" + other)) {
                    return;
                }
                long seq = next(table, other);
                statement.execute("UPDATE " + table + " SET id = " + other + ", seq = " + seq + ", note = 'n" + seq
                        + "' WHERE id = " + id);
                gone(table, id, now);
                wrote("re-key", table, other, seq);
            }
        }

        private long next(String table, long id) {
            return sequences.merge(table + "/" + id, 1L, Long::sum);
        }

        private void wrote(String kind, String table, long id, long seq) {
            live.put(table + "/" + id, seq);
            ledger.computeIfAbsent(table + "/" + id, any -> new ArrayList<>()).add(seq + ":0");
            counts.merge(kind, 1L, Long::sum);
        }

        private void gone(String table, long id, long seq) {
            live.remove(table + "/" + id);
            ledger.computeIfAbsent(table + "/" + id, any -> new ArrayList<>()).add(seq + ":1");
        }
    }
}
