package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guarantee: many tables cost a short start and little memory. {@code -Dtables=5274} is the size of the promise. */
@Timeout(900)
class StreamManyTablesIT {
    private static final MySqlServer MYSQL = SharedServers.mysql();
    private static final int TABLES = Integer.getInteger("tables", 280);
    private static final int LOGICAL = 56;

    @Test
    void manyTablesAreReadySoonAndAllFlow(@TempDir Path folder) throws SQLException {
        StreamRig.createAccount(MYSQL);
        String database = SharedServers.database(StreamManyTablesIT.class);
        String topic = SharedServers.topic(StreamManyTablesIT.class);
        WideTable.create(MYSQL, database + ".t0_0");
        each(database, i -> i == 0 ? "DO 0" : "CREATE TABLE " + name(i) + " LIKE t0_0");
        try (StreamRig rig = new StreamRig(folder, topic, SharedServers.kafka(), MYSQL)) {
            rig.log.createTopic(topic, 2);
            for (int i = 0; i < LOGICAL; i++) {
                rig.tableFile(
                        "t" + i,
                        topic,
                        database + "\\.t" + i + "_\\d+",
                        WideTable.mapping(),
                        Map.of("need_table", true, "key_columns", List.of("table_name", "id")));
            }
            long began = System.nanoTime();
            try (StreamerProcess streamer = StreamerProcess.start(rig, "256m")) {
                StreamPosition ready =
                        rig.awaitPosition("all are routed", at -> at.tables().size() == LOGICAL);
                Duration wall = Duration.ofNanos(System.nanoTime() - began);
                Duration cpu = streamer.cpu();
                each(
                        database,
                        i -> "INSERT INTO " + name(i)
                                + " (Id, CompanyId, Qty, Price, CreateTime) VALUES (1, 1, 1, 1, '2025-01-01')");
                rig.awaitLevel(MYSQL);
                System.out.printf(
                        "%d tables in %d files: ready after %d ms and %d CPU ms; peak %d MB%n",
                        TABLES, LOGICAL, wall.toMillis(), cpu.toMillis(), streamer.peakMegabytes());
                assertThat(ready.tables().values()).allMatch(table -> table.stopped() == null);
                // wall time is the machine's; half of the 30 s of the promise, on one core
                assertThat(cpu).isLessThan(Duration.ofSeconds(15));
                streamer.stop();
            }
            assertThat(rig.log.census(topic)).isEqualTo(new StreamLog.Census(TABLES, TABLES));
        }
    }

    private interface Sql {
        String of(int table);
    }

    private static void each(String database, Sql sql) throws SQLException {
        try (Connection connection = MYSQL.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("USE " + database);
            for (int i = 0; i < TABLES; i++) {
                statement.execute(sql.of(i));
            }
        }
    }

    private static String name(int table) {
        return "t" + table % LOGICAL + "_" + table / LOGICAL;
    }
}
