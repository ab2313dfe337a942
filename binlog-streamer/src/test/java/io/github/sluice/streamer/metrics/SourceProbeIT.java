package io.github.sluice.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sluice.streamer.metrics.Health.State;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.position.StreamPosition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The probe against a real server. */
@Timeout(60)
class SourceProbeIT {
    private final MySqlServer mysql = SharedServers.mysql();
    private final String database = SharedServers.database(SourceProbeIT.class);

    private Connection connect() throws Exception {
        return DriverManager.getConnection(mysql.jdbcUrl(""), mysql.username(), mysql.password());
    }

    private StreamPosition now() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
            row.next();
            return new StreamPosition(
                    "w",
                    "uuid",
                    row.getString("Executed_Gtid_Set"),
                    row.getString("File"),
                    row.getLong("Position"),
                    null,
                    Instant.now(),
                    Instant.now(),
                    0,
                    Map.of(),
                    Map.of());
        }
    }

    @Test
    void bytesAreCountedOverAllFilesAndTransactionsByTheirNames() throws Exception {
        mysql.execute("CREATE TABLE " + database + ".t (id INT PRIMARY KEY, filler VARCHAR(2000))");
        StreamPosition position = now();
        try (Connection connection = connect()) {
            assertThat(SourceProbe.isAhead(connection, position.gtidSet())).isFalse();
            assertThat(SourceProbe.bytesBehind(connection, position.file(), position.position()))
                    .isZero();

            mysql.execute("FLUSH BINARY LOGS");
            assertThat(SourceProbe.isAhead(connection, position.gtidSet()))
                    .as("a fresh file is nothing new")
                    .isFalse();

            mysql.execute("INSERT INTO " + database + ".t VALUES (1, REPEAT('x', 2000))");
            assertThat(SourceProbe.isAhead(connection, position.gtidSet())).isTrue();
            assertThat(SourceProbe.bytesBehind(connection, position.file(), position.position()))
                    .isBetween(2000.0, 10_000.0);
            assertThat(SourceProbe.bytesBehind(connection, "purged.000001", 4)).isNaN();
        }
    }

    @Test
    void aStreamThatStandsStillIsFoundStuck() throws Exception {
        StreamerStatus status = new StreamerStatus("shop", List.of("rds1"), Duration.ofMillis(300));
        SourceStatus source = status.source("rds1");
        source.connected("db:3306");
        source.committed(now(), 1);
        mysql.execute("CREATE DATABASE " + database + "_more");
        try (SourceProbe probe = new SourceProbe(
                status,
                (name, server) -> DriverManager.getConnection(mysql.jdbcUrl(""), mysql.username(), mysql.password()),
                Duration.ofMillis(50))) {
            assertThat(probe).isNotNull();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                source.idle(true); // the thread lives, and knows nothing of what the source has
                return source.health().state() == State.STUCK;
            });
            assertThat(source.health().lagBytes()).isPositive();
        }
    }
}
