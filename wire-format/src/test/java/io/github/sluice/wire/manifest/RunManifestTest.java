package io.github.sluice.wire.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunManifestTest {
    private static final RowSchema SCHEMA = new RowSchema(
            List.of(
                    WireColumn.of("id", "bigint unsigned"),
                    WireColumn.of("状态", "enum('a','it''s')"),
                    WireColumn.of("place", "point as text"),
                    WireColumn.bare("note")),
            List.of("id"));

    @Test
    void theJsonFormIsThisOne() {
        assertThat(complete().fingerprint(null).build().toJson())
                .isEqualTo(
                        "{\"formatVersion\":1,\"runId\":\"run-1\",\"attempt\":2,\"outcome\":\"COMPLETE\",\"reason\":null,"
                                + "\"topic\":\"t\",\"partitions\":[{\"partition\":0,\"firstOffset\":10,\"lastOffset\":11,\"records\":2},"
                                + "{\"partition\":3,\"firstOffset\":0,\"lastOffset\":9,\"records\":1}],\"pulled\":4,\"acked\":3,"
                                + "\"records\":3,\"dirty\":1,\"zeroDates\":5,\"bytes\":600,\"columns\":[{\"name\":\"id\",\"type\":\"bigint unsigned\"},"
                                + "{\"name\":\"状态\",\"type\":\"enum('a','it''s')\"},{\"name\":\"place\",\"type\":\"point as text\"},"
                                + "{\"name\":\"note\",\"type\":null}],\"keyColumns\":[\"id\"],\"startedAt\":\"2026-01-02T03:04:05Z\","
                                + "\"endedAt\":\"2026-01-02T03:04:06.500Z\",\"writeType\":\"json\",\"envelope\":\"v1\","
                                + "\"keyId\":\"0a1b2c3d\",\"keyUses\":{\"0a1b2c3d\":{\"records\":3,\"starts\":2}},\"versions\":{\"kafkawriter\":\"0.1.0\",\"java\":\"1.8\"},\"fingerprint\":null}");
    }

    @Test
    void itIsReadBackEqual() {
        RunManifest manifest = complete().build();
        RunManifest read = RunManifest.fromJson(manifest.toJson());
        assertThat(read).isEqualTo(manifest).hasSameHashCodeAs(manifest);
        assertThat(read.schema()).isEqualTo(SCHEMA);
        assertThat(read.partitions()).isEqualTo(manifest.partitions());
        assertThat(read.fingerprint()).isEqualTo(manifest.fingerprint());
        assertThat(read.contradictions()).isEmpty();
        RunManifest failed = failed().build();
        assertThat(RunManifest.fromJson(failed.toJson())).isEqualTo(failed);
        assertThat(failed.fingerprint()).isNull();
        assertThat(failed.reason()).isEqualTo("broker gone");
    }

    @Test
    void aFramedAttemptCountsRecordsAndRowsApart() {
        RunManifest framed = complete()
                .partitions(List.of(new PartitionRange(0, 0, 0, 1)))
                .records(1)
                .build();
        assertThat(framed.contradictions()).isEmpty();
        assertThat(RunManifest.fromJson(framed.toJson())).isEqualTo(framed);
        assertThat(complete().records(1).build().contradictions())
                .containsExactly("the partitions hold 3 records, records is 1");
        assertThat(complete().records(4).build().contradictions()).contains("3 acked rows cannot be in 4 records");
    }

    @Test
    void partsOfOneAttemptAddUp() {
        FingerprintAccumulator other = new FingerprintAccumulator(SCHEMA);
        other.add(new Object[] {"4", "a", null, 0.5});
        RunManifest first = complete().build();
        RunManifest second = complete()
                .partitions(List.of(new PartitionRange(1, 5, 5, 1), new PartitionRange(3, 10, 12, 3)))
                .pulled(4)
                .acked(4)
                .records(4)
                .dirty(0)
                .bytes(400)
                .fingerprint(other.snapshot())
                .keyId("ffff0000")
                .keyUses(Map.of("ffff0000", new KeyUse(4, 1), "0a1b2c3d", new KeyUse(1, 1)))
                .startedAt(Instant.parse("2026-01-02T03:05:00Z"))
                .endedAt(Instant.parse("2026-01-02T03:06:00Z"))
                .build();
        RunManifest both = RunManifest.sum(List.of(first, second));
        assertThat(both.pulled()).isEqualTo(8);
        assertThat(both.acked()).isEqualTo(7);
        assertThat(both.records()).isEqualTo(7);
        assertThat(both.dirty()).isEqualTo(1);
        assertThat(both.zeroDates()).isEqualTo(10);
        assertThat(both.bytes()).isEqualTo(1000);
        assertThat(both.partitions())
                .containsExactly(
                        new PartitionRange(0, 10, 11, 2),
                        new PartitionRange(1, 5, 5, 1),
                        new PartitionRange(3, 0, 12, 4));
        assertThat(both.fingerprint())
                .isEqualTo(Objects.requireNonNull(first.fingerprint()).merge(other.snapshot()));
        assertThat(both.keyId()).isEqualTo("0a1b2c3d");
        assertThat(both.keyUses())
                .containsEntry("0a1b2c3d", new KeyUse(4, 3))
                .containsEntry("ffff0000", new KeyUse(4, 1));
        assertThat(both.startedAt()).isEqualTo(first.startedAt());
        assertThat(both.endedAt()).isEqualTo(second.endedAt());
        assertThat(RunManifest.sum(List.of(first))).isEqualTo(first);
    }

    @Test
    void partsOfSomethingElseOrUnfinishedOnesDoNotAddUp() {
        RunManifest whole = complete().build();
        for (RunManifest other : List.of(
                complete().runId("run-2").build(),
                complete().attempt(3).build(),
                complete().topic("other").build(),
                complete().writeType("text").build(),
                complete().envelope("v2").build(),
                failed().build())) {
            assertThatThrownBy(() -> RunManifest.sum(List.of(whole, other)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> RunManifest.sum(List.of(other, whole)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aManifestOfAnEarlierBuildIsRead() {
        String text = complete().build().toJson().replace("\"records\":3,\"dirty\"", "\"dirty\"");
        RunManifest read = RunManifest.fromJson(text.replaceAll("\"keyUses\":\\{.*?}},", ""));
        assertThat(read.records()).isEqualTo(read.acked());
        assertThat(read.keyUses()).isEmpty();
        assertThat(read.contradictions()).isEmpty();
    }

    @Test
    void aBuilderUsedAgainDoesNotChangeWhatItBuilt() {
        RunManifest.Builder builder = complete();
        RunManifest manifest = builder.build();
        builder.acked(0).runId("other").partitions(List.of());
        assertThat(manifest.acked()).isEqualTo(3);
        assertThat(manifest.runId()).isEqualTo("run-1");
        assertThat(manifest.partitions()).hasSize(2);
    }

    @Test
    void itSaysWhichOfItsEquationsItBreaks() {
        assertThat(complete().acked(2).build().contradictions())
                .containsExactly(
                        "acked 2 + dirty 1 is not pulled 4",
                        "the partitions hold 3 records, acked is 2",
                        "the fingerprint counts 3 rows, acked is 2");
        assertThat(complete()
                        .partitions(List.of(new PartitionRange(7, 5, 6, 3)))
                        .build()
                        .contradictions())
                .containsExactly("partition 7 holds 3 records between offsets 5 and 6");
        assertThat(complete().endedAt(Instant.EPOCH).build().contradictions())
                .containsExactly("ended at 1970-01-01T00:00:00Z before it started at 2026-01-02T03:04:05Z");
        assertThat(failed().pulled(9).build().contradictions()).isEmpty();
        String untrue = complete().build().toJson().replace("\"reason\":null", "\"reason\":\"x\"");
        assertThat(RunManifest.fromJson(untrue).contradictions())
                .containsExactly("complete, yet with a reason for failing");
        String silent = failed().build().toJson().replace("\"broker gone\"", "null");
        assertThat(RunManifest.fromJson(silent).contradictions()).containsExactly("failed without a reason");
    }

    @Test
    void everyKeyIsNeededButThoseThatCameLater() {
        String json = complete().build().toJson();
        Map<?, ?> tree = (Map<?, ?>) Json.parse(json);
        List<Object> needed = new ArrayList<>(tree.keySet());
        needed.removeAll(List.of("records", "keyUses"));
        for (Object key : needed) {
            Map<Object, Object> less = new LinkedHashMap<>(tree);
            less.remove(key);
            assertThatThrownBy(() -> RunManifest.fromJson(Json.write(less)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("manifest key " + key + " is missing");
        }
        assertThat(RunManifest.fromJson(json.replace("{\"formatVersion\"", "{\"later\":1,\"formatVersion\"")))
                .as("a later build may add keys")
                .isEqualTo(complete().build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"formatVersion\":1 | \"formatVersion\":2 | manifest format version is 2, this build reads 1",
                "\"outcome\":\"COMPLETE\" | \"outcome\":\"DONE\" | manifest key outcome is none of COMPLETE, UNKNOWN and FAILED",
                "\"pulled\":4 | \"pulled\":4.0 | manifest key pulled is no whole number of 64 bits",
                "\"pulled\":4 | \"pulled\":\"4\" | manifest key pulled is no whole number of 64 bits",
                "\"pulled\":4 | \"pulled\":-4 | a manifest counts attempts from 1 and everything else from 0",
                "\"attempt\":2 | \"attempt\":0 | a manifest counts attempts from 1 and everything else from 0",
                "\"topic\":\"t\" | \"topic\":null | manifest key topic is null",
                "\"topic\":\"t\" | \"topic\":1 | manifest key topic is no text",
                "2026-01-02T03:04:05Z | 2026-01-02 03:04:05 | manifest key startedAt is no time like 2026-01-01T00:00:00Z",
                "\"keyColumns\":[\"id\"] | \"keyColumns\":[1] | manifest key keyColumns holds something that is no text",
                "\"keyColumns\":[\"id\"] | \"keyColumns\":[\"x\"] | key column x is not among the columns",
                "bigint unsigned | point | point is not moved by default",
                "\"firstOffset\":10 | \"firstOffset\":12 | partition 0 cannot hold 2 records from offset 12 to 11",
            })
    void whatIsNoManifestIsRefusedByName(String from, String to, String message) {
        String json = complete().build().toJson();
        assertThat(json).contains(from);
        assertThatThrownBy(() -> RunManifest.fromJson(json.replace(from, to)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aMissingPartIsNamed() {
        assertThatThrownBy(() -> RunManifest.builder().build()).hasMessage("a manifest needs runId");
        assertThatThrownBy(() -> RunManifest.fromJson("[]")).hasMessage("the manifest is not a JSON object");
    }

    @Test
    void itPrintsCountsAndNoFingerprint() {
        RunManifest manifest = complete().build();
        assertThat(manifest).hasToString("run run-1 attempt 2 topic t COMPLETE: pulled 4 acked 3 dirty 1");
    }

    private static RunManifest.Builder complete() {
        FingerprintAccumulator accumulator = new FingerprintAccumulator(SCHEMA);
        for (String id : List.of("1", "2", "3")) {
            accumulator.add(new Object[] {id, "a", null, 0.5});
        }
        Fingerprint fingerprint = accumulator.snapshot();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("kafkawriter", "0.1.0");
        versions.put("java", "1.8");
        return RunManifest.builder()
                .runId("run-1")
                .attempt(2)
                .topic("t")
                .partitions(List.of(new PartitionRange(0, 10, 11, 2), new PartitionRange(3, 0, 9, 1)))
                .pulled(4)
                .acked(3)
                .dirty(1)
                .zeroDates(5)
                .bytes(600)
                .schema(SCHEMA)
                .fingerprint(fingerprint)
                .startedAt(Instant.parse("2026-01-02T03:04:05Z"))
                .endedAt(Instant.parse("2026-01-02T03:04:06.500Z"))
                .keyId("0a1b2c3d")
                .keyUses(Map.of("0a1b2c3d", new KeyUse(3, 2)))
                .writeType("json")
                .envelope("v1")
                .versions(versions)
                .complete();
    }

    private static RunManifest.Builder failed() {
        return complete()
                .acked(0)
                .fingerprint(null)
                .partitions(List.of())
                .keyId(null)
                .envelope("none")
                .failed("broker gone");
    }
}
