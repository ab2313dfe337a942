package io.github.sluice.benchmarks.stream;

import io.github.sluice.testbed.mysql.MySqlServer;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that makes so many changes a second until it is stopped: two of five are inserts, one is an update, two are
 * deletes, so that the tables stay as large as they are.
 */
final class SteadyWriter implements AutoCloseable {
    private static final int PER_TURN = 50;
    private static final int FIRST_ROWS = 4_000;

    private final WideTables.Writer writer;
    private final int changesPerSecond;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::write, "steady-writer");
    private volatile long changes;
    private volatile @Nullable Exception failure;

    private SteadyWriter(WideTables.Writer writer, int changesPerSecond) {
        this.writer = writer;
        this.changesPerSecond = changesPerSecond;
    }

    static SteadyWriter start(MySqlServer server, int changesPerSecond) throws SQLException {
        SteadyWriter steady = new SteadyWriter(new WideTables.Writer(server, 1), changesPerSecond);
        steady.thread.setDaemon(true);
        steady.thread.start();
        return steady;
    }

    private void write() {
        try (writer) {
            for (int i = 0; i < FIRST_ROWS; i += 10) {
                writer.insert();
            }
            long began = System.nanoTime();
            long atBeginning = writer.changes();
            while (stopping.getCount() > 0) {
                writer.insert();
                writer.insert();
                writer.update();
                writer.delete();
                writer.delete();
                changes = writer.changes();
                // by the clock, not by a pause: what a slow moment loses is made up for
                long due = began + (changes - atBeginning) * TimeUnit.SECONDS.toNanos(1) / changesPerSecond;
                if (stopping.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (SQLException | RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Changes so far.
     *
     * @throws SQLException what ended the writer, if it has ended
     */
    long changes() throws SQLException {
        Exception ended = failure;
        if (ended != null) {
            throw new SQLException("the writer has ended", ended);
        }
        return changes;
    }

    /** Stops after the transaction in hand, of at most {@value #PER_TURN} changes. */
    @Override
    public void close() throws InterruptedException {
        stopping.countDown();
        thread.join(TimeUnit.SECONDS.toMillis(30));
    }
}
