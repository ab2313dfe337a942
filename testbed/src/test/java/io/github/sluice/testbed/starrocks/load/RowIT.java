package io.github.sluice.testbed.starrocks.load;

import static io.github.sluice.testbed.starrocks.load.Replies.assertFails;
import static io.github.sluice.testbed.starrocks.load.Replies.assertStatus;
import static io.github.sluice.testbed.starrocks.load.Replies.errors;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.starrocks.catalog.KeyModel;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.http.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** starrocks.md 16, items 7 to 9, 14 and 15: what becomes of rows, one by one and as a whole. */
@Timeout(120)
class RowIT {
    private static LoadCluster cluster;
    private static LoadClient client;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start(
                LoadOptions.defaults().withMaxJsonBytes(10_000).withMaxBodyBytes(100_000));
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void item07_oneFilteredRowFailsTheWholeLoadAndIsExplained() throws Exception {
        TableModel table = cluster.table("atomic", "id bigint key", "v varchar(5) not null");
        JsonNode reply = client.json("atomic", "[{\"id\":1,\"v\":\"a\"},{\"id\":2,\"v\":null},{\"id\":3,\"v\":\"c\"}]");

        assertFails(reply, "too many filtered rows");
        assertThat(reply.path("NumberTotalRows").asInt()).isEqualTo(3);
        assertThat(reply.path("NumberLoadedRows").asInt()).isEqualTo(2);
        assertThat(reply.path("NumberFilteredRows").asInt()).isEqualTo(1);
        assertThat(errors(reply)).isEqualTo("Error: NULL value in non-nullable column 'v'. Row: [2, NULL, 0]\n");
        assertThat(cluster.rows(table)).isEmpty();

        JsonNode tolerated = client.json(
                "atomic",
                "[{\"id\":1,\"v\":\"a\"},{\"id\":2,\"v\":null},{\"id\":3,\"v\":\"c\"}]",
                "max_filter_ratio",
                "0.4");
        assertStatus(tolerated, "Success");
        assertThat(errors(tolerated)).contains("non-nullable");
        assertThat(cluster.rows(table)).containsExactly("1|a", "3|c");
    }

    @Test
    void item07_nothingLoadedIsAFailure() throws Exception {
        cluster.table("nothing", "id bigint key");
        assertFails(client.json("nothing", ""), "No rows were imported from upstream");
        assertFails(client.json("nothing", "[]"), "No rows were imported from upstream");
        assertFails(client.json("nothing", "[{\"id\":1}]", "where", "id > 5"), "No rows were imported from upstream");
    }

    @Test
    void item07_aBodyThatEndsEarlyLoadsNothing() throws Exception {
        TableModel table = cluster.table("short", "id bigint key");
        try (RawClient raw = new RawClient(cluster.front.beHttp())) {
            raw.send(
                    "PUT /api/d/short/_stream_load HTTP/1.1",
                    "Authorization: Basic cm9vdDo=",
                    "format: json",
                    "label: cut-off",
                    "Content-Length: 50",
                    "");
            raw.write("{\"id\":1}").endOutput();
            assertFails(LoadCluster.json(raw.read().body()), "receive body don't equal with body bytes");
        }
        assertThat(client.state("cut-off")).isEqualTo("ABORTED");
        assertThat(cluster.rows(table)).isEmpty();
    }

    @Test
    void item08_theLastRowOfAKeyWinsWhateverItsOperation() throws Exception {
        TableModel table = cluster.table("order", "id bigint key", "v varchar(5)");
        client.json("order", "[{\"id\":1,\"v\":\"old\"},{\"id\":2,\"v\":\"old\"},{\"id\":3,\"v\":\"old\"}]");

        JsonNode reply = client.json(
                "order",
                "[{\"id\":1,\"v\":\"a\"},{\"id\":1,\"v\":\"b\"},"
                        + "{\"id\":2,\"v\":\"a\",\"__op\":0},{\"id\":2,\"__op\":1},"
                        + "{\"id\":3,\"__op\":1},{\"id\":3,\"v\":\"back\",\"__op\":0},"
                        + "{\"id\":4,\"__op\":1}]");

        assertStatus(reply, "Success");
        assertThat(reply.path("NumberLoadedRows").asInt()).isEqualTo(7);
        assertThat(cluster.rows(table)).containsExactly("1|b", "3|back");
    }

    @Test
    void item08_anUpsertReplacesTheWholeRow() throws Exception {
        TableModel table = cluster.table("whole", "id bigint key", "a int", "b int default '7'");
        client.json("whole", "[{\"id\":1,\"a\":1,\"b\":1}]");
        client.json("whole", "[{\"id\":1}]");
        assertThat(cluster.rows(table)).containsExactly("1|NULL|NULL");
        client.json("whole", "[{\"id\":1}]", "columns", "id");
        assertThat(cluster.rows(table)).containsExactly("1|NULL|7");
    }

    @Test
    void item08_keysAreEqualByBytes() throws Exception {
        TableModel table = cluster.table("bytekeys", "k varchar(10) key", "v int");
        client.json(
                "bytekeys",
                "[{\"k\":\"A\",\"v\":1},{\"k\":\"a\",\"v\":2},{\"k\":\"a \",\"v\":3},{\"k\":\"ä\",\"v\":4}]");
        assertThat(cluster.rows(table)).containsExactly("A|1", "a|2", "a |3", "ä|4");
    }

    @Test
    void item08_aDeleteRowIsCheckedLikeAnyOther() throws Exception {
        TableModel table = cluster.table("deletes", "id bigint key", "v varchar(5) not null");
        client.json("deletes", "[{\"id\":1,\"v\":\"a\"}]");
        assertFails(client.json("deletes", "[{\"id\":1,\"__op\":1}]"), "too many filtered rows");
        assertFails(client.json("deletes", "[{\"id\":1,\"v\":\"a\",\"__op\":null}]"), "too many filtered rows");
        assertStatus(client.json("deletes", "[{\"id\":1,\"v\":\"a\",\"__op\":1}]"), "Success");
        assertThat(cluster.rows(table)).isEmpty();
    }

    @Test
    void item08_withoutAPrimaryKeyRowsAreAppendedAndOpIsIgnored() throws Exception {
        TableModel table = cluster.table(KeyModel.DUPLICATE, "dup", "id bigint key", "v int");
        client.json("dup", "[{\"id\":1,\"v\":1},{\"id\":1,\"v\":1,\"__op\":1}]");
        assertThat(cluster.rows(table)).containsExactly("1|1", "1|1");
    }

    @Test
    void item09_inNonStrictModeWhatCannotBeConvertedBecomesNull() throws Exception {
        TableModel table = cluster.table("loose", "id bigint key", "n int", "v varchar(3)", "t datetime");
        JsonNode reply = client.json(
                "loose", "[{\"id\":1,\"n\":\"abc\",\"v\":\"toolong\",\"t\":\"1700000000\"},{\"id\":2,\"n\":\"12\"}]");
        assertStatus(reply, "Success");
        assertThat(cluster.rows(table)).containsExactly("1|NULL|NULL|NULL", "2|12|NULL|NULL");
    }

    @Test
    void item09_inStrictModeItIsFilteredWithTheReason() throws Exception {
        TableModel table = cluster.table("strict", "id bigint key", "n int", "v varchar(3)", "t datetime");
        JsonNode reply = client.json(
                "strict",
                "[{\"id\":1,\"n\":\"abc\"},{\"id\":2,\"v\":\"long\"},{\"id\":3,\"t\":\"nope\"},{\"id\":4,\"n\":9999999999}]",
                "strict_mode",
                "true");
        assertFails(reply, "too many filtered rows");
        assertThat(reply.path("NumberFilteredRows").asInt()).isEqualTo(4);
        assertThat(errors(reply).lines())
                .containsExactly(
                        "Error: Unable to cast string value to BIGINT. value=abc, column=n. Row: {\"id\":1,\"n\":\"abc\"}",
                        "Error: Value length is beyond the capacity. column=v, capacity=3. Row: {\"id\":2,\"v\":\"long\"}",
                        "Error: Value 'nope' is out of range. The type of 't' is DATETIME. Row: [3, NULL, NULL, NULL, 0]",
                        "Error: Value is overflow. column=n, value=9999999999. Row: {\"id\":4,\"n\":9999999999}");
        assertThat(cluster.rows(table)).isEmpty();
    }

    @Test
    void item09_aMissingKeyIsNullAndNeverTheDefaultButAnUnlistedColumnGetsIt() throws Exception {
        TableModel table =
                cluster.table("defaults", "id bigint key", "a int default '5'", "b int not null default '6'");
        assertFails(client.json("defaults", "[{\"id\":1}]"), "too many filtered rows");
        assertStatus(client.json("defaults", "[{\"id\":1}]", "columns", "id,a"), "Success");
        assertThat(cluster.rows(table)).containsExactly("1|NULL|6");

        cluster.table("needed", "id bigint key", "req int not null");
        assertFails(
                client.json("needed", "[{\"id\":1}]", "columns", "id"),
                "Getting analyzing error. Detail message: Column has no default value. column: req.");
    }

    @Test
    void item09_aDecimalThatFitsItsStorageButNotItsPrecisionIsFilteredInEitherMode() throws Exception {
        cluster.table("dec", "id bigint key", "c decimal(5,2)");
        JsonNode reply = client.json("dec", "[{\"id\":1,\"c\":1234.5}]");
        assertFails(reply, "too many filtered rows");
        assertThat(errors(reply))
                .startsWith("Error: Decimal '1234.50' is out of range. The type of 'c' is DECIMAL32(5,2)");
    }

    @Test
    void item14_aKeyOfMoreThan128BytesFailsTheLoad() throws Exception {
        TableModel table = cluster.table("bigkey", "a varchar(200) key", "b bigint key");
        assertStatus(client.json("bigkey", "[{\"a\":\"" + "x".repeat(118) + "\",\"b\":1}]"), "Success");
        assertFails(
                client.json("bigkey", "[{\"a\":\"" + "x".repeat(119) + "\",\"b\":1}]", "max_filter_ratio", "1"),
                "primary key size exceed the limit.");
        assertThat(cluster.rows(table)).hasSize(1);
    }

    @Test
    void item14_mergeCondition() throws Exception {
        TableModel table = cluster.table("merge", "id bigint key", "ver int", "v varchar(5)", "j json");
        client.json("merge", "[{\"id\":1,\"ver\":5,\"v\":\"five\"}]");
        client.json(
                "merge",
                "[{\"id\":1,\"ver\":4,\"v\":\"four\"},{\"id\":2,\"ver\":1,\"v\":\"new\"}]",
                "merge_condition",
                "ver");
        assertThat(cluster.rows(table)).containsExactly("1|5|five|NULL", "2|1|new|NULL");
        client.json("merge", "[{\"id\":1,\"ver\":5,\"v\":\"same\"}]", "merge_condition", "ver");
        assertThat(cluster.rows(table)).containsExactly("1|5|same|NULL", "2|1|new|NULL");

        assertFails(
                client.json("merge", "[{\"id\":1,\"ver\":9,\"__op\":1}]", "merge_condition", "ver"),
                "delete with condition column ver");
        assertFails(
                client.json("merge", "[]", "merge_condition", "id"),
                "Merge condition column id should not be primary key!");
        assertFails(
                client.json("merge", "[]", "merge_condition", "nope"), "Merge condition column nope does not exist");
        assertFails(client.json("merge", "[]", "merge_condition", "j"), "Merge condition column j has invalid type");
    }

    @Test
    void item14_partialUpdate() throws Exception {
        TableModel table = cluster.table("partial", "id bigint key", "a int", "b int default '9'");
        client.json("partial", "[{\"id\":1,\"a\":1,\"b\":1}]");
        assertStatus(
                client.json(
                        "partial",
                        "[{\"id\":1,\"a\":2},{\"id\":2,\"a\":3}]",
                        "partial_update",
                        "true",
                        "columns",
                        "id,a"),
                "Success");
        assertThat(cluster.rows(table)).containsExactly("1|2|1", "2|3|9");
        assertFails(
                client.json("partial", "[{\"a\":2}]", "partial_update", "true", "columns", "a"),
                "key column id not in partial update columns");
    }

    @Test
    void item15_jsonBodiesAreLimitedUnlessTheSizeIsIgnored() throws Exception {
        TableModel table = cluster.table("size", "id bigint key", "v varchar(60000)");
        String big = "[{\"id\":1,\"v\":\"" + "x".repeat(20_000) + "\"}]";
        assertFails(
                client.json("size", big),
                "The size of this batch exceed the max size [10000]  of json type data  data [ " + big.length()
                        + " ]. Set ignore_json_size to skip the check");
        assertStatus(client.json("size", big, "ignore_json_size", "true"), "Success");
        assertFails(
                client.json("size", "[{\"id\":1,\"v\":\"" + "x".repeat(120_000) + "\"}]", "ignore_json_size", "true"),
                "exceed limit: 100000");
        assertThat(cluster.rows(table)).hasSize(1);
    }
}
