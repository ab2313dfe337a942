package io.github.sluice.streamer.preflight;

import io.github.sluice.streamer.preflight.Questions.DeniedException;
import io.github.sluice.streamer.route.Routes;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one server's variables, status and account say. One thread. */
final class ServerChecks {
    private static final List<String> VARIABLES = List.of(
            "log_bin",
            "server_id",
            "binlog_format",
            "binlog_row_image",
            "binlog_row_value_options",
            "binlog_row_metadata",
            "gtid_mode",
            "log_slave_updates",
            "log_replica_updates",
            "binlog_expire_logs_seconds",
            "expire_logs_days");

    private static final long DAY_SECONDS = 86_400;

    private final Questions server;
    private final Source source;
    private final ServerVersion version;
    private final Map<String, String> variables;
    private final List<Finding> findings = new ArrayList<>();

    private ServerChecks(Questions server, Source source, ServerVersion version, Map<String, String> variables) {
        this.server = server;
        this.source = source;
        this.version = version;
        this.variables = variables;
    }

    /** @param routes to tell which databases matter to the binlog's filters */
    static List<Finding> check(Questions server, Source source, Routes routes) throws SQLException {
        ServerVersion version = server.version();
        ServerChecks checks = new ServerChecks(server, source, version, server.variables(VARIABLES));
        if (version.isMariaDb()) {
            checks.findings.add(Finding.fault(
                    "version", "is MariaDB " + version.text(), "its binlog is another one; only MySQL is read"));
            return checks.findings;
        }
        checks.version();
        checks.binlog();
        checks.retention();
        checks.serverId();
        checks.statusAndFilters(routes);
        checks.replicaOf();
        return checks.findings;
    }

    private void version() {
        if (!version.atLeast(5, 7, 6)) {
            findings.add(Finding.fault(
                    "version", "is " + version.text(), "5.7.6 is the first that can be read (gtid_mode online)"));
        } else if (version.isTried()) {
            findings.add(Finding.note("version", version.text() + ", which was tried"));
        } else if (version.isOfTriedSeries()) {
            findings.add(Finding.note(
                    "version", version.text() + ", which was not tried itself; tried are " + ServerVersion.TRIED));
        } else {
            findings.add(Finding.warning(
                    "version",
                    version.text() + ", of a series that was not tried (tried are " + ServerVersion.TRIED + ")",
                    "compare the first tables with sluice verify before relying on it"));
        }
    }

    private void binlog() {
        demand("log_bin", "ON", "start the server with log_bin; nothing is captured without it");
        if (variables.containsKey("binlog_format")) {
            demand(
                    "binlog_format",
                    "ROW",
                    "SET GLOBAL binlog_format = 'ROW', in the configuration too, and reconnect the application's sessions");
        }
        demand(
                "binlog_row_image",
                "FULL",
                "SET GLOBAL binlog_row_image = 'FULL', in the configuration too, and reconnect the application's sessions:"
                        + " with less, columns would be missing from changes and deletes");
        String partial = variables.getOrDefault("binlog_row_value_options", "");
        if (!partial.isEmpty()) {
            findings.add(
                    Finding.fault(
                            "binlog_row_value_options",
                            "is " + partial + ", must be empty",
                            "SET GLOBAL binlog_row_value_options = '': a partial JSON value cannot be rebuilt from the binlog"));
        }
        gtids();
        String metadata = variables.get("binlog_row_metadata");
        if (metadata != null && !metadata.equalsIgnoreCase("FULL")) {
            findings.add(Finding.note(
                    "binlog_row_metadata",
                    "is " + metadata
                            + "; with FULL each change names its own columns, and no schema history is needed"));
        }
    }

    /** Nothing to refuse: a source that begins without GTIDs is counted in places of its binlog files. */
    private void gtids() {
        String mode = variables.getOrDefault("gtid_mode", "not there");
        if (mode.equalsIgnoreCase("ON")) {
            return;
        }
        findings.add(Finding.warning(
                "gtid_mode",
                "is " + mode + ": a stream that begins now stands at a place in this server's binlog files"
                        + (source.hosts().size() > 1 ? ", and cannot go on with another of its hosts" : ""),
                "switch it to ON before the first backfill if the source may ever fail over, be replaced or have its"
                        + " binlogs reset (MySQL manual, \"Enabling GTID Transactions Online\"); without it each of"
                        + " these means a new backfill, and sluice run needs PROCESS for its account"));
    }

    private void demand(String variable, String wanted, String advice) {
        String value = variables.get(variable);
        if (value == null || !value.equalsIgnoreCase(wanted)) {
            findings.add(Finding.fault(
                    variable, "is " + (value == null ? "not there" : value) + ", must be " + wanted, advice));
        }
    }

    private void retention() {
        long seconds = number("binlog_expire_logs_seconds");
        long days = number("expire_logs_days");
        long keeps = seconds > 0 ? seconds : days * DAY_SECONDS;
        if (keeps > 0 && keeps < DAY_SECONDS) {
            findings.add(Finding.warning(
                    "binlog retention",
                    "is " + keeps / 3600.0 + " hours",
                    "keep the binlog for at least a day: after a longer standstill every table needs a new backfill"));
        }
    }

    private long number(String variable) {
        String value = variables.get(variable);
        return value != null && value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }

    private void serverId() throws SQLException {
        String own = String.valueOf(source.serverId());
        if (own.equals(variables.get("server_id"))) {
            findings.add(Finding.fault(
                    "serverId",
                    own + " is the server's own",
                    "choose a number for source " + source.name() + " that no server of the topology has"));
        }
        try (Connection aside = SourceConnections.another(source, server.connection())) {
            for (Map<String, String> replica : new Questions(aside).rows(version.showReplicas())) {
                if (own.equals(replica.get("Server_id"))) {
                    findings.add(Finding.fault(
                            "serverId",
                            own + " is already the replica at " + replica.getOrDefault("Host", "") + ":"
                                    + replica.getOrDefault("Port", ""),
                            "choose a number for source " + source.name()
                                    + " that no other has: the server would cut off one of the two, again and again"));
                }
            }
        } catch (DeniedException e) {
            missing("REPLICATION SLAVE", "without it the server sends no binlog");
        } catch (SQLException e) {
            if (e.getErrorCode() != 0 || !(e.getCause() instanceof RuntimeException)) {
                throw e;
            }
            // before 8.0.22 the row of a replica without a uuid lacks a field, which no driver can read
            findings.add(Finding.warning(
                    "serverId",
                    "cannot be compared: a client that registered without a uuid (Canal, for example) makes this"
                            + " server's list of replicas unreadable",
                    "make sure that no other reader has " + own));
        }
    }

    private void statusAndFilters(Routes routes) throws SQLException {
        try {
            List<Map<String, String>> status = server.rows(version.showBinlogStatus());
            Map<String, String> first = status.isEmpty() ? Map.of() : status.get(0);
            Set<String> logged = databases(first.get("Binlog_Do_DB"));
            Set<String> ignored = databases(first.get("Binlog_Ignore_DB"));
            for (String database : routedDatabases(routes)) {
                if (ignored.contains(database) || !logged.isEmpty() && !logged.contains(database)) {
                    findings.add(
                            Finding.fault(
                                    "binlog filters",
                                    "leave out database " + database + ", which table files want",
                                    "remove binlog_do_db and binlog_ignore_db from the server's configuration, or the table files"));
                }
            }
        } catch (DeniedException e) {
            missing("REPLICATION CLIENT", "without it neither the binlog's end nor its filters can be seen");
        }
    }

    private static Set<String> databases(@Nullable String list) {
        return Arrays.stream((list == null ? "" : list).split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private List<String> routedDatabases(Routes routes) throws SQLException {
        List<String> routed = new ArrayList<>();
        for (RoutedTable table : RoutedTable.list(server.connection(), routes)) {
            if (!routed.contains(table.id().database())) {
                routed.add(table.id().database());
            }
        }
        return routed;
    }

    private void missing(String privilege, String why) {
        findings.add(Finding.fault(
                "privilege " + privilege,
                "is missing for " + source.username(),
                "GRANT " + privilege + " ON *.* TO the account: " + why));
    }

    /** A replica that does not write what it applies has a binlog without the application's changes. */
    private void replicaOf() throws SQLException {
        String writes =
                variables.getOrDefault("log_replica_updates", variables.getOrDefault("log_slave_updates", "ON"));
        if (writes.equalsIgnoreCase("ON")) {
            return;
        }
        try {
            if (!server.rows(version.showReplicaStatus()).isEmpty()) {
                findings.add(Finding.fault(
                        "log_replica_updates",
                        "is " + writes + " on a replica",
                        "switch it on and restart the server: its binlog lacks everything that it replicates"));
            }
        } catch (DeniedException e) {
            // the same privilege as for the binlog's status, which has reported it
        }
    }
}
