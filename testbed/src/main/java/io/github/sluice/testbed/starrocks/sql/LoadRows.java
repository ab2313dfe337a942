package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.sql.LoadsView.Load;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** information_schema.loads, stream_loads and SHOW STREAM LOAD from the list of loads (section 11). */
final class LoadRows {
    private static final String[] STREAM_LOAD = {
        "Label",
        "Id",
        "LoadId",
        "TxnId",
        "DbName",
        "TableName",
        "State",
        "ErrorMsg",
        "TrackingURL",
        "ChannelNum",
        "PreparedChannelNum",
        "NumRowsNormal",
        "NumRowsAbNormal",
        "NumRowsUnselected",
        "NumLoadBytes",
        "TimeoutSecond",
        "CreateTimeMs",
        "BeforeLoadTimeMs",
        "StartLoadingTimeMs",
        "StartPreparingTimeMs",
        "FinishPreparingTimeMs",
        "EndTimeMs",
        "ChannelState",
        "Type",
        "TrackingSQL"
    };

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private LoadRows() {}

    /** information_schema.loads. */
    static VirtualTable loads(List<Load> loads) {
        List<ResultColumn> columns = new ArrayList<>();
        for (String name : List.of(
                "ID",
                "LABEL",
                "PROFILE_ID",
                "DB_NAME",
                "TABLE_NAME",
                "USER",
                "WAREHOUSE",
                "STATE",
                "PROGRESS",
                "TYPE",
                "PRIORITY",
                "SCAN_ROWS",
                "SCAN_BYTES",
                "FILTERED_ROWS",
                "UNSELECTED_ROWS",
                "SINK_ROWS",
                "RUNTIME_DETAILS",
                "CREATE_TIME",
                "LOAD_START_TIME",
                "LOAD_COMMIT_TIME",
                "LOAD_FINISH_TIME",
                "PROPERTIES",
                "ERROR_MSG",
                "TRACKING_SQL",
                "REJECTED_RECORD_PATH",
                "JOB_ID")) {
            boolean number =
                    name.equals("ID") || name.equals("JOB_ID") || name.endsWith("_ROWS") || name.equals("SCAN_BYTES");
            columns.add(new ResultColumn(
                    name,
                    name.endsWith("_TIME")
                            ? StarRocksType.DATETIME
                            : number ? StarRocksType.BIGINT : ResultColumn.TEXT));
        }
        VirtualTable table = new VirtualTable(columns, new ArrayList<>());
        for (Load load : loads) {
            table.row(
                    load.txnId(),
                    load.label(),
                    null,
                    load.database(),
                    load.table(),
                    load.user(),
                    "default_warehouse",
                    state(load),
                    load.state().equals("VISIBLE") ? "100%" : "0%",
                    "STREAM_LOAD",
                    "NORMAL",
                    load.scanRows(),
                    load.scanBytes(),
                    load.filteredRows(),
                    load.unselectedRows(),
                    load.sinkRows(),
                    "{\"txn_id\":" + load.txnId() + "}",
                    load.createTime(),
                    load.loadStartTime(),
                    load.commitTime(),
                    load.finishTime(),
                    "{\"timeout\":" + load.timeoutSeconds() + "}",
                    load.errorMessage(),
                    null,
                    null,
                    load.txnId());
        }
        return table;
    }

    /** information_schema.stream_loads: the columns of SHOW STREAM LOAD in upper snake case. */
    static VirtualTable streamLoads(List<Load> loads) {
        VirtualTable show = showStreamLoad(loads);
        List<ResultColumn> columns = show.columns().stream()
                .map(c -> new ResultColumn(
                        c.label().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT), c.type()))
                .toList();
        return new VirtualTable(columns, show.rows());
    }

    /** SHOW STREAM LOAD. */
    static VirtualTable showStreamLoad(List<Load> loads) {
        VirtualTable table = VirtualTable.ofText(STREAM_LOAD);
        for (Load load : loads) {
            table.row(
                    load.label(),
                    String.valueOf(load.txnId()),
                    "",
                    String.valueOf(load.txnId()),
                    load.database(),
                    load.table(),
                    streamState(load),
                    load.errorMessage() == null ? "" : load.errorMessage(),
                    load.trackingUrl() == null ? "" : load.trackingUrl(),
                    "1",
                    load.state().equals("PREPARE") ? "0" : "1",
                    String.valueOf(load.sinkRows()),
                    String.valueOf(load.filteredRows()),
                    String.valueOf(load.unselectedRows()),
                    String.valueOf(load.scanBytes()),
                    String.valueOf(load.timeoutSeconds()),
                    time(load.createTime()),
                    time(load.createTime()),
                    time(load.loadStartTime()),
                    time(load.loadStartTime()),
                    time(load.commitTime()),
                    time(load.finishTime()),
                    "",
                    load.transaction() ? "TRANSACTION_STREAM_LOAD" : "STREAM_LOAD",
                    "");
        }
        return table;
    }

    /** SHOW TRANSACTION. */
    static VirtualTable transaction(Load load) {
        return VirtualTable.ofText(
                        "TransactionId",
                        "Label",
                        "Coordinator",
                        "TransactionStatus",
                        "LoadJobSourceType",
                        "PrepareTime",
                        "CommitTime",
                        "PublishTime",
                        "FinishTime",
                        "Reason",
                        "ErrorReplicasCount",
                        "ListenerId",
                        "TimeoutMs",
                        "ErrMsg")
                .row(
                        String.valueOf(load.txnId()),
                        load.label(),
                        "BE: 127.0.0.1",
                        load.state(),
                        "BACKEND_STREAMING",
                        time(load.createTime()),
                        time(load.commitTime()),
                        time(load.finishTime()),
                        time(load.finishTime()),
                        load.errorMessage() == null ? "" : load.errorMessage(),
                        "0",
                        "-1",
                        String.valueOf(load.timeoutSeconds() * 1000L),
                        load.errorMessage() == null ? "" : load.errorMessage());
    }

    private static String state(Load load) {
        return switch (load.state()) {
            case "VISIBLE" -> "FINISHED";
            case "ABORTED" -> "CANCELLED";
            case "PREPARED", "COMMITTED" -> load.state();
            default -> "LOADING";
        };
    }

    private static String streamState(Load load) {
        return switch (load.state()) {
            case "VISIBLE" -> "FINISHED";
            case "ABORTED" -> "CANCELLED";
            case "COMMITTED" -> "COMMITED";
            case "PREPARED" -> "PREPARED";
            default -> "LOADING";
        };
    }

    private static String time(@Nullable LocalDateTime time) {
        return time == null ? "" : TIME.format(time);
    }
}
