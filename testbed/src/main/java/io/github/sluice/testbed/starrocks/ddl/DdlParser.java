package io.github.sluice.testbed.starrocks.ddl;

import io.github.sluice.testbed.starrocks.ddl.DdlStatement.ColumnChange;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.TableName;
import io.github.sluice.testbed.starrocks.sql.Token;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strict parser for CREATE, DROP, ALTER and TRUNCATE (10.1, 10.7). */
final class DdlParser {
    private final TokenCursor cursor;

    private DdlParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** Whether a statement is for this parser, by its first word. */
    static boolean starts(TokenCursor cursor) {
        Token first = cursor.peek();
        return first.is("create") || first.is("drop") || first.is("alter") || first.is("truncate");
    }

    /**
     * Parses a whole statement.
     *
     * @throws SqlError 1064 if it is not one of ours
     */
    static DdlStatement parse(TokenCursor cursor) {
        DdlStatement statement = new DdlParser(cursor).statement();
        cursor.expectEnd();
        return statement;
    }

    private DdlStatement statement() {
        if (cursor.accept("create")) {
            return create();
        }
        if (cursor.accept("drop")) {
            return drop();
        }
        if (cursor.accept("truncate")) {
            cursor.expect("table");
            TableName table = TableName.parse(cursor);
            if (cursor.peek().is("partition")) {
                throw SqlError.notInStandIn("TRUNCATE of single partitions");
            }
            return new DdlStatement.TruncateTable(table);
        }
        cursor.expect("alter");
        cursor.expect("table");
        return alter(TableName.parse(cursor));
    }

    private DdlStatement create() {
        if (cursor.accept("database") || cursor.accept("schema")) {
            boolean ifNotExists = cursor.acceptAll("if", "not", "exists");
            return new DdlStatement.CreateDatabase(cursor.identifier(), ifNotExists);
        }
        if (cursor.peek().is("external") || cursor.peek().is("temporary")) {
            throw SqlError.notInStandIn(cursor.peek().text().toUpperCase(Locale.ROOT) + " tables");
        }
        if (!cursor.accept("table")) {
            throw cursor.unexpected("'DATABASE', 'SCHEMA', 'TABLE'");
        }
        boolean ifNotExists = cursor.acceptAll("if", "not", "exists");
        TableName table = TableName.parse(cursor);
        if (cursor.peek().is("like") || cursor.peek().is("as")) {
            throw SqlError.notInStandIn("CREATE TABLE " + cursor.peek().text().toUpperCase(Locale.ROOT));
        }
        return createTable(table, ifNotExists);
    }

    private DdlStatement createTable(TableName table, boolean ifNotExists) {
        cursor.expectSymbol("(");
        List<ColumnSyntax> columns = new ArrayList<>();
        do {
            if (cursor.peek().is("index")) {
                throw SqlError.notInStandIn("secondary indexes");
            }
            columns.add(ColumnParser.parse(cursor));
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        String engine = null;
        if (cursor.accept("engine")) {
            cursor.acceptSymbol("=");
            engine = cursor.identifier();
        }
        String charset = ColumnParser.charset(cursor);
        String keyKind = keyKind();
        List<String> keyColumns = keyKind == null ? List.of() : names();
        String comment = cursor.accept("comment") ? cursor.string() : "";
        Token partitionStart = cursor.peek(2);
        List<String> partitionColumns = cursor.acceptAll("partition", "by") ? partitionColumns() : List.of();
        String partitionBy = partitionColumns.isEmpty() ? null : cursor.textFrom(partitionStart);
        List<String> distribution = distribution();
        Integer buckets = distribution != null && cursor.accept("buckets") ? Integer.valueOf(cursor.integer()) : null;
        List<String> orderBy = cursor.acceptAll("order", "by") ? names() : List.of();
        if (cursor.peek().is("rollup")) {
            throw SqlError.notInStandIn("ROLLUP");
        }
        Map<String, String> properties = cursor.accept("properties") ? properties() : Map.of();
        if (cursor.peek().is("as")) {
            throw SqlError.notInStandIn("CREATE TABLE AS SELECT");
        }
        return new DdlStatement.CreateTable(
                table,
                ifNotExists,
                columns,
                engine,
                charset,
                keyKind,
                keyColumns,
                comment,
                partitionBy,
                partitionColumns,
                distribution,
                buckets,
                orderBy,
                properties);
    }

    private @Nullable String keyKind() {
        for (String kind : List.of("primary", "duplicate", "unique", "aggregate")) {
            if (cursor.acceptAll(kind, "key")) {
                if (kind.equals("unique") || kind.equals("aggregate")) {
                    throw SqlError.notInStandIn(kind.toUpperCase(Locale.ROOT) + " KEY tables");
                }
                return kind.toUpperCase(Locale.ROOT);
            }
        }
        return null;
    }

    /** {@code (c, ...)} or {@code date_trunc('day', c)}. */
    private List<String> partitionColumns() {
        if (cursor.peek().is("range") || cursor.peek().is("list")) {
            throw SqlError.notInStandIn("RANGE and LIST partitions, whose bounds would refuse rows");
        }
        if (cursor.peek().text().equals("(")) {
            return names();
        }
        if (cursor.peek(1).text().equals("(")) {
            if (!cursor.accept("date_trunc")) {
                throw SqlError.notInStandIn(
                        "partitions by the function " + cursor.peek().text());
            }
            cursor.expectSymbol("(");
            cursor.string();
            cursor.expectSymbol(",");
            String column = cursor.identifier();
            cursor.expectSymbol(")");
            return List.of(column);
        }
        List<String> columns = new ArrayList<>();
        do {
            columns.add(cursor.identifier());
        } while (cursor.acceptSymbol(","));
        return columns;
    }

    private @Nullable List<String> distribution() {
        if (!cursor.acceptAll("distributed", "by")) {
            return null;
        }
        if (cursor.accept("random")) {
            return List.of();
        }
        cursor.expect("hash");
        return names();
    }

    private List<String> names() {
        cursor.expectSymbol("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(cursor.identifier());
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return names;
    }

    private Map<String, String> properties() {
        cursor.expectSymbol("(");
        Map<String, String> properties = new LinkedHashMap<>();
        do {
            String name = cursor.string();
            cursor.expectSymbol("=");
            properties.put(name, cursor.string());
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return properties;
    }

    private DdlStatement drop() {
        if (cursor.accept("database") || cursor.accept("schema")) {
            boolean ifExists = cursor.acceptAll("if", "exists");
            String name = cursor.identifier();
            cursor.accept("force");
            return new DdlStatement.DropDatabase(name, ifExists);
        }
        if (!cursor.accept("table")) {
            throw cursor.unexpected("'DATABASE', 'SCHEMA', 'TABLE'");
        }
        boolean ifExists = cursor.acceptAll("if", "exists");
        TableName table = TableName.parse(cursor);
        cursor.accept("force");
        return new DdlStatement.DropTable(table, ifExists);
    }

    private DdlStatement alter(TableName table) {
        if (cursor.accept("swap")) {
            cursor.expect("with");
            return new DdlStatement.SwapTable(table, cursor.identifier());
        }
        if (cursor.peek().is("rename") && !cursor.peek(1).is("column")) {
            cursor.next();
            return new DdlStatement.RenameTable(table, cursor.identifier());
        }
        List<ColumnChange> changes = new ArrayList<>();
        do {
            change(changes);
        } while (cursor.acceptSymbol(","));
        return new DdlStatement.AlterColumns(table, changes);
    }

    private void change(List<ColumnChange> changes) {
        if (cursor.acceptAll("add", "column")) {
            if (cursor.acceptSymbol("(")) {
                do {
                    changes.add(
                            new ColumnChange.Add(ColumnParser.parse(cursor), new ColumnChange.Position(false, null)));
                } while (cursor.acceptSymbol(","));
                cursor.expectSymbol(")");
            } else {
                changes.add(new ColumnChange.Add(ColumnParser.parse(cursor), position()));
            }
        } else if (cursor.acceptAll("drop", "column")) {
            changes.add(new ColumnChange.Drop(cursor.identifier()));
        } else if (cursor.acceptAll("modify", "column")) {
            changes.add(new ColumnChange.Modify(ColumnParser.parse(cursor), position()));
        } else if (cursor.acceptAll("rename", "column")) {
            String name = cursor.identifier();
            cursor.expect("to");
            changes.add(new ColumnChange.Rename(name, cursor.identifier()));
        } else {
            throw cursor.unexpected("'ADD COLUMN', 'DROP COLUMN', 'MODIFY COLUMN', 'RENAME', 'SWAP'");
        }
    }

    private ColumnChange.Position position() {
        if (cursor.accept("first")) {
            return new ColumnChange.Position(true, null);
        }
        return new ColumnChange.Position(false, cursor.accept("after") ? cursor.identifier() : null);
    }
}
