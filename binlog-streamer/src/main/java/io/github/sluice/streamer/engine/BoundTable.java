package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.metrics.TableStatus;
import io.github.sluice.streamer.publish.RowLane;
import io.github.sluice.streamer.route.Route;
import io.github.sluice.streamer.route.RowMapper;
import io.github.sluice.streamer.schema.TableColumns;
import org.jspecify.annotations.Nullable;

/** A physical table that a table file matches, and how far the transaction at hand has come with it. One thread. */
final class BoundTable {
    final TableId id;
    final String name;
    final Route route;
    final TableState state;
    final TableStatus status;

    /** What mapper and lane were made for; null before the first row. */
    @Nullable
    TableColumns columns;

    @Nullable
    RowMapper mapper;

    @Nullable
    RowLane lane;

    /** The transaction that the counts below belong to. */
    long transaction = -1;

    /** Whether the table has that transaction already. */
    boolean hasAll;

    /** Row changes of it that are in the topic already. */
    long skip;

    /** Row changes of it that have come so far. */
    long seen;

    BoundTable(TableId id, Route route, TableState state, TableStatus status) {
        this.id = id;
        this.name = id.toString();
        this.route = route;
        this.state = state;
        this.status = status;
    }

    /** Row changes of the transaction at hand that are in the topic or on their way. */
    long taken() {
        return Math.max(seen, skip);
    }
}
