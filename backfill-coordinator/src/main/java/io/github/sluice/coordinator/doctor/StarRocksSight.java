package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.doctor.StarRocksFacts.Backend;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.plan.TargetDiff;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.Warehouse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at StarRocks by SHOW and SELECT alone, and opens connections to the ports of frontends and backends. One thread. */
final class StarRocksSight {
    private static final int NETWORK_LIMIT_MS = 30_000;

    private final StarRocks settings;
    private final List<Table> tables;
    private final Planner planner;
    private final Warehouse warehouse;

    StarRocksSight(SluiceSettings settings, List<Table> tables, Planner planner) {
        this.settings = settings.starrocksOrRefuse();
        this.tables = tables;
        this.planner = planner;
        this.warehouse = new Warehouse(this.settings);
    }

    /** @throws io.github.sluice.coordinator.Failure if the SQL port can't be reached */
    StarRocksFacts look() throws SQLException {
        try (Connection connection = warehouse.connect()) {
            connection.setNetworkTimeout(Runnable::run, NETWORK_LIMIT_MS);
            Seen<List<Map<String, String>>> backends = Seen.by(() -> MySqlSight.rows(connection, "SHOW BACKENDS"));
            Seen<Boolean> database = Seen.by(() -> MySqlSight.rows(connection, "SHOW DATABASES").stream()
                    .anyMatch(row -> row.containsValue(settings.database())));
            return new StarRocksFacts(
                    MySqlSight.rows(connection, "SELECT current_version()")
                            .get(0)
                            .values()
                            .iterator()
                            .next(),
                    silent(settings.http()),
                    database,
                    Seen.by(() -> MySqlSight.rows(connection, "SHOW GRANTS").stream()
                            .map(row -> row.getOrDefault("grants", "").toUpperCase(Locale.ROOT))
                            .toList()),
                    settings.credentials().username().equals("root"),
                    Boolean.FALSE.equals(database.value()) ? Seen.of(Map.of()) : Seen.by(() -> others(connection)),
                    Seen.by(() -> labelKeep(connection)),
                    backends.value() == null
                            ? Seen.not(backends.trouble())
                            : Seen.of(backends.value().stream()
                                    .map(StarRocksSight::backend)
                                    .toList()),
                    settings.replicationNum(),
                    backends.value() == null
                            ? Seen.not(backends.trouble())
                            : Seen.of(silent(backends.value().stream()
                                    .map(row -> row.getOrDefault("ip", "") + ":" + row.getOrDefault("httpport", ""))
                                    .toList())),
                    Seen.by(() -> clockAhead(connection)));
        }
    }

    private static List<String> silent(List<String> addresses) {
        List<String> silent = new ArrayList<>();
        for (String address : addresses) {
            String plain = address.replaceFirst("^https?://", "");
            int colon = plain.lastIndexOf(':');
            try {
                KafkaSight.connect(plain.substring(0, colon), Integer.parseInt(plain.substring(colon + 1)));
            } catch (IOException | RuntimeException e) {
                silent.add(address + ": " + Seen.text(e));
            }
        }
        return silent;
    }

    /** A table that is not there yet is as it should be. */
    private Map<String, String> others(Connection connection) throws SQLException {
        Map<String, String> others = new LinkedHashMap<>();
        for (Table table : tables) {
            List<TargetDiff.Standing> standing = warehouse.standing(table.target());
            if (standing.isEmpty()) {
                continue;
            }
            List<Map<String, String>> created = MySqlSight.rows(
                    connection,
                    "SHOW CREATE TABLE `" + settings.database() + "`.`"
                            + table.target().replace("`", "``") + "`");
            if (!created.get(0)
                    .getOrDefault("create table", "")
                    .toUpperCase(Locale.ROOT)
                    .contains("PRIMARY KEY")) {
                others.put(table.target(), "no PRIMARY KEY");
                continue;
            }
            TableSpec spec = planner.describe(table);
            List<String> differences = TargetDiff.of(spec, settings.database(), standing);
            if (!differences.isEmpty()) {
                others.put(table.target(), differences.get(0).replaceFirst("^-- ", ""));
            }
        }
        return others;
    }

    private static long labelKeep(Connection connection) throws SQLException {
        List<Map<String, String>> found =
                MySqlSight.rows(connection, "ADMIN SHOW FRONTEND CONFIG LIKE 'label_keep_max_second'");
        return Long.parseLong(found.get(0).getOrDefault("value", ""));
    }

    private static Backend backend(Map<String, String> row) {
        String used = row.getOrDefault("maxdiskusedpct", "").replaceAll("[^0-9.]", "");
        return new Backend(
                row.getOrDefault("ip", ""),
                row.getOrDefault("alive", "").equals("true"),
                row.getOrDefault("systemdecommissioned", "").equals("true"),
                used.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(used) : -1);
    }

    private static Duration clockAhead(Connection connection) throws SQLException {
        long before = System.currentTimeMillis();
        String seconds = MySqlSight.rows(connection, "SELECT unix_timestamp()")
                .get(0)
                .values()
                .iterator()
                .next();
        // whole seconds: half of one is on the average cut off
        return Clocks.ahead(Double.parseDouble(seconds) + 0.5, before, System.currentTimeMillis());
    }
}
