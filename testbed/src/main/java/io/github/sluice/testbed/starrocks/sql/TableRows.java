package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of SHOW statements about tables and columns (section 11). */
final class TableRows {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private TableRows() {}

    /** SHOW [FULL] TABLES from the names alone. */
    static VirtualTable tables(VirtualTable names, boolean full) {
        if (!full) {
            return names;
        }
        VirtualTable table = VirtualTable.ofText(names.columns().get(0).label(), "Table_type");
        for (@Nullable Object[] row : names.rows()) {
            boolean system = names.columns().get(0).label().equals("Tables_in_information_schema");
            table.row(row[0], system ? "SYSTEM VIEW" : "BASE TABLE");
        }
        return table;
    }

    static VirtualTable describe(TableModel model) {
        VirtualTable table = VirtualTable.ofText("Field", "Type", "Null", "Key", "Default", "Extra");
        for (ColumnModel c : model.columns()) {
            table.row(
                    c.name(),
                    c.type().toString(),
                    yes(c.nullable()),
                    String.valueOf(c.key()),
                    TypeNames.defaultText(c),
                    TypeNames.extra(c));
        }
        return table;
    }

    static VirtualTable columns(TableModel model) {
        VirtualTable table = VirtualTable.ofText("Field", "Type", "Null", "Key", "Default", "Extra");
        for (ColumnModel c : model.columns()) {
            table.row(
                    c.name(),
                    c.type().toString(),
                    yes(c.nullable()),
                    yes(c.key()),
                    TypeNames.defaultText(c),
                    TypeNames.extra(c));
        }
        return table;
    }

    static VirtualTable fullColumns(TableModel model) {
        VirtualTable table = VirtualTable.ofText(
                "Field", "Type", "Collation", "Null", "Key", "Default", "Extra", "Privileges", "Comment");
        for (ColumnModel c : model.columns()) {
            table.row(
                    c.name(),
                    c.type().toString(),
                    c.type().kind().isText() ? "utf8_general_ci" : "",
                    yes(c.nullable()),
                    yes(c.key()),
                    TypeNames.defaultText(c),
                    TypeNames.extra(c),
                    "",
                    c.comment());
        }
        return table;
    }

    static VirtualTable status(List<TableModel> models, Cluster cluster, InformationSchema informationSchema) {
        VirtualTable table = VirtualTable.ofText(
                "Name",
                "Engine",
                "Version",
                "Row_format",
                "Rows",
                "Avg_row_length",
                "Data_length",
                "Max_data_length",
                "Index_length",
                "Data_free",
                "Auto_increment",
                "Create_time",
                "Update_time",
                "Check_time",
                "Collation",
                "Checksum",
                "Create_options",
                "Comment");
        for (TableModel m : models) {
            table.row(
                    m.name(),
                    "StarRocks",
                    null,
                    "",
                    String.valueOf(cluster.store().estimatedRows(m)),
                    "0",
                    "0",
                    null,
                    null,
                    null,
                    null,
                    TIME.format(informationSchema.created(m)),
                    null,
                    null,
                    "utf8_general_ci",
                    null,
                    "",
                    m.comment());
        }
        return table;
    }

    /** Every table has one partition, which has its name. */
    static VirtualTable partitions(TableModel m, Cluster cluster, InformationSchema informationSchema) {
        String created = TIME.format(informationSchema.created(m));
        String distribution = m.distribution().isEmpty()
                ? "RANDOM"
                : m.distribution().stream().collect(Collectors.joining(", "));
        return VirtualTable.ofText(
                        "PartitionId",
                        "PartitionName",
                        "VisibleVersion",
                        "VisibleVersionTime",
                        "VisibleVersionHash",
                        "State",
                        "PartitionKey",
                        "Range",
                        "DistributionKey",
                        "Buckets",
                        "ReplicationNum",
                        "StorageMedium",
                        "CooldownTime",
                        "LastConsistencyCheckTime",
                        "DataSize",
                        "StorageSize",
                        "IsInMemory",
                        "RowCount",
                        "DataVersion",
                        "VersionEpoch",
                        "VersionTxnType",
                        "TabletBalanced")
                .row(
                        String.valueOf(m.id() + 1),
                        m.name(),
                        "1",
                        created,
                        "0",
                        "NORMAL",
                        "",
                        "",
                        distribution,
                        String.valueOf(m.buckets() == null ? 1 : m.buckets()),
                        m.properties().getOrDefault("replication_num", "1"),
                        "HDD",
                        "9999-12-31 23:59:59",
                        null,
                        "0B",
                        "0B",
                        "false",
                        String.valueOf(cluster.store().estimatedRows(m)),
                        "1",
                        "0",
                        "TXN_NORMAL",
                        "true");
    }

    private static String yes(boolean flag) {
        return flag ? "YES" : "NO";
    }
}
