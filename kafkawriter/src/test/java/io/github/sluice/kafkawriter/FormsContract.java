package io.github.sluice.kafkawriter;

import static io.github.sluice.kafkawriter.WriterHouse.constant;
import static io.github.sluice.kafkawriter.WriterHouse.map;
import static io.github.sluice.kafkawriter.WriterHouse.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.testbed.datax.PluginManual;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.wire.row.RowCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the packaged plugin and hook promise in any DataX: the stand-in's and a real one. */
abstract class FormsContract {
    private static final List<Object> COLUMNS = List.of(
            map("name", "id", "type", "bigint"),
            map("name", "text", "type", "varchar(200)"),
            map("name", "rnd", "type", "varchar(64)"),
            map("name", "amount", "type", "decimal(20,6)"),
            map("name", "flag", "type", "tinyint(1)"),
            map("name", "at", "type", "datetime"),
            map("name", "raw", "type", "varbinary(20)"));
    private static final Object[] SOURCE = {
        random("long", "0, 1000000000"),
        constant("string", "中文 \"quoted\" tab\t line\nend \\ 😀"),
        random("string", "10, 60"),
        constant("double", "12345.678"),
        constant("bool", "true"),
        constant("date", "2024-02-29 12:34:56"),
        constant("bytes", "bytes")
    };

    abstract WriterHouse house();

    @ParameterizedTest
    @CsvSource({"text,", "json,", "text,env:SLUICE_TEST_KEY", "json,env:SLUICE_TEST_KEY"})
    @DisplayName("inventory #40: what the topic holds is what was read, in text and JSON, plain and sealed")
    void everyRowArrives(String writeType, String key) throws Exception {
        String topic = "forms-" + writeType + (key == null ? "-plain" : "-sealed");
        Path place = house().manifestPlace();
        Map<String, Object> writer = house().writer(
                        topic,
                        Key.WRITE_TYPE,
                        writeType,
                        Key.COLUMN,
                        COLUMNS,
                        Key.KEY_COLUMNS,
                        List.of("id"),
                        Key.TOPIC_NUM_PARTITION,
                        3,
                        Key.MANIFEST_PATH,
                        place.toString());
        if (key != null) {
            writer.put(Key.ENCRYPTION_KEY, key);
        }

        DataxResult result = house().run(house().job(2, WriterHouse.stream(1_000, SOURCE), writer));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.statistics()).hasValueSatisfying(s -> {
            assertThat(s.readRecords()).isEqualTo(2_000);
            assertThat(s.failedRecords()).isZero();
        });
        assertThat(result.output())
                .contains("read 2000 = pulled 2000 = acknowledged 2000 + dirty 0 over 2 tasks")
                .doesNotContainIgnoringCase(Jobs.HEX_KEY);
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.outcome()).isEqualTo(RunManifest.Outcome.COMPLETE);
        assertThat(manifest.contradictions()).isEmpty();
        assertThat(manifest.acked()).isEqualTo(2_000);
        assertThat(manifest.writeType()).isEqualTo(writeType);
        assertThat(manifest.keyId()).isEqualTo(key == null ? null : key().id());
        List<ConsumerRecord<byte[], byte[]>> records = house().records(topic);
        assertThat(records).hasSize(2_000);
        assertThat(manifest.partitions()).isEqualTo(ranges(records));
        compareContent(manifest, records, writeType, key != null);
    }

    private static DataKey key() {
        return DataKey.fromHex(Jobs.HEX_KEY);
    }

    private static void compareContent(
            RunManifest manifest, List<ConsumerRecord<byte[], byte[]>> records, String writeType, boolean sealed)
            throws Exception {
        RowCodec codec = new RowCodec(manifest.schema());
        FingerprintAccumulator arrived = new FingerprintAccumulator(manifest.schema());
        RecordKeys keys = RecordKeys.of(
                sealed ? RecordKeys.Mode.HMAC : RecordKeys.Mode.COLUMNS, manifest.schema(), sealed ? key() : null);
        EnvelopeV1.Opener opener = EnvelopeV1.opener(key());
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += record.value().length;
            byte[] plain = sealed ? opener.open(record.value()) : record.value();
            Object[] wire = writeType.equals("json")
                    ? codec.decode(plain)
                    : codec.normalise(TextRowsTest.parse(new String(plain, StandardCharsets.UTF_8), "\t", "\\N")
                            .toArray());
            assertThat(wire[1]).isEqualTo("中文 \"quoted\" tab\t line\nend \\ 😀");
            assertThat(wire[3]).isEqualTo("12345.678000");
            assertThat(wire[5]).isEqualTo("2024-02-29 12:34:56");
            assertThat(record.key()).isEqualTo(keys.keyOf(wire));
            arrived.add(wire);
        }
        assertThat(arrived.snapshot()).isEqualTo(manifest.fingerprint());
        assertThat(bytes).isEqualTo(manifest.bytes());
    }

    private static List<PartitionRange> ranges(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<Integer, List<Long>> offsets = new TreeMap<>();
        records.forEach(r ->
                offsets.computeIfAbsent(r.partition(), p -> new ArrayList<>()).add(r.offset()));
        List<PartitionRange> ranges = new ArrayList<>();
        offsets.forEach((partition, of) ->
                ranges.add(new PartitionRange(partition, of.get(0), of.get(of.size() - 1), of.size())));
        return ranges;
    }

    @Test
    @DisplayName("inventory #31, #38, #164, #165: eight channels, one creation, exactly the shape that was asked for")
    void theTopicIsCreatedOnce() throws Exception {
        DataxResult result = house().run(house().job(
                        8,
                        WriterHouse.stream(50, SOURCE),
                        house().writer(
                                        "eight",
                                        Key.COLUMN,
                                        COLUMNS,
                                        Key.TOPIC_NUM_PARTITION,
                                        5,
                                        Key.TOPIC_REPLICATION_FACTOR,
                                        1,
                                        Key.TOPIC_CONFIG,
                                        map("retention.ms", 3_600_000))));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output().split("created topic eight", -1)).hasSize(2);
        assertThat(house().records("eight")).hasSize(400);
        try (var admin = house().admin()) {
            assertThat(admin.describeTopics(List.of("eight"))
                            .allTopicNames()
                            .get()
                            .get("eight")
                            .partitions())
                    .hasSize(5)
                    .allSatisfy(p -> assertThat(p.replicas()).hasSize(1));
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "eight");
            assertThat(admin.describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .get(resource)
                            .get("retention.ms")
                            .value())
                    .isEqualTo("3600000");
        }
    }

    @Test
    @DisplayName("inventory #33: a missing topic with noTopicCreate is an error")
    void aMissingTopicMayBeAnError() throws Exception {
        Path place = house().manifestPlace();
        DataxResult result = house().run(house().job(
                        1,
                        WriterHouse.stream(10, SOURCE),
                        house().writer(
                                        "never-made",
                                        Key.COLUMN,
                                        COLUMNS,
                                        Key.NO_TOPIC_CREATE,
                                        true,
                                        Key.MANIFEST_PATH,
                                        place.toString())));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("KafkaWriter-05").contains("topic never-made does not exist");
        assertThat(WriterHouse.manifest(place).outcome()).isEqualTo(RunManifest.Outcome.FAILED);
        assertThat(house().size("never-made")).isZero();
    }

    @Test
    @DisplayName("inventory #29, #169: an unknown writeType ends the job, together with every other fault")
    void badSettingsEndTheJob() throws Exception {
        DataxResult result = house().run(house().job(
                        1,
                        WriterHouse.stream(10, SOURCE),
                        house().writer("t", Key.WRITE_TYPE, "avro", Key.ENCRYPTION_KEY, "1234xyz", "ackk", "all")));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains("KafkaWriter-01")
                .contains("writeType: must be one of text, json, found 'avro'")
                .contains("encryptionKey: encryption key: character 5 of 7 is no hexadecimal digit")
                .contains("ackk: is not a parameter of kafkawriter");
    }

    @Test
    @DisplayName("inventory #30: a column count that never fits ends the job and names both sizes")
    void aColumnCountThatNeverFitsEndsTheJob() throws Exception {
        Path place = house().manifestPlace();
        DataxResult result = house().run(house().job(
                        1,
                        WriterHouse.stream(10, constant("string", "a"), constant("string", "b")),
                        house().writer(
                                        "widths",
                                        Key.WRITE_TYPE,
                                        "json",
                                        Key.COLUMN,
                                        List.of("a"),
                                        Key.MANIFEST_PATH,
                                        place.toString())));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("KafkaWriter-08").contains("2 columns where the job names 1");
        assertThat(WriterHouse.manifest(place).outcome()).isEqualTo(RunManifest.Outcome.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"producer", "topic", "broker"})
    @DisplayName("inventory #178: rows over the size limit are dirty, and errorLimit decides about the job")
    void rowsOverTheSizeLimitAreDirty(String where) throws Exception {
        Path place = house().manifestPlace();
        Map<String, Object> writer = house().writer(
                        "large-" + where,
                        Key.WRITE_TYPE,
                        "json",
                        Key.COLUMN,
                        List.of("a"),
                        Key.MANIFEST_PATH,
                        place.toString());
        if (where.equals("producer")) {
            writer.put(Key.PRODUCER_PROPERTIES, map("max.request.size", 2_000));
        } else {
            writer.put(Key.TOPIC_CONFIG, map("max.message.bytes", 2_000));
        }
        if (where.equals("broker")) {
            // how large a compressed row is, only the broker finds out
            writer.put(Key.PRODUCER_PROPERTIES, map("compression.type", "gzip"));
        }
        Map<String, Object> reader = WriterHouse.stream(25, random("string", "4000, 4100"));

        DataxResult tolerated = house().run(house().job(1, reader, writer));

        assertThat(tolerated.exitCode()).as(tolerated.output()).isZero();
        assertThat(tolerated.statistics())
                .hasValueSatisfying(s -> assertThat(s.failedRecords()).isEqualTo(25));
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.dirty()).isEqualTo(25);
        assertThat(manifest.acked()).isZero();

        DataxResult refused = house().run(house().job(
                        map("speed", map("channel", 1), "errorLimit", map("record", 24)), map(), reader, writer));

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("Framework-14");
        assertThat(WriterHouse.manifest(place).outcome()).isEqualTo(RunManifest.Outcome.FAILED);
    }

    @Test
    @DisplayName("inventory #174: text survives a JVM whose default encoding is ISO-8859-1")
    void theDefaultEncodingDoesNotMatter() throws Exception {
        Map<String, Object> writer = house().writer("latin1", Key.WRITE_TYPE, "json", Key.COLUMN, List.of("名"));
        writer.put(Key.ENCRYPTION_KEY, "env:SLUICE_TEST_KEY");
        Path job = house().job(1, WriterHouse.stream(3, constant("string", "中文 é 😀")), writer);
        // DataX then prints its log in that encoding, too
        Path output = house().folder.resolve("latin1.log");
        Process process = house().start(job, output, "-p", "-Dfile.encoding=ISO-8859-1");
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(output, StandardCharsets.ISO_8859_1))
                    .isZero();
        } finally {
            DataxHome.kill(process);
        }
        assertThat(house().size("latin1")).isEqualTo(3);
        EnvelopeV1.Opener opener = EnvelopeV1.opener(key());
        for (ConsumerRecord<byte[], byte[]> record : house().records("latin1")) {
            assertThat(new String(opener.open(record.value()), StandardCharsets.UTF_8))
                    .isEqualTo("{\"名\":\"中文 é 😀\"}");
        }
    }

    @Test
    void rowsThatTheReaderSetAsideFailTheJobInTheHook() throws Exception {
        Path place = house().manifestPlace();
        DataxResult result = house().run(house().job(
                        map("speed", map("channel", 1)),
                        map("transport", map("channel", map("byteCapacity", 1_000))),
                        WriterHouse.stream(20, constant("string", "L".repeat(2_000))),
                        house().writer(
                                        "aside",
                                        Key.WRITE_TYPE,
                                        "json",
                                        Key.COLUMN,
                                        List.of("a"),
                                        Key.MANIFEST_PATH,
                                        place.toString())));

        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("KafkaWriterHook-01").contains("the reader set 20 rows aside");
        assertThat(WriterHouse.manifest(place).outcome()).isEqualTo(RunManifest.Outcome.FAILED);
    }

    @Test
    void aDryRunChecksWithoutCreating() throws Exception {
        Map<String, Object> setting = map("speed", map("channel", 1), "dryRun", true);
        Map<String, Object> reader = WriterHouse.stream(3, SOURCE);

        DataxResult good = house().run(house().job(setting, map(), reader, house().writer("dry", Key.COLUMN, COLUMNS)));
        assertThat(good.exitCode()).as(good.output()).isZero();
        assertThat(good.output()).contains("topic dry does not exist yet; the job would create it");
        assertThat(house().size("dry")).isZero();
        try (var admin = house().admin()) {
            assertThat(admin.listTopics().names().get()).doesNotContain("dry");
        }

        DataxResult bad = house().run(house().job(
                        setting, map(), reader, house().writer("dry", Key.COLUMN, COLUMNS, Key.NO_TOPIC_CREATE, true)));
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.output()).contains("KafkaWriter-05");
    }

    @Test
    void anExistingTopicOfAnotherShapeIsRefusedOnlyIfAShapeWasAskedFor() throws Exception {
        Map<String, Object> reader = WriterHouse.stream(3, SOURCE);
        assertThat(house().run(house().job(
                                        1,
                                        reader,
                                        house().writer("shape", Key.COLUMN, COLUMNS, Key.TOPIC_NUM_PARTITION, 2)))
                        .exitCode())
                .isZero();

        DataxResult other = house().run(house().job(
                        1, reader, house().writer("shape", Key.COLUMN, COLUMNS, Key.TOPIC_NUM_PARTITION, 3)));
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.output())
                .contains("KafkaWriter-07")
                .contains("has 2 partitions, topicNumPartition asks for 3");

        DataxResult asItIs = house().run(house().job(1, reader, house().writer("shape", Key.COLUMN, COLUMNS)));
        assertThat(asItIs.exitCode()).as(asItIs.output()).isZero();
    }

    @Test
    void theFirstJobOfTheManualRuns() throws Exception {
        String json = new PluginManual(Path.of("doc", "kafkawriter.md"))
                .jobs()
                .get(0)
                .replace("broker1:9092,broker2:9092", house().broker.bootstrapServers());
        DataxResult result = house().run(Files.writeString(house().folder.resolve("manual-1.json"), json));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(house().records("quick_start")).hasSize(100);
    }
}
