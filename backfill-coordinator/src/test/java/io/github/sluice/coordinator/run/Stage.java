package io.github.sluice.coordinator.run;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Connect worker with the packaged sink, and one StarRocks stand-in, for all tests of a JVM. */
final class Stage {
    private static @Nullable Stage shared;

    final ConnectWorker connect;
    final StarRocksStandIn starrocks;

    private Stage() {
        starrocks = StarRocksStandIn.start(SharedServers.mysql(), StandInOptions.defaults());
        connect = ConnectWorker.start(
                Path.of("target", "testbed").toAbsolutePath(),
                SharedServers.kafka().bootstrapServers(),
                Path.of("..", "connect-plugins", "target", "connect")
                        .toAbsolutePath()
                        .normalize(),
                // drains are seen when offsets are committed
                Map.of("offset.flush.interval.ms", "1000"),
                Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            connect.close();
            starrocks.close();
        }));
    }

    static synchronized Stage shared() {
        if (shared == null) {
            shared = new Stage();
        }
        return shared;
    }

    /** Settings of the target half: no MySQL, no DataX. */
    String targetSections(String database) {
        return """
                connect:
                  url: %s
                  tasks: 2
                  properties: {bufferflush.intervalms: "200"}
                starrocks: {http: ["%s"], query: "%s", username: root, database: %s, replicationNum: 1, buckets: 2}
                """.formatted(connect.url(), starrocks.feHttp(), starrocks.query(), database);
    }

    Connection sql() throws SQLException {
        return DriverManager.getConnection("jdbc:mysql://" + starrocks.query() + "/", "root", "");
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = sql();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Every row, its columns as text with bars between. */
    List<String> all(String query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = sql();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    line.append(i == 1 ? "" : "|").append(rows.getString(i));
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /** The first column of the first row, as text. */
    String first(String query) throws SQLException {
        try (Connection connection = sql();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
        }
    }
}
