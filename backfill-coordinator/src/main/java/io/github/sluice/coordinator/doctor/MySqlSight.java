package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.PhysicalTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at one MySQL by SHOW and SELECT alone. One thread. */
final class MySqlSight {
    private static final int NETWORK_LIMIT_MS = 30_000;

    private final SluiceSettings settings;
    private final Source source;
    private final MySqlSource mysql;
    private final List<Table> tables;

    /** @param tables of the run; those that can't be in this MySQL are left out */
    MySqlSight(SluiceSettings settings, Source source, List<Table> tables) {
        this.settings = settings;
        this.source = source;
        this.mysql = new MySqlSource(source);
        this.tables = tables.stream()
                .filter(table -> table.source().sources().isEmpty()
                        || table.source().sources().contains(source.name()))
                .toList();
    }

    /** What was seen: facts, of which {@link MySqlSights} knows the forecast and what is missing, and the tables. */
    record View(MySqlFacts facts, Seen<Map<Table, List<PhysicalTable>>> found) {}

    /** @throws io.github.sluice.coordinator.Failure if it can't be reached */
    View look() throws SQLException {
        try (Connection connection = mysql.connect()) {
            connection.setNetworkTimeout(Runnable::run, NETWORK_LIMIT_MS);
            Map<String, String> variables = new HashMap<>();
            for (Map<String, String> row : rows(connection, "SHOW GLOBAL VARIABLES")) {
                variables.put(String.valueOf(row.get("variable_name")).toLowerCase(Locale.ROOT), row.get("value"));
            }
            List<String> grants = new ArrayList<>();
            for (Map<String, String> row : rows(connection, "SHOW GRANTS")) {
                grants.add(row.values().iterator().next().toUpperCase(Locale.ROOT) + " ");
            }
            Streamer streamer = settings.streamer();
            Seen<Map<Table, List<PhysicalTable>>> found = Seen.by(this::physical);
            MySqlFacts facts = new MySqlFacts(
                    streamer != null,
                    one(connection, "SELECT VERSION()"),
                    variables,
                    grants,
                    Optional.ofNullable(streamer == null ? null : streamer.binlogRetention()),
                    Optional.empty(),
                    source.timeZone(),
                    serverZone(connection),
                    Seen.not(""),
                    then(found, all -> unreadable(connection, all)),
                    then(found, MySqlSight::keyless),
                    then(found, all -> zeroDates(connection, all)),
                    then(found, MySqlSight::charsets),
                    then(found, MySqlSight::sameLetters),
                    Seen.by(() -> replicaLag(connection)),
                    Seen.by(() -> rows(connection, "XA RECOVER").size()),
                    Seen.by(() -> clockAhead(connection)));
            return new View(facts, found);
        }
    }

    private Map<Table, List<PhysicalTable>> physical() {
        List<PhysicalTable> all =
                mysql.tables(tables.stream().map(Table::source).toList());
        Map<Table, List<PhysicalTable>> byTable = new LinkedHashMap<>();
        for (Table table : tables) {
            byTable.put(
                    table,
                    all.stream()
                            .filter(one -> table.source().matches(one.source(), one.database(), one.name()))
                            .toList());
        }
        return byTable;
    }

    private interface Step<T> {
        T of(Map<Table, List<PhysicalTable>> tables) throws SQLException;
    }

    private static <T> Seen<T> then(Seen<Map<Table, List<PhysicalTable>>> found, Step<T> step) {
        Map<Table, List<PhysicalTable>> tables = found.value();
        return tables == null ? Seen.not(found.trouble()) : Seen.by(() -> step.of(tables));
    }

    private static List<String> keyless(Map<Table, List<PhysicalTable>> tables) {
        List<String> keyless = new ArrayList<>();
        tables.forEach((table, shards) -> shards.stream()
                .filter(shard -> shard.primaryKey().isEmpty()
                        && (table.key().isEmpty() || shard.uniqueKeys().isEmpty()))
                .forEach(shard -> keyless.add(shard.fullName())));
        return keyless;
    }

    private static Map<String, Integer> charsets(Map<Table, List<PhysicalTable>> tables) {
        Map<String, Integer> charsets = new TreeMap<>();
        tables.values()
                .forEach(shards -> shards.forEach(shard -> shard.columns().forEach(column -> {
                    String charset = column.charset();
                    if (charset != null) {
                        charsets.merge(charset, 1, Integer::sum);
                    }
                })));
        return charsets;
    }

    private static List<String> sameLetters(Map<Table, List<PhysicalTable>> tables) {
        Map<String, String> seen = new HashMap<>();
        List<String> pairs = new ArrayList<>();
        tables.values()
                .forEach(shards -> shards.forEach(shard -> {
                    String other = seen.putIfAbsent(shard.fullName().toLowerCase(Locale.ROOT), shard.fullName());
                    if (other != null && !other.equals(shard.fullName())) {
                        pairs.add(other + "/" + shard.fullName());
                    }
                }));
        return pairs;
    }

    /** The first shard of each logical table in each database stands for those beside it. */
    private static List<String> unreadable(Connection connection, Map<Table, List<PhysicalTable>> tables) {
        List<String> unreadable = new ArrayList<>();
        for (List<PhysicalTable> shards : tables.values()) {
            Map<String, PhysicalTable> first = new LinkedHashMap<>();
            shards.forEach(shard -> first.putIfAbsent(shard.database(), shard));
            for (PhysicalTable shard : first.values()) {
                try {
                    rows(
                            connection,
                            "SELECT * FROM " + MySqlSource.quote(shard.database()) + "."
                                    + MySqlSource.quote(shard.name()) + " LIMIT 0");
                } catch (SQLException e) {
                    unreadable.add(shard.fullName() + ": " + Seen.text(e));
                }
            }
        }
        return unreadable;
    }

    private static List<String> zeroDates(Connection connection, Map<Table, List<PhysicalTable>> tables)
            throws SQLException {
        List<String> wanted = new ArrayList<>();
        tables.values().forEach(shards -> shards.forEach(shard -> wanted.add(shard.database() + "." + shard.name())));
        List<String> columns = new ArrayList<>();
        for (Map<String, String> row : rows(
                connection,
                "SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS t, COLUMN_NAME AS c FROM information_schema.COLUMNS"
                        + " WHERE DATA_TYPE IN ('date', 'datetime', 'timestamp') AND COLUMN_DEFAULT LIKE '0000-00-00%'")) {
            if (wanted.contains(row.get("t"))) {
                columns.add(row.get("t") + "." + row.get("c"));
            }
        }
        return columns;
    }

    /** A replica whose lag nobody knows has stopped. */
    private static Optional<Long> replicaLag(Connection connection) throws SQLException {
        List<Map<String, String>> status;
        try {
            status = rows(connection, "SHOW REPLICA STATUS");
        } catch (SQLException older) {
            if (older.getErrorCode() != 1064) {
                throw older;
            }
            status = rows(connection, "SHOW SLAVE STATUS");
        }
        if (status.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> row = status.get(0);
        String behind = row.getOrDefault("seconds_behind_source", row.getOrDefault("seconds_behind_master", ""));
        return Optional.of(behind.matches("\\d{1,18}") ? Long.parseLong(behind) : Long.MAX_VALUE);
    }

    private static Duration clockAhead(Connection connection) throws SQLException {
        long before = System.currentTimeMillis();
        double seconds = Double.parseDouble(one(connection, "SELECT UNIX_TIMESTAMP(NOW(6))"));
        return Clocks.ahead(seconds, before, System.currentTimeMillis());
    }

    /** The server's offset from UTC now, as settings write one; empty where its zone's rules are not loaded. */
    private static String serverZone(Connection connection) throws SQLException {
        String minutes = one(
                connection,
                "SELECT TIMESTAMPDIFF(MINUTE, t, CONVERT_TZ(t, '+00:00', @@GLOBAL.time_zone))"
                        + " FROM (SELECT UTC_TIMESTAMP() AS t) AS now_utc");
        if (minutes.isEmpty()) {
            return "";
        }
        int offset = Integer.parseInt(minutes);
        return String.format("%s%02d:%02d", offset < 0 ? "-" : "+", Math.abs(offset) / 60, Math.abs(offset) % 60);
    }

    private static String one(Connection connection, String query) throws SQLException {
        List<Map<String, String>> rows = rows(connection, query);
        return rows.isEmpty() ? "" : rows.get(0).values().iterator().next();
    }

    /** Rows, columns by their lower-case label; NULL is empty. */
    static List<Map<String, String>> rows(Connection connection, String query) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                Map<String, String> one = new LinkedHashMap<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    @Nullable String value = row.getString(i);
                    one.put(row.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), value == null ? "" : value);
                }
                rows.add(one);
            }
        }
        return rows;
    }
}
