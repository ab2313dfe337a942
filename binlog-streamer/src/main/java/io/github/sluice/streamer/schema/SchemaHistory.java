package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.schema.AlteredColumns.MisfitException;
import io.github.sluice.streamer.value.Collations;
import io.github.sluice.wire.position.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tables' columns for servers whose events do not name them: read once from the source, then followed through the DDL in
 * the binlog. Each table keeps its definitions with the transactions that brought them, so that reading can go back
 * ({@link #rewindTo}); shards that are alike share one definition in memory and in the JSON.
 *
 * <p>One thread: while a reader runs, the reader's. What a statement did that cannot be followed makes its table unknown,
 * never guessed.
 */
public final class SchemaHistory {
    private static final Set<String> SYSTEM = Set.of("mysql", "sys", "information_schema", "performance_schema");
    /** Older definitions of a table than this many are given up; then it cannot be rewound behind them. */
    private static final int MOST_VERSIONS = 64;

    private final String beginning;
    private final boolean lowerCase;
    private final Map<TableId, List<Version>> tables = new HashMap<>();
    private final Map<String, String> databaseCharsets = new HashMap<>();
    private final Map<Definition, Definition> interned = new HashMap<>();
    private @Nullable DdlColumns ddl;
    private long changes;

    /**
     * A table since a DDL.
     *
     * @param transaction name of the DDL's transaction; empty for what was read at the beginning
     * @param definition null if the table does not exist or is not known
     * @param unknown why the columns are not known; empty if they are, or if the table does not exist
     */
    record Version(String transaction, @Nullable Definition definition, String unknown) {}

    /**
     * A DDL statement of the binlog.
     *
     * @param transaction its transaction's name
     * @param statement what it does
     * @param sql its text
     * @param database in use
     * @param databaseCharset of the database in use; empty if not said
     * @param serverCharset of new databases; empty if not said
     */
    public record Ddl(
            String transaction,
            Statement statement,
            String sql,
            String database,
            String databaseCharset,
            String serverCharset) {}

    /** @param beginning text form of the position at which the first definitions hold */
    SchemaHistory(String beginning, boolean lowerCase) {
        this.beginning = beginning;
        this.lowerCase = lowerCase;
    }

    /** Knows nothing: for a source whose events name all columns ({@code binlog_row_metadata=FULL}). */
    public static SchemaHistory empty() {
        return new SchemaHistory("", false);
    }

    /** Text form of the position at which the history was read from the source; reading must begin there or later. */
    public String beginning() {
        return beginning;
    }

    /** Grows with each change; a history is worth storing again when it has. */
    public long changes() {
        return changes;
    }

    /** Tables that exist and whose columns are known. */
    public int size() {
        int count = 0;
        for (List<Version> versions : tables.values()) {
            count += versions.get(versions.size() - 1).definition() == null ? 0 : 1;
        }
        return count;
    }

    boolean lowerCase() {
        return lowerCase;
    }

    Map<TableId, List<Version>> versions() {
        return tables;
    }

    Map<String, String> databaseCharsets() {
        return databaseCharsets;
    }

    /** The table's columns now, or null if they are not known. */
    @Nullable
    Definition definition(TableId table) {
        List<Version> versions = tables.get(folded(table));
        return versions == null ? null : versions.get(versions.size() - 1).definition();
    }

    String whyUnknown(TableId table) {
        List<Version> versions = tables.get(folded(table));
        String why = versions == null ? "" : versions.get(versions.size() - 1).unknown();
        return why.isEmpty() ? "the columns of the table are not known (no definition was read or followed)" : why;
    }

    /** Restores a stored version; versions come oldest first. */
    void restore(TableId table, Version version) {
        tables.computeIfAbsent(table, t -> new ArrayList<>(1)).add(version);
    }

    void restoreChanges(long count) {
        changes = count;
    }

    Definition intern(Definition definition) {
        Definition known = interned.putIfAbsent(definition, definition);
        return known == null ? definition : known;
    }

    /**
     * Follows a DDL statement.
     *
     * @return whether any table's columns may be others now
     */
    public boolean apply(Ddl ddlStatement) {
        long before = changes;
        Statement statement = ddlStatement.statement();
        switch (statement.kind()) {
            case CREATE_TABLE:
                create(ddlStatement);
                break;
            case CREATE_TABLE_LIKE:
                createLike(ddlStatement);
                break;
            case ALTER_TABLE:
                alter(ddlStatement);
                break;
            case DROP_TABLE:
                for (TableId table : statement.tables()) {
                    set(table, new Version(ddlStatement.transaction(), null, ""));
                }
                break;
            case RENAME_TABLE:
                for (int i = 0; i < statement.newTables().size(); i++) {
                    rename(
                            ddlStatement.transaction(),
                            statement.tables().get(i),
                            statement.newTables().get(i));
                }
                break;
            case CREATE_DATABASE:
            case ALTER_DATABASE:
                charset(ddlStatement);
                break;
            case DROP_DATABASE:
                dropDatabase(ddlStatement);
                break;
            default:
                return false;
        }
        return changes != before;
    }

    private void create(Ddl ddlStatement) {
        TableId table = ddlStatement.statement().tables().get(0);
        if (ignored(table) || (ddlStatement.statement().ifNotExists() && definition(table) != null)) {
            return;
        }
        // what 8.0.21 and later append to a CREATE TABLE ... SELECT
        String sql = ddlStatement.sql().replaceFirst("(?i)\\s+START\\s+TRANSACTION\\s*$", "");
        String charset = Collations.canonical(databaseCharsets.getOrDefault(
                table.database(),
                table.database().equals(ddlStatement.database()) ? ddlStatement.databaseCharset() : ""));
        set(
                table,
                followed(
                        ddlStatement,
                        ddl -> ddl.created(ddlStatement.statement(), sql, ddlStatement.database(), table, charset)));
    }

    private void createLike(Ddl ddlStatement) {
        Statement statement = ddlStatement.statement();
        TableId table = statement.tables().get(0);
        if (ignored(table)
                || statement.newTables().isEmpty()
                || (statement.ifNotExists() && definition(table) != null)) {
            return;
        }
        Definition model = definition(statement.newTables().get(0));
        set(
                table,
                new Version(
                        ddlStatement.transaction(),
                        model,
                        model == null ? "it was created like a table whose columns are not known" : ""));
    }

    private void alter(Ddl ddlStatement) {
        Statement statement = ddlStatement.statement();
        TableId table = statement.tables().get(0);
        Definition before = definition(table);
        if (ignored(table)) {
            return;
        }
        if (before != null) {
            Version after =
                    followed(ddlStatement, ddl -> ddl.altered(statement, ddlStatement.database(), table, before));
            if (!after.equals(new Version(ddlStatement.transaction(), before, ""))) {
                set(table, after);
            }
        }
        if (!statement.newTables().isEmpty()) {
            rename(ddlStatement.transaction(), table, statement.newTables().get(0));
        }
    }

    private Version followed(Ddl ddlStatement, Function<DdlColumns, Definition> change) {
        DdlColumns columns = ddl;
        if (columns == null) {
            columns = new DdlColumns();
            ddl = columns;
        }
        try {
            return new Version(ddlStatement.transaction(), intern(change.apply(columns)), "");
        } catch (MisfitException e) {
            return unfollowed(ddlStatement, "it does not fit the columns that are known: " + e.getMessage());
        } catch (RuntimeException e) {
            // the parser's message may quote literals of the statement
            return unfollowed(ddlStatement, e.getClass().getSimpleName());
        }
    }

    private static Version unfollowed(Ddl ddlStatement, String why) {
        return new Version(
                ddlStatement.transaction(),
                null,
                "the columns of the table are not known since a "
                        + ddlStatement.statement().words()
                        + (ddlStatement.transaction().isEmpty() ? "" : " (" + ddlStatement.transaction() + ")")
                        + " that could not be followed (" + why + ")");
    }

    private void rename(String transaction, TableId from, TableId to) {
        List<Version> versions = tables.get(folded(from));
        Version last = versions == null ? null : versions.get(versions.size() - 1);
        if (!ignored(to)) {
            set(
                    to,
                    last == null
                            ? new Version(transaction, null, "it was renamed from a table whose columns are not known")
                            : new Version(transaction, last.definition(), last.unknown()));
        }
        set(from, new Version(transaction, null, ""));
    }

    private void dropDatabase(Ddl ddlStatement) {
        String database = folded(ddlStatement.statement().tables().get(0)).database();
        for (TableId table : List.copyOf(tables.keySet())) {
            if (table.database().equals(database)) {
                set(table, new Version(ddlStatement.transaction(), null, ""));
            }
        }
        databaseCharsets.remove(database);
    }

    private void charset(Ddl ddlStatement) {
        String database = folded(ddlStatement.statement().tables().get(0)).database();
        String charset = ddlStatement.statement().charset();
        boolean created = ddlStatement.statement().kind() == Statement.Kind.CREATE_DATABASE;
        if (charset == null && created && !databaseCharsets.containsKey(database)) {
            charset = ddlStatement.serverCharset();
        }
        if (charset != null && !charset.isEmpty()) {
            databaseCharsets.put(database, Collations.canonical(charset));
            changes++;
        }
    }

    private boolean ignored(TableId table) {
        return SYSTEM.contains(table.database().toLowerCase(Locale.ROOT));
    }

    private void set(TableId written, Version version) {
        TableId table = folded(written);
        if (ignored(table)) {
            return;
        }
        List<Version> versions = tables.computeIfAbsent(table, t -> new ArrayList<>(1));
        if (versions.isEmpty()
                && version.definition() == null
                && version.unknown().isEmpty()) {
            tables.remove(table);
            return;
        }
        versions.add(version);
        if (versions.size() > MOST_VERSIONS) {
            versions.remove(0);
        }
        changes++;
    }

    private TableId folded(TableId table) {
        return lowerCase
                ? new TableId(
                        table.database().toLowerCase(Locale.ROOT), table.table().toLowerCase(Locale.ROOT))
                : table;
    }

    /**
     * Goes back to how the tables were when exactly what lies before a position had been read; the DDL after it will be
     * read and applied again.
     *
     * @throws IllegalArgumentException if the position lies before the history's beginning
     */
    public void rewindTo(SourcePosition position) {
        if (!position.covers(SourcePosition.parse(beginning))) {
            throw new IllegalArgumentException("the schema history begins at " + beginning
                    + ", after the position that is wanted: start the source afresh");
        }
        for (List<Version> versions : List.copyOf(tables.values())) {
            if (versions.removeIf(
                    version -> !version.transaction().isEmpty() && !position.contains(version.transaction()))) {
                changes++;
            }
        }
        tables.values().removeIf(List::isEmpty);
    }

    /**
     * Gives up what is only needed to rewind behind a position.
     *
     * @param position all transactions up to here have been acknowledged for every table
     */
    public void forgetBefore(SourcePosition position) {
        for (List<Version> versions : tables.values()) {
            while (versions.size() > 1
                    && !versions.get(1).transaction().isEmpty()
                    && position.contains(versions.get(1).transaction())) {
                versions.remove(0);
                changes++;
            }
        }
        tables.values()
                .removeIf(versions -> versions.size() == 1
                        && versions.get(0).definition() == null
                        && versions.get(0).unknown().isEmpty());
    }
}
