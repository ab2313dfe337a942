package io.github.sluice.coordinator.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Waits until every transaction is visible that stood in the binlog when this was made.
 *
 * <p>InnoDB lists a transaction in {@code information_schema.innodb_trx} until it is committed in memory, and takes it off
 * the list in the same critical section in which it becomes visible ({@code trx_erase_lists}, under the mutex that a new
 * read view takes too; 5.7.22 and 8.0.31). The whole way from the binlog to there it is on the list. So: whatever is in the
 * binlog and not visible at a moment is on a list made after it, and is visible once it is on the list no more.
 *
 * <p>Three traps:
 *
 * <ul>
 *   <li>The server keeps the list and answers with an older one as long as it is asked more often than every 100 ms, by
 *       whomever ({@code trx_i_s_possibly_fetch_data_into_cache}). So the first list counts only if it holds a transaction
 *       that was begun here after this was made. Later lists may be old, which only makes the wait longer; pauses are
 *       random, so that several who ask do not keep each other's list from becoming new.
 *   <li>An open transaction may never end. One whose session waits for its client ({@code Command} Sleep) is not under
 *       commit, and if it was not committed by then, it was not in the binlog before: a commit is not given up. So the wait
 *       is for sessions at work only. A long statement is waited for, as its commit cannot be told from outside.
 *   <li>A transaction that has changed nothing has no number of its own, and is in no binlog.
 * </ul>
 *
 * Needs PROCESS. One thread.
 */
final class CommitsInFlight implements Visibility {
    /** Below are numbers; above, addresses in memory for transactions without one ({@code trx_get_id_for_print}). */
    private static final long FIRST_WITHOUT_NUMBER = 1L << 48;

    private static final int SHORTEST_PAUSE_MILLIS = 110;
    private static final int LONGEST_PAUSE_MILLIS = 250;
    private static final String LIST = "SELECT trx_id, trx_mysql_thread_id,"
            + " TIMESTAMPDIFF(SECOND, trx_started, NOW()) FROM information_schema.innodb_trx";

    private final MySqlPositions mysql;
    private final Connection witness;
    private final long witnessThread;
    private @Nullable Map<Long, Open> open;
    private long askAgainAt = System.nanoTime();

    /** @param thread 0 for a prepared XA transaction without a session */
    private record Open(long thread, long seconds) {}

    CommitsInFlight(MySqlPositions mysql) {
        this.mysql = mysql;
        this.witness = mysql.another();
        try (Statement statement = witness.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
                row.next();
                witnessThread = row.getLong(1);
            }
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        } catch (SQLException e) {
            close();
            throw MySqlPositions.failure("START TRANSACTION", e);
        }
    }

    @Override
    public boolean reached() {
        Map<Long, Open> waitedFor = open;
        if (waitedFor != null && waitedFor.isEmpty()) {
            return true;
        }
        if (System.nanoTime() - askAgainAt < 0) {
            return false;
        }
        Map<Long, Open> now = list();
        if (waitedFor == null) {
            if (now.values().stream().noneMatch(one -> one.thread() == witnessThread)) {
                pause();
                return false;
            }
            close();
            waitedFor = now;
            waitedFor.keySet().removeIf(number -> number >= FIRST_WITHOUT_NUMBER);
            open = waitedFor;
        }
        waitedFor.keySet().retainAll(now.keySet());
        if (!waitedFor.isEmpty()) {
            Set<Long> idle = idle();
            waitedFor.values().removeIf(one -> idle.contains(one.thread()));
        }
        pause();
        return waitedFor.isEmpty();
    }

    private void pause() {
        askAgainAt = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(
                        RandomGenerator.getDefault().nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
    }

    private Map<Long, Open> list() {
        return mysql.query(LIST, rows -> {
            Map<Long, Open> found = new HashMap<>();
            while (rows.next()) {
                found.put(rows.getLong(1), new Open(rows.getLong(2), rows.getLong(3)));
            }
            return found;
        });
    }

    /** To be asked after the list: who is found idle was not under commit when it was made, or no longer is. */
    private Set<Long> idle() {
        return mysql.query("SELECT id FROM information_schema.processlist WHERE command = 'Sleep'", rows -> {
            Set<Long> found = new HashSet<>();
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
            return found;
        });
    }

    @Override
    public String missing() {
        Map<Long, Open> waitedFor = open;
        if (waitedFor == null) {
            return "a list of open transactions that is not older than the question (something asks"
                    + " information_schema.innodb_trx more often than every 100 ms)";
        }
        return waitedFor.entrySet().stream()
                .max(java.util.Comparator.comparingLong(
                        entry -> entry.getValue().seconds()))
                .map(oldest -> "the end of " + waitedFor.size()
                        + " transactions that may be under commit, the oldest being "
                        + oldest.getKey() + " of thread " + oldest.getValue().thread() + ", open for "
                        + oldest.getValue().seconds()
                        + " s when it was met; let it end, or KILL the thread (thread 0: XA RECOVER, then XA COMMIT or"
                        + " ROLLBACK)")
                .orElse("nothing");
    }

    @Override
    public void close() {
        try {
            witness.close();
        } catch (SQLException e) {
            // the connection is given up either way
            org.slf4j.LoggerFactory.getLogger(CommitsInFlight.class).debug("closing", e);
        }
    }
}
