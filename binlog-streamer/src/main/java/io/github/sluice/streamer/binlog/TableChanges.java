package io.github.sluice.streamer.binlog;

import io.github.sluice.streamer.binlog.TableChange.Kind;
import io.github.sluice.streamer.schema.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DDL statements told table by table. */
final class TableChanges {
    private TableChanges() {}

    static List<TableChange> of(Statement statement, String transaction) {
        List<TableChange> changes = new ArrayList<>();
        for (int i = 0; i < statement.tables().size(); i++) {
            boolean renamed = statement.kind() == Statement.Kind.RENAME_TABLE
                    || (statement.kind() == Statement.Kind.ALTER_TABLE
                            && !statement.newTables().isEmpty());
            @Nullable
            TableId newTable = renamed && i < statement.newTables().size()
                    ? statement.newTables().get(i)
                    : null;
            changes.add(new TableChange(
                    kind(statement),
                    statement.tables().get(i),
                    newTable,
                    transaction,
                    statement.words(),
                    statement.copiesRows()));
        }
        return changes;
    }

    private static Kind kind(Statement statement) {
        switch (statement.kind()) {
            case CREATE_TABLE:
            case CREATE_TABLE_LIKE:
                return Kind.CREATE;
            case ALTER_TABLE:
                return statement.newTables().isEmpty() ? Kind.ALTER : Kind.RENAME;
            case DROP_TABLE:
            case DROP_DATABASE:
                return Kind.DROP;
            case TRUNCATE_TABLE:
                return Kind.TRUNCATE;
            case RENAME_TABLE:
                return Kind.RENAME;
            default:
                return Kind.OTHER;
        }
    }
}
