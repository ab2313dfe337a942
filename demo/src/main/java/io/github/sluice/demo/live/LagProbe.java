package io.github.sluice.demo.live;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How late a change arrives: counts up in one row of MySQL and looks at that row in StarRocks until the number is
 * there. From the commit to the moment a query sees it; what the polling adds is at most {@link #LOOK_EVERY}.
 */
public final class LagProbe {
    private static final Duration COUNT_EVERY = Duration.ofMillis(200);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** Lags of all samples, ascending, in milliseconds. */
    public record Lags(List<Long> millis) {
        /** The lag that {@code percent} of the samples do not exceed. */
        public long percentile(int percent) {
            int rank = (int) Math.ceil(percent / 100.0 * millis.size());
            return millis.get(Math.max(0, rank - 1));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "p50 %.1f s, p99 %.1f s, most %.1f s of %d samples",
                    percentile(50) / 1000.0,
                    percentile(99) / 1000.0,
                    millis.get(millis.size() - 1) / 1000.0,
                    millis.size());
        }
    }

    /** A number that was committed and not seen yet. */
    private record Pending(int number, long committedAt) {}

    private final String sourceUrl;
    private final String targetUrl;
    private final String update;
    private final String select;

    /**
     * @param sourceUrl JDBC URL of MySQL, with credentials
     * @param targetUrl JDBC URL of StarRocks' query port, with credentials
     * @param update {@code UPDATE ... SET column = ? WHERE ...} of one row that nobody else changes
     * @param select the column's value in StarRocks
     */
    public LagProbe(String sourceUrl, String targetUrl, String update, String select) {
        this.sourceUrl = sourceUrl;
        this.targetUrl = targetUrl;
        this.update = update;
        this.select = select;
    }

    /**
     * Takes samples.
     *
     * @param limit how long all of it may take
     * @throws SQLException when a server is lost
     * @throws IllegalStateException when a number is not seen within the limit
     */
    public Lags measure(int samples, Duration limit) throws SQLException, InterruptedException {
        List<Long> lags = new ArrayList<>();
        Deque<Pending> pending = new ArrayDeque<>();
        long start = System.nanoTime();
        try (Connection source = DriverManager.getConnection(sourceUrl);
                Connection target = DriverManager.getConnection(targetUrl);
                PreparedStatement count = source.prepareStatement(update)) {
            begin(count, target, start + limit.toNanos());
            start = System.nanoTime();
            for (int number = 1; lags.size() < samples; ) {
                long now = System.nanoTime();
                if (number <= samples && now - start >= (number - 1) * COUNT_EVERY.toNanos()) {
                    count.setInt(1, number);
                    if (count.executeUpdate() != 1) {
                        throw new IllegalStateException("the probe's row is not there: " + update);
                    }
                    pending.add(new Pending(number, System.nanoTime()));
                    number++;
                }
                int seen = seen(target);
                while (!pending.isEmpty() && pending.peek().number() <= seen) {
                    lags.add(TimeUnit.NANOSECONDS.toMillis(
                            System.nanoTime() - pending.remove().committedAt()));
                }
                if (System.nanoTime() - start > limit.toNanos()) {
                    throw new IllegalStateException("after " + limit.toSeconds() + " s StarRocks shows " + seen + ", "
                            + pending.size() + " later changes are missing");
                }
                Thread.sleep(LOOK_EVERY.toMillis());
            }
        }
        Collections.sort(lags);
        return new Lags(List.copyOf(lags));
    }

    /** Whatever the row holds, counting begins at 0 on both sides. */
    private void begin(PreparedStatement count, Connection target, long end) throws SQLException, InterruptedException {
        count.setInt(1, 0);
        count.executeUpdate();
        while (seen(target) != 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the probe's first change did not arrive");
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    private int seen(Connection target) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(select);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getInt(1) : -1;
        }
    }
}
