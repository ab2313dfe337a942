package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sluice.testbed.connect.ConnectWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * StarRocks' official connector with our transform, under its published name, on one plugin.path: both folders side by side.
 *
 * <p>The official connector is in no package registry. Build it and give the folder that holds its plugin folder:
 * {@code -Dstarrocks.connector.plugins=DIR}; without it this test is skipped.
 */
@Timeout(300)
final class OfficialConnectorIT {
    private static final String FOLDER = "starrocks.connector.plugins";
    private static final int ROWS = 20_000;
    private Path official;

    @BeforeEach
    void given() {
        String folder = System.getProperty(FOLDER, "");
        assumeTrue(
                !folder.isEmpty(), "give the folder of the official connector's plugin folder: -D" + FOLDER + "=DIR");
        official = Path.of(folder).toAbsolutePath();
        assertThat(Files.isDirectory(official)).as(FOLDER + "=" + folder).isTrue();
    }

    /** inventory #46, #48, #49 */
    @Test
    void anEncryptedTopicIsLoadedByTheOfficialConnectorThroughOurTransform() throws Exception {
        try (ConnectBench bench = new ConnectBench(OfficialConnectorIT.class)) {
            ConnectWorker worker = bench.startWorker(
                    Map.of("plugin.path", official + "," + ConnectBench.PLUGINS, "plugin.discovery", "hybrid_warn"));
            bench.topic("official", 3);
            bench.sql(
                    "CREATE TABLE d.orders (id bigint NOT NULL, amount decimal(38,10) NULL, big largeint NULL, f double NULL,"
                            + " note varchar(400) NULL, ok boolean NULL, j json NULL) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)");
            for (int i = 0; i < ROWS; i++) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("id", i);
                row.put(
                        "amount",
                        new java.math.BigDecimal(i + ".1234567890")); // a JSON number, as the first post's writer sends
                row.put(
                        "big",
                        new java.math.BigInteger("170141183460469231731687303715884000000")
                                .add(java.math.BigInteger.valueOf(i)));
                row.put("f", i / 8.0);
                row.put("note", i % 7 == 0 ? null : "中文 😀 \t\n\"\\ " + i);
                row.put("ok", i % 2 == 0);
                row.put("j", Map.of("k", i));
                row.put("__op", 0);
                bench.send("official", i % 3, bench.seal(row));
            }
            for (int i = 0; i < 300; i++) {
                bench.send("official", i % 3, bench.seal(Map.of("id", i, "__op", 1)));
            }
            bench.flush();

            Map<String, String> config = bench.config("official");
            config.keySet().removeIf(key -> key.startsWith("sluice.") || key.equals("starrocks.query.url"));
            config.put("connector.class", "com.starrocks.connector.kafka.StarRocksSinkConnector");
            config.put("transforms.decrypt.type", "com.starrocks.connector.kafka.transforms.DecryptJsonTransformation");
            config.remove("transforms.decrypt.secret.key.ref");
            config.put("transforms.decrypt.secret.key", "${env:SLUICE_KEY}");
            config.put("starrocks.topic2table.map", "official:orders");
            config.put("bufferflush.intervalms", "1000");
            config.put("connect.timeoutms", "5000");
            config.put("sink.properties.format", "json");
            config.put("sink.properties.strip_outer_array", "true");
            config.put("sink.properties.strict_mode", "true");
            config.put("sink.properties.max_filter_ratio", "0");
            config.put("sink.properties.ignore_json_size", "true");
            config.put("sink.properties.columns", "id,amount,big,f,note,ok,jt,__op,j=parse_json(jt)");
            config.put(
                    "sink.properties.jsonpaths",
                    "[\"$.id\",\"$.amount\",\"$.big\",\"$.f\",\"$.note\",\"$.ok\",\"$.j\",\"$.__op\"]");
            bench.create(worker, "official", config);

            for (int partition = 0; partition < 3; partition++) {
                long records = ROWS / 3 + (partition < ROWS % 3 ? 1 : 0) + 100;
                bench.awaitCommitted("official", "official", partition, records);
            }
            assertThat(bench.rows("SELECT count(*), min(id), max(id) FROM d.orders"))
                    .containsExactly((ROWS - 300) + "|300|" + (ROWS - 1));
            assertThat(bench.rows("SELECT * FROM d.orders WHERE id IN (12345, 12348) ORDER BY id"))
                    .containsExactly(
                            "12345|12345.1234567890|170141183460469231731687303715884012345|1543.125|中文 😀 \t\n\"\\ 12345|0|{\"k\": 12345}",
                            "12348|12348.1234567890|170141183460469231731687303715884012348|1543.5|null|1|{\"k\": 12348}");
            assertThat(bench.taskState(worker, "official")).isEqualTo("RUNNING");
        }
    }

    /** What cannot be decrypted stops the official connector's task, too (inventory #179). */
    @Test
    void theOfficialConnectorStopsAtWhatCannotBeDecrypted() throws Exception {
        try (ConnectBench bench = new ConnectBench(OfficialConnectorIT.class)) {
            ConnectWorker worker = bench.startWorker(
                    Map.of("plugin.path", official + "," + ConnectBench.PLUGINS, "plugin.discovery", "hybrid_warn"));
            bench.topic("official_bad", 1);
            bench.versionsTable("official_bad");
            bench.sendVersions("official_bad", 0, 3, 10);
            Map<String, String> config = bench.config("official_bad");
            config.keySet().removeIf(key -> key.startsWith("sluice.") || key.equals("starrocks.query.url"));
            config.put("connector.class", "com.starrocks.connector.kafka.StarRocksSinkConnector");
            config.put("transforms.decrypt.secret.key.ref", "env:WRONG_KEY");
            config.put("bufferflush.intervalms", "1000");
            config.put("connect.timeoutms", "5000");
            config.put("sink.properties.strip_outer_array", "true");
            bench.create(worker, "official-bad", config);

            assertThat(bench.awaitFailure(worker, "official-bad"))
                    .contains("topic official_bad, partition 0, offset 0: cannot be decrypted");
            assertThat(bench.versions("official_bad")).isEmpty();
        }
    }
}
