package io.github.sluice.testbed.starrocks.catalog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One table. Immutable: ALTER makes a new one under the same id and the catalog exchanges them.
 *
 * @param id unique in the cluster; the backing table is named after it, so RENAME and SWAP touch no rows
 * @param epoch raised by TRUNCATE, which starts an empty backing table
 * @param columns in table order; those of the key come first
 * @param comment empty if there is none
 * @param partitionBy text after PARTITION BY, null without; it has no effect on rows
 * @param distribution columns of DISTRIBUTED BY HASH; empty = RANDOM
 * @param buckets null = left out
 * @param orderBy columns of ORDER BY, may be empty
 * @param properties as SHOW CREATE TABLE prints them, sorted
 * @param createdAt epoch milliseconds
 */
public record TableModel(
        long id,
        long epoch,
        String database,
        String name,
        KeyModel keyModel,
        List<ColumnModel> columns,
        String comment,
        @Nullable String partitionBy,
        List<String> distribution,
        @Nullable Integer buckets,
        List<String> orderBy,
        Map<String, String> properties,
        long createdAt) {
    /** Limit of an encoded primary key in bytes ({@code primary_key_limit_size}, 8.2). */
    public static final int KEY_LIMIT = 128;

    public TableModel {
        columns = List.copyOf(columns);
        distribution = List.copyOf(distribution);
        orderBy = List.copyOf(orderBy);
        boolean keyEnded = false;
        for (ColumnModel column : columns) {
            if (column.key() && keyEnded) {
                throw new IllegalArgumentException("key column " + column.name() + " is not among the first columns");
            }
            keyEnded |= !column.key();
        }
    }

    public boolean isPrimaryKey() {
        return keyModel == KeyModel.PRIMARY;
    }

    /** How many of the first columns form the key. */
    public int keyCount() {
        return (int) columns.stream().filter(ColumnModel::key).count();
    }

    /** The key columns, in order. */
    public List<ColumnModel> keyColumns() {
        return columns.subList(0, keyCount());
    }

    /** Position of a column, its name compared without case; -1 if there is none. */
    public int indexOf(String column) {
        String wanted = column.toLowerCase(Locale.ROOT);
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** The column of that name (without case), or null. */
    public @Nullable ColumnModel column(String column) {
        int at = indexOf(column);
        return at < 0 ? null : columns.get(at);
    }

    /**
     * Bytes of the encoded key (8.2).
     *
     * @param values at least the key values, in table order, none of them null
     */
    public int encodedKeySize(@Nullable Object[] values) {
        int size = 0;
        int keys = keyCount();
        for (int i = 0; i < keys; i++) {
            StarRocksType type = columns.get(i).type();
            if (type.kind().width() > 0) {
                size += type.kind().width();
                continue;
            }
            byte[] text = ((String) Objects.requireNonNull(values[i])).getBytes(StandardCharsets.UTF_8);
            size += text.length;
            if (keys > 1 && i < keys - 1) {
                for (byte b : text) {
                    size += b == 0 ? 1 : 0;
                }
                size += 2;
            }
        }
        return size;
    }

    TableModel named(String newDatabase, String newName) {
        return new TableModel(
                id,
                epoch,
                newDatabase,
                newName,
                keyModel,
                columns,
                comment,
                partitionBy,
                distribution,
                buckets,
                orderBy,
                properties,
                createdAt);
    }

    TableModel withEpoch(long newEpoch) {
        return new TableModel(
                id,
                newEpoch,
                database,
                name,
                keyModel,
                columns,
                comment,
                partitionBy,
                distribution,
                buckets,
                orderBy,
                properties,
                createdAt);
    }

    /** The same table with other columns. */
    public TableModel withColumns(List<ColumnModel> newColumns) {
        return new TableModel(
                id,
                epoch,
                database,
                name,
                keyModel,
                newColumns,
                comment,
                partitionBy,
                distribution,
                buckets,
                orderBy,
                properties,
                createdAt);
    }

    /** Name of the backing table. */
    String backingName() {
        return "t" + id + "_" + epoch;
    }
}
