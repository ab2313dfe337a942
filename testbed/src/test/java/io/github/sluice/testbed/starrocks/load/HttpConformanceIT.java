package io.github.sluice.testbed.starrocks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.http.RawClient;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** starrocks.md 16, items 1 to 4: HTTP as clients see it, byte by byte. */
@Timeout(120)
class HttpConformanceIT {
    private static final String ROOT = "Authorization: Basic cm9vdDo=";
    private static LoadCluster cluster;
    private static TableModel table;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start();
        table = cluster.table("t", "id bigint key", "v varchar(20)");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static RawClient fe() throws IOException {
        return new RawClient(cluster.front.feHttp());
    }

    private static RawClient be() throws IOException {
        return new RawClient(cluster.front.beHttp());
    }

    private static JsonNode json(RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return LoadCluster.json(answer.body());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void item01_theFrontendRedirectsAtOnceWithoutReadingTheBody() throws Exception {
        try (RawClient client = fe()) {
            client.send(
                    "PUT /api/d/t/_stream_load?x=1 HTTP/1.1",
                    ROOT,
                    "Expect: 100-continue",
                    "Content-Length: 1000000",
                    "");

            RawClient.Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(307);
            assertThat(answer.headers())
                    .containsEntry("location", "http://" + cluster.front.beHttp() + "/api/d/t/_stream_load?x=1")
                    .containsEntry("content-type", "text/html")
                    .containsEntry("content-length", "0")
                    .containsEntry("connection", "close");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void item01_anUnknownTableIsRedirectedTooAndRefusedByTheBackend() throws Exception {
        try (RawClient client = fe()) {
            client.send("PUT /api/nodb/t/_stream_load HTTP/1.1", ROOT, "Expect: 100-continue", "Content-Length: 5", "");
            assertThat(client.read().status()).isEqualTo(307);
        }
        assertThat(cluster.client().json("nope", "[]").path("Message").asText()).isEqualTo("unknown table \"d.nope\"");
    }

    @Test
    void item01_theBackendTakesBodiesWithALengthAndInChunks() throws Exception {
        try (RawClient client = be()) {
            client.send(
                    "PUT /api/d/t/_stream_load HTTP/1.1",
                    ROOT,
                    "Expect: 100-continue",
                    "format: json",
                    "Content-Length: 19",
                    "");
            assertThat(client.read().status()).isEqualTo(100);
            client.write("{\"id\":101,\"v\":\"n\"}\n");
            assertThat(json(client.read()).path("Status").asText()).isEqualTo("Success");

            client.send("PUT /api/d/t/_stream_load HTTP/1.1", ROOT, "format: json", "Transfer-Encoding: chunked", "");
            client.write("7\r\n{\"id\":1\r\nb\r\n02,\"v\":\"c\"}\r\n0\r\n\r\n");
            JsonNode reply = json(client.read());
            assertThat(reply.path("Status").asText()).isEqualTo("Success");
            assertThat(reply.path("LoadBytes").asInt()).isEqualTo(18);
        }
        assertThat(cluster.rows(table)).contains("101|n", "102|c");
    }

    @Test
    void item02_withoutExpectTheFrontendRefusesButNotInHttp10() throws Exception {
        try (RawClient client = fe()) {
            client.send("PUT /api/d/t/_stream_load HTTP/1.1", ROOT, "Content-Length: 0", "");
            JsonNode reply = json(client.read());
            assertThat(reply.path("Status").asText()).isEqualTo("FAILED");
            assertThat(reply.path("Message").asText())
                    .isEqualTo("class com.starrocks.common.DdlException: There is no 100-continue header");
        }
        try (RawClient client = fe()) {
            client.send("PUT /api/d/t/_stream_load HTTP/1.0", ROOT, "Content-Length: 0", "");
            assertThat(client.read().status()).isEqualTo(307);
        }
    }

    @Test
    void item03_missingAuthorizationIs401AtTheFrontendAndAFailedLoadAtTheBackend() throws Exception {
        try (RawClient client = fe()) {
            client.send("PUT /api/d/t/_stream_load HTTP/1.1", "Expect: 100-continue", "Content-Length: 5", "");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers()).containsEntry("www-authenticate", "Basic realm=\"\"");
            assertThat(LoadCluster.json(answer.body()))
                    .isEqualTo(LoadCluster.json("{\"status\":\"FAILED\",\"code\":\"1\","
                            + "\"msg\":\"Need auth information.\",\"message\":\"Need auth information.\"}"));
        }
        try (RawClient client = fe()) {
            client.send("GET /api/d/get_load_state?label=x HTTP/1.1", "Authorization: Basic cm9vdDp3cm9uZw==", "");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body())
                    .contains("Access denied for root@127.0.0.1")
                    .doesNotContain("wrong");
        }
        try (RawClient client = be()) {
            client.send("PUT /api/d/t/_stream_load HTTP/1.1", "Expect: 100-continue", "Content-Length: 5", "");
            JsonNode reply = json(client.read());
            assertThat(reply.path("Status").asText()).isEqualTo("Fail");
            assertThat(reply.path("Message").asText()).isEqualTo("no valid Basic authorization");
            assertThat(reply.path("TxnId").asInt()).isEqualTo(-1);
        }
        try (RawClient client = be()) {
            client.send("PUT /api/d/t/_stream_load HTTP/1.1", "Authorization: Basic cm9vdDp3cm9uZw==", "");
            assertThat(json(client.read()).path("Message").asText()).isEqualTo("Access denied for root@127.0.0.1");
        }
    }

    @Test
    void item03_connectAndCloseIsToleratedOnBothPorts() throws Exception {
        for (int i = 0; i < 20; i++) {
            for (String address : List.of(cluster.front.feHttp(), cluster.front.beHttp())) {
                new Socket("127.0.0.1", Integer.parseInt(address.split(":")[1])).close();
            }
        }
        assertThat(cluster.client().state("never")).isEqualTo("UNKNOWN");
    }

    @Test
    void item03_stepsWithoutBodyAndWithoutContentLengthAreAccepted() throws Exception {
        try (RawClient client = fe()) {
            client.send("POST /api/transaction/begin HTTP/1.1", ROOT, "db: d", "table: t", "label: bare", "");
            RawClient.Answer redirect = client.read();
            assertThat(redirect.status()).isEqualTo(307);
            assertThat(redirect.headers()).containsEntry("connection", "keep-alive");
            client.send("GET /api/health HTTP/1.1", "");
            assertThat(client.read().status()).isEqualTo(200);
        }
        try (RawClient client = be()) {
            client.send("POST /api/transaction/begin HTTP/1.1", ROOT, "db: d", "table: t", "label: bare", "");
            assertThat(json(client.read()).path("Status").asText()).isEqualTo("OK");
            client.send("POST /api/transaction/rollback HTTP/1.1", ROOT, "db: d", "table: t", "label: bare", "");
            assertThat(json(client.read()).path("Status").asText()).isEqualTo("OK");
        }
    }

    @Test
    void item04_everyBackendReplyIs200AndAJsonObjectWithTheExactFields() throws Exception {
        JsonNode success = cluster.client().json("t", "[{\"id\":1,\"v\":\"x\"}]", "label", "fields");
        assertThat(names(success))
                .containsExactly(
                        "TxnId",
                        "Label",
                        "Status",
                        "Message",
                        "NumberTotalRows",
                        "NumberLoadedRows",
                        "NumberFilteredRows",
                        "NumberUnselectedRows",
                        "LoadBytes",
                        "LoadTimeMs",
                        "BeginTxnTimeMs",
                        "StreamLoadPlanTimeMs",
                        "ReadDataTimeMs",
                        "WriteDataTimeMs",
                        "CommitAndPublishTimeMs");
        assertThat(success.path("NumberLoadedRows").isInt()).isTrue();
        assertThat(success.path("Message").asText()).isEqualTo("OK");

        JsonNode used = cluster.client().json("t", "[{\"id\":1,\"v\":\"x\"}]", "label", "fields");
        assertThat(names(used)).startsWith("TxnId", "Label", "Status", "ExistingJobStatus", "Message");
    }

    @Test
    void item04_transactionRepliesHaveTheirFields() throws Exception {
        LoadClient client = cluster.client();
        assertThat(names(client.transaction("begin", "t", "steps", null)))
                .containsExactly("Status", "Message", "Label", "TxnId", "BeginTxnTimeMs");
        assertThat(names(client.transaction("load", "t", "steps", "[{\"id\":2}]")))
                .containsExactly(
                        "Status",
                        "Message",
                        "Label",
                        "TxnId",
                        "LoadBytes",
                        "StreamLoadPlanTimeMs",
                        "ReceivedDataTimeMs");
        assertThat(names(client.transaction("prepare", "t", "steps", null)))
                .containsExactly(
                        "Status",
                        "Message",
                        "Label",
                        "TxnId",
                        "NumberTotalRows",
                        "NumberLoadedRows",
                        "NumberFilteredRows",
                        "NumberUnselectedRows",
                        "LoadBytes",
                        "LoadTimeMs",
                        "StreamLoadPlanTimeMs",
                        "ReceivedDataTimeMs",
                        "WriteDataTimeMs",
                        "CommitAndPublishTimeMs");
        assertThat(names(client.transaction("commit", "t", "steps", null)))
                .containsExactly("Label", "Status", "TxnId", "Message");
    }

    @Test
    void item04_databaseAndTableAreNamedWhenTheNewestVersionIsAskedFor() throws Exception {
        StandInOptions newest = StandInOptions.defaults().withNamesInReplies(true);
        try (LoadCluster other = LoadCluster.start(LoadOptions.defaults(), newest)) {
            other.table("t", "id bigint key");
            JsonNode reply = other.client().json("t", "[{\"id\":1}]");
            assertThat(names(reply)).startsWith("TxnId", "Label", "Db", "Table", "Status");
        }
    }

    @Test
    void item04_pathsAndMethodsThatDoNotExist() throws Exception {
        try (RawClient client = fe()) {
            client.send("GET /api/d/t/_stream_load HTTP/1.1", ROOT, "");
            assertThat(client.read().status()).isEqualTo(501);
            client.send("GET /nowhere HTTP/1.1", ROOT, "");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.headers()).containsEntry("content-type", "text/html");
        }
    }

    @Test
    void item04_frontendInformation() throws Exception {
        cluster.table("described", "id bigint key", "amt decimal(11,0)");
        cluster.client().json("described", "[{\"id\":1},{\"id\":2}]");
        try (RawClient client = fe()) {
            client.send("GET /api/health HTTP/1.1", "");
            assertThat(json(client.read()))
                    .isEqualTo(
                            LoadCluster.json("{\"online_backend_num\":1,\"total_backend_num\":1,\"status\":\"OK\"}"));
            client.send("GET /api/d/described/_schema HTTP/1.1", ROOT, "");
            assertThat(json(client.read()))
                    .isEqualTo(
                            LoadCluster.json("{\"properties\":[{\"type\":\"BIGINT\",\"name\":\"id\",\"comment\":\"\"},"
                                    + "{\"name\":\"amt\",\"scale\":\"0\",\"comment\":\"\",\"type\":\"DECIMAL64\","
                                    + "\"precision\":\"11\"}],\"status\":200}"));
            client.send("GET /api/d/described/_count HTTP/1.1", ROOT, "");
            assertThat(json(client.read())).isEqualTo(LoadCluster.json("{\"size\":2,\"status\":200}"));
        }
        try (RawClient client = be()) {
            client.send("GET /api/_load_error_log?file=none HTTP/1.1", "");
            assertThat(client.read().status()).isEqualTo(404);
        }
    }
}
