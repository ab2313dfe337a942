package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of SHOW statements about the cluster (section 11). Thread-safe. */
final class ClusterRows {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String HOST = "127.0.0.1";

    private final Cluster cluster;
    private final ClusterFacts facts;
    private final Guard guard;

    ClusterRows(Cluster cluster, ClusterFacts facts) {
        this.cluster = cluster;
        this.facts = facts;
        this.guard = new Guard(cluster.accounts());
    }

    /** SHOW with one word; null if there is no such statement. */
    @Nullable
    VirtualTable show(String word, SessionFacts session) {
        return switch (word) {
            case "backends" -> {
                guard.operate(session.user(), " OR NODE");
                yield backends();
            }
            case "frontends" -> {
                guard.operate(session.user(), " OR NODE");
                yield frontends();
            }
            case "processlist" -> processes(session.user());
            case "engines" ->
                VirtualTable.ofText("Engine", "Support", "Comment", "Transactions", "XA", "Savepoints")
                        .row("OLAP", "YES", "Default storage engine of StarRocks", "NO", "NO", "NO");
            case "charset" -> charsets();
            case "collation" ->
                VirtualTable.ofText("Collation", "Charset", "Id", "Default", "Compiled", "Sortlen")
                        .row("utf8_general_ci", "utf8", "33", "Yes", "Yes", "1");
            case "warnings", "errors" -> VirtualTable.ofText("Level", "Code", "Message");
            case "status" -> VirtualTable.ofText("Variable_name", "Value");
            case "privileges" -> VirtualTable.ofText("Privilege", "Context", "Comment");
            case "plugins" ->
                VirtualTable.ofText(
                        "Name",
                        "Type",
                        "Description",
                        "Version",
                        "JavaVersion",
                        "ClassName",
                        "SoName",
                        "Sources",
                        "Status",
                        "Properties");
            case "catalogs" ->
                VirtualTable.ofText("Catalog", "Type", "Comment")
                        .row(
                                "default_catalog",
                                "Internal",
                                "An internal catalog contains this cluster's self-managed tables.");
            default -> null;
        };
    }

    static VirtualTable charsets() {
        return VirtualTable.ofText("Charset", "Description", "Default collation", "Maxlen")
                .row("utf8", "UTF-8 Unicode", "utf8_general_ci", "3");
    }

    VirtualTable alterJobs(String database) {
        VirtualTable table = VirtualTable.ofText(
                "JobId",
                "TableName",
                "CreateTime",
                "FinishTime",
                "IndexName",
                "IndexId",
                "OriginIndexId",
                "SchemaVersion",
                "TransactionId",
                "State",
                "Msg",
                "Progress",
                "Timeout",
                "Warehouse");
        for (ClusterFacts.AlterJob job : facts.alterJobs(database)) {
            String id = String.valueOf(job.id());
            table.row(
                    id,
                    job.table(),
                    text(job.created()),
                    text(job.finished()),
                    job.table(),
                    id,
                    id,
                    "1:0",
                    id,
                    "FINISHED",
                    "",
                    null,
                    "86400",
                    null);
        }
        return table;
    }

    private VirtualTable backends() {
        VirtualTable table = VirtualTable.ofText(
                "BackendId",
                "IP",
                "HeartbeatPort",
                "BePort",
                "HttpPort",
                "BrpcPort",
                "LastStartTime",
                "LastHeartbeat",
                "Alive",
                "SystemDecommissioned",
                "ClusterDecommissioned",
                "TabletNum",
                "DataUsedCapacity",
                "AvailCapacity",
                "TotalCapacity",
                "UsedPct",
                "MaxDiskUsedPct",
                "ErrMsg",
                "Version",
                "Status",
                "DataTotalCapacity",
                "DataUsedPct",
                "CpuCores",
                "MemLimit",
                "NumRunningQueries",
                "MemUsedPct",
                "CpuUsedPct",
                "DataCacheMetrics",
                "Location",
                "StatusCode");
        for (int i = 0; i < cluster.options().backends(); i++) {
            table.row(
                    String.valueOf(10001 + i),
                    HOST,
                    "9050",
                    "9060",
                    String.valueOf(facts.beHttpPort()),
                    "8060",
                    text(facts.started()),
                    text(cluster.now()),
                    "true",
                    "false",
                    "false",
                    String.valueOf(tablets()),
                    "0.000 B",
                    "1.000 TB",
                    "1.000 TB",
                    "0.00 %",
                    "0.00 %",
                    "",
                    cluster.options().version(),
                    "{\"lastSuccessReportTabletsTime\":\"" + text(cluster.now()) + "\"}",
                    "1.000 TB",
                    "0.00 %",
                    String.valueOf(Runtime.getRuntime().availableProcessors()),
                    "1.000GB",
                    "0",
                    "0.00 %",
                    "0.0 %",
                    "N/A",
                    "",
                    "OK");
        }
        return table;
    }

    private int tablets() {
        List<String> databases = cluster.catalog().databases();
        return databases.stream()
                .mapToInt(d -> cluster.catalog().tables(d).size())
                .sum();
    }

    private VirtualTable frontends() {
        return VirtualTable.ofText(
                        "Id",
                        "Name",
                        "IP",
                        "EditLogPort",
                        "HttpPort",
                        "QueryPort",
                        "RpcPort",
                        "Role",
                        "ClusterId",
                        "Join",
                        "Alive",
                        "ReplayedJournalId",
                        "LastHeartbeat",
                        "IsHelper",
                        "ErrMsg",
                        "StartTime",
                        "Version")
                .row(
                        "1",
                        HOST + "_9010",
                        HOST,
                        "9010",
                        String.valueOf(facts.feHttpPort()),
                        String.valueOf(facts.queryPort()),
                        "9020",
                        "LEADER",
                        "1",
                        "true",
                        "true",
                        "1",
                        text(cluster.now()),
                        "true",
                        "",
                        text(facts.started()),
                        cluster.options().version());
    }

    /** Whoever may not OPERATE sees its own connections. */
    private VirtualTable processes(String user) {
        VirtualTable table = VirtualTable.ofText(
                "ServerName",
                "Id",
                "User",
                "Host",
                "Db",
                "Command",
                "ConnectionStartTime",
                "Time",
                "State",
                "Info",
                "IsPending",
                "Warehouse",
                "CNGroup",
                "Catalog",
                "QueryId");
        boolean all = cluster.accounts().may(user, Privilege.OPERATE, new Securable.WholeSystem());
        for (ClusterFacts.Process process : facts.processes()) {
            if (!all && !process.user().equals(user)) {
                continue;
            }
            table.row(
                    HOST + "_9010",
                    String.valueOf(process.id()),
                    process.user(),
                    process.host(),
                    process.database() == null ? "" : process.database(),
                    "Query",
                    text(process.connected()),
                    String.valueOf(process.idleSeconds()),
                    "OK",
                    "",
                    "false",
                    "default_warehouse",
                    "",
                    "default_catalog",
                    "");
        }
        return table;
    }

    private static String text(LocalDateTime time) {
        return TIME.format(time);
    }
}
