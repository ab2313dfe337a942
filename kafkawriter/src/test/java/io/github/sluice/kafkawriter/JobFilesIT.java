package io.github.sluice.kafkawriter;

import static io.github.sluice.kafkawriter.WriterHouse.constant;
import static io.github.sluice.kafkawriter.WriterHouse.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.manifest.RunManifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Job files with the packaged plugin against a real broker: those of other writers, and where rows go. */
@Timeout(180)
class JobFilesIT {
    private static final Path FOREIGN = Path.of("src", "test", "resources", "dialects");
    private static final DataKey KEY = DataKey.fromHex(Jobs.HEX_KEY);

    @TempDir
    static Path folder;

    private static WriterHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = WriterHouse.open(folder, DataxHome.create(folder.resolve("datax")));
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    /** The job file as its writer's users have it, but for the address. */
    private static DataxResult runForeign(String dialect) throws Exception {
        String job = Files.readString(FOREIGN.resolve(dialect + ".json"));
        Path file = folder.resolve(dialect + ".json");
        Files.writeString(file, job.replace("broker1:9092", house.broker.bootstrapServers()));
        return house.run(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-writer", "ancestor", "addax", "chunjun", "datax-2147"})
    void aJobOfAnotherWriterRunsUnchangedAndIsToldTheNewNames(String dialect) throws Exception {
        Map<?, ?> all = (Map<?, ?>) Json.parse(Files.readString(FOREIGN.resolve("expected.json")));
        Map<?, ?> expected = (Map<?, ?>) all.get(dialect);
        String key = (String) expected.get("key");
        boolean sealed = "[16 bytes]".equals(key);

        DataxResult result = runForeign(dialect);

        assertThat(result.exitCode()).as(result.output()).isZero();
        ((List<?>) expected.get("warnings"))
                .forEach(warning -> assertThat(result.output()).contains((String) warning));
        List<ConsumerRecord<byte[], byte[]>> records = house.records("dialect-" + dialect);
        assertThat(records).hasSize(2);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] value = sealed ? EnvelopeV1.opener(KEY).open(record.value()) : record.value();
            assertThat(new String(value, StandardCharsets.UTF_8)).isEqualTo(expected.get("value"));
            if (sealed) {
                assertThat(record.key()).hasSize(16);
            } else {
                assertThat(record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8))
                        .isEqualTo(key);
            }
        }
    }

    @Test
    void aJobThatPacksRowsIntoOneRecordIsRefusedWithTheParametersThatDoNot() throws Exception {
        DataxResult result = runForeign("danny-plus");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output())
                .contains("KafkaWriter-01")
                .contains("packs many rows into one record")
                .contains("topic \"dialect-danny-plus\", writeType \"json\", column [id, at, source],"
                        + " partitionBy \"fixed:0\"")
                .contains("column[1]: write {\"name\": ..., \"format\": ...}")
                .contains("column[2]: a constant is not read from anywhere");
        assertThat(house.size("dialect-danny-plus")).isZero();
    }

    @Test
    void topicAndHeadersAreFilledInOncePerJobAndPartitionsAreTheJobsChoice() throws Exception {
        Map<String, Object> reader =
                WriterHouse.stream(4, constant("long", "7"), constant("date", "2024-02-29 12:34:56"));
        // streamreader reads no table; the connection is what a reader of databases has
        ((Map<String, Object>) reader.get("parameter"))
                .put(
                        "connection",
                        List.of(map("table", List.of("orders"), "jdbcUrl", List.of("jdbc:mysql://db:3306/shop?a=b"))));
        Map<String, Object> writer = house.writer(
                "ods.${database}.${table}",
                Key.WRITE_TYPE,
                "json",
                Key.COLUMN,
                List.of("id", map("name", "day", "format", "yyyy/MM/dd")),
                Key.TOPIC_NUM_PARTITION,
                3,
                Key.PARTITION_BY,
                "fixed:2",
                Key.RUN_ID,
                "r1",
                Key.HEADERS,
                map("source", "${database}.${table}", "run", "${runId}"));

        DataxResult result = house.run(house.job(2, reader, writer));

        assertThat(result.exitCode()).as(result.output()).isZero();
        List<ConsumerRecord<byte[], byte[]>> records = house.records("ods.shop.orders");
        assertThat(records).hasSize(8).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(2);
            assertThat(headers(record)).isEqualTo(Map.of("source", "shop.orders", "run", "r1"));
            assertThat(new String(record.value(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"id\":7,\"day\":\"2024/02/29\"}");
        });
    }

    @Test
    void dirtyRowsAreCountedOnceAndKeptSealedWithReasonAndPosition() throws Exception {
        Path place = house.manifestPlace();
        String secret = "so secret a value";
        Map<String, Object> writer = house.writer(
                "letters-good",
                Key.WRITE_TYPE,
                "json",
                Key.COLUMN,
                List.of(map("name", "id", "type", "bigint"), map("name", "n", "type", "int")),
                Key.ENCRYPTION_KEY,
                "env:SLUICE_TEST_KEY",
                Key.DEAD_LETTER,
                map("topic", "letters-dead"),
                Key.MANIFEST_PATH,
                place.toString());

        DataxResult result = house.run(
                house.job(1, WriterHouse.stream(3, constant("long", "7"), constant("string", secret)), writer));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.statistics())
                .hasValueSatisfying(s -> assertThat(s.failedRecords()).isEqualTo(3));
        assertThat(result.output()).contains("3 dirty rows are in dead-letter topic letters-dead");
        int begun = result.output().indexOf("writes to topic letters-good");
        assertThat(result.output().substring(begun))
                .as("after DataX has printed the job file, where this test's rows stand")
                .contains("row 1: column n: ")
                .doesNotContain(secret);
        assertThat(house.size("letters-good")).isZero();
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.dirty()).isEqualTo(3);
        List<ConsumerRecord<byte[], byte[]>> letters = house.records("letters-dead");
        assertThat(letters).hasSize(3);
        List<String> rows = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            Map<String, String> headers = headers(letter);
            rows.add(headers.get(DeadLetters.ROW));
            assertThat(headers)
                    .containsEntry(DeadLetters.COLUMN, "n")
                    .containsEntry(DeadLetters.TASK, "0")
                    .containsEntry(DeadLetters.TOPIC, "letters-good")
                    .containsKey(DeadLetters.RUN);
            assertThat(headers.get(DeadLetters.REASON)).startsWith("column n: ").doesNotContain(secret);
            assertThat(new String(letter.value(), StandardCharsets.UTF_8)).doesNotContain(secret);
            assertThat(new String(EnvelopeV1.opener(KEY).open(letter.value()), StandardCharsets.UTF_8))
                    .isEqualTo("{\"columns\":[{\"name\":\"id\",\"type\":\"LONG\",\"value\":\"7\"},"
                            + "{\"name\":\"n\",\"type\":\"STRING\",\"value\":\"so secret a value\"}]}");
        }
        assertThat(rows).containsExactly("1", "2", "3");
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
