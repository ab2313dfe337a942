package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee: a key is rotated while the streamer runs, every row opens, and the positions know of every record that was
 * ever sealed with either key, also after kill -9.
 */
@Timeout(180)
class StreamRotationIT {
    private static final MySqlServer MYSQL = SharedServers.mysql();

    @Test
    void aRotationStopsNothingAndIsNotForgotten(@TempDir Path folder) {
        StreamRig.createAccount(MYSQL);
        String database = SharedServers.database(StreamRotationIT.class);
        String topic = SharedServers.topic(StreamRotationIT.class);
        MYSQL.execute("CREATE TABLE " + database + ".t (id INT PRIMARY KEY)");
        AtomicInteger rows = new AtomicInteger();
        try (StreamRig rig = new StreamRig(folder, topic, SharedServers.kafka(), MYSQL)
                .envelope(StreamerSettings.Envelope.V2)
                .commitRows(20)) {
            rig.log.createTopic(topic, 2);
            rig.tableFile("t", topic, database + "\\.t", Map.of("id", "id"), Map.of("key_columns", List.of("id")));
            StreamerProcess streamer = StreamerProcess.start(rig, "128m");
            try {
                rig.awaitPosition("t is routed", at -> at.table("t") != null);
                String old = StreamRig.KEY.id();
                insert(database, rows);
                assertThat(rig.awaitLevel(MYSQL).keyUses()).containsOnlyKeys(old);

                String fresh = rig.rotate().active().id();
                Awaitility.await("rows sealed with the new key")
                        .atMost(StreamRig.LIMIT)
                        .pollInterval(Duration.ofMillis(300))
                        .until(() -> {
                            insert(database, rows);
                            return rig.log.everSealed(topic).containsKey(fresh);
                        });
                StreamPosition before = rig.awaitLevel(MYSQL);
                assertThat(before.keyUses()).containsOnlyKeys(old, fresh);
                assertCovered(before, rig.log.everSealed(topic));

                insert(database, rows);
                streamer.kill();
                insert(database, rows);
                streamer.close();
                streamer = StreamerProcess.start(rig, "128m");
                StreamPosition after = rig.awaitPosition(
                        "the next process",
                        at -> !at.writer().equals(before.writer())
                                && at.keyUses().get(fresh).starts() > 1);
                assertNotShrunk(before, after);
                StreamPosition end = rig.awaitLevel(MYSQL);
                assertNotShrunk(before, end);
                assertThat(end.keyUses().get(fresh).starts()).isGreaterThanOrEqualTo(2);
                assertCovered(end, rig.log.everSealed(topic));
                assertThat(rig.log.changes(topic))
                        .extracting(change -> ((Long) change.row().get("id")).intValue())
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, rows.get()).boxed().toList());
                streamer.stop();
            } finally {
                streamer.close();
            }
        }
    }

    private static void insert(String database, AtomicInteger rows) {
        for (int i = 0; i < 30; i++) {
            MYSQL.execute("INSERT INTO " + database + ".t VALUES (" + rows.getAndIncrement() + ")");
        }
    }

    private static void assertCovered(StreamPosition position, Map<String, Long> sealed) {
        sealed.forEach((id, records) ->
                assertThat(position.keyUses().get(id).records()).as("key " + id).isGreaterThanOrEqualTo(records));
    }

    private static void assertNotShrunk(StreamPosition before, StreamPosition after) {
        before.keyUses().forEach((id, use) -> {
            KeyUse now = after.keyUses().get(id);
            assertThat(now.records()).as("records of " + id).isGreaterThanOrEqualTo(use.records());
            assertThat(now.starts()).as("starts of " + id).isGreaterThanOrEqualTo(use.starts());
        });
    }
}
