package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaEntriesTest {
    private static final String A =
            "{\"columns\":[[\"id\",\"bigint\",\"\",0]],\"key\":[\"id\"],\"charset\":\"utf8mb4\"}";
    private static final String B =
            "{\"columns\":[[\"id\",\"bigint\",\"\",0],[\"名\",\"varchar(9)\",\"gbk\",1]],\"key\":[],\"charset\":\"gbk\"}";
    private static final String HISTORY = "{\"version\":1,\"changes\":7,\"gtidSet\":\"u:1-5\",\"lowerCase\":false,"
            + "\"charsets\":{\"shop\":\"utf8mb4\"},\"definitions\":[" + A + "," + B + "],"
            + "\"tables\":{\"shop\":{\"orders_0\":[[\"\",0],[\"u:7\",1]],\"orders_1\":[[\"\",0]],"
            + "\"gone\":[[\"\",1],[\"u:8\",-1]],\"odd\":[[\"u:9\",\"not known since an ALTER\"]]}}}";

    @Test
    void aHistoryIsTheSameAfterItWasCut() {
        Map<String, String> entries = SchemaEntries.split(HISTORY);
        assertThat(entries).hasSize(1 + 2 + 4);
        assertThat(normal(SchemaEntries.join(entries))).isEqualTo(normal(HISTORY));
    }

    /** Numbers of definitions depend on an order; entries must not. */
    @Test
    void anEntryDependsOnNothingElse() {
        String other = HISTORY.replace("\"definitions\":[" + A + "," + B + "]", "\"definitions\":[" + B + "," + A + "]")
                .replace("[\"\",0]", "[\"\",2]")
                .replace("\"u:7\",1]", "\"u:7\",0]")
                .replace("[\"\",1]", "[\"\",0]")
                .replace("[\"\",2]", "[\"\",1]");
        assertThat(SchemaEntries.split(other)).isEqualTo(SchemaEntries.split(HISTORY));
    }

    @Test
    void oneTableAlteredIsOneEntryMore() {
        Map<String, String> before = SchemaEntries.split(HISTORY);
        Map<String, String> after =
                SchemaEntries.split(HISTORY.replace("\"orders_1\":[[\"\",0]]", "\"orders_1\":[[\"\",0],[\"u:10\",1]]"));
        after.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        assertThat(after).containsOnlyKeys("table/shop.orders_1");
    }

    /** 5,274 tables of 24 columns: no entry grows with their number. */
    @Test
    void entriesStaySmallHoweverManyTablesThereAre() {
        Map<String, Object> tables = new LinkedHashMap<>();
        for (int i = 0; i < 5274; i++) {
            tables.put("orders_" + i, List.of(List.of("", 0L)));
        }
        Map<String, Object> history = new LinkedHashMap<>();
        history.put("version", 1L);
        history.put("definitions", List.of(Json.parse(A)));
        history.put("tables", Map.of("shop", tables));
        Map<String, String> entries = SchemaEntries.split(Json.write(history));
        assertThat(entries).hasSize(1 + 1 + 5274);
        assertThat(entries.values()).allSatisfy(text -> assertThat(text.getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(1000));
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        Map<String, String> entries = new HashMap<>(SchemaEntries.split(HISTORY));
        entries.keySet().removeIf(id -> id.startsWith("definition/"));
        assertThatThrownBy(() -> SchemaEntries.join(entries)).hasMessageContaining("lacks a definition of table/shop.");
        assertThatThrownBy(() -> SchemaEntries.join(Map.of("table/x", "{}"))).hasMessageContaining("no common entry");
    }

    /** With the definitions in place of their numbers. */
    private static Object normal(String json) {
        Map<?, ?> root = (Map<?, ?>) Json.parse(json);
        List<?> definitions = (List<?>) root.get("definitions");
        Map<String, Object> normal = new HashMap<>();
        root.forEach((key, value) -> normal.put(String.valueOf(key), value));
        normal.remove("definitions");
        Map<String, Object> tables = new HashMap<>();
        ((Map<?, ?>) root.get("tables")).forEach((database, ofDatabase) -> ((Map<?, ?>) ofDatabase)
                .forEach((table, versions) -> tables.put(
                        database + "." + table,
                        ((List<?>) versions)
                                .stream()
                                        .map(version -> {
                                            Object what = ((List<?>) version).get(1);
                                            return List.of(
                                                    ((List<?>) version).get(0),
                                                    what instanceof Long number && number >= 0
                                                            ? definitions.get(number.intValue())
                                                            : what);
                                        })
                                        .toList())));
        normal.put("tables", tables);
        return normal;
    }
}
