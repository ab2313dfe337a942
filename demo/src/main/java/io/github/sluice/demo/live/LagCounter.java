package io.github.sluice.demo.live;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The source's half of the measurement of the lag: counts up in one row of MySQL and writes down when each number was
 * committed. It works on a thread and a connection of its own; what fails there is thrown by {@link #close}.
 */
public final class LagCounter implements AutoCloseable {
    /** A number is committed so often. */
    public static final Duration EVERY = Duration.ofMillis(100);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Connection connection;
    private final String update;
    private final NumberLog log;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::count, "lag-counter");
    private volatile @Nullable Exception failure;

    private LagCounter(Connection connection, String update, NumberLog log) {
        this.connection = connection;
        this.update = update;
        this.log = log;
    }

    /**
     * Starts to count.
     *
     * @param update {@code UPDATE ... SET column = ? WHERE ...} of one row that nobody else changes
     * @param file gets the numbers
     */
    public static LagCounter start(String jdbcUrl, String username, String password, String update, Path file)
            throws SQLException, IOException {
        Connection connection = DriverManager.getConnection(jdbcUrl, username, password);
        LagCounter counter = new LagCounter(connection, update, NumberLog.writing(file));
        counter.thread.start();
        return counter;
    }

    private void count() {
        try (PreparedStatement next = connection.prepareStatement(update)) {
            long start = System.nanoTime();
            for (int number = 1; ; number++) {
                next.setInt(1, number);
                if (next.executeUpdate() != 1) {
                    throw new IllegalStateException("the row to count in is not there: " + update);
                }
                log.add(System.currentTimeMillis(), number);
                long due = start + number * EVERY.toNanos();
                if (stopping.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (SQLException | IOException | RuntimeException | InterruptedException e) {
            failure = e;
        }
    }

    /** Whether it still counts: false after {@link #close}, and when it failed. */
    public boolean running() {
        return thread.isAlive();
    }

    /**
     * Ends.
     *
     * @throws IllegalStateException when it had failed, or does not end
     */
    @Override
    public void close() throws SQLException, IOException, InterruptedException {
        stopping.countDown();
        thread.join(STOP_LIMIT.toMillis());
        boolean ended = !thread.isAlive();
        connection.close();
        log.close();
        if (failure != null || !ended) {
            throw new IllegalStateException("the lag counter failed or did not end", failure);
        }
    }
}
