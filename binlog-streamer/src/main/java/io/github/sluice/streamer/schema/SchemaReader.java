package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.binlog.ServerPosition;
import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.value.Collations;
import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.SourcePosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history's beginning from a source. {@code information_schema} knows no position, so the tables are read before
 * and after the server's end is asked for, until both readings are the same: then they hold at it.
 *
 * <p>A place in a file can be ahead of what is visible (a GTID set cannot): from 8.0 on a statement is written there before
 * the dictionary shows what it did, and both readings may come in between. It holds the table's metadata lock until then,
 * though, so between place and second reading every table is touched, which waits for it.
 */
public final class SchemaReader {
    private static final int TRIES = 10;
    private static final int LOCK_WAIT_SECONDS = 60;
    /** ER_TABLEACCESS_DENIED_ERROR, ER_COLUMNACCESS_DENIED_ERROR, ER_DBACCESS_DENIED_ERROR, ER_NO_SUCH_TABLE, ER_BAD_DB_ERROR. */
    private static final Set<Integer> UNREADABLE = Set.of(1142, 1143, 1044, 1146, 1049);

    private static final String OTHERS = " NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')";

    private SchemaReader() {}

    /**
     * @param source a connection to the very server to be read; its time zone and character set do not matter
     * @throws SQLException if the server fails, or if its tables are altered so fast that no two readings agree
     */
    public static SchemaHistory read(Connection source) throws SQLException {
        boolean lowerCase = !one(source, "SELECT @@lower_case_table_names").equals("0");
        SchemaHistory before = read(source, "", lowerCase);
        for (int i = 0; i < TRIES; i++) {
            SourcePosition end = ServerPosition.now(source);
            if (end instanceof FilePosition) {
                touch(source, before.versions().keySet());
            }
            SchemaHistory after = read(source, end.toString(), lowerCase);
            if (after.versions().equals(before.versions())
                    && after.databaseCharsets().equals(before.databaseCharsets())) {
                return after;
            }
            before = after;
        }
        throw new SQLException("the source's tables are altered so often that " + TRIES
                + " readings of their columns all differed; try again when it is calmer");
    }

    /** Tables that the account may not read are nobody's; one that is gone by now is missing in the next reading. */
    private static void touch(Connection source, Set<TableId> tables) throws SQLException {
        try (Statement statement = source.createStatement()) {
            statement.execute("SET SESSION lock_wait_timeout = " + LOCK_WAIT_SECONDS);
            for (TableId table : tables) {
                try (ResultSet none = statement.executeQuery(
                        "SELECT 1 FROM " + quoted(table.database()) + "." + quoted(table.table()) + " LIMIT 0")) {
                    none.next();
                } catch (SQLException e) {
                    if (!UNREADABLE.contains(e.getErrorCode())) {
                        throw e;
                    }
                }
            }
        }
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static SchemaHistory read(Connection source, String end, boolean lowerCase) throws SQLException {
        SchemaHistory history = new SchemaHistory(end, lowerCase);
        Map<TableId, List<String>> keys = keys(source);
        try (Statement statement = source.createStatement()) {
            try (ResultSet row = statement.executeQuery(
                    "SELECT schema_name, default_character_set_name FROM information_schema.schemata")) {
                while (row.next()) {
                    history.databaseCharsets().put(row.getString(1), Collations.canonical(row.getString(2)));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT c.table_schema, c.table_name, c.column_name,"
                    + " c.column_type, c.character_set_name, c.is_nullable, s.character_set_name"
                    + " FROM information_schema.columns c"
                    + " JOIN information_schema.tables t USING (table_schema, table_name)"
                    + " LEFT JOIN information_schema.collation_character_set_applicability s"
                    + " ON s.collation_name = t.table_collation"
                    + " WHERE t.table_type = 'BASE TABLE' AND c.table_schema" + OTHERS
                    + " ORDER BY c.table_schema, c.table_name, c.ordinal_position")) {
                columns(row, keys, history);
            }
        }
        return history;
    }

    private static void columns(ResultSet row, Map<TableId, List<String>> keys, SchemaHistory history)
            throws SQLException {
        TableId table = null;
        String charset = "";
        List<ColumnDef> columns = new ArrayList<>();
        while (row.next()) {
            TableId next = new TableId(row.getString(1), row.getString(2));
            if (!next.equals(table)) {
                add(table, columns, charset, keys, history);
                table = next;
                columns.clear();
                charset = orEmpty(row.getString(7));
            }
            columns.add(new ColumnDef(
                    row.getString(3),
                    ColumnTypes.canonical(row.getString(4)),
                    orEmpty(row.getString(5)),
                    row.getString(6).equals("YES")));
        }
        add(table, columns, charset, keys, history);
    }

    private static void add(
            @Nullable TableId table,
            List<ColumnDef> columns,
            String charset,
            Map<TableId, List<String>> keys,
            SchemaHistory history) {
        if (table != null) {
            Definition definition = new Definition(columns, keys.getOrDefault(table, List.of()), charset);
            history.restore(table, new SchemaHistory.Version("", history.intern(definition), ""));
        }
    }

    private static String orEmpty(@Nullable String charset) {
        return charset == null ? "" : Collations.canonical(charset);
    }

    private static Map<TableId, List<String>> keys(Connection source) throws SQLException {
        Map<TableId, List<String>> keys = new HashMap<>();
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("SELECT table_schema, table_name, column_name"
                        + " FROM information_schema.statistics WHERE index_name = 'PRIMARY' AND table_schema"
                        + OTHERS + " ORDER BY table_schema, table_name, seq_in_index")) {
            while (row.next()) {
                keys.computeIfAbsent(new TableId(row.getString(1), row.getString(2)), t -> new ArrayList<>(2))
                        .add(row.getString(3));
            }
        }
        return keys;
    }

    private static String one(Connection source, String query) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            String value = row.getString(1);
            return value == null ? "" : value;
        }
    }
}
