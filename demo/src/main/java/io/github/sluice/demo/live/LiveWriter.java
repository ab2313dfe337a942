package io.github.sluice.demo.live;

import io.github.sluice.demo.data.DemoData;
import io.github.sluice.demo.data.SourceTable;
import io.github.sluice.demo.live.ChangeLog.Change;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An application that never stops: it changes every table of the demonstration in every way, round and round, while
 * the tables move. Tables that have doubled grow no more. It is the only writer, so it knows which rows are there.
 *
 * <p>It works on a thread and a connection of its own. What fails there is thrown by {@link #close}.
 */
public final class LiveWriter implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int CHANGES_PER_TRANSACTION = 3;

    private final Map<String, List<LiveTable>> tables;
    private final long nanosPerChange;
    private final Random random;
    private final ChangeLog log;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Connection connection;
    private final Semaphore turn = new Semaphore(1);
    private final Thread thread;
    private volatile boolean stopping;

    /** What was not written during a pause is not made up for. */
    private volatile boolean resumed;

    private volatile @Nullable Exception failure;

    private LiveWriter(
            DemoData data,
            Function<SourceTable, String> logicalName,
            int perSecond,
            long seed,
            Connection connection,
            ChangeLog log) {
        this.log = log;
        this.tables = data.tables().stream()
                .map(LiveTable::new)
                .collect(Collectors.groupingBy(live -> logicalName.apply(live.table())));
        this.nanosPerChange = 1_000_000_000L / perSecond;
        this.random = new Random(seed);
        this.connection = connection;
        this.thread = new Thread(this::write, "live-writer");
    }

    /**
     * Starts to write.
     *
     * @param data the rows that are there
     * @param logicalName the StarRocks table of a physical one
     * @param perSecond changes per second, all tables together
     * @param log of what was committed; the caller closes it
     * @throws SQLException when MySQL can't be reached
     */
    public static LiveWriter start(
            DemoData data,
            Function<SourceTable, String> logicalName,
            String jdbcUrl,
            String username,
            String password,
            int perSecond,
            long seed,
            ChangeLog log)
            throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl, username, password);
        try (Statement statement = connection.createStatement()) {
            DemoData.prepareSession(statement);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        LiveWriter writer = new LiveWriter(data, logicalName, perSecond, seed, connection, log);
        writer.thread.start();
        return writer;
    }

    /** What was committed so far. */
    public ChangeLog log() {
        return log;
    }

    /** Whether it still writes: false after {@link #close}, and when it failed. */
    public boolean running() {
        return thread.isAlive();
    }

    private void write() {
        try {
            List<Change> round = round();
            long due = System.nanoTime();
            for (int at = 0; awaitTurn(); at = (at + CHANGES_PER_TRANSACTION) % round.size()) {
                List<Change> done = new ArrayList<>();
                for (int i = 0; i < CHANGES_PER_TRANSACTION; i++) {
                    Change change = round.get((at + i) % round.size());
                    make(change, done);
                }
                connection.commit();
                log.add(Instant.now(), done);
                turn.release();
                due = resumed ? System.nanoTime() : due + nanosPerChange * CHANGES_PER_TRANSACTION;
                resumed = false;
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (SQLException | RuntimeException | InterruptedException e) {
            failure = e;
        }
    }

    /** Takes the turn for a transaction; false when it is time to end. */
    private boolean awaitTurn() throws InterruptedException {
        while (!stopping) {
            if (turn.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** Returns when no transaction is under way, and none begins until {@link #resume}. */
    public void pause() {
        turn.acquireUninterruptibly();
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        resumed = true;
        turn.release();
    }

    /** Every kind on every table, so that even a short step sees all of them. */
    private List<Change> round() {
        List<Change> round = new ArrayList<>();
        for (ChangeKind kind : ChangeKind.values()) {
            for (Map.Entry<String, List<LiveTable>> table : tables.entrySet()) {
                if (kind != ChangeKind.MOVE || table.getValue().size() > 1) {
                    round.add(new Change(table.getKey(), kind));
                }
            }
        }
        return round;
    }

    /** Makes a change, if there is something to change, and says what it has done. */
    private void make(Change change, List<Change> done) throws SQLException {
        List<LiveTable> shards = tables.getOrDefault(change.table(), List.of());
        LiveTable live = shards.get(random.nextInt(shards.size()));
        switch (change.kind()) {
            case INSERT -> {
                insert(live, live.fresh());
                if (live.isGrown()) {
                    deleteAny(live);
                    done.add(new Change(change.table(), ChangeKind.DELETE));
                }
            }
            case REINSERT -> {
                if (!live.hasDeleted()) {
                    return;
                }
                insert(live, live.firstDeleted());
            }
            case UPDATE -> update(live, live.any(random));
            case DELETE -> deleteAny(live);
            case REKEY -> rekey(live, live.any(random), live.fresh());
            case MOVE -> {
                LiveTable other =
                        shards.get((shards.indexOf(live) + 1 + random.nextInt(shards.size() - 1)) % shards.size());
                int id = live.any(random);
                delete(live, id);
                live.left(id);
                insert(other, other.fresh());
            }
        }
        done.add(change);
    }

    private void deleteAny(LiveTable live) throws SQLException {
        int id = live.any(random);
        delete(live, id);
        live.deleted(id);
    }

    private void insert(LiveTable live, int id) throws SQLException {
        PreparedStatement insert = statement(live.table().insert());
        live.table().bind(insert, id, random);
        insert.executeUpdate();
        live.inserted(id);
    }

    private void update(LiveTable live, int id) throws SQLException {
        PreparedStatement update = statement(live.table().update());
        live.table().bindUpdate(update, id, random);
        update.executeUpdate();
    }

    private void delete(LiveTable live, int id) throws SQLException {
        SourceTable table = live.table();
        PreparedStatement delete =
                statement("DELETE FROM " + table.quoted() + " WHERE `" + table.keyColumn() + "` = ?");
        delete.setLong(1, table.key(id));
        expectOne(delete.executeUpdate(), table, id);
    }

    private void rekey(LiveTable live, int id, int other) throws SQLException {
        SourceTable table = live.table();
        PreparedStatement rekey = statement("UPDATE " + table.quoted() + " SET `" + table.keyColumn() + "` = ? WHERE `"
                + table.keyColumn() + "` = ?");
        rekey.setLong(1, table.key(other));
        rekey.setLong(2, table.key(id));
        expectOne(rekey.executeUpdate(), table, id);
        live.left(id);
        live.inserted(other);
    }

    private static void expectOne(int rows, SourceTable table, int id) {
        if (rows != 1) {
            throw new IllegalStateException(table.quoted() + ": row " + id + " was expected, " + rows + " changed");
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /**
     * Ends after the transaction under way.
     *
     * @throws IllegalStateException when the writer had failed, or does not end
     */
    @Override
    public void close() throws SQLException {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean ended = !thread.isAlive();
        connection.close();
        if (failure != null) {
            throw new IllegalStateException("the live writer failed: " + failure.getMessage(), failure);
        }
        if (!ended) {
            throw new IllegalStateException("the live writer did not end within " + STOP_LIMIT.toSeconds() + " s");
        }
    }
}
