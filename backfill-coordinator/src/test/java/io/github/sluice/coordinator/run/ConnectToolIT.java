package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.FrameSealer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyRing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice connect} at a real worker with the packaged sink. */
@Timeout(120)
class ConnectToolIT {
    private static final String SINK = "io.github.sluice.connect.StarRocksSinkConnector";
    private static final byte[] KEY = {1, 2, 3};

    @TempDir
    Path folder;

    private Stage stage;
    private House house;
    private String yaml;
    private String topic;
    private String database;
    private SluiceSettings settings;
    private KeyRing ring;

    @BeforeEach
    void start() throws Exception {
        stage = Stage.shared();
        house = new House(folder);
        database = house.database + "_ods";
        settings = house.settings(house.head() + stage.targetSections(database) + "tables: [{source: shop.orders}]\n");
        yaml = settings.file().toString();
        topic = house.run + "-rows";
        ring = KeyRing.fromReference(house.reference("key"), warning -> {});
        stage.execute(
                "CREATE DATABASE " + database,
                "CREATE TABLE " + database
                        + ".`orders` (id bigint NOT NULL) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)"
                        + " PROPERTIES('replication_num'='1')");
        try (Topics topics = new Topics(new KafkaClients(settings.kafka()))) {
            topics.create(topic, new Topics.Shape(2, 1, Map.of("cleanup.policy", "delete")));
        }
    }

    @AfterEach
    void remove() {
        sluice("delete", name("good"), name("bad"), name("hung"), "--yes");
    }

    private String name(String what) {
        return house.run + "/" + what;
    }

    private Spoken sluice(String verb, String... more) {
        List<String> line = new ArrayList<>(List.of("connect", verb, "-f", yaml, "--lang", "en"));
        line.addAll(List.of(more));
        return Spoken.of(line.toArray(new String[0]));
    }

    private String file(String what, String... keysAndValues) throws Exception {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("connector.class", SINK);
        config.put("tasks.max", 1);
        config.put("topics", topic);
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("transforms", "decrypt");
        config.put("transforms.decrypt.type", "io.github.sluice.connect.DecryptTransform");
        config.put("transforms.decrypt.secret.key.ref", house.reference("key"));
        config.put("starrocks.http.url", stage.starrocks.feHttp());
        config.put("starrocks.query.url", stage.starrocks.query());
        config.put("starrocks.database.name", database);
        config.put("starrocks.username", "root");
        config.put("starrocks.password", "");
        config.put("starrocks.topic2table.map", topic + ":orders");
        config.put("bufferflush.intervalms", 200);
        config.put("consumer.override.auto.offset.reset", "earliest");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name(what));
        document.put("config", config);
        return Files.writeString(folder.resolve(what + ".json"), Json.write(document))
                .toString();
    }

    private void send(FrameSealer sealer, int partition, int from, int to) throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaClients(settings.kafka()).writer("test")) {
            for (int id = from; id < to; id++) {
                byte[] row = ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, partition, KEY, sealer.seal(row, topic, KEY)))
                        .get();
            }
        }
    }

    private FrameSealer ours() {
        return EnvelopeV2.sealer(KeyRing.of(ring.keys()), false);
    }

    private void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }

    private boolean isIn(String state, String name) {
        return sluice("status", name).lines().get(0).contains("  " + state + "  ");
    }

    @Test
    void aConnectorsWholeLife() throws Exception {
        Spoken plugins = sluice("plugins");
        assertThat(plugins.code()).isZero();
        assertThat(plugins.lines())
                .anyMatch(line -> line.matches(SINK.replace(".", "\\.") + " +sink .*"))
                .anyMatch(line -> line.matches("io\\.github\\.sluice\\.connect\\.DecryptTransform +transformation .*"))
                .anyMatch(line -> line.matches(".*ByteArrayConverter +converter .*"));

        String good = file("good");
        String name = name("good");
        assertThat(sluice("validate", good).lines()).containsExactly(name + ": no fault");
        String wrong = file("wrong", "sink.properties.format", "csv", "starrocks.password", "s3cret-value");
        Spoken faults = sluice("validate", wrong);
        assertThat(faults.code()).isEqualTo(10);
        assertThat(faults.out()).contains("sink.properties.format").contains("found 'csv'");
        Spoken refused = sluice("apply", wrong);
        assertThat(refused.code()).isEqualTo(10);
        assertThat(refused.out()).contains("refused by the worker").contains("found 'csv'");
        Spoken unknown = sluice("apply", file("unknown", "connector.class", "com.example.NoSuchConnector"));
        assertThat(unknown.code()).as(unknown.err()).isEqualTo(10);
        assertThat(unknown.out()).contains("connector.class: no plugin of this worker");

        assertThat(sluice("apply", good, "--dry-run").lines()).first().isEqualTo(name + ": would be created");
        assertThat(sluice("list").out()).doesNotContain(house.run);
        assertThat(sluice("diff", good).code()).isEqualTo(31);
        assertThat(sluice("apply", good).lines()).containsExactly(name + ": created");
        assertThat(sluice("apply", good).lines()).containsExactly(name + ": unchanged");
        assertThat(sluice("diff", good).code()).isZero();
        await("runs", () -> sluice("list").lines().stream()
                .anyMatch(line -> line.matches(name + " +sink +RUNNING +1/1 +" + topic)));

        send(ours(), 0, 0, 20);
        send(ours(), 1, 20, 40);
        await("loaded", () -> stage.first("SELECT COUNT(*) FROM " + database + ".`orders`")
                .equals("40"));
        await("committed", () -> {
            Spoken level = sluice("watch", name, "--interval", "1s", "--for", "1s", "--output", "json");
            assertThat(level.code()).as(level.err()).isZero();
            return looks(level).stream().anyMatch(look -> Long.valueOf(0).equals(look.get("lag")));
        });

        String changed = file("good", "bufferflush.intervalms", "300", "starrocks.password", "s3cret-value");
        Spoken diff = sluice("diff", changed);
        assertThat(diff.lines())
                .endsWith(
                        "-bufferflush.intervalms=200",
                        "+bufferflush.intervalms=300",
                        "-starrocks.password=",
                        "+starrocks.password=[hidden]");
        changed = file("good", "bufferflush.intervalms", "300");
        assertThat(sluice("apply", changed).lines()).containsExactly(name + ": updated");
        assertThat(sluice("show", name).lines())
                .contains("bufferflush.intervalms=300", "transforms.decrypt.secret.key.ref=" + house.reference("key"));

        assertThat(sluice("pause", name).code()).isZero();
        await("pauses", () -> isIn("PAUSED", name));
        send(ours(), 1, 40, 41);
        Spoken stalled = sluice("watch", name, "--interval", "1s", "--stall", "2s");
        assertThat(stalled.code()).isEqualTo(30);
        assertThat(stalled.err()).contains("topic " + topic + " partition 1 has not moved");
        assertThat(stalled.out())
                .contains("PAUSED 0/1  lag 1")
                .contains("the first record that is not loaded is topic " + topic + " partition 1 offset 20")
                .contains("key 3 bytes")
                .contains("envelope v2 " + ring.active().id())
                .contains("sluice wire cat " + topic + " --partition 1 --from 20 --max 1 -f " + yaml);
        assertThat(sluice("resume", name).code()).isZero();
        assertThat(sluice("restart", name).code()).isZero();
        await("task is there", () -> sluice("restart", name, "--task", "0").code() == 0);
        await("loaded", () -> stage.first("SELECT COUNT(*) FROM " + database + ".`orders`")
                .equals("41"));

        assertThat(sluice("delete", name, "--yes").lines()).containsExactly(name + ": deleted");
        await("is gone", () -> sluice("status", name).code() == 10);
        assertThat(sluice("delete", name, "--yes").lines()).containsExactly(name + ": was not there");
        assertThat(diff.out() + faults.out() + refused.out()).doesNotContain("s3cret-value");
    }

    @Test
    void aTaskThatIsRunningAndLoadsNothingIsSeen() throws Exception {
        send(ours(), 0, 0, 3);
        String name = name("hung");
        assertThat(sluice("apply", file("hung", "starrocks.http.url", "127.0.0.1:1"))
                        .code())
                .isZero();
        await(
                "runs",
                () -> isIn("RUNNING", name) && sluice("status", name).out().contains("task 0  RUNNING"));
        Spoken watched = sluice("watch", name, "--interval", "1s", "--stall", "3s");
        assertThat(watched.code()).as(watched.err()).isEqualTo(30);
        assertThat(watched.lines())
                .as("at a look in the fourth second or later, on a machine that is late")
                .anyMatch(line -> line.matches(".* RUNNING 1/1  lag 3  0 records/s  still for ([3-9]|\\d{2,}) s"));
        assertThat(watched.out())
                .contains("the first record that is not loaded is topic " + topic + " partition 0 offset 0");
    }

    @Test
    void theRecordThatBlocksATaskIsNamed() throws Exception {
        send(ours(), 0, 0, 3);
        send(EnvelopeV2.sealer(KeyRing.of(DataKey.fromHex("ff".repeat(16))), false), 0, 3, 4);
        send(ours(), 0, 4, 6);
        String name = name("bad");
        Spoken applied =
                Spoken.of("connect", "apply", file("bad"), "--url", stage.connect.url(), "-f", folder + "/none.yaml");
        assertThat(applied.code()).as(applied.err()).isZero();
        await("there", () -> sluice("status", name).code() != 10);
        Spoken watched = Spoken.of(
                "connect",
                "watch",
                name,
                "--url",
                stage.connect.url(),
                "--bootstrap",
                settings.kafka().bootstrapServers(),
                "-f",
                folder + "/none.yaml",
                "--interval",
                "1s",
                "--restart-failed",
                "1",
                "--output",
                "json");
        assertThat(watched.code()).as(watched.err()).isEqualTo(24);
        assertThat(watched.err()).contains(name).contains("task 0");
        List<Map<?, ?>> said = looks(watched);
        assertThat(said).anyMatch(look -> Long.valueOf(1).equals(look.get("restarts")));
        Map<?, ?> blocked = (Map<?, ?>) said.get(said.size() - 1).get("blocked");
        assertThat(blocked.get("topic")).isEqualTo(topic);
        assertThat(blocked.get("partition")).isEqualTo(0L);
        assertThat(blocked.get("offset")).isEqualTo(3L);
        assertThat(blocked.get("namedByTrace")).isEqualTo(true);
        assertThat(blocked.get("keyId"))
                .isEqualTo(DataKey.fromHex("ff".repeat(16)).id());
        assertThat(blocked.get("keyBytes")).isEqualTo(3L);
        assertThat(blocked.get("command")).isEqualTo("sluice wire cat " + topic + " --partition 0 --from 3 --max 1");

        Spoken status = sluice("status", name);
        assertThat(status.code()).isEqualTo(24);
        assertThat(status.lines()).anyMatch(line -> line.startsWith("  task 0  FAILED  "));
        assertThat(sluice("status", name, "--trace").lines())
                .hasSizeGreaterThan(status.lines().size() + 3);
        assertThat(sluice("restart", name, "--failed").lines()).containsExactly(name + " task 0: is being restarted");
    }

    private static List<Map<?, ?>> looks(Spoken watched) {
        return watched.lines().stream()
                .<Map<?, ?>>map(line -> (Map<?, ?>) Json.parse(line))
                .toList();
    }
}
