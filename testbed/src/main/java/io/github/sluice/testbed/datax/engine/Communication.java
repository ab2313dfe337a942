package io.github.sluice.testbed.datax.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task, a group or the job knows about itself: counters by DataX's names, state, first failure, messages.
 * Thread-safe.
 */
final class Communication {
    static final String READ_SUCCEED_RECORDS = "readSucceedRecords";
    static final String READ_SUCCEED_BYTES = "readSucceedBytes";
    static final String READ_FAILED_RECORDS = "readFailedRecords";
    static final String READ_FAILED_BYTES = "readFailedBytes";
    static final String WRITE_RECEIVED_RECORDS = "writeReceivedRecords";
    static final String WRITE_RECEIVED_BYTES = "writeReceivedBytes";
    static final String WRITE_FAILED_RECORDS = "writeFailedRecords";
    static final String WRITE_FAILED_BYTES = "writeFailedBytes";
    static final String WAIT_READER_TIME = "waitReaderTime";
    static final String WAIT_WRITER_TIME = "waitWriterTime";
    static final String STAGE = "stage";
    static final String PERCENTAGE = "percentage";
    static final String BYTE_SPEED = "byteSpeed";
    static final String RECORD_SPEED = "recordSpeed";

    enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    private final Map<String, Number> counters = new ConcurrentHashMap<>();
    private final Map<String, List<String>> messages = new ConcurrentHashMap<>();
    private State state;
    private @Nullable Throwable throwable;
    private long timestamp = System.currentTimeMillis();

    Communication() {
        this(State.RUNNING);
    }

    Communication(State state) {
        this.state = state;
    }

    Map<String, Number> counters() {
        return counters;
    }

    synchronized long get(String name) {
        Number value = counters.get(name);
        return value == null ? 0 : value.longValue();
    }

    synchronized double getDouble(String name) {
        Number value = counters.get(name);
        return value == null ? 0 : value.doubleValue();
    }

    synchronized void set(String name, Number value) {
        counters.put(name, value);
    }

    synchronized void add(String name, long delta) {
        counters.put(name, get(name) + delta);
    }

    synchronized State state() {
        return state;
    }

    /** A failed one stays failed. */
    synchronized void mark(State newState) {
        if (state != State.FAILED) {
            state = newState;
        }
    }

    synchronized boolean isFinished() {
        return state != State.RUNNING;
    }

    synchronized @Nullable Throwable throwable() {
        return throwable;
    }

    /** Keeps the first. */
    synchronized void failWith(@Nullable Throwable cause) {
        if (throwable == null) {
            throwable = cause;
        }
    }

    synchronized long timestamp() {
        return timestamp;
    }

    synchronized void timestamp(long millis) {
        timestamp = millis;
    }

    Map<String, List<String>> messages() {
        return messages;
    }

    synchronized void addMessage(String key, String value) {
        messages.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    }

    /** The sum of parts; succeeded when all are, failed when one is. */
    static Communication merged(Iterable<Communication> parts) {
        Communication sum = new Communication(State.SUCCEEDED);
        for (Communication part : parts) {
            sum.merge(part);
        }
        return sum;
    }

    private void merge(Communication part) {
        part.counters.forEach((name, value) -> counters.merge(name, value, Communication::sum));
        if (part.state() == State.FAILED) {
            state = State.FAILED;
        } else if (part.state() == State.RUNNING) {
            mark(State.RUNNING);
        }
        failWith(part.throwable());
        part.messages.forEach((key, values) ->
                messages.computeIfAbsent(key, k -> new ArrayList<>()).addAll(values));
    }

    private static Number sum(Number one, Number other) {
        boolean whole = one instanceof Long && other instanceof Long;
        return whole
                ? (Number) (one.longValue() + other.longValue())
                : (Number) (one.doubleValue() + other.doubleValue());
    }

    long totalReadRecords() {
        return get(READ_SUCCEED_RECORDS) + get(READ_FAILED_RECORDS);
    }

    long totalReadBytes() {
        return get(READ_SUCCEED_BYTES) + get(READ_FAILED_BYTES);
    }

    long totalErrorRecords() {
        return get(READ_FAILED_RECORDS) + get(WRITE_FAILED_RECORDS);
    }

    long totalErrorBytes() {
        return get(READ_FAILED_BYTES) + get(WRITE_FAILED_BYTES);
    }

    /**
     * Adds the sums and speeds that a report shows.
     *
     * @param earlier the last report, from whose timestamp speeds are counted
     * @param totalStages how many tasks there are
     */
    Communication asReport(Communication earlier, int totalStages) {
        set("totalReadRecords", totalReadRecords());
        set("totalReadBytes", totalReadBytes());
        set("totalErrorRecords", totalErrorRecords());
        set("totalErrorBytes", totalErrorBytes());
        set("writeSucceedRecords", get(WRITE_RECEIVED_RECORDS) - get(WRITE_FAILED_RECORDS));
        set("writeSucceedBytes", get(WRITE_RECEIVED_BYTES) - get(WRITE_FAILED_BYTES));
        long seconds = Math.max(1, (timestamp() - earlier.timestamp()) / 1000);
        set(BYTE_SPEED, Math.max(0, (totalReadBytes() - earlier.totalReadBytes()) / seconds));
        set(RECORD_SPEED, Math.max(0, (totalReadRecords() - earlier.totalReadRecords()) / seconds));
        set(PERCENTAGE, get(STAGE) / (double) totalStages);
        failWith(earlier.throwable());
        return this;
    }
}
