package io.github.sluice.streamer.binlog;

import io.github.sluice.streamer.binlog.MappedTables.Mapped;
import io.github.sluice.streamer.schema.Layout;
import io.github.sluice.streamer.schema.TableColumns;
import io.github.sluice.streamer.schema.UnknownSchemaException;
import io.github.sluice.streamer.value.Cell;
import io.github.sluice.streamer.value.EventBytes;
import io.github.sluice.streamer.value.TruncatedEventException;
import io.github.sluice.streamer.value.UndecodableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of WRITE, UPDATE and DELETE events, version 1 and 2. All rows of an event are read before the first one is handed
 * on, so that an event is delivered whole or refused whole. Format: {@code Rows_event} in
 * {@code libbinlogevents/include/rows_event.h}. One thread.
 */
final class RowEvents {
    private static final long DUMMY_TABLE = 0xffffffL;

    private final MappedTables tables;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** What is wrong with an event, said by {@link #read}. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        final transient TableId table;
        final String reason;
        final String advice;

        Refusal(TableId table, String reason, String advice, @Nullable Throwable cause) {
            super(reason, cause, false, false);
            this.table = table;
            this.reason = reason;
            this.advice = advice;
        }
    }

    /** The event is not what the format says; nothing after it can be trusted. */
    static final class BrokenEventException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenEventException(String message) {
            super(message);
        }
    }

    RowEvents(MappedTables tables) {
        this.tables = tables;
    }

    /** The wanted table of the event, or null if its rows are not wanted. */
    @Nullable
    Mapped table(EventBytes in) {
        long number = in.u48();
        if (number == DUMMY_TABLE) {
            return null;
        }
        Mapped mapped = tables.find(number);
        if (mapped == null) {
            throw new BrokenEventException("rows of table number " + number + ", which no TABLE_MAP event names");
        }
        return mapped.wanted() ? mapped : null;
    }

    /**
     * Hands on the rows of an event.
     *
     * @param in behind the table's number
     * @param type of the event
     * @param position where the event starts
     * @throws Refusal if the rows are not whole or cannot be read; then none was handed on
     */
    void read(Mapped mapped, EventBytes in, int type, long position, ChangeHandler handler) throws Refusal {
        Layout layout = mapped.layout();
        TableColumns columns = mapped.columns();
        if (layout == null || columns == null) {
            UnknownSchemaException problem = mapped.problem();
            throw new Refusal(
                    mapped.table,
                    problem == null ? "the table's columns are not known" : problem.reason(),
                    problem == null ? "restart the table" : problem.advice(),
                    problem);
        }
        in.u16(); // flags
        if (type >= EventTypes.WRITE_ROWS) {
            int extra = in.u16();
            in.skip(extra - 2);
        }
        boolean update = type == EventTypes.UPDATE_ROWS || type == EventTypes.UPDATE_ROWS_V1;
        try {
            int count = in.packedLength();
            if (count != layout.cells().length) {
                throw new BrokenEventException("rows of " + count + " columns in a table of " + layout.cells().length);
            }
            requireFull(mapped, in, count);
            if (update) {
                requireFull(mapped, in, count);
            }
            rows.clear();
            while (in.remaining() > 0) {
                rows.add(row(mapped, layout, in));
            }
        } catch (TruncatedEventException e) {
            throw new Refusal(mapped.table, "an event that does not fit the table's columns", "restart the table", e);
        }
        if (update && rows.size() % 2 != 0) {
            throw new BrokenEventException("an UPDATE event with half a change");
        }
        deliver(columns, type, position, handler);
        rows.clear();
    }

    private static void requireFull(Mapped mapped, EventBytes in, int count) throws Refusal {
        int start = in.skip((count + 7) / 8);
        for (int i = 0; i < count; i++) {
            if ((in.array()[start + i / 8] >> (i % 8) & 1) == 0) {
                throw new Refusal(
                        mapped.table,
                        "a row image without all columns (binlog_row_image is not FULL on the source, or was not in the"
                                + " session that wrote it)",
                        "set binlog_row_image=FULL globally and in that session, then restart the table",
                        null);
            }
        }
    }

    private static @Nullable Object[] row(Mapped mapped, Layout layout, EventBytes in) throws Refusal {
        Cell[] cells = layout.cells();
        int nulls = in.skip((cells.length + 7) / 8);
        byte[] bytes = in.array();
        @Nullable Object[] values = new @Nullable Object[cells.length];
        for (int i = 0; i < cells.length; i++) {
            if ((bytes[nulls + (i >> 3)] >> (i & 7) & 1) == 0) {
                try {
                    values[i] = cells[i].read(in);
                } catch (UndecodableException e) {
                    throw new Refusal(
                            mapped.table,
                            "column " + layout.columns().get(i).name() + " holds " + e.getMessage(),
                            "compare the table's definition with the source's, then restart the table",
                            e);
                }
            }
        }
        return values;
    }

    private void deliver(TableColumns columns, int type, long position, ChangeHandler handler) {
        switch (type) {
            case EventTypes.WRITE_ROWS:
            case EventTypes.WRITE_ROWS_V1:
                for (@Nullable Object[] row : rows) {
                    handler.row(new RowChange(columns, RowChange.Kind.INSERT, null, row, position));
                }
                break;
            case EventTypes.DELETE_ROWS:
            case EventTypes.DELETE_ROWS_V1:
                for (@Nullable Object[] row : rows) {
                    handler.row(new RowChange(columns, RowChange.Kind.DELETE, row, null, position));
                }
                break;
            default:
                for (int i = 0; i < rows.size(); i += 2) {
                    handler.row(new RowChange(columns, RowChange.Kind.UPDATE, rows.get(i), rows.get(i + 1), position));
                }
        }
    }
}
