package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee: memory is bounded whatever one transaction holds. {@code -Drows=1000000} makes it the size of the promise;
 * {@code -Djit=full} lets the JVM compile as in production, so that the CPU time printed means something.
 */
@Timeout(900)
class StreamSizeIT {
    private static final MySqlServer MYSQL = SharedServers.mysql();
    private static final int ROWS = Integer.getInteger("rows", 120_000);
    private static final int HEAP_MEGABYTES = Integer.getInteger("heapMegabytes", 128);

    /** What a JVM takes beside its heap, with room. */
    private static final int BESIDE_THE_HEAP = 194;

    @Test
    void oneHugeTransactionGoesThroughASmallHeap(@TempDir Path folder) {
        StreamRig.createAccount(MYSQL);
        String database = SharedServers.database(StreamSizeIT.class);
        String topic = SharedServers.topic(StreamSizeIT.class);
        WideTable.create(MYSQL, database + ".wide");
        try (StreamRig rig = new StreamRig(folder, topic, SharedServers.kafka(), MYSQL).commitRows(2000)) {
            rig.log.createTopic(topic, 2);
            rig.tableFile("wide", topic, database + "\\.wide", WideTable.mapping(), Map.of());
            String[] options =
                    "full".equals(System.getProperty("jit")) ? new String[] {"-XX:TieredStopAtLevel=4"} : new String[0];
            try (StreamerProcess streamer = StreamerProcess.start(rig, HEAP_MEGABYTES + "m", options)) {
                rig.awaitPosition("wide is routed", at -> at.table("wide") != null);
                streamer.freeze();
                WideTable.fill(MYSQL, database + ".wide", ROWS);
                Duration before = streamer.cpu();
                long beganAt = System.nanoTime();
                streamer.resume();
                StreamPosition level = rig.awaitLevel(MYSQL);
                Duration cpu = streamer.cpu().minus(before);
                long wall = System.nanoTime() - beganAt;
                System.out.printf(
                        "%d rows of 24 columns: %.2f CPU s per 100,000 rows, %.0f rows per CPU s, %.0f rows/s, peak %d"
                                + " MB%n",
                        ROWS,
                        cpu.toMillis() / 1000.0 / ROWS * 100_000,
                        ROWS / (cpu.toMillis() / 1000.0),
                        ROWS / (wall / 1e9),
                        streamer.peakMegabytes());
                assertThat(level.partial()).isNull();
                assertThat(streamer.peakMegabytes()).isLessThan(HEAP_MEGABYTES + BESIDE_THE_HEAP);
                streamer.stop();
            }
            StreamLog.Census census = rig.log.census(topic);
            assertThat(census.records()).isEqualTo(ROWS);
            assertThat(census.keys()).isEqualTo(ROWS);
        }
    }
}
