package io.github.sluice.testbed.starrocks.load;

import static io.github.sluice.testbed.starrocks.load.Replies.assertFails;
import static io.github.sluice.testbed.starrocks.load.Replies.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.http.RawClient;
import io.github.sluice.testbed.starrocks.txn.TransactionOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** starrocks.md 16, item 6: labels of plain loads, and how long a load may take. */
@Timeout(120)
class LabelIT {
    private static LoadCluster cluster;
    private static LoadClient client;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start(LoadOptions.defaults()
                .withTransactions(TransactionOptions.defaults()
                        .withTimeoutCheckInterval(Duration.ofMillis(100))
                        .withLabelKeep(Duration.ofDays(3), 5)));
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

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

    private static TableModel table(String name) {
        TableModel existing = cluster.cluster.catalog().table("d", name);
        return existing != null ? existing : cluster.table(name, "id bigint key", "v varchar(100)");
    }
}
