package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.FrameSealer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyRing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice wire cat} over all that a topic may hold: both versions, frames, aborted transactions, and what does not open. */
@Timeout(120)
class WireCatIT {
    private static final byte[] KEY = {1, 2, 3};

    @TempDir
    Path folder;

    private House house;
    private String yaml;
    private String topic;
    private String oldKey;
    private String newKey;

    @BeforeEach
    void fill() throws Exception {
        house = new House(folder);
        SluiceSettings settings = house.settings(house.head() + "tables: [{source: shop.orders}]\n");
        yaml = folder.resolve("sluice.yaml").toString();
        topic = house.run + "-cat";
        try (Topics topics = new Topics(new KafkaClients(settings.kafka()))) {
            topics.create(topic, new Topics.Shape(2, 1, Map.of("cleanup.policy", "delete")));
        }
        Path keyFile = folder.resolve("key.secret");
        KeyRing ring = KeyRing.fromReference(house.reference("key"), warning -> {});
        oldKey = ring.active().id();
        FrameSealer second = EnvelopeV2.sealer(KeyRing.of(ring.keys()), false);
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", settings.kafka().bootstrapServers());
        config.put("transactional.id", topic);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, KEY, EnvelopeV1.sealer(ring).seal(row(0)));
            send(producer, 0, KEY, second.seal(row(1), topic, KEY));
            send(
                    producer,
                    0,
                    KEY,
                    EnvelopeV2.sealer(KeyRing.of(ring.keys()), true).seal(row(2), topic, KEY));
            send(producer, 0, null, second.sealFrame(List.of(row(3), row(4), row(5)), topic, null));
            producer.commitTransaction(); // its marker has offset 4
            producer.beginTransaction();
            send(producer, 0, KEY, second.seal(row(99), topic, KEY));
            producer.flush();
            producer.abortTransaction();
            Spoken rotated = Spoken.of("keys", "rotate", keyFile.toString());
            assertThat(rotated.code()).as(rotated.err()).isZero();
            KeyRing fresh = KeyRing.fromReference(house.reference("key"), warning -> {});
            newKey = fresh.active().id();
            producer.beginTransaction();
            send(producer, 0, KEY, EnvelopeV2.sealer(fresh, false).seal(row(6), topic, KEY));
            DataKey stranger = DataKey.fromHex("ff".repeat(16));
            send(producer, 1, KEY, EnvelopeV1.sealer(stranger).seal(row(99)));
            send(producer, 1, KEY, second.seal(row(99), "another-topic", KEY));
            send(producer, 1, KEY, "hello \u001b[2J".getBytes(StandardCharsets.UTF_8));
            send(producer, 1, KEY, Arrays.copyOf(second.seal(row(99), topic, KEY), 30));
            send(producer, 1, KEY, null);
            send(
                    producer,
                    1,
                    null,
                    EnvelopeV2.sealer(KeyRing.of(stranger), false).seal(row(99), topic, null));
            send(producer, 1, KEY, second.seal("no json \u001b[2J".getBytes(StandardCharsets.UTF_8), topic, KEY));
            producer.commitTransaction();
        }
    }

    private void send(Producer<byte[], byte[]> producer, int partition, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, partition, key, value));
    }

    private static byte[] row(int id) {
        return ("{\"id\":" + id + ",\"amount\":\"1.50\",\"d\":1.0E10}").getBytes(StandardCharsets.UTF_8);
    }

    private Spoken cat(String... more) {
        String[] line = new String[5 + more.length];
        System.arraycopy(new String[] {"wire", "cat", topic, "-f", yaml}, 0, line, 0, 5);
        System.arraycopy(more, 0, line, 5, more.length);
        return Spoken.of(line);
    }

    private static List<Map<?, ?>> parsed(Spoken spoken) {
        return spoken.lines().stream()
                .<Map<?, ?>>map(line -> (Map<?, ?>) Json.parse(line))
                .toList();
    }

    @Test
    void everyRecordIsDescribedAndNothingIsShown() throws Exception {
        Spoken all = cat("--output", "json", "--lang", "en");
        assertThat(all.code()).isEqualTo(23);
        List<Map<?, ?>> records = parsed(all);
        assertThat(records)
                .extracting(record -> record.get("partition") + "/" + record.get("offset") + " v"
                        + record.get("version")
                        + " " + record.get("keyId") + " " + record.get("compressed") + " " + record.get("frame") + " "
                        + record.get("rows") + " " + record.get("opens"))
                .containsExactly(
                        "0/0 v1 null false false 1 true",
                        "0/1 v2 " + oldKey + " false false 1 true",
                        "0/2 v2 " + oldKey + " true false 1 true",
                        "0/3 v2 " + oldKey + " true true 3 true",
                        "0/7 v2 " + newKey + " false false 1 true",
                        "1/0 v1 null false false null false",
                        "1/1 v2 " + oldKey + " false false null false",
                        "1/2 vnull null null null null false",
                        "1/3 vnull null null null null false",
                        "1/4 vnull null null null null false",
                        "1/5 v2 " + DataKey.fromHex("ff".repeat(16)).id() + " false false null false",
                        "1/6 v2 " + oldKey + " false false 1 true");
        assertThat(all.err()).contains("6 of 12 records do not open");
        for (int offset = 0; offset < 6; offset++) {
            assertThat(all.err()).contains("partition 1 offset " + offset + ": ");
        }
        Spoken text = cat("--lang", "en");
        assertThat(text.code()).isEqualTo(23);
        assertThat(text.lines()).hasSize(12);
        assertThat(text.lines().get(3)).startsWith("0  3  ").contains("  v2  " + oldKey + "  AES-GCM  frame  3 rows  ");
        assertThat(text.lines().get(9)).contains("DOES NOT OPEN: it has no value");
        for (String said : List.of(all.out(), all.err(), text.out(), text.err())) {
            assertThat(said).doesNotContain("amount", "1.50", "\u001b", Files.readString(folder.resolve("key.secret")));
        }
    }

    @Test
    void rowsAreShownAsTheyAreOnRequestOnly() {
        Spoken clear = cat("--partition", "0", "--reveal", "--lang", "en");
        assertThat(clear.code()).as(clear.err()).isZero();
        assertThat(clear.err()).contains("rows in clear");
        assertThat(clear.lines())
                .hasSize(5 + 7)
                .contains("  {\"id\":4,\"amount\":\"1.50\",\"d\":1.0E10}")
                .noneMatch(line -> line.contains("\"id\":99"));
        Spoken json = cat("--partition", "0", "--reveal", "--output", "json");
        Map<Object, Object> rows = new LinkedHashMap<>();
        parsed(json).forEach(record -> rows.put(record.get("offset"), ((List<?>) record.get("data")).size()));
        assertThat(rows).isEqualTo(Map.of(0L, 1, 1L, 1, 2L, 1, 3L, 3, 7L, 1));
        assertThat(json.out()).contains("\"data\":[{\"id\":6,\"amount\":\"1.50\",\"d\":1.0E10}]");
        Spoken foreign = cat("--partition", "1", "--from", "6", "--reveal");
        assertThat(foreign.lines().get(1)).isEqualTo("  \"no json \\u001B[2J\"");
    }

    @Test
    void aPartOfTheTopicCanBeAskedFor() {
        assertThat(parsed(cat("--partition", "0", "--from", "2", "--max", "2", "--output", "json")))
                .<Object>extracting(record -> record.get("offset"))
                .containsExactly(2L, 3L);
        assertThat(parsed(cat("--max", "6", "--output", "json")))
                .<Object>extracting(record -> record.get("partition"))
                .containsExactly(0L, 0L, 0L, 0L, 0L, 1L);
        assertThat(cat("--partition", "0", "--from", "5", "--output", "json").lines())
                .hasSize(1);
        Spoken behind = cat("--from", "1000");
        assertThat(behind.code()).isZero();
        assertThat(behind.out()).isEmpty();
        assertThat(cat("--partition", "2").code()).isEqualTo(10);
        assertThat(cat("--max", "0").code()).isEqualTo(10);
        assertThat(cat("--from", "-1").code()).isEqualTo(10);
        assertThat(Spoken.of("wire", "cat", topic + "-none", "-f", yaml).code()).isEqualTo(10);
    }
}
