package io.github.sluice.connect;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** One row on its way: the record it came from, its place there if that was a frame, and its JSON. Immutable. */
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
    private final int place;
    private final int rowsOfRecord;

    /**
     * @param json of this row
     * @param record kept only where there are dead letters to write
     * @param place of the row in its record, from 1
     * @param rowsOfRecord how many rows the record has
     */
    Row(
            String topic,
            int partition,
            long offset,
            byte[] json,
            @Nullable SinkRecord record,
            int place,
            int rowsOfRecord) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.json = json;
        this.record = record;
        this.place = place;
        this.rowsOfRecord = rowsOfRecord;
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

    /** Whether both are rows of one record. */
    boolean sameRecord(Row other) {
        return offset == other.offset && partition == other.partition && topic.equals(other.topic);
    }

    /** Its place in its record, from 1. */
    int placeInRecord() {
        return place;
    }

    /** Estimated heap. A frame that is kept is compressed, at most as long as its rows. */
    long memory() {
        long kept = record == null ? 0 : rowsOfRecord == 1 ? KEPT_RECORD_FACTOR : 1;
        return OVERHEAD_BYTES + json.length * (1 + kept);
    }

    /** Where it is, without what it is. */
    String place() {
        return "topic " + topic + ", partition " + partition + ", offset " + offset
                + (rowsOfRecord == 1 ? "" : ", row " + place + " of " + rowsOfRecord);
    }

    @Override
    public String toString() {
        return place();
    }
}
