package io.github.sluice.testbed.starrocks.ddl;

import io.github.sluice.testbed.starrocks.sql.TableName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The DDL statements of 10.1 and 10.7, as parsed. */
sealed interface DdlStatement {
    record CreateDatabase(String name, boolean ifNotExists) implements DdlStatement {}

    record DropDatabase(String name, boolean ifExists) implements DdlStatement {}

    /**
     * CREATE TABLE.
     *
     * @param keyKind {@code PRIMARY} or {@code DUPLICATE}, null without a key description
     * @param engine null without
     * @param partitionColumns columns that PARTITION BY names
     * @param distribution null without DISTRIBUTED BY; empty = RANDOM
     */
    record CreateTable(
            TableName table,
            boolean ifNotExists,
            List<ColumnSyntax> columns,
            @Nullable String engine,
            @Nullable String charset,
            @Nullable String keyKind,
            List<String> keyColumns,
            String comment,
            @Nullable String partitionBy,
            List<String> partitionColumns,
            @Nullable List<String> distribution,
            @Nullable Integer buckets,
            List<String> orderBy,
            Map<String, String> properties)
            implements DdlStatement {}

    record DropTable(TableName table, boolean ifExists) implements DdlStatement {}

    record TruncateTable(TableName table) implements DdlStatement {}

    record RenameTable(TableName table, String newName) implements DdlStatement {}

    record SwapTable(TableName table, String other) implements DdlStatement {}

    /** ALTER TABLE with column clauses, applied in order as one change. */
    record AlterColumns(TableName table, List<ColumnChange> changes) implements DdlStatement {}

    /** One clause of ALTER TABLE. */
    sealed interface ColumnChange {
        /** Where a column goes: {@code after} null and not {@code first} = at the end (ADD) or unmoved (MODIFY). */
        record Position(boolean first, @Nullable String after) {}

        record Add(ColumnSyntax column, Position position) implements ColumnChange {}

        record Drop(String name) implements ColumnChange {}

        record Modify(ColumnSyntax column, Position position) implements ColumnChange {}

        record Rename(String name, String newName) implements ColumnChange {}
    }
}
