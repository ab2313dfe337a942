package io.github.sluice.testbed.starrocks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.http.RawClient;
import io.github.sluice.testbed.starrocks.txn.TransactionOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** starrocks.md 16, items 8, 15 and 16 to 18: the transaction interface. */
@Timeout(180)
class TransactionLoadIT {
    private static LoadCluster cluster;
    private static LoadClient client;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start(LoadOptions.defaults()
                .withMaxJsonBytes(10_000)
                .withTransactions(TransactionOptions.defaults().withTimeoutCheckInterval(Duration.ofMillis(100))));
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static JsonNode step(String operation, String table, String... headers) throws Exception {
        return client.transaction(operation, table, table, null, headers);
    }

    private static JsonNode load(String table, String body, String... headers) throws Exception {
        return client.transaction("load", table, table, body, headers);
    }

    private static void assertOk(JsonNode reply) {
        assertStatus(reply, "OK", "");
    }

    private static void assertStatus(JsonNode reply, String status, String message) {
        assertThat(reply.path("Status").asText()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.path("Message").asText()).contains(message);
    }

    private static void awaitState(String label, String state) {
        await().atMost(Duration.ofSeconds(20)).until(() -> client.state(label).equals(state));
    }

    @Test
    void item08_theLastRowOfAKeyWinsAcrossTheLoadsOfATransaction() throws Exception {
        TableModel table = cluster.table("lastwins", "id bigint key", "v varchar(5)");
        step("begin", "lastwins");
        load("lastwins", "[{\"id\":1,\"v\":\"a\"},{\"id\":2,\"v\":\"a\"},{\"id\":3,\"__op\":1}]");
        load("lastwins", "[{\"id\":1,\"v\":\"b\"},{\"id\":2,\"__op\":1},{\"id\":3,\"v\":\"c\"}]");
        JsonNode prepared = step("prepare", "lastwins");
        assertOk(prepared);
        assertThat(prepared.path("NumberLoadedRows").asInt()).isEqualTo(6);
        assertOk(step("commit", "lastwins"));
        assertThat(cluster.rows(table)).containsExactly("1|b", "3|c");
    }

    @Test
    void item15_theJsonLimitCountsAllLoadsOfATransaction() throws Exception {
        cluster.table("cumulative", "id bigint key", "v varchar(9000)");
        String six = "[{\"id\":1,\"v\":\"" + "x".repeat(6000) + "\"}]";
        step("begin", "cumulative");
        assertOk(load("cumulative", six));
        assertStatus(load("cumulative", six), "INTERNAL_ERROR", "The size of this batch exceed the max size [10000]");
        assertThat(client.state("cumulative")).isEqualTo("ABORTED");

        step("begin", "cumulative");
        assertOk(load("cumulative", six, "ignore_json_size", "true"));
        assertOk(load("cumulative", six, "ignore_json_size", "true"));
        assertOk(step("rollback", "cumulative"));
    }

    @Test
    void item16_beginLoadPrepareCommit() throws Exception {
        TableModel table = cluster.table("steps", "id bigint key");
        JsonNode begun = step("begin", "steps");
        assertOk(begun);
        assertThat(begun.path("Label").asText()).isEqualTo("steps");
        assertThat(client.state("steps")).isEqualTo("PREPARE");
        assertOk(load("steps", "[{\"id\":1}]"));
        assertOk(step("prepare", "steps", "prepared_timeout", "60"));
        assertThat(client.state("steps")).isEqualTo("PREPARED");
        JsonNode committed = step("commit", "steps");
        assertOk(committed);
        assertThat(committed.path("TxnId").asLong())
                .isEqualTo(begun.path("TxnId").asLong());
        assertThat(client.state("steps")).isEqualTo("VISIBLE");
        assertThat(cluster.rows(table)).containsExactly("1");
    }

    @Test
    void item16_commitAndRollbackCanBeRepeatedAtTheFrontend() throws Exception {
        cluster.table("repeat", "id bigint key");
        step("begin", "repeat");
        load("repeat", "[{\"id\":1}]");
        step("prepare", "repeat");
        step("commit", "repeat");
        assertStatus(step("commit", "repeat"), "OK", "has already committed, label is repeat");
        assertStatus(step("rollback", "repeat"), "FAILED", "Can not abort VISIBLE transaction");

        client.transaction("begin", "repeat", "undone", null);
        client.transaction("load", "repeat", "undone", "[{\"id\":2}]");
        client.transaction("prepare", "repeat", "undone", null);
        assertOk(client.transaction("rollback", "repeat", "undone", null));
        assertThat(client.stateReply("undone").path("reason").asText()).isEqualTo("User Aborted");
        assertStatus(
                client.transaction("rollback", "repeat", "undone", null), "OK", "has already aborted, label is undone");
        assertStatus(
                client.transaction("commit", "repeat", "undone", null), "FAILED", "Can not commit ABORTED transaction");
    }

    @Test
    void item16_aTransactionThatIsNotPreparedIsCommittedByTheBackend() throws Exception {
        TableModel table = cluster.table("onephase", "id bigint key");
        step("begin", "onephase");
        load("onephase", "[{\"id\":1},{\"id\":2}]");
        JsonNode reply = step("commit", "onephase");
        assertOk(reply);
        assertThat(reply.path("NumberLoadedRows").asInt()).isEqualTo(2);
        assertThat(cluster.rows(table)).containsExactly("1", "2");
    }

    @Test
    void item16_wrongStates() throws Exception {
        cluster.table("wrong", "id bigint key");
        assertStatus(step("commit", "wrong"), "FAILED", "No transaction found with db[d] and label[wrong]");
        assertStatus(step("load", "wrong"), "FAILED", "Can't find the transaction with db [d] and label[wrong]");
        assertStatus(step("frobnicate", "wrong"), "FAILED", "Unknown transaction operation: frobnicate");
        assertStatus(step("begin", "wrong", "db", ""), "FAILED", "No database selected.");
        assertStatus(step("begin", "wrong", "label", ""), "FAILED", "Empty label.");
        assertStatus(step("begin", "wrong", "db", "nodb"), "FAILED", "Database[nodb] does not exist.");
        assertStatus(step("begin", "wrong", "table", "nope"), "ANALYSIS_ERROR", "unknown table \"d.nope\"");
        assertStatus(step("begin", "wrong", "transaction_type", "multi"), "FAILED", "stand-in: header");

        assertOk(step("begin", "wrong"));
        assertStatus(step("begin", "wrong"), "LABEL_ALREADY_EXISTS", "Label [wrong] has already been used.");
        assertThat(step("begin", "wrong").path("ExistingJobStatus").asText()).isEqualTo("RUNNING");
        assertStatus(
                load("wrong", "[]", "table", "steps2"),
                "INVALID_ARGUMENT",
                "Request table steps2 not equal transaction table wrong");
        assertStatus(step("prepare", "wrong"), "INTERNAL_ERROR", "hasn't send any data yet");
        assertThat(client.state("wrong")).isEqualTo("ABORTED");
        assertStatus(step("prepare", "wrong"), "TXN_NOT_EXISTS", "transaction with label wrong not exists");
        assertStatus(load("wrong", "[]"), "TXN_NOT_EXISTS", "Transaction with label wrong not exists");
    }

    @Test
    void item16_afterPrepareTheBackendKnowsTheLabelNoMore() throws Exception {
        cluster.table("forgotten", "id bigint key");
        step("begin", "forgotten");
        load("forgotten", "[{\"id\":1}]");
        assertStatus(
                step("prepare", "forgotten", "prepared_timeout", "soon"),
                "INVALID_ARGUMENT",
                "Invalid prepared_timeout: soon");
        assertOk(step("prepare", "forgotten"));
        assertStatus(step("prepare", "forgotten"), "TXN_NOT_EXISTS", "transaction with label forgotten not exists");
        assertThat(client.state("forgotten")).isEqualTo("PREPARED");
        assertOk(step("rollback", "forgotten"));
    }

    @Test
    void item16_twoRequestsAtOnceAreRefused() throws Exception {
        cluster.table("busy", "id bigint key");
        step("begin", "busy");
        Faults.Planned pause =
                cluster.front.faults().plan(Fault.pause(FaultPoint.IN_BODY).forLabels("busy"));
        CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(() -> {
            try {
                return load("busy", "[{\"id\":1}]");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(pause.awaitHit(Duration.ofSeconds(20))).isTrue();

        JsonNode second = load("busy", "[{\"id\":2}]");
        JsonNode prepare = step("prepare", "busy");

        pause.release();
        assertStatus(second, "TXN_IN_PROCESSING", "Transaction is in processing");
        assertThat(second.path("Label").asText()).isEqualTo("busy");
        assertStatus(prepare, "TXN_IN_PROCESSING", "Transaction is in processing");
        assertOk(first.get(20, TimeUnit.SECONDS));
        assertOk(step("rollback", "busy"));
    }

    @Test
    void item16_everyLoadHasTheSameHeaders() throws Exception {
        cluster.table("same", "id bigint key", "v int");
        step("begin", "same");
        assertOk(load("same", "[{\"id\":1}]", "columns", "id,v"));
        assertStatus(load("same", "[{\"id\":2}]", "columns", "id"), "INTERNAL_ERROR", "load request not equal last.");
        assertThat(client.state("same")).isEqualTo("ABORTED");
    }

    @Test
    void item16_rowErrorsAndBrokenDocumentsAreReportedByPrepare() throws Exception {
        cluster.table("late", "id bigint key", "v varchar(3) not null");
        step("begin", "late");
        assertOk(load("late", "[{\"id\":1,\"v\":null}]"));
        JsonNode reply = step("prepare", "late");
        assertStatus(reply, "INTERNAL_ERROR", "too many filtered rows");
        assertThat(LoadClient.fetch(reply.path("ErrorURL").asText())).contains("NULL value in non-nullable column 'v'");
        assertThat(client.state("late")).isEqualTo("ABORTED");

        step("begin", "late");
        assertOk(load("late", "[\"text\"]"));
        assertStatus(step("prepare", "late"), "DATA_QUALITY_ERROR", "parse error. Failed to iterate json array");

        cluster.table("latekey", "id varchar(200) key");
        step("begin", "latekey");
        assertOk(load("latekey", "[{\"id\":\"" + "x".repeat(129) + "\"}]"));
        assertStatus(step("prepare", "latekey"), "CANCELLED", "primary key size exceed the limit.");
        assertOk(step("begin", "latekey"));
        assertOk(step("rollback", "latekey"));
    }

    @Test
    void item16_openAndPreparedTransactionsTimeOut() throws Exception {
        cluster.table("timeouts", "id bigint key");
        client.transaction("begin", "timeouts", "open-too-long", null, "timeout", "1");
        client.transaction("begin", "timeouts", "idle-too-long", null, "idle_transaction_timeout", "1");
        client.transaction("begin", "timeouts", "prepared-too-long", null);
        client.transaction("load", "timeouts", "prepared-too-long", "[{\"id\":1}]");
        client.transaction("prepare", "timeouts", "prepared-too-long", null, "prepared_timeout", "1");

        awaitState("open-too-long", "ABORTED");
        awaitState("idle-too-long", "ABORTED");
        awaitState("prepared-too-long", "ABORTED");
        assertThat(client.stateReply("open-too-long").path("reason").asText())
                .isEqualTo("transaction is aborted by timeout 1 seconds.");
        assertThat(client.stateReply("idle-too-long").path("reason").asText())
                .isEqualTo("transaction is aborted by idle timeout 1 seconds.");
        assertThat(client.stateReply("prepared-too-long").path("reason").asText())
                .isEqualTo("timeout by txn manager");
        await().atMost(Duration.ofSeconds(20)).until(() -> client.transaction("load", "timeouts", "open-too-long", "[]")
                .path("Status")
                .asText()
                .equals("TXN_NOT_EXISTS"));
    }

    @Test
    void item16_aNewLeaderHasForgottenWhereATransactionIs() throws Exception {
        cluster.table("leader", "id bigint key");
        step("begin", "leader");
        cluster.front.forgetRoutes();
        assertStatus(load("leader", "[]"), "FAILED", "1. FE leader is started or switched");
        assertThat(client.cancel("leader").path("status").asText()).isEqualTo("OK");
    }

    @Test
    void item17_theStateOfALabelInEveryStep() throws Exception {
        cluster.table("states", "id bigint key");
        assertThat(client.stateReply("never").path("state").asText()).isEqualTo("UNKNOWN");
        assertThat(client.stateReply("never").has("reason")).isFalse();
        step("begin", "states");
        assertThat(client.stateReply("states"))
                .isEqualTo(LoadCluster.json("{\"state\":\"PREPARE\",\"reason\":\"\",\"status\":\"OK\",\"code\":\"0\","
                        + "\"msg\":\"Success\",\"message\":\"OK\"}"));
        load("states", "[{\"id\":1}]");
        step("prepare", "states");
        assertThat(client.state("states")).isEqualTo("PREPARED");
        Faults.Planned hold = cluster.front
                .faults()
                .plan(Fault.at(FaultPoint.PUBLISH, new Fault.Action.Pause()).forLabels("states"));
        assertStatus(step("commit", "states", "timeout", "1"), "FAILED", "publish timeout: 1000, transactionId=");
        assertThat(client.state("states")).isEqualTo("COMMITTED");
        hold.release();
        awaitState("states", "VISIBLE");

        step("begin", "states", "label", "gone");
        assertThat(client.cancel("gone").path("status").asText()).isEqualTo("OK");
        assertThat(client.stateReply("gone").path("reason").asText()).isEqualTo("user cancel");
        assertThat(client.state("gone")).isEqualTo("ABORTED");

        assertThat(LoadCluster.json(client.exchange("GET", "/api/nodb/get_load_state?label=x", null, java.util.Map.of())
                                .body())
                        .path("msg")
                        .asText())
                .isEqualTo("unknown database, database=nodb");
        assertThat(LoadCluster.json(client.exchange("GET", "/api/d/get_load_state", null, java.util.Map.of())
                                .body())
                        .path("msg")
                        .asText())
                .isEqualTo("No label selected.");
    }

    @Test
    void item17_informationSchemaShowsUnfinishedLoadsByTheirLabels() throws Exception {
        cluster.table("seen", "id bigint key");
        step("begin", "seen", "label", "seen-open");
        client.json("seen", "[{\"id\":1}]", "label", "seen-done");
        assertThat(cluster.select(
                        "SELECT LABEL, STATE FROM information_schema.loads WHERE LABEL LIKE 'seen-%' ORDER BY LABEL"))
                .hasSize(2)
                .element(0)
                .asString()
                .startsWith("seen-done|FINISHED");
        assertThat(cluster.select("SELECT LABEL FROM information_schema.stream_loads WHERE LABEL LIKE 'seen-%'"
                        + " ORDER BY LABEL"))
                .contains("seen-open");
        step("rollback", "seen", "label", "seen-open");
    }

    @Test
    void item18_nothingIsVisibleBeforeTheCommit() throws Exception {
        TableModel table = cluster.table("hidden", "id bigint key");
        step("begin", "hidden");
        for (int i = 0; i < 3; i++) {
            load("hidden", "[{\"id\":" + i + "}]");
            assertThat(cluster.rows(table)).isEmpty();
        }
        step("prepare", "hidden");
        assertThat(cluster.rows(table)).isEmpty();
        Faults.Planned hold = cluster.front
                .faults()
                .plan(Fault.at(FaultPoint.PUBLISH, new Fault.Action.Pause()).forLabels("hidden"));
        step("commit", "hidden", "timeout", "1");
        assertThat(cluster.rows(table)).isEmpty();
        hold.release();
        awaitState("hidden", "VISIBLE");
        assertThat(cluster.rows(table)).containsExactly("0", "1", "2");
    }

    @Test
    void aCsvRowMayBeCutBetweenTwoLoads() throws Exception {
        TableModel table = cluster.table("cut", "id bigint key", "v varchar(10)");
        step("begin", "cut");
        assertOk(load("cut", "1\ta\n2\tb", "format", "csv"));
        assertOk(load("cut", "b\n3\tc", "format", "csv"));
        assertOk(step("prepare", "cut"));
        assertOk(step("commit", "cut"));
        assertThat(cluster.rows(table)).containsExactly("1|a", "2|bb", "3|c");
    }

    @Test
    void stepsOfTheBackendAreRefusedWithoutLabelOrForSeveralTables() throws Exception {
        try (RawClient raw = new RawClient(cluster.front.beHttp())) {
            raw.send("POST /api/transaction/prepare HTTP/1.1", "Authorization: Basic cm9vdDo=", "db: d", "");
            assertStatus(LoadCluster.json(raw.read().body()), "INVALID_ARGUMENT", "empty label");
            raw.send(
                    "POST /api/transaction/begin HTTP/1.1",
                    "Authorization: Basic cm9vdDo=",
                    "label: x",
                    "transaction_type: multi",
                    "");
            assertStatus(
                    LoadCluster.json(raw.read().body()),
                    "INVALID_ARGUMENT",
                    "Multi-statement transaction requests can only be sent to FE nodes, not BE nodes");
        }
    }
}
