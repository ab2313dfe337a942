package io.github.sluice.streamer.preflight;

import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.preflight.Finding.Severity;
import io.github.sluice.streamer.route.Binding;
import io.github.sluice.streamer.route.Drift;
import io.github.sluice.streamer.route.Route;
import io.github.sluice.streamer.route.Routes;
import io.github.sluice.streamer.route.RowMapper;
import io.github.sluice.streamer.route.TableFile;
import io.github.sluice.streamer.schema.ColumnDef;
import io.github.sluice.streamer.schema.ColumnTypes;
import io.github.sluice.streamer.schema.TableColumns;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the routed tables of a server are like: columns, keys, privileges, cascades. One thread. */
final class TableChecks {
    private static final String NAMELESS = "";

    private final Connection connection;
    private final Map<TableId, Route> routed = new LinkedHashMap<>();
    private final Map<TableId, Map<String, List<String>>> keys = new LinkedHashMap<>();
    private final Map<Route, Set<String>> dropped = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private TableChecks(Connection connection) {
        this.connection = connection;
    }

    /** Looks at every table that a file matches; ordered by tables. */
    static List<Finding> check(Connection connection, Routes routes) throws SQLException {
        TableChecks checks = new TableChecks(connection);
        for (RoutedTable table : RoutedTable.list(connection, routes)) {
            checks.routed.put(table.id(), table.route());
        }
        for (String ambiguity : routes.ambiguities()) {
            checks.findings.add(Finding.fault(
                    "table files", ambiguity, "or let one of them name the table exactly (complete_regex true)"));
        }
        checks.unmatched(routes);
        checks.merged();
        checks.readKeys();
        checks.columns();
        checks.cascades();
        checks.dropped.forEach((route, columns) -> checks.findings.add(
                Finding.note(route.file().fileName(), "leaves out the columns " + String.join(", ", columns))));
        return checks.findings;
    }

    private void unmatched(Routes routes) {
        Set<Route> used = new LinkedHashSet<>(routed.values());
        for (Route route : routes.all()) {
            if (!used.contains(route)) {
                findings.add(Finding.warning(
                        route.file().fileName(),
                        "matches no table of this server that the account can see",
                        "check the name or expression, and GRANT SELECT on the tables; tables that are created later are"
                                + " picked up"));
            }
        }
    }

    /** Several physical tables under one key without their names overwrite each other unless their ids never meet. */
    private void merged() {
        Map<Route, List<TableId>> byRoute = new LinkedHashMap<>();
        routed.forEach((id, route) ->
                byRoute.computeIfAbsent(route, any -> new ArrayList<>()).add(id));
        byRoute.forEach((route, tables) -> {
            TableFile file = route.file();
            Set<String> told = new TreeSet<>();
            for (TableId id : tables) {
                String place = (keyed(file, file.databaseColumn()) ? id.database() : NAMELESS) + "/"
                        + (keyed(file, file.tableColumn()) ? id.table() : NAMELESS);
                if (!told.add(place)) {
                    findings.add(Finding.warning(
                            file.fileName(),
                            "has a key that cannot tell " + id + " from another of its " + tables.size() + " tables",
                            "put database_column and table_column into key_columns, unless ids never meet across tables:"
                                    + " rows of equal ids would overwrite each other"));
                    return;
                }
            }
        });
    }

    private static boolean keyed(TableFile file, @Nullable String column) {
        return column != null
                && (file.keyColumns().isEmpty() || file.keyColumns().contains(column));
    }

    /** Unique keys that identify rows: without prefixes and expressions. */
    private void readKeys() throws SQLException {
        Set<String> unusable = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME,"
                        + " SUB_PART FROM information_schema.STATISTICS WHERE NON_UNIQUE = 0 AND TABLE_SCHEMA"
                        + RoutedTable.NO_SYSTEM + " ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX")) {
            while (row.next()) {
                TableId id = new TableId(row.getString(1), row.getString(2));
                if (!routed.containsKey(id)) {
                    continue;
                }
                String column = row.getString(4);
                if (column == null || row.getString(5) != null) {
                    unusable.add(id + " " + row.getString(3));
                }
                keys.computeIfAbsent(id, any -> new TreeMap<>())
                        .computeIfAbsent(row.getString(3), any -> new ArrayList<>())
                        .add(column == null ? NAMELESS : column);
            }
        }
        keys.forEach((id, byIndex) -> byIndex.keySet().removeIf(index -> unusable.contains(id + " " + index)));
    }

    private void columns() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE,"
                        + " IS_NULLABLE, PRIVILEGES FROM information_schema.COLUMNS WHERE TABLE_SCHEMA"
                        + RoutedTable.NO_SYSTEM + " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION")) {
            TableId current = null;
            List<ColumnDef> columns = new ArrayList<>();
            boolean readable = true;
            while (row.next()) {
                TableId id = new TableId(row.getString(1), row.getString(2));
                if (!id.equals(current)) {
                    table(current, columns, readable);
                    current = id;
                    columns.clear();
                    readable = true;
                }
                if (routed.containsKey(id)) {
                    columns.add(new ColumnDef(
                            row.getString(3),
                            ColumnTypes.canonical(row.getString(4)),
                            "",
                            row.getString(5).equals("YES")));
                    readable &= ("," + row.getString(6) + ",").contains(",select,");
                }
            }
            table(current, columns, readable);
        }
    }

    private void table(@Nullable TableId id, List<ColumnDef> columns, boolean readable) {
        Route route = id == null ? null : routed.get(id);
        if (id == null || route == null) {
            return;
        }
        if (!readable) {
            findings.add(Finding.fault(
                    id.toString(),
                    "privilege SELECT is missing",
                    "GRANT SELECT ON " + id.database() + ".* TO the account: the columns' history begins with it"));
            return; // columns that the account cannot see would look like drift
        }
        Map<String, List<String>> unique = keys.getOrDefault(id, Map.of());
        List<String> primaryKey = unique.getOrDefault("PRIMARY", List.of());
        if (primaryKey.isEmpty() && route.file().keyColumns().isEmpty()) {
            findings.add(Finding.fault(
                    id.toString(),
                    "has no primary key",
                    "add one, or name the columns of a NOT NULL unique key under key_columns in "
                            + route.file().fileName() + ": without a key a row's changes have no order"));
            return;
        }
        Binding binding = route.bind(new TableColumns(id, List.copyOf(columns), primaryKey));
        if (binding instanceof Drift drift) {
            findings.add(new Finding(Severity.DRIFT, id.toString(), drift.reason(), drift.advice()));
        } else if (binding instanceof RowMapper mapper) {
            if (!mapper.dropped().isEmpty()) {
                dropped.computeIfAbsent(route, any -> new TreeSet<>()).addAll(mapper.dropped());
            }
            identifies(id, route.file(), columns, unique);
        }
    }

    /** The key columns must cover a key that MySQL keeps unique, or rows could overwrite each other. */
    private void identifies(TableId id, TableFile file, List<ColumnDef> columns, Map<String, List<String>> unique) {
        if (file.keyColumns().isEmpty()) {
            return; // the primary key itself
        }
        Map<String, String> wireNames = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        wireNames.putAll(file.columnMapping());
        Set<String> nullable = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        columns.stream().filter(ColumnDef::nullable).forEach(column -> nullable.add(column.name()));
        boolean covered = unique.values().stream()
                .filter(key -> !key.isEmpty() && key.stream().noneMatch(nullable::contains))
                .anyMatch(key -> key.stream()
                        .allMatch(column -> wireNames.containsKey(column)
                                && file.keyColumns().contains(wireNames.get(column))));
        if (!covered) {
            findings.add(Finding.fault(
                    id.toString(),
                    "key_columns " + file.keyColumns() + " cover no NOT NULL unique key of it",
                    "name the columns of one under key_columns in " + file.fileName()
                            + ": rows could overwrite each other"));
        }
    }

    private void cascades() throws SQLException {
        // 9.6 and later log the changes of cascades when InnoDB leaves them to the server
        if (new Questions(connection)
                .variables(List.of("innodb_native_foreign_keys"))
                .getOrDefault("innodb_native_foreign_keys", "ON")
                .equalsIgnoreCase("OFF")) {
            return;
        }
        String acting = " IN ('CASCADE', 'SET NULL', 'SET DEFAULT')";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME,"
                        + " UPDATE_RULE, DELETE_RULE, REFERENCED_TABLE_NAME"
                        + " FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE (UPDATE_RULE" + acting
                        + " OR DELETE_RULE" + acting + ") AND CONSTRAINT_SCHEMA" + RoutedTable.NO_SYSTEM
                        + " ORDER BY CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME")) {
            while (row.next()) {
                TableId id = new TableId(row.getString(1), row.getString(2));
                Route route = routed.get(id);
                if (route == null) {
                    continue;
                }
                String found = "foreign key " + row.getString(3) + " to " + row.getString(6) + " has ON UPDATE "
                        + row.getString(4) + " ON DELETE " + row.getString(5)
                        + ", and what it changes in this table is in no binlog";
                findings.add(
                        route.file().cascadesAccepted()
                                ? Finding.warning(
                                        id.toString(),
                                        found + " (accepted)",
                                        "compare the table from time to time with sluice verify")
                                : Finding.fault(
                                        id.toString(),
                                        found,
                                        "let the application change child rows itself (ON DELETE RESTRICT), or set"
                                                + " \"cascades\": \"accept\" in "
                                                + route.file().fileName()
                                                + " and live with stale rows"));
            }
        }
    }
}
