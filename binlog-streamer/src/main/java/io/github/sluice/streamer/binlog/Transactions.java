package io.github.sluice.streamer.binlog;

import com.github.shyiko.mysql.binlog.event.deserialization.GtidTaggedEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.github.sluice.streamer.binlog.MappedTables.Mapped;
import io.github.sluice.streamer.binlog.RowEvents.BrokenEventException;
import io.github.sluice.streamer.binlog.RowEvents.Refusal;
import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.streamer.schema.Statement;
import io.github.sluice.streamer.value.EventBytes;
import io.github.sluice.wire.position.FilePosition;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into transactions: knows where each begins and ends, and refuses what row events do not carry. One thread.
 */
final class Transactions {
    private static final String ROW_FORMAT =
            "set binlog_format=ROW globally and in that session, then restart the table with a fresh backfill";

    private final ChangeHandler handler;
    private final Predicate<TableId> wanted;
    private final SchemaHistory history;
    private final MappedTables tables;
    private final RowEvents rows;
    private final String placesOf;

    private String name = "";
    private String file = "";
    private long fileBorn;
    private long position;
    private boolean begun;
    private boolean inStatements;
    /** Name of the XA transaction that is being read, as the binlog has it; empty in all others. */
    private String xid = "";

    private boolean rowsDelivered;
    /** Whether a compressed transaction is being read, which ends when all its bytes have been checked. */
    private boolean inPayload;

    private boolean endInPayload;

    /** @param placesOf the server by whose places transactions are named; empty to name them by GTID */
    Transactions(
            ChangeHandler handler,
            Predicate<TableId> wanted,
            SchemaHistory history,
            MappedTables tables,
            String placesOf) {
        this.handler = handler;
        this.wanted = wanted;
        this.history = history;
        this.tables = tables;
        this.rows = new RowEvents(tables);
        this.placesOf = placesOf;
    }

    /** The file that following events are in, and where they begin. */
    void file(String next, long start) {
        if (!next.equals(file)) {
            fileBorn = 0;
        }
        file = next;
        passed(start);
    }

    /** The server has written the file's first event at that second; what it has numbered before does not count on. */
    void fileBegun(long second) {
        fileBorn = second;
        tables.forgetAll();
    }

    /** An event that belongs to no transaction ends here. */
    void passed(long end) {
        position = end;
        if (!begun) {
            handler.passed(new BinlogPosition("", file, end, fileBorn));
        }
    }

    String file() {
        return file;
    }

    /** What is read now; for messages. */
    BinlogPosition place() {
        return new BinlogPosition(name, file, position, fileBorn);
    }

    /**
     * Takes an event.
     *
     * @param start where it starts in the file
     * @param end where the next one starts
     * @param in its body without checksum
     */
    void event(EventHeader header, long start, long end, EventBytes in) throws IOException {
        position = start;
        switch (header.type()) {
            case EventTypes.GTID:
            case EventTypes.ANONYMOUS_GTID:
                gtid(header, in);
                break;
            case EventTypes.GTID_TAGGED:
                taggedGtid(header, in);
                break;
            case EventTypes.QUERY:
                query(header, QueryEvent.parse(in, false), end);
                break;
            case EventTypes.EXECUTE_LOAD_QUERY:
                query(header, QueryEvent.parse(in, true), end);
                break;
            case EventTypes.TABLE_MAP:
                tables.map(in);
                break;
            case EventTypes.WRITE_ROWS_V1:
            case EventTypes.UPDATE_ROWS_V1:
            case EventTypes.DELETE_ROWS_V1:
            case EventTypes.WRITE_ROWS:
            case EventTypes.UPDATE_ROWS:
            case EventTypes.DELETE_ROWS:
                rowEvent(header.type(), in);
                break;
            case EventTypes.PARTIAL_UPDATE_ROWS:
                Mapped partial = rows.table(in);
                if (partial != null) {
                    refuse(
                            partial.table,
                            "parts of JSON documents instead of whole ones",
                            "set binlog_row_value_options='' globally and in that session, then restart the table");
                }
                break;
            case EventTypes.XID:
            case EventTypes.XA_PREPARE:
                commit(end);
                break;
            case EventTypes.INCIDENT:
                refuse(null, "the source says that it lost events", "the tables need a new backfill");
                break;
            case EventTypes.STOP:
            case EventTypes.PREVIOUS_GTIDS:
                passed(end);
                break;
            case EventTypes.INTVAR:
            case EventTypes.RAND:
            case EventTypes.USER_VAR:
            case EventTypes.BEGIN_LOAD_QUERY:
            case EventTypes.IGNORABLE:
            case EventTypes.ROWS_QUERY:
            case EventTypes.TRANSACTION_CONTEXT:
            case EventTypes.VIEW_CHANGE:
                break;
            default:
                if (!header.ignorable()) {
                    refuse(
                            null,
                            "an event of the unknown type " + header.type() + ", which may carry rows",
                            "this version of the streamer cannot read what the source writes");
                }
        }
    }

    private void gtid(EventHeader header, EventBytes in) {
        in.skip(1);
        UUID source = new UUID(in.bigEndian(8), in.bigEndian(8));
        long number = in.i64();
        long committed = header.second() * 1_000;
        // logical clock from 5.7.6 on, commit time in microseconds from 8.0.1 on
        if (in.remaining() >= 24 && in.u8() == 2) {
            in.skip(16);
            committed = (in.unsigned(7) & ~(1L << 55)) / 1_000;
        }
        begin(header.type() == EventTypes.GTID ? source + ":" + number : "", committed);
    }

    private void taggedGtid(EventHeader header, EventBytes in) throws IOException {
        byte[] body = in.copy(in.remaining());
        String tagged = new GtidTaggedEventDataDeserializer()
                .deserialize(new ByteArrayInputStream(body))
                .getGtid();
        begin(tagged, header.second() * 1_000);
    }

    private void begin(String gtid, long committedAt) {
        if (begun) {
            throw new BrokenEventException("a transaction begins before the one before it has ended");
        }
        name = placesOf.isEmpty() ? gtid : FilePosition.nameOf(placesOf, file, position);
        begun = true;
        inStatements = false;
        xid = "";
        rowsDelivered = false;
        tables.nextTransaction();
        handler.begin(new SourceTransaction(name, file, position, committedAt));
    }

    private void beginIfNeeded(EventHeader header) {
        if (!begun) { // a server without GTID events, or a start at a file's position behind one
            begin("", header.second() * 1_000);
        }
    }

    private void commit(long end) {
        if (!begun) {
            return; // a start at a position within a transaction
        }
        if (inPayload) {
            endInPayload = true;
            return;
        }
        begun = false;
        handler.commit(new BinlogPosition(name, file, end, fileBorn));
    }

    /** A compressed transaction begins; what comes until {@link #payloadEnds} is inside. */
    void payloadBegins(long start) {
        position = start;
        inPayload = true;
        endInPayload = false;
    }

    /** All of a compressed transaction was read and its checksum is right. */
    void payloadEnds(long end) {
        inPayload = false;
        if (endInPayload) {
            commit(end);
        }
    }

    private void query(EventHeader header, QueryEvent query, long end) throws IOException {
        beginIfNeeded(header);
        Statement statement = query.statement();
        switch (statement.kind()) {
            case BEGIN:
                inStatements = true;
                return;
            case COMMIT:
                commit(end);
                return;
            case ROLLBACK:
                undone();
                commit(end);
                return;
            case ROLLBACK_TO_SAVEPOINT:
                undone();
                return;
            case XA_BEGIN:
                inStatements = true;
                xid = query.sql().trim().replaceFirst("(?i)^XA\\s+(START|BEGIN)\\s+", "");
                return;
            case DML:
                dml(statement);
                break;
            default:
                ddl(query);
        }
        if (!inStatements && !statement.goesOn()) {
            commit(end);
        }
        inStatements |= statement.goesOn();
    }

    private void undone() {
        if (rowsDelivered) {
            refuse(
                    null,
                    "changes that are taken back after they were written (a transaction over transactional and other"
                            + " tables)",
                    "convert the tables to InnoDB; the tables of the transaction need a new backfill");
        }
    }

    private void dml(Statement statement) {
        if (statement.tables().isEmpty()) {
            refuse(null, "a " + statement.words() + " in statement format, which may change any table", ROW_FORMAT);
            return;
        }
        for (TableId table : statement.tables()) {
            if (wanted.test(table)) {
                refuse(table, "a change in statement format, whose rows are not in the binlog", ROW_FORMAT);
            }
        }
    }

    private void ddl(QueryEvent query) {
        if (query.statement().tables().isEmpty()) {
            return;
        }
        boolean changed = history.apply(new SchemaHistory.Ddl(
                name,
                query.statement(),
                query.sql(),
                query.database(),
                query.databaseCharset(),
                query.serverCharset()));
        if (changed) {
            tables.forget(query.statement().tables());
            tables.forget(query.statement().newTables());
        }
        for (TableChange change : TableChanges.of(query.statement(), name)) {
            handler.ddl(change);
        }
    }

    private void rowEvent(int type, EventBytes in) {
        if (!begun) {
            throw new BrokenEventException("rows outside a transaction");
        }
        Mapped mapped = rows.table(in);
        if (mapped == null) {
            return;
        }
        if (!xid.isEmpty()) {
            // they stand in the binlog at XA PREPARE, whatever becomes of them
            refuse(
                    mapped.table,
                    "rows of the XA transaction " + xid + ", which may yet be rolled back",
                    "change the table in no XA transaction, or leave it out; when XA RECOVER on the source no longer"
                            + " lists the transaction, take the table's file away, put it back, and give the table a"
                            + " fresh backfill");
            return;
        }
        try {
            rows.read(mapped, in, type, position, handler);
            rowsDelivered = true;
        } catch (Refusal e) {
            RefusedEventException refused = new RefusedEventException(e.table, place(), e.reason, e.advice);
            if (e.getCause() != null) {
                refused.initCause(e.getCause());
            }
            handler.refused(refused);
        }
    }

    private void refuse(@Nullable TableId table, String reason, String advice) {
        RefusedEventException refused = new RefusedEventException(table, place(), reason, advice);
        handler.refused(refused);
        if (table == null) {
            throw refused;
        }
    }
}
