package io.github.sluice.testbed.starrocks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.http.RawClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fault injection: each fault as a client sees it, and what the cluster holds afterwards. */
@Timeout(180)
class FaultsIT {
    private static LoadCluster cluster;
    private static LoadClient client;
    private static TableModel table;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start();
        client = cluster.client();
        table = cluster.table("t", "id bigint key", "v varchar(20)");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void noFaultIsLeft() {
        cluster.front.faults().clear();
    }

    private static JsonNode load(String label) throws IOException {
        return client.json("t", "[{\"id\":1,\"v\":\"" + label + "\"}]", "label", label, "timeout", "30");
    }

    @Test
    void aConnectionThatBreaksBeforeTheCommitLeavesNothing() throws Exception {
        Faults.Planned fault =
                cluster.front.faults().plan(Fault.dropBeforeCommit().forLabels("drop-"));
        assertThat(load("other-1").path("Status").asText()).isEqualTo("Success");

        assertThatThrownBy(() -> load("drop-1")).isInstanceOf(IOException.class);

        assertThat(fault.hits()).isEqualTo(1);
        assertThat(client.state("drop-1")).isEqualTo("ABORTED");
        assertThat(cluster.rows(table)).contains("1|other-1");
        assertThat(load("drop-1").path("Status").asText()).isEqualTo("Success");
    }

    @Test
    void aReplyThatIsLostAfterSuccessLeavesTheRows() throws Exception {
        cluster.front.faults().plan(Fault.loseReply());

        assertThatThrownBy(() -> load("lost")).isInstanceOf(IOException.class);

        assertThat(client.state("lost")).isEqualTo("VISIBLE");
        assertThat(cluster.rows(table)).contains("1|lost");
        JsonNode again = load("lost");
        assertThat(again.path("Status").asText()).isEqualTo("Label Already Exists");
        assertThat(again.path("ExistingJobStatus").asText()).isEqualTo("FINISHED");
    }

    @Test
    void aBackendThatVanishesLeavesTheLoadUnfinishedUntilItsTimeout() throws Exception {
        cluster.front.faults().plan(Fault.at(FaultPoint.BEFORE_COMMIT, new Fault.Action.Vanish()));

        assertThatThrownBy(() -> client.json("t", "[{\"id\":1}]", "label", "vanished", "timeout", "1"))
                .isInstanceOf(IOException.class);

        assertThat(client.state("vanished")).isEqualTo("PREPARE");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            cluster.front.abortTimedOut();
            return client.state("vanished").equals("ABORTED");
        });
    }

    @Test
    void publicationThatOutlastsTheTimeoutIsReportedAndVisibleLater() throws Exception {
        Faults.Planned hold = cluster.front.faults().plan(Fault.pause(FaultPoint.PUBLISH));

        JsonNode reply = client.json("t", "[{\"id\":1,\"v\":\"late\"}]", "label", "late", "timeout", "1");

        assertThat(reply.path("Status").asText()).isEqualTo("Publish Timeout");
        assertThat(reply.path("Message").asText())
                .startsWith("Publish timeout. The data will be visible after a while, ");
        assertThat(client.state("late")).isEqualTo("COMMITTED");
        assertThat(cluster.rows(table)).doesNotContain("1|late");
        assertThat(client.json("t", "[{\"id\":1}]", "label", "late")
                        .path("ExistingJobStatus")
                        .asText())
                .isEqualTo("FINISHED");
        hold.release();
        await().atMost(Duration.ofSeconds(20)).until(() -> client.state("late").equals("VISIBLE"));
        assertThat(cluster.rows(table)).contains("1|late");
    }

    @Test
    void aDelayedPublicationIsOnlySlowAndHoldsBackLaterLoadsOfItsTable() throws Exception {
        cluster.front.faults().plan(Fault.delayPublish(Duration.ofMillis(700)).forLabels("slow-1"));
        Thread first = new Thread(() -> {
            try {
                load("slow-1");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        first.start();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.state("slow-1").equals("COMMITTED"));

        assertThat(load("slow-2").path("Status").asText()).isEqualTo("Success");

        assertThat(client.state("slow-1")).isEqualTo("VISIBLE");
        assertThat(cluster.rows(table)).contains("1|slow-2");
        first.join();
    }

    @Test
    void theFrontendMayRedirectToABackendThatIsGone() {
        cluster.front.faults().plan(Fault.deadBackend());
        assertThatThrownBy(() -> load("dead")).isInstanceOf(ConnectException.class);
    }

    @Test
    void tooManyVersions() throws Exception {
        cluster.front.faults().plan(Fault.tooManyVersions().times(2));
        for (int i = 0; i < 2; i++) {
            JsonNode reply = load("versions");
            assertThat(reply.path("Status").asText()).isEqualTo("Fail");
            assertThat(reply.path("Message").asText())
                    .isEqualTo("Too many versions. tablet_id: 10010, version_count: 1000, limit: 1000");
        }
        assertThat(load("versions").path("Status").asText()).isEqualTo("Success");
    }

    @Test
    void theFrontendMayAnswerWithAnHttpError() throws Exception {
        cluster.front.faults().plan(Fault.frontendStatus(503).forOperation("begin"));
        assertThat(load("no-begin").path("Status").asText()).isEqualTo("Success");
        RawClient.Answer answer = client.exchange(
                "POST", "/api/transaction/begin", null, Map.of("db", "d", "table", "t", "label", "five-oh-three"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("\"FAILED\"");
    }

    @Test
    void slowContinue() throws Exception {
        cluster.front.faults().plan(Fault.slowContinue(Duration.ofMillis(600)));
        long before = System.nanoTime();
        assertThat(load("slow-continue").path("Status").asText()).isEqualTo("Success");
        assertThat(System.nanoTime() - before).isGreaterThan(600_000_000L);
    }

    @Test
    void aLoadPausedInItsBodyWhoseClientDiesIsAborted() throws Exception {
        Faults.Planned pause = cluster.front.faults().plan(Fault.pause(FaultPoint.IN_BODY));
        RawClient raw = new RawClient(cluster.front.beHttp());
        raw.send(
                "PUT /api/d/t/_stream_load HTTP/1.1",
                "Authorization: Basic cm9vdDo=",
                "format: json",
                "label: killed",
                "Content-Length: 100",
                "");
        raw.write("{\"id\":1,");
        assertThat(pause.awaitHit(Duration.ofSeconds(20))).isTrue();
        assertThat(client.state("killed")).isEqualTo("PREPARE");

        raw.close();
        pause.release();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.state("killed").equals("ABORTED"));
    }

    @Test
    void aTransactionOneOfWhoseLoadsBrokeOffCannotBePrepared() throws Exception {
        client.transaction("begin", "t", "txn-broken", null);
        client.transaction("load", "t", "txn-broken", "[{\"id\":5,\"v\":\"x\"}]");
        try (RawClient raw = new RawClient(cluster.front.beHttp())) {
            raw.send(
                    "PUT /api/transaction/load HTTP/1.1",
                    "Authorization: Basic cm9vdDo=",
                    "db: d",
                    "table: t",
                    "label: txn-broken",
                    "format: json",
                    "strip_outer_array: true",
                    "Content-Length: 500",
                    "");
            raw.write("[{\"id\":6,").endOutput();
            raw.read();
        }
        JsonNode prepare = client.transaction("prepare", "t", "txn-broken", null);
        assertThat(prepare.path("Status").asText()).isEqualTo("INTERNAL_ERROR");
        assertThat(client.state("txn-broken")).isEqualTo("ABORTED");
        assertThat(cluster.rows(table)).noneMatch(row -> row.startsWith("5|"));
    }

    @Test
    void aCommitWhoseReplyIsLostCanBeAskedFor() throws Exception {
        client.transaction("begin", "t", "txn-lost", null);
        client.transaction("load", "t", "txn-lost", "[{\"id\":7,\"v\":\"x\"}]");
        client.transaction("prepare", "t", "txn-lost", null);
        cluster.front.faults().plan(Fault.loseReply().forOperation("commit"));
        assertThatThrownBy(() -> client.transaction("commit", "t", "txn-lost", null))
                .isInstanceOf(IOException.class);
        assertThat(client.state("txn-lost")).isEqualTo("VISIBLE");

        client.transaction("begin", "t", "txn-uncommitted", null);
        client.transaction("load", "t", "txn-uncommitted", "[{\"id\":8,\"v\":\"x\"}]");
        client.transaction("prepare", "t", "txn-uncommitted", null);
        cluster.front.faults().plan(Fault.dropBeforeCommit().forOperation("commit"));
        assertThatThrownBy(() -> client.transaction("commit", "t", "txn-uncommitted", null))
                .isInstanceOf(IOException.class);
        assertThat(client.state("txn-uncommitted")).isEqualTo("PREPARED");
        assertThat(client.transaction("commit", "t", "txn-uncommitted", null)
                        .path("Status")
                        .asText())
                .isEqualTo("OK");
    }

    @Test
    void faultsArePlannedFromAnotherProcessOverTheAdminPort() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        String base = "http://" + cluster.front.adminHttp() + "/standin/faults";
        HttpResponse<String> planned = http.send(
                HttpRequest.newBuilder(URI.create(base))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"point\":\"BEFORE_REPLY\",\"action\":\"drop\",\"labelPrefix\":\"remote-\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(planned.statusCode()).isEqualTo(200);

        assertThatThrownBy(() -> load("remote-1")).isInstanceOf(IOException.class);

        String list = http.send(HttpRequest.newBuilder(URI.create(base)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(LoadCluster.json(list).get(0).path("hits").asInt()).isEqualTo(1);
        HttpResponse<String> wrong = http.send(
                HttpRequest.newBuilder(URI.create(base))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"point\":\"PUBLISH\",\"action\":\"explode\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("found 'explode'");
    }
}
