package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.plan.TableSpec.Shard;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.verify.JdbcRows;
import io.github.sluice.coordinator.verify.RowCursor;
import io.github.sluice.coordinator.verify.RowReader.RowSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's tables. A table whose key an index holds in the compared order is read chunk by chunk, each chunk as it is at
 * that moment. A table with texts in its key is sorted by the server once and read on from there, so that its later chunks
 * are as old as the sorting; what changed since is settled key by key like every other change. One thread.
 */
final class MySqlRows implements KeyedRows {
    private static final int KEYS_AT_ONCE = 200;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int NO_SUCH_DATABASE = 1049;

    private final Function<String, MySqlSource> mysql;
    private final TableSpec spec;
    private final KeyOrder order;
    private final Shards shards;
    private final List<SourceColumnText> columns;
    private final Map<String, Connection> connections = new HashMap<>();
    private @Nullable Sorted sorted;

    /** A sorted reading under way. */
    private record Sorted(
            Connection connection,
            RowCursor rows,
            List<Object> stretch,
            @Nullable RowKey[] last) {}

    /**
     * @param mysql each MySQL by its name
     * @param fixedOffset whether the sessions' time zone is an offset and not a name, in every one
     */
    MySqlRows(Function<String, MySqlSource> mysql, TableSpec spec, KeyOrder order, Shards shards, boolean fixedOffset) {
        this.mysql = mysql;
        this.spec = spec;
        this.order = order;
        this.shards = shards;
        this.columns = order.columns().stream()
                .filter(column -> !column.namesShard())
                .map(column -> SourceColumnText.of(column, fixedOffset))
                .toList();
        shards.refresh();
    }

    @Override
    public long estimate() {
        return shards.estimate();
    }

    @Override
    public void range(@Nullable RowKey after, @Nullable RowKey upto, int limit, RowSink sink) {
        int left = limit;
        List<Object> first = after == null ? null : stretchOf(after);
        List<Object> last = upto == null ? null : stretchOf(upto);
        for (Map.Entry<List<Object>, List<Shard>> stretch : shards.stretches().entrySet()) {
            List<Object> name = stretch.getKey();
            boolean before = first != null && shards.compare(name, first) < 0;
            boolean behind = last != null && shards.compare(name, last) > 0;
            if (left > 0 && !before && !behind) {
                RowKey from = first != null && shards.compare(name, first) == 0 ? after : null;
                RowKey to = last != null && shards.compare(name, last) == 0 ? upto : null;
                left -= read(name, stretch.getValue(), from, to, left, sink);
            }
        }
    }

    private List<Object> stretchOf(RowKey key) {
        return key.list().subList(0, shards.namingColumns());
    }

    private List<Object> rest(RowKey key) {
        return key.list().subList(shards.namingColumns(), key.size());
    }

    private int read(
            List<Object> name,
            List<Shard> tables,
            @Nullable RowKey after,
            @Nullable RowKey upto,
            int limit,
            RowSink sink) {
        boolean indexed = tables.size() == 1 && columns.stream().allMatch(SourceColumnText::indexed);
        try {
            return indexed || upto != null
                    ? readOnce(tables, after, upto, limit, sink)
                    : readOn(name, tables, after, limit, sink);
        } catch (SQLException e) {
            if (isGone(e)) {
                // dropped since the catalogue was read: it has no rows
                return 0;
            }
            close();
            throw unreadable(e);
        }
    }

    /** One statement for one range. */
    private int readOnce(List<Shard> tables, @Nullable RowKey after, @Nullable RowKey upto, int limit, RowSink sink)
            throws SQLException {
        List<Object> parameters = new ArrayList<>();
        String sql = ordered(tables, after, upto, parameters) + " LIMIT " + limit;
        int[] rows = {0};
        JdbcRows.stream(open(sourceOf(tables)), sql, parameters, spec.schema(), row -> {
            rows[0]++;
            sink.row(row);
        });
        return rows[0];
    }

    /** The next rows of a sorted reading, which is begun if it does not stand at this key. */
    private int readOn(List<Object> name, List<Shard> tables, @Nullable RowKey after, int limit, RowSink sink)
            throws SQLException {
        Sorted reading = sorted;
        boolean fresh = false;
        if (reading == null || !reading.stretch().equals(name) || after == null || !after.equals(reading.last()[0])) {
            reading = begin(name, tables, after);
            fresh = true;
        }
        int rows = 0;
        while (rows < limit) {
            @Nullable Object[] row;
            try {
                row = reading.rows().next();
            } catch (SQLException e) {
                if (fresh) {
                    throw e;
                }
                // the server gives up a reader that pauses for long, as this one does while keys are settled
                reading = begin(name, tables, reading.last()[0]);
                fresh = true;
                continue;
            }
            if (row == null) {
                giveUp();
                return rows;
            }
            rows++;
            reading.last()[0] = order.of(row);
            sink.row(row);
        }
        return rows;
    }

    private Sorted begin(List<Object> name, List<Shard> tables, @Nullable RowKey after) throws SQLException {
        giveUp();
        List<Object> parameters = new ArrayList<>();
        String sql = ordered(tables, after, null, parameters);
        Connection own = mysql.apply(sourceOf(tables)).connect();
        try {
            Sorted reading = new Sorted(
                    own, new RowCursor(own, sql, parameters, spec.schema()), name, new @Nullable RowKey[] {after});
            sorted = reading;
            return reading;
        } catch (SQLException e) {
            own.close();
            throw e;
        }
    }

    /** All columns and the sort keys, of one table or of several as one. */
    private String ordered(List<Shard> tables, @Nullable RowKey after, @Nullable RowKey upto, List<Object> parameters) {
        List<String> selects = new ArrayList<>();
        for (Shard table : tables) {
            KeyRange range = new KeyRange(columns, parameters);
            List<String> conditions = new ArrayList<>();
            if (after != null) {
                conditions.add(range.after(rest(after)));
            }
            if (upto != null) {
                conditions.add(range.upto(rest(upto)));
            }
            List<String> list = new ArrayList<>(spec.selectList(table));
            for (int i = 0; i < columns.size(); i++) {
                if (!columns.get(i).indexed() || tables.size() > 1) {
                    list.add(columns.get(i).expression() + " AS " + sortName(i));
                }
            }
            selects.add("SELECT " + String.join(", ", list) + " FROM " + MySqlSource.quote(table.database()) + "."
                    + MySqlSource.quote(table.table())
                    + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions)));
        }
        List<String> by = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            by.add(
                    !columns.get(i).indexed() || tables.size() > 1
                            ? sortName(i)
                            : columns.get(i).expression());
        }
        String all = selects.size() == 1
                ? selects.get(0)
                : selects.stream().map(select -> "(" + select + ")").collect(Collectors.joining(" UNION ALL "));
        return all + " ORDER BY " + String.join(", ", by);
    }

    private static String sortName(int column) {
        return "`sluice sort " + column + "`";
    }

    @Override
    public void keys(Collection<RowKey> keys, RowSink sink) {
        Map<List<Object>, List<RowKey>> byStretch = new LinkedHashMap<>();
        keys.forEach(key -> byStretch
                .computeIfAbsent(stretchOf(key), name -> new ArrayList<>())
                .add(key));
        if (!shards.stretches().keySet().containsAll(byStretch.keySet())) {
            // a table that was created meanwhile
            shards.refresh();
        }
        byStretch.forEach((name, own) -> {
            for (Shard table : shards.stretches().getOrDefault(name, List.of())) {
                for (int from = 0; from < own.size(); from += KEYS_AT_ONCE) {
                    lookUp(table, own.subList(from, Math.min(own.size(), from + KEYS_AT_ONCE)), sink);
                }
            }
        });
    }

    private void lookUp(Shard table, List<RowKey> keys, RowSink sink) {
        List<Object> parameters = new ArrayList<>();
        String condition = new KeyRange(
                        columns.stream().map(SourceColumnText::lookedUp).toList(), parameters)
                .oneOf(keys.stream().map(this::rest).toList());
        try {
            JdbcRows.stream(
                    open(table.source()), spec.select(table) + " WHERE " + condition, parameters, spec.schema(), sink);
        } catch (SQLException e) {
            if (!isGone(e)) {
                close();
                throw unreadable(e);
            }
        }
    }

    /** Tables that are read as one are in one MySQL: a key that names none of them is refused where there are several. */
    private String sourceOf(List<Shard> tables) {
        List<String> sources = tables.stream().map(Shard::source).distinct().toList();
        if (sources.size() > 1) {
            throw new Failure(
                    ExitCode.REFUSED,
                    spec.target() + ": its key does not tell the tables of " + sources
                            + " apart, so that they cannot be" + " compared; add source_name to tables[].key");
        }
        return sources.get(0);
    }

    private Connection open(String source) {
        return connections.computeIfAbsent(source, name -> mysql.apply(name).connect());
    }

    private static boolean isGone(SQLException e) {
        return e.getErrorCode() == NO_SUCH_TABLE || e.getErrorCode() == NO_SUCH_DATABASE;
    }

    private Failure unreadable(SQLException e) {
        return new Failure(ExitCode.UNKNOWN, "MySQL " + spec.target() + " cannot be read: " + e.getMessage(), e);
    }

    /** Closing a result in its middle would read the rest of it, so the connection goes. */
    private void giveUp() {
        Sorted reading = sorted;
        sorted = null;
        if (reading != null) {
            abort(reading.connection());
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new Failure(ExitCode.UNKNOWN, "a connection to MySQL cannot be given up: " + e.getMessage(), e);
        }
    }

    /** A later reading opens again. */
    @Override
    public void close() {
        giveUp();
        List<Connection> open = List.copyOf(connections.values());
        connections.clear();
        open.forEach(MySqlRows::abort);
    }
}
