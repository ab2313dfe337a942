package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SourceTables;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** The source MySQL: its catalogue, and connections that deliver every value as the DataX job's do. Thread-safe. */
public final class MySqlSource implements Catalogue {
    private static final List<String> SYSTEM_DATABASES =
            List.of("information_schema", "mysql", "performance_schema", "sys");

    private final Source settings;

    public MySqlSource(Source settings) {
        this.settings = settings;
    }

    /**
     * A connection in the session time zone of the DataX job, whose texts arrive in UTF-8 whatever the column's
     * character set. The caller closes it.
     */
    public Connection connect() {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.setProperty("user", settings.credentials().username());
        properties.setProperty("password", References.password(settings.credentials()));
        properties.setProperty("sessionVariables", timeZoneVariable(settings));
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("characterSetResults", "UTF-8");
        properties.setProperty("connectTimeout", "10000");
        try {
            return DriverManager.getConnection("jdbc:mysql://" + settings.address() + "/", properties);
        } catch (SQLException e) {
            throw new Failure(
                    // SQLSTATE class 28: the account is wrong, and will be wrong again
                    String.valueOf(e.getSQLState()).startsWith("28") ? ExitCode.USAGE : ExitCode.UNKNOWN,
                    "MySQL " + settings.address() + " cannot be reached as "
                            + settings.credentials().username() + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * The JDBC URL that DataX uses for a database. TLS is what the driver prefers unless {@code source.properties} say
     * otherwise; {@code tinyInt1isBit=false} keeps TINYINT(1) a number.
     */
    public static String dataxUrl(Source settings, String database) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("characterEncoding", "utf-8");
        parameters.put("tinyInt1isBit", "false");
        parameters.putAll(new TreeMap<>(settings.properties()));
        parameters.put("sessionVariables", timeZoneVariable(settings));
        List<String> pairs = new ArrayList<>();
        parameters.forEach((key, value) -> pairs.add(key + "=" + encode(value)));
        return "jdbc:mysql://" + settings.address() + "/" + encode(database) + "?" + String.join("&", pairs);
    }

    private static String timeZoneVariable(Source settings) {
        return "time_zone='" + settings.timeZone() + "'";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The tables that are wanted, in name order; MySQL's own are never among them. */
    @Override
    public List<PhysicalTable> tables(SourceTables wanted) {
        return tables(List.of(wanted));
    }

    /** The tables of several logical ones, in one reading of the catalogue. */
    @Override
    public List<PhysicalTable> tables(Collection<SourceTables> wanted) {
        return tables(
                (database, table) -> wanted.stream().anyMatch(one -> one.matches(settings.name(), database, table)));
    }

    private List<PhysicalTable> tables(BiPredicate<String, String> wanted) {
        try (Connection connection = connect()) {
            freshEstimates(connection);
            List<PhysicalTable> found = new ArrayList<>();
            for (String database : databases(connection)) {
                found.addAll(tables(connection, database, wanted));
            }
            return found;
        } catch (SQLException e) {
            throw new Failure(
                    ExitCode.UNKNOWN,
                    "MySQL " + settings.address() + ": catalogue cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** Whether it is a MariaDB, whose binlog is another one than MySQL's. */
    @Override
    public boolean isMariaDb() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION()")) {
            return row.next() && row.getString(1).contains("MariaDB");
        } catch (SQLException e) {
            throw new Failure(
                    ExitCode.UNKNOWN, "MySQL " + settings.address() + ": its version cannot be read: " + e, e);
        }
    }

    /** The time zone of sessions that ask for none. */
    public ServerZone zone() {
        try (Connection connection = connect()) {
            return ServerZone.of(connection);
        } catch (SQLException e) {
            throw new Failure(
                    ExitCode.UNKNOWN,
                    "MySQL " + settings.address() + ": its time zone cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /**
     * The longest value of a text column in UTF-8 bytes, over all shards' rows.
     *
     * @return 0 for an empty table
     */
    @Override
    public long longestBytes(String database, String table, String column) {
        String sql = "SELECT MAX(LENGTH(CONVERT(" + quote(column) + " USING utf8mb4))) FROM " + quote(database) + "."
                + quote(table);
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw new Failure(
                    ExitCode.UNKNOWN, database + "." + table + ": length of " + column + " cannot be read: " + e, e);
        }
    }

    /** An identifier between back quotes. */
    public static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    /** A text literal, for either setting of NO_BACKSLASH_ESCAPES only when it holds no backslash. */
    public static String literal(String text) {
        if (text.indexOf('\\') >= 0) {
            throw new Failure(ExitCode.REFUSED, "a table or database name with a backslash is not supported: " + text);
        }
        return "'" + text.replace("'", "''") + "'";
    }

    /** MySQL 8 caches row estimates for a day; older servers do not know the variable. */
    private static void freshEstimates(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW VARIABLES LIKE 'information_schema_stats_expiry'")) {
            if (rows.next()) {
                statement.execute("SET SESSION information_schema_stats_expiry = 0");
            }
        }
    }

    private static List<String> databases(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY SCHEMA_NAME")) {
            while (rows.next()) {
                if (!SYSTEM_DATABASES.contains(rows.getString(1))) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** A table's name, comment and estimates. */
    private record Heading(String name, String comment, long rows, long bytes) {}

    private List<PhysicalTable> tables(Connection connection, String database, BiPredicate<String, String> wanted)
            throws SQLException {
        List<Heading> headings = headings(connection, database, wanted);
        if (headings.isEmpty()) {
            return List.of();
        }
        Map<String, Keys> keys = keys(connection, database);
        Map<String, List<SourceColumn>> columns = columns(connection, database);
        List<PhysicalTable> found = new ArrayList<>();
        for (Heading heading : headings) {
            Keys own = keys.getOrDefault(heading.name(), new Keys());
            found.add(new PhysicalTable(
                    settings.name(),
                    database,
                    heading.name(),
                    heading.comment(),
                    columns.getOrDefault(heading.name(), List.of()),
                    own.primary(),
                    own.unique(),
                    heading.rows(),
                    heading.bytes()));
        }
        return found;
    }

    /** System-versioned tables are MariaDB's; a SELECT of one gives its current rows. */
    private static List<Heading> headings(Connection connection, String database, BiPredicate<String, String> wanted)
            throws SQLException {
        List<Heading> headings = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT TABLE_NAME, TABLE_COMMENT, TABLE_ROWS, DATA_LENGTH FROM information_schema.TABLES"
                        + " WHERE TABLE_SCHEMA = ? AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')"
                        + " ORDER BY TABLE_NAME")) {
            select.setString(1, database);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (wanted.test(database, rows.getString(1))) {
                        headings.add(
                                new Heading(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4)));
                    }
                }
            }
        }
        return headings;
    }

    private static Map<String, List<SourceColumn>> columns(Connection connection, String database) throws SQLException {
        Map<String, List<SourceColumn>> columns = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, CHARACTER_SET_NAME, COLUMN_COMMENT, EXTRA"
                        + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?"
                        + " ORDER BY TABLE_NAME, ORDINAL_POSITION")) {
            select.setString(1, database);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                            .add(SourceColumn.described(
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4).equals("YES"),
                                    rows.getString(5),
                                    rows.getString(6),
                                    Objects.requireNonNullElse(rows.getString(7), "")));
                }
            }
        }
        return columns;
    }

    /** The unique indexes of one table; an index over a prefix or an expression identifies no row for us. */
    private static final class Keys {
        private final Map<String, List<String>> byIndex = new LinkedHashMap<>();
        private final List<String> unusable = new ArrayList<>();

        List<String> primary() {
            return unusable.contains("PRIMARY") ? List.of() : byIndex.getOrDefault("PRIMARY", List.of());
        }

        List<List<String>> unique() {
            List<List<String>> all = new ArrayList<>();
            byIndex.forEach((index, columns) -> {
                if (!index.equals("PRIMARY") && !unusable.contains(index)) {
                    all.add(List.copyOf(columns));
                }
            });
            return all;
        }
    }

    private static Map<String, Keys> keys(Connection connection, String database) throws SQLException {
        Map<String, Keys> keys = new LinkedHashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART"
                        + " FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND NON_UNIQUE = 0"
                        + " ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX")) {
            select.setString(1, database);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Keys own = keys.computeIfAbsent(rows.getString(1), name -> new Keys());
                    String index = rows.getString(2);
                    String column = rows.getString(3);
                    if (column == null || rows.getString(4) != null) {
                        own.unusable.add(index);
                    }
                    own.byIndex
                            .computeIfAbsent(index, name -> new ArrayList<>())
                            .add(column == null ? "" : column);
                }
            }
        }
        return keys;
    }
}
