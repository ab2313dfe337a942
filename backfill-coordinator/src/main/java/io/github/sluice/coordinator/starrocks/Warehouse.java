package io.github.sluice.coordinator.starrocks;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.CreateTable;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.plan.TargetDiff;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.verify.JdbcRows;
import io.github.sluice.coordinator.verify.RowReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * StarRocks over its MySQL port: what stands there, DDL, counts, rows. Every call opens a connection of its own, because
 * minutes lie between them. Thread-safe.
 */
public final class Warehouse implements TargetServer {
    private final StarRocks settings;

    public Warehouse(StarRocks settings) {
        this.settings = settings;
    }

    /** {@code database.table}. */
    @Override
    public String fullName(String table) {
        return settings.database() + "." + table;
    }

    /** Creates the database if it is missing; an account that may not create one is enough where it is there. */
    @Override
    public void createDatabase() {
        boolean there = query(
                "SELECT SCHEMA_NAME FROM information_schema.schemata WHERE SCHEMA_NAME = ?",
                ResultSet::next,
                settings.database());
        if (there) {
            return;
        }
        execute("CREATE DATABASE IF NOT EXISTS " + CreateTable.quote(settings.database()));
    }

    /** Column names of a table in their order; empty when there is no such table. */
    @Override
    public List<String> columns(String table) {
        return query(
                "SELECT COLUMN_NAME FROM information_schema.columns WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
                        + " ORDER BY ORDINAL_POSITION",
                rows -> {
                    List<String> names = new ArrayList<>();
                    while (rows.next()) {
                        names.add(rows.getString(1));
                    }
                    return names;
                },
                settings.database(),
                table);
    }

    /** The columns of a table in their order, as DESC shows them; empty when there is no such table. */
    public List<TargetDiff.Standing> standing(String table) {
        if (columns(table).isEmpty()) {
            return List.of();
        }
        return query("DESC " + quoted(table), rows -> {
            List<TargetDiff.Standing> standing = new ArrayList<>();
            while (rows.next()) {
                standing.add(new TargetDiff.Standing(
                        rows.getString("Field"),
                        rows.getString("Type"),
                        rows.getString("Null").equalsIgnoreCase("YES"),
                        rows.getString("Key").equalsIgnoreCase("true")));
            }
            return standing;
        });
    }

    @Override
    public long count(String table) {
        return query("SELECT COUNT(*) FROM " + quoted(table), rows -> rows.next() ? rows.getLong(1) : 0);
    }

    /**
     * The greatest value of a column, as the server writes it.
     *
     * @param database null for that of the settings
     * @return empty where no row has a value
     */
    public Optional<String> newest(@Nullable String database, String table, String column) {
        String name =
                CreateTable.quote(database == null ? settings.database() : database) + "." + CreateTable.quote(table);
        return query("SELECT MAX(" + CreateTable.quote(column) + ") FROM " + name, Warehouse::text);
    }

    /** The same of the rows of a table of the settings' database that have this text in another column. */
    public Optional<String> newestOf(String table, String column, String where, String value) {
        return query(
                "SELECT MAX(" + CreateTable.quote(column) + ") FROM " + quoted(table) + " WHERE "
                        + CreateTable.quote(where) + " = ?",
                Warehouse::text,
                value);
    }

    private static Optional<String> text(ResultSet rows) throws SQLException {
        byte[] value = rows.next() ? rows.getBytes(1) : null;
        return value == null ? Optional.empty() : Optional.of(new String(value, StandardCharsets.UTF_8));
    }

    /** Of the table's tablet that has most versions; empty if there is none. See {@link TabletVersions}. */
    OptionalLong mostVersions(String table) {
        // in two questions: a backend lists the tablets of one table only if it is told its number
        OptionalLong id = number(
                "SELECT TABLE_ID FROM information_schema.tables_config WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?",
                settings.database(),
                table);
        return id.isEmpty()
                ? id
                : number("SELECT MAX(NUM_VERSION) FROM information_schema.be_tablets WHERE TABLE_ID = "
                        + id.getAsLong());
    }

    /** The first column of the first row; empty if there is none, or NULL. */
    private OptionalLong number(String sql, String... parameters) {
        return query(
                sql,
                rows -> {
                    if (!rows.next()) {
                        return OptionalLong.empty();
                    }
                    long found = rows.getLong(1);
                    return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(found);
                },
                parameters);
    }

    @Override
    public void create(String statement) {
        execute(statement.strip().replaceAll(";$", ""));
    }

    @Override
    public void truncate(String table) {
        execute("TRUNCATE TABLE " + quoted(table));
    }

    /** All rows of the table, in wire values. */
    @Override
    public RowReader rows(TableSpec spec) {
        String sql = select(spec);
        return new RowReader() {
            @Override
            public String place() {
                return "StarRocks " + fullName(spec.target());
            }

            @Override
            public void read(RowSink sink) {
                try (Connection connection = connect()) {
                    JdbcRows.stream(connection, sql, spec.schema(), sink);
                } catch (SQLException e) {
                    throw unknown("reading " + fullName(spec.target()), e);
                }
            }
        };
    }

    /**
     * Some rows of the table, in wire values.
     *
     * @param rest what follows the table's name: WHERE, ORDER BY, LIMIT
     * @param parameters of {@code rest}, as {@link io.github.sluice.coordinator.verify.RowCursor} takes them
     */
    public void rows(TableSpec spec, String rest, List<?> parameters, RowReader.RowSink sink) {
        try (Connection connection = connect()) {
            JdbcRows.stream(connection, select(spec) + " " + rest, parameters, spec.schema(), sink);
        } catch (SQLException e) {
            throw unknown("reading " + fullName(spec.target()), e);
        }
    }

    private String select(TableSpec spec) {
        String columns = spec.columns().stream()
                .map(column -> CreateTable.quote(column.name()))
                .collect(java.util.stream.Collectors.joining(", "));
        return "SELECT " + columns + " FROM " + quoted(spec.target());
    }

    private String quoted(String table) {
        return CreateTable.quote(settings.database()) + "." + CreateTable.quote(table);
    }

    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> T query(String sql, Reading<T> reading, String... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reading.of(rows);
            }
        } catch (SQLException e) {
            throw unknown(sql, e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (lost(e)) {
                throw unknown(firstLine(sql), e);
            }
            throw new Failure(
                    ExitCode.TARGET_REFUSED, "StarRocks refused: " + firstLine(sql) + " ...: " + e.getMessage(), e);
        }
    }

    /** A connection without a database; the caller closes it. */
    public Connection connect() {
        Properties properties = new Properties();
        properties.setProperty("user", settings.credentials().username());
        properties.setProperty("password", References.password(settings.credentials()));
        properties.setProperty("connectTimeout", "10000");
        properties.setProperty("characterEncoding", "UTF-8");
        try {
            return DriverManager.getConnection("jdbc:mysql://" + settings.query() + "/", properties);
        } catch (SQLException e) {
            String what = "connecting as " + settings.credentials().username();
            if (String.valueOf(e.getSQLState()).startsWith("28")) {
                throw new Failure(
                        ExitCode.USAGE, "StarRocks " + settings.query() + ": " + what + ": " + e.getMessage(), e);
            }
            throw unknown(what, e);
        }
    }

    /** SQLSTATE class 08 is a connection that never was or no longer is. */
    private static boolean lost(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("08");
    }

    private Failure unknown(String what, SQLException e) {
        return new Failure(ExitCode.UNKNOWN, "StarRocks " + settings.query() + ": " + what + ": " + e.getMessage(), e);
    }

    private static String firstLine(String sql) {
        return sql.lines().findFirst().orElse("");
    }
}
