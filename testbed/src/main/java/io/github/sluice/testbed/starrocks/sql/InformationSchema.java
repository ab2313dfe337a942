package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The tables of information_schema (section 11). Thread-safe. */
public final class InformationSchema {
    /** Names of the tables that can be selected from. */
    static final List<String> TABLES = List.of(
            "be_tablets",
            "columns",
            "key_column_usage",
            "loads",
            "schemata",
            "statistics",
            "stream_loads",
            "tables",
            "tables_config");

    private static final Set<String> NUMBERS = Set.of(
            "ORDINAL_POSITION",
            "CHARACTER_MAXIMUM_LENGTH",
            "CHARACTER_OCTET_LENGTH",
            "NUMERIC_PRECISION",
            "NUMERIC_SCALE",
            "DATETIME_PRECISION",
            "COLUMN_SIZE",
            "DECIMAL_DIGITS",
            "SRS_ID",
            "VERSION",
            "TABLE_ROWS",
            "AVG_ROW_LENGTH",
            "DATA_LENGTH",
            "MAX_DATA_LENGTH",
            "INDEX_LENGTH",
            "DATA_FREE",
            "AUTO_INCREMENT",
            "CHECKSUM",
            "DISTRIBUTE_BUCKET",
            "TABLE_ID",
            "BE_ID",
            "PARTITION_ID",
            "TABLET_ID",
            "NUM_VERSION",
            "MAX_VERSION",
            "POSITION_IN_UNIQUE_CONSTRAINT",
            "NON_UNIQUE",
            "SEQ_IN_INDEX",
            "CARDINALITY",
            "SUB_PART");

    private static final long BACKEND = 10001;
    private static final long MOST_BUCKETS = 10_000;

    private final Cluster cluster;
    private final Supplier<LoadsView> loads;

    /** {@code loads} is asked at each query: the HTTP side may start later than the SQL side. */
    public InformationSchema(Cluster cluster, Supplier<LoadsView> loads) {
        this.cluster = cluster;
        this.loads = loads;
    }

    /** Loads in databases that the user may see. */
    List<LoadsView.Load> loads(SessionFacts session) {
        return loads.get().loads().stream()
                .filter(load -> cluster.accounts().maySee(session.user(), load.database()))
                .toList();
    }

    VirtualTable table(String name, SessionFacts session) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "schemata" -> schemata(session);
            case "tables" -> tables(session);
            case "columns" -> columns(session);
            case "key_column_usage" -> keyColumns(session);
            case "tables_config" -> configurations(session);
            case "be_tablets" -> tablets(session);
            case "statistics" ->
                empty(
                        "TABLE_CATALOG",
                        "TABLE_SCHEMA",
                        "TABLE_NAME",
                        "NON_UNIQUE",
                        "INDEX_SCHEMA",
                        "INDEX_NAME",
                        "SEQ_IN_INDEX",
                        "COLUMN_NAME",
                        "COLLATION",
                        "CARDINALITY",
                        "SUB_PART",
                        "PACKED",
                        "NULLABLE",
                        "INDEX_TYPE",
                        "COMMENT");
            case "loads" -> LoadRows.loads(loads(session));
            case "stream_loads" -> LoadRows.streamLoads(loads(session));
            default -> throw SqlError.unknownTable("information_schema." + name);
        };
    }

    /** The databases a user may see. */
    List<String> databases(SessionFacts session) {
        return cluster.catalog().databases().stream()
                .filter(name -> cluster.accounts().maySee(session.user(), name))
                .toList();
    }

    /** The tables that a user has any privilege on. */
    private List<TableModel> models(SessionFacts session) {
        return databases(session).stream()
                .flatMap(database -> cluster.catalog().tables(database).stream())
                .filter(table -> cluster.accounts().mayAny(session.user(), Securable.of(table)))
                .toList();
    }

    private VirtualTable schemata(SessionFacts session) {
        VirtualTable table = empty(
                "CATALOG_NAME", "SCHEMA_NAME", "DEFAULT_CHARACTER_SET_NAME", "DEFAULT_COLLATION_NAME", "SQL_PATH");
        databases(session).forEach(name -> table.row("def", name, "utf8", "utf8_general_ci", null));
        return table;
    }

    private VirtualTable tables(SessionFacts session) {
        VirtualTable table = empty(
                "TABLE_CATALOG",
                "TABLE_SCHEMA",
                "TABLE_NAME",
                "TABLE_TYPE",
                "ENGINE",
                "VERSION",
                "ROW_FORMAT",
                "TABLE_ROWS",
                "AVG_ROW_LENGTH",
                "DATA_LENGTH",
                "MAX_DATA_LENGTH",
                "INDEX_LENGTH",
                "DATA_FREE",
                "AUTO_INCREMENT",
                "CREATE_TIME",
                "UPDATE_TIME",
                "CHECK_TIME",
                "TABLE_COLLATION",
                "CHECKSUM",
                "CREATE_OPTIONS",
                "TABLE_COMMENT");
        for (TableModel model : models(session)) {
            table.row(
                    "def",
                    model.database(),
                    model.name(),
                    "BASE TABLE",
                    "StarRocks",
                    null,
                    null,
                    cluster.store().estimatedRows(model),
                    0L,
                    0L,
                    null,
                    null,
                    null,
                    null,
                    created(model),
                    null,
                    null,
                    "utf8_general_ci",
                    null,
                    null,
                    model.comment());
        }
        for (String name : TABLES) {
            table.row(
                    "def",
                    "information_schema",
                    name,
                    "SYSTEM VIEW",
                    "",
                    null,
                    null,
                    0L,
                    0L,
                    0L,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "utf8_general_ci",
                    null,
                    null,
                    "");
        }
        return table;
    }

    private VirtualTable columns(SessionFacts session) {
        VirtualTable table = empty(
                "TABLE_CATALOG",
                "TABLE_SCHEMA",
                "TABLE_NAME",
                "COLUMN_NAME",
                "ORDINAL_POSITION",
                "COLUMN_DEFAULT",
                "IS_NULLABLE",
                "DATA_TYPE",
                "CHARACTER_MAXIMUM_LENGTH",
                "CHARACTER_OCTET_LENGTH",
                "NUMERIC_PRECISION",
                "NUMERIC_SCALE",
                "DATETIME_PRECISION",
                "CHARACTER_SET_NAME",
                "COLLATION_NAME",
                "COLUMN_TYPE",
                "COLUMN_KEY",
                "EXTRA",
                "PRIVILEGES",
                "COLUMN_COMMENT",
                "COLUMN_SIZE",
                "DECIMAL_DIGITS",
                "GENERATION_EXPRESSION",
                "SRS_ID");
        for (TableModel model : models(session)) {
            long position = 1;
            for (ColumnModel column : model.columns()) {
                StarRocksType type = column.type();
                boolean text = type.kind().isText();
                Long length = text ? Long.valueOf(type.length()) : null;
                Long octets = text ? Long.valueOf(type.length() * 3L) : null;
                Long scale = type.kind() == TypeKind.DECIMAL
                        ? Long.valueOf(type.scale())
                        : type.kind().isInteger() || type.kind() == TypeKind.LARGEINT ? Long.valueOf(0) : null;
                Long precision = TypeNames.precision(type);
                table.row(
                        "def",
                        model.database(),
                        model.name(),
                        column.name(),
                        position++,
                        TypeNames.defaultText(column),
                        column.nullable() ? "YES" : "NO",
                        TypeNames.dataType(type),
                        length,
                        octets,
                        precision,
                        scale,
                        null,
                        null,
                        null,
                        TypeNames.columnType(type),
                        column.key() ? (model.isPrimaryKey() ? "PRI" : "DUP") : "",
                        TypeNames.extra(column),
                        "",
                        column.comment(),
                        text ? length : precision,
                        scale,
                        null,
                        null);
            }
        }
        return table;
    }

    private VirtualTable keyColumns(SessionFacts session) {
        VirtualTable table = empty(
                "CONSTRAINT_CATALOG",
                "CONSTRAINT_SCHEMA",
                "CONSTRAINT_NAME",
                "TABLE_CATALOG",
                "TABLE_SCHEMA",
                "TABLE_NAME",
                "COLUMN_NAME",
                "ORDINAL_POSITION",
                "POSITION_IN_UNIQUE_CONSTRAINT",
                "REFERENCED_TABLE_SCHEMA",
                "REFERENCED_TABLE_NAME",
                "REFERENCED_COLUMN_NAME");
        for (TableModel model : models(session)) {
            if (!model.isPrimaryKey()) {
                continue;
            }
            long position = 1;
            for (ColumnModel column : model.keyColumns()) {
                table.row(
                        "def",
                        model.database(),
                        "PRIMARY",
                        "def",
                        model.database(),
                        model.name(),
                        column.name(),
                        position++,
                        null,
                        null,
                        null,
                        null);
            }
        }
        return table;
    }

    private VirtualTable configurations(SessionFacts session) {
        VirtualTable table = empty(
                "TABLE_SCHEMA",
                "TABLE_NAME",
                "TABLE_ENGINE",
                "TABLE_MODEL",
                "PRIMARY_KEY",
                "PARTITION_KEY",
                "DISTRIBUTE_KEY",
                "DISTRIBUTE_TYPE",
                "DISTRIBUTE_BUCKET",
                "SORT_KEY",
                "PROPERTIES",
                "TABLE_ID");
        for (TableModel model : models(session)) {
            String key =
                    quoted(model.keyColumns().stream().map(ColumnModel::name).toList());
            String properties = model.properties().entrySet().stream()
                    .map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\"")
                    .collect(Collectors.joining(",", "{", "}"));
            table.row(
                    model.database(),
                    model.name(),
                    "OLAP",
                    model.isPrimaryKey() ? "PRIMARY_KEYS" : "DUP_KEYS",
                    model.isPrimaryKey() ? key : "",
                    model.partitionBy() == null ? "" : model.partitionBy(),
                    quoted(model.distribution()),
                    model.distribution().isEmpty() ? "RANDOM" : "HASH",
                    model.buckets() == null ? 1L : model.buckets().longValue(),
                    model.orderBy().isEmpty() ? key : quoted(model.orderBy()),
                    properties,
                    model.id());
        }
        return table;
    }

    /**
     * Every load that a table has taken is a version of each of its tablets: nothing is ever compacted here. Loads alone
     * count, and the columns are those that somebody has asked for yet (docs of StarRocks 3.1 and later).
     */
    private VirtualTable tablets(SessionFacts session) {
        VirtualTable table =
                empty("BE_ID", "TABLE_ID", "PARTITION_ID", "TABLET_ID", "NUM_VERSION", "MAX_VERSION", "STATE", "TYPE");
        List<LoadsView.Load> taken = loads(session).stream()
                .filter(load -> load.state().equals("VISIBLE"))
                .toList();
        for (TableModel model : models(session)) {
            long versions = 1
                    + taken.stream()
                            .filter(load -> load.database().equals(model.database())
                                    && load.table().equals(model.name()))
                            .count();
            int buckets = model.buckets() == null ? 1 : model.buckets();
            for (long bucket = 0; bucket < buckets; bucket++) {
                table.row(
                        BACKEND,
                        model.id(),
                        model.id(),
                        model.id() * MOST_BUCKETS + bucket,
                        versions,
                        versions,
                        "NORMAL",
                        model.isPrimaryKey() ? "PRIMARY_KEYS" : "DUP_KEYS");
            }
        }
        return table;
    }

    /** When a table was created, in the cluster's time zone. */
    LocalDateTime created(TableModel model) {
        return LocalDateTime.ofInstant(
                        Instant.ofEpochMilli(model.createdAt()),
                        cluster.options().timeZone())
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static VirtualTable empty(String... names) {
        List<ResultColumn> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(new ResultColumn(
                    name,
                    name.endsWith("_TIME")
                            ? StarRocksType.DATETIME
                            : NUMBERS.contains(name) ? StarRocksType.BIGINT : ResultColumn.TEXT));
        }
        return new VirtualTable(columns, new ArrayList<>());
    }
}
