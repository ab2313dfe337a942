package io.github.sluice.coordinator.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statuses and bodies as Kafka Connect 3.9's REST interface gives them (inventory #101 to #113, #201). */
class ConnectClientTest {
    private record Answer(int status, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private ConnectClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
            Answer answer = answers.poll();
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
        client = new ConnectClient(List.of(url() + "/"), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void creatingAndChangingAreBothSuccess() {
        answers.add(new Answer(201, "{}"));
        answers.add(new Answer(200, "{}"));
        client.put("a b/ü", Map.of("topics", "t"));
        client.put("a", Map.of());
        assertThat(requests)
                .containsExactly(
                        "PUT /connectors/a%20b%2F%C3%BC/config {\"topics\":\"t\"}", "PUT /connectors/a/config {}");
    }

    @Test
    void emptyAnswersAreNoError() {
        answers.add(new Answer(202, ""));
        answers.add(new Answer(204, ""));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"not found\"}"));
        client.restartFailed("a");
        client.delete("a");
        client.delete("a");
        assertThat(requests.get(0)).isEqualTo("POST /connectors/a/restart?includeTasks=true&onlyFailed=true");
    }

    /** A connector that was taken for gone came back with its worker and went on loading. */
    @Test
    void aWorkerThatIsOnlyStartingDoesNotSayThatAConnectorIsGone() {
        answers.add(new Answer(404, ""));
        answers.add(new Answer(404, "<html>Not Found</html>"));
        answers.add(new Answer(204, ""));
        client.delete("a");
        assertThat(requests).containsExactly("DELETE /connectors/a", "DELETE /connectors/a", "DELETE /connectors/a");
        answers.add(new Answer(404, ""));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"No status found for connector a\"}"));
        assertThat(client.status("a")).isEmpty();
        assertThat(requests).hasSize(5);
    }

    @Test
    void aRebalanceIsWaitedFor() {
        answers.add(new Answer(409, "{\"error_code\":409,\"message\":\"rebalance\"}"));
        answers.add(new Answer(204, ""));
        client.delete("a");
        assertThat(requests).hasSize(2);
        // seen of GET .../config, by Kafka 3.9
        answers.add(new Answer(
                500,
                "{\"error_code\":500,\"message\":\"Request cannot be completed because a rebalance is expected\"}"));
        answers.add(new Answer(200, "{\"topics\":\"t\"}"));
        assertThat(client.config("a")).hasValue(Map.of("topics", "t"));
        answers.add(new Answer(500, "{\"error_code\":500,\"message\":\"broken\"}"));
        assertThatThrownBy(() -> client.config("a")).hasMessageEndingWith("500 broken");
    }

    @Test
    void aWorkerThatIsDownIsPassedOver() throws IOException {
        int closed;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        ConnectClient two = new ConnectClient(List.of("http://127.0.0.1:" + closed, url()), Duration.ofSeconds(10));
        answers.add(new Answer(204, ""));
        two.delete("a");
        ConnectClient none = new ConnectClient(List.of("http://127.0.0.1:" + closed), Duration.ofMillis(10));
        assertThatThrownBy(() -> none.delete("a"))
                .isInstanceOfSatisfying(
                        ConnectException.class, e -> assertThat(e.status()).isZero());
    }

    @Test
    void aRefusalHasConnectsOwnFirstLine() {
        answers.add(
                new Answer(400, "{\"error_code\":400,\"message\":\"Connector configuration is invalid\\nsecret\"}"));
        assertThatThrownBy(() -> client.put("a", Map.of()))
                .isInstanceOf(ConnectException.class)
                .hasMessageEndingWith("400 Connector configuration is invalid");
    }

    @Test
    void statusTellsWhatRunsAndWhatFailed() {
        answers.add(new Answer(200, """
                {"name":"a","connector":{"state":"RUNNING","worker_id":"w:1"},
                 "tasks":[{"id":0,"state":"RUNNING","worker_id":"w:1"},
                          {"id":1,"state":"FAILED","worker_id":"w:2","trace":"org.X: boom\\n\\tat y\\nCaused by: z"}],"type":"sink"}"""));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"not found\"}"));
        answers.add(new Answer(200, "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[]}"));
        ConnectorStatus status = client.status("a").orElseThrow();
        assertThat(status.failed()).isTrue();
        assertThat(status.running(1)).isFalse();
        assertThat(status.reason()).isEqualTo("task 1 on w:2: org.X: boom");
        assertThat(status.causes()).containsExactly("Caused by: z");
        assertThat(client.status("a")).isEmpty();
        assertThat(client.status("a").orElseThrow().running(1))
                .as("no task yet")
                .isFalse();
    }

    @Test
    void configAndPluginsAreRead() {
        answers.add(new Answer(200, "{\"topics\":\"t\",\"tasks.max\":\"1\"}"));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"not found\"}"));
        answers.add(new Answer(200, "[{\"class\":\"a.B\",\"type\":\"sink\",\"version\":\"1\"}]"));
        assertThat(client.config("a").orElseThrow()).containsEntry("topics", "t");
        assertThat(client.config("a")).isEmpty();
        assertThat(client.plugins()).containsExactly("a.B");
    }

    @Test
    void whatWasThereAndWhatIsNewIsTold() {
        answers.add(new Answer(201, "{}"));
        answers.add(new Answer(200, "{}"));
        answers.add(new Answer(204, ""));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"not found\"}"));
        assertThat(client.put("a", Map.of())).isTrue();
        assertThat(client.put("a", Map.of())).isFalse();
        assertThat(client.delete("a")).isTrue();
        assertThat(client.delete("a")).isFalse();
    }

    @Test
    void pausingAndResumingHaveAnEmptyAnswer() {
        answers.add(new Answer(202, ""));
        answers.add(new Answer(202, ""));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"Unknown connector a\"}"));
        client.pause("a b");
        client.resume("a b");
        assertThat(requests).containsExactly("PUT /connectors/a%20b/pause", "PUT /connectors/a%20b/resume");
        assertThatThrownBy(() -> client.pause("a"))
                .isInstanceOf(ConnectException.class)
                .hasMessageEndingWith("404 Unknown connector a");
    }

    @Test
    void aRestartIsOneOfTheTasksTooAlsoWhereTheWorkerIsOld() {
        answers.add(new Answer(202, "{}"));
        client.restart("a");
        answers.add(new Answer(204, ""));
        answers.add(new Answer(200, """
                {"connector":{"state":"RUNNING"},"tasks":[{"id":0,"state":"RUNNING"},{"id":1,"state":"FAILED"}]}"""));
        answers.add(new Answer(204, ""));
        client.restartFailed("a");
        assertThat(requests)
                .containsExactly(
                        "POST /connectors/a/restart?includeTasks=true&onlyFailed=false",
                        "POST /connectors/a/restart?includeTasks=true&onlyFailed=true",
                        "GET /connectors/a/status",
                        "POST /connectors/a/tasks/1/restart");
    }

    @Test
    void anAnswerThatIsNotJsonIsNotTakenForAnEmptyOne() {
        answers.add(new Answer(200, "<html>hello</html>"));
        assertThatThrownBy(() -> client.connectors())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("not JSON");
    }

    @Test
    void whatIsLostIsSaidToBePossiblyDone() throws IOException {
        try (FakeConnect fake = new FakeConnect()) {
            ConnectClient once = new ConnectClient(
                    List.of(fake.url()),
                    new ConnectClient.Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ZERO),
                    null);
            fake.has("a", Map.of("topics", "t"));
            fake.loses("PUT /connectors/a/config");
            fake.loses("POST /connectors/a/restart?includeTasks=true&onlyFailed=false");
            fake.answers("PUT /connectors/a/pause", 500, "{\"error_code\":500,\"message\":\"Request timed out\"}");
            assertLost(() -> once.put("a", Map.of("connector.class", FakeConnect.SINK)));
            assertLost(() -> once.restart("a"));
            assertLost(() -> once.pause("a"));
            assertThat(fake.requests()).as("nothing is sent twice").hasSize(3);
        }
    }

    private static void assertLost(ThrowingCallable request) {
        assertThatThrownBy(request).isInstanceOfSatisfying(ConnectException.class, e -> assertThat(e.mayBeDone())
                .isTrue());
    }

    @Test
    void aRestartIsNotSentToTheNextWorkerWhenItsAnswerWasLost() throws IOException {
        try (FakeConnect first = new FakeConnect();
                FakeConnect second = new FakeConnect()) {
            ConnectClient both = new ConnectClient(List.of(first.url(), second.url()), Duration.ofSeconds(5));
            for (FakeConnect fake : List.of(first, second)) {
                fake.has("a", Map.of());
            }
            first.loses("POST /connectors/a/tasks/0/restart");
            first.loses("PUT /connectors/a/pause");
            assertLost(() -> both.restartTask("a", 0));
            assertThat(second.requests()).isEmpty();
            both.pause("a");
            assertThat(second.requests()).as("twice is the same as once").containsExactly("PUT /connectors/a/pause");
        }
    }

    @Test
    void aValidationIsReadByKey() {
        answers.add(new Answer(200, """
                {"error_count":1,"configs":[
                 {"definition":{"name":"topics","type":"LIST"},"value":{"name":"topics","errors":["must be set","twice"]}},
                 {"definition":{"name":"pw","type":"PASSWORD"},"value":{"name":"pw","errors":[]}}]}"""));
        Validation validation = client.validate("a.B", Map.of("x", "y"));
        assertThat(requests).containsExactly("PUT /connector-plugins/a.B/config/validate {\"x\":\"y\"}");
        assertThat(validation.passwordKeys()).containsExactly("pw");
        assertThat(validation.faults())
                .containsExactly(
                        new Validation.Fault("topics", "must be set"), new Validation.Fault("topics", "twice"));
    }

    @Test
    void aClassThatNoPluginHasIsAFaultOfTheConfiguration() {
        answers.add(new Answer(500, "{\"error_code\":500,\"message\":\"Failed to find any class\"}"));
        answers.add(new Answer(200, "[{\"class\":\"a.BConnector\",\"type\":\"sink\",\"version\":\"1\"}]"));
        assertThat(client.validate("a.C", Map.of()).faults()).singleElement().satisfies(fault -> assertThat(fault.key())
                .isEqualTo("connector.class"));
        answers.add(new Answer(500, "{\"error_code\":500,\"message\":\"Request timed out\"}"));
        answers.add(new Answer(200, "[{\"class\":\"a.BConnector\",\"type\":\"sink\",\"version\":\"1\"}]"));
        assertThatThrownBy(() -> client.validate("B", Map.of())).isInstanceOf(ConnectException.class);
    }

    @Test
    void connectorsAndTheirTopicsAreRead() throws IOException {
        try (FakeConnect fake = new FakeConnect()) {
            fake.has("b", Map.of("topics", "t,u"));
            fake.has("a", Map.of("topics.regex", "x.*"));
            fake.failed("a", "org.X: boom");
            List<Connector> all = new ConnectClient(List.of(fake.url()), Duration.ofSeconds(5)).connectors();
            assertThat(all).extracting(Connector::name).containsExactly("a", "b");
            assertThat(all).extracting(Connector::topics).containsExactly("x.*", "t,u");
            assertThat(all).extracting(one -> one.status().word()).containsExactly("FAILED", "RUNNING");
            assertThat(all.get(0).status().workerId()).isEqualTo("worker-1:8083");
        }
        answers.add(new Answer(200, "{\"a\":{\"topics\":[\"u\",\"t\"]}}"));
        assertThat(client.activeTopics("a")).containsExactly("t", "u");
    }

    @Test
    void credentialsAreSentAndNeverPrinted() throws IOException {
        ConnectClient.Credentials credentials = new ConnectClient.Credentials("op", "pässword");
        assertThat(credentials.toString()).doesNotContain("pässword");
        try (FakeConnect fake = new FakeConnect()) {
            fake.asksFor("Basic "
                    + java.util.Base64.getEncoder().encodeToString("op:pässword".getBytes(StandardCharsets.UTF_8)));
            ConnectClient.Limits limits =
                    new ConnectClient.Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ZERO);
            assertThat(new ConnectClient(List.of(fake.url()), limits, credentials).connectors())
                    .isEmpty();
            ConnectClient nobody = new ConnectClient(List.of(fake.url()), limits, null);
            assertThatThrownBy(nobody::connectors)
                    .isInstanceOfSatisfying(
                            ConnectException.class, e -> assertThat(e.status()).isEqualTo(401));
        }
    }
}
