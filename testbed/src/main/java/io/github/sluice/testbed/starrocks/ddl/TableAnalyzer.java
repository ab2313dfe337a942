package io.github.sluice.testbed.starrocks.ddl;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.KeyModel;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Turns a parsed CREATE TABLE into a table, with the checks and messages of 10.1 to 10.4. */
final class TableAnalyzer {
    /** What the stand-in accepts in PROPERTIES; everything else is "unknown". */
    private static final Set<String> KNOWN_PROPERTIES = Set.of(
            "replication_num",
            "enable_persistent_index",
            "compression",
            "replicated_storage",
            "fast_schema_evolution",
            "storage_medium",
            "in_memory",
            "bucket_size",
            "write_quorum",
            "persistent_index_type");

    private static final int LONGEST_TABLE_NAME = 1024;
    private static final int DUPLICATE_KEY_COLUMNS = 3;

    private final Cluster cluster;
    private final int defaultReplicationNum;

    TableAnalyzer(Cluster cluster, int defaultReplicationNum) {
        this.cluster = cluster;
        this.defaultReplicationNum = defaultReplicationNum;
    }

    /** The table to create. Checks nothing about other tables. */
    TableModel analyze(DdlStatement.CreateTable statement, String database) {
        String name = statement.table().name();
        checkTableName(name);
        if (statement.engine() != null && !statement.engine().equalsIgnoreCase("olap")) {
            throw SqlError.analyzing("Unknown engine name: " + statement.engine() + ".");
        }
        boolean primary = "PRIMARY".equals(statement.keyKind());
        List<String> keys = statement.keyKind() == null ? defaultKeys(statement) : statement.keyColumns();
        List<ColumnModel> columns = columns(statement, keys, primary);
        Set<String> keySet = lower(keys);
        checkDistribution(
                statement, keySet, lower(columns.stream().map(ColumnModel::name).toList()), primary);
        for (String column : statement.partitionColumns()) {
            if (!lower(columns.stream().map(ColumnModel::name).toList()).contains(column.toLowerCase(Locale.ROOT))) {
                throw SqlError.analyzing("Partition column[" + column + "] does not exist.");
            }
            if (primary && !keySet.contains(column.toLowerCase(Locale.ROOT))) {
                throw SqlError.analyzing("Partition column[" + column + "] is not key column");
            }
        }
        checkOrderBy(statement.orderBy(), columns);
        Map<String, String> properties = properties(statement.properties(), name, primary);
        return new TableModel(
                cluster.catalog().nextId(),
                0,
                database,
                name,
                primary ? KeyModel.PRIMARY : KeyModel.DUPLICATE,
                columns,
                statement.comment(),
                statement.partitionBy(),
                statement.distribution() != null ? statement.distribution() : primary ? keys : List.of(),
                statement.buckets(),
                statement.orderBy(),
                properties,
                System.currentTimeMillis());
    }

    static void checkTableName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_TABLE_NAME) {
            throw new SqlError(1103, "42000", "Incorrect table name '" + name + "'");
        }
    }

    private static List<ColumnModel> columns(DdlStatement.CreateTable statement, List<String> keys, boolean primary) {
        Set<String> seen = new HashSet<>();
        for (ColumnSyntax column : statement.columns()) {
            if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new SqlError(1060, "42S21", "Duplicate column name '" + column.name() + "'");
            }
        }
        for (String key : keys) {
            if (!seen.contains(key.toLowerCase(Locale.ROOT))) {
                throw SqlError.analyzing("Key column(" + key + ") doesn't exist..");
            }
        }
        if (lower(keys).size() < keys.size()) {
            throw SqlError.analyzing("Duplicated key columns.");
        }
        List<ColumnModel> columns = new ArrayList<>();
        for (int i = 0; i < statement.columns().size(); i++) {
            ColumnSyntax column = statement.columns().get(i);
            if (i < keys.size() && !keys.get(i).equalsIgnoreCase(column.name())) {
                throw SqlError.analyzing("Key columns must be the first few columns of the schema and the order "
                        + " of the key columns must be consistent with the order of the schema.");
            }
            columns.add(column.toModel(i, i < keys.size(), primary));
        }
        return columns;
    }

    /** Without a key description the table is a duplicate-key table sorted by its first columns. */
    private static List<String> defaultKeys(DdlStatement.CreateTable statement) {
        List<String> keys = new ArrayList<>();
        for (ColumnSyntax column : statement.columns()) {
            TypeKind kind = column.type().kind();
            boolean sortable = column.type().allowedAsPrimaryKey() || kind == TypeKind.CHAR || kind == TypeKind.DECIMAL;
            if (!sortable || keys.size() == DUPLICATE_KEY_COLUMNS) {
                break;
            }
            keys.add(column.name());
            if (kind == TypeKind.VARCHAR) {
                break;
            }
        }
        if (keys.isEmpty()) {
            throw SqlError.analyzing("Data type of first column cannot be "
                    + statement.columns().get(0).type() + ".");
        }
        return keys;
    }

    private static void checkDistribution(
            DdlStatement.CreateTable statement, Set<String> keys, Set<String> columns, boolean primary) {
        List<String> distribution = statement.distribution();
        if (distribution == null) {
            return;
        }
        if (distribution.isEmpty() && primary) {
            throw SqlError.analyzing(
                    "PRIMARY KEY tables must use hash distribution, random distribution is not allowed.");
        }
        for (String column : distribution) {
            if (!columns.contains(column.toLowerCase(Locale.ROOT))) {
                throw SqlError.analyzing("Distribution column(" + column + ") doesn't exist.");
            }
            if (primary && !keys.contains(column.toLowerCase(Locale.ROOT))) {
                throw SqlError.analyzing("Distribution column[" + column + "] is not key column");
            }
        }
        if (statement.buckets() != null && statement.buckets() <= 0) {
            throw SqlError.analyzing("Number of hash distribution should be larger than zero.");
        }
    }

    private static void checkOrderBy(List<String> orderBy, List<ColumnModel> columns) {
        for (String name : orderBy) {
            @Nullable
            ColumnModel column = columns.stream()
                    .filter(c -> c.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElse(null);
            if (column == null) {
                throw SqlError.analyzing("Sort column(" + name + ") doesn't exist..");
            }
            StarRocksType type = column.type();
            if (type.kind() == TypeKind.JSON || type.kind() == TypeKind.VARBINARY) {
                throw SqlError.analyzing("Sort column[" + name + "] type not supported: " + type);
            }
        }
    }

    private Map<String, String> properties(Map<String, String> written, String table, boolean primary) {
        Map<String, String> unknown = new TreeMap<>(written);
        unknown.keySet().removeAll(KNOWN_PROPERTIES);
        if (!unknown.isEmpty()) {
            throw SqlError.analyzing("Unknown properties: " + unknown);
        }
        Map<String, String> properties = new TreeMap<>();
        properties.put("compression", "LZ4");
        properties.put("fast_schema_evolution", "true");
        properties.put("replicated_storage", "true");
        if (primary) {
            properties.put("enable_persistent_index", "true");
        }
        properties.putAll(written);
        properties.put(
                "compression", properties.getOrDefault("compression", "LZ4").toUpperCase(Locale.ROOT));
        properties.put("replication_num", String.valueOf(replicas(written, table)));
        return properties;
    }

    private int replicas(Map<String, String> written, String table) {
        StandInOptions options = cluster.options();
        int wanted = defaultReplicationNum;
        String text = written.get("replication_num");
        if (text != null) {
            try {
                wanted = Integer.parseInt(text.trim());
            } catch (NumberFormatException e) {
                throw SqlError.analyzing("Invalid replication number '" + text + "'.");
            }
        }
        if (wanted <= 0) {
            throw SqlError.analyzing("Replication num should larger than 0.");
        }
        if (wanted > options.backends()) {
            String backends = LongStream.range(0, options.backends())
                    .mapToObj(i -> String.valueOf(10001 + i))
                    .collect(Collectors.joining(", ", "[", "]"));
            throw SqlError.analyzing("Table replication num should be less than or equal to the number of available"
                    + " backends. You can change this default by setting the replication_num table properties. Current"
                    + " available backends: " + backends + ", table=" + table + ", replication_num=" + wanted
                    + ", default_replication_num=" + defaultReplicationNum);
        }
        return wanted;
    }

    private static Set<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
