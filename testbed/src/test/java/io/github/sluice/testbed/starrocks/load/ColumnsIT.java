package io.github.sluice.testbed.starrocks.load;

import static io.github.sluice.testbed.starrocks.load.Replies.assertFails;
import static io.github.sluice.testbed.starrocks.load.Replies.assertStatus;
import static io.github.sluice.testbed.starrocks.load.Replies.errors;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** starrocks.md 16, items 12 and 13: the headers columns and where, and headers that are refused. */
@Timeout(120)
class ColumnsIT {
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
        cluster.sql("CREATE USER reader IDENTIFIED BY 'pw'");
        cluster.sql("GRANT SELECT ON TABLE d.headers TO USER reader");
        // a frontend refuses it itself; so does a backend, asked past the frontend
        JsonNode reply = new LoadClient(cluster.front.beHttp(), "reader", "pw").json("headers", "[{\"id\":1}]");
        assertFails(reply, "Access denied; you need (at least one of) the INSERT privilege(s) for this operation");
    }

    private static TableModel table(String name) {
        TableModel existing = cluster.cluster.catalog().table("d", name);
        return existing != null ? existing : cluster.table(name, "id bigint key", "v varchar(100)");
    }
}
