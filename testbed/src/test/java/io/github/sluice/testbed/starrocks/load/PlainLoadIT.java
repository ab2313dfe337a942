package io.github.sluice.testbed.starrocks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.starrocks.catalog.Accounts;
import io.github.sluice.testbed.starrocks.catalog.KeyModel;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.http.RawClient;
import io.github.sluice.testbed.starrocks.txn.TransactionOptions;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** starrocks.md 16, items 6 to 15, with plain loads. */
@Timeout(180)
class PlainLoadIT {
    private static LoadCluster cluster;
    private static LoadClient client;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start(LoadOptions.defaults()
                .withMaxJsonBytes(10_000)
                .withMaxBodyBytes(100_000)
                .withTransactions(TransactionOptions.defaults()
                        .withTimeoutCheckInterval(Duration.ofMillis(100))
                        .withLabelKeep(Duration.ofDays(3), 5)));
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void assertStatus(JsonNode reply, String status) {
        assertThat(reply.path("Status").asText()).as(reply.toString()).isEqualTo(status);
    }

    private static void assertFails(JsonNode reply, String message) {
        assertStatus(reply, "Fail");
        assertThat(reply.path("Message").asText()).contains(message);
    }

    private static String errors(JsonNode reply) throws Exception {
        return LoadClient.fetch(reply.path("ErrorURL").asText());
    }

    // item 6: labels

    @Test
    void item06_aLabelIsUsedOncePerDatabaseAndReportedBeforeTheBody() throws Exception {
        TableModel one = cluster.table("label1", "id bigint key");
        cluster.table("label2", "id bigint key");
        assertStatus(client.json("label1", "[{\"id\":1}]", "label", "L-1_a"), "Success");

        try (RawClient raw = new RawClient(cluster.front.beHttp())) {
            raw.send(
                    "PUT /api/d/label2/_stream_load HTTP/1.1",
                    "Authorization: Basic cm9vdDo=",
                    "Expect: 100-continue",
                    "label: L-1_a",
                    "Content-Length: 50",
                    "");
            JsonNode reply = LoadCluster.json(raw.read().body());
            assertStatus(reply, "Label Already Exists");
            assertThat(reply.path("ExistingJobStatus").asText()).isEqualTo("FINISHED");
            assertThat(reply.path("TxnId").asInt()).isEqualTo(-1);
            assertThat(reply.path("NumberTotalRows").asInt()).isZero();
            assertThat(reply.path("Message").asText()).isEqualTo("Label [L-1_a] has already been used.");
        }
        assertThat(cluster.rows(one)).containsExactly("1");
    }

    @Test
    void item06_aLabelInUseByAnUnfinishedLoadIsRunning() throws Exception {
        cluster.table("running", "id bigint key");
        client.transaction("begin", "running", "still-open", null);

        JsonNode reply = client.json("running", "[{\"id\":1}]", "label", "still-open");

        assertStatus(reply, "Label Already Exists");
        assertThat(reply.path("ExistingJobStatus").asText()).isEqualTo("RUNNING");
        client.transaction("rollback", "running", "still-open", null);
        assertStatus(client.json("running", "[{\"id\":1}]", "label", "still-open"), "Success");
    }

    @Test
    void item06_theLabelOfAFailedLoadCanBeUsedAgain() throws Exception {
        TableModel table = cluster.table("again", "id bigint key");
        assertFails(client.json("again", "[{\"id\":", "label", "retry"), "parse error");
        assertThat(client.state("retry")).isEqualTo("ABORTED");
        assertStatus(client.json("again", "[{\"id\":1}]", "label", "retry"), "Success");
        assertThat(cluster.rows(table)).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a/b", "a:b", "标签", "a b"})
    void item06_otherTextsAreNoLabels(String label) throws Exception {
        table("badlabel");
        assertFails(
                client.json("badlabel", "[]", "label", label),
                "Getting analyzing error. Detail message: Label format error. regex: ^[-\\w]{1,128}$, label: " + label
                        + ".");
    }

    @Test
    void item06_aLabelHasAtMost128Characters() throws Exception {
        cluster.table("longlabel", "id bigint key");
        assertStatus(client.json("longlabel", "[{\"id\":1}]", "label", "x".repeat(128)), "Success");
        assertFails(client.json("longlabel", "[{\"id\":1}]", "label", "x".repeat(129)), "Label format error");
    }

    @Test
    void item06_finishedLabelsBeyondTheCountGoWhenTheCleanerRuns() throws Exception {
        cluster.table("keep", "id bigint key");
        for (int i = 0; i < 8; i++) {
            assertStatus(client.json("keep", "[{\"id\":1}]", "label", "keep-" + i), "Success");
        }
        assertThat(client.state("keep-0")).isEqualTo("VISIBLE");
        assertThat(cluster.front.cleanLabels()).isPositive();

        assertThat(client.state("keep-2")).isEqualTo("UNKNOWN");
        assertThat(client.state("keep-3")).isEqualTo("VISIBLE");
        assertStatus(client.json("keep", "[{\"id\":1}]", "label", "keep-0"), "Success");
    }

    // item 7

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

    // item 8

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

    // item 9

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

    // item 11

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

    private static TableModel table(String name) {
        TableModel existing = cluster.cluster.catalog().table("d", name);
        return existing != null ? existing : cluster.table(name, "id bigint key", "v varchar(100)");
    }

    @Test
    void item11_aStreamOfObjectsMayBeJoinedInAnyWay() throws Exception {
        TableModel table = cluster.table("stream", "id bigint key");
        assertStatus(
                client.json("stream", "{\"id\":1}\n{\"id\":2}{\"id\":3}\r\n", "strip_outer_array", "false"), "Success");
        assertThat(cluster.rows(table)).containsExactly("1", "2", "3");
    }

    // item 12

    @Test
    void item12_columnsWithExpressions() throws Exception {
        cluster.table(
                "expr",
                "id bigint key",
                "j json",
                "b varbinary",
                "h varbinary",
                "u varbinary",
                "c varchar(10)",
                "n int",
                "t datetime",
                "d decimal(10,2)");
        JsonNode reply = client.json(
                "expr",
                "[{\"id\":1,\"tj\":\"{\\\"b\\\":1,\\\"a\\\":[1,2]}\",\"tb\":\"AAEC/w==\",\"th\":\"00ff\",\"tu\":\"中\","
                        + "\"s\":\" x \",\"ts\":0}]",
                "columns",
                "id,tj,tb,th,tu,s,ts, j=parse_json(tj), b=to_binary(tb,'encode64'), h=to_binary(th,'hex'),"
                        + " u=to_binary(tu,'utf8'), c=upper(trim(s)), n=cast('12' as int)+1, t=from_unixtime(ts),"
                        + " d=1.005");
        assertStatus(reply, "Success");
        assertThat(cluster.select("SELECT id, j, hex(b), hex(h), hex(u), c, n, t, d FROM d.expr"))
                .containsExactly("1|{\"a\": [1, 2], \"b\": 1}|000102FF|00FF|E4B8AD|X|13|1970-01-01 08:00:00|1.01");
    }

    @Test
    void item12_failedExpressionsGiveNullAlsoInStrictMode() throws Exception {
        TableModel table = cluster.table("exprnull", "id bigint key", "j json", "b varbinary", "v varchar(3)");
        String columns = "id,tj,tb, j=parse_json(tj), b=to_binary(tb,'encode64'), v=concat(tj,tb)";
        JsonNode reply = client.json(
                "exprnull", "[{\"id\":1,\"tj\":\"{\",\"tb\":\"!\"}]", "columns", columns, "strict_mode", "true");
        assertStatus(reply, "Success");
        assertThat(cluster.rows(table)).containsExactly("1|NULL|NULL|{!");

        JsonNode tooLong = client.json("exprnull", "[{\"id\":1,\"tj\":\"{}\",\"tb\":\"AAAA\"}]", "columns", columns);
        assertFails(tooLong, "too many filtered rows");
        assertThat(errors(tooLong))
                .startsWith("Error: String '{}AAAA'(length=6) is too long. The max length of 'v' is 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "id, v=frobnicate(id)~No matching function with signature: frobnicate(bigint)",
                "id, v=sum(id)~Don't support aggregation function in load expression",
                "id, v=upper(nope)~Referenced column 'nope' in expr 'upper(nope)' can't be found in column list, derived column is 'v'",
                "id, id~Duplicate column: id",
                "id, nope=1~Mapping column is not in table. column: nope",
                "id, order~Unexpected input 'order'",
                "id, __op='remove'~load op type string not supported: remove",
                "id, v=upper(id~Getting syntax error"
            })
    void item12_whatCannotBeEvaluatedIsRefused(String columns, String message) throws Exception {
        TableModel table = table("refused");
        assertFails(client.json("refused", "[{\"id\":1}]", "columns", columns), message);
        assertThat(cluster.rows(table)).isEmpty();
    }

    @Test
    void item12_constantOperations() throws Exception {
        TableModel table = cluster.table("constop", "id bigint key");
        client.json("constop", "[{\"id\":1},{\"id\":2}]", "columns", "id,__op='upsert'");
        assertThat(cluster.rows(table)).containsExactly("1", "2");
        client.json("constop", "[{\"id\":1}]", "columns", "id,__op='delete'");
        client.json("constop", "[{\"id\":2,\"kind\":\"D\"}]", "columns", "id,kind,__op=if(kind='D',1,0)");
        assertThat(cluster.rows(table)).isEmpty();
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
    void item12_whereCountsUnselectedRows() throws Exception {
        TableModel table = cluster.table("wherever", "id bigint key", "v varchar(5)");
        JsonNode reply = client.json(
                "wherever",
                "[{\"id\":1,\"v\":\"a\"},{\"id\":2,\"v\":\"b\"},{\"id\":3},{\"id\":4,\"v\":\"ab\"}]",
                "where",
                "v like 'a%' and not id in (9, 10)");
        assertStatus(reply, "Success");
        assertThat(reply.path("NumberUnselectedRows").asInt()).isEqualTo(2);
        assertThat(cluster.rows(table)).containsExactly("1|a", "4|ab");
        assertFails(
                client.json("wherever", "[{\"id\":1}]", "where", "nope = 1"),
                "unknown column in where statement. the column 'nope' in where clause must be in the target table.");
    }

    @Test
    void item12_nonAsciiColumnNamesWorkInKeysAndInUtf8Headers() throws Exception {
        TableModel table = cluster.table("chinese", "编号 bigint key", "名称 varchar(30)");
        assertStatus(client.json("chinese", "[{\"编号\":1,\"名称\":\"中文\"}]"), "Success");
        assertStatus(client.json("chinese", "[{\"编号\":2,\"名称\":\"x\"}]", "columns", "编号,`名称`"), "Success");
        assertThat(cluster.rows(table)).containsExactly("1|中文", "2|x");
    }

    // item 13

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "format~xml~unknown data format, format=xml",
                "strict_mode~maybe~Invalid strict mode format. Must be bool type",
                "timezone~Mars/X~Unknown or incorrect time zone: 'Mars/X'",
                "timeout~soon~Invalid timeout format",
                "timeout~0~Timeout should between 1 and 259200",
                "compression~rot13~Unsupported compression type: rot13",
                "compression~snappy~stand-in: compression 'snappy' is not implemented and therefore refused",
                "partitions~p1~Unknown partition 'p1' in table 'headers'",
                "negative~true~stand-in: header 'negative' is not implemented and therefore refused",
                "load_mem_limit~-1~load_mem_limit must be equal or greater than 0",
                "log_rejected_record_num~10~stand-in: header 'log_rejected_record_num'",
                "enable_merge_commit~true~stand-in: header 'enable_merge_commit'",
                "max_filter_ratio~2~max_filter_ratio should be between 0 and 1",
                "column_separator~\\x~OK",
                "row_delimiter~''~OK",
                "partial_update_mode~sideways~stand-in: partial_update_mode 'sideways'"
            })
    void item13_headersThatAreNotUnderstoodAreRefused(String header, String value, String message) throws Exception {
        table("headers");
        JsonNode reply = client.json("headers", "[{\"id\":1}]", header, value);
        if (message.equals("OK")) {
            assertStatus(reply, "Success");
        } else {
            assertFails(reply, message);
        }
    }

    @Test
    void item13_documentedHeadersWithoutEffectAreIgnored() throws Exception {
        table("headers");
        assertStatus(
                client.json(
                        "headers",
                        "[{\"id\":1}]",
                        "two_phase_commit",
                        "true",
                        "warehouse",
                        "w",
                        "load_dop",
                        "2",
                        "db",
                        "elsewhere",
                        "table",
                        "elsewhere",
                        "x-unknown",
                        "1"),
                "Success");
    }

    @Test
    void item13_aCallerWithoutTheInsertPrivilegeIsRefused() throws Exception {
        table("headers");
        cluster.cluster.accounts().put("reader", "pw");
        cluster.cluster.accounts().grant("reader", "d", "*", Set.of(Accounts.Privilege.SELECT));
        JsonNode reply = new LoadClient(cluster.front.feHttp(), "reader", "pw").json("headers", "[{\"id\":1}]");
        assertFails(reply, "Access denied; you need (at least one of) the INSERT privilege(s) for this operation");
    }

    // item 14

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

    // item 15

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

    // CSV, compression, timeouts

    @Test
    void csvFieldsFollowTheirOwnRules() throws Exception {
        cluster.table("csv", "id bigint key", "v varchar(10)", "n int", "b varbinary", "j json", "f boolean");
        JsonNode reply = client.csv(
                "csv", "1\ta\t5\tAAE=\t{\"b\":1, \"a\":2}\ttrue\n2\t\\N\t\\N\t\\N\t\\N\t\\N\n3\t\t\t\tx\t0\n");
        assertStatus(reply, "Success");
        assertThat(cluster.select("SELECT id, v, n, hex(b), j, f FROM d.csv ORDER BY id"))
                .containsExactly("1|a|5|0001|{\"a\": 2, \"b\": 1}|1", "2|NULL|NULL|NULL|NULL|NULL", "3||NULL||NULL|0");

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
                "Fail");
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
        assertThat(cluster.rows(table)).containsExactly("1|a\u0001b", "2|say \"hi\"", "3|plain");
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

    @Test
    void aLoadThatTakesLongerThanItsTimeoutIsAborted() throws Exception {
        TableModel table = cluster.table("slow", "id bigint key");
        Faults.Planned pause = cluster.front
                .faults()
                .plan(Fault.pause(FaultPoint.BEFORE_COMMIT).forLabels("too-slow"));
        Thread release = new Thread(() -> {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> client.state("too-slow").equals("ABORTED"));
            pause.release();
        });
        release.start();

        JsonNode reply = client.json("slow", "[{\"id\":1}]", "label", "too-slow", "timeout", "1");

        release.join();
        assertFails(reply, "timeout by txn manager");
        assertThat(client.stateReply("too-slow").path("reason").asText()).isEqualTo("timeout by txn manager");
        assertThat(cluster.rows(table)).isEmpty();
    }
}
