package io.github.sluice.streamer.binlog;

import io.github.sluice.streamer.schema.Layout;
import io.github.sluice.streamer.schema.Layouts;
import io.github.sluice.streamer.schema.TableColumns;
import io.github.sluice.streamer.schema.TableMap;
import io.github.sluice.streamer.schema.UnknownSchemaException;
import io.github.sluice.streamer.value.EventBytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tables of TABLE_MAP events by the number under which row events name them. A server sends the same event before
 * every statement; one that has not changed since is not read again. One thread.
 */
final class MappedTables {
    /** Numbers grow with every DDL and FLUSH TABLES; beyond this many all are forgotten and met again. */
    private static final int MOST = 20_000;

    private final Layouts layouts;
    private final Predicate<TableId> wanted;
    private final Map<Long, Mapped> byNumber = new HashMap<>();
    private final EventBytes in = new EventBytes();
    private long generation;

    /** A table of a TABLE_MAP event. */
    static final class Mapped {
        final TableId table;
        private final byte[] event;
        private long generation;
        private boolean wanted;
        private boolean known;
        private @Nullable TableColumns columns;
        private @Nullable Layout layout;
        private @Nullable UnknownSchemaException problem;

        Mapped(TableId table, byte[] event) {
            this.table = table;
            this.event = event;
        }

        /** Whether rows of the table are wanted, as asked at the last TABLE_MAP event. */
        boolean wanted() {
            return wanted;
        }

        /** How to read rows; null if that is not known: then {@link #problem} says why. */
        @Nullable
        Layout layout() {
            return layout;
        }

        @Nullable
        TableColumns columns() {
            return columns;
        }

        @Nullable
        UnknownSchemaException problem() {
            return problem;
        }
    }

    MappedTables(Layouts layouts, Predicate<TableId> wanted) {
        this.layouts = layouts;
        this.wanted = wanted;
    }

    /** Takes a TABLE_MAP event; its tables can be found until the transaction ends. */
    void map(EventBytes event) {
        int from = event.position();
        int length = event.remaining();
        long number = event.u48();
        Mapped mapped = byNumber.get(number);
        if (mapped == null || !same(mapped.event, event.array(), from, length)) {
            in.reset(event.array(), from, from + length);
            if (byNumber.size() >= MOST) {
                byNumber.clear();
            }
            mapped = new Mapped(TableMap.name(in), Arrays.copyOfRange(event.array(), from, from + length));
            byNumber.put(number, mapped);
        }
        mapped.generation = generation;
        mapped.wanted = wanted.test(mapped.table);
        if (mapped.wanted && !mapped.known) {
            know(mapped);
        }
    }

    private void know(Mapped mapped) {
        EventBytes event = new EventBytes(mapped.event);
        TableMap.name(event);
        try {
            Layout layout = layouts.of(TableMap.parse(mapped.table, event));
            mapped.layout = layout;
            mapped.columns = new TableColumns(mapped.table, layout.columns(), layout.primaryKey());
        } catch (UnknownSchemaException e) {
            mapped.problem = e;
        }
        mapped.known = true;
    }

    private static boolean same(byte[] known, byte[] bytes, int from, int length) {
        return Arrays.equals(known, 0, known.length, bytes, from, from + length);
    }

    /** The table that a row event means, or null if the transaction has no TABLE_MAP event for it. */
    @Nullable
    Mapped find(long number) {
        Mapped mapped = byNumber.get(number);
        return mapped == null || mapped.generation != generation ? null : mapped;
    }

    /** A transaction begins: its row events need TABLE_MAP events of its own. */
    void nextTransaction() {
        generation++;
    }

    /** Tables whose columns may be others now; all others stay the same objects. */
    void forget(List<TableId> altered) {
        byNumber.values().removeIf(mapped -> {
            for (TableId table : altered) {
                // a name without a table is a whole database; letter case is the server's affair
                if (table.database().equalsIgnoreCase(mapped.table.database())
                        && (table.table().isEmpty() || table.table().equalsIgnoreCase(mapped.table.table()))) {
                    return true;
                }
            }
            return false;
        });
        layouts.tidy();
    }

    /** The server started anew and counts its tables from the beginning. */
    void forgetAll() {
        byNumber.clear();
    }
}
