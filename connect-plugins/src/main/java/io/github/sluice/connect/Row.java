package io.github.sluice.connect;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** One record on its way: where it came from, and its JSON. Immutable. */
final class Row {
    /** Objects, references and array headers of one row. */
    private static final long OVERHEAD_BYTES = 200;
    /**
     * A kept record holds its value as a map of strings, and Connect's wrapper the sealed bytes it came in: in hexadecimal,
     * twice the JSON's length.
     */
    private static final long KEPT_RECORD_FACTOR = 5;

    private final String topic;
    private final int partition;
    private final long offset;
    private final byte[] json;
    private final @Nullable SinkRecord record;

    /** @param record kept only where there are dead letters to write */
    Row(String topic, int partition, long offset, byte[] json, @Nullable SinkRecord record) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.json = json;
        this.record = record;
    }

    String topic() {
        return topic;
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    byte[] json() {
        return json;
    }

    @Nullable
    SinkRecord record() {
        return record;
    }

    /** Estimated heap. */
    long memory() {
        return OVERHEAD_BYTES + json.length * (record == null ? 1 : 1 + KEPT_RECORD_FACTOR);
    }

    /** Where it is, without what it is. */
    String place() {
        return "topic " + topic + ", partition " + partition + ", offset " + offset;
    }

    @Override
    public String toString() {
        return place();
    }
}
