package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables that one coordinator works on, kept from others by rows of the journal, so that it holds between machines
 * too. A holder says again and again that it lives, by the database's clock; one that has said nothing for the length of
 * its lease, or is known to be dead, may be followed by another. Each taking has a fence, the number of its entry in the
 * chain: a holder whose table has another fence by now has been followed, and writes nothing more for it.
 *
 * <p>Who takes, gives back or writes holds the run's {@link Tail}, so a write either comes before a taking over or sees
 * it. What a holder does outside the journal is not fenced: it writes before each step, and asks for its lock by that.
 *
 * <p>Thread-safe. Closed by its taker.
 */
public final class TableLocks implements AutoCloseable {
    /** How long a holder may be silent. A pause of the process, or of its way to the database, must be shorter. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(TableLocks.class);
    private static final int BEATS_PER_LEASE = 6;
    private static final int SHOWN_TABLES = 5;

    private final JournalDatabase database;
    private final String run;
    private final Holder holder;
    private final List<String> halves;
    private final Duration lease;
    private final DatabaseClock clock;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-locks");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long fence;
    private volatile Set<String> tables = Set.of();
    private volatile boolean open = true;

    /** The one clock that all holders share. */
    interface DatabaseClock {
        long millis(Connection connection) throws SQLException;
    }

    /** A row: who has a table, and when it was heard of last. */
    private record Held(
            String half,
            String table,
            String id,
            String place,
            String who,
            String since,
            long beatAt,
            long leaseMillis) {
        static final String COLUMNS = "half, tbl, holder, place, who, since, beat_at, lease_millis";

        static Held of(ResultSet row) throws SQLException {
            return new Held(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getLong(7),
                    row.getLong(8));
        }

        /** Whether it is over: its lease has run out, or its state folder's lock is in other hands. */
        boolean over(String placeInHand, long now) {
            return place.equals(placeInHand) || beatAt + leaseMillis < now;
        }
    }

    TableLocks(
            JournalDatabase database,
            String run,
            Holder holder,
            List<String> halves,
            Duration lease,
            DatabaseClock clock) {
        this.database = database;
        this.run = run;
        this.holder = holder;
        this.halves = List.copyOf(halves);
        this.lease = lease;
        this.clock = clock;
    }

    /** Takes all or none, in the transaction that holds the end of the chain. */
    void take(Connection connection, Tail tail, List<String> wanted) throws SQLException {
        Set<String> asked = new LinkedHashSet<>(wanted);
        long now = clock.millis(connection);
        List<Held> followed = new ArrayList<>();
        for (String half : halves) {
            for (Held held : held(connection, half)) {
                if (!asked.contains(held.table())) {
                    continue;
                }
                if (!held.over(holder.place(), now)) {
                    throw refused(held, now);
                }
                followed.add(held);
            }
        }
        long taken = tail.append(Told.lock(followed.isEmpty() ? "TAKEN" : "TAKEN_OVER", evidence(asked, followed)));
        for (Held held : followed) {
            JournalDatabase.update(
                    connection,
                    "DELETE FROM sluice_lock WHERE run = ? AND half = ? AND tbl = ?",
                    run,
                    held.half(),
                    held.table());
        }
        insert(connection, asked, taken, now);
        fence = taken;
        tables = asked;
    }

    private List<Held> held(Connection connection, String half) throws SQLException {
        List<Held> rows = new ArrayList<>();
        try (PreparedStatement select = JournalDatabase.prepare(
                        connection,
                        "SELECT " + Held.COLUMNS + " FROM sluice_lock WHERE run = ? AND half = ? FOR UPDATE",
                        run,
                        half);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                rows.add(Held.of(found));
            }
        }
        return rows;
    }

    private void insert(Connection connection, Set<String> asked, long taken, long now) throws SQLException {
        String since = Told.now();
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO sluice_lock (run, fence, " + Held.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (String half : halves) {
                for (String table : asked) {
                    insert.setString(1, run);
                    insert.setLong(2, taken);
                    insert.setString(3, half);
                    insert.setString(4, table);
                    insert.setString(5, holder.id());
                    insert.setString(6, holder.place());
                    insert.setString(7, holder.who());
                    insert.setString(8, since);
                    insert.setLong(9, now);
                    insert.setLong(10, lease.toMillis());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private Failure refused(Held held, long now) {
        long silent = Math.max(0, now - held.beatAt()) / 1000;
        long rest = Math.max(1, (held.beatAt() + held.leaseMillis() - now) / 1000);
        return new Failure(
                ExitCode.REFUSED,
                held.table() + ": its " + held.half() + " half is run by " + held.who() + ", since " + held.since()
                        + ", and was heard of " + silent + " s ago; wait for it. If it is dead, it can be followed in "
                        + rest + " s");
    }

    /** Says that this holder lives, from now on and on a thread of its own. */
    void beat() {
        long every = Math.max(1, lease.toMillis() / BEATS_PER_LEASE);
        beats.scheduleWithFixedDelay(this::beatOnce, every, every, TimeUnit.MILLISECONDS);
    }

    private void beatOnce() {
        try {
            int rows = renew();
            if (rows < tables.size() * halves.size()) {
                LOG.warn(
                        "{} of the {} tables that {} took are held by others or by nobody",
                        tables.size() * halves.size() - rows,
                        tables.size() * halves.size(),
                        holder.who());
            }
        } catch (RuntimeException e) {
            // the next one may succeed; if none does, the lease runs out and the next write is refused
            LOG.warn("locks of run {} not renewed: {}", run, e.getMessage());
        }
    }

    /**
     * Says once that this holder lives.
     *
     * @return how many rows it still has
     */
    int renew() {
        return database.save(connection -> JournalDatabase.update(
                connection,
                "UPDATE sluice_lock SET beat_at = ? WHERE run = ? AND holder = ?",
                clock.millis(connection),
                run,
                holder.id()));
    }

    /**
     * Asks, in the transaction of a write that holds the end of the chain, whether this holder may still write.
     *
     * @param table null, or one that was not taken, for what belongs to no single table: then all must still be held
     * @throws Failure with {@link ExitCode#REFUSED} if it may not
     */
    void refuseIfLost(Connection connection, @Nullable String table) throws SQLException {
        if (!open) {
            return;
        }
        Set<String> asked = table != null && tables.contains(table) ? Set.of(table) : tables;
        String one = asked.size() == 1 ? " AND tbl = ?" : "";
        List<Object> parameters = new ArrayList<>(List.of(run, holder.id(), fence));
        if (!one.isEmpty()) {
            parameters.add(asked.iterator().next());
        }
        int held = JournalDatabase.count(
                connection,
                "SELECT COUNT(*) FROM sluice_lock WHERE run = ? AND holder = ? AND fence = ?" + one,
                parameters.toArray());
        if (held < asked.size() * halves.size()) {
            throw lost(connection, asked);
        }
    }

    private Failure lost(Connection connection, Set<String> asked) throws SQLException {
        for (String half : halves) {
            for (Held row : held(connection, half)) {
                if (asked.contains(row.table()) && !row.id().equals(holder.id())) {
                    return new Failure(
                            ExitCode.REFUSED,
                            row.table() + ": this process was silent for longer than " + lease.toSeconds()
                                    + " s, and its " + half + " half was taken over by " + row.who() + ", at "
                                    + row.since() + "; the lock of " + holder.who() + " (number " + fence
                                    + ") is stale, so it writes nothing more. Leave the table to the other one");
                }
            }
        }
        return new Failure(
                ExitCode.REFUSED,
                String.join(", ", asked.stream().limit(SHOWN_TABLES).toList()) + ": the lock of " + holder.who()
                        + " (number " + fence + ") is gone: another coordinator took it over and has ended, or somebody"
                        + " removed it; look at sluice audit list, and run again");
    }

    /** Gives back what is still held. A database that is away keeps it until the lease has run out. */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        beats.shutdownNow();
        try {
            database.save(connection -> {
                Tail tail = Tail.hold(connection, run);
                int rows = JournalDatabase.update(
                        connection, "DELETE FROM sluice_lock WHERE run = ? AND holder = ?", run, holder.id());
                if (rows > 0) {
                    tail.append(Told.lock("GIVEN_BACK", evidence(tables, List.of())));
                }
                return rows;
            });
        } catch (Failure away) {
            LOG.warn("locks of run {} not given back: {}", run, away.getMessage());
        }
    }

    /** Who holds what, for the log. */
    @Override
    public String toString() {
        return holder.who() + " holds " + tables.size() + " tables of run " + run + ", halves " + halves
                + ", lock number " + fence;
    }

    private Map<String, Object> evidence(Set<String> named, List<Held> followed) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("halves", halves);
        evidence.put("tables", List.copyOf(named));
        evidence.put("holder", holder.id());
        if (!followed.isEmpty()) {
            evidence.put(
                    "from",
                    followed.stream()
                            .map(held -> held.half() + " of " + held.table() + ": " + held.who() + ", since "
                                    + held.since() + ", silent since "
                                    + Instant.ofEpochMilli(held.beatAt()))
                            .toList());
        }
        return evidence;
    }
}
