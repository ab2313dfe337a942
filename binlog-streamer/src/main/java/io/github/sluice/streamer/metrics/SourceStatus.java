package io.github.sluice.streamer.metrics;

import io.github.sluice.streamer.binlog.BinlogPosition;
import io.github.sluice.streamer.binlog.SourceTransaction;
import io.github.sluice.streamer.metrics.Health.State;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.StreamPosition;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How one source's stream is doing: told by the thread that reads and publishes, and by the {@link SourceProbe}; asked by
 * metrics and health. Thread-safe.
 *
 * <p>Signs of life are everything the streaming thread tells. It is stuck if there has been none for
 * {@code health.stuckAfter}, or if for so long the source's end was ahead while nothing new was committed.
 */
public final class SourceStatus {
    private final String name;
    private final Metrics metrics;
    private final long stuckAfterMillis;
    private final Clock clock;
    private final Map<String, TableStatus> tables = new ConcurrentHashMap<>();
    private final Map<String, StoppedTable> stopped = new ConcurrentHashMap<>();

    private final CounterDataPoint events;
    private final CounterDataPoint transactions;
    private final CounterDataPoint commits;
    private final CounterDataPoint reconnects;

    // told of every row, so without a lock
    private volatile long aliveAt;
    private volatile long readAt;

    private State phase = State.STARTING;
    private String why = "";
    private String server = "";
    private long phaseSince;
    private long levelAt;
    private long lastEventMillis;
    private long lastCommitMillis;
    private @Nullable StreamPosition committed;
    private long progressAt;
    private double lagBytes = Double.NaN;
    private long behindSince = -1;

    SourceStatus(String name, Metrics metrics, Duration stuckAfter, Clock clock) {
        this.name = name;
        this.metrics = metrics;
        this.stuckAfterMillis = stuckAfter.toMillis();
        this.clock = clock;
        this.phaseSince = clock.millis();
        this.aliveAt = phaseSince;
        this.progressAt = phaseSince;
        this.events = metrics.events.labelValues(name);
        this.transactions = metrics.transactions.labelValues(name);
        this.commits = metrics.commits.labelValues(name);
        this.reconnects = metrics.reconnects.labelValues(name);
    }

    public String name() {
        return name;
    }

    /** Where a logical table's counts go. The object may be kept. */
    public TableStatus table(String key) {
        return tables.computeIfAbsent(key, any -> new TableStatus(metrics, name, key));
    }

    /** The position that was committed before this process began; null if there was none. */
    public synchronized void resumed(@Nullable StreamPosition position) {
        committed = position;
    }

    /** Reading from a server has begun. */
    public synchronized void connected(String toServer) {
        server = toServer;
        enter(State.RUNNING, "");
        alive();
        behindSince = -1;
        progressAt = clock.millis();
    }

    /** The connection broke or could not be made, and will be tried again. */
    public synchronized void reconnecting(String reason) {
        reconnects.inc();
        if (phase != State.RECONNECTING) {
            enter(State.RECONNECTING, reason);
        }
        why = reason;
        aliveAt = clock.millis();
    }

    /** The streamer has given up. */
    public synchronized void failed(String reason) {
        enter(State.STOPPED, reason);
    }

    /** The streamer was asked to stop and has committed what it had. */
    public synchronized void ended() {
        enter(State.ENDED, "");
    }

    private void enter(State next, String reason) {
        phase = next;
        why = reason;
        phaseSince = clock.millis();
    }

    private void alive() {
        aliveAt = clock.millis();
    }

    /** A row change or DDL statement of a routed table was read. */
    public void event() {
        events.inc();
        alive();
        readAt = aliveAt;
    }

    /** A transaction was read to its end. */
    public void transaction(SourceTransaction transaction, BinlogPosition end) {
        transactions.inc();
        synchronized (this) {
            alive();
            readAt = aliveAt;
            lastEventMillis = Math.max(lastEventMillis, transaction.committedAt());
        }
    }

    /**
     * The source has nothing new.
     *
     * @param level whether all that was read is committed
     */
    public synchronized void idle(boolean level) {
        alive();
        if (level) {
            levelAt = aliveAt;
        }
    }

    /**
     * A Kafka transaction was committed.
     *
     * @param position what it holds
     * @param newRecords rows in it
     */
    public void committed(StreamPosition position, long newRecords) {
        commits.inc();
        synchronized (this) {
            alive();
            lastCommitMillis = aliveAt;
            StreamPosition before = committed;
            boolean moved = before == null
                    || newRecords > 0
                    || !before.gtidSet().equals(position.gtidSet())
                    || before.position() != position.position()
                    || !before.file().equals(position.file());
            if (moved) {
                progressAt = aliveAt;
                behindSince = -1;
            }
            committed = position;
        }
    }

    /** Records of a topic in the Kafka transaction just committed. */
    public void records(String topic, long count, long bytes) {
        metrics.records.labelValues(name, topic).inc(count);
        metrics.recordBytes.labelValues(name, topic).inc(bytes);
    }

    /** The logical table waits for a person. */
    public void stopped(String key, StoppedTable reason) {
        stopped.put(key, reason);
        metrics.tableStopped.labelValues(name, key).set(1);
    }

    /** The logical table runs. */
    public void running(String key) {
        stopped.remove(key);
        metrics.tableStopped.labelValues(name, key).set(0);
    }

    /** The logical table is no longer routed. */
    public void removed(String key) {
        stopped.remove(key);
        tables.remove(key);
        metrics.tableStopped.remove(name, key);
    }

    /**
     * What the probe found.
     *
     * @param ahead whether the source has transactions that are not committed here
     * @param bytes of binlog between the committed position and the source's end; NaN if that could not be asked
     */
    synchronized void behind(boolean ahead, double bytes) {
        lagBytes = bytes;
        if (!ahead) {
            behindSince = -1;
        } else if (behindSince < 0) {
            behindSince = clock.millis();
        }
    }

    /** The probe could not ask; what it found before still counts. */
    synchronized void cannotTell() {
        lagBytes = Double.NaN;
    }

    /** The server that is read, {@code host:port}; empty before the first connection. */
    public synchronized String server() {
        return server;
    }

    /** The newest committed position; null before the first. */
    public synchronized @Nullable StreamPosition position() {
        return committed;
    }

    /** Logical tables that are stopped, with the reason, by key. */
    public Map<String, StoppedTable> stoppedTables() {
        return Collections.unmodifiableMap(new TreeMap<>(stopped));
    }

    /** The judgement now. */
    public synchronized Health health() {
        long now = clock.millis();
        State state = phase;
        String reason = why;
        if (phase == State.STARTING && now - phaseSince > stuckAfterMillis) {
            state = State.UNREACHABLE;
            reason = "not connected since the start, " + seconds(now - phaseSince) + " ago";
        } else if (phase == State.RECONNECTING && now - phaseSince > stuckAfterMillis) {
            state = State.UNREACHABLE;
            reason = "not connected for " + seconds(now - phaseSince) + ": " + why;
        } else if (phase == State.RUNNING) {
            if (now - aliveAt > stuckAfterMillis) {
                state = State.STUCK;
                reason = "no sign of life of the streaming thread for " + seconds(now - aliveAt);
            } else if (behindSince >= 0 && now - Math.max(behindSince, progressAt) > stuckAfterMillis) {
                state = State.STUCK;
                reason = "the source has new transactions"
                        + (Double.isNaN(lagBytes) ? "" : " (" + (long) lagBytes + " bytes of binlog)")
                        + ", and nothing was committed for " + seconds(now - Math.max(behindSince, progressAt));
            } else if (levelAt >= readAt) {
                state = State.IDLE;
            }
        }
        long reached = Math.max(levelAt, committedEventMillis());
        double lag = reached == 0 ? Double.NaN : Math.max(0, now - reached) / 1000.0;
        StreamPosition at = committed;
        return new Health(
                state,
                reason,
                lag,
                lagBytes,
                lastEventMillis,
                lastCommitMillis,
                at == null ? 0 : fileNumber(at.file()),
                at == null ? 0 : at.position());
    }

    private long committedEventMillis() {
        StreamPosition at = committed;
        return at == null || at.lastEventAt() == null ? 0 : at.lastEventAt().toEpochMilli();
    }

    private static String seconds(long millis) {
        return millis / 1000 + " s";
    }

    static long fileNumber(String file) {
        String digits = file.substring(file.lastIndexOf('.') + 1);
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
}
