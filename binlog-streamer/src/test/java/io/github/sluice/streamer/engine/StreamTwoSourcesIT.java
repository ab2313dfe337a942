package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.metrics.Health;
import io.github.sluice.streamer.metrics.StreamerStatus;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One streamer, two servers that know nothing of each other (inventory #58). */
@Timeout(300)
class StreamTwoSourcesIT {
    private static final String FIRST = "rds1";
    private static final String SECOND = "rds2";

    @Test
    void eachSourceFlowsIntoTheOneTableAndTheDeathOfOneIsNotTheOthers(@TempDir Path folder) throws Exception {
        String topic = SharedServers.topic(StreamTwoSourcesIT.class);
        try (MySqlServer first = MySqlServer.start(folder, "--server-id=1", "--performance-schema=OFF");
                MySqlServer second = MySqlServer.start(folder, "--server-id=1", "--performance-schema=OFF");
                StreamRig rig = new StreamRig(folder, topic, SharedServers.kafka(), first)) {
            for (MySqlServer server : List.of(first, second)) {
                StreamRig.createAccount(server);
                server.execute(
                        "CREATE DATABASE shop", "CREATE TABLE shop.orders (id BIGINT PRIMARY KEY, name VARCHAR(50))");
            }
            rig.log.createTopic(topic, 2);
            rig.tableFile(
                    "orders",
                    topic,
                    "shop\\.orders",
                    Map.of("id", "id", "name", "name"),
                    Map.of("source_column", "rds", "key_columns", List.of("rds", "id")));
            StreamerSettings settings = with(rig.settings(), SECOND, second);
            StreamerStatus status = new StreamerStatus(settings.name(), List.of(FIRST, SECOND), Duration.ofSeconds(60));
            try (TableFiles files = TableFiles.load(settings.tables(), Set.of(FIRST, SECOND))) {
                files.watch(Duration.ofMillis(100));
                StreamerEngine engine = new StreamerEngine(settings, files, status, StreamRig.QUICK);
                CompletableFuture<ExitCode> ended = CompletableFuture.supplyAsync(engine::run);
                try {
                    for (String source : List.of(FIRST, SECOND)) {
                        Awaitility.await(source + " routes the table")
                                .atMost(StreamRig.LIMIT)
                                .until(() -> {
                                    var position = status.source(source).position();
                                    return position != null && position.table("orders") != null;
                                });
                    }
                    first.execute("INSERT INTO shop.orders VALUES (1, 'of the first')");
                    second.execute("INSERT INTO shop.orders VALUES (1, 'of the second')");
                    awaitRows(rig, topic, "rds1 1 of the first", "rds2 1 of the second");

                    second.kill();
                    Awaitility.await("the loss is seen").atMost(StreamRig.LIMIT).until(() -> Set.of(
                                    Health.State.RECONNECTING, Health.State.UNREACHABLE)
                            .contains(status.source(SECOND).health().state()));
                    first.execute("UPDATE shop.orders SET name = 'goes on' WHERE id = 1");
                    awaitRows(rig, topic, "rds1 1 goes on", "rds2 1 of the second");
                    assertThat(status.source(FIRST).health().state()).isIn(Health.State.RUNNING, Health.State.IDLE);

                    second.restart();
                    second.execute("INSERT INTO shop.orders VALUES (2, 'after the restart')");
                    awaitRows(rig, topic, "rds1 1 goes on", "rds2 1 of the second", "rds2 2 after the restart");
                } finally {
                    engine.stop();
                }
                assertThat(ended.get(StreamRig.LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(ExitCode.DONE);
            }
            assertThat(rig.log.changes(topic)).as("nothing twice").hasSize(4);
        }
    }

    private static StreamerSettings with(StreamerSettings one, String name, MySqlServer server) {
        Source first = one.sources().get(0);
        Source second = new Source(
                name,
                List.of(new Host("127.0.0.1", server.port())),
                first.username(),
                first.passwordReference(),
                first.serverId() + 1,
                first.timeZone(),
                first.properties());
        return new StreamerSettings(
                one.file(),
                one.name(),
                List.of(first, second),
                one.kafka(),
                one.encryption(),
                one.tables(),
                one.positions(),
                one.http(),
                one.commit(),
                one.health(),
                one.log());
    }

    private static void awaitRows(StreamRig rig, String topic, String... rows) {
        Awaitility.await(String.join(", ", rows)).atMost(StreamRig.LIMIT).untilAsserted(() -> assertThat(
                        StreamLog.replayed(rig.log.changes(topic)).values())
                .extracting(row -> row.get("rds") + " " + row.get("id") + " " + row.get("name"))
                .containsExactlyInAnyOrder(rows));
    }
}
