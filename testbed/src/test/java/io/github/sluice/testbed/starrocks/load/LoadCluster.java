package io.github.sluice.testbed.starrocks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import io.github.sluice.testbed.starrocks.catalog.KeyModel;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A stand-in with database {@code d}, its tables made and read through its SQL port by mysql-connector-j. */
final class LoadCluster implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final StarRocksStandIn standIn;
    final Cluster cluster;
    final LoadFront front;
    private final Connection sql;

    private LoadCluster(StarRocksStandIn standIn) throws SQLException {
        this.standIn = standIn;
        this.cluster = standIn.cluster();
        this.front = standIn.http();
        this.sql = DriverManager.getConnection(
                "jdbc:mysql://" + standIn.query() + "/", standIn.username(), standIn.password());
        sql("CREATE DATABASE d");
    }

    static LoadCluster start() {
        return start(LoadOptions.defaults());
    }

    static LoadCluster start(LoadOptions options) {
        return start(options, StandInOptions.defaults());
    }

    static LoadCluster start(LoadOptions options, StandInOptions standIn) {
        StarRocksStandIn started = StarRocksStandIn.start(SharedServers.mysql(), standIn, options);
        try {
            return new LoadCluster(started);
        } catch (SQLException e) {
            started.close();
            throw new AssertionError(e);
        }
    }

    /** Executes a statement on the SQL port. */
    void sql(String statement) {
        try (Statement s = sql.createStatement()) {
            s.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    /** Creates a primary-key table in {@code d}; each column is {@code name type [key] [not null] [default 'x']}. */
    TableModel table(String name, String... columns) {
        return table(KeyModel.PRIMARY, name, columns);
    }

    TableModel table(KeyModel model, String name, String... columns) {
        List<String> definitions = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (String column : columns) {
            int blank = column.indexOf(' ');
            String quoted = "`" + column.substring(0, blank) + "`";
            String rest = column.substring(blank);
            if (rest.endsWith(" key")) {
                keys.add(quoted);
                rest = rest.substring(0, rest.length() - 4) + " NOT NULL";
            }
            definitions.add(quoted + rest);
        }
        String key = "(" + String.join(", ", keys) + ")";
        sql("CREATE TABLE d.`" + name + "` (" + String.join(", ", definitions) + ") " + model + " KEY" + key
                + " DISTRIBUTED BY HASH" + key + " BUCKETS 1 PROPERTIES (\"replication_num\" = \"1\")");
        return cluster.catalog().table("d", name);
    }

    /** The table's visible rows as {@code a|b|NULL}, ordered by the first column; the text is that of the wire. */
    List<String> rows(TableModel table) throws SQLException {
        String first = table.columns().get(0).name();
        return select("SELECT * FROM d.`" + table.name() + "` ORDER BY `" + first + "`");
    }

    /** Rows of a query on the SQL port. */
    List<String> select(String query) throws SQLException {
        return rows(sql, query);
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    byte[] text = result.getBytes(i);
                    values.add(text == null ? "NULL" : new String(text, StandardCharsets.UTF_8));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        }
    }

    /** A client of the frontend as root. */
    LoadClient client() {
        return new LoadClient(front.feHttp(), "root", "");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        try {
            sql.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        } finally {
            standIn.close();
        }
    }
}
