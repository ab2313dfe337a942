package io.github.sluice.streamload;

import static io.github.sluice.streamload.ScriptedCluster.aborted;
import static io.github.sluice.streamload.ScriptedCluster.ok;
import static io.github.sluice.streamload.ScriptedCluster.state;
import static io.github.sluice.streamload.ScriptedCluster.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.streamload.ScriptedCluster.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TransactionalLoaderTest {
    private static final String COUNTED_2 =
            "{\"Status\":\"OK\",\"NumberTotalRows\":2,\"NumberLoadedRows\":2,\"NumberFilteredRows\":0,\"NumberUnselectedRows\":0}";

    private ScriptedCluster cluster;
    private TransactionalLoader loader;
    private final FakePause pause = new FakePause();

    @BeforeEach
    void start() throws IOException {
        cluster = new ScriptedCluster();
        loader = new TransactionalLoader(cluster.cluster().build(), pause);
    }

    @AfterEach
    void stop() throws IOException {
        loader.close();
        cluster.close();
    }

    // ---- the way that goes well

    @Test
    void loadsThroughTheFourStepsAndSendsTheAccountToTheBackendToo() {
        cluster.answer("prepare", new Answer.Json(COUNTED_2));

        LoadOutcome outcome = loader.load(request(), Fence.NONE);

        assertThat(outcome).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(((LoadOutcome.Loaded) outcome).counts().loaded()).isEqualTo(2);
        assertThat(cluster.trace())
                .containsExactly("fe:begin", "be:begin", "fe:load", "be:load", "fe:prepare", "be:prepare", "fe:commit");
        assertThat(cluster.requests).allSatisfy(request -> assertThat(request.header("authorization"))
                .isEqualTo("Basic cm9vdDpzM2NyZXQ="));
        assertThat(cluster.last("be", "load").bodyText()).isEqualTo("[{\"id\":1},{\"id\":2}]");
        assertThat(cluster.last("fe", "load").header("expect")).isEqualTo("100-continue");
        assertThat(cluster.last("be", "load").header("label")).isEqualTo("sluice-l1");
        assertThat(cluster.last("be", "begin").header("timeout")).isEqualTo("600");
    }

    @Test
    void headersArriveAsUtf8SoThatColumnsOfAnyScriptWork() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("columns", "编号,tmp,`金额`=parse_json(tmp),emoji😀");

        loader.load(request(headers), Fence.NONE);

        byte[] sent = cluster.last("be", "load").rawHead();
        assertThat(new String(sent, StandardCharsets.UTF_8))
                .contains("columns: 编号,tmp,`金额`=parse_json(tmp),emoji😀\r\n");
    }

    // ---- before the commit everything is harmless

    @Test
    void aFenceLostAfterTheBeginEndsBeforeAnyRowIsSent() {
        LoadOutcome outcome = loader.load(request(), () -> false);

        assertThat(outcome).isInstanceOf(LoadOutcome.Abandoned.class);
        assertThat(cluster.trace()).contains("fe:rollback").doesNotContain("fe:load", "fe:commit");
    }

    @Test
    void aFenceLostWhileRowsWereSentKeepsTheCommitFromBeingSent() {
        AtomicInteger asked = new AtomicInteger();

        LoadOutcome outcome = loader.load(request(), () -> asked.incrementAndGet() == 1);

        assertThat(outcome).isInstanceOf(LoadOutcome.Abandoned.class);
        assertThat(cluster.trace()).contains("be:prepare", "fe:rollback").doesNotContain("fe:commit");
    }

    @Test
    void aDroppedConnectionInTheLoadIsRolledBackAndMayBeSentAgain() {
        cluster.answer("load", new Answer.Drop());

        LoadOutcome outcome = loader.load(request(), Fence.NONE);

        assertThat(outcome).isInstanceOf(LoadOutcome.Retriable.class);
        assertThat(outcome.describe())
                .contains("load of sluice-l1 got no answer")
                .contains("rolled back");
        assertThat(cluster.trace()).contains("fe:rollback").doesNotContain("fe:commit");
    }

    @Test
    void aDeadBackendIsPassingTroubleAndIsNamed() {
        cluster.answer("fe:load", new Answer.Redirect("http://127.0.0.1:1/api/transaction/load"));

        LoadOutcome outcome = loader.load(request(), Fence.NONE);

        assertThat(outcome).isInstanceOf(LoadOutcome.Retriable.class);
        assertThat(outcome.describe()).contains("127.0.0.1:1");
    }

    @Test
    void aFrontendThatFailsIsLeftForTheNextOne() throws IOException {
        try (ScriptedCluster other = new ScriptedCluster()) {
            cluster.answer("fe:begin", new Answer.Http(500, "no"));
            Cluster both = Cluster.builder()
                    .frontEnd(cluster.frontEnd())
                    .frontEnd(other.frontEnd())
                    .account("root", Secret.of(""))
                    .build();
            try (TransactionalLoader failingOver = new TransactionalLoader(both, pause)) {
                assertThat(failingOver.load(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Retriable.class);
                assertThat(failingOver.load(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
            }
            assertThat(other.trace()).contains("fe:commit");
        }
    }

    @Test
    void aFrontendThatCannotTellAStateIsLeftForTheNextOne() throws IOException {
        cluster.answer("get_load_state", new ScriptedCluster.Answer.Http(503, ""));
        try (ScriptedCluster other = new ScriptedCluster()) {
            other.answer("get_load_state", ScriptedCluster.state("VISIBLE"));
            try (LoadStates states =
                    new LoadStates(cluster.cluster().frontEnd(other.frontEnd()).build())) {
                assertThatThrownBy(() -> states.state("d", "l")).hasMessageContaining("HTTP 503");
                assertThat(states.state("d", "l").state()).isEqualTo(LoadState.VISIBLE);
            }
        }
    }

    @Test
    void anEndlessRedirectIsGivenUp() {
        String self = "http://" + cluster.frontEnd() + "/api/transaction/begin";
        Answer[] loop = new Answer[20];
        java.util.Arrays.fill(loop, new Answer.Redirect(self));
        cluster.answer("fe:begin", loop);

        LoadOutcome outcome = loader.load(request(), Fence.NONE);

        assertThat(outcome).isInstanceOf(LoadOutcome.Retriable.class);
        assertThat(outcome.describe()).contains("redirects");
    }

    // ---- what StarRocks refuses

    @Test
    void filteredRowsAreRefusedWithTheirReasonsAndWithoutTheirValues() {
        cluster.answer(
                "_load_error_log",
                new Answer.Http(
                        200,
                        "Error: Value 'top secret' is out of range. The type of 'amount' is BIGINT. Row: {\"id\":2}\n"));
        cluster.answer(
                "prepare",
                new Answer.Json("{\"Status\":\"INTERNAL_ERROR\",\"Message\":\"too many filtered rows\","
                        + "\"ErrorURL\":\"http://" + cluster.backEnd() + "/api/_load_error_log?file=e\"}"));

        LoadOutcome.Refused refused = (LoadOutcome.Refused) loader.load(request(), Fence.NONE);

        assertThat(refused.cause()).isEqualTo(LoadOutcome.Refused.Cause.ROWS);
        assertThat(refused.rows()).hasSize(1);
        assertThat(refused.rows().get(0).rowText()).isEqualTo("{\"id\":2}");
        assertThat(refused.toString()).contains("amount").doesNotContain("top secret");
        assertThat(cluster.last("be", "_load_error_log").header("authorization"))
                .isEmpty();
    }

    @Test
    void anUnknownTableIsForAPersonAndNotTriedAgain() {
        cluster.answer("begin", status("ANALYSIS_ERROR", "unknown table \\\"d.t\\\""));

        LoadOutcome.Refused refused = (LoadOutcome.Refused) loader.load(request(), Fence.NONE);

        assertThat(refused.cause()).isEqualTo(LoadOutcome.Refused.Cause.SETTINGS);
        assertThat(refused.describe()).contains("unknown table");
    }

    @Test
    void aWrongPasswordIsForAPerson() {
        cluster.answer(
                "fe:begin",
                new Answer.Http(
                        401, "{\"status\":\"FAILED\",\"code\":\"1\",\"message\":\"Access denied for root@1\"}"));

        LoadOutcome.Refused refused = (LoadOutcome.Refused) loader.load(request(), Fence.NONE);

        assertThat(refused.cause()).isEqualTo(LoadOutcome.Refused.Cause.SETTINGS);
        assertThat(refused.describe()).contains("Access denied").doesNotContain("s3cret");
    }

    @Test
    void aRowThatStarRocksDidNotCountIsNotPassedOver() {
        cluster.answer("prepare", new Answer.Json(COUNTED_2.replace("TotalRows\":2", "TotalRows\":1")));

        LoadOutcome outcome = loader.load(request(), Fence.NONE);

        assertThat(outcome).isInstanceOf(LoadOutcome.Refused.class);
        assertThat(outcome.describe()).contains("counted 1 rows where 2 were sent");
        assertThat(cluster.trace()).contains("fe:rollback").doesNotContain("fe:commit");
    }

    @Test
    void aProbeNeverCommits() {
        assertThat(loader.probe(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Accepted.class);
        assertThat(cluster.trace()).contains("be:prepare", "fe:rollback").doesNotContain("fe:commit");
    }

    // ---- after the commit only the server's word counts

    @Test
    void aPublishTimeoutIsSuccessOnlyOnceTheLoadIsVisible() {
        cluster.answer("commit", status("FAILED", "publish timeout: 20000, transactionId=7"));
        cluster.answer("get_load_state", state("COMMITTED"), state("COMMITTED"), state("VISIBLE"));

        assertThat(loader.load(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(cluster.trace().stream().filter("fe:commit"::equals)).hasSize(1);
        assertThat(cluster.trace().stream().filter("fe:get_load_state"::equals)).hasSize(3);
    }

    @Test
    void aCommitWhoseRowsNeverBecomeVisibleStaysUnknown() {
        cluster.answer("commit", status("FAILED", "publish timeout: 20000, transactionId=7"));
        cluster.answer("get_load_state", state("COMMITTED"));

        LoadOutcome outcome = loader.load(request(), Fence.NONE);

        assertThat(outcome).isInstanceOf(LoadOutcome.Unknown.class);
        assertThat(outcome.describe()).contains("sluice-l1").contains("COMMITTED");
    }

    @Test
    void aLostCommitReplyIsResolvedByTheState() {
        cluster.answer("commit", new Answer.Drop());
        cluster.answer("get_load_state", state("VISIBLE"));

        assertThat(loader.load(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
    }

    @Test
    void aCommitThatNeverArrivedIsSentAgainAndItsOkIsNotTakenForVisible() {
        cluster.answer("commit", new Answer.Drop(), ok());
        cluster.answer("get_load_state", state("PREPARED"), state("COMMITTED"), state("VISIBLE"));

        assertThat(loader.load(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(cluster.trace().stream().filter("fe:commit"::equals)).hasSize(2);
    }

    @Test
    void aCommitThatNeverArrivedIsRolledBackOnceTheFenceIsLost() {
        cluster.answer("commit", new Answer.Drop());
        cluster.answer("get_load_state", state("PREPARED"), aborted("User Aborted"));
        AtomicInteger asked = new AtomicInteger();

        LoadOutcome outcome = loader.load(request(), () -> asked.incrementAndGet() <= 2);

        assertThat(outcome).isInstanceOf(LoadOutcome.Abandoned.class);
        assertThat(cluster.trace().stream().filter("fe:commit"::equals)).hasSize(1);
        assertThat(cluster.trace()).contains("fe:rollback");
    }

    @Test
    void aTransactionRolledBackBySomebodyElseIsTakenForALostOwnership() {
        cluster.answer("commit", status("FAILED", "Can not commit ABORTED transaction 7, label is sluice-l1"));
        cluster.answer("get_load_state", aborted("user cancel"));

        assertThat(loader.load(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Abandoned.class);
    }

    @Test
    void aTransactionThatTimedOutMayBeSentAgain() {
        cluster.answer("commit", status("FAILED", "Can not commit ABORTED transaction 7, label is sluice-l1"));
        cluster.answer("get_load_state", aborted("timeout by txn manager"));

        assertThat(loader.load(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Retriable.class);
    }

    @Test
    void aServerThatCannotBeAskedLeavesTheOutcomeUnknownAndItCanBeResolvedLater() {
        cluster.answer("commit", new Answer.Drop());
        cluster.answer("get_load_state", new Answer.Http(503, "down"));

        LoadOutcome outcome = loader.load(request(), Fence.NONE);
        assertThat(outcome).isInstanceOf(LoadOutcome.Unknown.class);

        cluster.answer("get_load_state", state("VISIBLE"));
        assertThat(loader.resolve(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
    }

    @Test
    void aLabelThatTheServerDoesNotKnowStaysUnknownAndIsNeverSuccess() {
        cluster.answer("commit", new Answer.Drop());
        cluster.answer("get_load_state", state("UNKNOWN"));

        assertThat(loader.load(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Unknown.class);
    }

    @Test
    void anInterruptIsKeptAndIsNoSuccess() {
        cluster.answer("commit", status("FAILED", "publish timeout: 20000, transactionId=7"));
        cluster.answer("get_load_state", state("COMMITTED"));
        pause.interrupt = true;

        assertThat(loader.load(request(), Fence.NONE)).isInstanceOf(LoadOutcome.Unknown.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static LoadRequest request() {
        return request(Map.of("format", "json", "strip_outer_array", "true"));
    }

    private static LoadRequest request(Map<String, String> headers) {
        List<byte[]> rows = new ArrayList<>();
        rows.add("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
        rows.add("{\"id\":2}".getBytes(StandardCharsets.UTF_8));
        return new LoadRequest("d", "t", "sluice-l1", headers, JsonRows.array(rows), 2);
    }

    /** Time that passes only when somebody sleeps. */
    static final class FakePause implements Pause {
        private long now;
        boolean interrupt;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (interrupt) {
                throw new InterruptedException();
            }
            now += duration.toNanos();
        }
    }
}
