package io.github.sluice.wire.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.key.KeyUse;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamPositionTest {
    private static final String U = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final String GOLDEN = "{\"version\":2,\"writer\":\"w1\",\"serverUuid\":\"" + U + "\",\"gtidSet\":\""
            + U
            + ":1-77\",\"file\":\"binlog.000002\",\"position\":1234,"
            + "\"partial\":{\"gtid\":\"" + U + ":78\",\"rows\":{\"shop.a\":4000,\"shop.订单\":1}},"
            + "\"writtenAt\":\"2026-01-02T03:04:05Z\",\"lastEventAt\":\"2026-01-02T03:04:04.500Z\",\"schemaVersion\":7,"
            + "\"tables\":{"
            + "\"shop.a\":{\"digest\":\"ab\",\"topic\":\"s.a\",\"partitions\":4,\"since\":\"" + U + ":1-5\","
            + "\"behind\":null,\"behindPartial\":null,\"stopped\":null,"
            + "\"ddl\":[{\"gtid\":\"" + U
            + ":9\",\"kind\":\"ALTER\",\"table\":\"shop.a\",\"at\":\"2026-01-02T03:04:05Z\"}]},"
            + "\"shop.b\":{\"digest\":\"cd\",\"topic\":\"s.b\",\"partitions\":1,\"since\":\"\","
            + "\"behind\":\"" + U + ":1-60\",\"behindPartial\":{\"gtid\":\"" + U + ":61\",\"rows\":{\"shop.b\":3}},"
            + "\"stopped\":{\"reason\":\"column x is new\",\"advice\":\"name it\",\"gtid\":\"" + U + ":61\","
            + "\"file\":\"binlog.000001\",\"position\":99},\"ddl\":[]}},"
            + "\"keyUses\":{\"0a0b0c0d\":{\"records\":7,\"starts\":1},\"5e1f00c3\":{\"records\":4294967296,\"starts\":2}}}";

    @Test
    void theJsonFormIsThisOne() {
        assertThat(position().toJson()).isEqualTo(GOLDEN);
        assertThat(StreamPosition.fromJson(GOLDEN)).isEqualTo(position()).hasSameHashCodeAs(position());
    }

    @Test
    void nothingIsKnownYetIsAPositionToo() {
        StreamPosition empty = new StreamPosition("w1", "", "", "", 0, null, AT, null, 0, Map.of(), Map.of());
        assertThat(empty.toJson())
                .isEqualTo(
                        "{\"version\":2,\"writer\":\"w1\",\"serverUuid\":\"\",\"gtidSet\":\"\",\"file\":\"\",\"position\":0,"
                                + "\"partial\":null,\"writtenAt\":\"2026-01-02T03:04:05Z\",\"lastEventAt\":null,"
                                + "\"schemaVersion\":0,\"tables\":{},\"keyUses\":{}}");
        assertThat(StreamPosition.fromJson(empty.toJson())).isEqualTo(empty);
    }

    @Test
    void aTableIsCoveredByItsOwnSetUntilItIsLevel() {
        assertThat(position().gtidSetOf("shop.a")).isEqualTo(U + ":1-77");
        assertThat(position().gtidSetOf("shop.b")).isEqualTo(U + ":1-60");
        assertThat(position().gtidSetOf("shop.c")).isNull();
        TablePosition stopped = position().tables().get("shop.b");
        assertThat(stopped.withBehind(U + ":1-70", null).stopped()).isNull();
        assertThat(stopped.withLevel().behind()).isNull();
        assertThat(stopped.withLevel().behindPartial()).isNull();
    }

    @Test
    void theNewestSixteenDdlStatementsAreKept() {
        TablePosition table = TablePosition.level("d", "t", 1, "");
        for (int i = 1; i <= 20; i++) {
            table = table.withDdl(new TableDdl(U + ":" + i, "TRUNCATE", "shop.a", AT));
        }
        assertThat(table.ddl()).hasSize(16).first().extracting(TableDdl::gtid).isEqualTo(U + ":5");
        assertThat(table.ddl().get(15).gtid()).isEqualTo(U + ":20");
    }

    @Test
    void aSetThatMySqlBrokeIntoLinesIsJoined() {
        StreamPosition broken =
                new StreamPosition("w1", U, U + ":1-5,\n" + U + ":7", "", 0, null, AT, null, 0, Map.of(), Map.of());
        assertThat(broken.gtidSet()).isEqualTo(U + ":1-5," + U + ":7");
    }

    @Test
    void mapsGivenToItAreCopied() {
        Map<String, TablePosition> tables = new HashMap<>();
        tables.put("a", TablePosition.level("d", "t", 1, ""));
        Map<String, KeyUse> uses = new HashMap<>(Map.of("k", new KeyUse(1, 1)));
        StreamPosition position = new StreamPosition("w1", U, "", "", 0, null, AT, null, 0, tables, uses);
        tables.clear();
        uses.clear();
        assertThat(position.tables()).containsOnlyKeys("a");
        assertThat(position.keyUses()).containsOnlyKeys("k");
        assertThatThrownBy(() -> position.tables().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":2 | \"version\":1 | version 1, this build reads 2",
                "\"version\":2, | '' | version ?",
                "\"version\":2 | \"version\":\"2\" | version ?",
                "\"position\":1234 | \"position\":\"1234\" | key position is no whole number",
                "\"position\":1234 | \"position\":-1 | count from 0",
                "\"schemaVersion\":7, | '' | key schemaVersion is missing",
                "\"schemaVersion\":7 | \"schemaVersion\":7,\"more\":1 | key more is unknown",
                "\"partitions\":4, | '' | table shop.a: key partitions is missing",
                "\"partitions\":4 | \"partitions\":4,\"x\":null | table shop.a: key x is unknown",
                "\"shop.a\":4000 | \"shop.a\":0 | that is not a part",
                "\"kind\":\"ALTER\" | \"kind\":null | table shop.a ddl: key kind is no text",
                "2026-01-02T03:04:04.500Z | yesterday | key lastEventAt is no time",
                "\"starts\":1 | \"starts\":-1 | counted from 0",
                "\"starts\":1 | \"starts\":1,\"more\":1 | key 0a0b0c0d: key more is unknown",
                "\"starts\":2 | \"starts\":\"2\" | key 5e1f00c3: key starts is no whole number",
                "\"file\":\"binlog.000002\" | \"file\":null | key file is no text",
            })
    void whatIsNotAPositionIsRefusedByName(String part, String replacement, String message) {
        String changed = GOLDEN.replace(part, replacement);
        assertThat(changed).isNotEqualTo(GOLDEN);
        assertThatThrownBy(() -> StreamPosition.fromJson(changed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aStoppedTableHasASetOfItsOwn() {
        assertThatThrownBy(() ->
                        StreamPosition.fromJson(GOLDEN.replace("\"behind\":\"" + U + ":1-60\"", "\"behind\":null")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GTID set of its own");
    }

    static StreamPosition position() {
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("shop.订单", 1L);
        rows.put("shop.a", 4000L);
        Map<String, TablePosition> tables = new LinkedHashMap<>();
        tables.put(
                "shop.a",
                TablePosition.level("ab", "s.a", 4, U + ":1-5").withDdl(new TableDdl(U + ":9", "ALTER", "shop.a", AT)));
        tables.put(
                "shop.b",
                TablePosition.level("cd", "s.b", 1, "")
                        .withStopped(
                                new StoppedTable("column x is new", "name it", U + ":61", "binlog.000001", 99),
                                U + ":1-60",
                                new PartialTransaction(U + ":61", Map.of("shop.b", 3L))));
        return new StreamPosition(
                "w1",
                U,
                U + ":1-77",
                "binlog.000002",
                1234,
                new PartialTransaction(U + ":78", rows),
                AT,
                Instant.parse("2026-01-02T03:04:04.500Z"),
                7,
                tables,
                Map.of("5e1f00c3", new KeyUse(1L << 32, 2), "0a0b0c0d", new KeyUse(7, 1)));
    }
}
