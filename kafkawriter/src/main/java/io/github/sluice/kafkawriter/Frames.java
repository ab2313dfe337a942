package io.github.sluice.kafkawriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Rows that wait to be sealed together, by partition. A row's partition is the one that Kafka's own partitioner gives its record
 * key, so that rows of one key stay in one partition and in order, framed or not. Task's thread only.
 */
final class Frames {
    /** The most that a row's length takes. */
    static final int ROW_OVERHEAD = 5;

    /** Takes full frames. */
    interface Out {
        void frame(int partition, Frame frame);
    }

    /** Rows of one partition in the order in which they came. */
    static final class Frame {
        final List<byte[]> rows = new ArrayList<>();
        /** Position of the first row among those the task has pulled, for messages. */
        final long firstRow;

        private int bytes;

        private Frame(long firstRow) {
            this.firstRow = firstRow;
        }
    }

    private final int partitions;
    private final int maxRows;
    private final int maxBytes;
    private final Out out;
    private final Map<Integer, Frame> open = new TreeMap<>();

    Frames(int partitions, int maxRows, int maxBytes, Out out) {
        this.partitions = partitions;
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
        this.out = out;
    }

    int partitionOf(byte @Nullable [] key) {
        return key == null ? 0 : Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /** A row that is alone above the limit of bytes becomes a frame of its own. */
    void add(long row, int partition, byte[] plain) {
        Frame frame = open.get(partition);
        if (frame != null && frame.bytes + (long) plain.length + ROW_OVERHEAD > maxBytes) {
            close(partition, frame);
            frame = null;
        }
        if (frame == null) {
            frame = new Frame(row);
            open.put(partition, frame);
        }
        frame.rows.add(plain);
        frame.bytes += plain.length + ROW_OVERHEAD;
        if (frame.rows.size() >= maxRows) {
            close(partition, frame);
        }
    }

    /** Gives out every frame that is begun. */
    void flush() {
        for (Map.Entry<Integer, Frame> entry : new TreeMap<>(open).entrySet()) {
            close(entry.getKey(), entry.getValue());
        }
    }

    private void close(int partition, Frame frame) {
        open.remove(partition);
        out.frame(partition, frame);
    }
}
