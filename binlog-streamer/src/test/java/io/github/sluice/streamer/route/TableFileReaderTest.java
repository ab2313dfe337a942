package io.github.sluice.streamer.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.settings.Problems;
import io.github.sluice.wire.key.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TableFileReaderTest {
    private static final Set<String> SOURCES = Set.of("rds1");

    /** As the published generator writes it, nothing added. */
    private static final String PUBLISHED = """
            {
                "key": "test.test_1",
                "topic": "mzt_ods_cjm_stream.ods_test_1",
                "need_table": false,
                "complete_regex": true,
                "regex": "",
                "column_mapping": {
                    "id": "id",
                    "userName": "user_name"
                }
            }
            """;

    private static TableFile read(String json) {
        Problems problems = new Problems();
        TableFile file = read(json, problems);
        assertThat(problems.lines()).isEmpty();
        return Objects.requireNonNull(file);
    }

    private static TableFile read(String json, Problems problems) {
        return TableFileReader.read(
                Path.of("t.json"), json.getBytes(StandardCharsets.UTF_8), SOURCES, problems, key -> {});
    }

    private static List<String> faults(String json) {
        Problems problems = new Problems();
        assertThat(read(json, problems)).isNull();
        return problems.lines();
    }

    @Test
    void thePublishedFormatLoadsUnchanged() { // inventory #61
        TableFile file = read(PUBLISHED);

        assertThat(file.key()).isEqualTo("test.test_1");
        assertThat(file.topic()).isEqualTo("mzt_ods_cjm_stream.ods_test_1");
        assertThat(file.exact()).isTrue();
        assertThat(file.columnMapping()).containsExactly(Map.entry("id", "id"), Map.entry("userName", "user_name"));
        assertThat(file.tableColumn()).isNull();
        assertThat(file.deletes()).isEqualTo(TableFile.Deletes.APPLY);
        assertThat(file.cascadesAccepted()).isFalse();
        assertThat(file.keyMode()).isEqualTo(RecordKeys.Mode.HMAC);
        assertThat(file.digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void thePublishedShardFormatLoadsUnchangedAndAddsTableName() { // inventory #66
        TableFile file = read("""
                {"key": "shop_0.orders_00", "topic": "t", "need_table": true, "complete_regex": false,
                 "regex": "shop_\\\\d+\\\\.orders_\\\\d+", "column_mapping": {"id": "id"}}
                """);
        assertThat(file.exact()).isFalse();
        assertThat(file.tableColumn()).isEqualTo("table_name");
        assertThat(file.matches("shop_12.orders_7")).isTrue();
        assertThat(file.matches("shop_12.orders_7_old"))
                .as("the whole name, inventory #63")
                .isFalse();
    }

    @Test
    void everyKeyOfOursIsRead() {
        TableFile file = read("""
                {"key": "shop_0.orders_00", "topic": "t", "need_table": true, "complete_regex": false,
                 "regex": "shop_.*", "column_mapping": {"id": "id", "note": null},
                 "ignore_columns": ["big"], "source": "rds1",
                 "source_column": "src", "database_column": "db_name", "table_column": "shard",
                 "key_columns": ["db_name", "shard", "id"], "types": {"id": "bigint unsigned", "note": "geometry"},
                 "include": ["shop_1\\\\..*"], "exclude": [".*_old"],
                 "deletes": "ignore", "cascades": "accept", "key_mode": "columns"}
                """);

        assertThat(file.columnMapping()).containsExactly(Map.entry("id", "id"));
        assertThat(file.ignoreColumns()).containsExactly("big", "note");
        assertThat(file.source()).isEqualTo("rds1");
        assertThat(file.sourceColumn()).isEqualTo("src");
        assertThat(file.databaseColumn()).isEqualTo("db_name");
        assertThat(file.tableColumn()).isEqualTo("shard");
        assertThat(file.keyColumns()).containsExactly("db_name", "shard", "id");
        assertThat(file.types()).containsEntry("id", "bigint unsigned");
        assertThat(file.include()).extracting(Pattern::pattern).containsExactly("shop_1\\..*");
        assertThat(file.matches("shop_1.orders")).isTrue();
        assertThat(file.matches("shop_2.orders")).as("not included").isFalse();
        assertThat(file.matches("shop_1.orders_old")).as("excluded").isFalse();
        assertThat(file.deletes()).isEqualTo(TableFile.Deletes.IGNORE);
        assertThat(file.cascadesAccepted()).isTrue();
        assertThat(file.keyMode()).isEqualTo(RecordKeys.Mode.COLUMNS);
    }

    @Test
    void everyMissingKeyIsNamed() {
        assertThat(faults("{}"))
                .containsExactlyInAnyOrder(
                        "t.json: key: is required",
                        "t.json: topic: is required",
                        "t.json: need_table: is required",
                        "t.json: complete_regex: is required",
                        "t.json: regex: is required where complete_regex is false",
                        "t.json: column_mapping: is required",
                        "t.json: column_mapping: must map at least one column");
    }

    @Test
    void allFaultsComeAtOnceWithTheirPath() {
        assertThat(faults("""
                        {"key": "orders", "topic": "a b", "need_table": "yes", "complete_regex": true, "regex": 5,
                         "column_mapping": {"id": "id", "ID": "id2", "a": "id", "b": 7, "op": "__op"},
                         "ignore_columns": ["id"], "source": "rds9", "key_columns": ["id", "id", "nope"],
                         "types": {"id": "int(", "a": "int"},
                         "include": ["(", 3], "deletes": "maybe", "cascades": "x", "key_mode": "md5", "colums": {}}
                        """))
                .containsExactlyInAnyOrder(
                        "t.json: topic: must be a legal topic name (letters, digits, '.', '_', '-', at most 249), found 'a b'",
                        "t.json: need_table: must be true or false, found 'yes'",
                        "t.json: regex: must be a text, found '5'",
                        "t.json: key: must be database.table where complete_regex is true, found 'orders'",
                        "t.json: column_mapping.b: must be a text that is not blank, or null, found '7'",
                        "t.json: column_mapping.ID: is the same column as id: MySQL does not tell letter case apart in"
                                + " column names",
                        "t.json: ignore_columns: must not name a column that is mapped, found 'id'",
                        "t.json: types.id: not a MySQL column type: int(",
                        "t.json: types: must name every mapped column, but op is missing",
                        "t.json: source: must be a source of streamer.yaml: rds1, found 'rds9'",
                        "t.json: column_mapping.a: must be a wire column of its own, found 'id'",
                        "t.json: column_mapping.op: must not be __op, which says upsert or delete in every value",
                        "t.json: key_columns[1]: must name each column once, found 'id'",
                        "t.json: key_columns[2]: must be one of the wire columns [id, id2, __op], found 'nope'",
                        "t.json: include[1]: must be a text that is not blank, found '3'",
                        "t.json: include[0]: must be a regular expression (Unclosed group), found '('",
                        "t.json: deletes: must be one of apply, ignore, found 'maybe'",
                        "t.json: cascades: must be one of refuse, accept, found 'x'",
                        "t.json: key_mode: must be hmac or columns: md5 is taken over the whole row, so that changes of"
                                + " one row would lie in several partitions and lose their order, found 'md5'",
                        "t.json: colums: is not a known key; known are key, topic, need_table, complete_regex, regex,"
                                + " column_mapping, ignore_columns, types, source, table_column, source_column,"
                                + " database_column, key_columns, include, exclude, deletes, cascades, key_mode");
    }

    @Test
    void whatIsNoJsonObjectIsNamedWithItsPlace() {
        assertThat(faults("{\"key\": \"a\" \"topic\"}"))
                .singleElement()
                .asString()
                .contains("t.json: not JSON", "line 1");
        assertThat(faults("{\"key\": \"a\", \"key\": \"b\"}"))
                .singleElement()
                .asString()
                .contains("repeats a key");
        assertThat(faults("[]")).containsExactly("t.json: must be one JSON object");
        assertThat(faults("")).singleElement().asString().contains("empty text is not JSON");
    }

    @Test
    void aByteOrderMarkDoesNotMatter() {
        assertThat(read("\ufeff" + PUBLISHED).key()).isEqualTo("test.test_1");
    }

    @Test
    void aNamedTableColumnBesideNeedTableFalseIsAContradiction() {
        assertThat(faults(PUBLISHED.replace("\"need_table\": false", "\"need_table\": false, \"table_column\": \"t\"")))
                .containsExactly("t.json: table_column: must not stand beside need_table false, found 't'");
    }
}
