package io.github.sluice.testbed.starrocks.load;

import static io.github.sluice.testbed.starrocks.load.Replies.assertFails;
import static io.github.sluice.testbed.starrocks.load.Replies.assertStatus;
import static io.github.sluice.testbed.starrocks.load.Replies.errors;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** starrocks.md 16, items 11 and 12: JSON documents, paths, CSV and compression. */
@Timeout(120)
class PayloadIT {
    private static LoadCluster cluster;
    private static LoadClient client;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start(LoadOptions.defaults());
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[\"text\"]~true~Failed to iterate json array as object. error: INCORRECT_TYPE",
                "[{\"id\":1},\"text\"]~true~Failed to iterate json array as object. error: INCORRECT_TYPE",
                "{\"id\":1}~true~the value should be array type with strip_outer_array=true",
                "[{\"id\":1}]~false~The value is array type in json document stream",
                "[{\"id\":1},{\"id\"}]~true~Failed to iterate json array as object",
                "[{\"id\":1}] x~true~Failed to iterate json array as object",
                "{\"id\":1}{\"id\":~false~Failed to iterate document stream as object"
            })
    void item11_aBrokenDocumentFailsTheWholeLoad(String body, String strip, String message) throws Exception {
        TableModel table = table("broken");
        JsonNode reply = client.json("broken", body, "strip_outer_array", strip, "max_filter_ratio", "1");
        assertFails(reply, "parse error. " + message);
        assertThat(errors(reply)).contains("parse error");
        assertThat(cluster.rows(table)).isEmpty();
    }

    @Test
    void item11_aStreamOfObjectsMayBeJoinedInAnyWay() throws Exception {
        TableModel table = cluster.table("stream", "id bigint key");
        assertStatus(
                client.json("stream", "{\"id\":1}\n{\"id\":2}{\"id\":3}\r\n", "strip_outer_array", "false"), "Success");
        assertThat(cluster.rows(table)).containsExactly("1", "2", "3");
    }

    @Test
    void item12_jsonPathsAndRoot() throws Exception {
        TableModel table = cluster.table("paths", "id bigint key", "v varchar(50)", "w varchar(50)");
        JsonNode reply = client.json(
                "paths",
                "{\"x\":{\"rows\":[{\"k\":{\"id\":1},\"a.b\":\"q\",\"l\":[5,{\"z\": 1.50}]},{\"k\":{\"id\":2}}]}}",
                "json_root",
                "$.x.rows",
                "jsonpaths",
                "[\"$.k.id\",\"$.\\\"a.b\\\"\",\"$.l[1]\"]",
                "columns",
                "id,v,w");
        assertStatus(reply, "Success");
        assertThat(cluster.rows(table)).containsExactly("1|q|{\"z\":1.50}", "2|NULL|NULL");

        assertFails(client.json("paths", "[]", "jsonpaths", "[\"id\"]"), "Invalid json path: id");
    }

    @Test
    void item12_jsonKeysAreCaseSensitiveAndTheFirstOfEqualKeysCounts() throws Exception {
        TableModel table = cluster.table("Keys", "id bigint key", "Val int");
        client.json("Keys", "[{\"id\":1,\"val\":3,\"Val\":1,\"Val\":2,\"extra\":{}}]");
        assertThat(cluster.rows(table)).containsExactly("1|1");
        client.json("Keys", "[{\"ID\":2,\"VAL\":4}]", "columns", "ID,VAL");
        assertThat(cluster.rows(table)).containsExactly("1|1", "2|4");
    }

    @Test
    void item12_nonAsciiColumnNamesWorkInKeysAndInUtf8Headers() throws Exception {
        TableModel table = cluster.table("chinese", "编号 bigint key", "名称 varchar(30)");
        assertStatus(client.json("chinese", "[{\"编号\":1,\"名称\":\"中文\"}]"), "Success");
        assertStatus(client.json("chinese", "[{\"编号\":2,\"名称\":\"x\"}]", "columns", "编号,`名称`"), "Success");
        assertThat(cluster.rows(table)).containsExactly("1|中文", "2|x");
    }

    @Test
    void csvFieldsFollowTheirOwnRules() throws Exception {
        cluster.table("csv", "id bigint key", "v varchar(10)", "n int", "b varbinary", "j json", "f boolean");
        JsonNode reply = client.csv(
                "csv", "1\ta\t5\tAAE=\t{\"b\":1, \"a\":2}\ttrue\n2\t\\N\t\\N\t\\N\t\\N\t\\N\n3\t\t\t\tx\t0\n");
        assertStatus(reply, "Success");
        assertThat(cluster.select("SELECT id, v, n, hex(b), j, f FROM d.csv ORDER BY id"))
                .containsExactly("1|a|5|0001|{\"a\": 2, \"b\": 1}|1", "2|NULL|NULL|NULL|NULL|NULL", "3||NULL||\"x\"|0");

        JsonNode filtered = client.csv("csv", "4\tonly-two\n", "strict_mode", "true");
        assertFails(filtered, "too many filtered rows");
        assertThat(errors(filtered))
                .startsWith("Error: Target column count: 6 doesn't match source value column count: 2.");
    }

    @Test
    void csvDelimitersQuotesAndHeaders() throws Exception {
        TableModel table = cluster.table("csvq", "id bigint key", "v varchar(20)");
        assertStatus(
                client.csv(
                        "csvq",
                        "id||v@@1||\"a||b\"@@2||\"say \"\"hi\"\"\"@@3|| plain @@\\4||\\||x",
                        "column_separator",
                        "||",
                        "row_delimiter",
                        "@@",
                        "enclose",
                        "\"",
                        "escape",
                        "\\",
                        "skip_header",
                        "1",
                        "trim_space",
                        "true"),
                "Success");
        assertThat(cluster.rows(table)).containsExactly("1|a||b", "2|say \"hi\"", "3|plain", "4|||x");
        assertStatus(
                client.csv(
                        "csvq",
                        "id\\x01v\n1\u0001\"a\u0001b\"\n2\u0001\"say \"\"hi\"\"\"\n3\u0001 plain \n",
                        "column_separator",
                        "\\x01",
                        "enclose",
                        "\"",
                        "skip_header",
                        "1",
                        "trim_space",
                        "true"),
                "Success");
        assertThat(cluster.rows(table)).containsExactly("1|a\u0001b", "2|say \"hi\"", "3|plain", "4|||x");
        assertFails(
                client.csv("csvq", "1\t2", "column_separator", "x".repeat(51)),
                "The valid bytes length for 'column separator' is [1, 50]");
    }

    @Test
    void compressedBodiesAreUnpacked() throws Exception {
        TableModel table = cluster.table("packed", "id bigint key", "v varchar(2000)");
        int id = 0;
        for (String name : List.of("gzip", "deflate", "zstd", "lz4_frame")) {
            String row = "[{\"id\":" + ++id + ",\"v\":\"" + "中".repeat(500) + "\"}]";
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = packing(name, packed)) {
                out.write(row.getBytes(StandardCharsets.UTF_8));
            }
            JsonNode reply = client.bytes(
                    "packed", packed.toByteArray(), "format", "json", "strip_outer_array", "true", "compression", name);
            assertStatus(reply, "Success");
            assertThat(reply.path("LoadBytes").asInt()).isEqualTo(packed.size());
        }
        assertThat(cluster.rows(table)).hasSize(4);
        assertFails(
                client.bytes(
                        "packed", "no gzip".getBytes(StandardCharsets.UTF_8), "format", "json", "compression", "gzip"),
                "Failed to decompress");
        assertFails(
                client.json("packed", "[]", "compression", "gzip", "content-encoding", "gzip"),
                "Only one of http header content-encoding and compression can be set");
    }

    private static OutputStream packing(String name, OutputStream to) throws Exception {
        return switch (name) {
            case "gzip" -> new GZIPOutputStream(to);
            case "deflate" -> new DeflaterOutputStream(to);
            case "zstd" -> new com.github.luben.zstd.ZstdOutputStream(to);
            default -> new net.jpountz.lz4.LZ4FrameOutputStream(to);
        };
    }

    private static TableModel table(String name) {
        TableModel existing = cluster.cluster.catalog().table("d", name);
        return existing != null ? existing : cluster.table(name, "id bigint key", "v varchar(100)");
    }
}
