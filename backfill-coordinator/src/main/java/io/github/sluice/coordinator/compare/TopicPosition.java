package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.PositionTopic;
import io.github.sluice.wire.position.PartialTransaction;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TablePosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link StreamerPosition} out of the position topic. One thread; closed by its opener. */
final class TopicPosition implements StreamerPosition, AutoCloseable {
    private final PositionTopic positions;
    private final String table;

    /**
     * @param positions is closed with this
     * @param table the table file's key
     */
    TopicPosition(PositionTopic positions, String table) {
        this.positions = positions;
        this.table = table;
    }

    @Override
    public Reached read() {
        StreamPosition position = positions
                .read()
                .orElseThrow(() -> new Failure(
                        ExitCode.UNKNOWN,
                        "the position topic holds no position of the streamer" + positions.unopenedText()))
                .position();
        TablePosition own = position.table(table);
        String complete = position.gtidSetOf(table);
        if (own == null || complete == null) {
            throw new Failure(ExitCode.REFUSED, "the streamer does not capture " + table);
        }
        StoppedTable stopped = own.stopped();
        if (stopped != null) {
            throw new Failure(ExitCode.CAPTURE_STOPPED, "the streamer has stopped " + table + ": " + stopped);
        }
        List<SourcePosition> begun = new ArrayList<>();
        begun.add(SourcePosition.parse(complete));
        begun.add(SourcePosition.parse(position.gtidSet()));
        add(begun, position.partial());
        add(begun, own.behindPartial());
        return new Reached(SourcePosition.parse(complete), begun);
    }

    /** The topic's partitions as the streamer has frozen them; 0 if it does not say. */
    int partitions() {
        return positions
                .read()
                .map(heard -> heard.position().table(table))
                .map(TablePosition::partitions)
                .orElse(0);
    }

    private static void add(List<SourcePosition> begun, @Nullable PartialTransaction partial) {
        if (partial != null) {
            begun.add(SourcePosition.parse(partial.gtid()));
        }
    }

    @Override
    public void close() {
        positions.close();
    }
}
