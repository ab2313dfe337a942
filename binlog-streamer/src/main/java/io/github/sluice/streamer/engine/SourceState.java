package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.binlog.BinlogPosition;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TablePosition;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one source stands: what will be written as its next position. It runs ahead of what is committed by the open
 * Kafka transaction; when that one fails, the state is made anew from the position that was committed. One thread.
 */
final class SourceState {
    private final String writer;
    private final Progress main;
    private final Map<String, TableState> tables = new LinkedHashMap<>();
    private String serverUuid;
    private String file;
    private long position;
    private @Nullable Instant lastEventAt;
    private long schemaVersion;

    SourceState(String writer, StreamPosition from) {
        this.writer = writer;
        this.main = Progress.of(from.gtidSet(), from.partial());
        this.serverUuid = from.serverUuid();
        this.file = from.file();
        this.position = from.position();
        this.lastEventAt = from.lastEventAt();
        this.schemaVersion = from.schemaVersion();
        from.tables().forEach((key, table) -> tables.put(key, TableState.of(key, table)));
    }

    StreamPosition toPosition(Instant now, Map<String, KeyUse> keyUses) {
        Map<String, TablePosition> positions = new LinkedHashMap<>();
        tables.forEach((key, table) -> positions.put(key, table.toPosition()));
        return new StreamPosition(
                writer,
                serverUuid,
                main.whole().toString(),
                file,
                position,
                main.partial(),
                now,
                lastEventAt,
                schemaVersion,
                positions,
                keyUses);
    }

    /** The progress of all level tables. */
    Progress main() {
        return main;
    }

    /** The progress that counts for a table. */
    Progress progressOf(TableState table) {
        Progress own = table.own();
        return own == null ? main : own;
    }

    Collection<TableState> tables() {
        return tables.values();
    }

    @Nullable
    TableState table(String key) {
        return tables.get(key);
    }

    void put(TableState table) {
        tables.put(table.key(), table);
    }

    void remove(String key) {
        tables.remove(key);
    }

    /** What no running table needs any more: reading begins behind it. */
    SourcePosition start() {
        SourcePosition start = main.whole().copy();
        for (TableState table : tables.values()) {
            Progress own = table.own();
            if (own != null && !table.isStopped()) {
                start = start.common(own.whole());
            }
        }
        return start;
    }

    /** What no table needs any more, not even one that is stopped and may go on. */
    SourcePosition oldest() {
        SourcePosition oldest = main.whole().copy();
        for (TableState table : tables.values()) {
            Progress own = table.own();
            if (own != null) {
                oldest = oldest.common(own.whole());
            }
        }
        return oldest;
    }

    /** Whether a running table lacks transactions that the others have. */
    boolean catchingUp() {
        for (TableState table : tables.values()) {
            if (table.own() != null && !table.isStopped()) {
                return true;
            }
        }
        return false;
    }

    /** The transaction that ends there is complete, for all that run. */
    void completed(BinlogPosition end) {
        main.completed(end);
        for (TableState table : tables.values()) {
            Progress own = table.own();
            if (own != null && !table.isStopped()) {
                own.completed(end);
            }
        }
    }

    /**
     * A place between two transactions is reached, by all that run.
     *
     * @return whether that changes where anything stands
     */
    boolean passed(BinlogPosition place) {
        boolean moved = main.passed(place);
        if (moved) {
            at(place.file(), place.position());
        }
        for (TableState table : tables.values()) {
            Progress own = table.own();
            if (own != null && !table.isStopped()) {
                moved |= own.passed(place);
            }
        }
        return moved;
    }

    void at(String newFile, long newPosition) {
        this.file = newFile;
        this.position = newPosition;
    }

    void readFrom(String uuid) {
        this.serverUuid = uuid;
    }

    String serverUuid() {
        return serverUuid;
    }

    void sawEvent(Instant at) {
        this.lastEventAt = at;
    }

    void schemaVersion(long version) {
        this.schemaVersion = version;
    }
}
